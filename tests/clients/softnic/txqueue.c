// SPDX-License-Identifier: GPL-2.0
/*
 * Transmission: each packet is cut and finished as its extensions say and put in
 * front of the peer's receive queue. When that is full the packets stay in the
 * ring until it has room, which the peer's notification says.
 */
#include "softnic.h"

static EVT_PACKET_QUEUE_START EvtTxQueueStart;
static EVT_PACKET_QUEUE_ADVANCE EvtTxQueueAdvance;
static EVT_PACKET_QUEUE_SET_NOTIFICATION_ENABLED EvtTxQueueSetNotificationEnabled;
static EVT_PACKET_QUEUE_CANCEL EvtTxQueueCancel;

NTSTATUS EvtAdapterCreateTxQueue(NETADAPTER Adapter, NETTXQUEUE_INIT *TxQueueInit)
{
	NET_PACKET_QUEUE_CONFIG config;
	WDF_OBJECT_ATTRIBUTES attributes;
	NET_EXTENSION_QUERY query;
	NETPACKETQUEUE handle;
	PTX_QUEUE queue;
	NTSTATUS status;

	NET_PACKET_QUEUE_CONFIG_INIT(&config, EvtTxQueueAdvance, EvtTxQueueSetNotificationEnabled,
				     EvtTxQueueCancel);
	config.EvtStart = EvtTxQueueStart;
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, TX_QUEUE);
	status = NetTxQueueCreate(TxQueueInit, &attributes, &config, &handle);
	if (!NT_SUCCESS(status))
		return status;

	queue = GetTxQueue(handle);
	queue->Adapter = GetAdapter(Adapter);
	queue->Handle = handle;
	queue->Id = NetTxQueueInitGetQueueId(TxQueueInit);
	queue->Rings = NetTxQueueGetRingCollection(handle);
	NET_EXTENSION_QUERY_INIT(&query, NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_NAME,
				 NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_VERSION_1,
				 NetExtensionTypeFragment);
	NetTxQueueGetExtension(handle, &query, &queue->VirtualAddress);
	NET_EXTENSION_QUERY_INIT(&query, NET_PACKET_EXTENSION_CHECKSUM_NAME,
				 NET_PACKET_EXTENSION_CHECKSUM_VERSION_1, NetExtensionTypePacket);
	NetTxQueueGetExtension(handle, &query, &queue->Checksum);
	NET_EXTENSION_QUERY_INIT(&query, NET_PACKET_EXTENSION_GSO_NAME,
				 NET_PACKET_EXTENSION_GSO_VERSION_1, NetExtensionTypePacket);
	NetTxQueueGetExtension(handle, &query, &queue->Gso);
	NET_EXTENSION_QUERY_INIT(&query, NET_PACKET_EXTENSION_IEEE8021Q_NAME,
				 NET_PACKET_EXTENSION_IEEE8021Q_VERSION_1, NetExtensionTypePacket);
	NetTxQueueGetExtension(handle, &query, &queue->Tag);
	return STATUS_SUCCESS;
}

static VOID EvtTxQueueStart(NETPACKETQUEUE PacketQueue)
{
	PTX_QUEUE queue = GetTxQueue(PacketQueue);
	KIRQL irql;

	KeAcquireSpinLock(&Wire.Lock, &irql);
	queue->Adapter->Tx[queue->Id] = queue;
	KeReleaseSpinLock(&Wire.Lock, irql);
}

/* No queue of it is full, or there is none. The wire's lock is held. */
static BOOLEAN PeerHasRoom(PADAPTER Adapter)
{
	PADAPTER peer = WirePeer(Adapter);
	ULONG i;

	for (i = 0; peer != NULL && i < SOFTNIC_QUEUES; i++) {
		if (peer->Rx[i] != NULL && peer->Rx[i]->Count >= SOFTNIC_WAITING)
			return FALSE;
	}
	return TRUE;
}

