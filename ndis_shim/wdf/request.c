// SPDX-License-Identifier: GPL-2.0
/*
 * WDFREQUEST: the object, formatting, cancelling and delivery.
 *
 * One rule runs through this file: a request that was sent is completed
 * exactly once. The hardware and whoever is inside submit() or unlink() pin it;
 * the last of them queues its delivery, so nobody ever touches an operation
 * that its completion routine has reused or deleted.
 *
 * Not here: sending and stopping (iotarget.c), the exported names
 * (request_api.c), URBs (usb/transfer.c).
 */
#include "wdf/request.h"

#include <kunit/visibility.h>
#include <linux/jiffies.h>
#include <linux/minmax.h>
#include <linux/slab.h>

#include <wdf.h>

#include "nt/io.h"
#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/driver.h"
#include "wdf/queue.h"

/* ---- the object ---- */

void wdf_request_release_io(struct wdf_request *req)
{
	/* An idle request's sets itself no more. */
	timer_delete_sync(&req->timer);
	if (req->io_ops)
		req->io_ops->release(req);
}

static void wdf_request_free(struct wdf_request *req)
{
	wdf_request_release_io(req);
	kfree(req);
}

void wdf_request_object_quiesce(struct wdf_object *obj)
{
	struct wdf_request *req = container_of(obj, struct wdf_request, base);

	/* The references of the flight keep the memory, and the completion
	 * routine still comes: it was promised. Dying with its parent is not
	 * the client's mistake.
	 */
	if (wdf_request_cancel(req, false) && !(obj->parent && wdf_object_deleted(obj->parent)))
		nt_violation(obj->driver, NT_RULE_REQUEST_IN_FLIGHT, "deleted");
}

void wdf_request_object_dispose(struct wdf_object *obj)
{
	wdf_request_unformat(container_of(obj, struct wdf_request, base));
}

static void wdf_request_object_release(struct wdf_object *obj)
{
	wdf_request_free(container_of(obj, struct wdf_request, base));
}

static const struct wdf_object_class wdf_request_class = {
	.name = "WDFREQUEST",
	.type = WDF_TYPE_REQUEST,
	.quiesce = wdf_request_object_quiesce,
	.dispose = wdf_request_object_dispose,
	.release = wdf_request_object_release,
};

/*
 * Under the request's lock: is the flight that it is in over its time? It may be another
 * one than that for which the timer was set, and then there is time left. True: it is
 * pinned, for unlink().
 */
static bool wdf_request_is_late(struct wdf_request *req)
{
	lockdep_assert_held(&req->lock);

	if (req->state != WDF_REQ_SENT || !req->timed || req->cancelled)
		return false;
	if (time_before(jiffies, req->deadline)) {
		mod_timer(&req->timer, req->deadline);
		return false;
	}
	if (!atomic_inc_not_zero(&req->pins))
		return false;
	req->timed_out = true;
	req->cancelled = true;
	return true;
}

static void wdf_request_timeout(struct timer_list *timer)
{
	struct wdf_request *req = container_of(timer, struct wdf_request, timer);
	unsigned long flags;
	bool armed, late;

	spin_lock_irqsave(&req->lock, flags);
	armed = req->armed && !time_before(jiffies, req->deadline);
	late = !req->armed && wdf_request_is_late(req);
	spin_unlock_irqrestore(&req->lock, flags);
	if (armed)
		wdf_request_cancel(req, true);
	if (!late)
		return;
	req->io->unlink(req);
	wdf_request_unpin(req);
}

/**
 * wdf_request_arm() - bound a flight by a timer of its own
 * @req: in flight, and kept there by the caller; not bounded yet
 * @timeout: jiffies, not 0
 *
 * Context: any up to softirq.
 */
void wdf_request_arm(struct wdf_request *req, unsigned long timeout)
{
	unsigned long flags;

	spin_lock_irqsave(&req->lock, flags);
	req->armed = true;
	req->deadline = jiffies + timeout;
	mod_timer(&req->timer, req->deadline);
	spin_unlock_irqrestore(&req->lock, flags);
}

