// SPDX-License-Identifier: GPL-2.0
/*
 * Entry points on NETTXQUEUE_INIT, NETRXQUEUE_INIT and NETPACKETQUEUE.
 */
#include "netadapter/netcx.h"

#include <linux/export.h>
#include <linux/rcupdate.h>
#include <linux/string.h>

#include <ntmodule.h>

#include "nt/nt_internal.h"

static NTSTATUS netcx_queue_create_api(const void *handle, bool tx,
				       WDF_OBJECT_ATTRIBUTES *attributes,
				       NET_PACKET_QUEUE_CONFIG *config, NETPACKETQUEUE *out,
				       const char *who)
{
	struct netcx_queue_init *init;
	struct netcx_queue *queue;
	NTSTATUS status;

	if (!out)
		return STATUS_INVALID_PARAMETER;
	*out = NULL;
	if (nt_irql_violation(NULL, who))
		return STATUS_INVALID_DEVICE_REQUEST;
	init = netcx_queue_init_from_handle(handle, tx, who);
	if (!init)
		return STATUS_INVALID_PARAMETER;
	if (init->created) {
		netcx_violation(init->adapter, QUEUE_BAD_INIT, "%s: one queue per init", who);
		return STATUS_INVALID_DEVICE_REQUEST;
	}
	if (!config || config->Size != sizeof(*config)) {
		netcx_violation(init->adapter, QUEUE_BAD_CONFIG, "%s: wrong Size", who);
		return STATUS_INFO_LENGTH_MISMATCH;
	}
	if (!config->EvtAdvance || !config->EvtSetNotificationEnabled || !config->EvtCancel) {
		netcx_violation(init->adapter, QUEUE_BAD_CONFIG, "%s: a callback is missing", who);
		return STATUS_INVALID_PARAMETER;
	}

	status = netcx_queue_create(init, attributes, config, &queue);
	if (NT_SUCCESS(status))
		*out = netcx_queue_handle(queue);
	return status;
}

NTSTATUS NetTxQueueCreate(NETTXQUEUE_INIT *NetTxQueueInit,
			  WDF_OBJECT_ATTRIBUTES *TxQueueAttributes,
			  NET_PACKET_QUEUE_CONFIG *Configuration, NETPACKETQUEUE *PacketQueue)
{
	return netcx_queue_create_api(NetTxQueueInit, true, TxQueueAttributes, Configuration,
				      PacketQueue, __func__);
}
EXPORT_SYMBOL_NS_GPL(NetTxQueueCreate, NDIS_SHIM);

NTSTATUS NetRxQueueCreate(NETRXQUEUE_INIT *NetRxQueueInit,
			  WDF_OBJECT_ATTRIBUTES *RxQueueAttributes,
			  NET_PACKET_QUEUE_CONFIG *Configuration, NETPACKETQUEUE *PacketQueue)
{
	return netcx_queue_create_api(NetRxQueueInit, false, RxQueueAttributes, Configuration,
				      PacketQueue, __func__);
}
EXPORT_SYMBOL_NS_GPL(NetRxQueueCreate, NDIS_SHIM);

ULONG NetTxQueueInitGetQueueId(const NETTXQUEUE_INIT *NetTxQueueInit)
{
	struct netcx_queue_init *init = netcx_queue_init_from_handle(NetTxQueueInit, true,
								     __func__);

	return init ? init->id : 0;
}
EXPORT_SYMBOL_NS_GPL(NetTxQueueInitGetQueueId, NDIS_SHIM);

ULONG NetRxQueueInitGetQueueId(const NETRXQUEUE_INIT *NetRxQueueInit)
{
	struct netcx_queue_init *init = netcx_queue_init_from_handle(NetRxQueueInit, false,
								     __func__);

	return init ? init->id : 0;
}
EXPORT_SYMBOL_NS_GPL(NetRxQueueInitGetQueueId, NDIS_SHIM);

