// SPDX-License-Identifier: GPL-2.0
/*
 * Locks of the NT base inside the storage that clients have for them: spin
 * locks, guarded and fast mutexes, push locks, rundown protection.
 *
 * Spin locks are _bh locks: DISPATCH_LEVEL is softirq or bottom halves off.
 * A mutex that cannot be taken where it is asked for (DISPATCH_LEVEL, or taken
 * twice) is left alone after the violation, and the owner is remembered so that
 * the release that follows does no harm either.
 */
#include <linux/build_bug.h>
#include <linux/completion.h>
#include <linux/export.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"

static_assert(sizeof(struct lock_class_key) <= sizeof(NT_LOCK_KEY));
static_assert(sizeof(spinlock_t) <= sizeof(KSPIN_LOCK));

/* ---- spin locks ---- */

VOID KeInitializeSpinLockWorker(PKSPIN_LOCK SpinLock, PNT_LOCK_KEY Key)
{
	spinlock_t *lock = (void *)SpinLock;

	spin_lock_init(lock);
	lockdep_set_class_and_name(lock, (struct lock_class_key *)Key, "KSPIN_LOCK");
}
EXPORT_SYMBOL_NS_GPL(KeInitializeSpinLockWorker, NDIS_SHIM);

KIRQL KeAcquireSpinLockRaiseToDpc(PKSPIN_LOCK SpinLock)
	__acquires(SpinLock)
{
	KIRQL old = KeGetCurrentIrql();

	spin_lock_bh((spinlock_t *)SpinLock);
	return old;
}
EXPORT_SYMBOL_NS_GPL(KeAcquireSpinLockRaiseToDpc, NDIS_SHIM);

/* Linux counts what is disabled, so the level to return to is known. */
VOID KeReleaseSpinLock(PKSPIN_LOCK SpinLock, KIRQL NewIrql)
	__releases(SpinLock)
{
	spin_unlock_bh((spinlock_t *)SpinLock);
}
EXPORT_SYMBOL_NS_GPL(KeReleaseSpinLock, NDIS_SHIM);

VOID KeAcquireSpinLockAtDpcLevel(PKSPIN_LOCK SpinLock)
	__acquires(SpinLock)
{
	spin_lock_bh((spinlock_t *)SpinLock);
}
EXPORT_SYMBOL_NS_GPL(KeAcquireSpinLockAtDpcLevel, NDIS_SHIM);

VOID KeReleaseSpinLockFromDpcLevel(PKSPIN_LOCK SpinLock)
	__releases(SpinLock)
{
	spin_unlock_bh((spinlock_t *)SpinLock);
}
EXPORT_SYMBOL_NS_GPL(KeReleaseSpinLockFromDpcLevel, NDIS_SHIM);

/* Sparse has no word for a function that takes a lock or does not. */
#ifdef __CHECKER__
#define nt_spin_trylock_bh(lock)	(!!(lock))
#else
#define nt_spin_trylock_bh(lock)	spin_trylock_bh(lock)
#endif

BOOLEAN KeTryToAcquireSpinLockAtDpcLevel(PKSPIN_LOCK SpinLock)
{
	return nt_spin_trylock_bh((spinlock_t *)SpinLock);
}
EXPORT_SYMBOL_NS_GPL(KeTryToAcquireSpinLockAtDpcLevel, NDIS_SHIM);

BOOLEAN KeTestSpinLock(PKSPIN_LOCK SpinLock)
{
	return !spin_is_locked((spinlock_t *)SpinLock);
}
EXPORT_SYMBOL_NS_GPL(KeTestSpinLock, NDIS_SHIM);

/* ---- guarded and fast mutexes ---- */

/**
 * struct nt_mutex - what is inside a KGUARDED_MUTEX or FAST_MUTEX
 * @lock: the mutex
 * @owner: who holds it; written by the holder only
 */
struct nt_mutex {
	struct mutex lock;
	struct task_struct *owner;
};

static_assert(sizeof(struct nt_mutex) <= sizeof(KGUARDED_MUTEX));
static_assert(sizeof(struct nt_mutex) <= sizeof(FAST_MUTEX));

static void nt_mutex_init(struct nt_mutex *mutex, PNT_LOCK_KEY key, const char *name)
{
	__mutex_init(&mutex->lock, name, (struct lock_class_key *)key);
	mutex->owner = NULL;
}

