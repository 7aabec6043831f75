/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The net_device of a device instance, private side: between virtual.c, which is the
 * interface, and virtual_data.c, which is its frames.
 */
#ifndef _NDIS_SHIM_NDIS_LINUX_VIRTUAL_INTERNAL_H
#define _NDIS_SHIM_NDIS_LINUX_VIRTUAL_INTERNAL_H

#include <linux/interrupt.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>

#include "ndis/linux/through.h"
#include "ndis/miniport_internal.h"

/* Packets that the miniport has at a time: stop there, wake at the half. */
#define NDIS_VIRTUAL_STOP	128
#define NDIS_VIRTUAL_WAKE	(NDIS_VIRTUAL_STOP / 2)
/* Beside those: frames that the miniport fills. */
#define NDIS_VIRTUAL_FILL	32

/**
 * struct ndis_virtual_cpu - of one CPU
 * @frames: received ones, ready to be handed up
 * @tasklet: does that
 */
struct ndis_virtual_cpu {
	struct sk_buff_head frames;
	struct tasklet_struct tasklet;
};

/**
 * struct ndis_virtual - net_device's private part
 * @instance: whose; it outlives the net_device
 * @dev: itself
 * @cpu: for each CPU
 * @pool: packets, ProtocolReserved of which is struct ndis_virtual_packet
 * @sending: packets that the miniport has, to send
 * @out: packets that are not back in @pool, and whose return is not over; and one
 *	until the end begins
 * @up: between ndo_open and ndo_stop
 * @present: registered; written under RTNL
 * @lower: the interface below it, while they are linked; RCU, written under RTNL
 */
struct ndis_virtual {
	struct ndis_instance *instance;
	struct net_device *dev;
	struct ndis_virtual_cpu __percpu *cpu;
	struct ndis_packet_pool *pool;
	atomic_t sending;
	atomic_t out;
	bool up;
	bool present;
	struct net_device __rcu *lower;
};

/**
 * struct ndis_virtual_packet - in ProtocolReserved: the shim is the protocol here
 * @shown: the one buffer, and what it lies in
 * @missing: bytes that the miniport is to fill in
 */
struct ndis_virtual_packet {
	struct ndis_shown shown;
	u32 missing;
};

static inline struct ndis_virtual_packet *ndis_virtual_packet(PNDIS_PACKET packet)
{
	return (struct ndis_virtual_packet *)packet->ProtocolReserved;
}

/* ndo_start_xmit. */
netdev_tx_t ndis_virtual_xmit(struct sk_buff *skb, struct net_device *dev);
/* The last that is done about a packet: then the whole of it may be freed. */
void ndis_virtual_back(struct ndis_virtual *virtual);
/* @cpu; 0 or -errno. */
int ndis_virtual_queues(struct ndis_virtual *virtual);
/* Nobody delivers any more; what waits is dropped, as the core does. May sleep. */
void ndis_virtual_purge(struct ndis_virtual *virtual);

#endif
