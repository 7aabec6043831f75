// SPDX-License-Identifier: GPL-2.0
/*
 * NetAdapterCx as an extension of a WDFDEVICE: tells the device's adapters
 * when queues may exist. What an adapter makes of it is adapter.c.
 */
#include "netadapter/netcx.h"

#include <linux/slab.h>

#include "ndis_shim.h"
#include "nt/nt_internal.h"
#include "wdf/device.h"

struct workqueue_struct *netcx_wq;
struct workqueue_struct *netcx_release_wq;

static const struct cx_device_ops netcx_device_ops;

static void netcx_device_release(struct kref *ref)
{
	struct netcx_device *dev = container_of(ref, struct netcx_device, ref);

	netcx_group_free(dev->rx_group);
	kfree(dev);
}

void netcx_device_get(struct netcx_device *dev)
{
	kref_get(&dev->ref);
}

/* Context: process. */
void netcx_device_put(struct netcx_device *dev)
{
	kref_put(&dev->ref, netcx_device_release);
}

void netcx_device_add(struct netcx_device *dev, struct netcx_adapter *adapter)
{
	spin_lock_bh(&dev->lock);
	/* Never equal to the tag of a walk that is under way. */
	adapter->pass = dev->pass - 1;
	list_add_tail(&adapter->node, &dev->adapters);
	spin_unlock_bh(&dev->lock);
}

void netcx_device_del(struct netcx_device *dev, struct netcx_adapter *adapter)
{
	spin_lock_bh(&dev->lock);
	list_del_init(&adapter->node);
	spin_unlock_bh(&dev->lock);
}

/* Next adapter that this walk has not visited, referenced, or NULL. */
static struct netcx_adapter *netcx_device_next(struct netcx_device *dev)
{
	struct netcx_adapter *adapter;

	lockdep_assert_not_held(&dev->lock);

	spin_lock_bh(&dev->lock);
	list_for_each_entry(adapter, &dev->adapters, node) {
		if (adapter->pass == dev->pass)
			continue;
		adapter->pass = dev->pass;
		netcx_adapter_get(adapter);
		spin_unlock_bh(&dev->lock);
		return adapter;
	}
	spin_unlock_bh(&dev->lock);
	return NULL;
}

/*
 * Calls @visit for every adapter without a lock held, since it runs client
 * callbacks and adapters come and go meanwhile. One created during the walk
 * either is visited or finds the device's new state by itself: the state is
 * written before the walk, and netcx_adapter_update() reads it under the
 * adapter's lock. Walks are serialised by the PnP lock.
 */
static void netcx_device_update(struct netcx_device *dev,
				void (*visit)(struct netcx_adapter *adapter))
{
	struct netcx_adapter *adapter;

	spin_lock_bh(&dev->lock);
	dev->pass++;
	spin_unlock_bh(&dev->lock);

	while ((adapter = netcx_device_next(dev))) {
		visit(adapter);
		netcx_adapter_put(adapter);
	}
}

/* Runs beside everything else: stops the stack's side, and waits for nothing. */
static void netcx_device_surprise(struct netcx_device *dev)
{
	struct netcx_adapter *adapter;

	WRITE_ONCE(dev->gone, true);

	spin_lock_bh(&dev->lock);
	list_for_each_entry(adapter, &dev->adapters, node) {
		netcx_tx_accept(adapter, false);
		netcx_link_state_failed(adapter, true);
	}
	spin_unlock_bh(&dev->lock);
}

static NTSTATUS netcx_device_pre(void *ctx, WDFDEVICE device, const struct cx_step_info *info)
{
	struct netcx_device *dev = ctx;

	switch (info->step) {
	case CX_ARM_WAKE:
		netcx_wake_latch(dev);
		fallthrough;
	case CX_DISARM_WAKE:
		WRITE_ONCE(dev->latched, true);
		break;
	case CX_SURPRISE_REMOVAL:
		netcx_device_surprise(dev);
		break;
	case CX_D0_EXIT_PRE_INTERRUPTS_DISABLED:
		WRITE_ONCE(dev->d0, false);
		netcx_device_update(dev, netcx_adapter_update);
		break;
	case CX_RELEASE_HARDWARE:
		/* Too late for a reset. Not waited for: its callback may want the PnP lock. */
		set_bit(0, &dev->reset_asked);
		cancel_work(&dev->reset);
		WRITE_ONCE(dev->d0, false);
		netcx_device_update(dev, netcx_adapter_stop_all);
		break;
	default:
		break;
	}
	return STATUS_SUCCESS;
}

