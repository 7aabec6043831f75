// SPDX-License-Identifier: GPL-2.0
/*
 * Time, as NDIS names it; what it does is in nt/time.c.
 */
#include <linux/export.h>
#include <linux/ktime.h>
#include <linux/math64.h>

#include "ndis/ndis_internal.h"

VOID NdisMSleep(ULONG MicrosecondsToSleep)
{
	LARGE_INTEGER interval = { .QuadPart = -10LL * MicrosecondsToSleep };

	KeDelayExecutionThread(KernelMode, FALSE, &interval);
}
EXPORT_SYMBOL_NS_GPL(NdisMSleep, NDIS_SHIM);

VOID NdisStallExecution(UINT MicrosecondsToStall)
{
	KeStallExecutionProcessor(MicrosecondsToStall);
}
EXPORT_SYMBOL_NS_GPL(NdisStallExecution, NDIS_SHIM);

VOID NdisGetCurrentSystemTime(PLARGE_INTEGER SystemTime)
{
	KeQuerySystemTime(SystemTime);
}
EXPORT_SYMBOL_NS_GPL(NdisGetCurrentSystemTime, NDIS_SHIM);

/* In ms; it begins again after 49 days, as on Windows. */
VOID NdisGetSystemUpTime(PULONG SystemUpTime)
{
	*SystemUpTime = div_u64(ktime_get_boottime_ns(), NSEC_PER_MSEC);
}
EXPORT_SYMBOL_NS_GPL(NdisGetSystemUpTime, NDIS_SHIM);
