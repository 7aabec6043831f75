// SPDX-License-Identifier: GPL-2.0
/*
 * Packets lent to protocols: how many calls of NdisReturnPackets() each still
 * owes, and where a packet goes when there are none left.
 *
 * A packet may come back from another CPU before ReceivePacket has said how
 * often it will: so the count starts with a bias no driver reaches, returns
 * subtract from it, and what the handler says replaces the bias.
 *
 * Most packets have come back by the time that the handler returns. Those that the
 * driver goes on having are listed, so that they can be taken back from one that is
 * gone, and have an io of the binding, since who called the handler lets go of its
 * own: both before the bias is gone, since from then on anybody may bring the count
 * to 0. One that is not listed comes back while the caller still has its io.
 */
#include <linux/export.h>

#include "ndis/receive.h"

#define NDIS_HOLDS_BIAS		0x1000000

static struct nt_driver *ndis_lend_driver(struct ndis_packet_block *block)
{
	return block->binding->protocol->driver;
}

/* Whoever brings the count to 0 is the only one left who knows of the packet. */
static void ndis_lend_release(struct ndis_packet_block *block)
{
	struct ndis_binding *binding = block->binding;
	bool kept = !list_empty(&block->lent_node);

	if (kept) {
		spin_lock_bh(&binding->rx_lock);
		list_del_init(&block->lent_node);
		spin_unlock_bh(&binding->rx_lock);
	}
	if (block->give_back)
		block->give_back(block);
	else
		binding->adapter->ops->return_packet(binding->adapter, block->lent);
	if (kept)
		ndis_binding_put(binding);
}

struct ndis_packet_block *ndis_lend(struct ndis_binding *binding, struct ndis_rx_frame *frame,
				    NDIS_STATUS status)
{
	struct ndis_packet_block *block;
	PNDIS_PACKET_EXTENSION extension;
	PNDIS_PACKET_OOB_DATA oob;
	PNDIS_PACKET packet;

	packet = frame->make_packet ? frame->make_packet(binding, frame) : NULL;
	if (!packet)
		return NULL;
	block = container_of(packet, struct ndis_packet_block, packet);
	block->binding = binding;
	oob = ndis_packet_oob(block);
	oob->Status = status;
	oob->HeaderSize = frame->header_size;
	oob->TimeReceived = 0;
	extension = (PNDIS_PACKET_EXTENSION)(oob + 1);
	extension->NdisPacketInfo[OriginalPacketInfo] = packet;
	if (frame->tag)
		extension->NdisPacketInfo[Ieee8021QInfo] = (PVOID)(ULONG_PTR)frame->tag;
	if (frame->loopback)
		packet->Private.Flags |= NDIS_FLAGS_IS_LOOPBACK_PACKET;
	atomic_set(&block->holds, NDIS_HOLDS_BIAS);
	atomic_set_release(&block->owner, NDIS_PACKET_LENT);
	return block;
}

static void ndis_lend_keep(struct ndis_packet_block *block)
{
	struct ndis_binding *binding = block->binding;

	/* The caller has one already, so that this cannot fail. */
	percpu_ref_get(&binding->io);
	spin_lock_bh(&binding->rx_lock);
	list_add_tail(&block->lent_node, &binding->rx_lent);
	spin_unlock_bh(&binding->rx_lock);
}

void ndis_lend_end(struct ndis_packet_block *block, int keeps)
{
	struct nt_driver *driver = ndis_lend_driver(block);
	int left;

	if (keeps < 0 || keeps >= NDIS_HOLDS_BIAS) {
		nt_violation(driver, NT_RULE_NDIS_RECEIVE_RESULT, "ReceivePacket returned %d",
			     keeps);
		keeps = 0;
	}
	/* What is left only gets less. */
	if (atomic_read(&block->holds) + keeps > NDIS_HOLDS_BIAS)
		ndis_lend_keep(block);
	left = atomic_add_return(keeps - NDIS_HOLDS_BIAS, &block->holds);
	if (left > 0)
		return;
	if (left < 0)
		nt_violation(driver, NT_RULE_NDIS_PACKET_OWNER,
			     "packet %p returned %d times more than kept", &block->packet, -left);
	ndis_lend_release(block);
}

/* One that its driver keeps, and no handler still has; nobody else returns it. */
static struct ndis_packet_block *ndis_lend_lost(struct ndis_binding *binding)
{
	struct ndis_packet_block *block, *lost = NULL;
	int left;

	spin_lock_bh(&binding->rx_lock);
	list_for_each_entry(block, &binding->rx_lent, lent_node) {
		left = atomic_read(&block->holds);
		if (left > 0 && left < NDIS_HOLDS_BIAS / 2 &&
		    atomic_cmpxchg(&block->holds, left, 0) == left) {
			lost = block;
			break;
		}
	}
	spin_unlock_bh(&binding->rx_lock);
	return lost;
}

/**
 * ndis_lend_reclaim() - take back what a driver will not return
 * @binding: closing; its driver's unload routine has returned long ago. The caller
 *	has a reference
 *
 * Context: process. Return: how many packets that were.
 */
unsigned int ndis_lend_reclaim(struct ndis_binding *binding)
{
	struct ndis_packet_block *block;
	unsigned int count = 0;

	while ((block = ndis_lend_lost(binding))) {
		count++;
		ndis_lend_release(block);
	}
	return count;
}

static void ndis_return_one(PNDIS_PACKET packet, const char *who)
{
	struct ndis_packet_block *block = ndis_packet_block(packet, who);
	int left;

	if (!block)
		return;
	/* Seen twice only where the packet has not gone to somebody else since. */
	if (!ndis_packet_take(block, NDIS_PACKET_LENT, NDIS_PACKET_LENT, who))
		return;
	left = atomic_dec_return(&block->holds);
	if (!left)
		ndis_lend_release(block);
	else if (left < 0)
		nt_violation(NULL, NT_RULE_NDIS_PACKET_OWNER, "%s: %p was returned before", who,
			     packet);
}

VOID NdisReturnPackets(PNDIS_PACKET *PacketsToReturn, UINT NumberOfPackets)
{
	UINT i;

	if (!PacketsToReturn && NumberOfPackets) {
		nt_violation(NULL, NT_RULE_NDIS_ARGUMENT, "%s: no array", __func__);
		return;
	}
	for (i = 0; i < NumberOfPackets; i++)
		ndis_return_one(PacketsToReturn[i], __func__);
}
EXPORT_SYMBOL_NS_GPL(NdisReturnPackets, NDIS_SHIM);
