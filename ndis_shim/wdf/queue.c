// SPDX-License-Identifier: GPL-2.0
/*
 * WDFQUEUE: the object, and how requests get from a queue to the client.
 *
 * Presenting. Whoever finds that there may be something to hand out, because a
 * request has come, one is completed, the queue is started or the device is in D0
 * again, goes through the queue until there is nothing left. Several threads may
 * do so at once, each with another request. One that is in a callback of the
 * queue already does not begin again below it: the loop that it is in goes on when
 * the callback returns.
 *
 * The end. quiesce() marks the queue dead, cancels what waits, and waits until
 * callbacks have returned and, NT_IO_GRACE at most, until the client has given
 * back what it has; a request that it keeps has the queue's memory.
 *
 * Not here: stopping, purging, power (queue_state.c), entry points (queue_api.c).
 */
#include "wdf/queue.h"

#include <linux/export.h>
#include <linux/slab.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/device_internal.h"

struct wdf_queue *wdf_queue_from_handle(WDFQUEUE handle, const char *who)
{
	struct wdf_object *obj = wdf_object_from_handle(handle, WDF_TYPE_QUEUE, who);

	return obj ? container_of(obj, struct wdf_queue, base) : NULL;
}

/* ---- presenting ---- */

bool wdf_queue_may_present(const struct wdf_queue *queue)
{
	lockdep_assert_held(&queue->dev->io.lock);

	return queue->dispatching && !queue->dead &&
	       (!queue->power_managed || queue->dev->io.powered);
}

bool wdf_queue_is_presenting(struct wdf_queue *queue)
{
	struct wdf_presenter *presenter;
	bool found = false;
	unsigned long flags;

	spin_lock_irqsave(&queue->dev->io.lock, flags);
	list_for_each_entry(presenter, &queue->presenters, node)
		found |= presenter->task == current;
	spin_unlock_irqrestore(&queue->dev->io.lock, flags);
	return found;
}

bool wdf_queue_take_one(struct wdf_queue *queue, struct wdf_incoming *in)
{
	lockdep_assert_held(&queue->dev->io.lock);

	/* Without it a canceller has the request. */
	if (!IoSetCancelRoutine(wdf_incoming_irp(in), NULL))
		return false;
	list_move_tail(&in->node, &queue->owned);
	queue->num_waiting--;
	queue->num_owned++;
	in->state = WDF_IN_DRIVER;
	in->delivered = true;
	return true;
}

struct wdf_incoming *wdf_queue_take(struct wdf_queue *queue, struct wdf_file *file)
{
	struct wdf_incoming *in;

	list_for_each_entry(in, &queue->waiting, node) {
		if ((!file || in->file == file) && wdf_queue_take_one(queue, in))
			return in;
	}
	return NULL;
}

static struct wdf_incoming *wdf_queue_pick(struct wdf_queue *queue)
{
	struct wdf_incoming *in;

	if (!wdf_queue_may_present(queue))
		return NULL;
	switch (queue->config.DispatchType) {
	case WdfIoQueueDispatchSequential:
		if (queue->num_owned)
			return NULL;
		break;
	case WdfIoQueueDispatchParallel:
		if (queue->num_owned >= queue->config.Settings.Parallel.NumberOfPresentedRequests)
			return NULL;
		break;
	default:
		return NULL;
	}
	in = wdf_queue_take(queue, NULL);
	if (in)
		in->retrieved = false;
	return in;
}

