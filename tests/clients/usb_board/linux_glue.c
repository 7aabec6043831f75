// SPDX-License-Identifier: GPL-2.0
/* What the INF file says: the board, as a whole. */
#include <linux/usb.h>

#include <ntmodule.h>

static const struct usb_device_id board_ids[] = {
	{ USB_DEVICE(0x1234, 0xb00c) },
	{}
};
MODULE_DEVICE_TABLE(usb, board_ids);

NT_USB_MODULE(test_usb_board, board_ids);
MODULE_DESCRIPTION("Test driver: a USB learning board");
MODULE_LICENSE("GPL");
