// SPDX-License-Identifier: GPL-2.0
/*
 * What an interface wants to receive, as its flags and address lists have it.
 */
#include "netadapter/linux/linux.h"

#include <linux/etherdevice.h>
#include <linux/slab.h>

static void netcx_link_multicast(struct net_device *dev, struct netcx_filter_wanted *wanted)
{
	NET_ADAPTER_LINK_LAYER_ADDRESS *to;
	struct netdev_hw_addr *ha;

	wanted->count = netdev_mc_count(dev);
	if (!wanted->count)
		return;
	to = kcalloc(wanted->count, sizeof(*to), GFP_ATOMIC);
	wanted->list = to;
	if (!to)
		return;
	netdev_for_each_mc_addr(ha, dev) {
		to->Length = ETH_ALEN;
		ether_addr_copy(to->Address, ha->addr);
		to++;
	}
}

/**
 * netcx_link_filter() - ask the interface what it wants to receive
 * @adapter: any adapter
 * @wanted: filled; the caller frees its list
 *
 * An address other than the client's takes everything: see netdev.c. Addresses
 * beyond the interface's own make the core ask for everything by itself.
 * Context: process, the adapter's lock held.
 */
void netcx_link_filter(struct netcx_adapter *adapter, struct netcx_filter_wanted *wanted)
{
	struct net_device *dev;

	memset(wanted, 0, sizeof(*wanted));
	rcu_read_lock();
	dev = rcu_dereference(adapter->link->running);
	if (dev && netcx_adapter_ethernet(adapter)) {
		netif_addr_lock_bh(dev);
		wanted->up = true;
		wanted->promiscuous = (dev->flags & IFF_PROMISC) ||
				      !ether_addr_equal(dev->dev_addr,
							adapter->current_address.Address);
		wanted->all_multicast = dev->flags & IFF_ALLMULTI;
		netcx_link_multicast(dev, wanted);
		netif_addr_unlock_bh(dev);
	}
	rcu_read_unlock();
}
