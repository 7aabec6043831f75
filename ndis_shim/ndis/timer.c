// SPDX-License-Identifier: GPL-2.0
/*
 * NDIS_TIMER and NDIS_MINIPORT_TIMER. What a driver has is a name: function,
 * context and its own address. What the kernel queues is a record of ours, found
 * by that address while the timer is set, so that a driver that frees a timer
 * which is set loses its context and not the kernel's timer wheel.
 *
 * Timer functions run in softirq. One that is stopped there is over after a
 * grace period, because softirq is a read-side section of RCU: that is how
 * unloading waits for those that run, and why a record is freed by RCU.
 *
 * A miniport's timer knows its miniport by handle. Its function is one of those
 * that run one at a time if the miniport is serialized: one that has expired waits
 * then for its turn (serialize.c), still set as far as the driver can tell. Whose
 * miniport has halted runs no more.
 */
#include <linux/build_bug.h>
#include <linux/export.h>
#include <linux/hash.h>
#include <linux/jiffies.h>
#include <linux/mempool.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timer.h>

#include "ndis/support_internal.h"

#define NDIS_TIMER_BITS		6
/* Setting a timer cannot fail: records for where atomic memory has run out. */
#define NDIS_TIMER_RESERVE	64
#define NDIS_TIMER_MAGIC	0x6d695464	/* "dTim" */

/**
 * struct ndis_timer - what is inside an NDIS_TIMER
 * @magic: initialised
 * @driver: whose it is
 * @func: the driver's function
 * @context: its FunctionContext
 * @miniport: handle of the one that it is for, or NULL
 */
struct ndis_timer {
	u32 magic;
	struct nt_driver *driver;
	PNDIS_TIMER_FUNCTION func;
	PVOID context;
	NDIS_HANDLE miniport;
};

static_assert(sizeof(struct ndis_timer) <= sizeof(NDIS_TIMER));
static_assert(sizeof(struct ndis_timer) <= sizeof(NDIS_MINIPORT_TIMER));

/**
 * struct ndis_timer_record - a timer that is set
 * @node: in its bucket, until it is taken out to run for the last time or for
 *	good; whoever does that frees it
 * @key: address of the driver's timer
 * @timer: softirq
 * @driver: copied, like the rest, when it was set
 * @func: the driver's function
 * @context: its FunctionContext
 * @miniport: handle of its miniport, or NULL
 * @period: in ms; 0: once
 * @waiting: it has expired, and is in the queue of its miniport
 * @turn: in that queue
 * @rcu: for freeing
 */
struct ndis_timer_record {
	struct hlist_node node;
	const void *key;
	struct timer_list timer;
	struct nt_driver *driver;
	PNDIS_TIMER_FUNCTION func;
	PVOID context;
	NDIS_HANDLE miniport;
	unsigned int period;
	bool waiting;
	struct list_head turn;
	struct rcu_head rcu;
};

static struct ndis_timer_bucket {
	spinlock_t lock;	/* protects list and the records in it; any context */
	struct hlist_head list;
} ndis_timers[1 << NDIS_TIMER_BITS];

static mempool_t *ndis_timer_records;

static struct ndis_timer_bucket *ndis_timer_bucket(const void *key)
{
	return &ndis_timers[hash_ptr(key, NDIS_TIMER_BITS)];
}

static struct ndis_timer_record *ndis_timer_find(struct ndis_timer_bucket *bucket, const void *key)
{
	struct ndis_timer_record *record;

	lockdep_assert_held(&bucket->lock);
	hlist_for_each_entry(record, &bucket->list, node) {
		if (record->key == key)
			return record;
	}
	return NULL;
}

static void ndis_timer_free_rcu(struct rcu_head *rcu)
{
	mempool_free(container_of(rcu, struct ndis_timer_record, rcu), ndis_timer_records);
}

/* Taken out of its bucket by the caller. Expiry may still hold a pointer. */
static void ndis_timer_free(struct ndis_timer_record *record)
{
	call_rcu(&record->rcu, ndis_timer_free_rcu);
}

/* It does not run. One that waits for its turn is freed by whoever comes to it there,
 * which may be a worker much later. Its bucket's lock is held.
 */
static void ndis_timer_drop(struct ndis_timer_record *record)
{
	hlist_del_init(&record->node);
	if (!record->waiting)
		ndis_timer_free(record);
}

/* A tick more: the one that is under way does not count. */
static unsigned long ndis_timer_expiry(unsigned int ms)
{
	return jiffies + msecs_to_jiffies(ms) + 1;
}

