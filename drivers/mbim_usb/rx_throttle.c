// SPDX-License-Identifier: GPL-2.0
/*
 * Back-pressure on the device: while a session's receive queue takes datagrams
 * more slowly than they come, no further block is read, and the device keeps
 * what it has. A busy processor then costs time, not datagrams.
 *
 * Only a session with a queue can hold the others up, and only until that queue
 * is polled or cancelled; what comes for a session without one is dropped
 * (ntb_rx.c). Targets are stopped and started by a work item, because blocks
 * come, and queues advance, at DISPATCH_LEVEL. Reads under way are left alone:
 * their blocks have room above the high mark.
 */
#include "driver.h"

/* Of what a session may have waiting, in datagrams and in blocks. */
#define HIGH_MARK(Limit)	((Limit) / 4)
#define LOW_MARK(Limit)		((Limit) / 8)

static EVT_WDF_WORKITEM EvtThrottleWork;

NTSTATUS RxThrottleCreate(MBIM_DEVICE *Device)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_WORKITEM_CONFIG work;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = Device->WdfDevice;
	WDF_WORKITEM_CONFIG_INIT(&work, EvtThrottleWork);
	work.AutomaticSerialization = FALSE;
	return WdfWorkItemCreate(&work, &attributes, &Device->Rx.ThrottleWork);
}

static BOOLEAN IsBehind(const MBIM_DEVICE *Device, const RX_SESSION *Session)
{
	UINT32 blocks = RX_HELD_BYTES / Device->Usb.BufferSize;

	if (!Session || !Session->Queue)
		return FALSE;
	if (Device->Rx.Throttled)
		return Session->Count > LOW_MARK(RX_SLICES) || Session->Blocks > LOW_MARK(blocks);
	return Session->Count > HIGH_MARK(RX_SLICES) || Session->Blocks > HIGH_MARK(blocks);
}

VOID RxThrottlePushed(MBIM_DEVICE *Device, const RX_SESSION *Session)
{
	/* what comes on top makes nobody less behind */
	if (!Device->Rx.Throttled && IsBehind(Device, Session))
		RxThrottleCheck(Device);
}

VOID RxThrottleCheck(MBIM_DEVICE *Device)
{
	MBIM_RX *rx = &Device->Rx;
	BOOLEAN behind = FALSE;
	ULONG i;

	if (!rx->Running)
		return;
	for (i = 0; i < MBIM_SESSIONS && !behind; i++)
		behind = IsBehind(Device, rx->Sessions[i]);
	if (behind == rx->Throttled)
		return;
	rx->Throttled = behind;
	if (behind)
		Count(Device, MbimRxThrottled, 1);
	WdfWorkItemEnqueue(rx->ThrottleWork);
}

static VOID EvtThrottleWork(WDFWORKITEM WorkItem)
{
	MBIM_DEVICE *device = DeviceGetContext(WdfWorkItemGetParentObject(WorkItem));
	WDFIOTARGET target = WdfUsbTargetPipeGetIoTarget(device->Usb.BulkIn);
	MBIM_RX *rx = &device->Rx;
	BOOLEAN throttled;
	BOOLEAN running;
	NTSTATUS status;

	WdfSpinLockAcquire(rx->Lock);
	running = rx->Running;
	throttled = rx->Throttled;
	WdfSpinLockRelease(rx->Lock);
	if (!running || throttled == rx->Stopped)
		return;

	rx->Stopped = throttled;
	if (throttled) {
		WdfIoTargetStop(target, WdfIoTargetLeaveSentIoPending);
		return;
	}
	status = WdfIoTargetStart(target);
	if (!NT_SUCCESS(status) && !DeviceIsGoneStatus(status))
		DeviceRestart(device, "reading could not go on");
}

VOID RxThrottleStart(MBIM_DEVICE *Device)
{
	MBIM_RX *rx = &Device->Rx;

	rx->Stopped = FALSE;
	WdfSpinLockAcquire(rx->Lock);
	rx->Throttled = FALSE;
	rx->Running = TRUE;
	RxThrottleCheck(Device);
	WdfSpinLockRelease(rx->Lock);
}

/* On return the work item touches the target no more. */
VOID RxThrottleStop(MBIM_DEVICE *Device)
{
	MBIM_RX *rx = &Device->Rx;

	WdfSpinLockAcquire(rx->Lock);
	rx->Running = FALSE;
	WdfSpinLockRelease(rx->Lock);
	WdfWorkItemFlush(rx->ThrottleWork);
}
