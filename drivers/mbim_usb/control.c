// SPDX-License-Identifier: GPL-2.0
/*
 * The control channel: MbbCx's fragments become encapsulated commands and
 * responses, the interrupt pipe's notifications become
 * MbbDeviceResponseAvailable(). Bytes are moved, not understood, but for whether
 * they are a question or an answer (missed.c).
 *
 * MbbCx has at most one MBBREQUEST out, so one WDFREQUEST is enough, and little
 * here is touched by two contexts: Pending passes from the callback to the
 * completion routine with the request, Assembly belongs to the reader. Missed has
 * a lock, because of its timer.
 */
#include "driver.h"

static EVT_WDF_REQUEST_COMPLETION_ROUTINE EvtFragmentComplete;
static EVT_WDF_USB_READER_COMPLETION_ROUTINE EvtNotificationRead;
static EVT_WDF_USB_READERS_FAILED EvtNotificationReadersFailed;
static EVT_WDF_TIMER EvtMissedTimer;

static NTSTATUS CreateWatch(MBIM_DEVICE *Device)
{
	MBIM_CONTROL *control = &Device->Control;
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_TIMER_CONFIG timer;
	NTSTATUS status;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = Device->WdfDevice;
	if (!control->MissedLock) {
		status = WdfSpinLockCreate(&attributes, &control->MissedLock);
		if (!NT_SUCCESS(status))
			return status;
	}
	if (control->MissedTimer)
		return STATUS_SUCCESS;
	WDF_TIMER_CONFIG_INIT(&timer, EvtMissedTimer);
	timer.AutomaticSerialization = FALSE;
	return WdfTimerCreate(&timer, &attributes, &control->MissedTimer);
}

NTSTATUS ControlCreate(MBIM_DEVICE *Device)
{
	MBIM_CONTROL *control = &Device->Control;
	WDF_OBJECT_ATTRIBUTES attributes;
	NTSTATUS status;

	if (control->Request)
		return STATUS_SUCCESS;

	status = CreateWatch(Device);
	if (!NT_SUCCESS(status))
		return status;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = Device->WdfDevice;
	if (!control->Memory) {
		status = WdfMemoryCreatePreallocated(&attributes, control->NoBuffer,
						     sizeof(control->NoBuffer), &control->Memory);
		if (!NT_SUCCESS(status))
			return status;
	}
	status = WdfRequestCreate(&attributes, WdfUsbTargetDeviceGetIoTarget(Device->Usb.Device),
				  &control->Request);
	if (!NT_SUCCESS(status))
		return status;
	/* so that no send can fail for want of a timer */
	return WdfRequestAllocateTimer(control->Request);
}

VOID ControlReset(MBIM_DEVICE *Device)
{
	Device->Control.Assembly.Length = 0;
	Device->Control.DownlinkSpeed = 0;
	Device->Control.UplinkSpeed = 0;
	Device->Control.Failures = 0;
}

/* Any time after ControlCreate(): a request that is not out is left alone. */
VOID ControlCancel(MBIM_DEVICE *Device)
{
	if (Device->Control.Request)
		WdfRequestCancelSentRequest(Device->Control.Request);
}

/* ---- answers that nobody announced ---- */

VOID ControlStart(MBIM_DEVICE *Device)
{
	MBIM_CONTROL *control = &Device->Control;

	WdfSpinLockAcquire(control->MissedLock);
	MissedReset(&control->Missed);
	control->Watch.Due = 0;
	control->Watch.Timer = 0;
	control->Watching = TRUE;
	WdfSpinLockRelease(control->MissedLock);
}

VOID ControlStop(MBIM_DEVICE *Device)
{
	MBIM_CONTROL *control = &Device->Control;

	WdfSpinLockAcquire(control->MissedLock);
	control->Watching = FALSE;
	WdfSpinLockRelease(control->MissedLock);
	/* nobody starts it any more */
	WdfTimerStop(control->MissedTimer, TRUE);
}

