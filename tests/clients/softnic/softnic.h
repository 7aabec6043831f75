/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Software Ethernet adapters in pairs: what one of a pair sends, the other one
 * receives, as if a wire were between them. Each does what better hardware does:
 * several queues, checksums, segmentation, 802.1Q tags, filters, receive scaling.
 *
 * One lock, that of the wire, protects all that adapters see of each other.
 */
#ifndef _SOFTNIC_H
#define _SOFTNIC_H

#include <ntddk.h>
#include <wdf.h>
#include <netadaptercx.h>

#include <net/checksum.h>
#include <net/gso.h>
#include <net/ieee8021q.h>
#include <net/packethash.h>
#include <net/returncontext.h>
#include <net/virtualaddress.h>

/* Pool tag "Snic", as a number: sparse has no multi-character constants. */
#define SOFTNIC_TAG		0x63696e53
#define SOFTNIC_ADAPTERS	8
#define SOFTNIC_QUEUES		4
#define SOFTNIC_TABLE		64
#define SOFTNIC_KEY		40
#define SOFTNIC_WAITING		1024	/* frames in front of a receive queue */
#define SOFTNIC_LINK_SPEED	10000000000ULL
#define SOFTNIC_MTU		1500
#define SOFTNIC_MTU_MAX		9000
#define SOFTNIC_MULTICAST	32
#define SOFTNIC_HEADERS		256	/* as far as a frame's headers may reach */
#define SOFTNIC_GSO_MAX		60000

#define ETHERNET_HEADER		14
#define ETHERNET_ADDRESS	6

/* A frame on its way; Bytes is as on a wire, but for the tag. */
typedef struct _FRAME {
	LIST_ENTRY Link;
	ULONG Length;
	ULONG Hash;
	NET_PACKET_HASH_PROTOCOL_TYPE HashType;
	USHORT Tag;
	UCHAR Bytes[ANYSIZE_ARRAY];
} FRAME, *PFRAME;

typedef struct _ADAPTER ADAPTER, *PADAPTER;

typedef struct _TX_QUEUE {
	PADAPTER Adapter;
	ULONG Id;
	NETPACKETQUEUE Handle;
	NET_RING_COLLECTION const *Rings;
	NET_EXTENSION VirtualAddress;
	NET_EXTENSION Checksum;
	NET_EXTENSION Gso;
	NET_EXTENSION Tag;
	LONG Armed;
} TX_QUEUE, *PTX_QUEUE;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(TX_QUEUE, GetTxQueue);

typedef struct _RX_QUEUE {
	PADAPTER Adapter;
	ULONG Id;
	NETPACKETQUEUE Handle;
	NET_RING_COLLECTION const *Rings;
	NET_EXTENSION VirtualAddress;
	NET_EXTENSION ReturnContext;
	NET_EXTENSION Checksum;
	NET_EXTENSION Hash;
	NET_EXTENSION Tag;
	LONG Armed;
	LIST_ENTRY Waiting;	/* of FRAME; the wire's lock */
	ULONG Count;
} RX_QUEUE, *PRX_QUEUE;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(RX_QUEUE, GetRxQueue);

struct _ADAPTER {
	WDFDEVICE Device;
	NETADAPTER Handle;
	ULONG Index;
	BOOLEAN DriverBuffers;	/* received frames are attached, not copied */
	ULONG Mtu;
	NET_ADAPTER_LINK_LAYER_ADDRESS Permanent;
	NET_ADAPTER_LINK_LAYER_ADDRESS Current;
	LONG Loans;		/* frames that the framework has */

	/* what is switched on */
	BOOLEAN TxIPv4, TxTcp, TxUdp, RxChecksum, LsoIPv4, LsoIPv6, UsoIPv4, UsoIPv6;

	/* the wire's lock from here on */
	NET_PACKET_FILTER_FLAGS Filter;
	SIZE_T MulticastCount;
	UCHAR Multicast[SOFTNIC_MULTICAST][ETHERNET_ADDRESS];
	BOOLEAN Scaling;
	UCHAR Key[SOFTNIC_KEY];
	UCHAR Table[SOFTNIC_TABLE];
	PTX_QUEUE Tx[SOFTNIC_QUEUES];	/* between start and cancel */
	PRX_QUEUE Rx[SOFTNIC_QUEUES];
};
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(ADAPTER, GetAdapter);

typedef struct _WIRE {
	KSPIN_LOCK Lock;
	PADAPTER Adapters[SOFTNIC_ADAPTERS];
	ULONG Count;
} WIRE;
extern WIRE Wire;

static inline PADAPTER WirePeer(PADAPTER Adapter)
{
	return Wire.Adapters[Adapter->Index ^ 1];
}

/* driver.c */
DRIVER_INITIALIZE DriverEntry;
NTSTATUS SoftnicSetMtu(ULONG Index, ULONG Mtu);

/* adapter.c */
NTSTATUS AdapterCreate(WDFDEVICE Device, ULONG Index);
VOID AdapterUnplug(PADAPTER Adapter);

/* txqueue.c */
EVT_NET_ADAPTER_CREATE_TXQUEUE EvtAdapterCreateTxQueue;

/* rxqueue.c */
EVT_NET_ADAPTER_CREATE_RXQUEUE EvtAdapterCreateRxQueue;
EVT_NET_ADAPTER_RETURN_RX_BUFFER EvtAdapterReturnRxBuffer;
/* The wire's lock is held; Frame is the callee's. Which queue it is for: RxRoute. */
PRX_QUEUE RxRoute(PADAPTER Adapter, PFRAME Frame);
VOID RxDeliver(PRX_QUEUE Queue, PFRAME Frame);

/* frame.c */
PFRAME FrameAllocate(ULONG Length);
BOOLEAN FrameChecksum(PUCHAR Frame, ULONG Length, NET_PACKET_LAYOUT const *Layout, BOOLEAN Layer3,
		      BOOLEAN Layer4);
BOOLEAN FrameVerify(UCHAR const *Frame, ULONG Length, NET_PACKET_CHECKSUM *Checksum);
VOID FrameSegment(PUCHAR Frame, ULONG Length, NET_PACKET_LAYOUT const *Layout, ULONG Offset,
		  BOOLEAN Last, ULONG Number);
VOID FrameHash(PFRAME Frame, UCHAR const *Key);

static inline USHORT Get16(UCHAR const *From)
{
	return (USHORT)(From[0] << 8 | From[1]);
}

static inline VOID Put16(PUCHAR To, ULONG Value)
{
	To[0] = (UCHAR)(Value >> 8);
	To[1] = (UCHAR)Value;
}

static inline ULONG Get32(UCHAR const *From)
{
	return (ULONG)Get16(From) << 16 | Get16(From + 2);
}

static inline VOID Put32(PUCHAR To, ULONG Value)
{
	Put16(To, Value >> 16);
	Put16(To + 2, Value & 0xffff);
}

#endif
