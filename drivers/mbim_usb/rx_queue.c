// SPDX-License-Identifier: GPL-2.0
/*
 * A session's receive queue: hangs waiting slices into the posted elements of
 * the ring, with buffers of the driver's own. Each fragment's return context is
 * the block that the slice lies in, which each return gives one holder less.
 */
#include "driver.h"
#include "linux_glue.h"

static EVT_PACKET_QUEUE_START EvtRxQueueStart;
static EVT_PACKET_QUEUE_ADVANCE EvtRxQueueAdvance;
static EVT_PACKET_QUEUE_SET_NOTIFICATION_ENABLED EvtRxQueueSetNotificationEnabled;
static EVT_PACKET_QUEUE_CANCEL EvtRxQueueCancel;

static VOID GetExtension(NETPACKETQUEUE Handle, PCWSTR Name, ULONG Version,
			 NET_EXTENSION *Extension)
{
	NET_EXTENSION_QUERY query;

	NET_EXTENSION_QUERY_INIT(&query, Name, Version, NetExtensionTypeFragment);
	NetRxQueueGetExtension(Handle, &query, Extension);
}

NTSTATUS EvtAdapterCreateRxQueue(NETADAPTER Adapter, NETRXQUEUE_INIT *RxQueueInit)
{
	MBIM_ADAPTER *adapter = AdapterGetContext(Adapter);
	const NET_RING_COLLECTION *rings;
	NET_PACKET_QUEUE_CONFIG config;
	WDF_OBJECT_ATTRIBUTES attributes;
	NETPACKETQUEUE handle;
	RX_QUEUE *queue;
	NTSTATUS status;

	NET_PACKET_QUEUE_CONFIG_INIT(&config, EvtRxQueueAdvance,
				     EvtRxQueueSetNotificationEnabled, EvtRxQueueCancel);
	config.EvtStart = EvtRxQueueStart;
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, RX_QUEUE);
	status = NetRxQueueCreate(RxQueueInit, &attributes, &config, &handle);
	if (!NT_SUCCESS(status))
		return status;

	queue = RxQueueGetContext(handle);
	queue->Device = adapter->Device;
	queue->Session = &adapter->Rx;
	queue->Handle = handle;
	rings = NetRxQueueGetRingCollection(handle);
	queue->Packets = NetRingCollectionGetPacketRing(rings);
	queue->Fragments = NetRingCollectionGetFragmentRing(rings);
	GetExtension(handle, NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_NAME,
		     NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_VERSION_1, &queue->VirtualAddress);
	GetExtension(handle, NET_FRAGMENT_EXTENSION_RETURN_CONTEXT_NAME,
		     NET_FRAGMENT_EXTENSION_RETURN_CONTEXT_VERSION_1, &queue->ReturnContext);
	/* see EvtRxQueueSetNotificationEnabled() */
	RxQueueArmingTells(handle);
	return queue->VirtualAddress.Enabled && queue->ReturnContext.Enabled ?
		STATUS_SUCCESS : STATUS_NOT_SUPPORTED;
}

static VOID EvtRxQueueStart(NETPACKETQUEUE Handle)
{
	RX_QUEUE *queue = RxQueueGetContext(Handle);
	MBIM_RX *rx = &queue->Device->Rx;

	WdfSpinLockAcquire(rx->Lock);
	queue->Session->Queue = queue;
	WdfSpinLockRelease(rx->Lock);
}

static BOOLEAN HasRoom(const RX_QUEUE *Queue)
{
	return Queue->Packets->BeginIndex != Queue->Packets->EndIndex &&
	       Queue->Fragments->BeginIndex != Queue->Fragments->EndIndex;
}

static UINT32 RingRoom(const NET_RING *Ring)
{
	return NetRingGetRangeCount(Ring, Ring->BeginIndex, Ring->EndIndex);
}

/* The slice's hold goes with the fragment. */
static VOID FillFragment(const RX_QUEUE *Queue, UINT32 Index, const RX_SLICE *Slice)
{
	NET_FRAGMENT *fragment = NetRingGetFragmentAtIndex(Queue->Fragments, Index);

	fragment->Offset = 0;
	fragment->ValidLength = Slice->Length;
	fragment->Capacity = Slice->Length;
	NetExtensionGetFragmentVirtualAddress(&Queue->VirtualAddress, Index)->VirtualAddress =
		Slice->Data;
	NetExtensionGetFragmentReturnContext(&Queue->ReturnContext, Index)->Handle =
		(NET_FRAGMENT_RETURN_CONTEXT_HANDLE)Slice->Block;
}

