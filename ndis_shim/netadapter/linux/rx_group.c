// SPDX-License-Identifier: GPL-2.0
/*
 * The poll of receiving queues. Those of a device's adapters, if each of them has one,
 * are polled together, by one NAPI instance: a device that receives for many of them
 * mostly has a packet or two for each, which would be a schedule, a poll and a
 * completion for each of them. The queues of an adapter with several, which are there so
 * that several processors receive, have an instance each: a group of one.
 *
 * A queue is one of these, under the group's lock:
 *	OFF	nobody polls it: before it is started, and for good once it is stopped
 *	IDLE	the client has nothing, and will notify
 *	READY	it was notified, and waits in the group's list for the next poll
 *	POLLED	it is the poll's, and stays in that list of the poll's until it is armed
 *
 * Being POLLED is the token that serialises the queue's callbacks, as owning a NAPI
 * instance is with transmitting queues. Only a poll gives it to a queue, and only its end
 * takes it away again; polls of one group do not overlap, which is NAPI's promise. A
 * queue that leaves waits until it is not POLLED, which one more poll sees to.
 *
 * No wake-up is lost. A notification of an IDLE queue makes it READY, and the first READY
 * queue schedules the poll, which takes all of them; one of a POLLED queue, whether before,
 * in or after its arming, is remembered, and keeps the queue POLLED for another poll. What
 * comes before the queue is started is covered by the kick that follows.
 *
 * A poll goes in rounds: all queues that have nothing to be taken get an Advance, then
 * packets are taken from each, a few at a time if there are several queues. So nobody
 * waits for a busy one, and whatever is in the rings when a round takes the first packet
 * was there together (see netcx_rx_block_known()). When the budget ends the next poll
 * goes on with the queue that would have been next.
 */
#include "netadapter/linux/linux.h"

#include <linux/bottom_half.h>
#include <linux/delay.h>
#include <linux/preempt.h>
#include <linux/slab.h>

#include "compat_netdev.h"

/* Packets of one queue in a round, if others have some as well. */
#define NETCX_RX_TURN	16

/* The poll begins: what is ready is its own. */
static void netcx_group_enter(struct netcx_rx_group *group)
{
	struct netcx_poll *poll;

	spin_lock_irq(&group->lock);
	list_for_each_entry(poll, &group->ready, node)
		poll->state = NETCX_RX_POLLED;
	list_splice_tail_init(&group->ready, &group->polled);
	spin_unlock_irq(&group->lock);
}

/*
 * The poll ends: queues that are armed and were not notified since are nobody's. True: there
 * are others.
 */
static bool netcx_group_leave(struct netcx_rx_group *group)
{
	struct netcx_poll *poll, *next;
	LIST_HEAD(keep);
	bool more;

	spin_lock_irq(&group->lock);
	list_for_each_entry_safe(poll, next, &group->polled, node) {
		if (poll->leaving) {
			poll->state = NETCX_RX_OFF;
		} else if (poll->armed && !poll->missed) {
			poll->state = NETCX_RX_IDLE;
		} else {
			poll->missed = false;
			list_move_tail(&poll->node, &keep);
		}
		poll->armed = false;
	}
	/* Who is not kept does not look at its node any more. */
	INIT_LIST_HEAD(&group->polled);
	list_splice(&keep, &group->polled);
	more = !list_empty(&group->polled) || !list_empty(&group->ready);
	spin_unlock_irq(&group->lock);
	return more;
}

static void netcx_group_arm(struct netcx_poll *poll)
{
	netcx_poll_arm(poll->queue);
	poll->armed = true;
}

/*
 * Is everything here that the client has? It has had room for more, and says so itself if
 * something has come since.
 */
static bool netcx_group_has_all(const struct netcx_queue *queue)
{
	return READ_ONCE(queue->arming_tells) && !netcx_ring_returned(&queue->packet) &&
	       !netcx_ring_returned(&queue->fragment) && netcx_ring_held(&queue->packet) &&
	       netcx_ring_held(&queue->fragment);
}

static void netcx_group_arm_at_once(struct netcx_poll *poll)
{
	netcx_rx_post(poll->queue);
	netcx_group_arm(poll);
}

/* Have the clients give packets back. How many queues have some then. */
static u32 netcx_group_advance(struct netcx_rx_group *group)
{
	struct netcx_poll *poll;
	u32 filled = 0;

	list_for_each_entry(poll, &group->polled, node) {
		struct netcx_queue *queue = poll->queue;

		if (poll->armed)
			continue;
		/* What an earlier round has left goes first. */
		if (!netcx_ring_returned(&queue->packet)) {
			netcx_rx_post(queue);
			netcx_queue_advance(queue);
			if (!netcx_ring_returned(&queue->packet) &&
			    !netcx_ring_returned(&queue->fragment)) {
				netcx_group_arm(poll);
				continue;
			}
		}
		filled++;
	}
	return filled;
}

/* Take packets from each queue in turn. How many it were. */
static u32 netcx_group_take(struct netcx_rx_group *group, u32 filled, u32 budget)
{
	u32 turn = filled > 1 ? NETCX_RX_TURN : budget;
	struct netcx_poll *poll;
	u32 done = 0, taken;

	group->known.size = 0;
	list_for_each_entry(poll, &group->polled, node) {
		struct netcx_queue *queue = poll->queue;

		if (poll->armed)
			continue;
		if (done >= budget) {
			list_rotate_to_front(&poll->node, &group->polled);
			break;
		}
		taken = netcx_rx_take(queue, min(turn, budget - done), true);
		done += taken;
		/* Fragments without a packet, which may come with the next Advance. */
		if (!taken && !netcx_ring_returned(&queue->packet))
			netcx_group_arm(poll);
		else if (netcx_group_has_all(queue))
			netcx_group_arm_at_once(poll);
	}
	return done;
}

