// SPDX-License-Identifier: GPL-2.0
/*++

Module Name:

    velan.c

Abstract:

    Virtual adapters: how they come and go.

--*/

#include "mux.h"

static LONG NextNumber;

VOID
VElanReference(
    IN  PVELAN              pVElan
    )
{
    NdisInterlockedIncrement(&pVElan->RefCount);
}

VOID
VElanDereference(
    IN  PVELAN              pVElan
    )
{
    if (NdisInterlockedDecrement(&pVElan->RefCount) == 0) {
        AdaptDereference(pVElan->pAdapt);
        NdisFreeMemory(pVElan, 0, 0);
    }
}

static
VOID
VElanSetName(
    IN  PVELAN              pVElan
    )
{
    static const WCHAR  Prefix[] = L"\\Device\\mux";
    WCHAR               Digits[12];
    ULONG               Number = pVElan->Number;
    ULONG               Count = 0;
    PWCHAR              p = pVElan->NameBuffer;

    NdisMoveMemory(p, Prefix, sizeof(Prefix) - sizeof(WCHAR));
    p += sizeof(Prefix) / sizeof(WCHAR) - 1;
    do {
        Digits[Count++] = (WCHAR)(L'0' + Number % 10);
        Number /= 10;
    } while (Number > 0);
    while (Count > 0) {
        *p++ = Digits[--Count];
    }
    NdisInitUnicodeString(&pVElan->Name, pVElan->NameBuffer);
}

static
PVELAN
VElanAllocate(
    IN  PADAPT              pAdapt
    )
{
    PVELAN pVElan = NULL;

    NdisAllocateMemoryWithTag(&pVElan, sizeof(VELAN), MUX_TAG);
    if (pVElan == NULL) {
        return NULL;
    }
    NdisZeroMemory(pVElan, sizeof(VELAN));
    pVElan->RefCount = 1;
    pVElan->pAdapt = pAdapt;
    AdaptReference(pAdapt);
    pVElan->Number = (ULONG)NdisInterlockedIncrement(&NextNumber);
    pVElan->PowerState = NdisDeviceStateD0;
    pVElan->LinkIndicated = NDIS_STATUS_MEDIA_CONNECT;
    pVElan->Lookahead = 1500;
    NdisInitializeEvent(&pVElan->InitEvent);
    VElanSetName(pVElan);

    //
    // The address below, a locally administered one, with the number in it.
    //
    ETH_COPY_NETWORK_ADDRESS(pVElan->Address, pAdapt->Address);
    pVElan->Address[0] |= 0x02;
    pVElan->Address[2] ^= (UCHAR)(pVElan->Number >> 8);
    pVElan->Address[3] ^= (UCHAR)pVElan->Number;
    return pVElan;
}

static
VOID
VElanUnlink(
    IN  PVELAN              pVElan
    )
{
    PADAPT pAdapt = pVElan->pAdapt;

    NdisAcquireSpinLock(&pAdapt->Lock);
    RemoveEntryList(&pVElan->Link);
    pAdapt->VElanCount--;
    NdisReleaseSpinLock(&pAdapt->Lock);
    VElanDereference(pVElan);                       // the list's
}

NDIS_STATUS
VElanCreate(
    IN  PADAPT              pAdapt,
    OUT PULONG              pNumber
    )
