// SPDX-License-Identifier: GPL-2.0
/*
 * Ethernet framing for raw-IP interfaces: RFC 826 and RFC 4861 as far as a link
 * with one neighbour needs them.
 *
 * Never answered: ARP probes (from 0.0.0.0), gratuitous ARP, duplicate address
 * detection, and questions about the interface's own address: an answer would
 * tell whoever asks that its address is somebody else's.
 */
#include "rawip_codec.h"

#ifdef __KERNEL__
#include <linux/string.h>
#else
#include <string.h>
#endif

#define ETHERTYPE_IPV4		0x0800
#define ETHERTYPE_ARP		0x0806
#define ETHERTYPE_IPV6		0x86dd

#define IPV4_SIZE		20
#define IPV6_SIZE		40
#define ARP_SIZE		28

#define IPV6_NEXT_ICMP		58
#define ICMP_SOLICITATION	135
#define ICMP_ADVERTISEMENT	136
#define ICMP_ND_SIZE		24	/* type to target */
#define ICMP_ND_OPTION		8
#define ND_FLAGS		0x60	/* solicited, override */
#define ND_TARGET_ADDRESS	2

static u16 rawip_get16(const u8 *p)
{
	return (u16)(p[0] << 8 | p[1]);
}

static void rawip_put16(u8 *p, u16 value)
{
	p[0] = (u8)(value >> 8);
	p[1] = (u8)value;
}

static bool rawip_is_zero(const u8 *p, size_t size)
{
	while (size--) {
		if (*p++)
			return false;
	}
	return true;
}

static void rawip_ethernet(u8 *header, const u8 *to, const u8 *from, u16 type)
{
	memcpy(header, to, 6);
	memcpy(header + 6, from, 6);
	rawip_put16(header + 12, type);
}

/* ---- received ---- */

