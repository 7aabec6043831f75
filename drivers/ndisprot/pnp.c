// SPDX-License-Identifier: GPL-2.0
/*
 * What an adapter goes through while it is bound: power, reconfiguration, link
 * and reset. And the wait for the first round of binds.
 */
#include "ndisprot.h"

static VOID ChangeFlags(PPROT_BINDING Binding, ULONG Set, ULONG Clear)
{
	NdisAcquireSpinLock(&Binding->Lock);
	Binding->Flags = (Binding->Flags & ~Clear) | Set;
	NdisReleaseSpinLock(&Binding->Lock);
}

/* ---- the first round of binds ---- */

static VOID CancelBindWait(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	UNREFERENCED_PARAMETER(DeviceObject);
	IoReleaseCancelSpinLock(Irp->CancelIrql);
	NdisAcquireSpinLock(&Globals.Lock);
	RemoveEntryList(&Irp->Tail.Overlay.ListEntry);
	NdisReleaseSpinLock(&Globals.Lock);
	DeviceComplete(Irp, STATUS_CANCELLED, 0);
}

NTSTATUS PnPWaitForBinds(PIRP Irp)
{
	BOOLEAN complete;
	NTSTATUS status = STATUS_SUCCESS;

	NdisAcquireSpinLock(&Globals.Lock);
	complete = Globals.BindsComplete;
	if (!complete)
		status = IrpQueuePut(&Globals.BindWaits, Irp, CancelBindWait);
	NdisReleaseSpinLock(&Globals.Lock);
	if (complete)
		return DeviceComplete(Irp, STATUS_SUCCESS, 0);
	if (status == STATUS_CANCELLED)
		DeviceComplete(Irp, STATUS_CANCELLED, 0);
	return STATUS_PENDING;
}

/* All of them, or those of one file. */
static VOID EndBindWaits(PFILE_OBJECT File, NTSTATUS Status)
{
	PIRP irp;

	do {
		NdisAcquireSpinLock(&Globals.Lock);
		irp = IrpQueueTake(&Globals.BindWaits, File);
		NdisReleaseSpinLock(&Globals.Lock);
		if (irp)
			DeviceComplete(irp, Status, 0);
	} while (irp);
}

VOID PnPCleanup(PFILE_OBJECT File)
{
	EndBindWaits(File, STATUS_CANCELLED);
}

static VOID BindsComplete(VOID)
{
	NdisAcquireSpinLock(&Globals.Lock);
	Globals.BindsComplete = TRUE;
	NdisReleaseSpinLock(&Globals.Lock);
	EndBindWaits(NULL, STATUS_SUCCESS);
}

/* ---- events ---- */

static NDIS_STATUS SetPower(PPROT_BINDING Binding, PNET_PNP_EVENT Event)
{
	if (Event->BufferLength < sizeof(NET_DEVICE_POWER_STATE) || !Event->Buffer)
		return NDIS_STATUS_INVALID_LENGTH;
	if (*(PNET_DEVICE_POWER_STATE)Event->Buffer == NetDeviceStateD0)
		ChangeFlags(Binding, 0, PROT_LOW_POWER);
	else
		ChangeFlags(Binding, PROT_LOW_POWER, 0);
	return NDIS_STATUS_SUCCESS;
}

/* Of one adapter: frames may be longer or shorter now. */
static VOID Reconfigure(PPROT_BINDING Binding)
{
	NDIS_STATUS status;
	ULONG maximum;
	UINT bytes;

	if (!NT_SUCCESS(BindEnter(Binding)))
		return;
	status = RequestOid(Binding, NdisRequestQueryInformation, OID_GEN_MAXIMUM_TOTAL_SIZE,
			    &maximum, sizeof(maximum), &bytes);
	BindLeave(Binding);
	if (status != NDIS_STATUS_SUCCESS)
		return;
	NdisAcquireSpinLock(&Binding->Lock);
	Binding->MaximumFrame = maximum;
	NdisReleaseSpinLock(&Binding->Lock);
}

NDIS_STATUS ProtPnPEvent(NDIS_HANDLE ProtocolBindingContext, PNET_PNP_EVENT Event)
{
	PPROT_BINDING binding = ProtocolBindingContext;

	switch (Event->NetEvent) {
	case NetEventSetPower:
		return binding ? SetPower(binding, Event) : NDIS_STATUS_SUCCESS;
	case NetEventReconfigure:
		if (binding)
			Reconfigure(binding);
		else
			NdisReEnumerateProtocolBindings(Globals.Protocol);
		return NDIS_STATUS_SUCCESS;
	case NetEventBindsComplete:
		BindsComplete();
		return NDIS_STATUS_SUCCESS;
	case NetEventQueryPower:
	case NetEventQueryRemoveDevice:
	case NetEventCancelRemoveDevice:
	case NetEventBindList:
	case NetEventPnPCapabilities:
		return NDIS_STATUS_SUCCESS;
	default:
		return NDIS_STATUS_NOT_SUPPORTED;
	}
}

VOID ProtStatus(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS GeneralStatus, PVOID StatusBuffer,
		UINT StatusBufferSize)
{
	PPROT_BINDING binding = ProtocolBindingContext;

	UNREFERENCED_PARAMETER(StatusBuffer);
	UNREFERENCED_PARAMETER(StatusBufferSize);
	switch (GeneralStatus) {
	case NDIS_STATUS_RESET_START:
		ChangeFlags(binding, PROT_RESETTING, 0);
		break;
	case NDIS_STATUS_RESET_END:
		ChangeFlags(binding, 0, PROT_RESETTING);
		break;
	case NDIS_STATUS_MEDIA_CONNECT:
		ChangeFlags(binding, PROT_MEDIA_CONNECTED, 0);
		break;
	case NDIS_STATUS_MEDIA_DISCONNECT:
		ChangeFlags(binding, 0, PROT_MEDIA_CONNECTED);
		break;
	}
}

VOID ProtStatusComplete(NDIS_HANDLE ProtocolBindingContext)
{
	UNREFERENCED_PARAMETER(ProtocolBindingContext);
}

/* This driver resets nothing. */
VOID ProtResetComplete(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS Status)
{
	UNREFERENCED_PARAMETER(ProtocolBindingContext);
	UNREFERENCED_PARAMETER(Status);
}
