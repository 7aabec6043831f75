// SPDX-License-Identifier: GPL-2.0
/*
 * Reception: posting empty elements (with buffers, if those are ours), taking
 * packets back, checking them, handing them to the stack, and returning the
 * client's buffers, all in one poll. Building the sk_buff is rx_skb.c.
 *
 * The client's buffers are returned at once, copied or not (rx_block.c), so a
 * socket that nobody reads cannot hold up the device's power-down.
 */
#include "netadapter/linux/linux.h"

#include <linux/build_bug.h>
#include <linux/etherdevice.h>
#include <linux/if_arp.h>
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "compat_udp.h"
#include "netadapter/packet_layout.h"

static bool netcx_rx_post_page(struct netcx_queue *queue, NET_FRAGMENT *fragment, u32 index)
{
	struct netcx_poll *poll = queue->poll;

	if (!poll->pages[index])
		poll->pages[index] = dev_alloc_pages(poll->page_order);
	if (!poll->pages[index])
		return false;
	fragment->Capacity = netcx_poll_buffer_size(poll);
	netcx_queue_virtual_address(queue, fragment)->VirtualAddress =
		page_address(poll->pages[index]);
	return true;
}

static void netcx_rx_post_fragments(struct netcx_queue *queue)
{
	struct netcx_ring *ring = &queue->fragment;
	u32 room = netcx_ring_room(ring), n;

	netcx_ring_prepare(ring, room);
	if (queue->poll->pages) {
		for (n = 0; n < room; n++) {
			u32 index = (ring->end + n) & ring->mask;

			/* Only ever fails while the ring is filled for the first time:
			 * a page is replaced before it goes up the stack.
			 */
			if (!netcx_rx_post_page(queue, netcx_ring_element(ring, index), index))
				break;
		}
		room = n;
	}
	netcx_ring_publish(ring, room);
}

/**
 * netcx_rx_post() - give the client all elements that are free
 * @queue: polling Rx queue
 *
 * All of them: nothing says how many fragments a client needs at once for a packet.
 *
 * Context: the owner of the queue's token.
 */
void netcx_rx_post(struct netcx_queue *queue)
{
	u32 room = netcx_ring_room(&queue->packet);

	if (netcx_ring_room(&queue->fragment))
		netcx_rx_post_fragments(queue);
	if (!room)
		return;
	netcx_ring_prepare(&queue->packet, room);
	netcx_ring_publish(&queue->packet, room);
}

/* Every buffer that came with a packet goes back exactly once, whatever was
 * wrong with the packet.
 */
static void netcx_rx_return(struct netcx_queue *queue, const struct netcx_rx_span *span)
{
	struct netcx_adapter *adapter = queue->adapter;
	u32 i;

	if (!netcx_ext_present(&queue->ext, NETCX_EXT_RETURN_CONTEXT))
		return;
	for (i = 0; i < span->count; i++) {
		NET_FRAGMENT *fragment = netcx_ring_element(&queue->fragment, span->first + i);
		NET_FRAGMENT_RETURN_CONTEXT *context = netcx_queue_return_context(queue, fragment);

		adapter->rx_caps.EvtAdapterReturnRxBuffer(netcx_adapter_handle(adapter),
							  context->Handle);
	}
}

/* A client describes most of its packets alike: what was good once is good again. */
static const char *netcx_rx_layout_check(struct netcx_poll *poll, const NET_PACKET_LAYOUT *layout)
{
	const char *wrong;
	u64 key = 0;

	BUILD_BUG_ON(sizeof(*layout) > sizeof(key));
	memcpy(&key, layout, sizeof(*layout));
	if (likely(key == poll->layout))
		return NULL;
	wrong = netcx_layout_check(layout);
	if (!wrong)
		poll->layout = key;
	return wrong;
}

/* Total length of a packet, or 0: a descriptor breaks the rules. Its first pieces
 * are remembered.
 */
static u32 netcx_rx_check(struct netcx_queue *queue, const NET_PACKET *packet,
			  const struct netcx_rx_span *span)
{
	struct netcx_poll *poll = queue->poll;
	const char *wrong = netcx_rx_layout_check(poll, &packet->Layout);
	struct netcx_rx_piece piece;
	u32 i, total = 0;

	if (wrong) {
		netcx_violation(queue->adapter, RX_LAYOUT, "%s", wrong);
		return 0;
	}
	for (i = 0; i < span->count; i++) {
		wrong = netcx_rx_payload(queue, span->first + i, &piece);
		if (wrong) {
			netcx_violation(queue->adapter, RX_FRAGMENT, "%s", wrong);
			return 0;
		}
		if (i < ARRAY_SIZE(poll->pieces))
			poll->pieces[i] = piece;
		total += piece.len;
		if (total > NETCX_MTU_MAX + ETH_HLEN)
			return 0;
	}
	return total;
}

