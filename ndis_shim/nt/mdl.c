// SPDX-License-Identifier: GPL-2.0
/*
 * Memory descriptor lists over kernel memory.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sizes.h>

#include <wdf.h>

#include "nt/io.h"
#include "nt/nt_internal.h"
#include "verifier.h"

#define NT_TAG_MDL	0x206c644d	/* "Mdl " */

/* What is attached to a request is freed with it. */
static void nt_mdl_attach(PMDL mdl, struct nt_irp *nt, bool secondary)
{
	PMDL *link = &nt->irp.MdlAddress;

	if (secondary) {
		while (*link)
			link = &(*link)->Next;
	}
	*link = mdl;
}

PMDL IoAllocateMdl(PVOID VirtualAddress, ULONG Length, BOOLEAN SecondaryBuffer,
		   BOOLEAN ChargeQuota, PIRP Irp)
{
	struct nt_irp *nt = NULL;
	PMDL mdl = NULL;

	if (Irp) {
		nt = nt_irp_get(Irp);
		if (!nt) {
			nt_violation(NULL, NT_RULE_IRP_NOT_LIVE, "%s", __func__);
			return NULL;
		}
		/* It would be lost, and whoever waits for its data with it. */
		if (!SecondaryBuffer && Irp->MdlAddress) {
			nt_violation(nt_irp_driver(nt), NT_RULE_BAD_MDL,
				     "%s: the request has one", __func__);
			goto out;
		}
	} else if (SecondaryBuffer) {
		return NULL;
	}
	mdl = nt_pool_alloc(NULL, POOL_FLAG_NON_PAGED, sizeof(*mdl), NT_TAG_MDL);
	if (!mdl)
		goto out;
	MmInitializeMdl(mdl, VirtualAddress, Length);
	if (nt)
		nt_mdl_attach(mdl, nt, SecondaryBuffer);
out:
	if (nt)
		nt_irp_put(nt);
	return mdl;
}
EXPORT_SYMBOL_NS_GPL(IoAllocateMdl, NDIS_SHIM);

VOID IoFreeMdl(PMDL Mdl)
{
	nt_pool_free(Mdl);
}
EXPORT_SYMBOL_NS_GPL(IoFreeMdl, NDIS_SHIM);

VOID MmBuildMdlForNonPagedPool(PMDL MemoryDescriptorList)
{
	MemoryDescriptorList->MappedSystemVa = MmGetMdlVirtualAddress(MemoryDescriptorList);
	MemoryDescriptorList->MdlFlags |= MDL_SOURCE_IS_NONPAGED_POOL;
}
EXPORT_SYMBOL_NS_GPL(MmBuildMdlForNonPagedPool, NDIS_SHIM);

VOID IoBuildPartialMdl(PMDL SourceMdl, PMDL TargetMdl, PVOID VirtualAddress, ULONG Length)
{
	ULONG_PTR start = (ULONG_PTR)MmGetMdlVirtualAddress(SourceMdl);
	ULONG_PTR from = (ULONG_PTR)VirtualAddress;

	if (from < start || from - start > SourceMdl->ByteCount ||
	    Length > SourceMdl->ByteCount - (from - start)) {
		nt_violation(NULL, NT_RULE_BAD_MDL, "%s: outside of the source", __func__);
		MmInitializeMdl(TargetMdl, VirtualAddress, 0);
		return;
	}
	if (!Length)
		Length = SourceMdl->ByteCount - (from - start);
	MmInitializeMdl(TargetMdl, VirtualAddress, Length);
	TargetMdl->MdlFlags = MDL_PARTIAL;
	if (SourceMdl->MdlFlags & (MDL_SOURCE_IS_NONPAGED_POOL | MDL_MAPPED_TO_SYSTEM_VA)) {
		TargetMdl->MappedSystemVa = (PUCHAR)SourceMdl->MappedSystemVa + (from - start);
		TargetMdl->MdlFlags |= MDL_SOURCE_IS_NONPAGED_POOL;
	}
}
EXPORT_SYMBOL_NS_GPL(IoBuildPartialMdl, NDIS_SHIM);

/*
 * Locking and mapping. All memory that a driver has is the kernel's own, mapped and
 * there to stay: what is left is the state of the list.
 */
VOID MmProbeAndLockPages(PMDL MemoryDescriptorList, KPROCESSOR_MODE AccessMode,
			 LOCK_OPERATION Operation)
{
	MmBuildMdlForNonPagedPool(MemoryDescriptorList);
	MemoryDescriptorList->MdlFlags |= MDL_PAGES_LOCKED;
}
EXPORT_SYMBOL_NS_GPL(MmProbeAndLockPages, NDIS_SHIM);

