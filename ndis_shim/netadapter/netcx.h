/* SPDX-License-Identifier: GPL-2.0 */
/*
 * NetAdapterCx inside: devices, adapters and queues, and what the files of
 * this folder offer each other, grouped by the file that implements it.
 *
 * Nothing here knows struct net_device or sk_buff: that is linux/.
 *
 * Locks, outermost first:
 *   RTNL
 *   the device's PnP lock (ethtool resumes a sleeping parent under RTNL, so
 *	nothing here waits for RTNL inside a PnP hook; MbbCx may, since its links
 *	are children of a wwan_dev, which never sleeps)
 *   netcx_adapter.lock (mutex): the datapath's ups and downs; client callbacks
 *	that may sleep run under it, so nothing that a client may call from a
 *	callback takes it (NetAdapterStart and NetAdapterStop, which do, refuse
 *	there), and RTNL is never taken under it
 *   netcx_device.lock (spin): the list of adapters
 *   netcx_tx_state.lock, netcx_adapter.link_lock, a group's lock (spin): innermost
 * No client code runs under a spinlock.
 * Advance, SetNotificationEnabled and Cancel of one queue are serialised by the
 * ownership of its NAPI instance (linux/poll.c), or by its being polled with its group
 * (linux/rx_group.c), which is a token, not a lock.
 */
#ifndef _NDIS_SHIM_NETADAPTER_NETCX_H
#define _NDIS_SHIM_NETADAPTER_NETCX_H

#include <linux/atomic.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include <wdf.h>
#include <netadaptercx.h>

#include "cx.h"
#include "netadapter/extension.h"
#include "netadapter/ring.h"
#include "netadapter/rx_rules.h"
#include "verifier.h"
#include "wdf/object.h"

struct netcx_adapter;
struct netcx_check;
struct netcx_link;		/* linux/: the Linux side of an adapter */
struct netcx_poll;		/* linux/: the NAPI side of a queue */
struct netcx_power_settings;
struct netcx_queue;
struct netcx_rx_group;		/* linux/: who polls the receiving queues of a device */

#define NETCX_MTU_MIN		68
#define NETCX_MTU_DEFAULT	1500
/* So many queues each way at most, whatever a client can do. */
#define NETCX_QUEUES_MAX	16
/* Largest frame, and so largest MTU: lengths of IP packets have 16 bits. */
#define NETCX_MTU_MAX		65535

/* ---- device.c: NetDeviceInitConfig() to the end of the WDFDEVICE ---- */

/**
 * struct netcx_device - NetAdapterCx's part of one WDFDEVICE
 * @ref: the device object and every adapter hold one
 * @handle: NULL until WdfDeviceCreate()
 * @lock: protects @adapters; any context up to softirq
 * @adapters: of netcx_adapter.node
 * @pass: tag of the current walk over @adapters, see netcx_device_update()
 * @d0: queues may exist: between PostInterruptsEnabled and PreInterruptsDisabled
 * @gone: surprise removal
 * @latched: a power transition is under way: wake lists may be asked for
 * @power_callbacks: NetDeviceInitSetPowerPolicyEventCallbacks()
 * @reset_callback: NetDeviceInitSetResetCapabilities(), or NULL
 * @reset: collects diagnostics and has the device restarted
 * @reset_asked: @reset is under way; the device does not come back from it
 * @reset_thread: inside @reset_callback
 * @rx_group: polls the adapters' Rx queues
 */
struct netcx_device {
	struct kref ref;
	WDFDEVICE handle;
	spinlock_t lock;
	struct list_head adapters;
	unsigned int pass;
	bool d0;
	bool gone;
	bool latched;
	NET_DEVICE_POWER_POLICY_EVENT_CALLBACKS power_callbacks;
	PFN_NET_DEVICE_COLLECT_RESET_DIAGNOSTICS reset_callback;
	struct work_struct reset;
	unsigned long reset_asked;
	struct task_struct *reset_thread;
	struct netcx_rx_group *rx_group;
};

struct netcx_device *netcx_device_from_init(PWDFDEVICE_INIT init);
struct netcx_device *netcx_device_from_handle(WDFDEVICE handle, const char *who);
NTSTATUS netcx_device_attach(PWDFDEVICE_INIT init);
void netcx_device_get(struct netcx_device *dev);
void netcx_device_put(struct netcx_device *dev);
void netcx_device_add(struct netcx_device *dev, struct netcx_adapter *adapter);
void netcx_device_del(struct netcx_device *dev, struct netcx_adapter *adapter);

