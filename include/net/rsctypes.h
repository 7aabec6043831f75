/* SPDX-License-Identifier: GPL-2.0 */
/* Packet extensions: segments that the hardware has made one packet of. */
#ifndef _NT_NET_RSCTYPES_H
#define _NT_NET_RSCTYPES_H

#include <net/extension.h>

#define NET_PACKET_EXTENSION_RSC_NAME			L"ms_packet_rsc"
#define NET_PACKET_EXTENSION_RSC_VERSION_1		1U
#define NET_PACKET_EXTENSION_RSC_VERSION_1_SIZE		sizeof(NET_PACKET_RSC)

typedef struct _NET_PACKET_RSC {
	union {
		struct {
			UINT16 CoalescedSegmentCount;
			UINT16 DuplicateAckCount;
		} TCP;
		struct {
			UINT16 CoalescedSegmentCount;
			UINT16 CoalescedSegmentSize;
		} UDP;
	};
} NET_PACKET_RSC;
C_ASSERT(sizeof(NET_PACKET_RSC) == 4);

#define NET_PACKET_EXTENSION_RSC_TIMESTAMP_NAME			L"ms_packet_rsc_timestamp"
#define NET_PACKET_EXTENSION_RSC_TIMESTAMP_VERSION_1		1U
#define NET_PACKET_EXTENSION_RSC_TIMESTAMP_VERSION_1_SIZE	sizeof(NET_PACKET_RSC_TIMESTAMP)

typedef struct _NET_PACKET_RSC_TIMESTAMP {
	union {
		struct {
			UINT32 RscTcpTimestampDelta;
		} TCP;
	};
} NET_PACKET_RSC_TIMESTAMP;
C_ASSERT(sizeof(NET_PACKET_RSC_TIMESTAMP) == 4);

#endif
