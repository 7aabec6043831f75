// SPDX-License-Identifier: GPL-2.0
/*
 * Offloads: what a client's hardware can do for the stack, what of that user
 * space has switched on, and the callbacks that say so to the client.
 *
 * netcx_offload.active is what may be asked of the client. What is switched off
 * leaves it before the client is told, and packets that were accepted earlier
 * are waited for; what is switched on enters it after the client was told. The
 * first telling comes before the first queue.
 */
#include "netadapter/netcx.h"

#include <linux/export.h>
#include <linux/sched.h>

#include "netadapter/packet_layout.h"
#include "nt/nt_internal.h"

#define NETCX_L4_TCP	(NetAdapterOffloadLayer4FlagTcpNoOptions |	\
			 NetAdapterOffloadLayer4FlagTcpWithOptions)
#define NETCX_L4_UDP	NetAdapterOffloadLayer4FlagUdp

static const unsigned long netcx_offload_groups[NETCX_NUM_GROUPS] = {
	[NETCX_GROUP_TX_SUM] = NETCX_OFFLOAD_TX_SUM,
	[NETCX_GROUP_RX_SUM] = NETCX_OFFLOAD_RX_SUM,
	[NETCX_GROUP_SUM] = NETCX_OFFLOAD_TX_SUM | NETCX_OFFLOAD_RX_SUM,
	[NETCX_GROUP_GSO] = NETCX_OFFLOAD_GSO,
	[NETCX_GROUP_LSO] = NETCX_OFFLOAD_LSO,
	[NETCX_GROUP_RSC] = NETCX_OFFLOAD_RSC,
};

/**
 * netcx_offload_extensions() - packet extensions that follow from capabilities
 * @adapter: started
 * @tx: direction of the queue
 *
 * Return: bits of enum netcx_ext. They stay whatever is switched off meanwhile.
 * Context: any.
 */
u32 netcx_offload_extensions(const struct netcx_adapter *adapter, bool tx)
{
	unsigned long supported = adapter->offload.supported;
	u32 exts = 0;

	if (supported & (tx ? NETCX_OFFLOAD_TX_SUM : NETCX_OFFLOAD_RX_SUM))
		exts |= BIT(NETCX_EXT_CHECKSUM);
	if (tx && (supported & NETCX_OFFLOAD_GSO))
		exts |= BIT(NETCX_EXT_GSO) | BIT(NETCX_EXT_LSO);
	if (supported & (tx ? NETCX_OFFLOAD_VLAN_TX : NETCX_OFFLOAD_VLAN_RX))
		exts |= BIT(NETCX_EXT_IEEE8021Q);
	if (!tx && (supported & NETCX_OFFLOAD_RSC))
		exts |= BIT(NETCX_EXT_RSC);
	if (!tx && (supported & NETCX_OFFLOAD_RSC_TIME))
		exts |= BIT(NETCX_EXT_RSC_TIMESTAMP);
	if (!tx && netcx_scaling_present(adapter))
		exts |= BIT(NETCX_EXT_HASH);
	return exts;
}

/**
 * netcx_offload_want() - user space has switched something on or off
 * @adapter: any adapter
 * @wanted: NETCX_OFFLOAD_*, all that is on
 *
 * Context: any.
 */
void netcx_offload_want(struct netcx_adapter *adapter, unsigned long wanted)
{
	if (xchg(&adapter->offload.wanted, wanted) != wanted)
		netcx_adapter_queue_work(adapter);
}

static void netcx_offload_tell(struct netcx_adapter *adapter, unsigned long wanted)
{
	struct netcx_offload *offload = &adapter->offload;
	unsigned int i;

	offload->telling = wanted;
	WRITE_ONCE(offload->thread, current);
	for (i = 0; i < NETCX_NUM_GROUPS; i++) {
		if (offload->set[i] &&
		    (!offload->told || ((wanted ^ offload->last) & netcx_offload_groups[i])))
			offload->set[i](netcx_adapter_handle(adapter), (NETOFFLOAD)offload);
	}
	WRITE_ONCE(offload->thread, NULL);
}

