/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Windows Management Instrumentation, which there is none of: creating a provider or
 * an instance is STATUS_NOT_SUPPORTED, and there is no handle for the other functions.
 */
#ifndef _NT_WDFWMI_H
#define _NT_WDFWMI_H

#include <wdfdevice.h>
#include <wdfobject.h>

DECLARE_HANDLE(WDFWMIPROVIDER);
DECLARE_HANDLE(WDFWMIINSTANCE);

typedef enum _WDF_WMI_PROVIDER_CONTROL {
	WdfWmiControlInvalid,
	WdfWmiEventControl,
	WdfWmiInstanceControl
} WDF_WMI_PROVIDER_CONTROL;

typedef enum _WDF_WMI_PROVIDER_FLAGS {
	WdfWmiProviderEventOnly = 0x0001,
	WdfWmiProviderExpensive = 0x0002,
	WdfWmiProviderReadOnly = 0x0004,
	WdfWmiProviderTracing = 0x0008
} WDF_WMI_PROVIDER_FLAGS;

typedef NTSTATUS (EVT_WDF_WMI_INSTANCE_QUERY_INSTANCE)(WDFWMIINSTANCE WmiInstance,
	ULONG OutBufferSize, PVOID OutBuffer, PULONG BufferUsed);
typedef NTSTATUS (EVT_WDF_WMI_INSTANCE_SET_INSTANCE)(WDFWMIINSTANCE WmiInstance,
	ULONG InBufferSize, PVOID InBuffer);
typedef NTSTATUS (EVT_WDF_WMI_INSTANCE_SET_ITEM)(WDFWMIINSTANCE WmiInstance, ULONG DataItemId,
	ULONG InBufferSize, PVOID InBuffer);
typedef NTSTATUS (EVT_WDF_WMI_INSTANCE_EXECUTE_METHOD)(WDFWMIINSTANCE WmiInstance, ULONG MethodId,
	ULONG InBufferSize, ULONG OutBufferSize, PVOID Buffer, PULONG BufferUsed);
typedef NTSTATUS (EVT_WDF_WMI_PROVIDER_FUNCTION_CONTROL)(WDFWMIPROVIDER WmiProvider,
	WDF_WMI_PROVIDER_CONTROL Control, BOOLEAN Enable);
typedef EVT_WDF_WMI_INSTANCE_QUERY_INSTANCE *PFN_WDF_WMI_INSTANCE_QUERY_INSTANCE;
typedef EVT_WDF_WMI_INSTANCE_SET_INSTANCE *PFN_WDF_WMI_INSTANCE_SET_INSTANCE;
typedef EVT_WDF_WMI_INSTANCE_SET_ITEM *PFN_WDF_WMI_INSTANCE_SET_ITEM;
typedef EVT_WDF_WMI_INSTANCE_EXECUTE_METHOD *PFN_WDF_WMI_INSTANCE_EXECUTE_METHOD;
typedef EVT_WDF_WMI_PROVIDER_FUNCTION_CONTROL *PFN_WDF_WMI_PROVIDER_FUNCTION_CONTROL;

typedef struct _WDF_WMI_PROVIDER_CONFIG {
	ULONG Size;
	GUID Guid;
	ULONG Flags;
	ULONG MinInstanceBufferSize;
	PFN_WDF_WMI_PROVIDER_FUNCTION_CONTROL EvtWmiProviderFunctionControl;
} WDF_WMI_PROVIDER_CONFIG, *PWDF_WMI_PROVIDER_CONFIG;

static inline VOID WDF_WMI_PROVIDER_CONFIG_INIT(PWDF_WMI_PROVIDER_CONFIG Config, CONST GUID *Guid)
{
	RtlZeroMemory(Config, sizeof(*Config));
	Config->Size = sizeof(*Config);
	Config->Guid = *Guid;
}

