/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A protocol driver that gives frames to programs: what its files share.
 *
 *	driver.c	load, unload, the device
 *	bind.c		bindings: from ProtocolBindAdapter to ProtocolUnbindAdapter
 *	pnp.c		power, reconfiguration, status
 *	device.c	files: who has which binding; control requests
 *	irpqueue.c	requests that wait and may be cancelled
 *	request.c	OIDs
 *	receive.c	frames to reads
 *	send.c		writes to frames
 *
 * A binding is found in a list and kept by references: the list's, its file's,
 * and one for each request that is queued. What uses NDIS's handle of it enters
 * first (BindEnter) and leaves when NDIS is done: unbinding turns away whoever
 * comes later, waits for the others and closes. Locks are never held around a
 * call that may come back here. The cancel lock is outside of a binding's.
 */
#ifndef _NDISPROT_H
#define _NDISPROT_H

#include <ndis.h>

#include "protioctl.h"

#define PROT_TAG		0x746f7250	/* "Prot" */
#define PROT_HEADER		14		/* of Ethernet */
#define PROT_MINIMUM_FRAME	PROT_HEADER
#define PROT_SEND_PACKETS	64
#define PROT_RECEIVE_PACKETS	256		/* frames that wait for a read */
#define PROT_MAXIMUM_OID	4096		/* bytes of an OID's data */

/* struct _PROT_BINDING.Flags */
#define PROT_UNBINDING		0x00000001
#define PROT_LOW_POWER		0x00000002
#define PROT_RESETTING		0x00000004
#define PROT_MEDIA_CONNECTED	0x00000008

/**
 * struct _PROT_BINDING - an adapter that this protocol is bound to
 * @Link: in Globals.Bindings; Globals.Lock
 * @References: memory
 * @Handle: NDIS's name of it; for whoever entered
 * @Done: status of an open or a close that pended, and when it is there
 * @Lock: the members below it
 * @Flags: PROT_*
 * @File: who has chosen it, or NULL
 * @Receiving: frames are for that file; not while it is chosen, given up, unbound
 * @Users: who entered and has not left
 * @Idle: set when @Users goes to 0 while unbinding
 * @Reads: read requests that wait for a frame. If there are any, @Frames is
 *	empty
 * @Frames: received packets, by PROT_RECEIVE.Link, that wait for a read
 * @FrameCount: their number
 * @SendPool, @ReceivePool, @BufferPool: made at bind, freed with the binding
 */
typedef struct _PROT_BINDING {
	LIST_ENTRY Link;
	LONG References;
	NDIS_HANDLE Handle;
	NDIS_EVENT Done;
	NDIS_STATUS DoneStatus;
	NDIS_SPIN_LOCK Lock;
	ULONG Flags;
	PFILE_OBJECT File;
	BOOLEAN Receiving;
	ULONG Users;
	NDIS_EVENT Idle;
	LIST_ENTRY Reads;
	LIST_ENTRY Frames;
	ULONG FrameCount;
	NDISPROT_COUNTERS Counters;
	NDIS_HANDLE SendPool;
	NDIS_HANDLE ReceivePool;
	NDIS_HANDLE BufferPool;
	UCHAR Address[6];
	ULONG MaximumFrame;
	ULONG LinkSpeed;
	ULONG Options;			/* OID_GEN_MAC_OPTIONS */
	NDIS_STRING Name;
	WCHAR NameBuffer[NDISPROT_NAME];
	WCHAR Description[NDISPROT_NAME];
} PROT_BINDING, *PPROT_BINDING;

/* In ProtocolReserved of a received packet, where a driver has four pointers. */
typedef struct _PROT_RECEIVE {
	LIST_ENTRY Link;
	PUCHAR Data;		/* our own memory, or NULL: the packet is on loan */
} PROT_RECEIVE, *PPROT_RECEIVE;
C_ASSERT(sizeof(PROT_RECEIVE) <= PROTOCOL_RESERVED_SIZE_IN_PACKET);

/* The same of a packet that is sent. */
typedef struct _PROT_SEND {
	PIRP Irp;
} PROT_SEND, *PPROT_SEND;

#define RECEIVE_OF(packet)	((PPROT_RECEIVE)(packet)->ProtocolReserved)
#define SEND_OF(packet)		((PPROT_SEND)(packet)->ProtocolReserved)

/* In Tail.Overlay.DriverContext of a request that is kept. */
#define IRP_BINDING(irp)	((irp)->Tail.Overlay.DriverContext[0])
#define IRP_CANCEL_ID(irp)	((irp)->Tail.Overlay.DriverContext[1])

/**
 * struct _PROT_GLOBALS - the driver
 * @Lock: the lists, @BindsComplete, and which binding a file has chosen
 * @BindWaits: requests that wait for the first round of binds
 */
