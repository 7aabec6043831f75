// SPDX-License-Identifier: GPL-2.0
/*
 * What a miniport indicates, up to the protocols above it and to its net_device.
 *
 * A packet that may be kept is lent: each protocol that keeps it has a descriptor
 * of our own over the same buffers, and each of these counts in block->holds of
 * the miniport's, beside the indication itself. Whoever counts down to zero gives
 * it back by MiniportReturnPacket, so it comes back exactly once, and perhaps
 * before the indication has returned. Each of them holds @calls of the instance.
 *
 * A packet with status RESOURCES, or of a miniport without MiniportReturnPacket,
 * is its driver's again when the call returns, and nobody keeps it.
 *
 * A serialized miniport looks at the status afterwards: it finds PENDING, and gets
 * the packet when it has let go of the token, if not later.
 */
#include "ndis/miniport_internal.h"

#include <linux/export.h>
#include <linux/if_ether.h>
#include <linux/slab.h>

#include <xfilter.h>

#include "ndis/receive.h"

/**
 * struct ndis_indication - one packet on its way up
 * @frame: as protocols see it
 * @instance: whose
 * @block: of the miniport's packet
 * @copy: the frame in one piece, where its buffers are several
 * @whole: its first buffer has the header, as those above expect of a packet
 */
struct ndis_indication {
	struct ndis_rx_frame frame;
	struct ndis_instance *instance;
	struct ndis_packet_block *block;
	void *copy;
	bool whole;
};

/* ---- who gets it back ---- */

static void ndis_receive_give(struct ndis_instance *instance, struct ndis_packet_block *block)
{
	atomic_set_release(&block->owner, NDIS_PACKET_CLIENT);
	instance->driver->chars.ReturnPacketHandler(instance->context, &block->packet);
}

/* The last thing that happens to it here. */
void ndis_miniport_give_back(struct ndis_instance *instance, struct ndis_packet_block *block)
{
	ndis_receive_give(instance, block);
	ndis_instance_exit(instance);
}

/* @calls is held by the caller. */
static void ndis_receive_put(struct ndis_instance *instance, struct ndis_packet_block *block)
{
	bool entered;

	if (!atomic_dec_and_test(&block->holds))
		return;
	entered = ndis_dispatch_enter();
	if (ndis_instance_serialized(instance)) {
		/* Its own, until it has been given back. */
		percpu_ref_get(&instance->calls);
		spin_lock_bh(&instance->token.lock);
		list_add_tail(&block->node, &instance->token.returns);
		spin_unlock_bh(&instance->token.lock);
		ndis_token_kick(instance);
	} else {
		ndis_receive_give(instance, block);
	}
	ndis_dispatch_leave(entered);
}

/* A protocol is through with its descriptor. */
static void ndis_receive_returned(struct ndis_packet_block *block)
{
	struct ndis_instance *instance = ndis_adapter_instance(block->binding->adapter);
	struct ndis_packet_block *source = block->lent;

	ndis_packet_free(&block->packet);
	ndis_receive_put(instance, source);
	ndis_instance_exit(instance);
}

/* ---- one packet ---- */

static PNDIS_PACKET ndis_receive_make(struct ndis_binding *binding, struct ndis_rx_frame *frame)
{
	struct ndis_indication *indication = container_of(frame, struct ndis_indication, frame);
	PNDIS_PACKET from = &indication->block->packet, packet;
	struct ndis_packet_block *block;

	if (!indication->whole)
		return NULL;
	packet = ndis_packet_alloc(indication->instance->rx_pool);
	if (!packet)
		return NULL;
	block = container_of(packet, struct ndis_packet_block, packet);
	block->binding = binding;
	block->lent = indication->block;
	block->give_back = ndis_receive_returned;
	packet->Private.Head = from->Private.Head;
	packet->Private.Tail = from->Private.Tail;
	packet->Private.ValidCounts = FALSE;
	packet->Private.Flags = from->Private.Flags & ~NDIS_FLAGS_PROTOCOL_ID_MASK;
	NdisIMCopySendPerPacketInfo(packet, from);
	atomic_inc(&indication->block->holds);
	/* Who indicates has one, so that this cannot fail. */
	percpu_ref_get(&indication->instance->calls);
	return packet;
}

