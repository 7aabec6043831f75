/* SPDX-License-Identifier: GPL-2.0 */
/*
 * NDIS, private side: protocols, adapters, bindings, and the seam between what
 * every adapter has in common and the two kinds there are: a Linux net_device
 * (linux/) and the virtual miniport of an intermediate driver (miniport*.c).
 *
 *	protocol driver
 *	    | NdisXxx, ProtocolXxx
 *	binding	 -- handles, rundown, filter, packets, requests	(this level)
 *	    | struct ndis_adapter_ops, ndis_*_done(), ndis_receive()
 *	net_device   or   miniport of an intermediate driver
 *
 * Contexts. Arrivals, departures, Bind and Unbind run in ndis_pnp_wq, one work
 * item for each pair of protocol and adapter; what needs RTNL, the completions
 * of open and close, status and reset run in the adapter's own ordered queue
 * (ctl). Bind sleeps until ctl has completed its open, so neither queue may
 * wait for the other one's queue as a whole, and ctl never waits for a driver.
 *
 * Locks: ndis_table_lock (mutex), then adapter->lock (spinlock, BH). Neither is
 * held when a driver is called. RTNL comes before both, since who tells us of
 * interfaces has it; we take it in ctl items and in the IM device instance calls
 * only, with no lock held.
 */
#ifndef _NDIS_SHIM_NDIS_INTERNAL_H
#define _NDIS_SHIM_NDIS_INTERNAL_H

#include <linux/completion.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/percpu-refcount.h>
#include <linux/preempt.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/workqueue.h>

#include <ndis.h>

#include "nt/nt_internal.h"
#include "verifier.h"

struct ndis_adapter;
struct ndis_bind_context;
struct ndis_binding;
struct ndis_instance;
struct ndis_miniport_driver;
struct ndis_pair;
struct ndis_protocol;
struct net_device;
struct sk_buff;
struct task_struct;

/* --- handle.c: what a client holds is a number, never a pointer of ours --- */

enum ndis_handle_type {
	NDIS_HANDLE_PROTOCOL = 1,
	NDIS_HANDLE_BINDING,
	NDIS_HANDLE_BIND_CONTEXT,	/* of a Bind or Unbind that is under way */
	NDIS_HANDLE_WRAPPER,
	NDIS_HANDLE_MINIPORT_DRIVER,
	NDIS_HANDLE_MINIPORT,		/* MiniportAdapterHandle */
	NDIS_HANDLE_CONFIGURATION,
	NDIS_HANDLE_CONFIG_CONTEXT,	/* WrapperConfigurationContext */
	NDIS_HANDLE_PACKET_POOL,
	NDIS_HANDLE_BUFFER_POOL,
	NDIS_HANDLE_DEVICE,		/* NdisMRegisterDevice */
	NDIS_HANDLE_FILE,		/* NdisOpenFile */
};

/**
 * struct ndis_object - what every object with a handle begins with
 * @handle: the client's name for it; a closed one is not used again soon
 * @type: which kind
 * @ref: memory; the last put frees after a grace period, so that a lookup under
 *	RCU may try to take a reference
 * @release: called by the last put, any context; frees by kfree_rcu() on @rcu
 * @rcu: for @release
 */
struct ndis_object {
	NDIS_HANDLE handle;
	enum ndis_handle_type type;
	struct kref ref;
	void (*release)(struct ndis_object *object);
	struct rcu_head rcu;
};

/* Publishes; the caller's reference stays the caller's. 0 or -errno. */
int ndis_object_init(struct ndis_object *object, enum ndis_handle_type type,
		     void (*release)(struct ndis_object *object));
/* The handle is dead from here on. Idempotent. Any context. */
void ndis_object_unpublish(struct ndis_object *object);
/* A reference, or NULL with a violation naming @who. Any context. */
struct ndis_object *ndis_object_get(NDIS_HANDLE handle, enum ndis_handle_type type,
				    const char *who);
void ndis_object_put(struct ndis_object *object);
/* Without a reference, good under the caller's RCU, or for as long as it has BH disabled,
 * which is as good; NULL: ask again for the reason.
 */
