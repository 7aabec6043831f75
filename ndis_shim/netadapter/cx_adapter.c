// SPDX-License-Identifier: GPL-2.0
/*
 * The class-extension interface's part about adapters: cx.h says what each
 * function promises.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include "netadapter/netcx.h"

#include <linux/export.h>
#include <linux/printk.h>

#include "nt/nt_internal.h"

/* How long a deletion waits for a client that holds a reference. */
#define NETCX_DELETE_WAIT	(10 * HZ)

NETADAPTER_INIT *cx_adapter_init_alloc(WDFDEVICE device, const struct cx_adapter_ops *ops,
				       void *ctx)
{
	struct netcx_adapter_init *init = netcx_init_alloc(device);

	if (!init)
		return NULL;
	init->ext = ops;
	init->ext_ctx = ctx;
	return (NETADAPTER_INIT *)init;
}
EXPORT_SYMBOL_NS_GPL(cx_adapter_init_alloc, NDIS_SHIM_INTERNAL);

void cx_adapter_init_free(NETADAPTER_INIT *init)
{
	struct netcx_adapter_init *i = netcx_init_from_handle(init, __func__);

	if (i)
		netcx_init_free(i);
}
EXPORT_SYMBOL_NS_GPL(cx_adapter_init_free, NDIS_SHIM_INTERNAL);

NETADAPTER cx_adapter_init_created(NETADAPTER_INIT *init)
{
	struct netcx_adapter_init *i = netcx_init_from_handle(init, __func__);

	return i && i->created ? netcx_adapter_handle(i->created) : NULL;
}
EXPORT_SYMBOL_NS_GPL(cx_adapter_init_created, NDIS_SHIM_INTERNAL);

void *cx_adapter_context(NETADAPTER adapter, const struct cx_adapter_ops *ops, const char *who)
{
	struct netcx_adapter *a = netcx_adapter_from_handle(adapter, who);

	if (!a)
		return NULL;
	if (a->ext != ops) {
		netcx_violation(a, ADAPTER_FOREIGN, "%s: not an adapter of %s", who, ops->name);
		return NULL;
	}
	return a->ext_ctx;
}
EXPORT_SYMBOL_NS_GPL(cx_adapter_context, NDIS_SHIM_INTERNAL);

WDFDEVICE cx_adapter_device(NETADAPTER adapter)
{
	struct netcx_adapter *a = netcx_adapter_from_handle(adapter, __func__);

	return a ? a->dev->handle : NULL;
}
EXPORT_SYMBOL_NS_GPL(cx_adapter_device, NDIS_SHIM_INTERNAL);

NTSTATUS cx_adapter_start(NETADAPTER adapter)
{
	struct netcx_adapter *a = netcx_adapter_from_handle(adapter, __func__);

	return a ? netcx_adapter_ext_start(a) : STATUS_INVALID_PARAMETER;
}
EXPORT_SYMBOL_NS_GPL(cx_adapter_start, NDIS_SHIM_INTERNAL);

void cx_adapter_stop(NETADAPTER adapter)
{
	struct netcx_adapter *a = netcx_adapter_from_handle(adapter, __func__);

	if (a)
		netcx_adapter_ext_stop(a);
}
EXPORT_SYMBOL_NS_GPL(cx_adapter_stop, NDIS_SHIM_INTERNAL);

void cx_adapter_delete(NETADAPTER adapter)
{
	struct netcx_adapter *a = netcx_adapter_from_handle(adapter, __func__);

	if (!a)
		return;
	/* Queues go first, as objects of their own, before the tree is claimed. */
	netcx_adapter_stop_all(a);
	if (!wdf_object_delete_wait(&a->base, NETCX_DELETE_WAIT))
		pr_warn("a deleted NETADAPTER is still referenced, its driver should release it\n");
	/* EvtDestroy may have run in a work item there, which has yet to tell
	 * the extension.
	 */
	flush_workqueue(netcx_release_wq);
}
EXPORT_SYMBOL_NS_GPL(cx_adapter_delete, NDIS_SHIM_INTERNAL);

void cx_adapter_set_carrier(NETADAPTER adapter, bool on)
{
	struct netcx_adapter *a = netcx_adapter_from_handle(adapter, __func__);

	if (a)
		netcx_link_state_carrier(a, on);
}
EXPORT_SYMBOL_NS_GPL(cx_adapter_set_carrier, NDIS_SHIM_INTERNAL);

bool cx_adapter_carrier(NETADAPTER adapter)
{
	struct netcx_adapter *a = netcx_adapter_from_handle(adapter, __func__);

	return a && netcx_link_state_up(a);
}
EXPORT_SYMBOL_NS_GPL(cx_adapter_carrier, NDIS_SHIM_INTERNAL);

void cx_adapter_set_speed(NETADAPTER adapter, u64 tx, u64 rx)
{
	struct netcx_adapter *a = netcx_adapter_from_handle(adapter, __func__);
	unsigned long flags;

	if (!a)
		return;
	spin_lock_irqsave(&a->link_lock, flags);
	a->ext_tx_speed = tx;
	a->ext_rx_speed = rx;
	spin_unlock_irqrestore(&a->link_lock, flags);
}
EXPORT_SYMBOL_NS_GPL(cx_adapter_set_speed, NDIS_SHIM_INTERNAL);

u32 cx_adapter_mtu(NETADAPTER adapter)
{
	struct netcx_adapter *a = netcx_adapter_from_handle(adapter, __func__);

	return a ? READ_ONCE(a->mtu) : 0;
}
EXPORT_SYMBOL_NS_GPL(cx_adapter_mtu, NDIS_SHIM_INTERNAL);

static bool netcx_wakes_for(NETADAPTER adapter, unsigned long what, const char *who)
{
	struct netcx_adapter *a = netcx_adapter_from_handle(adapter, who);

	return a && (READ_ONCE(a->wake_enabled) & netcx_wake_supported(a) & what);
}

bool cx_adapter_wakes_for_packets(NETADAPTER adapter)
{
	return netcx_wakes_for(adapter, NETCX_WAKE_FILTER, __func__);
}
EXPORT_SYMBOL_NS_GPL(cx_adapter_wakes_for_packets, NDIS_SHIM_INTERNAL);

bool cx_adapter_wakes_for_media(NETADAPTER adapter)
{
	return netcx_wakes_for(adapter, NETCX_WAKE_MEDIA, __func__);
}
EXPORT_SYMBOL_NS_GPL(cx_adapter_wakes_for_media, NDIS_SHIM_INTERNAL);
