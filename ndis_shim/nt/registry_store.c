// SPDX-License-Identifier: GPL-2.0
/*
 * Keys and values as a registry has them, over the store of configuration values
 * (ndis/config_store.c): paths to places in it, text to types, and back.
 *
 * Not here: handles and what drivers call (registry.c, registry_rtl.c).
 */
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <ntmodule.h>
#include <wdm.h>

#include "compat_hex.h"
#include "ndis/config.h"
#include "nt/nt_internal.h"
#include "nt/nt_registry.h"

#define NT_REG_MAX	0x7ff0	/* bytes of a value, as UNICODE_STRING can say it */

static const char nt_reg_services[] = "\\registry\\machine\\system\\currentcontrolset\\services\\";
static const char nt_reg_parameters[] = "parameters";
static const char nt_reg_adapters[] = "adapters";

void nt_reg_key_init(struct nt_reg_key *key, struct nt_driver *driver, const char *adapter)
{
	memset(key, 0, sizeof(*key));
	key->driver = driver;
	strscpy(key->adapter, adapter ?: "", sizeof(key->adapter));
}
EXPORT_SYMBOL_NS_GPL(nt_reg_key_init, NDIS_SHIM_INTERNAL);

/* Printable ASCII, terminated. False: it is not, or does not fit. */
static bool nt_reg_text(PCUNICODE_STRING string, char *text, size_t size)
{
	unsigned int chars = string ? string->Length / sizeof(WCHAR) : 0, i;

	if (chars >= size || (chars && !string->Buffer))
		return false;
	for (i = 0; i < chars; i++) {
		WCHAR c = string->Buffer[i];

		if (c < ' ' || c > '~')
			return false;
		text[i] = c;
	}
	text[chars] = '\0';
	return true;
}

/* What is behind the first key of @path if that is @name, else NULL. */
static const char *nt_reg_after(const char *path, const char *name)
{
	size_t length = strlen(name);

	if (strncasecmp(path, name, length))
		return NULL;
	path += length;
	if (*path && *path != '\\')
		return NULL;
	while (*path == '\\')
		path++;
	return path;
}

/* Adds keys, in the registry's spelling, below a place. */
static NTSTATUS nt_reg_append(struct nt_reg_key *key, const char *keys)
{
	size_t used = strlen(key->path);

	while (*keys) {
		if (*keys == '\\') {
			keys++;
			continue;
		}
		if (used && used < sizeof(key->path) - 1)
			key->path[used++] = '/';
		while (*keys && *keys != '\\') {
			if (used >= sizeof(key->path) - 1)
				return STATUS_OBJECT_NAME_INVALID;
			/* The store's own separator cannot be in a name. */
			if (*keys == '/')
				return STATUS_OBJECT_NAME_NOT_FOUND;
			key->path[used++] = *keys++;
		}
		key->path[used] = '\0';
	}
	return STATUS_SUCCESS;
}

NTSTATUS nt_reg_key_from_path(struct nt_reg_key *key, struct nt_driver *driver,
			      PCUNICODE_STRING path)
{
	size_t services = strlen(nt_reg_services);
	char text[2 * NT_REG_PATH + NT_REG_NAME];
	const char *rest, *below;
	size_t length;

	if (!nt_reg_text(path, text, sizeof(text)) || *text != '\\')
		return STATUS_OBJECT_NAME_INVALID;
	if (!driver || strncasecmp(text, nt_reg_services, services))
		return STATUS_OBJECT_NAME_NOT_FOUND;
	rest = nt_reg_after(text + services, nt_driver_name(driver));
	if (!rest)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	nt_reg_key_init(key, driver, NULL);
	rest = nt_reg_after(rest, nt_reg_parameters) ?: rest;
	below = nt_reg_after(rest, nt_reg_adapters);
	if (!below || !*below)
		return nt_reg_append(key, rest);

	length = strcspn(below, "\\");
	if (length >= sizeof(key->adapter))
		return STATUS_OBJECT_NAME_INVALID;
	memcpy(key->adapter, below, length);
	return nt_reg_append(key, below + length);
}
EXPORT_SYMBOL_NS_GPL(nt_reg_key_from_path, NDIS_SHIM_INTERNAL);

