/* SPDX-License-Identifier: GPL-2.0 */
/*
 * mbim_sim inside: two kinds of devices, modems and one network, and the air
 * between them.
 *
 *	modem device: MbbCx's client    air.c     network device: an adapter
 *	  control.c	the modem (modem.h)         network.c
 *	  adapter.c	sessions  ---- packets ----
 *	          queue.c serves the adapters of both
 *
 * Locks, outermost first: the device's Lock (the modem, its answers), the air's
 * (packets, who is there). MbbCx is called with neither, except that a queue is
 * notified, or a device asked to wake up, with the air's: neither calls back.
 */
#ifndef _MBIM_SIM_DRIVER_H
#define _MBIM_SIM_DRIVER_H

#include <ntddk.h>
#include <wdf.h>
#include <netadaptercx.h>
#include <net/fragment.h>
#include <net/packet.h>
#include <net/returncontext.h>
#include <net/ring.h>
#include <net/ringcollection.h>
#include <net/virtualaddress.h>
#include <mbbcx.h>

#include "modem.h"
#include "params.h"

/* Hardware IDs; the glue's table has the same. */
#define SIM_ID_MODEM	"mbim_sim"
#define SIM_ID_NETWORK	"mbim_simnet"

#define SIM_POOL_TAG	0x6d69734du	/* "Msim" */
#define SIM_SPEED	1000000000ull	/* bit/s; shown to users, limits nothing */
#define SIM_WAITING	1024u		/* packets that may wait for an adapter */
#define SIM_ANSWERS	512u		/* fragments that may wait for the host */

