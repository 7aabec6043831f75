// SPDX-License-Identifier: GPL-2.0
/*
 * What of a packet's checksums and segments is left to the client: what its
 * capabilities cover, and what it knows to be switched on. The core is told so
 * for each packet (ndo_features_check) and resolves the rest; what has changed
 * between that and the transmission is resolved here.
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
 * @protocol: of layer 4, as layer 3 has it
 * @ipv6: else IPv4
 * @udp: else TCP
 */
struct netcx_tx_headers {
	u32 l3;
	u32 l4;
	u32 l3_offset;
	u32 l4_offset;
	u32 end;
	u8 protocol;
	bool ipv6;
	bool udp;
};

static bool netcx_tx_network_header(const struct sk_buff *skb, struct netcx_tx_headers *h)
{
	union {
		struct iphdr v4;
		struct ipv6hdr v6;
	} buffer;
	const struct ipv6hdr *v6;
	const struct iphdr *v4;
	__be16 fragment = 0;
	int l4;

	h->l3_offset = skb_network_offset(skb);
	switch (vlan_get_protocol((struct sk_buff *)skb)) {
	case htons(ETH_P_IP):
		v4 = skb_header_pointer(skb, h->l3_offset, sizeof(*v4), &buffer);
		if (!v4 || v4->ihl < 5 || ip_is_fragment(v4))
			return false;
		h->l4_offset = h->l3_offset + v4->ihl * 4;
		h->protocol = v4->protocol;
		h->l3 = v4->ihl == 5 ? NetAdapterOffloadLayer3FlagIPv4NoOptions :
				       NetAdapterOffloadLayer3FlagIPv4WithOptions;
		return true;
	case htons(ETH_P_IPV6):
		v6 = skb_header_pointer(skb, h->l3_offset, sizeof(*v6), &buffer);
		if (!v6)
			return false;
		h->ipv6 = true;
		h->protocol = v6->nexthdr;
		l4 = ipv6_skip_exthdr(skb, h->l3_offset + sizeof(*v6), &h->protocol, &fragment);
		if (l4 < 0 || fragment)
			return false;
		h->l4_offset = l4;
		h->l3 = v6->nexthdr == IPPROTO_TCP || v6->nexthdr == IPPROTO_UDP ?
			NetAdapterOffloadLayer3FlagIPv6NoExtensions :
			NetAdapterOffloadLayer3FlagIPv6WithExtensions;
		return true;
	default:
		return false;
	}
}

/* False: there is something in the packet that no client is asked to offload. */
static bool netcx_tx_headers(const struct netcx_adapter *adapter, const struct sk_buff *skb,
			     struct netcx_tx_headers *h)
{
	const struct tcphdr *tcp;
	struct tcphdr buffer;

	memset(h, 0, sizeof(*h));
	if (skb->encapsulation || skb->ip_summed != CHECKSUM_PARTIAL ||
	    !netcx_tx_network_header(skb, h))
		return false;
	/* A tag in the frame: Layout says nothing of what comes after it. */
	if (h->l3_offset != (netcx_adapter_ethernet(adapter) ? ETH_HLEN : 0))
		return false;

	/* Inner headers of something else: a device knows of the outer ones alone. */
	if (h->l4_offset != skb_checksum_start_offset(skb))
		return false;
	switch (skb->csum_offset) {
	case offsetof(struct tcphdr, check):
		if (h->protocol != IPPROTO_TCP)
			return false;
		tcp = skb_header_pointer(skb, h->l4_offset, sizeof(*tcp), &buffer);
		if (!tcp || tcp->doff < 5)
			return false;
		h->l4 = tcp->doff == 5 ? NetAdapterOffloadLayer4FlagTcpNoOptions :
					 NetAdapterOffloadLayer4FlagTcpWithOptions;
		h->end = h->l4_offset + tcp->doff * 4;
		return true;
	case offsetof(struct udphdr, check):
		if (h->protocol != IPPROTO_UDP)
			return false;
		h->udp = true;
		h->end = h->l4_offset + sizeof(struct udphdr);
		h->l4 = NetAdapterOffloadLayer4FlagUdp;
		return true;
	default:
		return false;
	}
}

static bool netcx_tx_within(u32 offset, u32 limit)
{
	return !limit || offset <= limit;
}

static bool netcx_tx_can_sum(const struct netcx_adapter *adapter, const struct sk_buff *skb)
{
	const struct netcx_offload *offload = &adapter->offload;
	struct netcx_tx_headers h;

	return netcx_tx_headers(adapter, skb, &h) &&
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
				 struct netcx_tx_headers *h)
{
	const struct netcx_offload *offload = &adapter->offload;
	unsigned int type = skb_shinfo(skb)->gso_type;

	return !(type & ~NETCX_GSO_KNOWN) && (type & NETCX_GSO_TYPES) &&
	       netcx_tx_headers(adapter, skb, h) &&
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
 * @skb: as it would be sent
 * @features: that the interface has
 *
 * Return: @features without what the client does not do for this packet.
 * Context: BH disabled.
 */
netdev_features_t netcx_tx_features(struct netcx_adapter *adapter, struct sk_buff *skb,
				    netdev_features_t features)
{
	struct netcx_tx_headers h;

	if (skb_is_gso(skb)) {
		if (!netcx_tx_can_segment(adapter, skb, &h))
			features &= ~NETIF_F_GSO_MASK;
	} else if (skb->ip_summed == CHECKSUM_PARTIAL && !netcx_tx_can_sum(adapter, skb)) {
		features &= ~NETIF_F_CSUM_MASK;
	}
	return features;
}

/*
 * A device that cuts segments adds their length to the pseudo header itself. It
 * finds all headers in the first fragment.
 */
static bool netcx_tx_pseudo_header(struct sk_buff *skb, const struct netcx_tx_headers *h)
{
	__sum16 *check;

	if (skb_cow_head(skb, 0) || !pskb_may_pull(skb, h->end))
		return false;
	check = (__sum16 *)(skb_checksum_start(skb) + skb->csum_offset);
	if (h->ipv6)
		*check = ~csum_ipv6_magic(&ipv6_hdr(skb)->saddr, &ipv6_hdr(skb)->daddr, 0,
					  h->protocol, 0);
	else
		*check = ~csum_tcpudp_magic(ip_hdr(skb)->saddr, ip_hdr(skb)->daddr, 0,
					    h->protocol, 0);
	return true;
}

/**
 * netcx_tx_offload() - what the client is to do for a packet
 * @adapter: started
 * @skb: passed netcx_tx_features() a moment ago
 * @cb: what is left to the client
 *
 * Return: false if the packet can be sent neither with nor without the client's
 *	help: it is to be dropped.
 * Context: BH disabled.
 */
bool netcx_tx_offload(struct netcx_adapter *adapter, struct sk_buff *skb, struct netcx_tx_cb *cb)
{
	struct netcx_tx_headers h;

	cb->segments = 1;
	if (skb_is_gso(skb)) {
		/* Switched off since the core has looked; the sender tries again. */
		if (!netcx_tx_can_segment(adapter, skb, &h) || !netcx_tx_pseudo_header(skb, &h))
			return false;
		cb->mss = skb_shinfo(skb)->gso_size;
		cb->sum_l3 = !h.ipv6;
		cb->sum_l4 = true;
		cb->segments = skb_shinfo(skb)->gso_segs;
		cb->headers = h.end;
	} else if (skb->ip_summed == CHECKSUM_PARTIAL) {
		cb->sum_l4 = netcx_tx_can_sum(adapter, skb);
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
