// SPDX-License-Identifier: GPL-2.0
/*
 * Adapters and queues with a client (netcx_mock.h) on the root bus: the life of
 * queues, sending, receiving, notification, and what a client's mistakes cost.
 */
#include <kunit/test.h>
#include <linux/ip.h>
#include <linux/pm_runtime.h>
#include <linux/random.h>
#include <net/ip.h>
#include <net/sch_generic.h>

#include "netcx_mock.h"
#include "wait_for.h"

static struct net_device *queue_test_dev;
static bool queue_test_loaded;
static atomic_t queue_test_freed;
static atomic_t queue_test_received;
static atomic_t queue_test_wrong;
static struct packet_type queue_test_tap;

/* ---- packets ---- */

static void queue_test_frame(u8 *data, u32 len, u32 number)
{
	struct iphdr *ip = (struct iphdr *)data;
	u32 head[2] = { MOCK_MAGIC, number };
	u32 i;

	memset(data, 0, 20);
	ip->version = 4;
	ip->ihl = 5;
	ip->protocol = 253;
	ip->ttl = 1;
	ip->tot_len = htons(len);
	ip->saddr = htonl(0xc0000201);
	ip->daddr = htonl(0xc0000202);
	ip_send_check(ip);
	memcpy(data + 20, head, sizeof(head));
	for (i = MOCK_HEADER; i < len; i++)
		data[i] = (u8)(number + i);
}

static void queue_test_skb_freed(struct sk_buff *skb)
{
	atomic_inc(&queue_test_freed);
}

static struct sk_buff *queue_test_make(struct kunit *test, u32 len, u32 number)
{
	struct sk_buff *skb = alloc_skb(len + LL_MAX_HEADER, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_reserve(skb, LL_MAX_HEADER);
	queue_test_frame(skb_put(skb, len), len, number);
	skb->dev = queue_test_dev;
	skb->protocol = htons(ETH_P_IP);
	skb_reset_network_header(skb);
	skb->destructor = queue_test_skb_freed;
	return skb;
}

static void queue_test_send(struct kunit *test, u32 len, u32 number)
{
	dev_queue_xmit(queue_test_make(test, len, number));
}

/* As the stack does at the end of its way. @more: others follow in the same batch. */
static void queue_test_start_xmit(struct sk_buff *skb, bool more)
{
	struct netdev_queue *txq = netdev_get_tx_queue(queue_test_dev, 0);

	__netif_tx_lock(txq, smp_processor_id());
	netdev_start_xmit(skb, queue_test_dev, txq, more);
	__netif_tx_unlock(txq);
}

static int queue_test_tapped(struct sk_buff *skb, struct net_device *dev, struct packet_type *pt,
			     struct net_device *orig)
{
	u8 *data = kmalloc(2048, GFP_ATOMIC), *want = kmalloc(2048, GFP_ATOMIC);
	u32 head[2];

	if (skb->pkt_type == PACKET_OUTGOING || !data || !want || skb->len > 2048)
		goto out;
	skb_copy_bits(skb, 0, data, skb->len);
	memcpy(head, data + 20, sizeof(head));
	if (skb->len < MOCK_HEADER || head[0] != MOCK_MAGIC)
		goto out;
	queue_test_frame(want, skb->len, head[1]);
	if (memcmp(data, want, skb->len) ||
	    head[1] != (u32)atomic_read(&queue_test_received))
		atomic_inc(&queue_test_wrong);
	atomic_inc(&queue_test_received);
out:
	kfree(data);
	kfree(want);
	kfree_skb(skb);
	return 0;
}

/* The next datagram that the mock has received. */
static void queue_test_receive(struct kunit *test, u32 len, u32 number, enum mock_mistake mistake)
{
	u8 *data = kunit_kzalloc(test, len, GFP_KERNEL);
	unsigned long flags;

	KUNIT_ASSERT_NOT_NULL(test, data);
	queue_test_frame(data, len, number);
	if (mistake == MOCK_NOT_IP)
		data[0] = 0x10;
	spin_lock_irqsave(&mock.lock, flags);
	mock.rx[mock.rx_tail++] = (struct mock_rx) {
		.data = data, .len = len, .mistake = mistake,
	};
	spin_unlock_irqrestore(&mock.lock, flags);
	if (atomic_xchg(&mock.rx_armed, 0))
		NetRxQueueNotifyMoreReceivedPacketsAvailable(mock.rxq);
}

/* ---- fixture ---- */

static int queue_test_init(struct kunit *test)
{
	memset(&mock, 0, sizeof(mock));
	spin_lock_init(&mock.lock);
	atomic_set(&queue_test_freed, 0);
	atomic_set(&queue_test_received, 0);
	atomic_set(&queue_test_wrong, 0);
	return 0;
}

static void queue_test_load(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, nt_module_load(&mock_module), 0);
	queue_test_loaded = true;
}

