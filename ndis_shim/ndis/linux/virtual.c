// SPDX-License-Identifier: GPL-2.0
/*
 * The net_device of a device instance: to Linux an interface like any other, to
 * the miniport one more that sends.
 *
 * It has no features, so the core hands over frames in one piece, no longer than
 * the MTU, with their checksums. What becomes of them is in virtual_data.c.
 *
 * None of the operations below waits for the miniport, or calls it: filters and
 * addresses go by a worker. Sending does call it, under this interface's transmit
 * lock as any stacked interface sends through the one below. A driver has locks that
 * turn bottom halves off: netpoll, which sends with interrupts off, is not for it.
 *
 * What may run beside unregistration reads @up or @present under RCU: both are
 * cleared, and a grace period awaited, before the core lets go of the device.
 */
#include "ndis/linux/virtual_internal.h"

#include <linux/etherdevice.h>
#include <linux/ethtool.h>
#include <linux/export.h>
#include <linux/if_arp.h>
#include <linux/rtnetlink.h>
#include <linux/wait_bit.h>
#include <net/pkt_sched.h>

#include <kunit/visibility.h>

#include "ndis/linux/netdev.h"

/* ---- what the miniport and the interface tell each other ---- */

static void ndis_virtual_set_carrier(struct ndis_virtual *virtual)
{
	switch (READ_ONCE(virtual->instance->link)) {
	case NDIS_LINK_UP:
		netif_carrier_on(virtual->dev);
		break;
	case NDIS_LINK_DOWN:
		netif_carrier_off(virtual->dev);
		break;
	case NDIS_LINK_UNKNOWN:
		break;
	}
}

void ndis_virtual_carrier(struct ndis_instance *instance, bool on)
{
	struct ndis_virtual *virtual;

	/* Before it is there, registering looks at what was said last. */
	WRITE_ONCE(instance->link, on ? NDIS_LINK_UP : NDIS_LINK_DOWN);
	/* Pairs with ndis_virtual_register(): one of the two sees the other. */
	smp_mb();
	rcu_read_lock();
	virtual = READ_ONCE(instance->virtual);
	if (virtual && READ_ONCE(virtual->present))
		ndis_virtual_set_carrier(virtual);
	rcu_read_unlock();
}

bool ndis_virtual_address(struct ndis_instance *instance, u8 *address)
{
	struct ndis_virtual *virtual;
	bool other = false;

	rcu_read_lock();
	virtual = READ_ONCE(instance->virtual);
	if (virtual && READ_ONCE(virtual->present)) {
		ether_addr_copy(address, virtual->dev->dev_addr);
		other = !instance->has_address || !ether_addr_equal(address, instance->address);
	}
	rcu_read_unlock();
	return other;
}

/* The address lock is the core's; the lists change under it. */
u32 ndis_virtual_filter(struct ndis_instance *instance, u8 (*list)[6], unsigned int max,
			unsigned int *count)
{
	struct netdev_hw_addr *address;
	struct ndis_virtual *virtual;
	struct net_device *dev;
	u32 filter = 0;

	*count = 0;
	rcu_read_lock();
	virtual = READ_ONCE(instance->virtual);
	if (!virtual || !READ_ONCE(virtual->up))
		goto out;
	dev = virtual->dev;
	filter = NDIS_PACKET_TYPE_DIRECTED | NDIS_PACKET_TYPE_BROADCAST |
		 NDIS_PACKET_TYPE_MULTICAST;
	netif_addr_lock_bh(dev);
	if (dev->flags & IFF_PROMISC || !netdev_uc_empty(dev) ||
	    (instance->medium == NdisMedium802_3 && instance->has_address &&
	     !ether_addr_equal(dev->dev_addr, instance->address)))
		filter |= NDIS_PACKET_TYPE_PROMISCUOUS;
	if (dev->flags & IFF_ALLMULTI)
		filter |= NDIS_PACKET_TYPE_ALL_MULTICAST;
	netdev_for_each_mc_addr(address, dev) {
		if (*count == max) {
			filter |= NDIS_PACKET_TYPE_ALL_MULTICAST;
			break;
		}
		ether_addr_copy(list[(*count)++], address->addr);
	}
	netif_addr_unlock_bh(dev);
out:
	rcu_read_unlock();
	return filter;
}

