// SPDX-License-Identifier: GPL-2.0
/*
 * Requests that come from programs: the object, its cancellation, its end.
 *
 * Not here: waiting for the client (queue.c), buffers (incoming_buffer.c), entry
 * points (incoming_api.c).
 */
#include <linux/slab.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/callback.h"
#include "wdf/device_internal.h"
#include "wdf/file.h"
#include "wdf/memory.h"
#include "wdf/queue.h"

static void wdf_incoming_release(struct wdf_object *obj)
{
	struct wdf_incoming *in = container_of(obj, struct wdf_incoming, req.base);
	struct wdf_device *dev = in->dev;

	wdf_request_release_io(&in->req);
	if (in->queue)
		wdf_object_unhold(&in->queue->base);
	kfree(in);
	wdf_object_unhold(&dev->base);
}

static const struct wdf_object_class wdf_incoming_class = {
	.name = "WDFREQUEST",
	.type = WDF_TYPE_REQUEST,
	.flags = WDF_CLASS_FRAMEWORK_OWNED | WDF_CLASS_FIXED_PARENT,
	.quiesce = wdf_request_object_quiesce,
	.dispose = wdf_request_object_dispose,
	.release = wdf_incoming_release,
};

static void wdf_incoming_cancelled_work(struct work_struct *work);

struct wdf_incoming *wdf_incoming_create(struct wdf_device *dev, struct nt_irp *nt,
					 struct wdf_file *file)
{
	WDF_OBJECT_ATTRIBUTES *attributes = &dev->io.set.request_attributes;
	struct wdf_incoming *in = kzalloc(sizeof(*in), nt_gfp());

	if (!in)
		return NULL;
	wdf_request_init(&in->req, &wdf_incoming_class, dev->base.driver);
	in->req.incoming = in;
	in->dev = dev;
	in->nt = nt;
	in->type = IoGetCurrentIrpStackLocation(&nt->irp)->MajorFunction;
	INIT_LIST_HEAD(&in->node);
	INIT_WORK(&in->work, wdf_incoming_cancelled_work);
	wdf_object_hold(&dev->base);
	if (!NT_SUCCESS(wdf_object_publish(&in->req.base, attributes->Size ? attributes : NULL,
					   &dev->base))) {
		kfree(in);
		wdf_object_unhold(&dev->base);
		return NULL;
	}
	/* Until the IRP is completed. */
	wdf_object_get(&in->req.base);
	if (file)
		in->file = container_of(wdf_object_get(&file->base), struct wdf_file, base);
	nt->framework = in;
	return in;
}

struct wdf_incoming *wdf_incoming_from_handle(WDFREQUEST handle, const char *who)
{
	struct wdf_request *req = wdf_request_from_handle(handle, who);

	if (!req)
		return NULL;
	if (!req->incoming) {
		nt_violation(req->base.driver, NT_RULE_REQUEST_NOT_FROM_QUEUE, "%s", who);
		return NULL;
	}
	if (READ_ONCE(req->incoming->state) != WDF_IN_DRIVER) {
		nt_violation(req->base.driver, NT_RULE_REQUEST_NOT_OWNED, "%s", who);
		return NULL;
	}
	return req->incoming;
}

/* ---- the end ---- */

void wdf_incoming_power_put(struct wdf_device *dev)
{
	wdf_idle_power_put(dev, &dev->io.power);
}

/* The IRP's memory is about to go: nobody gets at it by what he has of us. */
static void wdf_incoming_detach(struct wdf_incoming *in)
{
	unsigned int i;

	for (i = 0; i < WDF_IN_NUM_BUFFERS; i++) {
		if (in->memory[i])
			wdf_memory_unwrap(in->memory[i]);
		in->memory[i] = NULL;
		if (in->mdl[i])
			IoFreeMdl(in->mdl[i]);
		in->mdl[i] = NULL;
	}
}

/*
 * No cancel routine of ours begins after this, and one that has begun has its
 * reference: it takes that under the cancel lock. A canceller sets Cancel before
 * it takes the routine, so who finds neither has none to wait for.
 */
