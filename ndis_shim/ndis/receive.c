// SPDX-License-Identifier: GPL-2.0
/*
 * Indications: one frame to the protocols that want it, one at a time for each.
 *
 * A binding that is busy, be it on another CPU or further up on this stack, is
 * not waited for: the frame is copied and waits for whoever is at it. So no lock
 * is held while a driver is called, whatever drivers send to each other from
 * their handlers. The same queue holds frames back while a transfer pends.
 *
 * Which handler: ReceivePacket where the driver has one and may keep the frame;
 * else Receive. A copy that waited may not be kept. Without a packet there is no
 * information beside the frame: a tag is in it.
 *
 * Not here: what a filter wants (filter.c), data beyond the lookahead
 * (transfer.c), what becomes of a packet that is kept (return.c).
 */
#include <linux/export.h>
#include <linux/if_ether.h>
#include <linux/minmax.h>
#include <linux/percpu.h>
#include <linux/rculist.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <kunit/visibility.h>

#include "ndis/receive.h"

/**
 * struct ndis_rx_held - a frame that waits
 * @node: in rx_held
 * @frame: pointing into @bytes; may not be kept
 * @bytes: header and data
 */
struct ndis_rx_held {
	struct list_head node;
	struct ndis_rx_frame frame;
	u8 bytes[];
};

static void ndis_rx_work(struct work_struct *work);

int ndis_receive_init(struct ndis_binding *binding)
{
	spin_lock_init(&binding->rx_lock);
	INIT_LIST_HEAD(&binding->rx_held);
	INIT_LIST_HEAD(&binding->rx_lent);
	INIT_WORK(&binding->rx_work, ndis_rx_work);
	binding->rx_cpu = alloc_percpu(unsigned int);
	return binding->rx_cpu ? 0 : -ENOMEM;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_receive_init);

/* No frame waits: whatever could make it wait held io, and has looked after it. */
void ndis_receive_exit(struct ndis_binding *binding)
{
	WARN_ON_ONCE(!list_empty(&binding->rx_held));
	free_percpu(binding->rx_cpu);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_receive_exit);

/* ---- one call of a handler ---- */

struct ndis_rx_call *ndis_rx_call(struct ndis_binding *binding, NDIS_HANDLE context)
{
	struct ndis_rx_call *call;

	spin_lock_bh(&binding->rx_lock);
	call = binding->rx_call;
	/* One of another thread may be over at any moment: it is not looked at. */
	if (call && (call->thread != current ||
		     binding->rx_context != (unsigned long)context))
		call = NULL;
	spin_unlock_bh(&binding->rx_lock);
	return call;
}

static bool ndis_rx_cut(const struct ndis_rx_frame *frame)
{
	return frame->cut && ndis_knob(NDIS_KNOB_LOOKAHEAD);
}

static void ndis_rx_as_data(struct ndis_binding *binding, struct ndis_rx_frame *frame)
{
	struct ndis_rx_call call = { .thread = current };
	unsigned long context;
	u32 lookahead;

	if (frame->tagged)
		frame = frame->tagged;
	call.frame = frame;
	lookahead = frame->data_size;
	if (ndis_rx_cut(frame))
		lookahead = min(lookahead, ndis_knob(NDIS_KNOB_LOOKAHEAD));
	spin_lock_bh(&binding->rx_lock);
	context = ++binding->rx_context ?: ++binding->rx_context;
	binding->rx_call = &call;
	spin_unlock_bh(&binding->rx_lock);

	/* What it returns changes nothing. Read-only for the driver, by the book. */
	binding->protocol->chars.ReceiveHandler(binding->context, (NDIS_HANDLE)context,
						(PVOID)frame->header, frame->header_size,
						(PVOID)frame->data, lookahead,
						frame->packet_size);

	spin_lock_bh(&binding->rx_lock);
	binding->rx_call = NULL;
	spin_unlock_bh(&binding->rx_lock);
	if (call.packet)
		ndis_lend_end(call.packet, 0);
}

static bool ndis_rx_as_packet(struct ndis_binding *binding, struct ndis_rx_frame *frame)
{
	RECEIVE_PACKET_HANDLER handler = binding->protocol->chars.ReceivePacketHandler;
	u32 force = ndis_knob(NDIS_KNOB_FORCE_RESOURCES);
	NDIS_STATUS status = NDIS_STATUS_SUCCESS;
	struct ndis_packet_block *block;
	INT keeps;

	/* Forced: 1 goes to Receive, 2 comes as a packet that must be copied. */
	if (!handler || (force != 2 && (force || !frame->keep)))
		return false;
	if (force)
		status = NDIS_STATUS_RESOURCES;
	block = ndis_lend(binding, frame, status);
	if (!block)
		return false;
	keeps = handler(binding->context, &block->packet);
	if (keeps && status == NDIS_STATUS_RESOURCES) {
		nt_violation(binding->protocol->driver, NT_RULE_NDIS_RECEIVE_RESULT,
			     "ReceivePacket keeps a packet with NDIS_STATUS_RESOURCES");
		keeps = 0;
	}
	ndis_lend_end(block, keeps);
	return true;
}

