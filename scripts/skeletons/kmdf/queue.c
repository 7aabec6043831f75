// SPDX-License-Identifier: GPL-2.0
/*
 * What programs want of the device: a message to be kept, the message, how often the
 * timer has run. One request at a time, so nothing needs a lock.
 */
#include "skeleton.h"

static EVT_WDF_IO_QUEUE_IO_READ EvtIoRead;
static EVT_WDF_IO_QUEUE_IO_WRITE EvtIoWrite;
static EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL EvtIoDeviceControl;

NTSTATUS CreateQueue(WDFDEVICE Device)
{
	WDF_IO_QUEUE_CONFIG config;

	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, WdfIoQueueDispatchSequential);
	config.EvtIoRead = EvtIoRead;
	config.EvtIoWrite = EvtIoWrite;
	config.EvtIoDeviceControl = EvtIoDeviceControl;
	return WdfIoQueueCreate(Device, &config, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
}

static VOID EvtIoRead(WDFQUEUE Queue, WDFREQUEST Request, size_t Length)
{
	FILE_CONTEXT *file = FileGetContext(WdfRequestGetFileObject(Request));
	DEVICE_CONTEXT *context = DeviceGetContext(WdfIoQueueGetDevice(Queue));
	NTSTATUS status;
	PVOID buffer;
	size_t part;

	status = WdfRequestRetrieveOutputBuffer(Request, 1, &buffer, NULL);
	if (!NT_SUCCESS(status)) {
		WdfRequestComplete(Request, status);
		return;
	}
	/* Nothing is the end of the file. */
	part = context->Length > file->Told ? context->Length - file->Told : 0;
	if (part > Length)
		part = Length;
	RtlCopyMemory(buffer, context->Message + file->Told, part);
	file->Told += part;
	WdfRequestCompleteWithInformation(Request, STATUS_SUCCESS, part);
}

static VOID EvtIoWrite(WDFQUEUE Queue, WDFREQUEST Request, size_t Length)
{
	DEVICE_CONTEXT *context = DeviceGetContext(WdfIoQueueGetDevice(Queue));
	NTSTATUS status;
	PVOID buffer;

	if (Length > sizeof(context->Message)) {
		WdfRequestComplete(Request, STATUS_INVALID_BUFFER_SIZE);
		return;
	}
	status = WdfRequestRetrieveInputBuffer(Request, 1, &buffer, NULL);
	if (!NT_SUCCESS(status)) {
		WdfRequestComplete(Request, status);
		return;
	}
	RtlCopyMemory(context->Message, buffer, Length);
	context->Length = Length;
	WdfRequestCompleteWithInformation(Request, STATUS_SUCCESS, Length);
}

static VOID EvtIoDeviceControl(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputBufferLength,
			       size_t InputBufferLength, ULONG IoControlCode)
{
	DEVICE_CONTEXT *context = DeviceGetContext(WdfIoQueueGetDevice(Queue));
	NTSTATUS status;
	PVOID buffer;

	UNREFERENCED_PARAMETER(OutputBufferLength);
	UNREFERENCED_PARAMETER(InputBufferLength);

	if (IoControlCode != IOCTL_SKELETON_GET_TICKS) {
		WdfRequestComplete(Request, STATUS_INVALID_DEVICE_REQUEST);
		return;
	}
	status = WdfRequestRetrieveOutputBuffer(Request, sizeof(ULONG), &buffer, NULL);
	if (!NT_SUCCESS(status)) {
		WdfRequestComplete(Request, status);
		return;
	}
	*(ULONG *)buffer = (ULONG)context->Ticks;
	WdfRequestCompleteWithInformation(Request, STATUS_SUCCESS, sizeof(ULONG));
}