NTSTATUS nt_reg_key_descend(struct nt_reg_key *key, PCUNICODE_STRING below)
{
	char text[NT_REG_PATH];
	const char *rest;

	if (!nt_reg_text(below, text, sizeof(text)) || *text == '\\')
		return STATUS_OBJECT_NAME_INVALID;
	/* From Services\<name> to its Parameters, which are the same place. */
	rest = *key->path ? NULL : nt_reg_after(text, nt_reg_parameters);
	return nt_reg_append(key, rest ?: text);
}
EXPORT_SYMBOL_NS_GPL(nt_reg_key_descend, NDIS_SHIM_INTERNAL);

bool nt_reg_key_exists(const struct nt_reg_key *key)
{
	return !*key->path || ndis_config_exists(key);
}
EXPORT_SYMBOL_NS_GPL(nt_reg_key_exists, NDIS_SHIM_INTERNAL);

static NTSTATUS nt_reg_store(const struct nt_reg_key *key, const char *name,
			     const struct ndis_config_value *value)
{
	int err = ndis_config_store(key, name, value);

	return err ? STATUS_INSUFFICIENT_RESOURCES : STATUS_SUCCESS;
}

NTSTATUS nt_reg_create_key(const struct nt_reg_key *key)
{
	static const struct ndis_config_value mark = { .by_registry = true };

	if (nt_reg_key_exists(key))
		return STATUS_SUCCESS;
	return nt_reg_store(key, NT_REG_KEY_MARK, &mark);
}
EXPORT_SYMBOL_NS_GPL(nt_reg_create_key, NDIS_SHIM_INTERNAL);

