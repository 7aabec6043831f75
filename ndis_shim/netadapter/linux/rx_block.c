// SPDX-License-Identifier: GPL-2.0
/*
 * Which received packets go up the stack in the memory that they came in, and what
 * they are charged for it.
 *
 * Only marked pages do (nt/rx_page.h), which continuous readers have: the client
 * gets such a buffer back at once, and the page allocator looks after the page as
 * long as a socket has it. What a client allocated itself is copied.
 *
 * A page usually holds many packets, and the last of them to be read keeps all of
 * it. So the packets of a page that are worth it share the page's size by their lengths,
 * and they go up in place only if that charges their sockets no more than copies would.
 * A page with little in it is therefore copied. The sk_buff that a fragment needs counts,
 * too, unless the packet is TCP's: GRO, or else the socket's queue, merges those and
 * gives the sk_buff back.
 *
 * Which packets a page has its client says as it finds them (nt_rx_block_holds()). Of one
 * that does not it is those that follow each other in the ring, so that a client that
 * sorts a block to many queues has it copied. Packets that are dropped on their way up
 * leave the others charged too little, here as in any driver that shares pages.
 */
#include "netadapter/linux/linux.h"

#include <linux/align.h>
#include <linux/export.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/mm.h>
#include <linux/tcp.h>
#include <linux/udp.h>

#include <ntmodule.h>

#include "nt/rx_page.h"

/* Of a packet that is not short. */
static bool netcx_rx_is_tcp(const u8 *data, u32 l2)
{
	const u8 *ip = data + l2;
	u32 header;

	if (l2 && ip[-2] != 0x08 && ip[-2] != 0x86)
		return false;
	return netcx_rx_transport(ip, &header) == IPPROTO_TCP;
}

/**
 * netcx_rx_header_bytes() - how much of a packet the stack reads before its payload
 * @data: the packet, with its Ethernet header if there is one
 * @len: its length, or how much of it is at hand
 * @l2: bytes in front of the IP header
 *
 * So much goes into the linear part: less, and the stack has to pull; more, and GRO
 * cannot take the fragment alone.
 *
 * Return: at most NETCX_HEADER_BYTES and @len.
 * Context: any.
 */
u32 netcx_rx_header_bytes(const u8 *data, u32 len, u32 l2)
{
	const u8 *ip = data + l2;
	u32 header, most = min_t(u32, len, NETCX_HEADER_BYTES);

	if (most < l2 + sizeof(struct ipv6hdr) + sizeof(struct tcphdr))
		return most;
	if (l2 && ip[-2] != 0x08 && ip[-2] != 0x86)
		return most;
	switch (netcx_rx_transport(ip, &header)) {
	case IPPROTO_UDP:
		header += l2 + sizeof(struct udphdr);
		break;
	case IPPROTO_TCP:
		header += l2;
		if (header + sizeof(struct tcphdr) > most)
			return most;
		header += (data[header + 12] >> 4) * 4;
		break;
	default:
		return most;
	}
	return min(header, most);
}

/* What a socket is charged for a copy of so many bytes. */
static u32 netcx_rx_copy_charge(u32 len)
{
	return SKB_TRUESIZE(SKB_DATA_ALIGN(NET_SKB_PAD + NET_IP_ALIGN + len));
}

/* And for the sk_buff that a fragment hangs on. */
static u32 netcx_rx_head_charge(const u8 *data, u32 l2)
{
	return netcx_rx_is_tcp(data, l2) ? 0 : netcx_rx_copy_charge(NETCX_HEADER_BYTES);
}

/* What it saves to share a packet's memory, the page itself not counted; 0: it is copied. */
static u32 netcx_rx_saves(const u8 *data, u32 len, u32 l2)
{
	u32 copy, head;

	if (len <= NETCX_COPY_BREAK)
		return 0;
	copy = netcx_rx_copy_charge(len);
	head = netcx_rx_head_charge(data, l2);
	return copy - min(copy, head);
}

void nt_rx_block_holds(const void *block, const u32 (*pieces)[2], unsigned int count)
{
	struct page *page = nt_rx_page_find(block);
	u32 bytes = 0, saved = 0;
	unsigned int i;
	size_t room;

	if (!page)
		return;
	room = page_address(page) + page_size(page) - block;
	for (i = 0; i < count; i++) {
		u32 offset = pieces[i][0];
		u32 len = pieces[i][1];

		if (len <= NETCX_COPY_BREAK)
			continue;
		if (len > room || offset > room - len)
			continue;
		bytes += len;
		saved += netcx_rx_saves(block + offset, len, 0);
	}
	nt_rx_page_say(page, bytes, saved);
}
EXPORT_SYMBOL_NS_GPL(nt_rx_block_holds, NDIS_SHIM);

/*
 * Take the client's word for the page's packets, if it has said anything, and remember it
 * for the other queues of this round.
 */
