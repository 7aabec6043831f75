/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The C run-time of the Windows kernel: <string.h>, <stdio.h>, <stdlib.h>, <ctype.h>
 * and <wchar.h> in one, since wdm.h brings most of it. What Windows calls long is
 * LONG. Formats are Windows' (see DbgPrint); there is no floating point. All of it:
 * any IRQL where its memory may be touched, printing <= DISPATCH_LEVEL.
 *
 * The _s functions call nobody about a bad argument: they return EINVAL or ERANGE, -1
 * where they print, and leave an empty string.
 */
#ifndef _NT_WDM_CRT_H
#define _NT_WDM_CRT_H

#include <ntdef.h>
#include <wdm/misc.h>
#include <wdm/rtl.h>

EXTERN_C_START

/* Up to @Count characters, and a zero if there is room for it. -1: it was cut. */
int _vsnprintf(char *Buffer, size_t Count, const char *Format, __builtin_va_list Arguments);
int _snprintf(char *Buffer, size_t Count, const char *Format, ...);
int _vsnwprintf(wchar_t *Buffer, size_t Count, const wchar_t *Format, __builtin_va_list Arguments);
int _snwprintf(wchar_t *Buffer, size_t Count, const wchar_t *Format, ...);
/* @Size characters with the zero. -1 and an empty string: it does not fit. */
int vsprintf_s(char *Buffer, size_t Size, const char *Format, __builtin_va_list Arguments);
int sprintf_s(char *Buffer, size_t Size, const char *Format, ...);
int vswprintf_s(wchar_t *Buffer, size_t Size, const wchar_t *Format, __builtin_va_list Arguments);
int swprintf_s(wchar_t *Buffer, size_t Size, const wchar_t *Format, ...);
/* At most @Count of it, or _TRUNCATE: as much as fits. -1: it was cut. */
int _vsnprintf_s(char *Buffer, size_t Size, size_t Count, const char *Format,
		 __builtin_va_list Arguments);
int _snprintf_s(char *Buffer, size_t Size, size_t Count, const char *Format, ...);
int _vsnwprintf_s(wchar_t *Buffer, size_t Size, size_t Count, const wchar_t *Format,
		  __builtin_va_list Arguments);
int _snwprintf_s(wchar_t *Buffer, size_t Size, size_t Count, const wchar_t *Format, ...);
/* How long it would be. */
int _vscprintf(const char *Format, __builtin_va_list Arguments);
int _scprintf(const char *Format, ...);
int _vscwprintf(const wchar_t *Format, __builtin_va_list Arguments);
int _scwprintf(const wchar_t *Format, ...);

/* Behind sprintf() and so on, names that Linux and the compiler have their own ideas of. */
int NtSprintf(char *Buffer, const char *Format, ...);
int NtVsprintf(char *Buffer, const char *Format, __builtin_va_list Arguments);
int NtSnprintf(char *Buffer, size_t Size, const char *Format, ...);
int NtVsnprintf(char *Buffer, size_t Size, const char *Format, __builtin_va_list Arguments);
int NtSwprintf(wchar_t *Buffer, const wchar_t *Format, ...);
int NtSwprintfCount(wchar_t *Buffer, size_t Count, const wchar_t *Format, ...);
int NtSscanf(const char *Buffer, const char *Format, ...);
VOID NtQsort(void *Base, size_t Count, size_t Size,
	     int (*Compare)(const void *A, const void *B));

EXTERN_C_END

#ifdef NT_PLAIN_CLIENT

typedef int errno_t;
typedef size_t rsize_t;
typedef __WINT_TYPE__ wint_t;
typedef unsigned short wctype_t;

#ifndef EINVAL
#define EINVAL			22
#define ERANGE			34
#define EILSEQ			42
#endif
#define STRUNCATE		80
#define _TRUNCATE		((size_t)-1)
#define _countof(a)		ARRAYSIZE(a)
#define __min(a, b)		(((a) < (b)) ? (a) : (b))
#define __max(a, b)		(((a) > (b)) ? (a) : (b))
#define RAND_MAX		0x7fff
#ifndef EOF
#define EOF			(-1)
#endif
#define WEOF			((wint_t)0xffff)

