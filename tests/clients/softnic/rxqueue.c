// SPDX-License-Identifier: GPL-2.0
/*
 * Reception: frames wait in front of their queue until there are free elements.
 * An adapter with buffers of its own attaches them, the other one copies into the
 * framework's, over as many fragments as it takes.
 */
#include "softnic.h"

static EVT_PACKET_QUEUE_START EvtRxQueueStart;
static EVT_PACKET_QUEUE_ADVANCE EvtRxQueueAdvance;
static EVT_PACKET_QUEUE_SET_NOTIFICATION_ENABLED EvtRxQueueSetNotificationEnabled;
static EVT_PACKET_QUEUE_CANCEL EvtRxQueueCancel;
static EVT_WDF_OBJECT_CONTEXT_CLEANUP EvtRxQueueCleanup;

NTSTATUS EvtAdapterCreateRxQueue(NETADAPTER Adapter, NETRXQUEUE_INIT *RxQueueInit)
{
	NET_PACKET_QUEUE_CONFIG config;
	WDF_OBJECT_ATTRIBUTES attributes;
	NET_EXTENSION_QUERY query;
	NETPACKETQUEUE handle;
	PRX_QUEUE queue;
	NTSTATUS status;

	NET_PACKET_QUEUE_CONFIG_INIT(&config, EvtRxQueueAdvance, EvtRxQueueSetNotificationEnabled,
				     EvtRxQueueCancel);
	config.EvtStart = EvtRxQueueStart;
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, RX_QUEUE);
	attributes.EvtCleanupCallback = EvtRxQueueCleanup;
	status = NetRxQueueCreate(RxQueueInit, &attributes, &config, &handle);
	if (!NT_SUCCESS(status))
		return status;

	queue = GetRxQueue(handle);
	InitializeListHead(&queue->Waiting);
	queue->Adapter = GetAdapter(Adapter);
	queue->Handle = handle;
	queue->Id = NetRxQueueInitGetQueueId(RxQueueInit);
	queue->Rings = NetRxQueueGetRingCollection(handle);
	NET_EXTENSION_QUERY_INIT(&query, NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_NAME,
				 NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_VERSION_1,
				 NetExtensionTypeFragment);
	NetRxQueueGetExtension(handle, &query, &queue->VirtualAddress);
	NET_EXTENSION_QUERY_INIT(&query, NET_FRAGMENT_EXTENSION_RETURN_CONTEXT_NAME,
				 NET_FRAGMENT_EXTENSION_RETURN_CONTEXT_VERSION_1,
				 NetExtensionTypeFragment);
	NetRxQueueGetExtension(handle, &query, &queue->ReturnContext);
	NET_EXTENSION_QUERY_INIT(&query, NET_PACKET_EXTENSION_CHECKSUM_NAME,
				 NET_PACKET_EXTENSION_CHECKSUM_VERSION_1, NetExtensionTypePacket);
	NetRxQueueGetExtension(handle, &query, &queue->Checksum);
	NET_EXTENSION_QUERY_INIT(&query, NET_PACKET_EXTENSION_HASH_NAME,
				 NET_PACKET_EXTENSION_HASH_VERSION_1, NetExtensionTypePacket);
	NetRxQueueGetExtension(handle, &query, &queue->Hash);
	NET_EXTENSION_QUERY_INIT(&query, NET_PACKET_EXTENSION_IEEE8021Q_NAME,
				 NET_PACKET_EXTENSION_IEEE8021Q_VERSION_1, NetExtensionTypePacket);
	NetRxQueueGetExtension(handle, &query, &queue->Tag);
	return STATUS_SUCCESS;
}

static VOID EvtRxQueueStart(NETPACKETQUEUE PacketQueue)
{
	PRX_QUEUE queue = GetRxQueue(PacketQueue);
	KIRQL irql;

	KeAcquireSpinLock(&Wire.Lock, &irql);
	queue->Adapter->Rx[queue->Id] = queue;
	KeReleaseSpinLock(&Wire.Lock, irql);
}

/* ---- from the wire; its lock is held ---- */

static BOOLEAN Wanted(PADAPTER Adapter, UCHAR const *Address)
{
	static const UCHAR broadcast[ETHERNET_ADDRESS] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	SIZE_T i;

	if (Adapter->Filter & NetPacketFilterFlagPromiscuous)
		return TRUE;
	if (!(Address[0] & 1))
		return (Adapter->Filter & NetPacketFilterFlagDirected) &&
		       RtlEqualMemory(Address, Adapter->Current.Address, ETHERNET_ADDRESS);
	if (RtlEqualMemory(Address, broadcast, ETHERNET_ADDRESS))
		return (Adapter->Filter & NetPacketFilterFlagBroadcast) != 0;
	if (Adapter->Filter & NetPacketFilterFlagAllMulticast)
		return TRUE;
	if (!(Adapter->Filter & NetPacketFilterFlagMulticast))
		return FALSE;
	for (i = 0; i < Adapter->MulticastCount; i++) {
		if (RtlEqualMemory(Address, Adapter->Multicast[i], ETHERNET_ADDRESS))
			return TRUE;
	}
	return FALSE;
}

