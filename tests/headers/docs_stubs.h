/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a document's code blocks leave to their reader: the client's own types
 * and accessors, and the callbacks, declared by their roles so that a block that
 * defines one is checked against it. For scripts/check-docs.sh.
 */
#include <ntddk.h>
#include <wdf.h>
#include <netadaptercx.h>
#include <mbbcx.h>

typedef struct _MY_NETADAPTER_CONTEXT {
	NETADAPTER NetAdapter;
	ULONG SessionId;
} MY_NETADAPTER_CONTEXT, *PMY_NETADAPTER_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(MY_NETADAPTER_CONTEXT, WmbClassGetNetAdapterContext)

typedef struct _MY_DEVICE_CONTEXT {
	struct {
		PMY_NETADAPTER_CONTEXT NetAdapterContext;
	} Sessions[17];
} MY_DEVICE_CONTEXT, *PMY_DEVICE_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(MY_DEVICE_CONTEXT, MyGetDeviceContext)

EVT_MBB_DEVICE_SEND_MBIM_FRAGMENT EvtMbbDeviceSendMbimFragment;
EVT_MBB_DEVICE_RECEIVE_MBIM_FRAGMENT EvtMbbDeviceReceiveMbimFragment;
EVT_MBB_DEVICE_CREATE_ADAPTER EvtMbbDeviceCreateAdapter;
EVT_WDF_DEVICE_ARM_WAKE_FROM_S0 EvtDeviceArmWakeFromS0;
EVT_WDF_DEVICE_DISARM_WAKE_FROM_S0 EvtDeviceDisarmWakeFromS0;
EVT_WDF_DEVICE_ARM_WAKE_FROM_SX EvtDeviceArmWakeFromSx;
EVT_WDF_DEVICE_DISARM_WAKE_FROM_SX EvtDeviceDisarmWakeFromSx;

/* Documents of different years give this one callback two types. */
#ifdef DSS_WITH_STATUS
EVT_MBB_DEVICE_SEND_SERVICE_SESSION_DATA EvtMbbDeviceSendServiceSessionData;
EVT_MBB_DEVICE_SEND_SERVICE_SESSION_DATA EvtMbbDeviceSendDeviceServiceSessionData;
#else
EVT_MBB_DEVICE_SEND_DEVICE_SERVICE_SESSION_DATA EvtMbbDeviceSendServiceSessionData;
EVT_MBB_DEVICE_SEND_DEVICE_SERVICE_SESSION_DATA EvtMbbDeviceSendDeviceServiceSessionData;
#endif
