// SPDX-License-Identifier: GPL-2.0
/*
 * One step of a device's life: the extensions' hooks around the client's
 * callback. Which steps, and in which order, is pnp.c's and power.c's business.
 */
#include <linux/device.h>

#include "nt/nt_internal.h"
#include "trace.h"
#include "verifier.h"
#include "wdf/device_internal.h"

static const char * const wdf_step_names[CX_NUM_STEPS] = {
	[CX_PREPARE_HARDWARE] = "EvtDevicePrepareHardware",
	[CX_D0_ENTRY] = "EvtDeviceD0Entry",
	[CX_D0_ENTRY_POST_INTERRUPTS_ENABLED] = "EvtDeviceD0EntryPostInterruptsEnabled",
	[CX_DISARM_WAKE] = "EvtDeviceDisarmWake",
	[CX_SELF_MANAGED_IO_INIT] = "EvtDeviceSelfManagedIoInit",
	[CX_SELF_MANAGED_IO_RESTART] = "EvtDeviceSelfManagedIoRestart",
	[CX_SURPRISE_REMOVAL] = "EvtDeviceSurpriseRemoval",
	[CX_SELF_MANAGED_IO_SUSPEND] = "EvtDeviceSelfManagedIoSuspend",
	[CX_ARM_WAKE] = "EvtDeviceArmWake",
	[CX_D0_EXIT_PRE_INTERRUPTS_DISABLED] = "EvtDeviceD0ExitPreInterruptsDisabled",
	[CX_D0_EXIT] = "EvtDeviceD0Exit",
	[CX_RELEASE_HARDWARE] = "EvtDeviceReleaseHardware",
	[CX_SELF_MANAGED_IO_FLUSH] = "EvtDeviceSelfManagedIoFlush",
	[CX_SELF_MANAGED_IO_CLEANUP] = "EvtDeviceSelfManagedIoCleanup",
};

static bool wdf_step_is_stop(enum cx_step step)
{
	return step >= CX_SELF_MANAGED_IO_SUSPEND;
}

/* Wake from S0 or from a system sleep: different callbacks, one step. */
static NTSTATUS wdf_step_arm(struct wdf_device *dev, bool system)
{
	const WDF_POWER_POLICY_EVENT_CALLBACKS *cb = &dev->policy;
	WDFDEVICE device = wdf_device_to_handle(dev);

	if (!system)
		return cb->EvtDeviceArmWakeFromS0 ? cb->EvtDeviceArmWakeFromS0(device) :
						    STATUS_SUCCESS;
	if (cb->EvtDeviceArmWakeFromSxWithReason)
		return cb->EvtDeviceArmWakeFromSxWithReason(device, TRUE, FALSE);
	return cb->EvtDeviceArmWakeFromSx ? cb->EvtDeviceArmWakeFromSx(device) : STATUS_SUCCESS;
}

static void wdf_step_disarm(struct wdf_device *dev, bool system)
{
	const WDF_POWER_POLICY_EVENT_CALLBACKS *cb = &dev->policy;
	WDFDEVICE device = wdf_device_to_handle(dev);

	if (system && cb->EvtDeviceDisarmWakeFromSx)
		cb->EvtDeviceDisarmWakeFromSx(device);
	else if (!system && cb->EvtDeviceDisarmWakeFromS0)
		cb->EvtDeviceDisarmWakeFromS0(device);
}

/* A USB function has no hardware resources: the lists are no handles. */
static NTSTATUS wdf_step_hardware(struct wdf_device *dev, enum cx_step step)
{
	const WDF_PNPPOWER_EVENT_CALLBACKS *cb = &dev->pnp;
	WDFDEVICE device = wdf_device_to_handle(dev);
	NTSTATUS status = STATUS_SUCCESS;

	if (step == CX_PREPARE_HARDWARE && cb->EvtDevicePrepareHardware)
		status = cb->EvtDevicePrepareHardware(device, WDF_NO_HANDLE, WDF_NO_HANDLE);
	else if (step == CX_RELEASE_HARDWARE && cb->EvtDeviceReleaseHardware)
		status = cb->EvtDeviceReleaseHardware(device, WDF_NO_HANDLE);
	if (status == STATUS_NOT_SUPPORTED)
		nt_violation(dev->base.driver, NT_RULE_BAD_STATUS, "%s: STATUS_NOT_SUPPORTED",
			     wdf_step_names[step]);
	return status;
}

