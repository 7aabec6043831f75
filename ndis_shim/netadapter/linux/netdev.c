// SPDX-License-Identifier: GPL-2.0
/*
 * The net_device's operations and looks: raw IP without ARP, or Ethernet for
 * adapters with a link-layer address. None of them waits for the device.
 */
#include "netadapter/linux/linux.h"

#include <linux/etherdevice.h>
#include <linux/if_arp.h>
#include <linux/if_vlan.h>
#include <linux/rtnetlink.h>
#include <net/pkt_sched.h>

/**
 * netcx_netdev_adapter() - the one way from a net_device to its adapter
 * @dev: any net_device
 *
 * Return: NULL if it is not ours, or not bound (any more).
 * Context: RCU read side or RTNL; valid as long as that is held.
 */
struct netcx_adapter *netcx_netdev_adapter(struct net_device *dev)
{
	struct netcx_netdev *nd = netcx_netdev(dev);

	return nd ? rcu_dereference_rtnl(nd->adapter) : NULL;
}

static int netcx_netdev_init(struct net_device *dev)
{
	if (!netcx_netdev_adapter(dev))
		return -ENODEV;
	dev->tstats = netdev_alloc_pcpu_stats(struct pcpu_sw_netstats);
	return dev->tstats ? 0 : -ENOMEM;
}

/* The core calls it also when a registration fails after ndo_init. */
static void netcx_netdev_uninit(struct net_device *dev)
{
	netcx_link_unbind(dev);
	free_percpu(dev->tstats);
	dev->tstats = NULL;
}

static int netcx_netdev_open(struct net_device *dev)
{
	struct netcx_adapter *adapter = netcx_netdev_adapter(dev);

	return adapter ? netcx_link_open(adapter, dev) : -ENODEV;
}

static int netcx_netdev_stop(struct net_device *dev)
{
	struct netcx_adapter *adapter = netcx_netdev_adapter(dev);

	if (adapter)
		netcx_link_stop(adapter, dev);
	return 0;
}

/* With bottom halves disabled, which is as good as an RCU read side. */
static netdev_tx_t netcx_netdev_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct netcx_adapter *adapter = rcu_dereference_bh(netcx_netdev(dev)->adapter);

	if (likely(adapter))
		return netcx_tx_xmit(adapter, dev, skb);
	dev_core_stats_tx_dropped_inc(dev);
	kfree_skb(skb);
	return NETDEV_TX_OK;
}

/* min_mtu and max_mtu were checked; the client's rings do not depend on it. */
static int netcx_netdev_change_mtu(struct net_device *dev, int mtu)
{
	WRITE_ONCE(dev->mtu, mtu);
	return 0;
}

/* Called with a spinlock held: the client is told by a worker. */
static void netcx_netdev_set_rx_mode(struct net_device *dev)
{
	struct netcx_adapter *adapter;

	rcu_read_lock();
	adapter = netcx_netdev_adapter(dev);
	if (adapter)
		netcx_filter_changed(adapter);
	rcu_read_unlock();
}

/*
 * A client is never told of an address that is not its own, so frames for another
 * one come only if it passes everything on: without a filter, or promiscuously
 * (linux/filter.c), which is what it is asked for from then on.
 */
static int netcx_netdev_set_address(struct net_device *dev, void *address)
{
	struct netcx_adapter *adapter = netcx_netdev_adapter(dev);
	int err;

	if (!adapter)
		return -ENODEV;
	if (dev->type != ARPHRD_ETHER)
		return -EOPNOTSUPP;
	err = eth_prepare_mac_addr_change(dev, address);
	if (err)
		return err;
	if (netcx_filter_present(adapter) &&
	    !(adapter->filter.supported & NetPacketFilterFlagPromiscuous) &&
	    !ether_addr_equal(((struct sockaddr *)address)->sa_data,
			      adapter->current_address.Address))
		return -EOPNOTSUPP;
	eth_commit_mac_addr_change(dev, address);
	netcx_filter_changed(adapter);
	return 0;
}

static netdev_features_t netcx_netdev_features_check(struct sk_buff *skb, struct net_device *dev,
						     netdev_features_t features)
{
	struct netcx_adapter *adapter;

	features = vlan_features_check(skb, features);
	if (!skb_is_gso(skb))
		return features;
	rcu_read_lock();
	adapter = netcx_netdev_adapter(dev);
	if (adapter)
		features = netcx_tx_features(adapter, skb, features);
	rcu_read_unlock();
	return features;
}

/* The client is told by a worker. */
static int netcx_netdev_set_features(struct net_device *dev, netdev_features_t features)
{
	struct netcx_adapter *adapter = netcx_netdev_adapter(dev);

	if (adapter)
		netcx_features_set(adapter, features);
	return 0;
}

const struct net_device_ops netcx_netdev_ops = {
	.ndo_init = netcx_netdev_init,
	.ndo_uninit = netcx_netdev_uninit,
	.ndo_open = netcx_netdev_open,
	.ndo_stop = netcx_netdev_stop,
	.ndo_start_xmit = netcx_netdev_xmit,
	.ndo_features_check = netcx_netdev_features_check,
	.ndo_set_features = netcx_netdev_set_features,
	.ndo_set_rx_mode = netcx_netdev_set_rx_mode,
	.ndo_set_mac_address = netcx_netdev_set_address,
	.ndo_change_mtu = netcx_netdev_change_mtu,
	.ndo_get_stats64 = dev_get_tstats64,
};

static void netcx_netdev_setup_common(struct net_device *dev)
{
	dev->netdev_ops = &netcx_netdev_ops;
	dev->ethtool_ops = &netcx_ethtool_ops;
	dev->needs_free_netdev = true;
	/* Packets are queued by their own links and cb; and netpoll, which sends
	 * with interrupts off, knows nothing of the queues' NAPI instances.
	 */
	dev->priv_flags &= ~IFF_TX_SKB_SHARING;
	dev->priv_flags |= IFF_DISABLE_NETPOLL;
	dev->features = NETIF_F_SG;
	dev->hw_features = NETIF_F_SG;
	dev->min_mtu = NETCX_MTU_MIN;
	dev->max_mtu = NETCX_MTU_DEFAULT;
	dev->mtu = NETCX_MTU_DEFAULT;
}

/**
 * netcx_netdev_setup() - make a net_device a raw-IP interface of ours
 * @dev: freshly allocated
 *
 * ARPHRD_NONE: what modem managers know, and IPv6 makes a stable random
 * interface identifier, which raw IP without an address needs.
 * Context: any.
 */
void netcx_netdev_setup(struct net_device *dev)
{
	netcx_netdev_setup_common(dev);
	dev->type = ARPHRD_NONE;
	dev->flags = IFF_POINTOPOINT | IFF_NOARP | IFF_MULTICAST;
	dev->header_ops = NULL;
	dev->hard_header_len = 0;
	dev->addr_len = 0;
	dev->tx_queue_len = DEFAULT_TX_QUEUE_LEN;
}

void netcx_netdev_setup_ethernet(struct net_device *dev)
{
	ether_setup(dev);
	netcx_netdev_setup_common(dev);
}
