// SPDX-License-Identifier: GPL-2.0
/*
 * Entry points for WDFDEVICE that Windows' plug and play manager and device objects
 * want to know of. What Linux has no use for is checked and kept; relations between
 * devices, which a driver cannot make here, are refused.
 */
#include <linux/export.h>
#include <linux/printk.h>

#include "nt/io.h"
#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/device_internal.h"

static bool wdf_device_bad_size(struct wdf_device *dev, ULONG size, size_t expected,
				const char *who)
{
	if (size == expected)
		return false;
	nt_violation(dev->base.driver, NT_RULE_BAD_STRUCT_SIZE, "%s: %u", who, size);
	return true;
}

ULONG WdfDeviceGetCharacteristics(WDFDEVICE Device)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);

	return dev ? READ_ONCE(dev->io.nt->object.Characteristics) : 0;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceGetCharacteristics, NDIS_SHIM);

VOID WdfDeviceSetCharacteristics(WDFDEVICE Device, ULONG DeviceCharacteristics)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);

	if (dev)
		WRITE_ONCE(dev->io.nt->object.Characteristics, DeviceCharacteristics);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceSetCharacteristics, NDIS_SHIM);

ULONG WdfDeviceGetAlignmentRequirement(WDFDEVICE Device)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);

	return dev ? READ_ONCE(dev->io.nt->object.AlignmentRequirement) : 0;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceGetAlignmentRequirement, NDIS_SHIM);

VOID WdfDeviceSetAlignmentRequirement(WDFDEVICE Device, ULONG AlignmentRequirement)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);

	if (dev)
		WRITE_ONCE(dev->io.nt->object.AlignmentRequirement, AlignmentRequirement);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceSetAlignmentRequirement, NDIS_SHIM);

VOID WdfDeviceGetDeviceState(WDFDEVICE Device, PWDF_DEVICE_STATE DeviceState)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);
	unsigned long flags;

	if (!dev || !DeviceState ||
	    wdf_device_bad_size(dev, DeviceState->Size, sizeof(*DeviceState), __func__))
		return;
	spin_lock_irqsave(&dev->idle_lock, flags);
	if (dev->device_state.Size)
		*DeviceState = dev->device_state;
	else
		WDF_DEVICE_STATE_INIT(DeviceState);
	spin_unlock_irqrestore(&dev->idle_lock, flags);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceGetDeviceState, NDIS_SHIM);

VOID WdfDeviceSetDeviceState(WDFDEVICE Device, PWDF_DEVICE_STATE DeviceState)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);
	unsigned long flags;

	if (!dev || !DeviceState ||
	    wdf_device_bad_size(dev, DeviceState->Size, sizeof(*DeviceState), __func__))
		return;
	spin_lock_irqsave(&dev->idle_lock, flags);
	dev->device_state = *DeviceState;
	spin_unlock_irqrestore(&dev->idle_lock, flags);
	if (DeviceState->Failed == WdfTrue || DeviceState->Removed == WdfTrue)
		wdf_device_fail(dev, false, "the driver says so");
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceSetDeviceState, NDIS_SHIM);

VOID WdfDeviceSetPowerCapabilities(WDFDEVICE Device,
				   PWDF_DEVICE_POWER_CAPABILITIES PowerCapabilities)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);

	if (dev && PowerCapabilities)
		wdf_device_bad_size(dev, PowerCapabilities->Size, sizeof(*PowerCapabilities),
				    __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceSetPowerCapabilities, NDIS_SHIM);

VOID WdfDeviceSetSpecialFileSupport(WDFDEVICE Device, WDF_SPECIAL_FILE_TYPE FileType,
				    BOOLEAN FileTypeIsSupported)
{
	wdf_device_from_handle(Device, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceSetSpecialFileSupport, NDIS_SHIM);

VOID WdfDeviceSetStaticStopRemove(WDFDEVICE Device, BOOLEAN Stoppable)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);

	if (dev)
		WRITE_ONCE(dev->not_stoppable, !Stoppable);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceSetStaticStopRemove, NDIS_SHIM);

NTSTATUS WdfDeviceIndicateWakeStatus(WDFDEVICE Device, NTSTATUS WaitWakeStatus)
{
	if (!wdf_device_from_handle(Device, __func__))
		return STATUS_INVALID_HANDLE;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceIndicateWakeStatus, NDIS_SHIM);

NTSTATUS WdfDeviceAssignMofResourceName(WDFDEVICE Device, PCUNICODE_STRING MofResourceName)
{
	if (!wdf_device_from_handle(Device, __func__))
		return STATUS_INVALID_HANDLE;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceAssignMofResourceName, NDIS_SHIM);

NTSTATUS WdfDeviceAddDependentUsageDeviceObject(WDFDEVICE Device, PDEVICE_OBJECT DependentDevice)
{
	if (!wdf_device_from_handle(Device, __func__))
		return STATUS_INVALID_HANDLE;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceAddDependentUsageDeviceObject, NDIS_SHIM);

/* None was ever added. */
VOID WdfDeviceRemoveDependentUsageDeviceObject(WDFDEVICE Device, PDEVICE_OBJECT DependentDevice)
{
	wdf_device_from_handle(Device, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceRemoveDependentUsageDeviceObject, NDIS_SHIM);

NTSTATUS WdfDeviceAddRemovalRelationsPhysicalDevice(WDFDEVICE Device,
						    PDEVICE_OBJECT PhysicalDevice)
{
	if (!wdf_device_from_handle(Device, __func__))
		return STATUS_INVALID_HANDLE;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceAddRemovalRelationsPhysicalDevice, NDIS_SHIM);

VOID WdfDeviceRemoveRemovalRelationsPhysicalDevice(WDFDEVICE Device,
						   PDEVICE_OBJECT PhysicalDevice)
{
	wdf_device_from_handle(Device, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceRemoveRemovalRelationsPhysicalDevice, NDIS_SHIM);

VOID WdfDeviceClearRemovalRelationsDevices(WDFDEVICE Device)
{
	wdf_device_from_handle(Device, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceClearRemovalRelationsDevices, NDIS_SHIM);
