/* SPDX-License-Identifier: GPL-2.0 */
/*++

Module Name:

    tally.h

Abstract:

    An NDIS 5.1 intermediate driver that counts what passes through it. A
    program reads the counts through \\.\NdisTally.

    Its miniport is deserialized. Packets go on as they are wherever the packet
    stack has room, in a packet of our own where it has not. Both edges have a
    power state; between two machines' worth of sleep one request may wait.

--*/

#ifndef TALLY_H_INCLUDED
#define TALLY_H_INCLUDED

#ifdef NDIS51_MINIPORT
#define TALLY_MAJOR         5
#define TALLY_MINOR         1
#else
#define TALLY_MAJOR         4
#define TALLY_MINOR         0
#endif
#ifdef NDIS51
#define TALLY_PROT_MAJOR    5
#define TALLY_PROT_MINOR    0               // 5.1 has no protocol structure of its own
#endif

#define TALLY_TAG           'llaT'
#define TALLY_MIN_PACKETS   64
#define TALLY_MAX_PACKETS   256
#define TALLY_PROCESSORS    32

#define TALLY_LINK_NAME     L"\\DosDevices\\NdisTally"
#define TALLY_DEVICE_NAME   L"\\Device\\NdisTally"

//
// Output: an array of TALLY_REPORT, as many as there is room for.
//
#define IOCTL_TALLY_READ    CTL_CODE(FILE_DEVICE_NETWORK, 0x900, METHOD_BUFFERED, FILE_READ_ACCESS)

typedef struct _TALLY_COUNTS {
    LONG        Sent;
    LONG        SentCopied;                 // of those, in a packet of ours
    LONG        SendFailures;
    LONG        Received;
    LONG        ReceivedCopied;
    LONG        ReceivedInPieces;           // by ProtocolReceive, without a packet
    LONG        Transfers;
    LONG        Requests;
    LONG        Cancels;
} TALLY_COUNTS, *PTALLY_COUNTS;

typedef struct _TALLY_REPORT {
    WCHAR           Name[32];
    TALLY_COUNTS    Counts;
} TALLY_REPORT, *PTALLY_REPORT;

//
// Requests at the binding: at most one is out, or waits for power.
//
typedef enum {
    RequestNone,
    RequestOut,
    RequestWaiting
} REQUEST_STATE;

typedef struct _VADAPTER {
    struct _VADAPTER       *pNext;
    LONG                    RefCount;

    NDIS_HANDLE             LowerHandle;    // NdisBindingHandle
    NDIS_HANDLE             UpperHandle;    // MiniportAdapterHandle
    NDIS_MEDIUM             Medium;
    NDIS_SPIN_LOCK          Lock;
    NDIS_EVENT              Event;          // open and close have completed
    NDIS_STATUS             Status;

    NDIS_EVENT              InitEvent;      // Initialize was called and has ended
    BOOLEAN                 InitPending;
    BOOLEAN                 Halted;
    BOOLEAN                 Unbinding;
    BOOLEAN                 StandingBy;     // the lower edge goes to sleep

    NDIS_DEVICE_POWER_STATE UpperState;
    NDIS_DEVICE_POWER_STATE LowerState;

    NDIS_HANDLE             SendPool;
    NDIS_HANDLE             RecvPool;
    LONG                    SendsOut;

    NDIS_REQUEST            Request;
    REQUEST_STATE           RequestState;
    PULONG                  BytesUsed;
    PULONG                  BytesNeeded;

    NDIS_STATUS             LinkIndicated;  // the last the upper edge was told
    NDIS_STATUS             LinkLatest;     // what it has to be told when it wakes
    BOOLEAN                 Indicated[TALLY_PROCESSORS];

    TALLY_COUNTS            Counts;

    NDIS_STRING             DeviceName;     // of the virtual adapter; buffer behind the structure
} VADAPTER, *PVADAPTER;

typedef struct _RSVD {
    PNDIS_PACKET            pOriginal;
} RSVD, *PRSVD;

#define SEND_RSVD(_pkt)         ((PRSVD)(_pkt)->ProtocolReserved)
#define RECV_RSVD(_pkt)         ((PRSVD)(_pkt)->MiniportReserved)

#define COUNT(_pAdapt, _What)   InterlockedIncrement(&(_pAdapt)->Counts._What)
#define IS_OFF(_pAdapt)         \
    ((_pAdapt)->UpperState > NdisDeviceStateD0 || (_pAdapt)->LowerState > NdisDeviceStateD0)

extern NDIS_HANDLE          hWrapper;
extern NDIS_HANDLE          hDriver;
extern NDIS_HANDLE          hProtocol;
extern NDIS_SPIN_LOCK       GlobalLock;
extern PVADAPTER            pAdaptList;
extern LONG                 AdaptCount;

