/* SPDX-License-Identifier: GPL-2.0 */
/*
 * NetAdapterCx's Linux side: what an adapter and a queue have here that the
 * rest of the folder does not see.
 */
#ifndef _NDIS_SHIM_NETADAPTER_LINUX_H
#define _NDIS_SHIM_NETADAPTER_LINUX_H

#include <linux/in.h>
#include <linux/ipv6.h>
#include <linux/mm.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/workqueue.h>

#include "netadapter/netcx.h"

struct ethtool_coalesce;
struct kernel_ethtool_coalesce;

/* Packets that wait for room in the ring before the stack is stopped, and how
 * few must be left for it to be woken.
 */
#define NETCX_PENDING_STOP	128
#define NETCX_PENDING_WAKE	32
/* So many, or so many bytes, are not kept from a client that collects packets, whatever it
 * does. As many bytes may fill a transfer: those are to leave beside each other.
 */
#define NETCX_PENDING_WORTH		32
#define NETCX_PENDING_WORTH_BYTES	12288
/* BQL's limit may always be so high at most: several transfers of any device. */
#define NETCX_PACE_MAX			65536

/**
 * struct netcx_tx_state - transmission as it outlives one Tx queue
 * @adapter: whose
 * @id: of the Tx queue, and of the stack's
 * @lock: protects all of it; softirq
 * @pending: packets that are not in the ring yet
 * @fragments: of them
 * @bytes: of them
 * @queue: the Tx queue while it polls, else NULL
 * @inflight: packets in @queue's ring
 * @generation: counts ndo_open(); only packets of the current one count for BQL
 * @accept: the adapter is started: packets are kept even while the device
 *	sleeps, since they wake it
 * @stopped: the stack's queue was stopped for want of room
 * @resting: the client has packets and will tell of their end, which has @queue polled:
 *	nobody else needs to, for a packet or two. Set by the owner of @queue's token
 * @power: a power reference is held, as it is while packets are here
 * @pace_since: since when @pace_bytes are counted, ns; the owner of @queue's token
 * @pace_bytes: that have left meanwhile
 * @pace: BQL's least limit, as it was set last
 */
struct netcx_tx_state {
	struct netcx_adapter *adapter;
	u32 id;
	spinlock_t lock;
	struct sk_buff_head pending;
	u32 fragments;
	u32 bytes;
	struct netcx_queue *queue;
	u32 inflight;
	u32 generation;
	bool accept;
	bool stopped;
	bool resting;
	bool power;
	u64 pace_since;
	u32 pace_bytes;
	u32 pace;
};

/**
 * struct netcx_link - an adapter's Linux side
 * @napi_dev: carries the Tx queues' NAPI instances, so that queues (which live
 *	while the device is in D0) and the interface (which may come and go)
 *	are independent
 * @bound: the interface, from bind to ndo_uninit; written under RTNL and the
 *	adapter's link_lock
 * @running: the same between ndo_open and ndo_stop; written under RTNL
 * @own: the interface registered by own.c; RTNL
 * @tx: transmission, by queue
 * @unbound: gives references up after ndo_uninit, a grace period later and
 *	without RTNL, which the end of an adapter must not run under
 * @unbound_refs: how many
 * @adapter: whose
 * @device_counters: that ethtool shows of the device; constant
 */
struct netcx_link {
	struct net_device *napi_dev;
	struct net_device __rcu *bound;
	struct net_device __rcu *running;
	struct net_device *own;
	struct netcx_tx_state tx[NETCX_QUEUES_MAX];
	struct rcu_work unbound;
	atomic_t unbound_refs;
	struct netcx_adapter *adapter;
	unsigned int device_counters;
};

/**
 * struct netcx_netdev - private part of a net_device of ours
 * @adapter: holds a reference from bind to ndo_uninit
 *
 * Found with netcx_netdev(), never with netdev_priv(): the WWAN core keeps data
 * of its own in front of it.
 */
struct netcx_netdev {
	struct netcx_adapter __rcu *adapter;
};

/**
 * struct netcx_tx_cb - in skb->cb from xmit to the end
 * @bytes: as BQL was told
 * @generation: netcx_tx_state.generation at xmit
 * @segments: packets that leave, and are counted
 * @headers: of each segment, bytes
 * @mss: the packet is to be cut into segments with so much payload; 0: not
 * @sum_l3: the client computes the IP header's checksum
 * @sum_l4: the client computes TCP's or UDP's checksum
 * @tag: NET_PACKET_TX_IEEE8021Q_ACTION_FLAGS
 * @tci: what the tag holds
 * @layout: of the frame
 */
