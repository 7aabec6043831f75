// SPDX-License-Identifier: GPL-2.0
/*++

Module Name:

    requests.c

Abstract:

    What those above ask and set, what is passed on of it, and what the adapter
    below is asked and told for all of them together.

--*/

#include "mux.h"

static const NDIS_OID SupportedOids[] = {
    OID_GEN_SUPPORTED_LIST,
    OID_GEN_HARDWARE_STATUS,
    OID_GEN_MEDIA_SUPPORTED,
    OID_GEN_MEDIA_IN_USE,
    OID_GEN_MAXIMUM_LOOKAHEAD,
    OID_GEN_MAXIMUM_FRAME_SIZE,
    OID_GEN_LINK_SPEED,
    OID_GEN_TRANSMIT_BUFFER_SPACE,
    OID_GEN_RECEIVE_BUFFER_SPACE,
    OID_GEN_TRANSMIT_BLOCK_SIZE,
    OID_GEN_RECEIVE_BLOCK_SIZE,
    OID_GEN_VENDOR_ID,
    OID_GEN_VENDOR_DESCRIPTION,
    OID_GEN_VENDOR_DRIVER_VERSION,
    OID_GEN_DRIVER_VERSION,
    OID_GEN_CURRENT_PACKET_FILTER,
    OID_GEN_CURRENT_LOOKAHEAD,
    OID_GEN_MAXIMUM_TOTAL_SIZE,
    OID_GEN_PROTOCOL_OPTIONS,
    OID_GEN_MAC_OPTIONS,
    OID_GEN_MEDIA_CONNECT_STATUS,
    OID_GEN_MAXIMUM_SEND_PACKETS,
    OID_GEN_XMIT_OK,
    OID_GEN_RCV_OK,
    OID_GEN_XMIT_ERROR,
    OID_GEN_RCV_ERROR,
    OID_GEN_RCV_NO_BUFFER,
    OID_802_3_PERMANENT_ADDRESS,
    OID_802_3_CURRENT_ADDRESS,
    OID_802_3_MULTICAST_LIST,
    OID_802_3_MAXIMUM_LIST_SIZE,
    OID_PNP_CAPABILITIES,
    OID_PNP_SET_POWER,
    OID_PNP_QUERY_POWER,
};

#define MUX_FILTERS     (NDIS_PACKET_TYPE_DIRECTED | NDIS_PACKET_TYPE_MULTICAST | \
                         NDIS_PACKET_TYPE_BROADCAST | NDIS_PACKET_TYPE_PROMISCUOUS | \
                         NDIS_PACKET_TYPE_ALL_MULTICAST)

//
// A request of the driver's own, that somebody waits for.
//
typedef struct _OWN_REQUEST {
    NDIS_REQUEST            Request;
    NDIS_EVENT              Event;
    NDIS_STATUS             Status;
} OWN_REQUEST, *POWN_REQUEST;

//
// Its RequestType goes to the adapter; this is how it is known when it comes back.
//
#define OWN_REQUEST_MARK        ((PVOID)(ULONG_PTR)0x6e774f)

NDIS_STATUS
AdaptQuery(
    IN  PADAPT              pAdapt,
    IN  NDIS_OID            Oid,
    OUT PVOID               Buffer,
    IN  ULONG               Length
    )
{
    OWN_REQUEST     Own;
    NDIS_STATUS     Status;

    NdisZeroMemory(&Own, sizeof(Own));
    NdisInitializeEvent(&Own.Event);
    Own.Request.RequestType = NdisRequestQueryInformation;
    Own.Request.DATA.QUERY_INFORMATION.Oid = Oid;
    Own.Request.DATA.QUERY_INFORMATION.InformationBuffer = Buffer;
    Own.Request.DATA.QUERY_INFORMATION.InformationBufferLength = Length;
    *(PVOID *)Own.Request.ProtocolReserved = OWN_REQUEST_MARK;
    NdisRequest(&Status, pAdapt->BindingHandle, &Own.Request);
    if (Status == NDIS_STATUS_PENDING) {
        NdisWaitEvent(&Own.Event, 0);
        Status = Own.Status;
    }
    return Status;
}

// ---- the filter of all ----

static
ULONG
AdaptUnion(
    IN  PADAPT              pAdapt
    )
