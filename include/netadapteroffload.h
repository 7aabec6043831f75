/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Hardware offloads: what a client's device can do, and the callbacks that tell
 * it what of that is switched on. Where a client offers nothing, checksums and
 * segments are resolved before it sees a packet.
 */
#ifndef _NT_NETADAPTEROFFLOAD_H
#define _NT_NETADAPTEROFFLOAD_H

#include <netadaptercxtypes.h>

/* Which headers in front of layer 4 the hardware can cope with. */
typedef enum _NET_ADAPTER_OFFLOAD_LAYER3_FLAGS {
	NetAdapterOffloadLayer3FlagIPv4NoOptions = 0x01,
	NetAdapterOffloadLayer3FlagIPv4WithOptions = 0x02,
	NetAdapterOffloadLayer3FlagIPv6NoExtensions = 0x04,
	NetAdapterOffloadLayer3FlagIPv6WithExtensions = 0x08
} NET_ADAPTER_OFFLOAD_LAYER3_FLAGS;
DEFINE_ENUM_FLAG_OPERATORS(NET_ADAPTER_OFFLOAD_LAYER3_FLAGS)

typedef enum _NET_ADAPTER_OFFLOAD_LAYER4_FLAGS {
	NetAdapterOffloadLayer4FlagTcpNoOptions = 0x01,
	NetAdapterOffloadLayer4FlagTcpWithOptions = 0x02,
	NetAdapterOffloadLayer4FlagUdp = 0x04
} NET_ADAPTER_OFFLOAD_LAYER4_FLAGS;
DEFINE_ENUM_FLAG_OPERATORS(NET_ADAPTER_OFFLOAD_LAYER4_FLAGS)

typedef enum _NET_ADAPTER_OFFLOAD_IEEE8021Q_TAG_FLAGS {
	NetAdapterOffloadIeee8021PriorityTaggingFlag = 0x01,
	NetAdapterOffloadIeee8021VlanTaggingFlag = 0x02
} NET_ADAPTER_OFFLOAD_IEEE8021Q_TAG_FLAGS;
DEFINE_ENUM_FLAG_OPERATORS(NET_ADAPTER_OFFLOAD_IEEE8021Q_TAG_FLAGS)

/*
 * All of them: PASSIVE_LEVEL, before the first queue is created and then
 * whenever user space changes something. Offload is valid until the callback
 * returns, on its thread.
 */
typedef VOID (EVT_NET_ADAPTER_OFFLOAD_SET_TX_CHECKSUM)(NETADAPTER Adapter, NETOFFLOAD Offload);
typedef VOID (EVT_NET_ADAPTER_OFFLOAD_SET_RX_CHECKSUM)(NETADAPTER Adapter, NETOFFLOAD Offload);
typedef VOID (EVT_NET_ADAPTER_OFFLOAD_SET_CHECKSUM)(NETADAPTER Adapter, NETOFFLOAD Offload);
typedef VOID (EVT_NET_ADAPTER_OFFLOAD_SET_GSO)(NETADAPTER Adapter, NETOFFLOAD Offload);
typedef VOID (EVT_NET_ADAPTER_OFFLOAD_SET_LSO)(NETADAPTER Adapter, NETOFFLOAD Offload);
typedef VOID (EVT_NET_ADAPTER_OFFLOAD_SET_RSC)(NETADAPTER Adapter, NETOFFLOAD Offload);
typedef EVT_NET_ADAPTER_OFFLOAD_SET_TX_CHECKSUM *PFN_NET_ADAPTER_OFFLOAD_SET_TX_CHECKSUM;
typedef EVT_NET_ADAPTER_OFFLOAD_SET_RX_CHECKSUM *PFN_NET_ADAPTER_OFFLOAD_SET_RX_CHECKSUM;
typedef EVT_NET_ADAPTER_OFFLOAD_SET_CHECKSUM *PFN_NET_ADAPTER_OFFLOAD_SET_CHECKSUM;
typedef EVT_NET_ADAPTER_OFFLOAD_SET_GSO *PFN_NET_ADAPTER_OFFLOAD_SET_GSO;
typedef EVT_NET_ADAPTER_OFFLOAD_SET_LSO *PFN_NET_ADAPTER_OFFLOAD_SET_LSO;
typedef EVT_NET_ADAPTER_OFFLOAD_SET_RSC *PFN_NET_ADAPTER_OFFLOAD_SET_RSC;

/* ---- checksums ---- */

