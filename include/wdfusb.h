/* SPDX-License-Identifier: GPL-2.0 */
/* USB targets: device, interfaces, pipes, continuous readers. */
#ifndef _NT_WDFUSB_H
#define _NT_WDFUSB_H

#include <usb.h>
#include <usbdlib.h>
#include <wdf.h>

/* ---- device ---- */

typedef struct _WDF_USB_DEVICE_CREATE_CONFIG {
	ULONG Size;
	ULONG USBDClientContractVersion;
} WDF_USB_DEVICE_CREATE_CONFIG, *PWDF_USB_DEVICE_CREATE_CONFIG;

static inline VOID WDF_USB_DEVICE_CREATE_CONFIG_INIT(PWDF_USB_DEVICE_CREATE_CONFIG Config,
						     ULONG USBDClientContractVersion)
{
	RtlZeroMemory(Config, sizeof(*Config));
	Config->Size = sizeof(*Config);
	Config->USBDClientContractVersion = USBDClientContractVersion;
}

typedef enum _WDF_USB_DEVICE_TRAITS {
	WDF_USB_DEVICE_TRAIT_SELF_POWERED = 0x00000001,
	WDF_USB_DEVICE_TRAIT_REMOTE_WAKE_CAPABLE = 0x00000002,
	WDF_USB_DEVICE_TRAIT_AT_HIGH_SPEED = 0x00000004
} WDF_USB_DEVICE_TRAITS;

typedef struct _WDF_USB_DEVICE_INFORMATION {
	ULONG Size;
	USBD_VERSION_INFORMATION UsbdVersionInformation;
	ULONG HcdPortCapabilities;
	ULONG Traits;
} WDF_USB_DEVICE_INFORMATION, *PWDF_USB_DEVICE_INFORMATION;

static inline VOID WDF_USB_DEVICE_INFORMATION_INIT(PWDF_USB_DEVICE_INFORMATION Info)
{
	RtlZeroMemory(Info, sizeof(*Info));
	Info->Size = sizeof(*Info);
}

/* ---- select configuration, select setting ---- */

typedef struct _WDF_USB_INTERFACE_SETTING_PAIR {
	WDFUSBINTERFACE UsbInterface;
	UCHAR SettingIndex;
} WDF_USB_INTERFACE_SETTING_PAIR, *PWDF_USB_INTERFACE_SETTING_PAIR;

typedef enum _WdfUsbTargetDeviceSelectConfigType {
	WdfUsbTargetDeviceSelectConfigTypeInvalid,
	WdfUsbTargetDeviceSelectConfigTypeDeconfig,
	WdfUsbTargetDeviceSelectConfigTypeSingleInterface,
	WdfUsbTargetDeviceSelectConfigTypeMultiInterface,
	WdfUsbTargetDeviceSelectConfigTypeInterfacesPairs,
	WdfUsbTargetDeviceSelectConfigTypeInterfacesDescriptor,
	WdfUsbTargetDeviceSelectConfigTypeUrb
} WdfUsbTargetDeviceSelectConfigType;

typedef struct _WDF_USB_DEVICE_SELECT_CONFIG_PARAMS {
	ULONG Size;
	WdfUsbTargetDeviceSelectConfigType Type;
	union {
		struct {
			PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor;
			PUSB_INTERFACE_DESCRIPTOR *InterfaceDescriptors;
			ULONG NumInterfaceDescriptors;
		} Descriptor;
		struct {
			PURB Urb;
		} Urb;
		struct {
			UCHAR NumberConfiguredPipes;
			WDFUSBINTERFACE ConfiguredUsbInterface;
		} SingleInterface;
		struct {
			UCHAR NumberInterfaces;
			PWDF_USB_INTERFACE_SETTING_PAIR Pairs;
			UCHAR NumberOfConfiguredInterfaces;
		} MultiInterface;
	} Types;
} WDF_USB_DEVICE_SELECT_CONFIG_PARAMS, *PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS;

static inline VOID
WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_DECONFIG(PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS Params)
{
	RtlZeroMemory(Params, sizeof(*Params));
	Params->Size = sizeof(*Params);
	Params->Type = WdfUsbTargetDeviceSelectConfigTypeDeconfig;
}

