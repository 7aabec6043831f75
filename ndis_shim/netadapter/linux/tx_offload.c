// SPDX-License-Identifier: GPL-2.0
/*
 * What of a packet's checksums and segments is left to the client: what its
 * capabilities cover, and what it knows to be switched on. The core is told which
 * packets it can cut (ndo_features_check) and cuts the others; what has changed
 * between that and the transmission, and checksums, are resolved here.
 */
#include "netadapter/linux/linux.h"

#include <linux/if_ether.h>
#include <linux/if_vlan.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/ip.h>
#include <net/ip6_checksum.h>

/* Types that a client can be given; the other bits say more about these. */
#define NETCX_GSO_TYPES	(SKB_GSO_TCPV4 | SKB_GSO_TCPV6 | SKB_GSO_UDP_L4)
#define NETCX_GSO_KNOWN	(NETCX_GSO_TYPES | SKB_GSO_DODGY | SKB_GSO_TCP_FIXEDID)

/**
 * struct netcx_tx_headers - what a packet with something to offload looks like
 * @l3: NET_ADAPTER_OFFLOAD_LAYER3_FLAGS, one of them
 * @l4: NET_ADAPTER_OFFLOAD_LAYER4_FLAGS, one of them
 * @l3_offset: from the start of the frame
 * @l4_offset: likewise
 * @end: of layer 4's header, likewise
 * @ipv6: else IPv4
 * @udp: else TCP
 */
struct netcx_tx_headers {
	u32 l3;
	u32 l4;
	u32 l3_offset;
	u32 l4_offset;
	u32 end;
	bool ipv6;
	bool udp;
};

/* Of what nobody can be asked to do anything for: 0. */
static inline bool netcx_tx_l3(const NET_PACKET_LAYOUT *layout, struct netcx_tx_headers *h)
{
	static const u8 l3[16] = {	/* four bits */
		[NetPacketLayer3TypeIPv4NoOptions] = NetAdapterOffloadLayer3FlagIPv4NoOptions,
		[NetPacketLayer3TypeIPv4WithOptions] = NetAdapterOffloadLayer3FlagIPv4WithOptions,
		[NetPacketLayer3TypeIPv6NoExtensions] =
			NetAdapterOffloadLayer3FlagIPv6NoExtensions,
		[NetPacketLayer3TypeIPv6WithExtensions] =
			NetAdapterOffloadLayer3FlagIPv6WithExtensions,
	};

	h->l3 = l3[layout->Layer3Type];
	h->ipv6 = h->l3 & NETCX_L3_IPV6;
	return h->l3;
}

/* Where layer 4's checksum is in its header, or -1. */
static inline int netcx_tx_l4(const NET_PACKET_LAYOUT *layout, struct netcx_tx_headers *h)
{
	switch (layout->Layer4Type) {
	case NetPacketLayer4TypeTcp:
		h->udp = false;
		h->l4 = layout->Layer4HeaderLength == sizeof(struct tcphdr) ?
			NetAdapterOffloadLayer4FlagTcpNoOptions :
			NetAdapterOffloadLayer4FlagTcpWithOptions;
		return offsetof(struct tcphdr, check);
	case NetPacketLayer4TypeUdp:
		h->udp = true;
		h->l4 = NetAdapterOffloadLayer4FlagUdp;
		return offsetof(struct udphdr, check);
	default:
		return -1;
	}
}

/*
 * @layout: of the frame. A tag in it, or what nobody can describe, leaves layer 3
 * or 4 out. Inner headers of something else do not begin where layer 4 is: a device
 * knows of the outer ones alone.
 *
 * False: there is something in the packet that no client is asked to offload.
 */
static __always_inline bool netcx_tx_headers(const struct sk_buff *skb,
					     const NET_PACKET_LAYOUT *layout,
					     struct netcx_tx_headers *h)
{
	int check;

	if (skb->encapsulation || skb->ip_summed != CHECKSUM_PARTIAL || !netcx_tx_l3(layout, h))
		return false;
	check = netcx_tx_l4(layout, h);
	h->l3_offset = layout->Layer2HeaderLength;
	h->l4_offset = h->l3_offset + layout->Layer3HeaderLength;
	h->end = h->l4_offset + layout->Layer4HeaderLength;
	return h->l3_offset == skb_network_offset(skb) &&
	       h->l4_offset == skb_checksum_start_offset(skb) && check == skb->csum_offset;
}

static bool netcx_tx_within(u32 offset, u32 limit)
{
	return !limit || offset <= limit;
}

static bool netcx_tx_can_sum(const struct netcx_adapter *adapter, const struct sk_buff *skb,
			     const NET_PACKET_LAYOUT *layout)
{
	const struct netcx_offload *offload = &adapter->offload;
	struct netcx_tx_headers h;

	return netcx_tx_headers(skb, layout, &h) &&
	       (netcx_offload_active(adapter) &
		(h.udp ? NETCX_OFFLOAD_TX_UDP : NETCX_OFFLOAD_TX_TCP)) &&
	       (offload->tx_l3 & h.l3) && (offload->tx_l4 & h.l4) &&
	       netcx_tx_within(h.l3_offset, offload->tx_l3_limit) &&
	       netcx_tx_within(h.l4_offset, offload->tx_l4_limit);
}