#define SimInfo(Format, ...)	DbgPrint("mbim_sim: " Format, ##__VA_ARGS__)
#define SimWarn(Format, ...)	\
	DbgPrintEx(DPFLTR_IHVNETWORK_ID, DPFLTR_WARNING_LEVEL, "mbim_sim: " Format, ##__VA_ARGS__)

/* ---- air.c: packets between sessions and the network ---- */

typedef struct _SIM_PACKET {
	LIST_ENTRY Link;
	UINT32 Length;
	UINT8 Data[1];
} SIM_PACKET;

/* What packets wait for: a session's adapter, or the network's. */
typedef struct _SIM_PORT {
	BOOLEAN IsNetwork;
	BOOLEAN Present;		/* in the air's tables */
	UINT32 Modem;			/* a session's */
	UINT32 Session;
	LIST_ENTRY Waiting;
	UINT32 Count;
	NETPACKETQUEUE Queue;		/* its receive queue, while there is one */
	BOOLEAN Armed;			/* the queue wants to be notified */
} SIM_PORT;

/* What the air knows of a modem. */
typedef struct _SIM_STATION {
	SIM_DEVICE *Device;		/* NULL: it is not there */
	BOOLEAN Asleep;			/* armed for wake */
	BOOLEAN Woken;			/* a power reference is to be given back */
	SIM_PORT *Port[SIM_SESSIONS];
	BOOLEAN Connected[SIM_SESSIONS];
	UINT32 Drop[2];			/* up, down: still to be lost */
	SIM_STATISTICS Statistics;
} SIM_STATION;

#define SIM_COUNTERS(C) \
	C(up_packets)			/* to the network */ \
	C(down_packets)			/* from the network */ \
	C(not_ip)			/* lost: no IP packet, or a broken one */ \
	C(not_connected)		/* lost: the session is not connected */ \
	C(no_route)			/* lost: to an address that is no modem's */ \
	C(no_taker)			/* lost: the other side's adapter is not there */ \
	C(full)				/* lost: too many wait already */ \
	C(no_memory) \
	C(faults)			/* lost, as a knob wanted it */ \
	C(wakes)			/* modems woken */ \
	C(answers_lost)			/* the host did not fetch what waited */

#define C(Name) SimCount_##Name,
typedef enum _SIM_COUNTER {
	SIM_COUNTERS(C)
	SimCounterCount
} SIM_COUNTER;
#undef C

VOID SimCount(SIM_COUNTER Counter);

NTSTATUS AirCreate(WDFDRIVER Driver);
/* A modem comes and goes. FALSE: there is one with this number. */
BOOLEAN AirAddModem(SIM_DEVICE *Device, UINT32 Number);
VOID AirRemoveModem(UINT32 Number);
/* What there is to exchange with the modem: who is connected, how much passed. */
VOID AirSync(SIM_MODEM *Modem);
/* Armed: a packet wakes it from now on. */
VOID AirSleep(UINT32 Number);
VOID AirAwake(UINT32 Number);
/* Has a modem that sleeps armed wake its host. */
VOID AirWake(UINT32 Number);
/* Packets of one modem that are still to be lost, either way. */
UINT32 AirGetDrop(UINT32 Number, BOOLEAN Down);
VOID AirSetDrop(UINT32 Number, BOOLEAN Down, UINT32 Count);

/* FALSE: there is one like it. */
BOOLEAN AirAddPort(SIM_PORT *Port);
VOID AirRemovePort(SIM_PORT *Port);
/* Takes @Packet. */
VOID AirSend(SIM_PORT *From, SIM_PACKET *Packet);
/* NULL: nothing waits. */
SIM_PACKET *AirReceive(SIM_PORT *Port);
/* NULL: none any more. What waits stays. */
VOID AirSetQueue(SIM_PORT *Port, NETPACKETQUEUE Queue);
VOID AirArm(SIM_PORT *Port, BOOLEAN Enabled);

/* ---- queue.c: an adapter's queues ---- */

typedef struct _SIM_ADAPTER {
	SIM_PORT Port;
} SIM_ADAPTER;

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(SIM_ADAPTER, SimAdapterGetContext)

typedef struct _SIM_QUEUE {
	SIM_PORT *Port;
	NET_RING *Packets;
	NET_RING *Fragments;
	NET_EXTENSION VirtualAddress;
	NET_EXTENSION ReturnContext;
} SIM_QUEUE;

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(SIM_QUEUE, SimQueueGetContext)

EVT_NET_ADAPTER_CREATE_TXQUEUE EvtSimCreateTxQueue;
EVT_NET_ADAPTER_CREATE_RXQUEUE EvtSimCreateRxQueue;
/* Before NetAdapterStart(). */
VOID SimSetCapabilities(NETADAPTER Adapter);

/* ---- control.c: MBIM fragments to and from the modem ---- */

/* A fragment that waits for the host. */
typedef struct _SIM_ANSWER {
	LIST_ENTRY Link;
	UINT64 Due;			/* KeQueryInterruptTime(); 0: at once */
	UINT32 Length;
	UINT8 Data[1];
} SIM_ANSWER;

typedef struct _SIM_CONTROL {
	LIST_ENTRY Ready;		/* to be fetched */
	LIST_ENTRY Delayed;		/* in order of their time */
	UINT32 Count;			/* both */
	UINT32 Announce;		/* of Ready, those not announced yet */
	BOOLEAN Powered;		/* in D0: the host may be told */
	BOOLEAN WakeKnown;		/* why the host was woken */
	MBB_WAKE_REASON_TYPE WakeReason;
	WDFTIMER Timer;
} SIM_CONTROL;

NTSTATUS ControlCreate(SIM_DEVICE *Device);
VOID ControlPowerUp(SIM_DEVICE *Device);
/* @Keep: asleep and armed; else all that waits is thrown away. */
VOID ControlPowerDown(SIM_DEVICE *Device, BOOLEAN Keep);
/* Around each use of the modem. ControlLeave() tells the host, and the air. */
VOID ControlEnter(SIM_DEVICE *Device);
VOID ControlLeave(SIM_DEVICE *Device);
EVT_MBB_DEVICE_SEND_MBIM_FRAGMENT EvtSimSendFragment;
EVT_MBB_DEVICE_RECEIVE_MBIM_FRAGMENT EvtSimReceiveFragment;
EVT_MBB_DEVICE_SEND_DEVICE_SERVICE_SESSION_DATA EvtSimSendDssData;

/* ---- device.c: a modem ---- */

struct _SIM_DEVICE {
	WDFDEVICE WdfDevice;
	UINT32 Number;
	WDFSPINLOCK Lock;		/* the modem, and Control */
	SIM_MODEM *Modem;
	SIM_CONTROL Control;
	BOOLEAN OnAir;			/* between Prepare- and ReleaseHardware */
	BOOLEAN Armed;			/* asleep, or about to be, with wake armed */
	PVOID Knobs;
};

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(SIM_DEVICE, SimDeviceGetContext)

NTSTATUS SimModemAdd(PWDFDEVICE_INIT DeviceInit, UINT32 Number);

/* ---- adapter.c: a modem's sessions ---- */
EVT_MBB_DEVICE_CREATE_ADAPTER EvtSimCreateAdapter;

/* ---- network.c ---- */
NTSTATUS SimNetworkAdd(PWDFDEVICE_INIT DeviceInit);

#endif
