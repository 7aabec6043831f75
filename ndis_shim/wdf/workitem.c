// SPDX-License-Identifier: GPL-2.0
/*
 * WDFWORKITEM: a callback in process context. A pending one is not queued
 * twice; one that is running is queued again and runs again afterwards.
 */
#include <linux/export.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/callback.h"
#include "wdf/object_internal.h"
#include "wdf/presentation.h"

/**
 * struct wdf_workitem - a WDFWORKITEM
 * @base: object
 * @func: the client's callback
 * @sync: serialises @func, or NULL
 * @lock: protects @dead against queueing; any context
 * @dead: deletion has begun: what is queued still runs, nothing is queued any more
 * @work: runs @func
 * @caller: who runs @func just now
 */
struct wdf_workitem {
	struct wdf_object base;
	PFN_WDF_WORKITEM func;
	struct wdf_presentation *sync;
	spinlock_t lock;
	bool dead;
	struct work_struct work;
	struct wdf_caller caller;
};

static void wdf_workitem_run(struct work_struct *work)
{
	struct wdf_workitem *item = container_of(work, struct wdf_workitem, work);

	wdf_caller_enter(&item->caller);
	wdf_presentation_enter(item->sync);
	item->func(wdf_object_to_handle(&item->base));
	wdf_presentation_leave(item->sync);
	wdf_caller_leave(&item->caller);
}

/* A work item may delete itself, or its parent, from its own callback. */
static bool wdf_workitem_in_callback(struct wdf_object *obj)
{
	struct wdf_workitem *item = container_of(obj, struct wdf_workitem, base);

	/* Nor below the lock that the callback may wait for. */
	return wdf_caller_is_current(&item->caller) ||
	       (item->sync && wdf_presentation_is_mine(item->sync));
}

static void wdf_workitem_quiesce(struct wdf_object *obj)
{
	struct wdf_workitem *item = container_of(obj, struct wdf_workitem, base);

	spin_lock_irq(&item->lock);
	item->dead = true;
	spin_unlock_irq(&item->lock);
	flush_work(&item->work);
}

static void wdf_workitem_release(struct wdf_object *obj)
{
	kfree(container_of(obj, struct wdf_workitem, base));
}

static const struct wdf_object_class wdf_workitem_class = {
	.name = "WDFWORKITEM",
	.type = WDF_TYPE_WORKITEM,
	.flags = WDF_CLASS_PASSIVE_DISPOSE | WDF_CLASS_NEEDS_DEVICE,
	.in_callback = wdf_workitem_in_callback,
	.quiesce = wdf_workitem_quiesce,
	.release = wdf_workitem_release,
};

static struct wdf_workitem *wdf_workitem_from_handle(WDFWORKITEM handle, const char *who)
{
	struct wdf_object *obj = wdf_object_from_handle(handle, WDF_TYPE_WORKITEM, who);

	return obj ? container_of(obj, struct wdf_workitem, base) : NULL;
}

NTSTATUS WdfWorkItemCreate(PWDF_WORKITEM_CONFIG Config, PWDF_OBJECT_ATTRIBUTES Attributes,
			   WDFWORKITEM *WorkItem)
{
	struct wdf_presentation *sync;
	struct wdf_workitem *item;
	NTSTATUS status;

	if (!WorkItem)
		return STATUS_INVALID_PARAMETER;
	*WorkItem = NULL;
	if (!Config || !Config->EvtWorkItemFunc)
		return STATUS_INVALID_PARAMETER;
	if (Config->Size != sizeof(*Config))
		return STATUS_INFO_LENGTH_MISMATCH;
	status = wdf_callback_sync(Attributes, Config->AutomaticSerialization, true, &sync);
	if (!NT_SUCCESS(status))
		return status;

	item = kzalloc(sizeof(*item), nt_gfp());
	if (!item)
		return STATUS_INSUFFICIENT_RESOURCES;
	item->func = Config->EvtWorkItemFunc;
	item->sync = sync;
	spin_lock_init(&item->lock);
	INIT_WORK(&item->work, wdf_workitem_run);
	wdf_callback_set_class(&item->work, item->func, item->sync);
	wdf_object_init(&item->base, &wdf_workitem_class, NULL);
	status = wdf_object_publish(&item->base, Attributes, NULL);
	if (!NT_SUCCESS(status)) {
		kfree(item);
		return status;
	}
	*WorkItem = wdf_object_to_handle(&item->base);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfWorkItemCreate, NDIS_SHIM);

VOID WdfWorkItemEnqueue(WDFWORKITEM WorkItem)
{
	struct wdf_workitem *item = wdf_workitem_from_handle(WorkItem, __func__);
	unsigned long flags;
	bool dead;

	if (!item)
		return;
	spin_lock_irqsave(&item->lock, flags);
	dead = item->dead;
	if (!dead)
		queue_work(wdf_callback_wq, &item->work);
	spin_unlock_irqrestore(&item->lock, flags);
	/* Others, or its own callback, cannot know of a deletion under way. */
	if (dead && test_bit(WDF_OBJECT_DISPOSED, &item->base.state))
		nt_violation(item->base.driver, NT_RULE_USE_AFTER_DELETE, "%s", __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfWorkItemEnqueue, NDIS_SHIM);

VOID WdfWorkItemFlush(WDFWORKITEM WorkItem)
{
	struct wdf_workitem *item = wdf_workitem_from_handle(WorkItem, __func__);

	if (!item || nt_irql_violation(item->base.driver, __func__))
		return;
	if (wdf_workitem_in_callback(&item->base)) {
		nt_violation(item->base.driver, NT_RULE_CALLBACK_DEADLOCK, "%s", __func__);
		return;
	}
	flush_work(&item->work);
}
EXPORT_SYMBOL_NS_GPL(WdfWorkItemFlush, NDIS_SHIM);

WDFOBJECT WdfWorkItemGetParentObject(WDFWORKITEM WorkItem)
{
	struct wdf_workitem *item = wdf_workitem_from_handle(WorkItem, __func__);

	return item ? wdf_object_to_handle(item->base.parent) : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfWorkItemGetParentObject, NDIS_SHIM);