/* Offset limits are bytes from the start of the frame, 0 for none. */
typedef struct _NET_ADAPTER_OFFLOAD_TX_CHECKSUM_CAPABILITIES {
	ULONG Size;
	NET_ADAPTER_OFFLOAD_LAYER3_FLAGS Layer3Flags;
	NET_ADAPTER_OFFLOAD_LAYER4_FLAGS Layer4Flags;
	UINT16 Layer3HeaderOffsetLimit;
	UINT16 Layer4HeaderOffsetLimit;
	PFN_NET_ADAPTER_OFFLOAD_SET_TX_CHECKSUM EvtAdapterOffloadSetTxChecksum;
} NET_ADAPTER_OFFLOAD_TX_CHECKSUM_CAPABILITIES;

static inline VOID
NET_ADAPTER_OFFLOAD_TX_CHECKSUM_CAPABILITIES_INIT(
	NET_ADAPTER_OFFLOAD_TX_CHECKSUM_CAPABILITIES *Capabilities,
	NET_ADAPTER_OFFLOAD_LAYER3_FLAGS Layer3Flags,
	PFN_NET_ADAPTER_OFFLOAD_SET_TX_CHECKSUM EvtAdapterOffloadSetTxChecksum)
{
	RtlZeroMemory(Capabilities, sizeof(*Capabilities));
	Capabilities->Size = sizeof(*Capabilities);
	Capabilities->Layer3Flags = Layer3Flags;
	Capabilities->EvtAdapterOffloadSetTxChecksum = EvtAdapterOffloadSetTxChecksum;
}

typedef struct _NET_ADAPTER_OFFLOAD_RX_CHECKSUM_CAPABILITIES {
	ULONG Size;
	PFN_NET_ADAPTER_OFFLOAD_SET_RX_CHECKSUM EvtAdapterOffloadSetRxChecksum;
} NET_ADAPTER_OFFLOAD_RX_CHECKSUM_CAPABILITIES;

static inline VOID
NET_ADAPTER_OFFLOAD_RX_CHECKSUM_CAPABILITIES_INIT(
	NET_ADAPTER_OFFLOAD_RX_CHECKSUM_CAPABILITIES *Capabilities,
	PFN_NET_ADAPTER_OFFLOAD_SET_RX_CHECKSUM EvtAdapterOffloadSetRxChecksum)
{
	RtlZeroMemory(Capabilities, sizeof(*Capabilities));
	Capabilities->Size = sizeof(*Capabilities);
	Capabilities->EvtAdapterOffloadSetRxChecksum = EvtAdapterOffloadSetRxChecksum;
}

/* 2.0: both directions in one. */
typedef struct _NET_ADAPTER_OFFLOAD_CHECKSUM_CAPABILITIES {
	ULONG Size;
	BOOLEAN IPv4;
	BOOLEAN Tcp;
	BOOLEAN Udp;
	PFN_NET_ADAPTER_OFFLOAD_SET_CHECKSUM EvtAdapterOffloadSetChecksum;
} NET_ADAPTER_OFFLOAD_CHECKSUM_CAPABILITIES;

static inline VOID
NET_ADAPTER_OFFLOAD_CHECKSUM_CAPABILITIES_INIT(
	NET_ADAPTER_OFFLOAD_CHECKSUM_CAPABILITIES *Capabilities,
	BOOLEAN IPv4, BOOLEAN Tcp, BOOLEAN Udp,
	PFN_NET_ADAPTER_OFFLOAD_SET_CHECKSUM EvtAdapterOffloadSetChecksum)
{
	RtlZeroMemory(Capabilities, sizeof(*Capabilities));
	Capabilities->Size = sizeof(*Capabilities);
	Capabilities->IPv4 = IPv4;
	Capabilities->Tcp = Tcp;
	Capabilities->Udp = Udp;
	Capabilities->EvtAdapterOffloadSetChecksum = EvtAdapterOffloadSetChecksum;
}

/* ---- segmentation ---- */

/* MaximumOffloadSize is bytes of one packet before segmentation. */
typedef struct _NET_ADAPTER_OFFLOAD_GSO_CAPABILITIES {
	ULONG Size;
	NET_ADAPTER_OFFLOAD_LAYER3_FLAGS Layer3Flags;
	NET_ADAPTER_OFFLOAD_LAYER4_FLAGS Layer4Flags;
	UINT16 Layer4HeaderOffsetLimit;
	SIZE_T MaximumOffloadSize;
	SIZE_T MinimumSegmentCount;
	PFN_NET_ADAPTER_OFFLOAD_SET_GSO EvtAdapterOffloadSetGso;
} NET_ADAPTER_OFFLOAD_GSO_CAPABILITIES;

