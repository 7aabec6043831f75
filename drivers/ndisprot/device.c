// SPDX-License-Identifier: GPL-2.0
/*
 * Files: a program opens the device, chooses a binding, asks about it. One file
 * has a binding at a time, and one binding a file.
 */
#include "ndisprot.h"

NTSTATUS DeviceComplete(PIRP Irp, NTSTATUS Status, ULONG_PTR Information)
{
	Irp->IoStatus.Status = Status;
	Irp->IoStatus.Information = Information;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return Status;
}

/* NDIS's failures in the words of the I/O system. */
NTSTATUS DeviceStatus(NDIS_STATUS Status)
{
	switch (Status) {
	case NDIS_STATUS_NOT_ACCEPTED:
	case NDIS_STATUS_NOT_RECOGNIZED:
	case NDIS_STATUS_INVALID_OID:
		return STATUS_NOT_SUPPORTED;
	case NDIS_STATUS_INVALID_LENGTH:
	case NDIS_STATUS_BUFFER_TOO_SHORT:
		return STATUS_BUFFER_TOO_SMALL;
	case NDIS_STATUS_INVALID_DATA:
	case NDIS_STATUS_INVALID_PACKET:
		return STATUS_INVALID_PARAMETER;
	case NDIS_STATUS_MULTICAST_FULL:
		return STATUS_INSUFFICIENT_RESOURCES;
	case NDIS_STATUS_REQUEST_ABORTED:
		return STATUS_CANCELLED;
	case NDIS_STATUS_RESET_IN_PROGRESS:
	case NDIS_STATUS_ADAPTER_NOT_READY:
		return STATUS_DEVICE_NOT_READY;
	case NDIS_STATUS_CLOSING:
	case NDIS_STATUS_CLOSING_INDICATING:
	case NDIS_STATUS_ADAPTER_REMOVED:
	case NDIS_STATUS_NO_CABLE:
		return STATUS_DEVICE_NOT_CONNECTED;
	default:
		/* Most have the same number in both. */
		return (ULONG)Status >> 16 == 0xc001 ? STATUS_UNSUCCESSFUL : Status;
	}
}

/* ---- which file has which binding ---- */

PPROT_BINDING DeviceGetBinding(PFILE_OBJECT File)
{
	PPROT_BINDING binding;

	NdisAcquireSpinLock(&Globals.Lock);
	binding = File->FsContext;
	if (binding)
		BindReference(binding);
	NdisReleaseSpinLock(&Globals.Lock);
	return binding;
}

/* The file's reference becomes the caller's. */
static PPROT_BINDING TakeBinding(PFILE_OBJECT File)
{
	PPROT_BINDING binding;

	NdisAcquireSpinLock(&Globals.Lock);
	binding = File->FsContext;
	File->FsContext = NULL;
	NdisReleaseSpinLock(&Globals.Lock);
	return binding;
}

static PPROT_BINDING FindBinding(PNDIS_STRING Name)
{
	PPROT_BINDING found = NULL;
	PLIST_ENTRY entry;

	NdisAcquireSpinLock(&Globals.Lock);
	for (entry = Globals.Bindings.Flink; entry != &Globals.Bindings; entry = entry->Flink) {
		PPROT_BINDING binding = CONTAINING_RECORD(entry, PROT_BINDING, Link);

		if (!NdisEqualString(&binding->Name, Name, FALSE))
			continue;
		BindReference(binding);
		found = binding;
		break;
	}
	NdisReleaseSpinLock(&Globals.Lock);
	return found;
}

static NTSTATUS ClaimBinding(PPROT_BINDING Binding, PFILE_OBJECT File)
{
	NTSTATUS status = STATUS_SUCCESS;

	NdisAcquireSpinLock(&Binding->Lock);
	if (Binding->Flags & PROT_UNBINDING) {
		status = STATUS_DEVICE_NOT_CONNECTED;
	} else if (Binding->File) {
		status = STATUS_DEVICE_BUSY;
	} else {
		NdisZeroMemory(&Binding->Counters, sizeof(Binding->Counters));
		Binding->File = File;
		Binding->Receiving = TRUE;
	}
	NdisReleaseSpinLock(&Binding->Lock);
	return status;
}

