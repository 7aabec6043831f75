// SPDX-License-Identifier: GPL-2.0
/*
 * I/O queues, which the shim does not have: requests reach an MBB client
 * through NetAdapterCx and MbbCx, never from user space directly.
 *
 * Creating a queue is refused, once with a line in the log. So no queue and no
 * request presented by one can exist, and the functions that take one have
 * nothing left to do but to report whoever calls them.
 */
#include <linux/printk.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/device.h"
#include "wdf/object.h"
#include "wdf/request.h"

NTSTATUS WdfIoQueueCreate(WDFDEVICE Device, PWDF_IO_QUEUE_CONFIG Config,
			  PWDF_OBJECT_ATTRIBUTES QueueAttributes, WDFQUEUE *Queue)
{
	if (Queue)
		*Queue = NULL;
	if (!wdf_device_from_handle(Device, __func__))
		return STATUS_INVALID_HANDLE;
	if (!Config)
		return STATUS_INVALID_PARAMETER;
	if (Config->Size != sizeof(*Config))
		return STATUS_INFO_LENGTH_MISMATCH;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueueCreate, NDIS_SHIM);

/* Always a violation: there is no such handle. */
static NTSTATUS wdf_queue_refuse(WDFQUEUE handle, const char *who)
{
	wdf_object_from_handle(handle, WDF_TYPE_QUEUE, who);
	return STATUS_INVALID_HANDLE;
}

NTSTATUS WdfDeviceConfigureRequestDispatching(WDFDEVICE Device, WDFQUEUE Queue,
					      WDF_REQUEST_TYPE RequestType)
{
	if (!wdf_device_from_handle(Device, __func__))
		return STATUS_INVALID_HANDLE;
	return wdf_queue_refuse(Queue, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceConfigureRequestDispatching, NDIS_SHIM);

NTSTATUS WdfIoQueueRetrieveNextRequest(WDFQUEUE Queue, WDFREQUEST *OutRequest)
{
	if (OutRequest)
		*OutRequest = NULL;
	return wdf_queue_refuse(Queue, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueueRetrieveNextRequest, NDIS_SHIM);

WDFDEVICE WdfIoQueueGetDevice(WDFQUEUE Queue)
{
	wdf_queue_refuse(Queue, __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueueGetDevice, NDIS_SHIM);

NTSTATUS WdfIoQueueReadyNotify(WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE QueueReady,
			       WDFCONTEXT Context)
{
	return wdf_queue_refuse(Queue, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueueReadyNotify, NDIS_SHIM);

VOID WdfIoQueueStart(WDFQUEUE Queue)
{
	wdf_queue_refuse(Queue, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueueStart, NDIS_SHIM);

VOID WdfIoQueueStop(WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE StopComplete, WDFCONTEXT Context)
{
	wdf_queue_refuse(Queue, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueueStop, NDIS_SHIM);

VOID WdfIoQueueStopSynchronously(WDFQUEUE Queue)
{
	wdf_queue_refuse(Queue, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueueStopSynchronously, NDIS_SHIM);

VOID WdfIoQueuePurge(WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE PurgeComplete, WDFCONTEXT Context)
{
	wdf_queue_refuse(Queue, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueuePurge, NDIS_SHIM);

VOID WdfIoQueuePurgeSynchronously(WDFQUEUE Queue)
{
	wdf_queue_refuse(Queue, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueuePurgeSynchronously, NDIS_SHIM);

VOID WdfIoQueueDrain(WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE DrainComplete, WDFCONTEXT Context)
{
	wdf_queue_refuse(Queue, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueueDrain, NDIS_SHIM);

VOID WdfIoQueueDrainSynchronously(WDFQUEUE Queue)
{
	wdf_queue_refuse(Queue, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueueDrainSynchronously, NDIS_SHIM);

/* Always a violation: a live request here is one that the client made. */
static NTSTATUS wdf_request_refuse_queued(WDFREQUEST handle, const char *who)
{
	struct wdf_request *req = wdf_request_from_handle(handle, who);

	if (!req)
		return STATUS_INVALID_HANDLE;
	nt_violation(req->base.driver, NT_RULE_REQUEST_NOT_FROM_QUEUE, "%s", who);
	return STATUS_INVALID_DEVICE_REQUEST;
}

VOID WdfRequestComplete(WDFREQUEST Request, NTSTATUS Status)
{
	wdf_request_refuse_queued(Request, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestComplete, NDIS_SHIM);

VOID WdfRequestCompleteWithInformation(WDFREQUEST Request, NTSTATUS Status, ULONG_PTR Information)
{
	wdf_request_refuse_queued(Request, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestCompleteWithInformation, NDIS_SHIM);

NTSTATUS WdfRequestRetrieveInputBuffer(WDFREQUEST Request, size_t MinimumRequiredLength,
				       PVOID *Buffer, size_t *Length)
{
	if (Buffer)
		*Buffer = NULL;
	if (Length)
		*Length = 0;
	return wdf_request_refuse_queued(Request, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestRetrieveInputBuffer, NDIS_SHIM);

NTSTATUS WdfRequestRetrieveOutputBuffer(WDFREQUEST Request, size_t MinimumRequiredSize,
					PVOID *Buffer, size_t *Length)
{
	if (Buffer)
		*Buffer = NULL;
	if (Length)
		*Length = 0;
	return wdf_request_refuse_queued(Request, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestRetrieveOutputBuffer, NDIS_SHIM);

NTSTATUS WdfRequestRetrieveInputMemory(WDFREQUEST Request, WDFMEMORY *Memory)
{
	if (Memory)
		*Memory = NULL;
	return wdf_request_refuse_queued(Request, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestRetrieveInputMemory, NDIS_SHIM);

NTSTATUS WdfRequestRetrieveOutputMemory(WDFREQUEST Request, WDFMEMORY *Memory)
{
	if (Memory)
		*Memory = NULL;
	return wdf_request_refuse_queued(Request, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestRetrieveOutputMemory, NDIS_SHIM);

VOID WdfRequestMarkCancelable(WDFREQUEST Request, PFN_WDF_REQUEST_CANCEL EvtRequestCancel)
{
	wdf_request_refuse_queued(Request, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestMarkCancelable, NDIS_SHIM);

NTSTATUS WdfRequestUnmarkCancelable(WDFREQUEST Request)
{
	return wdf_request_refuse_queued(Request, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestUnmarkCancelable, NDIS_SHIM);

VOID WdfRequestStopAcknowledge(WDFREQUEST Request, BOOLEAN Requeue)
{
	wdf_request_refuse_queued(Request, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestStopAcknowledge, NDIS_SHIM);

NTSTATUS WdfRequestForwardToIoQueue(WDFREQUEST Request, WDFQUEUE DestinationQueue)
{
	return wdf_request_refuse_queued(Request, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestForwardToIoQueue, NDIS_SHIM);

NTSTATUS WdfRequestRequeue(WDFREQUEST Request)
{
	return wdf_request_refuse_queued(Request, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestRequeue, NDIS_SHIM);