static void netcx_offload_activate(struct netcx_offload *offload, unsigned long active)
{
	WRITE_ONCE(offload->active, active);
	WRITE_ONCE(offload->usual,
		   netcx_usual_sums(offload->tx_l3,
				    offload->tx_l4 &
				    ((active & NETCX_OFFLOAD_TX_TCP ? NETCX_L4_TCP : 0) |
				     (active & NETCX_OFFLOAD_TX_UDP ? NETCX_L4_UDP : 0)),
				    offload->tx_l4_limit));
}

/**
 * netcx_offload_apply() - tell the client, if there is something to be told
 * @adapter: up, or about to come up
 *
 * Context: process, the adapter's lock held.
 */
void netcx_offload_apply(struct netcx_adapter *adapter)
{
	struct netcx_offload *offload = &adapter->offload;
	unsigned long wanted = READ_ONCE(offload->wanted) & offload->supported;

	lockdep_assert_held(&adapter->lock);

	if (!offload->supported)
		return;
	if (offload->active & ~wanted) {
		netcx_offload_activate(offload, offload->active & wanted);
		if (adapter->up)
			netcx_tx_settle(adapter);
	}
	netcx_offload_tell(adapter, wanted);
	offload->last = wanted;
	offload->told = true;
	netcx_offload_activate(offload, wanted);
}

/* ---- capabilities ---- */

/* Replaces what an earlier call has said of the same offloads. */
static void netcx_offload_support(struct netcx_adapter *adapter, unsigned long group,
				  unsigned long supported)
{
	struct netcx_offload *offload = &adapter->offload;

	offload->supported = (offload->supported & ~group) | supported;
}

static unsigned long netcx_offload_by_ip(u32 l3, unsigned long ipv4, unsigned long ipv6)
{
	return (l3 & NETCX_L3_IPV4 ? ipv4 : 0) | (l3 & NETCX_L3_IPV6 ? ipv6 : 0);
}

/* A flag that is not known, or no callback: a violation. */
static bool netcx_offload_good(struct netcx_adapter *adapter, u32 l3, u32 l4, bool callback,
			       const char *who)
{
	if (!(l3 & ~(NETCX_L3_IPV4 | NETCX_L3_IPV6)) && !(l4 & ~(NETCX_L4_TCP | NETCX_L4_UDP)) &&
	    callback)
		return true;
	netcx_violation(adapter, ADAPTER_BAD_CAPABILITIES, "%s: %s", who,
			callback ? "unknown flags" : "no callback");
	return false;
}

VOID NetAdapterOffloadSetTxChecksumCapabilities(
	NETADAPTER Adapter,
	NET_ADAPTER_OFFLOAD_TX_CHECKSUM_CAPABILITIES const *HardwareCapabilities)
{
	const NET_ADAPTER_OFFLOAD_TX_CHECKSUM_CAPABILITIES *caps = HardwareCapabilities;
	struct netcx_adapter *adapter = netcx_configurable_with(Adapter, caps);
	unsigned long supported = 0;

	if (!adapter ||
	    !netcx_offload_good(adapter, caps->Layer3Flags, caps->Layer4Flags,
				caps->EvtAdapterOffloadSetTxChecksum, __func__))
		return;
	if (caps->Layer3Flags & NETCX_L3_IPV4)
		supported |= NETCX_OFFLOAD_TX_IPV4;
	if (caps->Layer4Flags & NETCX_L4_TCP)
		supported |= NETCX_OFFLOAD_TX_TCP;
	if (caps->Layer4Flags & NETCX_L4_UDP)
		supported |= NETCX_OFFLOAD_TX_UDP;
	netcx_offload_support(adapter, NETCX_OFFLOAD_TX_SUM, supported);
	adapter->offload.tx_l3 = caps->Layer3Flags;
	adapter->offload.tx_l4 = caps->Layer4Flags;
	adapter->offload.tx_l3_limit = caps->Layer3HeaderOffsetLimit;
	adapter->offload.tx_l4_limit = caps->Layer4HeaderOffsetLimit;
	adapter->offload.set[NETCX_GROUP_TX_SUM] = caps->EvtAdapterOffloadSetTxChecksum;
}
EXPORT_SYMBOL_NS_GPL(NetAdapterOffloadSetTxChecksumCapabilities, NDIS_SHIM);

