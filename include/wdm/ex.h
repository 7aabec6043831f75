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
	NonPagedPoolBase = 0,
	NonPagedPoolMustSucceed = 2,
	DontUseThisType = 3,
	NonPagedPoolBaseMustSucceed = 2,
	NonPagedPoolBaseCacheAligned = 4,
	NonPagedPoolCacheAlignedMustS = 6,
	NonPagedPoolBaseCacheAlignedMustS = 6,
	MaxPoolType = 7,
	NonPagedPoolSession = 32,
	PagedPoolSession = 33,
	NonPagedPoolNx = 512,
	NonPagedPoolNxCacheAligned = 516,
	NonPagedPoolSessionNx = 544
} POOL_TYPE;

#define POOL_COLD_ALLOCATION		256
#define POOL_QUOTA_FAIL_INSTEAD_OF_RAISE	8
#define POOL_RAISE_IF_ALLOCATION_FAILURE	16
#define POOL_ZERO_ALLOCATION		1024

typedef ULONG64 POOL_FLAGS;
#define POOL_FLAG_USE_QUOTA		0x0000000000000001ULL
#define POOL_FLAG_UNINITIALIZED		0x0000000000000002ULL
#define POOL_FLAG_SESSION		0x0000000000000004ULL
#define POOL_FLAG_CACHE_ALIGNED		0x0000000000000008ULL
#define POOL_FLAG_RAISE_ON_FAILURE	0x0000000000000020ULL
#define POOL_FLAG_NON_PAGED		0x0000000000000040ULL
#define POOL_FLAG_NON_PAGED_EXECUTE	0x0000000000000080ULL
#define POOL_FLAG_PAGED			0x0000000000000100ULL
#define POOL_FLAG_RESERVED2		0x0000000000000200ULL
#define POOL_FLAG_RESERVED3		0x0000000000000400ULL
#define POOL_FLAG_REQUIRED_START	0x0000000000000001ULL
#define POOL_FLAG_REQUIRED_END		0x0000000080000000ULL
#define POOL_FLAG_OPTIONAL_START	0x0000000100000000ULL
#define POOL_FLAG_SPECIAL_POOL		0x0000000100000000ULL
#define POOL_FLAG_OPTIONAL_END		0x8000000000000000ULL

typedef struct _WDF_DRIVER_GLOBALS WDF_DRIVER_GLOBALS, *PWDF_DRIVER_GLOBALS;

NT_STORAGE(NPAGED_LOOKASIDE_LIST, 32);
NT_STORAGE(PAGED_LOOKASIDE_LIST, 32);
NT_STORAGE(LOOKASIDE_LIST_EX, 32);
NT_STORAGE(ERESOURCE, 80);
typedef struct _EX_RUNDOWN_REF_CACHE_AWARE *PEX_RUNDOWN_REF_CACHE_AWARE;
typedef ULONG_PTR ERESOURCE_THREAD, *PERESOURCE_THREAD;
typedef FAST_MUTEX KFAST_MUTEX;

typedef PVOID (NTAPI ALLOCATE_FUNCTION)(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag);
typedef ALLOCATE_FUNCTION *PALLOCATE_FUNCTION;
typedef VOID (NTAPI FREE_FUNCTION)(PVOID Buffer);
typedef FREE_FUNCTION *PFREE_FUNCTION;
typedef PVOID (NTAPI ALLOCATE_FUNCTION_EX)(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag,
					   PLOOKASIDE_LIST_EX Lookaside);
typedef ALLOCATE_FUNCTION_EX *PALLOCATE_FUNCTION_EX;
typedef VOID (NTAPI FREE_FUNCTION_EX)(PVOID Buffer, PLOOKASIDE_LIST_EX Lookaside);
typedef FREE_FUNCTION_EX *PFREE_FUNCTION_EX;

#define EX_LOOKASIDE_LIST_EX_FLAGS_RAISE_ON_FAIL	0x00000001U
#define EX_LOOKASIDE_LIST_EX_FLAGS_FAIL_NO_RAISE	0x00000002U

