/* SPDX-License-Identifier: GPL-2.0 */
/* Packet extension: an 802.1Q tag that is not in the frame. */
#ifndef _NT_NET_IEEE8021QTYPES_H
#define _NT_NET_IEEE8021QTYPES_H

#include <net/extension.h>

#define NET_PACKET_EXTENSION_IEEE8021Q_NAME		L"ms_packet_ieee8021q"
#define NET_PACKET_EXTENSION_IEEE8021Q_VERSION_1	1U
#define NET_PACKET_EXTENSION_IEEE8021Q_VERSION_1_SIZE	sizeof(NET_PACKET_IEEE8021Q)

/* What a device must put into the tag of a frame that it sends. */
typedef enum _NET_PACKET_TX_IEEE8021Q_ACTION_FLAGS {
	NetPacketTxIeee8021qActionFlagPriorityRequired = 0x1,
	NetPacketTxIeee8021qActionFlagVlanRequired = 0x2
} NET_PACKET_TX_IEEE8021Q_ACTION_FLAGS;

typedef struct _NET_PACKET_IEEE8021Q {
	UINT32 PriorityCodePoint : 3;
	UINT32 VlanIdentifier : 12;
	UINT32 TxTagging : 2;	/* NET_PACKET_TX_IEEE8021Q_ACTION_FLAGS */
	UINT32 Reserved0 : 15;
} NET_PACKET_IEEE8021Q;
C_ASSERT(sizeof(NET_PACKET_IEEE8021Q) == 4);

#endif
