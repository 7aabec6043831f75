// SPDX-License-Identifier: GPL-2.0
/*
 * Basic Connect: SIM and PIN, radio, registration, packet service, signal. What
 * they depend on and how they change is in radio.c.
 */
#include "modem.h"

#define DATA_CLASSES	0x3fu	/* GPRS to LTE */
#define DATA_CLASS_LTE	0x20u
#define UPLINK		50000000u	/* bit/s */
#define DOWNLINK	150000000u

#define READY_INITIALIZED	1u
#define READY_NO_SIM		2u
#define READY_LOCKED		6u

#define PIN_TYPE_PIN1	2u
#define PIN_TYPES	10u
#define PIN_ATTEMPTS	3u

enum { PIN_ENTER, PIN_ENABLE, PIN_DISABLE, PIN_CHANGE, PIN_OPERATIONS };

/* ---- SIM and PIN ---- */

static UINT32 ReadyState(const SIM_MODEM *Modem)
{
	if (!Modem->SimPresent)
		return READY_NO_SIM;
	return Modem->Locked ? READY_LOCKED : READY_INITIALIZED;
}

/*
 *	0 ReadyState [4 Flags, from MBIMEx 3.0]  then SubscriberId (pair),
 *	SimIccId (pair), ReadyInfo, ElementCount, telephone numbers (pairs)
 */
static VOID FillSubscriberReady(SIM_MODEM *Modem)
{
	UINT32 shift = Modem->Mbimex >= MBIMEX_3_0 ? 4 : 0;
	SIM_INFO *info = &Modem->Info;

	InfoInit(info, 28 + shift + (Modem->SimPresent ? 8 : 0));
	InfoPut32(info, 0, ReadyState(Modem));
	if (!Modem->SimPresent)
		return;
	InfoPutString(info, 4 + shift, Modem->Imsi);
	InfoPutString(info, 12 + shift, Modem->Iccid);
	InfoPut32(info, 24 + shift, 1);
	InfoPutString(info, 28 + shift, Modem->Number);
}

UINT32 SimSubscriberReady(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	UNREFERENCED_PARAMETER(Command);
	FillSubscriberReady(Modem);
	return MBIM_STATUS_SUCCESS;
}

static VOID FillPin(SIM_MODEM *Modem)
{
	InfoInit(&Modem->Info, 12);
	InfoPut32(&Modem->Info, 0, PIN_TYPE_PIN1);
	InfoPut32(&Modem->Info, 4, Modem->Locked);
	InfoPut32(&Modem->Info, 8, Modem->PinAttempts);
}

static BOOLEAN SameText(const char *A, const char *B)
{
	while (*A && *A == *B) {
		A++;
		B++;
	}
	return *A == *B;
}

static BOOLEAN PinIsRight(SIM_MODEM *Modem, const char *Pin)
{
	if (!Modem->PinAttempts)
		return FALSE;
	if (!SameText(Pin, Modem->Pin)) {
		Modem->PinAttempts--;
		return FALSE;
	}
	Modem->PinAttempts = PIN_ATTEMPTS;
	return TRUE;
}

static VOID PinDone(SIM_MODEM *Modem, UINT32 Operation, const char *Next)
{
	UINT32 i;

	switch (Operation) {
	case PIN_ENTER:
		Modem->Locked = FALSE;
		SimAddEvent(Modem, CID_SUBSCRIBER_READY, 0);
		SimUpdateRegistration(Modem);
		break;
	case PIN_ENABLE:
		Modem->PinEnabled = TRUE;
		break;
	case PIN_DISABLE:
		Modem->PinEnabled = FALSE;
		break;
	case PIN_CHANGE:
		for (i = 0; i < SIM_PIN - 1 && Next[i]; i++)
			Modem->Pin[i] = Next[i];
		Modem->Pin[i] = 0;
		break;
	}
}

/* 0 PinType  4 PinOperation  8 Pin (pair)  16 NewPin (pair) */
static UINT32 SetPin(SIM_MODEM *Modem, const SIM_INPUT *Input)
{
	UINT32 operation = InputGet32(Input, 4);
	char pin[INFO_STRING], next[INFO_STRING];

	if (operation >= PIN_OPERATIONS)
		return SimRefuse(Modem, SimViolation_value);
	if (!InputGetString(Input, 8, 2 * (SIM_PIN - 1), pin) ||
	    !InputGetString(Input, 16, 2 * (SIM_PIN - 1), next))
		return SimRefuse(Modem, SimViolation_information);
	if (InputGet32(Input, 0) != PIN_TYPE_PIN1)
		return MBIM_STATUS_NO_DEVICE_SUPPORT;
	if (operation == PIN_ENTER && !Modem->Locked)
		return MBIM_STATUS_SUCCESS;
	if (operation != PIN_ENTER && Modem->Locked)
		return MBIM_STATUS_PIN_REQUIRED;
	/* a SIM that never had one takes any that is set first */
	if (operation == PIN_ENABLE && !Modem->Pin[0])
		PinDone(Modem, PIN_CHANGE, pin);
	if (!PinIsRight(Modem, pin))
		return MBIM_STATUS_FAILURE;
	PinDone(Modem, operation, next);
	return MBIM_STATUS_SUCCESS;
}

/* How many attempts are left is part of a refusal, too. */
UINT32 SimPin(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	UINT32 status = MBIM_STATUS_SUCCESS;

	if (!Modem->SimPresent)
		return MBIM_STATUS_SIM_NOT_INSERTED;
	if (Command->Set)
		status = SetPin(Modem, &Command->Input);
	if (status == MBIM_STATUS_SUCCESS || status == MBIM_STATUS_FAILURE)
		FillPin(Modem);
	return status;
}

