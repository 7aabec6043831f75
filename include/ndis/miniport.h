/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The miniport side of an intermediate driver: MiniportXxx handlers, layered
 * registration, device instances, indications and completions.
 *
 * NDIS_MINIPORT_CHARACTERISTICS is chosen by NDIS51_MINIPORT, NDIS50_MINIPORT,
 * NDIS40_MINIPORT or none of them (3.0). All four have names of their own.
 */
#ifndef _NT_NDIS_MINIPORT_H
#define _NT_NDIS_MINIPORT_H

#include <ndis/packet.h>
#include <ndis/types.h>

typedef BOOLEAN (*W_CHECK_FOR_HANG_HANDLER)(NDIS_HANDLE MiniportAdapterContext);
typedef VOID (*W_DISABLE_INTERRUPT_HANDLER)(NDIS_HANDLE MiniportAdapterContext);
typedef VOID (*W_ENABLE_INTERRUPT_HANDLER)(NDIS_HANDLE MiniportAdapterContext);
typedef VOID (*W_HALT_HANDLER)(NDIS_HANDLE MiniportAdapterContext);
typedef VOID (*W_HANDLE_INTERRUPT_HANDLER)(NDIS_HANDLE MiniportAdapterContext);
typedef NDIS_STATUS (*W_INITIALIZE_HANDLER)(PNDIS_STATUS OpenErrorStatus,
					    PUINT SelectedMediumIndex, PNDIS_MEDIUM MediumArray,
					    UINT MediumArraySize,
					    NDIS_HANDLE MiniportAdapterHandle,
					    NDIS_HANDLE WrapperConfigurationContext);
typedef VOID (*W_ISR_HANDLER)(PBOOLEAN InterruptRecognized, PBOOLEAN QueueMiniportHandleInterrupt,
			      NDIS_HANDLE MiniportAdapterContext);
typedef NDIS_STATUS (*W_QUERY_INFORMATION_HANDLER)(NDIS_HANDLE MiniportAdapterContext,
						   NDIS_OID Oid, PVOID InformationBuffer,
						   ULONG InformationBufferLength,
						   PULONG BytesWritten, PULONG BytesNeeded);
typedef NDIS_STATUS (*W_RECONFIGURE_HANDLER)(PNDIS_STATUS OpenErrorStatus,
					     NDIS_HANDLE MiniportAdapterContext,
					     NDIS_HANDLE WrapperConfigurationContext);
typedef NDIS_STATUS (*W_RESET_HANDLER)(PBOOLEAN AddressingReset,
				       NDIS_HANDLE MiniportAdapterContext);
typedef NDIS_STATUS (*W_SEND_HANDLER)(NDIS_HANDLE MiniportAdapterContext, PNDIS_PACKET Packet,
				      UINT Flags);
typedef NDIS_STATUS (*WM_SEND_HANDLER)(NDIS_HANDLE MiniportAdapterContext,
				       NDIS_HANDLE NdisLinkHandle, PVOID Packet);
typedef NDIS_STATUS (*W_SET_INFORMATION_HANDLER)(NDIS_HANDLE MiniportAdapterContext,
						 NDIS_OID Oid, PVOID InformationBuffer,
						 ULONG InformationBufferLength,
						 PULONG BytesRead, PULONG BytesNeeded);
typedef NDIS_STATUS (*W_TRANSFER_DATA_HANDLER)(PNDIS_PACKET Packet, PUINT BytesTransferred,
					       NDIS_HANDLE MiniportAdapterContext,
					       NDIS_HANDLE MiniportReceiveContext,
					       UINT ByteOffset, UINT BytesToTransfer);
typedef NDIS_STATUS (*WM_TRANSFER_DATA_HANDLER)(VOID);
typedef VOID (*W_RETURN_PACKET_HANDLER)(NDIS_HANDLE MiniportAdapterContext, PNDIS_PACKET Packet);
typedef VOID (*W_SEND_PACKETS_HANDLER)(NDIS_HANDLE MiniportAdapterContext,
				       PPNDIS_PACKET PacketArray, UINT NumberOfPackets);
