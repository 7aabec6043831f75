/* SPDX-License-Identifier: GPL-2.0 */
/* The driver of the learning board: what its files have in common. */
#ifndef _BOARD_DRIVER_H
#define _BOARD_DRIVER_H

#include <ntddk.h>
#include <wdf.h>
#include <usb.h>
#include <usbdlib.h>
#include <wdfusb.h>
#include <ntstrsafe.h>

#include "public.h"

#define POOL_TAG ((ULONG)'draB')

/* Vendor requests of the board's firmware. */
#define BOARD_READ_DIGIT    0xD4
#define BOARD_READ_SWITCHES 0xD6
#define BOARD_READ_BAR      0xD7
#define BOARD_SET_BAR       0xD8
#define BOARD_REENUMERATE   0xDA
#define BOARD_SET_DIGIT     0xDB

#define BOARD_MAX_TRANSFER  (64 * 1024)

typedef struct _DEVICE_CONTEXT {
    WDFUSBDEVICE    UsbDevice;
    WDFUSBINTERFACE UsbInterface;
    WDFUSBPIPE      BulkReadPipe;
    WDFUSBPIPE      BulkWritePipe;
    WDFUSBPIPE      InterruptPipe;
    WDFWAITLOCK     ResetDeviceWaitLock;
    WDFQUEUE        InterruptMsgQueue;
    ULONG           UsbDeviceTraits;
    UCHAR           CurrentSwitchState;
    LONG            Messages;
} DEVICE_CONTEXT, *PDEVICE_CONTEXT;

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(DEVICE_CONTEXT, GetDeviceContext)

DRIVER_INITIALIZE DriverEntry;

EVT_WDF_DRIVER_DEVICE_ADD                   BoardEvtDeviceAdd;
EVT_WDF_OBJECT_CONTEXT_CLEANUP              BoardEvtDriverContextCleanup;

EVT_WDF_DEVICE_PREPARE_HARDWARE             BoardEvtDevicePrepareHardware;
EVT_WDF_DEVICE_D0_ENTRY                     BoardEvtDeviceD0Entry;
EVT_WDF_DEVICE_D0_EXIT                      BoardEvtDeviceD0Exit;
EVT_WDF_DEVICE_SELF_MANAGED_IO_FLUSH        BoardEvtDeviceSelfManagedIoFlush;

EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL          BoardEvtIoDeviceControl;
EVT_WDF_IO_QUEUE_IO_READ                    BoardEvtIoRead;
EVT_WDF_IO_QUEUE_IO_WRITE                   BoardEvtIoWrite;
EVT_WDF_IO_QUEUE_IO_STOP                    BoardEvtIoStop;
EVT_WDF_REQUEST_COMPLETION_ROUTINE          EvtRequestReadCompletionRoutine;
EVT_WDF_REQUEST_COMPLETION_ROUTINE          EvtRequestWriteCompletionRoutine;

EVT_WDF_USB_READER_COMPLETION_ROUTINE       BoardEvtUsbInterruptPipeReadComplete;
EVT_WDF_USB_READERS_FAILED                  BoardEvtUsbInterruptReadersFailed;

_IRQL_requires_(PASSIVE_LEVEL)
NTSTATUS BoardSetPowerPolicy(_In_ WDFDEVICE Device);

_IRQL_requires_(PASSIVE_LEVEL)
NTSTATUS BoardConfigContReaderForInterruptEndPoint(_In_ PDEVICE_CONTEXT DeviceContext);

VOID BoardUsbIoctlGetInterruptMessage(_In_ WDFDEVICE Device, _In_ NTSTATUS ReaderStatus);

_IRQL_requires_(PASSIVE_LEVEL)
NTSTATUS SelectInterfaces(_In_ WDFDEVICE Device);

VOID FindPipes(_In_ PDEVICE_CONTEXT DeviceContext);

#endif
