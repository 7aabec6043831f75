// SPDX-License-Identifier: GPL-2.0
/*
 * The PnP state machine: what the buses call, in which states it is allowed,
 * and what follows from a failure.
 *
 *	   ADDING - ADDED - PREPARING - PREPARED - D0_ENTERING - STARTED
 *	                        |           |           |           |
 *	                        |           |           |      D0_EXITING - SUSPENDED
 *	                        |           |           |           |          |
 *	STOPPED -------- RELEASING ---------+-- FAILED -+-----------+----------+
 *	   |
 *	REMOVING - REMOVED
 *
 * One mutex per device serialises all callbacks except EvtDeviceSurpriseRemoval.
 */
#include <kunit/visibility.h>
#include <linux/device.h>
#include <linux/kernel.h>

#include "nt/nt_internal.h"
#include "trace.h"
#include "verifier.h"
#include "wdf/device_internal.h"
#include "wdf/driver.h"

static const char * const wdf_pnp_names[WDF_PNP_NUM_STATES] = {
	[WDF_PNP_ADDING] = "adding",
	[WDF_PNP_ADDED] = "added",
	[WDF_PNP_PREPARING] = "preparing",
	[WDF_PNP_PREPARED] = "prepared",
	[WDF_PNP_D0_ENTERING] = "D0 entering",
	[WDF_PNP_STARTED] = "started",
	[WDF_PNP_D0_EXITING] = "D0 exiting",
	[WDF_PNP_SUSPENDED] = "suspended",
	[WDF_PNP_FAILED] = "failed",
	[WDF_PNP_RELEASING] = "releasing",
	[WDF_PNP_STOPPED] = "stopped",
	[WDF_PNP_REMOVING] = "removing",
	[WDF_PNP_REMOVED] = "removed",
};

static const u16 wdf_pnp_next[WDF_PNP_NUM_STATES] = {
	[WDF_PNP_ADDING] = BIT(WDF_PNP_ADDED) | BIT(WDF_PNP_REMOVING),
	[WDF_PNP_ADDED] = BIT(WDF_PNP_PREPARING) | BIT(WDF_PNP_REMOVING),
	[WDF_PNP_PREPARING] = BIT(WDF_PNP_PREPARED) | BIT(WDF_PNP_RELEASING),
	[WDF_PNP_PREPARED] = BIT(WDF_PNP_D0_ENTERING) | BIT(WDF_PNP_RELEASING),
	[WDF_PNP_D0_ENTERING] = BIT(WDF_PNP_STARTED) | BIT(WDF_PNP_D0_EXITING) |
				BIT(WDF_PNP_PREPARED) | BIT(WDF_PNP_FAILED),
	[WDF_PNP_STARTED] = BIT(WDF_PNP_D0_EXITING),
	[WDF_PNP_D0_EXITING] = BIT(WDF_PNP_SUSPENDED) | BIT(WDF_PNP_PREPARED) |
			       BIT(WDF_PNP_STARTED) | BIT(WDF_PNP_FAILED),
	[WDF_PNP_SUSPENDED] = BIT(WDF_PNP_D0_ENTERING) | BIT(WDF_PNP_RELEASING),
	[WDF_PNP_FAILED] = BIT(WDF_PNP_RELEASING),
	[WDF_PNP_RELEASING] = BIT(WDF_PNP_STOPPED),
	[WDF_PNP_STOPPED] = BIT(WDF_PNP_PREPARING) | BIT(WDF_PNP_REMOVING),
	[WDF_PNP_REMOVING] = BIT(WDF_PNP_REMOVED),
};

/* Protects wdf_pdo.fdo against surprise removals, which come at any time. */
static DEFINE_SPINLOCK(wdf_fdo_lock);

const char *wdf_pnp_state_name(enum wdf_pnp_state state)
{
	return wdf_pnp_names[state];
}