/* reset.c */
void netcx_reset_init(struct netcx_device *dev);
void netcx_reset_end(struct netcx_device *dev);

extern struct workqueue_struct *netcx_wq;	/* not freezable; may take RTNL */
extern struct workqueue_struct *netcx_release_wq;	/* ends of adapters; no RTNL */

/* ---- init_api.c: NETADAPTER_INIT ---- */

/**
 * struct netcx_adapter_init - what a NETADAPTER_INIT handle points to
 * @node: in the list of those that live
 * @device: for which device
 * @callbacks: Size is 0 if none were set
 * @ext: the extension that allocated it, or NULL
 * @ext_ctx: the extension's
 * @created: NetAdapterCreate()'s result, to tell that there was one; not
 *	referenced, since the framework does not delete it meanwhile
 */
struct netcx_adapter_init {
	struct list_head node;
	WDFDEVICE device;
	NET_ADAPTER_DATAPATH_CALLBACKS callbacks;
	const struct cx_adapter_ops *ext;
	void *ext_ctx;
	struct netcx_adapter *created;
};

struct netcx_adapter_init *netcx_init_alloc(WDFDEVICE device);
void netcx_init_free(struct netcx_adapter_init *init);
struct netcx_adapter_init *netcx_init_from_handle(NETADAPTER_INIT *handle, const char *who);

/* ---- adapter.c ---- */

/* What went wrong on an adapter's datapath: ethtool -S shows them. */
enum netcx_counter {
	NETCX_VIOLATIONS,
	NETCX_RX_NO_NETDEV,	/* no interface, or it is down */
	NETCX_RX_NO_MEMORY,
	NETCX_RX_BAD_DESCRIPTOR,
	NETCX_RX_NOT_IP,
	NETCX_RX_CANCELLED,
	NETCX_RX_COPIED,
	NETCX_RX_PAGES,
	NETCX_TX_NOT_IP,
	NETCX_TX_NO_MEMORY,
	NETCX_TX_NO_POWER,
	NETCX_TX_DOWN,
	NETCX_TX_CANCELLED,
	NETCX_TX_LINEARIZED,
	NETCX_TX_QUEUE_STOPPED,
	NETCX_RING_FULL,
	NETCX_ADVANCE,
	NETCX_ARMED,
	NETCX_NOTIFIED,
	NETCX_NUM_COUNTERS
};

/**
 * struct netcx_queue_init - what a NETTXQUEUE_INIT or NETRXQUEUE_INIT points to
 * @magic: NETCX_QUEUE_INIT_MAGIC while the create callback runs
 * @adapter: whose queue it will be
 * @thread: the thread that called the client: NetTxQueueCreate() must be on it
 * @tx: direction
 * @id: 0-based
 * @created: the queue, once created
 */
struct netcx_queue_init {
	u32 magic;
	struct netcx_adapter *adapter;
	struct task_struct *thread;
	bool tx;
	u32 id;
	struct netcx_queue *created;
};

/**
 * struct netcx_wake_caps - what the client said its hardware can wake on
 * All constant after the adapter's start.
 */
struct netcx_wake_caps {
	bool bitmap;
	bool media_connect;
	bool media_disconnect;
	bool magic;
	bool filter;
	bool eapol;
	SIZE_T max_patterns;
	SIZE_T max_pattern_size;
};

/**
 * struct netcx_wake_source - what a NETWAKESOURCE points to
 * @magic: NETCX_WAKE_SOURCE_MAGIC
 * @type: what wakes
 * @adapter: whose
 */
struct netcx_wake_source {
	u32 magic;
	NET_WAKE_SOURCE_TYPE type;
	struct netcx_adapter *adapter;
};

#define NETCX_WAKE_SOURCES	3	/* as many as there are NETCX_WAKE_* */

