// SPDX-License-Identifier: GPL-2.0
/*
 * Frames to reads. A frame that a read waits for is copied to it at once; others
 * wait in the binding's list, as the packet they came in where that may be kept,
 * else in one of our own. Whoever is first meets the other under the binding's
 * lock, so reads and frames never wait at the same time.
 */
#include "ndisprot.h"

/* ---- packets that wait ---- */

static VOID FreePacket(PNDIS_PACKET Packet)
{
	PNDIS_BUFFER buffer;

	for (;;) {
		NdisUnchainBufferAtFront(Packet, &buffer);
		if (!buffer)
			break;
		NdisFreeBuffer(buffer);
	}
	NdisFreeMemory(RECEIVE_OF(Packet)->Data, 0, 0);
	NdisFreePacket(Packet);
}

/* Ours is freed, one on loan goes back. */
static VOID ReleasePacket(PNDIS_PACKET Packet)
{
	if (RECEIVE_OF(Packet)->Data)
		FreePacket(Packet);
	else
		NdisReturnPackets(&Packet, 1);
}

/* With memory for @Length bytes; its buffer describes those from @Offset on. */
static PNDIS_PACKET AllocatePacket(PPROT_BINDING Binding, UINT Length, UINT Offset)
{
	PNDIS_PACKET packet;
	PNDIS_BUFFER buffer;
	NDIS_STATUS status;
	PUCHAR data;

	NdisAllocateMemoryWithTag(&data, Length, PROT_TAG);
	if (!data)
		return NULL;
	NdisAllocatePacket(&status, &packet, Binding->ReceivePool);
	if (status != NDIS_STATUS_SUCCESS)
		goto err_free_memory;
	NdisAllocateBuffer(&status, &buffer, Binding->BufferPool, data + Offset, Length - Offset);
	if (status != NDIS_STATUS_SUCCESS)
		goto err_free_packet;
	NdisChainBufferAtFront(packet, buffer);
	RECEIVE_OF(packet)->Data = data;
	return packet;

err_free_packet:
	NdisFreePacket(packet);
err_free_memory:
	NdisFreeMemory(data, 0, 0);
	return NULL;
}

/* ---- from a frame to a read ---- */

/* Bytes of a chain into a read; what does not fit is cut. */
static NTSTATUS CompleteRead(PIRP Irp, PNDIS_PACKET Packet)
{
	ULONG room = IoGetCurrentIrpStackLocation(Irp)->Parameters.Read.Length;
	PUCHAR to = MmGetSystemAddressForMdlSafe(Irp->MdlAddress, NormalPagePriority);
	NTSTATUS status = STATUS_SUCCESS;
	PNDIS_BUFFER buffer;
	ULONG copied = 0;

	for (buffer = NDIS_PACKET_FIRST_NDIS_BUFFER(Packet); buffer; buffer = buffer->Next) {
		PVOID from;
		UINT length;

		NdisQueryBufferSafe(buffer, &from, &length, NormalPagePriority);
		if (!from || length > room - copied) {
			length = from ? room - copied : 0;
			status = STATUS_BUFFER_OVERFLOW;
		}
		NdisMoveMemory(to + copied, from, length);
		copied += length;
	}
	return DeviceComplete(Irp, status, copied);
}

/* A read that waited, which had a reference for the time. */
static VOID CompleteQueuedRead(PPROT_BINDING Binding, PIRP Irp, PNDIS_PACKET Packet)
{
	CompleteRead(Irp, Packet);
	BindDereference(Binding);
}