struct ndis_object *ndis_object_peek(NDIS_HANDLE handle, enum ndis_handle_type type);
unsigned int ndis_objects_live(void);	/* for the unload report */

/* --- protocol.c --- */

/**
 * struct ndis_protocol - what NdisRegisterProtocol made
 * @object: handle and memory
 * @driver: the client module
 * @node: in ndis_protocols; ndis_table_lock
 * @chars: the driver's handlers; fields beyond its version are zero
 * @name: upper-cased, ASCII, for messages, configuration and bind lists
 * @pairs: struct ndis_pair, one for each adapter it is or may be bound to;
 *	ndis_table_lock
 * @opens: bindings it has, also those opened outside Bind; ndis_table_lock
 * @binds: a BindAdapter runs; one at a time, drivers of this age count on it.
 *	ndis_table_lock
 * @closing: deregistering; no new pair, no new open. ndis_table_lock
 * @forced: closing because the driver forgot to. ndis_table_lock
 * @ready: its driver's DriverEntry has returned: binds may begin. ndis_table_lock
 * @first_round: pairs whose first bind has not ended, plus one until it may
 *	begin; at 0 NetEventBindsComplete follows. ndis_table_lock
 * @told: NetEventBindsComplete was delivered, or need not be. ndis_table_lock
 * @event_work: delivers it
 * @miniport: its lower edge belongs to an intermediate driver: takes over
 * @takes: it takes over without being one: NT_NDIS_TAKES_OVER
 * @tags: looks for 802.1Q tags in the packets' information: NT_NDIS_TAGS
 *	instead of tapping, and is never bound to that driver's own instances
 */
struct ndis_protocol {
	struct ndis_object object;
	struct nt_driver *driver;
	struct list_head node;
	NDIS50_PROTOCOL_CHARACTERISTICS chars;
	char name[64];
	struct list_head pairs;
	struct list_head opens;
	bool binds;
	bool closing;
	bool forced;
	bool ready;
	bool told;
	unsigned int first_round;
	struct work_struct event_work;
	struct ndis_miniport_driver *miniport;
	bool takes;
	bool tags;
};

static inline bool ndis_protocol_binds(const struct ndis_protocol *protocol)
{
	return protocol->chars.BindAdapterHandler;
}

/* --- adapter.c --- */

enum ndis_adapter_state {
	NDIS_ADAPTER_PRESENT,
	NDIS_ADAPTER_LEAVING,	/* operations fail; unbinds are under way */
	NDIS_ADAPTER_GONE,
};

/**
 * struct ndis_adapter_ops - what a kind of adapter does
 * @attach: starts delivering frames to @binding, whose @medium is chosen; sets its
 *	@emulated. ctl; may take RTNL
 * @detach: the opposite; nothing is delivered after it returns. ctl
 * @send: takes @count packets in order; each ends in one ndis_send_done(), be it
 *	inside the call: the driver hears of none before it returns. The array is
 *	the caller's. At most DISPATCH_LEVEL
 * @request: a status, or PENDING and ndis_request_done(). At most DISPATCH
 * @transfer: NdisTransferData inside an indication: a status, or PENDING and
 *	ndis_transfer_done(). DISPATCH
 * @reset: aborts what pends and resets: a status, or PENDING and
 *	ndis_reset_done(). NULL: nothing to reset. ctl
 * @update: the union of filters, multicast lists or lookaheads of the bindings
 *	changed, or a binding has gone. ctl; may take RTNL
 * @cancel: cancel id of NdisCancelSendPackets; may be NULL. At most DISPATCH
 * @return_packet: the last holder returned a packet that ndis_receive() lent
 * @instance_name: text for NdisQueryAdapterInstanceName. Process context
 * @release: last reference; no binding is left
 */
struct ndis_adapter_ops {
	NDIS_STATUS (*attach)(struct ndis_adapter *adapter, struct ndis_binding *binding);
	void (*detach)(struct ndis_adapter *adapter, struct ndis_binding *binding);
	void (*send)(struct ndis_binding *binding, PNDIS_PACKET *packets, unsigned int count);
	NDIS_STATUS (*request)(struct ndis_binding *binding, PNDIS_REQUEST request);
	NDIS_STATUS (*transfer)(struct ndis_binding *binding, void *context, UINT offset,
				UINT bytes, PNDIS_PACKET packet, UINT *transferred);
	NDIS_STATUS (*reset)(struct ndis_adapter *adapter);
	void (*update)(struct ndis_adapter *adapter);
	void (*cancel)(struct ndis_binding *binding, PVOID cancel_id);
	void (*return_packet)(struct ndis_adapter *adapter, void *lent);
	const char *(*instance_name)(struct ndis_adapter *adapter);
	void (*release)(struct ndis_adapter *adapter);
};

