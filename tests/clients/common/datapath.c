// SPDX-License-Identifier: GPL-2.0
/*
 * The queues: transmit copies each packet and gives it back at once, receive
 * attaches the copies (driver-managed) or copies into the framework's buffers
 * (system-managed).
 */
#include "datapath.h"

#include <net/virtualaddress.h>
#include <net/returncontext.h>

/* Pool tag "Lbuf", as a number: sparse has no multi-character constants. */
#define LOOP_TAG 0x6675624c
#define LOOP_MTU 1500
#define LOOP_MAX_WAITING 512

typedef struct _LOOP_BUFFER {
	LIST_ENTRY Link;
	ULONG Length;
	UCHAR Bytes[LOOP_MTU + 36];
} LOOP_BUFFER, *PLOOP_BUFFER;

typedef struct _LOOP_QUEUE {
	PLOOP Loop;
	NET_RING_COLLECTION const *Rings;
	NET_EXTENSION VirtualAddress;
	NET_EXTENSION ReturnContext;
} LOOP_QUEUE, *PLOOP_QUEUE;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(LOOP_QUEUE, LoopGetQueue);

NTSTATUS LoopInitialize(PLOOP Loop, PMODEM Modem, NETADAPTER Adapter, BOOLEAN DriverManaged)
{
	WDF_OBJECT_ATTRIBUTES attributes;

	Loop->Modem = Modem;
	Loop->Adapter = Adapter;
	Loop->DriverManaged = DriverManaged;
	InitializeListHead(&Loop->Waiting);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = Adapter;
	return WdfSpinLockCreate(&attributes, &Loop->Lock);
}

VOID LoopDestroy(PLOOP Loop)
{
	CHECK(Loop->Modem, Loop->Loans == 0, "every receive buffer came back before the adapter went");
	CHECK(Loop->Modem, Loop->TxStarted == Loop->TxStopped && Loop->RxStarted == Loop->RxStopped,
	      "every queue that was started was stopped");
	while (Loop->Waiting.Flink != NULL && !IsListEmpty(&Loop->Waiting))
		ExFreePool(CONTAINING_RECORD(RemoveHeadList(&Loop->Waiting), LOOP_BUFFER, Link));
}

VOID LoopSetCapabilities(PLOOP Loop)
{
	NET_ADAPTER_LINK_LAYER_CAPABILITIES link;
	NET_ADAPTER_TX_CAPABILITIES tx;
	NET_ADAPTER_RX_CAPABILITIES rx;

	NET_ADAPTER_LINK_LAYER_CAPABILITIES_INIT(&link, 100000000ULL, 100000000ULL);
	NetAdapterSetLinkLayerCapabilities(Loop->Adapter, &link);
	NetAdapterSetLinkLayerMtuSize(Loop->Adapter, LOOP_MTU);
	NET_ADAPTER_TX_CAPABILITIES_INIT(&tx, 1);
	if (Loop->DriverManaged)
		NET_ADAPTER_RX_CAPABILITIES_INIT_DRIVER_MANAGED(&rx, LoopReturnRxBuffer, LOOP_MTU, 1);
	else
		NET_ADAPTER_RX_CAPABILITIES_INIT_SYSTEM_MANAGED(&rx, LOOP_MTU, 1);
	NetAdapterSetDataPathCapabilities(Loop->Adapter, &tx, &rx);
}

/* Bytes of a packet in transmit order, from all its fragments. */
static ULONG Gather(PLOOP_QUEUE Queue, NET_PACKET const *Packet, UCHAR *To, ULONG Room)
{
	NET_RING *ring = NetRingCollectionGetFragmentRing(Queue->Rings);
	UINT32 index = Packet->FragmentIndex;
	ULONG length = 0, i;

	for (i = 0; i < Packet->FragmentCount; i++) {
		NET_FRAGMENT *fragment = NetRingGetFragmentAtIndex(ring, index);
		NET_FRAGMENT_VIRTUAL_ADDRESS *va =
			NetExtensionGetFragmentVirtualAddress(&Queue->VirtualAddress, index);

		if (length + fragment->ValidLength > Room)
			return 0;
		RtlCopyMemory(To + length, (UCHAR *)va->VirtualAddress + fragment->Offset,
			      (SIZE_T)fragment->ValidLength);
		length += (ULONG)fragment->ValidLength;
		index = NetRingIncrementIndex(ring, index);
	}
	return length;
}

