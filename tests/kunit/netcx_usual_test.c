// SPDX-License-Identifier: GPL-2.0
/*
 * The packets that are prepared for a client with less asking than others: these and no
 * others, with the same result.
 */
#include <kunit/test.h>
#include <linux/if_vlan.h>
#include <linux/ip.h>

#include "../../ndis_shim/netadapter/packet_layout.c"
#include "../../ndis_shim/netadapter/linux/tx_usual.h"

#define PAYLOAD		64
#define MEMORY		256

static struct {
	struct netcx_adapter *adapter;
	struct sk_buff *skb;
} usual;

static int usual_init(struct kunit *test)
{
	memset(&usual, 0, sizeof(usual));
	usual.adapter = kunit_kzalloc(test, sizeof(*usual.adapter), GFP_KERNEL);
	if (!usual.adapter)
		return -ENOMEM;
	/* looked after by somebody: it carries IP packets */
	usual.adapter->ext = (const void *)usual.adapter;
	return 0;
}

static void usual_exit(struct kunit *test)
{
	kfree_skb(usual.skb);
}

/* With a checksum that is left to be computed. */
static struct sk_buff *make(struct kunit *test, int kind)
{
	u32 l3 = kind & 1 ? 40 : 20, l4 = kind < NETCX_USUAL_TCP ? 8 :
					  kind < NETCX_USUAL_TCP_OPTIONS ? 20 : 32;
	u8 protocol = kind < NETCX_USUAL_TCP ? IPPROTO_UDP : IPPROTO_TCP;
	u8 *data;

	kfree_skb(usual.skb);
	usual.skb = alloc_skb(MEMORY, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, usual.skb);
	skb_reserve(usual.skb, 32);
	data = skb_put_zero(usual.skb, l3 + l4 + PAYLOAD);
	data[0] = kind & 1 ? 0x60 : 0x45;
	data[kind & 1 ? 6 : 9] = protocol;
	if (protocol == IPPROTO_TCP)
		data[l3 + 12] = l4 / 4 << 4;
	skb_reset_network_header(usual.skb);
	skb_set_transport_header(usual.skb, l3);
	usual.skb->ip_summed = CHECKSUM_PARTIAL;
	usual.skb->csum_start = usual.skb->data + l3 - usual.skb->head;
	usual.skb->csum_offset = protocol == IPPROTO_UDP ? 6 : 16;
	usual.adapter->offload.usual = BIT(kind);
	return usual.skb;
}

static bool prepared(void)
{
	memset(usual.skb->cb, 0xa5, sizeof(usual.skb->cb));
	return netcx_tx_prepare_usual(usual.adapter, usual.skb);
}

static void usual_packets(struct kunit *test)
{
	NET_PACKET_LAYOUT layout;
	struct netcx_tx_cb *cb;
	struct sk_buff *skb;
	int kind;

	for (kind = 0; kind < NETCX_NUM_USUAL; kind++) {
		skb = make(test, kind);
		cb = netcx_tx_cb(skb);
		memset(&layout, 0, sizeof(layout));
		netcx_layout_describe_frame(&layout, skb->data, skb->len, false);
		KUNIT_ASSERT_TRUE(test, prepared());
		KUNIT_EXPECT_TRUE(test, cb->sum_l4);
		KUNIT_EXPECT_EQ(test, memcmp(&cb->layout, &layout, sizeof(layout)), 0);
		KUNIT_EXPECT_TRUE(test, cb->segments == 1 && !cb->headers && !cb->mss);
		KUNIT_EXPECT_FALSE(test, cb->sum_l3 || cb->tag || cb->tci);
		/* what the client cannot do is done with more care */
		usual.adapter->offload.usual = ~BIT(kind);
		KUNIT_EXPECT_FALSE(test, prepared());
		/* and not done at all where it need not be */
		skb->ip_summed = CHECKSUM_NONE;
		KUNIT_ASSERT_TRUE(test, prepared());
		KUNIT_EXPECT_FALSE(test, netcx_tx_asks(cb));
	}
}

static void sums_of_other_headers(struct kunit *test)
{
	make(test, NETCX_USUAL_UDP)->csum_start += 8;
	KUNIT_EXPECT_FALSE(test, prepared());
	make(test, NETCX_USUAL_UDP)->csum_offset = 16;
	KUNIT_EXPECT_FALSE(test, prepared());
	make(test, NETCX_USUAL_UDP)->encapsulation = 1;
	KUNIT_EXPECT_FALSE(test, prepared());
	skb_set_network_header(make(test, NETCX_USUAL_UDP), 4);
	KUNIT_EXPECT_FALSE(test, prepared());
}