/*++

Routine Description:

    None of the addresses above is the one below, which has to take every frame as
    soon as one of them is listened to. Lock held.

--*/
{
    ULONG           Filter = 0;
    PLIST_ENTRY     pEntry;

    for (pEntry = pAdapt->VElanList.Flink; pEntry != &pAdapt->VElanList;
         pEntry = pEntry->Flink) {
        Filter |= CONTAINING_RECORD(pEntry, VELAN, Link)->PacketFilter;
    }
    if (Filter & (NDIS_PACKET_TYPE_DIRECTED | NDIS_PACKET_TYPE_MULTICAST)) {
        Filter |= NDIS_PACKET_TYPE_PROMISCUOUS;
    }
    return Filter;
}

static
BOOLEAN
AdaptFilterBegin(
    IN  PADAPT              pAdapt
    )
/*++

Routine Description:

    Lock held. TRUE: FilterRequest is to be given to the adapter below.

--*/
{
    PLIST_ENTRY     pEntry;

    if (pAdapt->FilterOut) {
        return FALSE;
    }
    if (pAdapt->PowerState != NdisDeviceStateD0) {
        pAdapt->FilterHeld = TRUE;
        return FALSE;
    }
    pAdapt->FilterHeld = FALSE;
    pAdapt->FilterOut = TRUE;
    pAdapt->FilterValue = AdaptUnion(pAdapt);
    for (pEntry = pAdapt->VElanList.Flink; pEntry != &pAdapt->VElanList;
         pEntry = pEntry->Flink) {
        PVELAN pVElan = CONTAINING_RECORD(pEntry, VELAN, Link);

        if (pVElan->FilterState == FilterWaits) {
            pVElan->FilterState = FilterGoes;
        }
    }
    NdisZeroMemory(&pAdapt->FilterRequest, sizeof(NDIS_REQUEST));
    pAdapt->FilterRequest.RequestType = NdisRequestSetInformation;
    pAdapt->FilterRequest.DATA.SET_INFORMATION.Oid = OID_GEN_CURRENT_PACKET_FILTER;
    pAdapt->FilterRequest.DATA.SET_INFORMATION.InformationBuffer = &pAdapt->FilterValue;
    pAdapt->FilterRequest.DATA.SET_INFORMATION.InformationBufferLength = sizeof(ULONG);
    return TRUE;
}

static
VOID
AdaptFilterGive(
    IN  PADAPT              pAdapt
    )
{
    NDIS_STATUS Status;

    NdisRequest(&Status, pAdapt->BindingHandle, &pAdapt->FilterRequest);
    if (Status != NDIS_STATUS_PENDING) {
        PtRequestComplete(pAdapt, &pAdapt->FilterRequest, Status);
    }
}

VOID
AdaptUpdateFilter(
    IN  PADAPT              pAdapt
    )
{
    BOOLEAN Give;

    NdisAcquireSpinLock(&pAdapt->Lock);
    Give = (pAdapt->FilterOut || AdaptUnion(pAdapt) != pAdapt->Filter) &&
           AdaptFilterBegin(pAdapt);
    NdisReleaseSpinLock(&pAdapt->Lock);
    if (Give) {
        AdaptFilterGive(pAdapt);
    }
}

static
VOID
AdaptFilterComplete(
    IN  PADAPT              pAdapt,
    IN  NDIS_STATUS         Status
    )
/*++

Routine Description:

    Those whose change went with it are done. If there were others meanwhile, or
    one has gone, it is set again.

--*/
{
    PVELAN          Done[MUX_MAX_VELANS];
    PLIST_ENTRY     pEntry;
    ULONG           Count = 0, i;
    BOOLEAN         Again = FALSE;

    NdisAcquireSpinLock(&pAdapt->Lock);
    pAdapt->FilterOut = FALSE;
    if (Status == NDIS_STATUS_SUCCESS) {
        pAdapt->Filter = pAdapt->FilterValue;
    }
    for (pEntry = pAdapt->VElanList.Flink; pEntry != &pAdapt->VElanList;
         pEntry = pEntry->Flink) {
        PVELAN pVElan = CONTAINING_RECORD(pEntry, VELAN, Link);

        if (pVElan->FilterState == FilterGoes) {
            pVElan->FilterState = FilterIdle;
            Done[Count++] = pVElan;                 // in use by the request
        } else if (pVElan->FilterState == FilterWaits) {
            Again = TRUE;
        }
    }
    if (Again || (Status == NDIS_STATUS_SUCCESS && AdaptUnion(pAdapt) != pAdapt->Filter)) {
        Again = AdaptFilterBegin(pAdapt);
    }
    NdisReleaseSpinLock(&pAdapt->Lock);

    for (i = 0; i < Count; i++) {
        NdisMSetInformationComplete(Done[i]->MiniportHandle, Status);
    }
    AdaptUnuse(Done, Count);
    if (Again) {
        AdaptFilterGive(pAdapt);
    }
}

