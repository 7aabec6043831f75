// SPDX-License-Identifier: GPL-2.0
/*
 * NdisOpenAdapter: from any thread in process context, in Bind or not. It always
 * pends: what attaches to the adapter runs in its ctl queue.
 */
#include "ndis/core.h"

#include <linux/export.h>
#include <linux/rculist.h>
#include <linux/sched.h>

#include <kunit/visibility.h>

#include "ndis/support_internal.h"

static NDIS_STATUS ndis_open_attach(struct ndis_binding *binding)
{
	struct ndis_adapter *adapter = binding->adapter;

	if (READ_ONCE(adapter->state) != NDIS_ADAPTER_PRESENT)
		return NDIS_STATUS_CLOSING;
	return adapter->ops->attach(adapter, binding);
}

static void ndis_open_tell(struct ndis_binding *binding, NDIS_STATUS status)
{
	struct ndis_protocol *protocol = binding->protocol;
	struct ndis_call call;

	ndis_call_begin_pinned(&call, protocol, binding->adapter);
	protocol->chars.OpenAdapterCompleteHandler(binding->context, status, status);
	ndis_call_end(&call);
}

/*
 * In ctl. When it fails the handle is dead, and nothing is left open as far as a
 * Bind that returns is concerned, before the driver hears of it; the tables know the
 * binding until it has heard. When it succeeds the driver may close at once, from
 * inside OpenAdapterComplete too: the close comes after us in the same queue.
 */
void ndis_open_work(struct work_struct *work)
{
	struct ndis_binding *binding = container_of(work, struct ndis_binding, open_work);
	struct ndis_adapter *adapter = binding->adapter;
	NDIS_STATUS status;

	ndis_knob_wait(NDIS_KNOB_PEND_OPEN);
	status = ndis_open_attach(binding);
	if (status == NDIS_STATUS_SUCCESS) {
		spin_lock_bh(&adapter->lock);
		WRITE_ONCE(binding->state, NDIS_BINDING_OPEN);
		list_add_tail_rcu(&binding->node_adapter, &adapter->bindings);
		spin_unlock_bh(&adapter->lock);
		ndis_open_tell(binding, status);
		return;
	}

	ndis_object_unpublish(&binding->object);
	WRITE_ONCE(binding->state, NDIS_BINDING_CLOSED);
	ndis_open_tell(binding, status);
	mutex_lock(&ndis_table_lock);
	ndis_binding_unlist(binding);
	mutex_unlock(&ndis_table_lock);
	ndis_binding_drop(binding);
}

/* The adapter's best medium that the driver knows; the index in its array, or -1. */
static int ndis_open_medium(const struct ndis_adapter *adapter, const NDIS_MEDIUM *array,
			    unsigned int size)
{
	unsigned int i, j;

	for (i = 0; i < adapter->n_media; i++) {
		for (j = 0; array && j < size; j++) {
			if (array[j] == adapter->media[i])
				return j;
		}
	}
	return -1;
}

/* In the tables and queued, all at once: whoever unbinds finds it and can wait. */
static NDIS_STATUS ndis_open_begin(struct ndis_binding *binding)
{
	struct ndis_pair *pair = binding->pair;

	lockdep_assert_held(&ndis_table_lock);
	if (ndis_pair_find(binding->protocol, binding->adapter) != pair)
		return NDIS_STATUS_CLOSING;
	if (pair->runner == current && pair->state == NDIS_PAIR_BINDING)
		binding->opener = current;
	list_add_tail(&binding->node_protocol, &binding->protocol->opens);
	pair->opens++;
	binding->adapter->opens++;
	queue_work(binding->adapter->ctl, &binding->open_work);
	return NDIS_STATUS_PENDING;
}

