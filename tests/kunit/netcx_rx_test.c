// SPDX-License-Identifier: GPL-2.0
/*
 * Received packets in the memory that they came in: which go up as they are, what
 * they are charged, and that nobody waits for whoever has them. The client is
 * netcx_mock.h; what it indicates lies in pages as continuous readers have them, or
 * in memory of its own.
 */
#include <kunit/test.h>
#include <linux/ip.h>
#include <linux/mm.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/ip.h>
#include <net/sch_generic.h>
#include <net/tcp.h>

#include "netadapter/linux/linux.h"
#include "netcx_mock.h"
#include "nt/rx_page.h"
#include "wait_for.h"

#define RX_BLOCK	16384
#define SEGMENT		1400
/* As many as a block holds, with what an NTB needs besides. */
#define SEGMENTS	11
#define SKBS_MAX	64
/* rx_keep.c's */
#define RX_KEEP_DEFAULT	500

static struct rx_fixture {
	struct net_device *dev;
	bool loaded;
	struct page *page;
	u8 *block;
	u32 used;		/* bytes of it */
	u16 port;		/* of segments that are made */
	bool push;		/* likewise */
	struct packet_type tap;
	atomic_t count;
	struct sk_buff *skbs[SKBS_MAX];	/* what came, kept like in a socket */
} fx;

static int rx_tapped(struct sk_buff *skb, struct net_device *dev, struct packet_type *pt,
		     struct net_device *orig)
{
	int n = atomic_read(&fx.count);

	/* The stack's own packets have other addresses. */
	if (skb->pkt_type == PACKET_OUTGOING || ip_hdr(skb)->saddr != htonl(0xc0000201) ||
	    n == SKBS_MAX) {
		kfree_skb(skb);
		return 0;
	}
	fx.skbs[n] = skb;
	atomic_inc(&fx.count);
	return 0;
}

/* ---- packets ---- */

static void rx_ip(struct iphdr *ip, u32 len, u8 protocol, u32 number)
{
	memset(ip, 0, sizeof(*ip));
	ip->version = 4;
	ip->ihl = 5;
	ip->protocol = protocol;
	ip->frag_off = htons(IP_DF);
	ip->ttl = 64;
	ip->id = htons(number);
	ip->tot_len = htons(len);
	ip->saddr = htonl(0xc0000201);
	ip->daddr = htonl(0xc0000202);
	ip_send_check(ip);
}

/* TCP segment @number of a stream; with @good its checksum is right, and GRO merges it. */
static void rx_tcp(u8 *data, u32 len, u32 number, bool good)
{
	struct iphdr *ip = (struct iphdr *)data;
	struct tcphdr *tcp = (struct tcphdr *)(data + 20);
	u32 i;

	rx_ip(ip, len, IPPROTO_TCP, number);
	memset(tcp, 0, sizeof(*tcp));
	tcp->source = htons(80);
	tcp->dest = htons(40000 + fx.port);
	tcp->psh = fx.push;
	tcp->seq = htonl(number * (len - 40));
	tcp->ack = 1;
	tcp->doff = 5;
	tcp->window = htons(1000);
	for (i = 40; i < len; i++)
		data[i] = (u8)(number + i);
	tcp->check = tcp_v4_check(len - 20, ip->saddr, ip->daddr,
				  csum_partial(tcp, len - 20, 0));
	if (!good)
		tcp->check = ~tcp->check;
}

static void rx_udp(u8 *data, u32 len, u32 number)
{
	struct udphdr *udp = (struct udphdr *)(data + 20);
	u32 i;

	rx_ip((struct iphdr *)data, len, IPPROTO_UDP, number);
	udp->source = htons(53);
	udp->dest = htons(40000);
	udp->len = htons(len - 20);
	udp->check = 0;
	for (i = 28; i < len; i++)
		data[i] = (u8)(number + i);
}

/* @data is received, when rx_go() says so. */
static void rx_queue(u8 *data, u32 len)
{
	unsigned long flags;

	spin_lock_irqsave(&mock.lock, flags);
	mock.rx[mock.rx_tail++] = (struct mock_rx) { .data = data, .len = len };
	spin_unlock_irqrestore(&mock.lock, flags);
}

static void rx_go(void)
{
	NetRxQueueNotifyMoreReceivedPacketsAvailable(mock.rxq);
}

