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

#define RtlCopyBytes(Destination, Source, Length)	\
	RtlCopyMemory((Destination), (Source), (Length))
#define RtlZeroBytes(Destination, Length)	RtlZeroMemory((Destination), (Length))
#define RtlFillBytes(Destination, Length, Fill)	RtlFillMemory((Destination), (Length), (Fill))
#define RtlCopyMemoryNonTemporal(Destination, Source, Length)	\
	RtlCopyMemory((Destination), (Source), (Length))
#define RtlCopyDeviceMemory(Destination, Source, Length)	\
	RtlCopyMemory((Destination), (Source), (Length))
#define RtlZeroDeviceMemory(Destination, Length)	RtlZeroMemory((Destination), (Length))
#define RtlEqualLuid(a, b)	((a)->LowPart == (b)->LowPart && (a)->HighPart == (b)->HighPart)

typedef STRING OEM_STRING, *POEM_STRING, UTF8_STRING, *PUTF8_STRING, CANSI_STRING;
typedef const STRING *PCOEM_STRING, *PCUTF8_STRING;

typedef struct _LUID {
	ULONG LowPart;
	LONG HighPart;
} LUID, *PLUID;

typedef struct _TIME_FIELDS {
	CSHORT Year;		/* 1601... */
	CSHORT Month;		/* 1..12 */
	CSHORT Day;		/* 1..31 */
	CSHORT Hour;
	CSHORT Minute;
	CSHORT Second;
	CSHORT Milliseconds;
	CSHORT Weekday;		/* 0: Sunday */
} TIME_FIELDS, *PTIME_FIELDS;

typedef struct _OSVERSIONINFOW {
	ULONG dwOSVersionInfoSize;
	ULONG dwMajorVersion;
	ULONG dwMinorVersion;
	ULONG dwBuildNumber;
	ULONG dwPlatformId;
	WCHAR szCSDVersion[128];
} OSVERSIONINFOW, *POSVERSIONINFOW, RTL_OSVERSIONINFOW, *PRTL_OSVERSIONINFOW;

typedef struct _OSVERSIONINFOEXW {
	ULONG dwOSVersionInfoSize;
	ULONG dwMajorVersion;
	ULONG dwMinorVersion;
	ULONG dwBuildNumber;
	ULONG dwPlatformId;
	WCHAR szCSDVersion[128];
	USHORT wServicePackMajor;
	USHORT wServicePackMinor;
	USHORT wSuiteMask;
	UCHAR wProductType;
	UCHAR wReserved;
} OSVERSIONINFOEXW, *POSVERSIONINFOEXW, RTL_OSVERSIONINFOEXW, *PRTL_OSVERSIONINFOEXW;

#define VER_PLATFORM_WIN32_NT		2
#define VER_NT_WORKSTATION		0x0000001
#define VER_NT_DOMAIN_CONTROLLER	0x0000002
#define VER_NT_SERVER			0x0000003
#define VER_MINORVERSION		0x0000001
#define VER_MAJORVERSION		0x0000002
#define VER_BUILDNUMBER			0x0000004
#define VER_PLATFORMID			0x0000008
#define VER_SERVICEPACKMINOR		0x0000010
#define VER_SERVICEPACKMAJOR		0x0000020
#define VER_SUITENAME			0x0000040
#define VER_PRODUCT_TYPE		0x0000080
#define VER_EQUAL			1
#define VER_GREATER			2
#define VER_GREATER_EQUAL		3
#define VER_LESS			4
#define VER_LESS_EQUAL			5

#define HASH_STRING_ALGORITHM_DEFAULT	0
#define HASH_STRING_ALGORITHM_X65599	1
#define HASH_STRING_ALGORITHM_INVALID	0xffffffff

/* A field of bits over memory of the caller's. */
typedef struct _RTL_BITMAP {
	ULONG SizeOfBitMap;	/* bits */
	PULONG Buffer;
} RTL_BITMAP, *PRTL_BITMAP;

typedef struct _RTL_BITMAP_RUN {
	ULONG StartingIndex;
	ULONG NumberOfBits;
} RTL_BITMAP_RUN, *PRTL_BITMAP_RUN;

typedef struct _WDF_DRIVER_GLOBALS WDF_DRIVER_GLOBALS, *PWDF_DRIVER_GLOBALS;

EXTERN_C_START

extern PWDF_DRIVER_GLOBALS WdfDriverGlobals;

/*
 * Conversions. An ANSI string is Latin-1 here; what is not in it becomes '?'. With
 * AllocateDestinationString the buffer is pool, which RtlFreeXxxString() frees: then
 * PASSIVE_LEVEL. STATUS_BUFFER_OVERFLOW: no room.
 */
