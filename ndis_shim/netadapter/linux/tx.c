// SPDX-License-Identifier: GPL-2.0
/*
 * Transmission: packets collect in a list until the poll moves them into the
 * ring, and are freed when the client has given them back. ndo_start_xmit polls
 * by itself if nobody else does, the softirq afterwards.
 *
 * There is one list for each of the stack's queues, which are the client's. It
 * belongs to the adapter, not to the queue, so that it outlives the device's sleep: a
 * packet that finds the device asleep takes a power reference without waiting, and the
 * poll of the queue that is made at power-up sends it. The reference is held as long as
 * packets are here.
 *
 * A client that collects packets into transfers is not asked to look at each: while it
 * has some of this queue's, those that follow rest in the list until it gives one back,
 * or there are NETCX_PENDING_WORTH or enough bytes. @resting is set and cleared under the
 * lock by whoever polls; a packet that is put into the list before it is cleared is taken
 * by that poll, one that comes later has the queue polled.
 *
 * BQL: each packet that netcx_tx_xmit() counts is counted off exactly once, by
 * somebody who sees the same @running interface and the same @generation under
 * RCU, or not at all. ndo_stop() clears @running and waits for a grace period,
 * ndo_open() resets BQL's state and starts a new generation. Packets of an
 * earlier one that the client still holds are just freed. Two never count at
 * the same time: the poll owns the queue's token, so does netcx_tx_abandon(),
 * and netcx_tx_purge() from netcx_adapter_update() runs when there is no queue.
 *
 * No packet here refers to its net_device.
 */
#include "netadapter/linux/tx_usual.h"

#include <linux/delay.h>
#include <linux/if_ether.h>
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/slab.h>

/**
 * struct netcx_tx_done - packets to be counted off
 * @packets: number
 * @bytes: sum
 * @segments: as many as have left
 * @segment_bytes: sum, with the headers of each
 */
struct netcx_tx_done {
	u32 packets;
	u32 bytes;
	u32 segments;
	u32 segment_bytes;
};

/* Not inlined: nobody else should pay for the buffer. 0: there is no byte. */
static noinline u8 netcx_tx_first_page(const struct sk_buff *skb)
{
	u8 first = 0;

	skb_copy_bits(skb, 0, &first, 1);
	return first;
}

static u8 netcx_tx_first(const struct sk_buff *skb)
{
	return likely(skb_headlen(skb)) ? *skb->data : netcx_tx_first_page(skb);
}

/*
 * May this packet be sent at all? Not if a raw-IP adapter is given something other than
 * IPv4 or IPv6: a packet socket can make anything.
 */
static bool netcx_tx_is_frame(const struct netcx_adapter *adapter, const struct sk_buff *skb)
{
	if (netcx_adapter_ethernet(adapter))
		return skb->len >= ETH_HLEN;

	switch (netcx_tx_first(skb) >> 4) {
	case 4:
		return skb->len >= 20;
	case 6:
		return skb->len >= 40;
	default:
		return false;
	}
}

static void netcx_tx_done(struct netcx_tx_done *done, struct netcx_tx_state *tx,
			  struct sk_buff *skb)
{
	const struct netcx_tx_cb *cb = netcx_tx_cb(skb);

	if (cb->generation != READ_ONCE(tx->generation))
		return;
	done->packets++;
	done->bytes += cb->bytes;
	done->segments += cb->segments;
	done->segment_bytes += cb->bytes + (cb->segments - 1) * cb->headers;
}

#ifdef CONFIG_BQL

/* Somebody else has set a limit: it is left alone. */
static void netcx_tx_set_pace(struct netdev_queue *txq, struct netcx_tx_state *tx, u32 pace)
{
	if (READ_ONCE(txq->dql.min_limit) != tx->pace)
		return;
	tx->pace = pace;
	WRITE_ONCE(txq->dql.min_limit, pace);
}

/*
 * BQL finds the least that keeps a device busy. One that collects is busy with what is left
 * over, too: with a little more than a full transfer allowed, every second one has next to
 * nothing aboard. So as much as the device has taken in a millisecond may be under way at
 * any time: full transfers where it is fast, and a delay of a millisecond at most where
 * it is not.
 */
