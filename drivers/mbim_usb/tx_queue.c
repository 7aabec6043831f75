// SPDX-License-Identifier: GPL-2.0
/*
 * A session's transmit queue: the ring's side of transmission. Blocks are built
 * and sent by ntb_tx.c.
 *
 *	Begin ... packets whose block is under way ... Next ... waiting ... Ready
 *
 * Only the queue's own callbacks move BeginIndex and read EndIndex; Ready is
 * EndIndex as of the last Advance. What lies between Begin and Ready is the
 * driver's, so any context that holds Tx.Lock may copy it into a block and mark
 * it: that is how one queue's Advance, or a completion, fills a block from all
 * queues. A packet whose transfer is over has its Scratch bit set; Advance
 * moves Begin over such packets, whatever order they completed in.
 */
#include "driver.h"

static EVT_PACKET_QUEUE_START EvtTxQueueStart;
static EVT_PACKET_QUEUE_ADVANCE EvtTxQueueAdvance;
static EVT_PACKET_QUEUE_SET_NOTIFICATION_ENABLED EvtTxQueueSetNotificationEnabled;
static EVT_PACKET_QUEUE_CANCEL EvtTxQueueCancel;

NTSTATUS EvtAdapterCreateTxQueue(NETADAPTER Adapter, NETTXQUEUE_INIT *TxQueueInit)
{
	MBIM_ADAPTER *adapter = AdapterGetContext(Adapter);
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
	queue->Device = adapter->Device;
	queue->Handle = handle;
	queue->Session = (UINT8)adapter->SessionId;
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
	MBIM_TX *tx = &queue->Device->Tx;

	WdfSpinLockAcquire(tx->Lock);
	queue->Ready = queue->Packets->EndIndex;
	tx->Queues[queue->Session] = queue;
	WdfSpinLockRelease(tx->Lock);
}

/* ---- for the engine: Tx.Lock held ---- */

/*
 * Notifying takes no lock and calls nobody back, so the lock may stay held: it
 * is what keeps the queue alive here.
 */
static VOID Wake(TX_QUEUE *Queue)
{
	if (!Queue->Armed)
		return;
	Queue->Armed = FALSE;
	NetTxQueueNotifyMoreCompletedPacketsAvailable(Queue->Handle);
}

BOOLEAN TxQueueHasWaiting(const TX_QUEUE *Queue)
{
	return Queue->Packets->NextIndex != Queue->Ready;
}

static const UINT8 *FragmentData(const TX_QUEUE *Queue, UINT32 Index)
{
	const NET_FRAGMENT_VIRTUAL_ADDRESS *address =
		NetExtensionGetFragmentVirtualAddress(&Queue->VirtualAddress, Index);
	const NET_FRAGMENT *fragment = NetRingGetFragmentAtIndex(Queue->Fragments, Index);

	return (const UINT8 *)address->VirtualAddress + fragment->Offset;
}

/* Total length; *First is the first byte if there is one. */
static UINT32 PacketLength(const TX_QUEUE *Queue, const NET_PACKET *Packet, UINT8 *First)
{
	UINT32 length = 0;
	UINT16 i;

	for (i = 0; i < Packet->FragmentCount; i++) {
		UINT32 index = NetRingAdvanceIndex(Queue->Fragments, Packet->FragmentIndex, i);
		const NET_FRAGMENT *fragment = NetRingGetFragmentAtIndex(Queue->Fragments, index);

		if (!length && fragment->ValidLength)
			*First = *FragmentData(Queue, index);
		length += (UINT32)fragment->ValidLength;
	}
	return length;
}

static VOID CopyPacket(const TX_QUEUE *Queue, const NET_PACKET *Packet, UINT8 *To)
{
	UINT16 i;

	for (i = 0; i < Packet->FragmentCount; i++) {
		UINT32 index = NetRingAdvanceIndex(Queue->Fragments, Packet->FragmentIndex, i);
		const NET_FRAGMENT *fragment = NetRingGetFragmentAtIndex(Queue->Fragments, index);

		RtlCopyMemory(To, FragmentData(Queue, index), fragment->ValidLength);
		To += fragment->ValidLength;
	}
}

/* Sessions carry IP and nothing else, and modems choke on what is too long. */
static BOOLEAN MaySend(TX_QUEUE *Queue, UINT32 Length, UINT8 First)
{
	UINT32 minimum = First >> 4 == 4 ? 20 : First >> 4 == 6 ? 40 : MAXULONG;

	if (Length < minimum) {
		Count(Queue->Device, MbimTxNotIp, 1);
		return FALSE;
	}
	if (Length > Queue->Device->Usb.MaximumDatagram) {
		Count(Queue->Device, MbimTxTooLong, 1);
		return FALSE;
	}
	return TRUE;
}

