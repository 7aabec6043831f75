/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of skeleton share. */
#ifndef _SKELETON_H
#define _SKELETON_H

#include <ntddk.h>
#include <wdf.h>
#include <netadaptercx.h>

#define SKELETON_TAG	0x6c656b53	/* "Skel" */
#define MTU_SIZE	1500
#define FRAME_SIZE	(MTU_SIZE + 14)
#define LINK_SPEED	1000000000ULL	/* bit/s */
#define WAITING_FRAMES	64

typedef struct _DEVICE_CONTEXT {
	NETADAPTER Adapter;
} DEVICE_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(DEVICE_CONTEXT, DeviceGetContext)

typedef struct _FRAME {
	ULONG Length;
	UCHAR Bytes[FRAME_SIZE];
} FRAME;

/* Frames on their way back: a ring. */
typedef struct _ADAPTER_CONTEXT {
	WDFSPINLOCK Lock;		/* what follows */
	NETPACKETQUEUE RxQueue;		/* while it wants to be told */
	ULONG First;
	ULONG Count;
	FRAME Frames[WAITING_FRAMES];
} ADAPTER_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(ADAPTER_CONTEXT, AdapterGetContext)

typedef struct _QUEUE_CONTEXT {
	ADAPTER_CONTEXT *Adapter;
	NET_RING_COLLECTION const *Rings;
	NET_EXTENSION VirtualAddress;
} QUEUE_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(QUEUE_CONTEXT, QueueGetContext)

EVT_NET_ADAPTER_CREATE_TXQUEUE EvtAdapterCreateTxQueue;
EVT_NET_ADAPTER_CREATE_RXQUEUE EvtAdapterCreateRxQueue;

#endif