/**
 * struct ndis_adapter - something that protocols bind to
 * @ref: memory
 * @node: in ndis_adapters; ndis_table_lock
 * @ops: its kind
 * @state: written under ndis_table_lock and @lock, read under either
 * @name: interface name at arrival: the part after \Device\ (never changes)
 * @device_name: \Device\name, terminated
 * @media: the media it can be bound as, best first; @n_media of them
 * @instance: the IM driver's device instance, or NULL for a net_device
 * @owner: that IM driver: its own protocol is never bound to it. Or NULL
 * @pairs: struct ndis_pair, one for each protocol; ndis_table_lock
 * @opens: bindings that are not CLOSED; ndis_table_lock
 * @bindings: RCU list for receive, of the OPEN and CLOSING ones; changed under @lock
 * @lock: @bindings, the unions below, the reset and link state
 * @filter: union of the bindings' packet filters
 * @lookahead: largest OID_GEN_CURRENT_LOOKAHEAD of all bindings
 * @max_lookahead: OID_GEN_MAXIMUM_LOOKAHEAD, kept up to date by its kind; 0: any
 * @resetting: sends and requests get RESET_IN_PROGRESS
 * @resetter: whose NdisReset it is, or NULL
 * @reset_status: how it ended
 * @reset_work: begins it; ctl
 * @reset_done: ends it; ctl
 * @link_up: what ndis_status_link() said last
 * @link_told: what the bindings were told last
 * @link_work: tells them; ctl
 * @ctl: its ordered queue
 * @free_work: what the last reference leaves to do
 * @depth: 0 for a net_device, lower adapter's + 1 for an instance on top of it
 */
struct ndis_adapter {
	struct kref ref;
	struct list_head node;
	const struct ndis_adapter_ops *ops;
	enum ndis_adapter_state state;
	char name[32];
	UNICODE_STRING device_name;
	NDIS_MEDIUM media[3];
	unsigned int n_media;
	struct ndis_instance *instance;
	struct ndis_miniport_driver *owner;
	struct list_head pairs;
	unsigned int opens;
	struct list_head bindings;
	spinlock_t lock;
	u32 filter;
	u32 lookahead;
	u32 max_lookahead;
	bool resetting;
	struct ndis_binding *resetter;
	NDIS_STATUS reset_status;
	struct work_struct reset_work;
	struct delayed_work reset_done;
	bool link_up;
	bool link_told;
	struct work_struct link_work;
	struct workqueue_struct *ctl;
	struct work_struct free_work;
	unsigned int depth;
};

/* Fills all but ops, media, instance and owner; 0 or -errno. Not yet visible. */
int ndis_adapter_init(struct ndis_adapter *adapter, const char *name);
/* Visible: protocols bind to it, from ndis_pnp_wq. May run under RTNL. */
void ndis_adapter_arrive(struct ndis_adapter *adapter);
/* No new open; queues the unbinds and returns. May run under RTNL. */
void ndis_adapter_leave(struct ndis_adapter *adapter);
/* Waits until no protocol is bound; unbinds run in this thread where they have
 * not begun. Process context, no RTNL, never from ctl.
 */
void ndis_adapter_drain(struct ndis_adapter *adapter);
struct ndis_adapter *ndis_adapter_get(struct ndis_adapter *adapter);
void ndis_adapter_put(struct ndis_adapter *adapter);
/* By name, with or without \Device\; a reference or NULL. */
struct ndis_adapter *ndis_adapter_find(PUNICODE_STRING name);

/* --- pnp.c, bind_policy.c --- */

