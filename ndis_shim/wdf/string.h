/* SPDX-License-Identifier: GPL-2.0 */
/* WDFSTRING inside. */
#ifndef _NDIS_SHIM_WDF_STRING_H
#define _NDIS_SHIM_WDF_STRING_H

#include "wdf/object.h"

struct wdf_creator;

/**
 * struct wdf_string - a WDFSTRING
 * @base: object
 * @text: its memory is the object's; the caller serialises changes
 */
struct wdf_string {
	struct wdf_object base;
	UNICODE_STRING text;
};

struct wdf_string *wdf_string_from_handle(WDFSTRING handle, const char *who);
/* A copy of @bytes bytes at @text replaces what there is. Any context. */
NTSTATUS wdf_string_assign(struct wdf_string *string, const WCHAR *text, size_t bytes);
/* @text: NULL: empty. Any context. */
NTSTATUS wdf_string_create(const struct wdf_creator *creator, PWDF_OBJECT_ATTRIBUTES attributes,
			   PCUNICODE_STRING text, struct wdf_string **string);

/* ---- string_list.c; process context ---- */
/* Characters up to the first zero, or the end. */
size_t wdf_wide_length(const WCHAR *text, size_t chars);
/* A WDFSTRING for each string of @list, up to an empty one, is added to @collection. */
NTSTATUS wdf_strings_split(const struct wdf_creator *creator, PWDF_OBJECT_ATTRIBUTES attributes,
			   const WCHAR *list, size_t chars, WDFCOLLECTION collection);
/* The strings of a collection, each with its zero; one more zero at the end. kvfree(). */
NTSTATUS wdf_strings_join(WDFCOLLECTION collection, WCHAR **list, size_t *bytes, const char *who);

#endif
