// SPDX-License-Identifier: GPL-2.0
/*
 * Into D0 and out of it. The order of the callbacks is the documented one:
 *
 *	up:	(WakeTriggered) D0Entry, D0EntryPostInterruptsEnabled,
 *		DisarmWake, queues (EvtIoResume), SelfManagedIoInit or Restart
 *	down:	SelfManagedIoSuspend, queues (EvtIoStop), ArmWake,
 *		D0ExitPreInterruptsDisabled, D0Exit
 */
#include <linux/device.h>

#include "nt/nt_internal.h"
#include "wdf/device_internal.h"

/* D0Exit and what precedes it; the device is in D0. */
static void wdf_power_exit(struct wdf_device *dev, struct cx_step_info *info)
{
	wdf_step(dev, CX_D0_EXIT_PRE_INTERRUPTS_DISABLED, info);
	wdf_step(dev, CX_D0_EXIT, info);
	WRITE_ONCE(dev->power_state, info->state);
}

static void wdf_power_disarm(struct wdf_device *dev, struct cx_step_info *info)
{
	wdf_step(dev, CX_DISARM_WAKE, info);
	dev->armed = false;
}

static void wdf_power_wake_triggered(struct wdf_device *dev)
{
	const WDF_POWER_POLICY_EVENT_CALLBACKS *cb = &dev->policy;

	if (dev->down_system && cb->EvtDeviceWakeFromSxTriggered)
		cb->EvtDeviceWakeFromSxTriggered(wdf_device_to_handle(dev));
	else if (!dev->down_system && cb->EvtDeviceWakeFromS0Triggered)
		cb->EvtDeviceWakeFromS0Triggered(wdf_device_to_handle(dev));
}

static NTSTATUS wdf_power_start_io(struct wdf_device *dev, struct cx_step_info *info)
{
	NTSTATUS status;

	status = wdf_step(dev, dev->smio == WDF_SMIO_CREATED ? CX_SELF_MANAGED_IO_INIT :
							       CX_SELF_MANAGED_IO_RESTART, info);
	/* The client's own I/O runs even if an extension failed after it. */
	if (NT_SUCCESS(info->status))
		dev->smio = WDF_SMIO_STARTED;
	else if (info->status != WDF_STEP_NOT_CALLED)
		dev->smio = WDF_SMIO_FAILED;
	return status;
}

static void wdf_power_suspend_io(struct wdf_device *dev, struct cx_step_info *info)
{
	if (dev->smio != WDF_SMIO_STARTED)
		return;
	wdf_step(dev, CX_SELF_MANAGED_IO_SUSPEND, info);
	dev->smio = WDF_SMIO_SUSPENDED;
}

/**
 * wdf_power_up() - enter D0
 * @dev: prepared, or suspended
 * @first: after PrepareHardware, not from low power
 * @lost: the hardware has forgotten what it knew
 * @woke: it signalled wake
 *
 * A client whose D0Entry failed gets no D0Exit. If a later callback fails, what
 * came before it is undone.
 *
 * Return: STATUS_SUCCESS in state STARTED, or why not, in state PREPARED
 * (@first) or FAILED.
 * Context: process, PnP lock held.
 */
NTSTATUS wdf_power_up(struct wdf_device *dev, bool first, bool lost, bool woke)
{
	struct cx_step_info info = {
		.state = dev->power_state,
		.system = dev->down_system,
		.armed = dev->armed,
		.woke = woke && dev->armed,
		.lost = lost,
	};
	NTSTATUS status;

	wdf_pnp_set_state(dev, WDF_PNP_D0_ENTERING);
	if (woke && dev->armed)
		wdf_power_wake_triggered(dev);

	status = wdf_step(dev, CX_D0_ENTRY, &info);
	if (!NT_SUCCESS(status)) {
		/* An extension failed after the client had succeeded. */
		if (NT_SUCCESS(info.status)) {
			info.state = WdfPowerDeviceD3Final;
			wdf_step(dev, CX_D0_EXIT, &info);
		}
		goto out_failed;
	}
	WRITE_ONCE(dev->power_state, WdfPowerDeviceD0);

	status = wdf_step(dev, CX_D0_ENTRY_POST_INTERRUPTS_ENABLED, &info);
	if (dev->armed)
		wdf_power_disarm(dev, &info);
	if (!NT_SUCCESS(status))
		goto err_exit;
	wdf_io_resume(dev);
	status = wdf_power_start_io(dev, &info);
	if (!NT_SUCCESS(status))
		goto err_suspend_io;

	dev->down_system = false;
	WRITE_ONCE(dev->system_action, PowerActionNone);
	wdf_pnp_set_state(dev, WDF_PNP_STARTED);
	return STATUS_SUCCESS;

err_suspend_io:
	wdf_io_suspend(dev, false);
err_exit:
	wdf_pnp_set_state(dev, WDF_PNP_D0_EXITING);
	info.state = WdfPowerDeviceD3Final;
	info.armed = false;
	wdf_power_suspend_io(dev, &info);
	wdf_power_exit(dev, &info);
out_failed:
	dev->armed = false;
	wdf_pnp_set_state(dev, first ? WDF_PNP_PREPARED : WDF_PNP_FAILED);
	return status;
}

