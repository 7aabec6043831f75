// SPDX-License-Identifier: GPL-2.0
/*
 * PnP events for protocols: delivery, and answers that come later.
 */
#include "ndis/core.h"

#include <linux/export.h>
#include <linux/printk.h>

#include <kunit/visibility.h>

/**
 * struct ndis_event - an event that a driver has been handed
 * @node: in ndis_events; its lock
 * @event: what the driver has; on the stack of the thread that waits, which gives
 *	up only when the driver is on its way out
 * @status: the answer
 * @done: it is there
 */
struct ndis_event {
	struct list_head node;
	PNET_PNP_EVENT event;
	NDIS_STATUS status;
	struct completion done;
};

static DEFINE_SPINLOCK(ndis_events_lock);	/* _bh */
static LIST_HEAD(ndis_events);

/* Off the list; false when it was off it already. */
static bool ndis_event_finish(struct ndis_event *event)
{
	bool listed;

	spin_lock_bh(&ndis_events_lock);
	listed = !list_empty(&event->node);
	list_del_init(&event->node);
	spin_unlock_bh(&ndis_events_lock);
	return listed;
}

static void ndis_event_wait(struct ndis_protocol *protocol, struct ndis_event *event)
{
	while (!wait_for_completion_timeout(&event->done, ndis_patience)) {
		if (READ_ONCE(protocol->forced) && ndis_event_finish(event)) {
			nt_violation(protocol->driver, NT_RULE_NDIS_NOT_COMPLETED, "%s: event %u",
				     protocol->name, event->event->NetEvent);
			return;
		}
		pr_warn("%s: event %u is pending\n", protocol->name, event->event->NetEvent);
	}
}

/**
 * ndis_pnp_event() - one event for one driver
 * @protocol: a call into it has begun, or @binding keeps it
 * @binding: whose context it is about, with io taken; NULL: the protocol's own
 * @event: what the driver gets
 *
 * Context: process; waits where the driver returns PENDING. Return: its answer;
 * SUCCESS of one that takes no events.
 */
NDIS_STATUS ndis_pnp_event(struct ndis_protocol *protocol, struct ndis_binding *binding,
			   PNET_PNP_EVENT event)
{
	struct ndis_event pending = {
		.event = event,
		.status = NDIS_STATUS_FAILURE,
	};
	NDIS_STATUS status;

	if (!protocol->chars.PnPEventHandler)
		return NDIS_STATUS_SUCCESS;
	init_completion(&pending.done);
	/* Listed first: the answer may come before the handler has returned. */
	spin_lock_bh(&ndis_events_lock);
	list_add(&pending.node, &ndis_events);
	spin_unlock_bh(&ndis_events_lock);
	status = protocol->chars.PnPEventHandler(binding ? binding->context : NULL, event);
	if (status != NDIS_STATUS_PENDING && ndis_event_finish(&pending))
		return status;
	ndis_event_wait(protocol, &pending);
	return pending.status;
}

/* The waiter's stack goes once it can see the answer: complete() is last. */
VOID NdisCompletePnPEvent(NDIS_STATUS Status, NDIS_HANDLE NdisBindingHandle,
			  PNET_PNP_EVENT Event)
{
	struct ndis_event *event;

	if (Status == NDIS_STATUS_PENDING) {
		nt_violation(NULL, NT_RULE_NDIS_ARGUMENT, "%s: PENDING", __func__);
		Status = NDIS_STATUS_FAILURE;
	}
	spin_lock_bh(&ndis_events_lock);
	list_for_each_entry(event, &ndis_events, node) {
		if (event->event != Event)
			continue;
		list_del_init(&event->node);
		event->status = Status;
		complete(&event->done);
		spin_unlock_bh(&ndis_events_lock);
		return;
	}
	spin_unlock_bh(&ndis_events_lock);
	nt_violation(NULL, NT_RULE_NDIS_ARGUMENT, "NdisCompletePnPEvent: no such event");
}
EXPORT_SYMBOL_NS_GPL(NdisCompletePnPEvent, NDIS_SHIM);

/* Once, after the first round; the work has a reference. */
void ndis_pnp_binds_complete(struct work_struct *work)
{
	struct ndis_protocol *protocol = container_of(work, struct ndis_protocol, event_work);
	NET_PNP_EVENT event = { .NetEvent = NetEventBindsComplete };
	struct ndis_call call;
	bool wanted;

	mutex_lock(&ndis_table_lock);
	wanted = !protocol->closing;
	if (wanted)
		ndis_call_begin(&call, protocol);
	mutex_unlock(&ndis_table_lock);
	if (wanted) {
		ndis_pnp_event(protocol, NULL, &event);
		ndis_call_end(&call);
	}
	mutex_lock(&ndis_table_lock);
	protocol->told = true;
	ndis_table_changed();
	mutex_unlock(&ndis_table_lock);
	ndis_protocol_put(protocol);
}

/* ---- what happens to an adapter ---- */

/* The binding after @last, or the first, with io, which keeps its place in the list;
 * NULL: there are no more. Lets @last go. Those that are not open yet learn the
 * state of things by asking.
 */
static struct ndis_binding *ndis_event_next(struct ndis_adapter *adapter,
					    struct ndis_binding *last)
{
	struct ndis_binding *binding, *next = NULL;

	spin_lock_bh(&adapter->lock);
	binding = list_prepare_entry(last, &adapter->bindings, node_adapter);
	list_for_each_entry_continue(binding, &adapter->bindings, node_adapter) {
		if (ndis_binding_tryget(binding)) {
			next = binding;
			break;
		}
	}
	spin_unlock_bh(&adapter->lock);
	if (last)
		ndis_binding_put(last);
	return next;
}

static bool ndis_event_may_be_refused(const NET_PNP_EVENT *event)
{
	return event->NetEvent == NetEventQueryPower ||
	       event->NetEvent == NetEventQueryRemoveDevice;
}

NDIS_STATUS ndis_pnp_adapter_event(struct ndis_adapter *adapter, PNET_PNP_EVENT event)
{
	NDIS_STATUS result = NDIS_STATUS_SUCCESS, status;
	struct ndis_binding *binding = NULL;

	while ((binding = ndis_event_next(adapter, binding))) {
		/* Each driver has one of its own to write its reserved words in. */
		NET_PNP_EVENT copy = *event;
		struct ndis_call call;

		ndis_call_begin_pinned(&call, binding->protocol, NULL);
		status = ndis_pnp_event(binding->protocol, binding, &copy);
		ndis_call_end(&call);
		if (result == NDIS_STATUS_SUCCESS && ndis_event_may_be_refused(event))
			result = status;
	}
	return result;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_pnp_adapter_event);
