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

static int net_tagging(struct kunit *test)
{
	net_edge = NT_NDIS_TAGS;
	return net_setup(test, net_ether_setup, 5, NULL);
}

static int net_tagging_without_packets(struct kunit *test)
{
	net_edge = NT_NDIS_TAGS;
	return net_setup(test, net_ether_setup, 3, NULL);
}

static int net_taking_alone(struct kunit *test)
{
	net_edge = NT_NDIS_TAKES_OVER | NT_NDIS_TAGS;
	return net_setup(test, net_ether_setup, 5, NULL);
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

/* ---- tags in the packets' information ---- */

static u32 net_info(PNDIS_PACKET packet)
{
	return (ULONG_PTR)NDIS_PER_PACKET_INFO_FROM_PACKET(packet, Ieee8021QInfo);
}

static void net_receive_kept(struct kunit *test, const void *frame, u32 size, bool tag)
{
	unsigned int before = net.receives;

	net.keeps = 1;
	net_receive(frame, size, tag);
	KUNIT_ASSERT_TRUE(test, mock_wait(READ_ONCE(net.receives) == before + 1));
}

static void tags_are_beside_the_frame(struct kunit *test)
{
	u8 *frame = kunit_kzalloc(test, 1514, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, frame);
	net_filter(test, NDIS_PACKET_TYPE_DIRECTED);
	net_ethernet(frame, net.dev->dev_addr);
	net_receive_kept(test, frame, 60, true);
	KUNIT_EXPECT_EQ(test, net.packet_size, 60u);
	KUNIT_EXPECT_EQ(test, memcmp(net.header, frame, 14), 0);
	KUNIT_EXPECT_EQ(test, net_info(net.kept), 5u << 4);
	KUNIT_EXPECT_EQ(test, NDIS_GET_PACKET_HEADER_SIZE(net.kept), 14u);
	NdisReturnPackets(&net.kept, 1);

	net_receive_kept(test, frame, 60, false);
	KUNIT_EXPECT_EQ(test, net.packet_size, 60u);
	KUNIT_EXPECT_EQ(test, net_info(net.kept), 0u);
	NdisReturnPackets(&net.kept, 1);

	net_receive_kept(test, frame, 1514, true);
	KUNIT_EXPECT_EQ(test, net.packet_size, 1514u);
	KUNIT_EXPECT_EQ(test, net_info(net.kept), 5u << 4);
	NdisReturnPackets(&net.kept, 1);
	KUNIT_EXPECT_TRUE(test, net_ulong(test, OID_GEN_MAC_OPTIONS) & NDIS_MAC_OPTION_8021Q_VLAN);
}

static NDIS_STATUS net_send_tagged(struct kunit *test, void *bytes, u32 size, u32 info)
{
	PNDIS_BUFFER buffer;
	PNDIS_PACKET packet;
	NDIS_STATUS status;

	NdisAllocatePacket(&status, &packet, net.pool);
	KUNIT_ASSERT_EQ(test, status, NDIS_STATUS_SUCCESS);
	NdisAllocateBuffer(&status, &buffer, NULL, bytes, size);
	KUNIT_ASSERT_EQ(test, status, NDIS_STATUS_SUCCESS);
	NdisChainBufferAtFront(packet, buffer);
	NDIS_PER_PACKET_INFO_FROM_PACKET(packet, Ieee8021QInfo) = (PVOID)(ULONG_PTR)info;
	NdisSend(&status, net.open->handle, packet);
	net_free(packet);
	return status;
}

/* Priority 3, canonical format, VLAN 7; and none. Whoever sends may say so. */
static void sent_packets_are_tagged(struct kunit *test)
{
	u8 *frame = kunit_kzalloc(test, 1514, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, frame);
	net_ethernet(frame, remote);
	KUNIT_EXPECT_EQ(test, net_send_tagged(test, frame, 1514, 3 | 1 << 3 | 7 << 4),
			NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, net.sent, 1u);
	KUNIT_EXPECT_EQ(test, net.size, 1518u);
	KUNIT_EXPECT_EQ(test, memcmp(net.bytes, frame, 12), 0);
	KUNIT_EXPECT_EQ(test, net.bytes[12] << 8 | net.bytes[13], ETH_P_8021Q);
	KUNIT_EXPECT_EQ(test, net.bytes[14] << 8 | net.bytes[15], 3 << 13 | 1 << 12 | 7);
	KUNIT_EXPECT_EQ(test, net.bytes[16] << 8 | net.bytes[17], 0x88b5);
	KUNIT_EXPECT_EQ(test, net_send_tagged(test, frame, 60, 0), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, net.size, 60u);
	KUNIT_EXPECT_EQ(test, net.bytes[12] << 8 | net.bytes[13], 0x88b5);
}

static void raw_frames_have_no_tags(struct kunit *test)
{
	u8 frame[60] = { [12] = 0x08, 0, 0x45, 0, 0, 28 };

	KUNIT_EXPECT_EQ(test, net_send_tagged(test, frame, 60, 7 << 4), NDIS_STATUS_INVALID_PACKET);
	KUNIT_EXPECT_EQ(test, net.sent, 0u);
	KUNIT_EXPECT_EQ(test, net_send_tagged(test, frame, 60, 3), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, net.sent, 1u);
}

/* Other bindings hear a tag in the frame, as on the wire. */
static void tags_are_looped_back(struct kunit *test)
{
	u8 frame[60], all[6] = { 255, 255, 255, 255, 255, 255 };
	struct mock_open *sender = net.open;

	net_ethernet(frame, all);
	net.open = mock_open_text("ndistest0", true);
	KUNIT_ASSERT_EQ(test, net.open->status, NDIS_STATUS_SUCCESS);
	net_filter(test, NDIS_PACKET_TYPE_BROADCAST);
	net.open = sender;
	KUNIT_EXPECT_EQ(test, net_send_tagged(test, frame, 60, 7 << 4), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(net.receives) == 1));
	KUNIT_EXPECT_EQ(test, net.packet_size, 60u);
	KUNIT_EXPECT_EQ(test, net.header[12] << 8 | net.header[13], 0x88b5);
}

