/* SPDX-License-Identifier: GPL-2.0 */
/* Debug output, assertions and what is left of structured exceptions. */
#ifndef _NT_WDM_DBG_H
#define _NT_WDM_DBG_H

#include <excpt.h>
#include <ntdef.h>

/* Who says it; only the level decides what becomes of it here. */
#define DPFLTR_SYSTEM_ID		0
#define DPFLTR_SMSS_ID			1
#define DPFLTR_SETUP_ID			2
#define DPFLTR_NTFS_ID			3
#define DPFLTR_FSTUB_ID			4
#define DPFLTR_CRASHDUMP_ID		5
#define DPFLTR_CDAUDIO_ID		6
#define DPFLTR_CDROM_ID			7
#define DPFLTR_CLASSPNP_ID		8
#define DPFLTR_DISK_ID			9
#define DPFLTR_REDBOOK_ID		10
#define DPFLTR_STORPROP_ID		11
#define DPFLTR_SCSIPORT_ID		12
#define DPFLTR_SCSIMINIPORT_ID		13
#define DPFLTR_CONFIG_ID		14
#define DPFLTR_I8042PRT_ID		15
#define DPFLTR_SERMOUSE_ID		16
#define DPFLTR_LSERMOUS_ID		17
#define DPFLTR_KBDHID_ID		18
#define DPFLTR_MOUHID_ID		19
#define DPFLTR_KBDCLASS_ID		20
#define DPFLTR_MOUCLASS_ID		21
#define DPFLTR_TWOTRACK_ID		22
#define DPFLTR_WMILIB_ID		23
#define DPFLTR_ACPI_ID			24
#define DPFLTR_AMLI_ID			25
#define DPFLTR_HALIA64_ID		26
#define DPFLTR_VIDEO_ID			27
#define DPFLTR_SVCHOST_ID		28
#define DPFLTR_VIDEOPRT_ID		29
#define DPFLTR_TCPIP_ID			30
#define DPFLTR_DMSYNTH_ID		31
#define DPFLTR_NTOSPNP_ID		32
#define DPFLTR_FASTFAT_ID		33
#define DPFLTR_SAMSS_ID			34
#define DPFLTR_PNPMGR_ID		35
#define DPFLTR_NETAPI_ID		36
#define DPFLTR_SCSERVER_ID		37
#define DPFLTR_SCCLIENT_ID		38
#define DPFLTR_SERIAL_ID		39
#define DPFLTR_SERENUM_ID		40
#define DPFLTR_UHCD_ID			41
#define DPFLTR_PCI_ID			66
#define DPFLTR_PNPMEM_ID		72
#define DPFLTR_PROCESSOR_ID		73
#define DPFLTR_INFINIBAND_ID		76
#define DPFLTR_IHVDRIVER_ID		77
#define DPFLTR_IHVVIDEO_ID		78
#define DPFLTR_IHVAUDIO_ID		79
#define DPFLTR_IHVNETWORK_ID		80
#define DPFLTR_IHVSTREAMING_ID		81
#define DPFLTR_IHVBUS_ID		82
#define DPFLTR_DEFAULT_ID		101
#define DPFLTR_ERROR_LEVEL		0
#define DPFLTR_WARNING_LEVEL		1
#define DPFLTR_TRACE_LEVEL		2
#define DPFLTR_INFO_LEVEL		3
#define DPFLTR_MASK			0x80000000U

EXTERN_C_START

/* The formats are Windows': %lx is 32 bit, %I64x 64, %ws and %wZ wide strings. */
ULONG DbgPrint(PCSTR Format, ...);
ULONG DbgPrintEx(ULONG ComponentId, ULONG Level, PCSTR Format, ...);
ULONG vDbgPrintEx(ULONG ComponentId, ULONG Level, PCCH Format, __builtin_va_list Arguments);
ULONG vDbgPrintExWithPrefix(PCCH Prefix, ULONG ComponentId, ULONG Level, PCCH Format,
			    __builtin_va_list Arguments);
/* One warning with the expression and where it stands; execution goes on. */
VOID NtAssertFailed(PCSTR Expression, PCSTR File, ULONG Line);

EXTERN_C_END

#ifndef DBG
#define DBG 0
#endif

#if DBG
#define NT_CHECK(e)	((e) ? (void)0 : NtAssertFailed(#e, __FILE__, __LINE__))
#define KdPrint(args)	((void)DbgPrint args)
#define KdPrintEx(args)	((void)DbgPrintEx args)
#else
/* Checked for syntax, never evaluated, as in a free build. */
#define NT_CHECK(e)	((void)sizeof(!(e)))
#define KdPrint(args)	((void)0)
#define KdPrintEx(args)	((void)0)
#endif

#define NT_ASSERT(e)			NT_CHECK(e)
#define NT_ASSERTMSG(m, e)		NT_CHECK(e)
#define NT_ASSERTMSGW(m, e)		NT_CHECK(e)
#define NT_ASSERT_ASSUME(e)		NT_CHECK(e)
#define NT_ANALYSIS_ASSUME(e)		((void)0)
#define NT_FRE_ASSERT(e)		((e) ? (void)0 : NtAssertFailed(#e, __FILE__, __LINE__))
#define NT_FRE_ASSERTMSG(m, e)		NT_FRE_ASSERT(e)
#define NT_VERIFY(e)			((e) ? 1 : (NtAssertFailed(#e, __FILE__, __LINE__), 0))
#define NT_VERIFYMSG(m, e)		NT_VERIFY(e)
#define RTL_VERIFY(e)			NT_VERIFY(e)
#define RTL_VERIFYMSG(m, e)		NT_VERIFY(e)
#define RTL_SOFT_ASSERT(e)		NT_CHECK(e)
#define RTL_SOFT_ASSERTMSG(m, e)	NT_CHECK(e)
#define RTL_SOFT_VERIFY(e)		NT_VERIFY(e)
#define RtlAssert(Expression, File, Line, Message)	\
	NtAssertFailed((PCSTR)(Expression), (PCSTR)(File), (Line))
#define DbgRaiseAssertionFailure()	NtAssertFailed("assertion", __FILE__, __LINE__)
#ifdef NT_PLAIN_CLIENT
#if DBG
#define ASSERT(e)			NT_CHECK(e)
#define ASSERTMSG(m, e)			NT_CHECK(e)
#else
/* Not even compiled: old source asserts what only a checked build declares. */
#define ASSERT(e)			((void)0)
#define ASSERTMSG(m, e)			((void)0)
#endif
#endif

/* Without a debugger to break into, what ASSERT says is what is left of it. */
#define DbgBreakPoint()			NtAssertFailed("DbgBreakPoint", __FILE__, __LINE__)
#define DbgBreakPointWithStatus(Status)	((void)(Status), DbgBreakPoint())
#if DBG
#define KdBreakPoint()			DbgBreakPoint()
#define KdBreakPointWithStatus(Status)	DbgBreakPointWithStatus(Status)
#else
#define KdBreakPoint()			((void)0)
#define KdBreakPointWithStatus(Status)	((void)0)
#endif
/* There is none, and none comes. */
#define KD_DEBUGGER_ENABLED		FALSE
#define KD_DEBUGGER_NOT_PRESENT		TRUE
#define KdRefreshDebuggerNotPresent()	((BOOLEAN)TRUE)
#define KdDisableDebugger()		STATUS_DEBUGGER_INACTIVE
#define KdEnableDebugger()		STATUS_DEBUGGER_INACTIVE

/* Code pages cannot be paged out here, so nothing depends on it. */
#define PAGED_CODE()			((void)0)
#define PAGED_CODE_LOCKED()		((void)0)

#endif
