// SPDX-License-Identifier: GPL-2.0
/*
 * Entry points by which a client says, before NetAdapterStart(), what its
 * hardware can wake on: five small ones of today's, one large one of 1.x.
 */
#include "netadapter/netcx.h"

#include <linux/export.h>

/* NDIS_PM_WOL_*_SUPPORTED and NDIS_PM_WAKE_ON_*_SUPPORTED, as 1.x has them. */
#define NETCX_PM_BITMAP_PATTERN		0x00000001
#define NETCX_PM_MAGIC_PACKET		0x00000002
#define NETCX_PM_MEDIA_CONNECT		0x00000001
#define NETCX_PM_MEDIA_DISCONNECT	0x00000002

/* The adapter, if it may still be configured and @size is what it should be. */
static struct netcx_adapter *netcx_wake_configurable(NETADAPTER handle, const ULONG *size,
						     size_t expected, const char *who)
{
	struct netcx_adapter *adapter = netcx_adapter_from_handle(handle, who);

	if (!adapter)
		return NULL;
	if (READ_ONCE(adapter->configured)) {
		netcx_violation(adapter, ADAPTER_WRONG_STATE, "%s: after NetAdapterStart", who);
		return NULL;
	}
	if (!size || *size != expected) {
		netcx_violation(adapter, ADAPTER_BAD_CAPABILITIES, "%s: wrong Size", who);
		return NULL;
	}
	return adapter;
}

#define netcx_wake_adapter(handle, caps)						\
	netcx_wake_configurable(handle, (caps) ? &(caps)->Size : NULL, sizeof(*(caps)), __func__)

VOID NetAdapterWakeSetBitmapCapabilities(NETADAPTER Adapter,
					 NET_ADAPTER_WAKE_BITMAP_CAPABILITIES const *Capabilities)
{
	struct netcx_adapter *adapter = netcx_wake_adapter(Adapter, Capabilities);

	if (!adapter)
		return;
	adapter->wake.bitmap = Capabilities->BitmapPattern;
	adapter->wake.max_patterns = Capabilities->MaximumPatternCount;
	adapter->wake.max_pattern_size = Capabilities->MaximumPatternSize;
}
EXPORT_SYMBOL_NS_GPL(NetAdapterWakeSetBitmapCapabilities, NDIS_SHIM);

VOID NetAdapterWakeSetMediaChangeCapabilities(NETADAPTER Adapter,
		NET_ADAPTER_WAKE_MEDIA_CHANGE_CAPABILITIES const *Capabilities)
{
	struct netcx_adapter *adapter = netcx_wake_adapter(Adapter, Capabilities);

	if (!adapter)
		return;
	adapter->wake.media_connect = Capabilities->MediaConnect;
	adapter->wake.media_disconnect = Capabilities->MediaDisconnect;
}
EXPORT_SYMBOL_NS_GPL(NetAdapterWakeSetMediaChangeCapabilities, NDIS_SHIM);

VOID NetAdapterWakeSetMagicPacketCapabilities(NETADAPTER Adapter,
		NET_ADAPTER_WAKE_MAGIC_PACKET_CAPABILITIES const *Capabilities)
{
	struct netcx_adapter *adapter = netcx_wake_adapter(Adapter, Capabilities);

	if (adapter)
		adapter->wake.magic = Capabilities->MagicPacket;
}
EXPORT_SYMBOL_NS_GPL(NetAdapterWakeSetMagicPacketCapabilities, NDIS_SHIM);

VOID NetAdapterWakeSetPacketFilterCapabilities(NETADAPTER Adapter,
		NET_ADAPTER_WAKE_PACKET_FILTER_CAPABILITIES const *Capabilities)
{
	struct netcx_adapter *adapter = netcx_wake_adapter(Adapter, Capabilities);

	if (adapter)
		adapter->wake.filter = Capabilities->PacketFilterMatch;
}
EXPORT_SYMBOL_NS_GPL(NetAdapterWakeSetPacketFilterCapabilities, NDIS_SHIM);

VOID NetAdapterWakeSetEapolPacketCapabilities(NETADAPTER Adapter,
		NET_ADAPTER_WAKE_EAPOL_PACKET_CAPABILITIES const *Capabilities)
{
	struct netcx_adapter *adapter = netcx_wake_adapter(Adapter, Capabilities);

	if (adapter)
		adapter->wake.eapol = Capabilities->EapolPacket;
}
EXPORT_SYMBOL_NS_GPL(NetAdapterWakeSetEapolPacketCapabilities, NDIS_SHIM);

/* Protocol offloads are never asked for, so what is said of them is ignored. */
VOID NetAdapterSetPowerCapabilities(NETADAPTER Adapter,
				    NET_ADAPTER_POWER_CAPABILITIES *Capabilities)
{
	struct netcx_adapter *adapter = netcx_wake_adapter(Adapter, Capabilities);

	if (!adapter)
		return;
	adapter->wake = (struct netcx_wake_caps) {
		.bitmap = Capabilities->SupportedWakePatterns & NETCX_PM_BITMAP_PATTERN,
		.magic = Capabilities->SupportedWakePatterns & NETCX_PM_MAGIC_PACKET,
		.media_connect = Capabilities->SupportedWakeUpEvents & NETCX_PM_MEDIA_CONNECT,
		.media_disconnect = Capabilities->SupportedWakeUpEvents &
				    NETCX_PM_MEDIA_DISCONNECT,
		.max_patterns = Capabilities->NumTotalWakePatterns,
		.max_pattern_size = Capabilities->MaxWakePatternSize,
	};
}
EXPORT_SYMBOL_NS_GPL(NetAdapterSetPowerCapabilities, NDIS_SHIM);
