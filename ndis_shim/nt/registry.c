// SPDX-License-Identifier: GPL-2.0
/*
 * ZwXxxKey(): handles of registry keys, and what they show of the store.
 *
 * Not here: which values there are (registry_store.c), RtlXxxRegistryXxx()
 * (registry_rtl.c).
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <wdm.h>

#include "nt/nt_internal.h"
#include "nt/nt_registry.h"
#include "nt/ob.h"
#include "nt/registry.h"

/**
 * struct nt_key - an open key
 * @ob: handle and memory
 * @key: which; does not change
 */
struct nt_key {
	struct nt_ob ob;
	struct nt_reg_key key;
};

static void nt_key_release(struct nt_ob *ob)
{
	kfree(container_of(ob, struct nt_key, ob));
}

NTSTATUS nt_key_open(const struct nt_reg_key *key, struct nt_driver *driver, PHANDLE handle)
{
	struct nt_key *open = kzalloc(sizeof(*open), GFP_KERNEL);
	NTSTATUS status;

	*handle = NULL;
	if (!open)
		return STATUS_INSUFFICIENT_RESOURCES;
	open->key = *key;
	nt_ob_init(&open->ob, NT_OB_KEY, driver, open, nt_key_release);
	status = nt_handle_create(&open->ob, driver, handle);
	nt_ob_put(&open->ob);
	return status;
}
EXPORT_SYMBOL_NS_GPL(nt_key_open, NDIS_SHIM_INTERNAL);

