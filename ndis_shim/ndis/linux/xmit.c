// SPDX-License-Identifier: GPL-2.0
/*
 * Sending: a copy of each frame goes to the interface's queue, and the packet is
 * done when Linux frees that copy. So what a driver has in flight is what the
 * link has, and a sender that counts its packets is held back by a slow one.
 *
 * A copy that is freed before dev_queue_xmit() returns is done at once: NdisSend
 * says so itself. One that is freed later may be freed under any lock of Linux:
 * a tasklet tells the driver.
 *
 * A frame of Linux' own that a driver does nothing to but pass it on is not copied
 * (through.h), and is done at once: whoever sent it is held back by its own socket,
 * as by any interface on top of another one.
 *
 * Loopback: frames of one binding are seen by the others of the same interface
 * whose filter wants them, never by the sender, unless they are for loopback only.
 * Raw-IP interfaces are links with two ends: they have no loopback.
 */
#include "ndis/linux/netdev.h"

#include <linux/etherdevice.h>
#include <linux/if_vlan.h>
#include <linux/random.h>
#include <linux/rculist.h>
#include <linux/slab.h>

#include "ndis/linux/through.h"
#include "ndis/receive.h"

/* Bits of state: whoever sets the second one finishes. */
#define NDIS_NETDEV_TX_FREED	1	/* by Linux */
#define NDIS_NETDEV_TX_RETURNED	2	/* from dev_queue_xmit() */

static struct ndis_netdev_tx *ndis_tx_get(struct ndis_netdev *nd)
{
	struct ndis_netdev_tx *tx;
	unsigned long flags;

	spin_lock_irqsave(&nd->tx_lock, flags);
	tx = list_first_entry_or_null(&nd->tx_free, struct ndis_netdev_tx, free);
	if (tx)
		list_del_init(&tx->free);
	spin_unlock_irqrestore(&nd->tx_lock, flags);
	return tx;
}

static void ndis_tx_put(struct ndis_netdev_tx *tx)
{
	struct ndis_netdev *nd = tx->nd;
	unsigned long flags;

	spin_lock_irqsave(&nd->tx_lock, flags);
	list_add(&tx->free, &nd->tx_free);
	spin_unlock_irqrestore(&nd->tx_lock, flags);
}

/* The binding's io is the last thing that keeps @nd. */
static void ndis_tx_finish(struct ndis_netdev_tx *tx)
{
	struct ndis_binding *binding = tx->binding;
	PNDIS_PACKET packet = tx->packet;
	NDIS_STATUS status = tx->status;

	ndis_tx_put(tx);
	ndis_send_done(binding, packet, status);
	ndis_binding_put(binding);
}

static void ndis_tx_tasklet(struct tasklet_struct *tasklet)
{
	struct ndis_netdev *nd = from_tasklet(nd, tasklet, tx_tasklet);
	struct llist_node *done = llist_reverse_order(llist_del_all(&nd->tx_done));
	struct ndis_netdev_tx *tx, *next;

	llist_for_each_entry_safe(tx, next, done, done)
		ndis_tx_finish(tx);
}

/* Linux has done with it, wherever that was: skb_orphan() counts as well. */
static void ndis_tx_destructor(struct sk_buff *skb)
{
	struct ndis_netdev_tx *tx = skb_shinfo(skb)->destructor_arg;

	skb_shinfo(skb)->destructor_arg = NULL;
	rcu_read_lock();
	if (atomic_fetch_or(NDIS_NETDEV_TX_FREED, &tx->state) & NDIS_NETDEV_TX_RETURNED) {
		llist_add(&tx->done, &tx->nd->tx_done);
		tasklet_schedule(&tx->nd->tx_tasklet);
	}
	rcu_read_unlock();
}

bool ndis_xmit_is_ours(const struct ndis_netdev *nd, const struct sk_buff *skb)
{
	/* Compared, never followed: other frames have anything there. */
	unsigned long arg = (unsigned long)READ_ONCE(skb_shinfo(skb)->destructor_arg);
	unsigned long first = (unsigned long)nd->tx;

	if (arg >= first && arg < first + NDIS_NETDEV_TX_SLOTS * sizeof(*nd->tx))
		return true;
	/* Queues that delay frames orphan them, or send copies. What Linux has received
	 * since, from wherever, and sends on is a frame of its own.
	 */
	return skb->ip_summed == CHECKSUM_NONE && !skb->skb_iif && skb->csum == nd->tx_mark;
}