static int netcx_group_poll(struct napi_struct *napi, int budget)
{
	struct netcx_rx_group *group = container_of(napi, struct netcx_rx_group, napi);
	u32 done = 0, filled;
	bool more;

	netcx_group_enter(group);
	while (done < budget) {
		filled = netcx_group_advance(group);
		if (!filled)
			break;
		done += netcx_group_take(group, filled, budget - done);
	}
	if (done >= budget) {
		netcx_keep_end(group, done, true);
		netcx_group_leave(group);
		return budget;
	}
	more = netcx_group_leave(group);
	netcx_keep_end(group, done, false);
	napi_complete_done(napi, done);
	if (more)
		napi_schedule(napi);
	return done;
}

/**
 * netcx_group_alloc() - a group without queues
 * @shared: of all adapters of a device
 *
 * Return: NULL without memory.
 * Context: process.
 */
struct netcx_rx_group *netcx_group_alloc(bool shared)
{
	struct netcx_rx_group *group = kzalloc(sizeof(*group), GFP_KERNEL);

	if (!group)
		return NULL;
	group->dev = nt_dummy_netdev_alloc();
	if (!group->dev) {
		kfree(group);
		return NULL;
	}
	spin_lock_init(&group->lock);
	INIT_LIST_HEAD(&group->ready);
	INIT_LIST_HEAD(&group->polled);
	netcx_keep_init(group, shared);
	nt_napi_add_no_busy_poll(group->dev, &group->napi, netcx_group_poll);
	napi_enable(&group->napi);
	return group;
}

/* No queue will ever be started again. Late notifications may still look at the group. */
static void netcx_group_end(struct netcx_rx_group *group)
{
	napi_disable(&group->napi);
	netif_napi_del(&group->napi);
	nt_dummy_netdev_free(group->dev);
}

/**
 * netcx_group_free() - end of a device's group
 * @group: all queues are gone, or NULL
 *
 * A notification that came with a queue's handle just before it became invalid may still
 * find the queue OFF.
 *
 * Context: process.
 */
void netcx_group_free(struct netcx_rx_group *group)
{
	if (!group)
		return;
	netcx_group_end(group);
	kfree_rcu(group, rcu);
}

/**
 * netcx_group_join() - find a new queue's group
 * @queue: Rx queue, not started
 *
 * Return: 0 or -ENOMEM.
 * Context: process.
 */
int netcx_group_join(struct netcx_queue *queue)
{
	struct netcx_poll *poll = queue->poll;

	poll->state = NETCX_RX_OFF;
	poll->alone = queue->adapter->num_rxq > 1;
	poll->group = poll->alone ? netcx_group_alloc(false) : queue->adapter->dev->rx_group;
	return poll->group ? 0 : -ENOMEM;
}

/**
 * netcx_group_part() - the reverse
 * @queue: stopped, or never started
 *
 * Context: process.
 */
void netcx_group_part(struct netcx_queue *queue)
{
	if (queue->poll->alone)
		netcx_group_end(queue->poll->group);
}

/* From here on a kick has the queue polled. Context: process. */
void netcx_group_start(struct netcx_queue *queue)
{
	struct netcx_poll *poll = queue->poll;

	spin_lock_irq(&poll->group->lock);
	poll->state = NETCX_RX_IDLE;
	spin_unlock_irq(&poll->group->lock);
}

/**
 * netcx_group_stop() - take the queue's token, for good
 * @queue: started
 *
 * The others go on. A POLLED queue is in a poll that runs or is scheduled: it ends after
 * its budget, and then the queue is OFF.
 *
 * Context: process.
 */
void netcx_group_stop(struct netcx_queue *queue)
{
	struct netcx_poll *poll = queue->poll;
	struct netcx_rx_group *group = poll->group;

	might_sleep();

	spin_lock_irq(&group->lock);
	poll->leaving = true;
	while (poll->state == NETCX_RX_POLLED) {
		spin_unlock_irq(&group->lock);
		usleep_range(20, 200);
		spin_lock_irq(&group->lock);
	}
	if (poll->state == NETCX_RX_READY)
		list_del(&poll->node);
	poll->state = NETCX_RX_OFF;
	spin_unlock_irq(&group->lock);
}

/**
 * netcx_group_kick() - have the queue polled
 * @queue: Rx queue in any state
 *
 * The poll is scheduled under the lock: who finds another queue ready relies on it.
 *
 * Context: any. With BH enabled the poll may run before this returns.
 */
void netcx_group_kick(struct netcx_queue *queue)
{
	struct netcx_poll *poll = queue->poll;
	struct netcx_rx_group *group = poll->group;
	unsigned long flags;

	spin_lock_irqsave(&group->lock, flags);
	if (poll->state == NETCX_RX_IDLE) {
		poll->state = NETCX_RX_READY;
		if (list_empty(&group->ready))
			napi_schedule(&group->napi);
		list_add_tail(&poll->node, &group->ready);
	} else if (poll->state == NETCX_RX_POLLED) {
		poll->missed = true;
	}
	spin_unlock_irqrestore(&group->lock, flags);
}
