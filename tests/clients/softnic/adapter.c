// SPDX-License-Identifier: GPL-2.0
/*
 * The adapter: what it can do, and what it is told.
 */
#include "softnic.h"

static EVT_NET_ADAPTER_SET_RECEIVE_FILTER EvtSetReceiveFilter;
static EVT_NET_ADAPTER_OFFLOAD_SET_TX_CHECKSUM EvtAdapterOffloadSetTxChecksum;
static EVT_NET_ADAPTER_OFFLOAD_SET_RX_CHECKSUM EvtAdapterOffloadSetRxChecksum;
static EVT_NET_ADAPTER_OFFLOAD_SET_GSO EvtAdapterOffloadSetGso;
static EVT_NET_ADAPTER_RECEIVE_SCALING_ENABLE EvtScalingEnable;
static EVT_NET_ADAPTER_RECEIVE_SCALING_DISABLE EvtScalingDisable;
static EVT_NET_ADAPTER_RECEIVE_SCALING_SET_HASH_SECRET_KEY EvtScalingSetKey;
static EVT_NET_ADAPTER_RECEIVE_SCALING_SET_INDIRECTION_ENTRIES EvtScalingSetEntries;
static EVT_WDF_OBJECT_CONTEXT_CLEANUP EvtAdapterCleanup;

static VOID SetDatapathCapabilities(PADAPTER Adapter)
{
	NET_ADAPTER_TX_CAPABILITIES tx;
	NET_ADAPTER_RX_CAPABILITIES rx;
	SIZE_T frame = SOFTNIC_MTU_MAX + ETHERNET_HEADER;

	NET_ADAPTER_TX_CAPABILITIES_INIT(&tx, SOFTNIC_QUEUES);
	tx.FragmentRingNumberOfElementsHint = 1024;
	if (Adapter->DriverBuffers)
		NET_ADAPTER_RX_CAPABILITIES_INIT_DRIVER_MANAGED(&rx, EvtAdapterReturnRxBuffer, frame,
								SOFTNIC_QUEUES);
	else
		NET_ADAPTER_RX_CAPABILITIES_INIT_SYSTEM_MANAGED(&rx, frame, SOFTNIC_QUEUES);
	NetAdapterSetDataPathCapabilities(Adapter->Handle, &tx, &rx);
}

static VOID SetLinkCapabilities(PADAPTER Adapter)
{
	NET_ADAPTER_LINK_LAYER_CAPABILITIES link;
	NET_ADAPTER_LINK_STATE state;

	NET_ADAPTER_LINK_LAYER_CAPABILITIES_INIT(&link, SOFTNIC_LINK_SPEED, SOFTNIC_LINK_SPEED);
	NetAdapterSetLinkLayerCapabilities(Adapter->Handle, &link);
	NetAdapterSetLinkLayerMtuSize(Adapter->Handle, Adapter->Mtu);
	NetAdapterSetPermanentLinkLayerAddress(Adapter->Handle, &Adapter->Permanent);
	NetAdapterSetCurrentLinkLayerAddress(Adapter->Handle, &Adapter->Current);
	NET_ADAPTER_LINK_STATE_INIT(&state, SOFTNIC_LINK_SPEED, MediaConnectStateConnected,
				    MediaDuplexStateFull, NetAdapterPauseFunctionTypeUnsupported,
				    NetAdapterAutoNegotiationFlagNone);
	NetAdapterSetLinkState(Adapter->Handle, &state);
}

static VOID SetReceiveCapabilities(PADAPTER Adapter)
{
	NET_ADAPTER_RECEIVE_FILTER_CAPABILITIES filter;
	NET_ADAPTER_RECEIVE_SCALING_CAPABILITIES scaling;

	NET_ADAPTER_RECEIVE_FILTER_CAPABILITIES_INIT(&filter, EvtSetReceiveFilter);
	filter.SupportedPacketFilters =
		NetPacketFilterFlagDirected | NetPacketFilterFlagMulticast |
		NetPacketFilterFlagAllMulticast | NetPacketFilterFlagBroadcast |
		NetPacketFilterFlagPromiscuous;
	filter.MaximumMulticastAddresses = SOFTNIC_MULTICAST;
	NetAdapterSetReceiveFilterCapabilities(Adapter->Handle, &filter);

	NET_ADAPTER_RECEIVE_SCALING_CAPABILITIES_INIT(&scaling, SOFTNIC_QUEUES, SOFTNIC_TABLE,
		NetAdapterReceiveScalingUnhashedTargetTypeHashIndex,
		NetAdapterReceiveScalingHashTypeToeplitz,
		NetAdapterReceiveScalingProtocolTypeIPv4 |
		NetAdapterReceiveScalingProtocolTypeIPv6 |
		NetAdapterReceiveScalingProtocolTypeTcp,
		EvtScalingEnable, EvtScalingDisable, EvtScalingSetKey, EvtScalingSetEntries);
	scaling.SynchronizeSetIndirectionEntries = TRUE;
	NetAdapterSetReceiveScalingCapabilities(Adapter->Handle, &scaling);
}

