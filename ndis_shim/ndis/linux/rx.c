// SPDX-License-Identifier: GPL-2.0
/*
 * What a frame has to be before a driver sees it, and the bindings that do.
 *
 * Linux hands over aggregates of many frames, tags beside the frame, checksums
 * that somebody else is to fill in, data in pieces, and references to routes and
 * sockets. A driver sees frames no longer than the interface's, complete and in
 * one piece, and may keep them for as long as it likes: what is kept pins neither
 * the interface nor a socket.
 *
 * Data stays where it is; a packet that is lent describes it, with a reference.
 */
#include "ndis/linux/netdev.h"
#include "ndis/linux/through.h"

#include <linux/cpumask.h>
#include <linux/etherdevice.h>
#include <linux/if_vlan.h>
#include <linux/kernel_stat.h>
#include <linux/netfilter.h>
#include <linux/rculist.h>
#include <net/dst.h>

#include <compat_skb.h>

/**
 * struct ndis_netdev_frame - a frame as bindings see it
 * @ethernet: with its header; none where that cannot be made up
 * @bare: without one, for bindings of another medium
 * @plain: without its tag, for bindings that look for that elsewhere
 * @nd: whose
 * @skb: linear
 * @header: of a raw-IP frame: made up; of a tagged one: without the tag
 * @has_ethernet: @ethernet is there
 * @has_plain: @plain is there: it is tagged
 */
struct ndis_netdev_frame {
	struct ndis_rx_frame ethernet;
	struct ndis_rx_frame bare;
	struct ndis_rx_frame plain;
	struct ndis_netdev *nd;
	struct sk_buff *skb;
	u8 header[NDIS_RAWIP_HEADER];
	bool has_ethernet;
	bool has_plain;
};

/**
 * struct ndis_netdev_lent - a frame that a driver may keep
 * @packet: descriptor, in whose ProtocolReserved this lies, after the driver's part
 * @shown: the frame, a reference; its data alone where the header is another one
 * @mdl: that header
 * @header: copy of one that was made up
 */
struct ndis_netdev_lent {
	PNDIS_PACKET packet;
	struct ndis_shown shown;
	MDL mdl;
	u8 header[NDIS_RAWIP_HEADER];
};

#define NDIS_NETDEV_LENT	\
	(offsetof(NDIS_PACKET, ProtocolReserved) + PROTOCOL_RESERVED_SIZE_IN_PACKET)
#define NDIS_NETDEV_RESERVED	(PROTOCOL_RESERVED_SIZE_IN_PACKET + sizeof(struct ndis_netdev_lent))

/**
 * struct ndis_back - cb of a frame in the queue of ctl
 * @sender: not indicated to this one; its io is held
 * @only: to nobody but this one; likewise
 * @classes: of which a filter has to have one
 */
struct ndis_back {
	struct ndis_binding *sender;
	struct ndis_binding *only;
	u32 classes;
};

static struct ndis_back *ndis_back(struct sk_buff *skb)
{
	BUILD_BUG_ON(sizeof(struct ndis_back) > sizeof(skb->cb));
	return (struct ndis_back *)skb->cb;
}

/* ---- lending ---- */

static void ndis_lent_buffer(MDL *mdl, void *data, u32 size, MDL *next)
{
	MmInitializeMdl(mdl, data, size);
	MmBuildMdlForNonPagedPool(mdl);
	mdl->Next = next;
}

/* For any of the three frames; whether the header is a copy, it tells. */
static PNDIS_PACKET ndis_netdev_make_packet(struct ndis_binding *binding,
					    struct ndis_rx_frame *frame)
{
	struct ndis_netdev_frame *whole = frame->context;
	PNDIS_PACKET packet = ndis_packet_alloc(whole->nd->pool);
	struct ndis_netdev_lent *lent;
	MDL *first;

