// SPDX-License-Identifier: GPL-2.0
/*
 * The life of a NETPACKETQUEUE: made by the client inside its create callback,
 * started, polled (linux/poll.c), cancelled, emptied, stopped, deleted.
 *
 * Who may use a queue's rings: the owner of its token. That is nobody before
 * netcx_queue_start() enables it, whoever polls it afterwards (the softirq, or
 * ndo_start_xmit with it), and netcx_queue_stop() from the moment it has disabled it.
 */
#include "netadapter/netcx.h"

#include <linux/bottom_half.h>
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "nt/nt_internal.h"

#define NETCX_QUEUE_INIT_MAGIC	0x4e435149

/* How long stop() waits for a client to give its ring back. */
#define NETCX_DRAIN_PACKETS	(10 * HZ)
/* Packets are back, fragments are not: nothing is pending on the hardware. */
#define NETCX_DRAIN_FRAGMENTS	(HZ / 10)
/* Longest pause between two Advances while draining. */
#define NETCX_DRAIN_PAUSE	max_t(unsigned long, HZ / 100, 1)

static const char *netcx_queue_name(const struct netcx_queue *queue)
{
	return queue->tx ? "Tx queue" : "Rx queue";
}

/* ---- creation ---- */

static int netcx_queue_alloc_rings(struct netcx_queue *queue)
{
	struct netcx_adapter *adapter = queue->adapter;
	u32 packets = queue->tx ? READ_ONCE(adapter->tx_ring) : READ_ONCE(adapter->rx_ring);
	u32 fragments, hint;
	void *memory;

	netcx_ext_layout_init(&queue->ext, &(struct netcx_ext_mode) {
		.tx = queue->tx,
		.driver_managed = netcx_adapter_driver_managed(adapter),
		/* what MBB clients expect; others never had it */
		.mdl = adapter->ext,
		.packet = netcx_offload_extensions(adapter, queue->tx),
	});
	hint = queue->tx ? adapter->tx_caps.FragmentRingNumberOfElementsHint :
			   adapter->rx_caps.FragmentRingNumberOfElementsHint;
	fragments = netcx_ring_elements(hint, packets);

	memory = kvzalloc(netcx_ring_bytes(packets, queue->ext.packet_stride), GFP_KERNEL);
	if (!memory)
		return -ENOMEM;
	netcx_ring_init(&queue->packet, memory, packets, queue->ext.packet_stride);

	memory = kvzalloc(netcx_ring_bytes(fragments, queue->ext.fragment_stride), GFP_KERNEL);
	if (!memory)
		goto err_free_packet;
	netcx_ring_init(&queue->fragment, memory, fragments, queue->ext.fragment_stride);

	queue->rings.Rings[NetRingTypePacket] = queue->packet.pub;
	queue->rings.Rings[NetRingTypeFragment] = queue->fragment.pub;
	return 0;

err_free_packet:
	kvfree(queue->packet.pub);
	return -ENOMEM;
}

static void netcx_queue_free(struct netcx_queue *queue)
{
	netcx_poll_free(queue);
	netcx_check_free(queue->check);
	kvfree(queue->fragment.pub);
	kvfree(queue->packet.pub);
	kfree(queue);
}

static void netcx_queue_free_rcu(struct rcu_head *rcu)
{
	netcx_queue_free(container_of(rcu, struct netcx_queue, rcu));
}

/* Of a queue that was never started. */
static void netcx_queue_dispose(struct wdf_object *obj)
{
	netcx_poll_remove(container_of(obj, struct netcx_queue, base));
}

/* A notification that came with a handle just before it became invalid may
 * still be looking at the NAPI instance, and at the adapter's counters.
 */
static void netcx_queue_release(struct wdf_object *obj)
{
	struct netcx_queue *queue = container_of(obj, struct netcx_queue, base);

	call_rcu(&queue->rcu, netcx_queue_free_rcu);
}

static const struct wdf_object_class netcx_queue_class = {
	.name = "NETPACKETQUEUE",
	.type = WDF_TYPE_NETPACKETQUEUE,
	.flags = WDF_CLASS_FRAMEWORK_OWNED | WDF_CLASS_PASSIVE_DISPOSE | WDF_CLASS_FIXED_PARENT,
	.dispose = netcx_queue_dispose,
	.release = netcx_queue_release,
};

/**
 * netcx_queue_create() - NetTxQueueCreate() and NetRxQueueCreate()
 * @init: of the create callback that runs
 * @attributes: the client's, or NULL
 * @config: checked
 * @out: the queue
 *
 * Return: on failure none of the client's callbacks has run or will run.
 * Context: process, inside netcx_queue_make().
 */
