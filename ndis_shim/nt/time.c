// SPDX-License-Identifier: GPL-2.0
/*
 * Time in Windows' unit of 100 ns: now, for a while, until.
 */
#include <linux/delay.h>
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/math64.h>
#include <linux/sched.h>
#include <linux/timekeeping.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"

#define NT_UNIT_NS		100
/* From the first of January 1601 to that of 1970. */
#define NT_UNIX_EPOCH		116444736000000000LL

static LONGLONG nt_system_time(void)
{
	return div_u64(ktime_get_real_ns(), NT_UNIT_NS) + NT_UNIX_EPOCH;
}

u64 nt_timeout_to_ns(LONGLONG timeout)
{
	u64 units;

	if (timeout > 0) {
		LONGLONG now = nt_system_time();

		units = timeout > now ? timeout - now : 0;
	} else {
		/* Not -timeout: LLONG_MIN has no positive counterpart. */
		units = 0 - (u64)timeout;
	}
	return min_t(u64, units, (u64)KTIME_MAX / (2 * NT_UNIT_NS)) * NT_UNIT_NS;
}

unsigned long nt_timeout_to_jiffies(LONGLONG timeout)
{
	u64 ns = nt_timeout_to_ns(timeout);

	if (!ns)
		return 0;
	/* One more: the tick that is under way does not count. */
	return min_t(u64, div_u64(ns + NSEC_PER_SEC / HZ - 1, NSEC_PER_SEC / HZ) + 1,
		     MAX_JIFFY_OFFSET);
}

VOID KeQuerySystemTime(PLARGE_INTEGER CurrentTime)
{
	CurrentTime->QuadPart = nt_system_time();
}
EXPORT_SYMBOL_NS_GPL(KeQuerySystemTime, NDIS_SHIM);

VOID KeQuerySystemTimePrecise(PLARGE_INTEGER CurrentTime)
{
	CurrentTime->QuadPart = nt_system_time();
}
EXPORT_SYMBOL_NS_GPL(KeQuerySystemTimePrecise, NDIS_SHIM);

ULONGLONG KeQueryInterruptTimePrecise(PULONG64 QpcTimeStamp)
{
	ULONGLONG now = KeQueryInterruptTime();

	if (QpcTimeStamp)
		*QpcTimeStamp = KeQueryPerformanceCounter(NULL).QuadPart;
	return now;
}
EXPORT_SYMBOL_NS_GPL(KeQueryInterruptTimePrecise, NDIS_SHIM);

ULONGLONG KeQueryUnbiasedInterruptTime(VOID)
{
	return div_u64(ktime_get_ns(), NT_UNIT_NS);
}
EXPORT_SYMBOL_NS_GPL(KeQueryUnbiasedInterruptTime, NDIS_SHIM);

#define NT_COUNTER_HZ		10000000

LARGE_INTEGER KeQueryPerformanceCounter(PLARGE_INTEGER PerformanceFrequency)
{
	LARGE_INTEGER now;

	if (PerformanceFrequency)
		PerformanceFrequency->QuadPart = NT_COUNTER_HZ;
	now.QuadPart = div_u64(ktime_get_boottime_ns(), NSEC_PER_SEC / NT_COUNTER_HZ);
	return now;
}
EXPORT_SYMBOL_NS_GPL(KeQueryPerformanceCounter, NDIS_SHIM);

/* That of Windows' clock: 1/64 s. */
#define NT_TIME_INCREMENT	156250

ULONG KeQueryTimeIncrement(VOID)
{
	return NT_TIME_INCREMENT;
}
EXPORT_SYMBOL_NS_GPL(KeQueryTimeIncrement, NDIS_SHIM);

VOID NtQueryTickCount(PLARGE_INTEGER CurrentCount)
{
	CurrentCount->QuadPart = div_u64(KeQueryInterruptTime(), NT_TIME_INCREMENT);
}
EXPORT_SYMBOL_NS_GPL(NtQueryTickCount, NDIS_SHIM);

/* The kernel's own time zone, which is mostly UTC. */
static LONGLONG nt_time_zone(void)
{
	return (LONGLONG)sys_tz.tz_minuteswest * 60 * (NSEC_PER_SEC / NT_UNIT_NS);
}

VOID ExSystemTimeToLocalTime(PLARGE_INTEGER SystemTime, PLARGE_INTEGER LocalTime)
{
	LocalTime->QuadPart = SystemTime->QuadPart - nt_time_zone();
}
EXPORT_SYMBOL_NS_GPL(ExSystemTimeToLocalTime, NDIS_SHIM);

VOID ExLocalTimeToSystemTime(PLARGE_INTEGER LocalTime, PLARGE_INTEGER SystemTime)
{
	SystemTime->QuadPart = LocalTime->QuadPart + nt_time_zone();
}
EXPORT_SYMBOL_NS_GPL(ExLocalTimeToSystemTime, NDIS_SHIM);

/* The clock that timers run by does not change: its resolution, every time. */
ULONG ExSetTimerResolution(ULONG DesiredTime, BOOLEAN SetResolution)
{
	return TICK_NSEC / NT_UNIT_NS;
}
EXPORT_SYMBOL_NS_GPL(ExSetTimerResolution, NDIS_SHIM);

ULONGLONG KeQueryInterruptTime(VOID)
{
	return div_u64(ktime_get_boottime_ns(), NT_UNIT_NS);
}
EXPORT_SYMBOL_NS_GPL(KeQueryInterruptTime, NDIS_SHIM);

/* Alertable waits end early for user APCs on Windows; there are none here. */
NTSTATUS KeDelayExecutionThread(KPROCESSOR_MODE WaitMode, BOOLEAN Alertable,
				PLARGE_INTEGER Interval)
{
	u64 us;

	if (!Interval)
		return STATUS_INVALID_PARAMETER;
	if (nt_irql_violation(NULL, __func__))
		return STATUS_UNSUCCESSFUL;

	us = div_u64(nt_timeout_to_ns(Interval->QuadPart), NSEC_PER_USEC);
	if (!us)
		cond_resched();
	else if (us < 20 * USEC_PER_MSEC)
		usleep_range(us, us + us / 4 + 1);
	else
		schedule_timeout_uninterruptible(nt_timeout_to_jiffies(Interval->QuadPart));
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(KeDelayExecutionThread, NDIS_SHIM);

VOID KeStallExecutionProcessor(ULONG MicroSeconds)
{
	if (MicroSeconds >= USEC_PER_MSEC)
		mdelay(MicroSeconds / USEC_PER_MSEC);
	udelay(MicroSeconds % USEC_PER_MSEC);
}
EXPORT_SYMBOL_NS_GPL(KeStallExecutionProcessor, NDIS_SHIM);
