/* SPDX-License-Identifier: GPL-2.0 */
/*
 * NETPOWERSETTINGS, NetAdapterCx 1.x's view of wake and protocol offload; the
 * same store as the wake-source lists. Valid during a power transition.
 */
#ifndef _NT_NETPOWERSETTINGS_H
#define _NT_NETPOWERSETTINGS_H

#include <netadaptercxtypes.h>

typedef struct _NDIS_PM_WOL_PATTERN NDIS_PM_WOL_PATTERN, *PNDIS_PM_WOL_PATTERN;
typedef struct _NDIS_PM_PROTOCOL_OFFLOAD NDIS_PM_PROTOCOL_OFFLOAD, *PNDIS_PM_PROTOCOL_OFFLOAD;

typedef NTSTATUS (EVT_NET_ADAPTER_PREVIEW_WAKE_PATTERN)(NETADAPTER Adapter,
	NETPOWERSETTINGS NetPowerSettings, PNDIS_PM_WOL_PATTERN WakePattern);
typedef NTSTATUS (EVT_NET_ADAPTER_PREVIEW_PROTOCOL_OFFLOAD)(NETADAPTER Adapter,
	NETPOWERSETTINGS NetPowerSettings, PNDIS_PM_PROTOCOL_OFFLOAD ProtocolOffload);
typedef EVT_NET_ADAPTER_PREVIEW_WAKE_PATTERN *PFN_NET_ADAPTER_PREVIEW_WAKE_PATTERN;
typedef EVT_NET_ADAPTER_PREVIEW_PROTOCOL_OFFLOAD *PFN_NET_ADAPTER_PREVIEW_PROTOCOL_OFFLOAD;

typedef struct _NET_ADAPTER_POWER_CAPABILITIES {
	ULONG Size;
	ULONG Flags;
	ULONG SupportedWakePatterns;
	ULONG NumTotalWakePatterns;
	ULONG MaxWakePatternSize;
	ULONG MaxWakePatternOffset;
	ULONG MaxWakePacketSaveBuffer;
	ULONG SupportedProtocolOffloads;
	ULONG NumArpOffloadIPv4Addresses;
	ULONG NumNSOffloadIPv6Addresses;
	ULONG SupportedWakeUpEvents;
	ULONG SupportedMediaSpecificWakeUpEvents;
	PFN_NET_ADAPTER_PREVIEW_WAKE_PATTERN EvtAdapterPreviewWakePattern;
	PFN_NET_ADAPTER_PREVIEW_PROTOCOL_OFFLOAD EvtAdapterPreviewProtocolOffload;
	WDF_TRI_STATE ManageS0IdlePowerReferences;
} NET_ADAPTER_POWER_CAPABILITIES, *PNET_ADAPTER_POWER_CAPABILITIES;

static inline VOID NET_ADAPTER_POWER_CAPABILITIES_INIT(NET_ADAPTER_POWER_CAPABILITIES *Capabilities)
{
	RtlZeroMemory(Capabilities, sizeof(*Capabilities));
	Capabilities->Size = sizeof(*Capabilities);
	Capabilities->ManageS0IdlePowerReferences = WdfTrue;
}

EXTERN_C_START

VOID NetAdapterSetPowerCapabilities(NETADAPTER Adapter,
				    NET_ADAPTER_POWER_CAPABILITIES *Capabilities);
NETPOWERSETTINGS NetAdapterGetPowerSettings(NETADAPTER Adapter);
ULONG NetPowerSettingsGetEnabledWakeUpFlags(NETPOWERSETTINGS NetPowerSettings);
ULONG NetPowerSettingsGetEnabledWakePatternFlags(NETPOWERSETTINGS NetPowerSettings);
ULONG NetPowerSettingsGetEnabledProtocolOffloadFlags(NETPOWERSETTINGS NetPowerSettings);
ULONG NetPowerSettingsGetEnabledMediaSpecificWakeUpEvents(NETPOWERSETTINGS NetPowerSettings);
ULONG NetPowerSettingsGetWakePatternCount(NETPOWERSETTINGS NetPowerSettings);
PNDIS_PM_WOL_PATTERN NetPowerSettingsGetWakePattern(NETPOWERSETTINGS NetPowerSettings,
						    ULONG Index);
BOOLEAN NetPowerSettingsIsWakePatternEnabled(NETPOWERSETTINGS NetPowerSettings,
					     PNDIS_PM_WOL_PATTERN WakePattern);
ULONG NetPowerSettingsGetProtocolOffloadCount(NETPOWERSETTINGS NetPowerSettings);
PNDIS_PM_PROTOCOL_OFFLOAD NetPowerSettingsGetProtocolOffload(NETPOWERSETTINGS NetPowerSettings,
							     ULONG Index);
BOOLEAN NetPowerSettingsIsProtocolOffloadEnabled(NETPOWERSETTINGS NetPowerSettings,
						 PNDIS_PM_PROTOCOL_OFFLOAD ProtocolOffload);

EXTERN_C_END

#endif
