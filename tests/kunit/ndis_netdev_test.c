// SPDX-License-Identifier: GPL-2.0
/*
 * Linux interfaces as adapters: an interface of the suite's own comes and goes,
 * sends and receives; a protocol driver opens it by its name.
 */
#include "ndis_mock.h"

#include <linux/etherdevice.h>
#include <linux/if_arp.h>
#include <linux/if_vlan.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>

static const u8 remote[6] = { 2, 9, 9, 9, 9, 9 };

static struct testnet {
	struct net_device *dev;
	struct mock_open *open;
	NDIS_HANDLE pool;
	struct sk_buff *held;		/* the interface keeps what it sends */
	bool hold;
	unsigned int sent;
	u8 bytes[64];
	unsigned int size;
	__be16 protocol;
	unsigned int receives, completes, done;
	NDIS_STATUS done_status;
	u8 header[14];
	UINT header_size, packet_size;
	u8 first;
} net;

/* ---- the interface ---- */

static netdev_tx_t net_xmit(struct sk_buff *skb, struct net_device *dev)
{
	/* Linux's own affairs. */
	if (skb->sk) {
		consume_skb(skb);
		return NETDEV_TX_OK;
	}
	net.size = skb->len;
	net.protocol = skb->protocol;
	skb_copy_bits(skb, 0, net.bytes, min_t(u32, skb->len, sizeof(net.bytes)));
	WRITE_ONCE(net.sent, net.sent + 1);
	if (net.hold)
		net.held = skb;
	else
		consume_skb(skb);
	return NETDEV_TX_OK;
}

static void net_rx_mode(struct net_device *dev)
{
}

static const struct net_device_ops net_ops = {
	.ndo_start_xmit = net_xmit,
	.ndo_set_rx_mode = net_rx_mode,
};

static void net_ether_setup(struct net_device *dev)
{
	ether_setup(dev);
	dev->netdev_ops = &net_ops;
	dev->needs_free_netdev = true;
}

static void net_raw_setup(struct net_device *dev)
{
	dev->netdev_ops = &net_ops;
	dev->needs_free_netdev = true;
	dev->type = ARPHRD_NONE;
	dev->mtu = 1400;
	dev->flags = IFF_NOARP | IFF_POINTOPOINT;
}

/* A frame as a driver of the interface hands it over. */
static void net_receive(const void *bytes, unsigned int size, bool tag)
{
	struct sk_buff *skb = netdev_alloc_skb(net.dev, size);

	skb_put_data(skb, bytes, size);
	if (net.dev->type == ARPHRD_ETHER) {
		skb->protocol = eth_type_trans(skb, net.dev);
	} else {
		skb_reset_mac_header(skb);
		skb->protocol = htons(ETH_P_IP);
	}
	if (tag)
		__vlan_hwaccel_put_tag(skb, htons(ETH_P_8021Q), 5);
	netif_rx(skb);
}

static void net_ethernet(u8 *frame, const u8 *to)
{
	memset(frame, 0x5a, 60);
	ether_addr_copy(frame, to);
	ether_addr_copy(frame + 6, remote);
	frame[12] = 0x88;
	frame[13] = 0xb5;
}

/* ---- the driver ---- */

static NDIS_STATUS net_receive_handler(NDIS_HANDLE context, NDIS_HANDLE receive, PVOID header,
				       UINT header_size, PVOID lookahead, UINT lookahead_size,
				       UINT packet_size)
{
	mock_context(context);
	net.header_size = header_size;
	net.packet_size = packet_size;
	memcpy(net.header, header, min_t(UINT, header_size, 14));
	net.first = *(u8 *)lookahead;
	WRITE_ONCE(net.receives, net.receives + 1);
	return NDIS_STATUS_SUCCESS;
}

static VOID net_receive_complete(NDIS_HANDLE context)
{
	mock_context(context);
	WRITE_ONCE(net.completes, net.completes + 1);
}

static VOID net_send_complete(NDIS_HANDLE context, PNDIS_PACKET packet, NDIS_STATUS status)
{
	mock_context(context);
	net.done_status = status;
	WRITE_ONCE(net.done, net.done + 1);
}

static NDIS_STATUS net_request(NDIS_OID oid, bool set, void *buffer, u32 size)
{
	NDIS_REQUEST request = {
		.RequestType = set ? NdisRequestSetInformation : NdisRequestQueryInformation,
	};
	int before = atomic_read(&mock.requests);
	NDIS_STATUS status;

	request.DATA.QUERY_INFORMATION.Oid = oid;
	request.DATA.QUERY_INFORMATION.InformationBuffer = buffer;
	request.DATA.QUERY_INFORMATION.InformationBufferLength = size;
	NdisRequest(&status, net.open->handle, &request);
	if (status != NDIS_STATUS_PENDING)
		return status;
	if (!mock_wait(atomic_read(&mock.requests) == before + 1))
		return NDIS_STATUS_PENDING;
	return mock.request_status;
}

