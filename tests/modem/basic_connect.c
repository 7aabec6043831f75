// SPDX-License-Identifier: GPL-2.0
/*
 * Basic Connect: the table of its CIDs, and those that only report what the modem is.
 */
#include "core.h"
#include "services.h"

#define DATA_CLASSES 0x3f	/* GPRS to LTE */

static void bc_device_caps(struct modem *m, const struct command *cmd)
{
	static struct info i;

	info_init(&i, 64);
	info_put32(&i, 0, 2);			/* removable */
	info_put32(&i, 4, 1);			/* GSM */
	info_put32(&i, 8, 1);			/* no voice */
	info_put32(&i, 12, 2);			/* removable SIM */
	info_put32(&i, 16, DATA_CLASSES);
	info_put32(&i, 20, 3);			/* SMS PDU both ways */
	info_put32(&i, 24, 1);			/* manual registration */
	info_put32(&i, 28, m->cfg.sessions);
	info_put_string(&i, 40, m->cfg.imei);
	info_put_string(&i, 48, "EMU-1.0");
	info_put_string(&i, 56, "MBIM emulation");
	services_reply(m, cmd, &i);
}

/* The provider structure stands alone here and as an element in lists. */
static void fill_provider(struct modem *m, struct info *i, u32 state)
{
	info_init(i, 32);
	info_put32(i, 8, state);
	info_put32(i, 20, 1);			/* GSM */
	info_put32(i, 24, m->radio.rssi);
	info_put32(i, 28, 99);
	info_put_string(i, 0, m->cfg.plmn);
	info_put_string(i, 12, m->cfg.provider);
}

static void bc_home_provider(struct modem *m, const struct command *cmd)
{
	static struct info i;

	if (!m->radio.sim) {
		services_status(m, cmd, MBIM_STATUS_SIM_NOT_INSERTED);
		return;
	}
	fill_provider(m, &i, 1);
	services_reply(m, cmd, &i);
}

static void bc_visible_providers(struct modem *m, const struct command *cmd)
{
	static struct info element, i;

	info_init(&i, 12);
	info_put32(&i, 0, 1);
	fill_provider(m, &element, 1 | 8 | 0x10);	/* home, registered, visible */
	info_put_blob(&i, 4, element.data, element.len);
	services_reply(m, cmd, &i);
}

/* An empty list, the right answer where nothing is provisioned. */
static void bc_empty_list(struct modem *m, const struct command *cmd)
{
	static struct info i;

	info_init(&i, 4);
	services_reply(m, cmd, &i);
}

static void bc_idle_hint(struct modem *m, const struct command *cmd)
{
	static struct info i;

	if (cmd->set) {
		u32 hint = info_get32(cmd, 0);

		if (hint > 1) {
			violation_record(m, V_INFO_VALUE, "NETWORK_IDLE_HINT %u", hint);
			services_status(m, cmd, MBIM_STATUS_INVALID_PARAMETERS);
			return;
		}
		m->radio.idle_hint = hint;
	}
	info_init(&i, 4);
	info_put32(&i, 0, m->radio.idle_hint);
	services_reply(m, cmd, &i);
}

static void bc_refuse(struct modem *m, const struct command *cmd)
{
	services_status(m, cmd, MBIM_STATUS_NO_DEVICE_SUPPORT);
}

#define Q CID_QUERY
#define S CID_SET
#define N CID_NOTIFY

static const struct cid_desc cids[] = {
	{ CID_DEVICE_CAPS, Q, 0, 0, bc_device_caps },
	{ CID_SUBSCRIBER_READY, Q | N, 0, 0, bc_subscriber_ready },
	{ CID_RADIO_STATE, Q | S | N, 0, 4, bc_radio_state },
	{ CID_PIN, Q | S, 0, 24, bc_pin },
	{ CID_PIN_LIST, Q, 0, 0, bc_pin_list },
	{ CID_HOME_PROVIDER, Q | S, 0, 32, bc_home_provider },
	{ CID_PREFERRED_PROVIDERS, Q | S | N, 0, 4, bc_empty_list },
	{ CID_VISIBLE_PROVIDERS, Q, 4, 0, bc_visible_providers },
	{ CID_REGISTER_STATE, Q | S | N, 0, 16, bc_register_state },
	{ CID_PACKET_SERVICE, Q | S | N, 0, 4, bc_packet_service },
	{ CID_SIGNAL_STATE, Q | S | N, 0, 12, bc_signal_state },
	{ CID_CONNECT, Q | S | N, 4, 40, bc_connect },
	{ CID_PROVISIONED_CONTEXTS, Q | S | N, 0, 4, bc_empty_list },
	{ CID_SERVICE_ACTIVATION, S, 0, 0, bc_refuse },
	{ CID_IP_CONFIGURATION, Q | N, 4, 0, bc_ip_configuration },
	{ CID_DEVICE_SERVICES, Q, 0, 0, services_device_services },
	{ CID_SUBSCRIBE_LIST, S, 0, 4, services_subscribe_list },
	{ CID_PACKET_STATISTICS, Q, 0, 0, bc_packet_statistics },
	{ CID_NETWORK_IDLE_HINT, Q | S, 0, 4, bc_idle_hint },
	{ CID_EMERGENCY_MODE, Q | N, 0, 0, bc_empty_list },	/* one word, 0 = off */
	{ CID_IP_PACKET_FILTERS, Q | S, 4, 8, bc_ip_packet_filters },
	{ CID_MULTICARRIER_PROVIDERS, Q | S | N, 0, 4, bc_empty_list },
};

const struct service service_basic_connect = {
	.uuid = { 0xa2, 0x89, 0xcc, 0x33, 0xbc, 0xbb, 0x8b, 0x4f,
		  0xb6, 0xb0, 0x13, 0x3e, 0xc2, 0xaa, 0xe6, 0xdf },
	.name = "BASIC_CONNECT",
	.cids = cids,
	.count = ARRAY_SIZE(cids),
};