static VOID EvtTxQueueSetNotificationEnabled(NETPACKETQUEUE PacketQueue,
					     BOOLEAN NotificationEnabled)
{
	PTX_QUEUE queue = GetTxQueue(PacketQueue);
	KIRQL irql;

	/* Under the lock, so that the peer does not make room in between. */
	KeAcquireSpinLock(&Wire.Lock, &irql);
	InterlockedExchange(&queue->Armed, NotificationEnabled);
	if (NotificationEnabled && PeerHasRoom(queue->Adapter)) {
		InterlockedExchange(&queue->Armed, FALSE);
		NetTxQueueNotifyMoreCompletedPacketsAvailable(PacketQueue);
	}
	KeReleaseSpinLock(&Wire.Lock, irql);
}

static VOID EvtTxQueueCancel(NETPACKETQUEUE PacketQueue)
{
	PTX_QUEUE queue = GetTxQueue(PacketQueue);
	NET_RING *packets = NetRingCollectionGetPacketRing(queue->Rings);
	NET_RING *fragments = NetRingCollectionGetFragmentRing(queue->Rings);
	KIRQL irql;

	KeAcquireSpinLock(&Wire.Lock, &irql);
	queue->Adapter->Tx[queue->Id] = NULL;
	KeReleaseSpinLock(&Wire.Lock, irql);
	packets->BeginIndex = packets->EndIndex;
	fragments->BeginIndex = fragments->EndIndex;
}

static ULONG PacketLength(PTX_QUEUE Queue, NET_PACKET const *Packet)
{
	NET_RING *fragments = NetRingCollectionGetFragmentRing(Queue->Rings);
	UINT32 index = Packet->FragmentIndex;
	ULONG i, length = 0;

	for (i = 0; i < Packet->FragmentCount; i++) {
		length += (ULONG)NetRingGetFragmentAtIndex(fragments, index)->ValidLength;
		index = NetRingIncrementIndex(fragments, index);
	}
	return length;
}

/* Length bytes of the packet from Offset on; it has them. */
static VOID PacketCopy(PTX_QUEUE Queue, NET_PACKET const *Packet, ULONG Offset, PUCHAR To,
		       ULONG Length)
{
	NET_RING *fragments = NetRingCollectionGetFragmentRing(Queue->Rings);
	UINT32 index = Packet->FragmentIndex;
	ULONG i;

	for (i = 0; i < Packet->FragmentCount && Length != 0; i++) {
		NET_FRAGMENT const *fragment = NetRingGetFragmentAtIndex(fragments, index);
		UCHAR const *from = (UCHAR const *)NetExtensionGetFragmentVirtualAddress(
			&Queue->VirtualAddress, index)->VirtualAddress + fragment->Offset;
		ULONG here = (ULONG)fragment->ValidLength;

		index = NetRingIncrementIndex(fragments, index);
		if (Offset >= here) {
			Offset -= here;
			continue;
		}
		here = min(here - Offset, Length);
		RtlCopyMemory(To, from + Offset, here);
		To += here;
		Length -= here;
		Offset = 0;
	}
}

