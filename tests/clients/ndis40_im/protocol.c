// SPDX-License-Identifier: GPL-2.0
/*++

Module Name:

    protocol.c

Abstract:

    The lower edge of the gate driver.

--*/

#include "precomp.h"
#pragma hdrstop

static VOID GateDeliver(PGATE Gate, PNDIS_PACKET MyPacket);

static NDIS_STATUS
GateCreate(
    IN  PNDIS_STRING            ProtocolSection,
    OUT PGATE                   *NewGate
    )
/*++

Routine Description:

    The structure for one binding, filled from its configuration and on the list.

--*/
{
    NDIS_HANDLE                     ConfigHandle;
    PNDIS_CONFIGURATION_PARAMETER   Param;
    NDIS_STRING                     UpperStr = NDIS_STRING_CONST("UpperBindings");
    NDIS_STRING                     BlockStr = NDIS_STRING_CONST("BlockType");
    PGATE                           Gate = NULL;
    NDIS_STATUS                     Status, Sts;
    UINT                            TotalSize;

    NdisOpenProtocolConfiguration(&Status, &ConfigHandle, ProtocolSection);
    if (Status != NDIS_STATUS_SUCCESS)
        return Status;

    do
    {
        NdisReadConfiguration(&Status, &Param, ConfigHandle, &UpperStr, NdisParameterString);
        if (Status != NDIS_STATUS_SUCCESS)
            break;

        TotalSize = sizeof(GATE) + Param->ParameterData.StringData.Length + sizeof(WCHAR);
        Status = NdisAllocateMemoryWithTag(&Gate, TotalSize, GATE_TAG);
        if (Status != NDIS_STATUS_SUCCESS)
            break;

        NdisZeroMemory(Gate, TotalSize);
        Gate->UpperName.Buffer = (PWCHAR)(Gate + 1);
        Gate->UpperName.Length = Param->ParameterData.StringData.Length;
        Gate->UpperName.MaximumLength = Gate->UpperName.Length + sizeof(WCHAR);
        NdisMoveMemory(Gate->UpperName.Buffer, Param->ParameterData.StringData.Buffer,
                       Gate->UpperName.Length);

        NdisReadConfiguration(&Sts, &Param, ConfigHandle, &BlockStr, NdisParameterHexInteger);
        if (Sts == NDIS_STATUS_SUCCESS)
            Gate->BlockType = Param->ParameterData.IntegerData;

        NdisInitializeEvent(&Gate->Event);
        NdisAllocateSpinLock(&Gate->Lock);
        InitializeListHead(&Gate->Held);
        NdisInterlockedInsertTailList(&GateList, &Gate->Link, &GateListLock);

    } while (FALSE);

    NdisCloseConfiguration(ConfigHandle);
    *NewGate = Gate;
    return Status;
}

VOID
GateBindAdapter(
    OUT PNDIS_STATUS            Status,
    IN  NDIS_HANDLE             BindContext,
    IN  PNDIS_STRING            DeviceName,
    IN  PVOID                   SystemSpecific1,
    IN  PVOID                   SystemSpecific2
    )
{
    PGATE                           Gate = NULL;
    NDIS_STATUS                     Sts;
    UINT                            MediumIndex;
    NDIS_MEDIUM                     MediumArray[3] = { NdisMediumFddi, NdisMedium802_5, NdisMedium802_3 };

    do
    {
        *Status = GateCreate(SystemSpecific1, &Gate);
        if (*Status != NDIS_STATUS_SUCCESS)
            break;

        NdisAllocatePacketPool(Status, &Gate->SendPool, GATE_PACKETS, sizeof(SEND_RSVD));
        if (*Status != NDIS_STATUS_SUCCESS)
            break;
        NdisAllocatePacketPool(Status, &Gate->ReceivePool, GATE_PACKETS,
                               PROTOCOL_RESERVED_SIZE_IN_PACKET);
        if (*Status != NDIS_STATUS_SUCCESS)
            break;

        NdisOpenAdapter(Status,
                        &Sts,
                        &Gate->BindingHandle,
                        &MediumIndex,
                        MediumArray,
                        sizeof(MediumArray)/sizeof(NDIS_MEDIUM),
                        ProtHandle,
                        Gate,
                        DeviceName,
                        0,
                        NULL);
        if (*Status == NDIS_STATUS_PENDING)
        {
            NdisWaitEvent(&Gate->Event, 0);
            *Status = Gate->Status;
        }
        if (*Status != NDIS_STATUS_SUCCESS)
        {
            Gate->BindingHandle = NULL;
            break;
        }
        Gate->Medium = MediumArray[MediumIndex];

        //
        // There is no device context in this version of the call: Initialize
        // finds the binding where it was left.
        //
        GateInitializing = Gate;
        *Status = NdisIMInitializeDeviceInstance(DriverHandle, &Gate->UpperName);
        if (*Status != NDIS_STATUS_SUCCESS && GateInitializing == NULL)
        {
            //
            // It was taken, and what came after Initialize failed: the halt has
            // closed and freed everything.
            //
            Gate = NULL;
            break;
        }
        GateInitializing = NULL;
        if (*Status != NDIS_STATUS_SUCCESS)
        {
            NdisResetEvent(&Gate->Event);
            NdisCloseAdapter(&Sts, Gate->BindingHandle);
            if (Sts == NDIS_STATUS_PENDING)
                NdisWaitEvent(&Gate->Event, 0);
        }

    } while (FALSE);

    GATEDBG(("Gate: bind of %ws: %x\n", DeviceName->Buffer, *Status));
    if (*Status != NDIS_STATUS_SUCCESS && Gate != NULL)
        GateFree(Gate);
}

