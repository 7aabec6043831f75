/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Task offload of NDIS 5: what OID_TCP_TASK_OFFLOAD carries, and the per-packet
 * information that goes with its tasks. An adapter here offers no task, and
 * answers the object with NDIS_STATUS_NOT_SUPPORTED; a driver that asks every
 * adapter above and below it needs the words all the same.
 */
#ifndef _NT_NDIS_OFFLOAD_H
#define _NT_NDIS_OFFLOAD_H

#include <ntdef.h>

#define NDIS_TASK_OFFLOAD_VERSION	1

typedef enum _NDIS_TASK {
	TcpIpChecksumNdisTask,
	IpSecNdisTask,
	TcpLargeSendNdisTask,
	MaxNdisTask
} NDIS_TASK, *PNDIS_TASK;

typedef enum _NDIS_ENCAPSULATION {
	UNSPECIFIED_Encapsulation,
	NULL_Encapsulation,
	IEEE_802_3_Encapsulation,
	IEEE_802_5_Encapsulation,
	LLC_SNAP_ROUTED_Encapsulation,
	LLC_SNAP_BRIDGED_Encapsulation
} NDIS_ENCAPSULATION;

typedef struct _NDIS_ENCAPSULATION_FORMAT {
	NDIS_ENCAPSULATION Encapsulation;
	struct {
		ULONG FixedHeaderSize : 1;
		ULONG Reserved : 31;
	} Flags;
	ULONG EncapsulationHeaderSize;
} NDIS_ENCAPSULATION_FORMAT, *PNDIS_ENCAPSULATION_FORMAT;

/* Offsets are from the beginning of the structure that has them; 0 ends the list. */
typedef struct _NDIS_TASK_OFFLOAD_HEADER {
	ULONG Version;
	ULONG Size;
	ULONG Reserved;
	ULONG OffsetFirstTask;
	NDIS_ENCAPSULATION_FORMAT EncapsulationFormat;
} NDIS_TASK_OFFLOAD_HEADER, *PNDIS_TASK_OFFLOAD_HEADER;
C_ASSERT(sizeof(NDIS_TASK_OFFLOAD_HEADER) == 28);

typedef struct _NDIS_TASK_OFFLOAD {
	ULONG Version;
	ULONG Size;
	NDIS_TASK Task;
	ULONG OffsetNextTask;
	ULONG TaskBufferLength;
	UCHAR TaskBuffer[1];
} NDIS_TASK_OFFLOAD, *PNDIS_TASK_OFFLOAD;
C_ASSERT(__builtin_offsetof(NDIS_TASK_OFFLOAD, TaskBuffer) == 20);

typedef struct _NDIS_TASK_TCP_IP_CHECKSUM {
	struct {
		ULONG IpOptionsSupported : 1;
		ULONG TcpOptionsSupported : 1;
		ULONG TcpChecksum : 1;
		ULONG UdpChecksum : 1;
		ULONG IpChecksum : 1;
	} V4Transmit;
	struct {
		ULONG IpOptionsSupported : 1;
		ULONG TcpOptionsSupported : 1;
		ULONG TcpChecksum : 1;
		ULONG UdpChecksum : 1;
		ULONG IpChecksum : 1;
	} V4Receive;
	struct {
		ULONG IpOptionsSupported : 1;
		ULONG TcpOptionsSupported : 1;
		ULONG TcpChecksum : 1;
		ULONG UdpChecksum : 1;
	} V6Transmit;
	struct {
		ULONG IpOptionsSupported : 1;
		ULONG TcpOptionsSupported : 1;
		ULONG TcpChecksum : 1;
		ULONG UdpChecksum : 1;
	} V6Receive;
} NDIS_TASK_TCP_IP_CHECKSUM, *PNDIS_TASK_TCP_IP_CHECKSUM;
C_ASSERT(sizeof(NDIS_TASK_TCP_IP_CHECKSUM) == 16);

#define NDIS_TASK_TCP_LARGE_SEND_V0	0

typedef struct _NDIS_TASK_TCP_LARGE_SEND {
	ULONG Version;
	ULONG MaxOffLoadSize;
	ULONG MinSegmentCount;
	BOOLEAN TcpOptions;
	BOOLEAN IpOptions;
} NDIS_TASK_TCP_LARGE_SEND, *PNDIS_TASK_TCP_LARGE_SEND;
C_ASSERT(sizeof(NDIS_TASK_TCP_LARGE_SEND) == 16);

typedef struct _NDIS_TASK_IPSEC {
	struct {
		ULONG AH_ESP_COMBINED;
		ULONG TRANSPORT_TUNNEL_COMBINED;
		ULONG V4_OPTIONS;
		ULONG RESERVED;
	} Supported;
	struct {
		ULONG MD5 : 1;
		ULONG SHA_1 : 1;
		ULONG Transport : 1;
		ULONG Tunnel : 1;
		ULONG Send : 1;
		ULONG Receive : 1;
	} V4AH;
	struct {
		ULONG DES : 1;
		ULONG RESERVED : 1;
		ULONG TRIPLE_DES : 1;
		ULONG NULL_ESP : 1;
		ULONG Transport : 1;
		ULONG Tunnel : 1;
		ULONG Send : 1;
		ULONG Receive : 1;
	} V4ESP;
} NDIS_TASK_IPSEC, *PNDIS_TASK_IPSEC;
C_ASSERT(sizeof(NDIS_TASK_IPSEC) == 24);

/* --- per-packet information --- */