/**
 * struct netcx_filter - receive filters of an adapter
 * @supported: NET_PACKET_FILTER_FLAGS; 0: it has none and passes everything on
 * @max_multicast: addresses that the hardware can match
 * @set: the client's callback, or NULL
 * @set_packet_filter: before 2.1
 * @set_multicast: before 2.1
 * @changed: the client does not know the filter that it should have
 * @thread: inside @set: the only thread that may look at the rest, else NULL
 * @flags: what the client is being told
 * @count: addresses in @list
 * @list: multicast addresses
 *
 * Constant after the adapter's start, but for what is after @set_multicast: that
 * is under the adapter's lock, @changed excepted.
 */
struct netcx_filter {
	NET_PACKET_FILTER_FLAGS supported;
	SIZE_T max_multicast;
	PFN_NET_ADAPTER_SET_RECEIVE_FILTER set;
	PFN_NET_ADAPTER_SET_PACKET_FILTER set_packet_filter;
	PFN_NET_ADAPTER_SET_MULTICAST_LIST set_multicast;
	atomic_t changed;
	struct task_struct *thread;
	NET_PACKET_FILTER_FLAGS flags;
	u32 count;
	NET_ADAPTER_LINK_LAYER_ADDRESS *list;
};

/* Bits of netcx_offload: what a device may do for the stack. */
#define NETCX_OFFLOAD_TX_IPV4	BIT(0)	/* IP header checksum */
#define NETCX_OFFLOAD_TX_TCP	BIT(1)
#define NETCX_OFFLOAD_TX_UDP	BIT(2)
#define NETCX_OFFLOAD_RX_IPV4	BIT(3)
#define NETCX_OFFLOAD_RX_TCP	BIT(4)
#define NETCX_OFFLOAD_RX_UDP	BIT(5)
#define NETCX_OFFLOAD_LSO_IPV4	BIT(6)
#define NETCX_OFFLOAD_LSO_IPV6	BIT(7)
#define NETCX_OFFLOAD_USO_IPV4	BIT(8)
#define NETCX_OFFLOAD_USO_IPV6	BIT(9)
#define NETCX_OFFLOAD_RSC_IPV4	BIT(10)
#define NETCX_OFFLOAD_RSC_IPV6	BIT(11)
#define NETCX_OFFLOAD_RSC_TIME	BIT(12)
#define NETCX_OFFLOAD_VLAN_TX	BIT(13)
#define NETCX_OFFLOAD_VLAN_RX	BIT(14)

#define NETCX_OFFLOAD_TX_SUM	(NETCX_OFFLOAD_TX_IPV4 | NETCX_OFFLOAD_TX_TCP |	\
				 NETCX_OFFLOAD_TX_UDP)
#define NETCX_OFFLOAD_RX_SUM	(NETCX_OFFLOAD_RX_IPV4 | NETCX_OFFLOAD_RX_TCP |	\
				 NETCX_OFFLOAD_RX_UDP)
#define NETCX_OFFLOAD_LSO	(NETCX_OFFLOAD_LSO_IPV4 | NETCX_OFFLOAD_LSO_IPV6)
#define NETCX_OFFLOAD_USO	(NETCX_OFFLOAD_USO_IPV4 | NETCX_OFFLOAD_USO_IPV6)
#define NETCX_OFFLOAD_GSO	(NETCX_OFFLOAD_LSO | NETCX_OFFLOAD_USO)
#define NETCX_OFFLOAD_RSC	(NETCX_OFFLOAD_RSC_IPV4 | NETCX_OFFLOAD_RSC_IPV6 |	\
				 NETCX_OFFLOAD_RSC_TIME)

/* Layer3Flags of an IP, whatever is in front of the next layer. */
#define NETCX_L3_IPV4	(NetAdapterOffloadLayer3FlagIPv4NoOptions |	\
			 NetAdapterOffloadLayer3FlagIPv4WithOptions)
#define NETCX_L3_IPV6	(NetAdapterOffloadLayer3FlagIPv6NoExtensions |	\
			 NetAdapterOffloadLayer3FlagIPv6WithExtensions)

/* Which callback tells of which. */
enum netcx_offload_group {
	NETCX_GROUP_TX_SUM,
	NETCX_GROUP_RX_SUM,
	NETCX_GROUP_SUM,
	NETCX_GROUP_GSO,
	NETCX_GROUP_LSO,
	NETCX_GROUP_RSC,
	NETCX_NUM_GROUPS
};