/* False: the client wants none of this type. */
static bool wdf_queue_call(struct wdf_queue *queue, struct wdf_incoming *in)
{
	const IO_STACK_LOCATION *location = IoGetCurrentIrpStackLocation(wdf_incoming_irp(in));
	const WDF_IO_QUEUE_CONFIG *config = &queue->config;
	WDFREQUEST request = wdf_incoming_handle(in);
	WDFQUEUE handle = wdf_queue_handle(queue);

	if (in->type == WdfRequestTypeRead && config->EvtIoRead)
		config->EvtIoRead(handle, request, location->Parameters.Read.Length);
	else if (in->type == WdfRequestTypeWrite && config->EvtIoWrite)
		config->EvtIoWrite(handle, request, location->Parameters.Write.Length);
	else if (in->type == WdfRequestTypeDeviceControl && config->EvtIoDeviceControl)
		config->EvtIoDeviceControl(handle, request,
				location->Parameters.DeviceIoControl.OutputBufferLength,
				location->Parameters.DeviceIoControl.InputBufferLength,
				location->Parameters.DeviceIoControl.IoControlCode);
	else if (in->type == WdfRequestTypeDeviceControlInternal &&
		 config->EvtIoInternalDeviceControl)
		config->EvtIoInternalDeviceControl(handle, request,
				location->Parameters.DeviceIoControl.OutputBufferLength,
				location->Parameters.DeviceIoControl.InputBufferLength,
				location->Parameters.DeviceIoControl.IoControlCode);
	else if (config->EvtIoDefault)
		config->EvtIoDefault(handle, request);
	else
		return false;
	return true;
}

static void wdf_queue_present(struct wdf_queue *queue, struct wdf_incoming *in)
{
	unsigned long flags;
	bool called;

	wdf_presentation_enter(queue->sync);
	called = wdf_queue_call(queue, in);
	wdf_presentation_leave(queue->sync);
	if (called)
		return;
	spin_lock_irqsave(&queue->dev->io.lock, flags);
	in->state = WDF_IN_ENDING;
	spin_unlock_irqrestore(&queue->dev->io.lock, flags);
	wdf_incoming_finish(in, STATUS_INVALID_DEVICE_REQUEST, 0);
}

/* WdfIoQueueReadyNotify(): once for each time that the queue was empty. */
static PFN_WDF_IO_QUEUE_STATE wdf_queue_ready(struct wdf_queue *queue, WDFCONTEXT *context)
{
	if (!queue->ready || !queue->ready_due || !wdf_queue_may_present(queue))
		return NULL;
	queue->ready_due = false;
	*context = queue->ready_context;
	return queue->num_waiting ? queue->ready : NULL;
}

void wdf_queue_run(struct wdf_queue *queue)
{
	struct wdf_presenter me = { .task = current }, *other;
	struct wdf_io *io = &queue->dev->io;
	PFN_WDF_IO_QUEUE_STATE ready;
	struct wdf_incoming *in;
	WDFCONTEXT context;
	unsigned long flags;

	/* Not in this context, or not under the client's own lock. */
	if ((queue->passive && !nt_may_sleep()) ||
	    (queue->sync && wdf_presentation_is_mine(queue->sync) &&
	     !wdf_queue_is_presenting(queue))) {
		wdf_queue_run_later(queue);
		return;
	}

	spin_lock_irqsave(&io->lock, flags);
	list_for_each_entry(other, &queue->presenters, node) {
		if (other->task == current)
			goto unlock;
	}
	list_add(&me.node, &queue->presenters);
	for (;;) {
		ready = wdf_queue_ready(queue, &context);
		in = ready ? NULL : wdf_queue_pick(queue);
		if (!ready && !in)
			break;
		spin_unlock_irqrestore(&io->lock, flags);
		if (ready)
			ready(wdf_queue_handle(queue), context);
		else
			wdf_queue_present(queue, in);
		spin_lock_irqsave(&io->lock, flags);
	}
	list_del(&me.node);
	wake_up_all(&io->wait);
unlock:
	spin_unlock_irqrestore(&io->lock, flags);
}

static void wdf_queue_work(struct work_struct *work)
{
	struct wdf_queue *queue = container_of(work, struct wdf_queue, work);

	wdf_caller_enter(&queue->worker);
	wdf_queue_settle(queue);
	wdf_queue_run(queue);
	wdf_caller_leave(&queue->worker);
}

void wdf_queue_run_later(struct wdf_queue *queue)
{
	unsigned long flags;

	spin_lock_irqsave(&queue->dev->io.lock, flags);
	if (!queue->dead)
		queue_work(wdf_callback_wq, &queue->work);
	spin_unlock_irqrestore(&queue->dev->io.lock, flags);
}

/* ---- a request comes ---- */

