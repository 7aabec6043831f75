// SPDX-License-Identifier: GPL-2.0
/*
 * NETADAPTER objects: creation and deletion, and the one place that decides
 * whether an adapter's datapath is up. Queues are queue.c, what an interface
 * shows of it is linux/.
 *
 * The datapath is up while all of these hold: the client started the adapter,
 * so did the extension that had it created (if one had), the device is in D0,
 * and deletion has not begun. Everything that changes one of them calls
 * netcx_adapter_update() afterwards.
 *
 * End of an adapter, by what could still reach it:
 *   client calls		own a reference for the call
 *   PnP walk (device.c)	references what it visits; off the list in dispose
 *   queues			stopped and deleted in quiesce, before any child
 *   work			cancelled in quiesce; queued later, it has a reference
 *   xmit, ethtool, ndo_*	reach it through the bound net_device, which holds
 *				a reference from bind to ndo_uninit and gives it
 *				up after a grace period
 */
#include "netadapter/netcx.h"

#include <linux/device.h>
#include <linux/slab.h>

#include "nt/nt_internal.h"
#include "wdf/device.h"

void netcx_adapter_lock(struct netcx_adapter *adapter)
{
	mutex_lock(&adapter->lock);
	WRITE_ONCE(adapter->owner, current);
}

void netcx_adapter_unlock(struct netcx_adapter *adapter)
{
	WRITE_ONCE(adapter->owner, NULL);
	mutex_unlock(&adapter->lock);
}

/* Are we inside a callback that start or stop would have to wait for? */
static bool netcx_adapter_in_callback(struct netcx_adapter *adapter, const char *who)
{
	if (READ_ONCE(adapter->owner) != current)
		return false;
	netcx_violation(adapter, CALLBACK_DEADLOCK, "%s: in a callback of the adapter's queues",
			who);
	return true;
}

/* None of them is started, or all are stopped. */
static void netcx_adapter_delete_queues(struct netcx_adapter *adapter)
{
	u32 i;

	for (i = 0; i < NETCX_QUEUES_MAX; i++) {
		if (adapter->rxq[i])
			wdf_object_delete(&adapter->rxq[i]->base);
		adapter->rxq[i] = NULL;
	}
	for (i = 0; i < NETCX_QUEUES_MAX; i++) {
		if (adapter->txq[i])
			wdf_object_delete(&adapter->txq[i]->base);
		adapter->txq[i] = NULL;
	}
}

static void netcx_adapter_down(struct netcx_adapter *adapter)
{
	u32 i;

	lockdep_assert_held(&adapter->lock);

	netcx_scaling_down(adapter);
	netcx_tx_detach(adapter);
	for (i = 0; i < adapter->num_rxq && adapter->rxq[i]; i++)
		netcx_queue_stop(adapter->rxq[i]);
	for (i = 0; i < adapter->num_txq && adapter->txq[i]; i++)
		netcx_queue_stop(adapter->txq[i]);
	netcx_tx_abandon(adapter);
	netcx_adapter_delete_queues(adapter);
	adapter->up = false;
}

static NTSTATUS netcx_adapter_make_queues(struct netcx_adapter *adapter)
{
	NTSTATUS status = STATUS_SUCCESS;
	u32 i;

	for (i = 0; i < adapter->num_txq && NT_SUCCESS(status); i++)
		status = netcx_queue_make(adapter, true, i, &adapter->txq[i]);
	for (i = 0; i < adapter->num_rxq && NT_SUCCESS(status); i++)
		status = netcx_queue_make(adapter, false, i, &adapter->rxq[i]);
	if (!NT_SUCCESS(status))
		netcx_adapter_delete_queues(adapter);
	return status;
}