NTSTATUS netcx_queue_create(struct netcx_queue_init *init, PWDF_OBJECT_ATTRIBUTES attributes,
			    const NET_PACKET_QUEUE_CONFIG *config, struct netcx_queue **out)
{
	struct netcx_adapter *adapter = init->adapter;
	struct netcx_queue *queue;
	NTSTATUS status = STATUS_INSUFFICIENT_RESOURCES;

	queue = kzalloc(sizeof(*queue), GFP_KERNEL);
	if (!queue)
		return status;
	wdf_object_init(&queue->base, &netcx_queue_class, adapter->base.driver);
	init_waitqueue_head(&queue->drain);
	queue->adapter = adapter;
	queue->tx = init->tx;
	queue->id = init->id;
	queue->config = *config;

	if (netcx_queue_alloc_rings(queue))
		goto err_free;
	queue->check = netcx_check_alloc(queue);
	if (netcx_poll_create(queue))
		goto err_free_rings;

	status = wdf_object_publish(&queue->base, attributes, &adapter->base);
	if (!NT_SUCCESS(status))
		goto err_remove_poll;

	init->created = queue;
	*out = queue;
	return STATUS_SUCCESS;

err_remove_poll:
	netcx_poll_remove(queue);
	netcx_poll_free(queue);
err_free_rings:
	netcx_check_free(queue->check);
	kvfree(queue->fragment.pub);
	kvfree(queue->packet.pub);
err_free:
	kfree(queue);
	return status;
}

/**
 * netcx_queue_make() - have the client create a queue
 * @adapter: with datapath callbacks, its lock held
 * @tx: direction
 * @id: 0-based
 * @out: the queue, not started
 *
 * Return: the client's failure, or STATUS_UNSUCCESSFUL if it claims success but
 *	made no queue.
 * Context: process.
 */
NTSTATUS netcx_queue_make(struct netcx_adapter *adapter, bool tx, u32 id,
			  struct netcx_queue **out)
{
	struct netcx_queue_init *init = &adapter->queue_init;
	NETADAPTER handle = netcx_adapter_handle(adapter);
	NTSTATUS status;

	lockdep_assert_held(&adapter->lock);

	*init = (struct netcx_queue_init) {
		.magic = NETCX_QUEUE_INIT_MAGIC,
		.adapter = adapter,
		.thread = current,
		.tx = tx,
		.id = id,
	};
	if (tx)
		status = adapter->datapath.EvtAdapterCreateTxQueue(handle,
								   (NETTXQUEUE_INIT *)init);
	else
		status = adapter->datapath.EvtAdapterCreateRxQueue(handle,
								   (NETRXQUEUE_INIT *)init);
	init->magic = 0;

	if (!NT_SUCCESS(status)) {
		if (init->created)
			wdf_object_delete(&init->created->base);
		return status;
	}
	if (!init->created) {
		netcx_violation(adapter, QUEUE_NOT_CREATED, "%s: success without a queue",
				tx ? "EvtAdapterCreateTxQueue" : "EvtAdapterCreateRxQueue");
		return STATUS_UNSUCCESSFUL;
	}
	*out = init->created;
	return STATUS_SUCCESS;
}

/**
 * netcx_queue_init_from_handle() - look a queue's init handle up
 * @handle: from the client
 * @tx: direction that the API function is for
 * @who: that function
 *
 * Return: NULL and a violation unless this very thread is inside the create
 *	callback that got @handle.
 * Context: process.
 */
struct netcx_queue_init *netcx_queue_init_from_handle(const void *handle, bool tx,
						      const char *who)
{
	struct netcx_queue_init *init = (struct netcx_queue_init *)handle;

	if (!init || init->magic != NETCX_QUEUE_INIT_MAGIC || init->tx != tx) {
		nt_violation(NULL, NT_RULE_QUEUE_BAD_INIT, "%s: not valid here", who);
		return NULL;
	}
	if (init->thread != current) {
		netcx_violation(init->adapter, QUEUE_BAD_INIT,
				"%s: not on the thread of the create callback", who);
		return NULL;
	}
	return init;
}

/**
 * netcx_queue_from_handle() - look a queue up
 * @handle: from the client
 * @tx: direction that the API function is for
 * @who: that function
 *
 * Return: NULL and a violation if it is no queue, or one of the other direction.
 * Context: any.
 */
struct netcx_queue *netcx_queue_from_handle(NETPACKETQUEUE handle, bool tx, const char *who)
{
	struct wdf_object *obj = wdf_object_from_handle(handle, WDF_TYPE_NETPACKETQUEUE, who);
	struct netcx_queue *queue;

	if (!obj)
		return NULL;
	queue = container_of(obj, struct netcx_queue, base);
	if (queue->tx != tx) {
		nt_violation(obj->driver, NT_RULE_QUEUE_WRONG_DIRECTION, "%s: called for a %s",
			     who, netcx_queue_name(queue));
		return NULL;
	}
	return queue;
}

