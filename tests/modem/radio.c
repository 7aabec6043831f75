// SPDX-License-Identifier: GPL-2.0
/*
 * State of SIM, radio, registration and packet service.  When something is lost, indications go
 * from the inside out: CONNECT deactivated, PACKET_SERVICE detached, REGISTER_STATE deregistered.
 */
#include "radio.h"

#include "core.h"
#include "indications.h"

enum { READY_NOT_INITIALIZED, READY_INITIALIZED, READY_SIM_NOT_INSERTED, READY_DEVICE_LOCKED = 6 };

u32 radio_ready_state(const struct modem *m)
{
	if (!m->radio.sim)
		return READY_SIM_NOT_INSERTED;
	return m->radio.locked ? READY_DEVICE_LOCKED : READY_INITIALIZED;
}

static bool radio_can_register(const struct modem *m)
{
	return m->radio.sim && !m->radio.locked && m->radio.radio_on && m->radio.coverage;
}

bool radio_can_attach(const struct modem *m)
{
	return m->radio.register_state == REGISTER_HOME;
}

void radio_network_deactivate(struct modem *m, struct session *s, u32 nw_error)
{
	if (!s->active)
		return;
	session_deactivate(m, s);
	indicate_connect(m, s, nw_error);
}

static void radio_end_contexts(struct modem *m)
{
	for (u32 id = 0; id < m->cfg.sessions; id++)
		radio_network_deactivate(m, session_get(m, id), 0);
}

void radio_set_packet(struct modem *m, u32 state, bool by_host)
{
	if (m->radio.packet_state == state)
		return;
	if (state == PACKET_DETACHED)
		radio_end_contexts(m);
	m->radio.packet_state = state;
	if (!by_host)
		indicate_packet_service(m);
}

/* Follows the conditions of registration after any of them changed. */
void radio_update(struct modem *m)
{
	bool home = radio_can_register(m), registered = m->radio.register_state == REGISTER_HOME;

	if (home == registered)
		return;
	if (!home) {
		radio_set_packet(m, PACKET_DETACHED, false);
		m->radio.register_state = m->radio.radio_on && m->radio.sim ? REGISTER_SEARCHING :
					  REGISTER_DEREGISTERED;
		m->radio.rssi = 99;
		indicate_register_state(m);
		return;
	}
	m->radio.register_state = REGISTER_HOME;
	m->radio.rssi = 20;
	indicate_register_state(m);
	indicate_signal_state(m);
	if (m->cfg.auto_attach)
		radio_set_packet(m, PACKET_ATTACHED, false);
}

void radio_set_power(struct modem *m, bool on, bool by_host)
{
	if (m->radio.radio_on == on)
		return;
	m->radio.radio_on = on;
	if (!by_host)
		indicate_radio_state(m);
	radio_update(m);
}

void radio_set_sim(struct modem *m, bool inserted)
{
	if (m->radio.sim == inserted)
		return;
	m->radio.sim = inserted;
	m->radio.locked = inserted && *m->cfg.pin;
	radio_update(m);
	indicate_subscriber_ready(m);
}

void radio_set_coverage(struct modem *m, bool coverage)
{
	m->radio.coverage = coverage;
	radio_update(m);
}

void radio_indicate_signal(struct modem *m)
{
	indicate_signal_state(m);
}

void radio_init(struct modem *m)
{
	struct radio *r = &m->radio;

	r->sim = true;
	r->locked = *m->cfg.pin;
	r->pin_attempts = 3;
	r->radio_on = m->cfg.radio_on;
	r->coverage = true;
	r->register_state = REGISTER_DEREGISTERED;
	r->packet_state = PACKET_DETACHED;
	r->signal_interval = 30;
	r->rssi_threshold = 5;
	r->error_threshold = 0xffffffff;
	r->rssi = 99;
	r->mbimex = 0x0100;
	radio_update(m);
}
