// SPDX-License-Identifier: GPL-2.0
/*
 * mbim_usb's segmenter against the stack's own: what both make of the same large
 * packet is the same, byte for byte.
 */
#include <kunit/test.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/ip.h>
#include <net/ip6_checksum.h>
#include <net/tcp.h>

#include "compat_skb.h"

#include "../../drivers/mbim_usb/segment.c"

#define LARGEST	70000

/* One large packet. */
struct large {
	bool ipv6, udp;
	u8 ip_options;		/* bytes */
	u8 tcp_options;		/* bytes */
	u8 flags;		/* of TCP */
	u16 id;
	u32 seq;
	u32 mss, payload;
	u32 linear;		/* bytes of payload beside the headers */
	u32 page;		/* bytes in each page */
};

struct segment_fixture {
	u8 *packet;
	u8 *segment;
};

static int segment_test_init(struct kunit *test)
{
	struct segment_fixture *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);

	if (!f)
		return -ENOMEM;
	f->packet = kunit_kzalloc(test, LARGEST, GFP_KERNEL);
	f->segment = kunit_kzalloc(test, LARGEST, GFP_KERNEL);
	test->priv = f;
	return f->packet && f->segment ? 0 : -ENOMEM;
}

/* ---- the packet ---- */

static u32 l3_length(const struct large *l)
{
	return l->ipv6 ? 40 : 20 + l->ip_options;
}

static u32 headers_length(const struct large *l)
{
	return l3_length(l) + (l->udp ? 8 : 20 + l->tcp_options);
}

static void put_l3(const struct large *l, u8 *p)
{
	u32 l4 = headers_length(l) - l3_length(l) + l->payload;
	u8 protocol = l->udp ? IPPROTO_UDP : IPPROTO_TCP;
	struct ipv6hdr *v6 = (struct ipv6hdr *)p;
	struct iphdr *v4 = (struct iphdr *)p;

	if (l->ipv6) {
		v6->version = 6;
		v6->flow_lbl[2] = 0x5a;
		v6->payload_len = htons(l4);
		v6->nexthdr = protocol;
		v6->hop_limit = 9;
		memset(&v6->saddr, 0xfe, 16);
		memset(&v6->daddr, 0xab, 16);
		return;
	}
	v4->version = 4;
	v4->ihl = l3_length(l) / 4;
	v4->tot_len = htons(l3_length(l) + l4);
	v4->id = htons(l->id);
	v4->frag_off = htons(IP_DF);
	v4->ttl = 3;
	v4->protocol = protocol;
	v4->saddr = htonl(0xc0000201);
	v4->daddr = htonl(0xfffffffe);
	memset(p + 20, IPOPT_NOOP, l->ip_options);
	v4->check = 0;
	v4->check = ip_fast_csum(p, v4->ihl);
}

static void put_l4(const struct large *l, u8 *packet)
{
	u32 len = headers_length(l) - l3_length(l) + l->payload;
	u8 protocol = l->udp ? IPPROTO_UDP : IPPROTO_TCP;
	struct ipv6hdr *v6 = (struct ipv6hdr *)packet;
	struct iphdr *v4 = (struct iphdr *)packet;
	u8 *p = packet + l3_length(l);
	__sum16 check;

	if (l->ipv6)
		check = ~csum_ipv6_magic(&v6->saddr, &v6->daddr, len, protocol, 0);
	else
		check = ~csum_tcpudp_magic(v4->saddr, v4->daddr, len, protocol, 0);
	if (l->udp) {
		struct udphdr *uh = (struct udphdr *)p;

		uh->source = htons(7);
		uh->dest = htons(8);
		uh->len = htons(len);
		uh->check = check;
		return;
	}
	BePut16(p, 1234);
	BePut16(p + 2, 80);
	BePut32(p + 4, l->seq);
	BePut32(p + 8, 0x01020304);
	p[12] = (20 + l->tcp_options) / 4 << 4;
	p[13] = l->flags;
	BePut16(p + 14, 500);
	BePut16(p + 18, 0x7777);
	memset(p + 20, TCPOPT_NOP, l->tcp_options);
	((struct tcphdr *)p)->check = check;
}

/* Into the fixture's memory. Return: its length. */
static u32 make_packet(struct kunit *test, const struct large *l)
{
	struct segment_fixture *f = test->priv;
	u32 i, headers = headers_length(l);

	KUNIT_ASSERT_LE(test, headers + l->payload, (u32)LARGEST);
	memset(f->packet, 0, headers);
	put_l3(l, f->packet);
	put_l4(l, f->packet);
	for (i = 0; i < l->payload; i++)
		f->packet[headers + i] = i * 7 ^ i >> 8;
	return headers + l->payload;
}

