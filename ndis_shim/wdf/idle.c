// SPDX-License-Identifier: GPL-2.0
/*
 * Who keeps a device in D0, and what it may do when nobody does: power
 * references, S0 idle and Sx wake settings.
 */
#include <linux/export.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/device_internal.h"

/**
 * wdf_idle_power_get() - keep the device in D0
 * @dev: device
 * @count: whose references
 * @wait: return when it is in D0
 * @who: calling API, for the report
 *
 * Return: STATUS_SUCCESS (in D0), STATUS_PENDING (will be), or an error and no
 * reference.
 * Context: any; process, and no power callback of @dev, if @wait.
 */
NTSTATUS wdf_idle_power_get(struct wdf_device *dev, atomic_t *count, bool wait, const char *who)
{
	NTSTATUS status = STATUS_INVALID_DEVICE_STATE;
	enum wdf_pnp_state state;
	int err;

	if (wait && nt_irql_violation(dev->base.driver, who))
		return STATUS_INVALID_DEVICE_STATE;
	if (wait && wdf_pnp_is_mine(dev)) {
		nt_violation(dev->base.driver, NT_RULE_POWER_DEADLOCK, "%s", who);
		return STATUS_INVALID_DEVICE_STATE;
	}
	if (!wdf_device_enter(dev))
		return STATUS_DEVICE_REMOVED;
	state = READ_ONCE(dev->state);
	if (READ_ONCE(dev->pdo->gone)) {
		status = STATUS_DEVICE_REMOVED;
		goto out;
	}
	if (state < WDF_PNP_PREPARING || state >= WDF_PNP_FAILED)
		goto out;

	err = dev->pdo->bus->pm_get(dev->pdo, wait);
	if (err && err != -EINPROGRESS) {
		status = nt_status_from_errno(err);
		goto out;
	}
	atomic_inc(count);
	/* The bus may be up while the callbacks still run. */
	if (err || READ_ONCE(dev->state) != WDF_PNP_STARTED)
		status = STATUS_PENDING;
	else
		status = STATUS_SUCCESS;
out:
	wdf_device_leave(dev);
	return status;
}

bool wdf_idle_power_put(struct wdf_device *dev, atomic_t *count)
{
	if (atomic_dec_if_positive(count) < 0)
		return false;
	if (wdf_device_enter(dev)) {
		dev->pdo->bus->pm_put(dev->pdo);
		wdf_device_leave(dev);
	}
	return true;
}

/* @users is 0: nobody gets or puts any more. */
void wdf_idle_release(struct wdf_device *dev)
{
	int left = atomic_xchg(&dev->stop_idle, 0) + atomic_xchg(&dev->cx_power, 0) +
		   atomic_xchg(&dev->io.power, 0);

	if (dev->idle_block_ref)
		left++;
	dev->idle_block_ref = false;
	while (left-- > 0)
		dev->pdo->bus->pm_put(dev->pdo);
}

bool wdf_idle_allowed(struct wdf_device *dev)
{
	unsigned long flags;
	bool allowed;

	spin_lock_irqsave(&dev->idle_lock, flags);
	allowed = dev->idle_assigned && dev->idle.Enabled != WdfFalse && !dev->idle_blocked;
	spin_unlock_irqrestore(&dev->idle_lock, flags);
	return allowed && !atomic_read(&dev->stop_idle) && !atomic_read(&dev->cx_power) &&
	       !atomic_read(&dev->io.power);
}

bool wdf_idle_can_wake(struct wdf_device *dev)
{
	unsigned long flags;
	bool can;

	spin_lock_irqsave(&dev->idle_lock, flags);
	can = dev->idle_assigned && dev->idle.IdleCaps != IdleCannotWakeFromS0;
	spin_unlock_irqrestore(&dev->idle_lock, flags);
	return can;
}