/* Who is it for: false if it is nothing that this interface can receive. */
static bool netcx_rx_classify(struct netcx_adapter *adapter, struct net_device *dev,
			      struct sk_buff *skb)
{
	if (dev->type == ARPHRD_ETHER) {
		if (!pskb_may_pull(skb, ETH_HLEN))
			return false;
		skb->protocol = eth_type_trans(skb, dev);
		return true;
	}

	skb->dev = dev;
	skb_reset_mac_header(skb);
	skb_reset_network_header(skb);
	switch (skb->data[0] >> 4) {
	case 4:
		skb->protocol = htons(ETH_P_IP);
		return true;
	case 6:
		skb->protocol = htons(ETH_P_IPV6);
		return true;
	default:
		return false;
	}
}

/*
 * GRO leaves UDP alone while no socket or tunnel has asked for more, but sums every
 * datagram up before it does. Who asks sets the same key that GRO looks at.
 */
static bool netcx_rx_may_merge(const struct netcx_rx_batch *batch, const struct sk_buff *skb)
{
	const struct net_device *dev = batch->dev;

	if (batch->lone)
		return false;
	if (skb->protocol != htons(ETH_P_IP) || skb_headlen(skb) < sizeof(struct iphdr) ||
	    ((const struct iphdr *)skb->data)->protocol != IPPROTO_UDP)
		return true;
	if (dev->features & (NETIF_F_GRO_FRAGLIST | NETIF_F_GRO_UDP_FWD))
		return true;
	return nt_udp_gro_wanted();
}

static void netcx_rx_deliver(struct netcx_queue *queue, const void *element,
			     const struct netcx_rx_span *span, u32 length,
			     struct netcx_rx_batch *batch)
{
	struct netcx_rx_group *group = queue->poll->group;
	struct netcx_adapter *adapter = queue->adapter;
	struct net_device *dev = batch->dev;
	struct sk_buff *skb;

	skb = netcx_rx_build(queue, span, length, batch);
	if (!skb) {
		netcx_count(adapter, NETCX_RX_NO_MEMORY);
		dev_core_stats_rx_dropped_inc(dev);
		return;
	}
	if (!netcx_rx_classify(adapter, dev, skb)) {
		netcx_count(adapter, NETCX_RX_NOT_IP);
		DEV_STATS_INC(dev, rx_errors);
		dev_kfree_skb_any(skb);
		return;
	}
	skb_record_rx_queue(skb, queue->id);
	if (queue->poll->extended)
		netcx_rx_offload(queue, element, skb);
	batch->packets++;
	batch->bytes += length;
	if (netcx_rx_may_merge(batch, skb)) {
		netcx_keep_hash(group, skb);
		queue->poll->gro = group->keep.flushes;
		group->keep.given = true;
		napi_gro_receive(&group->napi, skb);
	} else {
		list_add_tail(&skb->list, &batch->plain);
	}
}

/*
 * Is there one packet in all? GRO has nothing to merge it with, and will not keep it, nor
 * has it one that this packet could overtake.
 */
static bool netcx_rx_is_lone(const struct netcx_queue *queue)
{
	const struct netcx_rx_keep *keep = &queue->poll->group->keep;

	return netcx_ring_returned(&queue->packet) == 1 && !netcx_keep_on(keep) &&
	       queue->poll->gro != keep->flushes;
}

/* One packet that the client did not ignore; @element is where its extensions are. */
static void netcx_rx_packet(struct netcx_queue *queue, const NET_PACKET *packet,
			    const void *element, struct netcx_rx_batch *batch)
{
	struct netcx_adapter *adapter = queue->adapter;
	enum netcx_span_kind kind;
	struct netcx_rx_span span;
	u32 length;

	kind = netcx_rx_span(&queue->fragment, packet, &span);
	if (kind != NETCX_SPAN_GOOD)
		netcx_violation(adapter, RX_FRAGMENT_RANGE,
				"FragmentIndex %u, FragmentCount %u: %u returned from %u on",
				packet->FragmentIndex, packet->FragmentCount,
				netcx_ring_returned(&queue->fragment), queue->fragment.taken);
	if (kind == NETCX_SPAN_BAD)
		goto bad;

	length = netcx_rx_check(queue, packet, &span);
	if (length && kind == NETCX_SPAN_GOOD) {
		if (!batch->deliver)
			netcx_count(adapter, NETCX_RX_CANCELLED);
		else if (!batch->dev)
			netcx_count(adapter, NETCX_RX_NO_NETDEV);
		else
			netcx_rx_deliver(queue, element, &span, length, batch);
	}
	netcx_rx_return(queue, &span);
	netcx_ring_take(&queue->fragment, span.gap + span.count);
	if (length && kind == NETCX_SPAN_GOOD)
		return;
bad:
	netcx_count(adapter, NETCX_RX_BAD_DESCRIPTOR);
	if (batch->dev)
		DEV_STATS_INC(batch->dev, rx_errors);
}

