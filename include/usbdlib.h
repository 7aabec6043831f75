/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Helpers around URBs: filling them in, walking descriptors, handles with the
 * USB stack, and the capabilities that can be asked for by GUID.
 */
#ifndef _NT_USBDLIB_H
#define _NT_USBDLIB_H

#include <usb.h>
#include <wdm.h>

/*
 * Only the names are documented; the values are ours. Compared by value, so a
 * private copy in each file serves, and vanishes where it is not used.
 */
#define NT_USB_CAPABILITY(name, n)					\
	static const GUID __attribute__((__unused__)) name =		\
		{ 0x6e747573, 0x6264, 0x6361,				\
		  { 0x70, 0x61, 0x62, 0x69, 0x6c, 0x69, 0x74, n } }

NT_USB_CAPABILITY(GUID_USB_CAPABILITY_CHAINED_MDLS, 1);
NT_USB_CAPABILITY(GUID_USB_CAPABILITY_STATIC_STREAMS, 2);
NT_USB_CAPABILITY(GUID_USB_CAPABILITY_SELECTIVE_SUSPEND, 3);
NT_USB_CAPABILITY(GUID_USB_CAPABILITY_FUNCTION_SUSPEND, 4);
NT_USB_CAPABILITY(GUID_USB_CAPABILITY_DEVICE_CONNECTION_HIGH_SPEED_COMPATIBLE, 5);
NT_USB_CAPABILITY(GUID_USB_CAPABILITY_DEVICE_CONNECTION_SUPER_SPEED_COMPATIBLE, 6);
NT_USB_CAPABILITY(GUID_USB_CAPABILITY_CLEAR_TT_BUFFER_ON_ASYNC_TRANSFER_CANCEL, 7);
NT_USB_CAPABILITY(GUID_USB_CAPABILITY_TIME_SYNC, 8);

typedef struct _USBD_INTERFACE_LIST_ENTRY {
	PUSB_INTERFACE_DESCRIPTOR InterfaceDescriptor;	/* NULL ends a list */
	PUSBD_INTERFACE_INFORMATION Interface;		/* answer: where in the URB */
} USBD_INTERFACE_LIST_ENTRY, *PUSBD_INTERFACE_LIST_ENTRY;

typedef struct USBD_HANDLE__ *USBD_HANDLE;

#define URB_STATUS(urb)			((urb)->UrbHeader.Status)

/* Bytes of an URB, by how much it has to name. */
#define GET_SELECT_CONFIGURATION_REQUEST_SIZE(totalInterfaces, totalPipes)		\
	((USHORT)(sizeof(struct _URB_SELECT_CONFIGURATION) +				\
		  ((totalInterfaces) - 1) * sizeof(USBD_INTERFACE_INFORMATION) +	\
		  ((totalPipes) - (totalInterfaces)) * sizeof(USBD_PIPE_INFORMATION)))
#define GET_SELECT_INTERFACE_REQUEST_SIZE(totalPipes)					\
	((USHORT)(sizeof(struct _URB_SELECT_INTERFACE) +				\
		  ((totalPipes) - 1) * sizeof(USBD_PIPE_INFORMATION)))
#define GET_USBD_INTERFACE_SIZE(numEndpoints)						\
	(sizeof(USBD_INTERFACE_INFORMATION) +						\
	 sizeof(USBD_PIPE_INFORMATION) * (numEndpoints) - sizeof(USBD_PIPE_INFORMATION))
#define GET_ISO_URB_SIZE(numberOfPackets)						\
	(sizeof(struct _URB_ISOCH_TRANSFER) +						\
	 sizeof(USBD_ISO_PACKET_DESCRIPTOR) * (numberOfPackets))

/* ---- filling in an URB ---- */