// ---- one virtual adapter's ----

static
VOID
VElanRequestDone(
    IN  PVELAN              pVElan,
    IN  NDIS_STATUS         Status
    )
/*++

Routine Description:

    Whoever has changed RequestState to RequestNone calls this. It answers a query;
    nothing that is set is passed on.

--*/
{
    *pVElan->BytesUsed = pVElan->Request.DATA.QUERY_INFORMATION.BytesWritten;
    *pVElan->BytesNeeded = pVElan->Request.DATA.QUERY_INFORMATION.BytesNeeded;
    NdisMQueryInformationComplete(pVElan->MiniportHandle, Status);
}

static
VOID
VElanRequestGive(
    IN  PVELAN              pVElan
    )
{
    NDIS_STATUS Status;

    NdisRequest(&Status, pVElan->pAdapt->BindingHandle, &pVElan->Request);
    if (Status != NDIS_STATUS_PENDING) {
        PtRequestComplete(pVElan->pAdapt, &pVElan->Request, Status);
    }
}

static
NDIS_STATUS
VElanForward(
    IN  PVELAN              pVElan,
    IN  NDIS_OID            Oid,
    IN  PVOID               Buffer,
    IN  ULONG               Length,
    OUT PULONG              BytesWritten,
    OUT PULONG              BytesNeeded
    )
{
    PADAPT      pAdapt = pVElan->pAdapt;
    NDIS_STATUS Status = NDIS_STATUS_PENDING;
    BOOLEAN     Give = FALSE;

    NdisAcquireSpinLock(&pAdapt->Lock);
    if (!pVElan->Ready || pVElan->Removing || pAdapt->Unbinding) {
        Status = NDIS_STATUS_FAILURE;
    } else {
        ASSERT(pVElan->RequestState == RequestNone);
        NdisZeroMemory(&pVElan->Request, sizeof(NDIS_REQUEST));
        pVElan->Request.RequestType = NdisRequestQueryInformation;
        pVElan->Request.DATA.QUERY_INFORMATION.Oid = Oid;
        pVElan->Request.DATA.QUERY_INFORMATION.InformationBuffer = Buffer;
        pVElan->Request.DATA.QUERY_INFORMATION.InformationBufferLength = Length;
        pVElan->BytesUsed = BytesWritten;
        pVElan->BytesNeeded = BytesNeeded;
        Give = pAdapt->PowerState == NdisDeviceStateD0;
        pVElan->RequestState = Give ? RequestOut : RequestHeld;
        NdisInterlockedIncrement(&pVElan->InUse);   // until it is done
    }
    NdisReleaseSpinLock(&pAdapt->Lock);
    if (Give) {
        VElanRequestGive(pVElan);
    }
    return Status;
}

VOID
VElanFailRequests(
    IN  PVELAN              pVElan
    )
/*++

Routine Description:

    It is being removed: what waits for the adapter to wake waits no more.

--*/
{
    PADAPT      pAdapt = pVElan->pAdapt;
    BOOLEAN     Held, FilterHeld;

    NdisAcquireSpinLock(&pAdapt->Lock);
    Held = pVElan->RequestState == RequestHeld;
    if (Held) {
        pVElan->RequestState = RequestNone;
    }
    FilterHeld = pVElan->FilterState == FilterWaits && pAdapt->FilterHeld;
    if (FilterHeld) {
        pVElan->FilterState = FilterIdle;
    }
    NdisReleaseSpinLock(&pAdapt->Lock);
    if (Held) {
        VElanRequestDone(pVElan, NDIS_STATUS_FAILURE);
        AdaptUnuse(&pVElan, 1);
    }
    if (FilterHeld) {
        NdisMSetInformationComplete(pVElan->MiniportHandle, NDIS_STATUS_FAILURE);
        AdaptUnuse(&pVElan, 1);
    }
}

