// SPDX-License-Identifier: GPL-2.0
/*
 * Entry points about power offloads: capabilities are accepted, and the list of
 * what is wanted is empty, since nothing here would know what to want.
 */
#include "netadapter/netcx.h"

#include <linux/export.h>
#include <linux/string.h>

VOID NetAdapterPowerOffloadSetArpCapabilities(
	NETADAPTER Adapter, NET_ADAPTER_POWER_OFFLOAD_ARP_CAPABILITIES const *Capabilities)
{
	/* Judged, and of no consequence: what is not asked for needs no capability. */
	netcx_configurable_with(Adapter, Capabilities);
}
EXPORT_SYMBOL_NS_GPL(NetAdapterPowerOffloadSetArpCapabilities, NDIS_SHIM);

VOID NetAdapterPowerOffloadSetNSCapabilities(
	NETADAPTER Adapter, NET_ADAPTER_POWER_OFFLOAD_NS_CAPABILITIES const *Capabilities)
{
	netcx_configurable_with(Adapter, Capabilities);
}
EXPORT_SYMBOL_NS_GPL(NetAdapterPowerOffloadSetNSCapabilities, NDIS_SHIM);

/* A list of @handle's that may be looked at now. */
static bool netcx_power_offload_list(const void *handle, const NET_POWER_OFFLOAD_LIST *list,
				     const char *who)
{
	struct netcx_device *dev;

	if (!list || list->Size != sizeof(*list)) {
		nt_violation(NULL, NT_RULE_WAKE_BAD_ARGUMENT, "%s: wrong Size", who);
		return false;
	}
	dev = netcx_device_from_handle((WDFDEVICE)handle, who);
	return dev && netcx_wake_allowed(dev, who);
}

VOID NetDeviceGetPowerOffloadList(WDFDEVICE Device, NET_POWER_OFFLOAD_LIST *List)
{
	if (netcx_power_offload_list(Device, List, __func__))
		List->Reserved[0] = Device;
}
EXPORT_SYMBOL_NS_GPL(NetDeviceGetPowerOffloadList, NDIS_SHIM);

SIZE_T NetPowerOffloadListGetCount(NET_POWER_OFFLOAD_LIST const *List)
{
	netcx_power_offload_list(List ? List->Reserved[0] : NULL, List, __func__);
	return 0;
}
EXPORT_SYMBOL_NS_GPL(NetPowerOffloadListGetCount, NDIS_SHIM);

NETPOWEROFFLOAD NetPowerOffloadListGetElement(NET_POWER_OFFLOAD_LIST const *List, SIZE_T Index)
{
	if (netcx_power_offload_list(List ? List->Reserved[0] : NULL, List, __func__))
		nt_violation(NULL, NT_RULE_WAKE_BAD_ARGUMENT, "%s: Index %zu of 0", __func__,
			     (size_t)Index);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(NetPowerOffloadListGetElement, NDIS_SHIM);

static void netcx_power_offload_none(const char *who)
{
	nt_violation(NULL, NT_RULE_WAKE_BAD_ARGUMENT, "%s: not a power offload", who);
}

NET_POWER_OFFLOAD_TYPE NetPowerOffloadGetType(NETPOWEROFFLOAD PowerOffload)
{
	netcx_power_offload_none(__func__);
	return 0;
}
EXPORT_SYMBOL_NS_GPL(NetPowerOffloadGetType, NDIS_SHIM);

NETADAPTER NetPowerOffloadGetAdapter(NETPOWEROFFLOAD PowerOffload)
{
	netcx_power_offload_none(__func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(NetPowerOffloadGetAdapter, NDIS_SHIM);

VOID NetPowerOffloadGetArpParameters(NETPOWEROFFLOAD PowerOffload,
				     NET_POWER_OFFLOAD_ARP_PARAMETERS *Parameters)
{
	netcx_power_offload_none(__func__);
	if (Parameters && Parameters->Size == sizeof(*Parameters))
		NET_POWER_OFFLOAD_ARP_PARAMETERS_INIT(Parameters);
}
EXPORT_SYMBOL_NS_GPL(NetPowerOffloadGetArpParameters, NDIS_SHIM);

VOID NetPowerOffloadGetNSParameters(NETPOWEROFFLOAD PowerOffload,
				    NET_POWER_OFFLOAD_NS_PARAMETERS *Parameters)
{
	netcx_power_offload_none(__func__);
	if (Parameters && Parameters->Size == sizeof(*Parameters))
		NET_POWER_OFFLOAD_NS_PARAMETERS_INIT(Parameters);
}
EXPORT_SYMBOL_NS_GPL(NetPowerOffloadGetNSParameters, NDIS_SHIM);
