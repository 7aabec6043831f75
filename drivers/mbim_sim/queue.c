// SPDX-License-Identifier: GPL-2.0
/*
 * The queues of all adapters, sessions' and the network's: what is sent is
 * copied and given back at once, what is received are such copies, which go back
 * to the pool when NetAdapterCx is done with them.
 */
#include "driver.h"

static EVT_PACKET_QUEUE_ADVANCE EvtTxAdvance;
static EVT_PACKET_QUEUE_SET_NOTIFICATION_ENABLED EvtTxSetNotificationEnabled;
static EVT_PACKET_QUEUE_CANCEL EvtTxCancel;
static EVT_PACKET_QUEUE_START EvtRxStart;
static EVT_PACKET_QUEUE_ADVANCE EvtRxAdvance;
static EVT_PACKET_QUEUE_SET_NOTIFICATION_ENABLED EvtRxSetNotificationEnabled;
static EVT_PACKET_QUEUE_CANCEL EvtRxCancel;
static EVT_NET_ADAPTER_RETURN_RX_BUFFER EvtReturnRxBuffer;

VOID SimSetCapabilities(NETADAPTER Adapter)
{
	NET_ADAPTER_LINK_LAYER_CAPABILITIES link;
	NET_ADAPTER_TX_CAPABILITIES tx;
	NET_ADAPTER_RX_CAPABILITIES rx;

	NET_ADAPTER_TX_CAPABILITIES_INIT(&tx, 1);
	NET_ADAPTER_RX_CAPABILITIES_INIT_DRIVER_MANAGED(&rx, EvtReturnRxBuffer, SIM_MTU, 1);
	NetAdapterSetDataPathCapabilities(Adapter, &tx, &rx);
	NET_ADAPTER_LINK_LAYER_CAPABILITIES_INIT(&link, SIM_SPEED, SIM_SPEED);
	NetAdapterSetLinkLayerCapabilities(Adapter, &link);
	NetAdapterSetLinkLayerMtuSize(Adapter, SIM_MTU);
}

static VOID QueueInit(NETPACKETQUEUE Handle, NETADAPTER Adapter, const NET_RING_COLLECTION *Rings)
{
	SIM_QUEUE *queue = SimQueueGetContext(Handle);

	queue->Port = &SimAdapterGetContext(Adapter)->Port;
	queue->Packets = NetRingCollectionGetPacketRing(Rings);
	queue->Fragments = NetRingCollectionGetFragmentRing(Rings);
}

/* ---- transmit ---- */

NTSTATUS EvtSimCreateTxQueue(NETADAPTER Adapter, NETTXQUEUE_INIT *TxQueueInit)
{
	NET_PACKET_QUEUE_CONFIG config;
	WDF_OBJECT_ATTRIBUTES attributes;
	NET_EXTENSION_QUERY query;
	NETPACKETQUEUE handle;
	SIM_QUEUE *queue;
	NTSTATUS status;

	NET_PACKET_QUEUE_CONFIG_INIT(&config, EvtTxAdvance, EvtTxSetNotificationEnabled,
				     EvtTxCancel);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, SIM_QUEUE);
	status = NetTxQueueCreate(TxQueueInit, &attributes, &config, &handle);
	if (!NT_SUCCESS(status))
		return status;
	QueueInit(handle, Adapter, NetTxQueueGetRingCollection(handle));
	queue = SimQueueGetContext(handle);
	NET_EXTENSION_QUERY_INIT(&query, NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_NAME,
				 NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_VERSION_1,
				 NetExtensionTypeFragment);
	NetTxQueueGetExtension(handle, &query, &queue->VirtualAddress);
	return queue->VirtualAddress.Enabled ? STATUS_SUCCESS : STATUS_NOT_SUPPORTED;
}

