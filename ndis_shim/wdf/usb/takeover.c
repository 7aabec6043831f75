// SPDX-License-Identifier: GPL-2.0
/*
 * Taking devices over from stock drivers, and giving them back.
 *
 * A stock driver that was registered first wins every new device, and
 * device_attach() would let it win again. So its interfaces are released and
 * bound to ours by name: for the devices that are there when the module comes,
 * and for each one that USB core announces later. The announcement comes with
 * the device lock held, so the work is done in a work item.
 *
 * Order: device lock, then nothing of ours. No work holds the device lock while
 * it binds, since device_driver_attach() takes it itself.
 */
#include <linux/slab.h>
#include <linux/usb.h>

#include <ntmodule.h>
#include <wdf.h>

#include "compat_usb.h"
#include "nt/nt_internal.h"
#include "wdf/usb/usb_internal.h"

/**
 * struct wdf_usb_takeover - a device to be looked at
 * @work: on wdf_usb_wq
 * @drv: the driver that wants it
 * @udev: referenced
 */
struct wdf_usb_takeover {
	struct work_struct work;
	struct wdf_usb_driver *drv;
	struct usb_device *udev;
};

static const struct nt_takeover *wdf_usb_takeover_of(struct wdf_usb_driver *drv)
{
	return drv->nt->module->takeover;
}

static bool wdf_usb_takeover_enabled(struct wdf_usb_driver *drv)
{
	const struct nt_takeover *takeover = wdf_usb_takeover_of(drv);

	return takeover && (!takeover->enabled || READ_ONCE(*takeover->enabled));
}

/* Is it bound to a driver that it may be taken from? Device lock held. */
static bool wdf_usb_is_stock(struct wdf_usb_driver *drv, struct usb_interface *intf)
{
	const char * const *name = wdf_usb_takeover_of(drv)->drivers;
	struct device_driver *driver = intf->dev.driver;

	for (; driver && name && *name; name++) {
		if (!strcmp(driver->name, *name))
			return true;
	}
	return false;
}

static bool wdf_usb_is_ours(struct wdf_usb_driver *drv, struct usb_interface *intf)
{
	return usb_match_id(intf, drv->nt->module->usb_ids) && wdf_usb_driver_wants(drv, intf);
}

/*
 * Release what is to be ours. Releasing a control interface releases the data
 * interface with it: the stock driver does that as we do. Device lock held.
 *
 * Return: how many interfaces, referenced, are in @taken.
 */
static unsigned int wdf_usb_release_stock(struct wdf_usb_driver *drv, struct usb_device *udev,
					  struct usb_interface *taken[WDF_USB_MAX_INTERFACES])
{
	struct usb_host_config *config = udev->actconfig;
	unsigned int i, count = 0;

	if (udev->state != USB_STATE_CONFIGURED || !config)
		return 0;

	for (i = 0; i < config->desc.bNumInterfaces && count < WDF_USB_MAX_INTERFACES; i++) {
		struct usb_interface *intf = config->interface[i];

		if (!intf || !wdf_usb_is_stock(drv, intf) || !wdf_usb_is_ours(drv, intf))
			continue;
		dev_info(&intf->dev, "taken over from %s\n", intf->dev.driver->name);
		taken[count++] = usb_get_intf(intf);
		usb_driver_release_interface(to_usb_driver(intf->dev.driver), intf);
	}
	return count;
}

/* Bind by the usual rules; the first driver that wants it gets it. */
static void wdf_usb_offer(struct usb_device *udev, struct usb_interface *intf)
{
	usb_lock_device(udev);
	if (udev->state == USB_STATE_CONFIGURED && !intf->dev.driver &&
	    device_attach(&intf->dev) < 0)
		dev_dbg(&intf->dev, "no driver takes it\n");
	usb_unlock_device(udev);
}

