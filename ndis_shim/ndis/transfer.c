// SPDX-License-Identifier: GPL-2.0
/*
 * NdisTransferData: the part of a frame that was not in the lookahead, or all of
 * it again, into a packet of the driver's.
 *
 * Once in each Receive, by the thread that runs it, and never behind the end of
 * the frame. While a transfer pends the binding gets no other frame. What the
 * indication brought along is copied here; only the rest is asked of the adapter.
 *
 * An intermediate driver may pass the packet that its MiniportTransferData got on
 * to the adapter below. There a descriptor of our own over the same buffers takes
 * its place, since the packet is in the transfer above all the time. It does so
 * once for each of those above, who share the one Receive.
 *
 * A packet is given back as one that is sent: when both the call and whoever
 * completes it have let go of it.
 */
#include <linux/export.h>

#include <kunit/visibility.h>

#include "ndis/receive.h"

/* Transfers that are passed on at a time. */
#define NDIS_TRANSFER_INNER	256

static struct ndis_packet_pool *ndis_transfer_pool;

int ndis_transfer_init(void)
{
	return ndis_packet_pool_create(NULL, 0, NDIS_TRANSFER_INNER, 0, &ndis_transfer_pool) ==
	       NDIS_STATUS_SUCCESS ? 0 : -ENOMEM;
}

void ndis_transfer_exit(void)
{
	ndis_packet_pool_destroy(ndis_transfer_pool);
}

/* A miniport has it, to fill, and the driver of that passes it on. */
static bool ndis_transfer_is_passed_on(const struct ndis_binding *binding,
				       const struct ndis_packet_block *block)
{
	return binding->protocol->driver->intermediate &&
	       atomic_read(&block->owner) == NDIS_PACKET_TRANSFER && READ_ONCE(block->lent);
}

static struct ndis_packet_block *ndis_transfer_inner(struct ndis_packet_block *outer)
{
	PNDIS_PACKET packet = ndis_packet_alloc(ndis_transfer_pool);
	struct ndis_packet_block *block;

	if (!packet)
		return NULL;
	packet->Private.Head = outer->packet.Private.Head;
	packet->Private.Tail = outer->packet.Private.Tail;
	packet->Private.ValidCounts = FALSE;
	block = container_of(packet, struct ndis_packet_block, packet);
	block->outer = &outer->packet;
	block->lent = NULL;
	atomic_set(&block->owner, NDIS_PACKET_TRANSFER);
	return block;
}

/* It is over: the packet that the driver knows, which is the driver's again. */
static PNDIS_PACKET ndis_transfer_give(struct ndis_packet_block *block)
{
	PNDIS_PACKET outer = block->outer;

	if (!outer) {
		atomic_set_release(&block->owner, NDIS_PACKET_CLIENT);
		return &block->packet;
	}
	block->outer = NULL;
	ndis_packet_free(&block->packet);
	return outer;
}

static void ndis_transfer_complete(struct ndis_packet_block *block)
{
	struct ndis_binding *binding = block->binding;
	NDIS_STATUS status = block->status;
	u32 transferred = block->transferred;
	PNDIS_PACKET packet = ndis_transfer_give(block);

	ndis_dispatch_begin();
	binding->protocol->chars.TransferDataCompleteHandler(binding->context, packet, status,
							     transferred);
	ndis_dispatch_end();
	ndis_rx_resume(binding);
	ndis_binding_put(binding);
}

/**
 * ndis_transfer_done() - a transfer has ended
 * @binding: whose it is
 * @packet: its packet
 * @status: how it ended; not NDIS_STATUS_PENDING
 * @transferred: bytes that were copied
 *
 * Context: any with interrupts on. TransferDataComplete may run in it.
 */
void ndis_transfer_done(struct ndis_binding *binding, PNDIS_PACKET packet, NDIS_STATUS status,
			UINT transferred)
{
	struct ndis_packet_block *block = ndis_packet_block(packet, __func__);

	if (!block || !ndis_packet_take(block, NDIS_PACKET_TRANSFER, NDIS_PACKET_DONE, __func__))
		return;
	if (status == NDIS_STATUS_PENDING) {
		nt_violation(NULL, NT_RULE_NDIS_COMPLETION, "transfer into %p", packet);
		status = NDIS_STATUS_FAILURE;
	}
	block->status = status;
	block->transferred = transferred;
	if (atomic_dec_and_test(&block->holds))
		ndis_transfer_complete(block);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_transfer_done);

/* Ended before the driver was told that it pends. */
static NDIS_STATUS ndis_transfer_end(struct ndis_packet_block *block, UINT *transferred)
{
	struct ndis_binding *binding = block->binding;
	NDIS_STATUS status = block->status;

	*transferred = block->transferred;
	ndis_transfer_give(block);
	ndis_rx_resume(binding);
	ndis_binding_put(binding);
	return status;
}

/* The bytes are there: the completion is late only where the test knob wants it. */
static NDIS_STATUS ndis_transfer_copy(struct ndis_packet_block *block,
				      const struct ndis_rx_frame *frame, UINT offset, UINT bytes,
				      UINT *transferred)
{
	block->transferred = ndis_packet_write(&block->packet, 0, frame->data + offset, bytes);
	block->status = NDIS_STATUS_SUCCESS;
	if (ndis_knob(NDIS_KNOB_PEND_TRANSFER) &&
	    block->binding->protocol->chars.TransferDataCompleteHandler) {
		atomic_set(&block->owner, NDIS_PACKET_DONE);
		ndis_late(block, ndis_transfer_complete);
		return NDIS_STATUS_PENDING;
	}
	return ndis_transfer_end(block, transferred);
}

