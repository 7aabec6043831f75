/* SPDX-License-Identifier: GPL-2.0 */
/* Debug output and assertions. */
#ifndef _NT_WDM_DBG_H
#define _NT_WDM_DBG_H

#include <ntdef.h>

#define DPFLTR_IHVDRIVER_ID		77
#define DPFLTR_IHVNETWORK_ID		78
#define DPFLTR_ERROR_LEVEL		0
#define DPFLTR_WARNING_LEVEL		1
#define DPFLTR_TRACE_LEVEL		2
#define DPFLTR_INFO_LEVEL		3

EXTERN_C_START

ULONG DbgPrint(PCSTR Format, ...) __attribute__((__format__(__printf__, 1, 2)));
ULONG DbgPrintEx(ULONG ComponentId, ULONG Level, PCSTR Format, ...)
	__attribute__((__format__(__printf__, 3, 4)));
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
#define ASSERT(e)			NT_CHECK(e)
#define ASSERTMSG(m, e)			NT_CHECK(e)
#endif

/* Code pages cannot be paged out here, so nothing depends on it. */
#define PAGED_CODE()			((void)0)
#define PAGED_CODE_LOCKED()		((void)0)

#endif
