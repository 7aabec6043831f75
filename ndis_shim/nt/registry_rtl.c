// SPDX-License-Identifier: GPL-2.0
/*
 * RtlXxxRegistryXxx(): paths below well-known keys, and tables of queries.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <wdm.h>

#include "nt/nt_internal.h"
#include "nt/registry.h"

#define NT_TAG_REGISTRY		0x20676552	/* "Reg " */
/* A table without an end is a client's mistake. */
#define NT_QUERY_ENTRIES	1024

static const WCHAR nt_services_path[] =
	L"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\";

/* Paths that are not below Services are of nobody's own keys. */
static NTSTATUS nt_reg_relative(struct nt_driver *driver, ULONG relative, PCWSTR path,
				struct nt_reg_key *key)
{
	WCHAR buffer[2 * NT_REG_PATH + NT_REG_NAME];
	UNICODE_STRING string;

	if (relative & RTL_REGISTRY_HANDLE)
		return nt_key_get((HANDLE)path, key);
	if (!path)
		return STATUS_INVALID_PARAMETER;
	switch (relative & ~RTL_REGISTRY_OPTIONAL) {
	case RTL_REGISTRY_ABSOLUTE:
		RtlInitUnicodeString(&string, path);
		return nt_reg_key_from_path(key, driver, &string);
	case RTL_REGISTRY_SERVICES:
		RtlInitEmptyUnicodeString(&string, buffer, sizeof(buffer));
		if (!NT_SUCCESS(RtlAppendUnicodeToString(&string, nt_services_path)) ||
		    !NT_SUCCESS(RtlAppendUnicodeToString(&string, path)))
			return STATUS_OBJECT_NAME_INVALID;
		return nt_reg_key_from_path(key, driver, &string);
	case RTL_REGISTRY_CONTROL:
	case RTL_REGISTRY_WINDOWS_NT:
	case RTL_REGISTRY_DEVICEMAP:
	case RTL_REGISTRY_USER:
		return STATUS_OBJECT_NAME_NOT_FOUND;
	default:
		return STATUS_INVALID_PARAMETER;
	}
}

/* The same for a key that has to be there. */
static NTSTATUS nt_reg_existing(PWDF_DRIVER_GLOBALS globals, ULONG relative, PCWSTR path,
				struct nt_reg_key *key, const char *who)
{
	struct nt_driver *driver = nt_driver_from_globals(globals);
	NTSTATUS status;

	if (nt_irql_violation(driver, who))
		return STATUS_INVALID_DEVICE_STATE;
	status = nt_reg_relative(driver, relative, path, key);
	if (NT_SUCCESS(status) && !nt_reg_key_exists(key))
		status = STATUS_OBJECT_NAME_NOT_FOUND;
	return status;
}

NTSTATUS RtlCheckRegistryKeyWorker(PWDF_DRIVER_GLOBALS Globals, ULONG RelativeTo, PWSTR Path)
{
	struct nt_reg_key key;

	return nt_reg_existing(Globals, RelativeTo, Path, &key, "RtlCheckRegistryKey");
}
EXPORT_SYMBOL_NS_GPL(RtlCheckRegistryKeyWorker, NDIS_SHIM);

NTSTATUS RtlCreateRegistryKeyWorker(PWDF_DRIVER_GLOBALS Globals, ULONG RelativeTo, PWSTR Path)
{
	struct nt_driver *driver = nt_driver_from_globals(Globals);
	struct nt_reg_key key;
	NTSTATUS status;

	if (nt_irql_violation(driver, "RtlCreateRegistryKey"))
		return STATUS_INVALID_DEVICE_STATE;
	status = nt_reg_relative(driver, RelativeTo, Path, &key);
	if (status == STATUS_OBJECT_NAME_NOT_FOUND)
		return STATUS_ACCESS_DENIED;
	return NT_SUCCESS(status) ? nt_reg_create_key(&key) : status;
}
EXPORT_SYMBOL_NS_GPL(RtlCreateRegistryKeyWorker, NDIS_SHIM);

NTSTATUS RtlWriteRegistryValueWorker(PWDF_DRIVER_GLOBALS Globals, ULONG RelativeTo, PCWSTR Path,
				     PCWSTR ValueName, ULONG ValueType, PVOID ValueData,
				     ULONG ValueLength)
{
	struct nt_reg_key key;
	UNICODE_STRING name;
	NTSTATUS status;

	status = nt_reg_existing(Globals, RelativeTo, Path, &key, "RtlWriteRegistryValue");
	if (!NT_SUCCESS(status))
		return status;
	RtlInitUnicodeString(&name, ValueName);
	return nt_reg_set(&key, &name, ValueType, ValueData, ValueLength);
}
EXPORT_SYMBOL_NS_GPL(RtlWriteRegistryValueWorker, NDIS_SHIM);

