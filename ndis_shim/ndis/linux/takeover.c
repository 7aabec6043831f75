// SPDX-License-Identifier: GPL-2.0
/*
 * Frames for the lower edge of an intermediate driver: instead of Linux' own
 * stack, by the one rx_handler that an interface has. What the driver passes on
 * is received by its virtual interface, which becomes the upper device of this
 * one: `ip link` shows it, and the addresses move up, since nothing would answer
 * to them down here. So it is, too, with an instance's interface below another's.
 */
#include "ndis/linux/netdev.h"

#include <linux/export.h>
#include <linux/if_packet.h>

#include <kunit/visibility.h>

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
	if (!skb || skb_orphan_frags_rx(skb, GFP_ATOMIC)) {
		atomic_long_inc(&nd->dropped);
		kfree_skb(skb);
		return RX_HANDLER_CONSUMED;
	}
	skb = ndis_netdev_rx(nd, skb, taker);
	if (!skb)
		return RX_HANDLER_CONSUMED;
	*pskb = skb;
	return RX_HANDLER_ANOTHER;
}

/*
 * For a protocol that takes over there is no interface on top, with which this one
 * would come up and go down. The flag keeps IPv6 from having an address here and from
 * greeting neighbours that are not its own; it is looked at when the interface comes up.
 */
static int ndis_takeover_own(struct ndis_netdev *nd, struct net_device *dev)
{
	int err;

	nd->opened = !netif_running(dev);
	if (!nd->opened)
		dev_close(dev);
	nd->slave = !(dev->flags & IFF_SLAVE);
	dev->flags |= IFF_SLAVE;
	err = dev_open(dev, NULL);
	if (!err || !nd->slave)
		return err;
	dev->flags &= ~IFF_SLAVE;
	nd->slave = false;
	return err;
}

/* Down, and up again if it was: with what IPv6 wants to have there. */
static void ndis_takeover_disown(struct ndis_netdev *nd, struct net_device *dev)
{
	bool up = netif_running(dev) && !nd->opened;

	if (!nd->slave)
		return;
	nd->slave = false;
	if (dev->reg_state == NETREG_REGISTERED)
		dev_close(dev);
	dev->flags &= ~IFF_SLAVE;
	if (up && dev->reg_state == NETREG_REGISTERED && dev_open(dev, NULL))
		netdev_warn(dev, "does not come up again after an NDIS driver: set it up by hand\n");
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
	if (!binding->protocol->miniport) {
		err = ndis_takeover_own(nd, dev);
		if (err) {
			netdev_warn(dev, "does not come up for %s: %d\n",
				    binding->protocol->name, err);
			ndis_takeover_remove(nd, dev);
		}
	}
	return err;
}

/* Waits until nobody is in the handler. */
void ndis_takeover_remove(struct ndis_netdev *nd, struct net_device *dev)
{
	ASSERT_RTNL();
	ndis_takeover_unlink_upper(dev);
	RCU_INIT_POINTER(nd->taker, NULL);
	netdev_rx_handler_unregister(dev);
	ndis_takeover_disown(nd, dev);
}

/* ---- what lies on top ---- */

/* The interface of an adapter, an instance's included; NULL: it has none, or it is gone. */
static struct net_device *ndis_takeover_dev(struct ndis_adapter *lower)
{
	if (!lower)
		return NULL;
	if (lower->instance)
		return ndis_virtual_dev(lower->instance);
	return rtnl_dereference(ndis_netdev(lower)->dev);
}

/* One of an instance's on top of @dev, or NULL. Others, a VLAN's say, are no concern. */
static struct net_device *ndis_takeover_upper(struct net_device *dev)
{
	struct net_device *upper;
	struct list_head *iter;

	netdev_for_each_upper_dev_rcu(dev, upper, iter) {
		if (ndis_virtual_is(upper))
			return upper;
	}
	return NULL;
}

/* An instance has what it got from the one below. One that is raw answers by itself. */
bool ndis_takeover_no_arp(struct ndis_adapter *lower)
{
	struct net_device *dev = ndis_takeover_dev(lower);

	ASSERT_RTNL();
	if (!dev || (!lower->instance && ndis_netdev(lower)->raw))
		return false;
	return dev->flags & IFF_NOARP;
}

int ndis_takeover_link(struct ndis_adapter *lower, struct net_device *upper)
{
	struct net_device *dev = ndis_takeover_dev(lower);
	int err;

	ASSERT_RTNL();
	if (!dev || ndis_takeover_upper(dev))
		return -ENODEV;
	err = netdev_upper_dev_link(dev, upper, NULL);
	if (err) {
		netdev_warn(dev, "%s cannot be put above it: %d\n", upper->name, err);
		return err;
	}
	ndis_virtual_set_lower(upper, dev);
	ndis_addresses_move(dev, upper);
	return 0;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_takeover_link);

void ndis_takeover_unlink(struct net_device *upper)
{
	struct net_device *dev = ndis_virtual_lower(upper);

	ASSERT_RTNL();
	if (!dev)
		return;
	ndis_virtual_set_lower(upper, NULL);
	/* They have no way back to one that is going. */
	if (dev->reg_state == NETREG_REGISTERED)
		ndis_addresses_move(upper, dev);
	netdev_upper_dev_unlink(dev, upper);
}

void ndis_takeover_unlink_upper(struct net_device *dev)
{
	struct net_device *upper = ndis_takeover_upper(dev);

	if (upper)
		ndis_takeover_unlink(upper);
}