typedef enum _EX_POOL_PRIORITY {
	LowPoolPriority,
	LowPoolPrioritySpecialPoolOverrun = 8,
	LowPoolPrioritySpecialPoolUnderrun = 9,
	NormalPoolPriority = 16,
	NormalPoolPrioritySpecialPoolOverrun = 24,
	NormalPoolPrioritySpecialPoolUnderrun = 25,
	HighPoolPriority = 32,
	HighPoolPrioritySpecialPoolOverrun = 40,
	HighPoolPrioritySpecialPoolUnderrun = 41
} EX_POOL_PRIORITY;

typedef enum POOL_EXTENDED_PARAMETER_TYPE {
	PoolExtendedParameterInvalidType = 0,
	PoolExtendedParameterPriority,
	PoolExtendedParameterSecurePool,
	PoolExtendedParameterNumaNode,
	PoolExtendedParameterMax
} POOL_EXTENDED_PARAMETER_TYPE, *PPOOL_EXTENDED_PARAMETER_TYPE;

typedef struct _POOL_EXTENDED_PARAMETER {
	struct {
		ULONG64 Type : 8;
		ULONG64 Optional : 1;
		ULONG64 Reserved : 64 - 9;
	};
	union {
		ULONG64 Reserved2;
		PVOID Reserved3;
		EX_POOL_PRIORITY Priority;
		PVOID SecurePoolParams;
		ULONG PreferredNode;
	};
} POOL_EXTENDED_PARAMETER, *PPOOL_EXTENDED_PARAMETER;
typedef const POOL_EXTENDED_PARAMETER *PCPOOL_EXTENDED_PARAMETER;

typedef enum _DRIVER_POOL_INITIALIZATION {
	DrvRtPoolNxOptIn = 1
} DRIVER_RUNTIME_INIT;
#define POOL_NX_OPTIN			1
/* Pool is never executable here: nothing to opt in for. */
#define ExInitializeDriverRuntime(RuntimeFlags)	((void)(RuntimeFlags))

EXTERN_C_START

extern PWDF_DRIVER_GLOBALS WdfDriverGlobals;

/* Zeroed unless POOL_FLAG_UNINITIALIZED. */
PVOID ExAllocatePool2Worker(PWDF_DRIVER_GLOBALS Globals, POOL_FLAGS Flags, SIZE_T NumberOfBytes,
			    ULONG Tag);
VOID ExFreePool(PVOID P);
VOID ExFreePoolWithTag(PVOID P, ULONG Tag);

/*
 * Lookaside lists of all kinds. With functions of its own a list's entries come from
 * and go to them.
 */
VOID ExInitializeNPagedLookasideListWorker(PWDF_DRIVER_GLOBALS Globals,
					   PNPAGED_LOOKASIDE_LIST Lookaside,
					   PALLOCATE_FUNCTION Allocate, PFREE_FUNCTION Free,
					   SIZE_T Size, ULONG Tag);
VOID ExDeleteNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside);
PVOID ExAllocateFromNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside);
VOID ExFreeToNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside, PVOID Entry);
VOID ExInitializePagedLookasideListWorker(PWDF_DRIVER_GLOBALS Globals,
					  PPAGED_LOOKASIDE_LIST Lookaside,
					  PALLOCATE_FUNCTION Allocate, PFREE_FUNCTION Free,
					  SIZE_T Size, ULONG Tag);
VOID ExDeletePagedLookasideList(PPAGED_LOOKASIDE_LIST Lookaside);
PVOID ExAllocateFromPagedLookasideList(PPAGED_LOOKASIDE_LIST Lookaside);
VOID ExFreeToPagedLookasideList(PPAGED_LOOKASIDE_LIST Lookaside, PVOID Entry);
NTSTATUS ExInitializeLookasideListExWorker(PWDF_DRIVER_GLOBALS Globals,
					   PLOOKASIDE_LIST_EX Lookaside,
					   PALLOCATE_FUNCTION_EX Allocate, PFREE_FUNCTION_EX Free,
					   POOL_TYPE PoolType, ULONG Flags, SIZE_T Size,
					   ULONG Tag, USHORT Depth);
