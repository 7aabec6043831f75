// SPDX-License-Identifier: GPL-2.0
/*
 * The rest of the run-time library: calendar, version, random numbers.
 */
#include <linux/export.h>
#include <linux/math64.h>
#include <linux/rtc.h>
#include <linux/string.h>
#include <linux/time64.h>

#include <wdm.h>

#define NT_UNIX_EPOCH	116444736000000000LL
#define NT_SECOND	10000000
#define NT_MAJOR	10
#define NT_MINOR	0
#define NT_BUILD	19041
#define NT_NTDDI	0x0a000008	/* of that build */

VOID RtlTimeToTimeFields(PLARGE_INTEGER Time, PTIME_FIELDS TimeFields)
{
	s32 part;
	s64 seconds = div_s64_rem(Time->QuadPart, NT_SECOND, &part);
	struct tm tm;

	time64_to_tm(seconds - NT_UNIX_EPOCH / NT_SECOND, 0, &tm);
	TimeFields->Year = tm.tm_year + 1900;
	TimeFields->Month = tm.tm_mon + 1;
	TimeFields->Day = tm.tm_mday;
	TimeFields->Hour = tm.tm_hour;
	TimeFields->Minute = tm.tm_min;
	TimeFields->Second = tm.tm_sec;
	TimeFields->Milliseconds = part / (NT_SECOND / 1000);
	TimeFields->Weekday = tm.tm_wday;
}
EXPORT_SYMBOL_NS_GPL(RtlTimeToTimeFields, NDIS_SHIM);

static int nt_days_of_month(int year, int month)
{
	static const u8 days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (!(year % 4) && year % 100) || !(year % 400);

	return days[month - 1] + (month == 2 && leap);
}

BOOLEAN RtlTimeFieldsToTime(PTIME_FIELDS TimeFields, PLARGE_INTEGER Time)
{
	const TIME_FIELDS *f = TimeFields;
	s64 seconds;

	if (f->Year < 1601 || f->Month < 1 || f->Month > 12 || f->Day < 1 ||
	    f->Day > nt_days_of_month(f->Year, f->Month) || (u16)f->Hour > 23 ||
	    (u16)f->Minute > 59 || (u16)f->Second > 59 || (u16)f->Milliseconds > 999)
		return FALSE;
	/* mktime64() counts in unsigned numbers; before 1970 they wrap to what is meant. */
	seconds = mktime64(f->Year + 400, f->Month, f->Day, f->Hour, f->Minute, f->Second);
	seconds -= 146097LL * 86400;
	Time->QuadPart = NT_UNIX_EPOCH + seconds * NT_SECOND +
			 f->Milliseconds * (NT_SECOND / 1000);
	return TRUE;
}
EXPORT_SYMBOL_NS_GPL(RtlTimeFieldsToTime, NDIS_SHIM);

VOID RtlTimeToSecondsSince1970Inline(PLARGE_INTEGER Time, PULONG Seconds, PBOOLEAN Fits)
{
	s64 seconds = div_s64(Time->QuadPart - NT_UNIX_EPOCH, NT_SECOND);

	*Fits = Time->QuadPart >= NT_UNIX_EPOCH && seconds <= U32_MAX;
	if (*Fits)
		*Seconds = seconds;
}
EXPORT_SYMBOL_NS_GPL(RtlTimeToSecondsSince1970Inline, NDIS_SHIM);

