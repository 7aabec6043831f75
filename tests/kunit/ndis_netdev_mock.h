/* SPDX-License-Identifier: GPL-2.0 */
/*
 * For the suites about Linux interfaces: one of the suite's own, and a protocol
 * driver that opens it by its name. Included once by each suite.
 */
#ifndef _TESTS_KUNIT_NDIS_NETDEV_MOCK_H
#define _TESTS_KUNIT_NDIS_NETDEV_MOCK_H

#include "ndis_mock.h"

#include <linux/etherdevice.h>
#include <linux/if_arp.h>
#include <linux/if_vlan.h>
#include <linux/ip.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <linux/tcp.h>
#include <net/checksum.h>

/* Of a TCP frame: headers, and what is cut into pieces. */
#define NET_HEADERS	(ETH_HLEN + 20 + 20)
#define NET_PIECE	1000

/* NT_NDIS_* of the suite's protocol, for the next setup. */
static unsigned int net_edge;

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
	UINT sizes[8];			/* of the latest frames */
	u8 last[1600];			/* what followed the header of the latest */
	INT keeps;
	PNDIS_PACKET kept;
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

static inline void net_raw_setup(struct net_device *dev)
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
	/* Not netif_rx(): that may leave it to ksoftirqd, past a change of the filter. */
	local_bh_disable();
	netif_receive_skb(skb);
	local_bh_enable();
}

static inline void net_ethernet(u8 *frame, const u8 *to)
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
	/* Linux's own affairs: it greets its neighbours. */
	if (header_size == 14 && ((u8 *)header)[12] == 0x86 && ((u8 *)header)[13] == 0xdd)
		return NDIS_STATUS_NOT_ACCEPTED;
	net.header_size = header_size;
	net.packet_size = packet_size;
	memcpy(net.header, header, min_t(UINT, header_size, 14));
	net.first = *(u8 *)lookahead;
	net.sizes[net.receives % ARRAY_SIZE(net.sizes)] = packet_size;
	memcpy(net.last, lookahead, min_t(UINT, lookahead_size, sizeof(net.last)));
	mock.bad_level |= lookahead_size != packet_size;
	WRITE_ONCE(net.receives, net.receives + 1);
	return NDIS_STATUS_SUCCESS;
}

static INT net_receive_packet(NDIS_HANDLE context, PNDIS_PACKET packet)
{
	mock_context(context);
	net.kept = packet;
	net.packet_size = ndis_packet_length(packet);
	ndis_packet_read(packet, 0, net.header, sizeof(net.header));
	WRITE_ONCE(net.receives, net.receives + 1);
	return net.keeps;
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

static inline u32 net_ulong(struct kunit *test, NDIS_OID oid)
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

static inline NDIS_STATUS net_send(struct kunit *test, void *bytes, u32 size, PNDIS_PACKET *packet)
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

static inline void net_free(PNDIS_PACKET packet)
{
	PNDIS_BUFFER buffer;

	NdisUnchainBufferAtFront(packet, &buffer);
	NdisFreeBuffer(buffer);
	NdisFreePacket(packet);
}

/* One that is only compared: it takes frames away from Linux. */
static void net_associate(void *miniport)
{
	struct ndis_object *object = ndis_object_get(mock.protocol, NDIS_HANDLE_PROTOCOL, "t");
	struct ndis_protocol *protocol;

	protocol = container_of(object, struct ndis_protocol, object);
	protocol->miniport = miniport;
	protocol->takes = net_edge & NT_NDIS_TAKES_OVER;
	protocol->tags = net_edge & NT_NDIS_TAGS;
	ndis_object_put(object);
}

static int net_setup(struct kunit *test, void (*setup)(struct net_device *dev), u8 major,
		     void *miniport)
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
	mock_characteristics(&chars, major);
	chars.SendCompleteHandler = net_send_complete;
	chars.ReceiveHandler = net_receive_handler;
	chars.ReceiveCompleteHandler = net_receive_complete;
	chars.BindAdapterHandler = NULL;
	chars.UnbindAdapterHandler = NULL;
	if (major > 3)
		chars.ReceivePacketHandler = net_receive_packet;
	if (mock_register_chars(&chars, mock_size(major)) != NDIS_STATUS_SUCCESS)
		return -EINVAL;
	net_associate(miniport);
	NdisAllocatePacketPool(&status, &net.pool, 4, 0);
	net.open = mock_open_text("\\Device\\ndistest0", true);
	return net.open->status == NDIS_STATUS_SUCCESS ? 0 : -EIO;
}

