// SPDX-License-Identifier: GPL-2.0
/*
 * mbim_usb: a mobile broadband client driver for USB MBIM functions, written
 * in the Windows driver model. This file is the driver's entry; see driver.h
 * for the rest.
 */
#include "driver.h"

DRIVER_INITIALIZE DriverEntry;

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, EvtDriverDeviceAdd);
	config.DriverPoolTag = MBIM_POOL_TAG;
	return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config,
			       WDF_NO_HANDLE);
}
