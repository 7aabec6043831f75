// SPDX-License-Identifier: GPL-2.0
/*
 * A session's transmit queue.
 *
 *	Begin ... packets whose frames are under way ... Next ... waiting ... End
 *
 * Only the queue's own callbacks move the indices. A packet whose frame has come back
 * has its Scratch bit set, under TxLock; Advance moves Begin over such packets. Frames
 * are copies: what is cancelled goes back at once.
 */
#include "driver.h"

static EVT_PACKET_QUEUE_START EvtTxQueueStart;
static EVT_PACKET_QUEUE_ADVANCE EvtTxQueueAdvance;
static EVT_PACKET_QUEUE_SET_NOTIFICATION_ENABLED EvtTxQueueSetNotificationEnabled;
static EVT_PACKET_QUEUE_CANCEL EvtTxQueueCancel;

NTSTATUS EvtAdapterCreateTxQueue(NETADAPTER Adapter, NETTXQUEUE_INIT *TxQueueInit)
{
	CDC_ADAPTER *adapter = AdapterGetContext(Adapter);
	const NET_RING_COLLECTION *rings;
	NET_PACKET_QUEUE_CONFIG config;
	WDF_OBJECT_ATTRIBUTES attributes;
	NET_EXTENSION_QUERY query;
	NETPACKETQUEUE handle;
	TX_QUEUE *queue;
	NTSTATUS status;

	NET_PACKET_QUEUE_CONFIG_INIT(&config, EvtTxQueueAdvance,
				     EvtTxQueueSetNotificationEnabled, EvtTxQueueCancel);
	config.EvtStart = EvtTxQueueStart;
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, TX_QUEUE);
	status = NetTxQueueCreate(TxQueueInit, &attributes, &config, &handle);
	if (!NT_SUCCESS(status))
		return status;

	queue = TxQueueGetContext(handle);
	queue->Lower = adapter->Lower;
	queue->Handle = handle;
	queue->Session = adapter->SessionId;
	rings = NetTxQueueGetRingCollection(handle);
	queue->Packets = NetRingCollectionGetPacketRing(rings);
	queue->Fragments = NetRingCollectionGetFragmentRing(rings);
	NET_EXTENSION_QUERY_INIT(&query, NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_NAME,
				 NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_VERSION_1,
				 NetExtensionTypeFragment);
	NetTxQueueGetExtension(handle, &query, &queue->VirtualAddress);
	return queue->VirtualAddress.Enabled ? STATUS_SUCCESS : STATUS_NOT_SUPPORTED;
}

static VOID EvtTxQueueStart(NETPACKETQUEUE Handle)
{
	TX_QUEUE *queue = TxQueueGetContext(Handle);
	CDC_LOWER *lower = queue->Lower;

	NdisAcquireSpinLock(&lower->TxLock);
	lower->Queues[queue->Session] = queue;
	NdisReleaseSpinLock(&lower->TxLock);
}

/* ---- TxLock held: it keeps the queue alive, and notifying calls nobody back ---- */

static VOID Wake(TX_QUEUE *Queue)
{
	if (!Queue->Armed)
		return;
	Queue->Armed = FALSE;
	NetTxQueueNotifyMoreCompletedPacketsAvailable(Queue->Handle);
}

VOID TxQueueCompleted(TX_QUEUE *Queue, UINT32 Index)
{
	NetRingGetPacketAtIndex(Queue->Packets, Index)->Scratch = 1;
	Wake(Queue);
}

VOID TxQueueFeed(TX_QUEUE *Queue)
{
	if (Queue->Starved)
		Wake(Queue);
}

static BOOLEAN HasCompleted(const TX_QUEUE *Queue)
{
	const NET_RING *ring = Queue->Packets;

	return ring->BeginIndex != ring->NextIndex &&
	       NetRingGetPacketAtIndex(ring, ring->BeginIndex)->Scratch;
}

/* ---- packets ---- */

static const NET_FRAGMENT *FragmentAt(const TX_QUEUE *Queue, const NET_PACKET *Packet,
				      UINT16 Number, const UINT8 **Data)
{
	UINT32 index = NetRingAdvanceIndex(Queue->Fragments, Packet->FragmentIndex, Number);
	const NET_FRAGMENT *fragment = NetRingGetFragmentAtIndex(Queue->Fragments, index);
	const NET_FRAGMENT_VIRTUAL_ADDRESS *address =
		NetExtensionGetFragmentVirtualAddress(&Queue->VirtualAddress, index);

	*Data = (const UINT8 *)address->VirtualAddress + fragment->Offset;
	return fragment;
}

/* Into @To, @Room bytes of it. Return: bytes; more than @Room: it does not fit. */
static UINT64 CopyPacket(const TX_QUEUE *Queue, const NET_PACKET *Packet, UINT8 *To, UINT32 Room)
{
	const NET_FRAGMENT *fragment;
	const UINT8 *data;
	UINT64 length = 0;
	UINT16 i;

	for (i = 0; i < Packet->FragmentCount; i++) {
		fragment = FragmentAt(Queue, Packet, i, &data);
		if (length + fragment->ValidLength <= Room)
			RtlCopyMemory(To + length, data, fragment->ValidLength);
		length += fragment->ValidLength;
	}
	return length;
}

