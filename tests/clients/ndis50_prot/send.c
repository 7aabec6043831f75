// SPDX-License-Identifier: GPL-2.0
/*++

Module Name:

    send.c

Abstract:

    Replies, and the hello that nobody asked for.

--*/

#include <ndis.h>
#include "reflect.h"

NDIS_STATUS
RepliesCreate(
    __inout PBINDING        pBinding
    )
{
    NDIS_PHYSICAL_ADDRESS   highest = NDIS_PHYSICAL_ADDRESS_CONST(-1, -1);
    NDIS_STATUS             status;
    PREPLY                  pReply;
    UINT                    i;

    NdisAllocatePacketPoolEx(&status, &pBinding->PacketPool, REFLECT_REPLIES / 2,
                             REFLECT_REPLIES / 2, sizeof(REPLY_RESERVED));
    if (status != NDIS_STATUS_SUCCESS) {
        pBinding->PacketPool = NULL;
        return status;
    }
    NdisSetPacketPoolProtocolId(pBinding->PacketPool, NDIS_PROTOCOL_ID_DEFAULT);
    NdisAllocateBufferPool(&status, &pBinding->BufferPool, REFLECT_REPLIES * 2);
    if (status != NDIS_STATUS_SUCCESS) {
        pBinding->BufferPool = NULL;
        return status;
    }
    status = NdisAllocateMemory(&pBinding->Replies, REFLECT_REPLIES * sizeof(REPLY), 0, highest);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    NdisZeroMemory(pBinding->Replies, REFLECT_REPLIES * sizeof(REPLY));

    for (i = 0; i < REFLECT_REPLIES; i++) {
        pReply = &pBinding->Replies[i];
        pReply->Binding = pBinding;

        NdisAllocatePacket(&status, &pReply->Packet, pBinding->PacketPool);
        if (status != NDIS_STATUS_SUCCESS) {
            return status;
        }
        REPLY_FROM_PACKET(pReply->Packet) = pReply;
        NdisAllocateBuffer(&status, &pReply->Head, pBinding->BufferPool, pReply->Frame,
                           REFLECT_HEADER);
        if (status != NDIS_STATUS_SUCCESS) {
            return status;
        }
        NdisAllocateBuffer(&status, &pReply->Body, pBinding->BufferPool,
                           pReply->Frame + REFLECT_HEADER, REFLECT_FRAME - REFLECT_HEADER);
        if (status != NDIS_STATUS_SUCCESS) {
            return status;
        }
        NdisInterlockedInsertTailList(&pBinding->Free, &pReply->Link, &pBinding->Lock);
    }
    ASSERT(NdisPacketPoolUsage(pBinding->PacketPool) == REFLECT_REPLIES);
    return NDIS_STATUS_SUCCESS;
}

VOID
RepliesDestroy(
    __inout PBINDING        pBinding
    )
{
    UINT    i;

    for (i = 0; pBinding->Replies != NULL && i < REFLECT_REPLIES; i++) {
        if (pBinding->Replies[i].Head != NULL) {
            NdisFreeBuffer(pBinding->Replies[i].Head);
        }
        if (pBinding->Replies[i].Body != NULL) {
            NdisFreeBuffer(pBinding->Replies[i].Body);
        }
        if (pBinding->Replies[i].Packet != NULL) {
            ASSERT(NdisGetPoolFromPacket(pBinding->Replies[i].Packet) == pBinding->PacketPool);
            NdisFreePacket(pBinding->Replies[i].Packet);
        }
    }
    if (pBinding->Replies != NULL) {
        NdisFreeMemory(pBinding->Replies, REFLECT_REPLIES * sizeof(REPLY), 0);
    }
    if (pBinding->BufferPool != NULL) {
        NdisFreeBufferPool(pBinding->BufferPool);
    }
    if (pBinding->PacketPool != NULL) {
        NdisFreePacketPool(pBinding->PacketPool);
    }
}

PREPLY
ReplyTake(
    __inout PBINDING        pBinding
    )
/*++

Routine Description:

    A reply with an empty packet and both of its buffers off the chain. It has a
    reference to the binding.

--*/
{
    PLIST_ENTRY     pEntry;
    PREPLY          pReply;

    pEntry = NdisInterlockedRemoveHeadList(&pBinding->Free, &pBinding->Lock);
    if (pEntry == NULL) {
        NdisInterlockedIncrement(&pBinding->NoReply);
        return NULL;
    }
    BindingReference(pBinding);
    pReply = CONTAINING_RECORD(pEntry, REPLY, Link);
    NdisReinitializePacket(pReply->Packet);
    pReply->Head->Next = NULL;
    pReply->Body->Next = NULL;
    NdisAdjustBufferLength(pReply->Body, REFLECT_FRAME - REFLECT_HEADER);
    return pReply;
}

VOID
ReplyGive(
    __in PREPLY             pReply
    )
{
    PBINDING        pBinding = pReply->Binding;

    NdisInterlockedInsertHeadList(&pBinding->Free, &pReply->Link, &pBinding->Lock);
    BindingRelease(pBinding);
}

