/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Answers whose notification was lost. MbbCx fetches what was announced and
 * nothing else; so it is for this driver to find out that an answer waits which
 * nobody has announced. Pure: the caller has the timer and the lock.
 *
 * A device must not be asked without need: only one that owes an answer is, and
 * only after a time in which every healthy device has announced what it has. One
 * that is found to lose notifications is asked sooner, and until it has nothing
 * left; one that has nothing is asked ever later, and then not at all. Answers are
 * told apart, since some never come: each is worth a few guesses, however much else
 * is asked and answered meanwhile.
 *
 * Announcements come one each interval of the interrupt pipe, so ten answers that
 * wait would take ten of them. While more is owed, what follows an answer is read
 * ahead of its announcement. This is learnt: each time that nothing was there makes
 * the next attempt rarer, and one that finds something makes it the rule.
 */
#ifndef _MBIM_USB_MISSED_H
#define _MBIM_USB_MISSED_H

#include <ntdef.h>

#define MISSED_PATIENCE_MS	30000u
#define MISSED_SHORT_MS		1000u
#define MISSED_AT_ONCE_MS	1u
#define MISSED_MAXIMUM_EMPTY	3u
#define MISSED_MAXIMUM_OWED	32u	/* more than MbbCx has under way */
#define MISSED_MAXIMUM_SKIP	64u	/* answers between two attempts to read ahead */

typedef struct _MISSED_ANSWER {
	UINT32 Transaction;
	UINT32 Empty;		/* guesses since then that found nothing */
} MISSED_ANSWER;

typedef struct _MISSED {
	MISSED_ANSWER Answer[MISSED_MAXIMUM_OWED];	/* sent for, not read; oldest first */
	UINT32 Owed;		/* of them */
	UINT32 Delay;		/* until the device is asked; ms */
	BOOLEAN Guess;		/* what is read next was not announced */
	BOOLEAN Ahead;		/* nor this, but it is only early */
	UINT32 Announced;	/* and not read */
	UINT32 Skip;		/* answers until reading ahead is tried again */
	UINT32 SkipNext;	/* after the next attempt that finds nothing */
} MISSED;

/*
 * The timer behind it. Each message moves the time, and most often it is never reached:
 * so a timer that fires earlier runs on, and is started anew when it finds that it is too
 * early. All times are of 100 ns.
 */
typedef struct _MISSED_WATCH {
	ULONGLONG Due;		/* when to ask; 0: not at all */
	ULONGLONG Timer;	/* when the timer fires; 0: it was not started */
} MISSED_WATCH;

VOID MissedReset(MISSED *Missed);
/*
 * A fragment was sent, or a response read (@Length 0: there was none).
 * Return: milliseconds until MissedExpired() should be called, instead of what was
 * returned before; 0: not at all.
 */
UINT32 MissedSent(MISSED *Missed, const UINT8 *Data, SIZE_T Length);
UINT32 MissedRead(MISSED *Missed, const UINT8 *Data, SIZE_T Length);
/* A notification came. Return: as above. */
UINT32 MissedAnnounced(MISSED *Missed);
/* The notification pipe has failed: something may be lost. Return: as above. */
UINT32 MissedSuspect(MISSED *Missed);
/* TRUE: ask the device. */
BOOLEAN MissedExpired(MISSED *Missed);
/*
 * MissedExpired() is to be called in @Milliseconds; 0: not at all.
 * Return: in which time the timer has to fire; 0: leave it alone.
 */
ULONGLONG MissedWatch(MISSED_WATCH *Watch, ULONGLONG Now, UINT32 Milliseconds);
/* The timer has fired. Return: TRUE: MissedExpired() is due. @Again: as MissedWatch(). */
BOOLEAN MissedFired(MISSED_WATCH *Watch, ULONGLONG Now, ULONGLONG *Again);
/*
 * After MissedRead() of something. TRUE: read again now, before anything is announced.
 */
BOOLEAN MissedReadAhead(MISSED *Missed);
/* Has a guess just been right? Until the next one. */
static inline BOOLEAN MissedLoses(const MISSED *Missed)
{
	return Missed->Delay == MISSED_AT_ONCE_MS;
}

#endif
