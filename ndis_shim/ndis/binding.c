// SPDX-License-Identifier: GPL-2.0
/*
 * Bindings: their memory, entering one for an operation, and closing.
 *
 * The end of a binding, step by step. NdisCloseAdapter makes it CLOSING: its part
 * of the unions is gone and io is killed, so that nothing new begins. A handler
 * that runs meanwhile, and what it calls with the handle, is told so and is not
 * to blame: another thread of its driver has closed. What holds io (a handler
 * that runs, an operation that has not completed, a packet that was not returned)
 * lets it go; the last one queues close_work. That one takes it off the receive
 * list, detaches it, ends the handle and calls CloseAdapterComplete, the last call
 * for this context: ctl is ordered, so OpenAdapterComplete is over, nothing else can
 * get io, and UnbindAdapter, which has none since it may wait for the close, is not
 * called any more. Then it is CLOSED and leaves the tables. Its memory is freed
 * after a grace period, since a receive path may just have found it in the list.
 */
#include "ndis/core.h"

#include <linux/delay.h>
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/rculist.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include <kunit/visibility.h>

#include "ndis/miniport_internal.h"
#include "ndis/oid.h"

/* The last user of a killed io. Any context. */
static void ndis_binding_idle(struct percpu_ref *io)
{
	struct ndis_binding *binding = container_of(io, struct ndis_binding, io);

	queue_work(binding->adapter->ctl, &binding->close_work);
}

static void ndis_binding_free(struct rcu_head *rcu)
{
	struct ndis_binding *binding = container_of(rcu, struct ndis_binding, object.rcu);

	ndis_receive_exit(binding);
	percpu_ref_exit(&binding->io);
	kfree(rcu_dereference_protected(binding->multicast, true));
	ndis_bind_context_destroy(binding->unbind);
	ndis_pair_put(binding->pair);
	ndis_adapter_put(binding->adapter);
	ndis_protocol_put(binding->protocol);
	kfree(binding);
}

static void ndis_binding_release(struct ndis_object *object)
{
	call_rcu(&object->rcu, ndis_binding_free);
}

/**
 * ndis_binding_create() - a binding that is OPENING, in no table yet
 * @pair: whose
 * @context: ProtocolBindingContext
 * @medium: what it is opened as
 *
 * Context: process. Return: the caller's reference, or NULL without memory.
 */
struct ndis_binding *ndis_binding_create(struct ndis_pair *pair, NDIS_HANDLE context,
					 NDIS_MEDIUM medium)
{
	struct ndis_binding *binding = kzalloc(sizeof(*binding), GFP_KERNEL);

	if (!binding)
		return NULL;
	binding->unbind = ndis_bind_context_create(pair, true);
	if (!binding->unbind)
		goto err_free;
	if (percpu_ref_init(&binding->io, ndis_binding_idle, 0, GFP_KERNEL))
		goto err_destroy_context;
	if (ndis_receive_init(binding))
		goto err_exit_io;

	binding->context = context;
	binding->medium = medium;
	binding->state = NDIS_BINDING_OPENING;
	binding->lookahead = NDIS_LOOKAHEAD_DEFAULT;
	INIT_LIST_HEAD(&binding->node_protocol);
	INIT_LIST_HEAD(&binding->node_adapter);
	INIT_WORK(&binding->open_work, ndis_open_work);
	INIT_WORK(&binding->close_work, ndis_close_work);
	binding->pair = ndis_pair_hold(pair);
	binding->adapter = ndis_adapter_get(pair->adapter);
	binding->protocol = ndis_protocol_hold(pair->protocol);
	if (ndis_object_init(&binding->object, NDIS_HANDLE_BINDING, ndis_binding_release))
		goto err_put;
	return binding;

err_put:
	ndis_protocol_put(binding->protocol);
	ndis_adapter_put(binding->adapter);
	ndis_pair_put(binding->pair);
	ndis_receive_exit(binding);
err_exit_io:
	percpu_ref_exit(&binding->io);
err_destroy_context:
	ndis_bind_context_destroy(binding->unbind);
err_free:
	kfree(binding);
	return NULL;
}

void ndis_binding_unlist(struct ndis_binding *binding)
{
	lockdep_assert_held(&ndis_table_lock);
	list_del_init(&binding->node_protocol);
	binding->pair->opens--;
	if (binding->pair->bind_wanted)
		ndis_pair_queue(binding->pair);
	binding->adapter->opens--;
	ndis_table_changed();
	ndis_adapter_settle(binding->adapter);
}

/*
 * The usual case, an open binding: without a reference, since io is what keeps it
 * from here on. It is alive for a grace period after its last reference, its io
 * until then as well, dead or not. NULL: whatever else there may be.
 */