static VOID Swap(UCHAR *A, UCHAR *B, ULONG Length)
{
	while (Length--) {
		UCHAR byte = *A;

		*A++ = *B;
		*B++ = byte;
	}
}

/* Echo request to echo reply; the sum changes by what the type byte changes. */
static VOID Reply(UCHAR *Icmp, UCHAR Request, UCHAR Answer)
{
	ULONG sum;

	if (Icmp[0] != Request)
		return;
	Icmp[0] = Answer;
	sum = (ULONG)(USHORT)~(Icmp[2] << 8 | Icmp[3]);
	sum += (USHORT)(Answer << 8) + (USHORT)~(Request << 8);
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	sum = ~sum;
	Icmp[2] = (UCHAR)(sum >> 8);
	Icmp[3] = (UCHAR)sum;
}

static VOID TurnRound(UCHAR *Packet, ULONG Length)
{
	if (Length >= 28 && Packet[0] >> 4 == 4) {
		Swap(Packet + 12, Packet + 16, 4);
		if (Packet[9] == 1)
			Reply(Packet + 20, 8, 0);
	} else if (Length >= 48 && Packet[0] >> 4 == 6) {
		Swap(Packet + 8, Packet + 24, 16);
		if (Packet[6] == 58)
			Reply(Packet + 40, 128, 129);
	}
}

static VOID Loop(PLOOP Loop, PLOOP_BUFFER Buffer)
{
	NETPACKETQUEUE notify = NULL;

	TurnRound(Buffer->Bytes, Buffer->Length);
	WdfSpinLockAcquire(Loop->Lock);
	InsertTailList(&Loop->Waiting, &Buffer->Link);
	if (Loop->RxArmed) {
		Loop->RxArmed = FALSE;
		notify = Loop->RxQueue;
	}
	WdfSpinLockRelease(Loop->Lock);
	if (notify != NULL)
		NetRxQueueNotifyMoreReceivedPacketsAvailable(notify);
}

static VOID TxAdvance(NETPACKETQUEUE Queue)
{
	PLOOP_QUEUE queue = LoopGetQueue(Queue);
	NET_RING *packets = NetRingCollectionGetPacketRing(queue->Rings);
	NET_RING *fragments = NetRingCollectionGetFragmentRing(queue->Rings);

	while (packets->BeginIndex != packets->EndIndex) {
		NET_PACKET *packet = NetRingGetPacketAtIndex(packets, packets->BeginIndex);
		PLOOP_BUFFER buffer;

		if (!packet->Ignore) {
			CHECK(queue->Loop->Modem, queue->Loop->Modem->Connected[queue->Loop->SessionId],
			      "packets come only while the session is connected");
			buffer = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*buffer), LOOP_TAG);
			if (buffer != NULL) {
				buffer->Length = Gather(queue, packet, buffer->Bytes,
							sizeof(buffer->Bytes));
				Loop(queue->Loop, buffer);
			}
		}
		packets->BeginIndex = NetRingIncrementIndex(packets, packets->BeginIndex);
	}
	fragments->BeginIndex = fragments->EndIndex;
}

static VOID TxSetNotificationEnabled(NETPACKETQUEUE Queue, BOOLEAN Enabled)
{
	/* Nothing is ever pending: packets are given back inside Advance. */
	UNREFERENCED_PARAMETER(Queue);
	UNREFERENCED_PARAMETER(Enabled);
}

static VOID TxCancel(NETPACKETQUEUE Queue)
{
	PLOOP_QUEUE queue = LoopGetQueue(Queue);
	NET_RING *packets = NetRingCollectionGetPacketRing(queue->Rings);

	packets->BeginIndex = packets->EndIndex;
}