static void net_gone(void)
{
	if (net.dev)
		unregister_netdev(net.dev);
	net.dev = NULL;
}

static void net_teardown(struct kunit *test)
{
	net_edge = 0;
	NdisFreePacketPool(net.pool);
	if (mock.protocol)
		net_associate(NULL);
	if (mock.protocol)
		KUNIT_EXPECT_EQ(test, mock_deregister(), NDIS_STATUS_SUCCESS);
	if (net.dev) {
		KUNIT_EXPECT_EQ(test, net.dev->promiscuity, 0u);
		KUNIT_EXPECT_EQ(test, net.dev->allmulti, 0u);
		KUNIT_EXPECT_TRUE(test, list_empty(&net.dev->ptype_all));
		KUNIT_EXPECT_PTR_EQ(test, rcu_access_pointer(net.dev->rx_handler), NULL);
		KUNIT_EXPECT_FALSE(test, net.dev->flags & IFF_SLAVE);
	}
	net_gone();
	mock_teardown(test);
}

/* A TCP frame of @pieces, its checksum left to whoever sends it on. */
static inline struct sk_buff *net_tcp(unsigned int pieces, bool fragments)
{
	unsigned int size = pieces * NET_PIECE, i;
	struct sk_buff *skb = netdev_alloc_skb(net.dev, NET_HEADERS + size);
	struct ethhdr *eth = skb_put_zero(skb, ETH_HLEN);
	struct iphdr *ip = skb_put_zero(skb, sizeof(*ip));
	struct tcphdr *tcp = skb_put_zero(skb, sizeof(*tcp));
	u8 *data;

	ether_addr_copy(eth->h_dest, net.dev->dev_addr);
	eth->h_proto = htons(ETH_P_IP);
	ip->version = 4;
	ip->ihl = 5;
	ip->tot_len = htons(40 + size);
	ip->ttl = 64;
	ip->protocol = IPPROTO_TCP;
	ip->saddr = htonl(0x0a000001);
	ip->daddr = htonl(0x0a000002);
	ip->check = ip_fast_csum(ip, ip->ihl);
	tcp->doff = 5;
	tcp->ack = 1;
	tcp->check = ~csum_tcpudp_magic(ip->saddr, ip->daddr, 20 + size, IPPROTO_TCP, 0);
	if (fragments) {
		data = (u8 *)get_zeroed_page(GFP_KERNEL);
		skb_add_rx_frag(skb, 0, virt_to_page(data), 0, size, PAGE_SIZE);
	} else {
		data = skb_put(skb, size);
	}
	for (i = 0; i < size; i++)
		data[i] = i;
	skb->ip_summed = CHECKSUM_PARTIAL;
	skb->csum_start = skb_headroom(skb) + ETH_HLEN + 20;
	skb->csum_offset = offsetof(struct tcphdr, check);
	if (pieces > 1) {
		skb_shinfo(skb)->gso_type = SKB_GSO_TCPV4;
		skb_shinfo(skb)->gso_size = NET_PIECE;
		skb_shinfo(skb)->gso_segs = pieces;
	}
	skb->protocol = eth_type_trans(skb, net.dev);
	skb_set_network_header(skb, 0);
	skb_set_transport_header(skb, 20);
	return skb;
}

static inline bool net_sum_is_right(void)
{
	const struct iphdr *ip = (void *)net.last;
	unsigned int size = ntohs(ip->tot_len) - 20;

	return !csum_tcpudp_magic(ip->saddr, ip->daddr, size, IPPROTO_TCP,
				  csum_partial(net.last + 20, size, 0));
}

#endif