NTSTATUS RtlDeleteRegistryValueWorker(PWDF_DRIVER_GLOBALS Globals, ULONG RelativeTo, PCWSTR Path,
				      PCWSTR ValueName)
{
	struct nt_reg_key key;
	UNICODE_STRING name;
	NTSTATUS status;

	status = nt_reg_existing(Globals, RelativeTo, Path, &key, "RtlDeleteRegistryValue");
	if (!NT_SUCCESS(status))
		return status;
	RtlInitUnicodeString(&name, ValueName);
	return nt_reg_delete(&key, &name);
}
EXPORT_SYMBOL_NS_GPL(RtlDeleteRegistryValueWorker, NDIS_SHIM);

/* ---- tables of queries ---- */

/**
 * struct nt_query - RtlQueryRegistryValues() at work
 * @driver: whose call; memory of strings is charged to it
 * @top: the key that the call names
 * @key: the current one: @top, or a key below
 * @exists: @key does
 * @context: of the call
 */
struct nt_query {
	struct nt_driver *driver;
	struct nt_reg_key top;
	struct nt_reg_key key;
	bool exists;
	PVOID context;
};

static bool nt_type_is_string(u32 type)
{
	return type == REG_SZ || type == REG_EXPAND_SZ || type == REG_MULTI_SZ;
}

/* A string into the UNICODE_STRING that EntryContext is; it gets memory if it has none. */
static NTSTATUS nt_query_string(struct nt_query *query, PUNICODE_STRING out,
				const struct nt_reg_value *value)
{
	u32 length = value->size & ~1u;

	/* The length does not count the end of a single string. */
	if (value->type != REG_MULTI_SZ && length >= sizeof(WCHAR) &&
	    !((const WCHAR *)value->data)[length / sizeof(WCHAR) - 1])
		length -= sizeof(WCHAR);
	if (length + sizeof(WCHAR) > U16_MAX)
		return STATUS_BUFFER_TOO_SMALL;
	if (!out->Buffer) {
		out->Buffer = nt_pool_alloc(query->driver, POOL_FLAG_PAGED,
					    length + sizeof(WCHAR), NT_TAG_REGISTRY);
		if (!out->Buffer)
			return STATUS_NO_MEMORY;
		out->MaximumLength = length + sizeof(WCHAR);
	}
	if (length > out->MaximumLength)
		return STATUS_BUFFER_TOO_SMALL;
	memcpy(out->Buffer, value->data, length);
	out->Length = length;
	if (length + sizeof(WCHAR) <= out->MaximumLength)
		out->Buffer[length / sizeof(WCHAR)] = 0;
	return STATUS_SUCCESS;
}

/*
 * Other data: up to four bytes as they are. More go to memory whose first LONG is
 * its size, negative for the data alone, else length and type come before them.
 */
static NTSTATUS nt_query_data(void *out, const struct nt_reg_value *value)
{
	u8 *bytes = out;
	LONG room;

	if (value->size <= sizeof(ULONG)) {
		memcpy(out, value->data, value->size);
		return STATUS_SUCCESS;
	}
	memcpy(&room, out, sizeof(room));
	if (room < 0) {
		if ((u32)-room < value->size)
			return STATUS_BUFFER_TOO_SMALL;
		memcpy(out, value->data, value->size);
		return STATUS_SUCCESS;
	}
	if ((u32)room < 2 * sizeof(ULONG) || (u32)room - 2 * sizeof(ULONG) < value->size)
		return STATUS_BUFFER_TOO_SMALL;
	memcpy(bytes, &value->size, sizeof(ULONG));
	memcpy(bytes + sizeof(ULONG), &value->type, sizeof(ULONG));
	memcpy(bytes + 2 * sizeof(ULONG), value->data, value->size);
	return STATUS_SUCCESS;
}

static NTSTATUS nt_query_direct(struct nt_query *query, const RTL_QUERY_REGISTRY_TABLE *entry,
				const struct nt_reg_value *value)
{
	u32 expected = (entry->DefaultType & RTL_QUERY_REGISTRY_TYPECHECK_MASK) >>
		       RTL_QUERY_REGISTRY_TYPECHECK_SHIFT;

	if (!entry->EntryContext)
		return STATUS_INVALID_PARAMETER;
	if ((entry->Flags & RTL_QUERY_REGISTRY_TYPECHECK) && expected != value->type)
		return STATUS_OBJECT_TYPE_MISMATCH;
	if (!nt_type_is_string(value->type))
		return nt_query_data(entry->EntryContext, value);
	if (entry->Flags & RTL_QUERY_REGISTRY_NOSTRING)
		return STATUS_OBJECT_TYPE_MISMATCH;
	return nt_query_string(query, entry->EntryContext, value);
}

