// SPDX-License-Identifier: GPL-2.0
/*
 * Memory as hardware sees it, for drivers that have hardware beside their bus. What
 * is mapped is remembered by its address, so that nothing else is unmapped.
 */
#include <linux/export.h>
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include <wdm.h>

#include "nt/nt_internal.h"

#define NT_TAG_CONTIGUOUS	0x6d436d4d	/* "MmCm" */

struct nt_mapping {
	struct list_head node;
	void *address;
	size_t size;
};

static LIST_HEAD(nt_mappings);
static DEFINE_SPINLOCK(nt_mappings_lock);	/* the list above */

#ifdef CONFIG_HAS_IOMEM
static void *nt_map(u64 address, size_t size, MEMORY_CACHING_TYPE cache)
{
	unsigned long pfn = PHYS_PFN(address);

	/* RAM, by whichever of the two knows it. */
	if (region_intersects(address, size, IORESOURCE_SYSTEM_RAM, IORES_DESC_NONE) !=
	    REGION_DISJOINT || (pfn_valid(pfn) && !PageReserved(pfn_to_page(pfn))))
		return NULL;
	if (cache == MmWriteCombined || cache == MmUSWCCached)
		return (void __force *)ioremap_wc(address, size);
	return (void __force *)ioremap(address, size);
}

static void nt_unmap(void *address)
{
	iounmap((void __iomem __force *)address);
}
#else
static void *nt_map(u64 address, size_t size, MEMORY_CACHING_TYPE cache)
{
	return NULL;
}

static void nt_unmap(void *address)
{
}
#endif

PVOID MmMapIoSpace(PHYSICAL_ADDRESS PhysicalAddress, SIZE_T NumberOfBytes,
		   MEMORY_CACHING_TYPE CacheType)
{
	struct nt_mapping *mapping;

	if (nt_irql_violation(NULL, __func__) || !NumberOfBytes)
		return NULL;
	mapping = kmalloc(sizeof(*mapping), GFP_KERNEL);
	if (!mapping)
		return NULL;
	mapping->size = NumberOfBytes;
	mapping->address = nt_map(PhysicalAddress.QuadPart, NumberOfBytes, CacheType);
	if (!mapping->address) {
		kfree(mapping);
		return NULL;
	}
	spin_lock_bh(&nt_mappings_lock);
	list_add(&mapping->node, &nt_mappings);
	spin_unlock_bh(&nt_mappings_lock);
	return mapping->address;
}
EXPORT_SYMBOL_NS_GPL(MmMapIoSpace, NDIS_SHIM);

#define NT_PAGE_WRITECOMBINE	0x400

PVOID MmMapIoSpaceEx(PHYSICAL_ADDRESS PhysicalAddress, SIZE_T NumberOfBytes, ULONG Protect)
{
	return MmMapIoSpace(PhysicalAddress, NumberOfBytes,
			    Protect & NT_PAGE_WRITECOMBINE ? MmWriteCombined : MmNonCached);
}
EXPORT_SYMBOL_NS_GPL(MmMapIoSpaceEx, NDIS_SHIM);

VOID MmUnmapIoSpace(PVOID BaseAddress, SIZE_T NumberOfBytes)
{
	struct nt_mapping *mapping, *found = NULL;

	if (nt_irql_violation(NULL, __func__))
		return;
	spin_lock_bh(&nt_mappings_lock);
	list_for_each_entry(mapping, &nt_mappings, node) {
		if (mapping->address == BaseAddress && mapping->size == NumberOfBytes) {
			list_del(&mapping->node);
			found = mapping;
			break;
		}
	}
	spin_unlock_bh(&nt_mappings_lock);
	if (!found) {
		nt_violation(NULL, NT_RULE_NT_ARGUMENT, "%s: %zu bytes that are not mapped",
			     __func__, (size_t)NumberOfBytes);
		return;
	}
	nt_unmap(found->address);
	kfree(found);
}
EXPORT_SYMBOL_NS_GPL(MmUnmapIoSpace, NDIS_SHIM);