typedef VOID (*W_ALLOCATE_COMPLETE_HANDLER)(NDIS_HANDLE MiniportAdapterContext,
					    PVOID VirtualAddress,
					    PNDIS_PHYSICAL_ADDRESS PhysicalAddress, ULONG Length,
					    PVOID Context);
typedef VOID (*W_CANCEL_SEND_PACKETS_HANDLER)(NDIS_HANDLE MiniportAdapterContext, PVOID CancelId);
typedef VOID (*W_PNP_EVENT_NOTIFY_HANDLER)(NDIS_HANDLE MiniportAdapterContext,
					   NDIS_DEVICE_PNP_EVENT DevicePnPEvent,
					   PVOID InformationBuffer,
					   ULONG InformationBufferLength);
typedef VOID (*ADAPTER_SHUTDOWN_HANDLER)(PVOID ShutdownContext);
typedef ADAPTER_SHUTDOWN_HANDLER W_MINIPORT_SHUTDOWN_HANDLER;
/* NdisIMQueueMiniportCallback */
typedef VOID (*W_MINIPORT_CALLBACK)(NDIS_HANDLE MiniportAdapterContext, PVOID CallbackContext);

/* Connection-oriented handlers: accepted, never called. */
typedef NDIS_STATUS (*W_CO_CREATE_VC_HANDLER)(NDIS_HANDLE MiniportAdapterContext,
					      NDIS_HANDLE NdisVcHandle,
					      PNDIS_HANDLE MiniportVcContext);
typedef NDIS_STATUS (*W_CO_DELETE_VC_HANDLER)(NDIS_HANDLE MiniportVcContext);
typedef NDIS_STATUS (*W_CO_ACTIVATE_VC_HANDLER)(NDIS_HANDLE MiniportVcContext,
						PVOID CallParameters);
typedef NDIS_STATUS (*W_CO_DEACTIVATE_VC_HANDLER)(NDIS_HANDLE MiniportVcContext);
typedef VOID (*W_CO_SEND_PACKETS_HANDLER)(NDIS_HANDLE MiniportVcContext,
					  PPNDIS_PACKET PacketArray, UINT NumberOfPackets);
typedef NDIS_STATUS (*W_CO_REQUEST_HANDLER)(NDIS_HANDLE MiniportAdapterContext,
					    NDIS_HANDLE MiniportVcContext,
					    PNDIS_REQUEST NdisRequest);

/* Embedded twice for the reason that <ndis/protocol.h> gives. */
#define NT_NDIS30_MINIPORT_MEMBERS					\
	UCHAR MajorNdisVersion;						\
	UCHAR MinorNdisVersion;						\
	USHORT Filler;							\
	UINT Reserved;							\
	W_CHECK_FOR_HANG_HANDLER CheckForHangHandler;			\
	W_DISABLE_INTERRUPT_HANDLER DisableInterruptHandler;		\
	W_ENABLE_INTERRUPT_HANDLER EnableInterruptHandler;		\
	W_HALT_HANDLER HaltHandler;					\
	W_HANDLE_INTERRUPT_HANDLER HandleInterruptHandler;		\
	W_INITIALIZE_HANDLER InitializeHandler;				\
	W_ISR_HANDLER ISRHandler;					\
	W_QUERY_INFORMATION_HANDLER QueryInformationHandler;		\
	W_RECONFIGURE_HANDLER ReconfigureHandler;			\
	W_RESET_HANDLER ResetHandler;					\
	union {								\
		W_SEND_HANDLER SendHandler;				\
		WM_SEND_HANDLER WanSendHandler;				\
	};								\
	W_SET_INFORMATION_HANDLER SetInformationHandler;		\
	union {								\
		W_TRANSFER_DATA_HANDLER TransferDataHandler;		\
		WM_TRANSFER_DATA_HANDLER WanTransferDataHandler;	\
	}

#define NT_NDIS40_MINIPORT_MEMBERS					\
	union {								\
		struct {						\
			NT_NDIS30_MINIPORT_MEMBERS;			\
		};							\
		NDIS30_MINIPORT_CHARACTERISTICS Ndis30Chars;		\
	};								\
	W_RETURN_PACKET_HANDLER ReturnPacketHandler;			\
	W_SEND_PACKETS_HANDLER SendPacketsHandler;			\
	W_ALLOCATE_COMPLETE_HANDLER AllocateCompleteHandler