VOID
GateUnbindAdapter(
    OUT PNDIS_STATUS            Status,
    IN  PGATE                   Gate,
    IN  NDIS_HANDLE             UnbindContext
    )
{
    //
    // The halt closes the binding and frees all of it.
    //
    if (Gate->MiniportHandle != NULL)
    {
        *Status = NdisIMDeInitializeDeviceInstance(Gate->MiniportHandle);
        return;
    }

    NdisResetEvent(&Gate->Event);
    NdisCloseAdapter(Status, Gate->BindingHandle);
    if (*Status == NDIS_STATUS_PENDING)
        NdisWaitEvent(&Gate->Event, 0);
    GateFree(Gate);
    *Status = NDIS_STATUS_SUCCESS;
}

VOID
GateOpenComplete(
    IN  PGATE                   Gate,
    IN  NDIS_STATUS             Status,
    IN  NDIS_STATUS             OpenErrorStatus
    )
{
    Gate->Status = Status;
    NdisSetEvent(&Gate->Event);
}

VOID
GateCloseComplete(
    IN  PGATE                   Gate,
    IN  NDIS_STATUS             Status
    )
{
    Gate->Status = Status;
    NdisSetEvent(&Gate->Event);
}

VOID
GateSendComplete(
    IN  PGATE                   Gate,
    IN  PNDIS_PACKET            MyPacket,
    IN  NDIS_STATUS             Status
    )
{
    PNDIS_PACKET    Packet = SEND_FROM(MyPacket)->OriginalPkt;
    BOOLEAN         Stalled;

    NdisIMCopySendCompletePerPacketInfo(Packet, MyPacket);
    NdisDprFreePacket(MyPacket);
    NdisMSendComplete(Gate->MiniportHandle, Packet, Status);

    NdisDprAcquireSpinLock(&Gate->Lock);
    Stalled = Gate->Stalled;
    Gate->Stalled = FALSE;
    NdisDprReleaseSpinLock(&Gate->Lock);
    if (Stalled)
        NdisMSendResourcesAvailable(Gate->MiniportHandle);
}

VOID
GateTransferComplete(
    IN  PGATE                   Gate,
    IN  PNDIS_PACKET            Packet,
    IN  NDIS_STATUS             Status,
    IN  UINT                    BytesTransferred
    )
{
    if (Gate->MiniportHandle)
        NdisMTransferDataComplete(Gate->MiniportHandle, Packet, Status, BytesTransferred);
}

VOID
GateResetComplete(
    IN  PGATE                   Gate,
    IN  NDIS_STATUS             Status
    )
{
    NdisMResetComplete(Gate->MiniportHandle, Status, FALSE);
}