static NTSTATUS netcx_adapter_up(struct netcx_adapter *adapter)
{
	NTSTATUS status;
	u32 i;

	lockdep_assert_held(&adapter->lock);

	/* Whatever the client has forgotten while it was down. */
	netcx_filter_changed(adapter);
	netcx_offload_apply(adapter);

	/* No callbacks: the default datapath, which has no queues. */
	if (!adapter->datapath.Size) {
		adapter->up = true;
		return STATUS_SUCCESS;
	}

	status = netcx_adapter_make_queues(adapter);
	if (!NT_SUCCESS(status))
		return status;

	adapter->up = true;
	for (i = 0; i < adapter->num_txq; i++)
		netcx_queue_start(adapter->txq[i]);
	for (i = 0; i < adapter->num_rxq; i++)
		netcx_queue_start(adapter->rxq[i]);
	for (i = 0; i < adapter->num_txq; i++)
		netcx_tx_attach(adapter, adapter->txq[i]);
	netcx_scaling_up(adapter);
	return STATUS_SUCCESS;
}

static void netcx_adapter_update_locked(struct netcx_adapter *adapter)
{
	NTSTATUS status;
	bool started, gone;

	lockdep_assert_held(&adapter->lock);

	started = adapter->client_started && (!adapter->ext || adapter->ext_started) &&
		  !adapter->dying;

	if (!started || !READ_ONCE(adapter->dev->d0)) {
		if (adapter->up)
			netcx_adapter_down(adapter);
		adapter->failed = false;
	} else if (!adapter->up && !adapter->failed) {
		status = netcx_adapter_up(adapter);
		if (!NT_SUCCESS(status)) {
			dev_err(cx_device_linux(adapter->dev->handle),
				"%s: no packet queues, status %#x\n",
				cx_device_driver_name(adapter->dev->handle), status);
			adapter->failed = true;
		}
	}

	/* While the device sleeps packets are accepted: they wake it. Making the
	 * queues took its time: a surprise meanwhile has said no already.
	 */
	gone = READ_ONCE(adapter->dev->gone);
	started = started && adapter->datapath.Size && !adapter->failed && !gone;
	netcx_tx_accept(adapter, started);
	if (!started && !adapter->txq[0])
		netcx_tx_purge(adapter);
	netcx_link_state_failed(adapter, adapter->failed || gone);
}

/**
 * netcx_adapter_update() - bring the datapath up or down, as it should be
 * @adapter: any adapter
 *
 * On return all callbacks of the transition have been made.
 * Context: process, without netcx_adapter.lock; with or without RTNL.
 */
void netcx_adapter_update(struct netcx_adapter *adapter)
{
	netcx_adapter_lock(adapter);
	netcx_adapter_update_locked(adapter);
	netcx_adapter_unlock(adapter);
}

/* MTU and rings are what a client sizes its queues by: make them again. */
static void netcx_adapter_remake(struct netcx_adapter *adapter)
{
	netcx_adapter_lock(adapter);
	if (adapter->up)
		netcx_adapter_down(adapter);
	netcx_adapter_update_locked(adapter);
	netcx_adapter_unlock(adapter);
}

static void netcx_adapter_work(struct work_struct *work)
{
	struct netcx_adapter *adapter = container_of(work, struct netcx_adapter, work);
	u32 from = atomic_xchg(&adapter->mtu_changed, 0);

	if (atomic_xchg(&adapter->rings_changed, 0) || from)
		netcx_adapter_remake(adapter);
	if (from)
		netcx_link_mtu_changed(adapter, from);
	netcx_own_update(adapter);
	netcx_adapter_lock(adapter);
	if (adapter->up) {
		netcx_offload_apply(adapter);
		netcx_scaling_update(adapter);
	}
	netcx_adapter_unlock(adapter);
	netcx_filter_update(adapter);
	netcx_adapter_put(adapter);
}

/**
 * netcx_adapter_queue_work() - have netcx_adapter.work run
 * @adapter: any adapter
 *
 * Context: any.
 */
void netcx_adapter_queue_work(struct netcx_adapter *adapter)
{
	netcx_adapter_get(adapter);
	if (!queue_work(netcx_wq, &adapter->work))
		netcx_adapter_put(adapter);
}

