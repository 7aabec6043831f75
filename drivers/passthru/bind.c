// SPDX-License-Identifier: GPL-2.0
/*
 * Bindings of the lower edge. Bind and Unbind run in a thread of NDIS's and wait
 * there for what pends.
 */
#include "passthru.h"

static VOID Signal(PPASS_ADAPTER Adapter, NDIS_STATUS Status)
{
	Adapter->Done.Status = Status;
	NdisSetEvent(&Adapter->Done.Event);
}

VOID ProtocolOpenAdapterComplete(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS Status,
				 NDIS_STATUS OpenErrorStatus)
{
	Signal(ProtocolBindingContext, Status);
}

VOID ProtocolCloseAdapterComplete(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS Status)
{
	Signal(ProtocolBindingContext, Status);
}

/* None is begun here: those above reset the miniport, which has no handler for it. */
VOID ProtocolResetComplete(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS Status)
{
	ASSERT(FALSE);
}

/* ---- one adapter's memory ---- */

static VOID FreeAdapter(PPASS_ADAPTER Adapter)
{
	if (Adapter->ReceivePool)
		NdisFreePacketPool(Adapter->ReceivePool);
	if (Adapter->SendPool)
		NdisFreePacketPool(Adapter->SendPool);
	NdisFreeSpinLock(&Adapter->Lock);
	NdisFreeMemory(Adapter, sizeof(*Adapter), 0);
}

static NDIS_STATUS AllocatePools(PPASS_ADAPTER Adapter)
{
	NDIS_STATUS status;

	NdisAllocatePacketPoolEx(&status, &Adapter->SendPool, PASS_PACKETS, PASS_PACKETS_MORE,
				 sizeof(PASS_SEND));
	if (status == NDIS_STATUS_SUCCESS)
		NdisAllocatePacketPoolEx(&status, &Adapter->ReceivePool, PASS_PACKETS,
					 PASS_PACKETS_MORE, PROTOCOL_RESERVED_SIZE_IN_PACKET);
	return status;
}

static PPASS_ADAPTER AllocateAdapter(VOID)
{
	PPASS_ADAPTER adapter;

	NdisAllocateMemoryWithTag(&adapter, sizeof(*adapter), PASS_TAG);
	if (!adapter)
		return NULL;
	NdisZeroMemory(adapter, sizeof(*adapter));
	NdisAllocateSpinLock(&adapter->Lock);
	NdisInitializeEvent(&adapter->Done.Event);
	NdisInitializeEvent(&adapter->Initialized);
	adapter->LowerPower = NdisDeviceStateD0;
	adapter->UpperPower = NdisDeviceStateD3;
	adapter->Link = NDIS_STATUS_MEDIA_CONNECT;
	adapter->LinkTold = NDIS_STATUS_MEDIA_CONNECT;
	adapter->Name.Buffer = adapter->NameBuffer;
	adapter->Name.MaximumLength = sizeof(adapter->NameBuffer);
	if (AllocatePools(adapter) == NDIS_STATUS_SUCCESS)
		return adapter;
	FreeAdapter(adapter);
	return NULL;
}

/* What the adapter above is to be called stands in the configuration of the one below. */
static NDIS_STATUS ReadName(PPASS_ADAPTER Adapter, PNDIS_STRING Section)
{
	NDIS_STRING keyword = NDIS_STRING_CONST("UpperBindings");
	PNDIS_CONFIGURATION_PARAMETER parameter;
	NDIS_HANDLE configuration;
	NDIS_STATUS status;

	NdisOpenProtocolConfiguration(&status, &configuration, Section);
	if (status != NDIS_STATUS_SUCCESS)
		return status;
	NdisReadConfiguration(&status, &parameter, configuration, &keyword, NdisParameterString);
	if (status == NDIS_STATUS_SUCCESS) {
		RtlCopyUnicodeString(&Adapter->Name, &parameter->ParameterData.StringData);
		if (Adapter->Name.Length != parameter->ParameterData.StringData.Length)
			status = NDIS_STATUS_BUFFER_TOO_SHORT;
	}
	NdisCloseConfiguration(configuration);
	return status;
}

/* ---- open and close ---- */

static NDIS_STATUS Open(PPASS_ADAPTER Adapter, PNDIS_STRING DeviceName)
{
	static NDIS_MEDIUM media[] = { NdisMedium802_3, NdisMediumWirelessWan };
	NDIS_STATUS status, error;
	UINT index = 0;

	NdisOpenAdapter(&status, &error, &Adapter->Lower, &index, media,
			sizeof(media) / sizeof(media[0]), PassProtocol, Adapter, DeviceName, 0,
			NULL);
	if (status == NDIS_STATUS_PENDING) {
		NdisWaitEvent(&Adapter->Done.Event, 0);
		status = Adapter->Done.Status;
	}
	if (status == NDIS_STATUS_SUCCESS)
		Adapter->Medium = media[index];
	return status;
}

VOID PassDestroy(PPASS_ADAPTER Adapter)
{
	NDIS_STATUS status;

	NdisResetEvent(&Adapter->Done.Event);
	NdisCloseAdapter(&status, Adapter->Lower);
	if (status == NDIS_STATUS_PENDING)
		NdisWaitEvent(&Adapter->Done.Event, 0);
	FreeAdapter(Adapter);
}

/* ---- bind and unbind ---- */

VOID ProtocolBindAdapter(PNDIS_STATUS Status, NDIS_HANDLE BindContext, PNDIS_STRING DeviceName,
			 PVOID SystemSpecific1, PVOID SystemSpecific2)
{
	PPASS_ADAPTER adapter = AllocateAdapter();

	*Status = NDIS_STATUS_RESOURCES;
	if (!adapter)
		return;
	*Status = ReadName(adapter, SystemSpecific1);
	if (*Status == NDIS_STATUS_SUCCESS)
		*Status = Open(adapter, DeviceName);
	if (*Status != NDIS_STATUS_SUCCESS) {
		FreeAdapter(adapter);
		return;
	}
	/* Before the call: MiniportInitialize may run inside it, or later. */
	adapter->InitPending = TRUE;
	*Status = NdisIMInitializeDeviceInstanceEx(PassDriver, &adapter->Name, adapter);
	if (*Status != NDIS_STATUS_SUCCESS)
		PassDestroy(adapter);
}

/* True: MiniportInitialize has succeeded, so MiniportHalt is what ends it. */
static BOOLEAN WaitForMiniport(PPASS_ADAPTER Adapter)
{
	if (Adapter->InitPending) {
		if (NdisIMCancelInitializeDeviceInstance(PassDriver, &Adapter->Name) ==
		    NDIS_STATUS_SUCCESS)
			return FALSE;
		NdisWaitEvent(&Adapter->Initialized, 0);
	}
	return Adapter->Upper ? TRUE : FALSE;
}

VOID ProtocolUnbindAdapter(PNDIS_STATUS Status, NDIS_HANDLE ProtocolBindingContext,
			   NDIS_HANDLE UnbindContext)
{
	PPASS_ADAPTER adapter = ProtocolBindingContext;

	NdisAcquireSpinLock(&adapter->Lock);
	adapter->Unbinding = TRUE;
	NdisReleaseSpinLock(&adapter->Lock);
	/* Who waits for its answer would keep those above from unbinding. */
	PassRequestResume(adapter, TRUE);

	*Status = NDIS_STATUS_SUCCESS;
	if (!WaitForMiniport(adapter))
		PassDestroy(adapter);
	else
		*Status = NdisIMDeInitializeDeviceInstance(adapter->Upper);
}