VOID
GateRequestComplete(
    IN  PGATE                   Gate,
    IN  PNDIS_REQUEST           Request,
    IN  NDIS_STATUS             Status
    )
{
    NDIS_OID    Oid = Request->DATA.SET_INFORMATION.Oid;

    ASSERT(Gate->RequestOut);
    Gate->RequestOut = FALSE;

    switch (Request->RequestType)
    {
      case NdisRequestQueryInformation:
        *Gate->BytesDone = Request->DATA.QUERY_INFORMATION.BytesWritten;
        *Gate->BytesNeeded = Request->DATA.QUERY_INFORMATION.BytesNeeded;
        //
        // Loopback is NDIS's business above us, whatever the adapter does.
        //
        if (Oid == OID_GEN_MAC_OPTIONS && Status == NDIS_STATUS_SUCCESS)
            *(PULONG)Request->DATA.QUERY_INFORMATION.InformationBuffer &= ~NDIS_MAC_OPTION_NO_LOOPBACK;
        NdisMQueryInformationComplete(Gate->MiniportHandle, Status);
        break;

      case NdisRequestSetInformation:
        *Gate->BytesDone = Request->DATA.SET_INFORMATION.BytesRead;
        *Gate->BytesNeeded = Request->DATA.SET_INFORMATION.BytesNeeded;
        NdisMSetInformationComplete(Gate->MiniportHandle, Status);
        break;

      default:
        ASSERT(0);
        break;
    }
}

static VOID
GateQueueCallback(
    IN  PGATE                   Gate
    )
/*++

Routine Description:

    Asks for GateMiniportCallback. It may run before this returns.

--*/
{
    BOOLEAN Queue;

    NdisAcquireSpinLock(&Gate->Lock);
    Queue = !Gate->CallbackQueued && !Gate->Halting;
    Gate->CallbackQueued = TRUE;
    NdisReleaseSpinLock(&Gate->Lock);
    if (Queue)
        (VOID)NdisIMQueueMiniportCallback(Gate->MiniportHandle, GateMiniportCallback, NULL);
}

static VOID
GateDeliver(
    IN  PGATE                   Gate,
    IN  PNDIS_PACKET            MyPacket
    )
/*++

Routine Description:

    Indicates one packet, with the miniport switched to. What NDIS does not keep
    comes back here at once.

--*/
{
    NDIS_STATUS Keep = NDIS_GET_PACKET_STATUS(MyPacket);

    NdisMIndicateReceivePacket(Gate->MiniportHandle, &MyPacket, 1);
    if (Keep == NDIS_STATUS_RESOURCES)
        return;                                 // the caller frees it
    if (NDIS_GET_PACKET_STATUS(MyPacket) != NDIS_STATUS_PENDING)
        GateReturnPacket(Gate, MyPacket);
}

VOID
GateMiniportCallback(
    IN  NDIS_HANDLE             MiniportContext,
    IN  PVOID                   CallbackContext
    )
{
    PGATE           Gate = (PGATE)MiniportContext;
    PNDIS_PACKET    MyPacket;
    NDIS_STATUS     HeldStatus = 0;
    BOOLEAN         StatusHeld, Any = FALSE;

    NdisAcquireSpinLock(&Gate->Lock);
    Gate->CallbackQueued = FALSE;
    StatusHeld = Gate->StatusHeld;
    HeldStatus = Gate->HeldStatus;
    Gate->StatusHeld = FALSE;
    while (!IsListEmpty(&Gate->Held))
    {
        PLIST_ENTRY Entry = RemoveHeadList(&Gate->Held);

        NdisReleaseSpinLock(&Gate->Lock);
        MyPacket = CONTAINING_RECORD(Entry, NDIS_PACKET, ProtocolReserved);
        GateDeliver(Gate, MyPacket);
        Any = TRUE;
        NdisAcquireSpinLock(&Gate->Lock);
    }
    NdisReleaseSpinLock(&Gate->Lock);

    if (Any)
        NdisMEthIndicateReceiveComplete(Gate->MiniportHandle);
    if (StatusHeld)
    {
        NdisMIndicateStatus(Gate->MiniportHandle, HeldStatus, NULL, 0);
        NdisMIndicateStatusComplete(Gate->MiniportHandle);
    }
}

static PNDIS_PACKET
GateWrapReceived(
    IN  PGATE                   Gate,
    IN  PNDIS_PACKET            Packet
    )
