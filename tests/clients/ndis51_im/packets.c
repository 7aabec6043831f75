// SPDX-License-Identifier: GPL-2.0
/*++

Module Name:

    packets.c

Abstract:

    Packets through both edges.

--*/

#include "ndis.h"
#include "tally.h"

static
BOOLEAN
SendBegin(
    IN  PVADAPTER           pAdapt
    )
{
    BOOLEAN     May;

    NdisAcquireSpinLock(&pAdapt->Lock);
    May = (BOOLEAN)!IS_OFF(pAdapt);
    if (May) {
        pAdapt->SendsOut++;
    }
    NdisReleaseSpinLock(&pAdapt->Lock);
    return May;
}

static
VOID
SendEnd(
    IN  PVADAPTER           pAdapt,
    IN  PNDIS_PACKET        Packet,
    IN  NDIS_STATUS         Status
    )
/*++

Routine Description:

    Packet, one that came from above, is done.

--*/
{
    NDIS_HANDLE Upper = pAdapt->UpperHandle;

    if (Status != NDIS_STATUS_SUCCESS) {
        COUNT(pAdapt, SendFailures);
    }
    //
    // With its last packet given back the adapter may be halted: no further
    // look at it after that, so it is counted first.
    //
    NdisAcquireSpinLock(&pAdapt->Lock);
    pAdapt->SendsOut--;
    NdisReleaseSpinLock(&pAdapt->Lock);
    NdisMSendComplete(Upper, Packet, Status);
}

static
NDIS_STATUS
SendCopied(
    IN  PVADAPTER           pAdapt,
    IN  PNDIS_PACKET        Packet
    )
{
    PNDIS_PACKET    MyPacket;
    NDIS_STATUS     Status;
    PVOID           Info = NULL;
    UINT            InfoSize = 0;

    NdisAllocatePacket(&Status, &MyPacket, pAdapt->SendPool);
    if (Status != NDIS_STATUS_SUCCESS) {
        return Status;
    }

    SEND_RSVD(MyPacket)->pOriginal = Packet;
    NdisGetPacketFlags(MyPacket) = NdisGetPacketFlags(Packet);
    NDIS_PACKET_FIRST_NDIS_BUFFER(MyPacket) = NDIS_PACKET_FIRST_NDIS_BUFFER(Packet);
    NDIS_PACKET_LAST_NDIS_BUFFER(MyPacket) = NDIS_PACKET_LAST_NDIS_BUFFER(Packet);
    *NDIS_OOB_DATA_FROM_PACKET(MyPacket) = *NDIS_OOB_DATA_FROM_PACKET(Packet);
    NdisIMCopySendPerPacketInfo(MyPacket, Packet);

    NDIS_GET_PACKET_MEDIA_SPECIFIC_INFO(Packet, &Info, &InfoSize);
    if (Info != NULL)
        NDIS_SET_PACKET_MEDIA_SPECIFIC_INFO(MyPacket, Info, InfoSize);

    COUNT(pAdapt, SentCopied);
    NdisSend(&Status, pAdapt->LowerHandle, MyPacket);
    if (Status != NDIS_STATUS_PENDING) {
        NdisIMCopySendCompletePerPacketInfo(Packet, MyPacket);
        NdisFreePacket(MyPacket);
    }
    return Status;
}

VOID
UpperSendPackets(
    IN  NDIS_HANDLE         Context,
    IN  PPNDIS_PACKET       Packets,
    IN  UINT                Count
    )
{
    PVADAPTER           pAdapt = (PVADAPTER)Context;
    PNDIS_PACKET_STACK  pStack;
    BOOLEAN             Remaining;
    NDIS_STATUS         Status;
    UINT                i;

    for (i = 0; i < Count; i++) {
        PNDIS_PACKET Packet = Packets[i];

        if (!SendBegin(pAdapt)) {
            COUNT(pAdapt, SendFailures);
            NdisMSendComplete(pAdapt->UpperHandle, Packet, NDIS_STATUS_FAILURE);
            continue;
        }
        COUNT(pAdapt, Sent);

        pStack = NdisIMGetCurrentPacketStack(Packet, &Remaining);
        if (Remaining) {
            pStack->IMReserved[0] = 0;
            NdisSend(&Status, pAdapt->LowerHandle, Packet);
        } else {
            Status = SendCopied(pAdapt, Packet);
        }
        if (Status != NDIS_STATUS_PENDING) {
            SendEnd(pAdapt, Packet, Status);
        }
    }
}