VOID NetAdapterOffloadSetRxChecksumCapabilities(
	NETADAPTER Adapter,
	NET_ADAPTER_OFFLOAD_RX_CHECKSUM_CAPABILITIES const *HardwareCapabilities)
{
	const NET_ADAPTER_OFFLOAD_RX_CHECKSUM_CAPABILITIES *caps = HardwareCapabilities;
	struct netcx_adapter *adapter = netcx_configurable_with(Adapter, caps);

	if (!adapter || !netcx_offload_good(adapter, 0, 0, caps->EvtAdapterOffloadSetRxChecksum,
					    __func__))
		return;
	netcx_offload_support(adapter, NETCX_OFFLOAD_RX_SUM, NETCX_OFFLOAD_RX_SUM);
	adapter->offload.set[NETCX_GROUP_RX_SUM] = caps->EvtAdapterOffloadSetRxChecksum;
}
EXPORT_SYMBOL_NS_GPL(NetAdapterOffloadSetRxChecksumCapabilities, NDIS_SHIM);

VOID NetAdapterOffloadSetChecksumCapabilities(
	NETADAPTER Adapter, NET_ADAPTER_OFFLOAD_CHECKSUM_CAPABILITIES const *HardwareCapabilities)
{
	const NET_ADAPTER_OFFLOAD_CHECKSUM_CAPABILITIES *caps = HardwareCapabilities;
	struct netcx_adapter *adapter = netcx_configurable_with(Adapter, caps);
	unsigned long supported = 0;

	if (!adapter || !netcx_offload_good(adapter, 0, 0, caps->EvtAdapterOffloadSetChecksum,
					    __func__))
		return;
	if (caps->IPv4)
		supported |= NETCX_OFFLOAD_TX_IPV4 | NETCX_OFFLOAD_RX_IPV4;
	if (caps->Tcp)
		supported |= NETCX_OFFLOAD_TX_TCP | NETCX_OFFLOAD_RX_TCP;
	if (caps->Udp)
		supported |= NETCX_OFFLOAD_TX_UDP | NETCX_OFFLOAD_RX_UDP;
	netcx_offload_support(adapter, NETCX_OFFLOAD_TX_SUM | NETCX_OFFLOAD_RX_SUM, supported);
	/* Layer 4 over either IP, whatever is in front of it. */
	adapter->offload.tx_l3 = NETCX_L3_IPV4 | NETCX_L3_IPV6;
	adapter->offload.tx_l4 = NETCX_L4_TCP | NETCX_L4_UDP;
	adapter->offload.set[NETCX_GROUP_SUM] = caps->EvtAdapterOffloadSetChecksum;
}
EXPORT_SYMBOL_NS_GPL(NetAdapterOffloadSetChecksumCapabilities, NDIS_SHIM);

VOID NetAdapterOffloadSetGsoCapabilities(
	NETADAPTER Adapter, NET_ADAPTER_OFFLOAD_GSO_CAPABILITIES const *HardwareCapabilities)
{
	const NET_ADAPTER_OFFLOAD_GSO_CAPABILITIES *caps = HardwareCapabilities;
	struct netcx_adapter *adapter = netcx_configurable_with(Adapter, caps);
	unsigned long supported = 0;

	if (!adapter || !netcx_offload_good(adapter, caps->Layer3Flags, caps->Layer4Flags,
					    caps->EvtAdapterOffloadSetGso, __func__))
		return;
	if (caps->Layer4Flags & NETCX_L4_TCP)
		supported |= netcx_offload_by_ip(caps->Layer3Flags, NETCX_OFFLOAD_LSO_IPV4,
						 NETCX_OFFLOAD_LSO_IPV6);
	if (caps->Layer4Flags & NETCX_L4_UDP)
		supported |= netcx_offload_by_ip(caps->Layer3Flags, NETCX_OFFLOAD_USO_IPV4,
						 NETCX_OFFLOAD_USO_IPV6);
	netcx_offload_support(adapter, NETCX_OFFLOAD_GSO, supported);
	adapter->offload.gso_l3 = caps->Layer3Flags;
	adapter->offload.gso_l4 = caps->Layer4Flags;
	adapter->offload.gso_l4_limit = caps->Layer4HeaderOffsetLimit;
	adapter->offload.gso_max = caps->MaximumOffloadSize;
	adapter->offload.gso_min = caps->MinimumSegmentCount;
	adapter->offload.set[NETCX_GROUP_GSO] = caps->EvtAdapterOffloadSetGso;
}
EXPORT_SYMBOL_NS_GPL(NetAdapterOffloadSetGsoCapabilities, NDIS_SHIM);

