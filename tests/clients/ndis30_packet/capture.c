// SPDX-License-Identifier: GPL-2.0
/*++

Module Name:

    capture.c

Abstract:

    The capture driver: loading, unloading and the handles of programs.

Environment:

    Kernel mode only.

--*/

#include <stdarg.h>
#include <ntddk.h>
#include <ntiologc.h>
#include <ndis.h>
#include "capioctl.h"
#include "capture.h"

#pragma hdrstop
#pragma warning(disable:4201)   // nameless struct/union

#pragma NDIS_INIT_FUNCTION(DriverEntry)
#pragma alloc_text(PAGE, CaptureCreate)
#pragma alloc_text(PAGE, CaptureClose)

CAPTURE_GLOBALS Globals;

NTSTATUS
DriverEntry(
    IN  PDRIVER_OBJECT  DriverObject,
    IN  PUNICODE_STRING RegistryPath
    )
{
    NDIS_PROTOCOL_CHARACTERISTICS   Chars;
    NDIS_STRING                     Name = NDIS_STRING_CONST("Capture");
    NDIS_STRING                     DeviceName = NDIS_STRING_CONST("\\Device\\Capture");
    NDIS_STRING                     LinkName = NDIS_STRING_CONST("\\DosDevices\\Capture");
    NDIS_STATUS                     Status;

    UNREFERENCED_PARAMETER(RegistryPath);

    NdisZeroMemory(&Globals, sizeof(Globals));
    Globals.DriverObject = DriverObject;
    Globals.ProtocolName = Name;

    Status = IoCreateDevice(DriverObject, 0, &DeviceName, FILE_DEVICE_CAPTURE, 0, FALSE,
                            &Globals.ControlDevice);
    if (!NT_SUCCESS(Status)) {
        DbgPrint("Capture: no device, status %lx\n", Status);
        return Status;
    }
    Globals.ControlDevice->Flags |= DO_DIRECT_IO;

    Status = IoCreateSymbolicLink(&LinkName, &DeviceName);
    if (!NT_SUCCESS(Status)) {
        IoDeleteDevice(Globals.ControlDevice);
        return Status;
    }

    DriverObject->MajorFunction[IRP_MJ_CREATE]         = CaptureCreate;
    DriverObject->MajorFunction[IRP_MJ_CLEANUP]        = CaptureCleanup;
    DriverObject->MajorFunction[IRP_MJ_CLOSE]          = CaptureClose;
    DriverObject->MajorFunction[IRP_MJ_READ]           = CaptureRead;
    DriverObject->MajorFunction[IRP_MJ_WRITE]          = CaptureWrite;
    DriverObject->MajorFunction[IRP_MJ_DEVICE_CONTROL] = CaptureIoControl;
    DriverObject->DriverUnload                         = CaptureUnload;

    NdisZeroMemory(&Chars, sizeof(Chars));
    Chars.MajorNdisVersion            = 3;
    Chars.MinorNdisVersion            = 0;
    Chars.Reserved                    = 0;
    Chars.OpenAdapterCompleteHandler  = CaptureOpenComplete;
    Chars.CloseAdapterCompleteHandler = CaptureCloseComplete;
    Chars.SendCompleteHandler         = CaptureSendComplete;
    Chars.TransferDataCompleteHandler = CaptureTransferComplete;
    Chars.ResetCompleteHandler        = CaptureResetComplete;
    Chars.RequestCompleteHandler      = CaptureRequestComplete;
    Chars.ReceiveHandler              = CaptureReceive;
    Chars.ReceiveCompleteHandler      = CaptureReceiveComplete;
    Chars.StatusHandler               = CaptureStatus;
    Chars.StatusCompleteHandler       = CaptureStatusComplete;
    Chars.Name                        = Globals.ProtocolName;

    NdisRegisterProtocol(&Status, &Globals.ProtocolHandle, &Chars, sizeof(Chars));

    if (Status != NDIS_STATUS_SUCCESS) {
        DbgPrint("Capture: NdisRegisterProtocol failed with %08lx for %wZ\n", Status, &Name);
        IoDeleteSymbolicLink(&LinkName);
        IoDeleteDevice(Globals.ControlDevice);
        return STATUS_UNSUCCESSFUL;
    }

    KdPrint(("Capture: %ws is there, built %hs\n", L"\\\\.\\Capture", "as NDIS 3.0"));
    Globals.ControlDevice->Flags &= ~DO_DEVICE_INITIALIZING;
    return STATUS_SUCCESS;
}

