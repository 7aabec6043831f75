// SPDX-License-Identifier: GPL-2.0
/*++

Module Name:

    openclos.c

Abstract:

    Bindings: opening and closing an adapter, resets, requests, status.

Notes:

    A handle's binding is used under OpenEnter, so that a close, be it the
    program's or NDIS's, waits for whoever is inside.

--*/

#include <stdarg.h>
#include <ntddk.h>
#include <ndis.h>
#include "capioctl.h"
#include "capture.h"

#pragma hdrstop

static NDIS_MEDIUM MediumArray[] = {
    NdisMedium802_3,
    NdisMediumFddi,
    NdisMedium802_5
};

#define NUM_MEDIUMS (sizeof(MediumArray)/sizeof(MediumArray[0]))

BOOLEAN
OpenEnter(
    IN  POPEN_INSTANCE  Open
    )
{
    BOOLEAN Running;

    LOCK_OPEN(Open);
    Running = (BOOLEAN)(Open->State == OpenRunning);
    if (Running)
        Open->RefCount++;
    UNLOCK_OPEN(Open);
    return Running;
}

VOID
OpenLeave(
    IN  POPEN_INSTANCE  Open
    )
{
    if (InterlockedDecrement(&Open->RefCount) == 0)
        KeSetEvent(&Open->Idle, IO_NO_INCREMENT, FALSE);
}

static
NDIS_STATUS
WaitFor(
    IN  PCAPTURE_WAIT   Wait,
    IN  NDIS_STATUS     Status
    )
{
    if (Status != NDIS_STATUS_PENDING)
        return Status;
    KeWaitForSingleObject(&Wait->Done, Executive, KernelMode, FALSE, NULL);
    return Wait->Status;
}

NDIS_STATUS
OpenSelect(
    IN  POPEN_INSTANCE  Open,
    IN  PWSTR           Name,
    IN  ULONG           NameBytes
    )
/*++

Routine Description:

    Binds to an adapter, from the context of the program. The reference that the
    handle starts with is dropped by whoever closes the binding.

--*/
{
    NDIS_STRING     AdapterName;
    NDIS_STATUS     OpenErrorStatus;
    NDIS_STATUS     Status;
    BOOLEAN         Idle;

    if (NameBytes == 0 || NameBytes > 512 || (NameBytes % sizeof(WCHAR)) != 0)
        return NDIS_STATUS_INVALID_LENGTH;
    LOCK_OPEN(Open);
    Idle = Open->State == OpenIdle && Open->AdapterHandle == NULL && !Open->CloseQueued;
    if (Idle)
        Open->CloseQueued = TRUE;               // nobody else opens or closes
    UNLOCK_OPEN(Open);
    if (!Idle)
        return NDIS_STATUS_OPEN_LIST_FULL;

    AdapterName.Buffer = Name;
    AdapterName.Length = AdapterName.MaximumLength = (USHORT)NameBytes;

    KeClearEvent(&Open->Done);
    NdisOpenAdapter(
        &Status,
        &OpenErrorStatus,
        &Open->AdapterHandle,
        &Open->MediumIndex,
        MediumArray,
        NUM_MEDIUMS,
        Globals.ProtocolHandle,
        Open,
        &AdapterName,
        0,
        NULL);
    Status = WaitFor((PCAPTURE_WAIT)Open, Status);

    LOCK_OPEN(Open);
    if (Status == NDIS_STATUS_SUCCESS)
        Open->State = OpenRunning;
    else
        Open->AdapterHandle = NULL;
    Open->CloseQueued = FALSE;
    UNLOCK_OPEN(Open);

    KdPrint(("Capture: open of %wZ: %08lx, medium %d\n", &AdapterName, Status,
             (int)Open->MediumIndex));
    return Status;
}

VOID
CaptureOpenComplete(
    IN  NDIS_HANDLE     Context,
    IN  NDIS_STATUS     Status,
    IN  NDIS_STATUS     OpenErrorStatus
    )
{
    POPEN_INSTANCE Open = (POPEN_INSTANCE)Context;

    Open->Status = Status;
    KeSetEvent(&Open->Done, IO_NO_INCREMENT, FALSE);
}

static
VOID
OpenCloseBinding(
    IN  POPEN_INSTANCE  Open
    )
{
    NDIS_HANDLE     AdapterHandle;
    NDIS_STATUS     Status;

    //
    // Whoever is inside may wait for a completion of this binding, which comes.
    //
    OpenLeave(Open);
    KeWaitForSingleObject(&Open->Idle, Executive, KernelMode, FALSE, NULL);

    AdapterHandle = Open->AdapterHandle;
    KeClearEvent(&Open->Done);
    NdisCloseAdapter(&Status, AdapterHandle);
    Status = WaitFor((PCAPTURE_WAIT)Open, Status);
    ASSERT(Status == NDIS_STATUS_SUCCESS);
    ReadFlush(Open);
}

VOID
OpenShut(
    IN  POPEN_INSTANCE  Open
    )
{
    BOOLEAN Close;
    BOOLEAN Queued;

    LOCK_OPEN(Open);
    Close = (BOOLEAN)(Open->State == OpenRunning);
    if (Close)
        Open->State = OpenClosing;
    Queued = Open->CloseQueued;
    UNLOCK_OPEN(Open);

    if (Close)
        OpenCloseBinding(Open);
    else if (Queued)
        KeWaitForSingleObject(&Open->CloseItemDone, Executive, KernelMode, FALSE, NULL);
}

