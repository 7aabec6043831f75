// SPDX-License-Identifier: GPL-2.0
/*
 * Reset of an adapter: one at a time, announced to all bindings and ended for
 * them, completed for the one that asked.
 *
 * Sequence: new sends and requests are refused from NdisReset on; RESET_START;
 * what pends is aborted and the adapter reset, by its kind; the refusals end;
 * RESET_END; ResetComplete. It cannot be aborted: the binding that asked for it
 * is held open, and the adapter with it.
 */
#include "ndis/core.h"

#include <linux/export.h>

#include <kunit/visibility.h>

/* The caller has io of @resetter, which stays taken if the answer is PENDING. */
static NDIS_STATUS ndis_reset_begin(struct ndis_adapter *adapter, struct ndis_binding *resetter)
{
	NDIS_STATUS status = NDIS_STATUS_PENDING;

	spin_lock_bh(&adapter->lock);
	if (adapter->state != NDIS_ADAPTER_PRESENT) {
		status = NDIS_STATUS_ADAPTER_REMOVED;
	} else if (adapter->resetting) {
		status = NDIS_STATUS_RESET_IN_PROGRESS;
	} else {
		WRITE_ONCE(adapter->resetting, true);
		adapter->resetter = resetter;
	}
	spin_unlock_bh(&adapter->lock);
	return status;
}

/* From here on it may complete at any moment. */
static void ndis_reset_launch(struct ndis_adapter *adapter)
{
	ndis_adapter_get(adapter);
	queue_work(adapter->ctl, &adapter->reset_work);
}

/* In ctl. */
void ndis_reset_work(struct work_struct *work)
{
	struct ndis_adapter *adapter = container_of(work, struct ndis_adapter, reset_work);
	NDIS_STATUS status = NDIS_STATUS_SUCCESS;

	ndis_status_all(adapter, NDIS_STATUS_RESET_START, NULL, 0);
	if (adapter->ops->reset)
		status = adapter->ops->reset(adapter);
	if (status != NDIS_STATUS_PENDING)
		ndis_reset_done(adapter, status);
}

void ndis_reset_done(struct ndis_adapter *adapter, NDIS_STATUS status)
{
	unsigned long delay = 0;

	if (ndis_knob(NDIS_KNOB_PEND_RESET))
		delay = msecs_to_jiffies(ndis_knob(NDIS_KNOB_DELAY_MS));
	WRITE_ONCE(adapter->reset_status, status);
	if (!READ_ONCE(adapter->resetting) ||
	    !queue_delayed_work(adapter->ctl, &adapter->reset_done, delay))
		nt_violation(NULL, NT_RULE_NDIS_RESET, "%s", adapter->name);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_reset_done);

/* In ctl. */
void ndis_reset_done_work(struct work_struct *work)
{
	struct ndis_adapter *adapter = container_of(to_delayed_work(work), struct ndis_adapter,
						    reset_done);
	NDIS_STATUS status = READ_ONCE(adapter->reset_status);
	struct ndis_binding *resetter;

	spin_lock_bh(&adapter->lock);
	resetter = adapter->resetter;
	adapter->resetter = NULL;
	WRITE_ONCE(adapter->resetting, false);
	spin_unlock_bh(&adapter->lock);

	ndis_status_all(adapter, NDIS_STATUS_RESET_END, NULL, 0);
	if (resetter) {
		ndis_dispatch_begin();
		resetter->protocol->chars.ResetCompleteHandler(resetter->context, status);
		ndis_dispatch_end();
		ndis_binding_put(resetter);
	}
	ndis_adapter_put(adapter);
}

NDIS_STATUS ndis_reset_start(struct ndis_adapter *adapter)
{
	NDIS_STATUS status = ndis_reset_begin(adapter, NULL);

	if (status == NDIS_STATUS_PENDING)
		ndis_reset_launch(adapter);
	return status;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_reset_start);

VOID NdisReset(PNDIS_STATUS Status, NDIS_HANDLE NdisBindingHandle)
{
	struct ndis_binding *binding;
	NDIS_STATUS status;

	binding = ndis_binding_enter(NdisBindingHandle, __func__, &status);
	if (binding) {
		status = ndis_reset_begin(binding->adapter, binding);
		if (status != NDIS_STATUS_PENDING)
			ndis_binding_put(binding);
	}
	if (Status)
		*Status = status;
	if (status == NDIS_STATUS_PENDING)
		ndis_reset_launch(binding->adapter);
}
EXPORT_SYMBOL_NS_GPL(NdisReset, NDIS_SHIM);
