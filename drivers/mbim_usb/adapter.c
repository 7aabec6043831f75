// SPDX-License-Identifier: GPL-2.0
/*
 * A NETADAPTER for each data session, made when MbbCx asks for it. MbbCx also
 * deletes it: all this driver has of it then goes in the cleanup callback.
 */
#include "driver.h"

/* Until the device has announced a speed; shown to users, limits nothing. */
#define DEFAULT_LINK_SPEED	150000000ull

/* Lengths in IP have 16 bits. */
#define LARGEST_PACKET		65535u
/* A few for each packet: large ones are in many pieces. */
#define TX_FRAGMENTS		512u

static EVT_WDF_OBJECT_CONTEXT_CLEANUP EvtAdapterCleanup;
static EVT_NET_ADAPTER_OFFLOAD_SET_TX_CHECKSUM EvtAdapterOffloadSetTxChecksum;
static EVT_NET_ADAPTER_OFFLOAD_SET_GSO EvtAdapterOffloadSetGso;

/*
 * The queues are cancelled and deleted by now. The reader may be delivering a
 * block to this very session: RxSessionDetach() takes it out of the table
 * under the lock the reader delivers under. Fragments that NetAdapterCx still
 * has carry references of their own.
 */
static VOID EvtAdapterCleanup(WDFOBJECT Object)
{
	MBIM_ADAPTER *adapter = AdapterGetContext(Object);

	if (adapter->Attached)
		RxSessionDetach(adapter->Device, adapter->SessionId, &adapter->Rx);
	adapter->Attached = FALSE;
}

static ULONG64 LinkSpeed(UINT32 Announced)
{
	return Announced ? Announced : DEFAULT_LINK_SPEED;
}

static VOID SetWakeCapabilities(MBIM_ADAPTER *Adapter)
{
	const MBIM_FUNCTION *function = &Adapter->Device->Usb.Function;
	NET_ADAPTER_WAKE_MEDIA_CHANGE_CAPABILITIES media;
	NET_ADAPTER_WAKE_PACKET_FILTER_CAPABILITIES filter;
	NET_ADAPTER_WAKE_BITMAP_CAPABILITIES bitmap;

	NET_ADAPTER_WAKE_BITMAP_CAPABILITIES_INIT(&bitmap);
	bitmap.BitmapPattern = function->NumberFilters > 0;
	bitmap.MaximumPatternCount = function->NumberFilters;
	bitmap.MaximumPatternSize = function->MaxFilterSize;
	NetAdapterWakeSetBitmapCapabilities(Adapter->NetAdapter, &bitmap);

	NET_ADAPTER_WAKE_PACKET_FILTER_CAPABILITIES_INIT(&filter);
	filter.PacketFilterMatch = function->NumberFilters > 0;
	NetAdapterWakeSetPacketFilterCapabilities(Adapter->NetAdapter, &filter);

	NET_ADAPTER_WAKE_MEDIA_CHANGE_CAPABILITIES_INIT(&media);
	media.MediaDisconnect = TRUE;
	NetAdapterWakeSetMediaChangeCapabilities(Adapter->NetAdapter, &media);
}

/* Each packet says what is to be done for it. */
static VOID EvtAdapterOffloadSetTxChecksum(NETADAPTER Adapter, NETOFFLOAD Offload)
{
	UNREFERENCED_PARAMETER(Adapter);
	UNREFERENCED_PARAMETER(Offload);
}

static VOID EvtAdapterOffloadSetGso(NETADAPTER Adapter, NETOFFLOAD Offload)
{
	UNREFERENCED_PARAMETER(Adapter);
	UNREFERENCED_PARAMETER(Offload);
}

/*
 * Packets are copied anyway, so they may as well be cut and summed then: one
 * large packet passes the stack and the rings instead of dozens.
 */