static inline VOID
WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_SINGLE_INTERFACE(PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS
							  Params)
{
	RtlZeroMemory(Params, sizeof(*Params));
	Params->Size = sizeof(*Params);
	Params->Type = WdfUsbTargetDeviceSelectConfigTypeSingleInterface;
}

/* (Params), or (Params, number of pairs, pairs) to name the settings. */
static inline VOID
WdfUsbDeviceSelectConfigParamsInitMultiple(PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS Params,
					   UCHAR NumberInterfaces,
					   PWDF_USB_INTERFACE_SETTING_PAIR SettingPairs)
{
	RtlZeroMemory(Params, sizeof(*Params));
	Params->Size = sizeof(*Params);
	if (SettingPairs && NumberInterfaces) {
		Params->Type = WdfUsbTargetDeviceSelectConfigTypeInterfacesPairs;
		Params->Types.MultiInterface.NumberInterfaces = NumberInterfaces;
		Params->Types.MultiInterface.Pairs = SettingPairs;
	} else {
		Params->Type = WdfUsbTargetDeviceSelectConfigTypeMultiInterface;
	}
}

#define WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_MULTIPLE_INTERFACES(...)	\
	NT_USB_INIT_MULTIPLE_INTERFACES(__VA_ARGS__, 0, NULL, 0)
#define NT_USB_INIT_MULTIPLE_INTERFACES(Params, NumberInterfaces, SettingPairs, ...)	\
	WdfUsbDeviceSelectConfigParamsInitMultiple(Params, NumberInterfaces, SettingPairs)

/* Each descriptor names an interface and the setting that it is to have. */
static inline VOID WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_INTERFACES_DESCRIPTORS(
	PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS Params,
	PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor,
	PUSB_INTERFACE_DESCRIPTOR *InterfaceDescriptors, ULONG NumInterfaces)
{
	RtlZeroMemory(Params, sizeof(*Params));
	Params->Size = sizeof(*Params);
	Params->Type = WdfUsbTargetDeviceSelectConfigTypeInterfacesDescriptor;
	Params->Types.Descriptor.ConfigurationDescriptor = ConfigurationDescriptor;
	Params->Types.Descriptor.InterfaceDescriptors = InterfaceDescriptors;
	Params->Types.Descriptor.NumInterfaceDescriptors = NumInterfaces;
}

/* An URB_FUNCTION_SELECT_CONFIGURATION. */
static inline VOID
WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_URB(PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS Params, PURB Urb)
{
	RtlZeroMemory(Params, sizeof(*Params));
	Params->Size = sizeof(*Params);
	Params->Type = WdfUsbTargetDeviceSelectConfigTypeUrb;
	Params->Types.Urb.Urb = Urb;
}

typedef enum _WdfUsbTargetDeviceSelectSettingType {
	WdfUsbInterfaceSelectSettingTypeDescriptor = 0x10,
	WdfUsbInterfaceSelectSettingTypeSetting,
	WdfUsbInterfaceSelectSettingTypeUrb
} WdfUsbTargetDeviceSelectSettingType;

typedef struct _WDF_USB_INTERFACE_SELECT_SETTING_PARAMS {
	ULONG Size;
	WdfUsbTargetDeviceSelectSettingType Type;
	union {
		struct {
			PUSB_INTERFACE_DESCRIPTOR InterfaceDescriptor;
		} Descriptor;
		struct {
			UCHAR SettingIndex;
		} Interface;
		struct {
			PURB Urb;
		} Urb;
	} Types;
} WDF_USB_INTERFACE_SELECT_SETTING_PARAMS, *PWDF_USB_INTERFACE_SELECT_SETTING_PARAMS;

static inline VOID
WDF_USB_INTERFACE_SELECT_SETTING_PARAMS_INIT_SETTING(PWDF_USB_INTERFACE_SELECT_SETTING_PARAMS
						     Params, UCHAR SettingIndex)
{
	RtlZeroMemory(Params, sizeof(*Params));
	Params->Size = sizeof(*Params);
	Params->Type = WdfUsbInterfaceSelectSettingTypeSetting;
	Params->Types.Interface.SettingIndex = SettingIndex;
}

