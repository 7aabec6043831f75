// SPDX-License-Identifier: GPL-2.0
/*
 * The receive engine: reads blocks from the bulk IN pipe and sorts their
 * datagrams to the sessions. Nothing is copied: a datagram is a slice of the
 * reader's buffer, which all slices together hold by a reference on its WDFMEMORY
 * (RX_BLOCK) and which the reader replaces meanwhile.
 *
 *	reader --EvtBlockRead--> RX_SESSION ring --rx_queue.c--> packet ring
 *
 * A session whose queue does not keep up makes the device wait (rx_throttle.c).
 * One without a queue loses datagrams when its ring is full or keeps too much
 * memory from reuse; no other session notices.
 *
 * Sessions come and go beside the reader's callbacks, under Rx.Lock. The order
 * of datagrams is the order of those callbacks.
 */
#include "driver.h"
#include "linux_glue.h"

/* Memory the reads under way may take, and their number. */
#define RX_PENDING_BYTES	131072u
#define RX_PENDING_MINIMUM	4u
#define RX_PENDING_MAXIMUM	10u

static EVT_WDF_USB_READER_COMPLETION_ROUTINE EvtBlockRead;
static EVT_WDF_USB_READERS_FAILED EvtBlockReadersFailed;

NTSTATUS RxCreate(MBIM_DEVICE *Device)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	NTSTATUS status;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = Device->WdfDevice;
	status = WdfSpinLockCreate(&attributes, &Device->Rx.Lock);
	return NT_SUCCESS(status) ? RxThrottleCreate(Device) : status;
}

NTSTATUS RxConfigureReader(MBIM_DEVICE *Device)
{
	WDF_USB_CONTINUOUS_READER_CONFIG config;
	WDF_OBJECT_ATTRIBUTES attributes;
	UINT32 reads = RX_PENDING_BYTES / Device->Usb.BufferSize;

	if (reads < RX_PENDING_MINIMUM)
		reads = RX_PENDING_MINIMUM;
	if (reads > RX_PENDING_MAXIMUM)
		reads = RX_PENDING_MAXIMUM;

	WDF_USB_CONTINUOUS_READER_CONFIG_INIT(&config, EvtBlockRead, Device,
					      Device->Usb.BufferSize);
	config.NumPendingReads = (UCHAR)reads;
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, RX_BLOCK);
	config.BufferAttributes = &attributes;
	config.EvtUsbTargetPipeReadersFailed = EvtBlockReadersFailed;
	return WdfUsbTargetPipeConfigContinuousReader(Device->Usb.BulkIn, &config);
}

VOID RxReset(MBIM_DEVICE *Device)
{
	Device->Rx.SequenceKnown = FALSE;
	Device->Rx.Failures = 0;
}

/* ---- sessions ---- */

NTSTATUS RxSessionAttach(MBIM_DEVICE *Device, UINT32 Id, RX_SESSION *Session)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	PVOID buffer;
	NTSTATUS status;

	/* not the adapter's child: it must outlive the adapter's children */
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = Device->WdfDevice;
	status = WdfMemoryCreate(&attributes, NonPagedPoolNx, MBIM_POOL_TAG,
				 RX_SLICES * sizeof(RX_SLICE), &Session->SlicesMemory, &buffer);
	if (!NT_SUCCESS(status))
		return status;

	Session->Slices = buffer;
	WdfSpinLockAcquire(Device->Rx.Lock);
	if (Device->Rx.Sessions[Id])
		status = STATUS_OBJECT_NAME_COLLISION;
	else
		Device->Rx.Sessions[Id] = Session;
	WdfSpinLockRelease(Device->Rx.Lock);

	if (!NT_SUCCESS(status)) {
		WdfObjectDelete(Session->SlicesMemory);
		Session->SlicesMemory = NULL;
	}
	return status;
}

/*
 * The session's receive queue is gone already; the reader may be running, and
 * RxPurge() too: an interface may be deleted at any time. Both reach a session
 * through the table only, under the lock.
 */
VOID RxSessionDetach(MBIM_DEVICE *Device, UINT32 Id, RX_SESSION *Session)
{
	WdfSpinLockAcquire(Device->Rx.Lock);
	Device->Rx.Sessions[Id] = NULL;
	WdfSpinLockRelease(Device->Rx.Lock);

	while (Session->Count)
		RxBlockRelease(RxSessionPop(Session)->Block);
	WdfObjectDelete(Session->SlicesMemory);
	Session->SlicesMemory = NULL;
	Session->Slices = NULL;
}