static inline VOID
NET_ADAPTER_OFFLOAD_GSO_CAPABILITIES_INIT(NET_ADAPTER_OFFLOAD_GSO_CAPABILITIES *Capabilities,
					  NET_ADAPTER_OFFLOAD_LAYER3_FLAGS Layer3Flags,
					  NET_ADAPTER_OFFLOAD_LAYER4_FLAGS Layer4Flags,
					  SIZE_T MaximumOffloadSize, SIZE_T MinimumSegmentCount,
					  PFN_NET_ADAPTER_OFFLOAD_SET_GSO EvtAdapterOffloadSetGso)
{
	RtlZeroMemory(Capabilities, sizeof(*Capabilities));
	Capabilities->Size = sizeof(*Capabilities);
	Capabilities->Layer3Flags = Layer3Flags;
	Capabilities->Layer4Flags = Layer4Flags;
	Capabilities->MaximumOffloadSize = MaximumOffloadSize;
	Capabilities->MinimumSegmentCount = MinimumSegmentCount;
	Capabilities->EvtAdapterOffloadSetGso = EvtAdapterOffloadSetGso;
}

/* 2.0: TCP alone. */
typedef struct _NET_ADAPTER_OFFLOAD_LSO_CAPABILITIES {
	ULONG Size;
	BOOLEAN IPv4;
	BOOLEAN IPv6;
	SIZE_T MaximumOffloadSize;
	SIZE_T MinimumSegmentCount;
	PFN_NET_ADAPTER_OFFLOAD_SET_LSO EvtAdapterOffloadSetLso;
} NET_ADAPTER_OFFLOAD_LSO_CAPABILITIES;

static inline VOID
NET_ADAPTER_OFFLOAD_LSO_CAPABILITIES_INIT(NET_ADAPTER_OFFLOAD_LSO_CAPABILITIES *Capabilities,
					  BOOLEAN IPv4, BOOLEAN IPv6,
					  SIZE_T MaximumOffloadSize, SIZE_T MinimumSegmentCount,
					  PFN_NET_ADAPTER_OFFLOAD_SET_LSO EvtAdapterOffloadSetLso)
{
	RtlZeroMemory(Capabilities, sizeof(*Capabilities));
	Capabilities->Size = sizeof(*Capabilities);
	Capabilities->IPv4 = IPv4;
	Capabilities->IPv6 = IPv6;
	Capabilities->MaximumOffloadSize = MaximumOffloadSize;
	Capabilities->MinimumSegmentCount = MinimumSegmentCount;
	Capabilities->EvtAdapterOffloadSetLso = EvtAdapterOffloadSetLso;
}

/* ---- coalescing of received segments ---- */

typedef struct _NET_ADAPTER_OFFLOAD_RSC_CAPABILITIES {
	ULONG Size;
	NET_ADAPTER_OFFLOAD_LAYER3_FLAGS Layer3Flags;
	NET_ADAPTER_OFFLOAD_LAYER4_FLAGS Layer4Flags;
	BOOLEAN TcpTimestampOption;
	PFN_NET_ADAPTER_OFFLOAD_SET_RSC EvtAdapterOffloadSetRsc;
} NET_ADAPTER_OFFLOAD_RSC_CAPABILITIES;

static inline VOID
NET_ADAPTER_OFFLOAD_RSC_CAPABILITIES_INIT(NET_ADAPTER_OFFLOAD_RSC_CAPABILITIES *Capabilities,
					  NET_ADAPTER_OFFLOAD_LAYER3_FLAGS Layer3Flags,
					  NET_ADAPTER_OFFLOAD_LAYER4_FLAGS Layer4Flags,
					  PFN_NET_ADAPTER_OFFLOAD_SET_RSC EvtAdapterOffloadSetRsc)
{
	RtlZeroMemory(Capabilities, sizeof(*Capabilities));
	Capabilities->Size = sizeof(*Capabilities);
	Capabilities->Layer3Flags = Layer3Flags;
	Capabilities->Layer4Flags = Layer4Flags;
	Capabilities->EvtAdapterOffloadSetRsc = EvtAdapterOffloadSetRsc;
}

/* ---- 802.1Q tags beside the packet instead of in it ---- */

