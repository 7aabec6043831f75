// SPDX-License-Identifier: GPL-2.0
/*
 * Waiting: for one object or for several, any or all of them.
 *
 * Who signals an object looks for a waiter whose wait that ends, takes what the
 * wait takes (a count of a semaphore, the ownership of a mutex) in its name and
 * wakes it. So what was taken is taken in the order of the waits, and a waiter that
 * wakes up has nothing left to compete for.
 */
#include "nt/dispatcher.h"

#include <linux/build_bug.h>
#include <linux/export.h>
#include <linux/sched.h>

#include "nt/nt_internal.h"
#include "nt/ob.h"
#include "verifier.h"

DEFINE_SPINLOCK(nt_dispatch_lock);	/* signals and waiters of all objects */

struct nt_waiter;

/**
 * struct nt_wait_block - one object that a waiter waits for
 * @node: in its waiters
 * @waiter: who
 * @object: which
 */
struct nt_wait_block {
	struct list_head node;
	struct nt_waiter *waiter;
	struct nt_dispatcher *object;
};

/**
 * struct nt_waiter - a wait
 * @task: whose
 * @blocks: one for each object
 * @count: how many
 * @all: all objects are needed
 * @result: index of the object that ended it, or -1
 */
struct nt_waiter {
	struct task_struct *task;
	struct nt_wait_block *blocks;
	unsigned int count;
	bool all;
	int result;
};

static_assert(sizeof(struct nt_wait_block) <= sizeof(KWAIT_BLOCK));

/**
 * struct nt_mutant - what is inside a KMUTEX
 * @head: signal is 1 minus how often it is owned
 * @owner: who has it
 */
struct nt_mutant {
	struct nt_dispatcher head;
	struct task_struct *owner;
};

static_assert(sizeof(struct nt_mutant) <= sizeof(KMUTEX));
static_assert(sizeof(struct nt_dispatcher) <= sizeof(KEVENT));

void nt_dispatcher_init(struct nt_dispatcher *head, enum nt_dispatcher_type type, LONG signal)
{
	head->type = type;
	head->signal = signal;
	INIT_LIST_HEAD(&head->waiters);
}

/* ---- what a wait needs, and what it takes ---- */

static bool nt_dispatcher_ready(const struct nt_dispatcher *head, struct task_struct *task)
{
	if (head->type == NT_MUTEX &&
	    container_of(head, struct nt_mutant, head)->owner == task)
		return true;
	return head->signal > 0;
}

static void nt_dispatcher_take(struct nt_dispatcher *head, struct task_struct *task)
{
	switch (head->type) {
	case NT_EVENT_SYNCHRONIZATION:
	case NT_TIMER_SYNCHRONIZATION:
		head->signal = 0;
		break;
	case NT_SEMAPHORE:
		head->signal--;
		break;
	case NT_MUTEX:
		head->signal--;
		container_of(head, struct nt_mutant, head)->owner = task;
		break;
	}
}

/* Ends the wait if what is signalled allows it. */
static bool nt_waiter_try(struct nt_waiter *waiter)
{
	unsigned int i, ready = 0;

	lockdep_assert_held(&nt_dispatch_lock);
	for (i = 0; i < waiter->count; i++) {
		if (!nt_dispatcher_ready(waiter->blocks[i].object, waiter->task))
			continue;
		ready++;
		if (waiter->all)
			continue;
		nt_dispatcher_take(waiter->blocks[i].object, waiter->task);
		waiter->result = i;
		return true;
	}
	if (!waiter->all || ready < waiter->count)
		return false;
	for (i = 0; i < waiter->count; i++)
		nt_dispatcher_take(waiter->blocks[i].object, waiter->task);
	waiter->result = 0;
	return true;
}

static void nt_waiter_unlink(struct nt_waiter *waiter)
{
	unsigned int i;

	for (i = 0; i < waiter->count; i++)
		list_del_init(&waiter->blocks[i].node);
}