/* MissedLock held. @Delay: of 100 ns; 0: it is to be left alone. */
static VOID StartTimer(MBIM_CONTROL *Control, ULONGLONG Delay)
{
	if (Delay)
		WdfTimerStart(Control->MissedTimer, -(LONGLONG)Delay);
}

/* MissedLock held. */
static VOID WatchFor(MBIM_CONTROL *Control, UINT32 Milliseconds)
{
	if (!Control->Watching)
		Milliseconds = 0;
	StartTimer(Control, MissedWatch(&Control->Watch, KeQueryInterruptTime(), Milliseconds));
}

static VOID NoteSent(MBIM_CONTROL *Control, const UINT8 *Data, SIZE_T Length)
{
	WdfSpinLockAcquire(Control->MissedLock);
	WatchFor(Control, MissedSent(&Control->Missed, Data, Length));
	WdfSpinLockRelease(Control->MissedLock);
}

static VOID NoteRead(MBIM_DEVICE *Device, const UINT8 *Data, SIZE_T Length)
{
	MBIM_CONTROL *control = &Device->Control;
	BOOLEAN missed, ahead;

	WdfSpinLockAcquire(control->MissedLock);
	missed = control->Missed.Guess && Length;
	WatchFor(control, MissedRead(&control->Missed, Data, Length));
	ahead = control->Watching && Length && MissedReadAhead(&control->Missed);
	WdfSpinLockRelease(control->MissedLock);
	if (missed && CountReport(Device, MbimNotificationsMissed, 1))
		MbimWarn("an answer was there without a notification, and was found\n");
	if (!ahead)
		return;
	Count(Device, MbimReadsAhead, 1);
	/* counts: MbbCx fetches when it has this one back */
	MbbDeviceResponseAvailable(Device->WdfDevice);
}

static VOID NoteAnnounced(MBIM_CONTROL *Control)
{
	WdfSpinLockAcquire(Control->MissedLock);
	WatchFor(Control, MissedAnnounced(&Control->Missed));
	WdfSpinLockRelease(Control->MissedLock);
}

static VOID NoteFailure(MBIM_CONTROL *Control)
{
	WdfSpinLockAcquire(Control->MissedLock);
	WatchFor(Control, MissedSuspect(&Control->Missed));
	WdfSpinLockRelease(Control->MissedLock);
}

static VOID EvtMissedTimer(WDFTIMER Timer)
{
	MBIM_DEVICE *device = DeviceGetContext(WdfTimerGetParentObject(Timer));
	MBIM_CONTROL *control = &device->Control;
	BOOLEAN ask = FALSE;
	ULONGLONG again;

	/*
	 * May be late for a timer that was started anew meanwhile, which then fires for
	 * nothing: it looks at the time, too.
	 */
	WdfSpinLockAcquire(control->MissedLock);
	if (control->Watching) {
		ask = MissedFired(&control->Watch, KeQueryInterruptTime(), &again) &&
		      MissedExpired(&control->Missed);
		StartTimer(control, again);
	}
	WdfSpinLockRelease(control->MissedLock);
	if (!ask)
		return;
	Count(device, MbimGuesses, 1);
	MbbDeviceResponseAvailable(device->WdfDevice);
}

/* ---- fragments ---- */

static VOID CompletePending(MBIM_DEVICE *Device, NTSTATUS Status, ULONG_PTR Information)
{
	MBBREQUEST request = Device->Control.Pending;

	/* the next callback may come before the completion call returns */
	Device->Control.Pending = NULL;
	if (Device->Control.Receiving)
		MbbRequestCompleteWithInformation(request, Status, Information);
	else
		MbbRequestComplete(request, Status);
}