/**
 * struct netcx_offload - hardware offloads of an adapter
 * @supported: NETCX_OFFLOAD_*, what the client has said that it can do
 * @tx_l3, @tx_l4: NET_ADAPTER_OFFLOAD_LAYER[34]_FLAGS of checksums
 * @tx_l3_limit, @tx_l4_limit: greatest offsets of these headers, 0 = none
 * @gso_l3, @gso_l4, @gso_l4_limit: the same of segmentation
 * @gso_max: bytes of one packet
 * @gso_min: segments of one packet
 * @priority: 802.1Q tags may have a priority
 * @set: the client's callbacks, all of one type
 * @wanted: NETCX_OFFLOAD_* that user space has switched on; any context
 * @active: what the client knows to be on, so what may be asked of it
 * @usual: kinds of packets (enum netcx_usual, a bit each) whose layer 4 checksum it may be
 *	asked for, which follows from @active
 * @last: what it was told last
 * @told: it was told at all
 * @thread: inside one of @set: the only one that may look at @telling
 * @telling: NETCX_OFFLOAD_*
 *
 * Constant after the adapter's start up to @set; from @active on written under
 * the adapter's lock.
 */
struct netcx_offload {
	unsigned long supported;
	u32 tx_l3;
	u32 tx_l4;
	u32 tx_l3_limit;
	u32 tx_l4_limit;
	u32 gso_l3;
	u32 gso_l4;
	u32 gso_l4_limit;
	SIZE_T gso_max;
	SIZE_T gso_min;
	bool priority;
	PFN_NET_ADAPTER_OFFLOAD_SET_CHECKSUM set[NETCX_NUM_GROUPS];
	unsigned long wanted;
	unsigned long active;
	u32 usual;
	unsigned long last;
	bool told;
	struct task_struct *thread;
	unsigned long telling;
};

#define NETCX_SCALING_KEY	40	/* bytes, of Toeplitz' hash */
#define NETCX_SCALING_TABLE	512	/* entries at most */

/**
 * struct netcx_scaling - receive scaling of an adapter
 * @caps: the client's, Size is 0 if it has none; constant after start
 * @lock: protects the members up to @changed; innermost
 * @wanted: switched on by user space
 * @key: of the hash
 * @table: Rx queue of each hash index
 * @changed: the client does not know them
 * @on: the client was enabled; under the adapter's lock
 * @refused: it would not be, so it is not asked until something is switched
 */
struct netcx_scaling {
	NET_ADAPTER_RECEIVE_SCALING_CAPABILITIES caps;
	spinlock_t lock;
	bool wanted;
	u8 key[NETCX_SCALING_KEY];
	u16 table[NETCX_SCALING_TABLE];
	bool changed;
	bool on;
	bool refused;
};

/**
 * struct netcx_filter_wanted - what the interface is to receive
 * @up: anything at all
 * @promiscuous: everything
 * @all_multicast: every multicast frame
 * @count: addresses in @list
 * @list: multicast addresses, kmalloc'd; NULL with @count if there was no memory
 */
struct netcx_filter_wanted {
	bool up;
	bool promiscuous;
	bool all_multicast;
	u32 count;
	NET_ADAPTER_LINK_LAYER_ADDRESS *list;
};

