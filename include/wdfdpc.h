/* SPDX-License-Identifier: GPL-2.0 */
/* Deferred procedure calls: callbacks at DISPATCH_LEVEL. */
#ifndef _NT_WDFDPC_H
#define _NT_WDFDPC_H

#include <wdfobject.h>

typedef VOID (EVT_WDF_DPC)(WDFDPC Dpc);
typedef EVT_WDF_DPC *PFN_WDF_DPC;

typedef struct _WDF_DPC_CONFIG {
	ULONG Size;
	PFN_WDF_DPC EvtDpcFunc;
	BOOLEAN AutomaticSerialization;
} WDF_DPC_CONFIG, *PWDF_DPC_CONFIG;

static inline VOID WDF_DPC_CONFIG_INIT(PWDF_DPC_CONFIG Config, PFN_WDF_DPC EvtDpcFunc)
{
	RtlZeroMemory(Config, sizeof(*Config));
	Config->Size = sizeof(*Config);
	Config->EvtDpcFunc = EvtDpcFunc;
	Config->AutomaticSerialization = TRUE;
}

EXTERN_C_START

/* The parent is a device, or below one. */
NTSTATUS WdfDpcCreate(PWDF_DPC_CONFIG Config, PWDF_OBJECT_ATTRIBUTES Attributes, WDFDPC *Dpc);
/* FALSE: it is queued already. Any IRQL. */
BOOLEAN WdfDpcEnqueue(WDFDPC Dpc);
/* TRUE: it was queued. @Wait: returns when the callback has; PASSIVE_LEVEL. */
BOOLEAN WdfDpcCancel(WDFDPC Dpc, BOOLEAN Wait);
WDFOBJECT WdfDpcGetParentObject(WDFDPC Dpc);
/* NULL: there is no DPC of the kernel's below it. */
PKDPC WdfDpcWdmGetDpc(WDFDPC Dpc);

EXTERN_C_END

#endif
