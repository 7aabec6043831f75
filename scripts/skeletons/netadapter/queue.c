// SPDX-License-Identifier: GPL-2.0
/*
 * The queues. Advance is called with what the stack has put into the ring (transmit)
 * or the empty buffers it has posted (receive); elements are given back by moving
 * BeginIndex. A queue that has nothing to give back says so when it has: it is told
 * with SetNotificationEnabled whether anybody listens.
 */
#include "skeleton.h"

#include <net/virtualaddress.h>

static EVT_PACKET_QUEUE_ADVANCE EvtTxQueueAdvance;
static EVT_PACKET_QUEUE_SET_NOTIFICATION_ENABLED EvtTxQueueSetNotificationEnabled;
static EVT_PACKET_QUEUE_CANCEL EvtTxQueueCancel;
static EVT_PACKET_QUEUE_ADVANCE EvtRxQueueAdvance;
static EVT_PACKET_QUEUE_SET_NOTIFICATION_ENABLED EvtRxQueueSetNotificationEnabled;
static EVT_PACKET_QUEUE_CANCEL EvtRxQueueCancel;

static VOID QueryVirtualAddress(NET_EXTENSION_QUERY *Query)
{
	NET_EXTENSION_QUERY_INIT(Query, NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_NAME,
				 NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_VERSION_1,
				 NetExtensionTypeFragment);
}

/* ---- transmit ---- */

NTSTATUS EvtAdapterCreateTxQueue(NETADAPTER Adapter, NETTXQUEUE_INIT *TxQueueInit)
{
	NET_PACKET_QUEUE_CONFIG config;
	WDF_OBJECT_ATTRIBUTES attributes;
	NET_EXTENSION_QUERY query;
	QUEUE_CONTEXT *context;
	NETPACKETQUEUE queue;
	NTSTATUS status;

	NET_PACKET_QUEUE_CONFIG_INIT(&config, EvtTxQueueAdvance,
				     EvtTxQueueSetNotificationEnabled, EvtTxQueueCancel);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, QUEUE_CONTEXT);
	status = NetTxQueueCreate(TxQueueInit, &attributes, &config, &queue);
	if (!NT_SUCCESS(status))
		return status;

	context = QueueGetContext(queue);
	context->Adapter = AdapterGetContext(Adapter);
	context->Rings = NetTxQueueGetRingCollection(queue);
	QueryVirtualAddress(&query);
	NetTxQueueGetExtension(queue, &query, &context->VirtualAddress);
	return STATUS_SUCCESS;
}

/* Copies a packet of any number of fragments; 0: it is longer than @Room. */
static ULONG CopyPacket(QUEUE_CONTEXT *Queue, NET_PACKET const *Packet, UCHAR *To, ULONG Room)
{
	NET_RING *ring = NetRingCollectionGetFragmentRing(Queue->Rings);
	UINT32 index = Packet->FragmentIndex;
	ULONG length = 0;
	UINT16 i;

	for (i = 0; i < Packet->FragmentCount; i++) {
		NET_FRAGMENT const *fragment = NetRingGetFragmentAtIndex(ring, index);
		UCHAR *from = (UCHAR *)NetExtensionGetFragmentVirtualAddress(
			&Queue->VirtualAddress, index)->VirtualAddress;

		if (fragment->ValidLength > Room - length)
			return 0;
		RtlCopyMemory(To + length, from + fragment->Offset, (SIZE_T)fragment->ValidLength);
		length += (ULONG)fragment->ValidLength;
		index = NetRingIncrementIndex(ring, index);
	}
	return length;
}

/* Here a driver would hand the packet to its hardware; this one sends it back. */
static VOID Send(QUEUE_CONTEXT *Queue, NET_PACKET const *Packet)
{
	ADAPTER_CONTEXT *adapter = Queue->Adapter;
	NETPACKETQUEUE notify = NULL;
	UCHAR address[6];
	FRAME *frame;

	WdfSpinLockAcquire(adapter->Lock);
	frame = &adapter->Frames[(adapter->First + adapter->Count) % WAITING_FRAMES];
	if (adapter->Count < WAITING_FRAMES)
		frame->Length = CopyPacket(Queue, Packet, frame->Bytes, sizeof(frame->Bytes));
	if (adapter->Count < WAITING_FRAMES && frame->Length >= 14) {
		RtlCopyMemory(address, frame->Bytes, sizeof(address));
		RtlCopyMemory(frame->Bytes, frame->Bytes + 6, sizeof(address));
		RtlCopyMemory(frame->Bytes + 6, address, sizeof(address));
		adapter->Count++;
		notify = adapter->RxQueue;
		adapter->RxQueue = NULL;
	}
	WdfSpinLockRelease(adapter->Lock);
	if (notify)
		NetRxQueueNotifyMoreReceivedPacketsAvailable(notify);
}

static VOID EvtTxQueueAdvance(NETPACKETQUEUE Queue)
{
	QUEUE_CONTEXT *context = QueueGetContext(Queue);
	NET_RING *packets = NetRingCollectionGetPacketRing(context->Rings);
	NET_RING *fragments = NetRingCollectionGetFragmentRing(context->Rings);

	while (packets->BeginIndex != packets->EndIndex) {
		NET_PACKET *packet = NetRingGetPacketAtIndex(packets, packets->BeginIndex);

		if (!packet->Ignore)
			Send(context, packet);
		packets->BeginIndex = NetRingIncrementIndex(packets, packets->BeginIndex);
	}
	fragments->BeginIndex = fragments->EndIndex;
}

