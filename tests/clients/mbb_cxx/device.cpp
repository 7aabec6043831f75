// SPDX-License-Identifier: GPL-2.0
/* The driver, and the device's life: arrival, power, wake, departure. */
#include "device.h"

EXTERN_C DRIVER_INITIALIZE DriverEntry;

_Use_decl_annotations_
EXTERN_C NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, mbb::Device::Add);
	config.DriverPoolTag = mbb::PoolTag;
	return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config,
			       WDF_NO_HANDLE);
}

namespace mbb {

/* ---- what several files use ---- */

void Sleep(ULONG milliseconds)
{
	LARGE_INTEGER interval;

	interval.QuadPart = WDF_REL_TIMEOUT_IN_MS(milliseconds);
	KeDelayExecutionThread(KernelMode, FALSE, &interval);
}

NTSTATUS CreateTimer(WDFDEVICE parent, PFN_WDF_TIMER callback, WDFTIMER *timer)
{
	ChildOf attributes(parent);
	WDF_TIMER_CONFIG config;

	WDF_TIMER_CONFIG_INIT(&config, callback);
	config.AutomaticSerialization = FALSE;
	return WdfTimerCreate(&config, &attributes, timer);
}

NTSTATUS CreateWorkItem(WDFDEVICE parent, PFN_WDF_WORKITEM callback, WDFWORKITEM *work)
{
	ChildOf attributes(parent);
	WDF_WORKITEM_CONFIG config;

	WDF_WORKITEM_CONFIG_INIT(&config, callback);
	config.AutomaticSerialization = FALSE;
	return WdfWorkItemCreate(&config, &attributes, work);
}

NTSTATUS Renew(WDFREQUEST request)
{
	WDF_REQUEST_REUSE_PARAMS reuse;

	WDF_REQUEST_REUSE_PARAMS_INIT(&reuse, WDF_REQUEST_REUSE_NO_FLAGS, STATUS_SUCCESS);
	return WdfRequestReuse(request, &reuse);
}

/* ---- arrival ---- */

void Device::SetCallbacks(PWDFDEVICE_INIT init)
{
	WDF_PNPPOWER_EVENT_CALLBACKS pnp;
	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&pnp);
	pnp.EvtDevicePrepareHardware = [](WDFDEVICE device, WDFCMRESLIST, WDFCMRESLIST) {
		return DeviceOf(device)->Prepare();
	};
	/*
	 * Also after a Prepare that failed. Nothing runs any more and the adapters are
	 * gone; the USB objects are the device's children and serve the next Prepare.
	 */
	pnp.EvtDeviceReleaseHardware = [](WDFDEVICE device, WDFCMRESLIST) -> NTSTATUS {
		DeviceOf(device)->Usb.Configured = false;
		return STATUS_SUCCESS;
	};
	pnp.EvtDeviceD0Entry = [](WDFDEVICE device, WDF_POWER_DEVICE_STATE) {
		return DeviceOf(device)->Enter();
	};
	pnp.EvtDeviceD0Exit = [](WDFDEVICE device, WDF_POWER_DEVICE_STATE target) -> NTSTATUS {
		DeviceOf(device)->Leave(target == WdfPowerDeviceD3Final);
		return STATUS_SUCCESS;
	};
	/* Beside everything else: a fragment need not wait for its time-out. */
	pnp.EvtDeviceSurpriseRemoval = [](WDFDEVICE device) {
		DeviceOf(device)->Control.Cancel();
	};
	WdfDeviceInitSetPnpPowerEventCallbacks(init, &pnp);

	WDF_POWER_POLICY_EVENT_CALLBACKS policy;
	WDF_POWER_POLICY_EVENT_CALLBACKS_INIT(&policy);
	policy.EvtDeviceArmWakeFromS0 = policy.EvtDeviceArmWakeFromSx = [](WDFDEVICE device) {
		return DeviceOf(device)->Arm();
	};
	policy.EvtDeviceDisarmWakeFromS0 = [](WDFDEVICE device) { DeviceOf(device)->Disarm(); };
	policy.EvtDeviceDisarmWakeFromSx = [](WDFDEVICE device) { DeviceOf(device)->Disarm(); };
	WdfDeviceInitSetPowerPolicyEventCallbacks(init, &policy);
}

