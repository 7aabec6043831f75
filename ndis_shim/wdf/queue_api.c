// SPDX-License-Identifier: GPL-2.0
/*
 * Entry points of queues: what the client takes out of them, puts back, and asks.
 */
#include <linux/export.h>
#include <linux/printk.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/device_internal.h"
#include "wdf/file.h"
#include "wdf/queue.h"

static bool wdf_queue_type_is_dispatched(WDF_REQUEST_TYPE type)
{
	switch (type) {
	case WdfRequestTypeCreate:
	case WdfRequestTypeRead:
	case WdfRequestTypeWrite:
	case WdfRequestTypeDeviceControl:
	case WdfRequestTypeDeviceControlInternal:
		return true;
	default:
		return false;
	}
}

NTSTATUS WdfDeviceConfigureRequestDispatching(WDFDEVICE Device, WDFQUEUE Queue,
					      WDF_REQUEST_TYPE RequestType)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);
	struct wdf_queue *queue = wdf_queue_from_handle(Queue, __func__);
	NTSTATUS status = STATUS_SUCCESS;
	struct wdf_io *io;

	if (!dev || !queue)
		return STATUS_INVALID_HANDLE;
	if (nt_irql_violation(dev->base.driver, __func__))
		return STATUS_INVALID_DEVICE_STATE;
	if (queue->dev != dev)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (!wdf_queue_type_is_dispatched(RequestType))
		return STATUS_INVALID_PARAMETER;

	io = &dev->io;
	spin_lock_irq(&io->lock);
	if (io->dispatch[RequestType])
		status = STATUS_WDF_BUSY;
	else if (queue->dead)
		status = STATUS_DELETE_PENDING;
	else
		io->dispatch[RequestType] = queue;
	spin_unlock_irq(&io->lock);
	if (NT_SUCCESS(status))
		wdf_object_set_owned(&queue->base);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceConfigureRequestDispatching, NDIS_SHIM);

WDFDEVICE WdfIoQueueGetDevice(WDFQUEUE Queue)
{
	struct wdf_queue *queue = wdf_queue_from_handle(Queue, __func__);

	return queue ? wdf_device_to_handle(queue->dev) : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueueGetDevice, NDIS_SHIM);

WDF_IO_QUEUE_STATE WdfIoQueueGetState(WDFQUEUE Queue, PULONG QueueRequests, PULONG DriverRequests)
{
	struct wdf_queue *queue = wdf_queue_from_handle(Queue, __func__);
	unsigned int waiting = 0, owned = 0, state = 0;
	unsigned long flags;

	if (queue) {
		spin_lock_irqsave(&queue->dev->io.lock, flags);
		waiting = queue->num_waiting;
		owned = queue->num_owned;
		state = (queue->accepting ? WdfIoQueueAcceptRequests : 0) |
			(queue->dispatching ? WdfIoQueueDispatchRequests : 0) |
			(waiting ? 0 : WdfIoQueueNoRequests) |
			(owned ? 0 : WdfIoQueueDriverNoRequests);
		if (queue->power_managed && !queue->dev->io.powered)
			state |= WdfIoQueuePnpHeld;
		spin_unlock_irqrestore(&queue->dev->io.lock, flags);
	}
	if (QueueRequests)
		*QueueRequests = waiting;
	if (DriverRequests)
		*DriverRequests = owned;
	return (WDF_IO_QUEUE_STATE)state;
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueueGetState, NDIS_SHIM);

/* ---- taking requests out ---- */

static NTSTATUS wdf_queue_retrieve(struct wdf_queue *queue, struct wdf_file *file,
				   WDFREQUEST *request)
{
	struct wdf_io *io = &queue->dev->io;
	NTSTATUS status = STATUS_NO_MORE_ENTRIES;
	struct wdf_incoming *in;
	unsigned long flags;

	spin_lock_irqsave(&io->lock, flags);
	if (!wdf_queue_may_present(queue)) {
		status = STATUS_WDF_PAUSED;
	} else {
		in = wdf_queue_take(queue, file);
		if (in) {
			in->retrieved = true;
			*request = wdf_incoming_handle(in);
			status = STATUS_SUCCESS;
		}
	}
	spin_unlock_irqrestore(&io->lock, flags);
	return status;
}

NTSTATUS WdfIoQueueRetrieveNextRequest(WDFQUEUE Queue, WDFREQUEST *OutRequest)
{
	struct wdf_queue *queue;

	if (!OutRequest)
		return STATUS_INVALID_PARAMETER;
	*OutRequest = NULL;
	queue = wdf_queue_from_handle(Queue, __func__);
	if (!queue)
		return STATUS_INVALID_HANDLE;
	return wdf_queue_retrieve(queue, NULL, OutRequest);
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueueRetrieveNextRequest, NDIS_SHIM);