/* What is cheaper once for many packets: statistics, and the way into the stack. */
static void netcx_rx_finish(struct netcx_queue *queue, struct netcx_rx_batch *batch)
{
	struct pcpu_sw_netstats *stats;

	if (!batch->packets)
		return;
	stats = this_cpu_ptr(batch->dev->tstats);
	u64_stats_update_begin(&stats->syncp);
	u64_stats_add(&stats->rx_packets, batch->packets);
	u64_stats_add(&stats->rx_bytes, batch->bytes);
	u64_stats_update_end(&stats->syncp);
	netcx_count_many(queue->adapter, NETCX_RX_COPIED, batch->copied);
	netcx_count_many(queue->adapter, NETCX_RX_PAGES, batch->pages);
	if (list_is_singular(&batch->plain)) {
		struct sk_buff *skb = list_first_entry(&batch->plain, struct sk_buff, list);

		skb_list_del_init(skb);
		netif_receive_skb(skb);
	} else if (!list_empty(&batch->plain)) {
		netif_receive_skb_list(&batch->plain);
	}
}

/*
 * Fragments that came back without a packet wait for theirs, which may come
 * with the next Advance. When the client has no other fragment left, none will.
 * At the end (not @deliver) that is as it should be: EvtCancel returns what was
 * never used, packets marked Ignore and fragments with nothing in them.
 */
static void netcx_rx_reclaim(struct netcx_queue *queue, bool deliver)
{
	struct netcx_ring *ring = &queue->fragment;

	if (netcx_ring_returned(&queue->packet) || netcx_ring_held(ring) ||
	    !netcx_ring_returned(ring) || netcx_ring_room(ring))
		return;
	if (deliver)
		netcx_violation(queue->adapter, RX_FRAGMENT_RANGE, "%u fragments without a packet",
				netcx_ring_returned(ring));
	netcx_ring_take(ring, netcx_ring_returned(ring));
}

/* Traffic is what the device's idle timer waits for the end of. */
static void netcx_rx_busy(struct netcx_queue *queue)
{
	WDFDEVICE device = queue->adapter->dev->handle;

	if (time_before(jiffies, queue->poll->busy + HZ / 4))
		return;
	queue->poll->busy = jiffies;
	if (!cx_device_power_get(device, false))
		cx_device_power_put(device);
}

/**
 * netcx_rx_take() - process the packets that the client gave back
 * @queue: Rx queue
 * @budget: at most so many
 * @deliver: false while the queue is being stopped
 *
 * Return: how many were processed; ignored ones do not count.
 * Context: BH disabled, the owner of the queue's token.
 */
u32 netcx_rx_take(struct netcx_queue *queue, u32 budget, bool deliver)
{
	struct netcx_rx_batch batch = { .deliver = deliver };
	struct netcx_ring *ring = &queue->packet;
	u32 done = 0;

	INIT_LIST_HEAD(&batch.plain);
	batch.lone = netcx_rx_is_lone(queue);
	/* Until BH is enabled again, which netcx_link_stop() waits for. */
	if (deliver)
		batch.dev = rcu_dereference_bh(queue->adapter->link->running);
	while (done < budget && netcx_ring_returned(ring)) {
		/* A copy: completion routines of the client may be running. */
		const NET_PACKET *element = netcx_ring_element(ring, ring->taken);
		NET_PACKET packet = *element;

		if (!packet.Ignore) {
			netcx_rx_packet(queue, &packet, element, &batch);
			done++;
		}
		netcx_ring_take(ring, 1);
	}
	netcx_rx_finish(queue, &batch);

	/* The buffers that come next are others, even where they lie in the same place. */
	queue->poll->block.stale = true;
	if (queue->poll->block.told || !netcx_ring_returned(&queue->fragment))
		queue->poll->block.left = 0;

	netcx_rx_reclaim(queue, deliver);
	if (done && deliver)
		netcx_rx_busy(queue);
	return done;
}

int netcx_rx_alloc(struct netcx_queue *queue)
{
	struct netcx_adapter *adapter = queue->adapter;
	struct netcx_poll *poll = queue->poll;
	enum netcx_ext ext;
	size_t size;

	poll->busy = jiffies - HZ;
	poll->l2 = netcx_adapter_ethernet(adapter) ? ETH_HLEN : 0;
	for (ext = NETCX_EXT_CHECKSUM; ext < NETCX_NUM_EXTS; ext++)
		poll->extended |= netcx_ext_present(&queue->ext, ext);
	if (netcx_adapter_driver_managed(adapter))
		return 0;

	size = max_t(size_t, adapter->rx_caps.MaximumFrameSize,
		     READ_ONCE(adapter->mtu) + (netcx_adapter_ethernet(adapter) ? ETH_HLEN : 0));
	poll->page_order = get_order(size);
	poll->pages = kvcalloc(queue->fragment.elements, sizeof(*poll->pages), GFP_KERNEL);
	return poll->pages ? 0 : -ENOMEM;
}

void netcx_rx_free(struct netcx_queue *queue)
{
	struct netcx_poll *poll = queue->poll;
	u32 i;

	if (!poll->pages)
		return;
	for (i = 0; i < queue->fragment.elements; i++) {
		if (poll->pages[i])
			__free_pages(poll->pages[i], poll->page_order);
	}
	kvfree(poll->pages);
}
