/* SPDX-License-Identifier: GPL-2.0 */
/*
 * WDFDRIVER inside: what WdfDriverCreate() made of a client module.
 */
#ifndef _NDIS_SHIM_WDF_DRIVER_H
#define _NDIS_SHIM_WDF_DRIVER_H

#include <linux/types.h>

#include "wdf/object.h"

struct nt_driver;
struct wdf_pdo;
struct wdf_driver;

/* WDF_DRIVER_GLOBALS of a client module learn, and forget, whose they are:
 * before DriverEntry and after wdf_driver_remove().
 */
void wdf_driver_bind_globals(PWDF_DRIVER_GLOBALS globals, struct nt_driver *driver);
void wdf_driver_unbind_globals(PWDF_DRIVER_GLOBALS globals);

/**
 * wdf_driver_remove() - undo DriverEntry
 * @driver: client module; all its devices are gone
 * @unload: DriverEntry had succeeded: call EvtDriverUnload (or the
 *	DriverUnload of a driver that never called WdfDriverCreate())
 *
 * Deletes the WDFDRIVER and everything below it, then reports and cuts off
 * what the client leaked: on return none of its code is called any more.
 *
 * Context: process.
 */
void wdf_driver_remove(struct nt_driver *driver, bool unload);

/* EvtDriverDeviceAdd of @driver; STATUS_INVALID_DEVICE_STATE if it has none. */
NTSTATUS wdf_driver_device_add(struct nt_driver *driver, PWDFDEVICE_INIT init);

struct wdf_object *wdf_driver_object(struct wdf_driver *driver);

/**
 * struct wdf_creator - on whose behalf, and below what, an object is created
 * @driver: the client, NULL: the parent's
 * @parent: its WDFDRIVER, the default parent; NULL: attributes must name one
 */
struct wdf_creator {
	struct nt_driver *driver;
	struct wdf_object *parent;
};

void wdf_creator_init(struct wdf_creator *creator, PWDF_DRIVER_GLOBALS globals);

#endif
