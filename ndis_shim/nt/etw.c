// SPDX-License-Identifier: GPL-2.0
/*
 * Event tracing without anybody who listens: handles are numbers, so that one that is
 * not registered is told from one that is.
 */
#include <linux/export.h>
#include <linux/uuid.h>
#include <linux/xarray.h>

#include <evntprov.h>
#include <wdm.h>

#include "nt/nt_internal.h"

static DEFINE_XARRAY_ALLOC1(nt_etw_handles);

static NTSTATUS nt_etw_status(REGHANDLE handle)
{
	return handle && handle <= U32_MAX && xa_load(&nt_etw_handles, handle) ?
		STATUS_SUCCESS : STATUS_INVALID_HANDLE;
}

NTSTATUS EtwRegister(LPCGUID ProviderId, PETWENABLECALLBACK EnableCallback,
		     PVOID CallbackContext, PREGHANDLE RegHandle)
{
	u32 handle;

	if (!ProviderId || !RegHandle)
		return STATUS_INVALID_PARAMETER;
	*RegHandle = 0;
	if (nt_irql_violation(NULL, __func__))
		return STATUS_UNSUCCESSFUL;
	if (xa_alloc(&nt_etw_handles, &handle, xa_mk_value(1), xa_limit_32b, GFP_KERNEL))
		return STATUS_NO_MEMORY;
	*RegHandle = handle;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(EtwRegister, NDIS_SHIM);

NTSTATUS EtwUnregister(REGHANDLE RegHandle)
{
	if (!RegHandle || RegHandle > U32_MAX || !xa_erase(&nt_etw_handles, RegHandle))
		return STATUS_INVALID_HANDLE;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(EtwUnregister, NDIS_SHIM);

NTSTATUS EtwWriteEx(REGHANDLE RegHandle, PCEVENT_DESCRIPTOR EventDescriptor, ULONG64 Filter,
		    ULONG Flags, LPCGUID ActivityId, LPCGUID RelatedActivityId,
		    ULONG UserDataCount, PEVENT_DATA_DESCRIPTOR UserData)
{
	if (!EventDescriptor || UserDataCount > MAX_EVENT_DATA_DESCRIPTORS ||
	    (UserDataCount && !UserData))
		return STATUS_INVALID_PARAMETER;
	return nt_etw_status(RegHandle);
}
EXPORT_SYMBOL_NS_GPL(EtwWriteEx, NDIS_SHIM);

NTSTATUS EtwWrite(REGHANDLE RegHandle, PCEVENT_DESCRIPTOR EventDescriptor, LPCGUID ActivityId,
		  ULONG UserDataCount, PEVENT_DATA_DESCRIPTOR UserData)
{
	return EtwWriteEx(RegHandle, EventDescriptor, 0, 0, ActivityId, NULL, UserDataCount,
			  UserData);
}
EXPORT_SYMBOL_NS_GPL(EtwWrite, NDIS_SHIM);

NTSTATUS EtwWriteTransfer(REGHANDLE RegHandle, PCEVENT_DESCRIPTOR EventDescriptor,
			  LPCGUID ActivityId, LPCGUID RelatedActivityId, ULONG UserDataCount,
			  PEVENT_DATA_DESCRIPTOR UserData)
{
	return EtwWriteEx(RegHandle, EventDescriptor, 0, 0, ActivityId, RelatedActivityId,
			  UserDataCount, UserData);
}
EXPORT_SYMBOL_NS_GPL(EtwWriteTransfer, NDIS_SHIM);

NTSTATUS EtwWriteString(REGHANDLE RegHandle, UCHAR Level, ULONGLONG Keyword, LPCGUID ActivityId,
			PCWSTR String)
{
	return String ? nt_etw_status(RegHandle) : STATUS_INVALID_PARAMETER;
}
EXPORT_SYMBOL_NS_GPL(EtwWriteString, NDIS_SHIM);

BOOLEAN EtwEventEnabled(REGHANDLE RegHandle, PCEVENT_DESCRIPTOR EventDescriptor)
{
	return FALSE;
}
EXPORT_SYMBOL_NS_GPL(EtwEventEnabled, NDIS_SHIM);

BOOLEAN EtwProviderEnabled(REGHANDLE RegHandle, UCHAR Level, ULONGLONG Keyword)
{
	return FALSE;
}
EXPORT_SYMBOL_NS_GPL(EtwProviderEnabled, NDIS_SHIM);

NTSTATUS EtwSetInformation(REGHANDLE RegHandle, EVENT_INFO_CLASS InformationClass,
			   PVOID EventInformation, ULONG InformationLength)
{
	return nt_etw_status(RegHandle);
}
EXPORT_SYMBOL_NS_GPL(EtwSetInformation, NDIS_SHIM);

NTSTATUS EtwActivityIdControl(ULONG ControlCode, LPGUID ActivityId)
{
	if (!ActivityId)
		return STATUS_INVALID_PARAMETER;
	if (ControlCode != EVENT_ACTIVITY_CTRL_CREATE_ID)
		return STATUS_NOT_SUPPORTED;
	guid_gen((guid_t *)ActivityId);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(EtwActivityIdControl, NDIS_SHIM);

NTSTATUS ExUuidCreate(GUID *Uuid)
{
	guid_gen((guid_t *)Uuid);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(ExUuidCreate, NDIS_SHIM);
