/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the I/O manager and the executive do for a driver: requests of its own, work
 * items, remove locks, cancel-safe queues, callback objects, ExTimers, sequenced
 * lists.
 */
#ifndef _NT_WDM_IOSUP_H
#define _NT_WDM_IOSUP_H

#include <wdm/ex.h>
#include <wdm/irp.h>
#include <wdm/pnp.h>

/* ---- work items ---- */

typedef enum _WORK_QUEUE_TYPE {
	CriticalWorkQueue,
	DelayedWorkQueue,
	HyperCriticalWorkQueue,
	NormalWorkQueue,
	BackgroundWorkQueue,
	RealTimeWorkQueue,
	SuperCriticalWorkQueue,
	MaximumWorkQueue,
	CustomPriorityWorkQueue = 32
} WORK_QUEUE_TYPE;

typedef struct _IO_WORKITEM *PIO_WORKITEM;
typedef VOID (NTAPI IO_WORKITEM_ROUTINE)(PDEVICE_OBJECT DeviceObject, PVOID Context);
typedef IO_WORKITEM_ROUTINE *PIO_WORKITEM_ROUTINE;
typedef VOID (NTAPI IO_WORKITEM_ROUTINE_EX)(PVOID IoObject, PVOID Context,
					    PIO_WORKITEM IoWorkItem);
typedef IO_WORKITEM_ROUTINE_EX *PIO_WORKITEM_ROUTINE_EX;
typedef VOID (NTAPI WORKER_THREAD_ROUTINE)(PVOID Parameter);
typedef WORKER_THREAD_ROUTINE *PWORKER_THREAD_ROUTINE;

/* ---- remove locks ---- */

typedef struct _IO_REMOVE_LOCK {
	LONG volatile IoCount;		/* one for the device itself */
	BOOLEAN Removed;
	KEVENT RemoveEvent;
} IO_REMOVE_LOCK, *PIO_REMOVE_LOCK;

/* ---- callback objects ---- */

typedef struct _CALLBACK_OBJECT *PCALLBACK_OBJECT;
typedef VOID (NTAPI CALLBACK_FUNCTION)(PVOID CallbackContext, PVOID Argument1, PVOID Argument2);
typedef CALLBACK_FUNCTION *PCALLBACK_FUNCTION;

/* ---- ExTimers ---- */

typedef struct _EX_TIMER *PEX_TIMER;
typedef VOID (NTAPI EXT_CALLBACK)(PEX_TIMER Timer, PVOID Context);
typedef EXT_CALLBACK *PEXT_CALLBACK;
typedef VOID (NTAPI EXT_DELETE_CALLBACK)(PVOID Context);
typedef EXT_DELETE_CALLBACK *PEXT_DELETE_CALLBACK;

typedef struct _EXT_SET_PARAMETERS_V0 {
	ULONG Version;
	ULONG Reserved;
	LONGLONG NoWakeTolerance;
} EXT_SET_PARAMETERS, *PEXT_SET_PARAMETERS, KT2_SET_PARAMETERS, *PKT2_SET_PARAMETERS;

typedef struct _EXT_DELETE_PARAMETERS {
	ULONG Version;
	ULONG Reserved;
	PEXT_DELETE_CALLBACK DeleteCallback;
	PVOID DeleteContext;
} EXT_DELETE_PARAMETERS, *PEXT_DELETE_PARAMETERS;

#define EX_TIMER_HIGH_RESOLUTION	4
#define EX_TIMER_NO_WAKE		8
#define EX_TIMER_UNLIMITED_TOLERANCE	((LONGLONG)-1)
#define EX_TIMER_NOTIFICATION		0x80000000U

static inline VOID ExInitializeSetTimerParameters(PEXT_SET_PARAMETERS Parameters)
{
	Parameters->Version = 0;
	Parameters->Reserved = 0;
	Parameters->NoWakeTolerance = 0;
}

static inline VOID ExInitializeDeleteTimerParameters(PEXT_DELETE_PARAMETERS Parameters)
{
	Parameters->Version = 0;
	Parameters->Reserved = 0;
	Parameters->DeleteCallback = NULL;
	Parameters->DeleteContext = NULL;
}

/* ---- cancel-safe queues ---- */