/* The same in pages of uneven length. */
static struct sk_buff *make_skb(struct kunit *test, const struct large *l, u32 length)
{
	struct segment_fixture *f = test->priv;
	u32 at = headers_length(l) + min(l->linear, l->payload), n;
	struct sk_buff *skb = alloc_skb(at + 64, GFP_KERNEL);
	struct page *page;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_reserve(skb, 64);
	skb_put_data(skb, f->packet, at);
	for (; at < length; at += n) {
		n = min(length - at, l->page);
		page = alloc_pages(GFP_KERNEL | __GFP_COMP, get_order(l->page + 1));
		KUNIT_ASSERT_NOT_NULL(test, page);
		memcpy(page_address(page) + 1, f->packet + at, n);
		skb_add_rx_frag(skb, skb_shinfo(skb)->nr_frags, page, 1, n, n);
	}
	skb->protocol = htons(l->ipv6 ? ETH_P_IPV6 : ETH_P_IP);
	skb_reset_mac_header(skb);
	skb_reset_network_header(skb);
	skb_set_transport_header(skb, l3_length(l));
	skb_reset_mac_len(skb);
	skb->ip_summed = CHECKSUM_PARTIAL;
	skb->csum_start = skb_headroom(skb) + l3_length(l);
	skb->csum_offset = l->udp ? offsetof(struct udphdr, check) :
				    offsetof(struct tcphdr, check);
	skb_shinfo(skb)->gso_size = l->mss;
	skb_shinfo(skb)->gso_segs = DIV_ROUND_UP(l->payload, l->mss);
	skb_shinfo(skb)->gso_type = l->udp ? SKB_GSO_UDP_L4 :
				    l->ipv6 ? SKB_GSO_TCPV6 : SKB_GSO_TCPV4;
	return skb;
}

/* ---- both ---- */

static void compare_one(struct kunit *test, const SEGMENTER *s, u32 n, struct sk_buff *theirs)
{
	struct segment_fixture *f = test->priv;
	u32 payload = SegmentPayload(s, n), length = s->HeadersLength + payload;
	u8 *data;

	memset(f->segment, 0xa5, length + 1);
	memcpy(f->segment + s->HeadersLength, f->packet + s->HeadersLength + n * s->Mss, payload);
	SegmentFinish(s, n, f->segment);
	KUNIT_EXPECT_EQ(test, f->segment[length], 0xa5);
	KUNIT_ASSERT_EQ(test, theirs->len, length);
	KUNIT_ASSERT_EQ(test, skb_linearize(theirs), 0);
	data = theirs->data;
	KUNIT_EXPECT_EQ(test, memcmp(f->segment, data, s->HeadersLength), 0);
	KUNIT_EXPECT_EQ(test, memcmp(f->segment, data, length), 0);
}

static void compare(struct kunit *test, const struct large *l)
{
	struct segment_fixture *f = test->priv;
	u32 length = make_packet(test, l), n = 0;
	struct sk_buff *whole = make_skb(test, l, length), *list, *skb, *next;
	SEGMENTER s;

	KUNIT_ASSERT_TRUE(test, SegmenterInit(&s, f->packet, SEGMENT_MAXIMUM_HEADERS, length,
					      l->mss));
	KUNIT_EXPECT_EQ(test, s.HeadersLength, headers_length(l));
	list = skb_gso_segment(whole, 0);
	kfree_skb(whole);
	KUNIT_ASSERT_FALSE(test, IS_ERR_OR_NULL(list));
	skb_list_walk_safe(list, skb, next) {
		KUNIT_ASSERT_LT(test, n, s.Count);
		compare_one(test, &s, n++, skb);
	}
	KUNIT_EXPECT_EQ(test, n, s.Count);
	kfree_skb_list(list);
}

#define ALL_FLAGS	0xff	/* of TCP */

static void tcp_over_ipv4(struct kunit *test)
{
	struct large l = { .mss = 1460, .payload = 20000, .flags = 0x10, .id = 77, .seq = 9,
			   .linear = 20000, .page = 4096 };

	compare(test, &l);
	l.payload = 1460 * 5;		/* no short one at the end */
	compare(test, &l);
	l.payload = 65535 - 40;
	compare(test, &l);
}

