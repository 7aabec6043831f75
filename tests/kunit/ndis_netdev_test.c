// SPDX-License-Identifier: GPL-2.0
/*
 * Linux interfaces as adapters: an interface of the suite's own comes and goes,
 * sends and receives; a protocol driver opens it by its name.
 */
#include "ndis_netdev_mock.h"

static int net_ether(struct kunit *test)
{
	return net_setup(test, net_ether_setup, 3, NULL);
}

static void net_spare_setup(struct net_device *dev)
{
	ether_setup(dev);
	dev->netdev_ops = &net_ops;
}

/* ---- receiving ---- */

static void frames_come_as_the_filter_wants(struct kunit *test)
{
	u8 frame[60], all[6] = { 255, 255, 255, 255, 255, 255 };

	net_ethernet(frame, all);
	net_receive(frame, 60, false);
	net_filter(test, NDIS_PACKET_TYPE_BROADCAST);
	net_receive(frame, 60, false);
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(net.completes) == 1));
	KUNIT_EXPECT_EQ(test, net.receives, 1u);
	KUNIT_EXPECT_EQ(test, net.header_size, 14u);
	KUNIT_EXPECT_EQ(test, net.packet_size, 46u);
	KUNIT_EXPECT_EQ(test, net.first, 0x5a);
	KUNIT_EXPECT_EQ(test, memcmp(net.header, frame, 14), 0);
	net_ethernet(frame, net.dev->dev_addr);
	net_receive(frame, 60, false);
	msleep(20);
	KUNIT_EXPECT_EQ(test, net.receives, 1u);
	net_filter(test, NDIS_PACKET_TYPE_DIRECTED);
	net_receive(frame, 60, false);
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(net.receives) == 2));
}

static void tags_are_in_the_frame(struct kunit *test)
{
	u8 frame[60];

	net_filter(test, NDIS_PACKET_TYPE_DIRECTED);
	net_ethernet(frame, net.dev->dev_addr);
	net_receive(frame, 60, true);
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(net.receives) == 1));
	KUNIT_EXPECT_EQ(test, net.packet_size, 50u);
	KUNIT_EXPECT_EQ(test, net.header[12] << 8 | net.header[13], ETH_P_8021Q);
}

static void longer_than_the_interface_is_dropped(struct kunit *test)
{
	u8 *frame = kunit_kzalloc(test, 2000, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, frame);
	net_filter(test, NDIS_PACKET_TYPE_DIRECTED);
	net_ethernet(frame, net.dev->dev_addr);
	net_receive(frame, 1515, false);
	net_receive(frame, 1514, false);
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(net.receives) == 1));
	msleep(20);
	KUNIT_EXPECT_EQ(test, net.receives, 1u);
	KUNIT_EXPECT_EQ(test, net.packet_size, 1500u);
}

static void aggregates_are_cut_up(struct kunit *test)
{
	unsigned int i;

	net_filter(test, NDIS_PACKET_TYPE_DIRECTED);
	netif_rx(net_tcp(3, false));
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(net.receives) == 3));
	for (i = 0; i < 3; i++)
		KUNIT_EXPECT_EQ(test, net.sizes[i], 40u + NET_PIECE);
	KUNIT_EXPECT_TRUE(test, net_sum_is_right());
	KUNIT_EXPECT_EQ(test, net.last[40], (u8)(2 * NET_PIECE));
}

static void sums_and_pieces_are_put_in(struct kunit *test)
{
	net_filter(test, NDIS_PACKET_TYPE_DIRECTED);
	netif_rx(net_tcp(1, true));
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(net.receives) == 1));
	KUNIT_EXPECT_EQ(test, net.packet_size, 40u + NET_PIECE);
	KUNIT_EXPECT_TRUE(test, net_sum_is_right());
	KUNIT_EXPECT_EQ(test, net.last[40 + 77], 77);
}

/* What is shown to a driver is not done to what Linux goes on with. */
static void shared_frames_are_left_alone(struct kunit *test)
{
	struct sk_buff *skb = net_tcp(1, false), *mine;
	__sum16 sum = tcp_hdr(skb)->check;

	net_filter(test, NDIS_PACKET_TYPE_DIRECTED);
	__vlan_hwaccel_put_tag(skb, htons(ETH_P_8021Q), 5);
	mine = skb_clone(skb, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, mine);
	netif_rx(skb);
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(net.receives) == 1));
	KUNIT_EXPECT_EQ(test, net.header[12] << 8 | net.header[13], ETH_P_8021Q);
	KUNIT_EXPECT_EQ(test, tcp_hdr(mine)->check, sum);
	KUNIT_EXPECT_EQ(test, ntohs(eth_hdr(mine)->h_proto), ETH_P_IP);
	KUNIT_EXPECT_TRUE(test, skb_vlan_tag_present(mine));
	kfree_skb(mine);
}

