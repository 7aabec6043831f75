/* SPDX-License-Identifier: GPL-2.0 */
/* MbbCx as a client includes it, after wdf.h and netadaptercx.h. */
#ifndef _NT_MBBCX_H
#define _NT_MBBCX_H

#include <mbbcxtypes.h>

EXTERN_C_START

/* ---- device ---- */
NTSTATUS MbbDeviceInitConfig(PWDFDEVICE_INIT DeviceInit);
NTSTATUS MbbDeviceInitialize(WDFDEVICE Device, PMBB_DEVICE_CONFIG Config);
VOID MbbDeviceSetMbimParameters(WDFDEVICE Device, PMBB_DEVICE_MBIM_PARAMETERS MbimParameters);
VOID MbbDeviceSetWakeCapabilities(WDFDEVICE Device,
				  MBB_DEVICE_WAKE_CAPABILITIES const *Capabilities);
VOID MbbDeviceResponseAvailable(WDFDEVICE Device);
VOID MbbDeviceReportWakeReason(WDFDEVICE Device, MBB_WAKE_REASON_TYPE Reason);
VOID MbbDeviceArmWake(WDFDEVICE Device);
VOID MbbDeviceDisarmWake(WDFDEVICE Device);

/* ---- control requests ---- */
PVOID MbbRequestGetBuffer(MBBREQUEST Request, size_t *BufferSize);
LPCGUID MbbRequestGetCorrelationId(MBBREQUEST Request);
VOID MbbRequestComplete(MBBREQUEST Request, NTSTATUS NtStatus);
VOID MbbRequestCompleteWithInformation(MBBREQUEST Request, NTSTATUS NtStatus,
				       ULONG_PTR Information);

/* ---- adapters ---- */
NTSTATUS MbbAdapterInitialize(NETADAPTER Adapter);
ULONG MbbAdapterGetSessionId(NETADAPTER Adapter);

/* ---- device service sessions ---- */
VOID MbbDeviceSendDeviceServiceSessionDataComplete(WDFMEMORY Data, NTSTATUS NtStatus);
VOID MbbDeviceReceiveDeviceServiceSessionData(WDFDEVICE Device, DSS_SESSION_ID SessionId,
					      WDFMEMORY Data);

EXTERN_C_END

/* Older names of the same functions. */
#define MbbRequestGetActivityId			MbbRequestGetCorrelationId
#define MbbDeviceSendServiceSessionDataComplete	MbbDeviceSendDeviceServiceSessionDataComplete
#define MbbDeviceReceiveServiceSessionData	MbbDeviceReceiveDeviceServiceSessionData

#endif
