/* SPDX-License-Identifier: GPL-2.0 */
/*
 * mbim_cdc inside: what its files share.
 *
 *	driver.c	load and unload: a KMDF driver that is a protocol as well
 *	bind.c		an interface of the stock driver, from Bind to Unbind
 *	request.c	OIDs
 *	send.c		frames on their way out, of all sessions
 *	receive.c	frames coming in, sorted to the sessions
 *	device.c	the modem's device: arrival, power, departure
 *	control.c	MBIM fragments through the stock driver's node
 *	message.c	where a fragment ends; pure
 *	adapter.c	a NETADAPTER for a session
 *	tx_queue.c	its queues
 *	rx_queue.c
 *	dss.c		device service sessions
 *	counters.c	what happened
 *
 * Lifetimes. A CDC_LOWER lives from Bind to Unbind. The device is made by the one and
 * removed by the other, or before that when the driver is unloaded: it never outlives
 * its CDC_LOWER, and needs no reference. What comes from below reaches the device under
 * @Run only, which is open in D0 and waited for in D0Exit.
 *
 * No lock is held while NDIS or MbbCx is called, except to notify a queue, which calls
 * nobody back.
 */
#ifndef _MBIM_CDC_DRIVER_H
#define _MBIM_CDC_DRIVER_H

/* The version of NDIS that the protocol is written for. */
#define NDIS50	1

#include <ntddk.h>
#include <ndis.h>
#include <wdf.h>
#include <netadaptercx.h>
#include <net/fragment.h>
#include <net/packet.h>
#include <net/returncontext.h>
#include <net/ring.h>
#include <net/ringcollection.h>
#include <net/virtualaddress.h>
#include <mbbcx.h>

#include "params.h"

#define CDC_TAG			0x6d636463u	/* "cdcm" */
/* MbbCx hands out session ids 0 to 16. */
#define CDC_SESSIONS		17u
/* The stock driver's scheme: a VLAN for each session, 0 without a tag, or with that
 * one; DSS sessions from 256 on.
 */
#define CDC_VLAN_SESSION_0	4094u
#define CDC_VLAN_DSS		256u
#define CDC_VLAN_DSS_LAST	511u
#define CDC_HEADER		14u	/* of Ethernet */
#define CDC_TAG_HEADER		4u	/* of 802.1Q, where it is in the frame */
#define CDC_TYPE_IPV4		0x0800u
#define CDC_TYPE_IPV6		0x86ddu
#define CDC_TYPE_TAG		0x8100u
#define CDC_TYPE_DSS		0x88b5u	/* anything but IP: for experiments */
#define CDC_MAXIMUM_DATAGRAM	2048u
#define CDC_MINIMUM_MTU		1280u
#define CDC_MAXIMUM_CONTROL	4096u
#define CDC_MINIMUM_CONTROL	64u
#define CDC_SPEED		150000000ull	/* shown to users, limits nothing */

/* Frames that the stock driver has: more would wait in a queue of Linux. */
#define CDC_SENDS		64u
/* Datagrams that a session may have waiting. */
#define CDC_WAITING		1024u
/* Fragments that wait for MbbCx to fetch them. */
#define CDC_FRAGMENTS		64u
#define CDC_WRITE_TIMEOUT_S	10
/* Failures in a row before the device is restarted, and the pause after each. */
#define CDC_MAXIMUM_FAILURES	8u
#define CDC_FAILURE_PAUSE_MS	100