/* The next bytes of the block. */
static u8 *rx_room(u32 len)
{
	u8 *at = fx.block + fx.used;

	fx.used += ALIGN(len, 4);
	return at;
}

static void rx_queue_tcp(u32 count, u32 len, bool good)
{
	u32 i;

	for (i = 0; i < count; i++) {
		u8 *at = rx_room(len);

		rx_tcp(at, len, i, good);
		rx_queue(at, len);
	}
}

/* ---- fixture ---- */

static int rx_start(struct kunit *test)
{
	int err;

	memset(&mock, 0, sizeof(mock));
	memset(&fx, 0, sizeof(fx));
	spin_lock_init(&mock.lock);
	fx.page = nt_rx_page_alloc(RX_BLOCK);
	KUNIT_ASSERT_NOT_NULL(test, fx.page);
	fx.block = page_address(fx.page);

	KUNIT_ASSERT_EQ(test, nt_module_load(&mock_module), 0);
	fx.loaded = true;
	KUNIT_ASSERT_TRUE(test, WAIT_FOR((fx.dev = cx_adapter_netdev_get(mock.adapter)) != NULL));
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(fx.dev->reg_state == NETREG_REGISTERED));
	rtnl_lock();
	err = dev_open(fx.dev, NULL);
	rtnl_unlock();
	KUNIT_ASSERT_EQ(test, err, 0);
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(!qdisc_tx_is_noop(fx.dev)));
	fx.tap.type = htons(ETH_P_IP);
	fx.tap.dev = fx.dev;
	fx.tap.func = rx_tapped;
	dev_add_pack(&fx.tap);
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(atomic_read(&mock.rx_armed)));
	return 0;
}

/* Nothing stays with GRO, however fast polls follow each other. */
static int rx_init(struct kunit *test)
{
	netcx_keep_usecs = 0;
	return rx_start(test);
}

static void rx_unload(void)
{
	if (fx.dev) {
		dev_remove_pack(&fx.tap);
		dev_put(fx.dev);
		fx.dev = NULL;
	}
	if (fx.loaded)
		nt_module_unload(&mock_module);
	fx.loaded = false;
}

static void rx_free_skbs(void)
{
	int i;

	for (i = 0; i < atomic_read(&fx.count); i++)
		kfree_skb(fx.skbs[i]);
	atomic_set(&fx.count, 0);
}

static void rx_exit(struct kunit *test)
{
	netcx_keep_usecs = RX_KEEP_DEFAULT;
	rx_unload();
	rx_free_skbs();
	if (fx.page)
		put_page(fx.page);
}

/* ---- what came ---- */

/* Bytes [from, from + len) of the IP packet @skb are those at @want. */
static bool rx_same(struct sk_buff *skb, int from, const u8 *want, int len)
{
	u8 *data = kmalloc(len, GFP_KERNEL);
	bool same;

	if (!data)
		return false;
	same = !skb_copy_bits(skb, from, data, len) && !memcmp(data, want, len);
	kfree(data);
	return same;
}

static bool rx_in_page(struct sk_buff *skb, struct page *page)
{
	return skb_shinfo(skb)->nr_frags && skb_frag_page(&skb_shinfo(skb)->frags[0]) == page;
}

static unsigned int rx_truesize(void)
{
	unsigned int i, sum = 0;

	for (i = 0; i < atomic_read(&fx.count); i++)
		sum += fx.skbs[i]->truesize;
	return sum;
}

/* What stock cdc_mbim's sk_buffs are charged for the same. */
static unsigned int rx_stock(u32 count, u32 len)
{
	return count * SKB_TRUESIZE(SKB_DATA_ALIGN(NET_SKB_PAD + ETH_HLEN + len));
}

static void rx_expect(struct kunit *test, int count)
{
	rx_go();
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(atomic_read(&fx.count) == count));
}

static void full_block_goes_up_in_place(struct kunit *test)
{
	u32 i;

	rx_queue_tcp(SEGMENTS, SEGMENT, false);
	rx_expect(test, SEGMENTS);
	for (i = 0; i < SEGMENTS; i++) {
		KUNIT_EXPECT_TRUE(test, rx_in_page(fx.skbs[i], fx.page));
		/* the headers, and no more: GRO takes the rest as it is */
		KUNIT_EXPECT_EQ(test, skb_headlen(fx.skbs[i]), 40u);
		KUNIT_EXPECT_TRUE(test, rx_same(fx.skbs[i], 0, fx.block + i * SEGMENT, SEGMENT));
		/* the client's at once */
		KUNIT_EXPECT_EQ(test, mock.rx_returned[i], 1u);
	}
	KUNIT_EXPECT_EQ(test, page_ref_count(fx.page), 1 + SEGMENTS);
	rx_free_skbs();
	KUNIT_EXPECT_EQ(test, page_ref_count(fx.page), 1);
}

