// SPDX-License-Identifier: GPL-2.0
/*
 * WDFSPINLOCK: a _bh lock. Clients take it in process context and in
 * completions, which the shim never delivers above softirq.
 */
#include <linux/export.h>
#include <linux/lockdep.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/driver.h"
#include "wdf/object_internal.h"

/**
 * struct wdf_spinlock - a WDFSPINLOCK
 * @base: object
 * @lock: the lock
 * @owner: task that holds it, or that a softirq holding it interrupted: with
 *	bottom halves off no other context of that task can come between
 * @served: the holder serves a softirq, in which bottom halves stay off whatever is
 *	locked and unlocked in which order: the lock need not see to it. The holder's
 */
struct wdf_spinlock {
	struct wdf_object base;
	spinlock_t lock;
	struct task_struct *owner;
	bool served;
};

static struct lock_class_key wdf_spinlock_key;

static void wdf_spinlock_release(struct wdf_object *obj)
{
	kfree(container_of(obj, struct wdf_spinlock, base));
}

static const struct wdf_object_class wdf_spinlock_class = {
	.name = "WDFSPINLOCK",
	.type = WDF_TYPE_SPINLOCK,
	.release = wdf_spinlock_release,
};

/* @Key may be NULL: one class for all such locks. */
NTSTATUS WdfSpinLockCreateWorker(PWDF_DRIVER_GLOBALS Globals, PNT_LOCK_KEY Key,
				 PWDF_OBJECT_ATTRIBUTES SpinLockAttributes, WDFSPINLOCK *SpinLock)
{
	struct wdf_creator creator;
	struct wdf_spinlock *lock;
	NTSTATUS status;

	if (!SpinLock)
		return STATUS_INVALID_PARAMETER;
	*SpinLock = NULL;
	wdf_creator_init(&creator, Globals);
	lock = kzalloc(sizeof(*lock), nt_gfp());
	if (!lock)
		return STATUS_INSUFFICIENT_RESOURCES;
	spin_lock_init(&lock->lock);
	lockdep_set_class_and_name(&lock->lock,
				   Key ? (struct lock_class_key *)Key : &wdf_spinlock_key,
				   "WDFSPINLOCK");
	wdf_object_init(&lock->base, &wdf_spinlock_class, creator.driver);
	status = wdf_object_publish(&lock->base, SpinLockAttributes, creator.parent);
	if (!NT_SUCCESS(status)) {
		kfree(lock);
		return status;
	}
	*SpinLock = wdf_object_to_handle(&lock->base);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfSpinLockCreateWorker, NDIS_SHIM);

VOID WdfSpinLockAcquire(WDFSPINLOCK SpinLock)
	__acquires(SpinLock)
{
	struct wdf_object *obj = wdf_object_from_handle(SpinLock, WDF_TYPE_SPINLOCK, __func__);
	struct wdf_spinlock *lock;

	if (!obj)
		goto out_without;
	lock = container_of(obj, struct wdf_spinlock, base);
	if (READ_ONCE(lock->owner) == current && in_softirq()) {
		nt_violation(obj->driver, NT_RULE_LOCK_MISUSE, "%s: not recursive", __func__);
		goto out_without;
	}
	if (in_serving_softirq()) {
		spin_lock(&lock->lock);
		lock->served = true;
	} else {
		spin_lock_bh(&lock->lock);
		lock->served = false;
	}
	WRITE_ONCE(lock->owner, current);
	return;

out_without:
	__acquire(SpinLock);	/* for sparse: the client believes that it has it */
}
EXPORT_SYMBOL_NS_GPL(WdfSpinLockAcquire, NDIS_SHIM);

VOID WdfSpinLockRelease(WDFSPINLOCK SpinLock)
	__releases(SpinLock)
{
	struct wdf_object *obj = wdf_object_from_handle(SpinLock, WDF_TYPE_SPINLOCK, __func__);
	struct wdf_spinlock *lock;

	if (!obj)
		goto out_without;
	lock = container_of(obj, struct wdf_spinlock, base);
	if (READ_ONCE(lock->owner) != current) {
		nt_violation(obj->driver, NT_RULE_LOCK_MISUSE, "%s: not held", __func__);
		goto out_without;
	}
	WRITE_ONCE(lock->owner, NULL);
	if (lock->served)
		spin_unlock(&lock->lock);
	else
		spin_unlock_bh(&lock->lock);
	return;

out_without:
	__release(SpinLock);
}
EXPORT_SYMBOL_NS_GPL(WdfSpinLockRelease, NDIS_SHIM);
