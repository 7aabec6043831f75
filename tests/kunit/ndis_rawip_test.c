// SPDX-License-Identifier: GPL-2.0
/*
 * Ethernet made up for raw-IP interfaces: headers of received packets, what is
 * sent of a frame, and who gets an answer.
 */
#include <kunit/test.h>
#include <linux/module.h>

/* Pure: the suite has its own copy. */
#include "ndis/linux/rawip_codec.c"

static const u8 own[6] = { 2, 0, 1, 2, 3, 4 };
static const u8 peer[6] = { 2, 1, 1, 2, 3, 4 };
static const u8 own_v4[4] = { 10, 0, 0, 2 };
static const u8 own_v6[16] = { 0x20, 0x01, 0xd, 0xb8, [15] = 2 };

static bool is_own(void *context, const u8 *address, size_t size)
{
	return !memcmp(address, size == 4 ? own_v4 : own_v6, size);
}

static const struct ndis_rawip_link rawip = { .own = own, .peer = peer, .is_own = is_own };

static struct {
	u8 frame[256];
	u8 answer[NDIS_RAWIP_ANSWER_MAX];
	unsigned int version;
	size_t size;
} io;

static enum ndis_rawip_verdict look(size_t length)
{
	return ndis_rawip_frame(&rawip, io.frame, length, &io.version, &io.size, io.answer);
}

static void ethernet(u16 type)
{
	memset(&io, 0, sizeof(io));
	rawip_ethernet(io.frame, peer, own, type);
}

/* ---- received ---- */

static void header_of(struct kunit *test, const u8 *packet, size_t length, int kind,
		      const u8 *to, u16 type)
{
	u8 header[NDIS_RAWIP_HEADER] = {};

	KUNIT_EXPECT_EQ(test, ndis_rawip_header(&rawip, packet, length, header), kind);
	if (kind < 0)
		return;
	KUNIT_EXPECT_EQ(test, memcmp(header, to, 6), 0);
	KUNIT_EXPECT_EQ(test, memcmp(header + 6, peer, 6), 0);
	KUNIT_EXPECT_EQ(test, header[12] << 8 | header[13], (int)type);
}

static void received_packets_get_a_header(struct kunit *test)
{
	static const u8 all[6] = { 255, 255, 255, 255, 255, 255 };
	static const u8 group_v4[6] = { 1, 0, 0x5e, 0x01, 2, 3 };
	static const u8 group_v6[6] = { 0x33, 0x33, 9, 8, 7, 6 };
	u8 v4[20] = { 0x45, [16] = 10, 0, 0, 2 };
	u8 v6[40] = { 0x60, [24] = 0x20, 1 };

	header_of(test, v4, 20, NDIS_RAWIP_DIRECTED, own, 0x0800);
	memcpy(v4 + 16, "\xff\xff\xff\xff", 4);
	header_of(test, v4, 20, NDIS_RAWIP_BROADCAST, all, 0x0800);
	memcpy(v4 + 16, "\xe0\x81\x02\x03", 4);
	header_of(test, v4, 20, NDIS_RAWIP_MULTICAST, group_v4, 0x0800);
	header_of(test, v6, 40, NDIS_RAWIP_DIRECTED, own, 0x86dd);
	v6[24] = 0xff;
	memcpy(v6 + 36, "\x09\x08\x07\x06", 4);
	header_of(test, v6, 40, NDIS_RAWIP_MULTICAST, group_v6, 0x86dd);
}

static void what_is_no_ip_gets_no_header(struct kunit *test)
{
	u8 v4[20] = { 0x45 }, v6[40] = { 0x60 }, other[40] = { 0x50 };

	header_of(test, v4, 19, -1, NULL, 0);
	header_of(test, v6, 39, -1, NULL, 0);
	header_of(test, other, 40, -1, NULL, 0);
	header_of(test, v4, 0, -1, NULL, 0);
}

/* ---- sent ---- */

static void packets_are_sent_without_padding(struct kunit *test)
{
	ethernet(0x0800);
	io.frame[14] = 0x45;
	io.frame[17] = 28;
	KUNIT_EXPECT_EQ(test, (int)look(60), NDIS_RAWIP_SEND);
	KUNIT_EXPECT_EQ(test, io.version, 4u);
	KUNIT_EXPECT_EQ(test, io.size, (size_t)28);

	ethernet(0x86dd);
	io.frame[14] = 0x60;
	io.frame[19] = 3;
	KUNIT_EXPECT_EQ(test, (int)look(60), NDIS_RAWIP_SEND);
	KUNIT_EXPECT_EQ(test, io.version, 6u);
	KUNIT_EXPECT_EQ(test, io.size, (size_t)43);
	/* A jumbogram says it elsewhere. */
	io.frame[19] = 0;
	KUNIT_EXPECT_EQ(test, (int)look(60), NDIS_RAWIP_SEND);
	KUNIT_EXPECT_EQ(test, io.size, (size_t)46);
}

