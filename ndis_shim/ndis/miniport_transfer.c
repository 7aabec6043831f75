// SPDX-License-Identifier: GPL-2.0
/*
 * NdisTransferData() above a miniport that indicates in pieces.
 *
 * The receive context is good during the indication only, so a serialized
 * miniport is called in place: the thread that indicates has switched to it. If
 * another one has it, the transfer fails; it cannot wait.
 */
#include "ndis/miniport_internal.h"

#include <linux/export.h>

static NDIS_STATUS ndis_transfer_call(struct ndis_instance *instance, void *context, UINT offset,
				      UINT bytes, PNDIS_PACKET packet, UINT *transferred)
{
	struct ndis_packet_block *block = container_of(packet, struct ndis_packet_block, packet);
	NDIS_STATUS status;
	UINT done = 0;

	ndis_miniport_hand_over(instance, block, &instance->transfers);
	status = instance->driver->chars.TransferDataHandler(packet, &done, instance->context,
							     context, offset, bytes);
	if (status == NDIS_STATUS_PENDING)
		return status;
	if (!ndis_miniport_take_back(instance, block, &instance->transfers)) {
		/* It was told of that completion, and will not be of another. */
		nt_violation(ndis_instance_client(instance), NT_RULE_NDIS_DOUBLE_COMPLETE,
			     "MiniportTransferData returned %08x for a packet that is complete",
			     status);
		return NDIS_STATUS_PENDING;
	}
	*transferred = min(done, bytes);
	return status;
}

static NDIS_STATUS ndis_transfer(struct ndis_instance *instance, void *context, UINT offset,
				 UINT bytes, PNDIS_PACKET packet, UINT *transferred)
{
	bool serialized = ndis_instance_serialized(instance);
	NDIS_STATUS status = NDIS_STATUS_FAILURE;

	*transferred = 0;
	if (!instance->driver->chars.TransferDataHandler)
		return NDIS_STATUS_NOT_SUPPORTED;
	if (!ndis_instance_enter(instance))
		return NDIS_STATUS_REQUEST_ABORTED;
	if (!serialized || ndis_token_try(instance)) {
		ndis_dispatch_begin();
		status = ndis_transfer_call(instance, context, offset, bytes, packet, transferred);
		ndis_dispatch_end();
		if (serialized)
			ndis_token_exit(instance);
	}
	ndis_instance_exit(instance);
	return status;
}

NDIS_STATUS ndis_miniport_transfer(struct ndis_binding *binding, void *context, UINT offset,
				   UINT bytes, PNDIS_PACKET packet, UINT *transferred)
{
	return ndis_transfer(ndis_adapter_instance(binding->adapter), context, offset, bytes,
			     packet, transferred);
}

NDIS_STATUS ndis_miniport_transfer_own(struct ndis_instance *instance, void *context, UINT offset,
				       UINT bytes, PNDIS_PACKET packet, UINT *transferred)
{
	return ndis_transfer(instance, context, offset, bytes, packet, transferred);
}

static void ndis_transfer_finish(struct ndis_instance *instance, struct ndis_packet_block *block,
				 NDIS_STATUS status, UINT bytes)
{
	if (block->binding)
		ndis_transfer_done(block->binding, &block->packet, status, bytes);
	else
		ndis_virtual_filled(instance, block, status, bytes);
}

VOID NdisMTransferDataComplete(NDIS_HANDLE MiniportAdapterHandle, PNDIS_PACKET Packet,
			       NDIS_STATUS Status, UINT BytesTransferred)
{
	struct ndis_instance *instance = ndis_instance_get(MiniportAdapterHandle, __func__);
	struct ndis_packet_block *block;

	if (!instance)
		return;
	ndis_dispatch_begin();
	block = ndis_packet_block(Packet, __func__);
	if (!block)
		goto out;
	if (!ndis_miniport_take_back(instance, block, &instance->transfers)) {
		nt_violation(ndis_instance_client(instance), NT_RULE_NDIS_DOUBLE_COMPLETE,
			     "%s: %p is not being filled by %s", __func__, Packet,
			     instance->adapter.name);
		goto out;
	}
	if (Status == NDIS_STATUS_PENDING) {
		nt_violation(ndis_instance_client(instance), NT_RULE_NDIS_COMPLETION, "%s",
			     __func__);
		Status = NDIS_STATUS_FAILURE;
	}
	ndis_transfer_finish(instance, block, Status, BytesTransferred);
out:
	ndis_dispatch_end();
	ndis_instance_put(instance);
}
EXPORT_SYMBOL_NS_GPL(NdisMTransferDataComplete, NDIS_SHIM);

void ndis_miniport_reclaim_transfers(struct ndis_instance *instance)
{
	struct ndis_packet_block *block;
	LIST_HEAD(list);

	spin_lock_bh(&instance->lock);
	list_splice_init(&instance->transfers, &list);
	spin_unlock_bh(&instance->lock);
	if (list_empty(&list))
		return;
	nt_violation(ndis_instance_client(instance), NT_RULE_NDIS_LOST_OPERATION,
		     "%s: halted without completing its transfers", instance->adapter.name);
	while ((block = list_first_entry_or_null(&list, struct ndis_packet_block, node))) {
		list_del_init(&block->node);
		block->lent = NULL;
		ndis_transfer_finish(instance, block, NDIS_STATUS_REQUEST_ABORTED, 0);
	}
}
