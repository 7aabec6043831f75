/* SPDX-License-Identifier: GPL-2.0 */
/* What a function driver asks about a device before it has made a WDFDEVICE of it. */
#ifndef _NT_WDFFDO_H
#define _NT_WDFFDO_H

#include <wdfchildlist.h>
#include <wdfdevice.h>
#include <wdfmemory.h>

typedef NTSTATUS (EVT_WDF_DEVICE_FILTER_RESOURCE_REQUIREMENTS)(WDFDEVICE Device,
	WDFIORESREQLIST IoResourceRequirementsList);
typedef NTSTATUS (EVT_WDF_DEVICE_REMOVE_ADDED_RESOURCES)(WDFDEVICE Device,
	WDFCMRESLIST ResourcesRaw, WDFCMRESLIST ResourcesTranslated);
typedef EVT_WDF_DEVICE_FILTER_RESOURCE_REQUIREMENTS *PFN_WDF_DEVICE_FILTER_RESOURCE_REQUIREMENTS;
typedef EVT_WDF_DEVICE_REMOVE_ADDED_RESOURCES *PFN_WDF_DEVICE_REMOVE_ADDED_RESOURCES;

typedef struct _WDF_FDO_EVENT_CALLBACKS {
	ULONG Size;
	PFN_WDF_DEVICE_FILTER_RESOURCE_REQUIREMENTS EvtDeviceFilterAddResourceRequirements;
	PFN_WDF_DEVICE_FILTER_RESOURCE_REQUIREMENTS EvtDeviceFilterRemoveResourceRequirements;
	PFN_WDF_DEVICE_REMOVE_ADDED_RESOURCES EvtDeviceRemoveAddedResources;
} WDF_FDO_EVENT_CALLBACKS, *PWDF_FDO_EVENT_CALLBACKS;

static inline VOID WDF_FDO_EVENT_CALLBACKS_INIT(PWDF_FDO_EVENT_CALLBACKS Callbacks)
{
	RtlZeroMemory(Callbacks, sizeof(*Callbacks));
	Callbacks->Size = sizeof(*Callbacks);
}

EXTERN_C_START

/*
 * Strings come in UTF-16 with their terminating zero. STATUS_BUFFER_TOO_SMALL:
 * *ResultLength says what it takes.
 */
NTSTATUS WdfFdoInitQueryProperty(PWDFDEVICE_INIT DeviceInit,
				 DEVICE_REGISTRY_PROPERTY DeviceProperty, ULONG BufferLength,
				 PVOID PropertyBuffer, PULONG ResultLength);

NTSTATUS WdfFdoInitAllocAndQueryProperty(PWDFDEVICE_INIT DeviceInit,
					 DEVICE_REGISTRY_PROPERTY DeviceProperty,
					 POOL_TYPE PoolType,
					 PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes,
					 WDFMEMORY *PropertyMemory);
/* By key: as WdfDeviceQueryPropertyEx(), before anything is assigned. */
NTSTATUS WdfFdoInitQueryPropertyEx(PWDFDEVICE_INIT DeviceInit,
				   PWDF_DEVICE_PROPERTY_DATA DeviceProperty, ULONG BufferLength,
				   PVOID PropertyBuffer, PULONG ResultLength, PDEVPROPTYPE Type);
NTSTATUS WdfFdoInitAllocAndQueryPropertyEx(PWDFDEVICE_INIT DeviceInit,
					   PWDF_DEVICE_PROPERTY_DATA DeviceProperty,
					   POOL_TYPE PoolType,
					   PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes,
					   WDFMEMORY *PropertyMemory, PDEVPROPTYPE Type);
NTSTATUS WdfFdoInitOpenRegistryKey(PWDFDEVICE_INIT DeviceInit, ULONG DeviceInstanceKeyType,
				   ACCESS_MASK DesiredAccess,
				   PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key);
/*
 * Queues of a filter are not power-managed by default. There is no driver below that
 * what it does not handle could go to.
 */
VOID WdfFdoInitSetFilter(PWDFDEVICE_INIT DeviceInit);
/* Devices have no resource requirements here: the callbacks are not called. */
VOID WdfFdoInitSetEventCallbacks(PWDFDEVICE_INIT DeviceInit,
				 PWDF_FDO_EVENT_CALLBACKS FdoEventCallbacks);
/* STATUS_NOT_SUPPORTED, or NULL: a driver cannot add devices to the system here. */
NTSTATUS WdfFdoAddStaticChild(WDFDEVICE Fdo, WDFDEVICE Child);
VOID WdfFdoLockStaticChildListForIteration(WDFDEVICE Fdo);
WDFDEVICE WdfFdoRetrieveNextStaticChild(WDFDEVICE Fdo, WDFDEVICE PreviousChild, ULONG Flags);
VOID WdfFdoUnlockStaticChildListFromIteration(WDFDEVICE Fdo);
WDFCHILDLIST WdfFdoGetDefaultChildList(WDFDEVICE Fdo);
VOID WdfFdoInitSetDefaultChildListConfig(PWDFDEVICE_INIT DeviceInit,
					 PWDF_CHILD_LIST_CONFIG Config,
					 PWDF_OBJECT_ATTRIBUTES DefaultDeviceListAttributes);
/* NULL: only a WDFDEVICE has one, WdfDeviceWdmGetPhysicalDevice(). */
PDEVICE_OBJECT WdfFdoInitWdmGetPhysicalDevice(PWDFDEVICE_INIT DeviceInit);

EXTERN_C_END

#endif