static void block_is_charged_as_a_whole(struct kunit *test)
{
	unsigned int heads, i;

	rx_queue_tcp(SEGMENTS, SEGMENT, false);
	rx_expect(test, SEGMENTS);
	heads = SEGMENTS * SKB_TRUESIZE(skb_end_offset(fx.skbs[0]));
	KUNIT_EXPECT_GE(test, rx_truesize() - heads, (unsigned int)RX_BLOCK);
	/* and shared fairly */
	for (i = 0; i < SEGMENTS; i++)
		KUNIT_EXPECT_LE(test, fx.skbs[i]->truesize - heads / SEGMENTS,
				RX_BLOCK / SEGMENTS + 1u);
}

/* A device may list the same bytes again and again: who decrypts in place must not. */
static void bytes_listed_twice_are_shared(struct kunit *test)
{
	u8 *at = rx_room(SEGMENT);
	u32 i;

	rx_tcp(at, SEGMENT, 0, false);
	for (i = 0; i < 2 * SEGMENTS; i++)
		rx_queue(at, SEGMENT);
	rx_expect(test, 2 * SEGMENTS);
	for (i = 0; i < 2 * SEGMENTS; i++) {
		KUNIT_EXPECT_TRUE(test, rx_in_page(fx.skbs[i], fx.page));
		KUNIT_EXPECT_TRUE(test, skb_has_shared_frag(fx.skbs[i]));
		KUNIT_EXPECT_GE(test, fx.skbs[i]->truesize,
				(unsigned int)SKB_TRUESIZE(skb_end_offset(fx.skbs[i])) +
				fx.skbs[i]->data_len);
	}
}

static void segments_are_merged_in_place(struct kunit *test)
{
	struct sk_buff *skb;
	u32 i;

	rx_queue_tcp(SEGMENTS, SEGMENT, true);
	rx_expect(test, 1);
	skb = fx.skbs[0];
	KUNIT_EXPECT_EQ(test, skb->len, 40 + SEGMENTS * (SEGMENT - 40u));
	KUNIT_EXPECT_EQ(test, skb_shinfo(skb)->nr_frags, SEGMENTS);
	KUNIT_EXPECT_FALSE(test, skb_has_frag_list(skb));
	for (i = 0; i < SEGMENTS; i++)
		KUNIT_EXPECT_TRUE(test, rx_same(skb, 40 + i * (SEGMENT - 40),
						fx.block + i * SEGMENT + 40, SEGMENT - 40));
	KUNIT_EXPECT_GE(test, skb->truesize, (unsigned int)RX_BLOCK);
	KUNIT_EXPECT_LE(test, skb->truesize, rx_stock(SEGMENTS, SEGMENT));
}

/* GRO sums segments up, and would for nothing. */
static void lone_segment_goes_past_gro(struct kunit *test)
{
	rx_queue_tcp(1, SEGMENT, true);
	rx_expect(test, 1);
	KUNIT_EXPECT_EQ(test, (u32)fx.skbs[0]->ip_summed, (u32)CHECKSUM_NONE);
	KUNIT_EXPECT_TRUE(test, rx_same(fx.skbs[0], 0, fx.block, SEGMENT));
	rx_free_skbs();

	rx_queue_tcp(SEGMENTS - 1, SEGMENT, true);
	rx_expect(test, 1);
	KUNIT_EXPECT_EQ(test, fx.skbs[0]->len, 40 + (SEGMENTS - 1) * (SEGMENT - 40u));
}

static void short_packets_are_copied(struct kunit *test)
{
	u32 i;

	rx_queue_tcp(40, 256, false);
	rx_expect(test, 40);
	for (i = 0; i < 40; i++)
		KUNIT_EXPECT_EQ(test, skb_shinfo(fx.skbs[i])->nr_frags, 0);
	KUNIT_EXPECT_EQ(test, page_ref_count(fx.page), 1);
	KUNIT_EXPECT_LE(test, rx_truesize(), rx_stock(40, 256));
}