static VOID NoteRange(TX_QUEUE *Queue, TX_SLOT *Slot, UINT32 Index)
{
	TX_RANGE *range = &Slot->Ranges[Queue->Session];

	if (!range->Queue) {
		range->Queue = Queue;
		range->First = Index;
	}
	/* packets that were refused in between are within the range, too */
	range->Count = NetRingGetRangeCount(Queue->Packets, range->First, Index) + 1;
}

BOOLEAN TxQueueFill(TX_QUEUE *Queue, TX_SLOT *Slot)
{
	NET_RING *ring = Queue->Packets;
	BOOLEAN refused = FALSE;
	BOOLEAN fits = TRUE;

	while (ring->NextIndex != Queue->Ready) {
		NET_PACKET *packet = NetRingGetPacketAtIndex(ring, ring->NextIndex);
		UINT8 first = 0;
		UINT32 length = packet->Ignore ? 0 : PacketLength(Queue, packet, &first);
		UINT8 *to;

		if (packet->Ignore || !MaySend(Queue, length, first)) {
			packet->Scratch = 1;
			refused = TRUE;
		} else {
			to = NtbBuilderReserve(&Slot->Builder, NtbStreamIp, Queue->Session, length);
			if (!to) {
				fits = FALSE;
				break;
			}
			CopyPacket(Queue, packet, to);
			NoteRange(Queue, Slot, ring->NextIndex);
		}
		ring->NextIndex = NetRingIncrementIndex(ring, ring->NextIndex);
	}
	/* no transfer will ask for these to be taken back */
	if (refused)
		Wake(Queue);
	return fits;
}

VOID TxQueueCompleted(TX_QUEUE *Queue, UINT32 First, UINT32 Packets)
{
	UINT32 i;

	for (i = 0; i < Packets; i++) {
		UINT32 index = NetRingAdvanceIndex(Queue->Packets, First, (INT32)i);

		NetRingGetPacketAtIndex(Queue->Packets, index)->Scratch = 1;
	}
	Wake(Queue);
}

/* ---- the queue's own callbacks ---- */

static BOOLEAN HasCompleted(const TX_QUEUE *Queue)
{
	const NET_RING *ring = Queue->Packets;

	return ring->BeginIndex != ring->NextIndex &&
	       NetRingGetPacketAtIndex(ring, ring->BeginIndex)->Scratch;
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

static VOID ReturnAll(TX_QUEUE *Queue)
{
	NET_RING *ring = Queue->Packets;

	while (ring->BeginIndex != ring->EndIndex)
		ReturnOne(Queue);
	Queue->Fragments->BeginIndex = Queue->Fragments->EndIndex;
	ring->NextIndex = ring->EndIndex;
	Queue->Ready = ring->EndIndex;
}

static VOID EvtTxQueueAdvance(NETPACKETQUEUE Handle)
{
	TX_QUEUE *queue = TxQueueGetContext(Handle);
	MBIM_DEVICE *device = queue->Device;
	BOOLEAN cancelled;

	WdfSpinLockAcquire(device->Tx.Lock);
	cancelled = queue->Cancelled;
	if (cancelled)
		ReturnAll(queue);
	else
		queue->Ready = queue->Packets->EndIndex;
	WdfSpinLockRelease(device->Tx.Lock);
	if (cancelled)
		return;

	TxPump(device);

	WdfSpinLockAcquire(device->Tx.Lock);
	while (HasCompleted(queue))
		ReturnOne(queue);
	WdfSpinLockRelease(device->Tx.Lock);
}

static VOID EvtTxQueueSetNotificationEnabled(NETPACKETQUEUE Handle, BOOLEAN Enabled)
{
	TX_QUEUE *queue = TxQueueGetContext(Handle);
	MBIM_TX *tx = &queue->Device->Tx;

	WdfSpinLockAcquire(tx->Lock);
	queue->Armed = Enabled;
	/* completed after the last Advance looked: say so now or never */
	if (Enabled && HasCompleted(queue))
		Wake(queue);
	WdfSpinLockRelease(tx->Lock);
}

/*
 * All packets go back at once. Those in a block under way were copied, and
 * nobody waits for their completion any more: a device that takes no data
 * cannot hold the queue up. Once the engine has forgotten the queue under its
 * lock, no other context has a pointer to it.
 */
static VOID EvtTxQueueCancel(NETPACKETQUEUE Handle)
{
	TX_QUEUE *queue = TxQueueGetContext(Handle);
	MBIM_DEVICE *device = queue->Device;

	WdfSpinLockAcquire(device->Tx.Lock);
	queue->Cancelled = TRUE;
	queue->Armed = FALSE;
	TxForgetQueue(device, queue);
	ReturnAll(queue);
	WdfSpinLockRelease(device->Tx.Lock);
}
