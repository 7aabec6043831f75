// SPDX-License-Identifier: GPL-2.0
/*
 * Lookaside lists of the executive. The slab allocator below kmalloc already
 * keeps per-processor lists of free blocks by size, so an entry is pool, unless
 * the list has functions of its own.
 */
#include <linux/build_bug.h>
#include <linux/export.h>
#include <linux/string.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"

/**
 * struct nt_lookaside - what is inside a lookaside list of any kind
 * @driver: whose
 * @size: bytes of an entry; 0: deleted, or never initialised
 * @tag: for the pool
 * @type: that its own functions are called with
 * @flags: pool to take entries from
 * @allocate: of the plain kinds, or NULL
 * @free: of the plain kinds, or NULL
 * @allocate_ex: of LOOKASIDE_LIST_EX, or NULL
 * @free_ex: of LOOKASIDE_LIST_EX, or NULL
 */
struct nt_lookaside {
	struct nt_driver *driver;
	size_t size;
	u32 tag;
	POOL_TYPE type;
	POOL_FLAGS flags;
	PALLOCATE_FUNCTION allocate;
	PFREE_FUNCTION free;
	PALLOCATE_FUNCTION_EX allocate_ex;
	PFREE_FUNCTION_EX free_ex;
};

static_assert(sizeof(struct nt_lookaside) <= sizeof(NPAGED_LOOKASIDE_LIST));
static_assert(sizeof(struct nt_lookaside) <= sizeof(PAGED_LOOKASIDE_LIST));
static_assert(sizeof(struct nt_lookaside) <= sizeof(LOOKASIDE_LIST_EX));

static struct nt_lookaside *nt_lookaside_init(void *memory, PWDF_DRIVER_GLOBALS globals,
					      POOL_TYPE type, size_t size, u32 tag)
{
	struct nt_lookaside *list = memory;

	memset(list, 0, sizeof(*list));
	list->driver = nt_driver_from_globals(globals);
	list->size = size;
	list->tag = tag;
	list->type = type;
	list->flags = NtPoolFlagsFromType(type) | POOL_FLAG_UNINITIALIZED;
	return list;
}

static void *nt_lookaside_take(void *memory, const char *who)
{
	struct nt_lookaside *list = memory;

	if (!list->size) {
		nt_violation(NULL, NT_RULE_USE_AFTER_DELETE, "%s", who);
		return NULL;
	}
	if (list->allocate_ex)
		return list->allocate_ex(list->type, list->size, list->tag, memory);
	if (list->allocate)
		return list->allocate(list->type, list->size, list->tag);
	return nt_pool_alloc(list->driver, list->flags, list->size, list->tag);
}

static void nt_lookaside_give(void *memory, void *entry)
{
	struct nt_lookaside *list = memory;

	if (list->free_ex)
		list->free_ex(entry, memory);
	else if (list->free)
		list->free(entry);
	else
		nt_pool_free(entry);
}

/* Entries that were not given back show up as leaked pool of the driver. */
static void nt_lookaside_delete(void *memory)
{
	struct nt_lookaside *list = memory;

	list->size = 0;
}

VOID ExInitializeNPagedLookasideListWorker(PWDF_DRIVER_GLOBALS Globals,
					   PNPAGED_LOOKASIDE_LIST Lookaside,
					   PALLOCATE_FUNCTION Allocate, PFREE_FUNCTION Free,
					   SIZE_T Size, ULONG Tag)
{
	struct nt_lookaside *list = nt_lookaside_init(Lookaside, Globals, NonPagedPoolNx, Size,
						      Tag);

	list->allocate = Allocate;
	list->free = Free;
}
EXPORT_SYMBOL_NS_GPL(ExInitializeNPagedLookasideListWorker, NDIS_SHIM);

VOID ExInitializePagedLookasideListWorker(PWDF_DRIVER_GLOBALS Globals,
					  PPAGED_LOOKASIDE_LIST Lookaside,
					  PALLOCATE_FUNCTION Allocate, PFREE_FUNCTION Free,
					  SIZE_T Size, ULONG Tag)
{
	struct nt_lookaside *list = nt_lookaside_init(Lookaside, Globals, PagedPool, Size, Tag);

	list->allocate = Allocate;
	list->free = Free;
}
EXPORT_SYMBOL_NS_GPL(ExInitializePagedLookasideListWorker, NDIS_SHIM);

