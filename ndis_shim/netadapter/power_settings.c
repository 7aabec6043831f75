// SPDX-License-Identifier: GPL-2.0
/*
 * NETPOWERSETTINGS, NetAdapterCx 1.x's view of wake: flags and counts of what
 * wake.c has latched. There are no patterns and no protocol offloads.
 */
#include "netadapter/netcx.h"

#include <linux/export.h>
#include <linux/slab.h>

#include "nt/nt_internal.h"

/* NDIS_PM_WAKE_ON_*_ENABLED and NDIS_PM_WOL_*_ENABLED. */
#define NETCX_PM_WAKE_MEDIA_CONNECT	0x00000001
#define NETCX_PM_WAKE_MEDIA_DISCONNECT	0x00000002
#define NETCX_PM_WOL_MAGIC_PACKET	0x00000002

/**
 * struct netcx_power_settings - a NETPOWERSETTINGS
 * @base: its address is the handle; child of the adapter
 * @adapter: the parent
 */
struct netcx_power_settings {
	struct wdf_object base;
	struct netcx_adapter *adapter;
};

static void netcx_power_settings_release(struct wdf_object *obj)
{
	kfree(container_of(obj, struct netcx_power_settings, base));
}

static const struct wdf_object_class netcx_power_settings_class = {
	.name = "NETPOWERSETTINGS",
	.type = WDF_TYPE_NETPOWERSETTINGS,
	.flags = WDF_CLASS_FRAMEWORK_OWNED | WDF_CLASS_FIXED_PARENT,
	.release = netcx_power_settings_release,
};

/**
 * netcx_power_settings_forget() - the adapter is being deleted
 * @adapter: its child, if there is one, goes with it
 *
 * Context: any.
 */
void netcx_power_settings_forget(struct netcx_adapter *adapter)
{
	WRITE_ONCE(adapter->power_settings, NULL);
}

/* Made when it is asked for: few clients know it. */
static struct netcx_power_settings *netcx_power_settings_make(struct netcx_adapter *adapter)
{
	struct netcx_power_settings *settings, *old;
	NTSTATUS status;

	settings = kzalloc(sizeof(*settings), nt_gfp());
	if (!settings)
		return NULL;
	settings->adapter = adapter;
	wdf_object_init(&settings->base, &netcx_power_settings_class, adapter->base.driver);
	status = wdf_object_publish(&settings->base, NULL, &adapter->base);
	if (!NT_SUCCESS(status)) {
		kfree(settings);
		return NULL;
	}

	old = cmpxchg(&adapter->power_settings, NULL, settings);
	if (!old)
		return settings;
	wdf_object_delete(&settings->base);
	return old;
}

/* The adapter behind a handle; NULL and a violation also outside a transition. */
static struct netcx_adapter *netcx_power_settings_adapter(NETPOWERSETTINGS handle,
							  const char *who)
{
	struct wdf_object *obj = wdf_object_from_handle(handle, WDF_TYPE_NETPOWERSETTINGS, who);
	struct netcx_adapter *adapter;

	if (!obj)
		return NULL;
	adapter = container_of(obj, struct netcx_power_settings, base)->adapter;
	return netcx_wake_allowed(adapter->dev, who) ? adapter : NULL;
}

NETPOWERSETTINGS NetAdapterGetPowerSettings(NETADAPTER Adapter)
{
	struct netcx_adapter *adapter = netcx_adapter_from_handle(Adapter, __func__);
	struct netcx_power_settings *settings;

	if (!adapter)
		return NULL;
	settings = READ_ONCE(adapter->power_settings);
	if (!settings)
		settings = netcx_power_settings_make(adapter);
	return settings ? (NETPOWERSETTINGS)&settings->base : NULL;
}
EXPORT_SYMBOL_NS_GPL(NetAdapterGetPowerSettings, NDIS_SHIM);

ULONG NetPowerSettingsGetEnabledWakeUpFlags(NETPOWERSETTINGS NetPowerSettings)
{
	struct netcx_adapter *adapter = netcx_power_settings_adapter(NetPowerSettings, __func__);
	ULONG flags = 0;

	if (!adapter || !(adapter->wake_latched & NETCX_WAKE_MEDIA))
		return 0;
	if (adapter->wake.media_connect)
		flags |= NETCX_PM_WAKE_MEDIA_CONNECT;
	if (adapter->wake.media_disconnect)
		flags |= NETCX_PM_WAKE_MEDIA_DISCONNECT;
	return flags;
}
EXPORT_SYMBOL_NS_GPL(NetPowerSettingsGetEnabledWakeUpFlags, NDIS_SHIM);

