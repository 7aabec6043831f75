// SPDX-License-Identifier: GPL-2.0
/*++

Module Name:

    adapt.c

Abstract:

    The protocol edge, but for packets and requests.

--*/

#include "mux.h"

VOID
AdaptReference(
    IN  PADAPT              pAdapt
    )
{
    NdisInterlockedIncrement(&pAdapt->RefCount);
}

VOID
AdaptDereference(
    IN  PADAPT              pAdapt
    )
{
    if (NdisInterlockedDecrement(&pAdapt->RefCount) == 0) {
        NdisFreeSpinLock(&pAdapt->Lock);
        NdisFreeMemory(pAdapt, 0, 0);
    }
}

PADAPT
AdaptFind(
    IN  PUNICODE_STRING     Name
    )
{
    PLIST_ENTRY     pEntry;
    PADAPT          pFound = NULL;

    NdisAcquireSpinLock(&GlobalLock);
    for (pEntry = AdaptList.Flink; pEntry != &AdaptList; pEntry = pEntry->Flink) {
        PADAPT pAdapt = CONTAINING_RECORD(pEntry, ADAPT, Link);

        if (NdisEqualUnicodeString(&pAdapt->Name, Name, FALSE)) {
            AdaptReference(pAdapt);
            pFound = pAdapt;
            break;
        }
    }
    NdisReleaseSpinLock(&GlobalLock);
    return pFound;
}

ULONG
AdaptUse(
    IN  PADAPT              pAdapt,
    IN  BOOLEAN             Asleep,
    OUT PVELAN             *ppVElan
    )
/*++

Routine Description:

    All virtual adapters that are there, also those that sleep if Asleep says so;
    they are not halted until AdaptUnuse.

--*/
{
    PLIST_ENTRY     pEntry;
    ULONG           Count = 0;

    NdisAcquireSpinLock(&pAdapt->Lock);
    for (pEntry = pAdapt->VElanList.Flink;
         pEntry != &pAdapt->VElanList && Count < MUX_MAX_VELANS; pEntry = pEntry->Flink) {
        PVELAN pVElan = CONTAINING_RECORD(pEntry, VELAN, Link);

        if (Asleep ? pVElan->Ready : VELAN_IS_ON(pVElan)) {
            NdisInterlockedIncrement(&pVElan->InUse);
            ppVElan[Count++] = pVElan;
        }
    }
    NdisReleaseSpinLock(&pAdapt->Lock);
    return Count;
}

VOID
AdaptUnuse(
    IN  PVELAN             *ppVElan,
    IN  ULONG               Count
    )
{
    ULONG i;

    for (i = 0; i < Count; i++) {
        NdisInterlockedDecrement(&ppVElan[i]->InUse);
    }
}

static
VOID
AdaptClose(
    IN  PADAPT              pAdapt
    )
{
    NDIS_STATUS Status;

    NdisResetEvent(&pAdapt->Event);
    NdisCloseAdapter(&Status, pAdapt->BindingHandle);
    if (Status == NDIS_STATUS_PENDING) {
        NdisWaitEvent(&pAdapt->Event, 0);
    }
}

static
PADAPT
AdaptCreate(
    IN  PNDIS_STRING        DeviceName
    )
{
    PADAPT      pAdapt = NULL;
    ULONG       Size = sizeof(ADAPT) + DeviceName->Length + sizeof(WCHAR);

    NdisAllocateMemoryWithTag(&pAdapt, Size, MUX_TAG);
    if (pAdapt == NULL) {
        return NULL;
    }
    NdisZeroMemory(pAdapt, Size);
    pAdapt->RefCount = 1;
    pAdapt->PowerState = NdisDeviceStateD0;
    pAdapt->LinkStatus = NDIS_STATUS_MEDIA_CONNECT;
    NdisInitializeListHead(&pAdapt->Link);
    NdisInitializeListHead(&pAdapt->VElanList);
    NdisAllocateSpinLock(&pAdapt->Lock);
    NdisInitializeEvent(&pAdapt->Event);
    pAdapt->Name.Buffer = (PWSTR)(pAdapt + 1);
    pAdapt->Name.Length = DeviceName->Length;
    pAdapt->Name.MaximumLength = DeviceName->Length + sizeof(WCHAR);
    NdisMoveMemory(pAdapt->Name.Buffer, DeviceName->Buffer, DeviceName->Length);
    return pAdapt;
}