/* A waiter may be linked more than once, so the list is begun anew after each. */
void nt_dispatcher_signal(struct nt_dispatcher *head)
{
	struct nt_wait_block *block;

	lockdep_assert_held(&nt_dispatch_lock);
again:
	list_for_each_entry(block, &head->waiters, node) {
		struct nt_waiter *waiter = block->waiter;

		if (!nt_waiter_try(waiter))
			continue;
		nt_waiter_unlink(waiter);
		wake_up_process(waiter->task);
		goto again;
	}
}

/* ---- waiting ---- */

/* Lock held, and dropped meanwhile. */
static void nt_waiter_sleep(struct nt_waiter *waiter, long timeout)
	__must_hold(&nt_dispatch_lock)
{
	/* A driver's thread that waits for work is not hung. */
	unsigned int state = current->flags & PF_KTHREAD ? TASK_IDLE : TASK_UNINTERRUPTIBLE;
	unsigned int i;

	for (i = 0; i < waiter->count; i++)
		list_add_tail(&waiter->blocks[i].node, &waiter->blocks[i].object->waiters);
	do {
		__set_current_state(state);
		spin_unlock_irq(&nt_dispatch_lock);
		timeout = schedule_timeout(timeout);
		spin_lock_irq(&nt_dispatch_lock);
	} while (waiter->result < 0 && timeout);
	if (waiter->result < 0)
		nt_waiter_unlink(waiter);
}

static bool nt_dispatcher_is_one(const struct nt_dispatcher *head)
{
	return head && head->type >= NT_EVENT_NOTIFICATION && head->type <= NT_THREAD;
}

static NTSTATUS nt_wait(struct nt_waiter *waiter, PLARGE_INTEGER timeout, const char *who)
{
	long ticks = MAX_SCHEDULE_TIMEOUT;
	unsigned long flags;
	unsigned int i;

	waiter->task = current;
	waiter->result = -1;
	for (i = 0; i < waiter->count; i++) {
		INIT_LIST_HEAD(&waiter->blocks[i].node);
		waiter->blocks[i].waiter = waiter;
		if (!nt_dispatcher_is_one(waiter->blocks[i].object)) {
			nt_violation(NULL, NT_RULE_WAIT_MISUSE, "%s: object %u", who, i);
			return STATUS_INVALID_PARAMETER;
		}
	}
	if (timeout)
		ticks = nt_timeout_to_jiffies(timeout->QuadPart);
	if (ticks && nt_irql_violation(NULL, who))
		ticks = 0;

	/* Without a timeout this only looks, which is legal in any context. */
	spin_lock_irqsave(&nt_dispatch_lock, flags);
	if (!nt_waiter_try(waiter) && ticks)
		nt_waiter_sleep(waiter, ticks);
	spin_unlock_irqrestore(&nt_dispatch_lock, flags);
	return waiter->result < 0 ? STATUS_TIMEOUT : STATUS_WAIT_0 + waiter->result;
}

/* Reason, mode and alertable do not matter. */
NTSTATUS KeWaitForSingleObject(PVOID Object, KWAIT_REASON WaitReason, KPROCESSOR_MODE WaitMode,
			       BOOLEAN Alertable, PLARGE_INTEGER Timeout)
{
	struct nt_wait_block block = { .object = Object };
	struct nt_waiter waiter = { .blocks = &block, .count = 1 };

	return nt_wait(&waiter, Timeout, __func__);
}
EXPORT_SYMBOL_NS_GPL(KeWaitForSingleObject, NDIS_SHIM);