#define NT_NDIS50_MINIPORT_MEMBERS					\
	union {								\
		struct {						\
			NT_NDIS40_MINIPORT_MEMBERS;			\
		};							\
		NDIS40_MINIPORT_CHARACTERISTICS Ndis40Chars;		\
	};								\
	W_CO_CREATE_VC_HANDLER CoCreateVcHandler;			\
	W_CO_DELETE_VC_HANDLER CoDeleteVcHandler;			\
	W_CO_ACTIVATE_VC_HANDLER CoActivateVcHandler;			\
	W_CO_DEACTIVATE_VC_HANDLER CoDeactivateVcHandler;		\
	W_CO_SEND_PACKETS_HANDLER CoSendPacketsHandler;			\
	W_CO_REQUEST_HANDLER CoRequestHandler

typedef struct _NDIS30_MINIPORT_CHARACTERISTICS {
	NT_NDIS30_MINIPORT_MEMBERS;
} NDIS30_MINIPORT_CHARACTERISTICS, *PNDIS30_MINIPORT_CHARACTERISTICS;

typedef struct _NDIS40_MINIPORT_CHARACTERISTICS {
	NT_NDIS40_MINIPORT_MEMBERS;
} NDIS40_MINIPORT_CHARACTERISTICS, *PNDIS40_MINIPORT_CHARACTERISTICS;

typedef struct _NDIS50_MINIPORT_CHARACTERISTICS {
	NT_NDIS50_MINIPORT_MEMBERS;
} NDIS50_MINIPORT_CHARACTERISTICS, *PNDIS50_MINIPORT_CHARACTERISTICS;

typedef struct _NDIS51_MINIPORT_CHARACTERISTICS {
	union {
		struct {
			NT_NDIS50_MINIPORT_MEMBERS;
		};
		NDIS50_MINIPORT_CHARACTERISTICS Ndis50Chars;
	};
	W_CANCEL_SEND_PACKETS_HANDLER CancelSendPacketsHandler;
	W_PNP_EVENT_NOTIFY_HANDLER PnPEventNotifyHandler;
	W_MINIPORT_SHUTDOWN_HANDLER AdapterShutdownHandler;
	PVOID Reserved1;
	PVOID Reserved2;
	PVOID Reserved3;
	PVOID Reserved4;
} NDIS51_MINIPORT_CHARACTERISTICS, *PNDIS51_MINIPORT_CHARACTERISTICS;

#define NT_NDIS_MINIPORT_AT(member, offset)	\
	C_ASSERT(__builtin_offsetof(NDIS51_MINIPORT_CHARACTERISTICS, member) == (offset))
NT_NDIS_MINIPORT_AT(MajorNdisVersion, 0);
NT_NDIS_MINIPORT_AT(MinorNdisVersion, 1);
NT_NDIS_MINIPORT_AT(Reserved, 4);
NT_NDIS_MINIPORT_AT(CheckForHangHandler, 8);
NT_NDIS_MINIPORT_AT(DisableInterruptHandler, 16);
NT_NDIS_MINIPORT_AT(EnableInterruptHandler, 24);
NT_NDIS_MINIPORT_AT(HaltHandler, 32);
NT_NDIS_MINIPORT_AT(HandleInterruptHandler, 40);
NT_NDIS_MINIPORT_AT(InitializeHandler, 48);
NT_NDIS_MINIPORT_AT(ISRHandler, 56);
NT_NDIS_MINIPORT_AT(QueryInformationHandler, 64);
NT_NDIS_MINIPORT_AT(ReconfigureHandler, 72);
NT_NDIS_MINIPORT_AT(ResetHandler, 80);
NT_NDIS_MINIPORT_AT(SendHandler, 88);
NT_NDIS_MINIPORT_AT(WanSendHandler, 88);
NT_NDIS_MINIPORT_AT(SetInformationHandler, 96);
NT_NDIS_MINIPORT_AT(TransferDataHandler, 104);
NT_NDIS_MINIPORT_AT(WanTransferDataHandler, 104);
NT_NDIS_MINIPORT_AT(ReturnPacketHandler, 112);
NT_NDIS_MINIPORT_AT(SendPacketsHandler, 120);
NT_NDIS_MINIPORT_AT(AllocateCompleteHandler, 128);
NT_NDIS_MINIPORT_AT(CoCreateVcHandler, 136);
NT_NDIS_MINIPORT_AT(CoRequestHandler, 176);
NT_NDIS_MINIPORT_AT(CancelSendPacketsHandler, 184);
NT_NDIS_MINIPORT_AT(PnPEventNotifyHandler, 192);
NT_NDIS_MINIPORT_AT(AdapterShutdownHandler, 200);
NT_NDIS_MINIPORT_AT(Reserved1, 208);
C_ASSERT(sizeof(NDIS30_MINIPORT_CHARACTERISTICS) == 112);
C_ASSERT(sizeof(NDIS40_MINIPORT_CHARACTERISTICS) == 136);
C_ASSERT(sizeof(NDIS50_MINIPORT_CHARACTERISTICS) == 184);
C_ASSERT(sizeof(NDIS51_MINIPORT_CHARACTERISTICS) == 240);

