// SPDX-License-Identifier: GPL-2.0
/*
 * The MBIM function: OPEN, CLOSE, and commands put together from their
 * fragments. What a command means is services.c's business.
 */
#include "modem.h"

/* @Text with the modem's number in its last three characters. */
static VOID Name(char To[SIM_NAME], const char *Text, UINT32 Index)
{
	UINT32 length = 0, i;

	for (; Text[length]; length++)
		To[length] = Text[length];
	To[length] = 0;
	for (i = 1; i <= 3; i++, Index /= 10)
		To[length - i] = (char)('0' + Index % 10);
}

VOID SimModemInit(SIM_MODEM *Modem, UINT32 Index, UINT32 MaximumMbimex, SIM_EMIT *Emit,
		  PVOID EmitContext)
{
	Modem->Emit = Emit;
	Modem->EmitContext = EmitContext;
	Modem->Index = Index;
	Modem->MaximumMbimex = MaximumMbimex;
	Name(Modem->Imei, "353490069870000", Index);
	Name(Modem->Imsi, "001010123456000", Index);
	Name(Modem->Iccid, "8988211000000000000", Index);
	Name(Modem->Number, "+15550100000", Index);
	Modem->SimPresent = TRUE;
	Modem->RadioHardware = TRUE;
	Modem->RadioSoftware = TRUE;
	Modem->Coverage = TRUE;
	Modem->PinAttempts = 3;
	Modem->RegisterState = REGISTER_DEREGISTERED;
	Modem->PacketState = PACKET_DETACHED;
	Modem->Rssi = 20;
	Modem->SignalInterval = 30;
	Modem->RssiThreshold = 5;
	Modem->ErrorThreshold = 0xffffffff;
	SimUpdateRegistration(Modem);
	SimModemReset(Modem);
}

/* Ends what belongs to an open function. */
static VOID CloseFunction(SIM_MODEM *Modem)
{
	UINT32 i;

	Modem->Open = FALSE;
	Modem->CollectTotal = 0;
	Modem->SubscribedExplicitly = FALSE;
	Modem->Subscriptions = 0;
	Modem->FiltersLength = 0;
	Modem->Mbimex = MBIMEX_1_0;
	SimEndSessions(Modem);
	for (i = 0; i < SIM_DSS_SESSIONS; i++)
		Modem->Dss[i] = FALSE;
	/* nobody is there to be told */
	Modem->Events = 0;
}

VOID SimModemReset(SIM_MODEM *Modem)
{
	CloseFunction(Modem);
	Modem->MaxTransfer = 0;
}

static VOID TakeOpen(SIM_MODEM *Modem, UINT32 Id, const UINT8 *Message, UINT32 Length)
{
	UINT32 maximum;

	if (Length != 16) {
		SimViolation(Modem, SimViolation_message_length);
		SimFunctionError(Modem, Id, MBIM_ERROR_LENGTH_MISMATCH);
		return;
	}
	Modem->Opens++;
	if (SimFault(&Modem->Faults.open_drop))
		return;
	/* opening what is open is the way back into step: it closes first */
	if (Modem->Open)
		CloseFunction(Modem);
	maximum = LeGet32(Message + 12);
	if (maximum < MBIM_MINIMUM_TRANSFER) {
		SimViolation(Modem, SimViolation_max_transfer);
		SimFunctionError(Modem, Id, MBIM_ERROR_MAX_TRANSFER);
		return;
	}
	Modem->MaxTransfer = maximum < SIM_TRANSFER ? maximum : SIM_TRANSFER;
	Modem->Open = Modem->Faults.open_status == MBIM_STATUS_SUCCESS;
	SimSendDone(Modem, MBIM_OPEN_DONE, Id, Modem->Faults.open_status);
}

static VOID TakeClose(SIM_MODEM *Modem, UINT32 Id, UINT32 Length)
{
	if (Length != MBIM_HEADER_LENGTH) {
		SimViolation(Modem, SimViolation_message_length);
		SimFunctionError(Modem, Id, MBIM_ERROR_LENGTH_MISMATCH);
		return;
	}
	if (!Modem->Open) {
		SimViolation(Modem, SimViolation_not_open);
		SimFunctionError(Modem, Id, MBIM_ERROR_NOT_OPENED);
		return;
	}
	Modem->Closes++;
	if (SimFault(&Modem->Faults.close_drop))
		return;
	CloseFunction(Modem);
	SimSendDone(Modem, MBIM_CLOSE_DONE, Id, MBIM_STATUS_SUCCESS);
}

/* ---- commands ---- */

