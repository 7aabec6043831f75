/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Shared by the files that implement WDFDEVICE: device.c (object), device_api.c
 * (entry points), idle.c (power references and policy), pnp.c (states), power.c
 * (in and out of D0), step.c (callbacks and hooks), cx.c. Others use device.h.
 */
#ifndef _NDIS_SHIM_WDF_DEVICE_INTERNAL_H
#define _NDIS_SHIM_WDF_DEVICE_INTERNAL_H

#include <linux/completion.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/refcount.h>
#include <linux/spinlock.h>

#include <wdf.h>

#include "cx.h"
#include "nt/io.h"
#include "wdf/callback.h"
#include "wdf/device.h"
#include "wdf/device_init.h"
#include "wdf/io.h"
#include "wdf/notify.h"
#include "wdf/object_internal.h"
#include "wdf/presentation.h"
#include "wdf/property.h"

/* States in the order of a life; wdf_pnp_set_state() knows the legal ways. */
enum wdf_pnp_state {
	WDF_PNP_ADDING,		/* inside EvtDriverDeviceAdd */
	WDF_PNP_ADDED,
	WDF_PNP_PREPARING,	/* inside EvtDevicePrepareHardware */
	WDF_PNP_PREPARED,	/* hardware is there, not powered: D3Final */
	WDF_PNP_D0_ENTERING,
	WDF_PNP_STARTED,	/* D0 */
	WDF_PNP_D0_EXITING,
	WDF_PNP_SUSPENDED,	/* Dx, will come back */
	WDF_PNP_FAILED,		/* did not come back: waits for its removal */
	WDF_PNP_RELEASING,	/* inside EvtDeviceReleaseHardware */
	WDF_PNP_STOPPED,	/* released; may be prepared again */
	WDF_PNP_REMOVING,	/* flush, cleanup */
	WDF_PNP_REMOVED,
	WDF_PNP_NUM_STATES
};

/* Self-managed I/O: which of its callbacks may come next. */
enum wdf_smio_state {
	WDF_SMIO_CREATED,	/* Init */
	WDF_SMIO_STARTED,	/* Suspend */
	WDF_SMIO_SUSPENDED,	/* Restart, or Flush and Cleanup */
	WDF_SMIO_FAILED,	/* Flush and Cleanup */
};

/* Device objects that a driver may ask for, besides its own. */
enum wdf_wdm {
	WDF_WDM_PHYSICAL,
	WDF_WDM_ATTACHED,
	WDF_NUM_WDM
};

/**
 * struct wdf_device - a WDFDEVICE
 * @base: object
 * @pdo: the bus's device; inside PnP and power functions, or between
 *	wdf_device_enter() and wdf_device_leave()
 * @linux: its Linux device, a reference
 * @users: rundown of @pdo; 1 while it is valid
 * @users_gone: @users is 0
 *
 * @pnp_lock: serialises all PnP and power callbacks but EvtDeviceSurpriseRemoval;
 *	process context; RTNL and every client lock come after it
 * @pnp_owner: who holds @pnp_lock: whoever must not wait for a transition
 * @state: written under @pnp_lock, read anywhere
 * @smio: @pnp_lock
 * @power_state: Dx; written under @pnp_lock, read anywhere
 * @system_action: written under @pnp_lock, read anywhere
 * @armed: wake was armed when D0 was left; @pnp_lock
 * @down_system: D0 was left for a system transition; @pnp_lock
 * @surprise_lock: one surprise removal, finished before removal goes on
 * @surprised: it happened, or removal began; @surprise_lock
 * @failed: bit 0: WdfDeviceSetFailed() or a failed power-up
 *
 * @pnp: the client's callbacks
 * @policy: the client's callbacks
 * @ext: class extensions
 * @machines: what the client sees of @state
 *
 * @stop_idle: the client's power references
 * @cx_power: extensions' power references
 * @idle_lock: protects the members up to @idle_block_ref; any context
 * @idle: S0 idle settings
 * @idle_assigned: there are some
 * @wake: Sx wake settings
 * @wake_assigned: there are some
 * @idle_blocked: an extension forbids idling
 * @idle_block_ref: and holds a power reference for it
 *
 * @caps: WdfDeviceSetPnpCapabilities(); kept, Linux has no use for it
 * @device_state: WdfDeviceSetDeviceState(), Size 0: never; @idle_lock
 * @not_stoppable: WdfDeviceSetStaticStopRemove()
 * @presentation: WdfObjectAcquireLock(), callbacks with synchronization scope device
 * @wdm: stand for device objects that there are not
 * @properties: assigned by the client
 * @io: device object, queues, files
 * @shutdown: of a control device, or NULL
 * @reboot: calls @shutdown
 * @rebooting: who is in that call
 */
