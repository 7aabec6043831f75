/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Packet extension: checksums. The framework and internal code include it under
 * this name, because Linux has a <net/checksum.h> of its own.
 */
#ifndef _NT_NET_CHECKSUMTYPES_H
#define _NT_NET_CHECKSUMTYPES_H

#include <net/extension.h>

#define NET_PACKET_EXTENSION_CHECKSUM_NAME		L"ms_packet_checksum"
#define NET_PACKET_EXTENSION_CHECKSUM_VERSION_1		1U
#define NET_PACKET_EXTENSION_CHECKSUM_VERSION_1_SIZE	sizeof(NET_PACKET_CHECKSUM)

typedef enum _NET_PACKET_TX_CHECKSUM_ACTION {
	NetPacketTxChecksumActionPassthrough = 0,
	NetPacketTxChecksumActionRequired = 2
} NET_PACKET_TX_CHECKSUM_ACTION;

typedef enum _NET_PACKET_RX_CHECKSUM_EVALUATION {
	NetPacketRxChecksumEvaluationNotChecked = 0,
	NetPacketRxChecksumEvaluationValid = 1,
	NetPacketRxChecksumEvaluationInvalid = 2
} NET_PACKET_RX_CHECKSUM_EVALUATION;

typedef struct _NET_PACKET_CHECKSUM {
	UINT8 Layer2 : 2;
	UINT8 Layer3 : 2;
	UINT8 Layer4 : 2;
	UINT8 Reserved : 2;
} NET_PACKET_CHECKSUM;
C_ASSERT(sizeof(NET_PACKET_CHECKSUM) == 1);

static inline NET_PACKET_CHECKSUM *
NetExtensionGetPacketChecksum(NET_EXTENSION const *Extension, UINT32 Index)
{
	return (NET_PACKET_CHECKSUM *)NetExtensionGetData(Extension, Index);
}

#endif
