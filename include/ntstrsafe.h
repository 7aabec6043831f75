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

#define STRSAFE_IGNORE_NULLS		0x00000100
#define STRSAFE_FILL_BEHIND_NULL	0x00000200
#define STRSAFE_FILL_ON_FAILURE		0x00000400
#define STRSAFE_NULL_ON_FAILURE		0x00000800
#define STRSAFE_NO_TRUNCATION		0x00001000
#define STRSAFE_ZERO_LENGTH_ON_FAILURE	0x00002000
#define STRSAFE_FILL_BEHIND		0x00000200
#define STRSAFE_FILL_BYTE(x)		((ULONG)(((x) & 0xff) | STRSAFE_FILL_BEHIND_NULL))
#define STRSAFE_FAILURE_BYTE(x)		((ULONG)(((x) & 0xff) | STRSAFE_FILL_ON_FAILURE))

EXTERN_C_START

/*
 * Formats are those of DbgPrint(). In a wide one %s is a wide string, %S and %hs are
 * narrow ones; what is not Latin-1 comes out as '?'.
 */
NTSTATUS RtlStringCchVPrintfA(char *Destination, size_t Size, const char *Format,
			      __builtin_va_list Arguments);
NTSTATUS RtlStringCchVPrintfW(wchar_t *Destination, size_t Size, const wchar_t *Format,
			      __builtin_va_list Arguments);
NTSTATUS RtlStringCbVPrintfA(char *Destination, size_t Size, const char *Format,
			     __builtin_va_list Arguments);
NTSTATUS RtlStringCbVPrintfW(wchar_t *Destination, size_t Size, const wchar_t *Format,
			     __builtin_va_list Arguments);
NTSTATUS RtlStringCchPrintfA(char *Destination, size_t Size, const char *Format, ...);
NTSTATUS RtlStringCchPrintfW(wchar_t *Destination, size_t Size, const wchar_t *Format, ...);
NTSTATUS RtlStringCbPrintfA(char *Destination, size_t Size, const char *Format, ...);
NTSTATUS RtlStringCbPrintfW(wchar_t *Destination, size_t Size, const wchar_t *Format, ...);
NTSTATUS RtlStringCchPrintfExA(char *Destination, size_t Size, char **End, size_t *Remaining,
			       ULONG Flags, const char *Format, ...);
NTSTATUS RtlStringCchPrintfExW(wchar_t *Destination, size_t Size, wchar_t **End,
			       size_t *Remaining, ULONG Flags, const wchar_t *Format, ...);
NTSTATUS RtlStringCbPrintfExA(char *Destination, size_t Size, char **End, size_t *Remaining,
			      ULONG Flags, const char *Format, ...);
NTSTATUS RtlStringCbPrintfExW(wchar_t *Destination, size_t Size, wchar_t **End,
			      size_t *Remaining, ULONG Flags, const wchar_t *Format, ...);
NTSTATUS RtlUnicodeStringPrintf(PUNICODE_STRING Destination, const wchar_t *Format, ...);
NTSTATUS RtlUnicodeStringVPrintf(PUNICODE_STRING Destination, const wchar_t *Format,
				 __builtin_va_list Arguments);

EXTERN_C_END

