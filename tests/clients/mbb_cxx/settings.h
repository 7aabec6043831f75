/* SPDX-License-Identifier: GPL-2.0 */
/* What the glue offers the driver, and the driver the glue: in C, for both. */
#ifndef _MBB_CXX_SETTINGS_H
#define _MBB_CXX_SETTINGS_H

#include <ntdef.h>
#include <wdf.h>

EXTERN_C_START

/* Idle time before selective suspend in ms, 0: none. 16, 32: the format preferred. */
extern ULONG MbbIdleTimeout;
extern ULONG MbbNtbFormat;

/* One counter of all devices together, or of one. FALSE: no such index. */
BOOLEAN MbbQueryCounter(WDFDEVICE Device, ULONG Index, PCSTR *Name, ULONG64 *Value);

EXTERN_C_END

#endif