NTSTATUS Device::Add(WDFDRIVER, PWDFDEVICE_INIT DeviceInit)
{
	NTSTATUS status = NetDeviceInitConfig(DeviceInit);
	if (!NT_SUCCESS(status))
		return status;
	status = MbbDeviceInitConfig(DeviceInit);
	if (!NT_SUCCESS(status))
		return status;
	SetCallbacks(DeviceInit);

	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, Device);
	WDFDEVICE handle;
	status = WdfDeviceCreate(&DeviceInit, &attributes, &handle);
	if (!NT_SUCCESS(status))
		return status;
	auto *const device = new (DeviceOf(handle)) Device(handle);
	return device->Create();
}

NTSTATUS Device::Create()
{
	NTSTATUS status = Tx.Create();
	if (!NT_SUCCESS(status))
		return status;
	status = Rx.Create();
	if (!NT_SUCCESS(status))
		return status;

	MBB_DEVICE_CONFIG config;
	MBB_DEVICE_CONFIG_INIT(
		&config,
		[](WDFDEVICE device, MBBREQUEST request) {
			DeviceOf(device)->Control.Submit(request, false);
		},
		[](WDFDEVICE device, MBBREQUEST request) {
			DeviceOf(device)->Control.Submit(request, true);
		},
		[](WDFDEVICE device, DSS_SESSION_ID session, WDFMEMORY data) {
			NTSTATUS const sent = DeviceOf(device)->Tx.SendDss(session, data);

			if (!NT_SUCCESS(sent))
				MbbDeviceSendDeviceServiceSessionDataComplete(data, sent);
		},
		Adapter::Create);
	return MbbDeviceInitialize(Handle, &config);
}

/* What is unknown is treated as 1.0. */
static constexpr MBB_MBIM_EXTENDED_VERSION ExtendedVersion(UINT16 bcd)
{
	return bcd == 0x0200 ? MbbMbimExtendedVersion2Dot0 :
	       bcd == 0x0300 ? MbbMbimExtendedVersion3Dot0 :
	       bcd == 0x0400 ? MbbMbimExtendedVersion4Dot0 :
			       MbbMbimExtendedVersion1Dot0;
}

void Device::SetMbimParameters()
{
	MBB_DEVICE_MBIM_PARAMETERS parameters;
	MBB_DEVICE_MBIM_PARAMETERS_INIT(&parameters, MbbMbimVersion1Dot0Errata,
					min(ULONG(Usb.Descriptor.MaxControlMessage), MaximumControl),
					ExtendedVersion(Usb.Descriptor.ExtendedVersion));
	MbbDeviceSetMbimParameters(Handle, &parameters);

	/* what can be subscribed to can wake */
	MBB_DEVICE_WAKE_CAPABILITIES wake;
	MBB_DEVICE_WAKE_CAPABILITIES_INIT(&wake);
	wake.RegisterState = TRUE;
	wake.SmsReceive = TRUE;
	wake.UssdReceive = TRUE;
	wake.PacketState = TRUE;
	wake.UiccChange = TRUE;
	MbbDeviceSetWakeCapabilities(Handle, &wake);
}

