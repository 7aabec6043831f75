// SPDX-License-Identifier: GPL-2.0
/*
 * When to look for an answer that was not announced: missed.h.
 *
 * Of the messages only the type and the transaction are looked at, and of an error
 * its code: whether an answer is due.
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
	Missed->Guess = FALSE;
	Missed->Ahead = FALSE;
	Missed->Announced = 0;
	Missed->Skip = 0;
	Missed->SkipNext = 1;
}

static UINT32 Wait(const MISSED *Missed)
{
	return Missed->Owed ? Missed->Delay : 0;
}

/* ---- what is owed ---- */

static VOID Forget(MISSED *Missed, UINT32 Index)
{
	UINT32 i;

	Missed->Owed--;
	for (i = Index; i < Missed->Owed; i++)
		Missed->Answer[i] = Missed->Answer[i + 1];
}

static VOID Owe(MISSED *Missed, UINT32 Transaction)
{
	MISSED_ANSWER *answer;

	if (Missed->Owed == MISSED_MAXIMUM_OWED)
		Forget(Missed, 0);
	answer = &Missed->Answer[Missed->Owed++];
	answer->Transaction = Transaction;
	answer->Empty = 0;
}

static VOID Paid(MISSED *Missed, UINT32 Transaction)
{
	UINT32 i;

	for (i = 0; i < Missed->Owed; i++) {
		if (Missed->Answer[i].Transaction != Transaction)
			continue;
		Forget(Missed, i);
		return;
	}
}

/* ---- what passes ---- */

UINT32 MissedSent(MISSED *Missed, const UINT8 *Data, SIZE_T Length)
{
	UINT32 type = Length >= MBIM_HEADER ? LeGet32(Data) : 0;
	UINT32 transaction = Length >= MBIM_HEADER ? LeGet32(Data + 8) : 0;

	switch (type) {
	case MBIM_OPEN_MSG:
		/* what was owed before, nobody pays any more */
		Missed->Owed = 0;
		Owe(Missed, transaction);
		break;
	case MBIM_CLOSE_MSG:
		Owe(Missed, transaction);
		break;
	case MBIM_COMMAND_MSG:
		if (Length >= MBIM_HEADER + 8 && !LeGet32(Data + MBIM_HEADER + 4))
			Owe(Missed, transaction);
		break;
	case MBIM_HOST_ERROR_MSG:
		if (Length >= MBIM_HEADER + 4 && LeGet32(Data + MBIM_HEADER) == MBIM_ERROR_CANCEL)
			Paid(Missed, transaction);
		break;
	default:
		break;
	}
	return Wait(Missed);
}

static VOID TakeMessage(MISSED *Missed, const UINT8 *Data, SIZE_T Length)
{
	UINT32 type = Length >= MBIM_HEADER ? LeGet32(Data) : 0;
	UINT32 transaction = Length >= MBIM_HEADER ? LeGet32(Data + 8) : 0;

	switch (type) {
	case MBIM_CLOSE_DONE:
		/* a closed function answers nothing else */
		Missed->Owed = 0;
		break;
	case MBIM_OPEN_DONE:
	case MBIM_FUNCTION_ERROR_MSG:
		Paid(Missed, transaction);
		break;
	case MBIM_COMMAND_DONE:
		if (Length >= MBIM_HEADER + 8 &&
		    LeGet32(Data + MBIM_HEADER + 4) + 1 == LeGet32(Data + MBIM_HEADER))
			Paid(Missed, transaction);
		break;
	default:
		break;
	}
}

UINT32 MissedAnnounced(MISSED *Missed)
{
	/* One of the next two reads finds nothing, and that proves nothing. */
	Missed->Guess = FALSE;
	Missed->Ahead = FALSE;
	Missed->Announced++;
	/* It was just a pause: give what is announced the time to be read. */
	if (MissedLoses(Missed))
		Missed->Delay = MISSED_SHORT_MS;
	return Wait(Missed);
}

/* ---- guesses ---- */