#define WDF_CALL(callback, ...)	\
	((callback) ? (callback)(wdf_device_to_handle(dev), ##__VA_ARGS__) : STATUS_SUCCESS)

static NTSTATUS wdf_step_client(struct wdf_device *dev, enum cx_step step,
				const struct cx_step_info *info)
{
	const WDF_PNPPOWER_EVENT_CALLBACKS *cb = &dev->pnp;

	switch (step) {
	case CX_PREPARE_HARDWARE:
	case CX_RELEASE_HARDWARE:
		return wdf_step_hardware(dev, step);
	case CX_D0_ENTRY:
		return WDF_CALL(cb->EvtDeviceD0Entry, info->state);
	case CX_D0_ENTRY_POST_INTERRUPTS_ENABLED:
		return WDF_CALL(cb->EvtDeviceD0EntryPostInterruptsEnabled, info->state);
	case CX_D0_EXIT_PRE_INTERRUPTS_DISABLED:
		return WDF_CALL(cb->EvtDeviceD0ExitPreInterruptsDisabled, info->state);
	case CX_D0_EXIT:
		return WDF_CALL(cb->EvtDeviceD0Exit, info->state);
	case CX_SELF_MANAGED_IO_INIT:
		return WDF_CALL(cb->EvtDeviceSelfManagedIoInit);
	case CX_SELF_MANAGED_IO_RESTART:
		return WDF_CALL(cb->EvtDeviceSelfManagedIoRestart);
	case CX_SELF_MANAGED_IO_SUSPEND:
		return WDF_CALL(cb->EvtDeviceSelfManagedIoSuspend);
	case CX_ARM_WAKE:
		return wdf_step_arm(dev, info->system);
	case CX_DISARM_WAKE:
		wdf_step_disarm(dev, info->system);
		return STATUS_SUCCESS;
	case CX_SURPRISE_REMOVAL:
		if (cb->EvtDeviceSurpriseRemoval)
			cb->EvtDeviceSurpriseRemoval(wdf_device_to_handle(dev));
		return STATUS_SUCCESS;
	case CX_SELF_MANAGED_IO_FLUSH:
		if (cb->EvtDeviceSelfManagedIoFlush)
			cb->EvtDeviceSelfManagedIoFlush(wdf_device_to_handle(dev));
		return STATUS_SUCCESS;
	case CX_SELF_MANAGED_IO_CLEANUP:
		if (cb->EvtDeviceSelfManagedIoCleanup)
			cb->EvtDeviceSelfManagedIoCleanup(wdf_device_to_handle(dev));
		return STATUS_SUCCESS;
	default:
		return STATUS_SUCCESS;
	}
}

/* All hooks of one kind. A start step ends at the first failure, a stop step
 * goes through and remembers it.
 */
static NTSTATUS wdf_step_hooks(struct wdf_device *dev, bool post,
			       const struct cx_step_info *info)
{
	bool stop = wdf_step_is_stop(info->step);
	NTSTATUS result = STATUS_SUCCESS;
	unsigned int i, n = dev->ext.count;

	for (i = 0; i < n; i++) {
		unsigned int at = stop ? n - 1 - i : i;
		const struct cx_device_ops *ops = dev->ext.entry[at].ops;
		NTSTATUS (*hook)(void *, WDFDEVICE, const struct cx_step_info *);
		NTSTATUS status;

		hook = post ? ops->post : ops->pre;
		if (!hook)
			continue;
		status = hook(dev->ext.entry[at].ctx, wdf_device_to_handle(dev), info);
		if (NT_SUCCESS(status))
			continue;
		dev_warn(dev->linux_dev, "%s %s %s: status %#x\n", ops->name,
			 post ? "after" : "before", wdf_step_names[info->step], (u32)status);
		result = status;
		if (!stop)
			break;
	}
	return result;
}

/**
 * wdf_step() - run one step
 * @dev: device
 * @step: which
 * @info: @state, @system, @armed, @woke and @lost are filled; the rest is set here.
 *	On return @status is the client's own status, WDF_STEP_NOT_CALLED if a
 *	pre hook of a start step kept it from being called
 *
 * Return: what counts: a failure of the client's, or of a hook.
 * Context: process, the PnP lock held except for CX_SURPRISE_REMOVAL.
 */
NTSTATUS wdf_step(struct wdf_device *dev, enum cx_step step, struct cx_step_info *info)
{
	NTSTATUS before, after = STATUS_SUCCESS;
	bool stop = wdf_step_is_stop(step);

	if (step != CX_SURPRISE_REMOVAL)
		lockdep_assert_held(&dev->pnp_lock);

	info->step = step;
	info->gone = wdf_device_gone(dev);
	info->status = WDF_STEP_NOT_CALLED;
	before = wdf_step_hooks(dev, false, info);
	if (!NT_SUCCESS(before) && !stop)
		return before;

	info->status = wdf_step_client(dev, step, info);
	trace_wdf_pnp_callback(dev_name(dev->linux_dev), wdf_step_names[step], info->status);
	if (!NT_SUCCESS(info->status)) {
		dev_warn(dev->linux_dev, "%s: %s failed, status %#x\n",
			 nt_driver_name(dev->base.driver), wdf_step_names[step],
			 (u32)info->status);
		if (!stop)
			return info->status;
	}
	after = wdf_step_hooks(dev, true, info);
	if (!NT_SUCCESS(info->status))
		return info->status;
	return NT_SUCCESS(before) ? after : before;
}
