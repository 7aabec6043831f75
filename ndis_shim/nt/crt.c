// SPDX-License-Identifier: GPL-2.0
/*
 * The exported part of the C run-time: what prints, what scans, what sorts. The rest
 * of <wdm/crt.h> is inline.
 *
 * Each kind of printing is made of the same two steps: the text in memory of our own,
 * with one character more than fits, and then as much of it as the function's rules
 * let through.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/string.h>

#include <ntstrsafe.h>
#include <wdm.h>

#include "nt/nt_internal.h"

/* Longer text is nobody's. */
#define NT_PRINT_MAX	(32u << 10)

#define NT_PRINT_FAMILY(type, suffix)							\
/* Characters of it, at most @limit + 1; -1: no memory. */				\
static int nt_print##suffix(type **text, size_t limit, const type *format, va_list arguments)	\
{											\
	size_t size = min_t(size_t, limit, NT_PRINT_MAX) + 2;				\
	size_t length = 0;								\
											\
	*text = format ? kmalloc_array(size, sizeof(type), nt_gfp()) : NULL;		\
	if (!*text)									\
		return -1;								\
	RtlStringCchVPrintf##suffix(*text, size, format, arguments);			\
	while ((*text)[length])								\
		length++;								\
	return length;									\
}											\
											\
/* Up to @count, terminated if there is room. */					\
static int nt_print_count##suffix(type *buffer, size_t count, const type *format,	\
				  va_list arguments)					\
{											\
	type *text;									\
	int length;									\
											\
	if (!buffer && count)								\
		return -1;								\
	length = nt_print##suffix(&text, count, format, arguments);			\
	if (length >= 0)								\
		memcpy(buffer, text, min_t(size_t, length + 1, count) * sizeof(type));	\
	kfree(text);									\
	return length > (int)min_t(size_t, count, INT_MAX) ? -1 : length;		\
}											\
											\
/* Up to @count, always terminated; all of it if @whole. */				\
static int nt_print_secure##suffix(type *buffer, size_t size, size_t count, bool whole,	\
				   const type *format, va_list arguments)		\
{											\
	bool cut = false;								\
	type *text;									\
	int length;									\
											\
	if (!buffer || !size)								\
		return -1;								\
	buffer[0] = 0;									\
	if (count == (size_t)-1 && !whole)						\
		count = size - 1;							\
	length = nt_print##suffix(&text, min(count, size), format, arguments);		\
	if (length >= 0 && length > count) {						\
		length = count;								\
		cut = true;								\
	}										\
	if (length >= 0 && length >= size)						\
		length = -1;								\
	if (length >= 0) {								\
		memcpy(buffer, text, length * sizeof(type));				\
		buffer[length] = 0;							\
	}										\
	kfree(text);									\
	return cut ? -1 : length;							\
}											\
											\
static int nt_print_length##suffix(const type *format, va_list arguments)		\
{											\
	type *text;									\
	int length = nt_print##suffix(&text, NT_PRINT_MAX, format, arguments);		\
											\
	kfree(text);									\
	return length;									\
}

NT_PRINT_FAMILY(char, A)
NT_PRINT_FAMILY(wchar_t, W)

/* The function with a list, and the one with arguments. */
#define NT_PRINT_BOTH(with_list, with_arguments, type, call, parameters)		\
int with_list(NT_UNPACK parameters, const type *Format, __builtin_va_list Arguments)	\
{											\
	return call;									\
}											\
int with_arguments(NT_UNPACK parameters, const type *Format, ...)			\
{											\
	__builtin_va_list Arguments;							\
	int length;									\
											\
	va_start(Arguments, Format);							\
	length = call;									\
	va_end(Arguments);								\
	return length;									\
}

#define NT_UNPACK(...)	__VA_ARGS__

NT_PRINT_BOTH(_vsnprintf, _snprintf, char,
	      nt_print_countA(Buffer, Count, Format, Arguments), (char *Buffer, size_t Count))
EXPORT_SYMBOL_NS_GPL(_vsnprintf, NDIS_SHIM);
EXPORT_SYMBOL_NS_GPL(_snprintf, NDIS_SHIM);

NT_PRINT_BOTH(_vsnwprintf, _snwprintf, wchar_t,
	      nt_print_countW(Buffer, Count, Format, Arguments), (wchar_t *Buffer, size_t Count))
EXPORT_SYMBOL_NS_GPL(_vsnwprintf, NDIS_SHIM);
EXPORT_SYMBOL_NS_GPL(_snwprintf, NDIS_SHIM);

NT_PRINT_BOTH(vsprintf_s, sprintf_s, char,
	      nt_print_secureA(Buffer, Size, Size, true, Format, Arguments),
	      (char *Buffer, size_t Size))
EXPORT_SYMBOL_NS_GPL(vsprintf_s, NDIS_SHIM);
EXPORT_SYMBOL_NS_GPL(sprintf_s, NDIS_SHIM);

NT_PRINT_BOTH(vswprintf_s, swprintf_s, wchar_t,
	      nt_print_secureW(Buffer, Size, Size, true, Format, Arguments),
	      (wchar_t *Buffer, size_t Size))
EXPORT_SYMBOL_NS_GPL(vswprintf_s, NDIS_SHIM);
EXPORT_SYMBOL_NS_GPL(swprintf_s, NDIS_SHIM);