/* A tag is not counted: it is what a full frame has in addition. */
static void tag_on_a_full_frame(struct kunit *test)
{
	u8 *frame = kunit_kzalloc(test, 1514, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, frame);
	net_filter(test, NDIS_PACKET_TYPE_DIRECTED);
	net_ethernet(frame, net.dev->dev_addr);
	net_receive(frame, 1514, true);
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(net.receives) == 1));
	KUNIT_EXPECT_EQ(test, net.packet_size, 1504u);
	KUNIT_EXPECT_EQ(test, net.header[12] << 8 | net.header[13], ETH_P_8021Q);
}

static void filters_are_asked_for_exactly(struct kunit *test)
{
	u8 group[6] = { 1, 0, 0x5e, 1, 2, 3 };
	int count;

	net_filter(test, NDIS_PACKET_TYPE_PROMISCUOUS | NDIS_PACKET_TYPE_ALL_MULTICAST);
	net_filter(test, NDIS_PACKET_TYPE_PROMISCUOUS);
	KUNIT_EXPECT_EQ(test, net.dev->promiscuity, 1u);
	KUNIT_EXPECT_EQ(test, net.dev->allmulti, 0u);
	net_filter(test, NDIS_PACKET_TYPE_MULTICAST);
	KUNIT_EXPECT_EQ(test, net.dev->promiscuity, 0u);
	count = netdev_mc_count(net.dev);
	KUNIT_EXPECT_EQ(test, net_request(OID_802_3_MULTICAST_LIST, true, group, 6),
			NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, netdev_mc_count(net.dev), count + 1);
	KUNIT_EXPECT_EQ(test, net_request(OID_802_3_MULTICAST_LIST, true, group, 6),
			NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, netdev_mc_count(net.dev), count + 1);
	mock_close(net.open, true);
	KUNIT_EXPECT_EQ(test, netdev_mc_count(net.dev), count);
}

/* ---- sending ---- */

static void send_is_done_when_linux_frees_it(struct kunit *test)
{
	PNDIS_PACKET packet;
	u8 frame[60];

	net_ethernet(frame, remote);
	KUNIT_EXPECT_EQ(test, net_send(test, frame, 60, &packet), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, net.sent, 1u);
	KUNIT_EXPECT_EQ(test, net.size, 60u);
	KUNIT_EXPECT_EQ(test, memcmp(net.bytes, frame, 60), 0);
	KUNIT_EXPECT_EQ(test, ntohs(net.protocol), 0x88b5);
	net_free(packet);

	net.hold = true;
	KUNIT_EXPECT_EQ(test, net_send(test, frame, 60, &packet), NDIS_STATUS_PENDING);
	KUNIT_EXPECT_NOT_NULL(test, net.held);
	msleep(20);
	KUNIT_EXPECT_EQ(test, net.done, 0u);
	consume_skb(net.held);
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(net.done) == 1));
	KUNIT_EXPECT_EQ(test, net.done_status, NDIS_STATUS_SUCCESS);
	net_free(packet);
}

static void send_checks_lengths(struct kunit *test)
{
	u8 *frame = kunit_kzalloc(test, 2000, GFP_KERNEL);
	PNDIS_PACKET packet;

	KUNIT_ASSERT_NOT_NULL(test, frame);
	net_ethernet(frame, remote);
	KUNIT_EXPECT_EQ(test, net_send(test, frame, 13, &packet), NDIS_STATUS_INVALID_PACKET);
	net_free(packet);
	KUNIT_EXPECT_EQ(test, net_send(test, frame, 1515, &packet), NDIS_STATUS_INVALID_LENGTH);
	net_free(packet);
	KUNIT_EXPECT_EQ(test, net_send(test, frame, 1514, &packet), NDIS_STATUS_SUCCESS);
	net_free(packet);
	KUNIT_EXPECT_EQ(test, net.sent, 1u);
}

