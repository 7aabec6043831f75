// SPDX-License-Identifier: GPL-2.0
/*
 * Lists of strings: the registry's form, each with its zero and one more at the end,
 * and collections of WDFSTRINGs.
 */
#include <linux/slab.h>

#include "nt/nt_internal.h"
#include "wdf/driver.h"
#include "wdf/object_internal.h"
#include "wdf/string.h"

size_t wdf_wide_length(const WCHAR *text, size_t chars)
{
	size_t length = 0;

	while (length < chars && text[length])
		length++;
	return length;
}

NTSTATUS wdf_strings_split(const struct wdf_creator *creator, PWDF_OBJECT_ATTRIBUTES attributes,
			   const WCHAR *list, size_t chars, WDFCOLLECTION collection)
{
	struct wdf_string *string;
	UNICODE_STRING text;
	size_t at, length;
	NTSTATUS status;

	for (at = 0; at < chars; at += length + 1) {
		text.Buffer = (WCHAR *)list + at;
		length = wdf_wide_length(text.Buffer, chars - at);
		if (!length)
			break;
		text.Length = length * sizeof(WCHAR);
		text.MaximumLength = text.Length;
		status = wdf_string_create(creator, attributes, &text, &string);
		if (!NT_SUCCESS(status))
			return status;
		status = WdfCollectionAdd(collection, wdf_object_to_handle(&string->base));
		if (!NT_SUCCESS(status)) {
			wdf_object_delete(&string->base);
			return status;
		}
	}
	return STATUS_SUCCESS;
}

NTSTATUS wdf_strings_join(WDFCOLLECTION collection, WCHAR **list, size_t *bytes, const char *who)
{
	ULONG i, count = WdfCollectionGetCount(collection);
	struct wdf_string *string;
	size_t chars = 1, at = 0;

	for (i = 0; i < count; i++) {
		string = wdf_string_from_handle(WdfCollectionGetItem(collection, i), who);
		if (!string)
			return STATUS_INVALID_PARAMETER;
		chars += string->text.Length / sizeof(WCHAR) + 1;
	}
	*list = kvcalloc(chars, sizeof(WCHAR), GFP_KERNEL);
	if (!*list)
		return STATUS_INSUFFICIENT_RESOURCES;
	for (i = 0; i < count; i++) {
		string = wdf_string_from_handle(WdfCollectionGetItem(collection, i), who);
		if (!string || at + string->text.Length / sizeof(WCHAR) + 2 > chars)
			break;
		memcpy(*list + at, string->text.Buffer, string->text.Length);
		at += string->text.Length / sizeof(WCHAR) + 1;
	}
	*bytes = chars * sizeof(WCHAR);
	return STATUS_SUCCESS;
}