NTSTATUS nt_key_get(HANDLE handle, struct nt_reg_key *key)
{
	NTSTATUS status;
	struct nt_ob *ob = nt_handle_get(handle, NT_OB_KEY, &status);

	if (!ob)
		return status;
	*key = container_of(ob, struct nt_key, ob)->key;
	nt_ob_put(ob);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(nt_key_get, NDIS_SHIM_INTERNAL);

/* The key that an object's attributes name. */
static NTSTATUS nt_key_named(struct nt_driver *driver, POBJECT_ATTRIBUTES attributes,
			     struct nt_reg_key *key)
{
	NTSTATUS status;

	if (!attributes || attributes->Length != sizeof(*attributes))
		return STATUS_INVALID_PARAMETER;
	if (!attributes->RootDirectory)
		return nt_reg_key_from_path(key, driver, attributes->ObjectName);
	status = nt_key_get(attributes->RootDirectory, key);
	if (!NT_SUCCESS(status) || !attributes->ObjectName)
		return status;
	return nt_reg_key_descend(key, attributes->ObjectName);
}

NTSTATUS ZwOpenKeyWorker(PWDF_DRIVER_GLOBALS Globals, PHANDLE KeyHandle,
			 ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes)
{
	struct nt_driver *driver = nt_driver_from_globals(Globals);
	struct nt_reg_key key;
	NTSTATUS status;

	if (!KeyHandle)
		return STATUS_INVALID_PARAMETER;
	*KeyHandle = NULL;
	if (nt_irql_violation(driver, "ZwOpenKey"))
		return STATUS_INVALID_DEVICE_STATE;
	status = nt_key_named(driver, ObjectAttributes, &key);
	if (!NT_SUCCESS(status))
		return status;
	if (!nt_reg_key_exists(&key))
		return STATUS_OBJECT_NAME_NOT_FOUND;
	return nt_key_open(&key, driver, KeyHandle);
}
EXPORT_SYMBOL_NS_GPL(ZwOpenKeyWorker, NDIS_SHIM);

NTSTATUS ZwCreateKeyWorker(PWDF_DRIVER_GLOBALS Globals, PHANDLE KeyHandle,
			   ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes,
			   ULONG TitleIndex, PUNICODE_STRING Class, ULONG CreateOptions,
			   PULONG Disposition)
{
	struct nt_driver *driver = nt_driver_from_globals(Globals);
	struct nt_reg_key key;
	NTSTATUS status;
	bool existed;

	if (!KeyHandle)
		return STATUS_INVALID_PARAMETER;
	*KeyHandle = NULL;
	if (nt_irql_violation(driver, "ZwCreateKey"))
		return STATUS_INVALID_DEVICE_STATE;
	status = nt_key_named(driver, ObjectAttributes, &key);
	/* Only a driver's own part of the registry is there to be written. */
	if (status == STATUS_OBJECT_NAME_NOT_FOUND)
		return STATUS_ACCESS_DENIED;
	if (!NT_SUCCESS(status))
		return status;
	existed = nt_reg_key_exists(&key);
	status = nt_reg_create_key(&key);
	if (!NT_SUCCESS(status))
		return status;
	if (Disposition)
		*Disposition = existed ? REG_OPENED_EXISTING_KEY : REG_CREATED_NEW_KEY;
	return nt_key_open(&key, driver, KeyHandle);
}
EXPORT_SYMBOL_NS_GPL(ZwCreateKeyWorker, NDIS_SHIM);

NTSTATUS IoOpenDriverRegistryKey(PDRIVER_OBJECT DriverObject, DRIVER_REGKEY_TYPE RegKeyType,
				 ACCESS_MASK DesiredAccess, ULONG Flags, PHANDLE DriverRegKey)
{
	struct nt_driver *driver;
	struct nt_reg_key key;

	if (!DriverObject || !DriverRegKey || Flags ||
	    (u32)RegKeyType > DriverRegKeySharedPersistentState)
		return STATUS_INVALID_PARAMETER;
	*DriverRegKey = NULL;
	driver = container_of(DriverObject, struct nt_driver, object);
	if (nt_irql_violation(driver, __func__))
		return STATUS_INVALID_DEVICE_STATE;
	nt_reg_key_init(&key, driver, NULL);
	return nt_key_open(&key, driver, DriverRegKey);
}
EXPORT_SYMBOL_NS_GPL(IoOpenDriverRegistryKey, NDIS_SHIM);

/* The key behind a handle, at a level that all of these need. */
static NTSTATUS nt_key_enter(HANDLE handle, struct nt_reg_key *key, const char *who)
{
	if (nt_irql_violation(NULL, who))
		return STATUS_INVALID_DEVICE_STATE;
	return nt_key_get(handle, key);
}

NTSTATUS ZwDeleteKey(HANDLE KeyHandle)
{
	struct nt_reg_key key;
	NTSTATUS status = nt_key_enter(KeyHandle, &key, __func__);

	return NT_SUCCESS(status) ? nt_reg_delete_key(&key) : status;
}
EXPORT_SYMBOL_NS_GPL(ZwDeleteKey, NDIS_SHIM);

NTSTATUS ZwFlushKey(HANDLE KeyHandle)
{
	struct nt_reg_key key;

	return nt_key_enter(KeyHandle, &key, __func__);
}
EXPORT_SYMBOL_NS_GPL(ZwFlushKey, NDIS_SHIM);

/* ---- answers of variable length ---- */

/**
 * struct nt_answer - what a driver is being told
 * @buffer: its memory
 * @length: bytes of that
 * @fixed: of the structure, which all have to fit
 * @needed: bytes of the whole answer
 */
struct nt_answer {
	u8 *buffer;
	u32 length;
	u32 fixed;
	u32 needed;
};

/* As much as fits of @size bytes, at @offset. */
static void nt_answer_put(struct nt_answer *answer, u32 offset, const void *data, u32 size)
{
	u32 end = offset + size;

	answer->needed = max(answer->needed, end);
	if (offset >= answer->length)
		return;
	memcpy(answer->buffer + offset, data, min(size, answer->length - offset));
}

static void nt_answer_name(struct nt_answer *answer, u32 offset, const char *name)
{
	WCHAR wide[NT_REG_NAME];
	u32 i, size = strlen(name);

	for (i = 0; i < size; i++)
		wide[i] = (u8)name[i];
	nt_answer_put(answer, offset, wide, size * sizeof(WCHAR));
}

static NTSTATUS nt_answer_status(const struct nt_answer *answer, PULONG result)
{
	*result = answer->needed;
	if (answer->length < answer->fixed)
		return STATUS_BUFFER_TOO_SMALL;
	return answer->length < answer->needed ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
}

/* The fixed part and, behind it, what varies. */
#define NT_ANSWER(answer, type, last, value)				\
	do {								\
		(answer)->fixed = offsetof(type, last);			\
		nt_answer_put(answer, 0, value, (answer)->fixed);	\
	} while (0)

static void nt_key_full_information(const struct nt_reg_key *key, KEY_FULL_INFORMATION *full)
{
	struct nt_reg_value value;
	char name[NT_REG_NAME];
	WCHAR wide[NT_REG_NAME];
	UNICODE_STRING string = { .Buffer = wide };

	while (nt_reg_subkey_name(key, full->SubKeys, name)) {
		full->SubKeys++;
		full->MaxNameLen = max_t(ULONG, full->MaxNameLen, strlen(name) * sizeof(WCHAR));
	}
	while (nt_reg_value_name(key, full->Values, name)) {
		u32 i;

		for (i = 0; name[i]; i++)
			wide[i] = (u8)name[i];
		string.Length = i * sizeof(WCHAR);
		full->Values++;
		full->MaxValueNameLen = max_t(ULONG, full->MaxValueNameLen, string.Length);
		if (!NT_SUCCESS(nt_reg_query(key, &string, REG_NONE, &value)))
			continue;
		full->MaxValueDataLen = max_t(ULONG, full->MaxValueDataLen, value.size);
		nt_reg_value_free(&value);
	}
}

/* What is known of a key: its name, and for the full form what is below it. */
static NTSTATUS nt_key_tell(const struct nt_reg_key *key, const char *name,
			    KEY_INFORMATION_CLASS class, struct nt_answer *answer)
{
	u32 bytes = strlen(name) * sizeof(WCHAR);
	union {
		KEY_BASIC_INFORMATION basic;
		KEY_NODE_INFORMATION node;
		KEY_FULL_INFORMATION full;
		KEY_NAME_INFORMATION name;
	} info = {};

	switch (class) {
	case KeyBasicInformation:
		info.basic.NameLength = bytes;
		NT_ANSWER(answer, KEY_BASIC_INFORMATION, Name, &info);
		break;
	case KeyNodeInformation:
		info.node.ClassOffset = -1;
		info.node.NameLength = bytes;
		NT_ANSWER(answer, KEY_NODE_INFORMATION, Name, &info);
		break;
	case KeyFullInformation:
		info.full.ClassOffset = -1;
		nt_key_full_information(key, &info.full);
		NT_ANSWER(answer, KEY_FULL_INFORMATION, Class, &info);
		return STATUS_SUCCESS;
	case KeyNameInformation:
		info.name.NameLength = bytes;
		NT_ANSWER(answer, KEY_NAME_INFORMATION, Name, &info);
		break;
	default:
		return STATUS_INVALID_PARAMETER;
	}
	nt_answer_name(answer, answer->fixed, name);
	return STATUS_SUCCESS;
}

NTSTATUS ZwQueryKey(HANDLE KeyHandle, KEY_INFORMATION_CLASS KeyInformationClass,
		    PVOID KeyInformation, ULONG Length, PULONG ResultLength)
{
	struct nt_answer answer = { .buffer = KeyInformation, .length = Length };
	struct nt_reg_key key;
	const char *name;
	NTSTATUS status;

	if (!ResultLength || (Length && !KeyInformation))
		return STATUS_INVALID_PARAMETER;
	*ResultLength = 0;
	status = nt_key_enter(KeyHandle, &key, __func__);
	if (!NT_SUCCESS(status))
		return status;
	name = strrchr(key.path, '/');
	name = name ? name + 1 : *key.path ? key.path : "Parameters";
	status = nt_key_tell(&key, name, KeyInformationClass, &answer);
	return NT_SUCCESS(status) ? nt_answer_status(&answer, ResultLength) : status;
}
EXPORT_SYMBOL_NS_GPL(ZwQueryKey, NDIS_SHIM);

NTSTATUS ZwEnumerateKey(HANDLE KeyHandle, ULONG Index, KEY_INFORMATION_CLASS KeyInformationClass,
			PVOID KeyInformation, ULONG Length, PULONG ResultLength)
{
	struct nt_answer answer = { .buffer = KeyInformation, .length = Length };
	char name[NT_REG_NAME];
	struct nt_reg_key key;
	NTSTATUS status;
	size_t used;

	if (!ResultLength || (Length && !KeyInformation))
		return STATUS_INVALID_PARAMETER;
	*ResultLength = 0;
	status = nt_key_enter(KeyHandle, &key, __func__);
	if (!NT_SUCCESS(status))
		return status;
	if (!nt_reg_subkey_name(&key, Index, name))
		return STATUS_NO_MORE_ENTRIES;
	used = strlen(key.path);
	snprintf(key.path + used, sizeof(key.path) - used, "%s%s", used ? "/" : "", name);
	status = nt_key_tell(&key, name, KeyInformationClass, &answer);
	return NT_SUCCESS(status) ? nt_answer_status(&answer, ResultLength) : status;
}
EXPORT_SYMBOL_NS_GPL(ZwEnumerateKey, NDIS_SHIM);

static NTSTATUS nt_value_tell(const struct nt_reg_value *value, const char *name,
			      KEY_VALUE_INFORMATION_CLASS class, struct nt_answer *answer)
{
	u32 bytes = strlen(name) * sizeof(WCHAR);
	union {
		KEY_VALUE_BASIC_INFORMATION basic;
		KEY_VALUE_FULL_INFORMATION full;
		KEY_VALUE_PARTIAL_INFORMATION partial;
		KEY_VALUE_PARTIAL_INFORMATION_ALIGN64 align64;
	} info = {};
	u32 data;

	switch (class) {
	case KeyValueBasicInformation:
		info.basic.Type = value->type;
		info.basic.NameLength = bytes;
		NT_ANSWER(answer, KEY_VALUE_BASIC_INFORMATION, Name, &info);
		nt_answer_name(answer, answer->fixed, name);
		return STATUS_SUCCESS;
	case KeyValueFullInformation:
	case KeyValueFullInformationAlign64:
		/* Data that a driver reads where it stands: aligned. */
		data = ALIGN(offsetof(KEY_VALUE_FULL_INFORMATION, Name) + bytes, 8);
		info.full.Type = value->type;
		info.full.DataOffset = data;
		info.full.DataLength = value->size;
		info.full.NameLength = bytes;
		NT_ANSWER(answer, KEY_VALUE_FULL_INFORMATION, Name, &info);
		nt_answer_name(answer, answer->fixed, name);
		break;
	case KeyValuePartialInformation:
		info.partial.Type = value->type;
		info.partial.DataLength = value->size;
		NT_ANSWER(answer, KEY_VALUE_PARTIAL_INFORMATION, Data, &info);
		data = answer->fixed;
		break;
	case KeyValuePartialInformationAlign64:
		info.align64.Type = value->type;
		info.align64.DataLength = value->size;
		NT_ANSWER(answer, KEY_VALUE_PARTIAL_INFORMATION_ALIGN64, Data, &info);
		data = answer->fixed;
		break;
	default:
		return STATUS_INVALID_PARAMETER;
	}
	nt_answer_put(answer, data, value->data, value->size);
	return STATUS_SUCCESS;
}

/* A value by its name, under that name. */
static NTSTATUS nt_value_query(const struct nt_reg_key *key, PCUNICODE_STRING name,
			       KEY_VALUE_INFORMATION_CLASS class, struct nt_answer *answer,
			       PULONG result)
{
	struct nt_reg_value value;
	char text[NT_REG_NAME];
	NTSTATUS status;
	u32 i;

	status = nt_reg_query(key, name, REG_NONE, &value);
	if (!NT_SUCCESS(status))
		return status;
	for (i = 0; i < name->Length / sizeof(WCHAR) && i < sizeof(text) - 1; i++)
		text[i] = name->Buffer[i];
	text[i] = '\0';
	status = nt_value_tell(&value, text, class, answer);
	nt_reg_value_free(&value);
	return NT_SUCCESS(status) ? nt_answer_status(answer, result) : status;
}

NTSTATUS ZwQueryValueKey(HANDLE KeyHandle, PUNICODE_STRING ValueName,
			 KEY_VALUE_INFORMATION_CLASS KeyValueInformationClass,
			 PVOID KeyValueInformation, ULONG Length, PULONG ResultLength)
{
	struct nt_answer answer = { .buffer = KeyValueInformation, .length = Length };
	struct nt_reg_key key;
	NTSTATUS status;

	if (!ResultLength || !ValueName || (Length && !KeyValueInformation))
		return STATUS_INVALID_PARAMETER;
	*ResultLength = 0;
	status = nt_key_enter(KeyHandle, &key, __func__);
	if (!NT_SUCCESS(status))
		return status;
	return nt_value_query(&key, ValueName, KeyValueInformationClass, &answer, ResultLength);
}
EXPORT_SYMBOL_NS_GPL(ZwQueryValueKey, NDIS_SHIM);

NTSTATUS ZwEnumerateValueKey(HANDLE KeyHandle, ULONG Index,
			     KEY_VALUE_INFORMATION_CLASS KeyValueInformationClass,
			     PVOID KeyValueInformation, ULONG Length, PULONG ResultLength)
{
	struct nt_answer answer = { .buffer = KeyValueInformation, .length = Length };
	WCHAR wide[NT_REG_NAME];
	UNICODE_STRING string = { .Buffer = wide };
	char name[NT_REG_NAME];
	struct nt_reg_key key;
	NTSTATUS status;
	u32 i;

	if (!ResultLength || (Length && !KeyValueInformation))
		return STATUS_INVALID_PARAMETER;
	*ResultLength = 0;
	status = nt_key_enter(KeyHandle, &key, __func__);
	if (!NT_SUCCESS(status))
		return status;
	if (!nt_reg_value_name(&key, Index, name))
		return STATUS_NO_MORE_ENTRIES;
	for (i = 0; name[i]; i++)
		wide[i] = (u8)name[i];
	string.Length = i * sizeof(WCHAR);
	return nt_value_query(&key, &string, KeyValueInformationClass, &answer, ResultLength);
}
EXPORT_SYMBOL_NS_GPL(ZwEnumerateValueKey, NDIS_SHIM);

NTSTATUS ZwSetValueKey(HANDLE KeyHandle, PUNICODE_STRING ValueName, ULONG TitleIndex, ULONG Type,
		       PVOID Data, ULONG DataSize)
{
	struct nt_reg_key key;
	NTSTATUS status;

	if (!ValueName)
		return STATUS_INVALID_PARAMETER;
	status = nt_key_enter(KeyHandle, &key, __func__);
	return NT_SUCCESS(status) ? nt_reg_set(&key, ValueName, Type, Data, DataSize) : status;
}
EXPORT_SYMBOL_NS_GPL(ZwSetValueKey, NDIS_SHIM);

NTSTATUS ZwDeleteValueKey(HANDLE KeyHandle, PUNICODE_STRING ValueName)
{
	struct nt_reg_key key;
	NTSTATUS status;

	if (!ValueName)
		return STATUS_INVALID_PARAMETER;
	status = nt_key_enter(KeyHandle, &key, __func__);
	return NT_SUCCESS(status) ? nt_reg_delete(&key, ValueName) : status;
}
EXPORT_SYMBOL_NS_GPL(ZwDeleteValueKey, NDIS_SHIM);
