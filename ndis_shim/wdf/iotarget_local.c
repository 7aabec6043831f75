// SPDX-License-Identifier: GPL-2.0
/*
 * The target of WdfDeviceGetIoTarget(): what lies below the device. On Windows
 * it takes IRPs of any kind; here nothing can be formatted for it, so that it
 * only has a state. Buses with I/O have targets of their own (usb/).
 */
#include <linux/slab.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "wdf/device.h"
#include "wdf/iotarget.h"

/**
 * struct wdf_local_target - one for each device that was asked for it
 * @target: first: the handle
 * @node: in wdf_local_targets
 */
struct wdf_local_target {
	struct wdf_iotarget target;
	struct list_head node;
};

/* Any context. Few, and asked for once per device. */
static DEFINE_SPINLOCK(wdf_local_lock);
static LIST_HEAD(wdf_local_targets);

static void wdf_local_dispose(struct wdf_object *obj)
{
	struct wdf_local_target *local = container_of(obj, struct wdf_local_target, target.base);
	unsigned long flags;

	spin_lock_irqsave(&wdf_local_lock, flags);
	list_del_init(&local->node);
	spin_unlock_irqrestore(&wdf_local_lock, flags);
}

static void wdf_local_release(struct wdf_object *obj)
{
	kfree(container_of(obj, struct wdf_local_target, target.base));
}

static const struct wdf_object_class wdf_local_class = {
	.name = "WDFIOTARGET",
	.type = WDF_TYPE_IOTARGET,
	.flags = WDF_CLASS_FRAMEWORK_OWNED | WDF_CLASS_PASSIVE_DISPOSE | WDF_CLASS_FIXED_PARENT,
	.quiesce = wdf_iotarget_quiesce,
	.dispose = wdf_local_dispose,
	.release = wdf_local_release,
};

static bool wdf_local_present(struct wdf_iotarget *target)
{
	return !wdf_device_gone(target->device);
}

static const struct wdf_iotarget_ops wdf_local_ops = {
	.present = wdf_local_present,
};

static struct wdf_local_target *wdf_local_find(struct wdf_device *device)
{
	struct wdf_local_target *local;

	lockdep_assert_held(&wdf_local_lock);

	list_for_each_entry(local, &wdf_local_targets, node) {
		if (local->target.device == device)
			return local;
	}
	return NULL;
}

/**
 * wdf_iotarget_local_get() - the local target of a device, made on first use
 * @device: live device
 *
 * Context: any. Return: the target, which goes with the device and is not
 * referenced, or NULL without memory.
 */
struct wdf_iotarget *wdf_iotarget_local_get(struct wdf_device *device)
{
	struct wdf_local_target *found, *local;
	unsigned long flags;

	spin_lock_irqsave(&wdf_local_lock, flags);
	found = wdf_local_find(device);
	spin_unlock_irqrestore(&wdf_local_lock, flags);
	if (found)
		return &found->target;

	local = kzalloc(sizeof(*local), nt_gfp());
	if (!local)
		return NULL;
	INIT_LIST_HEAD(&local->node);
	wdf_iotarget_init(&local->target, &wdf_local_class, &wdf_local_ops, device);
	if (!NT_SUCCESS(wdf_object_publish(&local->target.base, NULL,
					   wdf_device_object(device)))) {
		kfree(local);
		return NULL;
	}

	spin_lock_irqsave(&wdf_local_lock, flags);
	found = wdf_local_find(device);
	if (!found)
		list_add(&local->node, &wdf_local_targets);
	spin_unlock_irqrestore(&wdf_local_lock, flags);
	if (!found)
		return &local->target;

	/* Somebody was faster. */
	wdf_object_delete(&local->target.base);
	return &found->target;
}
