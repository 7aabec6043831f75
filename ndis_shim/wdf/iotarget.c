// SPDX-License-Identifier: GPL-2.0
/*
 * I/O targets: started and stopped, requests on their way through them, and
 * the one road on which completions reach the client.
 *
 * Hardware completes in hard interrupts, with interrupts off, in a kernel
 * thread or in softirq, as the host controller likes. Each target has one list
 * of what finished and one tasklet that walks it: clients see softirq context
 * and, for one pipe, the order in which the hardware finished.
 *
 * Not here: what a request does (request.c), the exported names
 * (iotarget_api.c), URBs (usb/).
 */
#include "wdf/iotarget.h"

#include <kunit/visibility.h>
#include <linux/irqflags.h>
#include <linux/jiffies.h>
#include <linux/preempt.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/device.h"
#include "wdf/queue.h"
#include "wdf/request.h"

/* How often a sleeping waiter looks whether the hardware is still there. */
#define WDF_TARGET_POLL	(HZ / 10)

static void wdf_iotarget_bh(struct tasklet_struct *bh)
{
	struct wdf_iotarget *target = from_tasklet(target, bh, bh);
	struct wdf_done *done, *next;
	LIST_HEAD(list);

	spin_lock_irq(&target->done_lock);
	list_splice_init(&target->done, &list);
	spin_unlock_irq(&target->done_lock);

	/* An entry may be queued again or freed by its own fn(), not by that
	 * of another entry: each belongs to an operation under way.
	 */
	list_for_each_entry_safe(done, next, &list, node) {
		list_del_init(&done->node);
		done->fn(done);
	}
}

/**
 * wdf_iotarget_done() - queue a finished operation for softirq
 * @target: where it ran; pinned by the caller's operation until fn() ran
 * @done: not queued at present
 *
 * Context: any.
 */
void wdf_iotarget_done(struct wdf_iotarget *target, struct wdf_done *done)
{
	/* Out of process context (vhci_hcd gives back from a thread) the
	 * softirq would wait for ksoftirqd; enabling BH runs it at once.
	 */
	bool process = !in_interrupt() && !irqs_disabled();
	unsigned long flags;

	if (process)
		local_bh_disable();
	spin_lock_irqsave(&target->done_lock, flags);
	list_add_tail(&done->node, &target->done);
	/* Before the tasklet, running for somebody else, can find @done: its
	 * delivery may be what the deletion of @target waits for.
	 */
	tasklet_schedule(&target->bh);
	spin_unlock_irqrestore(&target->done_lock, flags);
	if (process)
		local_bh_enable();
}

/**
 * wdf_iotarget_init() - first step of creating any kind of target
 * @target: zeroed memory
 * @cls: its class; quiesce must lead to wdf_iotarget_quiesce()
 * @ops: its kind
 * @device: its device
 */
void wdf_iotarget_init(struct wdf_iotarget *target, const struct wdf_object_class *cls,
		       const struct wdf_iotarget_ops *ops, struct wdf_device *device)
{
	wdf_object_init(&target->base, cls, wdf_device_object(device)->driver);
	target->ops = ops;
	target->device = device;
	spin_lock_init(&target->lock);
	target->state = WDF_TARGET_STARTED;
	INIT_LIST_HEAD(&target->held);
	INIT_LIST_HEAD(&target->sent);
	init_waitqueue_head(&target->idle);
	spin_lock_init(&target->done_lock);
	INIT_LIST_HEAD(&target->done);
	tasklet_setup(&target->bh, wdf_iotarget_bh);
}
EXPORT_SYMBOL_IF_KUNIT(wdf_iotarget_init);

/**
 * wdf_iotarget_from_handle() - the target behind a handle
 * @handle: WDFIOTARGET, WDFUSBDEVICE or WDFUSBPIPE
 * @who: calling API, for the report
 *
 * Return: NULL, after a violation, if it is something else.
 */
struct wdf_iotarget *wdf_iotarget_from_handle(const void *handle, const char *who)
{
	struct wdf_object *obj = wdf_object_from_handle(handle, WDF_TYPE_ANY, who);

	if (!obj)
		return NULL;

	switch (obj->cls->type) {
	case WDF_TYPE_IOTARGET:
	case WDF_TYPE_USBDEVICE:
	case WDF_TYPE_USBPIPE:
		return container_of(obj, struct wdf_iotarget, base);
	default:
		nt_violation(obj->driver, NT_RULE_WRONG_HANDLE_TYPE,
			     "%s: %s is not an I/O target", who, obj->cls->name);
		return NULL;
	}
}

WDFIOTARGET wdf_iotarget_to_handle(struct wdf_iotarget *target)
{
	return (WDFIOTARGET)&target->base;
}

