/* SPDX-License-Identifier: GPL-2.0 */
/* Time spans in the framework's unit: 100 ns, negative counts from now. */
#ifndef _NT_WDFCORE_H
#define _NT_WDFCORE_H

#include <ntdef.h>

#define WDF_TIMEOUT_TO_SEC	((LONGLONG)10000000)
#define WDF_TIMEOUT_TO_MS	((LONGLONG)10000)
#define WDF_TIMEOUT_TO_US	((LONGLONG)10)

#define WDF_PTR_ADD_OFFSET(Ptr, Offset)	((PVOID)((PUCHAR)(Ptr) + (Offset)))
#define WDF_PTR_ADD_OFFSET_TYPE(Ptr, Offset, Type)	((Type)WDF_PTR_ADD_OFFSET(Ptr, Offset))

/* @AlignTo is a power of two. */
static inline size_t WDF_ALIGN_SIZE_UP(size_t Length, size_t AlignTo)
{
	return (Length + AlignTo - 1) & ~(AlignTo - 1);
}

static inline size_t WDF_ALIGN_SIZE_DOWN(size_t Length, size_t AlignTo)
{
	return Length & ~(AlignTo - 1);
}

static inline LONGLONG WDF_REL_TIMEOUT_IN_SEC(ULONGLONG Time)
{
	return (LONGLONG)Time * -WDF_TIMEOUT_TO_SEC;
}

static inline LONGLONG WDF_REL_TIMEOUT_IN_MS(ULONGLONG Time)
{
	return (LONGLONG)Time * -WDF_TIMEOUT_TO_MS;
}

static inline LONGLONG WDF_REL_TIMEOUT_IN_US(ULONGLONG Time)
{
	return (LONGLONG)Time * -WDF_TIMEOUT_TO_US;
}

static inline LONGLONG WDF_ABS_TIMEOUT_IN_SEC(ULONGLONG Time)
{
	return (LONGLONG)Time * WDF_TIMEOUT_TO_SEC;
}

static inline LONGLONG WDF_ABS_TIMEOUT_IN_MS(ULONGLONG Time)
{
	return (LONGLONG)Time * WDF_TIMEOUT_TO_MS;
}

static inline LONGLONG WDF_ABS_TIMEOUT_IN_US(ULONGLONG Time)
{
	return (LONGLONG)Time * WDF_TIMEOUT_TO_US;
}

#endif
