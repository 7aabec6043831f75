// SPDX-License-Identifier: GPL-2.0
/*
 * Transmission. All sessions share one engine, which packs what waits in their queues,
 * and the device service data on loan from MbbCx, into blocks.
 *
 *	TxQueue, DssSend --Fill--> the open slot --Next--> a transfer --Done--> free
 *
 * Without a timer: a block leaves while fewer than TxEager transfers are under way, and
 * collects above that, up to TxInFlight transfers of full ones, whose completions send
 * it. Everything is under Lock except sending, which is done by whoever holds the
 * m_pumping token, one at a time: sequence numbers go out in order.
 *
 * Packets are copied into blocks, and given back when the transfer is over: the stack
 * sees how fast the device really is.
 *
 *	Begin ... blocks under way ... Next ... waiting ... m_ready
 *
 * Only a queue's own callbacks move its BeginIndex; what lies between that and m_ready
 * is the driver's, and any context that holds Lock may fill a block with it.
 */
#include "device.h"

namespace mbb {

constexpr ULONG Participants = Sessions + 1;	/* of a round: device service data, too */
constexpr ULONG RecoveryDelay = 100;		/* ms, doubled with each failure */
constexpr ULONG RecoveryMaximumDelay = 1000;

template <typename T>
static T *First(const LIST_ENTRY &list)
{
	return CONTAINING_RECORD(list.Flink, T, Link);
}

static void MoveAll(LIST_ENTRY *from, LIST_ENTRY *to)
{
	while (!IsListEmpty(from))
		InsertTailList(to, RemoveHeadList(from));
}

/* No lock held. The record goes with its memory. */
static void GiveBack(LIST_ENTRY *sends, NTSTATUS status)
{
	while (!IsListEmpty(sends)) {
		auto *const send = First<DssSend>(*sends);

		RemoveEntryList(&send->Link);
		MbbDeviceSendDeviceServiceSessionDataComplete(send->Data, status);
	}
}

NTSTATUS Transmitter::Create()
{
	InitializeListHead(&m_free);
	InitializeListHead(&m_dssWaiting);
	for (auto &slot : m_slots) {
		slot.Owner = &m_device;
		InitializeListHead(&slot.Dss);
		InsertTailList(&m_free, &slot.Link);
	}
	ChildOf attributes(m_device.Handle);
	NTSTATUS status = WdfSpinLockCreate(&attributes, &Lock);
	if (!NT_SUCCESS(status))
		return status;
	status = CreateWorkItem(m_device.Handle, EvtRecovery, &m_recovery);
	if (!NT_SUCCESS(status))
		return status;
	return CreateTimer(m_device.Handle, EvtRecoveryTimer, &m_recoveryTimer);
}

/* ---- buffers and requests: no transfer is under way ---- */

NTSTATUS Transmitter::PrepareSlot(TxSlot &slot, UINT32 size)
{
	if (!slot.Memory || size > m_slotSize) {
		if (slot.Memory)
			WdfObjectDelete(slot.Memory);
		slot.Memory = nullptr;

		ChildOf attributes(m_device.Handle);
		PVOID buffer;
		NTSTATUS const status = WdfMemoryCreate(&attributes, NonPagedPoolNx, PoolTag, size,
							&slot.Memory, &buffer);
		if (!NT_SUCCESS(status))
			return status;
		slot.Buffer = static_cast<UCHAR *>(buffer);
	}
	/* the pipe's child: the old one went when the setting was selected */
	WDFUSBPIPE const pipe = m_device.Usb.BulkOut;
	ChildOf attributes(pipe);
	NTSTATUS const status = WdfRequestCreate(&attributes, WdfUsbTargetPipeGetIoTarget(pipe),
						 &slot.Request);
	return NT_SUCCESS(status) ? WdfRequestAllocateTimer(slot.Request) : status;
}

NTSTATUS Transmitter::Prepare()
{
	UINT32 const size = m_device.Usb.Rules.MaximumSize + 1;

	for (auto &slot : m_slots) {
		NTSTATUS const status = PrepareSlot(slot, size);

		if (!NT_SUCCESS(status)) {
			m_slotSize = 0;
			return status;
		}
	}
	m_slotSize = max(m_slotSize, size);
	return STATUS_SUCCESS;
}

/* ---- filling a block: Lock held ---- */

bool Transmitter::HasWaiting(ULONG participant) const
{
	if (participant == Sessions)
		return !IsListEmpty(&m_dssWaiting);
	return Queues[participant] && Queues[participant]->HasWaiting();
}

/* A new block is first filled by the next one who has something to send. */
void Transmitter::PassTurn()
{
	for (ULONG i = 0; i < Participants; i++) {
		m_turn = (m_turn + 1) % Participants;
		if (HasWaiting(m_turn))
			return;
	}
}

/* false: something waits that does not fit any more. So do the next two. */
bool Transmitter::FillDss(TxSlot &slot)
{
	while (!IsListEmpty(&m_dssWaiting)) {
		auto *const send = First<DssSend>(m_dssWaiting);
		size_t length = 0;
		PVOID const data = WdfMemoryGetBuffer(send->Data, &length);
		UCHAR *const to = NtbBuilderReserve(&slot.Builder, NtbStreamDss, send->Session,
						    static_cast<UINT32>(length));

		if (!to)
			return false;
		RtlCopyMemory(to, data, length);
		RemoveEntryList(&send->Link);
		InsertTailList(&slot.Dss, &send->Link);
	}
	return true;
}

bool Transmitter::Fill(TxSlot &slot)
{
	bool fits = true;

	/* whoever has something small may still use what is left */
	for (ULONG i = 0; i < Participants; i++) {
		ULONG const participant = (m_turn + i) % Participants;

		if (!HasWaiting(participant))
			continue;
		bool const all = participant == Sessions ? FillDss(slot) :
							   Queues[participant]->Fill(slot);
		fits = fits && all;
	}
	return fits;
}

TxSlot *Transmitter::OpenSlot()
{
	if (IsListEmpty(&m_free))
		return nullptr;
	auto *const slot = First<TxSlot>(m_free);
	RemoveEntryList(&slot->Link);
	NtbBuilderInit(&slot->Builder, &m_device.Usb.Rules, slot->Buffer);
	PassTurn();
	return slot;
}

void Transmitter::CountBlock(const TxSlot &slot)
{
	auto &counts = m_device.Counts;

	counts.Add(Counter::TxNtbs);
	counts.Add(Counter::TxDatagrams, slot.Builder.DatagramCount);
	counts.Add(Counter::TxBytes, slot.Length);
	counts.Add(Counter::TxFill, 1, NtbQuarter(slot.Length, m_device.Usb.Rules.MaximumSize));
	if (slot.Builder.NdpCount > 1)
		counts.Add(Counter::TxShared);
}

/* The block that should be sent now, or null. */
TxSlot *Transmitter::Next()
{
	if (!m_running || m_halted)
		return nullptr;
	if (!m_open)
		m_open = OpenSlot();
	auto *const slot = m_open;
	if (!slot)
		return nullptr;

	bool const fits = Fill(*slot);
	if (!slot->Builder.DatagramCount || m_inFlight >= (fits ? TxEager : TxInFlight))
		return nullptr;

	m_device.Counts.Add(!fits ? Counter::TxFlushFull :
			    m_inFlight ? Counter::TxFlushAhead : Counter::TxFlushIdle);
	m_open = nullptr;
	m_inFlight++;
	slot->Length = NtbBuilderFinish(&slot->Builder, m_sequence++);
	CountBlock(*slot);
	return slot;
}

/* What is aboard goes back to its owners; the slot is free. Lock held. */
void Transmitter::Release(TxSlot &slot, LIST_ENTRY *sends)
{
	for (auto &range : slot.Ranges) {
		if (range.Queue)
			range.Queue->Completed(range.First, range.Count);
		range.Queue = nullptr;
	}
	MoveAll(&slot.Dss, sends);
	InsertTailList(&m_free, &slot.Link);
}

/* ---- sending ---- */

void Transmitter::Done(TxSlot &slot, NTSTATUS status)
{
	LIST_ENTRY sends;

	InitializeListHead(&sends);
	{
		LockGuard guard(Lock);

		m_inFlight--;
		Release(slot, &sends);
		if (NT_SUCCESS(status)) {
			m_failures = 0;
		} else {
			m_device.Counts.Add(Counter::TxFailed);
			if (m_running && !m_halted && !IsGone(status)) {
				m_halted = true;
				ScheduleRecovery(status == STATUS_IO_TIMEOUT);
			}
		}
	}
	GiveBack(&sends, status);
	Pump();
}

void Transmitter::EvtWritten(WDFREQUEST, WDFIOTARGET, PWDF_REQUEST_COMPLETION_PARAMS Params,
			     WDFCONTEXT Context)
{
	auto &slot = *static_cast<TxSlot *>(Context);

	slot.Owner->Tx.Done(slot, Params->IoStatus.Status);
}

NTSTATUS Transmitter::Send(TxSlot &slot)
{
	WDFUSBPIPE const pipe = m_device.Usb.BulkOut;
	NTSTATUS status = Renew(slot.Request);
	if (!NT_SUCCESS(status))
		return status;

	WDFMEMORY_OFFSET offset = {};
	offset.BufferLength = slot.Length;
	status = WdfUsbTargetPipeFormatRequestForWrite(pipe, slot.Request, slot.Memory, &offset);
	if (!NT_SUCCESS(status))
		return status;
	WdfRequestSetCompletionRoutine(slot.Request, EvtWritten, &slot);
	/* bounds how long a device that takes nothing can hold up a power-down */
	SendTimeout options(WriteTimeout);
	if (!WdfRequestSend(slot.Request, WdfUsbTargetPipeGetIoTarget(pipe), &options))
		return WdfRequestGetStatus(slot.Request);
	return STATUS_SUCCESS;
}

void Transmitter::Pump()
{
	LockGuard guard(Lock);

	/* whoever has the token looks again before letting go of it */
	if (m_pumping)
		return;
	m_pumping = true;
	while (auto *const slot = Next()) {
		Unlocked meanwhile(Lock);
		NTSTATUS const status = Send(*slot);

		if (!NT_SUCCESS(status))
			Done(*slot, status);
	}
	m_pumping = false;
}

NTSTATUS Transmitter::SendDss(DSS_SESSION_ID session, WDFMEMORY data)
{
	size_t length = 0;

	WdfMemoryGetBuffer(data, &length);
	if (session > MAXUCHAR || !length)
		return STATUS_INVALID_PARAMETER;

	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, DssSend);
	PVOID context;
	NTSTATUS const status = WdfObjectAllocateContext(data, &attributes, &context);
	if (!NT_SUCCESS(status))
		return status;
	auto *const send = new (context) DssSend{ {}, data, static_cast<UCHAR>(session) };
	{
		LockGuard guard(Lock);

		if (!m_running)
			return STATUS_DEVICE_NOT_READY;
		if (length > m_device.Usb.MaximumDatagram)
			return STATUS_INVALID_BUFFER_SIZE;
		InsertTailList(&m_dssWaiting, &send->Link);
	}
	Pump();
	return STATUS_SUCCESS;
}