NTSTATUS ExInitializeLookasideListExWorker(PWDF_DRIVER_GLOBALS Globals,
					   PLOOKASIDE_LIST_EX Lookaside,
					   PALLOCATE_FUNCTION_EX Allocate, PFREE_FUNCTION_EX Free,
					   POOL_TYPE PoolType, ULONG Flags, SIZE_T Size,
					   ULONG Tag, USHORT Depth)
{
	struct nt_lookaside *list;

	if (!Size)
		return STATUS_INVALID_PARAMETER_7;
	if (Depth)
		return STATUS_INVALID_PARAMETER_8;
	/* Exclusive; a failure is NULL either way, nothing is raised here. */
	if (Flags & ~(EX_LOOKASIDE_LIST_EX_FLAGS_RAISE_ON_FAIL |
		      EX_LOOKASIDE_LIST_EX_FLAGS_FAIL_NO_RAISE) ||
	    Flags == (EX_LOOKASIDE_LIST_EX_FLAGS_RAISE_ON_FAIL |
		      EX_LOOKASIDE_LIST_EX_FLAGS_FAIL_NO_RAISE))
		return STATUS_INVALID_PARAMETER_5;
	list = nt_lookaside_init(Lookaside, Globals, PoolType, Size, Tag);
	list->allocate_ex = Allocate;
	list->free_ex = Free;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(ExInitializeLookasideListExWorker, NDIS_SHIM);

VOID ExDeleteNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside)
{
	nt_lookaside_delete(Lookaside);
}
EXPORT_SYMBOL_NS_GPL(ExDeleteNPagedLookasideList, NDIS_SHIM);

VOID ExDeletePagedLookasideList(PPAGED_LOOKASIDE_LIST Lookaside)
{
	nt_lookaside_delete(Lookaside);
}
EXPORT_SYMBOL_NS_GPL(ExDeletePagedLookasideList, NDIS_SHIM);

VOID ExDeleteLookasideListEx(PLOOKASIDE_LIST_EX Lookaside)
{
	nt_lookaside_delete(Lookaside);
}
EXPORT_SYMBOL_NS_GPL(ExDeleteLookasideListEx, NDIS_SHIM);

/* Nothing is kept in the list itself. */
VOID ExFlushLookasideListEx(PLOOKASIDE_LIST_EX Lookaside)
{
}
EXPORT_SYMBOL_NS_GPL(ExFlushLookasideListEx, NDIS_SHIM);

PVOID ExAllocateFromNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside)
{
	return nt_lookaside_take(Lookaside, __func__);
}
EXPORT_SYMBOL_NS_GPL(ExAllocateFromNPagedLookasideList, NDIS_SHIM);

PVOID ExAllocateFromPagedLookasideList(PPAGED_LOOKASIDE_LIST Lookaside)
{
	return nt_lookaside_take(Lookaside, __func__);
}
EXPORT_SYMBOL_NS_GPL(ExAllocateFromPagedLookasideList, NDIS_SHIM);

PVOID ExAllocateFromLookasideListEx(PLOOKASIDE_LIST_EX Lookaside)
{
	return nt_lookaside_take(Lookaside, __func__);
}
EXPORT_SYMBOL_NS_GPL(ExAllocateFromLookasideListEx, NDIS_SHIM);

VOID ExFreeToNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside, PVOID Entry)
{
	nt_lookaside_give(Lookaside, Entry);
}
EXPORT_SYMBOL_NS_GPL(ExFreeToNPagedLookasideList, NDIS_SHIM);

VOID ExFreeToPagedLookasideList(PPAGED_LOOKASIDE_LIST Lookaside, PVOID Entry)
{
	nt_lookaside_give(Lookaside, Entry);
}
EXPORT_SYMBOL_NS_GPL(ExFreeToPagedLookasideList, NDIS_SHIM);

VOID ExFreeToLookasideListEx(PLOOKASIDE_LIST_EX Lookaside, PVOID Entry)
{
	nt_lookaside_give(Lookaside, Entry);
}
EXPORT_SYMBOL_NS_GPL(ExFreeToLookasideListEx, NDIS_SHIM);