/* One slice of the session that has the number. FALSE: there is none. */
static BOOLEAN PurgeOne(MBIM_DEVICE *Device, ULONG Id)
{
	RX_SESSION *session;
	RX_BLOCK *block = NULL;

	WdfSpinLockAcquire(Device->Rx.Lock);
	session = Device->Rx.Sessions[Id];
	if (session && session->Count)
		block = RxSessionPop(session)->Block;
	WdfSpinLockRelease(Device->Rx.Lock);
	/* perhaps the last reference: not under the lock */
	if (block)
		RxBlockRelease(block);
	return block ? TRUE : FALSE;
}

/* The reader is stopped. */
VOID RxPurge(MBIM_DEVICE *Device)
{
	ULONG i;

	for (i = 0; i < MBIM_SESSIONS; i++)
		while (PurgeOne(Device, i))
			;
}

/* ---- blocks ---- */

static BOOLEAN HoldsBlock(const RX_SESSION *Session, const RX_BLOCK *Block)
{
	UINT32 last = (Session->First + Session->Count - 1) % RX_SLICES;

	return Session->Count && Session->Slices[last].Block == Block;
}

/* Rx.Lock held: it keeps the queues alive. */
static VOID WakeSessions(MBIM_DEVICE *Device, UINT32 Touched)
{
	RX_SESSION **session = Device->Rx.Sessions;

	for (; Touched; Touched >>= 1, session++)
		if ((Touched & 1) && *session && (*session)->Queue)
			RxQueueWake((*session)->Queue);
}

/* What one block has come to. */
typedef struct _RX_SORTED {
	UINT32 Touched;			/* sessions, by bit */
	UINT32 Held;			/* slices taken that Block->Holders lacks */
	UINT32 Taken;
	UINT32 Dropped;
	UINT32 NoSession;
} RX_SORTED;

/* How many of @Number slices there is room for. Rx.Lock held. */
static UINT32 Room(const MBIM_DEVICE *Device, const RX_SESSION *Session, BOOLEAN First,
		   UINT32 Number)
{
	UINT32 bytes = Session->Queue ? RX_HELD_BYTES : RX_HELD_EARLY_BYTES;
	UINT32 left = RX_SLICES - Session->Count;

	if (First && Session->Blocks >= bytes / Device->Usb.BufferSize)
		return 0;
	return Number < left ? Number : left;
}

/*
 * Rx.Lock held: whoever pops a slice must find it counted in Block->Holders, and told of,
 * when the lock is released: HoldSorted().
 */
static VOID SortSlices(MBIM_DEVICE *Device, UINT8 Id, const NTB_SLICE *Slices, UINT32 Number,
		       RX_BLOCK *Block, UINT8 *Data, RX_SORTED *Sorted)
{
	RX_SESSION *session = Id < MBIM_SESSIONS ? Device->Rx.Sessions[Id] : NULL;
	UINT32 i, room, first;

	if (!session) {
		Sorted->NoSession += Number;
		return;
	}
	first = !HoldsBlock(session, Block);
	room = Room(Device, session, (BOOLEAN)first, Number);
	Sorted->Dropped += Number - room;
	if (!room)
		return;

	for (i = 0; i < room; i++) {
		RX_SLICE *slice = &session->Slices[(session->First + session->Count + i) %
						   RX_SLICES];

		slice->Block = Block;
		slice->Data = Data + Slices[i].Offset;
		slice->Length = Slices[i].Length;
		slice->Blocks = i ? 0 : first;
	}
	session->Count += room;
	session->Blocks += first;
	RxThrottlePushed(Device, session);
	Sorted->Held += room;
	Sorted->Taken += room;
	Sorted->Touched |= 1u << Id;
}

/* Rx.Lock held, and about to be released, or there is room for no more slices. */
static VOID HoldSorted(RX_BLOCK *Block, RX_SORTED *Sorted, const UINT8 *Data,
		       const NTB_SLICE *Slices)
{
	if (!Sorted->Held)
		return;
	InterlockedExchangeAdd(&Block->Holders, (LONG)Sorted->Held);
	RxBlockHolds(Data, Slices, Sorted->Held);
	Sorted->Held = 0;
}

static VOID CountSorted(MBIM_DEVICE *Device, const RX_SORTED *Sorted)
{
	Count(Device, MbimRxDatagrams, Sorted->Taken);
	if (Sorted->Dropped)
		Count(Device, MbimRxDropped, Sorted->Dropped);
	if (Sorted->NoSession)
		Count(Device, MbimRxNoSession, Sorted->NoSession);
}

static VOID PassDss(MBIM_DEVICE *Device, UINT8 Session, const NTB_SLICE *Slices, UINT32 Number,
		    UINT8 *Data)
{
	UINT32 i;

	for (i = 0; i < Number; i++)
		DssReceive(Device, Session, Data + Slices[i].Offset, Slices[i].Length);
}