static unsigned long netcx_tx_segment_bit(const struct netcx_tx_headers *h)
{
	if (h->udp)
		return h->ipv6 ? NETCX_OFFLOAD_USO_IPV6 : NETCX_OFFLOAD_USO_IPV4;
	return h->ipv6 ? NETCX_OFFLOAD_LSO_IPV6 : NETCX_OFFLOAD_LSO_IPV4;
}

static bool netcx_tx_can_segment(const struct netcx_adapter *adapter, const struct sk_buff *skb,
				 const NET_PACKET_LAYOUT *layout, struct netcx_tx_headers *h)
{
	const struct netcx_offload *offload = &adapter->offload;
	unsigned int type = skb_shinfo(skb)->gso_type;

	return !(type & ~NETCX_GSO_KNOWN) && (type & NETCX_GSO_TYPES) &&
	       netcx_tx_headers(skb, layout, h) &&
	       h->udp == !!(type & SKB_GSO_UDP_L4) &&
	       (netcx_offload_active(adapter) & netcx_tx_segment_bit(h)) &&
	       (offload->gso_l3 & h->l3) && (offload->gso_l4 & h->l4) &&
	       netcx_tx_within(h->l4_offset, offload->gso_l4_limit) &&
	       skb->len <= offload->gso_max && h->end < skb->len &&
	       skb_shinfo(skb)->gso_segs >= offload->gso_min;
}

/**
 * netcx_tx_features() - ndo_features_check
 * @adapter: bound to the interface
 * @skb: GSO, as it would be sent
 * @features: that the interface has
 *
 * The checksum of a packet that is not cut is not looked at here: where the client
 * cannot compute it, netcx_tx_offload() does what the core would do.
 *
 * Return: @features without what the client does not do for this packet.
 * Context: BH disabled.
 */
netdev_features_t netcx_tx_features(struct netcx_adapter *adapter, struct sk_buff *skb,
				    netdev_features_t features)
{
	struct netcx_tx_headers h;
	NET_PACKET_LAYOUT layout;

	netcx_tx_describe(adapter, skb, &layout);
	if (!netcx_tx_can_segment(adapter, skb, &layout, &h))
		features &= ~NETIF_F_GSO_MASK;
	return features;
}

/*
 * A device that cuts segments adds their length to the pseudo header itself. It
 * finds all headers in the first fragment.
 */
static bool netcx_tx_pseudo_header(struct sk_buff *skb, const struct netcx_tx_headers *h)
{
	u8 protocol = h->udp ? IPPROTO_UDP : IPPROTO_TCP;
	__sum16 *check;

	if (skb_cow_head(skb, 0) || !pskb_may_pull(skb, h->end))
		return false;
	check = (__sum16 *)(skb_checksum_start(skb) + skb->csum_offset);
	if (h->ipv6)
		*check = ~csum_ipv6_magic(&ipv6_hdr(skb)->saddr, &ipv6_hdr(skb)->daddr, 0,
					  protocol, 0);
	else
		*check = ~csum_tcpudp_magic(ip_hdr(skb)->saddr, ip_hdr(skb)->daddr, 0,
					    protocol, 0);
	return true;
}

/**
 * netcx_tx_offload() - what the client is to do for a packet
 * @adapter: started
 * @skb: passed netcx_tx_features() a moment ago
 * @cb: what is left to the client; its layout is there
 *
 * Return: false if the packet can be sent neither with nor without the client's
 *	help: it is to be dropped.
 * Context: BH disabled.
 */
bool netcx_tx_offload(struct netcx_adapter *adapter, struct sk_buff *skb, struct netcx_tx_cb *cb)
{
	struct netcx_tx_headers h;

	if (skb_is_gso(skb)) {
		/* Switched off since the core has looked; the sender tries again. */
		if (!netcx_tx_can_segment(adapter, skb, &cb->layout, &h) ||
		    !netcx_tx_pseudo_header(skb, &h))
			return false;
		cb->mss = skb_shinfo(skb)->gso_size;
		cb->sum_l3 = !h.ipv6;
		cb->sum_l4 = true;
		cb->segments = skb_shinfo(skb)->gso_segs;
		cb->headers = h.end;
	} else if (skb->ip_summed == CHECKSUM_PARTIAL) {
		cb->sum_l4 = netcx_tx_can_sum(adapter, skb, &cb->layout);
		if (!cb->sum_l4 && skb_checksum_help(skb))
			return false;
	}

	if (skb_vlan_tag_present(skb)) {
		cb->tci = skb_vlan_tag_get(skb);
		cb->tag = NetPacketTxIeee8021qActionFlagVlanRequired;
		if (adapter->offload.priority)
			cb->tag |= NetPacketTxIeee8021qActionFlagPriorityRequired;
	}
	return true;
}
