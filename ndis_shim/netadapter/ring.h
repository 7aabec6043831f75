/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The framework's half of a NET_RING: memory layout, posting and taking back; what an
 * element looks like when the client gets it, and whether the client moved BeginIndex
 * within its rights.
 * Pure: touches only the memory that it is given, calls nothing.
 */
#ifndef _NDIS_SHIM_NETADAPTER_RING_H
#define _NDIS_SHIM_NETADAPTER_RING_H

#include <linux/compiler.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <linux/types.h>
#include <asm/barrier.h>

#include <netadaptercx.h>

#define NETCX_RING_DEFAULT	256
#define NETCX_RING_MIN		64
#define NETCX_RING_MAX		4096

/**
 * struct netcx_ring - the framework's own view of one ring
 * @pub: what the client sees; of it only BeginIndex is ever read back
 * @elements: number of elements, a power of two
 * @mask: @elements - 1
 * @stride: bytes from one element to the next
 * @taken: oldest element that the framework has not taken back yet
 * @begin: last BeginIndex that was found good
 * @end: next element to be posted; equals pub->EndIndex
 *
 * In ring order: @taken <= @begin <= @end. [taken, begin) is given back and
 * waits to be processed, [begin, end) is the client's, the rest is free.
 * The client can write everywhere in @pub, hence the private copies.
 */
struct netcx_ring {
	NET_RING *pub;
	u32 elements;
	u32 mask;
	u16 stride;
	u32 taken;
	u32 begin;
	u32 end;
};

u32 netcx_ring_elements(u32 hint, u32 minimum);
size_t netcx_ring_bytes(u32 elements, u16 stride);
void netcx_ring_init(struct netcx_ring *ring, void *memory, u32 elements, u16 stride);

static inline u32 netcx_ring_distance(const struct netcx_ring *ring, u32 from, u32 to)
{
	return (to - from) & ring->mask;
}

/* Element @index, which is masked: never outside the ring. */
static inline void *netcx_ring_element(const struct netcx_ring *ring, u32 index)
{
	return ring->pub->Buffer + (size_t)(index & ring->mask) * ring->stride;
}

/* How many elements can be posted: one always stays behind, since a full ring
 * would look like an empty one to the client.
 */
static inline u32 netcx_ring_room(const struct netcx_ring *ring)
{
	return ring->mask - netcx_ring_distance(ring, ring->taken, ring->end);
}

/* Elements that the client owns. */
static inline u32 netcx_ring_held(const struct netcx_ring *ring)
{
	return netcx_ring_distance(ring, ring->begin, ring->end);
}

/* Elements that came back and have not been taken. */
static inline u32 netcx_ring_returned(const struct netcx_ring *ring)
{
	return netcx_ring_distance(ring, ring->taken, ring->begin);
}

/**
 * netcx_ring_prepare() - the next elements to be posted
 * @ring: with room for @n elements
 * @n: how many
 *
 * The elements are zeroed as a whole, extensions and Scratch included: a client
 * that gave an element back early may still have scribbled on it.
 *
 * Context: the owner of the queue's token.
 */
static inline void netcx_ring_prepare(const struct netcx_ring *ring, u32 n)
{
	u32 straight = min(n, ring->elements - ring->end);

	if (!n)
		return;
	memset(netcx_ring_element(ring, ring->end), 0, (size_t)straight * ring->stride);
	if (unlikely(n > straight))
		memset(netcx_ring_element(ring, 0), 0, (size_t)(n - straight) * ring->stride);
}

/**
 * netcx_ring_publish() - give @n prepared elements to the client
 * @ring: with room for @n elements
 * @n: how many
 *
 * Context: the owner of the queue's token, no client callback running.
 */
static inline void netcx_ring_publish(struct netcx_ring *ring, u32 n)
{
	ring->end = (ring->end + n) & ring->mask;
	/* The client may look from a completion routine on another CPU. */
	smp_store_release(&ring->pub->EndIndex, ring->end);
}

/**
 * netcx_ring_sync() - see how far the client moved BeginIndex
 * @ring: after a client callback
 *
 * Return: true if it stayed within [begin, end]. Else false, and BeginIndex is
 *	put back to where it last made sense.
 * Context: the owner of the queue's token.
 */
static inline bool netcx_ring_sync(struct netcx_ring *ring)
{
	u32 begin = READ_ONCE(ring->pub->BeginIndex);

	if (begin <= ring->mask &&
	    netcx_ring_distance(ring, ring->begin, begin) <= netcx_ring_held(ring)) {
		ring->begin = begin;
		return true;
	}
	WRITE_ONCE(ring->pub->BeginIndex, ring->begin);
	return false;
}

/* @n returned elements are dealt with and may be posted again. */
static inline void netcx_ring_take(struct netcx_ring *ring, u32 n)
{
	ring->taken = (ring->taken + n) & ring->mask;
}

#endif