static WDF_POWER_DEVICE_STATE wdf_power_target(struct wdf_device *dev,
					       const struct wdf_power_down *down, bool armed)
{
	DEVICE_POWER_STATE wanted = PowerDeviceMaximum;

	if (down->final)
		return WdfPowerDeviceD3Final;
	if (!down->system && dev->idle_assigned)
		wanted = dev->idle.DxState;
	else if (armed && dev->wake_assigned)
		wanted = dev->wake.DxState;
	if (wanted >= PowerDeviceD1 && wanted <= PowerDeviceD3)
		return WdfPowerDeviceD1 + (wanted - PowerDeviceD1);
	if ((!down->system || armed) && dev->pdo->bus->idle_state)
		return dev->pdo->bus->idle_state;
	return WdfPowerDeviceD3;
}

/* True: armed. An extension that cannot arm counts like a client that cannot. */
static bool wdf_power_arm(struct wdf_device *dev, struct cx_step_info *info)
{
	if (NT_SUCCESS(wdf_step(dev, CX_ARM_WAKE, info)))
		return true;
	/* After the client's own failure documented for Sx only; what it has
	 * armed while an extension failed, it has to undo.
	 */
	if (info->system || NT_SUCCESS(info->status))
		wdf_power_disarm(dev, info);
	return false;
}

static void wdf_power_set_wake(struct wdf_device *dev, bool arm)
{
	const struct wdf_bus_ops *bus = dev->pdo->bus;
	int err;

	if (!bus->set_wake)
		return;
	err = bus->set_wake(dev->pdo, arm);
	if (err && arm)
		dev_warn(dev->linux_dev, "cannot arm remote wakeup, it will not wake anything: %d\n",
			 err);
}

/*
 * An idle device that could wake, but cannot be armed just now, stays in D0:
 * going down would make it deaf. Undo what was done so far.
 */
static int wdf_power_stay(struct wdf_device *dev, struct cx_step_info *info)
{
	NTSTATUS status;

	info->state = WdfPowerDeviceD0;
	wdf_io_resume(dev);
	status = wdf_power_start_io(dev, info);
	if (NT_SUCCESS(status)) {
		wdf_pnp_set_state(dev, WDF_PNP_STARTED);
		return -EBUSY;
	}
	info->state = WdfPowerDeviceD3Final;
	wdf_power_suspend_io(dev, info);
	wdf_io_suspend(dev, false);
	wdf_power_exit(dev, info);
	wdf_pnp_set_state(dev, WDF_PNP_FAILED);
	wdf_device_fail(dev, true, "self-managed I/O did not restart");
	return 0;
}

/**
 * wdf_power_down() - leave D0
 * @dev: in state STARTED
 * @down: why
 *
 * Failures of the client's are logged and change nothing: the hardware goes.
 *
 * Return: 0 in state @down->next, or -EBUSY in state STARTED.
 * Context: process, PnP lock held.
 */
int wdf_power_down(struct wdf_device *dev, const struct wdf_power_down *down)
{
	struct cx_step_info info = {
		.state = wdf_power_target(dev, down, down->arm),
		.system = down->system,
	};

	dev->down_system = down->system;
	wdf_pnp_set_state(dev, WDF_PNP_D0_EXITING);
	wdf_power_suspend_io(dev, &info);
	wdf_io_suspend(dev, down->remove);

	if (down->arm) {
		info.armed = wdf_power_arm(dev, &info);
		if (!info.armed && !down->system)
			return wdf_power_stay(dev, &info);
		info.state = wdf_power_target(dev, down, info.armed);
	}
	if (!info.gone)
		wdf_power_set_wake(dev, info.armed);

	wdf_power_exit(dev, &info);
	dev->armed = info.armed;
	wdf_pnp_set_state(dev, down->next);
	return 0;
}
