// SPDX-License-Identifier: GPL-2.0
/*
 * WDFTIMER: a high-resolution timer whose callback runs in softirq, or queues
 * work when the timer's execution level is passive.
 */
#include <linux/export.h>
#include <linux/hrtimer.h>
#include <linux/ktime.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include <wdf.h>

#include "compat_timer.h"
#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/callback.h"
#include "wdf/object_internal.h"
#include "wdf/presentation.h"

/* Timers of Windows fire at the next clock tick, so a little late is usual. */
#define WDF_TIMER_SLACK_NS	(1 * NSEC_PER_MSEC)

/**
 * struct wdf_timer - a WDFTIMER
 * @base: object
 * @func: the client's callback
 * @period_ns: 0: once
 * @slack_ns: how late it may be
 * @passive: @func runs in process context
 * @sync: serialises @func, or NULL
 * @lock: protects @running, @dead and starting; any context
 * @running: started, and neither stopped nor (one-shot) expired
 * @dead: deletion has begun
 * @timer: softirq
 * @work: @func's context when @passive
 * @caller: who runs @func just now
 */
struct wdf_timer {
	struct wdf_object base;
	PFN_WDF_TIMER func;
	u64 period_ns;
	u64 slack_ns;
	bool passive;
	struct wdf_presentation *sync;
	spinlock_t lock;
	bool running;
	bool dead;
	struct hrtimer timer;
	struct work_struct work;
	struct wdf_caller caller;
};

static void wdf_timer_call(struct wdf_timer *timer)
{
	wdf_caller_enter(&timer->caller);
	wdf_presentation_enter(timer->sync);
	timer->func(wdf_object_to_handle(&timer->base));
	wdf_presentation_leave(timer->sync);
	wdf_caller_leave(&timer->caller);
}

static void wdf_timer_work(struct work_struct *work)
{
	wdf_timer_call(container_of(work, struct wdf_timer, work));
}

static enum hrtimer_restart wdf_timer_expired(struct hrtimer *hr)
{
	struct wdf_timer *timer = container_of(hr, struct wdf_timer, timer);
	enum hrtimer_restart restart = HRTIMER_NORESTART;
	unsigned long flags;
	bool call;

	spin_lock_irqsave(&timer->lock, flags);
	/* Stopped after the timer was taken off its queue, or started anew. */
	call = timer->running && !hrtimer_is_queued(hr);
	if (!timer->period_ns && call)
		timer->running = false;
	spin_unlock_irqrestore(&timer->lock, flags);
	if (!call)
		return HRTIMER_NORESTART;

	if (timer->passive)
		queue_work(wdf_callback_wq, &timer->work);
	else
		wdf_timer_call(timer);

	/* The callback, or somebody else meanwhile, may have stopped or started
	 * it; started again means queued again.
	 */
	spin_lock_irqsave(&timer->lock, flags);
	if (timer->period_ns && timer->running && !hrtimer_is_queued(hr)) {
		hrtimer_forward_now(hr, ns_to_ktime(timer->period_ns));
		restart = HRTIMER_RESTART;
	}
	spin_unlock_irqrestore(&timer->lock, flags);
	return restart;
}

static bool wdf_timer_in_callback(struct wdf_object *obj)
{
	struct wdf_timer *timer = container_of(obj, struct wdf_timer, base);

	/* Nor below the lock that the callback may wait for. */
	return wdf_caller_is_current(&timer->caller) ||
	       (timer->sync && wdf_presentation_is_mine(timer->sync));
}

static bool wdf_timer_stop(struct wdf_timer *timer, bool wait)
{
	unsigned long flags;
	bool was;

	spin_lock_irqsave(&timer->lock, flags);
	timer->running = false;
	spin_unlock_irqrestore(&timer->lock, flags);

	was = wait ? hrtimer_cancel(&timer->timer) : hrtimer_try_to_cancel(&timer->timer) == 1;
	if (timer->passive)
		was |= wait ? cancel_work_sync(&timer->work) : cancel_work(&timer->work);
	return was;
}

static void wdf_timer_quiesce(struct wdf_object *obj)
{
	struct wdf_timer *timer = container_of(obj, struct wdf_timer, base);

	spin_lock_irq(&timer->lock);
	timer->dead = true;
	spin_unlock_irq(&timer->lock);
	wdf_timer_stop(timer, true);
}

static void wdf_timer_release(struct wdf_object *obj)
{
	kfree(container_of(obj, struct wdf_timer, base));
}

static const struct wdf_object_class wdf_timer_class = {
	.name = "WDFTIMER",
	.type = WDF_TYPE_TIMER,
	.flags = WDF_CLASS_PASSIVE_DISPOSE | WDF_CLASS_NEEDS_DEVICE,
	.in_callback = wdf_timer_in_callback,
	.quiesce = wdf_timer_quiesce,
	.release = wdf_timer_release,
};

static struct wdf_timer *wdf_timer_from_handle(WDFTIMER handle, const char *who)
{
	struct wdf_object *obj = wdf_object_from_handle(handle, WDF_TYPE_TIMER, who);

