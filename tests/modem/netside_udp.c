// SPDX-License-Identifier: GPL-2.0
/*
 * Sink and source of test datagrams.
 *
 * Port 9 takes datagrams of payload.h and counts per session and flow; a datagram "report FLOW" or
 * "report raw4" / "report raw6" is answered with one line of the counts, "reset ..." forgets them.
 * Port 19 starts a source: "count=N min=A max=B interval=USEC burst=K flow=F raw=0|1"; its
 * datagrams come from port 19, or as IP protocol 254 when raw.  Sizes are those of whole IP
 * datagrams.
 */
#include <stdio.h>
#include <stdlib.h>

#include "core.h"
#include "inet.h"
#include "netside.h"

static struct sink *sink_find(struct modem *m, const struct peer *peer, bool raw, u32 flow,
			      bool create)
{
	struct netside *n = m->netside;
	struct sink *s;

	for (u32 i = 0; i < NETSIDE_FLOWS; i++) {
		s = &n->sink[i];
		if (s->used && s->session == peer->session->id && s->raw == raw &&
		    s->v6 == peer->v6 && s->flow == flow)
			return s;
	}
	if (!create)
		return NULL;
	s = &n->sink[n->next_sink++ % NETSIDE_FLOWS];
	memset(s, 0, sizeof(*s));
	s->used = true;
	s->session = peer->session->id;
	s->raw = raw;
	s->v6 = peer->v6;
	s->flow = flow;
	return s;
}

void netside_raw_sink(struct modem *m, const struct peer *peer, u32 seq, const u8 *data, u32 len)
{
	struct sink *s = sink_find(m, peer, true, 0, true);

	payload_note(&s->track, seq, payload_pattern_ok(data, len, 0, seq));
	m->netside->sunk++;
}

/* The counts that the rest of a request names: FLOW, raw4 or raw6. */
static struct sink *sink_named(struct modem *m, const struct peer *peer, const char *what)
{
	bool raw = !strncmp(what, "raw", 3);
	struct peer key = *peer;

	if (raw)
		key.v6 = what[3] == '6';
	return sink_find(m, &key, raw, raw ? 0 : strtoul(what, NULL, 0), false);
}

static void sink_report(struct modem *m, const struct peer *peer, const char *what)
{
	struct sink *s = sink_named(m, peer, what);
	char line[160];

	snprintf(line, sizeof(line),
		 "flow=%u received=%u next=%u reordered=%u duplicated=%u altered=%u",
		 s ? s->flow : 0, s ? s->track.unique : 0, s ? s->track.next : 0,
		 s ? s->track.reordered : 0, s ? s->track.duplicated : 0,
		 s ? s->track.altered : 0);
	netside_reply_udp(m, peer, line, strlen(line));
}

static void sink_reset(struct modem *m, const struct peer *peer, const char *what)
{
	struct sink *s = sink_named(m, peer, what);

	if (s)
		memset(&s->track, 0, sizeof(s->track));
}

static void sink_input(struct modem *m, const struct peer *peer, const u8 *data, u32 len)
{
	char text[64];
	u32 flow, seq, n;
	bool intact;

	if (payload_parse(data, len, &flow, &seq, &intact)) {
		payload_note(&sink_find(m, peer, false, flow, true)->track, seq, intact);
		m->netside->sunk++;
		return;
	}
	n = min_u32(len, sizeof(text) - 1);
	memcpy(text, data, n);
	text[n] = 0;
	if (!strncmp(text, "report ", 7))
		sink_report(m, peer, text + 7);
	else if (!strncmp(text, "reset ", 6))
		sink_reset(m, peer, text + 6);
	else
		m->netside->unanswered++;
}

/* -------------------------------- source --------------------------------- */

static void source_free(struct source *src)
{
	loop_timer_cancel(src->modem->loop, &src->timer);
	list_del(&src->node);
	free(src);
}

static void source_send(struct source *src)
{
	u32 len = payload_length(src->flow, src->seq, src->min, src->max);
	u32 head = (src->peer.v6 ? IPV6_HEADER : IPV4_HEADER) + UDP_HEADER;
	static u8 data[65536];

	if (src->raw) {
		netside_send_raw(src->modem, &src->peer, PAYLOAD_PROTO_SINK, src->seq, len,
				 src->flow);
	} else {
		u32 room = len > head + PAYLOAD_HEADER ? len - head : PAYLOAD_HEADER;

		payload_fill(data, room, src->flow, src->seq);
		netside_reply_udp(src->modem, &src->peer, data, room);
	}
	src->seq++;
	src->modem->netside->sourced++;
}

static void source_fire(struct loop_timer *timer)
{
	struct source *src = container_of(timer, struct source, timer);
	struct modem *m = src->modem;

	for (u32 i = 0; i < src->burst && src->seq < src->count; i++)
		source_send(src);
	if (src->seq < src->count)
		loop_timer_set(m->loop, &src->timer, src->interval_us);
	else
		source_free(src);
	data_in_kick(m);
}

void netside_source_start(struct modem *m, const struct peer *peer, bool raw, u32 flow, u32 count,
			  u32 min, u32 max, u32 interval_us, u32 burst)
{
	struct source *src = xalloc(sizeof(*src));

	src->modem = m;
	src->peer = *peer;
	src->raw = raw;
	src->flow = flow;
	src->count = count;
	src->min = min;
	src->max = min_u32(max, m->cfg.mtu ? m->cfg.mtu : 1500);
	src->interval_us = interval_us;
	src->burst = burst ? burst : 1;
	src->timer.fire = source_fire;
	list_add_tail(&src->node, &m->netside->sources);
	loop_timer_set(m->loop, &src->timer, 0);
}

void netside_sources_stop(struct modem *m, const struct session *s)
{
	struct source *src, *tmp;

	list_for_each_entry_safe(src, tmp, &m->netside->sources, node)
		if (src->peer.session == s)
			source_free(src);
}

static u32 request_value(const char *text, const char *name, u32 def)
{
	const char *at = strstr(text, name);

	return at ? strtoul(at + strlen(name), NULL, 0) : def;
}

static void source_request(struct modem *m, const struct peer *peer, const u8 *data, u32 len)
{
	char text[256];
	u32 n = min_u32(len, sizeof(text) - 1);

	memcpy(text, data, n);
	text[n] = 0;
	netside_source_start(m, peer, request_value(text, "raw=", 0),
			     request_value(text, "flow=", 0), request_value(text, "count=", 1),
			     request_value(text, "min=", 64), request_value(text, "max=", 1500),
			     request_value(text, "interval=", 1000),
			     request_value(text, "burst=", 1));
}

void netside_udp(struct modem *m, const struct peer *peer, const u8 *data, u32 len)
{
	switch (peer->local_port) {
	case PAYLOAD_PORT_SINK:
		sink_input(m, peer, data, len);
		break;
	case PAYLOAD_PORT_SOURCE:
		source_request(m, peer, data, len);
		break;
	default:
		m->netside->unanswered++;
	}
}
