// SPDX-License-Identifier: GPL-2.0
/*
 * Dispatch of commands to device services, the list of services, and the subscription list.
 */
#include "services.h"

#include "core.h"

static const struct service *const services[] = {
	&service_basic_connect,
	&service_sms,
	&service_dss,
	&service_ms_extensions,
	&service_dss_echo,
};

const struct service *services_find(const u8 *uuid)
{
	for (size_t i = 0; i < ARRAY_SIZE(services); i++)
		if (!memcmp(services[i]->uuid, uuid, 16))
			return services[i];
	return NULL;
}

void services_status(struct modem *m, const struct command *cmd, u32 status)
{
	control_answer(m, cmd, status, NULL, 0, -1);
}

void services_reply(struct modem *m, const struct command *cmd, const struct info *info)
{
	control_answer(m, cmd, MBIM_STATUS_SUCCESS, info->data, info->len, -1);
}

void services_command(struct modem *m, const struct command *cmd)
{
	const struct service *s = services_find(cmd->uuid);
	const struct cid_desc *desc = NULL;

	for (u32 i = 0; s && i < s->count; i++)
		if (s->cids[i].cid == cmd->cid)
			desc = &s->cids[i];
	modem_log(m, "%s %s CID %u, %u bytes, transaction %u", cmd->set ? "set" : "query",
		  s ? s->name : "unknown service", cmd->cid, cmd->len, cmd->tid);
	if (!desc) {
		services_status(m, cmd, MBIM_STATUS_NO_DEVICE_SUPPORT);
		return;
	}
	if (!(desc->flags & (cmd->set ? CID_SET : CID_QUERY))) {
		violation_record(m, V_INFO_COMMAND_TYPE, "%s of %s CID %u",
				 cmd->set ? "set" : "query", s->name, cmd->cid);
		services_status(m, cmd, MBIM_STATUS_INVALID_PARAMETERS);
		return;
	}
	if (!info_need(m, cmd, cmd->set ? desc->min_set : desc->min_query)) {
		services_status(m, cmd, MBIM_STATUS_INVALID_PARAMETERS);
		return;
	}
	desc->handle(m, cmd);
}

void services_reset(struct modem *m)
{
	m->radio.subscribed_explicitly = false;
	m->radio.subscriptions = 0;
	m->radio.filters_len = 0;
	m->radio.mbimex = 0x0100;
}

/* ------------------------------ indications ------------------------------ */

bool services_subscribed(const struct modem *m, const struct service *s, u32 cid)
{
	const struct radio *r = &m->radio;

	/* Until the first list, the services of the standard are on. */
	if (!r->subscribed_explicitly)
		return s != &service_ms_extensions;
	for (u32 i = 0; i < r->subscriptions; i++) {
		const struct subscription *sub = &r->subscription[i];

		if (!memcmp(sub->uuid, s->uuid, 16) && (!sub->cid || sub->cid == cid))
			return true;
	}
	return false;
}

void services_indicate(struct modem *m, const struct service *s, u32 cid, const struct info *info)
{
	if (services_subscribed(m, s, cid))
		control_indicate(m, s->uuid, cid, info->data, info->len);
}

/* ---------------------------- DEVICE_SERVICES ---------------------------- */

void services_device_services(struct modem *m, const struct command *cmd)
{
	static struct info info;
	u32 n = ARRAY_SIZE(services);

	info_init(&info, 8 + 8 * n);
	info_put32(&info, 0, n);
	info_put32(&info, 4, m->cfg.dss_sessions);
	for (u32 i = 0; i < n; i++) {
		const struct service *s = services[i];
		u8 element[28 + 4 * 32];

		memcpy(element, s->uuid, 16);
		put_le32(element + 16, s->dss_payload);
		put_le32(element + 20, s->max_dss);
		put_le32(element + 24, s->count);
		for (u32 k = 0; k < s->count; k++)
			put_le32(element + 28 + 4 * k, s->cids[k].cid);
		info_put_blob(&info, 8 + 8 * i, element, 28 + 4 * s->count);
	}
	services_reply(m, cmd, &info);
}

static bool subscribe_add(struct modem *m, const u8 *uuid, u32 cid)
{
	struct radio *r = &m->radio;

	if (r->subscriptions == SUBSCRIPTIONS)
		return false;
	memcpy(r->subscription[r->subscriptions].uuid, uuid, 16);
	r->subscription[r->subscriptions++].cid = cid;
	return true;
}

static bool subscribe_element(struct modem *m, const struct command *cmd, u32 pair)
{
	u32 off = info_get32(cmd, pair), size = info_get32(cmd, pair + 4), cids = 0;

	if (!info_get_range(m, cmd, 0, off, size))
		return false;
	if (size >= 20)
		cids = info_get32(cmd, off + 16);
	if (size < 20 || cids > (size - 20) / 4) {
		violation_record(m, V_INFO_LENGTH, "SUBSCRIBE_LIST element of %u bytes", size);
		return false;
	}
	if (!cids)
		return subscribe_add(m, cmd->info + off, 0);
	for (u32 i = 0; i < cids; i++)
		if (!subscribe_add(m, cmd->info + off, info_get32(cmd, off + 20 + 4 * i)))
			return false;
	return true;
}

/* The list replaces the one before; the answer repeats it. */
void services_subscribe_list(struct modem *m, const struct command *cmd)
{
	u32 count = info_get32(cmd, 0);

	m->radio.subscribe_sets++;
	m->radio.subscribed_explicitly = true;
	m->radio.subscriptions = 0;
	if (count > (cmd->len - 4) / 8) {
		violation_record(m, V_INFO_LENGTH, "SUBSCRIBE_LIST of %u elements in %u bytes",
				 count, cmd->len);
		services_status(m, cmd, MBIM_STATUS_INVALID_PARAMETERS);
		return;
	}
	for (u32 i = 0; i < count; i++) {
		if (subscribe_element(m, cmd, 4 + 8 * i))
			continue;
		services_status(m, cmd, MBIM_STATUS_INVALID_PARAMETERS);
		return;
	}
	control_answer(m, cmd, MBIM_STATUS_SUCCESS, cmd->info, cmd->len, -1);
}
