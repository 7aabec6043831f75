/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The direct-call interface of the USB bus, for drivers that query for it:
 * functions for any IRQL up to DISPATCH_LEVEL. No bus here answers such a query;
 * what the functions tell is what WdfUsbTargetDeviceRetrieveInformation() and
 * WdfUsbTargetDeviceRetrieveCurrentFrameNumber() tell, too.
 */
#ifndef _NT_USBBUSIF_H
#define _NT_USBBUSIF_H

#include <usb.h>

DEFINE_GUID(USB_BUS_INTERFACE_USBDI_GUID,
	    0xb1a96a13, 0x3de0, 0x4574, 0x9b, 0x01, 0xc0, 0x8f, 0xea, 0xb3, 0x18, 0xd6);

#define USB_BUSIF_USBDI_VERSION_0	0x0000
#define USB_BUSIF_USBDI_VERSION_1	0x0001
#define USB_BUSIF_USBDI_VERSION_2	0x0002
#define USB_BUSIF_USBDI_VERSION_3	0x0003
#define USB_BUSIFFN

typedef VOID (*PINTERFACE_REFERENCE)(PVOID Context);
typedef VOID (*PINTERFACE_DEREFERENCE)(PVOID Context);

typedef NTSTATUS (*PUSB_BUSIFFN_SUBMIT_ISO_OUT_URB)(PVOID BusContext, PURB Urb);
typedef VOID (*PUSB_BUSIFFN_GETUSBDI_VERSION)(PVOID BusContext,
					      PUSBD_VERSION_INFORMATION VersionInformation,
					      PULONG HcdCapabilities);
typedef NTSTATUS (*PUSB_BUSIFFN_QUERY_BUS_TIME)(PVOID BusContext, PULONG CurrentUsbFrame);
typedef NTSTATUS (*PUSB_BUSIFFN_QUERY_BUS_TIME_EX)(PVOID BusContext,
						   PULONG HighSpeedFrameCounter);
typedef NTSTATUS (*PUSB_BUSIFFN_QUERY_BUS_INFORMATION)(PVOID BusContext, ULONG Level,
						       PVOID BusInformationBuffer,
						       PULONG BusInformationBufferLength,
						       PULONG BusInformationActualLength);
typedef BOOLEAN (*PUSB_BUSIFFN_IS_DEVICE_HIGH_SPEED)(PVOID BusContext);
typedef NTSTATUS (*PUSB_BUSIFFN_ENUM_LOG_ENTRY)(PVOID BusContext, ULONG DriverTag,
						ULONG EnumTag, ULONG P1, ULONG P2);
typedef NTSTATUS (*PUSB_BUSIFFN_QUERY_CONTROLLER_TYPE)(PVOID BusContext,
						       PULONG HcdiOptionFlags,
						       PUSHORT PciVendorId, PUSHORT PciDeviceId,
						       PUCHAR PciClass, PUCHAR PciSubClass,
						       PUCHAR PciRevisionId,
						       PUCHAR PciProgIf);

typedef struct _USB_BUS_INTERFACE_USBDI_V0 {
	USHORT Size;
	USHORT Version;
	PVOID BusContext;
	PINTERFACE_REFERENCE InterfaceReference;
	PINTERFACE_DEREFERENCE InterfaceDereference;
	PUSB_BUSIFFN_GETUSBDI_VERSION GetUSBDIVersion;
	PUSB_BUSIFFN_QUERY_BUS_TIME QueryBusTime;
	PUSB_BUSIFFN_SUBMIT_ISO_OUT_URB SubmitIsoOutUrb;
	PUSB_BUSIFFN_QUERY_BUS_INFORMATION QueryBusInformation;
} USB_BUS_INTERFACE_USBDI_V0, *PUSB_BUS_INTERFACE_USBDI_V0;

typedef struct _USB_BUS_INTERFACE_USBDI_V1 {
	USHORT Size;
	USHORT Version;
	PVOID BusContext;
	PINTERFACE_REFERENCE InterfaceReference;
	PINTERFACE_DEREFERENCE InterfaceDereference;
	PUSB_BUSIFFN_GETUSBDI_VERSION GetUSBDIVersion;
	PUSB_BUSIFFN_QUERY_BUS_TIME QueryBusTime;
	PUSB_BUSIFFN_SUBMIT_ISO_OUT_URB SubmitIsoOutUrb;
	PUSB_BUSIFFN_QUERY_BUS_INFORMATION QueryBusInformation;
	PUSB_BUSIFFN_IS_DEVICE_HIGH_SPEED IsDeviceHighSpeed;
} USB_BUS_INTERFACE_USBDI_V1, *PUSB_BUS_INTERFACE_USBDI_V1;

typedef struct _USB_BUS_INTERFACE_USBDI_V2 {
	USHORT Size;
	USHORT Version;
	PVOID BusContext;
	PINTERFACE_REFERENCE InterfaceReference;
	PINTERFACE_DEREFERENCE InterfaceDereference;
	PUSB_BUSIFFN_GETUSBDI_VERSION GetUSBDIVersion;
	PUSB_BUSIFFN_QUERY_BUS_TIME QueryBusTime;
	PUSB_BUSIFFN_SUBMIT_ISO_OUT_URB SubmitIsoOutUrb;
	PUSB_BUSIFFN_QUERY_BUS_INFORMATION QueryBusInformation;
	PUSB_BUSIFFN_IS_DEVICE_HIGH_SPEED IsDeviceHighSpeed;
	PUSB_BUSIFFN_ENUM_LOG_ENTRY EnumLogEntry;
} USB_BUS_INTERFACE_USBDI_V2, *PUSB_BUS_INTERFACE_USBDI_V2;

typedef struct _USB_BUS_INTERFACE_USBDI_V3 {
	USHORT Size;
	USHORT Version;
	PVOID BusContext;
	PINTERFACE_REFERENCE InterfaceReference;
	PINTERFACE_DEREFERENCE InterfaceDereference;
	PUSB_BUSIFFN_GETUSBDI_VERSION GetUSBDIVersion;
	PUSB_BUSIFFN_QUERY_BUS_TIME QueryBusTime;
	PUSB_BUSIFFN_SUBMIT_ISO_OUT_URB SubmitIsoOutUrb;
	PUSB_BUSIFFN_QUERY_BUS_INFORMATION QueryBusInformation;
	PUSB_BUSIFFN_IS_DEVICE_HIGH_SPEED IsDeviceHighSpeed;
	PUSB_BUSIFFN_ENUM_LOG_ENTRY EnumLogEntry;
	PUSB_BUSIFFN_QUERY_BUS_TIME_EX QueryBusTimeEx;
	PUSB_BUSIFFN_QUERY_CONTROLLER_TYPE QueryControllerType;
} USB_BUS_INTERFACE_USBDI_V3, *PUSB_BUS_INTERFACE_USBDI_V3;

#endif
