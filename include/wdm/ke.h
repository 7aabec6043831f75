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
#define CMCI_LEVEL		5
#define CLOCK_LEVEL		13
#define IPI_LEVEL		14
#define DRS_LEVEL		14
#define POWER_LEVEL		14
#define PROFILE_LEVEL		15
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
NT_STORAGE(KSEMAPHORE, 16);
NT_STORAGE(KMUTEX, 16);
NT_STORAGE(KTIMER, 48);
NT_STORAGE(KDPC, 16);
NT_STORAGE(KWAIT_BLOCK, 8);
typedef PKEVENT PRKEVENT;
typedef PKGUARDED_MUTEX PRKGUARDED_MUTEX;
typedef PKSEMAPHORE PRKSEMAPHORE;
typedef PKMUTEX PRKMUTEX, PKMUTANT;
typedef KMUTEX KMUTANT;
typedef PKTIMER PRKTIMER;
typedef PKDPC PRKDPC;
typedef PKWAIT_BLOCK PRKWAIT_BLOCK;
typedef struct _KTHREAD *PKTHREAD, *PRKTHREAD;
typedef struct _ETHREAD *PETHREAD;
typedef struct _EPROCESS *PEPROCESS;
typedef struct _KPROCESS *PKPROCESS, *PRKPROCESS;
typedef struct _KINTERRUPT *PKINTERRUPT;

#define THREAD_WAIT_OBJECTS	3
#define MAXIMUM_WAIT_OBJECTS	64
#define EX_DEFAULT_PUSH_LOCK_FLAGS	0

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
	UserRequest,
	WrExecutive,
	WrFreePage,
	WrPageIn,
	WrPoolAllocation,
	WrDelayExecution,
	WrSuspended,
	WrUserRequest,
	WrEventPair,
	WrQueue,
	WrLpcReceive,
	WrLpcReply,
	WrVirtualMemory,
	WrPageOut,
	WrRendezvous
} KWAIT_REASON;

typedef enum _WAIT_TYPE {
	WaitAll,
	WaitAny,
	WaitNotification,
	WaitDequeue,
	WaitDpc
} WAIT_TYPE;

typedef enum _TIMER_TYPE {
	NotificationTimer,
	SynchronizationTimer
} TIMER_TYPE;

typedef enum _KDPC_IMPORTANCE {
	LowImportance,
	MediumImportance,
	HighImportance,
	MediumHighImportance
} KDPC_IMPORTANCE;

typedef VOID (NTAPI KDEFERRED_ROUTINE)(struct _KDPC *Dpc, PVOID DeferredContext,
				       PVOID SystemArgument1, PVOID SystemArgument2);
typedef KDEFERRED_ROUTINE *PKDEFERRED_ROUTINE;
typedef VOID (NTAPI KSTART_ROUTINE)(PVOID StartContext);
typedef KSTART_ROUTINE *PKSTART_ROUTINE;

typedef struct _PROCESSOR_NUMBER {
	USHORT Group;
	UCHAR Number;
	UCHAR Reserved;
} PROCESSOR_NUMBER, *PPROCESSOR_NUMBER;

typedef struct _GROUP_AFFINITY {
	KAFFINITY Mask;
	USHORT Group;
	USHORT Reserved[3];
} GROUP_AFFINITY, *PGROUP_AFFINITY;

#define ALL_PROCESSOR_GROUPS	0xffff
#define INVALID_PROCESSOR_INDEX	0xffffffffU
#define MAXIMUM_GROUPS		20
#define LOW_PRIORITY		0
#define LOW_REALTIME_PRIORITY	16
#define HIGH_PRIORITY		31
#define MAXIMUM_PRIORITY	32

typedef struct _CLIENT_ID {
	HANDLE UniqueProcess;
	HANDLE UniqueThread;
} CLIENT_ID, *PCLIENT_ID;