/* ---- start and stop: power callbacks ---- */

NTSTATUS Transmitter::Start()
{
	NTSTATUS const status =
		WdfIoTargetStart(WdfUsbTargetPipeGetIoTarget(m_device.Usb.BulkOut));
	if (!NT_SUCCESS(status))
		return status;
	{
		LockGuard guard(Lock);

		m_failures = 0;
		m_halted = false;
		m_running = true;
	}
	Pump();
	return STATUS_SUCCESS;
}

/* The token is held for a few sends, by code that does not sleep. */
void Transmitter::WaitForPump()
{
	for (;;) {
		{
			LockGuard guard(Lock);

			if (!m_pumping)
				return;
		}
		Sleep(1);
	}
}

/*
 * After this nothing of the engine runs and nothing waits in it: pumps end because of
 * m_running, recovery and transfers are waited for, device service data is refused, and
 * the queues went before.
 */
void Transmitter::Stop(bool finish)
{
	LIST_ENTRY sends;

	{
		LockGuard guard(Lock);

		m_running = false;
	}
	WaitForPump();
	/* the timer first: it queues the work item */
	WdfTimerStop(m_recoveryTimer, TRUE);
	WdfWorkItemFlush(m_recovery);
	WdfIoTargetStop(WdfUsbTargetPipeGetIoTarget(m_device.Usb.BulkOut),
			finish && !m_halted ? WdfIoTargetWaitForSentIoToComplete :
					      WdfIoTargetCancelSentIo);

	InitializeListHead(&sends);
	{
		LockGuard guard(Lock);

		if (m_open)
			Release(*m_open, &sends);
		m_open = nullptr;
		MoveAll(&m_dssWaiting, &sends);
	}
	GiveBack(&sends, STATUS_CANCELLED);
}

