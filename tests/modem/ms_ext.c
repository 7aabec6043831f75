// SPDX-License-Identifier: GPL-2.0
/*
 * Microsoft's Basic Connect extensions, as far as hosts ask for them on a one-slot modem.
 */
#include "core.h"
#include "services.h"

static void ms_sys_caps(struct modem *m, const struct command *cmd)
{
	static struct info i;

	info_init(&i, 20);
	info_put32(&i, 0, 1);		/* executors */
	info_put32(&i, 4, 1);		/* slots */
	info_put32(&i, 8, 1);		/* concurrency */
	info_put64(&i, 12, 1);		/* modem id */
	services_reply(m, cmd, &i);
}

static void ms_slot_mappings(struct modem *m, const struct command *cmd)
{
	static struct info i;
	u8 slot[4] = { 0 };

	info_init(&i, 12);
	info_put32(&i, 0, 1);
	info_put_blob(&i, 4, slot, sizeof(slot));
	services_reply(m, cmd, &i);
}

static void ms_slot_info(struct modem *m, const struct command *cmd)
{
	static struct info i;

	if (info_get32(cmd, 0)) {
		services_status(m, cmd, MBIM_STATUS_INVALID_PARAMETERS);
		return;
	}
	info_init(&i, 8);
	info_put32(&i, 4, m->radio.sim ? 5 : 3);	/* active or empty */
	services_reply(m, cmd, &i);
}

static void ms_lte_attach_info(struct modem *m, const struct command *cmd)
{
	static struct info i;
	u32 shift = m->radio.mbimex >= 0x0300 ? 4 : 0;	/* MBIMEx 3 has NwError after the state */

	info_init(&i, 40 + shift);
	info_put32(&i, 0, m->radio.packet_state == PACKET_ATTACHED);
	info_put32(&i, 4 + shift, IP_V4V6);
	info_put_string(&i, 8 + shift, "internet");
	services_reply(m, cmd, &i);
}

/* The lower one of both sides counts until the function is closed. */
static void ms_version(struct modem *m, const struct command *cmd)
{
	static struct info i;
	u16 host = get_le16(cmd->info + 2);
	u16 version = host < m->cfg.mbimex ? host : m->cfg.mbimex;

	if (get_le16(cmd->info) != 0x0100 || host < 0x0100) {
		violation_record(m, V_INFO_VALUE, "VERSION %04x, extensions %04x",
				 get_le16(cmd->info), host);
		services_status(m, cmd, MBIM_STATUS_INVALID_PARAMETERS);
		return;
	}
	info_init(&i, 4);
	info_put32(&i, 0, 0x0100 | (u32)version << 16);
	services_reply(m, cmd, &i);
	m->radio.mbimex = version;
	modem_log(m, "MBIMEx %04x", version);
}

static const struct cid_desc cids[] = {
	{ CID_MS_LTE_ATTACH_INFO, CID_QUERY | CID_NOTIFY, 0, 0, ms_lte_attach_info },
	{ CID_MS_SYS_CAPS, CID_QUERY, 0, 0, ms_sys_caps },
	{ CID_MS_SLOT_MAPPINGS, CID_QUERY, 0, 0, ms_slot_mappings },
	{ CID_MS_SLOT_INFO, CID_QUERY | CID_NOTIFY, 4, 0, ms_slot_info },
	{ CID_MS_VERSION, CID_QUERY, 4, 0, ms_version },
};

const struct service service_ms_extensions = {
	.uuid = { 0x3d, 0x01, 0xdc, 0xc5, 0xfe, 0xf5, 0x4d, 0x05,
		  0x0d, 0x3a, 0xbe, 0xf7, 0x05, 0x8e, 0x9a, 0xaf },
	.name = "MS_BASIC_CONNECT_EXTENSIONS",
	.cids = cids,
	.count = ARRAY_SIZE(cids),
};
