// SPDX-License-Identifier: GPL-2.0
/*
 * ethtool -c and -C: how long packets wait for each other before they are sent. Windows
 * has no place for it, so a client's glue says what there is (nt_module.get_coalesce),
 * for the whole device: the sessions of a modem share its blocks.
 */
#include "netadapter/linux/linux.h"

#include <linux/ethtool.h>
#include <ntmodule.h>

#include "compat_ethtool.h"

/* What there is now. RTNL, here and below, keeps the adapter and its device. */
static int netcx_coalesce_now(const struct netcx_adapter *adapter, struct nt_coalesce *coalesce)
{
	ASSERT_RTNL();
	return adapter ? cx_device_get_coalesce(adapter->dev->handle, coalesce) : -ENODEV;
}

int netcx_coalesce_get(struct net_device *dev, struct ethtool_coalesce *shown,
		       struct kernel_ethtool_coalesce *kernel, struct netlink_ext_ack *extack)
{
	struct netcx_adapter *adapter = netcx_netdev_adapter(dev);
	struct nt_coalesce coalesce = {};
	int err = netcx_coalesce_now(adapter, &coalesce);

	if (err)
		return err;
	shown->tx_coalesce_usecs = coalesce.tx_usecs;
	shown->tx_max_coalesced_frames = coalesce.tx_frames;
	nt_coalesce_show_aggregation(kernel, coalesce.tx_usecs);
	return 0;
}

/* The core refuses all but NT_COALESCE_PARAMS. What is not named is as it was shown. */
int netcx_coalesce_set(struct net_device *dev, struct ethtool_coalesce *wanted,
		       struct kernel_ethtool_coalesce *kernel, struct netlink_ext_ack *extack)
{
	struct netcx_adapter *adapter = netcx_netdev_adapter(dev);
	struct nt_coalesce coalesce = {};
	u32 before;
	int err = netcx_coalesce_now(adapter, &coalesce);

	if (err)
		return err;
	before = coalesce.tx_usecs;
	coalesce.tx_usecs = wanted->tx_coalesce_usecs;
	coalesce.tx_frames = wanted->tx_max_coalesced_frames;
	nt_coalesce_take_aggregation(kernel, before, &coalesce.tx_usecs);
	return cx_device_set_coalesce(adapter->dev->handle, &coalesce);
}
