/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An intermediate driver that passes everything on: what its files share. A start
 * for one that does not.
 *
 *	driver.c	load, unload
 *	bind.c		the lower edge's bindings
 *	miniport.c	the upper edge's adapters
 *	request.c	OIDs, downwards
 *	send.c		packets, downwards
 *	receive.c	packets, upwards
 *	pnp.c		status and power, upwards
 *
 * One structure for both edges: ProtocolBindAdapter makes it, and whoever closes
 * the binding frees it: MiniportHalt, or ProtocolUnbindAdapter where there has
 * never been a miniport. NDIS calls neither edge after that.
 */
#ifndef _PASSTHRU_H
#define _PASSTHRU_H

#include <ndis.h>

#define PASS_TAG		0x73736150	/* "Pass" */
#define PASS_PACKETS		64		/* of each pool, and up to */
#define PASS_PACKETS_MORE	960
#define PASS_PROCESSORS		32

/* A request of the one that the miniport has at a time. */
typedef enum _PASS_REQUEST_STATE {
	PassRequestNone,
	PassRequestDown,	/* NDIS has it */
	PassRequestWaiting	/* for the adapter below to wake */
} PASS_REQUEST_STATE;

/**
 * struct _PASS_ADAPTER - an adapter below and the one above it
 * @Lower: binding
 * @Upper: miniport; NULL before MiniportInitialize
 * @Medium: of both
 * @Done: a status, and when it is there: of an open or a close that pended
 * @Initialized: MiniportInitialize has run
 * @InitPending: it was asked for and has not run
 * @Lock: what follows
 * @Unbinding: nothing goes down any more
 * @LowerPower, @UpperPower: of each edge; only D0 passes
 * @RequestState: of @Request
 * @Request: going down, or waiting for it
 * @BytesUsed, @BytesNeeded: where its results go
 * @Sends: packets below; interlocked
 * @Link: the last link status from below, for when the upper edge wakes
 * @LinkTold: the last one that was passed on
 * @Indicated: for each processor, that ReceiveComplete is to be passed on
 * @SendPool, @ReceivePool: our own descriptors
 * @Name: of the adapter above
 */
typedef struct _PASS_ADAPTER {
	NDIS_HANDLE Lower;
	NDIS_HANDLE Upper;
	NDIS_MEDIUM Medium;
	struct {
		NDIS_EVENT Event;
		NDIS_STATUS Status;
	} Done;
	NDIS_EVENT Initialized;
	BOOLEAN InitPending;

	NDIS_SPIN_LOCK Lock;
	BOOLEAN Unbinding;
	NDIS_DEVICE_POWER_STATE LowerPower;
	NDIS_DEVICE_POWER_STATE UpperPower;
	PASS_REQUEST_STATE RequestState;
	NDIS_REQUEST Request;
	PULONG BytesUsed;
	PULONG BytesNeeded;
	LONG Sends;
	NDIS_STATUS Link;
	NDIS_STATUS LinkTold;

	BOOLEAN Indicated[PASS_PROCESSORS];
	NDIS_HANDLE SendPool;
	NDIS_HANDLE ReceivePool;
	NDIS_STRING Name;
	WCHAR NameBuffer[64];
} PASS_ADAPTER, *PPASS_ADAPTER;

/* ProtocolReserved of a packet on its way down. */
typedef struct _PASS_SEND {
	PNDIS_PACKET Original;
} PASS_SEND, *PPASS_SEND;

/* MiniportReserved of a packet on its way up. */
typedef struct _PASS_RECEIVE {
	PNDIS_PACKET Original;
} PASS_RECEIVE, *PPASS_RECEIVE;
C_ASSERT(sizeof(PASS_RECEIVE) <= 2 * sizeof(PVOID));

static inline PPASS_SEND PassSendReserved(PNDIS_PACKET Packet)
{
	return (PPASS_SEND)Packet->ProtocolReserved;
}

static inline PPASS_RECEIVE PassReceiveReserved(PNDIS_PACKET Packet)
{
	return (PPASS_RECEIVE)Packet->MiniportReserved;
}

/* Both edges are awake. A moment later they may not be: nothing breaks by that. */
static inline BOOLEAN PassAwake(const PASS_ADAPTER *Adapter)
{
	return Adapter->LowerPower == NdisDeviceStateD0 &&
	       Adapter->UpperPower == NdisDeviceStateD0;
}

/* driver.c */
extern NDIS_HANDLE PassWrapper;
extern NDIS_HANDLE PassDriver;
extern NDIS_HANDLE PassProtocol;
DRIVER_INITIALIZE DriverEntry;