//
// tally.c
//
DRIVER_INITIALIZE           DriverEntry;
DRIVER_UNLOAD               TallyUnload;
VOID AdaptReference(IN PVADAPTER pAdapt);
VOID AdaptDereference(IN PVADAPTER pAdapt);

//
// control.c
//
NDIS_STATUS ControlRegister(VOID);
NDIS_STATUS ControlDeregister(VOID);
DRIVER_DISPATCH ControlDispatch;

//
// lower.c
//
VOID LowerBind(OUT PNDIS_STATUS Status, IN NDIS_HANDLE BindContext, IN PNDIS_STRING DeviceName,
               IN PVOID SystemSpecific1, IN PVOID SystemSpecific2);
VOID LowerUnbind(OUT PNDIS_STATUS Status, IN NDIS_HANDLE Context, IN NDIS_HANDLE UnbindContext);
VOID LowerOpenComplete(IN NDIS_HANDLE Context, IN NDIS_STATUS Status, IN NDIS_STATUS OpenError);
VOID LowerCloseComplete(IN NDIS_HANDLE Context, IN NDIS_STATUS Status);
VOID LowerResetComplete(IN NDIS_HANDLE Context, IN NDIS_STATUS Status);
VOID LowerRequestComplete(IN NDIS_HANDLE Context, IN PNDIS_REQUEST Request, IN NDIS_STATUS Status);
VOID LowerStatus(IN NDIS_HANDLE Context, IN NDIS_STATUS Status, IN PVOID Buffer, IN UINT Size);
VOID LowerStatusComplete(IN NDIS_HANDLE Context);
NDIS_STATUS LowerPnPEvent(IN NDIS_HANDLE Context, IN PNET_PNP_EVENT Event);
VOID LowerClose(IN PVADAPTER pAdapt);

//
// packets.c
//
VOID LowerSendComplete(IN NDIS_HANDLE Context, IN PNDIS_PACKET Packet, IN NDIS_STATUS Status);
VOID LowerTransferComplete(IN NDIS_HANDLE Context, IN PNDIS_PACKET Packet, IN NDIS_STATUS Status,
                           IN UINT BytesTransferred);
NDIS_STATUS LowerReceive(IN NDIS_HANDLE Context, IN NDIS_HANDLE MacContext, IN PVOID Header,
                         IN UINT HeaderSize, IN PVOID Lookahead, IN UINT LookaheadSize,
                         IN UINT PacketSize);
VOID LowerReceiveComplete(IN NDIS_HANDLE Context);
INT  LowerReceivePacket(IN NDIS_HANDLE Context, IN PNDIS_PACKET Packet);
VOID UpperSendPackets(IN NDIS_HANDLE Context, IN PPNDIS_PACKET Packets, IN UINT Count);
VOID UpperReturnPacket(IN NDIS_HANDLE Context, IN PNDIS_PACKET Packet);
NDIS_STATUS UpperTransferData(OUT PNDIS_PACKET Packet, OUT PUINT BytesTransferred,
                              IN NDIS_HANDLE Context, IN NDIS_HANDLE ReceiveContext,
                              IN UINT ByteOffset, IN UINT BytesToTransfer);
VOID UpperCancelSendPackets(IN NDIS_HANDLE Context, IN PVOID CancelId);

//
// upper.c
//
NDIS_STATUS UpperInitialize(OUT PNDIS_STATUS OpenError, OUT PUINT MediumIndex,
                            IN PNDIS_MEDIUM Media, IN UINT MediaCount,
                            IN NDIS_HANDLE MiniportAdapterHandle,
                            IN NDIS_HANDLE ConfigurationContext);
VOID UpperHalt(IN NDIS_HANDLE Context);
NDIS_STATUS UpperQuery(IN NDIS_HANDLE Context, IN NDIS_OID Oid, IN PVOID Buffer, IN ULONG Length,
                       OUT PULONG BytesWritten, OUT PULONG BytesNeeded);
NDIS_STATUS UpperSet(IN NDIS_HANDLE Context, IN NDIS_OID Oid, IN PVOID Buffer, IN ULONG Length,
                     OUT PULONG BytesRead, OUT PULONG BytesNeeded);
VOID UpperPnPEventNotify(IN NDIS_HANDLE Context, IN NDIS_DEVICE_PNP_EVENT Event, IN PVOID Buffer,
                         IN ULONG Length);
VOID UpperShutdown(IN PVOID Context);
VOID UpperIndicateLink(IN PVADAPTER pAdapt);

#endif
