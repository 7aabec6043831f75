/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The protocol side: ProtocolXxx handlers, the structure that names them, and
 * what a driver calls with a protocol or a binding handle.
 *
 * NDIS_PROTOCOL_CHARACTERISTICS is the 5.0 structure with NDIS50 or NDIS51, the
 * 4.0 one with NDIS40, else the 3.0 one. All three have names of their own.
 */
#ifndef _NT_NDIS_PROTOCOL_H
#define _NT_NDIS_PROTOCOL_H

#include <ndis/packet.h>
#include <ndis/types.h>

typedef VOID (*OPEN_ADAPTER_COMPLETE_HANDLER)(NDIS_HANDLE ProtocolBindingContext,
					      NDIS_STATUS Status, NDIS_STATUS OpenErrorStatus);
typedef VOID (*CLOSE_ADAPTER_COMPLETE_HANDLER)(NDIS_HANDLE ProtocolBindingContext,
					       NDIS_STATUS Status);
typedef VOID (*SEND_COMPLETE_HANDLER)(NDIS_HANDLE ProtocolBindingContext, PNDIS_PACKET Packet,
				      NDIS_STATUS Status);
typedef VOID (*TRANSFER_DATA_COMPLETE_HANDLER)(NDIS_HANDLE ProtocolBindingContext,
					       PNDIS_PACKET Packet, NDIS_STATUS Status,
					       UINT BytesTransferred);
typedef VOID (*RESET_COMPLETE_HANDLER)(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS Status);
typedef VOID (*REQUEST_COMPLETE_HANDLER)(NDIS_HANDLE ProtocolBindingContext,
					 PNDIS_REQUEST NdisRequest, NDIS_STATUS Status);
typedef NDIS_STATUS (*RECEIVE_HANDLER)(NDIS_HANDLE ProtocolBindingContext,
				       NDIS_HANDLE MacReceiveContext, PVOID HeaderBuffer,
				       UINT HeaderBufferSize, PVOID LookAheadBuffer,
				       UINT LookaheadBufferSize, UINT PacketSize);
typedef VOID (*RECEIVE_COMPLETE_HANDLER)(NDIS_HANDLE ProtocolBindingContext);
typedef INT (*RECEIVE_PACKET_HANDLER)(NDIS_HANDLE ProtocolBindingContext, PNDIS_PACKET Packet);
typedef VOID (*STATUS_HANDLER)(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS GeneralStatus,
			       PVOID StatusBuffer, UINT StatusBufferSize);
typedef VOID (*STATUS_COMPLETE_HANDLER)(NDIS_HANDLE ProtocolBindingContext);
typedef VOID (*BIND_HANDLER)(PNDIS_STATUS Status, NDIS_HANDLE BindContext,
			     PNDIS_STRING DeviceName, PVOID SystemSpecific1,
			     PVOID SystemSpecific2);
typedef VOID (*UNBIND_HANDLER)(PNDIS_STATUS Status, NDIS_HANDLE ProtocolBindingContext,
			       NDIS_HANDLE UnbindContext);
typedef NDIS_STATUS (*PNP_EVENT_HANDLER)(NDIS_HANDLE ProtocolBindingContext,
					 PNET_PNP_EVENT NetPnPEvent);
typedef VOID (*TRANSLATE_HANDLER)(PNDIS_STATUS Status, NDIS_HANDLE ProtocolBindingContext,
				  PNET_PNP_ID IdList, ULONG IdListLength, PULONG BytesReturned);
typedef VOID (*UNLOAD_PROTOCOL_HANDLER)(VOID);

/* WAN and connection-oriented handlers: accepted, never called. */
typedef VOID (*WAN_SEND_COMPLETE_HANDLER)(NDIS_HANDLE ProtocolBindingContext, PVOID Packet,
					  NDIS_STATUS Status);
typedef VOID (*WAN_TRANSFER_DATA_COMPLETE_HANDLER)(VOID);
typedef NDIS_STATUS (*WAN_RECEIVE_HANDLER)(NDIS_HANDLE NdisLinkHandle, PUCHAR Packet,
					   ULONG PacketSize);
typedef VOID (*CO_SEND_COMPLETE_HANDLER)(NDIS_STATUS Status, NDIS_HANDLE ProtocolVcContext,
					 PNDIS_PACKET Packet);
