// SPDX-License-Identifier: GPL-2.0
/*
 * From sk_buff to NET_PACKET: what a packet must be like to fit the client's
 * capabilities, and the descriptors that it becomes.
 */
#include "netadapter/linux/linux.h"

#include <linux/if_ether.h>
#include <linux/if_vlan.h>

#include "netadapter/packet_layout.h"

/**
 * netcx_tx_is_frame() - may this packet be sent at all
 * @adapter: where to
 * @skb: anything a packet socket can make
 *
 * Return: false if a raw-IP adapter is given something other than IPv4 or IPv6.
 * Context: any.
 */
bool netcx_tx_is_frame(const struct netcx_adapter *adapter, const struct sk_buff *skb)
{
	u8 buffer;
	const u8 *first;

	if (netcx_adapter_ethernet(adapter))
		return skb->len >= ETH_HLEN;

	first = skb_header_pointer(skb, 0, 1, &buffer);
	if (!first)
		return false;
	switch (*first >> 4) {
	case 4:
		return skb->len >= 20;
	case 6:
		return skb->len >= 40;
	default:
		return false;
	}
}

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
	size_t backfill = caps->PayloadBackfill;
	struct netcx_tx_cb cb = {};
	struct sk_buff *copy;

	netcx_tx_describe(adapter, skb, &cb.layout);
	if (!netcx_tx_offload(adapter, skb, &cb))
		goto drop;
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
		consume_skb(skb);
		skb = copy;
	}
	*netcx_tx_cb(skb) = cb;
	return skb;

drop:
	netcx_count(adapter, NETCX_TX_NO_MEMORY);
	kfree_skb(skb);
	return NULL;
}

static void netcx_tx_fill_fragment(struct netcx_queue *queue, u32 n, void *data, u32 len,
				   u32 backfill)
{
	NET_FRAGMENT *fragment = netcx_ring_prepare(&queue->fragment, n);
	u32 index = (queue->fragment.end + n) & queue->fragment.mask;

	fragment->ValidLength = len;
	fragment->Capacity = backfill + len;
	fragment->Offset = backfill;
	netcx_queue_virtual_address(queue, fragment)->VirtualAddress = data - backfill;

	if (netcx_ext_present(&queue->ext, NETCX_EXT_MDL)) {
		MDL *mdl = &queue->poll->mdls[index];
		NET_FRAGMENT_MDL *ext = (void *)fragment + queue->ext.offset[NETCX_EXT_MDL];

		MmInitializeMdl(mdl, data - backfill, backfill + len);
		MmBuildMdlForNonPagedPool(mdl);
		ext->Mdl = mdl;
	}
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
	if (netcx_ext_present(&queue->ext, NETCX_EXT_GSO))
		gso->TCP.Mss = cb->mss;		/* UDP's is in the same place */
	if (netcx_ext_present(&queue->ext, NETCX_EXT_IEEE8021Q) && cb->tag) {
		tag->TxTagging = cb->tag;
		tag->VlanIdentifier = cb->tci & VLAN_VID_MASK;
		tag->PriorityCodePoint = cb->tci >> VLAN_PRIO_SHIFT;
	}
}

/**
 * netcx_tx_fill() - describe a packet in the next free elements
 * @queue: Tx queue with room
 * @packet: how many packets were filled in but not published
 * @fragment: how many fragments were filled in but not published
 * @skb: prepared
 *
 * Context: the owner of the queue's token.
 */
void netcx_tx_fill(struct netcx_queue *queue, u32 packet, u32 fragment, struct sk_buff *skb)
{
	u32 backfill = queue->adapter->tx_caps.PayloadBackfill;
	NET_PACKET *pkt = netcx_ring_prepare(&queue->packet, packet);
	const skb_frag_t *frag = skb_shinfo(skb)->frags;
	unsigned int i;

	pkt->FragmentIndex = (queue->fragment.end + fragment) & queue->fragment.mask;
	pkt->FragmentCount = netcx_tx_count_fragments(skb);
	pkt->Layout = netcx_tx_cb(skb)->layout;
	netcx_tx_fill_extensions(queue, pkt, netcx_tx_cb(skb));

	if (skb_headlen(skb))
		netcx_tx_fill_fragment(queue, fragment++, skb->data, skb_headlen(skb), backfill);
	for (i = 0; i < skb_shinfo(skb)->nr_frags; i++, frag++)
		netcx_tx_fill_fragment(queue, fragment++, skb_frag_address(frag),
				       skb_frag_size(frag), 0);
}