/* One protocol and one adapter: at most one Bind or Unbind of a pair runs. */
void ndis_pnp_protocol_arrived(struct ndis_protocol *protocol);
void ndis_pnp_adapter_arrived(struct ndis_adapter *adapter);
/* The first round of binds of a module, after its DriverEntry returned; waits for
 * it. Process context.
 */
void ndis_pnp_driver_ready(struct nt_driver *driver);
/* @event for each protocol that is bound to @adapter, one after the other; waits
 * for those that pend. The first failure, if @event is one that may be refused,
 * else SUCCESS. Process context, not from ctl.
 */
NDIS_STATUS ndis_pnp_adapter_event(struct ndis_adapter *adapter, PNET_PNP_EVENT event);
/* May @protocol be bound to @adapter: bind=, medium, own instances. */
bool ndis_bind_allowed(const struct ndis_protocol *protocol, const struct ndis_adapter *adapter);

/* --- binding.c, open.c --- */

enum ndis_binding_state {
	NDIS_BINDING_OPENING,
	NDIS_BINDING_OPEN,
	NDIS_BINDING_CLOSING,	/* NdisCloseAdapter was called: handle is dead */
	NDIS_BINDING_CLOSED,	/* CloseAdapterComplete returned */
};

/**
 * struct ndis_binding - one open of an adapter by a protocol
 * @object: handle and memory
 * @protocol: holds a reference; its rundown, too, until CLOSED
 * @adapter: holds a reference
 * @context: ProtocolBindingContext
 * @pair: its protocol and its adapter; a reference
 * @opener: the thread whose Bind opened it, until that Bind ends, or NULL
 * @unbind: UnbindContext, for when it is needed
 * @asked: to unbind, once. ndis_table_lock
 * @unbinder: the thread that runs UnbindAdapter for it, until that returns or
 *	closes. adapter->lock
 * @node_protocol: in protocol->opens
 * @node_adapter: in adapter->bindings
 * @state: adapter->lock
 * @medium: what it was opened as
 * @emulated: 802.3 framing is made up on a raw-IP interface
 * @takes: Linux does not get the frames of the interface any more
 * @tags: of 802.1Q are in the packets' information, not in the frames
 * @abandoned: NDIS closed it, not the driver. adapter->lock
 * @io: one for each handler of the driver that runs, each operation that has
 *	not completed, and each packet lent and not returned. Killed at close;
 *	its release queues the rest of the close on ctl
 * @open_work: the part of the open that runs in ctl
 * @close_work: the same of the close
 * @filter: OID_GEN_CURRENT_PACKET_FILTER; READ_ONCE() on receive
 * @lookahead: OID_GEN_CURRENT_LOOKAHEAD
 * @options: OID_GEN_PROTOCOL_OPTIONS
 * @multicast: RCU; the list of OID_802_3_MULTICAST_LIST, or NULL
 * @pending: sends and requests not completed, for NdisQueryPendingIOCount
 * @rx_lock: what follows; BH
 * @rx_busy: somebody indicates to it: one at a time, the others leave copies
 * @rx_transfer: transfers that pend: indications wait in @rx_held
 * @rx_held: frames that wait, in order; @rx_count of them
 * @rx_lent: packets that the driver has, no handler any more, and is to return
 * @rx_work: indicates them when nobody else is at it
 * @rx_call: the Receive that runs: receive.c
 * @rx_context: MacReceiveContext of that call; numbers, none twice in a row
 * @rx_cpu: for each CPU, indications there since the last ReceiveComplete
 * @rx_dropped: frames that there was no room or no memory for
 * @priv: the adapter kind's own
 */
struct ndis_binding {
	struct ndis_object object;
	struct ndis_protocol *protocol;
	struct ndis_adapter *adapter;
	NDIS_HANDLE context;
	struct ndis_pair *pair;
	struct task_struct *opener;
	struct ndis_bind_context *unbind;
	bool asked;
	struct task_struct *unbinder;
	struct list_head node_protocol;
	struct list_head node_adapter;
	enum ndis_binding_state state;
	NDIS_MEDIUM medium;
	bool emulated;
	bool takes;
	bool tags;
	bool abandoned;
	struct percpu_ref io;
	struct work_struct open_work;
	struct work_struct close_work;
	u32 filter;
	u32 lookahead;
	u32 options;
	struct ndis_multicast __rcu *multicast;
	atomic_t pending;
	spinlock_t rx_lock;
	bool rx_busy;
	unsigned int rx_transfer;
	struct list_head rx_held;
	unsigned int rx_count;
	struct list_head rx_lent;
	struct work_struct rx_work;
	struct ndis_rx_call *rx_call;
	unsigned long rx_context;
	unsigned int __percpu *rx_cpu;
	atomic_long_t rx_dropped;
	void *priv;
};