static void tcp_over_ipv6(struct kunit *test)
{
	struct large l = { .ipv6 = true, .mss = 1440, .payload = 20000, .flags = 0x18,
			   .seq = 9, .linear = 20000, .page = 4096 };

	compare(test, &l);
	l.payload = 65535 - 20;
	compare(test, &l);
}

static void options(struct kunit *test)
{
	struct large l = { .mss = 1400, .payload = 5000, .flags = 0x10, .linear = 5000,
			   .page = 4096 };

	for (l.tcp_options = 0; l.tcp_options <= 40; l.tcp_options += 4) {
		l.ip_options = 40 - l.tcp_options;
		l.ipv6 = false;
		compare(test, &l);
		l.ipv6 = true;
		compare(test, &l);
	}
	l.ipv6 = false;
	l.ip_options = 40;
	l.tcp_options = 40;
	compare(test, &l);	/* as long as headers can be */
}

static void flags(struct kunit *test)
{
	struct large l = { .mss = 1000, .payload = 3500, .linear = 3500, .page = 4096 };
	u32 i;

	for (i = 0; i < 8; i++) {
		l.flags = ALL_FLAGS & ~BIT(i);
		compare(test, &l);
	}
	l.flags = ALL_FLAGS;
	compare(test, &l);
}

static void numbers_wrap(struct kunit *test)
{
	struct large l = { .mss = 1000, .payload = 9000, .flags = 0x10, .linear = 9000,
			   .page = 4096, .id = 0xfffc, .seq = 0xfffff000 };

	compare(test, &l);
}

static void odd_lengths(struct kunit *test)
{
	struct large l = { .flags = 0x18, .linear = 3, .page = 1111 };

	for (l.mss = 1; l.mss <= 40; l.mss++) {
		l.payload = l.mss * 7 + 1;
		compare(test, &l);
	}
	for (l.mss = 1333; l.mss < 1350; l.mss++) {
		l.payload = 4001;
		compare(test, &l);
	}
}

static void paged(struct kunit *test)
{
	struct large l = { .mss = 1448, .tcp_options = 12, .flags = 0x10, .payload = 34001,
			   .page = 2001 };

	compare(test, &l);		/* headers alone in front */
	l.linear = 999;
	compare(test, &l);
	l.ipv6 = true;
	compare(test, &l);
}

static void udp(struct kunit *test)
{
	struct large l = { .udp = true, .mss = 1200, .payload = 12000, .linear = 12000,
			   .page = 4096, .id = 5 };

	compare(test, &l);
	l.payload = 12001;
	compare(test, &l);
	l.ipv6 = true;
	compare(test, &l);
	l.mss = 333;
	l.linear = 0;
	compare(test, &l);
}

/* 0 means that there is none: what comes out as 0 is sent as its other form. */
static void udp_sum_is_never_0(struct kunit *test)
{
	struct large l = { .udp = true, .mss = 1000, .payload = 2 };
	struct segment_fixture *f = test->priv;
	u32 length = make_packet(test, &l), i;

	for (i = 0; i < 0x10000; i++) {
		BePut16(f->packet + 28, i);
		KUNIT_ASSERT_TRUE(test, SegmentChecksum(f->packet, length, FALSE, TRUE));
		if (!BeGet16(f->packet + 26))
			break;
	}
	KUNIT_EXPECT_EQ(test, i, 0x10000U);
}

static bool refuses(struct kunit *test, const u8 *packet, u32 available, u32 length, u32 mss)
{
	SEGMENTER s;

	return !SegmenterInit(&s, packet, available, length, mss);
}

static void what_cannot_be_cut(struct kunit *test)
{
	struct large l = { .mss = 1000, .payload = 3000, .tcp_options = 8 };
	struct segment_fixture *f = test->priv;
	u32 length = make_packet(test, &l), i;

	for (i = 0; i < 48; i++)
		KUNIT_EXPECT_TRUE(test, refuses(test, f->packet, i, length, 1000));
	KUNIT_EXPECT_FALSE(test, refuses(test, f->packet, 48, length, 1000));
	KUNIT_EXPECT_TRUE(test, refuses(test, f->packet, 48, 48, 1000));
	KUNIT_EXPECT_TRUE(test, refuses(test, f->packet, 120, length, 0));
	KUNIT_EXPECT_TRUE(test, refuses(test, f->packet, 120, LARGEST, 65535 - 47));
	KUNIT_EXPECT_FALSE(test, refuses(test, f->packet, 120, LARGEST, 65535 - 48));
	f->packet[6] = 0x20;		/* more fragments */
	KUNIT_EXPECT_TRUE(test, refuses(test, f->packet, 120, length, 1000));
	f->packet[6] = 0;
	f->packet[32] = 4 << 4;		/* a short TCP header */
	KUNIT_EXPECT_TRUE(test, refuses(test, f->packet, 120, length, 1000));
	f->packet[32] = 7 << 4;
	f->packet[9] = IPPROTO_ICMP;
	KUNIT_EXPECT_TRUE(test, refuses(test, f->packet, 120, length, 1000));
	f->packet[9] = IPPROTO_TCP;
	f->packet[0] = 0x44;
	KUNIT_EXPECT_TRUE(test, refuses(test, f->packet, 120, length, 1000));
	f->packet[0] = 0x55;
	KUNIT_EXPECT_TRUE(test, refuses(test, f->packet, 120, length, 1000));
}

