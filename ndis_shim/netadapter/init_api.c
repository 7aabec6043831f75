// SPDX-License-Identifier: GPL-2.0
/*
 * Entry points used before there is an adapter: the device's configuration in
 * EvtDriverDeviceAdd, and NETADAPTER_INIT objects.
 */
#include "netadapter/netcx.h"

#include <linux/export.h>
#include <linux/slab.h>

#include "nt/nt_internal.h"

/* All that live, so that nothing is read through a handle that is not valid. */
static LIST_HEAD(netcx_inits);
static DEFINE_SPINLOCK(netcx_inits_lock);	/* the list above */

/**
 * netcx_init_alloc() - an empty adapter init object
 * @device: for which device; checked by the caller
 *
 * Return: NULL if there is no memory. Freed by netcx_init_free().
 * Context: any.
 */
struct netcx_adapter_init *netcx_init_alloc(WDFDEVICE device)
{
	struct netcx_adapter_init *init = kzalloc(sizeof(*init), nt_gfp());
	unsigned long flags;

	if (!init)
		return NULL;
	init->device = device;
	spin_lock_irqsave(&netcx_inits_lock, flags);
	list_add(&init->node, &netcx_inits);
	spin_unlock_irqrestore(&netcx_inits_lock, flags);
	return init;
}

void netcx_init_free(struct netcx_adapter_init *init)
{
	unsigned long flags;

	spin_lock_irqsave(&netcx_inits_lock, flags);
	list_del(&init->node);
	spin_unlock_irqrestore(&netcx_inits_lock, flags);
	kfree(init);
}

/**
 * netcx_init_from_handle() - look an init handle up
 * @handle: from the client
 * @who: the API function that asks
 *
 * Return: NULL and a violation if it is not an init object.
 * Context: any.
 */
struct netcx_adapter_init *netcx_init_from_handle(NETADAPTER_INIT *handle, const char *who)
{
	struct netcx_adapter_init *init;
	unsigned long flags;
	bool found = false;

	spin_lock_irqsave(&netcx_inits_lock, flags);
	list_for_each_entry(init, &netcx_inits, node) {
		found = init == (struct netcx_adapter_init *)handle;
		if (found)
			break;
	}
	spin_unlock_irqrestore(&netcx_inits_lock, flags);
	if (found)
		return init;
	nt_violation(NULL, NT_RULE_ADAPTER_BAD_INIT, "%s: AdapterInit is not valid", who);
	return NULL;
}

NTSTATUS NetDeviceInitConfig(PWDFDEVICE_INIT DeviceInit)
{
	if (nt_irql_violation(NULL, __func__))
		return STATUS_INVALID_DEVICE_REQUEST;
	if (!DeviceInit)
		return STATUS_INVALID_PARAMETER;
	return netcx_device_attach(DeviceInit);
}
EXPORT_SYMBOL_NS_GPL(NetDeviceInitConfig, NDIS_SHIM);

void NetDeviceInitSetPowerPolicyEventCallbacks(
	PWDFDEVICE_INIT DeviceInit, const NET_DEVICE_POWER_POLICY_EVENT_CALLBACKS *Callbacks)
{
	struct netcx_device *dev = DeviceInit ? netcx_device_from_init(DeviceInit) : NULL;

	if (!dev || !Callbacks || Callbacks->Size != sizeof(*Callbacks)) {
		nt_violation(NULL, NT_RULE_NOT_A_NET_DEVICE, "%s: %s", __func__,
			     dev ? "wrong Size" : "NetDeviceInitConfig was not called");
		return;
	}
	dev->power_callbacks = *Callbacks;
}
EXPORT_SYMBOL_NS_GPL(NetDeviceInitSetPowerPolicyEventCallbacks, NDIS_SHIM);

NETADAPTER_INIT *NetAdapterInitAllocate(WDFDEVICE Device)
{
	if (nt_irql_violation(NULL, __func__) || !netcx_device_from_handle(Device, __func__))
		return NULL;
	return (NETADAPTER_INIT *)netcx_init_alloc(Device);
}
EXPORT_SYMBOL_NS_GPL(NetAdapterInitAllocate, NDIS_SHIM);

void NetAdapterInitFree(NETADAPTER_INIT *AdapterInit)
{
	struct netcx_adapter_init *init = netcx_init_from_handle(AdapterInit, __func__);

	if (!init)
		return;
	if (init->ext) {
		/* the extension lent it for the length of a callback */
		nt_violation(NULL, NT_RULE_ADAPTER_BAD_INIT,
			     "%s: AdapterInit belongs to %s", __func__, init->ext->name);
		return;
	}
	netcx_init_free(init);
}
EXPORT_SYMBOL_NS_GPL(NetAdapterInitFree, NDIS_SHIM);

void NetAdapterInitSetDatapathCallbacks(NETADAPTER_INIT *AdapterInit,
					NET_ADAPTER_DATAPATH_CALLBACKS *DatapathCallbacks)
{
	struct netcx_adapter_init *init = netcx_init_from_handle(AdapterInit, __func__);

	if (!init)
		return;
	if (!DatapathCallbacks || DatapathCallbacks->Size != sizeof(*DatapathCallbacks) ||
	    !DatapathCallbacks->EvtAdapterCreateTxQueue ||
	    !DatapathCallbacks->EvtAdapterCreateRxQueue) {
		nt_violation(NULL, NT_RULE_ADAPTER_BAD_INIT,
			     "%s: wrong Size, or a callback is missing", __func__);
		return;
	}
	init->callbacks = *DatapathCallbacks;
}
EXPORT_SYMBOL_NS_GPL(NetAdapterInitSetDatapathCallbacks, NDIS_SHIM);

NTSTATUS NetAdapterCreate(NETADAPTER_INIT *AdapterInit, WDF_OBJECT_ATTRIBUTES *AdapterAttributes,
			  NETADAPTER *Adapter)
{
	struct netcx_adapter_init *init;
	struct netcx_adapter *adapter;
	NTSTATUS status;

	if (!Adapter)
		return STATUS_INVALID_PARAMETER;
	*Adapter = NULL;
	if (nt_irql_violation(NULL, __func__))
		return STATUS_INVALID_DEVICE_REQUEST;
	init = netcx_init_from_handle(AdapterInit, __func__);
	if (!init)
		return STATUS_INVALID_PARAMETER;

	status = netcx_adapter_create(init, AdapterAttributes, &adapter);
	if (NT_SUCCESS(status))
		*Adapter = netcx_adapter_handle(adapter);
	return status;
}
EXPORT_SYMBOL_NS_GPL(NetAdapterCreate, NDIS_SHIM);