/* What follows a string that was made, and the flags' wishes. */
#define NT_STRSAFE_EX_FAMILY(suffix, type)						\
static inline NTSTATUS NtStringFinish##suffix(type *Destination, size_t Size,		\
					      NTSTATUS Status, type **End,		\
					      size_t *Remaining, ULONG Flags)		\
{											\
	size_t used = 0;								\
											\
	if (Size && !NT_SUCCESS(Status)) {						\
		if ((Flags & STRSAFE_NO_TRUNCATION) && Status == STATUS_BUFFER_OVERFLOW)	\
			Destination[0] = 0;						\
		if (Flags & STRSAFE_FILL_ON_FAILURE) {					\
			__builtin_memset(Destination, (int)(Flags & 0xff),		\
					 Size * sizeof(type));				\
			Destination[(Flags & 0xff) ? Size - 1 : 0] = 0;			\
		}									\
		if (Flags & STRSAFE_NULL_ON_FAILURE)					\
			Destination[0] = 0;						\
	}										\
	while (used < Size && Destination[used])					\
		used++;									\
	if (NT_SUCCESS(Status) && (Flags & STRSAFE_FILL_BEHIND_NULL) && used + 1 < Size)	\
		__builtin_memset(Destination + used + 1, (int)(Flags & 0xff),		\
				 (Size - used - 1) * sizeof(type));			\
	if (End)									\
		*End = Destination ? Destination + used : NULL;				\
	if (Remaining)									\
		*Remaining = Size - used;						\
	return Status;									\
}											\
static inline NTSTATUS RtlStringCchCopyNEx##suffix(type *Destination, size_t Size,	\
						   const type *Source, size_t Count,	\
						   type **End, size_t *Remaining,	\
						   ULONG Flags)				\
{											\
	static const type nothing[1] = { 0 };						\
	NTSTATUS status;								\
											\
	if (!Source && (Flags & STRSAFE_IGNORE_NULLS))					\
		Source = nothing;							\
	if (!Source || (!Destination && Size))						\
		return STATUS_INVALID_PARAMETER;					\
	if (!Destination && !Size && (Flags & STRSAFE_IGNORE_NULLS))			\
		status = Count && *Source ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;	\
	else										\
		status = RtlStringCchCopyN##suffix(Destination, Size, Source, Count);	\
	return NtStringFinish##suffix(Destination, Size, status, End, Remaining, Flags);	\
}											\
static inline NTSTATUS RtlStringCchCopyEx##suffix(type *Destination, size_t Size,	\
						  const type *Source, type **End,	\
						  size_t *Remaining, ULONG Flags)	\
{											\
	return RtlStringCchCopyNEx##suffix(Destination, Size, Source,			\
					   NTSTRSAFE_MAX_CCH, End, Remaining, Flags);	\
}											\
static inline NTSTATUS RtlStringCbCopyNEx##suffix(type *Destination, size_t Size,	\
						  const type *Source, size_t Count,	\
						  type **End, size_t *Remaining,	\
						  ULONG Flags)				\
{											\
	NTSTATUS status = RtlStringCchCopyNEx##suffix(Destination, Size / sizeof(type),	\
						      Source, Count / sizeof(type), End,	\
						      Remaining, Flags);		\
											\
	if (Remaining)									\
		*Remaining = *Remaining * sizeof(type) + Size % sizeof(type);		\
	return status;									\
}											\
static inline NTSTATUS RtlStringCbCopyEx##suffix(type *Destination, size_t Size,	\
						 const type *Source, type **End,	\
						 size_t *Remaining, ULONG Flags)	\
{											\
	return RtlStringCbCopyNEx##suffix(Destination, Size, Source,			\
					  NTSTRSAFE_MAX_CCH, End, Remaining, Flags);	\
}											\
static inline NTSTATUS RtlStringCchCatN##suffix(type *Destination, size_t Size,		\
						const type *Source, size_t Count)	\
{											\
	size_t used;									\
	NTSTATUS status = RtlStringCchLength##suffix(Destination, Size, &used);		\
											\
	if (!NT_SUCCESS(status))							\
		return status;								\
	return RtlStringCchCopyN##suffix(Destination + used, Size - used, Source, Count);	\
}											\
static inline NTSTATUS RtlStringCbCatN##suffix(type *Destination, size_t Size,		\
					       const type *Source, size_t Count)	\
{											\
	return RtlStringCchCatN##suffix(Destination, Size / sizeof(type), Source,	\
					Count / sizeof(type));				\
}											\
static inline NTSTATUS RtlStringCchCatEx##suffix(type *Destination, size_t Size,	\
						 const type *Source, type **End,	\
						 size_t *Remaining, ULONG Flags)	\
{											\
	NTSTATUS status = RtlStringCchCat##suffix(Destination, Size, Source);		\
											\
	return NtStringFinish##suffix(Destination, Size, status, End, Remaining, Flags);	\
}											\
static inline NTSTATUS RtlStringCbCatEx##suffix(type *Destination, size_t Size,		\
						const type *Source, type **End,		\
						size_t *Remaining, ULONG Flags)		\
{											\
	NTSTATUS status = RtlStringCchCatEx##suffix(Destination, Size / sizeof(type),	\
						    Source, End, Remaining, Flags);	\
											\
	if (Remaining)									\
		*Remaining = *Remaining * sizeof(type) + Size % sizeof(type);		\
	return status;									\
}