/*++

Routine Description:

    PASSIVE_LEVEL, from Bind or for a program. While Initialize has not been
    called the adapter is in the list, so that an Unbind finds it.

--*/
{
    NDIS_STATUS     Status = NDIS_STATUS_SUCCESS;
    PVELAN          pVElan = VElanAllocate(pAdapt);

    if (pVElan == NULL) {
        return NDIS_STATUS_RESOURCES;
    }
    *pNumber = pVElan->Number;
    NdisAcquireSpinLock(&pAdapt->Lock);
    if (pAdapt->Unbinding) {
        Status = NDIS_STATUS_CLOSING;
    } else if (pAdapt->VElanCount == MUX_MAX_VELANS) {
        Status = NDIS_STATUS_RESOURCES;
    } else {
        pVElan->InitPending = TRUE;
        VElanReference(pVElan);                     // the list's
        InsertTailList(&pAdapt->VElanList, &pVElan->Link);
        pAdapt->VElanCount++;
    }
    NdisReleaseSpinLock(&pAdapt->Lock);

    if (Status == NDIS_STATUS_SUCCESS) {
        Status = NdisIMInitializeDeviceInstanceEx(DriverHandle, &pVElan->Name, pVElan);
        if (Status != NDIS_STATUS_SUCCESS) {
            BOOLEAN Mine;

            NdisAcquireSpinLock(&pAdapt->Lock);
            Mine = !pVElan->Removing;
            pVElan->Removing = TRUE;
            pVElan->InitPending = FALSE;
            NdisReleaseSpinLock(&pAdapt->Lock);
            NdisSetEvent(&pVElan->InitEvent);
            if (Mine) {
                VElanUnlink(pVElan);
            }
        }
    }
    VElanDereference(pVElan);
    return Status;
}

BOOLEAN
VElanRemoveOne(
    IN  PADAPT              pAdapt,
    IN  ULONG               Number
    )
/*++

Routine Description:

    Removes the one of that number, or, if that is 0, any. FALSE: there is none
    that somebody else does not remove already. PASSIVE_LEVEL.

--*/
{
    PLIST_ENTRY     pEntry;
    PVELAN          pVElan = NULL;
    BOOLEAN         InitPending = FALSE;

    NdisAcquireSpinLock(&pAdapt->Lock);
    for (pEntry = pAdapt->VElanList.Flink; pEntry != &pAdapt->VElanList;
         pEntry = pEntry->Flink) {
        PVELAN p = CONTAINING_RECORD(pEntry, VELAN, Link);

        if (!p->Removing && (Number == 0 || p->Number == Number)) {
            p->Removing = TRUE;
            InitPending = p->InitPending;
            VElanReference(p);
            pVElan = p;
            break;
        }
    }
    NdisReleaseSpinLock(&pAdapt->Lock);
    if (pVElan == NULL) {
        return FALSE;
    }

    if (InitPending &&
        NdisIMCancelInitializeDeviceInstance(DriverHandle, &pVElan->Name) !=
            NDIS_STATUS_SUCCESS) {
        NdisWaitEvent(&pVElan->InitEvent, 0);       // too late for that
    }
    VElanFailRequests(pVElan);
    if (pVElan->MiniportHandle != NULL) {
        (VOID)NdisIMDeInitializeDeviceInstance(pVElan->MiniportHandle);
    }
    //
    // One fewer wants something. As long as this one is in the list the binding is
    // not closed.
    //
    AdaptUpdateFilter(pAdapt);
    VElanUnlink(pVElan);
    VElanDereference(pVElan);
    return TRUE;
}

