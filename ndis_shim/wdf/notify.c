// SPDX-License-Identifier: GPL-2.0
/*
 * State machines for clients to look at. A state is left and entered with the PnP lock
 * held, which lets callbacks sleep; who waits for power in one is told by the
 * verifier, as in any PnP callback.
 */
#include "wdf/notify.h"

#include <linux/export.h>
#include <linux/slab.h>

#include "nt/nt_internal.h"
#include "wdf/device_init.h"
#include "wdf/device_internal.h"

/**
 * struct wdf_notify - a callback for one state of one machine
 * @node: in wdf_machines.callbacks
 * @machine: which
 * @state: which
 * @types: StateNotification*
 * @pnp: for a machine of PnP; the others likewise
 * @power: for power
 * @policy: for power policy
 */
struct wdf_notify {
	struct list_head node;
	enum wdf_machine machine;
	int state;
	ULONG types;
	union {
		PFN_WDF_DEVICE_PNP_STATE_CHANGE_NOTIFICATION pnp;
		PFN_WDF_DEVICE_POWER_STATE_CHANGE_NOTIFICATION power;
		PFN_WDF_DEVICE_POWER_POLICY_STATE_CHANGE_NOTIFICATION policy;
	};
};

static const struct {
	int first;
	int null;
} wdf_machine_range[WDF_NUM_MACHINES] = {
	[WDF_MACHINE_PNP] = { WdfDevStatePnpObjectCreated, WdfDevStatePnpNull },
	[WDF_MACHINE_POWER] = { WdfDevStatePowerObjectCreated, WdfDevStatePowerNull },
	[WDF_MACHINE_POLICY] = { WdfDevStatePwrPolObjectCreated, WdfDevStatePwrPolNull },
};

void wdf_machines_init(struct wdf_machines *machines, struct list_head *callbacks)
{
	unsigned int i;

	INIT_LIST_HEAD(&machines->callbacks);
	list_splice_init(callbacks, &machines->callbacks);
	for (i = 0; i < WDF_NUM_MACHINES; i++) {
		machines->at[i].state = wdf_machine_range[i].first;
		machines->at[i].posted = true;
	}
}

void wdf_notify_free(struct list_head *callbacks)
{
	struct wdf_notify *notify, *next;

	list_for_each_entry_safe(notify, next, callbacks, node)
		kfree(notify);
	INIT_LIST_HEAD(callbacks);
}

/* ---- telling ---- */

/* EnterState and LeaveState are alike, and PostProcessState is the first half of them. */
static void wdf_notify_call(struct wdf_device *dev, const struct wdf_notify *notify,
			    WDF_STATE_NOTIFICATION_TYPE type, int current_state, int new_state)
{
	WDFDEVICE device = wdf_device_to_handle(dev);

	switch (notify->machine) {
	case WDF_MACHINE_PNP: {
		WDF_DEVICE_PNP_NOTIFICATION_DATA data = { .Type = type };

		data.Data.EnterState.CurrentState = current_state;
		data.Data.EnterState.NewState = new_state;
		notify->pnp(device, &data);
		break;
	}
	case WDF_MACHINE_POWER: {
		WDF_DEVICE_POWER_NOTIFICATION_DATA data = { .Type = type };

		data.Data.EnterState.CurrentState = current_state;
		data.Data.EnterState.NewState = new_state;
		notify->power(device, &data);
		break;
	}
	default: {
		WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA data = { .Type = type };

		data.Data.EnterState.CurrentState = current_state;
		data.Data.EnterState.NewState = new_state;
		notify->policy(device, &data);
		break;
	}
	}
}

/* @state: whose callbacks; one at most has been registered. */
static void wdf_notify(struct wdf_device *dev, enum wdf_machine machine, int state,
		       WDF_STATE_NOTIFICATION_TYPE type, int current_state, int new_state)
{
	struct wdf_notify *notify;

	list_for_each_entry(notify, &dev->machines.callbacks, node) {
		if (notify->machine == machine && notify->state == state &&
		    notify->types & type)
			wdf_notify_call(dev, notify, type, current_state, new_state);
	}
}

