// SPDX-License-Identifier: GPL-2.0
/*
 * When things happen: MbbCx's part in the PnP and power sequence of a device.
 * The hooks run in process context under the device's PnP lock, surprise
 * removal excepted, which may run beside any of them.
 *
 *	PREPARE_HARDWARE post		parameters checked, session 0
 *	D0_ENTRY pre			notifications count
 *	D0_ENTRY post			channel up
 *	DISARM_WAKE post		wake undone, if the client has not
 *	SELF_MANAGED_IO_INIT post	ports, OPEN (not waited for)
 *	SELF_MANAGED_IO_RESTART post	OPEN again, or go on if it stayed open
 *	SELF_MANAGED_IO_SUSPEND pre	commands held; on removal: ports away
 *	ARM_WAKE pre			wake armed
 *	D0_EXIT_PRE_INTERRUPTS post	CLOSE unless armed; channel down
 *	SURPRISE_REMOVAL pre		all commands end at once
 *	RELEASE_HARDWARE pre		sessions away
 *
 * A sequence may stop anywhere (a failed D0Entry, a removal out of D3), so the
 * steps of the way down do nothing where there is nothing to undo.
 */
#include "device.h"

#include <linux/device.h>

#include "trace.h"

#define MBB_QUIESCE_MS	3000	/* for commands on their way when the system sleeps */
#define MBB_DRAIN_MS	2000	/* for responses that are waiting to be fetched */

bool mbb_power_get(struct mbb_device *mbb)
{
	return !READ_ONCE(mbb->gone) && !cx_device_power_get(mbb->wdf, false);
}

void mbb_power_put(struct mbb_device *mbb)
{
	cx_device_power_put(mbb->wdf);
}

void mbb_power_put_later(struct mbb_device *mbb)
{
	atomic_inc(&mbb->puts);
	queue_work(mbb->wq, &mbb->idle_work);
}

/* ---- idle ---- */

/*
 * A session that is up must not lose its packets to an idle device: no idle
 * power-down where the client does not wake from it. Where it does, arming has
 * to succeed, or the device stays in D0 (mbb_power_arm_pre()), and is not asked
 * again.
 */
static void mbb_power_idle_work(struct work_struct *work)
{
	struct mbb_device *mbb = container_of(work, struct mbb_device, idle_work);
	bool block;

	while (atomic_add_unless(&mbb->puts, -1, 0))
		mbb_power_put(mbb);

	block = READ_ONCE(mbb->sessions_up) &&
		(READ_ONCE(mbb->s0_wake_refused) ||
		 (!cx_device_wakes_from_s0(mbb->wdf) && mbb_sessions_active(mbb)));
	if (block == mbb->idle_blocked)
		return;
	mbb->idle_blocked = block;
	cx_device_idle_block(mbb->wdf, block);
}

void mbb_power_sessions_changed(struct mbb_device *mbb)
{
	queue_work(mbb->wq, &mbb->idle_work);
}

/* ---- way up ---- */

static NTSTATUS mbb_power_prepare_pre(struct mbb_device *mbb)
{
	mbb->params_set = false;
	mbb->params_bad = false;
	mbb->max_fragment = 0;
	memset(&mbb->wake_caps, 0, sizeof(mbb->wake_caps));
	if (!mbb->initialized) {
		mbb_violation(mbb->wdf, MBB_NOT_INITIALIZED, "device start");
		return STATUS_INVALID_DEVICE_STATE;
	}
	mbb->preparing = true;
	return STATUS_SUCCESS;
}

static NTSTATUS mbb_power_prepare_post(struct mbb_device *mbb)
{
	unsigned long flags;
	int err;

	mbb->preparing = false;
	if (!mbb->params_set)
		mbb_violation(mbb->wdf, MBB_PARAMETERS,
			      "MbbDeviceSetMbimParameters was not called");
	if (!mbb->params_set || mbb->params_bad)
		return STATUS_INVALID_PARAMETER;

	spin_lock_irqsave(&mbb->lock, flags);
	mbb->gone = false;
	mbb->stopping = false;
	mbb->hold = true;
	mbb->open.max_transfer = mbb->max_fragment;
	mbb->s0_wake_refused = false;
	mbb->window = MBB_WINDOW_START;
	mbb->window_good = 0;
	mbb_state_set(mbb, MBB_STATE_DOWN, MBB_RESET_NONE);
	spin_unlock_irqrestore(&mbb->lock, flags);

	err = mbb_sessions_start(mbb);
	if (err) {
		dev_err(mbb->dev, "session 0 could not be made: %d\n", err);
		return STATUS_UNSUCCESSFUL;
	}
	WRITE_ONCE(mbb->sessions_up, true);
	return STATUS_SUCCESS;
}

