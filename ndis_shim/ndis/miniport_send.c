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

#define NDIS_SEND_BATCH	16

/* lent of a packet tells where it is; the addresses are names, no more. */
static void *ndis_send_queued(struct ndis_instance *instance)
{
	return &instance->token.sends;
}

void ndis_miniport_hand_over(struct ndis_instance *instance, struct ndis_packet_block *block,
			     struct list_head *list)
{
	spin_lock_bh(&instance->lock);
	block->lent = list;
	list_add_tail(&block->node, list);
	spin_unlock_bh(&instance->lock);
}

bool ndis_miniport_take_back(struct ndis_instance *instance, struct ndis_packet_block *block,
			     struct list_head *list)
{
	bool there;

	spin_lock_bh(&instance->lock);
	there = block->lent == list;
	if (there) {
		block->lent = NULL;
		list_del_init(&block->node);
	}
	spin_unlock_bh(&instance->lock);
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

/* ---- deserialized: straight into the driver ---- */

static void ndis_send_one(struct ndis_instance *instance, PNDIS_PACKET packet)
{
	struct ndis_packet_block *block = ndis_send_block(packet);
	NDIS_STATUS status;

	status = instance->driver->chars.SendHandler(instance->context, packet,
						     packet->Private.Flags);
	if (status == NDIS_STATUS_PENDING)
		return;
	if (ndis_miniport_take_back(instance, block, &instance->sends))
		ndis_send_finish(instance, block, status);
	else
		nt_violation(ndis_instance_client(instance), NT_RULE_NDIS_DOUBLE_COMPLETE,
			     "MiniportSend returned %08x for a packet that is complete", status);
}

/*
 * All of them are the miniport's before the first is: it may complete and see
 * one again while it is called.
 */
static void ndis_send_direct(struct ndis_instance *instance, PNDIS_PACKET *packets,
			     unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		ndis_miniport_hand_over(instance, ndis_send_block(packets[i]), &instance->sends);
	if (instance->driver->chars.SendPacketsHandler) {
		instance->driver->chars.SendPacketsHandler(instance->context, packets, count);
		return;
	}
	for (i = 0; i < count; i++)
		ndis_send_one(instance, packets[i]);
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

/* The miniport had no resources for these, in order: they come first again. */
static void ndis_send_requeue(struct ndis_instance *instance, PNDIS_PACKET *packets,
			      unsigned int count, unsigned int resources)
{
	struct ndis_token *token = &instance->token;
	struct ndis_packet_block *block;

	spin_lock_bh(&token->lock);
	while (count--) {
		block = ndis_send_block(packets[count]);
		block->lent = ndis_send_queued(instance);
		list_add(&block->node, &token->sends);
	}
	/* Some have become free since it was asked: it is asked again. */
	token->stalled = token->resources == resources;
	spin_unlock_bh(&token->lock);
}

/* What a serialized miniport says of a packet of SendPackets is in its status. */
static NDIS_STATUS ndis_send_said(struct ndis_instance *instance, struct ndis_packet_block *block)
{
	NDIS_STATUS status = NDIS_STATUS_PENDING;

	spin_lock_bh(&instance->lock);
	if (block->lent == &instance->sends)
		status = NDIS_GET_PACKET_STATUS(&block->packet);
	spin_unlock_bh(&instance->lock);
	return status;
}

static void ndis_send_array(struct ndis_instance *instance)
{
	PNDIS_PACKET packets[NDIS_SEND_BATCH], copy[NDIS_SEND_BATCH];
	struct ndis_packet_block *block;
	unsigned int count, i, resources;
	NDIS_STATUS status;

	count = ndis_send_dequeue(instance, packets, NDIS_SEND_BATCH, &resources);
	for (i = 0; i < count; i++) {
		NDIS_SET_PACKET_STATUS(packets[i], NDIS_STATUS_PENDING);
		ndis_miniport_hand_over(instance, ndis_send_block(packets[i]), &instance->sends);
		copy[i] = packets[i];
	}
	if (!count)
		return;
	instance->driver->chars.SendPacketsHandler(instance->context, copy, count);
	for (i = 0; i < count; i++) {
		block = ndis_send_block(packets[i]);
		status = ndis_send_said(instance, block);
		if (status == NDIS_STATUS_PENDING ||
		    !ndis_miniport_take_back(instance, block, &instance->sends))
			continue;
		if (status != NDIS_STATUS_RESOURCES) {
			ndis_send_finish(instance, block, status);
			continue;
		}
		break;
	}
	/* That one and all after it that the miniport has not taken either. */
	if (i < count) {
		unsigned int first = i, kept = 1;

		for (i++; i < count; i++) {
			if (ndis_miniport_take_back(instance, ndis_send_block(packets[i]),
						    &instance->sends))
				packets[first + kept++] = packets[i];
		}
		ndis_send_requeue(instance, &packets[first], kept, resources);
	}
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
	ndis_miniport_hand_over(instance, block, &instance->sends);
	status = instance->driver->chars.SendHandler(instance->context, packet,
						     packet->Private.Flags);
	if (status == NDIS_STATUS_PENDING)
		return;
	if (!ndis_miniport_take_back(instance, block, &instance->sends))
		nt_violation(ndis_instance_client(instance), NT_RULE_NDIS_DOUBLE_COMPLETE,
			     "MiniportSend returned %08x for a packet that is complete", status);
	else if (status == NDIS_STATUS_RESOURCES)
		ndis_send_requeue(instance, &packet, 1, resources);
	else
		ndis_send_finish(instance, block, status);
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

	for (i = 0; i < count; i++)
		ndis_miniport_hand_over(instance, ndis_send_block(packets[i]),
					&instance->deferred);
	queue_work(system_unbound_wq, &instance->deferred_work);
}

static void ndis_send_now(struct ndis_instance *instance, PNDIS_PACKET *packets,
			  unsigned int count)
{
	ndis_dispatch_begin();
	if (ndis_instance_serialized(instance))
		ndis_send_queue(instance, packets, count);
	else
		ndis_send_direct(instance, packets, count);
	ndis_dispatch_end();
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
	while ((count = ndis_send_undefer(instance, packets)))
		ndis_send_now(instance, packets, count);
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
		if (block->binding == binding &&
		    NDIS_GET_PACKET_CANCEL_ID(&block->packet) == cancel_id)
			list_move_tail(&block->node, &cancelled);
	}
	spin_unlock_bh(&token->lock);
	while ((block = list_first_entry_or_null(&cancelled, struct ndis_packet_block, node))) {
		list_del_init(&block->node);
		block->lent = NULL;
		ndis_send_finish(instance, block, NDIS_STATUS_REQUEST_ABORTED);
	}
	if (instance->driver->chars.CancelSendPacketsHandler)
		instance->driver->chars.CancelSendPacketsHandler(instance->context, cancel_id);
	ndis_instance_exit(instance);
}

/* ---- the way back ---- */

VOID NdisMSendComplete(NDIS_HANDLE MiniportAdapterHandle, PNDIS_PACKET Packet,
		       NDIS_STATUS Status)
{
	struct ndis_instance *instance = ndis_instance_get(MiniportAdapterHandle, __func__);
	struct ndis_packet_block *block;

	if (!instance)
		return;
	block = ndis_packet_block(Packet, __func__);
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
	ndis_instance_put(instance);
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
