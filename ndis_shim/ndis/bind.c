// SPDX-License-Identifier: GPL-2.0
/*
 * One BindAdapter or UnbindAdapter: the call, its answer, which may come later or
 * earlier than the call returns, and what a driver should have closed.
 *
 * Not here: when there is one (pnp.c).
 */
#include "ndis/core.h"

#include <linux/delay.h>
#include <linux/export.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "ndis/receive.h"
#include "ndis/support_internal.h"

/* A driver without UnbindAdapter has this long to close what is going away. */
#define NDIS_CLOSING_GRACE_MS	1000

static void ndis_bind_context_release(struct ndis_object *object)
{
	struct ndis_bind_context *context = container_of(object, struct ndis_bind_context, object);

	ndis_pair_put(context->pair);
	kfree_rcu(context, object.rcu);
}

struct ndis_bind_context *ndis_bind_context_create(struct ndis_pair *pair, bool unbind)
{
	struct ndis_bind_context *context = kzalloc(sizeof(*context), GFP_KERNEL);

	if (!context)
		return NULL;
	context->unbind = unbind;
	context->pair = pair;
	context->returned = NDIS_STATUS_FAILURE;
	init_completion(&context->done);
	if (ndis_object_init(&context->object, NDIS_HANDLE_BIND_CONTEXT,
			     ndis_bind_context_release)) {
		kfree(context);
		return NULL;
	}
	ndis_pair_hold(pair);
	return context;
}

void ndis_bind_context_destroy(struct ndis_bind_context *context)
{
	ndis_object_unpublish(&context->object);
	ndis_object_put(&context->object);
}

/* ---- the answer ---- */

/* False: there was one already. */
static bool ndis_bind_answer(struct ndis_bind_context *context, NDIS_STATUS status)
{
	if (atomic_xchg(&context->claimed, 1))
		return false;
	context->status = status;
	complete_all(&context->done);
	return true;
}

/* It will not come any more: the driver is on its way out, or has nothing open. */
static bool ndis_bind_hopeless(struct ndis_bind_context *context)
{
	struct ndis_protocol *protocol = context->pair->protocol;
	bool hopeless;

	mutex_lock(&ndis_table_lock);
	hopeless = protocol->forced || context->pair->dead ||
		   (context->unbind && !context->pair->opens);
	mutex_unlock(&ndis_table_lock);
	return hopeless;
}

/**
 * ndis_bind_result() - how a Bind or an Unbind ended
 * @context: its handler has returned
 *
 * The first answer counts: one that was given while the handler ran makes what
 * it returned stale.
 *
 * Context: process; waits where the handler returned PENDING. Return: the status.
 */
static NDIS_STATUS ndis_bind_result(struct ndis_bind_context *context)
{
	struct ndis_pair *pair = context->pair;
	const char *what = context->unbind ? "unbind from" : "bind to";

	if (context->returned != NDIS_STATUS_PENDING)
		ndis_bind_answer(context, context->returned);
	while (!wait_for_completion_timeout(&context->done, ndis_patience)) {
		if (ndis_bind_hopeless(context) && ndis_bind_answer(context, NDIS_STATUS_FAILURE))
			nt_violation(pair->protocol->driver, NT_RULE_NDIS_NOT_COMPLETED,
				     "%s: %s %s", pair->protocol->name, what, pair->adapter->name);
		else
			pr_warn("%s: %s %s is pending\n", pair->protocol->name, what,
				pair->adapter->name);
	}
	return context->status;
}

static void ndis_bind_complete(NDIS_HANDLE handle, NDIS_STATUS status, bool unbind,
			       const char *who)
{
	struct ndis_object *object = ndis_object_get(handle, NDIS_HANDLE_BIND_CONTEXT, who);
	struct ndis_bind_context *context;
	struct nt_driver *driver;

	if (!object)
		return;
	context = container_of(object, struct ndis_bind_context, object);
	driver = context->pair->protocol->driver;
	if (context->unbind != unbind) {
		nt_violation(driver, NT_RULE_NDIS_BIND_CONTEXT, "%s: of the other kind", who);
	} else {
		if (status == NDIS_STATUS_PENDING) {
			nt_violation(driver, NT_RULE_NDIS_ARGUMENT, "%s: PENDING", who);
			status = NDIS_STATUS_FAILURE;
		}
		if (!ndis_bind_answer(context, status))
			nt_violation(driver, NT_RULE_NDIS_BIND_CONTEXT, "%s: twice", who);
	}
	ndis_object_put(object);
}

VOID NdisCompleteBindAdapter(NDIS_HANDLE BindAdapterContext, NDIS_STATUS Status,
			     NDIS_STATUS OpenStatus)
{
	ndis_bind_complete(BindAdapterContext, Status, false, __func__);
}
EXPORT_SYMBOL_NS_GPL(NdisCompleteBindAdapter, NDIS_SHIM);