ULONG NetPowerSettingsGetEnabledWakePatternFlags(NETPOWERSETTINGS NetPowerSettings)
{
	struct netcx_adapter *adapter = netcx_power_settings_adapter(NetPowerSettings, __func__);

	return adapter && (adapter->wake_latched & NETCX_WAKE_MAGIC) ?
	       NETCX_PM_WOL_MAGIC_PACKET : 0;
}
EXPORT_SYMBOL_NS_GPL(NetPowerSettingsGetEnabledWakePatternFlags, NDIS_SHIM);

ULONG NetPowerSettingsGetEnabledProtocolOffloadFlags(NETPOWERSETTINGS NetPowerSettings)
{
	netcx_power_settings_adapter(NetPowerSettings, __func__);
	return 0;
}
EXPORT_SYMBOL_NS_GPL(NetPowerSettingsGetEnabledProtocolOffloadFlags, NDIS_SHIM);

/* What a modem itself wakes on is MbbCx's to arrange, not the client's. */
ULONG NetPowerSettingsGetEnabledMediaSpecificWakeUpEvents(NETPOWERSETTINGS NetPowerSettings)
{
	netcx_power_settings_adapter(NetPowerSettings, __func__);
	return 0;
}
EXPORT_SYMBOL_NS_GPL(NetPowerSettingsGetEnabledMediaSpecificWakeUpEvents, NDIS_SHIM);

ULONG NetPowerSettingsGetWakePatternCount(NETPOWERSETTINGS NetPowerSettings)
{
	netcx_power_settings_adapter(NetPowerSettings, __func__);
	return 0;
}
EXPORT_SYMBOL_NS_GPL(NetPowerSettingsGetWakePatternCount, NDIS_SHIM);

/* There is none: an index is always out of range. */
PNDIS_PM_WOL_PATTERN NetPowerSettingsGetWakePattern(NETPOWERSETTINGS NetPowerSettings,
						    ULONG Index)
{
	struct netcx_adapter *adapter = netcx_power_settings_adapter(NetPowerSettings, __func__);

	if (adapter)
		netcx_violation(adapter, WAKE_BAD_ARGUMENT, "%s: Index %u of 0", __func__, Index);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(NetPowerSettingsGetWakePattern, NDIS_SHIM);

BOOLEAN NetPowerSettingsIsWakePatternEnabled(NETPOWERSETTINGS NetPowerSettings,
					     PNDIS_PM_WOL_PATTERN WakePattern)
{
	netcx_power_settings_adapter(NetPowerSettings, __func__);
	return FALSE;
}
EXPORT_SYMBOL_NS_GPL(NetPowerSettingsIsWakePatternEnabled, NDIS_SHIM);

ULONG NetPowerSettingsGetProtocolOffloadCount(NETPOWERSETTINGS NetPowerSettings)
{
	netcx_power_settings_adapter(NetPowerSettings, __func__);
	return 0;
}
EXPORT_SYMBOL_NS_GPL(NetPowerSettingsGetProtocolOffloadCount, NDIS_SHIM);

PNDIS_PM_PROTOCOL_OFFLOAD NetPowerSettingsGetProtocolOffload(NETPOWERSETTINGS NetPowerSettings,
							     ULONG Index)
{
	struct netcx_adapter *adapter = netcx_power_settings_adapter(NetPowerSettings, __func__);

	if (adapter)
		netcx_violation(adapter, WAKE_BAD_ARGUMENT, "%s: Index %u of 0", __func__, Index);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(NetPowerSettingsGetProtocolOffload, NDIS_SHIM);

BOOLEAN NetPowerSettingsIsProtocolOffloadEnabled(NETPOWERSETTINGS NetPowerSettings,
						 PNDIS_PM_PROTOCOL_OFFLOAD ProtocolOffload)
{
	netcx_power_settings_adapter(NetPowerSettings, __func__);
	return FALSE;
}
EXPORT_SYMBOL_NS_GPL(NetPowerSettingsIsProtocolOffloadEnabled, NDIS_SHIM);
