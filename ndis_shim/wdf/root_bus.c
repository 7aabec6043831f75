// SPDX-License-Identifier: GPL-2.0
/*
 * The root bus: devices that exist because a module said so. They suspend,
 * idle, wake, fail and vanish like others, only that nothing is behind them.
 *
 * Each hangs under a platform device of its own, which has nothing to do: modem
 * managers tell physical devices apart by the nearest parent on a bus they know,
 * and take what has none for an interface that only software wants.
 */
#include "wdf/root_bus.h"

#include <linux/device.h>
#include <linux/export.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/pm_runtime.h>
#include <linux/pm_wakeup.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include <ntmodule.h>
#include <wdf.h>

#include "compat_bus.h"
#include "compat_workqueue.h"
#include "ndis_shim.h"
#include "nt/nt_internal.h"
#include "wdf/device.h"
#include "wdf/power_call.h"

/* Until the client says otherwise, KMDF's default. */
#define WDF_ROOT_IDLE_MS	5000
/* More is a slip of the pen. */
#define WDF_ROOT_MAX_DEVICES	64

/**
 * struct wdf_root_driver - the Linux driver of one client module
 * @driver: registered on the root bus
 * @nt: client module
 * @lock: protects @devices; process context
 * @devices: devices that were not removed
 * @kinds: what devices there are; ends with an empty one
 * @one: @kinds of a module whose devices are all alike, and its end
 */
struct wdf_root_driver {
	struct device_driver driver;
	struct nt_driver *nt;
	struct mutex lock;
	struct list_head devices;
	const struct nt_root_kind *kinds;
	struct nt_root_kind one[2];
};

enum {
	WDF_ROOT_SUSPENDED,
	WDF_ROOT_NO_IDLE,	/* holds a PM reference against idling */
};

/**
 * struct wdf_root_device - one device
 * @dev: Linux device
 * @pdo: valid while bound
 * @root: its driver
 * @node: in the driver's list
 * @parent: platform device above it
 * @kind: what it is
 * @index: position at load
 * @number: position at load among those of its @kind
 * @flags: WDF_ROOT_*
 * @pm_lock: protects @pm_refs, @pm_dead; any context, irqsave
 * @pm_refs: runtime PM references that were handed out
 * @pm_dead: no more of them
 * @work: restart or fail
 * @rebind: @work binds again
 */
struct wdf_root_device {
	struct device dev;
	struct wdf_pdo pdo;
	struct wdf_root_driver *root;
	struct list_head node;
	struct platform_device *parent;
	const struct nt_root_kind *kind;
	unsigned int index;
	unsigned int number;
	unsigned long flags;
	spinlock_t pm_lock;
	unsigned int pm_refs;
	bool pm_dead;
	struct work_struct work;
	bool rebind;
};

/*
 * Who adds and removes on demand, against each other and against the module's
 * unloading: held while a device starts or stops, so nothing that these wait for may
 * take it.
 */
static DEFINE_MUTEX(wdf_root_demand_lock);

static struct wdf_root_device *to_root_device(struct device *dev)
{
	return container_of(dev, struct wdf_root_device, dev);
}

static struct wdf_root_device *pdo_to_root_device(struct wdf_pdo *pdo)
{
	return container_of(pdo, struct wdf_root_device, pdo);
}

/* ---- what the WDFDEVICE asks ---- */

static int wdf_root_pm_get(struct wdf_pdo *pdo, bool wait)
{
	struct wdf_root_device *rd = pdo_to_root_device(pdo);
	unsigned long flags;
	bool dead;
	int err;

	err = wait ? pm_runtime_get_sync(&rd->dev) : pm_runtime_get(&rd->dev);
	if (err < 0 && err != -EINPROGRESS) {
		pm_runtime_put_noidle(&rd->dev);
		return err;
	}

	spin_lock_irqsave(&rd->pm_lock, flags);
	dead = rd->pm_dead;
	if (!dead)
		rd->pm_refs++;
	spin_unlock_irqrestore(&rd->pm_lock, flags);
	if (dead) {
		pm_runtime_put_noidle(&rd->dev);
		return -ENODEV;
	}
	return !wait && test_bit(WDF_ROOT_SUSPENDED, &rd->flags) ? -EINPROGRESS : 0;
}

