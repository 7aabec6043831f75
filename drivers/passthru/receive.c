// SPDX-License-Identifier: GPL-2.0
/*
 * Packets on their way up: each in a descriptor of our own over the same buffers,
 * or in pieces where those below have no packet.
 */
#include "passthru.h"

static BOOLEAN Listens(PPASS_ADAPTER Adapter)
{
	return Adapter->Upper && PassAwake(Adapter);
}

static PNDIS_PACKET CloneForReceive(PPASS_ADAPTER Adapter, PNDIS_PACKET Original,
				    NDIS_STATUS Status)
{
	PNDIS_PACKET packet;
	NDIS_STATUS status;

	NdisDprAllocatePacket(&status, &packet, Adapter->ReceivePool);
	if (status != NDIS_STATUS_SUCCESS)
		return NULL;
	PassReceiveReserved(packet)->Original = Original;
	NDIS_PACKET_FIRST_NDIS_BUFFER(packet) = NDIS_PACKET_FIRST_NDIS_BUFFER(Original);
	NDIS_PACKET_LAST_NDIS_BUFFER(packet) = NDIS_PACKET_LAST_NDIS_BUFFER(Original);
	NDIS_PACKET_VALID_COUNTS(packet) = FALSE;
	NdisGetPacketFlags(packet) = NdisGetPacketFlags(Original);
	NDIS_SET_ORIGINAL_PACKET(packet, NDIS_GET_ORIGINAL_PACKET(Original));
	NDIS_SET_PACKET_STATUS(packet, Status);
	NDIS_SET_PACKET_HEADER_SIZE(packet, NDIS_GET_PACKET_HEADER_SIZE(Original));
	NDIS_SET_PACKET_TIME_RECEIVED(packet, NDIS_GET_PACKET_TIME_RECEIVED(Original));
	return packet;
}

/* True: MiniportReturnPacket gets it, or has got it already. */
static BOOLEAN Indicate(PPASS_ADAPTER Adapter, PNDIS_PACKET Original, NDIS_STATUS Status)
{
	PNDIS_PACKET packet = CloneForReceive(Adapter, Original, Status);

	if (!packet)
		return FALSE;
	NdisMIndicateReceivePacket(Adapter->Upper, &packet, 1);
	if (Status != NDIS_STATUS_RESOURCES)
		return TRUE;
	NdisDprFreePacket(packet);
	return FALSE;
}

INT ProtocolReceivePacket(NDIS_HANDLE ProtocolBindingContext, PNDIS_PACKET Packet)
{
	PPASS_ADAPTER adapter = ProtocolBindingContext;

	if (!Listens(adapter))
		return 0;
	return Indicate(adapter, Packet, NDIS_GET_PACKET_STATUS(Packet)) ? 1 : 0;
}

VOID MiniportReturnPacket(NDIS_HANDLE MiniportAdapterContext, PNDIS_PACKET Packet)
{
	PNDIS_PACKET original = PassReceiveReserved(Packet)->Original;

	NdisFreePacket(Packet);
	NdisReturnPackets(&original, 1);
}

NDIS_STATUS ProtocolReceive(NDIS_HANDLE ProtocolBindingContext, NDIS_HANDLE MacReceiveContext,
			    PVOID HeaderBuffer, UINT HeaderBufferSize, PVOID LookAheadBuffer,
			    UINT LookaheadBufferSize, UINT PacketSize)
{
	PPASS_ADAPTER adapter = ProtocolBindingContext;
	PNDIS_PACKET packet;

	if (!Listens(adapter))
		return NDIS_STATUS_NOT_ACCEPTED;
	adapter->Indicated[KeGetCurrentProcessorNumber() % PASS_PROCESSORS] = TRUE;
	/* All of it, and its out-of-band data, if there is a packet: not to be kept. */
	packet = NdisGetReceivedPacket(adapter->Lower, MacReceiveContext);
	if (packet)
		Indicate(adapter, packet, NDIS_STATUS_RESOURCES);
	else
		NdisMEthIndicateReceive(adapter->Upper, MacReceiveContext, HeaderBuffer,
					HeaderBufferSize, LookAheadBuffer, LookaheadBufferSize,
					PacketSize);
	return NDIS_STATUS_SUCCESS;
}

VOID ProtocolReceiveComplete(NDIS_HANDLE ProtocolBindingContext)
{
	PPASS_ADAPTER adapter = ProtocolBindingContext;
	ULONG processor = KeGetCurrentProcessorNumber() % PASS_PROCESSORS;

	if (adapter->Upper && adapter->Indicated[processor])
		NdisMEthIndicateReceiveComplete(adapter->Upper);
	adapter->Indicated[processor] = FALSE;
}

/* The packet is of those above: it goes down and up as it is. */
NDIS_STATUS MiniportTransferData(PNDIS_PACKET Packet, PUINT BytesTransferred,
				 NDIS_HANDLE MiniportAdapterContext,
				 NDIS_HANDLE MiniportReceiveContext, UINT ByteOffset,
				 UINT BytesToTransfer)
{
	PPASS_ADAPTER adapter = MiniportAdapterContext;
	NDIS_STATUS status;

	if (!PassAwake(adapter))
		return NDIS_STATUS_FAILURE;
	NdisTransferData(&status, adapter->Lower, MiniportReceiveContext, ByteOffset,
			 BytesToTransfer, Packet, BytesTransferred);
	return status;
}

VOID ProtocolTransferDataComplete(NDIS_HANDLE ProtocolBindingContext, PNDIS_PACKET Packet,
				  NDIS_STATUS Status, UINT BytesTransferred)
{
	PPASS_ADAPTER adapter = ProtocolBindingContext;

	NdisMTransferDataComplete(adapter->Upper, Packet, Status, BytesTransferred);
}