/* The same from header and data that follow each other nowhere. */
static VOID CompleteReadFromParts(PPROT_BINDING Binding, PIRP Irp, PVOID Header, UINT HeaderSize,
				  PVOID Data, UINT DataSize)
{
	ULONG room = IoGetCurrentIrpStackLocation(Irp)->Parameters.Read.Length;
	PUCHAR to = MmGetSystemAddressForMdlSafe(Irp->MdlAddress, NormalPagePriority);
	UINT header = min(HeaderSize, room);
	UINT data = min(DataSize, room - header);

	NdisMoveMemory(to, Header, header);
	NdisCopyLookaheadData(to + header, Data, data, Binding->Options);
	DeviceComplete(Irp, header + data < HeaderSize + DataSize ? STATUS_BUFFER_OVERFLOW :
								    STATUS_SUCCESS, header + data);
	BindDereference(Binding);
}

/*
 * A read for a frame that has just come, or NULL. *@Wanted: the frame may wait
 * for one; else it is counted as dropped, or is nobody's.
 */
static PIRP TakeRead(PPROT_BINDING Binding, BOOLEAN *Wanted)
{
	PIRP irp = NULL;

	*Wanted = FALSE;
	NdisAcquireSpinLock(&Binding->Lock);
	if (Binding->Receiving) {
		irp = IrpQueueTake(&Binding->Reads, NULL);
		*Wanted = irp || Binding->FrameCount < PROT_RECEIVE_PACKETS;
		if (irp)
			Binding->Counters.Received++;
		else if (!*Wanted)
			Binding->Counters.Dropped++;
	}
	NdisReleaseSpinLock(&Binding->Lock);
	return irp;
}

/*
 * A frame in a packet, to a read that may have come since, or into the list.
 * FALSE: nobody wants it any more; TRUE with *@Read: it is that read's.
 */
static BOOLEAN QueuePacket(PPROT_BINDING Binding, PNDIS_PACKET Packet, PIRP *Read)
{
	BOOLEAN taken = FALSE;

	*Read = NULL;
	NdisAcquireSpinLock(&Binding->Lock);
	if (Binding->Receiving) {
		*Read = IrpQueueTake(&Binding->Reads, NULL);
		taken = *Read || Binding->FrameCount < PROT_RECEIVE_PACKETS;
		if (taken)
			Binding->Counters.Received++;
		else
			Binding->Counters.Dropped++;
		if (taken && !*Read) {
			InsertTailList(&Binding->Frames, &RECEIVE_OF(Packet)->Link);
			Binding->FrameCount++;
		}
	}
	NdisReleaseSpinLock(&Binding->Lock);
	return taken;
}

/* A packet of our own, filled. */
static VOID DeliverOwn(PPROT_BINDING Binding, PNDIS_PACKET Packet)
{
	PIRP read;

	if (QueuePacket(Binding, Packet, &read) && !read)
		return;
	if (read)
		CompleteQueuedRead(Binding, read, Packet);
	FreePacket(Packet);
}

static VOID CountDrop(PPROT_BINDING Binding)
{
	NdisAcquireSpinLock(&Binding->Lock);
	Binding->Counters.Dropped++;
	NdisReleaseSpinLock(&Binding->Lock);
}

/* ---- indications ---- */

static VOID CopyAndDeliver(PPROT_BINDING Binding, PNDIS_PACKET Packet)
{
	PNDIS_PACKET copy;
	UINT length, copied;

	NdisQueryPacketLength(Packet, &length);
	copy = AllocatePacket(Binding, length, 0);
	if (!copy) {
		CountDrop(Binding);
		return;
	}
	NdisCopyFromPacketToPacket(copy, 0, length, Packet, 0, &copied);
	if (copied == length) {
		DeliverOwn(Binding, copy);
	} else {
		CountDrop(Binding);
		FreePacket(copy);
	}
}

INT ProtReceivePacket(NDIS_HANDLE ProtocolBindingContext, PNDIS_PACKET Packet)
{
	PPROT_BINDING binding = ProtocolBindingContext;
	PIRP read;
	BOOLEAN wanted;

	if (NDIS_GET_PACKET_STATUS(Packet) == NDIS_STATUS_RESOURCES) {
		read = TakeRead(binding, &wanted);
		if (read)
			CompleteQueuedRead(binding, read, Packet);
		else if (wanted)
			CopyAndDeliver(binding, Packet);
		return 0;
	}
	/* A read elsewhere may return it before this function does. */
	RECEIVE_OF(Packet)->Data = NULL;
	if (!QueuePacket(binding, Packet, &read))
		return 0;
	if (!read)
		return 1;
	CompleteQueuedRead(binding, read, Packet);
	return 0;
}

