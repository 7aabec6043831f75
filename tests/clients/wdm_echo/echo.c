// SPDX-License-Identifier: GPL-2.0
/*
 * A driver with nothing but a device: what is written to it is read from it,
 * message by message, and control requests come back as they were sent. Without
 * NDIS and without the framework, as a legacy driver is.
 */
#include <ntddk.h>

#include "echoctl.h"

typedef struct _MESSAGE {
	LIST_ENTRY Link;
	ULONG Length;
	UCHAR Data[1];
} MESSAGE, *PMESSAGE;

typedef struct _DEVICE_EXTENSION {
	KSPIN_LOCK Lock;
	LIST_ENTRY Messages;
	LIST_ENTRY Reads;	/* there are none while there are messages */
	LONG Opens;
} DEVICE_EXTENSION, *PDEVICE_EXTENSION;

DRIVER_INITIALIZE DriverEntry;
static DRIVER_UNLOAD EchoUnload;
static DRIVER_DISPATCH EchoOpen, EchoCleanup, EchoClose, EchoRead, EchoWrite, EchoControl;
static DRIVER_CANCEL EchoCancel;

static NTSTATUS Complete(PIRP Irp, NTSTATUS Status, ULONG_PTR Information)
{
	Irp->IoStatus.Status = Status;
	Irp->IoStatus.Information = Information;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return Status;
}

static NTSTATUS CompleteRead(PIRP Irp, PMESSAGE Message)
{
	ULONG room = IoGetCurrentIrpStackLocation(Irp)->Parameters.Read.Length;
	ULONG length = min(room, Message->Length);
	NTSTATUS status = length < Message->Length ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;

	RtlCopyMemory(Irp->AssociatedIrp.SystemBuffer, Message->Data, length);
	ExFreePool(Message);
	return Complete(Irp, status, length);
}

static VOID EchoCancel(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PDEVICE_EXTENSION extension = DeviceObject->DeviceExtension;
	KIRQL irql;

	IoReleaseCancelSpinLock(Irp->CancelIrql);
	KeAcquireSpinLock(&extension->Lock, &irql);
	RemoveEntryList(&Irp->Tail.Overlay.ListEntry);
	KeReleaseSpinLock(&extension->Lock, irql);
	Complete(Irp, STATUS_CANCELLED, 0);
}

/* The lock is held. One that is being cancelled is left to EchoCancel(). */
static PIRP TakeRead(PDEVICE_EXTENSION Extension)
{
	while (!IsListEmpty(&Extension->Reads)) {
		PLIST_ENTRY entry = RemoveHeadList(&Extension->Reads);
		PIRP irp = CONTAINING_RECORD(entry, IRP, Tail.Overlay.ListEntry);

		if (IoSetCancelRoutine(irp, NULL))
			return irp;
		InitializeListHead(entry);
	}
	return NULL;
}

static NTSTATUS EchoRead(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PDEVICE_EXTENSION extension = DeviceObject->DeviceExtension;
	PMESSAGE message = NULL;
	BOOLEAN cancelled = FALSE;
	KIRQL irql;

	KeAcquireSpinLock(&extension->Lock, &irql);
	if (!IsListEmpty(&extension->Messages)) {
		message = CONTAINING_RECORD(RemoveHeadList(&extension->Messages), MESSAGE, Link);
	} else {
		IoMarkIrpPending(Irp);
		InsertTailList(&extension->Reads, &Irp->Tail.Overlay.ListEntry);
		IoSetCancelRoutine(Irp, EchoCancel);
		if (Irp->Cancel && IoSetCancelRoutine(Irp, NULL)) {
			RemoveEntryList(&Irp->Tail.Overlay.ListEntry);
			cancelled = TRUE;
		}
	}
	KeReleaseSpinLock(&extension->Lock, irql);
	if (message)
		return CompleteRead(Irp, message);
	if (cancelled)
		Complete(Irp, STATUS_CANCELLED, 0);
	return STATUS_PENDING;
}

static NTSTATUS EchoWrite(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	ULONG length = IoGetCurrentIrpStackLocation(Irp)->Parameters.Write.Length;
	PDEVICE_EXTENSION extension = DeviceObject->DeviceExtension;
	PMESSAGE message;
	KIRQL irql;
	PIRP read;

	message = ExAllocatePoolWithTag(NonPagedPool, sizeof(*message) + length, 'ohcE');
	if (!message)
		return Complete(Irp, STATUS_INSUFFICIENT_RESOURCES, 0);
	message->Length = length;
	RtlCopyMemory(message->Data, Irp->AssociatedIrp.SystemBuffer, length);
	KeAcquireSpinLock(&extension->Lock, &irql);
	read = TakeRead(extension);
	if (!read)
		InsertTailList(&extension->Messages, &message->Link);
	KeReleaseSpinLock(&extension->Lock, irql);
	if (read)
		CompleteRead(read, message);
	return Complete(Irp, STATUS_SUCCESS, length);
}

