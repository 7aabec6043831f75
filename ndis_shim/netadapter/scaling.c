// SPDX-License-Identifier: GPL-2.0
/*
 * Receive scaling: the hash's key and the table of queues, which user space may
 * change at any time, and the callbacks that tell the client.
 *
 * A client is enabled when its receive queues poll, and disabled before they are
 * stopped, so a table never names a queue that is not there.
 */
#include "netadapter/netcx.h"

#include <linux/device.h>
#include <linux/export.h>
#include <linux/log2.h>
#include <linux/slab.h>
#include <linux/string.h>

void netcx_scaling_init(struct netcx_adapter *adapter)
{
	spin_lock_init(&adapter->scaling.lock);
}

/**
 * netcx_scaling_configured() - the number of queues is known
 * @adapter: about to be started for the first time
 *
 * Every queue gets an equal share of the table.
 * Context: process, the adapter's lock held.
 */
void netcx_scaling_configured(struct netcx_adapter *adapter)
{
	struct netcx_scaling *scaling = &adapter->scaling;
	u32 i;

	if (!netcx_scaling_present(adapter))
		return;
	netcx_link_hash_key(scaling->key);
	for (i = 0; i < scaling->caps.IndirectionTableSize; i++)
		scaling->table[i] = i % adapter->num_rxq;
	scaling->wanted = true;
}

static NTSTATUS netcx_scaling_tell_key(struct netcx_adapter *adapter)
{
	struct netcx_scaling *scaling = &adapter->scaling;
	NET_ADAPTER_RECEIVE_SCALING_HASH_SECRET_KEY secret;
	u8 key[NETCX_SCALING_KEY] __aligned(8);

	spin_lock_bh(&scaling->lock);
	memcpy(key, scaling->key, sizeof(key));
	spin_unlock_bh(&scaling->lock);
	secret.Length = sizeof(key);
	secret.Key = key;
	return scaling->caps.EvtAdapterReceiveScalingSetHashSecretKey(netcx_adapter_handle(adapter),
								      &secret);
}

static NTSTATUS netcx_scaling_tell_table(struct netcx_adapter *adapter)
{
	struct netcx_scaling *scaling = &adapter->scaling;
	u32 i, size = scaling->caps.IndirectionTableSize;
	NET_ADAPTER_RECEIVE_SCALING_INDIRECTION_ENTRIES entries;
	NTSTATUS status;

	entries.Length = size;
	entries.Entries = kcalloc(size, sizeof(*entries.Entries), GFP_KERNEL);
	if (!entries.Entries)
		return STATUS_INSUFFICIENT_RESOURCES;
	spin_lock_bh(&scaling->lock);
	for (i = 0; i < size; i++) {
		entries.Entries[i].Index = i;
		entries.Entries[i].PacketQueue =
			netcx_queue_handle(adapter->rxq[scaling->table[i]]);
	}
	spin_unlock_bh(&scaling->lock);

	status = scaling->caps.EvtAdapterReceiveScalingSetIndirectionEntries(
			netcx_adapter_handle(adapter), &entries);
	for (i = 0; i < size && NT_SUCCESS(status); i++)
		status = entries.Entries[i].Status;
	kfree(entries.Entries);
	return status;
}

static void netcx_scaling_tell(struct netcx_adapter *adapter)
{
	struct netcx_scaling *scaling = &adapter->scaling;
	NTSTATUS status;

	spin_lock_bh(&scaling->lock);
	scaling->changed = false;
	spin_unlock_bh(&scaling->lock);
	status = netcx_scaling_tell_key(adapter);
	if (NT_SUCCESS(status))
		status = netcx_scaling_tell_table(adapter);
	if (!NT_SUCCESS(status))
		dev_warn(cx_device_linux(adapter->dev->handle),
			 "%s: receive scaling not as asked for, status %#x\n",
			 cx_device_driver_name(adapter->dev->handle), status);
}

/**
 * netcx_scaling_up() - the receive queues poll
 * @adapter: up
 *
 * Context: process, the adapter's lock held.
 */
void netcx_scaling_up(struct netcx_adapter *adapter)
{
	struct netcx_scaling *scaling = &adapter->scaling;
	NTSTATUS status;

	lockdep_assert_held(&adapter->lock);

	if (!netcx_scaling_present(adapter) || !READ_ONCE(scaling->wanted) || scaling->on ||
	    READ_ONCE(scaling->refused))
		return;
	status = scaling->caps.EvtAdapterReceiveScalingEnable(netcx_adapter_handle(adapter),
			NetAdapterReceiveScalingHashTypeToeplitz,
			scaling->caps.ReceiveScalingProtocolTypes);
	if (!NT_SUCCESS(status)) {
		dev_warn(cx_device_linux(adapter->dev->handle),
			 "%s: no receive scaling, status %#x\n",
			 cx_device_driver_name(adapter->dev->handle), status);
		WRITE_ONCE(scaling->refused, true);
		return;
	}
	scaling->on = true;
	netcx_scaling_tell(adapter);
}