/**
 * struct netcx_adapter - a NETADAPTER
 * @base: the WDF object; its address is the handle
 * @dev: holds a reference
 * @node: in @dev->adapters
 * @pass: see netcx_device_update()
 * @ext: the extension that had it created, or NULL
 * @ext_ctx: the extension's
 * @datapath: callbacks of the client; Size is 0 if there are none
 *
 * @lock: protects the members up to @rxq, and the calls that change them
 * @owner: the thread that holds @lock
 * @client_started: NetAdapterStart() without NetAdapterStop()
 * @ext_started: cx_adapter_start() without cx_adapter_stop()
 * @dying: deletion has begun: never comes up again
 * @up: queues exist and poll, or the default datapath is in place
 * @failed: the last attempt to bring the datapath up failed
 * @txq: while @up, all NULL with the default datapath
 * @rxq: likewise
 * @num_txq: how many of them there are while @up; constant after start
 * @num_rxq: likewise
 * @queue_init: lent to the client while it makes its queues; here rather than
 *	on a stack, so that a handle used later is a violation and no more
 *
 * @luid: NetLuidIndex, constant
 * @configured: a start was asked for once: capabilities are frozen
 * @unsupported: capabilities ask for what does not exist here: no start
 * @tx_caps, @rx_caps: constant after start
 * @mtu: link layer MTU, read anywhere
 *
 * @link_lock: protects the members up to @link_failed; hardirq safe
 * @link_state: what the client said last
 * @ext_carrier: the extension's half of the carrier
 * @ext_tx_speed, @ext_rx_speed: bit/s, 0 = not given
 * @link_failed: @failed, or the device is gone
 *
 * @filter: receive filters
 * @offload: what the hardware does for the stack
 * @scaling: which Rx queue gets what
 *
 * @work: own interface, changes of MTU and rings: what needs RTNL or is asked for where one
 *	may not sleep; holds a reference while queued
 * @mtu_changed: not 0: the queues are to be made again; the MTU they had
 * @rings_changed: not 0: likewise
 * @tx_ring, @rx_ring: packets in the rings of queues that are made from now on
 * @link: the Linux side
 * @counters: enum netcx_counter
 * @wake: capabilities
 * @wake_enabled: NETCX_WAKE_* that user space switched on
 * @wake_latched: the same as of the last arming
 * @wake_sources: one for each NETCX_WAKE_*
 * @power_settings: the 1.x view of wake, made on demand
 * @release_work: for a last reference that is dropped where one may not sleep
 * @rcu: notifications may race with the end of a queue and its adapter
 */
struct netcx_adapter {
	struct wdf_object base;
	struct netcx_device *dev;
	struct list_head node;
	unsigned int pass;
	const struct cx_adapter_ops *ext;
	void *ext_ctx;
	NET_ADAPTER_DATAPATH_CALLBACKS datapath;

	struct mutex lock;
	struct task_struct *owner;
	bool client_started;
	bool ext_started;
	bool dying;
	bool up;
	bool failed;
	struct netcx_queue *txq[NETCX_QUEUES_MAX];
	struct netcx_queue *rxq[NETCX_QUEUES_MAX];
	u32 num_txq;
	u32 num_rxq;
	struct netcx_queue_init queue_init;

	u32 luid;
	bool configured;
	bool unsupported;
	NET_ADAPTER_TX_CAPABILITIES tx_caps;
	NET_ADAPTER_RX_CAPABILITIES rx_caps;
	NET_ADAPTER_LINK_LAYER_CAPABILITIES link_caps;
	NET_ADAPTER_LINK_LAYER_ADDRESS permanent_address;
	NET_ADAPTER_LINK_LAYER_ADDRESS current_address;
	u32 mtu;

	spinlock_t link_lock;
	NET_ADAPTER_LINK_STATE link_state;
	bool ext_carrier;
	u64 ext_tx_speed;
	u64 ext_rx_speed;
	bool link_failed;

	struct netcx_filter filter;
	struct netcx_offload offload;
	struct netcx_scaling scaling;

	struct work_struct work;
	atomic_t mtu_changed;
	atomic_t rings_changed;
	u32 tx_ring;
	u32 rx_ring;
	struct netcx_link *link;
	atomic_long_t counters[NETCX_NUM_COUNTERS];

	struct netcx_wake_caps wake;
	unsigned long wake_enabled;
	unsigned long wake_latched;
	struct netcx_wake_source wake_sources[NETCX_WAKE_SOURCES];
	struct netcx_power_settings *power_settings;
	struct work_struct release_work;
	struct rcu_head rcu;
};

NTSTATUS netcx_adapter_create(struct netcx_adapter_init *init, PWDF_OBJECT_ATTRIBUTES attributes,
			      struct netcx_adapter **out);
struct netcx_adapter *netcx_adapter_from_handle(NETADAPTER handle, const char *who);
NTSTATUS netcx_adapter_client_start(struct netcx_adapter *adapter);
void netcx_adapter_client_stop(struct netcx_adapter *adapter);
NTSTATUS netcx_adapter_ext_start(struct netcx_adapter *adapter);
void netcx_adapter_ext_stop(struct netcx_adapter *adapter);
void netcx_adapter_stop_all(struct netcx_adapter *adapter);
void netcx_adapter_lock(struct netcx_adapter *adapter);
void netcx_adapter_unlock(struct netcx_adapter *adapter);
void netcx_adapter_update(struct netcx_adapter *adapter);
void netcx_adapter_queue_work(struct netcx_adapter *adapter);
void netcx_adapter_set_mtu(struct netcx_adapter *adapter, u32 mtu);
void netcx_adapter_set_rings(struct netcx_adapter *adapter, u32 tx, u32 rx);
bool netcx_adapter_wants_interface(struct netcx_adapter *adapter);

