/* SPDX-License-Identifier: GPL-2.0 */
/*
 * NDIS's own support routines: memory, locks, events, timers, work items,
 * strings, configuration, time, the error log. What on Windows is another name
 * for an NT routine is that here, too.
 */
#ifndef _NT_NDIS_SUPPORT_H
#define _NT_NDIS_SUPPORT_H

#include <ndis/types.h>

/* --- memory --- */

#define NDIS_MEMORY_CONTIGUOUS		0x00000001
#define NDIS_MEMORY_NONCACHED		0x00000002

EXTERN_C_START

/* NDIS_STATUS_SUCCESS, or NDIS_STATUS_FAILURE and *VirtualAddress is NULL. Not zeroed. */
NDIS_STATUS NdisAllocateMemoryWithTagWorker(PWDF_DRIVER_GLOBALS Globals, PVOID *VirtualAddress,
					    UINT Length, ULONG Tag);
/* @Length and @MemoryFlags may be 0. */
VOID NdisFreeMemory(PVOID VirtualAddress, UINT Length, UINT MemoryFlags);

EXTERN_C_END

#define NT_NDIS_TAG			0x7369644e	/* 'Ndis' read from memory */
/* Any pointer to a pointer is accepted. All memory is contiguous and cached. */
#define NdisAllocateMemoryWithTag(va, length, tag)	\
	NdisAllocateMemoryWithTagWorker(WdfDriverGlobals, (PVOID *)(va), (length), (tag))
#define NdisAllocateMemory(va, length, flags, highest)		\
	((void)(flags), (void)(highest),			\
	 NdisAllocateMemoryWithTag(va, length, NT_NDIS_TAG))

#define NdisFreeMemoryWithTag(va, tag)	((void)(tag), NdisFreeMemory((va), 0, 0))

#define NdisZeroMemory(to, length)		RtlZeroMemory(to, length)
#define NdisFillMemory(to, length, fill)	RtlFillMemory(to, length, fill)
#define NdisMoveMemory(to, from, length)	RtlMoveMemory(to, from, length)
#define NdisMoveMappedMemory(to, from, length)	RtlMoveMemory(to, from, length)
#define NdisZeroMappedMemory(to, length)	RtlZeroMemory(to, length)
#define NdisMoveFromMappedMemory(to, from, length)	RtlMoveMemory(to, from, length)
#define NdisMoveToMappedMemory(to, from, length)	RtlMoveMemory(to, from, length)
#define NdisEqualMemory(a, b, length)		RtlEqualMemory(a, b, length)
#define NdisRetrieveUlong(to, from)		\
	RtlMoveMemory((to), (from), sizeof(ULONG))
#define NdisStoreUlong(to, value)		\
	do {					\
		ULONG nt_value = (value);	\
						\
		RtlMoveMemory((to), &nt_value, sizeof(nt_value));	\
	} while (0)
/* What a device shares with the driver is memory like any other. */
#define NdisCreateLookaheadBufferFromSharedMemory(shared, length, buffer)	\
	((void)(length), (void)(*(buffer) = (shared)))
#define NdisDestroyLookaheadBufferFromSharedMemory(buffer)	((void)(buffer))
/* @options: of the MAC the lookahead came from; a copy is right for all of them. */
#define NdisCopyLookaheadData(to, from, length, options)	\
	((void)(options), RtlMoveMemory(to, from, length))

/* --- locks --- */

typedef struct _NDIS_SPIN_LOCK {
	KSPIN_LOCK SpinLock;
	KIRQL OldIrql;
} NDIS_SPIN_LOCK, *PNDIS_SPIN_LOCK;

NT_STORAGE(NDIS_RW_LOCK, 32);

typedef struct _LOCK_STATE {
	USHORT LockState;
	KIRQL OldIrql;
} LOCK_STATE, *PLOCK_STATE;

EXTERN_C_START

VOID NdisAllocateSpinLockWorker(PNDIS_SPIN_LOCK SpinLock, PNT_LOCK_KEY Key);
VOID NdisFreeSpinLock(PNDIS_SPIN_LOCK SpinLock);
VOID NdisAcquireSpinLock(PNDIS_SPIN_LOCK SpinLock);
VOID NdisReleaseSpinLock(PNDIS_SPIN_LOCK SpinLock);
VOID NdisDprAcquireSpinLock(PNDIS_SPIN_LOCK SpinLock);
VOID NdisDprReleaseSpinLock(PNDIS_SPIN_LOCK SpinLock);