static struct ndis_binding *ndis_binding_enter_open(NDIS_HANDLE handle)
{
	struct ndis_binding *binding = NULL;
	struct ndis_object *object;

	rcu_read_lock();
	object = ndis_object_peek(handle, NDIS_HANDLE_BINDING);
	if (object) {
		binding = container_of(object, struct ndis_binding, object);
		if (!percpu_ref_tryget_live_rcu(&binding->io))
			binding = NULL;
	}
	rcu_read_unlock();
	if (!binding || READ_ONCE(binding->state) == NDIS_BINDING_OPEN)
		return binding;
	ndis_binding_put(binding);
	return NULL;
}

/**
 * ndis_binding_enter() - a live binding for an operation
 * @handle: from a driver
 * @who: the function, for a violation
 * @status: why not
 *
 * Context: at most DISPATCH_LEVEL. Return: the binding, its io taken, or NULL.
 */
struct ndis_binding *ndis_binding_enter(NDIS_HANDLE handle, const char *who, NDIS_STATUS *status)
{
	struct ndis_binding *binding = ndis_binding_enter_open(handle);
	struct ndis_object *object;

	*status = NDIS_STATUS_SUCCESS;
	if (likely(binding))
		return binding;
	*status = NDIS_STATUS_CLOSING;
	object = ndis_object_get(handle, NDIS_HANDLE_BINDING, who);
	if (!object)
		return NULL;
	binding = container_of(object, struct ndis_binding, object);
	if (!ndis_binding_tryget(binding)) {
		binding = NULL;
	} else if (READ_ONCE(binding->state) != NDIS_BINDING_OPEN) {
		if (READ_ONCE(binding->state) == NDIS_BINDING_OPENING)
			*status = NDIS_STATUS_ADAPTER_NOT_READY;
		ndis_binding_put(binding);
		binding = NULL;
	}
	/* io keeps it from now on. */
	ndis_object_put(object);
	if (binding)
		*status = NDIS_STATUS_SUCCESS;
	return binding;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_binding_enter);

/* For what completes by a handler whatever the binding's state is: io is taken as
 * long as a handler may still be called. NULL: the close has come to its end.
 */
struct ndis_binding *ndis_binding_enter_late(NDIS_HANDLE handle, const char *who)
{
	struct ndis_object *object = ndis_object_get(handle, NDIS_HANDLE_BINDING, who);
	struct ndis_binding *binding;

	if (!object)
		return NULL;
	binding = container_of(object, struct ndis_binding, object);
	if (!percpu_ref_tryget(&binding->io))
		binding = NULL;
	ndis_object_put(object);
	return binding;
}

/* ---- UnbindAdapter against a close of the driver's own ---- */

bool ndis_binding_begin_unbind(struct ndis_binding *binding)
{
	struct ndis_adapter *adapter = binding->adapter;
	bool open;

	spin_lock_bh(&adapter->lock);
	open = binding->state == NDIS_BINDING_OPEN;
	if (open)
		binding->unbinder = current;
	spin_unlock_bh(&adapter->lock);
	return open;
}

void ndis_binding_end_unbind(struct ndis_binding *binding)
{
	spin_lock_bh(&binding->adapter->lock);
	binding->unbinder = NULL;
	spin_unlock_bh(&binding->adapter->lock);
}

static bool ndis_binding_enters_unbind(struct ndis_binding *binding)
{
	bool enters;

	spin_lock_bh(&binding->adapter->lock);
	enters = binding->unbinder && task_is_running(binding->unbinder);
	spin_unlock_bh(&binding->adapter->lock);
	return enters;
}

/*
 * The context that UnbindAdapter is called with is there when the driver gets to
 * look at it, although another of its threads closes. A handler that sleeps has
 * looked, and may be waiting for just this close: it is not waited for. Nor is one
 * that spins for ever.
 */
static void ndis_close_after_unbind(struct ndis_binding *binding)
{
	unsigned long end = jiffies + ndis_patience;

	while (ndis_binding_enters_unbind(binding) && time_before(jiffies, end))
		usleep_range(100, 1000);
}

/* ---- closing ---- */

/* In ctl, when nothing holds io any more. */
void ndis_close_work(struct work_struct *work)
{
	struct ndis_binding *binding = container_of(work, struct ndis_binding, close_work);
	struct ndis_adapter *adapter = binding->adapter;
	struct ndis_call call;

	ndis_knob_wait(NDIS_KNOB_PEND_CLOSE);
	ndis_close_after_unbind(binding);
	spin_lock_bh(&adapter->lock);
	list_del_rcu(&binding->node_adapter);
	spin_unlock_bh(&adapter->lock);
	adapter->ops->detach(adapter, binding);
	if (adapter->ops->update)
		adapter->ops->update(adapter);

	ndis_object_unpublish(&binding->object);
	ndis_call_begin_pinned(&call, binding->protocol, adapter);
	binding->protocol->chars.CloseAdapterCompleteHandler(binding->context,
							     NDIS_STATUS_SUCCESS);
	ndis_call_end(&call);
	mutex_lock(&ndis_table_lock);
	WRITE_ONCE(binding->state, NDIS_BINDING_CLOSED);
	ndis_binding_unlist(binding);
	mutex_unlock(&ndis_table_lock);
	/* The one of NdisOpenAdapter(). */
	ndis_binding_drop(binding);
}