static VOID RxAdvance(NETPACKETQUEUE Queue)
{
	PLOOP_QUEUE queue = LoopGetQueue(Queue);
	PLOOP loop = queue->Loop;
	NET_RING *packets = NetRingCollectionGetPacketRing(queue->Rings);
	NET_RING *fragments = NetRingCollectionGetFragmentRing(queue->Rings);

	while (packets->BeginIndex != packets->EndIndex &&
	       fragments->BeginIndex != fragments->EndIndex) {
		UINT32 index = fragments->BeginIndex;
		NET_FRAGMENT *fragment = NetRingGetFragmentAtIndex(fragments, index);
		NET_PACKET *packet = NetRingGetPacketAtIndex(packets, packets->BeginIndex);
		NET_FRAGMENT_VIRTUAL_ADDRESS *va =
			NetExtensionGetFragmentVirtualAddress(&queue->VirtualAddress, index);
		PLOOP_BUFFER buffer = NULL;

		WdfSpinLockAcquire(loop->Lock);
		if (!IsListEmpty(&loop->Waiting))
			buffer = CONTAINING_RECORD(RemoveHeadList(&loop->Waiting), LOOP_BUFFER, Link);
		WdfSpinLockRelease(loop->Lock);
		if (buffer == NULL)
			break;
		if (loop->DriverManaged) {
			fragment->Capacity = sizeof(buffer->Bytes);
			va->VirtualAddress = buffer->Bytes;
			NetExtensionGetFragmentReturnContext(&queue->ReturnContext, index)->Handle =
				(NET_FRAGMENT_RETURN_CONTEXT_HANDLE)buffer;
			InterlockedIncrement(&loop->Loans);
		} else {
			CHECK(loop->Modem, fragment->Capacity >= buffer->Length,
			      "system-managed buffers hold MaximumFrameSize");
			RtlCopyMemory(va->VirtualAddress, buffer->Bytes, buffer->Length);
		}
		fragment->Offset = 0;
		fragment->ValidLength = buffer->Length;
		packet->FragmentIndex = index;
		packet->FragmentCount = 1;
		RtlZeroMemory(&packet->Layout, sizeof(packet->Layout));
		packet->Layout.Layer2Type = NetPacketLayer2TypeNull;
		if (!loop->DriverManaged)
			ExFreePool(buffer);
		fragments->BeginIndex = NetRingIncrementIndex(fragments, index);
		packets->BeginIndex = NetRingIncrementIndex(packets, packets->BeginIndex);
	}
}

VOID LoopReturnRxBuffer(NETADAPTER Adapter, NET_FRAGMENT_RETURN_CONTEXT_HANDLE Handle)
{
	PLOOP loop = LoopGetContext(Adapter);

	CHECK(loop->Modem, InterlockedDecrement(&loop->Loans) >= 0,
	      "each receive buffer comes back exactly once");
	ExFreePool((PLOOP_BUFFER)Handle);
}

static VOID RxSetNotificationEnabled(NETPACKETQUEUE Queue, BOOLEAN Enabled)
{
	PLOOP loop = LoopGetQueue(Queue)->Loop;
	BOOLEAN waiting;

	WdfSpinLockAcquire(loop->Lock);
	waiting = !IsListEmpty(&loop->Waiting);
	loop->RxArmed = Enabled && !waiting;
	WdfSpinLockRelease(loop->Lock);
	if (Enabled && waiting)
		NetRxQueueNotifyMoreReceivedPacketsAvailable(Queue);
}

static VOID RxCancel(NETPACKETQUEUE Queue)
{
	PLOOP_QUEUE queue = LoopGetQueue(Queue);
	NET_RING *packets = NetRingCollectionGetPacketRing(queue->Rings);
	NET_RING *fragments = NetRingCollectionGetFragmentRing(queue->Rings);

	while (packets->BeginIndex != packets->EndIndex) {
		NetRingGetPacketAtIndex(packets, packets->BeginIndex)->Ignore = 1;
		packets->BeginIndex = NetRingIncrementIndex(packets, packets->BeginIndex);
	}
	fragments->BeginIndex = fragments->EndIndex;
}

static VOID TxStart(NETPACKETQUEUE Queue)
{
	InterlockedIncrement(&LoopGetQueue(Queue)->Loop->TxStarted);
}

static VOID TxStop(NETPACKETQUEUE Queue)
{
	InterlockedIncrement(&LoopGetQueue(Queue)->Loop->TxStopped);
}

