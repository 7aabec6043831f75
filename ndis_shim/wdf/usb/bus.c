// SPDX-License-Identifier: GPL-2.0
/*
 * USB core's callbacks: functions found, lost, and what happens between.
 *
 * probe() and disconnect() run with the device lock held, for the interface
 * that the id table matches and, as far as disconnect() is concerned, for those
 * that were claimed beside it: whichever comes first acts for all.
 *
 * Not here: registration (driver.c), suspend and reset (power.c), taking
 * devices over (takeover.c).
 */
#include <linux/slab.h>
#include <linux/usb.h>

#include <ntmodule.h>
#include <wdf.h>

#include "nt/nt_internal.h"
#include "wdf/usb/usb_internal.h"

/* How soon a device is missed while the device lock keeps disconnect() out. */
#define WDF_USB_WATCH_PERIOD	(HZ / 10)

const struct wdf_bus_ops wdf_usb_bus_ops = {
	.name = "usb",
	.idle_state = WdfPowerDeviceD2,
	.pm_get = wdf_usb_pm_get,
	.pm_put = wdf_usb_pm_put,
	.set_idle = wdf_usb_set_idle,
	.set_wake = wdf_usb_set_wake,
	.restart = wdf_usb_restart,
	.fail = wdf_usb_fail,
};

/* ---- a function's life ---- */

static void wdf_usb_function_release(struct kref *refs)
{
	struct wdf_usb_function *fn = container_of(refs, struct wdf_usb_function, refs);
	unsigned int i;

	wdf_usb_function_listed(fn, false);
	for (i = 0; i < fn->set.count; i++)
		usb_put_intf(fn->intf[i]);
	usb_put_dev(fn->udev);
	mutex_destroy(&fn->target_lock);
	kfree(fn);
}

void wdf_usb_function_put(struct wdf_usb_function *fn)
{
	kref_put(&fn->refs, wdf_usb_function_release);
}

/**
 * wdf_usb_function_get() - the function that a WDFDEVICE drives
 * @device: any device
 *
 * Context: any. Return: a reference, wdf_usb_function_put(), or NULL if it is on
 * another bus or has lost its hardware for good.
 */
struct wdf_usb_function *wdf_usb_function_get(struct wdf_device *device)
{
	struct wdf_usb_function *fn = NULL;
	struct wdf_pdo *pdo;

	if (!wdf_device_enter(device))
		return NULL;
	pdo = wdf_device_pdo(device);
	if (pdo->bus == &wdf_usb_bus_ops) {
		fn = container_of(pdo, struct wdf_usb_function, pdo);
		kref_get(&fn->refs);
	}
	wdf_device_leave(device);
	return fn;
}

/**
 * wdf_usb_function_present() - may I/O still be sent?
 * @fn: function
 *
 * Context: any. Return: false once the device is unplugged, even if nobody has
 * been told yet, or the interfaces are another driver's.
 */
bool wdf_usb_function_present(struct wdf_usb_function *fn)
{
	return READ_ONCE(fn->udev->state) != USB_STATE_NOTATTACHED &&
	       !test_bit(WDF_USB_FN_DETACHED, &fn->flags);
}

/* ---- the watch ---- */

/* The hardware has vanished: once, from disconnect() or the watch. */
static void wdf_usb_function_gone(struct wdf_usb_function *fn)
{
	if (test_and_set_bit(WDF_USB_FN_GONE, &fn->flags))
		return;

	WRITE_ONCE(fn->pdo.gone, true);
	wdf_usb_kill_targets(fn);
	wdf_pdo_surprise(&fn->pdo);
}

static void wdf_usb_watch_work(struct work_struct *work)
{
	struct wdf_usb_function *fn = container_of(to_delayed_work(work),
						   struct wdf_usb_function, watch);

	if (READ_ONCE(fn->udev->state) == USB_STATE_NOTATTACHED)
		wdf_usb_function_gone(fn);
	else
		queue_delayed_work(wdf_usb_wq, &fn->watch, WDF_USB_WATCH_PERIOD);
}

/**
 * wdf_usb_watch_start() - look out for an unplug that nobody can announce
 * @fn: function, about to run callbacks under the device lock
 *
 * USB core marks an unplugged device at once, but then waits for the device
 * lock. A driver that talks to it under that lock, in probe() or resume(),
 * would sit out its own timeouts.
 */
