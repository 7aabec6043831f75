// SPDX-License-Identifier: GPL-2.0
/*
 * The registry that there is not. Each call answers as Windows would for a key
 * that does not exist, so that a driver takes the way it has for that.
 */
#include <linux/export.h>
#include <linux/printk.h>

#include <wdm.h>
#include <wdm/registry.h>

#include "nt/nt_internal.h"

NTSTATUS RtlQueryRegistryValues(ULONG RelativeTo, PCWSTR Path,
				PRTL_QUERY_REGISTRY_TABLE QueryTable, PVOID Context,
				PVOID Environment)
{
	pr_info_once("%s: there is no registry\n", __func__);
	return STATUS_OBJECT_NAME_NOT_FOUND;
}
EXPORT_SYMBOL_NS_GPL(RtlQueryRegistryValues, NDIS_SHIM);

NTSTATUS ZwOpenKey(PHANDLE KeyHandle, ACCESS_MASK DesiredAccess,
		   struct _OBJECT_ATTRIBUTES *ObjectAttributes)
{
	*KeyHandle = NULL;
	pr_info_once("%s: there is no registry\n", __func__);
	return STATUS_OBJECT_NAME_NOT_FOUND;
}
EXPORT_SYMBOL_NS_GPL(ZwOpenKey, NDIS_SHIM);

NTSTATUS ZwEnumerateKey(HANDLE KeyHandle, ULONG Index, KEY_INFORMATION_CLASS KeyInformationClass,
			PVOID KeyInformation, ULONG Length, PULONG ResultLength)
{
	*ResultLength = 0;
	return STATUS_INVALID_HANDLE;
}
EXPORT_SYMBOL_NS_GPL(ZwEnumerateKey, NDIS_SHIM);

NTSTATUS ZwQueryValueKey(HANDLE KeyHandle, PUNICODE_STRING ValueName,
			 KEY_VALUE_INFORMATION_CLASS KeyValueInformationClass,
			 PVOID KeyValueInformation, ULONG Length, PULONG ResultLength)
{
	*ResultLength = 0;
	return STATUS_INVALID_HANDLE;
}
EXPORT_SYMBOL_NS_GPL(ZwQueryValueKey, NDIS_SHIM);

/* Keys are all that it could close here. */
NTSTATUS ZwClose(HANDLE Handle)
{
	return STATUS_INVALID_HANDLE;
}
EXPORT_SYMBOL_NS_GPL(ZwClose, NDIS_SHIM);
