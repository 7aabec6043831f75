// SPDX-License-Identifier: GPL-2.0
/*++

Module Name:

    write.c

Abstract:

    Frames on their way down: the program's buffer is the packet's buffer.

--*/

#include <stdarg.h>
#include <ntddk.h>
#include <ndis.h>
#include "capioctl.h"
#include "capture.h"

#pragma hdrstop

NTSTATUS
CaptureWrite(
    IN  PDEVICE_OBJECT  DeviceObject,
    IN  PIRP            Irp
    )
{
    PIO_STACK_LOCATION  Stack = IoGetCurrentIrpStackLocation(Irp);
    POPEN_INSTANCE      Open = Stack->FileObject->FsContext;
    PNDIS_PACKET        Packet = NULL;
    PNDIS_BUFFER        Buffer = NULL;
    NDIS_STATUS         Status = NDIS_STATUS_ADAPTER_NOT_OPEN;
    BOOLEAN             Inside = FALSE;

    __try {

        if (Irp->MdlAddress == NULL || Stack->Parameters.Write.Length < MAX_ETHERNET_HEADER) {
            Status = NDIS_STATUS_INVALID_PACKET;
            __leave;
        }

        Inside = OpenEnter(Open);
        if (!Inside)
            __leave;

        NdisAllocatePacket(&Status, &Packet, Open->PacketPool);
        if (Status != NDIS_STATUS_SUCCESS) {
            Packet = NULL;
            __leave;
        }

        NdisAllocateBuffer(&Status, &Buffer, Open->BufferPool,
                           MmGetSystemAddressForMdl(Irp->MdlAddress),
                           MmGetMdlByteCount(Irp->MdlAddress));
        if (Status != NDIS_STATUS_SUCCESS)
            __leave;

        RESERVED(Packet)->Irp = Irp;
        RESERVED(Packet)->Mdl = NULL;
        NdisChainBufferAtBack(Packet, Buffer);

        IoMarkIrpPending(Irp);
        NdisSend(&Status, Open->AdapterHandle, Packet);
        if (Status != NDIS_STATUS_PENDING)
            CaptureSendComplete(Open, Packet, Status);
        Packet = NULL;
        Status = NDIS_STATUS_PENDING;

    }
    __finally {

        if (Packet)
            NdisFreePacket(Packet);
        if (Inside)
            OpenLeave(Open);

    }

    if (Status == NDIS_STATUS_PENDING)
        return STATUS_PENDING;
    return CompleteNow(Irp, Status == NDIS_STATUS_RESOURCES ? STATUS_INSUFFICIENT_RESOURCES :
                                                              STATUS_UNSUCCESSFUL, 0);
}

VOID
CaptureSendComplete(
    IN  POPEN_INSTANCE  Open,
    IN  PNDIS_PACKET    Packet,
    IN  NDIS_STATUS     Status
    )
/*++

Routine Description:

    Also called by the writer for what NdisSend finished at once.

--*/
{
    PIRP            Irp = RESERVED(Packet)->Irp;
    PNDIS_BUFFER    Buffer;
    UINT            Length;

    NdisQueryPacket(Packet, NULL, NULL, NULL, &Length);
    NdisUnchainBufferAtFront(Packet, &Buffer);
    NdisFreeBuffer(Buffer);
    NdisReinitializePacket(Packet);
    NdisFreePacket(Packet);

    LOCK_OPEN(Open);
    if (Status == NDIS_STATUS_SUCCESS)
        Open->Counts.Sent++;
    else
        Open->Counts.SendErrors++;
    UNLOCK_OPEN(Open);

    Irp->IoStatus.Status = (Status == NDIS_STATUS_SUCCESS) ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
    Irp->IoStatus.Information = (Status == NDIS_STATUS_SUCCESS) ? Length : 0;
    IoCompleteRequest(Irp, IO_NO_INCREMENT);
}
