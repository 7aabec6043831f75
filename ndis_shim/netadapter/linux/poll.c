// SPDX-License-Identifier: GPL-2.0
/*
 * The poll loop of transmitting queues: one NAPI instance for each. Whoever owns the
 * instance (NAPI's SCHED bit) is the only one to call Advance, SetNotificationEnabled
 * and Cancel of that queue; no lock of ours is held meanwhile. The queue is also polled by
 * ndo_start_xmit, under the stack's transmit lock. Receiving queues are polled together
 * (rx_group.c), with a token of their own in place of that bit.
 *
 * No wake-up is lost. A notification while the instance is owned sets NAPI's
 * MISSED bit, which makes napi_complete_done() poll again; so it does not
 * matter whether it comes before, in, or after the arming, or unarmed. What
 * comes before the instance is enabled is covered by the kick that follows
 * enabling.
 */
#include "netadapter/linux/linux.h"

#include <linux/bottom_half.h>
#include <linux/preempt.h>
#include <linux/slab.h>

#include "compat_netdev.h"

/* Rounds that a transmitting queue may go on for before others get a turn. */
#define NETCX_TX_ROUNDS		8

/* The client is to tell of what comes from now on. */
void netcx_poll_arm(struct netcx_queue *queue)
{
	netcx_count(queue->adapter, NETCX_ARMED);
	queue->config.EvtSetNotificationEnabled(netcx_queue_handle(queue), TRUE);
}

static int netcx_poll_tx(struct napi_struct *napi, int budget)
{
	struct netcx_queue *queue = container_of(napi, struct netcx_poll, napi)->queue;
	unsigned int round;

	for (round = 0; round < NETCX_TX_ROUNDS; round++) {
		netcx_tx_give(queue);
		netcx_queue_advance(queue);
		/* Another Advance would find what this one has found. Who sends a
		 * packet from here on has the queue polled again.
		 */
		if (!netcx_tx_take(queue, budget, false) ||
		    (!netcx_ring_held(&queue->packet) && !netcx_tx_waiting(queue)))
			break;
	}
	if (round == NETCX_TX_ROUNDS)
		return budget;

	/* There is nothing to be told about when the client holds no packet. */
	if (netcx_ring_held(&queue->packet)) {
		netcx_poll_arm(queue);
		netcx_tx_rest(queue);
	}
	napi_complete_done(napi, 0);
	return 0;
}

/**
 * netcx_poll_create() - the Linux side of a new queue
 * @queue: rings are laid out
 *
 * Return: 0 or -ENOMEM.
 * Context: process, the adapter's lock held.
 */
int netcx_poll_create(struct netcx_queue *queue)
{
	struct netcx_poll *poll = kzalloc(sizeof(*poll), GFP_KERNEL);
	int err;

	if (!poll)
		return -ENOMEM;
	poll->queue = queue;
	queue->poll = poll;
	err = queue->tx ? netcx_tx_alloc(queue) : netcx_rx_alloc(queue);
	if (err)
		goto err_free;
	if (queue->tx)
		nt_napi_add_no_busy_poll(queue->adapter->link->napi_dev, &poll->napi,
					 netcx_poll_tx);
	else
		err = netcx_group_join(queue);
	if (err)
		goto err_free_rx;
	poll->added = true;
	return 0;

err_free_rx:
	netcx_rx_free(queue);
err_free:
	kfree(poll);
	queue->poll = NULL;
	return err;
}

void netcx_poll_enable(struct netcx_queue *queue)
{
	if (queue->tx)
		napi_enable(&queue->poll->napi);
	else
		netcx_group_start(queue);
}

/**
 * netcx_poll_disable() - take the queue's token, for good
 * @queue: enabled
 *
 * Context: process.
 */
void netcx_poll_disable(struct netcx_queue *queue)
{
	if (queue->tx)
		napi_disable(&queue->poll->napi);
	else
		netcx_group_stop(queue);
}

/**
 * netcx_poll_kick() - have the queue polled
 * @queue: in any state; if it does not poll, nothing happens
 *
 * Context: any. With BH enabled the poll may run before this returns.
 */
void netcx_poll_kick(struct netcx_queue *queue)
{
	/* Raised with BH enabled in process context, the softirq would wait for an interrupt. */
	bool late = !in_interrupt() && !irqs_disabled();

	if (late)
		local_bh_disable();
	if (queue->tx)
		napi_schedule(&queue->poll->napi);
	else
		netcx_group_kick(queue);
	if (late)
		local_bh_enable();
}

/**
 * netcx_poll_claim() - take the queue's token if nobody has it
 * @queue: Tx queue in any state
 *
 * Who has it is told otherwise that there is more to do.
 *
 * Return: true: netcx_poll_run() must follow at once. Until then the queue cannot
 *	be stopped, so what keeps it there meanwhile may be let go.
 * Context: BH disabled.
 */
bool netcx_poll_claim(struct netcx_queue *queue)
{
	return napi_schedule_prep(&queue->poll->napi);
}

/**
 * netcx_poll_run() - poll without waiting for the softirq
 * @queue: claimed
 *
 * Context: BH disabled, no spinlock of ours; the owner of the queue's token.
 */
void netcx_poll_run(struct netcx_queue *queue)
{
	struct napi_struct *napi = &queue->poll->napi;

	if (netcx_poll_tx(napi, NAPI_POLL_WEIGHT) == NAPI_POLL_WEIGHT)
		__napi_schedule(napi);
}

/**
 * netcx_poll_collect() - take back what a queue that is being stopped gave back
 * @queue: disabled
 *
 * Nothing is delivered any more.
 * Context: BH disabled, the owner of the queue's token.
 */
void netcx_poll_collect(struct netcx_queue *queue)
{
	if (queue->tx)
		netcx_tx_take(queue, 0, true);
	else
		netcx_rx_take(queue, U32_MAX, false);
}

/**
 * netcx_poll_remove() - end of the NAPI instance
 * @queue: disabled, or never enabled
 *
 * Its memory stays, since late notifications may still look at it: the
 * instance stays owned, or the queue OFF, so they do nothing.
 * Context: process, the adapter's lock held or the adapter being deleted.
 */
void netcx_poll_remove(struct netcx_queue *queue)
{
	struct netcx_poll *poll = queue->poll;

	if (!poll->added)
		return;
	poll->added = false;
	if (queue->tx)
		netif_napi_del(&poll->napi);
	else
		netcx_group_part(queue);
}

/**
 * netcx_poll_free() - free the Linux side, and all that a client never returned
 * @queue: removed
 *
 * Context: any; uses nothing of the adapter.
 */
void netcx_poll_free(struct netcx_queue *queue)
{
	if (queue->tx)
		netcx_tx_free(queue);
	else
		netcx_rx_free(queue);
	if (queue->poll->alone)
		kfree(queue->poll->group);
	kfree(queue->poll);
}
