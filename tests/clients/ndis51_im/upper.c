// SPDX-License-Identifier: GPL-2.0
/*++

Module Name:

    upper.c

Abstract:

    The miniport edge, but for packets.

--*/

#include "ndis.h"
#include "tally.h"

static
VOID
AdaptLink(
    IN  PVADAPTER           pAdapt
    )
{
    NdisAcquireSpinLock(&GlobalLock);
    pAdapt->pNext = pAdaptList;
    pAdaptList = pAdapt;
    NdisReleaseSpinLock(&GlobalLock);
}

static
VOID
AdaptUnlink(
    IN  PVADAPTER           pAdapt
    )
{
    PVADAPTER  *ppAdapt;

    NdisAcquireSpinLock(&GlobalLock);
    for (ppAdapt = &pAdaptList; *ppAdapt != NULL; ppAdapt = &(*ppAdapt)->pNext) {
        if (*ppAdapt == pAdapt) {
            *ppAdapt = pAdapt->pNext;
            break;
        }
    }
    NdisReleaseSpinLock(&GlobalLock);
}

NDIS_STATUS
UpperInitialize(
    OUT PNDIS_STATUS        OpenError,
    OUT PUINT               MediumIndex,
    IN  PNDIS_MEDIUM        Media,
    IN  UINT                MediaCount,
    IN  NDIS_HANDLE         MiniportAdapterHandle,
    IN  NDIS_HANDLE         ConfigurationContext
    )
{
    PVADAPTER   pAdapt;
    NDIS_MEDIUM Medium;
    NDIS_STATUS Status = NDIS_STATUS_UNSUPPORTED_MEDIA;
    UINT        i;

    UNREFERENCED_PARAMETER(ConfigurationContext);

    pAdapt = NdisIMGetDeviceContext(MiniportAdapterHandle);
    pAdapt->UpperHandle = NULL;

    //
    // A WAN adapter is an Ethernet one to those above.
    //
    Medium = (pAdapt->Medium == NdisMediumWan) ? NdisMedium802_3 : pAdapt->Medium;
    for (i = 0; i < MediaCount; i++) {
        if (Media[i] == Medium) {
            *MediumIndex = i;
            Status = NDIS_STATUS_SUCCESS;
            break;
        }
    }

    if (Status == NDIS_STATUS_SUCCESS) {
        NdisMSetAttributesEx(MiniportAdapterHandle,
                             pAdapt,
                             0,
                             NDIS_ATTRIBUTE_IGNORE_PACKET_TIMEOUT |
                                NDIS_ATTRIBUTE_IGNORE_REQUEST_TIMEOUT |
                                NDIS_ATTRIBUTE_INTERMEDIATE_DRIVER |
                                NDIS_ATTRIBUTE_DESERIALIZE |
                                NDIS_ATTRIBUTE_NO_HALT_ON_SUSPEND,
                             (NDIS_INTERFACE_TYPE)0);
        pAdapt->UpperHandle = MiniportAdapterHandle;
        pAdapt->UpperState = NdisDeviceStateD0;
        AdaptReference(pAdapt);
        AdaptLink(pAdapt);
        (VOID)ControlRegister();
    }

    *OpenError = Status;
    pAdapt->InitPending = FALSE;
    NdisSetEvent(&pAdapt->InitEvent);
    return Status;
}

VOID
UpperHalt(
    IN  NDIS_HANDLE         Context
    )
{
    PVADAPTER   pAdapt = (PVADAPTER)Context;

    AdaptUnlink(pAdapt);
    (VOID)ControlDeregister();
    LowerClose(pAdapt);
    pAdapt->UpperHandle = NULL;
    pAdapt->Halted = TRUE;
    AdaptDereference(pAdapt);                       // of Initialize
    AdaptDereference(pAdapt);                       // of Bind
}