/* ---- the frame ---- */

/* A tag is not of the frame's own length. */
static bool ndis_xmit_fits(const struct sk_buff *skb, const struct net_device *dev,
			   unsigned int header)
{
	unsigned int most = READ_ONCE(dev->mtu) + header;

	if (header && eth_type_vlan(((const struct ethhdr *)skb->data)->h_proto))
		most += VLAN_HLEN;
	return skb->len <= most;
}

/* The tag that goes beside the packet. False: it cannot have any. */
static bool ndis_xmit_tag(const struct ndis_binding *binding, PNDIS_PACKET packet,
			  struct sk_buff *skb)
{
	NDIS_PACKET_8021Q_INFO info = {
		.Value = NDIS_PER_PACKET_INFO_FROM_PACKET(packet, Ieee8021QInfo),
	};
	u16 tci;

	if (!info.Value)
		return true;
	if (binding->emulated || binding->medium != NdisMedium802_3)
		return !info.TagHeader.VlanId;
	tci = info.TagHeader.UserPriority << VLAN_PRIO_SHIFT | info.TagHeader.VlanId;
	if (info.TagHeader.CanonicalFormatId)
		tci |= VLAN_CFI_MASK;
	__vlan_hwaccel_put_tag(skb, htons(ETH_P_8021Q), tci);
	return true;
}

/* Copies a packet, at any rate no more than could ever be sent. */
static struct sk_buff *ndis_xmit_copy(PNDIS_PACKET packet, struct net_device *dev,
				      unsigned int header, NDIS_STATUS *status)
{
	u32 length = ndis_packet_length(packet);
	struct sk_buff *skb;

	*status = NDIS_STATUS_INVALID_PACKET;
	if (length < max(header, 1u))
		return NULL;
	*status = NDIS_STATUS_INVALID_LENGTH;
	if (length > READ_ONCE(dev->mtu) + header + VLAN_HLEN)
		return NULL;
	*status = NDIS_STATUS_RESOURCES;
	skb = alloc_skb(LL_RESERVED_SPACE(dev) + length + dev->needed_tailroom,
			GFP_ATOMIC | __GFP_NOWARN);
	if (!skb)
		return NULL;
	skb_reserve(skb, LL_RESERVED_SPACE(dev));
	*status = NDIS_STATUS_INVALID_PACKET;
	if (ndis_packet_read(packet, 0, skb_put(skb, length), length) != length)
		goto err_free;
	skb->dev = dev;
	skb_reset_mac_header(skb);
	*status = NDIS_STATUS_INVALID_LENGTH;
	if (!ndis_xmit_fits(skb, dev, header))
		goto err_free;
	return skb;

err_free:
	kfree_skb(skb);
	return NULL;
}

static void ndis_xmit_ethernet(struct sk_buff *skb)
{
	__be16 type = eth_hdr(skb)->h_proto;

	/* What is no type is a length, of an 802.2 frame. */
	skb->protocol = eth_proto_is_802_3(type) ? type : htons(ETH_P_802_2);
	skb_set_network_header(skb, ETH_HLEN);
}

static bool ndis_xmit_bare(struct sk_buff *skb)
{
	switch (skb->data[0] >> 4) {
	case 4:
		skb->protocol = htons(ETH_P_IP);
		break;
	case 6:
		skb->protocol = htons(ETH_P_IPV6);
		break;
	default:
		return false;
	}
	skb_reset_network_header(skb);
	return true;
}

/* As the interface wants it; NULL: there is nothing to send, and why. */
static struct sk_buff *ndis_xmit_frame(struct ndis_binding *binding, struct net_device *dev,
				       PNDIS_PACKET packet, NDIS_STATUS *status)
{
	struct sk_buff *skb = ndis_xmit_copy(packet, dev, ndis_netdev_header_size(binding), status);

	if (!skb)
		return NULL;
	if (!ndis_xmit_tag(binding, packet, skb))
		goto err_invalid;
	if (binding->emulated)
		return ndis_netdev_rawip_frame(binding, dev, skb, status);
	if (binding->medium == NdisMedium802_3) {
		ndis_xmit_ethernet(skb);
		return skb;
	}
	if (ndis_xmit_bare(skb))
		return skb;
err_invalid:
	*status = NDIS_STATUS_INVALID_PACKET;
	kfree_skb(skb);
	return NULL;
}