	if (!packet)
		return NULL;
	BUILD_BUG_ON(NDIS_NETDEV_LENT % __alignof__(*lent));
	lent = (void *)((u8 *)packet + NDIS_NETDEV_LENT);
	lent->packet = packet;
	ndis_shown_begin(&lent->shown, skb_get(whole->skb));
	first = &lent->shown.mdl;
	if (frame->header == whole->header) {
		ndis_shown_end(&lent->shown);
		ndis_lent_buffer(first, (void *)frame->data, frame->data_size, NULL);
		memcpy(lent->header, whole->header, sizeof(lent->header));
		ndis_lent_buffer(&lent->mdl, lent->header, sizeof(lent->header), first);
		first = &lent->mdl;
	}
	packet->Private.Head = first;
	packet->Private.Tail = &lent->shown.mdl;
	container_of(packet, struct ndis_packet_block, packet)->lent = lent;
	return packet;
}

void ndis_netdev_return(struct ndis_adapter *adapter, void *data)
{
	struct ndis_netdev_lent *lent = data;
	struct sk_buff *skb = lent->shown.skb;

	ndis_shown_end(&lent->shown);
	ndis_packet_free(lent->packet);
	consume_skb(skb);
}

/* ---- one frame ---- */

static void ndis_frame_common(struct ndis_netdev_frame *whole, struct ndis_rx_frame *frame)
{
	memset(frame, 0, sizeof(*frame));
	frame->context = whole;
	frame->keep = true;
	frame->cut = true;
	frame->make_packet = ndis_netdev_make_packet;
}

/* As in NDIS_PACKET_8021Q_INFO. */
static u32 ndis_frame_tag(u16 tci)
{
	NDIS_PACKET_8021Q_INFO info = { .Value = NULL };

	info.TagHeader.UserPriority = tci >> VLAN_PRIO_SHIFT;
	info.TagHeader.CanonicalFormatId = !!(tci & VLAN_CFI_MASK);
	info.TagHeader.VlanId = tci & VLAN_VID_MASK;
	return (u32)(ULONG_PTR)info.Value;
}

/* The outermost tag beside the frame, if it is one of 802.1Q. */
static void ndis_frame_plain(struct ndis_netdev_frame *whole)
{
	const struct vlan_ethhdr *tagged = (const void *)whole->skb->data;
	struct ndis_rx_frame *frame = &whole->plain;

	BUILD_BUG_ON(sizeof(whole->header) < ETH_HLEN);
	if (whole->skb->len < VLAN_ETH_HLEN || tagged->h_vlan_proto != htons(ETH_P_8021Q))
		return;
	*frame = whole->ethernet;
	memcpy(whole->header, tagged, 2 * ETH_ALEN);
	memcpy(whole->header + 2 * ETH_ALEN, &tagged->h_vlan_encapsulated_proto, 2);
	frame->header = whole->header;
	frame->destination = whole->header;
	frame->data = whole->skb->data + VLAN_ETH_HLEN;
	frame->data_size = whole->skb->len - VLAN_ETH_HLEN;
	frame->packet_size = frame->data_size;
	frame->tagged = &whole->ethernet;
	frame->tag = ndis_frame_tag(ntohs(tagged->h_vlan_TCI));
	whole->has_plain = true;
}

/* The header is in the frame. */
static void ndis_frame_ethernet(struct ndis_netdev_frame *whole, u32 classes)
{
	struct ndis_rx_frame *frame = &whole->ethernet;
	struct sk_buff *skb = whole->skb;

	ndis_frame_common(whole, frame);
	frame->header = skb->data;
	frame->header_size = ETH_HLEN;
	frame->data = skb->data + ETH_HLEN;
	frame->data_size = skb->len - ETH_HLEN;
	frame->packet_size = frame->data_size;
	frame->destination = skb->data;
	frame->classes = classes;
	whole->has_ethernet = true;
	ndis_frame_plain(whole);
}

