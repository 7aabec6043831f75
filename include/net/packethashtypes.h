/* SPDX-License-Identifier: GPL-2.0 */
/* Packet extension: the hash that receive scaling went by. */
#ifndef _NT_NET_PACKETHASHTYPES_H
#define _NT_NET_PACKETHASHTYPES_H

#include <net/extension.h>

#define NET_PACKET_EXTENSION_HASH_NAME			L"ms_packet_hash"
#define NET_PACKET_EXTENSION_HASH_VERSION_1		1U
#define NET_PACKET_EXTENSION_HASH_VERSION_1_SIZE	sizeof(NET_PACKET_HASH)

typedef enum _NET_PACKET_HASH_PROTOCOL_TYPE {
	NetPacketHashProtocolTypeNone = 0x00,
	NetPacketHashProtocolTypeIPv4 = 0x01,
	NetPacketHashProtocolTypeIPv4Options = 0x02,
	NetPacketHashProtocolTypeIPv6 = 0x04,
	NetPacketHashProtocolTypeIPv6Extensions = 0x08,
	NetPacketHashProtocolTypeTcp = 0x10,
	NetPacketHashProtocolTypeUdp = 0x20
} NET_PACKET_HASH_PROTOCOL_TYPE;
DEFINE_ENUM_FLAG_OPERATORS(NET_PACKET_HASH_PROTOCOL_TYPE)

typedef struct _NET_PACKET_HASH {
	UINT32 HashValue;
	NET_PACKET_HASH_PROTOCOL_TYPE ProtocolType;
} NET_PACKET_HASH;
C_ASSERT(sizeof(NET_PACKET_HASH) == 8);

#endif
