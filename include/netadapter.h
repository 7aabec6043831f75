/* SPDX-License-Identifier: GPL-2.0 */
/* The adapter: creation, data path capabilities, link, start and stop. */
#ifndef _NT_NETADAPTER_H
#define _NT_NETADAPTER_H

#include <ifdef.h>
#include <netadaptercxtypes.h>
#include <netlinklayeraddress.h>
#include <net/returncontext.h>

/* ---- creation ---- */

typedef NTSTATUS (EVT_NET_ADAPTER_CREATE_TXQUEUE)(NETADAPTER Adapter,
						  NETTXQUEUE_INIT *TxQueueInit);
typedef NTSTATUS (EVT_NET_ADAPTER_CREATE_RXQUEUE)(NETADAPTER Adapter,
						  NETRXQUEUE_INIT *RxQueueInit);
typedef EVT_NET_ADAPTER_CREATE_TXQUEUE *PFN_NET_ADAPTER_CREATE_TXQUEUE;
typedef EVT_NET_ADAPTER_CREATE_RXQUEUE *PFN_NET_ADAPTER_CREATE_RXQUEUE;

typedef struct _NET_ADAPTER_DATAPATH_CALLBACKS {
	ULONG Size;
	PFN_NET_ADAPTER_CREATE_TXQUEUE EvtAdapterCreateTxQueue;
	PFN_NET_ADAPTER_CREATE_RXQUEUE EvtAdapterCreateRxQueue;
} NET_ADAPTER_DATAPATH_CALLBACKS, *PNET_ADAPTER_DATAPATH_CALLBACKS;

static inline VOID
NET_ADAPTER_DATAPATH_CALLBACKS_INIT(NET_ADAPTER_DATAPATH_CALLBACKS *DatapathCallbacks,
				    PFN_NET_ADAPTER_CREATE_TXQUEUE EvtAdapterCreateTxQueue,
				    PFN_NET_ADAPTER_CREATE_RXQUEUE EvtAdapterCreateRxQueue)
{
	RtlZeroMemory(DatapathCallbacks, sizeof(*DatapathCallbacks));
	DatapathCallbacks->Size = sizeof(*DatapathCallbacks);
	DatapathCallbacks->EvtAdapterCreateTxQueue = EvtAdapterCreateTxQueue;
	DatapathCallbacks->EvtAdapterCreateRxQueue = EvtAdapterCreateRxQueue;
}

/* ---- data path capabilities ---- */

typedef enum _NET_MEMORY_MAPPING_REQUIREMENT {
	NetMemoryMappingRequirementNone,
	NetMemoryMappingRequirementDmaMapped
} NET_MEMORY_MAPPING_REQUIREMENT;

typedef enum _NET_RX_FRAGMENT_BUFFER_ALLOCATION_MODE {
	NetRxFragmentBufferAllocationModeSystem,
	NetRxFragmentBufferAllocationModeDriver
} NET_RX_FRAGMENT_BUFFER_ALLOCATION_MODE;

typedef enum _NET_RX_FRAGMENT_BUFFER_ATTACHMENT_MODE {
	NetRxFragmentBufferAttachmentModeSystem,
	NetRxFragmentBufferAttachmentModeDriver
} NET_RX_FRAGMENT_BUFFER_ATTACHMENT_MODE;

typedef VOID (EVT_NET_ADAPTER_RETURN_RX_BUFFER)(NETADAPTER Adapter,
	NET_FRAGMENT_RETURN_CONTEXT_HANDLE RxReturnContext);
typedef EVT_NET_ADAPTER_RETURN_RX_BUFFER *PFN_NET_ADAPTER_RETURN_RX_BUFFER;

typedef struct _NET_ADAPTER_DMA_CAPABILITIES {
	ULONG Size;
	WDFDMAENABLER DmaEnabler;
	PHYSICAL_ADDRESS MaximumPhysicalAddress;
	ULONG PreferredNode;
} NET_ADAPTER_DMA_CAPABILITIES;

static inline VOID NET_ADAPTER_DMA_CAPABILITIES_INIT(NET_ADAPTER_DMA_CAPABILITIES *DmaCapabilities,
						     WDFDMAENABLER DmaEnabler)
{
	RtlZeroMemory(DmaCapabilities, sizeof(*DmaCapabilities));
	DmaCapabilities->Size = sizeof(*DmaCapabilities);
	DmaCapabilities->DmaEnabler = DmaEnabler;
	DmaCapabilities->PreferredNode = (ULONG)-1;
}