static NDIS_STATUS ndis_transfer_ask(struct ndis_packet_block *block,
				     const struct ndis_rx_frame *frame, UINT offset, UINT bytes,
				     UINT *transferred)
{
	struct ndis_binding *binding = block->binding;
	struct ndis_adapter *adapter = binding->adapter;
	NDIS_STATUS status = NDIS_STATUS_FAILURE;
	UINT copied = 0;

	if (adapter->ops->transfer)
		status = adapter->ops->transfer(binding, frame->context, offset, bytes,
						&block->packet, &copied);
	if (status != NDIS_STATUS_PENDING)
		ndis_transfer_done(binding, &block->packet, status, copied);
	if (!atomic_dec_and_test(&block->holds))
		return NDIS_STATUS_PENDING;
	return ndis_transfer_end(block, transferred);
}

static bool ndis_transfer_at_hand(const struct ndis_rx_frame *frame, UINT offset, UINT bytes)
{
	return offset <= frame->data_size && bytes <= frame->data_size - offset;
}

/* Who has no TransferDataComplete is never told that a transfer pends: what might
 * pend is not begun.
 */
static NDIS_STATUS ndis_transfer_may(struct ndis_binding *binding,
				     const struct ndis_rx_frame *frame, UINT offset, UINT bytes,
				     const char *who)
{
	if (offset > frame->packet_size || bytes > frame->packet_size - offset)
		return NDIS_STATUS_FAILURE;
	if (READ_ONCE(binding->adapter->resetting))
		return NDIS_STATUS_RESET_IN_PROGRESS;
	if (ndis_transfer_at_hand(frame, offset, bytes) ||
	    binding->protocol->chars.TransferDataCompleteHandler)
		return NDIS_STATUS_SUCCESS;
	nt_violation(binding->protocol->driver, NT_RULE_NDIS_TRANSFER,
		     "%s without a TransferDataComplete", who);
	return NDIS_STATUS_FAILURE;
}

static NDIS_STATUS ndis_transfer_begin(struct ndis_binding *binding, NDIS_HANDLE context,
				       UINT offset, UINT bytes, PNDIS_PACKET packet,
				       UINT *transferred, const char *who)
{
	struct ndis_rx_call *call = ndis_rx_call(binding, context);
	struct nt_driver *driver = binding->protocol->driver;
	const struct ndis_rx_frame *frame;
	struct ndis_packet_block *block;
	NDIS_STATUS status;
	bool passed_on;

	if (!call) {
		nt_violation(driver, NT_RULE_NDIS_TRANSFER, "%s outside Receive", who);
		return NDIS_STATUS_NOT_INDICATING;
	}
	block = ndis_packet_block(packet, who);
	if (!block)
		return NDIS_STATUS_INVALID_PACKET;
	passed_on = ndis_transfer_is_passed_on(binding, block);
	if (call->transferred && !passed_on) {
		nt_violation(driver, NT_RULE_NDIS_TRANSFER, "%s twice in one Receive", who);
		return NDIS_STATUS_FAILURE;
	}
	frame = call->frame;
	status = ndis_transfer_may(binding, frame, offset, bytes, who);
	if (status != NDIS_STATUS_SUCCESS)
		return status;

	if (passed_on) {
		block = ndis_transfer_inner(block);
		if (!block)
			return NDIS_STATUS_RESOURCES;
	} else {
		if (!ndis_packet_take(block, NDIS_PACKET_CLIENT, NDIS_PACKET_TRANSFER, who))
			return NDIS_STATUS_INVALID_PACKET;
		call->transferred = true;
	}
	block->binding = binding;
	block->transferred = 0;
	percpu_ref_get(&binding->io);
	atomic_set(&block->holds, 2);
	/* Before it can complete. */
	ndis_rx_hold(binding);
	if (ndis_transfer_at_hand(frame, offset, bytes))
		return ndis_transfer_copy(block, frame, offset, bytes, transferred);
	return ndis_transfer_ask(block, frame, offset, bytes, transferred);
}

VOID NdisTransferData(PNDIS_STATUS Status, NDIS_HANDLE NdisBindingHandle,
		      NDIS_HANDLE MacReceiveContext, UINT ByteOffset, UINT BytesToTransfer,
		      PNDIS_PACKET Packet, PUINT BytesTransferred)
{
	struct ndis_binding *binding;
	UINT transferred = 0;
	NDIS_STATUS status;

	/* As NdisSend() does, and for the same reason. */
	if (Status)
		*Status = NDIS_STATUS_PENDING;
	binding = ndis_binding_enter(NdisBindingHandle, __func__, &status);
	if (binding) {
		status = ndis_transfer_begin(binding, MacReceiveContext, ByteOffset,
					     BytesToTransfer, Packet, &transferred, __func__);
		ndis_binding_put(binding);
	} else if (status == NDIS_STATUS_CLOSING) {
		status = NDIS_STATUS_REQUEST_ABORTED;
	}
	if (status == NDIS_STATUS_PENDING)
		return;
	if (BytesTransferred)
		*BytesTransferred = transferred;
	if (Status)
		*Status = status;
}
EXPORT_SYMBOL_NS_GPL(NdisTransferData, NDIS_SHIM);