static void wdf_root_pm_put(struct wdf_pdo *pdo)
{
	struct wdf_root_device *rd = pdo_to_root_device(pdo);
	unsigned long flags;
	bool mine;

	spin_lock_irqsave(&rd->pm_lock, flags);
	mine = rd->pm_refs;
	if (mine)
		rd->pm_refs--;
	spin_unlock_irqrestore(&rd->pm_lock, flags);
	if (!mine)
		return;
	pm_runtime_mark_last_busy(&rd->dev);
	pm_runtime_put_autosuspend(&rd->dev);
}

static void wdf_root_pm_drain(struct wdf_root_device *rd)
{
	unsigned long flags;
	unsigned int refs;

	spin_lock_irqsave(&rd->pm_lock, flags);
	rd->pm_dead = true;
	refs = rd->pm_refs;
	rd->pm_refs = 0;
	spin_unlock_irqrestore(&rd->pm_lock, flags);

	if (test_and_clear_bit(WDF_ROOT_NO_IDLE, &rd->flags))
		refs++;
	while (refs--)
		pm_runtime_put_noidle(&rd->dev);
}

static int wdf_root_set_idle(struct wdf_pdo *pdo, bool enable, bool can_wake, int timeout_ms)
{
	struct wdf_root_device *rd = pdo_to_root_device(pdo);

	if (timeout_ms >= 0)
		pm_runtime_set_autosuspend_delay(&rd->dev, timeout_ms);

	if (enable && test_and_clear_bit(WDF_ROOT_NO_IDLE, &rd->flags)) {
		pm_runtime_mark_last_busy(&rd->dev);
		pm_runtime_put_autosuspend(&rd->dev);
	} else if (!enable && !test_and_set_bit(WDF_ROOT_NO_IDLE, &rd->flags)) {
		/* Asynchronous: this may be a power callback. */
		pm_runtime_get(&rd->dev);
	}
	return 0;
}

/* Wakes whenever somebody resumes it: nothing to arm. */
static int wdf_root_set_wake(struct wdf_pdo *pdo, bool arm)
{
	return 0;
}

static void wdf_root_rebind_work(struct work_struct *work)
{
	struct wdf_root_device *rd = container_of(work, struct wdf_root_device, work);

	device_release_driver(&rd->dev);
	if (rd->rebind && device_attach(&rd->dev) < 0)
		dev_dbg(&rd->dev, "restart failed\n");
}

static void wdf_root_rebind(struct wdf_pdo *pdo, bool again)
{
	struct wdf_root_device *rd = pdo_to_root_device(pdo);

	rd->rebind = again;
	queue_work(system_dfl_wq, &rd->work);
}

static void wdf_root_restart(struct wdf_pdo *pdo, bool reset)
{
	wdf_root_rebind(pdo, true);
}

static void wdf_root_fail(struct wdf_pdo *pdo)
{
	wdf_root_rebind(pdo, false);
}

static const char *wdf_root_identify(struct wdf_pdo *pdo, ULONG *address)
{
	struct wdf_root_device *rd = pdo_to_root_device(pdo);

	*address = rd->number;
	return rd->kind->id;
}

static const struct wdf_bus_ops wdf_root_bus_ops = {
	.name = "root",
	.pm_get = wdf_root_pm_get,
	.pm_put = wdf_root_pm_put,
	.set_idle = wdf_root_set_idle,
	.set_wake = wdf_root_set_wake,
	.restart = wdf_root_restart,
	.fail = wdf_root_fail,
	.identify = wdf_root_identify,
};

/* ---- what the driver core asks ---- */

static int wdf_root_match(struct device *dev, nt_matched_driver *driver)
{
	return &to_root_device(dev)->root->driver == driver;
}

static int wdf_root_probe(struct device *dev)
{
	struct wdf_root_device *rd = to_root_device(dev);
	int err;

	memset(&rd->pdo, 0, sizeof(rd->pdo));
	rd->pdo.dev = dev;
	rd->pdo.bus = &wdf_root_bus_ops;
	rd->pdo.driver = rd->root->nt;
	rd->flags = 0;
	rd->pm_dead = false;

	/* A reference of its own until the device is up: it must not idle in
	 * the middle, whatever the client has said by then.
	 */
	pm_runtime_get_noresume(dev);
	pm_runtime_set_active(dev);
	pm_runtime_set_autosuspend_delay(dev, WDF_ROOT_IDLE_MS);
	pm_runtime_use_autosuspend(dev);
	pm_runtime_enable(dev);
	wdf_root_set_idle(&rd->pdo, false, false, -1);

	err = wdf_pdo_add(&rd->pdo);
	if (err) {
		wdf_root_pm_drain(rd);
		pm_runtime_disable(dev);
		pm_runtime_dont_use_autosuspend(dev);
		pm_runtime_set_suspended(dev);
		pm_runtime_put_noidle(dev);
		return err;
	}
	pm_runtime_mark_last_busy(dev);
	pm_runtime_put_autosuspend(dev);
	return 0;
}