static bool netcx_rx_block_said(struct netcx_queue *queue, struct page *page)
{
	struct netcx_rx_block *block = &queue->poll->block;
	u32 saved;

	nt_rx_page_said(page, &block->bytes, &saved);
	if (!block->bytes)
		return false;
	block->left = U32_MAX;
	block->told = true;
	if (saved >= block->size)
		block->page = page;
	queue->poll->group->known = *block;
	return true;
}

/*
 * Does a packet lie in the block that another queue, or this one, had packets of in this
 * round? It is still the same memory: whatever is in the group's rings now was there when
 * the round took its first packet, so the client had given all of it up together, and has
 * not got this one back yet.
 */
static bool netcx_rx_block_known(struct netcx_queue *queue, const u8 *data)
{
	const struct netcx_rx_block *known = &queue->poll->group->known;

	if (!netcx_rx_block_has(known, data, 1))
		return false;
	queue->poll->block = *known;
	return true;
}

/*
 * Look at what the client gave back from @index on, as far as it is in one page.
 * Descriptors may change meanwhile, or overlap: that makes the charge wrong and
 * nothing else.
 */
static void netcx_rx_block_enter(struct netcx_queue *queue, u32 index, const u8 *data)
{
	const struct netcx_ring *ring = &queue->fragment;
	struct netcx_rx_block *block = &queue->poll->block;
	u32 n = netcx_ring_distance(ring, index, ring->begin);
	struct page *page;
	u64 saved = 0;

	if (netcx_rx_block_known(queue, data))
		return;
	page = nt_rx_page_find(data);
	block->left = 0;
	block->told = false;
	block->stale = false;
	block->page = NULL;
	if (!page)
		return;
	block->start = page_address(page);
	block->size = page_size(page);
	if (netcx_rx_block_said(queue, page))
		return;

	for (; n--; index++) {
		NET_FRAGMENT *element = netcx_ring_element(ring, index);
		NET_FRAGMENT fragment = *element;
		const u8 *at = netcx_queue_virtual_address(queue, element)->VirtualAddress;
		u32 len = fragment.ValidLength;

		at += fragment.Offset;
		if (!netcx_rx_block_has(block, at, len))
			break;
		if (len <= NETCX_COPY_BREAK)
			continue;
		block->left++;
		block->bytes += len;
		saved += netcx_rx_saves(at, len, queue->poll->l2);
	}
	if (block->left && saved >= block->size)
		block->page = page;
}

/**
 * netcx_rx_in_place() - is a fragment to go up as it is
 * @queue: polling Rx queue, its buffers the client's
 * @index: of the fragment, which the client gave back
 * @data: its payload
 * @len: longer than NETCX_COPY_BREAK
 *
 * To be asked once for each such fragment, in their order.
 *
 * Return: yes: netcx_rx_add_fragment() gets a reference on the page.
 * Context: the owner of the queue's token.
 */
bool netcx_rx_in_place(struct netcx_queue *queue, u32 index, const u8 *data, u32 len)
{
	const struct netcx_rx_block *known = &queue->poll->group->known;
	struct netcx_rx_block *block = &queue->poll->block;

	/* All packets of a block that is copied are, whichever queues they are in. */
	if (known->told && !known->page && netcx_rx_block_has(known, data, len))
		return false;
	if (block->left && block->stale && nt_rx_page_find(data) != block->page)
		block->left = 0;
	block->stale = false;
	if (!block->left || !netcx_rx_block_has(block, data, len))
		netcx_rx_block_enter(queue, index, data);
	if (!block->left || !netcx_rx_block_has(block, data, len))
		return false;
	block->left--;
	return block->page;
}

/**
 * netcx_rx_add_fragment() - hang bytes of the current page on an sk_buff
 * @queue: netcx_rx_in_place() has just said yes
 * @skb: with room for another fragment
 * @data: within the fragment that was asked for
 * @len: likewise
 * @whole: length of that fragment
 *
 * Shared, says the sk_buff: a device may list bytes in two packets, and what decrypts
 * in place must not change one of them under the other.
 *
 * Return: false: the page is nobody's any more, which is the client's mistake.
 * Context: the owner of the queue's token.
 */
bool netcx_rx_add_fragment(struct netcx_queue *queue, struct sk_buff *skb, const u8 *data, u32 len,
			   u32 whole)
{
	struct netcx_rx_block *block = &queue->poll->block;
	u32 share = DIV_ROUND_UP_ULL((u64)block->size * whole, max(block->bytes, whole));

	if (!get_page_unless_zero(block->page))
		return false;
	skb_add_rx_frag(skb, skb_shinfo(skb)->nr_frags, block->page, data - block->start, len,
			max(share, whole));
	skb_shinfo(skb)->flags |= SKBFL_SHARED_FRAG;
	return true;
}
