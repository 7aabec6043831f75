// SPDX-License-Identifier: GPL-2.0
/*
 * Frames that go through an intermediate driver: an interface below, the driver, the
 * net_device of its instance, and what becomes of an sk_buff in between.
 */
#include "ndis_im_mock.h"

#include <linux/skbuff.h>

static struct net_device *dev;

/* Frames of the suite have this type, and end in that: the stack sends others, IPv6 for
 * one, and these end in anything.
 */
#define TYPE	0x88b5
#define OURS	0x42

static int bring(bool up)
{
	int err = 0;

	rtnl_lock();
	if (up)
		err = dev_open(dev, NULL);
	else
		dev_close(dev);
	rtnl_unlock();
	return err;
}

static void start_up(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, im_register(), NDIS_STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, im_start_name(IM_NAME), NDIS_STATUS_SUCCESS);
	dev = dev_get_by_name(&init_net, IM_NAME);
	KUNIT_ASSERT_NOT_NULL(test, dev);
	KUNIT_ASSERT_EQ(test, bring(true), 0);
}

static struct sk_buff *make_skb(struct kunit *test, unsigned int size)
{
	struct sk_buff *skb = alloc_skb(size + 32, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_reserve(skb, 32);
	skb_put_zero(skb, size);
	memset(skb->data, 0xff, 6);
	skb->data[12] = TYPE >> 8;
	skb->data[13] = TYPE & 0xff;
	skb->data[size - 1] = OURS;
	skb_reset_mac_header(skb);
	skb->protocol = htons(TYPE);
	skb->dev = dev;
	return skb;
}

static atomic_t heard;
static u8 heard_last;
static const void *heard_data;
static u8 heard_order[8];
static unsigned int heard_size;

static int hear(struct sk_buff *skb, struct net_device *in, struct packet_type *type,
		struct net_device *original)
{
	heard_size = skb->len;
	skb_copy_bits(skb, skb->len - 1, &heard_last, 1);
	heard_data = skb->data;
	heard_order[atomic_read(&heard) % sizeof(heard_order)] = heard_last;
	kfree_skb(skb);
	atomic_inc(&heard);
	return 0;
}

static struct packet_type hearing = { .type = cpu_to_be16(TYPE), .func = hear };

static void listen(void)
{
	atomic_set(&heard, 0);
	hearing.dev = dev;
	dev_add_pack(&hearing);
}

/* ---- what lies between ---- */

#define LOW_NAME	"kunitlow"
#define ADDED		0x43		/* ends a frame of the driver's own */

/**
 * struct through - an interface, and a driver between it and the instance
 * @low: below
 * @data: of the latest frame that it sent; @size bytes, of @type
 * @n: how many it sent
 * @order: their last bytes
 * @sent: what NdisSend said last
 * @keeps: the driver does not give back what it has passed on
 * @adds: it passes on one of its own after it, @own
 * @before: and on its way up, before it
 * @cuts: it makes the buffer shorter meanwhile
 * @copies: it passes on a copy of the descriptor's buffer
 * @turns: what it receives it sends, instead of passing it up, and the other way round
 * @status: of what it indicates
 * @clone: its latest descriptor, and @original what that stands for
 * @protocol: its lower edge
 */
static struct through {
	struct net_device *low;
	const void *data;
	unsigned int n, size;
	__be16 type;
	u8 order[8];
	NDIS_STATUS sent, status;
	bool keeps, adds, before, cuts, copies, turns;
	MDL copy;
	PNDIS_PACKET clone, original;
	struct im_frame *own;
	struct ndis_object *object;
	struct ndis_protocol *protocol;
} through;

static bool is_ours(const struct sk_buff *skb)
{
	return skb->data[12] == TYPE >> 8 && skb->data[13] == (TYPE & 0xff);
}

static bool passes(PNDIS_PACKET packet)
{
	u8 type[2] = {};

	ndis_packet_read(packet, 12, type, sizeof(type));
	return type[0] == TYPE >> 8 && type[1] == (TYPE & 0xff) && im_last_byte(packet) == OURS;
}

static netdev_tx_t low_xmit(struct sk_buff *skb, struct net_device *low)
{
	if (is_ours(skb)) {
		through.data = skb->data;
		through.size = skb->len;
		through.type = skb->protocol;
		through.order[through.n % sizeof(through.order)] = skb->data[skb->len - 1];
		WRITE_ONCE(through.n, through.n + 1);
	}
	consume_skb(skb);
	return NETDEV_TX_OK;
}

static const struct net_device_ops low_ops = { .ndo_start_xmit = low_xmit };

static void low_setup(struct net_device *low)
{
	ether_setup(low);
	low->netdev_ops = &low_ops;
	low->needs_free_netdev = true;
}

static PNDIS_PACKET clone_of(PNDIS_PACKET original)
{
	PNDIS_PACKET clone;
	NDIS_STATUS status;

	NdisAllocatePacket(&status, &clone, im_pool);
	if (status != NDIS_STATUS_SUCCESS)
		return NULL;
	clone->Private.Head = original->Private.Head;
	clone->Private.Tail = original->Private.Tail;
	NdisSetPacketFlags(clone, NDIS_FLAGS_DONT_LOOPBACK);
	*(PNDIS_PACKET *)clone->ProtocolReserved = original;
	return clone;
}

static void send_own(void)
{
	NDIS_STATUS status;

	NdisSetPacketFlags(through.own->packet, NDIS_FLAGS_DONT_LOOPBACK);
	NdisSend(&status, upper.handle, through.own->packet);
}

/* What it does to a frame of the suite's before it passes it on. */
static void change(PNDIS_PACKET clone)
{
	if (through.copies) {
		through.copy = *clone->Private.Head;
		clone->Private.Head = &through.copy;
		clone->Private.Tail = &through.copy;
	}
	if (through.cuts) {
		PNDIS_BUFFER head = clone->Private.Head;

		head->ByteCount--;
		((u8 *)head->MappedSystemVa)[head->ByteCount - 1] = OURS;
	}
}

static VOID pass_down(NDIS_HANDLE context, PPNDIS_PACKET packets, UINT count)
{
	PNDIS_PACKET clone;
	UINT i;

	for (i = 0; i < count; i++) {
		bool ours = passes(packets[i]);
		bool keeps = through.keeps && ours;

		clone = clone_of(packets[i]);
		if (ours)
			change(clone);
		if (ours && through.turns) {
			NDIS_SET_PACKET_STATUS(clone, NDIS_STATUS_SUCCESS);
			NdisMIndicateReceivePacket(im.handle, &clone, 1);
			continue;
		}
		NdisSend(&through.sent, upper.handle, clone);
		if (through.adds && ours)
			send_own();
		if (keeps) {
			through.clone = clone;
			through.original = packets[i];
			continue;
		}
		if (through.sent == NDIS_STATUS_PENDING)
			continue;
		NdisFreePacket(clone);
		NdisMSendComplete(im.handle, packets[i], NDIS_STATUS_SUCCESS);
	}
}

/* Of copies, which are done later. */
static void passed_down(PNDIS_PACKET clone)
{
	PNDIS_PACKET original = *(PNDIS_PACKET *)clone->ProtocolReserved;

	if (clone == through.own->packet)
		return;
	NdisFreePacket(clone);
	if (through.turns)
		NdisReturnPackets(&original, 1);
	else
		NdisMSendComplete(im.handle, original, NDIS_STATUS_SUCCESS);
}

static void passed_up(PNDIS_PACKET clone)
{
	PNDIS_PACKET original = *(PNDIS_PACKET *)clone->ProtocolReserved;

	if (through.keeps || clone == through.own->packet)
		return;
	NdisFreePacket(clone);
	if (through.turns)
		NdisMSendComplete(im.handle, original, NDIS_STATUS_SUCCESS);
	else
		NdisReturnPackets(&original, 1);
}

static void pass_up(PNDIS_PACKET original)
{
	PNDIS_PACKET clone;

	if (!passes(original)) {
		NdisReturnPackets(&original, 1);
		return;
	}
	clone = clone_of(original);
	if (through.turns) {
		NdisSend(&through.sent, upper.handle, clone);
		if (through.sent != NDIS_STATUS_PENDING)
			passed_down(clone);
		return;
	}
	NDIS_SET_PACKET_STATUS(clone, through.status);
	through.clone = clone;
	through.original = original;
	if (through.before)
		NdisMIndicateReceivePacket(im.handle, &through.own->packet, 1);
	NdisMIndicateReceivePacket(im.handle, &clone, 1);
	if (through.status == NDIS_STATUS_RESOURCES)
		passed_up(clone);
	if (through.adds)
		NdisMIndicateReceivePacket(im.handle, &through.own->packet, 1);
}

/* The driver gives back what it has kept. */
static void give_back_sent(void)
{
	NdisFreePacket(through.clone);
	NdisMSendComplete(im.handle, through.original, NDIS_STATUS_SUCCESS);
}

static void give_back_received(void)
{
	NdisFreePacket(through.clone);
	NdisReturnPackets(&through.original, 1);
}

static void start_between(struct kunit *test)
{
	memset(&through, 0, sizeof(through));
	through.own = im_frame(test, 100);
	through.own->data[99] = ADDED;
	through.low = alloc_netdev(0, LOW_NAME, NET_NAME_USER, low_setup);
	KUNIT_ASSERT_NOT_NULL(test, through.low);
	eth_hw_addr_random(through.low);
	KUNIT_ASSERT_EQ(test, register_netdev(through.low), 0);
	rtnl_lock();
	KUNIT_EXPECT_EQ(test, dev_open(through.low, NULL), 0);
	rtnl_unlock();

	im.chars.SendPacketsHandler = pass_down;
	im.in_return = passed_up;
	upper.in_send_complete = passed_down;
	upper.in_receive_packet = pass_up;
	upper.keep = 1;
	/* It gives back itself, or keeps for the suite. */
	upper.n_kept = IM_PACKETS;
	KUNIT_ASSERT_EQ(test, up_register(true), NDIS_STATUS_SUCCESS);
	through.object = ndis_object_get(upper.protocol, NDIS_HANDLE_PROTOCOL, __func__);
	through.protocol = container_of(through.object, struct ndis_protocol, object);
	/* An intermediate driver's: it takes the frames of the interface over. */
	through.protocol->miniport = (struct ndis_miniport_driver *)&im;
	KUNIT_ASSERT_EQ(test, up_open(LOW_NAME), NDIS_STATUS_SUCCESS);
	up_set_filter(test, NDIS_PACKET_TYPE_PROMISCUOUS);
	start_up(test);
}

static void stop_between(struct kunit *test)
{
	bring(false);
	dev_put(dev);
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	up_close(test);
	through.protocol->miniport = NULL;
	ndis_object_put(through.object);
	unregister_netdev(through.low);
	im_frame_free(through.own);
}

/* No copy, and whoever sent it is the one who is held back by the interface. */
static void sent_frames_go_through(struct kunit *test)
{
	struct rtnl_link_stats64 stats;
	struct sk_buff *skb;
	const void *data;

	start_between(test);
	skb = make_skb(test, 60);
	data = skb->data;
	KUNIT_EXPECT_EQ(test, dev_queue_xmit(skb), NET_XMIT_SUCCESS);
	KUNIT_EXPECT_TRUE(test, im_wait(READ_ONCE(through.n) == 1));
	KUNIT_EXPECT_EQ(test, through.sent, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, through.data, data);
	KUNIT_EXPECT_EQ(test, through.size, 60u);
	KUNIT_EXPECT_EQ(test, ntohs(through.type), TYPE);
	dev_get_stats(dev, &stats);
	KUNIT_EXPECT_GE(test, stats.tx_packets, 1ull);
	KUNIT_EXPECT_EQ(test, stats.tx_dropped, 0ull);
	stop_between(test);
}

/* Until the interface below has seen @n in all. Return: where its data were. */
static const void *send_whole(struct kunit *test, unsigned int n)
{
	struct sk_buff *skb = make_skb(test, 60);
	const void *data = skb->data;

	dev_queue_xmit(skb);
	KUNIT_EXPECT_TRUE(test, im_wait(READ_ONCE(through.n) == n));
	return data;
}

/* Its bytes are the driver's until it gives it back: a copy goes, and at once. */
static void sent_frames_that_are_kept(struct kunit *test)
{
	const void *data;

	start_between(test);
	through.keeps = true;
	data = send_whole(test, 1);
	KUNIT_EXPECT_PTR_NE(test, through.data, data);
	KUNIT_EXPECT_EQ(test, through.size, 60u);
	/* It is all there still. */
	KUNIT_EXPECT_EQ(test, im_last_byte(through.original), OURS);
	KUNIT_EXPECT_EQ(test, ndis_packet_length(through.original), 60u);
	give_back_sent();
	stop_between(test);
}

/* The driver's order is the interface's. */
static void sent_frames_in_order(struct kunit *test)
{
	start_between(test);
	through.adds = true;
	dev_queue_xmit(make_skb(test, 60));
	KUNIT_EXPECT_TRUE(test, im_wait(READ_ONCE(through.n) == 2));
	KUNIT_EXPECT_EQ(test, through.order[0], OURS);
	KUNIT_EXPECT_EQ(test, through.order[1], ADDED);
	stop_between(test);
}

/* Whoever passes it on later has it copied, and NdisSend pends as for any packet. */
static void sent_frames_outside_of_the_call(struct kunit *test)
{
	PNDIS_PACKET clone;
	const void *data;

	start_between(test);
	through.keeps = true;
	data = send_whole(test, 1);
	clone = clone_of(through.original);
	NdisSend(&through.sent, upper.handle, clone);
	KUNIT_EXPECT_TRUE(test, im_wait(READ_ONCE(through.n) == 2));
	KUNIT_EXPECT_PTR_NE(test, through.data, data);
	if (through.sent != NDIS_STATUS_PENDING)
		NdisFreePacket(clone);
	give_back_sent();
	stop_between(test);
}

/* Whoever waits for the time that a frame is sent at, is told it once: by the instance. */
static void sent_frames_with_a_time(struct kunit *test)
{
	struct sk_buff *skb;
	const void *data;

	start_between(test);
	skb = make_skb(test, 60);
	skb_shinfo(skb)->tx_flags = SKBTX_SW_TSTAMP;
	data = skb->data;
	dev_queue_xmit(skb);
	KUNIT_EXPECT_TRUE(test, im_wait(READ_ONCE(through.n) == 1));
	KUNIT_EXPECT_PTR_NE(test, through.data, data);
	stop_between(test);
}

/* What its buffer says is what goes, and a buffer that only looks the same is none. */
static void sent_frames_that_are_cut(struct kunit *test)
{
	const void *data;

	start_between(test);
	through.copies = true;
	data = send_whole(test, 1);
	KUNIT_EXPECT_PTR_NE(test, through.data, data);
	KUNIT_EXPECT_EQ(test, through.size, 60u);
	through.copies = false;
	through.cuts = true;
	data = send_whole(test, 2);
	KUNIT_EXPECT_PTR_NE(test, through.data, data);
	KUNIT_EXPECT_EQ(test, through.size, 59u);
	stop_between(test);
}

static struct sk_buff *frame_at_low(struct kunit *test)
{
	struct sk_buff *skb = netdev_alloc_skb(through.low, 100);

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_put_zero(skb, 100);
	memset(skb->data, 0xff, 6);
	skb->data[12] = TYPE >> 8;
	skb->data[13] = TYPE & 0xff;
	skb->data[99] = OURS;
	skb->protocol = eth_type_trans(skb, through.low);
	return skb;
}

/* Where its data are. */
static const void *receive_at_low(struct kunit *test)
{
	struct sk_buff *skb = frame_at_low(test);
	const void *data = skb->data;

	netif_rx(skb);
	return data;
}

static void received_frames_go_through(struct kunit *test)
{
	struct rtnl_link_stats64 stats;
	const void *data;

	start_between(test);
	listen();
	data = receive_at_low(test);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&heard) == 1));
	KUNIT_EXPECT_PTR_EQ(test, heard_data, data);
	KUNIT_EXPECT_EQ(test, heard_size, 86u);
	KUNIT_EXPECT_EQ(test, heard_last, OURS);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.returns), 1);
	dev_get_stats(dev, &stats);
	KUNIT_EXPECT_EQ(test, stats.rx_packets, 1ull);
	KUNIT_EXPECT_EQ(test, stats.rx_bytes, 100ull);
	dev_remove_pack(&hearing);
	stop_between(test);
}

