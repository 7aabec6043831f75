// SPDX-License-Identifier: GPL-2.0
/*
 * Making a ring: how large it is and how it is laid out. What is done for each
 * packet is in ring.h.
 */
#include "netadapter/ring.h"

#include <linux/cache.h>
#include <linux/log2.h>
#include <linux/minmax.h>

/**
 * netcx_ring_elements() - choose the number of elements of a ring
 * @hint: the client's wish, 0 for none
 * @minimum: another ring that this one must not be smaller than, or 0
 *
 * Return: a power of two within [NETCX_RING_MIN, NETCX_RING_MAX].
 * Context: any.
 */
u32 netcx_ring_elements(u32 hint, u32 minimum)
{
	u32 n = hint ? hint : NETCX_RING_DEFAULT;

	n = clamp_t(u32, max(n, minimum), NETCX_RING_MIN, NETCX_RING_MAX);
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