/* The one place where a state changes. */
void wdf_pnp_set_state(struct wdf_device *dev, enum wdf_pnp_state state)
{
	enum wdf_pnp_state old = dev->state;

	lockdep_assert_held(&dev->pnp_lock);

	WARN_ONCE(!(wdf_pnp_next[dev->state] & BIT(state)), "ndis_shim: %s: %s -> %s\n",
		  dev_name(dev->linux_dev), wdf_pnp_names[dev->state], wdf_pnp_names[state]);
	trace_wdf_pnp_state(dev_name(dev->linux_dev), wdf_pnp_names[dev->state],
			    wdf_pnp_names[state]);
	WRITE_ONCE(dev->state, state);
	wdf_machines_follow(dev, old);
}

void wdf_pnp_lock(struct wdf_device *dev)
{
	mutex_lock(&dev->pnp_lock);
	WRITE_ONCE(dev->pnp_owner, current);
}

void wdf_pnp_unlock(struct wdf_device *dev)
{
	WRITE_ONCE(dev->pnp_owner, NULL);
	mutex_unlock(&dev->pnp_lock);
}

bool wdf_pnp_is_mine(struct wdf_device *dev)
{
	return READ_ONCE(dev->pnp_owner) == current;
}

static void wdf_pnp_release(struct wdf_device *dev)
{
	struct cx_step_info info = { .state = WdfPowerDeviceD3Final };

	wdf_pnp_set_state(dev, WDF_PNP_RELEASING);
	wdf_step(dev, CX_RELEASE_HARDWARE, &info);
	WRITE_ONCE(dev->power_state, WdfPowerDeviceD3Final);
	dev->armed = false;
	dev->down_system = false;
	wdf_pnp_set_state(dev, WDF_PNP_STOPPED);
}

/* From ADDED or STOPPED to STARTED, or to STOPPED when something fails. */
static NTSTATUS wdf_pnp_start(struct wdf_device *dev)
{
	struct cx_step_info info = { .state = WdfPowerDeviceD3Final };
	NTSTATUS status;

	wdf_pnp_set_state(dev, WDF_PNP_PREPARING);
	status = wdf_step(dev, CX_PREPARE_HARDWARE, &info);
	/* Also after a failure: the client may have got half of its resources. */
	if (!NT_SUCCESS(status))
		goto err_release;

	wdf_pnp_set_state(dev, WDF_PNP_PREPARED);
	if (wdf_device_gone(dev)) {
		status = STATUS_NO_SUCH_DEVICE;
		goto err_release;
	}
	status = wdf_power_up(dev, true, true, false);
	if (!NT_SUCCESS(status))
		goto err_release;
	wdf_machine_enter(dev, WDF_MACHINE_PNP, WdfDevStatePnpEnableInterfaces, false);
	wdf_io_names_start(dev);
	wdf_machine_enter(dev, WDF_MACHINE_PNP, WdfDevStatePnpStarted, true);
	return STATUS_SUCCESS;

err_release:
	wdf_pnp_release(dev);
	return status;
}

/* To STOPPED from wherever it is; ADDED stays. */
static void wdf_pnp_stop(struct wdf_device *dev, bool remove)
{
	const struct wdf_power_down down = {
		.final = true,
		.remove = remove,
		.next = WDF_PNP_PREPARED,
	};

	if (dev->state == WDF_PNP_STARTED || dev->state == WDF_PNP_SUSPENDED)
		wdf_machine_enter(dev, WDF_MACHINE_PNP,
				  remove ? WdfDevStatePnpRemovingDisableInterfaces :
					   WdfDevStatePnpStartedStopping, false);
	wdf_io_names_stop(dev, false);
	if (dev->state == WDF_PNP_STARTED)
		wdf_power_down(dev, &down);
	if (dev->state == WDF_PNP_PREPARED || dev->state == WDF_PNP_SUSPENDED ||
	    dev->state == WDF_PNP_FAILED)
		wdf_pnp_release(dev);
}

static void wdf_pnp_remove(struct wdf_device *dev)
{
	struct cx_step_info info = { .state = WdfPowerDeviceD3Final };

	wdf_pnp_stop(dev, true);
	wdf_pnp_set_state(dev, WDF_PNP_REMOVING);
	if (dev->smio != WDF_SMIO_CREATED)
		wdf_step(dev, CX_SELF_MANAGED_IO_FLUSH, &info);
	wdf_io_purge(dev);
	if (dev->smio != WDF_SMIO_CREATED)
		wdf_step(dev, CX_SELF_MANAGED_IO_CLEANUP, &info);
	dev->smio = WDF_SMIO_CREATED;
	wdf_pnp_set_state(dev, WDF_PNP_REMOVED);
}