/* One packet must not keep 16 KB that it is not charged for. */
static void block_with_little_in_it_is_copied(struct kunit *test)
{
	rx_queue_tcp(1, SEGMENT, false);
	rx_expect(test, 1);
	KUNIT_EXPECT_EQ(test, skb_shinfo(fx.skbs[0])->nr_frags, 0);
	KUNIT_EXPECT_TRUE(test, rx_same(fx.skbs[0], 0, fx.block, SEGMENT));
	KUNIT_EXPECT_EQ(test, page_ref_count(fx.page), 1);
	KUNIT_EXPECT_LE(test, rx_truesize(), rx_stock(1, SEGMENT));
}

/* Datagrams keep an sk_buff each: more memory than copies need. */
static void datagrams_take_no_more_than_copies(struct kunit *test)
{
	u32 i;

	for (i = 0; i < SEGMENTS; i++) {
		u8 *at = rx_room(SEGMENT);

		rx_udp(at, SEGMENT, i);
		rx_queue(at, SEGMENT);
	}
	rx_expect(test, SEGMENTS);
	for (i = 0; i < SEGMENTS; i++)
		KUNIT_EXPECT_TRUE(test, rx_same(fx.skbs[i], 0, fx.block + i * SEGMENT, SEGMENT));
	KUNIT_EXPECT_LE(test, rx_truesize(), rx_stock(SEGMENTS, SEGMENT));
}

/* The block's packets, @len bytes each, as a client says that it holds them. */
static void rx_say(u32 count, u32 len)
{
	u32 piece[1][2], i;

	for (i = 0; i < count; i++) {
		piece[0][0] = i * ALIGN(len, 4);
		piece[0][1] = len;
		nt_rx_block_holds(fx.block, piece, 1);
	}
}

/* The others go to other queues. */
static void packet_of_a_full_block_goes_up_in_place(struct kunit *test)
{
	unsigned int charge;

	rx_queue_tcp(SEGMENTS, SEGMENT, false);
	mock.rx_tail = 1;
	rx_say(SEGMENTS, SEGMENT);
	rx_expect(test, 1);
	KUNIT_EXPECT_TRUE(test, rx_in_page(fx.skbs[0], fx.page));
	charge = fx.skbs[0]->truesize - SKB_TRUESIZE(skb_end_offset(fx.skbs[0]));
	KUNIT_EXPECT_GE(test, charge * SEGMENTS, (unsigned int)RX_BLOCK);
	KUNIT_EXPECT_LE(test, charge, RX_BLOCK / SEGMENTS + 1u);
}

/* What is copied anyway bears no part of the page. */
static void short_packets_bear_no_part(struct kunit *test)
{
	unsigned int charge;

	rx_queue_tcp(SEGMENTS, SEGMENT, false);
	mock.rx_tail = 1;
	rx_say(SEGMENTS, SEGMENT);
	rx_say(200, 64);
	rx_expect(test, 1);
	KUNIT_EXPECT_TRUE(test, rx_in_page(fx.skbs[0], fx.page));
	charge = fx.skbs[0]->truesize - SKB_TRUESIZE(skb_end_offset(fx.skbs[0]));
	KUNIT_EXPECT_GE(test, charge * SEGMENTS, (unsigned int)RX_BLOCK);
}

/* It is the client's word that counts, up to the next time that something is read. */
static void what_was_said_is_forgotten(struct kunit *test)
{
	rx_queue_tcp(SEGMENTS, SEGMENT, false);
	mock.rx_tail = 1;
	rx_say(SEGMENTS, SEGMENT);
	nt_rx_page_forget(fx.page);
	rx_expect(test, 1);
	KUNIT_EXPECT_EQ(test, skb_shinfo(fx.skbs[0])->nr_frags, 0);
	rx_free_skbs();

	rx_say(1, SEGMENT);
	mock.rx_tail = 2;
	rx_expect(test, 1);
	KUNIT_EXPECT_EQ(test, skb_shinfo(fx.skbs[0])->nr_frags, 0);
	rx_say(SEGMENTS - 1, SEGMENT);
	mock.rx_tail = 3;
	rx_expect(test, 2);
	KUNIT_EXPECT_TRUE(test, rx_in_page(fx.skbs[1], fx.page));
}