static NTSTATUS netcx_device_post(void *ctx, WDFDEVICE device, const struct cx_step_info *info)
{
	struct netcx_device *dev = ctx;

	switch (info->step) {
	case CX_D0_ENTRY_POST_INTERRUPTS_ENABLED:
		/* An adapter whose queues cannot be made stays without a
		 * datapath; it does not take the device down with it.
		 */
		WRITE_ONCE(dev->d0, true);
		netcx_device_update(dev, netcx_adapter_update);
		break;
	case CX_ARM_WAKE:
	case CX_DISARM_WAKE:
		WRITE_ONCE(dev->latched, false);
		break;
	default:
		break;
	}
	return STATUS_SUCCESS;
}

static void netcx_device_created(void *ctx, WDFDEVICE device)
{
	struct netcx_device *dev = ctx;

	dev->handle = device;
}

static void netcx_device_destroy(void *ctx)
{
	struct netcx_device *dev = ctx;

	netcx_reset_end(dev);
	/* Adapters of this device may still have to tell their extension that
	 * they are gone; its module may be unloaded once the device is.
	 */
	flush_workqueue(netcx_release_wq);
	netcx_device_put(dev);
}

static const struct cx_device_ops netcx_device_ops = {
	.name = "NetAdapterCx",
	.owner = THIS_MODULE,
	.pre = netcx_device_pre,
	.post = netcx_device_post,
	.created = netcx_device_created,
	.destroy = netcx_device_destroy,
};

/**
 * netcx_device_attach() - make NetAdapterCx part of a device to be created
 * @init: EvtDriverDeviceAdd's
 *
 * Return: STATUS_SUCCESS, also when it is attached already.
 * Context: process.
 */
NTSTATUS netcx_device_attach(PWDFDEVICE_INIT init)
{
	struct netcx_device *dev;
	NTSTATUS status;

	if (cx_init_context(init, &netcx_device_ops))
		return STATUS_SUCCESS;

	dev = kzalloc(sizeof(*dev), GFP_KERNEL);
	if (!dev)
		return STATUS_INSUFFICIENT_RESOURCES;
	dev->rx_group = netcx_group_alloc(true);
	if (!dev->rx_group) {
		kfree(dev);
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	kref_init(&dev->ref);
	spin_lock_init(&dev->lock);
	INIT_LIST_HEAD(&dev->adapters);
	netcx_reset_init(dev);

	status = cx_device_attach(init, &netcx_device_ops, dev);
	if (!NT_SUCCESS(status))
		netcx_device_put(dev);
	return status;
}

/**
 * netcx_device_from_init() - NetAdapterCx's part of a device to be created
 * @init: EvtDriverDeviceAdd's
 *
 * Return: NULL if NetDeviceInitConfig() was not called.
 * Context: process.
 */
struct netcx_device *netcx_device_from_init(PWDFDEVICE_INIT init)
{
	return cx_init_context(init, &netcx_device_ops);
}

bool cx_init_has_adapters(PWDFDEVICE_INIT init)
{
	return netcx_device_from_init(init);
}
EXPORT_SYMBOL_NS_GPL(cx_init_has_adapters, NDIS_SHIM_INTERNAL);

/**
 * netcx_device_from_handle() - NetAdapterCx's part of a device
 * @handle: from the client
 * @who: the API function that asks
 *
 * Return: NULL and a violation if @handle is no device, or one for which
 *	NetDeviceInitConfig() was not called.
 * Context: any.
 */
struct netcx_device *netcx_device_from_handle(WDFDEVICE handle, const char *who)
{
	struct wdf_device *wdf = wdf_device_from_handle(handle, who);
	struct netcx_device *dev;

	if (!wdf)
		return NULL;
	dev = cx_device_context(handle, &netcx_device_ops);
	if (!dev)
		nt_violation(wdf_device_object(wdf)->driver, NT_RULE_NOT_A_NET_DEVICE,
			     "%s: NetDeviceInitConfig was not called", who);
	return dev;
}

int netcx_init(void)
{
	netcx_wq = alloc_workqueue("ndis_shim_net", WQ_UNBOUND, 0);
	if (!netcx_wq)
		return -ENOMEM;
	netcx_release_wq = alloc_workqueue("ndis_shim_net_release", WQ_UNBOUND, 0);
	if (!netcx_release_wq) {
		destroy_workqueue(netcx_wq);
		return -ENOMEM;
	}
	return 0;
}

void netcx_exit(void)
{
	destroy_workqueue(netcx_wq);
	/* Frees by RCU run code of this module. */
	rcu_barrier();
	destroy_workqueue(netcx_release_wq);
	netcx_heads_free();
}
