// SPDX-License-Identifier: GPL-2.0
/*
 * WDFDPC: a callback at DISPATCH_LEVEL, soon, once for however many times it was
 * queued before it ran.
 */
#include <linux/export.h>
#include <linux/interrupt.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/callback.h"
#include "wdf/object_internal.h"
#include "wdf/presentation.h"

/**
 * struct wdf_dpc - a WDFDPC
 * @base: object
 * @func: the client's callback
 * @sync: serialises @func, or NULL
 * @lock: protects @queued and @dead; any context
 * @queued: is to run
 * @dead: deletion has begun: nothing is queued any more
 * @tasklet: runs @func
 * @caller: who runs @func just now
 */
struct wdf_dpc {
	struct wdf_object base;
	PFN_WDF_DPC func;
	struct wdf_presentation *sync;
	spinlock_t lock;
	bool queued;
	bool dead;
	struct tasklet_struct tasklet;
	struct wdf_caller caller;
};

static void wdf_dpc_run(struct tasklet_struct *tasklet)
{
	struct wdf_dpc *dpc = from_tasklet(dpc, tasklet, tasklet);
	bool run;

	spin_lock_irq(&dpc->lock);
	run = dpc->queued;
	dpc->queued = false;
	spin_unlock_irq(&dpc->lock);
	if (!run)
		return;
	wdf_caller_enter(&dpc->caller);
	wdf_presentation_enter(dpc->sync);
	dpc->func(wdf_object_to_handle(&dpc->base));
	wdf_presentation_leave(dpc->sync);
	wdf_caller_leave(&dpc->caller);
}

static bool wdf_dpc_in_callback(struct wdf_object *obj)
{
	struct wdf_dpc *dpc = container_of(obj, struct wdf_dpc, base);

	/* Nor below the lock that the callback may wait for. */
	return wdf_caller_is_current(&dpc->caller) ||
	       (dpc->sync && wdf_presentation_is_mine(dpc->sync));
}

static bool wdf_dpc_cancel(struct wdf_dpc *dpc)
{
	unsigned long flags;
	bool was;

	spin_lock_irqsave(&dpc->lock, flags);
	was = dpc->queued;
	dpc->queued = false;
	spin_unlock_irqrestore(&dpc->lock, flags);
	return was;
}

static void wdf_dpc_quiesce(struct wdf_object *obj)
{
	struct wdf_dpc *dpc = container_of(obj, struct wdf_dpc, base);

	spin_lock_irq(&dpc->lock);
	dpc->dead = true;
	dpc->queued = false;
	spin_unlock_irq(&dpc->lock);
	tasklet_kill(&dpc->tasklet);
}

static void wdf_dpc_release(struct wdf_object *obj)
{
	kfree(container_of(obj, struct wdf_dpc, base));
}

static const struct wdf_object_class wdf_dpc_class = {
	.name = "WDFDPC",
	.type = WDF_TYPE_DPC,
	.flags = WDF_CLASS_PASSIVE_DISPOSE | WDF_CLASS_NEEDS_DEVICE,
	.in_callback = wdf_dpc_in_callback,
	.quiesce = wdf_dpc_quiesce,
	.release = wdf_dpc_release,
};

static struct wdf_dpc *wdf_dpc_from_handle(WDFDPC handle, const char *who)
{
	struct wdf_object *obj = wdf_object_from_handle(handle, WDF_TYPE_DPC, who);

	return obj ? container_of(obj, struct wdf_dpc, base) : NULL;
}

NTSTATUS WdfDpcCreate(PWDF_DPC_CONFIG Config, PWDF_OBJECT_ATTRIBUTES Attributes, WDFDPC *Dpc)
{
	struct wdf_presentation *sync;
	struct wdf_dpc *dpc;
	NTSTATUS status;

	if (!Dpc)
		return STATUS_INVALID_PARAMETER;
	*Dpc = NULL;
	if (!Config || !Config->EvtDpcFunc)
		return STATUS_INVALID_PARAMETER;
	if (Config->Size != sizeof(*Config))
		return STATUS_INFO_LENGTH_MISMATCH;
	status = wdf_callback_sync(Attributes, Config->AutomaticSerialization, false, &sync);
	if (!NT_SUCCESS(status))
		return status;

	dpc = kzalloc(sizeof(*dpc), nt_gfp());
	if (!dpc)
		return STATUS_INSUFFICIENT_RESOURCES;
	dpc->func = Config->EvtDpcFunc;
	dpc->sync = sync;
	spin_lock_init(&dpc->lock);
	tasklet_setup(&dpc->tasklet, wdf_dpc_run);
	wdf_object_init(&dpc->base, &wdf_dpc_class, NULL);
	status = wdf_object_publish(&dpc->base, Attributes, NULL);
	if (!NT_SUCCESS(status)) {
		kfree(dpc);
		return status;
	}
	*Dpc = wdf_object_to_handle(&dpc->base);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfDpcCreate, NDIS_SHIM);

BOOLEAN WdfDpcEnqueue(WDFDPC Dpc)
{
	struct wdf_dpc *dpc = wdf_dpc_from_handle(Dpc, __func__);
	unsigned long flags;
	bool queue, dead;

	if (!dpc)
		return FALSE;
	spin_lock_irqsave(&dpc->lock, flags);
	dead = dpc->dead;
	queue = !dead && !dpc->queued;
	if (queue) {
		dpc->queued = true;
		tasklet_schedule(&dpc->tasklet);
	}
	spin_unlock_irqrestore(&dpc->lock, flags);
	/* Others, or its own callback, cannot know of a deletion under way. */
	if (dead && test_bit(WDF_OBJECT_DISPOSED, &dpc->base.state))
		nt_violation(dpc->base.driver, NT_RULE_USE_AFTER_DELETE, "%s", __func__);
	return queue;
}
EXPORT_SYMBOL_NS_GPL(WdfDpcEnqueue, NDIS_SHIM);

BOOLEAN WdfDpcCancel(WDFDPC Dpc, BOOLEAN Wait)
{
	struct wdf_dpc *dpc = wdf_dpc_from_handle(Dpc, __func__);
	bool was;

	if (!dpc)
		return FALSE;
	was = wdf_dpc_cancel(dpc);
	if (!Wait || nt_irql_violation(dpc->base.driver, "WdfDpcCancel waiting"))
		return was;
	if (wdf_caller_is_current(&dpc->caller))
		nt_violation(dpc->base.driver, NT_RULE_CALLBACK_DEADLOCK, "%s", __func__);
	else
		tasklet_unlock_wait(&dpc->tasklet);
	return was;
}
EXPORT_SYMBOL_NS_GPL(WdfDpcCancel, NDIS_SHIM);

WDFOBJECT WdfDpcGetParentObject(WDFDPC Dpc)
{
	struct wdf_dpc *dpc = wdf_dpc_from_handle(Dpc, __func__);

	return dpc ? wdf_object_to_handle(dpc->base.parent) : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfDpcGetParentObject, NDIS_SHIM);