/* The driver core has resumed the device, an orderly removal begins in D0. */
static void wdf_root_unbind(struct device *dev)
{
	struct wdf_root_device *rd = to_root_device(dev);

	pm_runtime_get_sync(dev);
	if (!rd->pdo.gone)
		wdf_root_resume(rd, false, false);
	wdf_pdo_remove(&rd->pdo);
	wdf_root_pm_drain(rd);
	pm_runtime_disable(dev);
	pm_runtime_dont_use_autosuspend(dev);
	pm_runtime_set_suspended(dev);
	pm_runtime_put_noidle(dev);
}

/* An idle device is brought back first: it could not hear otherwise. */
static void wdf_root_bus_shutdown(struct device *dev)
{
	if (!dev->driver)
		return;
	pm_runtime_resume(dev);
	wdf_root_shutdown(to_root_device(dev));
}

/* Idempotent: system sleep finds an idle device down already. */
int wdf_root_suspend(struct wdf_root_device *rd, bool system, bool wake)
{
	int err;

	if (test_bit(WDF_ROOT_SUSPENDED, &rd->flags))
		return 0;
	err = wdf_pdo_suspend(&rd->pdo, system, wake);
	if (!err)
		set_bit(WDF_ROOT_SUSPENDED, &rd->flags);
	return err;
}
EXPORT_SYMBOL_NS_GPL(wdf_root_suspend, NDIS_SHIM_INTERNAL);

int wdf_root_resume(struct wdf_root_device *rd, bool lost, bool woke)
{
	if (!test_and_clear_bit(WDF_ROOT_SUSPENDED, &rd->flags))
		return 0;
	return wdf_pdo_resume(&rd->pdo, lost, woke);
}
EXPORT_SYMBOL_NS_GPL(wdf_root_resume, NDIS_SHIM_INTERNAL);

#ifdef CONFIG_PM
static int wdf_root_idle(void *rd)
{
	return wdf_root_suspend(rd, false, true);
}

static int wdf_root_wake(void *rd)
{
	return wdf_root_resume(rd, false, false);
}

static int wdf_root_runtime_suspend(struct device *dev)
{
	return wdf_power_call(wdf_root_idle, to_root_device(dev));
}

static int wdf_root_runtime_resume(struct device *dev)
{
	return wdf_power_call(wdf_root_wake, to_root_device(dev));
}
#endif

#ifdef CONFIG_PM_SLEEP
/*
 * What wakes a device from idle is not what wakes the machine: an idle one comes
 * back, and goes to sleep with the others. It does not idle again before the end:
 * the PM core holds a reference of its own.
 */
static int wdf_root_system_prepare(struct device *dev)
{
	if (dev->driver)
		pm_runtime_resume(dev);
	return 0;
}

static int wdf_root_system_suspend(struct device *dev)
{
	if (!dev->driver)
		return 0;
	return wdf_root_suspend(to_root_device(dev), true, device_may_wakeup(dev));
}

/* Hibernation: nobody is there who could hear it. */
static int wdf_root_system_freeze(struct device *dev)
{
	return dev->driver ? wdf_root_suspend(to_root_device(dev), true, false) : 0;
}

static int wdf_root_system_resume(struct device *dev)
{
	return dev->driver ? wdf_root_resume(to_root_device(dev), false, false) : 0;
}
#endif

static const struct dev_pm_ops wdf_root_pm_ops = {
#ifdef CONFIG_PM_SLEEP
	.prepare = wdf_root_system_prepare,
	.suspend = wdf_root_system_suspend,
	.resume = wdf_root_system_resume,
	.freeze = wdf_root_system_freeze,
	.thaw = wdf_root_system_resume,
	.poweroff = wdf_root_system_freeze,
	.restore = wdf_root_system_resume,
#endif
	SET_RUNTIME_PM_OPS(wdf_root_runtime_suspend, wdf_root_runtime_resume, NULL)
};