VOID
ReplyAddress(
    __in PREPLY             pReply,
    __in PETHER             pReceived
    )
{
    PETHER          pHeader = (PETHER)pReply->Frame;

    ETH_COPY_NETWORK_ADDRESS(pHeader->To, pReceived->From);
    ETH_COPY_NETWORK_ADDRESS(pHeader->From, pReply->Binding->Address);
    pHeader->Type[0] = (UCHAR)(pReply->Binding->Type >> 8);
    pHeader->Type[1] = (UCHAR)pReply->Binding->Type;
}

BOOLEAN
BindingMaySend(
    __in PBINDING           pBinding
    )
{
    BOOLEAN         bMay;

    NdisAcquireSpinLock(&pBinding->Lock);
    bMay = (pBinding->State == BindingRunning && pBinding->Powered && pBinding->Connected);
    NdisReleaseSpinLock(&pBinding->Lock);
    return bMay;
}

VOID
ReplySend(
    __in_ecount(Count) PREPLY   *ppReplies,
    __in UINT               Count
    )
/*++

Routine Description:

    Sends replies of one binding, whose packets have a body; all at once, in this
    order. Each comes back through ReflectSendComplete. An unbind that has begun
    waits for whoever is in the middle of this, and nobody else gets here.

--*/
{
    PNDIS_PACKET    packets[REFLECT_BATCH];
    PBINDING        pBinding = ppReplies[0]->Binding;
    BOOLEAN         bSend;
    UINT            i;

    ASSERT(Count <= REFLECT_BATCH);
    NdisAcquireSpinLock(&pBinding->Lock);
    bSend = (pBinding->State == BindingRunning);
    if (bSend) {
        pBinding->Senders++;
    }
    NdisReleaseSpinLock(&pBinding->Lock);
    if (!bSend) {
        for (i = 0; i < Count; i++) {
            ReplyGive(ppReplies[i]);
        }
        return;
    }

    for (i = 0; i < Count; i++) {
        packets[i] = ppReplies[i]->Packet;
        NdisChainBufferAtFront(packets[i], ppReplies[i]->Head);
        NdisSetSendFlags(packets[i], NDIS_FLAGS_DONT_LOOPBACK);
        NDIS_SET_PACKET_HEADER_SIZE(packets[i], REFLECT_HEADER);
        NDIS_SET_PACKET_TIME_TO_SEND(packets[i], 0);
        NDIS_SET_PACKET_CANCEL_ID(packets[i], pBinding->CancelId);
    }
    BindingReference(pBinding);
    NdisSendPackets(pBinding->Handle, packets, Count);

    NdisAcquireSpinLock(&pBinding->Lock);
    pBinding->Senders--;
    NdisReleaseSpinLock(&pBinding->Lock);
    BindingRelease(pBinding);
}

VOID
ReflectSendComplete(
    __in NDIS_HANDLE        Context,
    __in PNDIS_PACKET       pPacket,
    __in NDIS_STATUS        Status
    )
{
    PBINDING        pBinding = Context;
    PREPLY          pReply = REPLY_FROM_PACKET(pPacket);

    if (Status != NDIS_STATUS_SUCCESS) {
        NdisInterlockedIncrement(&pBinding->SendFailures);
    }
    ReplyGive(pReply);
}

VOID
ReflectHello(
    __in PVOID              SystemSpecific1,
    __in PVOID              FunctionContext,
    __in PVOID              SystemSpecific2,
    __in PVOID              SystemSpecific3
    )
{
    static const UCHAR  everybody[] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
    PBINDING            pBinding = FunctionContext;
    LARGE_INTEGER       now;
    ULONG               upTime;
    PREPLY              pReply;
    ETHER               from;
    BOOLEAN             bAgain;

    if (!BindingMaySend(pBinding)) {
        goto Again;
    }
    pReply = ReplyTake(pBinding);
    if (pReply == NULL) {
        goto Again;
    }

    ETH_COPY_NETWORK_ADDRESS(from.From, everybody);
    ReplyAddress(pReply, &from);
    NdisGetCurrentSystemTime(&now);
    NdisGetSystemUpTime(&upTime);
    NdisFillMemory(pReply->Frame + REFLECT_HEADER, 46, 0);
    NdisMoveMemory(pReply->Frame + REFLECT_HEADER, &now, sizeof(now));
    NdisMoveMemory(pReply->Frame + REFLECT_HEADER + sizeof(now), &upTime, sizeof(upTime));
    NdisAdjustBufferLength(pReply->Body, 46);
    NdisChainBufferAtBack(pReply->Packet, pReply->Body);
    NdisInterlockedIncrement(&pBinding->Hellos);
    ReplySend(&pReply, 1);

Again:
    NdisDprAcquireSpinLock(&pBinding->Lock);
    bAgain = (pBinding->State == BindingRunning);
    if (bAgain) {
        NdisSetTimer(&pBinding->Hello, pBinding->HelloInterval);
    }
    NdisDprReleaseSpinLock(&pBinding->Lock);
    if (!bAgain) {
        BindingRelease(pBinding);
    }
}
