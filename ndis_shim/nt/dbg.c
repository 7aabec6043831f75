// SPDX-License-Identifier: GPL-2.0
/*
 * A client's own messages and assertions.
 */
#include <linux/export.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>

#include <wdm.h>

#include "nt/nt_internal.h"

ULONG DbgPrint(PCSTR Format, ...)
{
	struct va_format vaf;
	va_list args;

	va_start(args, Format);
	vaf.fmt = Format;
	vaf.va = &args;
	pr_info_ratelimited("%pV", &vaf);
	va_end(args);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(DbgPrint, NDIS_SHIM);

/* The component's filter is a registry setting on Windows: what is below a
 * warning goes to the debug log.
 */
ULONG DbgPrintEx(ULONG ComponentId, ULONG Level, PCSTR Format, ...)
{
	struct va_format vaf;
	va_list args;

	va_start(args, Format);
	vaf.fmt = Format;
	vaf.va = &args;
	if (Level == DPFLTR_ERROR_LEVEL)
		pr_err_ratelimited("%pV", &vaf);
	else if (Level == DPFLTR_WARNING_LEVEL)
		pr_warn_ratelimited("%pV", &vaf);
	else
		pr_debug("%pV", &vaf);
	va_end(args);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(DbgPrintEx, NDIS_SHIM);

VOID NtAssertFailed(PCSTR Expression, PCSTR File, ULONG Line)
{
	pr_warn_ratelimited("assertion failed: %s, %s:%u\n", Expression, File, Line);
}
EXPORT_SYMBOL_NS_GPL(NtAssertFailed, NDIS_SHIM);