struct netcx_tx_cb {
	u32 bytes;
	u32 generation;
	u16 segments;
	u16 headers;
	u32 mss;
	bool sum_l3;
	bool sum_l4;
	u8 tag;
	u16 tci;
	NET_PACKET_LAYOUT layout;
};

static inline struct netcx_tx_cb *netcx_tx_cb(struct sk_buff *skb)
{
	BUILD_BUG_ON(sizeof(struct netcx_tx_cb) > sizeof(skb->cb));
	return (struct netcx_tx_cb *)skb->cb;
}

/* Is there anything for the client to do about a packet but to send it? */
static inline bool netcx_tx_asks(const struct netcx_tx_cb *cb)
{
	return cb->mss || cb->tag || cb->sum_l3 || cb->sum_l4;
}

/* Elements that a packet without a fragment list takes in the fragment ring. */
static inline u32 netcx_tx_count_fragments(const struct sk_buff *skb)
{
	return skb_shinfo(skb)->nr_frags + (skb_headlen(skb) ? 1 : 0);
}

/**
 * struct netcx_tx_slot - what lies behind an element of a Tx packet ring
 * @skb: the packet
 * @fragments: how many elements of the fragment ring it has; what the client
 *	may have made of the descriptor does not matter
 */
struct netcx_tx_slot {
	struct sk_buff *skb;
	u16 fragments;
};

/* Received packets up to this length are copied: cheaper than to share a page. */
#define NETCX_COPY_BREAK	256
/* Headers in the linear part of a longer one; IPv6 and TCP with most options. */
#define NETCX_HEADER_BYTES	128

/**
 * struct netcx_rx_block - the buffer that received packets lie in at the moment
 * @page: they go up in place; NULL: they are copied
 * @start: of the buffer
 * @size: of it
 * @bytes: of fragments that share it
 * @left: how many of these have not been asked for; the client's word for @bytes is good
 *	for any number
 * @told: @bytes is the client's word
 * @stale: @left is of an earlier round: is it still the same memory?
 */
struct netcx_rx_block {
	struct page *page;
	const u8 *start;
	u32 size;
	u32 bytes;
	u32 left;
	bool told;
	bool stale;
};

static inline bool netcx_rx_block_has(const struct netcx_rx_block *block, const u8 *data, u32 len)
{
	return (uintptr_t)(data - block->start) < block->size &&
	       len <= block->size - (data - block->start);
}

/**
 * struct netcx_rx_piece - a checked fragment of the packet at hand
 * @data: payload
 * @len: its length
 */
struct netcx_rx_piece {
	u8 *data;
	u32 len;
};

/**
 * struct netcx_rx_batch - what one round of reception has come to
 * @dev: who gets it, or NULL
 * @deliver: false while the queue is being stopped
 * @lone: it is one packet
 * @packets, @bytes: delivered to @dev
 * @copied: packets of them that were copied
 * @pages: packets of them with fragments
 * @plain: packets that GRO need not see, to be passed on at the end
 */
struct netcx_rx_batch {
	struct net_device *dev;
	bool deliver;
	bool lone;
	u32 packets;
	u64 bytes;
	u32 copied;
	u32 pages;
	struct list_head plain;
};

/* Of a receiving queue: see rx_group.c. */
enum netcx_rx_state {
	NETCX_RX_OFF,
	NETCX_RX_IDLE,
	NETCX_RX_READY,
	NETCX_RX_POLLED,
};

/**
 * struct netcx_rx_keep - what GRO keeps from one poll of a group to the next: rx_keep.c
 * @limit: for how long at most, ns; 0: not at all
 * @last: when the last poll that took packets ended, ns
 * @since: when the first poll ended that something was kept beyond, ns
 * @close: polls that have followed each other closely
 * @polls: that ended since @since; 0: nothing is kept
 * @given: GRO was given packets, and not told since to hand everything on
 * @flushes: how often it was told
 * @seed: of flow hashes
 *
 * Of whoever owns the group's NAPI instance.
 */
struct netcx_rx_keep {
	u64 limit;
	u64 last;
	u64 since;
	unsigned int close;
	unsigned int polls;
	bool given;
	unsigned int flushes;
	u32 seed;
};

/* So many polls follow each other closely before something is kept. */
#define NETCX_KEEP_CLOSE	4

/* Does GRO keep what it is given now? */
static inline bool netcx_keep_on(const struct netcx_rx_keep *keep)
{
	return keep->close >= NETCX_KEEP_CLOSE;
}

/**
 * struct netcx_rx_group - receiving queues that are polled together
 * @napi: polls them
 * @dev: carries @napi
 * @lock: protects @ready and the queues' states; hardirq safe
 * @ready: queues that wait for a poll, by netcx_poll.node
 * @polled: queues that are the poll's
 * @known: of this round, the block that a client has told of last; @size 0: none
 * @keep: what GRO has
 * @rcu: late notifications
 */
