// SPDX-License-Identifier: GPL-2.0
/*
 * Ring arithmetic: how large a ring is, what an element looks like when the
 * client gets it, and whether the client moved BeginIndex within its rights.
 */
#include "netadapter/ring.h"

#include <linux/cache.h>
#include <linux/compiler.h>
#include <linux/log2.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <asm/barrier.h>

/**
 * netcx_ring_elements() - choose the number of elements of a ring
 * @hint: the client's wish, 0 for none
 * @at_least: another ring that this one must not be smaller than, or 0
 *
 * Return: a power of two within [NETCX_RING_MIN, NETCX_RING_MAX].
 * Context: any.
 */
u32 netcx_ring_elements(u32 hint, u32 at_least)
{
	u32 n = hint ? hint : NETCX_RING_DEFAULT;

	n = clamp_t(u32, max(n, at_least), NETCX_RING_MIN, NETCX_RING_MAX);
	return roundup_pow_of_two(n);
}

/**
 * netcx_ring_bytes() - memory that a ring needs
 * @elements: number of elements
 * @stride: bytes from one element to the next
 *
 * Return: header and elements, a power of two, so that kvzalloc() returns it
 *	cache-line aligned whatever the slab's debugging adds.
 * Context: any.
 */
size_t netcx_ring_bytes(u32 elements, u16 stride)
{
	return roundup_pow_of_two(offsetof(NET_RING, Buffer) + (size_t)elements * stride);
}

/**
 * netcx_ring_init() - lay a ring out in zeroed memory
 * @ring: the framework's view, overwritten
 * @memory: netcx_ring_bytes() of zeroes
 * @elements: a power of two
 * @stride: multiple of 8
 *
 * All indices are 0: the client owns nothing.
 * Context: any.
 */
void netcx_ring_init(struct netcx_ring *ring, void *memory, u32 elements, u16 stride)
{
	NET_RING *pub = memory;

	*ring = (struct netcx_ring) {
		.pub = pub,
		.elements = elements,
		.mask = elements - 1,
		.stride = stride,
	};
	pub->ElementStride = stride;
	pub->NumberOfElements = elements;
	pub->ElementIndexMask = elements - 1;
}

/**
 * netcx_ring_prepare() - the element to be posted as the @n th from now
 * @ring: with room for more than @n elements
 * @n: 0 for the next one
 *
 * The element is zeroed as a whole, extensions and Scratch included: a client
 * that gave an element back early may still have scribbled on it.
 *
 * Return: the element.
 * Context: the owner of the queue's token.
 */
void *netcx_ring_prepare(struct netcx_ring *ring, u32 n)
{
	void *element = netcx_ring_element(ring, ring->end + n);

	memset(element, 0, ring->stride);
	return element;
}

/**
 * netcx_ring_publish() - give @n prepared elements to the client
 * @ring: with room for @n elements
 * @n: how many
 *
 * Context: the owner of the queue's token, no client callback running.
 */
void netcx_ring_publish(struct netcx_ring *ring, u32 n)
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
bool netcx_ring_sync(struct netcx_ring *ring)
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
