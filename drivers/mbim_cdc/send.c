// SPDX-License-Identifier: GPL-2.0
/*
 * Frames on their way out: an IP packet, or the data of a device service session,
 * behind an Ethernet header that nobody will see, and the tag beside it.
 *
 * There are as many packets as may be under way, so nothing is allocated here; who
 * finds none left waits until one comes back. They come back when the stock driver has
 * put the frame into a block of its own, which is what holds a sender back.
 */
#include "driver.h"

#define SEND_OF(Packet)		(*(CDC_SEND **)(Packet)->ProtocolReserved)

static NDIS_STATUS SendAllocate(CDC_LOWER *Lower, CDC_SEND *Send)
{
	UINT size = CDC_HEADER + CDC_MAXIMUM_DATAGRAM;
	NDIS_STATUS status;

	status = NdisAllocateMemoryWithTag((PVOID *)&Send->Frame, size, CDC_TAG);
	if (status != NDIS_STATUS_SUCCESS)
		return status;
	NdisAllocateBuffer(&status, &Send->Buffer, Lower->BufferPool, Send->Frame, size);
	if (status != NDIS_STATUS_SUCCESS)
		return status;
	NdisAllocatePacket(&status, &Send->Packet, Lower->PacketPool);
	if (status != NDIS_STATUS_SUCCESS)
		return status;
	NdisChainBufferAtFront(Send->Packet, Send->Buffer);
	SEND_OF(Send->Packet) = Send;
	InsertTailList(&Lower->Free, &Send->Link);
	return NDIS_STATUS_SUCCESS;
}

/* SendDestroy() undoes what there is of a failure. */
NDIS_STATUS SendCreate(CDC_LOWER *Lower)
{
	NDIS_STATUS status;
	UINT32 i;

	NdisAllocatePacketPool(&status, &Lower->PacketPool, CDC_SENDS, sizeof(CDC_SEND *));
	if (status != NDIS_STATUS_SUCCESS)
		return status;
	NdisAllocateBufferPool(&status, &Lower->BufferPool, CDC_SENDS);
	for (i = 0; i < CDC_SENDS && status == NDIS_STATUS_SUCCESS; i++)
		status = SendAllocate(Lower, &Lower->Sends[i]);
	return status;
}

/* Nothing is under way. */
VOID SendDestroy(CDC_LOWER *Lower)
{
	UINT32 i;

	for (i = 0; i < CDC_SENDS; i++) {
		CDC_SEND *send = &Lower->Sends[i];

		if (send->Packet)
			NdisFreePacket(send->Packet);
		if (send->Buffer)
			NdisFreeBuffer(send->Buffer);
		if (send->Frame)
			NdisFreeMemory(send->Frame, 0, 0);
	}
	if (Lower->BufferPool)
		NdisFreeBufferPool(Lower->BufferPool);
	if (Lower->PacketPool)
		NdisFreePacketPool(Lower->PacketPool);
}

CDC_SEND *SendTake(CDC_LOWER *Lower)
{
	CDC_SEND *send;

	if (IsListEmpty(&Lower->Free))
		return NULL;
	send = CONTAINING_RECORD(RemoveHeadList(&Lower->Free), CDC_SEND, Link);
	send->Queue = NULL;
	return send;
}

/* Of the queues that wait for it, whoever comes first may have it. */
static VOID SendDone(CDC_LOWER *Lower, CDC_SEND *Send, NDIS_STATUS Status)
{
	BOOLEAN waits;
	UINT32 i;

	if (Status != NDIS_STATUS_SUCCESS)
		Count(Lower, CdcTxFailed);
	NdisAcquireSpinLock(&Lower->TxLock);
	if (Send->Queue)
		TxQueueCompleted(Send->Queue, Send->Index);
	Send->Queue = NULL;
	InsertTailList(&Lower->Free, &Send->Link);
	for (i = 0; i < CDC_SESSIONS; i++)
		if (Lower->Queues[i])
			TxQueueFeed(Lower->Queues[i]);
	waits = !IsListEmpty(&Lower->DssWaiting);
	NdisReleaseSpinLock(&Lower->TxLock);
	if (waits)
		DssPump(Lower);
}

VOID CdcSendComplete(NDIS_HANDLE ProtocolBindingContext, PNDIS_PACKET Packet, NDIS_STATUS Status)
{
	SendDone(ProtocolBindingContext, SEND_OF(Packet), Status);
}

/* From and to the interface itself: its driver looks at the type and at the tag. */
static VOID MakeHeader(const CDC_LOWER *Lower, UINT8 *Header, UINT32 Type)
{
	NdisMoveMemory(Header, Lower->Address, 6);
	NdisMoveMemory(Header + 6, Lower->Address, 6);
	Header[12] = (UINT8)(Type >> 8);
	Header[13] = (UINT8)Type;
}

NDIS_STATUS SendFrame(CDC_LOWER *Lower, CDC_SEND *Send, UINT32 Vlan, UINT32 Type, UINT32 Length)
{
	NDIS_PACKET_8021Q_INFO tag = { .Value = NULL };
	PNDIS_PACKET packet = Send->Packet;
	NDIS_STATUS status;

	MakeHeader(Lower, Send->Frame, Type);
	NdisAdjustBufferLength(Send->Buffer, CDC_HEADER + Length);
	NdisRecalculatePacketCounts(packet);
	tag.TagHeader.VlanId = Vlan;
	NDIS_PER_PACKET_INFO_FROM_PACKET(packet, Ieee8021QInfo) = tag.Value;
	NdisSetSendFlags(packet, NDIS_FLAGS_DONT_LOOPBACK);
	NdisSend(&status, Lower->Handle, packet);
	if (status != NDIS_STATUS_PENDING)
		SendDone(Lower, Send, status);
	return status;
}
