// SPDX-License-Identifier: GPL-2.0
/*
 * The driver and its devices: each has one adapter, made when its "hardware" is
 * prepared.
 */
#include "softnic.h"

typedef struct _DEVICE_CONTEXT {
	ULONG Index;
} DEVICE_CONTEXT, *PDEVICE_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(DEVICE_CONTEXT, GetDeviceContext);

EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
static EVT_WDF_DEVICE_PREPARE_HARDWARE EvtDevicePrepareHardware;
static EVT_WDF_DEVICE_RELEASE_HARDWARE EvtDeviceReleaseHardware;

WIRE Wire;

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_DRIVER_CONFIG config;

	KeInitializeSpinLock(&Wire.Lock);
	WDF_DRIVER_CONFIG_INIT(&config, EvtDriverDeviceAdd);
	return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config,
			       WDF_NO_HANDLE);
}

NTSTATUS EvtDriverDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
	WDF_PNPPOWER_EVENT_CALLBACKS pnp;
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFDEVICE device;
	NTSTATUS status;
	KIRQL irql;

	UNREFERENCED_PARAMETER(Driver);

	status = NetDeviceInitConfig(DeviceInit);
	if (!NT_SUCCESS(status))
		return status;
	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&pnp);
	pnp.EvtDevicePrepareHardware = EvtDevicePrepareHardware;
	pnp.EvtDeviceReleaseHardware = EvtDeviceReleaseHardware;
	WdfDeviceInitSetPnpPowerEventCallbacks(DeviceInit, &pnp);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, DEVICE_CONTEXT);
	status = WdfDeviceCreate(&DeviceInit, &attributes, &device);
	if (!NT_SUCCESS(status))
		return status;

	KeAcquireSpinLock(&Wire.Lock, &irql);
	GetDeviceContext(device)->Index = Wire.Count++;
	KeReleaseSpinLock(&Wire.Lock, irql);
	return GetDeviceContext(device)->Index < SOFTNIC_ADAPTERS ? STATUS_SUCCESS :
								   STATUS_INSUFFICIENT_RESOURCES;
}

static NTSTATUS EvtDevicePrepareHardware(WDFDEVICE Device, WDFCMRESLIST ResourcesRaw,
					 WDFCMRESLIST ResourcesTranslated)
{
	UNREFERENCED_PARAMETER(ResourcesRaw);
	UNREFERENCED_PARAMETER(ResourcesTranslated);

	return AdapterCreate(Device, GetDeviceContext(Device)->Index);
}

static NTSTATUS EvtDeviceReleaseHardware(WDFDEVICE Device, WDFCMRESLIST ResourcesTranslated)
{
	PADAPTER adapter = Wire.Adapters[GetDeviceContext(Device)->Index];

	UNREFERENCED_PARAMETER(ResourcesTranslated);

	if (adapter != NULL)
		AdapterUnplug(adapter);
	return STATUS_SUCCESS;
}

/* What the device's firmware would do when somebody changes the wire. */
NTSTATUS SoftnicSetMtu(ULONG Index, ULONG Mtu)
{
	PADAPTER adapter = Index < SOFTNIC_ADAPTERS ? Wire.Adapters[Index] : NULL;

	if (adapter == NULL || Mtu < 576 || Mtu > SOFTNIC_MTU_MAX)
		return STATUS_INVALID_PARAMETER;
	adapter->Mtu = Mtu;
	NetAdapterSetLinkLayerMtuSize(adapter->Handle, Mtu);
	return STATUS_SUCCESS;
}