/* ---- the interface ---- */

static int ndis_virtual_open(struct net_device *dev)
{
	struct ndis_virtual *virtual = netdev_priv(dev);

	WRITE_ONCE(virtual->up, true);
	ndis_miniport_update(&virtual->instance->adapter);
	netif_start_queue(dev);
	return 0;
}

static int ndis_virtual_stop(struct net_device *dev)
{
	struct ndis_virtual *virtual = netdev_priv(dev);

	netif_stop_queue(dev);
	WRITE_ONCE(virtual->up, false);
	/* Nobody hands a frame to the core any more. */
	synchronize_net();
	ndis_virtual_purge(virtual);
	ndis_miniport_update(&virtual->instance->adapter);
	return 0;
}

static void ndis_virtual_set_rx_mode(struct net_device *dev)
{
	struct ndis_virtual *virtual = netdev_priv(dev);

	ndis_miniport_update(&virtual->instance->adapter);
}

/* The miniport is told; if it cannot, it gets all frames and the core sorts them. */
static int ndis_virtual_set_mac(struct net_device *dev, void *address)
{
	int err = eth_mac_addr(dev, address);

	if (!err)
		ndis_virtual_set_rx_mode(dev);
	return err;
}

/* As long as those below take it: max_mtu is what they said. */
static int ndis_virtual_change_mtu(struct net_device *dev, int mtu)
{
	WRITE_ONCE(dev->mtu, mtu);
	return 0;
}

/* For `ip link`. In another network namespace the number is some other interface's. */
static int ndis_virtual_iflink(const struct net_device *dev)
{
	const struct ndis_virtual *virtual = netdev_priv(dev);
	int index = dev->ifindex;
	struct net_device *lower;

	rcu_read_lock();
	lower = rcu_dereference(virtual->lower);
	if (lower && net_eq(dev_net(lower), dev_net(dev)))
		index = READ_ONCE(lower->ifindex);
	rcu_read_unlock();
	return index;
}

/* A stack of them is locked from the top down: each level is a class of its own. */
static struct lock_class_key ndis_virtual_xmit_keys[NDIS_DEPTH_MAX + 1];
static struct lock_class_key ndis_virtual_addr_keys[NDIS_DEPTH_MAX + 1];

static void ndis_virtual_lock_class(struct net_device *dev, struct netdev_queue *queue,
				    void *key)
{
	lockdep_set_class(&queue->_xmit_lock, (struct lock_class_key *)key);
}

/* ndo_init: the core has just given them the classes of their type. */
static int ndis_virtual_init(struct net_device *dev)
{
	struct ndis_virtual *virtual = netdev_priv(dev);
	unsigned int depth = virtual->instance->adapter.depth;

	lockdep_set_class(&dev->addr_list_lock, &ndis_virtual_addr_keys[depth]);
	netdev_for_each_tx_queue(dev, ndis_virtual_lock_class, &ndis_virtual_xmit_keys[depth]);
	return 0;
}

static const struct net_device_ops ndis_virtual_ops = {
	.ndo_init = ndis_virtual_init,
	.ndo_open = ndis_virtual_open,
	.ndo_stop = ndis_virtual_stop,
	.ndo_start_xmit = ndis_virtual_xmit,
	.ndo_set_rx_mode = ndis_virtual_set_rx_mode,
	.ndo_set_mac_address = ndis_virtual_set_mac,
	.ndo_validate_addr = eth_validate_addr,
	.ndo_change_mtu = ndis_virtual_change_mtu,
	.ndo_get_stats64 = dev_get_tstats64,
	.ndo_get_iflink = ndis_virtual_iflink,
};

static const struct net_device_ops ndis_virtual_raw_ops = {
	.ndo_init = ndis_virtual_init,
	.ndo_open = ndis_virtual_open,
	.ndo_stop = ndis_virtual_stop,
	.ndo_start_xmit = ndis_virtual_xmit,
	.ndo_change_mtu = ndis_virtual_change_mtu,
	.ndo_get_stats64 = dev_get_tstats64,
	.ndo_get_iflink = ndis_virtual_iflink,
};

bool ndis_virtual_is(const struct net_device *dev)
{
	return dev->netdev_ops == &ndis_virtual_ops || dev->netdev_ops == &ndis_virtual_raw_ops;
}