/* Cancelled, or set anew, since it was taken off the wheel: it does not run. */
static bool ndis_timer_due(const struct ndis_timer_record *record)
{
	return !hlist_unhashed(&record->node) && !timer_pending(&record->timer);
}

/* In softirq, or in the thread that has the token: a section of RCU in any case. */
static void ndis_timer_run(struct ndis_timer_record *record)
{
	struct ndis_timer_bucket *bucket = ndis_timer_bucket(record->key);
	PNDIS_TIMER_FUNCTION func = NULL;
	PVOID context = NULL;
	unsigned long flags;
	bool last;

	spin_lock_irqsave(&bucket->lock, flags);
	last = record->waiting && hlist_unhashed(&record->node);
	record->waiting = false;
	if (ndis_timer_due(record)) {
		func = record->func;
		context = record->context;
		if (record->period) {
			mod_timer(&record->timer, jiffies + msecs_to_jiffies(record->period));
		} else {
			hlist_del_init(&record->node);
			last = true;
		}
	}
	spin_unlock_irqrestore(&bucket->lock, flags);

	/* The driver may set the timer again from here: that is another record. */
	if (func)
		func(NULL, context, NULL, NULL);
	if (last)
		ndis_timer_free(record);
}

void ndis_timer_turn(struct list_head *turn)
{
	ndis_timer_run(container_of(turn, struct ndis_timer_record, turn));
}

/* Its miniport says when. One that waits already will find out that it was set anew. */
static void ndis_timer_queue(struct ndis_timer_record *record)
{
	struct ndis_timer_bucket *bucket = ndis_timer_bucket(record->key);
	enum ndis_timer_verdict verdict;
	unsigned long flags;
	bool waits;

	spin_lock_irqsave(&bucket->lock, flags);
	waits = ndis_timer_due(record) && !record->waiting;
	if (waits)
		record->waiting = true;
	spin_unlock_irqrestore(&bucket->lock, flags);
	if (!waits)
		return;
	verdict = ndis_miniport_timer(record->miniport, &record->turn);
	if (verdict == NDIS_TIMER_QUEUED)
		return;
	if (verdict == NDIS_TIMER_NOW) {
		ndis_timer_run(record);
		return;
	}
	spin_lock_irqsave(&bucket->lock, flags);
	record->waiting = false;
	waits = ndis_timer_due(record);
	if (hlist_unhashed(&record->node))
		ndis_timer_free(record);
	else if (waits && verdict == NDIS_TIMER_LATER)
		mod_timer(&record->timer, jiffies + 1);
	else if (waits)
		ndis_timer_drop(record);
	spin_unlock_irqrestore(&bucket->lock, flags);
}

static void ndis_timer_expired(struct timer_list *timer)
{
	struct ndis_timer_record *record = container_of(timer, struct ndis_timer_record, timer);

	if (record->miniport)
		ndis_timer_queue(record);
	else
		ndis_timer_run(record);
}

static void ndis_timer_init(void *key, struct nt_driver *driver, NDIS_HANDLE miniport,
			    PNDIS_TIMER_FUNCTION func, PVOID context)
{
	struct ndis_timer_bucket *bucket = ndis_timer_bucket(key);
	struct ndis_timer_record *record;
	struct ndis_timer *timer = key;
	unsigned long flags;

	/* Memory that was freed with a timer in it that is set, and is used again. */
	spin_lock_irqsave(&bucket->lock, flags);
	record = ndis_timer_find(bucket, key);
	if (record) {
		timer_delete(&record->timer);
		ndis_timer_drop(record);
	}
	spin_unlock_irqrestore(&bucket->lock, flags);
	if (record)
		nt_violation(driver, NT_RULE_NDIS_TIMER_MISUSE, "initialised while it is set");

	timer->magic = NDIS_TIMER_MAGIC;
	timer->driver = driver;
	timer->func = func;
	timer->context = context;
	timer->miniport = miniport;
}

static bool ndis_timer_check(const struct ndis_timer *timer, const char *who)
{
	if (timer && timer->magic == NDIS_TIMER_MAGIC && timer->func)
		return true;
	nt_violation(NULL, NT_RULE_NDIS_TIMER_MISUSE, "%s: not initialised", who);
	return false;
}

