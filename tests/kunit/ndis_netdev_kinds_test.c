// SPDX-License-Identifier: GPL-2.0
/*
 * Linux interfaces for other kinds of drivers and of other kinds: packets that
 * are kept, frames that are taken from Linux, interfaces without Ethernet.
 */
#include "ndis_netdev_mock.h"

static int net_raw(struct kunit *test)
{
	return net_setup(test, net_raw_setup, 3, NULL);
}

static int net_keeping(struct kunit *test)
{
	return net_setup(test, net_ether_setup, 5, NULL);
}

static int net_taking(struct kunit *test)
{
	return net_setup(test, net_ether_setup, 3, &net);
}

/* ---- packets ---- */

/* They pin neither the interface nor the adapter's end, only their own binding's. */
static void kept_frame_outlives_its_interface(struct kunit *test)
{
	u8 frame[60];

	net_filter(test, NDIS_PACKET_TYPE_DIRECTED);
	net_ethernet(frame, net.dev->dev_addr);
	net.keeps = 1;
	net_receive(frame, 60, false);
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(net.receives) == 1));
	KUNIT_EXPECT_EQ(test, net.packet_size, 60u);
	KUNIT_EXPECT_EQ(test, memcmp(net.header, frame, 14), 0);
	net_gone();
	KUNIT_EXPECT_TRUE(test, mock_wait(strchr(net.open->statuses, 'x')));
	KUNIT_EXPECT_EQ(test, ndis_packet_length(net.kept), 60u);
	memset(net.header, 0, sizeof(net.header));
	ndis_packet_read(net.kept, 0, net.header, sizeof(net.header));
	KUNIT_EXPECT_EQ(test, memcmp(net.header, frame, 14), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&net.open->closes), 0);
	NdisReturnPackets(&net.kept, 1);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&net.open->closes) == 1));
}

static void packet_begins_with_its_header(struct kunit *test)
{
	net_filter(test, NDIS_PACKET_TYPE_DIRECTED);
	net.keeps = 1;
	netif_rx(net_tcp(1, true));
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(net.receives) == 1));
	KUNIT_EXPECT_GE(test, net.kept->Private.Head->ByteCount, 14u);
	KUNIT_EXPECT_EQ(test, net.packet_size, (UINT)NET_HEADERS + NET_PIECE);
	KUNIT_EXPECT_EQ(test, NDIS_GET_PACKET_HEADER_SIZE(net.kept), 14u);
	NdisReturnPackets(&net.kept, 1);
}

/* ---- instead of Linux ---- */

static void frames_are_taken_from_linux(struct kunit *test)
{
	u8 *frame = kunit_kzalloc(test, 1514, GFP_KERNEL);
	struct mock_open *second;

	KUNIT_ASSERT_NOT_NULL(test, frame);
	KUNIT_EXPECT_PTR_NE(test, rcu_access_pointer(net.dev->rx_handler), NULL);
	net_filter(test, NDIS_PACKET_TYPE_DIRECTED);
	net_ethernet(frame, net.dev->dev_addr);
	net_receive(frame, 60, false);
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(net.receives) == 1));
	/* What Linux would have got is not lost for its tag. */
	net_receive(frame, 1514, true);
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(net.receives) == 2));
	KUNIT_EXPECT_EQ(test, net.packet_size, 1504u);
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(net.completes) >= 1));
	/* There is one of it. */
	second = mock_open_text("ndistest0", true);
	KUNIT_EXPECT_EQ(test, second->status, NDIS_STATUS_OPEN_FAILED);
	/* It ends as it began. */
	net_associate(NULL);
	mock_close(net.open, true);
	KUNIT_EXPECT_PTR_EQ(test, rcu_access_pointer(net.dev->rx_handler), NULL);
}

static void taken_frames_are_cut_up(struct kunit *test)
{
	net_filter(test, NDIS_PACKET_TYPE_DIRECTED);
	netif_rx(net_tcp(4, true));
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(net.receives) == 4));
	KUNIT_EXPECT_TRUE(test, net_sum_is_right());
	KUNIT_EXPECT_EQ(test, net.last[40], (u8)(3 * NET_PIECE));
}

/* ---- raw IP ---- */