NTSTATUS RtlAnsiStringToUnicodeStringWorker(PWDF_DRIVER_GLOBALS Globals,
					    PUNICODE_STRING DestinationString,
					    PCANSI_STRING SourceString,
					    BOOLEAN AllocateDestinationString);
NTSTATUS RtlUnicodeStringToAnsiStringWorker(PWDF_DRIVER_GLOBALS Globals,
					    PANSI_STRING DestinationString,
					    PCUNICODE_STRING SourceString,
					    BOOLEAN AllocateDestinationString);
NTSTATUS RtlUpcaseUnicodeStringWorker(PWDF_DRIVER_GLOBALS Globals,
				      PUNICODE_STRING DestinationString,
				      PCUNICODE_STRING SourceString,
				      BOOLEAN AllocateDestinationString);
NTSTATUS RtlDowncaseUnicodeStringWorker(PWDF_DRIVER_GLOBALS Globals,
					PUNICODE_STRING DestinationString,
					PCUNICODE_STRING SourceString,
					BOOLEAN AllocateDestinationString);
NTSTATUS RtlDuplicateUnicodeStringWorker(PWDF_DRIVER_GLOBALS Globals, ULONG Flags,
					 PCUNICODE_STRING SourceString,
					 PUNICODE_STRING DestinationString);
BOOLEAN RtlCreateUnicodeStringWorker(PWDF_DRIVER_GLOBALS Globals,
				     PUNICODE_STRING DestinationString, PCWSTR SourceString);
VOID RtlFreeUnicodeString(PUNICODE_STRING UnicodeString);
VOID RtlFreeAnsiString(PANSI_STRING AnsiString);
/* Strict UTF-8: STATUS_SOME_NOT_MAPPED where something became U+FFFD. */
NTSTATUS RtlUTF8ToUnicodeN(PWSTR UnicodeStringDestination, ULONG UnicodeStringMaxByteCount,
			   PULONG UnicodeStringActualByteCount, PCCH UTF8StringSource,
			   ULONG UTF8StringByteCount);
NTSTATUS RtlUnicodeToUTF8N(PCHAR UTF8StringDestination, ULONG UTF8StringMaxByteCount,
			   PULONG UTF8StringActualByteCount, PCWCH UnicodeStringSource,
			   ULONG UnicodeStringByteCount);

/* @Base: 0 (a prefix 0x, 0o or 0b says it, else 10), 2, 8, 10 or 16. */
NTSTATUS RtlIntegerToUnicodeString(ULONG Value, ULONG Base, PUNICODE_STRING String);
NTSTATUS RtlInt64ToUnicodeString(ULONGLONG Value, ULONG Base, PUNICODE_STRING String);
NTSTATUS RtlUnicodeStringToInteger(PCUNICODE_STRING String, ULONG Base, PULONG Value);
NTSTATUS RtlCharToInteger(PCSZ String, ULONG Base, PULONG Value);
/* {8-4-4-4-12}; the string is pool. */
NTSTATUS RtlStringFromGUIDWorker(PWDF_DRIVER_GLOBALS Globals, LPCGUID Guid,
				 PUNICODE_STRING GuidString);
NTSTATUS RtlGUIDFromString(PCUNICODE_STRING GuidString, GUID *Guid);
NTSTATUS RtlHashUnicodeString(PCUNICODE_STRING String, BOOLEAN CaseInSensitive,
			      ULONG HashAlgorithm, PULONG HashValue);

/* 100 ns since 1601 and calendar fields. */
VOID RtlTimeToTimeFields(PLARGE_INTEGER Time, PTIME_FIELDS TimeFields);
BOOLEAN RtlTimeFieldsToTime(PTIME_FIELDS TimeFields, PLARGE_INTEGER Time);
VOID RtlTimeToSecondsSince1970Inline(PLARGE_INTEGER Time, PULONG Seconds, PBOOLEAN Fits);

/* 10.0.19041: the oldest version with all that is here. */
NTSTATUS RtlGetVersion(PRTL_OSVERSIONINFOW VersionInformation);
BOOLEAN RtlIsNtDdiVersionAvailable(ULONG Version);
BOOLEAN RtlIsServicePackVersionInstalled(ULONG Version);
NTSTATUS RtlVerifyVersionInfo(PRTL_OSVERSIONINFOEXW VersionInfo, ULONG TypeMask,
			      ULONGLONG ConditionMask);
ULONGLONG VerSetConditionMask(ULONGLONG ConditionMask, ULONG TypeMask, UCHAR Condition);