VOID
LowerSendComplete(
    IN  NDIS_HANDLE         Context,
    IN  PNDIS_PACKET        Packet,
    IN  NDIS_STATUS         Status
    )
{
    PVADAPTER       pAdapt = (PVADAPTER)Context;
    PNDIS_PACKET    Original = Packet;

    if (NdisGetPoolFromPacket(Packet) == pAdapt->SendPool) {
        Original = SEND_RSVD(Packet)->pOriginal;
        NdisIMCopySendCompletePerPacketInfo(Original, Packet);
        NdisFreePacket(Packet);
    }
    SendEnd(pAdapt, Original, Status);
}

VOID
UpperCancelSendPackets(
    IN  NDIS_HANDLE         Context,
    IN  PVOID               CancelId
    )
{
    PVADAPTER pAdapt = (PVADAPTER)Context;

    //
    // A packet of ours has the id of the one it stands for.
    //
    COUNT(pAdapt, Cancels);
    NdisCancelSendPackets(pAdapt->LowerHandle, CancelId);
}

static
PNDIS_PACKET
ReceiveCopied(
    IN  PVADAPTER           pAdapt,
    IN  PNDIS_PACKET        Packet,
    IN  NDIS_STATUS         Status
    )
{
    PNDIS_PACKET    MyPacket;
    NDIS_STATUS     Alloc;

    NdisDprAllocatePacket(&Alloc, &MyPacket, pAdapt->RecvPool);
    if (Alloc != NDIS_STATUS_SUCCESS) {
        return NULL;
    }
    RECV_RSVD(MyPacket)->pOriginal = Packet;
    MyPacket->Private.Head = Packet->Private.Head;
    MyPacket->Private.Tail = Packet->Private.Tail;
    NDIS_SET_ORIGINAL_PACKET(MyPacket, NDIS_GET_ORIGINAL_PACKET(Packet));
    NDIS_PER_PACKET_INFO_FROM_PACKET(MyPacket, Ieee8021QInfo) =
        NDIS_PER_PACKET_INFO_FROM_PACKET(Packet, Ieee8021QInfo);
    NdisSetPacketFlags(MyPacket, NdisGetPacketFlags(Packet));
    NDIS_SET_PACKET_STATUS(MyPacket, Status);
    NDIS_SET_PACKET_HEADER_SIZE(MyPacket, NDIS_GET_PACKET_HEADER_SIZE(Packet));
    COUNT(pAdapt, ReceivedCopied);
    return MyPacket;
}

INT
LowerReceivePacket(
    IN  NDIS_HANDLE         Context,
    IN  PNDIS_PACKET        Packet
    )
{
    PVADAPTER       pAdapt = (PVADAPTER)Context;
    PNDIS_PACKET    MyPacket;
    NDIS_STATUS     Status;
    BOOLEAN         Remaining;

    if (pAdapt->UpperHandle == NULL || IS_OFF(pAdapt)) {
        return 0;
    }
    COUNT(pAdapt, Received);

    //
    // Who comes first after the call, the look at the status or the return of
    // the packet, nobody knows: it is read before.
    //
    Status = NDIS_GET_PACKET_STATUS(Packet);
    (VOID)NdisIMGetCurrentPacketStack(Packet, &Remaining);
    if (Remaining) {
        NdisMIndicateReceivePacket(pAdapt->UpperHandle, &Packet, 1);
        return (Status != NDIS_STATUS_RESOURCES) ? 1 : 0;
    }

    MyPacket = ReceiveCopied(pAdapt, Packet, Status);
    if (MyPacket == NULL) {
        return 0;
    }
    NdisMIndicateReceivePacket(pAdapt->UpperHandle, &MyPacket, 1);
    if (Status == NDIS_STATUS_RESOURCES) {
        NdisDprFreePacket(MyPacket);
        return 0;
    }
    return 1;
}

VOID
UpperReturnPacket(
    IN  NDIS_HANDLE         Context,
    IN  PNDIS_PACKET        Packet
    )
{
    PVADAPTER       pAdapt = (PVADAPTER)Context;
    PNDIS_PACKET    Original = Packet;

    if (NdisGetPoolFromPacket(Packet) == pAdapt->RecvPool) {
        Original = RECV_RSVD(Packet)->pOriginal;
        NdisFreePacket(Packet);
    }
    NdisReturnPackets(&Original, 1);
}