static VOID SetOffloadCapabilities(PADAPTER Adapter)
{
	const NET_ADAPTER_OFFLOAD_LAYER3_FLAGS layer3 =
		NetAdapterOffloadLayer3FlagIPv4NoOptions |
		NetAdapterOffloadLayer3FlagIPv4WithOptions |
		NetAdapterOffloadLayer3FlagIPv6NoExtensions;
	const NET_ADAPTER_OFFLOAD_LAYER4_FLAGS layer4 =
		NetAdapterOffloadLayer4FlagTcpNoOptions |
		NetAdapterOffloadLayer4FlagTcpWithOptions | NetAdapterOffloadLayer4FlagUdp;
	NET_ADAPTER_OFFLOAD_TX_CHECKSUM_CAPABILITIES tx;
	NET_ADAPTER_OFFLOAD_RX_CHECKSUM_CAPABILITIES rx;
	NET_ADAPTER_OFFLOAD_GSO_CAPABILITIES gso;
	NET_ADAPTER_OFFLOAD_IEEE8021Q_TAG_CAPABILITIES tag;

	NET_ADAPTER_OFFLOAD_TX_CHECKSUM_CAPABILITIES_INIT(&tx, layer3,
							  EvtAdapterOffloadSetTxChecksum);
	tx.Layer4Flags = layer4;
	tx.Layer4HeaderOffsetLimit = SOFTNIC_HEADERS;
	NetAdapterOffloadSetTxChecksumCapabilities(Adapter->Handle, &tx);
	NET_ADAPTER_OFFLOAD_RX_CHECKSUM_CAPABILITIES_INIT(&rx, EvtAdapterOffloadSetRxChecksum);
	NetAdapterOffloadSetRxChecksumCapabilities(Adapter->Handle, &rx);
	NET_ADAPTER_OFFLOAD_GSO_CAPABILITIES_INIT(&gso, layer3, layer4, SOFTNIC_GSO_MAX, 2,
						  EvtAdapterOffloadSetGso);
	gso.Layer4HeaderOffsetLimit = SOFTNIC_HEADERS;
	NetAdapterOffloadSetGsoCapabilities(Adapter->Handle, &gso);
	NET_ADAPTER_OFFLOAD_IEEE8021Q_TAG_CAPABILITIES_INIT(&tag,
		NetAdapterOffloadIeee8021PriorityTaggingFlag |
		NetAdapterOffloadIeee8021VlanTaggingFlag);
	NetAdapterOffloadSetIeee8021qTagCapabilities(Adapter->Handle, &tag);
}

/* The keywords an INF would have: MTU, address, whose receive buffers. */
static NTSTATUS ReadConfiguration(PADAPTER Adapter)
{
	DECLARE_CONST_UNICODE_STRING(mtuName, L"*JumboPacket");
	DECLARE_CONST_UNICODE_STRING(buffersName, L"DriverBuffers");
	NETCONFIGURATION configuration;
	ULONG value;
	NTSTATUS status;

	status = NetDeviceOpenConfiguration(Adapter->Device, WDF_NO_OBJECT_ATTRIBUTES,
					    &configuration);
	if (!NT_SUCCESS(status))
		return status;
	if (NT_SUCCESS(NetConfigurationQueryUlong(configuration,
						  NET_CONFIGURATION_QUERY_ULONG_NO_FLAGS, &mtuName,
						  &value)) &&
	    value >= SOFTNIC_MTU && value <= SOFTNIC_MTU_MAX)
		Adapter->Mtu = value;
	if (NT_SUCCESS(NetConfigurationQueryUlong(configuration,
						  NET_CONFIGURATION_QUERY_ULONG_NO_FLAGS,
						  &buffersName, &value)))
		Adapter->DriverBuffers = value != 0;
	if (!NT_SUCCESS(NetConfigurationQueryLinkLayerAddress(configuration, &Adapter->Current)) ||
	    Adapter->Current.Length != ETHERNET_ADDRESS)
		Adapter->Current = Adapter->Permanent;
	NetConfigurationClose(configuration);
	return STATUS_SUCCESS;
}

