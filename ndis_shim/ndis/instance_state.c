// SPDX-License-Identifier: GPL-2.0
/*
 * What happens to a device instance at both of its ends: its parts are made, the
 * miniport is initialised and asked what it is, protocols and Linux get to know
 * it; and the other way round, nothing of the miniport's runs any more.
 *
 * Not here: who may begin and end it, and when (instance.c).
 */
#include "ndis/miniport_internal.h"

#include <linux/etherdevice.h>
#include <linux/export.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "ndis/support_internal.h"

/* Lent to those above at a time; each needs one for each frame it keeps. */
#define NDIS_INSTANCE_PACKETS	1024

/* What MiniportInitialize chooses from. */
static const NDIS_MEDIUM ndis_instance_media[] = {
	NdisMedium802_3, NdisMedium802_5, NdisMediumFddi, NdisMediumWan, NdisMediumLocalTalk,
	NdisMediumDix, NdisMediumArcnetRaw, NdisMediumArcnet878_2, NdisMediumAtm,
	NdisMediumWirelessWan, NdisMediumIrda,
};

/* ---- memory ---- */

static void ndis_instance_release(struct ndis_object *object)
{
	struct ndis_instance *instance = container_of(object, struct ndis_instance, object);

	if (instance->lower)
		ndis_adapter_put(instance->lower);
	if (instance->rx_pool)
		ndis_packet_pool_destroy(instance->rx_pool);
	percpu_ref_exit(&instance->calls);
	ndis_object_put(&instance->driver->object);
	kfree_rcu(instance, object.rcu);
}

static void ndis_instance_idle(struct percpu_ref *calls)
{
	complete(&container_of(calls, struct ndis_instance, calls)->idle);
}

static void ndis_instance_init(struct ndis_instance *instance)
{
	INIT_LIST_HEAD(&instance->node);
	init_waitqueue_head(&instance->changed);
	init_completion(&instance->idle);
	ndis_token_init(instance);
	spin_lock_init(&instance->lock);
	INIT_LIST_HEAD(&instance->sends);
	INIT_LIST_HEAD(&instance->transfers);
	INIT_LIST_HEAD(&instance->deferred);
	INIT_WORK(&instance->deferred_work, ndis_miniport_deferred);
	spin_lock_init(&instance->request_lock);
	INIT_LIST_HEAD(&instance->requests);
	INIT_WORK(&instance->update_work, ndis_miniport_update_work);
	ndis_miniport_hang_init(instance);
	ndis_instance_watch_init(instance);
	instance->power = NdisDeviceStateD0;
	instance->hang_seconds = 2;
}

/*
 * What lies below is what the Bind that this runs in has opened. Outside of one
 * nobody knows: then it is above all that the protocol half is bound to.
 */
static void ndis_instance_place(struct ndis_instance *instance)
{
	struct ndis_protocol *protocol;
	struct ndis_adapter *lower = NULL;
	struct ndis_binding *binding;
	unsigned int depth = 1;

	mutex_lock(&ndis_instances_lock);
	mutex_lock(&ndis_table_lock);
	protocol = instance->driver->protocol;
	if (protocol) {
		list_for_each_entry(binding, &protocol->opens, node_protocol) {
			depth = max(depth, binding->adapter->depth + 1);
			if (binding->opener == current)
				lower = binding->adapter;
		}
	}
	if (lower) {
		instance->lower = ndis_adapter_get(lower);
		depth = lower->depth + 1;
		if (!lower->instance)
			depth += ndis_virtual_depth(lower);
	}
	mutex_unlock(&ndis_table_lock);
	mutex_unlock(&ndis_instances_lock);
	instance->adapter.depth = depth;
}

/**
 * ndis_instance_create() - an instance that nobody knows
 * @driver: whose
 * @name: of its adapter
 * @context: DeviceContext
 *
 * Return: it, with two references: the caller's, and its adapter's, whose only
 * reference is the caller's; or NULL. Context: process.
 */
struct ndis_instance *ndis_instance_create(struct ndis_miniport_driver *driver, const char *name,
					   NDIS_HANDLE context)
{
	struct ndis_instance *instance = kzalloc(sizeof(*instance), GFP_KERNEL);

	if (!instance)
		return NULL;
	ndis_instance_init(instance);
	instance->driver = driver;
	instance->device_context = context;
	if (percpu_ref_init(&instance->calls, ndis_instance_idle, 0, GFP_KERNEL))
		goto err_free;
	if (ndis_object_init(&instance->object, NDIS_HANDLE_MINIPORT, ndis_instance_release))
		goto err_exit_ref;
	kref_get(&driver->object.ref);
	/* From here on the object's last reference undoes all of it. */
	if (ndis_packet_pool_create(NULL, 0, NDIS_INSTANCE_PACKETS, 0, &instance->rx_pool) !=
	    NDIS_STATUS_SUCCESS)
		goto err_put;
	if (ndis_adapter_init(&instance->adapter, name))
		goto err_put;
	instance->adapter.ops = &ndis_miniport_ops;
	instance->adapter.instance = instance;
	instance->adapter.owner = driver;
	ndis_instance_place(instance);
	/* The adapter's. */
	kref_get(&instance->object.ref);
	return instance;

err_put:
	ndis_object_put(&instance->object);
	return NULL;
err_exit_ref:
	percpu_ref_exit(&instance->calls);
err_free:
	kfree(instance);
	return NULL;
}