/* ---- loopback ---- */

static bool ndis_loopback_wanted(struct ndis_netdev *nd, const struct ndis_rx_frame *frame)
{
	struct ndis_binding *binding;
	bool wanted = false;

	rcu_read_lock();
	list_for_each_entry_rcu(binding, &nd->adapter.bindings, node_adapter)
		wanted |= ndis_filter_wants(binding, frame);
	rcu_read_unlock();
	return wanted;
}

static void ndis_loopback(struct ndis_binding *binding, struct net_device *dev,
			  struct sk_buff *skb, u32 flags)
{
	struct ndis_netdev *nd = ndis_netdev(binding->adapter);
	struct ndis_binding *sender = flags & NDIS_FLAGS_LOOPBACK_ONLY ? NULL : binding;
	struct ndis_rx_frame frame = { .sender = sender };
	struct sk_buff *copy;

	if (nd->raw || flags & NDIS_FLAGS_DONT_LOOPBACK ||
	    READ_ONCE(binding->options) & NDIS_PROT_OPTION_NO_LOOPBACK)
		return;
	frame.destination = skb->data;
	frame.classes = ndis_filter_classes(skb->data, dev->dev_addr) | NDIS_PACKET_TYPE_ALL_LOCAL;
	if (!ndis_loopback_wanted(nd, &frame))
		return;
	/* Its own bytes: drivers keep what they are shown, and devices write into
	 * what they send.
	 */
	copy = skb_copy(skb, GFP_ATOMIC | __GFP_NOWARN);
	if (!copy) {
		atomic_long_inc(&nd->dropped);
		return;
	}
	/* More than ALL_LOCAL tells it from what Linux sends: see rx.c. */
	ndis_netdev_back(nd, copy, sender, NULL, frame.classes | NDIS_PACKET_TYPE_PROMISCUOUS);
}

/* ---- sending ---- */

static NDIS_STATUS ndis_xmit_status(int err)
{
	if (!net_xmit_eval(err))
		return NDIS_STATUS_SUCCESS;
	if (err == NET_XMIT_DROP || err == -ENOBUFS || err == -ENOMEM)
		return NDIS_STATUS_RESOURCES;
	if (err == -ENETDOWN)
		return NDIS_STATUS_ADAPTER_NOT_READY;
	return NDIS_STATUS_FAILURE;
}

static NDIS_STATUS ndis_xmit_ready(const struct ndis_binding *binding,
				   const struct net_device *dev)
{
	if (!dev)
		return NDIS_STATUS_ADAPTER_REMOVED;
	if (!netif_running(dev))
		return NDIS_STATUS_FAILURE;
	if (!netif_carrier_ok(dev))
		return NDIS_STATUS_NO_CABLE;
	return atomic_read(&binding->pending) > NDIS_SENDS_MAX ? NDIS_STATUS_RESOURCES :
								 NDIS_STATUS_SUCCESS;
}

/* PENDING: the packet is done when Linux frees the frame. */
static NDIS_STATUS ndis_xmit_queue(struct ndis_binding *binding, PNDIS_PACKET packet,
				   struct sk_buff *skb)
{
	struct ndis_netdev *nd = ndis_netdev(binding->adapter);
	struct ndis_netdev_tx *tx = ndis_tx_get(nd);
	NDIS_STATUS status;

	if (!tx) {
		kfree_skb(skb);
		return NDIS_STATUS_RESOURCES;
	}
	tx->binding = binding;
	tx->packet = packet;
	tx->status = NDIS_STATUS_SUCCESS;
	atomic_set(&tx->state, 0);
	percpu_ref_get(&binding->io);
	skb_shinfo(skb)->destructor_arg = tx;
	skb->destructor = ndis_tx_destructor;
	/* Nobody looks there: its checksums are in it, or it has none. */
	skb->csum = nd->tx_mark;

	status = ndis_xmit_status(dev_queue_xmit(skb));
	if (!(atomic_fetch_or(NDIS_NETDEV_TX_RETURNED, &tx->state) & NDIS_NETDEV_TX_FREED))
		return NDIS_STATUS_PENDING;
	ndis_tx_put(tx);
	ndis_binding_put(binding);
	return status;
}