static u32 net_ulong(struct kunit *test, NDIS_OID oid)
{
	u32 value = 0xdeadbeef;

	KUNIT_EXPECT_EQ(test, net_request(oid, false, &value, 4), NDIS_STATUS_SUCCESS);
	return value;
}

static void net_filter(struct kunit *test, u32 filter)
{
	KUNIT_EXPECT_EQ(test, net_request(OID_GEN_CURRENT_PACKET_FILTER, true, &filter, 4),
			NDIS_STATUS_SUCCESS);
}

static NDIS_STATUS net_send(struct kunit *test, void *bytes, u32 size, PNDIS_PACKET *packet)
{
	PNDIS_BUFFER buffer;
	NDIS_STATUS status;

	NdisAllocatePacket(&status, packet, net.pool);
	KUNIT_ASSERT_EQ(test, status, NDIS_STATUS_SUCCESS);
	NdisAllocateBuffer(&status, &buffer, NULL, bytes, size);
	KUNIT_ASSERT_EQ(test, status, NDIS_STATUS_SUCCESS);
	NdisChainBufferAtFront(*packet, buffer);
	NdisSend(&status, net.open->handle, *packet);
	return status;
}

static void net_free(PNDIS_PACKET packet)
{
	PNDIS_BUFFER buffer;

	NdisUnchainBufferAtFront(packet, &buffer);
	NdisFreeBuffer(buffer);
	NdisFreePacket(packet);
}

static int net_setup(struct kunit *test, void (*setup)(struct net_device *dev))
{
	NDIS50_PROTOCOL_CHARACTERISTICS chars;
	NDIS_STATUS status;
	int err = mock_setup(test);

	if (err)
		return err;
	memset(&net, 0, sizeof(net));
	net.dev = alloc_netdev(0, "ndistest0", NET_NAME_UNKNOWN, setup);
	if (!net.dev)
		return -ENOMEM;
	if (net.dev->type == ARPHRD_ETHER)
		eth_hw_addr_random(net.dev);
	rtnl_lock();
	err = register_netdevice(net.dev) ?: dev_open(net.dev, NULL);
	rtnl_unlock();
	if (err)
		return err;
	mock_characteristics(&chars, 3);
	chars.SendCompleteHandler = net_send_complete;
	chars.ReceiveHandler = net_receive_handler;
	chars.ReceiveCompleteHandler = net_receive_complete;
	if (mock_register_chars(&chars, mock_size(3)) != NDIS_STATUS_SUCCESS)
		return -EINVAL;
	NdisAllocatePacketPool(&status, &net.pool, 4, 0);
	net.open = mock_open_text("\\Device\\ndistest0", true);
	return net.open->status == NDIS_STATUS_SUCCESS ? 0 : -EIO;
}

static int net_ether(struct kunit *test)
{
	return net_setup(test, net_ether_setup);
}

static int net_raw(struct kunit *test)
{
	return net_setup(test, net_raw_setup);
}

static void net_gone(void)
{
	if (net.dev)
		unregister_netdev(net.dev);
	net.dev = NULL;
}

static void net_teardown(struct kunit *test)
{
	NdisFreePacketPool(net.pool);
	if (mock.protocol)
		KUNIT_EXPECT_EQ(test, mock_deregister(), NDIS_STATUS_SUCCESS);
	if (net.dev) {
		KUNIT_EXPECT_EQ(test, net.dev->promiscuity, 0u);
		KUNIT_EXPECT_EQ(test, net.dev->allmulti, 0u);
		KUNIT_EXPECT_TRUE(test, list_empty(&net.dev->ptype_all));
	}
	net_gone();
	mock_teardown(test);
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

static struct kunit_case ndis_netdev_cases[] = {
	KUNIT_CASE(frames_come_as_the_filter_wants),
	KUNIT_CASE(tags_are_in_the_frame),
	KUNIT_CASE(longer_than_the_interface_is_dropped),
	KUNIT_CASE(filters_are_asked_for_exactly),
	KUNIT_CASE(send_is_done_when_linux_frees_it),
	KUNIT_CASE(send_checks_lengths),
	KUNIT_CASE(send_needs_a_link),
	KUNIT_CASE(others_hear_what_one_sends),
	KUNIT_CASE(object_identifiers_of_an_interface),
	KUNIT_CASE(removed_interface_fails_what_comes),
	{}
};

static struct kunit_case ndis_netdev_raw_cases[] = {
	KUNIT_CASE(raw_packets_get_a_header),
	KUNIT_CASE(raw_frames_lose_their_header),
	KUNIT_CASE(raw_arp_is_answered_to_the_sender),
	{}
};

static struct kunit_suite ndis_netdev_suite = {
	.name = "ndis_netdev",
	.init = net_ether,
	.exit = net_teardown,
	.test_cases = ndis_netdev_cases,
};

static struct kunit_suite ndis_netdev_raw_suite = {
	.name = "ndis_netdev_raw",
	.init = net_raw,
	.exit = net_teardown,
	.test_cases = ndis_netdev_raw_cases,
};
kunit_test_suites(&ndis_netdev_suite, &ndis_netdev_raw_suite);
