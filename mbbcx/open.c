// SPDX-License-Identifier: GPL-2.0
/*
 * Is the function open: OPEN with its tries, CLOSE, loss of state, and the one
 * place where enum mbb_state changes.
 *
 *	DOWN --power-up--> OPENING --OPEN_DONE, bring-up--> OPEN
 *	OPENING --tries used up--> OPENING after a power cycle, then FAILED
 *	OPEN --NOT_OPENED, hang--> OPENING, or what recovery.c says
 *	FAILED --a program's OPEN--> OPENING
 *	OPEN --armed--> ARMED --resume--> OPEN
 *	OPEN, OPENING --power-down--> CLOSING --CLOSE_DONE or time-out--> DOWN
 *	any --unplug--> GONE
 *
 * OPENING lasts until MbbCx has asked its own questions (bringup.c), so that
 * VERSION is negotiated before any user's command; mbb_device.fn_open says that
 * the function itself is open.
 */
#include "device.h"

#include <linux/device.h>
#include <linux/jiffies.h>

#include "trace.h"

#define MBB_OPEN_BACKOFF_MS	2000	/* after a refusal */
#define MBB_CLOSE_UNSURE_MS	2000	/* CLOSE of a function that never said it is open */
#define MBB_OTHER_TRANSFER	4096	/* MaxControlTransfer that everybody knows */

const char *mbb_state_name(enum mbb_state state)
{
	static const char * const names[] = {
		[MBB_STATE_DOWN] = "down",
		[MBB_STATE_OPENING] = "opening",
		[MBB_STATE_OPEN] = "open",
		[MBB_STATE_ARMED] = "armed",
		[MBB_STATE_CLOSING] = "closing",
		[MBB_STATE_FAILED] = "failed",
		[MBB_STATE_GONE] = "gone",
	};

	return (unsigned int)state < ARRAY_SIZE(names) ? names[state] : "?";
}

enum mbb_state mbb_device_state(struct mbb_device *mbb)
{
	return READ_ONCE(mbb->state);
}

void mbb_state_set(struct mbb_device *mbb, enum mbb_state state, enum mbb_reset reset)
{
	lockdep_assert_held(&mbb->lock);
	/* Nothing comes after GONE but a new life. */
	if (mbb->state == MBB_STATE_GONE && mbb->gone)
		return;
	if (mbb->state == state && reset == MBB_RESET_NONE)
		return;
	trace_mbb_state(mbb_device_name(mbb), mbb_state_name(mbb->state), mbb_state_name(state));
	WRITE_ONCE(mbb->state, state);
	mbb_deliver_state(mbb, reset);
	wake_up_all(&mbb->wait);
}

/* Lock held: the function does not answer commands any more. */
static void mbb_open_closed(struct mbb_device *mbb)
{
	mbb->fn_open = false;
	mbb->admitted = false;
	mbb->ch.host_errors = 0;
	mbb->ch.rx_reset = true;
	mbb_late_forget(mbb);
}

/* ---- OPEN ---- */

static void mbb_open_power_put(struct mbb_device *mbb)
{
	lockdep_assert_held(&mbb->lock);
	if (mbb->open.powered)
		mbb_power_put_later(mbb);
	mbb->open.powered = false;
}

static void mbb_open_send(struct mbb_device *mbb)
{
	struct mbb_open *open = &mbb->open;

	lockdep_assert_held(&mbb->lock);
	open->tries++;
	open->tid = mbb_command_new_id(mbb);
	open->phase = MBB_OPEN_QUEUED;
	mbb_count(mbb, MBB_STAT_opens);
	mbb_channel_queue_ctl(mbb, MBIM_OPEN_MSG, open->tid, open->max_transfer);
}

/*
 * Lock held. OPEN does not help, or not again. Whoever waits for an answer gets an
 * error now: none of the remedies is quick, and none is sure.
 */
static void mbb_open_remedy(struct mbb_device *mbb, enum mbb_remedy remedy)
{
	bool cycle = remedy == MBB_REMEDY_CYCLE;

	mbb->open.phase = MBB_OPEN_IDLE;
	mbb_open_closed(mbb);
	mbb_commands_fail(mbb, MBB_FAIL_ALL, -ESHUTDOWN, 0);
	mbb_open_power_put(mbb);
	mbb_state_set(mbb, cycle ? MBB_STATE_OPENING : MBB_STATE_FAILED, MBB_RESET_LOST);
	if (remedy == MBB_REMEDY_GIVE_UP)
		dev_err(mbb->dev, "MBIM function is given up until a program opens its port\n");
	else
		mbb_recovery_start(mbb);
}

