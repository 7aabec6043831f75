// SPDX-License-Identifier: GPL-2.0
/*
 * Device service sessions: data on loan from MbbCx goes out as frames with a tag of
 * theirs, and each loan is given back exactly once; data from the device is handed to
 * MbbCx. A loan ends when its data has been copied into a frame that was sent: what is
 * under way needs it no more.
 */
#include "driver.h"

static NTSTATUS Enqueue(CDC_LOWER *Lower, DSS_SESSION_ID SessionId, WDFMEMORY Data)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	size_t length = 0;
	DSS_SEND *send;
	NTSTATUS status;

	WdfMemoryGetBuffer(Data, &length);
	if (SessionId > CDC_VLAN_DSS_LAST - CDC_VLAN_DSS || !length)
		return STATUS_INVALID_PARAMETER;
	if (length > Lower->Mtu) {
		Count(Lower, CdcTxTooLong);
		return STATUS_INVALID_BUFFER_SIZE;
	}
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, DSS_SEND);
	status = WdfObjectAllocateContext(Data, &attributes, (PVOID *)&send);
	if (!NT_SUCCESS(status))
		return status;
	send->Data = Data;
	send->Session = SessionId;

	NdisAcquireSpinLock(&Lower->TxLock);
	if (Lower->DssOpen)
		InsertTailList(&Lower->DssWaiting, &send->Link);
	else
		status = STATUS_DEVICE_NOT_READY;
	NdisReleaseSpinLock(&Lower->TxLock);
	return status;
}

VOID EvtMbbDeviceSendDeviceServiceSessionData(WDFDEVICE Device, DSS_SESSION_ID SessionId,
					      WDFMEMORY Data)
{
	CDC_LOWER *lower = DeviceGetContext(Device)->Lower;
	NTSTATUS status = Enqueue(lower, SessionId, Data);

	if (NT_SUCCESS(status))
		DssPump(lower);
	else
		MbbDeviceSendDeviceServiceSessionDataComplete(Data, status);
}

static VOID SendOne(CDC_LOWER *Lower, CDC_SEND *Send, DSS_SEND *Dss)
{
	size_t length = 0;
	PVOID data = WdfMemoryGetBuffer(Dss->Data, &length);
	NDIS_STATUS status;

	NdisMoveMemory(Send->Frame + CDC_HEADER, data, length);
	status = SendFrame(Lower, Send, CDC_VLAN_DSS + Dss->Session, CDC_TYPE_DSS, (UINT32)length);
	if (status == NDIS_STATUS_PENDING)
		status = NDIS_STATUS_SUCCESS;
	if (status == NDIS_STATUS_SUCCESS)
		Count(Lower, CdcTxDss);
	/* the record goes with its memory */
	MbbDeviceSendDeviceServiceSessionDataComplete(Dss->Data, status);
}

/* One at a time, or data would overtake each other. */
VOID DssPump(CDC_LOWER *Lower)
{
	LIST_ENTRY *waiting = &Lower->DssWaiting;
	CDC_SEND *send;
	DSS_SEND *dss;

	NdisAcquireSpinLock(&Lower->TxLock);
	if (Lower->DssPumping) {
		NdisReleaseSpinLock(&Lower->TxLock);
		return;
	}
	Lower->DssPumping = TRUE;
	while (!IsListEmpty(waiting)) {
		send = SendTake(Lower);
		if (!send)
			break;
		dss = CONTAINING_RECORD(RemoveHeadList(waiting), DSS_SEND, Link);
		NdisReleaseSpinLock(&Lower->TxLock);
		SendOne(Lower, send, dss);
		NdisAcquireSpinLock(&Lower->TxLock);
	}
	Lower->DssPumping = FALSE;
	NdisReleaseSpinLock(&Lower->TxLock);
}

VOID DssStart(CDC_LOWER *Lower)
{
	NdisAcquireSpinLock(&Lower->TxLock);
	Lower->DssOpen = TRUE;
	NdisReleaseSpinLock(&Lower->TxLock);
}

/* A loan that is being sent at this moment is given back by whoever sends it. */
VOID DssStop(CDC_LOWER *Lower)
{
	LIST_ENTRY *waiting = &Lower->DssWaiting;
	DSS_SEND *dss;

	do {
		dss = NULL;
		NdisAcquireSpinLock(&Lower->TxLock);
		Lower->DssOpen = FALSE;
		if (!IsListEmpty(waiting))
			dss = CONTAINING_RECORD(RemoveHeadList(waiting), DSS_SEND, Link);
		NdisReleaseSpinLock(&Lower->TxLock);
		if (dss)
			MbbDeviceSendDeviceServiceSessionDataComplete(dss->Data, STATUS_CANCELLED);
	} while (dss);
}

/* MbbCx copies the data before it returns. */
VOID DssReceive(CDC_LOWER *Lower, UINT32 Session, UINT8 *Data, UINT32 Length)
{
	WDFDEVICE device = Lower->Device->WdfDevice;
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFMEMORY memory;
	NTSTATUS status;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = device;
	status = Length ? WdfMemoryCreatePreallocated(&attributes, Data, Length, &memory) :
			  STATUS_INVALID_PARAMETER;
	if (!NT_SUCCESS(status)) {
		Count(Lower, CdcRxDropped);
		return;
	}
	Count(Lower, CdcRxDss);
	MbbDeviceReceiveDeviceServiceSessionData(device, Session, memory);
	WdfObjectDelete(memory);
}
