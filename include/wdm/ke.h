/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Kernel dispatcher and locks: IRQL, events, spin locks, mutexes.
 *
 * The objects are storage: big enough for what lies inside with every lock
 * debugging option on, and of no meaning to the client. As on Windows there is
 * no function that destroys one: nothing in them owns memory.
 *
 * What initialises a lock is a macro with a key of its own, so that the lock
 * checker tells one client lock from another.
 */
#ifndef _NT_WDM_KE_H
#define _NT_WDM_KE_H

#include <ntdef.h>
#include <ntstatus.h>

#define PASSIVE_LEVEL		0
#define LOW_LEVEL		0
#define APC_LEVEL		1
#define DISPATCH_LEVEL		2
#define HIGH_LEVEL		15

#define MAXIMUM_PROCESSORS	64

/* Identity of a lock for the lock checker; one static instance per call site. */
typedef struct _NT_LOCK_KEY {
	ULONG64 Reserved[8];
} __attribute__((__aligned__(8))) NT_LOCK_KEY, *PNT_LOCK_KEY;
C_ASSERT(sizeof(NT_LOCK_KEY) == 64);

#define NT_STORAGE(name, words)				\
	typedef struct _##name {			\
		ULONG64 Reserved[words];		\
	} __attribute__((__aligned__(8))) name, *P##name

NT_STORAGE(KSPIN_LOCK, 16);
NT_STORAGE(KEVENT, 32);
NT_STORAGE(KGUARDED_MUTEX, 32);
NT_STORAGE(FAST_MUTEX, 32);
NT_STORAGE(EX_PUSH_LOCK, 32);
NT_STORAGE(EX_RUNDOWN_REF, 32);
typedef PKEVENT PRKEVENT;

typedef enum _EVENT_TYPE {
	NotificationEvent,
	SynchronizationEvent
} EVENT_TYPE;

typedef enum _KWAIT_REASON {
	Executive,
	FreePage,
	PageIn,
	PoolAllocation,
	DelayExecution,
	Suspended,
	UserRequest
} KWAIT_REASON;

typedef enum _MODE {
	KernelMode,
	UserMode,
	MaximumMode
} MODE;

#define IO_NO_INCREMENT		0
#define IO_NETWORK_INCREMENT	2

EXTERN_C_START

KIRQL KeGetCurrentIrql(VOID);
/* Below 32: drivers index arrays of that many elements. Two processors of a
 * larger machine may have the same number.
 */
ULONG KeGetCurrentProcessorNumber(VOID);

VOID KeInitializeEvent(PRKEVENT Event, EVENT_TYPE Type, BOOLEAN State);
LONG KeSetEvent(PRKEVENT Event, KPRIORITY Increment, BOOLEAN Wait);
VOID KeClearEvent(PRKEVENT Event);
LONG KeResetEvent(PRKEVENT Event);
LONG KeReadStateEvent(PRKEVENT Event);
/* @Object: a KEVENT. */
NTSTATUS KeWaitForSingleObject(PVOID Object, KWAIT_REASON WaitReason, KPROCESSOR_MODE WaitMode,
			       BOOLEAN Alertable, PLARGE_INTEGER Timeout);
NTSTATUS KeDelayExecutionThread(KPROCESSOR_MODE WaitMode, BOOLEAN Alertable,
				PLARGE_INTEGER Interval);
VOID KeStallExecutionProcessor(ULONG MicroSeconds);
VOID KeQuerySystemTime(PLARGE_INTEGER CurrentTime);
ULONGLONG KeQueryInterruptTime(VOID);

VOID KeInitializeSpinLockWorker(PKSPIN_LOCK SpinLock, PNT_LOCK_KEY Key);
KIRQL KeAcquireSpinLockRaiseToDpc(PKSPIN_LOCK SpinLock);
VOID KeReleaseSpinLock(PKSPIN_LOCK SpinLock, KIRQL NewIrql);
VOID KeAcquireSpinLockAtDpcLevel(PKSPIN_LOCK SpinLock);
VOID KeReleaseSpinLockFromDpcLevel(PKSPIN_LOCK SpinLock);

VOID KeInitializeGuardedMutexWorker(PKGUARDED_MUTEX Mutex, PNT_LOCK_KEY Key);
VOID KeAcquireGuardedMutex(PKGUARDED_MUTEX Mutex);
BOOLEAN KeTryToAcquireGuardedMutex(PKGUARDED_MUTEX Mutex);
VOID KeReleaseGuardedMutex(PKGUARDED_MUTEX Mutex);

EXTERN_C_END

#define NT_INITIALIZE_LOCK(Worker, Lock)		\
	do {						\
		static NT_LOCK_KEY nt_lock_key;		\
							\
		Worker((Lock), &nt_lock_key);		\
	} while (0)

#define KeInitializeSpinLock(SpinLock)	\
	NT_INITIALIZE_LOCK(KeInitializeSpinLockWorker, SpinLock)
#define KeInitializeGuardedMutex(Mutex)	\
	NT_INITIALIZE_LOCK(KeInitializeGuardedMutexWorker, Mutex)
#define KeAcquireSpinLock(SpinLock, OldIrql)	\
	((void)(*(OldIrql) = KeAcquireSpinLockRaiseToDpc(SpinLock)))

/* They keep kernel APCs out; there are none here. */
#define KeEnterCriticalRegion()		((void)0)
#define KeLeaveCriticalRegion()		((void)0)
#define KeEnterGuardedRegion()		((void)0)
#define KeLeaveGuardedRegion()		((void)0)

#endif
