// SPDX-License-Identifier: GPL-2.0
/*
 * Queues that start, stop, drain and are purged: at the client's word, with the
 * device's power, and at its removal.
 *
 * A device that leaves D0 waits for the client: each request that it has from a
 * power-managed queue it completes, gives back, or says in answer to EvtIoStop
 * that it keeps. One that does none of it is reported after NT_IO_GRACE, and
 * holds up neither a system's sleep nor a removal any longer.
 */
#include <linux/export.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/device_internal.h"
#include "wdf/queue.h"

/* ---- what a queue waits for ---- */

static bool wdf_queue_is_settled(const struct wdf_queue *queue, enum wdf_queue_notify_kind kind)
{
	lockdep_assert_held(&queue->dev->io.lock);

	return !queue->num_owned && (kind == WDF_NOTIFY_STOP || !queue->num_waiting);
}

void wdf_queue_settle(struct wdf_queue *queue)
{
	struct wdf_io *io = &queue->dev->io;
	bool wrong_level = queue->passive && !nt_may_sleep();
	PFN_WDF_IO_QUEUE_STATE done = NULL;
	WDFCONTEXT context = NULL;
	bool later = false;
	unsigned long flags;

	spin_lock_irqsave(&io->lock, flags);
	if (queue->notify && wdf_queue_is_settled(queue, queue->notify)) {
		later = wrong_level && !queue->dead;
		if (!later) {
			done = queue->done;
			context = queue->done_context;
			queue->done = NULL;
			queue->notify = WDF_NOTIFY_NONE;
		}
	}
	spin_unlock_irqrestore(&io->lock, flags);
	wake_up_all(&io->wait);
	if (later)
		wdf_queue_run_later(queue);
	else if (done)
		done(wdf_queue_handle(queue), context);
}

/* The next request that the client has and that this walk has not purged. */
static struct nt_irp *wdf_queue_next_owned(struct wdf_io *io, struct list_head *list)
{
	struct wdf_incoming *in;
	struct nt_irp *nt = NULL;

	spin_lock_irq(&io->lock);
	list_for_each_entry(in, list, node) {
		if (in->state != WDF_IN_DRIVER || in->purged)
			continue;
		in->purged = true;
		nt = in->nt;
		kref_get(&nt->ref);
		break;
	}
	spin_unlock_irq(&io->lock);
	return nt;
}

static void wdf_queue_cancel_owned(struct wdf_io *io, struct list_head *list)
{
	struct nt_irp *nt;

	while ((nt = wdf_queue_next_owned(io, list))) {
		nt_irp_cancel(nt);
		nt_irp_put(nt);
	}
}

static struct wdf_incoming *wdf_queue_next_waiting(struct wdf_queue *queue)
{
	struct wdf_incoming *in;
	unsigned long flags;

	spin_lock_irqsave(&queue->dev->io.lock, flags);
	in = wdf_queue_take(queue, NULL);
	if (in)
		in->state = WDF_IN_ENDING;
	spin_unlock_irqrestore(&queue->dev->io.lock, flags);
	return in;
}

void wdf_queue_cancel_all(struct wdf_queue *queue)
{
	struct wdf_incoming *in;

	while ((in = wdf_queue_next_waiting(queue)))
		wdf_incoming_cancelled(in);
	wdf_queue_cancel_owned(&queue->dev->io, &queue->owned);
}

/* ---- the client's word ---- */

struct wdf_queue_command {
	bool accept;
	bool dispatch;
	bool cancel;
	enum wdf_queue_notify_kind kind;
};

static const struct wdf_queue_command wdf_queue_stop = {
	.accept = true, .kind = WDF_NOTIFY_STOP,
};

static const struct wdf_queue_command wdf_queue_purge = {
	.dispatch = true, .cancel = true, .kind = WDF_NOTIFY_EMPTY,
};

static const struct wdf_queue_command wdf_queue_drain = {
	.dispatch = true, .kind = WDF_NOTIFY_EMPTY,
};

static const struct wdf_queue_command wdf_queue_stop_and_purge = {
	.accept = true, .cancel = true, .kind = WDF_NOTIFY_STOP,
};