/* The miniport of a timer is there still; if it goes now, expiry sees it. */
static bool ndis_timer_alive(const struct ndis_timer *timer, const char *who)
{
	struct ndis_object *object;

	if (!timer->miniport)
		return true;
	object = ndis_object_get(timer->miniport, NDIS_HANDLE_MINIPORT, who);
	if (!object)
		return false;
	ndis_object_put(object);
	return true;
}

static void ndis_timer_set(void *key, unsigned int ms, unsigned int period, const char *who)
{
	struct ndis_timer_bucket *bucket = ndis_timer_bucket(key);
	struct ndis_timer_record *record, *new;
	struct ndis_timer *timer = key;
	unsigned long flags;
	bool late;

	if (!ndis_timer_check(timer, who) || !ndis_timer_alive(timer, who))
		return;
	new = mempool_alloc(ndis_timer_records, GFP_ATOMIC);

	/* Under the lock, so that unloading sees either the mark or the timer. */
	spin_lock_irqsave(&bucket->lock, flags);
	late = timer->driver && READ_ONCE(timer->driver->unloading);
	record = late ? NULL : ndis_timer_find(bucket, key);
	if (!late && !record && new) {
		record = new;
		new = NULL;
		record->key = key;
		record->waiting = false;
		INIT_LIST_HEAD(&record->turn);
		timer_setup(&record->timer, ndis_timer_expired, 0);
		hlist_add_head(&record->node, &bucket->list);
	}
	if (record) {
		record->driver = timer->driver;
		record->func = timer->func;
		record->context = timer->context;
		record->miniport = timer->miniport;
		record->period = period;
		mod_timer(&record->timer, ndis_timer_expiry(ms));
	}
	spin_unlock_irqrestore(&bucket->lock, flags);

	if (new)
		mempool_free(new, ndis_timer_records);
	if (late)
		nt_violation(timer->driver, NT_RULE_USE_AFTER_DELETE, "%s at unload", who);
	else if (!record)
		pr_warn_ratelimited("%s: no memory, a timer of %s is lost\n", who,
				    nt_driver_name(timer->driver));
}

static bool ndis_timer_cancel(void *key, const char *who)
{
	struct ndis_timer_bucket *bucket = ndis_timer_bucket(key);
	struct ndis_timer_record *record;
	bool queued = false;
	unsigned long flags;

	if (!ndis_timer_check(key, who))
		return false;
	spin_lock_irqsave(&bucket->lock, flags);
	record = ndis_timer_find(bucket, key);
	/* Off the wheel already: its function is about to run, if it does not wait. */
	if (record)
		queued = timer_delete(&record->timer) || record->waiting;
	if (queued)
		ndis_timer_drop(record);
	spin_unlock_irqrestore(&bucket->lock, flags);
	return queued;
}

/* All of @driver's, or, if that is NULL, all of @miniport's. */
static unsigned int ndis_timers_stop(struct nt_driver *driver, NDIS_HANDLE miniport)
{
	struct ndis_timer_record *record;
	struct hlist_node *next;
	unsigned int i, count = 0;

	for (i = 0; i < ARRAY_SIZE(ndis_timers); i++) {
		struct ndis_timer_bucket *bucket = &ndis_timers[i];

		spin_lock_irq(&bucket->lock);
		hlist_for_each_entry_safe(record, next, &bucket->list, node) {
			if (driver ? record->driver != driver : record->miniport != miniport)
				continue;
			timer_delete(&record->timer);
			ndis_timer_drop(record);
			count++;
		}
		spin_unlock_irq(&bucket->lock);
	}
	/* For those that run. */
	synchronize_rcu();
	return count;
}

unsigned int ndis_timers_orphan(struct nt_driver *driver)
{
	return ndis_timers_stop(driver, NULL);
}

unsigned int ndis_timers_halt(NDIS_HANDLE miniport)
{
	return ndis_timers_stop(NULL, miniport);
}

int ndis_timers_init(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ndis_timers); i++)
		spin_lock_init(&ndis_timers[i].lock);
	ndis_timer_records = mempool_create_kmalloc_pool(NDIS_TIMER_RESERVE,
							 sizeof(struct ndis_timer_record));
	return ndis_timer_records ? 0 : -ENOMEM;
}

void ndis_timers_exit(void)
{
	rcu_barrier();
	mempool_destroy(ndis_timer_records);
}

/* ---- what drivers call ---- */

static bool ndis_timer_given(PVOID timer, const char *who)
{
	if (!timer)
		nt_violation(NULL, NT_RULE_NDIS_ARGUMENT, "%s: no timer", who);
	return timer;
}

