// SPDX-License-Identifier: GPL-2.0
/* The upper edge's adapters: their beginning and their end. */
#include "passthru.h"

static NDIS_STATUS SelectMedium(PPASS_ADAPTER Adapter, PNDIS_MEDIUM Media, UINT Count,
				PUINT Index)
{
	UINT i;

	for (i = 0; i < Count; i++) {
		if (Media[i] != Adapter->Medium)
			continue;
		*Index = i;
		return NDIS_STATUS_SUCCESS;
	}
	return NDIS_STATUS_UNSUPPORTED_MEDIA;
}

NDIS_STATUS MiniportInitialize(PNDIS_STATUS OpenErrorStatus, PUINT SelectedMediumIndex,
			       PNDIS_MEDIUM MediumArray, UINT MediumArraySize,
			       NDIS_HANDLE MiniportAdapterHandle,
			       NDIS_HANDLE WrapperConfigurationContext)
{
	PPASS_ADAPTER adapter = NdisIMGetDeviceContext(MiniportAdapterHandle);
	NDIS_STATUS status;

	status = SelectMedium(adapter, MediumArray, MediumArraySize, SelectedMediumIndex);
	if (status == NDIS_STATUS_SUCCESS) {
		NdisMSetAttributesEx(MiniportAdapterHandle, adapter, 0,
				     NDIS_ATTRIBUTE_IGNORE_PACKET_TIMEOUT |
				     NDIS_ATTRIBUTE_IGNORE_REQUEST_TIMEOUT |
				     NDIS_ATTRIBUTE_INTERMEDIATE_DRIVER |
				     NDIS_ATTRIBUTE_DESERIALIZE |
				     NDIS_ATTRIBUTE_NO_HALT_ON_SUSPEND, 0);
		adapter->UpperPower = NdisDeviceStateD0;
		/* From here on the lower edge passes on what it gets. */
		adapter->Upper = MiniportAdapterHandle;
	}
	*OpenErrorStatus = status;
	adapter->InitPending = FALSE;
	NdisSetEvent(&adapter->Initialized);
	return status;
}

/* Those above are gone. What is still below comes back before the close is done. */
VOID MiniportHalt(NDIS_HANDLE MiniportAdapterContext)
{
	PassDestroy(MiniportAdapterContext);
}

VOID MiniportPnPEventNotify(NDIS_HANDLE MiniportAdapterContext, NDIS_DEVICE_PNP_EVENT Event,
			    PVOID InformationBuffer, ULONG InformationBufferLength)
{
}

VOID MiniportAdapterShutdown(PVOID ShutdownContext)
{
}
