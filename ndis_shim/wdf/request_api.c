// SPDX-License-Identifier: GPL-2.0
/*
 * The exported WdfRequest functions of requests that a driver creates and
 * sends: check, convert, call. The logic is in request.c and iotarget.c.
 */
#include "wdf/request.h"

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/queue.h"

NTSTATUS WdfRequestReuse(WDFREQUEST Request, PWDF_REQUEST_REUSE_PARAMS ReuseParams)
{
	struct wdf_request *req = wdf_request_from_handle(Request, __func__);
	NTSTATUS status;

	if (!req)
		return STATUS_INVALID_HANDLE;
	if (!ReuseParams)
		return STATUS_INVALID_PARAMETER;
	if (ReuseParams->Size != sizeof(*ReuseParams))
		return STATUS_INFO_LENGTH_MISMATCH;
	/* There are no IRPs to swap. */
	if (ReuseParams->Flags & WDF_REQUEST_REUSE_SET_NEW_IRP)
		return STATUS_NOT_SUPPORTED;

	status = wdf_request_format_begin(req, __func__);
	if (!NT_SUCCESS(status))
		return status;

	req->routine = NULL;
	req->routine_context = NULL;
	req->information = 0;
	req->status = ReuseParams->Status;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfRequestReuse, NDIS_SHIM);

