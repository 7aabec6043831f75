// SPDX-License-Identifier: GPL-2.0
/*
 * WDFDEVICE as an object: creation from its init structure, the way to the
 * bus's device below it, and its end.
 *
 * Not here: what happens to it in between (pnp.c, power.c, idle.c).
 */
#include "wdf/device_internal.h"

#include <kunit/visibility.h>
#include <linux/device.h>
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/slab.h>

#include "nt/io.h"
#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/driver.h"

/* How long a client may keep references on a device that was removed. */
#define WDF_DEVICE_TIMEOUT	(5 * HZ)

static void wdf_device_release(struct wdf_object *obj)
{
	struct wdf_device *dev = container_of(obj, struct wdf_device, base);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(dev->wdm); i++)
		nt_device_fake_remove(&dev->wdm[i]);
	wdf_io_release(dev);
	wdf_properties_free(&dev->properties);
	wdf_notify_free(&dev->machines.callbacks);
	put_device(dev->linux_dev);
	kfree(dev);
}

static const struct wdf_object_class wdf_device_class = {
	.name = "WDFDEVICE",
	.type = WDF_TYPE_DEVICE,
	.flags = WDF_CLASS_FRAMEWORK_OWNED | WDF_CLASS_PASSIVE_DISPOSE | WDF_CLASS_FIXED_PARENT,
	.release = wdf_device_release,
};

/* The client's to delete. */
static const struct wdf_object_class wdf_control_class = {
	.name = "WDFDEVICE",
	.type = WDF_TYPE_DEVICE,
	.flags = WDF_CLASS_PASSIVE_DISPOSE | WDF_CLASS_FIXED_PARENT,
	.in_callback = wdf_control_in_callback,
	.quiesce = wdf_control_quiesce,
	.release = wdf_device_release,
};

struct wdf_device *wdf_device_from_handle(WDFDEVICE handle, const char *who)
{
	struct wdf_object *obj = wdf_object_from_handle(handle, WDF_TYPE_DEVICE, who);

	return obj ? container_of(obj, struct wdf_device, base) : NULL;
}

WDFDEVICE wdf_device_to_handle(struct wdf_device *dev)
{
	return wdf_object_to_handle(&dev->base);
}

struct wdf_object *wdf_device_object(struct wdf_device *dev)
{
	return &dev->base;
}

struct wdf_device *wdf_object_device(struct wdf_object *obj)
{
	for (; obj; obj = obj->parent) {
		if (obj->cls->type == WDF_TYPE_DEVICE)
			return container_of(obj, struct wdf_device, base);
	}
	return NULL;
}

/* The caller knows that the device was not removed yet. */
struct wdf_pdo *wdf_device_pdo(struct wdf_device *dev)
{
	return dev->pdo;
}

struct device *wdf_device_linux(struct wdf_device *dev)
{
	return dev->linux_dev;
}

bool wdf_device_enter(struct wdf_device *dev)
{
	return refcount_inc_not_zero(&dev->users);
}

void wdf_device_leave(struct wdf_device *dev)
{
	if (refcount_dec_and_test(&dev->users))
		complete(&dev->users_gone);
}

bool wdf_device_gone(struct wdf_device *dev)
{
	bool gone = true;

	if (wdf_device_enter(dev)) {
		gone = READ_ONCE(dev->pdo->gone);
		wdf_device_leave(dev);
	}
	return gone;
}

bool wdf_device_in_d0(struct wdf_device *dev)
{
	switch (READ_ONCE(dev->state)) {
	case WDF_PNP_D0_ENTERING:
	case WDF_PNP_STARTED:
	case WDF_PNP_D0_EXITING:
		return true;
	default:
		return false;
	}
}

WDF_POWER_DEVICE_STATE wdf_device_dx(WDFDEVICE handle)
{
	struct wdf_device *dev = wdf_device_from_handle(handle, __func__);

	return dev ? READ_ONCE(dev->power_state) : WdfPowerDeviceInvalid;
}
EXPORT_SYMBOL_IF_KUNIT(wdf_device_dx);

static struct wdf_device *wdf_device_alloc(struct WDFDEVICE_INIT *init)
{
	struct wdf_pdo *pdo = init->pdo;
	struct wdf_device *dev = kzalloc(sizeof(*dev), GFP_KERNEL);
	unsigned int i;

