// SPDX-License-Identifier: GPL-2.0
/*
 * What WDM drivers and other platforms of the framework know about requests, and there
 * is nothing of here.
 */
#include <linux/export.h>
#include <linux/printk.h>

#include <wdf.h>

#include "wdf/request.h"

BOOLEAN WdfRequestIsFromUserModeDriver(WDFREQUEST Request)
{
	wdf_request_from_handle(Request, __func__);
	return FALSE;
}
EXPORT_SYMBOL_NS_GPL(WdfRequestIsFromUserModeDriver, NDIS_SHIM);

BOOLEAN WdfRequestIsFrom32BitProcess(WDFREQUEST Request)
{
	wdf_request_from_handle(Request, __func__);
	return FALSE;
}
EXPORT_SYMBOL_NS_GPL(WdfRequestIsFrom32BitProcess, NDIS_SHIM);

ULONG WdfRequestGetRequestorProcessId(WDFREQUEST Request)
{
	if (wdf_request_from_handle(Request, __func__))
		pr_info_once("%s is not supported\n", __func__);
	return 0;
}
EXPORT_SYMBOL_NS_GPL(WdfRequestGetRequestorProcessId, NDIS_SHIM);

NTSTATUS WdfRequestRetrieveActivityId(WDFREQUEST Request, LPGUID ActivityId)
{
	struct wdf_request *req = wdf_request_from_handle(Request, __func__);

	if (!req)
		return STATUS_INVALID_HANDLE;
	if (!ActivityId)
		return STATUS_INVALID_PARAMETER;
	/* One of the driver's own has no IRP that anything could come from. */
	return req->incoming ? IoGetActivityIdIrp(WdfRequestWdmGetIrp(Request), ActivityId) :
			       STATUS_INVALID_DEVICE_REQUEST;
}
EXPORT_SYMBOL_NS_GPL(WdfRequestRetrieveActivityId, NDIS_SHIM);

VOID WdfRequestSetActivityId(WDFREQUEST Request, LPGUID ActivityId)
{
	struct wdf_request *req = wdf_request_from_handle(Request, __func__);

	if (req && req->incoming)
		IoSetActivityIdIrp(WdfRequestWdmGetIrp(Request), ActivityId);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestSetActivityId, NDIS_SHIM);

NTSTATUS WdfRequestChangeTarget(WDFREQUEST Request, WDFIOTARGET IoTarget)
{
	if (!wdf_request_from_handle(Request, __func__))
		return STATUS_INVALID_HANDLE;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfRequestChangeTarget, NDIS_SHIM);

VOID WdfRequestWdmFormatUsingStackLocation(WDFREQUEST Request, PIO_STACK_LOCATION Stack)
{
	if (wdf_request_from_handle(Request, __func__))
		pr_info_once("%s is not supported\n", __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestWdmFormatUsingStackLocation, NDIS_SHIM);

NTSTATUS WdfRequestCreateFromIrp(PWDF_OBJECT_ATTRIBUTES RequestAttributes, PIRP Irp,
				 BOOLEAN RequestFreesIrp, WDFREQUEST *Request)
{
	if (!Request)
		return STATUS_INVALID_PARAMETER;
	*Request = NULL;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfRequestCreateFromIrp, NDIS_SHIM);
