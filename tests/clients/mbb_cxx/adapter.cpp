// SPDX-License-Identifier: GPL-2.0
/* A NETADAPTER for each data session, made, and deleted, when MbbCx says so. */
#include "device.h"

namespace mbb {

/* Until the device has announced a speed; shown to users, limits nothing. */
constexpr ULONG64 DefaultLinkSpeed = 150'000'000;

NTSTATUS Adapter::Create(WDFDEVICE Device, NETADAPTER_INIT *AdapterInit)
{
	NET_ADAPTER_DATAPATH_CALLBACKS datapath;
	NET_ADAPTER_DATAPATH_CALLBACKS_INIT(&datapath, TxQueue::Create, RxQueue::Create);
	NetAdapterInitSetDatapathCallbacks(AdapterInit, &datapath);

	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, Adapter);
	attributes.EvtCleanupCallback = Cleanup;
	NETADAPTER handle;
	NTSTATUS const status = NetAdapterCreate(AdapterInit, &attributes, &handle);
	if (!NT_SUCCESS(status))
		return status;
	/* after a failure from here on MbbCx deletes the adapter, and Cleanup undoes */
	auto *const adapter = new (GetAdapter(handle)) Adapter(*DeviceOf(Device), handle);
	return adapter->Initialize();
}

NTSTATUS Adapter::Initialize()
{
	NTSTATUS status = MbbAdapterInitialize(m_handle);
	if (!NT_SUCCESS(status))
		return status;
	SessionId = MbbAdapterGetSessionId(m_handle);
	if (SessionId >= Sessions)
		return STATUS_INVALID_PARAMETER;
	status = Rx.Attach(Owner, SessionId);
	if (!NT_SUCCESS(status))
		return status;
	m_attached = true;
	SetCapabilities();
	SetWakeCapabilities();
	return NetAdapterStart(m_handle);
}

/*
 * The queues are gone. The reader may be delivering to this very session; Detach takes
 * it out of the table under the lock that it delivers under.
 */
void Adapter::Cleanup(WDFOBJECT object)
{
	auto *const adapter = GetAdapter(object);

	if (adapter->m_attached)
		adapter->Rx.Detach(adapter->Owner, adapter->SessionId);
	adapter->m_attached = false;
}

void Adapter::SetCapabilities()
{
	auto const speed = [](ULONG announced) {
		return announced ? ULONG64(announced) : DefaultLinkSpeed;
	};

	/* packets are copied into blocks: any number of fragments will do */
	NET_ADAPTER_TX_CAPABILITIES tx;
	NET_ADAPTER_TX_CAPABILITIES_INIT(&tx, 1);
	NET_ADAPTER_RX_CAPABILITIES rx;
	NET_ADAPTER_RX_CAPABILITIES_INIT_DRIVER_MANAGED(&rx, RxQueue::ReturnBuffer,
							Owner.Usb.InputSize, 1);
	NetAdapterSetDataPathCapabilities(m_handle, &tx, &rx);

	NET_ADAPTER_LINK_LAYER_CAPABILITIES link;
	NET_ADAPTER_LINK_LAYER_CAPABILITIES_INIT(&link, speed(Owner.Control.UplinkSpeed),
						 speed(Owner.Control.DownlinkSpeed));
	NetAdapterSetLinkLayerCapabilities(m_handle, &link);
	NetAdapterSetLinkLayerMtuSize(m_handle, Owner.Usb.Mtu);
}

void Adapter::SetWakeCapabilities()
{
	auto const &function = Owner.Usb.Descriptor;
	BOOLEAN const filters = function.NumberFilters > 0;

	NET_ADAPTER_WAKE_BITMAP_CAPABILITIES bitmap;
	NET_ADAPTER_WAKE_BITMAP_CAPABILITIES_INIT(&bitmap);
	bitmap.BitmapPattern = filters;
	bitmap.MaximumPatternCount = function.NumberFilters;
	bitmap.MaximumPatternSize = function.MaxFilterSize;
	NetAdapterWakeSetBitmapCapabilities(m_handle, &bitmap);

	NET_ADAPTER_WAKE_PACKET_FILTER_CAPABILITIES filter;
	NET_ADAPTER_WAKE_PACKET_FILTER_CAPABILITIES_INIT(&filter);
	filter.PacketFilterMatch = filters;
	NetAdapterWakeSetPacketFilterCapabilities(m_handle, &filter);

	NET_ADAPTER_WAKE_MEDIA_CHANGE_CAPABILITIES media;
	NET_ADAPTER_WAKE_MEDIA_CHANGE_CAPABILITIES_INIT(&media);
	media.MediaDisconnect = TRUE;
	NetAdapterWakeSetMediaChangeCapabilities(m_handle, &media);
}

} // namespace mbb
