// SPDX-License-Identifier: GPL-2.0
/*
 * Deferred procedure calls: a queue for each processor, served by a tasklet.
 *
 * A call leaves its queue before its routine runs, and nothing of it is touched
 * after that: the routine may free it, or queue it again.
 */
#include "nt/dpc.h"

#include <linux/build_bug.h>
#include <linux/export.h>
#include <linux/interrupt.h>
#include <linux/list.h>
#include <linux/percpu.h>
#include <linux/wait.h>

#include "nt/nt_internal.h"
#include "verifier.h"

#define NT_DPC_MAGIC	0x4e544450

/**
 * struct nt_dpc - what is inside a KDPC
 * @node: in a queue
 * @magic: it was initialised
 * @queued: it is in one
 * @sequence: number of its insertion
 * @driver: whose
 * @routine: the client's
 * @context: its own
 * @arguments: what it was queued with
 */
struct nt_dpc {
	struct list_head node;
	u32 magic;
	bool queued;
	u64 sequence;
	struct nt_driver *driver;
	PKDEFERRED_ROUTINE routine;
	PVOID context;
	PVOID arguments[2];
};

static_assert(sizeof(struct nt_dpc) <= sizeof(KDPC));

/**
 * struct nt_dpc_queue - of one processor
 * @calls: struct nt_dpc
 * @tasklet: serves it
 * @running: number of the call that runs, or 0
 * @driver: whose that is
 */
struct nt_dpc_queue {
	struct list_head calls;
	struct tasklet_struct tasklet;
	u64 running;
	struct nt_driver *driver;
};

static DEFINE_SPINLOCK(nt_dpc_lock);	/* all queues; any context */
static DEFINE_PER_CPU(struct nt_dpc_queue, nt_dpc_queues);
static u64 nt_dpc_sequence;
static DECLARE_WAIT_QUEUE_HEAD(nt_dpc_wait);

/* What the client queued last while this runs is not waited for: the tasklet is
 * scheduled again for it, so that others get their turn.
 */
static void nt_dpc_serve(struct tasklet_struct *tasklet)
{
	struct nt_dpc_queue *queue = container_of(tasklet, struct nt_dpc_queue, tasklet);
	struct nt_dpc *dpc, call;
	bool more;

	spin_lock_irq(&nt_dpc_lock);
	dpc = list_first_entry_or_null(&queue->calls, struct nt_dpc, node);
	if (!dpc) {
		spin_unlock_irq(&nt_dpc_lock);
		return;
	}
	list_del(&dpc->node);
	dpc->queued = false;
	call = *dpc;
	queue->running = call.sequence;
	queue->driver = call.driver;
	spin_unlock_irq(&nt_dpc_lock);

	call.routine((PKDPC)dpc, call.context, call.arguments[0], call.arguments[1]);

	spin_lock_irq(&nt_dpc_lock);
	queue->running = 0;
	more = !list_empty(&queue->calls);
	spin_unlock_irq(&nt_dpc_lock);
	wake_up_all(&nt_dpc_wait);
	if (more)
		tasklet_schedule(&queue->tasklet);
}

/* One that is queued already comes out of its queue. Found by its address. */
static bool nt_dpc_forget(const struct nt_dpc *dpc)
{
	bool found = false;
	unsigned long flags;
	int cpu;

	spin_lock_irqsave(&nt_dpc_lock, flags);
	for_each_possible_cpu(cpu) {
		struct nt_dpc_queue *queue = per_cpu_ptr(&nt_dpc_queues, cpu);
		struct nt_dpc *other, *next;

		list_for_each_entry_safe(other, next, &queue->calls, node) {
			if (other != dpc)
				continue;
			list_del(&other->node);
			found = true;
		}
	}
	spin_unlock_irqrestore(&nt_dpc_lock, flags);
	if (found)
		wake_up_all(&nt_dpc_wait);
	return found;
}

VOID KeInitializeDpcWorker(PWDF_DRIVER_GLOBALS Globals, PRKDPC Dpc,
			   PKDEFERRED_ROUTINE DeferredRoutine, PVOID DeferredContext)
{
	struct nt_dpc *dpc = (void *)Dpc;

	if (nt_dpc_forget(dpc))
		nt_violation(dpc->driver, NT_RULE_NT_ARGUMENT, "KeInitializeDpc: it is queued");
	memset(dpc, 0, sizeof(*dpc));
	dpc->magic = NT_DPC_MAGIC;
	dpc->driver = nt_driver_from_globals(Globals);
	dpc->routine = DeferredRoutine;
	dpc->context = DeferredContext;
}
EXPORT_SYMBOL_NS_GPL(KeInitializeDpcWorker, NDIS_SHIM);