/* Quiet first, so that whoever chooses it next starts from nothing. */
static VOID ReleaseBinding(PPROT_BINDING Binding)
{
	NdisAcquireSpinLock(&Binding->Lock);
	Binding->Receiving = FALSE;
	NdisReleaseSpinLock(&Binding->Lock);
	ReceiveFlush(Binding, STATUS_CANCELLED);
	RequestSilence(Binding);
	NdisAcquireSpinLock(&Binding->Lock);
	Binding->File = NULL;
	NdisReleaseSpinLock(&Binding->Lock);
	BindDereference(Binding);
}

/* A binding whose adapter has gone does not stand in the way of another one. */
static NTSTATUS LeaveOldBinding(PFILE_OBJECT File)
{
	PPROT_BINDING old = DeviceGetBinding(File);
	BOOLEAN dead;

	if (!old)
		return STATUS_SUCCESS;
	NdisAcquireSpinLock(&old->Lock);
	dead = !!(old->Flags & PROT_UNBINDING);
	NdisReleaseSpinLock(&old->Lock);
	BindDereference(old);
	if (!dead)
		return STATUS_INVALID_DEVICE_STATE;
	old = TakeBinding(File);
	if (old)
		ReleaseBinding(old);
	return STATUS_SUCCESS;
}

static NTSTATUS OpenBinding(PFILE_OBJECT File, PVOID Buffer, ULONG Length)
{
	PPROT_BINDING binding;
	NDIS_STRING name;
	NTSTATUS status;

	if (!Length || Length % sizeof(WCHAR) || Length > NDISPROT_NAME * sizeof(WCHAR))
		return STATUS_OBJECT_NAME_INVALID;
	status = LeaveOldBinding(File);
	if (!NT_SUCCESS(status))
		return status;
	name.Buffer = Buffer;
	name.Length = (USHORT)Length;
	name.MaximumLength = (USHORT)Length;
	binding = FindBinding(&name);
	if (!binding)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	status = ClaimBinding(binding, File);
	if (!NT_SUCCESS(status)) {
		BindDereference(binding);
		return status;
	}

	NdisAcquireSpinLock(&Globals.Lock);
	if (!File->FsContext)
		File->FsContext = binding;
	else
		status = STATUS_INVALID_DEVICE_STATE;	/* two opens of one file met */
	NdisReleaseSpinLock(&Globals.Lock);
	if (!NT_SUCCESS(status))
		ReleaseBinding(binding);
	return status;
}

/* ---- questions ---- */

static PPROT_BINDING BindingByIndex(ULONG Index)
{
	PPROT_BINDING binding = NULL;
	PLIST_ENTRY entry;

	NdisAcquireSpinLock(&Globals.Lock);
	for (entry = Globals.Bindings.Flink; entry != &Globals.Bindings; entry = entry->Flink) {
		if (Index--)
			continue;
		binding = CONTAINING_RECORD(entry, PROT_BINDING, Link);
		BindReference(binding);
		break;
	}
	NdisReleaseSpinLock(&Globals.Lock);
	return binding;
}

static NTSTATUS QueryBinding(PVOID Buffer, ULONG InputLength, ULONG OutputLength,
			     ULONG_PTR *Information)
{
	PNDISPROT_BINDING answer = Buffer;
	PPROT_BINDING binding;
	ULONG index;

	if (InputLength < sizeof(index) || OutputLength < sizeof(*answer))
		return STATUS_BUFFER_TOO_SMALL;
	index = *(PULONG)Buffer;
	binding = BindingByIndex(index);
	if (!binding)
		return STATUS_NO_MORE_ENTRIES;
	NdisZeroMemory(answer, sizeof(*answer));
	answer->Index = index;
	NdisMoveMemory(answer->Address, binding->Address, sizeof(answer->Address));
	NdisMoveMemory(answer->DeviceName, binding->NameBuffer, sizeof(answer->DeviceName));
	NdisMoveMemory(answer->Description, binding->Description, sizeof(answer->Description));
	NdisAcquireSpinLock(&binding->Lock);
	answer->MaximumFrame = binding->MaximumFrame;
	answer->LinkSpeed = binding->LinkSpeed;
	answer->Flags = (binding->File ? NDISPROT_IN_USE : 0) |
			(binding->Flags & PROT_MEDIA_CONNECTED ? NDISPROT_CONNECTED : 0);
	NdisReleaseSpinLock(&binding->Lock);
	BindDereference(binding);
	*Information = sizeof(*answer);
	return STATUS_SUCCESS;
}

