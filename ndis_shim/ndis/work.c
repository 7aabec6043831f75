// SPDX-License-Identifier: GPL-2.0
/*
 * NDIS_WORK_ITEM: a routine in process context, once for each time that it is
 * scheduled. The item itself is not touched after scheduling returned: the
 * routine, which may have begun by then, frees it.
 */
#include <linux/export.h>
#include <linux/list.h>
#include <linux/mempool.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "ndis/support_internal.h"

/* Scheduling does not fail on Windows: records for where memory has run out. */
#define NDIS_WORK_RESERVE	64

/**
 * struct ndis_work - a scheduled item
 * @work: runs @routine
 * @node: in ndis_work_list until the routine returned
 * @driver: whose it is
 * @item: what the routine gets; perhaps freed by now
 * @routine: copied out of @item
 * @context: copied out of @item
 */
struct ndis_work {
	struct work_struct work;
	struct list_head node;
	struct nt_driver *driver;
	PNDIS_WORK_ITEM item;
	NDIS_PROC routine;
	PVOID context;
};

static struct workqueue_struct *ndis_work_wq;
static mempool_t *ndis_work_records;
static DEFINE_SPINLOCK(ndis_work_lock);	/* protects ndis_work_list; any context */
static LIST_HEAD(ndis_work_list);
static DECLARE_WAIT_QUEUE_HEAD(ndis_work_done);

static void ndis_work_run(struct work_struct *work)
{
	struct ndis_work *record = container_of(work, struct ndis_work, work);

	record->routine(record->item, record->context);
	spin_lock_irq(&ndis_work_lock);
	list_del(&record->node);
	/* Inside: whoever waits goes on to unload, but not this module. */
	wake_up_all(&ndis_work_done);
	spin_unlock_irq(&ndis_work_lock);
	mempool_free(record, ndis_work_records);
}

NDIS_STATUS NdisScheduleWorkItemWorker(PWDF_DRIVER_GLOBALS Globals, PNDIS_WORK_ITEM WorkItem)
{
	struct nt_driver *driver = nt_driver_from_globals(Globals);
	struct ndis_work *record;
	unsigned long flags;
	bool late;

	if (!WorkItem->Routine) {
		nt_violation(driver, NT_RULE_NDIS_ARGUMENT, "work item without a routine");
		return NDIS_STATUS_FAILURE;
	}
	record = mempool_alloc(ndis_work_records, GFP_ATOMIC);
	if (!record)
		return NDIS_STATUS_RESOURCES;
	INIT_WORK(&record->work, ndis_work_run);
	record->driver = driver;
	record->item = WorkItem;
	record->routine = WorkItem->Routine;
	record->context = WorkItem->Context;

	/* Under the lock, so that unloading sees either the mark or the item. */
	spin_lock_irqsave(&ndis_work_lock, flags);
	late = driver && READ_ONCE(driver->unloading);
	if (!late) {
		list_add_tail(&record->node, &ndis_work_list);
		queue_work(ndis_work_wq, &record->work);
	}
	spin_unlock_irqrestore(&ndis_work_lock, flags);
	if (!late)
		return NDIS_STATUS_SUCCESS;
	mempool_free(record, ndis_work_records);
	nt_violation(driver, NT_RULE_USE_AFTER_DELETE, "NdisScheduleWorkItem at unload");
	return NDIS_STATUS_CLOSING;
}
EXPORT_SYMBOL_NS_GPL(NdisScheduleWorkItemWorker, NDIS_SHIM);

static unsigned int ndis_work_count(struct nt_driver *driver)
{
	struct ndis_work *record;
	unsigned int count = 0;

	spin_lock_irq(&ndis_work_lock);
	list_for_each_entry(record, &ndis_work_list, node)
		count += record->driver == driver;
	spin_unlock_irq(&ndis_work_lock);
	return count;
}

/*
 * A routine that is on the list may be past its last instruction in the module
 * or not: it is waited for. It is off the list only after it returned.
 */
unsigned int ndis_work_orphan(struct nt_driver *driver)
{
	unsigned int count = ndis_work_count(driver);

	wait_event(ndis_work_done, !ndis_work_count(driver));
	return count;
}

/* Not freezable: a driver may wait for its work item while it is suspended. */
int ndis_work_init(void)
{
	ndis_work_wq = alloc_workqueue("ndis_work", WQ_UNBOUND, 0);
	if (!ndis_work_wq)
		return -ENOMEM;
	ndis_work_records = mempool_create_kmalloc_pool(NDIS_WORK_RESERVE,
							sizeof(struct ndis_work));
	if (!ndis_work_records) {
		destroy_workqueue(ndis_work_wq);
		return -ENOMEM;
	}
	return 0;
}

void ndis_work_exit(void)
{
	destroy_workqueue(ndis_work_wq);
	mempool_destroy(ndis_work_records);
}
