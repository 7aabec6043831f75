// SPDX-License-Identifier: GPL-2.0
/*
 * I/O targets that there are none of: devices of other drivers, and what lies below
 * a device that is not on USB. Each function says so, once in the log.
 *
 * Not here: what every target has (iotarget_api.c), USB and its internal control
 * requests (usb/).
 */
#include <linux/export.h>
#include <linux/printk.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/device.h"
#include "wdf/iotarget.h"
#include "wdf/request.h"

NTSTATUS WdfIoTargetCreate(WDFDEVICE Device, PWDF_OBJECT_ATTRIBUTES IoTargetAttributes,
			   WDFIOTARGET *IoTarget)
{
	if (!IoTarget)
		return STATUS_INVALID_PARAMETER;
	*IoTarget = NULL;
	if (!wdf_device_from_handle(Device, __func__))
		return STATUS_INVALID_HANDLE;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfIoTargetCreate, NDIS_SHIM);

/* The framework's own targets are open from the start, and stay so. */
NTSTATUS WdfIoTargetOpen(WDFIOTARGET IoTarget, PWDF_IO_TARGET_OPEN_PARAMS OpenParams)
{
	if (!wdf_iotarget_from_handle(IoTarget, __func__))
		return STATUS_INVALID_HANDLE;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfIoTargetOpen, NDIS_SHIM);