static struct bus_type wdf_root_bus = {
	.name = "wdfroot",
	.match = wdf_root_match,
	.probe = wdf_root_probe,
	.remove = wdf_root_unbind,
	.shutdown = wdf_root_bus_shutdown,
	.pm = &wdf_root_pm_ops,
};

/* ---- devices come and go ---- */

static void wdf_root_device_release(struct device *dev)
{
	kfree(to_root_device(dev));
}

static int wdf_root_add(struct wdf_root_driver *root, unsigned int index,
			const struct nt_root_kind *kind, unsigned int number)
{
	struct wdf_root_device *rd = kzalloc(sizeof(*rd), GFP_KERNEL);
	int err;

	if (!rd)
		return -ENOMEM;
	rd->parent = platform_device_register_simple(kind->id, number, NULL, 0);
	if (IS_ERR(rd->parent)) {
		err = PTR_ERR(rd->parent);
		kfree(rd);
		return err;
	}

	rd->root = root;
	rd->kind = kind;
	rd->index = index;
	rd->number = number;
	spin_lock_init(&rd->pm_lock);
	INIT_WORK(&rd->work, wdf_root_rebind_work);
	device_initialize(&rd->dev);
	rd->dev.parent = &rd->parent->dev;
	rd->dev.bus = &wdf_root_bus;
	rd->dev.release = wdf_root_device_release;
	err = dev_set_name(&rd->dev, "%s.%u", kind->id, number);
	if (err)
		goto err_put_device;
	device_set_wakeup_capable(&rd->dev, true);
	err = device_add(&rd->dev);
	if (err)
		goto err_put_device;

	mutex_lock(&root->lock);
	list_add_tail(&rd->node, &root->devices);
	mutex_unlock(&root->lock);
	return 0;

err_put_device:
	platform_device_unregister(rd->parent);
	put_device(&rd->dev);
	return err;
}

/* Off the list: what follows happens once. */
static bool wdf_root_take(struct wdf_root_device *rd)
{
	bool listed;

	mutex_lock(&rd->root->lock);
	listed = !list_empty(&rd->node);
	list_del_init(&rd->node);
	mutex_unlock(&rd->root->lock);
	return listed;
}

void wdf_root_remove(struct wdf_root_device *rd)
{
	if (!wdf_root_take(rd))
		return;
	/* A restart that is queued or running would bind what is going; once
	 * the device is deleted, one that was queued last finds it dead.
	 */
	device_del(&rd->dev);
	cancel_work_sync(&rd->work);
	platform_device_unregister(rd->parent);
	put_device(&rd->dev);
}
EXPORT_SYMBOL_NS_GPL(wdf_root_remove, NDIS_SHIM_INTERNAL);

void wdf_root_surprise_remove(struct wdf_root_device *rd)
{
	WRITE_ONCE(rd->pdo.gone, true);
	if (READ_ONCE(rd->dev.driver))
		wdf_pdo_surprise(&rd->pdo);
	wdf_root_remove(rd);
}
EXPORT_SYMBOL_NS_GPL(wdf_root_surprise_remove, NDIS_SHIM_INTERNAL);

void wdf_root_shutdown(struct wdf_root_device *rd)
{
	wdf_pdo_shutdown(&rd->pdo);
}
EXPORT_SYMBOL_NS_GPL(wdf_root_shutdown, NDIS_SHIM_INTERNAL);

struct wdf_pdo *wdf_root_pdo(struct wdf_root_device *rd)
{
	return &rd->pdo;
}
EXPORT_SYMBOL_NS_GPL(wdf_root_pdo, NDIS_SHIM_INTERNAL);

struct wdf_root_device *wdf_root_find(struct nt_driver *nt, unsigned int index)
{
	struct wdf_root_device *rd, *found = NULL;

	if (!nt->root)
		return NULL;

	mutex_lock(&nt->root->lock);
	list_for_each_entry(rd, &nt->root->devices, node) {
		if (rd->index == index)
			found = rd;
	}
	mutex_unlock(&nt->root->lock);
	return found;
}
EXPORT_SYMBOL_NS_GPL(wdf_root_find, NDIS_SHIM_INTERNAL);

static void wdf_root_remove_all(struct wdf_root_driver *root)
{
	struct wdf_root_device *rd;

	for (;;) {
		mutex_lock(&root->lock);
		rd = list_first_entry_or_null(&root->devices, struct wdf_root_device, node);
		mutex_unlock(&root->lock);
		if (!rd)
			return;
		wdf_root_remove(rd);
	}
}