/* Lock held. @delay_ms: until the next try, if there is one. */
static void mbb_open_retry(struct mbb_device *mbb, unsigned int delay_ms)
{
	struct mbb_open *open = &mbb->open;

	if (open->tries >= MBB_OPEN_TRIES) {
		dev_err(mbb->dev, "MBIM function cannot be opened\n");
		mbb_open_remedy(mbb, mbb_recovery_unopened(mbb));
		return;
	}
	open->phase = MBB_OPEN_BACKOFF;
	mod_delayed_work(mbb->wq, &open->work, msecs_to_jiffies(delay_ms));
}

/* Lock held. @powered: a power reference for the time until it is open. */
static void mbb_open_begin_locked(struct mbb_device *mbb, bool powered)
{
	struct mbb_open *open = &mbb->open;

	open->generation++;
	open->tries = 0;
	open->resynced = false;
	open->size_tried = false;
	open->max_transfer = mbb->max_fragment;
	mbb_open_closed(mbb);
	mbb_open_power_put(mbb);
	open->powered = powered;
	mbb_state_set(mbb, MBB_STATE_OPENING, MBB_RESET_NONE);
	mbb_open_send(mbb);
}

/*
 * Power-up: open the function.
 *
 * Returns at once: a modem may take long to start, and probing must not wait.
 */
void mbb_open_begin(struct mbb_device *mbb)
{
	bool powered = mbb_power_get(mbb);
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	if (!mbb->gone && !mbb->stopping) {
		mbb_open_begin_locked(mbb, powered);
		powered = false;
	}
	spin_unlock_irqrestore(&mbb->lock, flags);
	if (powered)
		mbb_power_put(mbb);
}

/* A program sends OPEN: one that had been given up is tried again. */
void mbb_device_want_open(struct mbb_device *mbb)
{
	bool powered = mbb_power_get(mbb);
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	if (mbb->state == MBB_STATE_FAILED && !mbb->gone && !mbb->stopping && !mbb->hold &&
	    mbb_recovery_may_retry(mbb)) {
		mbb_open_begin_locked(mbb, powered);
		powered = false;
	}
	spin_unlock_irqrestore(&mbb->lock, flags);
	if (powered)
		mbb_power_put(mbb);
}

/* The time for an answer, or a pause, is over. */
static void mbb_open_work(struct work_struct *work)
{
	struct mbb_device *mbb = container_of(to_delayed_work(work), struct mbb_device,
					      open.work);
	struct mbb_open *open = &mbb->open;
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	switch (open->phase) {
	case MBB_OPEN_SENT:
	case MBB_OPEN_RESYNC:
		dev_warn(mbb->dev, "no answer to MBIM OPEN (try %u of %u)\n", open->tries,
			 MBB_OPEN_TRIES);
		mbb_open_retry(mbb, 0);
		break;
	case MBB_OPEN_BACKOFF:
		mbb_open_send(mbb);
		break;
	default:
		break;
	}
	spin_unlock_irqrestore(&mbb->lock, flags);
}

/*
 * The client finished sending an OPEN or a CLOSE.
 *
 * Responses are fetched from the first OPEN on, even if it failed: it may have
 * arrived, and what else is waiting belongs to an older life.
 */
void mbb_open_ctl_sent(struct mbb_device *mbb, const struct mbb_ctl *ctl, bool ok)
{
	struct mbb_open *open = &mbb->open;
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	if (mbb->ch.up)
		mbb->ch.rx_on = true;
	if (ctl->tid != open->tid) {
		;			/* overtaken: closed, or begun anew */
	} else if (ctl->type == MBIM_CLOSE_MSG && open->phase != MBB_OPEN_RESYNC) {
		if (!ok)
			complete_all(&open->closed);
	} else if (open->phase == MBB_OPEN_QUEUED || open->phase == MBB_OPEN_RESYNC) {
		if (open->phase == MBB_OPEN_QUEUED)
			open->phase = MBB_OPEN_SENT;
		if (ok)
			mod_delayed_work(mbb->wq, &open->work,
					 msecs_to_jiffies(MBB_OPEN_TIMEOUT_MS));
		else
			mbb_open_retry(mbb, MBB_OPEN_BACKOFF_MS);
	}
	spin_unlock_irqrestore(&mbb->lock, flags);
}

