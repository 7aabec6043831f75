// SPDX-License-Identifier: GPL-2.0
/*
 * An adapter and its interface: binding, up and down, carrier, MTU. The two
 * live independently; an adapter without a running interface drops what it
 * receives.
 *
 * No sk_buff refers to the interface after ndo_stop has finished:
 *   transmitted	lost skb->dev in netcx_tx_xmit(), which does not run any more
 *			when ndo_stop is called
 *   received		get it from @running in a poll. ndo_stop clears @running and
 *			waits for a grace period, so all polls that saw it have
 *			ended; and each poll ends with an empty GRO list: either
 *			napi_complete_done() flushed it (busy polling, where it
 *			would not, is switched off), or netcx_group_poll() did, in
 *			which case the core passes the packets on before it leaves
 *			the same softirq
 *   in the backlog	flushed by the core when it unregisters a device
 */
#include "netadapter/linux/linux.h"

#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "compat_netdev.h"

static u32 netcx_link_default_mtu(u32 mtu)
{
	return min_t(u32, mtu, NETCX_MTU_DEFAULT);
}

static void netcx_link_unbound_work(struct work_struct *work)
{
	struct netcx_link *link = container_of(to_rcu_work(work), struct netcx_link, unbound);
	struct netcx_adapter *adapter = link->adapter;
	int n = atomic_xchg(&link->unbound_refs, 0);

	/* The last one may end the link. */
	while (n-- > 0)
		netcx_adapter_put(adapter);
}

/**
 * netcx_link_alloc() - the Linux side of a new adapter
 * @adapter: being created
 *
 * Return: 0 or -ENOMEM.
 * Context: process.
 */
int netcx_link_alloc(struct netcx_adapter *adapter)
{
	struct netcx_link *link = kzalloc(sizeof(*link), GFP_KERNEL);

	if (!link)
		return -ENOMEM;
	link->napi_dev = nt_dummy_netdev_alloc();
	if (!link->napi_dev) {
		kfree(link);
		return -ENOMEM;
	}
	link->adapter = adapter;
	INIT_RCU_WORK(&link->unbound, netcx_link_unbound_work);
	adapter->link = link;
	netcx_tx_init(adapter);
	link->device_counters = netcx_ethtool_device_counters(adapter);
	return 0;
}

/* Also for an adapter whose creation failed before it had one. */
void netcx_link_free(struct netcx_adapter *adapter)
{
	struct netcx_link *link = adapter->link;

	if (!link)
		return;
	WARN_ON_ONCE(!netcx_tx_idle(adapter));
	nt_dummy_netdev_free(link->napi_dev);
	kfree(link);
}

bool netcx_link_bound(struct netcx_adapter *adapter)
{
	return rcu_access_pointer(adapter->link->bound);
}

/**
 * netcx_link_carrier() - tell the interface, if there is one
 * @adapter: any adapter, its link_lock held
 * @on: carrier
 *
 * Context: any.
 */
void netcx_link_carrier(struct netcx_adapter *adapter, bool on)
{
	struct net_device *dev;

	rcu_read_lock();
	dev = rcu_dereference(adapter->link->bound);
	if (dev && on)
		netif_carrier_on(dev);
	else if (dev)
		netif_carrier_off(dev);
	rcu_read_unlock();
}

static void netcx_link_apply_mtu(struct net_device *dev, u32 mtu)
{
	dev->min_mtu = NETCX_MTU_MIN;
	dev->max_mtu = mtu;
}

/**
 * netcx_link_bind() - give an adapter its interface
 * @adapter: without one
 * @dev: set up by netcx_netdev_setup(), not registered
 * @priv: room for struct netcx_netdev in @dev's private data
 *
 * Return: 0, -EBUSY if the adapter has an interface, -EINVAL for a net_device
 *	that is not ours or bound already.
 * Context: process, RTNL.
 */
