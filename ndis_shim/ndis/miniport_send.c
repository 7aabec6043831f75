// SPDX-License-Identifier: GPL-2.0
/*
 * Packets on their way down into a miniport, from protocols above it and from its
 * net_device, and back by NdisMSendComplete().
 *
 * A packet is in one of three places: in a queue of ours (the token's or
 * @deferred), in @sends of the instance while the miniport has it, or back. What
 * moves it is one change of block->lent under instance->lock: a completion that
 * does not find its packet in @sends of its own instance is a violation, whatever
 * the packet is doing by now.
 */
#include "ndis/miniport_internal.h"

#include <linux/export.h>
#include <linux/sched.h>

#include "compat_workqueue.h"

#define NDIS_SEND_BATCH	16

/* lent of a packet tells where it is; the addresses are names, no more. */
static void *ndis_send_queued(struct ndis_instance *instance)
{
	return &instance->token.sends;
}

void ndis_miniport_hand_over(struct ndis_instance *instance, struct ndis_packet_block *block,
			     struct list_head *list)
{
	lockdep_assert_in_softirq();
	spin_lock(&instance->lock);
	block->lent = list;
	list_add_tail(&block->node, list);
	spin_unlock(&instance->lock);
}

bool ndis_miniport_take_back(struct ndis_instance *instance, struct ndis_packet_block *block,
			     struct list_head *list)
{
	bool there;

	lockdep_assert_in_softirq();
	spin_lock(&instance->lock);
	there = block->lent == list;
	if (there) {
		block->lent = NULL;
		list_del_init(&block->node);
	}
	spin_unlock(&instance->lock);
	return there;
}

/* Whose it was gets it back. */
static void ndis_send_finish(struct ndis_instance *instance, struct ndis_packet_block *block,
			     NDIS_STATUS status)
{
	if (block->binding)
		ndis_send_done(block->binding, &block->packet, status);
	else
		ndis_virtual_sent(instance, block, status);
}

static struct ndis_packet_block *ndis_send_block(PNDIS_PACKET packet)
{
	return container_of(packet, struct ndis_packet_block, packet);
}

/*
 * While it is looked at, beside the handler that may complete it. Those of the
 * net_device's are its own and stay in its pool.
 */
static void ndis_send_look(struct ndis_packet_block *block)
{
	if (block->binding)
		ndis_send_hold(block);
}

static void ndis_send_looked(struct ndis_packet_block *block)
{
	if (block->binding)
		ndis_send_release(block);
}

/* MiniportSend with one packet: PENDING, or its status and the packet is ours again. */
static NDIS_STATUS ndis_send_call(struct ndis_instance *instance, struct ndis_packet_block *block)
{
	PNDIS_PACKET packet = &block->packet;
	NDIS_STATUS status;

	ndis_miniport_hand_over(instance, block, &instance->sends);
	status = instance->driver->chars.SendHandler(instance->context, packet,
						     packet->Private.Flags);
	if (status == NDIS_STATUS_PENDING ||
	    ndis_miniport_take_back(instance, block, &instance->sends))
		return status;
	nt_violation(ndis_instance_client(instance), NT_RULE_NDIS_DOUBLE_COMPLETE,
		     "MiniportSend returned %08x for a packet that is complete", status);
	return NDIS_STATUS_PENDING;
}

/* ---- deserialized: straight into the driver ---- */

static void ndis_send_one(struct ndis_instance *instance, struct ndis_packet_block *block)
{
	NDIS_STATUS status;

	ndis_send_look(block);
	status = ndis_send_call(instance, block);
	if (status != NDIS_STATUS_PENDING)
		ndis_send_finish(instance, block, status);
	ndis_send_looked(block);
}

static void ndis_send_direct(struct ndis_instance *instance, PNDIS_PACKET *packets,
			     unsigned int count)
{
	unsigned int i;

	if (!instance->driver->chars.SendPacketsHandler) {
		for (i = 0; i < count; i++)
			ndis_send_one(instance, ndis_send_block(packets[i]));
		return;
	}
	for (i = 0; i < count; i++)
		ndis_miniport_hand_over(instance, ndis_send_block(packets[i]), &instance->sends);
	instance->driver->chars.SendPacketsHandler(instance->context, packets, count);
}

/* ---- serialized: in turn ---- */

