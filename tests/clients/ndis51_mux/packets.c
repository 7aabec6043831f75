// SPDX-License-Identifier: GPL-2.0
/*++

Module Name:

    packets.c

Abstract:

    Packets through both edges. Down they go with the packet stack or, where that
    has no room, in a packet of ours; up in one of ours for each virtual adapter
    that wants them.

--*/

#include "mux.h"

// ---- down ----

static
BOOLEAN
SendBegin(
    IN  PVELAN              pVElan
    )
{
    BOOLEAN May;

    NdisAcquireSpinLock(&pVElan->pAdapt->Lock);
    May = VELAN_IS_ON(pVElan);
    if (May) {
        NdisInterlockedIncrement(&pVElan->SendsOut);
    }
    NdisReleaseSpinLock(&pVElan->pAdapt->Lock);
    return May;
}

static
VOID
SendEnd(
    IN  PVELAN              pVElan,
    IN  PNDIS_PACKET        Packet,
    IN  NDIS_STATUS         Status
    )
{
    if (Status == NDIS_STATUS_SUCCESS) {
        NdisInterlockedIncrement((PLONG)&pVElan->Sent);
    } else {
        NdisInterlockedIncrement((PLONG)&pVElan->SendFailures);
    }
    NdisMSendComplete(pVElan->MiniportHandle, Packet, Status);
    NdisInterlockedDecrement(&pVElan->SendsOut);    // Halt waits for this
}

static
NDIS_STATUS
SendInPacketOfOurs(
    IN  PVELAN              pVElan,
    IN  PNDIS_PACKET        Packet
    )
{
    PNDIS_PACKET    MyPacket;
    NDIS_STATUS     Status;
    PVOID           Info = NULL;
    UINT            InfoSize = 0;

    NdisAllocatePacket(&Status, &MyPacket, SendPool);
    if (Status != NDIS_STATUS_SUCCESS) {
        return Status;
    }
    SEND_RSVD(MyPacket)->pVElan = pVElan;
    SEND_RSVD(MyPacket)->pOriginal = Packet;
    NdisGetPacketFlags(MyPacket) = NdisGetPacketFlags(Packet) | NDIS_FLAGS_DONT_LOOPBACK;
    NDIS_PACKET_FIRST_NDIS_BUFFER(MyPacket) = NDIS_PACKET_FIRST_NDIS_BUFFER(Packet);
    NDIS_PACKET_LAST_NDIS_BUFFER(MyPacket) = NDIS_PACKET_LAST_NDIS_BUFFER(Packet);
    *NDIS_OOB_DATA_FROM_PACKET(MyPacket) = *NDIS_OOB_DATA_FROM_PACKET(Packet);
    NdisIMCopySendPerPacketInfo(MyPacket, Packet);
    NDIS_GET_PACKET_MEDIA_SPECIFIC_INFO(Packet, &Info, &InfoSize);
    if (Info != NULL)
        NDIS_SET_PACKET_MEDIA_SPECIFIC_INFO(MyPacket, Info, InfoSize);

    NdisSend(&Status, pVElan->pAdapt->BindingHandle, MyPacket);
    if (Status != NDIS_STATUS_PENDING) {
        NdisIMCopySendCompletePerPacketInfo(Packet, MyPacket);
        NdisFreePacket(MyPacket);
    }
    return Status;
}

VOID
MPSendPackets(
    IN  NDIS_HANDLE         MiniportAdapterContext,
    IN  PPNDIS_PACKET       PacketArray,
    IN  UINT                NumberOfPackets
    )
{
    PVELAN              pVElan = (PVELAN)MiniportAdapterContext;
    PNDIS_PACKET_STACK  pStack;
    BOOLEAN             Remaining;
    NDIS_STATUS         Status;
    UINT                i;

    for (i = 0; i < NumberOfPackets; i++) {
        PNDIS_PACKET Packet = PacketArray[i];

        if (!SendBegin(pVElan)) {
            NdisMSendComplete(pVElan->MiniportHandle, Packet, NDIS_STATUS_FAILURE);
            continue;
        }
        pStack = NdisIMGetCurrentPacketStack(Packet, &Remaining);
        if (Remaining) {
            pStack->IMReserved[0] = (ULONG_PTR)pVElan;
            NdisSend(&Status, pVElan->pAdapt->BindingHandle, Packet);
        } else {
            Status = SendInPacketOfOurs(pVElan, Packet);
        }
        if (Status != NDIS_STATUS_PENDING) {
            SendEnd(pVElan, Packet, Status);
        }
    }
}

