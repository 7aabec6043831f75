// SPDX-License-Identifier: GPL-2.0
/*
 * WDFUSBINTERFACE: the object, its settings, and the pipes that a setting
 * brings and takes away.
 *
 * Not here: the exported names (interface_api.c), which setting a whole
 * configuration selects (config.c).
 */
#include <linux/slab.h>
#include <linux/usb.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/usb/usb_internal.h"

static void wdf_usb_interface_release(struct wdf_object *obj)
{
	kfree(container_of(obj, struct wdf_usb_interface, base));
}

static const struct wdf_object_class wdf_usb_interface_class = {
	.name = "WDFUSBINTERFACE",
	.type = WDF_TYPE_USBINTERFACE,
	.flags = WDF_CLASS_FRAMEWORK_OWNED | WDF_CLASS_PASSIVE_DISPOSE | WDF_CLASS_FIXED_PARENT,
	.release = wdf_usb_interface_release,
};

/**
 * wdf_usb_interface_alloc() - the object of an interface, no setting selected
 * @usb: parent to be
 * @intf: USB core's interface
 *
 * Context: process. Return: NULL without memory; kfree() until it is published.
 */
struct wdf_usb_interface *wdf_usb_interface_alloc(struct wdf_usb_device *usb,
						  struct usb_interface *intf)
{
	struct wdf_usb_interface *obj = kzalloc(sizeof(*obj), GFP_KERNEL);

	if (!obj)
		return NULL;

	wdf_object_init(&obj->base, &wdf_usb_interface_class, usb->target.base.driver);
	obj->usb = usb;
	obj->intf = intf;
	spin_lock_init(&obj->pipe_lock);
	return obj;
}

struct wdf_usb_interface *wdf_usb_interface_from_handle(WDFUSBINTERFACE handle, const char *who)
{
	struct wdf_object *obj = wdf_object_from_handle(handle, WDF_TYPE_USBINTERFACE, who);

	return obj ? container_of(obj, struct wdf_usb_interface, base) : NULL;
}

WDFUSBINTERFACE wdf_usb_interface_to_handle(struct wdf_usb_interface *intf)
{
	return (WDFUSBINTERFACE)&intf->base;
}

/* Could all endpoints of a setting become pipes? */
static bool wdf_usb_setting_sane(struct wdf_usb_interface *intf,
				 const struct usb_host_interface *alt)
{
	unsigned int i;

	if (alt->desc.bNumEndpoints > WDF_USB_MAX_PIPES)
		return false;
	for (i = 0; i < alt->desc.bNumEndpoints; i++) {
		const struct usb_endpoint_descriptor *desc = &alt->endpoint[i].desc;

		/* Clients divide by it. */
		if (!usb_endpoint_maxp(desc)) {
			dev_warn(&intf->intf->dev, "endpoint %02x has no packet size: not usable\n",
				 desc->bEndpointAddress);
			return false;
		}
	}
	return true;
}

/**
 * wdf_usb_interface_unselect() - delete the pipes of the setting in effect
 * @intf: interface
 *
 * Their requests have been completed on return. Context: process, the
 * WDFUSBDEVICE's lock held.
 */
void wdf_usb_interface_unselect(struct wdf_usb_interface *intf)
{
	unsigned int i, num;
	unsigned long flags;

	lockdep_assert_held(&intf->usb->lock);

	WRITE_ONCE(intf->configured, false);
	spin_lock_irqsave(&intf->pipe_lock, flags);
	num = intf->num_pipes;
	intf->num_pipes = 0;
	spin_unlock_irqrestore(&intf->pipe_lock, flags);

	for (i = 0; i < num; i++) {
		wdf_object_delete(&intf->pipes[i]->target.base);
		intf->pipes[i] = NULL;
	}
}

static NTSTATUS wdf_usb_interface_make_pipes(struct wdf_usb_interface *intf,
					     const struct usb_host_interface *alt,
					     PWDF_OBJECT_ATTRIBUTES attributes)
{
	unsigned int num;
	unsigned long flags;
	NTSTATUS status;

	for (num = 0; num < alt->desc.bNumEndpoints; num++) {
		status = wdf_usb_pipe_create(intf, &alt->endpoint[num],
					     alt->desc.bAlternateSetting, attributes,
					     &intf->pipes[num]);
		if (!NT_SUCCESS(status))
			goto err_delete_pipes;
	}

	/* Complete before anybody can ask for one. */
	spin_lock_irqsave(&intf->pipe_lock, flags);
	intf->num_pipes = num;
	spin_unlock_irqrestore(&intf->pipe_lock, flags);
	return STATUS_SUCCESS;

err_delete_pipes:
	while (num--) {
		wdf_object_delete(&intf->pipes[num]->target.base);
		intf->pipes[num] = NULL;
	}
	return status;
}

/**
 * wdf_usb_interface_select() - make an alternate setting the one in effect
 * @intf: interface
 * @setting: bAlternateSetting
 * @always: tell the device even if it is in effect already
 * @pipe_attributes: for the new pipes, may be NULL
 *
 * The old pipes are gone whatever happens, as on Windows; a setting that does
 * not exist or makes no sense is refused before that.
 *
 * Context: process, the WDFUSBDEVICE's lock held.
 */
NTSTATUS wdf_usb_interface_select(struct wdf_usb_interface *intf, u8 setting, bool always,
				  PWDF_OBJECT_ATTRIBUTES pipe_attributes)
{
	struct usb_device *udev = intf->usb->fn->udev;
	struct usb_host_interface *alt;
	NTSTATUS status;
	int err = 0;

	lockdep_assert_held(&intf->usb->lock);

	if (!wdf_usb_present(&intf->usb->target))
		return STATUS_DEVICE_REMOVED;
	alt = usb_altnum_to_altsetting(intf->intf, setting);
	if (!alt || !wdf_usb_setting_sane(intf, alt))
		return STATUS_INVALID_PARAMETER;

	wdf_usb_interface_unselect(intf);
	if (always || intf->intf->cur_altsetting != alt)
		err = usb_set_interface(udev, alt->desc.bInterfaceNumber, setting);
	if (err) {
		dev_dbg(&intf->intf->dev, "setting %u refused: %d\n", setting, err);
		return wdf_usb_status(err);
	}

	intf->setting = setting;
	status = wdf_usb_interface_make_pipes(intf, alt, pipe_attributes);
	WRITE_ONCE(intf->configured, NT_SUCCESS(status));
	return status;
}