typedef struct _NET_ADAPTER_TX_CAPABILITIES {
	ULONG Size;
	NET_MEMORY_MAPPING_REQUIREMENT MappingRequirement;
	SIZE_T PayloadBackfill;
	SIZE_T MaximumNumberOfFragments;
	SIZE_T FragmentBufferAlignment;
	UINT32 FragmentRingNumberOfElementsHint;
	SIZE_T MaximumNumberOfQueues;
	NET_ADAPTER_DMA_CAPABILITIES *DmaCapabilities;
} NET_ADAPTER_TX_CAPABILITIES;

static inline VOID NET_ADAPTER_TX_CAPABILITIES_INIT(NET_ADAPTER_TX_CAPABILITIES *TxCapabilities,
						    SIZE_T MaximumNumberOfQueues)
{
	RtlZeroMemory(TxCapabilities, sizeof(*TxCapabilities));
	TxCapabilities->Size = sizeof(*TxCapabilities);
	TxCapabilities->MappingRequirement = NetMemoryMappingRequirementNone;
	TxCapabilities->MaximumNumberOfFragments = (SIZE_T)-1;
	TxCapabilities->FragmentBufferAlignment = 1;
	TxCapabilities->MaximumNumberOfQueues = MaximumNumberOfQueues;
}

static inline VOID
NET_ADAPTER_TX_CAPABILITIES_INIT_FOR_DMA(NET_ADAPTER_TX_CAPABILITIES *TxCapabilities,
					 NET_ADAPTER_DMA_CAPABILITIES *DmaCapabilities,
					 SIZE_T MaximumNumberOfQueues)
{
	NET_ADAPTER_TX_CAPABILITIES_INIT(TxCapabilities, MaximumNumberOfQueues);
	TxCapabilities->MappingRequirement = NetMemoryMappingRequirementDmaMapped;
	TxCapabilities->DmaCapabilities = DmaCapabilities;
}

/* The return callback and the second struct share memory: AllocationMode decides. */
typedef struct _NET_ADAPTER_RX_CAPABILITIES {
	ULONG Size;
	NET_RX_FRAGMENT_BUFFER_ALLOCATION_MODE AllocationMode;
	NET_RX_FRAGMENT_BUFFER_ATTACHMENT_MODE AttachmentMode;
	UINT32 FragmentRingNumberOfElementsHint;
	SIZE_T MaximumFrameSize;
	SIZE_T MaximumNumberOfQueues;
	union {
		struct {
			PFN_NET_ADAPTER_RETURN_RX_BUFFER EvtAdapterReturnRxBuffer;
		};
		struct {
			NET_MEMORY_MAPPING_REQUIREMENT MappingRequirement;
			SIZE_T FragmentBufferAlignment;
			NET_ADAPTER_DMA_CAPABILITIES *DmaCapabilities;
		};
	};
} NET_ADAPTER_RX_CAPABILITIES;
C_ASSERT(offsetof(NET_ADAPTER_RX_CAPABILITIES, EvtAdapterReturnRxBuffer) ==
	 offsetof(NET_ADAPTER_RX_CAPABILITIES, MappingRequirement));

static inline VOID
NET_ADAPTER_RX_CAPABILITIES_INIT_DRIVER_MANAGED(NET_ADAPTER_RX_CAPABILITIES *RxCapabilities,
						PFN_NET_ADAPTER_RETURN_RX_BUFFER EvtReturnRxBuffer,
						SIZE_T MaximumFrameSize,
						SIZE_T MaximumNumberOfQueues)
{
	RtlZeroMemory(RxCapabilities, sizeof(*RxCapabilities));
	RxCapabilities->Size = sizeof(*RxCapabilities);
	RxCapabilities->AllocationMode = NetRxFragmentBufferAllocationModeDriver;
	RxCapabilities->AttachmentMode = NetRxFragmentBufferAttachmentModeDriver;
	RxCapabilities->MaximumFrameSize = MaximumFrameSize;
	RxCapabilities->MaximumNumberOfQueues = MaximumNumberOfQueues;
	RxCapabilities->FragmentBufferAlignment = 1;
	/* Last: see the union. */
	RxCapabilities->EvtAdapterReturnRxBuffer = EvtReturnRxBuffer;
}

