// SPDX-License-Identifier: GPL-2.0
/*
 * Serialized miniports: at most one MiniportXxx of an adapter at a time.
 *
 * Not a lock but a token: who finds it free takes it and does, one by one, all
 * that waits; who does not, leaves its work and goes on. So nobody spins while a
 * driver runs, and a handler that causes another call to the same miniport, by
 * sending to itself or completing to somebody who sends again, finds that call
 * made after it has returned.
 *
 * A driver takes the token, too, by NdisIMSwitchToMiniport(), to indicate what it
 * got from below. What becomes possible meanwhile waits for NdisIMRevertBack().
 * That includes MiniportReturnPacket: the driver may still look at the packets
 * that it has just indicated.
 */
#include "ndis/miniport_internal.h"

#include <linux/export.h>
#include <linux/sched.h>
#include <linux/slab.h>

/**
 * struct ndis_callback - of NdisIMQueueMiniportCallback()
 * @node: in callbacks of the token
 * @routine: the driver's
 * @context: its CallbackContext
 */
struct ndis_callback {
	struct list_head node;
	W_MINIPORT_CALLBACK routine;
	PVOID context;
};

void ndis_token_init(struct ndis_token *token)
{
	spin_lock_init(&token->lock);
	INIT_LIST_HEAD(&token->sends);
	INIT_LIST_HEAD(&token->returns);
	INIT_LIST_HEAD(&token->callbacks);
}

/* What the owner does next. */
enum ndis_turn {
	NDIS_TURN_NONE,
	NDIS_TURN_CALLBACK,
	NDIS_TURN_RETURN,
	NDIS_TURN_RESET,
	NDIS_TURN_REQUEST,
	NDIS_TURN_SEND,
	NDIS_TURN_HANG,
};

/* NONE: the token is free again. */
static enum ndis_turn ndis_token_turn(struct ndis_token *token, struct list_head **entry)
{
	enum ndis_turn turn = NDIS_TURN_NONE;

	spin_lock_bh(&token->lock);
	if (!list_empty(&token->callbacks)) {
		turn = NDIS_TURN_CALLBACK;
		*entry = token->callbacks.next;
		list_del_init(*entry);
	} else if (!list_empty(&token->returns)) {
		turn = NDIS_TURN_RETURN;
		*entry = token->returns.next;
		list_del_init(*entry);
	} else if (token->reset) {
		turn = NDIS_TURN_RESET;
		token->reset = false;
	} else if (token->requests) {
		turn = NDIS_TURN_REQUEST;
		token->requests = false;
	} else if (!token->stalled && !list_empty(&token->sends)) {
		turn = NDIS_TURN_SEND;
	} else if (token->hang) {
		turn = NDIS_TURN_HANG;
		token->hang = false;
	} else {
		token->owner = NULL;
		token->depth = 0;
	}
	spin_unlock_bh(&token->lock);
	return turn;
}

static void ndis_token_callback(struct ndis_instance *instance, struct list_head *entry)
{
	struct ndis_callback *callback = list_entry(entry, struct ndis_callback, node);

	callback->routine(instance->context, callback->context);
	kfree(callback);
}

/* The caller has the token; on return it has not. */
static void ndis_token_drain(struct ndis_instance *instance)
{
	struct ndis_token *token = &instance->token;
	struct list_head *entry;

	for (;;) {
		switch (ndis_token_turn(token, &entry)) {
		case NDIS_TURN_CALLBACK:
			ndis_token_callback(instance, entry);
			break;
		case NDIS_TURN_RETURN:
			ndis_miniport_give_back(instance,
						list_entry(entry, struct ndis_packet_block, node));
			break;
		case NDIS_TURN_RESET:
			ndis_miniport_call_reset(instance);
			break;
		case NDIS_TURN_REQUEST:
			ndis_miniport_run_requests(instance);
			break;
		case NDIS_TURN_SEND:
			ndis_miniport_send_queued(instance);
			break;
		case NDIS_TURN_HANG:
			ndis_miniport_check_hang(instance);
			break;
		case NDIS_TURN_NONE:
			return;
		}
	}
}

void ndis_token_kick(struct ndis_instance *instance)
{
	struct ndis_token *token = &instance->token;
	bool mine;

	spin_lock_bh(&token->lock);
	mine = !token->owner;
	if (mine) {
		token->owner = current;
		token->depth = 1;
	}
	spin_unlock_bh(&token->lock);
	if (mine)
		ndis_token_drain(instance);
}

/*
 * BH stays disabled while it is held, in a thread of process context as well: no
 * softirq that would find @current to be the owner comes in between.
 */
bool ndis_token_try(struct ndis_instance *instance)
{
	struct ndis_token *token = &instance->token;
	bool mine;

	ndis_dispatch_begin();
	spin_lock_bh(&token->lock);
	mine = !token->owner || token->owner == current;
	if (mine) {
		token->owner = current;
		token->depth++;
	}
	spin_unlock_bh(&token->lock);
	if (!mine)
		ndis_dispatch_end();
	return mine;
}

