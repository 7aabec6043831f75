// SPDX-License-Identifier: GPL-2.0
/*
 * WDFDEVICE_INIT and the functions that fill it: WdfDeviceInit*().
 */
#include "wdf/device_init.h"

#include <linux/export.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/device.h"
#include "wdf/notify.h"
#include "wdf/object_internal.h"

static LIST_HEAD(wdf_inits);
static DEFINE_SPINLOCK(wdf_inits_lock);	/* protects wdf_inits; any context */

struct WDFDEVICE_INIT *wdf_init_alloc(struct wdf_pdo *pdo)
{
	struct WDFDEVICE_INIT *init = kzalloc(sizeof(*init), GFP_KERNEL);

	if (!init)
		return NULL;
	init->pdo = pdo;
	init->driver = pdo ? pdo->driver : NULL;
	INIT_LIST_HEAD(&init->callbacks);
	wdf_io_settings_init(&init->io);
	spin_lock_irq(&wdf_inits_lock);
	list_add(&init->node, &wdf_inits);
	spin_unlock_irq(&wdf_inits_lock);
	return init;
}

void wdf_init_free(struct WDFDEVICE_INIT *init)
{
	spin_lock_irq(&wdf_inits_lock);
	list_del(&init->node);
	spin_unlock_irq(&wdf_inits_lock);
	wdf_notify_free(&init->callbacks);
	wdf_extensions_destroy(&init->ext);
	kfree(init->io.name.Buffer);
	kfree(init);
}

struct WDFDEVICE_INIT *wdf_init_check(PWDFDEVICE_INIT init, const char *who)
{
	struct WDFDEVICE_INIT *found = NULL, *entry;
	unsigned long flags;

	spin_lock_irqsave(&wdf_inits_lock, flags);
	list_for_each_entry(entry, &wdf_inits, node) {
		if (entry == init && !entry->device)
			found = entry;
	}
	spin_unlock_irqrestore(&wdf_inits_lock, flags);
	if (!found)
		nt_violation(NULL, NT_RULE_BAD_DEVICE_INIT, "%s: %p", who, init);
	return found;
}

static bool wdf_init_bad_size(struct WDFDEVICE_INIT *init, ULONG size, size_t expected,
			      const char *who)
{
	if (size == expected)
		return false;
	nt_violation(init->driver, NT_RULE_BAD_STRUCT_SIZE, "%s: %u instead of %zu", who,
		     size, expected);
	return true;
}

VOID WdfDeviceInitSetPnpPowerEventCallbacks(PWDFDEVICE_INIT DeviceInit,
					    PWDF_PNPPOWER_EVENT_CALLBACKS Callbacks)
{
	struct WDFDEVICE_INIT *init = wdf_init_check(DeviceInit, __func__);

	if (!init || !Callbacks ||
	    wdf_init_bad_size(init, Callbacks->Size, sizeof(*Callbacks), __func__))
		return;
	init->pnp = *Callbacks;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitSetPnpPowerEventCallbacks, NDIS_SHIM);

VOID WdfDeviceInitSetPowerPolicyEventCallbacks(PWDFDEVICE_INIT DeviceInit,
					       PWDF_POWER_POLICY_EVENT_CALLBACKS Callbacks)
{
	struct WDFDEVICE_INIT *init = wdf_init_check(DeviceInit, __func__);

	if (!init || !Callbacks ||
	    wdf_init_bad_size(init, Callbacks->Size, sizeof(*Callbacks), __func__))
		return;
	init->policy = *Callbacks;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitSetPowerPolicyEventCallbacks, NDIS_SHIM);