bool wdf_sx_wake_enabled(struct wdf_device *dev)
{
	unsigned long flags;
	bool enabled;

	spin_lock_irqsave(&dev->idle_lock, flags);
	enabled = dev->wake_assigned && dev->wake.Enabled != WdfFalse;
	spin_unlock_irqrestore(&dev->idle_lock, flags);
	return enabled;
}

/**
 * cx_device_idle_block() - forbid or allow idle power-down as a whole
 * @device: device
 * @block: forbid
 *
 * Blocking a sleeping device wakes it.
 *
 * Context: any.
 */
void cx_device_idle_block(WDFDEVICE device, bool block)
{
	struct wdf_device *dev = wdf_device_from_handle(device, __func__);
	bool put = false, get = false;
	unsigned long flags;
	int err;

	if (!dev || !wdf_device_enter(dev))
		return;
	spin_lock_irqsave(&dev->idle_lock, flags);
	if (block != dev->idle_blocked) {
		dev->idle_blocked = block;
		get = block;
		put = !block && dev->idle_block_ref;
		if (put)
			dev->idle_block_ref = false;
	}
	spin_unlock_irqrestore(&dev->idle_lock, flags);

	if (get) {
		err = dev->pdo->bus->pm_get(dev->pdo, false);
		if (!err || err == -EINPROGRESS) {
			spin_lock_irqsave(&dev->idle_lock, flags);
			/* Allowed again meanwhile: it is ours to drop. */
			put = !dev->idle_blocked || dev->idle_block_ref;
			if (!put)
				dev->idle_block_ref = true;
			spin_unlock_irqrestore(&dev->idle_lock, flags);
		}
	}
	if (put)
		dev->pdo->bus->pm_put(dev->pdo);
	wdf_device_leave(dev);
}
EXPORT_SYMBOL_NS_GPL(cx_device_idle_block, NDIS_SHIM_INTERNAL);

bool cx_device_wakes_from_s0(WDFDEVICE device)
{
	struct wdf_device *dev = wdf_device_from_handle(device, __func__);

	return dev && wdf_idle_can_wake(dev);
}
EXPORT_SYMBOL_NS_GPL(cx_device_wakes_from_s0, NDIS_SHIM_INTERNAL);

int cx_device_power_get(WDFDEVICE device, bool wait)
{
	struct wdf_device *dev = wdf_device_from_handle(device, __func__);
	NTSTATUS status;

	if (!dev)
		return -ENODEV;
	status = wdf_idle_power_get(dev, &dev->cx_power, wait, __func__);
	return NT_SUCCESS(status) ? 0 : nt_errno_from_status(status);
}
EXPORT_SYMBOL_NS_GPL(cx_device_power_get, NDIS_SHIM_INTERNAL);

void cx_device_power_put(WDFDEVICE device)
{
	struct wdf_device *dev = wdf_device_from_handle(device, __func__);

	if (dev)
		WARN_ON_ONCE(!wdf_idle_power_put(dev, &dev->cx_power));
}
EXPORT_SYMBOL_NS_GPL(cx_device_power_put, NDIS_SHIM_INTERNAL);

NTSTATUS WdfDeviceStopIdle(WDFDEVICE Device, BOOLEAN WaitForD0)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);

	if (!dev)
		return STATUS_INVALID_HANDLE;
	return wdf_idle_power_get(dev, &dev->stop_idle, WaitForD0, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceStopIdle, NDIS_SHIM);

VOID WdfDeviceResumeIdle(WDFDEVICE Device)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);

	if (dev && !wdf_idle_power_put(dev, &dev->stop_idle))
		nt_violation(dev->base.driver, NT_RULE_STOP_IDLE_UNBALANCED, "%s", __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceResumeIdle, NDIS_SHIM);