static void nt_mutex_acquire(struct nt_mutex *mutex, const char *who)
{
	if (nt_irql_violation(NULL, who))
		return;
	if (READ_ONCE(mutex->owner) == current) {
		nt_violation(NULL, NT_RULE_LOCK_MISUSE, "%s: not recursive", who);
		return;
	}
	mutex_lock(&mutex->lock);
	WRITE_ONCE(mutex->owner, current);
}

static BOOLEAN nt_mutex_try(struct nt_mutex *mutex, const char *who)
{
	if (nt_irql_violation(NULL, who) || !mutex_trylock(&mutex->lock))
		return FALSE;
	WRITE_ONCE(mutex->owner, current);
	return TRUE;
}

static void nt_mutex_release(struct nt_mutex *mutex, const char *who)
{
	if (READ_ONCE(mutex->owner) != current) {
		nt_violation(NULL, NT_RULE_LOCK_MISUSE, "%s: not held", who);
		return;
	}
	WRITE_ONCE(mutex->owner, NULL);
	mutex_unlock(&mutex->lock);
}

VOID KeInitializeGuardedMutexWorker(PKGUARDED_MUTEX Mutex, PNT_LOCK_KEY Key)
{
	nt_mutex_init((struct nt_mutex *)Mutex, Key, "KGUARDED_MUTEX");
}
EXPORT_SYMBOL_NS_GPL(KeInitializeGuardedMutexWorker, NDIS_SHIM);

VOID KeAcquireGuardedMutex(PKGUARDED_MUTEX Mutex)
{
	nt_mutex_acquire((struct nt_mutex *)Mutex, __func__);
}
EXPORT_SYMBOL_NS_GPL(KeAcquireGuardedMutex, NDIS_SHIM);

BOOLEAN KeTryToAcquireGuardedMutex(PKGUARDED_MUTEX Mutex)
{
	return nt_mutex_try((struct nt_mutex *)Mutex, __func__);
}
EXPORT_SYMBOL_NS_GPL(KeTryToAcquireGuardedMutex, NDIS_SHIM);

VOID KeReleaseGuardedMutex(PKGUARDED_MUTEX Mutex)
{
	nt_mutex_release((struct nt_mutex *)Mutex, __func__);
}
EXPORT_SYMBOL_NS_GPL(KeReleaseGuardedMutex, NDIS_SHIM);

VOID ExInitializeFastMutexWorker(PFAST_MUTEX FastMutex, PNT_LOCK_KEY Key)
{
	nt_mutex_init((struct nt_mutex *)FastMutex, Key, "FAST_MUTEX");
}
EXPORT_SYMBOL_NS_GPL(ExInitializeFastMutexWorker, NDIS_SHIM);

VOID ExAcquireFastMutex(PFAST_MUTEX FastMutex)
{
	nt_mutex_acquire((struct nt_mutex *)FastMutex, __func__);
}
EXPORT_SYMBOL_NS_GPL(ExAcquireFastMutex, NDIS_SHIM);

BOOLEAN ExTryToAcquireFastMutex(PFAST_MUTEX FastMutex)
{
	return nt_mutex_try((struct nt_mutex *)FastMutex, __func__);
}
EXPORT_SYMBOL_NS_GPL(ExTryToAcquireFastMutex, NDIS_SHIM);

VOID ExReleaseFastMutex(PFAST_MUTEX FastMutex)
{
	nt_mutex_release((struct nt_mutex *)FastMutex, __func__);
}
EXPORT_SYMBOL_NS_GPL(ExReleaseFastMutex, NDIS_SHIM);

/* ---- push locks ---- */

/**
 * struct nt_push_lock - what is inside an EX_PUSH_LOCK
 * @sem: the lock
 * @owner: who holds it exclusively
 * @readers: who holds it shared
 */
struct nt_push_lock {
	struct rw_semaphore sem;
	struct task_struct *owner;
	atomic_t readers;
};

static_assert(sizeof(struct nt_push_lock) <= sizeof(EX_PUSH_LOCK));

VOID ExInitializePushLockWorker(PEX_PUSH_LOCK PushLock, PNT_LOCK_KEY Key)
{
	struct nt_push_lock *lock = (void *)PushLock;

	__init_rwsem(&lock->sem, "EX_PUSH_LOCK", (struct lock_class_key *)Key);
	lock->owner = NULL;
	atomic_set(&lock->readers, 0);
}
EXPORT_SYMBOL_NS_GPL(ExInitializePushLockWorker, NDIS_SHIM);

