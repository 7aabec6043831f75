// SPDX-License-Identifier: GPL-2.0
/*
 * Entering and leaving D0, and wake.
 *
 * A device that sleeps with wake armed keeps its function open: only the pipes
 * stop. Any other sleep ends with MbbCx having closed the function, and the
 * whole bring-up is done again on the way up. What is left behind at the end is
 * a function that has been reset: Linux' own driver, which never resets one,
 * finds it as if just plugged in.
 */
#include "driver.h"

NTSTATUS PowerAssignPolicy(MBIM_DEVICE *Device)
{
	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS idle;
	WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS wake;
	WDF_USB_DEVICE_INFORMATION info;
	NTSTATUS status;

	WDF_USB_DEVICE_INFORMATION_INIT(&info);
	status = WdfUsbTargetDeviceRetrieveInformation(Device->Usb.Device, &info);
	if (!NT_SUCCESS(status))
		return status;
	/* selective suspend without a way to be woken would lose calls */
	if (!(info.Traits & WDF_USB_DEVICE_TRAIT_REMOTE_WAKE_CAPABLE))
		return STATUS_SUCCESS;

	/* whether it may wake the machine is the user's to say */
	WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS_INIT(&wake);
	status = WdfDeviceAssignSxWakeSettings(Device->WdfDevice, &wake);
	if (!NT_SUCCESS(status) || !MbimParameters.IdleTimeout)
		return status;

	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS_INIT(&idle, IdleUsbSelectiveSuspend);
	idle.IdleTimeout = MbimParameters.IdleTimeout;
	return WdfDeviceAssignS0IdleSettings(Device->WdfDevice, &idle);
}

static NTSTATUS StartReader(WDFUSBPIPE Pipe)
{
	return WdfIoTargetStart(WdfUsbTargetPipeGetIoTarget(Pipe));
}

static VOID StopReader(WDFUSBPIPE Pipe)
{
	WdfIoTargetStop(WdfUsbTargetPipeGetIoTarget(Pipe), WdfIoTargetCancelSentIo);
}

/* D0Exit does not follow a failure: everything begun here is undone here. */
NTSTATUS EvtDeviceD0Entry(WDFDEVICE WdfDevice, WDF_POWER_DEVICE_STATE PreviousState)
{
	MBIM_DEVICE *device = DeviceGetContext(WdfDevice);
	NTSTATUS status;

	UNREFERENCED_PARAMETER(PreviousState);

	if (device->Armed && !UsbStillConfigured(device)) {
		MbimWarn("the device forgot its settings while asleep: setting it up anew\n");
		device->Usb.Configured = FALSE;
	}
	device->Armed = FALSE;
	if (!device->Usb.Configured) {
		status = UsbBringUp(device);
		if (!NT_SUCCESS(status))
			return status;
	}
	if (device->Usb.Stale)
		UsbDrainResponses(device);
	ControlStart(device);

	status = StartReader(device->Usb.Interrupt);
	if (!NT_SUCCESS(status))
		goto stop_control;
	status = StartReader(device->Usb.BulkIn);
	if (!NT_SUCCESS(status))
		goto stop_interrupt;
	status = TxStart(device);
	if (!NT_SUCCESS(status))
		goto stop_bulk_in;
	RxThrottleStart(device);

	return STATUS_SUCCESS;

stop_bulk_in:
	StopReader(device->Usb.BulkIn);
stop_interrupt:
	StopReader(device->Usb.Interrupt);
stop_control:
	ControlStop(device);
	device->Usb.Configured = FALSE;
	return status;
}

/*
 * MbbCx has closed or armed the function and has no fragment out; the queues
 * are gone. After surprise removal transfers just fail.
 *
 * On return none of this driver's USB callbacks runs: StopReader() and TxStop()
 * wait for those under way. Slices may still be with NetAdapterCx, which has
 * references of its own on their buffers.
 */
NTSTATUS EvtDeviceD0Exit(WDFDEVICE WdfDevice, WDF_POWER_DEVICE_STATE TargetState)
{
	MBIM_DEVICE *device = DeviceGetContext(WdfDevice);
	BOOLEAN final = TargetState == WdfPowerDeviceD3Final;

	if (final)
		device->Armed = FALSE;
	ControlCancel(device);
	RxThrottleStop(device);
	StopReader(device->Usb.Interrupt);
	ControlStop(device);
	StopReader(device->Usb.BulkIn);
	TxStop(device, device->Armed);

	if (!device->Armed) {
		RxPurge(device);
		device->Usb.Configured = FALSE;
	}
	if (final)
		UsbResetFunction(device);
	return STATUS_SUCCESS;
}

NTSTATUS EvtDeviceArmWakeFromS0(WDFDEVICE WdfDevice)
{
	MBIM_DEVICE *device = DeviceGetContext(WdfDevice);

	MbbDeviceArmWake(WdfDevice);
	UsbNoteSettings(device);
	device->Armed = TRUE;
	return STATUS_SUCCESS;
}

VOID EvtDeviceDisarmWakeFromS0(WDFDEVICE WdfDevice)
{
	MbbDeviceDisarmWake(WdfDevice);
	DeviceGetContext(WdfDevice)->Armed = FALSE;
}

NTSTATUS EvtDeviceArmWakeFromSx(WDFDEVICE WdfDevice)
{
	return EvtDeviceArmWakeFromS0(WdfDevice);
}

VOID EvtDeviceDisarmWakeFromSx(WDFDEVICE WdfDevice)
{
	EvtDeviceDisarmWakeFromS0(WdfDevice);
}
