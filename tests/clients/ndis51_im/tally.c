// SPDX-License-Identifier: GPL-2.0
/*++

Module Name:

    tally.c

Abstract:

    Registration of both edges, and what keeps an adapter's structure.

--*/

#include "ndis.h"
#include "tally.h"

#pragma NDIS_INIT_FUNCTION(DriverEntry)

NDIS_HANDLE         hWrapper;
NDIS_HANDLE         hDriver;
NDIS_HANDLE         hProtocol;
NDIS_SPIN_LOCK      GlobalLock;
PVADAPTER           pAdaptList;
LONG                AdaptCount;

static
NDIS_STATUS
RegisterUpper(
    VOID
    )
{
    NDIS_MINIPORT_CHARACTERISTICS   MChars;
    NDIS_STATUS                     Status;

    NdisZeroMemory(&MChars, sizeof(MChars));

    MChars.MajorNdisVersion         = TALLY_MAJOR;
    MChars.MinorNdisVersion         = TALLY_MINOR;
    MChars.InitializeHandler        = UpperInitialize;
    MChars.HaltHandler              = UpperHalt;
    MChars.QueryInformationHandler  = UpperQuery;
    MChars.SetInformationHandler    = UpperSet;
    MChars.TransferDataHandler      = UpperTransferData;
    MChars.ResetHandler             = NULL;
    MChars.SendHandler              = NULL;
    MChars.SendPacketsHandler       = UpperSendPackets;
    MChars.ReturnPacketHandler      = UpperReturnPacket;
    MChars.CheckForHangHandler      = NULL;
#ifdef NDIS51_MINIPORT
    MChars.CancelSendPacketsHandler = UpperCancelSendPackets;
    MChars.PnPEventNotifyHandler    = UpperPnPEventNotify;
    MChars.AdapterShutdownHandler   = UpperShutdown;
#endif

    Status = NdisIMRegisterLayeredMiniport(hWrapper, &MChars, sizeof(MChars), &hDriver);
    return Status;
}

static
NDIS_STATUS
RegisterLower(
    VOID
    )
{
    NDIS_PROTOCOL_CHARACTERISTICS   PChars;
    NDIS_STATUS                     Status;
    NDIS_STRING                     Name;

    NdisZeroMemory(&PChars, sizeof(PChars));

    PChars.MajorNdisVersion             = TALLY_PROT_MAJOR;
    PChars.MinorNdisVersion             = TALLY_PROT_MINOR;
    NdisInitUnicodeString(&Name, L"TALLY");
    PChars.Name                         = Name;
    PChars.OpenAdapterCompleteHandler   = LowerOpenComplete;
    PChars.CloseAdapterCompleteHandler  = LowerCloseComplete;
    PChars.SendCompleteHandler          = LowerSendComplete;
    PChars.TransferDataCompleteHandler  = LowerTransferComplete;
    PChars.ResetCompleteHandler         = LowerResetComplete;
    PChars.RequestCompleteHandler       = LowerRequestComplete;
    PChars.ReceiveHandler               = LowerReceive;
    PChars.ReceiveCompleteHandler       = LowerReceiveComplete;
    PChars.StatusHandler                = LowerStatus;
    PChars.StatusCompleteHandler        = LowerStatusComplete;
    PChars.BindAdapterHandler           = LowerBind;
    PChars.UnbindAdapterHandler         = LowerUnbind;
    PChars.UnloadHandler                = (UNLOAD_PROTOCOL_HANDLER)NULL;
    PChars.ReceivePacketHandler         = LowerReceivePacket;
    PChars.PnPEventHandler              = LowerPnPEvent;

    NdisRegisterProtocol(&Status, &hProtocol, &PChars, sizeof(PChars));
    return Status;
}

NTSTATUS
DriverEntry(
    IN  PDRIVER_OBJECT      DriverObject,
    IN  PUNICODE_STRING     RegistryPath
    )
{
    NDIS_STATUS Status = NDIS_STATUS_SUCCESS;

    NdisAllocateSpinLock(&GlobalLock);
    NdisMInitializeWrapper(&hWrapper, DriverObject, RegistryPath, NULL);
    if (!hWrapper) {
        return NDIS_STATUS_RESOURCES;
    }

    __try {
        Status = RegisterUpper();
        if (Status != NDIS_STATUS_SUCCESS) {
            __leave;
        }
        NdisMRegisterUnloadHandler(hWrapper, TallyUnload);

        Status = RegisterLower();
        if (Status != NDIS_STATUS_SUCCESS) {
            NdisIMDeregisterLayeredMiniport(hDriver);
            __leave;
        }
        NdisIMAssociateMiniport(hDriver, hProtocol);
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        Status = GetExceptionCode();
    }

    if (Status != NDIS_STATUS_SUCCESS) {
        DbgPrint("Tally: %08lx\n", Status);
        NdisTerminateWrapper(hWrapper, NULL);
    }
    return Status;
}

VOID
TallyUnload(
    IN  PDRIVER_OBJECT      DriverObject
    )
{
    NDIS_STATUS Status;

    NdisDeregisterProtocol(&Status, hProtocol);
    NdisIMDeregisterLayeredMiniport(hDriver);
    ASSERTMSG("Tally: an adapter is left", pAdaptList == NULL);
    NdisFreeSpinLock(&GlobalLock);
}

VOID
AdaptReference(
    IN  PVADAPTER           pAdapt
    )
{
    InterlockedIncrement(&pAdapt->RefCount);
}

VOID
AdaptDereference(
    IN  PVADAPTER           pAdapt
    )
{
    if (InterlockedDecrement(&pAdapt->RefCount) > 0) {
        return;
    }
    if (pAdapt->SendPool) {
        NdisFreePacketPool(pAdapt->SendPool);
    }
    if (pAdapt->RecvPool) {
        NdisFreePacketPool(pAdapt->RecvPool);
    }
    NdisFreeSpinLock(&pAdapt->Lock);
    NdisFreeMemory(pAdapt, 0, 0);
}