NDIS_STATUS
MPInitialize(
    OUT PNDIS_STATUS        OpenErrorStatus,
    OUT PUINT               SelectedMediumIndex,
    IN  PNDIS_MEDIUM        MediumArray,
    IN  UINT                MediumArraySize,
    IN  NDIS_HANDLE         MiniportAdapterHandle,
    IN  NDIS_HANDLE         WrapperConfigurationContext
    )
{
    PVELAN          pVElan;
    PADAPT          pAdapt;
    NDIS_HANDLE     Config;
    NDIS_STATUS     Status;
    PVOID           Address = NULL;
    UINT            i, Length = 0;

    pVElan = NdisIMGetDeviceContext(MiniportAdapterHandle);
    pAdapt = pVElan->pAdapt;

    for (i = 0; i < MediumArraySize && MediumArray[i] != NdisMedium802_3; i++)
        ;
    Status = (i < MediumArraySize) ? NDIS_STATUS_SUCCESS : NDIS_STATUS_UNSUPPORTED_MEDIA;
    if (Status == NDIS_STATUS_SUCCESS) {
        *SelectedMediumIndex = i;
        NdisMSetAttributesEx(MiniportAdapterHandle, pVElan, 0,
                             NDIS_ATTRIBUTE_IGNORE_PACKET_TIMEOUT |
                                NDIS_ATTRIBUTE_IGNORE_REQUEST_TIMEOUT |
                                NDIS_ATTRIBUTE_INTERMEDIATE_DRIVER |
                                NDIS_ATTRIBUTE_DESERIALIZE |
                                NDIS_ATTRIBUTE_NO_HALT_ON_SUSPEND,
                             (NDIS_INTERFACE_TYPE)0);

        //
        // An administrator may have given it an address.
        //
        NdisOpenConfiguration(&Status, &Config, WrapperConfigurationContext);
        if (Status == NDIS_STATUS_SUCCESS) {
            NdisReadNetworkAddress(&Status, &Address, &Length, Config);
            if (Status == NDIS_STATUS_SUCCESS && Length == ETH_LENGTH_OF_ADDRESS &&
                !ETH_IS_MULTICAST(Address)) {
                ETH_COPY_NETWORK_ADDRESS(pVElan->Address, Address);
            }
            NdisCloseConfiguration(Config);
        }
        Status = NDIS_STATUS_SUCCESS;
        VElanReference(pVElan);                     // until Halt
        NdisAcquireSpinLock(&pAdapt->Lock);
        pVElan->MiniportHandle = MiniportAdapterHandle;
        pVElan->Ready = TRUE;
        NdisReleaseSpinLock(&pAdapt->Lock);
        if (pAdapt->LinkStatus != NDIS_STATUS_MEDIA_CONNECT) {
            VElanIndicateLink(pVElan);
        }
    }

    *OpenErrorStatus = Status;
    NdisAcquireSpinLock(&pAdapt->Lock);
    pVElan->InitPending = FALSE;
    NdisReleaseSpinLock(&pAdapt->Lock);
    NdisSetEvent(&pVElan->InitEvent);
    return Status;
}

VOID
MPHalt(
    IN  NDIS_HANDLE         MiniportAdapterContext
    )
{
    PVELAN      pVElan = (PVELAN)MiniportAdapterContext;
    PADAPT      pAdapt = pVElan->pAdapt;
    BOOLEAN     Busy;

    NdisAcquireSpinLock(&pAdapt->Lock);
    pVElan->Ready = FALSE;
    pVElan->PacketFilter = 0;
    NdisReleaseSpinLock(&pAdapt->Lock);

    //
    // What waits for the adapter below to wake waits no more; who found this one
    // before is done soon.
    //
    VElanFailRequests(pVElan);
    for (;;) {
        NdisAcquireSpinLock(&pAdapt->Lock);
        Busy = pVElan->InUse != 0 || pVElan->SendsOut != 0;
        NdisReleaseSpinLock(&pAdapt->Lock);
        if (!Busy) {
            break;
        }
        NdisMSleep(2000);
    }
    pVElan->MiniportHandle = NULL;
    VElanDereference(pVElan);
}

VOID
VElanIndicateLink(
    IN  PVELAN              pVElan
    )
{
    PADAPT          pAdapt = pVElan->pAdapt;
    NDIS_STATUS     Status;
    BOOLEAN         News;

    NdisAcquireSpinLock(&pAdapt->Lock);
    Status = pAdapt->LinkStatus;
    News = pVElan->LinkIndicated != Status;
    pVElan->LinkIndicated = Status;
    NdisReleaseSpinLock(&pAdapt->Lock);
    if (News) {
        NdisMIndicateStatus(pVElan->MiniportHandle, Status, NULL, 0);
        NdisMIndicateStatusComplete(pVElan->MiniportHandle);
    }
}

VOID
MPDevicePnPEvent(
    IN  NDIS_HANDLE             MiniportAdapterContext,
    IN  NDIS_DEVICE_PNP_EVENT   DevicePnPEvent,
    IN  PVOID                   InformationBuffer,
    IN  ULONG                   InformationBufferLength
    )
{
    KdPrint(("Mux: %p: device event %d\n", MiniportAdapterContext, (int)DevicePnPEvent));
}

VOID
MPAdapterShutdown(
    IN  PVOID               ShutdownContext
    )
{
    //
    // There is no hardware to stop.
    //
    UNREFERENCED_PARAMETER(ShutdownContext);
}