static void received_frames_that_are_kept(struct kunit *test)
{
	const void *data;

	start_between(test);
	listen();
	through.keeps = true;
	data = receive_at_low(test);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&heard) == 1));
	KUNIT_EXPECT_PTR_NE(test, heard_data, data);
	KUNIT_EXPECT_EQ(test, heard_size, 86u);
	KUNIT_EXPECT_EQ(test, heard_last, OURS);
	KUNIT_EXPECT_EQ(test, im_last_byte(through.original), OURS);
	give_back_received();
	dev_remove_pack(&hearing);
	stop_between(test);
}

/* With RESOURCES the bytes are the driver's again at once. */
static void received_frames_without_resources(struct kunit *test)
{
	const void *data;

	start_between(test);
	listen();
	through.status = NDIS_STATUS_RESOURCES;
	data = receive_at_low(test);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&heard) == 1));
	KUNIT_EXPECT_PTR_NE(test, heard_data, data);
	KUNIT_EXPECT_EQ(test, heard_size, 86u);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.returns), 0);
	dev_remove_pack(&hearing);
	stop_between(test);
}

static void received_frames_in_order(struct kunit *test)
{
	start_between(test);
	listen();
	through.adds = true;
	receive_at_low(test);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&heard) == 2));
	KUNIT_EXPECT_EQ(test, heard_order[0], OURS);
	KUNIT_EXPECT_EQ(test, heard_order[1], ADDED);
	through.adds = false;
	through.before = true;
	receive_at_low(test);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&heard) == 4));
	KUNIT_EXPECT_EQ(test, heard_order[2], ADDED);
	KUNIT_EXPECT_EQ(test, heard_order[3], OURS);
	dev_remove_pack(&hearing);
	stop_between(test);
}