struct wdf_device {
	struct wdf_object base;
	struct wdf_pdo *pdo;
	struct device *linux_dev;
	refcount_t users;
	struct completion users_gone;

	struct mutex pnp_lock;
	struct task_struct *pnp_owner;
	enum wdf_pnp_state state;
	enum wdf_smio_state smio;
	WDF_POWER_DEVICE_STATE power_state;
	POWER_ACTION system_action;
	bool armed;
	bool down_system;
	struct mutex surprise_lock;
	bool surprised;
	unsigned long failed;

	WDF_PNPPOWER_EVENT_CALLBACKS pnp;
	WDF_POWER_POLICY_EVENT_CALLBACKS policy;
	struct wdf_extensions ext;
	struct wdf_machines machines;

	atomic_t stop_idle;
	atomic_t cx_power;
	spinlock_t idle_lock;
	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS idle;
	bool idle_assigned;
	WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS wake;
	bool wake_assigned;
	bool idle_blocked;
	bool idle_block_ref;

	WDF_DEVICE_PNP_CAPABILITIES caps;
	WDF_DEVICE_STATE device_state;
	bool not_stoppable;
	struct wdf_presentation presentation;
	struct nt_device_fake wdm[WDF_NUM_WDM];
	struct wdf_properties properties;
	struct wdf_io io;
	PFN_WDF_DEVICE_SHUTDOWN_NOTIFICATION shutdown;
	struct notifier_block reboot;
	struct wdf_caller rebooting;
};

/* ---- device.c ---- */
/* Deletes the object, drops power references, frees extensions. Process. */
void wdf_device_destroy(struct wdf_device *dev);

/* ---- control.c; process context ---- */
void wdf_control_init(struct wdf_device *dev, struct WDFDEVICE_INIT *init);
void wdf_control_quiesce(struct wdf_object *obj);
/* Any context. */
bool wdf_control_in_callback(struct wdf_object *obj);

/* ---- pnp.c ---- */
const char *wdf_pnp_state_name(enum wdf_pnp_state state);
void wdf_pnp_set_state(struct wdf_device *dev, enum wdf_pnp_state state);
void wdf_pnp_lock(struct wdf_device *dev);
void wdf_pnp_unlock(struct wdf_device *dev);
/* The caller is inside a PnP or power callback of @dev. */
bool wdf_pnp_is_mine(struct wdf_device *dev);

/* ---- power.c ---- */
NTSTATUS wdf_power_up(struct wdf_device *dev, bool first, bool lost, bool woke);
/* What to do about D0: why, and what may be tried. */
struct wdf_power_down {
	bool system;	/* Sx, shutdown */
	bool arm;	/* try to arm wake */
	bool final;	/* D3Final: the device does not come back by itself */
	bool remove;	/* nor at all */
	enum wdf_pnp_state next;
};

/* -EBUSY: an idle power-down that could not be armed; the device is in D0. */
int wdf_power_down(struct wdf_device *dev, const struct wdf_power_down *down);

/* ---- step.c ---- */
/* An error that no client returns. */
#define WDF_STEP_NOT_CALLED	((NTSTATUS)0xEFFFFFFF)
/* One step: pre hooks, the client's callback, post hooks. */
NTSTATUS wdf_step(struct wdf_device *dev, enum cx_step step, struct cx_step_info *info);

/* ---- idle.c ---- */
bool wdf_idle_allowed(struct wdf_device *dev);
bool wdf_idle_can_wake(struct wdf_device *dev);
bool wdf_sx_wake_enabled(struct wdf_device *dev);
/* Drops what the client and extensions did not; @pdo is still valid. */
void wdf_idle_release(struct wdf_device *dev);
NTSTATUS wdf_idle_power_get(struct wdf_device *dev, atomic_t *count, bool wait, const char *who);
/* False: there was none to drop. */
bool wdf_idle_power_put(struct wdf_device *dev, atomic_t *count);

/* ---- restart.c ---- */
/* wdf_device_fail(): device.h */
void wdf_restart_exit(void);

#endif
