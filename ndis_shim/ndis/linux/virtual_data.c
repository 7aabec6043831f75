// SPDX-License-Identifier: GPL-2.0
/*
 * Frames of the net_device of a device instance.
 *
 * A frame that is sent stays in its skb until NdisMSendComplete(); what is received
 * is copied, since its bytes are the driver's again when the indication returns.
 */
#include "ndis/linux/virtual_internal.h"

#include <linux/etherdevice.h>
#include <linux/if_arp.h>
#include <linux/if_vlan.h>
#include <linux/wait_bit.h>

/* @data, @size: in @skb. NULL: the pool is used up. */
static PNDIS_PACKET ndis_virtual_describe(struct ndis_virtual *virtual, struct sk_buff *skb,
					  void *data, u32 size, enum ndis_packet_owner owner)
{
	PNDIS_PACKET packet = ndis_packet_alloc(virtual->pool);
	struct ndis_virtual_packet *own;

	if (!packet)
		return NULL;
	own = ndis_virtual_packet(packet);
	MmInitializeMdl(&own->mdl, data, size);
	MmBuildMdlForNonPagedPool(&own->mdl);
	own->skb = skb;
	own->missing = 0;
	packet->Private.Head = &own->mdl;
	packet->Private.Tail = &own->mdl;
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
	ndis_miniport_send(virtual->instance, &packet, 1);
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
	struct sk_buff *skb = ndis_virtual_packet(&block->packet)->skb;
	struct net_device *dev = virtual->dev;

	ndis_packet_free(&block->packet);
	ndis_dispatch_begin();
	if (status == NDIS_STATUS_SUCCESS) {
		dev_sw_netstats_tx_add(dev, 1, skb->len);
		dev_consume_skb_any(skb);
	} else {
		dev_core_stats_tx_dropped_inc(dev);
		dev_kfree_skb_any(skb);
	}
	if (atomic_dec_return(&virtual->sending) < NDIS_VIRTUAL_WAKE) {
		rcu_read_lock();
		if (READ_ONCE(virtual->up) && netif_queue_stopped(dev))
			netif_wake_queue(dev);
		rcu_read_unlock();
	}
	ndis_virtual_back(virtual);
	ndis_dispatch_end();
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

/* BH disabled, RCU; @skb is consumed. */
static void ndis_virtual_deliver(struct ndis_virtual *virtual, struct sk_buff *skb)
{
	unsigned int size = skb->len;

	skb->protocol = ndis_virtual_protocol(skb, virtual->dev);
	if (netif_rx(skb) == NET_RX_SUCCESS)
		dev_sw_netstats_rx_add(virtual->dev, size);
}

/* NULL: nobody listens, not a frame, or no memory. RCU. */
static struct sk_buff *ndis_virtual_skb(struct ndis_virtual *virtual, u32 size)
{
	struct net_device *dev = virtual->dev;
	struct sk_buff *skb;

	if (!READ_ONCE(virtual->up))
		return NULL;
	if (size > READ_ONCE(dev->mtu) + dev->hard_header_len + VLAN_HLEN ||
	    size < max_t(u32, dev->hard_header_len, 1))
		goto drop;
	skb = netdev_alloc_skb_ip_align(dev, size);
	if (!skb)
		goto drop;
	skb_put(skb, size);
	return skb;

drop:
	dev_core_stats_rx_dropped_inc(dev);
	return NULL;
}

void ndis_virtual_receive(struct ndis_instance *instance, PNDIS_PACKET packet)
{
	struct ndis_virtual *virtual = instance->virtual;
	struct sk_buff *skb;

	if (!virtual)
		return;
	rcu_read_lock();
	skb = ndis_virtual_skb(virtual, ndis_packet_length(packet));
	if (skb) {
		if (ndis_packet_read(packet, 0, skb->data, skb->len) == skb->len)
			ndis_virtual_deliver(virtual, skb);
		else
			kfree_skb(skb);
	}
	rcu_read_unlock();
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
	if (frame->header_size == virtual->dev->hard_header_len)
		skb = ndis_virtual_skb(virtual, size);
	if (skb) {
		memcpy(skb->data, frame->header, frame->header_size);
		memcpy(skb->data + frame->header_size, frame->data, frame->data_size);
		if (frame->data_size == frame->packet_size)
			ndis_virtual_deliver(virtual, skb);
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
	struct sk_buff *skb = own->skb;
	bool whole = status == NDIS_STATUS_SUCCESS && bytes == own->missing;

	ndis_packet_free(&block->packet);
	ndis_dispatch_begin();
	rcu_read_lock();
	if (whole && READ_ONCE(virtual->up)) {
		ndis_virtual_deliver(virtual, skb);
	} else {
		dev_core_stats_rx_dropped_inc(virtual->dev);
		kfree_skb(skb);
	}
	rcu_read_unlock();
	ndis_virtual_back(virtual);
	ndis_dispatch_end();
}
