/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Intermediate drivers, private side: the layered miniport, its device
 * instances, and what their files share.
 *
 *	protocols above		virtual net_device
 *	    | struct ndis_adapter_ops	| linux/virtual.c
 *	device instance -- sends, requests, receives, status, reset
 *	    | MiniportXxx, NdisMXxx
 *	intermediate driver, whose protocol half is bound to an adapter below
 *
 * Who may call a MiniportXxx handler holds @calls of the instance. Halting kills
 * it and waits, so no handler runs beside MiniportHalt. Packets that the driver
 * has indicated hold it, too: all have come back before.
 *
 * Locks: ndis_instances_lock (mutex) over ndis_table_lock; instance->lock,
 * request_lock and token.lock (BH) are leaves. A handler is called under none.
 */
#ifndef _NDIS_SHIM_NDIS_MINIPORT_INTERNAL_H
#define _NDIS_SHIM_NDIS_MINIPORT_INTERNAL_H

#include <linux/if_ether.h>
#include <linux/percpu-refcount.h>
#include <linux/timer.h>
#include <linux/wait.h>

#include "ndis/ndis_internal.h"

struct ndis_virtual;

/**
 * struct ndis_wrapper - what NdisMInitializeWrapper() made
 * @object: handle and memory
 * @node: in ndis_wrappers; ndis_instances_lock
 * @driver: whose
 */
struct ndis_wrapper {
	struct ndis_object object;
	struct list_head node;
	struct nt_driver *driver;
};

/**
 * struct ndis_miniport_driver - a registered miniport
 * @object: handle and memory; instances hold references
 * @node: in ndis_miniport_drivers; ndis_instances_lock
 * @driver: the client module
 * @chars: its handlers; fields beyond its version are zero
 * @protocol: its lower edge; a reference; ndis_instances_lock
 * @instances: struct ndis_instance; ndis_instances_lock
 * @closing: deregistering: no new instance. ndis_instances_lock
 * @closer: the thread that does it, compared with current only. ndis_instances_lock
 */
struct ndis_miniport_driver {
	struct ndis_object object;
	struct list_head node;
	struct nt_driver *driver;
	NDIS51_MINIPORT_CHARACTERISTICS chars;
	struct ndis_protocol *protocol;
	struct list_head instances;
	bool closing;
	struct task_struct *closer;
};

enum ndis_instance_state {
	NDIS_INSTANCE_WAITING,		/* initialisation was put off */
	NDIS_INSTANCE_INITIALIZING,	/* from before MiniportInitialize to arrival */
	NDIS_INSTANCE_RUNNING,
	NDIS_INSTANCE_HALTING,		/* one thread has taken its removal on */
	NDIS_INSTANCE_HALTED,
};

enum ndis_link {
	NDIS_LINK_UNKNOWN,
	NDIS_LINK_UP,
	NDIS_LINK_DOWN,
};

/**
 * struct ndis_token - the right to call into a serialized miniport
 * @lock: what follows; BH
 * @owner: who has it: runs handlers one by one, or has switched to the miniport.
 *	It has BH disabled all the time, so a thread is found again by this
 * @depth: takes of the owner within one another
 * @switched: how many of these are NdisIMSwitchToMiniport; the owner's
 * @sends: packets that wait, in order: &ndis_packet_block.node
 * @returns: packets for MiniportReturnPacket, likewise
 * @callbacks: of NdisIMQueueMiniportCallback, and the like
 * @timers: that have expired
 * @requests: the request queue is to be looked at
 * @reset: MiniportReset is to be called
 * @hang: MiniportCheckForHang is
 * @stalled: MiniportSend said RESOURCES: sends wait
 * @resources: how often it was said that there are some again
 */
struct ndis_token {
	spinlock_t lock;
	struct task_struct *owner;
	unsigned int depth;
	unsigned int switched;
	struct list_head sends;
	struct list_head returns;
	struct list_head callbacks;
	struct list_head timers;
	bool requests;
	bool reset;
	bool hang;
	bool stalled;
	unsigned int resources;
};

/**
 * struct ndis_request_link - in MacReserved of a request to a miniport
 * @node: in requests of the instance
 * @binding: who asks, or NULL for the shim itself
 * @done: of the shim's own; may free the request
 */
