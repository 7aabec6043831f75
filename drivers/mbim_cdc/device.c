// SPDX-License-Identifier: GPL-2.0
/*
 * The modem's device: arrival, power and departure. Behind it is an interface that
 * another driver has, which looks after the modem's power as well: a device of this
 * driver is in D0 for as long as the machine is awake, and cannot wake it.
 */
#include "driver.h"

static EVT_WDF_DEVICE_PREPARE_HARDWARE EvtDevicePrepareHardware;
static EVT_WDF_DEVICE_RELEASE_HARDWARE EvtDeviceReleaseHardware;
static EVT_WDF_DEVICE_D0_ENTRY EvtDeviceD0Entry;
static EVT_WDF_DEVICE_D0_EXIT EvtDeviceD0Exit;

VOID DeviceRestart(CDC_DEVICE *Device, const char *Reason)
{
	CdcWarn("restarting the device: %s\n", Reason);
	WdfDeviceSetFailed(Device->WdfDevice, WdfDeviceFailedAttemptRestart);
}

NTSTATUS EvtDriverDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
	WDF_PNPPOWER_EVENT_CALLBACKS pnp;
	WDF_OBJECT_ATTRIBUTES attributes;
	ULONG number = 0, length;
	MBB_DEVICE_CONFIG config;
	WDFDEVICE wdfDevice;
	CDC_DEVICE *device;
	CDC_LOWER *lower;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Driver);

	status = WdfFdoInitQueryProperty(DeviceInit, DevicePropertyAddress, sizeof(number),
					 &number, &length);
	if (!NT_SUCCESS(status))
		return status;
	lower = LowerFind(number);
	if (!lower)
		return STATUS_NO_SUCH_DEVICE;
	status = NetDeviceInitConfig(DeviceInit);
	if (!NT_SUCCESS(status))
		return status;
	status = MbbDeviceInitConfig(DeviceInit);
	if (!NT_SUCCESS(status))
		return status;
	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&pnp);
	pnp.EvtDevicePrepareHardware = EvtDevicePrepareHardware;
	pnp.EvtDeviceReleaseHardware = EvtDeviceReleaseHardware;
	pnp.EvtDeviceD0Entry = EvtDeviceD0Entry;
	pnp.EvtDeviceD0Exit = EvtDeviceD0Exit;
	WdfDeviceInitSetPnpPowerEventCallbacks(DeviceInit, &pnp);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, CDC_DEVICE);
	status = WdfDeviceCreate(&DeviceInit, &attributes, &wdfDevice);
	if (!NT_SUCCESS(status))
		return status;

	device = DeviceGetContext(wdfDevice);
	device->WdfDevice = wdfDevice;
	device->Lower = lower;
	MBB_DEVICE_CONFIG_INIT(&config, EvtMbbDeviceSendMbimFragment,
			       EvtMbbDeviceReceiveMbimFragment,
			       EvtMbbDeviceSendDeviceServiceSessionData,
			       EvtMbbDeviceCreateAdapter);
	return MbbDeviceInitialize(wdfDevice, &config);
}

/* MBIMEx as the descriptor announces it; what is unknown is treated as 1.0. */
static MBB_MBIM_EXTENDED_VERSION ExtendedVersion(UINT16 Bcd)
{
	switch (Bcd) {
	case 0x0200:
		return MbbMbimExtendedVersion2Dot0;
	case 0x0300:
		return MbbMbimExtendedVersion3Dot0;
	case 0x0400:
		return MbbMbimExtendedVersion4Dot0;
	default:
		return MbbMbimExtendedVersion1Dot0;
	}
}

static NTSTATUS EvtDevicePrepareHardware(WDFDEVICE WdfDevice, WDFCMRESLIST ResourcesRaw,
					 WDFCMRESLIST ResourcesTranslated)
{
	CDC_DEVICE *device = DeviceGetContext(WdfDevice);
	MBB_DEVICE_MBIM_PARAMETERS parameters;
	CDC_LOWER *lower = device->Lower;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(ResourcesRaw);
	UNREFERENCED_PARAMETER(ResourcesTranslated);

	lower->Device = device;
	status = ControlPrepare(device);
	if (!NT_SUCCESS(status))
		return status;
	MBB_DEVICE_MBIM_PARAMETERS_INIT(&parameters, MbbMbimVersion1Dot0Errata,
					device->Control.MaximumFragment,
					ExtendedVersion(lower->Function.ExtendedVersion));
	MbbDeviceSetMbimParameters(WdfDevice, &parameters);
	CdcInfo("control through %s, messages to %u bytes, MTU to %u\n", lower->Function.Node,
		device->Control.MaximumFragment, lower->Mtu);
	return STATUS_SUCCESS;
}

/* Also after a failed PrepareHardware. D0Exit has left nothing running. */
static NTSTATUS EvtDeviceReleaseHardware(WDFDEVICE WdfDevice, WDFCMRESLIST ResourcesTranslated)
{
	CDC_DEVICE *device = DeviceGetContext(WdfDevice);

	UNREFERENCED_PARAMETER(ResourcesTranslated);

	ControlRelease(device);
	device->Lower->Device = NULL;
	return STATUS_SUCCESS;
}

static NTSTATUS EvtDeviceD0Entry(WDFDEVICE WdfDevice, WDF_POWER_DEVICE_STATE PreviousState)
{
	CDC_DEVICE *device = DeviceGetContext(WdfDevice);
	NTSTATUS status;

	UNREFERENCED_PARAMETER(PreviousState);

	status = ControlStart(device);
	if (!NT_SUCCESS(status))
		return status;
	DssStart(device->Lower);
	ReceiveStart(device->Lower);
	return STATUS_SUCCESS;
}

/* MbbCx has closed the function and has no fragment out; the queues are gone. */
static NTSTATUS EvtDeviceD0Exit(WDFDEVICE WdfDevice, WDF_POWER_DEVICE_STATE TargetState)
{
	CDC_DEVICE *device = DeviceGetContext(WdfDevice);

	UNREFERENCED_PARAMETER(TargetState);

	ReceiveStop(device->Lower);
	DssStop(device->Lower);
	ControlStop(device);
	return STATUS_SUCCESS;
}