static inline VOID
WDF_USB_INTERFACE_SELECT_SETTING_PARAMS_INIT_DESCRIPTOR(PWDF_USB_INTERFACE_SELECT_SETTING_PARAMS
								Params,
							PUSB_INTERFACE_DESCRIPTOR
								InterfaceDescriptor)
{
	RtlZeroMemory(Params, sizeof(*Params));
	Params->Size = sizeof(*Params);
	Params->Type = WdfUsbInterfaceSelectSettingTypeDescriptor;
	Params->Types.Descriptor.InterfaceDescriptor = InterfaceDescriptor;
}

/* An URB_FUNCTION_SELECT_INTERFACE. */
static inline VOID
WDF_USB_INTERFACE_SELECT_SETTING_PARAMS_INIT_URB(PWDF_USB_INTERFACE_SELECT_SETTING_PARAMS Params,
						 PURB Urb)
{
	RtlZeroMemory(Params, sizeof(*Params));
	Params->Size = sizeof(*Params);
	Params->Type = WdfUsbInterfaceSelectSettingTypeUrb;
	Params->Types.Urb.Urb = Urb;
}

/* ---- pipe ---- */

typedef enum _WDF_USB_PIPE_TYPE {
	WdfUsbPipeTypeInvalid,
	WdfUsbPipeTypeControl,
	WdfUsbPipeTypeIsochronous,
	WdfUsbPipeTypeBulk,
	WdfUsbPipeTypeInterrupt
} WDF_USB_PIPE_TYPE;
C_ASSERT(WdfUsbPipeTypeInterrupt == 4);

/* Of an endpoint's address. */
#define WDF_USB_PIPE_DIRECTION_IN(Address)	(((Address) & USB_ENDPOINT_DIRECTION_MASK) != 0)
#define WDF_USB_PIPE_DIRECTION_OUT(Address)	(((Address) & USB_ENDPOINT_DIRECTION_MASK) == 0)

typedef struct _WDF_USB_PIPE_INFORMATION {
	ULONG Size;
	ULONG MaximumPacketSize;
	UCHAR EndpointAddress;
	UCHAR Interval;
	UCHAR SettingIndex;		/* bAlternateSetting that has the endpoint */
	WDF_USB_PIPE_TYPE PipeType;
	ULONG MaximumTransferSize;
} WDF_USB_PIPE_INFORMATION, *PWDF_USB_PIPE_INFORMATION;

static inline VOID WDF_USB_PIPE_INFORMATION_INIT(PWDF_USB_PIPE_INFORMATION Info)
{
	RtlZeroMemory(Info, sizeof(*Info));
	Info->Size = sizeof(*Info);
}

typedef VOID (EVT_WDF_USB_READER_COMPLETION_ROUTINE)(WDFUSBPIPE Pipe, WDFMEMORY Buffer,
						     size_t NumBytesTransferred,
						     WDFCONTEXT Context);
typedef BOOLEAN (EVT_WDF_USB_READERS_FAILED)(WDFUSBPIPE Pipe, NTSTATUS Status,
					     USBD_STATUS UsbdStatus);
typedef EVT_WDF_USB_READER_COMPLETION_ROUTINE *PFN_WDF_USB_READER_COMPLETION_ROUTINE;
typedef EVT_WDF_USB_READERS_FAILED *PFN_WDF_USB_READERS_FAILED;

typedef struct _WDF_USB_CONTINUOUS_READER_CONFIG {
	ULONG Size;
	size_t TransferLength;
	size_t HeaderLength;
	size_t TrailerLength;
	UCHAR NumPendingReads;
	PWDF_OBJECT_ATTRIBUTES BufferAttributes;
	PFN_WDF_USB_READER_COMPLETION_ROUTINE EvtUsbTargetPipeReadComplete;
	WDFCONTEXT EvtUsbTargetPipeReadCompleteContext;
	PFN_WDF_USB_READERS_FAILED EvtUsbTargetPipeReadersFailed;
} WDF_USB_CONTINUOUS_READER_CONFIG, *PWDF_USB_CONTINUOUS_READER_CONFIG;

