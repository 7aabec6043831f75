// SPDX-License-Identifier: GPL-2.0
/*
 * The network that the modems connect to: a device of its own, which never
 * sleeps, with one raw-IP adapter. What is sent on it goes to the session whose
 * address it has; what sessions send is received on it.
 *
 * It is no part of a modem's device: a modem manager would take its interface
 * for one of the modem's.
 */
#include "driver.h"

typedef struct _SIM_NETWORK {
	NETADAPTER Adapter;
} SIM_NETWORK;

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(SIM_NETWORK, NetworkGetContext)

static EVT_WDF_DEVICE_PREPARE_HARDWARE EvtPrepareHardware;
static EVT_WDF_DEVICE_RELEASE_HARDWARE EvtReleaseHardware;
static EVT_WDF_OBJECT_CONTEXT_CLEANUP EvtAdapterCleanup;

NTSTATUS SimNetworkAdd(PWDFDEVICE_INIT DeviceInit)
{
	WDF_PNPPOWER_EVENT_CALLBACKS pnp;
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFDEVICE device;
	NTSTATUS status;

	status = NetDeviceInitConfig(DeviceInit);
	if (!NT_SUCCESS(status))
		return status;
	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&pnp);
	pnp.EvtDevicePrepareHardware = EvtPrepareHardware;
	pnp.EvtDeviceReleaseHardware = EvtReleaseHardware;
	WdfDeviceInitSetPnpPowerEventCallbacks(DeviceInit, &pnp);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, SIM_NETWORK);
	return WdfDeviceCreate(&DeviceInit, &attributes, &device);
}

static VOID EvtAdapterCleanup(WDFOBJECT Object)
{
	AirRemovePort(&SimAdapterGetContext(Object)->Port);
}

static NTSTATUS CreateAdapter(WDFDEVICE Device, NETADAPTER *Adapter)
{
	NET_ADAPTER_DATAPATH_CALLBACKS datapath;
	WDF_OBJECT_ATTRIBUTES attributes;
	NET_ADAPTER_LINK_STATE link;
	PNETADAPTER_INIT init;
	NTSTATUS status;
	SIM_PORT *port;

	init = NetAdapterInitAllocate(Device);
	if (!init)
		return STATUS_INSUFFICIENT_RESOURCES;
	NET_ADAPTER_DATAPATH_CALLBACKS_INIT(&datapath, EvtSimCreateTxQueue, EvtSimCreateRxQueue);
	NetAdapterInitSetDatapathCallbacks(init, &datapath);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, SIM_ADAPTER);
	attributes.EvtCleanupCallback = EvtAdapterCleanup;
	status = NetAdapterCreate(init, &attributes, Adapter);
	NetAdapterInitFree(init);
	if (!NT_SUCCESS(status))
		return status;

	port = &SimAdapterGetContext(*Adapter)->Port;
	port->IsNetwork = TRUE;
	if (!AirAddPort(port))
		return STATUS_DEVICE_NOT_READY;
	SimSetCapabilities(*Adapter);
	NET_ADAPTER_LINK_STATE_INIT(&link, SIM_SPEED, MediaConnectStateConnected,
				    MediaDuplexStateFull,
				    NetAdapterPauseFunctionTypeUnsupported,
				    NetAdapterAutoNegotiationFlagNone);
	NetAdapterSetLinkState(*Adapter, &link);
	return STATUS_SUCCESS;
}

/* The adapter, once made, stays as long as its device. */
static NTSTATUS EvtPrepareHardware(WDFDEVICE Device, WDFCMRESLIST Raw, WDFCMRESLIST Translated)
{
	SIM_NETWORK *network = NetworkGetContext(Device);
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Raw);
	UNREFERENCED_PARAMETER(Translated);

	if (!network->Adapter) {
		status = CreateAdapter(Device, &network->Adapter);
		if (!NT_SUCCESS(status))
			return status;
	}
	return NetAdapterStart(network->Adapter);
}

/* Also after a failed EvtPrepareHardware(). */
static NTSTATUS EvtReleaseHardware(WDFDEVICE Device, WDFCMRESLIST Translated)
{
	SIM_NETWORK *network = NetworkGetContext(Device);

	UNREFERENCED_PARAMETER(Translated);

	if (network->Adapter)
		NetAdapterStop(network->Adapter);
	return STATUS_SUCCESS;
}
