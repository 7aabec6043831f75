// SPDX-License-Identifier: GPL-2.0
/*
 * Power and shutdown of all device instances: what NDIS tells miniports when the
 * machine sleeps, wakes or goes down. And what they ask for in vain.
 */
#include "ndis/miniport_internal.h"

#include <linux/export.h>
#include <linux/reboot.h>
#include <linux/suspend.h>

#include <kunit/visibility.h>

static void ndis_power_set(struct ndis_instance *instance, void *context)
{
	NDIS_DEVICE_POWER_STATE state = *(NDIS_DEVICE_POWER_STATE *)context, asked = state;
	NDIS_STATUS status;
	u32 used;

	if (instance->power == state)
		return;
	/* It cannot refuse: an adapter without hardware is never in the way. */
	if (state != NdisDeviceStateD0)
		ndis_miniport_ask(instance, false, OID_PNP_QUERY_POWER, &asked, sizeof(asked),
				  &used);
	status = ndis_miniport_ask(instance, true, OID_PNP_SET_POWER, &state, sizeof(state), &used);
	if (status == NDIS_STATUS_SUCCESS)
		instance->power = state;
}

void ndis_instances_power(NDIS_DEVICE_POWER_STATE state)
{
	ndis_instances_each(ndis_power_set, &state);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_instances_power);

static int ndis_power_event(struct notifier_block *block, unsigned long event, void *data)
{
	NDIS_DEVICE_POWER_STATE state;

	switch (event) {
	case PM_SUSPEND_PREPARE:
	case PM_HIBERNATION_PREPARE:
		state = NdisDeviceStateD3;
		break;
	case PM_POST_SUSPEND:
	case PM_POST_HIBERNATION:
	case PM_POST_RESTORE:
		state = NdisDeviceStateD0;
		break;
	default:
		return NOTIFY_DONE;
	}
	ndis_instances_power(state);
	return NOTIFY_OK;
}

/* Both kinds: the one that 5.1 has among its handlers, and the registered one. */
static void ndis_shutdown_one(struct ndis_instance *instance, void *context)
{
	ADAPTER_SHUTDOWN_HANDLER handler;
	PVOID argument;

	mutex_lock(&ndis_instances_lock);
	handler = instance->shutdown;
	argument = instance->shutdown_context;
	mutex_unlock(&ndis_instances_lock);
	if (!ndis_instance_enter(instance))
		return;
	if (handler)
		handler(argument);
	else if (instance->driver->chars.AdapterShutdownHandler)
		instance->driver->chars.AdapterShutdownHandler(instance->context);
	ndis_instance_exit(instance);
}

void ndis_instances_shutdown(void)
{
	ndis_instances_each(ndis_shutdown_one, NULL);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_instances_shutdown);

static int ndis_shutdown_event(struct notifier_block *block, unsigned long event, void *data)
{
	ndis_instances_shutdown();
	return NOTIFY_OK;
}

static struct notifier_block ndis_power_notifier = { .notifier_call = ndis_power_event };
static struct notifier_block ndis_shutdown_notifier = { .notifier_call = ndis_shutdown_event };

int ndis_instance_power_init(void)
{
	int err;

	err = register_pm_notifier(&ndis_power_notifier);
	if (err)
		return err;
	err = register_reboot_notifier(&ndis_shutdown_notifier);
	if (err)
		unregister_pm_notifier(&ndis_power_notifier);
	return err;
}

void ndis_instance_power_exit(void)
{
	unregister_reboot_notifier(&ndis_shutdown_notifier);
	unregister_pm_notifier(&ndis_power_notifier);
}

static void ndis_shutdown_register(NDIS_HANDLE handle, ADAPTER_SHUTDOWN_HANDLER handler,
				   PVOID context, const char *who)
{
	struct ndis_instance *instance;

	if (nt_irql_violation(NULL, who))
		return;
	instance = ndis_instance_get(handle, who);
	if (!instance)
		return;
	mutex_lock(&ndis_instances_lock);
	instance->shutdown = handler;
	instance->shutdown_context = context;
	mutex_unlock(&ndis_instances_lock);
	ndis_instance_put(instance);
}

VOID NdisMRegisterAdapterShutdownHandler(NDIS_HANDLE MiniportHandle, PVOID ShutdownContext,
					 ADAPTER_SHUTDOWN_HANDLER ShutdownHandler)
{
	if (ndis_given(ShutdownHandler, __func__))
		ndis_shutdown_register(MiniportHandle, ShutdownHandler, ShutdownContext, __func__);
}
EXPORT_SYMBOL_NS_GPL(NdisMRegisterAdapterShutdownHandler, NDIS_SHIM);