VOID WdfRequestSetCompletionRoutine(WDFREQUEST Request,
				    PFN_WDF_REQUEST_COMPLETION_ROUTINE CompletionRoutine,
				    WDFCONTEXT CompletionContext)
{
	struct wdf_request *req = wdf_request_from_handle(Request, __func__);
	unsigned long flags;
	bool idle;

	if (!req)
		return;

	spin_lock_irqsave(&req->lock, flags);
	idle = req->state == WDF_REQ_IDLE;
	if (idle) {
		req->routine = CompletionRoutine;
		req->routine_context = CompletionContext;
	}
	spin_unlock_irqrestore(&req->lock, flags);
	if (!idle)
		nt_violation(req->base.driver, NT_RULE_REQUEST_IN_FLIGHT, "%s", __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestSetCompletionRoutine, NDIS_SHIM);

static void wdf_request_refuse(struct wdf_request *req, NTSTATUS status)
{
	unsigned long flags;

	spin_lock_irqsave(&req->lock, flags);
	if (req->state == WDF_REQ_IDLE)
		req->status = status;
	spin_unlock_irqrestore(&req->lock, flags);
}

/* Only requests that came from a queue may be forgotten: nobody would delete one
 * that the driver made. The result goes to the program.
 */
static NTSTATUS wdf_request_forget(struct wdf_request *req, ULONG flags)
{
	if (!req->incoming) {
		nt_violation(req->base.driver, NT_RULE_SEND_AND_FORGET, "WdfRequestSend");
		return STATUS_INVALID_DEVICE_REQUEST;
	}
	if (flags & (WDF_REQUEST_SEND_OPTION_TIMEOUT | WDF_REQUEST_SEND_OPTION_SYNCHRONOUS))
		return STATUS_INVALID_PARAMETER;
	WdfRequestSetCompletionRoutine(wdf_request_to_handle(req), wdf_incoming_forgotten, NULL);
	return STATUS_SUCCESS;
}

static bool wdf_request_send_to(struct wdf_iotarget *target, struct wdf_request *req, ULONG flags,
				unsigned long timeout)
{
	bool ignore = flags & WDF_REQUEST_SEND_OPTION_IGNORE_TARGET_STATE;
	struct wdf_incoming *in = req->incoming;
	bool sent;

	if (in && !wdf_incoming_send(in)) {
		wdf_request_refuse(req, STATUS_INVALID_DEVICE_REQUEST);
		return false;
	}
	/* Its completion routine may complete it before we are back. */
	wdf_object_get(&req->base);
	if (flags & WDF_REQUEST_SEND_OPTION_SYNCHRONOUS) {
		sent = wdf_iotarget_send_sync(target, req, ignore, timeout);
	} else {
		sent = wdf_iotarget_send(target, req, ignore, timeout, NULL);
		if (in && sent)
			wdf_incoming_sent(in);
	}
	if (in && !sent)
		wdf_incoming_back(in);
	wdf_object_put(&req->base);
	return sent;
}

BOOLEAN WdfRequestSend(WDFREQUEST Request, WDFIOTARGET Target, PWDF_REQUEST_SEND_OPTIONS Options)
{
	struct wdf_request *req = wdf_request_from_handle(Request, __func__);
	struct wdf_iotarget *target;
	unsigned long timeout;
	NTSTATUS status;
	ULONG flags;

	if (!req)
		return FALSE;
	target = wdf_iotarget_from_handle(Target, __func__);
	if (!target) {
		wdf_request_refuse(req, STATUS_INVALID_HANDLE);
		return FALSE;
	}

	status = wdf_send_options_parse(Options, &flags, &timeout);
	if (NT_SUCCESS(status) && (flags & WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET))
		status = wdf_request_forget(req, flags);
	if (NT_SUCCESS(status) && (flags & WDF_REQUEST_SEND_OPTION_SYNCHRONOUS) &&
	    nt_irql_violation(req->base.driver, __func__))
		status = STATUS_INVALID_DEVICE_REQUEST;
	if (!NT_SUCCESS(status)) {
		wdf_request_refuse(req, status);
		return FALSE;
	}

	return wdf_request_send_to(target, req, flags, timeout);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestSend, NDIS_SHIM);

BOOLEAN WdfRequestCancelSentRequest(WDFREQUEST Request)
{
	struct wdf_request *req = wdf_request_from_handle(Request, __func__);

	return req && wdf_request_cancel(req, false);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestCancelSentRequest, NDIS_SHIM);

NTSTATUS WdfRequestGetStatus(WDFREQUEST Request)
{
	struct wdf_request *req = wdf_request_from_handle(Request, __func__);

	return req ? req->status : STATUS_INVALID_HANDLE;
}
EXPORT_SYMBOL_NS_GPL(WdfRequestGetStatus, NDIS_SHIM);

ULONG_PTR WdfRequestGetInformation(WDFREQUEST Request)
{
	struct wdf_request *req = wdf_request_from_handle(Request, __func__);

	return req ? req->information : 0;
}
EXPORT_SYMBOL_NS_GPL(WdfRequestGetInformation, NDIS_SHIM);

VOID WdfRequestSetInformation(WDFREQUEST Request, ULONG_PTR Information)
{
	struct wdf_request *req = wdf_request_from_handle(Request, __func__);
	unsigned long flags;

	if (!req)
		return;

	spin_lock_irqsave(&req->lock, flags);
	if (req->state == WDF_REQ_IDLE)
		req->information = Information;
	spin_unlock_irqrestore(&req->lock, flags);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestSetInformation, NDIS_SHIM);

VOID WdfRequestGetCompletionParams(WDFREQUEST Request, PWDF_REQUEST_COMPLETION_PARAMS Params)
{
	struct wdf_request *req = wdf_request_from_handle(Request, __func__);
	unsigned long flags;

	if (!req || !Params || Params->Size != sizeof(*Params))
		return;

	spin_lock_irqsave(&req->lock, flags);
	*Params = req->params;
	Params->Size = sizeof(*Params);
	Params->IoStatus.Status = req->status;
	Params->IoStatus.Information = req->information;
	spin_unlock_irqrestore(&req->lock, flags);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestGetCompletionParams, NDIS_SHIM);

/* The timer is part of every request: nothing is left to allocate. */
NTSTATUS WdfRequestAllocateTimer(WDFREQUEST Request)
{
	return wdf_request_from_handle(Request, __func__) ? STATUS_SUCCESS :
							    STATUS_INVALID_HANDLE;
}
EXPORT_SYMBOL_NS_GPL(WdfRequestAllocateTimer, NDIS_SHIM);

/* The program's; else one that goes nowhere, unique to the request. */
PIRP WdfRequestWdmGetIrp(WDFREQUEST Request)
{
	struct wdf_request *req = wdf_request_from_handle(Request, __func__);
	struct nt_irp *nt;

	if (!req)
		return NULL;
	nt = req->incoming ? READ_ONCE(req->incoming->nt) : NULL;
	return nt ? &nt->irp : &req->irp;
}
EXPORT_SYMBOL_NS_GPL(WdfRequestWdmGetIrp, NDIS_SHIM);
