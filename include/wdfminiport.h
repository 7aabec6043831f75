/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The framework as a help for miniports of another port driver, as USB network cards with
 * an NDIS edge have it: STATUS_NOT_SUPPORTED, since those miniports have no place here.
 */
#ifndef _NT_WDFMINIPORT_H
#define _NT_WDFMINIPORT_H

#include <wdfdevice.h>

EXTERN_C_START

NTSTATUS WdfDeviceMiniportCreate(WDFDRIVER Driver, PWDF_OBJECT_ATTRIBUTES Attributes,
				 PDEVICE_OBJECT DeviceObject, PDEVICE_OBJECT AttachedDeviceObject,
				 PDEVICE_OBJECT Pdo, WDFDEVICE *Device);
/* What DriverUnload does without it: accepted. */
VOID WdfDriverMiniportUnload(WDFDRIVER Driver);

EXTERN_C_END

#endif