static inline VOID
NET_ADAPTER_RX_CAPABILITIES_INIT_SYSTEM_MANAGED(NET_ADAPTER_RX_CAPABILITIES *RxCapabilities,
						SIZE_T MaximumFrameSize,
						SIZE_T MaximumNumberOfQueues)
{
	RtlZeroMemory(RxCapabilities, sizeof(*RxCapabilities));
	RxCapabilities->Size = sizeof(*RxCapabilities);
	RxCapabilities->AllocationMode = NetRxFragmentBufferAllocationModeSystem;
	RxCapabilities->AttachmentMode = NetRxFragmentBufferAttachmentModeSystem;
	RxCapabilities->MaximumFrameSize = MaximumFrameSize;
	RxCapabilities->MaximumNumberOfQueues = MaximumNumberOfQueues;
	RxCapabilities->MappingRequirement = NetMemoryMappingRequirementNone;
	RxCapabilities->FragmentBufferAlignment = 1;
}

static inline VOID
NET_ADAPTER_RX_CAPABILITIES_INIT_SYSTEM_MANAGED_DMA(NET_ADAPTER_RX_CAPABILITIES *RxCapabilities,
						    NET_ADAPTER_DMA_CAPABILITIES *DmaCapabilities,
						    SIZE_T MaximumFrameSize,
						    SIZE_T MaximumNumberOfQueues)
{
	NET_ADAPTER_RX_CAPABILITIES_INIT_SYSTEM_MANAGED(RxCapabilities, MaximumFrameSize,
							MaximumNumberOfQueues);
	RxCapabilities->MappingRequirement = NetMemoryMappingRequirementDmaMapped;
	RxCapabilities->DmaCapabilities = DmaCapabilities;
}

/* ---- link ---- */

typedef struct _NET_ADAPTER_LINK_LAYER_CAPABILITIES {
	ULONG Size;
	ULONG64 MaxTxLinkSpeed;		/* bit/s */
	ULONG64 MaxRxLinkSpeed;
} NET_ADAPTER_LINK_LAYER_CAPABILITIES;

static inline VOID
NET_ADAPTER_LINK_LAYER_CAPABILITIES_INIT(NET_ADAPTER_LINK_LAYER_CAPABILITIES *Capabilities,
					 ULONG64 MaxTxLinkSpeed, ULONG64 MaxRxLinkSpeed)
{
	RtlZeroMemory(Capabilities, sizeof(*Capabilities));
	Capabilities->Size = sizeof(*Capabilities);
	Capabilities->MaxTxLinkSpeed = MaxTxLinkSpeed;
	Capabilities->MaxRxLinkSpeed = MaxRxLinkSpeed;
}

typedef enum _NET_IF_MEDIA_CONNECT_STATE {
	MediaConnectStateUnknown,
	MediaConnectStateConnected,
	MediaConnectStateDisconnected
} NET_IF_MEDIA_CONNECT_STATE, *PNET_IF_MEDIA_CONNECT_STATE;

typedef enum _NET_IF_MEDIA_DUPLEX_STATE {
	MediaDuplexStateUnknown,
	MediaDuplexStateHalf,
	MediaDuplexStateFull
} NET_IF_MEDIA_DUPLEX_STATE, *PNET_IF_MEDIA_DUPLEX_STATE;

typedef enum _NET_ADAPTER_PAUSE_FUNCTION_TYPE {
	NetAdapterPauseFunctionTypeUnsupported,
	NetAdapterPauseFunctionTypeSendOnly,
	NetAdapterPauseFunctionTypeReceiveOnly,
	NetAdapterPauseFunctionTypeSendAndReceive,
	NetAdapterPauseFunctionTypeUnknown
} NET_ADAPTER_PAUSE_FUNCTION_TYPE;
C_ASSERT(NetAdapterPauseFunctionTypeUnknown == 4);

typedef enum _NET_ADAPTER_AUTO_NEGOTIATION_FLAGS {
	NetAdapterAutoNegotiationFlagNone = 0,
	NetAdapterAutoNegotiationFlagXmitLinkSpeedAutoNegotiated = 1,
	NetAdapterAutoNegotiationFlagRcvLinkSpeedautoNegotiated = 2,
	NetAdapterAutoNegotiationFlagDuplexAutoNegotiated = 4,
	NetAdapterAutoNegotiationFlagPauseFunctionsAutoNegotiated = 8
} NET_ADAPTER_AUTO_NEGOTIATION_FLAGS;
DEFINE_ENUM_FLAG_OPERATORS(NET_ADAPTER_AUTO_NEGOTIATION_FLAGS)