/* What keeps @in from becoming @queue's. */
static NTSTATUS wdf_queue_admit(struct wdf_queue *queue, struct wdf_incoming *in, bool back)
{
	lockdep_assert_held(&queue->dev->io.lock);

	if (in->state == WDF_IN_QUEUED || in->state == WDF_IN_ENDING || in->sent || in->armed)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (queue->dead || (!queue->accepting && !back))
		return STATUS_WDF_BUSY;
	return STATUS_SUCCESS;
}

NTSTATUS wdf_queue_insert(struct wdf_queue *queue, struct wdf_incoming *in, bool head, bool back)
{
	struct wdf_device *dev = queue->dev;
	struct wdf_io *io = &dev->io;
	struct wdf_queue *old;
	PIRP irp = wdf_incoming_irp(in);
	bool power, cancelled = false;
	unsigned long flags;
	NTSTATUS status;

	/* An error: it is not in a state where it could be in D0 at all. */
	power = queue->power_managed && !READ_ONCE(in->power) &&
		NT_SUCCESS(wdf_idle_power_get(dev, &io->power, false, __func__));

	spin_lock_irqsave(&io->lock, flags);
	status = wdf_queue_admit(queue, in, back);
	if (!NT_SUCCESS(status)) {
		spin_unlock_irqrestore(&io->lock, flags);
		if (power)
			wdf_incoming_power_put(dev);
		if (status == STATUS_INVALID_DEVICE_REQUEST)
			nt_violation(in->req.base.driver, NT_RULE_REQUEST_NOT_OWNED,
				     "given to a queue");
		return status;
	}
	/* The reference goes with the request, or is dropped below. */
	if (power)
		in->power = true;
	power = in->power && !queue->power_managed;
	if (power)
		in->power = false;

	old = in->queue;
	if (old)
		old->num_owned--;
	if (old != queue)
		wdf_object_hold(&queue->base);
	in->queue = queue;
	in->stopping = false;
	in->acked = false;
	in->state = WDF_IN_QUEUED;
	queue->ready_due |= !queue->num_waiting;
	queue->num_waiting++;
	if (head)
		list_move(&in->node, &queue->waiting);
	else
		list_move_tail(&in->node, &queue->waiting);
	IoSetCancelRoutine(irp, wdf_incoming_cancel_queued);
	if (READ_ONCE(irp->Cancel) && IoSetCancelRoutine(irp, NULL)) {
		cancelled = true;
		queue->num_waiting--;
		queue->num_owned++;
		list_move_tail(&in->node, &queue->owned);
		in->state = WDF_IN_ENDING;
	}
	spin_unlock_irqrestore(&io->lock, flags);

	if (power)
		wdf_incoming_power_put(dev);
	if (cancelled)
		wdf_incoming_cancelled(in);
	else
		wdf_queue_run(queue);
	if (old && old != queue) {
		wdf_queue_settle(old);
		wdf_queue_run(old);
		wdf_object_unhold(&old->base);
	}
	return STATUS_SUCCESS;
}

/* ---- the object ---- */

static bool wdf_queue_in_callback(struct wdf_object *obj)
{
	struct wdf_queue *queue = container_of(obj, struct wdf_queue, base);

	/* The work also tells that the queue has stopped, or is purged. */
	return wdf_queue_is_presenting(queue) || wdf_caller_is_current(&queue->worker);
}

static bool wdf_queue_is_quiet(struct wdf_queue *queue)
{
	bool quiet;

	spin_lock_irq(&queue->dev->io.lock);
	quiet = !queue->num_waiting && !queue->num_owned;
	spin_unlock_irq(&queue->dev->io.lock);
	return quiet;
}

static bool wdf_queue_is_idle(struct wdf_queue *queue)
{
	bool idle;

	spin_lock_irq(&queue->dev->io.lock);
	idle = list_empty(&queue->presenters);
	spin_unlock_irq(&queue->dev->io.lock);
	return idle;
}

static void wdf_queue_quiesce(struct wdf_object *obj)
{
	struct wdf_queue *queue = container_of(obj, struct wdf_queue, base);
	struct wdf_io *io = &queue->dev->io;
	bool waited;

	spin_lock_irq(&io->lock);
	queue->dead = true;
	queue->accepting = false;
	waited = io->removed;		/* wdf_io_purge() has */
	spin_unlock_irq(&io->lock);
	cancel_work_sync(&queue->work);
	wdf_queue_cancel_all(queue);
	wait_event(io->wait, wdf_queue_is_idle(queue));
	if (!waited && !wait_event_timeout(io->wait, wdf_queue_is_quiet(queue), NT_IO_GRACE))
		nt_violation(obj->driver, NT_RULE_REQUEST_KEPT, "past the end of its queue");
}