BOOLEAN KeInsertQueueDpc(PRKDPC Dpc, PVOID SystemArgument1, PVOID SystemArgument2)
{
	struct nt_dpc *dpc = (void *)Dpc;
	struct nt_dpc_queue *queue;
	unsigned long flags;
	bool inserted;

	if (dpc->magic != NT_DPC_MAGIC || !dpc->routine) {
		nt_violation(NULL, NT_RULE_NT_ARGUMENT, "%s: not initialised", __func__);
		return FALSE;
	}
	spin_lock_irqsave(&nt_dpc_lock, flags);
	inserted = !dpc->queued;
	if (inserted) {
		queue = this_cpu_ptr(&nt_dpc_queues);
		dpc->queued = true;
		dpc->sequence = ++nt_dpc_sequence;
		dpc->arguments[0] = SystemArgument1;
		dpc->arguments[1] = SystemArgument2;
		list_add_tail(&dpc->node, &queue->calls);
		tasklet_schedule(&queue->tasklet);
	}
	spin_unlock_irqrestore(&nt_dpc_lock, flags);
	return inserted;
}
EXPORT_SYMBOL_NS_GPL(KeInsertQueueDpc, NDIS_SHIM);

BOOLEAN KeRemoveQueueDpc(PRKDPC Dpc)
{
	struct nt_dpc *dpc = (void *)Dpc;
	unsigned long flags;
	bool removed;

	spin_lock_irqsave(&nt_dpc_lock, flags);
	removed = dpc->magic == NT_DPC_MAGIC && dpc->queued;
	if (removed) {
		list_del(&dpc->node);
		dpc->queued = false;
	}
	spin_unlock_irqrestore(&nt_dpc_lock, flags);
	if (removed)
		wake_up_all(&nt_dpc_wait);
	return removed;
}
EXPORT_SYMBOL_NS_GPL(KeRemoveQueueDpc, NDIS_SHIM);

/* Nothing up to @sequence is queued or runs. */
static bool nt_dpc_flushed(u64 sequence)
{
	bool flushed = true;
	struct nt_dpc *dpc;
	int cpu;

	spin_lock_irq(&nt_dpc_lock);
	for_each_possible_cpu(cpu) {
		struct nt_dpc_queue *queue = per_cpu_ptr(&nt_dpc_queues, cpu);

		if (queue->running && queue->running <= sequence)
			flushed = false;
		dpc = list_first_entry_or_null(&queue->calls, struct nt_dpc, node);
		if (dpc && dpc->sequence <= sequence)
			flushed = false;
	}
	spin_unlock_irq(&nt_dpc_lock);
	return flushed;
}

VOID KeFlushQueuedDpcs(VOID)
{
	u64 last;

	if (nt_irql_violation(NULL, __func__))
		return;
	spin_lock_irq(&nt_dpc_lock);
	last = nt_dpc_sequence;
	spin_unlock_irq(&nt_dpc_lock);
	wait_event(nt_dpc_wait, nt_dpc_flushed(last));
}
EXPORT_SYMBOL_NS_GPL(KeFlushQueuedDpcs, NDIS_SHIM);

/* Those of @driver's out of the queues: how many. True: one of them runs. */
static bool nt_dpcs_take(struct nt_driver *driver, unsigned int *count)
{
	bool runs = false;
	int cpu;

	spin_lock_irq(&nt_dpc_lock);
	for_each_possible_cpu(cpu) {
		struct nt_dpc_queue *queue = per_cpu_ptr(&nt_dpc_queues, cpu);
		struct nt_dpc *dpc, *next;

		runs |= queue->running && queue->driver == driver;
		list_for_each_entry_safe(dpc, next, &queue->calls, node) {
			if (dpc->driver != driver)
				continue;
			list_del(&dpc->node);
			dpc->queued = false;
			(*count)++;
		}
	}
	spin_unlock_irq(&nt_dpc_lock);
	return runs;
}

/**
 * nt_dpcs_orphan() - calls that an unloading client left queued
 * @driver: its unload routine has returned
 *
 * One that runs may queue itself again, so it is looked for once more after that.
 *
 * Context: process. Return: how many there were.
 */
unsigned int nt_dpcs_orphan(struct nt_driver *driver)
{
	unsigned int count = 0;

	while (nt_dpcs_take(driver, &count))
		KeFlushQueuedDpcs();
	if (count)
		nt_violation(driver, NT_RULE_TIMER_LEAK, "%u deferred procedure calls", count);
	return count;
}
EXPORT_SYMBOL_NS_GPL(nt_dpcs_orphan, NDIS_SHIM_INTERNAL);

void nt_dpc_init(void)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		struct nt_dpc_queue *queue = per_cpu_ptr(&nt_dpc_queues, cpu);

		INIT_LIST_HEAD(&queue->calls);
		tasklet_setup(&queue->tasklet, nt_dpc_serve);
	}
}

void nt_dpc_exit(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		tasklet_kill(&per_cpu_ptr(&nt_dpc_queues, cpu)->tasklet);
}
