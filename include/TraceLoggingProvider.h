/* SPDX-License-Identifier: GPL-2.0 */
/*
 * TraceLogging. There is nobody to listen: registration says so, no provider is ever
 * enabled, and what is written is checked for syntax and not evaluated. What a driver
 * has to say here it says with DbgPrintEx().
 */
#ifndef _NT_TRACELOGGINGPROVIDER_H
#define _NT_TRACELOGGINGPROVIDER_H

#include <evntrace.h>
#include <ntstatus.h>

typedef struct _tlgProvider_t {
	int Unused;
} const *TraceLoggingHProvider;

#define TRACELOGGING_DECLARE_PROVIDER(handle)	EXTERN_C const TraceLoggingHProvider handle
#define TRACELOGGING_DEFINE_PROVIDER(handle, name, id, ...)	\
	EXTERN_C const TraceLoggingHProvider handle;		\
	const TraceLoggingHProvider handle = NULL
#define TraceLoggingRegister(handle)		((void)(handle), STATUS_NOT_SUPPORTED)
#define TraceLoggingRegisterEx(handle, callback, context)	\
	((void)(handle), (void)(callback), (void)(context), STATUS_NOT_SUPPORTED)
#define TraceLoggingUnregister(handle)		((void)(handle))
#define TraceLoggingProviderEnabled(handle, level, keyword)	((void)(handle), FALSE)
#define TraceLoggingWrite(handle, name, ...)	((void)(handle))
#define TraceLoggingWriteActivity(handle, name, activity, related, ...)	((void)(handle))
#define TraceLoggingOptionGroup(...)
#define TraceLoggingLevel(level)

#endif
