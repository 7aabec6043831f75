/* SPDX-License-Identifier: GPL-2.0 */
/*
 * WAN miniports and the protocols over them: structures and status buffers. No
 * adapter here is one; a driver that binds to every medium names them.
 */
#ifndef _NT_NDIS_WAN_H
#define _NT_NDIS_WAN_H

#include <ntddndis.h>
#include <ndis/types.h>

typedef struct _NDIS_WAN_PACKET {
	LIST_ENTRY WanPacketQueue;
	PUCHAR CurrentBuffer;
	ULONG CurrentLength;
	PUCHAR StartBuffer;
	PUCHAR EndBuffer;
	PVOID ProtocolReserved1;
	PVOID ProtocolReserved2;
	PVOID ProtocolReserved3;
	PVOID ProtocolReserved4;
	PVOID MacReserved1;
	PVOID MacReserved2;
	PVOID MacReserved3;
	PVOID MacReserved4;
} NDIS_WAN_PACKET, *PNDIS_WAN_PACKET;

/* NDIS_STATUS_WAN_LINE_UP as NDISWAN sends it to protocols. */
typedef struct _NDIS_WAN_LINE_UP {
	ULONG LinkSpeed;		/* 100 bit/s */
	ULONG MaximumTotalSize;
	NDIS_WAN_QUALITY Quality;
	USHORT SendWindow;
	UCHAR RemoteAddress[6];
	UCHAR LocalAddress[6];		/* written by the protocol */
	ULONG ProtocolBufferLength;
	PUCHAR ProtocolBuffer;
	USHORT ProtocolType;
	NDIS_STRING DeviceName;
} NDIS_WAN_LINE_UP, *PNDIS_WAN_LINE_UP;

typedef struct _NDIS_WAN_LINE_DOWN {
	UCHAR RemoteAddress[6];
	UCHAR LocalAddress[6];
} NDIS_WAN_LINE_DOWN, *PNDIS_WAN_LINE_DOWN;

/* NDIS_STATUS_WAN_FRAGMENT */
typedef struct _NDIS_WAN_FRAGMENT {
	UCHAR RemoteAddress[6];
	UCHAR LocalAddress[6];
} NDIS_WAN_FRAGMENT, *PNDIS_WAN_FRAGMENT;

/* NDIS_STATUS_WAN_GET_STATS */
typedef struct _NDIS_WAN_GET_STATS {
	UCHAR LocalAddress[6];
	ULONG BytesSent;
	ULONG BytesRcvd;
	ULONG FramesSent;
	ULONG FramesRcvd;
	ULONG CRCErrors;
	ULONG TimeoutErrors;
	ULONG AlignmentErrors;
	ULONG SerialOverrunErrors;
	ULONG FramingErrors;
	ULONG BufferOverrunErrors;
	ULONG BytesTransmittedUncompressed;
	ULONG BytesReceivedUncompressed;
	ULONG BytesTransmittedCompressed;
	ULONG BytesReceivedCompressed;
} NDIS_WAN_GET_STATS, *PNDIS_WAN_GET_STATS;

/* The same from a WAN miniport to NDISWAN. */
typedef struct _NDIS_MAC_LINE_UP {
	ULONG LinkSpeed;		/* 100 bit/s */
	NDIS_WAN_QUALITY Quality;
	USHORT SendWindow;
	NDIS_HANDLE ConnectionWrapperID;
	NDIS_HANDLE NdisLinkHandle;
	NDIS_HANDLE NdisLinkContext;	/* written by NDISWAN */
} NDIS_MAC_LINE_UP, *PNDIS_MAC_LINE_UP;

typedef struct _NDIS_MAC_LINE_DOWN {
	NDIS_HANDLE NdisLinkContext;
} NDIS_MAC_LINE_DOWN, *PNDIS_MAC_LINE_DOWN;

typedef struct _NDIS_MAC_FRAGMENT {
	NDIS_HANDLE NdisLinkContext;
	ULONG Errors;
} NDIS_MAC_FRAGMENT, *PNDIS_MAC_FRAGMENT;

typedef struct _NDIS_WAN_CO_FRAGMENT {
	ULONG Errors;
} NDIS_WAN_CO_FRAGMENT, *PNDIS_WAN_CO_FRAGMENT;

typedef struct _WAN_CO_LINKPARAMS {
	ULONG TransmitSpeed;
	ULONG ReceiveSpeed;
	ULONG SendWindow;
} WAN_CO_LINKPARAMS, *PWAN_CO_LINKPARAMS;

/* Errors of a fragment */
#define WAN_ERROR_CRC			0x00000001
#define WAN_ERROR_FRAMING		0x00000002
#define WAN_ERROR_HARDWAREOVERRUN	0x00000004
#define WAN_ERROR_BUFFEROVERRUN		0x00000008
#define WAN_ERROR_TIMEOUT		0x00000010
#define WAN_ERROR_ALIGNMENT		0x00000020

#endif
