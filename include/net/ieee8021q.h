/* SPDX-License-Identifier: GPL-2.0 */
/* Packet extension of an 802.1Q tag, and its getter. */
#ifndef _NT_NET_IEEE8021Q_H
#define _NT_NET_IEEE8021Q_H

#include <net/ieee8021qtypes.h>

static inline NET_PACKET_IEEE8021Q *
NetExtensionGetPacketIeee8021Q(NET_EXTENSION const *Extension, UINT32 Index)
{
	return (NET_PACKET_IEEE8021Q *)NetExtensionGetData(Extension, Index);
}

/* Spelled this way in older sources. */
#define NetExtensionGetPacketIeee8021q	NetExtensionGetPacketIeee8021Q

#endif
