// SPDX-License-Identifier: GPL-2.0
/*
 * IP sessions and device-service sessions: who may send when, and where datagrams go.
 */
#include "core.h"

#include <arpa/inet.h>
#include <stdio.h>

#include "netside.h"

struct session *session_get(struct modem *m, u32 id)
{
	return id < m->cfg.sessions && id < MAX_SESSIONS ? &m->sessions.ip[id] : NULL;
}

bool session_has_v4(const struct session *s)
{
	return s->addr4.s_addr && s->ip_type != IP_V6;
}

bool session_has_v6(const struct session *s)
{
	return s->addr6.s6_addr[0] && s->ip_type != IP_V4;
}

/* Turns "10.64.N.2" into the address of one session. */
static void session_address(const char *pattern, u32 id, int family, void *addr)
{
	char text[128];
	u32 len = 0;

	for (const char *p = pattern; *p && len < sizeof(text) - 12; p++) {
		if (*p == 'N')
			len += snprintf(text + len, sizeof(text) - len, "%u", id);
		else
			text[len++] = *p;
	}
	text[len] = 0;
	if (len && inet_pton(family, text, addr) != 1)
		fprintf(stderr, "mbim-modem: %s is no address for session %u\n", pattern, id);
}

void session_init(struct modem *m)
{
	const struct modem_config *c = &m->cfg;

	for (u32 id = 0; id < MAX_SESSIONS; id++) {
		struct session *s = &m->sessions.ip[id];

		s->id = id;
		if (id >= c->sessions)
			continue;
		session_address(c->ipv4, id, AF_INET, &s->addr4);
		session_address(c->ipv4_gw, id, AF_INET, &s->gw4);
		session_address(c->ipv4_dns, id, AF_INET, &s->dns4);
		session_address(c->ipv6, id, AF_INET6, &s->addr6);
		session_address(c->ipv6_gw, id, AF_INET6, &s->gw6);
		session_address(c->ipv6_dns, id, AF_INET6, &s->dns6);
	}
}

void session_activate(struct modem *m, struct session *s)
{
	s->active = true;
	s->confirmed = false;
	s->grace = false;
	s->activations++;
	modem_log(m, "session %u activated, IP type %u, access point '%s'", s->id, s->ip_type,
		  s->apn);
	netside_session_up(m, s);
}

void session_deactivate(struct modem *m, struct session *s)
{
	if (!s->active)
		return;
	s->active = false;
	s->confirmed = false;
	/* What the host had queued before it could know is not its mistake. */
	s->grace = true;
	s->grace_us = loop_now_us(m->loop) + m->cfg.grace_ms * 1000ull;
	netside_session_down(m, s);
	data_forget_session(m, false, s->id);
	modem_log(m, "session %u deactivated", s->id);
}

u32 session_active_count(const struct modem *m)
{
	u32 n = 0;

	for (u32 id = 0; id < MAX_SESSIONS; id++)
		n += m->sessions.ip[id].active;
	return n;
}

void session_end_all(struct modem *m)
{
	for (u32 id = 0; id < MAX_SESSIONS; id++) {
		session_deactivate(m, &m->sessions.ip[id]);
		if (m->sessions.dss[id].active)
			data_forget_session(m, true, id);
		m->sessions.dss[id].active = false;
	}
}

void session_uplink(struct modem *m, u8 id, const u8 *p, u32 len)
{
	struct session *s = session_get(m, id);

	if (!s) {
		violation_record(m, V_SESSION_RANGE, "session %u of %u", id, m->cfg.sessions);
		return;
	}
	if (!s->active || !s->confirmed) {
		m->data.dropped_unconnected++;
		if (s->active || !s->grace || loop_now_us(m->loop) > s->grace_us)
			violation_record(m, V_SESSION_NOT_CONNECTED, "session %u, %u bytes%s", id,
					 len, s->active ? ", CONNECT not answered yet" : "");
		return;
	}
	s->up_packets++;
	s->up_bytes += len;
	if (ip_check(m, s, p, len))
		netside_input(m, s, p, len);
}

/* Streams echo: each datagram of the host comes back. */
void session_uplink_dss(struct modem *m, u8 id, const u8 *p, u32 len)
{
	struct dss_session *d = &m->sessions.dss[id];

	if (!d->active) {
		m->data.dropped_unconnected++;
		if (!d->grace || loop_now_us(m->loop) > d->grace_us)
			violation_record(m, V_DSS_NOT_CONNECTED, "session %u, %u bytes", id, len);
		return;
	}
	d->up_packets++;
	d->up_bytes += len;
	data_send(m, true, id, p, len);
}

void session_downlink(struct modem *m, struct session *s, const void *p, u32 len)
{
	/* Before the host has read the answer to CONNECT it could not take anything. */
	if (!s->active || !s->confirmed) {
		m->data.in_dropped++;
		return;
	}
	s->down_packets++;
	s->down_bytes += len;
	data_send(m, false, s->id, p, len);
}
