/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Registry keys. There is no registry on this machine: a driver's keys have what
 * its module's parameter config= says, and what it wrote since it was loaded. IRQL
 * PASSIVE_LEVEL throughout.
 *
 * STATUS_OBJECT_NAME_NOT_FOUND: there is no such key or value;
 * STATUS_OBJECT_TYPE_MISMATCH: the value is of another type; STATUS_ACCESS_DENIED:
 * the key was not opened for that.
 */
#ifndef _NT_WDFREGISTRY_H
#define _NT_WDFREGISTRY_H

#include <wdfcollection.h>
#include <wdfmemory.h>
#include <wdfobject.h>
#include <wdfstring.h>

/* With PLUGPLAY_REGKEY_DEVICE or _DRIVER: a key below it, named after the driver. */
#ifndef WDF_REGKEY_DEVICE_SUBKEY
#define WDF_REGKEY_DEVICE_SUBKEY	256
#define WDF_REGKEY_DRIVER_SUBKEY	512
#endif

EXTERN_C_START

/* @ParentKey NULL: @KeyName is a whole path, \Registry\Machine\... */
NTSTATUS WdfRegistryOpenKeyWorker(PWDF_DRIVER_GLOBALS Globals, WDFKEY ParentKey,
				  PCUNICODE_STRING KeyName, ACCESS_MASK DesiredAccess,
				  PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key);
/* *@CreateDisposition: REG_CREATED_NEW_KEY or REG_OPENED_EXISTING_KEY. */
NTSTATUS WdfRegistryCreateKeyWorker(PWDF_DRIVER_GLOBALS Globals, WDFKEY ParentKey,
				    PCUNICODE_STRING KeyName, ACCESS_MASK DesiredAccess,
				    ULONG CreateOptions, PULONG CreateDisposition,
				    PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key);
VOID WdfRegistryClose(WDFKEY Key);
/* For ZwQueryValueKey() and its like; the object closes it. */
HANDLE WdfRegistryWdmGetHandle(WDFKEY Key);
/* The object is deleted as well. */
NTSTATUS WdfRegistryRemoveKey(WDFKEY Key);
NTSTATUS WdfRegistryRemoveValue(WDFKEY Key, PCUNICODE_STRING ValueName);

/*
 * Bytes. STATUS_BUFFER_OVERFLOW: *@ValueLengthQueried says how many it takes, and
 * what fits was copied. NULL results are not wanted.
 */
NTSTATUS WdfRegistryQueryValue(WDFKEY Key, PCUNICODE_STRING ValueName, ULONG ValueLength,
			       PVOID Value, PULONG ValueLengthQueried, PULONG ValueType);
NTSTATUS WdfRegistryQueryMemoryWorker(PWDF_DRIVER_GLOBALS Globals, WDFKEY Key,
				      PCUNICODE_STRING ValueName, POOL_TYPE PoolType,
				      PWDF_OBJECT_ATTRIBUTES MemoryAttributes, WDFMEMORY *Memory,
				      PULONG ValueType);
/* A WDFSTRING for each string is added to @Collection. */
NTSTATUS WdfRegistryQueryMultiString(WDFKEY Key, PCUNICODE_STRING ValueName,
				     PWDF_OBJECT_ATTRIBUTES StringsAttributes,
				     WDFCOLLECTION Collection);
/*
 * *@ValueByteLength: bytes with the terminating zero. STATUS_BUFFER_OVERFLOW: they do
 * not fit in @Value, or it is NULL.
 */
NTSTATUS WdfRegistryQueryUnicodeString(WDFKEY Key, PCUNICODE_STRING ValueName,
				       PUSHORT ValueByteLength, PUNICODE_STRING Value);
NTSTATUS WdfRegistryQueryString(WDFKEY Key, PCUNICODE_STRING ValueName, WDFSTRING String);
NTSTATUS WdfRegistryQueryULong(WDFKEY Key, PCUNICODE_STRING ValueName, PULONG Value);

NTSTATUS WdfRegistryAssignValue(WDFKEY Key, PCUNICODE_STRING ValueName, ULONG ValueType,
				ULONG ValueLength, PVOID Value);
NTSTATUS WdfRegistryAssignMemory(WDFKEY Key, PCUNICODE_STRING ValueName, ULONG ValueType,
				 WDFMEMORY Memory, PWDFMEMORY_OFFSET MemoryOffsets);
/* @StringsCollection has WDFSTRINGs. */
NTSTATUS WdfRegistryAssignMultiString(WDFKEY Key, PCUNICODE_STRING ValueName,
				      WDFCOLLECTION StringsCollection);
NTSTATUS WdfRegistryAssignUnicodeString(WDFKEY Key, PCUNICODE_STRING ValueName,
					PCUNICODE_STRING Value);
NTSTATUS WdfRegistryAssignString(WDFKEY Key, PCUNICODE_STRING ValueName, WDFSTRING String);
NTSTATUS WdfRegistryAssignULong(WDFKEY Key, PCUNICODE_STRING ValueName, ULONG Value);

EXTERN_C_END

static inline NTSTATUS WdfRegistryOpenKey(WDFKEY ParentKey, PCUNICODE_STRING KeyName,
					  ACCESS_MASK DesiredAccess,
					  PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key)
{
	return WdfRegistryOpenKeyWorker(WdfDriverGlobals, ParentKey, KeyName, DesiredAccess,
					KeyAttributes, Key);
}

static inline NTSTATUS WdfRegistryCreateKey(WDFKEY ParentKey, PCUNICODE_STRING KeyName,
					    ACCESS_MASK DesiredAccess, ULONG CreateOptions,
					    PULONG CreateDisposition,
					    PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key)
{
	return WdfRegistryCreateKeyWorker(WdfDriverGlobals, ParentKey, KeyName, DesiredAccess,
					  CreateOptions, CreateDisposition, KeyAttributes, Key);
}

static inline NTSTATUS WdfRegistryQueryMemory(WDFKEY Key, PCUNICODE_STRING ValueName,
					      POOL_TYPE PoolType,
					      PWDF_OBJECT_ATTRIBUTES MemoryAttributes,
					      WDFMEMORY *Memory, PULONG ValueType)
{
	return WdfRegistryQueryMemoryWorker(WdfDriverGlobals, Key, ValueName, PoolType,
					    MemoryAttributes, Memory, ValueType);
}

#endif
