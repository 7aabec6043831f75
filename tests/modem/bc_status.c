// SPDX-License-Identifier: GPL-2.0
/*
 * Basic Connect: SIM and PIN, radio, registration, packet service, signal.  The state itself and
 * its transitions are in radio.c.
 */
#include "core.h"
#include "indications.h"
#include "services.h"

#define DATA_CLASS_LTE	0x20
#define UPLINK_BPS	50000000
#define DOWNLINK_BPS	150000000
#define PIN_TYPE_PIN1	2
#define PIN_TYPES	10

static bool ex(const struct modem *m, u16 version)
{
	return m->radio.mbimex >= version;
}

/* Records and refuses a value that the structure does not define. */
static bool bc_value(struct modem *m, const struct command *cmd, u32 value, u32 max)
{
	if (value <= max)
		return true;
	violation_record(m, V_INFO_VALUE, "CID %u: %u", cmd->cid, value);
	services_status(m, cmd, MBIM_STATUS_INVALID_PARAMETERS);
	return false;
}

/* ------------------------------ SIM and PIN ------------------------------ */

void fill_subscriber_ready(struct modem *m, struct info *i)
{
	u32 shift = ex(m, 0x0300) ? 4 : 0;	/* MBIMEx 3 has Flags after ReadyState */
	bool numbers = m->radio.sim && *m->cfg.msisdn;

	info_init(i, 28 + shift + (numbers ? 8 : 0));
	info_put32(i, 0, radio_ready_state(m));
	if (!m->radio.sim)
		return;
	info_put_string(i, 4 + shift, m->cfg.imsi);
	info_put_string(i, 12 + shift, m->cfg.iccid);
	if (numbers) {
		info_put32(i, 24 + shift, 1);
		info_put_string(i, 28 + shift, m->cfg.msisdn);
	}
}

void bc_subscriber_ready(struct modem *m, const struct command *cmd)
{
	static struct info i;

	fill_subscriber_ready(m, &i);
	services_reply(m, cmd, &i);
}

static void fill_pin(struct modem *m, struct info *i)
{
	info_init(i, 12);
	info_put32(i, 0, PIN_TYPE_PIN1);
	info_put32(i, 4, m->radio.locked);
	info_put32(i, 8, m->radio.pin_attempts);
}

static u32 bc_pin_enter(struct modem *m, const char *pin)
{
	if (!m->radio.locked)
		return MBIM_STATUS_SUCCESS;
	if (strcmp(pin, m->cfg.pin)) {
		if (m->radio.pin_attempts)
			m->radio.pin_attempts--;
		return MBIM_STATUS_FAILURE;
	}
	m->radio.locked = false;
	m->radio.pin_attempts = 3;
	return MBIM_STATUS_SUCCESS;
}

void bc_pin(struct modem *m, const struct command *cmd)
{
	static struct info i;
	u32 status = MBIM_STATUS_SUCCESS;

	if (!m->radio.sim) {
		services_status(m, cmd, MBIM_STATUS_SIM_NOT_INSERTED);
		return;
	}
	if (cmd->set) {
		char pin[17], next[17];

		if (!bc_value(m, cmd, info_get32(cmd, 4), 3))
			return;
		if (!info_get_string(m, cmd, 8, 32, pin, sizeof(pin)) ||
		    !info_get_string(m, cmd, 16, 32, next, sizeof(next))) {
			services_status(m, cmd, MBIM_STATUS_INVALID_PARAMETERS);
			return;
		}
		if (info_get32(cmd, 0) != PIN_TYPE_PIN1 || info_get32(cmd, 4)) {
			services_status(m, cmd, MBIM_STATUS_NO_DEVICE_SUPPORT);
			return;
		}
		status = bc_pin_enter(m, pin);
	}
	if (status) {
		services_status(m, cmd, status);
		return;
	}
	fill_pin(m, &i);
	services_reply(m, cmd, &i);
	if (cmd->set) {
		indicate_subscriber_ready(m);
		radio_update(m);
	}
}

void bc_pin_list(struct modem *m, const struct command *cmd)
{
	static struct info i;

	info_init(&i, 16 * PIN_TYPES);
	for (u32 k = 0; k < PIN_TYPES; k++)
		info_put32(&i, 16 * k, 0);		/* not supported */
	info_put32(&i, 0, *m->cfg.pin ? 1 : 2);		/* PIN1 enabled or disabled */
	info_put32(&i, 4, 1);				/* numeric, 4 to 8 digits */
	info_put32(&i, 8, 4);
	info_put32(&i, 12, 8);
	services_reply(m, cmd, &i);
}

