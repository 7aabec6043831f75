/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What nearly all packets are, prepared with less asking: see tx_prepare.c.
 */
#ifndef _NDIS_SHIM_NETADAPTER_LINUX_TX_USUAL_H
#define _NDIS_SHIM_NETADAPTER_LINUX_TX_USUAL_H

#include <linux/if_vlan.h>
#include <linux/tcp.h>
#include <linux/udp.h>

#include "netadapter/linux/linux.h"
#include "netadapter/packet_layout.h"

/* The rules of netcx_tx_can_sum(), for a packet whose layout is good. */
static __always_inline bool netcx_tx_usual_sum(const struct netcx_adapter *adapter,
					       const struct sk_buff *skb, int kind)
{
	int check = kind < NETCX_USUAL_TCP ? offsetof(struct udphdr, check) :
					     offsetof(struct tcphdr, check);
	int l4 = kind & 1 ? 40 : 20;

	return netcx_offload_sums(adapter, kind) && !skb->encapsulation &&
	       !skb_network_offset(skb) && skb_checksum_start_offset(skb) == l4 &&
	       skb->csum_offset == check;
}

/**
 * netcx_tx_prepare_usual() - netcx_tx_is_frame() and netcx_tx_prepare() of most packets
 * @adapter: started
 * @skb: any
 *
 * These are: IP in one piece with UDP or TCP in it, for a client that takes fragments as
 * they come, and of which nothing is asked but layer 4's checksum.
 *
 * Return: false if it is something else, or is to be prepared with more care; then
 *	nothing has happened.
 * Context: BH disabled.
 */
static __always_inline bool netcx_tx_prepare_usual(const struct netcx_adapter *adapter,
						   struct sk_buff *skb)
{
	const NET_ADAPTER_TX_CAPABILITIES *caps = &adapter->tx_caps;
	struct netcx_tx_cb *cb = netcx_tx_cb(skb);
	NET_PACKET_LAYOUT layout;
	bool sum = false;
	int kind;

	BUILD_BUG_ON(NETCX_USUAL_UDP & 1 || NETCX_USUAL_TCP & 1 || NETCX_USUAL_TCP_OPTIONS & 1);
	if (netcx_adapter_ethernet(adapter) || caps->PayloadBackfill ||
	    caps->FragmentBufferAlignment > 1 || skb_is_nonlinear(skb) || skb_is_gso(skb) ||
	    skb_vlan_tag_present(skb))
		return false;
	kind = netcx_layout_usual(&layout, skb->data, skb->len);
	if (kind == NETCX_UNUSUAL)
		return false;
	if (skb->ip_summed == CHECKSUM_PARTIAL) {
		if (!netcx_tx_usual_sum(adapter, skb, kind))
			return false;
		sum = true;
	}
	*cb = (struct netcx_tx_cb){
		.segments = 1,
		.sum_l4 = sum,
		.layout = layout,
	};
	return true;
}

#endif
