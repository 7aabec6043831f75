// SPDX-License-Identifier: GPL-2.0
/*
 * A driver's memory: non-paged pool, charged to it. All of it is physically
 * contiguous and cached, whatever was asked for.
 */
#include <linux/export.h>

#include "ndis/support_internal.h"

NDIS_STATUS NdisAllocateMemoryWithTagWorker(PWDF_DRIVER_GLOBALS Globals, PVOID *VirtualAddress,
					    UINT Length, ULONG Tag)
{
	*VirtualAddress = NULL;
	if (!ndis_alloc_fails())
		*VirtualAddress = nt_pool_alloc(nt_driver_from_globals(Globals),
						POOL_FLAG_NON_PAGED | POOL_FLAG_UNINITIALIZED,
						Length, Tag);
	return *VirtualAddress ? NDIS_STATUS_SUCCESS : NDIS_STATUS_FAILURE;
}
EXPORT_SYMBOL_NS_GPL(NdisAllocateMemoryWithTagWorker, NDIS_SHIM);

/* The pool knows the length; drivers give 0, or a wrong one. */
VOID NdisFreeMemory(PVOID VirtualAddress, UINT Length, UINT MemoryFlags)
{
	nt_pool_free(VirtualAddress);
}
EXPORT_SYMBOL_NS_GPL(NdisFreeMemory, NDIS_SHIM);
