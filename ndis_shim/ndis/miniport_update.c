// SPDX-License-Identifier: GPL-2.0
/*
 * What a miniport is told of those above: the union of their filters, multicast
 * lists and lookaheads, and its net_device's part in them.
 *
 * Nobody waits for the answers: the net_device's side may hold RTNL, which the
 * adapter below may need to answer.
 */
#include "ndis/miniport_internal.h"

#include <linux/etherdevice.h>
#include <linux/minmax.h>
#include <linux/rculist.h>

#include "compat_workqueue.h"
#include "ndis/oid.h"

/* Any context. */
void ndis_miniport_update(struct ndis_adapter *adapter)
{
	struct ndis_instance *instance = ndis_adapter_instance(adapter);

	/* Halting waits for it, and for the work then. */
	if (!ndis_instance_enter(instance))
		return;
	queue_work(system_dfl_wq, &instance->update_work);
	ndis_instance_exit(instance);
}

/* False: there is no room for all of them. */
static bool ndis_update_add(u8 (*list)[6], unsigned int *count, const u8 *address)
{
	unsigned int i;

	for (i = 0; i < *count; i++) {
		if (ether_addr_equal_unaligned(list[i], address))
			return true;
	}
	if (*count == NDIS_MULTICAST_MAX)
		return false;
	memcpy(list[(*count)++], address, ETH_ALEN);
	return true;
}

static bool ndis_update_bindings(struct ndis_adapter *adapter, u8 (*list)[6],
				 unsigned int *count)
{
	struct ndis_multicast *multicast;
	struct ndis_binding *binding;
	bool fits = true;
	unsigned int i;

	rcu_read_lock();
	list_for_each_entry_rcu(binding, &adapter->bindings, node_adapter) {
		multicast = rcu_dereference(binding->multicast);
		for (i = 0; multicast && i < multicast->count; i++)
			fits &= ndis_update_add(list, count, multicast->address[i]);
	}
	rcu_read_unlock();
	return fits;
}

void ndis_miniport_update_work(struct work_struct *work)
{
	struct ndis_instance *instance = container_of(work, struct ndis_instance, update_work);
	struct ndis_adapter *adapter = &instance->adapter;
	u8 list[NDIS_MULTICAST_MAX][6], address[ETH_ALEN];
	unsigned int count = 0;
	u32 filter, lookahead;

	filter = ndis_virtual_filter(instance, list, NDIS_MULTICAST_MAX, &count);
	filter |= READ_ONCE(adapter->filter);
	if (!ndis_update_bindings(adapter, list, &count))
		filter |= NDIS_PACKET_TYPE_ALL_MULTICAST;
	lookahead = READ_ONCE(adapter->lookahead);

	if (instance->medium == NdisMedium802_3) {
		if (ndis_virtual_address(instance, address))
			ndis_miniport_tell(instance, OID_802_3_CURRENT_ADDRESS, address,
					   sizeof(address));
		ndis_miniport_tell(instance, OID_802_3_MULTICAST_LIST, list, count * ETH_ALEN);
	}
	ndis_miniport_tell(instance, OID_GEN_CURRENT_PACKET_FILTER, &filter, sizeof(filter));
	ndis_miniport_tell(instance, OID_GEN_CURRENT_LOOKAHEAD, &lookahead, sizeof(lookahead));
}
