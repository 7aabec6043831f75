// SPDX-License-Identifier: GPL-2.0
/*
 * Resets that a client asks for when its hardware hangs: first it may leave behind
 * what it knows (a device coredump), then its device is restarted.
 *
 * The work ends before its device does: netcx_reset_end() waits for it, and runs
 * before the client's module may go.
 */
#include "netadapter/netcx.h"

#include <linux/devcoredump.h>
#include <linux/device.h>
#include <linux/export.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "nt/nt_internal.h"
#include "wdf/device.h"

static void netcx_reset_work(struct work_struct *work)
{
	struct netcx_device *dev = container_of(work, struct netcx_device, reset);

	if (READ_ONCE(dev->gone))
		return;
	if (dev->reset_callback) {
		WRITE_ONCE(dev->reset_thread, current);
		dev->reset_callback(dev->handle);
		WRITE_ONCE(dev->reset_thread, NULL);
	}
	cx_device_fail(dev->handle, "its driver asked for a reset");
}

void netcx_reset_init(struct netcx_device *dev)
{
	INIT_WORK(&dev->reset, netcx_reset_work);
}

void netcx_reset_end(struct netcx_device *dev)
{
	cancel_work_sync(&dev->reset);
}

VOID NetDeviceInitSetResetCapabilities(PWDFDEVICE_INIT DeviceInit,
				       NET_DEVICE_RESET_CAPABILITIES const *ResetCapabilities)
{
	struct netcx_device *dev = DeviceInit ? netcx_device_from_init(DeviceInit) : NULL;

	if (!dev || !ResetCapabilities || ResetCapabilities->Size != sizeof(*ResetCapabilities)) {
		nt_violation(NULL, NT_RULE_NOT_A_NET_DEVICE, "%s: %s", __func__,
			     dev ? "wrong Size" : "NetDeviceInitConfig was not called");
		return;
	}
	dev->reset_callback = ResetCapabilities->EvtNetDeviceCollectResetDiagnostics;
}
EXPORT_SYMBOL_NS_GPL(NetDeviceInitSetResetCapabilities, NDIS_SHIM);

VOID NetDeviceRequestReset(WDFDEVICE Device)
{
	struct netcx_device *dev = netcx_device_from_handle(Device, __func__);

	if (dev && !test_and_set_bit(0, &dev->reset_asked))
		queue_work(netcx_wq, &dev->reset);
}
EXPORT_SYMBOL_NS_GPL(NetDeviceRequestReset, NDIS_SHIM);

VOID NetDeviceStoreResetDiagnostics(WDFDEVICE Device, SIZE_T ResetDiagnosticsBufferSize,
				    UINT8 const *ResetDiagnosticsBuffer)
{
	struct netcx_device *dev = netcx_device_from_handle(Device, __func__);
	void *copy;

	if (!dev)
		return;
	if (READ_ONCE(dev->reset_thread) != current || !ResetDiagnosticsBuffer ||
	    !ResetDiagnosticsBufferSize ||
	    ResetDiagnosticsBufferSize > MAX_RESET_DIAGNOSTICS_SIZE) {
		nt_violation(wdf_device_object(wdf_device_from_handle(Device, __func__))->driver,
			     NT_RULE_RESET_DIAGNOSTICS, "%s: %zu bytes", __func__,
			     (size_t)ResetDiagnosticsBufferSize);
		return;
	}
	copy = vmalloc(ResetDiagnosticsBufferSize);
	if (!copy)
		return;
	memcpy(copy, ResetDiagnosticsBuffer, ResetDiagnosticsBufferSize);
	dev_info(cx_device_linux(Device), "%s: %zu bytes of reset diagnostics\n",
		 cx_device_driver_name(Device), (size_t)ResetDiagnosticsBufferSize);
	/* It frees the copy, at once where the kernel has no coredumps. */
	dev_coredumpv(cx_device_linux(Device), copy, ResetDiagnosticsBufferSize, GFP_KERNEL);
}
EXPORT_SYMBOL_NS_GPL(NetDeviceStoreResetDiagnostics, NDIS_SHIM);