static int rawip_header_v4(const struct ndis_rawip_link *link, const u8 *packet, u8 *header)
{
	static const u8 everybody[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	const u8 *to = packet + 16;
	u8 group[6] = { 0x01, 0x00, 0x5e, to[1] & 0x7f, to[2], to[3] };

	if (to[0] == 0xff && to[1] == 0xff && to[2] == 0xff && to[3] == 0xff) {
		rawip_ethernet(header, everybody, link->peer, ETHERTYPE_IPV4);
		return NDIS_RAWIP_BROADCAST;
	}
	if ((to[0] & 0xf0) == 0xe0) {
		rawip_ethernet(header, group, link->peer, ETHERTYPE_IPV4);
		return NDIS_RAWIP_MULTICAST;
	}
	rawip_ethernet(header, link->own, link->peer, ETHERTYPE_IPV4);
	return NDIS_RAWIP_DIRECTED;
}

static int rawip_header_v6(const struct ndis_rawip_link *link, const u8 *packet, u8 *header)
{
	const u8 *to = packet + 24;
	u8 group[6] = { 0x33, 0x33, to[12], to[13], to[14], to[15] };

	if (to[0] == 0xff) {
		rawip_ethernet(header, group, link->peer, ETHERTYPE_IPV6);
		return NDIS_RAWIP_MULTICAST;
	}
	rawip_ethernet(header, link->own, link->peer, ETHERTYPE_IPV6);
	return NDIS_RAWIP_DIRECTED;
}

int ndis_rawip_header(const struct ndis_rawip_link *link, const u8 *packet, size_t length,
		      u8 header[NDIS_RAWIP_HEADER])
{
	if (length >= IPV4_SIZE && packet[0] >> 4 == 4)
		return rawip_header_v4(link, packet, header);
	if (length >= IPV6_SIZE && packet[0] >> 4 == 6)
		return rawip_header_v6(link, packet, header);
	return -1;
}

/* ---- sent ---- */

static bool rawip_answers_for(const struct ndis_rawip_link *link, const u8 *address, size_t size)
{
	return !link->is_own || !link->is_own(link->context, address, size);
}

static enum ndis_rawip_verdict rawip_arp(const struct ndis_rawip_link *link, const u8 *frame,
					 size_t length, size_t *size, u8 *answer)
{
	static const u8 fixed[8] = { 0, 1, 8, 0, 6, 4, 0, 1 };	/* IPv4 on Ethernet, who has */
	const u8 *arp = frame + NDIS_RAWIP_HEADER;
	const u8 *from = arp + 14, *target = arp + 24;
	u8 *reply = answer + NDIS_RAWIP_HEADER;

	if (length < NDIS_RAWIP_HEADER + ARP_SIZE || memcmp(arp, fixed, sizeof(fixed)))
		return NDIS_RAWIP_DROP;
	if (rawip_is_zero(from, 4) || rawip_is_zero(target, 4) || !memcmp(from, target, 4) ||
	    !rawip_answers_for(link, target, 4))
		return NDIS_RAWIP_DROP;

	rawip_ethernet(answer, frame + 6, link->peer, ETHERTYPE_ARP);
	memcpy(reply, fixed, sizeof(fixed));
	reply[7] = 2;
	memcpy(reply + 8, link->peer, 6);
	memcpy(reply + 14, target, 4);
	memcpy(reply + 18, arp + 8, 6);
	memcpy(reply + 24, from, 4);
	*size = NDIS_RAWIP_HEADER + ARP_SIZE;
	return NDIS_RAWIP_ANSWER;
}

/* Of an ICMPv6 message and the pseudo header before it: 0 where the sum is right. */
static u16 rawip_icmp_sum(const u8 *ipv6, const u8 *icmp, size_t size)
{
	u32 sum = (u32)size + IPV6_NEXT_ICMP;
	size_t i;

	for (i = 8; i < IPV6_SIZE; i += 2)
		sum += rawip_get16(ipv6 + i);
	for (i = 0; i + 1 < size; i += 2)
		sum += rawip_get16(icmp + i);
	if (size & 1)
		sum += (u32)icmp[size - 1] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (u16)~sum;
}

static bool rawip_is_solicitation(const u8 *ipv6, size_t size)
{
	return size >= IPV6_SIZE + 1 && ipv6[6] == IPV6_NEXT_ICMP &&
	       ipv6[IPV6_SIZE] == ICMP_SOLICITATION;
}

/* @size bytes of IPv6, no more and no less. */
static enum ndis_rawip_verdict rawip_solicitation(const struct ndis_rawip_link *link,
						  const u8 *frame, size_t *size, u8 *answer)
{
	const u8 *ipv6 = frame + NDIS_RAWIP_HEADER;
	const u8 *icmp = ipv6 + IPV6_SIZE;
	const u8 *target = icmp + 8;
	u8 *reply = answer + NDIS_RAWIP_HEADER;
	u8 *advertisement = reply + IPV6_SIZE;
	size_t length = *size - IPV6_SIZE;

	if (length < ICMP_ND_SIZE || ipv6[7] != 255 || icmp[1] ||
	    rawip_icmp_sum(ipv6, icmp, length) || target[0] == 0xff)
		return NDIS_RAWIP_DROP;
	if (rawip_is_zero(ipv6 + 8, 16) || !memcmp(ipv6 + 8, target, 16) ||
	    !rawip_answers_for(link, target, 16))
		return NDIS_RAWIP_DROP;

	rawip_ethernet(answer, frame + 6, link->peer, ETHERTYPE_IPV6);
	memset(reply, 0, IPV6_SIZE + ICMP_ND_SIZE + ICMP_ND_OPTION);
	reply[0] = 0x60;
	rawip_put16(reply + 4, ICMP_ND_SIZE + ICMP_ND_OPTION);
	reply[6] = IPV6_NEXT_ICMP;
	reply[7] = 255;
	memcpy(reply + 8, target, 16);
	memcpy(reply + 24, ipv6 + 8, 16);
	advertisement[0] = ICMP_ADVERTISEMENT;
	advertisement[4] = ND_FLAGS;
	memcpy(advertisement + 8, target, 16);
	advertisement[ICMP_ND_SIZE] = ND_TARGET_ADDRESS;
	advertisement[ICMP_ND_SIZE + 1] = ICMP_ND_OPTION / 8;
	memcpy(advertisement + ICMP_ND_SIZE + 2, link->peer, 6);
	rawip_put16(advertisement + 2, rawip_icmp_sum(reply, advertisement,
						      ICMP_ND_SIZE + ICMP_ND_OPTION));
	*size = NDIS_RAWIP_HEADER + IPV6_SIZE + ICMP_ND_SIZE + ICMP_ND_OPTION;
	return NDIS_RAWIP_ANSWER;
}

static enum ndis_rawip_verdict rawip_ipv4(const u8 *packet, size_t length, size_t *size)
{
	size_t total, header;

	if (length < IPV4_SIZE || packet[0] >> 4 != 4)
		return NDIS_RAWIP_INVALID;
	header = (size_t)(packet[0] & 0x0f) * 4;
	total = rawip_get16(packet + 2);
	if (header < IPV4_SIZE || total < header || total > length)
		return NDIS_RAWIP_INVALID;
	*size = total;
	return NDIS_RAWIP_SEND;
}

/* A payload length of 0 is a jumbogram's, which says how long it is further on. */
static enum ndis_rawip_verdict rawip_ipv6(const struct ndis_rawip_link *link, const u8 *frame,
					  size_t length, size_t *size, u8 *answer)
{
	const u8 *packet = frame + NDIS_RAWIP_HEADER;
	size_t payload;

	if (length < IPV6_SIZE || packet[0] >> 4 != 6)
		return NDIS_RAWIP_INVALID;
	payload = rawip_get16(packet + 4);
	if (payload > length - IPV6_SIZE)
		return NDIS_RAWIP_INVALID;
	*size = payload ? IPV6_SIZE + payload : length;
	if (rawip_is_solicitation(packet, *size))
		return rawip_solicitation(link, frame, size, answer);
	return NDIS_RAWIP_SEND;
}

enum ndis_rawip_verdict ndis_rawip_frame(const struct ndis_rawip_link *link, const u8 *frame,
					 size_t length, unsigned int *version, size_t *size,
					 u8 answer[NDIS_RAWIP_ANSWER_MAX])
{
	*version = 0;
	*size = 0;
	if (length < NDIS_RAWIP_HEADER)
		return NDIS_RAWIP_INVALID;
	switch (rawip_get16(frame + 12)) {
	case ETHERTYPE_ARP:
		return rawip_arp(link, frame, length, size, answer);
	case ETHERTYPE_IPV4:
		*version = 4;
		return rawip_ipv4(frame + NDIS_RAWIP_HEADER, length - NDIS_RAWIP_HEADER, size);
	case ETHERTYPE_IPV6:
		*version = 6;
		return rawip_ipv6(link, frame, length - NDIS_RAWIP_HEADER, size, answer);
	default:
		return NDIS_RAWIP_DROP;
	}
}

/* FNV-1a of the name; the bit for "locally administered", not that for groups. */
void ndis_rawip_address(const char *name, unsigned int end, u8 address[6])
{
	u32 hash = 2166136261u;
	const char *p;

	for (p = name; *p; p++)
		hash = (hash ^ (u8)*p) * 16777619u;
	address[0] = 0x02;
	address[1] = (u8)end;
	address[2] = (u8)(hash >> 24);
	address[3] = (u8)(hash >> 16);
	address[4] = (u8)(hash >> 8);
	address[5] = (u8)hash;
}