VOID ExAcquirePushLockExclusive(PEX_PUSH_LOCK PushLock)
{
	struct nt_push_lock *lock = (void *)PushLock;

	if (nt_irql_violation(NULL, __func__))
		return;
	if (READ_ONCE(lock->owner) == current) {
		nt_violation(NULL, NT_RULE_LOCK_MISUSE, "%s: not recursive", __func__);
		return;
	}
	down_write(&lock->sem);
	WRITE_ONCE(lock->owner, current);
}
EXPORT_SYMBOL_NS_GPL(ExAcquirePushLockExclusive, NDIS_SHIM);

VOID ExReleasePushLockExclusive(PEX_PUSH_LOCK PushLock)
{
	struct nt_push_lock *lock = (void *)PushLock;

	if (READ_ONCE(lock->owner) != current) {
		nt_violation(NULL, NT_RULE_LOCK_MISUSE, "%s: not held", __func__);
		return;
	}
	WRITE_ONCE(lock->owner, NULL);
	up_write(&lock->sem);
}
EXPORT_SYMBOL_NS_GPL(ExReleasePushLockExclusive, NDIS_SHIM);

VOID ExAcquirePushLockShared(PEX_PUSH_LOCK PushLock)
{
	struct nt_push_lock *lock = (void *)PushLock;

	if (nt_irql_violation(NULL, __func__))
		return;
	down_read(&lock->sem);
	atomic_inc(&lock->readers);
}
EXPORT_SYMBOL_NS_GPL(ExAcquirePushLockShared, NDIS_SHIM);

VOID ExReleasePushLockShared(PEX_PUSH_LOCK PushLock)
{
	struct nt_push_lock *lock = (void *)PushLock;

	if (atomic_dec_if_positive(&lock->readers) < 0) {
		nt_violation(NULL, NT_RULE_LOCK_MISUSE, "%s: not held", __func__);
		return;
	}
	up_read(&lock->sem);
}
EXPORT_SYMBOL_NS_GPL(ExReleasePushLockShared, NDIS_SHIM);

BOOLEAN ExTryAcquirePushLockExclusive(PEX_PUSH_LOCK PushLock)
{
	struct nt_push_lock *lock = (void *)PushLock;

	if (nt_irql_violation(NULL, __func__) || !down_write_trylock(&lock->sem))
		return FALSE;
	WRITE_ONCE(lock->owner, current);
	return TRUE;
}
EXPORT_SYMBOL_NS_GPL(ExTryAcquirePushLockExclusive, NDIS_SHIM);

BOOLEAN ExTryAcquirePushLockShared(PEX_PUSH_LOCK PushLock)
{
	struct nt_push_lock *lock = (void *)PushLock;

	if (nt_irql_violation(NULL, __func__) || !down_read_trylock(&lock->sem))
		return FALSE;
	atomic_inc(&lock->readers);
	return TRUE;
}
EXPORT_SYMBOL_NS_GPL(ExTryAcquirePushLockShared, NDIS_SHIM);

VOID ExReleasePushLock(PEX_PUSH_LOCK PushLock)
{
	struct nt_push_lock *lock = (void *)PushLock;

	if (READ_ONCE(lock->owner) == current)
		ExReleasePushLockExclusive(PushLock);
	else
		ExReleasePushLockShared(PushLock);
}
EXPORT_SYMBOL_NS_GPL(ExReleasePushLock, NDIS_SHIM);

/* ---- rundown protection ---- */

/**
 * struct nt_rundown - what is inside an EX_RUNDOWN_REF
 * @lock: protects the rest; the last thing either side touches, so that the
 *	memory may go when the wait returned; any context
 * @count: protections that are held
 * @closed: no more are given
 * @done: completed when @closed and @count is 0
 */
struct nt_rundown {
	spinlock_t lock;
	unsigned int count;
	bool closed;
	struct completion done;
};

static_assert(sizeof(struct nt_rundown) <= sizeof(EX_RUNDOWN_REF));

VOID ExInitializeRundownProtection(PEX_RUNDOWN_REF RunRef)
{
	struct nt_rundown *run = (void *)RunRef;

	spin_lock_init(&run->lock);
	init_completion(&run->done);
	run->count = 0;
	run->closed = false;
}
EXPORT_SYMBOL_NS_GPL(ExInitializeRundownProtection, NDIS_SHIM);

