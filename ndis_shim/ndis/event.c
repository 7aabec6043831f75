// SPDX-License-Identifier: GPL-2.0
/*
 * NDIS_EVENT: a notification event that often lives on its waiter's stack. What
 * makes that safe is in nt/event.c: the setter is finished with it before the
 * waiter can return.
 */
#include <linux/export.h>

#include "ndis/ndis_internal.h"

VOID NdisInitializeEvent(PNDIS_EVENT Event)
{
	KeInitializeEvent(&Event->Event, NotificationEvent, FALSE);
}
EXPORT_SYMBOL_NS_GPL(NdisInitializeEvent, NDIS_SHIM);

VOID NdisSetEvent(PNDIS_EVENT Event)
{
	KeSetEvent(&Event->Event, IO_NETWORK_INCREMENT, FALSE);
}
EXPORT_SYMBOL_NS_GPL(NdisSetEvent, NDIS_SHIM);

VOID NdisResetEvent(PNDIS_EVENT Event)
{
	KeResetEvent(&Event->Event);
}
EXPORT_SYMBOL_NS_GPL(NdisResetEvent, NDIS_SHIM);

BOOLEAN NdisWaitEvent(PNDIS_EVENT Event, UINT MsToWait)
{
	LARGE_INTEGER timeout = { .QuadPart = -10000LL * MsToWait };

	return KeWaitForSingleObject(&Event->Event, Executive, KernelMode, FALSE,
				     MsToWait ? &timeout : NULL) == STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(NdisWaitEvent, NDIS_SHIM);
