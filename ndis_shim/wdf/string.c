// SPDX-License-Identifier: GPL-2.0
/*
 * WDFSTRING: a counted UTF-16 string that is an object, with a zero behind it.
 */
#include "wdf/string.h"

#include <linux/export.h>
#include <linux/slab.h>

#include "nt/nt_internal.h"
#include "wdf/driver.h"
#include "wdf/object_internal.h"

static void wdf_string_release(struct wdf_object *obj)
{
	struct wdf_string *string = container_of(obj, struct wdf_string, base);

	kfree(string->text.Buffer);
	kfree(string);
}

static const struct wdf_object_class wdf_string_class = {
	.name = "WDFSTRING",
	.type = WDF_TYPE_STRING,
	.release = wdf_string_release,
};

struct wdf_string *wdf_string_from_handle(WDFSTRING handle, const char *who)
{
	struct wdf_object *obj = wdf_object_from_handle(handle, WDF_TYPE_STRING, who);

	return obj ? container_of(obj, struct wdf_string, base) : NULL;
}

/* A zero goes behind it, where MaximumLength has room for it. */
static WCHAR *wdf_string_copy(const WCHAR *text, size_t bytes)
{
	WCHAR *copy;

	if (bytes % sizeof(WCHAR) || bytes > U16_MAX - sizeof(WCHAR))
		return NULL;
	copy = kmalloc(bytes + sizeof(WCHAR), nt_gfp());
	if (!copy)
		return NULL;
	if (bytes)
		memcpy(copy, text, bytes);
	copy[bytes / sizeof(WCHAR)] = 0;
	return copy;
}

NTSTATUS wdf_string_assign(struct wdf_string *string, const WCHAR *text, size_t bytes)
{
	WCHAR *copy = wdf_string_copy(text, bytes);

	if (!copy)
		return STATUS_INSUFFICIENT_RESOURCES;
	kfree(string->text.Buffer);
	string->text.Buffer = copy;
	string->text.Length = bytes;
	string->text.MaximumLength = bytes + sizeof(WCHAR);
	return STATUS_SUCCESS;
}

NTSTATUS wdf_string_create(const struct wdf_creator *creator, PWDF_OBJECT_ATTRIBUTES attributes,
			   PCUNICODE_STRING text, struct wdf_string **out)
{
	struct wdf_string *string = kzalloc(sizeof(*string), nt_gfp());
	NTSTATUS status = STATUS_SUCCESS;

	*out = NULL;
	if (!string)
		return STATUS_INSUFFICIENT_RESOURCES;
	if (text)
		status = wdf_string_assign(string, text->Buffer, text->Length);
	wdf_object_init(&string->base, &wdf_string_class, creator->driver);
	if (NT_SUCCESS(status))
		status = wdf_object_publish(&string->base, attributes, creator->parent);
	if (!NT_SUCCESS(status)) {
		wdf_string_release(&string->base);
		return status;
	}
	*out = string;
	return STATUS_SUCCESS;
}

NTSTATUS WdfStringCreateWorker(PWDF_DRIVER_GLOBALS Globals, PCUNICODE_STRING UnicodeString,
			       PWDF_OBJECT_ATTRIBUTES StringAttributes, WDFSTRING *String)
{
	struct wdf_creator creator;
	struct wdf_string *string;
	NTSTATUS status;

	if (!String)
		return STATUS_INVALID_PARAMETER;
	*String = NULL;
	if (UnicodeString && UnicodeString->Length &&
	    (!UnicodeString->Buffer || UnicodeString->Length % sizeof(WCHAR)))
		return STATUS_INVALID_PARAMETER;
	wdf_creator_init(&creator, Globals);
	status = wdf_string_create(&creator, StringAttributes, UnicodeString, &string);
	if (NT_SUCCESS(status))
		*String = wdf_object_to_handle(&string->base);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfStringCreateWorker, NDIS_SHIM);

VOID WdfStringGetUnicodeString(WDFSTRING String, PUNICODE_STRING UnicodeString)
{
	struct wdf_string *string = wdf_string_from_handle(String, __func__);

	if (!UnicodeString)
		return;
	memset(UnicodeString, 0, sizeof(*UnicodeString));
	if (string)
		*UnicodeString = string->text;
}
EXPORT_SYMBOL_NS_GPL(WdfStringGetUnicodeString, NDIS_SHIM);
