// SPDX-License-Identifier: GPL-2.0
/*
 * The exported WdfIoTarget functions: check, convert, call. The logic is in
 * iotarget.c.
 */
#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/device.h"
#include "wdf/iotarget.h"

NTSTATUS WdfIoTargetStart(WDFIOTARGET IoTarget)
{
	struct wdf_iotarget *target = wdf_iotarget_from_handle(IoTarget, __func__);

	return target ? wdf_iotarget_start(target) : STATUS_INVALID_HANDLE;
}
EXPORT_SYMBOL_NS_GPL(WdfIoTargetStart, NDIS_SHIM);

VOID WdfIoTargetStop(WDFIOTARGET IoTarget, WDF_IO_TARGET_SENT_IO_ACTION Action)
{
	struct wdf_iotarget *target = wdf_iotarget_from_handle(IoTarget, __func__);

	if (!target)
		return;

	switch (Action) {
	case WdfIoTargetCancelSentIo:
	case WdfIoTargetWaitForSentIoToComplete:
		if (nt_irql_violation(target->base.driver, __func__))
			return;
		break;
	case WdfIoTargetLeaveSentIoPending:
		break;
	default:
		nt_violation(target->base.driver, NT_RULE_TARGET_ARGUMENT,
			     "%s: action %d", __func__, Action);
		return;
	}
	wdf_iotarget_stop(target, Action);
}
EXPORT_SYMBOL_NS_GPL(WdfIoTargetStop, NDIS_SHIM);

VOID WdfIoTargetPurge(WDFIOTARGET IoTarget, WDF_IO_TARGET_PURGE_IO_ACTION Action)
{
	struct wdf_iotarget *target = wdf_iotarget_from_handle(IoTarget, __func__);

	if (!target)
		return;

	switch (Action) {
	case WdfIoTargetPurgeIoAndWait:
		if (nt_irql_violation(target->base.driver, __func__))
			return;
		break;
	case WdfIoTargetPurgeIo:
		break;
	default:
		nt_violation(target->base.driver, NT_RULE_TARGET_ARGUMENT,
			     "%s: action %d", __func__, Action);
		return;
	}
	wdf_iotarget_purge(target, Action == WdfIoTargetPurgeIoAndWait);
}
EXPORT_SYMBOL_NS_GPL(WdfIoTargetPurge, NDIS_SHIM);

WDF_IO_TARGET_STATE WdfIoTargetGetState(WDFIOTARGET IoTarget)
{
	struct wdf_iotarget *target = wdf_iotarget_from_handle(IoTarget, __func__);

	if (!target)
		return WdfIoTargetStateUndefined;

	switch (READ_ONCE(target->state)) {
	case WDF_TARGET_STARTED:
		return WdfIoTargetStarted;
	case WDF_TARGET_STOPPED:
		return WdfIoTargetStopped;
	case WDF_TARGET_PURGED:
		return WdfIoTargetPurged;
	default:
		return WdfIoTargetDeleted;
	}
}
EXPORT_SYMBOL_NS_GPL(WdfIoTargetGetState, NDIS_SHIM);

WDFDEVICE WdfIoTargetGetDevice(WDFIOTARGET IoTarget)
{
	struct wdf_iotarget *target = wdf_iotarget_from_handle(IoTarget, __func__);

	return target ? wdf_device_to_handle(target->device) : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfIoTargetGetDevice, NDIS_SHIM);

WDFIOTARGET WdfDeviceGetIoTarget(WDFDEVICE Device)
{
	struct wdf_device *device = wdf_device_from_handle(Device, __func__);
	struct wdf_iotarget *target;

	if (!device)
		return NULL;

	target = wdf_iotarget_local_get(device);
	return target ? wdf_iotarget_to_handle(target) : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceGetIoTarget, NDIS_SHIM);