void mbb_open_done(struct mbb_device *mbb, u32 tid, u32 status)
{
	struct mbb_open *open = &mbb->open;
	unsigned long flags;
	bool opened = false;

	spin_lock_irqsave(&mbb->lock, flags);
	if (open->phase != MBB_OPEN_SENT || tid != open->tid) {
		/* To an OPEN that was given up, or to none: a later one decides. */
		mbb_count(mbb, MBB_STAT_messages_unexpected);
	} else if (status != MBIM_STATUS_SUCCESS) {
		dev_warn(mbb->dev, "MBIM OPEN refused with status %u\n", status);
		open->asked = false;
		mbb_open_retry(mbb, MBB_OPEN_BACKOFF_MS);
	} else {
		cancel_delayed_work(&open->work);
		open->phase = MBB_OPEN_BRINGUP;
		open->asked = false;	/* no question any more: fn_open */
		mbb->fn_open = true;
		opened = true;
	}
	spin_unlock_irqrestore(&mbb->lock, flags);
	if (opened)
		mbb_bringup_start(mbb);
}

/* Bring-up of opening @generation is over: everybody may send. */
void mbb_open_finish(struct mbb_device *mbb, unsigned int generation)
{
	struct mbb_open *open = &mbb->open;
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	if (open->phase == MBB_OPEN_BRINGUP && open->generation == generation && !mbb->hold) {
		open->phase = MBB_OPEN_IDLE;
		mbb->admitted = true;
		mbb_recovery_opened(mbb);
		WRITE_ONCE(mbb->s0_wake_refused, false);	/* it may be another firmware */
		mbb_state_set(mbb, MBB_STATE_OPEN, MBB_RESET_LOST);
		mbb_open_power_put(mbb);
		mbb_channel_kick(mbb);
	}
	spin_unlock_irqrestore(&mbb->lock, flags);
}

/* ---- what can go wrong ---- */

/* Lock held: a function error about our OPEN. */
static void mbb_open_refused(struct mbb_device *mbb, u32 error)
{
	struct mbb_open *open = &mbb->open;

	open->asked = false;
	/* Some functions want more than they say they take. */
	if (error == MBIM_ERROR_MAX_TRANSFER && !open->size_tried &&
	    open->max_transfer != MBB_OTHER_TRANSFER) {
		open->size_tried = true;
		open->max_transfer = MBB_OTHER_TRANSFER;
		open->tries--;
		mbb_open_send(mbb);
		return;
	}
	dev_warn(mbb->dev, "MBIM OPEN answered with function error %u\n", error);
	mbb_open_retry(mbb, MBB_OPEN_BACKOFF_MS);
}

bool mbb_open_error(struct mbb_device *mbb, u32 tid, u32 error)
{
	struct mbb_open *open = &mbb->open;
	unsigned long flags;
	bool ours = false;

	spin_lock_irqsave(&mbb->lock, flags);
	if (tid == open->tid && open->phase == MBB_OPEN_SENT) {
		ours = true;
		mbb_open_refused(mbb, error);
	} else if (tid == open->tid && open->phase == MBB_OPEN_RESYNC) {
		/* NOT_OPENED, most likely: as closed as can be */
		ours = true;
		open->asked = false;
		mbb_open_send(mbb);
	} else if (tid == open->tid && mbb->state == MBB_STATE_CLOSING) {
		ours = true;
		complete_all(&open->closed);
	}
	spin_unlock_irqrestore(&mbb->lock, flags);
	return ours;
}

void mbb_close_done(struct mbb_device *mbb, u32 tid, u32 status)
{
	struct mbb_open *open = &mbb->open;
	unsigned long flags;

	/* Status: always success, and what else could be done about it? */
	spin_lock_irqsave(&mbb->lock, flags);
	if (mbb->state == MBB_STATE_CLOSING && tid == open->tid) {
		complete_all(&open->closed);
	} else if (open->phase == MBB_OPEN_RESYNC && tid == open->tid) {
		open->asked = false;
		mbb_open_send(mbb);
	} else if (open->phase == MBB_OPEN_SENT && !open->resynced) {
		/* Of an older life: OPEN and CLOSE may have crossed. Close it for
		 * certain, then open.
		 */
		open->resynced = true;
		open->phase = MBB_OPEN_RESYNC;
		open->tid = mbb_command_new_id(mbb);
		mbb_channel_queue_ctl(mbb, MBIM_CLOSE_MSG, open->tid, 0);
	} else {
		mbb_count(mbb, MBB_STAT_messages_unexpected);
	}
	spin_unlock_irqrestore(&mbb->lock, flags);
}

