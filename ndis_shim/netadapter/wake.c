// SPDX-License-Identifier: GPL-2.0
/*
 * Wake: what the client's hardware can do, what user space switched on
 * (ethtool's Wake-on-LAN), and the list of both that a client asks for while
 * the device is being armed or disarmed. Bitmap patterns have no source here,
 * so no list has any, and nothing is ever previewed.
 */
#include "netadapter/netcx.h"

#include <linux/export.h>

#define NETCX_WAKE_SOURCE_MAGIC	0x4e435753

static const struct {
	unsigned long bit;
	NET_WAKE_SOURCE_TYPE type;
} netcx_wake_types[NETCX_WAKE_SOURCES] = {
	{ NETCX_WAKE_MAGIC, NetWakeSourceTypeMagicPacket },
	{ NETCX_WAKE_MEDIA, NetWakeSourceTypeMediaChange },
	{ NETCX_WAKE_FILTER, NetWakeSourceTypePacketFilterMatch },
};

/**
 * netcx_wake_supported() - what user space may switch on
 * @adapter: any adapter
 *
 * Return: NETCX_WAKE_*
 * Context: any.
 */
unsigned long netcx_wake_supported(const struct netcx_adapter *adapter)
{
	const struct netcx_wake_caps *caps = &adapter->wake;
	unsigned long supported = 0;

	if (caps->magic)
		supported |= NETCX_WAKE_MAGIC;
	if (caps->media_connect || caps->media_disconnect)
		supported |= NETCX_WAKE_MEDIA;
	if (caps->filter)
		supported |= NETCX_WAKE_FILTER;
	return supported;
}

/**
 * netcx_wake_latch() - the device is about to be armed
 * @dev: what its adapters are to wake on does not change until the next time
 *
 * Context: process, the PnP lock held.
 */
void netcx_wake_latch(struct netcx_device *dev)
{
	struct netcx_adapter *adapter;
	unsigned int i;

	spin_lock_bh(&dev->lock);
	list_for_each_entry(adapter, &dev->adapters, node) {
		adapter->wake_latched = READ_ONCE(adapter->wake_enabled) &
					netcx_wake_supported(adapter);
		for (i = 0; i < NETCX_WAKE_SOURCES; i++) {
			adapter->wake_sources[i] = (struct netcx_wake_source) {
				.magic = NETCX_WAKE_SOURCE_MAGIC,
				.type = netcx_wake_types[i].type,
				.adapter = adapter,
			};
		}
	}
	spin_unlock_bh(&dev->lock);
}

/**
 * netcx_wake_allowed() - may wake settings be looked at now
 * @dev: whose
 * @who: the API function that asks
 *
 * Return: false and a violation outside the arm and disarm callbacks.
 * Context: any.
 */
bool netcx_wake_allowed(struct netcx_device *dev, const char *who)
{
	struct wdf_object *obj;

	if (READ_ONCE(dev->latched))
		return true;
	obj = wdf_object_from_handle(dev->handle, WDF_TYPE_DEVICE, who);
	nt_violation(obj ? obj->driver : NULL, NT_RULE_WAKE_OUTSIDE_TRANSITION,
		     "%s: not in an arm or disarm callback", who);
	return false;
}

/* The @index th source of the device, and how many there are. */
static struct netcx_wake_source *netcx_wake_find(struct netcx_device *dev, SIZE_T index,
						 SIZE_T *count)
{
	struct netcx_wake_source *found = NULL;
	struct netcx_adapter *adapter;
	unsigned int i;

	*count = 0;
	spin_lock_bh(&dev->lock);
	list_for_each_entry(adapter, &dev->adapters, node) {
		for (i = 0; i < NETCX_WAKE_SOURCES; i++) {
			if (!(adapter->wake_latched & netcx_wake_types[i].bit))
				continue;
			if (*count == index)
				found = &adapter->wake_sources[i];
			++*count;
		}
	}
	spin_unlock_bh(&dev->lock);
	return found;
}

/* A list holds nothing but its device's handle. */
static struct netcx_device *netcx_wake_list_device(const NET_WAKE_SOURCE_LIST *list,
						   const char *who)
{
	struct netcx_device *dev;

	if (!list || list->Size != sizeof(*list)) {
		nt_violation(NULL, NT_RULE_WAKE_BAD_ARGUMENT, "%s: wrong Size", who);
		return NULL;
	}
	dev = netcx_device_from_handle((WDFDEVICE)list->Reserved[0], who);
	return dev && netcx_wake_allowed(dev, who) ? dev : NULL;
}

