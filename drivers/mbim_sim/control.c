// SPDX-License-Identifier: GPL-2.0
/*
 * The control channel: MbbCx's fragments go to the modem, the modem's wait here
 * until MbbCx fetches them. The modem answers inside the callback; what is to
 * come later waits for a timer.
 *
 * Everything is protected by the device's lock. MbbDeviceResponseAvailable() and
 * AirWake() only take note, so they are called with it held; Powered says
 * whether the first one may be.
 */
#include "driver.h"

#define MS		10000ull	/* in units of KeQueryInterruptTime() */

static EVT_WDF_TIMER EvtDelayOver;
static SIM_EMIT Emit;

NTSTATUS ControlCreate(SIM_DEVICE *Device)
{
	SIM_CONTROL *control = &Device->Control;
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_TIMER_CONFIG timer;
	WDFMEMORY memory;
	NTSTATUS status;
	PVOID modem;

	InitializeListHead(&control->Ready);
	InitializeListHead(&control->Delayed);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = Device->WdfDevice;
	status = WdfSpinLockCreate(&attributes, &Device->Lock);
	if (!NT_SUCCESS(status))
		return status;
	WDF_TIMER_CONFIG_INIT(&timer, EvtDelayOver);
	timer.AutomaticSerialization = FALSE;
	status = WdfTimerCreate(&timer, &attributes, &control->Timer);
	if (!NT_SUCCESS(status))
		return status;
	status = WdfMemoryCreate(&attributes, NonPagedPoolNx, SIM_POOL_TAG, sizeof(SIM_MODEM),
				 &memory, &modem);
	if (!NT_SUCCESS(status))
		return status;
	RtlZeroMemory(modem, sizeof(SIM_MODEM));
	Device->Modem = modem;
	SimModemInit(Device->Modem, Device->Number, SimParameters.Mbimex << 8, Emit, Device);
	return STATUS_SUCCESS;
}

/* ---- what waits for the host; the lock is held ---- */

/* Behind those that are due as early. */
static VOID Delay(SIM_CONTROL *Control, SIM_ANSWER *Answer)
{
	LIST_ENTRY *before = Control->Delayed.Blink;

	while (before != &Control->Delayed &&
	       CONTAINING_RECORD(before, SIM_ANSWER, Link)->Due > Answer->Due)
		before = before->Blink;
	InsertHeadList(before, &Answer->Link);
}

static VOID StartTimer(SIM_CONTROL *Control)
{
	UINT64 now = KeQueryInterruptTime(), due;

	if (IsListEmpty(&Control->Delayed))
		return;
	due = CONTAINING_RECORD(Control->Delayed.Flink, SIM_ANSWER, Link)->Due;
	WdfTimerStart(Control->Timer, due > now ? -(LONGLONG)(due - now) : -1);
}

static VOID Emit(PVOID Context, const UINT8 *Fragment, UINT32 Length, UINT32 DelayMs)
{
	SIM_DEVICE *device = Context;
	SIM_CONTROL *control = &device->Control;
	SIM_ANSWER *answer = NULL;

	if (control->Count < SIM_ANSWERS)
		answer = ExAllocatePool2(POOL_FLAG_NON_PAGED | POOL_FLAG_UNINITIALIZED,
					 sizeof(*answer) + Length, SIM_POOL_TAG);
	if (!answer) {
		SimCount(SimCount_answers_lost);
		return;
	}
	answer->Length = Length;
	RtlCopyMemory(answer->Data, Fragment, Length);
	control->Count++;
	if (DelayMs) {
		answer->Due = KeQueryInterruptTime() + DelayMs * MS;
		Delay(control, answer);
		StartTimer(control);
		return;
	}
	InsertTailList(&control->Ready, &answer->Link);
	control->Announce++;
}

static VOID ForgetAll(SIM_CONTROL *Control, LIST_ENTRY *List)
{
	while (!IsListEmpty(List)) {
		ExFreePool(CONTAINING_RECORD(RemoveHeadList(List), SIM_ANSWER, Link));
		Control->Count--;
	}
}

static VOID Announce(SIM_DEVICE *Device)
{
	SIM_CONTROL *control = &Device->Control;
	SIM_FAULTS *faults = &Device->Modem->Faults;

	if (!control->Announce)
		return;
	if (!control->Powered) {
		AirWake(Device->Number);
		return;
	}
	for (; control->Announce; control->Announce--) {
		if (SimFault(&faults->notify_drop))
			continue;
		MbbDeviceResponseAvailable(Device->WdfDevice);
		if (SimFault(&faults->notify_extra))
			MbbDeviceResponseAvailable(Device->WdfDevice);
	}
}

