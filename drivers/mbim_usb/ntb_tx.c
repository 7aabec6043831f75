// SPDX-License-Identifier: GPL-2.0
/*
 * The transmit engine: one for each device, shared by all its sessions. It
 * gathers what waits in the sessions' queues and in the device service queue
 * into blocks and keeps the bulk OUT pipe busy.
 *
 *	queues --TxQueueFill--> Open slot --TxNext--> transfer --TxDone--> Free
 *
 * A block leaves at once while no transfer is under way, but for packets that come
 * too fast for that (tx_hold.c); else it stays open and collects, up to TX_IN_FLIGHT
 * transfers of full blocks. Something is always under way then, or a timer, and its
 * completion sends what has collected. A second transfer beside one would leave with
 * hardly anything aboard: controllers tell of a completion long after a small block
 * has gone.
 *
 * Who may do what: everything is under Tx.Lock, except sending. A request is
 * sent by whoever holds the Pumping token, one at a time, so that sequence
 * numbers go out in order; a completion that comes before WdfRequestSend()
 * returns finds the token taken and leaves the rest to its holder.
 *
 * Packets are copied into the block, but given back only when its transfer is
 * over, so that the stack sees how fast the device really is.
 */
#include "driver.h"

static EVT_WDF_REQUEST_COMPLETION_ROUTINE EvtWriteComplete;

NTSTATUS TxCreate(MBIM_DEVICE *Device)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	MBIM_TX *tx = &Device->Tx;
	NTSTATUS status;
	ULONG i;

	InitializeListHead(&tx->Free);
	InitializeListHead(&tx->DssWaiting);
	for (i = 0; i < TX_SLOTS; i++) {
		tx->Slots[i].Device = Device;
		InitializeListHead(&tx->Slots[i].Dss);
		InsertTailList(&tx->Free, &tx->Slots[i].Link);
	}

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = Device->WdfDevice;
	status = WdfSpinLockCreate(&attributes, &tx->Lock);
	if (!NT_SUCCESS(status))
		return status;
	status = TxHoldCreate(Device);
	if (!NT_SUCCESS(status))
		return status;
	return TxRecoveryCreate(Device);
}

/* ---- buffers and requests: no transfer is under way ---- */

static NTSTATUS PrepareBuffer(MBIM_DEVICE *Device, TX_SLOT *Slot, UINT32 Size)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	PVOID buffer;
	NTSTATUS status;

	if (Slot->Memory) {
		WdfObjectDelete(Slot->Memory);
		Slot->Memory = NULL;
	}
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = Device->WdfDevice;
	status = WdfMemoryCreate(&attributes, NonPagedPoolNx, MBIM_POOL_TAG, Size, &Slot->Memory,
				 &buffer);
	if (NT_SUCCESS(status))
		Slot->Buffer = buffer;
	return status;
}

static NTSTATUS PrepareRequest(MBIM_DEVICE *Device, TX_SLOT *Slot)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	NTSTATUS status;

	/* a child of the pipe: it went when the setting was selected again */
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = Device->Usb.BulkOut;
	status = WdfRequestCreate(&attributes, WdfUsbTargetPipeGetIoTarget(Device->Usb.BulkOut),
				  &Slot->Request);
	if (!NT_SUCCESS(status))
		return status;
	return WdfRequestAllocateTimer(Slot->Request);
}

/* So many packets may fill a block; fewer are not worth a look while one is under way. */
static UINT32 Worth(const MBIM_DEVICE *Device)
{
	const NTB_RULES *rules = &Device->Tx.Rules;
	UINT32 worth = rules->MaximumSize / Device->Usb.MaximumDatagram;

	if (worth > rules->MaximumDatagrams)
		worth = rules->MaximumDatagrams;
	if (worth > TX_WORTH)
		worth = TX_WORTH;
	return worth ? worth : 1;
}