/* Nobody else has it any more: as if it were new. */
static void ndis_xmit_go(struct ndis_through *through, struct sk_buff *skb)
{
	if (!skb) {
		dev_core_stats_tx_dropped_inc(through->dev);
		return;
	}
	skb->dev = through->dev;
	skb_reset_mac_header(skb);
	ndis_xmit_ethernet(skb);
	skb->pkt_type = PACKET_HOST;
	/* What a tap looks at: it is a driver's. */
	skb->ip_summed = CHECKSUM_NONE;
	skb->csum = through->mark;
	skb->skb_iif = 0;
	/* What is dropped here, the queue counts. */
	dev_queue_xmit(skb);
}

/*
 * False: it has to be copied. Not what goes out another way than it came in: with a
 * tag beside it, or without its header, or with one more in front of it. Nor what was
 * received (it has no interface, see rx.c) and turns round: it would take along what
 * Linux notes of where and when that was. Nor where somebody waits to be told when it
 * is sent: that was when the driver got it, and is not said twice.
 */
static bool ndis_xmit_through(struct ndis_binding *binding, struct net_device *dev,
			      PNDIS_PACKET packet)
{
	u32 flags = packet->Private.Flags;
	struct sk_buff *skb;

	if (binding->emulated || binding->medium != NdisMedium802_3 ||
	    flags & NDIS_FLAGS_LOOPBACK_ONLY)
		return false;
	skb = ndis_shown_skb(packet);
	if (!skb || !skb->dev || skb_shinfo(skb)->tx_flags || skb->len < ETH_HLEN ||
	    !ndis_xmit_fits(skb, dev, ETH_HLEN) || skb_vlan_tag_present(skb) ||
	    skb_headroom(skb) < dev->needed_headroom ||
	    NDIS_PER_PACKET_INFO_FROM_PACKET(packet, Ieee8021QInfo) ||
	    !ndis_through_take(skb, dev, ndis_xmit_go, ndis_netdev(binding->adapter)->tx_mark))
		return false;
	ndis_loopback(binding, dev, skb, flags);
	return true;
}

static NDIS_STATUS ndis_xmit_one(struct ndis_binding *binding, PNDIS_PACKET packet)
{
	struct ndis_netdev *nd = ndis_netdev(binding->adapter);
	struct net_device *dev = rcu_dereference_bh(nd->dev);
	NDIS_STATUS status = ndis_xmit_ready(binding, dev);
	u32 flags = packet->Private.Flags;
	struct sk_buff *skb;

	if (status != NDIS_STATUS_SUCCESS || ndis_xmit_through(binding, dev, packet))
		return status;
	ndis_through_flush();
	skb = ndis_xmit_frame(binding, dev, packet, &status);
	if (!skb)
		return status;
	ndis_loopback(binding, dev, skb, flags);
	if (flags & NDIS_FLAGS_LOOPBACK_ONLY) {
		consume_skb(skb);
		return NDIS_STATUS_SUCCESS;
	}
	return ndis_xmit_queue(binding, packet, skb);
}

void ndis_netdev_send(struct ndis_binding *binding, PNDIS_PACKET *packets, unsigned int count)
{
	/* As good as RCU for the interface, and what dev_queue_xmit() wants. */
	bool entered = ndis_dispatch_enter();
	NDIS_STATUS status;
	unsigned int i;

	for (i = 0; i < count; i++) {
		status = ndis_xmit_one(binding, packets[i]);
		if (status != NDIS_STATUS_PENDING)
			ndis_send_done(binding, packets[i], status);
	}
	ndis_dispatch_leave(entered);
}

int ndis_xmit_init(struct ndis_netdev *nd)
{
	unsigned int i;

	nd->tx = kvcalloc(NDIS_NETDEV_TX_SLOTS, sizeof(*nd->tx), GFP_KERNEL);
	if (!nd->tx)
		return -ENOMEM;
	nd->tx_mark = (__force __wsum)get_random_u32();
	spin_lock_init(&nd->tx_lock);
	INIT_LIST_HEAD(&nd->tx_free);
	init_llist_head(&nd->tx_done);
	tasklet_setup(&nd->tx_tasklet, ndis_tx_tasklet);
	for (i = 0; i < NDIS_NETDEV_TX_SLOTS; i++) {
		nd->tx[i].nd = nd;
		list_add_tail(&nd->tx[i].free, &nd->tx_free);
	}
	return 0;
}

/* No binding is left, and so no frame that has not been told of. */
void ndis_xmit_exit(struct ndis_netdev *nd)
{
	tasklet_kill(&nd->tx_tasklet);
	kvfree(nd->tx);
}
