// SPDX-License-Identifier: GPL-2.0
/*
 * Device service sessions: data on loan from MbbCx rides in blocks beside the
 * sessions' packets, and each loan is given back exactly once; data from the
 * device is handed to MbbCx. Best effort both ways: nothing waits for it.
 */
#include "driver.h"

static NTSTATUS QueueSend(MBIM_DEVICE *Device, DSS_SESSION_ID SessionId, WDFMEMORY Data)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	MBIM_TX *tx = &Device->Tx;
	size_t length = 0;
	DSS_SEND *send;
	NTSTATUS status;

	WdfMemoryGetBuffer(Data, &length);
	if (SessionId > 255 || !length)
		return STATUS_INVALID_PARAMETER;
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, DSS_SEND);
	status = WdfObjectAllocateContext(Data, &attributes, (PVOID *)&send);
	if (!NT_SUCCESS(status))
		return status;
	send->Data = Data;
	send->Session = (UINT8)SessionId;

	WdfSpinLockAcquire(tx->Lock);
	if (!tx->Running) {
		status = STATUS_DEVICE_NOT_READY;
	} else if (length > Device->Usb.MaximumDatagram) {
		status = STATUS_INVALID_BUFFER_SIZE;
	} else {
		InsertTailList(&tx->DssWaiting, &send->Link);
		tx->Waiting |= 1u << TX_DSS;
	}
	WdfSpinLockRelease(tx->Lock);
	return status;
}

VOID EvtMbbDeviceSendDeviceServiceSessionData(WDFDEVICE Device, DSS_SESSION_ID SessionId,
					      WDFMEMORY Data)
{
	MBIM_DEVICE *device = DeviceGetContext(Device);
	NTSTATUS status = QueueSend(device, SessionId, Data);

	if (NT_SUCCESS(status))
		TxPump(device);
	else
		MbbDeviceSendDeviceServiceSessionDataComplete(Data, status);
}

BOOLEAN DssFill(MBIM_DEVICE *Device, TX_SLOT *Slot)
{
	LIST_ENTRY *waiting = &Device->Tx.DssWaiting;

	while (!IsListEmpty(waiting)) {
		DSS_SEND *send = CONTAINING_RECORD(waiting->Flink, DSS_SEND, Link);
		const UINT8 *data;
		size_t length = 0;
		UINT8 *to;

		data = WdfMemoryGetBuffer(send->Data, &length);
		to = NtbBuilderReserve(&Slot->Builder, NtbStreamDss, send->Session,
				       (UINT32)length);
		if (!to)
			return FALSE;
		RtlCopyMemory(to, data, length);
		RemoveEntryList(&send->Link);
		InsertTailList(&Slot->Dss, &send->Link);
	}
	Device->Tx.Waiting &= ~(1u << TX_DSS);
	return TRUE;
}

VOID DssComplete(LIST_ENTRY *Sends, NTSTATUS Status)
{
	while (!IsListEmpty(Sends)) {
		DSS_SEND *send = CONTAINING_RECORD(RemoveHeadList(Sends), DSS_SEND, Link);

		/* the record goes with its memory */
		MbbDeviceSendDeviceServiceSessionDataComplete(send->Data, Status);
	}
}

/* @Data is a slice of a read buffer; MbbCx copies it before it returns. */
VOID DssReceive(MBIM_DEVICE *Device, UINT8 Session, UINT8 *Data, UINT32 Length)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFMEMORY memory;
	NTSTATUS status;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = Device->WdfDevice;
	status = WdfMemoryCreatePreallocated(&attributes, Data, Length, &memory);
	if (!NT_SUCCESS(status)) {
		Count(Device, MbimRxDropped, 1);
		return;
	}
	Count(Device, MbimRxDss, 1);
	MbbDeviceReceiveDeviceServiceSessionData(Device->WdfDevice, Session, memory);
	WdfObjectDelete(memory);
}
