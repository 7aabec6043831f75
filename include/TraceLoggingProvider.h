/* SPDX-License-Identifier: GPL-2.0 */
/*
 * TraceLogging. Providers register; nobody ever listens, so no provider is enabled, and
 * what is written is not evaluated, as on Windows while nobody does. What a driver has
 * to say here it says with DbgPrintEx().
 */
#ifndef _NT_TRACELOGGINGPROVIDER_H
#define _NT_TRACELOGGINGPROVIDER_H

#include <evntprov.h>
#include <evntrace.h>
#include <winmeta.h>

typedef struct _tlgProvider_t {
	GUID ProviderId;
} const *TraceLoggingHProvider;

typedef VOID (NTAPI *TraceLoggingEnableCallback)(LPCGUID SourceId, ULONG ControlCode,
						 UCHAR Level, ULONGLONG MatchAnyKeyword,
						 ULONGLONG MatchAllKeyword,
						 PEVENT_FILTER_DESCRIPTOR FilterData,
						 PVOID CallbackContext);

#define NT_TLG_GUID(...)	NT_TLG_GUID_OF __VA_ARGS__
#define NT_TLG_GUID_OF(l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8)	\
	{ { (ULONG)(l), (w1), (w2), { b1, b2, b3, b4, b5, b6, b7, b8 } } }

/* @id in parentheses; options that follow are of no meaning. */
#define TRACELOGGING_DECLARE_PROVIDER(handle)	EXTERN_C const TraceLoggingHProvider handle
#define TRACELOGGING_DEFINE_PROVIDER_STORAGE(storage, name, id, ...)	\
	static const struct _tlgProvider_t storage = NT_TLG_GUID(id)
#define TRACELOGGING_DEFINE_PROVIDER(handle, name, id, ...)			\
	static const struct _tlgProvider_t handle##_storage = NT_TLG_GUID(id);	\
	EXTERN_C const TraceLoggingHProvider handle;				\
	const TraceLoggingHProvider handle = &handle##_storage
#define TraceLoggingRegister(handle)		((void)(handle), STATUS_SUCCESS)
#define TraceLoggingRegisterEx(handle, callback, context)	\
	((void)(handle), (void)(callback), (void)(context), STATUS_SUCCESS)
#define TraceLoggingUnregister(handle)		((void)(handle))
#define TraceLoggingSetInformation(handle, info, data, size)	\
	((void)(handle), (void)(info), (void)(data), (void)(size), STATUS_SUCCESS)
#define TraceLoggingProviderId(handle)		((handle)->ProviderId)
#define TraceLoggingProviderEnabled(handle, level, keyword)	((void)(handle), FALSE)
#define TraceLoggingWrite(handle, name, ...)	((void)(handle))
#define TraceLoggingWriteActivity(handle, name, activity, related, ...)	((void)(handle))
#define TraceLoggingWriteStart(activity, name, ...)		((void)0)
#define TraceLoggingWriteStop(activity, name, ...)		((void)0)
#define TraceLoggingWriteTagged(activity, name, ...)		((void)0)

/* Options of a provider, and what an event has: nothing looks at them. */
#define TraceLoggingOptionGroup(...)
#define TraceLoggingLevel(level)
#define TraceLoggingKeyword(keyword)
#define TraceLoggingOpcode(opcode)
#define TraceLoggingChannel(channel)
#define TraceLoggingEventTag(tag)
#define TraceLoggingDescription(text)
#define TraceLoggingStruct(count, ...)
#define TraceLoggingCustomAttribute(key, value)
#define TraceLoggingValue(value, ...)
#define TraceLoggingInt8(value, ...)
#define TraceLoggingUInt8(value, ...)
#define TraceLoggingInt16(value, ...)
#define TraceLoggingUInt16(value, ...)
#define TraceLoggingInt32(value, ...)
#define TraceLoggingUInt32(value, ...)
#define TraceLoggingInt64(value, ...)
#define TraceLoggingUInt64(value, ...)
#define TraceLoggingHexUInt8(value, ...)
#define TraceLoggingHexUInt16(value, ...)
#define TraceLoggingHexUInt32(value, ...)
#define TraceLoggingHexInt32(value, ...)
#define TraceLoggingHexUInt64(value, ...)
#define TraceLoggingLong(value, ...)
#define TraceLoggingULong(value, ...)
#define TraceLoggingHexULong(value, ...)
#define TraceLoggingBool(value, ...)
#define TraceLoggingBoolean(value, ...)
#define TraceLoggingChar(value, ...)
#define TraceLoggingWChar(value, ...)
#define TraceLoggingPointer(value, ...)
#define TraceLoggingCodePointer(value, ...)
#define TraceLoggingNTStatus(value, ...)
#define TraceLoggingNtStatus(value, ...)
#define TraceLoggingHResult(value, ...)
#define TraceLoggingWinError(value, ...)
#define TraceLoggingString(value, ...)
#define TraceLoggingWideString(value, ...)
#define TraceLoggingCountedString(value, count, ...)
#define TraceLoggingCountedWideString(value, count, ...)
#define TraceLoggingUnicodeString(value, ...)
#define TraceLoggingAnsiString(value, ...)
#define TraceLoggingBinary(value, size, ...)
#define TraceLoggingGuid(value, ...)
#define TraceLoggingFileTime(value, ...)
#define TraceLoggingSystemTime(value, ...)
#define TraceLoggingIPv4Address(value, ...)
#define TraceLoggingIPv6Address(value, ...)
#define TraceLoggingSocketAddress(value, size, ...)

#endif
