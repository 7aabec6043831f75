/* SPDX-License-Identifier: GPL-2.0 */
/*++

Module Name:

    mux.h

Abstract:

    An NDIS 5.1 intermediate driver that makes any number of virtual adapters over
    each adapter that it is bound to. They come by configuration when it binds
    (VElans, a number), and at any time by a program's request; each has an address
    of its own, so that the adapter below is promiscuous while one of them listens.

    Locks: GlobalLock over the list of adapters, the lock of an adapter over its
    virtual ones and everything in them. No NdisXxx that can call the driver back
    is called under either.

--*/

#ifndef MUX_H_INCLUDED
#define MUX_H_INCLUDED

#include "ndis.h"
#include "muxioctl.h"

#define MUX_TAG             'xuMN'
#define MUX_MIN_PACKETS     64
#define MUX_MAX_PACKETS     512
#define MUX_MAX_VELANS      16              // over one adapter
#define MUX_MAX_MCAST       32

#define MUX_LINK_NAME       L"\\DosDevices\\NdisMux"
#define MUX_DEVICE_NAME     L"\\Device\\NdisMux"

#define ETH_HEADER_SIZE     14

typedef struct _ADAPT ADAPT, *PADAPT;
typedef struct _VELAN VELAN, *PVELAN;

//
// An adapter below.
//
struct _ADAPT {
    LIST_ENTRY              Link;           // AdaptList
    LONG                    RefCount;
    NDIS_HANDLE             BindingHandle;
    NDIS_EVENT              Event;          // open and close have completed
    NDIS_STATUS             Status;
    NDIS_STRING             Name;           // buffer behind the structure

    NDIS_SPIN_LOCK          Lock;           // what follows
    LIST_ENTRY              VElanList;
    ULONG                   VElanCount;
    BOOLEAN                 Unbinding;
    NDIS_DEVICE_POWER_STATE PowerState;
    NDIS_STATUS             LinkStatus;     // NDIS_STATUS_MEDIA_xxx, the last one
    UCHAR                   Address[ETH_LENGTH_OF_ADDRESS];

    //
    // One request at a time sets the filter that all virtual adapters need; who
    // changes his meanwhile waits for the next one.
    //
    NDIS_REQUEST            FilterRequest;
    ULONG                   FilterValue;    // InformationBuffer of that
    ULONG                   Filter;         // what is set
    BOOLEAN                 FilterOut;
    BOOLEAN                 FilterHeld;     // until the adapter wakes
};

typedef enum {
    RequestNone,
    RequestOut,
    RequestHeld                             // until the adapter wakes
} REQUEST_STATE;

typedef enum {
    FilterIdle,
    FilterWaits,                            // for the next setting of the lower filter
    FilterGoes                              // with the one that is out
} FILTER_STATE;

//
// A virtual adapter.
//
struct _VELAN {
    LIST_ENTRY              Link;           // ADAPT.VElanList
    LONG                    RefCount;
    PADAPT                  pAdapt;         // a reference
    ULONG                   Number;
    NDIS_HANDLE             MiniportHandle;
    NDIS_STRING             Name;
    WCHAR                   NameBuffer[MUX_NAME_CHARS];

    NDIS_EVENT              InitEvent;
    BOOLEAN                 InitPending;
    BOOLEAN                 Removing;       // somebody does it
    BOOLEAN                 Ready;          // between Initialize and Halt
    LONG                    InUse;          // calls with MiniportHandle; Halt waits
    LONG                    SendsOut;       // likewise

    NDIS_DEVICE_POWER_STATE PowerState;
    NDIS_STATUS             LinkIndicated;
    UCHAR                   Address[ETH_LENGTH_OF_ADDRESS];
    ULONG                   PacketFilter;
    ULONG                   Lookahead;
    ULONG                   McastCount;
    UCHAR                   Mcast[MUX_MAX_MCAST][ETH_LENGTH_OF_ADDRESS];

    FILTER_STATE            FilterState;
    NDIS_REQUEST            Request;
    REQUEST_STATE           RequestState;
    PULONG                  BytesUsed;
    PULONG                  BytesNeeded;