/* False: an earlier one is not done. */
static bool wdf_queue_command(struct wdf_queue *queue, const struct wdf_queue_command *command,
			      PFN_WDF_IO_QUEUE_STATE done, WDFCONTEXT context, const char *who)
{
	struct wdf_io *io = &queue->dev->io;
	unsigned long flags;
	bool busy;

	wdf_object_hold(&queue->base);
	spin_lock_irqsave(&io->lock, flags);
	busy = queue->notify && done;
	if (!busy) {
		queue->accepting = command->accept && !io->removed && !queue->dead;
		queue->dispatching = command->dispatch;
		if (done) {
			queue->notify = command->kind;
			queue->done = done;
			queue->done_context = context;
		}
	}
	spin_unlock_irqrestore(&io->lock, flags);
	if (busy) {
		nt_violation(queue->base.driver, NT_RULE_QUEUE_STATE_PENDING, "%s", who);
	} else {
		if (command->cancel)
			wdf_queue_cancel_all(queue);
		wdf_queue_run(queue);
		wdf_queue_settle(queue);
	}
	wdf_object_unhold(&queue->base);
	return !busy;
}

static bool wdf_queue_test(struct wdf_queue *queue, enum wdf_queue_notify_kind kind)
{
	bool settled;

	spin_lock_irq(&queue->dev->io.lock);
	settled = wdf_queue_is_settled(queue, kind) && list_empty(&queue->presenters);
	spin_unlock_irq(&queue->dev->io.lock);
	return settled;
}

static void wdf_queue_command_sync(WDFQUEUE handle, const struct wdf_queue_command *command,
				   const char *who)
{
	struct wdf_queue *queue = wdf_queue_from_handle(handle, who);

	if (!queue || nt_irql_violation(queue->base.driver, who))
		return;
	if (wdf_queue_is_presenting(queue)) {
		nt_violation(queue->base.driver, NT_RULE_CALLBACK_DEADLOCK, "%s", who);
		return;
	}
	wdf_object_hold(&queue->base);
	wdf_queue_command(queue, command, NULL, NULL, who);
	wait_event(queue->dev->io.wait, wdf_queue_test(queue, command->kind));
	wdf_object_unhold(&queue->base);
}

VOID WdfIoQueueStart(WDFQUEUE Queue)
{
	struct wdf_queue *queue = wdf_queue_from_handle(Queue, __func__);
	struct wdf_io *io;
	unsigned long flags;

	if (!queue)
		return;
	io = &queue->dev->io;
	spin_lock_irqsave(&io->lock, flags);
	queue->accepting = !io->removed && !queue->dead;
	queue->dispatching = true;
	queue->ready_due = true;
	spin_unlock_irqrestore(&io->lock, flags);
	wdf_queue_run(queue);
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueueStart, NDIS_SHIM);