#if defined(NDIS51_MINIPORT)
typedef NDIS51_MINIPORT_CHARACTERISTICS NDIS_MINIPORT_CHARACTERISTICS;
#elif defined(NDIS50_MINIPORT)
typedef NDIS50_MINIPORT_CHARACTERISTICS NDIS_MINIPORT_CHARACTERISTICS;
#elif defined(NDIS40_MINIPORT)
typedef NDIS40_MINIPORT_CHARACTERISTICS NDIS_MINIPORT_CHARACTERISTICS;
#else
typedef NDIS30_MINIPORT_CHARACTERISTICS NDIS_MINIPORT_CHARACTERISTICS;
#endif
typedef NDIS_MINIPORT_CHARACTERISTICS *PNDIS_MINIPORT_CHARACTERISTICS;

/* NdisMSetAttributesEx */
#define NDIS_ATTRIBUTE_IGNORE_PACKET_TIMEOUT		0x00000001
#define NDIS_ATTRIBUTE_IGNORE_REQUEST_TIMEOUT		0x00000002
#define NDIS_ATTRIBUTE_IGNORE_TOKEN_RING_ERRORS		0x00000004
#define NDIS_ATTRIBUTE_BUS_MASTER			0x00000008
#define NDIS_ATTRIBUTE_INTERMEDIATE_DRIVER		0x00000010
#define NDIS_ATTRIBUTE_DESERIALIZE			0x00000020
#define NDIS_ATTRIBUTE_NO_HALT_ON_SUSPEND		0x00000040
#define NDIS_ATTRIBUTE_SURPRISE_REMOVE_OK		0x00000080
#define NDIS_ATTRIBUTE_NOT_CO_NDIS			0x00000100
#define NDIS_ATTRIBUTE_USES_SAFE_BUFFER_APIS		0x00000200

typedef struct _CM_RESOURCE_LIST *PCM_RESOURCE_LIST;

EXTERN_C_START

/* --- registration --- */

/* @SystemSpecific1: the driver object; 2: RegistryPath; 3: NULL. */
VOID NdisInitializeWrapper(PNDIS_HANDLE NdisWrapperHandle, PVOID SystemSpecific1,
			   PVOID SystemSpecific2, PVOID SystemSpecific3);
VOID NdisTerminateWrapper(NDIS_HANDLE NdisWrapperHandle, PVOID SystemSpecific);
NDIS_STATUS NdisIMRegisterLayeredMiniport(NDIS_HANDLE NdisWrapperHandle,
					  PNDIS_MINIPORT_CHARACTERISTICS MiniportCharacteristics,
					  UINT CharacteristicsLength, PNDIS_HANDLE DriverHandle);
VOID NdisIMDeregisterLayeredMiniport(NDIS_HANDLE DriverHandle);
NDIS_STATUS NdisMRegisterMiniport(NDIS_HANDLE NdisWrapperHandle,
				  PNDIS_MINIPORT_CHARACTERISTICS MiniportCharacteristics,
				  UINT CharacteristicsLength);
VOID NdisMRegisterUnloadHandler(NDIS_HANDLE NdisWrapperHandle, PDRIVER_UNLOAD UnloadHandler);
VOID NdisIMAssociateMiniport(NDIS_HANDLE DriverHandle, NDIS_HANDLE ProtocolHandle);