PRX_QUEUE RxRoute(PADAPTER Adapter, PFRAME Frame)
{
	ULONG id = 0;

	if (!Wanted(Adapter, Frame->Bytes))
		return NULL;
	if (Adapter->Scaling) {
		FrameHash(Frame, Adapter->Key);
		if (Frame->HashType != NetPacketHashProtocolTypeNone)
			id = Adapter->Table[Frame->Hash % SOFTNIC_TABLE];
	}
	return Adapter->Rx[id];
}

VOID RxDeliver(PRX_QUEUE Queue, PFRAME Frame)
{
	InsertTailList(&Queue->Waiting, &Frame->Link);
	Queue->Count++;
	if (InterlockedExchange(&Queue->Armed, FALSE))
		NetRxQueueNotifyMoreReceivedPacketsAvailable(Queue->Handle);
}

/* ---- into the rings ---- */

static VOID Describe(PRX_QUEUE Queue, PFRAME Frame, UINT32 Index)
{
	NET_PACKET *packet = NetRingGetPacketAtIndex(
		NetRingCollectionGetPacketRing(Queue->Rings), Index);

	RtlZeroMemory(&packet->Layout, sizeof(packet->Layout));
	packet->Layout.Layer2Type = NetPacketLayer2TypeEthernet;
	packet->Layout.Layer2HeaderLength = ETHERNET_HEADER;
	if (Queue->Checksum.Enabled && Queue->Adapter->RxChecksum)
		FrameVerify(Frame->Bytes, Frame->Length,
			    NetExtensionGetPacketChecksum(&Queue->Checksum, Index));
	if (Queue->Hash.Enabled && Frame->HashType != NetPacketHashProtocolTypeNone) {
		NET_PACKET_HASH *hash = NetExtensionGetPacketHash(&Queue->Hash, Index);

		hash->HashValue = Frame->Hash;
		hash->ProtocolType = Frame->HashType;
	}
	if (Queue->Tag.Enabled) {
		NET_PACKET_IEEE8021Q *tag = NetExtensionGetPacketIeee8021Q(&Queue->Tag, Index);

		tag->PriorityCodePoint = Frame->Tag >> 13;
		tag->VlanIdentifier = Frame->Tag & 0xfff;
	}
}

/* The frame itself; EvtAdapterReturnRxBuffer frees it. */
static VOID Attach(PRX_QUEUE Queue, PFRAME Frame)
{
	NET_RING *fragments = NetRingCollectionGetFragmentRing(Queue->Rings);
	UINT32 index = fragments->BeginIndex;
	NET_FRAGMENT *fragment = NetRingGetFragmentAtIndex(fragments, index);

	fragment->Offset = 0;
	fragment->Capacity = Frame->Length;
	fragment->ValidLength = Frame->Length;
	NetExtensionGetFragmentVirtualAddress(&Queue->VirtualAddress, index)->VirtualAddress =
		Frame->Bytes;
	NetExtensionGetFragmentReturnContext(&Queue->ReturnContext, index)->Handle =
		(NET_FRAGMENT_RETURN_CONTEXT_HANDLE)Frame;
	InterlockedIncrement(&Queue->Adapter->Loans);
	fragments->BeginIndex = NetRingIncrementIndex(fragments, index);
}

static VOID Copy(PRX_QUEUE Queue, PFRAME Frame)
{
	NET_RING *fragments = NetRingCollectionGetFragmentRing(Queue->Rings);
	UINT32 index = fragments->BeginIndex;
	NET_FRAGMENT *fragment = NetRingGetFragmentAtIndex(fragments, index);

	fragment->Offset = 0;
	fragment->ValidLength = Frame->Length;
	RtlCopyMemory(NetExtensionGetFragmentVirtualAddress(&Queue->VirtualAddress,
							    index)->VirtualAddress,
		      Frame->Bytes, Frame->Length);
	fragments->BeginIndex = NetRingIncrementIndex(fragments, index);
}