NT_STRSAFE_EX_FAMILY(A, char)
NT_STRSAFE_EX_FAMILY(W, wchar_t)

#define NT_STRSAFE_MORE_FAMILY(suffix, type)						\
static inline NTSTATUS RtlStringCchCatNEx##suffix(type *Destination, size_t Size,	\
						  const type *Source, size_t Count,	\
						  type **End, size_t *Remaining,	\
						  ULONG Flags)				\
{											\
	NTSTATUS status = RtlStringCchCatN##suffix(Destination, Size, Source, Count);	\
											\
	return NtStringFinish##suffix(Destination, Size, status, End, Remaining, Flags);	\
}											\
static inline NTSTATUS RtlStringCbCatNEx##suffix(type *Destination, size_t Size,	\
						 const type *Source, size_t Count,	\
						 type **End, size_t *Remaining,		\
						 ULONG Flags)				\
{											\
	NTSTATUS status = RtlStringCchCatNEx##suffix(Destination, Size / sizeof(type),	\
						     Source, Count / sizeof(type), End,	\
						     Remaining, Flags);			\
											\
	if (Remaining)									\
		*Remaining = *Remaining * sizeof(type) + Size % sizeof(type);		\
	return status;									\
}											\
static inline NTSTATUS RtlStringCchVPrintfEx##suffix(type *Destination, size_t Size,	\
						     type **End, size_t *Remaining,	\
						     ULONG Flags, const type *Format,	\
						     __builtin_va_list Arguments)	\
{											\
	NTSTATUS status = RtlStringCchVPrintf##suffix(Destination, Size, Format,	\
						      Arguments);			\
											\
	return NtStringFinish##suffix(Destination, Size, status, End, Remaining, Flags);	\
}											\
static inline NTSTATUS RtlStringCbVPrintfEx##suffix(type *Destination, size_t Size,	\
						    type **End, size_t *Remaining,	\
						    ULONG Flags, const type *Format,	\
						    __builtin_va_list Arguments)	\
{											\
	NTSTATUS status = RtlStringCchVPrintfEx##suffix(Destination, Size / sizeof(type),	\
							End, Remaining, Flags, Format,	\
							Arguments);			\
											\
	if (Remaining)									\
		*Remaining = *Remaining * sizeof(type) + Size % sizeof(type);		\
	return status;									\
}

NT_STRSAFE_MORE_FAMILY(A, char)
NT_STRSAFE_MORE_FAMILY(W, wchar_t)

/* ---- counted strings: never terminated, and a bad one is refused ---- */

static inline NTSTATUS RtlUnicodeStringValidate(PCUNICODE_STRING SourceString)
{
	if (!SourceString)
		return STATUS_SUCCESS;
	if ((SourceString->Length | SourceString->MaximumLength) & 1 ||
	    SourceString->Length > SourceString->MaximumLength ||
	    (!SourceString->Buffer && SourceString->MaximumLength))
		return STATUS_INVALID_PARAMETER;
	return STATUS_SUCCESS;
}

static inline NTSTATUS RtlUnicodeStringValidateEx(PCUNICODE_STRING SourceString, ULONG Flags)
{
	if (!SourceString && !(Flags & STRSAFE_IGNORE_NULLS))
		return STATUS_INVALID_PARAMETER;
	return RtlUnicodeStringValidate(SourceString);
}

static inline NTSTATUS RtlUnicodeStringInit(PUNICODE_STRING DestinationString,
					    const wchar_t *Source)
{
	size_t length = 0;

	DestinationString->Length = 0;
	DestinationString->MaximumLength = 0;
	DestinationString->Buffer = NULL;
	if (!Source)
		return STATUS_SUCCESS;
	if (!NT_SUCCESS(RtlStringCchLengthW(Source, NTSTRSAFE_UNICODE_STRING_MAX_CCH, &length)))
		return STATUS_INVALID_PARAMETER;
	DestinationString->Length = (USHORT)(length * sizeof(wchar_t));
	DestinationString->MaximumLength = (USHORT)((length + 1) * sizeof(wchar_t));
	DestinationString->Buffer = (PWCH)Source;
	return STATUS_SUCCESS;
}