void Transmitter::Forget(TxQueue *queue)
{
	for (auto &slot : m_slots) {
		auto &range = slot.Ranges[queue->Session()];

		if (range.Queue == queue)
			range.Queue = nullptr;
	}
	if (Queues[queue->Session()] == queue)
		Queues[queue->Session()] = nullptr;
}

/* ---- after a failed write ---- */

/*
 * Later each time, and not for a time-out: a modem without coverage may take nothing for
 * minutes, and whether it is dead is for MbbCx to find out. Lock held.
 */
void Transmitter::ScheduleRecovery(bool timedOut)
{
	ULONG const delay = min(RecoveryDelay << m_failures, RecoveryMaximumDelay);

	if (!timedOut)
		m_failures++;
	WdfTimerStart(m_recoveryTimer, WDF_REL_TIMEOUT_IN_MS(delay));
}

void Transmitter::EvtRecoveryTimer(WDFTIMER Timer)
{
	WdfWorkItemEnqueue(DeviceOf(WdfTimerGetParentObject(Timer))->Tx.m_recovery);
}

void Transmitter::EvtRecovery(WDFWORKITEM WorkItem)
{
	auto &device = *DeviceOf(WdfWorkItemGetParentObject(WorkItem));
	auto &tx = device.Tx;
	WDFUSBPIPE const pipe = device.Usb.BulkOut;
	WDFIOTARGET const target = WdfUsbTargetPipeGetIoTarget(pipe);
	bool hopeless;
	{
		LockGuard guard(tx.Lock);

		if (!tx.m_running)
			return;
		hopeless = tx.m_failures >= MaximumFailures;
	}
	if (hopeless) {
		device.Restart("no data can be sent");
		return;
	}

	/* a pipe is reset when it is empty: other transfers under way are lost */
	WdfIoTargetStop(target, WdfIoTargetCancelSentIo);
	SendTimeout options(SetupTimeout);
	if (IsGone(WdfUsbTargetPipeResetSynchronously(pipe, WDF_NO_HANDLE, &options)))
		return;
	/* if that did not help, the next write fails */
	WdfIoTargetStart(target);
	{
		LockGuard guard(tx.Lock);

		tx.m_halted = false;
	}
	tx.Pump();
}