VOID NdisInitializeReadWriteLockWorker(PNDIS_RW_LOCK Lock, PNT_LOCK_KEY Key);
VOID NdisAcquireReadWriteLock(PNDIS_RW_LOCK Lock, BOOLEAN fWrite, PLOCK_STATE LockState);
VOID NdisReleaseReadWriteLock(PNDIS_RW_LOCK Lock, PLOCK_STATE LockState);

EXTERN_C_END

#define NdisAllocateSpinLock(lock)	NT_INITIALIZE_LOCK(NdisAllocateSpinLockWorker, lock)
/* The caller promises to be at DISPATCH_LEVEL; nothing is gained by it here. */
#define NdisDprAcquireReadWriteLock(lock, write, state)	\
	NdisAcquireReadWriteLock(lock, write, state)
#define NdisDprReleaseReadWriteLock(lock, state)	NdisReleaseReadWriteLock(lock, state)
#define NdisInitializeReadWriteLock(lock)	\
	NT_INITIALIZE_LOCK(NdisInitializeReadWriteLockWorker, lock)

/* --- interlocked, lists, lookaside lists --- */

#define NdisInterlockedIncrement(addend)	InterlockedIncrement(addend)
#define NdisInterlockedDecrement(addend)	InterlockedDecrement(addend)

EXTERN_C_START

/* The value before. */
ULONG NdisInterlockedAddUlong(PULONG Addend, ULONG Increment, PNDIS_SPIN_LOCK SpinLock);
/* The entry that was first (last) before, or NULL. */
PLIST_ENTRY NdisInterlockedInsertHeadList(PLIST_ENTRY ListHead, PLIST_ENTRY ListEntry,
					  PNDIS_SPIN_LOCK SpinLock);
PLIST_ENTRY NdisInterlockedInsertTailList(PLIST_ENTRY ListHead, PLIST_ENTRY ListEntry,
					  PNDIS_SPIN_LOCK SpinLock);
/* NULL: the list is empty. */
PLIST_ENTRY NdisInterlockedRemoveHeadList(PLIST_ENTRY ListHead, PNDIS_SPIN_LOCK SpinLock);

EXTERN_C_END

/* NULL: the list was (is) empty. */
static inline PSINGLE_LIST_ENTRY NdisInterlockedPushEntryList(PSINGLE_LIST_ENTRY ListHead,
							      PSINGLE_LIST_ENTRY ListEntry,
							      PNDIS_SPIN_LOCK Lock)
{
	PSINGLE_LIST_ENTRY first;

	NdisAcquireSpinLock(Lock);
	first = ListHead->Next;
	PushEntryList(ListHead, ListEntry);
	NdisReleaseSpinLock(Lock);
	return first;
}

static inline PSINGLE_LIST_ENTRY NdisInterlockedPopEntryList(PSINGLE_LIST_ENTRY ListHead,
							     PNDIS_SPIN_LOCK Lock)
{
	PSINGLE_LIST_ENTRY first;

	NdisAcquireSpinLock(Lock);
	first = PopEntryList(ListHead);
	NdisReleaseSpinLock(Lock);
	return first;
}

#define NdisInitializeSListHead(head)			ExInitializeSListHead(head)
#define NdisQueryDepthSList(head)			ExQueryDepthSList(head)
#define NdisInterlockedPushEntrySList(head, entry, lock)	\
	ExInterlockedPushEntrySList((head), (entry), &(lock)->SpinLock)
#define NdisInterlockedPopEntrySList(head, lock)	\
	ExInterlockedPopEntrySList((head), &(lock)->SpinLock)
#define NdisInterlockedFlushSList(head)			ExInterlockedFlushSList(head)

#define NdisInitializeListHead(head)		InitializeListHead(head)

#define NdisInitializeNPagedLookasideList(list, allocate, free, flags, size, tag, depth)	\
	ExInitializeNPagedLookasideList(list, allocate, free, flags, size, tag, depth)
