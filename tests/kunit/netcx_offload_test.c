// SPDX-License-Identifier: GPL-2.0
/*
 * Offloads: what a client says that it can do becomes the interface's features,
 * what user space switches becomes the client's, and what a packet needs or what
 * is known of it is beside the packet.
 */
#include "netcx_ether_mock.h"

#include <linux/if_vlan.h>
#include <linux/ip.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/ip.h>

#define TX	BIT(0)
#define RX	BIT(1)
#define SEGMENT	BIT(2)
#define TAG	BIT(3)
#define RSC	BIT(4)
#define OLD	BIT(5)

/* What the case's client can do. */
static struct {
	unsigned int what;
	u32 l3, l4;
	u16 limit;
	SIZE_T segments;
	SIZE_T largest;
} can;

/* What it was told. */
static struct {
	unsigned int tx, rx, gso, rsc, old_sum, old_lso;
	BOOLEAN tx_tcp, tx_udp, tx_ipv4, rx_tcp, lso4, lso6, uso4, rsc4, time;
	bool before_queues;
	NETOFFLOAD handle;
} told;

static VOID set_tx(NETADAPTER adapter, NETOFFLOAD offload)
{
	told.before_queues = !told.tx && !ether.trace[0];
	told.tx_ipv4 = NetOffloadIsTxChecksumIPv4Enabled(offload);
	told.tx_tcp = NetOffloadIsTxChecksumTcpEnabled(offload);
	told.tx_udp = NetOffloadIsTxChecksumUdpEnabled(offload);
	told.handle = offload;
	WRITE_ONCE(told.tx, told.tx + 1);
}

static VOID set_rx(NETADAPTER adapter, NETOFFLOAD offload)
{
	told.rx_tcp = NetOffloadIsRxChecksumTcpEnabled(offload) &&
		      NetOffloadIsRxChecksumUdpEnabled(offload) &&
		      NetOffloadIsRxChecksumIPv4Enabled(offload);
	WRITE_ONCE(told.rx, told.rx + 1);
}

static VOID set_gso(NETADAPTER adapter, NETOFFLOAD offload)
{
	told.lso4 = NetOffloadIsLsoIPv4Enabled(offload);
	told.lso6 = NetOffloadIsLsoIPv6Enabled(offload);
	told.uso4 = NetOffloadIsUsoIPv4Enabled(offload) && NetOffloadIsUsoIPv6Enabled(offload);
	WRITE_ONCE(told.gso, told.gso + 1);
}

static VOID set_rsc(NETADAPTER adapter, NETOFFLOAD offload)
{
	told.rsc4 = NetOffloadIsTcpRscIPv4Enabled(offload) &&
		    NetOffloadIsTcpRscIPv6Enabled(offload) &&
		    !NetOffloadIsUdpRscIPv4Enabled(offload) &&
		    !NetOffloadIsUdpRscIPv6Enabled(offload);
	told.time = NetOffloadIsRscTcpTimestampOptionEnabled(offload);
	WRITE_ONCE(told.rsc, told.rsc + 1);
}

static VOID set_old_sum(NETADAPTER adapter, NETOFFLOAD offload)
{
	told.tx_tcp = NetOffloadIsChecksumTcpEnabled(offload);
	told.tx_udp = NetOffloadIsChecksumUdpEnabled(offload);
	told.tx_ipv4 = NetOffloadIsChecksumIPv4Enabled(offload);
	told.old_sum++;
}

static VOID set_old_lso(NETADAPTER adapter, NETOFFLOAD offload)
{
	told.lso4 = NetOffloadIsLsoIPv4Enabled(offload);
	told.lso6 = NetOffloadIsLsoIPv6Enabled(offload);
	told.old_lso++;
}

