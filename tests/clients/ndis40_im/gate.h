/* SPDX-License-Identifier: GPL-2.0 */
/*++

Module Name:

    gate.h

Abstract:

    An intermediate driver for NDIS 4.0: one virtual adapter over each adapter
    it is bound to. It lets everything through but frames of one Ethernet type,
    which its configuration names (BlockType), and counts both.

    Its miniport is serialized. What comes from below goes up under
    NdisIMSwitchToMiniport, or by NdisIMQueueMiniportCallback if the miniport is
    busy.

--*/

#ifndef _GATE_H_
#define _GATE_H_

#define GATE_MAJOR_VERSION      4
#define GATE_MINOR_VERSION      0
#define GATE_PACKETS            0x20
#define GATE_TAG                'etaG'

#ifndef min
#define min(_a, _b)             (((_a) < (_b)) ? (_a) : (_b))
#endif

//
// Ethernet types are sent high byte first.
//
#define SWAPS(_x)               (USHORT)((((_x) & 0xff) << 8) | (((_x) >> 8) & 0xff))

#if DBG
#define GATEDBG(_args)          DbgPrint _args
#else
#define GATEDBG(_args)
#endif

#include <pshpack1.h>
typedef struct _ENET_HEADER {
    UCHAR       Destination[ETH_LENGTH_OF_ADDRESS];
    UCHAR       Source[ETH_LENGTH_OF_ADDRESS];
    USHORT      Type;
} ENET_HEADER, *PENET_HEADER;
#include <poppack.h>

typedef struct _GATE_COUNTERS {
    ULONG       Sent;
    ULONG       SentBlocked;
    ULONG       SentStalled;
    ULONG       Received;
    ULONG       ReceivedBlocked;
    ULONG       ReceivedHeld;
    ULONG       ReceivedDropped;
} GATE_COUNTERS, *PGATE_COUNTERS;

typedef struct _GATE {
    LIST_ENTRY      Link;                       // of GateList
    NDIS_HANDLE     BindingHandle;              // below
    NDIS_HANDLE     MiniportHandle;             // above; NULL before Initialize
    NDIS_MEDIUM     Medium;

    NDIS_SPIN_LOCK  Lock;
    NDIS_EVENT      Event;                      // open, close and own requests
    NDIS_STATUS     Status;

    NDIS_HANDLE     SendPool;
    NDIS_HANDLE     ReceivePool;

    NDIS_REQUEST    Request;                    // of the miniport: one at a time
    PULONG          BytesDone;
    PULONG          BytesNeeded;
    BOOLEAN         RequestOut;

    BOOLEAN         Indicated;                  // ReceiveComplete is due
    BOOLEAN         Stalled;                    // a send was refused
    BOOLEAN         Halting;                    // nothing is held for the callback any more
    BOOLEAN         CallbackQueued;
    BOOLEAN         StatusHeld;
    NDIS_STATUS     HeldStatus;
    LIST_ENTRY      Held;                       // packets for the callback

    ULONG           BlockType;                  // 0: nothing
    GATE_COUNTERS   Count;

    NDIS_STRING     UpperName;                  // its buffer follows the structure
} GATE, *PGATE;

//
// ProtocolReserved of a packet on its way down.
//
typedef struct _SEND_RSVD {
    PNDIS_PACKET    OriginalPkt;
} SEND_RSVD, *PSEND_RSVD;

//
// MiniportReserved of a packet on its way up. While the packet is held for the
// callback ProtocolReserved is ours, too.
//
typedef struct _RECV_RSVD {
    PNDIS_PACKET    OriginalPkt;
} RECV_RSVD, *PRECV_RSVD;

#define SEND_FROM(_p)           ((PSEND_RSVD)(_p)->ProtocolReserved)
#define RECV_FROM(_p)           ((PRECV_RSVD)(_p)->MiniportReserved)
#define HELD_LINK(_p)           ((PLIST_ENTRY)(_p)->ProtocolReserved)

extern NDIS_HANDLE          ProtHandle, DriverHandle, WrapperHandle;
extern NDIS_SPIN_LOCK       GateListLock;
extern LIST_ENTRY           GateList;
extern PGATE                GateInitializing;
extern NDIS_PHYSICAL_ADDRESS HighestAcceptable;