static inline VOID
WDF_USB_CONTINUOUS_READER_CONFIG_INIT(PWDF_USB_CONTINUOUS_READER_CONFIG Config,
				      PFN_WDF_USB_READER_COMPLETION_ROUTINE ReadComplete,
				      WDFCONTEXT ReadCompleteContext, size_t TransferLength)
{
	RtlZeroMemory(Config, sizeof(*Config));
	Config->Size = sizeof(*Config);
	Config->EvtUsbTargetPipeReadComplete = ReadComplete;
	Config->EvtUsbTargetPipeReadCompleteContext = ReadCompleteContext;
	Config->TransferLength = TransferLength;
}

/* ---- setup packet ---- */

typedef enum _WDF_USB_BMREQUEST_DIRECTION {
	BmRequestHostToDevice = 0,
	BmRequestDeviceToHost = 1
} WDF_USB_BMREQUEST_DIRECTION;

typedef enum _WDF_USB_BMREQUEST_TYPE {
	BmRequestStandard = 0,
	BmRequestClass = 1,
	BmRequestVendor = 2
} WDF_USB_BMREQUEST_TYPE;

typedef enum _WDF_USB_BMREQUEST_RECIPIENT {
	BmRequestToDevice = 0,
	BmRequestToInterface = 1,
	BmRequestToEndpoint = 2,
	BmRequestToOther = 3
} WDF_USB_BMREQUEST_RECIPIENT;

typedef union _WDF_USB_CONTROL_SETUP_PACKET {
	struct {
		union {
			struct {
				UCHAR Recipient : 2;
				UCHAR Reserved : 3;
				UCHAR Type : 2;
				UCHAR Dir : 1;
			} Request;
			UCHAR Byte;
		} bm;
		UCHAR bRequest;
		union {
			struct {
				UCHAR LowByte;
				UCHAR HiByte;
			} Bytes;
			USHORT Value;
		} wValue;
		union {
			struct {
				UCHAR LowByte;
				UCHAR HiByte;
			} Bytes;
			USHORT Value;
		} wIndex;
		USHORT wLength;		/* the framework's: from the memory */
	} Packet;
	struct {
		UCHAR Bytes[8];
	} Generic;
} WDF_USB_CONTROL_SETUP_PACKET, *PWDF_USB_CONTROL_SETUP_PACKET;
C_ASSERT(sizeof(WDF_USB_CONTROL_SETUP_PACKET) == 8);
C_ASSERT(offsetof(WDF_USB_CONTROL_SETUP_PACKET, Packet.wLength) == 6);

static inline VOID WdfUsbControlSetupPacketInit(PWDF_USB_CONTROL_SETUP_PACKET Packet,
						WDF_USB_BMREQUEST_DIRECTION Direction,
						WDF_USB_BMREQUEST_TYPE Type,
						WDF_USB_BMREQUEST_RECIPIENT Recipient,
						UCHAR Request, USHORT Value, USHORT Index)
{
	RtlZeroMemory(Packet, sizeof(*Packet));
	Packet->Packet.bm.Request.Dir = (UCHAR)Direction & 1;
	Packet->Packet.bm.Request.Type = (UCHAR)Type & 3;
	Packet->Packet.bm.Request.Recipient = (UCHAR)Recipient & 3;
	Packet->Packet.bRequest = Request;
	Packet->Packet.wValue.Value = Value;
	Packet->Packet.wIndex.Value = Index;
}

static inline VOID
WDF_USB_CONTROL_SETUP_PACKET_INIT(PWDF_USB_CONTROL_SETUP_PACKET Packet,
				  WDF_USB_BMREQUEST_DIRECTION Direction,
				  WDF_USB_BMREQUEST_RECIPIENT Recipient,
				  UCHAR Request, USHORT Value, USHORT Index)
{
	WdfUsbControlSetupPacketInit(Packet, Direction, BmRequestStandard, Recipient, Request,
				     Value, Index);
}

static inline VOID
WDF_USB_CONTROL_SETUP_PACKET_INIT_CLASS(PWDF_USB_CONTROL_SETUP_PACKET Packet,
					WDF_USB_BMREQUEST_DIRECTION Direction,
					WDF_USB_BMREQUEST_RECIPIENT Recipient,
					UCHAR Request, USHORT Value, USHORT Index)
{
	WdfUsbControlSetupPacketInit(Packet, Direction, BmRequestClass, Recipient, Request, Value,
				     Index);
}

