// SPDX-License-Identifier: GPL-2.0
/* The device: its queues, its configuration, its power. */
#include "driver.h"

#include <initguid.h>
DEFINE_GUID(GUID_DEVINTERFACE_BOARD,
    0x6ab1d0c4, 0x2f5b, 0x4e1e, 0x9c, 0x1d, 0x58, 0x0e, 0x5b, 0x6b, 0x7a, 0x31);

#ifdef ALLOC_PRAGMA
#pragma alloc_text(PAGE, BoardEvtDeviceAdd)
#pragma alloc_text(PAGE, BoardEvtDevicePrepareHardware)
#pragma alloc_text(PAGE, BoardEvtDeviceD0Exit)
#pragma alloc_text(PAGE, SelectInterfaces)
#pragma alloc_text(PAGE, BoardSetPowerPolicy)
#endif

static NTSTATUS
CreateQueues(
    _In_ WDFDEVICE Device
    )
{
    PDEVICE_CONTEXT     pDevContext = GetDeviceContext(Device);
    WDF_IO_QUEUE_CONFIG ioQueueConfig;
    WDFQUEUE            queue;
    NTSTATUS            status;

    //
    // Control requests: several at once; the framework holds them while the
    // device is not in D0.
    //
    WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&ioQueueConfig, WdfIoQueueDispatchParallel);
    ioQueueConfig.EvtIoDeviceControl = BoardEvtIoDeviceControl;
    ioQueueConfig.EvtIoStop = BoardEvtIoStop;

    status = WdfIoQueueCreate(Device, &ioQueueConfig, WDF_NO_OBJECT_ATTRIBUTES, &queue);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    //
    // Reads, and writes, one after the other.
    //
    WDF_IO_QUEUE_CONFIG_INIT(&ioQueueConfig, WdfIoQueueDispatchSequential);
    ioQueueConfig.EvtIoRead = BoardEvtIoRead;
    ioQueueConfig.EvtIoStop = BoardEvtIoStop;

    status = WdfIoQueueCreate(Device, &ioQueueConfig, WDF_NO_OBJECT_ATTRIBUTES, &queue);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    status = WdfDeviceConfigureRequestDispatching(Device, queue, WdfRequestTypeRead);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_IO_QUEUE_CONFIG_INIT(&ioQueueConfig, WdfIoQueueDispatchSequential);
    ioQueueConfig.EvtIoWrite = BoardEvtIoWrite;
    ioQueueConfig.EvtIoStop = BoardEvtIoStop;

    status = WdfIoQueueCreate(Device, &ioQueueConfig, WDF_NO_OBJECT_ATTRIBUTES, &queue);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    status = WdfDeviceConfigureRequestDispatching(Device, queue, WdfRequestTypeWrite);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    //
    // Requests that wait for the switches. Not power managed: nobody would let
    // the board sleep while a program waits.
    //
    WDF_IO_QUEUE_CONFIG_INIT(&ioQueueConfig, WdfIoQueueDispatchManual);
    ioQueueConfig.PowerManaged = WdfFalse;

    return WdfIoQueueCreate(Device,
                            &ioQueueConfig,
                            WDF_NO_OBJECT_ATTRIBUTES,
                            &pDevContext->InterruptMsgQueue);
}

NTSTATUS
BoardEvtDeviceAdd(
    _In_ WDFDRIVER          Driver,
    _Inout_ PWDFDEVICE_INIT DeviceInit
    )
{
    WDF_PNPPOWER_EVENT_CALLBACKS pnpPowerCallbacks;
    WDF_DEVICE_PNP_CAPABILITIES  pnpCaps;
    WDF_OBJECT_ATTRIBUTES        attributes;
    PDEVICE_CONTEXT              pDevContext;
    WDFDEVICE                    device;
    NTSTATUS                     status;

    UNREFERENCED_PARAMETER(Driver);

    PAGED_CODE();

    WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&pnpPowerCallbacks);
    pnpPowerCallbacks.EvtDevicePrepareHardware = BoardEvtDevicePrepareHardware;
    pnpPowerCallbacks.EvtDeviceD0Entry = BoardEvtDeviceD0Entry;
    pnpPowerCallbacks.EvtDeviceD0Exit  = BoardEvtDeviceD0Exit;
    pnpPowerCallbacks.EvtDeviceSelfManagedIoFlush = BoardEvtDeviceSelfManagedIoFlush;
    WdfDeviceInitSetPnpPowerEventCallbacks(DeviceInit, &pnpPowerCallbacks);

    WdfDeviceInitSetIoType(DeviceInit, WdfDeviceIoBuffered);

    WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, DEVICE_CONTEXT);

    status = WdfDeviceCreate(&DeviceInit, &attributes, &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    pDevContext = GetDeviceContext(device);

    WDF_DEVICE_PNP_CAPABILITIES_INIT(&pnpCaps);
    pnpCaps.SurpriseRemovalOK = WdfTrue;
    WdfDeviceSetPnpCapabilities(device, &pnpCaps);

    status = CreateQueues(device);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
    attributes.ParentObject = device;

    status = WdfWaitLockCreate(&attributes, &pDevContext->ResetDeviceWaitLock);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    return WdfDeviceCreateDeviceInterface(device, &GUID_DEVINTERFACE_BOARD, NULL);
}

