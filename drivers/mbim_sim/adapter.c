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

NTSTATUS EvtSimCreateAdapter(WDFDEVICE Device, PNETADAPTER_INIT AdapterInit)
{
	NET_ADAPTER_WAKE_BITMAP_CAPABILITIES wake;
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
	NET_ADAPTER_WAKE_BITMAP_CAPABILITIES_INIT(&wake);
	wake.BitmapPattern = TRUE;
	wake.MaximumPatternCount = SIM_FILTER_COUNT;
	wake.MaximumPatternSize = SIM_FILTER_SIZE;
	NetAdapterWakeSetBitmapCapabilities(adapter, &wake);
	return NetAdapterStart(adapter);
}
