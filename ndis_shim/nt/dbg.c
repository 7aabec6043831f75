// SPDX-License-Identifier: GPL-2.0
/*
 * A client's own messages and assertions.
 */
#include <linux/export.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>

#include <wdm.h>

#include "nt/nt_internal.h"

/* As much as Windows prints of one message. */
#define NT_DBG_MESSAGE	512

ULONG DbgPrint(PCSTR Format, ...)
{
	char message[NT_DBG_MESSAGE];
	va_list args;

	va_start(args, Format);
	nt_vformat(message, sizeof(message), Format, args);
	va_end(args);
	pr_info_ratelimited("%s", message);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(DbgPrint, NDIS_SHIM);

/* The component's filter is a registry setting on Windows: what is below a
 * warning goes to the debug log.
 */
ULONG vDbgPrintExWithPrefix(PCCH Prefix, ULONG ComponentId, ULONG Level, PCCH Format,
			    __builtin_va_list Arguments)
{
	char message[NT_DBG_MESSAGE];

	nt_vformat(message, sizeof(message), Format, Arguments);
	if (Level == DPFLTR_ERROR_LEVEL)
		pr_err_ratelimited("%s%s", Prefix, message);
	else if (Level == DPFLTR_WARNING_LEVEL)
		pr_warn_ratelimited("%s%s", Prefix, message);
	else
		pr_debug("%s%s", Prefix, message);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(vDbgPrintExWithPrefix, NDIS_SHIM);

ULONG vDbgPrintEx(ULONG ComponentId, ULONG Level, PCCH Format, __builtin_va_list Arguments)
{
	return vDbgPrintExWithPrefix("", ComponentId, Level, Format, Arguments);
}
EXPORT_SYMBOL_NS_GPL(vDbgPrintEx, NDIS_SHIM);

ULONG DbgPrintEx(ULONG ComponentId, ULONG Level, PCSTR Format, ...)
{
	va_list args;

	va_start(args, Format);
	vDbgPrintEx(ComponentId, Level, Format, args);
	va_end(args);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(DbgPrintEx, NDIS_SHIM);

VOID NtAssertFailed(PCSTR Expression, PCSTR File, ULONG Line)
{
	pr_warn_ratelimited("assertion failed: %s, %s:%u\n", Expression, File, Line);
}
EXPORT_SYMBOL_NS_GPL(NtAssertFailed, NDIS_SHIM);
