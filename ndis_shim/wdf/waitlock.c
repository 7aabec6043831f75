// SPDX-License-Identifier: GPL-2.0
/*
 * WDFWAITLOCK: a mutex with a time limit.
 *
 * The limit is what Linux' mutex lacks: a waiter with one sleeps on a queue of
 * its own and tries again at each release. It may lose against others that do
 * not queue there, as it may on Windows.
 */
#include <linux/export.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/wait.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/driver.h"
#include "wdf/object_internal.h"

/**
 * struct wdf_waitlock - a WDFWAITLOCK
 * @base: object
 * @lock: the lock
 * @owner: who holds it; written by the holder only
 * @released: waiters with a time limit
 */
struct wdf_waitlock {
	struct wdf_object base;
	struct mutex lock;
	struct task_struct *owner;
	wait_queue_head_t released;
};

static struct lock_class_key wdf_waitlock_key;

static void wdf_waitlock_release(struct wdf_object *obj)
{
	struct wdf_waitlock *lock = container_of(obj, struct wdf_waitlock, base);

	mutex_destroy(&lock->lock);
	kfree(lock);
}

static const struct wdf_object_class wdf_waitlock_class = {
	.name = "WDFWAITLOCK",
	.type = WDF_TYPE_WAITLOCK,
	.release = wdf_waitlock_release,
};

/* @Key may be NULL: one class for all such locks. */
NTSTATUS WdfWaitLockCreateWorker(PWDF_DRIVER_GLOBALS Globals, PNT_LOCK_KEY Key,
				 PWDF_OBJECT_ATTRIBUTES LockAttributes, WDFWAITLOCK *Lock)
{
	struct wdf_creator creator;
	struct wdf_waitlock *lock;
	NTSTATUS status;

	if (!Lock)
		return STATUS_INVALID_PARAMETER;
	*Lock = NULL;
	wdf_creator_init(&creator, Globals);
	lock = kzalloc(sizeof(*lock), nt_gfp());
	if (!lock)
		return STATUS_INSUFFICIENT_RESOURCES;
	__mutex_init(&lock->lock, "WDFWAITLOCK",
		     Key ? (struct lock_class_key *)Key : &wdf_waitlock_key);
	init_waitqueue_head(&lock->released);
	wdf_object_init(&lock->base, &wdf_waitlock_class, creator.driver);
	status = wdf_object_publish(&lock->base, LockAttributes, creator.parent);
	if (!NT_SUCCESS(status)) {
		kfree(lock);
		return status;
	}
	*Lock = wdf_object_to_handle(&lock->base);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfWaitLockCreateWorker, NDIS_SHIM);

/* False: the time is over. NULL: no limit. */
static bool wdf_waitlock_take(struct wdf_waitlock *lock, PLONGLONG timeout)
{
	if (!timeout) {
		mutex_lock(&lock->lock);
		return true;
	}
	if (!*timeout)
		return mutex_trylock(&lock->lock);
	return wait_event_timeout(lock->released, mutex_trylock(&lock->lock),
				  nt_timeout_to_jiffies(*timeout));
}

NTSTATUS WdfWaitLockAcquire(WDFWAITLOCK Lock, PLONGLONG Timeout)
{
	struct wdf_object *obj = wdf_object_from_handle(Lock, WDF_TYPE_WAITLOCK, __func__);
	struct wdf_waitlock *lock;

	if (!obj)
		return STATUS_INVALID_HANDLE;
	lock = container_of(obj, struct wdf_waitlock, base);
	/* Windows allows a look without waiting at DISPATCH_LEVEL; a Linux mutex
	 * belongs to a task, and a softirq is none.
	 */
	if (nt_irql_violation(obj->driver, __func__))
		return Timeout && !*Timeout ? STATUS_TIMEOUT : STATUS_UNSUCCESSFUL;
	if (READ_ONCE(lock->owner) == current) {
		nt_violation(obj->driver, NT_RULE_LOCK_MISUSE, "%s: not recursive", __func__);
		return Timeout ? STATUS_TIMEOUT : STATUS_UNSUCCESSFUL;
	}
	if (!wdf_waitlock_take(lock, Timeout))
		return STATUS_TIMEOUT;
	WRITE_ONCE(lock->owner, current);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfWaitLockAcquire, NDIS_SHIM);

VOID WdfWaitLockRelease(WDFWAITLOCK Lock)
{
	struct wdf_object *obj = wdf_object_from_handle(Lock, WDF_TYPE_WAITLOCK, __func__);
	struct wdf_waitlock *lock;

	if (!obj)
		return;
	lock = container_of(obj, struct wdf_waitlock, base);
	if (READ_ONCE(lock->owner) != current) {
		nt_violation(obj->driver, NT_RULE_LOCK_MISUSE, "%s: not held", __func__);
		return;
	}
	/* Whoever takes it next may delete it before we are done with it. */
	wdf_object_get(obj);
	WRITE_ONCE(lock->owner, NULL);
	mutex_unlock(&lock->lock);
	wake_up(&lock->released);
	wdf_object_put(obj);
}
EXPORT_SYMBOL_NS_GPL(WdfWaitLockRelease, NDIS_SHIM);