VOID NetAdapterOffloadSetLsoCapabilities(
	NETADAPTER Adapter, NET_ADAPTER_OFFLOAD_LSO_CAPABILITIES const *HardwareCapabilities)
{
	const NET_ADAPTER_OFFLOAD_LSO_CAPABILITIES *caps = HardwareCapabilities;
	struct netcx_adapter *adapter = netcx_configurable_with(Adapter, caps);

	if (!adapter || !netcx_offload_good(adapter, 0, 0, caps->EvtAdapterOffloadSetLso,
					    __func__))
		return;
	netcx_offload_support(adapter, NETCX_OFFLOAD_GSO,
			      (caps->IPv4 ? NETCX_OFFLOAD_LSO_IPV4 : 0) |
			      (caps->IPv6 ? NETCX_OFFLOAD_LSO_IPV6 : 0));
	adapter->offload.gso_l3 = NETCX_L3_IPV4 | NETCX_L3_IPV6;
	adapter->offload.gso_l4 = NETCX_L4_TCP;
	adapter->offload.gso_l4_limit = 0;
	adapter->offload.gso_max = caps->MaximumOffloadSize;
	adapter->offload.gso_min = caps->MinimumSegmentCount;
	adapter->offload.set[NETCX_GROUP_LSO] = caps->EvtAdapterOffloadSetLso;
}
EXPORT_SYMBOL_NS_GPL(NetAdapterOffloadSetLsoCapabilities, NDIS_SHIM);

/* Of UDP nothing is coalesced: few receivers here know what to do with it. */
VOID NetAdapterOffloadSetRscCapabilities(
	NETADAPTER Adapter, NET_ADAPTER_OFFLOAD_RSC_CAPABILITIES const *HardwareCapabilities)
{
	const NET_ADAPTER_OFFLOAD_RSC_CAPABILITIES *caps = HardwareCapabilities;
	struct netcx_adapter *adapter = netcx_configurable_with(Adapter, caps);
	unsigned long supported = 0;

	if (!adapter || !netcx_offload_good(adapter, caps->Layer3Flags, caps->Layer4Flags,
					    caps->EvtAdapterOffloadSetRsc, __func__))
		return;
	if (caps->Layer4Flags & NETCX_L4_TCP)
		supported |= netcx_offload_by_ip(caps->Layer3Flags, NETCX_OFFLOAD_RSC_IPV4,
						 NETCX_OFFLOAD_RSC_IPV6) |
			     (caps->TcpTimestampOption ? NETCX_OFFLOAD_RSC_TIME : 0);
	netcx_offload_support(adapter, NETCX_OFFLOAD_RSC, supported);
	adapter->offload.set[NETCX_GROUP_RSC] = caps->EvtAdapterOffloadSetRsc;
}
EXPORT_SYMBOL_NS_GPL(NetAdapterOffloadSetRscCapabilities, NDIS_SHIM);

