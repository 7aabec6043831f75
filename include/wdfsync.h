/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Spin locks and wait locks. The creation macros make a lock-class key at the
 * place they stand, for the lock checker.
 */
#ifndef _NT_WDFSYNC_H
#define _NT_WDFSYNC_H

#include <wdfobject.h>

EXTERN_C_START

NTSTATUS WdfSpinLockCreateWorker(PWDF_DRIVER_GLOBALS Globals, PNT_LOCK_KEY Key,
				 PWDF_OBJECT_ATTRIBUTES SpinLockAttributes, WDFSPINLOCK *SpinLock);
VOID WdfSpinLockAcquire(WDFSPINLOCK SpinLock);
VOID WdfSpinLockRelease(WDFSPINLOCK SpinLock);

NTSTATUS WdfWaitLockCreateWorker(PWDF_DRIVER_GLOBALS Globals, PNT_LOCK_KEY Key,
				 PWDF_OBJECT_ATTRIBUTES LockAttributes, WDFWAITLOCK *Lock);
/* STATUS_TIMEOUT, a success code, when *@Timeout ran out first. */
NTSTATUS WdfWaitLockAcquire(WDFWAITLOCK Lock, PLONGLONG Timeout);
VOID WdfWaitLockRelease(WDFWAITLOCK Lock);

EXTERN_C_END

#define NT_CREATE_LOCK(Worker, Attributes, Lock)			\
	(__extension__ ({						\
		static NT_LOCK_KEY nt_lock_key;				\
									\
		Worker(WdfDriverGlobals, &nt_lock_key, (Attributes), (Lock));	\
	}))

#define WdfSpinLockCreate(SpinLockAttributes, SpinLock)	\
	NT_CREATE_LOCK(WdfSpinLockCreateWorker, SpinLockAttributes, SpinLock)
#define WdfWaitLockCreate(LockAttributes, Lock)	\
	NT_CREATE_LOCK(WdfWaitLockCreateWorker, LockAttributes, Lock)

#endif