/*
 * False: it is not open. @driver: the driver does it, not NDIS instead of it.
 * @status is the driver's and may be gone as soon as the close can complete, which
 * is from percpu_ref_kill() on.
 */
static bool ndis_binding_begin_close(struct ndis_binding *binding, bool driver,
				     NDIS_STATUS *status)
{
	struct ndis_adapter *adapter = binding->adapter;
	bool open;

	spin_lock_bh(&adapter->lock);
	open = binding->state == NDIS_BINDING_OPEN;
	if (open) {
		WRITE_ONCE(binding->state, NDIS_BINDING_CLOSING);
		binding->abandoned = !driver;
		/* It knows what it does. */
		if (binding->unbinder == current)
			binding->unbinder = NULL;
		ndis_adapter_unite(adapter);
	}
	spin_unlock_bh(&adapter->lock);
	if (!open)
		return false;
	if (status)
		*status = NDIS_STATUS_PENDING;
	percpu_ref_kill(&binding->io);
	return true;
}

bool ndis_binding_close(struct ndis_binding *binding)
{
	flush_work(&binding->open_work);
	return ndis_binding_begin_close(binding, false, NULL);
}

/* Why a driver cannot close it. One that NDIS closed is none of its faults. */
static NDIS_STATUS ndis_binding_unclosable(struct ndis_binding *binding)
{
	struct nt_driver *driver = binding->protocol->driver;

	if (READ_ONCE(binding->state) == NDIS_BINDING_OPENING) {
		nt_violation(driver, NT_RULE_NDIS_CLOSE_TOO_EARLY, "%s: %s",
			     binding->protocol->name, binding->adapter->name);
		return NDIS_STATUS_ADAPTER_NOT_READY;
	}
	if (!READ_ONCE(binding->abandoned))
		nt_violation(driver, NT_RULE_NDIS_CLOSED_TWICE, "%s: %s",
			     binding->protocol->name, binding->adapter->name);
	return NDIS_STATUS_CLOSING;
}

/* A handler of the same binding may call it: it never waits. */
VOID NdisCloseAdapter(PNDIS_STATUS Status, NDIS_HANDLE NdisBindingHandle)
{
	NDIS_STATUS status = NDIS_STATUS_CLOSING;
	struct ndis_object *object;
	struct ndis_binding *binding;
	bool begun = false;

	object = ndis_object_get(NdisBindingHandle, NDIS_HANDLE_BINDING, __func__);
	if (object) {
		binding = container_of(object, struct ndis_binding, object);
		begun = ndis_binding_begin_close(binding, true, Status);
		if (!begun)
			status = ndis_binding_unclosable(binding);
		ndis_object_put(object);
	}
	if (!begun && Status)
		*Status = status;
}
EXPORT_SYMBOL_NS_GPL(NdisCloseAdapter, NDIS_SHIM);

/* ---- what a driver may ask about one ---- */

NDIS_STATUS NdisQueryPendingIOCount(PVOID NdisBindingHandle, PULONG IoCount)
{
	struct ndis_binding *binding;
	NDIS_STATUS status;

	if (IoCount)
		*IoCount = 0;
	binding = ndis_binding_enter(NdisBindingHandle, __func__, &status);
	if (!binding)
		return status;
	if (IoCount)
		*IoCount = atomic_read(&binding->pending);
	ndis_binding_put(binding);
	return IoCount ? NDIS_STATUS_SUCCESS : NDIS_STATUS_FAILURE;
}
EXPORT_SYMBOL_NS_GPL(NdisQueryPendingIOCount, NDIS_SHIM);

/* The miniport's driver; a network interface of Linux' own has none. */
VOID NdisGetDriverHandle(NDIS_HANDLE NdisBindingHandle, PNDIS_HANDLE NdisDriverHandle)
{
	struct ndis_binding *binding;
	NDIS_STATUS status;

	if (NdisDriverHandle)
		*NdisDriverHandle = NULL;
	binding = ndis_binding_enter(NdisBindingHandle, __func__, &status);
	if (!binding)
		return;
	if (NdisDriverHandle && binding->adapter->owner)
		*NdisDriverHandle = binding->adapter->owner->object.handle;
	ndis_binding_put(binding);
}
EXPORT_SYMBOL_NS_GPL(NdisGetDriverHandle, NDIS_SHIM);