/* There is none; one is made up where it is IP. @sent: going the other way. */
static void ndis_frame_raw(struct ndis_netdev_frame *whole, bool sent, u32 classes)
{
	static const u32 kinds[] = {
		[NDIS_RAWIP_DIRECTED] = NDIS_PACKET_TYPE_DIRECTED,
		[NDIS_RAWIP_MULTICAST] = NDIS_PACKET_TYPE_MULTICAST |
					 NDIS_PACKET_TYPE_ALL_MULTICAST,
		[NDIS_RAWIP_BROADCAST] = NDIS_PACKET_TYPE_BROADCAST,
	};
	struct ndis_rx_frame *frame = &whole->bare;
	int kind;

	ndis_frame_common(whole, frame);
	frame->data = whole->skb->data;
	frame->data_size = whole->skb->len;
	frame->packet_size = whole->skb->len;
	frame->classes = classes;

	kind = ndis_netdev_rawip_header(whole->nd, whole->skb, whole->header);
	if (kind < 0)
		return;
	if (sent) {
		ether_addr_copy(whole->header + ETH_ALEN, whole->nd->own);
		if (kind == NDIS_RAWIP_DIRECTED)
			ether_addr_copy(whole->header, whole->nd->peer);
	}
	whole->ethernet = whole->bare;
	frame = &whole->ethernet;
	frame->header = whole->header;
	frame->header_size = sizeof(whole->header);
	frame->destination = whole->header;
	frame->classes = sent ? classes : kinds[kind];
	whole->has_ethernet = true;
}

static void ndis_frame_to(struct ndis_netdev_frame *whole, struct ndis_binding *binding)
{
	if (binding->medium != NdisMedium802_3) {
		if (whole->bare.data)
			ndis_receive(binding, &whole->bare);
	} else if (whole->has_plain && binding->tags) {
		ndis_receive(binding, &whole->plain);
	} else if (whole->has_ethernet) {
		ndis_receive(binding, &whole->ethernet);
	}
}

/* All that only watch; with @loopback, those that take over as well. */
static void ndis_frame_to_all(struct ndis_netdev_frame *whole, bool loopback)
{
	struct ndis_binding *binding;

	rcu_read_lock();
	list_for_each_entry_rcu(binding, &whole->nd->adapter.bindings, node_adapter) {
		if ((binding->takes && !loopback) || !ndis_binding_tryget(binding))
			continue;
		ndis_frame_to(whole, binding);
		ndis_binding_put(binding);
	}
	rcu_read_unlock();
}

/* ---- what comes from Linux ---- */

/* What would pin a route, a connection or a socket for as long as it is kept. */
static void ndis_rx_detach(struct sk_buff *skb)
{
	skb_orphan(skb);
	skb_dst_drop(skb);
	nf_reset_ct(skb);
	skb_ext_reset(skb);
}

/* Frames on a list, each in one piece and complete; NULL: there is none. @sent: by
 * Linux, on its way out. The data begins with the header, if there is any.
 */
static struct sk_buff *ndis_rx_resolve(struct sk_buff *skb, bool sent)
{
	struct sk_buff *list;

	ndis_rx_detach(skb);
	if (skb_vlan_tag_present(skb)) {
		skb = __vlan_hwaccel_push_inside(skb);
		if (!skb)
			return NULL;
	}
	skb_mark_not_on_list(skb);
	if (!skb_is_gso(skb))
		return skb;
	list = __skb_gso_segment(skb, 0, sent);
	if (!list)
		return skb;
	if (IS_ERR(list)) {
		kfree_skb(skb);
		return NULL;
	}
	consume_skb(skb);
	return list;
}

/*
 * Not longer than what OID_GEN_MAXIMUM_TOTAL_SIZE says, not shorter than a header.
 * A tag is not counted: a full frame has one in addition. BH disabled.
 */
static bool ndis_rx_settle(struct ndis_netdev *nd, struct sk_buff *skb)
{
	unsigned int header = nd->raw ? 0 : ETH_HLEN, most;
	struct net_device *dev;
	bool fits = false;

	dev = rcu_dereference_bh(nd->dev);
	if (dev && skb->len >= max(header, 1u)) {
		most = READ_ONCE(dev->mtu) + header;
		if (!nd->raw && eth_type_vlan(((struct ethhdr *)skb->data)->h_proto))
			most += VLAN_HLEN;
		fits = skb->len <= most;
	}
	if (!fits)
		return false;
	if (skb->ip_summed == CHECKSUM_PARTIAL && skb_csum_hwoffload_help(skb, 0))
		return false;
	return !skb_linearize(skb);
}

/* Those that a driver can be shown, one by one. What @taker has passed up, if anything,
 * and was not queued.
 */
