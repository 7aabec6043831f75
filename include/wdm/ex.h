/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Executive: pool, lookaside lists, push locks, fast mutexes, rundown
 * protection.
 *
 * Pool is charged to the calling driver, so that what it leaves behind can be
 * named when it unloads: allocations pass the driver's globals along.
 */
#ifndef _NT_WDM_EX_H
#define _NT_WDM_EX_H

#include <ntdef.h>
#include <wdm/ke.h>
#include <wdm/list.h>

typedef enum _POOL_TYPE {
	NonPagedPool = 0,
	NonPagedPoolExecute = 0,
	PagedPool = 1,
	NonPagedPoolCacheAligned = 4,
	PagedPoolCacheAligned = 5,
	NonPagedPoolNx = 512,
	NonPagedPoolNxCacheAligned = 516
} POOL_TYPE;

typedef ULONG64 POOL_FLAGS;
#define POOL_FLAG_USE_QUOTA		0x0000000000000001ULL
#define POOL_FLAG_UNINITIALIZED		0x0000000000000002ULL
#define POOL_FLAG_SESSION		0x0000000000000004ULL
#define POOL_FLAG_CACHE_ALIGNED		0x0000000000000008ULL
#define POOL_FLAG_RAISE_ON_FAILURE	0x0000000000000020ULL
#define POOL_FLAG_NON_PAGED		0x0000000000000040ULL
#define POOL_FLAG_NON_PAGED_EXECUTE	0x0000000000000080ULL
#define POOL_FLAG_PAGED			0x0000000000000100ULL

typedef struct _WDF_DRIVER_GLOBALS WDF_DRIVER_GLOBALS, *PWDF_DRIVER_GLOBALS;

NT_STORAGE(NPAGED_LOOKASIDE_LIST, 32);

EXTERN_C_START

extern PWDF_DRIVER_GLOBALS WdfDriverGlobals;

/* Zeroed unless POOL_FLAG_UNINITIALIZED. */
PVOID ExAllocatePool2Worker(PWDF_DRIVER_GLOBALS Globals, POOL_FLAGS Flags, SIZE_T NumberOfBytes,
			    ULONG Tag);
VOID ExFreePool(PVOID P);
VOID ExFreePoolWithTag(PVOID P, ULONG Tag);

VOID ExInitializeNPagedLookasideListWorker(PWDF_DRIVER_GLOBALS Globals,
					   PNPAGED_LOOKASIDE_LIST Lookaside, SIZE_T Size,
					   ULONG Tag);
VOID ExDeleteNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside);
PVOID ExAllocateFromNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside);
VOID ExFreeToNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside, PVOID Entry);

VOID ExInitializeFastMutexWorker(PFAST_MUTEX FastMutex, PNT_LOCK_KEY Key);
VOID ExAcquireFastMutex(PFAST_MUTEX FastMutex);
BOOLEAN ExTryToAcquireFastMutex(PFAST_MUTEX FastMutex);
VOID ExReleaseFastMutex(PFAST_MUTEX FastMutex);

VOID ExInitializePushLockWorker(PEX_PUSH_LOCK PushLock, PNT_LOCK_KEY Key);
VOID ExAcquirePushLockExclusive(PEX_PUSH_LOCK PushLock);
VOID ExAcquirePushLockShared(PEX_PUSH_LOCK PushLock);
VOID ExReleasePushLockExclusive(PEX_PUSH_LOCK PushLock);
VOID ExReleasePushLockShared(PEX_PUSH_LOCK PushLock);

VOID ExInitializeRundownProtection(PEX_RUNDOWN_REF RunRef);
VOID ExReInitializeRundownProtection(PEX_RUNDOWN_REF RunRef);
BOOLEAN ExAcquireRundownProtection(PEX_RUNDOWN_REF RunRef);
VOID ExReleaseRundownProtection(PEX_RUNDOWN_REF RunRef);
VOID ExWaitForRundownProtectionRelease(PEX_RUNDOWN_REF RunRef);
VOID ExRundownCompleted(PEX_RUNDOWN_REF RunRef);