/* --- device instances --- */

NDIS_STATUS NdisIMInitializeDeviceInstance(NDIS_HANDLE DriverHandle,
					   PNDIS_STRING DriverInstance);
NDIS_STATUS NdisIMInitializeDeviceInstanceEx(NDIS_HANDLE DriverHandle,
					     PNDIS_STRING DriverInstance,
					     NDIS_HANDLE DeviceContext);
NDIS_STATUS NdisIMCancelInitializeDeviceInstance(NDIS_HANDLE DriverHandle,
						 PNDIS_STRING DeviceInstance);
NDIS_STATUS NdisIMDeInitializeDeviceInstance(NDIS_HANDLE NdisMiniportHandle);
/* @Name: of the instance for people; its buffer is freed with NdisFreeMemory(). */
NDIS_STATUS NdisMQueryAdapterInstanceName(PNDIS_STRING AdapterInstanceName,
					  NDIS_HANDLE MiniportAdapterHandle);
/* An instance has neither a device object nor resources: each that is asked for
 * is NULL.
 */
VOID NdisMGetDeviceProperty(NDIS_HANDLE MiniportAdapterHandle,
			    PDEVICE_OBJECT *PhysicalDeviceObject,
			    PDEVICE_OBJECT *FunctionalDeviceObject,
			    PDEVICE_OBJECT *NextDeviceObject,
			    PCM_RESOURCE_LIST *AllocatedResources,
			    PCM_RESOURCE_LIST *AllocatedResourcesTranslated);
/* An instance goes by NdisIMDeInitializeDeviceInstance() alone: not supported. */
NDIS_STATUS NdisMRemoveMiniport(NDIS_HANDLE MiniportAdapterHandle);
NDIS_HANDLE NdisIMGetDeviceContext(NDIS_HANDLE MiniportAdapterHandle);
NDIS_HANDLE NdisIMGetBindingContext(NDIS_HANDLE NdisBindingHandle);
VOID NdisMSetAttributesEx(NDIS_HANDLE MiniportAdapterHandle, NDIS_HANDLE MiniportAdapterContext,
			  UINT CheckForHangTimeInSeconds, ULONG AttributeFlags,
			  NDIS_INTERFACE_TYPE AdapterType);
NDIS_STATUS NdisMSetMiniportSecondary(NDIS_HANDLE MiniportHandle,
				      NDIS_HANDLE PrimaryMiniportHandle);
NDIS_STATUS NdisMPromoteMiniport(NDIS_HANDLE MiniportHandle);
VOID NdisMRegisterAdapterShutdownHandler(NDIS_HANDLE MiniportHandle, PVOID ShutdownContext,
					 ADAPTER_SHUTDOWN_HANDLER ShutdownHandler);
VOID NdisMDeregisterAdapterShutdownHandler(NDIS_HANDLE MiniportHandle);

/* --- indications --- */

VOID NdisMIndicateReceivePacket(NDIS_HANDLE MiniportAdapterHandle,
				PPNDIS_PACKET ReceivePackets, UINT NumberOfPackets);
VOID NdisMEthIndicateReceive(NDIS_HANDLE MiniportAdapterHandle,
			     NDIS_HANDLE MiniportReceiveContext, PVOID HeaderBuffer,
			     UINT HeaderBufferSize, PVOID LookaheadBuffer,
			     UINT LookaheadBufferSize, UINT PacketSize);
VOID NdisMEthIndicateReceiveComplete(NDIS_HANDLE MiniportAdapterHandle);
VOID NdisMTrIndicateReceive(NDIS_HANDLE MiniportAdapterHandle,
			    NDIS_HANDLE MiniportReceiveContext, PVOID HeaderBuffer,
			    UINT HeaderBufferSize, PVOID LookaheadBuffer,
			    UINT LookaheadBufferSize, UINT PacketSize);
VOID NdisMTrIndicateReceiveComplete(NDIS_HANDLE MiniportAdapterHandle);
VOID NdisMFddiIndicateReceive(NDIS_HANDLE MiniportAdapterHandle,
			      NDIS_HANDLE MiniportReceiveContext, PVOID HeaderBuffer,
			      UINT HeaderBufferSize, PVOID LookaheadBuffer,
			      UINT LookaheadBufferSize, UINT PacketSize);
