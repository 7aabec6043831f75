// SPDX-License-Identifier: GPL-2.0
/*
 * Packet pools: descriptors up to a hard limit. What a driver asks for is there
 * from the start, the overflow when it is first used.
 *
 * Each descriptor is a block of its own with the shim's record in front, charged
 * to the driver. A free one keeps its record and waits as long as possible for
 * its next user, so that a descriptor freed twice is seen in it.
 *
 * A pool that is freed while descriptors are out is dead to the driver, but
 * stays in memory until the last of them came back.
 *
 * Not here: what a descriptor is (packet.c).
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <kunit/visibility.h>

#include "ndis/packet_internal.h"
#include "ndis/support_internal.h"

#define NDIS_TAG_PACKET		0x6b50644e	/* "NdPk" */
#define NDIS_POOL_LIMIT		0xffffu
/* So that the out-of-band data begins where 16 bits can say. */
#define NDIS_RESERVED_LIMIT	0x8000u

/**
 * struct ndis_packet_pool - a packet pool
 * @object: handle and memory
 * @driver: who is charged; NULL: the shim, or a driver that is gone
 * @node: in ndis_packet_pools
 * @lock: protects what follows; any context
 * @free: blocks that nobody has, the longest free first, by their @next
 * @free_end: where the next one goes
 * @used: descriptors that somebody has
 * @limit: most of them
 * @reserved: bytes of ProtocolReserved
 * @protocol_id: for the low bits of Private.Flags
 * @dead: freed by its owner
 */
struct ndis_packet_pool {
	struct ndis_object object;
	struct nt_driver *driver;
	struct list_head node;
	spinlock_t lock;
	struct ndis_packet_block *free;
	struct ndis_packet_block **free_end;
	unsigned int used;
	unsigned int limit;
	unsigned int reserved;
	u8 protocol_id;
	bool dead;
};

static DEFINE_SPINLOCK(ndis_packet_pools_lock);	/* the list below */
static LIST_HEAD(ndis_packet_pools);

static void ndis_packet_pool_push(struct ndis_packet_pool *pool, struct ndis_packet_block *block)
{
	block->next = NULL;
	*pool->free_end = block;
	pool->free_end = &block->next;
}

static struct ndis_packet_block *ndis_packet_pool_pop(struct ndis_packet_pool *pool)
{
	struct ndis_packet_block *block = pool->free;

	if (!block)
		return NULL;
	pool->free = block->next;
	if (!pool->free)
		pool->free_end = &pool->free;
	return block;
}

static void ndis_packet_pool_release(struct ndis_object *object)
{
	struct ndis_packet_pool *pool = container_of(object, struct ndis_packet_pool, object);

	kfree_rcu(pool, object.rcu);
}

static struct ndis_packet_block *ndis_packet_block_create(struct ndis_packet_pool *pool)
{
	struct ndis_packet_block *block;

	block = nt_pool_alloc(pool->driver, POOL_FLAG_NON_PAGED,
			      ndis_packet_block_size(pool->reserved), NDIS_TAG_PACKET);
	if (!block)
		return NULL;
	block->pool = pool;
	block->oob_offset = ndis_packet_oob_offset(pool->reserved);
	block->magic = NDIS_PACKET_MAGIC;
	atomic_set(&block->owner, NDIS_PACKET_FREE);
	INIT_LIST_HEAD(&block->node);
	INIT_LIST_HEAD(&block->lent_node);
	return block;
}

static void ndis_packet_block_destroy(struct ndis_packet_block *block)
{
	block->magic = 0;
	nt_pool_free(block);
}

/* No descriptor is out and none will be: nobody else looks at the list. */
static void ndis_packet_pool_empty(struct ndis_packet_pool *pool)
{
	struct ndis_packet_block *block;
	unsigned long flags;

	while ((block = ndis_packet_pool_pop(pool)))
		ndis_packet_block_destroy(block);

	spin_lock_irqsave(&ndis_packet_pools_lock, flags);
	list_del(&pool->node);
	spin_unlock_irqrestore(&ndis_packet_pools_lock, flags);
	ndis_object_put(&pool->object);
}

