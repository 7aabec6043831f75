/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A Linux network interface as an adapter: what the files of it share.
 *
 *	netdev.c	which interfaces there are, and what happens to them
 *	tap.c		frames for protocols, beside Linux' own stack
 *	takeover.c	frames for an intermediate driver, instead of it
 *	rx.c		what a frame has to be before a driver sees it
 *	xmit.c		what is sent, and what of it comes back here
 *	rawip.c		Ethernet for interfaces without it
 *	filter_netdev.c	what the interface is asked to receive
 *	address.c	whose IP addresses they are
 *	oid_netdev.c	requests
 *
 * The net_device is not held. @dev is cleared when it unregisters, under RTNL;
 * the core waits for a grace period before it frees one. So a reader under RCU,
 * or RTNL, has it for as long as it reads, and never keeps it from going.
 */
#ifndef _NDIS_SHIM_NDIS_LINUX_NETDEV_H
#define _NDIS_SHIM_NDIS_LINUX_NETDEV_H

#include <linux/interrupt.h>
#include <linux/if_ether.h>
#include <linux/llist.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <linux/skbuff.h>

#include "ndis/linux/rawip_codec.h"
#include "ndis/ndis_internal.h"

/* Frames of one interface that Linux has and has not freed; more get RESOURCES. */
#define NDIS_NETDEV_TX_SLOTS	256
/* Frames that wait to come back to bindings; more are dropped. */
#define NDIS_NETDEV_BACK_MAX	256
/* Of those, how many come before what else ctl has to do. */
#define NDIS_NETDEV_BACK_BATCH	64
/* Packets that drivers may keep of one interface. */
#define NDIS_NETDEV_LENT_MAX	2048
/* OID_GEN_LINK_SPEED where nobody knows: 100 Mbit/s, in units of 100 bit/s. */
#define NDIS_NETDEV_SPEED	1000000

/**
 * struct ndis_netdev_tx - one frame that Linux has
 * @free: in @tx_free
 * @done: in @tx_done
 * @nd: whose
 * @binding: who sent it; its io is held
 * @packet: of which packet
 * @status: how it ended
 * @state: NDIS_NETDEV_TX_*
 */
struct ndis_netdev_tx {
	struct list_head free;
	struct llist_node done;
	struct ndis_netdev *nd;
	struct ndis_binding *binding;
	PNDIS_PACKET packet;
	NDIS_STATUS status;
	atomic_t state;
};

/**
 * struct ndis_netdev_cpu - of one CPU
 * @complete: ReceiveComplete after a batch: runs after what receives, on this CPU
 * @round: the latest in which a frame came; only compared
 * @nd: whose
 */
struct ndis_netdev_cpu {
	struct tasklet_struct complete;
	unsigned int round;
	struct ndis_netdev *nd;
};

/**
 * struct ndis_netdev - an interface
 * @adapter: what protocols bind to
 * @node: in ndis_netdevs; RTNL
 * @dev: RCU, written under RTNL; NULL: it is gone
 * @raw: IP packets without a header of a link layer
 * @own: its address; made up if @raw
 * @peer: of the other end, if @raw
 * @speed: in units of 100 bit/s
 * @tap: hook for received and sent frames
 * @taps: bindings that need it; RTNL
 * @taker: the binding that takes everything, or NULL; written under RTNL
 * @slave: it is up for that binding's sake, and not IPv6's; RTNL
 * @opened: it was down before; RTNL
 * @promiscuity: it was asked for; RTNL
 * @allmulti: likewise
 * @multicast: what was added to the device's list; RTNL
 * @n_multicast: how many
 * @pool: descriptors of what is lent
 * @cpu: for each CPU
 * @tx: frames that Linux has; a frame is known again by pointing here
 * @tx_mark: and by this in skb->csum, where somebody has orphaned it meanwhile
 * @tx_lock: @tx_free; any context
 * @tx_free: unused ones of @tx
 * @tx_done: freed by Linux since @tx_tasklet ran
 * @tx_tasklet: tells drivers
 * @back: frames that are to be indicated in ctl: sent ones, and made-up answers
 * @back_work: does that
 * @dropped: frames that no driver could be shown
 */
struct ndis_netdev {
	struct ndis_adapter adapter;
	struct list_head node;
	struct net_device __rcu *dev;
	bool raw;
	u8 own[ETH_ALEN];
	u8 peer[ETH_ALEN];
	u32 speed;

	struct packet_type tap;
	unsigned int taps;
	struct ndis_binding __rcu *taker;
	bool slave;
	bool opened;
	bool promiscuity;
	bool allmulti;
	u8 (*multicast)[ETH_ALEN];
	unsigned int n_multicast;

	struct ndis_packet_pool *pool;
	struct ndis_netdev_cpu __percpu *cpu;

	struct ndis_netdev_tx *tx;
	__wsum tx_mark;
	spinlock_t tx_lock;
	struct list_head tx_free;
	struct llist_head tx_done;
	struct tasklet_struct tx_tasklet;

	struct sk_buff_head back;
	struct work_struct back_work;
	atomic_long_t dropped;
};