static void raw_packets_get_a_header(struct kunit *test)
{
	u8 packet[28] = { 0x45, 0, 0, 28, [8] = 64, 17, [16] = 10, 0, 0, 2 };
	u8 address[6];

	net_filter(test, NDIS_PACKET_TYPE_DIRECTED);
	KUNIT_EXPECT_EQ(test, net_request(OID_802_3_CURRENT_ADDRESS, false, address, 6),
			NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, net_ulong(test, OID_GEN_MAXIMUM_TOTAL_SIZE), 1414u);
	net_receive(packet, sizeof(packet), false);
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(net.receives) == 1));
	KUNIT_EXPECT_EQ(test, net.header_size, 14u);
	KUNIT_EXPECT_EQ(test, net.packet_size, 28u);
	KUNIT_EXPECT_EQ(test, net.first, 0x45);
	KUNIT_EXPECT_EQ(test, memcmp(net.header, address, 6), 0);
	KUNIT_EXPECT_EQ(test, net.header[12] << 8 | net.header[13], ETH_P_IP);
}

static void raw_frames_lose_their_header(struct kunit *test)
{
	u8 frame[60] = { [12] = 0x08, 0, 0x45, 0, 0, 28 };
	PNDIS_PACKET packet;

	KUNIT_EXPECT_EQ(test, net_send(test, frame, 60, &packet), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, net.sent, 1u);
	KUNIT_EXPECT_EQ(test, net.size, 28u);
	KUNIT_EXPECT_EQ(test, net.bytes[0], 0x45);
	KUNIT_EXPECT_EQ(test, ntohs(net.protocol), ETH_P_IP);
	net_free(packet);
	frame[12] = 0x88;
	KUNIT_EXPECT_EQ(test, net_send(test, frame, 60, &packet), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, net.sent, 1u);
	net_free(packet);
}

static void raw_arp_is_answered_to_the_sender(struct kunit *test)
{
	u8 frame[60] = { [12] = 0x08, 0x06, 0, 1, 8, 0, 6, 4, 0, 1 };
	PNDIS_PACKET packet;

	frame[28] = 10;
	frame[31] = 2;
	frame[38] = 10;
	frame[41] = 1;
	net_request(OID_802_3_CURRENT_ADDRESS, false, frame + 6, 6);
	net_filter(test, NDIS_PACKET_TYPE_DIRECTED);
	KUNIT_EXPECT_EQ(test, net_send(test, frame, 60, &packet), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(net.receives) == 1));
	KUNIT_EXPECT_EQ(test, net.packet_size, 28u);
	KUNIT_EXPECT_EQ(test, memcmp(net.header, frame + 6, 6), 0);
	KUNIT_EXPECT_EQ(test, net.header[13], 0x06);
	KUNIT_EXPECT_EQ(test, net.sent, 0u);
	net_free(packet);
}

static struct kunit_case ndis_netdev_keep_cases[] = {
	KUNIT_CASE(kept_frame_outlives_its_interface),
	KUNIT_CASE(packet_begins_with_its_header),
	{}
};

static struct kunit_case ndis_netdev_take_cases[] = {
	KUNIT_CASE(frames_are_taken_from_linux),
	KUNIT_CASE(taken_frames_are_cut_up),
	{}
};

static struct kunit_case ndis_netdev_raw_cases[] = {
	KUNIT_CASE(raw_packets_get_a_header),
	KUNIT_CASE(raw_frames_lose_their_header),
	KUNIT_CASE(raw_arp_is_answered_to_the_sender),
	{}
};

static struct kunit_suite ndis_netdev_raw_suite = {
	.name = "ndis_netdev_raw",
	.init = net_raw,
	.exit = net_teardown,
	.test_cases = ndis_netdev_raw_cases,
};

static struct kunit_suite ndis_netdev_keep_suite = {
	.name = "ndis_netdev_keep",
	.init = net_keeping,
	.exit = net_teardown,
	.test_cases = ndis_netdev_keep_cases,
};

static struct kunit_suite ndis_netdev_take_suite = {
	.name = "ndis_netdev_take",
	.init = net_taking,
	.exit = net_teardown,
	.test_cases = ndis_netdev_take_cases,
};
kunit_test_suites(&ndis_netdev_raw_suite, &ndis_netdev_keep_suite, &ndis_netdev_take_suite);
