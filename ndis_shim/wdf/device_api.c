// SPDX-License-Identifier: GPL-2.0
/*
 * Entry points for WDFDEVICE that ask or tell something: WdfDeviceGet*(),
 * WdfDeviceSet*(), properties. Power references and policy are in idle.c.
 */
#include <linux/device.h>
#include <linux/export.h>
#include <linux/string.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/device_internal.h"
#include "wdf/driver.h"
#include "wdf/memory.h"

#define WDF_TAG_PROPERTY	0x70726644	/* "Dfrp" */

WDFDRIVER WdfDeviceGetDriver(WDFDEVICE Device)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);

	return dev ? wdf_object_to_handle(dev->base.parent) : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceGetDriver, NDIS_SHIM);

/* No queue can be created, so no device has a default one. */
WDFQUEUE WdfDeviceGetDefaultQueue(WDFDEVICE Device)
{
	wdf_device_from_handle(Device, __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceGetDefaultQueue, NDIS_SHIM);

WDF_POWER_DEVICE_STATE WdfDeviceGetDevicePowerState(WDFDEVICE Device)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);

	return dev ? READ_ONCE(dev->power_state) : WdfPowerDeviceInvalid;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceGetDevicePowerState, NDIS_SHIM);

POWER_ACTION WdfDeviceGetSystemPowerAction(WDFDEVICE Device)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);

	return dev ? READ_ONCE(dev->system_action) : PowerActionNone;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceGetSystemPowerAction, NDIS_SHIM);

/* Three that differ, and that no IRP is ever sent to. */
PDEVICE_OBJECT WdfDeviceWdmGetDeviceObject(WDFDEVICE Device)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);

	return dev ? &dev->wdm[0] : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceWdmGetDeviceObject, NDIS_SHIM);

PDEVICE_OBJECT WdfDeviceWdmGetPhysicalDevice(WDFDEVICE Device)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);

	return dev ? &dev->wdm[1] : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceWdmGetPhysicalDevice, NDIS_SHIM);

PDEVICE_OBJECT WdfDeviceWdmGetAttachedDevice(WDFDEVICE Device)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);

	return dev ? &dev->wdm[2] : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceWdmGetAttachedDevice, NDIS_SHIM);

/* Surprise removal is always fine and nothing is shown in a user interface: the
 * capabilities are checked and kept.
 */
VOID WdfDeviceSetPnpCapabilities(WDFDEVICE Device, PWDF_DEVICE_PNP_CAPABILITIES PnpCapabilities)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);

	if (!dev || !PnpCapabilities)
		return;
	if (PnpCapabilities->Size != sizeof(*PnpCapabilities)) {
		nt_violation(dev->base.driver, NT_RULE_BAD_STRUCT_SIZE, "%s: %u", __func__,
			     PnpCapabilities->Size);
		return;
	}
	dev->caps = *PnpCapabilities;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceSetPnpCapabilities, NDIS_SHIM);

VOID WdfDeviceSetFailed(WDFDEVICE Device, WDF_DEVICE_FAILED_ACTION FailedAction)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);

	if (!dev)
		return;
	if (FailedAction != WdfDeviceFailedAttemptRestart &&
	    FailedAction != WdfDeviceFailedNoRestart) {
		nt_violation(dev->base.driver, NT_RULE_WRONG_PNP_STATE, "%s: action %d", __func__,
			     FailedAction);
		return;
	}
	wdf_device_fail(dev, FailedAction == WdfDeviceFailedAttemptRestart, "the driver says so");
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceSetFailed, NDIS_SHIM);

/* NULL: this property is not known here. @multi: ends with two zeroes. */
static const char *wdf_device_property(struct wdf_device *dev, DEVICE_REGISTRY_PROPERTY property,
				       bool *multi)
{
	*multi = false;
	switch (property) {
	case DevicePropertyDeviceDescription:
	case DevicePropertyFriendlyName:
	case DevicePropertyDriverKeyName:
		return nt_driver_name(dev->base.driver);
	case DevicePropertyHardwareID:
	case DevicePropertyCompatibleIDs:
		*multi = true;
		fallthrough;
	case DevicePropertyLocationInformation:
	case DevicePropertyPhysicalDeviceObjectName:
		return dev_name(dev->linux_dev);
	case DevicePropertyClassName:
		return "Net";
	case DevicePropertyEnumeratorName:
		return dev->pdo->bus->name;
	default:
		return NULL;
	}
}

NTSTATUS WdfDeviceAllocAndQueryProperty(WDFDEVICE Device,
					DEVICE_REGISTRY_PROPERTY DeviceProperty,
					POOL_TYPE PoolType,
					PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes,
					WDFMEMORY *PropertyMemory)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);
	struct wdf_creator creator;
	struct wdf_memory *memory;
	const char *text;
	NTSTATUS status;
	size_t len, i;
	WCHAR *wide;
	bool multi;

	if (!PropertyMemory)
		return STATUS_INVALID_PARAMETER;
	*PropertyMemory = NULL;
	if (!dev)
		return STATUS_INVALID_HANDLE;
	if (!wdf_device_enter(dev))
		return STATUS_INVALID_DEVICE_STATE;
	status = STATUS_OBJECT_NAME_NOT_FOUND;
	text = wdf_device_property(dev, DeviceProperty, &multi);
	if (!text)
		goto out;

	creator.driver = dev->base.driver;
	creator.parent = dev->base.parent;
	len = strlen(text);
	status = wdf_memory_create(&creator, PropertyMemoryAttributes, PoolType,
				   WDF_TAG_PROPERTY, (len + 1 + multi) * sizeof(WCHAR), &memory);
	if (!NT_SUCCESS(status))
		goto out;
	wide = memory->buffer;	/* zeroed */
	for (i = 0; i < len; i++)
		wide[i] = text[i];
	*PropertyMemory = wdf_object_to_handle(&memory->base);
out:
	wdf_device_leave(dev);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceAllocAndQueryProperty, NDIS_SHIM);