int netcx_link_bind(struct netcx_adapter *adapter, struct net_device *dev, void *priv)
{
	struct netcx_link *link = adapter->link;
	struct netcx_netdev *nd = priv;
	u32 mtu = READ_ONCE(adapter->mtu);

	ASSERT_RTNL();

	if (dev->netdev_ops != &netcx_netdev_ops || dev->reg_state != NETREG_UNINITIALIZED)
		return -EINVAL;
	if (rcu_access_pointer(link->bound) || READ_ONCE(adapter->dying))
		return -EBUSY;
	if (!netcx_netdev(dev)) {
		RCU_INIT_POINTER(nd->adapter, NULL);
		netdev_set_ml_priv(dev, nd, ML_PRIV_NONE);
	}
	nd = netcx_netdev(dev);
	if (rcu_access_pointer(nd->adapter))
		return -EINVAL;

	/* However many a netlink request asked for. An interface may be made
	 * before its adapter is started: an extension's, which has one queue.
	 */
	netif_set_real_num_tx_queues(dev, clamp(adapter->num_txq, 1U, dev->num_tx_queues));
	netif_set_real_num_rx_queues(dev, clamp(adapter->num_rxq, 1U, dev->num_rx_queues));
	netcx_link_apply_mtu(dev, mtu);
	/* Whoever asked for the interface may have asked for a smaller one. */
	dev->mtu = min_t(u32, dev->mtu, netcx_link_default_mtu(mtu));

	netcx_adapter_get(adapter);
	rcu_assign_pointer(nd->adapter, adapter);
	netif_carrier_off(dev);
	spin_lock_irq(&adapter->link_lock);
	rcu_assign_pointer(link->bound, dev);
	spin_unlock_irq(&adapter->link_lock);
	netcx_link_state_refresh(adapter);
	return 0;
}

/**
 * netcx_link_unbind() - take the interface away again
 * @dev: of ours; nothing happens if it is not bound
 *
 * Context: process, RTNL.
 */
void netcx_link_unbind(struct net_device *dev)
{
	struct netcx_netdev *nd = netcx_netdev(dev);
	struct netcx_adapter *adapter;
	struct netcx_link *link;

	ASSERT_RTNL();

	adapter = nd ? rtnl_dereference(nd->adapter) : NULL;
	if (!adapter)
		return;
	link = adapter->link;

	spin_lock_irq(&adapter->link_lock);
	RCU_INIT_POINTER(link->bound, NULL);
	spin_unlock_irq(&adapter->link_lock);
	RCU_INIT_POINTER(nd->adapter, NULL);

	atomic_inc(&link->unbound_refs);
	queue_rcu_work(netcx_release_wq, &link->unbound);
}

/**
 * netcx_link_open() - ndo_open
 * @adapter: bound to @dev
 * @dev: coming up
 *
 * Return: the extension may refuse.
 * Context: process, RTNL.
 */
int netcx_link_open(struct netcx_adapter *adapter, struct net_device *dev)
{
	int err;

	ASSERT_RTNL();

	if (READ_ONCE(adapter->dev->gone) || READ_ONCE(adapter->dying))
		return -ENODEV;
	if (adapter->ext && adapter->ext->open) {
		err = adapter->ext->open(adapter->ext_ctx, netcx_adapter_handle(adapter));
		if (err)
			return err;
	}
	netcx_tx_open(adapter, dev);
	rcu_assign_pointer(adapter->link->running, dev);
	netif_tx_start_all_queues(dev);
	netcx_filter_changed(adapter);
	return 0;
}

/**
 * netcx_link_stop() - ndo_stop
 * @adapter: bound to @dev
 * @dev: going down; nothing transmits any more
 *
 * On return no sk_buff in our hands refers to @dev, and BQL hears nothing more. GRO gets
 * none of it once the grace period is over, and gives up then what it has.
 * Context: process, RTNL.
 */
void netcx_link_stop(struct netcx_adapter *adapter, struct net_device *dev)
{
	ASSERT_RTNL();

	netif_tx_stop_all_queues(dev);
	RCU_INIT_POINTER(adapter->link->running, NULL);
	synchronize_net();
	netcx_keep_settle(adapter->dev->rx_group);
	netcx_tx_purge(adapter);
	netcx_filter_changed(adapter);
	if (adapter->ext && adapter->ext->stop)
		adapter->ext->stop(adapter->ext_ctx, netcx_adapter_handle(adapter));
}

/**
 * netcx_link_mtu_changed() - tell the stack
 * @adapter: netcx_adapter.mtu has changed
 * @from: what it was
 *
 * A smaller MTU that the user has chosen stays if it is still possible.
 * Context: process, no RTNL.
 */
void netcx_link_mtu_changed(struct netcx_adapter *adapter, u32 from)
{
	u32 mtu = READ_ONCE(adapter->mtu);
	struct net_device *dev;

	rtnl_lock();
	dev = rtnl_dereference(adapter->link->bound);
	if (dev) {
		netcx_link_apply_mtu(dev, mtu);
		if (dev->mtu > mtu || dev->mtu == netcx_link_default_mtu(from))
			dev_set_mtu(dev, netcx_link_default_mtu(mtu));
	}
	rtnl_unlock();
}
