// SPDX-License-Identifier: GPL-2.0
/*
 * NDIS_SPIN_LOCK and NDIS_RW_LOCK inside the storage that drivers have for them.
 * Both turn bottom halves off, so that a driver may take one in process context
 * and in its handlers.
 *
 * Who takes a lock that it holds already would wait for itself: it is let
 * through with a violation, and the release that belongs to that is one of a
 * lock not held.
 */
#include <linux/build_bug.h>
#include <linux/export.h>
#include <linux/lockdep.h>
#include <linux/preempt.h>
#include <linux/processor.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

#include "ndis/ndis_internal.h"

/* ---- spin locks ---- */

/**
 * struct ndis_lock - what is inside the KSPIN_LOCK of an NDIS_SPIN_LOCK
 * @lock: first: drivers hand the KSPIN_LOCK to KeAcquireSpinLock(), too
 * @owner: who holds it, taken by NDIS's functions; written by the holder only.
 *	With bottom halves off no other context of that task can come between
 */
struct ndis_lock {
	spinlock_t lock;
	struct task_struct *owner;
};

static_assert(sizeof(struct ndis_lock) <= sizeof(KSPIN_LOCK));
static_assert(!offsetof(struct ndis_lock, lock));

static struct ndis_lock *ndis_lock(PNDIS_SPIN_LOCK lock)
{
	return (struct ndis_lock *)&lock->SpinLock;
}

VOID NdisAllocateSpinLockWorker(PNDIS_SPIN_LOCK SpinLock, PNT_LOCK_KEY Key)
{
	struct ndis_lock *lock = ndis_lock(SpinLock);

	spin_lock_init(&lock->lock);
	lockdep_set_class_and_name(&lock->lock, (struct lock_class_key *)Key, "NDIS_SPIN_LOCK");
	lock->owner = NULL;
	SpinLock->OldIrql = PASSIVE_LEVEL;
}
EXPORT_SYMBOL_NS_GPL(NdisAllocateSpinLockWorker, NDIS_SHIM);

/* Nothing in it owns memory. */
VOID NdisFreeSpinLock(PNDIS_SPIN_LOCK SpinLock)
{
	if (READ_ONCE(ndis_lock(SpinLock)->owner))
		nt_violation(NULL, NT_RULE_LOCK_MISUSE, "%s: held", __func__);
}
EXPORT_SYMBOL_NS_GPL(NdisFreeSpinLock, NDIS_SHIM);

static void ndis_lock_acquire(PNDIS_SPIN_LOCK spin_lock, const char *who)
	__acquires(spin_lock)
{
	struct ndis_lock *lock = ndis_lock(spin_lock);
	KIRQL old = KeGetCurrentIrql();

	if (READ_ONCE(lock->owner) == current && in_softirq()) {
		nt_violation(NULL, NT_RULE_LOCK_MISUSE, "%s: not recursive", who);
		__acquire(spin_lock);	/* for sparse: the driver believes that it has it */
		return;
	}
	spin_lock_bh(&lock->lock);
	WRITE_ONCE(lock->owner, current);
	spin_lock->OldIrql = old;
}

static void ndis_lock_release(PNDIS_SPIN_LOCK spin_lock, const char *who)
	__releases(spin_lock)
{
	struct ndis_lock *lock = ndis_lock(spin_lock);

	if (READ_ONCE(lock->owner) != current) {
		nt_violation(NULL, NT_RULE_LOCK_MISUSE, "%s: not held", who);
		__release(spin_lock);
		return;
	}
	WRITE_ONCE(lock->owner, NULL);
	spin_unlock_bh(&lock->lock);
}

VOID NdisAcquireSpinLock(PNDIS_SPIN_LOCK SpinLock)
	__acquires(SpinLock)
{
	ndis_lock_acquire(SpinLock, __func__);
}
EXPORT_SYMBOL_NS_GPL(NdisAcquireSpinLock, NDIS_SHIM);

VOID NdisReleaseSpinLock(PNDIS_SPIN_LOCK SpinLock)
	__releases(SpinLock)
{
	ndis_lock_release(SpinLock, __func__);
}
EXPORT_SYMBOL_NS_GPL(NdisReleaseSpinLock, NDIS_SHIM);

/* The caller says that bottom halves are off; drivers say so wrongly, too. */
VOID NdisDprAcquireSpinLock(PNDIS_SPIN_LOCK SpinLock)
	__acquires(SpinLock)
{
	ndis_lock_acquire(SpinLock, __func__);
}
EXPORT_SYMBOL_NS_GPL(NdisDprAcquireSpinLock, NDIS_SHIM);

