// SPDX-License-Identifier: GPL-2.0
/*
 * Packets that are indicated: which handler gets them, who keeps them, and how
 * often they come back.
 */
#include "ndis_data_mock.h"

static int packets_setup(struct kunit *test)
{
	return data_setup(test, true);
}

static void packet_goes_to_receive_packet(struct kunit *test)
{
	struct ndis_rx_frame frame = data_frame();

	indicate(&frame);
	KUNIT_EXPECT_EQ(test, data.receive_packets, 1u);
	KUNIT_EXPECT_EQ(test, data.receives, 0u);
	KUNIT_EXPECT_EQ(test, data.packet_status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, data.header_size, 14u);
	KUNIT_EXPECT_EQ(test, data.packet_flags & NDIS_FLAGS_IS_LOOPBACK_PACKET, 0u);
	KUNIT_EXPECT_EQ(test, data.lent, 0);
	KUNIT_EXPECT_EQ(test, data.completes, 1u);
	frame.loopback = true;
	indicate(&frame);
	KUNIT_EXPECT_NE(test, data.packet_flags & NDIS_FLAGS_IS_LOOPBACK_PACKET, 0u);
}

static void packet_that_cannot_be_kept_goes_to_receive(struct kunit *test)
{
	struct ndis_rx_frame frame = data_frame();

	frame.keep = false;
	indicate(&frame);
	KUNIT_EXPECT_EQ(test, data.receive_packets, 0u);
	KUNIT_EXPECT_EQ(test, data.receives, 1u);
	frame.keep = true;
	frame.make_packet = NULL;
	indicate(&frame);
	KUNIT_EXPECT_EQ(test, data.receives, 2u);
}

static void kept_packet_comes_back_as_often_as_said(struct kunit *test)
{
	struct ndis_rx_frame frame = data_frame();
	PNDIS_PACKET twice[2];

	data.keeps = 2;
	indicate(&frame);
	KUNIT_EXPECT_EQ(test, data.lent, 1);
	twice[0] = data.packet;
	NdisReturnPackets(twice, 1);
	KUNIT_EXPECT_EQ(test, data.lent, 1);
	NdisReturnPackets(twice, 1);
	KUNIT_EXPECT_EQ(test, data.lent, 0);
	EXPECT_NO_VIOLATION(test);
	NdisReturnPackets(twice, 1);
	EXPECT_VIOLATIONS(test, NDIS_BAD_PACKET, 1);
	indicate(&frame);
	twice[0] = data.packet;
	twice[1] = data.packet;
	NdisReturnPackets(twice, 2);
	KUNIT_EXPECT_EQ(test, data.lent, 0);
}

/* Another CPU may be faster than the handler. */
static void packet_may_come_back_early(struct kunit *test)
{
	struct ndis_rx_frame frame = data_frame();

	data.keeps = 1;
	data.return_early = true;
	indicate(&frame);
	KUNIT_EXPECT_EQ(test, data.lent, 0);
	EXPECT_NO_VIOLATION(test);
	data.keeps = 0;
	indicate(&frame);
	KUNIT_EXPECT_EQ(test, data.lent, 0);
	EXPECT_VIOLATIONS(test, NDIS_PACKET_OWNER, 1);
	data.keeps = -1;
	data.return_early = false;
	indicate(&frame);
	KUNIT_EXPECT_EQ(test, data.lent, 0);
	EXPECT_VIOLATIONS(test, NDIS_RECEIVE_RESULT, 1);
}

/* Each may write into its own, and gives its own back. */
static void each_binding_has_a_descriptor_of_its_own(struct kunit *test)
{
	struct mock_open *other = mock_open_text("mock0", true);
	struct ndis_rx_frame frame = data_frame();

	binding_of(other)->filter = NDIS_PACKET_TYPE_BROADCAST;
	data.keeps = 1;
	indicate(&frame);
	KUNIT_EXPECT_EQ(test, data.receive_packets, 2u);
	KUNIT_EXPECT_PTR_NE(test, data.packets[0], data.packets[1]);
	KUNIT_EXPECT_PTR_EQ(test, NDIS_GET_ORIGINAL_PACKET(data.packets[0]), data.packets[0]);
	KUNIT_EXPECT_EQ(test, data.lent, 2);
	NdisReturnPackets(data.packets, 2);
	KUNIT_EXPECT_EQ(test, data.lent, 0);
	mock_close(other, true);
}

