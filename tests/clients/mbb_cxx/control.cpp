// SPDX-License-Identifier: GPL-2.0
/*
 * The control channel: fragments become encapsulated commands and responses,
 * notifications become MbbDeviceResponseAvailable().
 *
 * MbbCx has one MBBREQUEST out at a time, so there is one WDFREQUEST, and m_pending
 * goes from the callback to the completion routine with it; m_assembly is the
 * reader's. What m_watchLock protects is shared with the timer.
 */
#include "device.h"

namespace mbb {

NTSTATUS ControlChannel::Create()
{
	if (m_request)
		return STATUS_SUCCESS;

	ChildOf attributes(m_device.Handle);
	NTSTATUS status = STATUS_SUCCESS;
	if (!m_watchLock)
		status = WdfSpinLockCreate(&attributes, &m_watchLock);
	if (NT_SUCCESS(status) && !m_watch)
		status = CreateTimer(m_device.Handle, EvtMissed, &m_watch);
	if (NT_SUCCESS(status) && !m_memory)
		status = WdfMemoryCreatePreallocated(&attributes, m_none, sizeof(m_none),
						     &m_memory);
	if (!NT_SUCCESS(status))
		return status;
	status = WdfRequestCreate(&attributes, m_device.Usb.ControlTarget(), &m_request);
	if (!NT_SUCCESS(status))
		return status;
	/* so that no send can fail for want of a timer */
	return WdfRequestAllocateTimer(m_request);
}

void ControlChannel::Reset()
{
	m_assembly.Length = 0;
	m_failures = 0;
	DownlinkSpeed = 0;
	UplinkSpeed = 0;
}

/* A request that is not out is left alone. */
void ControlChannel::Cancel()
{
	if (m_request)
		WdfRequestCancelSentRequest(m_request);
}

/* ---- answers that nobody announced ---- */

void ControlChannel::Start()
{
	LockGuard guard(m_watchLock);

	MissedReset(&m_missed);
	m_watching = true;
}

void ControlChannel::Stop()
{
	{
		LockGuard guard(m_watchLock);

		m_watching = false;
	}
	/* nobody starts it any more */
	WdfTimerStop(m_watch, TRUE);
}

/* m_watchLock held. */
void ControlChannel::WatchFor(UINT32 milliseconds)
{
	if (milliseconds && m_watching)
		WdfTimerStart(m_watch, WDF_REL_TIMEOUT_IN_MS(milliseconds));
	else
		WdfTimerStop(m_watch, FALSE);
}

void ControlChannel::EvtMissed(WDFTIMER Timer)
{
	auto &device = *DeviceOf(WdfTimerGetParentObject(Timer));
	auto &control = device.Control;
	{
		LockGuard guard(control.m_watchLock);

		if (!control.m_watching || !MissedExpired(&control.m_missed))
			return;
	}
	device.Counts.Add(Counter::Guesses);
	MbbDeviceResponseAvailable(device.Handle);
}

/* ---- fragments ---- */

void ControlChannel::Complete(NTSTATUS status, ULONG_PTR length)
{
	MBBREQUEST const request = m_pending;

	/* the next callback may come before the completing call returns */
	m_pending = nullptr;
	if (m_receiving)
		MbbRequestCompleteWithInformation(request, status, length);
	else
		MbbRequestComplete(request, status);
}

void ControlChannel::EvtComplete(WDFREQUEST, WDFIOTARGET, PWDF_REQUEST_COMPLETION_PARAMS Params,
				 WDFCONTEXT Context)
{
	auto &device = *static_cast<Device *>(Context);
	auto &control = device.Control;
	auto const *const usb = Params->Parameters.Usb.Completion;
	auto const *const data = static_cast<UCHAR *>(MbbRequestGetBuffer(control.m_pending,
									  nullptr));
	NTSTATUS status = Params->IoStatus.Status;
	ULONG_PTR length = 0;
	bool missed = false;

	if (NT_SUCCESS(status))
		length = usb->Parameters.DeviceControlTransfer.Length;
	else if (control.m_receiving && usb->UsbdStatus == USBD_STATUS_STALL_PID)
		/* some stall where others answer with nothing */
		status = STATUS_SUCCESS;
	control.Watch([&](MISSED *watch) {
		if (!NT_SUCCESS(status) || !data)
			return MissedSuspect(watch);
		if (!control.m_receiving)
			return MissedSent(watch, data, length);
		missed = watch->Guess && length;
		return MissedRead(watch, data, length);
	});
	if (missed && device.Counts.Report(Counter::NotificationsMissed))
		MbbWarn("an answer was there without a notification\n");
	control.Complete(status, length);
}

NTSTATUS ControlChannel::Send(PVOID buffer, size_t size)
{
	if (!size || size > MAXUSHORT)
		return STATUS_INVALID_BUFFER_SIZE;
	NTSTATUS status = Renew(m_request);
	if (!NT_SUCCESS(status))
		return status;
	status = WdfMemoryAssignBuffer(m_memory, buffer, size);
	if (!NT_SUCCESS(status))
		return status;

	auto const request = m_receiving ? Request::GetEncapsulatedResponse :
					   Request::SendEncapsulatedCommand;
	WDF_USB_CONTROL_SETUP_PACKET setup;
	WDF_USB_CONTROL_SETUP_PACKET_INIT_CLASS(
		&setup, m_receiving ? BmRequestDeviceToHost : BmRequestHostToDevice,
		BmRequestToInterface, static_cast<BYTE>(request), 0,
		m_device.Usb.Descriptor.ControlInterface);
	status = WdfUsbTargetDeviceFormatRequestForControlTransfer(m_device.Usb.Usb, m_request,
								   &setup, m_memory, nullptr);
	if (!NT_SUCCESS(status))
		return status;

	WdfRequestSetCompletionRoutine(m_request, EvtComplete, &m_device);
	SendTimeout options(ControlTimeout);
	if (!WdfRequestSend(m_request, m_device.Usb.ControlTarget(), &options))
		return WdfRequestGetStatus(m_request);
	return STATUS_SUCCESS;
}

void ControlChannel::Submit(MBBREQUEST request, bool receiving)
{
	size_t size = 0;
	PVOID const buffer = MbbRequestGetBuffer(request, &size);

	m_pending = request;
	m_receiving = receiving;
	if (receiving)
		size = min(size, size_t(m_device.Usb.Descriptor.MaxControlMessage));
	NTSTATUS const status = Send(buffer, size);
	if (!NT_SUCCESS(status))
		Complete(status, 0);
}

/* ---- notifications ---- */

NTSTATUS ControlChannel::ConfigureReader()
{
	WDF_USB_CONTINUOUS_READER_CONFIG config;

	WDF_USB_CONTINUOUS_READER_CONFIG_INIT(
		&config, EvtRead, &m_device,
		m_device.Usb.Descriptor.Interrupt.MaximumPacketSize);
	/* one read at a time: a notification may come in pieces */
	config.NumPendingReads = 1;
	config.EvtUsbTargetPipeReadersFailed = EvtReadersFailed;
	return WdfUsbTargetPipeConfigContinuousReader(m_device.Usb.Interrupt, &config);
}

void ControlChannel::Take(const CDC_NOTIFICATION &notification)
{
	m_device.Counts.Add(Counter::Notifications);
	switch (notification.Code) {
	case CDC_NOTIFY_RESPONSE_AVAILABLE:
		/* before MbbCx knows, who may read at once */
		Watch(MissedAnnounced);
		MbbDeviceResponseAvailable(m_device.Handle);
		break;
	case CDC_NOTIFY_SPEED_CHANGE:
		/* the most that adapters made later can do; the link is MbbCx's */
		DownlinkSpeed = notification.DownlinkSpeed;
		UplinkSpeed = notification.UplinkSpeed;
		break;
	default:
		break;
	}
}

void ControlChannel::EvtRead(WDFUSBPIPE, WDFMEMORY Buffer, size_t Length, WDFCONTEXT Context)
{
	auto &device = *static_cast<Device *>(Context);
	auto &control = device.Control;
	auto const *data = static_cast<const UCHAR *>(WdfMemoryGetBuffer(Buffer, nullptr));
	CDC_NOTIFICATION notification;
	SIZE_T left = Length, used;

	control.m_failures = 0;
	while (left && CdcNotifyParse(&control.m_assembly, data, left, &used, &notification)) {
		control.Take(notification);
		data += used;
		left -= used;
	}
	if (!CdcNotifyEndTransfer(&control.m_assembly, Length,
				  device.Usb.Descriptor.Interrupt.MaximumPacketSize) &&
	    device.Counts.Report(Counter::NotificationsBad))
		MbbWarn("notification of %u bytes makes no sense\n", static_cast<ULONG>(Length));
}

BOOLEAN ControlChannel::EvtReadersFailed(WDFUSBPIPE Pipe, NTSTATUS Status, USBD_STATUS UsbdStatus)
{
	auto &device = *DeviceOf(WdfIoTargetGetDevice(WdfUsbTargetPipeGetIoTarget(Pipe)));
	auto &control = device.Control;

	if (IsGone(Status))
		return FALSE;
	control.m_assembly.Length = 0;
	control.Watch(MissedSuspect);
	if (++control.m_failures < MaximumFailures)
		return TRUE;
	MbbWarn("notification pipe failed (0x%08x, USB 0x%08x)\n", Status, UsbdStatus);
	device.Restart("no notifications");
	return FALSE;
}

} // namespace mbb