static void ndis_send_queue(struct ndis_instance *instance, PNDIS_PACKET *packets,
			    unsigned int count)
{
	struct ndis_token *token = &instance->token;
	struct ndis_packet_block *block;
	unsigned int i;

	spin_lock_bh(&token->lock);
	for (i = 0; i < count; i++) {
		block = ndis_send_block(packets[i]);
		block->lent = ndis_send_queued(instance);
		list_add_tail(&block->node, &token->sends);
	}
	spin_unlock_bh(&token->lock);
	ndis_token_kick(instance);
}

/* The first of the queue, and how often resources have come by now. */
static unsigned int ndis_send_dequeue(struct ndis_instance *instance, PNDIS_PACKET *packets,
				      unsigned int max, unsigned int *resources)
{
	struct ndis_token *token = &instance->token;
	struct ndis_packet_block *block;
	unsigned int count = 0;

	spin_lock_bh(&token->lock);
	*resources = token->resources;
	while (count < max && !list_empty(&token->sends)) {
		block = list_first_entry(&token->sends, struct ndis_packet_block, node);
		list_del_init(&block->node);
		packets[count++] = &block->packet;
	}
	spin_unlock_bh(&token->lock);
	return count;
}

/*
 * The miniport had no resources for these, in order: they come first again. Not
 * where it is on its way out: who waits for it to go would wait for them, and
 * ndis_miniport_abort_sends() has been there, or comes.
 */
static void ndis_send_requeue(struct ndis_instance *instance, PNDIS_PACKET *packets,
			      unsigned int count, unsigned int resources)
{
	struct ndis_token *token = &instance->token;
	struct ndis_packet_block *block;
	unsigned int i;
	bool leaves;

	spin_lock_bh(&token->lock);
	leaves = READ_ONCE(instance->adapter.state) != NDIS_ADAPTER_PRESENT;
	for (i = count; !leaves && i--;) {
		block = ndis_send_block(packets[i]);
		block->lent = ndis_send_queued(instance);
		list_add(&block->node, &token->sends);
	}
	/* Some have become free since it was asked: it is asked again. */
	token->stalled = !leaves && token->resources == resources;
	spin_unlock_bh(&token->lock);
	for (i = 0; leaves && i < count; i++)
		ndis_send_finish(instance, ndis_send_block(packets[i]),
				 NDIS_STATUS_ADAPTER_REMOVED);
}

/* What a serialized miniport says of a packet of SendPackets is in its status. */
static NDIS_STATUS ndis_send_said(struct ndis_instance *instance, struct ndis_packet_block *block)
{
	NDIS_STATUS status = NDIS_STATUS_PENDING;

	spin_lock_bh(&instance->lock);
	if (block->lent == &instance->sends)
		status = ndis_packet_oob(block)->Status;
	spin_unlock_bh(&instance->lock);
	return status;
}

/*
 * What the miniport has not taken, beginning with the first that it refused: moved to
 * the front of @packets. What it did take and is done with is finished.
 */
static unsigned int ndis_send_refused(struct ndis_instance *instance, PNDIS_PACKET *packets,
				      unsigned int count)
{
	struct ndis_packet_block *block;
	unsigned int i, refused = 0;
	NDIS_STATUS status;

	for (i = 0; i < count; i++) {
		block = ndis_send_block(packets[i]);
		status = ndis_send_said(instance, block);
		if ((status == NDIS_STATUS_PENDING && !refused) ||
		    !ndis_miniport_take_back(instance, block, &instance->sends))
			continue;
		if (refused || status == NDIS_STATUS_RESOURCES)
			packets[refused++] = packets[i];
		else
			ndis_send_finish(instance, block, status);
	}
	return refused;
}

static void ndis_send_array(struct ndis_instance *instance)
{
	PNDIS_PACKET packets[NDIS_SEND_BATCH], copy[NDIS_SEND_BATCH];
	unsigned int count, i, refused, resources;
	struct ndis_packet_block *block;

	count = ndis_send_dequeue(instance, packets, NDIS_SEND_BATCH, &resources);
	if (!count)
		return;
	for (i = 0; i < count; i++) {
		block = ndis_send_block(packets[i]);
		copy[i] = packets[i];
		ndis_send_look(block);
		ndis_packet_oob(block)->Status = NDIS_STATUS_PENDING;
		ndis_miniport_hand_over(instance, block, &instance->sends);
	}
	instance->driver->chars.SendPacketsHandler(instance->context, copy, count);

	memcpy(copy, packets, sizeof(copy));
	refused = ndis_send_refused(instance, packets, count);
	if (refused)
		ndis_send_requeue(instance, packets, refused, resources);
	for (i = 0; i < count; i++)
		ndis_send_looked(ndis_send_block(copy[i]));
}