static struct sk_buff *ndis_rx_each(struct ndis_netdev *nd, struct sk_buff *list, bool sent,
				    u32 classes, struct ndis_binding *taker)
{
	struct sk_buff *skb, *next, *up = NULL;
	struct ndis_netdev_frame whole;
	struct ndis_through through;

	if (!list)
		atomic_long_inc(&nd->dropped);
	skb_list_walk_safe(list, skb, next) {
		skb_mark_not_on_list(skb);
		if (!ndis_rx_settle(nd, skb)) {
			atomic_long_inc(&nd->dropped);
			kfree_skb(skb);
			continue;
		}
		/* It may be kept for longer than the interface is there. */
		skb->dev = NULL;
		whole.bare.data = NULL;
		whole.has_ethernet = false;
		whole.has_plain = false;
		whole.nd = nd;
		whole.skb = skb;
		if (nd->raw)
			ndis_frame_raw(&whole, sent, classes);
		else
			ndis_frame_ethernet(&whole, classes);
		if (!taker) {
			ndis_frame_to_all(&whole, false);
			consume_skb(skb);
			continue;
		}
		ndis_through_begin(&through, &up);
		ndis_frame_to(&whole, taker);
		consume_skb(skb);
		ndis_through_end(&through);
	}
	return up;
}

static u32 ndis_rx_classes(const struct sk_buff *skb)
{
	switch (skb->pkt_type) {
	case PACKET_HOST:
		return NDIS_PACKET_TYPE_DIRECTED;
	case PACKET_BROADCAST:
		return NDIS_PACKET_TYPE_BROADCAST;
	case PACKET_MULTICAST:
		return NDIS_PACKET_TYPE_MULTICAST | NDIS_PACKET_TYPE_ALL_MULTICAST;
	default:
		return 0;
	}
}

/*
 * Most rounds of the receive softirq have one frame: that is over when its driver
 * returns. Where there are more, the tasklet says so once for all of them, after
 * the round. With only a tasklet, a frame that is alone would cost one.
 */
static bool ndis_rx_first(struct ndis_netdev_cpu *cpu)
{
	unsigned int round = kstat_softirqs_cpu(NET_RX_SOFTIRQ, smp_processor_id());

	if (cpu->round == round)
		return false;
	cpu->round = round;
	return true;
}

static void ndis_rx_received(struct ndis_netdev *nd, struct ndis_binding *taker)
{
	struct ndis_netdev_cpu *cpu = this_cpu_ptr(nd->cpu);

	if (taker && READ_ONCE(taker->state) == NDIS_BINDING_OPEN && ndis_rx_first(cpu))
		ndis_receive_complete_one(taker);
	else
		tasklet_schedule(&cpu->complete);
}

struct sk_buff *ndis_netdev_rx(struct ndis_netdev *nd, struct sk_buff *skb,
			       struct ndis_binding *taker)
{
	u32 classes = ndis_rx_classes(skb);

	if (taker && !ndis_binding_tryget(taker)) {
		kfree_skb(skb);
		return NULL;
	}
	if (!nd->raw)
		skb_push(skb, skb->data - skb_mac_header(skb));
	skb = ndis_rx_each(nd, ndis_rx_resolve(skb, false), false, classes, taker);
	ndis_rx_received(nd, taker);
	if (taker)
		ndis_binding_put(taker);
	return skb;
}

static void ndis_rx_complete(struct tasklet_struct *tasklet)
{
	struct ndis_netdev_cpu *cpu = from_tasklet(cpu, tasklet, complete);

	ndis_receive_complete(&cpu->nd->adapter);
}

/* ---- what comes from drivers, and from us ---- */

void ndis_netdev_back(struct ndis_netdev *nd, struct sk_buff *skb, struct ndis_binding *sender,
		      struct ndis_binding *only, u32 classes)
{
	struct ndis_back *back = ndis_back(skb);

	if (skb_queue_len_lockless(&nd->back) >= NDIS_NETDEV_BACK_MAX) {
		atomic_long_inc(&nd->dropped);
		kfree_skb(skb);
		return;
	}
	ndis_rx_detach(skb);
	skb->dev = NULL;
	back->sender = sender;
	back->only = only;
	back->classes = classes;
	if (sender)
		percpu_ref_get(&sender->io);
	if (only)
		percpu_ref_get(&only->io);
	skb_queue_tail(&nd->back, skb);
	queue_work(nd->adapter.ctl, &nd->back_work);
}