NTSTATUS KeWaitForMultipleObjects(ULONG Count, PVOID Object[], WAIT_TYPE WaitType,
				  KWAIT_REASON WaitReason, KPROCESSOR_MODE WaitMode,
				  BOOLEAN Alertable, PLARGE_INTEGER Timeout,
				  PKWAIT_BLOCK WaitBlockArray)
{
	struct nt_wait_block few[THREAD_WAIT_OBJECTS];
	struct nt_waiter waiter = { .blocks = few, .count = Count, .all = WaitType == WaitAll };
	unsigned int i;

	if (!Count || Count > MAXIMUM_WAIT_OBJECTS || !Object ||
	    (Count > THREAD_WAIT_OBJECTS && !WaitBlockArray)) {
		nt_violation(NULL, NT_RULE_WAIT_MISUSE, "%s: %u objects", __func__, Count);
		return STATUS_INVALID_PARAMETER_1;
	}
	if (Count > THREAD_WAIT_OBJECTS)
		waiter.blocks = (struct nt_wait_block *)WaitBlockArray;
	for (i = 0; i < Count; i++)
		waiter.blocks[i].object = Object[i];
	return nt_wait(&waiter, Timeout, __func__);
}
EXPORT_SYMBOL_NS_GPL(KeWaitForMultipleObjects, NDIS_SHIM);

NTSTATUS ZwWaitForSingleObject(HANDLE Handle, BOOLEAN Alertable, PLARGE_INTEGER Timeout)
{
	NTSTATUS status;
	struct nt_ob *ob;

	ob = nt_handle_get(Handle, NT_OB_TYPES, &status);
	if (!ob)
		return status;
	status = STATUS_OBJECT_TYPE_MISMATCH;
	if (ob->type == NT_OB_THREAD || ob->type == NT_OB_EVENT)
		status = KeWaitForSingleObject(ob->body, UserRequest, KernelMode, Alertable,
					       Timeout);
	nt_ob_put(ob);
	return status;
}
EXPORT_SYMBOL_NS_GPL(ZwWaitForSingleObject, NDIS_SHIM);

/* ---- events ---- */

VOID KeInitializeEvent(PRKEVENT Event, EVENT_TYPE Type, BOOLEAN State)
{
	nt_dispatcher_init((struct nt_dispatcher *)Event,
			   Type == NotificationEvent ? NT_EVENT_NOTIFICATION :
						       NT_EVENT_SYNCHRONIZATION, !!State);
}
EXPORT_SYMBOL_NS_GPL(KeInitializeEvent, NDIS_SHIM);

/* What may be set: an event that was initialised. */
static struct nt_dispatcher *nt_event(PRKEVENT event, const char *who)
{
	struct nt_dispatcher *head = (struct nt_dispatcher *)event;

	if (head->type == NT_EVENT_NOTIFICATION || head->type == NT_EVENT_SYNCHRONIZATION)
		return head;
	nt_violation(NULL, NT_RULE_WAIT_MISUSE, "%s: no event", who);
	return NULL;
}

static LONG nt_event_change(PRKEVENT event, LONG signal, bool pulse, const char *who)
{
	struct nt_dispatcher *head = nt_event(event, who);
	unsigned long flags;
	LONG old;

	if (!head)
		return 0;
	spin_lock_irqsave(&nt_dispatch_lock, flags);
	old = head->signal;
	head->signal = signal;
	if (signal && !old)
		nt_dispatcher_signal(head);
	if (pulse)
		head->signal = 0;
	spin_unlock_irqrestore(&nt_dispatch_lock, flags);
	return old;
}

/* @Increment is a priority boost and @Wait a promise to wait next: ignored. */
LONG KeSetEvent(PRKEVENT Event, KPRIORITY Increment, BOOLEAN Wait)
{
	return nt_event_change(Event, 1, false, __func__);
}
EXPORT_SYMBOL_NS_GPL(KeSetEvent, NDIS_SHIM);

LONG KePulseEvent(PRKEVENT Event, KPRIORITY Increment, BOOLEAN Wait)
{
	return nt_event_change(Event, 1, true, __func__);
}
EXPORT_SYMBOL_NS_GPL(KePulseEvent, NDIS_SHIM);

LONG KeResetEvent(PRKEVENT Event)
{
	return nt_event_change(Event, 0, false, __func__);
}
EXPORT_SYMBOL_NS_GPL(KeResetEvent, NDIS_SHIM);

VOID KeClearEvent(PRKEVENT Event)
{
	nt_event_change(Event, 0, false, __func__);
}
EXPORT_SYMBOL_NS_GPL(KeClearEvent, NDIS_SHIM);

