// SPDX-License-Identifier: GPL-2.0
/*
 * What a miniport says of itself: status, and PnP events that it hands on to
 * those above.
 */
#include "ndis/miniport_internal.h"

#include <linux/export.h>

/* Each protocol's Status is followed by its StatusComplete at once. */
VOID NdisMIndicateStatus(NDIS_HANDLE MiniportAdapterHandle, NDIS_STATUS GeneralStatus,
			 PVOID StatusBuffer, UINT StatusBufferSize)
{
	struct ndis_instance *instance = ndis_instance_get(MiniportAdapterHandle, __func__);

	if (!instance)
		return;
	if (StatusBufferSize && !ndis_given(StatusBuffer, __func__))
		goto out;
	if (ndis_instance_enter(instance)) {
		if (GeneralStatus == NDIS_STATUS_MEDIA_CONNECT)
			ndis_virtual_carrier(instance, true);
		else if (GeneralStatus == NDIS_STATUS_MEDIA_DISCONNECT)
			ndis_virtual_carrier(instance, false);
		ndis_status_all(&instance->adapter, GeneralStatus, StatusBuffer,
				StatusBufferSize);
		ndis_instance_exit(instance);
	}
out:
	ndis_instance_put(instance);
}
EXPORT_SYMBOL_NS_GPL(NdisMIndicateStatus, NDIS_SHIM);

/* They have been told already: see above. */
VOID NdisMIndicateStatusComplete(NDIS_HANDLE MiniportAdapterHandle)
{
	struct ndis_instance *instance = ndis_instance_get(MiniportAdapterHandle, __func__);

	if (instance)
		ndis_instance_put(instance);
}
EXPORT_SYMBOL_NS_GPL(NdisMIndicateStatusComplete, NDIS_SHIM);

/* Drivers above read what an event about power says without asking for its size. */
static bool ndis_event_is_whole(const NET_PNP_EVENT *event)
{
	if (!event)
		return false;
	if (event->NetEvent != NetEventSetPower && event->NetEvent != NetEventQueryPower)
		return true;
	return event->Buffer && event->BufferLength >= sizeof(NDIS_DEVICE_POWER_STATE);
}

/* Waits for those above. Their answer counts where the event may be refused. */
NDIS_STATUS NdisIMNotifyPnPEvent(NDIS_HANDLE MiniportHandle, PNET_PNP_EVENT NetPnPEvent)
{
	struct ndis_instance *instance;
	NDIS_STATUS status;

	if (nt_irql_violation(NULL, __func__))
		return NDIS_STATUS_FAILURE;
	instance = ndis_instance_get(MiniportHandle, __func__);
	if (!instance)
		return NDIS_STATUS_FAILURE;
	if (ndis_event_is_whole(NetPnPEvent)) {
		status = ndis_pnp_adapter_event(&instance->adapter, NetPnPEvent);
	} else {
		nt_violation(ndis_instance_client(instance), NT_RULE_NDIS_ARGUMENT,
			     "%s: no event, or none of it", __func__);
		status = NDIS_STATUS_FAILURE;
	}
	ndis_instance_put(instance);
	return status;
}
EXPORT_SYMBOL_NS_GPL(NdisIMNotifyPnPEvent, NDIS_SHIM);
