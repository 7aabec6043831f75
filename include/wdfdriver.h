/* SPDX-License-Identifier: GPL-2.0 */
/* The driver object. One per module; the glue calls DriverEntry. */
#ifndef _NT_WDFDRIVER_H
#define _NT_WDFDRIVER_H

#include <wdfobject.h>

typedef NTSTATUS (EVT_WDF_DRIVER_DEVICE_ADD)(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit);
typedef VOID (EVT_WDF_DRIVER_UNLOAD)(WDFDRIVER Driver);
typedef EVT_WDF_DRIVER_DEVICE_ADD *PFN_WDF_DRIVER_DEVICE_ADD;
typedef EVT_WDF_DRIVER_UNLOAD *PFN_WDF_DRIVER_UNLOAD;

typedef enum _WDF_DRIVER_INIT_FLAGS {
	WdfDriverInitNonPnpDriver = 0x00000001,
	WdfDriverInitNoDispatchOverride = 0x00000002,
	WdfVerifyOn = 0x00000004,
	WdfVerifierOn = 0x00000008,
	WdfDriverInitCompanion = 0x00000010
} WDF_DRIVER_INIT_FLAGS;

typedef struct _WDF_DRIVER_CONFIG {
	ULONG Size;
	PFN_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
	PFN_WDF_DRIVER_UNLOAD EvtDriverUnload;
	ULONG DriverInitFlags;
	ULONG DriverPoolTag;
} WDF_DRIVER_CONFIG, *PWDF_DRIVER_CONFIG;

static inline VOID WDF_DRIVER_CONFIG_INIT(PWDF_DRIVER_CONFIG Config,
					  PFN_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd)
{
	RtlZeroMemory(Config, sizeof(*Config));
	Config->Size = sizeof(*Config);
	Config->EvtDriverDeviceAdd = EvtDriverDeviceAdd;
}

typedef struct _WDF_DRIVER_VERSION_AVAILABLE_PARAMS {
	ULONG Size;
	ULONG MajorVersion;
	ULONG MinorVersion;
} WDF_DRIVER_VERSION_AVAILABLE_PARAMS, *PWDF_DRIVER_VERSION_AVAILABLE_PARAMS;

static inline VOID
WDF_DRIVER_VERSION_AVAILABLE_PARAMS_INIT(PWDF_DRIVER_VERSION_AVAILABLE_PARAMS Params,
					 ULONG MajorVersion, ULONG MinorVersion)
{
	RtlZeroMemory(Params, sizeof(*Params));
	Params->Size = sizeof(*Params);
	Params->MajorVersion = MajorVersion;
	Params->MinorVersion = MinorVersion;
}

EXTERN_C_START

NTSTATUS WdfDriverCreate(PDRIVER_OBJECT DriverObject, PCUNICODE_STRING RegistryPath,
			 PWDF_OBJECT_ATTRIBUTES DriverAttributes, PWDF_DRIVER_CONFIG DriverConfig,
			 WDFDRIVER *Driver);
PDRIVER_OBJECT WdfDriverWdmGetDriverObject(WDFDRIVER Driver);
/* NULL: the driver made no WDFDRIVER of it. */
WDFDRIVER WdfWdmDriverGetWdfDriverHandle(PDRIVER_OBJECT DriverObject);
/* Terminated; the driver object's. */
PWSTR WdfDriverGetRegistryPath(WDFDRIVER Driver);
/* "Kernel Mode Driver Framework version 1.33.0", as far as drivers look at it. */
NTSTATUS WdfDriverRetrieveVersionString(WDFDRIVER Driver, WDFSTRING String);
BOOLEAN WdfDriverIsVersionAvailable(WDFDRIVER Driver,
				    PWDF_DRIVER_VERSION_AVAILABLE_PARAMS VersionAvailableParams);
/* What config= of the module and the driver itself have set: wdfregistry.h. PASSIVE_LEVEL. */
NTSTATUS WdfDriverOpenParametersRegistryKey(WDFDRIVER Driver, ACCESS_MASK DesiredAccess,
					    PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key);
NTSTATUS WdfDriverOpenPersistentStateRegistryKey(WDFDRIVER Driver, ACCESS_MASK DesiredAccess,
						 PWDF_OBJECT_ATTRIBUTES KeyAttributes,
						 WDFKEY *Key);
/* STATUS_NOT_SUPPORTED: drivers have no folders. */
NTSTATUS WdfDriverRetrieveDriverDataDirectoryString(WDFDRIVER Driver, WDFSTRING String);

EXTERN_C_END

static inline WDFDRIVER WdfGetDriver(VOID)
{
	return WdfDriverGlobals->Driver;
}

#endif
