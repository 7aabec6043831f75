// SPDX-License-Identifier: GPL-2.0
/*++

Module Name:

    miniport.c

Abstract:

    The upper edge of the gate driver.

--*/

#include "precomp.h"
#pragma hdrstop

NDIS_STATUS
GateInitialize(
    OUT PNDIS_STATUS            OpenErrorStatus,
    OUT PUINT                   SelectedMediumIndex,
    IN  PNDIS_MEDIUM            MediumArray,
    IN  UINT                    MediumArraySize,
    IN  NDIS_HANDLE             MiniportAdapterHandle,
    IN  NDIS_HANDLE             WrapperConfigurationContext
    )
{
    PGATE   Gate = GateInitializing;
    UINT    i;

    if (Gate == NULL)
        return NDIS_STATUS_ADAPTER_NOT_FOUND;

    for (i = 0; i < MediumArraySize; i++)
    {
        if (MediumArray[i] == Gate->Medium)
            break;
    }
    if (i == MediumArraySize)
        return NDIS_STATUS_UNSUPPORTED_MEDIA;
    *SelectedMediumIndex = i;

    NdisMSetAttributesEx(MiniportAdapterHandle,
                         Gate,
                         0,
                         NDIS_ATTRIBUTE_IGNORE_PACKET_TIMEOUT |
                         NDIS_ATTRIBUTE_IGNORE_REQUEST_TIMEOUT |
                         NDIS_ATTRIBUTE_INTERMEDIATE_DRIVER,
                         0);
    Gate->MiniportHandle = MiniportAdapterHandle;
    GateInitializing = NULL;                    // taken
    *OpenErrorStatus = NDIS_STATUS_SUCCESS;
    return NDIS_STATUS_SUCCESS;
}

VOID
GateHalt(
    IN  PGATE                   Gate
    )
{
    NDIS_STATUS Status;
    PLIST_ENTRY Entry;

    //
    // What waits for the callback would keep the binding open, and what comes
    // until the binding is closed is not held any more.
    //
    NdisAcquireSpinLock(&Gate->Lock);
    Gate->Halting = TRUE;
    NdisReleaseSpinLock(&Gate->Lock);
    while ((Entry = NdisInterlockedRemoveHeadList(&Gate->Held, &Gate->Lock)) != NULL)
        GateReturnPacket(Gate, CONTAINING_RECORD(Entry, NDIS_PACKET, ProtocolReserved));

    NdisResetEvent(&Gate->Event);
    NdisCloseAdapter(&Status, Gate->BindingHandle);
    if (Status == NDIS_STATUS_PENDING)
        NdisWaitEvent(&Gate->Event, 0);
    GateFree(Gate);
}

NDIS_STATUS
GateSend(
    IN  PGATE                   Gate,
    IN  PNDIS_PACKET            Packet,
    IN  UINT                    Flags
    )
{
    PNDIS_PACKET    MyPacket;
    PNDIS_BUFFER    First;
    PVOID           MediaSpecificInfo = NULL;
    UINT            MediaSpecificInfoSize = 0;
    PENET_HEADER    Header;
    UINT            FirstLength, TotalLength;
    NDIS_STATUS     Status;

    NdisQueryPacket(Packet, NULL, NULL, &First, &TotalLength);
    if (First == NULL)
        return NDIS_STATUS_INVALID_PACKET;
    NdisQueryBuffer(First, &Header, &FirstLength);
    if (GateBlocks(Gate, Header, FirstLength))
    {
        Gate->Count.SentBlocked++;
        return NDIS_STATUS_SUCCESS;
    }

    //
    // Under the lock, so that a completion in between does not miss that this
    // packet waits for it.
    //
    NdisDprAcquireSpinLock(&Gate->Lock);
    NdisDprAllocatePacket(&Status, &MyPacket, Gate->SendPool);
    if (Status != NDIS_STATUS_SUCCESS)
    {
        Gate->Stalled = TRUE;
        Gate->Count.SentStalled++;
    }
    NdisDprReleaseSpinLock(&Gate->Lock);
    if (Status != NDIS_STATUS_SUCCESS)
        return NDIS_STATUS_RESOURCES;

    SEND_FROM(MyPacket)->OriginalPkt = Packet;
    NdisSetSendFlags(MyPacket, Flags);
    NdisSetPacketFlags(MyPacket, NDIS_FLAGS_DONT_LOOPBACK);
    NDIS_PACKET_FIRST_NDIS_BUFFER(MyPacket) = NDIS_PACKET_FIRST_NDIS_BUFFER(Packet);
    NDIS_PACKET_LAST_NDIS_BUFFER(MyPacket) = NDIS_PACKET_LAST_NDIS_BUFFER(Packet);
    NDIS_PACKET_VALID_COUNTS(MyPacket) = FALSE;

    NdisMoveMemory(NDIS_OOB_DATA_FROM_PACKET(MyPacket),
                   NDIS_OOB_DATA_FROM_PACKET(Packet),
                   sizeof(NDIS_PACKET_OOB_DATA));
    NdisIMCopySendPerPacketInfo(MyPacket, Packet);
    NDIS_GET_PACKET_MEDIA_SPECIFIC_INFO(Packet, &MediaSpecificInfo, &MediaSpecificInfoSize);
    if (MediaSpecificInfo || MediaSpecificInfoSize)
        NDIS_SET_PACKET_MEDIA_SPECIFIC_INFO(MyPacket, MediaSpecificInfo, MediaSpecificInfoSize);
    else
        MyPacket->Private.NdisPacketFlags &= ~fPACKET_CONTAINS_MEDIA_SPECIFIC_INFO;

    Gate->Count.Sent++;
    NdisSend(&Status, Gate->BindingHandle, MyPacket);
    if (Status != NDIS_STATUS_PENDING)
    {
        NdisIMCopySendCompletePerPacketInfo(Packet, MyPacket);
        NdisDprFreePacket(MyPacket);
    }
    return Status;
}

