// SPDX-License-Identifier: GPL-2.0
/* Reads and writes: the bulk pipes. A program's request goes to its pipe as it is. */
#include "driver.h"

//
// What both directions have in common. A request that cannot be sent is completed.
//
static VOID
BoardTransfer(
    _In_ WDFQUEUE   Queue,
    _In_ WDFREQUEST Request,
    _In_ size_t     Length,
    _In_ BOOLEAN    Read
    )
{
    PDEVICE_CONTEXT pDeviceContext;
    WDFMEMORY       reqMemory;
    WDFUSBPIPE      pipe;
    NTSTATUS        status;

    if (Length > BOARD_MAX_TRANSFER) {
        status = STATUS_INVALID_PARAMETER;
        goto Exit;
    }

    pDeviceContext = GetDeviceContext(WdfIoQueueGetDevice(Queue));

    pipe = Read ? pDeviceContext->BulkReadPipe : pDeviceContext->BulkWritePipe;
    if (pipe == NULL) {
        status = STATUS_INVALID_DEVICE_STATE;
        goto Exit;
    }

    if (Read) {
        status = WdfRequestRetrieveOutputMemory(Request, &reqMemory);
    } else {
        status = WdfRequestRetrieveInputMemory(Request, &reqMemory);
    }
    if (!NT_SUCCESS(status)) {
        goto Exit;
    }

    if (Read) {
        status = WdfUsbTargetPipeFormatRequestForRead(pipe, Request, reqMemory, NULL);
    } else {
        status = WdfUsbTargetPipeFormatRequestForWrite(pipe, Request, reqMemory, NULL);
    }
    if (!NT_SUCCESS(status)) {
        goto Exit;
    }

    WdfRequestSetCompletionRoutine(Request,
                                   Read ? EvtRequestReadCompletionRoutine :
                                          EvtRequestWriteCompletionRoutine,
                                   pipe);

    if (WdfRequestSend(Request,
                       WdfUsbTargetPipeGetIoTarget(pipe),
                       WDF_NO_SEND_OPTIONS) == FALSE) {
        status = WdfRequestGetStatus(Request);
        goto Exit;
    }

    return;

Exit:
    WdfRequestCompleteWithInformation(Request, status, 0);
}

VOID
BoardEvtIoRead(
    _In_ WDFQUEUE   Queue,
    _In_ WDFREQUEST Request,
    _In_ size_t     Length
    )
{
    BoardTransfer(Queue, Request, Length, TRUE);
}

VOID
EvtRequestReadCompletionRoutine(
    _In_ WDFREQUEST                     Request,
    _In_ WDFIOTARGET                    Target,
    _In_ PWDF_REQUEST_COMPLETION_PARAMS CompletionParams,
    _In_ WDFCONTEXT                     Context
    )
{
    PWDF_USB_REQUEST_COMPLETION_PARAMS usbCompletionParams;
    size_t                             bytesRead = 0;
    NTSTATUS                           status;

    UNREFERENCED_PARAMETER(Target);
    UNREFERENCED_PARAMETER(Context);

    status = CompletionParams->IoStatus.Status;

    usbCompletionParams = CompletionParams->Parameters.Usb.Completion;

    bytesRead = usbCompletionParams->Parameters.PipeRead.Length;

    if (!NT_SUCCESS(status)) {
        KdPrint(("board: read failed - request status 0x%x UsbdStatus 0x%x\n",
                 status, usbCompletionParams->UsbdStatus));
    }

    WdfRequestCompleteWithInformation(Request, status, bytesRead);
}

VOID
BoardEvtIoWrite(
    _In_ WDFQUEUE   Queue,
    _In_ WDFREQUEST Request,
    _In_ size_t     Length
    )
{
    BoardTransfer(Queue, Request, Length, FALSE);
}

VOID
EvtRequestWriteCompletionRoutine(
    _In_ WDFREQUEST                     Request,
    _In_ WDFIOTARGET                    Target,
    _In_ PWDF_REQUEST_COMPLETION_PARAMS CompletionParams,
    _In_ WDFCONTEXT                     Context
    )
{
    PWDF_USB_REQUEST_COMPLETION_PARAMS usbCompletionParams;
    NTSTATUS                           status;

    UNREFERENCED_PARAMETER(Target);
    UNREFERENCED_PARAMETER(Context);

    status = CompletionParams->IoStatus.Status;
    usbCompletionParams = CompletionParams->Parameters.Usb.Completion;

    WdfRequestCompleteWithInformation(Request,
                                      status,
                                      usbCompletionParams->Parameters.PipeWrite.Length);
}

VOID
BoardEvtIoStop(
    _In_ WDFQUEUE   Queue,
    _In_ WDFREQUEST Request,
    _In_ ULONG      ActionFlags
    )
{
    UNREFERENCED_PARAMETER(Queue);

    if (ActionFlags & WdfRequestStopActionSuspend) {
        //
        // The pipe keeps it: do not requeue.
        //
        WdfRequestStopAcknowledge(Request, FALSE);
    } else if (ActionFlags & WdfRequestStopActionPurge) {
        WdfRequestCancelSentRequest(Request);
    }
}
