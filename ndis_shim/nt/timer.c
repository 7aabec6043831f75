// SPDX-License-Identifier: GPL-2.0
/*
 * Timers of the kernel dispatcher. They have the resolution of jiffies, which is
 * finer than that of Windows' clock.
 *
 * Everything that expiry does with a timer it does under the dispatcher's lock, so
 * a client may free one that is not set and was waited for.
 */
#include <linux/build_bug.h>
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/sched/task_stack.h>
#include <linux/timer.h>

#include "nt/dispatcher.h"
#include "nt/dpc.h"
#include "nt/nt_internal.h"
#include "verifier.h"

/**
 * struct nt_timer - what is inside a KTIMER
 * @head: type and state
 * @timer: the kernel's
 * @node: in nt_timers while it is set
 * @driver: whose
 * @dpc: queued at expiry, or NULL
 * @period: ticks, or 0
 */
struct nt_timer {
	struct nt_dispatcher head;
	struct timer_list timer;
	struct list_head node;
	struct nt_driver *driver;
	PKDPC dpc;
	unsigned long period;
};

static_assert(sizeof(struct nt_timer) <= sizeof(KTIMER));

static LIST_HEAD(nt_timers);	/* those that are set; nt_dispatch_lock */

static void nt_timer_expired(struct timer_list *list)
{
	struct nt_timer *timer = container_of(list, struct nt_timer, timer);
	unsigned long flags;

	spin_lock_irqsave(&nt_dispatch_lock, flags);
	/* Cancelled, or set again for later, while this was on its way. */
	if (list_empty(&timer->node) || timer_pending(&timer->timer))
		goto out;
	if (timer->period)
		mod_timer(&timer->timer, jiffies + timer->period);
	else
		list_del_init(&timer->node);
	if (timer->dpc)
		KeInsertQueueDpc(timer->dpc, NULL, NULL);
	timer->head.signal = 1;
	nt_dispatcher_signal(&timer->head);
out:
	spin_unlock_irqrestore(&nt_dispatch_lock, flags);
}

/* Found by its address: what is there may be anything. */
static bool nt_timer_is_set(const struct nt_timer *timer)
{
	struct nt_timer *other;
	unsigned long flags;
	bool found = false;

	spin_lock_irqsave(&nt_dispatch_lock, flags);
	list_for_each_entry(other, &nt_timers, node)
		found |= other == timer;
	spin_unlock_irqrestore(&nt_dispatch_lock, flags);
	return found;
}

VOID KeInitializeTimerExWorker(PWDF_DRIVER_GLOBALS Globals, PKTIMER Timer, TIMER_TYPE Type)
{
	struct nt_timer *timer = (void *)Timer;

	if (nt_timer_is_set(timer)) {
		nt_violation(timer->driver, NT_RULE_WAIT_MISUSE, "KeInitializeTimer: it is set");
		KeCancelTimer(Timer);
	}
	memset(timer, 0, sizeof(*timer));
	nt_dispatcher_init(&timer->head, Type == NotificationTimer ? NT_TIMER_NOTIFICATION :
								     NT_TIMER_SYNCHRONIZATION, 0);
	/* Drivers that only wait for one keep it on their stack. */
	if (object_is_on_stack(timer))
		timer_setup_on_stack(&timer->timer, nt_timer_expired, 0);
	else
		timer_setup(&timer->timer, nt_timer_expired, 0);
	INIT_LIST_HEAD(&timer->node);
	timer->driver = nt_driver_from_globals(Globals);
}
EXPORT_SYMBOL_NS_GPL(KeInitializeTimerExWorker, NDIS_SHIM);

static struct nt_timer *nt_timer(PKTIMER object, const char *who)
{
	struct nt_timer *timer = (void *)object;

	if (timer->head.type == NT_TIMER_NOTIFICATION ||
	    timer->head.type == NT_TIMER_SYNCHRONIZATION)
		return timer;
	nt_violation(NULL, NT_RULE_WAIT_MISUSE, "%s: no timer", who);
	return NULL;
}

BOOLEAN KeSetTimerEx(PKTIMER Timer, LARGE_INTEGER DueTime, LONG Period, PKDPC Dpc)
{
	struct nt_timer *timer = nt_timer(Timer, __func__);
	unsigned long delay = nt_timeout_to_jiffies(DueTime.QuadPart);
	unsigned long flags;
	bool was_set;

	if (!timer)
		return FALSE;
	spin_lock_irqsave(&nt_dispatch_lock, flags);
	was_set = !list_empty(&timer->node);
	if (!was_set)
		list_add_tail(&timer->node, &nt_timers);
	timer->head.signal = 0;
	timer->dpc = Dpc;
	timer->period = Period > 0 ? max(msecs_to_jiffies(Period), 1ul) : 0;
	mod_timer(&timer->timer, jiffies + delay);
	spin_unlock_irqrestore(&nt_dispatch_lock, flags);
	return was_set;
}
EXPORT_SYMBOL_NS_GPL(KeSetTimerEx, NDIS_SHIM);

BOOLEAN KeCancelTimer(PKTIMER Timer)
{
	struct nt_timer *timer = nt_timer(Timer, __func__);
	unsigned long flags;
	bool was_set;

	if (!timer)
		return FALSE;
	spin_lock_irqsave(&nt_dispatch_lock, flags);
	was_set = !list_empty(&timer->node);
	list_del_init(&timer->node);
	spin_unlock_irqrestore(&nt_dispatch_lock, flags);
	/*
	 * Until an expiry that found it cancelled is over as well: the client frees it
	 * next. It never waits for anything but the lock.
	 */
	if (was_set)
		timer_delete_sync(&timer->timer);
	return was_set;
}
EXPORT_SYMBOL_NS_GPL(KeCancelTimer, NDIS_SHIM);

BOOLEAN KeReadStateTimer(PKTIMER Timer)
{
	return READ_ONCE(((struct nt_dispatcher *)Timer)->signal) > 0;
}
EXPORT_SYMBOL_NS_GPL(KeReadStateTimer, NDIS_SHIM);

static struct nt_timer *nt_timer_of(struct nt_driver *driver)
{
	struct nt_timer *timer;

	spin_lock_irq(&nt_dispatch_lock);
	list_for_each_entry(timer, &nt_timers, node) {
		if (timer->driver == driver) {
			spin_unlock_irq(&nt_dispatch_lock);
			return timer;
		}
	}
	spin_unlock_irq(&nt_dispatch_lock);
	return NULL;
}

/**
 * nt_timers_orphan() - timers that an unloading client left set
 * @driver: its unload routine has returned
 *
 * Context: process. Return: how many there were.
 */
unsigned int nt_timers_orphan(struct nt_driver *driver)
{
	struct nt_timer *timer;
	unsigned int count = 0;

	while ((timer = nt_timer_of(driver))) {
		KeCancelTimer((PKTIMER)timer);
		count++;
	}
	if (count)
		nt_violation(driver, NT_RULE_TIMER_LEAK, "%u timers", count);
	return count;
}
EXPORT_SYMBOL_NS_GPL(nt_timers_orphan, NDIS_SHIM_INTERNAL);
