// SPDX-License-Identifier: GPL-2.0
/*
 * The client's functions for its device. Windows stops the machine when one is
 * called at the wrong time; here it costs an NTSTATUS, or nothing happens, and
 * the log says so.
 */
#include "device.h"

#include <linux/device.h>
#include <linux/export.h>

NTSTATUS MbbDeviceInitConfig(PWDFDEVICE_INIT DeviceInit)
{
	struct mbb_device *mbb;
	NTSTATUS status;

	if (!DeviceInit) {
		mbb_violation(NULL, MBB_BAD_ARGUMENT, "%s: DeviceInit is NULL", __func__);
		return STATUS_INVALID_PARAMETER;
	}
	if (cx_init_context(DeviceInit, &mbb_cx_ops)) {
		mbb_violation(NULL, MBB_INIT_ORDER, "%s called twice", __func__);
		return STATUS_INVALID_DEVICE_STATE;
	}
	/* Hooks run in the order of attaching: adapters before sessions. */
	if (!cx_init_has_adapters(DeviceInit)) {
		mbb_violation(NULL, MBB_INIT_ORDER, "%s before NetDeviceInitConfig", __func__);
		return STATUS_INVALID_DEVICE_STATE;
	}

	mbb = mbb_device_alloc();
	if (!mbb)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = cx_device_attach(DeviceInit, &mbb_cx_ops, mbb);
	if (!NT_SUCCESS(status))
		mbb_device_destroy(mbb);
	return status;
}
EXPORT_SYMBOL_NS_GPL(MbbDeviceInitConfig, MBBCX);

static bool mbb_config_valid(const MBB_DEVICE_CONFIG *config)
{
	/* No SendDeviceServiceSessionData: a device without DSS. */
	return config->SendMbimFragment && config->ReceiveMbimFragment && config->CreateAdapter;
}