/* A device that can put priorities into tags but no VLAN has nothing to do here. */
VOID NetAdapterOffloadSetIeee8021qTagCapabilities(
	NETADAPTER Adapter,
	NET_ADAPTER_OFFLOAD_IEEE8021Q_TAG_CAPABILITIES const *HardwareCapabilities)
{
	const NET_ADAPTER_OFFLOAD_IEEE8021Q_TAG_CAPABILITIES *caps = HardwareCapabilities;
	struct netcx_adapter *adapter = netcx_configurable_with(Adapter, caps);
	unsigned long both = NETCX_OFFLOAD_VLAN_TX | NETCX_OFFLOAD_VLAN_RX;

	if (!adapter)
		return;
	if (caps->Flags & ~(NetAdapterOffloadIeee8021PriorityTaggingFlag |
			    NetAdapterOffloadIeee8021VlanTaggingFlag)) {
		netcx_violation(adapter, ADAPTER_BAD_CAPABILITIES, "%s: unknown flags", __func__);
		return;
	}
	netcx_offload_support(adapter, both,
			      caps->Flags & NetAdapterOffloadIeee8021VlanTaggingFlag ? both : 0);
	adapter->offload.priority = caps->Flags & NetAdapterOffloadIeee8021PriorityTaggingFlag;
}
EXPORT_SYMBOL_NS_GPL(NetAdapterOffloadSetIeee8021qTagCapabilities, NDIS_SHIM);

/* ---- what a callback is told ---- */

/* The handle is part of the adapter, as a receive filter's is: see filter.c. */
static BOOLEAN netcx_offload_query(NETOFFLOAD handle, unsigned long bits, const char *who)
{
	struct netcx_offload *offload = (struct netcx_offload *)handle;

	if (offload && READ_ONCE(offload->thread) == current)
		return (offload->telling & bits) != 0;
	nt_violation(NULL, NT_RULE_CALLBACK_HANDLE, "%s: not in an offload callback", who);
	return FALSE;
}

BOOLEAN NetOffloadIsTxChecksumIPv4Enabled(NETOFFLOAD Offload)
{
	return netcx_offload_query(Offload, NETCX_OFFLOAD_TX_IPV4, __func__);
}
EXPORT_SYMBOL_NS_GPL(NetOffloadIsTxChecksumIPv4Enabled, NDIS_SHIM);

BOOLEAN NetOffloadIsTxChecksumTcpEnabled(NETOFFLOAD Offload)
{
	return netcx_offload_query(Offload, NETCX_OFFLOAD_TX_TCP, __func__);
}
EXPORT_SYMBOL_NS_GPL(NetOffloadIsTxChecksumTcpEnabled, NDIS_SHIM);

BOOLEAN NetOffloadIsTxChecksumUdpEnabled(NETOFFLOAD Offload)
{
	return netcx_offload_query(Offload, NETCX_OFFLOAD_TX_UDP, __func__);
}
EXPORT_SYMBOL_NS_GPL(NetOffloadIsTxChecksumUdpEnabled, NDIS_SHIM);

BOOLEAN NetOffloadIsRxChecksumIPv4Enabled(NETOFFLOAD Offload)
{
	return netcx_offload_query(Offload, NETCX_OFFLOAD_RX_IPV4, __func__);
}
EXPORT_SYMBOL_NS_GPL(NetOffloadIsRxChecksumIPv4Enabled, NDIS_SHIM);

BOOLEAN NetOffloadIsRxChecksumTcpEnabled(NETOFFLOAD Offload)
{
	return netcx_offload_query(Offload, NETCX_OFFLOAD_RX_TCP, __func__);
}
EXPORT_SYMBOL_NS_GPL(NetOffloadIsRxChecksumTcpEnabled, NDIS_SHIM);

BOOLEAN NetOffloadIsRxChecksumUdpEnabled(NETOFFLOAD Offload)
{
	return netcx_offload_query(Offload, NETCX_OFFLOAD_RX_UDP, __func__);
}
EXPORT_SYMBOL_NS_GPL(NetOffloadIsRxChecksumUdpEnabled, NDIS_SHIM);

BOOLEAN NetOffloadIsChecksumIPv4Enabled(NETOFFLOAD Offload)
{
	return netcx_offload_query(Offload, NETCX_OFFLOAD_TX_IPV4 | NETCX_OFFLOAD_RX_IPV4,
				   __func__);
}
EXPORT_SYMBOL_NS_GPL(NetOffloadIsChecksumIPv4Enabled, NDIS_SHIM);

