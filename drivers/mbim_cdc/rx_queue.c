// SPDX-License-Identifier: GPL-2.0
/*
 * A session's receive queue: hangs waiting datagrams into the posted elements of the
 * ring, with buffers of the driver's own. Each fragment's return context is the
 * datagram, which goes back to where it came from when NetAdapterCx is done with it.
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
	CDC_ADAPTER *adapter = AdapterGetContext(Adapter);
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
	queue->Lower = adapter->Lower;
	queue->Session = &adapter->Session;
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

	NdisAcquireSpinLock(&queue->Lower->RxLock);
	queue->Session->Queue = queue;
	queue->Session->Armed = FALSE;
	NdisReleaseSpinLock(&queue->Lower->RxLock);
}

static BOOLEAN HasRoom(const RX_QUEUE *Queue)
{
	return Queue->Packets->BeginIndex != Queue->Packets->EndIndex &&
	       Queue->Fragments->BeginIndex != Queue->Fragments->EndIndex;
}

/* The datagram goes with the fragment. */
static VOID Indicate(RX_QUEUE *Queue, CDC_DATAGRAM *Datagram)
{
	NET_RING *packets = Queue->Packets;
	NET_RING *fragments = Queue->Fragments;
	UINT32 index = fragments->BeginIndex;
	NET_PACKET *packet = NetRingGetPacketAtIndex(packets, packets->BeginIndex);
	NET_FRAGMENT *fragment = NetRingGetFragmentAtIndex(fragments, index);

	NetExtensionGetFragmentVirtualAddress(&Queue->VirtualAddress, index)->VirtualAddress =
		Datagram->Data;
	NetExtensionGetFragmentReturnContext(&Queue->ReturnContext, index)->Handle =
		(NET_FRAGMENT_RETURN_CONTEXT_HANDLE)Datagram;
	fragment->Offset = 0;
	fragment->ValidLength = Datagram->Length;
	fragment->Capacity = Datagram->Length;

	packet->FragmentIndex = index;
	packet->FragmentCount = 1;
	RtlZeroMemory(&packet->Layout, sizeof(packet->Layout));
	packet->Layout.Layer2Type = NetPacketLayer2TypeNull;
	packet->Layout.Layer3Type = Datagram->Data[0] >> 4 == 4 ?
		NetPacketLayer3TypeIPv4UnspecifiedOptions :
		NetPacketLayer3TypeIPv6UnspecifiedExtensions;

	fragments->BeginIndex = NetRingIncrementIndex(fragments, index);
	packets->BeginIndex = NetRingIncrementIndex(packets, packets->BeginIndex);
}

static VOID EvtRxQueueAdvance(NETPACKETQUEUE Handle)
{
	RX_QUEUE *queue = RxQueueGetContext(Handle);
	CDC_DATAGRAM *datagram;

	/* after Cancel the ring is empty and stays so */
	while (HasRoom(queue)) {
		datagram = ReceiveTake(queue->Lower, queue->Session);
		if (!datagram)
			return;
		Indicate(queue, datagram);
	}
}

static VOID EvtRxQueueSetNotificationEnabled(NETPACKETQUEUE Handle, BOOLEAN Enabled)
{
	RX_QUEUE *queue = RxQueueGetContext(Handle);
	CDC_SESSION *session = queue->Session;

	NdisAcquireSpinLock(&queue->Lower->RxLock);
	/* what came after the last Advance looked would otherwise wait for more */
	session->Armed = Enabled && !(session->Count && HasRoom(queue));
	if (Enabled && !session->Armed)
		NetRxQueueNotifyMoreReceivedPacketsAvailable(Handle);
	NdisReleaseSpinLock(&queue->Lower->RxLock);
}

/* What waits in the session stays for the next queue. */
static VOID EvtRxQueueCancel(NETPACKETQUEUE Handle)
{
	RX_QUEUE *queue = RxQueueGetContext(Handle);
	CDC_SESSION *session = queue->Session;
	NET_RING *packets = queue->Packets;

	NdisAcquireSpinLock(&queue->Lower->RxLock);
	session->Armed = FALSE;
	if (session->Queue == queue)
		session->Queue = NULL;
	NdisReleaseSpinLock(&queue->Lower->RxLock);
	while (packets->BeginIndex != packets->EndIndex) {
		NetRingGetPacketAtIndex(packets, packets->BeginIndex)->Ignore = 1;
		packets->BeginIndex = NetRingIncrementIndex(packets, packets->BeginIndex);
	}
	queue->Fragments->BeginIndex = queue->Fragments->EndIndex;
}

VOID EvtAdapterReturnRxBuffer(NETADAPTER Adapter,
			      NET_FRAGMENT_RETURN_CONTEXT_HANDLE RxReturnContext)
{
	UNREFERENCED_PARAMETER(Adapter);

	ReceiveRelease((CDC_DATAGRAM *)RxReturnContext);
}
