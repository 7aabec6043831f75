/* SPDX-License-Identifier: GPL-2.0 */
/*
 * mbim_usb inside: the device's state, grouped by the file that owns it, and
 * what the files offer each other.
 *
 * Callbacks that MbbCx, NetAdapterCx or KMDF call have the names of the
 * documents (Evt...). Locks are named with what they protect; none is held
 * while MBIM data is handed to MbbCx or a request is sent.
 */
#ifndef _MBIM_USB_DRIVER_H
#define _MBIM_USB_DRIVER_H

#include <ntddk.h>
#include <wdf.h>
#include <usb.h>
#include <wdfusb.h>
#include <netadaptercx.h>
#include <net/fragment.h>
#include <net/packet.h>
#include <net/returncontext.h>
#include <net/ring.h>
#include <net/ringcollection.h>
#include <net/virtualaddress.h>
#include <mbbcx.h>

#include "descriptor.h"
#include "le.h"
#include "missed.h"
#include "ntb.h"
#include "params.h"
#include "quirks.h"
#include "segment.h"

/* MbbCx hands out session ids 0 to 16. */
#define MBIM_SESSIONS		17u
/* Blocks above this are not worth their memory and latency. */
#define MBIM_MAXIMUM_NTB	65536u
/* As large as any known device and host tool use; the descriptor may say more. */
#define MBIM_MAXIMUM_CONTROL	4096u
#define MBIM_MINIMUM_MTU	1280u
#define MBIM_MINIMUM_SEGMENT	576u
#define MBIM_DEFAULT_SEGMENT	1500u	/* for a wMaxSegmentSize that is nonsense */

#define MBIM_CONTROL_TIMEOUT_S	10
#define MBIM_SETUP_TIMEOUT_S	5
#define MBIM_WRITE_TIMEOUT_S	10
/* Errors in a row on a pipe before the device is restarted. */
#define MBIM_MAXIMUM_FAILURES	8u

#define MBIM_POOL_TAG		0x6d69624du	/* "Mbim" */

