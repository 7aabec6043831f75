// SPDX-License-Identifier: GPL-2.0
/*
 * Receive filters: what an interface wants to receive, in the terms of what the
 * client's hardware can tell apart, and the callbacks that say so to the client.
 *
 * The stack changes its mind under a spinlock, so it only marks the filter as
 * changed; the adapter's work asks what is wanted now and tells the client, under
 * the adapter's lock and while the datapath is up. A datapath that comes up tells
 * it again.
 */
#include "netadapter/netcx.h"

#include <linux/export.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "nt/nt_internal.h"

#define NETCX_FILTER_ALL	(NetPacketFilterFlagDirected | NetPacketFilterFlagMulticast |	\
				 NetPacketFilterFlagAllMulticast |				\
				 NetPacketFilterFlagBroadcast | NetPacketFilterFlagPromiscuous)

/**
 * netcx_filter_changed() - the client is to be told
 * @adapter: any adapter
 *
 * Context: any.
 */
void netcx_filter_changed(struct netcx_adapter *adapter)
{
	/* Of a stopped adapter nobody is told, and its end is not to wait for work
	 * that its own interface's end has queued.
	 */
	if (!netcx_filter_present(adapter) || !netcx_adapter_wants_interface(adapter))
		return;
	atomic_set(&adapter->filter.changed, 1);
	netcx_adapter_queue_work(adapter);
}

static void netcx_filter_tell(struct netcx_adapter *adapter)
{
	struct netcx_filter *filter = &adapter->filter;
	NETADAPTER handle = netcx_adapter_handle(adapter);

	if (filter->set) {
		WRITE_ONCE(filter->thread, current);
		filter->set(handle, (NETRECEIVEFILTER)filter);
		WRITE_ONCE(filter->thread, NULL);
		return;
	}
	/* Addresses first: a filter for what is not there yet would miss some. */
	if (filter->set_multicast)
		filter->set_multicast(handle, filter->count, filter->list);
	if (filter->set_packet_filter)
		filter->set_packet_filter(handle, filter->flags);
}

/**
 * netcx_filter_update() - tell the client, if there is something to be told
 * @adapter: any adapter
 *
 * Context: process, the adapter's work, without its lock.
 */
void netcx_filter_update(struct netcx_adapter *adapter)
{
	struct netcx_filter *filter = &adapter->filter;
	struct netcx_filter_wanted wanted = {};

	if (!netcx_filter_present(adapter))
		return;
	netcx_adapter_lock(adapter);
	/* A datapath that comes up says so again. */
	if (adapter->up && atomic_xchg(&filter->changed, 0)) {
		netcx_link_filter(adapter, &wanted);
		filter->flags = netcx_filter_flags(filter, &wanted);
		if (filter->flags & NetPacketFilterFlagMulticast) {
			filter->count = wanted.count;
			filter->list = wanted.list;
		}
		netcx_filter_tell(adapter);
		filter->count = 0;
		filter->list = NULL;
		kfree(wanted.list);
	}
	netcx_adapter_unlock(adapter);
}

/* What is wrong with a client's filter capabilities, or NULL. */
static const char *netcx_filter_check(u32 supported, SIZE_T max_multicast, bool callback)
{
	if (supported & ~NETCX_FILTER_ALL)
		return "unknown packet filter";
	if (!(supported & NetPacketFilterFlagMulticast) != !max_multicast)
		return "the Multicast filter and MaximumMulticastAddresses go together";
	if (!callback)
		return "no callback";
	return NULL;
}

VOID NetAdapterSetReceiveFilterCapabilities(
	NETADAPTER Adapter, NET_ADAPTER_RECEIVE_FILTER_CAPABILITIES const *Capabilities)
{
	struct netcx_adapter *adapter = netcx_configurable_with(Adapter, Capabilities);
	const char *wrong;

	if (!adapter)
		return;
	wrong = netcx_filter_check(Capabilities->SupportedPacketFilters,
				   Capabilities->MaximumMulticastAddresses,
				   Capabilities->EvtSetReceiveFilter);
	if (wrong) {
		netcx_violation(adapter, ADAPTER_BAD_CAPABILITIES, "%s: %s", __func__, wrong);
		return;
	}
	adapter->filter.supported = Capabilities->SupportedPacketFilters;
	adapter->filter.max_multicast = Capabilities->MaximumMulticastAddresses;
	adapter->filter.set = Capabilities->EvtSetReceiveFilter;
}
EXPORT_SYMBOL_NS_GPL(NetAdapterSetReceiveFilterCapabilities, NDIS_SHIM);