VOID NdisMDeregisterAdapterShutdownHandler(NDIS_HANDLE MiniportHandle)
{
	ndis_shutdown_register(MiniportHandle, NULL, NULL, __func__);
}
EXPORT_SYMBOL_NS_GPL(NdisMDeregisterAdapterShutdownHandler, NDIS_SHIM);

/* ---- what nothing here does: load balancing and failover, logs, leaving unasked ---- */

static NDIS_STATUS ndis_instance_unsupported(NDIS_HANDLE handle, const char *who)
{
	struct ndis_instance *instance = ndis_instance_get(handle, who);

	if (!instance)
		return NDIS_STATUS_FAILURE;
	pr_info_ratelimited("%s is not supported\n", who);
	ndis_instance_put(instance);
	return NDIS_STATUS_NOT_SUPPORTED;
}

NDIS_STATUS NdisMSetMiniportSecondary(NDIS_HANDLE MiniportHandle,
				      NDIS_HANDLE PrimaryMiniportHandle)
{
	return ndis_instance_unsupported(MiniportHandle, __func__);
}
EXPORT_SYMBOL_NS_GPL(NdisMSetMiniportSecondary, NDIS_SHIM);

NDIS_STATUS NdisMPromoteMiniport(NDIS_HANDLE MiniportHandle)
{
	return ndis_instance_unsupported(MiniportHandle, __func__);
}
EXPORT_SYMBOL_NS_GPL(NdisMPromoteMiniport, NDIS_SHIM);

NDIS_STATUS NdisMRemoveMiniport(NDIS_HANDLE MiniportAdapterHandle)
{
	return ndis_instance_unsupported(MiniportAdapterHandle, __func__);
}
EXPORT_SYMBOL_NS_GPL(NdisMRemoveMiniport, NDIS_SHIM);

NDIS_STATUS NdisMCreateLog(NDIS_HANDLE MiniportAdapterHandle, UINT Size, PNDIS_HANDLE LogHandle)
{
	if (!ndis_given(LogHandle, __func__))
		return NDIS_STATUS_FAILURE;
	*LogHandle = NULL;
	return ndis_instance_unsupported(MiniportAdapterHandle, __func__);
}
EXPORT_SYMBOL_NS_GPL(NdisMCreateLog, NDIS_SHIM);

/* There is no log to have a handle of. */
static void ndis_no_log(NDIS_HANDLE handle, const char *who)
{
	nt_violation(NULL, NT_RULE_NDIS_BAD_HANDLE, "%s: %p is no log", who, handle);
}

VOID NdisMCloseLog(NDIS_HANDLE LogHandle)
{
	ndis_no_log(LogHandle, __func__);
}
EXPORT_SYMBOL_NS_GPL(NdisMCloseLog, NDIS_SHIM);

NDIS_STATUS NdisMWriteLogData(NDIS_HANDLE LogHandle, PVOID LogBuffer, UINT LogBufferSize)
{
	ndis_no_log(LogHandle, __func__);
	return NDIS_STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(NdisMWriteLogData, NDIS_SHIM);

VOID NdisMFlushLog(NDIS_HANDLE LogHandle)
{
	ndis_no_log(LogHandle, __func__);
}
EXPORT_SYMBOL_NS_GPL(NdisMFlushLog, NDIS_SHIM);

/* ---- what an instance has not ---- */

VOID NdisMGetDeviceProperty(NDIS_HANDLE MiniportAdapterHandle,
			    PDEVICE_OBJECT *PhysicalDeviceObject,
			    PDEVICE_OBJECT *FunctionalDeviceObject,
			    PDEVICE_OBJECT *NextDeviceObject,
			    PCM_RESOURCE_LIST *AllocatedResources,
			    PCM_RESOURCE_LIST *AllocatedResourcesTranslated)
{
	struct ndis_instance *instance = ndis_instance_get(MiniportAdapterHandle, __func__);

	if (PhysicalDeviceObject)
		*PhysicalDeviceObject = NULL;
	if (FunctionalDeviceObject)
		*FunctionalDeviceObject = NULL;
	if (NextDeviceObject)
		*NextDeviceObject = NULL;
	if (AllocatedResources)
		*AllocatedResources = NULL;
	if (AllocatedResourcesTranslated)
		*AllocatedResourcesTranslated = NULL;
	if (instance)
		ndis_instance_put(instance);
}
EXPORT_SYMBOL_NS_GPL(NdisMGetDeviceProperty, NDIS_SHIM);