ULONG RtlRandom(PULONG Seed);
ULONG RtlRandomEx(PULONG Seed);

/* Bit 0 is the lowest of the first ULONG. 0xFFFFFFFF: there is none. */
VOID RtlInitializeBitMap(PRTL_BITMAP BitMapHeader, PULONG BitMapBuffer, ULONG SizeOfBitMap);
VOID RtlClearAllBits(PRTL_BITMAP BitMapHeader);
VOID RtlSetAllBits(PRTL_BITMAP BitMapHeader);
VOID RtlClearBits(PRTL_BITMAP BitMapHeader, ULONG StartingIndex, ULONG NumberToClear);
VOID RtlSetBits(PRTL_BITMAP BitMapHeader, ULONG StartingIndex, ULONG NumberToSet);
BOOLEAN RtlTestBit(PRTL_BITMAP BitMapHeader, ULONG BitNumber);
BOOLEAN RtlAreBitsClear(PRTL_BITMAP BitMapHeader, ULONG StartingIndex, ULONG Length);
BOOLEAN RtlAreBitsSet(PRTL_BITMAP BitMapHeader, ULONG StartingIndex, ULONG Length);
ULONG RtlFindClearBits(PRTL_BITMAP BitMapHeader, ULONG NumberToFind, ULONG HintIndex);
ULONG RtlFindSetBits(PRTL_BITMAP BitMapHeader, ULONG NumberToFind, ULONG HintIndex);
ULONG RtlFindClearBitsAndSet(PRTL_BITMAP BitMapHeader, ULONG NumberToFind, ULONG HintIndex);
ULONG RtlFindSetBitsAndClear(PRTL_BITMAP BitMapHeader, ULONG NumberToFind, ULONG HintIndex);
ULONG RtlNumberOfSetBits(PRTL_BITMAP BitMapHeader);
ULONG RtlNumberOfClearBits(PRTL_BITMAP BitMapHeader);
/* The run at or behind @FromIndex: its length, 0: none; where it begins. */
ULONG RtlFindNextForwardRunClear(PRTL_BITMAP BitMapHeader, ULONG FromIndex,
				 PULONG StartingRunIndex);
ULONG RtlFindFirstRunClear(PRTL_BITMAP BitMapHeader, PULONG StartingIndex);
ULONG RtlFindLongestRunClear(PRTL_BITMAP BitMapHeader, PULONG StartingIndex);
/* -1 for 0. */
CCHAR RtlFindMostSignificantBit(ULONGLONG Set);
CCHAR RtlFindLeastSignificantBit(ULONGLONG Set);

EXTERN_C_END

#define RtlClearBit(BitMapHeader, BitNumber)	RtlClearBits((BitMapHeader), (BitNumber), 1)
#define RtlSetBit(BitMapHeader, BitNumber)	RtlSetBits((BitMapHeader), (BitNumber), 1)
#define RtlCheckBit(BitMapHeader, BitNumber)	RtlTestBit((BitMapHeader), (BitNumber))
#define RtlNumberOfSetBitsUlongPtr(Set)		((ULONG)__builtin_popcountl(Set))

static inline NTSTATUS RtlAnsiStringToUnicodeString(PUNICODE_STRING DestinationString,
						    PCANSI_STRING SourceString,
						    BOOLEAN AllocateDestinationString)
{
	return RtlAnsiStringToUnicodeStringWorker(WdfDriverGlobals, DestinationString,
						  SourceString, AllocateDestinationString);
}

static inline NTSTATUS RtlUnicodeStringToAnsiString(PANSI_STRING DestinationString,
						    PCUNICODE_STRING SourceString,
						    BOOLEAN AllocateDestinationString)
{
	return RtlUnicodeStringToAnsiStringWorker(WdfDriverGlobals, DestinationString,
						  SourceString, AllocateDestinationString);
}

static inline NTSTATUS RtlUpcaseUnicodeString(PUNICODE_STRING DestinationString,
					      PCUNICODE_STRING SourceString,
					      BOOLEAN AllocateDestinationString)
{
	return RtlUpcaseUnicodeStringWorker(WdfDriverGlobals, DestinationString, SourceString,
					    AllocateDestinationString);
}

static inline NTSTATUS RtlDowncaseUnicodeString(PUNICODE_STRING DestinationString,
						PCUNICODE_STRING SourceString,
						BOOLEAN AllocateDestinationString)
{
	return RtlDowncaseUnicodeStringWorker(WdfDriverGlobals, DestinationString, SourceString,
					      AllocateDestinationString);
}

