// SPDX-License-Identifier: GPL-2.0
/*
 * From the fragments of a received packet to an sk_buff.
 *
 * Pages become fragments of it where that pays, with the headers in its linear
 * part: those that are ours, which go up for good while their place in the ring
 * gets a fresh one (without one the packet is dropped and the old page stays), and
 * those of continuous readers (rx_block.c). The rest is copied.
 */
#include "netadapter/linux/linux.h"

#include <linux/mm.h>
#include <linux/string.h>

/*
 * An sk_buff with room for @len bytes and no more: napi_alloc_skb() would charge
 * 1 KB at least.
 */
static struct sk_buff *netcx_rx_alloc_skb(struct netcx_queue *queue, u32 len)
{
	u32 room = NET_SKB_PAD + (queue->poll->l2 ? NET_IP_ALIGN : 0);
	u32 size = SKB_DATA_ALIGN(room + len) + SKB_DATA_ALIGN(sizeof(struct skb_shared_info));
	struct sk_buff *skb;
	void *data;

	if (size > PAGE_SIZE)
		return napi_alloc_skb(&queue->poll->group->napi, len);
	data = netcx_head_get(size) ?: napi_alloc_frag(size);
	if (!data)
		return NULL;
	skb = napi_build_skb(data, size);
	if (!skb) {
		skb_free_frag(data);
		return NULL;
	}
	skb_reserve(skb, room);
	return skb;
}

/* The payload of the @i th fragment: the first ones were looked at already. */
static bool netcx_rx_get_piece(struct netcx_queue *queue, const struct netcx_rx_span *span, u32 i,
			       struct netcx_rx_piece *piece)
{
	struct netcx_poll *poll = queue->poll;

	if (i >= ARRAY_SIZE(poll->pieces))
		return !netcx_rx_payload(queue, span->first + i, piece);
	*piece = poll->pieces[i];
	return true;
}

static struct sk_buff *netcx_rx_copy(struct netcx_queue *queue, const struct netcx_rx_span *span,
				     u32 length)
{
	struct sk_buff *skb = netcx_rx_alloc_skb(queue, length);
	struct netcx_rx_piece piece;
	u32 i;

	if (!skb)
		return NULL;
	/* As nearly all of them are. */
	if (span->count == 1) {
		memcpy(__skb_put(skb, length), queue->poll->pieces[0].data, length);
		return skb;
	}
	for (i = 0; i < span->count; i++) {
		if (!netcx_rx_get_piece(queue, span, i, &piece) || skb->len + piece.len > length) {
			dev_kfree_skb_any(skb);
			return NULL;
		}
		skb_put_data(skb, piece.data, piece.len);
	}
	if (!skb->len) {
		dev_kfree_skb_any(skb);
		return NULL;
	}
	return skb;
}

/* Move one of our pages, from @data on, into @skb. */
static bool netcx_rx_add_page(struct netcx_queue *queue, struct sk_buff *skb, u32 index,
			      const void *data, u32 len)
{
	struct netcx_poll *poll = queue->poll;
	struct page *fresh = dev_alloc_pages(poll->page_order);

	index &= queue->fragment.mask;
	if (!fresh)
		return false;
	skb_add_rx_frag(skb, skb_shinfo(skb)->nr_frags, poll->pages[index],
			data - page_address(poll->pages[index]), len,
			netcx_poll_buffer_size(poll));
	poll->pages[index] = fresh;
	return true;
}

/* All pieces of the packet are remembered, and those of readers may stay. */
static struct sk_buff *netcx_rx_attach(struct netcx_queue *queue, const struct netcx_rx_span *span)
{
	struct netcx_poll *poll = queue->poll;
	struct sk_buff *skb = netcx_rx_alloc_skb(queue, NETCX_HEADER_BYTES);
	u32 i, pull;

	if (!skb)
		return NULL;
	pull = netcx_rx_header_bytes(poll->pieces[0].data, poll->pieces[0].len, poll->l2);
	memcpy(__skb_put(skb, pull), poll->pieces[0].data, pull);
	for (i = 0; i < span->count; i++) {
		struct netcx_rx_piece piece = poll->pieces[i];
		u32 whole = piece.len;
		bool added;

		if (!i) {
			piece.data += pull;
			piece.len -= pull;
		}
		if (!piece.len)
			continue;
		if (poll->pages)
			added = netcx_rx_add_page(queue, skb, span->first + i, piece.data,
						  piece.len);
		else
			added = netcx_rx_add_fragment(queue, skb, piece.data, piece.len, whole);
		if (!added)
			goto err_free;
	}
	if (!skb_headlen(skb))
		goto err_free;
	return skb;

err_free:
	dev_kfree_skb_any(skb);
	return NULL;
}

/**
 * netcx_rx_build() - make an sk_buff of a checked packet
 * @queue: polling Rx queue
 * @span: its fragments, which netcx_rx_check() has looked at
 * @length: the sum of their lengths, not 0
 * @batch: counts how it was done
 *
 * Return: an sk_buff that needs nothing of the client's, with at least one byte in
 *	its linear part; or NULL: no memory, or the client changed the
 *	descriptors meanwhile.
 * Context: softirq, the owner of the queue's token.
 */
struct sk_buff *netcx_rx_build(struct netcx_queue *queue, const struct netcx_rx_span *span,
			       u32 length, struct netcx_rx_batch *batch)
{
	struct netcx_poll *poll = queue->poll;
	bool attach = length > NETCX_COPY_BREAK && span->count <= MAX_SKB_FRAGS;
	struct sk_buff *skb;

	/* A block's packet is one piece; pieces of several blocks are copied. */
	if (attach && !poll->pages)
		attach = span->count == 1 &&
			 netcx_rx_in_place(queue, span->first, poll->pieces[0].data, length);
	skb = attach ? netcx_rx_attach(queue, span) : netcx_rx_copy(queue, span, length);
	if (!skb)
		return NULL;
	if (attach)
		batch->pages++;
	else
		batch->copied++;
	return skb;
}