static void netcx_tx_keep_pace(struct netdev_queue *txq, struct netcx_tx_state *tx, u32 bytes)
{
	u64 now, time;

	if (!tx->adapter->ext || !tx->adapter->ext->collects)
		return;
	tx->pace_bytes += bytes;
	now = ktime_get_ns();
	time = now - tx->pace_since;
	if (time < NSEC_PER_MSEC)
		return;
	netcx_tx_set_pace(txq, tx, min_t(u64, NETCX_PACE_MAX,
					 div64_u64((u64)tx->pace_bytes * NSEC_PER_MSEC, time)));
	tx->pace_since = now;
	tx->pace_bytes = 0;
}

/* Nothing transmits. What is known of the device is of another time. */
static void netcx_tx_forget_pace(struct netdev_queue *txq, struct netcx_tx_state *tx)
{
	netcx_tx_set_pace(txq, tx, 0);
	tx->pace = 0;
}

#else

static void netcx_tx_keep_pace(struct netdev_queue *txq, struct netcx_tx_state *tx, u32 bytes)
{
}

static void netcx_tx_forget_pace(struct netdev_queue *txq, struct netcx_tx_state *tx)
{
}

#endif

/* Within the RCU section in which @dev was found to be running. */
static void netcx_tx_count_off(struct net_device *dev, struct netcx_tx_state *tx,
			       const struct netcx_tx_done *done, bool dropped)
{
	struct netdev_queue *txq;
	u32 i;

	if (!dev || !done->packets)
		return;
	txq = netdev_get_tx_queue(dev, tx->id);
	if (!dropped)
		netcx_tx_keep_pace(txq, tx, done->bytes);
	netdev_tx_completed_queue(txq, done->packets, done->bytes);
	if (!dropped) {
		dev_sw_netstats_tx_add(dev, done->segments, done->segment_bytes);
		return;
	}
	for (i = 0; i < done->packets; i++)
		dev_core_stats_tx_dropped_inc(dev);
}

/* Never waits and never calls back: fine under the lock. */
static void netcx_tx_power_idle(struct netcx_tx_state *tx)
{
	lockdep_assert_held(&tx->lock);

	if (tx->power && !tx->inflight && skb_queue_empty(&tx->pending)) {
		tx->power = false;
		cx_device_power_put(tx->adapter->dev->handle);
	}
}

static bool netcx_tx_power_busy(struct netcx_tx_state *tx)
{
	lockdep_assert_held(&tx->lock);

	if (!tx->power)
		tx->power = !cx_device_power_get(tx->adapter->dev->handle, false);
	/* Awake already: good enough, whatever keeps it so. */
	return tx->power || tx->queue;
}

static void netcx_tx_wake(struct netcx_tx_state *tx)
{
	struct net_device *dev;

	lockdep_assert_held(&tx->lock);

	if (!tx->stopped || skb_queue_len(&tx->pending) > NETCX_PENDING_WAKE)
		return;
	tx->stopped = false;
	rcu_read_lock();
	dev = rcu_dereference(tx->adapter->link->running);
	if (dev)
		netif_wake_subqueue(dev, tx->id);
	rcu_read_unlock();
}

/*
 * A packet of a batch was dropped, perhaps the last one: those in front of it have
 * nobody else to wait for.
 */
static void netcx_tx_end_batch(struct netcx_tx_state *tx)
{
	struct netcx_queue *queue = NULL;

	spin_lock(&tx->lock);
	if (tx->queue && !skb_queue_empty(&tx->pending) && netcx_poll_claim(tx->queue))
		queue = tx->queue;
	spin_unlock(&tx->lock);
	if (queue)
		netcx_poll_run(queue);
}

/* May the last packet of @tx wait for the client, which has others? */
static bool netcx_tx_may_rest(const struct netcx_tx_state *tx, const struct sk_buff *skb)
{
	return tx->resting && !tx->stopped && !skb_is_gso(skb) &&
	       skb_queue_len(&tx->pending) < NETCX_PENDING_WORTH &&
	       tx->bytes < NETCX_PENDING_WORTH_BYTES;
}

/* Return: the queue, if it is to be polled by the caller, without the lock. */
static struct netcx_queue *netcx_tx_enqueue(struct netcx_tx_state *tx, struct net_device *dev,
					    struct sk_buff *skb)
{
	struct netdev_queue *txq = netdev_get_tx_queue(dev, tx->id);
	bool last;

