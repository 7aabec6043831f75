// SPDX-License-Identifier: GPL-2.0
/*
 * Reception. A block is read into memory of the reader's; its datagrams are slices of
 * that memory, each with a reference on it, that wait in a ring of their session until
 * the session's queue hangs them into the packet ring. Nothing is copied.
 *
 * A session whose queue is behind makes the device wait: a work item stops the reader's
 * target. One without a queue only loses what is beyond its share.
 */
#include "device.h"

namespace mbb {

constexpr ULONG PendingBytes = 131072;		/* that the reads under way may take */
constexpr ULONG PendingMinimum = 4;
constexpr ULONG PendingMaximum = 10;
constexpr ULONG HighMark = 4;			/* parts of a session's share */
constexpr ULONG LowMark = 8;

NTSTATUS Receiver::Create()
{
	ChildOf attributes(m_device.Handle);
	NTSTATUS const status = WdfSpinLockCreate(&attributes, &Lock);

	return NT_SUCCESS(status) ? CreateWorkItem(m_device.Handle, EvtThrottle, &m_throttle) :
				    status;
}

NTSTATUS Receiver::ConfigureReader()
{
	UINT32 const size = m_device.Usb.BufferSize;
	ULONG const reads = min(max(PendingBytes / size, PendingMinimum), PendingMaximum);

	WDF_USB_CONTINUOUS_READER_CONFIG config;
	WDF_USB_CONTINUOUS_READER_CONFIG_INIT(&config, EvtRead, &m_device, size);
	config.NumPendingReads = static_cast<UCHAR>(reads);
	config.EvtUsbTargetPipeReadersFailed = EvtReadersFailed;
	return WdfUsbTargetPipeConfigContinuousReader(m_device.Usb.BulkIn, &config);
}

void Receiver::Reset()
{
	m_sequenceKnown = false;
	m_failures = 0;
}

/* ---- sessions ---- */

NTSTATUS RxSession::Attach(Device &device, ULONG id)
{
	/* not the adapter's child: it outlives the adapter's children */
	ChildOf attributes(device.Handle);
	PVOID buffer;
	NTSTATUS const status = WdfMemoryCreate(&attributes, NonPagedPoolNx, PoolTag,
						RxSlices * sizeof(RxSlice), &m_memory, &buffer);
	if (!NT_SUCCESS(status))
		return status;
	m_slices = static_cast<RxSlice *>(buffer);
	{
		LockGuard guard(device.Rx.Lock);

		if (!device.Rx.Table[id]) {
			device.Rx.Table[id] = this;
			return STATUS_SUCCESS;
		}
	}
	WdfObjectDelete(m_memory);
	m_memory = nullptr;
	return STATUS_OBJECT_NAME_COLLISION;
}

/*
 * The queue is gone. The reader and Purge() may be running, and reach a session through
 * the table only, under the lock.
 */
void RxSession::Detach(Device &device, ULONG id)
{
	RxSlice slice;
	{
		LockGuard guard(device.Rx.Lock);

		device.Rx.Table[id] = nullptr;
	}
	while (Pop(&slice))
		WdfObjectDereference(slice.Memory);
	WdfObjectDelete(m_memory);
	m_memory = nullptr;
	m_slices = nullptr;
}

/* false: there is no room. */
bool RxSession::Push(const Device &device, WDFMEMORY memory, UCHAR *data, UINT32 length)
{
	ULONG const limit = (Queue ? RxHeldBytes : RxHeldEarlyBytes) / device.Usb.BufferSize;
	UINT32 const last = (m_first + m_count - 1) % RxSlices;
	bool const opens = !m_count || m_slices[last].Memory != memory;

	if (m_count == RxSlices || (opens && m_blocks >= limit))
		return false;
	WdfObjectReference(memory);
	m_slices[(m_first + m_count) % RxSlices] = { memory, data, length, opens };
	m_count++;
	m_blocks += opens;
	return true;
}

bool RxSession::Pop(RxSlice *slice)
{
	if (!m_count)
		return false;
	*slice = m_slices[m_first];
	m_first = (m_first + 1) % RxSlices;
	m_count--;
	m_blocks -= slice->Blocks;
	return true;
}

bool RxSession::IsBehind(ULONG divisor, UINT32 blockSize) const
{
	return Queue && (m_count > RxSlices / divisor ||
			 m_blocks > RxHeldBytes / blockSize / divisor);
}

/* false: the session, if there is one, has nothing. */
bool Receiver::PurgeOne(ULONG id)
{
	RxSlice slice;
	{
		LockGuard guard(Lock);

		if (!Table[id] || !Table[id]->Pop(&slice))
			return false;
	}
	/* perhaps the last reference: not under the lock */
	WdfObjectDereference(slice.Memory);
	return true;
}

/* The reader is stopped. */
void Receiver::Purge()
{
	for (ULONG id = 0; id < Sessions; id++)
		while (PurgeOne(id))
			;
}

/* ---- blocks ---- */

/* MbbCx copies the data before it returns. */
void Receiver::TakeDss(UCHAR session, UCHAR *data, UINT32 length)
{
	ChildOf attributes(m_device.Handle);
	WDFMEMORY memory;

	if (!NT_SUCCESS(WdfMemoryCreatePreallocated(&attributes, data, length, &memory))) {
		m_device.Counts.Add(Counter::RxDropped);
		return;
	}
	m_device.Counts.Add(Counter::RxDss);
	MbbDeviceReceiveDeviceServiceSessionData(m_device.Handle, session, memory);
	WdfObjectDelete(memory);
}

void Receiver::Take(NTB_READER &reader, WDFMEMORY memory, UCHAR *data)
{
	auto &counts = m_device.Counts;
	NTB_DATAGRAM datagram;
	ULONG touched = 0;
	ULONG taken = 0;
	LockGuard guard(Lock);

	while (NtbReaderNext(&reader, &datagram)) {
		UCHAR *const start = data + datagram.Offset;

		if (datagram.Stream == NtbStreamDss) {
			Unlocked meanwhile(Lock);

			TakeDss(datagram.Session, start, datagram.Length);
			continue;
		}
		auto *const session = datagram.Session < Sessions ? Table[datagram.Session] :
								    nullptr;
		if (!session) {
			counts.Add(Counter::RxNoSession);
		} else if (!session->Push(m_device, memory, start, datagram.Length)) {
			counts.Add(Counter::RxDropped);
		} else {
			taken++;
			touched |= 1u << datagram.Session;
		}
	}
	for (ULONG id = 0; id < Sessions; id++)
		if (touched & 1u << id && Table[id] && Table[id]->Queue)
			Table[id]->Queue->Wake();
	CheckThrottle();
	counts.Add(Counter::RxDatagrams, taken);
}

void Receiver::ReportError(ULONG error, ULONG times, UINT32 length)
{
	if (m_device.Counts.Report(Counter::RxError, times, error))
		MbbWarn("block of %u bytes from the device: %s\n", length,
			CounterName(Index(Counter::RxError, error)));
}

void Receiver::ReportErrors(const NTB_READER &reader)
{
	for (ULONG i = 0; i < NtbErrorCount; i++)
		if (reader.Errors[i])
			ReportError(i, reader.Errors[i], reader.Length);
}

void Receiver::EvtRead(WDFUSBPIPE, WDFMEMORY Buffer, size_t Length, WDFCONTEXT Context)
{
	auto &device = *static_cast<Device *>(Context);
	auto &rx = device.Rx;

	rx.m_failures = 0;
	/* the zero-length packet behind a block that filled its buffer */
	if (!Length)
		return;
	auto *const data = static_cast<UCHAR *>(WdfMemoryGetBuffer(Buffer, nullptr));
	device.Counts.Add(Counter::RxNtbs);
	device.Counts.Add(Counter::RxBytes, Length);

	NTB_READER reader;
	auto const error = NtbReaderInit(&reader, data, Length, device.Usb.InputSize,
					 device.Usb.Format);
	if (error != NtbErrorNone) {
		rx.ReportError(error, 1, static_cast<UINT32>(Length));
		return;
	}
	if (rx.m_sequenceKnown && reader.Sequence != rx.m_sequence)
		device.Counts.Add(Counter::RxSequence);
	rx.m_sequenceKnown = true;
	rx.m_sequence = static_cast<USHORT>(reader.Sequence + 1);
	rx.Take(reader, Buffer, data);
	rx.ReportErrors(reader);
}

BOOLEAN Receiver::EvtReadersFailed(WDFUSBPIPE Pipe, NTSTATUS Status, USBD_STATUS UsbdStatus)
{
	auto &device = *DeviceOf(WdfIoTargetGetDevice(WdfUsbTargetPipeGetIoTarget(Pipe)));

	if (IsGone(Status))
		return FALSE;
	device.Counts.Add(Counter::RxFailed);
	if (++device.Rx.m_failures < MaximumFailures)
		return TRUE;
	MbbWarn("bulk IN pipe failed (0x%08x, USB 0x%08x)\n", Status, UsbdStatus);
	device.Restart("no data can be received");
	return FALSE;
}

/* ---- the device waits while a session is behind ---- */

/* Lock held: after something was pushed, popped, or a queue has gone. */
void Receiver::CheckThrottle()
{
	bool behind = false;

	if (!m_running)
		return;
	for (auto const *session : Table)
		behind = behind || (session && session->IsBehind(Throttled ? LowMark : HighMark,
								 m_device.Usb.BufferSize));
	if (behind == Throttled)
		return;
	Throttled = behind;
	if (behind)
		m_device.Counts.Add(Counter::RxThrottled);
	WdfWorkItemEnqueue(m_throttle);
}

/* Reads under way are left alone: there is room above the high mark. */
void Receiver::EvtThrottle(WDFWORKITEM WorkItem)
{
	auto &device = *DeviceOf(WdfWorkItemGetParentObject(WorkItem));
	auto &rx = device.Rx;
	WDFIOTARGET const target = WdfUsbTargetPipeGetIoTarget(device.Usb.BulkIn);
	bool throttled;
	{
		LockGuard guard(rx.Lock);

		throttled = rx.Throttled;
		if (!rx.m_running || throttled == rx.m_stopped)
			return;
	}
	rx.m_stopped = throttled;
	if (throttled) {
		WdfIoTargetStop(target, WdfIoTargetLeaveSentIoPending);
		return;
	}
	NTSTATUS const status = WdfIoTargetStart(target);
	if (!NT_SUCCESS(status) && !IsGone(status))
		device.Restart("reading could not go on");
}

void Receiver::StartThrottle()
{
	m_stopped = false;
	LockGuard guard(Lock);
	Throttled = false;
	m_running = true;
	CheckThrottle();
}

/* On return the work item touches the target no more. */
void Receiver::StopThrottle()
{
	{
		LockGuard guard(Lock);

		m_running = false;
	}
	WdfWorkItemFlush(m_throttle);
}

/* ---- a session's queue ---- */

NTSTATUS RxQueue::Create(NETADAPTER Adapter, NETRXQUEUE_INIT *RxQueueInit)
{
	auto &adapter = *GetAdapter(Adapter);

	NET_PACKET_QUEUE_CONFIG config;
	NET_PACKET_QUEUE_CONFIG_INIT(&config, EvtAdvance, EvtSetNotificationEnabled, EvtCancel);
	config.EvtStart = EvtStart;
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, RxQueue);
	NETPACKETQUEUE handle;
	NTSTATUS const status = NetRxQueueCreate(RxQueueInit, &attributes, &config, &handle);
	if (!NT_SUCCESS(status))
		return status;

