// SPDX-License-Identifier: GPL-2.0
/*
 * Basic Connect: sessions, their addresses, statistics and packet filters.
 */
#include "modem.h"

#define CONNECT_LENGTH		60u	/* without strings */
#define CONNECT_LENGTH_V3	40u

#define APN_BYTES		200u
#define LOGIN_BYTES		510u

/* A Set of CONNECT, in the form of either version. */
typedef struct _CONNECT_REQUEST {
	UINT32 Session, Activate, Compression, Authentication, IpType;
	const UINT8 *ContextType;
	char Apn[INFO_STRING];
} CONNECT_REQUEST;

VOID SimFillConnect(SIM_MODEM *Modem, UINT32 Session)
{
	const SIM_SESSION *session = &Modem->Session[Session];
	BOOLEAN v3 = Modem->Mbimex >= MBIMEX_3_0;
	SIM_INFO *info = &Modem->Info;

	InfoInit(info, v3 ? 40 : 36);
	InfoPut32(info, 0, Session);
	InfoPut32(info, 4, session->Active ? CONNECT_ACTIVATED : CONNECT_DEACTIVATED);
	InfoPut32(info, 12, session->Active ? session->IpType : IP_DEFAULT);
	InfoPutBytes(info, 16, session->ContextType, MBIM_UUID_LENGTH);
	InfoPut32(info, 32, session->NwError);
	if (v3)
		InfoPutStringTlv(info, session->Apn);
}

static BOOLEAN ParseV3(const SIM_INPUT *Input, CONNECT_REQUEST *Request)
{
	UINT32 position = CONNECT_LENGTH_V3;
	char ignored[INFO_STRING];

	if (!InputHas(Input, 0, CONNECT_LENGTH_V3))
		return FALSE;
	Request->Compression = InputGet32(Input, 8);
	Request->Authentication = InputGet32(Input, 12);
	Request->IpType = InputGet32(Input, 16);
	Request->ContextType = Input->Data + 20;
	return InputGetStringTlv(Input, &position, APN_BYTES, Request->Apn) &&
	       InputGetStringTlv(Input, &position, LOGIN_BYTES, ignored) &&
	       InputGetStringTlv(Input, &position, LOGIN_BYTES, ignored);
}

static BOOLEAN Parse(const SIM_INPUT *Input, CONNECT_REQUEST *Request)
{
	char ignored[INFO_STRING];

	if (!InputHas(Input, 0, CONNECT_LENGTH))
		return FALSE;
	Request->Compression = InputGet32(Input, 32);
	Request->Authentication = InputGet32(Input, 36);
	Request->IpType = InputGet32(Input, 40);
	Request->ContextType = Input->Data + 44;
	return InputGetString(Input, 8, APN_BYTES, Request->Apn) &&
	       InputGetString(Input, 16, LOGIN_BYTES, ignored) &&
	       InputGetString(Input, 24, LOGIN_BYTES, ignored);
}

static UINT32 Activate(SIM_MODEM *Modem, const CONNECT_REQUEST *Request)
{
	SIM_SESSION *session = &Modem->Session[Request->Session];
	UINT32 i;

	if (!Modem->SimPresent)
		return MBIM_STATUS_SIM_NOT_INSERTED;
	if (!SimRadioOn(Modem))
		return MBIM_STATUS_RADIO_POWER_OFF;
	if (Modem->PacketState != PACKET_ATTACHED)
		return MBIM_STATUS_PACKET_SERVICE_DETACHED;
	if (SimFault(&Modem->Faults.connect_fail)) {
		session->NwError = Modem->Faults.connect_fail_nw_error;
		SimFillConnect(Modem, Request->Session);
		return MBIM_STATUS_FAILURE;
	}
	if (!session->Active) {
		session->Active = TRUE;
		session->NwError = 0;
		session->IpType = Request->IpType == IP_DEFAULT ? IP_V4V6 : Request->IpType;
		RtlCopyMemory(session->ContextType, Request->ContextType, MBIM_UUID_LENGTH);
		for (i = 0; i < SIM_APN - 1 && Request->Apn[i]; i++)
			session->Apn[i] = Request->Apn[i];
		session->Apn[i] = 0;
	}
	SimFillConnect(Modem, Request->Session);
	return MBIM_STATUS_SUCCESS;
}

static UINT32 SetConnect(SIM_MODEM *Modem, const SIM_INPUT *Input)
{
	CONNECT_REQUEST request;
	SIM_SESSION *session;

	request.Session = InputGet32(Input, 0);
	request.Activate = InputGet32(Input, 4);
	if (!(Modem->Mbimex >= MBIMEX_3_0 ? ParseV3(Input, &request) : Parse(Input, &request)))
		return SimRefuse(Modem, SimViolation_information);
	if (request.Activate > 1 || request.Compression > 1 || request.Authentication > 3 ||
	    request.IpType > IP_V4_AND_V6)
		return SimRefuse(Modem, SimViolation_value);
	if (request.Session >= SIM_SESSIONS) {
		SimViolation(Modem, SimViolation_session);
		return MBIM_STATUS_MAX_ACTIVATED_CONTEXTS;
	}
	if (request.Activate)
		return Activate(Modem, &request);

	session = &Modem->Session[request.Session];
	if (!session->Active)
		return MBIM_STATUS_CONTEXT_NOT_ACTIVATED;
	session->Active = FALSE;
	session->NwError = 0;
	SimFillConnect(Modem, request.Session);
	return MBIM_STATUS_SUCCESS;
}

