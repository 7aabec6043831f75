/* SPDX-License-Identifier: GPL-2.0 */
/* Packet extensions of coalesced segments, and their getters. */
#ifndef _NT_NET_RSC_H
#define _NT_NET_RSC_H

#include <net/rsctypes.h>

static inline NET_PACKET_RSC *
NetExtensionGetPacketRsc(NET_EXTENSION const *Extension, UINT32 Index)
{
	return (NET_PACKET_RSC *)NetExtensionGetData(Extension, Index);
}

static inline NET_PACKET_RSC_TIMESTAMP *
NetExtensionGetPacketRscTimestamp(NET_EXTENSION const *Extension, UINT32 Index)
{
	return (NET_PACKET_RSC_TIMESTAMP *)NetExtensionGetData(Extension, Index);
}

#endif