NTSTATUS nt_reg_delete_key(const struct nt_reg_key *key)
{
	char name[NT_REG_NAME];

	if (!*key->path || nt_reg_subkey_name(key, 0, name))
		return STATUS_CANNOT_DELETE;
	ndis_config_forget(key);
	return nt_reg_key_exists(key) ? STATUS_CANNOT_DELETE : STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(nt_reg_delete_key, NDIS_SHIM_INTERNAL);

/* ---- values ---- */

void nt_reg_value_free(struct nt_reg_value *value)
{
	kfree(value->data);
	value->data = NULL;
}
EXPORT_SYMBOL_NS_GPL(nt_reg_value_free, NDIS_SHIM_INTERNAL);

static NTSTATUS nt_reg_give(struct nt_reg_value *value, u32 type, const void *data, u32 size)
{
	value->type = type;
	value->size = size;
	value->data = kmalloc(size ?: 1, GFP_KERNEL);
	if (!value->data)
		return STATUS_INSUFFICIENT_RESOURCES;
	memcpy(value->data, data, size);
	return STATUS_SUCCESS;
}

/* Text of @size bytes, ends of a list's strings among them, as UTF-16. */
static NTSTATUS nt_reg_widen(struct nt_reg_value *value, u32 type, const char *text, u32 size)
{
	u32 chars = size + (type == REG_MULTI_SZ ? 2 : 1), i;
	u16 *wide;

	/* A list without strings is its end alone. */
	if (type == REG_MULTI_SZ && !size)
		chars = 1;
	wide = kcalloc(chars, sizeof(*wide), GFP_KERNEL);
	if (!wide)
		return STATUS_INSUFFICIENT_RESOURCES;
	for (i = 0; i < size; i++)
		wide[i] = type == REG_MULTI_SZ && text[i] == ',' ? 0 : (u8)text[i];
	value->type = type;
	value->size = chars * sizeof(*wide);
	value->data = wide;
	return STATUS_SUCCESS;
}

static bool nt_reg_number(const char *text, u64 *number)
{
	unsigned int base = strncasecmp(text, "0x", 2) ? 10 : 16;
	s64 negative;

	if (!kstrtou64(text, base, number))
		return true;
	if (kstrtos64(text, base, &negative))
		return false;
	*number = negative;
	return true;
}

static bool nt_reg_fits_u32(u64 number)
{
	return number <= U32_MAX || number >= (u64)(s64)S32_MIN;
}

/* Pairs of hexadecimal digits, with or without - : . , or blanks between. */
static NTSTATUS nt_reg_bytes(struct nt_reg_value *value, const char *text)
{
	u8 *data = kmalloc(strlen(text) / 2 + 1, GFP_KERNEL);
	u32 count = 0;

	if (!data)
		return STATUS_INSUFFICIENT_RESOURCES;
	while (*text) {
		if (strchr("-:., ", *text)) {
			text++;
			continue;
		}
		if (hex_to_bin(text[0]) < 0 || hex_to_bin(text[1]) < 0) {
			kfree(data);
			return STATUS_OBJECT_TYPE_MISMATCH;
		}
		data[count++] = hex_to_bin(text[0]) << 4 | hex_to_bin(text[1]);
		text += 2;
	}
	value->type = REG_BINARY;
	value->size = count;
	value->data = data;
	return STATUS_SUCCESS;
}

/* config='s text as what is wanted. */
static NTSTATUS nt_reg_from_text(struct nt_reg_value *value, const char *text, u32 size, u32 want)
{
	bool number;
	u64 wide;
	u32 low;

	number = nt_reg_number(text, &wide);
	low = wide;
	switch (want) {
	case REG_NONE:
		if (number && nt_reg_fits_u32(wide))
			return nt_reg_give(value, REG_DWORD, &low, sizeof(low));
		return nt_reg_widen(value, REG_SZ, text, size);
	case REG_SZ:
	case REG_EXPAND_SZ:
	case REG_MULTI_SZ:
		return nt_reg_widen(value, want, text, size);
	case REG_DWORD:
		if (!number || !nt_reg_fits_u32(wide))
			return STATUS_OBJECT_TYPE_MISMATCH;
		return nt_reg_give(value, REG_DWORD, &low, sizeof(low));
	case REG_QWORD:
		if (!number)
			return STATUS_OBJECT_TYPE_MISMATCH;
		return nt_reg_give(value, REG_QWORD, &wide, sizeof(wide));
	case REG_BINARY:
		return nt_reg_bytes(value, text);
	default:
		return STATUS_OBJECT_TYPE_MISMATCH;
	}
}

static NTSTATUS nt_reg_take(struct nt_reg_value *value, const struct ndis_config_value *stored,
			    u32 want)
{
	u32 number = stored->integer;

	if (stored->by_registry)
		return nt_reg_give(value, stored->reg_type, stored->data, stored->size);
	switch (stored->type) {
	case NdisParameterInteger:
	case NdisParameterHexInteger:
		return nt_reg_give(value, REG_DWORD, &number, sizeof(number));
	case NdisParameterBinary:
		return nt_reg_give(value, REG_BINARY, stored->data, stored->size);
	case NdisParameterMultiString:
		return nt_reg_widen(value, REG_MULTI_SZ, stored->text, stored->size);
	default:
		return nt_reg_from_text(value, stored->text, stored->size, want);
	}
}

NTSTATUS nt_reg_query(const struct nt_reg_key *key, PCUNICODE_STRING name, u32 want,
		      struct nt_reg_value *value)
{
	struct ndis_config_value stored;
	char keyword[NT_REG_NAME];
	NTSTATUS status;
	int err;

	memset(value, 0, sizeof(*value));
	if (!nt_reg_text(name, keyword, sizeof(keyword)))
		return STATUS_OBJECT_NAME_NOT_FOUND;
	err = ndis_config_lookup_raw(key, keyword, &stored);
	if (err)
		return err == -ENOENT ? STATUS_OBJECT_NAME_NOT_FOUND :
					STATUS_INSUFFICIENT_RESOURCES;
	status = nt_reg_take(value, &stored, want);
	ndis_config_value_free(&stored);
	return status;
}
EXPORT_SYMBOL_NS_GPL(nt_reg_query, NDIS_SHIM_INTERNAL);

NTSTATUS nt_reg_set(const struct nt_reg_key *key, PCUNICODE_STRING name, u32 type,
		    const void *data, u32 size)
{
	struct ndis_config_value value = { .reg_type = type, .by_registry = true, .size = size };
	char keyword[NT_REG_NAME];
	u8 none = 0;

	if (!nt_reg_text(name, keyword, sizeof(keyword)))
		return STATUS_OBJECT_NAME_INVALID;
	if (size && !data)
		return STATUS_INVALID_PARAMETER;
	if (size > NT_REG_MAX)
		return STATUS_INSUFFICIENT_RESOURCES;
	/* No bytes are data, too: the store tells it from no value by the pointer. */
	value.data = size ? (u8 *)data : &none;
	return nt_reg_store(key, keyword, &value);
}
EXPORT_SYMBOL_NS_GPL(nt_reg_set, NDIS_SHIM_INTERNAL);

NTSTATUS nt_reg_delete(const struct nt_reg_key *key, PCUNICODE_STRING name)
{
	static const struct ndis_config_value gone = { .by_registry = true, .gone = true };
	struct nt_reg_value value;
	char keyword[NT_REG_NAME];
	NTSTATUS status;

	status = nt_reg_query(key, name, REG_SZ, &value);
	if (!NT_SUCCESS(status))
		return status;
	nt_reg_value_free(&value);
	nt_reg_text(name, keyword, sizeof(keyword));
	return nt_reg_store(key, keyword, &gone);
}
EXPORT_SYMBOL_NS_GPL(nt_reg_delete, NDIS_SHIM_INTERNAL);

int nt_reg_outside_set(const char *service, const char *name, u32 type, const char *text)
{
	struct ndis_config_value value = {
		.type = NdisParameterString, .text = (char *)text, .size = strlen(text),
	};
	struct nt_reg_value typed;
	NTSTATUS status;
	int err;

	if (!*service || !*name)
		return -EINVAL;
	if (type == REG_NONE)
		return ndis_config_outside_set(service, name, &value);
	status = nt_reg_from_text(&typed, text, strlen(text), type);
	if (!NT_SUCCESS(status))
		return status == STATUS_INSUFFICIENT_RESOURCES ? -ENOMEM : -EINVAL;
	value.text = NULL;
	value.data = typed.data;
	value.size = typed.size;
	value.reg_type = typed.type;
	value.by_registry = true;
	err = ndis_config_outside_set(service, name, &value);
	nt_reg_value_free(&typed);
	return err;
}
EXPORT_SYMBOL_NS_GPL(nt_reg_outside_set, NDIS_SHIM_INTERNAL);

void nt_reg_outside_remove(const char *service, const char *name)
{
	ndis_config_outside_remove(service, name);
}
EXPORT_SYMBOL_NS_GPL(nt_reg_outside_remove, NDIS_SHIM_INTERNAL);

bool nt_reg_value_name(const struct nt_reg_key *key, unsigned int index, char name[NT_REG_NAME])
{
	return ndis_config_keyword(key, index, name);
}
EXPORT_SYMBOL_NS_GPL(nt_reg_value_name, NDIS_SHIM_INTERNAL);

bool nt_reg_subkey_name(const struct nt_reg_key *key, unsigned int index, char name[NT_REG_NAME])
{
	return ndis_config_subkey(key, index, name);
}
EXPORT_SYMBOL_NS_GPL(nt_reg_subkey_name, NDIS_SHIM_INTERNAL);