void wdf_machine_enter(struct wdf_device *dev, enum wdf_machine machine, int state, bool rest)
{
	typeof(&dev->machines.at[0]) at = &dev->machines.at[machine];
	int old = at->state;

	lockdep_assert_held(&dev->pnp_lock);

	if (old == state)
		return;
	if (!at->posted)
		wdf_notify(dev, machine, old, StateNotificationPostProcessState, old, 0);
	wdf_notify(dev, machine, old, StateNotificationLeaveState, old, state);
	wdf_notify(dev, machine, state, StateNotificationEnterState, old, state);
	WRITE_ONCE(at->state, state);
	at->posted = rest;
	if (rest)
		wdf_notify(dev, machine, state, StateNotificationPostProcessState, state, 0);
}

/* ---- which state is which ---- */

static bool wdf_machine_is(struct wdf_device *dev, enum wdf_machine machine, int state)
{
	return dev->machines.at[machine].state == state;
}

static void wdf_machines_entering(struct wdf_device *dev, bool first)
{
	int policy = WdfDevStatePwrPolS0NoWakePowerUp;

	if (dev->down_system)
		policy = WdfDevStatePwrPolSystemWakeDeviceToD0;
	else if (dev->armed)
		policy = WdfDevStatePwrPolS0WakeCompletePowerUp;
	if (first)
		policy = WdfDevStatePwrPolStarting;
	wdf_machine_enter(dev, WDF_MACHINE_POLICY, policy, false);
	wdf_machine_enter(dev, WDF_MACHINE_POWER,
			  first ? WdfDevStatePowerD0Starting : WdfDevStatePowerWaking, false);
}

static void wdf_machines_in_d0(struct wdf_device *dev)
{
	int policy = WdfDevStatePwrPolStarted;

	if (dev->idle_assigned)
		policy = wdf_idle_can_wake(dev) ? WdfDevStatePwrPolStartedWakeCapable :
						  WdfDevStatePwrPolStartedIdleCapable;
	if (wdf_machine_is(dev, WDF_MACHINE_POWER, WdfDevStatePowerD0Starting))
		wdf_machine_enter(dev, WDF_MACHINE_POLICY, WdfDevStatePwrPolStartingSucceeded,
				  false);
	wdf_machine_enter(dev, WDF_MACHINE_POWER, WdfDevStatePowerDecideD0State, false);
	wdf_machine_enter(dev, WDF_MACHINE_POWER, WdfDevStatePowerD0, true);
	wdf_machine_enter(dev, WDF_MACHINE_POLICY, policy, true);
}

static void wdf_machines_exiting(struct wdf_device *dev)
{
	int policy = wdf_idle_can_wake(dev) ? WdfDevStatePwrPolTimerExpiredWakeCapable :
					      WdfDevStatePwrPolTimerExpiredNoWake;
	bool stops = !wdf_machine_is(dev, WDF_MACHINE_PNP, WdfDevStatePnpStarted);

	if (stops)
		policy = WdfDevStatePwrPolStopping;
	else if (dev->down_system)
		policy = WdfDevStatePwrPolSleeping;
	wdf_machine_enter(dev, WDF_MACHINE_POLICY, policy, false);
	wdf_machine_enter(dev, WDF_MACHINE_POWER,
			  stops ? WdfDevStatePowerGotoD3Stopped : WdfDevStatePowerGotoDx, false);
}

static void wdf_machines_asleep(struct wdf_device *dev)
{
	int policy;

	if (dev->down_system)
		policy = dev->armed ? WdfDevStatePwrPolSystemAsleepWakeArmed :
				      WdfDevStatePwrPolSystemAsleepNoWake;
	else
		policy = dev->armed ? WdfDevStatePwrPolWaitingArmed :
				      WdfDevStatePwrPolWaitingUnarmed;
	wdf_machine_enter(dev, WDF_MACHINE_POWER,
			  dev->armed ? WdfDevStatePowerGotoDxIoStoppedArmedForWake :
				       WdfDevStatePowerGotoDxIoStopped, true);
	wdf_machine_enter(dev, WDF_MACHINE_POLICY, policy, true);
}

