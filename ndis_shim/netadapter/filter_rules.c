// SPDX-License-Identifier: GPL-2.0
/*
 * What an interface wants to receive, in the terms of what a client's hardware can
 * tell apart. Pure.
 */
#include "netadapter/netcx.h"

/**
 * netcx_filter_flags() - what to ask a client's hardware for
 * @filter: what it can do
 * @wanted: by the interface
 *
 * What it cannot do exactly is asked for more widely: more addresses than it can
 * match, or none of them for want of memory, as all multicast; that as everything.
 * The stack throws away what it did not want.
 *
 * Return: within @filter->supported.
 * Context: any.
 */
NET_PACKET_FILTER_FLAGS netcx_filter_flags(const struct netcx_filter *filter,
					   const struct netcx_filter_wanted *wanted)
{
	bool can_list = filter->supported & NetPacketFilterFlagMulticast;
	u32 flags;

	if (!wanted->up)
		return 0;
	flags = NetPacketFilterFlagDirected | NetPacketFilterFlagBroadcast;
	if (wanted->all_multicast ||
	    (wanted->count && (!can_list || !wanted->list ||
			       wanted->count > filter->max_multicast)))
		flags |= NetPacketFilterFlagAllMulticast;
	else if (wanted->count)
		flags |= NetPacketFilterFlagMulticast;
	if ((flags & NetPacketFilterFlagAllMulticast) &&
	    !(filter->supported & NetPacketFilterFlagAllMulticast))
		flags |= NetPacketFilterFlagPromiscuous;
	if (wanted->promiscuous)
		flags |= NetPacketFilterFlagPromiscuous;
	return flags & filter->supported;
}
