// SPDX-License-Identifier: GPL-2.0
/*++

Module Name:

    bind.c

Abstract:

    Bindings, from BindAdapter to CloseAdapterComplete.

    Bind:       open -> address -> filter -> work item -> NdisCompleteBindAdapter
    Unbind:     close -> NdisCompleteUnbindAdapter

    Each arrow is a completion, or the call itself where that did not pend.

--*/

#include <ndis.h>
#include "reflect.h"

static VOID BindingNextStep(PBINDING pBinding, NDIS_STATUS Status);
static VOID BindingBindDone(PNDIS_WORK_ITEM Item, PVOID Context);

VOID
BindingReference(
    __in PBINDING           pBinding
    )
{
    NdisInterlockedIncrement(&pBinding->References);
}

VOID
BindingRelease(
    __in PBINDING           pBinding
    )
{
    LOCK_STATE  lockState;

    if (NdisInterlockedDecrement(&pBinding->References) != 0) {
        return;
    }

    NdisAcquireReadWriteLock(&BindingsLock, TRUE, &lockState);
    RemoveEntryList(&pBinding->Link);
    if (IsListEmpty(&Bindings)) {
        NdisSetEvent(&AllGone);
    }
    NdisReleaseReadWriteLock(&BindingsLock, &lockState);

    RepliesDestroy(pBinding);
    NdisFreeSpinLock(&pBinding->Lock);
    NdisFreeMemory(pBinding, sizeof(BINDING) + pBinding->Name.MaximumLength, 0);
}

static
NDIS_STATUS
BindingConfigure(
    __inout PBINDING        pBinding,
    __in PNDIS_STRING       Section
    )
{
    NDIS_STRING                     typeKey  = NDIS_STRING_CONST("ReflectType");
    NDIS_STRING                     helloKey = NDIS_STRING_CONST("HelloInterval");
    NDIS_STRING                     countKey = NDIS_STRING_CONST("BindsSeen");
    NDIS_CONFIGURATION_PARAMETER    count;
    PNDIS_CONFIGURATION_PARAMETER   pParam;
    NDIS_HANDLE                     config;
    NDIS_STATUS                     status;

    NdisOpenProtocolConfiguration(&status, &config, Section);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }

    pBinding->Type = REFLECT_TYPE;
    NdisReadConfiguration(&status, &pParam, config, &typeKey, NdisParameterHexInteger);
    if (status == NDIS_STATUS_SUCCESS) {
        pBinding->Type = (USHORT)pParam->ParameterData.IntegerData;
    }

    NdisReadConfiguration(&status, &pParam, config, &helloKey, NdisParameterInteger);
    if (status == NDIS_STATUS_SUCCESS) {
        pBinding->HelloInterval = pParam->ParameterData.IntegerData;
    }

    count.ParameterType = NdisParameterInteger;
    count.ParameterData.IntegerData = ++BindsSeen;
    NdisWriteConfiguration(&status, config, &countKey, &count);

    NdisCloseConfiguration(config);
    return NDIS_STATUS_SUCCESS;
}

static
PBINDING
BindingCreate(
    __in PNDIS_STRING       DeviceName
    )
{
    PBINDING    pBinding;
    LOCK_STATE  lockState;
    UINT        size = sizeof(BINDING) + DeviceName->Length + sizeof(WCHAR);

    NdisAllocateMemoryWithTag((PVOID *)&pBinding, size, REFLECT_TAG);
    if (pBinding == NULL) {
        return NULL;
    }
    NdisZeroMemory(pBinding, size);
    pBinding->References = 1;
    pBinding->Powered = TRUE;
    pBinding->Connected = TRUE;
    NdisAllocateSpinLock(&pBinding->Lock);
    InitializeListHead(&pBinding->Free);
    InitializeListHead(&pBinding->Inbox);
    NdisInitializeWorkItem(&pBinding->Worker, InboxWorker, pBinding);
    NdisInitializeWorkItem(&pBinding->BindDone, BindingBindDone, pBinding);
    NdisInitializeTimer(&pBinding->Hello, ReflectHello, pBinding);
    pBinding->CancelId = (PVOID)((ULONG_PTR)NdisGeneratePartialCancelId() << 24);

    pBinding->Name.Buffer = (PWCHAR)((PUCHAR)pBinding + sizeof(BINDING));
    pBinding->Name.MaximumLength = DeviceName->Length + sizeof(WCHAR);
    RtlCopyUnicodeString(&pBinding->Name, DeviceName);

    NdisAcquireReadWriteLock(&BindingsLock, TRUE, &lockState);
    InsertTailList(&Bindings, &pBinding->Link);
    NdisResetEvent(&AllGone);
    NdisReleaseReadWriteLock(&BindingsLock, &lockState);
    return pBinding;
}

