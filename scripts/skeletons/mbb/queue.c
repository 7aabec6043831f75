// SPDX-License-Identifier: GPL-2.0
/*
 * A session's queues. The framework calls Advance with packets to send in the
 * transmit ring and with empty buffers in the receive ring; elements are given back
 * by moving BeginIndex. "new-client netadapter" shows both with data.
 */
#include "skeleton.h"

static EVT_PACKET_QUEUE_ADVANCE EvtTxQueueAdvance;
static EVT_PACKET_QUEUE_ADVANCE EvtRxQueueAdvance;
static EVT_PACKET_QUEUE_SET_NOTIFICATION_ENABLED EvtSetNotificationEnabled;
static EVT_PACKET_QUEUE_CANCEL EvtTxQueueCancel;
static EVT_PACKET_QUEUE_CANCEL EvtRxQueueCancel;

NTSTATUS EvtAdapterCreateTxQueue(NETADAPTER Adapter, NETTXQUEUE_INIT *TxQueueInit)
{
	NET_PACKET_QUEUE_CONFIG config;
	WDF_OBJECT_ATTRIBUTES attributes;
	NETPACKETQUEUE queue;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Adapter);
	NET_PACKET_QUEUE_CONFIG_INIT(&config, EvtTxQueueAdvance, EvtSetNotificationEnabled,
				     EvtTxQueueCancel);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, QUEUE_CONTEXT);
	status = NetTxQueueCreate(TxQueueInit, &attributes, &config, &queue);
	if (NT_SUCCESS(status))
		QueueGetContext(queue)->Rings = NetTxQueueGetRingCollection(queue);
	return status;
}

NTSTATUS EvtAdapterCreateRxQueue(NETADAPTER Adapter, NETRXQUEUE_INIT *RxQueueInit)
{
	NET_PACKET_QUEUE_CONFIG config;
	WDF_OBJECT_ATTRIBUTES attributes;
	NETPACKETQUEUE queue;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Adapter);
	NET_PACKET_QUEUE_CONFIG_INIT(&config, EvtRxQueueAdvance, EvtSetNotificationEnabled,
				     EvtRxQueueCancel);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, QUEUE_CONTEXT);
	status = NetRxQueueCreate(RxQueueInit, &attributes, &config, &queue);
	if (NT_SUCCESS(status))
		QueueGetContext(queue)->Rings = NetRxQueueGetRingCollection(queue);
	return status;
}

/* Every packet is as good as sent. */
static VOID EvtTxQueueAdvance(NETPACKETQUEUE Queue)
{
	NET_RING_COLLECTION const *rings = QueueGetContext(Queue)->Rings;
	NET_RING *packets = NetRingCollectionGetPacketRing(rings);
	NET_RING *fragments = NetRingCollectionGetFragmentRing(rings);

	packets->BeginIndex = packets->EndIndex;
	fragments->BeginIndex = fragments->EndIndex;
}

static VOID EvtTxQueueCancel(NETPACKETQUEUE Queue)
{
	/* Nothing is kept: see above. */
	UNREFERENCED_PARAMETER(Queue);
}

/* Nothing was received: all buffers stay where they are. */
static VOID EvtRxQueueAdvance(NETPACKETQUEUE Queue)
{
	UNREFERENCED_PARAMETER(Queue);
}

/* All buffers go back, unused. */
static VOID EvtRxQueueCancel(NETPACKETQUEUE Queue)
{
	NET_RING_COLLECTION const *rings = QueueGetContext(Queue)->Rings;
	NET_RING *packets = NetRingCollectionGetPacketRing(rings);
	NET_RING *fragments = NetRingCollectionGetFragmentRing(rings);

	while (packets->BeginIndex != packets->EndIndex) {
		NetRingGetPacketAtIndex(packets, packets->BeginIndex)->Ignore = 1;
		packets->BeginIndex = NetRingIncrementIndex(packets, packets->BeginIndex);
	}
	fragments->BeginIndex = fragments->EndIndex;
}

/* Whether somebody waits for NetTx/RxQueueNotifyMore...: there is never more here. */
static VOID EvtSetNotificationEnabled(NETPACKETQUEUE Queue, BOOLEAN NotificationEnabled)
{
	UNREFERENCED_PARAMETER(Queue);
	UNREFERENCED_PARAMETER(NotificationEnabled);
}