/* By whoever has claimed the binding. BH disabled. */
static void ndis_rx_indicate(struct ndis_binding *binding, struct ndis_rx_frame *frame)
{
	__this_cpu_write(*binding->rx_cpu, 1);
	if (!ndis_rx_as_packet(binding, frame))
		ndis_rx_as_data(binding, frame);
}

void ndis_receive_complete_one(struct ndis_binding *binding)
{
	if (!__this_cpu_read(*binding->rx_cpu))
		return;
	__this_cpu_write(*binding->rx_cpu, 0);
	binding->protocol->chars.ReceiveCompleteHandler(binding->context);
}

/* ---- one at a time ---- */

/* Frames that wait have somebody who will look after them: they go first. */
static bool ndis_rx_claim(struct ndis_binding *binding)
{
	bool claimed;

	lockdep_assert_in_softirq();
	spin_lock(&binding->rx_lock);
	claimed = !binding->rx_busy && !binding->rx_transfer && list_empty(&binding->rx_held);
	if (claimed)
		binding->rx_busy = true;
	spin_unlock(&binding->rx_lock);
	return claimed;
}

/* Work for what waits. With io held. */
static void ndis_rx_kick(struct ndis_binding *binding)
{
	percpu_ref_get(&binding->io);
	if (!queue_work(ndis_rx_wq, &binding->rx_work))
		ndis_binding_put(binding);
}

/* The rest of the frame lies below and cannot be had later: no copy. */
static struct ndis_rx_held *ndis_rx_copy(const struct ndis_rx_frame *frame)
{
	struct ndis_rx_held *held;

	frame = frame->tagged ?: frame;
	if (frame->data_size < frame->packet_size)
		return NULL;
	held = kmalloc(struct_size(held, bytes, (size_t)frame->header_size + frame->data_size),
		       GFP_ATOMIC | __GFP_NOWARN);
	if (!held)
		return NULL;
	memcpy(held->bytes, frame->header, frame->header_size);
	memcpy(held->bytes + frame->header_size, frame->data, frame->data_size);
	held->frame = *frame;
	held->frame.header = held->bytes;
	held->frame.data = held->bytes + frame->header_size;
	held->frame.context = NULL;
	held->frame.keep = false;
	held->frame.make_packet = NULL;
	held->frame.sender = NULL;
	/* The filter may be another one by then. */
	held->frame.destination = frame->destination && frame->header_size >= ETH_ALEN ?
				  held->bytes : NULL;
	return held;
}

static void ndis_rx_wait(struct ndis_binding *binding, const struct ndis_rx_frame *frame)
{
	struct ndis_rx_held *held = NULL;
	bool idle = false;

	if (READ_ONCE(binding->rx_count) < NDIS_RX_HELD_MAX)
		held = ndis_rx_copy(frame);
	if (!held) {
		atomic_long_inc(&binding->rx_dropped);
		return;
	}
	spin_lock_bh(&binding->rx_lock);
	list_add_tail(&held->node, &binding->rx_held);
	binding->rx_count++;
	/* Whoever was at it may have left before the frame was there. */
	idle = !binding->rx_busy && !binding->rx_transfer;
	spin_unlock_bh(&binding->rx_lock);
	if (idle)
		ndis_rx_kick(binding);
}

/* The next that waits, or NULL and the binding is not busy any more. */
static struct ndis_rx_held *ndis_rx_next(struct ndis_binding *binding, unsigned int left)
{
	struct ndis_rx_held *held = NULL;
	bool more = false;

	lockdep_assert_in_softirq();
	spin_lock(&binding->rx_lock);
	if (!binding->rx_transfer) {
		held = list_first_entry_or_null(&binding->rx_held, struct ndis_rx_held, node);
		more = held;
	}
	if (!left)
		held = NULL;
	if (held) {
		list_del(&held->node);
		binding->rx_count--;
	} else {
		binding->rx_busy = false;
	}
	spin_unlock(&binding->rx_lock);
	if (!held && more)
		ndis_rx_kick(binding);
	return held;
}

static bool ndis_rx_open(const struct ndis_binding *binding)
{
	return READ_ONCE(binding->state) == NDIS_BINDING_OPEN;
}

