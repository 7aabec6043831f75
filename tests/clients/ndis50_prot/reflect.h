/* SPDX-License-Identifier: GPL-2.0 */
/*++

Module Name:

    reflect.h

Abstract:

    An NDIS 5.0 protocol that sends frames of one Ethernet type back to where
    they came from, and on request says hello to everybody at intervals.

    Bind and unbind pend: a binding comes up and goes down in steps, each of
    them begun where the one before it completed.

--*/

#pragma once

#define REFLECT_TAG             'lfeR'
#define REFLECT_REPLIES         32
#define REFLECT_BATCH           8
#define REFLECT_FRAME           1514
#define REFLECT_HEADER          14
#define REFLECT_TYPE            0x88B5          // for local experiments
#define REFLECT_UNBIND_WAIT     100             // ms between two looks at what is pending

#if !defined(FALL_THROUGH)
#define FALL_THROUGH
#endif

#define MAX(a, b)               ((a) > (b) ? (a) : (b))

typedef UCHAR MAC_ADDRESS[6];

typedef struct _ETHER {
    MAC_ADDRESS     To;
    MAC_ADDRESS     From;
    UCHAR           Type[2];
} ETHER, *PETHER;

typedef enum _BINDING_STATE {
    BindingOpening,
    BindingAsking,                              // for the adapter's address
    BindingFiltering,                           // setting the packet filter
    BindingRunning,
    BindingClosing
} BINDING_STATE;

typedef struct _BINDING BINDING, *PBINDING;

//
// A reply: one packet, one frame, described by a buffer for its header and one
// for what follows, so that NdisTransferData can fill the second alone.
//
typedef struct _REPLY {
    LIST_ENTRY      Link;
    PBINDING        Binding;
    PNDIS_PACKET    Packet;
    PNDIS_BUFFER    Head;
    PNDIS_BUFFER    Body;
    UCHAR           Frame[REFLECT_FRAME];
} REPLY, *PREPLY;

typedef struct _REPLY_RESERVED {
    PREPLY          Reply;
} REPLY_RESERVED, *PREPLY_RESERVED;

#define REPLY_FROM_PACKET(_Packet)  (((PREPLY_RESERVED)&(_Packet)->ProtocolReserved[0])->Reply)

//
// Packets of the adapter that wait for the worker are linked by what is ours in
// them meanwhile.
//
#define INBOX_LINK(_Packet)         ((PLIST_ENTRY)&(_Packet)->ProtocolReserved[0])
#define INBOX_PACKET(_Link)         CONTAINING_RECORD(_Link, NDIS_PACKET, ProtocolReserved)

typedef struct _STATISTICS {
    LONG            Reflected;
    LONG            NoReply;
    LONG            Hellos;
    LONG            SendFailures;
} STATISTICS;

struct _BINDING {
    LIST_ENTRY      Link;                       // of Bindings
    LONG            References;                 // one of them for a timer that is set
    LONG            Senders;                    // inside NdisSendPackets; Lock
    NDIS_SPIN_LOCK  Lock;
    BINDING_STATE   State;
    BOOLEAN         Powered;
    BOOLEAN         Connected;

    NDIS_HANDLE     BindContext;
    NDIS_HANDLE     UnbindContext;
    NDIS_HANDLE     Handle;
    UINT            MediumIndex;
    NDIS_STATUS     OpenError;
    NDIS_STATUS     BindStatus;

    NDIS_REQUEST    Request;
    ULONG           Filter;
    MAC_ADDRESS     Address;
    USHORT          Type;
    ULONG           HelloInterval;
    PVOID           CancelId;

    NDIS_HANDLE     PacketPool;
    NDIS_HANDLE     BufferPool;
    LIST_ENTRY      Free;                       // of REPLY
    PREPLY          Replies;
    LIST_ENTRY      Inbox;                      // indicated packets we have kept
    BOOLEAN         WorkerQueued;
    NDIS_WORK_ITEM  Worker;
    NDIS_WORK_ITEM  BindDone;
    NDIS_TIMER      Hello;
    STATISTICS;                                 // its members are members here

