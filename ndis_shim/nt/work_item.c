// SPDX-License-Identifier: GPL-2.0
/*
 * Work items of device objects, and bug checks.
 *
 * A work item is off the list before its routine runs, and its memory goes when both
 * the driver has freed it and the routine has returned.
 */
#include <linux/export.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include <wdm.h>

#include "nt/dpc.h"
#include "nt/io.h"
#include "nt/nt_internal.h"
#include "verifier.h"

/**
 * struct _IO_WORKITEM - a work item
 * @work: the kernel's
 * @ref: the driver's, and that of a run
 * @node: in nt_work_items until it is freed
 * @driver: whose; NULL after its unload
 * @object: device or driver object that the routine is called with
 * @queued: from IoQueueWorkItem() until the routine begins
 * @routine: of IoQueueWorkItem(), or NULL
 * @routine_ex: of IoQueueWorkItemEx(), or NULL
 * @context: for them
 */
struct _IO_WORKITEM {
	struct work_struct work;
	struct kref ref;
	struct list_head node;
	struct nt_driver *driver;
	PVOID object;
	bool queued;
	PIO_WORKITEM_ROUTINE routine;
	PIO_WORKITEM_ROUTINE_EX routine_ex;
	PVOID context;
};

static DEFINE_SPINLOCK(nt_work_lock);	/* list and @queued; any context */
static LIST_HEAD(nt_work_items);

static void nt_work_free(struct kref *ref)
{
	kfree(container_of(ref, struct _IO_WORKITEM, ref));
}

static void nt_work_run(struct work_struct *work)
{
	PIO_WORKITEM item = container_of(work, struct _IO_WORKITEM, work);
	PIO_WORKITEM_ROUTINE_EX routine_ex;
	PIO_WORKITEM_ROUTINE routine;
	PVOID context;

	spin_lock_irq(&nt_work_lock);
	item->queued = false;
	routine = item->routine;
	routine_ex = item->routine_ex;
	context = item->context;
	spin_unlock_irq(&nt_work_lock);
	if (routine_ex)
		routine_ex(item->object, context, item);
	else if (routine)
		routine(item->object, context);
	kref_put(&item->ref, nt_work_free);
}

/* NULL with a violation for what is none, or was freed. */
static PIO_WORKITEM nt_work_get(PIO_WORKITEM pointer, const char *who)
{
	PIO_WORKITEM item, found = NULL;
	unsigned long flags;

	spin_lock_irqsave(&nt_work_lock, flags);
	list_for_each_entry(item, &nt_work_items, node) {
		if (item == pointer) {
			kref_get(&item->ref);
			found = item;
			break;
		}
	}
	spin_unlock_irqrestore(&nt_work_lock, flags);
	if (!found)
		nt_violation(NULL, NT_RULE_BAD_OBJECT, "%s", who);
	return found;
}

PIO_WORKITEM IoAllocateWorkItem(PDEVICE_OBJECT DeviceObject)
{
	PIO_WORKITEM item = kzalloc(sizeof(*item), nt_gfp());
	unsigned long flags;

	if (!item)
		return NULL;
	INIT_WORK(&item->work, nt_work_run);
	kref_init(&item->ref);
	item->object = DeviceObject;
	if (DeviceObject && DeviceObject->DriverObject)
		item->driver = container_of(DeviceObject->DriverObject, struct nt_driver, object);
	spin_lock_irqsave(&nt_work_lock, flags);
	list_add_tail(&item->node, &nt_work_items);
	spin_unlock_irqrestore(&nt_work_lock, flags);
	return item;
}
EXPORT_SYMBOL_NS_GPL(IoAllocateWorkItem, NDIS_SHIM);

/* One that is queued runs all the same. */
VOID IoFreeWorkItem(PIO_WORKITEM IoWorkItem)
{
	PIO_WORKITEM item = nt_work_get(IoWorkItem, __func__);
	unsigned long flags;
	bool listed;

	if (!item)
		return;
	spin_lock_irqsave(&nt_work_lock, flags);
	listed = !list_empty(&item->node);
	list_del_init(&item->node);
	spin_unlock_irqrestore(&nt_work_lock, flags);
	if (listed)
		kref_put(&item->ref, nt_work_free);
	kref_put(&item->ref, nt_work_free);
}
EXPORT_SYMBOL_NS_GPL(IoFreeWorkItem, NDIS_SHIM);

