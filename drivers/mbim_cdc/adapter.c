// SPDX-License-Identifier: GPL-2.0
/* A NETADAPTER for each session, made and deleted by MbbCx. */
#include "driver.h"

static EVT_WDF_OBJECT_CONTEXT_CLEANUP EvtAdapterCleanup;

/* The queues are cancelled and deleted by now; a frame may be on its way here. */
static VOID EvtAdapterCleanup(WDFOBJECT Object)
{
	CDC_ADAPTER *adapter = AdapterGetContext(Object);

	if (adapter->Attached)
		ReceiveDetach(adapter->Lower, adapter->SessionId, &adapter->Session);
	adapter->Attached = FALSE;
}

static VOID SetCapabilities(CDC_ADAPTER *Adapter)
{
	NET_ADAPTER_LINK_LAYER_CAPABILITIES link;
	NET_ADAPTER_TX_CAPABILITIES tx;
	NET_ADAPTER_RX_CAPABILITIES rx;

	/* packets are copied into frames: any number of fragments will do */
	NET_ADAPTER_TX_CAPABILITIES_INIT(&tx, 1);
	NET_ADAPTER_RX_CAPABILITIES_INIT_DRIVER_MANAGED(&rx, EvtAdapterReturnRxBuffer,
							CDC_MAXIMUM_DATAGRAM, 1);
	NetAdapterSetDataPathCapabilities(Adapter->NetAdapter, &tx, &rx);
	NET_ADAPTER_LINK_LAYER_CAPABILITIES_INIT(&link, CDC_SPEED, CDC_SPEED);
	NetAdapterSetLinkLayerCapabilities(Adapter->NetAdapter, &link);
	NetAdapterSetLinkLayerMtuSize(Adapter->NetAdapter, Adapter->Lower->Mtu);
}

NTSTATUS EvtMbbDeviceCreateAdapter(WDFDEVICE Device, PNETADAPTER_INIT AdapterInit)
{
	NET_ADAPTER_DATAPATH_CALLBACKS datapath;
	WDF_OBJECT_ATTRIBUTES attributes;
	NETADAPTER netAdapter;
	CDC_ADAPTER *adapter;
	NTSTATUS status;

	NET_ADAPTER_DATAPATH_CALLBACKS_INIT(&datapath, EvtAdapterCreateTxQueue,
					    EvtAdapterCreateRxQueue);
	NetAdapterInitSetDatapathCallbacks(AdapterInit, &datapath);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, CDC_ADAPTER);
	attributes.EvtCleanupCallback = EvtAdapterCleanup;
	status = NetAdapterCreate(AdapterInit, &attributes, &netAdapter);
	if (!NT_SUCCESS(status))
		return status;
	/* from here on a failure has MbbCx delete the adapter: cleanup undoes */
	adapter = AdapterGetContext(netAdapter);
	adapter->Lower = DeviceGetContext(Device)->Lower;
	adapter->NetAdapter = netAdapter;
	status = MbbAdapterInitialize(netAdapter);
	if (!NT_SUCCESS(status))
		return status;
	adapter->SessionId = MbbAdapterGetSessionId(netAdapter);
	if (adapter->SessionId >= CDC_SESSIONS)
		return STATUS_INVALID_PARAMETER;
	if (!ReceiveAttach(adapter->Lower, adapter->SessionId, &adapter->Session))
		return STATUS_OBJECT_NAME_COLLISION;
	adapter->Attached = TRUE;
	SetCapabilities(adapter);
	return NetAdapterStart(netAdapter);
}