static inline NTSTATUS RtlStringFromGUID(LPCGUID Guid, PUNICODE_STRING GuidString)
{
	return RtlStringFromGUIDWorker(WdfDriverGlobals, Guid, GuidString);
}

static inline NTSTATUS RtlDuplicateUnicodeString(ULONG Flags, PCUNICODE_STRING SourceString,
						 PUNICODE_STRING DestinationString)
{
	return RtlDuplicateUnicodeStringWorker(WdfDriverGlobals, Flags, SourceString,
					       DestinationString);
}

static inline BOOLEAN RtlCreateUnicodeString(PUNICODE_STRING DestinationString,
					     PCWSTR SourceString)
{
	return RtlCreateUnicodeStringWorker(WdfDriverGlobals, DestinationString, SourceString);
}

static inline NTSTATUS RtlInitUnicodeStringEx(PUNICODE_STRING DestinationString,
					      PCWSTR SourceString)
{
	SIZE_T chars = 0;

	while (SourceString && SourceString[chars]) {
		if (++chars > 0x7ffe)
			return STATUS_NAME_TOO_LONG;
	}
	RtlInitUnicodeString(DestinationString, SourceString);
	return STATUS_SUCCESS;
}

static inline VOID RtlInitString(PSTRING DestinationString, PCSZ SourceString)
{
	RtlInitAnsiString(DestinationString, SourceString);
}

static inline VOID RtlInitUTF8String(PUTF8_STRING DestinationString, PCSZ SourceString)
{
	RtlInitAnsiString(DestinationString, SourceString);
}

static inline CHAR RtlUpperChar(CHAR Character)
{
	return Character >= 'a' && Character <= 'z' ? (CHAR)(Character - 'a' + 'A') : Character;
}

static inline WCHAR RtlDowncaseUnicodeChar(WCHAR SourceCharacter)
{
	if (SourceCharacter >= 'A' && SourceCharacter <= 'Z')
		return (WCHAR)(SourceCharacter - 'A' + 'a');
	return SourceCharacter;
}

static inline LONG RtlCompareString(PCSTRING String1, PCSTRING String2, BOOLEAN CaseInSensitive)
{
	USHORT i;

	for (i = 0; i < String1->Length && i < String2->Length; i++) {
		CHAR a = String1->Buffer[i];
		CHAR b = String2->Buffer[i];

		if (CaseInSensitive) {
			a = RtlUpperChar(a);
			b = RtlUpperChar(b);
		}
		if (a != b)
			return (LONG)(UCHAR)a - (LONG)(UCHAR)b;
	}
	return (LONG)String1->Length - (LONG)String2->Length;
}

static inline BOOLEAN RtlEqualString(PCSTRING String1, PCSTRING String2, BOOLEAN CaseInSensitive)
{
	return String1->Length == String2->Length &&
	       !RtlCompareString(String1, String2, CaseInSensitive);
}

static inline VOID RtlCopyString(PSTRING DestinationString, PCSTRING SourceString)
{
	USHORT length = SourceString ? SourceString->Length : 0;

	if (length > DestinationString->MaximumLength)
		length = DestinationString->MaximumLength;
	if (length)
		__builtin_memmove(DestinationString->Buffer, SourceString->Buffer, length);
	DestinationString->Length = length;
}

static inline BOOLEAN RtlPrefixUnicodeString(PCUNICODE_STRING String1, PCUNICODE_STRING String2,
					     BOOLEAN CaseInSensitive)
{
	UNICODE_STRING head = *String2;

	if (String1->Length > String2->Length)
		return FALSE;
	head.Length = String1->Length;
	return !RtlCompareUnicodeString(String1, &head, CaseInSensitive);
}

static inline BOOLEAN RtlSuffixUnicodeString(PCUNICODE_STRING String1, PCUNICODE_STRING String2,
					     BOOLEAN CaseInSensitive)
{
	UNICODE_STRING tail = *String2;

	if (String1->Length > String2->Length)
		return FALSE;
	tail.Buffer += (String2->Length - String1->Length) / sizeof(WCHAR);
	tail.Length = String1->Length;
	return !RtlCompareUnicodeString(String1, &tail, CaseInSensitive);
}

/* Seconds since 1970; FALSE after 2106 and before. */
static inline BOOLEAN RtlTimeToSecondsSince1970(PLARGE_INTEGER Time, PULONG ElapsedSeconds)
{
	BOOLEAN fits;

	RtlTimeToSecondsSince1970Inline(Time, ElapsedSeconds, &fits);
	return fits;
}