struct netcx_rx_group {
	struct napi_struct napi;
	struct net_device *dev;
	spinlock_t lock;
	struct list_head ready;
	struct list_head polled;
	struct netcx_rx_block known;
	struct netcx_rx_keep keep;
	struct rcu_head rcu;
};

/**
 * struct netcx_poll - a queue's Linux side
 * @napi: Tx: its ownership is the token that serialises the queue's callbacks
 * @queue: whose
 * @added: it has its group, or @napi was added
 * @group: Rx: who polls it
 * @alone: Rx: @group is its own
 * @state: Rx: of the queue, under the group's lock
 * @leaving: Rx: no further poll, likewise
 * @missed: Rx: notified while it was polled, likewise
 * @node: Rx: in one of the group's lists while READY or POLLED
 * @armed: Rx: the client notifies, and this poll is done with it; the poll's
 * @slots: Tx: one for each packet element
 * @mdls: Tx: one for each fragment element, if the queue has the MDL extension
 * @pages: Rx, buffers made by us: one for each fragment element
 * @page_order: Rx: of @pages
 * @busy: Rx: when the device was last marked busy, jiffies
 * @gro: Rx: netcx_rx_keep.flushes when GRO was last given a packet, which it may have still
 * @extended: Rx: packets have extensions
 * @l2: Rx: bytes in front of IP headers
 * @layout: Rx: a NET_PACKET_LAYOUT that is good, zeroes behind it; so is nothing at all
 * @block: Rx, buffers made by the client: where its packets lie
 * @pieces: Rx: of the packet at hand, the first ones
 */
struct netcx_poll {
	struct napi_struct napi;
	struct netcx_queue *queue;
	bool added;
	struct netcx_rx_group *group;
	bool alone;
	enum netcx_rx_state state;
	bool leaving;
	bool missed;
	struct list_head node;
	bool armed;
	struct netcx_tx_slot *slots;
	MDL *mdls;
	struct page **pages;
	unsigned int page_order;
	unsigned long busy;
	unsigned int gro;
	bool extended;
	u32 l2;
	u64 layout;
	struct netcx_rx_block block;
	struct netcx_rx_piece pieces[MAX_SKB_FRAGS];
};

static inline size_t netcx_poll_buffer_size(const struct netcx_poll *poll)
{
	return PAGE_SIZE << poll->page_order;
}

/**
 * netcx_rx_payload() - where a fragment's payload lies
 * @queue: Rx queue
 * @index: of the fragment, returned by the client
 * @piece: result
 *
 * The descriptor is copied before it is checked. A client that changes it
 * between two calls gets another answer, but never one outside the buffer as
 * far as its size is ours to know.
 *
 * Return: NULL, or which rule the descriptor breaks.
 * Context: the owner of the queue's token.
 */
static inline const char *netcx_rx_payload(const struct netcx_queue *queue, u32 index,
					   struct netcx_rx_piece *piece)
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
	piece->data = va + fragment.Offset;
	piece->len = fragment.ValidLength;
	return NULL;
}

/* ---- poll.c ---- */

void netcx_poll_arm(struct netcx_queue *queue);
bool netcx_poll_claim(struct netcx_queue *queue);
void netcx_poll_run(struct netcx_queue *queue);

/* ---- tx.c ---- */

netdev_tx_t netcx_tx_xmit(struct netcx_adapter *adapter, struct net_device *dev,
			  struct sk_buff *skb);
void netcx_tx_init(struct netcx_adapter *adapter);
bool netcx_tx_idle(struct netcx_adapter *adapter);
bool netcx_tx_waiting(const struct netcx_queue *queue);
void netcx_tx_rest(struct netcx_queue *queue);
void netcx_tx_give(struct netcx_queue *queue);
u32 netcx_tx_take(struct netcx_queue *queue, int budget, bool cancelled);
void netcx_tx_open(struct netcx_adapter *adapter, struct net_device *dev);
int netcx_tx_alloc(struct netcx_queue *queue);
void netcx_tx_free(struct netcx_queue *queue);

/* ---- tx_prepare.c ---- */

struct sk_buff *netcx_tx_prepare(struct netcx_adapter *adapter, struct sk_buff *skb);
void netcx_tx_describe(const struct netcx_adapter *adapter, const struct sk_buff *skb,
		       NET_PACKET_LAYOUT *layout);
void netcx_tx_fill(struct netcx_queue *queue, struct sk_buff_head *batch, u32 packets,
		   u32 fragments);

/* ---- tx_offload.c ---- */

netdev_features_t netcx_tx_features(struct netcx_adapter *adapter, struct sk_buff *skb,
				    netdev_features_t features);
