// SPDX-License-Identifier: GPL-2.0
/*
 * After a failed write: the bulk OUT pipe is emptied and reset, off the
 * completion path because that sleeps, and later each time it happens again, so
 * that a device which fails everything (one that was just pulled out, above
 * all) costs nothing. After too many failures in a row the device is restarted.
 *
 * A write that times out is no such failure: a modem without coverage may take
 * nothing for minutes, and a restart would cost it its sessions. Whether it has
 * died is for MbbCx to find out, over the control channel.
 */
#include "driver.h"

/*
 * Failures begin some time before a device that is pulled out is known gone, and
 * cancelling what is under way while a host controller takes it away is best avoided.
 */
#define RECOVERY_DELAY_MS		100u
#define RECOVERY_MAXIMUM_DELAY_MS	1000u

static EVT_WDF_TIMER EvtRecoveryTimer;
static EVT_WDF_WORKITEM EvtRecoveryWork;

NTSTATUS TxRecoveryCreate(MBIM_DEVICE *Device)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_WORKITEM_CONFIG work;
	WDF_TIMER_CONFIG timer;
	NTSTATUS status;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = Device->WdfDevice;

	WDF_WORKITEM_CONFIG_INIT(&work, EvtRecoveryWork);
	work.AutomaticSerialization = FALSE;
	status = WdfWorkItemCreate(&work, &attributes, &Device->Tx.RecoveryWork);
	if (!NT_SUCCESS(status))
		return status;

	WDF_TIMER_CONFIG_INIT(&timer, EvtRecoveryTimer);
	timer.AutomaticSerialization = FALSE;
	return WdfTimerCreate(&timer, &attributes, &Device->Tx.RecoveryTimer);
}

/* Tx.Lock held. */
VOID TxRecoverySchedule(MBIM_DEVICE *Device, BOOLEAN TimedOut)
{
	UINT32 delay = RECOVERY_DELAY_MS << Device->Tx.Failures;

	if (delay > RECOVERY_MAXIMUM_DELAY_MS)
		delay = RECOVERY_MAXIMUM_DELAY_MS;
	if (!TimedOut)
		Device->Tx.Failures++;
	WdfTimerStart(Device->Tx.RecoveryTimer, WDF_REL_TIMEOUT_IN_MS(delay));
}

static VOID EvtRecoveryTimer(WDFTIMER Timer)
{
	MBIM_DEVICE *device = DeviceGetContext(WdfTimerGetParentObject(Timer));

	WdfWorkItemEnqueue(device->Tx.RecoveryWork);
}

static VOID EvtRecoveryWork(WDFWORKITEM WorkItem)
{
	MBIM_DEVICE *device = DeviceGetContext(WdfWorkItemGetParentObject(WorkItem));
	WDFIOTARGET target = WdfUsbTargetPipeGetIoTarget(device->Usb.BulkOut);
	WDF_REQUEST_SEND_OPTIONS options;
	MBIM_TX *tx = &device->Tx;
	NTSTATUS status;
	BOOLEAN running;
	UINT32 failures;

	WdfSpinLockAcquire(tx->Lock);
	running = tx->Running;
	failures = tx->Failures;
	WdfSpinLockRelease(tx->Lock);
	if (!running)
		return;
	if (failures >= MBIM_MAXIMUM_FAILURES) {
		DeviceRestart(device, "no data can be sent");
		return;
	}

	/* the other transfers under way are lost: a pipe is reset when empty */
	WdfIoTargetStop(target, WdfIoTargetCancelSentIo);
	WDF_REQUEST_SEND_OPTIONS_INIT(&options, 0);
	WDF_REQUEST_SEND_OPTIONS_SET_TIMEOUT(&options,
					     WDF_REL_TIMEOUT_IN_SEC(MBIM_SETUP_TIMEOUT_S));
	status = WdfUsbTargetPipeResetSynchronously(device->Usb.BulkOut, WDF_NO_HANDLE, &options);
	if (DeviceIsGoneStatus(status))
		return;
	/* if it did not help, the next write fails and the delay grows */
	WdfIoTargetStart(target);

	WdfSpinLockAcquire(tx->Lock);
	tx->Halted = FALSE;
	WdfSpinLockRelease(tx->Lock);
	TxPump(device);
}

/*
 * Running is FALSE already, so nobody schedules any more: the timer is stopped
 * first because it queues the work item.
 */
VOID TxRecoveryStop(MBIM_DEVICE *Device)
{
	WdfTimerStop(Device->Tx.RecoveryTimer, TRUE);
	WdfWorkItemFlush(Device->Tx.RecoveryWork);
}
