/* SPDX-License-Identifier: GPL-2.0 */
/* Transmit queues. */
#ifndef _NT_NETTXQUEUE_H
#define _NT_NETTXQUEUE_H

#include <netpacketqueue.h>

EXTERN_C_START

NTSTATUS NetTxQueueCreate(NETTXQUEUE_INIT *TxQueueInit, PWDF_OBJECT_ATTRIBUTES TxQueueAttributes,
			  NET_PACKET_QUEUE_CONFIG *Configuration, NETPACKETQUEUE *PacketQueue);
ULONG NetTxQueueInitGetQueueId(NETTXQUEUE_INIT const *TxQueueInit);
NET_RING_COLLECTION const *NetTxQueueGetRingCollection(NETPACKETQUEUE PacketQueue);
VOID NetTxQueueGetExtension(NETPACKETQUEUE PacketQueue, NET_EXTENSION_QUERY const *Query,
			    NET_EXTENSION *Extension);
/* Any context, hard interrupts included. */
VOID NetTxQueueNotifyMoreCompletedPacketsAvailable(NETPACKETQUEUE PacketQueue);

EXTERN_C_END

#endif