NT_PRINT_BOTH(_vsnprintf_s, _snprintf_s, char,
	      nt_print_secureA(Buffer, Size, Count, false, Format, Arguments),
	      (char *Buffer, size_t Size, size_t Count))
EXPORT_SYMBOL_NS_GPL(_vsnprintf_s, NDIS_SHIM);
EXPORT_SYMBOL_NS_GPL(_snprintf_s, NDIS_SHIM);

NT_PRINT_BOTH(_vsnwprintf_s, _snwprintf_s, wchar_t,
	      nt_print_secureW(Buffer, Size, Count, false, Format, Arguments),
	      (wchar_t *Buffer, size_t Size, size_t Count))
EXPORT_SYMBOL_NS_GPL(_vsnwprintf_s, NDIS_SHIM);
EXPORT_SYMBOL_NS_GPL(_snwprintf_s, NDIS_SHIM);

int _vscprintf(const char *Format, __builtin_va_list Arguments)
{
	return nt_print_lengthA(Format, Arguments);
}
EXPORT_SYMBOL_NS_GPL(_vscprintf, NDIS_SHIM);

int _vscwprintf(const wchar_t *Format, __builtin_va_list Arguments)
{
	return nt_print_lengthW(Format, Arguments);
}
EXPORT_SYMBOL_NS_GPL(_vscwprintf, NDIS_SHIM);

int _scprintf(const char *Format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, Format);
	length = nt_print_lengthA(Format, arguments);
	va_end(arguments);
	return length;
}
EXPORT_SYMBOL_NS_GPL(_scprintf, NDIS_SHIM);

int _scwprintf(const wchar_t *Format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, Format);
	length = nt_print_lengthW(Format, arguments);
	va_end(arguments);
	return length;
}
EXPORT_SYMBOL_NS_GPL(_scwprintf, NDIS_SHIM);

/* ---- sprintf() and its like: their caller knows that there is room ---- */

NT_PRINT_BOTH(NtVsprintf, NtSprintf, char,
	      nt_print_countA(Buffer, NT_PRINT_MAX, Format, Arguments), (char *Buffer))
EXPORT_SYMBOL_NS_GPL(NtVsprintf, NDIS_SHIM);
EXPORT_SYMBOL_NS_GPL(NtSprintf, NDIS_SHIM);

/* C99's: always terminated, and how long it would be. */
static int nt_print_c99(char *buffer, size_t size, const char *format, va_list arguments)
{
	int length = nt_print_lengthA(format, arguments);

	if (size && buffer)
		nt_print_secureA(buffer, size, (size_t)-1, false, format, arguments);
	return length;
}

NT_PRINT_BOTH(NtVsnprintf, NtSnprintf, char,
	      nt_print_c99(Buffer, Size, Format, Arguments), (char *Buffer, size_t Size))
EXPORT_SYMBOL_NS_GPL(NtVsnprintf, NDIS_SHIM);
EXPORT_SYMBOL_NS_GPL(NtSnprintf, NDIS_SHIM);

int NtSwprintf(wchar_t *Buffer, const wchar_t *Format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, Format);
	length = nt_print_countW(Buffer, NT_PRINT_MAX, Format, arguments);
	va_end(arguments);
	return length;
}
EXPORT_SYMBOL_NS_GPL(NtSwprintf, NDIS_SHIM);

int NtSwprintfCount(wchar_t *Buffer, size_t Count, const wchar_t *Format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, Format);
	length = nt_print_secureW(Buffer, Count, (size_t)-1, false, Format, arguments);
	va_end(arguments);
	return length;
}
EXPORT_SYMBOL_NS_GPL(NtSwprintfCount, NDIS_SHIM);

/* ---- scanning: the kernel's, less the lengths that are other ones there ---- */

/* @from is behind a '%': flags, width and the length as the kernel says it. */
static const char *nt_scan_length(char **to, const char *from)
{
	while (*from == '*' || (*from >= '0' && *from <= '9'))
		*(*to)++ = *from++;
	if (strncmp(from, "I64", 3) && strncmp(from, "ll", 2))
		return *from == 'l' ? from + 1 : from;	/* 32 bit, as without it */
	*(*to)++ = 'l';
	*(*to)++ = 'l';
	return from + (*from == 'I' ? 3 : 2);
}

/* Formats are Windows': the compiler has no check for those. */
__diag_push();
__diag_ignore(GCC, 8, "-Wsuggest-attribute=format", "not the format that vsscanf() gets");

int NtSscanf(const char *Buffer, const char *Format, ...)
{
	char *format = kmalloc(strlen(Format) + 1, nt_gfp()), *to = format;
	const char *from = Format;
	va_list arguments;
	int count;

	if (!format)
		return -1;
	while (*from) {
		*to++ = *from++;
		if (to[-1] != '%')
			continue;
		if (*from == '%')
			*to++ = *from++;
		else
			from = nt_scan_length(&to, from);
	}
	*to = '\0';
	va_start(arguments, Format);
	count = vsscanf(Buffer, format, arguments);
	va_end(arguments);
	kfree(format);
	return count;
}
EXPORT_SYMBOL_NS_GPL(NtSscanf, NDIS_SHIM);

__diag_pop();

VOID NtQsort(void *Base, size_t Count, size_t Size, int (*Compare)(const void *A, const void *B))
{
	if (Count > 1 && Size)
		sort(Base, Count, Size, Compare, NULL);
}
EXPORT_SYMBOL_NS_GPL(NtQsort, NDIS_SHIM);