typedef VOID (*CO_STATUS_HANDLER)(NDIS_HANDLE ProtocolBindingContext,
				  NDIS_HANDLE ProtocolVcContext, NDIS_STATUS GeneralStatus,
				  PVOID StatusBuffer, UINT StatusBufferSize);
typedef UINT (*CO_RECEIVE_PACKET_HANDLER)(NDIS_HANDLE ProtocolBindingContext,
					  NDIS_HANDLE ProtocolVcContext, PNDIS_PACKET Packet);
typedef VOID (*CO_AF_REGISTER_NOTIFY_HANDLER)(NDIS_HANDLE ProtocolBindingContext,
					      PVOID AddressFamily);

/*
 * Each version begins with the one before it, whose members are members of the
 * later one, too. MSVC embeds a structure by its tag; naming the members twice
 * says the same without a compiler switch and to C++, and gives the member name
 * that C++ sources use for the embedded part.
 */
#define NT_NDIS30_PROTOCOL_MEMBERS						\
	UCHAR MajorNdisVersion;							\
	UCHAR MinorNdisVersion;							\
	USHORT Filler;								\
	union {									\
		UINT Reserved;							\
		UINT Flags;							\
	};									\
	OPEN_ADAPTER_COMPLETE_HANDLER OpenAdapterCompleteHandler;		\
	CLOSE_ADAPTER_COMPLETE_HANDLER CloseAdapterCompleteHandler;		\
	union {									\
		SEND_COMPLETE_HANDLER SendCompleteHandler;			\
		WAN_SEND_COMPLETE_HANDLER WanSendCompleteHandler;		\
	};									\
	union {									\
		TRANSFER_DATA_COMPLETE_HANDLER TransferDataCompleteHandler;	\
		WAN_TRANSFER_DATA_COMPLETE_HANDLER WanTransferDataCompleteHandler; \
	};									\
	RESET_COMPLETE_HANDLER ResetCompleteHandler;				\
	REQUEST_COMPLETE_HANDLER RequestCompleteHandler;			\
	union {									\
		RECEIVE_HANDLER ReceiveHandler;					\
		WAN_RECEIVE_HANDLER WanReceiveHandler;				\
	};									\
	RECEIVE_COMPLETE_HANDLER ReceiveCompleteHandler;			\
	STATUS_HANDLER StatusHandler;						\
	STATUS_COMPLETE_HANDLER StatusCompleteHandler;				\
	NDIS_STRING Name

#define NT_NDIS40_PROTOCOL_MEMBERS						\
	union {									\
		struct {							\
			NT_NDIS30_PROTOCOL_MEMBERS;				\
		};								\
		NDIS30_PROTOCOL_CHARACTERISTICS Ndis30Chars;			\
	};									\
	RECEIVE_PACKET_HANDLER ReceivePacketHandler;				\
	BIND_HANDLER BindAdapterHandler;					\
	UNBIND_HANDLER UnbindAdapterHandler;					\
	union {									\
		TRANSLATE_HANDLER TranslateHandler;				\
		PNP_EVENT_HANDLER PnPEventHandler;				\
	};									\
	UNLOAD_PROTOCOL_HANDLER UnloadHandler

typedef struct _NDIS30_PROTOCOL_CHARACTERISTICS {
	NT_NDIS30_PROTOCOL_MEMBERS;
} NDIS30_PROTOCOL_CHARACTERISTICS, *PNDIS30_PROTOCOL_CHARACTERISTICS;

typedef struct _NDIS40_PROTOCOL_CHARACTERISTICS {
	NT_NDIS40_PROTOCOL_MEMBERS;
} NDIS40_PROTOCOL_CHARACTERISTICS, *PNDIS40_PROTOCOL_CHARACTERISTICS;

typedef struct _NDIS50_PROTOCOL_CHARACTERISTICS {
	union {
		struct {
			NT_NDIS40_PROTOCOL_MEMBERS;
		};
		NDIS40_PROTOCOL_CHARACTERISTICS Ndis40Chars;
	};
	PVOID ReservedHandlers[4];
	CO_SEND_COMPLETE_HANDLER CoSendCompleteHandler;
	CO_STATUS_HANDLER CoStatusHandler;
	CO_RECEIVE_PACKET_HANDLER CoReceivePacketHandler;
	CO_AF_REGISTER_NOTIFY_HANDLER CoAfRegisterNotifyHandler;
} NDIS50_PROTOCOL_CHARACTERISTICS, *PNDIS50_PROTOCOL_CHARACTERISTICS;

