// SPDX-License-Identifier: GPL-2.0
/*
 * From sk_buff to NET_PACKET: what a packet must be like to fit the client's
 * capabilities, and the descriptors that it becomes.
 */
#include "netadapter/linux/linux.h"

#include <linux/if_ether.h>
#include <linux/if_vlan.h>

#include "netadapter/packet_layout.h"

/* Not inlined: nobody else should pay for the buffer. */
static noinline void netcx_tx_describe_pages(const struct sk_buff *skb, u32 len, bool ethernet,
					     NET_PACKET_LAYOUT *layout)
{
	u8 buffer[NETCX_LAYOUT_BYTES];

	if (!skb_copy_bits(skb, 0, buffer, len))
		netcx_layout_describe(layout, buffer, len, ethernet);
}

/**
 * netcx_tx_describe() - the layout of a frame
 * @adapter: where to
 * @skb: passed netcx_tx_is_frame()
 * @layout: overwritten
 *
 * Headers are in the linear part as a rule.
 * Context: any.
 */
void netcx_tx_describe(const struct netcx_adapter *adapter, const struct sk_buff *skb,
		       NET_PACKET_LAYOUT *layout)
{
	bool ethernet = netcx_adapter_ethernet(adapter);
	u32 len = min_t(u32, skb->len, NETCX_LAYOUT_BYTES);

	netcx_layout_describe(layout, skb->data, min(len, skb_headlen(skb)), ethernet);
	if (skb_headlen(skb) < len && layout->Layer4Type == NetPacketLayer4TypeUnspecified)
		netcx_tx_describe_pages(skb, len, ethernet, layout);
}

/* The buffers begin PayloadBackfill bytes in front of their payload; only the
 * first one of a packet has such room.
 */
static bool netcx_tx_aligned(const struct sk_buff *skb, size_t align, size_t backfill)
{
	unsigned int i;

	if (skb_headlen(skb) && !IS_ALIGNED((uintptr_t)(skb->data - backfill), align))
		return false;
	for (i = 0; i < skb_shinfo(skb)->nr_frags; i++) {
		if (!IS_ALIGNED((uintptr_t)skb_frag_address(&skb_shinfo(skb)->frags[i]), align))
			return false;
	}
	return true;
}

static struct sk_buff *netcx_tx_copy_aligned(struct sk_buff *skb, size_t align, size_t backfill)
{
	struct sk_buff *copy = alloc_skb(skb->len + backfill + align, GFP_ATOMIC);

	if (!copy)
		return NULL;
	skb_reserve(copy, PTR_ALIGN(copy->data, align) - copy->data + backfill);
	if (skb_copy_bits(skb, 0, skb_put(copy, skb->len), skb->len)) {
		kfree_skb(copy);
		return NULL;
	}
	return copy;
}

/* A packet that may not be what the client's capabilities ask for. */
static noinline struct sk_buff *netcx_tx_fit(struct netcx_adapter *adapter, struct sk_buff *skb)
{
	const NET_ADAPTER_TX_CAPABILITIES *caps = &adapter->tx_caps;
	size_t backfill = caps->PayloadBackfill;
	struct sk_buff *copy;

	if (skb_has_frag_list(skb) ||
	    netcx_tx_count_fragments(skb) > caps->MaximumNumberOfFragments ||
	    (backfill && !skb_headlen(skb))) {
		netcx_count(adapter, NETCX_TX_LINEARIZED);
		if (skb_linearize(skb))
			goto drop;
	}
	/* The client may write headers of its own there. */
	if (backfill && skb_cow_head(skb, backfill))
		goto drop;
	if (caps->FragmentBufferAlignment > 1 &&
	    !netcx_tx_aligned(skb, caps->FragmentBufferAlignment, backfill)) {
		netcx_count(adapter, NETCX_TX_LINEARIZED);
		copy = netcx_tx_copy_aligned(skb, caps->FragmentBufferAlignment, backfill);
		if (!copy)
			goto drop;
		*netcx_tx_cb(copy) = *netcx_tx_cb(skb);
		consume_skb(skb);
		skb = copy;
	}
	return skb;

drop:
	netcx_count(adapter, NETCX_TX_NO_MEMORY);
	kfree_skb(skb);
	return NULL;
}

/**
 * netcx_tx_prepare() - make a packet fit the client's Tx capabilities
 * @adapter: started
 * @skb: passed netcx_tx_is_frame(); consumed
 *
 * What the client does not offload the stack has done, or is done here.
 *
 * Return: the packet to be sent, @skb or a copy, or NULL: @skb was dropped.
 * Context: BH disabled.
 */
struct sk_buff *netcx_tx_prepare(struct netcx_adapter *adapter, struct sk_buff *skb)
{
	const NET_ADAPTER_TX_CAPABILITIES *caps = &adapter->tx_caps;
	struct netcx_tx_cb *cb = netcx_tx_cb(skb);

	memset(cb, 0, sizeof(*cb));
	cb->segments = 1;
	netcx_tx_describe(adapter, skb, &cb->layout);
	if ((skb_is_gso(skb) || skb->ip_summed == CHECKSUM_PARTIAL ||
	     skb_vlan_tag_present(skb)) && !netcx_tx_offload(adapter, skb, cb)) {
		netcx_count(adapter, NETCX_TX_NO_MEMORY);
		kfree_skb(skb);
		return NULL;
	}
	/* One fragment is what every client takes. */
	if (likely(!skb_is_nonlinear(skb) && !caps->PayloadBackfill &&
		   caps->FragmentBufferAlignment <= 1))
		return skb;
	return netcx_tx_fit(adapter, skb);
}

/**
 * struct netcx_tx_place - the next element of a ring that is being filled
 * @base: the ring's first one
 * @index: masked
 * @mask: elements - 1
 * @stride: of an element
 */