static void wdf_usb_takeover_work(struct work_struct *work)
{
	struct wdf_usb_takeover *takeover = container_of(work, struct wdf_usb_takeover, work);
	struct usb_interface *taken[WDF_USB_MAX_INTERFACES];
	struct wdf_usb_driver *drv = takeover->drv;
	struct usb_device *udev = takeover->udev;
	unsigned int i, count = 0;
	int err;

	usb_lock_device(udev);
	if (!READ_ONCE(drv->stopping))
		count = wdf_usb_release_stock(drv, udev, taken);
	usb_unlock_device(udev);
	if (count)
		WRITE_ONCE(drv->took, true);

	for (i = 0; i < count; i++) {
		/* Unplugged in between: refused, the interface is dead. */
		err = device_driver_attach(nt_usb_device_driver(&drv->usb), &taken[i]->dev);
		if (err) {
			dev_warn(&taken[i]->dev, "could not be taken over: %d, offered to others\n",
				 err);
			wdf_usb_offer(udev, taken[i]);
		}
		usb_put_intf(taken[i]);
	}

	usb_put_dev(udev);
	kfree(takeover);
}

static void wdf_usb_takeover_queue(struct wdf_usb_driver *drv, struct usb_device *udev)
{
	struct wdf_usb_takeover *takeover;

	if (!wdf_usb_takeover_enabled(drv))
		return;
	takeover = kzalloc(sizeof(*takeover), GFP_KERNEL);
	if (!takeover)
		return;

	INIT_WORK(&takeover->work, wdf_usb_takeover_work);
	takeover->drv = drv;
	takeover->udev = usb_get_dev(udev);
	queue_work(wdf_usb_wq, &takeover->work);
}

static int wdf_usb_takeover_notify(struct notifier_block *nb, unsigned long action, void *data)
{
	struct wdf_usb_driver *drv = container_of(nb, struct wdf_usb_driver, notifier);

	if (action == USB_DEVICE_ADD)
		wdf_usb_takeover_queue(drv, data);
	return NOTIFY_OK;
}

static int wdf_usb_takeover_one(struct usb_device *udev, void *data)
{
	wdf_usb_takeover_queue(data, udev);
	return 0;
}

/**
 * wdf_usb_takeover_start() - from now on devices are taken over
 * @drv: registered
 *
 * Returns when the devices that are present have been. Context: process, no
 * device lock held.
 */
void wdf_usb_takeover_start(struct wdf_usb_driver *drv)
{
	if (!wdf_usb_takeover_of(drv))
		return;

	drv->notifier.notifier_call = wdf_usb_takeover_notify;
	usb_register_notify(&drv->notifier);
	usb_for_each_dev(drv, wdf_usb_takeover_one);
	flush_workqueue(wdf_usb_wq);
}

/**
 * wdf_usb_takeover_stop() - nothing is taken over any more
 * @drv: still registered
 *
 * Context: process, no device lock held.
 */
void wdf_usb_takeover_stop(struct wdf_usb_driver *drv)
{
	if (!wdf_usb_takeover_of(drv))
		return;

	usb_unregister_notify(&drv->notifier);
	flush_workqueue(wdf_usb_wq);
}

static int wdf_usb_give_back_one(struct usb_device *udev, void *data)
{
	struct wdf_usb_driver *drv = data;
	struct usb_interface *wanted[WDF_USB_MAX_INTERFACES];
	struct usb_host_config *config;
	unsigned int i, count = 0;

	usb_lock_device(udev);
	config = udev->state == USB_STATE_CONFIGURED ? udev->actconfig : NULL;
	for (i = 0; config && i < config->desc.bNumInterfaces; i++) {
		struct usb_interface *intf = config->interface[i];

		if (intf && !intf->dev.driver && wdf_usb_is_ours(drv, intf) &&
		    count < WDF_USB_MAX_INTERFACES)
			wanted[count++] = usb_get_intf(intf);
	}
	usb_unlock_device(udev);

	for (i = 0; i < count; i++) {
		wdf_usb_offer(udev, wanted[i]);
		usb_put_intf(wanted[i]);
	}
	return 0;
}

/**
 * wdf_usb_give_back() - let the stock drivers have the devices again
 * @drv: deregistered, so it cannot win them itself
 *
 * Every device that was, or would have been, ours and has no driver now. Where
 * the stock driver is missing, nothing happens. What was taken goes back even if
 * taking over has been switched off since.
 *
 * Context: process, no device lock held.
 */
void wdf_usb_give_back(struct wdf_usb_driver *drv)
{
	if (READ_ONCE(drv->took) || wdf_usb_takeover_enabled(drv))
		usb_for_each_dev(drv, wdf_usb_give_back_one);
}
