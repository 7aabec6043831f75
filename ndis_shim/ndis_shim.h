/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What main.c starts and stops: one init/exit pair for each area, grouped by
 * the file that implements it.
 */
#ifndef _NDIS_SHIM_NDIS_SHIM_H
#define _NDIS_SHIM_NDIS_SHIM_H

/* wdf/usb/: the bus glue to the USB core */
int wdf_usb_init(void);
void wdf_usb_exit(void);

/* wdf/root_bus.c: devices without hardware */
int wdf_root_bus_init(void);
void wdf_root_bus_exit(void);

/* netadapter/: NetAdapterCx */
int netcx_init(void);
void netcx_exit(void);

#endif