NTSTATUS MbbDeviceInitialize(WDFDEVICE Device, PMBB_DEVICE_CONFIG Config)
{
	struct mbb_device *mbb = mbb_device_from_handle(Device, __func__);

	if (!mbb)
		return STATUS_INVALID_DEVICE_STATE;
	if (!Config) {
		mbb_violation(Device, MBB_BAD_ARGUMENT, "%s: Config is NULL", __func__);
		return STATUS_INVALID_PARAMETER;
	}
	if (Config->Size != sizeof(*Config)) {
		mbb_violation(Device, MBB_BAD_ARGUMENT, "%s: Config->Size is %u, not %zu", __func__,
			      (unsigned int)Config->Size, sizeof(*Config));
		return STATUS_INFO_LENGTH_MISMATCH;
	}
	if (!mbb_config_valid(Config)) {
		mbb_violation(Device, MBB_BAD_ARGUMENT, "%s: a callback is missing", __func__);
		return STATUS_INVALID_PARAMETER;
	}
	if (mbb->initialized) {
		mbb_violation(Device, MBB_INIT_ORDER, "%s called twice", __func__);
		return STATUS_INVALID_DEVICE_STATE;
	}
	mbb->config = *Config;
	mbb->initialized = true;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(MbbDeviceInitialize, MBBCX);

/* A setter returns nothing: what is wrong is remembered and fails the start. */
VOID MbbDeviceSetMbimParameters(WDFDEVICE Device, PMBB_DEVICE_MBIM_PARAMETERS MbimParameters)
{
	struct mbb_device *mbb = mbb_device_from_handle(Device, __func__);

	if (!mbb)
		return;
	if (!mbb->preparing) {
		mbb_violation(Device, MBB_SETTER_TIME, "%s", __func__);
		return;
	}

	mbb->params_set = true;
	mbb->params_bad = true;
	if (!MbimParameters || MbimParameters->Size != sizeof(*MbimParameters)) {
		mbb_violation(Device, MBB_PARAMETERS, "%s: wrong Size", __func__);
		return;
	}
	if (MbimParameters->MaximumFragmentSize < MBIM_FRAGMENT_MIN) {
		mbb_violation(Device, MBB_PARAMETERS, "%s: MaximumFragmentSize %u is below %u",
			      __func__, (unsigned int)MbimParameters->MaximumFragmentSize,
			      MBIM_FRAGMENT_MIN);
		return;
	}
	if ((u32)MbimParameters->Version > MbbMbimVersion1Dot0Errata ||
	    (u32)MbimParameters->ExtendedVersion >= MbbMbimExtendedVersionMax) {
		mbb_violation(Device, MBB_PARAMETERS, "%s: unknown version", __func__);
		return;
	}
	mbb->params_bad = false;
	mbb->version = MbimParameters->Version;
	mbb->extended_version = MbimParameters->ExtendedVersion;
	/* wMaxControlMessage has 16 bits; more than that would be no use. */
	mbb->max_fragment = min_t(u32, MbimParameters->MaximumFragmentSize, MBIM_FRAGMENT_MAX);
}
EXPORT_SYMBOL_NS_GPL(MbbDeviceSetMbimParameters, MBBCX);

VOID MbbDeviceSetWakeCapabilities(WDFDEVICE Device,
				  const MBB_DEVICE_WAKE_CAPABILITIES *Capabilities)
{
	struct mbb_device *mbb = mbb_device_from_handle(Device, __func__);

	if (!mbb)
		return;
	if (!mbb->preparing) {
		mbb_violation(Device, MBB_SETTER_TIME, "%s", __func__);
		return;
	}
	if (!Capabilities || Capabilities->Size != sizeof(*Capabilities)) {
		mbb_violation(Device, MBB_BAD_ARGUMENT, "%s: wrong Size", __func__);
		return;
	}
	mbb->wake_caps = *Capabilities;
}
EXPORT_SYMBOL_NS_GPL(MbbDeviceSetWakeCapabilities, MBBCX);

VOID MbbDeviceResponseAvailable(WDFDEVICE Device)
{
	struct mbb_device *mbb = mbb_device_from_handle(Device, __func__);

	if (mbb)
		mbb_channel_notify(mbb);
}
EXPORT_SYMBOL_NS_GPL(MbbDeviceResponseAvailable, MBBCX);

/* Deviation: whether a wake-up is in progress is not checked; Linux has no
 * state that would tell, and a late reason is still worth its line.
 */
VOID MbbDeviceReportWakeReason(WDFDEVICE Device, MBB_WAKE_REASON_TYPE Reason)
{
	struct mbb_device *mbb = mbb_device_from_handle(Device, __func__);

	if (mbb && !mbb_wake_report(mbb, Reason))
		mbb_violation(Device, MBB_BAD_ARGUMENT, "%s: reason %u", __func__,
			      (unsigned int)Reason);
}
EXPORT_SYMBOL_NS_GPL(MbbDeviceReportWakeReason, MBBCX);

VOID MbbDeviceArmWake(WDFDEVICE Device)
{
	struct mbb_device *mbb = mbb_device_from_handle(Device, __func__);

	if (!mbb)
		return;
	if (!mbb->wake.arming) {
		mbb_violation(Device, MBB_WAKE_TIME, "%s", __func__);
		return;
	}
	mbb_wake_arm(mbb);
}
EXPORT_SYMBOL_NS_GPL(MbbDeviceArmWake, MBBCX);

VOID MbbDeviceDisarmWake(WDFDEVICE Device)
{
	struct mbb_device *mbb = mbb_device_from_handle(Device, __func__);

	if (!mbb)
		return;
	if (!mbb->wake.disarming) {
		mbb_violation(Device, MBB_WAKE_TIME, "%s", __func__);
		return;
	}
	mbb_wake_disarm(mbb);
}
EXPORT_SYMBOL_NS_GPL(MbbDeviceDisarmWake, MBBCX);

/* The data's owner is dss.c. */
VOID MbbDeviceSendDeviceServiceSessionDataComplete(WDFMEMORY Data, NTSTATUS NtStatus)
{
	mbb_dss_sent(Data, NtStatus, __func__);
}
EXPORT_SYMBOL_NS_GPL(MbbDeviceSendDeviceServiceSessionDataComplete, MBBCX);

VOID MbbDeviceReceiveDeviceServiceSessionData(WDFDEVICE Device, DSS_SESSION_ID SessionId,
					      WDFMEMORY Data)
{
	struct mbb_device *mbb = mbb_device_from_handle(Device, __func__);
	size_t len = 0;
	void *buf;

	if (!mbb)
		return;
	/* NULL, and a violation, if Data is no memory object. */
	buf = WdfMemoryGetBuffer(Data, &len);
	if (buf)
		mbb_dss_received(mbb, SessionId, buf, len);
}
EXPORT_SYMBOL_NS_GPL(MbbDeviceReceiveDeviceServiceSessionData, MBBCX);