static void packets_that_are_cut_off_are_invalid(struct kunit *test)
{
	ethernet(0x0800);
	io.frame[14] = 0x45;
	io.frame[17] = 28;
	KUNIT_EXPECT_EQ(test, (int)look(13), NDIS_RAWIP_INVALID);
	KUNIT_EXPECT_EQ(test, (int)look(14), NDIS_RAWIP_INVALID);
	KUNIT_EXPECT_EQ(test, (int)look(14 + 27), NDIS_RAWIP_INVALID);
	io.frame[14] = 0x44;
	KUNIT_EXPECT_EQ(test, (int)look(60), NDIS_RAWIP_INVALID);
	io.frame[14] = 0x65;
	KUNIT_EXPECT_EQ(test, (int)look(60), NDIS_RAWIP_INVALID);
	/* Shorter than its own header. */
	io.frame[14] = 0x48;
	KUNIT_EXPECT_EQ(test, (int)look(60), NDIS_RAWIP_INVALID);

	ethernet(0x86dd);
	io.frame[14] = 0x60;
	io.frame[19] = 7;
	KUNIT_EXPECT_EQ(test, (int)look(14 + 46), NDIS_RAWIP_INVALID);
	KUNIT_EXPECT_EQ(test, (int)look(14 + 39), NDIS_RAWIP_INVALID);
}

static void other_types_go_nowhere(struct kunit *test)
{
	ethernet(0x88cc);
	KUNIT_EXPECT_EQ(test, (int)look(60), NDIS_RAWIP_DROP);
	ethernet(0x8100);
	KUNIT_EXPECT_EQ(test, (int)look(60), NDIS_RAWIP_DROP);
}

/* ---- ARP ---- */

static void arp(const u8 *from, const u8 *target)
{
	static const u8 fixed[8] = { 0, 1, 8, 0, 6, 4, 0, 1 };

	ethernet(0x0806);
	memcpy(io.frame + 14, fixed, 8);
	memcpy(io.frame + 22, own, 6);
	memcpy(io.frame + 28, from, 4);
	memcpy(io.frame + 38, target, 4);
}

static void arp_is_answered_by_the_peer(struct kunit *test)
{
	static const u8 target[4] = { 10, 0, 0, 1 };

	arp(own_v4, target);
	KUNIT_ASSERT_EQ(test, (int)look(60), NDIS_RAWIP_ANSWER);
	KUNIT_EXPECT_EQ(test, io.size, (size_t)42);
	KUNIT_EXPECT_EQ(test, memcmp(io.answer, own, 6), 0);
	KUNIT_EXPECT_EQ(test, memcmp(io.answer + 6, peer, 6), 0);
	KUNIT_EXPECT_EQ(test, io.answer[21], 2);
	KUNIT_EXPECT_EQ(test, memcmp(io.answer + 22, peer, 6), 0);
	KUNIT_EXPECT_EQ(test, memcmp(io.answer + 28, target, 4), 0);
	KUNIT_EXPECT_EQ(test, memcmp(io.answer + 32, own, 6), 0);
	KUNIT_EXPECT_EQ(test, memcmp(io.answer + 38, own_v4, 4), 0);
}

static void arp_that_looks_for_conflicts_is_not(struct kunit *test)
{
	static const u8 nobody[4], target[4] = { 10, 0, 0, 9 };

	arp(nobody, target);
	KUNIT_EXPECT_EQ(test, (int)look(60), NDIS_RAWIP_DROP);
	arp(target, target);
	KUNIT_EXPECT_EQ(test, (int)look(60), NDIS_RAWIP_DROP);
	arp(target, own_v4);
	KUNIT_EXPECT_EQ(test, (int)look(60), NDIS_RAWIP_DROP);
	arp(own_v4, target);
	io.frame[21] = 2;	/* a reply */
	KUNIT_EXPECT_EQ(test, (int)look(60), NDIS_RAWIP_DROP);
	arp(own_v4, target);
	KUNIT_EXPECT_EQ(test, (int)look(41), NDIS_RAWIP_DROP);
}

/* ---- neighbour discovery ---- */

static const u8 asked[16] = { 0x20, 0x01, 0xd, 0xb8, [15] = 1 };