/**
 * netcx_adapter_wants_interface() - should the adapter's own interface exist
 * @adapter: any adapter
 *
 * Return: false also if an extension cares for its interface.
 * Context: any.
 */
bool netcx_adapter_wants_interface(struct netcx_adapter *adapter)
{
	return !adapter->ext && READ_ONCE(adapter->client_started) && !READ_ONCE(adapter->dying);
}

/* The first start: capabilities are frozen, and what follows from them is set. */
static void netcx_adapter_configured(struct netcx_adapter *adapter)
{
	lockdep_assert_held(&adapter->lock);

	if (adapter->configured)
		return;
	netcx_caps_queues(adapter);
	netcx_scaling_configured(adapter);
	WRITE_ONCE(adapter->offload.wanted, adapter->offload.supported);
	adapter->configured = true;
}

/**
 * netcx_adapter_client_start() - NetAdapterStart()
 * @adapter: any adapter
 *
 * Return: STATUS_SUCCESS also if its queues could not be made: the adapter then
 *	stays without carrier.
 * Context: process.
 */
NTSTATUS netcx_adapter_client_start(struct netcx_adapter *adapter)
{
	if (READ_ONCE(adapter->dev->gone))
		return STATUS_INVALID_DEVICE_REQUEST;
	if (adapter->unsupported)
		return STATUS_NOT_SUPPORTED;
	if (netcx_adapter_in_callback(adapter, "NetAdapterStart"))
		return STATUS_INVALID_DEVICE_STATE;

	netcx_adapter_lock(adapter);
	if (adapter->client_started || adapter->dying) {
		netcx_adapter_unlock(adapter);
		netcx_violation(adapter, ADAPTER_WRONG_STATE, "NetAdapterStart: %s",
				adapter->dying ? "adapter is being deleted" : "started twice");
		return STATUS_INVALID_DEVICE_STATE;
	}
	netcx_adapter_configured(adapter);
	adapter->client_started = true;
	netcx_adapter_update_locked(adapter);
	netcx_adapter_unlock(adapter);

	if (!adapter->ext)
		netcx_adapter_queue_work(adapter);
	return STATUS_SUCCESS;
}

/**
 * netcx_adapter_client_stop() - NetAdapterStop()
 * @adapter: any adapter, started or not
 *
 * Context: process.
 */
void netcx_adapter_client_stop(struct netcx_adapter *adapter)
{
	if (netcx_adapter_in_callback(adapter, "NetAdapterStop"))
		return;

	netcx_adapter_lock(adapter);
	adapter->client_started = false;
	netcx_adapter_update_locked(adapter);
	netcx_adapter_unlock(adapter);

	if (!adapter->ext)
		netcx_adapter_queue_work(adapter);
}

/**
 * netcx_adapter_ext_start() - cx_adapter_start()
 * @adapter: an extension's
 *
 * Return: STATUS_INVALID_DEVICE_REQUEST after removal, STATUS_NOT_SUPPORTED for
 *	capabilities that do not exist here.
 * Context: process.
 */
NTSTATUS netcx_adapter_ext_start(struct netcx_adapter *adapter)
{
	if (READ_ONCE(adapter->dev->gone) || adapter->dying)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (adapter->unsupported)
		return STATUS_NOT_SUPPORTED;

	netcx_adapter_lock(adapter);
	netcx_adapter_configured(adapter);
	adapter->client_started = true;
	adapter->ext_started = true;
	netcx_adapter_update_locked(adapter);
	netcx_adapter_unlock(adapter);
	return STATUS_SUCCESS;
}

/**
 * netcx_adapter_ext_stop() - cx_adapter_stop()
 * @adapter: an extension's, started or not
 *
 * Context: process.
 */
void netcx_adapter_ext_stop(struct netcx_adapter *adapter)
{
	netcx_adapter_lock(adapter);
	adapter->ext_started = false;
	netcx_adapter_update_locked(adapter);
	netcx_adapter_unlock(adapter);
}

/**
 * netcx_adapter_stop_all() - stop for good: the device's hardware goes
 * @adapter: any adapter
 *
 * The adapter's own interface, which drops everything from here on, goes later.
 * Context: process, with or without the PnP lock.
 */
