// SPDX-License-Identifier: GPL-2.0
/*
 * An Ethernet adapter with an interface of its own (netcx_ether_mock.h):
 * several queues each way, and its addresses.
 */
#include "netcx_ether_mock.h"

#include <linux/if_arp.h>

/* ---- queues ---- */

static void as_many_queues_as_the_client_has(struct kunit *test)
{
	ether.tx_queues = 3;
	ether.rx_queues = 2;
	ether_load(test);
	KUNIT_EXPECT_STREQ(test, ether.trace, "C0C1C2c0c1S0S1S2s0s1");
	KUNIT_EXPECT_EQ(test, ether_dev->real_num_tx_queues, 3);
	KUNIT_EXPECT_EQ(test, ether_dev->real_num_rx_queues, 2);
	memset(ether.trace, 0, sizeof(ether.trace));
	NetAdapterStop(ether.adapter);
	KUNIT_EXPECT_STREQ(test, ether.trace, "p0p1P0P1P2");
}

static void one_queue_that_fails_fails_them_all(struct kunit *test)
{
	ether.tx_queues = 2;
	ether.rx_queues = 3;
	ether.fail_id = 1;
	ether_load(test);
	KUNIT_EXPECT_STREQ(test, ether.trace, "C0C1c0");
	KUNIT_EXPECT_FALSE(test, netif_carrier_ok(ether_dev));
}

/* A client that can serve any number does not get any number. */
static void queues_are_bounded(struct kunit *test)
{
	ether.tx_queues = (SIZE_T)-1;
	ether_load(test);
	/* The mock has not that many, and says so. */
	KUNIT_EXPECT_STREQ(test, ether.trace, "C0C1C2C3");
	KUNIT_EXPECT_EQ(test, ether_dev->real_num_tx_queues, 16);
}

static void each_queue_sends_what_it_is_given(struct kunit *test)
{
	u32 id, i;

	ether.tx_queues = 3;
	ether_load(test);
	KUNIT_ASSERT_EQ(test, ether_set_up(true), 0);
	for (i = 0; i < 6; i++)
		ether_send(test, i % 3, 60 + i, i);
	for (id = 0; id < 3; id++) {
		struct ether_queue *q = &ether.tx[id];

		KUNIT_EXPECT_TRUE(test, WAIT_FOR(READ_ONCE(q->count) == 2));
		KUNIT_EXPECT_EQ(test, q->seen[0].len, 60 + id);
		KUNIT_EXPECT_EQ(test, q->seen[1].len, 63 + id);
		KUNIT_EXPECT_EQ(test, (u32)q->seen[1].data[20], 23 + id);
		KUNIT_EXPECT_TRUE(test,
				  q->seen[0].layout.Layer2Type == NetPacketLayer2TypeEthernet);
	}
}

/* A client whose queue is full holds up nobody else. */
static void a_full_queue_is_alone(struct kunit *test)
{
	struct netdev_queue *full;
	u32 i;

	ether.tx_queues = 2;
	ether.hold_tx = true;
	ether_load(test);
	KUNIT_ASSERT_EQ(test, ether_set_up(true), 0);
	full = netdev_get_tx_queue(ether_dev, 1);
	for (i = 0; i < 1000 && !netif_xmit_frozen_or_stopped(full); i++)
		ether_send(test, 1, 60, i);
	KUNIT_EXPECT_LT(test, i, 1000U);
	KUNIT_EXPECT_FALSE(test, netif_xmit_stopped(netdev_get_tx_queue(ether_dev, 0)));
	ether.hold_tx = false;
	NetTxQueueNotifyMoreCompletedPacketsAvailable(ether.tx[1].handle);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(!netif_xmit_stopped(full)));
}

static atomic_t tapped;
static u32 tapped_queue[8];
static struct packet_type tap;

static int tapped_one(struct sk_buff *skb, struct net_device *dev, struct packet_type *pt,
		      struct net_device *orig)
{
	int n = atomic_inc_return(&tapped) - 1;

