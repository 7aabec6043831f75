// SPDX-License-Identifier: GPL-2.0
/*
 * Adapters: the table of them, arrival and departure, finding one by its name.
 *
 * Not here: what an adapter does (its kind, through struct ndis_adapter_ops), how
 * protocols come to it and leave it (pnp.c).
 */
#include "ndis/core.h"

#include <linux/atomic.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/wait.h>

#include <kunit/visibility.h>

#include "ndis/oid.h"
#include "ndis/support_internal.h"

static const char ndis_device_prefix[] = "\\Device\\";

static atomic_t ndis_adapter_count;	/* whose memory is not released yet */
static DECLARE_WAIT_QUEUE_HEAD(ndis_adapters_gone);

/* Its queue cannot be destroyed by an item in it, nor in atomic context. */
static void ndis_adapter_free(struct work_struct *work)
{
	struct ndis_adapter *adapter = container_of(work, struct ndis_adapter, free_work);

	destroy_workqueue(adapter->ctl);
	kfree(adapter->device_name.Buffer);
	adapter->ops->release(adapter);
	if (atomic_dec_and_test(&ndis_adapter_count))
		wake_up_all(&ndis_adapters_gone);
}

unsigned int ndis_adapters_live(void)
{
	return atomic_read(&ndis_adapter_count);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_adapters_live);

void ndis_adapters_wait(void)
{
	while (!wait_event_timeout(ndis_adapters_gone, !ndis_adapters_live(), ndis_patience))
		pr_warn("unloading waits: drivers still hold %u adapters\n", ndis_adapters_live());
}

int ndis_adapter_init(struct ndis_adapter *adapter, const char *name)
{
	char text[sizeof(ndis_device_prefix) + sizeof(adapter->name)];
	int err;

	if (strscpy(adapter->name, name, sizeof(adapter->name)) <= 0)
		return -EINVAL;
	snprintf(text, sizeof(text), "%s%s", ndis_device_prefix, adapter->name);
	err = ndis_string_create(&adapter->device_name, text);
	if (err)
		return err;
	adapter->ctl = alloc_ordered_workqueue("ndis_%s", 0, adapter->name);
	if (!adapter->ctl) {
		kfree(adapter->device_name.Buffer);
		return -ENOMEM;
	}

	kref_init(&adapter->ref);
	INIT_LIST_HEAD(&adapter->node);
	INIT_LIST_HEAD(&adapter->pairs);
	INIT_LIST_HEAD(&adapter->bindings);
	spin_lock_init(&adapter->lock);
	adapter->state = NDIS_ADAPTER_PRESENT;
	adapter->opens = 0;
	adapter->filter = 0;
	adapter->lookahead = NDIS_LOOKAHEAD_DEFAULT;
	adapter->max_lookahead = 0;
	adapter->resetting = false;
	adapter->resetter = NULL;
	adapter->link_up = true;
	adapter->link_told = true;
	INIT_WORK(&adapter->reset_work, ndis_reset_work);
	INIT_DELAYED_WORK(&adapter->reset_done, ndis_reset_done_work);
	INIT_WORK(&adapter->link_work, ndis_link_work);
	INIT_WORK(&adapter->free_work, ndis_adapter_free);
	atomic_inc(&ndis_adapter_count);
	return 0;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_adapter_init);

struct ndis_adapter *ndis_adapter_get(struct ndis_adapter *adapter)
{
	kref_get(&adapter->ref);
	return adapter;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_adapter_get);

static void ndis_adapter_last_put(struct kref *ref)
{
	queue_work(ndis_pnp_wq, &container_of(ref, struct ndis_adapter, ref)->free_work);
}

void ndis_adapter_put(struct ndis_adapter *adapter)
{
	kref_put(&adapter->ref, ndis_adapter_last_put);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_adapter_put);

void ndis_adapter_arrive(struct ndis_adapter *adapter)
{
	mutex_lock(&ndis_table_lock);
	list_add_tail(&adapter->node, &ndis_adapters);
	ndis_adapter_get(adapter);
	ndis_pnp_adapter_arrived(adapter);
	mutex_unlock(&ndis_table_lock);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_adapter_arrive);

