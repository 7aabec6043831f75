/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Interfaces of functions that drivers of one device stack offer each other. A device
 * has one driver here, so what is offered is checked, and nobody asks for it.
 */
#ifndef _NT_WDFQUERYINTERFACE_H
#define _NT_WDFQUERYINTERFACE_H

#include <wdfdevice.h>
#include <wdfiotarget.h>
#include <wdfobject.h>

typedef NTSTATUS (EVT_WDF_DEVICE_PROCESS_QUERY_INTERFACE_REQUEST)(WDFDEVICE Device,
	LPGUID InterfaceType, PINTERFACE ExposedInterface, PVOID ExposedInterfaceSpecificData);
typedef EVT_WDF_DEVICE_PROCESS_QUERY_INTERFACE_REQUEST
	*PFN_WDF_DEVICE_PROCESS_QUERY_INTERFACE_REQUEST;

typedef struct _WDF_QUERY_INTERFACE_CONFIG {
	ULONG Size;
	PINTERFACE Interface;
	const GUID *InterfaceType;
	BOOLEAN SendQueryToParentStack;
	PFN_WDF_DEVICE_PROCESS_QUERY_INTERFACE_REQUEST EvtDeviceProcessQueryInterfaceRequest;
	BOOLEAN ImportInterface;
} WDF_QUERY_INTERFACE_CONFIG, *PWDF_QUERY_INTERFACE_CONFIG;

static inline VOID WDF_QUERY_INTERFACE_CONFIG_INIT(
	PWDF_QUERY_INTERFACE_CONFIG InterfaceConfig, PINTERFACE Interface,
	CONST GUID *InterfaceType,
	PFN_WDF_DEVICE_PROCESS_QUERY_INTERFACE_REQUEST EvtDeviceProcessQueryInterfaceRequest)
{
	RtlZeroMemory(InterfaceConfig, sizeof(*InterfaceConfig));
	InterfaceConfig->Size = sizeof(*InterfaceConfig);
	InterfaceConfig->Interface = Interface;
	InterfaceConfig->InterfaceType = InterfaceType;
	InterfaceConfig->EvtDeviceProcessQueryInterfaceRequest =
		EvtDeviceProcessQueryInterfaceRequest;
}

EXTERN_C_START

/* PASSIVE_LEVEL. STATUS_INVALID_PARAMETER: an interface of no type, or of no size. */
NTSTATUS WdfDeviceAddQueryInterface(WDFDEVICE Device, PWDF_QUERY_INTERFACE_CONFIG InterfaceConfig);
/* For interfaces whose providers outlive their users. */
VOID WdfDeviceInterfaceReferenceNoOp(PVOID Context);
VOID WdfDeviceInterfaceDereferenceNoOp(PVOID Context);
/* STATUS_NOT_SUPPORTED: there is nobody to ask. */
NTSTATUS WdfFdoQueryForInterface(WDFDEVICE Fdo, LPCGUID InterfaceType, PINTERFACE Interface,
				 USHORT Size, USHORT Version, PVOID InterfaceSpecificData);
NTSTATUS WdfIoTargetQueryForInterface(WDFIOTARGET IoTarget, LPCGUID InterfaceType,
				      PINTERFACE Interface, USHORT Size, USHORT Version,
				      PVOID InterfaceSpecificData);

EXTERN_C_END

#endif