/* NULL is what a driver passes on that called its own UnbindAdapter. */
VOID NdisCompleteUnbindAdapter(NDIS_HANDLE UnbindAdapterContext, NDIS_STATUS Status)
{
	if (UnbindAdapterContext)
		ndis_bind_complete(UnbindAdapterContext, Status, true, __func__);
}
EXPORT_SYMBOL_NS_GPL(NdisCompleteUnbindAdapter, NDIS_SHIM);

/* ---- Bind ---- */

static bool ndis_bind_is_over(const struct ndis_pair *pair)
{
	return pair->protocol->closing || pair->adapter->state != NDIS_ADAPTER_PRESENT;
}

/*
 * One Bind of a protocol at a time. Not a mutex: no lock is held around a handler,
 * and who waits stops when the protocol is deregistered, which may be by that very
 * handler. False: one of the two is on its way out by now.
 */
static bool ndis_bind_begin(struct ndis_pair *pair, struct ndis_call *call)
{
	struct ndis_protocol *protocol = pair->protocol;
	bool wanted;

	mutex_lock(&ndis_table_lock);
	while (protocol->binds && !ndis_bind_is_over(pair))
		ndis_table_wait();
	wanted = !ndis_bind_is_over(pair);
	if (wanted) {
		protocol->binds = true;
		ndis_call_begin(call, protocol);
	}
	mutex_unlock(&ndis_table_lock);
	return wanted;
}

static void ndis_bind_call(struct ndis_pair *pair, struct ndis_bind_context *context,
			   PNDIS_STRING name, PNDIS_STRING section)
{
	struct ndis_protocol *protocol = pair->protocol;

	protocol->chars.BindAdapterHandler(&context->returned, context->object.handle, name,
					   section, NULL);
	mutex_lock(&ndis_table_lock);
	protocol->binds = false;
	ndis_table_changed();
	mutex_unlock(&ndis_table_lock);
}

/* A binding that the Bind of this thread has opened and not closed. */
static struct ndis_binding *ndis_bind_leftover(struct ndis_pair *pair)
{
	struct ndis_binding *binding, *found = NULL;

	mutex_lock(&ndis_table_lock);
	list_for_each_entry(binding, &pair->protocol->opens, node_protocol) {
		if (binding->opener == current && binding->pair == pair &&
		    READ_ONCE(binding->state) < NDIS_BINDING_CLOSING) {
			found = ndis_binding_hold(binding);
			break;
		}
	}
	mutex_unlock(&ndis_table_lock);
	return found;
}

static void ndis_bind_failed(struct ndis_pair *pair, NDIS_STATUS status)
{
	struct ndis_protocol *protocol = pair->protocol;
	struct ndis_binding *binding;

	pr_info("%s: protocol %s is not bound to %s: %08x\n", nt_driver_name(protocol->driver),
		protocol->name, pair->adapter->name, status);
	while ((binding = ndis_bind_leftover(pair))) {
		nt_violation(protocol->driver, NT_RULE_NDIS_NOT_CLOSED, "%s: failed Bind to %s",
			     protocol->name, pair->adapter->name);
		ndis_binding_close(binding);
		ndis_binding_drop(binding);
	}
}

static void ndis_bind_forget_opener(struct ndis_pair *pair)
{
	struct ndis_binding *binding;

	mutex_lock(&ndis_table_lock);
	list_for_each_entry(binding, &pair->protocol->opens, node_protocol) {
		if (binding->pair == pair)
			binding->opener = NULL;
	}
	mutex_unlock(&ndis_table_lock);
}

/* The names live until the bind has completed, not only until Bind returns. What
 * the driver sees of them it may write: they are passed by value.
 */
static void ndis_bind_with(struct ndis_pair *pair, NDIS_STRING name, NDIS_STRING section)
{
	struct ndis_bind_context *context = ndis_bind_context_create(pair, false);
	struct ndis_call call;
	NDIS_STATUS status;

	if (!context) {
		ndis_bind_failed(pair, NDIS_STATUS_RESOURCES);
		return;
	}
	if (ndis_bind_begin(pair, &call)) {
		ndis_bind_call(pair, context, &name, &section);
		status = ndis_bind_result(context);
		ndis_object_unpublish(&context->object);
		if (status != NDIS_STATUS_SUCCESS)
			ndis_bind_failed(pair, status);
		ndis_bind_forget_opener(pair);
		ndis_call_end(&call);
	}
	ndis_bind_context_destroy(context);
}