	lockdep_assert_held(&tx->lock);

	netcx_tx_cb(skb)->bytes = skb->len;
	netcx_tx_cb(skb)->generation = tx->generation;
	skb_tx_timestamp(skb);
	skb->dev = NULL;
	last = __netdev_tx_sent_queue(txq, skb->len, netdev_xmit_more());
	__skb_queue_tail(&tx->pending, skb);
	tx->fragments += netcx_tx_count_fragments(skb);
	tx->bytes += skb->len;

	if (skb_queue_len(&tx->pending) >= NETCX_PENDING_STOP) {
		netcx_count(tx->adapter, NETCX_TX_QUEUE_STOPPED);
		tx->stopped = true;
		netif_tx_stop_queue(txq);
		last = true;
	}
	if (!last || !tx->queue || netcx_tx_may_rest(tx, skb))
		return NULL;
	return netcx_poll_claim(tx->queue) ? tx->queue : NULL;
}

/**
 * netcx_tx_xmit() - ndo_start_xmit
 * @adapter: bound to @dev
 * @dev: up
 * @skb: consumed
 *
 * With the last packet of a batch the queue is polled here, unless somebody does
 * already: a lone packet is with the client before this returns.
 *
 * Context: BH disabled, the stack's transmit lock.
 */
netdev_tx_t netcx_tx_xmit(struct netcx_adapter *adapter, struct net_device *dev,
			  struct sk_buff *skb)
{
	u16 id = min_t(u16, skb_get_queue_mapping(skb), NETCX_QUEUES_MAX - 1);
	struct netcx_tx_state *tx = &adapter->link->tx[id];
	enum netcx_counter why = NETCX_TX_NOT_IP;
	struct netcx_queue *queue;

	if (!netcx_tx_prepare_usual(adapter, skb)) {
		if (!netcx_tx_is_frame(adapter, skb))
			goto drop;
		skb = netcx_tx_prepare(adapter, skb);
		if (!skb)
			goto dropped;
	}

	spin_lock(&tx->lock);
	why = NETCX_TX_DOWN;
	if (!tx->accept || rcu_access_pointer(adapter->link->running) != dev)
		goto drop_unlock;
	why = NETCX_TX_NO_POWER;
	if (!netcx_tx_power_busy(tx))
		goto drop_unlock;
	queue = netcx_tx_enqueue(tx, dev, skb);
	spin_unlock(&tx->lock);
	if (queue)
		netcx_poll_run(queue);
	return NETDEV_TX_OK;

drop_unlock:
	spin_unlock(&tx->lock);
drop:
	netcx_count(adapter, why);
	kfree_skb(skb);
dropped:
	dev_core_stats_tx_dropped_inc(dev);
	netcx_tx_end_batch(tx);
	return NETDEV_TX_OK;
}

/* Not all of them fit: as many as do, with @fragments. Return: how many. */
static u32 netcx_tx_dequeue_some(struct netcx_tx_state *tx, struct sk_buff_head *batch,
				 u32 packets, u32 *fragments)
{
	u32 need, n = 0, room = *fragments;
	struct sk_buff *skb;

	lockdep_assert_held(&tx->lock);

	netcx_count(tx->adapter, NETCX_RING_FULL);
	while (n < packets && (skb = skb_peek(&tx->pending))) {
		need = netcx_tx_count_fragments(skb);
		if (need > room)
			break;
		room -= need;
		tx->fragments -= need;
		tx->bytes -= skb->len;
		n++;
		__skb_unlink(skb, &tx->pending);
		__skb_queue_tail(batch, skb);
	}
	*fragments -= room;
	return n;
}

/* Move as many pending packets to @batch, with @fragments, as fit the rings. */
static u32 netcx_tx_dequeue(struct netcx_queue *queue, struct sk_buff_head *batch,
			    u32 *fragments)
{
	struct netcx_tx_state *tx = &queue->adapter->link->tx[queue->id];
	u32 packets = netcx_ring_room(&queue->packet);
	u32 n;

	*fragments = netcx_ring_room(&queue->fragment);
	spin_lock_bh(&tx->lock);
	tx->resting = false;
	n = skb_queue_len(&tx->pending);
	if (n <= packets && tx->fragments <= *fragments) {
		skb_queue_splice_init(&tx->pending, batch);
		*fragments = tx->fragments;
		tx->fragments = 0;
		tx->bytes = 0;
	} else {
		n = netcx_tx_dequeue_some(tx, batch, packets, fragments);
	}
	tx->inflight += n;
	if (n)
		netcx_tx_wake(tx);
	spin_unlock_bh(&tx->lock);
	return n;
}

