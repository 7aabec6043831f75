// SPDX-License-Identifier: GPL-2.0
/*
 * Entry points of requests that come from a queue: completing and asking. Buffers
 * are in incoming_buffer.c, cancellation in incoming.c, what concerns the queue in
 * queue_api.c.
 */
#include <linux/export.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/device_internal.h"
#include "wdf/file.h"
#include "wdf/queue.h"

/* With @information NULL what WdfRequestSetInformation() said, or a target. */
static void wdf_incoming_complete(WDFREQUEST request, NTSTATUS status,
				  const ULONG_PTR *information, const char *who)
{
	struct wdf_incoming *in = wdf_incoming_from_handle(request, who);
	unsigned long flags;
	bool mine;

	if (!in)
		return;
	spin_lock_irqsave(&in->dev->io.lock, flags);
	mine = in->state == WDF_IN_DRIVER && !in->sent;
	if (mine)
		in->state = WDF_IN_ENDING;
	spin_unlock_irqrestore(&in->dev->io.lock, flags);
	if (mine)
		wdf_incoming_finish(in, status, information ? *information : in->req.information);
	else
		nt_violation(in->req.base.driver, NT_RULE_REQUEST_NOT_OWNED, "%s", who);
}

VOID WdfRequestComplete(WDFREQUEST Request, NTSTATUS Status)
{
	wdf_incoming_complete(Request, Status, NULL, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestComplete, NDIS_SHIM);

VOID WdfRequestCompleteWithInformation(WDFREQUEST Request, NTSTATUS Status, ULONG_PTR Information)
{
	wdf_incoming_complete(Request, Status, &Information, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestCompleteWithInformation, NDIS_SHIM);

VOID WdfRequestCompleteWithPriorityBoost(WDFREQUEST Request, NTSTATUS Status,
					 CCHAR PriorityBoost)
{
	wdf_incoming_complete(Request, Status, NULL, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestCompleteWithPriorityBoost, NDIS_SHIM);

/* The caller keeps the IRP from being completed. */
void wdf_incoming_parameters(struct wdf_incoming *in, PWDF_REQUEST_PARAMETERS parameters)
{
	const IO_STACK_LOCATION *location = IoGetCurrentIrpStackLocation(wdf_incoming_irp(in));

	WDF_REQUEST_PARAMETERS_INIT(parameters);
	parameters->MinorFunction = location->MinorFunction;
	parameters->Type = in->type;
	switch (in->type) {
	case WdfRequestTypeCreate:
		parameters->Parameters.Create.SecurityContext =
			location->Parameters.Create.SecurityContext;
		parameters->Parameters.Create.Options = location->Parameters.Create.Options;
		parameters->Parameters.Create.FileAttributes =
			location->Parameters.Create.FileAttributes;
		parameters->Parameters.Create.ShareAccess = location->Parameters.Create.ShareAccess;
		parameters->Parameters.Create.EaLength = location->Parameters.Create.EaLength;
		break;
	case WdfRequestTypeRead:
		parameters->Parameters.Read.Length = location->Parameters.Read.Length;
		parameters->Parameters.Read.Key = location->Parameters.Read.Key;
		parameters->Parameters.Read.DeviceOffset =
			location->Parameters.Read.ByteOffset.QuadPart;
		break;
	case WdfRequestTypeWrite:
		parameters->Parameters.Write.Length = location->Parameters.Write.Length;
		parameters->Parameters.Write.Key = location->Parameters.Write.Key;
		parameters->Parameters.Write.DeviceOffset =
			location->Parameters.Write.ByteOffset.QuadPart;
		break;
	default:
		parameters->Parameters.DeviceIoControl.OutputBufferLength =
			location->Parameters.DeviceIoControl.OutputBufferLength;
		parameters->Parameters.DeviceIoControl.InputBufferLength =
			location->Parameters.DeviceIoControl.InputBufferLength;
		parameters->Parameters.DeviceIoControl.IoControlCode =
			location->Parameters.DeviceIoControl.IoControlCode;
		parameters->Parameters.DeviceIoControl.Type3InputBuffer =
			location->Parameters.DeviceIoControl.Type3InputBuffer;
		break;
	}
}

VOID WdfRequestGetParameters(WDFREQUEST Request, PWDF_REQUEST_PARAMETERS Parameters)
{
	struct wdf_incoming *in = wdf_incoming_from_handle(Request, __func__);

	if (!Parameters)
		return;
	if (Parameters->Size != sizeof(*Parameters)) {
		if (in)
			nt_violation(in->req.base.driver, NT_RULE_BAD_STRUCT_SIZE, "%s: %u",
				     __func__, Parameters->Size);
		return;
	}
	WDF_REQUEST_PARAMETERS_INIT(Parameters);
	if (in)
		wdf_incoming_parameters(in, Parameters);
	else
		Parameters->Type = WdfRequestUndefined;
}
EXPORT_SYMBOL_NS_GPL(WdfRequestGetParameters, NDIS_SHIM);

BOOLEAN WdfRequestIsCanceled(WDFREQUEST Request)
{
	struct wdf_incoming *in = wdf_incoming_from_handle(Request, __func__);

	return in && READ_ONCE(wdf_incoming_irp(in)->Cancel);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestIsCanceled, NDIS_SHIM);

WDFFILEOBJECT WdfRequestGetFileObject(WDFREQUEST Request)
{
	struct wdf_request *req = wdf_request_from_handle(Request, __func__);

	if (!req || !req->incoming || !req->incoming->file)
		return NULL;
	return wdf_file_handle(req->incoming->file);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestGetFileObject, NDIS_SHIM);

WDFQUEUE WdfRequestGetIoQueue(WDFREQUEST Request)
{
	struct wdf_request *req = wdf_request_from_handle(Request, __func__);

	if (!req || !req->incoming || !req->incoming->queue)
		return NULL;
	return wdf_queue_handle(req->incoming->queue);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestGetIoQueue, NDIS_SHIM);

KPROCESSOR_MODE WdfRequestGetRequestorMode(WDFREQUEST Request)
{
	struct wdf_request *req = wdf_request_from_handle(Request, __func__);
	struct nt_irp *nt = req && req->incoming ? READ_ONCE(req->incoming->nt) : NULL;

	return nt ? nt->irp.RequestorMode : KernelMode;
}
EXPORT_SYMBOL_NS_GPL(WdfRequestGetRequestorMode, NDIS_SHIM);

/* None is set aside: WdfIoQueueAssignForwardProgressPolicy(). */
BOOLEAN WdfRequestIsReserved(WDFREQUEST Request)
{
	wdf_request_from_handle(Request, __func__);
	return FALSE;
}
EXPORT_SYMBOL_NS_GPL(WdfRequestIsReserved, NDIS_SHIM);
