// SPDX-License-Identifier: GPL-2.0
/*
 * Lookaside lists of the executive. The slab allocator below kmalloc already
 * keeps per-processor lists of free blocks by size, so an entry is pool.
 */
#include <linux/build_bug.h>
#include <linux/export.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"

struct nt_lookaside {
	struct nt_driver *driver;
	size_t size;
	u32 tag;
};

static_assert(sizeof(struct nt_lookaside) <= sizeof(NPAGED_LOOKASIDE_LIST));

VOID ExInitializeNPagedLookasideListWorker(PWDF_DRIVER_GLOBALS Globals,
					   PNPAGED_LOOKASIDE_LIST Lookaside, SIZE_T Size,
					   ULONG Tag)
{
	struct nt_lookaside *list = (void *)Lookaside;

	list->driver = nt_driver_from_globals(Globals);
	list->size = Size;
	list->tag = Tag;
}
EXPORT_SYMBOL_NS_GPL(ExInitializeNPagedLookasideListWorker, NDIS_SHIM);

/* Entries that were not given back show up as leaked pool of the driver. */
VOID ExDeleteNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside)
{
	struct nt_lookaside *list = (void *)Lookaside;

	list->size = 0;
}
EXPORT_SYMBOL_NS_GPL(ExDeleteNPagedLookasideList, NDIS_SHIM);

PVOID ExAllocateFromNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside)
{
	struct nt_lookaside *list = (void *)Lookaside;

	if (!list->size) {
		nt_violation(NULL, NT_RULE_USE_AFTER_DELETE, "%s", __func__);
		return NULL;
	}
	return nt_pool_alloc(list->driver, POOL_FLAG_NON_PAGED | POOL_FLAG_UNINITIALIZED,
			     list->size, list->tag);
}
EXPORT_SYMBOL_NS_GPL(ExAllocateFromNPagedLookasideList, NDIS_SHIM);

VOID ExFreeToNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside, PVOID Entry)
{
	nt_pool_free(Entry);
}
EXPORT_SYMBOL_NS_GPL(ExFreeToNPagedLookasideList, NDIS_SHIM);