/* Loaded, and the interface is up. */
static void queue_test_up(struct kunit *test)
{
	int err;

	queue_test_load(test);
	KUNIT_ASSERT_TRUE(test, WAIT_FOR((queue_test_dev =
					  cx_adapter_netdev_get(mock.adapter)) != NULL));
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(queue_test_dev->reg_state == NETREG_REGISTERED));
	rtnl_lock();
	err = dev_open(queue_test_dev, NULL);
	rtnl_unlock();
	KUNIT_ASSERT_EQ(test, err, 0);
	/* link watch attaches the queueing discipline */
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(!qdisc_tx_is_noop(queue_test_dev)));
	queue_test_tap.type = htons(ETH_P_IP);
	queue_test_tap.dev = queue_test_dev;
	queue_test_tap.func = queue_test_tapped;
	dev_add_pack(&queue_test_tap);
}

static void queue_test_unload(void)
{
	if (queue_test_dev) {
		dev_remove_pack(&queue_test_tap);
		dev_put(queue_test_dev);
		queue_test_dev = NULL;
	}
	if (queue_test_loaded)
		nt_module_unload(&mock_module);
	queue_test_loaded = false;
}

static void queue_test_exit(struct kunit *test)
{
	queue_test_unload();
}

/* Only capitals (Tx) or only small letters (Rx) of the mock's trace. */
static const char *queue_test_trace(bool tx)
{
	static char out[sizeof(mock.trace)];
	const char *in = mock.trace;
	char *p = out;

	for (; *in; in++) {
		if ((*in >= 'A' && *in <= 'Z') == tx)
			*p++ = *in;
	}
	*p = 0;
	return out;
}

/* ---- life ---- */

static void queues_start_when_the_device_is_up(struct kunit *test)
{
	queue_test_load(test);
	KUNIT_EXPECT_STREQ(test, mock.trace, "CcSs");
	KUNIT_EXPECT_FALSE(test, mock.indices_not_zero);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(mock.tx_advances && mock.rx_advances));
}

static void queues_end_in_order(struct kunit *test)
{
	queue_test_up(test);
	queue_test_unload();
	KUNIT_EXPECT_STREQ(test, queue_test_trace(true), "CSXPKD");
	KUNIT_EXPECT_STREQ(test, queue_test_trace(false), "csxpkd");
	KUNIT_EXPECT_EQ(test, mock.out_of_order, 0u);
}

static void queues_do_not_survive_sleep(struct kunit *test)
{
	struct device *dev;
	int err = -EBUSY;

	queue_test_up(test);
	dev = cx_device_linux(mock.device);
	KUNIT_ASSERT_TRUE(test, WAIT_FOR((err = pm_runtime_suspend(dev)) >= 0));
	KUNIT_EXPECT_STREQ(test, queue_test_trace(true), "CSXPKD");
	KUNIT_EXPECT_TRUE(test, netif_carrier_ok(queue_test_dev));
	KUNIT_EXPECT_GE(test, pm_runtime_resume(dev), 0);
	KUNIT_EXPECT_STREQ(test, queue_test_trace(true), "CSXPKDCS");
	KUNIT_EXPECT_STREQ(test, queue_test_trace(false), "csxpkdcs");
}

