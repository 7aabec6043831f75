// SPDX-License-Identifier: GPL-2.0
/*
 * Ways of writing that Windows driver source has and Linux has not. Compiled as
 * C and as C++; nothing here runs.
 */
#include <wdm.h>
#include <TraceLoggingProvider.h>
#include <devguid.h>
#include <evntrace.h>
#include <limits.h>
#include <ntintsafe.h>
#include <ntstrsafe.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <usbiodef.h>
#include <wdf.h>
#include <wdmguid.h>
#include <windef.h>
#include <netadaptercx.h>

#include <pshpack1.h>
typedef struct _HABIT_PACKED {
	UCHAR Kind;
	ULONG Value;
} HABIT_PACKED;
#include <poppack.h>
C_ASSERT(sizeof(HABIT_PACKED) == 5 && ULONG_MAX == 0xffffffff);
C_ASSERT(TRACE_LEVEL_INFORMATION == 4 && HIWORD(MAKELONG(1, 2)) == 2);

#define HABIT_TAG 'tbaH'

EXTERN_C_START
DRIVER_INITIALIZE DriverEntry;
EXTERN_C_END

FORCEINLINE VOID InlineWithoutStatic(IN OUT PULONG Value)
{
	*Value += 1;
}

static FORCEINLINE ULONG InlineWithStatic(IN ULONG Value)
{
	return Value + 1;
}

__inline ULONG InlineTheOldWay(ULONG Value)
{
	return Value * 2;
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    _In_ PDRIVER_OBJECT DriverObject,
    _In_ PUNICODE_STRING RegistryPath
    )
{
	DECLARE_CONST_UNICODE_STRING(name, L"habit");
	UNICODE_STRING other = RTL_CONSTANT_STRING(L"habit");
	WCHAR text[16];
	LIST_ENTRY head;
	KEVENT event;
	LARGE_INTEGER timeout;
	LONG volatile count = 0;
	PVOID pool;
	ULONG value = 0;
	PMDL mdl = NULL;

	UNREFERENCED_PARAMETER(DriverObject);
	PAGED_CODE();
	InlineWithoutStatic(&value);
	value = InlineWithStatic(InlineTheOldWay(value));
#ifndef __cplusplus
	value = min(value, max(1u, 2u));
#endif
	InitializeListHead(&head);
	NT_ASSERT(IsListEmpty(&head));
	KeInitializeEvent(&event, NotificationEvent, FALSE);
	timeout.QuadPart = WDF_REL_TIMEOUT_IN_MS(10);
	(void)KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, &timeout);
	InterlockedIncrement(&count);
	pool = ExAllocatePool2(POOL_FLAG_NON_PAGED, 128, HABIT_TAG);
	if (!pool)
		return STATUS_INSUFFICIENT_RESOURCES;
	RtlZeroMemory(pool, 128);
	ExFreePoolWithTag(pool, HABIT_TAG);
	if (!NT_SUCCESS(RtlULongAdd(value, 1, &value)))
		return STATUS_INTEGER_OVERFLOW;
	(void)RtlStringCbCopyW(text, sizeof(text), L"text");
	KdPrint(("%u\n", value));
	value = mdl ? MmGetMdlByteCount(mdl) : (ULONG)MmSizeOfMdl(NULL, 1);
	return RtlEqualUnicodeString(&name, &other, TRUE) && RegistryPath ?
	       STATUS_SUCCESS : STATUS_NO_MORE_ENTRIES;
}

/* The run-time, with the sizes that only C++ can leave out. */
VOID HabitRunTime(PWSTR Wide, PSTR Narrow);

VOID HabitRunTime(PWSTR Wide, PSTR Narrow)
{
	WCHAR wide[32];
	CHAR narrow[32];

	swprintf(wide, L"%d", 1);
	swprintf(wide, ARRAYSIZE(wide), L"%s", Wide);
	swprintf_s(wide, ARRAYSIZE(wide), L"%s", Wide);
	sprintf_s(narrow, sizeof(narrow), "%s", Narrow);
	strcpy_s(narrow, sizeof(narrow), Narrow);
#ifdef __cplusplus
	swprintf_s(wide, L"%s", Wide);
	sprintf_s(narrow, "%s", Narrow);
	_snprintf_s(narrow, _TRUNCATE, "%s", Narrow);
	strcpy_s(narrow, Narrow);
	wcscat_s(wide, Wide);
	wcsncpy_s(wide, Wide, _TRUNCATE);
#endif
	if (isdigit(narrow[0]) && towupper(wide[0]) == L'X')
		Narrow[0] = (CHAR)(strtoul(narrow, NULL, 0) + (ULONG)_wtoi(wide));
}

TRACELOGGING_DECLARE_PROVIDER(HabitProvider);
TRACELOGGING_DEFINE_PROVIDER(HabitProvider, "Habit.Provider",
			     (0x01020304, 0x0506, 0x0708, 9, 10, 11, 12, 13, 14, 15, 16),
			     TraceLoggingOptionGroup(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));

NTSTATUS HabitTrace(ULONG Value);

NTSTATUS HabitTrace(ULONG Value)
{
	NTSTATUS status = TraceLoggingRegister(HabitProvider);

	TraceLoggingWrite(HabitProvider, "Event", TraceLoggingLevel(TRACE_LEVEL_ERROR),
			  TraceLoggingKeyword(1), TraceLoggingUInt32(Value, "Value"));
	if (TraceLoggingProviderEnabled(HabitProvider, 0, 0))
		Value++;
	TraceLoggingUnregister(HabitProvider);
	return Value ? status : STATUS_SUCCESS;
}
