/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Frames that go through a driver as they are: what enters it as an sk_buff, and
 * leaves it in a packet of the same one buffer, goes on as the same sk_buff.
 *
 * The driver is shown the bytes of the sk_buff. When it passes them on, the frame is
 * taken note of, no more, and goes on when the call that showed it to the driver is
 * over, or before whatever else the driver passes on in that call: the order is the
 * driver's. By then it has most often given back what it was shown, and nobody but
 * us has the sk_buff: it goes as it is, with the socket that it is charged to. If
 * the driver still has it, those bytes are its own for as long as it likes, and a
 * copy goes.
 *
 * What a driver is shown and has passed on, it may not write to any more: it is what
 * goes. By the book it never may.
 *
 * What was sent goes down so, and what was received goes up: a frame that a driver
 * turns round is copied.
 *
 * All of this is BH disabled, and of one CPU.
 */
#ifndef _NDIS_SHIM_NDIS_LINUX_THROUGH_H
#define _NDIS_SHIM_NDIS_LINUX_THROUGH_H

#include <linux/netdevice.h>
#include <linux/percpu.h>
#include <linux/skbuff.h>

#include "ndis/ndis_internal.h"

/**
 * struct ndis_shown - a buffer that is all the data of an sk_buff
 * @mdl: that. Drivers copy and change such things: its Process tells the one that we
 *	made, at its place, from all others
 * @skb: whose
 */
struct ndis_shown {
	MDL mdl;
	struct sk_buff *skb;
};

/**
 * struct ndis_through - a call that shows frames to a driver: on the stack of who does
 * @outer: the one that this one is inside of, or NULL
 * @skb: a frame that is to go on, a reference; or NULL
 * @dev: where to
 * @mark: for @go
 * @last: where @go may leave one frame that the caller hands up itself, or NULL
 * @go: takes the frame; NULL where there was no memory for a copy of it
 */
struct ndis_through {
	struct ndis_through *outer;
	struct sk_buff *skb;
	struct net_device *dev;
	__wsum mark;
	struct sk_buff **last;
	void (*go)(struct ndis_through *through, struct sk_buff *skb);
};

DECLARE_PER_CPU(struct ndis_through *, ndis_through_now);

/* ---- buffers ---- */

static inline PVOID ndis_shown_name(const MDL *mdl)
{
	return (PVOID)~(ULONG_PTR)mdl;
}

/* @skb: linear. It stays, and its data where they are, until ndis_shown_end(). */
static inline void ndis_shown_begin(struct ndis_shown *shown, struct sk_buff *skb)
{
	MmInitializeMdl(&shown->mdl, skb->data, skb->len);
	shown->mdl.MappedSystemVa = skb->data;
	shown->mdl.MdlFlags = MDL_SOURCE_IS_NONPAGED_POOL;
	shown->mdl.Process = ndis_shown_name(&shown->mdl);
	shown->skb = skb;
}

/* Whoever sends it from now on, sends nobody's bytes: it is a buffer like any other. */
static inline void ndis_shown_end(struct ndis_shown *shown)
{
	WRITE_ONCE(shown->mdl.Process, NULL);
}

/* The frame that a packet is, all of it and nothing else; or NULL. */
static inline struct sk_buff *ndis_shown_skb(PNDIS_PACKET packet)
{
	MDL *mdl = packet->Private.Head;
	struct sk_buff *skb;

	if (!mdl || mdl->Next || mdl->Process != ndis_shown_name(mdl))
		return NULL;
	skb = container_of(mdl, struct ndis_shown, mdl)->skb;
	if (mdl->MappedSystemVa != skb->data || mdl->ByteCount != skb->len)
		return NULL;
	return skb;
}

/* ---- calls ---- */

void ndis_through_go(struct ndis_through *through);

/* @last: may be NULL; *@last is NULL until there is a frame. */
static inline void ndis_through_begin(struct ndis_through *through, struct sk_buff **last)
{
	through->skb = NULL;
	through->last = last;
	through->outer = __this_cpu_read(ndis_through_now);
	__this_cpu_write(ndis_through_now, through);
}

/* The driver has returned, and what the caller had of the frame is let go of. */
static inline void ndis_through_end(struct ndis_through *through)
{
	__this_cpu_write(ndis_through_now, through->outer);
	if (through->skb)
		ndis_through_go(through);
}

/* Something else is about to be passed on: what has been, goes first. */
static inline void ndis_through_flush(void)
{
	struct ndis_through *through = __this_cpu_read(ndis_through_now);

	if (through && through->skb)
		ndis_through_go(through);
}

/**
 * ndis_through_take() - a driver passes a frame on
 * @skb: from ndis_shown_skb(); its packet is the driver's still
 * @dev: where to; there for as long as BH are disabled
 * @go: what is done about it when the time has come
 * @mark: for @go
 *
 * Return: false if nobody shows anything to a driver here: it has to be copied.
 */
static inline bool ndis_through_take(struct sk_buff *skb, struct net_device *dev,
				     void (*go)(struct ndis_through *through,
						struct sk_buff *skb),
				     __wsum mark)
{
	struct ndis_through *through = __this_cpu_read(ndis_through_now);

	if (!through)
		return false;
	if (through->skb)
		ndis_through_go(through);
	through->skb = skb_get(skb);
	through->dev = dev;
	through->go = go;
	through->mark = mark;
	return true;
}

#endif