typedef struct _PROT_GLOBALS {
	PDRIVER_OBJECT Driver;
	PDEVICE_OBJECT Device;
	NDIS_HANDLE Protocol;
	NDIS_SPIN_LOCK Lock;
	LIST_ENTRY Bindings;
	LIST_ENTRY BindWaits;
	BOOLEAN BindsComplete;
	UCHAR CancelIdPrefix;
	LONG CancelIdNext;
} PROT_GLOBALS;

extern PROT_GLOBALS Globals;

/* bind.c */
VOID BindReference(PPROT_BINDING Binding);
VOID BindDereference(PPROT_BINDING Binding);
NTSTATUS BindEnter(PPROT_BINDING Binding);
VOID BindLeave(PPROT_BINDING Binding);
VOID ProtBindAdapter(PNDIS_STATUS Status, NDIS_HANDLE BindContext, PNDIS_STRING DeviceName,
		     PVOID SystemSpecific1, PVOID SystemSpecific2);
VOID ProtUnbindAdapter(PNDIS_STATUS Status, NDIS_HANDLE ProtocolBindingContext,
		       NDIS_HANDLE UnbindContext);
VOID ProtOpenAdapterComplete(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS Status,
			     NDIS_STATUS OpenErrorStatus);
VOID ProtCloseAdapterComplete(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS Status);

/* pnp.c */
NDIS_STATUS ProtPnPEvent(NDIS_HANDLE ProtocolBindingContext, PNET_PNP_EVENT Event);
VOID ProtStatus(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS GeneralStatus, PVOID StatusBuffer,
		UINT StatusBufferSize);
VOID ProtStatusComplete(NDIS_HANDLE ProtocolBindingContext);
VOID ProtResetComplete(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS Status);
NTSTATUS PnPWaitForBinds(PIRP Irp);
VOID PnPCleanup(PFILE_OBJECT File);

/* device.c */
DRIVER_DISPATCH DeviceCreate;
DRIVER_DISPATCH DeviceCleanup;
DRIVER_DISPATCH DeviceClose;
DRIVER_DISPATCH DeviceControl;
/* A reference to the binding that a file has chosen, or NULL. */
PPROT_BINDING DeviceGetBinding(PFILE_OBJECT File);
NTSTATUS DeviceComplete(PIRP Irp, NTSTATUS Status, ULONG_PTR Information);
NTSTATUS DeviceStatus(NDIS_STATUS Status);

/* irpqueue.c; the queue's lock is held. */
/* STATUS_PENDING, or STATUS_CANCELLED: the caller completes it. */
NTSTATUS IrpQueuePut(PLIST_ENTRY Queue, PIRP Irp, PDRIVER_CANCEL Cancel);
/* The first one, or the first one of @File; NULL: there is none. */
PIRP IrpQueueTake(PLIST_ENTRY Queue, PFILE_OBJECT File);

/* request.c */
NDIS_STATUS RequestOid(PPROT_BINDING Binding, NDIS_REQUEST_TYPE Type, NDIS_OID Oid, PVOID Buffer,
		       UINT Length, PUINT Bytes);
VOID ProtRequestComplete(NDIS_HANDLE ProtocolBindingContext, PNDIS_REQUEST NdisRequest,
			 NDIS_STATUS Status);
NTSTATUS RequestQueryFromProgram(PPROT_BINDING Binding, PNDISPROT_OID Oid, ULONG InputLength,
				 ULONG OutputLength, ULONG_PTR *Information);
NTSTATUS RequestSetFromProgram(PPROT_BINDING Binding, PNDISPROT_OID Oid, ULONG InputLength);
/* No frames any more: filter and multicast list as after opening. */
VOID RequestSilence(PPROT_BINDING Binding);

/* receive.c */
DRIVER_DISPATCH DeviceRead;
NDIS_STATUS ProtReceive(NDIS_HANDLE ProtocolBindingContext, NDIS_HANDLE MacReceiveContext,
			PVOID HeaderBuffer, UINT HeaderBufferSize, PVOID LookAheadBuffer,
			UINT LookaheadBufferSize, UINT PacketSize);
VOID ProtReceiveComplete(NDIS_HANDLE ProtocolBindingContext);
INT ProtReceivePacket(NDIS_HANDLE ProtocolBindingContext, PNDIS_PACKET Packet);
VOID ProtTransferDataComplete(NDIS_HANDLE ProtocolBindingContext, PNDIS_PACKET Packet,
			      NDIS_STATUS Status, UINT BytesTransferred);
/* Completes all reads with @Status and throws all frames away. */
VOID ReceiveFlush(PPROT_BINDING Binding, NTSTATUS Status);

/* send.c */
DRIVER_DISPATCH DeviceWrite;
VOID ProtSendComplete(NDIS_HANDLE ProtocolBindingContext, PNDIS_PACKET Packet, NDIS_STATUS Status);

#endif