static VOID EvtTxQueueSetNotificationEnabled(NETPACKETQUEUE Queue, BOOLEAN NotificationEnabled)
{
	/* Advance gives everything back at once: nothing is completed later. */
	UNREFERENCED_PARAMETER(Queue);
	UNREFERENCED_PARAMETER(NotificationEnabled);
}

static VOID EvtTxQueueCancel(NETPACKETQUEUE Queue)
{
	/* The ring is empty: see above. */
	UNREFERENCED_PARAMETER(Queue);
}

/* ---- receive ---- */

NTSTATUS EvtAdapterCreateRxQueue(NETADAPTER Adapter, NETRXQUEUE_INIT *RxQueueInit)
{
	NET_PACKET_QUEUE_CONFIG config;
	WDF_OBJECT_ATTRIBUTES attributes;
	NET_EXTENSION_QUERY query;
	QUEUE_CONTEXT *context;
	NETPACKETQUEUE queue;
	NTSTATUS status;

	NET_PACKET_QUEUE_CONFIG_INIT(&config, EvtRxQueueAdvance,
				     EvtRxQueueSetNotificationEnabled, EvtRxQueueCancel);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, QUEUE_CONTEXT);
	status = NetRxQueueCreate(RxQueueInit, &attributes, &config, &queue);
	if (!NT_SUCCESS(status))
		return status;

	context = QueueGetContext(queue);
	context->Adapter = AdapterGetContext(Adapter);
	context->Rings = NetRxQueueGetRingCollection(queue);
	QueryVirtualAddress(&query);
	NetRxQueueGetExtension(queue, &query, &context->VirtualAddress);
	return STATUS_SUCCESS;
}

/* One frame into the posted buffer at the front. FALSE: there is none. */
static BOOLEAN TakeFrame(ADAPTER_CONTEXT *Adapter, UCHAR *To, SIZE_T Room, ULONG *Length)
{
	BOOLEAN taken = FALSE;

	WdfSpinLockAcquire(Adapter->Lock);
	if (Adapter->Count) {
		FRAME *frame = &Adapter->Frames[Adapter->First];

		*Length = frame->Length <= Room ? frame->Length : 0;
		RtlCopyMemory(To, frame->Bytes, *Length);
		Adapter->First = (Adapter->First + 1) % WAITING_FRAMES;
		Adapter->Count--;
		taken = TRUE;
	}
	WdfSpinLockRelease(Adapter->Lock);
	return taken;
}

static VOID EvtRxQueueAdvance(NETPACKETQUEUE Queue)
{
	QUEUE_CONTEXT *context = QueueGetContext(Queue);
	NET_RING *packets = NetRingCollectionGetPacketRing(context->Rings);
	NET_RING *fragments = NetRingCollectionGetFragmentRing(context->Rings);

	while (packets->BeginIndex != packets->EndIndex &&
	       fragments->BeginIndex != fragments->EndIndex) {
		UINT32 index = fragments->BeginIndex;
		NET_PACKET *packet = NetRingGetPacketAtIndex(packets, packets->BeginIndex);
		NET_FRAGMENT *fragment = NetRingGetFragmentAtIndex(fragments, index);
		UCHAR *to = (UCHAR *)NetExtensionGetFragmentVirtualAddress(
			&context->VirtualAddress, index)->VirtualAddress;
		ULONG length;

		if (!TakeFrame(context->Adapter, to, (SIZE_T)fragment->Capacity, &length))
			break;
		fragment->Offset = 0;
		fragment->ValidLength = length;
		packet->FragmentIndex = index;
		packet->FragmentCount = 1;
		packet->Ignore = !length;
		RtlZeroMemory(&packet->Layout, sizeof(packet->Layout));
		packet->Layout.Layer2Type = NetPacketLayer2TypeEthernet;
		packet->Layout.Layer2HeaderLength = 14;
		fragments->BeginIndex = NetRingIncrementIndex(fragments, index);
		packets->BeginIndex = NetRingIncrementIndex(packets, packets->BeginIndex);
	}
}

static VOID EvtRxQueueSetNotificationEnabled(NETPACKETQUEUE Queue, BOOLEAN NotificationEnabled)
{
	ADAPTER_CONTEXT *adapter = QueueGetContext(Queue)->Adapter;
	BOOLEAN now;

	WdfSpinLockAcquire(adapter->Lock);
	/* What came after the last Advance looked would otherwise wait for more. */
	now = NotificationEnabled && adapter->Count;
	adapter->RxQueue = NotificationEnabled && !now ? Queue : NULL;
	WdfSpinLockRelease(adapter->Lock);
	if (now)
		NetRxQueueNotifyMoreReceivedPacketsAvailable(Queue);
}

/* Every buffer goes back, unused, and nobody is told of this queue any more. */
static VOID EvtRxQueueCancel(NETPACKETQUEUE Queue)
{
	QUEUE_CONTEXT *context = QueueGetContext(Queue);
	NET_RING *packets = NetRingCollectionGetPacketRing(context->Rings);
	NET_RING *fragments = NetRingCollectionGetFragmentRing(context->Rings);

	WdfSpinLockAcquire(context->Adapter->Lock);
	context->Adapter->RxQueue = NULL;
	WdfSpinLockRelease(context->Adapter->Lock);
	while (packets->BeginIndex != packets->EndIndex) {
		NetRingGetPacketAtIndex(packets, packets->BeginIndex)->Ignore = 1;
		packets->BeginIndex = NetRingIncrementIndex(packets, packets->BeginIndex);
	}
	fragments->BeginIndex = fragments->EndIndex;
}