VOID WdfIoTargetCloseForQueryRemove(WDFIOTARGET IoTarget)
{
	struct wdf_iotarget *target = wdf_iotarget_from_handle(IoTarget, __func__);

	if (target)
		nt_violation(target->base.driver, NT_RULE_TARGET_ARGUMENT, "%s: no remote target",
			     __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoTargetCloseForQueryRemove, NDIS_SHIM);

VOID WdfIoTargetClose(WDFIOTARGET IoTarget)
{
	struct wdf_iotarget *target = wdf_iotarget_from_handle(IoTarget, __func__);

	if (target)
		nt_violation(target->base.driver, NT_RULE_TARGET_ARGUMENT, "%s: no remote target",
			     __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoTargetClose, NDIS_SHIM);

/* A property of what a target leads to is the device's, for the framework's own. */
NTSTATUS WdfIoTargetQueryTargetProperty(WDFIOTARGET IoTarget,
					DEVICE_REGISTRY_PROPERTY DeviceProperty,
					ULONG BufferLength, PVOID PropertyBuffer,
					PULONG ResultLength)
{
	struct wdf_iotarget *target = wdf_iotarget_from_handle(IoTarget, __func__);

	if (!target)
		return STATUS_INVALID_HANDLE;
	return WdfDeviceQueryProperty(wdf_device_to_handle(target->device), DeviceProperty,
				      BufferLength, PropertyBuffer, ResultLength);
}
EXPORT_SYMBOL_NS_GPL(WdfIoTargetQueryTargetProperty, NDIS_SHIM);

NTSTATUS WdfIoTargetAllocAndQueryTargetProperty(WDFIOTARGET IoTarget,
						DEVICE_REGISTRY_PROPERTY DeviceProperty,
						POOL_TYPE PoolType,
						PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes,
						WDFMEMORY *PropertyMemory)
{
	struct wdf_iotarget *target = wdf_iotarget_from_handle(IoTarget, __func__);

	if (!target)
		return STATUS_INVALID_HANDLE;
	return WdfDeviceAllocAndQueryProperty(wdf_device_to_handle(target->device),
					      DeviceProperty, PoolType, PropertyMemoryAttributes,
					      PropertyMemory);
}
EXPORT_SYMBOL_NS_GPL(WdfIoTargetAllocAndQueryTargetProperty, NDIS_SHIM);

PDEVICE_OBJECT WdfIoTargetWdmGetTargetDeviceObject(WDFIOTARGET IoTarget)
{
	struct wdf_iotarget *target = wdf_iotarget_from_handle(IoTarget, __func__);

	return target ? WdfDeviceWdmGetAttachedDevice(wdf_device_to_handle(target->device)) : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfIoTargetWdmGetTargetDeviceObject, NDIS_SHIM);

PDEVICE_OBJECT WdfIoTargetWdmGetTargetPhysicalDevice(WDFIOTARGET IoTarget)
{
	struct wdf_iotarget *target = wdf_iotarget_from_handle(IoTarget, __func__);

	return target ? WdfDeviceWdmGetPhysicalDevice(wdf_device_to_handle(target->device)) : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfIoTargetWdmGetTargetPhysicalDevice, NDIS_SHIM);

PFILE_OBJECT WdfIoTargetWdmGetTargetFileObject(WDFIOTARGET IoTarget)
{
	wdf_iotarget_from_handle(IoTarget, __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfIoTargetWdmGetTargetFileObject, NDIS_SHIM);

HANDLE WdfIoTargetWdmGetTargetFileHandle(WDFIOTARGET IoTarget)
{
	wdf_iotarget_from_handle(IoTarget, __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfIoTargetWdmGetTargetFileHandle, NDIS_SHIM);

/* A request sent without a format for its target is a violation there. */
VOID WdfRequestFormatRequestUsingCurrentType(WDFREQUEST Request)
{
	if (wdf_request_from_handle(Request, __func__))
		pr_info_once("%s is not supported\n", __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestFormatRequestUsingCurrentType, NDIS_SHIM);

static NTSTATUS wdf_iotarget_refuse(WDFIOTARGET handle, ULONG_PTR *bytes, const char *who)
{
	if (bytes)
		*bytes = 0;
	return wdf_iotarget_from_handle(handle, who) ? STATUS_NOT_SUPPORTED :
						       STATUS_INVALID_HANDLE;
}

NTSTATUS WdfIoTargetSendReadSynchronously(WDFIOTARGET IoTarget, WDFREQUEST Request,
					  PWDF_MEMORY_DESCRIPTOR OutputBuffer,
					  PLONGLONG DeviceOffset,
					  PWDF_REQUEST_SEND_OPTIONS RequestOptions,
					  PULONG_PTR BytesRead)
{
	pr_info_once("%s is not supported\n", __func__);
	return wdf_iotarget_refuse(IoTarget, BytesRead, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoTargetSendReadSynchronously, NDIS_SHIM);

NTSTATUS WdfIoTargetFormatRequestForRead(WDFIOTARGET IoTarget, WDFREQUEST Request,
					 WDFMEMORY OutputBuffer,
					 PWDFMEMORY_OFFSET OutputBufferOffset,
					 PLONGLONG DeviceOffset)
{
	pr_info_once("%s is not supported\n", __func__);
	return wdf_iotarget_refuse(IoTarget, NULL, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoTargetFormatRequestForRead, NDIS_SHIM);

NTSTATUS WdfIoTargetSendWriteSynchronously(WDFIOTARGET IoTarget, WDFREQUEST Request,
					   PWDF_MEMORY_DESCRIPTOR InputBuffer,
					   PLONGLONG DeviceOffset,
					   PWDF_REQUEST_SEND_OPTIONS RequestOptions,
					   PULONG_PTR BytesWritten)
{
	pr_info_once("%s is not supported\n", __func__);
	return wdf_iotarget_refuse(IoTarget, BytesWritten, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoTargetSendWriteSynchronously, NDIS_SHIM);

NTSTATUS WdfIoTargetFormatRequestForWrite(WDFIOTARGET IoTarget, WDFREQUEST Request,
					  WDFMEMORY InputBuffer,
					  PWDFMEMORY_OFFSET InputBufferOffset,
					  PLONGLONG DeviceOffset)
{
	pr_info_once("%s is not supported\n", __func__);
	return wdf_iotarget_refuse(IoTarget, NULL, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoTargetFormatRequestForWrite, NDIS_SHIM);

NTSTATUS WdfIoTargetSendIoctlSynchronously(WDFIOTARGET IoTarget, WDFREQUEST Request,
					   ULONG IoctlCode, PWDF_MEMORY_DESCRIPTOR InputBuffer,
					   PWDF_MEMORY_DESCRIPTOR OutputBuffer,
					   PWDF_REQUEST_SEND_OPTIONS RequestOptions,
					   PULONG_PTR BytesReturned)
{
	pr_info_once("%s is not supported\n", __func__);
	return wdf_iotarget_refuse(IoTarget, BytesReturned, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoTargetSendIoctlSynchronously, NDIS_SHIM);

NTSTATUS WdfIoTargetFormatRequestForIoctl(WDFIOTARGET IoTarget, WDFREQUEST Request,
					  ULONG IoctlCode, WDFMEMORY InputBuffer,
					  PWDFMEMORY_OFFSET InputBufferOffset,
					  WDFMEMORY OutputBuffer,
					  PWDFMEMORY_OFFSET OutputBufferOffset)
{
	pr_info_once("%s is not supported\n", __func__);
	return wdf_iotarget_refuse(IoTarget, NULL, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoTargetFormatRequestForIoctl, NDIS_SHIM);

NTSTATUS WdfIoTargetSendInternalIoctlSynchronously(WDFIOTARGET IoTarget, WDFREQUEST Request,
						   ULONG IoctlCode,
						   PWDF_MEMORY_DESCRIPTOR InputBuffer,
						   PWDF_MEMORY_DESCRIPTOR OutputBuffer,
						   PWDF_REQUEST_SEND_OPTIONS RequestOptions,
						   PULONG_PTR BytesReturned)
{
	pr_info_once("%s is not supported\n", __func__);
	return wdf_iotarget_refuse(IoTarget, BytesReturned, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoTargetSendInternalIoctlSynchronously, NDIS_SHIM);

NTSTATUS WdfIoTargetFormatRequestForInternalIoctl(WDFIOTARGET IoTarget, WDFREQUEST Request,
						  ULONG IoctlCode, WDFMEMORY InputBuffer,
						  PWDFMEMORY_OFFSET InputBufferOffset,
						  WDFMEMORY OutputBuffer,
						  PWDFMEMORY_OFFSET OutputBufferOffset)
{
	pr_info_once("%s is not supported\n", __func__);
	return wdf_iotarget_refuse(IoTarget, NULL, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoTargetFormatRequestForInternalIoctl, NDIS_SHIM);