/* The later structures begin with the earlier ones: one set of offsets is all. */
#define NT_NDIS_PROTOCOL_AT(member, offset)	\
	C_ASSERT(__builtin_offsetof(NDIS50_PROTOCOL_CHARACTERISTICS, member) == (offset))
NT_NDIS_PROTOCOL_AT(MajorNdisVersion, 0);
NT_NDIS_PROTOCOL_AT(MinorNdisVersion, 1);
NT_NDIS_PROTOCOL_AT(Filler, 2);
NT_NDIS_PROTOCOL_AT(Reserved, 4);
NT_NDIS_PROTOCOL_AT(Flags, 4);
NT_NDIS_PROTOCOL_AT(OpenAdapterCompleteHandler, 8);
NT_NDIS_PROTOCOL_AT(CloseAdapterCompleteHandler, 16);
NT_NDIS_PROTOCOL_AT(SendCompleteHandler, 24);
NT_NDIS_PROTOCOL_AT(WanSendCompleteHandler, 24);
NT_NDIS_PROTOCOL_AT(TransferDataCompleteHandler, 32);
NT_NDIS_PROTOCOL_AT(WanTransferDataCompleteHandler, 32);
NT_NDIS_PROTOCOL_AT(ResetCompleteHandler, 40);
NT_NDIS_PROTOCOL_AT(RequestCompleteHandler, 48);
NT_NDIS_PROTOCOL_AT(ReceiveHandler, 56);
NT_NDIS_PROTOCOL_AT(WanReceiveHandler, 56);
NT_NDIS_PROTOCOL_AT(ReceiveCompleteHandler, 64);
NT_NDIS_PROTOCOL_AT(StatusHandler, 72);
NT_NDIS_PROTOCOL_AT(StatusCompleteHandler, 80);
NT_NDIS_PROTOCOL_AT(Name, 88);
NT_NDIS_PROTOCOL_AT(ReceivePacketHandler, 104);
NT_NDIS_PROTOCOL_AT(BindAdapterHandler, 112);
NT_NDIS_PROTOCOL_AT(UnbindAdapterHandler, 120);
NT_NDIS_PROTOCOL_AT(TranslateHandler, 128);
NT_NDIS_PROTOCOL_AT(PnPEventHandler, 128);
NT_NDIS_PROTOCOL_AT(UnloadHandler, 136);
NT_NDIS_PROTOCOL_AT(ReservedHandlers, 144);
NT_NDIS_PROTOCOL_AT(CoSendCompleteHandler, 176);
NT_NDIS_PROTOCOL_AT(CoStatusHandler, 184);
NT_NDIS_PROTOCOL_AT(CoReceivePacketHandler, 192);
NT_NDIS_PROTOCOL_AT(CoAfRegisterNotifyHandler, 200);
C_ASSERT(sizeof(NDIS30_PROTOCOL_CHARACTERISTICS) == 104);
C_ASSERT(sizeof(NDIS40_PROTOCOL_CHARACTERISTICS) == 144);
C_ASSERT(sizeof(NDIS50_PROTOCOL_CHARACTERISTICS) == 208);

#if defined(NDIS50) || defined(NDIS51)
typedef NDIS50_PROTOCOL_CHARACTERISTICS NDIS_PROTOCOL_CHARACTERISTICS;
#elif defined(NDIS40)
typedef NDIS40_PROTOCOL_CHARACTERISTICS NDIS_PROTOCOL_CHARACTERISTICS;
#else
typedef NDIS30_PROTOCOL_CHARACTERISTICS NDIS_PROTOCOL_CHARACTERISTICS;
#endif
typedef NDIS_PROTOCOL_CHARACTERISTICS *PNDIS_PROTOCOL_CHARACTERISTICS;

/* NdisRegisterTdiCallBack: taken and never called, there is no TDI. */
typedef NTSTATUS (*TDI_REGISTER_CALLBACK)(PUNICODE_STRING DeviceName, HANDLE *TdiHandle);
typedef NTSTATUS (*TDI_PNP_HANDLER)(PUNICODE_STRING UpperComponent,
				    PUNICODE_STRING LowerComponent, PUNICODE_STRING BindList,
				    PVOID ReconfigBuffer, UINT ReconfigBufferSize,
				    UINT Operation);

EXTERN_C_START

