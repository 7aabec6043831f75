/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SKELETON_H
#define SKELETON_H

#include <ntddk.h>
#include <wdf.h>
#include <usb.h>
#include <wdfusb.h>

#define SKELETON_TAG	0x6c656b53	/* "Skel" */

/* The device descriptor, 18 bytes. Programs need the same number. */
#define IOCTL_SKELETON_GET_DESCRIPTOR	\
	CTL_CODE(FILE_DEVICE_UNKNOWN, 0x800, METHOD_BUFFERED, FILE_ANY_ACCESS)

typedef struct _DEVICE_CONTEXT {
	WDFUSBDEVICE Usb;
	WDFUSBPIPE BulkIn;
	WDFUSBPIPE BulkOut;
	WDFUSBPIPE Interrupt;
} DEVICE_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(DEVICE_CONTEXT, DeviceGetContext)

typedef struct _FILE_CONTEXT {
	size_t Told;	/* bytes of the text that this program has read */
} FILE_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(FILE_CONTEXT, FileGetContext)

/* queue.c */
NTSTATUS CreateQueue(WDFDEVICE Device);

#endif