VOID
AdaptResume(
    IN  PADAPT              pAdapt
    )
/*++

Routine Description:

    The adapter below is awake.

--*/
{
    PLIST_ENTRY     pEntry;
    PVELAN          Held[MUX_MAX_VELANS];
    ULONG           Count = 0, i;
    BOOLEAN         Give;

    NdisAcquireSpinLock(&pAdapt->Lock);
    for (pEntry = pAdapt->VElanList.Flink; pEntry != &pAdapt->VElanList;
         pEntry = pEntry->Flink) {
        PVELAN pVElan = CONTAINING_RECORD(pEntry, VELAN, Link);

        if (pVElan->RequestState == RequestHeld) {
            pVElan->RequestState = RequestOut;
            Held[Count++] = pVElan;                 // in use by the request
        }
    }
    Give = pAdapt->FilterHeld && AdaptFilterBegin(pAdapt);
    NdisReleaseSpinLock(&pAdapt->Lock);
    for (i = 0; i < Count; i++) {
        VElanRequestGive(Held[i]);
    }
    if (Give) {
        AdaptFilterGive(pAdapt);
    }
}

VOID
PtRequestComplete(
    IN  NDIS_HANDLE         ProtocolBindingContext,
    IN  PNDIS_REQUEST       NdisRequest,
    IN  NDIS_STATUS         Status
    )
{
    PADAPT          pAdapt = (PADAPT)ProtocolBindingContext;
    PVELAN          pVElan;

    if (NdisRequest == &pAdapt->FilterRequest) {
        AdaptFilterComplete(pAdapt, Status);
        return;
    }
    if (*(PVOID *)NdisRequest->ProtocolReserved == OWN_REQUEST_MARK) {
        POWN_REQUEST pOwn = CONTAINING_RECORD(NdisRequest, OWN_REQUEST, Request);

        pOwn->Status = Status;
        NdisSetEvent(&pOwn->Event);
        return;
    }
    pVElan = CONTAINING_RECORD(NdisRequest, VELAN, Request);
    NdisAcquireSpinLock(&pAdapt->Lock);
    ASSERT(pVElan->RequestState == RequestOut);
    pVElan->RequestState = RequestNone;
    NdisReleaseSpinLock(&pAdapt->Lock);
    VElanRequestDone(pVElan, Status);
    AdaptUnuse(&pVElan, 1);
}

// ---- what those above ask ----

static
BOOLEAN
VElanValue(
    IN  PVELAN              pVElan,
    IN  NDIS_OID            Oid,
    OUT PULONG              pValue
    )
/*++

Routine Description:

    What is a number.

--*/
{
    ULONG   Value = 0;

    switch (Oid) {
    case OID_GEN_HARDWARE_STATUS:
        Value = NdisHardwareStatusReady;
        break;
    case OID_GEN_MEDIA_SUPPORTED:
    case OID_GEN_MEDIA_IN_USE:
        Value = NdisMedium802_3;
        break;
    case OID_GEN_CURRENT_LOOKAHEAD:
        Value = pVElan->Lookahead;
        break;
    case OID_GEN_CURRENT_PACKET_FILTER:
        Value = pVElan->PacketFilter;
        break;
    case OID_GEN_VENDOR_ID:
        Value = 0xFFFFFF;
        break;
    case OID_GEN_VENDOR_DRIVER_VERSION:
        Value = 1;
        break;
    case OID_GEN_MAC_OPTIONS:
        Value = NDIS_MAC_OPTION_COPY_LOOKAHEAD_DATA | NDIS_MAC_OPTION_TRANSFERS_NOT_PEND |
                NDIS_MAC_OPTION_NO_LOOPBACK;
        break;
    case OID_GEN_MEDIA_CONNECT_STATUS:
        Value = pVElan->pAdapt->LinkStatus == NDIS_STATUS_MEDIA_CONNECT ?
                NdisMediaStateConnected : NdisMediaStateDisconnected;
        break;
    case OID_GEN_MAXIMUM_SEND_PACKETS:
        Value = MUX_MIN_PACKETS;
        break;
    case OID_GEN_XMIT_OK:
        Value = pVElan->Sent;
        break;
    case OID_GEN_RCV_OK:
        Value = pVElan->Received;
        break;
    case OID_GEN_XMIT_ERROR:
        Value = pVElan->SendFailures;
        break;
    case OID_GEN_RCV_ERROR:
        break;
    case OID_GEN_RCV_NO_BUFFER:
        Value = pVElan->NoBuffers;
        break;
    case OID_802_3_MAXIMUM_LIST_SIZE:
        Value = MUX_MAX_MCAST;
        break;
    default:
        return FALSE;
    }
    *pValue = Value;
    return TRUE;
}