#define NET_ADAPTER_LINK_SPEED_UNKNOWN	((ULONG64)-1)

typedef struct _NET_ADAPTER_LINK_STATE {
	ULONG Size;
	ULONG64 TxLinkSpeed;		/* bit/s */
	ULONG64 RxLinkSpeed;
	NET_IF_MEDIA_CONNECT_STATE MediaConnectState;
	NET_IF_MEDIA_DUPLEX_STATE MediaDuplexState;
	NET_ADAPTER_PAUSE_FUNCTION_TYPE SupportedPauseFunctions;
	NET_ADAPTER_AUTO_NEGOTIATION_FLAGS AutoNegotiationFlags;
} NET_ADAPTER_LINK_STATE;

static inline VOID
NET_ADAPTER_LINK_STATE_INIT(NET_ADAPTER_LINK_STATE *LinkState, ULONG64 LinkSpeed,
			    NET_IF_MEDIA_CONNECT_STATE MediaConnectState,
			    NET_IF_MEDIA_DUPLEX_STATE MediaDuplexState,
			    NET_ADAPTER_PAUSE_FUNCTION_TYPE SupportedPauseFunctions,
			    NET_ADAPTER_AUTO_NEGOTIATION_FLAGS AutoNegotiationFlags)
{
	RtlZeroMemory(LinkState, sizeof(*LinkState));
	LinkState->Size = sizeof(*LinkState);
	LinkState->TxLinkSpeed = LinkSpeed;
	LinkState->RxLinkSpeed = LinkSpeed;
	LinkState->MediaConnectState = MediaConnectState;
	LinkState->MediaDuplexState = MediaDuplexState;
	LinkState->SupportedPauseFunctions = SupportedPauseFunctions;
	LinkState->AutoNegotiationFlags = AutoNegotiationFlags;
}

static inline VOID NET_ADAPTER_LINK_STATE_INIT_DISCONNECTED(NET_ADAPTER_LINK_STATE *LinkState)
{
	NET_ADAPTER_LINK_STATE_INIT(LinkState, NET_ADAPTER_LINK_SPEED_UNKNOWN,
				    MediaConnectStateDisconnected, MediaDuplexStateUnknown,
				    NetAdapterPauseFunctionTypeUnsupported,
				    NetAdapterAutoNegotiationFlagNone);
}

/* ---- functions ---- */

EXTERN_C_START

NETADAPTER_INIT *NetAdapterInitAllocate(WDFDEVICE Device);
VOID NetAdapterInitFree(NETADAPTER_INIT *AdapterInit);
VOID NetAdapterInitSetDatapathCallbacks(NETADAPTER_INIT *AdapterInit,
					NET_ADAPTER_DATAPATH_CALLBACKS *DatapathCallbacks);
NTSTATUS NetAdapterCreate(NETADAPTER_INIT *AdapterInit, PWDF_OBJECT_ATTRIBUTES AdapterAttributes,
			  NETADAPTER *Adapter);
NTSTATUS NetAdapterStart(NETADAPTER Adapter);
VOID NetAdapterStop(NETADAPTER Adapter);

VOID NetAdapterSetDataPathCapabilities(NETADAPTER Adapter,
				       NET_ADAPTER_TX_CAPABILITIES *TxCapabilities,
				       NET_ADAPTER_RX_CAPABILITIES *RxCapabilities);
VOID NetAdapterSetLinkLayerCapabilities(NETADAPTER Adapter,
					NET_ADAPTER_LINK_LAYER_CAPABILITIES *Capabilities);
VOID NetAdapterSetLinkLayerMtuSize(NETADAPTER Adapter, ULONG MtuSize);
/* The same from creation on, whatever its interface is called. Any IRQL. */
NET_LUID NetAdapterGetNetLuid(NETADAPTER Adapter);
VOID NetAdapterSetLinkState(NETADAPTER Adapter, NET_ADAPTER_LINK_STATE *LinkState);
VOID NetAdapterSetPermanentLinkLayerAddress(NETADAPTER Adapter,
					    NET_ADAPTER_LINK_LAYER_ADDRESS *LinkLayerAddress);
VOID NetAdapterSetCurrentLinkLayerAddress(NETADAPTER Adapter,
					  NET_ADAPTER_LINK_LAYER_ADDRESS *LinkLayerAddress);

EXTERN_C_END

/* Both spellings are in use. */
#define NetAdapterSetDatapathCapabilities	NetAdapterSetDataPathCapabilities

#endif
