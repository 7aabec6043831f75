// SPDX-License-Identifier: GPL-2.0
/*
 * SIM, radio, registration and packet service. What is lost is told from the
 * inside out: sessions, then the packet service, then the registration.
 */
#include "modem.h"

VOID SimAddEvent(SIM_MODEM *Modem, UINT32 Cid, UINT32 Session)
{
	/* one change never brings about more than the sessions and a few others */
	if (!Modem->Open || Modem->Events == SIM_EVENTS)
		return;
	Modem->Event[Modem->Events].Cid = Cid;
	Modem->Event[Modem->Events].Session = Session;
	Modem->Events++;
}

VOID SimTellEvents(SIM_MODEM *Modem)
{
	UINT32 i;

	for (i = 0; i < Modem->Events; i++) {
		const SIM_EVENT *event = &Modem->Event[i];

		if (!SimSubscribed(Modem, &SimBasicConnect, event->Cid))
			continue;
		if (event->Cid == CID_CONNECT)
			SimFillConnect(Modem, event->Session);
		else if (!SimFillStatus(Modem, event->Cid))
			continue;
		SimIndicate(Modem, SimBasicConnect.Uuid, event->Cid);
	}
	Modem->Events = 0;
}

BOOLEAN SimRadioOn(const SIM_MODEM *Modem)
{
	return Modem->RadioHardware && Modem->RadioSoftware;
}

static BOOLEAN CanRegister(const SIM_MODEM *Modem)
{
	return Modem->SimPresent && !Modem->Locked && SimRadioOn(Modem) && Modem->Coverage;
}

static VOID EndSession(SIM_MODEM *Modem, UINT32 Session, UINT32 NwError)
{
	if (!Modem->Session[Session].Active)
		return;
	Modem->Session[Session].Active = FALSE;
	Modem->Session[Session].NwError = NwError;
	SimAddEvent(Modem, CID_CONNECT, Session);
}

VOID SimEndSessions(SIM_MODEM *Modem)
{
	UINT32 i;

	for (i = 0; i < SIM_SESSIONS; i++)
		EndSession(Modem, i, 0);
}

VOID SimSetPacketState(SIM_MODEM *Modem, UINT32 State)
{
	if (Modem->PacketState == State)
		return;
	if (State == PACKET_DETACHED)
		SimEndSessions(Modem);
	Modem->PacketState = State;
	SimAddEvent(Modem, CID_PACKET_SERVICE, 0);
}

/* After anything that it depends on has changed. */
VOID SimUpdateRegistration(SIM_MODEM *Modem)
{
	UINT32 state = SimRadioOn(Modem) && Modem->SimPresent ? REGISTER_SEARCHING :
								REGISTER_DEREGISTERED;

	if (CanRegister(Modem))
		state = REGISTER_HOME;
	if (state == Modem->RegisterState)
		return;
	if (state != REGISTER_HOME)
		SimSetPacketState(Modem, PACKET_DETACHED);
	Modem->RegisterState = state;
	SimAddEvent(Modem, CID_REGISTER_STATE, 0);
	SimAddEvent(Modem, CID_SIGNAL_STATE, 0);
	if (state == REGISTER_HOME)
		SimSetPacketState(Modem, PACKET_ATTACHED);
}

VOID SimSetRadioSoftware(SIM_MODEM *Modem, BOOLEAN On)
{
	if (Modem->RadioSoftware == On)
		return;
	Modem->RadioSoftware = On;
	SimAddEvent(Modem, CID_RADIO_STATE, 0);
	SimUpdateRegistration(Modem);
}

/* ---- for the owner ---- */

VOID SimSetSim(SIM_MODEM *Modem, BOOLEAN Present)
{
	if (Modem->SimPresent == Present)
		return;
	Modem->SimPresent = Present;
	Modem->Locked = Present && Modem->PinEnabled;
	SimUpdateRegistration(Modem);
	SimAddEvent(Modem, CID_SUBSCRIBER_READY, 0);
	SimTellEvents(Modem);
}

VOID SimSetCoverage(SIM_MODEM *Modem, BOOLEAN Coverage)
{
	Modem->Coverage = Coverage;
	SimUpdateRegistration(Modem);
	SimTellEvents(Modem);
}

VOID SimSetSignal(SIM_MODEM *Modem, UINT32 Rssi)
{
	Modem->Rssi = Rssi;
	SimAddEvent(Modem, CID_SIGNAL_STATE, 0);
	SimTellEvents(Modem);
}

VOID SimSetRadioSwitch(SIM_MODEM *Modem, BOOLEAN On)
{
	if (Modem->RadioHardware == On)
		return;
	Modem->RadioHardware = On;
	SimAddEvent(Modem, CID_RADIO_STATE, 0);
	SimUpdateRegistration(Modem);
	SimTellEvents(Modem);
}

VOID SimSetPin(SIM_MODEM *Modem, const char *Pin)
{
	UINT32 i;

	for (i = 0; i < SIM_PIN - 1 && Pin[i]; i++)
		Modem->Pin[i] = Pin[i];
	Modem->Pin[i] = 0;
	Modem->PinEnabled = i > 0;
	Modem->PinAttempts = 3;
	Modem->Locked = Modem->SimPresent && Modem->PinEnabled;
	SimUpdateRegistration(Modem);
	SimAddEvent(Modem, CID_SUBSCRIBER_READY, 0);
	SimTellEvents(Modem);
}

VOID SimDetach(SIM_MODEM *Modem)
{
	SimSetPacketState(Modem, PACKET_DETACHED);
	SimTellEvents(Modem);
}

BOOLEAN SimDeactivate(SIM_MODEM *Modem, UINT32 Session, UINT32 NwError)
{
	if (Session >= SIM_SESSIONS || !Modem->Session[Session].Active)
		return FALSE;
	EndSession(Modem, Session, NwError);
	SimTellEvents(Modem);
	return TRUE;
}

VOID SimRing(SIM_MODEM *Modem)
{
	SimAddEvent(Modem, CID_REGISTER_STATE, 0);
	SimTellEvents(Modem);
}