NTSTATUS TxPrepare(MBIM_DEVICE *Device)
{
	MBIM_TX *tx = &Device->Tx;
	UINT32 size = tx->Rules.MaximumSize + 1;
	NTSTATUS status;
	ULONG i;

	for (i = 0; i < TX_SLOTS; i++) {
		TX_SLOT *slot = &tx->Slots[i];

		if (!slot->Memory || size > tx->SlotSize) {
			status = PrepareBuffer(Device, slot, size);
			if (!NT_SUCCESS(status)) {
				tx->SlotSize = 0;
				return status;
			}
		}
		status = PrepareRequest(Device, slot);
		if (!NT_SUCCESS(status))
			return status;
	}
	if (size > tx->SlotSize)
		tx->SlotSize = size;
	tx->Worth = Worth(Device);
	return STATUS_SUCCESS;
}

/* ---- filling a block: Tx.Lock held ---- */

/* The first one of @Waiting, which is not empty, from @Participant on, in a round. */
static ULONG NextOf(UINT32 Waiting, ULONG Participant)
{
	UINT32 behind = Waiting & ~((1u << Participant) - 1);
	ULONG next;

	BitScanForward(&next, behind ? behind : Waiting);
	return next;
}

/* FALSE: something waits that does not fit any more. */
static BOOLEAN Fill(MBIM_DEVICE *Device, TX_SLOT *Slot)
{
	MBIM_TX *tx = &Device->Tx;
	UINT32 left = tx->Waiting;
	ULONG participant = tx->Turn;
	BOOLEAN fits = TRUE;

	/* whoever has a small packet may still use what is left */
	while (left) {
		participant = NextOf(left, participant);
		left &= ~(1u << participant);
		if (participant == TX_DSS)
			fits = DssFill(Device, Slot) && fits;
		else
			fits = TxQueueFill(tx->Queues[participant], Slot) && fits;
	}
	return fits;
}

static TX_SLOT *OpenSlot(MBIM_TX *Tx)
{
	TX_SLOT *slot;

	if (IsListEmpty(&Tx->Free))
		return NULL;
	slot = CONTAINING_RECORD(RemoveHeadList(&Tx->Free), TX_SLOT, Link);
	NtbBuilderInit(&slot->Builder, &Tx->Rules, slot->Buffer);
	/* the next block belongs first to the next one who has something to send */
	Tx->Turn = NextOf(Tx->Waiting, (Tx->Turn + 1) % TX_PARTICIPANTS);
	return slot;
}

static VOID CountBlock(MBIM_DEVICE *Device, const TX_SLOT *Slot)
{
	Count(Device, MbimTxNtbs, 1);
	Count(Device, MbimTxDatagrams, Slot->Builder.DatagramCount);
	Count(Device, MbimTxBytes, Slot->Length);
	Count(Device, MbimTxFill + NtbQuarter(Slot->Length, Device->Tx.Rules.MaximumSize), 1);
	if (Slot->Builder.NdpCount > 1)
		Count(Device, MbimTxShared, 1);
}

/* The next block that should be sent now, or NULL. */
static TX_SLOT *TxNext(MBIM_DEVICE *Device)
{
	MBIM_TX *tx = &Device->Tx;
	TX_SLOT *slot;
	BOOLEAN fits;

	if (!tx->Running || tx->Halted || tx->InFlight == TX_IN_FLIGHT)
		return NULL;
	/* what is under way sends it when it is over, as much as there is then */
	if (tx->InFlight && tx->Packets < tx->Worth && !tx->Large)
		return NULL;
	if (!tx->Open && tx->Waiting)
		tx->Open = OpenSlot(tx);
	slot = tx->Open;
	if (!slot)
		return NULL;

	fits = Fill(Device, slot);
	tx->Large = !fits;
	if (!slot->Builder.DatagramCount)
		return NULL;
	if (fits && (tx->InFlight || TxHold(Device, slot)))
		return NULL;

	Count(Device, fits ? MbimTxFlushIdle : MbimTxFlushFull, 1);
	TxHoldLeft(Device, slot);
	tx->Open = NULL;
	tx->InFlight++;
	slot->Length = NtbBuilderFinish(&slot->Builder, tx->Sequence++);
	CountBlock(Device, slot);
	return slot;
}