/* ---- around each use of the modem ---- */

VOID ControlEnter(SIM_DEVICE *Device)
{
	WdfSpinLockAcquire(Device->Lock);
	AirSync(Device->Modem);
}

VOID ControlLeave(SIM_DEVICE *Device)
{
	AirSync(Device->Modem);
	Announce(Device);
	WdfSpinLockRelease(Device->Lock);
}

static VOID EvtDelayOver(WDFTIMER Timer)
{
	SIM_DEVICE *device = SimDeviceGetContext(WdfTimerGetParentObject(Timer));
	SIM_CONTROL *control = &device->Control;
	UINT64 now = KeQueryInterruptTime();
	SIM_ANSWER *answer;

	ControlEnter(device);
	while (!IsListEmpty(&control->Delayed)) {
		answer = CONTAINING_RECORD(control->Delayed.Flink, SIM_ANSWER, Link);
		if (answer->Due > now)
			break;
		RemoveEntryList(&answer->Link);
		InsertTailList(&control->Ready, &answer->Link);
		control->Announce++;
	}
	StartTimer(control);
	ControlLeave(device);
}

/* ---- power; PASSIVE_LEVEL ---- */

VOID ControlPowerUp(SIM_DEVICE *Device)
{
	SIM_CONTROL *control = &Device->Control;
	MBB_WAKE_REASON_TYPE reason;
	BOOLEAN known;

	ControlEnter(Device);
	control->Powered = TRUE;
	known = control->WakeKnown;
	reason = control->WakeReason;
	control->WakeKnown = FALSE;
	ControlLeave(Device);
	if (known)
		MbbDeviceReportWakeReason(Device->WdfDevice, reason);
}

/* On return MbbCx hears nothing more of this device. */
VOID ControlPowerDown(SIM_DEVICE *Device, BOOLEAN Keep)
{
	SIM_CONTROL *control = &Device->Control;

	ControlEnter(Device);
	control->Powered = FALSE;
	if (!Keep) {
		SimModemReset(Device->Modem);
		ForgetAll(control, &control->Ready);
		ForgetAll(control, &control->Delayed);
		control->Announce = 0;
		control->WakeKnown = FALSE;
	}
	ControlLeave(Device);
}

/* ---- MbbCx's callbacks ---- */

VOID EvtSimSendFragment(WDFDEVICE Device, MBBREQUEST SendRequest)
{
	SIM_DEVICE *device = SimDeviceGetContext(Device);
	size_t size = 0;
	PVOID buffer = MbbRequestGetBuffer(SendRequest, &size);

	ControlEnter(device);
	SimModemMessage(device->Modem, buffer, (UINT32)size);
	ControlLeave(device);
	MbbRequestComplete(SendRequest, STATUS_SUCCESS);
}

VOID EvtSimReceiveFragment(WDFDEVICE Device, MBBREQUEST ReceiveRequest)
{
	SIM_DEVICE *device = SimDeviceGetContext(Device);
	SIM_CONTROL *control = &device->Control;
	SIM_ANSWER *answer = NULL;
	size_t size = 0, length = 0;
	PVOID buffer = MbbRequestGetBuffer(ReceiveRequest, &size);

	WdfSpinLockAcquire(device->Lock);
	if (!IsListEmpty(&control->Ready)) {
		answer = CONTAINING_RECORD(RemoveHeadList(&control->Ready), SIM_ANSWER, Link);
		control->Count--;
	}
	WdfSpinLockRelease(device->Lock);
	if (answer && answer->Length <= size) {
		length = answer->Length;
		RtlCopyMemory(buffer, answer->Data, length);
	} else if (answer) {
		/* shorter than MaximumFragmentSize: kept, it would block all others */
		SimCount(SimCount_answers_lost);
	}
	if (answer)
		ExFreePool(answer);
	MbbRequestCompleteWithInformation(ReceiveRequest, STATUS_SUCCESS, length);
}

/* A connected session's data come back on it. */
VOID EvtSimSendDssData(WDFDEVICE Device, DSS_SESSION_ID SessionId, WDFMEMORY Data)
{
	SIM_DEVICE *device = SimDeviceGetContext(Device);
	BOOLEAN active;

	WdfSpinLockAcquire(device->Lock);
	active = SessionId < SIM_DSS_SESSIONS && device->Modem->Dss[SessionId];
	WdfSpinLockRelease(device->Lock);
	if (active)
		MbbDeviceReceiveDeviceServiceSessionData(Device, SessionId, Data);
	MbbDeviceSendDeviceServiceSessionDataComplete(Data, active ? STATUS_SUCCESS :
						      STATUS_DEVICE_NOT_CONNECTED);
}
