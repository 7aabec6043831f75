// SPDX-License-Identifier: GPL-2.0
/*
 * What woke the device, as its client knows it: for the log, for the kernel's
 * wake-up accounting, and for user space.
 *
 * Deviation: whether a wake-up is in progress is not checked; Linux has no state
 * that would tell, and a late reason is still worth its line.
 */
#include "netadapter/netcx.h"

#include <linux/device.h>
#include <linux/export.h>
#include <linux/kobject.h>
#include <linux/pm_wakeup.h>
#include <linux/sched/mm.h>

#include "nt/nt_internal.h"

static void netcx_wake_report(struct netcx_adapter *adapter, const char *what)
{
	struct device *dev = cx_device_linux(adapter->dev->handle), *waker = dev;
	char text[64], *env[] = { text, NULL };
	unsigned int noio;

	snprintf(text, sizeof(text), "NET_WAKE_REASON=%s", what);
	dev_info_ratelimited(dev, "%s: woken by %s\n",
			     cx_device_driver_name(adapter->dev->handle), what);
	/* The one that can wake the machine may be a parent: a USB device. */
	while (waker && !device_can_wakeup(waker))
		waker = waker->parent;
	if (waker)
		pm_wakeup_event(waker, 0);
	noio = memalloc_noio_save();
	kobject_uevent_env(&dev->kobj, KOBJ_CHANGE, env);
	memalloc_noio_restore(noio);
}

VOID NetAdapterReportWakeReasonPacket(NETADAPTER Adapter,
				      NET_ADAPTER_WAKE_REASON_PACKET const *Reason)
{
	struct netcx_adapter *adapter = netcx_adapter_from_handle(Adapter, __func__);
	char what[32];

	if (!adapter || nt_irql_violation(adapter->base.driver, __func__))
		return;
	if (!Reason || Reason->Size != sizeof(*Reason)) {
		netcx_violation(adapter, WAKE_BAD_ARGUMENT, "%s: wrong Size", __func__);
		return;
	}
	switch (Reason->PatternId) {
	case NetWakeReasonPatternIdMagicPacket:
		netcx_wake_report(adapter, "MAGIC_PACKET");
		break;
	case NetWakeReasonPatternIdEapolPacket:
		netcx_wake_report(adapter, "EAPOL_PACKET");
		break;
	case NetWakeReasonPatternIdPacketFilter:
		netcx_wake_report(adapter, "PACKET_FILTER");
		break;
	default:
		snprintf(what, sizeof(what), "PATTERN %u", Reason->PatternId);
		netcx_wake_report(adapter, what);
		break;
	}
}
EXPORT_SYMBOL_NS_GPL(NetAdapterReportWakeReasonPacket, NDIS_SHIM);

VOID NetAdapterReportWakeReasonMediaChange(NETADAPTER Adapter, NET_IF_MEDIA_CONNECT_STATE Reason)
{
	struct netcx_adapter *adapter = netcx_adapter_from_handle(Adapter, __func__);

	if (!adapter || nt_irql_violation(adapter->base.driver, __func__))
		return;
	if (Reason != MediaConnectStateConnected && Reason != MediaConnectStateDisconnected) {
		netcx_violation(adapter, WAKE_BAD_ARGUMENT, "%s: %d", __func__, Reason);
		return;
	}
	netcx_wake_report(adapter, Reason == MediaConnectStateConnected ? "MEDIA_CONNECT" :
									  "MEDIA_DISCONNECT");
}
EXPORT_SYMBOL_NS_GPL(NetAdapterReportWakeReasonMediaChange, NDIS_SHIM);