VOID ExDeleteLookasideListEx(PLOOKASIDE_LIST_EX Lookaside);
VOID ExFlushLookasideListEx(PLOOKASIDE_LIST_EX Lookaside);
PVOID ExAllocateFromLookasideListEx(PLOOKASIDE_LIST_EX Lookaside);
VOID ExFreeToLookasideListEx(PLOOKASIDE_LIST_EX Lookaside, PVOID Entry);

VOID ExInitializeFastMutexWorker(PFAST_MUTEX FastMutex, PNT_LOCK_KEY Key);
VOID ExAcquireFastMutex(PFAST_MUTEX FastMutex);
BOOLEAN ExTryToAcquireFastMutex(PFAST_MUTEX FastMutex);
VOID ExReleaseFastMutex(PFAST_MUTEX FastMutex);

VOID ExInitializePushLockWorker(PEX_PUSH_LOCK PushLock, PNT_LOCK_KEY Key);
VOID ExAcquirePushLockExclusive(PEX_PUSH_LOCK PushLock);
VOID ExAcquirePushLockShared(PEX_PUSH_LOCK PushLock);
VOID ExReleasePushLockExclusive(PEX_PUSH_LOCK PushLock);
VOID ExReleasePushLockShared(PEX_PUSH_LOCK PushLock);
BOOLEAN ExTryAcquirePushLockExclusive(PEX_PUSH_LOCK PushLock);
BOOLEAN ExTryAcquirePushLockShared(PEX_PUSH_LOCK PushLock);
/* In whichever way the current thread holds it. */
VOID ExReleasePushLock(PEX_PUSH_LOCK PushLock);

/* PASSIVE_LEVEL. A thread may acquire one as often as it likes. */
NTSTATUS ExInitializeResourceLiteWorker(PERESOURCE Resource, PNT_LOCK_KEY Key);
NTSTATUS ExReinitializeResourceLite(PERESOURCE Resource);
BOOLEAN ExAcquireResourceExclusiveLite(PERESOURCE Resource, BOOLEAN Wait);
BOOLEAN ExAcquireResourceSharedLite(PERESOURCE Resource, BOOLEAN Wait);
BOOLEAN ExAcquireSharedStarveExclusive(PERESOURCE Resource, BOOLEAN Wait);
VOID ExReleaseResourceLite(PERESOURCE Resource);
VOID ExConvertExclusiveToSharedLite(PERESOURCE Resource);
BOOLEAN ExIsResourceAcquiredExclusiveLite(PERESOURCE Resource);
ULONG ExIsResourceAcquiredSharedLite(PERESOURCE Resource);
/* STATUS_UNSUCCESSFUL and a violation while somebody holds it. */
NTSTATUS ExDeleteResourceLite(PERESOURCE Resource);

VOID ExInitializeRundownProtection(PEX_RUNDOWN_REF RunRef);
VOID ExReInitializeRundownProtection(PEX_RUNDOWN_REF RunRef);
BOOLEAN ExAcquireRundownProtection(PEX_RUNDOWN_REF RunRef);
VOID ExReleaseRundownProtection(PEX_RUNDOWN_REF RunRef);
VOID ExWaitForRundownProtectionRelease(PEX_RUNDOWN_REF RunRef);
VOID ExRundownCompleted(PEX_RUNDOWN_REF RunRef);
BOOLEAN ExAcquireRundownProtectionEx(PEX_RUNDOWN_REF RunRef, ULONG Count);
VOID ExReleaseRundownProtectionEx(PEX_RUNDOWN_REF RunRef, ULONG Count);
PEX_RUNDOWN_REF_CACHE_AWARE ExAllocateCacheAwareRundownProtectionWorker(PWDF_DRIVER_GLOBALS Globals,
									POOL_TYPE PoolType,
									ULONG PoolTag);
VOID ExFreeCacheAwareRundownProtection(PEX_RUNDOWN_REF_CACHE_AWARE RunRefCacheAware);

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

/* Quota is nobody's here. */
static inline PVOID ExAllocatePoolWithQuotaTag(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag)
{
	return ExAllocatePoolWithTag(PoolType, NumberOfBytes, Tag);
}