#define sprintf			NtSprintf
#define vsprintf		NtVsprintf
#define snprintf		NtSnprintf
#define vsnprintf		NtVsnprintf
#define sscanf			NtSscanf
#define qsort			NtQsort
#ifdef __cplusplus
extern "C++" template <typename... Rest>
int swprintf(wchar_t *Buffer, const wchar_t *Format, Rest... Arguments)
{
	return NtSwprintf(Buffer, Format, Arguments...);
}

extern "C++" template <typename... Rest>
int swprintf(wchar_t *Buffer, size_t Count, const wchar_t *Format, Rest... Arguments)
{
	return NtSwprintfCount(Buffer, Count, Format, Arguments...);
}
#else
/* Without a count in old source, with one in new. */
#define swprintf(Buffer, Second, ...)						\
	_Generic((Second), default: NtSwprintfCount, wchar_t *: NtSwprintf,	\
		 const wchar_t *: NtSwprintf)((Buffer), (Second), ##__VA_ARGS__)
#endif

/* ---- characters; those of ASCII ---- */

static inline int isdigit(int c)
{
	return c >= '0' && c <= '9';
}

static inline int isupper(int c)
{
	return c >= 'A' && c <= 'Z';
}

static inline int islower(int c)
{
	return c >= 'a' && c <= 'z';
}

static inline int isalpha(int c)
{
	return isupper(c) || islower(c);
}

static inline int isalnum(int c)
{
	return isalpha(c) || isdigit(c);
}

static inline int isxdigit(int c)
{
	return isdigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static inline int isspace(int c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline int iscntrl(int c)
{
	return (c >= 0 && c < 0x20) || c == 0x7f;
}

static inline int isprint(int c)
{
	return c >= 0x20 && c < 0x7f;
}

static inline int isgraph(int c)
{
	return c > 0x20 && c < 0x7f;
}

static inline int ispunct(int c)
{
	return isgraph(c) && !isalnum(c);
}

static inline int toupper(int c)
{
	return islower(c) ? c - 'a' + 'A' : c;
}

static inline int tolower(int c)
{
	return isupper(c) ? c - 'A' + 'a' : c;
}

#define isblank(c)		((c) == ' ' || (c) == '\t')
#define __isascii(c)		((unsigned int)(c) < 0x80)
#define __toascii(c)		((c) & 0x7f)
#define isascii(c)		__isascii(c)
#define toascii(c)		__toascii(c)
#define _toupper(c)		((c) - 'a' + 'A')
#define _tolower(c)		((c) - 'A' + 'a')
#define iswdigit(c)		isdigit((int)(c))
#define iswupper(c)		isupper((int)(c))
#define iswlower(c)		islower((int)(c))
#define iswalpha(c)		isalpha((int)(c))
#define iswalnum(c)		isalnum((int)(c))
#define iswxdigit(c)		isxdigit((int)(c))
#define iswspace(c)		isspace((int)(c))
#define iswcntrl(c)		iscntrl((int)(c))
#define iswprint(c)		isprint((int)(c))
#define iswgraph(c)		isgraph((int)(c))
#define iswpunct(c)		ispunct((int)(c))
#define iswascii(c)		__isascii(c)
#define towupper(c)		RtlUpcaseUnicodeChar((WCHAR)(c))
#define towlower(c)		RtlDowncaseUnicodeChar((WCHAR)(c))

/* ---- memory ---- */

static inline void *memchr(const void *Buffer, int Value, size_t Count)
{
	const unsigned char *at = (const unsigned char *)Buffer;

	for (; Count; Count--, at++) {
		if (*at == (unsigned char)Value)
			return (void *)at;
	}
	return NULL;
}

static inline int _memicmp(const void *A, const void *B, size_t Count)
{
	const unsigned char *a = (const unsigned char *)A, *b = (const unsigned char *)B;
	int difference = 0;

	for (; Count && !difference; Count--)
		difference = tolower(*a++) - tolower(*b++);
	return difference;
}

static inline errno_t NtCopy(void *Destination, rsize_t Size, const void *Source, rsize_t Count)
{
	if (!Count)
		return 0;
	if (!Destination)
		return EINVAL;
	if (!Source || Size < Count) {
		__builtin_memset(Destination, 0, Size);
		return Source ? ERANGE : EINVAL;
	}
	__builtin_memmove(Destination, Source, Count);
	return 0;
}

#define memcpy_s(Destination, Size, Source, Count)	\
	NtCopy((Destination), (Size), (Source), (Count))
#define memmove_s(Destination, Size, Source, Count)	\
	NtCopy((Destination), (Size), (Source), (Count))
#define wmemcpy(Destination, Source, Count)	\
	((wchar_t *)memcpy((Destination), (Source), (Count) * sizeof(wchar_t)))
#define memicmp(A, B, Count)	_memicmp((A), (B), (Count))

static inline void *bsearch(const void *Key, const void *Base, size_t Count, size_t Size,
			    int (*Compare)(const void *A, const void *B))
{
	const char *first = (const char *)Base;

	while (Count) {
		const char *middle = first + Count / 2 * Size;
		int order = Compare(Key, middle);

		if (!order)
			return (void *)middle;
		if (order > 0) {
			first = middle + Size;
			Count--;
		}
		Count /= 2;
	}
	return NULL;
}

/* ---- strings of both widths ---- */

#define NT_CRT_STRINGS(type, name_nlen, name_ncpy, name_cat, name_ncat, name_chr,		\
		       name_rchr, name_str, name_spn, name_cspn, name_pbrk, name_tok)	\
static inline size_t name_nlen(const type *String, size_t Count)			\
{											\
	size_t length = 0;								\
											\
	while (length < Count && String[length])					\
		length++;								\
	return length;									\
}											\
static inline type *name_ncpy(type *Destination, const type *Source, size_t Count)	\
{											\
	size_t i = 0;									\
											\
	for (; i < Count && Source[i]; i++)						\
		Destination[i] = Source[i];						\
	for (; i < Count; i++)								\
		Destination[i] = 0;							\
	return Destination;								\
}											\
static inline type *name_ncat(type *Destination, const type *Source, size_t Count)	\
{											\
	size_t used = name_nlen(Destination, (size_t)-1), i;				\
											\
	for (i = 0; i < Count && Source[i]; i++)					\
		Destination[used + i] = Source[i];					\
	Destination[used + i] = 0;							\
	return Destination;								\
}											\
static inline type *name_cat(type *Destination, const type *Source)			\
{											\
	return name_ncat(Destination, Source, (size_t)-1);				\
}											\
static inline type *name_chr(const type *String, int Value)				\
{											\
	for (; *String != (type)Value; String++) {					\
		if (!*String)								\
			return NULL;							\
	}										\
	return (type *)String;								\
}											\
static inline type *name_rchr(const type *String, int Value)				\
{											\
	size_t at = name_nlen(String, (size_t)-1) + 1;					\
											\
	while (at--) {									\
		if (String[at] == (type)Value)						\
			return (type *)String + at;					\
	}										\
	return NULL;									\
}											\
static inline type *name_str(const type *String, const type *Wanted)			\
{											\
	size_t i;									\
											\
	for (;; String++) {								\
		for (i = 0; Wanted[i] && String[i] == Wanted[i]; i++)			\
			;								\
		if (!Wanted[i])								\
			return (type *)String;						\
		if (!*String)								\
			return NULL;							\
	}										\
}											\
static inline size_t name_spn(const type *String, const type *Set)			\
{											\
	size_t i = 0;									\
											\
	while (String[i] && name_chr(Set, String[i]))					\
		i++;									\
	return i;									\
}											\
static inline size_t name_cspn(const type *String, const type *Set)			\
{											\
	size_t i = 0;									\
											\
	while (String[i] && !name_chr(Set, String[i]))					\
		i++;									\
	return i;									\
}											\
static inline type *name_pbrk(const type *String, const type *Set)			\
{											\
	String += name_cspn(String, Set);						\
	return *String ? (type *)String : NULL;						\
}											\
static inline type *name_tok(type *String, const type *Set, type **Next)		\
{											\
	if (!String)									\
		String = *Next;								\
	String += name_spn(String, Set);						\
	*Next = String + name_cspn(String, Set);					\
	if (!*String)									\
		return NULL;								\
	if (**Next)									\
		*(*Next)++ = 0;								\
	return String;									\
}

NT_CRT_STRINGS(wchar_t, wcsnlen, wcsncpy, wcscat, wcsncat, wcschr, wcsrchr, wcsstr,
	       wcsspn, wcscspn, wcspbrk, wcstok_s)
NT_CRT_STRINGS(char, strnlen, strncpy, strcat, strncat, strchr, strrchr, strstr,
	       strspn, strcspn, strpbrk, strtok_s)
#define strnlen_s(String, Size)	((String) ? strnlen((String), (Size)) : 0)
#define wcsnlen_s(String, Size)	((String) ? wcsnlen((String), (Size)) : 0)

static inline char *strcpy(char *Destination, const char *Source)
{
	return (char *)memcpy(Destination, Source, strlen(Source) + 1);
}

#define NT_CRT_SECURE(type, name_nlen, name_cpy, name_ncpy, name_cat, name_ncat)	\
static inline errno_t name_ncpy(type *Destination, rsize_t Size, const type *Source,	\
				rsize_t Count)					\
{											\
	rsize_t length;									\
											\
	if (!Destination || !Size)							\
		return EINVAL;								\
	Destination[0] = 0;								\
	if (!Source)									\
		return Count ? EINVAL : 0;						\
	length = name_nlen(Source, Count == _TRUNCATE ? Size : Count);			\
	if (length >= Size && Count != _TRUNCATE)					\
		return ERANGE;								\
	if (length >= Size)								\
		length = Size - 1;							\
	__builtin_memmove(Destination, Source, length * sizeof(type));			\
	Destination[length] = 0;							\
	return Count == _TRUNCATE && Source[length] ? STRUNCATE : 0;			\
}											\
static inline errno_t name_cpy(type *Destination, rsize_t Size, const type *Source)	\
{											\
	return name_ncpy(Destination, Size, Source, (rsize_t)-2);			\
}											\
static inline errno_t name_ncat(type *Destination, rsize_t Size, const type *Source,	\
				rsize_t Count)					\
{											\
	rsize_t used;									\
	errno_t result;									\
											\
	if (!Destination || !Size)							\
		return EINVAL;								\
	used = name_nlen(Destination, Size);						\
	result = used == Size ? EINVAL :						\
		 name_ncpy(Destination + used, Size - used, Source, Count);		\
	if (result && result != STRUNCATE)						\
		Destination[0] = 0;							\
	return result;									\
}											\
static inline errno_t name_cat(type *Destination, rsize_t Size, const type *Source)	\
{											\
	return name_ncat(Destination, Size, Source, (rsize_t)-2);			\
}

NT_CRT_SECURE(char, strnlen, strcpy_s, strncpy_s, strcat_s, strncat_s)
NT_CRT_SECURE(wchar_t, wcsnlen, wcscpy_s, wcsncpy_s, wcscat_s, wcsncat_s)

#ifdef __cplusplus
/* The size of an array need not be said. */
extern "C++" {
#define NT_CRT_ARRAY2(name, type)						\
template <size_t Size> errno_t name(type (&Destination)[Size], const type *Source)	\
{										\
	return name(Destination, Size, Source);					\
}

#define NT_CRT_ARRAY3(name, type)						\
template <size_t Size>								\
errno_t name(type (&Destination)[Size], const type *Source, size_t Count)	\
{										\
	return name(Destination, Size, Source, Count);				\
}

#define NT_CRT_ARRAY_PRINT(name, type)						\
template <size_t Size, typename... Rest>					\
int name(type (&Destination)[Size], const type *Format, Rest... Arguments)	\
{										\
	return name(Destination, Size, Format, Arguments...);			\
}

#define NT_CRT_ARRAY_PRINT_COUNT(name, type)					\
template <size_t Size, typename... Rest>					\
int name(type (&Destination)[Size], size_t Count, const type *Format, Rest... Arguments)	\
{										\
	return name(Destination, Size, Count, Format, Arguments...);		\
}

NT_CRT_ARRAY2(strcpy_s, char)
NT_CRT_ARRAY2(strcat_s, char)
NT_CRT_ARRAY2(wcscpy_s, wchar_t)
NT_CRT_ARRAY2(wcscat_s, wchar_t)
NT_CRT_ARRAY3(strncpy_s, char)
NT_CRT_ARRAY3(strncat_s, char)
NT_CRT_ARRAY3(wcsncpy_s, wchar_t)
NT_CRT_ARRAY3(wcsncat_s, wchar_t)
NT_CRT_ARRAY_PRINT(sprintf_s, char)
NT_CRT_ARRAY_PRINT(swprintf_s, wchar_t)
NT_CRT_ARRAY_PRINT_COUNT(_snprintf_s, char)
NT_CRT_ARRAY_PRINT_COUNT(_snwprintf_s, wchar_t)
}
#endif

#define NT_CRT_CHANGE(type, name, change)						\
static inline type *name(type *String)							\
{											\
	type *at;									\
											\
	for (at = String; *at; at++)							\
		*at = (type)change(*at);						\
	return String;									\
}

NT_CRT_CHANGE(char, _strupr, toupper)
NT_CRT_CHANGE(char, _strlwr, tolower)
NT_CRT_CHANGE(wchar_t, _wcsupr, towupper)
NT_CRT_CHANGE(wchar_t, _wcslwr, towlower)

#define NT_CRT_CHANGE_S(type, name, plain, name_nlen)					\
static inline errno_t name(type *String, size_t Size)					\
{											\
	if (!String || name_nlen(String, Size) == Size)					\
		return EINVAL;								\
	plain(String);									\
	return 0;									\
}

NT_CRT_CHANGE_S(char, _strupr_s, _strupr, strnlen)
NT_CRT_CHANGE_S(char, _strlwr_s, _strlwr, strnlen)
NT_CRT_CHANGE_S(wchar_t, _wcsupr_s, _wcsupr, wcsnlen)
NT_CRT_CHANGE_S(wchar_t, _wcslwr_s, _wcslwr, wcsnlen)

#define NT_CRT_REVERSE(type, name, name_nlen, name_set)					\
static inline type *name(type *String)							\
{											\
	size_t i, length = name_nlen(String, (size_t)-1);				\
											\
	for (i = 0; i < length / 2; i++) {						\
		type swap = String[i];							\
											\
		String[i] = String[length - 1 - i];					\
		String[length - 1 - i] = swap;						\
	}										\
	return String;									\
}											\
static inline type *name_set(type *String, int Value)					\
{											\
	type *at;									\
											\
	for (at = String; *at; at++)							\
		*at = (type)Value;							\
	return String;									\
}

NT_CRT_REVERSE(char, _strrev, strnlen, _strset)
NT_CRT_REVERSE(wchar_t, _wcsrev, wcsnlen, _wcsset)

#define stricmp(A, B)		_stricmp((A), (B))
#define strnicmp(A, B, Count)	_strnicmp((A), (B), (Count))
#define wcsicmp(A, B)		_wcsicmp((A), (B))
#define wcsnicmp(A, B, Count)	_wcsnicmp((A), (B), (Count))

/* ---- numbers ---- */

static inline int NtDigit(int c)
{
	return isdigit(c) ? c - '0' : isalpha(c) ? tolower(c) - 'a' + 10 : 99;
}

#define NT_CRT_NUMBERS(type, parse, name_ul, name_l, name_ui64, name_i64, name_toi, name_toi64,	\
		       name_print)							\
static inline ULONG64 parse(const type *Text, type **End, int Base, int *Negative)	\
{											\
	const type *at = Text, *digits;							\
	ULONG64 value = 0;								\
	int over = 0, digit;								\
											\
	while (isspace(*at))								\
		at++;									\
	*Negative = *at == '-';								\
	if (*at == '-' || *at == '+')							\
		at++;									\
	if ((!Base || Base == 16) && at[0] == '0' && (at[1] == 'x' || at[1] == 'X') &&	\
	    NtDigit(at[2]) < 16) {							\
		at += 2;								\
		Base = 16;								\
	} else if (!Base) {								\
		Base = *at == '0' ? 8 : 10;						\
	}										\
	for (digits = at; (digit = NtDigit(*at)) < Base; at++) {			\
		over |= value > (MAXULONG64 - (ULONG64)digit) / (ULONG64)Base;		\
		value = value * (ULONG64)Base + (ULONG64)digit;				\
	}										\
	if (End)									\
		*End = (type *)(at == digits ? Text : at);				\
	return over ? MAXULONG64 : value;						\
}											\
static inline ULONG64 name_ui64(const type *Text, type **End, int Base)			\
{											\
	int negative;									\
	ULONG64 value = parse(Text, End, Base, &negative);				\
											\
	return negative && value != MAXULONG64 ? 0 - value : value;			\
}											\
static inline LONG64 name_i64(const type *Text, type **End, int Base)			\
{											\
	int negative;									\
	ULONG64 value = parse(Text, End, Base, &negative);				\
	ULONG64 limit = 0x7fffffffffffffffULL;						\
											\
	if (value > limit)								\
		return negative ? -(LONG64)limit - 1 : (LONG64)limit;			\
	return negative ? -(LONG64)value : (LONG64)value;				\
}											\
static inline ULONG name_ul(const type *Text, type **End, int Base)			\
{											\
	int negative;									\
	ULONG64 value = parse(Text, End, Base, &negative);				\
											\
	if (value > MAXULONG)								\
		return MAXULONG;							\
	return negative ? 0 - (ULONG)value : (ULONG)value;				\
}											\
static inline LONG name_l(const type *Text, type **End, int Base)			\
{											\
	LONG64 value = name_i64(Text, End, Base);					\
											\
	return value > MAXLONG ? MAXLONG : value < -(LONG64)MAXLONG - 1 ?		\
	       -MAXLONG - 1 : (LONG)value;						\
}											\
static inline int name_toi(const type *Text)						\
{											\
	return name_l(Text, NULL, 10);							\
}											\
static inline LONG64 name_toi64(const type *Text)					\
{											\
	return name_i64(Text, NULL, 10);						\
}											\
/* @Size characters with the zero: what does not fit is an empty string. */		\
static inline errno_t name_print(ULONG64 Value, int Negative, type *Buffer,		\
				 size_t Size, int Base)					\
{											\
	type digits[66];								\
	size_t count = 0, i;								\
											\
	if (!Buffer || !Size)								\
		return EINVAL;								\
	Buffer[0] = 0;									\
	if (Base < 2 || Base > 36)							\
		return EINVAL;								\
	do {										\
		int digit = (int)(Value % (ULONG64)Base);				\
											\
		digits[count++] = (type)(digit < 10 ? '0' + digit : 'a' + digit - 10);	\
		Value /= (ULONG64)Base;							\
	} while (Value);								\
	if (Negative)									\
		digits[count++] = '-';							\
	if (count >= Size)								\
		return ERANGE;								\
	for (i = 0; i < count; i++)							\
		Buffer[i] = digits[count - 1 - i];					\
	Buffer[count] = 0;								\
	return 0;									\
}

NT_CRT_NUMBERS(char, NtParseA, strtoul, strtol, _strtoui64, _strtoi64, atoi, _atoi64, NtPrintA)
NT_CRT_NUMBERS(wchar_t, NtParseW, wcstoul, wcstol, _wcstoui64, _wcstoi64, _wtoi, _wtoi64, NtPrintW)
#define atol(Text)		((LONG)atoi(Text))
#define _wtol(Text)		((LONG)_wtoi(Text))
#define strtoull(Text, End, Base)	_strtoui64((Text), (End), (Base))
#define strtoll(Text, End, Base)	_strtoi64((Text), (End), (Base))
#define wcstoull(Text, End, Base)	_wcstoui64((Text), (End), (Base))
#define wcstoll(Text, End, Base)	_wcstoi64((Text), (End), (Base))

/* Only base 10 has a minus: what is below zero is its bits in any other. */
#define NT_CRT_PRINT(type, print, name, number, bits)					\
static inline errno_t name##_s(number Value, type *Buffer, size_t Size, int Base)	\
{											\
	int negative = Base == 10 && Value < (number)1 && Value;			\
											\
	return print(negative ? 0 - (ULONG64)Value : (ULONG64)(bits)Value, negative,	\
		     Buffer, Size, Base);						\
}											\
static inline type *name(number Value, type *Buffer, int Base)				\
{											\
	name##_s(Value, Buffer, 66, Base);						\
	return Buffer;									\
}

NT_CRT_PRINT(char, NtPrintA, _itoa, int, ULONG)
NT_CRT_PRINT(char, NtPrintA, _ultoa, ULONG, ULONG)
NT_CRT_PRINT(char, NtPrintA, _i64toa, LONG64, ULONG64)
NT_CRT_PRINT(char, NtPrintA, _ui64toa, ULONG64, ULONG64)
NT_CRT_PRINT(wchar_t, NtPrintW, _itow, int, ULONG)
NT_CRT_PRINT(wchar_t, NtPrintW, _ultow, ULONG, ULONG)
NT_CRT_PRINT(wchar_t, NtPrintW, _i64tow, LONG64, ULONG64)
NT_CRT_PRINT(wchar_t, NtPrintW, _ui64tow, ULONG64, ULONG64)
#define _ltoa(Value, Buffer, Base)	_itoa((Value), (Buffer), (Base))
#define _ltow(Value, Buffer, Base)	_itow((Value), (Buffer), (Base))
#define _ltoa_s(Value, Buffer, Size, Base)	_itoa_s((Value), (Buffer), (Size), (Base))
#define _ltow_s(Value, Buffer, Size, Base)	_itow_s((Value), (Buffer), (Size), (Base))

static inline int abs(int Value)
{
	return Value < 0 ? -Value : Value;
}

#define labs(Value)		abs(Value)
#define _abs64(Value)		((LONG64)(Value) < 0 ? -(LONG64)(Value) : (LONG64)(Value))
#define _byteswap_ushort(v)	__builtin_bswap16(v)
#define _byteswap_ulong(v)	__builtin_bswap32(v)
#define _byteswap_uint64(v)	((ULONG64)__builtin_bswap64(v))

static inline ULONG _rotl(ULONG Value, int Shift)
{
	return Value << (Shift & 31) | Value >> (-Shift & 31);
}

static inline ULONG _rotr(ULONG Value, int Shift)
{
	return Value >> (Shift & 31) | Value << (-Shift & 31);
}

static inline ULONG64 _rotl64(ULONG64 Value, int Shift)
{
	return Value << (Shift & 63) | Value >> (-Shift & 63);
}

static inline ULONG64 _rotr64(ULONG64 Value, int Shift)
{
	return Value >> (Shift & 63) | Value << (-Shift & 63);
}

#define _lrotl(Value, Shift)	_rotl((Value), (Shift))
#define _lrotr(Value, Shift)	_rotr((Value), (Shift))

#endif /* NT_PLAIN_CLIENT */

#endif