static VOID TakeDatagrams(MBIM_DEVICE *Device, NTB_READER *Reader, WDFMEMORY Memory, UINT8 *Data)
{
	RX_BLOCK *block = RxBlockGetContext(Memory);
	MBIM_RX *rx = &Device->Rx;
	NTB_SLICE slices[NTB_SLICES];
	RX_SORTED sorted = {0};
	NTB_SLICE *next;
	UINT32 count;

	/* nobody has held it since the reader read into it */
	block->Memory = Memory;
	block->Holders = 1;
	WdfObjectReference(Memory);

	WdfSpinLockAcquire(rx->Lock);
	/* those that sessions have taken stay at the beginning of @slices */
	for (;;) {
		next = slices + sorted.Held;
		count = NtbReaderRead(Reader, next, NTB_SLICES - sorted.Held);
		if (!count)
			break;
		if (Reader->Stream != NtbStreamDss) {
			SortSlices(Device, Reader->Session, next, count, block, Data, &sorted);
			if (sorted.Held == NTB_SLICES)
				HoldSorted(block, &sorted, Data, slices);
			continue;
		}
		HoldSorted(block, &sorted, Data, slices);
		WdfSpinLockRelease(rx->Lock);
		PassDss(Device, Reader->Session, next, count, Data);
		WdfSpinLockAcquire(rx->Lock);
	}
	HoldSorted(block, &sorted, Data, slices);
	WakeSessions(Device, sorted.Touched);
	WdfSpinLockRelease(rx->Lock);
	RxBlockRelease(block);
	CountSorted(Device, &sorted);
}

static VOID ReportError(MBIM_DEVICE *Device, NTB_ERROR Error, UINT32 Times, UINT32 Length)
{
	const char *name;
	UINT64 count;

	if (!CountReport(Device, MbimRxError + Error, Times))
		return;
	MbimQueryCounter(MbimRxError + Error, &name, &count);
	MbimWarn("block of %u bytes from the device: %s, %llu so far\n", Length, name, count);
}

static VOID ReportErrors(MBIM_DEVICE *Device, const NTB_READER *Reader)
{
	ULONG i;

	for (i = 0; i < NtbErrorCount; i++)
		if (Reader->Errors[i])
			ReportError(Device, (NTB_ERROR)i, Reader->Errors[i], Reader->Length);
}

static VOID CheckSequence(MBIM_DEVICE *Device, UINT16 Sequence)
{
	if (Device->Rx.SequenceKnown && Sequence != Device->Rx.Sequence)
		Count(Device, MbimRxSequence, 1);
	Device->Rx.SequenceKnown = TRUE;
	Device->Rx.Sequence = (UINT16)(Sequence + 1);
}

static VOID EvtBlockRead(WDFUSBPIPE Pipe, WDFMEMORY Buffer, size_t Length, WDFCONTEXT Context)
{
	MBIM_DEVICE *device = Context;
	NTB_READER reader;
	NTB_ERROR error;
	UINT8 *data;

	UNREFERENCED_PARAMETER(Pipe);

	device->Rx.Failures = 0;
	/* the zero-length packet after a block that filled its buffer */
	if (!Length)
		return;

	data = WdfMemoryGetBuffer(Buffer, NULL);
	Count(device, MbimRxNtbs, 1);
	Count(device, MbimRxBytes, Length);

	error = NtbReaderInit(&reader, data, Length, device->Usb.InputSize, device->Usb.Format);
	if (error != NtbErrorNone) {
		ReportError(device, error, 1, (UINT32)Length);
		return;
	}
	CheckSequence(device, reader.Sequence);
	TakeDatagrams(device, &reader, Buffer, data);
	ReportErrors(device, &reader);
}

static BOOLEAN EvtBlockReadersFailed(WDFUSBPIPE Pipe, NTSTATUS Status, USBD_STATUS UsbdStatus)
{
	WDFIOTARGET target = WdfUsbTargetPipeGetIoTarget(Pipe);
	MBIM_DEVICE *device = DeviceGetContext(WdfIoTargetGetDevice(target));

	if (DeviceIsGoneStatus(Status))
		return FALSE;
	Count(device, MbimRxFailed, 1);
	if (++device->Rx.Failures < MBIM_MAXIMUM_FAILURES)
		return TRUE;
	MbimWarn("bulk IN pipe failed (0x%08x, USB 0x%08x)\n", Status, UsbdStatus);
	DeviceRestart(device, "no data can be received");
	return FALSE;
}