struct net_device *ndis_virtual_dev(struct ndis_instance *instance)
{
	struct net_device *dev = NULL;
	struct ndis_virtual *virtual;

	ASSERT_RTNL();
	rcu_read_lock();
	virtual = READ_ONCE(instance->virtual);
	if (virtual && READ_ONCE(virtual->present))
		dev = virtual->dev;
	rcu_read_unlock();
	return dev;
}

struct net_device *ndis_virtual_lower(const struct net_device *dev)
{
	const struct ndis_virtual *virtual = netdev_priv(dev);

	return rtnl_dereference(virtual->lower);
}

void ndis_virtual_set_lower(struct net_device *dev, struct net_device *lower)
{
	struct ndis_virtual *virtual = netdev_priv(dev);

	ASSERT_RTNL();
	rcu_assign_pointer(virtual->lower, lower);
}

bool ndis_virtual_name_taken(const char *name, bool by_any)
{
	struct net_device *dev;
	bool taken;

	rcu_read_lock();
	dev = dev_get_by_name_rcu(&init_net, name);
	taken = dev && (by_any || !ndis_virtual_is(dev));
	rcu_read_unlock();
	return taken;
}

/* A VLAN, say, on an interface of another instance's, is locked above that one. */
unsigned int ndis_virtual_depth(struct ndis_adapter *lower)
{
	unsigned int depth = 0;
	struct net_device *dev;

	rcu_read_lock();
	dev = rcu_dereference(ndis_netdev(lower)->dev);
	if (dev)
		depth = READ_ONCE(dev->lower_level) - 1;
	rcu_read_unlock();
	return depth;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_virtual_depth);

static void ndis_virtual_drvinfo(struct net_device *dev, struct ethtool_drvinfo *info)
{
	struct ndis_virtual *virtual = netdev_priv(dev);

	strscpy(info->driver, nt_driver_name(ndis_instance_client(virtual->instance)),
		sizeof(info->driver));
	strscpy(info->bus_info, virtual->instance->adapter.name, sizeof(info->bus_info));
}

static const struct ethtool_ops ndis_virtual_ethtool_ops = {
	.get_drvinfo = ndis_virtual_drvinfo,
	.get_link = ethtool_op_get_link,
	.get_ts_info = ethtool_op_get_ts_info,
};

static void ndis_virtual_setup(struct net_device *dev)
{
	ether_setup(dev);
	dev->netdev_ops = &ndis_virtual_ops;
	dev->ethtool_ops = &ndis_virtual_ethtool_ops;
	dev->priv_flags &= ~IFF_TX_SKB_SHARING;
	dev->priv_flags |= IFF_DISABLE_NETPOLL;
	/* While it is up, too: frames for the new one are asked for like those of a filter. */
	dev->priv_flags |= IFF_LIVE_ADDR_CHANGE;
}

static void ndis_virtual_setup_raw(struct net_device *dev)
{
	dev->netdev_ops = &ndis_virtual_raw_ops;
	dev->ethtool_ops = &ndis_virtual_ethtool_ops;
	dev->priv_flags |= IFF_DISABLE_NETPOLL;
	dev->type = ARPHRD_NONE;
	dev->flags = IFF_POINTOPOINT | IFF_NOARP | IFF_MULTICAST;
	dev->tx_queue_len = DEFAULT_TX_QUEUE_LEN;
	dev->min_mtu = ETH_MIN_MTU;
}

/* ---- beginning and end ---- */

static struct net_device *ndis_virtual_alloc(struct ndis_instance *instance)
{
	bool ether = instance->medium == NdisMedium802_3;
	const char *name = instance->adapter.name;

	return alloc_netdev(sizeof(struct ndis_virtual),
			    dev_valid_name(name) && !strchr(name, '%') ? name : "ndisim%d",
			    NET_NAME_PREDICTABLE,
			    ether ? ndis_virtual_setup : ndis_virtual_setup_raw);
}