/* A function driver is the power policy owner, and there are no others here. */
VOID WdfDeviceInitSetPowerPolicyOwnership(PWDFDEVICE_INIT DeviceInit, BOOLEAN IsPowerPolicyOwner)
{
	wdf_init_check(DeviceInit, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitSetPowerPolicyOwnership, NDIS_SHIM);

VOID WdfDeviceInitSetIoType(PWDFDEVICE_INIT DeviceInit, WDF_DEVICE_IO_TYPE IoType)
{
	struct WDFDEVICE_INIT *init = wdf_init_check(DeviceInit, __func__);

	if (init)
		init->io.types.ReadWriteIoType = IoType;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitSetIoType, NDIS_SHIM);

/* The type of control requests is in their codes, and that is what counts here. */
VOID WdfDeviceInitSetIoTypeEx(PWDFDEVICE_INIT DeviceInit, PWDF_IO_TYPE_CONFIG IoTypeConfig)
{
	struct WDFDEVICE_INIT *init = wdf_init_check(DeviceInit, __func__);

	if (!init || !IoTypeConfig ||
	    wdf_init_bad_size(init, IoTypeConfig->Size, sizeof(*IoTypeConfig), __func__))
		return;
	init->io.types = *IoTypeConfig;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitSetIoTypeEx, NDIS_SHIM);

VOID WdfDeviceInitSetIoInCallerContextCallback(PWDFDEVICE_INIT DeviceInit,
					       PFN_WDF_IO_IN_CALLER_CONTEXT EvtIoInCallerContext)
{
	struct WDFDEVICE_INIT *init = wdf_init_check(DeviceInit, __func__);

	if (init)
		init->io.in_caller = EvtIoInCallerContext;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitSetIoInCallerContextCallback, NDIS_SHIM);

VOID WdfDeviceInitSetExclusive(PWDFDEVICE_INIT DeviceInit, BOOLEAN IsExclusive)
{
	struct WDFDEVICE_INIT *init = wdf_init_check(DeviceInit, __func__);

	if (init)
		init->io.exclusive = IsExclusive;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitSetExclusive, NDIS_SHIM);

VOID WdfDeviceInitSetDeviceType(PWDFDEVICE_INIT DeviceInit, DEVICE_TYPE DeviceType)
{
	struct WDFDEVICE_INIT *init = wdf_init_check(DeviceInit, __func__);

	if (init)
		init->io.type = DeviceType;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitSetDeviceType, NDIS_SHIM);

VOID WdfDeviceInitSetCharacteristics(PWDFDEVICE_INIT DeviceInit, ULONG DeviceCharacteristics,
				     BOOLEAN OrInValues)
{
	struct WDFDEVICE_INIT *init = wdf_init_check(DeviceInit, __func__);

	if (!init)
		return;
	if (OrInValues)
		init->io.characteristics |= DeviceCharacteristics;
	else
		init->io.characteristics = DeviceCharacteristics;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitSetCharacteristics, NDIS_SHIM);

VOID WdfDeviceInitSetRequestAttributes(PWDFDEVICE_INIT DeviceInit,
				       PWDF_OBJECT_ATTRIBUTES RequestAttributes)
{
	struct WDFDEVICE_INIT *init = wdf_init_check(DeviceInit, __func__);

	if (!init || !RequestAttributes ||
	    wdf_init_bad_size(init, RequestAttributes->Size, sizeof(*RequestAttributes), __func__))
		return;
	init->io.request_attributes = *RequestAttributes;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitSetRequestAttributes, NDIS_SHIM);

VOID WdfDeviceInitSetFileObjectConfig(PWDFDEVICE_INIT DeviceInit,
				      PWDF_FILEOBJECT_CONFIG FileObjectConfig,
				      PWDF_OBJECT_ATTRIBUTES FileObjectAttributes)
{
	struct WDFDEVICE_INIT *init = wdf_init_check(DeviceInit, __func__);

	if (!init || !FileObjectConfig ||
	    wdf_init_bad_size(init, FileObjectConfig->Size, sizeof(*FileObjectConfig), __func__))
		return;
	if (FileObjectAttributes &&
	    wdf_init_bad_size(init, FileObjectAttributes->Size, sizeof(*FileObjectAttributes),
			      __func__))
		return;
	init->io.file = *FileObjectConfig;
	if (FileObjectAttributes)
		init->io.file_attributes = *FileObjectAttributes;
	else
		init->io.file_attributes.Size = 0;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitSetFileObjectConfig, NDIS_SHIM);

/* Copied. NULL: the device gets no name. */
NTSTATUS WdfDeviceInitAssignName(PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING DeviceName)
{
	struct WDFDEVICE_INIT *init = wdf_init_check(DeviceInit, __func__);
	WCHAR *copy = NULL;

	if (!init || nt_irql_violation(init->driver, __func__))
		return STATUS_INVALID_PARAMETER;
	if (DeviceName && DeviceName->Length) {
		if (!DeviceName->Buffer)
			return STATUS_INVALID_PARAMETER;
		copy = kmemdup(DeviceName->Buffer, DeviceName->Length, GFP_KERNEL);
		if (!copy)
			return STATUS_INSUFFICIENT_RESOURCES;
	}
	kfree(init->io.name.Buffer);
	init->io.name.Buffer = copy;
	init->io.name.Length = copy ? DeviceName->Length : 0;
	init->io.name.MaximumLength = init->io.name.Length;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitAssignName, NDIS_SHIM);

NTSTATUS WdfDeviceInitAssignSDDLString(PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING SDDLString)
{
	return wdf_init_check(DeviceInit, __func__) ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitAssignSDDLString, NDIS_SHIM);

VOID WdfDeviceInitSetDeviceClass(PWDFDEVICE_INIT DeviceInit, CONST GUID *DeviceClassGuid)
{
	wdf_init_check(DeviceInit, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitSetDeviceClass, NDIS_SHIM);

static void wdf_init_set_flags(PWDFDEVICE_INIT handle, ULONG clear, ULONG set, const char *who)
{
	struct WDFDEVICE_INIT *init = wdf_init_check(handle, who);

	if (init)
		init->io.flags = (init->io.flags & ~clear) | set;
}

VOID WdfDeviceInitSetPowerNotPageable(PWDFDEVICE_INIT DeviceInit)
{
	wdf_init_set_flags(DeviceInit, DO_POWER_PAGABLE, 0, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitSetPowerNotPageable, NDIS_SHIM);

VOID WdfDeviceInitSetPowerPageable(PWDFDEVICE_INIT DeviceInit)
{
	wdf_init_set_flags(DeviceInit, DO_POWER_INRUSH, DO_POWER_PAGABLE, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitSetPowerPageable, NDIS_SHIM);

VOID WdfDeviceInitSetPowerInrush(PWDFDEVICE_INIT DeviceInit)
{
	wdf_init_set_flags(DeviceInit, DO_POWER_PAGABLE, DO_POWER_INRUSH, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitSetPowerInrush, NDIS_SHIM);

VOID WdfDeviceInitSetRemoveLockOptions(PWDFDEVICE_INIT DeviceInit,
				       PWDF_REMOVE_LOCK_OPTIONS Options)
{
	struct WDFDEVICE_INIT *init = wdf_init_check(DeviceInit, __func__);

	if (init && Options)
		wdf_init_bad_size(init, Options->Size, sizeof(*Options), __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitSetRemoveLockOptions, NDIS_SHIM);

NTSTATUS WdfDeviceInitAssignWdmIrpPreprocessCallback(
	PWDFDEVICE_INIT DeviceInit, PFN_WDFDEVICE_WDM_IRP_PREPROCESS EvtDeviceWdmIrpPreprocess,
	UCHAR MajorFunction, PUCHAR MinorFunctions, ULONG NumMinorFunctions)
{
	struct WDFDEVICE_INIT *init = wdf_init_check(DeviceInit, __func__);

	if (!init || !EvtDeviceWdmIrpPreprocess || MajorFunction > IRP_MJ_MAXIMUM_FUNCTION)
		return STATUS_INVALID_PARAMETER;
	/* PnP and power do not come in IRPs. */
	if (MajorFunction >= WDF_IO_NUM_TYPES)
		return STATUS_NOT_SUPPORTED;
	if (init->io.preprocess[MajorFunction])
		return STATUS_INVALID_DEVICE_REQUEST;
	init->io.preprocess[MajorFunction] = EvtDeviceWdmIrpPreprocess;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitAssignWdmIrpPreprocessCallback, NDIS_SHIM);

VOID WdfFdoInitSetFilter(PWDFDEVICE_INIT DeviceInit)
{
	struct WDFDEVICE_INIT *init = wdf_init_check(DeviceInit, __func__);

	if (init)
		init->io.filter = true;
}
EXPORT_SYMBOL_NS_GPL(WdfFdoInitSetFilter, NDIS_SHIM);

VOID WdfFdoInitSetEventCallbacks(PWDFDEVICE_INIT DeviceInit,
				 PWDF_FDO_EVENT_CALLBACKS FdoEventCallbacks)
{
	struct WDFDEVICE_INIT *init = wdf_init_check(DeviceInit, __func__);

	if (init && FdoEventCallbacks)
		wdf_init_bad_size(init, FdoEventCallbacks->Size, sizeof(*FdoEventCallbacks),
				  __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfFdoInitSetEventCallbacks, NDIS_SHIM);
