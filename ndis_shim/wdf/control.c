// SPDX-License-Identifier: GPL-2.0
/*
 * Control devices: a WDFDEVICE that no bus found. It has an I/O side and nothing
 * else: no PnP state, no power, no class extension.
 *
 * It ends with WdfObjectDelete(), or with its driver: wdf_control_quiesce() is to
 * it what wdf_pnp_remove() is to others.
 */
#include <linux/export.h>
#include <linux/printk.h>
#include <linux/reboot.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/device_internal.h"
#include "wdf/driver.h"

PWDFDEVICE_INIT WdfControlDeviceInitAllocate(WDFDRIVER Driver, CONST UNICODE_STRING *SDDLString)
{
	struct wdf_object *driver = wdf_object_from_handle(Driver, WDF_TYPE_DRIVER, __func__);
	struct WDFDEVICE_INIT *init;

	if (!driver || nt_irql_violation(driver->driver, __func__))
		return NULL;
	init = wdf_init_alloc(NULL);
	if (!init)
		return NULL;
	init->driver = driver->driver;
	init->control = true;
	return init;
}
EXPORT_SYMBOL_NS_GPL(WdfControlDeviceInitAllocate, NDIS_SHIM);

/* After WdfDeviceCreate() there is nothing left to free. */
VOID WdfDeviceInitFree(PWDFDEVICE_INIT DeviceInit)
{
	struct WDFDEVICE_INIT *init = wdf_init_check(DeviceInit, __func__);

	if (!init)
		return;
	if (!init->control) {
		nt_violation(init->driver, NT_RULE_BAD_DEVICE_INIT, "%s: the framework's",
			     __func__);
		return;
	}
	wdf_init_free(init);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceInitFree, NDIS_SHIM);

VOID WdfControlFinishInitializing(WDFDEVICE Device)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);

	if (!dev || nt_irql_violation(dev->base.driver, __func__))
		return;
	if (dev->pdo) {
		nt_violation(dev->base.driver, NT_RULE_WRONG_PNP_STATE, "%s: no control device",
			     __func__);
		return;
	}
	wdf_io_ready(dev);
}
EXPORT_SYMBOL_NS_GPL(WdfControlFinishInitializing, NDIS_SHIM);

VOID WdfControlDeviceInitSetShutdownNotification(
	PWDFDEVICE_INIT DeviceInit, PFN_WDF_DEVICE_SHUTDOWN_NOTIFICATION Notification, UCHAR Flags)
{
	struct WDFDEVICE_INIT *init = wdf_init_check(DeviceInit, __func__);

	if (!init)
		return;
	if (!init->control || !Notification ||
	    !(Flags & (WdfDeviceShutdown | WdfDeviceLastChanceShutdown))) {
		nt_violation(init->driver, NT_RULE_BAD_DEVICE_INIT, "%s", __func__);
		return;
	}
	init->shutdown = Notification;
}
EXPORT_SYMBOL_NS_GPL(WdfControlDeviceInitSetShutdownNotification, NDIS_SHIM);

static int wdf_control_reboot(struct notifier_block *block, unsigned long event, void *data)
{
	struct wdf_device *dev = container_of(block, struct wdf_device, reboot);

	wdf_caller_enter(&dev->rebooting);
	dev->shutdown(wdf_device_to_handle(dev));
	wdf_caller_leave(&dev->rebooting);
	return NOTIFY_DONE;
}

void wdf_control_init(struct wdf_device *dev, struct WDFDEVICE_INIT *init)
{
	if (!init->shutdown)
		return;
	dev->shutdown = init->shutdown;
	dev->reboot.notifier_call = wdf_control_reboot;
	register_reboot_notifier(&dev->reboot);
}

/* What its end waits for: a callback may delete the device it is about. */
bool wdf_control_in_callback(struct wdf_object *obj)
{
	struct wdf_device *dev = container_of(obj, struct wdf_device, base);

	return wdf_io_is_calling(dev) || wdf_caller_is_current(&dev->rebooting);
}

void wdf_control_quiesce(struct wdf_object *obj)
{
	struct wdf_device *dev = container_of(obj, struct wdf_device, base);

	if (dev->shutdown)
		unregister_reboot_notifier(&dev->reboot);
	wdf_io_unpublish(dev);
	wdf_io_purge(dev);
	wdf_io_shutdown(dev);
}
