// SPDX-License-Identifier: GPL-2.0
/*
 * ethtool: what the interface is, how fast, what happened on its datapath and in
 * its device, how long its rings are, and what may wake that.
 */
#include "netadapter/linux/linux.h"

#include <linux/ethtool.h>
#include <linux/math64.h>

#include "compat_ethtool.h"

static const char netcx_ethtool_names[NETCX_NUM_COUNTERS][ETH_GSTRING_LEN] = {
	[NETCX_VIOLATIONS] = "violations",
	[NETCX_RX_NO_NETDEV] = "rx_interface_down",
	[NETCX_RX_NO_MEMORY] = "rx_no_memory",
	[NETCX_RX_BAD_DESCRIPTOR] = "rx_bad_descriptor",
	[NETCX_RX_NOT_IP] = "rx_not_ip",
	[NETCX_RX_CANCELLED] = "rx_cancelled",
	[NETCX_RX_COPIED] = "rx_copied",
	[NETCX_RX_PAGES] = "rx_pages",
	[NETCX_TX_NOT_IP] = "tx_not_ip",
	[NETCX_TX_NO_MEMORY] = "tx_no_memory",
	[NETCX_TX_NO_POWER] = "tx_no_power",
	[NETCX_TX_DOWN] = "tx_adapter_down",
	[NETCX_TX_CANCELLED] = "tx_cancelled",
	[NETCX_TX_LINEARIZED] = "tx_linearized",
	[NETCX_TX_QUEUE_STOPPED] = "tx_queue_stopped",
	[NETCX_RING_FULL] = "tx_ring_full",
	[NETCX_ADVANCE] = "advance_calls",
	[NETCX_ARMED] = "notifications_armed",
	[NETCX_NOTIFIED] = "notifications",
};

static void netcx_ethtool_drvinfo(struct net_device *dev, struct ethtool_drvinfo *info)
{
	struct netcx_adapter *adapter = netcx_netdev_adapter(dev);

	if (!adapter)
		return;
	strscpy(info->driver, cx_device_driver_name(adapter->dev->handle), sizeof(info->driver));
	strscpy(info->bus_info, dev_name(cx_device_linux(adapter->dev->handle)),
		sizeof(info->bus_info));
}

static int netcx_ethtool_link(struct net_device *dev, struct ethtool_link_ksettings *settings)
{
	struct netcx_adapter *adapter = netcx_netdev_adapter(dev);
	u64 tx, rx;

	if (!adapter)
		return -ENODEV;
	netcx_link_state_speed(adapter, &tx, &rx);
	ethtool_link_ksettings_zero_link_mode(settings, supported);
	ethtool_link_ksettings_zero_link_mode(settings, advertising);
	settings->base.port = PORT_OTHER;
	settings->base.duplex = DUPLEX_FULL;
	settings->base.autoneg = AUTONEG_DISABLE;
	/* One number for two directions: the faster one, as others do. */
	tx = max(tx, rx);
	settings->base.speed = tx ? (u32)min_t(u64, div_u64(tx, 1000000), INT_MAX) :
				    (u32)SPEED_UNKNOWN;
	return 0;
}

/* The device's next counter from *@index on, gaps left out. */
static bool netcx_ethtool_device(struct netcx_adapter *adapter, u32 *index, const char **name,
				 u64 *value)
{
	*name = NULL;
	while (!*name)
		if (!cx_device_counter(adapter->dev->handle, (*index)++, name, value))
			return false;
	return true;
}

/**
 * netcx_ethtool_device_counters() - how many counters the client's glue has
 * @adapter: being created
 *
 * Asked once: the core sizes its buffers before it has them filled.
 * Context: process.
 */
unsigned int netcx_ethtool_device_counters(struct netcx_adapter *adapter)
{
	unsigned int count = 0;
	const char *name;
	u32 index = 0;
	u64 value;

	while (count < NETCX_DEVICE_COUNTERS &&
	       netcx_ethtool_device(adapter, &index, &name, &value))
		count++;
	return count;
}