static const NET_FRAGMENT *FragmentAt(const SIM_QUEUE *Queue, const NET_PACKET *Packet,
				      UINT16 Number, const UINT8 **Data)
{
	UINT32 index = NetRingAdvanceIndex(Queue->Fragments, Packet->FragmentIndex, Number);
	const NET_FRAGMENT *fragment = NetRingGetFragmentAtIndex(Queue->Fragments, index);
	const NET_FRAGMENT_VIRTUAL_ADDRESS *address =
		NetExtensionGetFragmentVirtualAddress(&Queue->VirtualAddress, index);

	*Data = (const UINT8 *)address->VirtualAddress + fragment->Offset;
	return fragment;
}

/* NULL: there is no memory, or nothing in it. */
static SIM_PACKET *CopyPacket(const SIM_QUEUE *Queue, const NET_PACKET *Packet)
{
	const NET_FRAGMENT *fragment;
	SIM_PACKET *packet;
	const UINT8 *data;
	SIZE_T length = 0;
	UINT16 i;

	for (i = 0; i < Packet->FragmentCount; i++)
		length += FragmentAt(Queue, Packet, i, &data)->ValidLength;
	packet = ExAllocatePool2(POOL_FLAG_NON_PAGED | POOL_FLAG_UNINITIALIZED,
				 sizeof(*packet) + length, SIM_POOL_TAG);
	if (!packet)
		return NULL;
	packet->Length = 0;
	for (i = 0; i < Packet->FragmentCount; i++) {
		fragment = FragmentAt(Queue, Packet, i, &data);
		RtlCopyMemory(packet->Data + packet->Length, data, fragment->ValidLength);
		packet->Length += (UINT32)fragment->ValidLength;
	}
	return packet;
}

static VOID EvtTxAdvance(NETPACKETQUEUE Handle)
{
	SIM_QUEUE *queue = SimQueueGetContext(Handle);
	NET_RING *ring = queue->Packets;

	while (ring->BeginIndex != ring->EndIndex) {
		const NET_PACKET *packet = NetRingGetPacketAtIndex(ring, ring->BeginIndex);
		SIM_PACKET *copy = packet->Ignore ? NULL : CopyPacket(queue, packet);

		if (copy)
			AirSend(queue->Port, copy);
		else if (!packet->Ignore)
			SimCount(SimCount_no_memory);
		ring->BeginIndex = NetRingIncrementIndex(ring, ring->BeginIndex);
	}
	queue->Fragments->BeginIndex = queue->Fragments->EndIndex;
}

/* Nothing is ever pending between two calls of EvtTxAdvance(). */
static VOID EvtTxSetNotificationEnabled(NETPACKETQUEUE Handle, BOOLEAN Enabled)
{
	UNREFERENCED_PARAMETER(Handle);
	UNREFERENCED_PARAMETER(Enabled);
}

static VOID EvtTxCancel(NETPACKETQUEUE Handle)
{
	SIM_QUEUE *queue = SimQueueGetContext(Handle);

	queue->Packets->BeginIndex = queue->Packets->EndIndex;
	queue->Fragments->BeginIndex = queue->Fragments->EndIndex;
}

/* ---- receive ---- */

static VOID GetRxExtension(NETPACKETQUEUE Handle, PCWSTR Name, ULONG Version,
			   NET_EXTENSION *Extension)
{
	NET_EXTENSION_QUERY query;

	NET_EXTENSION_QUERY_INIT(&query, Name, Version, NetExtensionTypeFragment);
	NetRxQueueGetExtension(Handle, &query, Extension);
}

NTSTATUS EvtSimCreateRxQueue(NETADAPTER Adapter, NETRXQUEUE_INIT *RxQueueInit)
{
	NET_PACKET_QUEUE_CONFIG config;
	WDF_OBJECT_ATTRIBUTES attributes;
	NETPACKETQUEUE handle;
	SIM_QUEUE *queue;
	NTSTATUS status;

	NET_PACKET_QUEUE_CONFIG_INIT(&config, EvtRxAdvance, EvtRxSetNotificationEnabled,
				     EvtRxCancel);
	config.EvtStart = EvtRxStart;
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, SIM_QUEUE);
	status = NetRxQueueCreate(RxQueueInit, &attributes, &config, &handle);
	if (!NT_SUCCESS(status))
		return status;
	QueueInit(handle, Adapter, NetRxQueueGetRingCollection(handle));
	queue = SimQueueGetContext(handle);
	GetRxExtension(handle, NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_NAME,
		       NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_VERSION_1, &queue->VirtualAddress);
	GetRxExtension(handle, NET_FRAGMENT_EXTENSION_RETURN_CONTEXT_NAME,
		       NET_FRAGMENT_EXTENSION_RETURN_CONTEXT_VERSION_1, &queue->ReturnContext);
	return queue->VirtualAddress.Enabled && queue->ReturnContext.Enabled ?
		STATUS_SUCCESS : STATUS_NOT_SUPPORTED;
}