void netcx_adapter_stop_all(struct netcx_adapter *adapter)
{
	netcx_adapter_lock(adapter);
	adapter->client_started = false;
	adapter->ext_started = false;
	netcx_adapter_update_locked(adapter);
	netcx_adapter_unlock(adapter);

	if (!adapter->ext)
		netcx_adapter_queue_work(adapter);
}

/**
 * netcx_adapter_set_mtu() - NetAdapterSetLinkLayerMtuSize()
 * @adapter: any adapter
 * @mtu: not 0
 *
 * Before the start it just takes effect, later a worker makes the queues again
 * and tells the stack.
 * Context: any.
 */
void netcx_adapter_set_mtu(struct netcx_adapter *adapter, u32 mtu)
{
	u32 from = READ_ONCE(adapter->mtu);

	WRITE_ONCE(adapter->mtu, mtu);
	if (!READ_ONCE(adapter->configured) || mtu == from)
		return;
	/* Of several changes before the work runs the first "from" counts. */
	atomic_cmpxchg(&adapter->mtu_changed, 0, from);
	netcx_adapter_queue_work(adapter);
}

/**
 * netcx_adapter_set_rings() - how many packets the queues' rings are to hold
 * @adapter: any adapter
 * @tx: not 0; netcx_ring_elements() rounds it
 * @rx: likewise
 *
 * A worker makes the queues again; packets that a queue has at that moment are
 * lost, as with an MTU of its own, those that wait for one are not.
 * Context: RTNL, which keeps two callers apart.
 */
void netcx_adapter_set_rings(struct netcx_adapter *adapter, u32 tx, u32 rx)
{
	tx = netcx_ring_elements(tx, 0);
	rx = netcx_ring_elements(rx, 0);
	if (tx == READ_ONCE(adapter->tx_ring) && rx == READ_ONCE(adapter->rx_ring))
		return;
	WRITE_ONCE(adapter->tx_ring, tx);
	WRITE_ONCE(adapter->rx_ring, rx);
	atomic_set(&adapter->rings_changed, 1);
	netcx_adapter_queue_work(adapter);
}

static void netcx_adapter_quiesce(struct wdf_object *obj)
{
	struct netcx_adapter *adapter = container_of(obj, struct netcx_adapter, base);

	netcx_adapter_lock(adapter);
	adapter->dying = true;
	netcx_adapter_unlock(adapter);

	netcx_adapter_stop_all(adapter);
	if (cancel_work_sync(&adapter->work))
		netcx_adapter_put(adapter);
	/* Deletion holds no PnP lock, so RTNL may be waited for. */
	netcx_own_update(adapter);
	WARN_ON_ONCE(netcx_link_bound(adapter));
	netcx_power_settings_forget(adapter);
}

static void netcx_adapter_dispose(struct wdf_object *obj)
{
	struct netcx_adapter *adapter = container_of(obj, struct netcx_adapter, base);

	netcx_device_del(adapter->dev, adapter);
}

static void netcx_adapter_free(struct netcx_adapter *adapter)
{
	netcx_link_free(adapter);
	netcx_device_put(adapter->dev);
	mutex_destroy(&adapter->lock);
	/* A late notification counts here: see netcx_queue_release(). */
	kfree_rcu(adapter, rcu);
}

static void netcx_adapter_release_work(struct work_struct *work)
{
	struct netcx_adapter *adapter = container_of(work, struct netcx_adapter, release_work);
	const struct cx_adapter_ops *ext = adapter->ext;
	void *ext_ctx = adapter->ext_ctx;

	netcx_adapter_free(adapter);
	if (ext && ext->released)
		ext->released(ext_ctx);
}

/* The last reference may be dropped anywhere, but the extension is promised
 * process context, and so is the end of a net_device.
 */
