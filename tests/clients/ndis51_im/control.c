// SPDX-License-Identifier: GPL-2.0
/*++

Module Name:

    control.c

Abstract:

    The device through which a program reads the counts. It comes with the first
    adapter and goes with the last.

--*/

#include "ndis.h"
#include "tally.h"

static NDIS_HANDLE      hDevice;
static PDEVICE_OBJECT   pControlDevice;

NDIS_STATUS
ControlRegister(
    VOID
    )
/*++

Routine Description:

    PASSIVE_LEVEL. Without the device the driver counts all the same, so most
    callers do not look at the result.

--*/
{
    PDRIVER_DISPATCH    Table[IRP_MJ_MAXIMUM_FUNCTION + 1];
    NDIS_STRING         DeviceName;
    NDIS_STRING         LinkName;

    if (InterlockedIncrement(&AdaptCount) != 1) {
        return NDIS_STATUS_SUCCESS;
    }

    NdisZeroMemory(Table, sizeof(Table));
    Table[IRP_MJ_CREATE] = ControlDispatch;
    Table[IRP_MJ_CLEANUP] = ControlDispatch;
    Table[IRP_MJ_CLOSE] = ControlDispatch;
    Table[IRP_MJ_DEVICE_CONTROL] = ControlDispatch;

    NdisInitUnicodeString(&DeviceName, TALLY_DEVICE_NAME);
    NdisInitUnicodeString(&LinkName, TALLY_LINK_NAME);

    return NdisMRegisterDevice(hWrapper, &DeviceName, &LinkName, Table, &pControlDevice, &hDevice);
}

NDIS_STATUS
ControlDeregister(
    VOID
    )
{
    NDIS_STATUS Status = NDIS_STATUS_SUCCESS;

    ASSERT(AdaptCount > 0);
    if (InterlockedDecrement(&AdaptCount) == 0 && hDevice != NULL) {
        Status = NdisMDeregisterDevice(hDevice);
        hDevice = NULL;
    }
    return Status;
}

static
ULONG
ControlReport(
    IN  PTALLY_REPORT   pReport,
    IN  ULONG           Room
    )
{
    PVADAPTER   pAdapt;
    ULONG       Count = 0;
    ULONG       Bytes;

    NdisAcquireSpinLock(&GlobalLock);
    for (pAdapt = pAdaptList; pAdapt != NULL && Count < Room; pAdapt = pAdapt->pNext) {
        RtlZeroMemory(&pReport[Count], sizeof(TALLY_REPORT));
        Bytes = min((ULONG)pAdapt->DeviceName.Length,
                    (ULONG)sizeof(pReport->Name) - (ULONG)sizeof(WCHAR));
        RtlCopyMemory(pReport[Count].Name, pAdapt->DeviceName.Buffer, Bytes);
        pReport[Count].Counts = pAdapt->Counts;
        Count++;
    }
    NdisReleaseSpinLock(&GlobalLock);
    return Count * sizeof(TALLY_REPORT);
}

NTSTATUS
ControlDispatch(
    IN  PDEVICE_OBJECT  pDeviceObject,
    IN  PIRP            pIrp
    )
{
    PIO_STACK_LOCATION  pStack = IoGetCurrentIrpStackLocation(pIrp);
    NTSTATUS            Status = STATUS_SUCCESS;
    ULONG               Length;

    pIrp->IoStatus.Information = 0;
    switch (pStack->MajorFunction) {
    case IRP_MJ_CREATE:
    case IRP_MJ_CLEANUP:
    case IRP_MJ_CLOSE:
        break;

    case IRP_MJ_DEVICE_CONTROL:
        Length = pStack->Parameters.DeviceIoControl.OutputBufferLength;
        if (pStack->Parameters.DeviceIoControl.IoControlCode != IOCTL_TALLY_READ) {
            Status = STATUS_INVALID_DEVICE_REQUEST;
        } else if (Length < sizeof(TALLY_REPORT)) {
            Status = STATUS_BUFFER_TOO_SMALL;
        } else {
            pIrp->IoStatus.Information =
                ControlReport(pIrp->AssociatedIrp.SystemBuffer, Length / sizeof(TALLY_REPORT));
        }
        break;

    default:
        Status = STATUS_NOT_SUPPORTED;
        break;
    }

    pIrp->IoStatus.Status = Status;
    IoCompleteRequest(pIrp, IO_NO_INCREMENT);
    return Status;
}