/* What a user should know, and what a device does wrong. */
#define MbimInfo(Format, ...)	DbgPrint("mbim_usb: " Format, ##__VA_ARGS__)
#define MbimWarn(Format, ...)	\
	DbgPrintEx(DPFLTR_IHVNETWORK_ID, DPFLTR_WARNING_LEVEL, "mbim_usb: " Format, ##__VA_ARGS__)

typedef struct _MBIM_DEVICE MBIM_DEVICE;
typedef struct _MBIM_ADAPTER MBIM_ADAPTER;
typedef struct _TX_QUEUE TX_QUEUE;
typedef struct _RX_QUEUE RX_QUEUE;

/* What happened, for people: names in counters.c. */
typedef enum _MBIM_COUNTER {
	MbimTxNtbs,
	MbimTxDatagrams,
	MbimTxBytes,			/* of whole blocks */
	MbimTxShared,			/* blocks with several NDPs */
	MbimTxFlushIdle,		/* blocks that left since nothing was under way */
	MbimTxFlushFull,		/* since what came next had no room */
	MbimTxFill,			/* blocks by how full they were: NtbQuarter() */
	MbimTxFillLast = MbimTxFill + 3,
	MbimTxNotIp,
	MbimTxTooLong,
	MbimTxFailed,			/* blocks whose transfer failed */
	MbimRxNtbs,
	MbimRxDatagrams,
	MbimRxBytes,
	MbimRxDropped,			/* nobody took them in time */
	MbimRxNoSession,
	MbimRxThrottled,		/* times the device was made to wait */
	MbimRxSequence,			/* gaps in wSequence */
	MbimRxDss,
	MbimRxFailed,			/* reader failures */
	MbimRxError,			/* NtbErrorCount of them: NTB_ERROR */
	MbimNotifications = MbimRxError + NtbErrorCount,
	MbimNotificationsBad,
	MbimNotificationsMissed,	/* responses read that none had announced */
	MbimGuesses,			/* times the device was asked without one */
	MbimReadsAhead,			/* and times it was asked since more was owed */
	MbimCounterCount
} MBIM_COUNTER;

/* ---- usb.c: pipes, settings, negotiated values; PnP callbacks only ---- */

/* Settings as the device tells them; 0: it does not. */
typedef struct _MBIM_NEGOTIATED {
	UINT32 InputSize;
	UINT16 DatagramSize;
	UINT16 Format;			/* plus 1 */
} MBIM_NEGOTIATED;

typedef struct _MBIM_USB {
	WDFUSBDEVICE Device;
	MBIM_FUNCTION Function;
	const MBIM_QUIRK *Quirk;
	WDFUSBINTERFACE Control;
	WDFUSBINTERFACE Data;
	WDFUSBPIPE Interrupt;
	WDFUSBPIPE BulkIn;
	WDFUSBPIPE BulkOut;
	BOOLEAN InterruptReader;	/* configured on the Interrupt pipe */
	BOOLEAN Configured;		/* the bring-up is done and not undone */
	BOOLEAN Stale;			/* RESET_FUNCTION refused: old answers may wait */
	NTB_PARAMETERS Parameters;
	NTB_FORMAT Format;
	UINT32 InputSize;		/* negotiated */
	UINT32 BufferSize;		/* >= InputSize, multiple of the packet size */
	UINT32 MaximumDatagram;		/* that may be sent */
	UINT32 Mtu;
	MBIM_NEGOTIATED Noted;		/* before the last sleep that kept the function open */
} MBIM_USB;

NTSTATUS UsbOpen(MBIM_DEVICE *Device);		/* at each PrepareHardware */
NTSTATUS UsbBringUp(MBIM_DEVICE *Device);	/* MBIM 1.0 initialisation, to the data setting */
VOID UsbNoteSettings(MBIM_DEVICE *Device);	/* before a sleep that keeps the function open */
BOOLEAN UsbStillConfigured(MBIM_DEVICE *Device);	/* and after it */
VOID UsbResetFunction(MBIM_DEVICE *Device);
VOID UsbDrainResponses(MBIM_DEVICE *Device);
NTSTATUS UsbClassRequest(MBIM_DEVICE *Device, BOOLEAN In, UINT8 Request, UINT16 Value,
			 PVOID Buffer, UINT16 Length, ULONG *Transferred);

/* CDC and NCM class requests */
#define CDC_SEND_ENCAPSULATED_COMMAND	0x00
#define CDC_GET_ENCAPSULATED_RESPONSE	0x01
#define CDC_RESET_FUNCTION		0x05
#define NCM_GET_NTB_PARAMETERS		0x80
#define NCM_GET_NTB_FORMAT		0x83
#define NCM_SET_NTB_FORMAT		0x84
#define NCM_GET_NTB_INPUT_SIZE		0x85
#define NCM_SET_NTB_INPUT_SIZE		0x86
#define NCM_GET_MAX_DATAGRAM_SIZE	0x87
#define NCM_SET_MAX_DATAGRAM_SIZE	0x88

/* ---- control.c: MBIM fragments and notifications ---- */

typedef struct _MBIM_CONTROL {
	WDFREQUEST Request;		/* MbbCx has one MBBREQUEST out at a time */
	WDFMEMORY Memory;		/* made to point to the MBBREQUEST's buffer */
	UINT8 NoBuffer[8];
	MBBREQUEST Pending;
	BOOLEAN Receiving;
	CDC_ASSEMBLY Assembly;		/* interrupt reader only */
	UINT32 DownlinkSpeed;		/* bit/s, as last announced */
	UINT32 UplinkSpeed;
	UINT32 Failures;
	WDFTIMER MissedTimer;
	WDFSPINLOCK MissedLock;		/* what follows */
	BOOLEAN Watching;		/* in D0 */
	MISSED_WATCH Watch;		/* of the interrupt time */
	MISSED Missed;
} MBIM_CONTROL;

NTSTATUS ControlCreate(MBIM_DEVICE *Device);
NTSTATUS ControlConfigureReader(MBIM_DEVICE *Device);
VOID ControlReset(MBIM_DEVICE *Device);
VOID ControlCancel(MBIM_DEVICE *Device);
VOID ControlStart(MBIM_DEVICE *Device);	/* D0 */
VOID ControlStop(MBIM_DEVICE *Device);
EVT_MBB_DEVICE_SEND_MBIM_FRAGMENT EvtMbbDeviceSendMbimFragment;
EVT_MBB_DEVICE_RECEIVE_MBIM_FRAGMENT EvtMbbDeviceReceiveMbimFragment;

/* ---- ntb_tx.c: blocks on their way out ---- */

#define TX_IN_FLIGHT		4u	/* transfers, if the blocks are full; else one */
#define TX_WORTH		8u	/* packets at most, to look whether they fill a block */
/* Who takes part in the round: the sessions, then device service data. */
#define TX_DSS			MBIM_SESSIONS
#define TX_PARTICIPANTS		(MBIM_SESSIONS + 1)
#define TX_SLOTS		(TX_IN_FLIGHT + 1)	/* one more is being filled */

/* In a context of the WDFMEMORY that MbbCx lent: there are as many as loans. */
typedef struct _DSS_SEND {
	LIST_ENTRY Link;
	WDFMEMORY Data;
	UINT8 Session;
} DSS_SEND;

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(DSS_SEND, DssSendGetContext)

/* Consecutive packets of one queue; Queue NULL: none, or given back already. */
typedef struct _TX_RANGE {
	TX_QUEUE *Queue;
	UINT32 First;
	UINT32 Count;
} TX_RANGE;

typedef struct _TX_SLOT {
	LIST_ENTRY Link;
	MBIM_DEVICE *Device;
	WDFREQUEST Request;
	WDFMEMORY Memory;
	UINT8 *Buffer;
	UINT32 Length;
	LIST_ENTRY Dss;			/* DSS_SENDs aboard */
	UINT32 Sessions;		/* that have a range, a bit each */
	TX_RANGE Ranges[MBIM_SESSIONS];
	NTB_BUILDER Builder;
} TX_SLOT;

typedef struct _MBIM_TX {
	WDFSPINLOCK Lock;		/* all below, all TX_QUEUEs and their rings' marks */
	BOOLEAN Running;		/* between D0Entry and D0Exit */
	BOOLEAN Pumping;		/* somebody is sending: order of the blocks */
	BOOLEAN Halted;			/* the pipe is being recovered */
	UINT16 Sequence;
	UINT32 Failures;
	UINT32 InFlight;
	UINT32 Turn;			/* who may fill a block first */
	UINT32 Waiting;			/* participants that have something, a bit each */
	UINT32 Packets;			/* that wait in all queues */
	UINT32 Worth;			/* so many may fill a block */
	BOOLEAN Large;			/* and so may what is there: to be cut, or left over */
	UINT32 HoldTime;		/* 100 ns, between blocks that are not full */
	UINT64 LastLeft;		/* 100 ns, when a block did */
	UINT64 LonePaid;		/* 100 ns, see tx_hold.c; 0: long ago */
	BOOLEAN Holding;		/* HoldTimer will send what is open */
	BOOLEAN HoldOver;		/* what is there has waited long enough */
	BOOLEAN HoldSet;		/* HoldUs is the user's, not the parameter's */
	UINT32 HoldUs;			/* as it was asked for */
	UINT32 HoldPackets;		/* so many do not wait; 0: any number does */
	UINT32 SlotSize;
	NTB_RULES Rules;
	LIST_ENTRY Free;
	TX_SLOT *Open;			/* being filled */
	TX_SLOT Slots[TX_SLOTS];
	TX_QUEUE *Queues[MBIM_SESSIONS];
	LIST_ENTRY DssWaiting;
	WDFTIMER HoldTimer;
	WDFTIMER RecoveryTimer;
	WDFWORKITEM RecoveryWork;
} MBIM_TX;

NTSTATUS TxCreate(MBIM_DEVICE *Device);
NTSTATUS TxPrepare(MBIM_DEVICE *Device);	/* after a bring-up: buffers and requests */
NTSTATUS TxStart(MBIM_DEVICE *Device);
VOID TxStop(MBIM_DEVICE *Device, BOOLEAN Finish);
VOID TxPump(MBIM_DEVICE *Device);
/* Tx.Lock held, but let go of while a block is sent. */
VOID TxPumpLocked(MBIM_DEVICE *Device);
/* Tx.Lock held. */
VOID TxForgetQueue(MBIM_DEVICE *Device, TX_QUEUE *Queue);

/* ---- tx_hold.c: blocks that are not full; see params.h as well ---- */
NTSTATUS TxHoldCreate(MBIM_DEVICE *Device);
VOID TxHoldStart(MBIM_DEVICE *Device);		/* no block is under way */
VOID TxHoldStop(MBIM_DEVICE *Device);		/* PASSIVE_LEVEL */
/* Tx.Lock held. May @Slot, filled and not full, wait for more? A timer ends that. */
BOOLEAN TxHold(MBIM_DEVICE *Device, const TX_SLOT *Slot);
/* Tx.Lock held. The block leaves now. */
VOID TxHoldLeft(MBIM_DEVICE *Device, const TX_SLOT *Slot);
/* See MbimQueryHold() and MbimSetHold(). */
VOID TxHoldQuery(MBIM_DEVICE *Device, UINT32 *Us, UINT32 *Packets);
NTSTATUS TxHoldSet(MBIM_DEVICE *Device, UINT32 Us, UINT32 Packets);

/* ---- tx_recovery.c ---- */
NTSTATUS TxRecoveryCreate(MBIM_DEVICE *Device);
VOID TxRecoverySchedule(MBIM_DEVICE *Device, BOOLEAN TimedOut);	/* Tx.Lock held */
VOID TxRecoveryStop(MBIM_DEVICE *Device);

/* ---- tx_queue.c: one session's transmit queue ---- */

/* A place in a packet: so far its bytes are in blocks. */
typedef struct _TX_CURSOR {
	UINT32 Fragment;		/* index in the ring */
	UINT32 Fragments;		/* left, with this one */
	UINT32 Offset;			/* in this one */
} TX_CURSOR;

struct _TX_QUEUE {
	MBIM_DEVICE *Device;
	NETPACKETQUEUE Handle;
	UINT8 Session;
	BOOLEAN Armed;			/* wants to be notified */
	BOOLEAN Cancelled;
	BOOLEAN Cutting;		/* the packet at NextIndex, with what follows */
	UINT32 Ready;			/* EndIndex at the last Advance */
	NET_RING *Packets;
	NET_RING *Fragments;
	NET_EXTENSION VirtualAddress;
	NET_EXTENSION Checksum;
	NET_EXTENSION Gso;
	UINT32 Segment;			/* the next one */
	TX_CURSOR Cursor;		/* its payload */
	SEGMENTER Segmenter;
};

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(TX_QUEUE, TxQueueGetContext)

EVT_NET_ADAPTER_CREATE_TXQUEUE EvtAdapterCreateTxQueue;
/* Tx.Lock held. */
VOID TxQueueCompleted(TX_QUEUE *Queue, UINT32 First, UINT32 Packets);
VOID TxQueueWake(TX_QUEUE *Queue);

/* ---- tx_fill.c: a queue's packets into a block ---- */

/* Tx.Lock held. How many packets are in no block yet. */
UINT32 TxQueueWaiting(const TX_QUEUE *Queue);
/* Tx.Lock held, in the queue's Advance: what has come is the engine's. */
BOOLEAN TxQueueTakeNew(TX_QUEUE *Queue);
/* Tx.Lock held. FALSE: a packet waits that does not fit any more. */
BOOLEAN TxQueueFill(TX_QUEUE *Queue, TX_SLOT *Slot);

/* ---- ntb_rx.c: blocks coming in ---- */

/*
 * Datagrams a session may have waiting, and memory their blocks may keep from
 * reuse. It is memory that counts: the smaller the blocks, the more of them come
 * before a busy processor takes the first one.
 */
#define RX_SLICES		2048u
#define RX_HELD_BYTES		0x400000u
#define RX_HELD_EARLY_BYTES	0x100000u	/* while the session has no queue */

/*
 * In a context of the reader's buffer: who holds a block. All of them together
 * have one reference on @Memory, which the last one drops.
 */
typedef struct _RX_BLOCK {
	WDFMEMORY Memory;
	volatile LONG Holders;		/* slices, the sorter, fragments that are indicated */
} RX_BLOCK;

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(RX_BLOCK, RxBlockGetContext)

typedef struct _RX_SLICE {
	RX_BLOCK *Block;		/* held */
	UINT8 *Data;
	UINT32 Length;
	UINT32 Blocks;			/* 1: first slice of its block */
} RX_SLICE;

typedef struct _RX_SESSION {
	WDFMEMORY SlicesMemory;
	RX_SLICE *Slices;		/* ring of RX_SLICES */
	UINT32 First;
	UINT32 Count;
	UINT32 Blocks;
	RX_QUEUE *Queue;
} RX_SESSION;

typedef struct _MBIM_RX {
	WDFSPINLOCK Lock;		/* Sessions, their rings, RX_QUEUEs */
	RX_SESSION *Sessions[MBIM_SESSIONS];
	WDFWORKITEM ThrottleWork;
	BOOLEAN Running;		/* in D0 */
	BOOLEAN Throttled;		/* what the work item has to bring about */
	BOOLEAN Stopped;		/* what it has; its own */
	/* the reader's callback only */
	BOOLEAN SequenceKnown;
	UINT16 Sequence;
	UINT32 Failures;
} MBIM_RX;

NTSTATUS RxCreate(MBIM_DEVICE *Device);
NTSTATUS RxConfigureReader(MBIM_DEVICE *Device);
VOID RxReset(MBIM_DEVICE *Device);		/* a new sequence begins */
VOID RxPurge(MBIM_DEVICE *Device);		/* drop what waits */
NTSTATUS RxSessionAttach(MBIM_DEVICE *Device, UINT32 Id, RX_SESSION *Session);
VOID RxSessionDetach(MBIM_DEVICE *Device, UINT32 Id, RX_SESSION *Session);

/* Rx.Lock held. The oldest slice, whose hold becomes the caller's; there is one. */
static inline const RX_SLICE *RxSessionPop(RX_SESSION *Session)
{
	const RX_SLICE *slice = &Session->Slices[Session->First];

	Session->First = (Session->First + 1) % RX_SLICES;
	Session->Count--;
	Session->Blocks -= slice->Blocks;
	return slice;
}

/* One holder less. Any context; better not under a lock. */
static inline VOID RxBlockRelease(RX_BLOCK *Block)
{
	WDFMEMORY memory = Block->Memory;

	/* the reader may be at it again as soon as the reference is gone */
	if (!InterlockedDecrement(&Block->Holders))
		WdfObjectDereference(memory);
}

/* ---- rx_throttle.c: the device waits while a session is behind ---- */
NTSTATUS RxThrottleCreate(MBIM_DEVICE *Device);
VOID RxThrottleStart(MBIM_DEVICE *Device);	/* the pipe is started */
VOID RxThrottleStop(MBIM_DEVICE *Device);	/* before it is stopped */
/* Rx.Lock held: after something was popped, or a queue has gone. */
VOID RxThrottleCheck(MBIM_DEVICE *Device);
/* Rx.Lock held: after something was pushed for this session. */
VOID RxThrottlePushed(MBIM_DEVICE *Device, const RX_SESSION *Session);

/* ---- rx_queue.c: one session's receive queue ---- */

struct _RX_QUEUE {
	MBIM_DEVICE *Device;
	RX_SESSION *Session;
	NETPACKETQUEUE Handle;
	volatile LONG Armed;		/* to be notified of what comes; by exchange */
	NET_RING *Packets;
	NET_RING *Fragments;
	NET_EXTENSION VirtualAddress;
	NET_EXTENSION ReturnContext;
};

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(RX_QUEUE, RxQueueGetContext)

EVT_NET_ADAPTER_CREATE_RXQUEUE EvtAdapterCreateRxQueue;
EVT_NET_ADAPTER_RETURN_RX_BUFFER EvtAdapterReturnRxBuffer;
/* Rx.Lock held, and something was pushed for the queue's session. */
VOID RxQueueWake(RX_QUEUE *Queue);

/* ---- dss.c: device service sessions ---- */
EVT_MBB_DEVICE_SEND_DEVICE_SERVICE_SESSION_DATA EvtMbbDeviceSendDeviceServiceSessionData;
VOID DssReceive(MBIM_DEVICE *Device, UINT8 Session, UINT8 *Data, UINT32 Length);
/* Tx.Lock held. FALSE: data waits that does not fit any more. */
BOOLEAN DssFill(MBIM_DEVICE *Device, TX_SLOT *Slot);
/* No lock held. Empties @Sends and gives each loan back. */
VOID DssComplete(LIST_ENTRY *Sends, NTSTATUS Status);

/* ---- adapter.c: a NETADAPTER for a session ---- */

struct _MBIM_ADAPTER {
	MBIM_DEVICE *Device;
	NETADAPTER NetAdapter;
	ULONG SessionId;
	BOOLEAN Attached;
	RX_SESSION Rx;
};

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(MBIM_ADAPTER, AdapterGetContext)

EVT_MBB_DEVICE_CREATE_ADAPTER EvtMbbDeviceCreateAdapter;

/* ---- power.c ---- */
NTSTATUS PowerAssignPolicy(MBIM_DEVICE *Device);
EVT_WDF_DEVICE_D0_ENTRY EvtDeviceD0Entry;
EVT_WDF_DEVICE_D0_EXIT EvtDeviceD0Exit;
EVT_WDF_DEVICE_ARM_WAKE_FROM_S0 EvtDeviceArmWakeFromS0;
EVT_WDF_DEVICE_DISARM_WAKE_FROM_S0 EvtDeviceDisarmWakeFromS0;
EVT_WDF_DEVICE_ARM_WAKE_FROM_SX EvtDeviceArmWakeFromSx;
EVT_WDF_DEVICE_DISARM_WAKE_FROM_SX EvtDeviceDisarmWakeFromSx;

/* ---- device.c ---- */

struct _MBIM_DEVICE {
	WDFDEVICE WdfDevice;
	BOOLEAN Armed;			/* asleep, or about to be, with wake armed */
	MBIM_USB Usb;
	MBIM_CONTROL Control;
	MBIM_TX Tx;
	MBIM_RX Rx;
	LONG64 Counters[MbimCounterCount];
};

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(MBIM_DEVICE, DeviceGetContext)

EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
/* Too many failures in a row: unbind and bind again. */
VOID DeviceRestart(MBIM_DEVICE *Device, const char *Reason);
/* Has the hardware, or the driver, gone: not an error worth recovering from. */
BOOLEAN DeviceIsGoneStatus(NTSTATUS Status);

/* ---- counters.c ---- */

extern LONG64 MbimCounters[MbimCounterCount];

/* Return: what it was before, of all devices together. */
static inline UINT64 Count(MBIM_DEVICE *Device, ULONG Counter, ULONG64 Amount)
{
	InterlockedExchangeAdd64(&Device->Counters[Counter], (LONG64)Amount);
	return (UINT64)InterlockedExchangeAdd64(&MbimCounters[Counter], (LONG64)Amount);
}

/* TRUE: a message is due. */
static inline BOOLEAN CountReport(MBIM_DEVICE *Device, ULONG Counter, ULONG Amount)
{
	UINT64 before = Count(Device, Counter, Amount);

	return MbimReportDue(before, before + Amount);
}

#endif