static VOID Receive(PRX_QUEUE Queue, PFRAME Frame)
{
	NET_RING *packets = NetRingCollectionGetPacketRing(Queue->Rings);
	NET_RING *fragments = NetRingCollectionGetFragmentRing(Queue->Rings);
	UINT32 index = packets->BeginIndex;
	NET_PACKET *packet = NetRingGetPacketAtIndex(packets, index);

	packet->FragmentIndex = fragments->BeginIndex;
	packet->FragmentCount = 1;
	Describe(Queue, Frame, index);
	if (Queue->Adapter->DriverBuffers) {
		Attach(Queue, Frame);
	} else {
		/* A sender with a larger MTU: what does not fit a buffer is lost. */
		if (Frame->Length <= NetRingGetFragmentAtIndex(fragments, packet->FragmentIndex)->Capacity)
			Copy(Queue, Frame);
		else
			packet->Ignore = 1;
		ExFreePool(Frame);
	}
	packets->BeginIndex = NetRingIncrementIndex(packets, index);
}

/* The wire's lock is held: whoever waits for room may send again. */
static VOID WakeSenders(PADAPTER Adapter)
{
	PADAPTER peer = WirePeer(Adapter);
	ULONG i;

	for (i = 0; peer != NULL && i < SOFTNIC_QUEUES; i++) {
		if (peer->Tx[i] != NULL && InterlockedExchange(&peer->Tx[i]->Armed, FALSE))
			NetTxQueueNotifyMoreCompletedPacketsAvailable(peer->Tx[i]->Handle);
	}
}

static VOID EvtRxQueueAdvance(NETPACKETQUEUE PacketQueue)
{
	PRX_QUEUE queue = GetRxQueue(PacketQueue);
	NET_RING *packets = NetRingCollectionGetPacketRing(queue->Rings);
	NET_RING *fragments = NetRingCollectionGetFragmentRing(queue->Rings);
	LIST_ENTRY frames;
	ULONG room, count = 0;
	KIRQL irql;

	room = min(NetRingGetRangeCount(packets, packets->BeginIndex, packets->EndIndex),
		   NetRingGetRangeCount(fragments, fragments->BeginIndex, fragments->EndIndex));
	InitializeListHead(&frames);
	KeAcquireSpinLock(&Wire.Lock, &irql);
	while (!IsListEmpty(&queue->Waiting) && count < room) {
		InsertTailList(&frames, RemoveHeadList(&queue->Waiting));
		count++;
	}
	queue->Count -= count;
	if (count != 0 && queue->Count < SOFTNIC_WAITING / 2)
		WakeSenders(queue->Adapter);
	KeReleaseSpinLock(&Wire.Lock, irql);

	while (!IsListEmpty(&frames))
		Receive(queue, CONTAINING_RECORD(RemoveHeadList(&frames), FRAME, Link));
}

static VOID EvtRxQueueSetNotificationEnabled(NETPACKETQUEUE PacketQueue,
					     BOOLEAN NotificationEnabled)
{
	PRX_QUEUE queue = GetRxQueue(PacketQueue);
	KIRQL irql;

	/* Under the lock, so that no frame slips in between look and arm. */
	KeAcquireSpinLock(&Wire.Lock, &irql);
	InterlockedExchange(&queue->Armed, NotificationEnabled);
	if (NotificationEnabled && !IsListEmpty(&queue->Waiting)) {
		InterlockedExchange(&queue->Armed, FALSE);
		NetRxQueueNotifyMoreReceivedPacketsAvailable(PacketQueue);
	}
	KeReleaseSpinLock(&Wire.Lock, irql);
}

static VOID EvtRxQueueCancel(NETPACKETQUEUE PacketQueue)
{
	PRX_QUEUE queue = GetRxQueue(PacketQueue);
	NET_RING *packets = NetRingCollectionGetPacketRing(queue->Rings);
	NET_RING *fragments = NetRingCollectionGetFragmentRing(queue->Rings);
	KIRQL irql;

	KeAcquireSpinLock(&Wire.Lock, &irql);
	queue->Adapter->Rx[queue->Id] = NULL;
	WakeSenders(queue->Adapter);
	KeReleaseSpinLock(&Wire.Lock, irql);

	while (packets->BeginIndex != packets->EndIndex) {
		NetRingGetPacketAtIndex(packets, packets->BeginIndex)->Ignore = 1;
		packets->BeginIndex = NetRingIncrementIndex(packets, packets->BeginIndex);
	}
	fragments->BeginIndex = fragments->EndIndex;
}

/* Nothing gets here any more: what still waits has been received for nobody. */
static VOID EvtRxQueueCleanup(WDFOBJECT Object)
{
	PRX_QUEUE queue = GetRxQueue(Object);

	while (queue->Waiting.Flink != NULL && !IsListEmpty(&queue->Waiting))
		ExFreePool(CONTAINING_RECORD(RemoveHeadList(&queue->Waiting), FRAME, Link));
}

VOID EvtAdapterReturnRxBuffer(NETADAPTER Adapter, NET_FRAGMENT_RETURN_CONTEXT_HANDLE RxReturnContext)
{
	InterlockedDecrement(&GetAdapter(Adapter)->Loans);
	ExFreePool((PFRAME)RxReturnContext);
}