/* ---- running ---- */

/* The client had its turn: how far did it move. */
static void netcx_queue_sync(struct netcx_queue *queue)
{
	if (!netcx_ring_sync(&queue->packet))
		netcx_violation(queue->adapter, RING_INDEX, "%s: packet BeginIndex past EndIndex",
				netcx_queue_name(queue));
	/* A transmitting client need not move this one, or not in step. */
	if (!queue->tx && !netcx_ring_sync(&queue->fragment))
		netcx_violation(queue->adapter, RING_INDEX,
				"%s: fragment BeginIndex past EndIndex",
				netcx_queue_name(queue));
	netcx_check_after(queue);
}

/**
 * netcx_queue_advance() - one call of EvtAdvance
 * @queue: started
 *
 * Context: softirq or BH disabled; the owner of the queue's token.
 */
void netcx_queue_advance(struct netcx_queue *queue)
{
	netcx_count(queue->adapter, NETCX_ADVANCE);
	netcx_check_before(queue);
	queue->config.EvtAdvance(netcx_queue_handle(queue));
	netcx_queue_sync(queue);
}

/**
 * netcx_queue_notify() - the client has something for us
 * @queue: any, also one that is being stopped
 *
 * Context: any, inside an RCU read-side section.
 */
void netcx_queue_notify(struct netcx_queue *queue)
{
	netcx_count(queue->adapter, NETCX_NOTIFIED);
	set_bit(NETCX_QUEUE_NOTIFIED, &queue->flags);
	smp_mb__after_atomic();		/* pairs with set_bit() in stop() */
	if (test_bit(NETCX_QUEUE_DRAINING, &queue->flags))
		wake_up(&queue->drain);
	netcx_poll_kick(queue);
}

/**
 * netcx_queue_start() - EvtStart, then polling
 * @queue: just made
 *
 * The first thing after EvtStart is an Advance, so that what came before the
 * first arming needs no notification.
 * Context: process.
 */
void netcx_queue_start(struct netcx_queue *queue)
{
	if (queue->config.EvtStart)
		queue->config.EvtStart(netcx_queue_handle(queue));
	netcx_poll_enable(queue);
	netcx_poll_kick(queue);
}

/* Advance until the client owns nothing. False if it never gives up. */
static bool netcx_queue_drain(struct netcx_queue *queue)
{
	unsigned long limit = jiffies + NETCX_DRAIN_PACKETS;
	bool packets = true;

	while (!netcx_queue_empty(queue)) {
		local_bh_disable();
		netcx_queue_advance(queue);
		netcx_poll_collect(queue);
		local_bh_enable();
		if (netcx_queue_empty(queue))
			break;

		if (packets && !netcx_ring_held(&queue->packet)) {
			packets = false;
			limit = jiffies + NETCX_DRAIN_FRAGMENTS;
		}
		if (time_after(jiffies, limit))
			return false;
		/* A notification ends the pause, but was perhaps not armed. */
		wait_event_timeout(queue->drain,
				   test_and_clear_bit(NETCX_QUEUE_NOTIFIED, &queue->flags),
				   NETCX_DRAIN_PAUSE);
	}
	return true;
}

/**
 * netcx_queue_stop() - Cancel, Advance until empty, Stop
 * @queue: started
 *
 * On return no callback of the queue runs or will run. What a client never
 * gave back is kept until the queue object is freed, by when the client, whose
 * EvtDestroy has run, must have forgotten it.
 * Context: process, the adapter's lock held.
 */
void netcx_queue_stop(struct netcx_queue *queue)
{
	lockdep_assert_held(&queue->adapter->lock);

	set_bit(NETCX_QUEUE_DRAINING, &queue->flags);
	netcx_poll_disable(queue);

	/* Documented for PASSIVE_LEVEL, so not with BH disabled. */
	netcx_check_before(queue);
	queue->config.EvtCancel(netcx_queue_handle(queue));
	netcx_queue_sync(queue);
	local_bh_disable();
	netcx_poll_collect(queue);
	local_bh_enable();

	if (!netcx_queue_drain(queue))
		netcx_violation(queue->adapter, QUEUE_NOT_DRAINED,
				"%s: %u packets, %u fragments not returned after EvtCancel",
				netcx_queue_name(queue), netcx_ring_held(&queue->packet),
				netcx_ring_held(&queue->fragment));

	if (queue->config.EvtStop)
		queue->config.EvtStop(netcx_queue_handle(queue));
	/* Here, under the adapter's lock: disposal may be left to a work item,
	 * and the next queue's NAPI instance goes into the same list.
	 */
	netcx_poll_remove(queue);
}
