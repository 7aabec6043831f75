// SPDX-License-Identifier: GPL-2.0
/*
 * Unbinding a function, and binding it again, from a context in which that is
 * possible. How often is for wdf/restart.c to say.
 */
#include <linux/usb.h>

#include <wdf.h>

#include "compat_usb.h"
#include "nt/nt_internal.h"
#include "wdf/usb/usb_internal.h"

/* Queued by wdf_usb_restart() and wdf_usb_fail(), with a reference on the
 * function; the driver is there as long as the queue has not been flushed.
 */
void wdf_usb_rebind_work(struct work_struct *work)
{
	struct wdf_usb_function *fn = container_of(work, struct wdf_usb_function, work);
	struct wdf_usb_driver *drv = fn->drv;
	struct usb_interface *intf = fn->control;
	bool released;
	int err;

	usb_lock_device(fn->udev);
	/* Unplugged, unbound or bound anew in the meantime? */
	released = intf->dev.driver == nt_usb_device_driver(&drv->usb) &&
		   usb_get_intfdata(intf) == fn;
	if (released)
		usb_driver_release_interface(&drv->usb, intf);
	/* Whether it helps is seen when the driver is bound. */
	if (released && fn->reset && !READ_ONCE(drv->stopping)) {
		err = usb_reset_device(fn->udev);
		if (err)
			dev_dbg(&intf->dev, "port reset: %d\n", err);
	}
	usb_unlock_device(fn->udev);

	if (!released || !fn->rebind || READ_ONCE(drv->stopping))
		goto put;

	/* Not device_attach(): it would ask the stock driver first. Takes the
	 * device lock; an interface that has been deleted is refused.
	 */
	err = device_driver_attach(nt_usb_device_driver(&drv->usb), &intf->dev);
	if (err)
		dev_dbg(&intf->dev, "restart: %d\n", err);
put:
	wdf_usb_function_put(fn);
}

static void wdf_usb_rebind(struct wdf_pdo *pdo, bool again, bool reset)
{
	struct wdf_usb_function *fn = container_of(pdo, struct wdf_usb_function, pdo);

	if (test_bit(WDF_USB_FN_DETACHED, &fn->flags))
		return;
	fn->rebind = again;
	fn->reset = reset;
	kref_get(&fn->refs);
	if (!queue_work(wdf_usb_wq, &fn->work))
		wdf_usb_function_put(fn);
}

void wdf_usb_restart(struct wdf_pdo *pdo, bool reset)
{
	wdf_usb_rebind(pdo, true, reset);
}

void wdf_usb_fail(struct wdf_pdo *pdo)
{
	wdf_usb_rebind(pdo, false, false);
}