/* ---- a session's queue ---- */

NTSTATUS TxQueue::Create(NETADAPTER Adapter, NETTXQUEUE_INIT *TxQueueInit)
{
	auto &adapter = *GetAdapter(Adapter);

	NET_PACKET_QUEUE_CONFIG config;
	NET_PACKET_QUEUE_CONFIG_INIT(&config, EvtAdvance, EvtSetNotificationEnabled, EvtCancel);
	config.EvtStart = EvtStart;
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, TxQueue);
	NETPACKETQUEUE handle;
	NTSTATUS const status = NetTxQueueCreate(TxQueueInit, &attributes, &config, &handle);
	if (!NT_SUCCESS(status))
		return status;

	auto *const queue = new (GetTxQueue(handle)) TxQueue(adapter.Owner, adapter.SessionId,
							     handle);
	auto const *const rings = NetTxQueueGetRingCollection(handle);
	queue->m_packets = NetRingCollectionGetPacketRing(rings);
	queue->m_fragments = NetRingCollectionGetFragmentRing(rings);
	NET_EXTENSION_QUERY query;
	NET_EXTENSION_QUERY_INIT(&query, NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_NAME,
				 NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_VERSION_1,
				 NetExtensionTypeFragment);
	NetTxQueueGetExtension(handle, &query, &queue->m_addresses);
	return queue->m_addresses.Enabled ? STATUS_SUCCESS : STATUS_NOT_SUPPORTED;
}

void TxQueue::EvtStart(NETPACKETQUEUE Handle)
{
	auto *const queue = GetTxQueue(Handle);
	auto &tx = queue->m_device.Tx;
	LockGuard guard(tx.Lock);

	queue->m_ready = queue->m_packets->EndIndex;
	tx.Queues[queue->m_session] = queue;
}

/* Lock held, which keeps the queue alive: notifying takes none and calls nobody. */
void TxQueue::Wake()
{
	if (!m_armed)
		return;
	m_armed = false;
	NetTxQueueNotifyMoreCompletedPacketsAvailable(m_handle);
}

const UCHAR *TxQueue::Data(UINT32 index) const
{
	auto const *const address = NetExtensionGetFragmentVirtualAddress(&m_addresses, index);
	auto const *const fragment = NetRingGetFragmentAtIndex(m_fragments, index);

	return static_cast<const UCHAR *>(address->VirtualAddress) + fragment->Offset;
}

template <typename F>
void TxQueue::ForEachFragment(const NET_PACKET &packet, F what) const
{
	for (UINT16 i = 0; i < packet.FragmentCount; i++) {
		UINT32 const index = NetRingAdvanceIndex(m_fragments, packet.FragmentIndex, i);

		what(Data(index), static_cast<UINT32>(
			NetRingGetFragmentAtIndex(m_fragments, index)->ValidLength));
	}
}

/* Sessions carry IP and nothing else, and modems choke on what is too long. */
bool TxQueue::MaySend(UINT32 length, UCHAR first)
{
	UINT32 const minimum = first >> 4 == 4 ? 20 : first >> 4 == 6 ? 40 : MAXULONG;

	if (length < minimum) {
		m_device.Counts.Add(Counter::TxNotIp);
		return false;
	}
	if (length > m_device.Usb.MaximumDatagram) {
		m_device.Counts.Add(Counter::TxTooLong);
		return false;
	}
	return true;
}