static inline NETADAPTER netcx_adapter_handle(struct netcx_adapter *adapter)
{
	return (NETADAPTER)&adapter->base;
}

static inline struct netcx_adapter *netcx_adapter_get(struct netcx_adapter *adapter)
{
	wdf_object_get(&adapter->base);
	return adapter;
}

static inline void netcx_adapter_put(struct netcx_adapter *adapter)
{
	wdf_object_put(&adapter->base);
}

static inline void netcx_count(struct netcx_adapter *adapter, enum netcx_counter counter)
{
	atomic_long_inc(&adapter->counters[counter]);
}

static inline void netcx_count_many(struct netcx_adapter *adapter, enum netcx_counter counter,
				    unsigned int n)
{
	if (n)
		atomic_long_add(n, &adapter->counters[counter]);
}

static inline bool netcx_adapter_driver_managed(const struct netcx_adapter *adapter)
{
	return adapter->rx_caps.AllocationMode == NetRxFragmentBufferAllocationModeDriver;
}

/* Extensions have raw IP interfaces, whatever address their client reports. */
static inline bool netcx_adapter_ethernet(const struct netcx_adapter *adapter)
{
	return !adapter->ext && adapter->current_address.Length == 6;
}

/* A client broke @rule: report it for the adapter's driver, and count. */
#define netcx_violation(adapter, rule, fmt, ...)				\
do {										\
	struct netcx_adapter *__a = (adapter);					\
										\
	netcx_count(__a, NETCX_VIOLATIONS);					\
	nt_violation(__a->base.driver, NT_RULE_##rule, fmt, ##__VA_ARGS__);	\
} while (0)

/* ---- adapter_api.c ---- */

struct netcx_adapter *netcx_adapter_configurable(NETADAPTER handle, const char *who);
struct netcx_adapter *netcx_adapter_configurable_sized(NETADAPTER handle, const ULONG *size,
						       size_t expected, const char *who);

/* For the entry points that take a structure with a Size. */
#define netcx_configurable_with(handle, caps)						\
	netcx_adapter_configurable_sized(handle, (caps) ? &(caps)->Size : NULL,		\
					 sizeof(*(caps)), __func__)

/* ---- caps.c: what a client may ask for ---- */

void netcx_caps_default(struct netcx_adapter *adapter);
const char *netcx_caps_check_tx(const NET_ADAPTER_TX_CAPABILITIES *caps);
const char *netcx_caps_check_rx(const NET_ADAPTER_RX_CAPABILITIES *caps);
void netcx_caps_queues(struct netcx_adapter *adapter);
bool netcx_caps_unsupported(const NET_ADAPTER_TX_CAPABILITIES *tx,
			    const NET_ADAPTER_RX_CAPABILITIES *rx);

/* ---- link_state.c: carrier and speeds ---- */

const char *netcx_link_state_check(const NET_ADAPTER_LINK_STATE *state);
void netcx_link_state_set(struct netcx_adapter *adapter, const NET_ADAPTER_LINK_STATE *state);
void netcx_link_state_carrier(struct netcx_adapter *adapter, bool on);
void netcx_link_state_failed(struct netcx_adapter *adapter, bool failed);
void netcx_link_state_refresh(struct netcx_adapter *adapter);
bool netcx_link_state_up(struct netcx_adapter *adapter);
void netcx_link_state_speed(struct netcx_adapter *adapter, u64 *tx, u64 *rx);

/* ---- queue.c: the life of a queue ---- */

/* Bits of netcx_queue.flags. */
#define NETCX_QUEUE_NOTIFIED	0	/* the client notified since last looked */
#define NETCX_QUEUE_DRAINING	1	/* Cancel was called; stop() waits */

/**
 * struct netcx_queue - a NETPACKETQUEUE
 * @base: the WDF object; its address is the handle
 * @adapter: the parent, which outlives it
 * @tx: direction
 * @id: 0-based
 * @config: the client's callbacks
 * @rings: what the client gets
 * @packet, @fragment: our view of the rings
 * @ext: element layout
 * @mdls: Tx: the client has asked for the fragments' MDLs
 * @flags: NETCX_QUEUE_*
 * @drain: stop() sleeps here between two Advances
 * @arming_tells: see nt_rx_arming_tells()
 * @check: copies of the rings in the checking mode, else NULL
 * @poll: the Linux side
 * @rcu: notifications may race with the last put
 *
 * The rings belong to whoever owns the queue's token.
 */
struct netcx_queue {
	struct wdf_object base;
	struct netcx_adapter *adapter;
	bool tx;
	u32 id;
	NET_PACKET_QUEUE_CONFIG config;
	NET_RING_COLLECTION rings;
	struct netcx_ring packet;
	struct netcx_ring fragment;
	struct netcx_ext_layout ext;
	bool mdls;
	bool arming_tells;
	unsigned long flags;
	wait_queue_head_t drain;
	struct netcx_check *check;
	struct netcx_poll *poll;
	struct rcu_head rcu;
};

struct netcx_queue_init *netcx_queue_init_from_handle(const void *handle, bool tx,
						      const char *who);
struct netcx_queue *netcx_queue_from_handle(NETPACKETQUEUE handle, bool tx, const char *who);
NTSTATUS netcx_queue_create(struct netcx_queue_init *init, PWDF_OBJECT_ATTRIBUTES attributes,
			    const NET_PACKET_QUEUE_CONFIG *config, struct netcx_queue **out);
NTSTATUS netcx_queue_make(struct netcx_adapter *adapter, bool tx, u32 id,
			  struct netcx_queue **out);
void netcx_queue_start(struct netcx_queue *queue);
void netcx_queue_stop(struct netcx_queue *queue);
void netcx_queue_notify(struct netcx_queue *queue);
void netcx_queue_advance(struct netcx_queue *queue);

static inline NETPACKETQUEUE netcx_queue_handle(struct netcx_queue *queue)
{
	return (NETPACKETQUEUE)&queue->base;
}

/* The client owns nothing of the queue's rings any more. A transmitting client
 * may leave its fragment ring alone: those are taken back with the packets.
 */
static inline bool netcx_queue_empty(const struct netcx_queue *queue)
{
	return !netcx_ring_held(&queue->packet) &&
	       (queue->tx || !netcx_ring_held(&queue->fragment));
}

static inline NET_FRAGMENT_VIRTUAL_ADDRESS *
netcx_queue_virtual_address(const struct netcx_queue *queue, NET_FRAGMENT *fragment)
{
	return (void *)fragment + queue->ext.offset[NETCX_EXT_VIRTUAL_ADDRESS];
}

static inline NET_FRAGMENT_RETURN_CONTEXT *
netcx_queue_return_context(const struct netcx_queue *queue, NET_FRAGMENT *fragment)
{
	return (void *)fragment + queue->ext.offset[NETCX_EXT_RETURN_CONTEXT];
}

/* ---- check.c: the checking mode, module parameter ring_check ---- */

/* NULL also if the mode is off. */
struct netcx_check *netcx_check_alloc(const struct netcx_queue *queue);
void netcx_check_free(struct netcx_check *check);
void netcx_check_save(struct netcx_queue *queue);
void netcx_check_compare(struct netcx_queue *queue);

/* A callback is about to be called. Context: the owner of the queue's token. */
static inline void netcx_check_before(struct netcx_queue *queue)
{
	if (unlikely(queue->check))
		netcx_check_save(queue);
}

/* And has returned, and netcx_ring_sync() was called. Likewise. */
static inline void netcx_check_after(struct netcx_queue *queue)
{
	if (unlikely(queue->check))
		netcx_check_compare(queue);
}

/* ---- filter_rules.c and filter.c: receive filters ---- */

NET_PACKET_FILTER_FLAGS netcx_filter_flags(const struct netcx_filter *filter,
					   const struct netcx_filter_wanted *wanted);
void netcx_filter_changed(struct netcx_adapter *adapter);
void netcx_filter_update(struct netcx_adapter *adapter);

static inline bool netcx_filter_present(const struct netcx_adapter *adapter)
{
	return adapter->filter.supported;
}

/* ---- offload.c: what hardware does for the stack ---- */

u32 netcx_offload_extensions(const struct netcx_adapter *adapter, bool tx);
void netcx_offload_want(struct netcx_adapter *adapter, unsigned long wanted);
void netcx_offload_apply(struct netcx_adapter *adapter);

/* What may be asked of the client, and what of its findings is trusted. */
static inline unsigned long netcx_offload_active(const struct netcx_adapter *adapter)
{
	return READ_ONCE(adapter->offload.active);
}

/* May the client be asked for the checksum of this kind of packet? */
static inline bool netcx_offload_sums(const struct netcx_adapter *adapter, int kind)
{
	return READ_ONCE(adapter->offload.usual) & BIT(kind);
}

/* ---- scaling.c: receive scaling ---- */

void netcx_scaling_init(struct netcx_adapter *adapter);
void netcx_scaling_configured(struct netcx_adapter *adapter);
void netcx_scaling_up(struct netcx_adapter *adapter);
void netcx_scaling_down(struct netcx_adapter *adapter);
void netcx_scaling_update(struct netcx_adapter *adapter);
void netcx_scaling_want(struct netcx_adapter *adapter, bool on);
bool netcx_scaling_set(struct netcx_adapter *adapter, const u32 *table, const u8 *key);
void netcx_scaling_get(struct netcx_adapter *adapter, u32 *table, u8 *key);

static inline bool netcx_scaling_present(const struct netcx_adapter *adapter)
{
	return adapter->scaling.caps.Size;
}

/* ---- wake.c: what may wake the device ---- */

/* Bits of netcx_adapter.wake_enabled and .wake_latched. */
#define NETCX_WAKE_MAGIC	BIT(0)
#define NETCX_WAKE_MEDIA	BIT(1)
#define NETCX_WAKE_FILTER	BIT(2)

unsigned long netcx_wake_supported(const struct netcx_adapter *adapter);
void netcx_wake_latch(struct netcx_device *dev);
bool netcx_wake_allowed(struct netcx_device *dev, const char *who);

/* ---- power_settings.c: NetAdapterCx 1.x's view of it ---- */

void netcx_power_settings_forget(struct netcx_adapter *adapter);

/* ---- linux/: the net_device side ---- */

/* linux/link.c */
int netcx_link_alloc(struct netcx_adapter *adapter);
void netcx_link_free(struct netcx_adapter *adapter);
void netcx_link_carrier(struct netcx_adapter *adapter, bool on);
bool netcx_link_bound(struct netcx_adapter *adapter);
void netcx_link_mtu_changed(struct netcx_adapter *adapter, u32 from);

/* linux/rx_head.c */
void netcx_heads_free(void);

/* linux/filter.c */
void netcx_link_filter(struct netcx_adapter *adapter, struct netcx_filter_wanted *wanted);

/* linux/features.c */
void netcx_link_hash_key(u8 *key);

/* linux/own.c: the interface of an adapter that no extension looks after */
void netcx_own_update(struct netcx_adapter *adapter);

/* linux/tx.c: what survives the queue */
void netcx_tx_accept(struct netcx_adapter *adapter, bool accept);
void netcx_tx_attach(struct netcx_adapter *adapter, struct netcx_queue *queue);
void netcx_tx_detach(struct netcx_adapter *adapter);
void netcx_tx_abandon(struct netcx_adapter *adapter);
void netcx_tx_purge(struct netcx_adapter *adapter);
void netcx_tx_settle(struct netcx_adapter *adapter);

/* linux/poll.c */
int netcx_poll_create(struct netcx_queue *queue);
void netcx_poll_enable(struct netcx_queue *queue);
void netcx_poll_disable(struct netcx_queue *queue);
void netcx_poll_kick(struct netcx_queue *queue);
void netcx_poll_collect(struct netcx_queue *queue);
void netcx_poll_remove(struct netcx_queue *queue);
void netcx_poll_free(struct netcx_queue *queue);

/* linux/rx_group.c */
struct netcx_rx_group *netcx_group_alloc(bool shared);
void netcx_group_free(struct netcx_rx_group *group);

/* linux/rx_keep.c */
/* Module parameter, microseconds. */
extern unsigned int netcx_keep_usecs;
void netcx_keep_settle(struct netcx_rx_group *group);

#endif
