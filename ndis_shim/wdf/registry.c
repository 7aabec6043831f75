// SPDX-License-Identifier: GPL-2.0
/*
 * WDFKEY: a place in what nt/nt_registry.h has, as an object.
 *
 * Not here: what values there are and what they look like (nt/registry_store.c).
 */
#include <linux/device.h>
#include <linux/export.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <wdf.h>
#include <wdm/registry.h>

#include "nt/nt_internal.h"
#include "nt/nt_registry.h"
#include "nt/registry.h"
#include "wdf/device_internal.h"
#include "wdf/driver.h"
#include "wdf/memory.h"
#include "wdf/request.h"
#include "wdf/string.h"

#define WDF_TAG_KEY	0x79654b57	/* "WKey" */

/**
 * struct wdf_key - a WDFKEY
 * @base: object
 * @key: where
 * @access: KEY_*, as it was opened
 * @handle: WdfRegistryWdmGetHandle(), or NULL
 */
struct wdf_key {
	struct wdf_object base;
	struct nt_reg_key key;
	ACCESS_MASK access;
	HANDLE handle;
};

static void wdf_key_dispose(struct wdf_object *obj)
{
	struct wdf_key *key = container_of(obj, struct wdf_key, base);

	if (key->handle)
		ZwClose(key->handle);
	key->handle = NULL;
}

static void wdf_key_release(struct wdf_object *obj)
{
	kfree(container_of(obj, struct wdf_key, base));
}

static const struct wdf_object_class wdf_key_class = {
	.name = "WDFKEY",
	.type = WDF_TYPE_KEY,
	.flags = WDF_CLASS_PASSIVE_DISPOSE,
	.dispose = wdf_key_dispose,
	.release = wdf_key_release,
};

static struct wdf_key *wdf_key_from_handle(WDFKEY handle, const char *who)
{
	struct wdf_object *obj = wdf_object_from_handle(handle, WDF_TYPE_KEY, who);

	return obj ? container_of(obj, struct wdf_key, base) : NULL;
}

/* What every use of a key begins with. */
static NTSTATUS wdf_key_begin(WDFKEY handle, PCUNICODE_STRING name, ACCESS_MASK access,
			      struct wdf_key **key, const char *who)
{
	*key = wdf_key_from_handle(handle, who);
	if (!*key)
		return STATUS_INVALID_HANDLE;
	if (nt_irql_violation((*key)->base.driver, who))
		return STATUS_INVALID_DEVICE_REQUEST;
	if (!name || (name->Length && !name->Buffer))
		return STATUS_INVALID_PARAMETER;
	return (*key)->access & access ? STATUS_SUCCESS : STATUS_ACCESS_DENIED;
}

static NTSTATUS wdf_key_create(const struct wdf_creator *creator, const struct nt_reg_key *place,
			       ACCESS_MASK access, PWDF_OBJECT_ATTRIBUTES attributes,
			       WDFKEY *handle)
{
	struct wdf_key *key = kzalloc(sizeof(*key), GFP_KERNEL);
	NTSTATUS status;

	if (!key)
		return STATUS_INSUFFICIENT_RESOURCES;
	key->key = *place;
	key->access = access & (GENERIC_ALL | MAXIMUM_ALLOWED) ? KEY_ALL_ACCESS : access;
	if (access & GENERIC_READ)
		key->access |= KEY_READ;
	if (access & GENERIC_WRITE)
		key->access |= KEY_WRITE;
	wdf_object_init(&key->base, &wdf_key_class, creator->driver);
	status = wdf_object_publish(&key->base, attributes, creator->parent);
	if (!NT_SUCCESS(status)) {
		kfree(key);
		return status;
	}
	*handle = wdf_object_to_handle(&key->base);
	return STATUS_SUCCESS;
}

/* ---- opening ---- */