/* The rest of a frame of which only the beginning was shown. */
static VOID TransferRest(PPROT_BINDING Binding, NDIS_HANDLE MacReceiveContext, PVOID Header,
			 UINT HeaderSize, PVOID LookAhead, UINT LookAheadSize, UINT PacketSize)
{
	PNDIS_PACKET packet;
	NDIS_STATUS status;
	UINT bytes;

	packet = AllocatePacket(Binding, HeaderSize + PacketSize, HeaderSize + LookAheadSize);
	if (!packet) {
		CountDrop(Binding);
		return;
	}
	NdisMoveMemory(RECEIVE_OF(packet)->Data, Header, HeaderSize);
	NdisCopyLookaheadData(RECEIVE_OF(packet)->Data + HeaderSize, LookAhead, LookAheadSize,
			      Binding->Options);
	NdisTransferData(&status, Binding->Handle, MacReceiveContext, LookAheadSize,
			 PacketSize - LookAheadSize, packet, &bytes);
	if (status != NDIS_STATUS_PENDING)
		ProtTransferDataComplete(Binding, packet, status, bytes);
}

/* In front of what was transferred goes what was there before. */
VOID ProtTransferDataComplete(NDIS_HANDLE ProtocolBindingContext, PNDIS_PACKET Packet,
			      NDIS_STATUS Status, UINT BytesTransferred)
{
	PPROT_BINDING binding = ProtocolBindingContext;
	PUCHAR data = RECEIVE_OF(Packet)->Data;
	PNDIS_BUFFER rest = NDIS_PACKET_FIRST_NDIS_BUFFER(Packet);
	PNDIS_BUFFER front;
	NDIS_STATUS status = Status;
	PUCHAR va;
	UINT length;

	NdisQueryBuffer(rest, &va, &length);
	if (status == NDIS_STATUS_SUCCESS && BytesTransferred == length)
		NdisAllocateBuffer(&status, &front, binding->BufferPool, data, (UINT)(va - data));
	else
		status = NDIS_STATUS_FAILURE;
	if (status != NDIS_STATUS_SUCCESS) {
		CountDrop(binding);
		FreePacket(Packet);
		return;
	}
	NdisChainBufferAtFront(Packet, front);
	DeliverOwn(binding, Packet);
}

NDIS_STATUS ProtReceive(NDIS_HANDLE ProtocolBindingContext, NDIS_HANDLE MacReceiveContext,
			PVOID HeaderBuffer, UINT HeaderBufferSize, PVOID LookAheadBuffer,
			UINT LookaheadBufferSize, UINT PacketSize)
{
	PPROT_BINDING binding = ProtocolBindingContext;
	PNDIS_PACKET packet;
	BOOLEAN wanted;
	PIRP read;

	if (LookaheadBufferSize < PacketSize) {
		if (!binding->Receiving)
			return NDIS_STATUS_NOT_ACCEPTED;
		TransferRest(binding, MacReceiveContext, HeaderBuffer, HeaderBufferSize,
			     LookAheadBuffer, LookaheadBufferSize, PacketSize);
		return NDIS_STATUS_SUCCESS;
	}
	read = TakeRead(binding, &wanted);
	if (!wanted)
		return NDIS_STATUS_NOT_ACCEPTED;
	if (read) {
		CompleteReadFromParts(binding, read, HeaderBuffer, HeaderBufferSize,
				      LookAheadBuffer, PacketSize);
		return NDIS_STATUS_SUCCESS;
	}
	packet = AllocatePacket(binding, HeaderBufferSize + PacketSize, 0);
	if (!packet) {
		CountDrop(binding);
		return NDIS_STATUS_NOT_ACCEPTED;
	}
	NdisMoveMemory(RECEIVE_OF(packet)->Data, HeaderBuffer, HeaderBufferSize);
	NdisCopyLookaheadData(RECEIVE_OF(packet)->Data + HeaderBufferSize, LookAheadBuffer,
			      PacketSize, binding->Options);
	DeliverOwn(binding, packet);
	return NDIS_STATUS_SUCCESS;
}