static inline struct ndis_netdev *ndis_netdev(struct ndis_adapter *adapter)
{
	return container_of(adapter, struct ndis_netdev, adapter);
}

/* Bytes before the payload of a frame as @binding sees it. */
static inline unsigned int ndis_netdev_header_size(const struct ndis_binding *binding)
{
	return binding->medium == NdisMedium802_3 ? ETH_HLEN : 0;
}

/* --- netdev.c --- */
int ndis_netdev_init(void);
void ndis_netdev_exit(void);
/* The adapter of an interface, or NULL. RTNL. */
struct ndis_netdev *ndis_netdev_of(const struct net_device *dev);

/* --- tap.c: RTNL, like takeover.c --- */
void ndis_tap_add(struct ndis_netdev *nd, struct net_device *dev);
void ndis_tap_remove(struct ndis_netdev *nd);
/* Whether frames that are sent are to be seen. */
void ndis_tap_outgoing(struct ndis_netdev *nd, bool wanted);

/* --- takeover.c --- */
int ndis_takeover_add(struct ndis_netdev *nd, struct net_device *dev,
		      struct ndis_binding *binding);
void ndis_takeover_remove(struct ndis_netdev *nd, struct net_device *dev);
/**
 * ndis_takeover_link() - the interface of an instance lies on top of another
 * @lower: what its driver took over; any kind of adapter
 * @upper: registered interface of the instance
 *
 * Addresses of the lower interface move up; the log says which.
 * Context: RTNL. Return: 0 or -errno; without the link everything else works.
 */
int ndis_takeover_link(struct ndis_adapter *lower, struct net_device *upper);
/* Nobody answers there who has which address: one on top of it does not ask. RTNL. */
bool ndis_takeover_no_arp(struct ndis_adapter *lower);
/* The opposite of a link, before @upper goes; nothing where there was none. RTNL. */
void ndis_takeover_unlink(struct net_device *upper);
/* The same before what lies below goes, or is not taken over any more. RTNL. */
void ndis_takeover_unlink_upper(struct net_device *dev);

/* --- rx.c --- */
int ndis_rx_init(struct ndis_netdev *nd);
void ndis_rx_exit(struct ndis_netdev *nd);
/* A received frame, owned by the callee; its data at what follows the header. To
 * @taker, or where that is NULL to all others. BH disabled, RCU. Return: a frame that
 * @taker has passed up, to go on with as if it were received by the interface that it
 * names; most often NULL.
 */
struct sk_buff *ndis_netdev_rx(struct ndis_netdev *nd, struct sk_buff *skb,
			       struct ndis_binding *taker);
/**
 * ndis_netdev_back() - indicate a frame from ctl
 * @nd: interface
 * @skb: frame with its header, owned by the callee
 * @sender: who does not get it, or NULL
 * @only: who gets it, or NULL for all that want it
 * @classes: what a filter has to have one of
 *
 * Drivers may hold locks around their sends, so none of them is called from one.
 * Context: any with interrupts on; io of the bindings is held.
 */
void ndis_netdev_back(struct ndis_netdev *nd, struct sk_buff *skb, struct ndis_binding *sender,
		      struct ndis_binding *only, u32 classes);
void ndis_netdev_return(struct ndis_adapter *adapter, void *lent);

/* --- xmit.c --- */
int ndis_xmit_init(struct ndis_netdev *nd);
void ndis_xmit_exit(struct ndis_netdev *nd);
void ndis_netdev_send(struct ndis_binding *binding, PNDIS_PACKET *packets, unsigned int count);
/* A tap sees a frame that a driver sent: that has come back another way. */
bool ndis_xmit_is_ours(const struct ndis_netdev *nd, const struct sk_buff *skb);

/* --- rawip.c --- */
/* As ndis_rawip_header(), for an IP packet in one piece. */
int ndis_netdev_rawip_header(struct ndis_netdev *nd, const struct sk_buff *skb, u8 *header);
/* What is left of a frame to send; NULL: nothing is, with the status in @status. */
struct sk_buff *ndis_netdev_rawip_frame(struct ndis_binding *binding, struct net_device *dev,
					struct sk_buff *skb, NDIS_STATUS *status);

/* --- oid_netdev.c --- */
NDIS_STATUS ndis_netdev_request(struct ndis_binding *binding, PNDIS_REQUEST request);

/* --- filter_netdev.c --- */
/* What the bindings' filters and lists ask of the device. ctl */
void ndis_netdev_update(struct ndis_adapter *adapter);
/* All of it undone. RTNL. */
void ndis_netdev_unfilter(struct ndis_netdev *nd, struct net_device *dev);

/* --- address.c --- */
/* Gives @to the addresses of @from, and takes them from that, unless either is in
 * another network namespace: there they are somebody else's. RTNL.
 */
void ndis_addresses_move(struct net_device *from, struct net_device *to);
/* The moves are made that were begun. Process context, no RTNL. */
void ndis_addresses_flush(void);
int ndis_addresses_init(void);
void ndis_addresses_exit(void);

#endif
