// SPDX-License-Identifier: GPL-2.0
/*
 * The device's arrival and departure: what it is composed of, and the PnP
 * callbacks. The power callbacks are in power.c.
 */
#include "driver.h"

static EVT_WDF_DEVICE_PREPARE_HARDWARE EvtDevicePrepareHardware;
static EVT_WDF_DEVICE_RELEASE_HARDWARE EvtDeviceReleaseHardware;
static EVT_WDF_DEVICE_SURPRISE_REMOVAL EvtDeviceSurpriseRemoval;

BOOLEAN DeviceIsGoneStatus(NTSTATUS Status)
{
	return Status == STATUS_CANCELLED || Status == STATUS_DEVICE_REMOVED ||
	       Status == STATUS_NO_SUCH_DEVICE || Status == STATUS_DEVICE_NOT_CONNECTED;
}

VOID DeviceRestart(MBIM_DEVICE *Device, const char *Reason)
{
	MbimWarn("restarting the device: %s\n", Reason);
	WdfDeviceSetFailed(Device->WdfDevice, WdfDeviceFailedAttemptRestart);
}

static VOID SetCallbacks(PWDFDEVICE_INIT DeviceInit)
{
	WDF_PNPPOWER_EVENT_CALLBACKS pnp;
	WDF_POWER_POLICY_EVENT_CALLBACKS policy;

	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&pnp);
	pnp.EvtDevicePrepareHardware = EvtDevicePrepareHardware;
	pnp.EvtDeviceReleaseHardware = EvtDeviceReleaseHardware;
	pnp.EvtDeviceD0Entry = EvtDeviceD0Entry;
	pnp.EvtDeviceD0Exit = EvtDeviceD0Exit;
	pnp.EvtDeviceSurpriseRemoval = EvtDeviceSurpriseRemoval;
	WdfDeviceInitSetPnpPowerEventCallbacks(DeviceInit, &pnp);

	WDF_POWER_POLICY_EVENT_CALLBACKS_INIT(&policy);
	policy.EvtDeviceArmWakeFromS0 = EvtDeviceArmWakeFromS0;
	policy.EvtDeviceDisarmWakeFromS0 = EvtDeviceDisarmWakeFromS0;
	policy.EvtDeviceArmWakeFromSx = EvtDeviceArmWakeFromSx;
	policy.EvtDeviceDisarmWakeFromSx = EvtDeviceDisarmWakeFromSx;
	WdfDeviceInitSetPowerPolicyEventCallbacks(DeviceInit, &policy);
}

NTSTATUS EvtDriverDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	MBB_DEVICE_CONFIG config;
	MBIM_DEVICE *device;
	WDFDEVICE wdfDevice;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Driver);

	status = NetDeviceInitConfig(DeviceInit);
	if (!NT_SUCCESS(status))
		return status;
	status = MbbDeviceInitConfig(DeviceInit);
	if (!NT_SUCCESS(status))
		return status;
	SetCallbacks(DeviceInit);

	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, MBIM_DEVICE);
	status = WdfDeviceCreate(&DeviceInit, &attributes, &wdfDevice);
	if (!NT_SUCCESS(status))
		return status;

	device = DeviceGetContext(wdfDevice);
	device->WdfDevice = wdfDevice;
	status = TxCreate(device);
	if (!NT_SUCCESS(status))
		return status;
	status = RxCreate(device);
	if (!NT_SUCCESS(status))
		return status;

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

static VOID SetMbimParameters(MBIM_DEVICE *Device)
{
	const MBIM_FUNCTION *function = &Device->Usb.Function;
	MBB_DEVICE_MBIM_PARAMETERS parameters;
	ULONG fragment = function->MaxControlMessage;

	if (fragment > MBIM_MAXIMUM_CONTROL)
		fragment = MBIM_MAXIMUM_CONTROL;
	MBB_DEVICE_MBIM_PARAMETERS_INIT(&parameters, MbbMbimVersion1Dot0Errata, fragment,
					ExtendedVersion(function->ExtendedVersion));
	MbbDeviceSetMbimParameters(Device->WdfDevice, &parameters);
}

/* What can be subscribed to can wake: no MBIM function knows a difference. */
static VOID SetWakeCapabilities(MBIM_DEVICE *Device)
{
	MBB_DEVICE_WAKE_CAPABILITIES wake;

	MBB_DEVICE_WAKE_CAPABILITIES_INIT(&wake);
	wake.RegisterState = TRUE;
	wake.SmsReceive = TRUE;
	wake.UssdReceive = TRUE;
	wake.PacketState = TRUE;
	wake.UiccChange = TRUE;
	MbbDeviceSetWakeCapabilities(Device->WdfDevice, &wake);
}

static NTSTATUS EvtDevicePrepareHardware(WDFDEVICE WdfDevice, WDFCMRESLIST ResourcesRaw,
					 WDFCMRESLIST ResourcesTranslated)
{
	MBIM_DEVICE *device = DeviceGetContext(WdfDevice);
	MBIM_USB *usb = &device->Usb;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(ResourcesRaw);
	UNREFERENCED_PARAMETER(ResourcesTranslated);

	status = UsbOpen(device);
	if (!NT_SUCCESS(status))
		return status;
	status = ControlCreate(device);
	if (!NT_SUCCESS(status))
		return status;
	status = UsbBringUp(device);
	if (!NT_SUCCESS(status))
		return status;
	status = PowerAssignPolicy(device);
	if (!NT_SUCCESS(status))
		return status;
	SetMbimParameters(device);
	SetWakeCapabilities(device);

	MbimInfo("interfaces %u/%u, NTB%u, blocks to %u in, %u out, datagrams to %u, MTU to %u\n",
		 usb->Function.ControlInterface, usb->Function.DataInterface,
		 usb->Format == NtbFormat32 ? 32 : 16, usb->InputSize,
		 device->Tx.Rules.MaximumSize + 1, usb->MaximumDatagram, usb->Mtu);
	return STATUS_SUCCESS;
}

/*
 * Also after a failed PrepareHardware. D0Exit has left nothing running, MbbCx
 * has deleted the adapters; the USB objects are children of the device and
 * serve the next PrepareHardware, if there is one.
 */
static NTSTATUS EvtDeviceReleaseHardware(WDFDEVICE WdfDevice, WDFCMRESLIST ResourcesTranslated)
{
	UNREFERENCED_PARAMETER(ResourcesTranslated);

	DeviceGetContext(WdfDevice)->Usb.Configured = FALSE;
	return STATUS_SUCCESS;
}

/*
 * Runs beside everything else. A fragment on its way to a device that is gone
 * need not wait for its timeout; data transfers fail by themselves, and D0Exit
 * cancels what is left.
 */
static VOID EvtDeviceSurpriseRemoval(WDFDEVICE WdfDevice)
{
	ControlCancel(DeviceGetContext(WdfDevice));
}