/* Where input and output of each method are. */
static VOID ControlBuffers(PIRP Irp, PUCHAR *Input, PUCHAR *Output)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(Irp);

	*Input = Irp->AssociatedIrp.SystemBuffer;
	*Output = *Input;
	switch (location->Parameters.DeviceIoControl.IoControlCode & 3) {
	case METHOD_NEITHER:
		*Input = location->Parameters.DeviceIoControl.Type3InputBuffer;
		*Output = Irp->UserBuffer;
		break;
	case METHOD_IN_DIRECT:
	case METHOD_OUT_DIRECT:
		*Output = NULL;
		if (Irp->MdlAddress)
			*Output = MmGetSystemAddressForMdlSafe(Irp->MdlAddress, NormalPagePriority);
		break;
	}
}

/* The input backwards, as much of it as the output has room for. */
static NTSTATUS EchoControl(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(Irp);
	ULONG code = location->Parameters.DeviceIoControl.IoControlCode;
	ULONG in = location->Parameters.DeviceIoControl.InputBufferLength;
	ULONG out = location->Parameters.DeviceIoControl.OutputBufferLength;
	PUCHAR input, output;
	ULONG i;

	UNREFERENCED_PARAMETER(DeviceObject);
	if ((code & ~3U) != (IOCTL_ECHO_BUFFERED & ~3U))
		return Complete(Irp, STATUS_INVALID_DEVICE_REQUEST, 0);
	if (out < in)
		return Complete(Irp, STATUS_BUFFER_TOO_SMALL, 0);
	ControlBuffers(Irp, &input, &output);
	for (i = 0; i < in / 2; i++) {
		UCHAR first = input[i];

		output[i] = input[in - 1 - i];
		output[in - 1 - i] = first;
	}
	if (in & 1)
		output[in / 2] = input[in / 2];
	return Complete(Irp, STATUS_SUCCESS, in);
}

static NTSTATUS EchoOpen(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PDEVICE_EXTENSION extension = DeviceObject->DeviceExtension;

	InterlockedIncrement(&extension->Opens);
	return Complete(Irp, STATUS_SUCCESS, 0);
}

/* What the file left behind is cancelled by the system. */
static NTSTATUS EchoCleanup(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	UNREFERENCED_PARAMETER(DeviceObject);
	return Complete(Irp, STATUS_SUCCESS, 0);
}

static NTSTATUS EchoClose(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PDEVICE_EXTENSION extension = DeviceObject->DeviceExtension;

	InterlockedDecrement(&extension->Opens);
	return Complete(Irp, STATUS_SUCCESS, 0);
}

static VOID EchoUnload(PDRIVER_OBJECT DriverObject)
{
	PDEVICE_EXTENSION extension = DriverObject->DeviceObject->DeviceExtension;
	UNICODE_STRING link;

	ASSERT(!extension->Opens && IsListEmpty(&extension->Reads));
	while (!IsListEmpty(&extension->Messages))
		ExFreePool(CONTAINING_RECORD(RemoveHeadList(&extension->Messages), MESSAGE, Link));
	RtlInitUnicodeString(&link, L"\\DosDevices\\TestEcho");
	IoDeleteSymbolicLink(&link);
	IoDeleteDevice(DriverObject->DeviceObject);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	PDEVICE_EXTENSION extension;
	UNICODE_STRING name, link;
	PDEVICE_OBJECT device;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(RegistryPath);
	/* As the samples do; Linux' own files may not. */
	DbgPrint("echo: built %s %s\n", __DATE__, __TIME__);
	RtlInitUnicodeString(&name, L"\\Device\\TestEcho");
	RtlInitUnicodeString(&link, L"\\DosDevices\\TestEcho");
	status = IoCreateDevice(DriverObject, sizeof(*extension), &name, FILE_DEVICE_UNKNOWN, 0,
				FALSE, &device);
	if (!NT_SUCCESS(status))
		return status;
	extension = device->DeviceExtension;
	KeInitializeSpinLock(&extension->Lock);
	InitializeListHead(&extension->Messages);
	InitializeListHead(&extension->Reads);
	device->Flags |= DO_BUFFERED_IO;

	DriverObject->DriverUnload = EchoUnload;
	DriverObject->MajorFunction[IRP_MJ_CREATE] = EchoOpen;
	DriverObject->MajorFunction[IRP_MJ_CLEANUP] = EchoCleanup;
	DriverObject->MajorFunction[IRP_MJ_CLOSE] = EchoClose;
	DriverObject->MajorFunction[IRP_MJ_READ] = EchoRead;
	DriverObject->MajorFunction[IRP_MJ_WRITE] = EchoWrite;
	DriverObject->MajorFunction[IRP_MJ_DEVICE_CONTROL] = EchoControl;
	status = IoCreateSymbolicLink(&link, &name);
	if (!NT_SUCCESS(status))
		IoDeleteDevice(device);
	return status;
}