    ULONG                   Sent;
    ULONG                   SendFailures;
    ULONG                   Received;
    ULONG                   NoBuffers;
    ULONG                   Cancels;
};

//
// A frame that came without a packet: one copy for all who want it.
//
typedef struct _COPY {
    LONG                    RefCount;
    PADAPT                  pAdapt;
    PNDIS_BUFFER            pBuffer;        // over Data
    UINT                    Length;
    UINT                    Have;           // of it, with the header
    UCHAR                   Data[1];
} COPY, *PCOPY;

typedef struct _SEND_RSVD {
    PVELAN                  pVElan;
    PNDIS_PACKET            pOriginal;
} SEND_RSVD, *PSEND_RSVD;

typedef struct _RECV_RSVD {
    PNDIS_PACKET            pOriginal;      // or
    PCOPY                   pCopy;
} RECV_RSVD, *PRECV_RSVD;

C_ASSERT(sizeof(SEND_RSVD) <= PROTOCOL_RESERVED_SIZE_IN_PACKET);
C_ASSERT(sizeof(RECV_RSVD) <= sizeof(((PNDIS_PACKET)0)->MiniportReserved));

#define SEND_RSVD(_pkt)     ((PSEND_RSVD)(_pkt)->ProtocolReserved)
#define RECV_RSVD(_pkt)     ((PRECV_RSVD)(_pkt)->MiniportReserved)
#define TRANSFER_COPY(_pkt) (*(PCOPY *)(_pkt)->ProtocolReserved)

#define VELAN_IS_ON(_pVElan)    \
    ((_pVElan)->Ready && (_pVElan)->PowerState == NdisDeviceStateD0 && \
     (_pVElan)->pAdapt->PowerState == NdisDeviceStateD0)

extern NDIS_HANDLE          WrapperHandle;
extern NDIS_HANDLE          DriverHandle;
extern NDIS_HANDLE          ProtHandle;
extern NDIS_HANDLE          SendPool;
extern NDIS_HANDLE          RecvPool;
extern NDIS_HANDLE          BufferPool;
extern NDIS_SPIN_LOCK       GlobalLock;
extern LIST_ENTRY           AdaptList;

//
// driver.c
//
DRIVER_INITIALIZE           DriverEntry;
DRIVER_UNLOAD               MuxUnload;

//
// control.c
//
NDIS_STATUS ControlCreate(VOID);
VOID ControlDelete(VOID);
DRIVER_DISPATCH ControlDispatch;

//
// adapt.c
//
PADAPT AdaptFind(IN PUNICODE_STRING Name);
VOID AdaptReference(IN PADAPT pAdapt);
VOID AdaptDereference(IN PADAPT pAdapt);
ULONG AdaptUse(IN PADAPT pAdapt, IN BOOLEAN Asleep, OUT PVELAN *ppVElan);
VOID AdaptUnuse(IN PVELAN *ppVElan, IN ULONG Count);
VOID PtBindAdapter(OUT PNDIS_STATUS Status, IN NDIS_HANDLE BindContext,
                   IN PNDIS_STRING DeviceName, IN PVOID SystemSpecific1,
                   IN PVOID SystemSpecific2);
VOID PtUnbindAdapter(OUT PNDIS_STATUS Status, IN NDIS_HANDLE ProtocolBindingContext,
                     IN NDIS_HANDLE UnbindContext);
VOID PtOpenAdapterComplete(IN NDIS_HANDLE ProtocolBindingContext, IN NDIS_STATUS Status,
                           IN NDIS_STATUS OpenErrorStatus);
VOID PtCloseAdapterComplete(IN NDIS_HANDLE ProtocolBindingContext, IN NDIS_STATUS Status);
VOID PtResetComplete(IN NDIS_HANDLE ProtocolBindingContext, IN NDIS_STATUS Status);
VOID PtStatus(IN NDIS_HANDLE ProtocolBindingContext, IN NDIS_STATUS GeneralStatus,
              IN PVOID StatusBuffer, IN UINT StatusBufferSize);
