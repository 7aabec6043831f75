// SPDX-License-Identifier: GPL-2.0
/*
 * Making and unmaking of a modem, its event log and its status report.
 */
#include "core.h"

#include <stdarg.h>
#include <stdlib.h>

#include "netside.h"

struct modem *modem_create(const struct modem_config *cfg, struct loop *loop)
{
	struct modem *m = xalloc(sizeof(*m));

	m->cfg = *cfg;
	m->loop = loop;
	violation_init(&m->violations);
	m->violations.start_us = loop_now_us(loop);
	fault_init(m);
	usb_init(m);
	control_init(m);
	data_init(m);
	netside_init(m);
	session_init(m);
	radio_init(m);
	return m;
}

/* The transport is gone by now, and with it every transfer. */
void modem_destroy(struct modem *m)
{
	control_reset(m);
	data_reset(m);
	fault_clear(m);
	netside_exit(m);
	violation_close(&m->violations);
	free(m->control.collect);
	free(m->data.out);
	free(m->data.in);
	free(m);
}

void modem_log(struct modem *m, const char *fmt, ...)
{
	u64 t = loop_now_us(m->loop) - m->violations.start_us;
	va_list ap;

	if (!m->cfg.verbose)
		return;
	printf("%llu.%06llu ", (unsigned long long)(t / 1000000),
	       (unsigned long long)(t % 1000000));
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
}

#define SHOW(name, value) fprintf(out, name "=%llu\n", (unsigned long long)(value))

static void status_usb(struct modem *m, FILE *out)
{
	const struct usb_state *u = &m->usb;

	SHOW("transfers_in", u->transfers_in);
	SHOW("spoiled", u->spoiled);
	SHOW("attached", m->transport && m->transport->ops->attached(m->transport));
	SHOW("configuration", u->configuration);
	SHOW("comm_alt", u->comm_alt);
	SHOW("data_alt", u->data_alt);
	SHOW("configured", u->configured);
	SHOW("remote_wakeup", u->remote_wakeup);
	SHOW("reset_function", u->resets);
	SHOW("alt0_while_open", u->alt0_while_open);
	SHOW("reset_while_open", u->reset_while_open);
	SHOW("unplugged_while_open", u->unplugged_while_open);
}

static void status_control(struct modem *m, FILE *out)
{
	const struct control *c = &m->control;

	SHOW("open", c->open);
	SHOW("max_transfer", c->max_transfer);
	SHOW("opens", c->opens);
	SHOW("reopens", c->reopens);
	SHOW("closes", c->closes);
	SHOW("commands", c->commands);
	SHOW("answers", c->answers);
	SHOW("indications", c->indications);
	SHOW("host_errors", c->host_errors);
	SHOW("cancels", c->cancels);
	SHOW("outstanding", c->outstanding);
	SHOW("max_outstanding", c->max_outstanding);
	SHOW("responses_waiting", c->queued);
	SHOW("notifications", c->notifications_sent);
	SHOW("credits", c->credits);
	SHOW("subscriptions", m->radio.subscribed_explicitly ? m->radio.subscriptions : 0);
	SHOW("subscribe_sets", m->radio.subscribe_sets);
	SHOW("filter_sets", m->radio.filter_sets);
	SHOW("idle_hint", m->radio.idle_hint);
	SHOW("mbimex", m->radio.mbimex);
	SHOW("ready_state", radio_ready_state(m));
	SHOW("radio_on", m->radio.radio_on);
	SHOW("register_state", m->radio.register_state);
	SHOW("packet_state", m->radio.packet_state);
}

static void status_data(struct modem *m, FILE *out)
{
	const struct data_path *d = &m->data;

	SHOW("ntb_format", d->ntb32 ? 32 : 16);
	SHOW("ntb_input_size", d->in_size);
	SHOW("out_ntbs", d->out_ntbs);
	SHOW("out_datagrams", d->out_datagrams);
	SHOW("out_bytes", d->out_bytes);
	SHOW("out_zlps", d->out_zlps);
	SHOW("out_edges", d->out_edges);
	SHOW("out_largest", d->out_largest);
	SHOW("out_max_datagrams", d->out_max_datagrams);
	SHOW("in_ntbs", d->in_ntbs);
	SHOW("in_datagrams", d->in_datagrams_sent);
	SHOW("in_bytes", d->in_bytes);
	SHOW("in_zlps", d->in_zlps);
	SHOW("in_full", d->in_full);
	SHOW("in_queued", d->queued);
	SHOW("in_dropped", d->in_dropped);
	SHOW("dropped_unconnected", d->dropped_unconnected);
}

static void status_network(struct modem *m, FILE *out)
{
	const struct netside *n = m->netside;

	SHOW("sessions", session_active_count(m));
	SHOW("pings", n->pings);
	SHOW("echoes", n->echoes);
	SHOW("sunk", n->sunk);
	SHOW("sourced", n->sourced);
	SHOW("unanswered", n->unanswered);
	SHOW("solicitations", n->solicitations);
	for (u32 id = 0; id < m->cfg.sessions; id++) {
		const struct session *s = session_get(m, id);

		if (!s->activations)
			continue;
		fprintf(out, "session%u=%s ip_type=%u apn=%s up=%llu down=%llu activations=%u\n",
			id, s->active ? "active" : "inactive", s->ip_type, s->apn,
			(unsigned long long)s->up_packets, (unsigned long long)s->down_packets,
			s->activations);
	}
	for (u32 id = 0; id < MAX_SESSIONS; id++) {
		const struct dss_session *d = &m->sessions.dss[id];

		if (d->active || d->up_packets)
			fprintf(out, "dss%u=%s up=%llu\n", id, d->active ? "active" : "inactive",
				(unsigned long long)d->up_packets);
	}
}

void modem_status(struct modem *m, FILE *out)
{
	status_usb(m, out);
	status_control(m, out);
	status_data(m, out);
	status_network(m, out);
	SHOW("violations", m->violations.total);
	SHOW("violations_allowed", m->violations.tolerated);
}