	if (n < (int)ARRAY_SIZE(tapped_queue))
		tapped_queue[n] = skb_rx_queue_recorded(skb) ? skb_get_rx_queue(skb) : 99;
	kfree_skb(skb);
	return 0;
}

static void received_in_any_queue(struct kunit *test)
{
	static const u8 frame[60] = {
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 9,
		ETHER_MAGIC >> 8, ETHER_MAGIC & 0xff,
	};
	struct ether_rx rx = { .data = frame, .len = sizeof(frame) };

	ether.rx_queues = 3;
	ether_load(test);
	KUNIT_ASSERT_EQ(test, ether_set_up(true), 0);
	atomic_set(&tapped, 0);
	tap = (struct packet_type) {
		.type = htons(ETHER_MAGIC), .dev = ether_dev, .func = tapped_one,
	};
	dev_add_pack(&tap);
	ether_receive(2, &rx);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(atomic_read(&tapped) == 1));
	ether_receive(0, &rx);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(atomic_read(&tapped) == 2));
	dev_remove_pack(&tap);
	KUNIT_EXPECT_EQ(test, tapped_queue[0], 2U);
	KUNIT_EXPECT_EQ(test, tapped_queue[1], 0U);
}

static void new_mtu_makes_all_queues_anew(struct kunit *test)
{
	ether.tx_queues = 2;
	ether.rx_queues = 2;
	ether_load(test);
	KUNIT_ASSERT_EQ(test, ether_set_up(true), 0);
	memset(ether.trace, 0, sizeof(ether.trace));
	NetAdapterSetLinkLayerMtuSize(ether.adapter, 1400);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(!strcmp(ether.trace,
						 "p0p1P0P1C0C1c0c1S0S1s0s1")));
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(READ_ONCE(ether_dev->mtu) == 1400));
	ether_send(test, 1, 60, 1);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(READ_ONCE(ether.tx[1].count) == 1));
}

/* Nothing says which frame would go to which. */
static void one_receive_queue_without_scaling(struct kunit *test)
{
	ether.rx_queues = 3;
	ether.no_scaling = true;
	ether_load(test);
	KUNIT_EXPECT_STREQ(test, ether.trace, "C0c0S0s0");
}

/* ---- addresses ---- */

static void addresses_are_the_clients(struct kunit *test)
{
	ether.permanent[5] = 7;
	ether_load(test);
	KUNIT_EXPECT_EQ(test, ether_dev->type, ARPHRD_ETHER);
	KUNIT_EXPECT_TRUE(test, ether_addr_equal(ether_dev->dev_addr, ether.address));
	KUNIT_EXPECT_TRUE(test, ether_addr_equal(ether_dev->perm_addr, ether.permanent));
}

static void impossible_address_is_replaced(struct kunit *test)
{
	eth_broadcast_addr(ether.address);
	ether_load(test);
	KUNIT_EXPECT_TRUE(test, is_valid_ether_addr(ether_dev->dev_addr));
}

static struct kunit_case ether_cases[] = {
	KUNIT_CASE(as_many_queues_as_the_client_has),
	KUNIT_CASE(one_queue_that_fails_fails_them_all),
	KUNIT_CASE(queues_are_bounded),
	KUNIT_CASE(each_queue_sends_what_it_is_given),
	KUNIT_CASE(a_full_queue_is_alone),
	KUNIT_CASE(received_in_any_queue),
	KUNIT_CASE(new_mtu_makes_all_queues_anew),
	KUNIT_CASE(one_receive_queue_without_scaling),
	KUNIT_CASE(addresses_are_the_clients),
	KUNIT_CASE(impossible_address_is_replaced),
	{}
};

static struct kunit_suite ether_suite = {
	.name = "ndis_shim_netcx_ether",
	.init = ether_test_init,
	.exit = ether_test_exit,
	.test_cases = ether_cases,
};

kunit_test_suite(ether_suite);

MODULE_LICENSE("GPL");
MODULE_IMPORT_NS(NDIS_SHIM);
MODULE_IMPORT_NS(NDIS_SHIM_INTERNAL);