/**
 * wdf_request_set_timeout() - bound a flight
 * @req: about to be sent or held
 * @timeout: jiffies, not 0
 *
 * One that is held has its timer, which is deleted when it is delivered: it may be
 * found in one list when its time is over and be in the other then.
 *
 * Context: the locks of target and request held.
 */
void wdf_request_set_timeout(struct wdf_request *req, unsigned long timeout)
{
	lockdep_assert_held(&req->lock);

	req->armed = req->state == WDF_REQ_HELD;
	req->timed = !req->armed;
	req->deadline = jiffies + timeout;
	if (req->armed || !timer_pending(&req->timer) ||
	    time_after(req->timer.expires, req->deadline))
		mod_timer(&req->timer, req->deadline);
}

static void wdf_request_deliver(struct wdf_done *done);

void wdf_request_init(struct wdf_request *req, const struct wdf_object_class *cls,
		      struct nt_driver *driver)
{
	wdf_object_init(&req->base, cls, driver);
	refcount_set(&req->internal_refs, 1);
	spin_lock_init(&req->lock);
	INIT_LIST_HEAD(&req->node);
	INIT_LIST_HEAD(&req->done.node);
	req->done.fn = wdf_request_deliver;
	timer_setup(&req->timer, wdf_request_timeout, 0);
	nt_irp_fake(&req->irp, req->locations, ARRAY_SIZE(req->locations));
	req->status = STATUS_NOT_SUPPORTED;	/* before the first send, as KMDF */
}

static struct wdf_request *wdf_request_alloc(struct nt_driver *driver)
{
	struct wdf_request *req = kzalloc(sizeof(*req), nt_gfp());

	if (req)
		wdf_request_init(req, &wdf_request_class, driver);
	return req;
}

struct wdf_request *wdf_request_from_handle(WDFREQUEST handle, const char *who)
{
	struct wdf_object *obj = wdf_object_from_handle(handle, WDF_TYPE_REQUEST, who);

	return obj ? container_of(obj, struct wdf_request, base) : NULL;
}

WDFREQUEST wdf_request_to_handle(struct wdf_request *req)
{
	return (WDFREQUEST)&req->base;
}

NTSTATUS WdfRequestCreateWorker(PWDF_DRIVER_GLOBALS Globals, PWDF_OBJECT_ATTRIBUTES Attributes,
				WDFIOTARGET IoTarget, WDFREQUEST *Request)
{
	struct wdf_creator creator;
	struct wdf_request *req;
	NTSTATUS status;

	if (!Request)
		return STATUS_INVALID_PARAMETER;
	*Request = NULL;
	/* The target tells Windows how large to make the IRP; here it is only
	 * checked.
	 */
	if (IoTarget && !wdf_iotarget_from_handle(IoTarget, "WdfRequestCreate"))
		return STATUS_INVALID_HANDLE;

	wdf_creator_init(&creator, Globals);
	req = wdf_request_alloc(creator.driver);
	if (!req)
		return STATUS_INSUFFICIENT_RESOURCES;

	status = wdf_object_publish(&req->base, Attributes, creator.parent);
	if (!NT_SUCCESS(status)) {
		kfree(req);
		return status;
	}
	*Request = wdf_request_to_handle(req);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfRequestCreateWorker, NDIS_SHIM);

/**
 * wdf_request_alloc_internal() - a request for a call that was given none
 * @driver: on whose behalf
 *
 * Context: any. Return: NULL without memory; end it with wdf_request_put().
 */
struct wdf_request *wdf_request_alloc_internal(struct nt_driver *driver)
{
	struct wdf_request *req = wdf_request_alloc(driver);

	if (req)
		req->internal = true;
	return req;
}

void wdf_request_get(struct wdf_request *req)
{
	if (req->internal)
		refcount_inc(&req->internal_refs);
	else
		wdf_object_get(&req->base);
}

void wdf_request_put(struct wdf_request *req)
{
	if (!req->internal) {
		wdf_object_put(&req->base);
	} else if (refcount_dec_and_test(&req->internal_refs)) {
		wdf_request_unformat(req);
		wdf_request_free(req);
	}
}

/* ---- formatting ---- */

/**
 * wdf_request_unformat() - forget what the request was to do
 * @req: any state
 *
 * Return: false: it is in flight, and nothing has happened.
 */