/* Mapped page by page; a driver's own variables are. */
static bool nt_is_mapped(const void *address)
{
#ifdef MODULES_VADDR
	if ((unsigned long)address >= MODULES_VADDR && (unsigned long)address < MODULES_END)
		return true;
#endif
	return is_vmalloc_addr(address);
}

PHYSICAL_ADDRESS MmGetPhysicalAddress(PVOID BaseAddress)
{
	PHYSICAL_ADDRESS address = {};
	struct page *page = nt_is_mapped(BaseAddress) ? vmalloc_to_page(BaseAddress) : NULL;

	if (page)
		address.QuadPart = page_to_phys(page) + offset_in_page(BaseAddress);
	else if (virt_addr_valid(BaseAddress))
		address.QuadPart = virt_to_phys(BaseAddress);
	return address;
}
EXPORT_SYMBOL_NS_GPL(MmGetPhysicalAddress, NDIS_SHIM);

BOOLEAN MmIsAddressValid(PVOID VirtualAddress)
{
	if (nt_is_mapped(VirtualAddress))
		return !!vmalloc_to_page(VirtualAddress);
	return virt_addr_valid(VirtualAddress);
}
EXPORT_SYMBOL_NS_GPL(MmIsAddressValid, NDIS_SHIM);

/* Blocks of whole pages are aligned to one, and in one piece. */
PVOID MmAllocateContiguousMemoryWorker(PWDF_DRIVER_GLOBALS Globals, SIZE_T NumberOfBytes,
				       PHYSICAL_ADDRESS LowestAcceptableAddress,
				       PHYSICAL_ADDRESS HighestAcceptableAddress,
				       PHYSICAL_ADDRESS BoundaryAddressMultiple)
{
	u64 boundary = BoundaryAddressMultiple.QuadPart;
	size_t size = PAGE_ALIGN(NumberOfBytes);
	u64 first;
	void *data;

	if (!NumberOfBytes || size > SZ_4M)
		return NULL;
	data = nt_pool_alloc(nt_driver_from_globals(Globals), POOL_FLAG_NON_PAGED,
			     roundup_pow_of_two(size), NT_TAG_CONTIGUOUS);
	if (!data)
		return NULL;
	first = virt_to_phys(data);
	if (first < (u64)LowestAcceptableAddress.QuadPart ||
	    first + size - 1 > (u64)HighestAcceptableAddress.QuadPart ||
	    (boundary && first / boundary != (first + size - 1) / boundary)) {
		nt_pool_free(data);
		return NULL;
	}
	return data;
}
EXPORT_SYMBOL_NS_GPL(MmAllocateContiguousMemoryWorker, NDIS_SHIM);

/* ---- what no bus here has ---- */

ULONG NtReadPort(ULONG_PTR Port, ULONG Bytes)
{
	pr_warn_once("ports are not supported: %#lx reads as all ones\n", (unsigned long)Port);
	return Bytes < sizeof(ULONG) ? (1u << Bytes * 8) - 1 : MAXULONG;
}
EXPORT_SYMBOL_NS_GPL(NtReadPort, NDIS_SHIM);

VOID NtWritePort(ULONG_PTR Port, ULONG Bytes, ULONG Value)
{
	pr_warn_once("ports are not supported: %#lx is not written\n", (unsigned long)Port);
}
EXPORT_SYMBOL_NS_GPL(NtWritePort, NDIS_SHIM);

PDMA_ADAPTER IoGetDmaAdapter(PDEVICE_OBJECT PhysicalDeviceObject,
			     PDEVICE_DESCRIPTION DeviceDescription, PULONG NumberOfMapRegisters)
{
	pr_warn_once("%s is not supported\n", __func__);
	if (NumberOfMapRegisters)
		*NumberOfMapRegisters = 0;
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(IoGetDmaAdapter, NDIS_SHIM);