static void packet_wakes_the_device(struct kunit *test)
{
	int err = -EBUSY;

	queue_test_up(test);
	KUNIT_ASSERT_TRUE(test, WAIT_FOR((err = pm_runtime_suspend(cx_device_linux(mock.device)))
					 >= 0));
	queue_test_send(test, 100, 0);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(mock.tx_count == 1));
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(atomic_read(&queue_test_freed) == 1));
}

static void create_callback_must_create(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_QUEUE_NOT_CREATED);

	mock.no_queue = true;
	queue_test_load(test);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_QUEUE_NOT_CREATED), before + 1);
	KUNIT_EXPECT_STREQ(test, mock.trace, "");
	KUNIT_EXPECT_FALSE(test, cx_adapter_carrier(mock.adapter));
}

static void starting_twice_is_a_violation(struct kunit *test)
{
	u64 before;

	queue_test_load(test);
	before = nt_violation_count(NT_RULE_ADAPTER_WRONG_STATE);
	KUNIT_EXPECT_FALSE(test, NT_SUCCESS(NetAdapterStart(mock.adapter)));
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_ADAPTER_WRONG_STATE), before + 1);
}

static void start_in_d0_makes_queues_at_once(struct kunit *test)
{
	mock.no_start = true;
	queue_test_load(test);
	KUNIT_EXPECT_STREQ(test, mock.trace, "");
	KUNIT_EXPECT_EQ(test, NetAdapterStart(mock.adapter), STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, mock.trace, "CcSs");
	NetAdapterStop(mock.adapter);
	NetAdapterStop(mock.adapter);
	KUNIT_EXPECT_STREQ(test, queue_test_trace(true), "CSXPKD");
}

static void new_mtu_makes_new_queues(struct kunit *test)
{
	queue_test_up(test);
	NetAdapterSetLinkLayerMtuSize(mock.adapter, 1400);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(!strcmp(queue_test_trace(true), "CSXPKDCS")));
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(queue_test_dev->mtu == 1400));
}

static void mtu_of_0_is_a_violation(struct kunit *test)
{
	u64 before;

	queue_test_load(test);
	before = nt_violation_count(NT_RULE_ADAPTER_BAD_CAPABILITIES);
	NetAdapterSetLinkLayerMtuSize(mock.adapter, 0);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_ADAPTER_BAD_CAPABILITIES), before + 1);
	KUNIT_EXPECT_EQ(test, cx_adapter_mtu(mock.adapter), 1500u);
}

static void link_state_is_the_carrier(struct kunit *test)
{
	NET_ADAPTER_LINK_STATE state;

	queue_test_up(test);
	KUNIT_EXPECT_TRUE(test, netif_carrier_ok(queue_test_dev));
	NET_ADAPTER_LINK_STATE_INIT_DISCONNECTED(&state);
	NetAdapterSetLinkState(mock.adapter, &state);
	KUNIT_EXPECT_FALSE(test, netif_carrier_ok(queue_test_dev));
}

/* ---- transmit ---- */

static void sent_packets_reach_the_client_in_order(struct kunit *test)
{
	u32 i;

	queue_test_up(test);
	for (i = 0; i < 1000; i++) {
		queue_test_send(test, MOCK_HEADER + i % 1400, i);
		if (i % 64 == 63)
			WAIT_FOR(mock.tx_count == i + 1);
	}
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(mock.tx_count == 1000));
	for (i = 0; i < 1000; i++)
		KUNIT_ASSERT_EQ(test, mock.tx_seen[i], i);
	KUNIT_EXPECT_EQ(test, mock.tx_bad, 0u);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(atomic_read(&queue_test_freed) == 1000));
}

/* Nothing is left to the softirq, which does not run here. */
static void lone_packet_is_sent_at_once(struct kunit *test)
{
	unsigned int count, armed;
	struct sk_buff *skb;

	mock.hold_tx = true;
	queue_test_up(test);
	skb = queue_test_make(test, 100, 0);
	local_bh_disable();
	queue_test_start_xmit(skb, false);
	count = mock.tx_count;
	armed = atomic_read(&mock.tx_armed);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, count, 1u);
	KUNIT_EXPECT_EQ(test, armed, 1u);
	WRITE_ONCE(mock.hold_tx, false);
	NetTxQueueNotifyMoreCompletedPacketsAvailable(mock.txq);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(atomic_read(&queue_test_freed) == 1));
}