static NTSTATUS nt_query_call(struct nt_query *query, const RTL_QUERY_REGISTRY_TABLE *entry,
			      PWSTR name, u32 type, void *data, u32 size)
{
	return entry->QueryRoutine(name, type, data, size, query->context, entry->EntryContext);
}

/* The strings of a list, one at a time. */
static NTSTATUS nt_query_strings(struct nt_query *query, const RTL_QUERY_REGISTRY_TABLE *entry,
				 PWSTR name, const struct nt_reg_value *value)
{
	u32 chars = value->size / sizeof(WCHAR), at = 0;
	WCHAR *text = value->data;
	NTSTATUS status = STATUS_SUCCESS;

	while (at < chars && text[at] && NT_SUCCESS(status)) {
		u32 end = at;

		while (end < chars && text[end])
			end++;
		/* Without its end the last one is no string. */
		if (end == chars)
			break;
		status = nt_query_call(query, entry, name, REG_SZ, text + at,
				       (end + 1 - at) * sizeof(WCHAR));
		at = end + 1;
	}
	return status == STATUS_BUFFER_TOO_SMALL ? STATUS_SUCCESS : status;
}

static NTSTATUS nt_query_deliver(struct nt_query *query, const RTL_QUERY_REGISTRY_TABLE *entry,
				 PWSTR name, const struct nt_reg_value *value)
{
	NTSTATUS status;

	if (entry->Flags & RTL_QUERY_REGISTRY_DIRECT)
		return nt_query_direct(query, entry, value);
	if (value->type == REG_MULTI_SZ && !(entry->Flags & RTL_QUERY_REGISTRY_NOEXPAND))
		return nt_query_strings(query, entry, name, value);
	status = nt_query_call(query, entry, name, value->type, value->data, value->size);
	/* Its way to say that it did not want the value. */
	return status == STATUS_BUFFER_TOO_SMALL ? STATUS_SUCCESS : status;
}

/* What stands in the table for a value that is not there. */
static NTSTATUS nt_query_default(struct nt_query *query, const RTL_QUERY_REGISTRY_TABLE *entry)
{
	struct nt_reg_value value = {
		.type = entry->DefaultType & ~RTL_QUERY_REGISTRY_TYPECHECK_MASK,
		.size = entry->DefaultLength,
		.data = entry->DefaultData,
	};

	if (entry->Flags & RTL_QUERY_REGISTRY_REQUIRED)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	if (value.type == REG_NONE)
		return STATUS_SUCCESS;
	if (!value.data)
		return STATUS_INVALID_PARAMETER;
	if (!value.size && nt_type_is_string(value.type)) {
		const WCHAR *text = value.data;
		u32 chars = 0;

		do {
			while (text[chars++])
				;
		} while (value.type == REG_MULTI_SZ && text[chars]);
		value.size = (chars + (value.type == REG_MULTI_SZ)) * sizeof(WCHAR);
	}
	return nt_query_deliver(query, entry, entry->Name, &value);
}

static NTSTATUS nt_query_value(struct nt_query *query, const RTL_QUERY_REGISTRY_TABLE *entry)
{
	u32 want = entry->DefaultType & ~RTL_QUERY_REGISTRY_TYPECHECK_MASK;
	struct nt_reg_value value;
	UNICODE_STRING name;
	NTSTATUS status = STATUS_OBJECT_NAME_NOT_FOUND;

	if (entry->Flags & RTL_QUERY_REGISTRY_TYPECHECK)
		want = (entry->DefaultType & RTL_QUERY_REGISTRY_TYPECHECK_MASK) >>
		       RTL_QUERY_REGISTRY_TYPECHECK_SHIFT;
	RtlInitUnicodeString(&name, entry->Name);
	if (query->exists)
		status = nt_reg_query(&query->key, &name, want, &value);
	if (status == STATUS_OBJECT_NAME_NOT_FOUND)
		return nt_query_default(query, entry);
	if (!NT_SUCCESS(status))
		return status;
	status = nt_query_deliver(query, entry, entry->Name, &value);
	nt_reg_value_free(&value);
	if (NT_SUCCESS(status) && (entry->Flags & RTL_QUERY_REGISTRY_DELETE))
		nt_reg_delete(&query->key, &name);
	return status;
}