VOID NetAdapterSetPacketFilterCapabilities(
	NETADAPTER Adapter, NET_ADAPTER_PACKET_FILTER_CAPABILITIES const *PacketFilter)
{
	struct netcx_adapter *adapter = netcx_configurable_with(Adapter, PacketFilter);

	if (!adapter)
		return;
	if ((PacketFilter->SupportedPacketFilters & ~NETCX_FILTER_ALL) ||
	    !PacketFilter->EvtSetPacketFilter) {
		netcx_violation(adapter, ADAPTER_BAD_CAPABILITIES,
				"%s: unknown packet filter, or no callback", __func__);
		return;
	}
	adapter->filter.supported = PacketFilter->SupportedPacketFilters;
	adapter->filter.set_packet_filter = PacketFilter->EvtSetPacketFilter;
}
EXPORT_SYMBOL_NS_GPL(NetAdapterSetPacketFilterCapabilities, NDIS_SHIM);

VOID NetAdapterSetMulticastCapabilities(NETADAPTER Adapter,
					NET_ADAPTER_MULTICAST_CAPABILITIES const *Multicast)
{
	struct netcx_adapter *adapter = netcx_configurable_with(Adapter, Multicast);

	if (!adapter)
		return;
	if (!Multicast->MaximumMulticastAddresses != !Multicast->EvtSetMulticastList) {
		netcx_violation(adapter, ADAPTER_BAD_CAPABILITIES,
				"%s: addresses and callback go together", __func__);
		return;
	}
	adapter->filter.max_multicast = Multicast->MaximumMulticastAddresses;
	adapter->filter.set_multicast = Multicast->EvtSetMulticastList;
}
EXPORT_SYMBOL_NS_GPL(NetAdapterSetMulticastCapabilities, NDIS_SHIM);

/* NULL and a violation outside its callback. The handle is part of the adapter,
 * so one that is kept can be looked at as long as the adapter lives.
 */
static struct netcx_filter *netcx_filter_from_handle(NETRECEIVEFILTER handle, const char *who)
{
	struct netcx_filter *filter = (struct netcx_filter *)handle;

	if (filter && READ_ONCE(filter->thread) == current)
		return filter;
	nt_violation(NULL, NT_RULE_CALLBACK_HANDLE, "%s: not in EvtSetReceiveFilter", who);
	return NULL;
}

NET_PACKET_FILTER_FLAGS NetReceiveFilterGetPacketFilter(NETRECEIVEFILTER ReceiveFilter)
{
	struct netcx_filter *filter = netcx_filter_from_handle(ReceiveFilter, __func__);

	return filter ? filter->flags : 0;
}
EXPORT_SYMBOL_NS_GPL(NetReceiveFilterGetPacketFilter, NDIS_SHIM);

SIZE_T NetReceiveFilterGetMulticastAddressCount(NETRECEIVEFILTER ReceiveFilter)
{
	struct netcx_filter *filter = netcx_filter_from_handle(ReceiveFilter, __func__);

	return filter ? filter->count : 0;
}
EXPORT_SYMBOL_NS_GPL(NetReceiveFilterGetMulticastAddressCount, NDIS_SHIM);

NET_ADAPTER_LINK_LAYER_ADDRESS const *
NetReceiveFilterGetMulticastAddressList(NETRECEIVEFILTER ReceiveFilter)
{
	struct netcx_filter *filter = netcx_filter_from_handle(ReceiveFilter, __func__);

	return filter ? filter->list : NULL;
}
EXPORT_SYMBOL_NS_GPL(NetReceiveFilterGetMulticastAddressList, NDIS_SHIM);
