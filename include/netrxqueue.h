/* SPDX-License-Identifier: GPL-2.0 */
/* Receive queues. */
#ifndef _NT_NETRXQUEUE_H
#define _NT_NETRXQUEUE_H

#include <netpacketqueue.h>

EXTERN_C_START

NTSTATUS NetRxQueueCreate(NETRXQUEUE_INIT *RxQueueInit, PWDF_OBJECT_ATTRIBUTES RxQueueAttributes,
			  NET_PACKET_QUEUE_CONFIG *Configuration, NETPACKETQUEUE *PacketQueue);
ULONG NetRxQueueInitGetQueueId(NETRXQUEUE_INIT const *RxQueueInit);
NET_RING_COLLECTION const *NetRxQueueGetRingCollection(NETPACKETQUEUE PacketQueue);
VOID NetRxQueueGetExtension(NETPACKETQUEUE PacketQueue, NET_EXTENSION_QUERY const *Query,
			    NET_EXTENSION *Extension);
/* Any context, hard interrupts included. */
VOID NetRxQueueNotifyMoreReceivedPacketsAvailable(NETPACKETQUEUE PacketQueue);

EXTERN_C_END

#endif
