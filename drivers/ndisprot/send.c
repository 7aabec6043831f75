// SPDX-License-Identifier: GPL-2.0
/*
 * Writes to frames. The memory of a write is described by a list already, and an
 * NDIS_BUFFER is such a list: it goes into a packet as it is.
 *
 * A write that is cancelled is taken out of NDIS's queues if it is still there.
 * It completes with its packet either way, so a cancel routine only asks.
 */
#include "ndisprot.h"

/*
 * The send that the request waits for holds the binding, and cannot complete
 * while the cancel lock is held; what is needed after that is taken here.
 */
static VOID CancelWrite(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PPROT_BINDING binding = IRP_BINDING(Irp);
	PVOID id = IRP_CANCEL_ID(Irp);

	UNREFERENCED_PARAMETER(DeviceObject);
	BindReference(binding);
	NdisAcquireSpinLock(&binding->Lock);
	binding->Users++;
	NdisReleaseSpinLock(&binding->Lock);
	IoReleaseCancelSpinLock(Irp->CancelIrql);
	NdisCancelSendPackets(binding->Handle, id);
	BindLeave(binding);
	BindDereference(binding);
}

VOID ProtSendComplete(NDIS_HANDLE ProtocolBindingContext, PNDIS_PACKET Packet, NDIS_STATUS Status)
{
	PPROT_BINDING binding = ProtocolBindingContext;
	PIRP irp = SEND_OF(Packet)->Irp;
	KIRQL irql;

	/* A canceller is through with the request, or will not find it. */
	IoAcquireCancelSpinLock(&irql);
	IoSetCancelRoutine(irp, NULL);
	IoReleaseCancelSpinLock(irql);

	NdisAcquireSpinLock(&binding->Lock);
	if (Status == NDIS_STATUS_SUCCESS)
		binding->Counters.Sent++;
	else
		binding->Counters.SendErrors++;
	NdisReleaseSpinLock(&binding->Lock);

	/* The list is the request's. */
	NdisReinitializePacket(Packet);
	NdisFreePacket(Packet);
	DeviceComplete(irp, DeviceStatus(Status), Status == NDIS_STATUS_SUCCESS ?
		       IoGetCurrentIrpStackLocation(irp)->Parameters.Write.Length : 0);
	BindLeave(binding);
	BindDereference(binding);
}

static NTSTATUS MayBeSent(PPROT_BINDING Binding, PIRP Irp)
{
	ULONG length = IoGetCurrentIrpStackLocation(Irp)->Parameters.Write.Length;
	NTSTATUS status = STATUS_SUCCESS;

	NdisAcquireSpinLock(&Binding->Lock);
	if (!Irp->MdlAddress || length < PROT_MINIMUM_FRAME || length > Binding->MaximumFrame)
		status = STATUS_INVALID_BUFFER_SIZE;
	else if (Binding->Flags & (PROT_LOW_POWER | PROT_RESETTING))
		status = STATUS_DEVICE_NOT_READY;
	NdisReleaseSpinLock(&Binding->Lock);
	return status;
}

static PNDIS_PACKET PacketOfWrite(PPROT_BINDING Binding, PIRP Irp)
{
	ULONG_PTR serial = (ULONG)InterlockedIncrement(&Globals.CancelIdNext);
	PNDIS_PACKET packet;
	NDIS_STATUS status;

	NdisAllocatePacket(&status, &packet, Binding->SendPool);
	if (status != NDIS_STATUS_SUCCESS)
		return NULL;
	SEND_OF(packet)->Irp = Irp;
	IRP_BINDING(Irp) = Binding;
	/* The first byte is NDIS's choice, the others are ours. */
	IRP_CANCEL_ID(Irp) = (PVOID)((ULONG_PTR)Globals.CancelIdPrefix << 56 | serial);
	NDIS_SET_PACKET_CANCEL_ID(packet, IRP_CANCEL_ID(Irp));
	NdisSetSendFlags(packet, NDIS_FLAGS_DONT_LOOPBACK);
	NdisChainBufferAtFront(packet, Irp->MdlAddress);
	return packet;
}

NTSTATUS DeviceWrite(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PPROT_BINDING binding = DeviceGetBinding(IoGetCurrentIrpStackLocation(Irp)->FileObject);
	PNDIS_PACKET packet;
	NDIS_STATUS sent;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(DeviceObject);
	if (!binding)
		return DeviceComplete(Irp, STATUS_INVALID_DEVICE_STATE, 0);
	status = BindEnter(binding);
	if (!NT_SUCCESS(status))
		goto err_dereference;
	status = MayBeSent(binding, Irp);
	if (!NT_SUCCESS(status))
		goto err_leave;
	packet = PacketOfWrite(binding, Irp);
	status = STATUS_INSUFFICIENT_RESOURCES;
	if (!packet)
		goto err_leave;

	/* Completed by ProtSendComplete from here on, whatever comes. */
	IoMarkIrpPending(Irp);
	IoSetCancelRoutine(Irp, CancelWrite);
	if (Irp->Cancel)
		sent = NDIS_STATUS_REQUEST_ABORTED;
	else
		NdisSend(&sent, binding->Handle, packet);
	if (sent != NDIS_STATUS_PENDING)
		ProtSendComplete(binding, packet, sent);
	return STATUS_PENDING;

err_leave:
	BindLeave(binding);
err_dereference:
	BindDereference(binding);
	return DeviceComplete(Irp, status, 0);
}
