/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a client may say of the packets that it received. Asked once for each packet,
 * hence inline. Pure.
 */
#ifndef _NDIS_SHIM_NETADAPTER_RX_RULES_H
#define _NDIS_SHIM_NETADAPTER_RX_RULES_H

#include "netadapter/ring.h"

/**
 * struct netcx_rx_span - where a received packet lies in the fragment ring
 * @first: ring index
 * @count: fragments
 * @gap: fragments between the previous packet's and @first
 */
struct netcx_rx_span {
	u32 first;
	u32 count;
	u32 gap;
};

enum netcx_span_kind {
	NETCX_SPAN_GOOD,
	NETCX_SPAN_GAP,
	NETCX_SPAN_BAD,		/* names fragments that the client does not have */
};

/**
 * netcx_rx_span() - find a packet's fragments
 * @fragment: ring; [taken, begin) is what may be used
 * @packet: the client's descriptor, not ignored
 * @span: filled unless NETCX_SPAN_BAD is returned
 *
 * The first fragment must be the one that follows the previous packet's, that
 * is fragment->taken. One further on (NETCX_SPAN_GAP) breaks the rule, too, but
 * can be taken back without harm.
 *
 * Return: what the span is good for.
 * Context: the owner of the queue's token.
 */
static inline enum netcx_span_kind netcx_rx_span(const struct netcx_ring *fragment,
						 const NET_PACKET *packet,
						 struct netcx_rx_span *span)
{
	u32 first = packet->FragmentIndex, count = packet->FragmentCount;
	u32 returned = netcx_ring_returned(fragment);
	u32 gap;

	if (!count || first > fragment->mask)
		return NETCX_SPAN_BAD;
	gap = netcx_ring_distance(fragment, fragment->taken, first);
	if (gap >= returned || count > returned - gap)
		return NETCX_SPAN_BAD;

	span->first = first;
	span->count = count;
	span->gap = gap;
	return gap ? NETCX_SPAN_GAP : NETCX_SPAN_GOOD;
}

/**
 * netcx_rx_fragment_check() - is a fragment's payload inside its buffer
 * @fragment: descriptor, a copy that the client cannot change any more
 * @va: start of the buffer
 * @capacity: size of the buffer as far as it is known for certain
 *
 * Return: NULL, or what is wrong.
 * Context: any.
 */
static inline const char *netcx_rx_fragment_check(const NET_FRAGMENT *fragment, const void *va,
						  size_t capacity)
{
	if (!va)
		return "no VirtualAddress";
	if (fragment->Capacity > capacity)
		return "Capacity larger than the buffer";
	if ((size_t)fragment->Offset + fragment->ValidLength > fragment->Capacity)
		return "Offset + ValidLength exceeds Capacity";
	return NULL;
}

#endif