static void ndis_send_single(struct ndis_instance *instance)
{
	struct ndis_packet_block *block;
	unsigned int resources;
	PNDIS_PACKET packet;
	NDIS_STATUS status;

	if (!ndis_send_dequeue(instance, &packet, 1, &resources))
		return;
	block = ndis_send_block(packet);
	ndis_send_look(block);
	status = ndis_send_call(instance, block);
	if (status == NDIS_STATUS_RESOURCES)
		ndis_send_requeue(instance, &packet, 1, resources);
	else if (status != NDIS_STATUS_PENDING)
		ndis_send_finish(instance, block, status);
	ndis_send_looked(block);
}

void ndis_miniport_send_queued(struct ndis_instance *instance)
{
	if (instance->driver->chars.SendPacketsHandler)
		ndis_send_array(instance);
	else
		ndis_send_single(instance);
}

/* ---- too high a stack: on a worker's ---- */

static void ndis_send_defer(struct ndis_instance *instance, PNDIS_PACKET *packets,
			    unsigned int count)
{
	unsigned int i;

	ndis_dispatch_begin();
	for (i = 0; i < count; i++)
		ndis_miniport_hand_over(instance, ndis_send_block(packets[i]),
					&instance->deferred);
	ndis_dispatch_end();
	queue_work(system_dfl_wq, &instance->deferred_work);
}

static void ndis_send_now(struct ndis_instance *instance, PNDIS_PACKET *packets,
			  unsigned int count)
{
	bool entered = ndis_dispatch_enter();

	if (ndis_instance_serialized(instance))
		ndis_send_queue(instance, packets, count);
	else
		ndis_send_direct(instance, packets, count);
	ndis_dispatch_leave(entered);
}

static unsigned int ndis_send_undefer(struct ndis_instance *instance, PNDIS_PACKET *packets)
{
	struct ndis_packet_block *block;
	unsigned int count = 0;

	spin_lock_bh(&instance->lock);
	while (count < NDIS_SEND_BATCH && !list_empty(&instance->deferred)) {
		block = list_first_entry(&instance->deferred, struct ndis_packet_block, node);
		list_del_init(&block->node);
		block->lent = NULL;
		packets[count++] = &block->packet;
	}
	spin_unlock_bh(&instance->lock);
	return count;
}

void ndis_miniport_deferred(struct work_struct *work)
{
	struct ndis_instance *instance = container_of(work, struct ndis_instance, deferred_work);
	PNDIS_PACKET packets[NDIS_SEND_BATCH];
	unsigned int count;

	/* Halting: what is there is completed by ndis_miniport_abort_sends(). */
	if (!ndis_instance_enter(instance))
		return;
	while ((count = ndis_send_undefer(instance, packets))) {
		ndis_send_now(instance, packets, count);
		cond_resched();
	}
	ndis_instance_exit(instance);
}

/* ---- the way in ---- */

void ndis_miniport_send(struct ndis_instance *instance, PNDIS_PACKET *packets,
			unsigned int count)
{
	unsigned int i;

	if (!ndis_instance_enter(instance)) {
		for (i = 0; i < count; i++)
			ndis_send_finish(instance, ndis_send_block(packets[i]),
					 NDIS_STATUS_ADAPTER_REMOVED);
		return;
	}
	if (instance->adapter.depth > NDIS_DEPTH_INLINE)
		ndis_send_defer(instance, packets, count);
	else
		ndis_send_now(instance, packets, count);
	ndis_instance_exit(instance);
}

void ndis_miniport_ops_send(struct ndis_binding *binding, PNDIS_PACKET *packets,
			    unsigned int count)
{
	ndis_miniport_send(ndis_adapter_instance(binding->adapter), packets, count);
}

static PVOID ndis_send_cancel_id(struct ndis_packet_block *block)
{
	PNDIS_PACKET_EXTENSION extension = (PNDIS_PACKET_EXTENSION)(ndis_packet_oob(block) + 1);

	return extension->NdisPacketInfo[PacketCancelId];
}