static inline PVOID ExAllocatePoolQuotaUninitialized(POOL_TYPE PoolType, SIZE_T NumberOfBytes,
						     ULONG Tag)
{
	return ExAllocatePoolWithTag(PoolType, NumberOfBytes, Tag);
}

static inline PVOID ExAllocatePoolQuotaZero(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag)
{
	return ExAllocatePoolZero(PoolType, NumberOfBytes, Tag);
}

static inline PVOID ExAllocatePoolWithTagPriority(POOL_TYPE PoolType, SIZE_T NumberOfBytes,
						  ULONG Tag, EX_POOL_PRIORITY Priority)
{
	(void)Priority;
	return ExAllocatePoolWithTag(PoolType, NumberOfBytes, Tag);
}

static inline PVOID ExAllocatePoolPriorityZero(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag,
					       EX_POOL_PRIORITY Priority)
{
	(void)Priority;
	return ExAllocatePoolZero(PoolType, NumberOfBytes, Tag);
}

static inline PVOID ExAllocatePoolPriorityUninitialized(POOL_TYPE PoolType, SIZE_T NumberOfBytes,
							ULONG Tag, EX_POOL_PRIORITY Priority)
{
	(void)Priority;
	return ExAllocatePoolWithTag(PoolType, NumberOfBytes, Tag);
}

/* Secure pool is the one parameter that cannot be had, unless it is optional. */
static inline PVOID ExAllocatePool3(POOL_FLAGS Flags, SIZE_T NumberOfBytes, ULONG Tag,
				    PCPOOL_EXTENDED_PARAMETER ExtendedParameters,
				    ULONG ExtendedParametersCount)
{
	ULONG i;

	for (i = 0; i < ExtendedParametersCount; i++) {
		if (ExtendedParameters[i].Type == PoolExtendedParameterSecurePool &&
		    !ExtendedParameters[i].Optional)
			return NULL;
	}
	return ExAllocatePool2(Flags, NumberOfBytes, Tag);
}

static inline VOID ExFreePool2(PVOID P, ULONG Tag, PCPOOL_EXTENDED_PARAMETER ExtendedParameters,
			       ULONG ExtendedParametersCount)
{
	(void)ExtendedParameters;
	(void)ExtendedParametersCount;
	ExFreePoolWithTag(P, Tag);
}

/* Flags and Depth are a Windows cache's tuning: ignored. */
static inline VOID ExInitializeNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside,
						   PALLOCATE_FUNCTION Allocate,
						   PFREE_FUNCTION Free, ULONG Flags, SIZE_T Size,
						   ULONG Tag, USHORT Depth)
{
	(void)Flags;
	(void)Depth;
	ExInitializeNPagedLookasideListWorker(WdfDriverGlobals, Lookaside, Allocate, Free, Size,
					      Tag);
}

static inline VOID ExInitializePagedLookasideList(PPAGED_LOOKASIDE_LIST Lookaside,
						  PALLOCATE_FUNCTION Allocate, PFREE_FUNCTION Free,
						  ULONG Flags, SIZE_T Size, ULONG Tag,
						  USHORT Depth)
{
	(void)Flags;
	(void)Depth;
	ExInitializePagedLookasideListWorker(WdfDriverGlobals, Lookaside, Allocate, Free, Size,
					     Tag);
}

static inline NTSTATUS ExInitializeLookasideListEx(PLOOKASIDE_LIST_EX Lookaside,
						   PALLOCATE_FUNCTION_EX Allocate,
						   PFREE_FUNCTION_EX Free, POOL_TYPE PoolType,
						   ULONG Flags, SIZE_T Size, ULONG Tag,
						   USHORT Depth)
{
	return ExInitializeLookasideListExWorker(WdfDriverGlobals, Lookaside, Allocate, Free,
						 PoolType, Flags, Size, Tag, Depth);
}

