/* SPDX-License-Identifier: GPL-2.0 */
/* A driver's own header: a context type that two of its files use. */
#ifndef CONTEXT_TYPE_H
#define CONTEXT_TYPE_H

#include <ntddk.h>
#include <wdf.h>

typedef struct _SHARED_CONTEXT {
	ULONG Value;
} SHARED_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(SHARED_CONTEXT, GetSharedContext)

EXTERN_C PCWDF_OBJECT_CONTEXT_TYPE_INFO TypeSeenByOther(void);

#endif