NDIS_STATUS
LowerReceive(
    IN  NDIS_HANDLE         Context,
    IN  NDIS_HANDLE         MacContext,
    IN  PVOID               Header,
    IN  UINT                HeaderSize,
    IN  PVOID               Lookahead,
    IN  UINT                LookaheadSize,
    IN  UINT                PacketSize
    )
{
    PVADAPTER       pAdapt = (PVADAPTER)Context;
    PNDIS_PACKET    Packet, MyPacket = NULL;
    ULONG           Processor = KeGetCurrentProcessorNumber();

    if (pAdapt->UpperHandle == NULL || IS_OFF(pAdapt)) {
        return NDIS_STATUS_FAILURE;
    }

    Packet = NdisGetReceivedPacket(pAdapt->LowerHandle, MacContext);
    if (Packet != NULL) {
        MyPacket = ReceiveCopied(pAdapt, Packet, NDIS_STATUS_RESOURCES);
    }
    if (MyPacket != NULL) {
        COUNT(pAdapt, Received);
        NdisMIndicateReceivePacket(pAdapt->UpperHandle, &MyPacket, 1);
        ASSERT(NDIS_GET_PACKET_STATUS(MyPacket) == NDIS_STATUS_RESOURCES);
        NdisDprFreePacket(MyPacket);
        return NDIS_STATUS_SUCCESS;
    }

    COUNT(pAdapt, ReceivedInPieces);
    pAdapt->Indicated[Processor] = TRUE;
    switch (pAdapt->Medium) {
    case NdisMedium802_3:
    case NdisMediumWan:
        NdisMEthIndicateReceive(pAdapt->UpperHandle, MacContext, Header, HeaderSize, Lookahead,
                                LookaheadSize, PacketSize);
        break;
    case NdisMedium802_5:
        NdisMTrIndicateReceive(pAdapt->UpperHandle, MacContext, Header, HeaderSize, Lookahead,
                               LookaheadSize, PacketSize);
        break;
#if FDDI
    case NdisMediumFddi:
        NdisMFddiIndicateReceive(pAdapt->UpperHandle, MacContext, Header, HeaderSize, Lookahead,
                                 LookaheadSize, PacketSize);
        break;
#endif
    default:
        return NDIS_STATUS_NOT_ACCEPTED;
    }
    return NDIS_STATUS_SUCCESS;
}

VOID
LowerReceiveComplete(
    IN  NDIS_HANDLE         Context
    )
{
    PVADAPTER   pAdapt = (PVADAPTER)Context;
    ULONG       Processor = KeGetCurrentProcessorNumber();

    if (pAdapt->UpperHandle != NULL && !IS_OFF(pAdapt) && pAdapt->Indicated[Processor]) {
        switch (pAdapt->Medium) {
        case NdisMedium802_3:
        case NdisMediumWan:
            NdisMEthIndicateReceiveComplete(pAdapt->UpperHandle);
            break;
        case NdisMedium802_5:
            NdisMTrIndicateReceiveComplete(pAdapt->UpperHandle);
            break;
#if FDDI
        case NdisMediumFddi:
            NdisMFddiIndicateReceiveComplete(pAdapt->UpperHandle);
            break;
#endif
        default:
            ASSERT(FALSE);
            break;
        }
    }
    pAdapt->Indicated[Processor] = FALSE;
}

NDIS_STATUS
UpperTransferData(
    OUT PNDIS_PACKET        Packet,
    OUT PUINT               BytesTransferred,
    IN  NDIS_HANDLE         Context,
    IN  NDIS_HANDLE         ReceiveContext,
    IN  UINT                ByteOffset,
    IN  UINT                BytesToTransfer
    )
{
    PVADAPTER   pAdapt = (PVADAPTER)Context;
    NDIS_STATUS Status;

    if (IS_OFF(pAdapt)) {
        return NDIS_STATUS_FAILURE;
    }
    COUNT(pAdapt, Transfers);
    NdisTransferData(&Status, pAdapt->LowerHandle, ReceiveContext, ByteOffset, BytesToTransfer,
                     Packet, BytesTransferred);
    return Status;
}

VOID
LowerTransferComplete(
    IN  NDIS_HANDLE         Context,
    IN  PNDIS_PACKET        Packet,
    IN  NDIS_STATUS         Status,
    IN  UINT                BytesTransferred
    )
{
    PVADAPTER   pAdapt = (PVADAPTER)Context;

    if (pAdapt->UpperHandle != NULL) {
        NdisMTransferDataComplete(pAdapt->UpperHandle, Packet, Status, BytesTransferred);
    }
}
