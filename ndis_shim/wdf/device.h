/* SPDX-License-Identifier: GPL-2.0 */
/*
 * WDFDEVICE inside: the Linux device below it, the PnP/power state machine's
 * entry points for the buses, and what the rest of ndis_shim asks a device.
 */
#ifndef _NDIS_SHIM_WDF_DEVICE_H
#define _NDIS_SHIM_WDF_DEVICE_H

#include <linux/types.h>

#include "wdf/object.h"

struct device;
struct nt_driver;
struct wdf_device;
struct wdf_pdo;

/**
 * struct wdf_bus_ops - what a bus does for the devices on it
 * @name: "usb", "root"
 * @idle_state: power state of a device that sleeps while the system works, or
 *	that waits for a wake signal; 0: D3
 * @pm_get: keep the hardware powered; may sleep if @wait, else any context.
 *	0 = powered now, -EINPROGRESS = coming up (reference held), other
 *	negative errno = no reference taken.
 * @pm_put: balance one successful pm_get(). Any context.
 * @set_idle: apply S0 idle settings (autosuspend). May sleep. @timeout_ms < 0:
 *	keep the default; @enable false forbids idling.
 * @set_wake: arm or disarm the hardware's remote wakeup before power-down.
 * @restart: WdfDeviceSetFailed(AttemptRestart): unbind and bind again, later,
 *	from another context; @reset: with the hardware reset in between, where the
 *	bus can do that.
 * @fail: WdfDeviceSetFailed(NoRestart): unbind, later, from another context.
 * @identify: what kind of device it is, for its driver, and its address on the
 *	bus. NULL: its Linux name is all that there is. Any context.
 */
struct wdf_bus_ops {
	const char *name;
	WDF_POWER_DEVICE_STATE idle_state;
	int (*pm_get)(struct wdf_pdo *pdo, bool wait);
	void (*pm_put)(struct wdf_pdo *pdo);
	int (*set_idle)(struct wdf_pdo *pdo, bool enable, bool can_wake, int timeout_ms);
	int (*set_wake)(struct wdf_pdo *pdo, bool arm);
	void (*restart)(struct wdf_pdo *pdo, bool reset);
	void (*fail)(struct wdf_pdo *pdo);
	const char *(*identify)(struct wdf_pdo *pdo, ULONG *address);
};

/**
 * struct wdf_pdo - the physical device a bus found; the bus allocates it
 * @dev: Linux device that messages name and that sysfs objects hang under
 * @bus: operations
 * @driver: client module that is to drive it
 * @fdo: the WDFDEVICE that EvtDriverDeviceAdd created, NULL before; pnp.c
 * @gone: the hardware has vanished (surprise); set by the bus, read anywhere
 */
struct wdf_pdo {
	struct device *dev;
	const struct wdf_bus_ops *bus;
	struct nt_driver *driver;
	struct wdf_device *fdo;
	bool gone;
};

/*
 * Called by the buses, in process context, never two of them at once for one
 * PDO except wdf_pdo_surprise(), which may come at any time.
 */
/* EvtDriverDeviceAdd, PrepareHardware, D0Entry ... SelfManagedIoInit.
 * On failure everything is undone and an errno is returned.
 */
int wdf_pdo_add(struct wdf_pdo *pdo);
/* The device is not there any more: marks it gone and calls SurpriseRemoval. */
void wdf_pdo_surprise(struct wdf_pdo *pdo);
/* Down to D3Final, ReleaseHardware, Flush, Cleanup, object deletion. */
void wdf_pdo_remove(struct wdf_pdo *pdo);
/* Leave D0. @system: Sx (else S0 idle). @wake: arming allowed by user space.
 * -EBUSY: an idle power-down was refused and the device is still in D0.
 */
int wdf_pdo_suspend(struct wdf_pdo *pdo, bool system, bool wake);
/* Back to D0. @lost: power or state was lost (reset_resume). @woke: the device
 * itself signalled.
 */
int wdf_pdo_resume(struct wdf_pdo *pdo, bool lost, bool woke);
/* System shutdown or reboot: power down without freeing anything. */
void wdf_pdo_shutdown(struct wdf_pdo *pdo);
/* Rebalance: down to ReleaseHardware, the WDFDEVICE stays. -EBUSY: the client
 * refused (EvtDeviceQueryStop). wdf_pdo_start() begins at PrepareHardware;
 * when it fails, wdf_pdo_remove() is what may follow.
 */
int wdf_pdo_stop(struct wdf_pdo *pdo);
int wdf_pdo_start(struct wdf_pdo *pdo);

/* For the rest of ndis_shim. */
struct wdf_device *wdf_device_from_handle(WDFDEVICE handle, const char *who);
WDFDEVICE wdf_device_to_handle(struct wdf_device *dev);
struct wdf_object *wdf_device_object(struct wdf_device *dev);
struct wdf_pdo *wdf_device_pdo(struct wdf_device *dev);
/* Rundown of the PDO: while entered, wdf_device_pdo() stays valid. False: it is
 * gone. Any context.
 */
bool wdf_device_enter(struct wdf_device *dev);
void wdf_device_leave(struct wdf_device *dev);
struct device *wdf_device_linux(struct wdf_device *dev);
bool wdf_device_gone(struct wdf_device *dev);
/* Has the bus unbind @dev, later and elsewhere, and bind it again if @restart and
 * it did not happen too often. Any context.
 */
void wdf_device_fail(struct wdf_device *dev, bool restart, const char *why);
/* Dx; for suites as well. */
WDF_POWER_DEVICE_STATE wdf_device_dx(WDFDEVICE handle);
/* True between D0Entry and D0Exit, those two included. */
bool wdf_device_in_d0(struct wdf_device *dev);

#endif
