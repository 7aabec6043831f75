/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a client sees of the PnP/power state machine: three machines of Windows',
 * whose states follow those of pnp.c, and callbacks for them.
 */
#ifndef _NDIS_SHIM_WDF_NOTIFY_H
#define _NDIS_SHIM_WDF_NOTIFY_H

#include <linux/list.h>
#include <linux/types.h>

struct wdf_device;

enum wdf_machine {
	WDF_MACHINE_PNP,
	WDF_MACHINE_POWER,
	WDF_MACHINE_POLICY,
	WDF_NUM_MACHINES
};

/**
 * struct wdf_machines - where a device's machines are
 * @callbacks: of wdf_notify.node; fixed once there is a device
 * @at: each machine; @state is written under the PnP lock and read anywhere, @posted
 *	(StateNotificationPostProcessState was told) is the PnP lock's
 */
struct wdf_machines {
	struct list_head callbacks;
	struct {
		int state;
		bool posted;
	} at[WDF_NUM_MACHINES];
};

/* @callbacks moves to it from the init structure. */
void wdf_machines_init(struct wdf_machines *machines, struct list_head *callbacks);
void wdf_notify_free(struct list_head *callbacks);

/* ---- process context, the PnP lock held ---- */
/* @rest: it stays there until something happens, and there is nothing more to do. */
void wdf_machine_enter(struct wdf_device *dev, enum wdf_machine machine, int state, bool rest);
/* pnp.c's machine went from @old (enum wdf_pnp_state) to its present state. */
void wdf_machines_follow(struct wdf_device *dev, int old);

#endif