/* Before the first D0, or after the last. */
static void wdf_machines_prepared(struct wdf_device *dev, int old)
{
	bool failed = old == WDF_PNP_D0_ENTERING ||
		      wdf_machine_is(dev, WDF_MACHINE_PNP, WdfDevStatePnpHardwareAvailable);

	if (old == WDF_PNP_PREPARING)
		return;
	wdf_machine_enter(dev, WDF_MACHINE_POWER,
			  failed ? WdfDevStatePowerInitialPowerUpFailed : WdfDevStatePowerStopped,
			  true);
	wdf_machine_enter(dev, WDF_MACHINE_POLICY,
			  failed ? WdfDevStatePwrPolStartingFailed : WdfDevStatePwrPolStopped,
			  true);
}

static void wdf_machines_stopped(struct wdf_device *dev)
{
	if (wdf_machine_is(dev, WDF_MACHINE_PNP, WdfDevStatePnpStartedStopping))
		wdf_machine_enter(dev, WDF_MACHINE_PNP, WdfDevStatePnpStopped, true);
	else if (wdf_machine_is(dev, WDF_MACHINE_PNP, WdfDevStatePnpHardwareAvailable))
		wdf_machine_enter(dev, WDF_MACHINE_PNP, WdfDevStatePnpFailed, true);
}

void wdf_machines_follow(struct wdf_device *dev, int old)
{
	lockdep_assert_held(&dev->pnp_lock);

	switch (dev->state) {
	case WDF_PNP_ADDED:
		wdf_machine_enter(dev, WDF_MACHINE_PNP, WdfDevStatePnpInit, true);
		break;
	case WDF_PNP_PREPARING:
		wdf_machine_enter(dev, WDF_MACHINE_PNP,
				  old == WDF_PNP_STOPPED ? WdfDevStatePnpStartingFromStopped :
							   WdfDevStatePnpInitStarting, false);
		wdf_machine_enter(dev, WDF_MACHINE_PNP, WdfDevStatePnpHardwareAvailable, false);
		break;
	case WDF_PNP_PREPARED:
		wdf_machines_prepared(dev, old);
		break;
	case WDF_PNP_D0_ENTERING:
		wdf_machines_entering(dev, old == WDF_PNP_PREPARED);
		break;
	case WDF_PNP_STARTED:
		wdf_machines_in_d0(dev);
		break;
	case WDF_PNP_D0_EXITING:
		wdf_machines_exiting(dev);
		break;
	case WDF_PNP_SUSPENDED:
		wdf_machines_asleep(dev);
		break;
	case WDF_PNP_FAILED:
		wdf_machine_enter(dev, WDF_MACHINE_POWER, WdfDevStatePowerUpFailed, true);
		wdf_machine_enter(dev, WDF_MACHINE_PNP, WdfDevStatePnpFailed, true);
		break;
	case WDF_PNP_STOPPED:
		wdf_machines_stopped(dev);
		break;
	case WDF_PNP_REMOVED:
		wdf_machine_enter(dev, WDF_MACHINE_POWER, WdfDevStatePowerFinal, true);
		wdf_machine_enter(dev, WDF_MACHINE_POLICY, WdfDevStatePwrPolRemoved, true);
		wdf_machine_enter(dev, WDF_MACHINE_PNP, WdfDevStatePnpRemoved, true);
		break;
	default:
		break;
	}
}

/* ---- asking ---- */

static int wdf_machine_state(WDFDEVICE handle, enum wdf_machine machine, const char *who)
{
	struct wdf_device *dev = wdf_device_from_handle(handle, who);

	return dev ? READ_ONCE(dev->machines.at[machine].state) : 0;
}