VOID
ReflectBind(
    __out PNDIS_STATUS      pStatus,
    __in NDIS_HANDLE        BindContext,
    __in PNDIS_STRING       pDeviceName,
    __in PVOID              SystemSpecific1,
    __in_opt PVOID          SystemSpecific2
    )
{
    static NDIS_MEDIUM  mediumArray[] = { NdisMedium802_3 };
    PBINDING            pBinding;

    UNREFERENCED_PARAMETER(SystemSpecific2);

    pBinding = BindingCreate(pDeviceName);
    if (pBinding == NULL) {
        *pStatus = NDIS_STATUS_RESOURCES;
        return;
    }
    pBinding->BindContext = BindContext;
    pBinding->State = BindingOpening;

    *pStatus = BindingConfigure(pBinding, (PNDIS_STRING)SystemSpecific1);
    if (*pStatus == NDIS_STATUS_SUCCESS) {
        *pStatus = RepliesCreate(pBinding);
    }
    if (*pStatus != NDIS_STATUS_SUCCESS) {
        BindingRelease(pBinding);
        return;
    }

    NdisOpenAdapter(pStatus,
                    &pBinding->OpenError,
                    &pBinding->Handle,
                    &pBinding->MediumIndex,
                    &mediumArray[0],
                    sizeof(mediumArray)/sizeof(NDIS_MEDIUM),
                    ReflectProtocol,
                    (NDIS_HANDLE)pBinding,
                    pDeviceName,
                    0,
                    NULL);
    if (*pStatus != NDIS_STATUS_PENDING) {
        ReflectOpenComplete(pBinding, *pStatus, pBinding->OpenError);
    }
    //
    // Whatever becomes of it, NdisCompleteBindAdapter says so.
    //
    *pStatus = NDIS_STATUS_PENDING;
}

VOID
ReflectOpenComplete(
    __in NDIS_HANDLE        Context,
    __in NDIS_STATUS        Status,
    __in NDIS_STATUS        OpenError
    )
{
    PBINDING    pBinding = Context;

    if (Status != NDIS_STATUS_SUCCESS) {
        DbgPrint("Reflect: %ws does not open, %x (%x)\n", pBinding->Name.Buffer, Status, OpenError);
        pBinding->Handle = NULL;
    }
    BindingNextStep(pBinding, Status);
}

static
NDIS_STATUS
BindingRequest(
    __in PBINDING           pBinding,
    __in NDIS_REQUEST_TYPE  Type,
    __in NDIS_OID           Oid,
    __in PVOID              Buffer,
    __in UINT               Length
    )
{
    PNDIS_REQUEST   pRequest = &pBinding->Request;
    NDIS_STATUS     status;

    NdisZeroMemory(pRequest, sizeof(*pRequest));
    pRequest->RequestType = Type;
    switch (Type) {
    case NdisRequestSetInformation:
        pRequest->DATA.SET_INFORMATION.Oid = Oid;
        pRequest->DATA.SET_INFORMATION.InformationBuffer = Buffer;
        pRequest->DATA.SET_INFORMATION.InformationBufferLength = Length;
        break;
    default:
        pRequest->DATA.QUERY_INFORMATION.Oid = Oid;
        pRequest->DATA.QUERY_INFORMATION.InformationBuffer = Buffer;
        pRequest->DATA.QUERY_INFORMATION.InformationBufferLength = Length;
        break;
    }
    NdisRequest(&status, pBinding->Handle, pRequest);
    return status;
}

static
VOID
BindingNextStep(
    __in PBINDING           pBinding,
    __in NDIS_STATUS        Status
    )
/*++

Routine Description:

    One step of the bind has ended with Status: begin the next. At the end, or
    after a failure, a work item completes the bind, because that is for
    PASSIVE_LEVEL and requests complete at DISPATCH_LEVEL.

--*/
{
    while (Status == NDIS_STATUS_SUCCESS && pBinding->State != BindingRunning) {
        switch (pBinding->State) {
        case BindingOpening:
            pBinding->State = BindingAsking;
            Status = BindingRequest(pBinding, NdisRequestQueryInformation,
                                    OID_802_3_CURRENT_ADDRESS, pBinding->Address,
                                    sizeof(MAC_ADDRESS));
            break;

        case BindingAsking:
            pBinding->State = BindingFiltering;
            pBinding->Filter = NDIS_PACKET_TYPE_DIRECTED | NDIS_PACKET_TYPE_BROADCAST;
            Status = BindingRequest(pBinding, NdisRequestSetInformation,
                                    OID_GEN_CURRENT_PACKET_FILTER, &pBinding->Filter,
                                    sizeof(ULONG));
            break;

        default:
            pBinding->State = BindingRunning;
            break;
        }
    }
    if (Status == NDIS_STATUS_PENDING) {
        return;
    }
    pBinding->BindStatus = Status;
    NdisScheduleWorkItem(&pBinding->BindDone);
}

