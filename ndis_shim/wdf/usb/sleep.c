// SPDX-License-Identifier: GPL-2.0
/*
 * Before the machine sleeps, idle devices come back. What wakes a device from idle
 * (every packet) is not what is to wake the machine, and USB core leaves a device
 * alone that it finds asleep with remote wakeup as it should be.
 */
#include <linux/notifier.h>
#include <linux/suspend.h>
#include <linux/usb.h>

#include <wdf.h>

#include "wdf/usb/usb_internal.h"

static void wdf_usb_sleep_begin(struct wdf_usb_function *fn)
{
	/* One that does not come back sleeps on as it is. */
	if (!test_bit(WDF_USB_FN_SLEEP, &fn->flags) && !usb_autopm_get_interface(fn->control))
		set_bit(WDF_USB_FN_SLEEP, &fn->flags);
}

static void wdf_usb_sleep_end(struct wdf_usb_function *fn)
{
	if (test_and_clear_bit(WDF_USB_FN_SLEEP, &fn->flags))
		usb_autopm_put_interface_async(fn->control);
}

/* The task that is about to put the machine to sleep; no lock of the device. */
static int wdf_usb_sleep_notify(struct notifier_block *nb, unsigned long event, void *unused)
{
	struct wdf_usb_function *fn = container_of(nb, struct wdf_usb_function, sleep);

	switch (event) {
	case PM_SUSPEND_PREPARE:
	case PM_HIBERNATION_PREPARE:
	case PM_RESTORE_PREPARE:
		wdf_usb_sleep_begin(fn);
		break;
	case PM_POST_SUSPEND:
	case PM_POST_HIBERNATION:
	case PM_POST_RESTORE:
		wdf_usb_sleep_end(fn);
		break;
	}
	return NOTIFY_DONE;
}

/**
 * wdf_usb_sleep_start() - hear of the machine's sleep
 * @fn: function, started
 *
 * Context: process, probe().
 */
void wdf_usb_sleep_start(struct wdf_usb_function *fn)
{
	fn->sleep.notifier_call = wdf_usb_sleep_notify;
	register_pm_notifier(&fn->sleep);
}

/**
 * wdf_usb_sleep_stop() - undo wdf_usb_sleep_start(); harmless without it
 * @fn: function
 *
 * Waits for the notifier, which may be waiting for a resume: that takes the PnP
 * lock, but not the device lock, which the caller has.
 *
 * Context: process, disconnect(), PnP lock not held.
 */
void wdf_usb_sleep_stop(struct wdf_usb_function *fn)
{
	if (fn->sleep.notifier_call)
		unregister_pm_notifier(&fn->sleep);
	if (test_and_clear_bit(WDF_USB_FN_SLEEP, &fn->flags))
		usb_autopm_put_interface_no_suspend(fn->control);
}