struct ndis_request_link {
	struct list_head node;
	struct ndis_binding *binding;
	void (*done)(struct ndis_instance *instance, PNDIS_REQUEST request, NDIS_STATUS status);
};

/**
 * struct ndis_instance - a virtual adapter of an intermediate driver's
 * @object: MiniportAdapterHandle, and memory; @adapter has a reference
 * @adapter: what protocols bind to
 * @driver: a reference
 * @lower: the adapter that its driver had opened for it, a reference, or NULL
 * @node: in instances of @driver; ndis_instances_lock
 * @state: written under ndis_instances_lock
 * @starter: the thread that initialises it
 * @changed: @state has
 * @init_work: initialisation that was put off
 * @device_context: of NdisIMInitializeDeviceInstanceEx
 * @context: MiniportAdapterContext
 * @has_context: NdisMSetAttributesEx was called
 * @attributes: NDIS_ATTRIBUTE_*
 * @hang_seconds: between two looks of MiniportCheckForHang
 * @medium: what MiniportInitialize chose
 * @header_size: of that medium's frames
 * @calls: see above
 * @idle: @calls is down
 * @quiet: nothing of the miniport's runs any more, but MiniportHalt and timers
 * @doomed: deregistered out of its MiniportInitialize: halted as soon as that is over
 * @watch: says what halting waits for
 * @token: serialized miniports only
 * @token_work: goes on where a thread has had it for long enough; holds @calls
 * @lock: @sends, @transfers, @deferred; BH
 * @sends: packets that the miniport has, to send
 * @transfers: packets that it has, to fill
 * @deferred: packets that a worker gives it, where drivers are stacked too high
 * @deferred_work: that
 * @request_lock: what follows; BH
 * @requests: those that wait: &ndis_request_link.node
 * @request: the one that the miniport has
 * @request_number: counts those that it has had
 * @request_running: somebody gives it requests, one by one
 * @request_closed: halted: none is taken any more
 * @resetting: MiniportReset was called and is not complete
 * @hang_timer: MiniportCheckForHang
 * @update_work: tells the miniport filters and addresses
 * @rx_pool: descriptors lent to those above
 * @taken: upper intermediate drivers that take all that comes
 * @virtual: its net_device, or NULL
 * @address: link-layer address; valid when @has_address
 * @has_address: the miniport named one
 * @link: what it said last of its medium by NdisMIndicateStatus()
 * @power: what it was told last
 * @shutdown: handler for reboot, or NULL; ndis_instances_lock
 * @shutdown_context: for that
 */
struct ndis_instance {
	struct ndis_object object;
	struct ndis_adapter adapter;
	struct ndis_miniport_driver *driver;
	struct ndis_adapter *lower;
	struct list_head node;
	enum ndis_instance_state state;
	struct task_struct *starter;
	wait_queue_head_t changed;
	struct work_struct init_work;
	NDIS_HANDLE device_context;
	NDIS_HANDLE context;
	bool has_context;
	u32 attributes;
	unsigned int hang_seconds;
	NDIS_MEDIUM medium;
	unsigned int header_size;

	struct percpu_ref calls;
	struct completion idle;
	bool quiet;
	bool doomed;
	struct delayed_work watch;
	struct ndis_token token;
	struct work_struct token_work;

	spinlock_t lock;
	struct list_head sends;
	struct list_head transfers;
	struct list_head deferred;
	struct work_struct deferred_work;

	spinlock_t request_lock;
	struct list_head requests;
	PNDIS_REQUEST request;
	unsigned int request_number;
	bool request_running;
	bool request_closed;

	atomic_t resetting;
	struct timer_list hang_timer;
	struct work_struct update_work;

	struct ndis_packet_pool *rx_pool;
	atomic_t taken;
	struct ndis_virtual *virtual;
	u8 address[ETH_ALEN];
	bool has_address;
	enum ndis_link link;
	NDIS_DEVICE_POWER_STATE power;
	ADAPTER_SHUTDOWN_HANDLER shutdown;
	PVOID shutdown_context;
};

/* More drivers than that on one another: packets change to a worker's stack. */
#define NDIS_DEPTH_INLINE	4
/* More than that are refused: as many as Linux lets net_devices be stacked. */
#define NDIS_DEPTH_MAX		8

