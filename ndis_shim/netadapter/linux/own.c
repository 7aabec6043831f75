// SPDX-License-Identifier: GPL-2.0
/*
 * Adapters that no extension looks after: NetAdapterStart() makes their
 * interface appear and NetAdapterStop() makes it go, a worker later, since
 * registration needs RTNL and a client's context must not take it.
 */
#include "netadapter/linux/linux.h"

#include <linux/etherdevice.h>
#include <linux/rtnetlink.h>

/* Its permanent address is the client's as well, if it has given one. */
static void netcx_own_address(struct netcx_adapter *adapter, struct net_device *dev)
{
	const u8 *current_address = adapter->current_address.Address;
	const u8 *permanent = adapter->permanent_address.Address;

	if (is_valid_ether_addr(current_address))
		eth_hw_addr_set(dev, current_address);
	else
		eth_hw_addr_random(dev);
	if (adapter->permanent_address.Length != ETH_ALEN ||
	    ether_addr_equal(permanent, dev->dev_addr))
		return;
	/* The core takes the present address for the permanent one otherwise. */
	if (dev->addr_assign_type == NET_ADDR_PERM)
		dev->addr_assign_type = NET_ADDR_SET;
	ether_addr_copy(dev->perm_addr, permanent);
}

static struct net_device *netcx_own_create(struct netcx_adapter *adapter)
{
	bool ethernet = netcx_adapter_ethernet(adapter);
	struct net_device *dev;
	int err;

	dev = alloc_netdev_mqs(sizeof(struct netcx_netdev), ethernet ? "eth%d" : "ncx%d",
			       NET_NAME_ENUM,
			       ethernet ? netcx_netdev_setup_ethernet : netcx_netdev_setup,
			       adapter->num_txq, adapter->num_rxq);
	if (!dev)
		return NULL;
	SET_NETDEV_DEV(dev, cx_device_linux(adapter->dev->handle));
	if (ethernet)
		netcx_own_address(adapter, dev);

	netcx_features_init(adapter, dev);
	err = netcx_link_bind(adapter, dev, netdev_priv(dev));
	if (err)
		goto err_free;
	err = register_netdevice(dev);
	if (err)
		goto err_unbind;
	/* The core may have taken some away that do not go without others. */
	netcx_features_set(adapter, dev->features);
	return dev;

err_unbind:
	netcx_link_unbind(dev);
err_free:
	dev_err(cx_device_linux(adapter->dev->handle), "no interface: %d\n", err);
	free_netdev(dev);
	return NULL;
}

/**
 * netcx_own_update() - register or unregister the adapter's own interface
 * @adapter: any adapter; nothing happens if an extension looks after it
 *
 * Context: process, no RTNL.
 */
void netcx_own_update(struct netcx_adapter *adapter)
{
	struct netcx_link *link = adapter->link;
	bool wanted;

	if (adapter->ext)
		return;

	rtnl_lock();
	wanted = netcx_adapter_wants_interface(adapter);
	if (wanted && !link->own) {
		link->own = netcx_own_create(adapter);
	} else if (!wanted && link->own) {
		unregister_netdevice(link->own);
		link->own = NULL;
	}
	rtnl_unlock();
}