void ndis_token_exit(struct ndis_instance *instance)
{
	struct ndis_token *token = &instance->token;
	bool last;

	spin_lock_bh(&token->lock);
	last = token->depth == 1;
	if (!last)
		token->depth--;
	spin_unlock_bh(&token->lock);
	if (last)
		ndis_token_drain(instance);
	ndis_dispatch_end();
}

void ndis_token_resources(struct ndis_instance *instance)
{
	struct ndis_token *token = &instance->token;

	spin_lock_bh(&token->lock);
	token->resources++;
	token->stalled = false;
	spin_unlock_bh(&token->lock);
	if (!ndis_instance_enter(instance))
		return;
	ndis_dispatch_begin();
	ndis_token_kick(instance);
	ndis_dispatch_end();
	ndis_instance_exit(instance);
}

/* ---- what drivers call ---- */

VOID NdisMSendResourcesAvailable(NDIS_HANDLE MiniportAdapterHandle)
{
	struct ndis_instance *instance = ndis_instance_get(MiniportAdapterHandle, __func__);

	if (!instance)
		return;
	/* A deserialized miniport has no packet waiting with us. */
	if (ndis_instance_serialized(instance))
		ndis_token_resources(instance);
	ndis_instance_put(instance);
}
EXPORT_SYMBOL_NS_GPL(NdisMSendResourcesAvailable, NDIS_SHIM);

/* The caller is at DISPATCH_LEVEL until it reverts. */
BOOLEAN NdisIMSwitchToMiniport(NDIS_HANDLE MiniportHandle, PNDIS_HANDLE SwitchHandle)
{
	struct ndis_instance *instance = ndis_instance_get(MiniportHandle, __func__);
	BOOLEAN switched = FALSE;

	if (!instance)
		return FALSE;
	if (ndis_instance_enter(instance)) {
		switched = ndis_token_try(instance);
		if (!switched)
			ndis_instance_exit(instance);
	}
	if (SwitchHandle)
		*SwitchHandle = switched ? MiniportHandle : NULL;
	ndis_instance_put(instance);
	return switched;
}
EXPORT_SYMBOL_NS_GPL(NdisIMSwitchToMiniport, NDIS_SHIM);

VOID NdisIMRevertBack(NDIS_HANDLE MiniportHandle, NDIS_HANDLE SwitchHandle)
{
	struct ndis_instance *instance = ndis_instance_get(MiniportHandle, __func__);

	if (!instance)
		return;
	if (SwitchHandle != MiniportHandle || READ_ONCE(instance->token.owner) != current) {
		nt_violation(ndis_instance_client(instance), NT_RULE_NDIS_NOT_SWITCHED, "%s",
			     __func__);
	} else {
		ndis_token_exit(instance);
		ndis_instance_exit(instance);
	}
	ndis_instance_put(instance);
}
EXPORT_SYMBOL_NS_GPL(NdisIMRevertBack, NDIS_SHIM);

/* SUCCESS: it has run. PENDING: it runs when the miniport is free. */
NDIS_STATUS NdisIMQueueMiniportCallback(NDIS_HANDLE MiniportHandle,
					W_MINIPORT_CALLBACK CallbackRoutine,
					PVOID CallbackContext)
{
	struct ndis_instance *instance;
	struct ndis_callback *callback;
	NDIS_STATUS status = NDIS_STATUS_CLOSING;
	struct ndis_token *token;
	bool mine;

	if (!CallbackRoutine)
		return NDIS_STATUS_FAILURE;
	instance = ndis_instance_get(MiniportHandle, __func__);
	if (!instance)
		return NDIS_STATUS_FAILURE;
	callback = kmalloc(sizeof(*callback), GFP_ATOMIC);
	if (!callback) {
		status = NDIS_STATUS_RESOURCES;
		goto out_put;
	}
	callback->routine = CallbackRoutine;
	callback->context = CallbackContext;
	if (!ndis_instance_enter(instance)) {
		kfree(callback);
		goto out_put;
	}

	token = &instance->token;
	ndis_dispatch_begin();
	spin_lock_bh(&token->lock);
	mine = !token->owner;
	if (mine) {
		token->owner = current;
		token->depth = 1;
	}
	list_add_tail(&callback->node, &token->callbacks);
	spin_unlock_bh(&token->lock);
	if (mine)
		ndis_token_drain(instance);
	ndis_dispatch_end();
	status = mine ? NDIS_STATUS_SUCCESS : NDIS_STATUS_PENDING;
	ndis_instance_exit(instance);
out_put:
	ndis_instance_put(instance);
	return status;
}
EXPORT_SYMBOL_NS_GPL(NdisIMQueueMiniportCallback, NDIS_SHIM);
