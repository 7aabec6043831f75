// SPDX-License-Identifier: GPL-2.0
/*
 * Unsolicited messages of Basic Connect, sent when the host subscribed to them.
 */
#include "indications.h"

#include "core.h"
#include "services.h"

static void indicate(struct modem *m, u32 cid, void (*fill)(struct modem *m, struct info *i))
{
	static struct info info;

	fill(m, &info);
	services_indicate(m, &service_basic_connect, cid, &info);
}

void indicate_subscriber_ready(struct modem *m)
{
	indicate(m, CID_SUBSCRIBER_READY, fill_subscriber_ready);
}

void indicate_radio_state(struct modem *m)
{
	indicate(m, CID_RADIO_STATE, fill_radio_state);
}

void indicate_register_state(struct modem *m)
{
	indicate(m, CID_REGISTER_STATE, fill_register_state);
}

void indicate_packet_service(struct modem *m)
{
	indicate(m, CID_PACKET_SERVICE, fill_packet_service);
}

void indicate_signal_state(struct modem *m)
{
	indicate(m, CID_SIGNAL_STATE, fill_signal_state);
}

void indicate_connect(struct modem *m, const struct session *s, u32 nw_error)
{
	static struct info info;

	fill_connect(m, s, nw_error, &info);
	services_indicate(m, &service_basic_connect, CID_CONNECT, &info);
}

void indicate_ip_configuration(struct modem *m, const struct session *s)
{
	static struct info info;

	fill_ip_configuration(m, s, &info);
	services_indicate(m, &service_basic_connect, CID_IP_CONFIGURATION, &info);
}