/* Under target->lock: where a request goes, or why it is refused. */
static NTSTATUS wdf_iotarget_admit(struct wdf_iotarget *target, bool ignore_state,
				   enum wdf_request_state *where)
{
	lockdep_assert_held(&target->lock);

	if (!target->ops->present(target))
		return STATUS_DEVICE_REMOVED;
	if (target->state == WDF_TARGET_DELETED ||
	    (target->state == WDF_TARGET_PURGED && !ignore_state))
		return STATUS_INVALID_DEVICE_STATE;

	*where = ignore_state || target->state == WDF_TARGET_STARTED ?
		 WDF_REQ_SENT : WDF_REQ_HELD;
	return STATUS_SUCCESS;
}

/**
 * wdf_iotarget_send() - send a formatted request
 * @target: where to
 * @req: formatted for @target
 * @ignore_state: also to a stopped target
 * @timeout: jiffies until it is cancelled, 0 = never
 * @sync: complete this instead of calling the completion routine, or NULL
 *
 * Context: any up to softirq.
 * Return: true = it will be completed, once, by the completion routine or
 * @sync, which may have happened already. false = it was not sent and its
 * status says why; if it was in flight already, nothing has changed.
 */
bool wdf_iotarget_send(struct wdf_iotarget *target, struct wdf_request *req, bool ignore_state,
		       unsigned long timeout, struct completion *sync)
{
	enum wdf_request_state where = WDF_REQ_IDLE;
	bool in_flight, formatted;
	unsigned long flags;
	NTSTATUS status;

	spin_lock_irqsave(&target->lock, flags);
	spin_lock(&req->lock);
	in_flight = req->state != WDF_REQ_IDLE;
	formatted = req->io && req->format_target == target;
	if (in_flight)
		goto unlock;

	status = formatted ? wdf_iotarget_admit(target, ignore_state, &where) :
		 STATUS_INVALID_DEVICE_REQUEST;
	req->status = NT_SUCCESS(status) ? STATUS_PENDING : status;
	if (!NT_SUCCESS(status))
		goto unlock;

	wdf_object_get(&target->base);
	wdf_request_get(req);
	req->state = where;
	req->target = target;
	req->sync = sync;
	req->information = 0;
	req->cancelled = false;
	req->timed_out = false;
	req->armed = false;
	req->timed = false;
	atomic_set(&req->pins, 2);
	if (where == WDF_REQ_SENT) {
		target->in_flight++;
		list_add_tail(&req->node, &target->sent);
	} else {
		list_add_tail(&req->node, &target->held);
	}
	if (timeout)
		wdf_request_set_timeout(req, timeout);
unlock:
	spin_unlock(&req->lock);
	spin_unlock_irqrestore(&target->lock, flags);

	if (in_flight)
		nt_violation(req->base.driver, NT_RULE_REQUEST_IN_FLIGHT, "sent again");
	else if (!formatted)
		nt_violation(req->base.driver, NT_RULE_REQUEST_NOT_FORMATTED,
			     "sent without a format for this target");
	else if (where == WDF_REQ_SENT)
		wdf_request_submit(req);
	return where != WDF_REQ_IDLE;
}

/**
 * wdf_iotarget_send_sync() - send a request and wait for it
 * @target: where to
 * @req: formatted for @target
 * @ignore_state: also to a stopped target
 * @timeout: jiffies, 0 = none
 *
 * The wait ends when the hardware vanishes, even if nobody can tell the driver
 * yet: probe() may sleep here under the lock that disconnect() needs.
 *
 * Context: process. Return: as wdf_iotarget_send(); if true, it is finished.
 */
bool wdf_iotarget_send_sync(struct wdf_iotarget *target, struct wdf_request *req,
			    bool ignore_state, unsigned long timeout)
{
	DECLARE_COMPLETION_ONSTACK(sync);

	might_sleep();
	if (!wdf_iotarget_send(target, req, ignore_state, timeout, &sync))
		return false;
	if (req->incoming)
		wdf_incoming_sent(req->incoming);

	while (!wait_for_completion_timeout(&sync, WDF_TARGET_POLL)) {
		if (!target->ops->present(target))
			wdf_request_cancel(req, false);
	}
	return true;
}

/**
 * wdf_iotarget_finished() - a request was delivered, or is about to be
 * @target: its target
 * @req: leave @sent and be of no more interest to stop; NULL: delivery is over
 *
 * Called twice for a request: with it before, without it after its completion
 * routine ran. Only the second one lets a stop go on.
 */