static void wdf_incoming_disarm(struct wdf_incoming *in)
{
	PIRP irp = wdf_incoming_irp(in);
	KIRQL irql;

	if (IoSetCancelRoutine(irp, NULL)) {
		if (in->armed)
			nt_violation(in->req.base.driver, NT_RULE_REQUEST_CANCELABLE, "completed");
	} else if (READ_ONCE(irp->Cancel)) {
		IoAcquireCancelSpinLock(&irql);
		IoReleaseCancelSpinLock(irql);
	}
}

void wdf_incoming_finish(struct wdf_incoming *in, NTSTATUS status, ULONG_PTR information)
{
	struct wdf_device *dev = in->dev;
	struct wdf_queue *queue;
	struct nt_irp *nt = in->nt;
	unsigned long flags;
	bool power;

	wdf_incoming_disarm(in);
	in->req.status = status;
	in->req.information = information;
	if (in->type == WdfRequestTypeCreate && in->file)
		wdf_file_created(in->file, nt->file, NT_SUCCESS(status));
	/* EvtCleanup may still look at the buffers. */
	wdf_object_delete(&in->req.base);
	wdf_incoming_detach(in);
	in->nt = NULL;
	nt->framework = NULL;
	nt->irp.IoStatus.Status = status;
	nt->irp.IoStatus.Information = information;
	IoCompleteRequest(&nt->irp, IO_NO_INCREMENT);

	spin_lock_irqsave(&dev->io.lock, flags);
	list_del_init(&in->node);
	queue = in->queue;
	if (queue) {
		queue->num_owned--;
		wdf_object_hold(&queue->base);
	}
	power = in->power;
	in->power = false;
	spin_unlock_irqrestore(&dev->io.lock, flags);
	if (power)
		wdf_incoming_power_put(dev);
	if (in->file)
		wdf_object_put(&in->file->base);
	in->file = NULL;

	wdf_object_hold(&dev->base);
	wdf_object_put(&in->req.base);
	if (queue) {
		wdf_queue_settle(queue);
		wdf_queue_run(queue);
		wdf_object_unhold(&queue->base);
	} else {
		wake_up_all(&dev->io.wait);
	}
	wdf_object_unhold(&dev->base);
}

/* ---- cancelled while it waits ---- */

static void wdf_incoming_tell_cancelled(struct wdf_incoming *in)
{
	struct wdf_queue *queue = in->queue;
	struct wdf_io *io = &in->dev->io;
	unsigned long flags;

	spin_lock_irqsave(&io->lock, flags);
	in->state = WDF_IN_DRIVER;
	spin_unlock_irqrestore(&io->lock, flags);
	wdf_object_hold(&queue->base);
	wdf_presentation_enter(queue->sync);
	queue->config.EvtIoCanceledOnQueue(wdf_queue_handle(queue), wdf_incoming_handle(in));
	wdf_presentation_leave(queue->sync);
	wdf_object_unhold(&queue->base);
}

void wdf_incoming_cancelled(struct wdf_incoming *in)
{
	struct wdf_queue *queue = in->queue;

	/* The client is told only of what it has seen before. */
	if (!in->delivered || !queue->config.EvtIoCanceledOnQueue) {
		wdf_incoming_finish(in, STATUS_CANCELLED, 0);
	} else if (queue->passive && !nt_may_sleep()) {
		wdf_object_get(&in->req.base);
		in->telling = true;
		queue_work(wdf_callback_wq, &in->work);
	} else {
		wdf_incoming_tell_cancelled(in);
	}
}

VOID wdf_incoming_cancel_queued(PDEVICE_OBJECT device, PIRP irp)
{
	struct wdf_incoming *in = container_of(irp, struct nt_irp, irp)->framework;
	struct wdf_queue *queue;
	unsigned long flags;

	wdf_object_get(&in->req.base);
	IoReleaseCancelSpinLock(irp->CancelIrql);

	spin_lock_irqsave(&in->dev->io.lock, flags);
	queue = in->queue;
	queue->num_waiting--;
	queue->num_owned++;
	list_move_tail(&in->node, &queue->owned);
	in->state = WDF_IN_ENDING;
	spin_unlock_irqrestore(&in->dev->io.lock, flags);
	wdf_incoming_cancelled(in);
	wdf_object_put(&in->req.base);
}