static
NDIS_STATUS
UpperRequest(
    IN  PVADAPTER           pAdapt,
    IN  NDIS_REQUEST_TYPE   Type,
    IN  NDIS_OID            Oid,
    IN  PVOID               Buffer,
    IN  ULONG               Length,
    OUT PULONG              BytesUsed,
    OUT PULONG              BytesNeeded
    )
{
    NDIS_STATUS Status = NDIS_STATUS_PENDING;
    BOOLEAN     Now = FALSE;

    NdisAcquireSpinLock(&pAdapt->Lock);
    if (pAdapt->Unbinding || pAdapt->UpperState > NdisDeviceStateD0) {
        Status = NDIS_STATUS_FAILURE;
    } else {
        ASSERT(pAdapt->RequestState == RequestNone);
        pAdapt->BytesUsed = BytesUsed;
        pAdapt->BytesNeeded = BytesNeeded;
        NdisZeroMemory(&pAdapt->Request, sizeof(NDIS_REQUEST));
        pAdapt->Request.RequestType = Type;
        //
        // Both kinds have these where the other has them.
        //
        pAdapt->Request.DATA.QUERY_INFORMATION.Oid = Oid;
        pAdapt->Request.DATA.QUERY_INFORMATION.InformationBuffer = Buffer;
        pAdapt->Request.DATA.QUERY_INFORMATION.InformationBufferLength = Length;

        if (pAdapt->LowerState == NdisDeviceStateD0) {
            pAdapt->RequestState = RequestOut;
            Now = TRUE;
        } else {
            pAdapt->RequestState = RequestWaiting;
        }
    }
    NdisReleaseSpinLock(&pAdapt->Lock);
    if (!Now) {
        return Status;
    }

    COUNT(pAdapt, Requests);
    NdisRequest(&Status, pAdapt->LowerHandle, &pAdapt->Request);
    if (Status != NDIS_STATUS_PENDING) {
        LowerRequestComplete(pAdapt, &pAdapt->Request, Status);
    }
    return NDIS_STATUS_PENDING;
}

NDIS_STATUS
UpperQuery(
    IN  NDIS_HANDLE         Context,
    IN  NDIS_OID            Oid,
    IN  PVOID               Buffer,
    IN  ULONG               Length,
    OUT PULONG              BytesWritten,
    OUT PULONG              BytesNeeded
    )
{
    *BytesWritten = *BytesNeeded = 0;
    switch (Oid) {
    case OID_PNP_QUERY_POWER:
        return NDIS_STATUS_SUCCESS;                 // it may sleep as far as we are concerned

    case OID_GEN_SUPPORTED_GUIDS:
    case OID_TCP_TASK_OFFLOAD:
        return NDIS_STATUS_NOT_SUPPORTED;

    default:
        return UpperRequest((PVADAPTER)Context, NdisRequestQueryInformation, Oid, Buffer, Length,
                            BytesWritten, BytesNeeded);
    }
}

VOID
UpperIndicateLink(
    IN  PVADAPTER           pAdapt
    )
{
    if (pAdapt->LinkLatest != pAdapt->LinkIndicated) {
        pAdapt->LinkIndicated = pAdapt->LinkLatest;
        NdisMIndicateStatus(pAdapt->UpperHandle, pAdapt->LinkIndicated, NULL, 0);
        NdisMIndicateStatusComplete(pAdapt->UpperHandle);
    }
}

static
NDIS_STATUS
UpperSetPower(
    IN  PVADAPTER               pAdapt,
    IN  PNDIS_DEVICE_POWER_STATE pState,
    IN  ULONG                   Length,
    OUT PULONG                  BytesRead,
    OUT PULONG                  BytesNeeded
    )
{
    if (Length < sizeof(NDIS_DEVICE_POWER_STATE)) {
        *BytesNeeded = sizeof(NDIS_DEVICE_POWER_STATE);
        return NDIS_STATUS_INVALID_LENGTH;
    }

    NdisAcquireSpinLock(&pAdapt->Lock);
    pAdapt->UpperState = *pState;
    NdisReleaseSpinLock(&pAdapt->Lock);
    *BytesRead = sizeof(NDIS_DEVICE_POWER_STATE);
    if (*pState == NdisDeviceStateD0) {
        UpperIndicateLink(pAdapt);
    }
    return NDIS_STATUS_SUCCESS;
}

NDIS_STATUS
UpperSet(
    IN  NDIS_HANDLE         Context,
    IN  NDIS_OID            Oid,
    IN  PVOID               Buffer,
    IN  ULONG               Length,
    OUT PULONG              BytesRead,
    OUT PULONG              BytesNeeded
    )
{
    PVADAPTER pAdapt = (PVADAPTER)Context;

    *BytesRead = *BytesNeeded = 0;
    if (Oid == OID_PNP_SET_POWER) {
        return UpperSetPower(pAdapt, Buffer, Length, BytesRead, BytesNeeded);
    }
    return UpperRequest(pAdapt, NdisRequestSetInformation, Oid, Buffer, Length, BytesRead,
                        BytesNeeded);
}

VOID
UpperPnPEventNotify(
    IN  NDIS_HANDLE             Context,
    IN  NDIS_DEVICE_PNP_EVENT   Event,
    IN  PVOID                   Buffer,
    IN  ULONG                   Length
    )
{
    KdPrint(("Tally: %p: device event %d\n", Context, (int)Event));
}

VOID
UpperShutdown(
    IN  PVOID               Context
    )
{
    //
    // Nothing of ours survives the power anyway.
    //
}
