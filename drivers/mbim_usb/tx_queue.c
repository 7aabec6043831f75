// SPDX-License-Identifier: GPL-2.0
/*
 * A session's transmit queue: the ring's side of transmission. Packets are put
 * into blocks by tx_fill.c, blocks are sent by ntb_tx.c.
 *
 *	Begin ... packets whose block is under way ... Next ... waiting ... Ready
 *
 * Only the queue's own callbacks move BeginIndex and read EndIndex; Ready is
 * EndIndex as of the last Advance. What lies between Begin and Ready is the
 * driver's, so any context that holds Tx.Lock may copy it into a block and mark
 * it: that is how one queue's Advance, or a completion, fills a block from all
 * queues. A packet whose transfer is over has its Scratch bit set; Advance
 * moves Begin over such packets, whatever order they completed in. One that is cut
 * into several blocks belongs to the block with its last segment.
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
	NET_EXTENSION_QUERY_INIT(&query, NET_PACKET_EXTENSION_CHECKSUM_NAME,
				 NET_PACKET_EXTENSION_CHECKSUM_VERSION_1, NetExtensionTypePacket);
	NetTxQueueGetExtension(handle, &query, &queue->Checksum);
	NET_EXTENSION_QUERY_INIT(&query, NET_PACKET_EXTENSION_GSO_NAME,
				 NET_PACKET_EXTENSION_GSO_VERSION_1, NetExtensionTypePacket);
	NetTxQueueGetExtension(handle, &query, &queue->Gso);
	return queue->VirtualAddress.Enabled ? STATUS_SUCCESS : STATUS_NOT_SUPPORTED;
}

static VOID EvtTxQueueStart(NETPACKETQUEUE Handle)
{
	TX_QUEUE *queue = TxQueueGetContext(Handle);
	MBIM_TX *tx = &queue->Device->Tx;

	WdfSpinLockAcquire(tx->Lock);
	queue->Ready = queue->Packets->EndIndex;
	queue->Cutting = FALSE;
	tx->Queues[queue->Session] = queue;
	WdfSpinLockRelease(tx->Lock);
}

/* ---- for the engine: Tx.Lock held ---- */

/*
 * Notifying takes no lock and calls nobody back, so the lock may stay held: it
 * is what keeps the queue alive here.
 */
VOID TxQueueWake(TX_QUEUE *Queue)
{
	if (!Queue->Armed)
		return;
	Queue->Armed = FALSE;
	NetTxQueueNotifyMoreCompletedPacketsAvailable(Queue->Handle);
}

VOID TxQueueCompleted(TX_QUEUE *Queue, UINT32 First, UINT32 Packets)
{
	UINT32 i;

	for (i = 0; i < Packets; i++) {
		UINT32 index = NetRingAdvanceIndex(Queue->Packets, First, (INT32)i);

		NetRingGetPacketAtIndex(Queue->Packets, index)->Scratch = 1;
	}
	TxQueueWake(Queue);
}

/* ---- the queue's own callbacks ---- */

static BOOLEAN HasCompleted(const TX_QUEUE *Queue)
{
	const NET_RING *ring = Queue->Packets;

	return ring->BeginIndex != ring->NextIndex &&
	       NetRingGetPacketAtIndex(ring, ring->BeginIndex)->Scratch;
}

/* Moves Begin over packets, and over their fragments. */
static VOID ReturnCompleted(TX_QUEUE *Queue)
{
	NET_RING *ring = Queue->Packets;
	UINT32 begin = ring->BeginIndex, end = ring->NextIndex;
	const NET_PACKET *packet, *last = NULL;

	for (; begin != end; begin = NetRingIncrementIndex(ring, begin)) {
		packet = NetRingGetPacketAtIndex(ring, begin);
		if (!packet->Scratch)
			break;
		if (packet->FragmentCount)
			last = packet;
	}
	if (last)
		Queue->Fragments->BeginIndex = NetRingAdvanceIndex(Queue->Fragments,
								   last->FragmentIndex,
								   last->FragmentCount);
	ring->BeginIndex = begin;
}

static VOID ReturnAll(TX_QUEUE *Queue)
{
	NET_RING *ring = Queue->Packets;

	ring->BeginIndex = ring->EndIndex;
	Queue->Fragments->BeginIndex = Queue->Fragments->EndIndex;
	ring->NextIndex = ring->EndIndex;
	Queue->Ready = ring->EndIndex;
	Queue->Cutting = FALSE;
}

/*
 * Without the lock: Advance alone writes Ready and Begin. A mark that is being set at
 * the moment is seen by SetNotificationEnabled, or is told of. Where Begin is at End the
 * mark may be an old one, and costs a look.
 */
static BOOLEAN HasNothingToDo(const TX_QUEUE *Queue)
{
	const NET_RING *ring = Queue->Packets;

	return Queue->Ready == ring->EndIndex &&
	       !NetRingGetPacketAtIndex(ring, ring->BeginIndex)->Scratch;
}

static VOID EvtTxQueueAdvance(NETPACKETQUEUE Handle)
{
	TX_QUEUE *queue = TxQueueGetContext(Handle);
	MBIM_DEVICE *device = queue->Device;

	if (HasNothingToDo(queue))
		return;
	WdfSpinLockAcquire(device->Tx.Lock);
	if (queue->Cancelled) {
		ReturnAll(queue);
	} else {
		/* what is not new was looked at by whoever has made room for it */
		if (TxQueueTakeNew(queue))
			TxPumpLocked(device);
		ReturnCompleted(queue);
	}
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
		TxQueueWake(queue);
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