static void netcx_adapter_release(struct wdf_object *obj)
{
	struct netcx_adapter *adapter = container_of(obj, struct netcx_adapter, base);

	if (nt_may_sleep())
		netcx_adapter_release_work(&adapter->release_work);
	else
		queue_work(netcx_release_wq, &adapter->release_work);
}

/* NetLuidIndex has 24 bits; 0 is nobody's. */
#define NETCX_LUID_MASK	0xffffff
static atomic_t netcx_luids;

static const struct wdf_object_class netcx_adapter_class = {
	.name = "NETADAPTER",
	.type = WDF_TYPE_NETADAPTER,
	.flags = WDF_CLASS_FRAMEWORK_OWNED | WDF_CLASS_PASSIVE_DISPOSE | WDF_CLASS_FIXED_PARENT,
	.quiesce = netcx_adapter_quiesce,
	.dispose = netcx_adapter_dispose,
	.release = netcx_adapter_release,
};

/**
 * netcx_adapter_create() - NetAdapterCreate()
 * @init: makes one adapter, and no second one
 * @attributes: the client's, or NULL
 * @out: the adapter
 *
 * Return: on failure none of the client's callbacks has run or will run.
 * Context: process.
 */
NTSTATUS netcx_adapter_create(struct netcx_adapter_init *init, PWDF_OBJECT_ATTRIBUTES attributes,
			      struct netcx_adapter **out)
{
	struct netcx_device *dev = netcx_device_from_handle(init->device, "NetAdapterCreate");
	struct netcx_adapter *adapter;
	struct wdf_object *parent;
	NTSTATUS status;

	if (!dev)
		return STATUS_INVALID_DEVICE_REQUEST;
	parent = wdf_device_object(wdf_device_from_handle(init->device, "NetAdapterCreate"));
	if (init->created) {
		nt_violation(parent->driver, NT_RULE_ADAPTER_BAD_INIT,
			     "NetAdapterCreate: AdapterInit has made an adapter already");
		return STATUS_INVALID_DEVICE_REQUEST;
	}

	adapter = kzalloc(sizeof(*adapter), GFP_KERNEL);
	if (!adapter)
		return STATUS_INSUFFICIENT_RESOURCES;
	wdf_object_init(&adapter->base, &netcx_adapter_class, parent->driver);
	mutex_init(&adapter->lock);
	spin_lock_init(&adapter->link_lock);
	INIT_LIST_HEAD(&adapter->node);
	INIT_WORK(&adapter->work, netcx_adapter_work);
	INIT_WORK(&adapter->release_work, netcx_adapter_release_work);
	netcx_device_get(dev);
	adapter->dev = dev;
	adapter->ext = init->ext;
	adapter->ext_ctx = init->ext_ctx;
	adapter->datapath = init->callbacks;
	adapter->mtu = NETCX_MTU_DEFAULT;
	adapter->tx_ring = NETCX_RING_DEFAULT;
	adapter->rx_ring = NETCX_RING_DEFAULT;
	adapter->luid = atomic_inc_return(&netcx_luids) & NETCX_LUID_MASK;
	netcx_caps_default(adapter);
	netcx_scaling_init(adapter);

	if (netcx_link_alloc(adapter)) {
		status = STATUS_INSUFFICIENT_RESOURCES;
		goto err_free;
	}
	status = wdf_object_publish(&adapter->base, attributes, parent);
	if (!NT_SUCCESS(status))
		goto err_free;

	netcx_device_add(dev, adapter);
	init->created = adapter;
	*out = adapter;
	return STATUS_SUCCESS;

err_free:
	netcx_adapter_free(adapter);
	return status;
}

/**
 * netcx_adapter_from_handle() - look an adapter up
 * @handle: from the client
 * @who: the API function that asks
 *
 * Return: NULL and a violation if it is none.
 * Context: any.
 */
struct netcx_adapter *netcx_adapter_from_handle(NETADAPTER handle, const char *who)
{
	struct wdf_object *obj = wdf_object_from_handle(handle, WDF_TYPE_NETADAPTER, who);

	return obj ? container_of(obj, struct netcx_adapter, base) : NULL;
}