VOID NetDeviceGetWakeSourceList(WDFDEVICE Device, NET_WAKE_SOURCE_LIST *List)
{
	struct netcx_device *dev = netcx_device_from_handle(Device, __func__);

	if (!dev)
		return;
	if (!List || List->Size != sizeof(*List)) {
		nt_violation(NULL, NT_RULE_WAKE_BAD_ARGUMENT, "%s: wrong Size", __func__);
		return;
	}
	if (netcx_wake_allowed(dev, __func__))
		List->Reserved[0] = Device;
}
EXPORT_SYMBOL_NS_GPL(NetDeviceGetWakeSourceList, NDIS_SHIM);

SIZE_T NetWakeSourceListGetCount(NET_WAKE_SOURCE_LIST const *List)
{
	struct netcx_device *dev = netcx_wake_list_device(List, __func__);
	SIZE_T count = 0;

	if (dev)
		netcx_wake_find(dev, 0, &count);
	return count;
}
EXPORT_SYMBOL_NS_GPL(NetWakeSourceListGetCount, NDIS_SHIM);

NETWAKESOURCE NetWakeSourceListGetElement(NET_WAKE_SOURCE_LIST const *List, SIZE_T Index)
{
	struct netcx_device *dev = netcx_wake_list_device(List, __func__);
	struct netcx_wake_source *source;
	SIZE_T count;

	if (!dev)
		return NULL;
	source = netcx_wake_find(dev, Index, &count);
	if (!source)
		nt_violation(NULL, NT_RULE_WAKE_BAD_ARGUMENT, "%s: Index %zu of %zu", __func__,
			     (size_t)Index, (size_t)count);
	return (NETWAKESOURCE)source;
}
EXPORT_SYMBOL_NS_GPL(NetWakeSourceListGetElement, NDIS_SHIM);

static struct netcx_wake_source *netcx_wake_source(NETWAKESOURCE handle, const char *who)
{
	struct netcx_wake_source *source = (struct netcx_wake_source *)handle;

	if (source && source->magic == NETCX_WAKE_SOURCE_MAGIC)
		return source;
	nt_violation(NULL, NT_RULE_WAKE_BAD_ARGUMENT, "%s: not a wake source", who);
	return NULL;
}

NET_WAKE_SOURCE_TYPE NetWakeSourceGetType(NETWAKESOURCE WakeSource)
{
	struct netcx_wake_source *source = netcx_wake_source(WakeSource, __func__);

	return source ? source->type : 0;
}
EXPORT_SYMBOL_NS_GPL(NetWakeSourceGetType, NDIS_SHIM);

NETADAPTER NetWakeSourceGetAdapter(NETWAKESOURCE WakeSource)
{
	struct netcx_wake_source *source = netcx_wake_source(WakeSource, __func__);

	return source ? netcx_adapter_handle(source->adapter) : NULL;
}
EXPORT_SYMBOL_NS_GPL(NetWakeSourceGetAdapter, NDIS_SHIM);

/* No source is a bitmap pattern, so every call of this is a mistake. */
VOID NetWakeSourceGetBitmapParameters(NETWAKESOURCE WakeSource,
				      NET_WAKE_SOURCE_BITMAP_PARAMETERS *Parameters)
{
	struct netcx_wake_source *source = netcx_wake_source(WakeSource, __func__);

	if (Parameters && Parameters->Size == sizeof(*Parameters))
		NET_WAKE_SOURCE_BITMAP_PARAMETERS_INIT(Parameters);
	if (source)
		netcx_violation(source->adapter, WAKE_BAD_ARGUMENT,
				"%s: source has type %d", __func__, source->type);
}
EXPORT_SYMBOL_NS_GPL(NetWakeSourceGetBitmapParameters, NDIS_SHIM);

VOID NetWakeSourceGetMediaChangeParameters(NETWAKESOURCE WakeSource,
					   NET_WAKE_SOURCE_MEDIA_CHANGE_PARAMETERS *Parameters)
{
	struct netcx_wake_source *source = netcx_wake_source(WakeSource, __func__);

	if (!source)
		return;
	if (source->type != NetWakeSourceTypeMediaChange || !Parameters ||
	    Parameters->Size != sizeof(*Parameters)) {
		netcx_violation(source->adapter, WAKE_BAD_ARGUMENT,
				"%s: source has type %d, or wrong Size", __func__, source->type);
		return;
	}
	Parameters->MediaConnect = source->adapter->wake.media_connect;
	Parameters->MediaDisconnect = source->adapter->wake.media_disconnect;
}
EXPORT_SYMBOL_NS_GPL(NetWakeSourceGetMediaChangeParameters, NDIS_SHIM);
