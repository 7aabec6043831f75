/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The framework's half of a NET_RING: memory layout, posting and taking back.
 * Pure: touches only the memory that it is given, calls nothing.
 */
#ifndef _NDIS_SHIM_NETADAPTER_RING_H
#define _NDIS_SHIM_NETADAPTER_RING_H

#include <linux/types.h>

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

u32 netcx_ring_elements(u32 hint, u32 at_least);
size_t netcx_ring_bytes(u32 elements, u16 stride);
void netcx_ring_init(struct netcx_ring *ring, void *memory, u32 elements, u16 stride);

void *netcx_ring_prepare(struct netcx_ring *ring, u32 n);
void netcx_ring_publish(struct netcx_ring *ring, u32 n);
bool netcx_ring_sync(struct netcx_ring *ring);

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

/* @n returned elements are dealt with and may be posted again. */
static inline void netcx_ring_take(struct netcx_ring *ring, u32 n)
{
	ring->taken = (ring->taken + n) & ring->mask;
}

#endif