static inline VOID
WDF_USB_CONTROL_SETUP_PACKET_INIT_VENDOR(PWDF_USB_CONTROL_SETUP_PACKET Packet,
					 WDF_USB_BMREQUEST_DIRECTION Direction,
					 WDF_USB_BMREQUEST_RECIPIENT Recipient,
					 UCHAR Request, USHORT Value, USHORT Index)
{
	WdfUsbControlSetupPacketInit(Packet, Direction, BmRequestVendor, Recipient, Request, Value,
				     Index);
}

static inline VOID
WDF_USB_CONTROL_SETUP_PACKET_INIT_GET_STATUS(PWDF_USB_CONTROL_SETUP_PACKET Packet,
					     WDF_USB_BMREQUEST_RECIPIENT Recipient, USHORT Index)
{
	WdfUsbControlSetupPacketInit(Packet, BmRequestDeviceToHost, BmRequestStandard, Recipient,
				     USB_REQUEST_GET_STATUS, 0, Index);
}

static inline VOID
WDF_USB_CONTROL_SETUP_PACKET_INIT_FEATURE(PWDF_USB_CONTROL_SETUP_PACKET Packet,
					  WDF_USB_BMREQUEST_RECIPIENT BmRequestRecipient,
					  USHORT FeatureSelector, USHORT Index, BOOLEAN SetFeature)
{
	BYTE request = SetFeature ? USB_REQUEST_SET_FEATURE : USB_REQUEST_CLEAR_FEATURE;

	WdfUsbControlSetupPacketInit(Packet, BmRequestHostToDevice, BmRequestStandard,
				     BmRequestRecipient, request, FeatureSelector, Index);
}

/* ---- completion parameters ---- */

typedef enum _WDF_USB_REQUEST_TYPE {
	WdfUsbRequestTypeInvalid,
	WdfUsbRequestTypeNoFormat,
	WdfUsbRequestTypeDeviceString,
	WdfUsbRequestTypeDeviceControlTransfer,
	WdfUsbRequestTypeDeviceUrb,
	WdfUsbRequestTypePipeWrite,
	WdfUsbRequestTypePipeRead,
	WdfUsbRequestTypePipeAbort,
	WdfUsbRequestTypePipeReset,
	WdfUsbRequestTypePipeUrb
} WDF_USB_REQUEST_TYPE;

typedef struct _WDF_USB_REQUEST_COMPLETION_PARAMS {
	USBD_STATUS UsbdStatus;
	WDF_USB_REQUEST_TYPE Type;
	union {
		struct {
			WDFMEMORY Buffer;
			USHORT LangID;
			UCHAR StringIndex;
			UCHAR RequiredSize;
		} DeviceString;
		struct {
			WDFMEMORY Buffer;
			WDF_USB_CONTROL_SETUP_PACKET SetupPacket;
			ULONG Length;
		} DeviceControlTransfer;
		struct {
			WDFMEMORY Buffer;
		} DeviceUrb;
		struct {
			WDFMEMORY Buffer;
			size_t Length;
			size_t Offset;
		} PipeWrite;
		struct {
			WDFMEMORY Buffer;
			size_t Length;
			size_t Offset;
		} PipeRead;
		struct {
			WDFMEMORY Buffer;
		} PipeUrb;
	} Parameters;
} WDF_USB_REQUEST_COMPLETION_PARAMS, *PWDF_USB_REQUEST_COMPLETION_PARAMS;

/* ---- functions ---- */

/*
 * Calls that wait ("Synchronously", and all that talk to the device without a
 * request of the client's) are for PASSIVE_LEVEL; formatting, sending and
 * looking at what is known already is for any IRQL up to DISPATCH_LEVEL.
 *
 * A request may be NULL where a call waits; the framework uses one of its own
 * then. A client's request can be cancelled by WdfRequestCancelSentRequest().
 *
 * URBs: an URB is looked at when its request is sent, not before. The bus checks
 * it; what it does not like ends in STATUS_INVALID_PARAMETER and a code in
 * UrbHeader.Status. Buffers that it points to are the client's and have to stay
 * until the request has completed.
 */

