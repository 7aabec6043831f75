/* SPDX-License-Identifier: GPL-2.0 */
/* USB capabilities that can be asked for by GUID. */
#ifndef _NT_USBDLIB_H
#define _NT_USBDLIB_H

#include <usb.h>

/*
 * Only the names are documented; the values are ours. Compared by value, so a
 * private copy in each file serves, and vanishes where it is not used.
 */
#define NT_USB_CAPABILITY(name, n)					\
	static const GUID __attribute__((__unused__)) name =		\
		{ 0x6e747573, 0x6264, 0x6361,				\
		  { 0x70, 0x61, 0x62, 0x69, 0x6c, 0x69, 0x74, n } }

NT_USB_CAPABILITY(GUID_USB_CAPABILITY_CHAINED_MDLS, 1);
NT_USB_CAPABILITY(GUID_USB_CAPABILITY_STATIC_STREAMS, 2);
NT_USB_CAPABILITY(GUID_USB_CAPABILITY_SELECTIVE_SUSPEND, 3);
NT_USB_CAPABILITY(GUID_USB_CAPABILITY_FUNCTION_SUSPEND, 4);
NT_USB_CAPABILITY(GUID_USB_CAPABILITY_DEVICE_CONNECTION_HIGH_SPEED_COMPATIBLE, 5);
NT_USB_CAPABILITY(GUID_USB_CAPABILITY_DEVICE_CONNECTION_SUPER_SPEED_COMPATIBLE, 6);

#endif