bool netcx_tx_offload(struct netcx_adapter *adapter, struct sk_buff *skb, struct netcx_tx_cb *cb);

/* ---- features.c ---- */

void netcx_features_init(struct netcx_adapter *adapter, struct net_device *dev);
void netcx_features_set(struct netcx_adapter *adapter, netdev_features_t features);

/* ---- rx_group.c ---- */

int netcx_group_join(struct netcx_queue *queue);
void netcx_group_part(struct netcx_queue *queue);
void netcx_group_start(struct netcx_queue *queue);
void netcx_group_stop(struct netcx_queue *queue);
void netcx_group_kick(struct netcx_queue *queue);

/* ---- rx_keep.c ---- */

void netcx_keep_init(struct netcx_rx_group *group, bool shared);
void netcx_keep_end(struct netcx_rx_group *group, u32 done, bool goes_on);
void netcx_keep_hash(const struct netcx_rx_group *group, struct sk_buff *skb);

/* ---- rx.c ---- */

void netcx_rx_post(struct netcx_queue *queue);
u32 netcx_rx_take(struct netcx_queue *queue, u32 budget, bool deliver);
int netcx_rx_alloc(struct netcx_queue *queue);
void netcx_rx_free(struct netcx_queue *queue);

/* ---- rx_block.c ---- */

/**
 * netcx_rx_transport() - the protocol behind an IP header
 * @ip: at least 20 bytes
 * @header: length of the IP header, if there is such a protocol
 *
 * Return: TCP, UDP, or 0: what follows is not the one's or the other's own header.
 * Context: any.
 */
static inline u8 netcx_rx_transport(const u8 *ip, u32 *header)
{
	u8 protocol;

	/* A fragment's payload is for reassembly. */
	if (ip[0] >> 4 == 4 && !(ip[6] & 0x3f) && !ip[7]) {
		protocol = ip[9];
		*header = (ip[0] & 0xf) * 4;
	} else if (ip[0] >> 4 == 6) {
		protocol = ip[6];
		*header = sizeof(struct ipv6hdr);
	} else {
		return 0;
	}
	return protocol == IPPROTO_TCP || protocol == IPPROTO_UDP ? protocol : 0;
}

u32 netcx_rx_header_bytes(const u8 *data, u32 len, u32 l2);
bool netcx_rx_in_place(struct netcx_queue *queue, u32 index, const u8 *data, u32 len);
bool netcx_rx_add_fragment(struct netcx_queue *queue, struct sk_buff *skb, const u8 *data, u32 len,
			   u32 whole);

/* ---- rx_head.c ---- */

void *netcx_head_get(u32 size);

/* ---- rx_skb.c ---- */

struct sk_buff *netcx_rx_build(struct netcx_queue *queue, const struct netcx_rx_span *span,
			       u32 length, struct netcx_rx_batch *batch);

/* ---- rx_offload.c ---- */

void netcx_rx_offload(struct netcx_queue *queue, const void *element, struct sk_buff *skb);

/* ---- link.c ---- */

int netcx_link_bind(struct netcx_adapter *adapter, struct net_device *dev, void *priv);
void netcx_link_unbind(struct net_device *dev);
int netcx_link_open(struct netcx_adapter *adapter, struct net_device *dev);
void netcx_link_stop(struct netcx_adapter *adapter, struct net_device *dev);

/* ---- netdev.c ---- */

extern const struct net_device_ops netcx_netdev_ops;
void netcx_netdev_setup(struct net_device *dev);
void netcx_netdev_setup_ethernet(struct net_device *dev);
struct netcx_adapter *netcx_netdev_adapter(struct net_device *dev);

/* Ours, and bound at some time: its private part. Else NULL. */
static inline struct netcx_netdev *netcx_netdev(const struct net_device *dev)
{
	if (dev->netdev_ops != &netcx_netdev_ops)
		return NULL;
	return netdev_get_ml_priv((struct net_device *)dev, ML_PRIV_NONE);
}

/* ---- coalesce.c: ethtool's, as it wants them ---- */

int netcx_coalesce_get(struct net_device *dev, struct ethtool_coalesce *shown,
		       struct kernel_ethtool_coalesce *kernel, struct netlink_ext_ack *extack);
int netcx_coalesce_set(struct net_device *dev, struct ethtool_coalesce *wanted,
		       struct kernel_ethtool_coalesce *kernel, struct netlink_ext_ack *extack);

/* ---- ethtool.c ---- */

#define NETCX_DEVICE_COUNTERS	256	/* more are not shown */

extern const struct ethtool_ops netcx_ethtool_ops;
unsigned int netcx_ethtool_device_counters(struct netcx_adapter *adapter);

#endif