/* Access rights of threads. */
#define THREAD_TERMINATE		0x0001
#define THREAD_SUSPEND_RESUME		0x0002
#define THREAD_ALERT			0x0004
#define THREAD_GET_CONTEXT		0x0008
#define THREAD_SET_CONTEXT		0x0010
#define THREAD_SET_INFORMATION		0x0020
#define THREAD_QUERY_INFORMATION	0x0040
#define THREAD_ALL_ACCESS		0x001FFFFF
#define EVENT_QUERY_STATE		0x0001
#define EVENT_MODIFY_STATE		0x0002
#define EVENT_ALL_ACCESS		0x001F0003

/* Queued spin locks: the caller's part of the lock. */
typedef struct _KLOCK_QUEUE_HANDLE {
	PKSPIN_LOCK Lock;
	KIRQL OldIrql;
} KLOCK_QUEUE_HANDLE, *PKLOCK_QUEUE_HANDLE;

typedef enum _MODE {
	KernelMode,
	UserMode,
	MaximumMode
} MODE;

#define IO_NO_INCREMENT		0
#define IO_CD_ROM_INCREMENT	1
#define IO_DISK_INCREMENT	1
#define IO_KEYBOARD_INCREMENT	6
#define IO_MAILSLOT_INCREMENT	2
#define IO_MOUSE_INCREMENT	6
#define IO_NAMED_PIPE_INCREMENT	2
#define IO_NETWORK_INCREMENT	2
#define IO_PARALLEL_INCREMENT	1
#define IO_SERIAL_INCREMENT	2
#define IO_SOUND_INCREMENT	8
#define IO_VIDEO_INCREMENT	1
#define EVENT_INCREMENT		1
#define MUTANT_INCREMENT	1
#define SEMAPHORE_INCREMENT	1
#define TIMER_INCREMENT		1

typedef struct _WDF_DRIVER_GLOBALS WDF_DRIVER_GLOBALS, *PWDF_DRIVER_GLOBALS;

EXTERN_C_START

extern PWDF_DRIVER_GLOBALS WdfDriverGlobals;

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
/* Wakes those who wait now and leaves the event reset. */
LONG KePulseEvent(PRKEVENT Event, KPRIORITY Increment, BOOLEAN Wait);

/*
 * @Object: an event, a semaphore, a mutex, a timer or a thread. PASSIVE_LEVEL,
 * except with a timeout of zero, which only looks. Waits are neither alerted nor
 * interrupted. STATUS_SUCCESS, STATUS_TIMEOUT.
 */
NTSTATUS KeWaitForSingleObject(PVOID Object, KWAIT_REASON WaitReason, KPROCESSOR_MODE WaitMode,
			       BOOLEAN Alertable, PLARGE_INTEGER Timeout);
/*
 * WaitAny: STATUS_WAIT_0 and the index of the one that ended the wait. WaitAll takes
 * all of them or none. More than THREAD_WAIT_OBJECTS need @WaitBlockArray.
 */
NTSTATUS KeWaitForMultipleObjects(ULONG Count, PVOID Object[], WAIT_TYPE WaitType,
				  KWAIT_REASON WaitReason, KPROCESSOR_MODE WaitMode,
				  BOOLEAN Alertable, PLARGE_INTEGER Timeout,
				  PKWAIT_BLOCK WaitBlockArray);

/* @Limit: the count never exceeds it: a release that would is a violation. */
VOID KeInitializeSemaphore(PRKSEMAPHORE Semaphore, LONG Count, LONG Limit);
LONG KeReleaseSemaphore(PRKSEMAPHORE Semaphore, KPRIORITY Increment, LONG Adjustment,
			BOOLEAN Wait);
LONG KeReadStateSemaphore(PRKSEMAPHORE Semaphore);
/* Acquired by a wait, as often as the owner likes; released by it as often. */
VOID KeInitializeMutex(PRKMUTEX Mutex, ULONG Level);
LONG KeReleaseMutex(PRKMUTEX Mutex, BOOLEAN Wait);
LONG KeReadStateMutex(PRKMUTEX Mutex);

