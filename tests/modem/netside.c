// SPDX-License-Identifier: GPL-2.0
/*
 * The network behind the sessions when no TUN stands there: every address answers pings, echoes
 * UDP port 7 and IP protocol 253, and has the sink and source of netside_udp.c.
 */
#include "netside.h"

#include <stdlib.h>

#include "core.h"
#include "inet.h"

#define ICMP_ECHO	8
#define ICMP6_ECHO	128
#define ICMP6_ECHOREPLY	129
#define ICMP6_RS	133
#define ICMP6_RA	134
#define ICMP6_NS	135
#define ICMP6_NA	136

#define PACKET_MAX 65536

static u8 packet[PACKET_MAX];	/* answer under construction */

static void peer_init(struct peer *peer, struct session *s, const u8 *ip)
{
	bool v6 = ip[0] >> 4 == 6;
	u32 n = v6 ? 16 : 4;

	memset(peer, 0, sizeof(*peer));
	peer->session = s;
	peer->v6 = v6;
	memcpy(peer->remote, ip + (v6 ? IP6_SRC : IP4_SRC), n);
	memcpy(peer->local, ip + (v6 ? IP6_DST : IP4_DST), n);
}

static u32 header_length(const struct peer *peer)
{
	return peer->v6 ? IPV6_HEADER : IPV4_HEADER;
}

static void put_header(const struct peer *peer, u32 number, u8 proto, u32 payload, u8 hops)
{
	if (peer->v6)
		inet_put_v6(packet, number, proto, peer->local, peer->remote, payload, hops);
	else
		inet_put_v4(packet, number, proto, peer->local, peer->remote, payload);
}

void netside_reply_udp(struct modem *m, const struct peer *peer, const void *data, u32 len)
{
	u32 head = header_length(peer);

	memcpy(packet + head + UDP_HEADER, data, len);
	put_header(peer, 0, PROTO_UDP, UDP_HEADER + len, 64);
	inet_put_udp(packet, packet + head, peer->local_port, peer->remote_port, len);
	session_downlink(m, peer->session, packet, head + UDP_HEADER + len);
}

void netside_send_raw(struct modem *m, const struct peer *peer, u8 proto, u32 seq, u32 ip_len,
		      u32 flow)
{
	u32 head = header_length(peer);
	u32 payload = ip_len > head ? ip_len - head : 0;

	payload_pattern(packet + head, payload, flow, seq);
	put_header(peer, seq, proto, payload, 64);
	session_downlink(m, peer->session, packet, head + payload);
}

/* Same datagram, other direction. */
static void raw_echo(struct modem *m, const struct peer *peer, u32 seq, const u8 *data, u32 len)
{
	u32 head = header_length(peer);

	memcpy(packet + head, data, len);
	put_header(peer, seq, PAYLOAD_PROTO_ECHO, len, 64);
	session_downlink(m, peer->session, packet, head + len);
	m->netside->echoes++;
}

static void udp_input(struct modem *m, struct peer *peer, const u8 *udp, u32 len)
{
	u32 data;

	if (len < UDP_HEADER || get_be16(udp + 4) < UDP_HEADER || get_be16(udp + 4) > len)
		return;
	data = get_be16(udp + 4) - UDP_HEADER;
	peer->remote_port = get_be16(udp);
	peer->local_port = get_be16(udp + 2);
	if (peer->local_port == PAYLOAD_PORT_ECHO) {
		m->netside->echoes++;
		netside_reply_udp(m, peer, udp + UDP_HEADER, data);
	} else {
		netside_udp(m, peer, udp + UDP_HEADER, data);
	}
}

static void icmp_input(struct modem *m, const struct peer *peer, const u8 *icmp, u32 len)
{
	u8 *p = packet + IPV4_HEADER;

	if (len < 8 || icmp[0] != ICMP_ECHO)
		return;
	memcpy(p, icmp, len);
	p[0] = 0;
	put_be16(p + 2, 0);
	put_be16(p + 2, inet_fold(inet_sum(p, len, 0)));
	put_header(peer, 0, PROTO_ICMP, len, 64);
	session_downlink(m, peer->session, packet, IPV4_HEADER + len);
	m->netside->pings++;
}

static void icmp6_send(struct modem *m, const struct peer *peer, u32 len, u8 hops)
{
	u8 *p = packet + IPV6_HEADER;

	put_be16(p + 2, 0);
	put_header(peer, 0, PROTO_ICMPV6, len, hops);
	put_be16(p + 2, inet_l4_sum(packet, PROTO_ICMPV6, p, len));
	session_downlink(m, peer->session, packet, IPV6_HEADER + len);
}