NTSTATUS AdapterCreate(WDFDEVICE Device, ULONG Index)
{
	UCHAR address[ETHERNET_ADDRESS] = { 0x02, 0x53, 0x4e, 0x49, 0x43, (UCHAR)Index };
	NET_ADAPTER_DATAPATH_CALLBACKS datapath;
	WDF_OBJECT_ATTRIBUTES attributes;
	NETADAPTER_INIT *init;
	NETADAPTER handle;
	PADAPTER adapter;
	NTSTATUS status;
	KIRQL irql;

	init = NetAdapterInitAllocate(Device);
	if (init == NULL)
		return STATUS_INSUFFICIENT_RESOURCES;
	NET_ADAPTER_DATAPATH_CALLBACKS_INIT(&datapath, EvtAdapterCreateTxQueue,
					    EvtAdapterCreateRxQueue);
	NetAdapterInitSetDatapathCallbacks(init, &datapath);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, ADAPTER);
	attributes.EvtCleanupCallback = EvtAdapterCleanup;
	status = NetAdapterCreate(init, &attributes, &handle);
	NetAdapterInitFree(init);
	if (!NT_SUCCESS(status))
		return status;

	adapter = GetAdapter(handle);
	adapter->Device = Device;
	adapter->Handle = handle;
	adapter->Index = Index;
	adapter->Mtu = SOFTNIC_MTU;
	adapter->DriverBuffers = (Index & 1) == 0;
	NET_ADAPTER_LINK_LAYER_ADDRESS_INIT(&adapter->Permanent, ETHERNET_ADDRESS, address);
	status = ReadConfiguration(adapter);
	if (!NT_SUCCESS(status))
		return status;

	SetDatapathCapabilities(adapter);
	SetLinkCapabilities(adapter);
	SetReceiveCapabilities(adapter);
	SetOffloadCapabilities(adapter);

	KeAcquireSpinLock(&Wire.Lock, &irql);
	Wire.Adapters[Index] = adapter;
	KeReleaseSpinLock(&Wire.Lock, irql);
	return NetAdapterStart(handle);
}

VOID AdapterUnplug(PADAPTER Adapter)
{
	KIRQL irql;

	KeAcquireSpinLock(&Wire.Lock, &irql);
	if (Wire.Adapters[Adapter->Index] == Adapter)
		Wire.Adapters[Adapter->Index] = NULL;
	KeReleaseSpinLock(&Wire.Lock, irql);
}

static VOID EvtAdapterCleanup(WDFOBJECT Object)
{
	PADAPTER adapter = GetAdapter(Object);

	AdapterUnplug(adapter);
	DbgPrint("softnic %u: %d buffers out\n", adapter->Index, (int)adapter->Loans);
}

/* ---- what it is told ---- */

static VOID EvtSetReceiveFilter(NETADAPTER Adapter, NETRECEIVEFILTER ReceiveFilter)
{
	NET_ADAPTER_LINK_LAYER_ADDRESS const *list =
		NetReceiveFilterGetMulticastAddressList(ReceiveFilter);
	SIZE_T count = NetReceiveFilterGetMulticastAddressCount(ReceiveFilter), i;
	PADAPTER adapter = GetAdapter(Adapter);
	KIRQL irql;

	KeAcquireSpinLock(&Wire.Lock, &irql);
	adapter->Filter = NetReceiveFilterGetPacketFilter(ReceiveFilter);
	adapter->MulticastCount = min(count, (SIZE_T)SOFTNIC_MULTICAST);
	for (i = 0; i < adapter->MulticastCount; i++)
		RtlCopyMemory(adapter->Multicast[i], list[i].Address, ETHERNET_ADDRESS);
	KeReleaseSpinLock(&Wire.Lock, irql);
}