#define NdisDeleteNPagedLookasideList(list)	ExDeleteNPagedLookasideList(list)
#define NdisAllocateFromNPagedLookasideList(list)	ExAllocateFromNPagedLookasideList(list)
#define NdisFreeToNPagedLookasideList(list, entry)	ExFreeToNPagedLookasideList(list, entry)

/* --- events --- */

typedef struct _NDIS_EVENT {
	KEVENT Event;
} NDIS_EVENT, *PNDIS_EVENT;

EXTERN_C_START

VOID NdisInitializeEvent(PNDIS_EVENT Event);
VOID NdisSetEvent(PNDIS_EVENT Event);
VOID NdisResetEvent(PNDIS_EVENT Event);
/* TRUE: set; FALSE: @MsToWait are over. 0 waits for ever. */
BOOLEAN NdisWaitEvent(PNDIS_EVENT Event, UINT MsToWait);

EXTERN_C_END

/* --- timers --- */

typedef VOID (NDIS_TIMER_FUNCTION)(PVOID SystemSpecific1, PVOID FunctionContext,
				   PVOID SystemSpecific2, PVOID SystemSpecific3);
typedef NDIS_TIMER_FUNCTION *PNDIS_TIMER_FUNCTION;

NT_STORAGE(NDIS_TIMER, 64);
NT_STORAGE(NDIS_MINIPORT_TIMER, 64);

EXTERN_C_START

VOID NdisInitializeTimerWorker(PWDF_DRIVER_GLOBALS Globals, PNDIS_TIMER Timer,
			       PNDIS_TIMER_FUNCTION TimerFunction, PVOID FunctionContext);
VOID NdisSetTimer(PNDIS_TIMER Timer, UINT MillisecondsToDelay);
/* With another FunctionContext, from now on. */
VOID NdisSetTimerEx(PNDIS_TIMER NdisTimer, UINT MillisecondsToDelay, PVOID FunctionContext);
VOID NdisSetPeriodicTimer(PNDIS_TIMER NdisTimer, UINT MillisecondsPeriod);
/* TRUE: it was queued and will not run. FALSE: it ran, runs or was not set. */
VOID NdisCancelTimer(PNDIS_TIMER Timer, PBOOLEAN TimerCancelled);

VOID NdisMInitializeTimerWorker(PWDF_DRIVER_GLOBALS Globals, PNDIS_MINIPORT_TIMER Timer,
				NDIS_HANDLE MiniportAdapterHandle,
				PNDIS_TIMER_FUNCTION TimerFunction, PVOID FunctionContext);
VOID NdisMSetTimer(PNDIS_MINIPORT_TIMER Timer, UINT MillisecondsToDelay);
VOID NdisMSetPeriodicTimer(PNDIS_MINIPORT_TIMER Timer, UINT MillisecondsPeriod);
VOID NdisMCancelTimer(PNDIS_MINIPORT_TIMER Timer, PBOOLEAN TimerCancelled);

EXTERN_C_END

#define NdisInitializeTimer(timer, function, context)	\
	NdisInitializeTimerWorker(WdfDriverGlobals, (timer), (function), (context))
#define NdisMInitializeTimer(timer, handle, function, context)	\
	NdisMInitializeTimerWorker(WdfDriverGlobals, (timer), (handle), (function), (context))

/* --- work items --- */

struct _NDIS_WORK_ITEM;
typedef VOID (*NDIS_PROC)(struct _NDIS_WORK_ITEM *NdisWorkItem, PVOID Context);

typedef struct _NDIS_WORK_ITEM {
	PVOID Context;
	NDIS_PROC Routine;
	UCHAR WrapperReserved[8 * sizeof(PVOID)];
} NDIS_WORK_ITEM, *PNDIS_WORK_ITEM;
C_ASSERT(sizeof(NDIS_WORK_ITEM) == 80);

EXTERN_C_START

/* NDIS_STATUS_SUCCESS, but for a driver that is unloading or a machine without
 * memory. The routine may free the item.
 */
NDIS_STATUS NdisScheduleWorkItemWorker(PWDF_DRIVER_GLOBALS Globals, PNDIS_WORK_ITEM WorkItem);

EXTERN_C_END

#define NdisInitializeWorkItem(item, routine, context)	\
	((void)((item)->Context = (PVOID)(context), (item)->Routine = (routine)))
#define NdisScheduleWorkItem(item)	NdisScheduleWorkItemWorker(WdfDriverGlobals, (item))

