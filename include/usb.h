/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The USB bus interface below WDF: status values, pipe and interface types, and
 * the one URB that clients fill in themselves.
 */
#ifndef _NT_USB_H
#define _NT_USB_H

#include <ntdef.h>
#include <usbspec.h>

typedef LONG USBD_STATUS;
typedef PVOID USBD_PIPE_HANDLE;
typedef PVOID USBD_CONFIGURATION_HANDLE;
typedef PVOID USBD_INTERFACE_HANDLE;

#define USBD_SUCCESS(s)			((USBD_STATUS)(s) >= 0)
#define USBD_PENDING(s)			((ULONG)(s) >> 30 == 1)
#define USBD_ERROR(s)			((USBD_STATUS)(s) < 0)

#define USBD_STATUS_SUCCESS		((USBD_STATUS)0x00000000)
#define USBD_STATUS_PENDING		((USBD_STATUS)0x40000000)
#define USBD_STATUS_CRC			((USBD_STATUS)0xC0000001)
#define USBD_STATUS_STALL_PID		((USBD_STATUS)0xC0000004)
#define USBD_STATUS_DEV_NOT_RESPONDING	((USBD_STATUS)0xC0000005)
#define USBD_STATUS_DATA_OVERRUN	((USBD_STATUS)0xC0000008)
#define USBD_STATUS_DATA_UNDERRUN	((USBD_STATUS)0xC0000009)
#define USBD_STATUS_XACT_ERROR		((USBD_STATUS)0xC0000011)
#define USBD_STATUS_BABBLE_DETECTED	((USBD_STATUS)0xC0000012)
#define USBD_STATUS_ENDPOINT_HALTED	((USBD_STATUS)0xC0000030)
#define USBD_STATUS_INVALID_PARAMETER	((USBD_STATUS)0x80000300)
#define USBD_STATUS_REQUEST_FAILED	((USBD_STATUS)0x80000500)
#define USBD_STATUS_INTERNAL_HC_ERROR	((USBD_STATUS)0x80000800)
#define USBD_STATUS_NOT_SUPPORTED	((USBD_STATUS)0xC0000E00)
#define USBD_STATUS_INSUFFICIENT_RESOURCES	((USBD_STATUS)0xC0001000)
#define USBD_STATUS_TIMEOUT		((USBD_STATUS)0xC0006000)
#define USBD_STATUS_DEVICE_GONE		((USBD_STATUS)0xC0007000)
#define USBD_STATUS_CANCELED		((USBD_STATUS)0xC0010000)

typedef enum _USBD_PIPE_TYPE {
	UsbdPipeTypeControl,
	UsbdPipeTypeIsochronous,
	UsbdPipeTypeBulk,
	UsbdPipeTypeInterrupt
} USBD_PIPE_TYPE;

typedef struct _USBD_VERSION_INFORMATION {
	ULONG USBDI_Version;
	ULONG Supported_USB_Version;
} USBD_VERSION_INFORMATION, *PUSBD_VERSION_INFORMATION;

#define USBD_CLIENT_CONTRACT_VERSION_INVALID	0xFFFFFFFF
#define USBD_CLIENT_CONTRACT_VERSION_602	0x602

#define URB_FUNCTION_BULK_OR_INTERRUPT_TRANSFER	0x0009
#define URB_FUNCTION_BULK_OR_INTERRUPT_TRANSFER_USING_CHAINED_MDL	0x0037

#define USBD_TRANSFER_DIRECTION_OUT	0x00000000
#define USBD_TRANSFER_DIRECTION_IN	0x00000001
#define USBD_SHORT_TRANSFER_OK		0x00000002
#define USBD_DEFAULT_MAXIMUM_TRANSFER_SIZE	0xFFFFFFFF

struct _MDL;
struct _URB;

struct _URB_HEADER {
	USHORT Length;
	USHORT Function;
	USBD_STATUS Status;
	PVOID UsbdDeviceHandle;
	ULONG UsbdFlags;
};

struct _URB_BULK_OR_INTERRUPT_TRANSFER {
	struct _URB_HEADER Hdr;
	USBD_PIPE_HANDLE PipeHandle;
	ULONG TransferFlags;
	ULONG TransferBufferLength;
	PVOID TransferBuffer;
	struct _MDL *TransferBufferMDL;
	struct _URB *UrbLink;
	PVOID Reserved[8];
};

typedef struct _URB {
	union {
		struct _URB_HEADER UrbHeader;
		struct _URB_BULK_OR_INTERRUPT_TRANSFER UrbBulkOrInterruptTransfer;
	};
} URB, *PURB;

static inline VOID UsbBuildInterruptOrBulkTransferRequest(PURB Urb, USHORT Length,
							  USBD_PIPE_HANDLE PipeHandle,
							  PVOID TransferBuffer,
							  struct _MDL *TransferBufferMDL,
							  ULONG TransferBufferLength,
							  ULONG TransferFlags, PURB Link)
{
	struct _URB_BULK_OR_INTERRUPT_TRANSFER *transfer = &Urb->UrbBulkOrInterruptTransfer;

	transfer->Hdr.Function = URB_FUNCTION_BULK_OR_INTERRUPT_TRANSFER;
	transfer->Hdr.Length = Length;
	transfer->PipeHandle = PipeHandle;
	transfer->TransferBuffer = TransferBuffer;
	transfer->TransferBufferMDL = TransferBufferMDL;
	transfer->TransferBufferLength = TransferBufferLength;
	transfer->TransferFlags = TransferFlags;
	transfer->UrbLink = Link;
}

#endif