/* Memory that is not a reader's has nothing to say it to. */
static void only_of_marked_pages_something_is_said(struct kunit *test)
{
	static const u32 piece[1][2] = { { 0, SEGMENT } };
	u8 *own = kzalloc(RX_BLOCK, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, own);
	nt_rx_block_holds(own, piece, 1);
	nt_rx_block_holds(NULL, piece, 1);
	kfree(own);
}

/* Long and short ones of one block, then of another: in their order. */
static void order_is_kept(struct kunit *test)
{
	static const u32 lengths[] = { 1400, 60, 1400, 1400, 1400, 200, 1400, 1400, 1400, 100,
				       1400, 1400, 1400, 1400 };
	struct page *other = nt_rx_page_alloc(RX_BLOCK);
	u32 i, j, in_place = 0;
	u8 *at;

	KUNIT_ASSERT_NOT_NULL(test, other);
	for (i = 0; i < ARRAY_SIZE(lengths); i++) {
		at = rx_room(lengths[i]);
		rx_tcp(at, lengths[i], i, false);
		rx_queue(at, lengths[i]);
	}
	/* it has room for no more than one of these */
	at = page_address(other);
	rx_tcp(at, 1000, i, false);
	rx_queue(at, 1000);
	rx_expect(test, ARRAY_SIZE(lengths) + 1);
	for (i = j = 0; i < ARRAY_SIZE(lengths); i++) {
		KUNIT_EXPECT_TRUE(test, rx_same(fx.skbs[i], 0, fx.block + j, lengths[i]));
		KUNIT_EXPECT_EQ(test, rx_in_page(fx.skbs[i], fx.page), lengths[i] > 256);
		in_place += rx_in_page(fx.skbs[i], fx.page);
		j += ALIGN(lengths[i], 4);
	}
	KUNIT_EXPECT_EQ(test, in_place, (u32)SEGMENTS);
	KUNIT_EXPECT_TRUE(test, rx_same(fx.skbs[i], 0, at, 1000));
	KUNIT_EXPECT_EQ(test, page_ref_count(other), 1);
	put_page(other);
}

static void clients_own_memory_is_copied(struct kunit *test)
{
	u8 *own = kmalloc(RX_BLOCK, GFP_KERNEL), *at = own;
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, own);
	for (i = 0; i < SEGMENTS; i++, at += SEGMENT) {
		rx_tcp(at, SEGMENT, i, false);
		rx_queue(at, SEGMENT);
	}
	rx_expect(test, SEGMENTS);
	memset(own, 0, RX_BLOCK);
	for (i = 0; i < SEGMENTS; i++) {
		KUNIT_EXPECT_EQ(test, skb_shinfo(fx.skbs[i])->nr_frags, 0);
		rx_tcp(own, SEGMENT, i, false);
		KUNIT_EXPECT_TRUE(test, rx_same(fx.skbs[i], 0, own, SEGMENT));
	}
	kfree(own);
}

/* Nor is a page that only looks like one of ours. */
static void unmarked_page_is_copied(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_COMP, get_order(RX_BLOCK));
	u8 *at;
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, page);
	at = page_address(page);
	for (i = 0; i < SEGMENTS; i++, at += SEGMENT) {
		rx_tcp(at, SEGMENT, i, false);
		rx_queue(at, SEGMENT);
	}
	rx_expect(test, SEGMENTS);
	KUNIT_EXPECT_EQ(test, page_ref_count(page), 1);
	__free_pages(page, get_order(RX_BLOCK));
}

/* However long somebody keeps what he got, nobody else is given the memory. */
static void copies_stay_as_they_are(struct kunit *test)
{
	u8 *own = kmalloc_array(10, SEGMENT, GFP_KERNEL);
	struct sk_buff *kept[10];
	unsigned long flags;
	u32 i, round;

	KUNIT_ASSERT_NOT_NULL(test, own);
	for (round = 0; round < 20; round++) {
		for (i = 0; i < 40; i++) {
			u8 *at = own + (i % 10) * SEGMENT;

			rx_udp(at, SEGMENT, round + i % 10);
			rx_queue(at, SEGMENT);
		}
		rx_expect(test, 40);
		for (i = 0; !round && i < ARRAY_SIZE(kept); i++)
			kept[i] = skb_get(fx.skbs[i]);
		rx_free_skbs();
		spin_lock_irqsave(&mock.lock, flags);
		mock.rx_head = 0;
		mock.rx_tail = 0;
		spin_unlock_irqrestore(&mock.lock, flags);
	}
	for (i = 0; i < ARRAY_SIZE(kept); i++) {
		rx_udp(own, SEGMENT, i);
		KUNIT_EXPECT_EQ(test, skb_shinfo(kept[i])->nr_frags, 0);
		KUNIT_EXPECT_TRUE(test, rx_same(kept[i], 0, own, SEGMENT));
		kfree_skb(kept[i]);
	}
	kfree(own);
}