/* What is sent as, or 0: sessions carry IP and nothing else. */
static UINT32 TypeOf(const UINT8 *Data, UINT64 Length)
{
	if (Length >= 20 && Data[0] >> 4 == 4)
		return CDC_TYPE_IPV4;
	return Length >= 40 && Data[0] >> 4 == 6 ? CDC_TYPE_IPV6 : 0;
}

static VOID Refuse(TX_QUEUE *Queue, CDC_SEND *Send, NET_PACKET *Packet)
{
	CDC_LOWER *lower = Queue->Lower;

	NdisAcquireSpinLock(&lower->TxLock);
	Packet->Scratch = 1;
	if (Send)
		InsertTailList(&lower->Free, &Send->Link);
	NdisReleaseSpinLock(&lower->TxLock);
}

/* The packet at Next, which moves on before anybody can hear of its end. */
static VOID SendPacket(TX_QUEUE *Queue, CDC_SEND *Send)
{
	NET_RING *ring = Queue->Packets;
	UINT32 index = ring->NextIndex;
	NET_PACKET *packet = NetRingGetPacketAtIndex(ring, index);
	CDC_LOWER *lower = Queue->Lower;
	UINT8 *data = Send->Frame + CDC_HEADER;
	UINT64 length;
	UINT32 type;

	ring->NextIndex = NetRingIncrementIndex(ring, index);
	length = packet->Ignore ? 0 : CopyPacket(Queue, packet, data, lower->Mtu);
	type = TypeOf(data, length);
	if (packet->Ignore || length > lower->Mtu || !type) {
		if (!packet->Ignore)
			Count(lower, length > lower->Mtu ? CdcTxTooLong : CdcTxNotIp);
		Refuse(Queue, Send, packet);
		return;
	}
	NdisAcquireSpinLock(&lower->TxLock);
	Send->Queue = Queue;
	Send->Index = index;
	NdisReleaseSpinLock(&lower->TxLock);
	Count(lower, CdcTxDatagrams);
	SendFrame(lower, Send, Queue->Session, type, (UINT32)length);
}

/* Moves Begin over one packet and its fragments. */
static VOID ReturnOne(TX_QUEUE *Queue)
{
	NET_RING *ring = Queue->Packets;
	const NET_PACKET *packet = NetRingGetPacketAtIndex(ring, ring->BeginIndex);

	if (packet->FragmentCount)
		Queue->Fragments->BeginIndex = NetRingAdvanceIndex(Queue->Fragments,
								   packet->FragmentIndex,
								   packet->FragmentCount);
	ring->BeginIndex = NetRingIncrementIndex(ring, ring->BeginIndex);
}

static VOID EvtTxQueueAdvance(NETPACKETQUEUE Handle)
{
	TX_QUEUE *queue = TxQueueGetContext(Handle);
	NET_RING *ring = queue->Packets;
	CDC_LOWER *lower = queue->Lower;
	CDC_SEND *send;

	while (ring->NextIndex != ring->EndIndex) {
		NdisAcquireSpinLock(&lower->TxLock);
		send = SendTake(lower);
		queue->Starved = !send;
		NdisReleaseSpinLock(&lower->TxLock);
		if (!send)
			break;
		SendPacket(queue, send);
	}
	NdisAcquireSpinLock(&lower->TxLock);
	while (HasCompleted(queue))
		ReturnOne(queue);
	NdisReleaseSpinLock(&lower->TxLock);
}

static VOID EvtTxQueueSetNotificationEnabled(NETPACKETQUEUE Handle, BOOLEAN Enabled)
{
	TX_QUEUE *queue = TxQueueGetContext(Handle);
	CDC_LOWER *lower = queue->Lower;

	NdisAcquireSpinLock(&lower->TxLock);
	queue->Armed = Enabled;
	/* after the last Advance looked: say so now or never */
	if (Enabled && (HasCompleted(queue) || (queue->Starved && !IsListEmpty(&lower->Free))))
		Wake(queue);
	NdisReleaseSpinLock(&lower->TxLock);
}

/*
 * All packets go back at once. Frames under way are copies, and forget whose they were
 * under the lock; so no other context has a pointer to the queue after this.
 */
static VOID EvtTxQueueCancel(NETPACKETQUEUE Handle)
{
	TX_QUEUE *queue = TxQueueGetContext(Handle);
	NET_RING *ring = queue->Packets;
	CDC_LOWER *lower = queue->Lower;
	UINT32 i;

	NdisAcquireSpinLock(&lower->TxLock);
	queue->Armed = FALSE;
	queue->Starved = FALSE;
	if (lower->Queues[queue->Session] == queue)
		lower->Queues[queue->Session] = NULL;
	for (i = 0; i < CDC_SENDS; i++)
		if (lower->Sends[i].Queue == queue)
			lower->Sends[i].Queue = NULL;
	while (ring->BeginIndex != ring->EndIndex)
		ReturnOne(queue);
	queue->Fragments->BeginIndex = queue->Fragments->EndIndex;
	ring->NextIndex = ring->EndIndex;
	NdisReleaseSpinLock(&lower->TxLock);
}
