// SPDX-License-Identifier: GPL-2.0
/*
 * Bounded strings that are formatted; the rest of <ntstrsafe.h> is inline.
 *
 * A wide format is made into a narrow one whose %s say what they are, formatted, and
 * the text widened again.
 */
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/minmax.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <ntstrsafe.h>
#include <wdm.h>

#include "nt/nt_internal.h"

/* Longer text is nobody's: what a format is given room for here. */
#define NT_PRINTF_MAX	(64u << 10)

NTSTATUS RtlStringCchVPrintfA(char *Destination, size_t Size, const char *Format,
			      __builtin_va_list Arguments)
{
	size_t room = min_t(size_t, Size, NT_PRINTF_MAX) + 1;
	NTSTATUS status = STATUS_SUCCESS;
	char *text;

	if (!Destination || !Size || Size > NTSTRSAFE_MAX_CCH || !Format)
		return STATUS_INVALID_PARAMETER;
	/* One more than fits tells what was cut off. */
	text = kmalloc(room, nt_gfp());
	if (!text) {
		*Destination = '\0';
		return STATUS_NO_MEMORY;
	}
	nt_vformat(text, room, Format, Arguments);
	if (strlen(text) >= Size)
		status = STATUS_BUFFER_OVERFLOW;
	strscpy(Destination, text, Size);
	kfree(text);
	return status;
}
EXPORT_SYMBOL_NS_GPL(RtlStringCchVPrintfA, NDIS_SHIM);

/* Between % and the conversion. */
static bool nt_format_is_flag(WCHAR c)
{
	return c == '-' || c == '+' || c == ' ' || c == '#' || c == '.' || c == '*' ||
	       (c >= '0' && c <= '9');
}

/* At most two characters for each one. */
static void nt_narrow_format(char *narrow, const WCHAR *wide)
{
	while (*wide) {
		if (*wide != '%') {
			*narrow++ = *wide > 0xff ? '?' : *wide;
			wide++;
			continue;
		}
		*narrow++ = *wide++;
		if (*wide == '%') {
			*narrow++ = *wide++;
			continue;
		}
		while (nt_format_is_flag(*wide))
			*narrow++ = *wide++;
		/* What says its width already, and what has none, stays. */
		if (*wide == 's' || *wide == 'c')
			*narrow++ = 'w';
		else if (*wide == 'S' || *wide == 'C')
			*narrow++ = 'h';
		if (*wide == 'S' || *wide == 'C') {
			*narrow++ = tolower(*wide);
			wide++;
		}
	}
	*narrow = '\0';
}

NTSTATUS RtlStringCchVPrintfW(wchar_t *Destination, size_t Size, const wchar_t *Format,
			      __builtin_va_list Arguments)
{
	size_t room = min_t(size_t, Size, NT_PRINTF_MAX) + 1;
	NTSTATUS status = STATUS_SUCCESS;
	size_t length = 0, i;
	char *format, *text;

	if (!Destination || !Size || Size > NTSTRSAFE_MAX_CCH || !Format)
		return STATUS_INVALID_PARAMETER;
	*Destination = 0;
	while (Format[length])
		length++;
	format = kmalloc(2 * length + 1, nt_gfp());
	text = kmalloc(room, nt_gfp());
	if (!format || !text) {
		status = STATUS_NO_MEMORY;
		goto out;
	}
	nt_narrow_format(format, Format);
	nt_vformat(text, room, format, Arguments);
	length = strlen(text);
	if (length >= Size) {
		status = STATUS_BUFFER_OVERFLOW;
		length = Size - 1;
	}
	for (i = 0; i < length; i++)
		Destination[i] = (u8)text[i];
	Destination[length] = 0;
out:
	kfree(format);
	kfree(text);
	return status;
}
EXPORT_SYMBOL_NS_GPL(RtlStringCchVPrintfW, NDIS_SHIM);

NTSTATUS RtlStringCbVPrintfA(char *Destination, size_t Size, const char *Format,
			     __builtin_va_list Arguments)
{
	return RtlStringCchVPrintfA(Destination, Size, Format, Arguments);
}
EXPORT_SYMBOL_NS_GPL(RtlStringCbVPrintfA, NDIS_SHIM);

