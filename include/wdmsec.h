/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Device objects with a security descriptor. Linux has the owner and the mode
 * of a device node instead: every node is root's, 0600, whatever the string
 * says, and a udev rule (SUBSYSTEM=="ntdevice") opens it to others.
 */
#ifndef _NT_WDMSEC_H
#define _NT_WDMSEC_H

#include <wdm.h>

EXTERN_C_START

extern const UNICODE_STRING SDDL_DEVOBJ_KERNEL_ONLY;
extern const UNICODE_STRING SDDL_DEVOBJ_SYS_ALL;
extern const UNICODE_STRING SDDL_DEVOBJ_SYS_ALL_ADM_ALL;
extern const UNICODE_STRING SDDL_DEVOBJ_SYS_ALL_ADM_RX;
extern const UNICODE_STRING SDDL_DEVOBJ_SYS_ALL_ADM_RWX_WORLD_R;
extern const UNICODE_STRING SDDL_DEVOBJ_SYS_ALL_ADM_RWX_WORLD_RW_RES_R;
extern const UNICODE_STRING SDDL_DEVOBJ_SYS_ALL_ADM_RWX_WORLD_RWX_RES_RWX;

/* @DefaultSDDLString and @DeviceClassGuid are not looked at. */
NTSTATUS IoCreateDeviceSecure(struct _DRIVER_OBJECT *DriverObject, ULONG DeviceExtensionSize,
			      PUNICODE_STRING DeviceName, DEVICE_TYPE DeviceType,
			      ULONG DeviceCharacteristics, BOOLEAN Exclusive,
			      PCUNICODE_STRING DefaultSDDLString, LPCGUID DeviceClassGuid,
			      PDEVICE_OBJECT *DeviceObject);

EXTERN_C_END

#define WdmlibIoCreateDeviceSecure	IoCreateDeviceSecure

#endif
