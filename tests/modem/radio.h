/* SPDX-License-Identifier: GPL-2.0 */
/*
 * SIM, radio and network as the modem sees them: one small state machine whose changes are
 * indicated in the order that MBIM asks for.
 */
#ifndef _MODEM_RADIO_H
#define _MODEM_RADIO_H

#include "util.h"

struct modem;
struct session;

#define SUBSCRIPTIONS 64

struct subscription {
	u8 uuid[16];
	u32 cid;		/* 0 = every CID of the service */
};

struct radio {
	bool sim, locked, radio_on, coverage;
	u32 pin_attempts;
	u32 register_state, packet_state;
	bool manual_registration;
	u32 rssi, signal_interval, rssi_threshold, error_threshold;
	u32 idle_hint, sms_configured;
	u16 mbimex;		/* negotiated by VERSION, 0x0100 without */

	bool subscribed_explicitly;
	u32 subscriptions;
	struct subscription subscription[SUBSCRIPTIONS];

	u8 filters[4096];	/* last IP_PACKET_FILTERS set, per modem */
	u32 filters_len, filters_session;
	u32 filter_sets, subscribe_sets;
};

void radio_init(struct modem *m);
/* Changes by the modem's owner or the network; each indicates what changed. */
void radio_set_power(struct modem *m, bool on, bool by_host);
void radio_set_sim(struct modem *m, bool inserted);
void radio_set_coverage(struct modem *m, bool coverage);
/* Detach or attach; contexts end first. */
void radio_set_packet(struct modem *m, u32 state, bool by_host);
void radio_network_deactivate(struct modem *m, struct session *s, u32 nw_error);
void radio_indicate_signal(struct modem *m);
void radio_update(struct modem *m);
bool radio_can_attach(const struct modem *m);
u32 radio_ready_state(const struct modem *m);

#endif