static VOID FillPacket(const RX_QUEUE *Queue, UINT32 Index, UINT32 Fragment, UINT8 Version)
{
	static const NET_PACKET_LAYOUT ipv4 = {
		.Layer2Type = NetPacketLayer2TypeNull,
		.Layer3Type = NetPacketLayer3TypeIPv4UnspecifiedOptions,
	};
	static const NET_PACKET_LAYOUT ipv6 = {
		.Layer2Type = NetPacketLayer2TypeNull,
		.Layer3Type = NetPacketLayer3TypeIPv6UnspecifiedExtensions,
	};
	NET_PACKET *packet = NetRingGetPacketAtIndex(Queue->Packets, Index);

	packet->FragmentIndex = Fragment;
	packet->FragmentCount = 1;
	packet->Layout = Version == 4 ? ipv4 : ipv6;
}

/* Rx.Lock held. As much of what waits as there is room for. */
static VOID Indicate(RX_QUEUE *Queue)
{
	RX_SESSION *session = Queue->Session;
	UINT32 packet = Queue->Packets->BeginIndex;
	UINT32 fragment = Queue->Fragments->BeginIndex;
	UINT32 count = RingRoom(Queue->Packets);
	UINT32 room = RingRoom(Queue->Fragments);

	if (count > room)
		count = room;
	if (count > session->Count)
		count = session->Count;
	while (count--) {
		const RX_SLICE *slice = RxSessionPop(session);

		FillFragment(Queue, fragment, slice);
		FillPacket(Queue, packet, fragment, slice->Data[0] >> 4);
		fragment = NetRingIncrementIndex(Queue->Fragments, fragment);
		packet = NetRingIncrementIndex(Queue->Packets, packet);
	}
	Queue->Fragments->BeginIndex = fragment;
	Queue->Packets->BeginIndex = packet;
}

static VOID EvtRxQueueAdvance(NETPACKETQUEUE Handle)
{
	RX_QUEUE *queue = RxQueueGetContext(Handle);
	MBIM_RX *rx = &queue->Device->Rx;

	/* Without the lock: what comes now is seen when the queue is armed. */
	if (!queue->Session->Count)
		return;
	WdfSpinLockAcquire(rx->Lock);
	/* after Cancel the ring is empty and stays so */
	Indicate(queue);
	if (rx->Throttled)
		RxThrottleCheck(queue->Device);
	WdfSpinLockRelease(rx->Lock);
}

/* To notify calls nobody back. */
VOID RxQueueWake(RX_QUEUE *Queue)
{
	if (InterlockedExchange(&Queue->Armed, FALSE))
		NetRxQueueNotifyMoreReceivedPacketsAvailable(Queue->Handle);
}

/*
 * Without the lock: whoever pushes first counts what he has pushed and then looks at
 * Armed; here that is set first and the count looked at then, each with a full barrier
 * in between. So one of them at least sees the other, and by the exchange one of them
 * at most notifies.
 */
static VOID EvtRxQueueSetNotificationEnabled(NETPACKETQUEUE Handle, BOOLEAN Enabled)
{
	RX_QUEUE *queue = RxQueueGetContext(Handle);

	InterlockedExchange(&queue->Armed, Enabled);
	/* what came after the last Advance looked would otherwise wait for more */
	if (Enabled && queue->Session->Count && HasRoom(queue))
		RxQueueWake(queue);
}

/*
 * Once the session has forgotten the queue under the lock, the reader cannot
 * reach it any more. What waits in the session stays for the next queue.
 */
static VOID EvtRxQueueCancel(NETPACKETQUEUE Handle)
{
	RX_QUEUE *queue = RxQueueGetContext(Handle);
	NET_RING *packets = queue->Packets;
	MBIM_RX *rx = &queue->Device->Rx;

	WdfSpinLockAcquire(rx->Lock);
	InterlockedExchange(&queue->Armed, FALSE);
	if (queue->Session->Queue == queue)
		queue->Session->Queue = NULL;
	while (packets->BeginIndex != packets->EndIndex) {
		NetRingGetPacketAtIndex(packets, packets->BeginIndex)->Ignore = 1;
		packets->BeginIndex = NetRingIncrementIndex(packets, packets->BeginIndex);
	}
	queue->Fragments->BeginIndex = queue->Fragments->EndIndex;
	RxThrottleCheck(queue->Device);
	WdfSpinLockRelease(rx->Lock);
}

VOID EvtAdapterReturnRxBuffer(NETADAPTER Adapter,
			      NET_FRAGMENT_RETURN_CONTEXT_HANDLE RxReturnContext)
{
	UNREFERENCED_PARAMETER(Adapter);

	RxBlockRelease((RX_BLOCK *)RxReturnContext);
}