VOID
PtSendComplete(
    IN  NDIS_HANDLE         ProtocolBindingContext,
    IN  PNDIS_PACKET        Packet,
    IN  NDIS_STATUS         Status
    )
{
    PNDIS_PACKET        Original = Packet;
    PNDIS_PACKET_STACK  pStack;
    BOOLEAN             Remaining;
    PVELAN              pVElan;

    UNREFERENCED_PARAMETER(ProtocolBindingContext);

    if (NdisGetPoolFromPacket(Packet) == SendPool) {
        Original = SEND_RSVD(Packet)->pOriginal;
        pVElan = SEND_RSVD(Packet)->pVElan;
        NdisIMCopySendCompletePerPacketInfo(Original, Packet);
        NdisFreePacket(Packet);
    } else {
        pStack = NdisIMGetCurrentPacketStack(Packet, &Remaining);
        pVElan = (PVELAN)pStack->IMReserved[0];
    }
    SendEnd(pVElan, Original, Status);
}

VOID
MPCancelSendPackets(
    IN  NDIS_HANDLE         MiniportAdapterContext,
    IN  PVOID               CancelId
    )
{
    PVELAN pVElan = (PVELAN)MiniportAdapterContext;

    //
    // A packet of ours has the id of the one it stands for. Whoever above another
    // virtual adapter has the same id did not ask: ids are each driver's own.
    //
    pVElan->Cancels++;
    NdisCancelSendPackets(pVElan->pAdapt->BindingHandle, CancelId);
}

// ---- up ----

static
BOOLEAN
VElanWants(
    IN  PVELAN              pVElan,
    IN  PUCHAR              Address
    )
/*++

Routine Description:

    Lock held.

--*/
{
    ULONG   Filter = pVElan->PacketFilter;
    UINT    Differ;
    ULONG   i;

    if (Filter & NDIS_PACKET_TYPE_PROMISCUOUS) {
        return TRUE;
    }
    if (ETH_IS_BROADCAST(Address)) {
        return (Filter & NDIS_PACKET_TYPE_BROADCAST) != 0;
    }
    if (!ETH_IS_MULTICAST(Address)) {
        ETH_COMPARE_NETWORK_ADDRESSES_EQ(Address, pVElan->Address, &Differ);
        return !Differ && (Filter & NDIS_PACKET_TYPE_DIRECTED);
    }
    if (Filter & NDIS_PACKET_TYPE_ALL_MULTICAST) {
        return TRUE;
    }
    for (i = 0; (Filter & NDIS_PACKET_TYPE_MULTICAST) && i < pVElan->McastCount; i++) {
        ETH_COMPARE_NETWORK_ADDRESSES_EQ(Address, pVElan->Mcast[i], &Differ);
        if (!Differ) {
            return TRUE;
        }
    }
    return FALSE;
}

static
ULONG
AdaptReceivers(
    IN  PADAPT              pAdapt,
    IN  PUCHAR              Address,
    OUT PVELAN             *ppVElan
    )
{
    PVELAN      Used[MUX_MAX_VELANS];
    ULONG       All, Count = 0, i;

    All = AdaptUse(pAdapt, FALSE, Used);
    NdisDprAcquireSpinLock(&pAdapt->Lock);
    for (i = 0; i < All; i++) {
        if (VElanWants(Used[i], Address)) {
            ppVElan[Count++] = Used[i];
        } else {
            NdisInterlockedDecrement(&Used[i]->InUse);
        }
    }
    NdisDprReleaseSpinLock(&pAdapt->Lock);
    return Count;
}

static
PNDIS_PACKET
ReceivePacketOfOurs(
    IN  PVELAN              pVElan,
    IN  PNDIS_BUFFER        Head,
    IN  PNDIS_BUFFER        Tail,
    IN  NDIS_STATUS         Status
    )
{
    PNDIS_PACKET    MyPacket;
    NDIS_STATUS     Alloc;

    NdisDprAllocatePacket(&Alloc, &MyPacket, RecvPool);
    if (Alloc != NDIS_STATUS_SUCCESS) {
        NdisInterlockedIncrement((PLONG)&pVElan->NoBuffers);
        return NULL;
    }
    NDIS_PACKET_FIRST_NDIS_BUFFER(MyPacket) = Head;
    NDIS_PACKET_LAST_NDIS_BUFFER(MyPacket) = Tail;
    NDIS_SET_PACKET_STATUS(MyPacket, Status);
    NDIS_SET_PACKET_HEADER_SIZE(MyPacket, ETH_HEADER_SIZE);
    NdisZeroMemory(RECV_RSVD(MyPacket), sizeof(*RECV_RSVD(MyPacket)));
    NdisInterlockedIncrement((PLONG)&pVElan->Received);
    return MyPacket;
}

static
INT
IndicatePacket(
    IN  PADAPT              pAdapt,
    IN  PNDIS_PACKET        Packet,
    IN  NDIS_STATUS         Status
    )