/**
 * netcx_tx_waiting() - are there packets for the ring
 * @queue: polling
 *
 * Looks without the lock: who adds one has the queue polled afterwards.
 * Context: the owner of the queue's token.
 */
bool netcx_tx_waiting(const struct netcx_queue *queue)
{
	return !skb_queue_empty_lockless(&queue->adapter->link->tx[queue->id].pending);
}

/**
 * netcx_tx_rest() - packets that come from here on may wait a little
 * @queue: polled; the client holds packets, and will tell when it does not
 *
 * Context: the owner of the queue's token, which gives it back now.
 */
void netcx_tx_rest(struct netcx_queue *queue)
{
	struct netcx_tx_state *tx = &queue->adapter->link->tx[queue->id];

	if (!queue->adapter->ext || !queue->adapter->ext->collects)
		return;
	spin_lock_bh(&tx->lock);
	/* Those that are there now rely on the poll that follows this one. */
	tx->resting = skb_queue_empty(&tx->pending);
	spin_unlock_bh(&tx->lock);
}

/**
 * netcx_tx_give() - move pending packets into the ring
 * @queue: polling
 *
 * Context: the owner of the queue's token.
 */
void netcx_tx_give(struct netcx_queue *queue)
{
	const struct netcx_tx_state *tx = &queue->adapter->link->tx[queue->id];
	struct sk_buff_head batch;
	u32 packets, fragments;

	/* Nobody else writes @resting. */
	if (!tx->resting && !netcx_tx_waiting(queue))
		return;
	__skb_queue_head_init(&batch);
	packets = netcx_tx_dequeue(queue, &batch, &fragments);
	if (packets)
		netcx_tx_fill(queue, &batch, packets, fragments);
}

/**
 * netcx_tx_take() - free the packets that the client gave back
 * @queue: Tx queue
 * @budget: NAPI's, 0 outside a poll
 * @cancelled: the queue is being stopped: they were perhaps not sent
 *
 * Fragments go with their packets, wherever the client left the fragment
 * ring's BeginIndex.
 *
 * Return: how many.
 * Context: BH disabled, the owner of the queue's token.
 */
u32 netcx_tx_take(struct netcx_queue *queue, int budget, bool cancelled)
{
	struct netcx_adapter *adapter = queue->adapter;
	struct netcx_tx_state *tx = &adapter->link->tx[queue->id];
	struct netcx_ring *ring = &queue->packet;
	u32 i, fragments = 0, n = netcx_ring_returned(ring);
	struct netcx_tx_done done = { 0 };
	struct net_device *dev;

	if (!n)
		return 0;

	rcu_read_lock();
	/* First: once it is seen, the generation cannot change in this section. */
	dev = rcu_dereference(adapter->link->running);
	for (i = 0; i < n; i++) {
		struct netcx_tx_slot *slot = &queue->poll->slots[(ring->taken + i) & ring->mask];

		netcx_tx_done(&done, tx, slot->skb);
		if (cancelled) {
			netcx_count(adapter, NETCX_TX_CANCELLED);
			dev_kfree_skb_any(slot->skb);
		} else {
			napi_consume_skb(slot->skb, budget);
		}
		fragments += slot->fragments;
		slot->skb = NULL;
	}
	netcx_ring_take(&queue->fragment, fragments);
	netcx_ring_take(ring, n);
	netcx_tx_count_off(dev, tx, &done, cancelled);
	rcu_read_unlock();

	spin_lock_bh(&tx->lock);
	tx->inflight -= n;
	netcx_tx_power_idle(tx);
	spin_unlock_bh(&tx->lock);
	return n;
}

