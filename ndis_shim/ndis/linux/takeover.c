// SPDX-License-Identifier: GPL-2.0
/*
 * Frames for the lower edge of an intermediate driver: instead of Linux' own
 * stack, by the one rx_handler that an interface has. What the driver passes on
 * is received by its virtual interface, which becomes the upper device of this
 * one: `ip link` shows it, and the addresses move up, since nothing would answer
 * to them down here.
 */
#include "ndis/linux/netdev.h"

#include <linux/if_packet.h>

#include "ndis/linux/virtual.h"

static rx_handler_result_t ndis_takeover_rx(struct sk_buff **pskb)
{
	struct sk_buff *skb = *pskb;
	struct ndis_netdev *nd = rcu_dereference(skb->dev->rx_handler_data);
	struct ndis_binding *taker = rcu_dereference(nd->taker);

	if (skb->pkt_type == PACKET_LOOPBACK || !taker)
		return RX_HANDLER_PASS;
	/* Drivers write into what is theirs alone: nobody else may have the bytes. */
	skb = skb_share_check(skb, GFP_ATOMIC);
	if (skb)
		skb = skb_unshare(skb, GFP_ATOMIC);
	if (skb && !skb_orphan_frags_rx(skb, GFP_ATOMIC)) {
		ndis_netdev_rx(nd, skb, taker);
	} else {
		atomic_long_inc(&nd->dropped);
		kfree_skb(skb);
	}
	return RX_HANDLER_CONSUMED;
}

int ndis_takeover_add(struct ndis_netdev *nd, struct net_device *dev,
		      struct ndis_binding *binding)
{
	int err;

	ASSERT_RTNL();
	if (rcu_access_pointer(nd->taker))
		err = -EBUSY;
	else
		err = netdev_rx_handler_register(dev, ndis_takeover_rx, nd);
	if (err) {
		netdev_warn(dev, "%s cannot take the interface over: %s (%d)\n",
			    binding->protocol->name,
			    err == -EBUSY ? "a bridge, a bond or the like has it" :
					    "it allows nobody to", err);
		return err;
	}
	dev_disable_lro(dev);
	rcu_assign_pointer(nd->taker, binding);
	return 0;
}

/* Waits until nobody is in the handler. */
void ndis_takeover_remove(struct ndis_netdev *nd, struct net_device *dev)
{
	ASSERT_RTNL();
	if (nd->upper)
		ndis_takeover_unlink(nd->upper);
	RCU_INIT_POINTER(nd->taker, NULL);
	netdev_rx_handler_unregister(dev);
}

/* Only interfaces: an instance on top of another has that one's below it anyway. */
static struct ndis_netdev *ndis_takeover_lower(struct ndis_adapter *lower)
{
	return lower && !lower->instance ? ndis_netdev(lower) : NULL;
}

/* An instance has what it got from the one below. One that is raw answers by itself. */
bool ndis_takeover_no_arp(struct ndis_adapter *lower)
{
	struct ndis_netdev *nd = ndis_takeover_lower(lower);
	struct net_device *dev;

	ASSERT_RTNL();
	if (nd)
		dev = nd->raw ? NULL : rtnl_dereference(nd->dev);
	else
		dev = lower ? ndis_virtual_dev(lower->instance) : NULL;
	return dev && dev->flags & IFF_NOARP;
}

int ndis_takeover_link(struct ndis_adapter *lower, struct net_device *upper)
{
	struct ndis_netdev *nd = ndis_takeover_lower(lower);
	struct net_device *dev;
	int err;

	ASSERT_RTNL();
	dev = nd ? rtnl_dereference(nd->dev) : NULL;
	if (!dev || nd->upper)
		return -ENODEV;
	err = netdev_upper_dev_link(dev, upper, NULL);
	if (err) {
		netdev_warn(dev, "%s cannot be put above it: %d\n", upper->name, err);
		return err;
	}
	nd->upper = upper;
	ndis_addresses_move(dev, upper);
	return 0;
}

void ndis_takeover_unlink(struct net_device *upper)
{
	struct ndis_netdev *nd = NULL;
	struct net_device *dev;
	struct list_head *iter;

	ASSERT_RTNL();
	netdev_for_each_lower_dev(upper, dev, iter) {
		nd = ndis_netdev_of(dev);
		if (nd && nd->upper == upper)
			break;
		nd = NULL;
	}
	if (!nd)
		return;
	nd->upper = NULL;
	/* They have no way back to one that is going. */
	if (dev->reg_state == NETREG_REGISTERED)
		ndis_addresses_move(upper, dev);
	netdev_upper_dev_unlink(dev, upper);
}
