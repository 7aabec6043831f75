// SPDX-License-Identifier: GPL-2.0
/*++

Module Name:

    driver.c

Abstract:

    Registration of both edges, and the end.

--*/

#include "mux.h"

#pragma NDIS_INIT_FUNCTION(DriverEntry)

NDIS_HANDLE         WrapperHandle;
NDIS_HANDLE         DriverHandle;
NDIS_HANDLE         ProtHandle;
NDIS_HANDLE         SendPool;
NDIS_HANDLE         RecvPool;
NDIS_HANDLE         BufferPool;
NDIS_SPIN_LOCK      GlobalLock;
LIST_ENTRY          AdaptList;

static
NDIS_STATUS
RegisterMiniport(
    VOID
    )
{
    NDIS_MINIPORT_CHARACTERISTICS   MChars;

    NdisZeroMemory(&MChars, sizeof(MChars));
    MChars.MajorNdisVersion = 5;
    MChars.MinorNdisVersion = 1;
    MChars.InitializeHandler = MPInitialize;
    MChars.HaltHandler = MPHalt;
    MChars.QueryInformationHandler = MPQueryInformation;
    MChars.SetInformationHandler = MPSetInformation;
    MChars.SendPacketsHandler = MPSendPackets;
    MChars.ReturnPacketHandler = MPReturnPacket;
    MChars.CancelSendPacketsHandler = MPCancelSendPackets;
    MChars.PnPEventNotifyHandler = MPDevicePnPEvent;
    MChars.AdapterShutdownHandler = MPAdapterShutdown;
    return NdisIMRegisterLayeredMiniport(WrapperHandle, &MChars, sizeof(MChars), &DriverHandle);
}

static
NDIS_STATUS
RegisterProtocol(
    VOID
    )
{
    NDIS_PROTOCOL_CHARACTERISTICS   PChars;
    NDIS_STATUS                     Status;

    NdisZeroMemory(&PChars, sizeof(PChars));
    PChars.MajorNdisVersion = 5;
    PChars.MinorNdisVersion = 0;
    NdisInitUnicodeString(&PChars.Name, L"MUXP");
    PChars.OpenAdapterCompleteHandler = PtOpenAdapterComplete;
    PChars.CloseAdapterCompleteHandler = PtCloseAdapterComplete;
    PChars.SendCompleteHandler = PtSendComplete;
    PChars.TransferDataCompleteHandler = PtTransferDataComplete;
    PChars.ResetCompleteHandler = PtResetComplete;
    PChars.RequestCompleteHandler = PtRequestComplete;
    PChars.ReceiveHandler = PtReceive;
    PChars.ReceiveCompleteHandler = PtReceiveComplete;
    PChars.StatusHandler = PtStatus;
    PChars.StatusCompleteHandler = PtStatusComplete;
    PChars.BindAdapterHandler = PtBindAdapter;
    PChars.UnbindAdapterHandler = PtUnbindAdapter;
    PChars.ReceivePacketHandler = PtReceivePacket;
    PChars.PnPEventHandler = PtPnPHandler;
    NdisRegisterProtocol(&Status, &ProtHandle, &PChars, sizeof(PChars));
    return Status;
}

static
VOID
FreePools(
    VOID
    )
{
    if (BufferPool != NULL) {
        NdisFreeBufferPool(BufferPool);
        BufferPool = NULL;
    }
    if (RecvPool != NULL) {
        NdisFreePacketPool(RecvPool);
        RecvPool = NULL;
    }
    if (SendPool != NULL) {
        NdisFreePacketPool(SendPool);
        SendPool = NULL;
    }
}

static
NDIS_STATUS
AllocatePools(
    VOID
    )
{
    NDIS_STATUS Status;

    NdisAllocatePacketPoolEx(&Status, &SendPool, MUX_MIN_PACKETS,
                             MUX_MAX_PACKETS - MUX_MIN_PACKETS, sizeof(SEND_RSVD));
    if (Status == NDIS_STATUS_SUCCESS) {
        NdisAllocatePacketPoolEx(&Status, &RecvPool, MUX_MIN_PACKETS,
                                 MUX_MAX_PACKETS - MUX_MIN_PACKETS,
                                 PROTOCOL_RESERVED_SIZE_IN_PACKET);
    }
    if (Status == NDIS_STATUS_SUCCESS) {
        NdisAllocateBufferPool(&Status, &BufferPool, MUX_MAX_PACKETS);
    }
    return Status;
}

NTSTATUS
DriverEntry(
    IN  PDRIVER_OBJECT      DriverObject,
    IN  PUNICODE_STRING     RegistryPath
    )
{
    NDIS_STATUS Status;

    NdisAllocateSpinLock(&GlobalLock);
    NdisInitializeListHead(&AdaptList);
    NdisMInitializeWrapper(&WrapperHandle, DriverObject, RegistryPath, NULL);
    if (WrapperHandle == NULL) {
        return NDIS_STATUS_RESOURCES;
    }

    do {
        Status = AllocatePools();
        if (Status != NDIS_STATUS_SUCCESS) {
            break;
        }
        Status = RegisterMiniport();
        if (Status != NDIS_STATUS_SUCCESS) {
            break;
        }
        NdisMRegisterUnloadHandler(WrapperHandle, MuxUnload);

        //
        // Without its device the driver does what its configuration says.
        //
        if (ControlCreate() != NDIS_STATUS_SUCCESS) {
            DbgPrint("Mux: no control device\n");
        }
        Status = RegisterProtocol();
        if (Status != NDIS_STATUS_SUCCESS) {
            ControlDelete();
            NdisIMDeregisterLayeredMiniport(DriverHandle);
            break;
        }
        NdisIMAssociateMiniport(DriverHandle, ProtHandle);
    } while (FALSE);

    if (Status != NDIS_STATUS_SUCCESS) {
        FreePools();
        NdisTerminateWrapper(WrapperHandle, NULL);
    }
    return Status;
}

VOID
MuxUnload(
    IN  PDRIVER_OBJECT      DriverObject
    )
{
    NDIS_STATUS Status;

    UNREFERENCED_PARAMETER(DriverObject);

    ControlDelete();
    NdisDeregisterProtocol(&Status, ProtHandle);
    NdisIMDeregisterLayeredMiniport(DriverHandle);
    ASSERT(IsListEmpty(&AdaptList));
    FreePools();
    NdisFreeSpinLock(&GlobalLock);
}
