// SPDX-License-Identifier: GPL-2.0
/*
 * USB power management, both ways: USB core's suspend, resume and reset as
 * power transitions of the WDFDEVICE, and the WDFDEVICE's wishes as runtime PM.
 *
 * All interfaces of a function share one device and one power state: the first
 * callback of a kind acts, the others find it done. USB core keeps the device
 * accessible until the last suspend() has returned and makes it so before the
 * first resume().
 */
#include <linux/pm_runtime.h>
#include <linux/usb.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "wdf/power_call.h"
#include "wdf/usb/usb_internal.h"

static struct wdf_usb_function *wdf_usb_function_from_pdo(struct wdf_pdo *pdo)
{
	return container_of(pdo, struct wdf_usb_function, pdo);
}

/* ---- USB core asks ---- */

/* One transition, on its way through wdf_power_call(). */
struct wdf_usb_transition {
	struct wdf_usb_function *fn;
	bool system;
	bool wake;
	bool lost;
	bool woke;
};

static int wdf_usb_power_down(void *arg)
{
	struct wdf_usb_transition *t = arg;
	int err;

	wdf_usb_watch_start(t->fn);
	err = wdf_pdo_suspend(&t->fn->pdo, t->system, t->wake);
	wdf_usb_watch_stop(t->fn);
	return err;
}

static int wdf_usb_power_up(void *arg)
{
	struct wdf_usb_transition *t = arg;
	int err;

	wdf_usb_watch_start(t->fn);
	err = wdf_pdo_resume(&t->fn->pdo, t->lost, t->woke);
	wdf_usb_watch_stop(t->fn);
	return err;
}

int wdf_usb_suspend(struct usb_interface *intf, pm_message_t msg)
{
	struct wdf_usb_transition t = {
		.fn = usb_get_intfdata(intf),
		.system = !PMSG_IS_AUTO(msg),
	};
	int err;

	if (!t.fn || test_bit(WDF_USB_FN_SUSPENDED, &t.fn->flags))
		return 0;

	t.wake = t.fn->udev->do_remote_wakeup;
	err = wdf_power_call(wdf_usb_power_down, &t);
	/* The system goes to sleep whatever we answer. */
	if (!err || t.system)
		set_bit(WDF_USB_FN_SUSPENDED, &t.fn->flags);
	return err;
}

/* Nobody here wants the device and it was armed: it must have called. */
static bool wdf_usb_woke(struct wdf_usb_function *fn)
{
#ifdef CONFIG_PM
	return fn->udev->do_remote_wakeup &&
	       atomic_read(&fn->control->dev.power.usage_count) == 0;
#else
	return false;
#endif
}

int wdf_usb_resume(struct usb_interface *intf)
{
	struct wdf_usb_transition t = { .fn = usb_get_intfdata(intf) };

	if (!t.fn || !test_and_clear_bit(WDF_USB_FN_SUSPENDED, &t.fn->flags))
		return 0;
	t.woke = wdf_usb_woke(t.fn);
	return wdf_power_call(wdf_usb_power_up, &t);
}

/* Power was lost, or the host controller forgot the device. */
int wdf_usb_reset_resume(struct usb_interface *intf)
{
	struct wdf_usb_transition t = { .fn = usb_get_intfdata(intf), .lost = true };

	if (!t.fn || !test_and_clear_bit(WDF_USB_FN_SUSPENDED, &t.fn->flags))
		return 0;
	return wdf_power_call(wdf_usb_power_up, &t);
}

/*
 * A port reset is a power cycle to the function. Never a word of failure to USB
 * core: it would unbind the interfaces and offer them to the stock driver. A
 * function that does not come back has failed, and is restarted as such.
 */
int wdf_usb_pre_reset(struct usb_interface *intf)
{
	struct wdf_usb_transition t = { .fn = usb_get_intfdata(intf), .system = true };

	if (t.fn && !test_and_set_bit(WDF_USB_FN_IN_RESET, &t.fn->flags))
		wdf_power_call(wdf_usb_power_down, &t);
	return 0;
}

int wdf_usb_post_reset(struct usb_interface *intf)
{
	struct wdf_usb_transition t = { .fn = usb_get_intfdata(intf), .lost = true };

	if (t.fn && test_and_clear_bit(WDF_USB_FN_IN_RESET, &t.fn->flags))
		wdf_power_call(wdf_usb_power_up, &t);
	return 0;
}

