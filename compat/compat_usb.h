/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What differs between kernel versions about USB drivers: where their driver
 * model part is. 6.8 renamed it, and stable kernels took the new name over at
 * different times, so that no version number tells.
 */
#ifndef _COMPAT_USB_H
#define _COMPAT_USB_H

#include <linux/usb.h>

/**
 * nt_usb_device_driver() - the driver model's part of a USB driver
 * @usb: a USB driver, registered or not
 *
 * to_usb_driver() goes the other way and has every kernel's own name in it:
 * what it takes off is what has to be added.
 *
 * Return: the part, never NULL.
 */
static inline struct device_driver *nt_usb_device_driver(struct usb_driver *usb)
{
	struct device_driver *there = (struct device_driver *)usb;

	return (void *)usb + ((void *)there - (void *)to_usb_driver(there));
}

#endif