static void send_needs_a_link(struct kunit *test)
{
	PNDIS_PACKET packet;
	u8 frame[60];

	net_ethernet(frame, remote);
	netif_carrier_off(net.dev);
	KUNIT_EXPECT_EQ(test, net_send(test, frame, 60, &packet), NDIS_STATUS_NO_CABLE);
	net_free(packet);
	netif_carrier_on(net.dev);
	rtnl_lock();
	dev_close(net.dev);
	rtnl_unlock();
	KUNIT_EXPECT_EQ(test, net_send(test, frame, 60, &packet), NDIS_STATUS_FAILURE);
	net_free(packet);
	KUNIT_EXPECT_EQ(test, net.sent, 0u);
}

/* Linux has the frame: the interface goes, the driver waits, and is told once. */
static void removed_with_a_frame_in_flight(struct kunit *test)
{
	PNDIS_PACKET packet;
	u8 frame[60];

	net_ethernet(frame, remote);
	net.hold = true;
	KUNIT_EXPECT_EQ(test, net_send(test, frame, 60, &packet), NDIS_STATUS_PENDING);
	net_gone();
	KUNIT_EXPECT_EQ(test, mock_close(net.open, false), NDIS_STATUS_PENDING);
	msleep(50);
	KUNIT_EXPECT_EQ(test, atomic_read(&net.open->closes), 0);
	net.held->dev = NULL;
	consume_skb(net.held);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&net.open->closes) == 1));
	KUNIT_EXPECT_EQ(test, net.done, 1u);
	net_free(packet);
}

/* The whole frame of what Linux sends, to who listens to all; not what is its own. */
static void linux_is_heard_by_who_wants_all(struct kunit *test)
{
	u8 frame[60], all[6] = { 255, 255, 255, 255, 255, 255 };
	struct sk_buff *skb;
	PNDIS_PACKET packet;
	unsigned int i;

	net_ethernet(frame, all);
	for (i = 0; i < 2; i++) {
		net_filter(test, i ? NDIS_PACKET_TYPE_ALL_LOCAL : NDIS_PACKET_TYPE_BROADCAST);
		KUNIT_EXPECT_EQ(test, net_send(test, frame, 60, &packet), NDIS_STATUS_SUCCESS);
		net_free(packet);
		skb = netdev_alloc_skb(net.dev, 60);
		skb_put_data(skb, frame, 60);
		skb_reset_mac_header(skb);
		skb_set_network_header(skb, ETH_HLEN);
		skb->protocol = htons(0x88b5);
		KUNIT_EXPECT_EQ(test, dev_queue_xmit(skb), 0);
		KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(net.receives) >= i));
		msleep(20);
		KUNIT_EXPECT_EQ(test, net.receives, i);
	}
	KUNIT_EXPECT_EQ(test, net.packet_size, 46u);
	KUNIT_EXPECT_EQ(test, net.sent, 4u);
}

/* A queue that delays frames orphans them: that they are seen late changes nothing. */
static void orphaned_frames_are_the_senders(struct kunit *test)
{
	u8 frame[60], all[6] = { 255, 255, 255, 255, 255, 255 };
	PNDIS_PACKET packet;

	net_ethernet(frame, all);
	net_filter(test, NDIS_PACKET_TYPE_PROMISCUOUS);
	net.hold = true;
	KUNIT_EXPECT_EQ(test, net_send(test, frame, 60, &packet), NDIS_STATUS_PENDING);
	KUNIT_ASSERT_NOT_NULL(test, net.held);
	skb_orphan(net.held);
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(net.done) == 1));
	dev_queue_xmit_nit(net.held, net.dev);
	msleep(20);
	KUNIT_EXPECT_EQ(test, net.receives, 0u);
	/* Back from somewhere, and sent by Linux. */
	net.held->skb_iif = net.dev->ifindex;
	dev_queue_xmit_nit(net.held, net.dev);
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(net.receives) == 1));
	consume_skb(net.held);
	net.held = NULL;
	net_free(packet);
}