/* For packets as well, and never while one is being indicated. */
static void receive_complete_follows_packets(struct kunit *test)
{
	struct ndis_rx_frame frame = data_frame();

	ndis_dispatch_begin();
	ndis_receive_all(&data.adapter->adapter, &frame);
	ndis_receive_all(&data.adapter->adapter, &frame);
	KUNIT_EXPECT_EQ(test, data.completes, 0u);
	ndis_receive_complete(&data.adapter->adapter);
	ndis_dispatch_end();
	KUNIT_EXPECT_EQ(test, data.receive_packets, 2u);
	KUNIT_EXPECT_EQ(test, data.completes, 1u);
}

static void packets_may_be_short_of_resources(struct kunit *test)
{
	struct ndis_rx_frame frame = data_frame();

	ndis_knob_set(NDIS_KNOB_FORCE_RESOURCES, 1);
	if (!ndis_knob(NDIS_KNOB_FORCE_RESOURCES))
		return;
	indicate(&frame);
	KUNIT_EXPECT_EQ(test, data.receives, 1u);
	ndis_knob_set(NDIS_KNOB_FORCE_RESOURCES, 2);
	indicate(&frame);
	KUNIT_EXPECT_EQ(test, data.receive_packets, 1u);
	KUNIT_EXPECT_EQ(test, data.packet_status, NDIS_STATUS_RESOURCES);
	EXPECT_NO_VIOLATION(test);
	data.keeps = 1;
	indicate(&frame);
	KUNIT_EXPECT_EQ(test, data.lent, 0);
	EXPECT_VIOLATIONS(test, NDIS_RECEIVE_RESULT, 1);
}

static void close_waits_for_packets(struct kunit *test)
{
	struct ndis_rx_frame frame = data_frame();

	data.keeps = 1;
	indicate(&frame);
	KUNIT_EXPECT_EQ(test, mock_close(data.open, false), NDIS_STATUS_PENDING);
	msleep(20);
	KUNIT_EXPECT_EQ(test, atomic_read(&data.open->closes), 0);
	NdisReturnPackets(&data.packet, 1);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&data.open->closes) == 1));
}

/* Its module goes all the same: nobody is left who would return it. */
static void kept_packet_of_a_driver_that_goes(struct kunit *test)
{
	struct ndis_rx_frame frame = data_frame();

	data.keeps = 2;
	indicate(&frame);
	KUNIT_EXPECT_EQ(test, data.lent, 1);
	NdisFreePacketPool(data.pool);
	data.pool = NULL;
	ndis_patience = HZ / 5;
	mock.protocol = NULL;
	client_unload();
	KUNIT_EXPECT_EQ(test, data.lent, 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&data.open->closes), 1);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_NDIS_OBJECT_LEAK) -
			client.of_rule[NT_RULE_NDIS_OBJECT_LEAK], 1ull);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_NDIS_PROTOCOL_LEAK) -
			client.of_rule[NT_RULE_NDIS_PROTOCOL_LEAK], 1ull);
	client_look();
}

static struct kunit_case ndis_keep_cases[] = {
	KUNIT_CASE(packet_goes_to_receive_packet),
	KUNIT_CASE(packet_that_cannot_be_kept_goes_to_receive),
	KUNIT_CASE(kept_packet_comes_back_as_often_as_said),
	KUNIT_CASE(packet_may_come_back_early),
	KUNIT_CASE(each_binding_has_a_descriptor_of_its_own),
	KUNIT_CASE(receive_complete_follows_packets),
	KUNIT_CASE(packets_may_be_short_of_resources),
	KUNIT_CASE(close_waits_for_packets),
	KUNIT_CASE(kept_packet_of_a_driver_that_goes),
	{}
};

static struct kunit_suite ndis_keep_suite = {
	.name = "ndis_keep",
	.init = packets_setup,
	.exit = data_teardown,
	.test_cases = ndis_keep_cases,
};

kunit_test_suite(ndis_keep_suite);