static void ndis_virtual_configure(struct ndis_instance *instance, struct net_device *dev,
				   unsigned int mtu, bool carrier)
{
	dev->max_mtu = clamp_t(unsigned int, mtu, dev->min_mtu, ETH_MAX_MTU);
	dev->mtu = min_t(unsigned int, dev->max_mtu, ETH_DATA_LEN);
	if (dev->type == ARPHRD_ETHER) {
		if (instance->has_address)
			eth_hw_addr_set(dev, instance->address);
		else
			eth_hw_addr_random(dev);
	}
	if (!carrier)
		netif_carrier_off(dev);
}

static void ndis_virtual_destroy(struct ndis_virtual *virtual)
{
	ndis_packet_pool_destroy(virtual->pool);
	ndis_virtual_purge(virtual);
	free_percpu(virtual->cpu);
	free_percpu(virtual->dev->tstats);
	virtual->dev->tstats = NULL;
	free_netdev(virtual->dev);
}

static struct ndis_virtual *ndis_virtual_create(struct ndis_instance *instance)
{
	struct net_device *dev = ndis_virtual_alloc(instance);
	struct ndis_virtual *virtual;

	if (!dev)
		return NULL;
	virtual = netdev_priv(dev);
	virtual->instance = instance;
	virtual->dev = dev;
	atomic_set(&virtual->out, 1);
	dev->tstats = netdev_alloc_pcpu_stats(struct pcpu_sw_netstats);
	if (!dev->tstats)
		goto err_free_netdev;
	if (ndis_virtual_queues(virtual))
		goto err_free_stats;
	if (ndis_packet_pool_create(NULL, 0, 2 * NDIS_VIRTUAL_STOP + NDIS_VIRTUAL_FILL,
				    sizeof(struct ndis_virtual_packet), &virtual->pool) !=
	    NDIS_STATUS_SUCCESS)
		goto err_free_queues;
	return virtual;

err_free_queues:
	free_percpu(virtual->cpu);
err_free_stats:
	free_percpu(dev->tstats);
err_free_netdev:
	free_netdev(dev);
	return NULL;
}

void ndis_virtual_register(struct ndis_instance *instance, unsigned int mtu, bool carrier)
{
	struct ndis_virtual *virtual = ndis_virtual_create(instance);
	int err = -ENOMEM;

	if (!virtual)
		goto failed;
	ndis_virtual_configure(instance, virtual->dev, mtu, carrier);
	/* Before anybody can come in through it. */
	WRITE_ONCE(instance->virtual, virtual);
	/* Those that are on their way to the one below go on from there. */
	ndis_addresses_flush();
	rtnl_lock();
	if (ndis_takeover_no_arp(instance->lower))
		virtual->dev->flags |= IFF_NOARP;
	err = register_netdevice(virtual->dev);
	if (!err) {
		WRITE_ONCE(virtual->present, true);
		/* Pairs with ndis_virtual_carrier(): one of the two sees the other. */
		smp_mb();
		ndis_virtual_set_carrier(virtual);
		if (instance->lower)
			ndis_takeover_link(instance->lower, virtual->dev);
	}
	rtnl_unlock();
	if (!err)
		return;
	WRITE_ONCE(instance->virtual, NULL);
	synchronize_rcu();
	ndis_virtual_destroy(virtual);
failed:
	pr_err("%s: %s: no interface, only NDIS protocols can use it: %d\n",
	       nt_driver_name(ndis_instance_client(instance)), instance->adapter.name, err);
}

void ndis_virtual_unregister(struct ndis_instance *instance)
{
	struct ndis_virtual *virtual = instance->virtual;

	if (!virtual)
		return;
	/* What still comes from above goes down with the rest. */
	ndis_addresses_flush();
	rtnl_lock();
	WRITE_ONCE(virtual->present, false);
	synchronize_net();
	/* Left there by a driver that was unbound and has not halted its instance. */
	ndis_takeover_unlink_upper(virtual->dev);
	ndis_takeover_unlink(virtual->dev);
	unregister_netdevice(virtual->dev);
	rtnl_unlock();
}

void ndis_virtual_free(struct ndis_instance *instance)
{
	struct ndis_virtual *virtual = instance->virtual;

	if (!virtual)
		return;
	/* None is the miniport's any more: what is out, another thread is completing. */
	ndis_virtual_back(virtual);
	wait_var_event(&virtual->out, !atomic_read(&virtual->out));
	WRITE_ONCE(instance->virtual, NULL);
	synchronize_rcu();
	ndis_virtual_destroy(virtual);
}
