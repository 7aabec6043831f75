// SPDX-License-Identifier: GPL-2.0
/*
 * Frames for protocols that watch beside Linux' own stack: a packet_type for
 * everything on one interface. One hook for all bindings of it.
 *
 * What is sent is seen only while a filter wants it, and never indicated from
 * here: the transmit lock of the interface is held.
 */
#include "ndis/linux/netdev.h"

#include <linux/if_packet.h>

static void ndis_tap_sent(struct ndis_netdev *nd, struct sk_buff *skb)
{
	/* What drivers send is looped back where they send it. */
	if (ndis_xmit_is_ours(nd, skb)) {
		consume_skb(skb);
		return;
	}
	ndis_netdev_back(nd, skb, NULL, NULL, NDIS_PACKET_TYPE_ALL_LOCAL);
}

static int ndis_tap_rx(struct sk_buff *skb, struct net_device *dev, struct packet_type *hook,
		       struct net_device *orig_dev)
{
	struct ndis_netdev *nd = container_of(hook, struct ndis_netdev, tap);

	/* The stack's own copy of its multicast: seen already when it was sent. */
	if (skb->pkt_type == PACKET_LOOPBACK) {
		consume_skb(skb);
		return NET_RX_SUCCESS;
	}
	skb = skb_share_check(skb, GFP_ATOMIC);
	if (!skb) {
		atomic_long_inc(&nd->dropped);
		return NET_RX_DROP;
	}
	if (skb->pkt_type == PACKET_OUTGOING)
		ndis_tap_sent(nd, skb);
	else
		ndis_netdev_rx(nd, skb, NULL);
	return NET_RX_SUCCESS;
}

void ndis_tap_add(struct ndis_netdev *nd, struct net_device *dev)
{
	ASSERT_RTNL();
	if (nd->taps++)
		return;
	memset(&nd->tap, 0, sizeof(nd->tap));
	nd->tap.type = htons(ETH_P_ALL);
	nd->tap.dev = dev;
	nd->tap.func = ndis_tap_rx;
	nd->tap.ignore_outgoing = true;
	/* What software put together can be cut up again, what hardware did cannot. */
	dev_disable_lro(dev);
	dev_add_pack(&nd->tap);
}

/* Waits until nobody is in the hook. */
void ndis_tap_remove(struct ndis_netdev *nd)
{
	ASSERT_RTNL();
	if (!nd->taps || --nd->taps)
		return;
	dev_remove_pack(&nd->tap);
}

void ndis_tap_outgoing(struct ndis_netdev *nd, bool wanted)
{
	ASSERT_RTNL();
	WRITE_ONCE(nd->tap.ignore_outgoing, !wanted);
}
