// SPDX-License-Identifier: GPL-2.0
/*
 * Device services: which there are, who handles a command, and who wants to be
 * told of what.
 */
#include "modem.h"

static const SIM_SERVICE * const Services[] = {
	&SimBasicConnect,
	&SimSms,
	&SimDss,
	&SimMsExtensions,
	&SimDssEcho,
};

#define SERVICES	(sizeof(Services) / sizeof(Services[0]))
#define MOST_CIDS	24u

const SIM_SERVICE *SimFindService(const UINT8 *Uuid)
{
	UINT32 i;

	for (i = 0; i < SERVICES; i++)
		if (RtlEqualMemory(Services[i]->Uuid, Uuid, MBIM_UUID_LENGTH))
			return Services[i];
	return NULL;
}

static UINT32 Dispatch(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	const SIM_SERVICE *service = SimFindService(Command->Uuid);
	const SIM_CID *cid = NULL;
	UINT32 i;

	for (i = 0; service && i < service->Count; i++)
		if (service->Cids[i].Cid == Command->Cid)
			cid = &service->Cids[i];
	if (!cid)
		return MBIM_STATUS_NO_DEVICE_SUPPORT;
	if (!(cid->Flags & (Command->Set ? SIM_SET : SIM_QUERY)))
		return SimRefuse(Modem, SimViolation_command_type);
	if (Command->Input.Length < (Command->Set ? cid->MinimumSet : cid->MinimumQuery))
		return SimRefuse(Modem, SimViolation_information);
	return cid->Handle(Modem, Command);
}

/* The answer first, then what the command brought about. */
VOID SimExecute(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	SimAnswer(Modem, Command, Dispatch(Modem, Command));
	SimTellEvents(Modem);
}

/* Until the first list the services of the standard are on. */
BOOLEAN SimSubscribed(const SIM_MODEM *Modem, const SIM_SERVICE *Service, UINT32 Cid)
{
	UINT32 i;

	if (!Modem->SubscribedExplicitly)
		return !Service->Optional;
	for (i = 0; i < Modem->Subscriptions; i++) {
		const SIM_SUBSCRIPTION *subscription = &Modem->Subscription[i];

		if (RtlEqualMemory(subscription->Uuid, Service->Uuid, MBIM_UUID_LENGTH) &&
		    (!subscription->Cid || subscription->Cid == Cid))
			return TRUE;
	}
	return FALSE;
}

UINT32 SimDeviceServices(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	UINT8 element[28 + 4 * MOST_CIDS];
	SIM_INFO *info = &Modem->Info;
	UINT32 i, k;

	UNREFERENCED_PARAMETER(Command);
	InfoInit(info, 8 + 8 * SERVICES);
	InfoPut32(info, 0, SERVICES);
	InfoPut32(info, 4, SIM_DSS_ACTIVE);
	for (i = 0; i < SERVICES; i++) {
		const SIM_SERVICE *service = Services[i];

		RtlCopyMemory(element, service->Uuid, MBIM_UUID_LENGTH);
		LePut32(element + 16, service->DssPayload);
		LePut32(element + 20, service->MaximumDss);
		LePut32(element + 24, service->Count);
		for (k = 0; k < service->Count && k < MOST_CIDS; k++)
			LePut32(element + 28 + 4 * k, service->Cids[k].Cid);
		InfoPutBlob(info, 8 + 8 * i, element, 28 + 4 * k);
	}
	return MBIM_STATUS_SUCCESS;
}

static BOOLEAN Subscribe(SIM_MODEM *Modem, const UINT8 *Uuid, UINT32 Cid)
{
	SIM_SUBSCRIPTION *subscription = &Modem->Subscription[Modem->Subscriptions];

	if (Modem->Subscriptions == SIM_SUBSCRIPTIONS)
		return FALSE;
	RtlCopyMemory(subscription->Uuid, Uuid, MBIM_UUID_LENGTH);
	subscription->Cid = Cid;
	Modem->Subscriptions++;
	return TRUE;
}

/* One element: a service and its CIDs; none of them: all. */
static BOOLEAN SubscribeElement(SIM_MODEM *Modem, const SIM_INPUT *Input, UINT32 Pair)
{
	UINT32 at = InputGet32(Input, Pair), size = InputGet32(Input, Pair + 4), cids, i;

	if (at % 4 || size < 20 || !InputHas(Input, at, size))
		return FALSE;
	cids = InputGet32(Input, at + 16);
	if (cids > (size - 20) / 4)
		return FALSE;
	if (!cids)
		return Subscribe(Modem, Input->Data + at, 0);
	for (i = 0; i < cids; i++)
		if (!Subscribe(Modem, Input->Data + at, InputGet32(Input, at + 20 + 4 * i)))
			return FALSE;
	return TRUE;
}

/* The list replaces the one before; the answer repeats it. */
UINT32 SimSubscribeList(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	const SIM_INPUT *input = &Command->Input;
	UINT32 count = InputGet32(input, 0), i;

	Modem->SubscribedExplicitly = TRUE;
	Modem->SubscribeSets++;
	Modem->Subscriptions = 0;
	if (count > (input->Length - 4) / 8)
		return SimRefuse(Modem, SimViolation_information);
	for (i = 0; i < count; i++)
		if (!SubscribeElement(Modem, input, 4 + 8 * i))
			return SimRefuse(Modem, SimViolation_information);
	InfoAppend(&Modem->Info, input->Data, input->Length);
	return MBIM_STATUS_SUCCESS;
}