/* --- strings --- */

EXTERN_C_START

/* Allocates; NdisFreeString frees. */
VOID NdisInitializeStringWorker(PWDF_DRIVER_GLOBALS Globals, PNDIS_STRING Destination,
				const UCHAR *Source);
/* The destination's buffer is the caller's; NDIS_STATUS_FAILURE: too small. */
NDIS_STATUS NdisAnsiStringToUnicodeString(PUNICODE_STRING DestinationString,
					  PCANSI_STRING SourceString);
NDIS_STATUS NdisUnicodeStringToAnsiString(PANSI_STRING DestinationString,
					  PCUNICODE_STRING SourceString);
NDIS_STATUS NdisUpcaseUnicodeString(PUNICODE_STRING DestinationString,
				    PCUNICODE_STRING SourceString);
/* @CaseInsensitive folds ASCII. */
BOOLEAN NdisEqualString(PCUNICODE_STRING String1, PCUNICODE_STRING String2,
			BOOLEAN CaseInsensitive);

EXTERN_C_END

#define NdisInitializeString(to, from)	\
	NdisInitializeStringWorker(WdfDriverGlobals, (to), (const UCHAR *)(from))
#define NdisFreeString(string)		NdisFreeMemory((string).Buffer, (string).MaximumLength, 0)
#define NdisInitAnsiString(to, from)	RtlInitAnsiString((to), (PCSZ)(from))
#define NdisInitUnicodeString(to, from)	RtlInitUnicodeString((to), (from))
#define NdisEqualUnicodeString(a, b, insensitive)	NdisEqualString(a, b, insensitive)

/* --- configuration --- */

typedef enum _NDIS_PARAMETER_TYPE {
	NdisParameterInteger,
	NdisParameterHexInteger,
	NdisParameterString,
	NdisParameterMultiString,
	NdisParameterBinary
} NDIS_PARAMETER_TYPE, *PNDIS_PARAMETER_TYPE;
C_ASSERT(NdisParameterBinary == 4);

typedef enum _NDIS_ENVIRONMENT_TYPE {
	NdisEnvironmentWindows,
	NdisEnvironmentWindowsNt
} NDIS_ENVIRONMENT_TYPE, *PNDIS_ENVIRONMENT_TYPE;

typedef enum _NDIS_PROCESSOR_TYPE {
	NdisProcessorX86,
	NdisProcessorMips,
	NdisProcessorAlpha,
	NdisProcessorPpc,
	NdisProcessorAmd64,
	NdisProcessorIA64
} NDIS_PROCESSOR_TYPE, *PNDIS_PROCESSOR_TYPE;

typedef struct _BINARY_DATA {
	USHORT Length;
	PVOID Buffer;
} BINARY_DATA, *PBINARY_DATA;

typedef struct _NDIS_CONFIGURATION_PARAMETER {
	NDIS_PARAMETER_TYPE ParameterType;
	union {
		ULONG IntegerData;
		NDIS_STRING StringData;
		BINARY_DATA BinaryData;
	} ParameterData;
} NDIS_CONFIGURATION_PARAMETER, *PNDIS_CONFIGURATION_PARAMETER;

EXTERN_C_START

/* @WrapperConfigurationContext: from MiniportInitialize. */
VOID NdisOpenConfiguration(PNDIS_STATUS Status, PNDIS_HANDLE ConfigurationHandle,
			   NDIS_HANDLE WrapperConfigurationContext);
/* @ProtocolSection: SystemSpecific1 of ProtocolBindAdapter. */
VOID NdisOpenProtocolConfigurationWorker(PWDF_DRIVER_GLOBALS Globals, PNDIS_STATUS Status,
					 PNDIS_HANDLE ConfigurationHandle,
					 PNDIS_STRING ProtocolSection);
VOID NdisCloseConfiguration(NDIS_HANDLE ConfigurationHandle);
/* What comes back lives until the handle is closed. */
VOID NdisReadConfiguration(PNDIS_STATUS Status, PNDIS_CONFIGURATION_PARAMETER *ParameterValue,
			   NDIS_HANDLE ConfigurationHandle, PNDIS_STRING Keyword,
			   NDIS_PARAMETER_TYPE ParameterType);
