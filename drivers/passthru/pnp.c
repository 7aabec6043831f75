// SPDX-License-Identifier: GPL-2.0
/* Status and power: from below upwards, and what each edge's sleep means. */
#include "passthru.h"

static BOOLEAN IsLink(NDIS_STATUS Status)
{
	return Status == NDIS_STATUS_MEDIA_CONNECT || Status == NDIS_STATUS_MEDIA_DISCONNECT;
}

/* Resets above and below have a sequence of their own each. */
static BOOLEAN IsReset(NDIS_STATUS Status)
{
	return Status == NDIS_STATUS_RESET_START || Status == NDIS_STATUS_RESET_END;
}

VOID ProtocolStatus(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS GeneralStatus,
		    PVOID StatusBuffer, UINT StatusBufferSize)
{
	PPASS_ADAPTER adapter = ProtocolBindingContext;

	if (IsLink(GeneralStatus))
		adapter->Link = GeneralStatus;
	if (!adapter->Upper || !PassAwake(adapter) || IsReset(GeneralStatus))
		return;
	if (IsLink(GeneralStatus))
		adapter->LinkTold = GeneralStatus;
	NdisMIndicateStatus(adapter->Upper, GeneralStatus, StatusBuffer, StatusBufferSize);
}

VOID ProtocolStatusComplete(NDIS_HANDLE ProtocolBindingContext)
{
	PPASS_ADAPTER adapter = ProtocolBindingContext;

	if (adapter->Upper && PassAwake(adapter))
		NdisMIndicateStatusComplete(adapter->Upper);
}

NDIS_STATUS PassSetUpperPower(PPASS_ADAPTER Adapter, NDIS_DEVICE_POWER_STATE State)
{
	NdisAcquireSpinLock(&Adapter->Lock);
	Adapter->UpperPower = State;
	NdisReleaseSpinLock(&Adapter->Lock);
	/* What it has missed. */
	if (State == NdisDeviceStateD0 && Adapter->Link != Adapter->LinkTold) {
		Adapter->LinkTold = Adapter->Link;
		NdisMIndicateStatus(Adapter->Upper, Adapter->Link, NULL, 0);
		NdisMIndicateStatusComplete(Adapter->Upper);
	}
	return NDIS_STATUS_SUCCESS;
}

/* Nothing more goes down; what is there has come back when this returns. */
static VOID Quiesce(PPASS_ADAPTER Adapter)
{
	BOOLEAN busy;

	for (;;) {
		NdisAcquireSpinLock(&Adapter->Lock);
		busy = Adapter->RequestState == PassRequestDown;
		NdisReleaseSpinLock(&Adapter->Lock);
		/* An interlocked read: after what was said before, on any processor. */
		if (InterlockedCompareExchange(&Adapter->Sends, 0, 0))
			busy = TRUE;
		if (!busy)
			return;
		NdisMSleep(1000);
	}
}

static NDIS_STATUS SetLowerPower(PPASS_ADAPTER Adapter, PNET_PNP_EVENT Event)
{
	NDIS_DEVICE_POWER_STATE state = *(PNDIS_DEVICE_POWER_STATE)Event->Buffer;
	NDIS_STATUS status = NDIS_STATUS_SUCCESS;

	/* Those above stop before we do, and start after. */
	if (state != NdisDeviceStateD0 && Adapter->Upper)
		status = NdisIMNotifyPnPEvent(Adapter->Upper, Event);
	NdisAcquireSpinLock(&Adapter->Lock);
	Adapter->LowerPower = state;
	NdisReleaseSpinLock(&Adapter->Lock);
	if (state != NdisDeviceStateD0) {
		Quiesce(Adapter);
		return status;
	}
	PassRequestResume(Adapter, FALSE);
	if (Adapter->Upper)
		status = NdisIMNotifyPnPEvent(Adapter->Upper, Event);
	return status;
}

NDIS_STATUS ProtocolPnPEvent(NDIS_HANDLE ProtocolBindingContext, PNET_PNP_EVENT NetPnPEvent)
{
	PPASS_ADAPTER adapter = ProtocolBindingContext;

	if (!adapter) {
		if (NetPnPEvent->NetEvent == NetEventReconfigure)
			NdisReEnumerateProtocolBindings(PassProtocol);
		return NDIS_STATUS_SUCCESS;
	}
	if (NetPnPEvent->NetEvent == NetEventSetPower)
		return SetLowerPower(adapter, NetPnPEvent);
	return adapter->Upper ? NdisIMNotifyPnPEvent(adapter->Upper, NetPnPEvent) :
				NDIS_STATUS_SUCCESS;
}