NTSTATUS
BoardEvtDevicePrepareHardware(
    _In_ WDFDEVICE    Device,
    _In_ WDFCMRESLIST ResourceList,
    _In_ WDFCMRESLIST ResourceListTranslated
    )
{
    WDF_USB_DEVICE_CREATE_CONFIG createParams;
    WDF_USB_DEVICE_INFORMATION   deviceInfo;
    PDEVICE_CONTEXT              pDeviceContext;
    NTSTATUS                     status;

    UNREFERENCED_PARAMETER(ResourceList);
    UNREFERENCED_PARAMETER(ResourceListTranslated);

    PAGED_CODE();

    pDeviceContext = GetDeviceContext(Device);

    //
    // Once: hardware may be prepared again after a rebalance.
    //
    if (pDeviceContext->UsbDevice == NULL) {
        WDF_USB_DEVICE_CREATE_CONFIG_INIT(&createParams, USBD_CLIENT_CONTRACT_VERSION_602);

        status = WdfUsbTargetDeviceCreateWithParameters(Device,
                                                        &createParams,
                                                        WDF_NO_OBJECT_ATTRIBUTES,
                                                        &pDeviceContext->UsbDevice);
        if (!NT_SUCCESS(status)) {
            return status;
        }
    }

    WDF_USB_DEVICE_INFORMATION_INIT(&deviceInfo);

    status = WdfUsbTargetDeviceRetrieveInformation(pDeviceContext->UsbDevice, &deviceInfo);
    if (NT_SUCCESS(status)) {
        pDeviceContext->UsbDeviceTraits = deviceInfo.Traits;
    } else {
        pDeviceContext->UsbDeviceTraits = 0;
    }

    status = WdfUsbTargetDeviceQueryUsbCapability(
                pDeviceContext->UsbDevice,
                &GUID_USB_CAPABILITY_DEVICE_CONNECTION_HIGH_SPEED_COMPATIBLE,
                0,
                NULL,
                NULL);
    if (NT_SUCCESS(status)) {
        pDeviceContext->UsbDeviceTraits |= WDF_USB_DEVICE_TRAIT_AT_HIGH_SPEED;
    }

    status = SelectInterfaces(Device);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    //
    // Only a board that can wake its host may sleep while it is being used.
    //
    if (pDeviceContext->UsbDeviceTraits & WDF_USB_DEVICE_TRAIT_REMOTE_WAKE_CAPABLE) {
        status = BoardSetPowerPolicy(Device);
        if (!NT_SUCCESS(status)) {
            return status;
        }
    }

    return BoardConfigContReaderForInterruptEndPoint(pDeviceContext);
}

NTSTATUS
BoardEvtDeviceD0Entry(
    _In_ WDFDEVICE              Device,
    _In_ WDF_POWER_DEVICE_STATE PreviousState
    )
{
    PDEVICE_CONTEXT pDeviceContext = GetDeviceContext(Device);
    BOOLEAN         isTargetStarted = FALSE;
    NTSTATUS        status;

    UNREFERENCED_PARAMETER(PreviousState);

    //
    // The reader was not started by its configuration.
    //
    status = WdfIoTargetStart(WdfUsbTargetPipeGetIoTarget(pDeviceContext->InterruptPipe));
    if (NT_SUCCESS(status)) {
        isTargetStarted = TRUE;
    }

    if (!NT_SUCCESS(status) && isTargetStarted) {
        WdfIoTargetStop(WdfUsbTargetPipeGetIoTarget(pDeviceContext->InterruptPipe),
                        WdfIoTargetCancelSentIo);
    }

    return status;
}