void wdf_iotarget_finished(struct wdf_iotarget *target, struct wdf_request *req)
{
	unsigned long flags;

	spin_lock_irqsave(&target->lock, flags);
	if (req) {
		list_del_init(&req->node);
	} else if (!--target->in_flight) {
		/* Under the lock: the waiter takes it before it goes on, and
		 * so cannot free the target under our feet.
		 */
		wake_up_all(&target->idle);
	}
	spin_unlock_irqrestore(&target->lock, flags);
}

/* Both locks held: from the hold list to those under way. */
static void wdf_iotarget_unhold_locked(struct wdf_iotarget *target, struct wdf_request *req)
{
	lockdep_assert_held(&target->lock);
	lockdep_assert_held(&req->lock);

	req->state = WDF_REQ_SENT;
	target->in_flight++;
	list_move_tail(&req->node, &target->sent);
}

/* Take a request out of the hold list to complete it. True if it was there. */
static bool wdf_iotarget_unhold(struct wdf_iotarget *target, struct wdf_request *req)
{
	bool held;

	lockdep_assert_held(&target->lock);

	spin_lock(&req->lock);
	held = req->state == WDF_REQ_HELD && req->target == target;
	if (held) {
		wdf_iotarget_unhold_locked(target, req);
		req->status = STATUS_CANCELLED;
		/* Nobody may unlink what was never submitted. */
		req->cancelled = true;
	}
	spin_unlock(&req->lock);
	return held;
}

/* A request that was held and is now ours alone: both pins are. */
static void wdf_iotarget_deliver_held(struct wdf_iotarget *target, struct wdf_request *req)
{
	atomic_set(&req->pins, 0);
	wdf_iotarget_done(target, &req->done);
}

/**
 * wdf_iotarget_cancel_held() - cancel a request if it is still in the hold list
 * @target: a target it was seen in, referenced by the caller
 * @req: referenced by the caller
 *
 * Context: any, no lock held.
 */
void wdf_iotarget_cancel_held(struct wdf_iotarget *target, struct wdf_request *req)
{
	unsigned long flags;
	bool held;

	spin_lock_irqsave(&target->lock, flags);
	held = wdf_iotarget_unhold(target, req);
	spin_unlock_irqrestore(&target->lock, flags);
	if (held)
		wdf_iotarget_deliver_held(target, req);
}

/* Cancel the held ones, in order: nothing will start them. */
static void wdf_iotarget_cancel_all_held(struct wdf_iotarget *target)
{
	struct wdf_request *req;
	unsigned long flags;

	for (;;) {
		spin_lock_irqsave(&target->lock, flags);
		req = list_first_entry_or_null(&target->held, struct wdf_request, node);
		if (req && !wdf_iotarget_unhold(target, req))
			req = NULL;
		spin_unlock_irqrestore(&target->lock, flags);
		if (!req)
			return;
		wdf_iotarget_deliver_held(target, req);
	}
}

/**
 * wdf_iotarget_cancel_all() - ask for the end of all that was sent
 * @target: the target
 *
 * Does not wait. Context: any, no lock held.
 */
void wdf_iotarget_cancel_all(struct wdf_iotarget *target)
{
	struct wdf_request *req;
	unsigned long flags;
	bool found;

	/* unlink() may complete the request in this very call and takes
	 * target->lock then: one at a time, and from the start again.
	 */
	do {
		found = false;
		spin_lock_irqsave(&target->lock, flags);
		list_for_each_entry(req, &target->sent, node) {
			found = wdf_request_pin(req);
			if (found)
				break;
		}
		spin_unlock_irqrestore(&target->lock, flags);
		if (found) {
			req->io->unlink(req);
			wdf_request_unpin(req);
		}
	} while (found);
}

/**
 * wdf_iotarget_start() - let requests through, those that were held first
 * @target: the target
 *
 * Context: process or softirq. Return: STATUS_SUCCESS, also if it was started.
 */
NTSTATUS wdf_iotarget_start(struct wdf_iotarget *target)
{
	struct wdf_request *req;
	NTSTATUS status;
	unsigned long flags;

	if (!target->ops->present(target))
		return STATUS_DEVICE_REMOVED;

	for (;;) {
		spin_lock_irqsave(&target->lock, flags);
		if (target->state == WDF_TARGET_DELETED) {
			spin_unlock_irqrestore(&target->lock, flags);
			return STATUS_INVALID_DEVICE_STATE;
		}
		req = list_first_entry_or_null(&target->held, struct wdf_request, node);
		if (!req) {
			target->state = WDF_TARGET_STARTED;
			spin_unlock_irqrestore(&target->lock, flags);
			break;
		}
		spin_lock(&req->lock);
		wdf_iotarget_unhold_locked(target, req);
		spin_unlock(&req->lock);
		spin_unlock_irqrestore(&target->lock, flags);
		wdf_request_submit(req);
	}

	if (!target->ops->start)
		return STATUS_SUCCESS;

	status = target->ops->start(target);
	if (!NT_SUCCESS(status)) {
		spin_lock_irqsave(&target->lock, flags);
		if (target->state == WDF_TARGET_STARTED)
			target->state = WDF_TARGET_STOPPED;
		spin_unlock_irqrestore(&target->lock, flags);
	}
	return status;
}

