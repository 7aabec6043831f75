// SPDX-License-Identifier: GPL-2.0
/*
 * What drivers offer to Windows' management and to other drivers of their stack, and
 * nobody here takes: WMI, and interfaces of functions.
 */
#include <linux/export.h>
#include <linux/printk.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "wdf/device.h"
#include "wdf/iotarget.h"
#include "wdf/object.h"

/* ---- interfaces ---- */

NTSTATUS WdfDeviceAddQueryInterface(WDFDEVICE Device, PWDF_QUERY_INTERFACE_CONFIG InterfaceConfig)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);

	if (!dev)
		return STATUS_INVALID_HANDLE;
	if (!InterfaceConfig)
		return STATUS_INVALID_PARAMETER;
	if (InterfaceConfig->Size != sizeof(*InterfaceConfig))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (nt_irql_violation(wdf_device_object(dev)->driver, __func__))
		return STATUS_INVALID_DEVICE_STATE;
	if (!InterfaceConfig->InterfaceType ||
	    (!InterfaceConfig->Interface &&
	     !InterfaceConfig->EvtDeviceProcessQueryInterfaceRequest) ||
	    (InterfaceConfig->Interface && !InterfaceConfig->Interface->Size))
		return STATUS_INVALID_PARAMETER;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceAddQueryInterface, NDIS_SHIM);

VOID WdfDeviceInterfaceReferenceNoOp(PVOID Context)
{
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInterfaceReferenceNoOp, NDIS_SHIM);

VOID WdfDeviceInterfaceDereferenceNoOp(PVOID Context)
{
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInterfaceDereferenceNoOp, NDIS_SHIM);

NTSTATUS WdfFdoQueryForInterface(WDFDEVICE Fdo, LPCGUID InterfaceType, PINTERFACE Interface,
				 USHORT Size, USHORT Version, PVOID InterfaceSpecificData)
{
	if (!wdf_device_from_handle(Fdo, __func__))
		return STATUS_INVALID_HANDLE;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfFdoQueryForInterface, NDIS_SHIM);

NTSTATUS WdfIoTargetQueryForInterface(WDFIOTARGET IoTarget, LPCGUID InterfaceType,
				      PINTERFACE Interface, USHORT Size, USHORT Version,
				      PVOID InterfaceSpecificData)
{
	if (!wdf_iotarget_from_handle(IoTarget, __func__))
		return STATUS_INVALID_HANDLE;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfIoTargetQueryForInterface, NDIS_SHIM);

/* ---- WMI ---- */

NTSTATUS WdfWmiProviderCreate(WDFDEVICE Device, PWDF_WMI_PROVIDER_CONFIG WmiProviderConfig,
			      PWDF_OBJECT_ATTRIBUTES ProviderAttributes,
			      WDFWMIPROVIDER *WmiProvider)
{
	if (WmiProvider)
		*WmiProvider = NULL;
	if (!wdf_device_from_handle(Device, __func__))
		return STATUS_INVALID_HANDLE;
	if (!WmiProviderConfig)
		return STATUS_INVALID_PARAMETER;
	if (WmiProviderConfig->Size != sizeof(*WmiProviderConfig))
		return STATUS_INFO_LENGTH_MISMATCH;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfWmiProviderCreate, NDIS_SHIM);

NTSTATUS WdfWmiInstanceCreate(WDFDEVICE Device, PWDF_WMI_INSTANCE_CONFIG InstanceConfig,
			      PWDF_OBJECT_ATTRIBUTES InstanceAttributes, WDFWMIINSTANCE *Instance)
{
	if (Instance)
		*Instance = NULL;
	if (!wdf_device_from_handle(Device, __func__))
		return STATUS_INVALID_HANDLE;
	if (!InstanceConfig)
		return STATUS_INVALID_PARAMETER;
	if (InstanceConfig->Size != sizeof(*InstanceConfig))
		return STATUS_INFO_LENGTH_MISMATCH;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfWmiInstanceCreate, NDIS_SHIM);

/* Always a violation: there is no such handle. */
static void wdf_wmi_refuse(const void *handle, const char *who)
{
	wdf_object_from_handle(handle, WDF_TYPE_WMI, who);
}

WDFDEVICE WdfWmiProviderGetDevice(WDFWMIPROVIDER WmiProvider)
{
	wdf_wmi_refuse(WmiProvider, __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfWmiProviderGetDevice, NDIS_SHIM);

BOOLEAN WdfWmiProviderIsEnabled(WDFWMIPROVIDER WmiProvider,
				WDF_WMI_PROVIDER_CONTROL ProviderControl)
{
	wdf_wmi_refuse(WmiProvider, __func__);
	return FALSE;
}
EXPORT_SYMBOL_NS_GPL(WdfWmiProviderIsEnabled, NDIS_SHIM);

ULONGLONG WdfWmiProviderGetTracingHandle(WDFWMIPROVIDER WmiProvider)
{
	wdf_wmi_refuse(WmiProvider, __func__);
	return 0;
}
EXPORT_SYMBOL_NS_GPL(WdfWmiProviderGetTracingHandle, NDIS_SHIM);

NTSTATUS WdfWmiInstanceRegister(WDFWMIINSTANCE WmiInstance)
{
	wdf_wmi_refuse(WmiInstance, __func__);
	return STATUS_INVALID_HANDLE;
}
EXPORT_SYMBOL_NS_GPL(WdfWmiInstanceRegister, NDIS_SHIM);

VOID WdfWmiInstanceDeregister(WDFWMIINSTANCE WmiInstance)
{
	wdf_wmi_refuse(WmiInstance, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfWmiInstanceDeregister, NDIS_SHIM);

WDFDEVICE WdfWmiInstanceGetDevice(WDFWMIINSTANCE WmiInstance)
{
	wdf_wmi_refuse(WmiInstance, __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfWmiInstanceGetDevice, NDIS_SHIM);

WDFWMIPROVIDER WdfWmiInstanceGetProvider(WDFWMIINSTANCE WmiInstance)
{
	wdf_wmi_refuse(WmiInstance, __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfWmiInstanceGetProvider, NDIS_SHIM);

NTSTATUS WdfWmiInstanceFireEvent(WDFWMIINSTANCE WmiInstance, ULONG EventDataSize, PVOID EventData)
{
	wdf_wmi_refuse(WmiInstance, __func__);
	return STATUS_INVALID_HANDLE;
}
EXPORT_SYMBOL_NS_GPL(WdfWmiInstanceFireEvent, NDIS_SHIM);
