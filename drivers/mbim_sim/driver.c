// SPDX-License-Identifier: GPL-2.0
/*
 * mbim_sim: mobile broadband modems without hardware, written in the Windows
 * driver model, and the network that they connect to. This file is the driver's
 * entry; see driver.h for the rest.
 */
#include "driver.h"

DRIVER_INITIALIZE DriverEntry;
static EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_DRIVER_CONFIG config;
	WDFDRIVER driver;
	NTSTATUS status;

	WDF_DRIVER_CONFIG_INIT(&config, EvtDriverDeviceAdd);
	config.DriverPoolTag = SIM_POOL_TAG;
	status = WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config,
				 &driver);
	if (!NT_SUCCESS(status))
		return status;
	return AirCreate(driver);
}

/* A hardware ID, which came in UTF-16, with the zero at its end. */
static BOOLEAN IdIs(const WCHAR *Id, const char *Expected)
{
	while (*Expected && *Id == (UCHAR)*Expected) {
		Id++;
		Expected++;
	}
	return !*Id && !*Expected;
}

static NTSTATUS EvtDriverDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
	ULONG number = 0, length;
	WCHAR id[32];
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Driver);

	status = WdfFdoInitQueryProperty(DeviceInit, DevicePropertyHardwareID, sizeof(id), id,
					 &length);
	if (!NT_SUCCESS(status))
		return status;
	if (IdIs(id, SIM_ID_NETWORK))
		return SimNetworkAdd(DeviceInit);
	if (!IdIs(id, SIM_ID_MODEM))
		return STATUS_NOT_SUPPORTED;
	status = WdfFdoInitQueryProperty(DeviceInit, DevicePropertyAddress, sizeof(number),
					 &number, &length);
	if (!NT_SUCCESS(status))
		return status;
	return SimModemAdd(DeviceInit, number);
}
