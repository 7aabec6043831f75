/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Receive filters: which frames an Ethernet adapter is to pass on. An adapter
 * that carries raw IP has none.
 */
#ifndef _NT_NETRECEIVEFILTER_H
#define _NT_NETRECEIVEFILTER_H

#include <netadaptercxtypes.h>
#include <netlinklayeraddress.h>

typedef enum _NET_PACKET_FILTER_FLAGS {
	NetPacketFilterFlagDirected = 0x01,
	NetPacketFilterFlagMulticast = 0x02,
	NetPacketFilterFlagAllMulticast = 0x04,
	NetPacketFilterFlagBroadcast = 0x08,
	NetPacketFilterFlagPromiscuous = 0x20
} NET_PACKET_FILTER_FLAGS;
DEFINE_ENUM_FLAG_OPERATORS(NET_PACKET_FILTER_FLAGS)

/* PASSIVE_LEVEL; ReceiveFilter is valid until it returns, on its thread. */
typedef VOID (EVT_NET_ADAPTER_SET_RECEIVE_FILTER)(NETADAPTER Adapter,
						  NETRECEIVEFILTER ReceiveFilter);
typedef EVT_NET_ADAPTER_SET_RECEIVE_FILTER *PFN_NET_ADAPTER_SET_RECEIVE_FILTER;

typedef struct _NET_ADAPTER_RECEIVE_FILTER_CAPABILITIES {
	ULONG Size;
	NET_PACKET_FILTER_FLAGS SupportedPacketFilters;
	SIZE_T MaximumMulticastAddresses;
	PFN_NET_ADAPTER_SET_RECEIVE_FILTER EvtSetReceiveFilter;
} NET_ADAPTER_RECEIVE_FILTER_CAPABILITIES;

static inline VOID
NET_ADAPTER_RECEIVE_FILTER_CAPABILITIES_INIT(NET_ADAPTER_RECEIVE_FILTER_CAPABILITIES *Capabilities,
					     PFN_NET_ADAPTER_SET_RECEIVE_FILTER EvtSetReceiveFilter)
{
	RtlZeroMemory(Capabilities, sizeof(*Capabilities));
	Capabilities->Size = sizeof(*Capabilities);
	Capabilities->EvtSetReceiveFilter = EvtSetReceiveFilter;
}

/* ---- before 2.1: filter and multicast list apart ---- */

typedef VOID (EVT_NET_ADAPTER_SET_PACKET_FILTER)(NETADAPTER Adapter,
						 NET_PACKET_FILTER_FLAGS PacketFilter);
typedef EVT_NET_ADAPTER_SET_PACKET_FILTER *PFN_NET_ADAPTER_SET_PACKET_FILTER;

typedef struct _NET_ADAPTER_PACKET_FILTER_CAPABILITIES {
	ULONG Size;
	NET_PACKET_FILTER_FLAGS SupportedPacketFilters;
	PFN_NET_ADAPTER_SET_PACKET_FILTER EvtSetPacketFilter;
} NET_ADAPTER_PACKET_FILTER_CAPABILITIES;

static inline VOID
NET_ADAPTER_PACKET_FILTER_CAPABILITIES_INIT(NET_ADAPTER_PACKET_FILTER_CAPABILITIES *Capabilities,
					    NET_PACKET_FILTER_FLAGS SupportedPacketFilters,
					    PFN_NET_ADAPTER_SET_PACKET_FILTER EvtSetPacketFilter)
{
	RtlZeroMemory(Capabilities, sizeof(*Capabilities));
	Capabilities->Size = sizeof(*Capabilities);
	Capabilities->SupportedPacketFilters = SupportedPacketFilters;
	Capabilities->EvtSetPacketFilter = EvtSetPacketFilter;
}

/* The list is valid until it returns. */
typedef VOID (EVT_NET_ADAPTER_SET_MULTICAST_LIST)(NETADAPTER Adapter,
	ULONG MulticastAddressCount, NET_ADAPTER_LINK_LAYER_ADDRESS *MulticastAddressList);
typedef EVT_NET_ADAPTER_SET_MULTICAST_LIST *PFN_NET_ADAPTER_SET_MULTICAST_LIST;

typedef struct _NET_ADAPTER_MULTICAST_CAPABILITIES {
	ULONG Size;
	ULONG MaximumMulticastAddresses;
	PFN_NET_ADAPTER_SET_MULTICAST_LIST EvtSetMulticastList;
} NET_ADAPTER_MULTICAST_CAPABILITIES;

static inline VOID
NET_ADAPTER_MULTICAST_CAPABILITIES_INIT(NET_ADAPTER_MULTICAST_CAPABILITIES *Capabilities,
					ULONG MaximumMulticastAddresses,
					PFN_NET_ADAPTER_SET_MULTICAST_LIST EvtSetMulticastList)
{
	RtlZeroMemory(Capabilities, sizeof(*Capabilities));
	Capabilities->Size = sizeof(*Capabilities);
	Capabilities->MaximumMulticastAddresses = MaximumMulticastAddresses;
	Capabilities->EvtSetMulticastList = EvtSetMulticastList;
}

EXTERN_C_START

/*
 * Before NetAdapterStart(), PASSIVE_LEVEL. The Multicast flag and a maximum of
 * addresses go together; Directed and Broadcast are what an interface that is up
 * asks for. The client is called with a filter of 0 while nobody listens.
 */
VOID NetAdapterSetReceiveFilterCapabilities(
	NETADAPTER Adapter, NET_ADAPTER_RECEIVE_FILTER_CAPABILITIES const *Capabilities);
VOID NetAdapterSetPacketFilterCapabilities(
	NETADAPTER Adapter, NET_ADAPTER_PACKET_FILTER_CAPABILITIES const *PacketFilter);
VOID NetAdapterSetMulticastCapabilities(NETADAPTER Adapter,
					NET_ADAPTER_MULTICAST_CAPABILITIES const *Multicast);

/* Inside EvtSetReceiveFilter alone, on its thread: else a violation, 0 or NULL. */
NET_PACKET_FILTER_FLAGS NetReceiveFilterGetPacketFilter(NETRECEIVEFILTER ReceiveFilter);
SIZE_T NetReceiveFilterGetMulticastAddressCount(NETRECEIVEFILTER ReceiveFilter);
NET_ADAPTER_LINK_LAYER_ADDRESS const *
NetReceiveFilterGetMulticastAddressList(NETRECEIVEFILTER ReceiveFilter);

EXTERN_C_END

#endif
