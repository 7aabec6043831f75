/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Power offloads: answering ARP and neighbour solicitation while the machine
 * sleeps. A client may say that its hardware does that; nothing here asks for it,
 * so the list is always empty and nothing is ever previewed.
 */
#ifndef _NT_NETPOWEROFFLOAD_H
#define _NT_NETPOWEROFFLOAD_H

#include <netadaptercxtypes.h>
#include <netlinklayeraddress.h>

typedef enum _NET_POWER_OFFLOAD_TYPE {
	NetPowerOffloadTypeArp = 1,
	NetPowerOffloadTypeNS = 2
} NET_POWER_OFFLOAD_TYPE;

typedef union _NET_IPV4_ADDRESS {
	UINT8 Bytes[4];
	UINT32 Value;		/* in network order */
} NET_IPV4_ADDRESS;

typedef struct _NET_IPV6_ADDRESS {
	UINT8 Bytes[16];
} NET_IPV6_ADDRESS;

typedef struct _NET_POWER_OFFLOAD_ARP_PARAMETERS {
	ULONG Size;
	ULONG Id;
	NET_IPV4_ADDRESS RemoteIPv4Address;
	NET_IPV4_ADDRESS HostIPv4Address;
	NET_ADAPTER_LINK_LAYER_ADDRESS LinkLayerAddress;
} NET_POWER_OFFLOAD_ARP_PARAMETERS;

static inline VOID
NET_POWER_OFFLOAD_ARP_PARAMETERS_INIT(NET_POWER_OFFLOAD_ARP_PARAMETERS *Parameters)
{
	RtlZeroMemory(Parameters, sizeof(*Parameters));
	Parameters->Size = sizeof(*Parameters);
}

typedef struct _NET_POWER_OFFLOAD_NS_PARAMETERS {
	ULONG Size;
	ULONG Id;
	NET_IPV6_ADDRESS RemoteIPv6Address;
	NET_IPV6_ADDRESS SolicitedNodeIPv6Address;
	NET_IPV6_ADDRESS TargetIPv6Addresses[2];
	NET_ADAPTER_LINK_LAYER_ADDRESS LinkLayerAddress;
} NET_POWER_OFFLOAD_NS_PARAMETERS;

static inline VOID
NET_POWER_OFFLOAD_NS_PARAMETERS_INIT(NET_POWER_OFFLOAD_NS_PARAMETERS *Parameters)
{
	RtlZeroMemory(Parameters, sizeof(*Parameters));
	Parameters->Size = sizeof(*Parameters);
}

typedef struct _NET_ADAPTER_POWER_OFFLOAD_ARP_CAPABILITIES {
	ULONG Size;
	BOOLEAN ArpOffload;
	SIZE_T MaximumOffloadCount;
} NET_ADAPTER_POWER_OFFLOAD_ARP_CAPABILITIES;

static inline VOID NET_ADAPTER_POWER_OFFLOAD_ARP_CAPABILITIES_INIT(
	NET_ADAPTER_POWER_OFFLOAD_ARP_CAPABILITIES *Capabilities)
{
	RtlZeroMemory(Capabilities, sizeof(*Capabilities));
	Capabilities->Size = sizeof(*Capabilities);
}

typedef struct _NET_ADAPTER_POWER_OFFLOAD_NS_CAPABILITIES {
	ULONG Size;
	BOOLEAN NSOffload;
	SIZE_T MaximumOffloadCount;
} NET_ADAPTER_POWER_OFFLOAD_NS_CAPABILITIES;

static inline VOID NET_ADAPTER_POWER_OFFLOAD_NS_CAPABILITIES_INIT(
	NET_ADAPTER_POWER_OFFLOAD_NS_CAPABILITIES *Capabilities)
{
	RtlZeroMemory(Capabilities, sizeof(*Capabilities));
	Capabilities->Size = sizeof(*Capabilities);
}

typedef struct _NET_POWER_OFFLOAD_LIST {
	ULONG Size;
	void *Reserved[4];
} NET_POWER_OFFLOAD_LIST;

static inline VOID NET_POWER_OFFLOAD_LIST_INIT(NET_POWER_OFFLOAD_LIST *List)
{
	RtlZeroMemory(List, sizeof(*List));
	List->Size = sizeof(*List);
}

EXTERN_C_START

/* Before NetAdapterStart(). */
VOID NetAdapterPowerOffloadSetArpCapabilities(
	NETADAPTER Adapter, NET_ADAPTER_POWER_OFFLOAD_ARP_CAPABILITIES const *Capabilities);
VOID NetAdapterPowerOffloadSetNSCapabilities(
	NETADAPTER Adapter, NET_ADAPTER_POWER_OFFLOAD_NS_CAPABILITIES const *Capabilities);

/* In an arm or disarm callback alone: else a violation. */
VOID NetDeviceGetPowerOffloadList(WDFDEVICE Device, NET_POWER_OFFLOAD_LIST *List);
SIZE_T NetPowerOffloadListGetCount(NET_POWER_OFFLOAD_LIST const *List);
/* There is no element: any index is a violation, NULL comes back. */
NETPOWEROFFLOAD NetPowerOffloadListGetElement(NET_POWER_OFFLOAD_LIST const *List, SIZE_T Index);

/* There is no handle to call these with: a violation, 0 or NULL, zeroed parameters. */
NET_POWER_OFFLOAD_TYPE NetPowerOffloadGetType(NETPOWEROFFLOAD PowerOffload);
NETADAPTER NetPowerOffloadGetAdapter(NETPOWEROFFLOAD PowerOffload);
VOID NetPowerOffloadGetArpParameters(NETPOWEROFFLOAD PowerOffload,
				     NET_POWER_OFFLOAD_ARP_PARAMETERS *Parameters);
VOID NetPowerOffloadGetNSParameters(NETPOWEROFFLOAD PowerOffload,
				    NET_POWER_OFFLOAD_NS_PARAMETERS *Parameters);

EXTERN_C_END

#endif
