// SPDX-License-Identifier: GPL-2.0
/*
 * Sequenced lists, under a lock each: drivers have no way to see the difference.
 */
#include <linux/build_bug.h>
#include <linux/export.h>
#include <linux/spinlock.h>

#include <wdm.h>

/**
 * struct nt_slist - what is inside an SLIST_HEADER
 * @first: entry
 * @lock: a bit; zeroed memory is an empty list, as on Windows
 * @depth: entries
 */
struct nt_slist {
	PSLIST_ENTRY first;
	unsigned long lock;
	u32 depth;
};

static_assert(sizeof(struct nt_slist) <= sizeof(SLIST_HEADER));

static unsigned long nt_slist_lock(struct nt_slist *list)
{
	unsigned long flags;

	local_irq_save(flags);
	while (test_and_set_bit_lock(0, &list->lock))
		cpu_relax();
	return flags;
}

static void nt_slist_unlock(struct nt_slist *list, unsigned long flags)
{
	clear_bit_unlock(0, &list->lock);
	local_irq_restore(flags);
}

VOID InitializeSListHead(PSLIST_HEADER SListHead)
{
	memset(SListHead, 0, sizeof(*SListHead));
}
EXPORT_SYMBOL_NS_GPL(InitializeSListHead, NDIS_SHIM);

PSLIST_ENTRY NtInterlockedPushEntrySList(PSLIST_HEADER SListHead, PSLIST_ENTRY Entry)
{
	struct nt_slist *list = (void *)SListHead;
	unsigned long flags = nt_slist_lock(list);
	PSLIST_ENTRY old = list->first;

	Entry->Next = old;
	list->first = Entry;
	list->depth++;
	nt_slist_unlock(list, flags);
	return old;
}
EXPORT_SYMBOL_NS_GPL(NtInterlockedPushEntrySList, NDIS_SHIM);

PSLIST_ENTRY NtInterlockedPopEntrySList(PSLIST_HEADER SListHead)
{
	struct nt_slist *list = (void *)SListHead;
	unsigned long flags = nt_slist_lock(list);
	PSLIST_ENTRY first = list->first;

	if (first) {
		list->first = first->Next;
		list->depth--;
	}
	nt_slist_unlock(list, flags);
	return first;
}
EXPORT_SYMBOL_NS_GPL(NtInterlockedPopEntrySList, NDIS_SHIM);

PSLIST_ENTRY NtInterlockedFlushSList(PSLIST_HEADER SListHead)
{
	struct nt_slist *list = (void *)SListHead;
	unsigned long flags = nt_slist_lock(list);
	PSLIST_ENTRY first = list->first;

	list->first = NULL;
	list->depth = 0;
	nt_slist_unlock(list, flags);
	return first;
}
EXPORT_SYMBOL_NS_GPL(NtInterlockedFlushSList, NDIS_SHIM);

USHORT ExQueryDepthSList(PSLIST_HEADER SListHead)
{
	return READ_ONCE(((struct nt_slist *)SListHead)->depth);
}
EXPORT_SYMBOL_NS_GPL(ExQueryDepthSList, NDIS_SHIM);