static NDIS_STATUS ndis_open(struct ndis_protocol *protocol, struct ndis_adapter *adapter,
			     NDIS_HANDLE context, NDIS_MEDIUM medium, PNDIS_HANDLE handle)
{
	struct ndis_binding *binding = NULL;
	NDIS_STATUS status;
	struct ndis_pair *pair;

	mutex_lock(&ndis_table_lock);
	pair = ndis_pair_make(protocol, adapter);
	if (pair)
		ndis_pair_hold(pair);
	status = ndis_pair_may_be(protocol, adapter) ? NDIS_STATUS_RESOURCES : NDIS_STATUS_CLOSING;
	mutex_unlock(&ndis_table_lock);
	if (!pair)
		return status;

	if (!ndis_alloc_fails())
		binding = ndis_binding_create(pair, context, medium);
	ndis_pair_put(pair);
	if (!binding)
		return NDIS_STATUS_RESOURCES;
	/* Valid before the completion can come, from another thread. */
	*handle = binding->object.handle;
	mutex_lock(&ndis_table_lock);
	status = ndis_open_begin(binding);
	mutex_unlock(&ndis_table_lock);
	if (status != NDIS_STATUS_PENDING) {
		*handle = NULL;
		ndis_object_unpublish(&binding->object);
		ndis_binding_drop(binding);
	}
	return status;
}

static NDIS_STATUS ndis_open_by_name(struct ndis_protocol *protocol, PUNICODE_STRING name,
				     NDIS_HANDLE context, const NDIS_MEDIUM *media,
				     unsigned int n_media, PNDIS_HANDLE handle, PUINT selected)
{
	struct ndis_adapter *adapter = ndis_adapter_find(name);
	NDIS_STATUS status;
	int index;

	if (!adapter)
		return NDIS_STATUS_ADAPTER_NOT_FOUND;
	index = ndis_open_medium(adapter, media, n_media);
	if (adapter->owner && adapter->owner == protocol->miniport) {
		nt_violation(protocol->driver, NT_RULE_NDIS_OWN_INSTANCE, "%s opens %s",
			     protocol->name, adapter->name);
		status = NDIS_STATUS_OPEN_FAILED;
	} else if (index < 0) {
		status = NDIS_STATUS_UNSUPPORTED_MEDIA;
	} else {
		*selected = index;
		status = ndis_open(protocol, adapter, context, media[index], handle);
	}
	ndis_adapter_put(adapter);
	return status;
}

VOID NdisOpenAdapter(PNDIS_STATUS Status, PNDIS_STATUS OpenErrorStatus,
		     PNDIS_HANDLE NdisBindingHandle, PUINT SelectedMediumIndex,
		     PNDIS_MEDIUM MediumArray, UINT MediumArraySize,
		     NDIS_HANDLE NdisProtocolHandle, NDIS_HANDLE ProtocolBindingContext,
		     PNDIS_STRING AdapterName, UINT OpenOptions, PSTRING AddressingInformation)
{
	struct ndis_object *object;
	NDIS_STATUS status;

	if (!Status || !OpenErrorStatus || !NdisBindingHandle || !SelectedMediumIndex ||
	    !AdapterName) {
		nt_violation(NULL, NT_RULE_NDIS_ARGUMENT, "NdisOpenAdapter: NULL");
		if (Status)
			*Status = NDIS_STATUS_FAILURE;
		return;
	}
	*NdisBindingHandle = NULL;
	*SelectedMediumIndex = 0;
	*Status = NDIS_STATUS_FAILURE;
	*OpenErrorStatus = NDIS_STATUS_FAILURE;
	if (nt_irql_violation(NULL, __func__))
		return;
	object = ndis_object_get(NdisProtocolHandle, NDIS_HANDLE_PROTOCOL, __func__);
	if (!object)
		return;

	/* A completion that has come by now may have freed what they lie in: they
	 * say PENDING in advance, and are written again only if it does not come.
	 */
	*Status = NDIS_STATUS_PENDING;
	*OpenErrorStatus = NDIS_STATUS_SUCCESS;
	status = ndis_open_by_name(container_of(object, struct ndis_protocol, object), AdapterName,
				   ProtocolBindingContext, MediumArray, MediumArraySize,
				   NdisBindingHandle, SelectedMediumIndex);
	ndis_object_put(object);
	if (status == NDIS_STATUS_PENDING)
		return;
	*Status = status;
	*OpenErrorStatus = status;
}
EXPORT_SYMBOL_NS_GPL(NdisOpenAdapter, NDIS_SHIM);