typedef struct _IO_CSQ IO_CSQ, *PIO_CSQ;
typedef VOID (NTAPI IO_CSQ_INSERT_IRP)(PIO_CSQ Csq, PIRP Irp);
typedef IO_CSQ_INSERT_IRP *PIO_CSQ_INSERT_IRP;
typedef NTSTATUS (NTAPI IO_CSQ_INSERT_IRP_EX)(PIO_CSQ Csq, PIRP Irp, PVOID InsertContext);
typedef IO_CSQ_INSERT_IRP_EX *PIO_CSQ_INSERT_IRP_EX;
typedef VOID (NTAPI IO_CSQ_REMOVE_IRP)(PIO_CSQ Csq, PIRP Irp);
typedef IO_CSQ_REMOVE_IRP *PIO_CSQ_REMOVE_IRP;
typedef PIRP (NTAPI IO_CSQ_PEEK_NEXT_IRP)(PIO_CSQ Csq, PIRP Irp, PVOID PeekContext);
typedef IO_CSQ_PEEK_NEXT_IRP *PIO_CSQ_PEEK_NEXT_IRP;
typedef VOID (NTAPI IO_CSQ_ACQUIRE_LOCK)(PIO_CSQ Csq, PKIRQL Irql);
typedef IO_CSQ_ACQUIRE_LOCK *PIO_CSQ_ACQUIRE_LOCK;
typedef VOID (NTAPI IO_CSQ_RELEASE_LOCK)(PIO_CSQ Csq, KIRQL Irql);
typedef IO_CSQ_RELEASE_LOCK *PIO_CSQ_RELEASE_LOCK;
typedef VOID (NTAPI IO_CSQ_COMPLETE_CANCELED_IRP)(PIO_CSQ Csq, PIRP Irp);
typedef IO_CSQ_COMPLETE_CANCELED_IRP *PIO_CSQ_COMPLETE_CANCELED_IRP;

#define IO_TYPE_CSQ_IRP_CONTEXT		1
#define IO_TYPE_CSQ			2
#define IO_TYPE_CSQ_EX			3

typedef struct _IO_CSQ_IRP_CONTEXT {
	ULONG Type;
	PIRP Irp;
	PIO_CSQ Csq;
} IO_CSQ_IRP_CONTEXT, *PIO_CSQ_IRP_CONTEXT;

struct _IO_CSQ {
	ULONG Type;
	PIO_CSQ_INSERT_IRP CsqInsertIrp;
	PIO_CSQ_REMOVE_IRP CsqRemoveIrp;
	PIO_CSQ_PEEK_NEXT_IRP CsqPeekNextIrp;
	PIO_CSQ_ACQUIRE_LOCK CsqAcquireLock;
	PIO_CSQ_RELEASE_LOCK CsqReleaseLock;
	PIO_CSQ_COMPLETE_CANCELED_IRP CsqCompleteCanceledIrp;
	PVOID ReservePointer;		/* the queue's own */
};

/* ---- sequenced lists ---- */

typedef struct _SLIST_ENTRY {
	struct _SLIST_ENTRY *Next;
} SLIST_ENTRY, *PSLIST_ENTRY;

typedef struct _SLIST_HEADER {
	ULONG64 Reserved[16];
} SLIST_HEADER, *PSLIST_HEADER;

EXTERN_C_START

/*
 * @IoObject: a device or driver object. A work item is queued once at a time; it runs
 * at PASSIVE_LEVEL and may free itself. One left queued at unload is a violation.
 */
PIO_WORKITEM IoAllocateWorkItem(PDEVICE_OBJECT DeviceObject);
VOID IoFreeWorkItem(PIO_WORKITEM IoWorkItem);
VOID IoQueueWorkItem(PIO_WORKITEM IoWorkItem, PIO_WORKITEM_ROUTINE WorkerRoutine,
		     WORK_QUEUE_TYPE QueueType, PVOID Context);
VOID IoQueueWorkItemEx(PIO_WORKITEM IoWorkItem, PIO_WORKITEM_ROUTINE_EX WorkerRoutine,
		       WORK_QUEUE_TYPE QueueType, PVOID Context);
BOOLEAN IoTryQueueWorkItem(PIO_WORKITEM IoWorkItem, PIO_WORKITEM_ROUTINE_EX WorkerRoutine,
			   WORK_QUEUE_TYPE QueueType, PVOID Context);

VOID IoInitializeRemoveLockEx(PIO_REMOVE_LOCK Lock, ULONG AllocateTag,
			      ULONG MaxLockedMinutes, ULONG HighWatermark, ULONG RemlockSize);
/* STATUS_DELETE_PENDING once the removal began. */
NTSTATUS IoAcquireRemoveLockEx(PIO_REMOVE_LOCK RemoveLock, PVOID Tag, PCSTR File, ULONG Line,
			       ULONG RemlockSize);
VOID IoReleaseRemoveLockEx(PIO_REMOVE_LOCK RemoveLock, PVOID Tag, ULONG RemlockSize);
/* Releases the caller's and waits for all others. PASSIVE_LEVEL. */
VOID IoReleaseRemoveLockAndWaitEx(PIO_REMOVE_LOCK RemoveLock, PVOID Tag, ULONG RemlockSize);

