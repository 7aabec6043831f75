// SPDX-License-Identifier: GPL-2.0
/*
 * Internet checksums and the building of headers.
 */
#include "inet.h"

u32 inet_sum(const void *p, u32 len, u32 sum)
{
	const u8 *b = p;

	for (; len > 1; len -= 2, b += 2) {
		sum += get_be16(b);
		if (sum >> 31)
			sum = (sum & 0xffff) + (sum >> 16);
	}
	return len ? sum + (b[0] << 8) : sum;
}

u16 inet_fold(u32 sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum;
}

u16 inet_l4_sum(const u8 *ip, u8 proto, const u8 *l4, u32 len)
{
	bool v6 = ip[0] >> 4 == 6;
	u32 sum = proto + (len & 0xffff) + (len >> 16);

	sum = v6 ? inet_sum(ip + IP6_SRC, 32, sum) : inet_sum(ip + IP4_SRC, 8, sum);
	return inet_fold(inet_sum(l4, len, sum));
}

void inet_put_v4(u8 *p, u16 id, u8 proto, const u8 *src, const u8 *dst, u32 payload)
{
	memset(p, 0, IPV4_HEADER);
	p[0] = 0x45;
	put_be16(p + IP4_TOTAL, IPV4_HEADER + payload);
	put_be16(p + IP4_ID, id);
	p[IP4_TTL] = 64;
	p[IP4_PROTO] = proto;
	memcpy(p + IP4_SRC, src, 4);
	memcpy(p + IP4_DST, dst, 4);
	put_be16(p + IP4_CHECK, inet_fold(inet_sum(p, IPV4_HEADER, 0)));
}

void inet_put_v6(u8 *p, u32 flow_label, u8 next, const u8 *src, const u8 *dst, u32 payload,
		 u8 hops)
{
	put_be32(p, 0x60000000 | (flow_label & 0xfffff));
	put_be16(p + IP6_PAYLOAD, payload);
	p[IP6_NEXT] = next;
	p[IP6_HOPS] = hops;
	memcpy(p + IP6_SRC, src, 16);
	memcpy(p + IP6_DST, dst, 16);
}

void inet_put_udp(const u8 *ip, u8 *udp, u16 sport, u16 dport, u32 data)
{
	u16 sum;

	put_be16(udp, sport);
	put_be16(udp + 2, dport);
	put_be16(udp + 4, UDP_HEADER + data);
	put_be16(udp + 6, 0);
	sum = inet_l4_sum(ip, PROTO_UDP, udp, UDP_HEADER + data);
	put_be16(udp + 6, sum ? sum : 0xffff);
}
