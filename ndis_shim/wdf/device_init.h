/* SPDX-License-Identifier: GPL-2.0 */
/*
 * WDFDEVICE_INIT: what is collected in EvtDriverDeviceAdd before there is a
 * device. Class extensions attach themselves to it.
 */
#ifndef _NDIS_SHIM_WDF_DEVICE_INIT_H
#define _NDIS_SHIM_WDF_DEVICE_INIT_H

#include <linux/list.h>

#include <wdf.h>

#include "wdf/io.h"

struct cx_device_ops;
struct wdf_device;
struct wdf_pdo;

/* NetAdapterCx, one class extension over it, and room for as many again. */
#define WDF_MAX_EXTENSIONS	4

/**
 * struct wdf_extensions - class extensions in the order they attached
 * @entry: operations and their context
 * @count: of @entry
 */
struct wdf_extensions {
	struct {
		const struct cx_device_ops *ops;
		void *ctx;
	} entry[WDF_MAX_EXTENSIONS];
	unsigned int count;
};

/**
 * struct WDFDEVICE_INIT - a device to be
 * @node: list of all, which handles are checked against
 * @driver: whose
 * @pdo: what the bus found; NULL: a control device
 * @control: from WdfControlDeviceInitAllocate()
 * @shutdown: of a control device, or NULL
 * @device: made of it by WdfDeviceCreate()
 * @pnp: callbacks
 * @policy: callbacks
 * @callbacks: for states, of wdf_notify.node; moved to the device
 * @ext: extensions; moved to the device
 * @io: settings for I/O; moved to the device
 */
struct WDFDEVICE_INIT {
	struct list_head node;
	struct nt_driver *driver;
	struct wdf_pdo *pdo;
	bool control;
	PFN_WDF_DEVICE_SHUTDOWN_NOTIFICATION shutdown;
	struct wdf_device *device;
	WDF_PNPPOWER_EVENT_CALLBACKS pnp;
	WDF_POWER_POLICY_EVENT_CALLBACKS policy;
	struct list_head callbacks;
	struct wdf_extensions ext;
	struct wdf_io_settings io;
};

/* @pdo: NULL: the caller sets the driver. */
struct WDFDEVICE_INIT *wdf_init_alloc(struct wdf_pdo *pdo);
/* Destroys extensions that never got a device. */
void wdf_init_free(struct WDFDEVICE_INIT *init);
/* NULL and a violation naming @who if @init is not one at present. */
struct WDFDEVICE_INIT *wdf_init_check(PWDFDEVICE_INIT init, const char *who);

/* cx.c */
void *wdf_extensions_find(const struct wdf_extensions *ext, const struct cx_device_ops *ops);
void wdf_extensions_destroy(struct wdf_extensions *ext);

#endif
