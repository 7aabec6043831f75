/* SPDX-License-Identifier: GPL-2.0 */
/*++

Module Name:

    capture.h

Abstract:

    Types and prototypes of the capture driver.

    It is a protocol in the manner of NDIS 3.0: no binding comes to it. A program
    opens \\.\Capture, names an adapter, and from then on reads and writes whole
    frames. Every handle has a binding of its own.

--*/

#ifndef __CAPTURE__
#define __CAPTURE__

#ifndef IN
#define IN
#endif
#ifndef OUT
#define OUT
#endif
#define OPTIONAL

#define MAX_ETHERNET_HEADER     14
#define TRANSMIT_PACKETS        64
#define RECEIVE_TAG             'RpaC'
#define OPEN_TAG                'OpaC'

#define LOCK_OPEN(_o)           NdisAcquireSpinLock(&(_o)->Lock)
#define UNLOCK_OPEN(_o)         NdisReleaseSpinLock(&(_o)->Lock)

#if DBG
#define IF_LOUD(_x)             { _x }
#else
#define IF_LOUD(_x)
#endif

typedef struct _CAPTURE_GLOBALS {
    PDRIVER_OBJECT  DriverObject;
    PDEVICE_OBJECT  ControlDevice;
    NDIS_HANDLE     ProtocolHandle;
    NDIS_STRING     ProtocolName;
} CAPTURE_GLOBALS, *PCAPTURE_GLOBALS;

//
// Something to wait for: what several kinds of operations begin with.
//
typedef struct _CAPTURE_WAIT {
    KEVENT          Done;
    NDIS_STATUS     Status;
} CAPTURE_WAIT, *PCAPTURE_WAIT;

typedef struct _INTERNAL_REQUEST {
    struct _CAPTURE_WAIT;
    NDIS_REQUEST    Request;
} INTERNAL_REQUEST, *PINTERNAL_REQUEST;

typedef enum _OPEN_STATE {
    OpenIdle = 0,               // no adapter yet
    OpenRunning,
    OpenClosing                 // NdisCloseAdapter has been or is being called
} OPEN_STATE;

typedef struct _OPEN_INSTANCE {
    struct _CAPTURE_WAIT;       // of open, close and reset; one at a time

    LONG            RefCount;
    OPEN_STATE      State;
    NDIS_SPIN_LOCK  Lock;
    NDIS_HANDLE     AdapterHandle;
    UINT            MediumIndex;
    NDIS_HANDLE     PacketPool;
    NDIS_HANDLE     BufferPool;
    LIST_ENTRY      ReadQueue;  // IRPs, by Tail.Overlay.ListEntry
    KEVENT          Idle;       // nobody is inside a dispatch routine any more
    NDIS_WORK_ITEM  CloseItem;
    BOOLEAN         CloseQueued;
    KEVENT          CloseItemDone;
    CAPTURE_COUNTS  Counts;
} OPEN_INSTANCE, *POPEN_INSTANCE;

//
// What a packet of ours carries in ProtocolReserved, four pointers at most.
//
typedef struct _PACKET_RESERVED {
    PIRP            Irp;
    PMDL            Mdl;
    ULONG_PTR       HeaderLength;
} PACKET_RESERVED, *PPACKET_RESERVED;

#define RESERVED(_p)            ((PPACKET_RESERVED)((_p)->ProtocolReserved))

C_ASSERT(sizeof(PACKET_RESERVED) <= PROTOCOL_RESERVED_SIZE_IN_PACKET);

extern CAPTURE_GLOBALS Globals;

//
// capture.c
//
DRIVER_INITIALIZE   DriverEntry;
DRIVER_UNLOAD       CaptureUnload;
DRIVER_DISPATCH     CaptureCreate;
DRIVER_DISPATCH     CaptureCleanup;
DRIVER_DISPATCH     CaptureClose;
DRIVER_DISPATCH     CaptureIoControl;

NTSTATUS
CompleteNow(
    IN  PIRP            Irp,
    IN  NTSTATUS        Status,
    IN  ULONG           Information
    );

//
// openclos.c
//
NDIS_STATUS
OpenSelect(
    IN  POPEN_INSTANCE  Open,
    IN  PWSTR           Name,
    IN  ULONG           NameBytes
    );

VOID
OpenShut(
    IN  POPEN_INSTANCE  Open
    );

NDIS_STATUS
OpenRequest(
    IN  POPEN_INSTANCE      Open,
    IN  NDIS_REQUEST_TYPE   Type,
    IN  NDIS_OID            Oid,
    IN  PVOID               Buffer,
    IN  UINT                Length,
    OUT PUINT               Used
    );

NDIS_STATUS
OpenReset(
    IN  POPEN_INSTANCE  Open
    );

BOOLEAN
OpenEnter(
    IN  POPEN_INSTANCE  Open
    );

VOID
OpenLeave(
    IN  POPEN_INSTANCE  Open
    );

VOID CaptureOpenComplete(IN NDIS_HANDLE Context, IN NDIS_STATUS Status, IN NDIS_STATUS OpenErrorStatus);
VOID CaptureCloseComplete(IN NDIS_HANDLE Context, IN NDIS_STATUS Status);
VOID CaptureResetComplete(IN POPEN_INSTANCE Open, IN NDIS_STATUS Status);
VOID CaptureRequestComplete(IN POPEN_INSTANCE Open, IN PNDIS_REQUEST Request, IN NDIS_STATUS Status);
VOID CaptureStatus(IN POPEN_INSTANCE Open, IN NDIS_STATUS Status, IN PVOID Buffer, IN UINT Size);
VOID CaptureStatusComplete(IN NDIS_HANDLE Context);

//
// read.c
//
DRIVER_DISPATCH     CaptureRead;

VOID
ReadFlush(
    IN  POPEN_INSTANCE  Open
    );

NDIS_STATUS
CaptureReceive(
    IN  NDIS_HANDLE     Context,
    IN  NDIS_HANDLE     MacContext,
    IN  PVOID           Header,
    IN  UINT            HeaderSize,
    IN  PVOID           Lookahead,
    IN  UINT            LookaheadSize,
    IN  UINT            PacketSize
    );

VOID CaptureTransferComplete(IN POPEN_INSTANCE Open, IN PNDIS_PACKET Packet, IN NDIS_STATUS Status, IN UINT Bytes);
VOID CaptureReceiveComplete(IN NDIS_HANDLE Context);

//
// write.c
//
DRIVER_DISPATCH     CaptureWrite;
VOID CaptureSendComplete(IN POPEN_INSTANCE Open, IN PNDIS_PACKET Packet, IN NDIS_STATUS Status);

#endif // __CAPTURE__