/* receive.c: the rx_ fields of a new binding, and of one whose last reference
 * goes (any context). 0 or -errno.
 */
int ndis_receive_init(struct ndis_binding *binding);
void ndis_receive_exit(struct ndis_binding *binding);

struct ndis_multicast {
	struct rcu_head rcu;
	unsigned int count;
	u8 address[][6];
};

/* A live binding for an operation, its @io taken; else NULL and the status. */
struct ndis_binding *ndis_binding_enter(NDIS_HANDLE handle, const char *who, NDIS_STATUS *status);
/* One that may be opening or closing, its io taken; NULL: it is closed, or none. */
struct ndis_binding *ndis_binding_enter_late(NDIS_HANDLE handle, const char *who);
static inline bool ndis_binding_tryget(struct ndis_binding *binding)
{
	return percpu_ref_tryget_live(&binding->io);
}

static inline void ndis_binding_put(struct ndis_binding *binding)
{
	percpu_ref_put(&binding->io);
}

/* --- packet.c, buffer.c --- */

enum ndis_packet_owner {
	NDIS_PACKET_FREE,
	NDIS_PACKET_CLIENT,	/* allocated; whoever allocated it has it */
	NDIS_PACKET_SENDING,	/* NdisSend..SendComplete */
	NDIS_PACKET_TRANSFER,	/* NdisTransferData..TransferDataComplete */
	NDIS_PACKET_DONE,	/* either is done, and the driver has not heard yet */
	NDIS_PACKET_INDICATED,	/* NdisMIndicateReceivePacket..MiniportReturnPacket */
	NDIS_PACKET_LENT,	/* the shim's own, held by a protocol */
};

/**
 * struct ndis_packet_block - what lies in front of every NDIS_PACKET
 * @owner: enum ndis_packet_owner: one exchange decides each hand-over, so a
 *	double completion or return is seen
 * @binding: who sends or transfers it
 * @lent: what return_packet() wants back; make_packet() sets it
 * @lent_node: in rx_lent of the binding that has it, or empty
 * @give_back: called with the block instead of return_packet(), if set
 * @late: what a completion that is put off goes on with
 * @holds: NdisReturnPackets calls still to come, biased while ReceivePacket runs;
 *	while it is sent, one for each who looks at it and one until it is done
 * @status: of a send or transfer that is done
 * @transferred: bytes of a transfer that is done
 * @outer: the packet whose place this one takes below, in a transfer that an
 *	intermediate driver passes on; or NULL
 * @pool: where it was allocated
 * @next: in the free list of the pool
 * @oob_offset: where the out-of-band data are, from @packet on: as in the packet, where
 *	a driver may have written over it
 * @node: a queue of its owner's
 */
struct ndis_packet_block {
	atomic_t owner;
	atomic_t holds;
	struct ndis_binding *binding;
	void *lent;
	struct list_head lent_node;
	void (*give_back)(struct ndis_packet_block *block);
	void (*late)(struct ndis_packet_block *block);
	NDIS_STATUS status;
	u32 transferred;
	PNDIS_PACKET outer;
	struct ndis_packet_pool *pool;
	struct ndis_packet_block *next;
	struct list_head node;
	u32 oob_offset;
	u32 magic;

	NDIS_PACKET packet __aligned(16);
};

/* Checked by magic: NULL and a violation for what is no packet. */
struct ndis_packet_block *ndis_packet_block(PNDIS_PACKET packet, const char *who);
/* Where its out-of-band data must be. */
static inline PNDIS_PACKET_OOB_DATA ndis_packet_oob(struct ndis_packet_block *block)
{
	return (void *)((u8 *)&block->packet + block->oob_offset);
}