static void flags_and_options_of_loopback(struct kunit *test)
{
	u8 frame[60], all[6] = { 255, 255, 255, 255, 255, 255 };
	struct mock_open *sender = net.open, *other;
	u32 options = NDIS_PROT_OPTION_NO_LOOPBACK;
	PNDIS_BUFFER buffer;
	PNDIS_PACKET packet;
	NDIS_STATUS status;

	net_ethernet(frame, all);
	net_filter(test, NDIS_PACKET_TYPE_BROADCAST);
	other = mock_open_text("ndistest0", true);
	net.open = other;
	net_filter(test, NDIS_PACKET_TYPE_BROADCAST);
	net.open = sender;
	NdisAllocatePacket(&status, &packet, net.pool);
	NdisAllocateBuffer(&status, &buffer, NULL, frame, 60);
	NdisChainBufferAtFront(packet, buffer);
	NdisSetPacketFlags(packet, NDIS_FLAGS_DONT_LOOPBACK);
	NdisSend(&status, sender->handle, packet);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_SUCCESS);
	msleep(20);
	KUNIT_EXPECT_EQ(test, net.receives, 0u);
	KUNIT_EXPECT_EQ(test, net.sent, 1u);
	/* To the sender as well, and nowhere else. */
	packet->Private.Flags = NDIS_FLAGS_LOOPBACK_ONLY;
	NdisSend(&status, sender->handle, packet);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(net.receives) == 2));
	KUNIT_EXPECT_EQ(test, net.sent, 1u);
	packet->Private.Flags = 0;
	net_request(OID_GEN_PROTOCOL_OPTIONS, true, &options, 4);
	NdisSend(&status, sender->handle, packet);
	msleep(20);
	KUNIT_EXPECT_EQ(test, net.receives, 2u);
	KUNIT_EXPECT_EQ(test, net.sent, 2u);
	net_free(packet);
}

static void others_hear_what_one_sends(struct kunit *test)
{
	struct mock_open *sender = net.open, *other;
	u8 frame[60], all[6] = { 255, 255, 255, 255, 255, 255 };
	PNDIS_PACKET packet;

	net_ethernet(frame, all);
	net_filter(test, NDIS_PACKET_TYPE_BROADCAST);
	KUNIT_EXPECT_EQ(test, net_send(test, frame, 60, &packet), NDIS_STATUS_SUCCESS);
	msleep(20);
	KUNIT_EXPECT_EQ(test, net.receives, 0u);
	net_free(packet);
	other = mock_open_text("ndistest0", true);
	KUNIT_ASSERT_EQ(test, other->status, NDIS_STATUS_SUCCESS);
	net.open = other;
	net_filter(test, NDIS_PACKET_TYPE_BROADCAST);
	net.open = sender;
	KUNIT_EXPECT_EQ(test, net_send(test, frame, 60, &packet), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(net.receives) == 1));
	msleep(20);
	KUNIT_EXPECT_EQ(test, net.receives, 1u);
	net_free(packet);
}

/* ---- requests ---- */

