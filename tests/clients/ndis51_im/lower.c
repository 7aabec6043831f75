// SPDX-License-Identifier: GPL-2.0
/*++

Module Name:

    lower.c

Abstract:

    The protocol edge, but for packets.

--*/

#include "ndis.h"
#include "tally.h"

static
PVADAPTER
AdaptCreate(
    IN  PNDIS_STRING        Section
    )
/*++

Routine Description:

    The structure for one binding, with the name that configuration gives the
    virtual adapter.

--*/
{
    PNDIS_CONFIGURATION_PARAMETER   Param;
    NDIS_STRING                     Keyword = NDIS_STRING_CONST("UpperBindings");
    NDIS_HANDLE                     Config;
    NDIS_STATUS                     Status;
    PVADAPTER                       pAdapt = NULL;
    ULONG                           Size;

    NdisOpenProtocolConfiguration(&Status, &Config, Section);
    if (Status != NDIS_STATUS_SUCCESS) {
        return NULL;
    }

    NdisReadConfiguration(&Status, &Param, Config, &Keyword, NdisParameterString);
    if (Status == NDIS_STATUS_SUCCESS) {
        Size = sizeof(VADAPTER) + Param->ParameterData.StringData.MaximumLength + sizeof(WCHAR);
        NdisAllocateMemoryWithTag(&pAdapt, Size, TALLY_TAG);
    }
    if (pAdapt != NULL) {
        NdisZeroMemory(pAdapt, Size);
        pAdapt->RefCount = 1;
        NdisAllocateSpinLock(&pAdapt->Lock);
        NdisInitializeEvent(&pAdapt->Event);
        NdisInitializeEvent(&pAdapt->InitEvent);
        pAdapt->LowerState = NdisDeviceStateD0;
        pAdapt->UpperState = NdisDeviceStateD3;     // until Initialize
        pAdapt->LinkIndicated = NDIS_STATUS_MEDIA_CONNECT;
        pAdapt->LinkLatest = NDIS_STATUS_MEDIA_CONNECT;

        pAdapt->DeviceName.Buffer = (WCHAR *)(pAdapt + 1);
        pAdapt->DeviceName.MaximumLength = Param->ParameterData.StringData.Length + sizeof(WCHAR);
        NdisMoveMemory(pAdapt->DeviceName.Buffer, Param->ParameterData.StringData.Buffer,
                       Param->ParameterData.StringData.Length);
        pAdapt->DeviceName.Length = Param->ParameterData.StringData.Length;
    }
    NdisCloseConfiguration(Config);
    return pAdapt;
}

VOID
LowerBind(
    OUT PNDIS_STATUS        Status,
    IN  NDIS_HANDLE         BindContext,
    IN  PNDIS_STRING        DeviceName,
    IN  PVOID               SystemSpecific1,
    IN  PVOID               SystemSpecific2
    )
{
    static NDIS_MEDIUM  Media[4] = {
        NdisMedium802_3, NdisMedium802_5, NdisMediumFddi, NdisMediumWan
    };
    NDIS_STATUS         OpenError;
    PVADAPTER           pAdapt;
    UINT                Index = 0;

    UNREFERENCED_PARAMETER(BindContext);
    UNREFERENCED_PARAMETER(SystemSpecific2);

    pAdapt = AdaptCreate(SystemSpecific1);
    if (pAdapt == NULL) {
        *Status = NDIS_STATUS_FAILURE;
        return;
    }

    NdisAllocatePacketPoolEx(Status, &pAdapt->SendPool, TALLY_MIN_PACKETS,
                             TALLY_MAX_PACKETS - TALLY_MIN_PACKETS, sizeof(RSVD));
    if (*Status == NDIS_STATUS_SUCCESS) {
        NdisAllocatePacketPoolEx(Status, &pAdapt->RecvPool, TALLY_MIN_PACKETS,
                                 TALLY_MAX_PACKETS - TALLY_MIN_PACKETS,
                                 PROTOCOL_RESERVED_SIZE_IN_PACKET);
    }
    if (*Status != NDIS_STATUS_SUCCESS) {
        AdaptDereference(pAdapt);
        return;
    }

    NdisOpenAdapter(Status, &OpenError, &pAdapt->LowerHandle, &Index, Media,
                    sizeof(Media) / sizeof(Media[0]), hProtocol, pAdapt, DeviceName, 0, NULL);
    if (*Status == NDIS_STATUS_PENDING) {
        NdisWaitEvent(&pAdapt->Event, 0);
        *Status = pAdapt->Status;
    }
    if (*Status != NDIS_STATUS_SUCCESS) {
        pAdapt->LowerHandle = NULL;
        AdaptDereference(pAdapt);
        return;
    }
    pAdapt->Medium = Media[Index];

    //
    // What comes after Initialize may fail, too: then Halt has been called, which
    // closes the binding and gives up the reference of this bind.
    //
    AdaptReference(pAdapt);
    pAdapt->InitPending = TRUE;
    *Status = NdisIMInitializeDeviceInstanceEx(hDriver, &pAdapt->DeviceName, pAdapt);
    if (*Status != NDIS_STATUS_SUCCESS && !pAdapt->Halted) {
        pAdapt->InitPending = FALSE;
        LowerClose(pAdapt);
        AdaptDereference(pAdapt);
    }
    AdaptDereference(pAdapt);
}