/* For each type: mode, format, shortest and longest. All but PIN1: not supported. */
UINT32 SimPinList(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	UNREFERENCED_PARAMETER(Command);
	InfoInit(&Modem->Info, 16 * PIN_TYPES);
	InfoPut32(&Modem->Info, 0, Modem->PinEnabled ? 1 : 2);
	InfoPut32(&Modem->Info, 4, 1);		/* digits */
	InfoPut32(&Modem->Info, 8, 4);
	InfoPut32(&Modem->Info, 12, 8);
	return MBIM_STATUS_SUCCESS;
}

/* ---- radio and registration ---- */

static VOID FillRadioState(SIM_MODEM *Modem)
{
	InfoInit(&Modem->Info, 8);
	InfoPut32(&Modem->Info, 0, Modem->RadioHardware);
	InfoPut32(&Modem->Info, 4, Modem->RadioSoftware);
}

UINT32 SimRadioState(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	if (Command->Set) {
		UINT32 on = InputGet32(&Command->Input, 0);

		if (on > 1)
			return SimRefuse(Modem, SimViolation_value);
		SimSetRadioSoftware(Modem, on != 0);
	}
	FillRadioState(Modem);
	return MBIM_STATUS_SUCCESS;
}

static VOID FillRegisterState(SIM_MODEM *Modem)
{
	SIM_INFO *info = &Modem->Info;

	InfoInit(info, Modem->Mbimex >= MBIMEX_2_0 ? 52 : 48);
	InfoPut32(info, 4, Modem->RegisterState);
	InfoPut32(info, 8, Modem->ManualRegistration ? 2 : 1);
	InfoPut32(info, 44, 2);			/* attaches by itself */
	if (Modem->Mbimex >= MBIMEX_2_0)
		InfoPut32(info, 48, DATA_CLASSES);
	if (Modem->RegisterState != REGISTER_HOME)
		return;
	InfoPut32(info, 12, DATA_CLASSES);
	InfoPut32(info, 16, 1);			/* GSM family */
	InfoPutString(info, 20, "00101");
	InfoPutString(info, 28, "Simulation");
}

UINT32 SimRegisterState(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	if (Command->Set) {
		UINT32 action = InputGet32(&Command->Input, 8);
		char provider[INFO_STRING];

		if (action > 1)
			return SimRefuse(Modem, SimViolation_value);
		if (!InputGetString(&Command->Input, 0, 12, provider))
			return SimRefuse(Modem, SimViolation_information);
		Modem->ManualRegistration = action != 0;
	}
	FillRegisterState(Modem);
	return MBIM_STATUS_SUCCESS;
}

/* ---- packet service and signal ---- */

static VOID FillPacketService(SIM_MODEM *Modem)
{
	SIM_INFO *info = &Modem->Info;
	UINT32 length = 28;

	if (Modem->Mbimex >= MBIMEX_2_0)
		length = Modem->Mbimex >= MBIMEX_3_0 ? 44 : 32;
	InfoInit(info, length);
	InfoPut32(info, 4, Modem->PacketState);
	if (Modem->PacketState != PACKET_ATTACHED)
		return;
	InfoPut32(info, 8, DATA_CLASS_LTE);
	InfoPut64(info, 12, UPLINK);
	InfoPut64(info, 20, DOWNLINK);
}

UINT32 SimPacketService(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	if (Command->Set) {
		UINT32 detach = InputGet32(&Command->Input, 0);

		if (detach > 1)
			return SimRefuse(Modem, SimViolation_value);
		if (!detach && !SimRadioOn(Modem))
			return MBIM_STATUS_RADIO_POWER_OFF;
		if (!detach && Modem->RegisterState != REGISTER_HOME)
			return MBIM_STATUS_NOT_REGISTERED;
		SimSetPacketState(Modem, detach ? PACKET_DETACHED : PACKET_ATTACHED);
	}
	FillPacketService(Modem);
	return MBIM_STATUS_SUCCESS;
}

static VOID FillSignalState(SIM_MODEM *Modem)
{
	SIM_INFO *info = &Modem->Info;

	InfoInit(info, Modem->Mbimex >= MBIMEX_2_0 ? 28 : 20);
	InfoPut32(info, 0, Modem->RegisterState == REGISTER_HOME ? Modem->Rssi : RSSI_UNKNOWN);
	InfoPut32(info, 4, 99);			/* error rate: not known */
	InfoPut32(info, 8, Modem->SignalInterval);
	InfoPut32(info, 12, Modem->RssiThreshold);
	InfoPut32(info, 16, Modem->ErrorThreshold);
}

UINT32 SimSignalState(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	if (Command->Set) {
		Modem->SignalInterval = InputGet32(&Command->Input, 0);
		Modem->RssiThreshold = InputGet32(&Command->Input, 4);
		Modem->ErrorThreshold = InputGet32(&Command->Input, 8);
	}
	FillSignalState(Modem);
	return MBIM_STATUS_SUCCESS;
}

BOOLEAN SimFillStatus(SIM_MODEM *Modem, UINT32 Cid)
{
	switch (Cid) {
	case CID_SUBSCRIBER_READY:
		FillSubscriberReady(Modem);
		return TRUE;
	case CID_RADIO_STATE:
		FillRadioState(Modem);
		return TRUE;
	case CID_REGISTER_STATE:
		FillRegisterState(Modem);
		return TRUE;
	case CID_PACKET_SERVICE:
		FillPacketService(Modem);
		return TRUE;
	case CID_SIGNAL_STATE:
		FillSignalState(Modem);
		return TRUE;
	default:
		return FALSE;
	}
}