/* The place that @parent and @name are about. */
static NTSTATUS wdf_key_place(const struct wdf_creator *creator, WDFKEY parent,
			      PCUNICODE_STRING name, struct nt_reg_key *place, const char *who)
{
	struct wdf_key *above;

	if (!name || (name->Length && !name->Buffer))
		return STATUS_INVALID_PARAMETER;
	if (nt_irql_violation(creator->driver, who))
		return STATUS_INVALID_DEVICE_REQUEST;
	if (!parent)
		return nt_reg_key_from_path(place, creator->driver, name);
	above = wdf_key_from_handle(parent, who);
	if (!above)
		return STATUS_INVALID_HANDLE;
	*place = above->key;
	return nt_reg_key_descend(place, name);
}

NTSTATUS WdfRegistryOpenKeyWorker(PWDF_DRIVER_GLOBALS Globals, WDFKEY ParentKey,
				  PCUNICODE_STRING KeyName, ACCESS_MASK DesiredAccess,
				  PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key)
{
	struct wdf_creator creator;
	struct nt_reg_key place;
	NTSTATUS status;

	if (!Key)
		return STATUS_INVALID_PARAMETER;
	*Key = NULL;
	wdf_creator_init(&creator, Globals);
	status = wdf_key_place(&creator, ParentKey, KeyName, &place, "WdfRegistryOpenKey");
	if (NT_SUCCESS(status) && !nt_reg_key_exists(&place))
		status = STATUS_OBJECT_NAME_NOT_FOUND;
	if (!NT_SUCCESS(status))
		return status;
	return wdf_key_create(&creator, &place, DesiredAccess, KeyAttributes, Key);
}
EXPORT_SYMBOL_NS_GPL(WdfRegistryOpenKeyWorker, NDIS_SHIM);

/* What is not volatile on Windows lasts as long as the module here. */
NTSTATUS WdfRegistryCreateKeyWorker(PWDF_DRIVER_GLOBALS Globals, WDFKEY ParentKey,
				    PCUNICODE_STRING KeyName, ACCESS_MASK DesiredAccess,
				    ULONG CreateOptions, PULONG CreateDisposition,
				    PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key)
{
	struct wdf_creator creator;
	struct nt_reg_key place;
	NTSTATUS status;
	bool exists;

	if (!Key)
		return STATUS_INVALID_PARAMETER;
	*Key = NULL;
	wdf_creator_init(&creator, Globals);
	status = wdf_key_place(&creator, ParentKey, KeyName, &place, "WdfRegistryCreateKey");
	if (!NT_SUCCESS(status))
		return status;
	exists = nt_reg_key_exists(&place);
	if (!exists)
		status = nt_reg_create_key(&place);
	if (!NT_SUCCESS(status))
		return status;
	if (CreateDisposition)
		*CreateDisposition = exists ? REG_OPENED_EXISTING_KEY : REG_CREATED_NEW_KEY;
	return wdf_key_create(&creator, &place, DesiredAccess, KeyAttributes, Key);
}
EXPORT_SYMBOL_NS_GPL(WdfRegistryCreateKeyWorker, NDIS_SHIM);

static NTSTATUS wdf_key_open_drivers(WDFDRIVER handle, ACCESS_MASK access,
				     PWDF_OBJECT_ATTRIBUTES attributes, WDFKEY *key,
				     const char *who)
{
	struct wdf_object *driver;
	struct wdf_creator creator;
	struct nt_reg_key place;

	if (!key)
		return STATUS_INVALID_PARAMETER;
	*key = NULL;
	driver = wdf_object_from_handle(handle, WDF_TYPE_DRIVER, who);
	if (!driver)
		return STATUS_INVALID_HANDLE;
	if (nt_irql_violation(driver->driver, who))
		return STATUS_INVALID_DEVICE_REQUEST;
	creator.driver = driver->driver;
	creator.parent = driver;
	nt_reg_key_init(&place, driver->driver, "");
	return wdf_key_create(&creator, &place, access, attributes, key);
}