VOID NdisDprReleaseSpinLock(PNDIS_SPIN_LOCK SpinLock)
	__releases(SpinLock)
{
	ndis_lock_release(SpinLock, __func__);
}
EXPORT_SYMBOL_NS_GPL(NdisDprReleaseSpinLock, NDIS_SHIM);

/* ---- read-write locks ---- */

/* LOCK_STATE.LockState between acquire and release; others are no lock's. */
enum ndis_rw_state {
	NDIS_RW_NONE,
	NDIS_RW_READ = 0x5252,
	NDIS_RW_WRITE = 0x5257,
	NDIS_RW_NESTED = 0x524e,	/* by who has it for writing: nothing was done */
};

/**
 * struct ndis_rw_lock - what is inside an NDIS_RW_LOCK
 * @lock: protects @readers; held all the time by a writer
 * @readers: who reads
 * @writer: who holds it for writing; written by the holder only
 *
 * A reader never waits for a writer that waits itself: drivers take the lock for
 * reading twice, in a handler that a handler of theirs caused. Not fair, so.
 */
struct ndis_rw_lock {
	spinlock_t lock;
	unsigned int readers;
	struct task_struct *writer;
};

static_assert(sizeof(struct ndis_rw_lock) <= sizeof(NDIS_RW_LOCK));

VOID NdisInitializeReadWriteLockWorker(PNDIS_RW_LOCK Lock, PNT_LOCK_KEY Key)
{
	struct ndis_rw_lock *lock = (void *)Lock;

	spin_lock_init(&lock->lock);
	lockdep_set_class_and_name(&lock->lock, (struct lock_class_key *)Key, "NDIS_RW_LOCK");
	lock->readers = 0;
	lock->writer = NULL;
}
EXPORT_SYMBOL_NS_GPL(NdisInitializeReadWriteLockWorker, NDIS_SHIM);

/* Until nobody reads; then with the lock held. */
static void ndis_rw_lock_write(struct ndis_rw_lock *lock)
	__acquires(&lock->lock)
{
	spin_lock_bh(&lock->lock);
	while (lock->readers) {
		spin_unlock_bh(&lock->lock);
		spin_until_cond(!READ_ONCE(lock->readers));
		spin_lock_bh(&lock->lock);
	}
	WRITE_ONCE(lock->writer, current);
}

static void ndis_rw_unlock_write(struct ndis_rw_lock *lock)
	__releases(&lock->lock)
{
	WRITE_ONCE(lock->writer, NULL);
	spin_unlock_bh(&lock->lock);
}

/* Bottom halves stay off until ndis_rw_unlock_read(). */
static void ndis_rw_lock_read(struct ndis_rw_lock *lock)
{
	local_bh_disable();
	spin_lock(&lock->lock);
	lock->readers++;
	spin_unlock(&lock->lock);
}

static void ndis_rw_unlock_read(struct ndis_rw_lock *lock)
{
	spin_lock(&lock->lock);
	lock->readers--;
	spin_unlock(&lock->lock);
	local_bh_enable();
}

VOID NdisAcquireReadWriteLock(PNDIS_RW_LOCK Lock, BOOLEAN fWrite, PLOCK_STATE LockState)
{
	struct ndis_rw_lock *lock = (void *)Lock;

	LockState->OldIrql = KeGetCurrentIrql();
	if (READ_ONCE(lock->writer) == current && in_softirq()) {
		LockState->LockState = NDIS_RW_NESTED;
	} else if (fWrite) {
		ndis_rw_lock_write(lock);
		__release(&lock->lock);	/* for sparse: LockState says what is held */
		LockState->LockState = NDIS_RW_WRITE;
	} else {
		ndis_rw_lock_read(lock);
		LockState->LockState = NDIS_RW_READ;
	}
}
EXPORT_SYMBOL_NS_GPL(NdisAcquireReadWriteLock, NDIS_SHIM);

VOID NdisReleaseReadWriteLock(PNDIS_RW_LOCK Lock, PLOCK_STATE LockState)
{
	struct ndis_rw_lock *lock = (void *)Lock;
	USHORT state = LockState->LockState;

	LockState->LockState = NDIS_RW_NONE;
	if (state == NDIS_RW_WRITE && READ_ONCE(lock->writer) == current) {
		__acquire(&lock->lock);
		ndis_rw_unlock_write(lock);
	} else if (state == NDIS_RW_READ) {
		ndis_rw_unlock_read(lock);
	} else if (state != NDIS_RW_NESTED) {
		nt_violation(NULL, NT_RULE_LOCK_MISUSE, "%s: not held", __func__);
	}
}
EXPORT_SYMBOL_NS_GPL(NdisReleaseReadWriteLock, NDIS_SHIM);
