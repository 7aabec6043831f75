/* SPDX-License-Identifier: GPL-2.0 */
/*
 * IPv4 and IPv6 headers by offset, and Internet checksums.
 */
#ifndef _MODEM_INET_H
#define _MODEM_INET_H

#include "util.h"

#define IPV4_HEADER	20
#define IPV6_HEADER	40
#define UDP_HEADER	8

#define PROTO_ICMP	1
#define PROTO_TCP	6
#define PROTO_UDP	17
#define PROTO_ICMPV6	58

/* Offsets */
#define IP4_TOTAL	2
#define IP4_ID		4
#define IP4_FRAG	6
#define IP4_TTL		8
#define IP4_PROTO	9
#define IP4_CHECK	10
#define IP4_SRC		12
#define IP4_DST		16
#define IP6_PAYLOAD	4
#define IP6_NEXT	6
#define IP6_HOPS	7
#define IP6_SRC		8
#define IP6_DST		24

u32 inet_sum(const void *p, u32 len, u32 sum);
u16 inet_fold(u32 sum);
/* Over the pseudo header and len bytes of payload; 0 when a received checksum is right. */
u16 inet_l4_sum(const u8 *ip, u8 proto, const u8 *l4, u32 len);

/* Fills a header in front of a payload that is already in place; addresses are 4 or 16 bytes. */
void inet_put_v4(u8 *p, u16 id, u8 proto, const u8 *src, const u8 *dst, u32 payload);
void inet_put_v6(u8 *p, u32 flow_label, u8 next, const u8 *src, const u8 *dst, u32 payload,
		 u8 hops);
/* Fills a UDP header, checksum included, in front of its data; ip is complete. */
void inet_put_udp(const u8 *ip, u8 *udp, u16 sport, u16 dport, u32 data);

#endif
