// SPDX-License-Identifier: GPL-2.0
/*
 * Entry points for WDFDEVICE that ask or tell something: WdfDeviceGet*(),
 * WdfDeviceSet*(). Power references and policy are in idle.c, properties in
 * property.c.
 */
#include <linux/export.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/device_internal.h"
#include "wdf/driver.h"
#include "wdf/queue.h"

WDFDRIVER WdfDeviceGetDriver(WDFDEVICE Device)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);

	return dev ? wdf_object_to_handle(dev->base.parent) : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceGetDriver, NDIS_SHIM);

WDFQUEUE WdfDeviceGetDefaultQueue(WDFDEVICE Device)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);
	struct wdf_queue *queue = dev ? READ_ONCE(dev->io.default_queue) : NULL;

	return queue ? wdf_queue_handle(queue) : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceGetDefaultQueue, NDIS_SHIM);

POWER_ACTION WdfDeviceGetSystemPowerAction(WDFDEVICE Device)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);

	return dev ? READ_ONCE(dev->system_action) : PowerActionNone;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceGetSystemPowerAction, NDIS_SHIM);

PDEVICE_OBJECT WdfDeviceWdmGetDeviceObject(WDFDEVICE Device)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);

	return dev ? &dev->io.nt->object : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceWdmGetDeviceObject, NDIS_SHIM);

/* Two that differ, and that no IRP is ever sent to. */
PDEVICE_OBJECT WdfDeviceWdmGetPhysicalDevice(WDFDEVICE Device)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);

	return dev ? &dev->wdm[WDF_WDM_PHYSICAL].object : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceWdmGetPhysicalDevice, NDIS_SHIM);

PDEVICE_OBJECT WdfDeviceWdmGetAttachedDevice(WDFDEVICE Device)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);

	return dev ? &dev->wdm[WDF_WDM_ATTACHED].object : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceWdmGetAttachedDevice, NDIS_SHIM);

/* Surprise removal is always fine and nothing is shown in a user interface: the
 * capabilities are checked and kept.
 */
VOID WdfDeviceSetPnpCapabilities(WDFDEVICE Device, PWDF_DEVICE_PNP_CAPABILITIES PnpCapabilities)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);

	if (!dev || !PnpCapabilities)
		return;
	if (PnpCapabilities->Size != sizeof(*PnpCapabilities)) {
		nt_violation(dev->base.driver, NT_RULE_BAD_STRUCT_SIZE, "%s: %u", __func__,
			     PnpCapabilities->Size);
		return;
	}
	dev->caps = *PnpCapabilities;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceSetPnpCapabilities, NDIS_SHIM);

VOID WdfDeviceSetFailed(WDFDEVICE Device, WDF_DEVICE_FAILED_ACTION FailedAction)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);

	if (!dev)
		return;
	if (FailedAction != WdfDeviceFailedAttemptRestart &&
	    FailedAction != WdfDeviceFailedNoRestart) {
		nt_violation(dev->base.driver, NT_RULE_WRONG_PNP_STATE, "%s: action %d", __func__,
			     FailedAction);
		return;
	}
	wdf_device_fail(dev, FailedAction == WdfDeviceFailedAttemptRestart, "the driver says so");
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceSetFailed, NDIS_SHIM);
