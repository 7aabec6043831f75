// SPDX-License-Identifier: GPL-2.0
/*
 * Is what the host sends on an IP session a sound datagram, finished down to its checksums, and
 * does it belong to that session?
 */
#include <arpa/inet.h>

#include "core.h"
#include "inet.h"

static void check_l4(struct modem *m, const u8 *ip, u8 proto, const u8 *l4, u32 len)
{
	u16 sum;

	switch (proto) {
	case PROTO_ICMP:
		sum = inet_fold(inet_sum(l4, len, 0));
		break;
	case PROTO_UDP:
		/* Zero means "none" in IPv4. */
		if (len < UDP_HEADER || (ip[0] >> 4 == 4 && !get_be16(l4 + 6)))
			return;
		sum = inet_l4_sum(ip, proto, l4, len);
		break;
	case PROTO_TCP:
	case PROTO_ICMPV6:
		sum = inet_l4_sum(ip, proto, l4, len);
		break;
	default:
		return;
	}
	if (sum)
		violation_record(m, V_IP_L4_CHECKSUM, "protocol %u, %u bytes", proto, len);
}

static void check_source(struct modem *m, const struct session *s, const u8 *src, bool v6)
{
	static const u8 zero[16];
	char text[INET6_ADDRSTRLEN];
	u32 prefix = m->cfg.ipv6_prefix / 8;

	if (!m->cfg.check_source || !memcmp(src, zero, v6 ? 16 : 4))
		return;
	if (v6 ? (src[0] == 0xfe && (src[1] & 0xc0) == 0x80) || !memcmp(src, &s->addr6, prefix) :
		 !memcmp(src, &s->addr4, 4))
		return;
	inet_ntop(v6 ? AF_INET6 : AF_INET, src, text, sizeof(text));
	violation_record(m, V_SESSION_SOURCE, "%s on session %u", text, s->id);
}

static bool check_v4(struct modem *m, struct session *s, const u8 *p, u32 len)
{
	u32 ihl = (p[0] & 15) * 4;

	if (!session_has_v4(s)) {
		violation_record(m, V_IP_VERSION, "IPv4 on session %u of IP type %u", s->id,
				 s->ip_type);
		return false;
	}
	if (len < IPV4_HEADER || ihl < IPV4_HEADER || ihl > len) {
		violation_record(m, V_IP_HEADER, "IPv4 header of %u in %u bytes", ihl, len);
		return false;
	}
	if (get_be16(p + IP4_TOTAL) != len) {
		violation_record(m, V_IP_LENGTH, "IPv4 total length %u in %u bytes",
				 get_be16(p + IP4_TOTAL), len);
		return false;
	}
	if (inet_fold(inet_sum(p, ihl, 0))) {
		violation_record(m, V_IP_CHECKSUM, "%04x", get_be16(p + IP4_CHECK));
		return false;
	}
	check_source(m, s, p + IP4_SRC, false);
	if (!(get_be16(p + IP4_FRAG) & 0x3fff))
		check_l4(m, p, p[IP4_PROTO], p + ihl, len - ihl);
	return true;
}

static bool check_v6(struct modem *m, struct session *s, const u8 *p, u32 len)
{
	/* Link-local traffic is part of every IPv6 host and may come before it knows better. */
	if (!session_has_v6(s)) {
		violation_record(m, V_IP_VERSION, "IPv6 on session %u of IP type %u", s->id,
				 s->ip_type);
		return false;
	}
	if (len < IPV6_HEADER) {
		violation_record(m, V_IP_HEADER, "IPv6 in %u bytes", len);
		return false;
	}
	if (get_be16(p + IP6_PAYLOAD) + IPV6_HEADER != (int)len) {
		violation_record(m, V_IP_LENGTH, "IPv6 payload length %u in %u bytes",
				 get_be16(p + IP6_PAYLOAD), len);
		return false;
	}
	check_source(m, s, p + IP6_SRC, true);
	check_l4(m, p, p[IP6_NEXT], p + IPV6_HEADER, len - IPV6_HEADER);
	return true;
}

bool ip_check(struct modem *m, struct session *s, const u8 *p, u32 len)
{
	switch (len ? p[0] >> 4 : 0) {
	case 4:
		return check_v4(m, s, p, len);
	case 6:
		return check_v6(m, s, p, len);
	default:
		violation_record(m, V_IP_VERSION, "first byte %02x, %u bytes", len ? p[0] : 0, len);
		return false;
	}
}