	auto *const queue = new (GetRxQueue(handle)) RxQueue(adapter.Owner, adapter.Rx, handle);
	auto const *const rings = NetRxQueueGetRingCollection(handle);
	queue->m_packets = NetRingCollectionGetPacketRing(rings);
	queue->m_fragments = NetRingCollectionGetFragmentRing(rings);
	auto const find = [handle](PCWSTR name, ULONG version, NET_EXTENSION *extension) {
		NET_EXTENSION_QUERY query;

		NET_EXTENSION_QUERY_INIT(&query, name, version, NetExtensionTypeFragment);
		NetRxQueueGetExtension(handle, &query, extension);
		return extension->Enabled != FALSE;
	};
	bool const addresses = find(NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_NAME,
				    NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_VERSION_1,
				    &queue->m_addresses);
	bool const contexts = find(NET_FRAGMENT_EXTENSION_RETURN_CONTEXT_NAME,
				   NET_FRAGMENT_EXTENSION_RETURN_CONTEXT_VERSION_1,
				   &queue->m_contexts);
	return addresses && contexts ? STATUS_SUCCESS : STATUS_NOT_SUPPORTED;
}

/* Lock held, which keeps the queue alive. */
void RxQueue::Wake()
{
	if (!m_armed)
		return;
	m_armed = false;
	NetRxQueueNotifyMoreReceivedPacketsAvailable(m_handle);
}

