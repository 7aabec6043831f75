/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Receive filters: types only. They are an Ethernet matter; an adapter that
 * carries raw IP has none.
 */
#ifndef _NT_NETRECEIVEFILTER_H
#define _NT_NETRECEIVEFILTER_H

#include <netadaptercxtypes.h>

typedef enum _NET_PACKET_FILTER_FLAGS {
	NetPacketFilterFlagDirected = 0x01,
	NetPacketFilterFlagMulticast = 0x02,
	NetPacketFilterFlagAllMulticast = 0x04,
	NetPacketFilterFlagBroadcast = 0x08,
	NetPacketFilterFlagPromiscuous = 0x20
} NET_PACKET_FILTER_FLAGS;
DEFINE_ENUM_FLAG_OPERATORS(NET_PACKET_FILTER_FLAGS)

typedef VOID (EVT_NET_ADAPTER_SET_RECEIVE_FILTER)(NETADAPTER Adapter,
						  NETRECEIVEFILTER ReceiveFilter);
typedef EVT_NET_ADAPTER_SET_RECEIVE_FILTER *PFN_NET_ADAPTER_SET_RECEIVE_FILTER;

typedef struct _NET_ADAPTER_RECEIVE_FILTER_CAPABILITIES {
	ULONG Size;
	NET_PACKET_FILTER_FLAGS SupportedPacketFilters;
	SIZE_T MaximumMulticastAddresses;
	PFN_NET_ADAPTER_SET_RECEIVE_FILTER EvtSetReceiveFilter;
} NET_ADAPTER_RECEIVE_FILTER_CAPABILITIES;

#endif