EXTERN_C_START

/* ---- the device ---- */

/* The device object is a child of @Device unless @Attributes says otherwise. */
NTSTATUS WdfUsbTargetDeviceCreate(WDFDEVICE Device, PWDF_OBJECT_ATTRIBUTES Attributes,
				  WDFUSBDEVICE *UsbDevice);
NTSTATUS WdfUsbTargetDeviceCreateWithParameters(WDFDEVICE Device,
						PWDF_USB_DEVICE_CREATE_CONFIG Config,
						PWDF_OBJECT_ATTRIBUTES Attributes,
						WDFUSBDEVICE *UsbDevice);
NTSTATUS WdfUsbTargetDeviceRetrieveInformation(WDFUSBDEVICE UsbDevice,
					       PWDF_USB_DEVICE_INFORMATION Information);
VOID WdfUsbTargetDeviceGetDeviceDescriptor(WDFUSBDEVICE UsbDevice,
					   PUSB_DEVICE_DESCRIPTOR UsbDeviceDescriptor);
/* STATUS_BUFFER_TOO_SMALL: *ConfigDescriptorLength says how large. */
NTSTATUS WdfUsbTargetDeviceRetrieveConfigDescriptor(WDFUSBDEVICE UsbDevice,
						    PVOID ConfigDescriptor,
						    PUSHORT ConfigDescriptorLength);
NTSTATUS WdfUsbTargetDeviceSelectConfig(WDFUSBDEVICE UsbDevice,
					PWDF_OBJECT_ATTRIBUTES PipeAttributes,
					PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS Params);
/* For URBs that a client makes itself. NULL without a configuration. */
USBD_CONFIGURATION_HANDLE WdfUsbTargetDeviceWdmGetConfigurationHandle(WDFUSBDEVICE UsbDevice);
UCHAR WdfUsbTargetDeviceGetNumInterfaces(WDFUSBDEVICE UsbDevice);
/* By position, not by bInterfaceNumber. */
WDFUSBINTERFACE WdfUsbTargetDeviceGetInterface(WDFUSBDEVICE UsbDevice, UCHAR InterfaceIndex);
WDFIOTARGET WdfUsbTargetDeviceGetIoTarget(WDFUSBDEVICE UsbDevice);
/* STATUS_DEVICE_DOES_NOT_EXIST once it has been unplugged. */
NTSTATUS WdfUsbTargetDeviceIsConnectedSynchronous(WDFUSBDEVICE UsbDevice);
/* In units of the bus: milliseconds. */
NTSTATUS WdfUsbTargetDeviceRetrieveCurrentFrameNumber(WDFUSBDEVICE UsbDevice,
						      PULONG CurrentFrameNumber);
/* STATUS_NOT_SUPPORTED: the bus or the device does not have it. */
NTSTATUS WdfUsbTargetDeviceQueryUsbCapability(WDFUSBDEVICE UsbDevice, const GUID *CapabilityType,
					      ULONG CapabilityBufferLength,
					      PVOID CapabilityBuffer, PULONG ResultLength);

NTSTATUS WdfUsbTargetDeviceSendControlTransferSynchronously(
	WDFUSBDEVICE UsbDevice, WDFREQUEST Request, PWDF_REQUEST_SEND_OPTIONS RequestOptions,
	PWDF_USB_CONTROL_SETUP_PACKET SetupPacket, PWDF_MEMORY_DESCRIPTOR MemoryDescriptor,
	PULONG BytesTransferred);
NTSTATUS WdfUsbTargetDeviceFormatRequestForControlTransfer(
	WDFUSBDEVICE UsbDevice, WDFREQUEST Request, PWDF_USB_CONTROL_SETUP_PACKET SetupPacket,
	WDFMEMORY TransferMemory, PWDFMEMORY_OFFSET TransferOffset);

/*
 * Strings are UTF-16 without a terminator. Lengths are in characters;
 * STATUS_BUFFER_OVERFLOW: there is more than there is room for.
 */
