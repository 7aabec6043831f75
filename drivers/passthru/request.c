// SPDX-License-Identifier: GPL-2.0
/*
 * Requests: down as they are, and their results up. NDIS gives a miniport one at a
 * time, so one structure is enough. While the adapter below sleeps it waits.
 */
#include "passthru.h"

/* It is below, or about to be. */
static VOID PassDown(PPASS_ADAPTER Adapter)
{
	NDIS_STATUS status;

	NdisRequest(&status, Adapter->Lower, &Adapter->Request);
	if (status != NDIS_STATUS_PENDING)
		ProtocolRequestComplete(Adapter, &Adapter->Request, status);
}

static NDIS_STATUS Forward(PPASS_ADAPTER Adapter, NDIS_REQUEST_TYPE Type, NDIS_OID Oid,
			   PVOID Buffer, ULONG Length, PULONG BytesUsed, PULONG BytesNeeded)
{
	BOOLEAN down;

	NdisAcquireSpinLock(&Adapter->Lock);
	if (Adapter->Unbinding || Adapter->UpperPower != NdisDeviceStateD0) {
		NdisReleaseSpinLock(&Adapter->Lock);
		return NDIS_STATUS_FAILURE;
	}
	NdisZeroMemory(&Adapter->Request, sizeof(Adapter->Request));
	Adapter->Request.RequestType = Type;
	/* Query and set have these in the same places. */
	Adapter->Request.DATA.QUERY_INFORMATION.Oid = Oid;
	Adapter->Request.DATA.QUERY_INFORMATION.InformationBuffer = Buffer;
	Adapter->Request.DATA.QUERY_INFORMATION.InformationBufferLength = Length;
	Adapter->BytesUsed = BytesUsed;
	Adapter->BytesNeeded = BytesNeeded;
	down = Adapter->LowerPower == NdisDeviceStateD0;
	Adapter->RequestState = down ? PassRequestDown : PassRequestWaiting;
	NdisReleaseSpinLock(&Adapter->Lock);

	if (down)
		PassDown(Adapter);
	/* It may be complete by now, as one that pended. */
	return NDIS_STATUS_PENDING;
}

VOID PassRequestResume(PPASS_ADAPTER Adapter, BOOLEAN Fail)
{
	BOOLEAN waiting;

	NdisAcquireSpinLock(&Adapter->Lock);
	waiting = Adapter->RequestState == PassRequestWaiting;
	if (waiting)
		Adapter->RequestState = PassRequestDown;
	NdisReleaseSpinLock(&Adapter->Lock);
	if (!waiting)
		return;
	if (Fail)
		ProtocolRequestComplete(Adapter, &Adapter->Request, NDIS_STATUS_FAILURE);
	else
		PassDown(Adapter);
}

VOID ProtocolRequestComplete(NDIS_HANDLE ProtocolBindingContext, PNDIS_REQUEST NdisRequest,
			     NDIS_STATUS Status)
{
	PPASS_ADAPTER adapter = ProtocolBindingContext;
	BOOLEAN query = NdisRequest->RequestType == NdisRequestQueryInformation;

	*adapter->BytesUsed = NdisRequest->DATA.QUERY_INFORMATION.BytesWritten;
	*adapter->BytesNeeded = NdisRequest->DATA.QUERY_INFORMATION.BytesNeeded;
	/* Loopback is between NDIS and those above us, whatever the adapter does. */
	if (query && Status == NDIS_STATUS_SUCCESS &&
	    NdisRequest->DATA.QUERY_INFORMATION.Oid == OID_GEN_MAC_OPTIONS &&
	    NdisRequest->DATA.QUERY_INFORMATION.BytesWritten >= sizeof(ULONG))
		*(PULONG)NdisRequest->DATA.QUERY_INFORMATION.InformationBuffer &=
			~NDIS_MAC_OPTION_NO_LOOPBACK;

	NdisAcquireSpinLock(&adapter->Lock);
	adapter->RequestState = PassRequestNone;
	NdisReleaseSpinLock(&adapter->Lock);
	/* The next one may come inside of these. */
	if (query)
		NdisMQueryInformationComplete(adapter->Upper, Status);
	else
		NdisMSetInformationComplete(adapter->Upper, Status);
}

NDIS_STATUS MiniportQueryInformation(NDIS_HANDLE MiniportAdapterContext, NDIS_OID Oid,
				     PVOID InformationBuffer, ULONG InformationBufferLength,
				     PULONG BytesWritten, PULONG BytesNeeded)
{
	*BytesWritten = 0;
	*BytesNeeded = 0;
	switch (Oid) {
	case OID_PNP_QUERY_POWER:
		return NDIS_STATUS_SUCCESS;
	case OID_GEN_SUPPORTED_GUIDS:
	case OID_TCP_TASK_OFFLOAD:
		return NDIS_STATUS_NOT_SUPPORTED;
	default:
		return Forward(MiniportAdapterContext, NdisRequestQueryInformation, Oid,
			       InformationBuffer, InformationBufferLength, BytesWritten,
			       BytesNeeded);
	}
}

NDIS_STATUS MiniportSetInformation(NDIS_HANDLE MiniportAdapterContext, NDIS_OID Oid,
				   PVOID InformationBuffer, ULONG InformationBufferLength,
				   PULONG BytesRead, PULONG BytesNeeded)
{
	*BytesRead = 0;
	*BytesNeeded = 0;
	if (Oid != OID_PNP_SET_POWER)
		return Forward(MiniportAdapterContext, NdisRequestSetInformation, Oid,
			       InformationBuffer, InformationBufferLength, BytesRead, BytesNeeded);
	if (InformationBufferLength < sizeof(NDIS_DEVICE_POWER_STATE)) {
		*BytesNeeded = sizeof(NDIS_DEVICE_POWER_STATE);
		return NDIS_STATUS_INVALID_LENGTH;
	}
	*BytesRead = sizeof(NDIS_DEVICE_POWER_STATE);
	return PassSetUpperPower(MiniportAdapterContext,
				 *(PNDIS_DEVICE_POWER_STATE)InformationBuffer);
}
