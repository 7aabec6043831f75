// SPDX-License-Identifier: GPL-2.0
/*
 * Strings: allocated ones, and between 8 and 16 bits. What Windows calls ANSI is
 * Latin-1 here, which is the first 256 characters of the other.
 */
#include <linux/export.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <kunit/visibility.h>

#include "ndis/support_internal.h"

#define NDIS_TAG_STRING		0x7453644e	/* "NdSt" */
#define NDIS_STRING_LIMIT	(U16_MAX / sizeof(WCHAR) - 1)	/* characters */

/* @buffer has room for @size characters and an end. */
static void ndis_string_fill(PUNICODE_STRING string, WCHAR *buffer, const char *text, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++)
		buffer[i] = (u8)text[i];
	buffer[size] = 0;
	string->Buffer = buffer;
	string->Length = size * sizeof(WCHAR);
	string->MaximumLength = (size + 1) * sizeof(WCHAR);
}

int ndis_string_create(PUNICODE_STRING string, const char *text)
{
	size_t size = strlen(text);
	WCHAR *buffer;

	memset(string, 0, sizeof(*string));
	if (size > NDIS_STRING_LIMIT)
		return -ENAMETOOLONG;
	buffer = kmalloc_array(size + 1, sizeof(WCHAR), nt_gfp());
	if (!buffer)
		return -ENOMEM;
	ndis_string_fill(string, buffer, text, size);
	return 0;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_string_create);

static char ndis_string_char(WCHAR wide)
{
	return wide > 0xff ? '?' : wide;
}

bool ndis_string_to_text(PCUNICODE_STRING string, char *text, size_t size)
{
	size_t length = string ? string->Length / sizeof(WCHAR) : 0, i;

	if (!string || length >= size || (length && !string->Buffer))
		return false;
	for (i = 0; i < length; i++)
		text[i] = ndis_string_char(string->Buffer[i]);
	text[length] = '\0';
	return true;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_string_to_text);

/* NdisFreeString() is NdisFreeMemory(); without memory there is nothing to free. */
VOID NdisInitializeStringWorker(PWDF_DRIVER_GLOBALS Globals, PNDIS_STRING Destination,
				const UCHAR *Source)
{
	size_t size = strnlen((const char *)Source, NDIS_STRING_LIMIT + 1);
	WCHAR *buffer = NULL;

	memset(Destination, 0, sizeof(*Destination));
	if (size <= NDIS_STRING_LIMIT && !ndis_alloc_fails())
		buffer = nt_pool_alloc(nt_driver_from_globals(Globals), POOL_FLAG_NON_PAGED,
				       (size + 1) * sizeof(WCHAR), NDIS_TAG_STRING);
	if (buffer)
		ndis_string_fill(Destination, buffer, (const char *)Source, size);
}
EXPORT_SYMBOL_NS_GPL(NdisInitializeStringWorker, NDIS_SHIM);

/* An end is written where there is room for it; the text has to fit. */
NDIS_STATUS NdisAnsiStringToUnicodeString(PUNICODE_STRING DestinationString,
					  PCANSI_STRING SourceString)
{
	unsigned int room = DestinationString->MaximumLength / sizeof(WCHAR), i;

	if (SourceString->Length > room)
		return NDIS_STATUS_FAILURE;
	for (i = 0; i < SourceString->Length; i++)
		DestinationString->Buffer[i] = (u8)SourceString->Buffer[i];
	if (i < room)
		DestinationString->Buffer[i] = 0;
	DestinationString->Length = i * sizeof(WCHAR);
	return NDIS_STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(NdisAnsiStringToUnicodeString, NDIS_SHIM);

NDIS_STATUS NdisUnicodeStringToAnsiString(PANSI_STRING DestinationString,
					  PCUNICODE_STRING SourceString)
{
	unsigned int size = SourceString->Length / sizeof(WCHAR), i;

	if (size > DestinationString->MaximumLength)
		return NDIS_STATUS_FAILURE;
	for (i = 0; i < size; i++)
		DestinationString->Buffer[i] = ndis_string_char(SourceString->Buffer[i]);
	if (i < DestinationString->MaximumLength)
		DestinationString->Buffer[i] = '\0';
	DestinationString->Length = i;
	return NDIS_STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(NdisUnicodeStringToAnsiString, NDIS_SHIM);

/* The two may be one string. */
NDIS_STATUS NdisUpcaseUnicodeString(PUNICODE_STRING DestinationString,
				    PCUNICODE_STRING SourceString)
{
	unsigned int size = SourceString->Length / sizeof(WCHAR), i;

	if (SourceString->Length > DestinationString->MaximumLength)
		return NDIS_STATUS_FAILURE;
	for (i = 0; i < size; i++)
		DestinationString->Buffer[i] = RtlUpcaseUnicodeChar(SourceString->Buffer[i]);
	DestinationString->Length = size * sizeof(WCHAR);
	return NDIS_STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(NdisUpcaseUnicodeString, NDIS_SHIM);

BOOLEAN NdisEqualString(PCUNICODE_STRING String1, PCUNICODE_STRING String2,
			BOOLEAN CaseInsensitive)
{
	return RtlEqualUnicodeString(String1, String2, CaseInsensitive);
}
EXPORT_SYMBOL_NS_GPL(NdisEqualString, NDIS_SHIM);
