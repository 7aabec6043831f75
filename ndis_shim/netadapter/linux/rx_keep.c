// SPDX-License-Identifier: GPL-2.0
/*
 * What GRO keeps from one poll to the next.
 *
 * A block of the device has a segment or two of each flow when there are many flows, and
 * they arrive in every block. Handed on at the end of each poll they would hardly ever be
 * merged. So while polls follow each other closely, GRO goes on in the next one with what
 * it has.
 *
 * Nobody waits for what is kept: the last segment of what somebody has written is marked to
 * be pushed, and GRO hands its flow on with it at once, as it does with whatever has no
 * payload or is no TCP. It is the middle of a bulk transfer that stays, and not for long:
 * for rx_hold_usecs at most, for half of that if no further poll comes, for which there is
 * NAPI's own timer (gro_flush_timeout). A poll alone, and polls that are farther apart than
 * that, keep nothing, and where keeping has brought nothing it begins anew.
 *
 * A packet must not overtake what GRO has of its flow: see netcx_rx_is_lone(). And none
 * may be here that belongs to an interface which has gone down: netcx_keep_settle().
 */
#include "netadapter/linux/linux.h"

#include <kunit/visibility.h>
#include <linux/bottom_half.h>
#include <linux/delay.h>
#include <linux/hash.h>
#include <linux/ip.h>
#include <linux/ktime.h>
#include <linux/moduleparam.h>
#include <linux/random.h>
#include <net/gro.h>

unsigned int netcx_keep_usecs = 500;
EXPORT_SYMBOL_IF_KUNIT(netcx_keep_usecs);
module_param_named(rx_hold_usecs, netcx_keep_usecs, uint, 0644);
MODULE_PARM_DESC(rx_hold_usecs,
		 "how long received segments may wait for others of a bulk transfer (new devices)");

/**
 * netcx_keep_init() - before the group's NAPI instance is added
 * @group: zeroed but for @dev
 * @shared: polls all of a device's adapters; those that have a group for each queue are
 *	of hardware that sees to full polls itself
 *
 * Context: process.
 */
void netcx_keep_init(struct netcx_rx_group *group, bool shared)
{
	struct netcx_rx_keep *keep = &group->keep;

	if (shared)
		keep->limit = (u64)READ_ONCE(netcx_keep_usecs) * NSEC_PER_USEC;
	keep->flushes = 1;
	get_random_bytes(&keep->seed, sizeof(keep->seed));
	group->dev->gro_flush_timeout = keep->limit / 2;
}

/* The poll ends, and has taken @done packets: what GRO has may stay. */
static bool netcx_keep_longer(struct netcx_rx_keep *keep, u32 done)
{
	u64 now;

	if (!keep->limit)
		return false;
	/* Mostly the timer: if nothing came since the first of them, it was for nothing. */
	if (!done) {
		if (keep->polls == 1)
			keep->close = 0;
		return false;
	}
	now = ktime_get_ns();
	if (!keep->last || now - keep->last > keep->limit / 2)
		keep->close = 0;
	else if (keep->close < NETCX_KEEP_CLOSE)
		keep->close++;
	keep->last = now;
	if (!netcx_keep_on(keep) || !keep->given)
		return false;
	if (!keep->polls++)
		keep->since = now;
	return now - keep->since < keep->limit;
}

static void netcx_keep_flush(struct netcx_rx_group *group)
{
	struct netcx_rx_keep *keep = &group->keep;

	keep->polls = 0;
	if (!keep->given)
		return;
	napi_gro_flush(&group->napi, false);
	/* Whoever sees either of them, see netcx_keep_settled(), finds GRO's packets gone. */
	smp_store_release(&keep->given, false);
	/* Likewise. */
	smp_store_release(&keep->flushes, keep->flushes + 1);
}

/**
 * netcx_keep_end() - the end of a poll
 * @group: napi_complete_done() follows, or the poll goes on
 * @done: packets that were taken, which the former is to be told, too: without any it
 *	starts no timer
 * @goes_on: the budget has ended
 *
 * Context: the owner of the group's NAPI instance.
 */
void netcx_keep_end(struct netcx_rx_group *group, u32 done, bool goes_on)
{
	if (goes_on || !netcx_keep_longer(&group->keep, done))
		netcx_keep_flush(group);
}

/* Has GRO handed on what it had when there had been @flushes? */
static bool netcx_keep_settled(const struct netcx_rx_keep *keep, unsigned int flushes)
{
	/* Both pair with netcx_keep_flush(). */
	return !smp_load_acquire(&keep->given) || smp_load_acquire(&keep->flushes) != flushes;
}

/**
 * netcx_keep_settle() - have everything handed on that GRO has
 * @group: of an interface that gets nothing more
 *
 * Takes the NAPI instance as a poll would. A wake-up meanwhile is remembered by NAPI and
 * followed when the instance is let go.
 *
 * A device that floods us keeps the instance scheduled for as long as it likes. Its polls
 * hand everything on whenever their budget ends, or the time for keeping is over: one of
 * them does what we have come for, and we do not wait for the flood's end.
 *
 * Context: process.
 */
void netcx_keep_settle(struct netcx_rx_group *group)
{
	unsigned int flushes = READ_ONCE(group->keep.flushes);

	might_sleep();

	local_bh_disable();
	while (!napi_schedule_prep(&group->napi)) {
		local_bh_enable();
		if (netcx_keep_settled(&group->keep, flushes))
			return;
		usleep_range(20, 200);
		local_bh_disable();
	}
	netcx_keep_flush(group);
	napi_complete_done(&group->napi, 0);
	local_bh_enable();
}

/* Enough to spread flows, and to be asked of each segment. */
static u32 netcx_keep_mix(u32 hash, u32 word)
{
	return (hash ^ word) * GOLDEN_RATIO_32;
}

/**
 * netcx_keep_hash() - tell flows apart
 * @group: polls the queue
 * @skb: begins with its IP header, is about to be given to GRO
 *
 * Without a hash GRO has one list for all flows, and a short one.
 *
 * Context: any.
 */
void netcx_keep_hash(const struct netcx_rx_group *group, struct sk_buff *skb)
{
	const u32 *ip = (const u32 *)skb->data;
	u32 hash = group->keep.seed, length, i;

	if (skb->hash || skb_headlen(skb) < sizeof(struct iphdr) ||
	    netcx_rx_transport(skb->data, &length) != IPPROTO_TCP ||
	    skb_headlen(skb) < length + sizeof(u32))
		return;
	if (skb->data[0] >> 4 == 4) {
		hash = netcx_keep_mix(netcx_keep_mix(hash, ip[3]), ip[4]);
	} else {
		for (i = 2; i < 10; i++)
			hash = netcx_keep_mix(hash, ip[i]);
	}
	hash = netcx_keep_mix(hash, ip[length / sizeof(u32)]);
	/* A product's low bits, of which GRO's list is chosen, are of low bits only. */
	hash = netcx_keep_mix(hash, hash >> 16);
	__skb_set_sw_hash(skb, hash ^ hash >> 16, true);
}