static void batch_is_one_advance(struct kunit *test)
{
	unsigned int before, early, count, advances, i;
	struct sk_buff *skb[3];

	queue_test_up(test);
	for (i = 0; i < 3; i++)
		skb[i] = queue_test_make(test, 100, i);
	local_bh_disable();
	before = mock.tx_advances;
	queue_test_start_xmit(skb[0], true);
	queue_test_start_xmit(skb[1], true);
	early = mock.tx_count;
	queue_test_start_xmit(skb[2], false);
	count = mock.tx_count;
	advances = mock.tx_advances - before;
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, early, 0u);
	KUNIT_EXPECT_EQ(test, count, 3u);
	KUNIT_EXPECT_EQ(test, advances, 1u);
	KUNIT_EXPECT_EQ(test, atomic_read(&queue_test_freed), 3);
}

static void batch_whose_last_is_dropped(struct kunit *test)
{
	struct sk_buff *skb[2];
	unsigned int i, count;

	queue_test_up(test);
	for (i = 0; i < 2; i++)
		skb[i] = queue_test_make(test, 100, i);
	skb[1]->data[0] = 0x10;
	local_bh_disable();
	queue_test_start_xmit(skb[0], true);
	queue_test_start_xmit(skb[1], false);
	count = mock.tx_count;
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, count, 1u);
	KUNIT_EXPECT_EQ(test, atomic_read(&queue_test_freed), 2);
}

static void packet_is_freed_when_it_comes_back(struct kunit *test)
{
	queue_test_up(test);
	mock.hold_tx = true;
	queue_test_send(test, 100, 0);
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(mock.tx_count == 1));
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(atomic_read(&mock.tx_armed)));
	KUNIT_EXPECT_EQ(test, atomic_read(&queue_test_freed), 0);
	mock.hold_tx = false;
	NetTxQueueNotifyMoreCompletedPacketsAvailable(mock.txq);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(atomic_read(&queue_test_freed) == 1));
	KUNIT_EXPECT_EQ(test, mock.tx_armed_empty, 0u);
}

static void fragments_come_back_with_their_packets(struct kunit *test)
{
	u32 i;

	mock.keep_fragments = true;
	queue_test_up(test);
	/* more than the fragment ring holds */
	for (i = 0; i < 600; i++) {
		queue_test_send(test, 100, i);
		if (i % 32 == 31)
			WAIT_FOR(mock.tx_count == i + 1);
	}
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(mock.tx_count == 600));
}

static void full_ring_loses_nothing(struct kunit *test)
{
	u32 i;

	queue_test_up(test);
	mock.hold_tx = true;
	for (i = 0; i < 500; i++)
		queue_test_send(test, 60, i);
	msleep(50);
	KUNIT_EXPECT_LT(test, mock.tx_count, 256u);
	mock.hold_tx = false;
	NetTxQueueNotifyMoreCompletedPacketsAvailable(mock.txq);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(mock.tx_count == 500));
	for (i = 0; i < 500; i++)
		KUNIT_ASSERT_EQ(test, mock.tx_seen[i], i);
}

static void fragments_are_as_many_as_the_client_takes(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL | __GFP_ZERO);
	struct sk_buff *skb;

	mock.fragments = 1;
	KUNIT_ASSERT_NOT_NULL(test, page);
	queue_test_up(test);
	skb = alloc_skb(100 + LL_MAX_HEADER, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_reserve(skb, LL_MAX_HEADER);
	queue_test_frame(skb_put(skb, 100), 100, 7);
	skb_add_rx_frag(skb, 0, page, 0, 500, PAGE_SIZE);
	skb->dev = queue_test_dev;
	skb->protocol = htons(ETH_P_IP);
	skb_reset_network_header(skb);
	dev_queue_xmit(skb);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(mock.tx_count == 1));
	KUNIT_EXPECT_EQ(test, mock.max_fragments, 1u);
}

