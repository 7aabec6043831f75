/* SPDX-License-Identifier: GPL-2.0 */
/* The packet descriptor and what is known of a packet's headers. */
#ifndef _NT_NET_PACKET_H
#define _NT_NET_PACKET_H

#include <ntdef.h>

typedef enum _NET_PACKET_LAYER2_TYPE {
	NetPacketLayer2TypeUnspecified,
	NetPacketLayer2TypeNull,
	NetPacketLayer2TypeEthernet,
	NetPacketLayer2TypeIeee80211
} NET_PACKET_LAYER2_TYPE;

typedef enum _NET_PACKET_LAYER3_TYPE {
	NetPacketLayer3TypeUnspecified,
	NetPacketLayer3TypeIPv4UnspecifiedOptions,
	NetPacketLayer3TypeIPv4WithOptions,
	NetPacketLayer3TypeIPv4NoOptions,
	NetPacketLayer3TypeIPv6UnspecifiedExtensions,
	NetPacketLayer3TypeIPv6WithExtensions,
	NetPacketLayer3TypeIPv6NoExtensions
} NET_PACKET_LAYER3_TYPE;

typedef enum _NET_PACKET_LAYER4_TYPE {
	NetPacketLayer4TypeUnspecified,
	NetPacketLayer4TypeTcp,
	NetPacketLayer4TypeUdp,
	NetPacketLayer4TypeIPFragment,
	NetPacketLayer4TypeIPNotFragment
} NET_PACKET_LAYER4_TYPE;

C_ASSERT(NetPacketLayer2TypeIeee80211 == 3);
C_ASSERT(NetPacketLayer3TypeIPv6NoExtensions == 6);
C_ASSERT(NetPacketLayer4TypeIPNotFragment == 4);

typedef struct _NET_PACKET_LAYOUT {
	UINT16 Layer2HeaderLength : 7;
	UINT16 Layer3HeaderLength : 9;
	UINT8 Layer4HeaderLength : 8;
	UINT8 Layer2Type : 4;
	UINT8 Layer3Type : 4;
	UINT8 Layer4Type : 4;
	UINT8 Reserved0 : 4;
} __attribute__((__packed__)) NET_PACKET_LAYOUT;
C_ASSERT(sizeof(NET_PACKET_LAYOUT) == 5);

typedef struct _NET_PACKET {
	UINT32 FragmentIndex;
	UINT16 FragmentCount;
	NET_PACKET_LAYOUT Layout;
	UINT8 Ignore : 1;
	UINT8 Scratch : 1;	/* client's */
	UINT8 Reserved1 : 6;
} __attribute__((__packed__, __aligned__(4))) NET_PACKET;
C_ASSERT(sizeof(NET_PACKET) == 12);
C_ASSERT(offsetof(NET_PACKET, FragmentCount) == 4 && offsetof(NET_PACKET, Layout) == 6);

static inline BOOLEAN NetPacketIsIpv4(NET_PACKET const *Packet)
{
	return Packet->Layout.Layer3Type >= NetPacketLayer3TypeIPv4UnspecifiedOptions &&
	       Packet->Layout.Layer3Type <= NetPacketLayer3TypeIPv4NoOptions;
}

static inline BOOLEAN NetPacketIsIpv6(NET_PACKET const *Packet)
{
	return Packet->Layout.Layer3Type >= NetPacketLayer3TypeIPv6UnspecifiedExtensions &&
	       Packet->Layout.Layer3Type <= NetPacketLayer3TypeIPv6NoExtensions;
}

#endif