NTSTATUS Device::AssignPowerPolicy()
{
	WDF_USB_DEVICE_INFORMATION info;
	WDF_USB_DEVICE_INFORMATION_INIT(&info);
	NTSTATUS status = WdfUsbTargetDeviceRetrieveInformation(Usb.Usb, &info);
	if (!NT_SUCCESS(status))
		return status;
	/* without a way to be woken, sleep would lose calls */
	if (!(info.Traits & WDF_USB_DEVICE_TRAIT_REMOTE_WAKE_CAPABLE))
		return STATUS_SUCCESS;

	WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS wake;
	WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS_INIT(&wake);
	status = WdfDeviceAssignSxWakeSettings(Handle, &wake);
	if (!NT_SUCCESS(status) || !MbbIdleTimeout)
		return status;

	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS idle;
	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS_INIT(&idle, IdleUsbSelectiveSuspend);
	idle.IdleTimeout = MbbIdleTimeout;
	return WdfDeviceAssignS0IdleSettings(Handle, &idle);
}

NTSTATUS Device::Prepare()
{
	NTSTATUS status = Usb.Open();
	if (!NT_SUCCESS(status))
		return status;
	status = Control.Create();
	if (!NT_SUCCESS(status))
		return status;
	status = Usb.BringUp();
	if (!NT_SUCCESS(status))
		return status;
	status = AssignPowerPolicy();
	if (!NT_SUCCESS(status))
		return status;
	SetMbimParameters();
	MbbInfo("NTB%u, blocks to %u in, %u out, datagrams to %u, MTU to %u\n",
		Usb.Format == NtbFormat32 ? 32 : 16, Usb.InputSize, Usb.Rules.MaximumSize + 1,
		Usb.MaximumDatagram, Usb.Mtu);
	return STATUS_SUCCESS;
}

void Device::Restart(PCSTR reason)
{
	MbbWarn("restarting the device: %s\n", reason);
	WdfDeviceSetFailed(Handle, WdfDeviceFailedAttemptRestart);
}

/* ---- power ---- */

static NTSTATUS StartPipe(WDFUSBPIPE pipe)
{
	return WdfIoTargetStart(WdfUsbTargetPipeGetIoTarget(pipe));
}

static void StopPipe(WDFUSBPIPE pipe)
{
	WdfIoTargetStop(WdfUsbTargetPipeGetIoTarget(pipe), WdfIoTargetCancelSentIo);
}

/* Leave does not follow a failure: what was begun here is undone here. */
NTSTATUS Device::Enter()
{
	if (m_armed && !Usb.IsStillConfigured()) {
		MbbWarn("the device forgot its settings while asleep\n");
		Usb.Configured = false;
	}
	m_armed = false;
	if (!Usb.Configured) {
		NTSTATUS const status = Usb.BringUp();

		if (!NT_SUCCESS(status))
			return status;
	}
	if (Usb.Stale)
		Usb.DrainResponses();
	Control.Start();

	NTSTATUS status = StartPipe(Usb.Interrupt);
	if (NT_SUCCESS(status)) {
		status = StartPipe(Usb.BulkIn);
		if (NT_SUCCESS(status)) {
			status = Tx.Start();
			if (NT_SUCCESS(status)) {
				Rx.StartThrottle();
				return STATUS_SUCCESS;
			}
			StopPipe(Usb.BulkIn);
		}
		StopPipe(Usb.Interrupt);
	}
	Control.Stop();
	Usb.Configured = false;
	return status;
}

/*
 * MbbCx has closed the function or armed it, no fragment is out, the queues are gone.
 * When this returns no USB callback of this device runs: stopping waits for them.
 */
void Device::Leave(bool final)
{
	if (final)
		m_armed = false;
	Control.Cancel();
	Rx.StopThrottle();
	StopPipe(Usb.Interrupt);
	Control.Stop();
	StopPipe(Usb.BulkIn);
	Tx.Stop(m_armed);

	if (!m_armed) {
		Rx.Purge();
		Usb.Configured = false;
	}
	/* so that another driver finds it as after power-up */
	if (final)
		Usb.Reset();
}

NTSTATUS Device::Arm()
{
	MbbDeviceArmWake(Handle);
	Usb.Note();
	m_armed = true;
	return STATUS_SUCCESS;
}

void Device::Disarm()
{
	MbbDeviceDisarmWake(Handle);
	m_armed = false;
}

} // namespace mbb