static inline NTSTATUS RtlUnicodeStringInitEx(PUNICODE_STRING DestinationString,
					      const wchar_t *Source, ULONG Flags)
{
	(void)Flags;
	return RtlUnicodeStringInit(DestinationString, Source);
}

/* Characters of @Source behind the first @Used bytes of @Destination. */
static inline NTSTATUS NtUnicodeStringPut(PUNICODE_STRING Destination, USHORT Used,
					  const wchar_t *Source, size_t Bytes)
{
	NTSTATUS status = RtlUnicodeStringValidate(Destination);

	if (!Destination || !NT_SUCCESS(status))
		return STATUS_INVALID_PARAMETER;
	if (Bytes > (size_t)Destination->MaximumLength - Used) {
		Bytes = Destination->MaximumLength - Used;
		status = STATUS_BUFFER_OVERFLOW;
	}
	if (Bytes)
		__builtin_memmove((PUCHAR)Destination->Buffer + Used, Source, Bytes);
	Destination->Length = (USHORT)(Used + Bytes);
	return status;
}

static inline size_t NtWideBytes(const wchar_t *Source, size_t Limit)
{
	size_t count = 0;

	while (Source && count < Limit && count < 0x10000 && Source[count])
		count++;
	return count * sizeof(wchar_t);
}

static inline NTSTATUS RtlUnicodeStringCopyString(PUNICODE_STRING DestinationString,
						  const wchar_t *Source)
{
	return NtUnicodeStringPut(DestinationString, 0, Source, NtWideBytes(Source, 0x10000));
}

static inline NTSTATUS RtlUnicodeStringCchCopyStringN(PUNICODE_STRING DestinationString,
						      const wchar_t *Source, size_t Count)
{
	return NtUnicodeStringPut(DestinationString, 0, Source, NtWideBytes(Source, Count));
}

static inline NTSTATUS RtlUnicodeStringCbCopyStringN(PUNICODE_STRING DestinationString,
						     const wchar_t *Source, size_t Bytes)
{
	return RtlUnicodeStringCchCopyStringN(DestinationString, Source, Bytes / sizeof(wchar_t));
}

static inline NTSTATUS RtlUnicodeStringCopy(PUNICODE_STRING DestinationString,
					    PCUNICODE_STRING SourceString)
{
	if (!SourceString || !NT_SUCCESS(RtlUnicodeStringValidate(SourceString)))
		return STATUS_INVALID_PARAMETER;
	return NtUnicodeStringPut(DestinationString, 0, SourceString->Buffer,
				  SourceString->Length);
}

static inline NTSTATUS RtlUnicodeStringCchCopyN(PUNICODE_STRING DestinationString,
						PCUNICODE_STRING SourceString, size_t Count)
{
	size_t bytes = Count * sizeof(wchar_t);

	if (!SourceString || !NT_SUCCESS(RtlUnicodeStringValidate(SourceString)))
		return STATUS_INVALID_PARAMETER;
	return NtUnicodeStringPut(DestinationString, 0, SourceString->Buffer,
				  bytes < SourceString->Length ? bytes : SourceString->Length);
}

static inline NTSTATUS RtlUnicodeStringCatString(PUNICODE_STRING DestinationString,
						 const wchar_t *Source)
{
	if (!DestinationString)
		return STATUS_INVALID_PARAMETER;
	return NtUnicodeStringPut(DestinationString, DestinationString->Length, Source,
				  NtWideBytes(Source, 0x10000));
}

static inline NTSTATUS RtlUnicodeStringCchCatStringN(PUNICODE_STRING DestinationString,
						     const wchar_t *Source, size_t Count)
{
	if (!DestinationString)
		return STATUS_INVALID_PARAMETER;
	return NtUnicodeStringPut(DestinationString, DestinationString->Length, Source,
				  NtWideBytes(Source, Count));
}

