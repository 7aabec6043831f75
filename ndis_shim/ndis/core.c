// SPDX-License-Identifier: GPL-2.0
/*
 * The tables of protocols and adapters as a whole: their lock, waiting for them
 * to change, the handlers that run, start and end, and the end of a driver.
 */
#include "ndis/core.h"

#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/wait.h>

#include <kunit/visibility.h>

#include "compat_workqueue.h"
#include "ndis/receive.h"

/* Who is in the two lists, what becomes of them, and who waits for that. */
DEFINE_MUTEX(ndis_table_lock);
LIST_HEAD(ndis_protocols);
LIST_HEAD(ndis_adapters);
struct workqueue_struct *ndis_pnp_wq;
struct workqueue_struct *ndis_rx_wq;
unsigned long ndis_patience = 30 * HZ;
EXPORT_SYMBOL_IF_KUNIT(ndis_patience);

static DECLARE_WAIT_QUEUE_HEAD(ndis_table_waiters);
static LIST_HEAD(ndis_calls);	/* ndis_table_lock */

void ndis_table_changed(void)
{
	lockdep_assert_held(&ndis_table_lock);
	wake_up_all(&ndis_table_waiters);
}

bool ndis_table_wait(void)
{
	DEFINE_WAIT(wait);
	long left;

	lockdep_assert_held(&ndis_table_lock);
	/* On the list before the lock is given up: no change is missed. */
	prepare_to_wait(&ndis_table_waiters, &wait, TASK_UNINTERRUPTIBLE);
	mutex_unlock(&ndis_table_lock);
	left = schedule_timeout(ndis_patience);
	finish_wait(&ndis_table_waiters, &wait);
	mutex_lock(&ndis_table_lock);
	return left;
}

/* ---- handlers that run ---- */

void ndis_call_begin(struct ndis_call *call, struct ndis_protocol *protocol)
{
	lockdep_assert_held(&ndis_table_lock);
	call->protocol = ndis_protocol_hold(protocol);
	call->thread = current;
	call->pins = false;
	call->ctl = NULL;
	list_add(&call->node, &ndis_calls);
}

void ndis_call_begin_pinned(struct ndis_call *call, struct ndis_protocol *protocol,
			    struct ndis_adapter *ctl)
{
	mutex_lock(&ndis_table_lock);
	ndis_call_begin(call, protocol);
	call->pins = true;
	call->ctl = ctl;
	mutex_unlock(&ndis_table_lock);
}

static bool ndis_call_blocks(const struct ndis_call *call, const struct ndis_protocol *protocol)
{
	struct ndis_binding *binding;

	if (call->protocol == protocol)
		return call->pins;
	/* Its bindings there come to their end behind us. */
	list_for_each_entry(binding, &protocol->opens, node_protocol) {
		if (call->ctl && binding->adapter == call->ctl)
			return true;
	}
	return false;
}

bool ndis_call_is_pinned(const struct ndis_protocol *protocol)
{
	struct ndis_call *call;
	bool found = false;

	mutex_lock(&ndis_table_lock);
	list_for_each_entry(call, &ndis_calls, node)
		found |= call->thread == current && ndis_call_blocks(call, protocol);
	mutex_unlock(&ndis_table_lock);
	return found;
}

void ndis_call_end(struct ndis_call *call)
{
	mutex_lock(&ndis_table_lock);
	list_del(&call->node);
	ndis_table_changed();
	mutex_unlock(&ndis_table_lock);
	ndis_protocol_put(call->protocol);
}

bool ndis_call_runs(const struct ndis_protocol *protocol, const struct nt_driver *driver)
{
	struct ndis_call *call;

	lockdep_assert_held(&ndis_table_lock);
	list_for_each_entry(call, &ndis_calls, node) {
		if (call->thread != current &&
		    (call->protocol == protocol || (driver && call->protocol->driver == driver)))
			return true;
	}
	return false;
}

/* ---- the end of a driver ---- */

static struct ndis_protocol *ndis_driver_protocol(struct nt_driver *driver)
{
	struct ndis_protocol *protocol;

	lockdep_assert_held(&ndis_table_lock);
	list_for_each_entry(protocol, &ndis_protocols, node) {
		if (protocol->driver == driver)
			return ndis_protocol_hold(protocol);
	}
	return NULL;
}

/*
 * A protocol may be in the middle of a deregistration of the driver's own, in a
 * thread of the driver's own: then that one is waited for. The last loop is for a
 * handler that deregistered its own protocol and has not returned.
 */
void ndis_driver_orphan(struct nt_driver *driver)
{
	struct ndis_protocol *protocol;

	mutex_lock(&ndis_table_lock);
	driver->ndis_over = true;
	while ((protocol = ndis_driver_protocol(driver))) {
		mutex_unlock(&ndis_table_lock);
		if (ndis_protocol_deregister(protocol, true)) {
			nt_violation(driver, NT_RULE_NDIS_PROTOCOL_LEAK, "protocol %s",
				     protocol->name);
			mutex_lock(&ndis_table_lock);
		} else {
			mutex_lock(&ndis_table_lock);
			if (!list_empty(&protocol->node))
				ndis_table_wait();
		}
		ndis_protocol_put(protocol);
	}
	while (ndis_call_runs(NULL, driver))
		ndis_table_wait();
	mutex_unlock(&ndis_table_lock);
}

/* ---- start and end ---- */

int ndis_init(void)
{
	/* Binds sleep, one for each adapter; and drivers may flush other queues. */
	ndis_pnp_wq = alloc_workqueue("ndis_pnp", WQ_UNBOUND, WQ_MAX_ACTIVE);
	if (!ndis_pnp_wq)
		return -ENOMEM;
	ndis_rx_wq = alloc_workqueue("ndis_rx", WQ_HIGHPRI | WQ_PERCPU, 0);
	if (!ndis_rx_wq)
		goto err_destroy_pnp;
	if (ndis_transfer_init())
		goto err_destroy_rx;
	return 0;

err_destroy_rx:
	destroy_workqueue(ndis_rx_wq);
err_destroy_pnp:
	destroy_workqueue(ndis_pnp_wq);
	return -ENOMEM;
}

/*
 * No driver and no adapter is left; what their last references leave to do is. A
 * close may have told its driver and still be on its way out of ctl: its binding
 * holds the adapter, and an adapter goes after its ctl.
 */
void ndis_exit(void)
{
	ndis_adapters_wait();
	/* What let the last one go may not have returned. */
	rcu_barrier();
	destroy_workqueue(ndis_pnp_wq);
	/* An item lets its binding go last of all, and is still ours until it returns. */
	destroy_workqueue(ndis_rx_wq);
	ndis_transfer_exit();
}
