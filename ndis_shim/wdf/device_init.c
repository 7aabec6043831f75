// SPDX-License-Identifier: GPL-2.0
/*
 * WDFDEVICE_INIT and the functions that fill it: WdfDeviceInit*().
 *
 * Settings for the I/O side (type, exclusiveness, file objects, request
 * contexts) concern device nodes, which devices here do not have by themselves:
 * they are checked and have no effect.
 */
#include "wdf/device_init.h"

#include <linux/export.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/device.h"
#include "wdf/object_internal.h"

static LIST_HEAD(wdf_inits);
static DEFINE_SPINLOCK(wdf_inits_lock);	/* protects wdf_inits; any context */

struct WDFDEVICE_INIT *wdf_init_alloc(struct wdf_pdo *pdo)
{
	struct WDFDEVICE_INIT *init = kzalloc(sizeof(*init), GFP_KERNEL);

	if (!init)
		return NULL;
	init->pdo = pdo;
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
	wdf_extensions_destroy(&init->ext);
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
	nt_violation(init->pdo->driver, NT_RULE_BAD_STRUCT_SIZE, "%s: %u instead of %zu", who,
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
	wdf_init_check(DeviceInit, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitSetIoType, NDIS_SHIM);

VOID WdfDeviceInitSetExclusive(PWDFDEVICE_INIT DeviceInit, BOOLEAN IsExclusive)
{
	wdf_init_check(DeviceInit, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitSetExclusive, NDIS_SHIM);

VOID WdfDeviceInitSetDeviceType(PWDFDEVICE_INIT DeviceInit, DEVICE_TYPE DeviceType)
{
	wdf_init_check(DeviceInit, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitSetDeviceType, NDIS_SHIM);

VOID WdfDeviceInitSetCharacteristics(PWDFDEVICE_INIT DeviceInit, ULONG DeviceCharacteristics,
				     BOOLEAN OrInValues)
{
	wdf_init_check(DeviceInit, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitSetCharacteristics, NDIS_SHIM);

VOID WdfDeviceInitSetRequestAttributes(PWDFDEVICE_INIT DeviceInit,
				       PWDF_OBJECT_ATTRIBUTES RequestAttributes)
{
	struct WDFDEVICE_INIT *init = wdf_init_check(DeviceInit, __func__);

	if (init && RequestAttributes)
		wdf_init_bad_size(init, RequestAttributes->Size, sizeof(*RequestAttributes),
				  __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitSetRequestAttributes, NDIS_SHIM);

VOID WdfDeviceInitSetFileObjectConfig(PWDFDEVICE_INIT DeviceInit,
				      PWDF_FILEOBJECT_CONFIG FileObjectConfig,
				      PWDF_OBJECT_ATTRIBUTES FileObjectAttributes)
{
	struct WDFDEVICE_INIT *init = wdf_init_check(DeviceInit, __func__);

	if (init && FileObjectConfig)
		wdf_init_bad_size(init, FileObjectConfig->Size, sizeof(*FileObjectConfig),
				  __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitSetFileObjectConfig, NDIS_SHIM);

/* Names in Windows' object directory do not exist here; a device is reached
 * through what its class extension makes of it.
 */
NTSTATUS WdfDeviceInitAssignName(PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING DeviceName)
{
	return wdf_init_check(DeviceInit, __func__) ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitAssignName, NDIS_SHIM);
