// SPDX-License-Identifier: GPL-2.0
/*
 * What a client has found out about a received packet: checksums, the hash, a tag
 * that it took out, and that it is several segments. Its findings are believed as
 * far as they are switched on; a checksum that it calls wrong is looked at again.
 */
#include "netadapter/linux/linux.h"

#include <linux/if_vlan.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>

/* Where the payload of a TCP segment begins, from the network header; 0: is none. */
static u32 netcx_rx_tcp_headers(const struct sk_buff *skb, unsigned int *type)
{
	union {
		struct iphdr v4;
		struct ipv6hdr v6;
		struct tcphdr tcp;
	} buffer;
	const struct tcphdr *tcp;
	const struct ipv6hdr *v6;
	const struct iphdr *v4;
	u32 offset;

	if (skb->protocol == htons(ETH_P_IP)) {
		v4 = skb_header_pointer(skb, 0, sizeof(*v4), &buffer);
		if (!v4 || v4->protocol != IPPROTO_TCP || v4->ihl < 5)
			return 0;
		offset = v4->ihl * 4;
		*type = SKB_GSO_TCPV4;
	} else if (skb->protocol == htons(ETH_P_IPV6)) {
		v6 = skb_header_pointer(skb, 0, sizeof(*v6), &buffer);
		if (!v6 || v6->nexthdr != IPPROTO_TCP)
			return 0;
		offset = sizeof(*v6);
		*type = SKB_GSO_TCPV6;
	} else {
		return 0;
	}
	tcp = skb_header_pointer(skb, offset, sizeof(*tcp), &buffer);
	if (!tcp || tcp->doff < 5)
		return 0;
	return offset + tcp->doff * 4;
}

/* @count segments in one: say so, for the receiver's acknowledgements and for
 * whoever forwards it.
 */
static void netcx_rx_coalesced(struct sk_buff *skb, u32 count)
{
	unsigned int type = 0;
	u32 headers;

	if (count < 2)
		return;
	headers = netcx_rx_tcp_headers(skb, &type);
	if (!headers || skb->len <= headers || count > skb->len - headers)
		return;
	skb_shinfo(skb)->gso_size = DIV_ROUND_UP(skb->len - headers, count);
	skb_shinfo(skb)->gso_segs = count;
	skb_shinfo(skb)->gso_type = type;
}

static void netcx_rx_hash(struct sk_buff *skb, const NET_PACKET_HASH *hash)
{
	u32 protocol = hash->ProtocolType;

	if (!protocol)
		return;
	skb_set_hash(skb, hash->HashValue,
		     protocol & (NetPacketHashProtocolTypeTcp | NetPacketHashProtocolTypeUdp) ?
		     PKT_HASH_TYPE_L4 : PKT_HASH_TYPE_L3);
}

/**
 * netcx_rx_offload() - pass on what the client has found out
 * @queue: Rx queue
 * @element: the packet in its ring, the client's until it is taken: each value is
 *	read once
 * @skb: its protocol is known, its data begin with the network header
 *
 * Context: softirq, the owner of the queue's token.
 */
void netcx_rx_offload(struct netcx_queue *queue, const void *element, struct sk_buff *skb)
{
	const u16 *offset = queue->ext.offset;
	unsigned long active = netcx_offload_active(queue->adapter);

	if (netcx_ext_present(&queue->ext, NETCX_EXT_CHECKSUM) &&
	    (active & (NETCX_OFFLOAD_RX_TCP | NETCX_OFFLOAD_RX_UDP))) {
		NET_PACKET_CHECKSUM sum =
			*(const NET_PACKET_CHECKSUM *)(element + offset[NETCX_EXT_CHECKSUM]);

		if (sum.Layer4 == NetPacketRxChecksumEvaluationValid &&
		    sum.Layer3 != NetPacketRxChecksumEvaluationInvalid)
			skb->ip_summed = CHECKSUM_UNNECESSARY;
	}
	if (netcx_ext_present(&queue->ext, NETCX_EXT_HASH)) {
		NET_PACKET_HASH hash =
			*(const NET_PACKET_HASH *)(element + offset[NETCX_EXT_HASH]);

		netcx_rx_hash(skb, &hash);
	}
	if (netcx_ext_present(&queue->ext, NETCX_EXT_IEEE8021Q)) {
		NET_PACKET_IEEE8021Q tag =
			*(const NET_PACKET_IEEE8021Q *)(element + offset[NETCX_EXT_IEEE8021Q]);
		u16 tci = tag.PriorityCodePoint << VLAN_PRIO_SHIFT | tag.VlanIdentifier;

		if (tci)
			__vlan_hwaccel_put_tag(skb, htons(ETH_P_8021Q), tci);
	}
	if (netcx_ext_present(&queue->ext, NETCX_EXT_RSC)) {
		NET_PACKET_RSC rsc = *(const NET_PACKET_RSC *)(element + offset[NETCX_EXT_RSC]);

		netcx_rx_coalesced(skb, rsc.TCP.CoalescedSegmentCount);
	}
}