static void unread_packets_hold_nobody_up(struct kunit *test)
{
	u32 i;

	rx_queue_tcp(SEGMENTS, SEGMENT, false);
	rx_expect(test, SEGMENTS);
	rx_unload();
	/* its reader is gone */
	put_page(fx.page);
	for (i = 0; i < SEGMENTS; i++)
		KUNIT_EXPECT_TRUE(test, rx_same(fx.skbs[i], 0, fx.block + i * SEGMENT, SEGMENT));
	KUNIT_EXPECT_EQ(test, page_ref_count(fx.page), SEGMENTS);
	rx_free_skbs();
	fx.page = NULL;
}

static void statistics_count_every_packet(struct kunit *test)
{
	struct rtnl_link_stats64 stats;

	rx_queue_tcp(SEGMENTS, SEGMENT, false);
	rx_queue_tcp(3, 100, false);
	rx_expect(test, SEGMENTS + 3);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR((dev_get_stats(fx.dev, &stats),
					  stats.rx_packets == SEGMENTS + 3)));
	KUNIT_EXPECT_EQ(test, stats.rx_bytes, (u64)SEGMENTS * SEGMENT + 300);
}

/* ---- from poll to poll ---- */

/* So long that no two polls are far apart, whatever the machine does. */
static int rx_init_keeping(struct kunit *test)
{
	netcx_keep_usecs = 3600 * USEC_PER_SEC;
	return rx_start(test);
}

/* The group's poll is over, to its last instruction. */
static bool rx_idle(void)
{
	struct netcx_adapter *adapter = container_of((struct wdf_object *)mock.adapter,
						     struct netcx_adapter, base);

	return atomic_read(&mock.rx_armed) &&
	       !(READ_ONCE(adapter->dev->rx_group->napi.state) & NAPIF_STATE_SCHED);
}

/* A poll for one segment. */
static void rx_poll_one(struct kunit *test, u32 number, u32 len)
{
	u8 *at = rx_room(len);
	unsigned int before = mock.rx_head;

	rx_tcp(at, len, number, true);
	rx_queue(at, len);
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(rx_idle()));
	rx_go();
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(mock.rx_head != before && rx_idle()));
}

/* Polls until GRO keeps what comes. How many segments: they went up. */
static u32 rx_until_kept(struct kunit *test)
{
	u32 i;

	for (i = 0; i <= NETCX_KEEP_CLOSE; i++)
		rx_poll_one(test, i, 200);
	KUNIT_ASSERT_EQ(test, atomic_read(&fx.count), NETCX_KEEP_CLOSE + 1);
	return i;
}

static void rx_close(void)
{
	rtnl_lock();
	dev_close(fx.dev);
	rtnl_unlock();
}

static void bulk_is_merged_from_poll_to_poll(struct kunit *test)
{
	u32 first = rx_until_kept(test), i;

	for (i = 0; i < 5; i++)
		rx_poll_one(test, first + i, 200);
	KUNIT_EXPECT_EQ(test, (u32)atomic_read(&fx.count), first);
	/* nothing is left behind */
	rx_close();
	KUNIT_ASSERT_EQ(test, (u32)atomic_read(&fx.count), first + 1);
	KUNIT_EXPECT_EQ(test, fx.skbs[first]->len, 40 + 5 * 160u);
}

static void what_is_pushed_waits_for_nothing(struct kunit *test)
{
	u32 first = rx_until_kept(test);

	rx_poll_one(test, first, 200);
	rx_poll_one(test, first + 1, 200);
	KUNIT_EXPECT_EQ(test, (u32)atomic_read(&fx.count), first);
	fx.push = true;
	rx_poll_one(test, first + 2, 200);
	KUNIT_ASSERT_EQ(test, (u32)atomic_read(&fx.count), first + 1);
	KUNIT_EXPECT_EQ(test, fx.skbs[first]->len, 40 + 3 * 160u);
}