static UINT32 GuessedWrong(MISSED *Missed)
{
	UINT32 delay = Missed->Delay < MISSED_SHORT_MS ? MISSED_SHORT_MS : Missed->Delay * 2;
	UINT32 i = 0;

	Missed->Delay = delay < MISSED_PATIENCE_MS ? delay : MISSED_PATIENCE_MS;
	while (i < Missed->Owed) {
		if (++Missed->Answer[i].Empty >= MISSED_MAXIMUM_EMPTY)
			Forget(Missed, i);
		else
			i++;
	}
	return Wait(Missed);
}

static UINT32 GuessedRight(MISSED *Missed)
{
	UINT32 i;

	for (i = 0; i < Missed->Owed; i++)
		Missed->Answer[i].Empty = 0;
	/* drain it: what else is there was not announced either */
	Missed->Delay = MISSED_AT_ONCE_MS;
	return Missed->Delay;
}

/* ---- reading ahead ---- */

static VOID AheadFound(MISSED *Missed, BOOLEAN Something)
{
	if (Something) {
		Missed->SkipNext = 1;
		return;
	}
	Missed->Skip = Missed->SkipNext;
	if (Missed->SkipNext < MISSED_MAXIMUM_SKIP)
		Missed->SkipNext *= 2;
}

BOOLEAN MissedReadAhead(MISSED *Missed)
{
	/* a read is due anyway, or there is nothing to expect */
	if (!Missed->Owed || Missed->Announced || Missed->Guess || MissedLoses(Missed))
		return FALSE;
	if (Missed->Skip) {
		Missed->Skip--;
		return FALSE;
	}
	Missed->Ahead = TRUE;
	return TRUE;
}

/* ---- what was read ---- */

UINT32 MissedRead(MISSED *Missed, const UINT8 *Data, SIZE_T Length)
{
	BOOLEAN guess = Missed->Guess;

	if (Missed->Ahead)
		AheadFound(Missed, Length != 0);
	else if (Missed->Announced && !guess)
		Missed->Announced--;
	Missed->Guess = FALSE;
	Missed->Ahead = FALSE;
	if (!Length)
		return guess ? GuessedWrong(Missed) : Wait(Missed);

	TakeMessage(Missed, Data, Length);
	if (guess)
		return GuessedRight(Missed);
	if (MissedLoses(Missed))
		Missed->Delay = MISSED_SHORT_MS;
	return Wait(Missed);
}

UINT32 MissedSuspect(MISSED *Missed)
{
	/* what was announced is perhaps not there any more */
	Missed->Ahead = FALSE;
	Missed->Announced = 0;
	if (Missed->Delay > MISSED_SHORT_MS)
		Missed->Delay = MISSED_SHORT_MS;
	return Wait(Missed);
}

BOOLEAN MissedExpired(MISSED *Missed)
{
	Missed->Ahead = FALSE;
	Missed->Announced = 0;
	Missed->Guess = Missed->Owed || MissedLoses(Missed);
	return Missed->Guess;
}

/* ---- the timer ---- */

static ULONGLONG StartTimer(MISSED_WATCH *Watch, ULONGLONG Now)
{
	Watch->Timer = Watch->Due;
	return Watch->Due - Now;
}

ULONGLONG MissedWatch(MISSED_WATCH *Watch, ULONGLONG Now, UINT32 Milliseconds)
{
	Watch->Due = Milliseconds ? Now + Milliseconds * 10000ull : 0;
	if (!Watch->Due || (Watch->Timer && Watch->Timer <= Watch->Due))
		return 0;
	return StartTimer(Watch, Now);
}

BOOLEAN MissedFired(MISSED_WATCH *Watch, ULONGLONG Now, ULONGLONG *Again)
{
	BOOLEAN early = Now < Watch->Due;
	BOOLEAN due = Watch->Due && !early;

	Watch->Timer = 0;
	*Again = early ? StartTimer(Watch, Now) : 0;
	if (due)
		Watch->Due = 0;
	return due;
}
