// SPDX-License-Identifier: GPL-2.0
/*++

Module Name:

    control.c

Abstract:

    The device through which a program makes and removes virtual adapters.

--*/

#include "mux.h"

static NDIS_HANDLE      ControlHandle;
static PDEVICE_OBJECT   ControlDevice;

NDIS_STATUS
ControlCreate(
    VOID
    )
{
    PDRIVER_DISPATCH    Table[IRP_MJ_MAXIMUM_FUNCTION + 1];
    NDIS_STRING         DeviceName;
    NDIS_STRING         LinkName;

    NdisZeroMemory(Table, sizeof(Table));
    Table[IRP_MJ_CREATE] = ControlDispatch;
    Table[IRP_MJ_CLEANUP] = ControlDispatch;
    Table[IRP_MJ_CLOSE] = ControlDispatch;
    Table[IRP_MJ_DEVICE_CONTROL] = ControlDispatch;
    NdisInitUnicodeString(&DeviceName, MUX_DEVICE_NAME);
    NdisInitUnicodeString(&LinkName, MUX_LINK_NAME);
    return NdisMRegisterDevice(WrapperHandle, &DeviceName, &LinkName, Table, &ControlDevice,
                               &ControlHandle);
}

VOID
ControlDelete(
    VOID
    )
{
    if (ControlHandle != NULL) {
        (VOID)NdisMDeregisterDevice(ControlHandle);
        ControlHandle = NULL;
    }
}

static
NTSTATUS
ControlAdd(
    IN OUT PMUX_TARGET      pTarget
    )
{
    UNICODE_STRING  Name;
    PADAPT          pAdapt;
    NTSTATUS        Status;

    pTarget->LowerName[MUX_NAME_CHARS - 1] = 0;
    RtlInitUnicodeString(&Name, (PCWSTR)pTarget->LowerName);
    pAdapt = AdaptFind(&Name);
    if (pAdapt == NULL) {
        return STATUS_OBJECT_NAME_NOT_FOUND;
    }
    Status = VElanCreate(pAdapt, &pTarget->Number);
    AdaptDereference(pAdapt);
    return Status;
}

static
PADAPT
ControlNext(
    IN  PADAPT              pAdapt
    )
/*++

Routine Description:

    The adapter behind this one, with a reference, which goes from this one; NULL
    begins, and ends. One that has been taken off the list is the last.

--*/
{
    PADAPT          pNext = NULL;
    PLIST_ENTRY     pEntry;

    NdisAcquireSpinLock(&GlobalLock);
    pEntry = (pAdapt == NULL) ? AdaptList.Flink : pAdapt->Link.Flink;
    if (pEntry != &AdaptList && (pAdapt == NULL || pEntry != &pAdapt->Link)) {
        pNext = CONTAINING_RECORD(pEntry, ADAPT, Link);
        AdaptReference(pNext);
    }
    NdisReleaseSpinLock(&GlobalLock);
    if (pAdapt != NULL) {
        AdaptDereference(pAdapt);
    }
    return pNext;
}

static
NTSTATUS
ControlRemove(
    IN  ULONG               Number
    )
{
    NTSTATUS        Status = STATUS_OBJECT_NAME_NOT_FOUND;
    PADAPT          pAdapt = NULL;

    if (Number == 0) {
        return STATUS_INVALID_PARAMETER;            // would mean any of them
    }
    while ((pAdapt = ControlNext(pAdapt)) != NULL) {
        if (VElanRemoveOne(pAdapt, Number)) {
            Status = STATUS_SUCCESS;
        }
    }
    return Status;
}

static
ULONG
ControlList(
    OUT PMUX_REPORT         pReport,
    IN  ULONG               Room
    )
{
    PADAPT          pAdapt = NULL;
    PVELAN          pVElan;
    PLIST_ENTRY     pEntry;
    ULONG           Count = 0;

    while ((pAdapt = ControlNext(pAdapt)) != NULL) {
        NdisAcquireSpinLock(&pAdapt->Lock);
        for (pEntry = pAdapt->VElanList.Flink;
             pEntry != &pAdapt->VElanList && Count < Room; pEntry = pEntry->Flink) {
            PMUX_REPORT p = &pReport[Count++];

            pVElan = CONTAINING_RECORD(pEntry, VELAN, Link);
            NdisZeroMemory(p, sizeof(*p));
            p->Number = pVElan->Number;
            p->PacketFilter = pVElan->PacketFilter;
            p->LowerFilter = pAdapt->Filter;
            p->Sent = pVElan->Sent;
            p->SendFailures = pVElan->SendFailures;
            p->Received = pVElan->Received;
            p->Cancels = pVElan->Cancels;
            ETH_COPY_NETWORK_ADDRESS(p->Address, pVElan->Address);
            NdisMoveMemory(p->LowerName, pAdapt->Name.Buffer,
                           min(pAdapt->Name.Length, sizeof(p->LowerName) - sizeof(WCHAR)));
        }
        NdisReleaseSpinLock(&pAdapt->Lock);
    }
    return Count * sizeof(MUX_REPORT);
}

static
NTSTATUS
ControlIoctl(
    IN  PIO_STACK_LOCATION  pStack,
    IN  PVOID               Buffer,
    OUT PULONG_PTR          Information
    )
{
    ULONG           InLength = pStack->Parameters.DeviceIoControl.InputBufferLength;
    ULONG           OutLength = pStack->Parameters.DeviceIoControl.OutputBufferLength;
    PMUX_TARGET     pTarget = (PMUX_TARGET)Buffer;
    NTSTATUS        Status;

    switch (pStack->Parameters.DeviceIoControl.IoControlCode) {
    case IOCTL_MUX_ADD:
        if (InLength < sizeof(MUX_TARGET) || OutLength < sizeof(MUX_TARGET)) {
            return STATUS_BUFFER_TOO_SMALL;
        }
        Status = ControlAdd(pTarget);
        if (Status == STATUS_SUCCESS) {
            *Information = sizeof(MUX_TARGET);
        }
        return Status;

    case IOCTL_MUX_REMOVE:
        if (InLength < sizeof(MUX_TARGET)) {
            return STATUS_BUFFER_TOO_SMALL;
        }
        return ControlRemove(pTarget->Number);

    case IOCTL_MUX_LIST:
        if (OutLength < sizeof(MUX_REPORT)) {
            return STATUS_BUFFER_TOO_SMALL;
        }
        *Information = ControlList((PMUX_REPORT)Buffer, OutLength / sizeof(MUX_REPORT));
        return STATUS_SUCCESS;

    default:
        return STATUS_INVALID_DEVICE_REQUEST;
    }
}

NTSTATUS
ControlDispatch(
    IN  PDEVICE_OBJECT      pDeviceObject,
    IN  PIRP                pIrp
    )
{
    PIO_STACK_LOCATION  pStack = IoGetCurrentIrpStackLocation(pIrp);
    NTSTATUS            Status = STATUS_SUCCESS;

    UNREFERENCED_PARAMETER(pDeviceObject);

    pIrp->IoStatus.Information = 0;
    if (pStack->MajorFunction == IRP_MJ_DEVICE_CONTROL) {
        Status = ControlIoctl(pStack, pIrp->AssociatedIrp.SystemBuffer,
                              &pIrp->IoStatus.Information);
    }
    pIrp->IoStatus.Status = Status;
    IoCompleteRequest(pIrp, IO_NO_INCREMENT);
    return Status;
}