/* Named by an object's attributes; found again while somebody has a reference. */
NTSTATUS ExCreateCallbackWorker(PWDF_DRIVER_GLOBALS Globals, PCALLBACK_OBJECT *CallbackObject,
				POBJECT_ATTRIBUTES ObjectAttributes, BOOLEAN Create,
				BOOLEAN AllowMultipleCallbacks);
PVOID ExRegisterCallbackWorker(PWDF_DRIVER_GLOBALS Globals, PCALLBACK_OBJECT CallbackObject,
			       PCALLBACK_FUNCTION CallbackFunction, PVOID CallbackContext);
/* On return the function does not run any more. PASSIVE_LEVEL, not from the function. */
VOID ExUnregisterCallback(PVOID CallbackRegistration);
VOID ExNotifyCallback(PVOID CallbackObject, PVOID Argument1, PVOID Argument2);

/* The callback runs at DISPATCH_LEVEL. @DueTime and @Period: units of 100 ns. */
PEX_TIMER ExAllocateTimerWorker(PWDF_DRIVER_GLOBALS Globals, PEXT_CALLBACK Callback,
				PVOID CallbackContext, ULONG Attributes);
BOOLEAN ExSetTimer(PEX_TIMER Timer, LONGLONG DueTime, LONGLONG Period,
		   PEXT_SET_PARAMETERS Parameters);
BOOLEAN ExCancelTimer(PEX_TIMER Timer, PVOID Parameters);
/* @Wait (PASSIVE_LEVEL): on return the callback has ended. It is freed in any case. */
BOOLEAN ExDeleteTimer(PEX_TIMER Timer, BOOLEAN Cancel, BOOLEAN Wait,
		      PEXT_DELETE_PARAMETERS Parameters);

NTSTATUS IoCsqInitialize(PIO_CSQ Csq, PIO_CSQ_INSERT_IRP CsqInsertIrp,
			 PIO_CSQ_REMOVE_IRP CsqRemoveIrp, PIO_CSQ_PEEK_NEXT_IRP CsqPeekNextIrp,
			 PIO_CSQ_ACQUIRE_LOCK CsqAcquireLock, PIO_CSQ_RELEASE_LOCK CsqReleaseLock,
			 PIO_CSQ_COMPLETE_CANCELED_IRP CsqCompleteCanceledIrp);
NTSTATUS IoCsqInitializeEx(PIO_CSQ Csq, PIO_CSQ_INSERT_IRP_EX CsqInsertIrp,
			   PIO_CSQ_REMOVE_IRP CsqRemoveIrp, PIO_CSQ_PEEK_NEXT_IRP CsqPeekNextIrp,
			   PIO_CSQ_ACQUIRE_LOCK CsqAcquireLock,
			   PIO_CSQ_RELEASE_LOCK CsqReleaseLock,
			   PIO_CSQ_COMPLETE_CANCELED_IRP CsqCompleteCanceledIrp);
/* Marks the IRP pending; one that is cancelled already is completed at once. */
VOID IoCsqInsertIrp(PIO_CSQ Csq, PIRP Irp, PIO_CSQ_IRP_CONTEXT Context);
NTSTATUS IoCsqInsertIrpEx(PIO_CSQ Csq, PIRP Irp, PIO_CSQ_IRP_CONTEXT Context,
			  PVOID InsertContext);
PIRP IoCsqRemoveNextIrp(PIO_CSQ Csq, PVOID PeekContext);
PIRP IoCsqRemoveIrp(PIO_CSQ Csq, PIO_CSQ_IRP_CONTEXT Context);

/* All of them atomic, in any context. */
VOID InitializeSListHead(PSLIST_HEADER SListHead);
PSLIST_ENTRY NtInterlockedPushEntrySList(PSLIST_HEADER SListHead, PSLIST_ENTRY Entry);
PSLIST_ENTRY NtInterlockedPopEntrySList(PSLIST_HEADER SListHead);
PSLIST_ENTRY NtInterlockedFlushSList(PSLIST_HEADER SListHead);
USHORT ExQueryDepthSList(PSLIST_HEADER SListHead);

/*
 * The driver says that it cannot go on. Here only it stops: a violation that names
 * the code, and the kernel lives. The call returns, which it never does on Windows.
 */
VOID KeBugCheckExWorker(PWDF_DRIVER_GLOBALS Globals, ULONG BugCheckCode, ULONG_PTR Parameter1,
			ULONG_PTR Parameter2, ULONG_PTR Parameter3, ULONG_PTR Parameter4);

EXTERN_C_END

static inline NTSTATUS ExCreateCallback(PCALLBACK_OBJECT *CallbackObject,
					POBJECT_ATTRIBUTES ObjectAttributes, BOOLEAN Create,
					BOOLEAN AllowMultipleCallbacks)
{
	return ExCreateCallbackWorker(WdfDriverGlobals, CallbackObject, ObjectAttributes, Create,
				      AllowMultipleCallbacks);
}

