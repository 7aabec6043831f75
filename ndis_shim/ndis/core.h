/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files between the two seams share: protocols above, kinds of adapter
 * below (ndis_internal.h). Grouped by the file that implements it.
 *
 * Everything that is said to be under ndis_table_lock and that somebody waits
 * for is announced by ndis_table_changed().
 */
#ifndef _NDIS_SHIM_NDIS_CORE_H
#define _NDIS_SHIM_NDIS_CORE_H

#include "ndis/ndis_internal.h"

/* --- core.c --- */
extern struct list_head ndis_protocols;	/* ndis_table_lock */
extern struct list_head ndis_adapters;	/* ndis_table_lock */
/* How long a driver may owe an answer before it is spoken of, or given up. */
extern unsigned long ndis_patience;

/* Wakes all who sleep in ndis_table_wait(). Under ndis_table_lock. */
void ndis_table_changed(void);
/* Gives ndis_table_lock up until something changed; false: not in ndis_patience. */
bool ndis_table_wait(void);

/**
 * struct ndis_call - a call into a driver that ends in a known thread
 * @node: in ndis_calls; ndis_table_lock
 * @protocol: whose handler; a reference
 * @thread: where it runs: a handler may deregister its own protocol, which then
 *	must not wait for that handler
 * @pins: a binding cannot close before it is over: this handler must not
 *	deregister what it belongs to
 * @ctl: whose ctl it runs in: no binding of that adapter can close; or NULL
 */
struct ndis_call {
	struct list_head node;
	struct ndis_protocol *protocol;
	struct task_struct *thread;
	bool pins;
	struct ndis_adapter *ctl;
};

/* On the stack of the thread that calls; the first under ndis_table_lock. */
void ndis_call_begin(struct ndis_call *call, struct ndis_protocol *protocol);
void ndis_call_end(struct ndis_call *call);
/* One that pins a binding; not under ndis_table_lock. */
void ndis_call_begin_pinned(struct ndis_call *call, struct ndis_protocol *protocol,
			    struct ndis_adapter *ctl);
/* This thread is inside a handler that the end of @protocol would wait for. */
bool ndis_call_is_pinned(const struct ndis_protocol *protocol);
/* Handlers of @protocol, or of all of @driver's, that run in other threads.
 * Under ndis_table_lock.
 */
bool ndis_call_runs(const struct ndis_protocol *protocol, const struct nt_driver *driver);

/* --- protocol.c --- */
static inline struct ndis_protocol *ndis_protocol_hold(struct ndis_protocol *protocol)
{
	kref_get(&protocol->object.ref);
	return protocol;
}

static inline void ndis_protocol_put(struct ndis_protocol *protocol)
{
	ndis_object_put(&protocol->object);
}

/* False when it was done, or is being done, already. @forced: not the driver's
 * own wish. Process context, not from ctl.
 */
bool ndis_protocol_deregister(struct ndis_protocol *protocol, bool forced);

/* --- adapter.c --- */
/* Adapters whose memory is held, by a binding or by work that looks after one. */
unsigned int ndis_adapters_live(void);
/* Until there are none. Process context. */
void ndis_adapters_wait(void);
/* Under ndis_table_lock: gone if it is leaving and nothing is left of it. */
void ndis_adapter_settle(struct ndis_adapter *adapter);
/* filter and lookahead, from the bindings; true when one has changed. Under lock. */
bool ndis_adapter_unite(struct ndis_adapter *adapter);

/* --- pnp.c --- */

enum ndis_pair_state {
	NDIS_PAIR_IDLE,
	NDIS_PAIR_BINDING,
	NDIS_PAIR_UNBINDING,
};

/**
 * struct ndis_pair - one protocol and one adapter
 * @ref: memory
 * @node_protocol: in protocol->pairs; ndis_table_lock
 * @node_adapter: in adapter->pairs; ndis_table_lock
 * @protocol: a reference
 * @adapter: a reference
 * @work: what there is to do, in ndis_pnp_wq
 * @runner: the thread that does it; ndis_table_lock
 * @state: what it does; ndis_table_lock
 * @opens: bindings that are not CLOSED; ndis_table_lock
 * @bind_wanted: a Bind is to be tried; ndis_table_lock
 * @unbind_wanted: an Unbind, although both stay; ndis_table_lock
 * @first: belongs to the protocol's first round; ndis_table_lock
 * @dead: in neither list any more; ndis_table_lock
 */