static void netcx_tx_purge_one(struct netcx_tx_state *tx)
{
	struct netcx_adapter *adapter = tx->adapter;
	struct netcx_tx_done done = { 0 };
	struct sk_buff_head list;
	struct net_device *dev;
	struct sk_buff *skb;

	__skb_queue_head_init(&list);
	spin_lock_bh(&tx->lock);
	skb_queue_splice_init(&tx->pending, &list);
	tx->fragments = 0;
	tx->bytes = 0;
	netcx_tx_wake(tx);
	netcx_tx_power_idle(tx);
	spin_unlock_bh(&tx->lock);

	local_bh_disable();
	rcu_read_lock();
	dev = rcu_dereference(adapter->link->running);
	while ((skb = __skb_dequeue(&list))) {
		netcx_count(adapter, NETCX_TX_CANCELLED);
		netcx_tx_done(&done, tx, skb);
		kfree_skb(skb);
	}
	netcx_tx_count_off(dev, tx, &done, true);
	rcu_read_unlock();
	local_bh_enable();
}

/**
 * netcx_tx_purge() - free the packets that wait for the ring
 * @adapter: without queues, or its interface going down
 *
 * Context: process or BH disabled.
 */
void netcx_tx_purge(struct netcx_adapter *adapter)
{
	u32 i;

	for (i = 0; i < NETCX_QUEUES_MAX; i++)
		netcx_tx_purge_one(&adapter->link->tx[i]);
}

/**
 * netcx_tx_accept() - keep packets, or drop them on arrival
 * @adapter: any adapter
 * @accept: which
 *
 * Context: any but hardirq.
 */
void netcx_tx_accept(struct netcx_adapter *adapter, bool accept)
{
	u32 i;

	for (i = 0; i < NETCX_QUEUES_MAX; i++) {
		struct netcx_tx_state *tx = &adapter->link->tx[i];

		spin_lock_bh(&tx->lock);
		tx->accept = accept;
		spin_unlock_bh(&tx->lock);
	}
}

/**
 * netcx_tx_attach() - a queue polls: packets may go there
 * @adapter: whose
 * @queue: started
 *
 * Context: process.
 */
void netcx_tx_attach(struct netcx_adapter *adapter, struct netcx_queue *queue)
{
	struct netcx_tx_state *tx = &adapter->link->tx[queue->id];

	spin_lock_bh(&tx->lock);
	tx->queue = queue;
	spin_unlock_bh(&tx->lock);
	/* This poll also ends the rest that began with the queue before. */
	netcx_poll_kick(queue);
}

/**
 * netcx_tx_detach() - the queues are about to be stopped
 * @adapter: whose
 *
 * On return xmit does not use them. Packets stay pending.
 * Context: process.
 */
void netcx_tx_detach(struct netcx_adapter *adapter)
{
	u32 i;

	for (i = 0; i < NETCX_QUEUES_MAX; i++) {
		struct netcx_tx_state *tx = &adapter->link->tx[i];

		spin_lock_bh(&tx->lock);
		tx->queue = NULL;
		spin_unlock_bh(&tx->lock);
	}
}

static void netcx_tx_abandon_one(struct netcx_tx_state *tx, struct netcx_queue *queue)
{
	struct netcx_adapter *adapter = tx->adapter;
	struct netcx_tx_done done = { 0 };
	struct net_device *dev;
	u32 i;

	local_bh_disable();
	rcu_read_lock();
	dev = rcu_dereference(adapter->link->running);
	for (i = 0; queue && i < queue->packet.elements; i++) {
		struct sk_buff *skb = queue->poll->slots[i].skb;

		if (!skb)
			continue;
		netcx_count(adapter, NETCX_TX_CANCELLED);
		netcx_tx_done(&done, tx, skb);
	}
	netcx_tx_count_off(dev, tx, &done, true);
	rcu_read_unlock();
	local_bh_enable();

	spin_lock_bh(&tx->lock);
	tx->inflight = 0;
	netcx_tx_power_idle(tx);
	spin_unlock_bh(&tx->lock);
}

/**
 * netcx_tx_abandon() - forget what stopped queues never gave back
 * @adapter: its Tx queues, if it has any, are stopped
 *
 * The packets stay with their queue, since the client may still look at them,
 * but nobody waits for them: they must not hold back BQL in the queue's
 * successor.
 *
 * Context: process, the owner of the queues' tokens.
 */