NTSTATUS RtlStringCbVPrintfW(wchar_t *Destination, size_t Size, const wchar_t *Format,
			     __builtin_va_list Arguments)
{
	return RtlStringCchVPrintfW(Destination, Size / sizeof(WCHAR), Format, Arguments);
}
EXPORT_SYMBOL_NS_GPL(RtlStringCbVPrintfW, NDIS_SHIM);

#define NT_PRINTF(name, type, unit)							\
NTSTATUS RtlString##unit##Printf##name(type *Destination, size_t Size, const type *Format, ...)	\
{											\
	NTSTATUS status;								\
	va_list arguments;								\
											\
	va_start(arguments, Format);							\
	status = RtlString##unit##VPrintf##name(Destination, Size, Format, arguments);	\
	va_end(arguments);								\
	return status;									\
}											\
NTSTATUS RtlString##unit##PrintfEx##name(type *Destination, size_t Size, type **End,	\
					 size_t *Remaining, ULONG Flags,		\
					 const type *Format, ...)			\
{											\
	size_t scale = #unit[1] == 'b' ? sizeof(type) : 1;				\
	NTSTATUS status;								\
	va_list arguments;								\
											\
	va_start(arguments, Format);							\
	status = RtlString##unit##VPrintf##name(Destination, Size, Format, arguments);	\
	va_end(arguments);								\
	status = NtStringFinish##name(Destination, Size / scale, status, End,		\
				      Remaining, Flags);				\
	if (Remaining)									\
		*Remaining *= scale;							\
	return status;									\
}

NT_PRINTF(A, char, Cch)
EXPORT_SYMBOL_NS_GPL(RtlStringCchPrintfA, NDIS_SHIM);
EXPORT_SYMBOL_NS_GPL(RtlStringCchPrintfExA, NDIS_SHIM);
NT_PRINTF(W, wchar_t, Cch)
EXPORT_SYMBOL_NS_GPL(RtlStringCchPrintfW, NDIS_SHIM);
EXPORT_SYMBOL_NS_GPL(RtlStringCchPrintfExW, NDIS_SHIM);
NT_PRINTF(A, char, Cb)
EXPORT_SYMBOL_NS_GPL(RtlStringCbPrintfA, NDIS_SHIM);
EXPORT_SYMBOL_NS_GPL(RtlStringCbPrintfExA, NDIS_SHIM);
NT_PRINTF(W, wchar_t, Cb)
EXPORT_SYMBOL_NS_GPL(RtlStringCbPrintfW, NDIS_SHIM);
EXPORT_SYMBOL_NS_GPL(RtlStringCbPrintfExW, NDIS_SHIM);

NTSTATUS RtlUnicodeStringVPrintf(PUNICODE_STRING Destination, const wchar_t *Format,
				 __builtin_va_list Arguments)
{
	size_t chars;
	NTSTATUS status;
	WCHAR *text;

	if (!Destination || !NT_SUCCESS(RtlUnicodeStringValidate(Destination)))
		return STATUS_INVALID_PARAMETER;
	chars = Destination->MaximumLength / sizeof(WCHAR) + 1;
	text = kmalloc_array(chars, sizeof(WCHAR), nt_gfp());
	if (!text)
		return STATUS_NO_MEMORY;
	status = RtlStringCchVPrintfW(text, chars, Format, Arguments);
	if (NT_SUCCESS(status) || status == STATUS_BUFFER_OVERFLOW)
		NtUnicodeStringPut(Destination, 0, text, NtWideBytes(text, chars));
	kfree(text);
	return status;
}
EXPORT_SYMBOL_NS_GPL(RtlUnicodeStringVPrintf, NDIS_SHIM);

NTSTATUS RtlUnicodeStringPrintf(PUNICODE_STRING Destination, const wchar_t *Format, ...)
{
	NTSTATUS status;
	va_list arguments;

	va_start(arguments, Format);
	status = RtlUnicodeStringVPrintf(Destination, Format, arguments);
	va_end(arguments);
	return status;
}
EXPORT_SYMBOL_NS_GPL(RtlUnicodeStringPrintf, NDIS_SHIM);