NTSTATUS WdfIoQueueRetrieveRequestByFileObject(WDFQUEUE Queue, WDFFILEOBJECT FileObject,
					       WDFREQUEST *OutRequest)
{
	struct wdf_queue *queue;
	struct wdf_file *file;

	if (!OutRequest)
		return STATUS_INVALID_PARAMETER;
	*OutRequest = NULL;
	queue = wdf_queue_from_handle(Queue, __func__);
	if (!queue)
		return STATUS_INVALID_HANDLE;
	file = wdf_file_from_handle(FileObject, __func__);
	if (!file)
		return STATUS_INVALID_HANDLE;
	return wdf_queue_retrieve(queue, file, OutRequest);
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueueRetrieveRequestByFileObject, NDIS_SHIM);

/* @found's place among those that wait, or NULL. */
static struct list_head *wdf_queue_place(struct wdf_queue *queue, WDFREQUEST found)
{
	struct wdf_incoming *in;

	lockdep_assert_held(&queue->dev->io.lock);

	if (!found)
		return &queue->waiting;
	list_for_each_entry(in, &queue->waiting, node) {
		if (wdf_incoming_handle(in) == found)
			return &in->node;
	}
	return NULL;
}

/* With a reference of the framework's, for the caller to make one of the client's. */
static NTSTATUS wdf_queue_find(struct wdf_queue *queue, WDFREQUEST found, struct wdf_file *file,
			       PWDF_REQUEST_PARAMETERS parameters, struct wdf_incoming **result)
{
	struct wdf_io *io = &queue->dev->io;
	NTSTATUS status = STATUS_NO_MORE_ENTRIES;
	struct list_head *place;
	struct wdf_incoming *in;
	unsigned long flags;

	spin_lock_irqsave(&io->lock, flags);
	place = wdf_queue_place(queue, found);
	if (!place) {
		status = STATUS_NOT_FOUND;
		goto unlock;
	}
	in = list_entry(place, struct wdf_incoming, node);
	list_for_each_entry_continue(in, &queue->waiting, node) {
		if (file && in->file != file)
			continue;
		wdf_object_get(&in->req.base);
		if (parameters)
			wdf_incoming_parameters(in, parameters);
		*result = in;
		status = STATUS_SUCCESS;
		break;
	}
unlock:
	spin_unlock_irqrestore(&io->lock, flags);
	return status;
}

NTSTATUS WdfIoQueueFindRequest(WDFQUEUE Queue, WDFREQUEST FoundRequest, WDFFILEOBJECT FileObject,
			       PWDF_REQUEST_PARAMETERS Parameters, WDFREQUEST *OutRequest)
{
	struct wdf_incoming *in;
	struct wdf_queue *queue;
	struct wdf_file *file = NULL;
	NTSTATUS status;

	if (!OutRequest)
		return STATUS_INVALID_PARAMETER;
	*OutRequest = NULL;
	queue = wdf_queue_from_handle(Queue, __func__);
	if (!queue)
		return STATUS_INVALID_HANDLE;
	if (FileObject) {
		file = wdf_file_from_handle(FileObject, __func__);
		if (!file)
			return STATUS_INVALID_HANDLE;
	}
	if (Parameters && Parameters->Size != sizeof(*Parameters))
		return STATUS_INFO_LENGTH_MISMATCH;
	status = wdf_queue_find(queue, FoundRequest, file, Parameters, &in);
	if (status != STATUS_SUCCESS)
		return status;
	*OutRequest = wdf_incoming_handle(in);
	/* The client's to drop. */
	atomic_inc(&in->req.base.client_refs);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueueFindRequest, NDIS_SHIM);

NTSTATUS WdfIoQueueRetrieveFoundRequest(WDFQUEUE Queue, WDFREQUEST FoundRequest,
					WDFREQUEST *OutRequest)
{
	NTSTATUS status = STATUS_NOT_FOUND;
	struct wdf_queue *queue;
	struct wdf_incoming *in;
	struct list_head *place;
	unsigned long flags;

	if (!OutRequest)
		return STATUS_INVALID_PARAMETER;
	*OutRequest = NULL;
	queue = wdf_queue_from_handle(Queue, __func__);
	if (!queue || !FoundRequest)
		return STATUS_INVALID_HANDLE;
	spin_lock_irqsave(&queue->dev->io.lock, flags);
	place = wdf_queue_place(queue, FoundRequest);
	if (!wdf_queue_may_present(queue)) {
		status = STATUS_WDF_PAUSED;
	} else if (place) {
		in = list_entry(place, struct wdf_incoming, node);
		if (wdf_queue_take_one(queue, in)) {
			in->retrieved = true;
			*OutRequest = FoundRequest;
			status = STATUS_SUCCESS;
		}
	}
	spin_unlock_irqrestore(&queue->dev->io.lock, flags);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueueRetrieveFoundRequest, NDIS_SHIM);