/* ---- the beginning ---- */

static NDIS_STATUS ndis_instance_select(struct ndis_instance *instance, UINT index)
{
	struct nt_driver *client = ndis_instance_client(instance);

	if (index >= ARRAY_SIZE(ndis_instance_media)) {
		nt_violation(client, NT_RULE_NDIS_INITIALIZE, "%s: medium %u of %zu",
			     instance->adapter.name, index, ARRAY_SIZE(ndis_instance_media));
		return NDIS_STATUS_UNSUPPORTED_MEDIA;
	}
	if (!instance->has_context) {
		nt_violation(client, NT_RULE_NDIS_INITIALIZE, "%s: no NdisMSetAttributesEx",
			     instance->adapter.name);
		return NDIS_STATUS_FAILURE;
	}
	instance->medium = ndis_instance_media[index];
	instance->header_size = instance->medium == NdisMedium802_3 ? ETH_HLEN : 0;
	instance->adapter.media[0] = instance->medium;
	instance->adapter.n_media = 1;
	return NDIS_STATUS_SUCCESS;
}

/**
 * ndis_instance_initialize() - call MiniportInitialize
 * @instance: INITIALIZING, by this thread
 * @initialized: it said SUCCESS, and there is a context to call MiniportHalt with
 *
 * Return: its status; a failure as well if what it says is impossible.
 * Context: process.
 */
NDIS_STATUS ndis_instance_initialize(struct ndis_instance *instance, bool *initialized)
{
	NDIS_MEDIUM media[ARRAY_SIZE(ndis_instance_media)];
	struct ndis_object *config;
	NDIS_STATUS status, error = NDIS_STATUS_SUCCESS;
	UINT index = ARRAY_SIZE(media);

	*initialized = false;
	config = ndis_config_context_create(ndis_instance_client(instance),
					    instance->adapter.name);
	if (!config)
		return NDIS_STATUS_RESOURCES;
	memcpy(media, ndis_instance_media, sizeof(media));
	status = instance->driver->chars.InitializeHandler(&error, &index, media,
							   ARRAY_SIZE(media),
							   instance->object.handle,
							   config->handle);
	/* Good inside MiniportInitialize only. */
	ndis_object_unpublish(config);
	ndis_object_put(config);
	if (status == NDIS_STATUS_SUCCESS) {
		*initialized = instance->has_context;
		return ndis_instance_select(instance, index);
	}
	return NT_SUCCESS(status) ? NDIS_STATUS_FAILURE : status;
}

static u32 ndis_instance_ask(struct ndis_instance *instance, NDIS_OID oid, u32 otherwise)
{
	u32 value = 0, used = 0;

	if (ndis_miniport_ask(instance, false, oid, &value, sizeof(value), &used) !=
	    NDIS_STATUS_SUCCESS || used != sizeof(value))
		return otherwise;
	return value;
}

/**
 * ndis_instance_arrive() - initialised: protocols and Linux get to know it
 * @instance: INITIALIZING, by this thread
 *
 * Context: process; may take RTNL.
 */
void ndis_instance_arrive(struct ndis_instance *instance)
{
	u8 address[ETH_ALEN] = {};
	bool carrier;
	u32 used, mtu;

	mtu = ndis_instance_ask(instance, OID_GEN_MAXIMUM_FRAME_SIZE, ETH_DATA_LEN);
	carrier = ndis_instance_ask(instance, OID_GEN_MEDIA_CONNECT_STATUS,
				    NdisMediaStateConnected) == NdisMediaStateConnected;
	if (instance->medium == NdisMedium802_3 &&
	    ndis_miniport_ask(instance, false, OID_802_3_CURRENT_ADDRESS, address,
			      sizeof(address), &used) == NDIS_STATUS_SUCCESS &&
	    used == sizeof(address) && is_valid_ether_addr(address)) {
		ether_addr_copy(instance->address, address);
		instance->has_address = true;
	}
	WRITE_ONCE(instance->adapter.max_lookahead, mtu);
	if (instance->medium == NdisMedium802_3 || instance->medium == NdisMediumWirelessWan)
		ndis_virtual_register(instance, mtu, carrier);
	ndis_miniport_hang_start(instance);
	ndis_adapter_arrive(&instance->adapter);
}

/* ---- the end ---- */

/**
 * ndis_instance_quiesce() - stop calling the miniport
 * @instance: no protocol is bound, no net_device sends
 *
 * On return no MiniportXxx handler runs, nor will one; packets that it indicated
 * are its own again.
 *
 * Context: process.
 */
void ndis_instance_quiesce(struct ndis_instance *instance)
{
	ndis_miniport_hang_stop(instance);
	ndis_miniport_abort_requests(instance, NDIS_STATUS_ADAPTER_REMOVED, true);
	percpu_ref_kill(&instance->calls);
	wait_for_completion(&instance->idle);
	/* Nothing is queued any more: each of them enters first. */
	ndis_miniport_abort_sends(instance, NDIS_STATUS_ADAPTER_REMOVED);
	cancel_work_sync(&instance->deferred_work);
	cancel_work_sync(&instance->update_work);
	/* Pairs with ndis_miniport_timer() and ndis_watch_work(). */
	smp_store_release(&instance->quiet, true);
}
