/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Bounded strings. The destination is always terminated; what does not fit is
 * cut and STATUS_BUFFER_OVERFLOW returned. Cch functions count characters, Cb
 * functions bytes.
 */
#ifndef _NT_NTSTRSAFE_H
#define _NT_NTSTRSAFE_H

#include <ntdef.h>
#include <ntstatus.h>

#define NTSTRSAFE_MAX_CCH	2147483647
#define NTSTRSAFE_UNICODE_STRING_MAX_CCH	(0xffff / sizeof(WCHAR))

typedef char *NTSTRSAFE_PSTR;
typedef const char *NTSTRSAFE_PCSTR;
typedef wchar_t *NTSTRSAFE_PWSTR;
typedef const wchar_t *NTSTRSAFE_PCWSTR;

#define NT_STRSAFE_FAMILY(suffix, type)							\
static inline NTSTATUS RtlStringCchLength##suffix(const type *String, size_t Max,	\
						  size_t *Length)			\
{											\
	size_t n = 0;									\
											\
	if (Length)									\
		*Length = 0;								\
	if (!String || Max > NTSTRSAFE_MAX_CCH)						\
		return STATUS_INVALID_PARAMETER;					\
	while (n < Max && String[n])							\
		n++;									\
	if (n == Max)									\
		return STATUS_INVALID_PARAMETER;					\
	if (Length)									\
		*Length = n;								\
	return STATUS_SUCCESS;								\
}											\
static inline NTSTATUS RtlStringCbLength##suffix(const type *String, size_t Max,	\
						 size_t *Length)			\
{											\
	size_t n = 0;									\
	NTSTATUS status;								\
											\
	status = RtlStringCchLength##suffix(String, Max / sizeof(type), &n);		\
	if (Length)									\
		*Length = n * sizeof(type);						\
	return status;									\
}											\
static inline NTSTATUS RtlStringCchCopyN##suffix(type *Destination, size_t Size,	\
						 const type *Source, size_t Count)	\
{											\
	size_t i;									\
											\
	if (!Size || Size > NTSTRSAFE_MAX_CCH)						\
		return STATUS_INVALID_PARAMETER;					\
	for (i = 0; i < Count && Source[i]; i++) {					\
		if (i == Size - 1) {							\
			Destination[i] = 0;						\
			return STATUS_BUFFER_OVERFLOW;					\
		}									\
		Destination[i] = Source[i];						\
	}										\
	Destination[i] = 0;								\
	return STATUS_SUCCESS;								\
}											\
static inline NTSTATUS RtlStringCbCopyN##suffix(type *Destination, size_t Size,		\
						const type *Source, size_t Count)	\
{											\
	return RtlStringCchCopyN##suffix(Destination, Size / sizeof(type), Source,	\
					 Count / sizeof(type));				\
}											\
static inline NTSTATUS RtlStringCchCopy##suffix(type *Destination, size_t Size,		\
						const type *Source)			\
{											\
	return RtlStringCchCopyN##suffix(Destination, Size, Source, NTSTRSAFE_MAX_CCH);	\
}											\
static inline NTSTATUS RtlStringCbCopy##suffix(type *Destination, size_t Size,		\
					       const type *Source)			\
{											\
	return RtlStringCchCopy##suffix(Destination, Size / sizeof(type), Source);	\
}											\
static inline NTSTATUS RtlStringCchCat##suffix(type *Destination, size_t Size,		\
					       const type *Source)			\
{											\
	size_t used;									\
	NTSTATUS status;								\
											\
	status = RtlStringCchLength##suffix(Destination, Size, &used);			\
	if (!NT_SUCCESS(status))							\
		return status;								\
	return RtlStringCchCopy##suffix(Destination + used, Size - used, Source);	\
}											\
static inline NTSTATUS RtlStringCbCat##suffix(type *Destination, size_t Size,		\
					      const type *Source)			\
{											\
	return RtlStringCchCat##suffix(Destination, Size / sizeof(type), Source);	\
}

NT_STRSAFE_FAMILY(A, char)
NT_STRSAFE_FAMILY(W, wchar_t)

#endif