/* ---- cancelled while the client has it ---- */

static void wdf_incoming_call_cancel(struct wdf_incoming *in)
{
	struct wdf_presentation *sync;
	PFN_WDF_REQUEST_CANCEL cancel = NULL;
	struct wdf_queue *queue;
	unsigned long flags;

	spin_lock_irqsave(&in->dev->io.lock, flags);
	if (in->state == WDF_IN_DRIVER && in->armed)
		cancel = in->cancel;
	queue = in->queue;
	if (queue)
		wdf_object_hold(&queue->base);
	spin_unlock_irqrestore(&in->dev->io.lock, flags);
	if (cancel) {
		sync = queue ? queue->sync : NULL;
		wdf_presentation_enter(sync);
		cancel(wdf_incoming_handle(in));
		wdf_presentation_leave(sync);
	}
	if (queue)
		wdf_object_unhold(&queue->base);
}

static VOID wdf_incoming_cancel_owned(PDEVICE_OBJECT device, PIRP irp)
{
	struct wdf_incoming *in = container_of(irp, struct nt_irp, irp)->framework;

	wdf_object_get(&in->req.base);
	IoReleaseCancelSpinLock(irp->CancelIrql);
	if (in->queue && in->queue->passive && !nt_may_sleep()) {
		queue_work(wdf_callback_wq, &in->work);
		return;
	}
	wdf_incoming_call_cancel(in);
	wdf_object_put(&in->req.base);
}

static void wdf_incoming_cancelled_work(struct work_struct *work)
{
	struct wdf_incoming *in = container_of(work, struct wdf_incoming, work);
	bool telling = in->telling;

	/* The client has it again once it is told, and it may be cancelled again. */
	in->telling = false;
	if (telling)
		wdf_incoming_tell_cancelled(in);
	else
		wdf_incoming_call_cancel(in);
	wdf_object_put(&in->req.base);
}

/* STATUS_CANCELLED: there was no use in it, and @cancel will not be called. */
static NTSTATUS wdf_incoming_mark(struct wdf_incoming *in, PFN_WDF_REQUEST_CANCEL cancel,
				  const char *who)
{
	NTSTATUS status = STATUS_SUCCESS;
	unsigned long flags;
	bool misuse;
	PIRP irp;

	spin_lock_irqsave(&in->dev->io.lock, flags);
	/* Completed meanwhile it has no IRP any more. */
	misuse = in->state != WDF_IN_DRIVER || in->armed || in->sent;
	if (!misuse) {
		irp = wdf_incoming_irp(in);
		in->cancel = cancel;
		in->armed = true;
		IoSetCancelRoutine(irp, wdf_incoming_cancel_owned);
		/* Cancelled before: what we find in it is ours, unless a
		 * canceller has just taken it.
		 */
		if (READ_ONCE(irp->Cancel) && IoSetCancelRoutine(irp, NULL)) {
			in->armed = false;
			status = STATUS_CANCELLED;
		}
	}
	spin_unlock_irqrestore(&in->dev->io.lock, flags);
	if (misuse) {
		nt_violation(in->req.base.driver, NT_RULE_REQUEST_CANCELABLE, "%s", who);
		return STATUS_INVALID_DEVICE_REQUEST;
	}
	return status;
}

VOID WdfRequestMarkCancelable(WDFREQUEST Request, PFN_WDF_REQUEST_CANCEL EvtRequestCancel)
{
	struct wdf_incoming *in = wdf_incoming_from_handle(Request, __func__);

	if (!in || !EvtRequestCancel)
		return;
	if (wdf_incoming_mark(in, EvtRequestCancel, __func__) == STATUS_CANCELLED)
		EvtRequestCancel(Request);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestMarkCancelable, NDIS_SHIM);