static void object_identifiers_of_an_interface(struct kunit *test)
{
	u8 address[6];
	u64 counter = 0;
	char text[32];

	KUNIT_EXPECT_EQ(test, net_ulong(test, OID_GEN_HARDWARE_STATUS), 0u);
	KUNIT_EXPECT_EQ(test, net_ulong(test, OID_GEN_MEDIA_SUPPORTED), (u32)NdisMedium802_3);
	KUNIT_EXPECT_EQ(test, net_ulong(test, OID_GEN_MEDIA_IN_USE), (u32)NdisMedium802_3);
	KUNIT_EXPECT_EQ(test, net_ulong(test, OID_GEN_MAXIMUM_LOOKAHEAD), 1500u);
	KUNIT_EXPECT_EQ(test, net_ulong(test, OID_GEN_MAXIMUM_FRAME_SIZE), 1500u);
	KUNIT_EXPECT_EQ(test, net_ulong(test, OID_GEN_MAXIMUM_TOTAL_SIZE), 1514u);
	KUNIT_EXPECT_EQ(test, net_ulong(test, OID_GEN_TRANSMIT_BLOCK_SIZE), 1514u);
	KUNIT_EXPECT_EQ(test, net_ulong(test, OID_GEN_RECEIVE_BLOCK_SIZE), 1514u);
	KUNIT_EXPECT_EQ(test, net_ulong(test, OID_GEN_LINK_SPEED), 1000000u);
	KUNIT_EXPECT_EQ(test, net_ulong(test, OID_GEN_MAC_OPTIONS),
			(u32)(NDIS_MAC_OPTION_COPY_LOOKAHEAD_DATA | NDIS_MAC_OPTION_NO_LOOPBACK |
			      NDIS_MAC_OPTION_FULL_DUPLEX | NDIS_MAC_OPTION_TRANSFERS_NOT_PEND));
	KUNIT_EXPECT_EQ(test, net_ulong(test, OID_GEN_MEDIA_CONNECT_STATUS),
			(u32)NdisMediaStateConnected);
	netif_carrier_off(net.dev);
	KUNIT_EXPECT_EQ(test, net_ulong(test, OID_GEN_MEDIA_CONNECT_STATUS),
			(u32)NdisMediaStateDisconnected);
	netif_carrier_on(net.dev);
	KUNIT_EXPECT_EQ(test, net_ulong(test, OID_GEN_XMIT_OK), 0u);
	KUNIT_EXPECT_EQ(test, net_request(OID_GEN_RCV_OK, false, &counter, 8),
			NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, net_ulong(test, OID_802_3_MAXIMUM_LIST_SIZE), 32u);
	KUNIT_EXPECT_EQ(test, net_request(OID_802_3_CURRENT_ADDRESS, false, address, 6),
			NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(address, net.dev->dev_addr, 6), 0);
	KUNIT_EXPECT_EQ(test, net_request(OID_802_3_CURRENT_ADDRESS, false, address, 5),
			NDIS_STATUS_INVALID_LENGTH);
	KUNIT_EXPECT_EQ(test, net_request(OID_GEN_FRIENDLY_NAME, false, text, sizeof(text)),
			NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, text, "ndistest0");
	KUNIT_EXPECT_EQ(test, net_request(OID_GEN_SUPPORTED_GUIDS, false, text, 32),
			NDIS_STATUS_NOT_SUPPORTED);
	KUNIT_EXPECT_EQ(test, net_request(OID_GEN_NETWORK_LAYER_ADDRESSES, true, text, 8),
			NDIS_STATUS_SUCCESS);
}

static void removed_interface_fails_what_comes(struct kunit *test)
{
	PNDIS_PACKET packet;
	u8 frame[60];
	u32 value;

	net_ethernet(frame, remote);
	net_gone();
	KUNIT_EXPECT_EQ(test, net_send(test, frame, 60, &packet), NDIS_STATUS_ADAPTER_REMOVED);
	net_free(packet);
	KUNIT_EXPECT_EQ(test, net_request(OID_GEN_LINK_SPEED, false, &value, 4),
			NDIS_STATUS_ADAPTER_REMOVED);
	KUNIT_EXPECT_TRUE(test, mock_wait(strchr(net.open->statuses, 'x')));
}

/* A name is an adapter's as long as it is there, and no other takes it. */
static void renamed_interface_makes_room(struct kunit *test)
{
	struct mock_open *open = net.open, *second, *third;
	struct net_device *spare;

	rtnl_lock();
	KUNIT_EXPECT_EQ(test, device_rename(&net.dev->dev, "ndistest9"), 0);
	strscpy(net.dev->name, "ndistest9", IFNAMSIZ);
	call_netdevice_notifiers(NETDEV_CHANGENAME, net.dev);
	rtnl_unlock();
	KUNIT_EXPECT_EQ(test, net_ulong(test, OID_GEN_HARDWARE_STATUS), 0u);
	second = mock_open_text("ndistest9", true);
	KUNIT_EXPECT_EQ(test, second->returned, NDIS_STATUS_ADAPTER_NOT_FOUND);

	spare = alloc_netdev(0, "ndistest0", NET_NAME_UNKNOWN, net_spare_setup);
	KUNIT_ASSERT_NOT_NULL(test, spare);
	KUNIT_ASSERT_EQ(test, register_netdev(spare), 0);
	KUNIT_EXPECT_TRUE(test, mock_wait(strchr(open->statuses, 'x')));
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&open->closes) == 1));
	third = mock_open_text("ndistest9", true);
	KUNIT_EXPECT_EQ(test, third->status, NDIS_STATUS_SUCCESS);
	second = mock_open_text("ndistest0", true);
	KUNIT_EXPECT_EQ(test, second->status, NDIS_STATUS_SUCCESS);
	net.open = second;
	KUNIT_EXPECT_EQ(test, net_ulong(test, OID_GEN_HARDWARE_STATUS),
			(u32)NdisHardwareStatusNotReady);
	mock_close(second, true);
	mock_close(third, true);
	unregister_netdev(spare);
	free_netdev(spare);
}

