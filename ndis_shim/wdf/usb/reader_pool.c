// SPDX-License-Identifier: GPL-2.0
/*
 * The buffers of a continuous reader: made, lent to the client, used again.
 *
 * A buffer has two kinds of users. The client has a reference on the WDFMEMORY;
 * the network stack, which the client may have shown parts of it to, has one on
 * the page. The reader reads into a buffer only while nobody has either, so what
 * a socket has not read yet stays as it is, and a device cannot change what has
 * been checked. Neither of them holds the reader up: it takes another buffer.
 *
 * Up to the pool's limit the reader stays the owner of buffers that are out, and
 * uses them again once all others are done: object and page together if it can,
 * else the object with another page. Beyond the limit a buffer is given away, and
 * goes with its last user; likewise one whose end the client wants to hear of, or
 * on which it has hung something (wdf_object_renew()).
 *
 * A client that keeps the WDFMEMORY of what it has indicated may read it on, but must
 * not write there, or have a request of its own read there, even though it was told
 * that the framework is done: a socket may still have the page. Whoever needs memory
 * to do with as he likes takes his own, which is copied.
 */
#include "wdf/usb/reader_pool.h"

#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "nt/rx_page.h"

#define POOL_TAG	0x64614552	/* "REad" */
/* Memory that a reader may keep beside the reads under way. */
#define POOL_BYTES	(512u << 10)
#define POOL_MIN	4u

/**
 * wdf_usb_pool_init() - nothing lent
 * @pool: zeroed
 * @attributes: the client's, or NULL
 * @parent: the pipe
 * @size: of a buffer, not 0
 *
 * Context: process.
 */
void wdf_usb_pool_init(struct wdf_usb_pool *pool, PWDF_OBJECT_ATTRIBUTES attributes,
		       WDFOBJECT parent, size_t size)
{
	if (attributes)
		pool->attributes = *attributes;
	else
		WDF_OBJECT_ATTRIBUTES_INIT(&pool->attributes);
	pool->attributes.ParentObject = parent;
	pool->size = size;
	pool->limit = clamp_t(size_t, POOL_BYTES / size, POOL_MIN, WDF_USB_POOL_MAX);
	spin_lock_init(&pool->lock);
}

/* No reference but ours: since nobody else has one, nobody can take one. */
static bool pool_returned(const struct wdf_memory *memory)
{
	if (refcount_read(&memory->base.refs) != 1)
		return false;
	/* What they did with it, page references included, is over. */
	smp_acquire__after_ctrl_dep();
	return true;
}

static bool pool_page_idle(const struct wdf_memory *memory)
{
	return !memory->page || nt_rx_page_idle(memory->page);
}

/**
 * wdf_usb_pool_busy() - may a buffer not be read into
 * @memory: whose client callback has returned
 *
 * Context: any.
 */
bool wdf_usb_pool_busy(const struct wdf_memory *memory)
{
	return !pool_returned(memory) || !pool_page_idle(memory);
}

/*
 * The oldest one that is idle. With no room for more, one that came back but for
 * its page will do.
 */
static struct wdf_memory *pool_take(struct wdf_usb_pool *pool)
{
	struct wdf_memory *memory = NULL;
	unsigned int i, found = WDF_USB_POOL_MAX;
	unsigned long flags;

	spin_lock_irqsave(&pool->lock, flags);
	for (i = 0; i < pool->count; i++) {
		if (!pool_returned(pool->lent[i]))
			continue;
		if (pool_page_idle(pool->lent[i])) {
			found = i;
			break;
		}
		if (found == WDF_USB_POOL_MAX && pool->count == pool->limit)
			found = i;
	}
	if (found < WDF_USB_POOL_MAX) {
		memory = pool->lent[found];
		pool->count--;
		memmove(pool->lent + found, pool->lent + found + 1,
			(pool->count - found) * sizeof(*pool->lent));
	}
	spin_unlock_irqrestore(&pool->lock, flags);
	return memory;
}

static struct wdf_memory *pool_create(struct wdf_usb_pool *pool)
{
	bool page = pool->size >= NT_RX_PAGE_MINIMUM && pool->size <= NT_RX_PAGE_MAXIMUM;
	struct wdf_creator creator = {};
	struct wdf_memory *memory;
	NTSTATUS status;

	/* No driver: the parent's. */
	status = page ? wdf_memory_create_page(&pool->attributes, pool->size, &memory) :
			wdf_memory_create(&creator, &pool->attributes, NonPagedPoolNx, POOL_TAG,
					  pool->size, &memory);
	if (!NT_SUCCESS(status))
		return NULL;
	wdf_object_set_owned(&memory->base);
	return memory;
}

/**
 * wdf_usb_pool_get() - a buffer to read into
 * @pool: pool
 *
 * Return: the buffer, the caller's until wdf_usb_pool_lend(); NULL: no memory.
 * Context: any up to softirq.
 */
struct wdf_memory *wdf_usb_pool_get(struct wdf_usb_pool *pool)
{
	struct wdf_memory *memory = pool_take(pool);

	if (!memory)
		return pool_create(pool);
	if (wdf_object_renew(&memory->base, &pool->attributes) &&
	    (pool_page_idle(memory) || wdf_memory_change_page(memory)))
		return memory;
	wdf_object_delete(&memory->base);
	return pool_create(pool);
}

/**
 * wdf_usb_pool_filled() - before the client sees what was read
 * @memory: the buffer
 * @offset: where the device's bytes begin
 * @length: how many
 *
 * Nobody gets to see what was in a new page before. It is at the first read that
 * least of it is left. What the client said of an earlier read is over.
 *
 * Context: any.
 */
void wdf_usb_pool_filled(struct wdf_memory *memory, size_t offset, size_t length)
{
	if (memory->page)
		nt_rx_page_forget(memory->page);
	if (!memory->fresh)
		return;
	memset(memory->buffer, 0, offset);
	memset(memory->buffer + offset + length, 0, memory->size - offset - length);
	memory->fresh = false;
}

/**
 * wdf_usb_pool_lend() - somebody goes on using a buffer
 * @pool: pool
 * @memory: got from it; not the caller's any more
 *
 * Context: any up to softirq.
 */
void wdf_usb_pool_lend(struct wdf_usb_pool *pool, struct wdf_memory *memory)
{
	unsigned long flags;
	bool kept;

	spin_lock_irqsave(&pool->lock, flags);
	kept = pool->count < pool->limit && !pool->attributes.EvtCleanupCallback &&
	       !pool->attributes.EvtDestroyCallback;
	if (kept)
		pool->lent[pool->count++] = memory;
	spin_unlock_irqrestore(&pool->lock, flags);

	/* The creation reference goes, the client's own stays. */
	if (!kept)
		wdf_object_delete(&memory->base);
}