VOID WdfIoQueueStop(WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE StopComplete, WDFCONTEXT Context)
{
	struct wdf_queue *queue = wdf_queue_from_handle(Queue, __func__);

	if (queue)
		wdf_queue_command(queue, &wdf_queue_stop, StopComplete, Context, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueueStop, NDIS_SHIM);

VOID WdfIoQueueStopSynchronously(WDFQUEUE Queue)
{
	wdf_queue_command_sync(Queue, &wdf_queue_stop, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueueStopSynchronously, NDIS_SHIM);

VOID WdfIoQueuePurge(WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE PurgeComplete, WDFCONTEXT Context)
{
	struct wdf_queue *queue = wdf_queue_from_handle(Queue, __func__);

	if (queue)
		wdf_queue_command(queue, &wdf_queue_purge, PurgeComplete, Context, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueuePurge, NDIS_SHIM);

VOID WdfIoQueuePurgeSynchronously(WDFQUEUE Queue)
{
	wdf_queue_command_sync(Queue, &wdf_queue_purge, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueuePurgeSynchronously, NDIS_SHIM);

VOID WdfIoQueueDrain(WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE DrainComplete, WDFCONTEXT Context)
{
	struct wdf_queue *queue = wdf_queue_from_handle(Queue, __func__);

	if (queue)
		wdf_queue_command(queue, &wdf_queue_drain, DrainComplete, Context, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueueDrain, NDIS_SHIM);

VOID WdfIoQueueDrainSynchronously(WDFQUEUE Queue)
{
	wdf_queue_command_sync(Queue, &wdf_queue_drain, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueueDrainSynchronously, NDIS_SHIM);

VOID WdfIoQueueStopAndPurge(WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE StopAndPurgeComplete,
			    WDFCONTEXT Context)
{
	struct wdf_queue *queue = wdf_queue_from_handle(Queue, __func__);

	if (queue)
		wdf_queue_command(queue, &wdf_queue_stop_and_purge, StopAndPurgeComplete, Context,
				  __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueueStopAndPurge, NDIS_SHIM);

VOID WdfIoQueueStopAndPurgeSynchronously(WDFQUEUE Queue)
{
	wdf_queue_command_sync(Queue, &wdf_queue_stop_and_purge, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueueStopAndPurgeSynchronously, NDIS_SHIM);

/* ---- power and removal ---- */

static void wdf_io_walk_begin(struct wdf_io *io)
{
	spin_lock_irq(&io->lock);
	io->generation++;
	spin_unlock_irq(&io->lock);
}

/* One that this walk has not met, its memory held. Walks come one at a time: the
 * PnP lock.
 */
static struct wdf_queue *wdf_io_walk_next(struct wdf_io *io)
{
	struct wdf_queue *queue, *found = NULL;

	spin_lock_irq(&io->lock);
	list_for_each_entry(queue, &io->queues, node) {
		if (queue->generation == io->generation)
			continue;
		queue->generation = io->generation;
		wdf_object_hold(&queue->base);
		found = queue;
		break;
	}
	spin_unlock_irq(&io->lock);
	return found;
}

/* A request that EvtIoStop was not called for yet, with a reference. */
static struct wdf_incoming *wdf_queue_next_to_stop(struct wdf_queue *queue, ULONG *action)
{
	struct wdf_io *io = &queue->dev->io;
	struct wdf_incoming *in, *found = NULL;

	spin_lock_irq(&io->lock);
	list_for_each_entry(in, &queue->owned, node) {
		if (in->state != WDF_IN_DRIVER || in->stopping)
			continue;
		in->stopping = true;
		if (in->armed)
			*action |= WdfRequestStopRequestCancelable;
		wdf_object_get(&in->req.base);
		found = in;
		break;
	}
	spin_unlock_irq(&io->lock);
	return found;
}

static void wdf_queue_call_stop(struct wdf_queue *queue, ULONG reason)
{
	struct wdf_incoming *in;
	ULONG action = reason;

	while ((in = wdf_queue_next_to_stop(queue, &action))) {
		wdf_presentation_enter(queue->sync);
		queue->config.EvtIoStop(wdf_queue_handle(queue), wdf_incoming_handle(in), action);
		wdf_presentation_leave(queue->sync);
		wdf_object_put(&in->req.base);
		action = reason;
	}
}

static bool wdf_queue_is_idle(struct wdf_queue *queue)
{
	bool idle;

	spin_lock_irq(&queue->dev->io.lock);
	idle = list_empty(&queue->presenters);
	spin_unlock_irq(&queue->dev->io.lock);
	return idle;
}

/* The client keeps nothing, or has said that it does. */
static bool wdf_queue_is_stopped(struct wdf_queue *queue)
{
	struct wdf_incoming *in;
	bool stopped = true;

	spin_lock_irq(&queue->dev->io.lock);
	list_for_each_entry(in, &queue->owned, node)
		stopped &= in->acked;
	spin_unlock_irq(&queue->dev->io.lock);
	return stopped;
}

static void wdf_queue_suspend(struct wdf_queue *queue, bool purge)
{
	wait_queue_head_t *wait = &queue->dev->io.wait;

	/* EvtIoStop comes after the callback that brought a request. */
	wait_event_timeout(*wait, wdf_queue_is_idle(queue), NT_IO_GRACE);
	if (purge)
		wdf_queue_cancel_all(queue);
	if (queue->config.EvtIoStop)
		wdf_queue_call_stop(queue, purge ? WdfRequestStopActionPurge :
						   WdfRequestStopActionSuspend);
	if (!wait_event_timeout(*wait, wdf_queue_is_stopped(queue), NT_IO_GRACE))
		nt_violation(queue->base.driver, NT_RULE_REQUEST_KEPT,
			     "while the device leaves D0");
	wdf_queue_settle(queue);
}

void wdf_io_suspend(struct wdf_device *dev, bool purge)
{
	struct wdf_io *io = &dev->io;
	struct wdf_queue *queue;

	lockdep_assert_held(&dev->pnp_lock);

	spin_lock_irq(&io->lock);
	io->powered = false;
	if (purge) {
		list_for_each_entry(queue, &io->queues, node)
			queue->accepting &= !queue->power_managed;
	}
	spin_unlock_irq(&io->lock);

	wdf_io_walk_begin(io);
	while ((queue = wdf_io_walk_next(io))) {
		if (queue->power_managed)
			wdf_queue_suspend(queue, purge);
		wdf_object_unhold(&queue->base);
	}
}

/* One that the client kept over the sleep, with a reference. */
static struct wdf_incoming *wdf_queue_next_to_resume(struct wdf_queue *queue)
{
	struct wdf_io *io = &queue->dev->io;
	struct wdf_incoming *in, *found = NULL;

	spin_lock_irq(&io->lock);
	list_for_each_entry(in, &queue->owned, node) {
		if (in->state != WDF_IN_DRIVER || !in->stopping)
			continue;
		in->stopping = false;
		if (!in->acked)
			continue;
		in->acked = false;
		wdf_object_get(&in->req.base);
		found = in;
		break;
	}
	spin_unlock_irq(&io->lock);
	return found;
}

static void wdf_queue_resume(struct wdf_queue *queue)
{
	struct wdf_incoming *in;

	while ((in = wdf_queue_next_to_resume(queue))) {
		if (queue->config.EvtIoResume) {
			wdf_presentation_enter(queue->sync);
			queue->config.EvtIoResume(wdf_queue_handle(queue), wdf_incoming_handle(in));
			wdf_presentation_leave(queue->sync);
		}
		wdf_object_put(&in->req.base);
	}
	spin_lock_irq(&queue->dev->io.lock);
	queue->ready_due = true;
	spin_unlock_irq(&queue->dev->io.lock);
	/* Not here: what is presented may wait for the device's power. */
	wdf_queue_run_later(queue);
}

void wdf_io_resume(struct wdf_device *dev)
{
	struct wdf_io *io = &dev->io;
	struct wdf_queue *queue;

	lockdep_assert_held(&dev->pnp_lock);

	spin_lock_irq(&io->lock);
	io->powered = true;
	spin_unlock_irq(&io->lock);

	wdf_io_walk_begin(io);
	while ((queue = wdf_io_walk_next(io))) {
		if (queue->power_managed)
			wdf_queue_resume(queue);
		wdf_object_unhold(&queue->base);
	}
}

static bool wdf_io_has_loose(struct wdf_io *io)
{
	bool has;

	spin_lock_irq(&io->lock);
	has = !list_empty(&io->loose);
	spin_unlock_irq(&io->lock);
	return has;
}

void wdf_io_purge(struct wdf_device *dev)
{
	struct wdf_io *io = &dev->io;
	struct wdf_queue *queue;

	spin_lock_irq(&io->lock);
	io->removed = true;
	list_for_each_entry(queue, &io->queues, node)
		queue->accepting = false;
	spin_unlock_irq(&io->lock);

	wdf_io_walk_begin(io);
	while ((queue = wdf_io_walk_next(io))) {
		wdf_queue_cancel_all(queue);
		if (!wait_event_timeout(io->wait, wdf_queue_test(queue, WDF_NOTIFY_EMPTY),
					NT_IO_GRACE))
			nt_violation(queue->base.driver, NT_RULE_REQUEST_KEPT,
				     "past the removal of its device");
		wdf_queue_settle(queue);
		wdf_object_unhold(&queue->base);
	}
	wdf_queue_cancel_owned(io, &io->loose);
	if (!wait_event_timeout(io->wait, !wdf_io_has_loose(io), NT_IO_GRACE))
		nt_violation(dev->base.driver, NT_RULE_REQUEST_KEPT,
			     "past the removal of its device");
}

VOID WdfRequestStopAcknowledge(WDFREQUEST Request, BOOLEAN Requeue)
{
	struct wdf_incoming *in = wdf_incoming_from_handle(Request, __func__);
	struct wdf_device *dev;
	bool pending;
	unsigned long flags;

	if (!in)
		return;
	dev = in->dev;
	wdf_object_hold(&dev->base);
	spin_lock_irqsave(&dev->io.lock, flags);
	pending = in->queue && in->stopping && !in->acked;
	if (pending && !Requeue)
		in->acked = true;
	spin_unlock_irqrestore(&dev->io.lock, flags);
	if (!pending)
		nt_violation(in->req.base.driver, NT_RULE_STOP_NOT_PENDING, "%s", __func__);
	else if (Requeue)
		wdf_queue_insert(in->queue, in, true, true);
	/* Cancelled meanwhile, @in is gone. */
	wake_up_all(&dev->io.wait);
	wdf_object_unhold(&dev->base);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestStopAcknowledge, NDIS_SHIM);