static void prepare_old(NETADAPTER adapter)
{
	NET_ADAPTER_OFFLOAD_CHECKSUM_CAPABILITIES sum;
	NET_ADAPTER_OFFLOAD_LSO_CAPABILITIES lso;

	NET_ADAPTER_OFFLOAD_CHECKSUM_CAPABILITIES_INIT(&sum, FALSE, TRUE, FALSE, set_old_sum);
	NetAdapterOffloadSetChecksumCapabilities(adapter, &sum);
	NET_ADAPTER_OFFLOAD_LSO_CAPABILITIES_INIT(&lso, TRUE, FALSE, 32768, 2, set_old_lso);
	NetAdapterOffloadSetLsoCapabilities(adapter, &lso);
}

static void prepare(NETADAPTER adapter)
{
	NET_ADAPTER_OFFLOAD_TX_CHECKSUM_CAPABILITIES tx;
	NET_ADAPTER_OFFLOAD_RX_CHECKSUM_CAPABILITIES rx;
	NET_ADAPTER_OFFLOAD_GSO_CAPABILITIES gso;
	NET_ADAPTER_OFFLOAD_RSC_CAPABILITIES rsc;
	NET_ADAPTER_OFFLOAD_IEEE8021Q_TAG_CAPABILITIES tag;

	if (can.what & TX) {
		NET_ADAPTER_OFFLOAD_TX_CHECKSUM_CAPABILITIES_INIT(&tx, can.l3, set_tx);
		tx.Layer4Flags = can.l4;
		tx.Layer4HeaderOffsetLimit = can.limit;
		NetAdapterOffloadSetTxChecksumCapabilities(adapter, &tx);
	}
	if (can.what & RX) {
		NET_ADAPTER_OFFLOAD_RX_CHECKSUM_CAPABILITIES_INIT(&rx, set_rx);
		NetAdapterOffloadSetRxChecksumCapabilities(adapter, &rx);
	}
	if (can.what & SEGMENT) {
		NET_ADAPTER_OFFLOAD_GSO_CAPABILITIES_INIT(&gso, can.l3, can.l4, can.largest,
							  can.segments, set_gso);
		gso.Layer4HeaderOffsetLimit = can.limit;
		NetAdapterOffloadSetGsoCapabilities(adapter, &gso);
	}
	if (can.what & RSC) {
		NET_ADAPTER_OFFLOAD_RSC_CAPABILITIES_INIT(&rsc, can.l3, can.l4, set_rsc);
		rsc.TcpTimestampOption = TRUE;
		NetAdapterOffloadSetRscCapabilities(adapter, &rsc);
	}
	if (can.what & TAG) {
		NET_ADAPTER_OFFLOAD_IEEE8021Q_TAG_CAPABILITIES_INIT(
			&tag, NetAdapterOffloadIeee8021PriorityTaggingFlag |
			NetAdapterOffloadIeee8021VlanTaggingFlag);
		NetAdapterOffloadSetIeee8021qTagCapabilities(adapter, &tag);
	}
	if (can.what & OLD)
		prepare_old(adapter);
}

static int offload_test_init(struct kunit *test)
{
	memset(&told, 0, sizeof(told));
	memset(&can, 0, sizeof(can));
	can.l3 = NetAdapterOffloadLayer3FlagIPv4NoOptions |
		 NetAdapterOffloadLayer3FlagIPv4WithOptions |
		 NetAdapterOffloadLayer3FlagIPv6NoExtensions |
		 NetAdapterOffloadLayer3FlagIPv6WithExtensions;
	can.l4 = NetAdapterOffloadLayer4FlagTcpNoOptions |
		 NetAdapterOffloadLayer4FlagTcpWithOptions | NetAdapterOffloadLayer4FlagUdp;
	can.segments = 2;
	can.largest = 32768;
	ether_test_init(test);
	ether.prepare = prepare;
	ether.count_all = true;
	return 0;
}

static void load_up(struct kunit *test, unsigned int what)
{
	can.what = what;
	ether_load(test);
	KUNIT_ASSERT_EQ(test, ether_set_up(true), 0);
}

/* ---- frames ---- */

#define HEADERS	(ETH_HLEN + 20)