static inline VOID RtlSecondsSince1970ToTime(ULONG ElapsedSeconds, PLARGE_INTEGER Time)
{
	Time->QuadPart = 116444736000000000LL + (LONGLONG)ElapsedSeconds * 10000000;
}

static inline BOOLEAN RtlPrefixString(PCSTRING String1, PCSTRING String2, BOOLEAN CaseInSensitive)
{
	STRING head = *String2;

	if (String1->Length > String2->Length)
		return FALSE;
	head.Length = String1->Length;
	return RtlEqualString(String1, &head, CaseInSensitive);
}

static inline VOID RtlUpperString(PSTRING DestinationString, PCSTRING SourceString)
{
	USHORT i;

	for (i = 0; i < SourceString->Length && i < DestinationString->MaximumLength; i++)
		DestinationString->Buffer[i] = RtlUpperChar(SourceString->Buffer[i]);
	DestinationString->Length = i;
}

static inline NTSTATUS RtlAppendStringToString(PSTRING Destination, PCSTRING Source)
{
	if (Source->Length > Destination->MaximumLength - Destination->Length)
		return STATUS_BUFFER_TOO_SMALL;
	__builtin_memmove(Destination->Buffer + Destination->Length, Source->Buffer,
			  Source->Length);
	Destination->Length = (USHORT)(Destination->Length + Source->Length);
	return STATUS_SUCCESS;
}

static inline NTSTATUS RtlAppendAsciizToString(PSTRING Destination, PCSZ Source)
{
	STRING string;

	RtlInitAnsiString(&string, Source);
	return Source ? RtlAppendStringToString(Destination, &string) : STATUS_SUCCESS;
}

static inline VOID RtlFillMemoryUlong(PVOID Destination, SIZE_T Length, ULONG Pattern)
{
	PULONG at = (PULONG)Destination;

	for (Length /= sizeof(ULONG); Length; Length--)
		*at++ = Pattern;
}

/* How many bytes, from the beginning, are the pattern. */
static inline SIZE_T RtlCompareMemoryUlong(PVOID Source, SIZE_T Length, ULONG Pattern)
{
	PULONG at = (PULONG)Source;
	SIZE_T i;

	for (i = 0; i < Length / sizeof(ULONG); i++) {
		if (at[i] != Pattern)
			break;
	}
	return i * sizeof(ULONG);
}

static inline BOOLEAN RtlIsZeroMemory(PVOID Buffer, SIZE_T Length)
{
	PUCHAR at = (PUCHAR)Buffer;

	for (; Length; Length--) {
		if (*at++)
			return FALSE;
	}
	return TRUE;
}

#define RtlPrefetchMemoryNonTemporal(Source, Length)	((void)(Source), (void)(Length))

#define RtlUnicodeStringToAnsiSize(String)	((ULONG)(String)->Length / sizeof(WCHAR) + 1)
#define RtlxUnicodeStringToAnsiSize(String)	RtlUnicodeStringToAnsiSize(String)
#define RtlAnsiStringToUnicodeSize(String)	((ULONG)((String)->Length + 1) * sizeof(WCHAR))
#define RtlxAnsiStringToUnicodeSize(String)	RtlAnsiStringToUnicodeSize(String)
#define RtlFreeUTF8String(String)		RtlFreeAnsiString(String)
#define RtlFreeOemString(String)		RtlFreeAnsiString(String)
#define VER_SET_CONDITION(Mask, Type, Condition)	\
	((Mask) = VerSetConditionMask((Mask), (Type), (Condition)))

/* Arithmetic of old source, and of source that is careful with it. */
static inline LARGE_INTEGER RtlConvertLongToLargeInteger(LONG SignedInteger)
{
	LARGE_INTEGER result;

	result.QuadPart = SignedInteger;
	return result;
}

static inline LARGE_INTEGER RtlConvertUlongToLargeInteger(ULONG UnsignedInteger)
{
	LARGE_INTEGER result;

	result.QuadPart = UnsignedInteger;
	return result;
}

static inline LARGE_INTEGER RtlLargeIntegerAdd(LARGE_INTEGER Addend1, LARGE_INTEGER Addend2)
{
	Addend1.QuadPart += Addend2.QuadPart;
	return Addend1;
}

static inline LARGE_INTEGER RtlLargeIntegerSubtract(LARGE_INTEGER Minuend, LARGE_INTEGER Subtrahend)
{
	Minuend.QuadPart -= Subtrahend.QuadPart;
	return Minuend;
}

#define Int32x32To64(a, b)	((LONGLONG)(LONG)(a) * (LONG)(b))
#define UInt32x32To64(a, b)	((ULONGLONG)(ULONG)(a) * (ULONG)(b))

#endif