/* What waits here and carries the id is completed here; the driver knows its own. */
void ndis_miniport_cancel(struct ndis_binding *binding, PVOID cancel_id)
{
	struct ndis_instance *instance = ndis_adapter_instance(binding->adapter);
	struct ndis_token *token = &instance->token;
	struct ndis_packet_block *block, *next;
	LIST_HEAD(cancelled);

	if (!ndis_instance_enter(instance))
		return;
	spin_lock_bh(&token->lock);
	list_for_each_entry_safe(block, next, &token->sends, node) {
		if (block->binding == binding && ndis_send_cancel_id(block) == cancel_id)
			list_move_tail(&block->node, &cancelled);
	}
	spin_unlock_bh(&token->lock);
	while ((block = list_first_entry_or_null(&cancelled, struct ndis_packet_block, node))) {
		list_del_init(&block->node);
		block->lent = NULL;
		ndis_send_finish(instance, block, NDIS_STATUS_REQUEST_ABORTED);
	}
	if (instance->driver->chars.CancelSendPacketsHandler) {
		/* Without memory it is not told: cancelling promises nothing. */
		if (ndis_instance_serialized(instance))
			ndis_token_call(instance, instance->driver->chars.CancelSendPacketsHandler,
					cancel_id);
		else
			instance->driver->chars.CancelSendPacketsHandler(instance->context,
									 cancel_id);
	}
	ndis_instance_exit(instance);
}

/* ---- the way back ---- */

VOID NdisMSendComplete(NDIS_HANDLE MiniportAdapterHandle, PNDIS_PACKET Packet,
		       NDIS_STATUS Status)
{
	bool entered = ndis_dispatch_enter();
	struct ndis_instance *instance = ndis_instance_peek(MiniportAdapterHandle, __func__);
	struct ndis_packet_block *block;

	block = instance ? ndis_packet_block(Packet, __func__) : NULL;
	if (!block)
		goto out;
	if (!ndis_miniport_take_back(instance, block, &instance->sends)) {
		nt_violation(ndis_instance_client(instance), NT_RULE_NDIS_DOUBLE_COMPLETE,
			     "%s: %p is not being sent by %s", __func__, Packet,
			     instance->adapter.name);
		goto out;
	}
	if (Status == NDIS_STATUS_PENDING) {
		nt_violation(ndis_instance_client(instance), NT_RULE_NDIS_COMPLETION, "%s",
			     __func__);
		Status = NDIS_STATUS_FAILURE;
	}
	ndis_send_finish(instance, block, Status);
	if (ndis_instance_serialized(instance))
		ndis_token_resources(instance);
out:
	ndis_dispatch_leave(entered);
}
EXPORT_SYMBOL_NS_GPL(NdisMSendComplete, NDIS_SHIM);

/* ---- when nobody will send them any more ---- */

static void ndis_send_fail(struct ndis_instance *instance, struct list_head *list,
			   NDIS_STATUS status)
{
	struct ndis_packet_block *block;

	while ((block = list_first_entry_or_null(list, struct ndis_packet_block, node))) {
		list_del_init(&block->node);
		block->lent = NULL;
		ndis_send_finish(instance, block, status);
	}
}

void ndis_miniport_abort_sends(struct ndis_instance *instance, NDIS_STATUS status)
{
	LIST_HEAD(list);

	spin_lock_bh(&instance->token.lock);
	list_splice_init(&instance->token.sends, &list);
	instance->token.stalled = false;
	spin_unlock_bh(&instance->token.lock);
	spin_lock_bh(&instance->lock);
	list_splice_tail_init(&instance->deferred, &list);
	spin_unlock_bh(&instance->lock);
	ndis_send_fail(instance, &list, status);
}

void ndis_miniport_reclaim_sends(struct ndis_instance *instance)
{
	LIST_HEAD(list);

	spin_lock_bh(&instance->lock);
	list_splice_init(&instance->sends, &list);
	spin_unlock_bh(&instance->lock);
	if (list_empty(&list))
		return;
	nt_violation(ndis_instance_client(instance), NT_RULE_NDIS_LOST_OPERATION,
		     "%s: halted without completing its sends", instance->adapter.name);
	ndis_send_fail(instance, &list, NDIS_STATUS_ADAPTER_REMOVED);
}
