/* SPDX-License-Identifier: GPL-2.0 */
/* Packet extension of the hash, and its getter. */
#ifndef _NT_NET_PACKETHASH_H
#define _NT_NET_PACKETHASH_H

#include <net/packethashtypes.h>

static inline NET_PACKET_HASH *
NetExtensionGetPacketHash(NET_EXTENSION const *Extension, UINT32 Index)
{
	return (NET_PACKET_HASH *)NetExtensionGetData(Extension, Index);
}

#endif