VOID
ReflectRequestComplete(
    __in NDIS_HANDLE        Context,
    __in PNDIS_REQUEST      pRequest,
    __in NDIS_STATUS        Status
    )
{
    PBINDING    pBinding = CONTAINING_RECORD(pRequest, BINDING, Request);

    ASSERT(pBinding == (PBINDING)Context);
    BindingNextStep(pBinding, Status);
}

static
VOID
BindingBindDone(
    __in PNDIS_WORK_ITEM    pItem,
    __in PVOID              Context
    )
{
    PBINDING        pBinding = Context;
    NDIS_HANDLE     bindContext = pBinding->BindContext;
    NDIS_STATUS     openError = pBinding->OpenError;
    NDIS_STATUS     status = pBinding->BindStatus;
    NDIS_STATUS     closeStatus;
    NDIS_STRING     instance;
    CHAR            text[64];
    ANSI_STRING     ansi;

    UNREFERENCED_PARAMETER(pItem);

    if (status != NDIS_STATUS_SUCCESS) {
        if (pBinding->Handle != NULL) {
            //
            // Without an unbind context the last reference goes in the close
            // completion, and the bind has failed all the same.
            //
            pBinding->State = BindingClosing;
            NdisCloseAdapter(&closeStatus, pBinding->Handle);
            if (closeStatus != NDIS_STATUS_PENDING) {
                ReflectCloseComplete(pBinding, closeStatus);
            }
        } else {
            BindingRelease(pBinding);
        }
        NdisCompleteBindAdapter(bindContext, status, openError);
        return;
    }

    if (NdisQueryAdapterInstanceName(&instance, pBinding->Handle) == NDIS_STATUS_SUCCESS) {
        ansi.Buffer = text;
        ansi.Length = 0;
        ansi.MaximumLength = sizeof(text);
        if (NdisUnicodeStringToAnsiString(&ansi, &instance) == NDIS_STATUS_SUCCESS) {
            DbgPrint("Reflect: bound to %wZ, \"%Z\"\n", &pBinding->Name, &ansi);
        }
        NdisFreeString(instance);
    }
    if (pBinding->HelloInterval != 0) {
        BindingReference(pBinding);
        NdisSetTimer(&pBinding->Hello, pBinding->HelloInterval);
    }
    NdisCompleteBindAdapter(bindContext, NDIS_STATUS_SUCCESS, openError);
}

VOID
ReflectUnbind(
    __out PNDIS_STATUS      pStatus,
    __in NDIS_HANDLE        Context,
    __in NDIS_HANDLE        UnbindContext
    )
{
    PBINDING    pBinding = Context;
    BOOLEAN     cancelled;
    ULONG       ioCount = 0;
    UINT        looks;

    NdisAcquireSpinLock(&pBinding->Lock);
    pBinding->State = BindingClosing;
    NdisReleaseSpinLock(&pBinding->Lock);
    pBinding->UnbindContext = UnbindContext;

    //
    // A timer routine that runs right now sees the state and gives up the
    // timer's reference itself.
    //
    NdisCancelTimer(&pBinding->Hello, &cancelled);
    if (cancelled) {
        BindingRelease(pBinding);
    }
    InboxEmpty(pBinding);

    NdisAcquireSpinLock(&pBinding->Lock);
    while (pBinding->Senders != 0) {
        NdisReleaseSpinLock(&pBinding->Lock);
        NdisMSleep(1000);
        NdisAcquireSpinLock(&pBinding->Lock);
    }
    NdisReleaseSpinLock(&pBinding->Lock);

    NdisCancelSendPackets(pBinding->Handle, pBinding->CancelId);
    for (looks = 0; looks < 20; looks++) {
        if (NdisQueryPendingIOCount(pBinding->Handle, &ioCount) != NDIS_STATUS_SUCCESS ||
            ioCount == 0) {
            break;
        }
        NdisMSleep(REFLECT_UNBIND_WAIT * 1000 / 20);
    }

    NdisCloseAdapter(pStatus, pBinding->Handle);
    if (*pStatus != NDIS_STATUS_PENDING) {
        ReflectCloseComplete(pBinding, *pStatus);
        *pStatus = NDIS_STATUS_PENDING;         // completed by the line above
    }
}

VOID
ReflectCloseComplete(
    __in NDIS_HANDLE        Context,
    __in NDIS_STATUS        Status
    )
{
    PBINDING        pBinding = Context;
    NDIS_HANDLE     unbindContext = pBinding->UnbindContext;

    ASSERT(Status == NDIS_STATUS_SUCCESS);
    pBinding->Handle = NULL;
    BindingRelease(pBinding);
    if (unbindContext != NULL) {
        NdisCompleteUnbindAdapter(unbindContext, NDIS_STATUS_SUCCESS);
    }
}

VOID
ReflectResetComplete(
    __in NDIS_HANDLE        Context,
    __in NDIS_STATUS        Status
    )
{
    //
    // Never begun here.
    //
    ASSERT(FALSE);
}