BOOLEAN NetOffloadIsChecksumTcpEnabled(NETOFFLOAD Offload)
{
	return netcx_offload_query(Offload, NETCX_OFFLOAD_TX_TCP | NETCX_OFFLOAD_RX_TCP, __func__);
}
EXPORT_SYMBOL_NS_GPL(NetOffloadIsChecksumTcpEnabled, NDIS_SHIM);

BOOLEAN NetOffloadIsChecksumUdpEnabled(NETOFFLOAD Offload)
{
	return netcx_offload_query(Offload, NETCX_OFFLOAD_TX_UDP | NETCX_OFFLOAD_RX_UDP, __func__);
}
EXPORT_SYMBOL_NS_GPL(NetOffloadIsChecksumUdpEnabled, NDIS_SHIM);

BOOLEAN NetOffloadIsLsoIPv4Enabled(NETOFFLOAD Offload)
{
	return netcx_offload_query(Offload, NETCX_OFFLOAD_LSO_IPV4, __func__);
}
EXPORT_SYMBOL_NS_GPL(NetOffloadIsLsoIPv4Enabled, NDIS_SHIM);

BOOLEAN NetOffloadIsLsoIPv6Enabled(NETOFFLOAD Offload)
{
	return netcx_offload_query(Offload, NETCX_OFFLOAD_LSO_IPV6, __func__);
}
EXPORT_SYMBOL_NS_GPL(NetOffloadIsLsoIPv6Enabled, NDIS_SHIM);

BOOLEAN NetOffloadIsUsoIPv4Enabled(NETOFFLOAD Offload)
{
	return netcx_offload_query(Offload, NETCX_OFFLOAD_USO_IPV4, __func__);
}
EXPORT_SYMBOL_NS_GPL(NetOffloadIsUsoIPv4Enabled, NDIS_SHIM);

BOOLEAN NetOffloadIsUsoIPv6Enabled(NETOFFLOAD Offload)
{
	return netcx_offload_query(Offload, NETCX_OFFLOAD_USO_IPV6, __func__);
}
EXPORT_SYMBOL_NS_GPL(NetOffloadIsUsoIPv6Enabled, NDIS_SHIM);

BOOLEAN NetOffloadIsTcpRscIPv4Enabled(NETOFFLOAD Offload)
{
	return netcx_offload_query(Offload, NETCX_OFFLOAD_RSC_IPV4, __func__);
}
EXPORT_SYMBOL_NS_GPL(NetOffloadIsTcpRscIPv4Enabled, NDIS_SHIM);

BOOLEAN NetOffloadIsTcpRscIPv6Enabled(NETOFFLOAD Offload)
{
	return netcx_offload_query(Offload, NETCX_OFFLOAD_RSC_IPV6, __func__);
}
EXPORT_SYMBOL_NS_GPL(NetOffloadIsTcpRscIPv6Enabled, NDIS_SHIM);

BOOLEAN NetOffloadIsUdpRscIPv4Enabled(NETOFFLOAD Offload)
{
	return netcx_offload_query(Offload, 0, __func__);
}
EXPORT_SYMBOL_NS_GPL(NetOffloadIsUdpRscIPv4Enabled, NDIS_SHIM);

BOOLEAN NetOffloadIsUdpRscIPv6Enabled(NETOFFLOAD Offload)
{
	return netcx_offload_query(Offload, 0, __func__);
}
EXPORT_SYMBOL_NS_GPL(NetOffloadIsUdpRscIPv6Enabled, NDIS_SHIM);

BOOLEAN NetOffloadIsRscTcpTimestampOptionEnabled(NETOFFLOAD Offload)
{
	return netcx_offload_query(Offload, NETCX_OFFLOAD_RSC_TIME, __func__);
}
EXPORT_SYMBOL_NS_GPL(NetOffloadIsRscTcpTimestampOptionEnabled, NDIS_SHIM);
