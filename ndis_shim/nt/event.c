// SPDX-License-Identifier: GPL-2.0
/*
 * Events, and waiting for them.
 *
 * A client may free an event as soon as a wait for it returned. So whoever sets
 * one is finished with it when it drops the event's lock, and a waiter always
 * takes that lock last.
 */
#include <linux/build_bug.h>
#include <linux/export.h>
#include <linux/sched.h>
#include <linux/wait.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"

/**
 * struct nt_event - what is inside a KEVENT
 * @wait: waiters; its lock protects @signalled; any context
 * @type: NotificationEvent stays set, SynchronizationEvent lets one through
 * @signalled: state
 */
struct nt_event {
	wait_queue_head_t wait;
	EVENT_TYPE type;
	LONG signalled;
};

static_assert(sizeof(struct nt_event) <= sizeof(KEVENT));

VOID KeInitializeEvent(PRKEVENT Event, EVENT_TYPE Type, BOOLEAN State)
{
	struct nt_event *event = (void *)Event;

	init_waitqueue_head(&event->wait);
	event->type = Type;
	event->signalled = !!State;
}
EXPORT_SYMBOL_NS_GPL(KeInitializeEvent, NDIS_SHIM);

/* @Increment is a priority boost and @Wait a promise to wait next: ignored. */
LONG KeSetEvent(PRKEVENT Event, KPRIORITY Increment, BOOLEAN Wait)
{
	struct nt_event *event = (void *)Event;
	unsigned long flags;
	LONG old;

	spin_lock_irqsave(&event->wait.lock, flags);
	old = event->signalled;
	event->signalled = 1;
	if (event->type == NotificationEvent)
		wake_up_all_locked(&event->wait);
	else
		wake_up_locked(&event->wait);
	spin_unlock_irqrestore(&event->wait.lock, flags);
	return old;
}
EXPORT_SYMBOL_NS_GPL(KeSetEvent, NDIS_SHIM);

LONG KeResetEvent(PRKEVENT Event)
{
	struct nt_event *event = (void *)Event;
	unsigned long flags;
	LONG old;

	spin_lock_irqsave(&event->wait.lock, flags);
	old = event->signalled;
	event->signalled = 0;
	spin_unlock_irqrestore(&event->wait.lock, flags);
	return old;
}
EXPORT_SYMBOL_NS_GPL(KeResetEvent, NDIS_SHIM);

VOID KeClearEvent(PRKEVENT Event)
{
	KeResetEvent(Event);
}
EXPORT_SYMBOL_NS_GPL(KeClearEvent, NDIS_SHIM);

LONG KeReadStateEvent(PRKEVENT Event)
{
	struct nt_event *event = (void *)Event;

	return READ_ONCE(event->signalled);
}
EXPORT_SYMBOL_NS_GPL(KeReadStateEvent, NDIS_SHIM);

/* Waits, @event's lock held and dropped meanwhile. False: timed out. */
static bool nt_event_wait_locked(struct nt_event *event, long timeout)
	__must_hold(&event->wait.lock)
{
	DECLARE_WAITQUEUE(wait, current);

	if (!event->signalled && timeout) {
		/* Exclusive: KeSetEvent() on a synchronization event wakes one. */
		if (event->type == NotificationEvent)
			__add_wait_queue(&event->wait, &wait);
		else
			__add_wait_queue_entry_tail_exclusive(&event->wait, &wait);
		do {
			__set_current_state(TASK_UNINTERRUPTIBLE);
			spin_unlock_irq(&event->wait.lock);
			timeout = schedule_timeout(timeout);
			spin_lock_irq(&event->wait.lock);
		} while (!event->signalled && timeout);
		__remove_wait_queue(&event->wait, &wait);
	}
	if (!event->signalled)
		return false;
	if (event->type == SynchronizationEvent)
		event->signalled = 0;
	return true;
}

/* @Object is always an event; reason, mode and alertable do not matter. */
NTSTATUS KeWaitForSingleObject(PVOID Object, KWAIT_REASON WaitReason, KPROCESSOR_MODE WaitMode,
			       BOOLEAN Alertable, PLARGE_INTEGER Timeout)
{
	struct nt_event *event = Object;
	long timeout = MAX_SCHEDULE_TIMEOUT;
	unsigned long flags;
	bool done;

	if (Timeout)
		timeout = nt_timeout_to_jiffies(Timeout->QuadPart);
	if (timeout && nt_irql_violation(NULL, __func__))
		timeout = 0;

	/* Without a timeout this only looks, which is legal in any context. */
	spin_lock_irqsave(&event->wait.lock, flags);
	done = nt_event_wait_locked(event, timeout);
	spin_unlock_irqrestore(&event->wait.lock, flags);
	return done ? STATUS_SUCCESS : STATUS_TIMEOUT;
}
EXPORT_SYMBOL_NS_GPL(KeWaitForSingleObject, NDIS_SHIM);
