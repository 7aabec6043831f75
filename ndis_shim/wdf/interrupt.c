// SPDX-License-Identifier: GPL-2.0
/*
 * Interrupts and resource lists, which no device has here. Creating an interrupt is
 * refused, once with a line in the log, so whoever calls another of these functions
 * has no handle: a violation.
 */
#include <linux/export.h>
#include <linux/printk.h>

#include <wdf.h>

#include "wdf/device.h"
#include "wdf/object.h"

NTSTATUS WdfInterruptCreate(WDFDEVICE Device, PWDF_INTERRUPT_CONFIG Configuration,
			    PWDF_OBJECT_ATTRIBUTES Attributes, WDFINTERRUPT *Interrupt)
{
	if (!Interrupt)
		return STATUS_INVALID_PARAMETER;
	*Interrupt = NULL;
	if (!wdf_device_from_handle(Device, __func__))
		return STATUS_INVALID_HANDLE;
	if (!Configuration)
		return STATUS_INVALID_PARAMETER;
	if (Configuration->Size != sizeof(*Configuration))
		return STATUS_INFO_LENGTH_MISMATCH;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfInterruptCreate, NDIS_SHIM);

/* Always a violation. */
static void wdf_interrupt_refuse(WDFINTERRUPT handle, const char *who)
{
	wdf_object_from_handle(handle, WDF_TYPE_INTERRUPT, who);
}

BOOLEAN WdfInterruptQueueDpcForIsr(WDFINTERRUPT Interrupt)
{
	wdf_interrupt_refuse(Interrupt, __func__);
	return FALSE;
}
EXPORT_SYMBOL_NS_GPL(WdfInterruptQueueDpcForIsr, NDIS_SHIM);

BOOLEAN WdfInterruptQueueWorkItemForIsr(WDFINTERRUPT Interrupt)
{
	wdf_interrupt_refuse(Interrupt, __func__);
	return FALSE;
}
EXPORT_SYMBOL_NS_GPL(WdfInterruptQueueWorkItemForIsr, NDIS_SHIM);

BOOLEAN WdfInterruptSynchronize(WDFINTERRUPT Interrupt, PFN_WDF_INTERRUPT_SYNCHRONIZE Callback,
				WDFCONTEXT Context)
{
	wdf_interrupt_refuse(Interrupt, __func__);
	return FALSE;
}
EXPORT_SYMBOL_NS_GPL(WdfInterruptSynchronize, NDIS_SHIM);

VOID WdfInterruptAcquireLock(WDFINTERRUPT Interrupt)
{
	wdf_interrupt_refuse(Interrupt, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfInterruptAcquireLock, NDIS_SHIM);

BOOLEAN WdfInterruptTryToAcquireLock(WDFINTERRUPT Interrupt)
{
	wdf_interrupt_refuse(Interrupt, __func__);
	return FALSE;
}
EXPORT_SYMBOL_NS_GPL(WdfInterruptTryToAcquireLock, NDIS_SHIM);

VOID WdfInterruptReleaseLock(WDFINTERRUPT Interrupt)
{
	wdf_interrupt_refuse(Interrupt, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfInterruptReleaseLock, NDIS_SHIM);

VOID WdfInterruptEnable(WDFINTERRUPT Interrupt)
{
	wdf_interrupt_refuse(Interrupt, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfInterruptEnable, NDIS_SHIM);

VOID WdfInterruptDisable(WDFINTERRUPT Interrupt)
{
	wdf_interrupt_refuse(Interrupt, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfInterruptDisable, NDIS_SHIM);

VOID WdfInterruptReportActive(WDFINTERRUPT Interrupt)
{
	wdf_interrupt_refuse(Interrupt, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfInterruptReportActive, NDIS_SHIM);

VOID WdfInterruptReportInactive(WDFINTERRUPT Interrupt)
{
	wdf_interrupt_refuse(Interrupt, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfInterruptReportInactive, NDIS_SHIM);

VOID WdfInterruptGetInfo(WDFINTERRUPT Interrupt, PWDF_INTERRUPT_INFO Info)
{
	wdf_interrupt_refuse(Interrupt, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfInterruptGetInfo, NDIS_SHIM);

VOID WdfInterruptSetPolicy(WDFINTERRUPT Interrupt, WDF_INTERRUPT_POLICY Policy,
			   WDF_INTERRUPT_PRIORITY Priority, KAFFINITY TargetProcessorSet)
{
	wdf_interrupt_refuse(Interrupt, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfInterruptSetPolicy, NDIS_SHIM);

WDFDEVICE WdfInterruptGetDevice(WDFINTERRUPT Interrupt)
{
	wdf_interrupt_refuse(Interrupt, __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfInterruptGetDevice, NDIS_SHIM);

PKINTERRUPT WdfInterruptWdmGetInterrupt(WDFINTERRUPT Interrupt)
{
	wdf_interrupt_refuse(Interrupt, __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfInterruptWdmGetInterrupt, NDIS_SHIM);

/* WDF_NO_HANDLE is what callbacks get, and there is nothing else. */
ULONG WdfCmResourceListGetCount(WDFCMRESLIST List)
{
	if (List)
		wdf_object_from_handle(List, WDF_TYPE_CMRESLIST, __func__);
	return 0;
}
EXPORT_SYMBOL_NS_GPL(WdfCmResourceListGetCount, NDIS_SHIM);

PCM_PARTIAL_RESOURCE_DESCRIPTOR WdfCmResourceListGetDescriptor(WDFCMRESLIST List, ULONG Index)
{
	if (List)
		wdf_object_from_handle(List, WDF_TYPE_CMRESLIST, __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfCmResourceListGetDescriptor, NDIS_SHIM);