static bool wdf_iotarget_is_idle(struct wdf_iotarget *target)
{
	unsigned long flags;
	bool idle;

	spin_lock_irqsave(&target->lock, flags);
	idle = !target->in_flight;
	spin_unlock_irqrestore(&target->lock, flags);
	return idle;
}

/**
 * wdf_iotarget_wait_idle() - wait until every sent request was completed
 * @target: the target
 *
 * If the hardware vanishes meanwhile they are cancelled. Context: process.
 */
void wdf_iotarget_wait_idle(struct wdf_iotarget *target)
{
	might_sleep();
	while (!wait_event_timeout(target->idle, wdf_iotarget_is_idle(target), WDF_TARGET_POLL)) {
		if (!target->ops->present(target))
			wdf_iotarget_cancel_all(target);
	}
}

/**
 * wdf_iotarget_stop() - hold requests from now on
 * @target: the target
 * @action: what becomes of those that were sent
 *
 * Context: process, unless @action leaves everything pending.
 */
void wdf_iotarget_stop(struct wdf_iotarget *target, WDF_IO_TARGET_SENT_IO_ACTION action)
{
	bool wait = action != WdfIoTargetLeaveSentIoPending;
	unsigned long flags;

	spin_lock_irqsave(&target->lock, flags);
	if (target->state == WDF_TARGET_STARTED)
		target->state = WDF_TARGET_STOPPED;
	spin_unlock_irqrestore(&target->lock, flags);

	if (target->ops->stop)
		target->ops->stop(target, wait ? WDF_STOP_WAIT : WDF_STOP_LEAVE);
	if (action == WdfIoTargetCancelSentIo)
		wdf_iotarget_cancel_all(target);
	if (wait)
		wdf_iotarget_wait_idle(target);
}

/**
 * wdf_iotarget_purge() - refuse requests from now on, and cancel those that are here
 * @target: the target
 * @wait: until they were completed
 *
 * Context: process if @wait, else any up to softirq.
 */
void wdf_iotarget_purge(struct wdf_iotarget *target, bool wait)
{
	unsigned long flags;

	spin_lock_irqsave(&target->lock, flags);
	if (target->state != WDF_TARGET_DELETED)
		target->state = WDF_TARGET_PURGED;
	spin_unlock_irqrestore(&target->lock, flags);

	if (target->ops->stop)
		target->ops->stop(target, wait ? WDF_STOP_WAIT : WDF_STOP_UNLINK);
	wdf_iotarget_cancel_all_held(target);
	wdf_iotarget_cancel_all(target);
	if (wait)
		wdf_iotarget_wait_idle(target);
}

/**
 * wdf_iotarget_kill() - the hardware is gone: end everything, wait for nothing
 * @target: the target
 *
 * Context: any, no lock held.
 */
void wdf_iotarget_kill(struct wdf_iotarget *target)
{
	unsigned long flags;

	spin_lock_irqsave(&target->lock, flags);
	target->state = WDF_TARGET_DELETED;
	spin_unlock_irqrestore(&target->lock, flags);

	if (target->ops->stop)
		target->ops->stop(target, WDF_STOP_UNLINK);
	wdf_iotarget_cancel_all_held(target);
	wdf_iotarget_cancel_all(target);
}
EXPORT_SYMBOL_IF_KUNIT(wdf_iotarget_kill);

/**
 * wdf_iotarget_quiesce() - class hook: the target is being deleted
 * @obj: the target's object
 *
 * On return no completion routine runs and none will: @state refuses new
 * requests, the held and the sent ones have been completed, and so the
 * tasklet, which only operations under way can schedule, has nothing to do;
 * tasklet_kill() waits for the last pass to leave its function.
 *
 * Context: process (WDF_CLASS_PASSIVE_DISPOSE).
 */
void wdf_iotarget_quiesce(struct wdf_object *obj)
{
	struct wdf_iotarget *target = container_of(obj, struct wdf_iotarget, base);

	wdf_iotarget_kill(target);
	if (target->ops->stop)
		target->ops->stop(target, WDF_STOP_WAIT);
	wdf_iotarget_wait_idle(target);
	tasklet_kill(&target->bh);
}
EXPORT_SYMBOL_IF_KUNIT(wdf_iotarget_quiesce);
