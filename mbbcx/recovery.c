// SPDX-License-Identifier: GPL-2.0
/*
 * What is done about a function that is lost, or cannot be opened, and in which
 * order: each remedy costs more than the one before it.
 *
 *	REOPEN	OPEN again, with its tries: what a function that lost its state needs
 *	CYCLE	out of D0 and back: the client brings its hardware up anew
 *	RESTART	the device has failed and is bound again: everything begins anew,
 *		control ports and interfaces included
 *	GIVE_UP	FAILED: programs get errors, until one of them sends another OPEN
 *
 * A remedy that has helped for a while is forgotten: the next trouble begins with
 * REOPEN. A function that has never answered a command is not restarted: its
 * control ports stay, to say so. How often a device may restart is the framework's
 * business, so there is an end to it in any case.
 *
 * open.c asks, and carries out what happens under mbb->lock; here is what does not.
 */
#include "device.h"

#include <linux/jiffies.h>

#include "compat_workqueue.h"

#define MBB_RECOVERY_INTERVAL	(2 * 60 * HZ)	/* open for so long: it has helped */
#define MBB_RETRY_INTERVAL	(10 * HZ)	/* between openings that programs ask for */

void mbb_recovery_opened(struct mbb_device *mbb)
{
	lockdep_assert_held(&mbb->lock);
	mbb->recovery.changed = jiffies;
}

static enum mbb_remedy mbb_recovery_next(struct mbb_device *mbb)
{
	struct mbb_recovery *r = &mbb->recovery;

	lockdep_assert_held(&mbb->lock);
	if (r->remedy < MBB_REMEDY_GIVE_UP)
		r->remedy++;
	if (r->remedy == MBB_REMEDY_RESTART && !r->worked)
		r->remedy = MBB_REMEDY_GIVE_UP;
	r->changed = jiffies;
	return r->remedy;
}

enum mbb_remedy mbb_recovery_lost(struct mbb_device *mbb)
{
	struct mbb_recovery *r = &mbb->recovery;

	if (time_after(jiffies, r->changed + MBB_RECOVERY_INTERVAL))
		r->remedy = MBB_REMEDY_NONE;
	return mbb_recovery_next(mbb);
}

enum mbb_remedy mbb_recovery_unopened(struct mbb_device *mbb)
{
	/* OPEN at power-up has had its tries, too. */
	if (mbb->recovery.remedy == MBB_REMEDY_NONE)
		mbb->recovery.remedy = MBB_REMEDY_REOPEN;
	return mbb_recovery_next(mbb);
}

bool mbb_recovery_may_retry(struct mbb_device *mbb)
{
	struct mbb_recovery *r = &mbb->recovery;

	lockdep_assert_held(&mbb->lock);
	return r->remedy == MBB_REMEDY_GIVE_UP &&
	       time_after(jiffies, r->changed + MBB_RETRY_INTERVAL);
}

/* ---- outside of the lock ---- */

void mbb_recovery_start(struct mbb_device *mbb)
{
	lockdep_assert_held(&mbb->lock);
	mbb_count(mbb, mbb->recovery.remedy == MBB_REMEDY_CYCLE ? MBB_STAT_power_cycles :
								  MBB_STAT_restarts);
	/* Not on mbb->wq, whose work power callbacks wait for. */
	queue_work(system_dfl_wq, &mbb->recovery.work);
}

static void mbb_recovery_work(struct work_struct *work)
{
	struct mbb_device *mbb = container_of(work, struct mbb_device, recovery.work);
	enum mbb_remedy remedy;
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	remedy = mbb->gone || mbb->stopping ? MBB_REMEDY_NONE : mbb->recovery.remedy;
	/* Asleep, or awake again since: that was a power cycle. */
	if (mbb->fn_open || mbb->open.phase != MBB_OPEN_IDLE)
		remedy = MBB_REMEDY_NONE;
	spin_unlock_irqrestore(&mbb->lock, flags);

	if (remedy == MBB_REMEDY_CYCLE)
		cx_device_power_cycle(mbb->wdf);
	else if (remedy == MBB_REMEDY_RESTART)
		cx_device_fail(mbb->wdf, "MBIM function does not recover");
}

void mbb_recovery_init(struct mbb_device *mbb)
{
	INIT_WORK(&mbb->recovery.work, mbb_recovery_work);
}

/* No PnP lock is held, which the work may be waiting for. */
void mbb_recovery_exit(struct mbb_device *mbb)
{
	cancel_work_sync(&mbb->recovery.work);
}
