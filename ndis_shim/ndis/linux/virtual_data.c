// SPDX-License-Identifier: GPL-2.0
/*
 * Frames of the net_device of a device instance.
 *
 * A frame that is sent stays in its skb until NdisMSendComplete(), and goes on in it
 * where the driver does nothing but pass it on (through.h). So does what is received;
 * anything else is copied, since its bytes are the driver's again when the indication
 * returns.
 *
 * Frames are never handed up where a driver is further up on the stack: they are
 * queued, for each CPU, and a tasklet hands them up. One that has gone through the
 * driver is handed up by whoever it came from, where nothing is queued before it.
 */
#include "ndis/linux/virtual_internal.h"

#include <linux/etherdevice.h>
#include <linux/if_arp.h>
#include <linux/if_vlan.h>
#include <linux/wait_bit.h>

/* Received ones that wait on a CPU; more are dropped. As net.core.netdev_max_backlog. */
#define NDIS_VIRTUAL_QUEUE	1000
/* Of those, how many are handed up before others have their turn. */
#define NDIS_VIRTUAL_BATCH	64

/* @data, @size: in @skb. NULL: the pool is used up. */
static PNDIS_PACKET ndis_virtual_describe(struct ndis_virtual *virtual, struct sk_buff *skb,
					  void *data, u32 size, enum ndis_packet_owner owner)
{
	PNDIS_PACKET packet = ndis_packet_alloc(virtual->pool);
	struct ndis_virtual_packet *own;

	if (!packet)
		return NULL;
	own = ndis_virtual_packet(packet);
	ndis_shown_begin(&own->shown, skb);
	/* What is to be filled goes nowhere as it is. */
	if (owner != NDIS_PACKET_SENDING) {
		MmInitializeMdl(&own->shown.mdl, data, size);
		MmBuildMdlForNonPagedPool(&own->shown.mdl);
	}
	own->missing = 0;
	packet->Private.Head = &own->shown.mdl;
	packet->Private.Tail = &own->shown.mdl;
	packet->Private.ValidCounts = FALSE;
	atomic_set(&container_of(packet, struct ndis_packet_block, packet)->owner, owner);
	atomic_inc(&virtual->out);
	return packet;
}

void ndis_virtual_back(struct ndis_virtual *virtual)
{
	if (atomic_dec_and_test(&virtual->out))
		wake_up_var(&virtual->out);
}

/* ---- sending ---- */

netdev_tx_t ndis_virtual_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct ndis_virtual *virtual = netdev_priv(dev);
	struct ndis_through through;
	PNDIS_PACKET packet;

	if (skb_linearize(skb))
		goto drop;
	packet = ndis_virtual_describe(virtual, skb, skb->data, skb->len, NDIS_PACKET_SENDING);
	if (!packet)
		goto drop;
	skb_tx_timestamp(skb);
	if (atomic_inc_return(&virtual->sending) >= NDIS_VIRTUAL_STOP) {
		netif_stop_queue(dev);
		/* Pairs with ndis_virtual_sent(): one of the two sees the other. */
		smp_mb__after_atomic();
		if (atomic_read(&virtual->sending) < NDIS_VIRTUAL_WAKE)
			netif_wake_queue(dev);
	}
	/* @skb is the packet's from here on. */
	ndis_through_begin(&through, NULL);
	ndis_miniport_send(virtual->instance, &packet, 1);
	ndis_through_end(&through);
	return NETDEV_TX_OK;

drop:
	dev_core_stats_tx_dropped_inc(dev);
	kfree_skb(skb);
	return NETDEV_TX_OK;
}

void ndis_virtual_sent(struct ndis_instance *instance, struct ndis_packet_block *block,
		       NDIS_STATUS status)
{
	struct ndis_virtual *virtual = instance->virtual;
	struct ndis_shown *shown = &ndis_virtual_packet(&block->packet)->shown;
	struct net_device *dev = virtual->dev;
	struct sk_buff *skb = shown->skb;
	bool entered;

	ndis_shown_end(shown);
	ndis_packet_free(&block->packet);
	entered = ndis_dispatch_enter();
	if (status == NDIS_STATUS_SUCCESS) {
		dev_sw_netstats_tx_add(dev, 1, skb->len);
		dev_consume_skb_any(skb);
	} else {
		dev_core_stats_tx_dropped_inc(dev);
		dev_kfree_skb_any(skb);
	}
	/* BH being disabled is as good as RCU for @up. */
	if (atomic_dec_return(&virtual->sending) < NDIS_VIRTUAL_WAKE &&
	    READ_ONCE(virtual->up) && netif_queue_stopped(dev))
		netif_wake_queue(dev);
	ndis_virtual_back(virtual);
	ndis_dispatch_leave(entered);
}