static VOID EvtRxStart(NETPACKETQUEUE Handle)
{
	AirSetQueue(SimQueueGetContext(Handle)->Port, Handle);
}

/* The packet goes with the fragment. */
static VOID Indicate(SIM_QUEUE *Queue, SIM_PACKET *Packet)
{
	NET_RING *packets = Queue->Packets;
	NET_RING *fragments = Queue->Fragments;
	UINT32 index = fragments->BeginIndex;
	NET_PACKET *packet = NetRingGetPacketAtIndex(packets, packets->BeginIndex);
	NET_FRAGMENT *fragment = NetRingGetFragmentAtIndex(fragments, index);

	NetExtensionGetFragmentVirtualAddress(&Queue->VirtualAddress, index)->VirtualAddress =
		Packet->Data;
	NetExtensionGetFragmentReturnContext(&Queue->ReturnContext, index)->Handle =
		(NET_FRAGMENT_RETURN_CONTEXT_HANDLE)Packet;
	fragment->Offset = 0;
	fragment->ValidLength = Packet->Length;
	fragment->Capacity = Packet->Length;

	packet->FragmentIndex = index;
	packet->FragmentCount = 1;
	RtlZeroMemory(&packet->Layout, sizeof(packet->Layout));
	packet->Layout.Layer2Type = NetPacketLayer2TypeNull;
	packet->Layout.Layer3Type = Packet->Data[0] >> 4 == 4 ?
		NetPacketLayer3TypeIPv4UnspecifiedOptions :
		NetPacketLayer3TypeIPv6UnspecifiedExtensions;

	fragments->BeginIndex = NetRingIncrementIndex(fragments, index);
	packets->BeginIndex = NetRingIncrementIndex(packets, packets->BeginIndex);
}

static VOID EvtRxAdvance(NETPACKETQUEUE Handle)
{
	SIM_QUEUE *queue = SimQueueGetContext(Handle);
	SIM_PACKET *packet;

	while (queue->Packets->BeginIndex != queue->Packets->EndIndex &&
	       queue->Fragments->BeginIndex != queue->Fragments->EndIndex) {
		packet = AirReceive(queue->Port);
		if (!packet)
			return;
		Indicate(queue, packet);
	}
}

static VOID EvtRxSetNotificationEnabled(NETPACKETQUEUE Handle, BOOLEAN Enabled)
{
	AirArm(SimQueueGetContext(Handle)->Port, Enabled);
}

/* What waits on the air stays for the next queue. */
static VOID EvtRxCancel(NETPACKETQUEUE Handle)
{
	SIM_QUEUE *queue = SimQueueGetContext(Handle);
	NET_RING *packets = queue->Packets;

	AirSetQueue(queue->Port, NULL);
	while (packets->BeginIndex != packets->EndIndex) {
		NetRingGetPacketAtIndex(packets, packets->BeginIndex)->Ignore = 1;
		packets->BeginIndex = NetRingIncrementIndex(packets, packets->BeginIndex);
	}
	queue->Fragments->BeginIndex = queue->Fragments->EndIndex;
}

static VOID EvtReturnRxBuffer(NETADAPTER Adapter,
			      NET_FRAGMENT_RETURN_CONTEXT_HANDLE RxReturnContext)
{
	UNREFERENCED_PARAMETER(Adapter);

	ExFreePool((PVOID)RxReturnContext);
}