static NTSTATUS QueryCounters(PPROT_BINDING Binding, PVOID Buffer, ULONG OutputLength,
			      ULONG_PTR *Information)
{
	if (OutputLength < sizeof(Binding->Counters))
		return STATUS_BUFFER_TOO_SMALL;
	NdisAcquireSpinLock(&Binding->Lock);
	NdisMoveMemory(Buffer, &Binding->Counters, sizeof(Binding->Counters));
	NdisReleaseSpinLock(&Binding->Lock);
	*Information = sizeof(Binding->Counters);
	return STATUS_SUCCESS;
}

/* What needs a binding to have been chosen. */
static NTSTATUS ControlBinding(PIO_STACK_LOCATION Location, PVOID Buffer, ULONG_PTR *Information)
{
	ULONG in = Location->Parameters.DeviceIoControl.InputBufferLength;
	ULONG out = Location->Parameters.DeviceIoControl.OutputBufferLength;
	PPROT_BINDING binding = DeviceGetBinding(Location->FileObject);
	NTSTATUS status;

	if (!binding)
		return STATUS_INVALID_DEVICE_STATE;
	switch (Location->Parameters.DeviceIoControl.IoControlCode) {
	case IOCTL_NDISPROT_QUERY_OID:
		status = RequestQueryFromProgram(binding, Buffer, in, out, Information);
		break;
	case IOCTL_NDISPROT_SET_OID:
		status = RequestSetFromProgram(binding, Buffer, in);
		break;
	default:
		status = QueryCounters(binding, Buffer, out, Information);
		break;
	}
	BindDereference(binding);
	return status;
}

/* ---- dispatch routines ---- */

NTSTATUS DeviceCreate(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	UNREFERENCED_PARAMETER(DeviceObject);
	IoGetCurrentIrpStackLocation(Irp)->FileObject->FsContext = NULL;
	return DeviceComplete(Irp, STATUS_SUCCESS, 0);
}

/* The last handle is closed: nobody waits for the file's requests any more. */
NTSTATUS DeviceCleanup(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PFILE_OBJECT file = IoGetCurrentIrpStackLocation(Irp)->FileObject;
	PPROT_BINDING binding;

	UNREFERENCED_PARAMETER(DeviceObject);
	PnPCleanup(file);
	binding = TakeBinding(file);
	if (binding)
		ReleaseBinding(binding);
	return DeviceComplete(Irp, STATUS_SUCCESS, 0);
}

NTSTATUS DeviceClose(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	UNREFERENCED_PARAMETER(DeviceObject);
	return DeviceComplete(Irp, STATUS_SUCCESS, 0);
}

NTSTATUS DeviceControl(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(Irp);
	ULONG in = location->Parameters.DeviceIoControl.InputBufferLength;
	ULONG out = location->Parameters.DeviceIoControl.OutputBufferLength;
	PVOID buffer = Irp->AssociatedIrp.SystemBuffer;
	ULONG_PTR information = 0;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(DeviceObject);
	switch (location->Parameters.DeviceIoControl.IoControlCode) {
	case IOCTL_NDISPROT_BIND_WAIT:
		return PnPWaitForBinds(Irp);
	case IOCTL_NDISPROT_QUERY_BINDING:
		status = QueryBinding(buffer, in, out, &information);
		break;
	case IOCTL_NDISPROT_OPEN:
		status = OpenBinding(location->FileObject, buffer, in);
		break;
	case IOCTL_NDISPROT_QUERY_OID:
	case IOCTL_NDISPROT_SET_OID:
	case IOCTL_NDISPROT_COUNTERS:
		status = ControlBinding(location, buffer, &information);
		break;
	default:
		status = STATUS_INVALID_DEVICE_REQUEST;
		break;
	}
	return DeviceComplete(Irp, status, information);
}
