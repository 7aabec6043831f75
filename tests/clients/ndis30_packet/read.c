// SPDX-License-Identifier: GPL-2.0
/*++

Module Name:

    read.c

Abstract:

    Frames on their way up: reads wait in a queue, a frame takes the first.

Notes:

    Header and data of a frame come apart. The header is copied to the beginning
    of the reader's buffer, the rest goes behind it: by NdisMoveMemory if all of
    it is there, else by NdisTransferData into a packet over the partial MDL of
    what is left of that buffer.

--*/

#include <stdarg.h>
#include <ntddk.h>
#include <ndis.h>
#include "capioctl.h"
#include "capture.h"

#pragma hdrstop

DRIVER_CANCEL ReadCancel;

static
VOID
ReadDone(
    IN  PIRP        Irp,
    IN  NTSTATUS    Status,
    IN  ULONG       Information
    )
{
    Irp->IoStatus.Status = Status;
    Irp->IoStatus.Information = Information;
    IoCompleteRequest(Irp, IO_NETWORK_INCREMENT);
}

VOID
ReadCancel(
    IN  PDEVICE_OBJECT  DeviceObject,
    IN  PIRP            Irp
    )
{
    POPEN_INSTANCE Open = IoGetCurrentIrpStackLocation(Irp)->FileObject->FsContext;

    IoReleaseCancelSpinLock(Irp->CancelIrql);

    LOCK_OPEN(Open);
    RemoveEntryList(&Irp->Tail.Overlay.ListEntry);
    UNLOCK_OPEN(Open);
    ReadDone(Irp, STATUS_CANCELLED, 0);
}

static
PIRP
ReadTake(
    IN  POPEN_INSTANCE  Open
    )
/*++

Routine Description:

    The read that waits longest, or NULL. One whose cancel routine is on its way
    is left to that routine, which takes it off the queue itself.

--*/
{
    PLIST_ENTRY Entry;
    PIRP        Irp, Found = NULL;

    LOCK_OPEN(Open);
    for (Entry = Open->ReadQueue.Flink; Entry != &Open->ReadQueue; Entry = Entry->Flink) {
        Irp = CONTAINING_RECORD(Entry, IRP, Tail.Overlay.ListEntry);
        if (IoSetCancelRoutine(Irp, NULL) != NULL) {
            RemoveEntryList(Entry);
            Found = Irp;
            break;
        }
    }
    UNLOCK_OPEN(Open);
    return Found;
}

VOID
ReadFlush(
    IN  POPEN_INSTANCE  Open
    )
{
    PIRP Irp;

    while ((Irp = ReadTake(Open)) != NULL)
        ReadDone(Irp, STATUS_CANCELLED, 0);
}

NTSTATUS
CaptureRead(
    IN  PDEVICE_OBJECT  DeviceObject,
    IN  PIRP            Irp
    )
{
    PIO_STACK_LOCATION  Stack = IoGetCurrentIrpStackLocation(Irp);
    POPEN_INSTANCE      Open = Stack->FileObject->FsContext;

    if (Stack->Parameters.Read.Length < MAX_ETHERNET_HEADER || Irp->MdlAddress == NULL)
        return CompleteNow(Irp, STATUS_BUFFER_TOO_SMALL, 0);

    LOCK_OPEN(Open);
    if (Open->State != OpenRunning) {
        UNLOCK_OPEN(Open);
        return CompleteNow(Irp, STATUS_DEVICE_NOT_READY, 0);
    }
    IoMarkIrpPending(Irp);
    IoSetCancelRoutine(Irp, ReadCancel);
    if (Irp->Cancel && IoSetCancelRoutine(Irp, NULL) != NULL) {
        //
        // Cancelled before it was queued, and the routine will not be called.
        //
        UNLOCK_OPEN(Open);
        ReadDone(Irp, STATUS_CANCELLED, 0);
        return STATUS_PENDING;
    }
    InsertTailList(&Open->ReadQueue, &Irp->Tail.Overlay.ListEntry);
    UNLOCK_OPEN(Open);
    return STATUS_PENDING;
}

static
VOID
ReadFinishTransfer(
    IN  POPEN_INSTANCE  Open,
    IN  PNDIS_PACKET    Packet,
    IN  NDIS_STATUS     Status,
    IN  UINT            Bytes
    )
{
    PPACKET_RESERVED    Reserved = RESERVED(Packet);
    PNDIS_BUFFER        Buffer;
    PIRP                Irp = Reserved->Irp;
    ULONG               Total = (ULONG)Reserved->HeaderLength + Bytes;

    NdisUnchainBufferAtFront(Packet, &Buffer);
    ASSERT(Buffer == Reserved->Mdl);
    IoFreeMdl(Reserved->Mdl);
    NdisFreePacket(Packet);

    LOCK_OPEN(Open);
    Open->Counts.Received++;
    UNLOCK_OPEN(Open);

    if (Status == NDIS_STATUS_SUCCESS)
        ReadDone(Irp, STATUS_SUCCESS, Total);
    else
        ReadDone(Irp, STATUS_UNEXPECTED_NETWORK_ERROR, 0);
}

