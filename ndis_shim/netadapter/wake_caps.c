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

VOID NetAdapterWakeSetBitmapCapabilities(NETADAPTER Adapter,
					 NET_ADAPTER_WAKE_BITMAP_CAPABILITIES const *Capabilities)
{
	struct netcx_adapter *adapter = netcx_configurable_with(Adapter, Capabilities);

	if (!adapter)
		return;
	adapter->wake.bitmap = Capabilities->BitmapPattern;
	adapter->wake.max_patterns = Capabilities->MaximumPatternCount;
	adapter->wake.max_pattern_size = Capabilities->MaximumPatternSize;
}
EXPORT_SYMBOL_NS_GPL(NetAdapterWakeSetBitmapCapabilities, NDIS_SHIM);

VOID NetAdapterWakeSetMediaChangeCapabilities(
	NETADAPTER Adapter, NET_ADAPTER_WAKE_MEDIA_CHANGE_CAPABILITIES const *Capabilities)
{
	struct netcx_adapter *adapter = netcx_configurable_with(Adapter, Capabilities);

	if (!adapter)
		return;
	adapter->wake.media_connect = Capabilities->MediaConnect;
	adapter->wake.media_disconnect = Capabilities->MediaDisconnect;
}
EXPORT_SYMBOL_NS_GPL(NetAdapterWakeSetMediaChangeCapabilities, NDIS_SHIM);

VOID NetAdapterWakeSetMagicPacketCapabilities(
	NETADAPTER Adapter, NET_ADAPTER_WAKE_MAGIC_PACKET_CAPABILITIES const *Capabilities)
{
	struct netcx_adapter *adapter = netcx_configurable_with(Adapter, Capabilities);

	if (adapter)
		adapter->wake.magic = Capabilities->MagicPacket;
}
EXPORT_SYMBOL_NS_GPL(NetAdapterWakeSetMagicPacketCapabilities, NDIS_SHIM);

VOID NetAdapterWakeSetPacketFilterCapabilities(
	NETADAPTER Adapter, NET_ADAPTER_WAKE_PACKET_FILTER_CAPABILITIES const *Capabilities)
{
	struct netcx_adapter *adapter = netcx_configurable_with(Adapter, Capabilities);

	if (adapter)
		adapter->wake.filter = Capabilities->PacketFilterMatch;
}
EXPORT_SYMBOL_NS_GPL(NetAdapterWakeSetPacketFilterCapabilities, NDIS_SHIM);

VOID NetAdapterWakeSetEapolPacketCapabilities(
	NETADAPTER Adapter, NET_ADAPTER_WAKE_EAPOL_PACKET_CAPABILITIES const *Capabilities)
{
	struct netcx_adapter *adapter = netcx_configurable_with(Adapter, Capabilities);

	if (adapter)
		adapter->wake.eapol = Capabilities->EapolPacket;
}
EXPORT_SYMBOL_NS_GPL(NetAdapterWakeSetEapolPacketCapabilities, NDIS_SHIM);

/* Protocol offloads are never asked for, so what is said of them is ignored. */
VOID NetAdapterSetPowerCapabilities(NETADAPTER Adapter,
				    NET_ADAPTER_POWER_CAPABILITIES *Capabilities)
{
	struct netcx_adapter *adapter = netcx_configurable_with(Adapter, Capabilities);

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