/* Collect holds @Length bytes of a command, its first fragment's header included. */
static VOID TakeCommand(SIM_MODEM *Modem, UINT32 Id, UINT32 Length)
{
	const UINT8 *collected = Modem->Collect;
	SIM_COMMAND command;

	if (Length < MBIM_COMMAND_LENGTH ||
	    LeGet32(collected + 44) != Length - MBIM_COMMAND_LENGTH) {
		SimViolation(Modem, SimViolation_command_length);
		SimFunctionError(Modem, Id, MBIM_ERROR_LENGTH_MISMATCH);
		return;
	}
	Modem->Commands++;
	if (SimFault(&Modem->Faults.answer_drop))
		return;
	if (SimFault(&Modem->Faults.function_error)) {
		UINT32 code = Modem->Faults.function_error_code;

		SimFunctionError(Modem, Id, code ? code : MBIM_ERROR_UNKNOWN);
		return;
	}
	command.TransactionId = Id;
	command.Uuid = collected + MBIM_FRAGMENT_LENGTH;
	command.Cid = LeGet32(collected + 36);
	command.Set = LeGet32(collected + 40) == 1;
	command.Input.Data = collected + MBIM_COMMAND_LENGTH;
	command.Input.Length = Length - MBIM_COMMAND_LENGTH;
	InfoInit(&Modem->Info, 0);
	if (SimFault(&Modem->Faults.answer_busy))
		SimAnswer(Modem, &command, MBIM_STATUS_BUSY);
	else if (LeGet32(collected + 40) > 1)
		SimAnswer(Modem, &command, SimRefuse(Modem, SimViolation_command_type));
	else
		SimExecute(Modem, &command);
}

static VOID RefuseFragment(SIM_MODEM *Modem, UINT32 Id, SIM_VIOLATION Violation, UINT32 Error)
{
	Modem->CollectTotal = 0;
	SimViolation(Modem, Violation);
	SimFunctionError(Modem, Id, Error);
}

static VOID TakeFragment(SIM_MODEM *Modem, UINT32 Id, const UINT8 *Message, UINT32 Length)
{
	UINT32 total, number, skip;

	if (Length < MBIM_FRAGMENT_LENGTH) {
		RefuseFragment(Modem, Id, SimViolation_message_length, MBIM_ERROR_LENGTH_MISMATCH);
		return;
	}
	if (Length > Modem->MaxTransfer)
		SimViolation(Modem, SimViolation_fragment_size);
	total = LeGet32(Message + 12);
	number = LeGet32(Message + 16);
	if (!number) {
		/* a command that was not finished is given up without a word */
		if (Modem->CollectTotal)
			SimViolation(Modem, SimViolation_fragment_order);
		Modem->CollectTotal = total;
		Modem->CollectId = Id;
		Modem->CollectNext = 0;
		Modem->CollectLength = 0;
	}
	if (!total || total != Modem->CollectTotal ||
	    Id != Modem->CollectId || number != Modem->CollectNext) {
		RefuseFragment(Modem, Id, SimViolation_fragment_order,
			       MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE);
		return;
	}
	skip = number ? MBIM_FRAGMENT_LENGTH : 0;
	if (Length - skip > SIM_COMMAND_BYTES - Modem->CollectLength) {
		RefuseFragment(Modem, Id, SimViolation_command_length, MBIM_ERROR_LENGTH_MISMATCH);
		return;
	}
	RtlCopyMemory(Modem->Collect + Modem->CollectLength, Message + skip, Length - skip);
	Modem->CollectLength += Length - skip;
	Modem->CollectNext++;
	if (Modem->CollectNext < total)
		return;
	Modem->CollectTotal = 0;
	TakeCommand(Modem, Id, Modem->CollectLength);
}

VOID SimModemMessage(SIM_MODEM *Modem, const UINT8 *Message, UINT32 Length)
{
	UINT32 type, id;

	if (Length < MBIM_HEADER_LENGTH || LeGet32(Message + 4) != Length) {
		SimViolation(Modem, SimViolation_message_length);
		SimFunctionError(Modem, Length < MBIM_HEADER_LENGTH ? 0 : LeGet32(Message + 8),
				 MBIM_ERROR_LENGTH_MISMATCH);
		return;
	}
	type = LeGet32(Message);
	id = LeGet32(Message + 8);
	if (!id)
		SimViolation(Modem, SimViolation_transaction_zero);
	switch (type) {
	case MBIM_OPEN_MSG:
		TakeOpen(Modem, id, Message, Length);
		break;
	case MBIM_CLOSE_MSG:
		TakeClose(Modem, id, Length);
		break;
	case MBIM_HOST_ERROR_MSG:
		if (Modem->CollectId == id)
			Modem->CollectTotal = 0;
		break;
	case MBIM_COMMAND_MSG:
		if (Modem->Open) {
			TakeFragment(Modem, id, Message, Length);
			break;
		}
		SimViolation(Modem, SimViolation_not_open);
		SimFunctionError(Modem, id, MBIM_ERROR_NOT_OPENED);
		break;
	default:
		SimViolation(Modem, SimViolation_message_type);
		SimFunctionError(Modem, id, MBIM_ERROR_UNKNOWN);
		break;
	}
}