NDIS_STATUS
MPQueryInformation(
    IN  NDIS_HANDLE         MiniportAdapterContext,
    IN  NDIS_OID            Oid,
    IN  PVOID               InformationBuffer,
    IN  ULONG               InformationBufferLength,
    OUT PULONG              BytesWritten,
    OUT PULONG              BytesNeeded
    )
{
    static const char       Vendor[] = "virtual adapter of a multiplexer";
    PVELAN                  pVElan = (PVELAN)MiniportAdapterContext;
    NDIS_PNP_CAPABILITIES   Power;
    ULONG                   Value = 0;
    USHORT                  Version = 0x0501;
    const VOID             *Info = &Value;
    ULONG                   Size = sizeof(Value);

    *BytesWritten = *BytesNeeded = 0;
    switch (Oid) {
    case OID_GEN_SUPPORTED_LIST:
        Info = SupportedOids;
        Size = sizeof(SupportedOids);
        break;
    case OID_GEN_VENDOR_DESCRIPTION:
        Info = Vendor;
        Size = sizeof(Vendor);
        break;
    case OID_GEN_DRIVER_VERSION:
        Info = &Version;
        Size = sizeof(Version);
        break;
    case OID_802_3_PERMANENT_ADDRESS:
    case OID_802_3_CURRENT_ADDRESS:
        Info = pVElan->Address;
        Size = ETH_LENGTH_OF_ADDRESS;
        break;
    case OID_802_3_MULTICAST_LIST:
        Info = pVElan->Mcast;
        Size = pVElan->McastCount * ETH_LENGTH_OF_ADDRESS;
        break;
    case OID_PNP_CAPABILITIES:
        NdisZeroMemory(&Power, sizeof(Power));
        Info = &Power;
        Size = sizeof(Power);
        break;
    case OID_PNP_QUERY_POWER:
        return NDIS_STATUS_SUCCESS;

    case OID_GEN_MAXIMUM_LOOKAHEAD:
    case OID_GEN_MAXIMUM_FRAME_SIZE:
    case OID_GEN_MAXIMUM_TOTAL_SIZE:
    case OID_GEN_LINK_SPEED:
    case OID_GEN_TRANSMIT_BUFFER_SPACE:
    case OID_GEN_RECEIVE_BUFFER_SPACE:
    case OID_GEN_TRANSMIT_BLOCK_SIZE:
    case OID_GEN_RECEIVE_BLOCK_SIZE:
        return VElanForward(pVElan, Oid, InformationBuffer, InformationBufferLength,
                            BytesWritten, BytesNeeded);

    default:
        if (!VElanValue(pVElan, Oid, &Value)) {
            return NDIS_STATUS_NOT_SUPPORTED;
        }
        break;
    }

    if (InformationBufferLength < Size) {
        *BytesNeeded = Size;
        return NDIS_STATUS_INVALID_LENGTH;
    }
    NdisMoveMemory(InformationBuffer, Info, Size);
    *BytesWritten = Size;
    return NDIS_STATUS_SUCCESS;
}

// ---- what those above set ----

