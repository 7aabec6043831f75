/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Packet extension: segmentation offload. Internal code includes it under this
 * name, because newer Linux kernels have a <net/gso.h> of their own.
 */
#ifndef _NT_NET_GSOTYPES_H
#define _NT_NET_GSOTYPES_H

#include <net/extension.h>

#define NET_PACKET_EXTENSION_GSO_NAME			L"ms_packet_gso"
#define NET_PACKET_EXTENSION_GSO_VERSION_1		1U
#define NET_PACKET_EXTENSION_GSO_VERSION_1_SIZE		sizeof(NET_PACKET_GSO)

typedef struct _NET_PACKET_GSO {
	union {
		struct {
			UINT32 Mss : 20;
			UINT32 Reserved0 : 12;
		} TCP;
		struct {
			UINT32 Mss : 20;
			UINT32 Reserved0 : 12;
		} UDP;
	};
} NET_PACKET_GSO;
C_ASSERT(sizeof(NET_PACKET_GSO) == 4);

static inline NET_PACKET_GSO *
NetExtensionGetPacketGso(NET_EXTENSION const *Extension, UINT32 Index)
{
	return (NET_PACKET_GSO *)NetExtensionGetData(Extension, Index);
}

#endif
