// SPDX-License-Identifier: GPL-2.0
/* Device control requests: the board's vendor requests, and what is asked of USB. */
#include "driver.h"

static NTSTATUS
SendVendorCommand(
    _In_ PDEVICE_CONTEXT             DevContext,
    _In_ WDF_USB_BMREQUEST_DIRECTION Direction,
    _In_ UCHAR                       VendorCommand,
    _Inout_opt_ PUCHAR               CommandData
    )
{
    WDF_USB_CONTROL_SETUP_PACKET controlSetupPacket;
    WDF_REQUEST_SEND_OPTIONS     sendOptions;
    WDF_MEMORY_DESCRIPTOR        memDesc;
    ULONG                        bytesTransferred = 0;
    NTSTATUS                     status;

    WDF_REQUEST_SEND_OPTIONS_INIT(&sendOptions, WDF_REQUEST_SEND_OPTION_TIMEOUT);
    WDF_REQUEST_SEND_OPTIONS_SET_TIMEOUT(&sendOptions, WDF_REL_TIMEOUT_IN_SEC(5));

    WDF_USB_CONTROL_SETUP_PACKET_INIT_VENDOR(&controlSetupPacket,
                                             Direction,
                                             BmRequestToDevice,
                                             VendorCommand,
                                             0,
                                             0);

    if (CommandData != NULL) {
        WDF_MEMORY_DESCRIPTOR_INIT_BUFFER(&memDesc, CommandData, sizeof(UCHAR));
    }

    status = WdfUsbTargetDeviceSendControlTransferSynchronously(
                DevContext->UsbDevice,
                WDF_NO_HANDLE,
                &sendOptions,
                &controlSetupPacket,
                CommandData != NULL ? &memDesc : NULL,
                &bytesTransferred);

    if (NT_SUCCESS(status) && CommandData != NULL && bytesTransferred != sizeof(UCHAR)) {
        status = STATUS_UNSUCCESSFUL;
    }
    return status;
}

static NTSTATUS
GetByte(
    _In_ PDEVICE_CONTEXT DevContext,
    _In_ WDFREQUEST      Request,
    _In_ UCHAR           VendorCommand,
    _Out_ size_t         *BytesReturned
    )
{
    PUCHAR   value;
    NTSTATUS status;

    status = WdfRequestRetrieveOutputBuffer(Request, sizeof(UCHAR), (PVOID *)&value, NULL);
    if (NT_SUCCESS(status)) {
        status = SendVendorCommand(DevContext, BmRequestDeviceToHost, VendorCommand, value);
    }
    if (NT_SUCCESS(status)) {
        *BytesReturned = sizeof(UCHAR);
    }
    return status;
}

static NTSTATUS
SetByte(
    _In_ PDEVICE_CONTEXT DevContext,
    _In_ WDFREQUEST      Request,
    _In_ UCHAR           VendorCommand
    )
{
    PUCHAR   value;
    NTSTATUS status;

    status = WdfRequestRetrieveInputBuffer(Request, sizeof(UCHAR), (PVOID *)&value, NULL);
    if (NT_SUCCESS(status)) {
        status = SendVendorCommand(DevContext, BmRequestHostToDevice, VendorCommand, value);
    }
    return status;
}

static NTSTATUS
GetConfigDescriptor(
    _In_ PDEVICE_CONTEXT DevContext,
    _In_ WDFREQUEST      Request,
    _Out_ size_t         *BytesReturned
    )
{
    PUSB_CONFIGURATION_DESCRIPTOR configurationDescriptor;
    USHORT                        requiredSize = 0;
    size_t                        length;
    PVOID                         buffer;
    PUCHAR                        wrong;
    NTSTATUS                      status;

    status = WdfUsbTargetDeviceRetrieveConfigDescriptor(DevContext->UsbDevice,
                                                        NULL,
                                                        &requiredSize);
    if (status != STATUS_BUFFER_TOO_SMALL) {
        return NT_SUCCESS(status) ? STATUS_UNSUCCESSFUL : status;
    }

    status = WdfRequestRetrieveOutputBuffer(Request, (size_t)requiredSize, &buffer, &length);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    status = WdfUsbTargetDeviceRetrieveConfigDescriptor(DevContext->UsbDevice,
                                                        buffer,
                                                        &requiredSize);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    configurationDescriptor = (PUSB_CONFIGURATION_DESCRIPTOR)buffer;
    if (!USBD_SUCCESS(USBD_ValidateConfigurationDescriptor(configurationDescriptor,
                                                           requiredSize, 3, &wrong,
                                                           POOL_TAG))) {
        return STATUS_UNSUCCESSFUL;
    }
    *BytesReturned = requiredSize;
    return STATUS_SUCCESS;
}