bool RxQueue::HasRoom() const
{
	return m_packets->BeginIndex != m_packets->EndIndex &&
	       m_fragments->BeginIndex != m_fragments->EndIndex;
}

/* The slice's reference goes with the fragment. */
void RxQueue::Indicate(const RxSlice &slice)
{
	UINT32 const index = m_fragments->BeginIndex;
	auto &packet = *NetRingGetPacketAtIndex(m_packets, m_packets->BeginIndex);
	auto &fragment = *NetRingGetFragmentAtIndex(m_fragments, index);

	NetExtensionGetFragmentVirtualAddress(&m_addresses, index)->VirtualAddress = slice.Data;
	NetExtensionGetFragmentReturnContext(&m_contexts, index)->Handle =
		reinterpret_cast<NET_FRAGMENT_RETURN_CONTEXT_HANDLE>(slice.Memory);
	fragment.Offset = 0;
	fragment.ValidLength = slice.Length;
	fragment.Capacity = slice.Length;

	packet.FragmentIndex = index;
	packet.FragmentCount = 1;
	packet.Layout = {};
	packet.Layout.Layer2Type = NetPacketLayer2TypeNull;
	packet.Layout.Layer3Type = slice.Data[0] >> 4 == 4 ?
		NetPacketLayer3TypeIPv4UnspecifiedOptions :
		NetPacketLayer3TypeIPv6UnspecifiedExtensions;

	m_fragments->BeginIndex = NetRingIncrementIndex(m_fragments, index);
	m_packets->BeginIndex = NetRingIncrementIndex(m_packets, m_packets->BeginIndex);
}