/* All that a packet becomes goes into List; FALSE: no memory, nothing is in it. */
static BOOLEAN PacketToFrames(PTX_QUEUE Queue, UINT32 Index, PLIST_ENTRY List)
{
	NET_PACKET const *packet = NetRingGetPacketAtIndex(
		NetRingCollectionGetPacketRing(Queue->Rings), Index);
	NET_PACKET_LAYOUT const *layout = &packet->Layout;
	NET_PACKET_CHECKSUM const *sum = NULL;
	NET_PACKET_IEEE8021Q const *tag = NULL;
	ULONG length = PacketLength(Queue, packet), headers = 0, mss = 0, offset = 0, number = 0;

	if (Queue->Checksum.Enabled)
		sum = NetExtensionGetPacketChecksum(&Queue->Checksum, Index);
	if (Queue->Tag.Enabled)
		tag = NetExtensionGetPacketIeee8021Q(&Queue->Tag, Index);
	if (Queue->Gso.Enabled)
		mss = NetExtensionGetPacketGso(&Queue->Gso, Index)->TCP.Mss;
	if (mss != 0)
		headers = layout->Layer2HeaderLength + layout->Layer3HeaderLength +
			  layout->Layer4HeaderLength;
	if (length < ETHERNET_HEADER || headers > length)
		return TRUE;
	length -= headers;

	do {
		ULONG payload = mss != 0 ? min(mss, length - offset) : length;
		PFRAME frame = FrameAllocate(headers + payload);

		if (frame == NULL) {
			while (!IsListEmpty(List))
				ExFreePool(CONTAINING_RECORD(RemoveHeadList(List), FRAME, Link));
			return FALSE;
		}
		PacketCopy(Queue, packet, 0, frame->Bytes, headers);
		PacketCopy(Queue, packet, headers + offset, frame->Bytes + headers, payload);
		offset += payload;
		if (mss != 0)
			FrameSegment(frame->Bytes, frame->Length, layout, offset - payload,
				     offset == length, number++);
		if (sum != NULL)
			FrameChecksum(frame->Bytes, frame->Length, layout,
				      sum->Layer3 == NetPacketTxChecksumActionRequired,
				      sum->Layer4 == NetPacketTxChecksumActionRequired);
		if (tag != NULL && tag->TxTagging != 0)
			frame->Tag = (USHORT)(tag->PriorityCodePoint << 13 | tag->VlanIdentifier);
		InsertTailList(List, &frame->Link);
	} while (offset < length);
	return TRUE;
}

/*
 * One packet onto the wire. FALSE: the receiver has no room for it now. Segments of
 * one packet go to one queue, so it is asked for the first one's sake alone.
 */
static BOOLEAN Transmit(PTX_QUEUE Queue, UINT32 Index)
{
	BOOLEAN sent = TRUE, first = TRUE;
	LIST_ENTRY frames;
	PADAPTER peer;
	KIRQL irql;

	InitializeListHead(&frames);
	if (!PacketToFrames(Queue, Index, &frames))
		return TRUE;	/* lost, as on a wire */
	KeAcquireSpinLock(&Wire.Lock, &irql);
	peer = WirePeer(Queue->Adapter);
	while (!IsListEmpty(&frames)) {
		PFRAME frame = CONTAINING_RECORD(frames.Flink, FRAME, Link);
		PRX_QUEUE to = peer != NULL ? RxRoute(peer, frame) : NULL;

		if (first && to != NULL && to->Count >= SOFTNIC_WAITING) {
			sent = FALSE;
			break;
		}
		first = FALSE;
		RemoveEntryList(&frame->Link);
		if (to != NULL)
			RxDeliver(to, frame);
		else
			ExFreePool(frame);
	}
	KeReleaseSpinLock(&Wire.Lock, irql);
	while (!IsListEmpty(&frames))
		ExFreePool(CONTAINING_RECORD(RemoveHeadList(&frames), FRAME, Link));
	return sent;
}

static VOID EvtTxQueueAdvance(NETPACKETQUEUE PacketQueue)
{
	PTX_QUEUE queue = GetTxQueue(PacketQueue);
	NET_RING *packets = NetRingCollectionGetPacketRing(queue->Rings);
	NET_RING *fragments = NetRingCollectionGetFragmentRing(queue->Rings);

	while (packets->BeginIndex != packets->EndIndex) {
		NET_PACKET const *packet = NetRingGetPacketAtIndex(packets, packets->BeginIndex);

		if (!packet->Ignore && !Transmit(queue, packets->BeginIndex))
			break;
		fragments->BeginIndex = NetRingAdvanceIndex(fragments, packet->FragmentIndex,
							    packet->FragmentCount);
		packets->BeginIndex = NetRingIncrementIndex(packets, packets->BeginIndex);
	}
	packets->NextIndex = packets->BeginIndex;
}