NTSTATUS RtlGetVersion(PRTL_OSVERSIONINFOW VersionInformation)
{
	PRTL_OSVERSIONINFOEXW ex = (PVOID)VersionInformation;
	ULONG size = VersionInformation->dwOSVersionInfoSize;

	if (size != sizeof(RTL_OSVERSIONINFOW) && size != sizeof(RTL_OSVERSIONINFOEXW))
		return STATUS_INVALID_PARAMETER;
	memset(VersionInformation, 0, size);
	VersionInformation->dwOSVersionInfoSize = size;
	VersionInformation->dwMajorVersion = NT_MAJOR;
	VersionInformation->dwMinorVersion = NT_MINOR;
	VersionInformation->dwBuildNumber = NT_BUILD;
	VersionInformation->dwPlatformId = VER_PLATFORM_WIN32_NT;
	if (size == sizeof(RTL_OSVERSIONINFOEXW))
		ex->wProductType = VER_NT_WORKSTATION;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(RtlGetVersion, NDIS_SHIM);

BOOLEAN RtlIsNtDdiVersionAvailable(ULONG Version)
{
	return Version <= NT_NTDDI;
}
EXPORT_SYMBOL_NS_GPL(RtlIsNtDdiVersionAvailable, NDIS_SHIM);

BOOLEAN RtlIsServicePackVersionInstalled(ULONG Version)
{
	return Version <= NT_NTDDI;
}
EXPORT_SYMBOL_NS_GPL(RtlIsServicePackVersionInstalled, NDIS_SHIM);

/* Three bits for each kind. */
ULONGLONG VerSetConditionMask(ULONGLONG ConditionMask, ULONG TypeMask, UCHAR Condition)
{
	unsigned int bit;

	for (bit = 0; bit < 8; bit++) {
		if (TypeMask & BIT(bit))
			ConditionMask |= (ULONGLONG)(Condition & 7) << (3 * bit);
	}
	return ConditionMask;
}
EXPORT_SYMBOL_NS_GPL(VerSetConditionMask, NDIS_SHIM);

static bool nt_version_fits(s64 difference, unsigned int condition)
{
	switch (condition) {
	case VER_EQUAL:
		return !difference;
	case VER_GREATER:
		return difference > 0;
	case VER_GREATER_EQUAL:
		return difference >= 0;
	case VER_LESS:
		return difference < 0;
	case VER_LESS_EQUAL:
		return difference <= 0;
	default:
		return false;
	}
}

/* Major, minor and service pack count as one number, under the condition of the first. */
NTSTATUS RtlVerifyVersionInfo(PRTL_OSVERSIONINFOEXW VersionInfo, ULONG TypeMask,
			      ULONGLONG ConditionMask)
{
	unsigned int condition;
	s64 mine = 0, asked = 0;

	if (!TypeMask || !ConditionMask)
		return STATUS_INVALID_PARAMETER;
	if ((TypeMask & VER_BUILDNUMBER) &&
	    !nt_version_fits((s64)NT_BUILD - VersionInfo->dwBuildNumber, ConditionMask >> 6 & 7))
		return STATUS_REVISION_MISMATCH;
	if ((TypeMask & VER_PRODUCT_TYPE) &&
	    !nt_version_fits(VER_NT_WORKSTATION - VersionInfo->wProductType,
			     ConditionMask >> 21 & 7))
		return STATUS_REVISION_MISMATCH;
	if (!(TypeMask & (VER_MAJORVERSION | VER_MINORVERSION)))
		return STATUS_SUCCESS;
	condition = TypeMask & VER_MAJORVERSION ? ConditionMask >> 3 & 7 : ConditionMask & 7;
	if (TypeMask & VER_MAJORVERSION) {
		mine = (s64)NT_MAJOR << 32;
		asked = (s64)VersionInfo->dwMajorVersion << 32;
	}
	if (TypeMask & VER_MINORVERSION) {
		mine += NT_MINOR;
		asked += VersionInfo->dwMinorVersion;
	}
	return nt_version_fits(mine - asked, condition) ? STATUS_SUCCESS :
							  STATUS_REVISION_MISMATCH;
}
EXPORT_SYMBOL_NS_GPL(RtlVerifyVersionInfo, NDIS_SHIM);

/* 0..2^31-1, the same for the same seed. */
ULONG RtlRandom(PULONG Seed)
{
	u64 next = (u64)(*Seed & 0x7fffffff) * 0x7fffffed + 0x7fffffc3;

	*Seed = do_div(next, 0x7fffffff);
	return *Seed;
}
EXPORT_SYMBOL_NS_GPL(RtlRandom, NDIS_SHIM);

ULONG RtlRandomEx(PULONG Seed)
{
	return RtlRandom(Seed);
}
EXPORT_SYMBOL_NS_GPL(RtlRandomEx, NDIS_SHIM);
