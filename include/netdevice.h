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

/* ---- reset ---- */

/* PASSIVE_LEVEL, before the reset: the client stores what helps to understand it. */
typedef VOID (EVT_NET_DEVICE_COLLECT_RESET_DIAGNOSTICS)(WDFDEVICE Device);
typedef EVT_NET_DEVICE_COLLECT_RESET_DIAGNOSTICS *PFN_NET_DEVICE_COLLECT_RESET_DIAGNOSTICS;

typedef struct _NET_DEVICE_RESET_CAPABILITIES {
	ULONG Size;
	PFN_NET_DEVICE_COLLECT_RESET_DIAGNOSTICS EvtNetDeviceCollectResetDiagnostics;
} NET_DEVICE_RESET_CAPABILITIES;

static inline VOID
NET_DEVICE_RESET_CAPABILITIES_INIT(
	NET_DEVICE_RESET_CAPABILITIES *ResetCapabilities,
	PFN_NET_DEVICE_COLLECT_RESET_DIAGNOSTICS EvtNetDeviceCollectResetDiagnostics)
{
	RtlZeroMemory(ResetCapabilities, sizeof(*ResetCapabilities));
	ResetCapabilities->Size = sizeof(*ResetCapabilities);
	ResetCapabilities->EvtNetDeviceCollectResetDiagnostics =
		EvtNetDeviceCollectResetDiagnostics;
}

#define MAX_RESET_DIAGNOSTICS_SIZE	(1024 * 1024)

EXTERN_C_START

NTSTATUS NetDeviceInitConfig(PWDFDEVICE_INIT DeviceInit);
VOID NetDeviceInitSetPowerPolicyEventCallbacks(
	PWDFDEVICE_INIT DeviceInit, NET_DEVICE_POWER_POLICY_EVENT_CALLBACKS const *Callbacks);

/* EvtDriverDeviceAdd, after NetDeviceInitConfig(); copied. */
VOID NetDeviceInitSetResetCapabilities(PWDFDEVICE_INIT DeviceInit,
				       NET_DEVICE_RESET_CAPABILITIES const *ResetCapabilities);
/* Any IRQL. The callback, then the device is restarted, as after WdfDeviceSetFailed();
 * one that was restarted too often is removed. Further requests until then do nothing.
 */
VOID NetDeviceRequestReset(WDFDEVICE Device);
/* Inside the callback alone: else a violation. Copied; user space finds it under
 * /sys/class/devcoredump.
 */
VOID NetDeviceStoreResetDiagnostics(WDFDEVICE Device, SIZE_T ResetDiagnosticsBufferSize,
				    UINT8 const *ResetDiagnosticsBuffer);

EXTERN_C_END

/* NetAdapterCx 1.x's name. */
#define NetAdapterDeviceInitConfig	NetDeviceInitConfig

#endif
