/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Run-time library: memory, byte order, counted strings.
 *
 * Case-insensitive comparison folds ASCII only; the names that drivers compare
 * (devices, interfaces, registry values) are ASCII.
 */
#ifndef _NT_WDM_RTL_H
#define _NT_WDM_RTL_H

#include <ntdef.h>
#include <ntstatus.h>

#define RtlZeroMemory(Destination, Length)	\
	((void)__builtin_memset((Destination), 0, (Length)))
#define RtlFillMemory(Destination, Length, Fill)	\
	((void)__builtin_memset((Destination), (Fill), (Length)))
#define RtlCopyMemory(Destination, Source, Length)	\
	((void)__builtin_memcpy((Destination), (Source), (Length)))
#define RtlMoveMemory(Destination, Source, Length)	\
	((void)__builtin_memmove((Destination), (Source), (Length)))
#define RtlEqualMemory(A, B, Length)	(!__builtin_memcmp((A), (B), (Length)))

#ifdef NT_PLAIN_CLIENT
/* <string.h> of the Windows kernel; the kernel has the functions. */
EXTERN_C_START
void *memcpy(void *Destination, const void *Source, size_t Length);
void *memmove(void *Destination, const void *Source, size_t Length);
void *memset(void *Destination, int Fill, size_t Length);
int memcmp(const void *A, const void *B, size_t Length);
size_t strlen(const char *String);
int strcmp(const char *A, const char *B);
int strncmp(const char *A, const char *B, size_t Length);
EXTERN_C_END
#define ZeroMemory(Destination, Length)		RtlZeroMemory(Destination, Length)
#define CopyMemory(Destination, Source, Length)	RtlCopyMemory(Destination, Source, Length)
#define FillMemory(Destination, Length, Fill)	RtlFillMemory(Destination, Length, Fill)
#define MoveMemory(Destination, Source, Length)	RtlMoveMemory(Destination, Source, Length)
#endif

/* The number of bytes that are equal before the first difference. */
static inline SIZE_T RtlCompareMemory(const VOID *Source1, const VOID *Source2, SIZE_T Length)
{
	const UCHAR *a = (const UCHAR *)Source1;
	const UCHAR *b = (const UCHAR *)Source2;
	SIZE_T i;

	for (i = 0; i < Length; i++) {
		if (a[i] != b[i])
			break;
	}
	return i;
}

static inline PVOID RtlSecureZeroMemory(PVOID Destination, SIZE_T Length)
{
	__builtin_memset(Destination, 0, Length);
	/* The buffer is dead to the compiler; it must be wiped all the same. */
	__asm__ volatile("" : : "r"(Destination) : "memory");
	return Destination;
}

static inline USHORT RtlUshortByteSwap(USHORT Source)
{
	return __builtin_bswap16(Source);
}

static inline ULONG RtlUlongByteSwap(ULONG Source)
{
	return __builtin_bswap32(Source);
}

static inline ULONGLONG RtlUlonglongByteSwap(ULONGLONG Source)
{
	return __builtin_bswap64(Source);
}

static inline VOID RtlInitUnicodeString(PUNICODE_STRING DestinationString, PCWSTR SourceString)
{
	SIZE_T chars = 0;

	if (SourceString) {
		while (chars < 0x7ffe && SourceString[chars])
			chars++;
	}
	DestinationString->Length = (USHORT)(chars * sizeof(WCHAR));
	DestinationString->MaximumLength = SourceString ?
		(USHORT)((chars + 1) * sizeof(WCHAR)) : 0;
	DestinationString->Buffer = (PWCH)SourceString;
}

static inline VOID RtlInitEmptyUnicodeString(PUNICODE_STRING UnicodeString, PWCHAR Buffer,
					     USHORT BufferSize)
{
	UnicodeString->Length = 0;
	UnicodeString->MaximumLength = BufferSize;
	UnicodeString->Buffer = Buffer;
}

static inline VOID RtlInitAnsiString(PANSI_STRING DestinationString, PCSZ SourceString)
{
	SIZE_T chars = SourceString ? __builtin_strlen(SourceString) : 0;

	if (chars > 0xfffe)
		chars = 0xfffe;
	DestinationString->Length = (USHORT)chars;
	DestinationString->MaximumLength = SourceString ? (USHORT)(chars + 1) : 0;
	DestinationString->Buffer = (PCHAR)SourceString;
}

static inline WCHAR RtlUpcaseUnicodeChar(WCHAR SourceCharacter)
{
	if (SourceCharacter >= 'a' && SourceCharacter <= 'z')
		return (WCHAR)(SourceCharacter - 'a' + 'A');
	return SourceCharacter;
}

static inline LONG RtlCompareUnicodeString(PCUNICODE_STRING String1, PCUNICODE_STRING String2,
					   BOOLEAN CaseInSensitive)
{
	USHORT n1 = String1->Length / sizeof(WCHAR);
	USHORT n2 = String2->Length / sizeof(WCHAR);
	USHORT i;

	for (i = 0; i < n1 && i < n2; i++) {
		WCHAR a = String1->Buffer[i];
		WCHAR b = String2->Buffer[i];

		if (CaseInSensitive) {
			a = RtlUpcaseUnicodeChar(a);
			b = RtlUpcaseUnicodeChar(b);
		}
		if (a != b)
			return (LONG)a - (LONG)b;
	}
	return (LONG)n1 - (LONG)n2;
}

static inline BOOLEAN RtlEqualUnicodeString(PCUNICODE_STRING String1, PCUNICODE_STRING String2,
					    BOOLEAN CaseInSensitive)
{
	return String1->Length == String2->Length &&
	       !RtlCompareUnicodeString(String1, String2, CaseInSensitive);
}

/* Copies what fits and, where there is room, terminates. */
static inline VOID RtlCopyUnicodeString(PUNICODE_STRING DestinationString,
					PCUNICODE_STRING SourceString)
{
	USHORT length;

	if (!SourceString) {
		DestinationString->Length = 0;
		return;
	}
	length = SourceString->Length;
	if (length > DestinationString->MaximumLength)
		length = DestinationString->MaximumLength & (USHORT)~1;
	__builtin_memmove(DestinationString->Buffer, SourceString->Buffer, length);
	DestinationString->Length = length;
	if (length + sizeof(WCHAR) <= DestinationString->MaximumLength)
		DestinationString->Buffer[length / sizeof(WCHAR)] = UNICODE_NULL;
}

static inline NTSTATUS RtlAppendUnicodeStringToString(PUNICODE_STRING Destination,
						      PCUNICODE_STRING Source)
{
	USHORT used = Destination->Length;

	if (Source->Length > Destination->MaximumLength ||
	    used > Destination->MaximumLength - Source->Length)
		return STATUS_BUFFER_TOO_SMALL;
	__builtin_memmove((PUCHAR)Destination->Buffer + used, Source->Buffer, Source->Length);
	Destination->Length = (USHORT)(used + Source->Length);
	if (Destination->Length + sizeof(WCHAR) <= Destination->MaximumLength)
		Destination->Buffer[Destination->Length / sizeof(WCHAR)] = UNICODE_NULL;
	return STATUS_SUCCESS;
}

static inline NTSTATUS RtlAppendUnicodeToString(PUNICODE_STRING Destination, PCWSTR Source)
{
	UNICODE_STRING string;

	RtlInitUnicodeString(&string, Source);
	return RtlAppendUnicodeStringToString(Destination, &string);
}

#endif
