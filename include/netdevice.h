/* SPDX-License-Identifier: GPL-2.0 */
/* What NetAdapterCx adds to the WDFDEVICE. */
#ifndef _NT_NETDEVICE_H
#define _NT_NETDEVICE_H

#include <netadaptercxtypes.h>

typedef NTSTATUS (EVT_NET_DEVICE_PREVIEW_WAKE_SOURCE)(WDFDEVICE Device, NETWAKESOURCE WakeSource);
typedef NTSTATUS (EVT_NET_DEVICE_PREVIEW_POWER_OFFLOAD)(WDFDEVICE Device,
							NETPOWEROFFLOAD PowerOffload);
typedef EVT_NET_DEVICE_PREVIEW_WAKE_SOURCE *PFN_NET_DEVICE_PREVIEW_WAKE_SOURCE;
typedef EVT_NET_DEVICE_PREVIEW_POWER_OFFLOAD *PFN_NET_DEVICE_PREVIEW_POWER_OFFLOAD;

typedef struct _NET_DEVICE_POWER_POLICY_EVENT_CALLBACKS {
	ULONG Size;
	PFN_NET_DEVICE_PREVIEW_WAKE_SOURCE EvtDevicePreviewBitmapPattern;
	PFN_NET_DEVICE_PREVIEW_POWER_OFFLOAD EvtDevicePreviewArpOffload;
	PFN_NET_DEVICE_PREVIEW_POWER_OFFLOAD EvtDevicePreviewNSOffload;
} NET_DEVICE_POWER_POLICY_EVENT_CALLBACKS;

static inline VOID
NET_DEVICE_POWER_POLICY_EVENT_CALLBACKS_INIT(NET_DEVICE_POWER_POLICY_EVENT_CALLBACKS *Callbacks)
{
	RtlZeroMemory(Callbacks, sizeof(*Callbacks));
	Callbacks->Size = sizeof(*Callbacks);
}

EXTERN_C_START

NTSTATUS NetDeviceInitConfig(PWDFDEVICE_INIT DeviceInit);
VOID NetDeviceInitSetPowerPolicyEventCallbacks(PWDFDEVICE_INIT DeviceInit,
	NET_DEVICE_POWER_POLICY_EVENT_CALLBACKS const *Callbacks);

EXTERN_C_END

/* NetAdapterCx 1.x's name. */
#define NetAdapterDeviceInitConfig	NetDeviceInitConfig

#endif