/* No name: every value of the key. */
static NTSTATUS nt_query_all(struct nt_query *query, const RTL_QUERY_REGISTRY_TABLE *entry)
{
	NTSTATUS status = STATUS_SUCCESS;
	unsigned int index, count = 0;
	char text[NT_REG_NAME];

	for (index = 0; query->exists && nt_reg_value_name(&query->key, index, text); index++) {
		WCHAR wide[NT_REG_NAME];
		struct nt_reg_value value;
		UNICODE_STRING name;
		unsigned int i;

		for (i = 0; i < sizeof(text); i++)
			wide[i] = (u8)text[i];
		RtlInitUnicodeString(&name, wide);
		if (!NT_SUCCESS(nt_reg_query(&query->key, &name, REG_NONE, &value)))
			continue;
		count++;
		status = nt_query_deliver(query, entry, wide, &value);
		nt_reg_value_free(&value);
		if (!NT_SUCCESS(status))
			return status;
	}
	if (!count && (entry->Flags & RTL_QUERY_REGISTRY_REQUIRED))
		return STATUS_OBJECT_NAME_NOT_FOUND;
	return status;
}

static NTSTATUS nt_query_descend(struct nt_query *query, const RTL_QUERY_REGISTRY_TABLE *entry)
{
	UNICODE_STRING name;
	NTSTATUS status;

	if (!entry->Name)
		return STATUS_INVALID_PARAMETER;
	query->key = query->top;
	RtlInitUnicodeString(&name, entry->Name);
	status = nt_reg_key_descend(&query->key, &name);
	query->exists = NT_SUCCESS(status) && nt_reg_key_exists(&query->key);
	if (!query->exists && (entry->Flags & RTL_QUERY_REGISTRY_REQUIRED))
		return STATUS_OBJECT_NAME_NOT_FOUND;
	return STATUS_SUCCESS;
}

static NTSTATUS nt_query_entry(struct nt_query *query, const RTL_QUERY_REGISTRY_TABLE *entry)
{
	NTSTATUS status;

	if ((entry->Flags & RTL_QUERY_REGISTRY_DIRECT) &&
	    (!entry->Name || entry->QueryRoutine || (entry->Flags & RTL_QUERY_REGISTRY_SUBKEY)))
		return STATUS_INVALID_PARAMETER;
	if (entry->Flags & (RTL_QUERY_REGISTRY_TOPKEY | RTL_QUERY_REGISTRY_SUBKEY)) {
		query->key = query->top;
		query->exists = true;
	}
	if (entry->Flags & RTL_QUERY_REGISTRY_SUBKEY) {
		status = nt_query_descend(query, entry);
		if (!NT_SUCCESS(status) || !entry->QueryRoutine)
			return status;
		return nt_query_all(query, entry);
	}
	if (entry->Flags & RTL_QUERY_REGISTRY_NOVALUE)
		return nt_query_call(query, entry, NULL, REG_NONE, NULL, 0);
	return entry->Name ? nt_query_value(query, entry) : nt_query_all(query, entry);
}

static bool nt_query_is_end(PRTL_QUERY_REGISTRY_TABLE entry)
{
	return !entry->QueryRoutine && !entry->Name &&
	       !(entry->Flags & (RTL_QUERY_REGISTRY_SUBKEY | RTL_QUERY_REGISTRY_DIRECT));
}

NTSTATUS RtlQueryRegistryValuesWorker(PWDF_DRIVER_GLOBALS Globals, ULONG RelativeTo, PCWSTR Path,
				      PRTL_QUERY_REGISTRY_TABLE QueryTable, PVOID Context,
				      PVOID Environment)
{
	PRTL_QUERY_REGISTRY_TABLE entry = QueryTable;
	struct nt_query *query;
	NTSTATUS status;

	if (!QueryTable)
		return STATUS_INVALID_PARAMETER;
	query = kzalloc(sizeof(*query), GFP_KERNEL);
	if (!query)
		return STATUS_NO_MEMORY;
	query->driver = nt_driver_from_globals(Globals);
	query->context = Context;
	status = nt_reg_existing(Globals, RelativeTo, Path, &query->top,
				 "RtlQueryRegistryValues");
	if (!NT_SUCCESS(status)) {
		/* Whoever can do without the key asks for nothing of it. */
		if (status == STATUS_OBJECT_NAME_NOT_FOUND && (RelativeTo & RTL_REGISTRY_OPTIONAL))
			status = STATUS_SUCCESS;
		goto out;
	}
	query->key = query->top;
	query->exists = true;
	for (; !nt_query_is_end(entry); entry++) {
		status = nt_query_entry(query, entry);
		if (!NT_SUCCESS(status) || entry - QueryTable >= NT_QUERY_ENTRIES)
			break;
	}
out:
	kfree(query);
	return status;
}
EXPORT_SYMBOL_NS_GPL(RtlQueryRegistryValuesWorker, NDIS_SHIM);