static void unusual_packets(struct kunit *test)
{
	make(test, NETCX_USUAL_UDP)->data[0] = 0x46;		/* options */
	KUNIT_EXPECT_FALSE(test, prepared());
	make(test, NETCX_USUAL_UDP)->data[6] = 0x20;		/* more fragments */
	KUNIT_EXPECT_FALSE(test, prepared());
	make(test, NETCX_USUAL_UDP)->data[7] = 1;		/* not the first one */
	KUNIT_EXPECT_FALSE(test, prepared());
	make(test, NETCX_USUAL_UDP)->data[9] = IPPROTO_ICMP;
	KUNIT_EXPECT_FALSE(test, prepared());
	make(test, NETCX_USUAL_UDP + 1)->data[6] = IPPROTO_FRAGMENT;
	KUNIT_EXPECT_FALSE(test, prepared());
	make(test, NETCX_USUAL_TCP)->data[20 + 12] = 4 << 4;	/* too short a header */
	KUNIT_EXPECT_FALSE(test, prepared());
	skb_trim(make(test, NETCX_USUAL_TCP_OPTIONS), 50);	/* and one that is cut off */
	KUNIT_EXPECT_FALSE(test, prepared());
	skb_trim(make(test, NETCX_USUAL_UDP + 1), 47);
	KUNIT_EXPECT_FALSE(test, prepared());
	skb_trim(make(test, NETCX_USUAL_UDP), 0);
	KUNIT_EXPECT_FALSE(test, prepared());
}

/* What is to be asked of the client, or done for it, is not looked for here. */
static void more_than_a_sum(struct kunit *test)
{
	skb_shinfo(make(test, NETCX_USUAL_TCP))->gso_size = 10;
	KUNIT_EXPECT_FALSE(test, prepared());
	__vlan_hwaccel_put_tag(make(test, NETCX_USUAL_UDP), htons(ETH_P_8021Q), 5);
	KUNIT_EXPECT_FALSE(test, prepared());
	make(test, NETCX_USUAL_UDP)->data_len = 4;
	KUNIT_EXPECT_FALSE(test, prepared());
	usual.skb->data_len = 0;
	usual.adapter->tx_caps.PayloadBackfill = 2;
	KUNIT_EXPECT_FALSE(test, prepared());
	usual.adapter->tx_caps.PayloadBackfill = 0;
	usual.adapter->tx_caps.FragmentBufferAlignment = 4;
	KUNIT_EXPECT_FALSE(test, prepared());
	usual.adapter->tx_caps.FragmentBufferAlignment = 1;
	KUNIT_EXPECT_TRUE(test, prepared());
	usual.adapter->ext = NULL;
	usual.adapter->current_address.Length = ETH_ALEN;
	KUNIT_EXPECT_FALSE(test, prepared());
}

static void kinds_of_sums(struct kunit *test)
{
	const u32 v4 = NetAdapterOffloadLayer3FlagIPv4NoOptions;
	const u32 v6 = NetAdapterOffloadLayer3FlagIPv6NoExtensions;
	const u32 udp = NetAdapterOffloadLayer4FlagUdp;
	const u32 tcp = NetAdapterOffloadLayer4FlagTcpNoOptions;
	const u32 options = NetAdapterOffloadLayer4FlagTcpWithOptions;

	KUNIT_EXPECT_EQ(test, netcx_usual_sums(v4, udp, 0), (u32)BIT(NETCX_USUAL_UDP));
	KUNIT_EXPECT_EQ(test, netcx_usual_sums(v6, tcp, 0), (u32)BIT(NETCX_USUAL_TCP + 1));
	KUNIT_EXPECT_EQ(test, netcx_usual_sums(v4, options, 20),
			(u32)BIT(NETCX_USUAL_TCP_OPTIONS));
	KUNIT_EXPECT_EQ(test, netcx_usual_sums(v4, options, 19), 0U);
	KUNIT_EXPECT_EQ(test, netcx_usual_sums(v4 | v6, udp | tcp | options, 39), 0x15U);
	KUNIT_EXPECT_EQ(test, netcx_usual_sums(v4 | v6, udp | tcp | options, 40), 0x3fU);
	KUNIT_EXPECT_EQ(test, netcx_usual_sums(0, udp, 0), 0U);
	KUNIT_EXPECT_EQ(test, netcx_usual_sums(v4 | v6, 0, 0), 0U);
}

static struct kunit_case usual_cases[] = {
	KUNIT_CASE(usual_packets),
	KUNIT_CASE(sums_of_other_headers),
	KUNIT_CASE(unusual_packets),
	KUNIT_CASE(more_than_a_sum),
	KUNIT_CASE(kinds_of_sums),
	{}
};

static struct kunit_suite usual_suite = {
	.name = "ndis_shim_netcx_usual",
	.init = usual_init,
	.exit = usual_exit,
	.test_cases = usual_cases,
};

kunit_test_suite(usual_suite);

MODULE_LICENSE("GPL");
