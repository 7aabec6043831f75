// SPDX-License-Identifier: GPL-2.0
/*
 * Small things: version, processors, lists and numbers under a lock of the
 * driver's, and its entries for the event log, which is the kernel's.
 */
#include <linux/cache.h>
#include <linux/cpumask.h>
#include <linux/export.h>
#include <linux/kernel_stat.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>

#include "ndis/ndis_internal.h"

#define NDIS_MAJOR		5
#define NDIS_MINOR		1
/* Numbers of an entry that are shown. */
#define NDIS_LOG_VALUES		8u
#define NDIS_LOG_BYTES		32u

UINT NdisGetVersion(VOID)
{
	return NDIS_MAJOR << 16 | NDIS_MINOR;
}
EXPORT_SYMBOL_NS_GPL(NdisGetVersion, NDIS_SHIM);

/* Drivers have arrays of 32 with it. */
CCHAR NdisSystemProcessorCount(VOID)
{
	return min(num_online_cpus(), 32u);
}
EXPORT_SYMBOL_NS_GPL(NdisSystemProcessorCount, NDIS_SHIM);

ULONG NdisGetSharedDataAlignment(VOID)
{
	return L1_CACHE_BYTES;
}
EXPORT_SYMBOL_NS_GPL(NdisGetSharedDataAlignment, NDIS_SHIM);

/* A driver asks for what its NDIS may not have; what ours has it was linked with. */
PVOID NdisGetRoutineAddress(PNDIS_STRING NdisRoutineName)
{
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(NdisGetRoutineAddress, NDIS_SHIM);

/* ---- what a processor has been doing ---- */

static u64 ndis_cpu_times(unsigned int cpu, u64 *idle)
{
	struct kernel_cpustat *stat = &kcpustat_cpu(cpu);
	u64 total = 0;
	unsigned int i;

	*idle = stat->cpustat[CPUTIME_IDLE] + stat->cpustat[CPUTIME_IOWAIT];
	for (i = CPUTIME_USER; i <= CPUTIME_STEAL; i++)
		total += stat->cpustat[i];
	return total;
}

/* Read while they change: a sum may be a tick behind its part. */
VOID NdisGetCurrentProcessorCpuUsage(PULONG pCpuUsage)
{
	u64 idle, total = ndis_cpu_times(raw_smp_processor_id(), &idle);

	*pCpuUsage = total > idle ? div64_u64(100 * (total - idle), total) : 0;
}
EXPORT_SYMBOL_NS_GPL(NdisGetCurrentProcessorCpuUsage, NDIS_SHIM);

/* Idle time is part of the kernel's. In ms, which go round after 49 days. */
VOID NdisGetCurrentProcessorCounts(PULONG pIdleCount, PULONG pKernelAndUser, PULONG pIndex)
{
	unsigned int cpu = raw_smp_processor_id();
	u64 idle, total = ndis_cpu_times(cpu, &idle);

	*pIdleCount = div_u64(min(idle, total), NSEC_PER_MSEC);
	*pKernelAndUser = div_u64(total, NSEC_PER_MSEC);
	*pIndex = cpu;
}
EXPORT_SYMBOL_NS_GPL(NdisGetCurrentProcessorCounts, NDIS_SHIM);

/* ---- under a lock ---- */

ULONG NdisInterlockedAddUlong(PULONG Addend, ULONG Increment, PNDIS_SPIN_LOCK SpinLock)
{
	/* Others may change it without the lock, by NdisInterlockedIncrement(). */
	return (ULONG)InterlockedExchangeAdd((LONG volatile *)Addend, (LONG)Increment);
}
EXPORT_SYMBOL_NS_GPL(NdisInterlockedAddUlong, NDIS_SHIM);

PLIST_ENTRY NdisInterlockedInsertHeadList(PLIST_ENTRY ListHead, PLIST_ENTRY ListEntry,
					  PNDIS_SPIN_LOCK SpinLock)
{
	PLIST_ENTRY first;

	NdisAcquireSpinLock(SpinLock);
	first = IsListEmpty(ListHead) ? NULL : ListHead->Flink;
	InsertHeadList(ListHead, ListEntry);
	NdisReleaseSpinLock(SpinLock);
	return first;
}
EXPORT_SYMBOL_NS_GPL(NdisInterlockedInsertHeadList, NDIS_SHIM);

PLIST_ENTRY NdisInterlockedInsertTailList(PLIST_ENTRY ListHead, PLIST_ENTRY ListEntry,
					  PNDIS_SPIN_LOCK SpinLock)
{
	PLIST_ENTRY last;

	NdisAcquireSpinLock(SpinLock);
	last = IsListEmpty(ListHead) ? NULL : ListHead->Blink;
	InsertTailList(ListHead, ListEntry);
	NdisReleaseSpinLock(SpinLock);
	return last;
}
EXPORT_SYMBOL_NS_GPL(NdisInterlockedInsertTailList, NDIS_SHIM);

PLIST_ENTRY NdisInterlockedRemoveHeadList(PLIST_ENTRY ListHead, PNDIS_SPIN_LOCK SpinLock)
{
	PLIST_ENTRY first;

	NdisAcquireSpinLock(SpinLock);
	first = IsListEmpty(ListHead) ? NULL : RemoveHeadList(ListHead);
	NdisReleaseSpinLock(SpinLock);
	return first;
}
EXPORT_SYMBOL_NS_GPL(NdisInterlockedRemoveHeadList, NDIS_SHIM);

/* ---- the log ---- */

VOID NdisWriteErrorLogEntry(NDIS_HANDLE NdisAdapterHandle, NDIS_ERROR_CODE ErrorCode,
			    ULONG NumberOfErrorValues, ...)
{
	ULONG count = min(NumberOfErrorValues, NDIS_LOG_VALUES), i;
	ULONG values[NDIS_LOG_VALUES] = {};
	va_list args;

	va_start(args, NumberOfErrorValues);
	for (i = 0; i < count; i++)
		values[i] = va_arg(args, ULONG);
	va_end(args);
	pr_warn_ratelimited("error log entry %08x: %*ph\n", ErrorCode,
			    (int)(count * sizeof(*values)), values);
}
EXPORT_SYMBOL_NS_GPL(NdisWriteErrorLogEntry, NDIS_SHIM);

NDIS_STATUS NdisWriteEventLogEntry(PVOID LogHandle, NDIS_STATUS EventCode,
				   ULONG UniqueEventValue, USHORT NumStrings, PVOID StringsList,
				   ULONG DataSize, PVOID Data)
{
	int size = Data ? min(DataSize, NDIS_LOG_BYTES) : 0;

	pr_info_ratelimited("event log entry %08x, %u: %*ph\n", (u32)EventCode,
			    UniqueEventValue, size, Data);
	return NDIS_STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(NdisWriteEventLogEntry, NDIS_SHIM);