VOID
CaptureUnload(
    IN  PDRIVER_OBJECT  DriverObject
    )
/*++

Routine Description:

    No handle is open any more. What a handle had bound it has closed.

--*/
{
    NDIS_STRING LinkName = NDIS_STRING_CONST("\\DosDevices\\Capture");
    NDIS_STATUS Status;

    ASSERT(DriverObject == Globals.DriverObject);
    NdisDeregisterProtocol(&Status, Globals.ProtocolHandle);
    Globals.ProtocolHandle = NULL;
    IoDeleteSymbolicLink(&LinkName);
    IoDeleteDevice(Globals.ControlDevice);
}

NTSTATUS
CompleteNow(
    IN  PIRP            Irp,
    IN  NTSTATUS        Status,
    IN  ULONG           Information
    )
{
    Irp->IoStatus.Status = Status;
    Irp->IoStatus.Information = Information;
    IoCompleteRequest(Irp, IO_NO_INCREMENT);
    return Status;
}

NTSTATUS
CaptureCreate(
    IN  PDEVICE_OBJECT  DeviceObject,
    IN  PIRP            Irp
    )
{
    PIO_STACK_LOCATION  Stack = IoGetCurrentIrpStackLocation(Irp);
    POPEN_INSTANCE      Open;
    NDIS_STATUS         Status;

    PAGED_CODE();

    Open = ExAllocatePoolWithTag(NonPagedPool, sizeof(OPEN_INSTANCE), OPEN_TAG);
    if (Open == NULL)
        return CompleteNow(Irp, STATUS_INSUFFICIENT_RESOURCES, 0);

    RtlZeroMemory(Open, sizeof(OPEN_INSTANCE));
    Open->RefCount = 1;
    Open->State = OpenIdle;
    NdisAllocateSpinLock(&Open->Lock);
    InitializeListHead(&Open->ReadQueue);
    KeInitializeEvent(&Open->Done, NotificationEvent, FALSE);
    KeInitializeEvent(&Open->Idle, NotificationEvent, FALSE);
    KeInitializeEvent(&Open->CloseItemDone, NotificationEvent, FALSE);

    NdisAllocatePacketPool(&Status, &Open->PacketPool, TRANSMIT_PACKETS, sizeof(PACKET_RESERVED));
    if (Status == NDIS_STATUS_SUCCESS) {
        NdisAllocateBufferPool(&Status, &Open->BufferPool, TRANSMIT_PACKETS);
        if (Status != NDIS_STATUS_SUCCESS)
            NdisFreePacketPool(Open->PacketPool);
    }
    if (Status != NDIS_STATUS_SUCCESS) {
        NdisFreeSpinLock(&Open->Lock);
        ExFreePool(Open);
        return CompleteNow(Irp, STATUS_INSUFFICIENT_RESOURCES, 0);
    }

    Stack->FileObject->FsContext = Open;
    return CompleteNow(Irp, STATUS_SUCCESS, 0);
}

NTSTATUS
CaptureCleanup(
    IN  PDEVICE_OBJECT  DeviceObject,
    IN  PIRP            Irp
    )
{
    POPEN_INSTANCE Open = IoGetCurrentIrpStackLocation(Irp)->FileObject->FsContext;

    ReadFlush(Open);
    return CompleteNow(Irp, STATUS_SUCCESS, 0);
}