VOID
CaptureCloseComplete(
    IN  NDIS_HANDLE     Context,
    IN  NDIS_STATUS     Status
    )
{
    POPEN_INSTANCE Open = (POPEN_INSTANCE)Context;

    Open->Status = Status;
    KeSetEvent(&Open->Done, IO_NO_INCREMENT, FALSE);
}

static
VOID
CloseItemRoutine(
    IN  PNDIS_WORK_ITEM Item,
    IN  PVOID           Context
    )
{
    POPEN_INSTANCE Open = Context;

    OpenCloseBinding(Open);
    KeSetEvent(&Open->CloseItemDone, IO_NO_INCREMENT, FALSE);
}

VOID
CaptureStatus(
    IN  POPEN_INSTANCE  Open,
    IN  NDIS_STATUS     Status,
    IN  PVOID           Buffer,
    IN  UINT            Size
    )
{
    BOOLEAN Close = FALSE;

    LOCK_OPEN(Open);
    switch (Status) {
    case NDIS_STATUS_RESET_START:
        Open->Counts.Resets++;
        break;
    case NDIS_STATUS_MEDIA_CONNECT:
    case NDIS_STATUS_MEDIA_DISCONNECT:
        Open->Counts.LinkChanges++;
        break;
    case NDIS_STATUS_CLOSING:
        //
        // The adapter goes away. This may be DISPATCH_LEVEL, a close is not.
        //
        if (Open->State == OpenRunning) {
            Open->State = OpenClosing;
            Open->CloseQueued = Close = TRUE;
        }
        break;
    }
    UNLOCK_OPEN(Open);

    if (Close) {
        NdisInitializeWorkItem(&Open->CloseItem, CloseItemRoutine, Open);
        NdisScheduleWorkItem(&Open->CloseItem);
    }
}

VOID
CaptureStatusComplete(
    IN  NDIS_HANDLE     Context
    )
{
    IF_LOUD(DbgPrint("Capture: status complete for %p\n", Context);)
}

NDIS_STATUS
OpenReset(
    IN  POPEN_INSTANCE  Open
    )
{
    NDIS_STATUS Status;

    if (!OpenEnter(Open))
        return NDIS_STATUS_ADAPTER_NOT_OPEN;
    KeClearEvent(&Open->Done);
    NdisReset(&Status, Open->AdapterHandle);
    Status = WaitFor((PCAPTURE_WAIT)Open, Status);
    OpenLeave(Open);
    return Status;
}

VOID
CaptureResetComplete(
    IN  POPEN_INSTANCE  Open,
    IN  NDIS_STATUS     Status
    )
{
    Open->Status = Status;
    KeSetEvent(&Open->Done, IO_NO_INCREMENT, FALSE);
}

NDIS_STATUS
OpenRequest(
    IN  POPEN_INSTANCE      Open,
    IN  NDIS_REQUEST_TYPE   Type,
    IN  NDIS_OID            Oid,
    IN  PVOID               Buffer,
    IN  UINT                Length,
    OUT PUINT               Used
    )
{
    PINTERNAL_REQUEST   Internal;
    NDIS_STATUS         Status;

    Internal = ExAllocatePool(NonPagedPool, sizeof(INTERNAL_REQUEST));
    if (!Internal)
        return NDIS_STATUS_RESOURCES;
    if (!OpenEnter(Open)) {
        ExFreePool(Internal);
        return NDIS_STATUS_ADAPTER_NOT_OPEN;
    }

    RtlZeroMemory(Internal, sizeof(*Internal));
    KeInitializeEvent(&Internal->Done, NotificationEvent, FALSE);
    Internal->Request.RequestType = Type;
    if (Type == NdisRequestSetInformation) {
        Internal->Request.DATA.SET_INFORMATION.Oid = Oid;
        Internal->Request.DATA.SET_INFORMATION.InformationBuffer = Buffer;
        Internal->Request.DATA.SET_INFORMATION.InformationBufferLength = Length;
    } else {
        Internal->Request.DATA.QUERY_INFORMATION.Oid = Oid;
        Internal->Request.DATA.QUERY_INFORMATION.InformationBuffer = Buffer;
        Internal->Request.DATA.QUERY_INFORMATION.InformationBufferLength = Length;
    }

    NdisRequest(&Status, Open->AdapterHandle, &Internal->Request);
    Status = WaitFor((PCAPTURE_WAIT)Internal, Status);

    *Used = (Type == NdisRequestSetInformation) ?
                Internal->Request.DATA.SET_INFORMATION.BytesRead :
                Internal->Request.DATA.QUERY_INFORMATION.BytesWritten;
    OpenLeave(Open);
    ExFreePool(Internal);
    return Status;
}

VOID
CaptureRequestComplete(
    IN  POPEN_INSTANCE  Open,
    IN  PNDIS_REQUEST   Request,
    IN  NDIS_STATUS     Status
    )
{
    PINTERNAL_REQUEST Internal = CONTAINING_RECORD(Request, INTERNAL_REQUEST, Request);

    Internal->Status = Status;
    KeSetEvent(&Internal->Done, IO_NO_INCREMENT, FALSE);
}
