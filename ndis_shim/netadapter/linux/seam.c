// SPDX-License-Identifier: GPL-2.0
/*
 * The class-extension interface's part about net_devices that somebody else
 * allocated: cx.h says how it is used.
 */
#include "netadapter/linux/linux.h"

#include <linux/export.h>
#include <linux/rtnetlink.h>

size_t cx_netdev_priv_size(void)
{
	return sizeof(struct netcx_netdev);
}
EXPORT_SYMBOL_NS_GPL(cx_netdev_priv_size, NDIS_SHIM_INTERNAL);

void cx_netdev_setup(struct net_device *dev)
{
	netcx_netdev_setup(dev);
}
EXPORT_SYMBOL_NS_GPL(cx_netdev_setup, NDIS_SHIM_INTERNAL);

int cx_netdev_bind(NETADAPTER adapter, struct net_device *dev, void *priv)
{
	struct netcx_adapter *a = netcx_adapter_from_handle(adapter, __func__);
	int err = a ? netcx_link_bind(a, dev, priv) : -EINVAL;

	if (err)
		return err;
	netcx_features_init(a, dev);
	/* The adapter's last interface may have had some of them switched off. */
	netcx_features_set(a, dev->features);
	return 0;
}
EXPORT_SYMBOL_NS_GPL(cx_netdev_bind, NDIS_SHIM_INTERNAL);

void cx_netdev_unbind(struct net_device *dev)
{
	netcx_link_unbind(dev);
}
EXPORT_SYMBOL_NS_GPL(cx_netdev_unbind, NDIS_SHIM_INTERNAL);

struct net_device *cx_adapter_netdev_get(NETADAPTER adapter)
{
	struct netcx_adapter *a = netcx_adapter_from_handle(adapter, __func__);
	struct net_device *dev;
	unsigned long flags;

	if (!a)
		return NULL;
	/* One whose registration failed is freed without a grace period. */
	spin_lock_irqsave(&a->link_lock, flags);
	dev = rcu_dereference_protected(a->link->bound, lockdep_is_held(&a->link_lock));
	dev_hold(dev);
	spin_unlock_irqrestore(&a->link_lock, flags);
	return dev;
}
EXPORT_SYMBOL_NS_GPL(cx_adapter_netdev_get, NDIS_SHIM_INTERNAL);

NETADAPTER cx_netdev_adapter(struct net_device *dev)
{
	struct netcx_adapter *a = netcx_netdev_adapter(dev);

	return a ? netcx_adapter_handle(a) : NULL;
}
EXPORT_SYMBOL_NS_GPL(cx_netdev_adapter, NDIS_SHIM_INTERNAL);