/*
 * The function forgot that it was opened, or hangs.
 *
 * What is in flight fails, what is queued waits for the new OPEN, if that is the
 * remedy.
 *
 * Context: process or not; not under mbb->lock.
 */
void mbb_open_lost(struct mbb_device *mbb, const char *why)
{
	bool powered = mbb_power_get(mbb);
	enum mbb_remedy remedy;
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	if (!mbb->fn_open || mbb->gone || mbb->state == MBB_STATE_CLOSING)
		goto out;
	mbb_open_closed(mbb);
	mbb_commands_fail(mbb, MBB_FAIL_INFLIGHT | MBB_FAIL_OWN, -EPROTO,
			  MBIM_ERROR_NOT_OPENED);
	if (mbb->hold)
		goto out;		/* on the way down: mbb_close() has less to do */

	remedy = mbb_recovery_lost(mbb);
	if (remedy != MBB_REMEDY_REOPEN) {
		dev_err(mbb->dev, "%s, soon after it was opened again\n", why);
		mbb_open_remedy(mbb, remedy);
		goto out;
	}
	dev_warn(mbb->dev, "%s: opening it again\n", why);
	mbb_count(mbb, MBB_STAT_reopens);
	mbb_deliver_state(mbb, MBB_RESET_LOST);
	mbb_open_begin_locked(mbb, powered);
	powered = false;
out:
	spin_unlock_irqrestore(&mbb->lock, flags);
	if (powered)
		mbb_power_put(mbb);
}

/* ---- CLOSE ---- */

/* Power-down or unplug: no more tries. Whatever timer runs finds nothing. */
void mbb_open_cancel(struct mbb_device *mbb)
{
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	mbb->open.phase = MBB_OPEN_IDLE;
	/* Not even sent: unless an earlier try was, there is no need to close. */
	if (mbb->ch.have_ctl && mbb->ch.ctl.type == MBIM_OPEN_MSG)
		mbb->ch.have_ctl = false;
	mbb_open_power_put(mbb);
	spin_unlock_irqrestore(&mbb->lock, flags);
	cancel_delayed_work(&mbb->open.work);
}

/*
 * Send CLOSE and wait for CLOSE_DONE, bounded.
 *
 * Inside a power transition; the client still has its pipes. Everything that
 * comes meanwhile is dropped. A function that was never opened, or refused to be,
 * is left alone; one that was asked to open and did not answer is told, but not
 * waited for as long.
 *
 * Context: process; not from the channel worker.
 */
void mbb_close(struct mbb_device *mbb)
{
	struct mbb_open *open = &mbb->open;
	unsigned int bound = MBB_CLOSE_TIMEOUT_MS;
	unsigned long flags;
	bool send;

	mbb_open_cancel(mbb);
	spin_lock_irqsave(&mbb->lock, flags);
	send = !mbb->gone && mbb->ch.up &&
	       (mbb->fn_open || (mbb->state == MBB_STATE_OPENING && open->asked));
	if (send) {
		if (!mbb->fn_open)
			bound = MBB_CLOSE_UNSURE_MS;
		mbb_open_closed(mbb);
		mbb_commands_fail(mbb, MBB_FAIL_INFLIGHT | MBB_FAIL_OWN, -ESHUTDOWN, 0);
		open->tid = mbb_command_new_id(mbb);
		reinit_completion(&open->closed);
		mbb_state_set(mbb, MBB_STATE_CLOSING, MBB_RESET_NONE);
		mbb_count(mbb, MBB_STAT_closes);
		mbb_channel_queue_ctl(mbb, MBIM_CLOSE_MSG, open->tid, 0);
	}
	spin_unlock_irqrestore(&mbb->lock, flags);

	if (send && !wait_for_completion_timeout(&open->closed, msecs_to_jiffies(bound))) {
		mbb_count(mbb, MBB_STAT_close_timeouts);
		dev_warn(mbb->dev, "no answer to MBIM CLOSE\n");
	}

	spin_lock_irqsave(&mbb->lock, flags);
	mbb_open_closed(mbb);
	open->asked = false;
	mbb_state_set(mbb, MBB_STATE_DOWN, MBB_RESET_LOST);
	spin_unlock_irqrestore(&mbb->lock, flags);
}

void mbb_open_init(struct mbb_device *mbb)
{
	INIT_DELAYED_WORK(&mbb->open.work, mbb_open_work);
	init_completion(&mbb->open.closed);
}

void mbb_open_exit(struct mbb_device *mbb)
{
	cancel_delayed_work_sync(&mbb->open.work);
}