static void solicit(const u8 *from, const u8 *target)
{
	u8 *ipv6 = io.frame + 14, *icmp = ipv6 + 40;

	ethernet(0x86dd);
	ipv6[0] = 0x60;
	ipv6[5] = 24;
	ipv6[6] = 58;
	ipv6[7] = 255;
	memcpy(ipv6 + 8, from, 16);
	ipv6[24] = 0xff;
	icmp[0] = 135;
	memcpy(icmp + 8, target, 16);
	rawip_put16(icmp + 2, rawip_icmp_sum(ipv6, icmp, 24));
}

static void solicitation_is_answered_by_the_peer(struct kunit *test)
{
	const u8 *ipv6 = io.answer + 14, *icmp = ipv6 + 40;

	solicit(own_v6, asked);
	KUNIT_ASSERT_EQ(test, (int)look(14 + 64), NDIS_RAWIP_ANSWER);
	KUNIT_EXPECT_EQ(test, io.size, (size_t)86);
	KUNIT_EXPECT_EQ(test, memcmp(io.answer, own, 6), 0);
	KUNIT_EXPECT_EQ(test, memcmp(ipv6 + 8, asked, 16), 0);
	KUNIT_EXPECT_EQ(test, memcmp(ipv6 + 24, own_v6, 16), 0);
	KUNIT_EXPECT_EQ(test, ipv6[7], 255);
	KUNIT_EXPECT_EQ(test, icmp[0], 136);
	KUNIT_EXPECT_EQ(test, icmp[4], 0x60);
	KUNIT_EXPECT_EQ(test, memcmp(icmp + 8, asked, 16), 0);
	KUNIT_EXPECT_EQ(test, icmp[24], 2);
	KUNIT_EXPECT_EQ(test, icmp[25], 1);
	KUNIT_EXPECT_EQ(test, memcmp(icmp + 26, peer, 6), 0);
	KUNIT_EXPECT_EQ(test, (int)rawip_icmp_sum(ipv6, icmp, 32), 0);
}

static void duplicate_detection_is_not(struct kunit *test)
{
	static const u8 nobody[16];

	solicit(nobody, asked);
	KUNIT_EXPECT_EQ(test, (int)look(14 + 64), NDIS_RAWIP_DROP);
	solicit(asked, own_v6);
	KUNIT_EXPECT_EQ(test, (int)look(14 + 64), NDIS_RAWIP_DROP);
}

static void bad_solicitations_are_dropped(struct kunit *test)
{
	solicit(own_v6, asked);
	io.frame[14 + 7] = 254;
	KUNIT_EXPECT_EQ(test, (int)look(14 + 64), NDIS_RAWIP_DROP);
	solicit(own_v6, asked);
	io.frame[14 + 42] ^= 1;
	KUNIT_EXPECT_EQ(test, (int)look(14 + 64), NDIS_RAWIP_DROP);
	solicit(own_v6, asked);
	io.frame[14 + 5] = 23;
	KUNIT_EXPECT_EQ(test, (int)look(14 + 63), NDIS_RAWIP_DROP);
	/* Any other ICMPv6 goes out. */
	solicit(own_v6, asked);
	io.frame[14 + 40] = 128;
	KUNIT_EXPECT_EQ(test, (int)look(14 + 64), NDIS_RAWIP_SEND);
}

static void addresses_are_the_names(struct kunit *test)
{
	u8 a[6], b[6], c[6];

	ndis_rawip_address("wwan0", 0, a);
	ndis_rawip_address("wwan0", 0, b);
	KUNIT_EXPECT_EQ(test, memcmp(a, b, 6), 0);
	ndis_rawip_address("wwan0", 1, b);
	ndis_rawip_address("wwan1", 0, c);
	KUNIT_EXPECT_NE(test, memcmp(a, b, 6), 0);
	KUNIT_EXPECT_NE(test, memcmp(a, c, 6), 0);
	KUNIT_EXPECT_EQ(test, a[0] & 3, 2);
}

static struct kunit_case ndis_rawip_cases[] = {
	KUNIT_CASE(received_packets_get_a_header),
	KUNIT_CASE(what_is_no_ip_gets_no_header),
	KUNIT_CASE(packets_are_sent_without_padding),
	KUNIT_CASE(packets_that_are_cut_off_are_invalid),
	KUNIT_CASE(other_types_go_nowhere),
	KUNIT_CASE(arp_is_answered_by_the_peer),
	KUNIT_CASE(arp_that_looks_for_conflicts_is_not),
	KUNIT_CASE(solicitation_is_answered_by_the_peer),
	KUNIT_CASE(duplicate_detection_is_not),
	KUNIT_CASE(bad_solicitations_are_dropped),
	KUNIT_CASE(addresses_are_the_names),
	{}
};

static struct kunit_suite ndis_rawip_suite = {
	.name = "ndis_rawip",
	.test_cases = ndis_rawip_cases,
};

kunit_test_suite(ndis_rawip_suite);

MODULE_LICENSE("GPL");