static inline NTSTATUS RtlUnicodeStringCat(PUNICODE_STRING DestinationString,
					   PCUNICODE_STRING SourceString)
{
	if (!DestinationString || !SourceString ||
	    !NT_SUCCESS(RtlUnicodeStringValidate(SourceString)))
		return STATUS_INVALID_PARAMETER;
	return NtUnicodeStringPut(DestinationString, DestinationString->Length,
				  SourceString->Buffer, SourceString->Length);
}

static inline NTSTATUS RtlUnicodeStringCbCopyN(PUNICODE_STRING DestinationString,
					       PCUNICODE_STRING SourceString, size_t Bytes)
{
	return RtlUnicodeStringCchCopyN(DestinationString, SourceString, Bytes / sizeof(wchar_t));
}

static inline NTSTATUS RtlUnicodeStringCchCatN(PUNICODE_STRING DestinationString,
					       PCUNICODE_STRING SourceString, size_t Count)
{
	size_t bytes = Count * sizeof(wchar_t);

	if (!DestinationString || !SourceString ||
	    !NT_SUCCESS(RtlUnicodeStringValidate(SourceString)))
		return STATUS_INVALID_PARAMETER;
	return NtUnicodeStringPut(DestinationString, DestinationString->Length,
				  SourceString->Buffer,
				  bytes < SourceString->Length ? bytes : SourceString->Length);
}

static inline NTSTATUS RtlUnicodeStringCbCatN(PUNICODE_STRING DestinationString,
					      PCUNICODE_STRING SourceString, size_t Bytes)
{
	return RtlUnicodeStringCchCatN(DestinationString, SourceString, Bytes / sizeof(wchar_t));
}

static inline NTSTATUS RtlUnicodeStringCbCatStringN(PUNICODE_STRING DestinationString,
						    const wchar_t *Source, size_t Bytes)
{
	return RtlUnicodeStringCchCatStringN(DestinationString, Source, Bytes / sizeof(wchar_t));
}

/* The room behind a string that was made, and the flags' wishes. */
static inline NTSTATUS NtUnicodeStringFinish(PUNICODE_STRING Destination, NTSTATUS Status,
					     PUNICODE_STRING Remaining, ULONG Flags)
{
	PUCHAR bytes;

	if (!Destination || Status == STATUS_INVALID_PARAMETER)
		return Status;
	bytes = (PUCHAR)Destination->Buffer;
	if (!NT_SUCCESS(Status)) {
		if (Flags & (STRSAFE_NO_TRUNCATION | STRSAFE_ZERO_LENGTH_ON_FAILURE |
			     STRSAFE_FILL_ON_FAILURE))
			Destination->Length = 0;
		if (Flags & STRSAFE_FILL_ON_FAILURE)
			__builtin_memset(bytes, (int)(Flags & 0xff), Destination->MaximumLength);
	} else if (Flags & STRSAFE_FILL_BEHIND) {
		__builtin_memset(bytes + Destination->Length, (int)(Flags & 0xff),
				 (size_t)(Destination->MaximumLength - Destination->Length));
	}
	if (Remaining) {
		Remaining->Length = 0;
		Remaining->MaximumLength =
			(USHORT)(Destination->MaximumLength - Destination->Length);
		Remaining->Buffer = (PWCH)(PVOID)(bytes + Destination->Length);
	}
	return Status;
}

/* @Remaining: what is free behind the string, or NULL. */
#define NT_UNICODE_STRING_EX(name, source_type)						\
static inline NTSTATUS name##Ex(PUNICODE_STRING DestinationString, source_type Source,	\
				PUNICODE_STRING Remaining, ULONG Flags)			\
{											\
	return NtUnicodeStringFinish(DestinationString, name(DestinationString, Source),	\
				     Remaining, Flags);					\
}

#define NT_UNICODE_STRING_N_EX(name, source_type)					\
static inline NTSTATUS name##Ex(PUNICODE_STRING DestinationString, source_type Source,	\
				size_t Count, PUNICODE_STRING Remaining, ULONG Flags)	\
{											\
	return NtUnicodeStringFinish(DestinationString,					\
				     name(DestinationString, Source, Count), Remaining,	\
				     Flags);						\
}