/**
 * ndis_packet_pool_create() - make a pool
 * @driver: who is charged; NULL: the shim
 * @count: descriptors that are sure to be there
 * @overflow: more of them, as long as there is memory
 * @reserved: bytes of ProtocolReserved; there are never fewer than a packet that
 *	is indicated has to have
 * @pool: result; NULL on failure
 *
 * Context: any. Return: NDIS_STATUS_SUCCESS or NDIS_STATUS_RESOURCES.
 */
NDIS_STATUS ndis_packet_pool_create(struct nt_driver *driver, unsigned int count,
				    unsigned int overflow, unsigned int reserved,
				    struct ndis_packet_pool **pool)
{
	struct ndis_packet_block *block;
	struct ndis_packet_pool *new;
	unsigned long flags;
	unsigned int i;

	*pool = NULL;
	if (count > NDIS_POOL_LIMIT || reserved > NDIS_RESERVED_LIMIT || ndis_alloc_fails())
		return NDIS_STATUS_RESOURCES;
	new = kzalloc(sizeof(*new), nt_gfp());
	if (!new)
		return NDIS_STATUS_RESOURCES;
	new->driver = driver;
	new->limit = count + min(overflow, NDIS_POOL_LIMIT - count);
	new->reserved = max_t(unsigned int, reserved, PROTOCOL_RESERVED_SIZE_IN_PACKET);
	spin_lock_init(&new->lock);
	new->free_end = &new->free;

	for (i = 0; i < count; i++) {
		block = ndis_packet_block_create(new);
		if (!block)
			goto err_free_blocks;
		ndis_packet_pool_push(new, block);
	}
	/* The handle is seen by nobody before the caller has it. */
	spin_lock_irqsave(&ndis_packet_pools_lock, flags);
	list_add_tail(&new->node, &ndis_packet_pools);
	spin_unlock_irqrestore(&ndis_packet_pools_lock, flags);
	if (ndis_object_init(&new->object, NDIS_HANDLE_PACKET_POOL, ndis_packet_pool_release))
		goto err_unlist;
	*pool = new;
	return NDIS_STATUS_SUCCESS;

err_unlist:
	spin_lock_irqsave(&ndis_packet_pools_lock, flags);
	list_del(&new->node);
	spin_unlock_irqrestore(&ndis_packet_pools_lock, flags);
err_free_blocks:
	while ((block = ndis_packet_pool_pop(new)))
		ndis_packet_block_destroy(block);
	kfree(new);
	return NDIS_STATUS_RESOURCES;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_packet_pool_create);

/* True: descriptors are out, the last one back ends it; else it is gone now. */
static bool ndis_packet_pool_kill(struct ndis_packet_pool *pool, unsigned int *used)
{
	unsigned long flags;
	bool first;

	ndis_object_unpublish(&pool->object);
	spin_lock_irqsave(&pool->lock, flags);
	first = !pool->dead;
	pool->dead = true;
	*used = pool->used;
	spin_unlock_irqrestore(&pool->lock, flags);
	if (first && !*used)
		ndis_packet_pool_empty(pool);
	return first && *used;
}

/**
 * ndis_packet_pool_destroy() - free a pool
 * @pool: no longer the caller's; descriptors that are out are a violation
 *
 * Context: any.
 */
void ndis_packet_pool_destroy(struct ndis_packet_pool *pool)
{
	struct nt_driver *driver = pool->driver;
	unsigned int used;

	if (ndis_packet_pool_kill(pool, &used))
		nt_violation(driver, NT_RULE_NDIS_POOL_IN_USE, "%u packets", used);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_packet_pool_destroy);

static PNDIS_PACKET ndis_packet_pool_give(struct ndis_packet_pool *pool,
					  struct ndis_packet_block *block)
{
	ndis_packet_block_reset(block, pool->object.handle, pool->reserved, pool->protocol_id);
	return &block->packet;
}

/**
 * ndis_packet_alloc() - take a descriptor
 * @pool: pool
 *
 * Context: any. Return: a descriptor as new, the caller's as a client's; NULL
 * when the pool has no more, or the machine.
 */