/* <= DISPATCH_LEVEL. @DueTime as of a wait, @Period in milliseconds. TRUE: it was set. */
VOID KeInitializeTimerExWorker(PWDF_DRIVER_GLOBALS Globals, PKTIMER Timer, TIMER_TYPE Type);
BOOLEAN KeSetTimerEx(PKTIMER Timer, LARGE_INTEGER DueTime, LONG Period, PKDPC Dpc);
BOOLEAN KeCancelTimer(PKTIMER Timer);
BOOLEAN KeReadStateTimer(PKTIMER Timer);

/* Run in softirq, on the processor where they were queued, one at a time there. */
VOID KeInitializeDpcWorker(PWDF_DRIVER_GLOBALS Globals, PRKDPC Dpc,
			   PKDEFERRED_ROUTINE DeferredRoutine, PVOID DeferredContext);
BOOLEAN KeInsertQueueDpc(PRKDPC Dpc, PVOID SystemArgument1, PVOID SystemArgument2);
BOOLEAN KeRemoveQueueDpc(PRKDPC Dpc);
/* Returns when all that were queued before have run. PASSIVE_LEVEL. */
VOID KeFlushQueuedDpcs(VOID);

/*
 * A kernel thread. Its driver has to see it end before its unload routine returns:
 * one that is left then is a violation, and the unload waits for it.
 */
NTSTATUS PsCreateSystemThreadWorker(PWDF_DRIVER_GLOBALS Globals, PHANDLE ThreadHandle,
				    ULONG DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes,
				    HANDLE ProcessHandle, PCLIENT_ID ClientId,
				    PKSTART_ROUTINE StartRoutine, PVOID StartContext);
/* Does not return, except with STATUS_INVALID_PARAMETER in a thread that is none. */
NTSTATUS PsTerminateSystemThread(NTSTATUS ExitStatus);
/* Of a system thread; any other has an address that only compares. */
PETHREAD PsGetCurrentThread(VOID);
HANDLE PsGetCurrentThreadId(VOID);
HANDLE PsGetCurrentProcessId(VOID);
PEPROCESS PsGetCurrentProcess(VOID);
HANDLE PsGetThreadId(PETHREAD Thread);
BOOLEAN PsIsSystemThread(PETHREAD Thread);
/* 8 is normal, 1..31. The old one. Becomes a nice value; only system threads change. */
KPRIORITY KeSetPriorityThread(PKTHREAD Thread, KPRIORITY Priority);
KPRIORITY KeQueryPriorityThread(PKTHREAD Thread);
LONG KeSetBasePriorityThread(PKTHREAD Thread, LONG Increment);

/* Events with a handle and, for names, shared by those who know it. PASSIVE_LEVEL. */
PKEVENT IoCreateNotificationEventWorker(PWDF_DRIVER_GLOBALS Globals, PUNICODE_STRING EventName,
					PHANDLE EventHandle);
PKEVENT IoCreateSynchronizationEventWorker(PWDF_DRIVER_GLOBALS Globals,
					   PUNICODE_STRING EventName, PHANDLE EventHandle);
NTSTATUS ZwCreateEventWorker(PWDF_DRIVER_GLOBALS Globals, PHANDLE EventHandle,
			     ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes,
			     EVENT_TYPE EventType, BOOLEAN InitialState);
NTSTATUS ZwSetEvent(HANDLE EventHandle, PLONG PreviousState);
NTSTATUS ZwResetEvent(HANDLE EventHandle, PLONG PreviousState);
NTSTATUS ZwClearEvent(HANDLE EventHandle);
NTSTATUS ZwWaitForSingleObject(HANDLE Handle, BOOLEAN Alertable, PLARGE_INTEGER Timeout);

