// SPDX-License-Identifier: GPL-2.0
/*
 * A session's receive queue: hangs waiting slices into the posted elements of
 * the ring, with buffers of the driver's own. Each fragment's return context is
 * the block that the slice lies in, which each return gives one holder less.
 */
#include "driver.h"

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

/* The slice's hold goes with the fragment. */
static VOID Indicate(RX_QUEUE *Queue, const RX_SLICE *Slice)
{
	NET_RING *packets = Queue->Packets;
	NET_RING *fragments = Queue->Fragments;
	UINT32 index = fragments->BeginIndex;
	NET_PACKET *packet = NetRingGetPacketAtIndex(packets, packets->BeginIndex);
	NET_FRAGMENT *fragment = NetRingGetFragmentAtIndex(fragments, index);

	NetExtensionGetFragmentVirtualAddress(&Queue->VirtualAddress, index)->VirtualAddress =
		Slice->Data;
	NetExtensionGetFragmentReturnContext(&Queue->ReturnContext, index)->Handle =
		(NET_FRAGMENT_RETURN_CONTEXT_HANDLE)Slice->Block;
	fragment->Offset = 0;
	fragment->ValidLength = Slice->Length;
	fragment->Capacity = Slice->Length;

	packet->FragmentIndex = index;
	packet->FragmentCount = 1;
	RtlZeroMemory(&packet->Layout, sizeof(packet->Layout));
	packet->Layout.Layer2Type = NetPacketLayer2TypeNull;
	packet->Layout.Layer3Type = Slice->Data[0] >> 4 == 4 ?
		NetPacketLayer3TypeIPv4UnspecifiedOptions :
		NetPacketLayer3TypeIPv6UnspecifiedExtensions;

	fragments->BeginIndex = NetRingIncrementIndex(fragments, index);
	packets->BeginIndex = NetRingIncrementIndex(packets, packets->BeginIndex);
}

static VOID EvtRxQueueAdvance(NETPACKETQUEUE Handle)
{
	RX_QUEUE *queue = RxQueueGetContext(Handle);
	MBIM_RX *rx = &queue->Device->Rx;
	RX_SLICE slice;

	/* Without the lock: what comes now is seen when the queue is armed. */
	if (!queue->Session->Count)
		return;
	WdfSpinLockAcquire(rx->Lock);
	/* after Cancel the ring is empty and stays so */
	while (HasRoom(queue) && RxSessionPop(queue->Session, &slice))
		Indicate(queue, &slice);
	if (rx->Throttled)
		RxThrottleCheck(queue->Device);
	WdfSpinLockRelease(rx->Lock);
}

static VOID EvtRxQueueSetNotificationEnabled(NETPACKETQUEUE Handle, BOOLEAN Enabled)
{
	RX_QUEUE *queue = RxQueueGetContext(Handle);
	MBIM_RX *rx = &queue->Device->Rx;

	WdfSpinLockAcquire(rx->Lock);
	/* what came after the last Advance looked would otherwise wait for more */
	queue->Armed = Enabled && !(queue->Session->Count && HasRoom(queue));
	if (Enabled && !queue->Armed)
		NetRxQueueNotifyMoreReceivedPacketsAvailable(Handle);
	WdfSpinLockRelease(rx->Lock);
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
	queue->Armed = FALSE;
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
