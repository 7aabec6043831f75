/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SKELETON_H
#define SKELETON_H

#include <ntddk.h>
#include <wdf.h>

#define SKELETON_TAG	0x6c656b53	/* "Skel" */
#define MESSAGE_SIZE	256

/* How often the timer has run, a ULONG. Programs need the same number. */
#define IOCTL_SKELETON_GET_TICKS	\
	CTL_CODE(FILE_DEVICE_UNKNOWN, 0x800, METHOD_BUFFERED, FILE_ANY_ACCESS)

typedef struct _DEVICE_CONTEXT {
	WDFTIMER Timer;
	ULONG Period;			/* of the timer, in ms */
	LONG Ticks;
	size_t Length;
	CHAR Message[MESSAGE_SIZE];	/* what was written last; the queue is sequential */
} DEVICE_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(DEVICE_CONTEXT, DeviceGetContext)

typedef struct _FILE_CONTEXT {
	size_t Told;	/* bytes of the message that this program has read */
} FILE_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(FILE_CONTEXT, FileGetContext)

/* queue.c */
NTSTATUS CreateQueue(WDFDEVICE Device);

#endif