/* What was Ethernet carries bare packets from now on: that is another adapter. */
static void type_that_changes(struct kunit *test)
{
	struct mock_open *old = net.open;
	u8 packet[28] = { 0x45, 0, 0, 28, [8] = 64, 17, [16] = 10, 0, 0, 2 };

	rtnl_lock();
	call_netdevice_notifiers(NETDEV_PRE_TYPE_CHANGE, net.dev);
	net.dev->type = ARPHRD_NONE;
	net.dev->hard_header_len = 0;
	call_netdevice_notifiers(NETDEV_POST_TYPE_CHANGE, net.dev);
	rtnl_unlock();
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&old->closes) == 1));
	net.open = mock_open_text("ndistest0", true);
	KUNIT_ASSERT_EQ(test, net.open->status, NDIS_STATUS_SUCCESS);
	net_filter(test, NDIS_PACKET_TYPE_DIRECTED);
	net_receive(packet, sizeof(packet), false);
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(net.receives) == 1));
	KUNIT_EXPECT_EQ(test, net.packet_size, 28u);
	KUNIT_EXPECT_EQ(test, net.header[12] << 8 | net.header[13], ETH_P_IP);
}

/* More than one turn of the queue that they come by. */
static void floods_are_looped_back_in_turns(struct kunit *test)
{
	u8 frame[60], all[6] = { 255, 255, 255, 255, 255, 255 };
	unsigned int i;
	struct sk_buff *skb;

	net_ethernet(frame, all);
	net_filter(test, NDIS_PACKET_TYPE_ALL_LOCAL);
	for (i = 0; i < 150; i++) {
		skb = netdev_alloc_skb(net.dev, 60);
		skb_put_data(skb, frame, 60);
		skb_reset_mac_header(skb);
		skb_set_network_header(skb, ETH_HLEN);
		skb->protocol = htons(0x88b5);
		dev_queue_xmit(skb);
	}
	mock_wait(READ_ONCE(net.receives) >= 150);
	KUNIT_EXPECT_EQ(test, net.receives, 150u);
}

/* It is a tap until it is closed, whatever becomes of its protocol. */
static void miniport_that_comes_later(struct kunit *test)
{
	u8 frame[60];

	net_associate(&net);
	net_filter(test, NDIS_PACKET_TYPE_DIRECTED);
	net_ethernet(frame, net.dev->dev_addr);
	net_receive(frame, 60, false);
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(net.receives) == 1));
	mock_close(net.open, true);
	KUNIT_EXPECT_TRUE(test, list_empty(&net.dev->ptype_all));
}

static struct kunit_case ndis_netdev_cases[] = {
	KUNIT_CASE(frames_come_as_the_filter_wants),
	KUNIT_CASE(tags_are_in_the_frame),
	KUNIT_CASE(longer_than_the_interface_is_dropped),
	KUNIT_CASE(aggregates_are_cut_up),
	KUNIT_CASE(sums_and_pieces_are_put_in),
	KUNIT_CASE(shared_frames_are_left_alone),
	KUNIT_CASE(tag_on_a_full_frame),
	KUNIT_CASE(filters_are_asked_for_exactly),
	KUNIT_CASE(send_is_done_when_linux_frees_it),
	KUNIT_CASE(send_checks_lengths),
	KUNIT_CASE(send_needs_a_link),
	KUNIT_CASE(removed_with_a_frame_in_flight),
	KUNIT_CASE(others_hear_what_one_sends),
	KUNIT_CASE(linux_is_heard_by_who_wants_all),
	KUNIT_CASE(orphaned_frames_are_the_senders),
	KUNIT_CASE(flags_and_options_of_loopback),
	KUNIT_CASE(object_identifiers_of_an_interface),
	KUNIT_CASE(removed_interface_fails_what_comes),
	KUNIT_CASE(renamed_interface_makes_room),
	KUNIT_CASE(type_that_changes),
	KUNIT_CASE(floods_are_looped_back_in_turns),
	KUNIT_CASE(miniport_that_comes_later),
	{}
};

static struct kunit_suite ndis_netdev_suite = {
	.name = "ndis_netdev",
	.init = net_ether,
	.exit = net_teardown,
	.test_cases = ndis_netdev_cases,
};

kunit_test_suite(ndis_netdev_suite);
