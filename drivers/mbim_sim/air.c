// SPDX-License-Identifier: GPL-2.0
/*
 * The air: which modems and which network are there, and packets on their way
 * between them. It lives as long as the driver, so that neither side has to care
 * for the other's coming and going.
 *
 * All of it is protected by one lock, which is also what keeps a port and its
 * queue alive here: AirRemovePort() and AirSetQueue() come before they go.
 * Notifying a queue and asking a device to wake up take locks of their own and
 * call nobody back, so they happen with the lock held.
 */
#include "driver.h"

static struct {
	WDFSPINLOCK Lock;
	SIM_PORT *Network;
	SIM_STATION Station[SIM_MODEMS];
} Air;

static LONG64 Counters[SimCounterCount];

#define C(Name)	\
	[SimCount_##Name] = #Name,
static const char * const CounterNames[SimCounterCount] = {
	SIM_COUNTERS(C)
};

#undef C

VOID SimCount(SIM_COUNTER Counter)
{
	InterlockedIncrement64(&Counters[Counter]);
}

BOOLEAN SimQueryCounter(UINT32 Index, const char **Name, UINT64 *Value)
{
	if (Index >= SimCounterCount)
		return FALSE;
	*Name = CounterNames[Index];
	*Value = (UINT64)Counters[Index];
	return TRUE;
}

NTSTATUS AirCreate(WDFDRIVER Driver)
{
	WDF_OBJECT_ATTRIBUTES attributes;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = Driver;
	return WdfSpinLockCreate(&attributes, &Air.Lock);
}

/* ---- modems ---- */

BOOLEAN AirAddModem(SIM_DEVICE *Device, UINT32 Number)
{
	SIM_STATION *station = &Air.Station[Number];
	BOOLEAN vacant;

	WdfSpinLockAcquire(Air.Lock);
	vacant = !station->Device;
	if (vacant) {
		RtlZeroMemory(station, sizeof(*station));
		station->Device = Device;
	}
	WdfSpinLockRelease(Air.Lock);
	return vacant;
}

/* Its adapters are gone by now, and their ports with them. */
VOID AirRemoveModem(UINT32 Number)
{
	WdfSpinLockAcquire(Air.Lock);
	Air.Station[Number].Device = NULL;
	WdfSpinLockRelease(Air.Lock);
}

VOID AirSync(SIM_MODEM *Modem)
{
	SIM_STATION *station = &Air.Station[Modem->Index];
	UINT32 i;

	WdfSpinLockAcquire(Air.Lock);
	for (i = 0; i < SIM_SESSIONS; i++)
		station->Connected[i] = Modem->Session[i].Active;
	Modem->Statistics = station->Statistics;
	WdfSpinLockRelease(Air.Lock);
}

VOID AirSleep(UINT32 Number)
{
	WdfSpinLockAcquire(Air.Lock);
	Air.Station[Number].Asleep = TRUE;
	WdfSpinLockRelease(Air.Lock);
}

VOID AirAwake(UINT32 Number)
{
	SIM_STATION *station = &Air.Station[Number];
	BOOLEAN woken;

	WdfSpinLockAcquire(Air.Lock);
	woken = station->Woken;
	station->Woken = FALSE;
	station->Asleep = FALSE;
	WdfSpinLockRelease(Air.Lock);
	if (woken)
		WdfDeviceResumeIdle(station->Device->WdfDevice);
}

/*
 * A device without a bus has nobody who would see its wake signal: it takes a
 * power reference instead, until it is up. The lock is held.
 */
static VOID Wake(SIM_STATION *Station)
{
	if (!Station->Asleep || Station->Woken)
		return;
	if (!NT_SUCCESS(WdfDeviceStopIdle(Station->Device->WdfDevice, FALSE)))
		return;
	Station->Woken = TRUE;
	SimCount(SimCount_wakes);
}

VOID AirWake(UINT32 Number)
{
	WdfSpinLockAcquire(Air.Lock);
	Wake(&Air.Station[Number]);
	WdfSpinLockRelease(Air.Lock);
}

UINT32 AirGetDrop(UINT32 Number, BOOLEAN Down)
{
	UINT32 count;

	WdfSpinLockAcquire(Air.Lock);
	count = Air.Station[Number].Drop[Down];
	WdfSpinLockRelease(Air.Lock);
	return count;
}

VOID AirSetDrop(UINT32 Number, BOOLEAN Down, UINT32 Count)
{
	WdfSpinLockAcquire(Air.Lock);
	Air.Station[Number].Drop[Down] = Count;
	WdfSpinLockRelease(Air.Lock);
}

/* ---- ports ---- */

static SIM_PORT **Place(const SIM_PORT *Port)
{
	return Port->IsNetwork ? &Air.Network : &Air.Station[Port->Modem].Port[Port->Session];
}

BOOLEAN AirAddPort(SIM_PORT *Port)
{
	InitializeListHead(&Port->Waiting);
	WdfSpinLockAcquire(Air.Lock);
	Port->Present = !*Place(Port);
	if (Port->Present)
		*Place(Port) = Port;
	WdfSpinLockRelease(Air.Lock);
	return Port->Present;
}

/* Nobody finds the port afterwards, so what waits is the caller's alone. */
VOID AirRemovePort(SIM_PORT *Port)
{
	BOOLEAN present;

	WdfSpinLockAcquire(Air.Lock);
	present = Port->Present;
	if (present)
		*Place(Port) = NULL;
	Port->Present = FALSE;
	WdfSpinLockRelease(Air.Lock);
	if (!present)
		return;
	while (!IsListEmpty(&Port->Waiting))
		ExFreePool(CONTAINING_RECORD(RemoveHeadList(&Port->Waiting), SIM_PACKET, Link));
	Port->Count = 0;
}

static VOID Notify(SIM_PORT *Port)
{
	if (!Port->Armed || !Port->Queue)
		return;
	Port->Armed = FALSE;
	NetRxQueueNotifyMoreReceivedPacketsAvailable(Port->Queue);
}

VOID AirSetQueue(SIM_PORT *Port, NETPACKETQUEUE Queue)
{
	WdfSpinLockAcquire(Air.Lock);
	Port->Queue = Queue;
	Port->Armed = FALSE;
	WdfSpinLockRelease(Air.Lock);
}

/* What came after the last look would otherwise wait for more to come. */
VOID AirArm(SIM_PORT *Port, BOOLEAN Enabled)
{
	WdfSpinLockAcquire(Air.Lock);
	Port->Armed = Enabled;
	if (Enabled && Port->Count)
		Notify(Port);
	WdfSpinLockRelease(Air.Lock);
}

SIM_PACKET *AirReceive(SIM_PORT *Port)
{
	SIM_PACKET *packet = NULL;

	WdfSpinLockAcquire(Air.Lock);
	if (Port->Present && !IsListEmpty(&Port->Waiting)) {
		packet = CONTAINING_RECORD(RemoveHeadList(&Port->Waiting), SIM_PACKET, Link);
		Port->Count--;
	}
	WdfSpinLockRelease(Air.Lock);
	return packet;
}

/* ---- packets; the lock is held ---- */

/* Is it lost by a session's fault, or has it been counted as its packet? */
static BOOLEAN Pass(SIM_STATION *Station, UINT32 Session, BOOLEAN Down, UINT32 Length)
{
	if (!Station->Device || !Station->Connected[Session]) {
		SimCount(SimCount_not_connected);
		return FALSE;
	}
	if (SimFault(&Station->Drop[Down])) {
		SimCount(SimCount_faults);
		return FALSE;
	}
	if (Down) {
		Station->Statistics.DownPackets++;
		Station->Statistics.DownBytes += Length;
		SimCount(SimCount_down_packets);
	} else {
		Station->Statistics.UpPackets++;
		Station->Statistics.UpBytes += Length;
		SimCount(SimCount_up_packets);
	}
	return TRUE;
}

/* Where a packet goes; NULL: nowhere, and that has been counted. */
static SIM_PORT *FindTaker(const SIM_PORT *From, const SIM_PACKET *Packet)
{
	SIM_STATION *station;
	UINT32 modem, session;
	SIM_PORT *to;

	if (!SimIsIp(Packet->Data, Packet->Length)) {
		SimCount(SimCount_not_ip);
		return NULL;
	}
	if (!From->IsNetwork) {
		if (!Pass(&Air.Station[From->Modem], From->Session, FALSE, Packet->Length))
			return NULL;
		to = Air.Network;
	} else {
		if (!SimRoute(Packet->Data, Packet->Length, &modem, &session) ||
		    session >= SIM_SESSIONS) {
			SimCount(SimCount_no_route);
			return NULL;
		}
		station = &Air.Station[modem];
		if (!Pass(station, session, TRUE, Packet->Length))
			return NULL;
		to = station->Port[session];
		Wake(station);
	}
	if (!to)
		SimCount(SimCount_no_taker);
	return to;
}

VOID AirSend(SIM_PORT *From, SIM_PACKET *Packet)
{
	SIM_PORT *to;

	WdfSpinLockAcquire(Air.Lock);
	to = FindTaker(From, Packet);
	if (to && to->Count >= SIM_WAITING) {
		SimCount(SimCount_full);
		to = NULL;
	}
	if (to) {
		InsertTailList(&to->Waiting, &Packet->Link);
		to->Count++;
		Notify(to);
	}
	WdfSpinLockRelease(Air.Lock);
	if (!to)
		ExFreePool(Packet);
}