static void mbb_power_d0_entry(struct mbb_device *mbb, const struct cx_step_info *info)
{
	unsigned long flags;

	if (mbb->wake.armed && (info->lost || !READ_ONCE(mbb->fn_open))) {
		/* The function forgot everything, OPEN included. */
		mbb_wake_forget(mbb);
		spin_lock_irqsave(&mbb->lock, flags);
		mbb->fn_open = false;
		mbb->admitted = false;
		mbb_state_set(mbb, MBB_STATE_DOWN, MBB_RESET_LOST);
		spin_unlock_irqrestore(&mbb->lock, flags);
	}
	/* An idle device is called back by us, most of the time; whatever waits
	 * after the machine's sleep has woken it, or would have.
	 */
	WRITE_ONCE(mbb->wake.listening, mbb->wake.armed && (info->woke || info->system));
	mbb_channel_start(mbb);
}

/* End of the way up, first or again: commands may flow. */
static void mbb_power_release(struct mbb_device *mbb)
{
	unsigned long flags;
	bool open;

	spin_lock_irqsave(&mbb->lock, flags);
	mbb->hold = false;
	open = mbb->fn_open;
	if (open) {
		mbb->admitted = true;
		mbb_state_set(mbb, MBB_STATE_OPEN, MBB_RESET_KEPT);
	}
	mbb_channel_kick(mbb);
	spin_unlock_irqrestore(&mbb->lock, flags);
	mbb_commands_power(mbb);
	mbb_dss_kick(mbb);
	if (!open)
		mbb_open_begin(mbb);
	else if (mbb->wake.silent)
		mbb_hang_suspect(mbb);
	else if (mbb->wake.system)
		mbb_catch_up(mbb);
	mbb->wake.silent = false;
}

/* SelfManagedIo runs: the first time, after a stop and start, after sleep. */
static NTSTATUS mbb_power_io_start(struct mbb_device *mbb)
{
	int err;

	mbb_wake_disarm(mbb);		/* if no DISARM_WAKE came */
	if (!READ_ONCE(mbb->ports_up) && !READ_ONCE(mbb->gone)) {
		err = mbb_dss_start(mbb);
		if (!err)
			err = mbb_ports_start(mbb);
		if (err) {
			dev_err(mbb->dev, "no control port: %d\n", err);
			return STATUS_UNSUCCESSFUL;
		}
		WRITE_ONCE(mbb->ports_up, true);
	}
	mbb_power_release(mbb);
	return STATUS_SUCCESS;
}

/* ---- way down ---- */

/*
 * The device will not come back, or not as the same: everybody above ends.
 * Order: commands fail, which lets everybody go who waits for one; bring-up, which
 * asks the ports for their subscriptions; the ports; the device service sessions;
 * then those inside EvtMbbDeviceCreateAdapter.
 */
static void mbb_power_stop_upper(struct mbb_device *mbb)
{
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	mbb->stopping = true;
	mbb->hold = true;
	mbb_commands_fail(mbb, MBB_FAIL_ALL, mbb->gone ? -ENODEV : -ESHUTDOWN, 0);
	spin_unlock_irqrestore(&mbb->lock, flags);
	mbb_open_cancel(mbb);
	cancel_work_sync(&mbb->bringup_work);

	if (READ_ONCE(mbb->ports_up)) {
		mbb_deliver_ports_off(mbb);
		mbb_ports_stop(mbb);
	}
	mbb_dss_stop(mbb);
	mbb_device_rundown(mbb);
}

/* Sleep: what is queued waits for the resume, what is on its way may finish. */
static void mbb_power_quiesce(struct mbb_device *mbb)
{
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	mbb->hold = true;
	spin_unlock_irqrestore(&mbb->lock, flags);
	mbb_dss_quiesce(mbb);
	if (mbb_commands_idle_wait(mbb, MBB_QUIESCE_MS))
		return;

	/* Their answers would wake the host: the function need not go on. */
	spin_lock_irqsave(&mbb->lock, flags);
	mbb_commands_abandon(mbb, -ESHUTDOWN);
	spin_unlock_irqrestore(&mbb->lock, flags);
}

static void mbb_power_io_suspend(struct mbb_device *mbb, const struct cx_step_info *info)
{
	if (info->gone || READ_ONCE(mbb->gone) || info->state == WdfPowerDeviceD3Final)
		mbb_power_stop_upper(mbb);
	else
		mbb_power_quiesce(mbb);
}

/* A failure keeps an idle device awake: closing the function instead would end
 * its sessions, and nobody asked for that.
 */
static NTSTATUS mbb_power_arm_pre(struct mbb_device *mbb, const struct cx_step_info *info)
{
	bool possible = mbb_wake_possible(mbb);

	mbb->wake.system = info->system;
	WRITE_ONCE(mbb->wake.told, false);
	mbb->wake.arming = true;
	mbb_wake_arm(mbb);
	if (!possible || mbb->wake.armed)
		return STATUS_SUCCESS;
	if (!info->system) {
		WRITE_ONCE(mbb->s0_wake_refused, true);
		mbb_power_sessions_changed(mbb);
	}
	return STATUS_UNSUCCESSFUL;
}