/* Ethernet, IPv4 and TCP or UDP with @payload bytes; from a port of its own. */
static u32 frame(u8 *data, bool udp, u32 payload)
{
	u32 l4 = udp ? sizeof(struct udphdr) : sizeof(struct tcphdr);
	struct iphdr *ip = (struct iphdr *)(data + ETH_HLEN);
	struct tcphdr *tcp = (struct tcphdr *)(data + HEADERS);
	struct udphdr *uh = (struct udphdr *)(data + HEADERS);
	u32 i;

	memset(data, 0, HEADERS + l4);
	eth_broadcast_addr(data);
	data[6] = 2;
	data[12] = ETH_P_IP >> 8;
	ip->version = 4;
	ip->ihl = 5;
	ip->protocol = udp ? IPPROTO_UDP : IPPROTO_TCP;
	ip->ttl = 1;
	ip->tot_len = htons(20 + l4 + payload);
	ip->saddr = htonl(0xc0000201);
	ip->daddr = htonl(0xc0000202);
	ip_send_check(ip);
	if (udp) {
		uh->source = htons(0x5a5a);
		uh->len = htons(l4 + payload);
	} else {
		tcp->source = htons(0x5a5a);
		tcp->doff = 5;
		tcp->ack = 1;
	}
	for (i = 0; i < payload; i++)
		data[HEADERS + l4 + i] = i;
	return HEADERS + l4 + payload;
}

static __sum16 pseudo(u32 len, u8 protocol)
{
	return ~csum_tcpudp_magic(htonl(0xc0000201), htonl(0xc0000202), len, protocol, 0);
}

static struct sk_buff *make(struct kunit *test, bool udp, u32 payload)
{
	struct sk_buff *skb = alloc_skb(2048, GFP_KERNEL);
	u32 len;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_reserve(skb, 32);
	len = frame(skb->data, udp, payload);
	skb_put(skb, len);
	skb->dev = ether_dev;
	skb->protocol = htons(ETH_P_IP);
	skb_reset_mac_header(skb);
	skb_set_network_header(skb, ETH_HLEN);
	skb_set_transport_header(skb, HEADERS);
	skb->ip_summed = CHECKSUM_PARTIAL;
	skb->csum_start = skb_headroom(skb) + HEADERS;
	if (udp) {
		skb->csum_offset = offsetof(struct udphdr, check);
		udp_hdr(skb)->check = pseudo(8 + payload, IPPROTO_UDP);
	} else {
		skb->csum_offset = offsetof(struct tcphdr, check);
		tcp_hdr(skb)->check = pseudo(20 + payload, IPPROTO_TCP);
	}
	return skb;
}

/* The @n th of our frames that was sent, or NULL. */
static struct ether_seen *sent(unsigned int n)
{
	struct ether_queue *q = &ether.tx[0];
	unsigned int i;

	for (i = 0; i < min_t(u32, READ_ONCE(q->count), ETHER_SEEN); i++) {
		if (q->seen[i].data[HEADERS] == 0x5a && q->seen[i].data[HEADERS + 1] == 0x5a &&
		    q->seen[i].data[12] == 8 && !n--)
			return &q->seen[i];
	}
	return NULL;
}

/* Is the checksum of a frame that was sent as it should be on a wire? */
static bool sum_is_good(const struct ether_seen *seen, bool udp)
{
	u32 len = seen->len - HEADERS;

	return !csum_fold(csum_partial(seen->data + HEADERS, len,
				       csum_tcpudp_nofold(htonl(0xc0000201), htonl(0xc0000202),
							  len, udp ? IPPROTO_UDP : IPPROTO_TCP,
							  0)));
}

/* ---- features ---- */

