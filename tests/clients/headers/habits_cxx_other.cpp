// SPDX-License-Identifier: GPL-2.0
/* A NetAdapterCx driver's C++, beside the framework objects of habits_cxx.cpp. */
#include "habits_cxx.h"

#include <net/checksum.h>
#include <net/gso.h>
#include <net/logicaladdress.h>
#include <net/returncontext.h>
#include <net/virtualaddress.h>
#include <mbbcx.h>
#include <new>

_Use_decl_annotations_
NTSTATUS HabitDevice::D0Exit(WDFDEVICE Device, WDF_POWER_DEVICE_STATE TargetState)
{
	if (TargetState == WdfPowerDeviceD3Final)
		HabitGetContext(Device)->Ticks = 0;
	return STATUS_SUCCESS;
}

namespace habit {

static void Advance(NETPACKETQUEUE handle)
{
	auto *const queue = GetQueue(handle);
	auto *const packets = NetRingCollectionGetPacketRing(queue->Rings);
	auto *const fragments = NetRingCollectionGetFragmentRing(queue->Rings);

	while (packets->BeginIndex != packets->EndIndex) {
		auto *const packet = NetRingGetPacketAtIndex(packets, packets->BeginIndex);

		for (UINT16 i = 0; i < packet->FragmentCount; i++) {
			auto const index = (packet->FragmentIndex + i) & fragments->ElementIndexMask;
			auto const fragment = NetRingGetFragmentAtIndex(fragments, index);
			auto const address = NetExtensionGetFragmentVirtualAddress(
				&queue->VirtualAddress, index);

			RtlZeroMemory(static_cast<UCHAR *>(address->VirtualAddress) + fragment->Offset,
				      static_cast<SIZE_T>(fragment->ValidLength));
		}
		packet->Layout = {};
		packets->BeginIndex = NetRingIncrementIndex(packets, packets->BeginIndex);
	}
	fragments->BeginIndex = fragments->EndIndex;
}

template <typename TInit, typename TCreate>
static NTSTATUS CreateQueue(TInit *init, TCreate create)
{
	NET_PACKET_QUEUE_CONFIG config;
	NET_PACKET_QUEUE_CONFIG_INIT(&config, Advance, [](NETPACKETQUEUE, BOOLEAN) {},
				     [](NETPACKETQUEUE) {});
	config.EvtStart = [](NETPACKETQUEUE) {};
	config.EvtStop = nullptr;

	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, Queue);
	NETPACKETQUEUE queue;
	return create(init, &attributes, &config, &queue);
}

} // namespace habit

NTSTATUS HabitStartNet(WDFDEVICE Device)
{
	auto *init = NetAdapterInitAllocate(Device);
	if (init == nullptr)
		return STATUS_INSUFFICIENT_RESOURCES;

	NET_ADAPTER_DATAPATH_CALLBACKS datapath;
	NET_ADAPTER_DATAPATH_CALLBACKS_INIT(
		&datapath,
		[](NETADAPTER, NETTXQUEUE_INIT *tx) { return habit::CreateQueue(tx, NetTxQueueCreate); },
		[](NETADAPTER, NETRXQUEUE_INIT *rx) { return habit::CreateQueue(rx, NetRxQueueCreate); });
	NetAdapterInitSetDatapathCallbacks(init, &datapath);

	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, HABIT_ADAPTER);
	NETADAPTER adapter;
	auto status = NetAdapterCreate(init, &attributes, &adapter);
	NetAdapterInitFree(init);
	if (!NT_SUCCESS(status))
		return status;
	auto *context = WdfObjectGet_HABIT_ADAPTER(adapter);
	context->Adapter = adapter;
	context->Device = Device;

	NET_ADAPTER_LINK_STATE link;
	NET_ADAPTER_LINK_STATE_INIT(&link, 1'000'000'000, MediaConnectStateConnected,
				    MediaDuplexStateFull, NetAdapterPauseFunctionTypeUnsupported,
				    NetAdapterAutoNegotiationFlagXmitLinkSpeedAutoNegotiated |
					    NetAdapterAutoNegotiationFlagDuplexAutoNegotiated);
	NetAdapterSetLinkState(adapter, &link);

	NET_ADAPTER_LINK_LAYER_ADDRESS address;
	const UCHAR mac[6] = { 2, 0, 0, 0, 0, 1 };
	NET_ADAPTER_LINK_LAYER_ADDRESS_INIT(&address, sizeof(mac), mac);
	NetAdapterSetCurrentLinkLayerAddress(adapter, &address);
	return NetAdapterStart(adapter);
}

/* ---- what ends up in several objects of one driver ---- */

struct HabitPure {
	virtual ULONG Get() = 0;
	ULONG Twice() { return Get() * 2; }
};
struct HabitReal : HabitPure {
	ULONG Get() override { return HabitCounted<ULONG>(1); }
};

NTSTATUS HabitUse(PVOID where);
NTSTATUS HabitUse(PVOID where)
{
	auto *pure = static_cast<HabitPure *>(new (where) HabitReal);

	return static_cast<NTSTATUS>(pure->Twice());
}
