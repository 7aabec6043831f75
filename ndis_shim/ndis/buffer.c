// SPDX-License-Identifier: GPL-2.0
/*
 * Buffers: an NDIS_BUFFER is an MDL over memory that the driver has. Each is a
 * block of pool, so that IoFreeMdl() and NdisFreeBuffer() are the same, one
 * freed twice is seen, and one never freed is named at unload.
 *
 * A pool of them has no descriptors of its own and no limit, as in NDIS 5.
 *
 * Not here: chains, which <ndis/packet.h> links inline.
 */
#include <linux/export.h>
#include <linux/list.h>
#include <linux/slab.h>

#include "ndis/support_internal.h"

#define NDIS_TAG_BUFFER		0x6642644e	/* "NdBf" */

/**
 * struct ndis_buffer_pool - a buffer pool
 * @object: handle and memory
 * @driver: whose it is; NULL: of a driver that is gone
 * @node: in ndis_buffer_pools
 */
struct ndis_buffer_pool {
	struct ndis_object object;
	struct nt_driver *driver;
	struct list_head node;
};

static DEFINE_SPINLOCK(ndis_buffer_pools_lock);	/* any context */
static LIST_HEAD(ndis_buffer_pools);

static void ndis_buffer_pool_release(struct ndis_object *object)
{
	struct ndis_buffer_pool *pool = container_of(object, struct ndis_buffer_pool, object);

	kfree_rcu(pool, object.rcu);
}

static struct ndis_buffer_pool *ndis_buffer_pool_get(NDIS_HANDLE handle, const char *who)
{
	struct ndis_object *object = ndis_object_get(handle, NDIS_HANDLE_BUFFER_POOL, who);

	return object ? container_of(object, struct ndis_buffer_pool, object) : NULL;
}

/* True for the one that takes it off the list: the creation's reference is its. */
static bool ndis_buffer_pool_unlist(struct ndis_buffer_pool *pool)
{
	unsigned long flags;
	bool listed;

	ndis_object_unpublish(&pool->object);
	spin_lock_irqsave(&ndis_buffer_pools_lock, flags);
	listed = !list_empty(&pool->node);
	list_del_init(&pool->node);
	spin_unlock_irqrestore(&ndis_buffer_pools_lock, flags);
	return listed;
}