static
ULONG
AdaptConfiguredVElans(
    IN  PNDIS_STRING        Section
    )
{
    PNDIS_CONFIGURATION_PARAMETER   Param;
    NDIS_STRING                     Keyword = NDIS_STRING_CONST("VElans");
    NDIS_HANDLE                     Config;
    NDIS_STATUS                     Status;
    ULONG                           Count = 0;

    NdisOpenProtocolConfiguration(&Status, &Config, Section);
    if (Status != NDIS_STATUS_SUCCESS) {
        return 0;
    }
    NdisReadConfiguration(&Status, &Param, Config, &Keyword, NdisParameterInteger);
    if (Status == NDIS_STATUS_SUCCESS) {
        Count = min(Param->ParameterData.IntegerData, (ULONG)MUX_MAX_VELANS);
    }
    NdisCloseConfiguration(Config);
    return Count;
}

VOID
PtBindAdapter(
    OUT PNDIS_STATUS        Status,
    IN  NDIS_HANDLE         BindContext,
    IN  PNDIS_STRING        DeviceName,
    IN  PVOID               SystemSpecific1,
    IN  PVOID               SystemSpecific2
    )
{
    NDIS_MEDIUM     Media[1] = { NdisMedium802_3 };
    NDIS_STATUS     OpenError;
    PADAPT          pAdapt;
    ULONG           Count, Number;
    UINT            Index;

    UNREFERENCED_PARAMETER(BindContext);
    UNREFERENCED_PARAMETER(SystemSpecific2);

    pAdapt = AdaptCreate(DeviceName);
    if (pAdapt == NULL) {
        *Status = NDIS_STATUS_RESOURCES;
        return;
    }
    NdisOpenAdapter(Status, &OpenError, &pAdapt->BindingHandle, &Index, Media, 1, ProtHandle,
                    pAdapt, DeviceName, 0, NULL);
    if (*Status == NDIS_STATUS_PENDING) {
        NdisWaitEvent(&pAdapt->Event, 0);
        *Status = pAdapt->Status;
    }
    if (*Status != NDIS_STATUS_SUCCESS) {
        AdaptDereference(pAdapt);
        return;
    }
    *Status = AdaptQuery(pAdapt, OID_802_3_CURRENT_ADDRESS, pAdapt->Address,
                         sizeof(pAdapt->Address));
    if (*Status != NDIS_STATUS_SUCCESS) {
        AdaptClose(pAdapt);
        AdaptDereference(pAdapt);
        return;
    }

    NdisAcquireSpinLock(&GlobalLock);
    InsertTailList(&AdaptList, &pAdapt->Link);
    NdisReleaseSpinLock(&GlobalLock);

    //
    // A virtual adapter that cannot be made is missing, no more.
    //
    for (Count = AdaptConfiguredVElans(SystemSpecific1); Count > 0; Count--) {
        (VOID)VElanCreate(pAdapt, &Number);
    }
}

VOID
PtUnbindAdapter(
    OUT PNDIS_STATUS        Status,
    IN  NDIS_HANDLE         ProtocolBindingContext,
    IN  NDIS_HANDLE         UnbindContext
    )
{
    PADAPT      pAdapt = (PADAPT)ProtocolBindingContext;
    BOOLEAN     Empty;

    UNREFERENCED_PARAMETER(UnbindContext);

    NdisAcquireSpinLock(&GlobalLock);
    RemoveEntryList(&pAdapt->Link);
    InitializeListHead(&pAdapt->Link);
    NdisReleaseSpinLock(&GlobalLock);

    NdisAcquireSpinLock(&pAdapt->Lock);
    pAdapt->Unbinding = TRUE;                       // no new one
    NdisReleaseSpinLock(&pAdapt->Lock);

    //
    // Others may be at removing some.
    //
    for (;;) {
        NdisAcquireSpinLock(&pAdapt->Lock);
        Empty = IsListEmpty(&pAdapt->VElanList);
        NdisReleaseSpinLock(&pAdapt->Lock);
        if (Empty) {
            break;
        }
        if (!VElanRemoveOne(pAdapt, 0)) {
            NdisMSleep(2000);
        }
    }
    AdaptClose(pAdapt);
    AdaptDereference(pAdapt);
    *Status = NDIS_STATUS_SUCCESS;
}

VOID
PtOpenAdapterComplete(
    IN  NDIS_HANDLE         ProtocolBindingContext,
    IN  NDIS_STATUS         Status,
    IN  NDIS_STATUS         OpenErrorStatus
    )
{
    PADAPT pAdapt = (PADAPT)ProtocolBindingContext;

    UNREFERENCED_PARAMETER(OpenErrorStatus);

    pAdapt->Status = Status;
    NdisSetEvent(&pAdapt->Event);
}