VOID
LowerClose(
    IN  PVADAPTER           pAdapt
    )
{
    NDIS_STATUS Status;

    if (pAdapt->LowerHandle == NULL) {
        return;
    }
    NdisResetEvent(&pAdapt->Event);
    NdisCloseAdapter(&Status, pAdapt->LowerHandle);
    if (Status == NDIS_STATUS_PENDING) {
        NdisWaitEvent(&pAdapt->Event, 0);
        Status = pAdapt->Status;
    }
    ASSERT(Status == NDIS_STATUS_SUCCESS);
    pAdapt->LowerHandle = NULL;
}

VOID
LowerUnbind(
    OUT PNDIS_STATUS        Status,
    IN  NDIS_HANDLE         Context,
    IN  NDIS_HANDLE         UnbindContext
    )
{
    PVADAPTER   pAdapt = Context;
    BOOLEAN     Waiting;

    UNREFERENCED_PARAMETER(UnbindContext);

    NdisAcquireSpinLock(&pAdapt->Lock);
    pAdapt->Unbinding = TRUE;
    Waiting = (BOOLEAN)(pAdapt->RequestState == RequestWaiting);
    if (Waiting) {
        pAdapt->RequestState = RequestOut;
    }
    NdisReleaseSpinLock(&pAdapt->Lock);
    if (Waiting) {
        LowerRequestComplete(pAdapt, &pAdapt->Request, NDIS_STATUS_FAILURE);
    }

    if (pAdapt->InitPending) {
        if (NdisIMCancelInitializeDeviceInstance(hDriver, &pAdapt->DeviceName) ==
            NDIS_STATUS_SUCCESS) {
            pAdapt->InitPending = FALSE;            // Initialize will never be called
        } else {
            NdisWaitEvent(&pAdapt->InitEvent, 0);
        }
    }

    if (pAdapt->UpperHandle != NULL) {
        //
        // Halt does the rest, and has freed the structure when this returns.
        //
        *Status = NdisIMDeInitializeDeviceInstance(pAdapt->UpperHandle);
        if (*Status != NDIS_STATUS_SUCCESS) {
            *Status = NDIS_STATUS_FAILURE;
        }
        return;
    }

    LowerClose(pAdapt);
    AdaptDereference(pAdapt);
    *Status = NDIS_STATUS_SUCCESS;
}

VOID
LowerOpenComplete(
    IN  NDIS_HANDLE         Context,
    IN  NDIS_STATUS         Status,
    IN  NDIS_STATUS         OpenError
    )
{
    ((PVADAPTER)Context)->Status = Status;
    NdisSetEvent(&((PVADAPTER)Context)->Event);
}

VOID
LowerCloseComplete(
    IN  NDIS_HANDLE         Context,
    IN  NDIS_STATUS         Status
    )
{
    ((PVADAPTER)Context)->Status = Status;
    NdisSetEvent(&((PVADAPTER)Context)->Event);
}

VOID
LowerResetComplete(
    IN  NDIS_HANDLE         Context,
    IN  NDIS_STATUS         Status
    )
{
    ASSERT(!"no reset was begun");
}

VOID
LowerRequestComplete(
    IN  NDIS_HANDLE         Context,
    IN  PNDIS_REQUEST       Request,
    IN  NDIS_STATUS         Status
    )
{
    PVADAPTER   pAdapt = (PVADAPTER)Context;
    NDIS_OID    Oid = Request->DATA.QUERY_INFORMATION.Oid;
    PULONG      Options = Request->DATA.QUERY_INFORMATION.InformationBuffer;

    NdisAcquireSpinLock(&pAdapt->Lock);
    ASSERT(pAdapt->RequestState == RequestOut);
    pAdapt->RequestState = RequestNone;
    NdisReleaseSpinLock(&pAdapt->Lock);

    if (Request->RequestType == NdisRequestQueryInformation) {
        if (Oid == OID_GEN_MAC_OPTIONS && Status == NDIS_STATUS_SUCCESS) {
            *Options &= ~NDIS_MAC_OPTION_NO_LOOPBACK;
        }
        *pAdapt->BytesUsed = Request->DATA.QUERY_INFORMATION.BytesWritten;
        *pAdapt->BytesNeeded = Request->DATA.QUERY_INFORMATION.BytesNeeded;
        NdisMQueryInformationComplete(pAdapt->UpperHandle, Status);
    } else {
        *pAdapt->BytesUsed = Request->DATA.SET_INFORMATION.BytesRead;
        *pAdapt->BytesNeeded = Request->DATA.SET_INFORMATION.BytesNeeded;
        NdisMSetInformationComplete(pAdapt->UpperHandle, Status);
    }
}