static void capabilities_are_features(struct kunit *test)
{
	netdev_features_t all = NETIF_F_IP_CSUM | NETIF_F_IPV6_CSUM | NETIF_F_RXCSUM |
				NETIF_F_TSO | NETIF_F_TSO6 | NETIF_F_GSO_UDP_L4 |
				NETIF_F_HW_VLAN_CTAG_TX | NETIF_F_HW_VLAN_CTAG_RX |
				NETIF_F_GRO_HW;

	load_up(test, TX | RX | SEGMENT | TAG | RSC);
	KUNIT_EXPECT_EQ(test, ether_dev->hw_features & all, all);
	KUNIT_EXPECT_EQ(test, ether_dev->features & all, all);
	KUNIT_EXPECT_EQ(test, ether_dev->gso_max_size, 32768U);
	KUNIT_EXPECT_EQ(test, told.tx + told.rx + told.gso + told.rsc, 4U);
	KUNIT_EXPECT_TRUE(test, told.before_queues);
	KUNIT_EXPECT_TRUE(test, told.tx_tcp && told.tx_udp && told.tx_ipv4 && told.rx_tcp);
	KUNIT_EXPECT_TRUE(test, told.lso4 && told.lso6 && told.uso4);
	KUNIT_EXPECT_TRUE(test, told.rsc4 && told.time);
	KUNIT_EXPECT_TRUE(test, ether.tx[0].sum.Enabled && ether.tx[0].gso.Enabled &&
			  ether.tx[0].tag.Enabled);
	KUNIT_EXPECT_TRUE(test, ether.rx[0].sum.Enabled && ether.rx[0].tag.Enabled &&
			  ether.rx[0].rsc.Enabled);
	KUNIT_EXPECT_FALSE(test, ether.rx[0].gso.Enabled || ether.tx[0].rsc.Enabled);
}

static void none_offered_none_there(struct kunit *test)
{
	netdev_features_t any = NETIF_F_CSUM_MASK | NETIF_F_RXCSUM | NETIF_F_ALL_TSO |
				NETIF_F_GSO_UDP_L4 | NETIF_F_HW_VLAN_CTAG_TX | NETIF_F_GRO_HW |
				NETIF_F_RXHASH;

	load_up(test, 0);
	KUNIT_EXPECT_EQ(test, ether_dev->hw_features & any, 0ULL);
	KUNIT_EXPECT_FALSE(test, ether.tx[0].sum.Enabled || ether.tx[0].gso.Enabled ||
			   ether.tx[0].tag.Enabled || ether.rx[0].sum.Enabled ||
			   ether.rx[0].hash.Enabled || ether.rx[0].rsc.Enabled);
}

static void older_structures(struct kunit *test)
{
	NET_EXTENSION lso;

	load_up(test, OLD);
	KUNIT_EXPECT_EQ(test, told.old_sum, 1U);
	KUNIT_EXPECT_EQ(test, told.old_lso, 1U);
	KUNIT_EXPECT_TRUE(test, told.tx_tcp && !told.tx_udp && !told.tx_ipv4);
	KUNIT_EXPECT_TRUE(test, told.lso4 && !told.lso6);
	KUNIT_EXPECT_TRUE(test, ether_dev->features & NETIF_F_TSO);
	KUNIT_EXPECT_FALSE(test, ether_dev->features & NETIF_F_TSO6);
	ether_open(&ether.tx[0], true, NET_PACKET_EXTENSION_LSO_NAME, NetExtensionTypePacket,
		   &lso);
	KUNIT_EXPECT_TRUE(test, lso.Enabled);
	KUNIT_EXPECT_PTR_EQ(test, (void *)NetExtensionGetPacketLso(&lso, 3),
			    (void *)NetExtensionGetPacketGso(&ether.tx[0].gso, 3));
}

static void change(netdev_features_t feature, bool on)
{
	rtnl_lock();
	if (on)
		ether_dev->wanted_features |= feature;
	else
		ether_dev->wanted_features &= ~feature;
	netdev_update_features(ether_dev);
	rtnl_unlock();
}

static void user_space_switches(struct kunit *test)
{
	load_up(test, TX | RX | SEGMENT);
	change(NETIF_F_RXCSUM, false);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(READ_ONCE(told.rx) == 2));
	KUNIT_EXPECT_FALSE(test, told.rx_tcp);
	change(NETIF_F_TSO, false);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(READ_ONCE(told.gso) == 2));
	KUNIT_EXPECT_TRUE(test, !told.lso4 && told.lso6 && told.uso4);
	change(NETIF_F_RXCSUM, true);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(READ_ONCE(told.rx) == 3));
	KUNIT_EXPECT_TRUE(test, told.rx_tcp);
	/* Nobody is told of what did not change. */
	KUNIT_EXPECT_EQ(test, told.tx, 1U);
}