void wdf_usb_watch_start(struct wdf_usb_function *fn)
{
	queue_delayed_work(wdf_usb_wq, &fn->watch, WDF_USB_WATCH_PERIOD);
}

/**
 * wdf_usb_watch_stop() - undo wdf_usb_watch_start()
 * @fn: function
 *
 * Context: process; waits for a surprise removal that has begun.
 */
void wdf_usb_watch_stop(struct wdf_usb_function *fn)
{
	cancel_delayed_work_sync(&fn->watch);
}

/* ---- probe ---- */

/*
 * On Windows a driver whose INF names a device, and no function of it, has all
 * of its interfaces. Here that is an entry of the driver's own table; what an
 * administrator adds says less.
 */
static bool wdf_usb_id_is_device(struct wdf_usb_driver *drv, const struct usb_device_id *id)
{
	const u16 interfaces = USB_DEVICE_ID_MATCH_INT_INFO | USB_DEVICE_ID_MATCH_INT_NUMBER;
	const struct usb_device_id *own;

	if (!id || id->match_flags & interfaces)
		return false;
	for (own = drv->usb.id_table; own->match_flags; own++) {
		if (own == id)
			return true;
	}
	return false;
}

/* Every interface, that of @control first. */
static void wdf_usb_find_all(struct usb_host_config *config, u8 control, struct wdf_usb_ifset *set)
{
	unsigned int i;
	u8 number;

	set->count = 1;
	set->number[0] = control;
	for (i = 0; i < config->desc.bNumInterfaces; i++) {
		if (!config->interface[i])
			continue;
		number = config->interface[i]->altsetting[0].desc.bInterfaceNumber;
		if (set->count < WDF_USB_MAX_INTERFACES && !wdf_usb_ifset_has(set, number))
			set->number[set->count++] = number;
	}
}

/* Interfaces of the function in the order of the configuration descriptor. */
static void wdf_usb_function_collect(struct wdf_usb_function *fn, bool all)
{
	struct usb_host_config *config = fn->udev->actconfig;
	struct wdf_usb_ifset found;
	struct usb_interface *intf;
	unsigned int i, count = 0;
	u8 number;

	number = fn->control->altsetting[0].desc.bInterfaceNumber;
	/* At least the control interface, however odd the descriptor is. */
	if (all)
		wdf_usb_find_all(config, number, &found);
	else
		wdf_usb_find_function(fn->udev->rawdescriptors[config - fn->udev->config],
				      le16_to_cpu(config->desc.wTotalLength), number, &found);
	for (i = 0; i < config->desc.bNumInterfaces && count < WDF_USB_MAX_INTERFACES; i++) {
		intf = config->interface[i];
		if (!intf)
			continue;
		number = intf->altsetting[0].desc.bInterfaceNumber;
		if (wdf_usb_ifset_has(&found, number))
			fn->intf[count++] = usb_get_intf(intf);
	}
	fn->set = found;
	fn->set.count = count;
	/* The control interface stays the first number of the set, which names
	 * the association; the rest follows the order of @intf.
	 */
	for (i = 0, found.count = 1; i < count; i++) {
		number = fn->intf[i]->altsetting[0].desc.bInterfaceNumber;
		if (number != fn->set.number[0])
			fn->set.number[found.count++] = number;
	}
}

static struct wdf_usb_function *wdf_usb_function_alloc(struct wdf_usb_driver *drv,
						       struct usb_interface *control, bool all)
{
	struct wdf_usb_function *fn = kzalloc(sizeof(*fn), GFP_KERNEL);

	if (!fn)
		return NULL;

	kref_init(&fn->refs);
	fn->drv = drv;
	fn->udev = usb_get_dev(interface_to_usbdev(control));
	fn->control = control;
	spin_lock_init(&fn->pm_lock);
	mutex_init(&fn->target_lock);
	INIT_LIST_HEAD(&fn->targets);
	INIT_WORK(&fn->work, wdf_usb_rebind_work);
	INIT_DELAYED_WORK(&fn->watch, wdf_usb_watch_work);
	fn->pdo.dev = &control->dev;
	fn->pdo.bus = &wdf_usb_bus_ops;
	fn->pdo.driver = drv->nt;
	wdf_usb_function_collect(fn, all);
	wdf_usb_function_listed(fn, true);
	return fn;
}