NT_UNICODE_STRING_EX(RtlUnicodeStringCopy, PCUNICODE_STRING)
NT_UNICODE_STRING_EX(RtlUnicodeStringCopyString, const wchar_t *)
NT_UNICODE_STRING_EX(RtlUnicodeStringCat, PCUNICODE_STRING)
NT_UNICODE_STRING_EX(RtlUnicodeStringCatString, const wchar_t *)
NT_UNICODE_STRING_N_EX(RtlUnicodeStringCchCopyN, PCUNICODE_STRING)
NT_UNICODE_STRING_N_EX(RtlUnicodeStringCbCopyN, PCUNICODE_STRING)
NT_UNICODE_STRING_N_EX(RtlUnicodeStringCchCopyStringN, const wchar_t *)
NT_UNICODE_STRING_N_EX(RtlUnicodeStringCbCopyStringN, const wchar_t *)
NT_UNICODE_STRING_N_EX(RtlUnicodeStringCchCatN, PCUNICODE_STRING)
NT_UNICODE_STRING_N_EX(RtlUnicodeStringCbCatN, PCUNICODE_STRING)
NT_UNICODE_STRING_N_EX(RtlUnicodeStringCchCatStringN, const wchar_t *)
NT_UNICODE_STRING_N_EX(RtlUnicodeStringCbCatStringN, const wchar_t *)

static inline NTSTATUS RtlStringCchCopyUnicodeString(wchar_t *Destination, size_t Size,
						     PCUNICODE_STRING Source)
{
	if (!Source || !NT_SUCCESS(RtlUnicodeStringValidate(Source)))
		return STATUS_INVALID_PARAMETER;
	return RtlStringCchCopyNW(Destination, Size, Source->Buffer,
				  Source->Length / sizeof(wchar_t));
}

static inline NTSTATUS RtlStringCbCopyUnicodeString(wchar_t *Destination, size_t Size,
						    PCUNICODE_STRING Source)
{
	return RtlStringCchCopyUnicodeString(Destination, Size / sizeof(wchar_t), Source);
}

static inline NTSTATUS RtlStringCchCopyUnicodeStringEx(wchar_t *Destination, size_t Size,
						       PCUNICODE_STRING Source, wchar_t **End,
						       size_t *Remaining, ULONG Flags)
{
	NTSTATUS status = RtlStringCchCopyUnicodeString(Destination, Size, Source);

	return NtStringFinishW(Destination, Size, status, End, Remaining, Flags);
}

static inline NTSTATUS RtlStringCbCopyUnicodeStringEx(wchar_t *Destination, size_t Size,
						      PCUNICODE_STRING Source, wchar_t **End,
						      size_t *Remaining, ULONG Flags)
{
	NTSTATUS status = RtlStringCchCopyUnicodeStringEx(Destination, Size / sizeof(wchar_t),
							  Source, End, Remaining, Flags);

	if (Remaining)
		*Remaining = *Remaining * sizeof(wchar_t) + Size % sizeof(wchar_t);
	return status;
}

/* The names without a letter, for source that is compiled for either width. */
#ifdef UNICODE
#define RtlStringCchPrintf	RtlStringCchPrintfW
#define RtlStringCbPrintf	RtlStringCbPrintfW
#define RtlStringCchCopy	RtlStringCchCopyW
#define RtlStringCbCopy		RtlStringCbCopyW
#define RtlStringCchCat		RtlStringCchCatW
#define RtlStringCbCat		RtlStringCbCatW
#define RtlStringCchLength	RtlStringCchLengthW
#define RtlStringCbLength	RtlStringCbLengthW
#else
#define RtlStringCchPrintf	RtlStringCchPrintfA
#define RtlStringCbPrintf	RtlStringCbPrintfA
#define RtlStringCchCopy	RtlStringCchCopyA
#define RtlStringCbCopy		RtlStringCbCopyA
#define RtlStringCchCat		RtlStringCchCatA
#define RtlStringCbCat		RtlStringCbCatA
#define RtlStringCchLength	RtlStringCchLengthA
#define RtlStringCbLength	RtlStringCbLengthA
#endif

#endif