void RxQueue::EvtStart(NETPACKETQUEUE Handle)
{
	auto *const queue = GetRxQueue(Handle);
	LockGuard guard(queue->m_device.Rx.Lock);

	queue->m_session.Queue = queue;
}

void RxQueue::EvtAdvance(NETPACKETQUEUE Handle)
{
	auto &queue = *GetRxQueue(Handle);
	auto &rx = queue.m_device.Rx;
	RxSlice slice;
	LockGuard guard(rx.Lock);

	/* after Cancel the ring is empty and stays so */
	while (queue.HasRoom() && queue.m_session.Pop(&slice))
		queue.Indicate(slice);
	if (rx.Throttled)
		rx.CheckThrottle();
}

void RxQueue::EvtSetNotificationEnabled(NETPACKETQUEUE Handle, BOOLEAN Enabled)
{
	auto &queue = *GetRxQueue(Handle);
	LockGuard guard(queue.m_device.Rx.Lock);

	queue.m_armed = Enabled;
	/* what came after the last Advance looked would otherwise wait for more */
	if (Enabled && queue.m_session.HasWaiting() && queue.HasRoom())
		queue.Wake();
}

/* The session forgets the queue; what waits there stays for the next one. */
void RxQueue::EvtCancel(NETPACKETQUEUE Handle)
{
	auto &queue = *GetRxQueue(Handle);
	auto &packets = *queue.m_packets;
	auto &rx = queue.m_device.Rx;
	LockGuard guard(rx.Lock);

	queue.m_armed = false;
	if (queue.m_session.Queue == &queue)
		queue.m_session.Queue = nullptr;
	for (; packets.BeginIndex != packets.EndIndex;
	     packets.BeginIndex = NetRingIncrementIndex(&packets, packets.BeginIndex))
		NetRingGetPacketAtIndex(&packets, packets.BeginIndex)->Ignore = 1;
	queue.m_fragments->BeginIndex = queue.m_fragments->EndIndex;
	rx.CheckThrottle();
}

void RxQueue::ReturnBuffer(NETADAPTER, NET_FRAGMENT_RETURN_CONTEXT_HANDLE RxReturnContext)
{
	WdfObjectDereference(reinterpret_cast<WDFMEMORY>(RxReturnContext));
}

} // namespace mbb