/* The client learns of hardware that it has met. */
static void wdf_pnp_surprise(struct wdf_device *dev)
{
	struct cx_step_info info = { .state = WdfPowerDeviceD3Final };

	lockdep_assert_held(&dev->surprise_lock);

	if (dev->surprised)
		return;
	dev->surprised = true;
	switch (READ_ONCE(dev->state)) {
	case WDF_PNP_PREPARED:
	case WDF_PNP_D0_ENTERING:
	case WDF_PNP_STARTED:
	case WDF_PNP_D0_EXITING:
	case WDF_PNP_SUSPENDED:
	case WDF_PNP_FAILED:
		wdf_step(dev, CX_SURPRISE_REMOVAL, &info);
		break;
	default:
		break;
	}
}

static struct wdf_device *wdf_pdo_hold_fdo(struct wdf_pdo *pdo)
{
	struct wdf_device *dev;

	spin_lock_irq(&wdf_fdo_lock);
	dev = pdo->fdo;
	if (dev)
		wdf_object_hold(&dev->base);
	spin_unlock_irq(&wdf_fdo_lock);
	return dev;
}

/* EvtDriverDeviceAdd: a WDFDEVICE, or why there is none. */
static NTSTATUS wdf_pdo_device_add(struct wdf_pdo *pdo, struct wdf_device **dev)
{
	struct WDFDEVICE_INIT *init;
	NTSTATUS status;

	*dev = NULL;
	init = wdf_init_alloc(pdo);
	if (!init)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = wdf_driver_device_add(pdo->driver, init);
	*dev = init->device;
	if (!NT_SUCCESS(status))
		dev_warn(pdo->dev, "%s: EvtDriverDeviceAdd failed, status %#x\n",
			 nt_driver_name(pdo->driver), (u32)status);
	if (NT_SUCCESS(status) && !*dev) {
		nt_violation(pdo->driver, NT_RULE_WRONG_PNP_STATE,
			     "EvtDriverDeviceAdd succeeded without WdfDeviceCreate");
		status = STATUS_INVALID_DEVICE_STATE;
	}
	wdf_init_free(init);
	return status;
}

/* Nobody can refuse to let go of a device here; the client may prepare. */
static void wdf_pnp_query_remove(struct wdf_device *dev)
{
	NTSTATUS status;

	lockdep_assert_held(&dev->pnp_lock);

	if (dev->state != WDF_PNP_STARTED)
		return;
	wdf_machine_enter(dev, WDF_MACHINE_PNP, WdfDevStatePnpQueryRemoveAskDriver, false);
	if (!dev->pnp.EvtDeviceQueryRemove)
		goto out;
	status = dev->pnp.EvtDeviceQueryRemove(wdf_device_to_handle(dev));
	if (!NT_SUCCESS(status))
		dev_info(dev->linux_dev, "%s would rather not be removed, status %#x\n",
			 nt_driver_name(dev->base.driver), (u32)status);
out:
	wdf_machine_enter(dev, WDF_MACHINE_PNP, WdfDevStatePnpQueryRemovePending, false);
	wdf_machine_enter(dev, WDF_MACHINE_PNP, WdfDevStatePnpQueriedRemoving, false);
}

/* Whatever state it is in: to its end. */
static void wdf_pdo_teardown(struct wdf_pdo *pdo, struct wdf_device *dev)
{
	bool orderly;

	wdf_io_unpublish(dev);
	/* Later surprises find nothing; an earlier one is over after this. */
	mutex_lock(&dev->surprise_lock);
	if (READ_ONCE(pdo->gone) || test_bit(0, &dev->failed))
		wdf_pnp_surprise(dev);
	orderly = !dev->surprised;
	dev->surprised = true;
	mutex_unlock(&dev->surprise_lock);

	wdf_pnp_lock(dev);
	if (orderly)
		wdf_pnp_query_remove(dev);
	else
		wdf_machine_enter(dev, WDF_MACHINE_PNP, WdfDevStatePnpSurpriseRemove, false);
	wdf_pnp_remove(dev);
	wdf_pnp_unlock(dev);

	spin_lock_irq(&wdf_fdo_lock);
	pdo->fdo = NULL;
	spin_unlock_irq(&wdf_fdo_lock);
	wdf_io_shutdown(dev);
	wdf_device_destroy(dev);
}