PNDIS_PACKET ndis_packet_alloc(struct ndis_packet_pool *pool)
{
	struct ndis_packet_block *block = NULL;
	unsigned long flags;
	bool room;

	if (ndis_alloc_fails())
		return NULL;
	spin_lock_irqsave(&pool->lock, flags);
	room = !pool->dead && pool->used < pool->limit;
	if (room) {
		pool->used++;
		block = ndis_packet_pool_pop(pool);
	}
	spin_unlock_irqrestore(&pool->lock, flags);
	if (!room)
		return NULL;

	if (!block)
		block = ndis_packet_block_create(pool);
	if (!block) {
		ndis_packet_pool_putback(pool, NULL);
		return NULL;
	}
	return ndis_packet_pool_give(pool, block);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_packet_alloc);

/*
 * The usual case, of a pool that is there and has a descriptor to spare: without a
 * reference, since one that is out keeps its pool. A pool that goes is dead before it
 * is, and its memory stays for a grace period. NULL: whatever else there may be.
 */
static PNDIS_PACKET ndis_packet_alloc_spare(NDIS_HANDLE handle)
{
	struct ndis_packet_block *block = NULL;
	struct ndis_packet_pool *pool = NULL;
	struct ndis_object *object;
	unsigned long flags;

	if (ndis_knob(NDIS_KNOB_FAIL_ALLOC))
		return NULL;
	rcu_read_lock();
	object = ndis_object_peek(handle, NDIS_HANDLE_PACKET_POOL);
	if (object) {
		pool = container_of(object, struct ndis_packet_pool, object);
		spin_lock_irqsave(&pool->lock, flags);
		if (!pool->dead && pool->used < pool->limit)
			block = ndis_packet_pool_pop(pool);
		if (block)
			pool->used++;
		spin_unlock_irqrestore(&pool->lock, flags);
	}
	rcu_read_unlock();
	return block ? ndis_packet_pool_give(pool, block) : NULL;
}

/* @block: is free now; NULL: there was none after all. */
void ndis_packet_pool_putback(struct ndis_packet_pool *pool, struct ndis_packet_block *block)
{
	unsigned long flags;
	bool last;

	spin_lock_irqsave(&pool->lock, flags);
	if (block)
		ndis_packet_pool_push(pool, block);
	last = !--pool->used && pool->dead;
	spin_unlock_irqrestore(&pool->lock, flags);
	if (last)
		ndis_packet_pool_empty(pool);
}

NDIS_HANDLE ndis_packet_pool_handle(struct ndis_packet_pool *pool)
{
	return pool->object.handle;
}

struct nt_driver *ndis_packet_pool_driver(struct ndis_packet_pool *pool)
{
	return pool->driver;
}

static struct ndis_packet_pool *ndis_packet_pool_of(struct nt_driver *driver)
{
	struct ndis_packet_pool *pool;

	lockdep_assert_held(&ndis_packet_pools_lock);
	list_for_each_entry(pool, &ndis_packet_pools, node) {
		if (pool->driver == driver) {
			kref_get(&pool->object.ref);
			pool->driver = NULL;
			return pool;
		}
	}
	return NULL;
}

/**
 * ndis_packet_pool_orphan() - what an unloading driver leaves behind
 * @driver: none of its code runs any more
 *
 * Pools with all their packets are freed, the others are nobody's until the last
 * packet is back.
 *
 * Context: process.
 */
void ndis_packet_pool_orphan(struct nt_driver *driver)
{
	struct ndis_packet_pool *pool;
	unsigned int used;

	for (;;) {
		spin_lock_irq(&ndis_packet_pools_lock);
		pool = ndis_packet_pool_of(driver);
		spin_unlock_irq(&ndis_packet_pools_lock);
		if (!pool)
			return;
		ndis_packet_pool_kill(pool, &used);
		nt_violation(driver, NT_RULE_NDIS_OBJECT_LEAK, "packet pool with %u packets out",
			     used);
		ndis_object_put(&pool->object);
	}
}

/* ---- what drivers call ---- */

static struct ndis_packet_pool *ndis_packet_pool_get(NDIS_HANDLE handle, const char *who)
{
	struct ndis_object *object = ndis_object_get(handle, NDIS_HANDLE_PACKET_POOL, who);

