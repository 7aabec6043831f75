/* SPDX-License-Identifier: GPL-2.0 */
/* What a function driver asks about a device before it has made a WDFDEVICE of it. */
#ifndef _NT_WDFFDO_H
#define _NT_WDFFDO_H

#include <wdfdevice.h>

EXTERN_C_START

/*
 * Strings come in UTF-16 with their terminating zero. STATUS_BUFFER_TOO_SMALL:
 * *ResultLength says what it takes.
 */
NTSTATUS WdfFdoInitQueryProperty(PWDFDEVICE_INIT DeviceInit,
				 DEVICE_REGISTRY_PROPERTY DeviceProperty, ULONG BufferLength,
				 PVOID PropertyBuffer, PULONG ResultLength);

EXTERN_C_END

#endif