int wdf_pdo_add(struct wdf_pdo *pdo)
{
	struct wdf_device *dev;
	NTSTATUS status;

	might_sleep();
	status = wdf_pdo_device_add(pdo, &dev);
	if (!dev)
		return nt_errno_from_status(status);

	wdf_pnp_lock(dev);
	if (NT_SUCCESS(status)) {
		wdf_io_ready(dev);
		wdf_pnp_set_state(dev, WDF_PNP_ADDED);
		status = wdf_pnp_start(dev);
	}
	wdf_pnp_unlock(dev);
	if (NT_SUCCESS(status))
		return 0;

	wdf_pdo_teardown(pdo, dev);
	return nt_errno_from_status(status);
}
EXPORT_SYMBOL_IF_KUNIT(wdf_pdo_add);

void wdf_pdo_surprise(struct wdf_pdo *pdo)
{
	struct wdf_device *dev;

	might_sleep();
	WRITE_ONCE(pdo->gone, true);
	dev = wdf_pdo_hold_fdo(pdo);
	if (!dev)
		return;
	mutex_lock(&dev->surprise_lock);
	wdf_pnp_surprise(dev);
	mutex_unlock(&dev->surprise_lock);
	wdf_object_unhold(&dev->base);
}
EXPORT_SYMBOL_IF_KUNIT(wdf_pdo_surprise);

void wdf_pdo_remove(struct wdf_pdo *pdo)
{
	might_sleep();
	if (pdo->fdo)
		wdf_pdo_teardown(pdo, pdo->fdo);
}
EXPORT_SYMBOL_IF_KUNIT(wdf_pdo_remove);

int wdf_pdo_suspend(struct wdf_pdo *pdo, bool system, bool wake)
{
	struct wdf_power_down down = { .system = system, .next = WDF_PNP_SUSPENDED };
	struct wdf_device *dev = pdo->fdo;
	int err = 0;

	might_sleep();
	if (!dev)
		return 0;
	wdf_pnp_lock(dev);
	/* Not in D0: nothing to leave. */
	if (dev->state != WDF_PNP_STARTED)
		goto out;
	if (system) {
		down.arm = wake && wdf_sx_wake_enabled(dev);
		WRITE_ONCE(dev->system_action, PowerActionSleep);
	} else {
		down.arm = wake && wdf_idle_can_wake(dev);
		if (!wdf_idle_allowed(dev)) {
			err = -EBUSY;
			goto out;
		}
	}
	err = wdf_power_down(dev, &down);
out:
	wdf_pnp_unlock(dev);
	return err;
}
EXPORT_SYMBOL_IF_KUNIT(wdf_pdo_suspend);

int wdf_pdo_resume(struct wdf_pdo *pdo, bool lost, bool woke)
{
	struct wdf_device *dev = pdo->fdo;
	NTSTATUS status = STATUS_SUCCESS;

	might_sleep();
	if (!dev)
		return 0;
	wdf_pnp_lock(dev);
	if (dev->state == WDF_PNP_FAILED)
		status = STATUS_INVALID_DEVICE_STATE;
	else if (dev->state == WDF_PNP_SUSPENDED && wdf_device_gone(dev))
		status = STATUS_NO_SUCH_DEVICE;	/* no D0Entry; removal is on its way */
	else if (dev->state == WDF_PNP_SUSPENDED)
		status = wdf_power_up(dev, false, lost, woke);
	if (!NT_SUCCESS(status) && !wdf_device_gone(dev))
		wdf_device_fail(dev, true, "it did not come back to D0");
	wdf_pnp_unlock(dev);
	return nt_errno_from_status(status);
}
EXPORT_SYMBOL_IF_KUNIT(wdf_pdo_resume);

