// SPDX-License-Identifier: GPL-2.0
/*
 * What a tester may turn while a modem runs: the world around it, and faults.
 */
#include "driver.h"

C_ASSERT(SIM_KNOB_TEXT == SIM_PIN);

/* @Value and @Text are the user's. FALSE: refused. Called with the device's lock. */
typedef BOOLEAN KNOB_SET(SIM_DEVICE *Device, UINT32 Value, const char *Text);
typedef UINT32 KNOB_GET(SIM_DEVICE *Device);

typedef struct _KNOB {
	const char *Name;
	KNOB_SET *Set;
	KNOB_GET *Get;			/* NULL: it is a button */
	BOOLEAN IsText;
	MBB_WAKE_REASON_TYPE Reason;	/* for which it wakes a host */
} KNOB;

static BOOLEAN SetSignal(SIM_DEVICE *Device, UINT32 Value, const char *Text)
{
	UNREFERENCED_PARAMETER(Text);
	if (Value > 31 && Value != RSSI_UNKNOWN)
		return FALSE;
	SimSetSignal(Device->Modem, Value);
	return TRUE;
}

static UINT32 GetSignal(SIM_DEVICE *Device)
{
	return Device->Modem->Rssi;
}

static BOOLEAN SetCoverage(SIM_DEVICE *Device, UINT32 Value, const char *Text)
{
	UNREFERENCED_PARAMETER(Text);
	if (Value > 1)
		return FALSE;
	SimSetCoverage(Device->Modem, Value != 0);
	return TRUE;
}

static UINT32 GetCoverage(SIM_DEVICE *Device)
{
	return Device->Modem->Coverage;
}

static BOOLEAN SetSim(SIM_DEVICE *Device, UINT32 Value, const char *Text)
{
	UNREFERENCED_PARAMETER(Text);
	if (Value > 1)
		return FALSE;
	SimSetSim(Device->Modem, Value != 0);
	return TRUE;
}

static UINT32 GetSim(SIM_DEVICE *Device)
{
	return Device->Modem->SimPresent;
}

static BOOLEAN SetRadio(SIM_DEVICE *Device, UINT32 Value, const char *Text)
{
	UNREFERENCED_PARAMETER(Text);
	if (Value > 1)
		return FALSE;
	SimSetRadioSwitch(Device->Modem, Value != 0);
	return TRUE;
}

static UINT32 GetRadio(SIM_DEVICE *Device)
{
	return Device->Modem->RadioHardware;
}

/* 4 to 8 digits, as PIN_LIST says; or nothing, for a SIM without PIN. */
static BOOLEAN SetPin(SIM_DEVICE *Device, UINT32 Value, const char *Text)
{
	UINT32 length;

	UNREFERENCED_PARAMETER(Value);
	for (length = 0; Text[length]; length++)
		if (Text[length] < '0' || Text[length] > '9')
			return FALSE;
	if (length && (length < 4 || length > 8))
		return FALSE;
	SimSetPin(Device->Modem, Text);
	return TRUE;
}

static UINT32 GetPin(SIM_DEVICE *Device)
{
	return Device->Modem->Locked;
}

static BOOLEAN Detach(SIM_DEVICE *Device, UINT32 Value, const char *Text)
{
	UNREFERENCED_PARAMETER(Value);
	UNREFERENCED_PARAMETER(Text);
	SimDetach(Device->Modem);
	return TRUE;
}

/* The network ends session number @Value: regular deactivation. */
static BOOLEAN Disconnect(SIM_DEVICE *Device, UINT32 Value, const char *Text)
{
	UNREFERENCED_PARAMETER(Text);
	return SimDeactivate(Device->Modem, Value, 36);
}

/* As if its firmware had crashed: nobody is told. */
static BOOLEAN Forget(SIM_DEVICE *Device, UINT32 Value, const char *Text)
{
	UNREFERENCED_PARAMETER(Value);
	UNREFERENCED_PARAMETER(Text);
	SimModemReset(Device->Modem);
	return TRUE;
}