void ndis_pair_bind(struct ndis_pair *pair)
{
	NDIS_STRING name = pair->adapter->device_name, section;

	if (!ndis_bind_allowed(pair->protocol, pair->adapter))
		return;
	name.Buffer = kmemdup(name.Buffer, name.MaximumLength, GFP_KERNEL);
	if (name.Buffer && !ndis_config_section_name(pair->protocol->name, pair->adapter->name,
						     &section)) {
		ndis_bind_with(pair, name, section);
		kfree(section.Buffer);
	} else {
		ndis_bind_failed(pair, NDIS_STATUS_RESOURCES);
	}
	kfree(name.Buffer);
}

/* ---- Unbind ---- */

/* What a driver of NDIS 3.0 knows: the adapter is closing. */
static void ndis_unbind_by_status(struct ndis_binding *binding)
{
	unsigned int waited;

	ndis_status_one(binding, NDIS_STATUS_CLOSING, NULL, 0);
	/* Whoever deregisters has had his chance to close. */
	for (waited = 0; waited < NDIS_CLOSING_GRACE_MS && !READ_ONCE(binding->protocol->closing) &&
	     READ_ONCE(binding->state) == NDIS_BINDING_OPEN; waited += 10)
		usleep_range(10000, 20000);
	ndis_binding_close(binding);
}

static void ndis_unbind_by_handler(struct ndis_binding *binding)
{
	struct ndis_protocol *protocol = binding->protocol;
	struct ndis_bind_context *context = binding->unbind;
	struct ndis_call call;

	mutex_lock(&ndis_table_lock);
	ndis_call_begin(&call, protocol);
	mutex_unlock(&ndis_table_lock);
	if (ndis_binding_begin_unbind(binding)) {
		protocol->chars.UnbindAdapterHandler(&context->returned, binding->context,
						     context->object.handle);
		ndis_binding_end_unbind(binding);
		ndis_bind_result(context);
	}
	ndis_object_unpublish(&context->object);
	if (ndis_binding_close(binding))
		nt_violation(protocol->driver, NT_RULE_NDIS_NOT_CLOSED, "%s: Unbind from %s",
			     protocol->name, binding->adapter->name);
	/* The driver is there until here: what is said of it names it. */
	ndis_call_end(&call);
}

static void ndis_binding_unbind(struct ndis_binding *binding)
{
	/* An open that pends comes to its end first, whichever that is. */
	flush_work(&binding->open_work);
	if (binding->protocol->chars.UnbindAdapterHandler)
		ndis_unbind_by_handler(binding);
	else if (READ_ONCE(binding->state) == NDIS_BINDING_OPEN)
		ndis_unbind_by_status(binding);
}

/* One that was not asked to go yet; else NULL and whether others are going. */
static struct ndis_binding *ndis_unbind_next(struct ndis_pair *pair, bool *going)
{
	struct ndis_binding *binding;

	lockdep_assert_held(&ndis_table_lock);
	*going = false;
	list_for_each_entry(binding, &pair->protocol->opens, node_protocol) {
		if (binding->pair != pair)
			continue;
		*going = true;
		if (!binding->asked) {
			binding->asked = true;
			return ndis_binding_hold(binding);
		}
	}
	return NULL;
}

/* Of a driver that is on its way out: the packets that keep a binding from closing,
 * those of one binding at a time. Gives ndis_table_lock up.
 */
static void ndis_unbind_reclaim(struct ndis_pair *pair)
{
	struct ndis_protocol *protocol = pair->protocol;
	struct ndis_binding *binding;
	unsigned int count;

	lockdep_assert_held(&ndis_table_lock);
	list_for_each_entry(binding, &protocol->opens, node_protocol) {
		if (binding->pair != pair || list_empty_careful(&binding->rx_lent) ||
		    READ_ONCE(binding->state) != NDIS_BINDING_CLOSING)
			continue;
		ndis_binding_hold(binding);
		mutex_unlock(&ndis_table_lock);
		count = ndis_lend_reclaim(binding);
		if (count)
			nt_violation(protocol->driver, NT_RULE_NDIS_OBJECT_LEAK,
				     "%s: %u packets from %s not returned", protocol->name, count,
				     pair->adapter->name);
		ndis_binding_drop(binding);
		mutex_lock(&ndis_table_lock);
		return;
	}
}

void ndis_pair_unbind(struct ndis_pair *pair)
{
	struct ndis_binding *binding;
	bool going;

	mutex_lock(&ndis_table_lock);
	for (;;) {
		binding = ndis_unbind_next(pair, &going);
		if (binding) {
			mutex_unlock(&ndis_table_lock);
			ndis_binding_unbind(binding);
			ndis_binding_drop(binding);
			mutex_lock(&ndis_table_lock);
		} else if (!going) {
			break;
		} else if (!ndis_table_wait()) {
			pr_warn("%s: %s is not closed yet\n", pair->protocol->name,
				pair->adapter->name);
			if (pair->protocol->forced)
				ndis_unbind_reclaim(pair);
		}
	}
	mutex_unlock(&ndis_table_lock);
}