typedef struct _NET_ADAPTER_OFFLOAD_IEEE8021Q_TAG_CAPABILITIES {
	ULONG Size;
	NET_ADAPTER_OFFLOAD_IEEE8021Q_TAG_FLAGS Flags;
} NET_ADAPTER_OFFLOAD_IEEE8021Q_TAG_CAPABILITIES;

static inline VOID
NET_ADAPTER_OFFLOAD_IEEE8021Q_TAG_CAPABILITIES_INIT(
	NET_ADAPTER_OFFLOAD_IEEE8021Q_TAG_CAPABILITIES *Capabilities,
	NET_ADAPTER_OFFLOAD_IEEE8021Q_TAG_FLAGS Flags)
{
	RtlZeroMemory(Capabilities, sizeof(*Capabilities));
	Capabilities->Size = sizeof(*Capabilities);
	Capabilities->Flags = Flags;
}

EXTERN_C_START

/* Before NetAdapterStart(), PASSIVE_LEVEL; copied. A callback is required. */
VOID NetAdapterOffloadSetTxChecksumCapabilities(
	NETADAPTER Adapter,
	NET_ADAPTER_OFFLOAD_TX_CHECKSUM_CAPABILITIES const *HardwareCapabilities);
VOID NetAdapterOffloadSetRxChecksumCapabilities(
	NETADAPTER Adapter,
	NET_ADAPTER_OFFLOAD_RX_CHECKSUM_CAPABILITIES const *HardwareCapabilities);
VOID NetAdapterOffloadSetChecksumCapabilities(
	NETADAPTER Adapter, NET_ADAPTER_OFFLOAD_CHECKSUM_CAPABILITIES const *HardwareCapabilities);
VOID NetAdapterOffloadSetGsoCapabilities(
	NETADAPTER Adapter, NET_ADAPTER_OFFLOAD_GSO_CAPABILITIES const *HardwareCapabilities);
VOID NetAdapterOffloadSetLsoCapabilities(
	NETADAPTER Adapter, NET_ADAPTER_OFFLOAD_LSO_CAPABILITIES const *HardwareCapabilities);
VOID NetAdapterOffloadSetRscCapabilities(
	NETADAPTER Adapter, NET_ADAPTER_OFFLOAD_RSC_CAPABILITIES const *HardwareCapabilities);
VOID NetAdapterOffloadSetIeee8021qTagCapabilities(
	NETADAPTER Adapter,
	NET_ADAPTER_OFFLOAD_IEEE8021Q_TAG_CAPABILITIES const *HardwareCapabilities);

/* Inside an EvtAdapterOffloadSet callback alone: else a violation and FALSE. */
BOOLEAN NetOffloadIsTxChecksumIPv4Enabled(NETOFFLOAD Offload);
BOOLEAN NetOffloadIsTxChecksumTcpEnabled(NETOFFLOAD Offload);
BOOLEAN NetOffloadIsTxChecksumUdpEnabled(NETOFFLOAD Offload);
BOOLEAN NetOffloadIsRxChecksumIPv4Enabled(NETOFFLOAD Offload);
BOOLEAN NetOffloadIsRxChecksumTcpEnabled(NETOFFLOAD Offload);
BOOLEAN NetOffloadIsRxChecksumUdpEnabled(NETOFFLOAD Offload);
BOOLEAN NetOffloadIsChecksumIPv4Enabled(NETOFFLOAD Offload);
BOOLEAN NetOffloadIsChecksumTcpEnabled(NETOFFLOAD Offload);
BOOLEAN NetOffloadIsChecksumUdpEnabled(NETOFFLOAD Offload);
BOOLEAN NetOffloadIsLsoIPv4Enabled(NETOFFLOAD Offload);
BOOLEAN NetOffloadIsLsoIPv6Enabled(NETOFFLOAD Offload);
BOOLEAN NetOffloadIsUsoIPv4Enabled(NETOFFLOAD Offload);
BOOLEAN NetOffloadIsUsoIPv6Enabled(NETOFFLOAD Offload);
BOOLEAN NetOffloadIsTcpRscIPv4Enabled(NETOFFLOAD Offload);
BOOLEAN NetOffloadIsTcpRscIPv6Enabled(NETOFFLOAD Offload);
BOOLEAN NetOffloadIsUdpRscIPv4Enabled(NETOFFLOAD Offload);
BOOLEAN NetOffloadIsUdpRscIPv6Enabled(NETOFFLOAD Offload);
BOOLEAN NetOffloadIsRscTcpTimestampOptionEnabled(NETOFFLOAD Offload);

EXTERN_C_END

#endif
