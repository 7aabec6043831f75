/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which devices mbim_usb is for, as Linux says it: a part of linux_glue.c, and of
 * that of tests/clients/mbb_cxx, which is for the same ones.
 */
#ifndef _MBIM_USB_LINUX_DEVICES_H
#define _MBIM_USB_LINUX_DEVICES_H

static bool takeover = true;
module_param(takeover, bool, 0644);
MODULE_PARM_DESC(takeover, "Take MBIM devices over from cdc_mbim and cdc_ncm (default: yes)");

static const char * const mbim_usb_stock_drivers[] = { "cdc_mbim", "cdc_ncm", NULL };

static const struct nt_takeover mbim_usb_takeover = {
	.drivers = mbim_usb_stock_drivers,
	.enabled = &takeover,
};

static const struct usb_device_id mbim_usb_ids[] = {
	{ USB_INTERFACE_INFO(USB_CLASS_COMM, USB_CDC_SUBCLASS_MBIM, USB_CDC_PROTO_NONE) },
	/* setting 0 of an NCM/MBIM dual function */
	{ USB_INTERFACE_INFO(USB_CLASS_COMM, USB_CDC_SUBCLASS_NCM, USB_CDC_PROTO_NONE) },
	{ }
};
MODULE_DEVICE_TABLE(usb, mbim_usb_ids);

/* A function that is only NCM is left to others. */
static bool mbim_usb_probe(struct usb_interface *intf)
{
	unsigned int i;

	for (i = 0; i < intf->num_altsetting; i++) {
		const struct usb_interface_descriptor *desc = &intf->altsetting[i].desc;

		if (desc->bInterfaceClass == USB_CLASS_COMM &&
		    desc->bInterfaceSubClass == USB_CDC_SUBCLASS_MBIM)
			return true;
	}
	return false;
}

#endif