/* TcpIpChecksumPacketInfo, all of it in the pointer. */
typedef struct _NDIS_TCP_IP_CHECKSUM_PACKET_INFO {
	union {
		struct {
			ULONG NdisPacketChecksumV4 : 1;
			ULONG NdisPacketChecksumV6 : 1;
			ULONG NdisPacketTcpChecksum : 1;
			ULONG NdisPacketUdpChecksum : 1;
			ULONG NdisPacketIpChecksum : 1;
		} Transmit;
		struct {
			ULONG NdisPacketTcpChecksumFailed : 1;
			ULONG NdisPacketUdpChecksumFailed : 1;
			ULONG NdisPacketIpChecksumFailed : 1;
			ULONG NdisPacketTcpChecksumSucceeded : 1;
			ULONG NdisPacketUdpChecksumSucceeded : 1;
			ULONG NdisPacketIpChecksumSucceeded : 1;
			ULONG NdisPacketLoopback : 1;
		} Receive;
		ULONG Value;
	};
} NDIS_TCP_IP_CHECKSUM_PACKET_INFO, *PNDIS_TCP_IP_CHECKSUM_PACKET_INFO;
C_ASSERT(sizeof(NDIS_TCP_IP_CHECKSUM_PACKET_INFO) == 4);

/* IpSecPacketInfo points to one. */
typedef struct _NDIS_IPSEC_PACKET_INFO {
	union {
		struct {
			PVOID OffloadHandle;
			PVOID NextOffloadHandle;
		} Transmit;
		struct {
			ULONG SA_DELETE_REQ : 1;
			ULONG CRYPTO_DONE : 1;
			ULONG NEXT_CRYPTO_DONE : 1;
			ULONG CryptoStatus;
		} Receive;
	};
} NDIS_IPSEC_PACKET_INFO, *PNDIS_IPSEC_PACKET_INFO;

/* CryptoStatus */
#define CRYPTO_SUCCESS				0
#define CRYPTO_GENERIC_ERROR			1
#define CRYPTO_TRANSPORT_AH_AUTH_FAILED		2
#define CRYPTO_TRANSPORT_ESP_AUTH_FAILED	3
#define CRYPTO_TUNNEL_AH_AUTH_FAILED		4
#define CRYPTO_TUNNEL_ESP_AUTH_FAILED		5
#define CRYPTO_INVALID_PACKET_SYNTAX		6
#define CRYPTO_INVALID_PROTOCOL			7

#define MAX_HASHES				4
#define TRUNCATED_HASH_LEN			12

/* --- OID_TCP_TASK_IPSEC_ADD_SA and its relatives --- */

#define OFFLOAD_MAX_SAS		3
#define OFFLOAD_INBOUND_SA	0x0001
#define OFFLOAD_OUTBOUND_SA	0x0002

#ifndef IP_EXPORT_INCLUDED
typedef ULONG IPAddr, IPMask;
#endif
typedef ULONG SPI_TYPE;

typedef enum _OFFLOAD_OPERATION_E {
	AUTHENTICATE = 1,
	ENCRYPT
} OFFLOAD_OPERATION_E;

typedef enum _OFFLOAD_CONF_ALGO {
	OFFLOAD_IPSEC_CONF_NONE,
	OFFLOAD_IPSEC_CONF_DES,
	OFFLOAD_IPSEC_CONF_RESERVED,
	OFFLOAD_IPSEC_CONF_3_DES,
	OFFLOAD_IPSEC_CONF_MAX
} OFFLOAD_CONF_ALGO;

typedef enum _OFFLOAD_INTEGRITY_ALGO {
	OFFLOAD_IPSEC_INTEGRITY_NONE,
	OFFLOAD_IPSEC_INTEGRITY_MD5,
	OFFLOAD_IPSEC_INTEGRITY_SHA,
	OFFLOAD_IPSEC_INTEGRITY_MAX
} OFFLOAD_INTEGRITY_ALGO;

typedef struct _OFFLOAD_ALGO_INFO {
	ULONG algoIdentifier;
	ULONG algoKeylen;
	ULONG algoRounds;
} OFFLOAD_ALGO_INFO, *POFFLOAD_ALGO_INFO;

typedef struct _OFFLOAD_SECURITY_ASSOCIATION {
	OFFLOAD_OPERATION_E Operation;
	SPI_TYPE SPI;
	OFFLOAD_ALGO_INFO IntegrityAlgo;
	OFFLOAD_ALGO_INFO ConfAlgo;
	OFFLOAD_ALGO_INFO Reserved;
} OFFLOAD_SECURITY_ASSOCIATION, *POFFLOAD_SECURITY_ASSOCIATION;

typedef struct _OFFLOAD_IPSEC_ADD_SA {
	IPAddr SrcAddr;
	IPMask SrcMask;
	IPAddr DestAddr;
	IPMask DestMask;
	ULONG Protocol;
	USHORT SrcPort;
	USHORT DestPort;
	IPAddr SrcTunnelAddr;
	IPAddr DestTunnelAddr;
	USHORT Flags;
	SHORT NumSAs;
	OFFLOAD_SECURITY_ASSOCIATION SecAssoc[OFFLOAD_MAX_SAS];
	HANDLE OffloadHandle;
	ULONG KeyLen;
	UCHAR KeyMat[1];
} OFFLOAD_IPSEC_ADD_SA, *POFFLOAD_IPSEC_ADD_SA;

typedef struct _OFFLOAD_IPSEC_DELETE_SA {
	HANDLE OffloadHandle;
} OFFLOAD_IPSEC_DELETE_SA, *POFFLOAD_IPSEC_DELETE_SA;

#endif