#define CdcInfo(Format, ...)	DbgPrint("mbim_cdc: " Format, ##__VA_ARGS__)
#define CdcWarn(Format, ...)	\
	DbgPrintEx(DPFLTR_IHVNETWORK_ID, DPFLTR_WARNING_LEVEL, "mbim_cdc: " Format, ##__VA_ARGS__)

typedef struct _CDC_LOWER CDC_LOWER;
typedef struct _CDC_DEVICE CDC_DEVICE;
typedef struct _TX_QUEUE TX_QUEUE;
typedef struct _RX_QUEUE RX_QUEUE;

typedef enum _CDC_COUNTER {
	CdcTxDatagrams,
	CdcTxDss,
	CdcTxNotIp,
	CdcTxTooLong,
	CdcTxFailed,			/* the stock driver did not take them */
	CdcRxDatagrams,
	CdcRxDss,
	CdcRxCopied,			/* of both: those that could not be kept */
	CdcRxDropped,			/* nobody took them in time, or no memory */
	CdcRxNoSession,
	CdcRxNotIp,
	CdcRxVlan,			/* a tag that stands for no session */
	CdcRxPartial,			/* shown in part only */
	CdcFragmentsSent,
	CdcFragmentsReceived,
	CdcFragmentsBad,		/* read, but no fragment */
	CdcFragmentsDropped,		/* nobody fetched them */
	CdcWriteFailed,
	CdcWriteTimeout,
	CdcReadFailed,
	CdcCounterCount
} CDC_COUNTER;

/* ---- receive.c ---- */

/*
 * A datagram that waits, in ProtocolReserved of a packet on loan, where a driver has
 * four pointers, or in front of a copy.
 */
typedef struct _CDC_DATAGRAM {
	LIST_ENTRY Link;
	UINT8 *Data;
	UINT32 Length;
	UINT32 Loan;
} CDC_DATAGRAM;
C_ASSERT(sizeof(CDC_DATAGRAM) <= PROTOCOL_RESERVED_SIZE_IN_PACKET);

/* Of one session, in its adapter. RxLock. */
typedef struct _CDC_SESSION {
	LIST_ENTRY Waiting;
	UINT32 Count;
	RX_QUEUE *Queue;
	BOOLEAN Armed;			/* which wants to be notified */
} CDC_SESSION;

INT CdcReceivePacket(NDIS_HANDLE ProtocolBindingContext, PNDIS_PACKET Packet);
NDIS_STATUS CdcReceive(NDIS_HANDLE ProtocolBindingContext, NDIS_HANDLE MacReceiveContext,
		       PVOID HeaderBuffer, UINT HeaderBufferSize, PVOID LookAheadBuffer,
		       UINT LookaheadBufferSize, UINT PacketSize);
VOID CdcReceiveComplete(NDIS_HANDLE ProtocolBindingContext);
/* FALSE: there is one with this number. */
BOOLEAN ReceiveAttach(CDC_LOWER *Lower, UINT32 Id, CDC_SESSION *Session);
VOID ReceiveDetach(CDC_LOWER *Lower, UINT32 Id, CDC_SESSION *Session);
/* The oldest that waits, or NULL. */
CDC_DATAGRAM *ReceiveTake(CDC_LOWER *Lower, CDC_SESSION *Session);
/* To where it came from. */
VOID ReceiveRelease(CDC_DATAGRAM *Datagram);
/* D0: frames are for the device; returns when no frame is on its way to it. */
VOID ReceiveStart(CDC_LOWER *Lower);
VOID ReceiveStop(CDC_LOWER *Lower);

/* ---- send.c ---- */

typedef struct _CDC_SEND {
	LIST_ENTRY Link;		/* in Free */
	PNDIS_PACKET Packet;
	PNDIS_BUFFER Buffer;
	UINT8 *Frame;			/* CDC_HEADER and CDC_MAXIMUM_DATAGRAM bytes */
	TX_QUEUE *Queue;		/* whose packet @Index is, or NULL; TxLock */
	UINT32 Index;
} CDC_SEND;

NDIS_STATUS SendCreate(CDC_LOWER *Lower);
VOID SendDestroy(CDC_LOWER *Lower);
/* NULL: all are under way. TxLock held. */
CDC_SEND *SendTake(CDC_LOWER *Lower);
/*
 * The datagram is in @Send->Frame, behind the place of the header. It is a queue's to
 * be told of, if that is set. PENDING and SUCCESS: it is on its way. At most DISPATCH,
 * no lock.
 */
NDIS_STATUS SendFrame(CDC_LOWER *Lower, CDC_SEND *Send, UINT32 Vlan, UINT32 Type, UINT32 Length);
VOID CdcSendComplete(NDIS_HANDLE ProtocolBindingContext, PNDIS_PACKET Packet, NDIS_STATUS Status);

/* ---- bind.c ---- */

struct _CDC_LOWER {
	LIST_ENTRY Link;		/* Globals.Lowers */
	UINT32 Number;
	NDIS_STRING Name;
	CDC_FUNCTION Function;
	NDIS_HANDLE Handle;
	NDIS_EVENT Done;
	NDIS_STATUS DoneStatus;
	UINT8 Address[6];
	UINT32 Mtu;
	BOOLEAN Gone;			/* the modem, as its node says */
	CDC_DEVICE *Device;		/* under Run, or in its own callbacks */
	EX_RUNDOWN_REF Run;

	NDIS_SPIN_LOCK RxLock;		/* Sessions, and what is in them */
	CDC_SESSION *Sessions[CDC_SESSIONS];

	NDIS_SPIN_LOCK TxLock;		/* all below, and the rings' marks */
	NDIS_HANDLE PacketPool;
	NDIS_HANDLE BufferPool;
	LIST_ENTRY Free;
	TX_QUEUE *Queues[CDC_SESSIONS];
	BOOLEAN DssOpen;		/* in D0 */
	BOOLEAN DssPumping;
	LIST_ENTRY DssWaiting;
	CDC_SEND Sends[CDC_SENDS];
	LONG64 Counters[CdcCounterCount];
};

VOID CdcBindAdapter(PNDIS_STATUS Status, NDIS_HANDLE BindContext, PNDIS_STRING DeviceName,
		    PVOID SystemSpecific1, PVOID SystemSpecific2);
VOID CdcUnbindAdapter(PNDIS_STATUS Status, NDIS_HANDLE ProtocolBindingContext,
		      NDIS_HANDLE UnbindContext);
VOID CdcOpenAdapterComplete(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS Status,
			    NDIS_STATUS OpenErrorStatus);
VOID CdcCloseAdapterComplete(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS Status);
/* In a device's callbacks; NULL: there is none. */
CDC_LOWER *LowerFind(UINT32 Number);

/* ---- request.c ---- */
NDIS_STATUS RequestOid(CDC_LOWER *Lower, NDIS_REQUEST_TYPE Type, NDIS_OID Oid, PVOID Buffer,
		       UINT Length);
VOID CdcRequestComplete(NDIS_HANDLE ProtocolBindingContext, PNDIS_REQUEST NdisRequest,
			NDIS_STATUS Status);

/* ---- driver.c ---- */

typedef struct _CDC_GLOBALS {
	NDIS_HANDLE Protocol;
	NDIS_SPIN_LOCK Lock;
	LIST_ENTRY Lowers;
} CDC_GLOBALS;

extern CDC_GLOBALS Globals;

/* ---- control.c ---- */

/* What the function said, until MbbCx fetches it. */
typedef struct _CDC_FRAGMENT {
	LIST_ENTRY Link;
	UINT32 Length;
	UINT8 Data[1];
} CDC_FRAGMENT;

typedef struct _CDC_CONTROL {
	UNICODE_STRING Path;
	WCHAR PathBuffer[CDC_NODE_NAME + 8];
	UINT32 MaximumFragment;
	HANDLE Write;
	HANDLE WriteDone;		/* an event's */
	PKEVENT WriteDoneEvent;
	HANDLE Read;			/* the reader's */
	HANDLE ReadDone;
	PKEVENT ReadDoneEvent;
	UINT8 *Buffer;
	KEVENT Stop;
	PVOID Reader;			/* the thread, or NULL */
	NDIS_SPIN_LOCK Lock;		/* what follows */
	LIST_ENTRY Ready;
	UINT32 Count;
} CDC_CONTROL;

NTSTATUS ControlPrepare(CDC_DEVICE *Device);
VOID ControlRelease(CDC_DEVICE *Device);
NTSTATUS ControlStart(CDC_DEVICE *Device);	/* D0 */
VOID ControlStop(CDC_DEVICE *Device);
EVT_MBB_DEVICE_SEND_MBIM_FRAGMENT EvtMbbDeviceSendMbimFragment;
EVT_MBB_DEVICE_RECEIVE_MBIM_FRAGMENT EvtMbbDeviceReceiveMbimFragment;

/* ---- device.c ---- */

struct _CDC_DEVICE {
	WDFDEVICE WdfDevice;
	CDC_LOWER *Lower;
	CDC_CONTROL Control;
};

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(CDC_DEVICE, DeviceGetContext)

EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
VOID DeviceRestart(CDC_DEVICE *Device, const char *Reason);

/* ---- adapter.c ---- */

typedef struct _CDC_ADAPTER {
	CDC_LOWER *Lower;
	NETADAPTER NetAdapter;
	ULONG SessionId;
	BOOLEAN Attached;
	CDC_SESSION Session;
} CDC_ADAPTER;

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(CDC_ADAPTER, AdapterGetContext)

EVT_MBB_DEVICE_CREATE_ADAPTER EvtMbbDeviceCreateAdapter;

/* ---- tx_queue.c ---- */

struct _TX_QUEUE {
	CDC_LOWER *Lower;
	NETPACKETQUEUE Handle;
	UINT32 Session;
	BOOLEAN Armed;			/* wants to be notified; TxLock */
	BOOLEAN Starved;		/* a packet waits for a CDC_SEND; TxLock */
	NET_RING *Packets;
	NET_RING *Fragments;
	NET_EXTENSION VirtualAddress;
};

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(TX_QUEUE, TxQueueGetContext)

EVT_NET_ADAPTER_CREATE_TXQUEUE EvtAdapterCreateTxQueue;
/* TxLock held. */
VOID TxQueueCompleted(TX_QUEUE *Queue, UINT32 Index);
VOID TxQueueFeed(TX_QUEUE *Queue);

/* ---- rx_queue.c ---- */

struct _RX_QUEUE {
	CDC_LOWER *Lower;
	CDC_SESSION *Session;
	NETPACKETQUEUE Handle;
	NET_RING *Packets;
	NET_RING *Fragments;
	NET_EXTENSION VirtualAddress;
	NET_EXTENSION ReturnContext;
};

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(RX_QUEUE, RxQueueGetContext)

EVT_NET_ADAPTER_CREATE_RXQUEUE EvtAdapterCreateRxQueue;
EVT_NET_ADAPTER_RETURN_RX_BUFFER EvtAdapterReturnRxBuffer;

/* ---- dss.c ---- */

/* In a context of the WDFMEMORY that MbbCx lent. */
typedef struct _DSS_SEND {
	LIST_ENTRY Link;
	WDFMEMORY Data;
	UINT32 Session;
} DSS_SEND;

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(DSS_SEND, DssSendGetContext)

EVT_MBB_DEVICE_SEND_DEVICE_SERVICE_SESSION_DATA EvtMbbDeviceSendDeviceServiceSessionData;
/* What waits is sent as far as there is room. No lock. */
VOID DssPump(CDC_LOWER *Lower);
VOID DssStart(CDC_LOWER *Lower);
VOID DssStop(CDC_LOWER *Lower);
/* Under Run. */
VOID DssReceive(CDC_LOWER *Lower, UINT32 Session, UINT8 *Data, UINT32 Length);

/* ---- counters.c ---- */

extern LONG64 CdcCounters[CdcCounterCount];

/* Return: what it was before, of all devices together. */
static inline UINT64 Count(CDC_LOWER *Lower, CDC_COUNTER Counter)
{
	InterlockedIncrement64(&Lower->Counters[Counter]);
	return (UINT64)InterlockedIncrement64(&CdcCounters[Counter]) - 1;
}

/* TRUE: a message is due: with the first, the second, the fourth and so on. */
static inline BOOLEAN CountReport(CDC_LOWER *Lower, CDC_COUNTER Counter)
{
	UINT64 before = Count(Lower, Counter);

	return (before ^ (before + 1)) > before;
}

#endif