VOID
PtCloseAdapterComplete(
    IN  NDIS_HANDLE         ProtocolBindingContext,
    IN  NDIS_STATUS         Status
    )
{
    PADAPT pAdapt = (PADAPT)ProtocolBindingContext;

    pAdapt->Status = Status;
    NdisSetEvent(&pAdapt->Event);
}

VOID
PtResetComplete(
    IN  NDIS_HANDLE         ProtocolBindingContext,
    IN  NDIS_STATUS         Status
    )
{
    ASSERT(!"no reset was begun");
}

VOID
PtStatus(
    IN  NDIS_HANDLE         ProtocolBindingContext,
    IN  NDIS_STATUS         GeneralStatus,
    IN  PVOID               StatusBuffer,
    IN  UINT                StatusBufferSize
    )
{
    PADAPT      pAdapt = (PADAPT)ProtocolBindingContext;
    PVELAN      Used[MUX_MAX_VELANS];
    ULONG       Count, i;

    if (GeneralStatus == NDIS_STATUS_MEDIA_CONNECT ||
        GeneralStatus == NDIS_STATUS_MEDIA_DISCONNECT) {
        pAdapt->LinkStatus = GeneralStatus;
    }
    Count = AdaptUse(pAdapt, FALSE, Used);
    for (i = 0; i < Count; i++) {
        if (GeneralStatus == NDIS_STATUS_MEDIA_CONNECT ||
            GeneralStatus == NDIS_STATUS_MEDIA_DISCONNECT) {
            VElanIndicateLink(Used[i]);             // each learns of it once
        } else {
            NdisMIndicateStatus(Used[i]->MiniportHandle, GeneralStatus, StatusBuffer,
                                StatusBufferSize);
            NdisMIndicateStatusComplete(Used[i]->MiniportHandle);
        }
    }
    AdaptUnuse(Used, Count);
}

VOID
PtStatusComplete(
    IN  NDIS_HANDLE         ProtocolBindingContext
    )
{
    //
    // Went up with the status.
    //
    UNREFERENCED_PARAMETER(ProtocolBindingContext);
}

static
NDIS_STATUS
PtSetPower(
    IN  PADAPT              pAdapt,
    IN  PNET_PNP_EVENT      pNetPnPEvent
    )
{
    NDIS_DEVICE_POWER_STATE State = *(PNDIS_DEVICE_POWER_STATE)pNetPnPEvent->Buffer;

    NdisAcquireSpinLock(&pAdapt->Lock);
    pAdapt->PowerState = State;
    NdisReleaseSpinLock(&pAdapt->Lock);
    if (State == NdisDeviceStateD0) {
        AdaptResume(pAdapt);
    }
    return NDIS_STATUS_SUCCESS;
}

static
NDIS_STATUS
PtNotifyUpper(
    IN  PADAPT              pAdapt,
    IN  PNET_PNP_EVENT      pNetPnPEvent
    )
{
    NDIS_STATUS     Status = NDIS_STATUS_SUCCESS, One;
    PVELAN          Used[MUX_MAX_VELANS];
    ULONG           Count, i;

    Count = AdaptUse(pAdapt, TRUE, Used);
    for (i = 0; i < Count; i++) {
        One = NdisIMNotifyPnPEvent(Used[i]->MiniportHandle, pNetPnPEvent);
        if (One != NDIS_STATUS_SUCCESS) {
            Status = One;
        }
    }
    AdaptUnuse(Used, Count);
    return Status;
}

NDIS_STATUS
PtPnPHandler(
    IN  NDIS_HANDLE         ProtocolBindingContext,
    IN  PNET_PNP_EVENT      pNetPnPEvent
    )
{
    PADAPT      pAdapt = (PADAPT)ProtocolBindingContext;
    NDIS_STATUS Status;

    if (pAdapt == NULL) {
        if (pNetPnPEvent->NetEvent == NetEventReconfigure) {
            NdisReEnumerateProtocolBindings(ProtHandle);
        }
        return NDIS_STATUS_SUCCESS;
    }
    if (pNetPnPEvent->NetEvent != NetEventSetPower) {
        return PtNotifyUpper(pAdapt, pNetPnPEvent);
    }

    //
    // Those above stop before the adapter sleeps, and go on after it wakes.
    //
    if (*(PNDIS_DEVICE_POWER_STATE)pNetPnPEvent->Buffer != NdisDeviceStateD0) {
        Status = PtNotifyUpper(pAdapt, pNetPnPEvent);
        (VOID)PtSetPower(pAdapt, pNetPnPEvent);
        return Status;
    }
    (VOID)PtSetPower(pAdapt, pNetPnPEvent);
    return PtNotifyUpper(pAdapt, pNetPnPEvent);
}