static void held_packets_end_with_the_queue(struct kunit *test)
{
	u32 i;

	queue_test_up(test);
	mock.hold_tx = true;
	/* BQL leaves some of them to the queueing discipline */
	for (i = 0; i < 100; i++)
		queue_test_send(test, 100, i);
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(mock.tx_count));
	KUNIT_EXPECT_EQ(test, atomic_read(&queue_test_freed), 0);
	queue_test_unload();
	KUNIT_EXPECT_EQ(test, atomic_read(&queue_test_freed), 100);
}

/* The queue's successor does not wait for them. */
static void lost_packets_are_no_debt(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_QUEUE_NOT_DRAINED);
	struct netdev_queue *txq;

	queue_test_up(test);
	mock.hold_tx = true;
	mock.keep_tx = true;
	queue_test_send(test, 100, 0);
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(mock.tx_count == 1));
	NetAdapterSetLinkLayerMtuSize(mock.adapter, 1400);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(strchr(mock.trace, 'P')) ||
			  WAIT_FOR(strchr(mock.trace, 'P')) ||
			  WAIT_FOR(strchr(mock.trace, 'P')) ||
			  WAIT_FOR(strchr(mock.trace, 'P')));
	mock.hold_tx = false;
	mock.keep_tx = false;
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_QUEUE_NOT_DRAINED), before + 1);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(!strcmp(queue_test_trace(true), "CSXPKDCS")));
	queue_test_send(test, 100, 1);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(mock.tx_count == 2));
	txq = netdev_get_tx_queue(queue_test_dev, 0);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(txq->dql.num_queued == txq->dql.num_completed));
}

static void only_ip_is_sent(struct kunit *test)
{
	struct sk_buff *skb;

	queue_test_up(test);
	skb = alloc_skb(100 + LL_MAX_HEADER, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_reserve(skb, LL_MAX_HEADER);
	memset(skb_put(skb, 100), 0x10, 100);
	skb->dev = queue_test_dev;
	skb->protocol = htons(ETH_P_IP);
	skb->destructor = queue_test_skb_freed;
	skb_reset_network_header(skb);
	dev_queue_xmit(skb);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(atomic_read(&queue_test_freed) == 1));
	KUNIT_EXPECT_EQ(test, mock.tx_count, 0u);
}

/* ---- receive ---- */

static void receive_test_run(struct kunit *test)
{
	unsigned int i;

	queue_test_up(test);
	for (i = 0; i < 200; i++)
		queue_test_receive(test, MOCK_HEADER + i * 7, i, MOCK_NONE);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(atomic_read(&queue_test_received) == 200));
	KUNIT_EXPECT_EQ(test, atomic_read(&queue_test_wrong), 0);
}

static void received_packets_reach_the_stack(struct kunit *test)
{
	unsigned int i;

	receive_test_run(test);
	for (i = 0; i < 200; i++)
		KUNIT_ASSERT_EQ(test, mock.rx_returned[i], 1u);
}

static void system_managed_buffers_reach_the_stack(struct kunit *test)
{
	mock.system_managed = true;
	receive_test_run(test);
	KUNIT_EXPECT_FALSE(test, mock.rx_context.Enabled);
}

struct mistake_case {
	const char *name;
	enum mock_mistake mistake;
	enum nt_rule rule;
	unsigned int returned;
};

static const struct mistake_case mistake_cases[] = {
	{ "past_capacity", MOCK_PAST_CAPACITY, NT_RULE_RX_FRAGMENT, 1 },
	{ "no_address", MOCK_NO_ADDRESS, NT_RULE_RX_FRAGMENT, 1 },
	{ "wrong_fragment", MOCK_WRONG_FRAGMENT, NT_RULE_RX_FRAGMENT_RANGE, 0 },
	{ "no_fragment", MOCK_NO_FRAGMENT, NT_RULE_RX_FRAGMENT_RANGE, 0 },
	{ "layout", MOCK_LAYOUT, NT_RULE_RX_LAYOUT, 1 },
};