struct ndis_pair {
	struct kref ref;
	struct list_head node_protocol;
	struct list_head node_adapter;
	struct ndis_protocol *protocol;
	struct ndis_adapter *adapter;
	struct work_struct work;
	struct task_struct *runner;
	enum ndis_pair_state state;
	unsigned int opens;
	bool bind_wanted;
	bool unbind_wanted;
	bool first;
	bool dead;
};

struct ndis_pair *ndis_pair_hold(struct ndis_pair *pair);
void ndis_pair_put(struct ndis_pair *pair);
/* Under ndis_table_lock; NULL where one of the two is on its way out. */
struct ndis_pair *ndis_pair_find(struct ndis_protocol *protocol, struct ndis_adapter *adapter);
bool ndis_pair_may_be(const struct ndis_protocol *protocol, const struct ndis_adapter *adapter);
/* The same, but one that there was no memory for when the two met is made now. */
struct ndis_pair *ndis_pair_make(struct ndis_protocol *protocol, struct ndis_adapter *adapter);
void ndis_pair_queue(struct ndis_pair *pair);
/* Each pair of @protocol or of @adapter, the other being NULL: unbound by this
 * thread, or by the one that is at it. Gives up ndis_table_lock in between.
 */
void ndis_pairs_end(struct ndis_protocol *protocol, struct ndis_adapter *adapter);
/* The first round of @protocol may begin. Under ndis_table_lock. */
void ndis_protocol_start(struct ndis_protocol *protocol);
/* One part of the first round has ended. Under ndis_table_lock. */
void ndis_first_round_done(struct ndis_protocol *protocol);

/* --- bind.c: Bind and Unbind, one call --- */

/**
 * struct ndis_bind_context - BindContext or UnbindContext
 * @object: handle and memory
 * @unbind: which of the two
 * @pair: a reference
 * @returned: what the handler stores in *Status; a failure unless it does
 * @claimed: the first answer wins
 * @status: that answer
 * @done: it is there
 */
struct ndis_bind_context {
	struct ndis_object object;
	bool unbind;
	struct ndis_pair *pair;
	NDIS_STATUS returned;
	atomic_t claimed;
	NDIS_STATUS status;
	struct completion done;
};

struct ndis_bind_context *ndis_bind_context_create(struct ndis_pair *pair, bool unbind);
void ndis_bind_context_destroy(struct ndis_bind_context *context);
/* As the runner of the pair, without locks. */
void ndis_pair_bind(struct ndis_pair *pair);
void ndis_pair_unbind(struct ndis_pair *pair);

/* --- pnp_event.c --- */
/* @binding: whose context, with io taken; or NULL for the whole protocol. Waits. */
NDIS_STATUS ndis_pnp_event(struct ndis_protocol *protocol, struct ndis_binding *binding,
			   PNET_PNP_EVENT event);
void ndis_pnp_binds_complete(struct work_struct *work);

/* --- bind_policy.c --- */
/* Pure: @name against a list of names and globs. */
bool ndis_bind_matches(const char *list, const char *name);

/* --- binding.c --- */
struct ndis_binding *ndis_binding_create(struct ndis_pair *pair, NDIS_HANDLE context,
					 NDIS_MEDIUM medium);
static inline struct ndis_binding *ndis_binding_hold(struct ndis_binding *binding)
{
	kref_get(&binding->object.ref);
	return binding;
}

static inline void ndis_binding_drop(struct ndis_binding *binding)
{
	ndis_object_put(&binding->object);
}

/* In no table any more. Under ndis_table_lock. */
void ndis_binding_unlist(struct ndis_binding *binding);
/* What NdisCloseAdapter() does, for a driver that does not; waits for an open that
 * pends. False when it was closed already. Process context, not from ctl.
 */
bool ndis_binding_close(struct ndis_binding *binding);
void ndis_close_work(struct work_struct *work);
/* UnbindAdapter is about to be called, with nothing that sleeps in between; false:
 * the driver has closed already. A close that begins from now on ends when the
 * handler has got hold of its context.
 */
bool ndis_binding_begin_unbind(struct ndis_binding *binding);
void ndis_binding_end_unbind(struct ndis_binding *binding);

/* --- open.c --- */
void ndis_open_work(struct work_struct *work);

/* --- status.c --- */
/* One Status with its StatusComplete, if @binding still takes any. */
void ndis_status_one(struct ndis_binding *binding, NDIS_STATUS status, void *buffer, UINT size);
void ndis_link_work(struct work_struct *work);

/* --- reset.c --- */
void ndis_reset_work(struct work_struct *work);
void ndis_reset_done_work(struct work_struct *work);

#endif