static unsigned int wdf_root_kind_count(const struct nt_root_kind *kind)
{
	return kind->count ? *kind->count : 1;
}

/* Devices altogether; too many if there are too many of one kind. */
static unsigned int wdf_root_total(const struct nt_root_kind *kind)
{
	unsigned int count, total = 0;

	for (; kind->id; kind++) {
		count = wdf_root_kind_count(kind);
		if (count > WDF_ROOT_MAX_DEVICES)
			return count;
		total += count;
	}
	return total;
}

static int wdf_root_add_all(struct wdf_root_driver *root)
{
	const struct nt_root_kind *kind;
	unsigned int i, index = 0;
	int err;

	for (kind = root->kinds; kind->id; kind++) {
		for (i = 0; i < wdf_root_kind_count(kind); i++) {
			err = wdf_root_add(root, index++, kind, i);
			if (err)
				return err;
		}
	}
	return 0;
}

int wdf_root_register(struct nt_driver *nt)
{
	struct wdf_root_driver *root;
	unsigned int total;
	int err;

	root = kzalloc(sizeof(*root), GFP_KERNEL);
	if (!root)
		return -ENOMEM;

	root->nt = nt;
	root->one[0].id = nt->module->root_demand ?: nt->module->name;
	root->one[0].count = &nt->module->root_devices;
	root->kinds = nt->module->root_kinds ?: root->one;
	total = wdf_root_total(root->kinds);
	if ((!total && !nt->module->root_demand) || total > WDF_ROOT_MAX_DEVICES) {
		kfree(root);
		return total ? -EINVAL : 0;
	}

	mutex_init(&root->lock);
	INIT_LIST_HEAD(&root->devices);
	root->driver.name = nt->module->name;
	root->driver.owner = nt->module->owner;
	root->driver.bus = &wdf_root_bus;
	/* The failure of a device is that device's, as with real ones; but
	 * whoever loads the module expects them to be there on return.
	 */
	root->driver.probe_type = PROBE_FORCE_SYNCHRONOUS;
	nt->root = root;
	err = driver_register(&root->driver);
	if (err)
		goto err_free_driver;
	err = wdf_root_add_all(root);
	if (err)
		goto err_remove_devices;
	return 0;

err_remove_devices:
	mutex_lock(&wdf_root_demand_lock);
	wdf_root_remove_all(root);
	nt->root = NULL;
	mutex_unlock(&wdf_root_demand_lock);
	driver_unregister(&root->driver);
err_free_driver:
	nt->root = NULL;
	kfree(root);
	return err;
}

int nt_root_add(struct nt_module *module, unsigned int number)
{
	struct wdf_root_driver *root;
	int err = -ENODEV;

	if (number >= WDF_ROOT_MAX_DEVICES)
		return -EINVAL;
	mutex_lock(&wdf_root_demand_lock);
	root = module->priv ? module->priv->root : NULL;
	if (root && module->root_demand)
		err = wdf_root_find(module->priv, number) ? -EEXIST :
		      wdf_root_add(root, number, &root->one[0], number);
	mutex_unlock(&wdf_root_demand_lock);
	return err;
}
EXPORT_SYMBOL_NS_GPL(nt_root_add, NDIS_SHIM);

void nt_root_remove(struct nt_module *module, unsigned int number, bool gone)
{
	struct wdf_root_device *rd;

	mutex_lock(&wdf_root_demand_lock);
	rd = module->priv ? wdf_root_find(module->priv, number) : NULL;
	if (rd && gone)
		wdf_root_surprise_remove(rd);
	else if (rd)
		wdf_root_remove(rd);
	mutex_unlock(&wdf_root_demand_lock);
}
EXPORT_SYMBOL_NS_GPL(nt_root_remove, NDIS_SHIM);

void wdf_root_unregister(struct nt_driver *nt)
{
	struct wdf_root_driver *root = nt->root;

	if (!root)
		return;

	mutex_lock(&wdf_root_demand_lock);
	wdf_root_remove_all(root);
	nt->root = NULL;
	mutex_unlock(&wdf_root_demand_lock);
	driver_unregister(&root->driver);
	mutex_destroy(&root->lock);
	kfree(root);
}

int wdf_root_bus_init(void)
{
	return bus_register(&wdf_root_bus);
}

void wdf_root_bus_exit(void)
{
	bus_unregister(&wdf_root_bus);
}
