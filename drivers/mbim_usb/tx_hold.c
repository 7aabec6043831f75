// SPDX-License-Identifier: GPL-2.0
/*
 * Packets that come thick and fast share their blocks. A block costs host and device
 * what many small packets do, and one that leaves as soon as the last one is through
 * has what came in the meantime, which is next to nothing where the bus is fast. So
 * a block that is not full leaves Tx.HoldTime after the last one at the earliest, if
 * there are two packets or more in it. A packet that is alone leaves at once: whoever
 * sent it waits for the answer. Not so if there is one after the other, as from a sender
 * that the bus keeps up with: LONE_PACKETS of them may, and one more from time to time.
 *
 * Tx.HoldTime is short beside a mobile network's delays; a bus that is full is not
 * held up, since then blocks are.
 */
#include "driver.h"

#define UNITS_PER_US		10u	/* of 100 ns */
#define MAXIMUM_HOLD_US		10000u
#define LONE_PACKETS		8u
#define LONE_HOLD_TIMES		4u	/* until there may be one more */

static EVT_WDF_TIMER EvtHoldTimer;

NTSTATUS TxHoldCreate(MBIM_DEVICE *Device)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_TIMER_CONFIG timer;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = Device->WdfDevice;
	WDF_TIMER_CONFIG_INIT(&timer, EvtHoldTimer);
	timer.AutomaticSerialization = FALSE;
	timer.UseHighResolutionTimer = WdfTrue;
	return WdfTimerCreate(&timer, &attributes, &Device->Tx.HoldTimer);
}

/* A machine that has only its ticks would hold blocks for far longer. */
static BOOLEAN TimersAreFineEnough(ULONG Us)
{
	return Us * 1000 >= MbimTimerResolution();
}

/* Tx.Lock held. */
VOID TxHoldStart(MBIM_DEVICE *Device)
{
	MBIM_TX *tx = &Device->Tx;

	if (!tx->HoldSet)
		tx->HoldUs = MbimParameters.TxHold;
	if (tx->HoldUs > MAXIMUM_HOLD_US)
		tx->HoldUs = MAXIMUM_HOLD_US;
	if (!TimersAreFineEnough(tx->HoldUs))
		tx->HoldUs = 0;
	tx->HoldTime = tx->HoldUs * UNITS_PER_US;
	tx->LonePaid = 0;
	tx->HoldOver = FALSE;
	tx->Holding = FALSE;
}

VOID TxHoldQuery(MBIM_DEVICE *Device, UINT32 *Us, UINT32 *Packets)
{
	WdfSpinLockAcquire(Device->Tx.Lock);
	*Us = Device->Tx.HoldUs;
	*Packets = Device->Tx.HoldPackets;
	WdfSpinLockRelease(Device->Tx.Lock);
}

/*
 * A block that waits leaves with its timer, or now if it would not wait any more. While
 * the device sleeps nothing is sent: TxHoldStart() has the rest.
 */
NTSTATUS TxHoldSet(MBIM_DEVICE *Device, UINT32 Us, UINT32 Packets)
{
	MBIM_TX *tx = &Device->Tx;

	if (Us > MAXIMUM_HOLD_US)
		return STATUS_INVALID_PARAMETER;
	if (Us && !TimersAreFineEnough(Us))
		return STATUS_NOT_SUPPORTED;
	WdfSpinLockAcquire(tx->Lock);
	tx->HoldSet = TRUE;
	tx->HoldUs = Us;
	tx->HoldPackets = Packets;
	tx->HoldTime = Us * UNITS_PER_US;
	tx->LonePaid = 0;
	TxPumpLocked(Device);
	WdfSpinLockRelease(tx->Lock);
	return STATUS_SUCCESS;
}

VOID MbimQueryHold(WDFDEVICE Device, UINT32 *Us, UINT32 *Packets)
{
	TxHoldQuery(DeviceGetContext(Device), Us, Packets);
}

NTSTATUS MbimSetHold(WDFDEVICE Device, UINT32 Us, UINT32 Packets)
{
	return TxHoldSet(DeviceGetContext(Device), Us, Packets);
}

static UINT64 Now(VOID)
{
	UINT64 counter;

	return KeQueryInterruptTimePrecise(&counter);
}

static UINT64 LonePrice(const MBIM_TX *Tx)
{
	return (UINT64)LONE_HOLD_TIMES * Tx->HoldTime;
}

/*
 * How long the block has to wait; 0 or less: not at all. LonePaid is when all packets
 * that left alone are paid for, and not ahead by more than as many as may leave.
 */
static INT64 TimeToWait(const MBIM_TX *Tx, const TX_SLOT *Slot)
{
	UINT64 now = Now(), ahead = (LONE_PACKETS - 1) * LonePrice(Tx);

	if (Slot->Builder.DatagramCount < 2 && (INT64)(Tx->LonePaid - now - ahead) <= 0)
		return 0;
	return (INT64)(Tx->LastLeft + Tx->HoldTime - now);
}

static VOID LonePacketLeft(MBIM_TX *Tx)
{
	UINT64 ahead = LONE_PACKETS * LonePrice(Tx);

	if ((INT64)(Tx->LonePaid - Tx->LastLeft) < 0)
		Tx->LonePaid = Tx->LastLeft;
	Tx->LonePaid += LonePrice(Tx);
	if ((INT64)(Tx->LonePaid - Tx->LastLeft - ahead) > 0)
		Tx->LonePaid = Tx->LastLeft + ahead;
}

BOOLEAN TxHold(MBIM_DEVICE *Device, const TX_SLOT *Slot)
{
	MBIM_TX *tx = &Device->Tx;
	INT64 wait;

	if (!tx->HoldTime || tx->HoldOver || !IsListEmpty(&Slot->Dss))
		return FALSE;
	if (tx->HoldPackets && Slot->Builder.DatagramCount >= tx->HoldPackets)
		return FALSE;
	if (tx->Holding)
		return TRUE;
	wait = TimeToWait(tx, Slot);
	if (wait <= 0)
		return FALSE;
	tx->Holding = TRUE;
	WdfTimerStart(tx->HoldTimer, -wait);
	return TRUE;
}

VOID TxHoldLeft(MBIM_DEVICE *Device, const TX_SLOT *Slot)
{
	MBIM_TX *tx = &Device->Tx;

	/* a timer that still runs finds nothing to do, or is started again */
	tx->Holding = FALSE;
	tx->HoldOver = FALSE;
	if (!tx->HoldTime)
		return;
	tx->LastLeft = Now();
	if (Slot->Builder.DatagramCount < 2)
		LonePacketLeft(tx);
}

/* The timer of a block that has left finds nothing to do. */
static VOID TxHoldOver(MBIM_DEVICE *Device)
{
	MBIM_TX *tx = &Device->Tx;

	if (!tx->Holding)
		return;
	tx->Holding = FALSE;
	tx->HoldOver = TRUE;
}

static VOID EvtHoldTimer(WDFTIMER Timer)
{
	MBIM_DEVICE *device = DeviceGetContext(WdfTimerGetParentObject(Timer));

	WdfSpinLockAcquire(device->Tx.Lock);
	TxHoldOver(device);
	TxPumpLocked(device);
	WdfSpinLockRelease(device->Tx.Lock);
}

/* Running is FALSE: no pump starts the timer any more. */
VOID TxHoldStop(MBIM_DEVICE *Device)
{
	WdfTimerStop(Device->Tx.HoldTimer, TRUE);
}
