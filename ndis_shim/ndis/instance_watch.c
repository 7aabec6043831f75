// SPDX-License-Identifier: GPL-2.0
/*
 * A device instance that does not come to its end, and what it waits for.
 *
 * Halting waits for drivers: for those above to close, for the miniport to complete
 * what it was given, for its handlers to return. None of that can be taken from them
 * while they may still touch it. So the waiting has no end of its own; but whoever
 * looks into the log, because an rmmod does not return, finds out who is to blame.
 */
#include "ndis/miniport_internal.h"

#include <linux/jiffies.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/rculist.h>

#include <kunit/visibility.h>

#include "compat_workqueue.h"
#include "ndis/packet_internal.h"

#define NDIS_WATCH_PERIOD	(10 * HZ)

static unsigned int ndis_watch_count(struct list_head *list, spinlock_t *lock)
{
	struct list_head *entry;
	unsigned int count = 0;

	spin_lock_bh(lock);
	list_for_each(entry, list)
		count++;
	spin_unlock_bh(lock);
	return count;
}

/**
 * ndis_instance_waits_for() - what a miniport has and what of its own is with others
 * @instance: instance
 * @text: result, in words
 * @size: of @text
 *
 * Context: process.
 */
void ndis_instance_waits_for(struct ndis_instance *instance, char *text, size_t size)
{
	NDIS_OID oid = 0;
	size_t used;

	spin_lock_bh(&instance->request_lock);
	if (instance->request)
		oid = instance->request->DATA.QUERY_INFORMATION.Oid;
	spin_unlock_bh(&instance->request_lock);
	used = scnprintf(text, size, "%u packets to send, %u to fill, %u lent to those above",
			 ndis_watch_count(&instance->sends, &instance->lock),
			 ndis_watch_count(&instance->transfers, &instance->lock),
			 NdisPacketPoolUsage(ndis_packet_pool_handle(instance->rx_pool)));
	if (oid)
		used += scnprintf(text + used, size - used, ", OID %08x", oid);
	if (atomic_read(&instance->resetting))
		scnprintf(text + used, size - used, ", a reset");
}
EXPORT_SYMBOL_IF_KUNIT(ndis_instance_waits_for);

/* @of: only that driver's. A binding's protocol is there for as long as it is. */
static void ndis_watch_bindings(struct ndis_instance *instance, struct ndis_adapter *adapter,
				const struct ndis_miniport_driver *of)
{
	struct ndis_binding *binding;

	rcu_read_lock();
	list_for_each_entry_rcu(binding, &adapter->bindings, node_adapter) {
		if (of && binding->protocol->driver != of->driver)
			continue;
		pr_warn_ratelimited("%s: %s has not closed %s, with %d sends and requests under way\n",
				    instance->adapter.name, binding->protocol->name,
				    adapter->name, atomic_read(&binding->pending));
	}
	rcu_read_unlock();
}

static void ndis_watch_work(struct work_struct *work)
{
	struct ndis_instance *instance = container_of(to_delayed_work(work),
						      struct ndis_instance, watch);
	/* Pairs with ndis_instance_quiesce(). */
	bool quiet = smp_load_acquire(&instance->quiet);
	char text[128];

	ndis_instance_waits_for(instance, text, sizeof(text));
	pr_warn_ratelimited("%s: %s %s, and has %s\n",
			    nt_driver_name(ndis_instance_client(instance)),
			    instance->adapter.name,
			    quiet ? "is in MiniportHalt" : "cannot halt yet", text);
	ndis_watch_bindings(instance, &instance->adapter, NULL);
	if (quiet && instance->lower)
		ndis_watch_bindings(instance, instance->lower, instance->driver);
	ndis_instance_watch(instance);
}

void ndis_instance_watch_init(struct ndis_instance *instance)
{
	INIT_DELAYED_WORK(&instance->watch, ndis_watch_work);
}

void ndis_instance_watch(struct ndis_instance *instance)
{
	queue_delayed_work(system_dfl_wq, &instance->watch, NDIS_WATCH_PERIOD);
}

void ndis_instance_unwatch(struct ndis_instance *instance)
{
	cancel_delayed_work_sync(&instance->watch);
}