static
NDIS_STATUS
ReadTransfer(
    IN  POPEN_INSTANCE  Open,
    IN  PIRP            Irp,
    IN  NDIS_HANDLE     MacContext,
    IN  UINT            HeaderSize,
    IN  UINT            Bytes
    )
{
    PNDIS_PACKET    Packet;
    NDIS_STATUS     Status;
    PUCHAR          Rest;
    UINT            Transferred = 0;
    PMDL            Mdl;

    NdisAllocatePacket(&Status, &Packet, Open->PacketPool);
    if (Status != NDIS_STATUS_SUCCESS)
        return Status;

    Rest = (PUCHAR)MmGetMdlVirtualAddress(Irp->MdlAddress) + HeaderSize;
    Mdl = IoAllocateMdl(Rest, Bytes, FALSE, FALSE, NULL);
    if (Mdl == NULL) {
        NdisFreePacket(Packet);
        return NDIS_STATUS_RESOURCES;
    }
    IoBuildPartialMdl(Irp->MdlAddress, Mdl, Rest, Bytes);
    Mdl->Next = NULL;

    RESERVED(Packet)->Irp = Irp;
    RESERVED(Packet)->Mdl = Mdl;
    RESERVED(Packet)->HeaderLength = HeaderSize;
    NdisChainBufferAtFront(Packet, Mdl);

    NdisTransferData(
        &Status,
        Open->AdapterHandle,
        MacContext,
        0,
        Bytes,
        Packet,
        &Transferred);

    if (Status != NDIS_STATUS_PENDING)
        ReadFinishTransfer(Open, Packet, Status, Transferred);
    return NDIS_STATUS_SUCCESS;
}

NDIS_STATUS
CaptureReceive(
    IN  NDIS_HANDLE     Context,
    IN  NDIS_HANDLE     MacContext,
    IN  PVOID           Header,
    IN  UINT            HeaderSize,
    IN  PVOID           Lookahead,
    IN  UINT            LookaheadSize,
    IN  UINT            PacketSize
    )
{
    POPEN_INSTANCE  Open = (POPEN_INSTANCE)Context;
    PIRP            Irp;
    PUCHAR          To;
    UINT            Room;
    NDIS_STATUS     Status;

    Irp = ReadTake(Open);
    if (Irp == NULL) {
        LOCK_OPEN(Open);
        Open->Counts.NobodyReading++;
        UNLOCK_OPEN(Open);
        return NDIS_STATUS_NOT_ACCEPTED;
    }

    Room = MmGetMdlByteCount(Irp->MdlAddress);
    To = MmGetSystemAddressForMdl(Irp->MdlAddress);
    if (To == NULL || Room < HeaderSize) {
        ReadDone(Irp, STATUS_INSUFFICIENT_RESOURCES, 0);
        return NDIS_STATUS_NOT_ACCEPTED;
    }
    NdisMoveMemory(To, Header, HeaderSize);
    Room -= HeaderSize;
    if (PacketSize > Room) {
        LOCK_OPEN(Open);
        Open->Counts.TooBig++;
        UNLOCK_OPEN(Open);
        PacketSize = Room;                      // the reader gets its beginning
    }

    if (LookaheadSize >= PacketSize) {
        NdisCopyLookaheadData(To + HeaderSize, Lookahead, PacketSize,
                              NDIS_MAC_OPTION_COPY_LOOKAHEAD_DATA);
        LOCK_OPEN(Open);
        Open->Counts.Received++;
        UNLOCK_OPEN(Open);
        ReadDone(Irp, STATUS_SUCCESS, HeaderSize + PacketSize);
        return NDIS_STATUS_SUCCESS;
    }

    Status = ReadTransfer(Open, Irp, MacContext, HeaderSize, PacketSize);
    if (Status != NDIS_STATUS_SUCCESS) {
        ReadDone(Irp, STATUS_INSUFFICIENT_RESOURCES, 0);
        return NDIS_STATUS_NOT_ACCEPTED;
    }
    return NDIS_STATUS_SUCCESS;
}

VOID
CaptureTransferComplete(
    IN  POPEN_INSTANCE  Open,
    IN  PNDIS_PACKET    Packet,
    IN  NDIS_STATUS     Status,
    IN  UINT            Bytes
    )
{
    ReadFinishTransfer(Open, Packet, Status, Bytes);
}

VOID
CaptureReceiveComplete(
    IN  NDIS_HANDLE     Context
    )
{
}