/* Gives packets and loans of a slot back; the slot is free. Tx.Lock held. */
static VOID ReleaseSlot(MBIM_TX *Tx, TX_SLOT *Slot, LIST_ENTRY *Sends)
{
	ULONG i;

	for (; Slot->Sessions; Slot->Sessions &= Slot->Sessions - 1) {
		TX_RANGE *range;

		BitScanForward(&i, Slot->Sessions);
		range = &Slot->Ranges[i];
		if (range->Queue)
			TxQueueCompleted(range->Queue, range->First, range->Count);
		range->Queue = NULL;
	}
	while (!IsListEmpty(&Slot->Dss))
		InsertTailList(Sends, RemoveHeadList(&Slot->Dss));
	InsertTailList(&Tx->Free, &Slot->Link);
}

/* ---- sending ---- */

static VOID TxDone(TX_SLOT *Slot, NTSTATUS Status)
{
	MBIM_DEVICE *device = Slot->Device;
	MBIM_TX *tx = &device->Tx;
	LIST_ENTRY sends;

	InitializeListHead(&sends);
	WdfSpinLockAcquire(tx->Lock);
	tx->InFlight--;
	ReleaseSlot(tx, Slot, &sends);
	if (NT_SUCCESS(Status)) {
		tx->Failures = 0;
	} else {
		Count(device, MbimTxFailed, 1);
		if (tx->Running && !tx->Halted && !DeviceIsGoneStatus(Status)) {
			tx->Halted = TRUE;
			TxRecoverySchedule(device, Status == STATUS_IO_TIMEOUT);
		}
	}
	TxPumpLocked(device);
	WdfSpinLockRelease(tx->Lock);

	DssComplete(&sends, Status);
}

static VOID EvtWriteComplete(WDFREQUEST Request, WDFIOTARGET Target,
			     PWDF_REQUEST_COMPLETION_PARAMS Params, WDFCONTEXT Context)
{
	UNREFERENCED_PARAMETER(Request);
	UNREFERENCED_PARAMETER(Target);

	TxDone(Context, Params->IoStatus.Status);
}

static NTSTATUS Send(TX_SLOT *Slot)
{
	WDFUSBPIPE pipe = Slot->Device->Usb.BulkOut;
	WDF_REQUEST_REUSE_PARAMS reuse;
	WDF_REQUEST_SEND_OPTIONS options;
	WDFMEMORY_OFFSET offset;
	NTSTATUS status;

	WDF_REQUEST_REUSE_PARAMS_INIT(&reuse, WDF_REQUEST_REUSE_NO_FLAGS, STATUS_SUCCESS);
	status = WdfRequestReuse(Slot->Request, &reuse);
	if (!NT_SUCCESS(status))
		return status;

	offset.BufferOffset = 0;
	offset.BufferLength = Slot->Length;
	status = WdfUsbTargetPipeFormatRequestForWrite(pipe, Slot->Request, Slot->Memory, &offset);
	if (!NT_SUCCESS(status))
		return status;

	WdfRequestSetCompletionRoutine(Slot->Request, EvtWriteComplete, Slot);
	/* bounds how long a device that takes nothing can hold up a power-down */
	WDF_REQUEST_SEND_OPTIONS_INIT(&options, 0);
	WDF_REQUEST_SEND_OPTIONS_SET_TIMEOUT(&options,
					     WDF_REL_TIMEOUT_IN_SEC(MBIM_WRITE_TIMEOUT_S));
	if (!WdfRequestSend(Slot->Request, WdfUsbTargetPipeGetIoTarget(pipe), &options))
		return WdfRequestGetStatus(Slot->Request);
	return STATUS_SUCCESS;
}

VOID TxPumpLocked(MBIM_DEVICE *Device)
{
	MBIM_TX *tx = &Device->Tx;
	TX_SLOT *slot;

	/* its holder looks again under the lock before it leaves */
	if (tx->Pumping)
		return;
	tx->Pumping = TRUE;
	while ((slot = TxNext(Device)) != NULL) {
		NTSTATUS status;

		WdfSpinLockRelease(tx->Lock);
		status = Send(slot);
		if (!NT_SUCCESS(status))
			TxDone(slot, status);
		WdfSpinLockAcquire(tx->Lock);
	}
	tx->Pumping = FALSE;
}