static
NDIS_STATUS
VElanSetFilter(
    IN  PVELAN              pVElan,
    IN  ULONG               Filter
    )
{
    PADAPT      pAdapt = pVElan->pAdapt;
    NDIS_STATUS Status = NDIS_STATUS_PENDING;
    BOOLEAN     Give = FALSE;

    if (Filter & ~(ULONG)MUX_FILTERS) {
        return NDIS_STATUS_NOT_SUPPORTED;
    }
    NdisAcquireSpinLock(&pAdapt->Lock);
    pVElan->PacketFilter = Filter;
    if (!pVElan->Ready || pVElan->Removing || pAdapt->Unbinding) {
        Status = NDIS_STATUS_SUCCESS;               // whoever removes it sets what is left
    } else if (!pAdapt->FilterOut && AdaptUnion(pAdapt) == pAdapt->Filter) {
        Status = NDIS_STATUS_SUCCESS;
    } else {
        pVElan->FilterState = FilterWaits;
        NdisInterlockedIncrement(&pVElan->InUse);   // until it is done
        Give = AdaptFilterBegin(pAdapt);
    }
    NdisReleaseSpinLock(&pAdapt->Lock);
    if (Give) {
        AdaptFilterGive(pAdapt);
    }
    return Status;
}

static
NDIS_STATUS
VElanSetMulticast(
    IN  PVELAN              pVElan,
    IN  PUCHAR              List,
    IN  ULONG               Length
    )
{
    if (Length % ETH_LENGTH_OF_ADDRESS != 0) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if (Length > sizeof(pVElan->Mcast)) {
        return NDIS_STATUS_MULTICAST_FULL;
    }
    NdisAcquireSpinLock(&pVElan->pAdapt->Lock);
    NdisMoveMemory(pVElan->Mcast, List, Length);
    pVElan->McastCount = Length / ETH_LENGTH_OF_ADDRESS;
    NdisReleaseSpinLock(&pVElan->pAdapt->Lock);
    return NDIS_STATUS_SUCCESS;
}

static
NDIS_STATUS
VElanSetPower(
    IN  PVELAN                  pVElan,
    IN  NDIS_DEVICE_POWER_STATE State
    )
{
    NdisAcquireSpinLock(&pVElan->pAdapt->Lock);
    pVElan->PowerState = State;
    NdisReleaseSpinLock(&pVElan->pAdapt->Lock);
    if (State == NdisDeviceStateD0) {
        VElanIndicateLink(pVElan);                  // what it has slept through
    }
    return NDIS_STATUS_SUCCESS;
}

NDIS_STATUS
MPSetInformation(
    IN  NDIS_HANDLE         MiniportAdapterContext,
    IN  NDIS_OID            Oid,
    IN  PVOID               InformationBuffer,
    IN  ULONG               InformationBufferLength,
    OUT PULONG              BytesRead,
    OUT PULONG              BytesNeeded
    )
{
    PVELAN  pVElan = (PVELAN)MiniportAdapterContext;
    PULONG  pValue = (PULONG)InformationBuffer;

    *BytesRead = *BytesNeeded = 0;
    switch (Oid) {
    case OID_GEN_CURRENT_PACKET_FILTER:
    case OID_GEN_CURRENT_LOOKAHEAD:
    case OID_GEN_PROTOCOL_OPTIONS:
    case OID_PNP_SET_POWER:
        if (InformationBufferLength < sizeof(ULONG)) {
            *BytesNeeded = sizeof(ULONG);
            return NDIS_STATUS_INVALID_LENGTH;
        }
        *BytesRead = sizeof(ULONG);
        if (Oid == OID_GEN_CURRENT_PACKET_FILTER) {
            return VElanSetFilter(pVElan, *pValue);
        }
        if (Oid == OID_PNP_SET_POWER) {
            return VElanSetPower(pVElan, (NDIS_DEVICE_POWER_STATE)*pValue);
        }
        if (Oid == OID_GEN_CURRENT_LOOKAHEAD) {
            pVElan->Lookahead = *pValue;
        }
        return NDIS_STATUS_SUCCESS;

    case OID_802_3_MULTICAST_LIST:
        *BytesRead = InformationBufferLength;
        return VElanSetMulticast(pVElan, (PUCHAR)InformationBuffer, InformationBufferLength);

    case OID_GEN_NETWORK_LAYER_ADDRESSES:
        *BytesRead = InformationBufferLength;
        return NDIS_STATUS_SUCCESS;

    default:
        return NDIS_STATUS_NOT_SUPPORTED;
    }
}