NDIS_STATUS
GateQueryInformation(
    IN  PGATE                   Gate,
    IN  NDIS_OID                Oid,
    IN  PVOID                   InformationBuffer,
    IN  ULONG                   InformationBufferLength,
    OUT PULONG                  BytesWritten,
    OUT PULONG                  BytesNeeded
    )
{
    NDIS_STATUS Status;

    Gate->BytesDone = BytesWritten;
    Gate->BytesNeeded = BytesNeeded;
    Gate->RequestOut = TRUE;
    Gate->Request.RequestType = NdisRequestQueryInformation;
    Gate->Request.DATA.QUERY_INFORMATION.Oid = Oid;
    Gate->Request.DATA.QUERY_INFORMATION.InformationBuffer = InformationBuffer;
    Gate->Request.DATA.QUERY_INFORMATION.InformationBufferLength = InformationBufferLength;
    Gate->Request.DATA.QUERY_INFORMATION.BytesWritten = 0;
    Gate->Request.DATA.QUERY_INFORMATION.BytesNeeded = 0;

    NdisRequest(&Status, Gate->BindingHandle, &Gate->Request);
    if (Status != NDIS_STATUS_PENDING)
        GateRequestComplete(Gate, &Gate->Request, Status);

    //
    // It may be complete already, and was completed as a pending one.
    //
    return NDIS_STATUS_PENDING;
}

NDIS_STATUS
GateSetInformation(
    IN  PGATE                   Gate,
    IN  NDIS_OID                Oid,
    IN  PVOID                   InformationBuffer,
    IN  ULONG                   InformationBufferLength,
    OUT PULONG                  BytesRead,
    OUT PULONG                  BytesNeeded
    )
{
    NDIS_STATUS Status;

    Gate->BytesDone = BytesRead;
    Gate->BytesNeeded = BytesNeeded;
    Gate->RequestOut = TRUE;
    Gate->Request.RequestType = NdisRequestSetInformation;
    Gate->Request.DATA.SET_INFORMATION.Oid = Oid;
    Gate->Request.DATA.SET_INFORMATION.InformationBuffer = InformationBuffer;
    Gate->Request.DATA.SET_INFORMATION.InformationBufferLength = InformationBufferLength;
    Gate->Request.DATA.SET_INFORMATION.BytesRead = 0;
    Gate->Request.DATA.SET_INFORMATION.BytesNeeded = 0;

    NdisRequest(&Status, Gate->BindingHandle, &Gate->Request);
    if (Status == NDIS_STATUS_PENDING)
        return Status;

    Gate->RequestOut = FALSE;
    *BytesRead = Gate->Request.DATA.SET_INFORMATION.BytesRead;
    *BytesNeeded = Gate->Request.DATA.SET_INFORMATION.BytesNeeded;
    return Status;
}

NDIS_STATUS
GateReset(
    OUT PBOOLEAN                AddressingReset,
    IN  PGATE                   Gate
    )
{
    NDIS_STATUS Status;

    *AddressingReset = FALSE;
    NdisReset(&Status, Gate->BindingHandle);
    return Status;
}

VOID
GateReturnPacket(
    IN  PGATE                   Gate,
    IN  PNDIS_PACKET            MyPacket
    )
{
    PNDIS_PACKET Packet = RECV_FROM(MyPacket)->OriginalPkt;

    NdisFreePacket(MyPacket);
    NdisReturnPackets(&Packet, 1);
}

NDIS_STATUS
GateTransferData(
    OUT PNDIS_PACKET            Packet,
    OUT PUINT                   BytesTransferred,
    IN  PGATE                   Gate,
    IN  NDIS_HANDLE             MiniportReceiveContext,
    IN  UINT                    ByteOffset,
    IN  UINT                    BytesToTransfer
    )
{
    NDIS_STATUS Status;

    NdisTransferData(&Status,
                     Gate->BindingHandle,
                     MiniportReceiveContext,
                     ByteOffset,
                     BytesToTransfer,
                     Packet,
                     BytesTransferred);
    return(Status);
}
