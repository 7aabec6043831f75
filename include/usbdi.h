/* SPDX-License-Identifier: GPL-2.0 */
/* Another of the names under which drivers include the USB interface. */
#ifndef _NT_USBDI_H
#define _NT_USBDI_H

#include <usb.h>
#include <usbioctl.h>

/* Bits of what IOCTL_INTERNAL_USB_GET_PORT_STATUS answers. */
#define USBD_PORT_ENABLED		0x00000001
#define USBD_PORT_CONNECTED		0x00000002

#endif