VOID
LowerStatus(
    IN  NDIS_HANDLE         Context,
    IN  NDIS_STATUS         GeneralStatus,
    IN  PVOID               Buffer,
    IN  UINT                Size
    )
{
    PVADAPTER   pAdapt = Context;

    if (GeneralStatus == NDIS_STATUS_MEDIA_CONNECT ||
        GeneralStatus == NDIS_STATUS_MEDIA_DISCONNECT) {
        pAdapt->LinkLatest = GeneralStatus;
    }
    if (pAdapt->UpperHandle == NULL || pAdapt->UpperState > NdisDeviceStateD0) {
        return;                                     // told when it wakes
    }
    if (GeneralStatus == NDIS_STATUS_MEDIA_CONNECT ||
        GeneralStatus == NDIS_STATUS_MEDIA_DISCONNECT) {
        pAdapt->LinkIndicated = GeneralStatus;
    }
    NdisMIndicateStatus(pAdapt->UpperHandle, GeneralStatus, Buffer, Size);
}

VOID
LowerStatusComplete(
    IN  NDIS_HANDLE         Context
    )
{
    PVADAPTER   pAdapt = Context;

    if (pAdapt->UpperHandle != NULL && pAdapt->UpperState == NdisDeviceStateD0) {
        NdisMIndicateStatusComplete(pAdapt->UpperHandle);
    }
}

static
VOID
LowerSleep(
    IN  PVADAPTER           pAdapt
    )
/*++

Routine Description:

    Waits for what is out. Nothing new goes out meanwhile.

--*/
{
    BOOLEAN     Busy;

    for (;;) {
        NdisAcquireSpinLock(&pAdapt->Lock);
        Busy = (BOOLEAN)(pAdapt->RequestState == RequestOut || pAdapt->SendsOut != 0);
        NdisReleaseSpinLock(&pAdapt->Lock);
        if (!Busy) {
            break;
        }
        NdisMSleep(2);
    }
}

static
VOID
LowerWake(
    IN  PVADAPTER           pAdapt
    )
{
    NDIS_STATUS Status;
    BOOLEAN     Waiting;

    NdisAcquireSpinLock(&pAdapt->Lock);
    Waiting = (BOOLEAN)(pAdapt->RequestState == RequestWaiting);
    if (Waiting) {
        pAdapt->RequestState = RequestOut;
    }
    NdisReleaseSpinLock(&pAdapt->Lock);

    if (Waiting) {
        NdisRequest(&Status, pAdapt->LowerHandle, &pAdapt->Request);
        if (Status != NDIS_STATUS_PENDING) {
            LowerRequestComplete(pAdapt, &pAdapt->Request, Status);
        }
    }
}

static
NDIS_STATUS
LowerSetPower(
    IN  PVADAPTER               pAdapt,
    IN  PNET_PNP_EVENT          pNetEvent
    )
{
    NDIS_DEVICE_POWER_STATE     State = *(PNDIS_DEVICE_POWER_STATE)pNetEvent->Buffer;
    NDIS_STATUS                 Status = NDIS_STATUS_SUCCESS;

    if (State > NdisDeviceStateD0) {
        //
        // Those above have to stop first.
        //
        if (pAdapt->UpperHandle != NULL) {
            Status = NdisIMNotifyPnPEvent(pAdapt->UpperHandle, pNetEvent);
        }
        NdisAcquireSpinLock(&pAdapt->Lock);
        pAdapt->StandingBy = TRUE;
        pAdapt->LowerState = State;
        NdisReleaseSpinLock(&pAdapt->Lock);
        LowerSleep(pAdapt);
        return Status;
    }

    NdisAcquireSpinLock(&pAdapt->Lock);
    pAdapt->StandingBy = FALSE;
    pAdapt->LowerState = State;
    NdisReleaseSpinLock(&pAdapt->Lock);
    LowerWake(pAdapt);
    if (pAdapt->UpperHandle != NULL) {
        Status = NdisIMNotifyPnPEvent(pAdapt->UpperHandle, pNetEvent);
    }
    return Status;
}

NDIS_STATUS
LowerPnPEvent(
    IN  NDIS_HANDLE         Context,
    IN  PNET_PNP_EVENT      pNetEvent
    )
{
    PVADAPTER   pAdapt = (PVADAPTER)Context;

    switch (pNetEvent->NetEvent) {
    case NetEventSetPower:
        return LowerSetPower(pAdapt, pNetEvent);

    case NetEventReconfigure:
        if (pAdapt == NULL) {
            NdisReEnumerateProtocolBindings(hProtocol);
            return NDIS_STATUS_SUCCESS;
        }
        break;

    default:
        break;
    }

    //
    // Whatever else there is: those above decide.
    //
    if (pAdapt != NULL && pAdapt->UpperHandle != NULL) {
        return NdisIMNotifyPnPEvent(pAdapt->UpperHandle, pNetEvent);
    }
    return NDIS_STATUS_SUCCESS;
}
