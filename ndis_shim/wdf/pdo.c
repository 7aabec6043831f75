// SPDX-License-Identifier: GPL-2.0
/*
 * Physical device objects, which only the driver of a bus makes. There is none here:
 * no init structure is for one, no device is one.
 */
#include <linux/export.h>
#include <linux/printk.h>

#include <wdf.h>

#include "wdf/device.h"
#include "wdf/device_init.h"
#include "wdf/object.h"

PWDFDEVICE_INIT WdfPdoInitAllocate(WDFDEVICE ParentDevice)
{
	if (wdf_device_from_handle(ParentDevice, __func__))
		pr_info_once("%s is not supported\n", __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfPdoInitAllocate, NDIS_SHIM);

VOID WdfPdoInitSetEventCallbacks(PWDFDEVICE_INIT DeviceInit,
				 PWDF_PDO_EVENT_CALLBACKS DispatchTable)
{
	if (wdf_init_check(DeviceInit, __func__))
		pr_info_once("%s is not supported\n", __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfPdoInitSetEventCallbacks, NDIS_SHIM);

NTSTATUS WdfPdoInitAssignDeviceID(PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING DeviceID)
{
	if (!wdf_init_check(DeviceInit, __func__))
		return STATUS_INVALID_PARAMETER;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfPdoInitAssignDeviceID, NDIS_SHIM);

NTSTATUS WdfPdoInitAssignInstanceID(PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING InstanceID)
{
	if (!wdf_init_check(DeviceInit, __func__))
		return STATUS_INVALID_PARAMETER;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfPdoInitAssignInstanceID, NDIS_SHIM);

NTSTATUS WdfPdoInitAddHardwareID(PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING HardwareID)
{
	if (!wdf_init_check(DeviceInit, __func__))
		return STATUS_INVALID_PARAMETER;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfPdoInitAddHardwareID, NDIS_SHIM);

NTSTATUS WdfPdoInitAddCompatibleID(PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING CompatibleID)
{
	if (!wdf_init_check(DeviceInit, __func__))
		return STATUS_INVALID_PARAMETER;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfPdoInitAddCompatibleID, NDIS_SHIM);

NTSTATUS WdfPdoInitAssignContainerID(PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING ContainerID)
{
	if (!wdf_init_check(DeviceInit, __func__))
		return STATUS_INVALID_PARAMETER;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfPdoInitAssignContainerID, NDIS_SHIM);

NTSTATUS WdfPdoInitAddDeviceText(PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING DeviceDescription,
				 PCUNICODE_STRING DeviceLocation, LCID LocaleId)
{
	if (!wdf_init_check(DeviceInit, __func__))
		return STATUS_INVALID_PARAMETER;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfPdoInitAddDeviceText, NDIS_SHIM);

VOID WdfPdoInitSetDefaultLocale(PWDFDEVICE_INIT DeviceInit, LCID LocaleId)
{
	if (wdf_init_check(DeviceInit, __func__))
		pr_info_once("%s is not supported\n", __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfPdoInitSetDefaultLocale, NDIS_SHIM);

NTSTATUS WdfPdoInitAssignRawDevice(PWDFDEVICE_INIT DeviceInit, CONST GUID *DeviceClassGuid)
{
	if (!wdf_init_check(DeviceInit, __func__))
		return STATUS_INVALID_PARAMETER;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfPdoInitAssignRawDevice, NDIS_SHIM);

VOID WdfPdoInitAllowForwardingRequestToParent(PWDFDEVICE_INIT DeviceInit)
{
	if (wdf_init_check(DeviceInit, __func__))
		pr_info_once("%s is not supported\n", __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfPdoInitAllowForwardingRequestToParent, NDIS_SHIM);

VOID WdfPdoInitRemovePowerDependencyOnParent(PWDFDEVICE_INIT DeviceInit)
{
	if (wdf_init_check(DeviceInit, __func__))
		pr_info_once("%s is not supported\n", __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfPdoInitRemovePowerDependencyOnParent, NDIS_SHIM);

NTSTATUS WdfPdoMarkMissing(WDFDEVICE Device)
{
	if (!wdf_device_from_handle(Device, __func__))
		return STATUS_INVALID_HANDLE;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfPdoMarkMissing, NDIS_SHIM);

VOID WdfPdoRequestEject(WDFDEVICE Device)
{
	if (wdf_device_from_handle(Device, __func__))
		pr_info_once("%s is not supported\n", __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfPdoRequestEject, NDIS_SHIM);

WDFDEVICE WdfPdoGetParent(WDFDEVICE Device)
{
	if (wdf_device_from_handle(Device, __func__))
		pr_info_once("%s is not supported\n", __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfPdoGetParent, NDIS_SHIM);

NTSTATUS WdfPdoRetrieveIdentificationDescription(
	WDFDEVICE Device, PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER IdentificationDescription)
{
	if (!wdf_device_from_handle(Device, __func__))
		return STATUS_INVALID_HANDLE;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfPdoRetrieveIdentificationDescription, NDIS_SHIM);

NTSTATUS WdfPdoRetrieveAddressDescription(WDFDEVICE Device,
					  PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER AddressDescription)
{
	if (!wdf_device_from_handle(Device, __func__))
		return STATUS_INVALID_HANDLE;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfPdoRetrieveAddressDescription, NDIS_SHIM);

NTSTATUS WdfPdoUpdateAddressDescription(WDFDEVICE Device,
					PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER AddressDescription)
{
	if (!wdf_device_from_handle(Device, __func__))
		return STATUS_INVALID_HANDLE;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfPdoUpdateAddressDescription, NDIS_SHIM);

NTSTATUS WdfPdoAddEjectionRelationsPhysicalDevice(WDFDEVICE Device, PDEVICE_OBJECT PhysicalDevice)
{
	if (!wdf_device_from_handle(Device, __func__))
		return STATUS_INVALID_HANDLE;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfPdoAddEjectionRelationsPhysicalDevice, NDIS_SHIM);

VOID WdfPdoRemoveEjectionRelationsPhysicalDevice(WDFDEVICE Device, PDEVICE_OBJECT PhysicalDevice)
{
	if (wdf_device_from_handle(Device, __func__))
		pr_info_once("%s is not supported\n", __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfPdoRemoveEjectionRelationsPhysicalDevice, NDIS_SHIM);

VOID WdfPdoClearEjectionRelationsDevices(WDFDEVICE Device)
{
	if (wdf_device_from_handle(Device, __func__))
		pr_info_once("%s is not supported\n", __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfPdoClearEjectionRelationsDevices, NDIS_SHIM);
