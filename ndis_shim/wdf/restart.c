// SPDX-License-Identifier: GPL-2.0
/*
 * Failed devices: the bus unbinds them, and binds them again unless that was
 * tried too often. The tries are counted here, by name, because nothing of the
 * device itself outlives the unbinding. When the first one has not helped, the
 * hardware is reset as well: not before, since other functions of the device are
 * then disturbed, too.
 */
#include <linux/device.h>
#include <linux/jiffies.h>
#include <linux/list.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "nt/nt_internal.h"
#include "wdf/device_internal.h"

#define WDF_RESTART_TRIES	5
#define WDF_RESTART_WINDOW	(10 * 60 * HZ)

/**
 * struct wdf_restart - restarts of one device
 * @node: list of all
 * @since: first one of the window
 * @count: how many since
 * @name: of the Linux device
 */
struct wdf_restart {
	struct list_head node;
	unsigned long since;
	unsigned int count;
	char name[];
};

static LIST_HEAD(wdf_restarts);
static DEFINE_SPINLOCK(wdf_restart_lock);	/* protects wdf_restarts; any context */

/* The device's record; forgets those whose window is over. */
static struct wdf_restart *wdf_restart_find(const char *name)
{
	struct wdf_restart *entry, *next, *found = NULL;

	lockdep_assert_held(&wdf_restart_lock);

	list_for_each_entry_safe(entry, next, &wdf_restarts, node) {
		if (time_after(jiffies, entry->since + WDF_RESTART_WINDOW)) {
			list_del(&entry->node);
			kfree(entry);
		} else if (!strcmp(entry->name, name)) {
			found = entry;
		}
	}
	return found;
}

/* Return: which try it is, from 1; 0: it may not be tried. */
static unsigned int wdf_restart_try(const char *name)
{
	struct wdf_restart *entry;
	unsigned int try = 0;
	unsigned long flags;

	spin_lock_irqsave(&wdf_restart_lock, flags);
	entry = wdf_restart_find(name);
	if (!entry) {
		entry = kzalloc(struct_size(entry, name, strlen(name) + 1), GFP_ATOMIC);
		if (!entry)
			goto out;
		strcpy(entry->name, name);
		entry->since = jiffies;
		list_add(&entry->node, &wdf_restarts);
	}
	if (entry->count < WDF_RESTART_TRIES)
		try = ++entry->count;
out:
	spin_unlock_irqrestore(&wdf_restart_lock, flags);
	return try;
}

void wdf_device_fail(struct wdf_device *dev, bool restart, const char *why)
{
	unsigned int try = 0;

	if (!wdf_device_enter(dev))
		return;
	if (test_and_set_bit(0, &dev->failed))
		goto out;
	if (restart)
		try = wdf_restart_try(dev_name(dev->linux_dev));
	if (restart && !try) {
		dev_err(dev->linux_dev, "%s: restarted too often, not again for ten minutes\n",
			nt_driver_name(dev->base.driver));
		restart = false;
	}
	dev_err(dev->linux_dev, "%s: device failed (%s), %s\n",
		nt_driver_name(dev->base.driver), why, restart ? "restarting it" : "removing it");
	if (restart)
		dev->pdo->bus->restart(dev->pdo, try > 1);
	else
		dev->pdo->bus->fail(dev->pdo);
out:
	wdf_device_leave(dev);
}

void cx_device_fail(WDFDEVICE device, const char *why)
{
	struct wdf_device *dev = wdf_device_from_handle(device, __func__);

	if (dev)
		wdf_device_fail(dev, true, why);
}
EXPORT_SYMBOL_NS_GPL(cx_device_fail, NDIS_SHIM_INTERNAL);

void wdf_restart_exit(void)
{
	struct wdf_restart *entry, *next;

	list_for_each_entry_safe(entry, next, &wdf_restarts, node)
		kfree(entry);
}