/*++

Routine Description:

    To all who want it. How many will return it.

--*/
{
    PVELAN          Receivers[MUX_MAX_VELANS];
    PNDIS_PACKET    MyPacket;
    PNDIS_BUFFER    First;
    PUCHAR          Header;
    UINT            FirstLength, Total;
    ULONG           Count, i;
    INT             Returns = 0;

    NdisGetFirstBufferFromPacketSafe(Packet, &First, &Header, &FirstLength, &Total,
                                     NormalPagePriority);
    if (Header == NULL || FirstLength < ETH_HEADER_SIZE) {
        return 0;
    }
    Count = AdaptReceivers(pAdapt, Header, Receivers);
    for (i = 0; i < Count; i++) {
        MyPacket = ReceivePacketOfOurs(Receivers[i], Packet->Private.Head,
                                       Packet->Private.Tail, Status);
        if (MyPacket == NULL) {
            continue;
        }
        RECV_RSVD(MyPacket)->pOriginal = Packet;
        NDIS_SET_ORIGINAL_PACKET(MyPacket, NDIS_GET_ORIGINAL_PACKET(Packet));
        NDIS_PER_PACKET_INFO_FROM_PACKET(MyPacket, Ieee8021QInfo) =
            NDIS_PER_PACKET_INFO_FROM_PACKET(Packet, Ieee8021QInfo);
        NdisMIndicateReceivePacket(Receivers[i]->MiniportHandle, &MyPacket, 1);
        if (Status == NDIS_STATUS_RESOURCES) {
            NdisDprFreePacket(MyPacket);
        } else {
            Returns++;
        }
    }
    AdaptUnuse(Receivers, Count);
    return Returns;
}

INT
PtReceivePacket(
    IN  NDIS_HANDLE         ProtocolBindingContext,
    IN  PNDIS_PACKET        Packet
    )
{
    return IndicatePacket((PADAPT)ProtocolBindingContext, Packet,
                          NDIS_GET_PACKET_STATUS(Packet));
}

static
VOID
CopyDereference(
    IN  PCOPY               pCopy
    )
{
    if (NdisInterlockedDecrement(&pCopy->RefCount) == 0) {
        NdisFreeBuffer(pCopy->pBuffer);
        NdisFreeMemory(pCopy, 0, 0);
    }
}

static
VOID
IndicateCopy(
    IN  PCOPY               pCopy
    )
/*++

Routine Description:

    The frame is there. The caller's reference is given up.

--*/
{
    PVELAN          Receivers[MUX_MAX_VELANS];
    PNDIS_PACKET    MyPacket;
    ULONG           Count, i;

    Count = AdaptReceivers(pCopy->pAdapt, pCopy->Data, Receivers);
    for (i = 0; i < Count; i++) {
        MyPacket = ReceivePacketOfOurs(Receivers[i], pCopy->pBuffer, pCopy->pBuffer,
                                       NDIS_STATUS_SUCCESS);
        if (MyPacket == NULL) {
            continue;
        }
        RECV_RSVD(MyPacket)->pCopy = pCopy;
        NdisInterlockedIncrement(&pCopy->RefCount);
        NdisMIndicateReceivePacket(Receivers[i]->MiniportHandle, &MyPacket, 1);
    }
    AdaptUnuse(Receivers, Count);
    CopyDereference(pCopy);
}

VOID
MPReturnPacket(
    IN  NDIS_HANDLE         MiniportAdapterContext,
    IN  PNDIS_PACKET        Packet
    )
{
    PNDIS_PACKET    Original = RECV_RSVD(Packet)->pOriginal;
    PCOPY           pCopy = RECV_RSVD(Packet)->pCopy;

    UNREFERENCED_PARAMETER(MiniportAdapterContext);

    NdisFreePacket(Packet);
    if (pCopy != NULL) {
        CopyDereference(pCopy);
    } else {
        NdisReturnPackets(&Original, 1);
    }
}

static
PCOPY
CopyCreate(
    IN  PADAPT              pAdapt,
    IN  UINT                Length
    )
{
    NDIS_STATUS Status;
    PCOPY       pCopy = NULL;

    NdisAllocateMemoryWithTag(&pCopy, sizeof(COPY) + Length, MUX_TAG);
    if (pCopy == NULL) {
        return NULL;
    }
    pCopy->RefCount = 1;
    pCopy->pAdapt = pAdapt;
    pCopy->Length = Length;
    NdisAllocateBuffer(&Status, &pCopy->pBuffer, BufferPool, pCopy->Data, Length);
    if (Status != NDIS_STATUS_SUCCESS) {
        NdisFreeMemory(pCopy, 0, 0);
        return NULL;
    }
    return pCopy;
}