/**
 * netcx_scaling_down() - the receive queues are about to be stopped
 * @adapter: still up
 *
 * Context: process, the adapter's lock held.
 */
void netcx_scaling_down(struct netcx_adapter *adapter)
{
	struct netcx_scaling *scaling = &adapter->scaling;

	lockdep_assert_held(&adapter->lock);

	if (scaling->on)
		scaling->caps.EvtAdapterReceiveScalingDisable(netcx_adapter_handle(adapter));
	scaling->on = false;
	WRITE_ONCE(scaling->refused, false);
}

/**
 * netcx_scaling_update() - tell the client what user space has changed
 * @adapter: up
 *
 * Context: process, the adapter's lock held.
 */
void netcx_scaling_update(struct netcx_adapter *adapter)
{
	struct netcx_scaling *scaling = &adapter->scaling;

	/* The default datapath has no queues to choose from. */
	if (!netcx_scaling_present(adapter) || !adapter->rxq[0])
		return;
	if (!READ_ONCE(scaling->wanted))
		netcx_scaling_down(adapter);
	else if (!scaling->on)
		netcx_scaling_up(adapter);
	else if (READ_ONCE(scaling->changed))
		netcx_scaling_tell(adapter);
}

/* Switched on or off by user space. Context: any. */
void netcx_scaling_want(struct netcx_adapter *adapter, bool on)
{
	if (!netcx_scaling_present(adapter) || READ_ONCE(adapter->scaling.wanted) == on)
		return;
	WRITE_ONCE(adapter->scaling.wanted, on);
	netcx_adapter_queue_work(adapter);
}

/**
 * netcx_scaling_set() - user space has another key or table
 * @adapter: any adapter
 * @table: as many entries as the client's, or NULL: as it was
 * @key: NETCX_SCALING_KEY bytes, or NULL: as it was
 *
 * Return: false if @table names a queue that does not exist; nothing is changed.
 * Context: process.
 */
bool netcx_scaling_set(struct netcx_adapter *adapter, const u32 *table, const u8 *key)
{
	struct netcx_scaling *scaling = &adapter->scaling;
	u32 i, size = scaling->caps.IndirectionTableSize;

	for (i = 0; table && i < size; i++) {
		if (table[i] >= adapter->num_rxq)
			return false;
	}
	spin_lock_bh(&scaling->lock);
	for (i = 0; table && i < size; i++)
		scaling->table[i] = table[i];
	if (key)
		memcpy(scaling->key, key, sizeof(scaling->key));
	scaling->changed = true;
	spin_unlock_bh(&scaling->lock);
	netcx_adapter_queue_work(adapter);
	return true;
}

/* The present table and key, either of which may be NULL. Context: any but hardirq. */
void netcx_scaling_get(struct netcx_adapter *adapter, u32 *table, u8 *key)
{
	struct netcx_scaling *scaling = &adapter->scaling;
	u32 i;

	spin_lock_bh(&scaling->lock);
	for (i = 0; table && i < scaling->caps.IndirectionTableSize; i++)
		table[i] = scaling->table[i];
	if (key)
		memcpy(key, scaling->key, sizeof(scaling->key));
	spin_unlock_bh(&scaling->lock);
}

static const char *netcx_scaling_check(const NET_ADAPTER_RECEIVE_SCALING_CAPABILITIES *caps)
{
	if (!caps->NumberOfQueues)
		return "no queue";
	if (!is_power_of_2(caps->IndirectionTableSize))
		return "IndirectionTableSize is no power of 2";
	if (!(caps->ReceiveScalingHashTypes & NetAdapterReceiveScalingHashTypeToeplitz))
		return "no hash that is known";
	if (!caps->EvtAdapterReceiveScalingEnable || !caps->EvtAdapterReceiveScalingDisable ||
	    !caps->EvtAdapterReceiveScalingSetHashSecretKey ||
	    !caps->EvtAdapterReceiveScalingSetIndirectionEntries)
		return "a callback is missing";
	return NULL;
}

VOID NetAdapterSetReceiveScalingCapabilities(
	NETADAPTER Adapter, NET_ADAPTER_RECEIVE_SCALING_CAPABILITIES const *Capabilities)
{
	struct netcx_adapter *adapter = netcx_configurable_with(Adapter, Capabilities);
	const char *wrong;

	if (!adapter)
		return;
	wrong = netcx_scaling_check(Capabilities);
	if (wrong) {
		netcx_violation(adapter, ADAPTER_BAD_CAPABILITIES, "%s: %s", __func__, wrong);
		return;
	}
	/* An extension's interface has one receive queue. */
	if (adapter->ext)
		return;
	adapter->scaling.caps = *Capabilities;
	/* A part of a larger table serves as well. */
	adapter->scaling.caps.IndirectionTableSize =
		min_t(SIZE_T, Capabilities->IndirectionTableSize, NETCX_SCALING_TABLE);
}
EXPORT_SYMBOL_NS_GPL(NetAdapterSetReceiveScalingCapabilities, NDIS_SHIM);