static inline VOID UsbBuildInterruptOrBulkTransferRequest(PURB Urb, USHORT Length,
							  USBD_PIPE_HANDLE PipeHandle,
							  PVOID TransferBuffer,
							  PMDL TransferBufferMDL,
							  ULONG TransferBufferLength,
							  ULONG TransferFlags, PURB Link)
{
	struct _URB_BULK_OR_INTERRUPT_TRANSFER *transfer = &Urb->UrbBulkOrInterruptTransfer;

	transfer->Hdr.Function = URB_FUNCTION_BULK_OR_INTERRUPT_TRANSFER;
	transfer->Hdr.Length = Length;
	transfer->PipeHandle = PipeHandle;
	transfer->TransferBuffer = TransferBuffer;
	transfer->TransferBufferMDL = TransferBufferMDL;
	transfer->TransferBufferLength = TransferBufferLength;
	transfer->TransferFlags = TransferFlags;
	transfer->UrbLink = Link;
}

static inline VOID UsbBuildGetDescriptorRequest(PURB Urb, USHORT Length, UCHAR DescriptorType,
						UCHAR DescriptorIndex, USHORT LanguageId,
						PVOID TransferBuffer, PMDL TransferBufferMDL,
						ULONG TransferBufferLength, PURB Link)
{
	struct _URB_CONTROL_DESCRIPTOR_REQUEST *request = &Urb->UrbControlDescriptorRequest;

	request->Hdr.Function = URB_FUNCTION_GET_DESCRIPTOR_FROM_DEVICE;
	request->Hdr.Length = Length;
	request->TransferBufferLength = TransferBufferLength;
	request->TransferBuffer = TransferBuffer;
	request->TransferBufferMDL = TransferBufferMDL;
	request->DescriptorType = DescriptorType;
	request->Index = DescriptorIndex;
	request->LanguageId = LanguageId;
	request->UrbLink = Link;
}

/* Op: one of URB_FUNCTION_GET_STATUS_FROM_*. The answer has two bytes. */
static inline VOID UsbBuildGetStatusRequest(PURB Urb, USHORT Op, USHORT Index,
					    PVOID TransferBuffer, PMDL TransferBufferMDL, PURB Link)
{
	struct _URB_CONTROL_GET_STATUS_REQUEST *request = &Urb->UrbControlGetStatusRequest;

	request->Hdr.Function = Op;
	request->Hdr.Length = sizeof(*request);
	request->TransferBufferLength = sizeof(USHORT);
	request->TransferBuffer = TransferBuffer;
	request->TransferBufferMDL = TransferBufferMDL;
	request->Index = Index;
	request->UrbLink = Link;
}

/* Op: one of URB_FUNCTION_SET_FEATURE_TO_* and URB_FUNCTION_CLEAR_FEATURE_TO_*. */
static inline VOID UsbBuildFeatureRequest(PURB Urb, USHORT Op, USHORT FeatureSelector,
					  USHORT Index, PURB Link)
{
	struct _URB_CONTROL_FEATURE_REQUEST *request = &Urb->UrbControlFeatureRequest;

	request->Hdr.Function = Op;
	request->Hdr.Length = sizeof(*request);
	request->FeatureSelector = FeatureSelector;
	request->Index = Index;
	request->UrbLink = Link;
}

/* Command: one of URB_FUNCTION_VENDOR_* and URB_FUNCTION_CLASS_*. */
static inline VOID UsbBuildVendorRequest(PURB Urb, USHORT Command, USHORT Length,
					 ULONG TransferFlags, UCHAR ReservedBits, UCHAR Request,
					 USHORT Value, USHORT Index, PVOID TransferBuffer,
					 PMDL TransferBufferMDL, ULONG TransferBufferLength,
					 PURB Link)
{
	struct _URB_CONTROL_VENDOR_OR_CLASS_REQUEST *request =
		&Urb->UrbControlVendorClassRequest;

	request->Hdr.Function = Command;
	request->Hdr.Length = Length;
	request->TransferFlags = TransferFlags;
	request->TransferBufferLength = TransferBufferLength;
	request->TransferBuffer = TransferBuffer;
	request->TransferBufferMDL = TransferBufferMDL;
	request->RequestTypeReservedBits = ReservedBits;
	request->Request = Request;
	request->Value = Value;
	request->Index = Index;
	request->UrbLink = Link;
}