/* ---- transmission ---- */

static void sum_is_left_to_the_client(struct kunit *test)
{
	load_up(test, TX);
	dev_direct_xmit(make(test, true, 100), 0);
	dev_direct_xmit(make(test, false, 100), 0);
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(sent(1)));
	KUNIT_EXPECT_TRUE(test, sent(0)->sum.Layer4 == NetPacketTxChecksumActionRequired);
	KUNIT_EXPECT_TRUE(test, sent(1)->sum.Layer4 == NetPacketTxChecksumActionRequired);
	KUNIT_EXPECT_TRUE(test, sent(0)->sum.Layer3 == NetPacketTxChecksumActionPassthrough);
	KUNIT_EXPECT_TRUE(test, sent(0)->layout.Layer4Type == NetPacketLayer4TypeUdp);
	KUNIT_EXPECT_FALSE(test, sum_is_good(sent(0), true));
}

static void sum_that_the_client_cannot_do(struct kunit *test)
{
	can.l4 = NetAdapterOffloadLayer4FlagTcpNoOptions;
	load_up(test, TX);
	dev_direct_xmit(make(test, true, 100), 0);
	dev_direct_xmit(make(test, false, 100), 0);
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(sent(1)));
	KUNIT_EXPECT_TRUE(test, sent(0)->sum.Layer4 == NetPacketTxChecksumActionPassthrough);
	KUNIT_EXPECT_TRUE(test, sum_is_good(sent(0), true));
	KUNIT_EXPECT_TRUE(test, sent(1)->sum.Layer4 == NetPacketTxChecksumActionRequired);
}

static void sum_beyond_the_limit(struct kunit *test)
{
	can.limit = HEADERS - 1;
	load_up(test, TX);
	dev_direct_xmit(make(test, false, 100), 0);
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(sent(0)));
	KUNIT_EXPECT_TRUE(test, sent(0)->sum.Layer4 == NetPacketTxChecksumActionPassthrough);
	KUNIT_EXPECT_TRUE(test, sum_is_good(sent(0), false));
}

/* Inside something else: who offloads the outer headers would spoil both. */
static void inner_sum_is_not_the_outer_one(struct kunit *test)
{
	struct sk_buff *skb;
	u8 expected;

	load_up(test, TX);
	skb = make(test, true, 100);
	/* another UDP header in the payload; nothing says that it is there */
	skb->csum_start += 40;
	memset(skb->data + HEADERS + 40, 0, 8);
	skb->data[HEADERS + 41] = 7;
	expected = skb->data[HEADERS + 6];
	dev_direct_xmit(skb, 0);
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(sent(0)));
	KUNIT_EXPECT_TRUE(test, sent(0)->sum.Layer4 == NetPacketTxChecksumActionPassthrough);
	KUNIT_EXPECT_EQ(test, sent(0)->data[HEADERS + 6], expected);
	KUNIT_EXPECT_EQ(test, csum_fold(csum_partial(sent(0)->data + HEADERS + 40, 68, 0)), 0);
}

static struct sk_buff *make_large(struct kunit *test, u32 payload, u32 mss)
{
	struct sk_buff *skb = make(test, false, payload);

	skb_shinfo(skb)->gso_size = mss;
	skb_shinfo(skb)->gso_segs = DIV_ROUND_UP(payload, mss);
	skb_shinfo(skb)->gso_type = SKB_GSO_TCPV4;
	return skb;
}