/* RTNL, here and below, keeps the adapter from the count to the values. */
static int netcx_ethtool_count(struct net_device *dev, int set)
{
	struct netcx_adapter *adapter = netcx_netdev_adapter(dev);

	if (set != ETH_SS_STATS)
		return -EOPNOTSUPP;
	return NETCX_NUM_COUNTERS + (adapter ? adapter->link->device_counters : 0);
}

static void netcx_ethtool_strings(struct net_device *dev, u32 set, u8 *data)
{
	struct netcx_adapter *adapter = netcx_netdev_adapter(dev);
	unsigned int left = adapter ? adapter->link->device_counters : 0;
	const char *name;
	u32 index = 0;
	u64 value;

	if (set != ETH_SS_STATS)
		return;
	memcpy(data, netcx_ethtool_names, sizeof(netcx_ethtool_names));
	data += sizeof(netcx_ethtool_names);
	for (; left-- && netcx_ethtool_device(adapter, &index, &name, &value);
	     data += ETH_GSTRING_LEN)
		snprintf((char *)data, ETH_GSTRING_LEN, "device_%s", name);
}

static void netcx_ethtool_stats(struct net_device *dev, struct ethtool_stats *stats, u64 *data)
{
	struct netcx_adapter *adapter = netcx_netdev_adapter(dev);
	unsigned int left = adapter ? adapter->link->device_counters : 0;
	const char *name;
	u32 index = 0;
	unsigned int i;

	for (i = 0; i < NETCX_NUM_COUNTERS; i++)
		data[i] = adapter ? atomic_long_read(&adapter->counters[i]) : 0;
	while (left-- && netcx_ethtool_device(adapter, &index, &name, &data[i]))
		i++;
}

static const struct {
	unsigned long ours;
	u32 theirs;
} netcx_ethtool_wol[] = {
	{ NETCX_WAKE_MAGIC, WAKE_MAGIC },
	{ NETCX_WAKE_MEDIA, WAKE_PHY },
	{ NETCX_WAKE_FILTER, WAKE_UCAST },
};

static void netcx_ethtool_get_wol(struct net_device *dev, struct ethtool_wolinfo *wol)
{
	struct netcx_adapter *adapter = netcx_netdev_adapter(dev);
	unsigned long supported, enabled;
	unsigned int i;

	if (!adapter)
		return;
	supported = netcx_wake_supported(adapter);
	enabled = READ_ONCE(adapter->wake_enabled);
	for (i = 0; i < ARRAY_SIZE(netcx_ethtool_wol); i++) {
		if (supported & netcx_ethtool_wol[i].ours)
			wol->supported |= netcx_ethtool_wol[i].theirs;
		if (enabled & netcx_ethtool_wol[i].ours)
			wol->wolopts |= netcx_ethtool_wol[i].theirs;
	}
}

static int netcx_ethtool_set_wol(struct net_device *dev, struct ethtool_wolinfo *wol)
{
	struct netcx_adapter *adapter = netcx_netdev_adapter(dev);
	u32 left = wol->wolopts;
	unsigned long wanted = 0;
	unsigned int i;

	if (!adapter)
		return -ENODEV;
	for (i = 0; i < ARRAY_SIZE(netcx_ethtool_wol); i++) {
		if (left & netcx_ethtool_wol[i].theirs)
			wanted |= netcx_ethtool_wol[i].ours;
		left &= ~netcx_ethtool_wol[i].theirs;
	}
	if (left || (wanted & ~netcx_wake_supported(adapter)))
		return -EOPNOTSUPP;
	/* Looked at when the device is armed the next time. */
	WRITE_ONCE(adapter->wake_enabled, wanted);
	return 0;
}

static void netcx_ethtool_channels(struct net_device *dev, struct ethtool_channels *channels)
{
	channels->tx_count = dev->real_num_tx_queues;
	channels->max_tx = dev->real_num_tx_queues;
	channels->rx_count = dev->real_num_rx_queues;
	channels->max_rx = dev->real_num_rx_queues;
}

/* ---- rings ---- */

static void netcx_ethtool_get_rings(struct net_device *dev, struct ethtool_ringparam *ring,
				    struct kernel_ethtool_ringparam *kernel,
				    struct netlink_ext_ack *extack)
{
	struct netcx_adapter *adapter = netcx_netdev_adapter(dev);