NTSTATUS
BoardEvtDeviceD0Exit(
    _In_ WDFDEVICE              Device,
    _In_ WDF_POWER_DEVICE_STATE TargetState
    )
{
    PDEVICE_CONTEXT pDeviceContext = GetDeviceContext(Device);

    UNREFERENCED_PARAMETER(TargetState);

    PAGED_CODE();

    WdfIoTargetStop(WdfUsbTargetPipeGetIoTarget(pDeviceContext->InterruptPipe),
                    WdfIoTargetCancelSentIo);

    return STATUS_SUCCESS;
}

VOID
BoardEvtDeviceSelfManagedIoFlush(
    _In_ WDFDEVICE Device
    )
{
    //
    // The board is gone: whoever waits for its switches waits in vain.
    //
    BoardUsbIoctlGetInterruptMessage(Device, STATUS_DEVICE_REMOVED);
}

NTSTATUS
BoardSetPowerPolicy(
    _In_ WDFDEVICE Device
    )
{
    WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS idleSettings;
    WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS wakeSettings;
    NTSTATUS                              status;

    PAGED_CODE();

    WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS_INIT(&idleSettings, IdleUsbSelectiveSuspend);
    idleSettings.IdleTimeout = 2000;

    status = WdfDeviceAssignS0IdleSettings(Device, &idleSettings);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS_INIT(&wakeSettings);

    return WdfDeviceAssignSxWakeSettings(Device, &wakeSettings);
}

VOID
FindPipes(
    _In_ PDEVICE_CONTEXT DeviceContext
    )
{
    WDF_USB_PIPE_INFORMATION pipeInfo;
    WDFUSBPIPE               pipe;
    UCHAR                    numberConfiguredPipes;
    UCHAR                    index;

    DeviceContext->BulkReadPipe = NULL;
    DeviceContext->BulkWritePipe = NULL;
    DeviceContext->InterruptPipe = NULL;

    numberConfiguredPipes = WdfUsbInterfaceGetNumConfiguredPipes(DeviceContext->UsbInterface);

    for (index = 0; index < numberConfiguredPipes; index++) {

        WDF_USB_PIPE_INFORMATION_INIT(&pipeInfo);

        pipe = WdfUsbInterfaceGetConfiguredPipe(DeviceContext->UsbInterface, index, &pipeInfo);

        //
        // Interrupt messages are shorter than packets.
        //
        WdfUsbTargetPipeSetNoMaximumPacketSizeCheck(pipe);

        if (WdfUsbPipeTypeInterrupt == pipeInfo.PipeType) {
            DeviceContext->InterruptPipe = pipe;
        }

        if (WdfUsbPipeTypeBulk == pipeInfo.PipeType && WdfUsbTargetPipeIsInEndpoint(pipe)) {
            DeviceContext->BulkReadPipe = pipe;
        }

        if (WdfUsbPipeTypeBulk == pipeInfo.PipeType && WdfUsbTargetPipeIsOutEndpoint(pipe)) {
            DeviceContext->BulkWritePipe = pipe;
        }
    }
}

NTSTATUS
SelectInterfaces(
    _In_ WDFDEVICE Device
    )
{
    WDF_USB_DEVICE_SELECT_CONFIG_PARAMS configParams;
    PDEVICE_CONTEXT                     pDeviceContext;
    NTSTATUS                            status;

    PAGED_CODE();

    pDeviceContext = GetDeviceContext(Device);

    WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_SINGLE_INTERFACE(&configParams);

    status = WdfUsbTargetDeviceSelectConfig(pDeviceContext->UsbDevice,
                                            WDF_NO_OBJECT_ATTRIBUTES,
                                            &configParams);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    pDeviceContext->UsbInterface = configParams.Types.SingleInterface.ConfiguredUsbInterface;

    FindPipes(pDeviceContext);

    //
    // If we did not find all the three pipes, this is another device.
    //
    if (!(pDeviceContext->BulkWritePipe
          && pDeviceContext->BulkReadPipe && pDeviceContext->InterruptPipe)) {
        return STATUS_INVALID_DEVICE_STATE;
    }

    return STATUS_SUCCESS;
}