VOID ExReInitializeRundownProtection(PEX_RUNDOWN_REF RunRef)
{
	struct nt_rundown *run = (void *)RunRef;
	unsigned long flags;

	spin_lock_irqsave(&run->lock, flags);
	reinit_completion(&run->done);
	run->closed = false;
	spin_unlock_irqrestore(&run->lock, flags);
}
EXPORT_SYMBOL_NS_GPL(ExReInitializeRundownProtection, NDIS_SHIM);

BOOLEAN ExAcquireRundownProtectionEx(PEX_RUNDOWN_REF RunRef, ULONG Count)
{
	struct nt_rundown *run = (void *)RunRef;
	unsigned long flags;
	bool open;

	spin_lock_irqsave(&run->lock, flags);
	open = !run->closed;
	if (open)
		run->count += Count;
	spin_unlock_irqrestore(&run->lock, flags);
	return open;
}
EXPORT_SYMBOL_NS_GPL(ExAcquireRundownProtectionEx, NDIS_SHIM);

BOOLEAN ExAcquireRundownProtection(PEX_RUNDOWN_REF RunRef)
{
	return ExAcquireRundownProtectionEx(RunRef, 1);
}
EXPORT_SYMBOL_NS_GPL(ExAcquireRundownProtection, NDIS_SHIM);

VOID ExReleaseRundownProtectionEx(PEX_RUNDOWN_REF RunRef, ULONG Count)
{
	struct nt_rundown *run = (void *)RunRef;
	unsigned long flags;
	bool held;

	spin_lock_irqsave(&run->lock, flags);
	held = Count && run->count >= Count;
	if (held) {
		run->count -= Count;
		if (!run->count && run->closed)
			complete_all(&run->done);
	}
	spin_unlock_irqrestore(&run->lock, flags);
	if (!held)
		nt_violation(NULL, NT_RULE_LOCK_MISUSE, "%s: not held", __func__);
}
EXPORT_SYMBOL_NS_GPL(ExReleaseRundownProtectionEx, NDIS_SHIM);

VOID ExReleaseRundownProtection(PEX_RUNDOWN_REF RunRef)
{
	ExReleaseRundownProtectionEx(RunRef, 1);
}
EXPORT_SYMBOL_NS_GPL(ExReleaseRundownProtection, NDIS_SHIM);

VOID ExWaitForRundownProtectionRelease(PEX_RUNDOWN_REF RunRef)
{
	struct nt_rundown *run = (void *)RunRef;
	bool wait;

	if (nt_irql_violation(NULL, __func__))
		return;
	spin_lock_irq(&run->lock);
	run->closed = true;
	wait = run->count;
	spin_unlock_irq(&run->lock);
	if (!wait)
		return;
	wait_for_completion(&run->done);
	/* Until whoever released last has dropped the lock. */
	spin_lock_irq(&run->lock);
	spin_unlock_irq(&run->lock);
}
EXPORT_SYMBOL_NS_GPL(ExWaitForRundownProtectionRelease, NDIS_SHIM);

/* After the wait: mark it, so that a later acquire fails, too. */
VOID ExRundownCompleted(PEX_RUNDOWN_REF RunRef)
{
	struct nt_rundown *run = (void *)RunRef;
	unsigned long flags;

	spin_lock_irqsave(&run->lock, flags);
	run->closed = true;
	spin_unlock_irqrestore(&run->lock, flags);
}
EXPORT_SYMBOL_NS_GPL(ExRundownCompleted, NDIS_SHIM);

/* One for all processors: the spinlock in it is not contended that much. */
PEX_RUNDOWN_REF_CACHE_AWARE ExAllocateCacheAwareRundownProtectionWorker(PWDF_DRIVER_GLOBALS Globals,
									POOL_TYPE PoolType,
									ULONG PoolTag)
{
	PEX_RUNDOWN_REF run = nt_pool_alloc(nt_driver_from_globals(Globals), POOL_FLAG_NON_PAGED,
					    sizeof(*run), PoolTag);

	if (run)
		ExInitializeRundownProtection(run);
	return (PEX_RUNDOWN_REF_CACHE_AWARE)run;
}
EXPORT_SYMBOL_NS_GPL(ExAllocateCacheAwareRundownProtectionWorker, NDIS_SHIM);

VOID ExFreeCacheAwareRundownProtection(PEX_RUNDOWN_REF_CACHE_AWARE RunRefCacheAware)
{
	nt_pool_free(RunRefCacheAware);
}
EXPORT_SYMBOL_NS_GPL(ExFreeCacheAwareRundownProtection, NDIS_SHIM);