NTSTATUS KeDelayExecutionThread(KPROCESSOR_MODE WaitMode, BOOLEAN Alertable,
				PLARGE_INTEGER Interval);
VOID KeStallExecutionProcessor(ULONG MicroSeconds);
/* 100 ns since 1601. */
VOID KeQuerySystemTime(PLARGE_INTEGER CurrentTime);
VOID KeQuerySystemTimePrecise(PLARGE_INTEGER CurrentTime);
/* 100 ns since boot, with and without the time that the machine slept. */
ULONGLONG KeQueryInterruptTime(VOID);
ULONGLONG KeQueryInterruptTimePrecise(PULONG64 QpcTimeStamp);
ULONGLONG KeQueryUnbiasedInterruptTime(VOID);
/* Ticks of 10 MHz. */
LARGE_INTEGER KeQueryPerformanceCounter(PLARGE_INTEGER PerformanceFrequency);
/* Ticks of KeQueryTimeIncrement() units of 100 ns. */
VOID NtQueryTickCount(PLARGE_INTEGER CurrentCount);
ULONG KeQueryTimeIncrement(VOID);
VOID ExSystemTimeToLocalTime(PLARGE_INTEGER SystemTime, PLARGE_INTEGER LocalTime);
VOID ExLocalTimeToSystemTime(PLARGE_INTEGER LocalTime, PLARGE_INTEGER SystemTime);
ULONG ExSetTimerResolution(ULONG DesiredTime, BOOLEAN SetResolution);

/* Processors: one group of as many as there are. */
ULONG KeQueryActiveProcessorCount(KAFFINITY *ActiveProcessors);
ULONG KeQueryActiveProcessorCountEx(USHORT GroupNumber);
ULONG KeQueryMaximumProcessorCount(VOID);
ULONG KeQueryMaximumProcessorCountEx(USHORT GroupNumber);
USHORT KeQueryActiveGroupCount(VOID);
USHORT KeQueryMaximumGroupCount(VOID);
KAFFINITY KeQueryActiveProcessors(VOID);
KAFFINITY KeQueryGroupAffinity(USHORT GroupNumber);
ULONG KeGetCurrentProcessorNumberEx(PPROCESSOR_NUMBER ProcNumber);
NTSTATUS KeGetProcessorNumberFromIndex(ULONG ProcIndex, PPROCESSOR_NUMBER ProcNumber);
ULONG KeGetProcessorIndexFromNumber(PPROCESSOR_NUMBER ProcNumber);
USHORT KeQueryHighestNodeNumber(VOID);
USHORT KeGetCurrentNodeNumber(VOID);
/* Affinity of the current thread; only system threads are moved. */
VOID KeSetSystemGroupAffinityThread(PGROUP_AFFINITY Affinity, PGROUP_AFFINITY PreviousAffinity);
VOID KeRevertToUserGroupAffinityThread(PGROUP_AFFINITY PreviousAffinity);
KAFFINITY KeSetSystemAffinityThreadEx(KAFFINITY Affinity);
VOID KeRevertToUserAffinityThreadEx(KAFFINITY Affinity);

/*
 * A level above DISPATCH_LEVEL does not exist here. Raising to DISPATCH_LEVEL turns
 * softirqs off, and lowering turns them on again: calls have to be paired.
 */
KIRQL KeRaiseIrqlToDpcLevel(VOID);
VOID KfRaiseIrqlWorker(KIRQL NewIrql, PKIRQL OldIrql);
VOID KeLowerIrql(KIRQL NewIrql);

VOID KeInitializeSpinLockWorker(PKSPIN_LOCK SpinLock, PNT_LOCK_KEY Key);
KIRQL KeAcquireSpinLockRaiseToDpc(PKSPIN_LOCK SpinLock);
VOID KeReleaseSpinLock(PKSPIN_LOCK SpinLock, KIRQL NewIrql);
VOID KeAcquireSpinLockAtDpcLevel(PKSPIN_LOCK SpinLock);
VOID KeReleaseSpinLockFromDpcLevel(PKSPIN_LOCK SpinLock);
BOOLEAN KeTryToAcquireSpinLockAtDpcLevel(PKSPIN_LOCK SpinLock);
BOOLEAN KeTestSpinLock(PKSPIN_LOCK SpinLock);

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

