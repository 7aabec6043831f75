// SPDX-License-Identifier: GPL-2.0
/*++

Module Name:

    gate.c

Abstract:

    Loading and unloading of the gate driver, and what both of its edges use.

--*/

#include "precomp.h"
#pragma hdrstop

#pragma NDIS_INIT_FUNCTION(DriverEntry)

NDIS_HANDLE             ProtHandle = NULL;
NDIS_HANDLE             DriverHandle = NULL;
NDIS_HANDLE             WrapperHandle = NULL;
NDIS_SPIN_LOCK          GateListLock;
LIST_ENTRY              GateList;
PGATE                   GateInitializing = NULL;    // between the two edges; Binds come one by one
NDIS_PHYSICAL_ADDRESS   HighestAcceptable = NDIS_PHYSICAL_ADDRESS_CONST(-1, -1);

NTSTATUS
DriverEntry(
    IN  PDRIVER_OBJECT      DriverObject,
    IN  PUNICODE_STRING     RegistryPath
    )
{
    NDIS_STATUS                     Status;
    NDIS_PROTOCOL_CHARACTERISTICS   PChars;
    NDIS_MINIPORT_CHARACTERISTICS   MChars;
    NDIS_STRING                     Name;

    NdisAllocateSpinLock(&GateListLock);
    InitializeListHead(&GateList);

    NdisMInitializeWrapper(&WrapperHandle, DriverObject, RegistryPath, NULL);
    if (WrapperHandle == NULL)
        return(STATUS_INSUFFICIENT_RESOURCES);

    do
    {
        //
        // The miniport edge is first: a Bind makes an adapter of it.
        //
        NdisZeroMemory(&MChars, sizeof(NDIS_MINIPORT_CHARACTERISTICS));
        MChars.MajorNdisVersion = GATE_MAJOR_VERSION;
        MChars.MinorNdisVersion = GATE_MINOR_VERSION;
        MChars.InitializeHandler = GateInitialize;
        MChars.HaltHandler = GateHalt;
        MChars.QueryInformationHandler = GateQueryInformation;
        MChars.SetInformationHandler = GateSetInformation;
        MChars.ResetHandler = GateReset;
        MChars.SendHandler = GateSend;
        MChars.TransferDataHandler = GateTransferData;
        MChars.ReturnPacketHandler = GateReturnPacket;

        Status = NdisIMRegisterLayeredMiniport(WrapperHandle,
                                               &MChars,
                                               sizeof(MChars),
                                               &DriverHandle);
        if (Status != NDIS_STATUS_SUCCESS)
        {
            GATEDBG(("Gate: no layered miniport (%x)\n", Status));
            break;
        }
        NdisMRegisterUnloadHandler(WrapperHandle, GateUnload);

        NdisZeroMemory(&PChars, sizeof(NDIS_PROTOCOL_CHARACTERISTICS));
        PChars.MajorNdisVersion = GATE_MAJOR_VERSION;
        PChars.MinorNdisVersion = GATE_MINOR_VERSION;

        NdisInitUnicodeString(&Name, L"Gate");
        PChars.Name = Name;
        PChars.OpenAdapterCompleteHandler = GateOpenComplete;
        PChars.CloseAdapterCompleteHandler = GateCloseComplete;
        PChars.SendCompleteHandler = GateSendComplete;
        PChars.TransferDataCompleteHandler = GateTransferComplete;
        PChars.ResetCompleteHandler = GateResetComplete;
        PChars.RequestCompleteHandler = GateRequestComplete;
        PChars.ReceiveHandler = GateReceive;
        PChars.ReceiveCompleteHandler = GateReceiveComplete;
        PChars.StatusHandler = GateStatus;
        PChars.StatusCompleteHandler = GateStatusComplete;
        PChars.ReceivePacketHandler = GateReceivePacket;
        PChars.BindAdapterHandler = GateBindAdapter;
        PChars.UnbindAdapterHandler = GateUnbindAdapter;
        PChars.TranslateHandler = NULL;
        PChars.UnloadHandler = NULL;

        NdisRegisterProtocol(&Status, &ProtHandle, &PChars, sizeof(NDIS40_PROTOCOL_CHARACTERISTICS));
        if (Status != NDIS_STATUS_SUCCESS)
        {
            GATEDBG(("Gate: no protocol (%x)\n", Status));
            NdisIMDeregisterLayeredMiniport(DriverHandle);
            break;
        }

        NdisIMAssociateMiniport(DriverHandle, ProtHandle);
    }
    while (FALSE);

    if (Status != NDIS_STATUS_SUCCESS)
        NdisTerminateWrapper(WrapperHandle, NULL);

    return(Status);
}

VOID
GateUnload(
    IN  PDRIVER_OBJECT      DriverObject
    )
/*++

Routine Description:

    The protocol goes, and with it every binding and the adapter over it. The
    layered miniport is left to NDIS.

--*/
{
    NDIS_STATUS Status;

    NdisDeregisterProtocol(&Status, ProtHandle);
    ASSERT(IsListEmpty(&GateList));
    NdisFreeSpinLock(&GateListLock);
}

BOOLEAN
GateBlocks(
    IN  PGATE               Gate,
    IN  PVOID               Header,
    IN  UINT                Size
    )
{
    PENET_HEADER Enet = (PENET_HEADER)Header;

    if (Gate->BlockType == 0 || Gate->Medium != NdisMedium802_3)
        return FALSE;
    if (Header == NULL || Size < sizeof(ENET_HEADER))
        return FALSE;
    return (BOOLEAN)(SWAPS(Enet->Type) == (USHORT)Gate->BlockType);
}

VOID
GateFree(
    IN  PGATE               Gate
    )
{
    NdisAcquireSpinLock(&GateListLock);
    RemoveEntryList(&Gate->Link);
    NdisReleaseSpinLock(&GateListLock);

    if (Gate->SendPool != NULL)
        NdisFreePacketPool(Gate->SendPool);
    if (Gate->ReceivePool != NULL)
        NdisFreePacketPool(Gate->ReceivePool);
    NdisFreeSpinLock(&Gate->Lock);
    NdisFreeMemory(Gate, 0, 0);
}