/* @NumberOfDescriptors was a limit once; NDIS 5 ignores it. */
VOID NdisAllocateBufferPoolWorker(PWDF_DRIVER_GLOBALS Globals, PNDIS_STATUS Status,
				  PNDIS_HANDLE PoolHandle, UINT NumberOfDescriptors)
{
	struct ndis_buffer_pool *pool;
	unsigned long flags;

	if (!Status || !PoolHandle) {
		nt_violation(nt_driver_from_globals(Globals), NT_RULE_NDIS_ARGUMENT,
			     "NdisAllocateBufferPool: NULL");
		return;
	}
	*PoolHandle = NULL;
	*Status = NDIS_STATUS_RESOURCES;
	if (ndis_alloc_fails())
		return;
	pool = kzalloc(sizeof(*pool), nt_gfp());
	if (!pool)
		return;
	pool->driver = nt_driver_from_globals(Globals);
	INIT_LIST_HEAD(&pool->node);
	if (ndis_object_init(&pool->object, NDIS_HANDLE_BUFFER_POOL, ndis_buffer_pool_release)) {
		kfree(pool);
		return;
	}
	spin_lock_irqsave(&ndis_buffer_pools_lock, flags);
	list_add_tail(&pool->node, &ndis_buffer_pools);
	spin_unlock_irqrestore(&ndis_buffer_pools_lock, flags);
	*PoolHandle = pool->object.handle;
	*Status = NDIS_STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(NdisAllocateBufferPoolWorker, NDIS_SHIM);

/* Buffers that are out stay what they are. */
VOID NdisFreeBufferPool(NDIS_HANDLE PoolHandle)
{
	struct ndis_buffer_pool *pool = ndis_buffer_pool_get(PoolHandle, __func__);

	if (!pool)
		return;
	if (ndis_buffer_pool_unlist(pool))
		ndis_object_put(&pool->object);
	ndis_object_put(&pool->object);
}
EXPORT_SYMBOL_NS_GPL(NdisFreeBufferPool, NDIS_SHIM);

/**
 * ndis_buffer_pool_orphan() - what an unloading driver leaves behind
 * @driver: none of its code runs any more
 *
 * Context: process.
 */
void ndis_buffer_pool_orphan(struct nt_driver *driver)
{
	struct ndis_buffer_pool *pool, *next;
	LIST_HEAD(left);

	spin_lock_irq(&ndis_buffer_pools_lock);
	list_for_each_entry_safe(pool, next, &ndis_buffer_pools, node) {
		if (pool->driver == driver)
			list_move_tail(&pool->node, &left);
	}
	spin_unlock_irq(&ndis_buffer_pools_lock);

	list_for_each_entry_safe(pool, next, &left, node) {
		nt_violation(driver, NT_RULE_NDIS_OBJECT_LEAK, "buffer pool");
		list_del_init(&pool->node);
		ndis_object_unpublish(&pool->object);
		ndis_object_put(&pool->object);
	}
}

/* ---- buffers ---- */

/* Without these there is nowhere to say anything. */
static bool ndis_buffer_given(PWDF_DRIVER_GLOBALS globals, PNDIS_STATUS status,
			      PNDIS_BUFFER *buffer, const char *who)
{
	if (status && buffer)
		return true;
	nt_violation(nt_driver_from_globals(globals), NT_RULE_NDIS_ARGUMENT, "%s: NULL", who);
	return false;
}

/* @pool may be NULL; one that is no pool is a violation, and a reason to fail. */
static PNDIS_BUFFER ndis_buffer_create(PWDF_DRIVER_GLOBALS globals, NDIS_HANDLE pool,
				       const char *who)
{
	struct ndis_buffer_pool *from;

	if (pool) {
		from = ndis_buffer_pool_get(pool, who);
		if (!from)
			return NULL;
		ndis_object_put(&from->object);
	}
	if (ndis_alloc_fails())
		return NULL;
	return nt_pool_alloc(nt_driver_from_globals(globals), POOL_FLAG_NON_PAGED, sizeof(MDL),
			     NDIS_TAG_BUFFER);
}

VOID NdisAllocateBufferWorker(PWDF_DRIVER_GLOBALS Globals, PNDIS_STATUS Status,
			      PNDIS_BUFFER *Buffer, NDIS_HANDLE PoolHandle, PVOID VirtualAddress,
			      UINT Length)
{
	PNDIS_BUFFER buffer;

	if (!ndis_buffer_given(Globals, Status, Buffer, "NdisAllocateBuffer"))
		return;
	buffer = ndis_buffer_create(Globals, PoolHandle, "NdisAllocateBuffer");
	*Buffer = buffer;
	*Status = buffer ? NDIS_STATUS_SUCCESS : NDIS_STATUS_FAILURE;
	if (!buffer)
		return;
	MmInitializeMdl(buffer, VirtualAddress, Length);
	MmBuildMdlForNonPagedPool(buffer);
}
EXPORT_SYMBOL_NS_GPL(NdisAllocateBufferWorker, NDIS_SHIM);

/* A part of what one other descriptor describes, without its chain. */
VOID NdisCopyBufferWorker(PWDF_DRIVER_GLOBALS Globals, PNDIS_STATUS Status, PNDIS_BUFFER *Buffer,
			  NDIS_HANDLE PoolHandle, PVOID MemoryDescriptor, UINT Offset, UINT Length)
{
	PMDL source = MemoryDescriptor;
	PNDIS_BUFFER buffer;

	if (!ndis_buffer_given(Globals, Status, Buffer, "NdisCopyBuffer"))
		return;
	*Buffer = NULL;
	*Status = NDIS_STATUS_FAILURE;
	if (!source) {
		nt_violation(nt_driver_from_globals(Globals), NT_RULE_NDIS_ARGUMENT,
			     "NdisCopyBuffer: no buffer");
		return;
	}
	if (Offset > source->ByteCount || Length > source->ByteCount - Offset)
		return;
	buffer = ndis_buffer_create(Globals, PoolHandle, "NdisCopyBuffer");
	if (!buffer)
		return;
	/* Whose length 0 means all the rest. */
	IoBuildPartialMdl(source, buffer, (PUCHAR)MmGetMdlVirtualAddress(source) + Offset, Length);
	buffer->ByteCount = Length;
	*Buffer = buffer;
	*Status = NDIS_STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(NdisCopyBufferWorker, NDIS_SHIM);

VOID NdisFreeBuffer(PNDIS_BUFFER Buffer)
{
	nt_pool_free(Buffer);
}
EXPORT_SYMBOL_NS_GPL(NdisFreeBuffer, NDIS_SHIM);