static void ndis_receive_describe(struct ndis_instance *instance, struct ndis_rx_frame *frame,
				  const void *header, u32 header_size)
{
	frame->header = header;
	frame->header_size = header_size;
	if (header_size >= ETH_HLEN) {
		frame->destination = header;
		frame->classes = ndis_filter_classes(header, instance->has_address ?
						     instance->address : header);
	}
}

/*
 * In one piece: where the first buffer has all of it, as it lies, else a copy.
 * The lookahead of a packet is the whole of it. False: not a frame, or no memory.
 */
static bool ndis_receive_prepare(struct ndis_indication *indication)
{
	struct ndis_rx_frame *frame = &indication->frame;
	PNDIS_PACKET packet = &indication->block->packet;
	u32 size = indication->instance->header_size;
	u32 length = ndis_packet_length(packet);
	PNDIS_BUFFER first = packet->Private.Head;
	u8 *data;

	if (!length || length < size)
		return false;
	data = MmGetSystemAddressForMdlSafe(first, NormalPagePriority);
	if (!data)
		return false;
	indication->whole = first->ByteCount >= size;
	if (first->ByteCount < length) {
		data = kmalloc(length, GFP_ATOMIC | __GFP_NOWARN);
		if (!data)
			return false;
		indication->copy = data;
		if (ndis_packet_read(packet, 0, data, length) != length)
			return false;
	}
	ndis_receive_describe(indication->instance, frame, data, size);
	frame->data = data + size;
	frame->data_size = length - size;
	frame->packet_size = length - size;
	return true;
}

static bool ndis_receive_keepable(struct ndis_instance *instance, struct ndis_packet_block *block)
{
	return ndis_packet_oob(block)->Status != NDIS_STATUS_RESOURCES &&
	       instance->driver->chars.ReturnPacketHandler;
}

/* NULL, with a violation, for what is not the driver's to indicate. */
static struct ndis_packet_block *ndis_receive_block(PNDIS_PACKET packet)
{
	static const char who[] = "NdisMIndicateReceivePacket";
	struct ndis_packet_block *block = ndis_packet_block(packet, who);

	if (block && ndis_packet_take(block, NDIS_PACKET_CLIENT, NDIS_PACKET_INDICATED, who))
		return block;
	return NULL;
}

static void ndis_receive_deliver(struct ndis_indication *indication)
{
	struct ndis_instance *instance = indication->instance;

	if (ndis_receive_prepare(indication)) {
		ndis_receive_all(&instance->adapter, &indication->frame);
		if (!atomic_read(&instance->taken))
			ndis_virtual_receive(instance, &indication->block->packet,
					     indication->frame.keep);
	}
	if (unlikely(indication->copy))
		kfree(indication->copy);
}

static void ndis_receive_packet(struct ndis_instance *instance, PNDIS_PACKET packet)
{
	struct ndis_indication indication = { .instance = instance };
	struct ndis_packet_block *block = ndis_receive_block(packet);
	bool keepable;

	if (!block)
		return;
	/* Not after the packet is somebody's: it may be back, and gone. */
	keepable = ndis_receive_keepable(instance, block);
	indication.block = block;
	indication.frame.make_packet = ndis_receive_make;
	indication.frame.keep = keepable && !ndis_knob(NDIS_KNOB_FORCE_RESOURCES);
	atomic_set(&block->holds, 1);
	if (!keepable) {
		ndis_receive_deliver(&indication);
		atomic_set_release(&block->owner, NDIS_PACKET_CLIENT);
		return;
	}

	if (ndis_instance_serialized(instance))
		ndis_packet_oob(block)->Status = NDIS_STATUS_PENDING;
	ndis_receive_deliver(&indication);
	ndis_receive_put(instance, block);
}

/*
 * Halting: nobody listens. What is the driver's to get back, it gets at once: its
 * ProtocolReceivePacket is running, so its binding is open and its context good.
 */
