// SPDX-License-Identifier: GPL-2.0
/*
 * What can be asked of a running modem: one table, one small function each.
 */
#include "ctl.h"

#include <stdlib.h>

#include "core.h"
#include "indications.h"
#include "netside.h"

#define ARGS_MAX 16

struct args {
	int n;
	char *v[ARGS_MAX];
	FILE *out;
};

static u32 number(const struct args *a, int i, u32 def)
{
	return i < a->n ? strtoul(a->v[i], NULL, 0) : def;
}

static bool flag(const struct args *a, int i)
{
	return i < a->n && (!strcmp(a->v[i], "on") || !strcmp(a->v[i], "1"));
}

static const char *cmd_status(struct modem *m, const struct args *a)
{
	modem_status(m, a->out);
	return NULL;
}

static const char *cmd_violations(struct modem *m, const struct args *a)
{
	violation_dump(&m->violations, a->out);
	return NULL;
}

static const char *cmd_clear(struct modem *m, const struct args *a __unused)
{
	violation_clear(&m->violations);
	return NULL;
}

static const char *cmd_allow(struct modem *m, const struct args *a)
{
	return a->n > 1 && !violation_allow(&m->violations, a->v[1]) ? NULL : "unknown violation";
}

static const char *cmd_unplug(struct modem *m, const struct args *a __unused)
{
	m->transport->ops->detach(m->transport);
	return NULL;
}

static const char *cmd_replug(struct modem *m, const struct args *a __unused)
{
	int err = m->transport->ops->attach(m->transport);

	return err ? strerror(-err) : NULL;
}

static const char *cmd_set(struct modem *m, const struct args *a)
{
	if (a->n != 3 || knob_set(&m->knobs, a->v[1], a->v[2]))
		return "set KNOB NUMBER";
	/* A hold may have been released. */
	data_out_kick(m);
	data_in_kick(m);
	return NULL;
}

static const char *cmd_knobs(struct modem *m, const struct args *a)
{
	knob_list(&m->knobs, a->out);
	return NULL;
}

static const char *cmd_fault(struct modem *m, const struct args *a)
{
	if (a->n == 1) {
		fault_list(m, a->out);
	} else if (a->n == 2 && !strcmp(a->v[1], "off")) {
		bool all = fault_clear(m);

		usb_resume_stuck(m);
		return all ? NULL : "a fault has never bitten";
	} else {
		return fault_add(m, a->n - 1, (char **)a->v + 1);
	}
	return NULL;
}

static const char *cmd_attach(struct modem *m, const struct args *a __unused)
{
	if (!radio_can_attach(m))
		return "not registered";
	radio_set_packet(m, PACKET_ATTACHED, false);
	return NULL;
}

static const char *cmd_detach(struct modem *m, const struct args *a __unused)
{
	radio_set_packet(m, PACKET_DETACHED, false);
	return NULL;
}

static const char *cmd_forget(struct modem *m, const struct args *a __unused)
{
	control_forget(m);
	return NULL;
}

static const char *cmd_coverage(struct modem *m, const struct args *a)
{
	radio_set_coverage(m, flag(a, 1));
	return NULL;
}

static const char *cmd_radio(struct modem *m, const struct args *a)
{
	radio_set_power(m, flag(a, 1), false);
	return NULL;
}

static const char *cmd_sim(struct modem *m, const struct args *a)
{
	radio_set_sim(m, flag(a, 1));
	return NULL;
}

static const char *cmd_deactivate(struct modem *m, const struct args *a)
{
	struct session *s = session_get(m, number(a, 1, 0));

	if (!s || !s->active)
		return "session is not active";
	radio_network_deactivate(m, s, number(a, 2, 0));
	return NULL;
}

static const char *cmd_indicate(struct modem *m, const struct args *a)
{
	/* A flood that no host can keep up with would tell of its machine's speed only. */
	if (a->n > 2 && m->control.queued > number(a, 2, 0))
		return NULL;
	for (u32 n = number(a, 1, 1); n; n--) {
		m->radio.rssi = n % 32;
		radio_indicate_signal(m);
	}
	return NULL;
}