static inline VOID UsbBuildOsFeatureDescriptorRequest(PURB Urb, USHORT Length, UCHAR Interface,
						      USHORT Index, PVOID TransferBuffer,
						      PMDL TransferBufferMDL,
						      ULONG TransferBufferLength, PURB Link)
{
	struct _URB_OS_FEATURE_DESCRIPTOR_REQUEST *request = &Urb->UrbOSFeatureDescriptorRequest;

	request->Hdr.Function = URB_FUNCTION_GET_MS_FEATURE_DESCRIPTOR;
	request->Hdr.Length = Length;
	request->TransferBufferLength = TransferBufferLength;
	request->TransferBuffer = TransferBuffer;
	request->TransferBufferMDL = TransferBufferMDL;
	request->InterfaceNumber = Interface;
	request->MS_FeatureDescriptorIndex = Index;
	request->UrbLink = Link;
}

static inline VOID UsbBuildSelectConfigurationRequest(PURB Urb, USHORT Length,
						      PUSB_CONFIGURATION_DESCRIPTOR
							      ConfigurationDescriptor)
{
	Urb->UrbHeader.Function = URB_FUNCTION_SELECT_CONFIGURATION;
	Urb->UrbHeader.Length = Length;
	Urb->UrbSelectConfiguration.ConfigurationDescriptor = ConfigurationDescriptor;
}

static inline VOID UsbBuildSelectInterfaceRequest(PURB Urb, USHORT Length,
						  USBD_CONFIGURATION_HANDLE ConfigurationHandle,
						  UCHAR InterfaceNumber, UCHAR AlternateSetting)
{
	struct _URB_SELECT_INTERFACE *request = &Urb->UrbSelectInterface;

	request->Hdr.Function = URB_FUNCTION_SELECT_INTERFACE;
	request->Hdr.Length = Length;
	request->Interface.AlternateSetting = AlternateSetting;
	request->Interface.InterfaceNumber = InterfaceNumber;
	request->ConfigurationHandle = ConfigurationHandle;
}

static inline VOID UsbBuildOpenStaticStreamsRequest(PURB Urb, USBD_PIPE_HANDLE PipeHandle,
						    USHORT NumberOfStreams,
						    PUSBD_STREAM_INFORMATION StreamInfoArray)
{
	struct _URB_OPEN_STATIC_STREAMS *request = &Urb->UrbOpenStaticStreams;

	request->Hdr.Function = URB_FUNCTION_OPEN_STATIC_STREAMS;
	request->Hdr.Length = sizeof(*request);
	request->PipeHandle = PipeHandle;
	request->NumberOfStreams = NumberOfStreams;
	request->StreamInfoVersion = URB_OPEN_STATIC_STREAMS_VERSION_100;
	request->StreamInfoSize = sizeof(USBD_STREAM_INFORMATION);
	request->Streams = StreamInfoArray;
}

EXTERN_C_START

/* ---- descriptors: memory only, any IRQL ---- */

/*
 * The first interface descriptor at or after @StartPosition that has all of
 * what is asked for, -1 for any. NULL if there is none.
 */
PUSB_INTERFACE_DESCRIPTOR
USBD_ParseConfigurationDescriptorEx(PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor,
				    PVOID StartPosition, LONG InterfaceNumber,
				    LONG AlternateSetting, LONG InterfaceClass,
				    LONG InterfaceSubClass, LONG InterfaceProtocol);
PUSB_INTERFACE_DESCRIPTOR
USBD_ParseConfigurationDescriptor(PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor,
				  UCHAR InterfaceNumber, UCHAR AlternateSetting);
/* The first descriptor of a type at or after @StartPosition, or NULL. */
PUSB_COMMON_DESCRIPTOR USBD_ParseDescriptors(PVOID DescriptorBuffer, ULONG TotalLength,
					     PVOID StartPosition, LONG DescriptorType);
/* Bytes from an interface descriptor to the next one, or to @BufferEnd. */
ULONG USBD_GetInterfaceLength(PUSB_INTERFACE_DESCRIPTOR InterfaceDescriptor, PUCHAR BufferEnd);
/*
 * Level 1: lengths and types; 2: and the endpoints of each interface; 3: and that
 * endpoints have addresses that can be. *Offset: the descriptor that is wrong.
 */
