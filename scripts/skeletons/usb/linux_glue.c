// SPDX-License-Identifier: GPL-2.0
/* What an INF file says on Windows. The only file that knows of Linux. */
#include <ntmodule.h>

/* USB\VID_1209&PID_0001 and so on: one line each. */
static const struct usb_device_id skeleton_ids[] = {
	{ USB_DEVICE(0x1209, 0x0001) },
	{ }
};
MODULE_DEVICE_TABLE(usb, skeleton_ids);

NT_USB_MODULE(skeleton, skeleton_ids);
MODULE_DESCRIPTION("skeleton: a driver for a USB device");
MODULE_LICENSE("GPL");
