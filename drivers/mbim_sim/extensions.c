// SPDX-License-Identifier: GPL-2.0
/*
 * Services beside Basic Connect: SMS with a store that is always empty, device
 * service sessions, and Microsoft's extensions as far as hosts ask a modem with
 * one slot for them.
 */
#include "modem.h"

static SIM_HANDLER SmsConfiguration;
static SIM_HANDLER SmsRead;
static SIM_HANDLER SmsRefuse;
static SIM_HANDLER DssConnect;
static SIM_HANDLER SysCaps;
static SIM_HANDLER SlotMappings;
static SIM_HANDLER SlotInfo;
static SIM_HANDLER LteAttachInfo;
static SIM_HANDLER Version;

#define COUNT(Array)	(sizeof(Array) / sizeof((Array)[0]))

/* ---- SMS ---- */

static UINT32 SmsConfiguration(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	UNREFERENCED_PARAMETER(Command);
	InfoInit(&Modem->Info, 24);
	InfoPut32(&Modem->Info, 0, 1);		/* initialised */
	InfoPut32(&Modem->Info, 8, 10);		/* messages */
	InfoPutString(&Modem->Info, 16, "+15550199");
	return MBIM_STATUS_SUCCESS;
}

/* No messages: format and count, or flags and index. */
static UINT32 SmsRead(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	UNREFERENCED_PARAMETER(Command);
	InfoInit(&Modem->Info, 8);
	return MBIM_STATUS_SUCCESS;
}

static UINT32 SmsRefuse(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	UNREFERENCED_PARAMETER(Modem);
	UNREFERENCED_PARAMETER(Command);
	return MBIM_STATUS_OPERATION_NOT_ALLOWED;
}

static const SIM_CID SmsCids[] = {
	{ 1, SIM_QUERY | SIM_SET, 0, 12, SmsConfiguration },
	{ 2, SIM_QUERY, 12, 0, SmsRead },
	{ 3, SIM_SET, 0, 0, SmsRefuse },
	{ 4, SIM_SET, 0, 8, SmsRefuse },
	{ 5, SIM_QUERY, 0, 0, SmsRead },
};

const SIM_SERVICE SimSms = {
	.Uuid = { 0x53, 0x3f, 0xbe, 0xeb, 0x14, 0xfe, 0x44, 0x67,
		  0x9f, 0x90, 0x33, 0xa2, 0x23, 0xe5, 0x6c, 0x3f },
	.Cids = SmsCids,
	.Count = COUNT(SmsCids),
};

/* ---- device service sessions ---- */

/* What is sent to a session of this service comes back on it. */
const SIM_SERVICE SimDssEcho = {
	.Uuid = { 0x6d, 0x62, 0x69, 0x6d, 0x2d, 0x73, 0x69, 0x6d,
		  0x9d, 0x5e, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01 },
	.DssPayload = 3,		/* both ways */
	.MaximumDss = SIM_DSS_ACTIVE,
	.Optional = TRUE,
};

/* 0 DeviceServiceId  16 DssSessionId  20 activate or not */
static UINT32 DssConnect(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	UINT32 id = InputGet32(&Command->Input, 16), on = InputGet32(&Command->Input, 20);
	UINT32 active = 0, i;

	if (id >= SIM_DSS_SESSIONS || on > 1)
		return SimRefuse(Modem, SimViolation_value);
	if (!RtlEqualMemory(Command->Input.Data, SimDssEcho.Uuid, MBIM_UUID_LENGTH))
		return MBIM_STATUS_INVALID_SERVICE_OPERATION;
	for (i = 0; i < SIM_DSS_SESSIONS; i++)
		active += Modem->Dss[i];
	if (on && !Modem->Dss[id] && active >= SIM_DSS_ACTIVE)
		return MBIM_STATUS_DSS_INSTANCE_LIMIT;
	Modem->Dss[id] = on != 0;
	return MBIM_STATUS_SUCCESS;
}

static const SIM_CID DssCids[] = {
	{ 1, SIM_SET, 0, 24, DssConnect },
};