static BOOLEAN Ring(SIM_DEVICE *Device, UINT32 Value, const char *Text)
{
	UNREFERENCED_PARAMETER(Value);
	UNREFERENCED_PARAMETER(Text);
	SimRing(Device->Modem);
	return TRUE;
}

/* Happens later, elsewhere: unbinding waits for this knob. */
static BOOLEAN Restart(SIM_DEVICE *Device, UINT32 Value, const char *Text)
{
	UNREFERENCED_PARAMETER(Value);
	UNREFERENCED_PARAMETER(Text);
	WdfDeviceSetFailed(Device->WdfDevice, WdfDeviceFailedAttemptRestart);
	return TRUE;
}

static BOOLEAN SetUpDrop(SIM_DEVICE *Device, UINT32 Value, const char *Text)
{
	UNREFERENCED_PARAMETER(Text);
	AirSetDrop(Device->Number, FALSE, Value);
	return TRUE;
}

static UINT32 GetUpDrop(SIM_DEVICE *Device)
{
	return AirGetDrop(Device->Number, FALSE);
}

static BOOLEAN SetDownDrop(SIM_DEVICE *Device, UINT32 Value, const char *Text)
{
	UNREFERENCED_PARAMETER(Text);
	AirSetDrop(Device->Number, TRUE, Value);
	return TRUE;
}

static UINT32 GetDownDrop(SIM_DEVICE *Device)
{
	return AirGetDrop(Device->Number, TRUE);
}

static const KNOB Knobs[] = {
	{ "signal", SetSignal, GetSignal, FALSE, MbbWakeReasonTypeRegisterState },
	{ "coverage", SetCoverage, GetCoverage, FALSE, MbbWakeReasonTypeRegisterState },
	{ "radio", SetRadio, GetRadio, FALSE, MbbWakeReasonTypeRegisterState },
	{ "sim", SetSim, GetSim, FALSE, MbbWakeReasonTypeUiccChange },
	{ "pin", SetPin, GetPin, TRUE, MbbWakeReasonTypeUiccChange },
	{ "detach", Detach, NULL, FALSE, MbbWakeReasonTypePacketState },
	{ "disconnect", Disconnect, NULL, FALSE, MbbWakeReasonTypePacketState },
	{ "forget", Forget, NULL, FALSE, MbbWakeReasonTypeRegisterState },
	{ "wake", Ring, NULL, FALSE, MbbWakeReasonTypeRegisterState },
	{ "restart", Restart, NULL, FALSE, MbbWakeReasonTypeRegisterState },
	{ "up_drop", SetUpDrop, GetUpDrop, FALSE, MbbWakeReasonTypeRegisterState },
	{ "down_drop", SetDownDrop, GetDownDrop, FALSE, MbbWakeReasonTypeRegisterState },
};

#define KNOBS	(sizeof(Knobs) / sizeof(Knobs[0]))

/* Faults follow: a table of the members of SIM_FAULTS, all of them UINT32. */
#define F(Name) #Name,
static const char * const FaultNames[] = {
	SIM_FAULT_LIST(F)
};

#undef F

#define FAULTS	(sizeof(FaultNames) / sizeof(FaultNames[0]))
C_ASSERT(sizeof(SIM_FAULTS) == FAULTS * sizeof(UINT32));

static UINT32 *Fault(SIM_DEVICE *Device, UINT32 Index)
{
	return (UINT32 *)&Device->Modem->Faults + (Index - KNOBS);
}

BOOLEAN SimKnobQuery(UINT32 Index, const char **Name, BOOLEAN *IsText, BOOLEAN *IsReadable)
{
	if (Index >= KNOBS + FAULTS)
		return FALSE;
	*Name = Index < KNOBS ? Knobs[Index].Name : FaultNames[Index - KNOBS];
	*IsText = Index < KNOBS && Knobs[Index].IsText;
	*IsReadable = Index >= KNOBS || Knobs[Index].Get;
	return TRUE;
}