/* What Linux sent, as whoever is on the other end will see it. Tunnels are cut up as
 * their interface says, which may have gone since.
 */
static void ndis_back_sent(struct ndis_netdev *nd, struct sk_buff *skb, u32 classes)
{
	rcu_read_lock();
	skb->dev = rcu_dereference(nd->dev);
	if (skb->dev) {
		ndis_rx_each(nd, ndis_rx_resolve(skb, true), true, classes, NULL);
	} else {
		atomic_long_inc(&nd->dropped);
		kfree_skb(skb);
	}
	rcu_read_unlock();
}

/* A frame of a driver's: linear, and with its header; a tag may be beside it. */
static void ndis_back_ours(struct ndis_netdev *nd, struct sk_buff *skb,
			   const struct ndis_back *back)
{
	struct ndis_netdev_frame whole = { .nd = nd };

	if (skb_vlan_tag_present(skb))
		skb = __vlan_hwaccel_push_inside(skb);
	if (!skb) {
		atomic_long_inc(&nd->dropped);
		return;
	}
	whole.skb = skb;
	ndis_frame_ethernet(&whole, back->classes);
	whole.ethernet.sender = back->sender;
	whole.ethernet.loopback = !back->only || back->only == back->sender;
	if (back->only)
		ndis_frame_to(&whole, back->only);
	else
		ndis_frame_to_all(&whole, true);
	consume_skb(skb);
}

static void ndis_back_work(struct work_struct *work)
{
	struct ndis_netdev *nd = container_of(work, struct ndis_netdev, back_work);
	struct ndis_back back;
	struct sk_buff *skb;
	unsigned int i;

	for (i = 0; i < NDIS_NETDEV_BACK_BATCH && (skb = skb_dequeue(&nd->back)); i++) {
		back = *ndis_back(skb);
		/* Of what Linux sent, segmentation wants this to be its own. */
		memset(skb->cb, 0, sizeof(skb->cb));
		ndis_dispatch_begin();
		if (back.classes == NDIS_PACKET_TYPE_ALL_LOCAL)
			ndis_back_sent(nd, skb, back.classes);
		else
			ndis_back_ours(nd, skb, &back);
		ndis_receive_complete(&nd->adapter);
		ndis_dispatch_end();
		if (back.sender)
			ndis_binding_put(back.sender);
		if (back.only)
			ndis_binding_put(back.only);
	}
	/* Under a flood the others of this queue have their turn. */
	if (!skb_queue_empty_lockless(&nd->back))
		queue_work(nd->adapter.ctl, &nd->back_work);
}

/* ---- beginning and end ---- */

int ndis_rx_init(struct ndis_netdev *nd)
{
	struct ndis_netdev_cpu *cpu;
	unsigned int i;

	skb_queue_head_init(&nd->back);
	INIT_WORK(&nd->back_work, ndis_back_work);
	if (ndis_packet_pool_create(NULL, 0, NDIS_NETDEV_LENT_MAX, NDIS_NETDEV_RESERVED, &nd->pool))
		return -ENOMEM;
	nd->cpu = alloc_percpu(struct ndis_netdev_cpu);
	if (!nd->cpu) {
		ndis_packet_pool_destroy(nd->pool);
		return -ENOMEM;
	}
	for_each_possible_cpu(i) {
		cpu = per_cpu_ptr(nd->cpu, i);
		cpu->nd = nd;
		tasklet_setup(&cpu->complete, ndis_rx_complete);
	}
	return 0;
}

/* Nobody receives any more, and ctl is gone. */
void ndis_rx_exit(struct ndis_netdev *nd)
{
	unsigned int i;

	skb_queue_purge(&nd->back);
	for_each_possible_cpu(i)
		tasklet_kill(&per_cpu_ptr(nd->cpu, i)->complete);
	free_percpu(nd->cpu);
	ndis_packet_pool_destroy(nd->pool);
}