bool wdf_request_unformat(struct wdf_request *req)
{
	struct wdf_object *memory = NULL;
	unsigned long flags;
	bool idle;

	spin_lock_irqsave(&req->lock, flags);
	idle = req->state == WDF_REQ_IDLE;
	if (idle) {
		req->io = NULL;
		req->format_target = NULL;
		memory = req->memory;
		req->memory = NULL;
	}
	spin_unlock_irqrestore(&req->lock, flags);

	if (memory)
		wdf_object_put(memory);
	return idle;
}

/**
 * wdf_request_format_begin() - the request is going to be formatted anew
 * @req: any state
 * @who: API, for the report
 *
 * Return: an error, after a violation, if it is in flight.
 */
NTSTATUS wdf_request_format_begin(struct wdf_request *req, const char *who)
{
	if (wdf_request_unformat(req))
		return STATUS_SUCCESS;
	nt_violation(req->base.driver, NT_RULE_REQUEST_IN_FLIGHT, "%s", who);
	return STATUS_INVALID_DEVICE_STATE;
}

/**
 * wdf_request_format_end() - the request is formatted
 * @req: idle, io_data complete
 * @target: the only target it may be sent to now
 * @io: operations
 * @memory: the client's WDFMEMORY it moves, or NULL; a reference is taken and
 *	kept until it was completed, formatted anew, reused or deleted
 * @type: for the completion parameters
 */
void wdf_request_format_end(struct wdf_request *req, struct wdf_iotarget *target,
			    const struct wdf_request_io *io, struct wdf_object *memory,
			    WDF_REQUEST_TYPE type)
{
	unsigned long flags;

	if (memory)
		wdf_object_get(memory);

	spin_lock_irqsave(&req->lock, flags);
	req->memory = memory;
	req->io = io;
	req->format_target = target;
	memset(&req->params, 0, sizeof(req->params));
	req->params.Size = sizeof(req->params);
	req->params.Type = type;
	memset(&req->usb_params, 0, sizeof(req->usb_params));
	req->params.Parameters.Usb.Completion = &req->usb_params;
	spin_unlock_irqrestore(&req->lock, flags);
}
EXPORT_SYMBOL_IF_KUNIT(wdf_request_format_end);

/* ---- in flight ---- */

/**
 * wdf_request_pin() - begin to cancel a request that is with the hardware
 * @req: referenced by the caller, or in a list under its target's lock
 *
 * Return: true = call unlink(), then wdf_request_unpin(). false = it is not
 * there, or somebody has asked already.
 */
bool wdf_request_pin(struct wdf_request *req)
{
	unsigned long flags;
	bool pinned;

	spin_lock_irqsave(&req->lock, flags);
	/* No pins: its delivery is queued already. */
	pinned = req->state == WDF_REQ_SENT && !req->cancelled &&
		 atomic_inc_not_zero(&req->pins);
	if (pinned)
		req->cancelled = true;
	spin_unlock_irqrestore(&req->lock, flags);
	return pinned;
}

/**
 * wdf_request_unpin() - drop a pin; the last one queues the delivery
 * @req: may be gone on return
 */
void wdf_request_unpin(struct wdf_request *req)
{
	if (atomic_dec_and_test(&req->pins))
		wdf_iotarget_done(req->target, &req->done);
}

/**
 * wdf_request_io_done() - the hardware is finished with a submitted request
 * @req: its request; may be gone on return
 *
 * Context: any, hard interrupts included.
 */
void wdf_request_io_done(struct wdf_request *req)
{
	wdf_request_unpin(req);
}
EXPORT_SYMBOL_IF_KUNIT(wdf_request_io_done);

/**
 * wdf_request_submit() - hand a request that was marked sent to its hardware
 * @req: in its target's sent list, two pins; may be gone on return
 *
 * A refusal is delivered like any other result: the sender has been told that
 * there will be one.
 */
void wdf_request_submit(struct wdf_request *req)
{
	NTSTATUS status = req->io->submit(req);
	unsigned long flags;
	bool cancelled;

	if (!NT_SUCCESS(status)) {
		req->status = status;
		atomic_dec(&req->pins);		/* the hardware's; ours is left */
	} else {
		/* A canceller that came before submit() has unlinked nothing. */
		spin_lock_irqsave(&req->lock, flags);
		cancelled = req->cancelled;
		spin_unlock_irqrestore(&req->lock, flags);
		if (cancelled)
			req->io->unlink(req);
	}
	wdf_request_unpin(req);
}