static inline bool ndis_instance_serialized(const struct ndis_instance *instance)
{
	return !(instance->attributes & NDIS_ATTRIBUTE_DESERIALIZE);
}

static inline struct ndis_instance *ndis_adapter_instance(struct ndis_adapter *adapter)
{
	return container_of(adapter, struct ndis_instance, adapter);
}

/* The miniport may be called until ndis_instance_exit(). False: it is halting. */
static inline bool ndis_instance_enter(struct ndis_instance *instance)
{
	return percpu_ref_tryget_live(&instance->calls);
}

static inline void ndis_instance_exit(struct ndis_instance *instance)
{
	percpu_ref_put(&instance->calls);
}

/* What a driver must not leave out; false with a violation naming @who. */
static inline bool ndis_given(const void *argument, const char *who)
{
	if (!argument)
		nt_violation(NULL, NT_RULE_NDIS_ARGUMENT, "%s: NULL", who);
	return argument;
}

/* --- wrapper.c, miniport_driver.c --- */
extern struct mutex ndis_instances_lock;
void ndis_wrappers_orphan(struct nt_driver *driver);
struct ndis_wrapper *ndis_wrapper_get(NDIS_HANDLE handle, const char *who);
struct ndis_miniport_driver *ndis_miniport_driver_get(NDIS_HANDLE handle, const char *who);
struct nt_driver *ndis_instance_client(const struct ndis_instance *instance);
/* One of all that are registered @is it. Under ndis_instances_lock. */
bool ndis_miniport_drivers_any(bool (*is)(struct ndis_miniport_driver *miniport, void *context),
			       void *context);

/* --- instance.c --- */
struct ndis_instance *ndis_instance_get(NDIS_HANDLE handle, const char *who);
/* The same without a reference: there for as long as the caller has BH disabled. What it
 * points to is so, too, as far as that lives as long as it does; @calls may be tried.
 */
struct ndis_instance *ndis_instance_peek(NDIS_HANDLE handle, const char *who);
static inline void ndis_instance_put(struct ndis_instance *instance)
{
	ndis_object_put(&instance->object);
}

/* Halts all of @driver's, also those whose initialisation was put off; the number. */
unsigned int ndis_instances_remove(struct ndis_miniport_driver *driver);

/* --- instance_power.c: power and shutdown of all instances --- */
/* Calls @each with every instance that runs, the lock not held. Process context. */
void ndis_instances_each(void (*each)(struct ndis_instance *instance, void *context),
			 void *context);
/* Tells those that are in another state. Process context. */
void ndis_instances_power(NDIS_DEVICE_POWER_STATE state);
/* Calls their shutdown handlers. Process context. */
void ndis_instances_shutdown(void);
int ndis_instance_power_init(void);
void ndis_instance_power_exit(void);

/* --- instance_watch.c: one that does not come to its end --- */
void ndis_instance_watch_init(struct ndis_instance *instance);
/* From here to the opposite the log says what is waited for. Process context. */
void ndis_instance_watch(struct ndis_instance *instance);
void ndis_instance_unwatch(struct ndis_instance *instance);
void ndis_instance_waits_for(struct ndis_instance *instance, char *text, size_t size);

/* --- instance_state.c: beginning and end of one --- */
struct ndis_instance *ndis_instance_create(struct ndis_miniport_driver *driver, const char *name,
					   NDIS_HANDLE context);
NDIS_STATUS ndis_instance_initialize(struct ndis_instance *instance, bool *initialized);
void ndis_instance_arrive(struct ndis_instance *instance);
void ndis_instance_quiesce(struct ndis_instance *instance);

/* --- serialize.c --- */
void ndis_token_init(struct ndis_instance *instance);
/* Looks for work; returns at once where somebody else has the token. BH disabled,
 * instance entered.
 */
void ndis_token_kick(struct ndis_instance *instance);
/* For a handler inside an indication: true, and it is ours until exit. */
bool ndis_token_try(struct ndis_instance *instance);
void ndis_token_exit(struct ndis_instance *instance);
/* Calls @routine in its turn, as NdisIMQueueMiniportCallback() does. Entered. */
NDIS_STATUS ndis_token_call(struct ndis_instance *instance, W_MINIPORT_CALLBACK routine,
			    PVOID context);
/* There are resources for sends again. Any context up to DISPATCH. */
void ndis_token_resources(struct ndis_instance *instance);