/* Packets that are not cut: whatever was in the place of the sums. */
static void sums_of_whole_packets(struct kunit *test)
{
	struct large l = { .mss = 1500, .flags = 0x18, .tcp_options = 12 };
	struct segment_fixture *f = test->priv;
	u32 length, check, i;
	__wsum sum;

	for (i = 0; i < 200; i++) {
		l.payload = 1 + i * 7;
		l.ipv6 = i & 1;
		l.udp = i & 2;
		length = make_packet(test, &l);
		check = l3_length(&l) + (l.udp ? 6 : 16);
		f->packet[check] = i;
		if (!l.ipv6)
			f->packet[10] = ~i;
		KUNIT_ASSERT_TRUE(test, SegmentChecksum(f->packet, length, TRUE, TRUE));
		sum = csum_partial(f->packet + l3_length(&l), length - l3_length(&l), 0);
		if (l.ipv6)
			KUNIT_EXPECT_EQ(test, (u16)csum_ipv6_magic(
				&((struct ipv6hdr *)f->packet)->saddr,
				&((struct ipv6hdr *)f->packet)->daddr, length - 40,
				l.udp ? IPPROTO_UDP : IPPROTO_TCP, sum), 0);
		else
			KUNIT_EXPECT_EQ(test, (u16)csum_tcpudp_magic(
				((struct iphdr *)f->packet)->saddr,
				((struct iphdr *)f->packet)->daddr, length - 20,
				l.udp ? IPPROTO_UDP : IPPROTO_TCP, sum), 0);
		if (!l.ipv6)
			KUNIT_EXPECT_EQ(test, (u16)ip_fast_csum(f->packet, 5), 0);
	}
}

static void sums_only_where_asked(struct kunit *test)
{
	struct large l = { .mss = 1500, .payload = 100 };
	struct segment_fixture *f = test->priv;
	u32 length = make_packet(test, &l);

	f->packet[10] ^= 0x55;
	f->packet[36] ^= 0x55;
	memcpy(f->segment, f->packet, length);
	KUNIT_EXPECT_TRUE(test, SegmentChecksum(f->packet, length, FALSE, FALSE));
	KUNIT_EXPECT_EQ(test, memcmp(f->segment, f->packet, length), 0);
	KUNIT_EXPECT_TRUE(test, SegmentChecksum(f->packet, length, TRUE, FALSE));
	KUNIT_EXPECT_EQ(test, memcmp(f->segment + 12, f->packet + 12, length - 12), 0);
	KUNIT_EXPECT_EQ(test, (u16)ip_fast_csum(f->packet, 5), 0);
	f->packet[9] = IPPROTO_ICMP;
	KUNIT_EXPECT_FALSE(test, SegmentChecksum(f->packet, length, FALSE, TRUE));
	KUNIT_EXPECT_FALSE(test, SegmentChecksum(f->packet, 12, TRUE, TRUE));
}

static struct kunit_case segment_cases[] = {
	KUNIT_CASE(tcp_over_ipv4),
	KUNIT_CASE(tcp_over_ipv6),
	KUNIT_CASE(options),
	KUNIT_CASE(flags),
	KUNIT_CASE(numbers_wrap),
	KUNIT_CASE(odd_lengths),
	KUNIT_CASE(paged),
	KUNIT_CASE(udp),
	KUNIT_CASE(udp_sum_is_never_0),
	KUNIT_CASE(what_cannot_be_cut),
	KUNIT_CASE(sums_of_whole_packets),
	KUNIT_CASE(sums_only_where_asked),
	{}
};

static struct kunit_suite segment_suite = {
	.name = "mbim_usb_segment",
	.init = segment_test_init,
	.test_cases = segment_cases,
};

kunit_test_suite(segment_suite);

MODULE_LICENSE("GPL");