static void mistake_case_name(const struct mistake_case *c, char *name)
{
	strscpy(name, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(mistake, mistake_cases, mistake_case_name);

static void bad_descriptor_costs_its_packet(struct kunit *test)
{
	const struct mistake_case *c = test->param_value;
	u64 before;

	queue_test_up(test);
	before = nt_violation_count(c->rule);
	queue_test_receive(test, 100, 0, c->mistake);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(nt_violation_count(c->rule) > before));
	KUNIT_EXPECT_EQ(test, atomic_read(&queue_test_received), 0);
	KUNIT_EXPECT_EQ(test, mock.rx_returned[0], c->returned);
}

/* Neither a good one before it nor a bad one makes the next one good. */
static void every_layout_is_looked_at(struct kunit *test)
{
	u64 before;
	u32 i;

	queue_test_up(test);
	queue_test_receive(test, 100, 0, MOCK_NONE);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(atomic_read(&queue_test_received) == 1));
	before = nt_violation_count(NT_RULE_RX_LAYOUT);
	for (i = 1; i <= 3; i++) {
		queue_test_receive(test, 100, 0, MOCK_LAYOUT);
		KUNIT_EXPECT_TRUE(test, WAIT_FOR(nt_violation_count(NT_RULE_RX_LAYOUT) ==
						 before + i));
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&queue_test_received), 1);
}

static void ignored_packet_is_skipped(struct kunit *test)
{
	queue_test_up(test);
	queue_test_receive(test, 100, 0, MOCK_IGNORED);
	queue_test_receive(test, 100, 0, MOCK_NONE);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(atomic_read(&queue_test_received) == 1));
	KUNIT_EXPECT_EQ(test, mock.rx_returned[0], 0u);
	KUNIT_EXPECT_EQ(test, mock.rx_returned[1], 1u);
}

static void only_ip_is_received(struct kunit *test)
{
	queue_test_up(test);
	queue_test_receive(test, 100, 0, MOCK_NOT_IP);
	queue_test_receive(test, 100, 0, MOCK_NONE);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(atomic_read(&queue_test_received) == 1));
	KUNIT_EXPECT_EQ(test, mock.rx_returned[0], 1u);
}

static void interface_down_drops_and_returns(struct kunit *test)
{
	queue_test_up(test);
	rtnl_lock();
	dev_close(queue_test_dev);
	rtnl_unlock();
	queue_test_receive(test, 100, 0, MOCK_NONE);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(mock.rx_returned[0] == 1));
	KUNIT_EXPECT_EQ(test, atomic_read(&queue_test_received), 0);
}

static void notify_while_arming_is_not_lost(struct kunit *test)
{
	unsigned int before;

	mock.notify_when_armed = true;
	queue_test_load(test);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(atomic_read(&mock.arm_notified) &&
					 atomic_read(&mock.rx_armed)));
	before = mock.rx_advances;
	KUNIT_EXPECT_GE(test, before, 2u);
}

static u32 dice(u32 sides)
{
	return get_random_u32() % sides;
}

#define MAD_ELEMENTS	256	/* NETCX_RING_DEFAULT: the header is not to be trusted */
#define MAD_STRIDE	16	/* of both rings, without return context and MDL */

static void scribble_header(NET_RING *ring)
{
	u32 begin = ring->BeginIndex;

	get_random_bytes(ring, offsetof(NET_RING, Buffer));
	/* half of the time somewhere that it may be */
	if (dice(2))
		ring->BeginIndex = (begin + dice(64)) % MAD_ELEMENTS;
}

/*
 * All that a client can write to without leaving the rings, any way it likes.
 * Some of it makes sense, or nothing would get past the first check.
 */
static void scribble(NET_RING *packets, NET_RING *fragments)
{
	u32 i, next = fragments->BeginIndex;

	get_random_bytes(packets->Buffer, MAD_ELEMENTS * MAD_STRIDE);
	get_random_bytes(fragments->Buffer, MAD_ELEMENTS * MAD_STRIDE);
	for (i = packets->BeginIndex; dice(16); i = (i + 1) % MAD_ELEMENTS) {
		NET_PACKET *packet = (void *)packets->Buffer + i % MAD_ELEMENTS * MAD_STRIDE;
		NET_FRAGMENT *fragment = (void *)fragments->Buffer +
					 next % MAD_ELEMENTS * MAD_STRIDE;

		RtlZeroMemory(&packet->Layout, sizeof(packet->Layout));
		packet->Ignore = 0;
		packet->FragmentIndex = next % MAD_ELEMENTS;
		packet->FragmentCount = dice(4);
		fragment->Capacity = dice(5000);
		fragment->ValidLength = dice(4096);
		next += packet->FragmentCount;
	}
	scribble_header(packets);
	scribble_header(fragments);
}