/* Let go of all interfaces but @except, which USB core is unbinding itself. */
static void wdf_usb_function_unclaim(struct wdf_usb_function *fn, struct usb_interface *except)
{
	unsigned int i;

	for (i = 0; i < fn->set.count; i++) {
		struct usb_interface *intf = fn->intf[i];

		if (intf == except || usb_get_intfdata(intf) != fn)
			continue;
		/* Its disconnect() has nothing to do. */
		usb_set_intfdata(intf, NULL);
		usb_driver_release_interface(&fn->drv->usb, intf);
	}
}

static int wdf_usb_function_claim(struct wdf_usb_function *fn)
{
	unsigned int i;
	int err;

	for (i = 0; i < fn->set.count; i++) {
		if (fn->intf[i] == fn->control)
			continue;
		err = usb_driver_claim_interface(&fn->drv->usb, fn->intf[i], fn);
		if (err) {
			dev_dbg(&fn->intf[i]->dev, "cannot be claimed: %d\n", err);
			goto err_unclaim;
		}
	}
	return 0;

err_unclaim:
	wdf_usb_function_unclaim(fn, fn->control);
	return err;
}

/*
 * The end of a function for the bus: no I/O, no power references, no
 * interfaces but @last, which USB core takes away after we return.
 */
static void wdf_usb_function_detach(struct wdf_usb_function *fn, struct usb_interface *last)
{
	set_bit(WDF_USB_FN_DETACHED, &fn->flags);
	wdf_usb_pm_drain(fn);
	wdf_usb_function_unclaim(fn, last);
	usb_set_intfdata(last, NULL);
	wdf_usb_function_put(fn);
}

/* The closer look of the module's glue. */
bool wdf_usb_driver_wants(struct wdf_usb_driver *drv, struct usb_interface *intf)
{
	return !drv->nt->module->usb_probe || drv->nt->module->usb_probe(intf);
}

int wdf_usb_probe(struct usb_interface *intf, const struct usb_device_id *id)
{
	struct wdf_usb_driver *drv = container_of(to_usb_driver(intf->dev.driver),
						  struct wdf_usb_driver, usb);
	struct wdf_usb_function *fn;
	int err;

	if (READ_ONCE(drv->stopping) || !wdf_usb_driver_wants(drv, intf))
		return -ENODEV;

	fn = wdf_usb_function_alloc(drv, intf, wdf_usb_id_is_device(drv, id));
	if (!fn)
		return -ENOMEM;
	usb_set_intfdata(intf, fn);
	err = wdf_usb_function_claim(fn);
	if (err)
		goto err_free_function;

	/* A driver that does not say how to idle does not idle. */
	wdf_usb_set_idle(&fn->pdo, false, false, -1);
	wdf_usb_watch_start(fn);
	err = wdf_pdo_add(&fn->pdo);
	wdf_usb_watch_stop(fn);
	if (err)
		goto err_detach;
	wdf_usb_sleep_start(fn);
	return 0;

err_detach:
	set_bit(WDF_USB_FN_REMOVING, &fn->flags);
	wdf_usb_function_detach(fn, intf);
	return err;

err_free_function:
	usb_set_intfdata(intf, NULL);
	wdf_usb_function_put(fn);
	return err;
}

void wdf_usb_disconnect(struct usb_interface *intf)
{
	struct wdf_usb_function *fn = usb_get_intfdata(intf);

	if (!fn || test_and_set_bit(WDF_USB_FN_REMOVING, &fn->flags))
		return;

	if (fn->udev->state == USB_STATE_NOTATTACHED)
		wdf_usb_function_gone(fn);

	wdf_usb_sleep_stop(fn);
	wdf_usb_watch_start(fn);
	wdf_usb_power_up_for_removal(fn);
	wdf_pdo_remove(&fn->pdo);
	wdf_usb_watch_stop(fn);
	wdf_usb_function_detach(fn, intf);
}

/* Reboot and power-off: the modem is to hear of it. Once for all interfaces. */
void wdf_usb_shutdown(struct device *dev)
{
	struct wdf_usb_function *fn = usb_get_intfdata(to_usb_interface(dev));

	if (!fn || test_and_set_bit(WDF_USB_FN_SHUTDOWN, &fn->flags) ||
	    !wdf_usb_function_present(fn))
		return;

	/* An idle device is brought back first: it could not hear otherwise. */
	if (!usb_autopm_get_interface(fn->control))
		usb_autopm_put_interface_no_suspend(fn->control);
	wdf_pdo_shutdown(&fn->pdo);
}
