// SPDX-License-Identifier: GPL-2.0
/*
 * Pool: kmalloc with a memory. Every live block is listed by its address, with
 * its driver, so that a block freed twice, or never, is a violation and not a
 * corrupted heap. The record lies outside the block: the block keeps kmalloc's
 * alignment, is fit for DMA, and a client that writes over its end is KASAN's.
 *
 * Not here: WDFMEMORY (wdf/memory.c), which gets its buffers here.
 */
#include <linux/debugfs.h>
#include <linux/export.h>
#include <linux/hash.h>
#include <linux/mm.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"

#define NT_POOL_BITS	10
#define NT_POOL_MAX	(64UL << 20)	/* more is a client's arithmetic gone wrong */

/**
 * struct nt_pool_block - one live block
 * @node: in its bucket
 * @data: what the client has
 * @driver: who is charged, or NULL
 * @size: bytes asked for
 * @tag: four characters, first one lowest
 */
struct nt_pool_block {
	struct hlist_node node;
	void *data;
	struct nt_driver *driver;
	size_t size;
	u32 tag;
};

static struct nt_pool_bucket {
	spinlock_t lock;	/* protects list; any context */
	struct hlist_head list;
} nt_pool_table[1 << NT_POOL_BITS];

static struct kmem_cache *nt_pool_cache;
static atomic_t nt_pool_count;
static atomic_long_t nt_pool_bytes;

static struct nt_pool_bucket *nt_pool_bucket(const void *data)
{
	return &nt_pool_table[hash_ptr(data, NT_POOL_BITS)];
}

/*
 * Pool memory is aligned to 16 bytes, or to a cache line on request. kmalloc
 * aligns powers of two to their size and promises 8 for the sizes between.
 */
static size_t nt_pool_size(size_t size, bool cache_aligned)
{
	if (cache_aligned && size < SMP_CACHE_BYTES)
		return SMP_CACHE_BYTES;
	if (size < 16)
		return 16;
	if (size > 64 && size <= 96)
		return 97;
	if (size > 128 && size <= 192)
		return 193;
	return size;
}

void *nt_pool_alloc(struct nt_driver *driver, POOL_FLAGS flags, size_t size, u32 tag)
{
	gfp_t gfp = nt_gfp() | __GFP_NOWARN;
	struct nt_pool_bucket *bucket;
	struct nt_pool_block *block;
	unsigned long irq;
	size_t real;

	if (!(flags & (POOL_FLAG_NON_PAGED | POOL_FLAG_NON_PAGED_EXECUTE | POOL_FLAG_PAGED)))
		return NULL;
	if (size > NT_POOL_MAX)
		return NULL;
	if ((flags & POOL_FLAG_PAGED) && !nt_may_sleep())
		nt_violation(driver, NT_RULE_IRQL_TOO_HIGH, "paged pool at DISPATCH_LEVEL");
	if (!(flags & POOL_FLAG_UNINITIALIZED))
		gfp |= __GFP_ZERO;

	block = kmem_cache_alloc(nt_pool_cache, nt_gfp());
	if (!block)
		return NULL;
	real = nt_pool_size(size, flags & POOL_FLAG_CACHE_ALIGNED);
	/* Non-paged memory is for DMA, too: physically contiguous. */
	if ((flags & POOL_FLAG_PAGED) && gfpflags_allow_blocking(gfp))
		block->data = kvmalloc(real, gfp);
	else
		block->data = kmalloc(real, gfp);
	if (!block->data) {
		kmem_cache_free(nt_pool_cache, block);
		return NULL;
	}
	block->driver = driver;
	block->size = size;
	block->tag = tag;

	bucket = nt_pool_bucket(block->data);
	spin_lock_irqsave(&bucket->lock, irq);
	hlist_add_head(&block->node, &bucket->list);
	spin_unlock_irqrestore(&bucket->lock, irq);

	atomic_inc(&nt_pool_count);
	atomic_long_add(size, &nt_pool_bytes);
	if (driver)
		atomic_long_add(size, &driver->pool);
	return block->data;
}

/**
 * nt_pool_free() - ExFreePool()
 * @data: block; NULL and anything that is no live block are violations
 *
 * Context: any.
 */