VOID MmUnlockPages(PMDL MemoryDescriptorList)
{
	if (!(MemoryDescriptorList->MdlFlags & MDL_PAGES_LOCKED))
		nt_violation(NULL, NT_RULE_BAD_MDL, "%s: not locked", __func__);
	MemoryDescriptorList->MdlFlags &= ~MDL_PAGES_LOCKED;
}
EXPORT_SYMBOL_NS_GPL(MmUnlockPages, NDIS_SHIM);

/* There are no programs' addresses to map to: NULL for UserMode. */
PVOID MmMapLockedPagesSpecifyCache(PMDL MemoryDescriptorList, KPROCESSOR_MODE AccessMode,
				   MEMORY_CACHING_TYPE CacheType, PVOID RequestedAddress,
				   ULONG BugCheckOnFailure, ULONG Priority)
{
	if (AccessMode != KernelMode) {
		pr_notice_ratelimited("%s: there are no addresses in UserMode\n", __func__);
		return NULL;
	}
	if (!(MemoryDescriptorList->MdlFlags & (MDL_PAGES_LOCKED | MDL_PARTIAL |
						MDL_SOURCE_IS_NONPAGED_POOL))) {
		nt_violation(NULL, NT_RULE_BAD_MDL, "%s: not locked", __func__);
		return NULL;
	}
	if (!MemoryDescriptorList->MappedSystemVa)
		MmBuildMdlForNonPagedPool(MemoryDescriptorList);
	return MemoryDescriptorList->MappedSystemVa;
}
EXPORT_SYMBOL_NS_GPL(MmMapLockedPagesSpecifyCache, NDIS_SHIM);

VOID MmUnmapLockedPages(PVOID BaseAddress, PMDL MemoryDescriptorList)
{
	if (BaseAddress != MemoryDescriptorList->MappedSystemVa)
		nt_violation(NULL, NT_RULE_BAD_MDL, "%s: not where it is", __func__);
}
EXPORT_SYMBOL_NS_GPL(MmUnmapLockedPages, NDIS_SHIM);

/* Pages in one piece, zeroed, less of them never. @LowAddress and so on: any. */
PMDL MmAllocatePagesForMdlEx(PHYSICAL_ADDRESS LowAddress, PHYSICAL_ADDRESS HighAddress,
			     PHYSICAL_ADDRESS SkipBytes, SIZE_T TotalBytes,
			     MEMORY_CACHING_TYPE CacheType, ULONG Flags)
{
	SIZE_T bytes = PAGE_ALIGN(TotalBytes);
	void *pages;
	PMDL mdl;

	if (!TotalBytes || bytes > SZ_64M || nt_irql_violation(NULL, __func__))
		return NULL;
	pages = nt_pool_alloc(NULL, POOL_FLAG_NON_PAGED, bytes, NT_TAG_MDL);
	if (!pages)
		return NULL;
	mdl = IoAllocateMdl(pages, bytes, FALSE, FALSE, NULL);
	if (!mdl) {
		nt_pool_free(pages);
		return NULL;
	}
	MmBuildMdlForNonPagedPool(mdl);
	mdl->MdlFlags |= MDL_PAGES_LOCKED;
	return mdl;
}
EXPORT_SYMBOL_NS_GPL(MmAllocatePagesForMdlEx, NDIS_SHIM);

PMDL MmAllocatePagesForMdl(PHYSICAL_ADDRESS LowAddress, PHYSICAL_ADDRESS HighAddress,
			   PHYSICAL_ADDRESS SkipBytes, SIZE_T TotalBytes)
{
	return MmAllocatePagesForMdlEx(LowAddress, HighAddress, SkipBytes, TotalBytes, MmCached, 0);
}
EXPORT_SYMBOL_NS_GPL(MmAllocatePagesForMdl, NDIS_SHIM);

/* The pages; the list is freed with ExFreePool(). */
VOID MmFreePagesFromMdl(PMDL MemoryDescriptorList)
{
	nt_pool_free(MmGetMdlVirtualAddress(MemoryDescriptorList));
	MemoryDescriptorList->MappedSystemVa = NULL;
	MemoryDescriptorList->MdlFlags &= ~(MDL_PAGES_LOCKED | MDL_SOURCE_IS_NONPAGED_POOL);
}
EXPORT_SYMBOL_NS_GPL(MmFreePagesFromMdl, NDIS_SHIM);
