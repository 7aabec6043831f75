// SPDX-License-Identifier: GPL-2.0
/*
 * Interfaces as adapters: which ones, their arrival and departure, link state.
 *
 * Everything here is told by the notifier, under RTNL. No driver is called from
 * it, nor waited for: it hooks and unhooks, and leaves the rest to the queues.
 *
 * Ethernet interfaces and those that carry bare IP packets, in the initial network
 * namespace; loopback and the interfaces of intermediate drivers are not. One
 * that moves to another namespace goes, as Linux tells it. A name is an adapter's
 * for as long as it is there; one that was renamed comes anew under its new name
 * when another interface takes the old one, and one that becomes of another type
 * is another one.
 */
#include "ndis/linux/netdev.h"

#include <linux/ethtool.h>
#include <linux/if_arp.h>
#include <linux/rculist.h>
#include <linux/slab.h>

#include "ndis/receive.h"
#include "ndis/linux/virtual.h"

static LIST_HEAD(ndis_netdevs);	/* RTNL */

/* ---- what an adapter does ---- */

static NDIS_STATUS ndis_netdev_attach(struct ndis_adapter *adapter, struct ndis_binding *binding)
{
	struct ndis_netdev *nd = ndis_netdev(adapter);
	NDIS_STATUS status = NDIS_STATUS_SUCCESS;
	struct net_device *dev;

	binding->emulated = nd->raw && binding->medium == NdisMedium802_3;
	/* As it is now: a miniport may come to the protocol and go while this is open. */
	binding->takes = binding->protocol->miniport || binding->protocol->takes;
	binding->tags = binding->protocol->tags;
	rtnl_lock();
	dev = rtnl_dereference(nd->dev);
	if (!dev)
		status = NDIS_STATUS_CLOSING;
	else if (!binding->takes)
		ndis_tap_add(nd, dev);
	else if (ndis_takeover_add(nd, dev, binding))
		status = NDIS_STATUS_OPEN_FAILED;
	rtnl_unlock();
	return status;
}

static void ndis_netdev_detach(struct ndis_adapter *adapter, struct ndis_binding *binding)
{
	struct ndis_netdev *nd = ndis_netdev(adapter);
	struct net_device *dev;

	rtnl_lock();
	dev = rtnl_dereference(nd->dev);
	/* One that is gone was unhooked when it went. */
	if (dev && binding->takes)
		ndis_takeover_remove(nd, dev);
	else if (dev)
		ndis_tap_remove(nd);
	rtnl_unlock();
}

static const char *ndis_netdev_instance_name(struct ndis_adapter *adapter)
{
	return adapter->name;
}

static void ndis_netdev_free(struct ndis_netdev *nd)
{
	ndis_xmit_exit(nd);
	ndis_rx_exit(nd);
	kfree(nd->multicast);
	kfree(nd);
}

static void ndis_netdev_release(struct ndis_adapter *adapter)
{
	ndis_netdev_free(ndis_netdev(adapter));
}

static const struct ndis_adapter_ops ndis_netdev_ops = {
	.attach = ndis_netdev_attach,
	.detach = ndis_netdev_detach,
	.send = ndis_netdev_send,
	.request = ndis_netdev_request,
	.update = ndis_netdev_update,
	.return_packet = ndis_netdev_return,
	.instance_name = ndis_netdev_instance_name,
	.release = ndis_netdev_release,
};

/* ---- link ---- */

static bool ndis_netdev_up(const struct net_device *dev)
{
	return netif_running(dev) && netif_carrier_ok(dev);
}

static void ndis_netdev_link(struct ndis_netdev *nd, struct net_device *dev)
{
	struct ethtool_link_ksettings settings;
	u32 speed = NDIS_NETDEV_SPEED;

	ASSERT_RTNL();
	/* Mbit/s; what is not known is all ones, or nothing. */
	if (netif_running(dev) && !__ethtool_get_link_ksettings(dev, &settings) &&
	    settings.base.speed && settings.base.speed != (u32)SPEED_UNKNOWN)
		speed = min_t(u64, (u64)settings.base.speed * 10000, U32_MAX);
	WRITE_ONCE(nd->speed, speed);
	WRITE_ONCE(nd->adapter.max_lookahead, dev->mtu);
	ndis_status_link(&nd->adapter, ndis_netdev_up(dev));
}

/* ---- arrival and departure ---- */

static bool ndis_netdev_is_raw(const struct net_device *dev)
{
	return dev->type == ARPHRD_NONE || dev->type == ARPHRD_RAWIP || dev->type == ARPHRD_PPP;
}

static bool ndis_netdev_suits(const struct net_device *dev)
{
	if (!net_eq(dev_net(dev), &init_net) || dev->flags & IFF_LOOPBACK || ndis_virtual_is(dev))
		return false;
	return ndis_netdev_is_raw(dev) ||
	       (dev->type == ARPHRD_ETHER && dev->addr_len == ETH_ALEN);
}

struct ndis_netdev *ndis_netdev_of(const struct net_device *dev)
{
	struct ndis_netdev *nd;

