// SPDX-License-Identifier: GPL-2.0
/*
 * Serialized miniports: at most one MiniportXxx of an adapter at a time, functions
 * of its timers included.
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
 *
 * Others may bring more as fast as the owner works it off, and it has BH disabled:
 * after a while a worker goes on instead.
 */
#include "ndis/miniport_internal.h"

#include <linux/export.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "compat_workqueue.h"
#include "ndis/support_internal.h"

/* Turns that an owner takes in a row, each of some packets at most. */
#define NDIS_TOKEN_TURNS	64

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

static void ndis_token_work(struct work_struct *work)
{
	struct ndis_instance *instance = container_of(work, struct ndis_instance, token_work);

	ndis_dispatch_begin();
	ndis_token_kick(instance);
	ndis_dispatch_end();
	ndis_instance_exit(instance);
}

void ndis_token_init(struct ndis_instance *instance)
{
	struct ndis_token *token = &instance->token;

	INIT_WORK(&instance->token_work, ndis_token_work);
	spin_lock_init(&token->lock);
	INIT_LIST_HEAD(&token->sends);
	INIT_LIST_HEAD(&token->returns);
	INIT_LIST_HEAD(&token->callbacks);
	INIT_LIST_HEAD(&token->timers);
}

/* What the owner does next. */
enum ndis_turn {
	NDIS_TURN_NONE,
	NDIS_TURN_CALLBACK,
	NDIS_TURN_RETURN,
	NDIS_TURN_RESET,
	NDIS_TURN_REQUEST,
	NDIS_TURN_SEND,
	NDIS_TURN_TIMER,
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
	} else if (!list_empty(&token->timers)) {
		turn = NDIS_TURN_TIMER;
		*entry = token->timers.next;
		list_del_init(*entry);
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

/* What is left is for a worker. False where nothing is entered: then it is not much. */
static bool ndis_token_leave(struct ndis_instance *instance)
{
	struct ndis_token *token = &instance->token;

	if (!percpu_ref_tryget(&instance->calls))
		return false;
	spin_lock_bh(&token->lock);
	token->owner = NULL;
	token->depth = 0;
	spin_unlock_bh(&token->lock);
	if (!queue_work(system_dfl_wq, &instance->token_work))
		ndis_instance_exit(instance);
	return true;
}

/* The caller has the token; on return it has not. */
static void ndis_token_drain(struct ndis_instance *instance)
{
	struct ndis_token *token = &instance->token;
	unsigned int turns = 0;
	struct list_head *entry;

	for (;;) {
		if (turns++ == NDIS_TOKEN_TURNS) {
			if (ndis_token_leave(instance))
				return;
			turns = 0;
		}
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
		case NDIS_TURN_TIMER:
			ndis_timer_turn(entry);
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

/* ---- timers ---- */

/*
 * While the driver halts, its timers run until it cancels them: it may wait for
 * one. Then the token is taken without @calls. That is so only when they are down,
 * so that nothing but timers can be waiting; in between there is nothing to do but
 * to come again.
 */
enum ndis_timer_verdict ndis_miniport_timer(NDIS_HANDLE handle, struct list_head *turn)
{
	struct ndis_instance *instance = ndis_instance_get(handle, "a timer");
	enum ndis_timer_verdict verdict = NDIS_TIMER_NOW;
	bool entered;

	if (!instance)
		return NDIS_TIMER_NEVER;
	if (!ndis_instance_serialized(instance))
		goto out;
	entered = ndis_instance_enter(instance);
	verdict = NDIS_TIMER_LATER;
	/* Pairs with ndis_instance_quiesce(): nothing but timers is queued from then on. */
	if (!entered && !smp_load_acquire(&instance->quiet))
		goto out;
	verdict = NDIS_TIMER_QUEUED;
	spin_lock_bh(&instance->token.lock);
	list_add_tail(turn, &instance->token.timers);
	spin_unlock_bh(&instance->token.lock);
	ndis_token_kick(instance);
	if (entered)
		ndis_instance_exit(instance);
out:
	ndis_instance_put(instance);
	return verdict;
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
	struct ndis_instance *instance;
	BOOLEAN switched = FALSE;

	if (!ndis_given(SwitchHandle, __func__))
		return FALSE;
	*SwitchHandle = NULL;
	instance = ndis_instance_get(MiniportHandle, __func__);
	if (!instance)
		return FALSE;
	if (ndis_instance_enter(instance)) {
		switched = ndis_token_try(instance);
		if (switched)
			instance->token.switched++;
		else
			ndis_instance_exit(instance);
	}
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
	/* Its owner may look at the token without the lock. */
	if (SwitchHandle != MiniportHandle || READ_ONCE(instance->token.owner) != current ||
	    !instance->token.switched) {
		nt_violation(ndis_instance_client(instance), NT_RULE_NDIS_NOT_SWITCHED, "%s",
			     __func__);
	} else {
		instance->token.switched--;
		ndis_token_exit(instance);
		ndis_instance_exit(instance);
	}
	ndis_instance_put(instance);
}
EXPORT_SYMBOL_NS_GPL(NdisIMRevertBack, NDIS_SHIM);

/*
 * SUCCESS: it has run. PENDING: it runs when the miniport is free. The instance is
 * entered.
 */
NDIS_STATUS ndis_token_call(struct ndis_instance *instance, W_MINIPORT_CALLBACK routine,
			    PVOID context)
{
	struct ndis_callback *callback = kmalloc(sizeof(*callback), GFP_ATOMIC);
	struct ndis_token *token = &instance->token;
	bool mine, first;

	if (!callback)
		return NDIS_STATUS_RESOURCES;
	callback->routine = routine;
	callback->context = context;
	ndis_dispatch_begin();
	spin_lock_bh(&token->lock);
	mine = !token->owner;
	if (mine) {
		token->owner = current;
		token->depth = 1;
	}
	/* A worker may be about to go on with others: they come before, if not it. */
	first = mine && list_empty(&token->callbacks);
	list_add_tail(&callback->node, &token->callbacks);
	spin_unlock_bh(&token->lock);
	if (mine)
		ndis_token_drain(instance);
	ndis_dispatch_end();
	return first ? NDIS_STATUS_SUCCESS : NDIS_STATUS_PENDING;
}

NDIS_STATUS NdisIMQueueMiniportCallback(NDIS_HANDLE MiniportHandle,
					W_MINIPORT_CALLBACK CallbackRoutine,
					PVOID CallbackContext)
{
	NDIS_STATUS status = NDIS_STATUS_CLOSING;
	struct ndis_instance *instance;

	if (!ndis_given(CallbackRoutine, __func__))
		return NDIS_STATUS_FAILURE;
	instance = ndis_instance_get(MiniportHandle, __func__);
	if (!instance)
		return NDIS_STATUS_FAILURE;
	if (ndis_instance_enter(instance)) {
		status = ndis_token_call(instance, CallbackRoutine, CallbackContext);
		ndis_instance_exit(instance);
	}
	ndis_instance_put(instance);
	return status;
}
EXPORT_SYMBOL_NS_GPL(NdisIMQueueMiniportCallback, NDIS_SHIM);
