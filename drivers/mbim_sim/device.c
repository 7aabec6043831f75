// SPDX-License-Identifier: GPL-2.0
/*
 * A modem's device: arrival and departure, power and wake.
 *
 * Asleep with wake armed, the function stays open, and the modem goes on living:
 * what it has to say waits in control.c and wakes the host. Any other sleep ends
 * with the function closed, as if power had gone.
 */
#include "driver.h"

static EVT_WDF_DEVICE_PREPARE_HARDWARE EvtPrepareHardware;
static EVT_WDF_DEVICE_RELEASE_HARDWARE EvtReleaseHardware;
static EVT_WDF_DEVICE_D0_ENTRY EvtD0Entry;
static EVT_WDF_DEVICE_D0_EXIT EvtD0Exit;
static EVT_WDF_DEVICE_ARM_WAKE_FROM_S0 EvtArmWake;
static EVT_WDF_DEVICE_DISARM_WAKE_FROM_S0 EvtDisarmWake;

static VOID SetCallbacks(PWDFDEVICE_INIT DeviceInit)
{
	WDF_POWER_POLICY_EVENT_CALLBACKS policy;
	WDF_PNPPOWER_EVENT_CALLBACKS pnp;

	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&pnp);
	pnp.EvtDevicePrepareHardware = EvtPrepareHardware;
	pnp.EvtDeviceReleaseHardware = EvtReleaseHardware;
	pnp.EvtDeviceD0Entry = EvtD0Entry;
	pnp.EvtDeviceD0Exit = EvtD0Exit;
	WdfDeviceInitSetPnpPowerEventCallbacks(DeviceInit, &pnp);

	WDF_POWER_POLICY_EVENT_CALLBACKS_INIT(&policy);
	policy.EvtDeviceArmWakeFromS0 = EvtArmWake;
	policy.EvtDeviceDisarmWakeFromS0 = EvtDisarmWake;
	policy.EvtDeviceArmWakeFromSx = EvtArmWake;
	policy.EvtDeviceDisarmWakeFromSx = EvtDisarmWake;
	WdfDeviceInitSetPowerPolicyEventCallbacks(DeviceInit, &policy);
}

NTSTATUS SimModemAdd(PWDFDEVICE_INIT DeviceInit, UINT32 Number)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	MBB_DEVICE_CONFIG config;
	WDFDEVICE wdfDevice;
	SIM_DEVICE *device;
	NTSTATUS status;

	if (Number >= SIM_MODEMS)
		return STATUS_INVALID_PARAMETER;
	status = NetDeviceInitConfig(DeviceInit);
	if (!NT_SUCCESS(status))
		return status;
	status = MbbDeviceInitConfig(DeviceInit);
	if (!NT_SUCCESS(status))
		return status;
	SetCallbacks(DeviceInit);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, SIM_DEVICE);
	status = WdfDeviceCreate(&DeviceInit, &attributes, &wdfDevice);
	if (!NT_SUCCESS(status))
		return status;

	device = SimDeviceGetContext(wdfDevice);
	device->WdfDevice = wdfDevice;
	device->Number = Number;
	status = ControlCreate(device);
	if (!NT_SUCCESS(status))
		return status;
	MBB_DEVICE_CONFIG_INIT(&config, EvtSimSendFragment, EvtSimReceiveFragment,
			       EvtSimSendDssData, EvtSimCreateAdapter);
	return MbbDeviceInitialize(wdfDevice, &config);
}

static MBB_MBIM_EXTENDED_VERSION ExtendedVersion(UINT32 Version)
{
	switch (Version) {
	case 2:
		return MbbMbimExtendedVersion2Dot0;
	case 3:
		return MbbMbimExtendedVersion3Dot0;
	default:
		return MbbMbimExtendedVersion1Dot0;
	}
}

