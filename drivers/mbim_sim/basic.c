// SPDX-License-Identifier: GPL-2.0
/*
 * Basic Connect: the table of its CIDs, and those that only say what the modem
 * and its network are.
 */
#include "modem.h"

static SIM_HANDLER DeviceCaps;
static SIM_HANDLER HomeProvider;
static SIM_HANDLER VisibleProviders;
static SIM_HANDLER EmptyList;
static SIM_HANDLER IdleHint;

static UINT32 DeviceCaps(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	SIM_INFO *info = &Modem->Info;

	UNREFERENCED_PARAMETER(Command);
	InfoInit(info, 64);
	InfoPut32(info, 0, 1);			/* embedded */
	InfoPut32(info, 4, 1);			/* GSM family */
	InfoPut32(info, 8, 1);			/* no voice */
	InfoPut32(info, 12, 2);			/* removable SIM */
	InfoPut32(info, 16, 0x3f);		/* GPRS to LTE */
	InfoPut32(info, 20, 3);			/* SMS as PDUs both ways */
	InfoPut32(info, 24, 1);			/* manual registration */
	InfoPut32(info, 28, SIM_SESSIONS);
	InfoPutString(info, 40, Modem->Imei);
	InfoPutString(info, 48, "SIM-1");
	InfoPutString(info, 56, "Simulated MBIM modem");
	return MBIM_STATUS_SUCCESS;
}

/* Alone, and as an element of lists: the pairs count from its own start. */
static VOID FillProvider(const SIM_MODEM *Modem, SIM_INFO *Info, UINT32 State)
{
	InfoInit(Info, 32);
	InfoPut32(Info, 8, State);
	InfoPut32(Info, 20, 1);			/* GSM family */
	InfoPut32(Info, 24, Modem->Rssi);
	InfoPut32(Info, 28, 99);
	InfoPutString(Info, 0, "00101");
	InfoPutString(Info, 12, "Simulation");
}

static UINT32 HomeProvider(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	UNREFERENCED_PARAMETER(Command);
	if (!Modem->SimPresent)
		return MBIM_STATUS_SIM_NOT_INSERTED;
	FillProvider(Modem, &Modem->Info, 1);
	return MBIM_STATUS_SUCCESS;
}

/* A list of one: count, pair, element. */
static UINT32 VisibleProviders(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	SIM_INFO *info = &Modem->Info;
	UINT32 length, i;

	UNREFERENCED_PARAMETER(Command);
	if (!SimRadioOn(Modem))
		return MBIM_STATUS_RADIO_POWER_OFF;
	if (!Modem->Coverage) {
		InfoInit(info, 4);
		return MBIM_STATUS_SUCCESS;
	}
	/* home, visible, and registered with if it is */
	FillProvider(Modem, info, 0x11 | (Modem->RegisterState == REGISTER_HOME ? 0x08 : 0));
	length = info->Length;
	for (i = length; i > 0; i--)
		info->Data[i - 1 + 12] = info->Data[i - 1];
	info->Length = length + 12;
	InfoPut32(info, 0, 1);
	InfoPut32(info, 4, 12);
	InfoPut32(info, 8, length);
	return MBIM_STATUS_SUCCESS;
}

/* Nothing is provisioned or preferred, and nothing is an emergency. */
static UINT32 EmptyList(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	UNREFERENCED_PARAMETER(Command);
	InfoInit(&Modem->Info, 4);
	return MBIM_STATUS_SUCCESS;
}

static UINT32 IdleHint(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	if (Command->Set) {
		UINT32 hint = InputGet32(&Command->Input, 0);

		if (hint > 1)
			return SimRefuse(Modem, SimViolation_value);
		Modem->IdleHint = hint;
	}
	InfoInit(&Modem->Info, 4);
	InfoPut32(&Modem->Info, 0, Modem->IdleHint);
	return MBIM_STATUS_SUCCESS;
}

#define Q	SIM_QUERY
#define S	SIM_SET

static const SIM_CID Cids[] = {
	{ CID_DEVICE_CAPS, Q, 0, 0, DeviceCaps },
	{ CID_SUBSCRIBER_READY, Q, 0, 0, SimSubscriberReady },
	{ CID_RADIO_STATE, Q | S, 0, 4, SimRadioState },
	{ CID_PIN, Q | S, 0, 24, SimPin },
	{ CID_PIN_LIST, Q, 0, 0, SimPinList },
	{ CID_HOME_PROVIDER, Q, 0, 0, HomeProvider },
	{ CID_PREFERRED_PROVIDERS, Q, 0, 0, EmptyList },
	{ CID_VISIBLE_PROVIDERS, Q, 4, 0, VisibleProviders },
	{ CID_REGISTER_STATE, Q | S, 0, 16, SimRegisterState },
	{ CID_PACKET_SERVICE, Q | S, 0, 4, SimPacketService },
	{ CID_SIGNAL_STATE, Q | S, 0, 12, SimSignalState },
	{ CID_CONNECT, Q | S, 4, 40, SimConnect },
	{ CID_PROVISIONED_CONTEXTS, Q, 0, 0, EmptyList },
	{ CID_IP_CONFIGURATION, Q, 4, 0, SimIpConfiguration },
	{ CID_DEVICE_SERVICES, Q, 0, 0, SimDeviceServices },
	{ CID_SUBSCRIBE_LIST, S, 0, 4, SimSubscribeList },
	{ CID_PACKET_STATISTICS, Q, 0, 0, SimPacketStatistics },
	{ CID_NETWORK_IDLE_HINT, Q | S, 0, 4, IdleHint },
	{ CID_EMERGENCY_MODE, Q, 0, 0, EmptyList },
	{ CID_IP_PACKET_FILTERS, Q | S, 4, 8, SimIpPacketFilters },
	{ CID_MULTICARRIER_PROVIDERS, Q, 0, 0, EmptyList },
};

const SIM_SERVICE SimBasicConnect = {
	.Uuid = { 0xa2, 0x89, 0xcc, 0x33, 0xbc, 0xbb, 0x8b, 0x4f,
		  0xb6, 0xb0, 0x13, 0x3e, 0xc2, 0xaa, 0xe6, 0xdf },
	.Cids = Cids,
	.Count = sizeof(Cids) / sizeof(Cids[0]),
};
