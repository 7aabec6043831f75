// SPDX-License-Identifier: GPL-2.0
/*
 * Messages to the host, cut to the size that it announced in OPEN.
 */
#include "modem.h"

#define V(Name, Text)	\
	[SimViolation_##Name] = #Name,
static const char * const Names[SimViolationCount] = {
	SIM_VIOLATIONS(V)
};

#undef V

const char *SimViolationName(SIM_VIOLATION Violation)
{
	return Names[Violation];
}

VOID SimViolation(SIM_MODEM *Modem, SIM_VIOLATION Violation)
{
	Modem->Violations[Violation]++;
}

UINT32 SimRefuse(SIM_MODEM *Modem, SIM_VIOLATION Violation)
{
	SimViolation(Modem, Violation);
	return MBIM_STATUS_INVALID_PARAMETERS;
}

static VOID Emit(SIM_MODEM *Modem, const UINT8 *Fragment, UINT32 Length, UINT32 Delay)
{
	Modem->Emit(Modem->EmitContext, Fragment, Length, Delay);
}

static VOID PutHeader(UINT8 *To, UINT32 Type, UINT32 Length, UINT32 TransactionId)
{
	LePut32(To, Type);
	LePut32(To + 4, Length);
	LePut32(To + 8, TransactionId);
}

VOID SimSendDone(SIM_MODEM *Modem, UINT32 Type, UINT32 TransactionId, UINT32 Status)
{
	UINT8 message[16];

	PutHeader(message, Type, sizeof(message), TransactionId);
	LePut32(message + 12, Status);
	Emit(Modem, message, sizeof(message), 0);
}

VOID SimFunctionError(SIM_MODEM *Modem, UINT32 TransactionId, UINT32 Error)
{
	SimSendDone(Modem, MBIM_FUNCTION_ERROR_MSG, TransactionId, Error);
}

/*
 * A message of @HeadLength bytes that are in @Head, behind where the fragment
 * header goes, and of Modem->Info. Every fragment has at least one byte of room:
 * MaxTransfer is not below MBIM_MINIMUM_TRANSFER.
 */
static VOID SendInPieces(SIM_MODEM *Modem, UINT32 Type, UINT32 TransactionId, const UINT8 *Head,
			 UINT32 HeadLength, UINT32 Delay)
{
	UINT32 length = HeadLength + Modem->Info.Length, done = 0, i, n;
	UINT32 room = Modem->MaxTransfer - MBIM_FRAGMENT_LENGTH;
	UINT32 total = (length + room - 1) / room;
	UINT8 *fragment = Modem->Fragment;

	for (n = 0; n < total; n++) {
		UINT32 part = length - done < room ? length - done : room;
		UINT8 *to = fragment + MBIM_FRAGMENT_LENGTH;

		PutHeader(fragment, Type, MBIM_FRAGMENT_LENGTH + part, TransactionId);
		LePut32(fragment + 12, total);
		LePut32(fragment + 16, n);
		for (i = done; i < done + part; i++)
			*to++ = i < HeadLength ? Head[i] : Modem->Info.Data[i - HeadLength];
		done += part;
		if (!SimFault(&Modem->Faults.fragment_drop))
			Emit(Modem, fragment, MBIM_FRAGMENT_LENGTH + part, Delay);
	}
}

VOID SimAnswer(SIM_MODEM *Modem, const SIM_COMMAND *Command, UINT32 Status)
{
	UINT8 head[MBIM_COMMAND_LENGTH - MBIM_FRAGMENT_LENGTH];
	UINT32 delay = Modem->Faults.answer_delay_ms;

	/* cannot happen with what there is to tell; the host must not see half of it */
	if (Modem->Info.Overflow) {
		InfoInit(&Modem->Info, 0);
		Status = MBIM_STATUS_FAILURE;
	}
	RtlCopyMemory(head, Command->Uuid, MBIM_UUID_LENGTH);
	LePut32(head + 16, Command->Cid);
	LePut32(head + 20, Status);
	LePut32(head + 24, Modem->Info.Length);
	if (Command->Cid == CID_CONNECT && Command->Set &&
	    RtlEqualMemory(Command->Uuid, SimBasicConnect.Uuid, MBIM_UUID_LENGTH))
		delay += Modem->Faults.connect_delay_ms;
	SendInPieces(Modem, MBIM_COMMAND_DONE, Command->TransactionId, head, sizeof(head), delay);
	if (SimFault(&Modem->Faults.answer_twice))
		SendInPieces(Modem, MBIM_COMMAND_DONE, Command->TransactionId, head, sizeof(head),
			     delay);
}

VOID SimIndicate(SIM_MODEM *Modem, const UINT8 *Uuid, UINT32 Cid)
{
	UINT8 head[MBIM_INDICATION_LENGTH - MBIM_FRAGMENT_LENGTH];

	if (!Modem->Open || Modem->Info.Overflow)
		return;
	RtlCopyMemory(head, Uuid, MBIM_UUID_LENGTH);
	LePut32(head + 16, Cid);
	LePut32(head + 20, Modem->Info.Length);
	Modem->Indications++;
	SendInPieces(Modem, MBIM_INDICATE_STATUS_MSG, 0, head, sizeof(head), 0);
}