struct netcx_tx_place {
	void *base;
	u32 index;
	u32 mask;
	u32 stride;
};

static inline struct netcx_tx_place netcx_tx_place(const struct netcx_ring *ring)
{
	return (struct netcx_tx_place){
		.base = ring->pub->Buffer,
		.index = ring->end,
		.mask = ring->mask,
		.stride = ring->stride,
	};
}

static inline void *netcx_tx_next(struct netcx_tx_place *place)
{
	void *element = place->base + (size_t)place->index * place->stride;

	place->index = (place->index + 1) & place->mask;
	return element;
}

static noinline void netcx_tx_fill_mdl(struct netcx_queue *queue, u32 index, void *data, u32 len)
{
	NET_FRAGMENT *fragment = netcx_ring_element(&queue->fragment, index);
	NET_FRAGMENT_MDL *ext = (void *)fragment + queue->ext.offset[NETCX_EXT_MDL];
	MDL *mdl = &queue->poll->mdls[index];

	MmInitializeMdl(mdl, data, len);
	MmBuildMdlForNonPagedPool(mdl);
	ext->Mdl = mdl;
}

static inline void netcx_tx_fill_fragment(struct netcx_queue *queue,
					  struct netcx_tx_place *place, void *data, u32 len,
					  u32 backfill)
{
	u32 index = place->index;
	NET_FRAGMENT *fragment = netcx_tx_next(place);

	fragment->ValidLength = len;
	fragment->Capacity = backfill + len;
	fragment->Offset = backfill;
	netcx_queue_virtual_address(queue, fragment)->VirtualAddress = data - backfill;
	if (READ_ONCE(queue->mdls))
		netcx_tx_fill_mdl(queue, index, data - backfill, backfill + len);
}

static void netcx_tx_fill_extensions(struct netcx_queue *queue, NET_PACKET *packet,
				     const struct netcx_tx_cb *cb)
{
	const u16 *offset = queue->ext.offset;
	NET_PACKET_CHECKSUM *sum = (void *)packet + offset[NETCX_EXT_CHECKSUM];
	NET_PACKET_IEEE8021Q *tag = (void *)packet + offset[NETCX_EXT_IEEE8021Q];
	NET_PACKET_GSO *gso = (void *)packet + offset[NETCX_EXT_GSO];

	if (netcx_ext_present(&queue->ext, NETCX_EXT_CHECKSUM)) {
		if (cb->sum_l3)
			sum->Layer3 = NetPacketTxChecksumActionRequired;
		if (cb->sum_l4)
			sum->Layer4 = NetPacketTxChecksumActionRequired;
	}
	if (cb->mss && netcx_ext_present(&queue->ext, NETCX_EXT_GSO))
		gso->TCP.Mss = cb->mss;		/* UDP's is in the same place */
	if (cb->tag && netcx_ext_present(&queue->ext, NETCX_EXT_IEEE8021Q)) {
		tag->TxTagging = cb->tag;
		tag->VlanIdentifier = cb->tci & VLAN_VID_MASK;
		tag->PriorityCodePoint = cb->tci >> VLAN_PRIO_SHIFT;
	}
}

static noinline void netcx_tx_fill_pages(struct netcx_queue *queue, struct netcx_tx_place *place,
					 const struct sk_buff *skb)
{
	const skb_frag_t *frag = skb_shinfo(skb)->frags;
	unsigned int i;

	for (i = 0; i < skb_shinfo(skb)->nr_frags; i++, frag++)
		netcx_tx_fill_fragment(queue, place, skb_frag_address(frag),
				       skb_frag_size(frag), 0);
}

/**
 * netcx_tx_fill() - describe packets in the next free elements, and post these
 * @queue: Tx queue with room for all of them
 * @batch: prepared packets; empty afterwards
 * @packets: how many
 * @fragments: how many elements they take in the fragment ring
 *
 * Context: the owner of the queue's token.
 */
void netcx_tx_fill(struct netcx_queue *queue, struct sk_buff_head *batch, u32 packets,
		   u32 fragments)
{
	u32 backfill = queue->adapter->tx_caps.PayloadBackfill;
	struct netcx_tx_place packet = netcx_tx_place(&queue->packet);
	struct netcx_tx_place fragment = netcx_tx_place(&queue->fragment);
	struct sk_buff *skb, *next;

	netcx_ring_prepare(&queue->packet, packets);
	netcx_ring_prepare(&queue->fragment, fragments);
	skb_queue_walk_safe(batch, skb, next) {
		struct netcx_tx_slot *slot = &queue->poll->slots[packet.index];
		const struct netcx_tx_cb *cb = netcx_tx_cb(skb);
		NET_PACKET *pkt = netcx_tx_next(&packet);
		bool linear = !skb_is_nonlinear(skb);

		/* The list ends below: each is taken out of it by half. */
		skb_mark_not_on_list(skb);
		slot->skb = skb;
		slot->fragments = likely(linear) ? 1 : netcx_tx_count_fragments(skb);
		pkt->FragmentIndex = fragment.index;
		pkt->FragmentCount = slot->fragments;
		pkt->Layout = cb->layout;
		if (netcx_tx_asks(cb))
			netcx_tx_fill_extensions(queue, pkt, cb);
		if (likely(linear) || skb_headlen(skb))
			netcx_tx_fill_fragment(queue, &fragment, skb->data, skb_headlen(skb),
					       backfill);
		if (unlikely(!linear))
			netcx_tx_fill_pages(queue, &fragment, skb);
	}
	__skb_queue_head_init(batch);
	netcx_ring_publish(&queue->fragment, fragments);
	netcx_ring_publish(&queue->packet, packets);
}
