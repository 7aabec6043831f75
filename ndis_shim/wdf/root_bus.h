/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Devices without hardware: what a root-enumerated device is on Windows. A
 * client module says how many it wants; tests make and break them.
 */
#ifndef _NDIS_SHIM_WDF_ROOT_BUS_H
#define _NDIS_SHIM_WDF_ROOT_BUS_H

#include <linux/types.h>

struct nt_driver;
struct wdf_pdo;
struct wdf_root_device;

/* A Linux driver for the module and the devices that it says it has, bound on
 * return. 0 or -errno, all undone. Zero devices are no error. Process context.
 */
int wdf_root_register(struct nt_driver *nt);
/* Removes the devices that are left. Process context. */
void wdf_root_unregister(struct nt_driver *nt);

/*
 * For tests. A device stays valid until it is removed or the module is
 * unregistered. Process context; not two at a time for one device.
 */
/* Indices go through all kinds. NULL: there is none with this one any more. */
struct wdf_root_device *wdf_root_find(struct nt_driver *nt, unsigned int index);
/* Its PDO; fdo is NULL while no driver is bound. */
struct wdf_pdo *wdf_root_pdo(struct wdf_root_device *dev);
/* Leave D0 and come back, as wdf_pdo_suspend() and wdf_pdo_resume(). */
int wdf_root_suspend(struct wdf_root_device *dev, bool system, bool wake);
int wdf_root_resume(struct wdf_root_device *dev, bool lost, bool woke);
/* The device vanishes: surprise removal. */
void wdf_root_surprise_remove(struct wdf_root_device *dev);
/* The device is removed in an orderly way. */
void wdf_root_remove(struct wdf_root_device *dev);
/* As at reboot; the device must still be removed. */
void wdf_root_shutdown(struct wdf_root_device *dev);

#endif
