// SPDX-License-Identifier: GPL-2.0
/*
 * One Linux usb_driver for each client module that has a USB id table.
 */
#include <linux/slab.h>
#include <linux/usb.h>

#include <ntmodule.h>
#include <wdf.h>

#include "compat_usb.h"
#include "ndis_shim.h"
#include "nt/nt_internal.h"
#include "wdf/usb/usb_driver.h"
#include "wdf/usb/usb_internal.h"

struct workqueue_struct *wdf_usb_wq;
struct workqueue_struct *wdf_usb_op_wq;

/**
 * wdf_usb_register() - let a client module have its devices
 * @nt: client module, DriverEntry has succeeded
 *
 * Devices that are there already are bound, and taken over from stock drivers
 * if the module asks for it, before this returns.
 *
 * Context: process. Return: 0, also if it has no id table, or -errno.
 */
int wdf_usb_register(struct nt_driver *nt)
{
	struct nt_module *module = nt->module;
	struct wdf_usb_driver *drv;
	int err;

	if (!module->usb_ids)
		return 0;
	drv = kzalloc(sizeof(*drv), GFP_KERNEL);
	if (!drv)
		return -ENOMEM;

	drv->nt = nt;
	drv->usb.name = module->name;
	drv->usb.id_table = module->usb_ids;
	drv->usb.probe = wdf_usb_probe;
	drv->usb.disconnect = wdf_usb_disconnect;
	drv->usb.suspend = wdf_usb_suspend;
	drv->usb.resume = wdf_usb_resume;
	drv->usb.reset_resume = wdf_usb_reset_resume;
	drv->usb.pre_reset = wdf_usb_pre_reset;
	drv->usb.post_reset = wdf_usb_post_reset;
	drv->usb.supports_autosuspend = 1;
	/* Modems that lose packets with it are many, those that need it none. */
	drv->usb.disable_hub_initiated_lpm = 1;
	/* The last messages to a device need its pipes. */
	drv->usb.soft_unbind = 1;
	/* usb_register_driver() leaves this one alone. */
	nt_usb_device_driver(&drv->usb)->shutdown = wdf_usb_shutdown;

	nt->usb = drv;
	err = usb_register_driver(&drv->usb, module->owner, module->name);
	if (err)
		goto err_free_driver;

	wdf_usb_takeover_start(drv);
	return 0;

err_free_driver:
	nt->usb = NULL;
	kfree(drv);
	return err;
}

/**
 * wdf_usb_unregister() - undo wdf_usb_register()
 * @nt: client module; all its devices are removed on return, and given to the
 *	stock driver if the module takes devices over
 *
 * Context: process, no lock held.
 */
void wdf_usb_unregister(struct nt_driver *nt)
{
	struct wdf_usb_driver *drv = nt->usb;

	if (!drv)
		return;

	wdf_usb_takeover_stop(drv);
	/* A restart that is under way may still bind to the driver, one that
	 * begins after the flush does not.
	 */
	WRITE_ONCE(drv->stopping, true);
	flush_workqueue(wdf_usb_wq);
	usb_deregister(&drv->usb);
	/* Works that were queued meanwhile find nothing bound, but look. */
	flush_workqueue(wdf_usb_wq);
	wdf_usb_give_back(drv);

	nt->usb = NULL;
	kfree(drv);
}

int wdf_usb_init(void)
{
	/* Not freezable: power callbacks wait for the watch. */
	wdf_usb_wq = alloc_workqueue("ndis_shim_usb", WQ_UNBOUND, 0);
	if (!wdf_usb_wq)
		return -ENOMEM;
	wdf_usb_op_wq = alloc_workqueue("ndis_shim_usb_op", WQ_UNBOUND, 0);
	if (!wdf_usb_op_wq) {
		destroy_workqueue(wdf_usb_wq);
		return -ENOMEM;
	}
	return 0;
}

void wdf_usb_exit(void)
{
	destroy_workqueue(wdf_usb_op_wq);
	destroy_workqueue(wdf_usb_wq);
}
