/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An MBB client for USB MBIM functions, in C++: a Device has a Function (the USB
 * side), a ControlChannel, a Transmitter and a Receiver; an Adapter is a session.
 * All of them live in framework contexts, which are zeroed memory of which the
 * framework knows the size: a constructor is run by whoever creates the object, and
 * no destructor needs to run.
 */
#pragma once

#include <ntddk.h>
#include <wdf.h>
#include <usb.h>
#include <wdfusb.h>
#include <netadaptercx.h>
#include <net/fragment.h>
#include <net/packet.h>
#include <net/returncontext.h>
#include <net/ring.h>
#include <net/ringcollection.h>
#include <net/virtualaddress.h>
#include <mbbcx.h>
#include <new>

#include "counters.h"
#include "pure.h"
#include "settings.h"

#define MbbInfo(Format, ...)	DbgPrint("mbb_cxx: " Format, ##__VA_ARGS__)
#define MbbWarn(Format, ...)	\
	DbgPrintEx(DPFLTR_IHVNETWORK_ID, DPFLTR_WARNING_LEVEL, "mbb_cxx: " Format, ##__VA_ARGS__)

namespace mbb {

class Device;
class TxQueue;
class RxQueue;

constexpr ULONG PoolTag = 'xbbM';
constexpr ULONG Sessions = 17;			/* MbbCx hands out 0 to 16 */
constexpr ULONG MaximumNtb = 65536;
constexpr ULONG MaximumControl = 4096;
constexpr ULONG MinimumMtu = 1280;
constexpr USHORT MinimumSegment = 576;
constexpr USHORT DefaultSegment = 1500;
constexpr ULONG ControlTimeout = 10;		/* seconds, as the next two */
constexpr ULONG SetupTimeout = 5;
constexpr ULONG WriteTimeout = 10;
constexpr ULONG MaximumFailures = 8;		/* in a row, before a restart */

/* Has the hardware, or the driver, gone? Not worth recovering from. */
constexpr bool IsGone(NTSTATUS status)
{
	return status == STATUS_CANCELLED || status == STATUS_DEVICE_REMOVED ||
	       status == STATUS_NO_SUCH_DEVICE || status == STATUS_DEVICE_NOT_CONNECTED;
}

class LockGuard {
public:
	explicit LockGuard(WDFSPINLOCK lock) : m_lock(lock) { WdfSpinLockAcquire(m_lock); }
	~LockGuard() { WdfSpinLockRelease(m_lock); }
	LockGuard(const LockGuard &) = delete;
	LockGuard &operator=(const LockGuard &) = delete;

private:
	WDFSPINLOCK const m_lock;
};

/* For as long as this lives a lock that is held is not. */
class Unlocked {
public:
	explicit Unlocked(WDFSPINLOCK lock) : m_lock(lock) { WdfSpinLockRelease(m_lock); }
	~Unlocked() { WdfSpinLockAcquire(m_lock); }
	Unlocked(const Unlocked &) = delete;
	Unlocked &operator=(const Unlocked &) = delete;

private:
	WDFSPINLOCK const m_lock;
};

struct ChildOf : WDF_OBJECT_ATTRIBUTES {
	explicit ChildOf(WDFOBJECT parent)
	{
		WDF_OBJECT_ATTRIBUTES_INIT(this);
		ParentObject = parent;
	}
};

struct SendTimeout : WDF_REQUEST_SEND_OPTIONS {
	explicit SendTimeout(ULONG seconds)
	{
		WDF_REQUEST_SEND_OPTIONS_INIT(this, 0);
		WDF_REQUEST_SEND_OPTIONS_SET_TIMEOUT(this, WDF_REL_TIMEOUT_IN_SEC(seconds));
	}
};

void Sleep(ULONG milliseconds);
NTSTATUS CreateTimer(WDFDEVICE parent, PFN_WDF_TIMER callback, WDFTIMER *timer);
NTSTATUS CreateWorkItem(WDFDEVICE parent, PFN_WDF_WORKITEM callback, WDFWORKITEM *work);
NTSTATUS Renew(WDFREQUEST request);

/* ---- function.cpp: the USB side; PnP and power callbacks only ---- */

enum class Request : UCHAR {
	SendEncapsulatedCommand = 0x00,
	GetEncapsulatedResponse = 0x01,
	ResetFunction = 0x05,
	GetNtbParameters = 0x80,
	GetNtbFormat = 0x83,
	SetNtbFormat = 0x84,
	GetNtbInputSize = 0x85,
	SetNtbInputSize = 0x86,
	GetMaxDatagramSize = 0x87,
	SetMaxDatagramSize = 0x88,
};

/* What the device tells of what was agreed on; 0: nothing. */
struct Negotiated {
	UINT32 InputSize;
	UINT16 DatagramSize;
	UINT16 Format;			/* and one */
};

class Function {
public:
	explicit Function(Device &device) : m_device(device) {}

	NTSTATUS Open();		/* at each PrepareHardware */
	NTSTATUS BringUp();		/* to the data setting */
	void Reset();
	void DrainResponses();
	void Note() { ReadNegotiated(&m_noted); }
	bool IsStillConfigured();

	WDFIOTARGET ControlTarget() const { return WdfUsbTargetDeviceGetIoTarget(Usb); }

	WDFUSBDEVICE Usb = nullptr;
	WDFUSBPIPE Interrupt = nullptr;
	WDFUSBPIPE BulkIn = nullptr;
	WDFUSBPIPE BulkOut = nullptr;
	MBIM_FUNCTION Descriptor = {};
	NTB_RULES Rules = {};
	NTB_FORMAT Format = NtbFormat16;
	UINT32 InputSize = 0;
	UINT32 BufferSize = 0;
	UINT32 MaximumDatagram = 0;
	UINT32 Mtu = 0;
	bool Configured = false;
	bool Stale = false;		/* it could not be reset: old answers may wait */

private:
	NTSTATUS Class(Request request, UINT16 value, PVOID buffer, UINT16 length,
		       ULONG *transferred = nullptr);
	NTSTATUS ReadDescriptor();
	NTSTATUS ReadParameters();
	void ChooseFormat();
	UINT32 NegotiateInputSize();
	bool ReadDatagramSize(UINT16 *size);
	UINT16 NegotiateDatagramSize(UINT16 segment);
	void ChooseSizes();
	NTSTATUS SelectInitialSettings();
	NTSTATUS OpenPipes();
	void ReadNegotiated(Negotiated *negotiated);

	Device &m_device;
	WDFUSBINTERFACE m_control = nullptr;
	WDFUSBINTERFACE m_data = nullptr;
	NTB_PARAMETERS m_parameters = {};
	Negotiated m_noted = {};
	ULONG m_quirks = 0;
	bool m_reader = false;		/* configured on the interrupt pipe */
};

/* ---- control.cpp: fragments and notifications ---- */

class ControlChannel {
public:
	explicit ControlChannel(Device &device) : m_device(device) {}

	NTSTATUS Create();
	NTSTATUS ConfigureReader();
	void Reset();
	void Cancel();
	void Start();
	void Stop();
	void Submit(MBBREQUEST request, bool receiving);

	UINT32 DownlinkSpeed = 0;	/* bit/s, as last announced */
	UINT32 UplinkSpeed = 0;

private:
	static EVT_WDF_REQUEST_COMPLETION_ROUTINE EvtComplete;
	static EVT_WDF_USB_READER_COMPLETION_ROUTINE EvtRead;
	static EVT_WDF_USB_READERS_FAILED EvtReadersFailed;
	static EVT_WDF_TIMER EvtMissed;

	NTSTATUS Send(PVOID buffer, size_t size);
	void Complete(NTSTATUS status, ULONG_PTR length);
	void Take(const CDC_NOTIFICATION &notification);
	void WatchFor(UINT32 milliseconds);
	template <typename F>
	void Watch(F what)
	{
		LockGuard guard(m_watchLock);

		WatchFor(what(&m_missed));
	}

	Device &m_device;
	WDFREQUEST m_request = nullptr;
	WDFMEMORY m_memory = nullptr;
	UCHAR m_none[8] = {};
	MBBREQUEST m_pending = nullptr;	/* MbbCx has one out at a time */
	bool m_receiving = false;
	CDC_ASSEMBLY m_assembly = {};	/* the reader's */
	ULONG m_failures = 0;
	WDFTIMER m_watch = nullptr;
	WDFSPINLOCK m_watchLock = nullptr;
	bool m_watching = false;
	MISSED m_missed = {};
};

/* ---- transmit.cpp ---- */

constexpr ULONG TxInFlight = 4;		/* transfers of full blocks */
constexpr ULONG TxEager = 2;		/* transfers, so that the pipe never runs dry */
constexpr ULONG TxSlots = TxInFlight + 1;

struct DssSend {			/* a context of the memory on loan */
	LIST_ENTRY Link;
	WDFMEMORY Data;
	UCHAR Session;
};
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(DssSend, GetDssSend)

struct TxRange {
	TxQueue *Queue;			/* null: nothing is aboard */
	UINT32 First;
	UINT32 Count;
};

struct TxSlot {
	LIST_ENTRY Link;
	Device *Owner;
	WDFREQUEST Request;
	WDFMEMORY Memory;
	UCHAR *Buffer;
	UINT32 Length;
	LIST_ENTRY Dss;
	TxRange Ranges[Sessions];
	NTB_BUILDER Builder;
};

class Transmitter {
public:
	explicit Transmitter(Device &device) : m_device(device) {}

	NTSTATUS Create();
	NTSTATUS Prepare();		/* after a bring-up: buffers and requests */
	NTSTATUS Start();
	void Stop(bool finish);
	void Pump();
	NTSTATUS SendDss(DSS_SESSION_ID session, WDFMEMORY data);
	void Forget(TxQueue *queue);	/* Lock held */
	void ResetSequence() { m_sequence = 0; }

	WDFSPINLOCK Lock = nullptr;	/* all below, and the marks of all TxQueues' rings */
	TxQueue *Queues[Sessions] = {};

private:
	static EVT_WDF_REQUEST_COMPLETION_ROUTINE EvtWritten;
	static EVT_WDF_TIMER EvtRecoveryTimer;
	static EVT_WDF_WORKITEM EvtRecovery;

	NTSTATUS PrepareSlot(TxSlot &slot, UINT32 size);
	bool HasWaiting(ULONG participant) const;
	void PassTurn();
	bool FillDss(TxSlot &slot);
	bool Fill(TxSlot &slot);
	TxSlot *OpenSlot();
	TxSlot *Next();
	void CountBlock(const TxSlot &slot);
	void Release(TxSlot &slot, LIST_ENTRY *sends);
	NTSTATUS Send(TxSlot &slot);
	void Done(TxSlot &slot, NTSTATUS status);
	void ScheduleRecovery(bool timedOut);
	void WaitForPump();

	Device &m_device;
	bool m_running = false;
	bool m_pumping = false;		/* somebody is sending: the order of the blocks */
	bool m_halted = false;		/* the pipe is being recovered */
	USHORT m_sequence = 0;
	ULONG m_failures = 0;
	ULONG m_inFlight = 0;
	ULONG m_turn = 0;
	UINT32 m_slotSize = 0;
	LIST_ENTRY m_free = {};
	TxSlot *m_open = nullptr;
	TxSlot m_slots[TxSlots] = {};
	LIST_ENTRY m_dssWaiting = {};
	WDFTIMER m_recoveryTimer = nullptr;
	WDFWORKITEM m_recovery = nullptr;
};

class TxQueue {
public:
	TxQueue(Device &device, ULONG session, NETPACKETQUEUE handle)
		: m_device(device), m_handle(handle), m_session(static_cast<UCHAR>(session)) {}
	static EVT_NET_ADAPTER_CREATE_TXQUEUE Create;

	/* Transmitter::Lock held */
	bool HasWaiting() const { return m_packets->NextIndex != m_ready; }
	bool Fill(TxSlot &slot);
	void Completed(UINT32 first, UINT32 count);
	UCHAR Session() const { return m_session; }

private:
	static EVT_PACKET_QUEUE_START EvtStart;
	static EVT_PACKET_QUEUE_ADVANCE EvtAdvance;
	static EVT_PACKET_QUEUE_SET_NOTIFICATION_ENABLED EvtSetNotificationEnabled;
	static EVT_PACKET_QUEUE_CANCEL EvtCancel;

	const UCHAR *Data(UINT32 index) const;
	template <typename F> void ForEachFragment(const NET_PACKET &packet, F what) const;
	bool MaySend(UINT32 length, UCHAR first);
	void NoteRange(TxSlot &slot, UINT32 index);
	bool HasCompleted() const;
	void ReturnOne();
	void ReturnAll();
	void Wake();

	Device &m_device;
	NETPACKETQUEUE const m_handle;
	UCHAR const m_session;
	bool m_armed = false;
	bool m_cancelled = false;
	UINT32 m_ready = 0;		/* EndIndex at the last Advance */
	NET_RING *m_packets = nullptr;
	NET_RING *m_fragments = nullptr;
	NET_EXTENSION m_addresses = {};
};
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(TxQueue, GetTxQueue)

/* ---- receive.cpp ---- */

constexpr ULONG RxSlices = 2048;		/* that a session may have waiting */
constexpr ULONG RxHeldBytes = 0x400000;		/* that they may keep from reuse */
constexpr ULONG RxHeldEarlyBytes = 0x100000;	/* while the session has no queue */

struct RxSlice {
	WDFMEMORY Memory;		/* one reference */
	UCHAR *Data;
	UINT32 Length;
	UINT32 Blocks;			/* 1: the first of its block */
};

class RxSession {
public:
	NTSTATUS Attach(Device &device, ULONG id);
	void Detach(Device &device, ULONG id);

	/* Receiver::Lock held */
	bool Push(const Device &device, WDFMEMORY memory, UCHAR *data, UINT32 length);
	bool Pop(RxSlice *slice);
	bool IsBehind(ULONG divisor, UINT32 blockSize) const;
	bool HasWaiting() const { return m_count != 0; }

	RxQueue *Queue = nullptr;

private:
	WDFMEMORY m_memory = nullptr;
	RxSlice *m_slices = nullptr;	/* a ring of RxSlices */
	UINT32 m_first = 0;
	UINT32 m_count = 0;
	UINT32 m_blocks = 0;
};

class Receiver {
public:
	explicit Receiver(Device &device) : m_device(device) {}

	NTSTATUS Create();
	NTSTATUS ConfigureReader();
	void Reset();
	void Purge();
	void StartThrottle();
	void StopThrottle();
	void CheckThrottle();		/* Lock held */

	WDFSPINLOCK Lock = nullptr;	/* what follows, the sessions' rings and queues */
	RxSession *Table[Sessions] = {};
	bool Throttled = false;		/* what the work item has to bring about */

private:
	static EVT_WDF_USB_READER_COMPLETION_ROUTINE EvtRead;
	static EVT_WDF_USB_READERS_FAILED EvtReadersFailed;
	static EVT_WDF_WORKITEM EvtThrottle;

	void Take(NTB_READER &reader, WDFMEMORY memory, UCHAR *data);
	void TakeDss(UCHAR session, UCHAR *data, UINT32 length);
	void ReportErrors(const NTB_READER &reader);
	void ReportError(ULONG error, ULONG times, UINT32 length);
	bool PurgeOne(ULONG id);

	Device &m_device;
	WDFWORKITEM m_throttle = nullptr;
	bool m_running = false;
	bool m_stopped = false;		/* what the work item has brought about: its own */
	bool m_sequenceKnown = false;	/* the reader's, as the next two */
	USHORT m_sequence = 0;
	ULONG m_failures = 0;
};

class RxQueue {
public:
	RxQueue(Device &device, RxSession &session, NETPACKETQUEUE handle)
		: m_device(device), m_session(session), m_handle(handle) {}
	static EVT_NET_ADAPTER_CREATE_RXQUEUE Create;
	static EVT_NET_ADAPTER_RETURN_RX_BUFFER ReturnBuffer;

	void Wake();			/* Receiver::Lock held */

private:
	static EVT_PACKET_QUEUE_START EvtStart;
	static EVT_PACKET_QUEUE_ADVANCE EvtAdvance;
	static EVT_PACKET_QUEUE_SET_NOTIFICATION_ENABLED EvtSetNotificationEnabled;
	static EVT_PACKET_QUEUE_CANCEL EvtCancel;

	bool HasRoom() const;
	void Indicate(const RxSlice &slice);

	Device &m_device;
	RxSession &m_session;
	NETPACKETQUEUE const m_handle;
	bool m_armed = false;
	NET_RING *m_packets = nullptr;
	NET_RING *m_fragments = nullptr;
	NET_EXTENSION m_addresses = {};
	NET_EXTENSION m_contexts = {};
};
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(RxQueue, GetRxQueue)

/* ---- adapter.cpp ---- */

class Adapter {
public:
	Adapter(Device &device, NETADAPTER handle) : Owner(device), m_handle(handle) {}
	static EVT_MBB_DEVICE_CREATE_ADAPTER Create;

	Device &Owner;
	ULONG SessionId = 0;
	RxSession Rx;

private:
	NTSTATUS Initialize();
	void SetCapabilities();
	void SetWakeCapabilities();
	static void Cleanup(WDFOBJECT object);

	NETADAPTER const m_handle;
	bool m_attached = false;
};
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(Adapter, GetAdapter)

/* ---- device.cpp ---- */

class Device {
public:
	explicit Device(WDFDEVICE handle)
		: Handle(handle), Usb(*this), Control(*this), Tx(*this), Rx(*this) {}
	static EVT_WDF_DRIVER_DEVICE_ADD Add;

	/* Too many failures in a row: the device is taken down and started again. */
	void Restart(PCSTR reason);

	WDFDEVICE const Handle;
	Function Usb;
	ControlChannel Control;
	Transmitter Tx;
	Receiver Rx;
	Counters Counts;

private:
	static void SetCallbacks(PWDFDEVICE_INIT init);
	NTSTATUS Create();
	NTSTATUS Prepare();
	NTSTATUS Enter();
	void Leave(bool final);
	NTSTATUS Arm();
	void Disarm();
	NTSTATUS AssignPowerPolicy();
	void SetMbimParameters();

	bool m_armed = false;		/* asleep, or about to be, with wake armed */
};
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(Device, DeviceOf)

} // namespace mbb