/* ProtocolReceive gets no packet, and so nothing beside the frame. */
static void tags_without_a_packet(struct kunit *test)
{
	u8 frame[60];

	net_filter(test, NDIS_PACKET_TYPE_DIRECTED);
	net_ethernet(frame, net.dev->dev_addr);
	net_receive(frame, 60, true);
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(net.receives) == 1));
	KUNIT_EXPECT_EQ(test, net.packet_size, 50u);
	KUNIT_EXPECT_EQ(test, net.header[12] << 8 | net.header[13], ETH_P_8021Q);
	KUNIT_EXPECT_EQ(test, net.last[0] << 8 | net.last[1], 5);
}

/* ---- taking over without an interface on top ---- */

static bool net_is(bool slave, bool up)
{
	return !!(net.dev->flags & IFF_SLAVE) == slave && netif_running(net.dev) == up;
}

static void taken_interface_is_up(struct kunit *test)
{
	u8 frame[60];

	KUNIT_EXPECT_TRUE(test, net_is(true, true));
	net_filter(test, NDIS_PACKET_TYPE_DIRECTED);
	net_ethernet(frame, net.dev->dev_addr);
	net_receive_kept(test, frame, 60, true);
	KUNIT_EXPECT_EQ(test, net_info(net.kept), 5u << 4);
	NdisReturnPackets(&net.kept, 1);
	mock_close(net.open, true);
	KUNIT_EXPECT_TRUE(test, net_is(false, true));
	KUNIT_EXPECT_PTR_EQ(test, rcu_access_pointer(net.dev->rx_handler), NULL);

	rtnl_lock();
	dev_close(net.dev);
	rtnl_unlock();
	net.open = mock_open_text("ndistest0", true);
	KUNIT_ASSERT_EQ(test, net.open->status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, net_is(true, true));
	mock_close(net.open, true);
	KUNIT_EXPECT_TRUE(test, net_is(false, false));
}

static void taken_interface_that_goes(struct kunit *test)
{
	struct net_device *dev = net.dev;

	KUNIT_EXPECT_TRUE(test, net_is(true, true));
	dev_hold(dev);
	net.dev = NULL;
	rtnl_lock();
	unregister_netdevice(dev);
	KUNIT_EXPECT_FALSE(test, dev->flags & IFF_SLAVE);
	dev_put(dev);
	rtnl_unlock();
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
	KUNIT_CASE(raw_frames_have_no_tags),
	{}
};

static struct kunit_case ndis_netdev_tag_cases[] = {
	KUNIT_CASE(tags_are_beside_the_frame),
	KUNIT_CASE(sent_packets_are_tagged),
	KUNIT_CASE(tags_are_looped_back),
	{}
};

static struct kunit_case ndis_netdev_tag3_cases[] = {
	KUNIT_CASE(tags_without_a_packet),
	{}
};

static struct kunit_case ndis_netdev_alone_cases[] = {
	KUNIT_CASE(taken_interface_is_up),
	KUNIT_CASE(taken_interface_that_goes),
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

static struct kunit_suite ndis_netdev_tag_suite = {
	.name = "ndis_netdev_tag",
	.init = net_tagging,
	.exit = net_teardown,
	.test_cases = ndis_netdev_tag_cases,
};

static struct kunit_suite ndis_netdev_tag3_suite = {
	.name = "ndis_netdev_tag3",
	.init = net_tagging_without_packets,
	.exit = net_teardown,
	.test_cases = ndis_netdev_tag3_cases,
};

static struct kunit_suite ndis_netdev_alone_suite = {
	.name = "ndis_netdev_alone",
	.init = net_taking_alone,
	.exit = net_teardown,
	.test_cases = ndis_netdev_alone_cases,
};

kunit_test_suites(&ndis_netdev_raw_suite, &ndis_netdev_keep_suite, &ndis_netdev_take_suite,
		  &ndis_netdev_tag_suite, &ndis_netdev_tag3_suite, &ndis_netdev_alone_suite);