/* Cache-aware rundown protection is the plain one, in memory of its own. */
static inline PEX_RUNDOWN_REF_CACHE_AWARE ExAllocateCacheAwareRundownProtection(POOL_TYPE PoolType,
										ULONG PoolTag)
{
	return ExAllocateCacheAwareRundownProtectionWorker(WdfDriverGlobals, PoolType, PoolTag);
}

#define ExSizeOfRundownProtectionCacheAware()	((SIZE_T)sizeof(EX_RUNDOWN_REF))
#define ExInitializeRundownProtectionCacheAware(RunRef, Size)	\
	((void)(Size), ExInitializeRundownProtection((PEX_RUNDOWN_REF)(RunRef)))
#define ExReInitializeRundownProtectionCacheAware(RunRef)	\
	ExReInitializeRundownProtection((PEX_RUNDOWN_REF)(RunRef))
#define ExAcquireRundownProtectionCacheAware(RunRef)	\
	ExAcquireRundownProtection((PEX_RUNDOWN_REF)(RunRef))
#define ExAcquireRundownProtectionCacheAwareEx(RunRef, Count)	\
	ExAcquireRundownProtectionEx((PEX_RUNDOWN_REF)(RunRef), (Count))
#define ExReleaseRundownProtectionCacheAware(RunRef)	\
	ExReleaseRundownProtection((PEX_RUNDOWN_REF)(RunRef))
#define ExReleaseRundownProtectionCacheAwareEx(RunRef, Count)	\
	ExReleaseRundownProtectionEx((PEX_RUNDOWN_REF)(RunRef), (Count))
#define ExWaitForRundownProtectionReleaseCacheAware(RunRef)	\
	ExWaitForRundownProtectionRelease((PEX_RUNDOWN_REF)(RunRef))
#define ExRundownCompletedCacheAware(RunRef)	\
	ExRundownCompleted((PEX_RUNDOWN_REF)(RunRef))

#define ExInitializeResourceLite(Resource)						\
	({										\
		static NT_LOCK_KEY nt_lock_key;						\
		ExInitializeResourceLiteWorker((Resource), &nt_lock_key);		\
	})
#define ExInitializeResource(Resource)		ExInitializeResourceLite(Resource)
#define ExDeleteResource(Resource)		ExDeleteResourceLite(Resource)
#define ExReleaseResource(Resource)		ExReleaseResourceLite(Resource)
#define ExReleaseResourceForThreadLite(Resource, ThreadId)	\
	((void)(ThreadId), ExReleaseResourceLite(Resource))
#define ExGetCurrentResourceThread()		((ERESOURCE_THREAD)KeGetCurrentThread())
#define ExAcquireSharedWaitForExclusive(Resource, Wait)	\
	ExAcquireResourceSharedLite((Resource), (Wait))
#define ExEnterCriticalRegionAndAcquireResourceExclusive(Resource)	\
	(ExAcquireResourceExclusiveLite((Resource), TRUE), (PVOID)NULL)
#define ExEnterCriticalRegionAndAcquireResourceShared(Resource)	\
	(ExAcquireResourceSharedLite((Resource), TRUE), (PVOID)NULL)
#define ExReleaseResourceAndLeaveCriticalRegion(Resource)	ExReleaseResourceLite(Resource)

#define ExAcquireFastMutexUnsafe(FastMutex)	ExAcquireFastMutex(FastMutex)
#define ExReleaseFastMutexUnsafe(FastMutex)	ExReleaseFastMutex(FastMutex)
#define ExAcquirePushLockExclusiveEx(PushLock, Flags)	\
	((void)(Flags), ExAcquirePushLockExclusive(PushLock))
#define ExAcquirePushLockSharedEx(PushLock, Flags)	\
	((void)(Flags), ExAcquirePushLockShared(PushLock))
#define ExReleasePushLockExclusiveEx(PushLock, Flags)	\
	((void)(Flags), ExReleasePushLockExclusive(PushLock))
#define ExReleasePushLockSharedEx(PushLock, Flags)	\
	((void)(Flags), ExReleasePushLockShared(PushLock))
#define ExReleasePushLockEx(PushLock, Flags)	((void)(Flags), ExReleasePushLock(PushLock))

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