static inline VOID KeInitializeTimerEx(PKTIMER Timer, TIMER_TYPE Type)
{
	KeInitializeTimerExWorker(WdfDriverGlobals, Timer, Type);
}

static inline VOID KeInitializeTimer(PKTIMER Timer)
{
	KeInitializeTimerEx(Timer, NotificationTimer);
}

static inline BOOLEAN KeSetTimer(PKTIMER Timer, LARGE_INTEGER DueTime, PKDPC Dpc)
{
	return KeSetTimerEx(Timer, DueTime, 0, Dpc);
}

/* @TolerableDelay: how late it may be; it is not made use of. */
static inline BOOLEAN KeSetCoalescableTimer(PKTIMER Timer, LARGE_INTEGER DueTime, ULONG Period,
					    ULONG TolerableDelay, PKDPC Dpc)
{
	(void)TolerableDelay;
	return KeSetTimerEx(Timer, DueTime, (LONG)Period, Dpc);
}

static inline VOID KeInitializeDpc(PRKDPC Dpc, PKDEFERRED_ROUTINE DeferredRoutine,
				   PVOID DeferredContext)
{
	KeInitializeDpcWorker(WdfDriverGlobals, Dpc, DeferredRoutine, DeferredContext);
}

/* Threaded ones may run at DISPATCH_LEVEL, too; here they do. */
static inline VOID KeInitializeThreadedDpc(PRKDPC Dpc, PKDEFERRED_ROUTINE DeferredRoutine,
					   PVOID DeferredContext)
{
	KeInitializeDpcWorker(WdfDriverGlobals, Dpc, DeferredRoutine, DeferredContext);
}

/* There is one queue for each processor, served in order: nothing to choose. */
static inline VOID KeSetImportanceDpc(PRKDPC Dpc, KDPC_IMPORTANCE Importance)
{
	(void)Dpc;
	(void)Importance;
}

static inline VOID KeSetTargetProcessorDpc(PRKDPC Dpc, CCHAR Number)
{
	(void)Dpc;
	(void)Number;
}

static inline NTSTATUS KeSetTargetProcessorDpcEx(PKDPC Dpc, PPROCESSOR_NUMBER ProcNumber)
{
	(void)Dpc;
	return ProcNumber->Group || ProcNumber->Reserved ? STATUS_INVALID_PARAMETER :
							   STATUS_SUCCESS;
}

static inline NTSTATUS PsCreateSystemThread(PHANDLE ThreadHandle, ULONG DesiredAccess,
					    POBJECT_ATTRIBUTES ObjectAttributes,
					    HANDLE ProcessHandle, PCLIENT_ID ClientId,
					    PKSTART_ROUTINE StartRoutine, PVOID StartContext)
{
	return PsCreateSystemThreadWorker(WdfDriverGlobals, ThreadHandle, DesiredAccess,
					  ObjectAttributes, ProcessHandle, ClientId,
					  StartRoutine, StartContext);
}

static inline PKEVENT IoCreateNotificationEvent(PUNICODE_STRING EventName, PHANDLE EventHandle)
{
	return IoCreateNotificationEventWorker(WdfDriverGlobals, EventName, EventHandle);
}

static inline PKEVENT IoCreateSynchronizationEvent(PUNICODE_STRING EventName, PHANDLE EventHandle)
{
	return IoCreateSynchronizationEventWorker(WdfDriverGlobals, EventName, EventHandle);
}