NTSTATUS WdfUsbTargetDeviceQueryString(WDFUSBDEVICE UsbDevice, WDFREQUEST Request,
				       PWDF_REQUEST_SEND_OPTIONS RequestOptions, PUSHORT String,
				       PUSHORT NumCharacters, UCHAR StringIndex, USHORT LangID);
/* The memory object is a child of @UsbDevice unless @StringMemoryAttributes says otherwise. */
NTSTATUS WdfUsbTargetDeviceAllocAndQueryString(WDFUSBDEVICE UsbDevice,
					       PWDF_OBJECT_ATTRIBUTES StringMemoryAttributes,
					       WDFMEMORY *StringMemory, PUSHORT NumCharacters,
					       UCHAR StringIndex, USHORT LangID);
/* Parameters.DeviceString.RequiredSize of the completion is in bytes. */
NTSTATUS WdfUsbTargetDeviceFormatRequestForString(WDFUSBDEVICE UsbDevice, WDFREQUEST Request,
						  WDFMEMORY Memory, PWDFMEMORY_OFFSET Offset,
						  UCHAR StringIndex, USHORT LangID);

/* Zeroed URBs that are memory objects, children of @UsbDevice by default. */
NTSTATUS WdfUsbTargetDeviceCreateUrb(WDFUSBDEVICE UsbDevice, PWDF_OBJECT_ATTRIBUTES Attributes,
				     WDFMEMORY *UrbMemory, PURB *Urb);
NTSTATUS WdfUsbTargetDeviceCreateIsochUrb(WDFUSBDEVICE UsbDevice,
					  PWDF_OBJECT_ATTRIBUTES Attributes,
					  ULONG NumberOfIsochPackets, WDFMEMORY *UrbMemory,
					  PURB *Urb);
NTSTATUS WdfUsbTargetDeviceSendUrbSynchronously(WDFUSBDEVICE UsbDevice, WDFREQUEST Request,
						PWDF_REQUEST_SEND_OPTIONS RequestOptions,
						PURB Urb);
NTSTATUS WdfUsbTargetDeviceFormatRequestForUrb(WDFUSBDEVICE UsbDevice, WDFREQUEST Request,
					       WDFMEMORY UrbMemory,
					       PWDFMEMORY_OFFSET UrbMemoryOffset);

/* Both end in callbacks of the device: power down and up, or removal and return. */
NTSTATUS WdfUsbTargetDeviceResetPortSynchronously(WDFUSBDEVICE UsbDevice);
NTSTATUS WdfUsbTargetDeviceCyclePortSynchronously(WDFUSBDEVICE UsbDevice);
NTSTATUS WdfUsbTargetDeviceFormatRequestForCyclePort(WDFUSBDEVICE UsbDevice, WDFREQUEST Request);

/* ---- interfaces ---- */

/* The pipes of the setting before are gone, whatever the result. */
NTSTATUS WdfUsbInterfaceSelectSetting(WDFUSBINTERFACE UsbInterface,
				      PWDF_OBJECT_ATTRIBUTES PipesAttributes,
				      PWDF_USB_INTERFACE_SELECT_SETTING_PARAMS Params);
UCHAR WdfUsbInterfaceGetInterfaceNumber(WDFUSBINTERFACE UsbInterface);
UCHAR WdfUsbInterfaceGetNumSettings(WDFUSBINTERFACE UsbInterface);
UCHAR WdfUsbInterfaceGetNumEndpoints(WDFUSBINTERFACE UsbInterface, UCHAR SettingIndex);
VOID WdfUsbInterfaceGetEndpointInformation(WDFUSBINTERFACE UsbInterface, UCHAR SettingIndex,
					   UCHAR EndpointIndex,
					   PWDF_USB_PIPE_INFORMATION EndpointInfo);
VOID WdfUsbInterfaceGetDescriptor(WDFUSBINTERFACE UsbInterface, UCHAR SettingIndex,
				  PUSB_INTERFACE_DESCRIPTOR InterfaceDescriptor);
