/* SPDX-License-Identifier: GPL-2.0 */
/* Packet extension: segmentation offload under its older name, TCP only. */
#ifndef _NT_NET_LSO_H
#define _NT_NET_LSO_H

#include <net/extension.h>

#define NET_PACKET_EXTENSION_LSO_NAME			L"ms_packet_lso"
#define NET_PACKET_EXTENSION_LSO_VERSION_1		1U
#define NET_PACKET_EXTENSION_LSO_VERSION_1_SIZE		sizeof(NET_PACKET_LSO)

typedef struct _NET_PACKET_LSO {
	union {
		struct {
			UINT32 Mss : 20;
			UINT32 Reserved0 : 12;
		} TCP;
	};
} NET_PACKET_LSO;
C_ASSERT(sizeof(NET_PACKET_LSO) == 4);

static inline NET_PACKET_LSO *
NetExtensionGetPacketLso(NET_EXTENSION const *Extension, UINT32 Index)
{
	return (NET_PACKET_LSO *)NetExtensionGetData(Extension, Index);
}

#endif