	if (!adapter)
		return;
	ring->rx_max_pending = NETCX_RING_MAX;
	ring->tx_max_pending = NETCX_RING_MAX;
	ring->rx_pending = READ_ONCE(adapter->rx_ring);
	ring->tx_pending = READ_ONCE(adapter->tx_ring);
}

/* The core has compared with the maxima. Sizes are rounded up: ethtool -g tells. */
static int netcx_ethtool_set_rings(struct net_device *dev, struct ethtool_ringparam *ring,
				   struct kernel_ethtool_ringparam *kernel,
				   struct netlink_ext_ack *extack)
{
	struct netcx_adapter *adapter = netcx_netdev_adapter(dev);

	if (!adapter)
		return -ENODEV;
	if (!ring->rx_pending || !ring->tx_pending)
		return -EINVAL;
	netcx_adapter_set_rings(adapter, ring->tx_pending, ring->rx_pending);
	return 0;
}

/* ---- receive scaling ---- */

static struct netcx_adapter *netcx_ethtool_scaling(struct net_device *dev)
{
	struct netcx_adapter *adapter = netcx_netdev_adapter(dev);

	return adapter && netcx_scaling_present(adapter) ? adapter : NULL;
}

static u32 netcx_ethtool_rx_rings(struct net_device *dev)
{
	return dev->real_num_rx_queues;
}

NT_RX_RINGS_OPS(netcx_ethtool_rx_rings)

static u32 netcx_ethtool_table_size(struct net_device *dev)
{
	struct netcx_adapter *adapter = netcx_ethtool_scaling(dev);

	return adapter ? adapter->scaling.caps.IndirectionTableSize : 0;
}

static u32 netcx_ethtool_key_size(struct net_device *dev)
{
	return netcx_ethtool_scaling(dev) ? NETCX_SCALING_KEY : 0;
}

static int netcx_ethtool_get_rxfh(struct net_device *dev, u32 *table, u8 *key, u8 *function)
{
	struct netcx_adapter *adapter = netcx_ethtool_scaling(dev);

	if (!adapter)
		return -EOPNOTSUPP;
	if (function)
		*function = ETH_RSS_HASH_TOP;
	netcx_scaling_get(adapter, table, key);
	return 0;
}

static int netcx_ethtool_set_rxfh(struct net_device *dev, const u32 *table, const u8 *key,
				  u8 function)
{
	struct netcx_adapter *adapter = netcx_ethtool_scaling(dev);

	if (!adapter || (function != ETH_RSS_HASH_NO_CHANGE && function != ETH_RSS_HASH_TOP))
		return -EOPNOTSUPP;
	return netcx_scaling_set(adapter, table, key) ? 0 : -EINVAL;
}

NT_RXFH_OPS(netcx_ethtool_get_rxfh, netcx_ethtool_set_rxfh)

const struct ethtool_ops netcx_ethtool_ops = {
	.supported_coalesce_params = NT_COALESCE_PARAMS,
	.get_drvinfo = netcx_ethtool_drvinfo,
	.get_link = ethtool_op_get_link,
	.get_link_ksettings = netcx_ethtool_link,
	.get_sset_count = netcx_ethtool_count,
	.get_strings = netcx_ethtool_strings,
	.get_ethtool_stats = netcx_ethtool_stats,
	.get_ts_info = ethtool_op_get_ts_info,
	.get_wol = netcx_ethtool_get_wol,
	.set_wol = netcx_ethtool_set_wol,
	.get_coalesce = netcx_coalesce_get,
	.set_coalesce = netcx_coalesce_set,
	.get_channels = netcx_ethtool_channels,
	.get_ringparam = netcx_ethtool_get_rings,
	.set_ringparam = netcx_ethtool_set_rings,
	NT_RX_RINGS_OP = netcx_ethtool_rx_rings_op,
	.get_rxfh_indir_size = netcx_ethtool_table_size,
	.get_rxfh_key_size = netcx_ethtool_key_size,
	.get_rxfh = netcx_ethtool_get_rxfh_op,
	.set_rxfh = netcx_ethtool_set_rxfh_op,
};
