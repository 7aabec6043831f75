/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Control devices: a device object for programs that belongs to no hardware. IRQL
 * PASSIVE_LEVEL throughout.
 */
#ifndef _NT_WDFCONTROL_H
#define _NT_WDFCONTROL_H

#include <wdfdevice.h>

typedef enum _WDF_DEVICE_SHUTDOWN_FLAGS {
	WdfDeviceShutdown = 0x01,
	WdfDeviceLastChanceShutdown = 0x02
} WDF_DEVICE_SHUTDOWN_FLAGS;

typedef VOID (EVT_WDF_DEVICE_SHUTDOWN_NOTIFICATION)(WDFDEVICE Device);
typedef EVT_WDF_DEVICE_SHUTDOWN_NOTIFICATION *PFN_WDF_DEVICE_SHUTDOWN_NOTIFICATION;

EXTERN_C_START

/*
 * NULL: no memory. The caller's: WdfDeviceCreate() or WdfDeviceInitFree() ends it.
 * Who may open the node is a matter of udev rules: @SDDLString is not looked at.
 */
PWDFDEVICE_INIT WdfControlDeviceInitAllocate(WDFDRIVER Driver, CONST UNICODE_STRING *SDDLString);
VOID WdfControlDeviceInitSetShutdownNotification(
	PWDFDEVICE_INIT DeviceInit, PFN_WDF_DEVICE_SHUTDOWN_NOTIFICATION Notification, UCHAR Flags);
/* Programs can open the device from here on. */
VOID WdfControlFinishInitializing(WDFDEVICE Device);

EXTERN_C_END

#endif