    UNICODE_STRING  Name;
};

extern NDIS_HANDLE      ReflectProtocol;
extern NDIS_RW_LOCK     BindingsLock;
extern LIST_ENTRY       Bindings;
extern NDIS_EVENT       AllGone;
extern ULONG            BindsSeen;

// reflect.c
DRIVER_INITIALIZE       DriverEntry;
DRIVER_UNLOAD           ReflectUnload;

NDIS_STATUS ReflectPnPEvent(__in NDIS_HANDLE Context, __in PNET_PNP_EVENT Event);
VOID        ReflectStatus(__in NDIS_HANDLE Context, __in NDIS_STATUS Status,
                          __in_bcount(Size) PVOID Buffer, __in UINT Size);
VOID        ReflectStatusComplete(__in NDIS_HANDLE Context);

// bind.c
VOID        ReflectBind(__out PNDIS_STATUS Status, __in NDIS_HANDLE BindContext,
                        __in PNDIS_STRING DeviceName, __in PVOID SystemSpecific1,
                        __in_opt PVOID SystemSpecific2);
VOID        ReflectUnbind(__out PNDIS_STATUS Status, __in NDIS_HANDLE Context,
                          __in NDIS_HANDLE UnbindContext);
VOID        ReflectOpenComplete(__in NDIS_HANDLE Context, __in NDIS_STATUS Status,
                                __in NDIS_STATUS OpenError);
VOID        ReflectCloseComplete(__in NDIS_HANDLE Context, __in NDIS_STATUS Status);
VOID        ReflectResetComplete(__in NDIS_HANDLE Context, __in NDIS_STATUS Status);
VOID        ReflectRequestComplete(__in NDIS_HANDLE Context, __in PNDIS_REQUEST Request,
                                   __in NDIS_STATUS Status);
VOID        BindingReference(__in PBINDING Binding);
VOID        BindingRelease(__in PBINDING Binding);

// send.c
NDIS_STATUS RepliesCreate(__inout PBINDING Binding);
VOID        RepliesDestroy(__inout PBINDING Binding);
PREPLY      ReplyTake(__inout PBINDING Binding);
VOID        ReplyGive(__in PREPLY Reply);
VOID        ReplyAddress(__in PREPLY Reply, __in PETHER Received);
BOOLEAN     BindingMaySend(__in PBINDING Binding);
VOID        ReplySend(__in_ecount(Count) PREPLY *Replies, __in UINT Count);
VOID        ReflectSendComplete(__in NDIS_HANDLE Context, __in PNDIS_PACKET Packet,
                                __in NDIS_STATUS Status);
VOID        ReflectHello(__in PVOID SystemSpecific1, __in PVOID FunctionContext,
                         __in PVOID SystemSpecific2, __in PVOID SystemSpecific3);

// recv.c
NDIS_STATUS ReflectReceive(__in NDIS_HANDLE Context, __in NDIS_HANDLE MacReceiveContext,
                           __in_bcount(HeaderSize) PVOID Header, __in UINT HeaderSize,
                           __in_bcount(LookaheadSize) PVOID Lookahead, __in UINT LookaheadSize,
                           __in UINT PacketSize);
INT         ReflectReceivePacket(__in NDIS_HANDLE Context, __in PNDIS_PACKET Packet);
VOID        ReflectReceiveComplete(__in NDIS_HANDLE Context);
VOID        ReflectTransferComplete(__in NDIS_HANDLE Context, __in PNDIS_PACKET Packet,
                                    __in NDIS_STATUS Status, __in UINT BytesTransferred);
VOID        InboxWorker(__in PNDIS_WORK_ITEM Item, __in PVOID Context);
VOID        InboxEmpty(__in PBINDING Binding);
