/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reader/writer spin locks. Zero is a lock that nobody has: nothing initialises one.
 *
 * Any number have it shared, or one exclusively; who waits for it exclusively keeps
 * further readers out. Not recursive, in either way. All functions: <= DISPATCH_LEVEL,
 * at which their holder runs. A release of what is not held so is a violation.
 */
#ifndef _NT_WDM_SPIN_H
#define _NT_WDM_SPIN_H

#include <wdm/ke.h>

typedef volatile LONG EX_SPIN_LOCK, *PEX_SPIN_LOCK;

EXTERN_C_START

/* The level to give to the release. */
KIRQL ExAcquireSpinLockShared(PEX_SPIN_LOCK SpinLock);
KIRQL ExAcquireSpinLockExclusive(PEX_SPIN_LOCK SpinLock);
VOID ExReleaseSpinLockShared(PEX_SPIN_LOCK SpinLock, KIRQL OldIrql);
VOID ExReleaseSpinLockExclusive(PEX_SPIN_LOCK SpinLock, KIRQL OldIrql);
VOID ExAcquireSpinLockSharedAtDpcLevel(PEX_SPIN_LOCK SpinLock);
VOID ExAcquireSpinLockExclusiveAtDpcLevel(PEX_SPIN_LOCK SpinLock);
VOID ExReleaseSpinLockSharedFromDpcLevel(PEX_SPIN_LOCK SpinLock);
VOID ExReleaseSpinLockExclusiveFromDpcLevel(PEX_SPIN_LOCK SpinLock);
/* Nonzero: it is held now. */
LOGICAL ExTryAcquireSpinLockSharedAtDpcLevel(PEX_SPIN_LOCK SpinLock);
LOGICAL ExTryAcquireSpinLockExclusiveAtDpcLevel(PEX_SPIN_LOCK SpinLock);
/* By a reader. Nonzero: it was the only one, nobody waited, and it is the writer now. */
LOGICAL ExTryConvertSharedSpinLockExclusive(PEX_SPIN_LOCK SpinLock);

EXTERN_C_END

#endif