static VOID EvtAdapterOffloadSetTxChecksum(NETADAPTER Adapter, NETOFFLOAD Offload)
{
	PADAPTER adapter = GetAdapter(Adapter);

	adapter->TxIPv4 = NetOffloadIsTxChecksumIPv4Enabled(Offload);
	adapter->TxTcp = NetOffloadIsTxChecksumTcpEnabled(Offload);
	adapter->TxUdp = NetOffloadIsTxChecksumUdpEnabled(Offload);
}

static VOID EvtAdapterOffloadSetRxChecksum(NETADAPTER Adapter, NETOFFLOAD Offload)
{
	GetAdapter(Adapter)->RxChecksum = NetOffloadIsRxChecksumIPv4Enabled(Offload) &&
					  NetOffloadIsRxChecksumTcpEnabled(Offload) &&
					  NetOffloadIsRxChecksumUdpEnabled(Offload);
}

static VOID EvtAdapterOffloadSetGso(NETADAPTER Adapter, NETOFFLOAD Offload)
{
	PADAPTER adapter = GetAdapter(Adapter);

	adapter->LsoIPv4 = NetOffloadIsLsoIPv4Enabled(Offload);
	adapter->LsoIPv6 = NetOffloadIsLsoIPv6Enabled(Offload);
	adapter->UsoIPv4 = NetOffloadIsUsoIPv4Enabled(Offload);
	adapter->UsoIPv6 = NetOffloadIsUsoIPv6Enabled(Offload);
}

static NTSTATUS EvtScalingEnable(NETADAPTER Adapter, NET_ADAPTER_RECEIVE_SCALING_HASH_TYPE HashType,
				 NET_ADAPTER_RECEIVE_SCALING_PROTOCOL_TYPE ProtocolType)
{
	PADAPTER adapter = GetAdapter(Adapter);
	KIRQL irql;

	UNREFERENCED_PARAMETER(ProtocolType);

	if (HashType != NetAdapterReceiveScalingHashTypeToeplitz)
		return STATUS_NOT_SUPPORTED;
	KeAcquireSpinLock(&Wire.Lock, &irql);
	adapter->Scaling = TRUE;
	KeReleaseSpinLock(&Wire.Lock, irql);
	return STATUS_SUCCESS;
}

static VOID EvtScalingDisable(NETADAPTER Adapter)
{
	PADAPTER adapter = GetAdapter(Adapter);
	KIRQL irql;

	KeAcquireSpinLock(&Wire.Lock, &irql);
	adapter->Scaling = FALSE;
	KeReleaseSpinLock(&Wire.Lock, irql);
}

static NTSTATUS EvtScalingSetKey(NETADAPTER Adapter,
				 NET_ADAPTER_RECEIVE_SCALING_HASH_SECRET_KEY const *HashSecretKey)
{
	PADAPTER adapter = GetAdapter(Adapter);
	KIRQL irql;

	if (HashSecretKey->Length != SOFTNIC_KEY)
		return STATUS_INVALID_PARAMETER;
	KeAcquireSpinLock(&Wire.Lock, &irql);
	RtlCopyMemory(adapter->Key, HashSecretKey->Key, SOFTNIC_KEY);
	KeReleaseSpinLock(&Wire.Lock, irql);
	return STATUS_SUCCESS;
}

static NTSTATUS EvtScalingSetEntries(NETADAPTER Adapter,
	NET_ADAPTER_RECEIVE_SCALING_INDIRECTION_ENTRIES *IndirectionEntries)
{
	PADAPTER adapter = GetAdapter(Adapter);
	KIRQL irql;
	SIZE_T i;

	KeAcquireSpinLock(&Wire.Lock, &irql);
	for (i = 0; i < IndirectionEntries->Length; i++) {
		NET_ADAPTER_RECEIVE_SCALING_INDIRECTION_ENTRY *entry =
			&IndirectionEntries->Entries[i];

		entry->Status = STATUS_INVALID_PARAMETER;
		if (entry->Index >= SOFTNIC_TABLE)
			continue;
		adapter->Table[entry->Index] = (UCHAR)GetRxQueue(entry->PacketQueue)->Id;
		entry->Status = STATUS_SUCCESS;
	}
	KeReleaseSpinLock(&Wire.Lock, irql);
	return STATUS_SUCCESS;
}