static void segments_are_left_to_the_client(struct kunit *test)
{
	struct ether_seen *seen;
	__sum16 check;

	load_up(test, TX | SEGMENT);
	dev_direct_xmit(make_large(test, 600, 200), 0);
	KUNIT_ASSERT_TRUE(test, WAIT_FOR((seen = sent(0))));
	KUNIT_EXPECT_EQ(test, seen->len, HEADERS + 20 + 600U);
	KUNIT_EXPECT_TRUE(test, seen->gso.TCP.Mss == 200);
	KUNIT_EXPECT_TRUE(test, seen->sum.Layer4 == NetPacketTxChecksumActionRequired);
	KUNIT_EXPECT_TRUE(test, seen->sum.Layer3 == NetPacketTxChecksumActionRequired);
	/* The pseudo header has no length: each segment has its own. */
	memcpy(&check, seen->data + HEADERS + offsetof(struct tcphdr, check), sizeof(check));
	KUNIT_EXPECT_TRUE(test, check == pseudo(0, IPPROTO_TCP));
}

/* As many packets, and bytes, as are on the wire. */
static void segments_are_counted(struct kunit *test)
{
	struct rtnl_link_stats64 before, after;
	bool counted;

	load_up(test, TX | SEGMENT);
	dev_get_stats(ether_dev, &before);
	dev_direct_xmit(make_large(test, 600, 200), 0);
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(sent(0)));
	counted = WAIT_FOR((dev_get_stats(ether_dev, &after),
			    after.tx_packets - before.tx_packets >= 3));
	KUNIT_EXPECT_TRUE(test, counted);
	KUNIT_EXPECT_GE(test, after.tx_bytes - before.tx_bytes, 3 * (HEADERS + 20 + 200ULL));
}

static void more_than_the_client_can_cut(struct kunit *test)
{
	can.largest = HEADERS + 20 + 599;
	load_up(test, TX | SEGMENT);
	dev_queue_xmit(make_large(test, 600, 200));
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(sent(2)));
	KUNIT_EXPECT_EQ(test, sent(0)->len, HEADERS + 20 + 200U);
	KUNIT_EXPECT_TRUE(test, sent(0)->gso.TCP.Mss == 0);
}

/* The client finds them in the first fragment. */
static void headers_are_in_one_piece(struct kunit *test)
{
	struct sk_buff *skb;
	struct page *page;

	load_up(test, TX | SEGMENT);
	skb = make_large(test, 600, 200);
	page = alloc_page(GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, page);
	/* all but the fixed part of TCP's header is in a page, of 12 bytes more */
	tcp_hdr(skb)->doff = 8;
	skb_copy_bits(skb, HEADERS + 20, page_address(page), 600);
	skb_trim(skb, HEADERS + 20);
	skb_add_rx_frag(skb, 0, page, 0, 600, 600);
	dev_direct_xmit(skb, 0);
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(sent(0)));
	KUNIT_EXPECT_GE(test, sent(0)->first, HEADERS + 32U);
}

static void too_few_segments(struct kunit *test)
{
	unsigned int i;

	can.segments = 4;
	load_up(test, SEGMENT);
	dev_queue_xmit(make_large(test, 450, 150));
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(sent(2)));
	for (i = 0; i < 3; i++) {
		KUNIT_EXPECT_EQ(test, sent(i)->len, HEADERS + 20 + 150U);
		KUNIT_EXPECT_TRUE(test, sent(i)->gso.TCP.Mss == 0);
		KUNIT_EXPECT_TRUE(test, sum_is_good(sent(i), false));
	}
}

static void segments_switched_off(struct kunit *test)
{
	load_up(test, TX | SEGMENT);
	change(NETIF_F_TSO, false);
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(READ_ONCE(told.gso) == 2));
	dev_queue_xmit(make_large(test, 450, 150));
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(sent(2)));
	KUNIT_EXPECT_TRUE(test, sent(0)->gso.TCP.Mss == 0);
	KUNIT_EXPECT_TRUE(test, sent(0)->sum.Layer4 == NetPacketTxChecksumActionRequired);
}

static void tag_is_beside_the_frame(struct kunit *test)
{
	struct sk_buff *skb;

	load_up(test, TX | TAG);
	skb = make(test, true, 50);
	__vlan_hwaccel_put_tag(skb, htons(ETH_P_8021Q), 3 << VLAN_PRIO_SHIFT | 77);
	dev_direct_xmit(skb, 0);
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(sent(0)));
	KUNIT_EXPECT_TRUE(test, sent(0)->tag.VlanIdentifier == 77);
	KUNIT_EXPECT_TRUE(test, sent(0)->tag.PriorityCodePoint == 3);
	KUNIT_EXPECT_TRUE(test, sent(0)->tag.TxTagging ==
				(NetPacketTxIeee8021qActionFlagVlanRequired |
				 NetPacketTxIeee8021qActionFlagPriorityRequired));
	KUNIT_EXPECT_TRUE(test, sent(0)->sum.Layer4 == NetPacketTxChecksumActionRequired);
}

