// SPDX-License-Identifier: GPL-2.0
/*
 * What the bindings' filters and multicast lists ask of an interface: promiscuity,
 * all multicast, addresses. Each is asked for at most once, whatever the number
 * of bindings, and taken back exactly as often.
 */
#include "ndis/linux/netdev.h"

#include <linux/etherdevice.h>
#include <linux/rculist.h>
#include <linux/slab.h>

struct ndis_wanted {
	u32 filter;
	u8 (*multicast)[ETH_ALEN];
	unsigned int n_multicast;
};

static bool ndis_list_has(u8 (*list)[ETH_ALEN], unsigned int count, const u8 *address)
{
	while (count--) {
		if (ether_addr_equal_unaligned(*list++, address))
			return true;
	}
	return false;
}

static struct ndis_multicast *ndis_binding_multicast(const struct ndis_binding *binding)
{
	struct ndis_adapter *adapter = binding->adapter;

	if (binding->state != NDIS_BINDING_OPEN || !(binding->filter & NDIS_PACKET_TYPE_MULTICAST))
		return NULL;
	return rcu_dereference_protected(binding->multicast, lockdep_is_held(&adapter->lock));
}

static unsigned int ndis_multicast_count(struct ndis_adapter *adapter)
{
	struct ndis_binding *binding;
	struct ndis_multicast *list;
	unsigned int count = 0;

	spin_lock_bh(&adapter->lock);
	list_for_each_entry(binding, &adapter->bindings, node_adapter) {
		list = ndis_binding_multicast(binding);
		count += list ? list->count : 0;
	}
	spin_unlock_bh(&adapter->lock);
	return count;
}

/* Lists grow in ctl only, which is where we are: @wanted has room. */
static void ndis_multicast_unite(struct ndis_adapter *adapter, struct ndis_wanted *wanted,
				 unsigned int room)
{
	struct ndis_binding *binding;
	struct ndis_multicast *list;
	unsigned int i;

	spin_lock_bh(&adapter->lock);
	list_for_each_entry(binding, &adapter->bindings, node_adapter) {
		list = ndis_binding_multicast(binding);
		for (i = 0; list && i < list->count && wanted->n_multicast < room; i++) {
			if (!ndis_list_has(wanted->multicast, wanted->n_multicast,
					   list->address[i]))
				ether_addr_copy(wanted->multicast[wanted->n_multicast++],
						list->address[i]);
		}
	}
	spin_unlock_bh(&adapter->lock);
}

/* Without memory everything multicast is received, and the filters choose. */
static void ndis_netdev_wanted(struct ndis_adapter *adapter, struct ndis_wanted *wanted)
{
	unsigned int room = ndis_multicast_count(adapter);

	memset(wanted, 0, sizeof(*wanted));
	wanted->filter = READ_ONCE(adapter->filter);
	if (!room)
		return;
	wanted->multicast = kcalloc(room, sizeof(*wanted->multicast), GFP_KERNEL);
	if (wanted->multicast)
		ndis_multicast_unite(adapter, wanted, room);
	else
		wanted->filter |= NDIS_PACKET_TYPE_ALL_MULTICAST;
}

/* New ones before old ones go, so that one in both lists is always there. Takes the
 * list.
 */
static void ndis_multicast_apply(struct ndis_netdev *nd, struct net_device *dev,
				 struct ndis_wanted *wanted)
{
	unsigned int i;

	for (i = 0; i < wanted->n_multicast; i++) {
		if (!ndis_list_has(nd->multicast, nd->n_multicast, wanted->multicast[i]) &&
		    dev_mc_add(dev, wanted->multicast[i]))
			netdev_warn(dev, "no memory to receive the group %pM\n",
				    wanted->multicast[i]);
	}
	for (i = 0; i < nd->n_multicast; i++) {
		if (!ndis_list_has(wanted->multicast, wanted->n_multicast, nd->multicast[i]))
			dev_mc_del(dev, nd->multicast[i]);
	}
	kfree(nd->multicast);
	nd->multicast = wanted->multicast;
	nd->n_multicast = wanted->n_multicast;
}

static void ndis_netdev_apply(struct ndis_netdev *nd, struct net_device *dev,
			      struct ndis_wanted *wanted)
{
	bool promiscuity = wanted->filter & NDIS_PACKET_TYPE_PROMISCUOUS;
	bool allmulti = wanted->filter & NDIS_PACKET_TYPE_ALL_MULTICAST;

	ASSERT_RTNL();
	ndis_tap_outgoing(nd, wanted->filter & (NDIS_PACKET_TYPE_PROMISCUOUS |
						NDIS_PACKET_TYPE_ALL_LOCAL));
	/* A link with two ends has nothing to choose from. */
	if (nd->raw) {
		kfree(wanted->multicast);
		return;
	}
	if (promiscuity != nd->promiscuity && !dev_set_promiscuity(dev, promiscuity ? 1 : -1))
		nd->promiscuity = promiscuity;
	if (allmulti != nd->allmulti && !dev_set_allmulti(dev, allmulti ? 1 : -1))
		nd->allmulti = allmulti;
	ndis_multicast_apply(nd, dev, wanted);
}

void ndis_netdev_update(struct ndis_adapter *adapter)
{
	struct ndis_netdev *nd = ndis_netdev(adapter);
	struct ndis_wanted wanted;
	struct net_device *dev;

	ndis_netdev_wanted(adapter, &wanted);
	rtnl_lock();
	dev = rtnl_dereference(nd->dev);
	if (dev)
		ndis_netdev_apply(nd, dev, &wanted);
	else
		kfree(wanted.multicast);
	rtnl_unlock();
}

void ndis_netdev_unfilter(struct ndis_netdev *nd, struct net_device *dev)
{
	struct ndis_wanted nothing = {};

	ndis_netdev_apply(nd, dev, &nothing);
}