NTSTATUS WdfIoQueueReadyNotify(WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE QueueReady,
			       WDFCONTEXT Context)
{
	struct wdf_queue *queue = wdf_queue_from_handle(Queue, __func__);
	NTSTATUS status = STATUS_SUCCESS;
	unsigned long flags;

	if (!queue)
		return STATUS_INVALID_HANDLE;
	if (queue->config.DispatchType != WdfIoQueueDispatchManual)
		return STATUS_INVALID_DEVICE_REQUEST;
	spin_lock_irqsave(&queue->dev->io.lock, flags);
	if (!QueueReady == !queue->ready) {
		status = STATUS_INVALID_DEVICE_REQUEST;
	} else {
		queue->ready = QueueReady;
		queue->ready_context = Context;
		queue->ready_due = true;
	}
	spin_unlock_irqrestore(&queue->dev->io.lock, flags);
	if (QueueReady && NT_SUCCESS(status))
		wdf_queue_run(queue);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueueReadyNotify, NDIS_SHIM);

NTSTATUS WdfIoQueueAssignForwardProgressPolicy(
	WDFQUEUE Queue, PWDF_IO_QUEUE_FORWARD_PROGRESS_POLICY ForwardProgressPolicy)
{
	if (!wdf_queue_from_handle(Queue, __func__))
		return STATUS_INVALID_HANDLE;
	if (!ForwardProgressPolicy)
		return STATUS_INVALID_PARAMETER;
	if (ForwardProgressPolicy->Size != sizeof(*ForwardProgressPolicy))
		return STATUS_INFO_LENGTH_MISMATCH;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueueAssignForwardProgressPolicy, NDIS_SHIM);

/* ---- putting them back ---- */

NTSTATUS WdfRequestForwardToIoQueue(WDFREQUEST Request, WDFQUEUE DestinationQueue)
{
	struct wdf_incoming *in = wdf_incoming_from_handle(Request, __func__);
	struct wdf_queue *queue;

	if (!in)
		return STATUS_INVALID_DEVICE_REQUEST;
	queue = wdf_queue_from_handle(DestinationQueue, __func__);
	if (!queue)
		return STATUS_INVALID_HANDLE;
	if (queue->dev != in->dev || queue == in->queue) {
		nt_violation(in->req.base.driver, NT_RULE_QUEUE_MISUSE, "%s: %s", __func__,
			     queue == in->queue ? "it is in this queue" : "another device's queue");
		return STATUS_INVALID_DEVICE_REQUEST;
	}
	return wdf_queue_insert(queue, in, false, false);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestForwardToIoQueue, NDIS_SHIM);

NTSTATUS WdfRequestForwardToParentDeviceIoQueue(WDFREQUEST Request, WDFQUEUE ParentDeviceQueue,
						PWDF_REQUEST_FORWARD_OPTIONS ForwardOptions)
{
	if (!wdf_incoming_from_handle(Request, __func__))
		return STATUS_INVALID_DEVICE_REQUEST;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfRequestForwardToParentDeviceIoQueue, NDIS_SHIM);

NTSTATUS WdfRequestRequeue(WDFREQUEST Request)
{
	struct wdf_incoming *in = wdf_incoming_from_handle(Request, __func__);

	if (!in)
		return STATUS_INVALID_DEVICE_REQUEST;
	/* A queue that presents by itself would bring it back at once. */
	if (!in->queue || !in->retrieved)
		return STATUS_INVALID_DEVICE_REQUEST;
	return wdf_queue_insert(in->queue, in, true, true);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestRequeue, NDIS_SHIM);

/* From the client to whoever finds its queue. False: it is busy elsewhere. */
static bool wdf_incoming_take_back(struct wdf_incoming *in)
{
	unsigned long flags;
	bool back;

	spin_lock_irqsave(&in->dev->io.lock, flags);
	back = in->caller_context && in->state == WDF_IN_DRIVER && !in->armed && !in->sent;
	if (back)
		in->state = WDF_IN_ARRIVED;
	spin_unlock_irqrestore(&in->dev->io.lock, flags);
	return back;
}

NTSTATUS WdfDeviceEnqueueRequest(WDFDEVICE Device, WDFREQUEST Request)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);
	struct wdf_incoming *in;

	if (!dev)
		return STATUS_INVALID_HANDLE;
	in = wdf_incoming_from_handle(Request, __func__);
	if (!in)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (in->dev != dev || !wdf_incoming_take_back(in)) {
		nt_violation(in->req.base.driver, NT_RULE_QUEUE_MISUSE,
			     "%s outside EvtIoInCallerContext, or while it is cancelable or sent",
			     __func__);
		return STATUS_INVALID_DEVICE_REQUEST;
	}
	wdf_io_route(in);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceEnqueueRequest, NDIS_SHIM);
