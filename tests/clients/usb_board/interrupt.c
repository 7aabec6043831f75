// SPDX-License-Identifier: GPL-2.0
/* The interrupt pipe: each message of the board ends the requests that wait. */
#include "driver.h"

NTSTATUS
BoardConfigContReaderForInterruptEndPoint(
    _In_ PDEVICE_CONTEXT DeviceContext
    )
{
    WDF_USB_CONTINUOUS_READER_CONFIG contReaderConfig;

    WDF_USB_CONTINUOUS_READER_CONFIG_INIT(&contReaderConfig,
                                          BoardEvtUsbInterruptPipeReadComplete,
                                          DeviceContext,
                                          sizeof(UCHAR));
    contReaderConfig.EvtUsbTargetPipeReadersFailed = BoardEvtUsbInterruptReadersFailed;

    return WdfUsbTargetPipeConfigContinuousReader(DeviceContext->InterruptPipe,
                                                  &contReaderConfig);
}

VOID
BoardEvtUsbInterruptPipeReadComplete(
    WDFUSBPIPE Pipe,
    WDFMEMORY  Buffer,
    size_t     NumBytesTransferred,
    WDFCONTEXT Context
    )
{
    PDEVICE_CONTEXT pDeviceContext = (PDEVICE_CONTEXT)Context;
    WDFDEVICE       device;
    PUCHAR          switchState;

    UNREFERENCED_PARAMETER(Pipe);

    device = (WDFDEVICE)WdfObjectContextGetObject(pDeviceContext);

    //
    // An empty packet is valid, and says nothing.
    //
    if (NumBytesTransferred == 0) {
        return;
    }

    NT_ASSERT(NumBytesTransferred == sizeof(UCHAR));

    switchState = (PUCHAR)WdfMemoryGetBuffer(Buffer, NULL);
    pDeviceContext->CurrentSwitchState = *switchState;
    InterlockedIncrement(&pDeviceContext->Messages);

    BoardUsbIoctlGetInterruptMessage(device, STATUS_SUCCESS);
}

BOOLEAN
BoardEvtUsbInterruptReadersFailed(
    _In_ WDFUSBPIPE  Pipe,
    _In_ NTSTATUS    Status,
    _In_ USBD_STATUS UsbdStatus
    )
{
    WDFDEVICE       device = WdfIoTargetGetDevice(WdfUsbTargetPipeGetIoTarget(Pipe));
    PDEVICE_CONTEXT pDeviceContext = GetDeviceContext(device);

    UNREFERENCED_PARAMETER(UsbdStatus);

    pDeviceContext->CurrentSwitchState = 0;

    //
    // Nobody is to wait for a message that may never come.
    //
    BoardUsbIoctlGetInterruptMessage(device, Status);

    return TRUE;
}

VOID
BoardUsbIoctlGetInterruptMessage(
    _In_ WDFDEVICE Device,
    _In_ NTSTATUS  ReaderStatus
    )
{
    PDEVICE_CONTEXT pDevContext = GetDeviceContext(Device);
    WDFREQUEST      request;
    NTSTATUS        status;
    PUCHAR          switchState = NULL;
    size_t          bytesReturned;

    do {
        status = WdfIoQueueRetrieveNextRequest(pDevContext->InterruptMsgQueue, &request);

        if (NT_SUCCESS(status)) {
            bytesReturned = 0;
            status = WdfRequestRetrieveOutputBuffer(request,
                                                    sizeof(UCHAR),
                                                    (PVOID *)&switchState,
                                                    NULL);
            if (NT_SUCCESS(status)) {
                if (NT_SUCCESS(ReaderStatus)) {
                    *switchState = pDevContext->CurrentSwitchState;
                    bytesReturned = sizeof(UCHAR);
                } else {
                    status = ReaderStatus;
                }
            }
            WdfRequestCompleteWithInformation(request, status, bytesReturned);
            status = STATUS_SUCCESS;
        } else if (status != STATUS_NO_MORE_ENTRIES) {
            KdPrint(("WdfIoQueueRetrieveNextRequest status %08x\n", status));
        }
    } while (status == STATUS_SUCCESS);
}