/* --------------------------------- radio --------------------------------- */

void fill_radio_state(struct modem *m, struct info *i)
{
	info_init(i, 8);
	info_put32(i, 0, 1);
	info_put32(i, 4, m->radio.radio_on);
}

void bc_radio_state(struct modem *m, const struct command *cmd)
{
	static struct info i;
	bool on = m->radio.radio_on;

	if (cmd->set) {
		if (!bc_value(m, cmd, info_get32(cmd, 0), 1))
			return;
		on = info_get32(cmd, 0);
	}
	/* The answer first, then what the change brings about. */
	info_init(&i, 8);
	info_put32(&i, 0, 1);
	info_put32(&i, 4, on);
	services_reply(m, cmd, &i);
	if (cmd->set)
		radio_set_power(m, on, true);
}

void fill_register_state(struct modem *m, struct info *i)
{
	bool home = m->radio.register_state == REGISTER_HOME;

	info_init(i, ex(m, 0x0200) ? 52 : 48);
	info_put32(i, 4, m->radio.register_state);
	info_put32(i, 8, m->radio.manual_registration ? 2 : 1);
	info_put32(i, 44, m->cfg.auto_attach ? 2 : 0);
	if (ex(m, 0x0200))
		info_put32(i, 48, 0x3f);		/* preferred data classes */
	if (!home)
		return;
	info_put32(i, 12, 0x3f);
	info_put32(i, 16, 1);				/* GSM */
	info_put_string(i, 20, m->cfg.plmn);
	info_put_string(i, 28, m->cfg.provider);
}

void bc_register_state(struct modem *m, const struct command *cmd)
{
	static struct info i;

	if (cmd->set) {
		char provider[16];

		if (!bc_value(m, cmd, info_get32(cmd, 8), 1))
			return;
		if (!info_get_string(m, cmd, 0, 12, provider, sizeof(provider))) {
			services_status(m, cmd, MBIM_STATUS_INVALID_PARAMETERS);
			return;
		}
		m->radio.manual_registration = info_get32(cmd, 8);
		radio_update(m);
	}
	fill_register_state(m, &i);
	services_reply(m, cmd, &i);
}

/* ----------------------------- packet service ---------------------------- */

void fill_packet_service(struct modem *m, struct info *i)
{
	bool attached = m->radio.packet_state == PACKET_ATTACHED;
	u32 len = ex(m, 0x0300) ? 44 : ex(m, 0x0200) ? 32 : 28;

	info_init(i, len);
	info_put32(i, 4, m->radio.packet_state);
	if (!attached)
		return;
	info_put32(i, 8, DATA_CLASS_LTE);
	info_put64(i, 12, UPLINK_BPS);
	info_put64(i, 20, DOWNLINK_BPS);
}

void bc_packet_service(struct modem *m, const struct command *cmd)
{
	static struct info i;

	if (cmd->set) {
		u32 action = info_get32(cmd, 0);

		if (!bc_value(m, cmd, action, 1))
			return;
		if (!action && !m->radio.radio_on) {
			services_status(m, cmd, MBIM_STATUS_RADIO_POWER_OFF);
			return;
		}
		if (!action && !radio_can_attach(m)) {
			services_status(m, cmd, MBIM_STATUS_NOT_REGISTERED);
			return;
		}
		radio_set_packet(m, action ? PACKET_DETACHED : PACKET_ATTACHED, true);
	}
	fill_packet_service(m, &i);
	services_reply(m, cmd, &i);
}

/* --------------------------------- signal -------------------------------- */

void fill_signal_state(struct modem *m, struct info *i)
{
	info_init(i, ex(m, 0x0200) ? 28 : 20);
	info_put32(i, 0, m->radio.rssi);
	info_put32(i, 4, 99);
	info_put32(i, 8, m->radio.signal_interval);
	info_put32(i, 12, m->radio.rssi_threshold);
	info_put32(i, 16, m->radio.error_threshold);
}

void bc_signal_state(struct modem *m, const struct command *cmd)
{
	static struct info i;

	if (cmd->set) {
		m->radio.signal_interval = info_get32(cmd, 0);
		m->radio.rssi_threshold = info_get32(cmd, 4);
		m->radio.error_threshold = info_get32(cmd, 8);
	}
	fill_signal_state(m, &i);
	services_reply(m, cmd, &i);
}