VOID NdisWriteConfiguration(PNDIS_STATUS Status, NDIS_HANDLE ConfigurationHandle,
			    PNDIS_STRING Keyword, PNDIS_CONFIGURATION_PARAMETER ParameterValue);
VOID NdisOpenConfigurationKeyByName(PNDIS_STATUS Status, NDIS_HANDLE ConfigurationHandle,
				    PNDIS_STRING SubKeyName, PNDIS_HANDLE SubKeyHandle);
VOID NdisOpenConfigurationKeyByIndex(PNDIS_STATUS Status, NDIS_HANDLE ConfigurationHandle,
				     ULONG Index, PNDIS_STRING KeyName, PNDIS_HANDLE KeyHandle);
VOID NdisReadNetworkAddressWorker(PNDIS_STATUS Status, PVOID *NetworkAddress,
				  PUINT NetworkAddressLength, NDIS_HANDLE ConfigurationHandle);

EXTERN_C_END

#define NdisOpenProtocolConfiguration(status, handle, section)			\
	NdisOpenProtocolConfigurationWorker(WdfDriverGlobals, (status), (handle),	\
					    (PNDIS_STRING)(section))
#define NdisReadNetworkAddress(status, address, length, handle)	\
	NdisReadNetworkAddressWorker((status), (PVOID *)(address), (length), (handle))

/* --- files --- */

EXTERN_C_START

/*
 * A file for the device, in the folders that the kernel loads firmware from, all
 * of it in memory until NdisCloseFile(). @FileName: without a path. PASSIVE_LEVEL.
 * NDIS_STATUS_FILE_NOT_FOUND, NDIS_STATUS_ERROR_READING_FILE, NDIS_STATUS_RESOURCES.
 */
VOID NdisOpenFileWorker(PWDF_DRIVER_GLOBALS Globals, PNDIS_STATUS Status,
			PNDIS_HANDLE FileHandle, PUINT FileLength, PNDIS_STRING FileName,
			NDIS_PHYSICAL_ADDRESS HighestAcceptableAddress);
VOID NdisCloseFile(NDIS_HANDLE FileHandle);
/* NDIS_STATUS_ALREADY_MAPPED until NdisUnmapFile(). The driver may write to it. */
VOID NdisMapFile(PNDIS_STATUS Status, PVOID *MappedBuffer, NDIS_HANDLE FileHandle);
VOID NdisUnmapFile(NDIS_HANDLE FileHandle);

EXTERN_C_END

#define NdisOpenFile(status, handle, length, name, highest)				\
	NdisOpenFileWorker(WdfDriverGlobals, (status), (handle), (length), (name), (highest))

/* --- time, processors, version, log --- */

EXTERN_C_START

VOID NdisMSleep(ULONG MicrosecondsToSleep);
VOID NdisStallExecution(UINT MicrosecondsToStall);
VOID NdisGetCurrentSystemTime(PLARGE_INTEGER SystemTime);
VOID NdisGetSystemUpTime(PULONG SystemUpTime);
CCHAR NdisSystemProcessorCount(VOID);
/* Of this processor since the start, in percent. */
VOID NdisGetCurrentProcessorCpuUsage(PULONG pCpuUsage);
/* Of this processor, in ms: idle; all, the idle among them; and its number. */
VOID NdisGetCurrentProcessorCounts(PULONG pIdleCount, PULONG pKernelAndUser, PULONG pIndex);
/* Bytes of a cache line. */
ULONG NdisGetSharedDataAlignment(VOID);
/* NULL: what there is, the module's linker has found. */
PVOID NdisGetRoutineAddress(PNDIS_STRING NdisRoutineName);
/* High word major, low word minor: 0x00050001. */
UINT NdisGetVersion(VOID);
VOID NdisWriteErrorLogEntry(NDIS_HANDLE NdisAdapterHandle, NDIS_ERROR_CODE ErrorCode,
			    ULONG NumberOfErrorValues, ...);
NDIS_STATUS NdisWriteEventLogEntry(PVOID LogHandle, NDIS_STATUS EventCode,
				   ULONG UniqueEventValue, USHORT NumStrings, PVOID StringsList,
				   ULONG DataSize, PVOID Data);

EXTERN_C_END

#define NdisPrintString(string)		DbgPrint("%wZ", &(string))

#endif