static void mad_client_harms_itself(struct kunit *test)
{
	u32 i;

	mock.system_managed = true;
	queue_test_up(test);
	mock.mad = scribble;
	for (i = 0; i < 2000; i++) {
		queue_test_send(test, 100 + dice(1000), i);
		NetRxQueueNotifyMoreReceivedPacketsAvailable(mock.rxq);
		NetTxQueueNotifyMoreCompletedPacketsAvailable(mock.txq);
	}
	queue_test_unload();
	/* what it never gave back goes with its queue, a grace period later */
	rcu_barrier();
	KUNIT_EXPECT_EQ(test, atomic_read(&queue_test_freed), 2000);
	KUNIT_EXPECT_EQ(test, mock.out_of_order, 0u);
}

static void wrong_direction_is_a_violation(struct kunit *test)
{
	u64 before;

	queue_test_load(test);
	before = nt_violation_count(NT_RULE_QUEUE_WRONG_DIRECTION);
	KUNIT_EXPECT_PTR_EQ(test, NetRxQueueGetRingCollection(mock.txq), NULL);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_QUEUE_WRONG_DIRECTION), before + 1);
}

static struct kunit_case queue_cases[] = {
	KUNIT_CASE(queues_start_when_the_device_is_up),
	KUNIT_CASE(queues_end_in_order),
	KUNIT_CASE(queues_do_not_survive_sleep),
	KUNIT_CASE(packet_wakes_the_device),
	KUNIT_CASE(create_callback_must_create),
	KUNIT_CASE(starting_twice_is_a_violation),
	KUNIT_CASE(start_in_d0_makes_queues_at_once),
	KUNIT_CASE(new_mtu_makes_new_queues),
	KUNIT_CASE(mtu_of_0_is_a_violation),
	KUNIT_CASE(link_state_is_the_carrier),
	KUNIT_CASE(sent_packets_reach_the_client_in_order),
	KUNIT_CASE(lone_packet_is_sent_at_once),
	KUNIT_CASE(batch_is_one_advance),
	KUNIT_CASE(batch_whose_last_is_dropped),
	KUNIT_CASE(packet_is_freed_when_it_comes_back),
	KUNIT_CASE(fragments_come_back_with_their_packets),
	KUNIT_CASE(full_ring_loses_nothing),
	KUNIT_CASE(fragments_are_as_many_as_the_client_takes),
	KUNIT_CASE(held_packets_end_with_the_queue),
	KUNIT_CASE(lost_packets_are_no_debt),
	KUNIT_CASE(only_ip_is_sent),
	KUNIT_CASE(received_packets_reach_the_stack),
	KUNIT_CASE(system_managed_buffers_reach_the_stack),
	KUNIT_CASE_PARAM(bad_descriptor_costs_its_packet, mistake_gen_params),
	KUNIT_CASE(every_layout_is_looked_at),
	KUNIT_CASE(ignored_packet_is_skipped),
	KUNIT_CASE(only_ip_is_received),
	KUNIT_CASE(interface_down_drops_and_returns),
	KUNIT_CASE(notify_while_arming_is_not_lost),
	KUNIT_CASE(mad_client_harms_itself),
	KUNIT_CASE(wrong_direction_is_a_violation),
	{ }
};

static struct kunit_suite queue_suite = {
	.name = "ndis_shim_netcx",
	.init = queue_test_init,
	.exit = queue_test_exit,
	.test_cases = queue_cases,
};

kunit_test_suite(queue_suite);

MODULE_IMPORT_NS(NDIS_SHIM);
MODULE_IMPORT_NS(NDIS_SHIM_INTERNAL);
MODULE_LICENSE("GPL");
