// SPDX-License-Identifier: GPL-2.0
/*
 * Entry points on NETADAPTER: start, stop, capabilities, link. Those about
 * wake are in wake_caps.c, wake.c and power_settings.c.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include "netadapter/netcx.h"

#include <linux/export.h>
#include <linux/minmax.h>
#include <linux/printk.h>

#include "nt/nt_internal.h"

NTSTATUS NetAdapterStart(NETADAPTER Adapter)
{
	struct netcx_adapter *adapter = netcx_adapter_from_handle(Adapter, __func__);

	if (!adapter)
		return STATUS_INVALID_PARAMETER;
	if (nt_irql_violation(adapter->base.driver, __func__))
		return STATUS_INVALID_DEVICE_REQUEST;
	return netcx_adapter_client_start(adapter);
}
EXPORT_SYMBOL_NS_GPL(NetAdapterStart, NDIS_SHIM);

void NetAdapterStop(NETADAPTER Adapter)
{
	struct netcx_adapter *adapter = netcx_adapter_from_handle(Adapter, __func__);

	if (!adapter || nt_irql_violation(adapter->base.driver, __func__))
		return;
	netcx_adapter_client_stop(adapter);
}
EXPORT_SYMBOL_NS_GPL(NetAdapterStop, NDIS_SHIM);

/* An adapter that may still be told what it is like, or NULL. */
struct netcx_adapter *netcx_adapter_configurable(NETADAPTER handle, const char *who)
{
	struct netcx_adapter *adapter = netcx_adapter_from_handle(handle, who);

	if (adapter && READ_ONCE(adapter->configured)) {
		netcx_violation(adapter, ADAPTER_WRONG_STATE, "%s: after NetAdapterStart", who);
		return NULL;
	}
	return adapter;
}

/**
 * netcx_adapter_configurable_sized() - the same, with a structure that says what
 * @handle: from the client
 * @size: the structure's Size, NULL if there is no structure
 * @expected: what it should be
 * @who: the API function that asks
 *
 * Return: NULL and a violation if one or the other is not as it should be.
 * Context: any.
 */
struct netcx_adapter *netcx_adapter_configurable_sized(NETADAPTER handle, const ULONG *size,
						       size_t expected, const char *who)
{
	struct netcx_adapter *adapter = netcx_adapter_configurable(handle, who);

	if (adapter && (!size || *size != expected)) {
		netcx_violation(adapter, ADAPTER_BAD_CAPABILITIES, "%s: wrong Size", who);
		return NULL;
	}
	return adapter;
}

void NetAdapterSetDataPathCapabilities(NETADAPTER Adapter,
				       NET_ADAPTER_TX_CAPABILITIES *TxCapabilities,
				       NET_ADAPTER_RX_CAPABILITIES *RxCapabilities)
{
	struct netcx_adapter *adapter = netcx_adapter_configurable(Adapter, __func__);
	const char *wrong;

	if (!adapter)
		return;
	wrong = netcx_caps_check_tx(TxCapabilities);
	if (!wrong)
		wrong = netcx_caps_check_rx(RxCapabilities);
	if (wrong) {
		netcx_violation(adapter, ADAPTER_BAD_CAPABILITIES, "%s: %s", __func__, wrong);
		return;
	}

	adapter->unsupported = netcx_caps_unsupported(TxCapabilities, RxCapabilities);
	if (adapter->unsupported)
		pr_warn_once("%s: adapters with DMA-mapped or pooled buffers are not supported\n",
			     __func__);
	adapter->tx_caps = *TxCapabilities;
	adapter->rx_caps = *RxCapabilities;
	/* What they point to is the client's, perhaps on its stack. */
	adapter->tx_caps.DmaCapabilities = NULL;
	if (!netcx_adapter_driver_managed(adapter))
		adapter->rx_caps.DmaCapabilities = NULL;
}
EXPORT_SYMBOL_NS_GPL(NetAdapterSetDataPathCapabilities, NDIS_SHIM);