/* ---- reception ---- */

static struct packet_type tap;
static atomic_t tapped;
static struct {
	u8 summed;
	u32 hash;
	bool l4;
	u16 tci, size, segments;
} got;

static int tapped_one(struct sk_buff *skb, struct net_device *dev, struct packet_type *pt,
		      struct net_device *orig)
{
	if (skb->pkt_type != PACKET_OUTGOING && skb->protocol == htons(ETH_P_IP)) {
		got.summed = skb->ip_summed;
		got.hash = skb->hash;
		got.l4 = skb->l4_hash;
		got.tci = skb_vlan_tag_present(skb) ? skb_vlan_tag_get(skb) : 0;
		got.size = skb_shinfo(skb)->gso_size;
		got.segments = skb_shinfo(skb)->gso_segs;
		atomic_inc(&tapped);
	}
	kfree_skb(skb);
	return 0;
}

static u8 received[1514];

static bool receive(struct ether_rx rx, bool udp, u32 payload)
{
	bool came;

	memset(&got, 0xff, sizeof(got));
	atomic_set(&tapped, 0);
	rx.len = frame(received, udp, payload);
	rx.data = received;
	tap = (struct packet_type) {
		.type = htons(ETH_P_ALL), .dev = ether_dev, .func = tapped_one,
	};
	dev_add_pack(&tap);
	ether_receive(0, &rx);
	came = WAIT_FOR(atomic_read(&tapped));
	dev_remove_pack(&tap);
	return came;
}

static void valid_sums_are_believed(struct kunit *test)
{
	struct ether_rx rx = { .sum.Layer4 = NetPacketRxChecksumEvaluationValid };

	load_up(test, RX);
	KUNIT_ASSERT_TRUE(test, receive(rx, false, 60));
	KUNIT_EXPECT_EQ(test, got.summed, CHECKSUM_UNNECESSARY);
	rx.sum.Layer3 = NetPacketRxChecksumEvaluationInvalid;
	KUNIT_ASSERT_TRUE(test, receive(rx, false, 60));
	KUNIT_EXPECT_EQ(test, got.summed, CHECKSUM_NONE);
	rx.sum.Layer3 = 0;
	rx.sum.Layer4 = NetPacketRxChecksumEvaluationInvalid;
	KUNIT_ASSERT_TRUE(test, receive(rx, false, 60));
	KUNIT_EXPECT_EQ(test, got.summed, CHECKSUM_NONE);
}

static void sums_switched_off_are_not(struct kunit *test)
{
	struct ether_rx rx = { .sum.Layer4 = NetPacketRxChecksumEvaluationValid };

	load_up(test, RX);
	change(NETIF_F_RXCSUM, false);
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(READ_ONCE(told.rx) == 2));
	KUNIT_ASSERT_TRUE(test, receive(rx, false, 60));
	KUNIT_EXPECT_EQ(test, got.summed, CHECKSUM_NONE);
}

static void tag_and_hash_go_with_the_packet(struct kunit *test)
{
	struct ether_rx rx = {
		.hash = { .HashValue = 0x12345678, .ProtocolType = NetPacketHashProtocolTypeUdp },
		.tag = { .VlanIdentifier = 77, .PriorityCodePoint = 5 },
	};

	ether.rx_queues = 2;
	load_up(test, TAG);
	KUNIT_ASSERT_TRUE(test, receive(rx, true, 60));
	KUNIT_EXPECT_EQ(test, got.tci, 5 << VLAN_PRIO_SHIFT | 77);
	KUNIT_EXPECT_EQ(test, got.hash, 0x12345678U);
	KUNIT_EXPECT_TRUE(test, got.l4);
	rx.hash.ProtocolType = NetPacketHashProtocolTypeIPv4;
	rx.tag = (NET_PACKET_IEEE8021Q) {};
	KUNIT_ASSERT_TRUE(test, receive(rx, true, 60));
	KUNIT_EXPECT_FALSE(test, got.l4);
	KUNIT_EXPECT_EQ(test, got.tci, 0);
}

