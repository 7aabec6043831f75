// SPDX-License-Identifier: GPL-2.0
/*++

Module Name:

    recv.c

Abstract:

    What comes in: by ReflectReceivePacket, kept for a worker that answers
    several at a time; or by ReflectReceive, answered where it stands.

--*/

#include <ndis.h>
#include "reflect.h"

static
BOOLEAN
IsForUs(
    __in PBINDING           pBinding,
    __in_bcount(Size) PVOID Header,
    __in UINT               Size
    )
{
    PETHER      pEther = (PETHER)Header;
    UINT        different;

    if (Header == NULL || Size < sizeof(ETHER) ||
        pEther->Type[0] != (UCHAR)(pBinding->Type >> 8) ||
        pEther->Type[1] != (UCHAR)(pBinding->Type & 0xff)) {
        return FALSE;
    }
    //
    // A hello is not answered, nor is what came from ourselves.
    //
    if (ETH_IS_MULTICAST(pEther->To)) {
        return FALSE;
    }
    ETH_COMPARE_NETWORK_ADDRESSES_EQ(pEther->From, pBinding->Address, &different);
    return (BOOLEAN)(different != 0);
}

INT
ReflectReceivePacket(
    __in NDIS_HANDLE        Context,
    __in PNDIS_PACKET       pPacket
    )
{
    PBINDING        pBinding = (PBINDING)Context;
    PNDIS_BUFFER    pFirst;
    PETHER          pEther;
    UINT            firstLength, totalLength, copied;
    PREPLY          pReply;
    BOOLEAN         bQueue;

    NdisGetFirstBufferFromPacketSafe(pPacket, &pFirst, &pEther, &firstLength, &totalLength,
                                     NormalPagePriority);
    if (!IsForUs(pBinding, pEther, firstLength) || totalLength > REFLECT_FRAME ||
        !BindingMaySend(pBinding)) {
        return 0;
    }

    if (NDIS_GET_PACKET_STATUS(pPacket) == NDIS_STATUS_RESOURCES) {
        //
        // Ours during this call only.
        //
        pReply = ReplyTake(pBinding);
        if (pReply == NULL) {
            return 0;
        }
        NdisChainBufferAtBack(pReply->Packet, pReply->Body);
        NdisAdjustBufferLength(pReply->Body, totalLength - REFLECT_HEADER);
        NdisCopyFromPacketToPacketSafe(pReply->Packet, 0, totalLength - REFLECT_HEADER, pPacket,
                                       REFLECT_HEADER, &copied, NormalPagePriority);
        ASSERT(copied == totalLength - REFLECT_HEADER);
        ReplyAddress(pReply, pEther);
        NdisInterlockedIncrement(&pBinding->Reflected);
        ReplySend(&pReply, 1);
        return 0;
    }

    NdisDprAcquireSpinLock(&pBinding->Lock);
    if (pBinding->State != BindingRunning) {
        NdisDprReleaseSpinLock(&pBinding->Lock);
        return 0;
    }
    InsertTailList(&pBinding->Inbox, INBOX_LINK(pPacket));
    bQueue = !pBinding->WorkerQueued;
    pBinding->WorkerQueued = TRUE;
    NdisDprReleaseSpinLock(&pBinding->Lock);
    if (bQueue) {
        BindingReference(pBinding);
        NdisScheduleWorkItem(&pBinding->Worker);
    }
    return 1;
}

static
UINT
InboxTake(
    __in PBINDING           pBinding,
    __out_ecount(Room) PNDIS_PACKET *ppPackets,
    __in UINT               Room
    )
{
    UINT    count = 0;

    NdisAcquireSpinLock(&pBinding->Lock);
    while (count < Room && !IsListEmpty(&pBinding->Inbox)) {
        ppPackets[count++] = INBOX_PACKET(RemoveHeadList(&pBinding->Inbox));
    }
    if (count == 0) {
        pBinding->WorkerQueued = FALSE;
    }
    NdisReleaseSpinLock(&pBinding->Lock);
    return count;
}

VOID
InboxEmpty(
    __in PBINDING           pBinding
    )
{
    PNDIS_PACKET    packet;
    PLIST_ENTRY     pEntry;

    while ((pEntry = NdisInterlockedRemoveHeadList(&pBinding->Inbox, &pBinding->Lock)) != NULL) {
        packet = INBOX_PACKET(pEntry);
        NdisReturnPackets(&packet, 1);
    }
}