static inline NTSTATUS ZwCreateEvent(PHANDLE EventHandle, ACCESS_MASK DesiredAccess,
				     POBJECT_ATTRIBUTES ObjectAttributes, EVENT_TYPE EventType,
				     BOOLEAN InitialState)
{
	return ZwCreateEventWorker(WdfDriverGlobals, EventHandle, DesiredAccess,
				   ObjectAttributes, EventType, InitialState);
}

static inline VOID KeQueryTickCount(PLARGE_INTEGER CurrentCount)
{
	NtQueryTickCount(CurrentCount);
}

static inline PKTHREAD KeGetCurrentThread(VOID)
{
	return (PKTHREAD)PsGetCurrentThread();
}

#define KeWaitForMutexObject		KeWaitForSingleObject
#define KeGetCurrentProcessorIndex()	KeGetCurrentProcessorNumberEx(NULL)
#define KeRaiseIrql(NewIrql, OldIrql)	KfRaiseIrqlWorker((NewIrql), (OldIrql))
#define KeAcquireSpinLockRaiseToSynch(SpinLock)	KeAcquireSpinLockRaiseToDpc(SpinLock)
/* A performance counter's ticks as units of 100 ns: the same. */
#define KeConvertPerformanceCounterToAuxiliaryCounter(Counter, Auxiliary, Error)	\
	((void)(Counter), (void)(Auxiliary), (void)(Error), STATUS_NOT_SUPPORTED)

/* Queued spin locks are spin locks whose state is the caller's. */
static inline VOID KeAcquireInStackQueuedSpinLock(PKSPIN_LOCK SpinLock,
						  PKLOCK_QUEUE_HANDLE LockHandle)
{
	LockHandle->Lock = SpinLock;
	LockHandle->OldIrql = KeAcquireSpinLockRaiseToDpc(SpinLock);
}

static inline VOID KeReleaseInStackQueuedSpinLock(PKLOCK_QUEUE_HANDLE LockHandle)
{
	KeReleaseSpinLock(LockHandle->Lock, LockHandle->OldIrql);
}

static inline VOID KeAcquireInStackQueuedSpinLockAtDpcLevel(PKSPIN_LOCK SpinLock,
							    PKLOCK_QUEUE_HANDLE LockHandle)
{
	LockHandle->Lock = SpinLock;
	LockHandle->OldIrql = DISPATCH_LEVEL;
	KeAcquireSpinLockAtDpcLevel(SpinLock);
}

static inline VOID KeReleaseInStackQueuedSpinLockFromDpcLevel(PKLOCK_QUEUE_HANDLE LockHandle)
{
	KeReleaseSpinLockFromDpcLevel(LockHandle->Lock);
}

#define KeAcquireInStackQueuedSpinLockForDpc	KeAcquireInStackQueuedSpinLock
#define KeReleaseInStackQueuedSpinLockForDpc	KeReleaseInStackQueuedSpinLock
#define KeAcquireSpinLockForDpc(SpinLock)	KeAcquireSpinLockRaiseToDpc(SpinLock)
#define KeReleaseSpinLockForDpc(SpinLock, OldIrql)	KeReleaseSpinLock((SpinLock), (OldIrql))

/* They keep kernel APCs out; there are none here. */
#define KeEnterCriticalRegion()		((void)0)
#define KeLeaveCriticalRegion()		((void)0)
#define KeEnterGuardedRegion()		((void)0)
#define KeLeaveGuardedRegion()		((void)0)
#define FsRtlEnterFileSystem()		((void)0)
#define FsRtlExitFileSystem()		((void)0)
#define KeAreApcsDisabled()		FALSE
#define KeAreAllApcsDisabled()		(KeGetCurrentIrql() >= APC_LEVEL)
#define KeAcquireGuardedMutexUnsafe(Mutex)	KeAcquireGuardedMutex(Mutex)
#define KeReleaseGuardedMutexUnsafe(Mutex)	KeReleaseGuardedMutex(Mutex)

#endif