/* ---- receiving ---- */

/* A frame of a wireless WAN is an IP packet. */
static __be16 ndis_virtual_protocol(struct sk_buff *skb, struct net_device *dev)
{
	if (dev->type == ARPHRD_ETHER)
		return eth_type_trans(skb, dev);
	skb_reset_mac_header(skb);
	skb->dev = dev;
	if (skb->len && skb->data[0] >> 4 == 6)
		return htons(ETH_P_IPV6);
	return htons(ETH_P_IP);
}

static void ndis_virtual_tasklet(struct tasklet_struct *tasklet)
{
	struct ndis_virtual_cpu *cpu = from_tasklet(cpu, tasklet, tasklet);
	struct sk_buff *skb;
	unsigned int i;

	for (i = 0; i < NDIS_VIRTUAL_BATCH && (skb = skb_dequeue(&cpu->frames)); i++)
		netif_receive_skb(skb);
	if (!skb_queue_empty_lockless(&cpu->frames))
		tasklet_schedule(tasklet);
}

/*
 * BH disabled, which is as good as RCU; @skb is consumed. It is left in *@last, if there
 * is such a place and nothing before it waits: whatever follows is queued, and the
 * tasklet does not run before the caller has handed this one up.
 */
static void ndis_virtual_deliver(struct ndis_virtual *virtual, struct sk_buff *skb,
				 struct sk_buff **last)
{
	struct ndis_virtual_cpu *cpu = this_cpu_ptr(virtual->cpu);
	unsigned int size = skb->len;

	if (skb_queue_len_lockless(&cpu->frames) >= NDIS_VIRTUAL_QUEUE) {
		dev_core_stats_rx_dropped_inc(virtual->dev);
		kfree_skb(skb);
		return;
	}
	skb->protocol = ndis_virtual_protocol(skb, virtual->dev);
	dev_sw_netstats_rx_add(virtual->dev, size);
	if (last && !*last && skb_queue_empty_lockless(&cpu->frames)) {
		/* As of a frame that comes anew. */
		skb_reset_network_header(skb);
		skb_reset_mac_len(skb);
		*last = skb;
		return;
	}
	skb_queue_tail(&cpu->frames, skb);
	tasklet_schedule(&cpu->tasklet);
}

int ndis_virtual_queues(struct ndis_virtual *virtual)
{
	struct ndis_virtual_cpu *cpu;
	unsigned int i;

	virtual->cpu = alloc_percpu(struct ndis_virtual_cpu);
	if (!virtual->cpu)
		return -ENOMEM;
	for_each_possible_cpu(i) {
		cpu = per_cpu_ptr(virtual->cpu, i);
		skb_queue_head_init(&cpu->frames);
		tasklet_setup(&cpu->tasklet, ndis_virtual_tasklet);
	}
	return 0;
}

void ndis_virtual_purge(struct ndis_virtual *virtual)
{
	struct ndis_virtual_cpu *cpu;
	unsigned int i;

	for_each_possible_cpu(i) {
		cpu = per_cpu_ptr(virtual->cpu, i);
		tasklet_kill(&cpu->tasklet);
		skb_queue_purge(&cpu->frames);
	}
}

/* False: nobody listens, or not a frame. RCU, or BH disabled, which is as good. */
static bool ndis_virtual_hears(struct ndis_virtual *virtual, u32 size)
{
	struct net_device *dev = virtual->dev;

	if (!READ_ONCE(virtual->up))
		return false;
	if (size <= READ_ONCE(dev->mtu) + dev->hard_header_len + VLAN_HLEN &&
	    size >= max_t(u32, dev->hard_header_len, 1))
		return true;
	dev_core_stats_rx_dropped_inc(dev);
	return false;
}

/* One to copy into, after all that has been passed on; NULL: no memory. Likewise. */
static struct sk_buff *ndis_virtual_skb(struct ndis_virtual *virtual, u32 size)
{
	struct sk_buff *skb = netdev_alloc_skb_ip_align(virtual->dev, size);

	ndis_through_flush();
	if (skb)
		skb_put(skb, size);
	else
		dev_core_stats_rx_dropped_inc(virtual->dev);
	return skb;
}

/*
 * The device is still there: it goes a grace period after @up is cleared, and BH
 * have been disabled since that was seen. What a driver may have written into the
 * frame, no hardware has checked.
 */