void NetAdapterSetLinkLayerCapabilities(NETADAPTER Adapter,
					NET_ADAPTER_LINK_LAYER_CAPABILITIES *LinkLayerCapabilities)
{
	struct netcx_adapter *adapter = netcx_adapter_configurable(Adapter, __func__);

	if (!adapter)
		return;
	if (!LinkLayerCapabilities ||
	    LinkLayerCapabilities->Size != sizeof(*LinkLayerCapabilities)) {
		netcx_violation(adapter, ADAPTER_BAD_CAPABILITIES, "%s: wrong Size", __func__);
		return;
	}
	adapter->link_caps = *LinkLayerCapabilities;
}
EXPORT_SYMBOL_NS_GPL(NetAdapterSetLinkLayerCapabilities, NDIS_SHIM);

void NetAdapterSetLinkLayerMtuSize(NETADAPTER Adapter, ULONG MtuSize)
{
	struct netcx_adapter *adapter = netcx_adapter_from_handle(Adapter, __func__);

	if (!adapter)
		return;
	if (!MtuSize) {
		netcx_violation(adapter, ADAPTER_BAD_CAPABILITIES, "%s: 0", __func__);
		return;
	}
	netcx_adapter_set_mtu(adapter, clamp_t(u32, MtuSize, NETCX_MTU_MIN, NETCX_MTU_MAX));
}
EXPORT_SYMBOL_NS_GPL(NetAdapterSetLinkLayerMtuSize, NDIS_SHIM);

void NetAdapterSetLinkState(NETADAPTER Adapter, NET_ADAPTER_LINK_STATE *LinkState)
{
	struct netcx_adapter *adapter = netcx_adapter_from_handle(Adapter, __func__);
	const char *wrong;

	if (!adapter)
		return;
	wrong = netcx_link_state_check(LinkState);
	if (wrong) {
		netcx_violation(adapter, ADAPTER_BAD_CAPABILITIES, "%s: %s", __func__, wrong);
		return;
	}
	netcx_link_state_set(adapter, LinkState);
}
EXPORT_SYMBOL_NS_GPL(NetAdapterSetLinkState, NDIS_SHIM);

NET_LUID NetAdapterGetNetLuid(NETADAPTER Adapter)
{
	struct netcx_adapter *adapter = netcx_adapter_from_handle(Adapter, __func__);
	NET_LUID luid = {};

	if (!adapter)
		return luid;
	luid.Info.NetLuidIndex = adapter->luid;
	luid.Info.IfType = adapter->ext ? IF_TYPE_WWANPP : IF_TYPE_ETHERNET_CSMACD;
	return luid;
}
EXPORT_SYMBOL_NS_GPL(NetAdapterGetNetLuid, NDIS_SHIM);

static bool netcx_adapter_address_ok(struct netcx_adapter *adapter,
				     const NET_ADAPTER_LINK_LAYER_ADDRESS *address,
				     const char *who)
{
	if (address && address->Length <= sizeof(address->Address))
		return true;
	netcx_violation(adapter, ADAPTER_BAD_CAPABILITIES, "%s: impossible Length", who);
	return false;
}

void NetAdapterSetPermanentLinkLayerAddress(NETADAPTER Adapter,
					    NET_ADAPTER_LINK_LAYER_ADDRESS *LinkLayerAddress)
{
	struct netcx_adapter *adapter = netcx_adapter_configurable(Adapter, __func__);

	if (!adapter || !netcx_adapter_address_ok(adapter, LinkLayerAddress, __func__))
		return;
	adapter->permanent_address = *LinkLayerAddress;
	if (!adapter->current_address.Length)
		adapter->current_address = *LinkLayerAddress;
}
EXPORT_SYMBOL_NS_GPL(NetAdapterSetPermanentLinkLayerAddress, NDIS_SHIM);

/* Before the start only: an interface that exists keeps its address. */
void NetAdapterSetCurrentLinkLayerAddress(NETADAPTER Adapter,
					  NET_ADAPTER_LINK_LAYER_ADDRESS *LinkLayerAddress)
{
	struct netcx_adapter *adapter = netcx_adapter_configurable(Adapter, __func__);

	if (!adapter || !netcx_adapter_address_ok(adapter, LinkLayerAddress, __func__))
		return;
	adapter->current_address = *LinkLayerAddress;
}
EXPORT_SYMBOL_NS_GPL(NetAdapterSetCurrentLinkLayerAddress, NDIS_SHIM);
