// SPDX-License-Identifier: GPL-2.0
/*
 * From the fragments of a received packet to an sk_buff.
 *
 * What the client allocated is copied. Pages of ours become fragments of the
 * sk_buff where that pays: the page goes up for good and its place in the ring
 * gets a fresh one, so no page is ever shared between the client and a socket.
 * If there is no fresh page the packet is dropped and the old page stays.
 */
#include "netadapter/linux/linux.h"

#include <linux/mm.h>

/* Shorter packets are copied: cheaper than a page that is mostly empty. */
#define NETCX_COPY_BREAK	256
/* Headers in the linear part of a longer one; IPv6 and TCP with all options. */
#define NETCX_HEADER_BYTES	128

/**
 * netcx_rx_payload() - where a fragment's payload lies
 * @queue: Rx queue
 * @index: of the fragment, returned by the client
 * @data: start of the payload
 * @len: its length
 *
 * The descriptor is copied before it is checked. A client that changes it
 * between two calls gets another answer, but never one outside the buffer as
 * far as its size is ours to know.
 *
 * Return: NULL, or which rule the descriptor breaks.
 * Context: the owner of the queue's token.
 */
const char *netcx_rx_payload(struct netcx_queue *queue, u32 index, void **data, u32 *len)
{
	NET_FRAGMENT *element = netcx_ring_element(&queue->fragment, index);
	NET_FRAGMENT fragment = *element;
	struct netcx_poll *poll = queue->poll;
	size_t capacity = fragment.Capacity;
	const char *wrong;
	void *va;

	if (poll->pages) {
		va = page_address(poll->pages[index & queue->fragment.mask]);
		capacity = netcx_poll_buffer_size(poll);
	} else {
		va = netcx_queue_virtual_address(queue, element)->VirtualAddress;
	}
	wrong = netcx_rx_fragment_check(&fragment, va, capacity);
	if (wrong)
		return wrong;
	*data = va + fragment.Offset;
	*len = fragment.ValidLength;
	return NULL;
}

static struct sk_buff *netcx_rx_copy(struct netcx_queue *queue, const struct netcx_rx_span *span,
				     u32 length)
{
	struct sk_buff *skb = napi_alloc_skb(&queue->poll->napi, length);
	u32 i, len;
	void *data;

	if (!skb)
		return NULL;
	for (i = 0; i < span->count; i++) {
		if (netcx_rx_payload(queue, span->first + i, &data, &len) ||
		    skb->len + len > length) {
			dev_kfree_skb_any(skb);
			return NULL;
		}
		skb_put_data(skb, data, len);
	}
	if (!skb->len) {
		dev_kfree_skb_any(skb);
		return NULL;
	}
	netcx_count(queue->adapter, NETCX_RX_COPIED);
	return skb;
}

/* Move one of our pages, from @offset on, into @skb. */
static bool netcx_rx_add_page(struct netcx_queue *queue, struct sk_buff *skb, u32 index,
			      u32 offset, u32 len)
{
	struct netcx_poll *poll = queue->poll;
	struct page *fresh = dev_alloc_pages(poll->page_order);

	index &= queue->fragment.mask;
	if (!fresh)
		return false;
	skb_add_rx_frag(skb, skb_shinfo(skb)->nr_frags, poll->pages[index], offset, len,
			netcx_poll_buffer_size(poll));
	poll->pages[index] = fresh;
	return true;
}

static struct sk_buff *netcx_rx_attach(struct netcx_queue *queue, const struct netcx_rx_span *span)
{
	struct netcx_poll *poll = queue->poll;
	struct sk_buff *skb = napi_alloc_skb(&poll->napi, NETCX_HEADER_BYTES);
	u32 i, len, pull;
	void *data;

	if (!skb)
		return NULL;
	for (i = 0; i < span->count; i++) {
		if (netcx_rx_payload(queue, span->first + i, &data, &len))
			goto err_free;
		if (!i) {
			pull = min_t(u32, len, NETCX_HEADER_BYTES);
			skb_put_data(skb, data, pull);
			data += pull;
			len -= pull;
		}
		if (!len)
			continue;
		if (!netcx_rx_add_page(queue, skb, span->first + i,
				       data - page_address(poll->pages[(span->first + i) &
								       queue->fragment.mask]),
				       len))
			goto err_free;
	}
	if (!skb_headlen(skb))
		goto err_free;
	netcx_count(queue->adapter, NETCX_RX_PAGES);
	return skb;

err_free:
	dev_kfree_skb_any(skb);
	return NULL;
}

/**
 * netcx_rx_build() - make an sk_buff of a checked packet
 * @queue: polling Rx queue
 * @span: its fragments, all of which passed netcx_rx_payload()
 * @length: the sum of their lengths, not 0
 *
 * Return: an sk_buff that refers to nothing of the client's, with at least one
 *	byte in its linear part; or NULL: no memory, or the client changed the
 *	descriptors meanwhile.
 * Context: softirq, the owner of the queue's token.
 */
struct sk_buff *netcx_rx_build(struct netcx_queue *queue, const struct netcx_rx_span *span,
			       u32 length)
{
	if (!queue->poll->pages || length <= NETCX_COPY_BREAK || span->count > MAX_SKB_FRAGS)
		return netcx_rx_copy(queue, span, length);
	return netcx_rx_attach(queue, span);
}