typedef struct _WDF_WMI_INSTANCE_CONFIG {
	ULONG Size;
	WDFWMIPROVIDER Provider;
	PWDF_WMI_PROVIDER_CONFIG ProviderConfig;
	BOOLEAN UseContextForQuery;
	BOOLEAN Register;
	PFN_WDF_WMI_INSTANCE_QUERY_INSTANCE EvtWmiInstanceQueryInstance;
	PFN_WDF_WMI_INSTANCE_SET_INSTANCE EvtWmiInstanceSetInstance;
	PFN_WDF_WMI_INSTANCE_SET_ITEM EvtWmiInstanceSetItem;
	PFN_WDF_WMI_INSTANCE_EXECUTE_METHOD EvtWmiInstanceExecuteMethod;
} WDF_WMI_INSTANCE_CONFIG, *PWDF_WMI_INSTANCE_CONFIG;

static inline VOID WDF_WMI_INSTANCE_CONFIG_INIT_PROVIDER(PWDF_WMI_INSTANCE_CONFIG Config,
							 WDFWMIPROVIDER Provider)
{
	RtlZeroMemory(Config, sizeof(*Config));
	Config->Size = sizeof(*Config);
	Config->Provider = Provider;
}

static inline VOID
WDF_WMI_INSTANCE_CONFIG_INIT_PROVIDER_CONFIG(PWDF_WMI_INSTANCE_CONFIG Config,
					     PWDF_WMI_PROVIDER_CONFIG ProviderConfig)
{
	RtlZeroMemory(Config, sizeof(*Config));
	Config->Size = sizeof(*Config);
	Config->ProviderConfig = ProviderConfig;
}

/* A counted string of a data block: two bytes of length, and its characters. */
static inline NTSTATUS WDF_WMI_BUFFER_APPEND_STRING(PVOID Buffer, ULONG BufferLength,
						    PCUNICODE_STRING String, PULONG RequiredSize)
{
	*RequiredSize = (ULONG)sizeof(USHORT) + String->Length;
	if (BufferLength < *RequiredSize)
		return STATUS_BUFFER_TOO_SMALL;
	RtlCopyMemory(Buffer, &String->Length, sizeof(USHORT));
	RtlCopyMemory((PUCHAR)Buffer + sizeof(USHORT), String->Buffer, String->Length);
	return STATUS_SUCCESS;
}

EXTERN_C_START

NTSTATUS WdfWmiProviderCreate(WDFDEVICE Device, PWDF_WMI_PROVIDER_CONFIG WmiProviderConfig,
			      PWDF_OBJECT_ATTRIBUTES ProviderAttributes,
			      WDFWMIPROVIDER *WmiProvider);
WDFDEVICE WdfWmiProviderGetDevice(WDFWMIPROVIDER WmiProvider);
BOOLEAN WdfWmiProviderIsEnabled(WDFWMIPROVIDER WmiProvider,
				WDF_WMI_PROVIDER_CONTROL ProviderControl);
ULONGLONG WdfWmiProviderGetTracingHandle(WDFWMIPROVIDER WmiProvider);
NTSTATUS WdfWmiInstanceCreate(WDFDEVICE Device, PWDF_WMI_INSTANCE_CONFIG InstanceConfig,
			      PWDF_OBJECT_ATTRIBUTES InstanceAttributes,
			      WDFWMIINSTANCE *Instance);
NTSTATUS WdfWmiInstanceRegister(WDFWMIINSTANCE WmiInstance);
VOID WdfWmiInstanceDeregister(WDFWMIINSTANCE WmiInstance);
WDFDEVICE WdfWmiInstanceGetDevice(WDFWMIINSTANCE WmiInstance);
WDFWMIPROVIDER WdfWmiInstanceGetProvider(WDFWMIINSTANCE WmiInstance);
NTSTATUS WdfWmiInstanceFireEvent(WDFWMIINSTANCE WmiInstance, ULONG EventDataSize, PVOID EventData);

EXTERN_C_END

#endif