USBD_STATUS USBD_ValidateConfigurationDescriptor(PUSB_CONFIGURATION_DESCRIPTOR ConfigDesc,
						 ULONG BufferLength, USHORT Level,
						 PUCHAR *Offset, ULONG Tag);

/* ---- the USB stack ---- */

VOID USBD_GetUSBDIVersion(PUSBD_VERSION_INFORMATION VersionInformation);

/*
 * A driver's registration: @DeviceObject is its device, @TargetDeviceObject what
 * it is attached to. IRQL: PASSIVE_LEVEL. Closed by USBD_CloseHandle(), after the
 * last URB of it has been freed.
 */
NTSTATUS USBD_CreateHandle(PDEVICE_OBJECT DeviceObject, PDEVICE_OBJECT TargetDeviceObject,
			   ULONG USBDClientContractVersion, ULONG PoolTag,
			   USBD_HANDLE *USBDHandle);
VOID USBD_CloseHandle(USBD_HANDLE USBDHandle);
BOOLEAN USBD_IsInterfaceVersionSupported(USBD_HANDLE USBDHandle, ULONG USBDInterfaceVersion);
/* STATUS_NOT_SUPPORTED: the bus or the device does not have it. */
NTSTATUS USBD_QueryUsbCapability(USBD_HANDLE USBDHandle, const GUID *CapabilityType,
				 ULONG OutputBufferLength, PUCHAR OutputBuffer,
				 PULONG ResultLength);

/* Zeroed URBs, freed by USBD_UrbFree(). IRQL: up to DISPATCH_LEVEL. */
NTSTATUS USBD_UrbAllocate(USBD_HANDLE USBDHandle, PURB *Urb);
NTSTATUS USBD_IsochUrbAllocate(USBD_HANDLE USBDHandle, ULONG NumberOfIsochPacket, PURB *Urb);
VOID USBD_UrbFree(USBD_HANDLE USBDHandle, PURB Urb);
/* The stack location is the next lower one's: IoGetNextIrpStackLocation(). */
VOID USBD_AssignUrbToIoStackLocation(USBD_HANDLE USBDHandle, PIO_STACK_LOCATION IoStackLocation,
				     PURB Urb);

/*
 * An URB that selects the interfaces of a list, which is told where in the URB
 * each of them is. IRQL: PASSIVE_LEVEL for configurations.
 */
NTSTATUS
USBD_SelectConfigUrbAllocateAndBuild(USBD_HANDLE USBDHandle,
				     PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor,
				     PUSBD_INTERFACE_LIST_ENTRY InterfaceList, PURB *Urb);
NTSTATUS
USBD_SelectInterfaceUrbAllocateAndBuild(USBD_HANDLE USBDHandle,
					USBD_CONFIGURATION_HANDLE ConfigurationHandle,
					PUSBD_INTERFACE_LIST_ENTRY InterfaceListEntry,
					PURB *Urb);

PURB USBD_CreateConfigurationRequestExWorker(PWDF_DRIVER_GLOBALS Globals,
					     PUSB_CONFIGURATION_DESCRIPTOR
						     ConfigurationDescriptor,
					     PUSBD_INTERFACE_LIST_ENTRY InterfaceList);
PURB USBD_CreateConfigurationRequestWorker(PWDF_DRIVER_GLOBALS Globals,
					   PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor,
					   PUSHORT Size);

EXTERN_C_END

/* Freed by ExFreePool(); NULL without memory. IRQL: up to DISPATCH_LEVEL. */
static inline PURB USBD_CreateConfigurationRequestEx(PUSB_CONFIGURATION_DESCRIPTOR
							     ConfigurationDescriptor,
						     PUSBD_INTERFACE_LIST_ENTRY InterfaceList)
{
	return USBD_CreateConfigurationRequestExWorker(WdfDriverGlobals, ConfigurationDescriptor,
						       InterfaceList);
}

/* The same of the first setting of every interface. *Size: bytes of the URB. */
static inline PURB USBD_CreateConfigurationRequest(PUSB_CONFIGURATION_DESCRIPTOR
							   ConfigurationDescriptor, PUSHORT Size)
{
	return USBD_CreateConfigurationRequestWorker(WdfDriverGlobals, ConfigurationDescriptor,
						     Size);
}

#endif