WDF_DEVICE_PNP_STATE WdfDeviceGetDevicePnpState(WDFDEVICE Device)
{
	return wdf_machine_state(Device, WDF_MACHINE_PNP, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceGetDevicePnpState, NDIS_SHIM);

WDF_DEVICE_POWER_STATE WdfDeviceGetDevicePowerState(WDFDEVICE Device)
{
	return wdf_machine_state(Device, WDF_MACHINE_POWER, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceGetDevicePowerState, NDIS_SHIM);

WDF_DEVICE_POWER_POLICY_STATE WdfDeviceGetDevicePowerPolicyState(WDFDEVICE Device)
{
	return wdf_machine_state(Device, WDF_MACHINE_POLICY, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceGetDevicePowerPolicyState, NDIS_SHIM);

/* ---- registering ---- */

/* A callback that is to be filled in, or NULL and why not. */
static NTSTATUS wdf_notify_register(PWDFDEVICE_INIT handle, enum wdf_machine machine, int state,
				    bool callback, ULONG types, struct wdf_notify **out,
				    const char *who)
{
	struct WDFDEVICE_INIT *init = wdf_init_check(handle, who);
	struct wdf_notify *notify;

	if (!init || !callback || !types || types & ~StateNotificationAllTransitions ||
	    state < wdf_machine_range[machine].first || state >= wdf_machine_range[machine].null)
		return STATUS_INVALID_PARAMETER;
	/* A control device has no PnP. */
	if (!init->pdo)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (nt_irql_violation(init->driver, who))
		return STATUS_INVALID_DEVICE_STATE;
	list_for_each_entry(notify, &init->callbacks, node) {
		if (notify->machine == machine && notify->state == state)
			goto found;
	}
	notify = kzalloc(sizeof(*notify), GFP_KERNEL);
	if (!notify)
		return STATUS_INSUFFICIENT_RESOURCES;
	notify->machine = machine;
	notify->state = state;
	list_add_tail(&notify->node, &init->callbacks);
found:
	notify->types = types;
	*out = notify;
	return STATUS_SUCCESS;
}

NTSTATUS WdfDeviceInitRegisterPnpStateChangeCallback(
	PWDFDEVICE_INIT DeviceInit, WDF_DEVICE_PNP_STATE PnpState,
	PFN_WDF_DEVICE_PNP_STATE_CHANGE_NOTIFICATION EvtDevicePnpStateChange, ULONG CallbackTypes)
{
	struct wdf_notify *notify;
	NTSTATUS status;

	status = wdf_notify_register(DeviceInit, WDF_MACHINE_PNP, PnpState,
				     EvtDevicePnpStateChange, CallbackTypes, &notify, __func__);
	if (NT_SUCCESS(status))
		notify->pnp = EvtDevicePnpStateChange;
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitRegisterPnpStateChangeCallback, NDIS_SHIM);

NTSTATUS WdfDeviceInitRegisterPowerStateChangeCallback(
	PWDFDEVICE_INIT DeviceInit, WDF_DEVICE_POWER_STATE PowerState,
	PFN_WDF_DEVICE_POWER_STATE_CHANGE_NOTIFICATION EvtDevicePowerStateChange,
	ULONG CallbackTypes)
{
	struct wdf_notify *notify;
	NTSTATUS status;

	status = wdf_notify_register(DeviceInit, WDF_MACHINE_POWER, PowerState,
				     EvtDevicePowerStateChange, CallbackTypes, &notify, __func__);
	if (NT_SUCCESS(status))
		notify->power = EvtDevicePowerStateChange;
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitRegisterPowerStateChangeCallback, NDIS_SHIM);

NTSTATUS WdfDeviceInitRegisterPowerPolicyStateChangeCallback(
	PWDFDEVICE_INIT DeviceInit, WDF_DEVICE_POWER_POLICY_STATE PowerPolicyState,
	PFN_WDF_DEVICE_POWER_POLICY_STATE_CHANGE_NOTIFICATION EvtDevicePowerPolicyStateChange,
	ULONG CallbackTypes)
{
	struct wdf_notify *notify;
	NTSTATUS status;

	status = wdf_notify_register(DeviceInit, WDF_MACHINE_POLICY, PowerPolicyState,
				     EvtDevicePowerPolicyStateChange, CallbackTypes, &notify,
				     __func__);
	if (NT_SUCCESS(status))
		notify->policy = EvtDevicePowerPolicyStateChange;
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitRegisterPowerPolicyStateChangeCallback, NDIS_SHIM);