static void ndis_virtual_go(struct ndis_through *through, struct sk_buff *skb)
{
	struct ndis_virtual *virtual = netdev_priv(through->dev);

	if (!skb || !READ_ONCE(virtual->up)) {
		dev_core_stats_rx_dropped_inc(through->dev);
		kfree_skb(skb);
		return;
	}
	/* Nothing that was noted of it below is so of this interface. */
	skb_scrub_packet(skb, false);
	skb_set_queue_mapping(skb, 0);
	skb->ip_summed = CHECKSUM_NONE;
	ndis_virtual_deliver(virtual, skb, through->last);
}

/* Not what was on its way down, and turns round: it has an interface (see rx.c), and
 * perhaps a socket, a route, a connection and a time to be sent at.
 */
static bool ndis_virtual_through(struct ndis_virtual *virtual, PNDIS_PACKET packet)
{
	struct sk_buff *skb = ndis_shown_skb(packet);

	return skb && !skb->dev && ndis_through_take(skb, virtual->dev, ndis_virtual_go, 0);
}

void ndis_virtual_receive(struct ndis_instance *instance, PNDIS_PACKET packet, bool keep)
{
	struct ndis_virtual *virtual = instance->virtual;
	struct sk_buff *skb;
	u32 size;

	if (!virtual)
		return;
	size = ndis_packet_length(packet);
	if (!ndis_virtual_hears(virtual, size) || (keep && ndis_virtual_through(virtual, packet)))
		return;
	skb = ndis_virtual_skb(virtual, size);
	if (!skb)
		return;
	if (ndis_packet_read(packet, 0, skb->data, size) == size)
		ndis_virtual_deliver(virtual, skb, NULL);
	else
		kfree_skb(skb);
}

static void ndis_virtual_fill(struct ndis_virtual *virtual, struct sk_buff *skb,
			      const struct ndis_rx_frame *frame)
{
	struct ndis_virtual_packet *own;
	NDIS_STATUS status;
	PNDIS_PACKET packet;
	UINT done = 0;
	u32 have = frame->header_size + frame->data_size;

	packet = ndis_virtual_describe(virtual, skb, skb->data + have, skb->len - have,
				       NDIS_PACKET_TRANSFER);
	if (!packet) {
		dev_core_stats_rx_dropped_inc(virtual->dev);
		kfree_skb(skb);
		return;
	}
	own = ndis_virtual_packet(packet);
	own->missing = skb->len - have;
	status = ndis_miniport_transfer_own(virtual->instance, frame->context, frame->data_size,
					    own->missing, packet, &done);
	if (status != NDIS_STATUS_PENDING)
		ndis_virtual_filled(virtual->instance,
				    container_of(packet, struct ndis_packet_block, packet),
				    status, done);
}

void ndis_virtual_receive_pieces(struct ndis_instance *instance, const struct ndis_rx_frame *frame)
{
	struct ndis_virtual *virtual = instance->virtual;
	struct sk_buff *skb = NULL;
	u32 size;

	if (!virtual || check_add_overflow(frame->header_size, frame->packet_size, &size))
		return;
	rcu_read_lock();
	if (frame->header_size == virtual->dev->hard_header_len &&
	    ndis_virtual_hears(virtual, size))
		skb = ndis_virtual_skb(virtual, size);
	if (skb) {
		memcpy(skb->data, frame->header, frame->header_size);
		memcpy(skb->data + frame->header_size, frame->data, frame->data_size);
		if (frame->data_size == frame->packet_size)
			ndis_virtual_deliver(virtual, skb, NULL);
		else
			ndis_virtual_fill(virtual, skb, frame);
	}
	rcu_read_unlock();
}

void ndis_virtual_filled(struct ndis_instance *instance, struct ndis_packet_block *block,
			 NDIS_STATUS status, UINT bytes)
{
	struct ndis_virtual_packet *own = ndis_virtual_packet(&block->packet);
	struct ndis_virtual *virtual = instance->virtual;
	struct sk_buff *skb = own->shown.skb;
	bool whole = status == NDIS_STATUS_SUCCESS && bytes == own->missing;

	ndis_packet_free(&block->packet);
	ndis_dispatch_begin();
	rcu_read_lock();
	if (whole && READ_ONCE(virtual->up)) {
		ndis_virtual_deliver(virtual, skb, NULL);
	} else {
		dev_core_stats_rx_dropped_inc(virtual->dev);
		kfree_skb(skb);
	}
	rcu_read_unlock();
	ndis_virtual_back(virtual);
	ndis_dispatch_end();
}