/* In one piece under the PnP lock: nobody sees it down. */
static bool wdf_pnp_cycle(struct wdf_device *dev)
{
	static const struct wdf_power_down down = {
		.system = true,
		.next = WDF_PNP_SUSPENDED,
	};
	NTSTATUS status = STATUS_NO_SUCH_DEVICE;
	bool cycled;

	wdf_pnp_lock(dev);
	cycled = dev->state == WDF_PNP_STARTED && !wdf_device_gone(dev);
	if (cycled) {
		wdf_power_down(dev, &down);
		if (!wdf_device_gone(dev))
			status = wdf_power_up(dev, false, true, false);
		if (!NT_SUCCESS(status) && !wdf_device_gone(dev))
			wdf_device_fail(dev, true, "it did not come back to D0");
	}
	wdf_pnp_unlock(dev);
	return cycled;
}

bool cx_device_power_cycle(WDFDEVICE device)
{
	struct wdf_device *dev = wdf_device_from_handle(device, __func__);
	bool cycled;

	might_sleep();
	if (!dev || WARN_ON_ONCE(wdf_pnp_is_mine(dev)) || !wdf_device_enter(dev))
		return false;
	cycled = wdf_pnp_cycle(dev);
	wdf_device_leave(dev);
	return cycled;
}
EXPORT_SYMBOL_NS_GPL(cx_device_power_cycle, NDIS_SHIM_INTERNAL);

void wdf_pdo_shutdown(struct wdf_pdo *pdo)
{
	static const struct wdf_power_down down = {
		.system = true,
		.final = true,
		.next = WDF_PNP_SUSPENDED,
	};
	struct wdf_device *dev = pdo->fdo;

	might_sleep();
	if (!dev)
		return;
	wdf_pnp_lock(dev);
	if (dev->state == WDF_PNP_STARTED) {
		WRITE_ONCE(dev->system_action, PowerActionShutdown);
		wdf_power_down(dev, &down);
	}
	wdf_pnp_unlock(dev);
}
EXPORT_SYMBOL_IF_KUNIT(wdf_pdo_shutdown);

static NTSTATUS wdf_pnp_query_stop(struct wdf_device *dev)
{
	bool started = dev->machines.at[WDF_MACHINE_PNP].state == WdfDevStatePnpStarted;
	NTSTATUS status = STATUS_SUCCESS;

	lockdep_assert_held(&dev->pnp_lock);

	if (started)
		wdf_machine_enter(dev, WDF_MACHINE_PNP, WdfDevStatePnpQueryStopStaticCheck, false);
	if (READ_ONCE(dev->not_stoppable)) {
		status = STATUS_INVALID_DEVICE_STATE;
	} else if (dev->pnp.EvtDeviceQueryStop) {
		if (started)
			wdf_machine_enter(dev, WDF_MACHINE_PNP,
					  WdfDevStatePnpQueryStopAskDriver, false);
		status = dev->pnp.EvtDeviceQueryStop(wdf_device_to_handle(dev));
	}
	if (started)
		wdf_machine_enter(dev, WDF_MACHINE_PNP,
				  NT_SUCCESS(status) ? WdfDevStatePnpQueryStopPending :
						       WdfDevStatePnpStarted, !NT_SUCCESS(status));
	return status;
}

int wdf_pdo_stop(struct wdf_pdo *pdo)
{
	struct wdf_device *dev = pdo->fdo;
	NTSTATUS status;

	might_sleep();
	if (!dev)
		return 0;
	wdf_pnp_lock(dev);
	status = wdf_pnp_query_stop(dev);
	if (NT_SUCCESS(status))
		wdf_pnp_stop(dev, false);
	wdf_pnp_unlock(dev);
	return NT_SUCCESS(status) ? 0 : -EBUSY;
}
EXPORT_SYMBOL_IF_KUNIT(wdf_pdo_stop);

int wdf_pdo_start(struct wdf_pdo *pdo)
{
	struct wdf_device *dev = pdo->fdo;
	NTSTATUS status = STATUS_SUCCESS;

	might_sleep();
	if (!dev)
		return -ENODEV;
	wdf_pnp_lock(dev);
	if (dev->state == WDF_PNP_STOPPED)
		status = wdf_pnp_start(dev);
	wdf_pnp_unlock(dev);
	return nt_errno_from_status(status);
}
EXPORT_SYMBOL_IF_KUNIT(wdf_pdo_start);