static NTSTATUS
GetProduct(
    _In_ PDEVICE_CONTEXT DevContext,
    _In_ WDFREQUEST      Request,
    _Out_ size_t         *BytesReturned
    )
{
    USB_DEVICE_DESCRIPTOR deviceDescriptor;
    USHORT                numCharacters = 0;
    WDFMEMORY             stringMemory;
    size_t                length;
    PVOID                 buffer;
    NTSTATUS              status;

    WdfUsbTargetDeviceGetDeviceDescriptor(DevContext->UsbDevice, &deviceDescriptor);

    status = WdfUsbTargetDeviceAllocAndQueryString(DevContext->UsbDevice,
                                                   WDF_NO_OBJECT_ATTRIBUTES,
                                                   &stringMemory,
                                                   &numCharacters,
                                                   deviceDescriptor.iProduct,
                                                   0x0409);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    length = numCharacters * sizeof(WCHAR);
    status = WdfRequestRetrieveOutputBuffer(Request, length, &buffer, NULL);
    if (NT_SUCCESS(status)) {
        status = WdfMemoryCopyToBuffer(stringMemory, 0, buffer, length);
    }
    if (NT_SUCCESS(status)) {
        *BytesReturned = length;
    }
    WdfObjectDelete(stringMemory);
    return status;
}

static NTSTATUS
GetStatus(
    _In_ PDEVICE_CONTEXT DevContext,
    _In_ WDFREQUEST      Request,
    _Out_ size_t         *BytesReturned
    )
{
    WDFMEMORY urbMemory;
    PVOID     buffer;
    PURB      urb;
    NTSTATUS  status;

    status = WdfRequestRetrieveOutputBuffer(Request, sizeof(USHORT), &buffer, NULL);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    status = WdfUsbTargetDeviceCreateUrb(DevContext->UsbDevice,
                                         WDF_NO_OBJECT_ATTRIBUTES,
                                         &urbMemory,
                                         &urb);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    UsbBuildGetStatusRequest(urb, URB_FUNCTION_GET_STATUS_FROM_DEVICE, 0, buffer, NULL, NULL);

    status = WdfUsbTargetDeviceSendUrbSynchronously(DevContext->UsbDevice, NULL, NULL, urb);
    if (NT_SUCCESS(status) && USBD_SUCCESS(urb->UrbHeader.Status)) {
        *BytesReturned = urb->UrbControlGetStatusRequest.TransferBufferLength;
    }
    WdfObjectDelete(urbMemory);
    return status;
}

//
// Resets the port, with nothing under way meanwhile.
//
static NTSTATUS
ResetDevice(
    _In_ PDEVICE_CONTEXT DevContext
    )
{
    NTSTATUS status;

    status = WdfUsbTargetDeviceIsConnectedSynchronous(DevContext->UsbDevice);
    if (NT_SUCCESS(status)) {
        status = WdfUsbTargetDeviceResetPortSynchronously(DevContext->UsbDevice);
    }
    return status;
}

static NTSTATUS
ReenumerateDevice(
    _In_ PDEVICE_CONTEXT DevContext
    )
{
    NTSTATUS status;

    status = SendVendorCommand(DevContext, BmRequestHostToDevice, BOARD_REENUMERATE, NULL);
    if (NT_SUCCESS(status)) {
        status = WdfUsbTargetDeviceCyclePortSynchronously(DevContext->UsbDevice);
    }
    return status;
}

//
// Another setting has other pipes: what was known of the old ones is void.
//
static NTSTATUS
SelectSetting(
    _In_ PDEVICE_CONTEXT DevContext,
    _In_ WDFREQUEST      Request,
    _Out_ size_t         *BytesReturned
    )
{
    WDF_USB_INTERFACE_SELECT_SETTING_PARAMS settingParams;
    PUCHAR                                  input, output;
    NTSTATUS                                status;

    status = WdfRequestRetrieveInputBuffer(Request, sizeof(UCHAR), (PVOID *)&input, NULL);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    status = WdfRequestRetrieveOutputBuffer(Request, sizeof(UCHAR), (PVOID *)&output, NULL);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    if (*input >= WdfUsbInterfaceGetNumSettings(DevContext->UsbInterface)) {
        return STATUS_INVALID_PARAMETER;
    }

    WdfIoTargetStop(WdfUsbTargetPipeGetIoTarget(DevContext->InterruptPipe),
                    WdfIoTargetCancelSentIo);

    WDF_USB_INTERFACE_SELECT_SETTING_PARAMS_INIT_SETTING(&settingParams, *input);
    status = WdfUsbInterfaceSelectSetting(DevContext->UsbInterface,
                                          WDF_NO_OBJECT_ATTRIBUTES,
                                          &settingParams);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    FindPipes(DevContext);
    status = BoardConfigContReaderForInterruptEndPoint(DevContext);
    if (NT_SUCCESS(status)) {
        status = WdfIoTargetStart(WdfUsbTargetPipeGetIoTarget(DevContext->InterruptPipe));
    }
    if (NT_SUCCESS(status)) {
        *output = WdfUsbInterfaceGetNumConfiguredPipes(DevContext->UsbInterface);
        *BytesReturned = sizeof(UCHAR);
    }
    return status;
}