static const char *cmd_ip_change(struct modem *m, const struct args *a)
{
	struct session *s = session_get(m, number(a, 1, 0));

	if (!s || !s->active)
		return "session is not active";
	indicate_ip_configuration(m, s);
	return NULL;
}

static const char *cmd_notify(struct modem *m, const struct args *a)
{
	for (u32 n = number(a, 1, 1); n; n--)
		notify_response_available(m);
	return NULL;
}

static const char *cmd_speed(struct modem *m, const struct args *a)
{
	notify_speed_change(m, number(a, 1, 0), number(a, 2, 0));
	return NULL;
}

static const char *cmd_source(struct modem *m, const struct args *a)
{
	struct session *s = session_get(m, number(a, 1, 0));
	struct peer peer = { .session = s };

	if (!s || !s->active)
		return "session is not active";
	peer.v6 = number(a, 7, 4) == 6;
	peer.local_port = PAYLOAD_PORT_SOURCE;
	peer.remote_port = number(a, 8, PAYLOAD_PORT_SINK);
	memcpy(peer.local, peer.v6 ? (void *)&s->gw6 : &s->gw4, peer.v6 ? 16 : 4);
	memcpy(peer.remote, peer.v6 ? (void *)&s->addr6 : &s->addr4, peer.v6 ? 16 : 4);
	netside_source_start(m, &peer, false, 0, number(a, 2, 1), number(a, 3, 64),
			     number(a, 4, 1500), number(a, 5, 1000), number(a, 6, 1));
	return NULL;
}

static const char *cmd_quit(struct modem *m, const struct args *a __unused)
{
	loop_stop(m->loop);
	return NULL;
}

static const struct {
	const char *name;
	const char *(*run)(struct modem *m, const struct args *a);
	const char *help;
} commands[] = {
	{ "status", cmd_status, "                 state and counters, name=value" },
	{ "violations", cmd_violations, "             the recorded violations" },
	{ "clear", cmd_clear, "                  forget the recorded violations" },
	{ "allow", cmd_allow, "NAME,...          tolerate these from now on" },
	{ "unplug", cmd_unplug, "                 surprise removal" },
	{ "replug", cmd_replug, "                 plug in again" },
	{ "set", cmd_set, "KNOB NUMBER         turn a knob" },
	{ "knobs", cmd_knobs, "                  all knobs" },
	{ "fault", cmd_fault, "[off | POINT...]   faults: list, end, add one as in fault.h" },
	{ "detach", cmd_detach, "                 network detaches the packet service" },
	{ "attach", cmd_attach, "                 network attaches it" },
	{ "deactivate", cmd_deactivate, "N [NWERROR]  network ends session N" },
	{ "ip-change", cmd_ip_change, "N             indicate IP_CONFIGURATION of session N" },
	{ "forget", cmd_forget, "                 the function forgets that it was opened" },
	{ "coverage", cmd_coverage, "on|off         network reachable" },
	{ "radio", cmd_radio, "on|off            software radio switch" },
	{ "sim", cmd_sim, "on|off              SIM inserted" },
	{ "indicate", cmd_indicate, "N [MAX]        N signal indications, unless over MAX wait" },
	{ "notify", cmd_notify, "N                N RESPONSE_AVAILABLE without data" },
	{ "speed", cmd_speed, "DOWN UP           CONNECTION_SPEED_CHANGE" },
	{ "source", cmd_source, "N COUNT MIN MAX USEC BURST 4|6 PORT   datagrams to session N" },
	{ "quit", cmd_quit, "                   unplug and end" },
};

const char *ctl_command(struct modem *m, char *line, FILE *out)
{
	struct args a = { .out = out };
	char *save = NULL;

	for (char *w = strtok_r(line, " \t\r", &save); w && a.n < ARGS_MAX;
	     w = strtok_r(NULL, " \t\r", &save))
		a.v[a.n++] = w;
	if (!a.n)
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		if (!strcmp(commands[i].name, a.v[0]))
			return commands[i].run(m, &a);
	return "unknown command";
}

void ctl_help(FILE *out)
{
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		fprintf(out, "  %s %s\n", commands[i].name, commands[i].help);
}
