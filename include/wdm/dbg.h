/* SPDX-License-Identifier: GPL-2.0 */
/* Debug output, assertions and what is left of structured exceptions. */
#ifndef _NT_WDM_DBG_H
#define _NT_WDM_DBG_H

#include <excpt.h>
#include <ntdef.h>

#define DPFLTR_IHVDRIVER_ID		77
#define DPFLTR_IHVNETWORK_ID		78
#define DPFLTR_ERROR_LEVEL		0
#define DPFLTR_WARNING_LEVEL		1
#define DPFLTR_TRACE_LEVEL		2
#define DPFLTR_INFO_LEVEL		3

EXTERN_C_START

/* The formats are Windows': %lx is 32 bit, %I64x 64, %ws and %wZ wide strings. */
ULONG DbgPrint(PCSTR Format, ...);
ULONG DbgPrintEx(ULONG ComponentId, ULONG Level, PCSTR Format, ...);
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
#define NT_VERIFY(e)			((e) ? 1 : (NtAssertFailed(#e, __FILE__, __LINE__), 0))
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
#if DBG
#define KdBreakPoint()			DbgBreakPoint()
#else
#define KdBreakPoint()			((void)0)
#endif

/* Code pages cannot be paged out here, so nothing depends on it. */
#define PAGED_CODE()			((void)0)
#define PAGED_CODE_LOCKED()		((void)0)

#endif