VOID TxPump(MBIM_DEVICE *Device)
{
	WdfSpinLockAcquire(Device->Tx.Lock);
	TxPumpLocked(Device);
	WdfSpinLockRelease(Device->Tx.Lock);
}

/* ---- start and stop: power callbacks ---- */

NTSTATUS TxStart(MBIM_DEVICE *Device)
{
	MBIM_TX *tx = &Device->Tx;
	NTSTATUS status;

	status = WdfIoTargetStart(WdfUsbTargetPipeGetIoTarget(Device->Usb.BulkOut));
	if (!NT_SUCCESS(status))
		return status;

	WdfSpinLockAcquire(tx->Lock);
	tx->Failures = 0;
	tx->Halted = FALSE;
	TxHoldStart(Device);
	tx->Running = TRUE;
	WdfSpinLockRelease(tx->Lock);
	TxPump(Device);
	return STATUS_SUCCESS;
}

/* The token is held for a few sends at most, by code that does not sleep. */
static VOID WaitForPump(MBIM_TX *Tx)
{
	LARGE_INTEGER interval;
	BOOLEAN pumping;

	interval.QuadPart = WDF_REL_TIMEOUT_IN_MS(1);
	for (;;) {
		WdfSpinLockAcquire(Tx->Lock);
		pumping = Tx->Pumping;
		WdfSpinLockRelease(Tx->Lock);
		if (!pumping)
			return;
		KeDelayExecutionThread(KernelMode, FALSE, &interval);
	}
}

/*
 * After this nothing of the engine runs and nothing waits in it. The contexts
 * that could: a pump (Running stops it, WaitForPump() sees it out), the timer of a
 * held block (TxHoldStop(); it pumps nothing by now), recovery (TxRecoveryStop()),
 * transfers and their completions (WdfIoTargetStop(), which returns when they have
 * run). New device service data is refused because Running is FALSE; the transmit
 * queues are gone before D0Exit.
 */
VOID TxStop(MBIM_DEVICE *Device, BOOLEAN Finish)
{
	MBIM_TX *tx = &Device->Tx;
	LIST_ENTRY sends;

	WdfSpinLockAcquire(tx->Lock);
	tx->Running = FALSE;
	WdfSpinLockRelease(tx->Lock);
	WaitForPump(tx);
	TxHoldStop(Device);
	TxRecoveryStop(Device);
	WdfIoTargetStop(WdfUsbTargetPipeGetIoTarget(Device->Usb.BulkOut),
			Finish && !tx->Halted ? WdfIoTargetWaitForSentIoToComplete :
						WdfIoTargetCancelSentIo);

	InitializeListHead(&sends);
	WdfSpinLockAcquire(tx->Lock);
	if (tx->Open) {
		ReleaseSlot(tx, tx->Open, &sends);
		tx->Open = NULL;
	}
	while (!IsListEmpty(&tx->DssWaiting))
		InsertTailList(&sends, RemoveHeadList(&tx->DssWaiting));
	tx->Waiting &= ~(1u << TX_DSS);
	WdfSpinLockRelease(tx->Lock);
	DssComplete(&sends, STATUS_CANCELLED);
}

/* @Queue's packets go back to their owner now, whatever their blocks do. */
VOID TxForgetQueue(MBIM_DEVICE *Device, TX_QUEUE *Queue)
{
	MBIM_TX *tx = &Device->Tx;
	ULONG i;

	for (i = 0; i < TX_SLOTS; i++)
		if (tx->Slots[i].Ranges[Queue->Session].Queue == Queue)
			tx->Slots[i].Ranges[Queue->Session].Queue = NULL;
	if (tx->Queues[Queue->Session] == Queue) {
		tx->Queues[Queue->Session] = NULL;
		tx->Waiting &= ~(1u << Queue->Session);
		tx->Packets -= TxQueueWaiting(Queue);
	}
}