UINT32 SimKnobGet(SIM_DEVICE *Device, UINT32 Index)
{
	UINT32 value = 0;

	ControlEnter(Device);
	if (Index >= KNOBS)
		value = *Fault(Device, Index);
	else if (Knobs[Index].Get)
		value = Knobs[Index].Get(Device);
	ControlLeave(Device);
	return value;
}

BOOLEAN SimKnobSet(SIM_DEVICE *Device, UINT32 Index, UINT32 Value, const char *Text)
{
	SIM_CONTROL *control = &Device->Control;
	BOOLEAN done = TRUE;

	ControlEnter(Device);
	if (Index >= KNOBS)
		*Fault(Device, Index) = Value;
	else
		done = Knobs[Index].Set(Device, Value, Text);
	if (!control->Powered && control->Announce && Index < KNOBS) {
		control->WakeKnown = TRUE;
		control->WakeReason = Knobs[Index].Reason;
	}
	ControlLeave(Device);
	return done;
}

/* ---- status ---- */

typedef struct _STATUS {
	const char *Name;
	UINT32 Offset;			/* of a UINT32 in SIM_MODEM */
} STATUS;

#define S(Name, Member) { Name, offsetof(SIM_MODEM, Member) }
static const STATUS Status[] = {
	S("opens", Opens),
	S("closes", Closes),
	S("commands", Commands),
	S("indications", Indications),
	S("register_state", RegisterState),
	S("packet_state", PacketState),
	S("mbimex", Mbimex),
	S("max_transfer", MaxTransfer),
	S("subscriptions", Subscriptions),
	S("subscribe_sets", SubscribeSets),
	S("filter_sets", FilterSets),
};

#undef S

#define STATUSES	(sizeof(Status) / sizeof(Status[0]))
#define STATISTICS	4u

static UINT64 Statistic(const SIM_STATISTICS *Statistics, UINT32 Index, const char **Name)
{
	switch (Index) {
	case 0:
		*Name = "up_packets";
		return Statistics->UpPackets;
	case 1:
		*Name = "up_bytes";
		return Statistics->UpBytes;
	case 2:
		*Name = "down_packets";
		return Statistics->DownPackets;
	default:
		*Name = "down_bytes";
		return Statistics->DownBytes;
	}
}

static UINT64 Sessions(const SIM_MODEM *Modem)
{
	UINT32 count = 0, i;

	for (i = 0; i < SIM_SESSIONS; i++)
		count += Modem->Session[i].Active;
	return count;
}

/* State, then statistics, then what the host got wrong, each kind by its name. */
BOOLEAN SimQueryStatus(SIM_DEVICE *Device, UINT32 Index, const char **Name, UINT64 *Value)
{
	const SIM_MODEM *modem = Device->Modem;

	if (Index >= 2 + STATUSES + STATISTICS + SimViolationCount)
		return FALSE;
	ControlEnter(Device);
	if (Index == 0) {
		*Name = "open";
		*Value = modem->Open;
	} else if (Index == 1) {
		*Name = "sessions";
		*Value = Sessions(modem);
	} else if (Index < 2 + STATUSES) {
		*Name = Status[Index - 2].Name;
		*Value = *(const UINT32 *)((const UINT8 *)modem + Status[Index - 2].Offset);
	} else if (Index < 2 + STATUSES + STATISTICS) {
		*Value = Statistic(&modem->Statistics, Index - 2 - STATUSES, Name);
	} else {
		Index -= 2 + STATUSES + STATISTICS;
		*Name = SimViolationName((SIM_VIOLATION)Index);
		*Value = modem->Violations[Index];
	}
	ControlLeave(Device);
	return TRUE;
}