/* The packet goes from @from to @to; else a violation naming @who, and false. */
bool ndis_packet_take(struct ndis_packet_block *block, enum ndis_packet_owner from,
		      enum ndis_packet_owner to, const char *who);
/* The shim's own pools, for frames that it lends to protocols. */
NDIS_STATUS ndis_packet_pool_create(struct nt_driver *driver, unsigned int count,
				    unsigned int overflow, unsigned int reserved,
				    struct ndis_packet_pool **pool);
void ndis_packet_pool_destroy(struct ndis_packet_pool *pool);
PNDIS_PACKET ndis_packet_alloc(struct ndis_packet_pool *pool);
void ndis_packet_free(PNDIS_PACKET packet);
/* Bytes of the chain, copied out of or into it; the number really copied. */
u32 ndis_packet_read(PNDIS_PACKET packet, u32 offset, void *to, u32 bytes);
u32 ndis_packet_write(PNDIS_PACKET packet, u32 offset, const void *from, u32 bytes);
u32 ndis_packet_length(PNDIS_PACKET packet);	/* walks the chain */

/* --- send.c --- */
/* Any context but with interrupts off; SendComplete may run in it. */
void ndis_send_done(struct ndis_binding *binding, PNDIS_PACKET packet, NDIS_STATUS status);
/* For who looks at a packet of a binding's after somebody may have completed it: its
 * driver has it back, and may free it, after the release only.
 */
void ndis_send_hold(struct ndis_packet_block *block);
void ndis_send_release(struct ndis_packet_block *block);

/* --- receive.c, filter.c, transfer.c, return.c --- */

/**
 * struct ndis_rx_frame - one received frame, as the kind of adapter offers it
 * @header: medium header, @header_size bytes
 * @data: what follows it, @data_size bytes in one piece: the lookahead
 * @packet_size: of the whole frame without the header
 * @classes: NDIS_PACKET_TYPE_* bits of which a filter needs one
 * @destination: for the multicast list, or NULL
 * @context: that transfer() gets back; only asked for what @data lacks
 * @packet: receive.c's
 * @keep: protocols may keep the packet (else OOB status RESOURCES)
 * @cut: the lookahead may be made shorter than @data: real hardware did it, but
 *	what was indicated as a packet is always seen whole
 * @loopback: sent, not received
 * @make_packet: a packet of the shim's own describing the frame, for one binding,
 *	lent until return_packet(), which frees it; with its chain, its @lent, and
 *	per-packet information if there is any. NULL when there is no memory. May
 *	itself be NULL: never a packet
 * @sender: not indicated to this binding (its own frame), or NULL
 * @tag: NDIS_PACKET_8021Q_INFO of the packet; 0: none, or it is in the frame
 * @tagged: of one with @tag: the same with the tag in it, where there is no packet
 *	that could have it beside; else NULL
 */
struct ndis_rx_frame {
	const void *header;
	const void *data;
	u32 header_size;
	u32 data_size;
	u32 packet_size;
	u32 classes;
	const u8 *destination;
	void *context;
	bool keep;
	bool cut;
	bool loopback;
	PNDIS_PACKET (*make_packet)(struct ndis_binding *binding, struct ndis_rx_frame *frame);
	const struct ndis_binding *sender;
	u32 tag;
	struct ndis_rx_frame *tagged;
};

/* To one binding, whose io the caller holds. BH disabled. */
void ndis_receive(struct ndis_binding *binding, struct ndis_rx_frame *frame);
/* To every binding of the adapter that wants it. BH disabled, RCU taken inside. */
void ndis_receive_all(struct ndis_adapter *adapter, struct ndis_rx_frame *frame);
/* ReceiveComplete where there were indications on this CPU. BH disabled. */
void ndis_receive_complete(struct ndis_adapter *adapter);
/* The same for one binding, whose io the caller holds. */
void ndis_receive_complete_one(struct ndis_binding *binding);
/* Pure: does a frame pass; a binding that is no Ethernet takes all. */
bool ndis_filter_wants(const struct ndis_binding *binding, const struct ndis_rx_frame *frame);
void ndis_transfer_done(struct ndis_binding *binding, PNDIS_PACKET packet, NDIS_STATUS status,
			UINT transferred);