VOID PtStatusComplete(IN NDIS_HANDLE ProtocolBindingContext);
NDIS_STATUS PtPnPHandler(IN NDIS_HANDLE ProtocolBindingContext, IN PNET_PNP_EVENT pNetPnPEvent);

//
// requests.c
//
NDIS_STATUS AdaptQuery(IN PADAPT pAdapt, IN NDIS_OID Oid, OUT PVOID Buffer, IN ULONG Length);
VOID AdaptUpdateFilter(IN PADAPT pAdapt);
VOID AdaptResume(IN PADAPT pAdapt);
VOID VElanFailRequests(IN PVELAN pVElan);
VOID PtRequestComplete(IN NDIS_HANDLE ProtocolBindingContext, IN PNDIS_REQUEST NdisRequest,
                       IN NDIS_STATUS Status);
NDIS_STATUS MPQueryInformation(IN NDIS_HANDLE MiniportAdapterContext, IN NDIS_OID Oid,
                               IN PVOID InformationBuffer, IN ULONG InformationBufferLength,
                               OUT PULONG BytesWritten, OUT PULONG BytesNeeded);
NDIS_STATUS MPSetInformation(IN NDIS_HANDLE MiniportAdapterContext, IN NDIS_OID Oid,
                             IN PVOID InformationBuffer, IN ULONG InformationBufferLength,
                             OUT PULONG BytesRead, OUT PULONG BytesNeeded);

//
// velan.c
//
NDIS_STATUS VElanCreate(IN PADAPT pAdapt, OUT PULONG pNumber);
BOOLEAN VElanRemoveOne(IN PADAPT pAdapt, IN ULONG Number);
VOID VElanReference(IN PVELAN pVElan);
VOID VElanDereference(IN PVELAN pVElan);
VOID VElanIndicateLink(IN PVELAN pVElan);
NDIS_STATUS MPInitialize(OUT PNDIS_STATUS OpenErrorStatus, OUT PUINT SelectedMediumIndex,
                         IN PNDIS_MEDIUM MediumArray, IN UINT MediumArraySize,
                         IN NDIS_HANDLE MiniportAdapterHandle,
                         IN NDIS_HANDLE WrapperConfigurationContext);
VOID MPHalt(IN NDIS_HANDLE MiniportAdapterContext);
VOID MPDevicePnPEvent(IN NDIS_HANDLE MiniportAdapterContext,
                      IN NDIS_DEVICE_PNP_EVENT DevicePnPEvent, IN PVOID InformationBuffer,
                      IN ULONG InformationBufferLength);
VOID MPAdapterShutdown(IN PVOID ShutdownContext);

//
// packets.c
//
VOID MPSendPackets(IN NDIS_HANDLE MiniportAdapterContext, IN PPNDIS_PACKET PacketArray,
                   IN UINT NumberOfPackets);
VOID MPReturnPacket(IN NDIS_HANDLE MiniportAdapterContext, IN PNDIS_PACKET Packet);
VOID MPCancelSendPackets(IN NDIS_HANDLE MiniportAdapterContext, IN PVOID CancelId);
VOID PtSendComplete(IN NDIS_HANDLE ProtocolBindingContext, IN PNDIS_PACKET Packet,
                    IN NDIS_STATUS Status);
INT PtReceivePacket(IN NDIS_HANDLE ProtocolBindingContext, IN PNDIS_PACKET Packet);
NDIS_STATUS PtReceive(IN NDIS_HANDLE ProtocolBindingContext, IN NDIS_HANDLE MacReceiveContext,
                      IN PVOID HeaderBuffer, IN UINT HeaderBufferSize, IN PVOID LookAheadBuffer,
                      IN UINT LookaheadBufferSize, IN UINT PacketSize);
VOID PtReceiveComplete(IN NDIS_HANDLE ProtocolBindingContext);
VOID PtTransferDataComplete(IN NDIS_HANDLE ProtocolBindingContext, IN PNDIS_PACKET Packet,
                            IN NDIS_STATUS Status, IN UINT BytesTransferred);

#endif
