// SPDX-License-Identifier: GPL-2.0
/*
 * Status indications: to one binding or all of an adapter, each with its
 * StatusComplete, none for a binding that is not open yet or is closing.
 */
#include "ndis/core.h"

#include <linux/export.h>
#include <linux/rculist.h>

#include <kunit/visibility.h>

void ndis_status_one(struct ndis_binding *binding, NDIS_STATUS status, void *buffer, UINT size)
{
	const NDIS50_PROTOCOL_CHARACTERISTICS *chars = &binding->protocol->chars;

	if (!ndis_binding_tryget(binding))
		return;
	ndis_dispatch_begin();
	chars->StatusHandler(binding->context, status, buffer, size);
	/* Even if Status closed the binding: io is still held. */
	chars->StatusCompleteHandler(binding->context);
	ndis_dispatch_end();
	ndis_binding_put(binding);
}

/* A handler may close its binding; it leaves the list from ctl, later. */
void ndis_status_all(struct ndis_adapter *adapter, NDIS_STATUS status, void *buffer, UINT size)
{
	struct ndis_binding *binding;

	rcu_read_lock();
	list_for_each_entry_rcu(binding, &adapter->bindings, node_adapter)
		ndis_status_one(binding, status, buffer, size);
	rcu_read_unlock();
}
EXPORT_SYMBOL_IF_KUNIT(ndis_status_all);

/* ---- the link ---- */

/* In ctl. What came and went again in between is not worth a word. */
void ndis_link_work(struct work_struct *work)
{
	struct ndis_adapter *adapter = container_of(work, struct ndis_adapter, link_work);
	bool up, changed;

	spin_lock_bh(&adapter->lock);
	up = adapter->link_up;
	changed = up != adapter->link_told;
	adapter->link_told = up;
	spin_unlock_bh(&adapter->lock);
	if (changed)
		ndis_status_all(adapter, up ? NDIS_STATUS_MEDIA_CONNECT :
				NDIS_STATUS_MEDIA_DISCONNECT, NULL, 0);
	ndis_adapter_put(adapter);
}

/* Before the adapter has arrived there is nobody to tell: it begins like that. */
void ndis_status_link(struct ndis_adapter *adapter, bool up)
{
	bool changed;

	spin_lock_bh(&adapter->lock);
	adapter->link_up = up;
	if (list_empty(&adapter->bindings))
		adapter->link_told = up;
	changed = up != adapter->link_told;
	spin_unlock_bh(&adapter->lock);
	if (!changed)
		return;
	ndis_adapter_get(adapter);
	if (!queue_work(adapter->ctl, &adapter->link_work))
		ndis_adapter_put(adapter);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_status_link);