/* What waits, at most @limit of it; a binding that closes gets no more. */
static void ndis_rx_drain(struct ndis_binding *binding, unsigned int limit)
{
	struct ndis_rx_held *held;

	while ((held = ndis_rx_next(binding, limit))) {
		if (ndis_rx_open(binding) && ndis_filter_wants(binding, &held->frame))
			ndis_rx_indicate(binding, &held->frame);
		kfree(held);
		limit--;
	}
}

static void ndis_rx_work(struct work_struct *work)
{
	struct ndis_binding *binding = container_of(work, struct ndis_binding, rx_work);
	bool claimed;

	ndis_dispatch_begin();
	spin_lock_bh(&binding->rx_lock);
	claimed = !binding->rx_busy && !binding->rx_transfer;
	if (claimed)
		binding->rx_busy = true;
	spin_unlock_bh(&binding->rx_lock);
	if (claimed) {
		ndis_rx_drain(binding, NDIS_RX_HELD_MAX);
		if (ndis_rx_open(binding))
			ndis_receive_complete_one(binding);
	}
	ndis_dispatch_end();
	ndis_binding_put(binding);
}

void ndis_rx_hold(struct ndis_binding *binding)
{
	spin_lock_bh(&binding->rx_lock);
	binding->rx_transfer++;
	spin_unlock_bh(&binding->rx_lock);
}

void ndis_rx_resume(struct ndis_binding *binding)
{
	bool waits;

	spin_lock_bh(&binding->rx_lock);
	binding->rx_transfer--;
	waits = !binding->rx_busy && !list_empty(&binding->rx_held);
	spin_unlock_bh(&binding->rx_lock);
	if (waits)
		ndis_rx_kick(binding);
}

/* ---- what kinds of adapter call ---- */

void ndis_receive(struct ndis_binding *binding, struct ndis_rx_frame *frame)
{
	if (!ndis_rx_open(binding) || !ndis_filter_wants(binding, frame))
		return;
	if (!ndis_rx_claim(binding)) {
		ndis_rx_wait(binding, frame);
		return;
	}
	ndis_rx_indicate(binding, frame);
	ndis_rx_drain(binding, NDIS_RX_HELD_BATCH);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_receive);

void ndis_receive_all(struct ndis_adapter *adapter, struct ndis_rx_frame *frame)
{
	struct ndis_binding *binding;

	/* As it may have been a moment ago. */
	if (list_empty(&adapter->bindings))
		return;
	rcu_read_lock();
	list_for_each_entry_rcu(binding, &adapter->bindings, node_adapter) {
		if (!ndis_binding_tryget(binding))
			continue;
		ndis_receive(binding, frame);
		ndis_binding_put(binding);
	}
	rcu_read_unlock();
}
EXPORT_SYMBOL_IF_KUNIT(ndis_receive_all);

void ndis_receive_complete(struct ndis_adapter *adapter)
{
	struct ndis_binding *binding;

	if (list_empty(&adapter->bindings))
		return;
	rcu_read_lock();
	list_for_each_entry_rcu(binding, &adapter->bindings, node_adapter) {
		if (!ndis_binding_tryget(binding))
			continue;
		ndis_receive_complete_one(binding);
		ndis_binding_put(binding);
	}
	rcu_read_unlock();
}
EXPORT_SYMBOL_IF_KUNIT(ndis_receive_complete);

/*
 * The frame whose Receive runs, as a packet that is gone when it returns. Where
 * lookaheads are made short there are no packets, as with hardware of that kind.
 */
PNDIS_PACKET NdisGetReceivedPacket(NDIS_HANDLE NdisBindingHandle, NDIS_HANDLE MacContext)
{
	struct ndis_binding *binding;
	PNDIS_PACKET packet = NULL;
	struct ndis_rx_call *call;
	NDIS_STATUS status;

	binding = ndis_binding_enter(NdisBindingHandle, __func__, &status);
	if (!binding)
		return NULL;
	call = ndis_rx_call(binding, MacContext);
	if (!call) {
		nt_violation(binding->protocol->driver, NT_RULE_NDIS_TRANSFER, "%s outside Receive",
			     __func__);
		goto out;
	}
	if (!call->packet && !ndis_rx_cut(call->frame))
		call->packet = ndis_lend(binding, call->frame, NDIS_STATUS_RESOURCES);
	if (call->packet)
		packet = &call->packet->packet;
out:
	ndis_binding_put(binding);
	return packet;
}
EXPORT_SYMBOL_NS_GPL(NdisGetReceivedPacket, NDIS_SHIM);