static void ndis_receive_refuse(struct ndis_instance *instance, PNDIS_PACKET packet)
{
	struct ndis_packet_block *block = ndis_receive_block(packet);
	bool comes_back;

	if (!block)
		return;
	comes_back = ndis_receive_keepable(instance, block);
	if (comes_back && ndis_instance_serialized(instance)) {
		ndis_packet_oob(block)->Status = NDIS_STATUS_SUCCESS;
		comes_back = false;
	}
	atomic_set_release(&block->owner, NDIS_PACKET_CLIENT);
	if (comes_back)
		instance->driver->chars.ReturnPacketHandler(instance->context, packet);
}

VOID NdisMIndicateReceivePacket(NDIS_HANDLE MiniportAdapterHandle,
				PPNDIS_PACKET ReceivePackets, UINT NumberOfPackets)
{
	bool dispatch = ndis_dispatch_enter();
	struct ndis_instance *instance = ndis_instance_peek(MiniportAdapterHandle, __func__);
	bool entered;
	UINT i;

	if (!instance || (NumberOfPackets && !ndis_given(ReceivePackets, __func__)))
		goto out;
	entered = ndis_instance_enter(instance);
	for (i = 0; i < NumberOfPackets; i++) {
		if (entered)
			ndis_receive_packet(instance, ReceivePackets[i]);
		else
			ndis_receive_refuse(instance, ReceivePackets[i]);
	}
	/* Nothing more follows for those above: a driver need not say so itself. */
	if (entered) {
		ndis_receive_complete(&instance->adapter);
		ndis_instance_exit(instance);
	}
out:
	ndis_dispatch_leave(dispatch);
}
EXPORT_SYMBOL_NS_GPL(NdisMIndicateReceivePacket, NDIS_SHIM);

/* ---- header and lookahead ---- */

static void ndis_receive_pieces(struct ndis_instance *instance, struct ndis_rx_frame *frame)
{
	ndis_dispatch_begin();
	ndis_receive_all(&instance->adapter, frame);
	if (!atomic_read(&instance->taken))
		ndis_virtual_receive_pieces(instance, frame);
	ndis_dispatch_end();
}

/*
 * The header of @medium at @header, of which there are @size bytes: its length, where
 * the destination is in it, 0 if it is none. FC says how long FDDI's addresses are; the
 * source address of token ring says whether routing information follows it.
 */
static u32 ndis_receive_header(NDIS_MEDIUM medium, const u8 *header, u32 size, u32 *destination)
{
	u32 length = ETH_HLEN;

	*destination = 0;
	switch (medium) {
	case NdisMedium802_5:
		*destination = 2;
		length = 2 + 2 * TR_LENGTH_OF_ADDRESS;
		if (size > length && header[2 + TR_LENGTH_OF_ADDRESS] & 0x80)
			length += max(header[length] & 0x1f, 2);
		break;
	case NdisMediumFddi:
		*destination = 1;
		length = 1 + 2 * (size && header[0] & 0x40 ? FDDI_LENGTH_OF_LONG_ADDRESS :
							     FDDI_LENGTH_OF_SHORT_ADDRESS);
		break;
	default:
		break;
	}
	return size >= length ? length : 0;
}

/* One function for all media; @medium is whose function was called. */
static void ndis_receive_indicate(const char *who, NDIS_MEDIUM medium, NDIS_HANDLE handle,
				  NDIS_HANDLE context, const void *header, u32 header_size,
				  const void *data, u32 data_size, u32 packet_size)
{
	struct ndis_instance *instance = ndis_instance_get(handle, who);
	struct ndis_rx_frame frame = {
		.data = data,
		.data_size = data_size,
		.packet_size = packet_size,
		.context = context,
	};
	bool ethernet = medium == NdisMedium802_3;
	u32 destination = 0;

	if (!instance)
		return;
	/* Those above allocate for both together. */
	if ((!header && header_size) || header_size < instance->header_size ||
	    (!data && data_size) || data_size > packet_size ||
	    header_size > UINT_MAX - packet_size ||
	    (!ethernet && (instance->medium != medium ||
			   !ndis_receive_header(medium, header, header_size, &destination)))) {
		nt_violation(ndis_instance_client(instance), NT_RULE_NDIS_ARGUMENT,
			     "%s: medium %u, header of %u, %u of %u bytes", who,
			     instance->medium, header_size, data_size, packet_size);
		goto out;
	}
	ndis_receive_describe(instance, &frame, header, header_size);
	if (!ethernet)
		frame.destination = header + destination;
	if (ndis_instance_enter(instance)) {
		ndis_receive_pieces(instance, &frame);
		ndis_instance_exit(instance);
	}
out:
	ndis_instance_put(instance);
}

