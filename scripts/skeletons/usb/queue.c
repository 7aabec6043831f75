// SPDX-License-Identifier: GPL-2.0
/*
 * What programs want of the device: reading its node tells what it is, as text; a
 * control request gets its descriptor as it is.
 *
 * A read or write of a driver with something to move would be formatted for a pipe
 * here (WdfUsbTargetPipeFormatRequestForRead) and sent (WdfRequestSend); its
 * completion routine completes it.
 */
#include "skeleton.h"

#include <ntstrsafe.h>

static EVT_WDF_IO_QUEUE_IO_READ EvtIoRead;
static EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL EvtIoDeviceControl;

NTSTATUS CreateQueue(WDFDEVICE Device)
{
	WDF_IO_QUEUE_CONFIG config;

	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, WdfIoQueueDispatchSequential);
	config.EvtIoRead = EvtIoRead;
	config.EvtIoDeviceControl = EvtIoDeviceControl;
	return WdfIoQueueCreate(Device, &config, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
}

static VOID EvtIoRead(WDFQUEUE Queue, WDFREQUEST Request, size_t Length)
{
	FILE_CONTEXT *file = FileGetContext(WdfRequestGetFileObject(Request));
	DEVICE_CONTEXT *context = DeviceGetContext(WdfIoQueueGetDevice(Queue));
	USB_DEVICE_DESCRIPTOR descriptor;
	size_t size, part;
	NTSTATUS status;
	CHAR text[128];
	PVOID buffer;

	WdfUsbTargetDeviceGetDeviceDescriptor(context->Usb, &descriptor);
	status = RtlStringCbPrintfA(text, sizeof(text),
				    "device %04x:%04x, USB %x.%02x%s%s%s\n",
				    descriptor.idVendor, descriptor.idProduct,
				    descriptor.bcdUSB >> 8, descriptor.bcdUSB & 0xff,
				    context->BulkIn ? ", bulk in" : "",
				    context->BulkOut ? ", bulk out" : "",
				    context->Interrupt ? ", interrupt" : "");
	if (NT_SUCCESS(status))
		status = RtlStringCbLengthA(text, sizeof(text), &size);
	if (NT_SUCCESS(status))
		status = WdfRequestRetrieveOutputBuffer(Request, 1, &buffer, NULL);
	if (!NT_SUCCESS(status)) {
		WdfRequestComplete(Request, status);
		return;
	}

	/* Nothing is the end of the file. */
	part = size - file->Told;
	if (part > Length)
		part = Length;
	RtlCopyMemory(buffer, text + file->Told, part);
	file->Told += part;
	WdfRequestCompleteWithInformation(Request, STATUS_SUCCESS, part);
}

static VOID EvtIoDeviceControl(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputBufferLength,
			       size_t InputBufferLength, ULONG IoControlCode)
{
	DEVICE_CONTEXT *context = DeviceGetContext(WdfIoQueueGetDevice(Queue));
	USB_DEVICE_DESCRIPTOR *descriptor;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(OutputBufferLength);
	UNREFERENCED_PARAMETER(InputBufferLength);

	if (IoControlCode != IOCTL_SKELETON_GET_DESCRIPTOR) {
		WdfRequestComplete(Request, STATUS_INVALID_DEVICE_REQUEST);
		return;
	}
	status = WdfRequestRetrieveOutputBuffer(Request, sizeof(*descriptor),
						(PVOID *)&descriptor, NULL);
	if (!NT_SUCCESS(status)) {
		WdfRequestComplete(Request, status);
		return;
	}
	WdfUsbTargetDeviceGetDeviceDescriptor(context->Usb, descriptor);
	WdfRequestCompleteWithInformation(Request, STATUS_SUCCESS, sizeof(*descriptor));
}