static inline PVOID ExRegisterCallback(PCALLBACK_OBJECT CallbackObject,
				       PCALLBACK_FUNCTION CallbackFunction, PVOID CallbackContext)
{
	return ExRegisterCallbackWorker(WdfDriverGlobals, CallbackObject, CallbackFunction,
					CallbackContext);
}

static inline PEX_TIMER ExAllocateTimer(PEXT_CALLBACK Callback, PVOID CallbackContext,
					ULONG Attributes)
{
	return ExAllocateTimerWorker(WdfDriverGlobals, Callback, CallbackContext, Attributes);
}

static inline VOID KeBugCheckEx(ULONG BugCheckCode, ULONG_PTR Parameter1, ULONG_PTR Parameter2,
				ULONG_PTR Parameter3, ULONG_PTR Parameter4)
{
	KeBugCheckExWorker(WdfDriverGlobals, BugCheckCode, Parameter1, Parameter2, Parameter3,
			   Parameter4);
}

static inline VOID KeBugCheck(ULONG BugCheckCode)
{
	KeBugCheckEx(BugCheckCode, 0, 0, 0, 0);
}

#define IoInitializeRemoveLock(Lock, AllocateTag, MaxLockedMinutes, HighWatermark)	\
	IoInitializeRemoveLockEx((Lock), (AllocateTag), (MaxLockedMinutes),		\
				 (HighWatermark), sizeof(IO_REMOVE_LOCK))
#define IoAcquireRemoveLock(RemoveLock, Tag)		\
	IoAcquireRemoveLockEx((RemoveLock), (Tag), __FILE__, __LINE__, sizeof(IO_REMOVE_LOCK))
#define IoReleaseRemoveLock(RemoveLock, Tag)		\
	IoReleaseRemoveLockEx((RemoveLock), (Tag), sizeof(IO_REMOVE_LOCK))
#define IoReleaseRemoveLockAndWait(RemoveLock, Tag)	\
	IoReleaseRemoveLockAndWaitEx((RemoveLock), (Tag), sizeof(IO_REMOVE_LOCK))

#define ExInitializeSListHead(SListHead)	InitializeSListHead(SListHead)
#define InterlockedPushEntrySList(SListHead, Entry)	\
	NtInterlockedPushEntrySList((SListHead), (PSLIST_ENTRY)(Entry))
#define InterlockedPopEntrySList(SListHead)	NtInterlockedPopEntrySList(SListHead)
#define InterlockedFlushSList(SListHead)	NtInterlockedFlushSList(SListHead)
#define ExInterlockedPushEntrySList(SListHead, Entry, Lock)	\
	((void)(Lock), InterlockedPushEntrySList((SListHead), (Entry)))
#define ExInterlockedPopEntrySList(SListHead, Lock)	\
	((void)(Lock), InterlockedPopEntrySList(SListHead))
#define ExInterlockedFlushSList(SListHead)	InterlockedFlushSList(SListHead)
#define QueryDepthSList(SListHead)		ExQueryDepthSList(SListHead)

static inline PSINGLE_LIST_ENTRY ExInterlockedPushEntryList(PSINGLE_LIST_ENTRY ListHead,
							    PSINGLE_LIST_ENTRY ListEntry,
							    PKSPIN_LOCK Lock)
{
	KIRQL irql = KeAcquireSpinLockRaiseToDpc(Lock);
	PSINGLE_LIST_ENTRY first = ListHead->Next;

	PushEntryList(ListHead, ListEntry);
	KeReleaseSpinLock(Lock, irql);
	return first;
}

static inline PSINGLE_LIST_ENTRY ExInterlockedPopEntryList(PSINGLE_LIST_ENTRY ListHead,
							   PKSPIN_LOCK Lock)
{
	KIRQL irql = KeAcquireSpinLockRaiseToDpc(Lock);
	PSINGLE_LIST_ENTRY first = PopEntryList(ListHead);

	KeReleaseSpinLock(Lock, irql);
	return first;
}

static inline LARGE_INTEGER ExInterlockedAddLargeInteger(PLARGE_INTEGER Addend,
							 LARGE_INTEGER Increment, PKSPIN_LOCK Lock)
{
	KIRQL irql = KeAcquireSpinLockRaiseToDpc(Lock);
	LARGE_INTEGER old = *Addend;

	Addend->QuadPart += Increment.QuadPart;
	KeReleaseSpinLock(Lock, irql);
	return old;
}

static inline ULONG ExInterlockedAddUlong(PULONG Addend, ULONG Increment, PKSPIN_LOCK Lock)
{
	KIRQL irql = KeAcquireSpinLockRaiseToDpc(Lock);
	ULONG old = *Addend;

	*Addend += Increment;
	KeReleaseSpinLock(Lock, irql);
	return old;
}

#endif