/*++

Routine Description:

    A packet of ours over the buffers of one from below.

--*/
{
    PNDIS_PACKET    MyPacket;
    NDIS_STATUS     Status;

    NdisDprAllocatePacket(&Status, &MyPacket, Gate->ReceivePool);
    if (Status != NDIS_STATUS_SUCCESS)
        return NULL;

    RECV_FROM(MyPacket)->OriginalPkt = Packet;
    NDIS_PACKET_FIRST_NDIS_BUFFER(MyPacket) = NDIS_PACKET_FIRST_NDIS_BUFFER(Packet);
    NDIS_PACKET_LAST_NDIS_BUFFER(MyPacket) = NDIS_PACKET_LAST_NDIS_BUFFER(Packet);
    NDIS_PACKET_VALID_COUNTS(MyPacket) = FALSE;
    NDIS_SET_ORIGINAL_PACKET(MyPacket, NDIS_GET_ORIGINAL_PACKET(Packet));
    NdisGetPacketFlags(MyPacket) = NdisGetPacketFlags(Packet);
    NDIS_SET_PACKET_STATUS(MyPacket, NDIS_GET_PACKET_STATUS(Packet));
    NDIS_SET_PACKET_HEADER_SIZE(MyPacket, NDIS_GET_PACKET_HEADER_SIZE(Packet));
    NDIS_SET_PACKET_TIME_RECEIVED(MyPacket, NDIS_GET_PACKET_TIME_RECEIVED(Packet));
    return MyPacket;
}

static BOOLEAN
GateFilterPacket(
    IN  PGATE                   Gate,
    IN  PNDIS_PACKET            Packet
    )
{
    PENET_HEADER    Header;
    PNDIS_BUFFER    First;
    UINT            FirstLength, Total;

    NdisGetFirstBufferFromPacket(Packet, &First, &Header, &FirstLength, &Total);
    return GateBlocks(Gate, Header, FirstLength);
}

INT
GateReceivePacket(
    IN  PGATE                   Gate,
    IN  PNDIS_PACKET            Packet
    )
{
    PNDIS_PACKET    MyPacket;
    NDIS_HANDLE     SwitchHandle;
    NDIS_STATUS     Status = NDIS_GET_PACKET_STATUS(Packet);

    if (Gate->MiniportHandle == NULL)
        return 0;
    if (GateFilterPacket(Gate, Packet))
    {
        Gate->Count.ReceivedBlocked++;
        return 0;
    }

    MyPacket = GateWrapReceived(Gate, Packet);
    if (MyPacket == NULL)
    {
        Gate->Count.ReceivedDropped++;
        return 0;
    }

    if (NdisIMSwitchToMiniport(Gate->MiniportHandle, &SwitchHandle))
    {
        Gate->Count.Received++;
        Gate->Indicated = TRUE;
        GateDeliver(Gate, MyPacket);
        NdisIMRevertBack(Gate->MiniportHandle, SwitchHandle);
        if (Status == NDIS_STATUS_RESOURCES)
        {
            NdisDprFreePacket(MyPacket);
            return 0;
        }
        return 1;
    }

    if (Status == NDIS_STATUS_RESOURCES)
    {
        //
        // May not be kept, and nobody can be told now.
        //
        Gate->Count.ReceivedDropped++;
        NdisDprFreePacket(MyPacket);
        return 0;
    }

    NdisDprAcquireSpinLock(&Gate->Lock);
    if (Gate->Halting)
    {
        NdisDprReleaseSpinLock(&Gate->Lock);
        NdisDprFreePacket(MyPacket);
        return 0;
    }
    Gate->Count.ReceivedHeld++;
    InsertTailList(&Gate->Held, HELD_LINK(MyPacket));
    NdisDprReleaseSpinLock(&Gate->Lock);
    GateQueueCallback(Gate);
    return 1;
}

