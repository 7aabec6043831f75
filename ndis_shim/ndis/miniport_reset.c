// SPDX-License-Identifier: GPL-2.0
/*
 * MiniportReset, and MiniportCheckForHang that may ask for it.
 *
 * What waits in our queues is aborted before; what the miniport has, it completes
 * itself. A miniport without the handler, as most intermediate drivers are, has
 * nothing else to reset.
 */
#include "ndis/miniport_internal.h"

#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/timer.h>

/* True for the one that ends it. */
static bool ndis_reset_end(struct ndis_instance *instance, NDIS_STATUS status, bool addressing)
{
	if (!atomic_xchg(&instance->resetting, 0))
		return false;
	if (addressing)
		ndis_miniport_update(&instance->adapter);
	ndis_reset_done(&instance->adapter, status);
	return true;
}

/* Owner of the token, where there is one. BH disabled, instance entered. */
void ndis_miniport_call_reset(struct ndis_instance *instance)
{
	BOOLEAN addressing = FALSE;
	NDIS_STATUS status;

	status = instance->driver->chars.ResetHandler(&addressing, instance->context);
	if (status == NDIS_STATUS_PENDING)
		return;
	if (!ndis_reset_end(instance, status, addressing))
		nt_violation(ndis_instance_client(instance), NT_RULE_NDIS_DOUBLE_COMPLETE,
			     "MiniportReset returned %08x for a reset that is complete", status);
}

/* In ctl. */
NDIS_STATUS ndis_miniport_reset(struct ndis_adapter *adapter)
{
	struct ndis_instance *instance = ndis_adapter_instance(adapter);

	ndis_miniport_abort_sends(instance, NDIS_STATUS_REQUEST_ABORTED);
	ndis_miniport_abort_requests(instance, NDIS_STATUS_REQUEST_ABORTED, false);
	if (!instance->driver->chars.ResetHandler)
		return NDIS_STATUS_SUCCESS;
	if (!ndis_instance_enter(instance))
		return NDIS_STATUS_ADAPTER_REMOVED;

	atomic_set(&instance->resetting, 1);
	ndis_dispatch_begin();
	if (ndis_instance_serialized(instance)) {
		spin_lock_bh(&instance->token.lock);
		instance->token.reset = true;
		spin_unlock_bh(&instance->token.lock);
		ndis_token_kick(instance);
	} else {
		ndis_miniport_call_reset(instance);
	}
	ndis_dispatch_end();
	ndis_instance_exit(instance);
	return NDIS_STATUS_PENDING;
}

VOID NdisMResetComplete(NDIS_HANDLE MiniportAdapterHandle, NDIS_STATUS Status,
			BOOLEAN AddressingReset)
{
	struct ndis_instance *instance = ndis_instance_get(MiniportAdapterHandle, __func__);

	if (!instance)
		return;
	if (Status == NDIS_STATUS_PENDING) {
		nt_violation(ndis_instance_client(instance), NT_RULE_NDIS_COMPLETION, "%s",
			     __func__);
		Status = NDIS_STATUS_FAILURE;
	}
	if (!ndis_reset_end(instance, Status, AddressingReset))
		nt_violation(ndis_instance_client(instance), NT_RULE_NDIS_DOUBLE_COMPLETE,
			     "%s: %s is not being reset", __func__, instance->adapter.name);
	ndis_instance_put(instance);
}
EXPORT_SYMBOL_NS_GPL(NdisMResetComplete, NDIS_SHIM);

void ndis_miniport_reclaim_reset(struct ndis_instance *instance)
{
	if (ndis_reset_end(instance, NDIS_STATUS_ADAPTER_REMOVED, false))
		nt_violation(ndis_instance_client(instance), NT_RULE_NDIS_LOST_OPERATION,
			     "%s: halted without completing a reset", instance->adapter.name);
}

/* ---- does it still work ---- */

/* Owner of the token, where there is one. BH disabled, instance entered. */
void ndis_miniport_check_hang(struct ndis_instance *instance)
{
	if (!instance->driver->chars.CheckForHangHandler(instance->context))
		return;
	pr_warn("%s: %s hangs, it says: reset\n", nt_driver_name(ndis_instance_client(instance)),
		instance->adapter.name);
	ndis_reset_start(&instance->adapter);
}

/* The driver says any number of seconds. */
static unsigned long ndis_hang_expiry(const struct ndis_instance *instance)
{
	return jiffies + (unsigned long)instance->hang_seconds * HZ;
}

static void ndis_hang_timer(struct timer_list *timer)
{
	struct ndis_instance *instance = container_of(timer, struct ndis_instance, hang_timer);

	if (!ndis_instance_enter(instance))
		return;
	if (ndis_instance_serialized(instance)) {
		spin_lock_bh(&instance->token.lock);
		instance->token.hang = true;
		spin_unlock_bh(&instance->token.lock);
		ndis_token_kick(instance);
	} else {
		ndis_miniport_check_hang(instance);
	}
	mod_timer(timer, ndis_hang_expiry(instance));
	ndis_instance_exit(instance);
}

void ndis_miniport_hang_init(struct ndis_instance *instance)
{
	timer_setup(&instance->hang_timer, ndis_hang_timer, 0);
}

void ndis_miniport_hang_start(struct ndis_instance *instance)
{
	if (instance->driver->chars.CheckForHangHandler)
		mod_timer(&instance->hang_timer, ndis_hang_expiry(instance));
}

void ndis_miniport_hang_stop(struct ndis_instance *instance)
{
	timer_delete_sync(&instance->hang_timer);
}