EXTERN_C_END

static inline PVOID ExAllocatePool2(POOL_FLAGS Flags, SIZE_T NumberOfBytes, ULONG Tag)
{
	return ExAllocatePool2Worker(WdfDriverGlobals, Flags, NumberOfBytes, Tag);
}

static inline POOL_FLAGS NtPoolFlagsFromType(POOL_TYPE PoolType)
{
	return ((ULONG)PoolType & PagedPool ? POOL_FLAG_PAGED : POOL_FLAG_NON_PAGED) |
	       ((ULONG)PoolType & NonPagedPoolCacheAligned ? POOL_FLAG_CACHE_ALIGNED : 0);
}

static inline PVOID ExAllocatePoolWithTag(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag)
{
	return ExAllocatePool2Worker(WdfDriverGlobals,
				     NtPoolFlagsFromType(PoolType) | POOL_FLAG_UNINITIALIZED,
				     NumberOfBytes, Tag);
}

static inline PVOID ExAllocatePoolUninitialized(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag)
{
	return ExAllocatePoolWithTag(PoolType, NumberOfBytes, Tag);
}

static inline PVOID ExAllocatePoolZero(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag)
{
	return ExAllocatePool2Worker(WdfDriverGlobals, NtPoolFlagsFromType(PoolType),
				     NumberOfBytes, Tag);
}

static inline PVOID ExAllocatePool(POOL_TYPE PoolType, SIZE_T NumberOfBytes)
{
	return ExAllocatePoolWithTag(PoolType, NumberOfBytes, 0x656e6f4e);
}

/* Allocate and Free hooks, Flags and Depth are a Windows cache's tuning: ignored. */
#define ExInitializeNPagedLookasideList(Lookaside, Allocate, Free, Flags, Size, Tag, Depth)	\
	((void)(Allocate), (void)(Free), (void)(Flags), (void)(Depth),				\
	 ExInitializeNPagedLookasideListWorker(WdfDriverGlobals, (Lookaside), (Size), (Tag)))

/* The entry that was first (last) before, or NULL for a list that was empty. */
static inline PLIST_ENTRY ExInterlockedInsertHeadList(PLIST_ENTRY ListHead, PLIST_ENTRY ListEntry,
						      PKSPIN_LOCK Lock)
{
	KIRQL irql = KeAcquireSpinLockRaiseToDpc(Lock);
	PLIST_ENTRY first = IsListEmpty(ListHead) ? NULL : ListHead->Flink;

	InsertHeadList(ListHead, ListEntry);
	KeReleaseSpinLock(Lock, irql);
	return first;
}

static inline PLIST_ENTRY ExInterlockedInsertTailList(PLIST_ENTRY ListHead, PLIST_ENTRY ListEntry,
						      PKSPIN_LOCK Lock)
{
	KIRQL irql = KeAcquireSpinLockRaiseToDpc(Lock);
	PLIST_ENTRY last = IsListEmpty(ListHead) ? NULL : ListHead->Blink;

	InsertTailList(ListHead, ListEntry);
	KeReleaseSpinLock(Lock, irql);
	return last;
}

/* NULL: the list is empty. */
static inline PLIST_ENTRY ExInterlockedRemoveHeadList(PLIST_ENTRY ListHead, PKSPIN_LOCK Lock)
{
	KIRQL irql = KeAcquireSpinLockRaiseToDpc(Lock);
	PLIST_ENTRY entry = IsListEmpty(ListHead) ? NULL : RemoveHeadList(ListHead);

	KeReleaseSpinLock(Lock, irql);
	return entry;
}

#define ExInitializeFastMutex(FastMutex)	\
	NT_INITIALIZE_LOCK(ExInitializeFastMutexWorker, FastMutex)
#define ExInitializePushLock(PushLock)	\
	NT_INITIALIZE_LOCK(ExInitializePushLockWorker, PushLock)

#endif