void nt_pool_free(void *data)
{
	struct nt_pool_bucket *bucket = nt_pool_bucket(data);
	struct nt_pool_block *block;
	unsigned long irq;

	spin_lock_irqsave(&bucket->lock, irq);
	hlist_for_each_entry(block, &bucket->list, node) {
		if (block->data == data)
			break;
	}
	if (block) {
		hlist_del(&block->node);
		if (block->driver)
			atomic_long_sub(block->size, &block->driver->pool);
	}
	spin_unlock_irqrestore(&bucket->lock, irq);

	if (!block) {
		nt_violation(NULL, NT_RULE_POOL_BAD_FREE, "%p", data);
		return;
	}
	atomic_dec(&nt_pool_count);
	atomic_long_sub(block->size, &nt_pool_bytes);
	kvfree(data);
	kmem_cache_free(nt_pool_cache, block);
}

/**
 * nt_pool_orphan() - look for what an unloading client leaves behind
 * @driver: the client; none of its code runs any more
 *
 * The blocks stay: something in the kernel may still point at them. They are
 * counted until ndis_shim itself is unloaded.
 *
 * Context: process.
 */
void nt_pool_orphan(struct nt_driver *driver)
{
	unsigned int i, count = 0;
	size_t bytes = 0;
	u32 tag = 0;

	for (i = 0; i < ARRAY_SIZE(nt_pool_table); i++) {
		struct nt_pool_block *block;

		spin_lock_irq(&nt_pool_table[i].lock);
		hlist_for_each_entry(block, &nt_pool_table[i].list, node) {
			if (block->driver != driver)
				continue;
			block->driver = NULL;
			bytes += block->size;
			tag = block->tag;
			count++;
		}
		spin_unlock_irq(&nt_pool_table[i].lock);
	}
	if (count)
		nt_violation(driver, NT_RULE_POOL_LEAK, "%u blocks, %zu bytes, one with tag %4pE",
			     count, bytes, &tag);
}

unsigned int nt_pool_blocks(void)
{
	return atomic_read(&nt_pool_count);
}
EXPORT_SYMBOL_NS_GPL(nt_pool_blocks, NDIS_SHIM_INTERNAL);

PVOID ExAllocatePool2Worker(PWDF_DRIVER_GLOBALS Globals, POOL_FLAGS Flags, SIZE_T NumberOfBytes,
			    ULONG Tag)
{
	return nt_pool_alloc(nt_driver_from_globals(Globals), Flags, NumberOfBytes, Tag);
}
EXPORT_SYMBOL_NS_GPL(ExAllocatePool2Worker, NDIS_SHIM);

VOID ExFreePool(PVOID P)
{
	nt_pool_free(P);
}
EXPORT_SYMBOL_NS_GPL(ExFreePool, NDIS_SHIM);

/* A checked build of Windows compares the tag; a free one, and this, does not. */
VOID ExFreePoolWithTag(PVOID P, ULONG Tag)
{
	nt_pool_free(P);
}
EXPORT_SYMBOL_NS_GPL(ExFreePoolWithTag, NDIS_SHIM);

static int nt_pool_show(struct seq_file *m, void *unused)
{
	unsigned int i;

	seq_printf(m, "blocks %u\nbytes %ld\n", nt_pool_blocks(),
		   atomic_long_read(&nt_pool_bytes));
	for (i = 0; i < ARRAY_SIZE(nt_pool_table); i++) {
		struct nt_pool_block *block;

		spin_lock_irq(&nt_pool_table[i].lock);
		hlist_for_each_entry(block, &nt_pool_table[i].list, node)
			seq_printf(m, "%4pE %zu %s\n", &block->tag, block->size,
				   nt_driver_name(block->driver));
		spin_unlock_irq(&nt_pool_table[i].lock);
	}
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(nt_pool);

int nt_pool_init(void)
{
	unsigned int i;

	nt_pool_cache = KMEM_CACHE(nt_pool_block, 0);
	if (!nt_pool_cache)
		return -ENOMEM;
	for (i = 0; i < ARRAY_SIZE(nt_pool_table); i++)
		spin_lock_init(&nt_pool_table[i].lock);
	debugfs_create_file("pool", 0444, nt_debugfs_root, NULL, &nt_pool_fops);
	return 0;
}

/* Nobody can free a leaked block any more: the records go, the blocks, which
 * the kernel may still point at, do not.
 */
void nt_pool_exit(void)
{
	struct nt_pool_block *block;
	struct hlist_node *next;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(nt_pool_table); i++) {
		hlist_for_each_entry_safe(block, next, &nt_pool_table[i].list, node)
			kmem_cache_free(nt_pool_cache, block);
	}
	kmem_cache_destroy(nt_pool_cache);
}