	ASSERT_RTNL();
	list_for_each_entry(nd, &ndis_netdevs, node) {
		if (rcu_access_pointer(nd->dev) == dev)
			return nd;
	}
	return NULL;
}

static struct ndis_netdev *ndis_netdev_named(const char *name)
{
	struct ndis_netdev *nd;

	ASSERT_RTNL();
	list_for_each_entry(nd, &ndis_netdevs, node) {
		if (!strcmp(nd->adapter.name, name))
			return nd;
	}
	return NULL;
}

static struct ndis_netdev *ndis_netdev_create(struct net_device *dev)
{
	struct ndis_netdev *nd = kzalloc(sizeof(*nd), GFP_KERNEL);

	if (!nd)
		return NULL;
	if (ndis_rx_init(nd))
		goto err_free;
	if (ndis_xmit_init(nd))
		goto err_exit_rx;
	if (ndis_adapter_init(&nd->adapter, dev->name))
		goto err_exit_xmit;

	nd->adapter.ops = &ndis_netdev_ops;
	nd->raw = ndis_netdev_is_raw(dev);
	nd->adapter.media[0] = NdisMedium802_3;
	nd->adapter.n_media = 1;
	if (nd->raw) {
		nd->adapter.media[nd->adapter.n_media++] = NdisMediumWirelessWan;
		ndis_rawip_address(dev->name, 0, nd->own);
		ndis_rawip_address(dev->name, 1, nd->peer);
	}
	return nd;

err_exit_xmit:
	ndis_xmit_exit(nd);
err_exit_rx:
	ndis_rx_exit(nd);
err_free:
	kfree(nd);
	return NULL;
}

static void ndis_netdev_arrive(struct net_device *dev)
{
	struct ndis_netdev *nd = ndis_netdev_create(dev);

	if (!nd) {
		netdev_warn(dev, "no memory: NDIS drivers will not see this interface\n");
		return;
	}
	rcu_assign_pointer(nd->dev, dev);
	list_add_tail(&nd->node, &ndis_netdevs);
	ndis_netdev_link(nd, dev);
	ndis_adapter_arrive(&nd->adapter);
}

/*
 * Unhooked at once; a frame on its way in or out has seen the device under RCU,
 * and whoever unregisters it waits for such readers. Drivers are unbound later.
 */
static void ndis_netdev_leave(struct ndis_netdev *nd, struct net_device *dev)
{
	ASSERT_RTNL();
	if (rcu_access_pointer(nd->taker))
		ndis_takeover_remove(nd, dev);
	while (nd->taps)
		ndis_tap_remove(nd);
	ndis_netdev_unfilter(nd, dev);
	RCU_INIT_POINTER(nd->dev, NULL);
	list_del(&nd->node);
	ndis_adapter_leave(&nd->adapter);
	ndis_adapter_put(&nd->adapter);
}

static void ndis_netdev_registered(struct net_device *dev)
{
	struct ndis_netdev *old;
	struct net_device *renamed;

	if (!ndis_netdev_suits(dev) || ndis_netdev_of(dev))
		return;
	old = ndis_netdev_named(dev->name);
	if (old) {
		renamed = rtnl_dereference(old->dev);
		ndis_netdev_leave(old, renamed);
		ndis_netdev_arrive(renamed);
	}
	ndis_netdev_arrive(dev);
}

static int ndis_netdev_event(struct notifier_block *block, unsigned long event, void *data)
{
	struct net_device *dev = netdev_notifier_info_to_dev(data);
	struct ndis_netdev *nd;

	if (event == NETDEV_REGISTER) {
		ndis_netdev_registered(dev);
		return NOTIFY_DONE;
	}
	nd = ndis_netdev_of(dev);
	if (event == NETDEV_POST_TYPE_CHANGE) {
		if (nd)
			ndis_netdev_leave(nd, dev);
		ndis_netdev_registered(dev);
		return NOTIFY_DONE;
	}
	if (!nd)
		return NOTIFY_DONE;
	switch (event) {
	case NETDEV_UNREGISTER:
		ndis_netdev_leave(nd, dev);
		break;
	case NETDEV_UP:
	case NETDEV_DOWN:
	case NETDEV_CHANGE:
	case NETDEV_CHANGEMTU:
		ndis_netdev_link(nd, dev);
		break;
	case NETDEV_CHANGENAME:
		netdev_info(dev, "renamed, is still %s to NDIS drivers\n", nd->adapter.name);
		break;
	}
	return NOTIFY_DONE;
}

static struct notifier_block ndis_netdev_notifier = {
	.notifier_call = ndis_netdev_event,
};

/* Those that are there already are registered once more, for us only. */
int ndis_netdev_init(void)
{
	int err = ndis_addresses_init();

	if (err)
		return err;
	err = register_netdevice_notifier(&ndis_netdev_notifier);
	if (err)
		ndis_addresses_exit();
	return err;
}

/*
 * All that are there are unregistered, for us only. No driver is left, so that no
 * binding is; what drops the last references is work, and destructors of frames
 * that have just told so.
 */
void ndis_netdev_exit(void)
{
	unregister_netdevice_notifier(&ndis_netdev_notifier);
	ndis_addresses_exit();
	ndis_late_flush();
	synchronize_net();
}