extern NTSTATUS DriverEntry(IN PDRIVER_OBJECT DriverObject, IN PUNICODE_STRING RegistryPath);
extern VOID     GateUnload(IN PDRIVER_OBJECT DriverObject);
extern BOOLEAN  GateBlocks(IN PGATE Gate, IN PVOID Header, IN UINT Size);
extern VOID     GateFree(IN PGATE Gate);

//
// Protocol edge
//
extern VOID     GateBindAdapter(OUT PNDIS_STATUS Status, IN NDIS_HANDLE BindContext,
                                IN PNDIS_STRING DeviceName, IN PVOID SystemSpecific1,
                                IN PVOID SystemSpecific2);
extern VOID     GateUnbindAdapter(OUT PNDIS_STATUS Status, IN PGATE Gate, IN NDIS_HANDLE UnbindContext);
extern VOID     GateOpenComplete(IN PGATE Gate, IN NDIS_STATUS Status, IN NDIS_STATUS OpenErrorStatus);
extern VOID     GateCloseComplete(IN PGATE Gate, IN NDIS_STATUS Status);
extern VOID     GateSendComplete(IN PGATE Gate, IN PNDIS_PACKET Packet, IN NDIS_STATUS Status);
extern VOID     GateTransferComplete(IN PGATE Gate, IN PNDIS_PACKET Packet, IN NDIS_STATUS Status,
                                     IN UINT BytesTransferred);
extern VOID     GateResetComplete(IN PGATE Gate, IN NDIS_STATUS Status);
extern VOID     GateRequestComplete(IN PGATE Gate, IN PNDIS_REQUEST Request, IN NDIS_STATUS Status);
extern NDIS_STATUS GateReceive(IN PGATE Gate, IN NDIS_HANDLE MacReceiveContext, IN PVOID HeaderBuffer,
                               IN UINT HeaderBufferSize, IN PVOID LookAheadBuffer,
                               IN UINT LookaheadBufferSize, IN UINT PacketSize);
extern VOID     GateReceiveComplete(IN PGATE Gate);
extern INT      GateReceivePacket(IN PGATE Gate, IN PNDIS_PACKET Packet);
extern VOID     GateStatus(IN PGATE Gate, IN NDIS_STATUS GeneralStatus, IN PVOID StatusBuffer,
                           IN UINT StatusBufferSize);
extern VOID     GateStatusComplete(IN PGATE Gate);

//
// Miniport edge
//
extern NDIS_STATUS GateInitialize(OUT PNDIS_STATUS OpenErrorStatus, OUT PUINT SelectedMediumIndex,
                                  IN PNDIS_MEDIUM MediumArray, IN UINT MediumArraySize,
                                  IN NDIS_HANDLE MiniportAdapterHandle,
                                  IN NDIS_HANDLE WrapperConfigurationContext);
extern VOID     GateHalt(IN PGATE Gate);
extern NDIS_STATUS GateSend(IN PGATE Gate, IN PNDIS_PACKET Packet, IN UINT Flags);
extern NDIS_STATUS GateQueryInformation(IN PGATE Gate, IN NDIS_OID Oid, IN PVOID InformationBuffer,
                                        IN ULONG InformationBufferLength, OUT PULONG BytesWritten,
                                        OUT PULONG BytesNeeded);
extern NDIS_STATUS GateSetInformation(IN PGATE Gate, IN NDIS_OID Oid, IN PVOID InformationBuffer,
                                      IN ULONG InformationBufferLength, OUT PULONG BytesRead,
                                      OUT PULONG BytesNeeded);
extern NDIS_STATUS GateReset(OUT PBOOLEAN AddressingReset, IN PGATE Gate);
extern VOID     GateReturnPacket(IN PGATE Gate, IN PNDIS_PACKET Packet);
extern NDIS_STATUS GateTransferData(OUT PNDIS_PACKET Packet, OUT PUINT BytesTransferred, IN PGATE Gate,
                                    IN NDIS_HANDLE MiniportReceiveContext, IN UINT ByteOffset,
                                    IN UINT BytesToTransfer);
extern VOID     GateMiniportCallback(IN NDIS_HANDLE MiniportContext, IN PVOID CallbackContext);

#endif