static
VOID
TransferEnd(
    IN  PNDIS_PACKET        Packet,
    IN  NDIS_STATUS         Status,
    IN  UINT                BytesTransferred
    )
{
    PCOPY           pCopy = TRANSFER_COPY(Packet);
    PNDIS_BUFFER    pBuffer;

    NdisUnchainBufferAtFront(Packet, &pBuffer);
    NdisFreeBuffer(pBuffer);
    NdisFreePacket(Packet);
    if (Status == NDIS_STATUS_SUCCESS && pCopy->Have + BytesTransferred == pCopy->Length) {
        IndicateCopy(pCopy);
    } else {
        CopyDereference(pCopy);
    }
}

static
VOID
TransferRest(
    IN  PADAPT              pAdapt,
    IN  NDIS_HANDLE         MacReceiveContext,
    IN  PCOPY               pCopy
    )
{
    PNDIS_PACKET    Packet;
    PNDIS_BUFFER    pBuffer;
    NDIS_STATUS     Status;
    UINT            Transferred = 0;

    NdisDprAllocatePacket(&Status, &Packet, RecvPool);
    if (Status != NDIS_STATUS_SUCCESS) {
        CopyDereference(pCopy);
        return;
    }
    NdisAllocateBuffer(&Status, &pBuffer, BufferPool, pCopy->Data + pCopy->Have,
                       pCopy->Length - pCopy->Have);
    if (Status != NDIS_STATUS_SUCCESS) {
        NdisDprFreePacket(Packet);
        CopyDereference(pCopy);
        return;
    }
    TRANSFER_COPY(Packet) = pCopy;
    NdisChainBufferAtFront(Packet, pBuffer);
    NdisTransferData(&Status, pAdapt->BindingHandle, MacReceiveContext,
                     pCopy->Have - ETH_HEADER_SIZE, pCopy->Length - pCopy->Have, Packet,
                     &Transferred);
    if (Status != NDIS_STATUS_PENDING) {
        TransferEnd(Packet, Status, Transferred);
    }
}

NDIS_STATUS
PtReceive(
    IN  NDIS_HANDLE         ProtocolBindingContext,
    IN  NDIS_HANDLE         MacReceiveContext,
    IN  PVOID               HeaderBuffer,
    IN  UINT                HeaderBufferSize,
    IN  PVOID               LookAheadBuffer,
    IN  UINT                LookaheadBufferSize,
    IN  UINT                PacketSize
    )
/*++

Routine Description:

    A transfer is to be asked for once only, so what does not come as a packet is
    copied, for all who want it together.

--*/
{
    PADAPT          pAdapt = (PADAPT)ProtocolBindingContext;
    PNDIS_PACKET    Packet;
    PCOPY           pCopy;

    if (HeaderBufferSize != ETH_HEADER_SIZE) {
        return NDIS_STATUS_NOT_ACCEPTED;
    }
    Packet = NdisGetReceivedPacket(pAdapt->BindingHandle, MacReceiveContext);
    if (Packet != NULL) {
        (VOID)IndicatePacket(pAdapt, Packet, NDIS_STATUS_RESOURCES);
        return NDIS_STATUS_SUCCESS;
    }
    pCopy = CopyCreate(pAdapt, ETH_HEADER_SIZE + PacketSize);
    if (pCopy == NULL) {
        return NDIS_STATUS_NOT_ACCEPTED;
    }
    NdisMoveMemory(pCopy->Data, HeaderBuffer, ETH_HEADER_SIZE);
    pCopy->Have = ETH_HEADER_SIZE + min(LookaheadBufferSize, PacketSize);
    NdisCopyLookaheadData(pCopy->Data + ETH_HEADER_SIZE, LookAheadBuffer,
                          pCopy->Have - ETH_HEADER_SIZE, NDIS_MAC_OPTION_COPY_LOOKAHEAD_DATA);
    if (pCopy->Have == pCopy->Length) {
        IndicateCopy(pCopy);
    } else {
        TransferRest(pAdapt, MacReceiveContext, pCopy);
    }
    return NDIS_STATUS_SUCCESS;
}

VOID
PtReceiveComplete(
    IN  NDIS_HANDLE         ProtocolBindingContext
    )
{
    //
    // Nothing that was indicated upwards waits for this: it went as packets.
    //
    UNREFERENCED_PARAMETER(ProtocolBindingContext);
}

VOID
PtTransferDataComplete(
    IN  NDIS_HANDLE         ProtocolBindingContext,
    IN  PNDIS_PACKET        Packet,
    IN  NDIS_STATUS         Status,
    IN  UINT                BytesTransferred
    )
{
    UNREFERENCED_PARAMETER(ProtocolBindingContext);

    TransferEnd(Packet, Status, BytesTransferred);
}
