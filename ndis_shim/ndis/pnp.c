// SPDX-License-Identifier: GPL-2.0
/*
 * Who is bound to whom: one pair for each protocol and adapter, which knows what
 * is to be done and lets one thread at a time do it.
 *
 * That thread is a worker of ndis_pnp_wq; or whoever deregisters the protocol or
 * drains the adapter and finds the pair idle, because the workers may all be
 * waiting for that very thread: an unbind that halts an intermediate driver's
 * instance has to unbind the protocols above it first. Waiting only ever goes
 * from a lower adapter to a higher one.
 *
 * Not here: the calls themselves (bind.c), which pairs may be bound
 * (bind_policy.c), events (pnp_event.c).
 */
#include "ndis/core.h"

#include <linux/export.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include <kunit/visibility.h>

#include "ndis/support_internal.h"

struct ndis_pair *ndis_pair_hold(struct ndis_pair *pair)
{
	kref_get(&pair->ref);
	return pair;
}

static void ndis_pair_free(struct kref *ref)
{
	struct ndis_pair *pair = container_of(ref, struct ndis_pair, ref);

	ndis_adapter_put(pair->adapter);
	ndis_protocol_put(pair->protocol);
	kfree(pair);
}

void ndis_pair_put(struct ndis_pair *pair)
{
	kref_put(&pair->ref, ndis_pair_free);
}

bool ndis_pair_may_be(const struct ndis_protocol *protocol, const struct ndis_adapter *adapter)
{
	lockdep_assert_held(&ndis_table_lock);
	return !protocol->closing && adapter->state == NDIS_ADAPTER_PRESENT;
}

struct ndis_pair *ndis_pair_find(struct ndis_protocol *protocol, struct ndis_adapter *adapter)
{
	struct ndis_pair *pair;

	if (!ndis_pair_may_be(protocol, adapter))
		return NULL;
	list_for_each_entry(pair, &protocol->pairs, node_protocol) {
		if (pair->adapter == adapter)
			return pair;
	}
	return NULL;
}

/* The queued work has a reference of its own. */
void ndis_pair_queue(struct ndis_pair *pair)
{
	ndis_pair_hold(pair);
	if (!queue_work(ndis_pnp_wq, &pair->work))
		ndis_pair_put(pair);
}

static void ndis_pair_unlink(struct ndis_pair *pair)
{
	lockdep_assert_held(&ndis_table_lock);
	if (pair->dead)
		return;
	pair->dead = true;
	list_del(&pair->node_protocol);
	list_del(&pair->node_adapter);
	if (pair->first) {
		pair->first = false;
		ndis_first_round_done(pair->protocol);
	}
	ndis_table_changed();
	ndis_adapter_settle(pair->adapter);
	ndis_pair_put(pair);
}

/* ---- doing it ---- */

static void ndis_pair_do(struct ndis_pair *pair, enum ndis_pair_state state,
			 void (*what)(struct ndis_pair *pair))
{
	pair->state = state;
	mutex_unlock(&ndis_table_lock);
	what(pair);
	mutex_lock(&ndis_table_lock);
	pair->state = NDIS_PAIR_IDLE;
}

/* A Bind has to wait for it: ndis_binding_unlist() comes back to that. */
static bool ndis_pair_closes(const struct ndis_pair *pair)
{
	struct ndis_binding *binding;

	lockdep_assert_held(&ndis_table_lock);
	list_for_each_entry(binding, &pair->protocol->opens, node_protocol) {
		if (binding->pair == pair && READ_ONCE(binding->state) >= NDIS_BINDING_CLOSING)
			return true;
	}
	return false;
}

/* What a pair is to do may change while it does it: until there is nothing left. */
static void ndis_pair_run(struct ndis_pair *pair)
{
	struct ndis_protocol *protocol = pair->protocol;

	lockdep_assert_held(&ndis_table_lock);
	pair->runner = current;
	while (!pair->dead) {
		if (protocol->closing || pair->adapter->state != NDIS_ADAPTER_PRESENT) {
			ndis_pair_do(pair, NDIS_PAIR_UNBINDING, ndis_pair_unbind);
			ndis_pair_unlink(pair);
		} else if (pair->unbind_wanted) {
			pair->unbind_wanted = false;
			ndis_pair_do(pair, NDIS_PAIR_UNBINDING, ndis_pair_unbind);
		} else if (pair->bind_wanted && protocol->ready && !ndis_pair_closes(pair)) {
			pair->bind_wanted = false;
			/* It may have opened the adapter by itself. */
			if (ndis_protocol_binds(protocol) && !pair->opens)
				ndis_pair_do(pair, NDIS_PAIR_BINDING, ndis_pair_bind);
		} else {
			break;
		}
	}
	pair->runner = NULL;
	if (pair->first) {
		pair->first = false;
		ndis_first_round_done(protocol);
	}
	ndis_table_changed();
}