NET_RING_COLLECTION const *NetTxQueueGetRingCollection(NETPACKETQUEUE PacketQueue)
{
	struct netcx_queue *queue = netcx_queue_from_handle(PacketQueue, true, __func__);

	return queue ? &queue->rings : NULL;
}
EXPORT_SYMBOL_NS_GPL(NetTxQueueGetRingCollection, NDIS_SHIM);

NET_RING_COLLECTION const *NetRxQueueGetRingCollection(NETPACKETQUEUE PacketQueue)
{
	struct netcx_queue *queue = netcx_queue_from_handle(PacketQueue, false, __func__);

	return queue ? &queue->rings : NULL;
}
EXPORT_SYMBOL_NS_GPL(NetRxQueueGetRingCollection, NDIS_SHIM);

static void netcx_queue_get_extension(NETPACKETQUEUE handle, bool tx,
				      const NET_EXTENSION_QUERY *query, NET_EXTENSION *ext,
				      const char *who)
{
	struct netcx_queue *queue;

	if (!ext)
		return;
	memset(ext, 0, sizeof(*ext));
	queue = netcx_queue_from_handle(handle, tx, who);
	if (!queue)
		return;
	if (!query || query->Size != sizeof(*query)) {
		netcx_violation(queue->adapter, QUEUE_BAD_CONFIG, "%s: wrong Size", who);
		return;
	}
	netcx_ext_open(&queue->ext, &queue->packet, &queue->fragment, query, ext);
	/* Made for packets from here on: who has not asked cannot know where they are. */
	if (netcx_ext_present(&queue->ext, NETCX_EXT_MDL) &&
	    ext->Reserved[0] == queue->fragment.pub->Buffer + queue->ext.offset[NETCX_EXT_MDL])
		WRITE_ONCE(queue->mdls, true);
}

void NetTxQueueGetExtension(NETPACKETQUEUE PacketQueue, const NET_EXTENSION_QUERY *Query,
			    NET_EXTENSION *Extension)
{
	netcx_queue_get_extension(PacketQueue, true, Query, Extension, __func__);
}
EXPORT_SYMBOL_NS_GPL(NetTxQueueGetExtension, NDIS_SHIM);

void NetRxQueueGetExtension(NETPACKETQUEUE PacketQueue, const NET_EXTENSION_QUERY *Query,
			    NET_EXTENSION *Extension)
{
	netcx_queue_get_extension(PacketQueue, false, Query, Extension, __func__);
}
EXPORT_SYMBOL_NS_GPL(NetRxQueueGetExtension, NDIS_SHIM);

static void netcx_queue_notify_api(NETPACKETQUEUE handle, bool tx, const char *who)
{
	struct netcx_queue *queue;

	rcu_read_lock();
	queue = netcx_queue_from_handle(handle, tx, who);
	if (queue)
		netcx_queue_notify(queue);
	rcu_read_unlock();
}

void NetTxQueueNotifyMoreCompletedPacketsAvailable(NETPACKETQUEUE PacketQueue)
{
	netcx_queue_notify_api(PacketQueue, true, __func__);
}
EXPORT_SYMBOL_NS_GPL(NetTxQueueNotifyMoreCompletedPacketsAvailable, NDIS_SHIM);

void NetRxQueueNotifyMoreReceivedPacketsAvailable(NETPACKETQUEUE PacketQueue)
{
	netcx_queue_notify_api(PacketQueue, false, __func__);
}
EXPORT_SYMBOL_NS_GPL(NetRxQueueNotifyMoreReceivedPacketsAvailable, NDIS_SHIM);

void nt_rx_arming_tells(const void *handle)
{
	struct netcx_queue *queue = netcx_queue_from_handle((NETPACKETQUEUE)handle, false,
							    __func__);

	if (queue)
		WRITE_ONCE(queue->arming_tells, true);
}
EXPORT_SYMBOL_NS_GPL(nt_rx_arming_tells, NDIS_SHIM);