/**
 * wdf_request_cancel() - ask for the early end of a request
 * @req: referenced by the caller
 * @timed_out: it is to complete with STATUS_IO_TIMEOUT
 *
 * Context: any, no lock held. Return: false if it was not in flight.
 */
bool wdf_request_cancel(struct wdf_request *req, bool timed_out)
{
	struct wdf_iotarget *target = NULL;
	enum wdf_request_state state;
	unsigned long flags;

	spin_lock_irqsave(&req->lock, flags);
	state = req->state;
	if (state != WDF_REQ_IDLE) {
		target = req->target;
		wdf_object_get(&target->base);
		if (timed_out && !req->cancelled)
			req->timed_out = true;
	}
	spin_unlock_irqrestore(&req->lock, flags);
	if (!target)
		return false;

	/* Between the two looks a held request may have been sent on. */
	if (state == WDF_REQ_HELD)
		wdf_iotarget_cancel_held(target, req);
	if (wdf_request_pin(req)) {
		req->io->unlink(req);
		wdf_request_unpin(req);
	}
	wdf_object_put(&target->base);
	return true;
}

/*
 * Softirq, no lock: the last act of a flight. After the state has become idle
 * the client may send, reuse or delete the request on another CPU, so all that
 * is still needed has been copied before.
 */
static void wdf_request_deliver(struct wdf_done *done)
{
	struct wdf_request *req = container_of(done, struct wdf_request, done);
	struct wdf_iotarget *target = req->target;
	PFN_WDF_REQUEST_COMPLETION_ROUTINE routine;
	WDF_USB_REQUEST_COMPLETION_PARAMS usb_params;
	WDF_REQUEST_COMPLETION_PARAMS params;
	struct wdf_object *memory;
	struct completion *sync;
	WDFCONTEXT context;
	unsigned long flags;

	/* The timer's function takes only locks that are free here. */
	if (req->armed)
		timer_delete_sync(&req->timer);
	if (req->status == STATUS_PENDING)
		req->io->finish(req);
	if (req->status == STATUS_CANCELLED && req->timed_out)
		req->status = STATUS_IO_TIMEOUT;
	req->params.IoStatus.Status = req->status;
	req->params.IoStatus.Information = req->information;

	wdf_iotarget_finished(target, req);
	if (req->incoming)
		wdf_incoming_back(req->incoming);

	spin_lock_irqsave(&req->lock, flags);
	req->state = WDF_REQ_IDLE;
	req->target = NULL;
	req->io = NULL;
	req->format_target = NULL;
	memory = req->memory;
	req->memory = NULL;
	sync = req->sync;
	req->sync = NULL;
	routine = req->routine;
	context = req->routine_context;
	params = req->params;
	usb_params = req->usb_params;
	if (params.Parameters.Usb.Completion)
		params.Parameters.Usb.Completion = &usb_params;
	spin_unlock_irqrestore(&req->lock, flags);

	if (sync)
		complete(sync);
	else if (routine)
		routine(wdf_request_to_handle(req), wdf_iotarget_to_handle(target), &params,
			context);

	if (memory)
		wdf_object_put(memory);
	wdf_request_put(req);
	wdf_iotarget_finished(target, NULL);
	wdf_object_put(&target->base);
}

/* ---- options ---- */

NTSTATUS wdf_send_options_parse(PWDF_REQUEST_SEND_OPTIONS options, ULONG *flags,
				unsigned long *timeout)
{
	*flags = 0;
	*timeout = 0;
	if (!options)
		return STATUS_SUCCESS;
	if (options->Size != sizeof(*options))
		return STATUS_INFO_LENGTH_MISMATCH;

	*flags = options->Flags;
	/* A timeout of 0 is none. */
	if ((options->Flags & WDF_REQUEST_SEND_OPTION_TIMEOUT) && options->Timeout)
		*timeout = max(1UL, nt_timeout_to_jiffies(options->Timeout));
	return STATUS_SUCCESS;
}