static void wdf_queue_dispose(struct wdf_object *obj)
{
	struct wdf_queue *queue = container_of(obj, struct wdf_queue, base);
	struct wdf_io *io = &queue->dev->io;
	unsigned int i;

	spin_lock_irq(&io->lock);
	list_del_init(&queue->node);
	if (io->default_queue == queue)
		io->default_queue = NULL;
	for (i = 0; i < ARRAY_SIZE(io->dispatch); i++) {
		if (io->dispatch[i] == queue)
			io->dispatch[i] = NULL;
	}
	spin_unlock_irq(&io->lock);
}

static void wdf_queue_release(struct wdf_object *obj)
{
	struct wdf_queue *queue = container_of(obj, struct wdf_queue, base);
	struct wdf_device *dev = queue->dev;

	kfree(queue);
	wdf_object_unhold(&dev->base);
}

static const struct wdf_object_class wdf_queue_class = {
	.name = "WDFQUEUE",
	.type = WDF_TYPE_QUEUE,
	.flags = WDF_CLASS_PASSIVE_DISPOSE,
	.in_callback = wdf_queue_in_callback,
	.quiesce = wdf_queue_quiesce,
	.dispose = wdf_queue_dispose,
	.release = wdf_queue_release,
};

/* ---- creation ---- */

static bool wdf_queue_has_callback(const WDF_IO_QUEUE_CONFIG *config)
{
	return config->EvtIoDefault || config->EvtIoRead || config->EvtIoWrite ||
	       config->EvtIoDeviceControl || config->EvtIoInternalDeviceControl;
}

static NTSTATUS wdf_queue_check(const WDF_IO_QUEUE_CONFIG *config)
{
	if (!config)
		return STATUS_INVALID_PARAMETER;
	if (config->Size != sizeof(*config))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (config->DispatchType <= WdfIoQueueDispatchInvalid ||
	    config->DispatchType >= WdfIoQueueDispatchMax)
		return STATUS_INVALID_PARAMETER;
	if (config->PowerManaged < WdfFalse || config->PowerManaged > WdfUseDefault)
		return STATUS_INVALID_PARAMETER;
	if (config->DispatchType == WdfIoQueueDispatchManual)
		return wdf_queue_has_callback(config) ? STATUS_INVALID_PARAMETER : STATUS_SUCCESS;
	if (!wdf_queue_has_callback(config))
		return STATUS_WDF_NO_CALLBACK;
	if (config->DispatchType == WdfIoQueueDispatchParallel &&
	    !config->Settings.Parallel.NumberOfPresentedRequests)
		return STATUS_INVALID_PARAMETER;
	return STATUS_SUCCESS;
}

/* Level and scope as they are going to be, and what follows from them. */
static NTSTATUS wdf_queue_set_sync(struct wdf_queue *queue, PWDF_OBJECT_ATTRIBUTES attributes)
{
	struct wdf_device *dev = queue->dev;
	struct wdf_object *parent = NULL;
	struct wdf_device *below;

	if (attributes && attributes->ParentObject) {
		parent = wdf_table_get(attributes->ParentObject);
		if (!parent)
			return STATUS_INVALID_HANDLE;
		below = wdf_object_device(parent);
	} else {
		parent = wdf_object_get(&dev->base);
		below = dev;
	}
	wdf_object_inherit(&queue->base, attributes, parent);
	wdf_object_put(parent);
	if (below != dev)
		return STATUS_INVALID_DEVICE_REQUEST;

	queue->passive = queue->base.execution_level == WdfExecutionLevelPassive;
	wdf_presentation_init(&queue->presentation, queue->passive);
	if (queue->base.sync_scope == WdfSynchronizationScopeDevice)
		queue->sync = &dev->presentation;
	else if (queue->base.sync_scope == WdfSynchronizationScopeQueue)
		queue->sync = &queue->presentation;
	if (queue->sync && queue->sync->passive != queue->passive)
		return STATUS_WDF_INCOMPATIBLE_EXECUTION_LEVEL;
	return STATUS_SUCCESS;
}

