// SPDX-License-Identifier: GPL-2.0
/*
 * Packet filters: which frames a binding wants, and what class an Ethernet
 * frame is of. Pure but for the multicast list, which is read under RCU.
 */
#include <linux/etherdevice.h>
#include <linux/export.h>
#include <linux/rcupdate.h>

#include <kunit/visibility.h>

#include "ndis/ndis_internal.h"
#include "ndis/receive.h"

static bool ndis_multicast_has(const struct ndis_binding *binding, const u8 *address)
{
	struct ndis_multicast *list;
	bool found = false;
	unsigned int i;

	rcu_read_lock();
	list = rcu_dereference(binding->multicast);
	for (i = 0; list && i < list->count && !found; i++)
		found = ether_addr_equal_unaligned(list->address[i], address);
	rcu_read_unlock();
	return found;
}

/*
 * PROMISCUOUS takes everything. MULTICAST takes what is in the list, and the
 * other classes what is of them.
 */
bool ndis_filter_wants(const struct ndis_binding *binding, const struct ndis_rx_frame *frame)
{
	u32 filter = READ_ONCE(binding->filter);

	if (frame->sender == binding)
		return false;
	if (binding->medium != NdisMedium802_3)
		return true;
	if (filter & NDIS_PACKET_TYPE_PROMISCUOUS)
		return true;
	filter &= frame->classes;
	if (filter & ~NDIS_PACKET_TYPE_MULTICAST)
		return true;
	return filter && frame->destination && ndis_multicast_has(binding, frame->destination);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_filter_wants);

u32 ndis_filter_classes(const u8 *destination, const u8 *own)
{
	if (is_broadcast_ether_addr(destination))
		return NDIS_PACKET_TYPE_BROADCAST;
	if (is_multicast_ether_addr(destination))
		return NDIS_PACKET_TYPE_MULTICAST | NDIS_PACKET_TYPE_ALL_MULTICAST;
	return ether_addr_equal_unaligned(destination, own) ? NDIS_PACKET_TYPE_DIRECTED : 0;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_filter_classes);