void netcx_tx_abandon(struct netcx_adapter *adapter)
{
	u32 i;

	for (i = 0; i < NETCX_QUEUES_MAX; i++)
		netcx_tx_abandon_one(&adapter->link->tx[i], adapter->txq[i]);
}

/**
 * netcx_tx_open() - a new generation of packets
 * @adapter: bound to @dev
 * @dev: about to come up; nothing transmits
 *
 * Context: process, RTNL.
 */
void netcx_tx_open(struct netcx_adapter *adapter, struct net_device *dev)
{
	u32 i;

	for (i = 0; i < min_t(u32, dev->num_tx_queues, NETCX_QUEUES_MAX); i++) {
		struct netcx_tx_state *tx = &adapter->link->tx[i];

		netdev_tx_reset_queue(netdev_get_tx_queue(dev, i));
		netcx_tx_forget_pace(netdev_get_tx_queue(dev, i), tx);
		spin_lock_bh(&tx->lock);
		WRITE_ONCE(tx->generation, tx->generation + 1);
		tx->stopped = false;
		spin_unlock_bh(&tx->lock);
	}
}

/* Longest wait for packets that were accepted earlier. */
#define NETCX_TX_SETTLE		HZ

static bool netcx_tx_quiet(struct netcx_adapter *adapter)
{
	bool quiet = true;
	u32 i;

	for (i = 0; i < NETCX_QUEUES_MAX && quiet; i++) {
		struct netcx_tx_state *tx = &adapter->link->tx[i];

		spin_lock_bh(&tx->lock);
		quiet = !tx->inflight && skb_queue_empty(&tx->pending);
		spin_unlock_bh(&tx->lock);
	}
	return quiet;
}

/**
 * netcx_tx_settle() - wait for the packets that ask for what is being switched off
 * @adapter: up; no new packet asks for it
 *
 * Others come meanwhile, so under constant traffic it is the time that counts: a
 * client has long sent what it had by then.
 * Context: process, the adapter's lock held.
 */
void netcx_tx_settle(struct netcx_adapter *adapter)
{
	unsigned long limit = jiffies + NETCX_TX_SETTLE;

	lockdep_assert_held(&adapter->lock);

	/* Those that xmit has judged by the old state are in the list after it. */
	synchronize_net();
	while (!netcx_tx_quiet(adapter) && time_before(jiffies, limit))
		usleep_range(10000, 20000);
}

/* Of an adapter that is being created. */
void netcx_tx_init(struct netcx_adapter *adapter)
{
	u32 i;

	for (i = 0; i < NETCX_QUEUES_MAX; i++) {
		struct netcx_tx_state *tx = &adapter->link->tx[i];

		tx->adapter = adapter;
		tx->id = i;
		spin_lock_init(&tx->lock);
		__skb_queue_head_init(&tx->pending);
	}
}

/* Nothing is pending, and no power is held for it: of one that is being freed. */
bool netcx_tx_idle(struct netcx_adapter *adapter)
{
	u32 i;

	for (i = 0; i < NETCX_QUEUES_MAX; i++) {
		if (adapter->link->tx[i].power ||
		    !skb_queue_empty(&adapter->link->tx[i].pending))
			return false;
	}
	return true;
}

int netcx_tx_alloc(struct netcx_queue *queue)
{
	struct netcx_poll *poll = queue->poll;

	poll->slots = kvcalloc(queue->packet.elements, sizeof(*poll->slots), GFP_KERNEL);
	if (!poll->slots)
		return -ENOMEM;
	if (netcx_ext_present(&queue->ext, NETCX_EXT_MDL)) {
		poll->mdls = kvcalloc(queue->fragment.elements, sizeof(*poll->mdls), GFP_KERNEL);
		if (!poll->mdls) {
			kvfree(poll->slots);
			return -ENOMEM;
		}
	}
	return 0;
}

void netcx_tx_free(struct netcx_queue *queue)
{
	struct netcx_poll *poll = queue->poll;
	u32 i;

	for (i = 0; i < queue->packet.elements; i++) {
		if (poll->slots[i].skb)
			dev_kfree_skb_any(poll->slots[i].skb);
	}
	kvfree(poll->mdls);
	kvfree(poll->slots);
}