void ndis_adapter_settle(struct ndis_adapter *adapter)
{
	lockdep_assert_held(&ndis_table_lock);
	if (adapter->state != NDIS_ADAPTER_LEAVING || adapter->opens ||
	    !list_empty(&adapter->pairs))
		return;
	spin_lock_bh(&adapter->lock);
	adapter->state = NDIS_ADAPTER_GONE;
	spin_unlock_bh(&adapter->lock);
	list_del_init(&adapter->node);
	ndis_table_changed();
	ndis_adapter_put(adapter);
}

void ndis_adapter_leave(struct ndis_adapter *adapter)
{
	struct ndis_pair *pair;

	mutex_lock(&ndis_table_lock);
	if (adapter->state == NDIS_ADAPTER_PRESENT && !list_empty(&adapter->node)) {
		spin_lock_bh(&adapter->lock);
		adapter->state = NDIS_ADAPTER_LEAVING;
		spin_unlock_bh(&adapter->lock);
		list_for_each_entry(pair, &adapter->pairs, node_adapter)
			ndis_pair_queue(pair);
		ndis_adapter_settle(adapter);
	}
	mutex_unlock(&ndis_table_lock);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_adapter_leave);

void ndis_adapter_drain(struct ndis_adapter *adapter)
{
	ndis_adapter_leave(adapter);
	mutex_lock(&ndis_table_lock);
	if (!list_empty(&adapter->node))
		ndis_pairs_end(NULL, adapter);
	while (!list_empty(&adapter->node)) {
		if (!ndis_table_wait())
			pr_warn("%s: removal waits: %u bindings are not closed yet\n",
				adapter->name, adapter->opens);
	}
	mutex_unlock(&ndis_table_lock);
	/* Nobody queues anything new; what was told to bindings is over. */
	flush_workqueue(adapter->ctl);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_adapter_drain);

/* The interface's part, or NULL for a name that cannot be one of ours. */
static const char *ndis_adapter_base(PUNICODE_STRING name, char *text, size_t size)
{
	size_t prefix = sizeof(ndis_device_prefix) - 1;

	if (!ndis_string_to_text(name, text, size))
		return NULL;
	return strncasecmp(text, ndis_device_prefix, prefix) ? text : text + prefix;
}

/* A name may be taken again while its old adapter is still being unbound. */
struct ndis_adapter *ndis_adapter_find(PUNICODE_STRING name)
{
	char text[sizeof(ndis_device_prefix) + sizeof_field(struct ndis_adapter, name)];
	struct ndis_adapter *adapter, *found = NULL;
	const char *base = ndis_adapter_base(name, text, sizeof(text));

	if (!base)
		return NULL;
	mutex_lock(&ndis_table_lock);
	list_for_each_entry(adapter, &ndis_adapters, node) {
		if (strcmp(adapter->name, base))
			continue;
		if (!found || adapter->state == NDIS_ADAPTER_PRESENT)
			found = adapter;
	}
	if (found)
		ndis_adapter_get(found);
	mutex_unlock(&ndis_table_lock);
	return found;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_adapter_find);

bool ndis_adapter_unite(struct ndis_adapter *adapter)
{
	u32 filter = 0, lookahead = NDIS_LOOKAHEAD_DEFAULT;
	struct ndis_binding *binding;
	bool changed;

	lockdep_assert_held(&adapter->lock);
	list_for_each_entry(binding, &adapter->bindings, node_adapter) {
		if (binding->state != NDIS_BINDING_OPEN)
			continue;
		filter |= binding->filter;
		lookahead = max(lookahead, binding->lookahead);
	}
	changed = filter != adapter->filter || lookahead != adapter->lookahead;
	WRITE_ONCE(adapter->filter, filter);
	WRITE_ONCE(adapter->lookahead, lookahead);
	return changed;
}
