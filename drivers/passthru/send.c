// SPDX-License-Identifier: GPL-2.0
/*
 * Packets on their way down: each in a descriptor of our own that shares the
 * buffers of the original, which waits in its reserved part.
 */
#include "passthru.h"

/*
 * Counted first and looked at then; who stops it says so first and looks at the count
 * then. One of the two sees the other.
 */
static BOOLEAN BeginSend(PPASS_ADAPTER Adapter)
{
	NdisInterlockedIncrement(&Adapter->Sends);
	if (PassAwake(Adapter) && !Adapter->Unbinding)
		return TRUE;
	NdisInterlockedDecrement(&Adapter->Sends);
	return FALSE;
}

static VOID EndSend(PPASS_ADAPTER Adapter, PNDIS_PACKET Original, NDIS_STATUS Status)
{
	NdisMSendComplete(Adapter->Upper, Original, Status);
	NdisInterlockedDecrement(&Adapter->Sends);
}

static PNDIS_PACKET CloneForSend(PPASS_ADAPTER Adapter, PNDIS_PACKET Original)
{
	PVOID information = NULL;
	PNDIS_PACKET packet;
	NDIS_STATUS status;
	UINT size = 0;

	NdisAllocatePacket(&status, &packet, Adapter->SendPool);
	if (status != NDIS_STATUS_SUCCESS)
		return NULL;
	PassSendReserved(packet)->Original = Original;
	NdisGetPacketFlags(packet) = NdisGetPacketFlags(Original);
	/* Those above have heard of it as far as they want to. */
	NdisSetPacketFlags(packet, NDIS_FLAGS_DONT_LOOPBACK);
	NDIS_PACKET_FIRST_NDIS_BUFFER(packet) = NDIS_PACKET_FIRST_NDIS_BUFFER(Original);
	NDIS_PACKET_LAST_NDIS_BUFFER(packet) = NDIS_PACKET_LAST_NDIS_BUFFER(Original);
	NDIS_PACKET_VALID_COUNTS(packet) = FALSE;

	*NDIS_OOB_DATA_FROM_PACKET(packet) = *NDIS_OOB_DATA_FROM_PACKET(Original);
	NdisIMCopySendPerPacketInfo(packet, Original);
	NDIS_GET_PACKET_MEDIA_SPECIFIC_INFO(Original, &information, &size);
	if (information || size)
		NDIS_SET_PACKET_MEDIA_SPECIFIC_INFO(packet, information, size);
	return packet;
}

static VOID SendOne(PPASS_ADAPTER Adapter, PNDIS_PACKET Original)
{
	NDIS_STATUS status = NDIS_STATUS_RESOURCES;
	PNDIS_PACKET packet;

	if (!BeginSend(Adapter)) {
		NdisMSendComplete(Adapter->Upper, Original, NDIS_STATUS_FAILURE);
		return;
	}
	packet = CloneForSend(Adapter, Original);
	if (packet) {
		NdisSend(&status, Adapter->Lower, packet);
		if (status == NDIS_STATUS_PENDING)
			return;
		NdisIMCopySendCompletePerPacketInfo(Original, packet);
		NdisFreePacket(packet);
	}
	EndSend(Adapter, Original, status);
}

VOID MiniportSendPackets(NDIS_HANDLE MiniportAdapterContext, PPNDIS_PACKET PacketArray,
			 UINT NumberOfPackets)
{
	UINT i;

	for (i = 0; i < NumberOfPackets; i++)
		SendOne(MiniportAdapterContext, PacketArray[i]);
}

/* The clones carry the same id. */
VOID MiniportCancelSendPackets(NDIS_HANDLE MiniportAdapterContext, PVOID CancelId)
{
	NdisCancelSendPackets(((PPASS_ADAPTER)MiniportAdapterContext)->Lower, CancelId);
}

VOID ProtocolSendComplete(NDIS_HANDLE ProtocolBindingContext, PNDIS_PACKET Packet,
			  NDIS_STATUS Status)
{
	PNDIS_PACKET original = PassSendReserved(Packet)->Original;

	NdisIMCopySendCompletePerPacketInfo(original, Packet);
	NdisFreePacket(Packet);
	EndSend(ProtocolBindingContext, original, Status);
}