static VOID SetParameters(WDFDEVICE Device)
{
	MBB_DEVICE_MBIM_PARAMETERS parameters;
	MBB_DEVICE_WAKE_CAPABILITIES wake;

	MBB_DEVICE_MBIM_PARAMETERS_INIT(&parameters, MbbMbimVersion1Dot0Errata, SIM_TRANSFER,
					ExtendedVersion(SimParameters.Mbimex));
	MbbDeviceSetMbimParameters(Device, &parameters);

	MBB_DEVICE_WAKE_CAPABILITIES_INIT(&wake);
	wake.RegisterState = TRUE;
	wake.PacketState = TRUE;
	wake.UiccChange = TRUE;
	MbbDeviceSetWakeCapabilities(Device, &wake);
}

static NTSTATUS AssignPolicy(WDFDEVICE Device)
{
	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS idle;
	WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS wake;
	NTSTATUS status;

	WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS_INIT(&wake);
	status = WdfDeviceAssignSxWakeSettings(Device, &wake);
	if (!NT_SUCCESS(status) || !SimParameters.IdleTimeout)
		return status;
	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS_INIT(&idle, SimParameters.IdleWakes ?
						   IdleCanWakeFromS0 : IdleCannotWakeFromS0);
	idle.IdleTimeout = SimParameters.IdleTimeout;
	return WdfDeviceAssignS0IdleSettings(Device, &idle);
}

static NTSTATUS EvtPrepareHardware(WDFDEVICE WdfDevice, WDFCMRESLIST Raw, WDFCMRESLIST Translated)
{
	SIM_DEVICE *device = SimDeviceGetContext(WdfDevice);
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Raw);
	UNREFERENCED_PARAMETER(Translated);

	if (!AirAddModem(device, device->Number))
		return STATUS_DEVICE_NOT_READY;
	device->OnAir = TRUE;
	SetParameters(WdfDevice);
	status = AssignPolicy(WdfDevice);
	if (!NT_SUCCESS(status))
		return status;
	device->Knobs = SimGlueAdd(device, device->Number);
	return STATUS_SUCCESS;
}

/*
 * Also after a failed EvtPrepareHardware(). The adapters are gone. Who could
 * still use the modem: a knob, which is waited for; the delay timer, which
 * finds nothing to do.
 */
static NTSTATUS EvtReleaseHardware(WDFDEVICE WdfDevice, WDFCMRESLIST Translated)
{
	SIM_DEVICE *device = SimDeviceGetContext(WdfDevice);

	UNREFERENCED_PARAMETER(Translated);

	SimGlueRemove(device->Knobs);
	device->Knobs = NULL;
	/* a knob may have been turned since D0Exit */
	ControlPowerDown(device, FALSE);
	if (device->OnAir)
		AirRemoveModem(device->Number);
	device->OnAir = FALSE;
	return STATUS_SUCCESS;
}

static NTSTATUS EvtD0Entry(WDFDEVICE WdfDevice, WDF_POWER_DEVICE_STATE PreviousState)
{
	SIM_DEVICE *device = SimDeviceGetContext(WdfDevice);

	UNREFERENCED_PARAMETER(PreviousState);

	AirAwake(device->Number);
	device->Armed = FALSE;
	ControlPowerUp(device);
	return STATUS_SUCCESS;
}

/*
 * From AirSleep() on a packet, and from ControlPowerDown() on an indication,
 * wakes the host again, even before this sleep is complete.
 */
static NTSTATUS EvtD0Exit(WDFDEVICE WdfDevice, WDF_POWER_DEVICE_STATE TargetState)
{
	SIM_DEVICE *device = SimDeviceGetContext(WdfDevice);

	if (TargetState == WdfPowerDeviceD3Final)
		device->Armed = FALSE;
	if (device->Armed)
		AirSleep(device->Number);
	ControlPowerDown(device, device->Armed);
	return STATUS_SUCCESS;
}

static NTSTATUS EvtArmWake(WDFDEVICE WdfDevice)
{
	MbbDeviceArmWake(WdfDevice);
	SimDeviceGetContext(WdfDevice)->Armed = TRUE;
	return STATUS_SUCCESS;
}

static VOID EvtDisarmWake(WDFDEVICE WdfDevice)
{
	MbbDeviceDisarmWake(WdfDevice);
	SimDeviceGetContext(WdfDevice)->Armed = FALSE;
}