NTSTATUS WdfDriverOpenParametersRegistryKey(WDFDRIVER Driver, ACCESS_MASK DesiredAccess,
					    PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key)
{
	return wdf_key_open_drivers(Driver, DesiredAccess, KeyAttributes, Key, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDriverOpenParametersRegistryKey, NDIS_SHIM);

NTSTATUS WdfDriverOpenPersistentStateRegistryKey(WDFDRIVER Driver, ACCESS_MASK DesiredAccess,
						 PWDF_OBJECT_ATTRIBUTES KeyAttributes,
						 WDFKEY *Key)
{
	return wdf_key_open_drivers(Driver, DesiredAccess, KeyAttributes, Key, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDriverOpenPersistentStateRegistryKey, NDIS_SHIM);

/* A device's hardware key and its driver's key for it are one here. */
static NTSTATUS wdf_key_open_devices(struct nt_driver *driver, struct device *dev, ULONG type,
				     ACCESS_MASK access, PWDF_OBJECT_ATTRIBUTES attributes,
				     struct wdf_object *parent, WDFKEY *key, const char *who)
{
	struct wdf_creator creator = { .driver = driver, .parent = parent };
	struct nt_reg_key place;

	if (!(type & (PLUGPLAY_REGKEY_DEVICE | PLUGPLAY_REGKEY_DRIVER)))
		return STATUS_INVALID_PARAMETER;
	if (nt_irql_violation(driver, who))
		return STATUS_INVALID_DEVICE_REQUEST;
	nt_reg_key_init(&place, driver, dev ? dev_name(dev) : "");
	return wdf_key_create(&creator, &place, access, attributes, key);
}

NTSTATUS WdfDeviceOpenRegistryKey(WDFDEVICE Device, ULONG DeviceInstanceKeyType,
				  ACCESS_MASK DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes,
				  WDFKEY *Key)
{
	struct wdf_device *dev;

	if (!Key)
		return STATUS_INVALID_PARAMETER;
	*Key = NULL;
	dev = wdf_device_from_handle(Device, __func__);
	if (!dev)
		return STATUS_INVALID_HANDLE;
	return wdf_key_open_devices(dev->base.driver, dev->linux_dev, DeviceInstanceKeyType,
				    DesiredAccess, KeyAttributes, &dev->base, Key, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceOpenRegistryKey, NDIS_SHIM);

NTSTATUS WdfFdoInitOpenRegistryKey(PWDFDEVICE_INIT DeviceInit, ULONG DeviceInstanceKeyType,
				   ACCESS_MASK DesiredAccess,
				   PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key)
{
	struct WDFDEVICE_INIT *init;

	if (!Key)
		return STATUS_INVALID_PARAMETER;
	*Key = NULL;
	init = wdf_init_check(DeviceInit, __func__);
	if (!init || !init->pdo || !init->driver->wdf)
		return STATUS_INVALID_PARAMETER;
	return wdf_key_open_devices(init->driver, init->pdo->dev, DeviceInstanceKeyType,
				    DesiredAccess, KeyAttributes,
				    wdf_driver_object(init->driver->wdf), Key, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfFdoInitOpenRegistryKey, NDIS_SHIM);

VOID WdfRegistryClose(WDFKEY Key)
{
	if (wdf_key_from_handle(Key, __func__))
		WdfObjectDelete(Key);
}
EXPORT_SYMBOL_NS_GPL(WdfRegistryClose, NDIS_SHIM);

HANDLE WdfRegistryWdmGetHandle(WDFKEY Key)
{
	struct wdf_key *key = wdf_key_from_handle(Key, __func__);
	HANDLE handle;

	if (!key || nt_irql_violation(key->base.driver, __func__))
		return NULL;
	if (!key->handle && NT_SUCCESS(nt_key_open(&key->key, key->base.driver, &handle))) {
		/* Two at once: one of them is enough. */
		if (cmpxchg(&key->handle, NULL, handle))
			ZwClose(handle);
	}
	return key->handle;
}
EXPORT_SYMBOL_NS_GPL(WdfRegistryWdmGetHandle, NDIS_SHIM);

NTSTATUS WdfRegistryRemoveKey(WDFKEY Key)
{
	struct wdf_key *key = wdf_key_from_handle(Key, __func__);
	NTSTATUS status;

	if (!key)
		return STATUS_INVALID_HANDLE;
	if (nt_irql_violation(key->base.driver, __func__))
		return STATUS_INVALID_DEVICE_REQUEST;
	status = nt_reg_delete_key(&key->key);
	if (NT_SUCCESS(status))
		WdfObjectDelete(Key);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfRegistryRemoveKey, NDIS_SHIM);

NTSTATUS WdfRegistryRemoveValue(WDFKEY Key, PCUNICODE_STRING ValueName)
{
	struct wdf_key *key;
	NTSTATUS status = wdf_key_begin(Key, ValueName, KEY_SET_VALUE, &key, __func__);

	return NT_SUCCESS(status) ? nt_reg_delete(&key->key, ValueName) : status;
}
EXPORT_SYMBOL_NS_GPL(WdfRegistryRemoveValue, NDIS_SHIM);

/* ---- reading ---- */

/* @want: REG_NONE: any. nt_reg_value_free() if it is a success. */
static NTSTATUS wdf_key_query(WDFKEY handle, PCUNICODE_STRING name, u32 want,
			      struct nt_reg_value *value, struct wdf_key **key, const char *who)
{
	NTSTATUS status = wdf_key_begin(handle, name, KEY_QUERY_VALUE, key, who);

	if (!NT_SUCCESS(status))
		return status;
	status = nt_reg_query(&(*key)->key, name, want, value);
	if (NT_SUCCESS(status) && want != REG_NONE && value->type != want &&
	    !(want == REG_SZ && value->type == REG_EXPAND_SZ)) {
		nt_reg_value_free(value);
		status = STATUS_OBJECT_TYPE_MISMATCH;
	}
	return status;
}

NTSTATUS WdfRegistryQueryValue(WDFKEY Key, PCUNICODE_STRING ValueName, ULONG ValueLength,
			       PVOID Value, PULONG ValueLengthQueried, PULONG ValueType)
{
	struct nt_reg_value value;
	struct wdf_key *key;
	NTSTATUS status;

	if (ValueLength && !Value)
		return STATUS_INVALID_PARAMETER;
	status = wdf_key_query(Key, ValueName, REG_NONE, &value, &key, __func__);
	if (!NT_SUCCESS(status))
		return status;
	if (ValueLengthQueried)
		*ValueLengthQueried = value.size;
	if (ValueType)
		*ValueType = value.type;
	if (ValueLength)
		memcpy(Value, value.data, min(ValueLength, value.size));
	if (ValueLength < value.size)
		status = STATUS_BUFFER_OVERFLOW;
	nt_reg_value_free(&value);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfRegistryQueryValue, NDIS_SHIM);

NTSTATUS WdfRegistryQueryMemoryWorker(PWDF_DRIVER_GLOBALS Globals, WDFKEY Key,
				      PCUNICODE_STRING ValueName, POOL_TYPE PoolType,
				      PWDF_OBJECT_ATTRIBUTES MemoryAttributes, WDFMEMORY *Memory,
				      PULONG ValueType)
{
	struct wdf_creator creator;
	struct wdf_memory *memory;
	struct nt_reg_value value;
	struct wdf_key *key;
	NTSTATUS status;

	if (!Memory)
		return STATUS_INVALID_PARAMETER;
	*Memory = NULL;
	status = wdf_key_query(Key, ValueName, REG_NONE, &value, &key, "WdfRegistryQueryMemory");
	if (!NT_SUCCESS(status))
		return status;
	wdf_creator_init(&creator, Globals);
	status = wdf_memory_create(&creator, MemoryAttributes, PoolType, WDF_TAG_KEY, value.size,
				   &memory);
	if (NT_SUCCESS(status)) {
		memcpy(memory->buffer, value.data, value.size);
		if (ValueType)
			*ValueType = value.type;
		*Memory = wdf_memory_handle(memory);
	}
	nt_reg_value_free(&value);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfRegistryQueryMemoryWorker, NDIS_SHIM);

NTSTATUS WdfRegistryQueryMultiString(WDFKEY Key, PCUNICODE_STRING ValueName,
				     PWDF_OBJECT_ATTRIBUTES StringsAttributes,
				     WDFCOLLECTION Collection)
{
	struct wdf_creator creator;
	struct nt_reg_value value;
	struct wdf_key *key;
	NTSTATUS status;

	if (!wdf_object_from_handle(Collection, WDF_TYPE_COLLECTION, __func__))
		return STATUS_INVALID_HANDLE;
	status = wdf_key_query(Key, ValueName, REG_MULTI_SZ, &value, &key, __func__);
	if (!NT_SUCCESS(status))
		return status;
	creator.driver = key->base.driver;
	creator.parent = wdf_driver_object(key->base.driver->wdf);
	status = wdf_strings_split(&creator, StringsAttributes, value.data,
				   value.size / sizeof(WCHAR), Collection);
	nt_reg_value_free(&value);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfRegistryQueryMultiString, NDIS_SHIM);

NTSTATUS WdfRegistryQueryUnicodeString(WDFKEY Key, PCUNICODE_STRING ValueName,
				       PUSHORT ValueByteLength, PUNICODE_STRING Value)
{
	struct nt_reg_value value;
	struct wdf_key *key;
	NTSTATUS status;
	size_t bytes;

	if (Value && Value->MaximumLength && !Value->Buffer)
		return STATUS_INVALID_PARAMETER;
	status = wdf_key_query(Key, ValueName, REG_SZ, &value, &key, __func__);
	if (!NT_SUCCESS(status))
		return status;
	bytes = wdf_wide_length(value.data, value.size / sizeof(WCHAR)) * sizeof(WCHAR);
	if (ValueByteLength)
		*ValueByteLength = min_t(size_t, bytes + sizeof(WCHAR), U16_MAX);
	if (!Value || Value->MaximumLength < bytes + sizeof(WCHAR)) {
		status = STATUS_BUFFER_OVERFLOW;
	} else {
		memcpy(Value->Buffer, value.data, bytes);
		Value->Buffer[bytes / sizeof(WCHAR)] = 0;
		Value->Length = bytes;
	}
	nt_reg_value_free(&value);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfRegistryQueryUnicodeString, NDIS_SHIM);

NTSTATUS WdfRegistryQueryString(WDFKEY Key, PCUNICODE_STRING ValueName, WDFSTRING String)
{
	struct wdf_string *string = wdf_string_from_handle(String, __func__);
	struct nt_reg_value value;
	struct wdf_key *key;
	NTSTATUS status;

	if (!string)
		return STATUS_INVALID_HANDLE;
	status = wdf_key_query(Key, ValueName, REG_SZ, &value, &key, __func__);
	if (!NT_SUCCESS(status))
		return status;
	status = wdf_string_assign(string, value.data,
				   wdf_wide_length(value.data, value.size / sizeof(WCHAR)) *
				   sizeof(WCHAR));
	nt_reg_value_free(&value);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfRegistryQueryString, NDIS_SHIM);

NTSTATUS WdfRegistryQueryULong(WDFKEY Key, PCUNICODE_STRING ValueName, PULONG Value)
{
	struct nt_reg_value value;
	struct wdf_key *key;
	NTSTATUS status;

	if (!Value)
		return STATUS_INVALID_PARAMETER;
	status = wdf_key_query(Key, ValueName, REG_DWORD, &value, &key, __func__);
	if (!NT_SUCCESS(status))
		return status;
	if (value.size == sizeof(*Value))
		memcpy(Value, value.data, sizeof(*Value));
	else
		status = STATUS_OBJECT_TYPE_MISMATCH;
	nt_reg_value_free(&value);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfRegistryQueryULong, NDIS_SHIM);

/* ---- writing ---- */

static NTSTATUS wdf_key_assign(WDFKEY handle, PCUNICODE_STRING name, u32 type, const void *data,
			       u32 size, const char *who)
{
	struct wdf_key *key;
	NTSTATUS status = wdf_key_begin(handle, name, KEY_SET_VALUE, &key, who);

	return NT_SUCCESS(status) ? nt_reg_set(&key->key, name, type, data, size) : status;
}

NTSTATUS WdfRegistryAssignValue(WDFKEY Key, PCUNICODE_STRING ValueName, ULONG ValueType,
				ULONG ValueLength, PVOID Value)
{
	if (ValueLength && !Value)
		return STATUS_INVALID_PARAMETER;
	return wdf_key_assign(Key, ValueName, ValueType, Value, ValueLength, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRegistryAssignValue, NDIS_SHIM);

NTSTATUS WdfRegistryAssignMemory(WDFKEY Key, PCUNICODE_STRING ValueName, ULONG ValueType,
				 WDFMEMORY Memory, PWDFMEMORY_OFFSET MemoryOffsets)
{
	struct wdf_buffer buffer;
	NTSTATUS status;

	status = wdf_buffer_from_memory(Memory, MemoryOffsets, &buffer, __func__);
	if (!NT_SUCCESS(status))
		return status;
	if (buffer.length > U32_MAX)
		return STATUS_INVALID_BUFFER_SIZE;
	return wdf_key_assign(Key, ValueName, ValueType, buffer.data, buffer.length, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRegistryAssignMemory, NDIS_SHIM);

NTSTATUS WdfRegistryAssignMultiString(WDFKEY Key, PCUNICODE_STRING ValueName,
				      WDFCOLLECTION StringsCollection)
{
	WCHAR *list;
	NTSTATUS status;
	size_t bytes;

	if (!wdf_object_from_handle(StringsCollection, WDF_TYPE_COLLECTION, __func__))
		return STATUS_INVALID_HANDLE;
	status = wdf_strings_join(StringsCollection, &list, &bytes, __func__);
	if (!NT_SUCCESS(status))
		return status;
	status = wdf_key_assign(Key, ValueName, REG_MULTI_SZ, list, bytes, __func__);
	kvfree(list);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfRegistryAssignMultiString, NDIS_SHIM);

/* The zero that the registry has behind a string need not be there. */
static NTSTATUS wdf_key_assign_string(WDFKEY handle, PCUNICODE_STRING name,
				      PCUNICODE_STRING text, const char *who)
{
	NTSTATUS status;
	WCHAR *copy;

	if (text->Length % sizeof(WCHAR) || (text->Length && !text->Buffer))
		return STATUS_INVALID_PARAMETER;
	copy = kvzalloc(text->Length + sizeof(WCHAR), GFP_KERNEL);
	if (!copy)
		return STATUS_INSUFFICIENT_RESOURCES;
	if (text->Length)
		memcpy(copy, text->Buffer, text->Length);
	status = wdf_key_assign(handle, name, REG_SZ, copy, text->Length + sizeof(WCHAR), who);
	kvfree(copy);
	return status;
}

NTSTATUS WdfRegistryAssignUnicodeString(WDFKEY Key, PCUNICODE_STRING ValueName,
					PCUNICODE_STRING Value)
{
	if (!Value)
		return STATUS_INVALID_PARAMETER;
	if (nt_irql_violation(NULL, __func__))
		return STATUS_INVALID_DEVICE_REQUEST;
	return wdf_key_assign_string(Key, ValueName, Value, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRegistryAssignUnicodeString, NDIS_SHIM);

NTSTATUS WdfRegistryAssignString(WDFKEY Key, PCUNICODE_STRING ValueName, WDFSTRING String)
{
	struct wdf_string *string = wdf_string_from_handle(String, __func__);

	if (!string)
		return STATUS_INVALID_HANDLE;
	if (nt_irql_violation(string->base.driver, __func__))
		return STATUS_INVALID_DEVICE_REQUEST;
	return wdf_key_assign_string(Key, ValueName, &string->text, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRegistryAssignString, NDIS_SHIM);

NTSTATUS WdfRegistryAssignULong(WDFKEY Key, PCUNICODE_STRING ValueName, ULONG Value)
{
	return wdf_key_assign(Key, ValueName, REG_DWORD, &Value, sizeof(Value), __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRegistryAssignULong, NDIS_SHIM);
