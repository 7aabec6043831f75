// SPDX-License-Identifier: GPL-2.0
/*
 * Does the function hang? That a command timed out proves little: some commands
 * are never answered by some functions, and a program that sends those must not
 * cost the others their sessions. So a function from which nothing at all was
 * heard meanwhile, or that does not even take a command, is asked something that
 * every function can answer at once, a few times; if it is silent then, it hangs.
 */
#include "device.h"

#include <linux/jiffies.h>

#define MBB_HANG_ASK_MS		10000
#define MBB_HANG_TRIES		3
#define MBB_HANG_PAUSE_MS	500	/* after one that could not be sent */

void mbb_hang_heard(struct mbb_device *mbb)
{
	WRITE_ONCE(mbb->hang.heard, jiffies);
}

bool mbb_hang_silent_since(struct mbb_device *mbb, unsigned long when)
{
	return time_before(READ_ONCE(mbb->hang.heard), when);
}

/* False: nobody can be asked, and the function is closed or gone. */
static bool mbb_hang_ask(struct mbb_device *mbb)
{
	struct mbb_hang *hang = &mbb->hang;

	hang->asked_at = jiffies;
	return !mbb_command_submit(mbb, &mbb->own, &hang->cmd);
}

static void mbb_hang_over(struct mbb_device *mbb)
{
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	mbb->hang.asking = false;
	spin_unlock_irqrestore(&mbb->lock, flags);
}

static void mbb_hang_again_work(struct work_struct *work)
{
	struct mbb_device *mbb = container_of(to_delayed_work(work), struct mbb_device,
					      hang.again);

	if (!mbb_hang_ask(mbb))
		mbb_hang_over(mbb);
}

static void mbb_hang_done(struct mbb_command *cmd, int err, const void *answer, size_t len)
{
	struct mbb_device *mbb = container_of(cmd, struct mbb_device, hang.cmd);
	struct mbb_hang *hang = &mbb->hang;
	bool unsent = err == -EIO;
	bool silent = (unsent || err == -ETIMEDOUT) &&
		      mbb_hang_silent_since(mbb, hang->asked_at);

	/* On its way out there is nothing to find out. */
	silent = silent && READ_ONCE(mbb->fn_open);
	if (silent && ++hang->tries < MBB_HANG_TRIES) {
		/* Unplugging begins like this: no hurry. */
		queue_delayed_work(mbb->wq, &hang->again,
				   unsent ? msecs_to_jiffies(MBB_HANG_PAUSE_MS) : 0);
		return;
	}
	mbb_hang_over(mbb);
	if (silent)
		mbb_open_lost(mbb, "function does not answer");
}

void mbb_hang_suspect(struct mbb_device *mbb)
{
	struct mbb_hang *hang = &mbb->hang;
	unsigned long flags;
	bool begin;

	spin_lock_irqsave(&mbb->lock, flags);
	begin = !hang->asking && mbb->fn_open && !mbb->hold;
	if (begin)
		hang->asking = true;
	spin_unlock_irqrestore(&mbb->lock, flags);
	if (!begin)
		return;

	mbb_count(mbb, MBB_STAT_hangs_suspected);
	hang->tries = 0;
	if (!mbb_hang_ask(mbb))
		mbb_hang_over(mbb);
}

void mbb_hang_init(struct mbb_device *mbb)
{
	struct mbb_hang *hang = &mbb->hang;

	INIT_DELAYED_WORK(&hang->again, mbb_hang_again_work);
	hang->heard = jiffies;
	hang->cmd.msg = hang->msg;
	hang->cmd.len = mbim_build_command(hang->msg, 0, mbim_uuid_basic_connect,
					   MBIM_CID_DEVICE_CAPS, false, NULL, 0);
	hang->cmd.timeout_ms = MBB_HANG_ASK_MS;
	hang->cmd.done = mbb_hang_done;
}

void mbb_hang_exit(struct mbb_device *mbb)
{
	cancel_delayed_work_sync(&mbb->hang.again);
}