LONG KeReadStateEvent(PRKEVENT Event)
{
	return READ_ONCE(((struct nt_dispatcher *)Event)->signal);
}
EXPORT_SYMBOL_NS_GPL(KeReadStateEvent, NDIS_SHIM);

/* ---- semaphores ---- */

/**
 * struct nt_semaphore - what is inside a KSEMAPHORE
 * @head: signal is the count
 * @limit: its highest
 */
struct nt_semaphore {
	struct nt_dispatcher head;
	LONG limit;
};

static_assert(sizeof(struct nt_semaphore) <= sizeof(KSEMAPHORE));

VOID KeInitializeSemaphore(PRKSEMAPHORE Semaphore, LONG Count, LONG Limit)
{
	struct nt_semaphore *semaphore = (void *)Semaphore;

	nt_dispatcher_init(&semaphore->head, NT_SEMAPHORE, Count);
	semaphore->limit = Limit;
}
EXPORT_SYMBOL_NS_GPL(KeInitializeSemaphore, NDIS_SHIM);

/* Windows raises an exception beyond the limit; here the count stays. */
LONG KeReleaseSemaphore(PRKSEMAPHORE Semaphore, KPRIORITY Increment, LONG Adjustment,
			BOOLEAN Wait)
{
	struct nt_semaphore *semaphore = (void *)Semaphore;
	unsigned long flags;
	bool bad;
	LONG old;

	spin_lock_irqsave(&nt_dispatch_lock, flags);
	old = semaphore->head.signal;
	bad = semaphore->head.type != NT_SEMAPHORE || Adjustment <= 0 ||
	      Adjustment > semaphore->limit - old;
	if (!bad) {
		semaphore->head.signal += Adjustment;
		nt_dispatcher_signal(&semaphore->head);
	}
	spin_unlock_irqrestore(&nt_dispatch_lock, flags);
	if (bad)
		nt_violation(NULL, NT_RULE_WAIT_MISUSE, "%s: %d above the limit", __func__,
			     Adjustment);
	return old;
}
EXPORT_SYMBOL_NS_GPL(KeReleaseSemaphore, NDIS_SHIM);

LONG KeReadStateSemaphore(PRKSEMAPHORE Semaphore)
{
	return READ_ONCE(((struct nt_dispatcher *)Semaphore)->signal);
}
EXPORT_SYMBOL_NS_GPL(KeReadStateSemaphore, NDIS_SHIM);

/* ---- mutexes ---- */

/* @Level was an order of acquisition; Windows has long ignored it, too. */
VOID KeInitializeMutex(PRKMUTEX Mutex, ULONG Level)
{
	struct nt_mutant *mutex = (void *)Mutex;

	nt_dispatcher_init(&mutex->head, NT_MUTEX, 1);
	mutex->owner = NULL;
}
EXPORT_SYMBOL_NS_GPL(KeInitializeMutex, NDIS_SHIM);

LONG KeReleaseMutex(PRKMUTEX Mutex, BOOLEAN Wait)
{
	struct nt_mutant *mutex = (void *)Mutex;
	unsigned long flags;
	bool mine;
	LONG old;

	spin_lock_irqsave(&nt_dispatch_lock, flags);
	old = mutex->head.signal;
	mine = mutex->head.type == NT_MUTEX && mutex->owner == current;
	if (mine && ++mutex->head.signal == 1) {
		mutex->owner = NULL;
		nt_dispatcher_signal(&mutex->head);
	}
	spin_unlock_irqrestore(&nt_dispatch_lock, flags);
	if (!mine)
		nt_violation(NULL, NT_RULE_LOCK_MISUSE, "%s: not held", __func__);
	return old;
}
EXPORT_SYMBOL_NS_GPL(KeReleaseMutex, NDIS_SHIM);

LONG KeReadStateMutex(PRKMUTEX Mutex)
{
	return READ_ONCE(((struct nt_dispatcher *)Mutex)->signal);
}
EXPORT_SYMBOL_NS_GPL(KeReadStateMutex, NDIS_SHIM);