static VOID EvtFragmentComplete(WDFREQUEST Request, WDFIOTARGET Target,
				PWDF_REQUEST_COMPLETION_PARAMS Params, WDFCONTEXT Context)
{
	PWDF_USB_REQUEST_COMPLETION_PARAMS usb = Params->Parameters.Usb.Completion;
	MBIM_DEVICE *device = Context;
	MBIM_CONTROL *control = &device->Control;
	NTSTATUS status = Params->IoStatus.Status;
	const UINT8 *data = MbbRequestGetBuffer(control->Pending, NULL);
	ULONG_PTR length = 0;

	UNREFERENCED_PARAMETER(Request);
	UNREFERENCED_PARAMETER(Target);

	if (NT_SUCCESS(status))
		length = usb->Parameters.DeviceControlTransfer.Length;
	else if (control->Receiving && usb->UsbdStatus == USBD_STATUS_STALL_PID)
		/* some devices stall where others answer with nothing */
		status = STATUS_SUCCESS;
	if (!NT_SUCCESS(status) || !data)
		NoteFailure(control);
	else if (control->Receiving)
		NoteRead(device, data, length);
	else
		NoteSent(control, data, length);
	CompletePending(device, status, length);
}

static NTSTATUS SubmitFragment(MBIM_DEVICE *Device, PVOID Buffer, size_t Size)
{
	MBIM_CONTROL *control = &Device->Control;
	WDF_USB_CONTROL_SETUP_PACKET setup;
	WDF_REQUEST_REUSE_PARAMS reuse;
	WDF_REQUEST_SEND_OPTIONS options;
	NTSTATUS status;

	if (!Size || Size > 0xffff)
		return STATUS_INVALID_BUFFER_SIZE;

	WDF_REQUEST_REUSE_PARAMS_INIT(&reuse, WDF_REQUEST_REUSE_NO_FLAGS, STATUS_SUCCESS);
	status = WdfRequestReuse(control->Request, &reuse);
	if (!NT_SUCCESS(status))
		return status;
	status = WdfMemoryAssignBuffer(control->Memory, Buffer, Size);
	if (!NT_SUCCESS(status))
		return status;

	WDF_USB_CONTROL_SETUP_PACKET_INIT_CLASS(&setup,
						control->Receiving ? BmRequestDeviceToHost :
								     BmRequestHostToDevice,
						BmRequestToInterface,
						control->Receiving ?
							CDC_GET_ENCAPSULATED_RESPONSE :
							CDC_SEND_ENCAPSULATED_COMMAND,
						0, Device->Usb.Function.ControlInterface);
	status = WdfUsbTargetDeviceFormatRequestForControlTransfer(Device->Usb.Device,
								   control->Request, &setup,
								   control->Memory, NULL);
	if (!NT_SUCCESS(status))
		return status;

	WdfRequestSetCompletionRoutine(control->Request, EvtFragmentComplete, Device);
	WDF_REQUEST_SEND_OPTIONS_INIT(&options, 0);
	WDF_REQUEST_SEND_OPTIONS_SET_TIMEOUT(&options,
					     WDF_REL_TIMEOUT_IN_SEC(MBIM_CONTROL_TIMEOUT_S));
	if (!WdfRequestSend(control->Request, WdfUsbTargetDeviceGetIoTarget(Device->Usb.Device),
			    &options))
		return WdfRequestGetStatus(control->Request);
	return STATUS_SUCCESS;
}

/*
 * The glue says that MbbCx may call this at DISPATCH_LEVEL, and from within
 * MbbDeviceResponseAvailable() and CompletePending(): so no lock is held over those, and
 * nothing of a fragment is needed any more where they are called.
 */
static VOID StartFragment(WDFDEVICE WdfDevice, MBBREQUEST Request, BOOLEAN Receiving)
{
	MBIM_DEVICE *device = DeviceGetContext(WdfDevice);
	size_t size = 0;
	PVOID buffer = MbbRequestGetBuffer(Request, &size);
	NTSTATUS status;

	device->Control.Pending = Request;
	device->Control.Receiving = Receiving;
	if (Receiving && size > device->Usb.Function.MaxControlMessage)
		size = device->Usb.Function.MaxControlMessage;

	status = SubmitFragment(device, buffer, size);
	if (!NT_SUCCESS(status))
		CompletePending(device, status, 0);
}