void TxQueue::NoteRange(TxSlot &slot, UINT32 index)
{
	auto &range = slot.Ranges[m_session];

	if (!range.Queue)
		range = { this, index, 0 };
	/* what was refused in between is within the range, too */
	range.Count = NetRingGetRangeCount(m_packets, range.First, index) + 1;
}

bool TxQueue::Fill(TxSlot &slot)
{
	bool refused = false;
	bool fits = true;

	for (; m_packets->NextIndex != m_ready;
	     m_packets->NextIndex = NetRingIncrementIndex(m_packets, m_packets->NextIndex)) {
		auto &packet = *NetRingGetPacketAtIndex(m_packets, m_packets->NextIndex);
		UINT32 length = 0;
		UCHAR first = 0;

		if (!packet.Ignore)
			ForEachFragment(packet, [&](const UCHAR *data, UINT32 bytes) {
				if (!length && bytes)
					first = *data;
				length += bytes;
			});
		if (packet.Ignore || !MaySend(length, first)) {
			packet.Scratch = 1;
			refused = true;
			continue;
		}
		UCHAR *to = NtbBuilderReserve(&slot.Builder, NtbStreamIp, m_session, length);
		if (!to) {
			fits = false;
			break;
		}
		ForEachFragment(packet, [&](const UCHAR *data, UINT32 bytes) {
			RtlCopyMemory(to, data, bytes);
			to += bytes;
		});
		NoteRange(slot, m_packets->NextIndex);
	}
	/* no transfer will ask for these to be taken back */
	if (refused)
		Wake();
	return fits;
}

void TxQueue::Completed(UINT32 first, UINT32 count)
{
	for (UINT32 i = 0; i < count; i++) {
		UINT32 const index = NetRingAdvanceIndex(m_packets, first, static_cast<INT32>(i));

		NetRingGetPacketAtIndex(m_packets, index)->Scratch = 1;
	}
	Wake();
}

/* ---- the queue's own callbacks ---- */

bool TxQueue::HasCompleted() const
{
	return m_packets->BeginIndex != m_packets->NextIndex &&
	       NetRingGetPacketAtIndex(m_packets, m_packets->BeginIndex)->Scratch;
}

void TxQueue::ReturnOne()
{
	auto const &packet = *NetRingGetPacketAtIndex(m_packets, m_packets->BeginIndex);

	if (packet.FragmentCount)
		m_fragments->BeginIndex = NetRingAdvanceIndex(m_fragments, packet.FragmentIndex,
							      packet.FragmentCount);
	m_packets->BeginIndex = NetRingIncrementIndex(m_packets, m_packets->BeginIndex);
}

void TxQueue::ReturnAll()
{
	while (m_packets->BeginIndex != m_packets->EndIndex)
		ReturnOne();
	m_fragments->BeginIndex = m_fragments->EndIndex;
	m_packets->NextIndex = m_packets->EndIndex;
	m_ready = m_packets->EndIndex;
}

void TxQueue::EvtAdvance(NETPACKETQUEUE Handle)
{
	auto &queue = *GetTxQueue(Handle);
	auto &tx = queue.m_device.Tx;
	{
		LockGuard guard(tx.Lock);

		if (queue.m_cancelled) {
			queue.ReturnAll();
			return;
		}
		queue.m_ready = queue.m_packets->EndIndex;
	}
	tx.Pump();

	LockGuard guard(tx.Lock);
	while (queue.HasCompleted())
		queue.ReturnOne();
}

void TxQueue::EvtSetNotificationEnabled(NETPACKETQUEUE Handle, BOOLEAN Enabled)
{
	auto &queue = *GetTxQueue(Handle);
	LockGuard guard(queue.m_device.Tx.Lock);

	queue.m_armed = Enabled;
	/* completed after the last Advance looked: say so now or never */
	if (Enabled && queue.HasCompleted())
		queue.Wake();
}

/*
 * All packets go back at once. Those of blocks under way were copied, and when the
 * engine has forgotten the queue under Lock nobody has a pointer to it.
 */
void TxQueue::EvtCancel(NETPACKETQUEUE Handle)
{
	auto &queue = *GetTxQueue(Handle);
	auto &tx = queue.m_device.Tx;
	LockGuard guard(tx.Lock);

	queue.m_cancelled = true;
	queue.m_armed = false;
	tx.Forget(&queue);
	queue.ReturnAll();
}

} // namespace mbb