/* More of them than GRO keeps in one list. */
static void flows_do_not_push_each_other_out(struct kunit *test)
{
	u32 first = rx_until_kept(test), i;

	for (i = 0; i < 2 * SEGMENTS; i++) {
		fx.port = 1 + i % SEGMENTS;
		rx_poll_one(test, first + i / SEGMENTS, 200);
	}
	KUNIT_EXPECT_EQ(test, (u32)atomic_read(&fx.count), first);
	rx_close();
	KUNIT_ASSERT_EQ(test, (u32)atomic_read(&fx.count), first + SEGMENTS);
	for (i = 0; i < SEGMENTS; i++)
		KUNIT_EXPECT_EQ(test, fx.skbs[first + i]->len, 40 + 2 * 160u);
}

static u32 rx_bytes(void)
{
	u32 sum = 0;
	int i;

	for (i = 0; i < atomic_read(&fx.count); i++)
		sum += fx.skbs[i]->len - 40;
	return sum;
}

/* Whatever was kept of it. */
static void nothing_waits_for_long(struct kunit *test)
{
	u32 i;

	rx_unload();
	rx_free_skbs();
	put_page(fx.page);
	netcx_keep_usecs = 200 * USEC_PER_MSEC;
	KUNIT_ASSERT_EQ(test, rx_start(test), 0);
	for (i = 0; i < 20; i++)
		rx_poll_one(test, i, 200);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(rx_bytes() == 20 * 160));
}

/* What never pauses leaves no moment at which nobody polls. */
static void flood_does_not_keep_an_interface_up(struct kunit *test)
{
	u32 first = rx_until_kept(test);
	unsigned int before = mock.rx_advances;

	mock.rx_flood = true;
	rx_go();
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(mock.rx_advances > before + 100));
	rx_close();
	before = mock.rx_advances;
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(mock.rx_advances > before + 100));
	mock.rx_flood = false;
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(rx_idle()));
	KUNIT_EXPECT_GT(test, (u32)atomic_read(&fx.count), first);
}

static struct kunit_case keep_cases[] = {
	KUNIT_CASE(bulk_is_merged_from_poll_to_poll),
	KUNIT_CASE(what_is_pushed_waits_for_nothing),
	KUNIT_CASE(flows_do_not_push_each_other_out),
	KUNIT_CASE(flood_does_not_keep_an_interface_up),
	KUNIT_CASE(nothing_waits_for_long),
	{ }
};

static struct kunit_suite keep_suite = {
	.name = "ndis_shim_netcx_keep",
	.init = rx_init_keeping,
	.exit = rx_exit,
	.test_cases = keep_cases,
};

static struct kunit_case rx_cases[] = {
	KUNIT_CASE(full_block_goes_up_in_place),
	KUNIT_CASE(block_is_charged_as_a_whole),
	KUNIT_CASE(bytes_listed_twice_are_shared),
	KUNIT_CASE(segments_are_merged_in_place),
	KUNIT_CASE(lone_segment_goes_past_gro),
	KUNIT_CASE(short_packets_are_copied),
	KUNIT_CASE(block_with_little_in_it_is_copied),
	KUNIT_CASE(datagrams_take_no_more_than_copies),
	KUNIT_CASE(packet_of_a_full_block_goes_up_in_place),
	KUNIT_CASE(short_packets_bear_no_part),
	KUNIT_CASE(what_was_said_is_forgotten),
	KUNIT_CASE(only_of_marked_pages_something_is_said),
	KUNIT_CASE(order_is_kept),
	KUNIT_CASE(clients_own_memory_is_copied),
	KUNIT_CASE(unmarked_page_is_copied),
	KUNIT_CASE(copies_stay_as_they_are),
	KUNIT_CASE(unread_packets_hold_nobody_up),
	KUNIT_CASE(statistics_count_every_packet),
	{ }
};

static struct kunit_suite rx_suite = {
	.name = "ndis_shim_netcx_rx",
	.init = rx_init,
	.exit = rx_exit,
	.test_cases = rx_cases,
};

kunit_test_suites(&rx_suite, &keep_suite);

MODULE_IMPORT_NS(NDIS_SHIM);
MODULE_IMPORT_NS(NDIS_SHIM_INTERNAL);
MODULE_IMPORT_NS(EXPORTED_FOR_KUNIT_TESTING);
MODULE_LICENSE("GPL");