	return object ? container_of(object, struct ndis_packet_pool, object) : NULL;
}

static void ndis_packet_pool_put(struct ndis_packet_pool *pool)
{
	ndis_object_put(&pool->object);
}

/* Descriptor, out-of-band data and per-packet information. */
UINT NdisPacketSize(UINT ProtocolReservedSize)
{
	UINT reserved = max_t(UINT, ProtocolReservedSize, PROTOCOL_RESERVED_SIZE_IN_PACKET);

	if (reserved > NDIS_RESERVED_LIMIT)
		return 0;
	return ndis_packet_size(reserved);
}
EXPORT_SYMBOL_NS_GPL(NdisPacketSize, NDIS_SHIM);

VOID NdisAllocatePacketPoolExWorker(PWDF_DRIVER_GLOBALS Globals, PNDIS_STATUS Status,
				    PNDIS_HANDLE PoolHandle, UINT NumberOfDescriptors,
				    UINT NumberOfOverflowDescriptors, UINT ProtocolReservedLength)
{
	struct nt_driver *driver = nt_driver_from_globals(Globals);
	struct ndis_packet_pool *pool;

	if (!Status || !PoolHandle) {
		nt_violation(driver, NT_RULE_NDIS_ARGUMENT, "NdisAllocatePacketPool: NULL");
		return;
	}
	*Status = ndis_packet_pool_create(driver, NumberOfDescriptors, NumberOfOverflowDescriptors,
					  ProtocolReservedLength, &pool);
	*PoolHandle = pool ? pool->object.handle : NULL;
}
EXPORT_SYMBOL_NS_GPL(NdisAllocatePacketPoolExWorker, NDIS_SHIM);

VOID NdisFreePacketPool(NDIS_HANDLE PoolHandle)
{
	struct ndis_packet_pool *pool = ndis_packet_pool_get(PoolHandle, __func__);

	if (!pool)
		return;
	ndis_packet_pool_destroy(pool);
	ndis_packet_pool_put(pool);
}
EXPORT_SYMBOL_NS_GPL(NdisFreePacketPool, NDIS_SHIM);

UINT NdisPacketPoolUsage(NDIS_HANDLE PoolHandle)
{
	struct ndis_packet_pool *pool = ndis_packet_pool_get(PoolHandle, __func__);
	unsigned int used;

	if (!pool)
		return 0;
	used = READ_ONCE(pool->used);
	ndis_packet_pool_put(pool);
	return used;
}
EXPORT_SYMBOL_NS_GPL(NdisPacketPoolUsage, NDIS_SHIM);

/* For packets that are allocated from now on. */
VOID NdisSetPacketPoolProtocolId(NDIS_HANDLE PoolHandle, UINT ProtocolId)
{
	struct ndis_packet_pool *pool = ndis_packet_pool_get(PoolHandle, __func__);

	if (!pool)
		return;
	WRITE_ONCE(pool->protocol_id, ProtocolId & NDIS_PROTOCOL_ID_MASK);
	ndis_packet_pool_put(pool);
}
EXPORT_SYMBOL_NS_GPL(NdisSetPacketPoolProtocolId, NDIS_SHIM);

VOID NdisAllocatePacket(PNDIS_STATUS Status, PNDIS_PACKET *Packet, NDIS_HANDLE PoolHandle)
{
	struct ndis_packet_pool *pool;

	if (!Status || !Packet) {
		nt_violation(NULL, NT_RULE_NDIS_ARGUMENT, "%s: NULL", __func__);
		return;
	}
	*Packet = ndis_packet_alloc_spare(PoolHandle);
	*Status = NDIS_STATUS_SUCCESS;
	if (likely(*Packet))
		return;
	*Status = NDIS_STATUS_FAILURE;
	pool = ndis_packet_pool_get(PoolHandle, __func__);
	if (!pool)
		return;
	*Packet = ndis_packet_alloc(pool);
	*Status = *Packet ? NDIS_STATUS_SUCCESS : NDIS_STATUS_RESOURCES;
	ndis_packet_pool_put(pool);
}
EXPORT_SYMBOL_NS_GPL(NdisAllocatePacket, NDIS_SHIM);