/* The place of a default queue is taken before its object can be seen. */
static NTSTATUS wdf_queue_reserve(struct wdf_queue *queue)
{
	struct wdf_io *io = &queue->dev->io;
	NTSTATUS status = STATUS_SUCCESS;

	spin_lock_irq(&io->lock);
	if (io->removed)
		status = STATUS_DELETE_PENDING;
	else if (queue->config.DefaultQueue && io->default_queue)
		status = STATUS_UNSUCCESSFUL;
	else if (queue->config.DefaultQueue)
		io->default_queue = queue;
	spin_unlock_irq(&io->lock);
	return status;
}

static void wdf_queue_unreserve(struct wdf_queue *queue)
{
	struct wdf_io *io = &queue->dev->io;

	spin_lock_irq(&io->lock);
	if (io->default_queue == queue)
		io->default_queue = NULL;
	spin_unlock_irq(&io->lock);
}

static void wdf_queue_open(struct wdf_queue *queue)
{
	struct wdf_io *io = &queue->dev->io;

	spin_lock_irq(&io->lock);
	list_add_tail(&queue->node, &io->queues);
	queue->accepting = !io->removed && !queue->dead;
	queue->dispatching = true;
	spin_unlock_irq(&io->lock);
}

static struct wdf_queue *wdf_queue_alloc(struct wdf_device *dev, const WDF_IO_QUEUE_CONFIG *config)
{
	struct wdf_queue *queue = kzalloc(sizeof(*queue), GFP_KERNEL);

	if (!queue)
		return NULL;
	wdf_object_init(&queue->base, &wdf_queue_class, dev->base.driver);
	queue->dev = dev;
	queue->config = *config;
	queue->power_managed = dev->pdo && (config->PowerManaged == WdfTrue ||
			       (config->PowerManaged == WdfUseDefault && !dev->io.set.filter));
	INIT_LIST_HEAD(&queue->node);
	INIT_LIST_HEAD(&queue->waiting);
	INIT_LIST_HEAD(&queue->owned);
	INIT_LIST_HEAD(&queue->presenters);
	INIT_WORK(&queue->work, wdf_queue_work);
	wdf_object_hold(&dev->base);
	return queue;
}

NTSTATUS WdfIoQueueCreate(WDFDEVICE Device, PWDF_IO_QUEUE_CONFIG Config,
			  PWDF_OBJECT_ATTRIBUTES QueueAttributes, WDFQUEUE *Queue)
{
	struct wdf_device *dev;
	struct wdf_queue *queue;
	NTSTATUS status;

	if (Queue)
		*Queue = NULL;
	dev = wdf_device_from_handle(Device, __func__);
	if (!dev)
		return STATUS_INVALID_HANDLE;
	status = wdf_queue_check(Config);
	if (!NT_SUCCESS(status))
		return status;
	if (nt_irql_violation(dev->base.driver, __func__))
		return STATUS_INVALID_DEVICE_STATE;

	queue = wdf_queue_alloc(dev, Config);
	if (!queue)
		return STATUS_INSUFFICIENT_RESOURCES;
	if (Config->DefaultQueue)
		wdf_object_set_owned(&queue->base);
	status = wdf_object_check_attributes(QueueAttributes);
	if (NT_SUCCESS(status))
		status = wdf_queue_set_sync(queue, QueueAttributes);
	if (NT_SUCCESS(status))
		status = wdf_queue_reserve(queue);
	if (!NT_SUCCESS(status))
		goto err_release;
	status = wdf_object_publish(&queue->base, QueueAttributes, &dev->base);
	if (!NT_SUCCESS(status))
		goto err_unreserve;
	wdf_queue_open(queue);
	if (Queue)
		*Queue = wdf_queue_handle(queue);
	return STATUS_SUCCESS;

err_unreserve:
	wdf_queue_unreserve(queue);
err_release:
	/* A request on its way to a default queue may have its memory held. */
	wdf_object_unhold(&queue->base);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfIoQueueCreate, NDIS_SHIM);