VOID EvtMbbDeviceSendMbimFragment(WDFDEVICE Device, MBBREQUEST SendRequest)
{
	StartFragment(Device, SendRequest, FALSE);
}

VOID EvtMbbDeviceReceiveMbimFragment(WDFDEVICE Device, MBBREQUEST ReceiveRequest)
{
	StartFragment(Device, ReceiveRequest, TRUE);
}

/* ---- notifications ---- */

NTSTATUS ControlConfigureReader(MBIM_DEVICE *Device)
{
	WDF_USB_CONTINUOUS_READER_CONFIG config;

	WDF_USB_CONTINUOUS_READER_CONFIG_INIT(&config, EvtNotificationRead, Device,
					      Device->Usb.Function.Interrupt.MaximumPacketSize);
	/* one read at a time: a notification may come in pieces */
	config.NumPendingReads = 1;
	config.EvtUsbTargetPipeReadersFailed = EvtNotificationReadersFailed;
	return WdfUsbTargetPipeConfigContinuousReader(Device->Usb.Interrupt, &config);
}

static VOID TakeNotification(MBIM_DEVICE *Device, const CDC_NOTIFICATION *Notification)
{
	MBIM_CONTROL *control = &Device->Control;

	Count(Device, MbimNotifications, 1);
	switch (Notification->Code) {
	case CDC_NOTIFY_RESPONSE_AVAILABLE:
		/* before MbbCx knows: it may read at once */
		NoteAnnounced(control);
		MbbDeviceResponseAvailable(Device->WdfDevice);
		break;
	case CDC_NOTIFY_SPEED_CHANGE:
		/*
		 * Link state and speed of a mobile broadband adapter belong to
		 * MbbCx, which learns them from PACKET_SERVICE. This is kept
		 * for adapters made later, as the most the link can do.
		 */
		control->DownlinkSpeed = Notification->DownlinkSpeed;
		control->UplinkSpeed = Notification->UplinkSpeed;
		break;
	default:
		/* NETWORK_CONNECTION is NCM's and means nothing here */
		break;
	}
}

static VOID EvtNotificationRead(WDFUSBPIPE Pipe, WDFMEMORY Buffer, size_t Length,
				WDFCONTEXT Context)
{
	MBIM_DEVICE *device = Context;
	CDC_NOTIFICATION notification;
	const UINT8 *data = WdfMemoryGetBuffer(Buffer, NULL);
	SIZE_T left = Length, used;

	UNREFERENCED_PARAMETER(Pipe);

	device->Control.Failures = 0;
	while (left && CdcNotifyParse(&device->Control.Assembly, data, left, &used,
				      &notification)) {
		TakeNotification(device, &notification);
		data += used;
		left -= used;
	}
	if (!CdcNotifyEndTransfer(&device->Control.Assembly, Length,
				  device->Usb.Function.Interrupt.MaximumPacketSize) &&
	    CountReport(device, MbimNotificationsBad, 1))
		MbimWarn("notification of %u bytes makes no sense\n", (ULONG)Length);
}

static BOOLEAN EvtNotificationReadersFailed(WDFUSBPIPE Pipe, NTSTATUS Status,
					    USBD_STATUS UsbdStatus)
{
	WDFIOTARGET target = WdfUsbTargetPipeGetIoTarget(Pipe);
	MBIM_DEVICE *device = DeviceGetContext(WdfIoTargetGetDevice(target));

	if (DeviceIsGoneStatus(Status))
		return FALSE;
	device->Control.Assembly.Length = 0;
	NoteFailure(&device->Control);
	if (++device->Control.Failures < MBIM_MAXIMUM_FAILURES)
		return TRUE;
	MbimWarn("notification pipe failed (0x%08x, USB 0x%08x)\n", Status, UsbdStatus);
	DeviceRestart(device, "no notifications");
	return FALSE;
}