static VOID RxStart(NETPACKETQUEUE Queue)
{
	PLOOP_QUEUE queue = LoopGetQueue(Queue);

	CHECK(queue->Loop->Modem, NetRingCollectionGetPacketRing(queue->Rings)->BeginIndex == 0 &&
	      NetRingCollectionGetPacketRing(queue->Rings)->NextIndex == 0,
	      "ring indices are zero at EvtStart");
	InterlockedIncrement(&queue->Loop->RxStarted);
}

static VOID RxStop(NETPACKETQUEUE Queue)
{
	PLOOP_QUEUE queue = LoopGetQueue(Queue);
	PLOOP loop = queue->Loop;

	CHECK(loop->Modem, NetRingCollectionGetPacketRing(queue->Rings)->BeginIndex ==
	      NetRingCollectionGetPacketRing(queue->Rings)->EndIndex,
	      "the ring is fully returned at EvtStop");
	WdfSpinLockAcquire(loop->Lock);
	loop->RxQueue = NULL;
	loop->RxArmed = FALSE;
	WdfSpinLockRelease(loop->Lock);
	InterlockedIncrement(&loop->RxStopped);
}

static VOID QueueInitialize(PLOOP_QUEUE Queue, PLOOP Owner, NETPACKETQUEUE Handle, BOOLEAN Transmit)
{
	NET_EXTENSION_QUERY query;

	Queue->Loop = Owner;
	Queue->Rings = Transmit ? NetTxQueueGetRingCollection(Handle)
				: NetRxQueueGetRingCollection(Handle);
	NET_EXTENSION_QUERY_INIT(&query, NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_NAME,
				 NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_VERSION_1,
				 NetExtensionTypeFragment);
	if (Transmit)
		NetTxQueueGetExtension(Handle, &query, &Queue->VirtualAddress);
	else
		NetRxQueueGetExtension(Handle, &query, &Queue->VirtualAddress);
	CHECK(Owner->Modem, Queue->VirtualAddress.Enabled, "virtual addresses are always there");
	if (Transmit)
		return;
	NET_EXTENSION_QUERY_INIT(&query, NET_FRAGMENT_EXTENSION_RETURN_CONTEXT_NAME,
				 NET_FRAGMENT_EXTENSION_RETURN_CONTEXT_VERSION_1,
				 NetExtensionTypeFragment);
	NetRxQueueGetExtension(Handle, &query, &Queue->ReturnContext);
	CHECK(Owner->Modem, Queue->ReturnContext.Enabled == Owner->DriverManaged,
	      "return contexts exist for driver-managed buffers only");
}

NTSTATUS LoopCreateTxQueue(NETADAPTER Adapter, NETTXQUEUE_INIT *Init)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	NET_PACKET_QUEUE_CONFIG config;
	NETPACKETQUEUE queue;
	NTSTATUS status;

	NET_PACKET_QUEUE_CONFIG_INIT(&config, TxAdvance, TxSetNotificationEnabled, TxCancel);
	config.EvtStart = TxStart;
	config.EvtStop = TxStop;
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, LOOP_QUEUE);
	status = NetTxQueueCreate(Init, &attributes, &config, &queue);
	if (NT_SUCCESS(status))
		QueueInitialize(LoopGetQueue(queue), LoopGetContext(Adapter), queue, TRUE);
	return status;
}

NTSTATUS LoopCreateRxQueue(NETADAPTER Adapter, NETRXQUEUE_INIT *Init)
{
	PLOOP loop = LoopGetContext(Adapter);
	WDF_OBJECT_ATTRIBUTES attributes;
	NET_PACKET_QUEUE_CONFIG config;
	NETPACKETQUEUE queue;
	NTSTATUS status;

	NET_PACKET_QUEUE_CONFIG_INIT(&config, RxAdvance, RxSetNotificationEnabled, RxCancel);
	config.EvtStart = RxStart;
	config.EvtStop = RxStop;
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, LOOP_QUEUE);
	status = NetRxQueueCreate(Init, &attributes, &config, &queue);
	if (!NT_SUCCESS(status))
		return status;
	QueueInitialize(LoopGetQueue(queue), loop, queue, FALSE);
	WdfSpinLockAcquire(loop->Lock);
	loop->RxQueue = queue;
	WdfSpinLockRelease(loop->Lock);
	return STATUS_SUCCESS;
}
