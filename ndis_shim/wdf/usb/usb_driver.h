/* SPDX-License-Identifier: GPL-2.0 */
/* What nt/module.c needs of the USB side; <linux/usb.h> stays in this folder. */
#ifndef _NDIS_SHIM_WDF_USB_DRIVER_H
#define _NDIS_SHIM_WDF_USB_DRIVER_H

struct nt_driver;

int wdf_usb_register(struct nt_driver *nt);
void wdf_usb_unregister(struct nt_driver *nt);
/* Closes USBD_HANDLEs that an unloading client left open. Process context. */
void wdf_usbd_orphan(struct nt_driver *nt);

#endif