static void ndis_pair_work(struct work_struct *work)
{
	struct ndis_pair *pair = container_of(work, struct ndis_pair, work);

	mutex_lock(&ndis_table_lock);
	/* Else the runner sees what there is to do before it stops. */
	if (!pair->runner)
		ndis_pair_run(pair);
	mutex_unlock(&ndis_table_lock);
	ndis_pair_put(pair);
}

/* An open binding of a pair whose handler runs in this very thread. */
static struct ndis_binding *ndis_pair_leftover(struct ndis_pair *pair)
{
	struct ndis_binding *binding;

	lockdep_assert_held(&ndis_table_lock);
	list_for_each_entry(binding, &pair->protocol->opens, node_protocol) {
		if (binding->pair == pair && READ_ONCE(binding->state) < NDIS_BINDING_CLOSING)
			return ndis_binding_hold(binding);
	}
	return NULL;
}

/* The handler around us is not waited for, its bindings are. */
static void ndis_pair_end_nested(struct ndis_pair *pair)
{
	struct ndis_binding *binding;

	ndis_pair_hold(pair);
	while ((binding = ndis_pair_leftover(pair))) {
		mutex_unlock(&ndis_table_lock);
		ndis_binding_close(binding);
		ndis_binding_drop(binding);
		mutex_lock(&ndis_table_lock);
	}
	ndis_pair_unlink(pair);
	ndis_pair_put(pair);
}

/* One that can be ended here; else NULL and whether others are at it. */
static struct ndis_pair *ndis_pairs_next(struct ndis_protocol *protocol,
					 struct ndis_adapter *adapter, bool *busy)
{
	struct ndis_pair *pair, *nested = NULL;

	*busy = false;
	if (protocol) {
		list_for_each_entry(pair, &protocol->pairs, node_protocol) {
			if (!pair->runner)
				return pair;
			if (pair->runner == current)
				nested = pair;
			else
				*busy = true;
		}
	} else {
		list_for_each_entry(pair, &adapter->pairs, node_adapter) {
			if (!pair->runner)
				return pair;
			if (pair->runner == current)
				nested = pair;
			else
				*busy = true;
		}
	}
	return nested;
}

void ndis_pairs_end(struct ndis_protocol *protocol, struct ndis_adapter *adapter)
{
	struct ndis_pair *pair;
	bool busy;

	lockdep_assert_held(&ndis_table_lock);
	for (;;) {
		pair = ndis_pairs_next(protocol, adapter, &busy);
		if (pair && pair->runner) {
			ndis_pair_end_nested(pair);
		} else if (pair) {
			ndis_pair_hold(pair);
			ndis_pair_run(pair);
			ndis_pair_put(pair);
		} else if (!busy) {
			break;
		} else if (!ndis_table_wait()) {
			pr_warn("%s: waits for a Bind or an Unbind that does not end\n",
				protocol ? protocol->name : adapter->name);
		}
	}
}

/* ---- who comes ---- */

static struct ndis_pair *ndis_pair_add(struct ndis_protocol *protocol,
				       struct ndis_adapter *adapter)
{
	struct ndis_pair *pair = NULL;

	lockdep_assert_held(&ndis_table_lock);
	if (!ndis_alloc_fails())
		pair = kzalloc(sizeof(*pair), GFP_KERNEL);
	if (!pair) {
		pr_warn("%s: no memory to bind to %s\n", protocol->name, adapter->name);
		return NULL;
	}
	kref_init(&pair->ref);
	pair->protocol = ndis_protocol_hold(protocol);
	pair->adapter = ndis_adapter_get(adapter);
	INIT_WORK(&pair->work, ndis_pair_work);
	list_add_tail(&pair->node_protocol, &protocol->pairs);
	list_add_tail(&pair->node_adapter, &adapter->pairs);
	return pair;
}

struct ndis_pair *ndis_pair_make(struct ndis_protocol *protocol, struct ndis_adapter *adapter)
{
	struct ndis_pair *pair = ndis_pair_find(protocol, adapter);

	if (!pair && ndis_pair_may_be(protocol, adapter))
		pair = ndis_pair_add(protocol, adapter);
	return pair;
}

