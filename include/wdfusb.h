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

/* ---- pipe ---- */

typedef enum _WDF_USB_PIPE_TYPE {
	WdfUsbPipeTypeInvalid,
	WdfUsbPipeTypeControl,
	WdfUsbPipeTypeIsochronous,
	WdfUsbPipeTypeBulk,
	WdfUsbPipeTypeInterrupt
} WDF_USB_PIPE_TYPE;
C_ASSERT(WdfUsbPipeTypeInterrupt == 4);

typedef struct _WDF_USB_PIPE_INFORMATION {
	ULONG Size;
	ULONG MaximumPacketSize;
	UCHAR EndpointAddress;
	UCHAR Interval;
	UCHAR SettingIndex;
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
	WdfUsbControlSetupPacketInit(Packet, BmRequestHostToDevice, BmRequestStandard,
				     BmRequestRecipient,
				     SetFeature ? USB_REQUEST_SET_FEATURE : USB_REQUEST_CLEAR_FEATURE,
				     FeatureSelector, Index);
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

EXTERN_C_START

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
NTSTATUS WdfUsbTargetDeviceRetrieveConfigDescriptor(WDFUSBDEVICE UsbDevice,
						    PVOID ConfigDescriptor,
						    PUSHORT ConfigDescriptorLength);
NTSTATUS WdfUsbTargetDeviceSelectConfig(WDFUSBDEVICE UsbDevice,
					PWDF_OBJECT_ATTRIBUTES PipeAttributes,
					PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS Params);
UCHAR WdfUsbTargetDeviceGetNumInterfaces(WDFUSBDEVICE UsbDevice);
WDFUSBINTERFACE WdfUsbTargetDeviceGetInterface(WDFUSBDEVICE UsbDevice, UCHAR InterfaceIndex);
WDFIOTARGET WdfUsbTargetDeviceGetIoTarget(WDFUSBDEVICE UsbDevice);
NTSTATUS WdfUsbTargetDeviceSendControlTransferSynchronously(WDFUSBDEVICE UsbDevice,
	WDFREQUEST Request, PWDF_REQUEST_SEND_OPTIONS RequestOptions,
	PWDF_USB_CONTROL_SETUP_PACKET SetupPacket, PWDF_MEMORY_DESCRIPTOR MemoryDescriptor,
	PULONG BytesTransferred);
NTSTATUS WdfUsbTargetDeviceFormatRequestForControlTransfer(WDFUSBDEVICE UsbDevice,
	WDFREQUEST Request, PWDF_USB_CONTROL_SETUP_PACKET SetupPacket, WDFMEMORY TransferMemory,
	PWDFMEMORY_OFFSET TransferOffset);
NTSTATUS WdfUsbTargetDeviceQueryString(WDFUSBDEVICE UsbDevice, WDFREQUEST Request,
				       PWDF_REQUEST_SEND_OPTIONS RequestOptions, PUSHORT String,
				       PUSHORT NumCharacters, UCHAR StringIndex, USHORT LangID);
NTSTATUS WdfUsbTargetDeviceQueryUsbCapability(WDFUSBDEVICE UsbDevice, const GUID *CapabilityType,
					      ULONG CapabilityBufferLength,
					      PVOID CapabilityBuffer, PULONG ResultLength);
NTSTATUS WdfUsbTargetDeviceResetPortSynchronously(WDFUSBDEVICE UsbDevice);
NTSTATUS WdfUsbTargetDeviceCyclePortSynchronously(WDFUSBDEVICE UsbDevice);
NTSTATUS WdfUsbTargetDeviceCreateUrb(WDFUSBDEVICE UsbDevice, PWDF_OBJECT_ATTRIBUTES Attributes,
				     WDFMEMORY *UrbMemory, PURB *Urb);

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
WDFUSBPIPE WdfUsbInterfaceGetConfiguredPipe(WDFUSBINTERFACE UsbInterface, UCHAR PipeIndex,
					    PWDF_USB_PIPE_INFORMATION PipeInfo);

VOID WdfUsbTargetPipeGetInformation(WDFUSBPIPE Pipe, PWDF_USB_PIPE_INFORMATION PipeInformation);
WDF_USB_PIPE_TYPE WdfUsbTargetPipeGetType(WDFUSBPIPE Pipe);
BOOLEAN WdfUsbTargetPipeIsInEndpoint(WDFUSBPIPE Pipe);
BOOLEAN WdfUsbTargetPipeIsOutEndpoint(WDFUSBPIPE Pipe);
WDFIOTARGET WdfUsbTargetPipeGetIoTarget(WDFUSBPIPE Pipe);
VOID WdfUsbTargetPipeSetNoMaximumPacketSizeCheck(WDFUSBPIPE Pipe);
USBD_PIPE_HANDLE WdfUsbTargetPipeWdmGetPipeHandle(WDFUSBPIPE UsbPipe);
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
NTSTATUS WdfUsbTargetPipeFormatRequestForUrb(WDFUSBPIPE Pipe, WDFREQUEST Request,
					     WDFMEMORY UrbMemory, PWDFMEMORY_OFFSET UrbMemoryOffset);
NTSTATUS WdfUsbTargetPipeAbortSynchronously(WDFUSBPIPE Pipe, WDFREQUEST Request,
					    PWDF_REQUEST_SEND_OPTIONS RequestOptions);
NTSTATUS WdfUsbTargetPipeResetSynchronously(WDFUSBPIPE Pipe, WDFREQUEST Request,
					    PWDF_REQUEST_SEND_OPTIONS RequestOptions);
NTSTATUS WdfUsbTargetPipeConfigContinuousReader(WDFUSBPIPE Pipe,
						PWDF_USB_CONTINUOUS_READER_CONFIG Config);

EXTERN_C_END

#endif