/* False: it is queued already, and stays what it is. */
static bool nt_work_queue(PIO_WORKITEM pointer, PIO_WORKITEM_ROUTINE routine,
			  PIO_WORKITEM_ROUTINE_EX routine_ex, PVOID context, const char *who)
{
	PIO_WORKITEM item = nt_work_get(pointer, who);
	unsigned long flags;
	bool queued;

	if (!item)
		return false;
	spin_lock_irqsave(&nt_work_lock, flags);
	queued = !item->queued;
	if (queued) {
		item->queued = true;
		item->routine = routine;
		item->routine_ex = routine_ex;
		item->context = context;
		kref_get(&item->ref);
		/* It runs on with what it has, and once more. */
		if (!queue_work(nt_io_wq, &item->work))
			kref_put(&item->ref, nt_work_free);
	}
	spin_unlock_irqrestore(&nt_work_lock, flags);
	kref_put(&item->ref, nt_work_free);
	return queued;
}

VOID IoQueueWorkItem(PIO_WORKITEM IoWorkItem, PIO_WORKITEM_ROUTINE WorkerRoutine,
		     WORK_QUEUE_TYPE QueueType, PVOID Context)
{
	if (!nt_work_queue(IoWorkItem, WorkerRoutine, NULL, Context, __func__))
		nt_violation(NULL, NT_RULE_NT_ARGUMENT, "%s: queued already", __func__);
}
EXPORT_SYMBOL_NS_GPL(IoQueueWorkItem, NDIS_SHIM);

VOID IoQueueWorkItemEx(PIO_WORKITEM IoWorkItem, PIO_WORKITEM_ROUTINE_EX WorkerRoutine,
		       WORK_QUEUE_TYPE QueueType, PVOID Context)
{
	if (!nt_work_queue(IoWorkItem, NULL, WorkerRoutine, Context, __func__))
		nt_violation(NULL, NT_RULE_NT_ARGUMENT, "%s: queued already", __func__);
}
EXPORT_SYMBOL_NS_GPL(IoQueueWorkItemEx, NDIS_SHIM);

BOOLEAN IoTryQueueWorkItem(PIO_WORKITEM IoWorkItem, PIO_WORKITEM_ROUTINE_EX WorkerRoutine,
			   WORK_QUEUE_TYPE QueueType, PVOID Context)
{
	return nt_work_queue(IoWorkItem, NULL, WorkerRoutine, Context, __func__);
}
EXPORT_SYMBOL_NS_GPL(IoTryQueueWorkItem, NDIS_SHIM);

/**
 * nt_work_items_orphan() - work items that an unloading client left behind
 * @driver: its unload routine has returned
 *
 * What is queued runs while the client's code is still there; it is not found any
 * more if it queues itself again.
 *
 * Context: process. Return: how many there were.
 */
unsigned int nt_work_items_orphan(struct nt_driver *driver)
{
	PIO_WORKITEM item, next;
	unsigned int count = 0;
	LIST_HEAD(left);

	/* Freed ones may run, too. */
	flush_workqueue(nt_io_wq);
	spin_lock_irq(&nt_work_lock);
	list_for_each_entry_safe(item, next, &nt_work_items, node) {
		if (item->driver != driver)
			continue;
		list_move_tail(&item->node, &left);
		count++;
	}
	spin_unlock_irq(&nt_work_lock);
	if (count)
		flush_workqueue(nt_io_wq);
	list_for_each_entry_safe(item, next, &left, node) {
		list_del_init(&item->node);
		kref_put(&item->ref, nt_work_free);
	}
	if (count)
		nt_violation(driver, NT_RULE_WORK_LEAK, "%u work items", count);
	return count;
}
EXPORT_SYMBOL_NS_GPL(nt_work_items_orphan, NDIS_SHIM_INTERNAL);

VOID KeBugCheckExWorker(PWDF_DRIVER_GLOBALS Globals, ULONG BugCheckCode, ULONG_PTR Parameter1,
			ULONG_PTR Parameter2, ULONG_PTR Parameter3, ULONG_PTR Parameter4)
{
	nt_violation(nt_driver_from_globals(Globals), NT_RULE_BUG_CHECK,
		     "%#x (%lx, %lx, %lx, %lx)", BugCheckCode, Parameter1, Parameter2,
		     Parameter3, Parameter4);
}
EXPORT_SYMBOL_NS_GPL(KeBugCheckExWorker, NDIS_SHIM);
