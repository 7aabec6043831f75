/* SPDX-License-Identifier: GPL-2.0 */
/* What all parts of the NDIS interface are made of: handles, names, requests. */
#ifndef _NT_NDIS_TYPES_H
#define _NT_NDIS_TYPES_H

#include <ntddndis.h>
#include <wdm.h>

#include <ndis/status.h>

/* Words of NDIS source that mean nothing to the compiler. */
#ifdef NT_PLAIN_CLIENT
#ifndef EXPORT
#define EXPORT
#endif
#ifndef NDISAPI
#define NDISAPI
#endif
/* Operands of #pragma in Windows source, where they choose a section. */
#define NDIS_INIT_FUNCTION(function)
#define NDIS_PAGABLE_FUNCTION(function)
#define NDIS_PAGEABLE_FUNCTION(function)
#endif

/* A number that NDIS gave out, or the driver's own context coming back. */
typedef PVOID NDIS_HANDLE, *PNDIS_HANDLE;

typedef UNICODE_STRING NDIS_STRING, *PNDIS_STRING;
typedef PCUNICODE_STRING PCNDIS_STRING;
typedef ANSI_STRING NDIS_ANSI_STRING, *PNDIS_ANSI_STRING;
#define NDIS_STRING_CONST(s)	\
	{ sizeof(L##s) - sizeof(WCHAR), sizeof(L##s), NT_STRING_BUFFER(L##s) }

typedef PHYSICAL_ADDRESS NDIS_PHYSICAL_ADDRESS, *PNDIS_PHYSICAL_ADDRESS;
#define NDIS_PHYSICAL_ADDRESS_CONST(low, high)	{ { (ULONG)(low), (LONG)(high) } }
#define NdisGetPhysicalAddressHigh(address)		((address).HighPart)
#define NdisSetPhysicalAddressHigh(address, high)	((address).HighPart = (high))
#define NdisGetPhysicalAddressLow(address)		((address).LowPart)
#define NdisSetPhysicalAddressLow(address, low)		((address).LowPart = (low))

/* One piece of memory as a device sees it. */
typedef struct _NDIS_PHYSICAL_ADDRESS_UNIT {
	NDIS_PHYSICAL_ADDRESS PhysicalAddress;
	UINT Length;
} NDIS_PHYSICAL_ADDRESS_UNIT, *PNDIS_PHYSICAL_ADDRESS_UNIT;

typedef MDL NDIS_BUFFER, *PNDIS_BUFFER;

typedef enum _NDIS_INTERFACE_TYPE {
	NdisInterfaceInternal = Internal,
	NdisInterfaceIsa = Isa,
	NdisInterfaceEisa = Eisa,
	NdisInterfaceMca = MicroChannel,
	NdisInterfaceTurboChannel = TurboChannel,
	NdisInterfacePci = PCIBus,
	NdisInterfacePcMcia = PCMCIABus,
	NdisInterfaceCBus = CBus,
	NdisInterfaceMPIBus = MPIBus,
	NdisInterfaceMPSABus = MPSABus,
	NdisInterfaceProcessorInternal = ProcessorInternal,
	NdisInterfaceInternalPowerBus = InternalPowerBus,
	NdisInterfacePNPISABus = PNPISABus,
	NdisInterfacePNPBus = PNPBus,
	NdisMaximumInterfaceType
} NDIS_INTERFACE_TYPE, *PNDIS_INTERFACE_TYPE;

typedef enum _NDIS_REQUEST_TYPE {
	NdisRequestQueryInformation,
	NdisRequestSetInformation,
	NdisRequestQueryStatistics,
	NdisRequestOpen,
	NdisRequestClose,
	NdisRequestSend,
	NdisRequestTransferData,
	NdisRequestReset,
	NdisRequestGeneric1,
	NdisRequestGeneric2,
	NdisRequestGeneric3,
	NdisRequestGeneric4
} NDIS_REQUEST_TYPE, *PNDIS_REQUEST_TYPE;
C_ASSERT(NdisRequestReset == 7 && NdisRequestGeneric4 == 11);

/*
 * Belongs to NDIS from NdisRequest until it completes. Drivers for NDIS 3.0 and
 * 4.0 have the structure up to DATA only, so NDIS keeps its own in MacReserved.
 */
typedef struct _NDIS_REQUEST {
	UCHAR MacReserved[4 * sizeof(PVOID)];
	NDIS_REQUEST_TYPE RequestType;
	union _DATA {
		struct _QUERY_INFORMATION {
			NDIS_OID Oid;
			PVOID InformationBuffer;
			UINT InformationBufferLength;
			UINT BytesWritten;
			UINT BytesNeeded;
		} QUERY_INFORMATION;
		struct _SET_INFORMATION {
			NDIS_OID Oid;
			PVOID InformationBuffer;
			UINT InformationBufferLength;
			UINT BytesRead;
			UINT BytesNeeded;
		} SET_INFORMATION;
	} DATA;
#if defined(NDIS50) || defined(NDIS51)
	UCHAR NdisReserved[9 * sizeof(PVOID)];
	union {
		UCHAR CallMgrReserved[2 * sizeof(PVOID)];
		UCHAR ProtocolReserved[2 * sizeof(PVOID)];
	};
	UCHAR MiniportReserved[2 * sizeof(PVOID)];
#endif
} NDIS_REQUEST, *PNDIS_REQUEST;
C_ASSERT(__builtin_offsetof(NDIS_REQUEST, RequestType) == 32);
C_ASSERT(__builtin_offsetof(NDIS_REQUEST, DATA) == 40);
#if defined(NDIS50) || defined(NDIS51)
C_ASSERT(sizeof(NDIS_REQUEST) == 176);
#else
C_ASSERT(sizeof(NDIS_REQUEST) == 72);
#endif

typedef NDIS_DEVICE_POWER_STATE NET_DEVICE_POWER_STATE, *PNET_DEVICE_POWER_STATE;
#define NetDeviceStateUnspecified	NdisDeviceStateUnspecified
#define NetDeviceStateD0		NdisDeviceStateD0
#define NetDeviceStateD1		NdisDeviceStateD1
#define NetDeviceStateD2		NdisDeviceStateD2
#define NetDeviceStateD3		NdisDeviceStateD3
#define NetDeviceStateMaximum		NdisDeviceStateMaximum

typedef enum _NET_PNP_EVENT_CODE {
	NetEventSetPower,
	NetEventQueryPower,
	NetEventQueryRemoveDevice,
	NetEventCancelRemoveDevice,
	NetEventReconfigure,
	NetEventBindList,
	NetEventBindsComplete,
	NetEventPnPCapabilities,
	NetEventPause,
	NetEventRestart,
	NetEventPortActivation,
	NetEventPortDeactivation,
	NetEventIMReEnableDevice,
	NetEventMaximum
} NET_PNP_EVENT_CODE, *PNET_PNP_EVENT_CODE;
C_ASSERT(NetEventBindsComplete == 6 && NetEventMaximum == 13);

typedef struct _NET_PNP_EVENT {
	NET_PNP_EVENT_CODE NetEvent;
	PVOID Buffer;
	ULONG BufferLength;
	ULONG_PTR NdisReserved[4];
	ULONG_PTR TransportReserved[4];
	ULONG_PTR TdiReserved[4];
	ULONG_PTR TdiClientReserved[4];
} NET_PNP_EVENT, *PNET_PNP_EVENT;

typedef struct _NET_PNP_ID {
	ULONG ClassId;
	ULONG Token;
} NET_PNP_ID, *PNET_PNP_ID;

typedef enum _NDIS_DEVICE_PNP_EVENT {
	NdisDevicePnPEventQueryRemoved,
	NdisDevicePnPEventRemoved,
	NdisDevicePnPEventSurpriseRemoved,
	NdisDevicePnPEventQueryStopped,
	NdisDevicePnPEventStopped,
	NdisDevicePnPEventPowerProfileChanged,
	NdisDevicePnPEventMaximum
} NDIS_DEVICE_PNP_EVENT, *PNDIS_DEVICE_PNP_EVENT;

typedef enum _NDIS_PNP_DEVICE_STATE {
	NdisPnPDeviceAdded,
	NdisPnPDeviceStarted,
	NdisPnPDeviceQueryStopped,
	NdisPnPDeviceStopped,
	NdisPnPDeviceQueryRemoved,
	NdisPnPDeviceRemoved,
	NdisPnPDeviceSurpriseRemoved
} NDIS_PNP_DEVICE_STATE;

/* Information of NdisDevicePnPEventPowerProfileChanged. */
typedef enum _NDIS_POWER_PROFILE {
	NdisPowerProfileBattery,
	NdisPowerProfileAcOnLine
} NDIS_POWER_PROFILE, *PNDIS_POWER_PROFILE;

/* A device's PnPCapabilities in the registry. */
#define NDIS_DEVICE_NOT_STOPPABLE			0x00000001
#define NDIS_DEVICE_NOT_REMOVEABLE			0x00000002
#define NDIS_DEVICE_NOT_SUSPENDABLE			0x00000004
#define NDIS_DEVICE_DISABLE_PM				0x00000008
#define NDIS_DEVICE_DISABLE_WAKE_UP			0x00000010
#define NDIS_DEVICE_DISABLE_WAKE_ON_RECONNECT		0x00000020
#define NDIS_DEVICE_RESERVED				0x00000040
#define NDIS_DEVICE_DISABLE_WAKE_ON_MAGIC_PACKET	0x00000080
#define NDIS_DEVICE_DISABLE_WAKE_ON_PATTERN_MATCH	0x00000100

#endif