VOID
InboxWorker(
    __in PNDIS_WORK_ITEM    pItem,
    __in PVOID              Context
    )
{
    PBINDING        pBinding = Context;
    PNDIS_PACKET    packets[REFLECT_BATCH];
    PREPLY          replies[REFLECT_BATCH];
    PNDIS_BUFFER    pFirst;
    PETHER          pEther;
    UINT            firstLength, totalLength, copied;
    UINT            count, made, i;

    UNREFERENCED_PARAMETER(pItem);

    while ((count = InboxTake(pBinding, packets, REFLECT_BATCH)) != 0) {
        for (i = made = 0; i < count; i++) {
            NdisGetFirstBufferFromPacket(packets[i], &pFirst, &pEther, &firstLength, &totalLength);
            NdisQueryPacketLength(packets[i], &totalLength);
            if ((replies[made] = ReplyTake(pBinding)) == NULL) {
                break;
            }
            NdisAdjustBufferLength(replies[made]->Body, totalLength - REFLECT_HEADER);
            NdisChainBufferAtBack(replies[made]->Packet, replies[made]->Body);
            NdisCopyFromPacketToPacket(replies[made]->Packet, 0, totalLength - REFLECT_HEADER,
                                       packets[i], REFLECT_HEADER, &copied);
            ReplyAddress(replies[made++], pEther);
        }
        //
        // What could not be answered is lost, as on any network.
        //
        if (made != 0) {
            InterlockedExchangeAdd(&pBinding->Reflected, (LONG)made);
            ReplySend(replies, made);
        }
        NdisReturnPackets(packets, count);
    }
    BindingRelease(pBinding);
}

static
VOID
TransferDone(
    __in PREPLY             pReply,
    __in NDIS_STATUS        Status,
    __in UINT               BytesTransferred
    )
{
    if (Status != NDIS_STATUS_SUCCESS || !BindingMaySend(pReply->Binding)) {
        ReplyGive(pReply);
        return;
    }
    NdisAdjustBufferLength(pReply->Body, BytesTransferred);
    NDIS_PACKET_VALID_COUNTS(pReply->Packet) = FALSE;
    NdisInterlockedIncrement(&pReply->Binding->Reflected);
    ReplySend(&pReply, 1);
}

NDIS_STATUS
ReflectReceive(
    __in NDIS_HANDLE        Context,
    __in NDIS_HANDLE        MacReceiveContext,
    __in PVOID              Header,
    __in UINT               HeaderSize,
    __in PVOID              Lookahead,
    __in UINT               LookaheadSize,
    __in UINT               PacketSize
    )
{
    PBINDING        pBinding = (PBINDING)Context;
    UINT            transferred = 0;
    NDIS_STATUS     status;
    PREPLY          pReply;

    if (!IsForUs(pBinding, Header, HeaderSize) || !BindingMaySend(pBinding) ||
        PacketSize > REFLECT_FRAME - REFLECT_HEADER) {
        return NDIS_STATUS_NOT_ACCEPTED;
    }
    pReply = ReplyTake(pBinding);
    if (pReply == NULL) {
        return NDIS_STATUS_NOT_ACCEPTED;
    }
    ReplyAddress(pReply, Header);
    NdisChainBufferAtFront(pReply->Packet, pReply->Body);

    if (LookaheadSize == PacketSize) {
        NdisCopyLookaheadData(pReply->Frame + REFLECT_HEADER, Lookahead, LookaheadSize, 0);
        TransferDone(pReply, NDIS_STATUS_SUCCESS, LookaheadSize);
        return NDIS_STATUS_SUCCESS;
    }

    NdisAdjustBufferLength(pReply->Body, PacketSize);
    NdisTransferData(&status,
                     pBinding->Handle,
                     MacReceiveContext,
                     0,
                     PacketSize,
                     pReply->Packet,
                     &transferred);
    if (status != NDIS_STATUS_PENDING) {
        TransferDone(pReply, status, transferred);
    }
    return NDIS_STATUS_SUCCESS;
}

VOID
ReflectReceiveComplete(
    __in NDIS_HANDLE        Context
    )
{
    UNREFERENCED_PARAMETER(Context);
}

VOID
ReflectTransferComplete(
    __in NDIS_HANDLE        Context,
    __in PNDIS_PACKET       pPacket,
    __in NDIS_STATUS        Status,
    __in UINT               BytesTransferred
    )
{
    UNREFERENCED_PARAMETER(Context);
    TransferDone(REPLY_FROM_PACKET(pPacket), Status, BytesTransferred);
}