void ndis_first_round_done(struct ndis_protocol *protocol)
{
	lockdep_assert_held(&ndis_table_lock);
	if (--protocol->first_round)
		return;
	if (protocol->chars.PnPEventHandler && !protocol->closing) {
		ndis_protocol_hold(protocol);
		queue_work(ndis_pnp_wq, &protocol->event_work);
	} else {
		protocol->told = true;
	}
	ndis_table_changed();
}

void ndis_protocol_start(struct ndis_protocol *protocol)
{
	struct ndis_pair *pair;

	lockdep_assert_held(&ndis_table_lock);
	protocol->ready = true;
	list_for_each_entry(pair, &protocol->pairs, node_protocol) {
		pair->bind_wanted = true;
		pair->first = true;
		protocol->first_round++;
		ndis_pair_queue(pair);
	}
	ndis_first_round_done(protocol);
}

/* Under ndis_table_lock, as ndis_pnp_adapter_arrived(). */
void ndis_pnp_protocol_arrived(struct ndis_protocol *protocol)
{
	struct ndis_adapter *adapter;

	list_for_each_entry(adapter, &ndis_adapters, node) {
		if (adapter->state == NDIS_ADAPTER_PRESENT)
			ndis_pair_add(protocol, adapter);
	}
	if (protocol->driver->ndis_ready)
		ndis_protocol_start(protocol);
}

void ndis_pnp_adapter_arrived(struct ndis_adapter *adapter)
{
	struct ndis_protocol *protocol;
	struct ndis_pair *pair;

	list_for_each_entry(protocol, &ndis_protocols, node) {
		if (protocol->closing)
			continue;
		pair = ndis_pair_add(protocol, adapter);
		if (!pair)
			continue;
		pair->bind_wanted = true;
		if (protocol->ready)
			ndis_pair_queue(pair);
	}
}

/* A protocol of @driver whose first round is under way. */
static bool ndis_driver_binds(struct nt_driver *driver)
{
	struct ndis_protocol *protocol;

	lockdep_assert_held(&ndis_table_lock);
	list_for_each_entry(protocol, &ndis_protocols, node) {
		if (protocol->driver == driver && !protocol->closing && !protocol->told)
			return true;
	}
	return false;
}

void ndis_pnp_driver_ready(struct nt_driver *driver)
{
	struct ndis_protocol *protocol;

	mutex_lock(&ndis_table_lock);
	driver->ndis_ready = true;
	list_for_each_entry(protocol, &ndis_protocols, node) {
		if (protocol->driver == driver && !protocol->ready && !protocol->closing)
			ndis_protocol_start(protocol);
	}
	while (ndis_driver_binds(driver)) {
		if (!ndis_table_wait()) {
			pr_warn("%s: loading goes on before a Bind has ended\n",
				nt_driver_name(driver));
			break;
		}
	}
	mutex_unlock(&ndis_table_lock);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_pnp_driver_ready);

/* ---- what drivers ask for ---- */

VOID NdisReEnumerateProtocolBindings(NDIS_HANDLE NdisProtocolHandle)
{
	struct ndis_protocol *protocol;
	struct ndis_adapter *adapter;
	struct ndis_object *object;
	struct ndis_pair *pair;

	if (nt_irql_violation(NULL, __func__))
		return;
	object = ndis_object_get(NdisProtocolHandle, NDIS_HANDLE_PROTOCOL, __func__);
	if (!object)
		return;
	protocol = container_of(object, struct ndis_protocol, object);
	mutex_lock(&ndis_table_lock);
	list_for_each_entry(adapter, &ndis_adapters, node) {
		pair = ndis_pair_make(protocol, adapter);
		if (!pair)
			continue;
		pair->bind_wanted = true;
		if (protocol->ready)
			ndis_pair_queue(pair);
	}
	mutex_unlock(&ndis_table_lock);
	ndis_object_put(object);
}
EXPORT_SYMBOL_NS_GPL(NdisReEnumerateProtocolBindings, NDIS_SHIM);

/* It comes back only when it is asked for: NdisReEnumerateProtocolBindings(). */
VOID NdisUnbindAdapter(NDIS_HANDLE NdisBindingHandle)
{
	struct ndis_object *object;
	struct ndis_pair *pair;

	if (nt_irql_violation(NULL, __func__))
		return;
	object = ndis_object_get(NdisBindingHandle, NDIS_HANDLE_BINDING, __func__);
	if (!object)
		return;
	pair = container_of(object, struct ndis_binding, object)->pair;
	mutex_lock(&ndis_table_lock);
	pair->unbind_wanted = true;
	ndis_pair_queue(pair);
	mutex_unlock(&ndis_table_lock);
	ndis_object_put(object);
}
EXPORT_SYMBOL_NS_GPL(NdisUnbindAdapter, NDIS_SHIM);