const SIM_SERVICE SimDss = {
	.Uuid = { 0xc0, 0x8a, 0x26, 0xdd, 0x77, 0x18, 0x43, 0x82,
		  0x84, 0x82, 0x6e, 0x0d, 0x58, 0x3c, 0x4d, 0x0e },
	.Cids = DssCids,
	.Count = COUNT(DssCids),
};

/* ---- Microsoft's extensions ---- */

static UINT32 SysCaps(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	UNREFERENCED_PARAMETER(Command);
	InfoInit(&Modem->Info, 20);
	InfoPut32(&Modem->Info, 0, 1);		/* executors */
	InfoPut32(&Modem->Info, 4, 1);		/* slots */
	InfoPut32(&Modem->Info, 8, 1);		/* active at a time */
	InfoPut64(&Modem->Info, 12, Modem->Index + 1);
	return MBIM_STATUS_SUCCESS;
}

static UINT32 SlotMappings(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	static const UINT8 slot[4];

	UNREFERENCED_PARAMETER(Command);
	InfoInit(&Modem->Info, 12);
	InfoPut32(&Modem->Info, 0, 1);
	InfoPutBlob(&Modem->Info, 4, slot, sizeof(slot));
	return MBIM_STATUS_SUCCESS;
}

static UINT32 SlotInfo(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	if (InputGet32(&Command->Input, 0))
		return SimRefuse(Modem, SimViolation_value);
	InfoInit(&Modem->Info, 8);
	InfoPut32(&Modem->Info, 4, Modem->SimPresent ? 5 : 3);	/* active, or empty */
	return MBIM_STATUS_SUCCESS;
}

static UINT32 LteAttachInfo(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	UINT32 shift = Modem->Mbimex >= MBIMEX_3_0 ? 4 : 0;	/* NwError behind the state */

	UNREFERENCED_PARAMETER(Command);
	InfoInit(&Modem->Info, 40 + shift);
	InfoPut32(&Modem->Info, 0, Modem->PacketState == PACKET_ATTACHED);
	InfoPut32(&Modem->Info, 4 + shift, IP_V4V6);
	InfoPutString(&Modem->Info, 8 + shift, "internet");
	return MBIM_STATUS_SUCCESS;
}

/* The lower one of both sides counts until the function is closed. */
static UINT32 Version(SIM_MODEM *Modem, const SIM_COMMAND *Command)
{
	UINT32 word = InputGet32(&Command->Input, 0), host = word >> 16;

	if ((word & 0xffff) != MBIMEX_1_0 || host < MBIMEX_1_0)
		return SimRefuse(Modem, SimViolation_value);
	Modem->Mbimex = host < Modem->MaximumMbimex ? host : Modem->MaximumMbimex;
	InfoInit(&Modem->Info, 4);
	InfoPut32(&Modem->Info, 0, MBIMEX_1_0 | Modem->Mbimex << 16);
	return MBIM_STATUS_SUCCESS;
}

static const SIM_CID MsCids[] = {
	{ CID_MS_LTE_ATTACH_INFO, SIM_QUERY, 0, 0, LteAttachInfo },
	{ CID_MS_SYS_CAPS, SIM_QUERY, 0, 0, SysCaps },
	{ CID_MS_SLOT_MAPPINGS, SIM_QUERY, 0, 0, SlotMappings },
	{ CID_MS_SLOT_INFO, SIM_QUERY, 4, 0, SlotInfo },
	{ CID_MS_VERSION, SIM_QUERY, 4, 0, Version },
};

const SIM_SERVICE SimMsExtensions = {
	.Uuid = { 0x3d, 0x01, 0xdc, 0xc5, 0xfe, 0xf5, 0x4d, 0x05,
		  0x0d, 0x3a, 0xbe, 0xf7, 0x05, 0x8e, 0x9a, 0xaf },
	.Cids = MsCids,
	.Count = COUNT(MsCids),
	.Optional = TRUE,
};