NTSTATUS
CaptureClose(
    IN  PDEVICE_OBJECT  DeviceObject,
    IN  PIRP            Irp
    )
{
    PFILE_OBJECT    FileObject = IoGetCurrentIrpStackLocation(Irp)->FileObject;
    POPEN_INSTANCE  Open = FileObject->FsContext;

    PAGED_CODE();

    OpenShut(Open);
    NdisFreeBufferPool(Open->BufferPool);
    NdisFreePacketPool(Open->PacketPool);
    NdisFreeSpinLock(&Open->Lock);
    FileObject->FsContext = NULL;
    ExFreePool(Open);
    return CompleteNow(Irp, STATUS_SUCCESS, 0);
}

static NTSTATUS
CaptureOid(
    IN  POPEN_INSTANCE      Open,
    IN  PIRP                Irp,
    IN  NDIS_REQUEST_TYPE   Type,
    IN  ULONG               InputLength,
    IN  ULONG               OutputLength
    )
{
    PCAPTURE_OID_DATA   OidData = Irp->AssociatedIrp.SystemBuffer;
    const ULONG         Fixed = FIELD_OFFSET(CAPTURE_OID_DATA, Data);
    NDIS_STATUS         Status;
    UINT                Used = 0;

    if (InputLength < Fixed || OutputLength < Fixed ||
        OidData->Length > min(InputLength, OutputLength) - Fixed)
        return CompleteNow(Irp, STATUS_INVALID_PARAMETER, 0);

    Status = OpenRequest(Open, Type, OidData->Oid, OidData->Data, OidData->Length, &Used);
    OidData->Length = Used;
    if (Status != NDIS_STATUS_SUCCESS)
        return CompleteNow(Irp, Status < 0 ? Status : STATUS_UNSUCCESSFUL, Fixed);
    if (Type == NdisRequestSetInformation)
        Used = 0;
    return CompleteNow(Irp, STATUS_SUCCESS, Fixed + Used);
}

NTSTATUS
CaptureIoControl(
    IN  PDEVICE_OBJECT  DeviceObject,
    IN  PIRP            Irp
    )
{
    PIO_STACK_LOCATION  Stack = IoGetCurrentIrpStackLocation(Irp);
    POPEN_INSTANCE      Open = Stack->FileObject->FsContext;
    ULONG               In = Stack->Parameters.DeviceIoControl.InputBufferLength;
    ULONG               Out = Stack->Parameters.DeviceIoControl.OutputBufferLength;
    NTSTATUS            Status;

    switch (Stack->Parameters.DeviceIoControl.IoControlCode) {

    case IOCTL_CAPTURE_SELECT:
        Status = OpenSelect(Open, Irp->AssociatedIrp.SystemBuffer, In);
        return CompleteNow(Irp, Status, 0);

    case IOCTL_CAPTURE_QUERY_OID:
        return CaptureOid(Open, Irp, NdisRequestQueryInformation, In, Out);

    case IOCTL_CAPTURE_SET_OID:
        return CaptureOid(Open, Irp, NdisRequestSetInformation, In, Out);

    case IOCTL_CAPTURE_RESET:
        return CompleteNow(Irp, OpenReset(Open), 0);

    case IOCTL_CAPTURE_COUNTS:
        if (Out < sizeof(CAPTURE_COUNTS))
            return CompleteNow(Irp, STATUS_BUFFER_TOO_SMALL, 0);
        LOCK_OPEN(Open);
        RtlCopyMemory(Irp->AssociatedIrp.SystemBuffer, &Open->Counts, sizeof(CAPTURE_COUNTS));
        UNLOCK_OPEN(Open);
        return CompleteNow(Irp, STATUS_SUCCESS, sizeof(CAPTURE_COUNTS));

    default:
        return CompleteNow(Irp, STATUS_INVALID_DEVICE_REQUEST, 0);
    }
}