UINT32 SimConnect(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	UINT32 session = InputGet32(&Command->Input, 0);

	if (Command->Set)
		return SetConnect(Modem, &Command->Input);
	if (session >= SIM_SESSIONS)
		return SimRefuse(Modem, SimViolation_session);
	SimFillConnect(Modem, session);
	return MBIM_STATUS_SUCCESS;
}

/* ---- addresses ---- */

/*
 *	 0 SessionId  4 what there is of IPv4  8 of IPv6
 *	12 addresses: count, offset   20 of IPv6
 *	28 gateway: offset            32 of IPv6
 *	36 DNS servers: count, offset 44 of IPv6
 *	52 MTU                        56 of IPv6
 */
static VOID FillV4(SIM_MODEM *Modem, UINT32 Session)
{
	SIM_INFO *info = &Modem->Info;
	UINT8 element[8], gateway[4];

	LePut32(element, SIM_PREFIX_V4);
	SimAddressV4(Modem->Index, Session, 2, element + 4);
	SimAddressV4(Modem->Index, Session, 1, gateway);
	InfoPut32(info, 4, 0xf);
	InfoPut32(info, 12, 1);
	InfoPut32(info, 16, InfoAppend(info, element, sizeof(element)));
	InfoPut32(info, 28, InfoAppend(info, gateway, sizeof(gateway)));
	InfoPut32(info, 36, 1);
	InfoPut32(info, 40, InfoAppend(info, gateway, sizeof(gateway)));
	InfoPut32(info, 52, SIM_MTU);
}

static VOID FillV6(SIM_MODEM *Modem, UINT32 Session)
{
	SIM_INFO *info = &Modem->Info;
	UINT8 element[20], gateway[16];

	LePut32(element, SIM_PREFIX_V6);
	SimAddressV6(Modem->Index, Session, 2, element + 4);
	SimAddressV6(Modem->Index, Session, 1, gateway);
	InfoPut32(info, 8, 0xf);
	InfoPut32(info, 20, 1);
	InfoPut32(info, 24, InfoAppend(info, element, sizeof(element)));
	InfoPut32(info, 32, InfoAppend(info, gateway, sizeof(gateway)));
	InfoPut32(info, 44, 1);
	InfoPut32(info, 48, InfoAppend(info, gateway, sizeof(gateway)));
	InfoPut32(info, 56, SIM_MTU);
}

UINT32 SimIpConfiguration(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	UINT32 session = InputGet32(&Command->Input, 0);

	if (session >= SIM_SESSIONS)
		return SimRefuse(Modem, SimViolation_session);
	if (!Modem->Session[session].Active)
		return MBIM_STATUS_CONTEXT_NOT_ACTIVATED;
	InfoInit(&Modem->Info, 60);
	InfoPut32(&Modem->Info, 0, session);
	if (Modem->Session[session].IpType != IP_V6)
		FillV4(Modem, session);
	if (Modem->Session[session].IpType != IP_V4)
		FillV6(Modem, session);
	return MBIM_STATUS_SUCCESS;
}

UINT32 SimPacketStatistics(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	SIM_INFO *info = &Modem->Info;

	UNREFERENCED_PARAMETER(Command);
	InfoInit(info, 48);
	InfoPut64(info, 8, Modem->Statistics.DownBytes);
	InfoPut64(info, 16, Modem->Statistics.DownPackets);
	InfoPut64(info, 24, Modem->Statistics.UpBytes);
	InfoPut64(info, 32, Modem->Statistics.UpPackets);
	return MBIM_STATUS_SUCCESS;
}

/* ---- filters ---- */

/* 0 size  4 offset of the filter  8 offset of the mask, from the element's start */
static BOOLEAN FilterIsGood(const SIM_INPUT *Input, UINT32 Pair)
{
	UINT32 at = InputGet32(Input, Pair);
	SIM_INPUT element = { .Length = InputGet32(Input, Pair + 4) };
	UINT32 size;

	if (at % 4 || element.Length < 12 || !InputHas(Input, at, element.Length))
		return FALSE;
	element.Data = Input->Data + at;
	size = InputGet32(&element, 0);
	return size <= SIM_FILTER_SIZE && InputHas(&element, InputGet32(&element, 4), size) &&
	       InputHas(&element, InputGet32(&element, 8), size);
}

static BOOLEAN FiltersAreGood(const SIM_INPUT *Input)
{
	UINT32 count = InputGet32(Input, 4), i;

	if (count > SIM_FILTER_COUNT || !InputHas(Input, 8, 8 * count))
		return FALSE;
	for (i = 0; i < count; i++)
		if (!FilterIsGood(Input, 8 + 8 * i))
			return FALSE;
	return Input->Length <= SIM_FILTERS;
}

/* The answer repeats what is set; only the last set of the modem is kept. */
UINT32 SimIpPacketFilters(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	const SIM_INPUT *input = &Command->Input;
	UINT32 session = InputGet32(input, 0);

	if (session >= SIM_SESSIONS)
		return SimRefuse(Modem, SimViolation_session);
	if (Command->Set) {
		if (!FiltersAreGood(input))
			return SimRefuse(Modem, SimViolation_information);
		RtlCopyMemory(Modem->Filters, input->Data, input->Length);
		Modem->FiltersLength = input->Length;
		Modem->FilterSets++;
	}
	if (Modem->FiltersLength && LeGet32(Modem->Filters) == session) {
		InfoAppend(&Modem->Info, Modem->Filters, Modem->FiltersLength);
		return MBIM_STATUS_SUCCESS;
	}
	InfoInit(&Modem->Info, 8);
	InfoPut32(&Modem->Info, 0, session);
	return MBIM_STATUS_SUCCESS;
}
