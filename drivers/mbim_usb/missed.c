// SPDX-License-Identifier: GPL-2.0
/*
 * When to look for an answer that was not announced: missed.h.
 *
 * Of the messages only the type is looked at, and of an error its code: whether an
 * answer is due.
 */
#include "missed.h"
#include "le.h"

#define MBIM_OPEN_MSG			0x00000001u
#define MBIM_CLOSE_MSG			0x00000002u
#define MBIM_COMMAND_MSG		0x00000003u
#define MBIM_HOST_ERROR_MSG		0x00000004u
#define MBIM_OPEN_DONE			0x80000001u
#define MBIM_CLOSE_DONE			0x80000002u
#define MBIM_COMMAND_DONE		0x80000003u
#define MBIM_FUNCTION_ERROR_MSG		0x80000004u

#define MBIM_HEADER			12u
#define MBIM_ERROR_CANCEL		7u

VOID MissedReset(MISSED *Missed)
{
	Missed->Owed = 0;
	Missed->Delay = MISSED_PATIENCE_MS;
	Missed->Empty = 0;
	Missed->Guess = FALSE;
}

static VOID Paid(MISSED *Missed)
{
	if (Missed->Owed)
		Missed->Owed--;
}

static UINT32 Wait(const MISSED *Missed)
{
	return Missed->Owed ? Missed->Delay : 0;
}

UINT32 MissedSent(MISSED *Missed, const UINT8 *Data, SIZE_T Length)
{
	UINT32 type = Length >= MBIM_HEADER ? LeGet32(Data) : 0;

	switch (type) {
	case MBIM_OPEN_MSG:
		/* what was owed before, nobody pays any more */
		Missed->Owed = 1;
		break;
	case MBIM_CLOSE_MSG:
		Missed->Owed++;
		break;
	case MBIM_COMMAND_MSG:
		if (Length >= MBIM_HEADER + 8 && !LeGet32(Data + MBIM_HEADER + 4))
			Missed->Owed++;
		break;
	case MBIM_HOST_ERROR_MSG:
		if (Length >= MBIM_HEADER + 4 && LeGet32(Data + MBIM_HEADER) == MBIM_ERROR_CANCEL)
			Paid(Missed);
		break;
	default:
		break;
	}
	Missed->Empty = 0;
	return Wait(Missed);
}

static VOID TakeMessage(MISSED *Missed, const UINT8 *Data, SIZE_T Length)
{
	UINT32 type = Length >= MBIM_HEADER ? LeGet32(Data) : 0;

	switch (type) {
	case MBIM_OPEN_DONE:
	case MBIM_CLOSE_DONE:
	case MBIM_FUNCTION_ERROR_MSG:
		Paid(Missed);
		break;
	case MBIM_COMMAND_DONE:
		if (Length >= MBIM_HEADER + 8 &&
		    LeGet32(Data + MBIM_HEADER + 4) + 1 == LeGet32(Data + MBIM_HEADER))
			Paid(Missed);
		break;
	default:
		break;
	}
}

static UINT32 GuessedWrong(MISSED *Missed)
{
	UINT32 delay = Missed->Delay < MISSED_SHORT_MS ? MISSED_SHORT_MS : Missed->Delay * 2;

	Missed->Delay = delay < MISSED_PATIENCE_MS ? delay : MISSED_PATIENCE_MS;
	if (++Missed->Empty >= MISSED_MAXIMUM_EMPTY)
		Missed->Owed = 0;
	return Wait(Missed);
}

UINT32 MissedRead(MISSED *Missed, const UINT8 *Data, SIZE_T Length)
{
	BOOLEAN guess = Missed->Guess;

	Missed->Guess = FALSE;
	if (!Length)
		return guess ? GuessedWrong(Missed) : Wait(Missed);

	TakeMessage(Missed, Data, Length);
	Missed->Empty = 0;
	if (guess) {
		/* drain it: what else is there was not announced either */
		Missed->Delay = MISSED_AT_ONCE_MS;
		return Missed->Delay;
	}
	if (MissedLoses(Missed))
		Missed->Delay = MISSED_SHORT_MS;
	return Wait(Missed);
}

UINT32 MissedSuspect(MISSED *Missed)
{
	if (Missed->Delay > MISSED_SHORT_MS)
		Missed->Delay = MISSED_SHORT_MS;
	return Wait(Missed);
}

BOOLEAN MissedExpired(MISSED *Missed)
{
	Missed->Guess = Missed->Owed || MissedLoses(Missed);
	return Missed->Guess;
}