static VOID SetOffloadCapabilities(MBIM_ADAPTER *Adapter)
{
	const NET_ADAPTER_OFFLOAD_LAYER3_FLAGS layer3 =
		NetAdapterOffloadLayer3FlagIPv4NoOptions |
		NetAdapterOffloadLayer3FlagIPv4WithOptions |
		NetAdapterOffloadLayer3FlagIPv6NoExtensions;
	const NET_ADAPTER_OFFLOAD_LAYER4_FLAGS layer4 =
		NetAdapterOffloadLayer4FlagTcpNoOptions |
		NetAdapterOffloadLayer4FlagTcpWithOptions | NetAdapterOffloadLayer4FlagUdp;
	NET_ADAPTER_OFFLOAD_TX_CHECKSUM_CAPABILITIES checksum;
	NET_ADAPTER_OFFLOAD_GSO_CAPABILITIES gso;

	NET_ADAPTER_OFFLOAD_TX_CHECKSUM_CAPABILITIES_INIT(&checksum, layer3,
							  EvtAdapterOffloadSetTxChecksum);
	checksum.Layer4Flags = layer4;
	NetAdapterOffloadSetTxChecksumCapabilities(Adapter->NetAdapter, &checksum);

	NET_ADAPTER_OFFLOAD_GSO_CAPABILITIES_INIT(&gso, layer3, layer4, LARGEST_PACKET, 2,
						  EvtAdapterOffloadSetGso);
	NetAdapterOffloadSetGsoCapabilities(Adapter->NetAdapter, &gso);
}

static VOID SetCapabilities(MBIM_ADAPTER *Adapter)
{
	MBIM_DEVICE *device = Adapter->Device;
	NET_ADAPTER_LINK_LAYER_CAPABILITIES link;
	NET_ADAPTER_TX_CAPABILITIES tx;
	NET_ADAPTER_RX_CAPABILITIES rx;

	/* packets are copied into blocks: any number of fragments will do */
	NET_ADAPTER_TX_CAPABILITIES_INIT(&tx, 1);
	tx.FragmentRingNumberOfElementsHint = TX_FRAGMENTS;
	NET_ADAPTER_RX_CAPABILITIES_INIT_DRIVER_MANAGED(&rx, EvtAdapterReturnRxBuffer,
							device->Usb.InputSize, 1);
	NetAdapterSetDataPathCapabilities(Adapter->NetAdapter, &tx, &rx);

	NET_ADAPTER_LINK_LAYER_CAPABILITIES_INIT(&link,
						 LinkSpeed(device->Control.UplinkSpeed),
						 LinkSpeed(device->Control.DownlinkSpeed));
	NetAdapterSetLinkLayerCapabilities(Adapter->NetAdapter, &link);
	NetAdapterSetLinkLayerMtuSize(Adapter->NetAdapter, device->Usb.Mtu);

	SetOffloadCapabilities(Adapter);
	SetWakeCapabilities(Adapter);
}

NTSTATUS EvtMbbDeviceCreateAdapter(WDFDEVICE Device, PNETADAPTER_INIT AdapterInit)
{
	NET_ADAPTER_DATAPATH_CALLBACKS datapath;
	WDF_OBJECT_ATTRIBUTES attributes;
	MBIM_ADAPTER *adapter;
	NETADAPTER netAdapter;
	NTSTATUS status;

	NET_ADAPTER_DATAPATH_CALLBACKS_INIT(&datapath, EvtAdapterCreateTxQueue,
					    EvtAdapterCreateRxQueue);
	NetAdapterInitSetDatapathCallbacks(AdapterInit, &datapath);

	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, MBIM_ADAPTER);
	attributes.EvtCleanupCallback = EvtAdapterCleanup;
	status = NetAdapterCreate(AdapterInit, &attributes, &netAdapter);
	if (!NT_SUCCESS(status))
		return status;
	/* from here on a failure has MbbCx delete the adapter: cleanup undoes */
	adapter = AdapterGetContext(netAdapter);
	adapter->Device = DeviceGetContext(Device);
	adapter->NetAdapter = netAdapter;

	status = MbbAdapterInitialize(netAdapter);
	if (!NT_SUCCESS(status))
		return status;
	adapter->SessionId = MbbAdapterGetSessionId(netAdapter);
	if (adapter->SessionId >= MBIM_SESSIONS)
		return STATUS_INVALID_PARAMETER;

	status = RxSessionAttach(adapter->Device, adapter->SessionId, &adapter->Rx);
	if (!NT_SUCCESS(status))
		return status;
	adapter->Attached = TRUE;

	SetCapabilities(adapter);
	return NetAdapterStart(netAdapter);
}