/* --- miniport_send.c --- */
void ndis_miniport_ops_send(struct ndis_binding *binding, PNDIS_PACKET *packets,
			    unsigned int count);
/* The same for packets of the net_device's: they end in ndis_virtual_sent(). */
void ndis_miniport_send(struct ndis_instance *instance, PNDIS_PACKET *packets,
			unsigned int count);
void ndis_miniport_cancel(struct ndis_binding *binding, PVOID cancel_id);
/* Gives the miniport what waits; owner of the token. */
void ndis_miniport_send_queued(struct ndis_instance *instance);
/* Completes what the miniport does not have yet. */
void ndis_miniport_abort_sends(struct ndis_instance *instance, NDIS_STATUS status);
/* After Halt: completes what it has lost, with a violation. */
void ndis_miniport_reclaim_sends(struct ndis_instance *instance);
/* The miniport gives @block back out of @list, exactly once: true. BH disabled. */
bool ndis_miniport_take_back(struct ndis_instance *instance, struct ndis_packet_block *block,
			     struct list_head *list);
/* The opposite, before the miniport is called. BH disabled. */
void ndis_miniport_hand_over(struct ndis_instance *instance, struct ndis_packet_block *block,
			     struct list_head *list);
void ndis_miniport_deferred(struct work_struct *work);

/* --- miniport_receive.c --- */
/* Calls MiniportReturnPacket; the owner of the token, if there is one. */
void ndis_miniport_give_back(struct ndis_instance *instance, struct ndis_packet_block *block);

/* --- miniport_transfer.c --- */
NDIS_STATUS ndis_miniport_transfer(struct ndis_binding *binding, void *context, UINT offset,
				   UINT bytes, PNDIS_PACKET packet, UINT *transferred);
/* The same for a packet of the net_device's: PENDING ends in ndis_virtual_filled(). */
NDIS_STATUS ndis_miniport_transfer_own(struct ndis_instance *instance, void *context,
				       UINT offset, UINT bytes, PNDIS_PACKET packet,
				       UINT *transferred);
void ndis_miniport_reclaim_transfers(struct ndis_instance *instance);

/* --- miniport_request.c --- */
NDIS_STATUS ndis_miniport_ops_request(struct ndis_binding *binding, PNDIS_REQUEST request);
/* One of the shim's own; @done is called in any case. At most DISPATCH. */
void ndis_miniport_request(struct ndis_instance *instance, PNDIS_REQUEST request,
			   void (*done)(struct ndis_instance *instance, PNDIS_REQUEST request,
					NDIS_STATUS status));
/* The same, waiting for the answer, but not for ever. Process context. */
NDIS_STATUS ndis_miniport_ask(struct ndis_instance *instance, bool set, NDIS_OID oid, void *data,
			      u32 size, u32 *used);
/* The same, nobody waiting. @data is copied. At most DISPATCH. */
void ndis_miniport_tell(struct ndis_instance *instance, NDIS_OID oid, const void *data,
			u32 size);
void ndis_miniport_run_requests(struct ndis_instance *instance);
/* Those that wait fail with @status, and all to come when @close. */
void ndis_miniport_abort_requests(struct ndis_instance *instance, NDIS_STATUS status,
				  bool close);
/* After Halt: ends what it has lost, with a violation. */
void ndis_miniport_reclaim_request(struct ndis_instance *instance);

/* --- miniport_update.c --- */
void ndis_miniport_update(struct ndis_adapter *adapter);
void ndis_miniport_update_work(struct work_struct *work);

/* --- miniport_reset.c --- */
NDIS_STATUS ndis_miniport_reset(struct ndis_adapter *adapter);
void ndis_miniport_call_reset(struct ndis_instance *instance);
/* After Halt: ends one that it has not completed, with a violation. */
void ndis_miniport_reclaim_reset(struct ndis_instance *instance);
void ndis_miniport_hang_init(struct ndis_instance *instance);
void ndis_miniport_hang_start(struct ndis_instance *instance);
void ndis_miniport_hang_stop(struct ndis_instance *instance);
void ndis_miniport_check_hang(struct ndis_instance *instance);

/* --- miniport_ops.c --- */
extern const struct ndis_adapter_ops ndis_miniport_ops;

#include "ndis/linux/virtual.h"

#endif