/* The other way round, what Linux notes of a frame is not so any more: a copy goes. */
static void frames_that_turn_round(struct kunit *test)
{
	struct sk_buff *skb;
	const void *data;

	start_between(test);
	through.turns = true;
	data = receive_at_low(test);
	KUNIT_EXPECT_TRUE(test, im_wait(READ_ONCE(through.n) == 1));
	KUNIT_EXPECT_PTR_NE(test, through.data, data);
	KUNIT_EXPECT_EQ(test, through.size, 100u);
	listen();
	skb = make_skb(test, 60);
	data = skb->data + ETH_HLEN;
	dev_queue_xmit(skb);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&heard) == 1));
	KUNIT_EXPECT_PTR_NE(test, heard_data, data);
	KUNIT_EXPECT_EQ(test, heard_last, OURS);
	KUNIT_EXPECT_EQ(test, READ_ONCE(through.n), 1u);
	dev_remove_pack(&hearing);
	stop_between(test);
}

/* ReceiveComplete comes after the only frame, and not after each of many. */
static void received_frames_are_complete(struct kunit *test)
{
	struct sk_buff *skbs[8];
	unsigned int i;

	start_between(test);
	listen();
	receive_at_low(test);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&heard) == 1));
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&upper.completes) == 1));
	for (i = 0; i < ARRAY_SIZE(skbs); i++)
		skbs[i] = frame_at_low(test);
	local_bh_disable();
	for (i = 0; i < ARRAY_SIZE(skbs); i++)
		netif_rx(skbs[i]);
	local_bh_enable();
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&heard) == 9));
	msleep(20);
	KUNIT_EXPECT_GE(test, atomic_read(&upper.completes), 2);
	KUNIT_EXPECT_LE(test, atomic_read(&upper.completes), 5);
	dev_remove_pack(&hearing);
	stop_between(test);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(sent_frames_go_through),
	KUNIT_CASE(sent_frames_that_are_kept),
	KUNIT_CASE(sent_frames_in_order),
	KUNIT_CASE(sent_frames_outside_of_the_call),
	KUNIT_CASE(sent_frames_with_a_time),
	KUNIT_CASE(sent_frames_that_are_cut),
	KUNIT_CASE(received_frames_go_through),
	KUNIT_CASE(received_frames_that_are_kept),
	KUNIT_CASE(received_frames_without_resources),
	KUNIT_CASE(received_frames_in_order),
	KUNIT_CASE(frames_that_turn_round),
	KUNIT_CASE(received_frames_are_complete),
	{}
};

static int setup(struct kunit *test)
{
	int err = im_setup(test);

	im.link = NdisMediaStateConnected;
	return err;
}

static struct kunit_suite suite = {
	.name = "ndis_shim_ndis_im_through",
	.init = setup,
	.exit = im_teardown,
	.test_cases = cases,
};

kunit_test_suite(suite);