static NTSTATUS
AbortReads(
    _In_ PDEVICE_CONTEXT DevContext
    )
{
    if (DevContext->BulkReadPipe == NULL) {
        return STATUS_INVALID_DEVICE_STATE;
    }

    return WdfUsbTargetPipeAbortSynchronously(DevContext->BulkReadPipe, NULL, NULL);
}

static NTSTATUS
ResetPipes(
    _In_ PDEVICE_CONTEXT DevContext
    )
{
    NTSTATUS status;

    if (DevContext->BulkReadPipe == NULL) {
        return STATUS_INVALID_DEVICE_STATE;
    }

    status = WdfUsbTargetPipeResetSynchronously(DevContext->BulkReadPipe, NULL, NULL);
    if (NT_SUCCESS(status)) {
        status = WdfUsbTargetPipeResetSynchronously(DevContext->BulkWritePipe, NULL, NULL);
    }
    return status;
}

VOID
BoardEvtIoDeviceControl(
    _In_ WDFQUEUE   Queue,
    _In_ WDFREQUEST Request,
    _In_ size_t     OutputBufferLength,
    _In_ size_t     InputBufferLength,
    _In_ ULONG      IoControlCode
    )
{
    WDFDEVICE       device = WdfIoQueueGetDevice(Queue);
    PDEVICE_CONTEXT pDevContext = GetDeviceContext(device);
    size_t          bytesReturned = 0;
    BOOLEAN         requestPending = FALSE;
    NTSTATUS        status = STATUS_INVALID_DEVICE_REQUEST;

    UNREFERENCED_PARAMETER(InputBufferLength);
    UNREFERENCED_PARAMETER(OutputBufferLength);

    switch (IoControlCode) {
    case IOCTL_BOARD_GET_CONFIG_DESCRIPTOR:
        status = GetConfigDescriptor(pDevContext, Request, &bytesReturned);
        break;

    case IOCTL_BOARD_RESET_DEVICE:
        WdfWaitLockAcquire(pDevContext->ResetDeviceWaitLock, NULL);
        status = ResetDevice(pDevContext);
        WdfWaitLockRelease(pDevContext->ResetDeviceWaitLock);
        break;

    case IOCTL_BOARD_REENUMERATE:
        status = ReenumerateDevice(pDevContext);
        break;

    case IOCTL_BOARD_GET_BAR:
        status = GetByte(pDevContext, Request, BOARD_READ_BAR, &bytesReturned);
        break;

    case IOCTL_BOARD_SET_BAR:
        status = SetByte(pDevContext, Request, BOARD_SET_BAR);
        break;

    case IOCTL_BOARD_GET_DIGIT:
        status = GetByte(pDevContext, Request, BOARD_READ_DIGIT, &bytesReturned);
        break;

    case IOCTL_BOARD_SET_DIGIT:
        status = SetByte(pDevContext, Request, BOARD_SET_DIGIT);
        break;

    case IOCTL_BOARD_READ_SWITCHES:
        status = GetByte(pDevContext, Request, BOARD_READ_SWITCHES, &bytesReturned);
        break;

    case IOCTL_BOARD_GET_INTERRUPT_MESSAGE:
        // It waits in a queue of its own; the framework cancels it there.
        status = WdfRequestForwardToIoQueue(Request, pDevContext->InterruptMsgQueue);
        if (NT_SUCCESS(status)) {
            requestPending = TRUE;
        }
        break;

    case IOCTL_BOARD_GET_PRODUCT:
        status = GetProduct(pDevContext, Request, &bytesReturned);
        break;

    case IOCTL_BOARD_GET_STATUS:
        status = GetStatus(pDevContext, Request, &bytesReturned);
        break;

    case IOCTL_BOARD_ABORT:
        status = AbortReads(pDevContext);
        break;

    case IOCTL_BOARD_RESET_PIPES:
        status = ResetPipes(pDevContext);
        break;

    case IOCTL_BOARD_SELECT_SETTING:
        WdfWaitLockAcquire(pDevContext->ResetDeviceWaitLock, NULL);
        status = SelectSetting(pDevContext, Request, &bytesReturned);
        WdfWaitLockRelease(pDevContext->ResetDeviceWaitLock);
        break;
    }

    if (requestPending == FALSE) {
        WdfRequestCompleteWithInformation(Request, status, bytesReturned);
    }
}