NDIS_STATUS
GateReceive(
    IN  PGATE                   Gate,
    IN  NDIS_HANDLE             MacReceiveContext,
    IN  PVOID                   HeaderBuffer,
    IN  UINT                    HeaderBufferSize,
    IN  PVOID                   LookAheadBuffer,
    IN  UINT                    LookAheadBufferSize,
    IN  UINT                    PacketSize
    )
{
    NDIS_HANDLE     SwitchHandle;
    PNDIS_PACKET    Packet, MyPacket;

    if (Gate->MiniportHandle == NULL)
        return NDIS_STATUS_FAILURE;
    if (GateBlocks(Gate, HeaderBuffer, HeaderBufferSize))
    {
        Gate->Count.ReceivedBlocked++;
        return NDIS_STATUS_NOT_ACCEPTED;
    }
    if (!NdisIMSwitchToMiniport(Gate->MiniportHandle, &SwitchHandle))
    {
        Gate->Count.ReceivedDropped++;
        return NDIS_STATUS_NOT_ACCEPTED;
    }

    Gate->Indicated = TRUE;
    Gate->Count.Received++;
    MyPacket = NULL;
    Packet = NdisGetReceivedPacket(Gate->BindingHandle, MacReceiveContext);
    if (Packet != NULL)
        MyPacket = GateWrapReceived(Gate, Packet);
    if (MyPacket != NULL)
    {
        //
        // Ours until the indication is over, not longer.
        //
        NDIS_SET_PACKET_STATUS(MyPacket, NDIS_STATUS_RESOURCES);
        GateDeliver(Gate, MyPacket);
        NdisDprFreePacket(MyPacket);
    }
    else switch (Gate->Medium)
    {
      case NdisMedium802_3:
        NdisMEthIndicateReceive(Gate->MiniportHandle, MacReceiveContext, HeaderBuffer,
                                HeaderBufferSize, LookAheadBuffer, LookAheadBufferSize, PacketSize);
        break;

      case NdisMedium802_5:
        NdisMTrIndicateReceive(Gate->MiniportHandle, MacReceiveContext, HeaderBuffer,
                               HeaderBufferSize, LookAheadBuffer, LookAheadBufferSize, PacketSize);
        break;

      case NdisMediumFddi:
        NdisMFddiIndicateReceive(Gate->MiniportHandle, MacReceiveContext, HeaderBuffer,
                                 HeaderBufferSize, LookAheadBuffer, LookAheadBufferSize, PacketSize);
        break;

      default:
        ASSERT(FALSE);
        break;
    }
    NdisIMRevertBack(Gate->MiniportHandle, SwitchHandle);
    return NDIS_STATUS_SUCCESS;
}

VOID
GateReceiveComplete(
    IN  PGATE                   Gate
    )
{
    NDIS_HANDLE SwitchHandle;

    if (Gate->MiniportHandle == NULL || !Gate->Indicated)
        return;
    if (!NdisIMSwitchToMiniport(Gate->MiniportHandle, &SwitchHandle))
        return;                                 // the next one will do

    Gate->Indicated = FALSE;
    switch (Gate->Medium)
    {
      case NdisMedium802_3:
        NdisMEthIndicateReceiveComplete(Gate->MiniportHandle);
        break;
      case NdisMedium802_5:
        NdisMTrIndicateReceiveComplete(Gate->MiniportHandle);
        break;
      default:
        NdisMFddiIndicateReceiveComplete(Gate->MiniportHandle);
        break;
    }
    NdisIMRevertBack(Gate->MiniportHandle, SwitchHandle);
}

VOID
GateStatus(
    IN  PGATE                   Gate,
    IN  NDIS_STATUS             GeneralStatus,
    IN  PVOID                   StatusBuffer,
    IN  UINT                    StatusBufferSize
    )
{
    NDIS_HANDLE SwitchHandle;

    //
    // Resets above us have a sequence of their own.
    //
    if (GeneralStatus == NDIS_STATUS_RESET_START || GeneralStatus == NDIS_STATUS_RESET_END)
        return;
    if (Gate->MiniportHandle == NULL)
        return;

    if (NdisIMSwitchToMiniport(Gate->MiniportHandle, &SwitchHandle))
    {
        NdisMIndicateStatus(Gate->MiniportHandle, GeneralStatus, StatusBuffer, StatusBufferSize);
        NdisMIndicateStatusComplete(Gate->MiniportHandle);
        NdisIMRevertBack(Gate->MiniportHandle, SwitchHandle);
        return;
    }

    //
    // The last word counts.
    //
    NdisAcquireSpinLock(&Gate->Lock);
    Gate->HeldStatus = GeneralStatus;
    Gate->StatusHeld = TRUE;
    NdisReleaseSpinLock(&Gate->Lock);
    GateQueueCallback(Gate);
}

VOID
GateStatusComplete(
    IN  PGATE                   Gate
    )
{
    //
    // GateStatus has said so already.
    //
}
