// SPDX-License-Identifier: GPL-2.0
/*
 * A NETADAPTER for each session of a modem, made and deleted by MbbCx.
 */
#include "driver.h"

static EVT_WDF_OBJECT_CONTEXT_CLEANUP EvtAdapterCleanup;

/* The queues are cancelled and deleted by now. */
static VOID EvtAdapterCleanup(WDFOBJECT Object)
{
	AirRemovePort(&SimAdapterGetContext(Object)->Port);
}

static VOID SetWakeCapabilities(NETADAPTER Adapter)
{
	NET_ADAPTER_WAKE_MEDIA_CHANGE_CAPABILITIES media;
	NET_ADAPTER_WAKE_PACKET_FILTER_CAPABILITIES filter;
	NET_ADAPTER_WAKE_BITMAP_CAPABILITIES bitmap;

	NET_ADAPTER_WAKE_BITMAP_CAPABILITIES_INIT(&bitmap);
	bitmap.BitmapPattern = TRUE;
	bitmap.MaximumPatternCount = SIM_FILTER_COUNT;
	bitmap.MaximumPatternSize = SIM_FILTER_SIZE;
	NetAdapterWakeSetBitmapCapabilities(Adapter, &bitmap);
	NET_ADAPTER_WAKE_PACKET_FILTER_CAPABILITIES_INIT(&filter);
	filter.PacketFilterMatch = TRUE;
	NetAdapterWakeSetPacketFilterCapabilities(Adapter, &filter);
	NET_ADAPTER_WAKE_MEDIA_CHANGE_CAPABILITIES_INIT(&media);
	media.MediaDisconnect = TRUE;
	NetAdapterWakeSetMediaChangeCapabilities(Adapter, &media);
}

NTSTATUS EvtSimCreateAdapter(WDFDEVICE Device, PNETADAPTER_INIT AdapterInit)
{
	NET_ADAPTER_DATAPATH_CALLBACKS datapath;
	WDF_OBJECT_ATTRIBUTES attributes;
	NETADAPTER adapter;
	NTSTATUS status;
	SIM_PORT *port;

	NET_ADAPTER_DATAPATH_CALLBACKS_INIT(&datapath, EvtSimCreateTxQueue, EvtSimCreateRxQueue);
	NetAdapterInitSetDatapathCallbacks(AdapterInit, &datapath);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, SIM_ADAPTER);
	attributes.EvtCleanupCallback = EvtAdapterCleanup;
	status = NetAdapterCreate(AdapterInit, &attributes, &adapter);
	if (!NT_SUCCESS(status))
		return status;
	/* from here on a failure has MbbCx delete the adapter: cleanup undoes */
	status = MbbAdapterInitialize(adapter);
	if (!NT_SUCCESS(status))
		return status;

	port = &SimAdapterGetContext(adapter)->Port;
	port->Modem = SimDeviceGetContext(Device)->Number;
	port->Session = MbbAdapterGetSessionId(adapter);
	if (port->Session >= SIM_SESSIONS || !AirAddPort(port))
		return STATUS_INVALID_PARAMETER;

	SimSetCapabilities(adapter);
	SetWakeCapabilities(adapter);
	return NetAdapterStart(adapter);
}