VOID NdisMFddiIndicateReceiveComplete(NDIS_HANDLE MiniportAdapterHandle);
VOID NdisMIndicateStatus(NDIS_HANDLE MiniportAdapterHandle, NDIS_STATUS GeneralStatus,
			 PVOID StatusBuffer, UINT StatusBufferSize);
VOID NdisMIndicateStatusComplete(NDIS_HANDLE MiniportAdapterHandle);
NDIS_STATUS NdisIMNotifyPnPEvent(NDIS_HANDLE MiniportHandle, PNET_PNP_EVENT NetPnPEvent);

/* --- completions --- */

VOID NdisMSendComplete(NDIS_HANDLE MiniportAdapterHandle, PNDIS_PACKET Packet,
		       NDIS_STATUS Status);
VOID NdisMSendResourcesAvailable(NDIS_HANDLE MiniportAdapterHandle);
VOID NdisMTransferDataComplete(NDIS_HANDLE MiniportAdapterHandle, PNDIS_PACKET Packet,
			       NDIS_STATUS Status, UINT BytesTransferred);
VOID NdisMQueryInformationComplete(NDIS_HANDLE MiniportAdapterHandle, NDIS_STATUS Status);
VOID NdisMSetInformationComplete(NDIS_HANDLE MiniportAdapterHandle, NDIS_STATUS Status);
VOID NdisMResetComplete(NDIS_HANDLE MiniportAdapterHandle, NDIS_STATUS Status,
			BOOLEAN AddressingReset);

/* --- serialised miniports of NDIS 4.0 --- */

BOOLEAN NdisIMSwitchToMiniport(NDIS_HANDLE MiniportHandle, PNDIS_HANDLE SwitchHandle);
VOID NdisIMRevertBack(NDIS_HANDLE MiniportHandle, NDIS_HANDLE SwitchHandle);
NDIS_STATUS NdisIMQueueMiniportCallback(NDIS_HANDLE MiniportHandle,
					W_MINIPORT_CALLBACK CallbackRoutine,
					PVOID CallbackContext);

/* --- a log that a program reads by WMI: not supported --- */

NDIS_STATUS NdisMCreateLog(NDIS_HANDLE MiniportAdapterHandle, UINT Size, PNDIS_HANDLE LogHandle);
VOID NdisMCloseLog(NDIS_HANDLE LogHandle);
NDIS_STATUS NdisMWriteLogData(NDIS_HANDLE LogHandle, PVOID LogBuffer, UINT LogBufferSize);
VOID NdisMFlushLog(NDIS_HANDLE LogHandle);

/* --- a control device --- */

NDIS_STATUS NdisMRegisterDeviceWorker(PWDF_DRIVER_GLOBALS Globals, NDIS_HANDLE NdisWrapperHandle,
				      PNDIS_STRING DeviceName, PNDIS_STRING SymbolicName,
				      PDRIVER_DISPATCH MajorFunctions[],
				      PDEVICE_OBJECT *DeviceObject, NDIS_HANDLE *NdisDeviceHandle);
NDIS_STATUS NdisMDeregisterDevice(NDIS_HANDLE NdisDeviceHandle);

EXTERN_C_END

#define NdisMRegisterDevice(wrapper, name, link, functions, object, handle)		\
	NdisMRegisterDeviceWorker(WdfDriverGlobals, (wrapper), (name), (link), (functions),	\
				  (object), (handle))
#define NdisMInitializeWrapper(handle, object, path, reserved)	\
	NdisInitializeWrapper((handle), (object), (path), (reserved))

static inline VOID NdisMSetAttributes(NDIS_HANDLE MiniportAdapterHandle,
				      NDIS_HANDLE MiniportAdapterContext, BOOLEAN BusMaster,
				      NDIS_INTERFACE_TYPE AdapterType)
{
	NdisMSetAttributesEx(MiniportAdapterHandle, MiniportAdapterContext, 0,
			     BusMaster ? NDIS_ATTRIBUTE_BUS_MASTER : 0, AdapterType);
}

#endif