static void mbb_power_d0_exit(struct mbb_device *mbb, const struct cx_step_info *info)
{
	unsigned long flags;

	if (mbb->wake.armed && info->armed && !info->gone && READ_ONCE(mbb->fn_open)) {
		spin_lock_irqsave(&mbb->lock, flags);
		mbb_state_set(mbb, MBB_STATE_ARMED, MBB_RESET_NONE);
		spin_unlock_irqrestore(&mbb->lock, flags);
	} else {
		mbb_close(mbb);
		mbb_wake_forget(mbb);
	}
	if (!mbb_channel_drain(mbb, MBB_DRAIN_MS))
		dev_dbg(mbb->dev, "responses are left in the function\n");
	mbb_channel_stop(mbb);
}

/*
 * The hardware is gone. Everybody who waits for it gets an error now; what the
 * client still holds is waited for later, in channel_stop.
 */
static void mbb_power_gone(struct mbb_device *mbb)
{
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	mbb_state_set(mbb, MBB_STATE_GONE, MBB_RESET_LOST);
	mbb->gone = true;
	mbb->stopping = true;
	mbb->hold = true;
	mbb->fn_open = false;
	mbb->admitted = false;
	mbb_commands_fail(mbb, MBB_FAIL_ALL, -ENODEV, 0);
	complete_all(&mbb->open.closed);
	wake_up_all(&mbb->wait);
	spin_unlock_irqrestore(&mbb->lock, flags);
	mbb_open_cancel(mbb);
	mbb_dss_gone(mbb);
}

/* Also after a start that failed half-way: nothing may be left after it. */
static void mbb_power_release_hardware(struct mbb_device *mbb)
{
	unsigned long flags;

	mbb->preparing = false;
	mbb_power_stop_upper(mbb);
	mbb_close(mbb);			/* finds the channel down, or never up */
	mbb_channel_stop(mbb);
	mbb_wake_forget(mbb);
	mbb_dss_gone(mbb);
	if (READ_ONCE(mbb->sessions_up)) {
		mbb_deliver_sessions_off(mbb);
		flush_work(&mbb->idle_work);	/* it asks the sessions, too */
		mbb_sessions_stop(mbb);
	}
	/* The device's identity ends here: another SIM or modem may follow. */
	spin_lock_irqsave(&mbb->lock, flags);
	mbb->caps.radio = -1;
	mbb->caps.max_sessions = MBB_MAX_SESSIONS;
	spin_unlock_irqrestore(&mbb->lock, flags);
	/* The WDFDEVICE goes next: no power reference may be left behind. */
	mbb_power_sessions_changed(mbb);
	flush_work(&mbb->idle_work);
}

/* ---- the hooks ---- */

static NTSTATUS mbb_power_pre(void *ctx, WDFDEVICE device, const struct cx_step_info *info)
{
	struct mbb_device *mbb = ctx;

	switch (info->step) {
	case CX_PREPARE_HARDWARE:
		return mbb_power_prepare_pre(mbb);
	case CX_D0_ENTRY:
		mbb_channel_listen(mbb);
		break;
	case CX_DISARM_WAKE:
		mbb->wake.disarming = true;
		break;
	case CX_SURPRISE_REMOVAL:
		mbb_power_gone(mbb);
		break;
	case CX_SELF_MANAGED_IO_SUSPEND:
		mbb_power_io_suspend(mbb, info);
		break;
	case CX_ARM_WAKE:
		return mbb_power_arm_pre(mbb, info);
	case CX_RELEASE_HARDWARE:
		mbb_power_release_hardware(mbb);
		break;
	default:
		break;
	}
	return STATUS_SUCCESS;
}

static NTSTATUS mbb_power_post(void *ctx, WDFDEVICE device, const struct cx_step_info *info)
{
	struct mbb_device *mbb = ctx;

	switch (info->step) {
	case CX_PREPARE_HARDWARE:
		return mbb_power_prepare_post(mbb);
	case CX_D0_ENTRY:
		mbb_power_d0_entry(mbb, info);
		break;
	case CX_DISARM_WAKE:
		mbb->wake.disarming = false;
		mbb_wake_disarm(mbb);
		break;
	case CX_SELF_MANAGED_IO_INIT:
	case CX_SELF_MANAGED_IO_RESTART:
		return mbb_power_io_start(mbb);
	case CX_ARM_WAKE:
		mbb->wake.arming = false;
		break;
	case CX_D0_EXIT_PRE_INTERRUPTS_DISABLED:
		mbb_power_d0_exit(mbb, info);
		break;
	default:
		break;
	}
	return STATUS_SUCCESS;
}

static void mbb_power_created(void *ctx, WDFDEVICE device)
{
	mbb_device_created(ctx, device);
}

static void mbb_power_destroy(void *ctx)
{
	mbb_device_destroy(ctx);
}

const struct cx_device_ops mbb_cx_ops = {
	.name = "mbbcx",
	.owner = THIS_MODULE,
	.pre = mbb_power_pre,
	.post = mbb_power_post,
	.created = mbb_power_created,
	.destroy = mbb_power_destroy,
};

void mbb_power_init(struct mbb_device *mbb)
{
	INIT_WORK(&mbb->idle_work, mbb_power_idle_work);
}

void mbb_power_exit(struct mbb_device *mbb)
{
	cancel_work_sync(&mbb->idle_work);
}
