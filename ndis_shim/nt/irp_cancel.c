// SPDX-License-Identifier: GPL-2.0
/*
 * Cancellation: the cancel lock, and the one call of a cancel routine.
 *
 * A routine is taken out of the request by an exchange, so of a canceller and a
 * driver that completes exactly one gets it. It is called with the cancel lock
 * held, as drivers expect, and has to release it: one that forgets is told, and
 * the lock is released for it.
 */
#include <kunit/visibility.h>
#include <linux/export.h>
#include <linux/sched.h>

#include <wdm.h>

#include "nt/io.h"
#include "nt/nt_internal.h"
#include "verifier.h"

/* The system's one: what it protects is said by drivers. */
static DEFINE_SPINLOCK(nt_cancel_lock);
/* Who holds it. Bottom halves are off then, so it stays that task. */
static struct task_struct *nt_cancel_owner;

static bool nt_cancel_lock_is_mine(void)
{
	return READ_ONCE(nt_cancel_owner) == current;
}

/* Whether it is held is known at run time only: sparse is told that it is not. */
static void nt_cancel_lock_acquire(void)
{
	spin_lock_bh(&nt_cancel_lock);
	__release(&nt_cancel_lock);
	WRITE_ONCE(nt_cancel_owner, current);
}

static void nt_cancel_lock_release(void)
{
	WRITE_ONCE(nt_cancel_owner, NULL);
	__acquire(&nt_cancel_lock);
	spin_unlock_bh(&nt_cancel_lock);
}

VOID IoAcquireCancelSpinLock(PKIRQL Irql)
{
	if (Irql)
		*Irql = KeGetCurrentIrql();
	if (nt_cancel_lock_is_mine())
		nt_violation(NULL, NT_RULE_LOCK_MISUSE, "%s: not recursive", __func__);
	else
		nt_cancel_lock_acquire();
}
EXPORT_SYMBOL_NS_GPL(IoAcquireCancelSpinLock, NDIS_SHIM);

VOID IoReleaseCancelSpinLock(KIRQL Irql)
{
	if (nt_cancel_lock_is_mine())
		nt_cancel_lock_release();
	else
		nt_violation(NULL, NT_RULE_LOCK_MISUSE, "%s: not held", __func__);
}
EXPORT_SYMBOL_NS_GPL(IoReleaseCancelSpinLock, NDIS_SHIM);

/**
 * nt_irp_cancel() - asks the driver for a request back
 * @nt: sent; the caller has a reference
 *
 * A driver that sets its cancel routine later sees Cancel and acts itself.
 *
 * Context: at most DISPATCH_LEVEL, the cancel lock not held.
 * Return: true: a cancel routine was called.
 */
bool nt_irp_cancel(struct nt_irp *nt)
{
	PIRP irp = &nt->irp;
	PIO_STACK_LOCATION location;
	PDRIVER_CANCEL routine;
	KIRQL irql;

	set_bit(NT_IRP_CANCELLED, &nt->flags);
	irql = KeGetCurrentIrql();
	nt_cancel_lock_acquire();
	WRITE_ONCE(irp->Cancel, TRUE);
	routine = IoSetCancelRoutine(irp, NULL);
	if (!routine) {
		nt_cancel_lock_release();
		return false;
	}
	irp->CancelIrql = irql;
	location = nt_irp_location(nt);
	routine(location ? location->DeviceObject :
		nt->file ? &nt->file->device->object : NULL, irp);
	if (nt_cancel_lock_is_mine()) {
		nt_violation(nt_irp_driver(nt), NT_RULE_LOCK_MISUSE,
			     "cancel routine keeps the cancel spin lock");
		nt_cancel_lock_release();
	}
	return true;
}
EXPORT_SYMBOL_IF_KUNIT(nt_irp_cancel);

BOOLEAN IoCancelIrp(PIRP Irp)
{
	struct nt_irp *nt = nt_irp_get(Irp);
	bool called;

	if (!nt) {
		nt_violation(NULL, NT_RULE_IRP_NOT_LIVE, "%s", __func__);
		return FALSE;
	}
	if (nt_cancel_lock_is_mine()) {
		nt_violation(nt_irp_driver(nt), NT_RULE_LOCK_MISUSE,
			     "%s: the cancel spin lock is held", __func__);
		called = false;
	} else {
		called = nt_irp_cancel(nt);
	}
	nt_irp_put(nt);
	return called;
}
EXPORT_SYMBOL_NS_GPL(IoCancelIrp, NDIS_SHIM);

/* The first of a file's requests that nobody has cancelled. */
static struct nt_irp *nt_file_next_irp(struct nt_file *file)
{
	struct nt_irp *nt;

	spin_lock_bh(&file->lock);
	list_for_each_entry(nt, &file->irps, node) {
		if (test_bit(NT_IRP_CANCELLED, &nt->flags))
			continue;
		kref_get(&nt->ref);
		spin_unlock_bh(&file->lock);
		return nt;
	}
	spin_unlock_bh(&file->lock);
	return NULL;
}

void nt_file_cancel(struct nt_file *file)
{
	struct nt_irp *nt;

	while ((nt = nt_file_next_irp(file))) {
		nt_irp_cancel(nt);
		nt_irp_put(nt);
	}
}
