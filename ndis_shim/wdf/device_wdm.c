// SPDX-License-Identifier: GPL-2.0
/*
 * Ways past the framework that a device does not have here: dispatching IRPs itself,
 * being a target of its own, being a miniport's. What Linux has no use for is
 * accepted.
 */
#include <linux/export.h>
#include <linux/printk.h>

#include <wdf.h>

#include "wdf/device.h"
#include "wdf/device_init.h"
#include "wdf/object.h"

VOID WdfDeviceSetBusInformationForChildren(WDFDEVICE Device, PPNP_BUS_INFORMATION BusInformation)
{
	wdf_device_from_handle(Device, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceSetBusInformationForChildren, NDIS_SHIM);

VOID WdfDeviceInitSetReleaseHardwareOrderOnFailure(
	PWDFDEVICE_INIT DeviceInit,
	WDF_RELEASE_HARDWARE_ORDER_ON_FAILURE ReleaseHardwareOrderOnFailure)
{
	wdf_init_check(DeviceInit, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitSetReleaseHardwareOrderOnFailure, NDIS_SHIM);

VOID WdfDeviceInitAllowSelfIoTarget(PWDFDEVICE_INIT DeviceInit)
{
	if (wdf_init_check(DeviceInit, __func__))
		pr_info_once("%s is not supported\n", __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitAllowSelfIoTarget, NDIS_SHIM);

WDFIOTARGET WdfDeviceGetSelfIoTarget(WDFDEVICE Device)
{
	if (wdf_device_from_handle(Device, __func__))
		pr_info_once("%s is not supported\n", __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceGetSelfIoTarget, NDIS_SHIM);

NTSTATUS WdfIoTargetSelfAssignDefaultIoQueue(WDFIOTARGET IoTarget, WDFQUEUE Queue)
{
	if (!wdf_object_from_handle(IoTarget, WDF_TYPE_IOTARGET, __func__))
		return STATUS_INVALID_HANDLE;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfIoTargetSelfAssignDefaultIoQueue, NDIS_SHIM);

NTSTATUS WdfDeviceConfigureWdmIrpDispatchCallback(
	WDFDEVICE Device, WDFDRIVER Driver, UCHAR MajorFunction,
	PFN_WDFDEVICE_WDM_IRP_DISPATCH EvtDeviceWdmIrpDispatch, WDFCONTEXT DriverContext)
{
	if (!wdf_device_from_handle(Device, __func__))
		return STATUS_INVALID_HANDLE;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceConfigureWdmIrpDispatchCallback, NDIS_SHIM);

/* It is the framework's when it is given to it, whatever comes of that. */
static NTSTATUS wdf_device_refuse_irp(WDFDEVICE device, PIRP irp, const char *who)
{
	if (!irp)
		return STATUS_INVALID_PARAMETER;
	if (wdf_device_from_handle(device, who))
		pr_info_once("dispatching IRPs (%s) is not supported\n", who);
	irp->IoStatus.Status = STATUS_NOT_SUPPORTED;
	irp->IoStatus.Information = 0;
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	return STATUS_NOT_SUPPORTED;
}

NTSTATUS WdfDeviceWdmDispatchIrp(WDFDEVICE Device, PIRP Irp, WDFCONTEXT DispatchContext)
{
	return wdf_device_refuse_irp(Device, Irp, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceWdmDispatchIrp, NDIS_SHIM);

NTSTATUS WdfDeviceWdmDispatchIrpToIoQueue(WDFDEVICE Device, PIRP Irp, WDFQUEUE Queue, ULONG Flags)
{
	return wdf_device_refuse_irp(Device, Irp, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceWdmDispatchIrpToIoQueue, NDIS_SHIM);

NTSTATUS WdfDeviceOpenDevicemapKey(WDFDEVICE Device, PCUNICODE_STRING KeyName,
				   ACCESS_MASK DesiredAccess,
				   PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key)
{
	if (!Key)
		return STATUS_INVALID_PARAMETER;
	*Key = NULL;
	if (!wdf_device_from_handle(Device, __func__))
		return STATUS_INVALID_HANDLE;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceOpenDevicemapKey, NDIS_SHIM);

NTSTATUS WdfDeviceRetrieveDeviceDirectoryString(WDFDEVICE Device, WDFSTRING String)
{
	if (!wdf_device_from_handle(Device, __func__))
		return STATUS_INVALID_HANDLE;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceRetrieveDeviceDirectoryString, NDIS_SHIM);

NTSTATUS WdfDriverRetrieveDriverDataDirectoryString(WDFDRIVER Driver, WDFSTRING String)
{
	if (!wdf_object_from_handle(Driver, WDF_TYPE_DRIVER, __func__))
		return STATUS_INVALID_HANDLE;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfDriverRetrieveDriverDataDirectoryString, NDIS_SHIM);

NTSTATUS WdfDeviceMiniportCreate(WDFDRIVER Driver, PWDF_OBJECT_ATTRIBUTES Attributes,
				 PDEVICE_OBJECT DeviceObject, PDEVICE_OBJECT AttachedDeviceObject,
				 PDEVICE_OBJECT Pdo, WDFDEVICE *Device)
{
	if (!Device)
		return STATUS_INVALID_PARAMETER;
	*Device = NULL;
	if (!wdf_object_from_handle(Driver, WDF_TYPE_DRIVER, __func__))
		return STATUS_INVALID_HANDLE;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceMiniportCreate, NDIS_SHIM);

VOID WdfDriverMiniportUnload(WDFDRIVER Driver)
{
	wdf_object_from_handle(Driver, WDF_TYPE_DRIVER, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDriverMiniportUnload, NDIS_SHIM);

PKDPC WdfDpcWdmGetDpc(WDFDPC Dpc)
{
	if (wdf_object_from_handle(Dpc, WDF_TYPE_DPC, __func__))
		pr_info_once("%s is not supported\n", __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfDpcWdmGetDpc, NDIS_SHIM);

VOID WdfInterruptSetExtendedPolicy(WDFINTERRUPT Interrupt,
				   PWDF_INTERRUPT_EXTENDED_POLICY PolicyAndGroup)
{
	wdf_object_from_handle(Interrupt, WDF_TYPE_INTERRUPT, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfInterruptSetExtendedPolicy, NDIS_SHIM);
