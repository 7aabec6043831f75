/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What transmit and receive queues have in common. The callbacks of one queue
 * never overlap; Advance and SetNotificationEnabled must not sleep.
 */
#ifndef _NT_NETPACKETQUEUE_H
#define _NT_NETPACKETQUEUE_H

#include <netadaptercxtypes.h>
#include <net/extension.h>
#include <net/ringcollection.h>

typedef VOID (EVT_PACKET_QUEUE_START)(NETPACKETQUEUE PacketQueue);
typedef VOID (EVT_PACKET_QUEUE_STOP)(NETPACKETQUEUE PacketQueue);
typedef VOID (EVT_PACKET_QUEUE_ADVANCE)(NETPACKETQUEUE PacketQueue);
typedef VOID (EVT_PACKET_QUEUE_SET_NOTIFICATION_ENABLED)(NETPACKETQUEUE PacketQueue,
							 BOOLEAN NotificationEnabled);
typedef VOID (EVT_PACKET_QUEUE_CANCEL)(NETPACKETQUEUE PacketQueue);
typedef EVT_PACKET_QUEUE_START *PFN_PACKET_QUEUE_START;
typedef EVT_PACKET_QUEUE_STOP *PFN_PACKET_QUEUE_STOP;
typedef EVT_PACKET_QUEUE_ADVANCE *PFN_PACKET_QUEUE_ADVANCE;
typedef EVT_PACKET_QUEUE_SET_NOTIFICATION_ENABLED *PFN_PACKET_QUEUE_SET_NOTIFICATION_ENABLED;
typedef EVT_PACKET_QUEUE_CANCEL *PFN_PACKET_QUEUE_CANCEL;

typedef struct _NET_PACKET_QUEUE_CONFIG {
	ULONG Size;
	PFN_PACKET_QUEUE_START EvtStart;
	PFN_PACKET_QUEUE_STOP EvtStop;
	PFN_PACKET_QUEUE_ADVANCE EvtAdvance;
	PFN_PACKET_QUEUE_SET_NOTIFICATION_ENABLED EvtSetNotificationEnabled;
	PFN_PACKET_QUEUE_CANCEL EvtCancel;
	NETEXECUTIONCONTEXT ExecutionContext;
} NET_PACKET_QUEUE_CONFIG, *PNET_PACKET_QUEUE_CONFIG;

static inline VOID
NET_PACKET_QUEUE_CONFIG_INIT(NET_PACKET_QUEUE_CONFIG *Configuration,
			     PFN_PACKET_QUEUE_ADVANCE EvtAdvance,
			     PFN_PACKET_QUEUE_SET_NOTIFICATION_ENABLED EvtSetNotificationEnabled,
			     PFN_PACKET_QUEUE_CANCEL EvtCancel)
{
	RtlZeroMemory(Configuration, sizeof(*Configuration));
	Configuration->Size = sizeof(*Configuration);
	Configuration->EvtAdvance = EvtAdvance;
	Configuration->EvtSetNotificationEnabled = EvtSetNotificationEnabled;
	Configuration->EvtCancel = EvtCancel;
}

#endif