/* All indicated so far: once for all media. */
static void ndis_receive_indicated(const char *who, NDIS_HANDLE handle)
{
	struct ndis_instance *instance = ndis_instance_get(handle, who);

	if (!instance)
		return;
	if (ndis_instance_enter(instance)) {
		ndis_dispatch_begin();
		ndis_receive_complete(&instance->adapter);
		ndis_dispatch_end();
		ndis_instance_exit(instance);
	}
	ndis_instance_put(instance);
}

VOID NdisMEthIndicateReceive(NDIS_HANDLE MiniportAdapterHandle,
			     NDIS_HANDLE MiniportReceiveContext, PVOID HeaderBuffer,
			     UINT HeaderBufferSize, PVOID LookaheadBuffer,
			     UINT LookaheadBufferSize, UINT PacketSize)
{
	ndis_receive_indicate(__func__, NdisMedium802_3, MiniportAdapterHandle,
			      MiniportReceiveContext, HeaderBuffer, HeaderBufferSize,
			      LookaheadBuffer, LookaheadBufferSize, PacketSize);
}
EXPORT_SYMBOL_NS_GPL(NdisMEthIndicateReceive, NDIS_SHIM);

VOID NdisMEthIndicateReceiveComplete(NDIS_HANDLE MiniportAdapterHandle)
{
	ndis_receive_indicated(__func__, MiniportAdapterHandle);
}
EXPORT_SYMBOL_NS_GPL(NdisMEthIndicateReceiveComplete, NDIS_SHIM);

/*
 * Instances of token ring and FDDI have no net_device, Linux having neither any more:
 * who is bound to them gets their frames.
 */
VOID NdisMTrIndicateReceive(NDIS_HANDLE MiniportAdapterHandle,
			    NDIS_HANDLE MiniportReceiveContext, PVOID HeaderBuffer,
			    UINT HeaderBufferSize, PVOID LookaheadBuffer,
			    UINT LookaheadBufferSize, UINT PacketSize)
{
	ndis_receive_indicate(__func__, NdisMedium802_5, MiniportAdapterHandle,
			      MiniportReceiveContext, HeaderBuffer, HeaderBufferSize,
			      LookaheadBuffer, LookaheadBufferSize, PacketSize);
}
EXPORT_SYMBOL_NS_GPL(NdisMTrIndicateReceive, NDIS_SHIM);

VOID NdisMTrIndicateReceiveComplete(NDIS_HANDLE MiniportAdapterHandle)
{
	ndis_receive_indicated(__func__, MiniportAdapterHandle);
}
EXPORT_SYMBOL_NS_GPL(NdisMTrIndicateReceiveComplete, NDIS_SHIM);

VOID NdisMFddiIndicateReceive(NDIS_HANDLE MiniportAdapterHandle,
			      NDIS_HANDLE MiniportReceiveContext, PVOID HeaderBuffer,
			      UINT HeaderBufferSize, PVOID LookaheadBuffer,
			      UINT LookaheadBufferSize, UINT PacketSize)
{
	ndis_receive_indicate(__func__, NdisMediumFddi, MiniportAdapterHandle,
			      MiniportReceiveContext, HeaderBuffer, HeaderBufferSize,
			      LookaheadBuffer, LookaheadBufferSize, PacketSize);
}
EXPORT_SYMBOL_NS_GPL(NdisMFddiIndicateReceive, NDIS_SHIM);

VOID NdisMFddiIndicateReceiveComplete(NDIS_HANDLE MiniportAdapterHandle)
{
	ndis_receive_indicated(__func__, MiniportAdapterHandle);
}
EXPORT_SYMBOL_NS_GPL(NdisMFddiIndicateReceiveComplete, NDIS_SHIM);
