/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of skeleton share. */
#ifndef _SKELETON_H
#define _SKELETON_H

#include <ntddk.h>
#include <wdf.h>
#include <netadaptercx.h>
#include <mbbcx.h>

#define SKELETON_TAG	0x6c656b53	/* "Skel" */
#define FRAGMENT_SIZE	4096		/* the longest MBIM message piece */
#define MTU_SIZE	1500
#define LINK_SPEED	100000000ULL	/* bit/s */

/* ---- modem.c: where the hardware would be ---- */

/* An answer that waits to be fetched. */
typedef struct _ANSWER {
	LIST_ENTRY Link;
	ULONG Length;
	UCHAR Bytes[64];
} ANSWER;

typedef struct _MODEM {
	WDFSPINLOCK Lock;		/* Answers */
	LIST_ENTRY Answers;
} MODEM;

NTSTATUS ModemCreate(MODEM *Modem, WDFDEVICE Device);
/* Takes a fragment in. TRUE: there is an answer now. */
BOOLEAN ModemTake(MODEM *Modem, const UCHAR *Fragment, SIZE_T Length);
/* Fetches an answer; 0: there is none. */
ULONG ModemGive(MODEM *Modem, UCHAR *Buffer, SIZE_T Room);
VOID ModemReset(MODEM *Modem);

/* ---- driver.c ---- */

typedef struct _DEVICE_CONTEXT {
	MODEM Modem;
} DEVICE_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(DEVICE_CONTEXT, DeviceGetContext)

/* ---- queue.c ---- */

typedef struct _QUEUE_CONTEXT {
	NET_RING_COLLECTION const *Rings;
} QUEUE_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(QUEUE_CONTEXT, QueueGetContext)

EVT_NET_ADAPTER_CREATE_TXQUEUE EvtAdapterCreateTxQueue;
EVT_NET_ADAPTER_CREATE_RXQUEUE EvtAdapterCreateRxQueue;

#endif