VOID NdisInitializeTimerWorker(PWDF_DRIVER_GLOBALS Globals, PNDIS_TIMER Timer,
			       PNDIS_TIMER_FUNCTION TimerFunction, PVOID FunctionContext)
{
	if (ndis_timer_given(Timer, "NdisInitializeTimer"))
		ndis_timer_init(Timer, nt_driver_from_globals(Globals), NULL, TimerFunction,
				FunctionContext);
}
EXPORT_SYMBOL_NS_GPL(NdisInitializeTimerWorker, NDIS_SHIM);

VOID NdisSetTimer(PNDIS_TIMER Timer, UINT MillisecondsToDelay)
{
	ndis_timer_set(Timer, MillisecondsToDelay, 0, __func__);
}
EXPORT_SYMBOL_NS_GPL(NdisSetTimer, NDIS_SHIM);

VOID NdisSetTimerEx(PNDIS_TIMER NdisTimer, UINT MillisecondsToDelay, PVOID FunctionContext)
{
	if (!ndis_timer_check((struct ndis_timer *)NdisTimer, __func__))
		return;
	((struct ndis_timer *)NdisTimer)->context = FunctionContext;
	ndis_timer_set(NdisTimer, MillisecondsToDelay, 0, __func__);
}
EXPORT_SYMBOL_NS_GPL(NdisSetTimerEx, NDIS_SHIM);

/* A period of no time would leave the processor to nobody else. */
VOID NdisSetPeriodicTimer(PNDIS_TIMER NdisTimer, UINT MillisecondsPeriod)
{
	UINT period = max(MillisecondsPeriod, 1u);

	ndis_timer_set(NdisTimer, period, period, __func__);
}
EXPORT_SYMBOL_NS_GPL(NdisSetPeriodicTimer, NDIS_SHIM);

static void ndis_timer_cancelled(PVOID timer, PBOOLEAN cancelled, const char *who)
{
	bool queued = ndis_timer_cancel(timer, who);

	if (cancelled)
		*cancelled = queued;
	else
		nt_violation(NULL, NT_RULE_NDIS_ARGUMENT, "%s: nowhere to say so", who);
}

VOID NdisCancelTimer(PNDIS_TIMER Timer, PBOOLEAN TimerCancelled)
{
	ndis_timer_cancelled(Timer, TimerCancelled, __func__);
}
EXPORT_SYMBOL_NS_GPL(NdisCancelTimer, NDIS_SHIM);

/* Without its miniport it is none: setting it is a violation then. */
VOID NdisMInitializeTimerWorker(PWDF_DRIVER_GLOBALS Globals, PNDIS_MINIPORT_TIMER Timer,
				NDIS_HANDLE MiniportAdapterHandle,
				PNDIS_TIMER_FUNCTION TimerFunction, PVOID FunctionContext)
{
	struct ndis_object *object;

	if (!ndis_timer_given(Timer, "NdisMInitializeTimer"))
		return;
	object = ndis_object_get(MiniportAdapterHandle, NDIS_HANDLE_MINIPORT,
				 "NdisMInitializeTimer");
	ndis_timer_init(Timer, nt_driver_from_globals(Globals), MiniportAdapterHandle,
			object ? TimerFunction : NULL, FunctionContext);
	if (object)
		ndis_object_put(object);
}
EXPORT_SYMBOL_NS_GPL(NdisMInitializeTimerWorker, NDIS_SHIM);

VOID NdisMSetTimer(PNDIS_MINIPORT_TIMER Timer, UINT MillisecondsToDelay)
{
	ndis_timer_set(Timer, MillisecondsToDelay, 0, __func__);
}
EXPORT_SYMBOL_NS_GPL(NdisMSetTimer, NDIS_SHIM);

VOID NdisMSetPeriodicTimer(PNDIS_MINIPORT_TIMER Timer, UINT MillisecondsPeriod)
{
	UINT period = max(MillisecondsPeriod, 1u);

	ndis_timer_set(Timer, period, period, __func__);
}
EXPORT_SYMBOL_NS_GPL(NdisMSetPeriodicTimer, NDIS_SHIM);

VOID NdisMCancelTimer(PNDIS_MINIPORT_TIMER Timer, PBOOLEAN TimerCancelled)
{
	ndis_timer_cancelled(Timer, TimerCancelled, __func__);
}
EXPORT_SYMBOL_NS_GPL(NdisMCancelTimer, NDIS_SHIM);