/* A point-to-point link has nothing to resolve, but a host that asks gets an answer. */
static void icmp6_neighbour(struct modem *m, struct peer *peer, const u8 *icmp, u32 len)
{
	static const u8 unspecified[16];
	u8 *p = packet + IPV6_HEADER;

	m->netside->solicitations++;
	if (len < 24 || !memcmp(peer->remote, unspecified, 16) ||
	    !memcmp(icmp + 8, &peer->session->addr6, 16))
		return;
	memcpy(peer->local, icmp + 8, 16);
	memset(p, 0, 24);
	p[0] = ICMP6_NA;
	p[4] = 0xe0;			/* router, solicited, override */
	memcpy(p + 8, icmp + 8, 16);
	icmp6_send(m, peer, 24, 255);
}

static void icmp6_router(struct modem *m, struct peer *peer)
{
	u8 *p = packet + IPV6_HEADER;
	u32 mtu = m->cfg.mtu ? m->cfg.mtu : 1500;

	m->netside->solicitations++;
	if (!m->cfg.ra)
		return;
	memset(peer->local, 0, 16);
	peer->local[0] = 0xfe;
	peer->local[1] = 0x80;
	peer->local[15] = 1;
	memset(peer->remote, 0, 16);
	peer->remote[0] = 0xff;
	peer->remote[1] = 0x02;
	peer->remote[15] = 1;

	memset(p, 0, 56);
	p[0] = ICMP6_RA;
	p[4] = 64;
	put_be16(p + 6, 1800);
	p[16] = 5;			/* MTU option */
	p[17] = 1;
	put_be32(p + 20, mtu);
	p[24] = 3;			/* prefix option, autonomous */
	p[25] = 4;
	p[26] = 64;
	p[27] = 0x40;
	put_be32(p + 28, 86400);
	put_be32(p + 32, 14400);
	memcpy(p + 40, &peer->session->addr6, 8);
	icmp6_send(m, peer, 56, 255);
}

static void icmp6_input(struct modem *m, struct peer *peer, const u8 *icmp, u32 len)
{
	if (len < 8)
		return;
	switch (icmp[0]) {
	case ICMP6_ECHO:
		memcpy(packet + IPV6_HEADER, icmp, len);
		packet[IPV6_HEADER] = ICMP6_ECHOREPLY;
		/* Multicast is not a source address. */
		if (peer->local[0] == 0xff)
			memcpy(peer->local, &peer->session->gw6, 16);
		icmp6_send(m, peer, len, 64);
		m->netside->pings++;
		break;
	case ICMP6_NS:
		icmp6_neighbour(m, peer, icmp, len);
		break;
	case ICMP6_RS:
		icmp6_router(m, peer);
		break;
	}
}

static void l4_input(struct modem *m, struct peer *peer, u8 proto, u32 number, const u8 *l4,
		     u32 len)
{
	switch (proto) {
	case PROTO_UDP:
		udp_input(m, peer, l4, len);
		break;
	case PROTO_ICMP:
		icmp_input(m, peer, l4, len);
		break;
	case PROTO_ICMPV6:
		icmp6_input(m, peer, l4, len);
		break;
	case PAYLOAD_PROTO_ECHO:
		raw_echo(m, peer, number, l4, len);
		break;
	case PAYLOAD_PROTO_SINK:
		netside_raw_sink(m, peer, number, l4, len);
		break;
	default:
		m->netside->unanswered++;
	}
}

/* ip_check() has looked at the header. */
void netside_input(struct modem *m, struct session *s, const u8 *p, u32 len)
{
	struct peer peer;

	if (s->tun) {
		tun_write(s, p, len);
		return;
	}
	peer_init(&peer, s, p);
	if (peer.v6) {
		l4_input(m, &peer, p[IP6_NEXT], get_be32(p) & 0xfffff, p + IPV6_HEADER,
			 len - IPV6_HEADER);
	} else if (get_be16(p + IP4_FRAG) & 0x3fff) {
		m->netside->unanswered++;	/* nobody puts fragments together here */
	} else {
		u32 ihl = (p[0] & 15) * 4;

		l4_input(m, &peer, p[IP4_PROTO], get_be16(p + IP4_ID), p + ihl, len - ihl);
	}
}

void netside_session_up(struct modem *m, struct session *s)
{
	if (m->netside->tun_ns >= 0)
		tun_create(m, s);
}

void netside_session_down(struct modem *m, struct session *s)
{
	netside_sources_stop(m, s);
	tun_destroy(m, s);
}

void netside_init(struct modem *m)
{
	m->netside = xalloc(sizeof(*m->netside));
	m->netside->home_ns = -1;
	m->netside->tun_ns = -1;
	list_init(&m->netside->sources);
}

void netside_exit(struct modem *m)
{
	session_end_all(m);
	tun_namespace_leave(m);
	free(m->netside);
}