	if (!dev)
		return NULL;
	wdf_object_init(&dev->base, pdo ? &wdf_device_class : &wdf_control_class, init->driver);
	dev->pdo = pdo;
	dev->linux_dev = pdo ? get_device(pdo->dev) : NULL;
	/* What belongs to hardware is not to be had from a control device. */
	refcount_set(&dev->users, pdo ? 1 : 0);
	init_completion(&dev->users_gone);
	mutex_init(&dev->pnp_lock);
	mutex_init(&dev->surprise_lock);
	spin_lock_init(&dev->idle_lock);
	dev->wdm[WDF_WDM_PHYSICAL].framework = pdo ? wdf_device_to_handle(dev) : NULL;
	for (i = 0; i < ARRAY_SIZE(dev->wdm); i++)
		nt_device_fake_add(&dev->wdm[i], init->driver);
	wdf_properties_init(&dev->properties);
	wdf_machines_init(&dev->machines, &init->callbacks);
	dev->power_state = WdfPowerDeviceD3Final;
	dev->pnp = init->pnp;
	dev->policy = init->policy;
	return dev;
}

NTSTATUS WdfDeviceCreate(PWDFDEVICE_INIT *DeviceInit, PWDF_OBJECT_ATTRIBUTES DeviceAttributes,
			 WDFDEVICE *Device)
{
	struct WDFDEVICE_INIT *init;
	struct wdf_device *dev;
	struct wdf_driver *driver;
	NTSTATUS status;
	unsigned int i;

	if (Device)
		*Device = NULL;
	if (!Device || !DeviceInit)
		return STATUS_INVALID_PARAMETER;
	/* The second call finds the NULL, or the structure, of the first one. */
	init = wdf_init_check(*DeviceInit, __func__);
	if (!init)
		return STATUS_INVALID_DEVICE_STATE;
	driver = init->driver->wdf;
	if (!driver || nt_irql_violation(init->driver, __func__))
		return STATUS_INVALID_DEVICE_STATE;

	dev = wdf_device_alloc(init);
	if (!dev)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = wdf_object_check_attributes(DeviceAttributes);
	if (NT_SUCCESS(status))
		status = wdf_io_init(dev, &init->io, dev->base.driver);
	if (!NT_SUCCESS(status))
		goto err_release;
	wdf_object_inherit(&dev->base, DeviceAttributes, wdf_driver_object(driver));
	wdf_presentation_init(&dev->presentation,
			      dev->base.execution_level == WdfExecutionLevelPassive);
	status = wdf_object_publish(&dev->base, DeviceAttributes, wdf_driver_object(driver));
	if (!NT_SUCCESS(status))
		goto err_unpublish;

	dev->ext = init->ext;
	init->ext.count = 0;
	init->device = dev;
	/* A surprise removal may look at it from here on. */
	if (init->pdo)
		/* Pairs with the address dependency in wdf_pdo_hold_fdo(). */
		smp_store_release(&init->pdo->fdo, dev);
	else
		wdf_control_init(dev, init);
	for (i = 0; i < dev->ext.count; i++) {
		if (dev->ext.entry[i].ops->created)
			dev->ext.entry[i].ops->created(dev->ext.entry[i].ctx,
						       wdf_device_to_handle(dev));
	}
	if (init->control)
		wdf_init_free(init);
	*DeviceInit = NULL;
	*Device = wdf_device_to_handle(dev);
	return STATUS_SUCCESS;

err_unpublish:
	wdf_io_unpublish(dev);
	swap(init->io.name, dev->io.set.name);
err_release:
	/* The client may try again. */
	list_splice_init(&dev->machines.callbacks, &init->callbacks);
	wdf_device_release(&dev->base);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceCreate, NDIS_SHIM);

/*
 * The callbacks are over and no lock is held: children's deletion waits for
 * work items and timers, which may call anything. Who could still use @pdo:
 * - such a callback, power references in it: over when the tree is gone;
 * - somebody with a reference too many: wdf_device_enter() fails from here on,
 *   and we wait for whoever got in before.
 */
void wdf_device_destroy(struct wdf_device *dev)
{
	wdf_object_hold(&dev->base);
	if (!wdf_object_delete_wait(&dev->base, WDF_DEVICE_TIMEOUT))
		dev_warn(dev->linux_dev, "%s still holds references on its device\n",
			 nt_driver_name(dev->base.driver));

	wdf_device_leave(dev);
	wait_for_completion(&dev->users_gone);
	wdf_idle_release(dev);
	wdf_extensions_destroy(&dev->ext);
	dev->pdo = NULL;
	wdf_object_unhold(&dev->base);
}