UCHAR WdfUsbInterfaceGetConfiguredSettingIndex(WDFUSBINTERFACE Interface);
BYTE WdfUsbInterfaceGetNumConfiguredPipes(WDFUSBINTERFACE UsbInterface);
/* In the order of the endpoint descriptors; NULL if there are not so many. */
WDFUSBPIPE WdfUsbInterfaceGetConfiguredPipe(WDFUSBINTERFACE UsbInterface, UCHAR PipeIndex,
					    PWDF_USB_PIPE_INFORMATION PipeInfo);

/* ---- pipes ---- */

VOID WdfUsbTargetPipeGetInformation(WDFUSBPIPE Pipe, PWDF_USB_PIPE_INFORMATION PipeInformation);
WDF_USB_PIPE_TYPE WdfUsbTargetPipeGetType(WDFUSBPIPE Pipe);
BOOLEAN WdfUsbTargetPipeIsInEndpoint(WDFUSBPIPE Pipe);
BOOLEAN WdfUsbTargetPipeIsOutEndpoint(WDFUSBPIPE Pipe);
WDFIOTARGET WdfUsbTargetPipeGetIoTarget(WDFUSBPIPE Pipe);
/* Reads may be of any length from now on, not of whole packets only. */
VOID WdfUsbTargetPipeSetNoMaximumPacketSizeCheck(WDFUSBPIPE Pipe);
/* For URBs that a client makes itself; valid as long as the pipe is. */
USBD_PIPE_HANDLE WdfUsbTargetPipeWdmGetPipeHandle(WDFUSBPIPE UsbPipe);
/* STATUS_INVALID_DEVICE_REQUEST: the endpoint is for the other direction. */
NTSTATUS WdfUsbTargetPipeReadSynchronously(WDFUSBPIPE Pipe, WDFREQUEST Request,
					   PWDF_REQUEST_SEND_OPTIONS RequestOptions,
					   PWDF_MEMORY_DESCRIPTOR MemoryDescriptor,
					   PULONG BytesRead);
NTSTATUS WdfUsbTargetPipeWriteSynchronously(WDFUSBPIPE Pipe, WDFREQUEST Request,
					    PWDF_REQUEST_SEND_OPTIONS RequestOptions,
					    PWDF_MEMORY_DESCRIPTOR MemoryDescriptor,
					    PULONG BytesWritten);
NTSTATUS WdfUsbTargetPipeFormatRequestForRead(WDFUSBPIPE Pipe, WDFREQUEST Request,
					      WDFMEMORY ReadMemory, PWDFMEMORY_OFFSET ReadOffset);
NTSTATUS WdfUsbTargetPipeFormatRequestForWrite(WDFUSBPIPE Pipe, WDFREQUEST Request,
					       WDFMEMORY WriteMemory,
					       PWDFMEMORY_OFFSET WriteOffset);
NTSTATUS WdfUsbTargetPipeSendUrbSynchronously(WDFUSBPIPE Pipe, WDFREQUEST Request,
					      PWDF_REQUEST_SEND_OPTIONS RequestOptions, PURB Urb);
NTSTATUS WdfUsbTargetPipeFormatRequestForUrb(WDFUSBPIPE Pipe, WDFREQUEST Request,
					     WDFMEMORY UrbMemory,
					     PWDFMEMORY_OFFSET UrbMemoryOffset);
/* Abort: what was sent is cancelled. Reset: and the endpoint's halt is cleared. */
NTSTATUS WdfUsbTargetPipeAbortSynchronously(WDFUSBPIPE Pipe, WDFREQUEST Request,
					    PWDF_REQUEST_SEND_OPTIONS RequestOptions);
NTSTATUS WdfUsbTargetPipeFormatRequestForAbort(WDFUSBPIPE Pipe, WDFREQUEST Request);
NTSTATUS WdfUsbTargetPipeResetSynchronously(WDFUSBPIPE Pipe, WDFREQUEST Request,
					    PWDF_REQUEST_SEND_OPTIONS RequestOptions);
NTSTATUS WdfUsbTargetPipeFormatRequestForReset(WDFUSBPIPE Pipe, WDFREQUEST Request);
NTSTATUS WdfUsbTargetPipeConfigContinuousReader(WDFUSBPIPE Pipe,
						PWDF_USB_CONTINUOUS_READER_CONFIG Config);

EXTERN_C_END

#endif
