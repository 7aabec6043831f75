// SPDX-License-Identifier: GPL-2.0
/*
 * Device service streams: DSS_CONNECT, and one service whose streams, and whose only command, echo
 * what they are given.  The datagrams themselves pass through session.c.
 */
#include "core.h"
#include "services.h"

static void dss_echo(struct modem *m, const struct command *cmd)
{
	control_answer(m, cmd, MBIM_STATUS_SUCCESS, cmd->info, cmd->len, -1);
}

static const struct cid_desc dss_echo_cids[] = {
	{ .cid = 1, .flags = CID_QUERY | CID_SET, .handle = dss_echo },
};

const struct service service_dss_echo = {
	.uuid = { 0x6d, 0x6f, 0x64, 0x65, 0x6d, 0x2d, 0x45, 0x63,
		  0xa8, 0x6f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01 },
	.name = "DSS_ECHO",
	.cids = dss_echo_cids,
	.count = ARRAY_SIZE(dss_echo_cids),
	.dss_payload = 3,		/* both directions */
	.max_dss = 4,
};

static void dss_connect(struct modem *m, const struct command *cmd)
{
	u32 id = info_get32(cmd, 16), state = info_get32(cmd, 20);
	const struct service *s = services_find(cmd->info);
	struct dss_session *d;
	u32 active = 0;

	if (state > 1 || id >= MAX_SESSIONS) {
		violation_record(m, V_INFO_VALUE, "DSS_CONNECT session %u, state %u", id, state);
		services_status(m, cmd, MBIM_STATUS_INVALID_PARAMETERS);
		return;
	}
	if (!s || !s->max_dss) {
		services_status(m, cmd, MBIM_STATUS_INVALID_DEVICE_SERVICE_OPERATION);
		return;
	}
	d = &m->sessions.dss[id];
	for (u32 k = 0; k < MAX_SESSIONS; k++)
		active += m->sessions.dss[k].active;
	if (state && !d->active && active >= m->cfg.dss_sessions) {
		services_status(m, cmd, MBIM_STATUS_DSS_INSTANCE_LIMIT);
		return;
	}
	if (d->active && !state) {
		d->grace = true;
		d->grace_us = loop_now_us(m->loop) + m->cfg.grace_ms * 1000ull;
		data_forget_session(m, true, id);
	}
	d->active = state;
	memcpy(d->uuid, cmd->info, 16);
	services_status(m, cmd, MBIM_STATUS_SUCCESS);
}

static const struct cid_desc cids[] = {
	{ 1, CID_SET, 0, 24, dss_connect },
};

const struct service service_dss = {
	.uuid = { 0xc0, 0x8a, 0x26, 0xdd, 0x77, 0x18, 0x43, 0x82,
		  0x84, 0x82, 0x6e, 0x0d, 0x58, 0x3c, 0x4d, 0x0e },
	.name = "DSS",
	.cids = cids,
	.count = ARRAY_SIZE(cids),
};