/* --- request.c, oid.c --- */
/* The bytes fields of @request are filled already. At most DISPATCH. Only for one
 * for which request() said PENDING; MacReserved is the adapter kind's until then.
 */
void ndis_request_done(struct ndis_binding *binding, PNDIS_REQUEST request, NDIS_STATUS status);

/* --- status.c, reset.c --- */
/* To all bindings, each Status followed by StatusComplete. Process context or BH. */
void ndis_status_all(struct ndis_adapter *adapter, NDIS_STATUS status, void *buffer, UINT size);
void ndis_reset_done(struct ndis_adapter *adapter, NDIS_STATUS status);
/* A reset that no protocol asked for: PENDING, or RESET_IN_PROGRESS and the like.
 * At most DISPATCH.
 */
NDIS_STATUS ndis_reset_start(struct ndis_adapter *adapter);
/* Link state at arrival and whenever it changes: MEDIA_CONNECT and MEDIA_DISCONNECT
 * follow from ctl, none twice in a row. Any context.
 */
void ndis_status_link(struct ndis_adapter *adapter, bool up);

/* --- calling drivers --- */

/*
 * DISPATCH_LEVEL is BH disabled. Handlers documented for it are called between
 * these two; a handler that sleeps in between is caught by the kernel itself.
 */
static inline void ndis_dispatch_begin(void)
{
	local_bh_disable();
}

static inline void ndis_dispatch_end(void)
{
	local_bh_enable();
}

/*
 * The same where each packet comes by and most are there already, inside a handler:
 * what is disabled need not be once more. True: to be given to ndis_dispatch_leave().
 */
static inline bool ndis_dispatch_enter(void)
{
	if (likely(softirq_count()))
		return false;
	local_bh_disable();
	return true;
}

static inline void ndis_dispatch_leave(bool entered)
{
	if (entered)
		local_bh_enable();
}

/* --- knobs.c: debugfs ndis_shim/ndis/..., only with NDIS_SHIM_TEST --- */
enum ndis_knob {
	NDIS_KNOB_PEND_SEND,
	NDIS_KNOB_PEND_REQUEST,
	NDIS_KNOB_PEND_TRANSFER,
	NDIS_KNOB_PEND_RESET,
	NDIS_KNOB_PEND_OPEN,		/* before the adapter is attached to */
	NDIS_KNOB_PEND_CLOSE,		/* before it is detached from */
	NDIS_KNOB_LOOKAHEAD,		/* most bytes of a lookahead; 0: all */
	NDIS_KNOB_FORCE_RESOURCES,	/* packets may never be kept */
	NDIS_KNOB_DELAY_MS,		/* of pended completions */
	NDIS_KNOB_DEFER_IM_INIT,
	NDIS_KNOB_FAIL_ALLOC,		/* the Nth allocation fails; 0: none */
	NDIS_KNOB_COUNT,
};

extern u32 ndis_knobs[NDIS_KNOB_COUNT];
static inline u32 ndis_knob(enum ndis_knob knob)
{
	return READ_ONCE(ndis_knobs[knob]);
}

/* delay_ms later, or when @knob is not set any more. Process context. */
void ndis_knob_wait(enum ndis_knob knob);

extern struct mutex ndis_table_lock;
extern struct workqueue_struct *ndis_pnp_wq;
extern struct workqueue_struct *ndis_rx_wq;	/* frames that waited */

/* core.c */
int ndis_init(void);
void ndis_exit(void);
/* Deregisters, with a violation each, the protocols that @driver's unload routine
 * has left; on return no handler of theirs runs. Before ndis_support_orphan().
 */
void ndis_driver_orphan(struct nt_driver *driver);

/* miniport_driver.c: intermediate drivers */
int ndis_miniport_init(void);
void ndis_miniport_exit(void);
/**
 * ndis_miniport_orphan() - end what an unloading driver has left of miniports
 * @driver: its unload routine returned and its protocols are gone
 *
 * Halts instances, deregisters miniports and wrappers. On return no MiniportXxx of
 * @driver runs, nor will one. After ndis_driver_orphan().
 *
 * Context: process.
 */
void ndis_miniport_orphan(struct nt_driver *driver);

#endif