/* Nothing was put off: each frame went its way as it came. */
VOID ProtReceiveComplete(NDIS_HANDLE ProtocolBindingContext)
{
	UNREFERENCED_PARAMETER(ProtocolBindingContext);
}

/* ---- reads ---- */

static VOID CancelRead(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PPROT_BINDING binding = IRP_BINDING(Irp);

	UNREFERENCED_PARAMETER(DeviceObject);
	IoReleaseCancelSpinLock(Irp->CancelIrql);
	NdisAcquireSpinLock(&binding->Lock);
	RemoveEntryList(&Irp->Tail.Overlay.ListEntry);
	NdisReleaseSpinLock(&binding->Lock);
	DeviceComplete(Irp, STATUS_CANCELLED, 0);
	BindDereference(binding);
}

static PNDIS_PACKET TakeFrame(PPROT_BINDING Binding)
{
	PPROT_RECEIVE receive;

	if (IsListEmpty(&Binding->Frames))
		return NULL;
	receive = CONTAINING_RECORD(RemoveHeadList(&Binding->Frames), PROT_RECEIVE, Link);
	Binding->FrameCount--;
	return CONTAINING_RECORD(receive, NDIS_PACKET, ProtocolReserved);
}

NTSTATUS DeviceRead(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PPROT_BINDING binding = DeviceGetBinding(IoGetCurrentIrpStackLocation(Irp)->FileObject);
	PNDIS_PACKET packet = NULL;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(DeviceObject);
	if (!binding)
		return DeviceComplete(Irp, STATUS_INVALID_DEVICE_STATE, 0);
	if (!Irp->MdlAddress) {
		BindDereference(binding);
		return DeviceComplete(Irp, STATUS_INVALID_PARAMETER, 0);
	}

	NdisAcquireSpinLock(&binding->Lock);
	if (!binding->Receiving) {
		status = STATUS_DEVICE_NOT_CONNECTED;
	} else {
		status = STATUS_SUCCESS;
		packet = TakeFrame(binding);
		if (!packet) {
			/* For the request, while it waits. */
			BindReference(binding);
			IRP_BINDING(Irp) = binding;
			status = IrpQueuePut(&binding->Reads, Irp, CancelRead);
		}
	}
	NdisReleaseSpinLock(&binding->Lock);

	switch (status) {
	case STATUS_PENDING:
		break;
	case STATUS_CANCELLED:
		DeviceComplete(Irp, STATUS_CANCELLED, 0);
		BindDereference(binding);
		status = STATUS_PENDING;	/* as it was marked */
		break;
	case STATUS_SUCCESS:
		status = CompleteRead(Irp, packet);
		ReleasePacket(packet);
		break;
	default:
		DeviceComplete(Irp, status, 0);
		break;
	}
	BindDereference(binding);
	return status;
}

VOID ReceiveFlush(PPROT_BINDING Binding, NTSTATUS Status)
{
	PNDIS_PACKET packet;
	PIRP irp;

	do {
		NdisAcquireSpinLock(&Binding->Lock);
		irp = IrpQueueTake(&Binding->Reads, NULL);
		packet = TakeFrame(Binding);
		NdisReleaseSpinLock(&Binding->Lock);
		if (irp) {
			DeviceComplete(irp, Status, 0);
			BindDereference(Binding);
		}
		if (packet)
			ReleasePacket(packet);
	} while (irp || packet);
}