/**
 * wdf_usb_power_up_for_removal() - an orderly removal begins in D0
 * @fn: function, in disconnect()
 *
 * USB core has resumed the device, but does not call resume() of an interface
 * that it is unbinding.
 */
void wdf_usb_power_up_for_removal(struct wdf_usb_function *fn)
{
	if (wdf_usb_function_present(fn) &&
	    test_and_clear_bit(WDF_USB_FN_SUSPENDED, &fn->flags))
		wdf_pdo_resume(&fn->pdo, false, false);
}

/* ---- the WDFDEVICE asks ---- */

int wdf_usb_pm_get(struct wdf_pdo *pdo, bool wait)
{
	struct wdf_usb_function *fn = wdf_usb_function_from_pdo(pdo);
	unsigned long flags;
	bool dead;
	int err;

	if (wait)
		err = usb_autopm_get_interface(fn->control);
	else
		err = usb_autopm_get_interface_async(fn->control);
	if (err)
		return err;

	spin_lock_irqsave(&fn->pm_lock, flags);
	dead = fn->pm_dead;
	if (!dead)
		fn->pm_refs++;
	spin_unlock_irqrestore(&fn->pm_lock, flags);
	if (dead) {
		usb_autopm_put_interface_no_suspend(fn->control);
		return -ENODEV;
	}

	if (!wait && (test_bit(WDF_USB_FN_SUSPENDED, &fn->flags) ||
		      !pm_runtime_active(&fn->udev->dev)))
		return -EINPROGRESS;
	return 0;
}

void wdf_usb_pm_put(struct wdf_pdo *pdo)
{
	struct wdf_usb_function *fn = wdf_usb_function_from_pdo(pdo);
	unsigned long flags;
	bool mine;

	spin_lock_irqsave(&fn->pm_lock, flags);
	mine = fn->pm_refs;
	if (mine)
		fn->pm_refs--;
	spin_unlock_irqrestore(&fn->pm_lock, flags);
	if (mine)
		usb_autopm_put_interface_async(fn->control);
}

/**
 * wdf_usb_pm_drain() - give back what the WDFDEVICE has not
 * @fn: function, removed
 *
 * The interface outlives us, and so would the references.
 */
void wdf_usb_pm_drain(struct wdf_usb_function *fn)
{
	unsigned long flags;
	unsigned int refs;

	spin_lock_irqsave(&fn->pm_lock, flags);
	fn->pm_dead = true;
	refs = fn->pm_refs;
	fn->pm_refs = 0;
	spin_unlock_irqrestore(&fn->pm_lock, flags);

	if (test_and_clear_bit(WDF_USB_FN_NO_IDLE, &fn->flags))
		refs++;
	while (refs--)
		usb_autopm_put_interface_no_suspend(fn->control);
}

int wdf_usb_set_idle(struct wdf_pdo *pdo, bool enable, bool can_wake, int timeout_ms)
{
	struct wdf_usb_function *fn = wdf_usb_function_from_pdo(pdo);

	if (timeout_ms >= 0)
		pm_runtime_set_autosuspend_delay(&fn->udev->dev, timeout_ms);
	fn->control->needs_remote_wakeup = enable && can_wake;

	if (!enable) {
		if (test_and_set_bit(WDF_USB_FN_NO_IDLE, &fn->flags))
			return 0;
		/* Asynchronous: this may be a power callback. */
		if (usb_autopm_get_interface_async(fn->control)) {
			clear_bit(WDF_USB_FN_NO_IDLE, &fn->flags);
			return -ENODEV;
		}
		return 0;
	}

	if (test_and_clear_bit(WDF_USB_FN_NO_IDLE, &fn->flags))
		usb_autopm_put_interface_async(fn->control);
	/* The user has the last word in power/control afterwards. */
	usb_enable_autosuspend(fn->udev);
	return 0;
}

/* USB core has decided before it called suspend(): needs_remote_wakeup says what
 * the driver wants, the user may forbid it.
 */
int wdf_usb_set_wake(struct wdf_pdo *pdo, bool arm)
{
	struct wdf_usb_function *fn = wdf_usb_function_from_pdo(pdo);

	return arm && !fn->udev->do_remote_wakeup ? -EOPNOTSUPP : 0;
}
