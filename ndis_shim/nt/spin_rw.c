// SPDX-License-Identifier: GPL-2.0
/*
 * EX_SPIN_LOCK, a LONG of the driver's: NT_SPIN_WRITER, and the number of readers. A
 * writer takes its bit first and then waits for the readers to go, so that they do
 * not keep it out for ever.
 *
 * Locks are taken with bottom halves off: who holds one is not interrupted by anybody
 * who might want it.
 */
#include <linux/atomic.h>
#include <linux/bottom_half.h>
#include <linux/export.h>
#include <linux/limits.h>
#include <linux/processor.h>

#include <wdm.h>

#include "nt/nt_internal.h"

#define NT_SPIN_WRITER	INT_MIN

static atomic_t *nt_spin(PEX_SPIN_LOCK lock)
{
	return (atomic_t *)lock;
}

static_assert(sizeof(atomic_t) == sizeof(EX_SPIN_LOCK));

static bool nt_spin_try_reader(PEX_SPIN_LOCK lock)
{
	int old = atomic_read(nt_spin(lock));

	return !(old & NT_SPIN_WRITER) &&
	       atomic_cmpxchg_acquire(nt_spin(lock), old, old + 1) == old;
}

/* ---- waiting for it ---- */

VOID ExAcquireSpinLockSharedAtDpcLevel(PEX_SPIN_LOCK SpinLock)
{
	local_bh_disable();
	while (!nt_spin_try_reader(SpinLock))
		cpu_relax();
}
EXPORT_SYMBOL_NS_GPL(ExAcquireSpinLockSharedAtDpcLevel, NDIS_SHIM);

KIRQL ExAcquireSpinLockShared(PEX_SPIN_LOCK SpinLock)
{
	KIRQL old = KeGetCurrentIrql();

	ExAcquireSpinLockSharedAtDpcLevel(SpinLock);
	return old;
}
EXPORT_SYMBOL_NS_GPL(ExAcquireSpinLockShared, NDIS_SHIM);

VOID ExAcquireSpinLockExclusiveAtDpcLevel(PEX_SPIN_LOCK SpinLock)
{
	local_bh_disable();
	while (atomic_fetch_or_acquire(NT_SPIN_WRITER, nt_spin(SpinLock)) & NT_SPIN_WRITER) {
		while (atomic_read(nt_spin(SpinLock)) & NT_SPIN_WRITER)
			cpu_relax();
	}
	while (atomic_read_acquire(nt_spin(SpinLock)) != NT_SPIN_WRITER)
		cpu_relax();
}
EXPORT_SYMBOL_NS_GPL(ExAcquireSpinLockExclusiveAtDpcLevel, NDIS_SHIM);

KIRQL ExAcquireSpinLockExclusive(PEX_SPIN_LOCK SpinLock)
{
	KIRQL old = KeGetCurrentIrql();

	ExAcquireSpinLockExclusiveAtDpcLevel(SpinLock);
	return old;
}
EXPORT_SYMBOL_NS_GPL(ExAcquireSpinLockExclusive, NDIS_SHIM);

/* ---- not waiting ---- */

LOGICAL ExTryAcquireSpinLockSharedAtDpcLevel(PEX_SPIN_LOCK SpinLock)
{
	local_bh_disable();
	if (nt_spin_try_reader(SpinLock))
		return TRUE;
	local_bh_enable();
	return FALSE;
}
EXPORT_SYMBOL_NS_GPL(ExTryAcquireSpinLockSharedAtDpcLevel, NDIS_SHIM);

LOGICAL ExTryAcquireSpinLockExclusiveAtDpcLevel(PEX_SPIN_LOCK SpinLock)
{
	local_bh_disable();
	if (!atomic_cmpxchg_acquire(nt_spin(SpinLock), 0, NT_SPIN_WRITER))
		return TRUE;
	local_bh_enable();
	return FALSE;
}
EXPORT_SYMBOL_NS_GPL(ExTryAcquireSpinLockExclusiveAtDpcLevel, NDIS_SHIM);

LOGICAL ExTryConvertSharedSpinLockExclusive(PEX_SPIN_LOCK SpinLock)
{
	int old = atomic_cmpxchg_acquire(nt_spin(SpinLock), 1, NT_SPIN_WRITER);

	if (!(old & ~NT_SPIN_WRITER))
		nt_violation(NULL, NT_RULE_LOCK_MISUSE, "%s: nobody has it shared", __func__);
	return old == 1;
}
EXPORT_SYMBOL_NS_GPL(ExTryConvertSharedSpinLockExclusive, NDIS_SHIM);

/* ---- the end; what is not held is left alone, bottom halves as well ---- */

static void nt_spin_release_reader(PEX_SPIN_LOCK lock, const char *who)
{
	int old = atomic_read(nt_spin(lock));

	do {
		if (!(old & ~NT_SPIN_WRITER)) {
			nt_violation(NULL, NT_RULE_LOCK_MISUSE, "%s: not held shared", who);
			return;
		}
	} while (!atomic_try_cmpxchg_release(nt_spin(lock), &old, old - 1));
	local_bh_enable();
}

/* A writer that has the lock has it alone. */
static void nt_spin_release_writer(PEX_SPIN_LOCK lock, const char *who)
{
	if (atomic_cmpxchg_release(nt_spin(lock), NT_SPIN_WRITER, 0) != NT_SPIN_WRITER) {
		nt_violation(NULL, NT_RULE_LOCK_MISUSE, "%s: not held exclusively", who);
		return;
	}
	local_bh_enable();
}

VOID ExReleaseSpinLockSharedFromDpcLevel(PEX_SPIN_LOCK SpinLock)
{
	nt_spin_release_reader(SpinLock, __func__);
}
EXPORT_SYMBOL_NS_GPL(ExReleaseSpinLockSharedFromDpcLevel, NDIS_SHIM);

VOID ExReleaseSpinLockShared(PEX_SPIN_LOCK SpinLock, KIRQL OldIrql)
{
	nt_spin_release_reader(SpinLock, __func__);
}
EXPORT_SYMBOL_NS_GPL(ExReleaseSpinLockShared, NDIS_SHIM);

VOID ExReleaseSpinLockExclusiveFromDpcLevel(PEX_SPIN_LOCK SpinLock)
{
	nt_spin_release_writer(SpinLock, __func__);
}
EXPORT_SYMBOL_NS_GPL(ExReleaseSpinLockExclusiveFromDpcLevel, NDIS_SHIM);

VOID ExReleaseSpinLockExclusive(PEX_SPIN_LOCK SpinLock, KIRQL OldIrql)
{
	nt_spin_release_writer(SpinLock, __func__);
}
EXPORT_SYMBOL_NS_GPL(ExReleaseSpinLockExclusive, NDIS_SHIM);