/* @ProtocolCharacteristics: of the version that its first byte says. */
VOID NdisRegisterProtocolWorker(PWDF_DRIVER_GLOBALS Globals, PNDIS_STATUS Status,
				PNDIS_HANDLE NdisProtocolHandle,
				const VOID *ProtocolCharacteristics, UINT CharacteristicsLength);
VOID NdisDeregisterProtocol(PNDIS_STATUS Status, NDIS_HANDLE NdisProtocolHandle);

VOID NdisOpenAdapter(PNDIS_STATUS Status, PNDIS_STATUS OpenErrorStatus,
		     PNDIS_HANDLE NdisBindingHandle, PUINT SelectedMediumIndex,
		     PNDIS_MEDIUM MediumArray, UINT MediumArraySize,
		     NDIS_HANDLE NdisProtocolHandle, NDIS_HANDLE ProtocolBindingContext,
		     PNDIS_STRING AdapterName, UINT OpenOptions, PSTRING AddressingInformation);
VOID NdisCloseAdapter(PNDIS_STATUS Status, NDIS_HANDLE NdisBindingHandle);
VOID NdisCompleteBindAdapter(NDIS_HANDLE BindAdapterContext, NDIS_STATUS Status,
			     NDIS_STATUS OpenStatus);
VOID NdisCompleteUnbindAdapter(NDIS_HANDLE UnbindAdapterContext, NDIS_STATUS Status);
VOID NdisUnbindAdapter(NDIS_HANDLE NdisBindingHandle);
VOID NdisReEnumerateProtocolBindings(NDIS_HANDLE NdisProtocolHandle);

VOID NdisSend(PNDIS_STATUS Status, NDIS_HANDLE NdisBindingHandle, PNDIS_PACKET Packet);
VOID NdisSendPackets(NDIS_HANDLE NdisBindingHandle, PPNDIS_PACKET PacketArray,
		     UINT NumberOfPackets);
VOID NdisCancelSendPackets(NDIS_HANDLE NdisBindingHandle, PVOID CancelId);
UCHAR NdisGeneratePartialCancelId(VOID);
VOID NdisTransferData(PNDIS_STATUS Status, NDIS_HANDLE NdisBindingHandle,
		      NDIS_HANDLE MacReceiveContext, UINT ByteOffset, UINT BytesToTransfer,
		      PNDIS_PACKET Packet, PUINT BytesTransferred);
VOID NdisReturnPackets(PNDIS_PACKET *PacketsToReturn, UINT NumberOfPackets);
PNDIS_PACKET NdisGetReceivedPacket(NDIS_HANDLE NdisBindingHandle, NDIS_HANDLE MacContext);
VOID NdisReset(PNDIS_STATUS Status, NDIS_HANDLE NdisBindingHandle);
VOID NdisRequest(PNDIS_STATUS Status, NDIS_HANDLE NdisBindingHandle, PNDIS_REQUEST NdisRequest);

NDIS_STATUS NdisQueryAdapterInstanceName(PNDIS_STRING AdapterInstanceName,
					 NDIS_HANDLE NdisBindingHandle);
NDIS_STATUS NdisQueryBindInstanceName(PNDIS_STRING AdapterInstanceName,
				      NDIS_HANDLE BindingContext);
NDIS_STATUS NdisQueryPendingIOCount(PVOID NdisBindingHandle, PULONG IoCount);
VOID NdisCompletePnPEvent(NDIS_STATUS Status, NDIS_HANDLE NdisBindingHandle,
			  PNET_PNP_EVENT Event);
VOID NdisGetDriverHandle(NDIS_HANDLE NdisBindingHandle, PNDIS_HANDLE NdisDriverHandle);
VOID NdisRegisterTdiCallBack(TDI_REGISTER_CALLBACK RegisterCallback, TDI_PNP_HANDLER PnPHandler);
VOID NdisDeregisterTdiCallBack(VOID);

EXTERN_C_END

static inline VOID NdisRegisterProtocol(PNDIS_STATUS Status, PNDIS_HANDLE NdisProtocolHandle,
					PNDIS_PROTOCOL_CHARACTERISTICS ProtocolCharacteristics,
					UINT CharacteristicsLength)
{
	NdisRegisterProtocolWorker(WdfDriverGlobals, Status, NdisProtocolHandle,
				   ProtocolCharacteristics, CharacteristicsLength);
}

#endif