static void coalesced_segments_are_counted(struct kunit *test)
{
	struct ether_rx rx = {
		.sum.Layer4 = NetPacketRxChecksumEvaluationValid, .segments = 4,
	};

	load_up(test, RX | RSC);
	KUNIT_ASSERT_TRUE(test, receive(rx, false, 390));
	KUNIT_EXPECT_EQ(test, got.segments, 4);
	KUNIT_EXPECT_EQ(test, got.size, 98);
	/* Not TCP, or fewer bytes than segments: the client is mistaken. */
	KUNIT_ASSERT_TRUE(test, receive(rx, true, 390));
	KUNIT_EXPECT_EQ(test, got.size, 0);
	KUNIT_ASSERT_TRUE(test, receive(rx, false, 3));
	KUNIT_EXPECT_EQ(test, got.size, 0);
}

/* ---- mistakes ---- */

static void capabilities_are_judged(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_ADAPTER_BAD_CAPABILITIES);

	can.l4 |= 0x100;
	load_up(test, TX | SEGMENT);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_ADAPTER_BAD_CAPABILITIES), before + 2);
	KUNIT_EXPECT_EQ(test, ether_dev->hw_features & NETIF_F_CSUM_MASK, 0ULL);
}

static void after_the_start(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_ADAPTER_WRONG_STATE);

	load_up(test, TX | RX | SEGMENT | TAG | RSC);
	prepare(ether.adapter);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_ADAPTER_WRONG_STATE), before + 5);
}

static void handle_is_for_its_callback(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_CALLBACK_HANDLE);

	load_up(test, TX);
	KUNIT_EXPECT_FALSE(test, NetOffloadIsTxChecksumTcpEnabled(told.handle));
	KUNIT_EXPECT_FALSE(test, NetOffloadIsLsoIPv4Enabled(NULL));
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_CALLBACK_HANDLE), before + 2);
}

static struct kunit_case offload_cases[] = {
	KUNIT_CASE(capabilities_are_features),
	KUNIT_CASE(none_offered_none_there),
	KUNIT_CASE(older_structures),
	KUNIT_CASE(user_space_switches),
	KUNIT_CASE(sum_is_left_to_the_client),
	KUNIT_CASE(sum_that_the_client_cannot_do),
	KUNIT_CASE(sum_beyond_the_limit),
	KUNIT_CASE(inner_sum_is_not_the_outer_one),
	KUNIT_CASE(segments_are_left_to_the_client),
	KUNIT_CASE(segments_are_counted),
	KUNIT_CASE(more_than_the_client_can_cut),
	KUNIT_CASE(headers_are_in_one_piece),
	KUNIT_CASE(too_few_segments),
	KUNIT_CASE(segments_switched_off),
	KUNIT_CASE(tag_is_beside_the_frame),
	KUNIT_CASE(valid_sums_are_believed),
	KUNIT_CASE(sums_switched_off_are_not),
	KUNIT_CASE(tag_and_hash_go_with_the_packet),
	KUNIT_CASE(coalesced_segments_are_counted),
	KUNIT_CASE(capabilities_are_judged),
	KUNIT_CASE(after_the_start),
	KUNIT_CASE(handle_is_for_its_callback),
	{}
};

static struct kunit_suite offload_suite = {
	.name = "ndis_shim_netcx_offload",
	.init = offload_test_init,
	.exit = ether_test_exit,
	.test_cases = offload_cases,
};

kunit_test_suite(offload_suite);

MODULE_LICENSE("GPL");
MODULE_IMPORT_NS(NDIS_SHIM);
MODULE_IMPORT_NS(NDIS_SHIM_INTERNAL);