	return obj ? container_of(obj, struct wdf_timer, base) : NULL;
}

static NTSTATUS wdf_timer_check(PWDF_TIMER_CONFIG config, PWDF_OBJECT_ATTRIBUTES attributes)
{
	if (!config || !config->EvtTimerFunc)
		return STATUS_INVALID_PARAMETER;
	if (config->Size != sizeof(*config))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (config->Period > MAXLONG)
		return STATUS_INVALID_PARAMETER;
	if (config->UseHighResolutionTimer && config->TolerableDelay)
		return STATUS_INVALID_PARAMETER;
	return wdf_object_check_attributes(attributes);
}

NTSTATUS WdfTimerCreate(PWDF_TIMER_CONFIG Config, PWDF_OBJECT_ATTRIBUTES Attributes,
			WDFTIMER *Timer)
{
	struct wdf_presentation *sync;
	struct wdf_timer *timer;
	NTSTATUS status;
	bool passive;

	if (!Timer)
		return STATUS_INVALID_PARAMETER;
	*Timer = NULL;
	status = wdf_timer_check(Config, Attributes);
	if (!NT_SUCCESS(status))
		return status;
	passive = wdf_callback_is_passive(Attributes);
	status = wdf_callback_sync(Attributes, Config->AutomaticSerialization, passive, &sync);
	if (!NT_SUCCESS(status))
		return status;

	timer = kzalloc(sizeof(*timer), nt_gfp());
	if (!timer)
		return STATUS_INSUFFICIENT_RESOURCES;
	timer->func = Config->EvtTimerFunc;
	timer->period_ns = (u64)Config->Period * NSEC_PER_MSEC;
	if (Config->UseHighResolutionTimer)
		timer->slack_ns = 0;
	else if (Config->TolerableDelay && Config->TolerableDelay != TolerableDelayUnlimited)
		timer->slack_ns = (u64)Config->TolerableDelay * NSEC_PER_MSEC;
	else
		timer->slack_ns = WDF_TIMER_SLACK_NS;
	spin_lock_init(&timer->lock);
	nt_hrtimer_setup(&timer->timer, wdf_timer_expired, CLOCK_MONOTONIC,
			 HRTIMER_MODE_REL_SOFT);
	INIT_WORK(&timer->work, wdf_timer_work);
	wdf_callback_set_class(&timer->work, timer->func, sync);
	wdf_object_init(&timer->base, &wdf_timer_class, NULL);
	timer->passive = passive;
	timer->sync = sync;
	status = wdf_object_publish(&timer->base, Attributes, NULL);
	if (!NT_SUCCESS(status)) {
		kfree(timer);
		return status;
	}
	*Timer = wdf_object_to_handle(&timer->base);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfTimerCreate, NDIS_SHIM);

BOOLEAN WdfTimerStart(WDFTIMER Timer, LONGLONG DueTime)
{
	struct wdf_timer *timer = wdf_timer_from_handle(Timer, __func__);
	unsigned long flags;
	bool was, dead;

	if (!timer)
		return FALSE;
	spin_lock_irqsave(&timer->lock, flags);
	dead = timer->dead;
	was = timer->running && hrtimer_is_queued(&timer->timer);
	if (!dead) {
		timer->running = true;
		hrtimer_start_range_ns(&timer->timer, ns_to_ktime(nt_timeout_to_ns(DueTime)),
				       timer->slack_ns, HRTIMER_MODE_REL_SOFT);
	}
	spin_unlock_irqrestore(&timer->lock, flags);
	/* A callback that starts its timer again cannot know of a deletion that
	 * waits for it.
	 */
	if (dead && test_bit(WDF_OBJECT_DISPOSED, &timer->base.state))
		nt_violation(timer->base.driver, NT_RULE_USE_AFTER_DELETE, "%s", __func__);
	return was;
}
EXPORT_SYMBOL_NS_GPL(WdfTimerStart, NDIS_SHIM);

BOOLEAN WdfTimerStop(WDFTIMER Timer, BOOLEAN Wait)
{
	struct wdf_timer *timer = wdf_timer_from_handle(Timer, __func__);
	bool wait = Wait;

	if (!timer)
		return FALSE;
	if (wait && nt_irql_violation(timer->base.driver, "WdfTimerStop waiting"))
		wait = false;
	if (wait && wdf_timer_in_callback(&timer->base)) {
		nt_violation(timer->base.driver, NT_RULE_CALLBACK_DEADLOCK, "%s", __func__);
		wait = false;
	}
	return wdf_timer_stop(timer, wait);
}
EXPORT_SYMBOL_NS_GPL(WdfTimerStop, NDIS_SHIM);

WDFOBJECT WdfTimerGetParentObject(WDFTIMER Timer)
{
	struct wdf_timer *timer = wdf_timer_from_handle(Timer, __func__);

	return timer ? wdf_object_to_handle(timer->base.parent) : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfTimerGetParentObject, NDIS_SHIM);