NTSTATUS WdfRequestMarkCancelableEx(WDFREQUEST Request, PFN_WDF_REQUEST_CANCEL EvtRequestCancel)
{
	struct wdf_incoming *in = wdf_incoming_from_handle(Request, __func__);

	if (!in)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (!EvtRequestCancel)
		return STATUS_INVALID_PARAMETER;
	return wdf_incoming_mark(in, EvtRequestCancel, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestMarkCancelableEx, NDIS_SHIM);

/* STATUS_CANCELLED also where EvtRequestCancel has completed the request by now:
 * a driver that keeps a reference cannot know of it before it asks.
 */
NTSTATUS WdfRequestUnmarkCancelable(WDFREQUEST Request)
{
	struct wdf_request *req = wdf_request_from_handle(Request, __func__);
	struct wdf_incoming *in = req ? req->incoming : NULL;
	NTSTATUS status = STATUS_CANCELLED;
	unsigned long flags;
	bool owned, ended;

	if (!req)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (!in) {
		nt_violation(req->base.driver, NT_RULE_REQUEST_NOT_FROM_QUEUE, "%s", __func__);
		return STATUS_INVALID_DEVICE_REQUEST;
	}
	spin_lock_irqsave(&in->dev->io.lock, flags);
	owned = in->state == WDF_IN_DRIVER;
	ended = in->state == WDF_IN_ENDING && in->armed;
	if (!ended && (!owned || !in->armed)) {
		status = STATUS_INVALID_DEVICE_REQUEST;
	} else if (owned && IoSetCancelRoutine(wdf_incoming_irp(in), NULL)) {
		in->armed = false;
		status = STATUS_SUCCESS;
	}
	spin_unlock_irqrestore(&in->dev->io.lock, flags);
	if (!owned && !ended)
		nt_violation(req->base.driver, NT_RULE_REQUEST_NOT_OWNED, "%s", __func__);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfRequestUnmarkCancelable, NDIS_SHIM);

/* ---- on its way to a target ---- */

/* The program cancels what its driver has passed on, as on Windows, where it is
 * the same IRP.
 */
static VOID wdf_incoming_cancel_sent(PDEVICE_OBJECT device, PIRP irp)
{
	struct wdf_incoming *in = container_of(irp, struct nt_irp, irp)->framework;

	wdf_object_get(&in->req.base);
	IoReleaseCancelSpinLock(irp->CancelIrql);
	wdf_request_cancel(&in->req, false);
	wdf_object_put(&in->req.base);
}

bool wdf_incoming_send(struct wdf_incoming *in)
{
	unsigned long flags;
	bool fine;

	spin_lock_irqsave(&in->dev->io.lock, flags);
	fine = in->state == WDF_IN_DRIVER && !in->armed && !in->sent;
	if (fine) {
		in->sent = true;
		IoSetCancelRoutine(wdf_incoming_irp(in), wdf_incoming_cancel_sent);
	}
	spin_unlock_irqrestore(&in->dev->io.lock, flags);
	if (!fine)
		nt_violation(in->req.base.driver, NT_RULE_REQUEST_NOT_OWNED, "sent");
	return fine;
}

/* The caller has a reference; the IRP may be gone. */
void wdf_incoming_sent(struct wdf_incoming *in)
{
	unsigned long flags;
	bool cancel;

	spin_lock_irqsave(&in->dev->io.lock, flags);
	cancel = in->sent && READ_ONCE(wdf_incoming_irp(in)->Cancel);
	spin_unlock_irqrestore(&in->dev->io.lock, flags);
	if (cancel)
		wdf_request_cancel(&in->req, false);
}

void wdf_incoming_back(struct wdf_incoming *in)
{
	unsigned long flags;

	spin_lock_irqsave(&in->dev->io.lock, flags);
	in->sent = false;
	IoSetCancelRoutine(wdf_incoming_irp(in), NULL);
	spin_unlock_irqrestore(&in->dev->io.lock, flags);
}

VOID wdf_incoming_forgotten(WDFREQUEST request, WDFIOTARGET target,
			    PWDF_REQUEST_COMPLETION_PARAMS params, WDFCONTEXT context)
{
	WdfRequestCompleteWithInformation(request, params->IoStatus.Status,
					  params->IoStatus.Information);
}