static NTSTATUS wdf_idle_check(PWDF_DEVICE_POWER_POLICY_IDLE_SETTINGS settings)
{
	if (!settings)
		return STATUS_INVALID_PARAMETER;
	if (settings->Size != sizeof(*settings))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (settings->IdleCaps < IdleCannotWakeFromS0 ||
	    settings->IdleCaps > IdleUsbSelectiveSuspend)
		return STATUS_INVALID_PARAMETER;
	if (settings->DxState != PowerDeviceMaximum &&
	    (settings->DxState < PowerDeviceD1 || settings->DxState > PowerDeviceD3))
		return STATUS_INVALID_PARAMETER;
	if (settings->Enabled < WdfFalse || settings->Enabled > WdfUseDefault)
		return STATUS_INVALID_PARAMETER;
	if (settings->IdleTimeoutType < DriverManagedIdleTimeout ||
	    settings->IdleTimeoutType > SystemManagedIdleTimeoutWithHint)
		return STATUS_INVALID_PARAMETER;
	return STATUS_SUCCESS;
}

/* User control is Linux' power/control attribute whatever the setting says. A
 * timeout that the system manages is the bus's default.
 */
NTSTATUS WdfDeviceAssignS0IdleSettings(WDFDEVICE Device,
				       PWDF_DEVICE_POWER_POLICY_IDLE_SETTINGS Settings)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);
	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS old;
	bool old_assigned;
	NTSTATUS status;
	int timeout, err = 0;

	if (!dev)
		return STATUS_INVALID_HANDLE;
	status = wdf_idle_check(Settings);
	if (!NT_SUCCESS(status))
		return status;
	if (nt_irql_violation(dev->base.driver, __func__) || !wdf_device_enter(dev))
		return STATUS_INVALID_DEVICE_STATE;

	timeout = min_t(ULONG, Settings->IdleTimeout, INT_MAX);
	if (Settings->IdleTimeoutType == SystemManagedIdleTimeout ||
	    Settings->IdleTimeout == IdleTimeoutDefaultConstant)
		timeout = -1;
	spin_lock_irq(&dev->idle_lock);
	old = dev->idle;
	old_assigned = dev->idle_assigned;
	dev->idle = *Settings;
	dev->idle_assigned = true;
	spin_unlock_irq(&dev->idle_lock);
	if (dev->pdo->bus->set_idle)
		err = dev->pdo->bus->set_idle(dev->pdo, Settings->Enabled != WdfFalse,
					      Settings->IdleCaps != IdleCannotWakeFromS0,
					      timeout);
	wdf_device_leave(dev);
	if (!err)
		return STATUS_SUCCESS;

	spin_lock_irq(&dev->idle_lock);
	dev->idle = old;
	dev->idle_assigned = old_assigned;
	spin_unlock_irq(&dev->idle_lock);
	return err == -EOPNOTSUPP ? STATUS_POWER_STATE_INVALID : nt_status_from_errno(err);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceAssignS0IdleSettings, NDIS_SHIM);

/* User control is Linux' power/wakeup attribute; devices here have no children
 * that could be armed.
 */
NTSTATUS WdfDeviceAssignSxWakeSettings(WDFDEVICE Device,
				       PWDF_DEVICE_POWER_POLICY_WAKE_SETTINGS Settings)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);

	if (!dev)
		return STATUS_INVALID_HANDLE;
	if (!Settings)
		return STATUS_INVALID_PARAMETER;
	if (Settings->Size != sizeof(*Settings))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (Settings->DxState != PowerDeviceMaximum &&
	    (Settings->DxState < PowerDeviceD1 || Settings->DxState > PowerDeviceD3))
		return STATUS_INVALID_PARAMETER;
	if (Settings->Enabled < WdfFalse || Settings->Enabled > WdfUseDefault)
		return STATUS_INVALID_PARAMETER;
	if (nt_irql_violation(dev->base.driver, __func__))
		return STATUS_INVALID_DEVICE_STATE;

	spin_lock_irq(&dev->idle_lock);
	dev->wake = *Settings;
	dev->wake_assigned = true;
	spin_unlock_irq(&dev->idle_lock);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceAssignSxWakeSettings, NDIS_SHIM);