/* bind.c */
VOID ProtocolBindAdapter(PNDIS_STATUS Status, NDIS_HANDLE BindContext, PNDIS_STRING DeviceName,
			 PVOID SystemSpecific1, PVOID SystemSpecific2);
VOID ProtocolUnbindAdapter(PNDIS_STATUS Status, NDIS_HANDLE ProtocolBindingContext,
			   NDIS_HANDLE UnbindContext);
VOID ProtocolOpenAdapterComplete(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS Status,
				 NDIS_STATUS OpenErrorStatus);
VOID ProtocolCloseAdapterComplete(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS Status);
VOID ProtocolResetComplete(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS Status);
/* Closes the binding and frees all. PASSIVE_LEVEL. */
VOID PassDestroy(PPASS_ADAPTER Adapter);

/* miniport.c */
NDIS_STATUS MiniportInitialize(PNDIS_STATUS OpenErrorStatus, PUINT SelectedMediumIndex,
			       PNDIS_MEDIUM MediumArray, UINT MediumArraySize,
			       NDIS_HANDLE MiniportAdapterHandle,
			       NDIS_HANDLE WrapperConfigurationContext);
VOID MiniportHalt(NDIS_HANDLE MiniportAdapterContext);
VOID MiniportPnPEventNotify(NDIS_HANDLE MiniportAdapterContext, NDIS_DEVICE_PNP_EVENT Event,
			    PVOID InformationBuffer, ULONG InformationBufferLength);
VOID MiniportAdapterShutdown(PVOID ShutdownContext);

/* request.c */
NDIS_STATUS MiniportQueryInformation(NDIS_HANDLE MiniportAdapterContext, NDIS_OID Oid,
				     PVOID InformationBuffer, ULONG InformationBufferLength,
				     PULONG BytesWritten, PULONG BytesNeeded);
NDIS_STATUS MiniportSetInformation(NDIS_HANDLE MiniportAdapterContext, NDIS_OID Oid,
				   PVOID InformationBuffer, ULONG InformationBufferLength,
				   PULONG BytesRead, PULONG BytesNeeded);
VOID ProtocolRequestComplete(NDIS_HANDLE ProtocolBindingContext, PNDIS_REQUEST NdisRequest,
			     NDIS_STATUS Status);
/* What waits goes down, or fails if @Fail. */
VOID PassRequestResume(PPASS_ADAPTER Adapter, BOOLEAN Fail);

/* send.c */
VOID MiniportSendPackets(NDIS_HANDLE MiniportAdapterContext, PPNDIS_PACKET PacketArray,
			 UINT NumberOfPackets);
VOID MiniportCancelSendPackets(NDIS_HANDLE MiniportAdapterContext, PVOID CancelId);
VOID ProtocolSendComplete(NDIS_HANDLE ProtocolBindingContext, PNDIS_PACKET Packet,
			  NDIS_STATUS Status);

/* receive.c */
INT ProtocolReceivePacket(NDIS_HANDLE ProtocolBindingContext, PNDIS_PACKET Packet);
NDIS_STATUS ProtocolReceive(NDIS_HANDLE ProtocolBindingContext, NDIS_HANDLE MacReceiveContext,
			    PVOID HeaderBuffer, UINT HeaderBufferSize, PVOID LookAheadBuffer,
			    UINT LookaheadBufferSize, UINT PacketSize);
VOID ProtocolReceiveComplete(NDIS_HANDLE ProtocolBindingContext);
VOID MiniportReturnPacket(NDIS_HANDLE MiniportAdapterContext, PNDIS_PACKET Packet);
NDIS_STATUS MiniportTransferData(PNDIS_PACKET Packet, PUINT BytesTransferred,
				 NDIS_HANDLE MiniportAdapterContext,
				 NDIS_HANDLE MiniportReceiveContext, UINT ByteOffset,
				 UINT BytesToTransfer);
VOID ProtocolTransferDataComplete(NDIS_HANDLE ProtocolBindingContext, PNDIS_PACKET Packet,
				  NDIS_STATUS Status, UINT BytesTransferred);

/* pnp.c */
VOID ProtocolStatus(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS GeneralStatus,
		    PVOID StatusBuffer, UINT StatusBufferSize);
VOID ProtocolStatusComplete(NDIS_HANDLE ProtocolBindingContext);
NDIS_STATUS ProtocolPnPEvent(NDIS_HANDLE ProtocolBindingContext, PNET_PNP_EVENT NetPnPEvent);
NDIS_STATUS PassSetUpperPower(PPASS_ADAPTER Adapter, NDIS_DEVICE_POWER_STATE State);

#endif
