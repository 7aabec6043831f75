// SPDX-License-Identifier: GPL-2.0
/*
 * How commands end without an answer: time-outs, cancelling by their owner, and
 * all at once when the function closes, loses its state or is unplugged.
 */
#include "device.h"

#include <linux/jiffies.h>
#include <linux/sched.h>

/* ---- time-outs ---- */

static unsigned long mbb_command_patience(const struct mbb_command *cmd)
{
	return msecs_to_jiffies(cmd->timeout_ms ?: MBB_COMMAND_TIMEOUT_MS);
}

/* The clock starts when the last fragment is out. */
void mbb_command_sent(struct mbb_device *mbb, struct mbb_command *cmd)
{
	unsigned long delay = mbb_command_patience(cmd);

	lockdep_assert_held(&mbb->lock);
	cmd->state = MBB_COMMAND_SENT;
	cmd->deadline = jiffies + delay;
	if (cmd->err) {
		/* cancelled while it was being sent: tell the function, too */
		mbb_channel_queue_host_error(mbb, cmd->wire_id, MBIM_ERROR_CANCEL);
		mbb_command_finish(mbb, cmd, cmd->err);
		return;
	}
	if (!delayed_work_pending(&mbb->timeout_work) ||
	    time_before(cmd->deadline, mbb->timeout_work.timer.expires))
		mod_delayed_work(mbb->wq, &mbb->timeout_work, delay);
}

/* Some functions do not say BUSY: they forget what they have no room for. */
static void mbb_command_narrow(struct mbb_device *mbb)
{
	if (mbb->inflight_count < 2)
		return;
	mbb->window = max(1U, min(mbb->window, mbb->inflight_count) - 1);
	mbb->window_good = 0;
}

void mbb_command_timeout_work(struct work_struct *work)
{
	struct mbb_device *mbb = container_of(to_delayed_work(work), struct mbb_device,
					      timeout_work);
	unsigned long flags, next = 0, now = jiffies;
	struct mbb_command *cmd, *tmp;
	bool any = false, silent = false;

	spin_lock_irqsave(&mbb->lock, flags);
	list_for_each_entry_safe(cmd, tmp, &mbb->inflight, node) {
		if (cmd->state != MBB_COMMAND_SENT)
			continue;
		if (time_after_eq(now, cmd->deadline)) {
			mbb_count(mbb, MBB_STAT_commands_timed_out);
			silent |= mbb_hang_silent_since(mbb, cmd->deadline -
							     mbb_command_patience(cmd));
			mbb_command_narrow(mbb);
			mbb_command_finish(mbb, cmd, -ETIMEDOUT);
		} else if (!any || time_before(cmd->deadline, next)) {
			next = cmd->deadline;
			any = true;
		}
	}
	if (any)
		mod_delayed_work(mbb->wq, &mbb->timeout_work, next - now);
	spin_unlock_irqrestore(&mbb->lock, flags);

	if (silent)
		mbb_hang_suspect(mbb);
}

void mbb_command_expire_unsent(struct mbb_device *mbb, struct mbb_command *cmd)
{
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	if (cmd->state == MBB_COMMAND_QUEUED || cmd->state == MBB_COMMAND_SENDING) {
		mbb_count(mbb, MBB_STAT_commands_timed_out);
		mbb_command_finish(mbb, cmd, -ETIMEDOUT);
	}
	spin_unlock_irqrestore(&mbb->lock, flags);
}

/* ---- cancelling ---- */

/* Lock held. */
static void mbb_command_cancel_locked(struct mbb_device *mbb, struct mbb_command *cmd)
{
	switch (cmd->state) {
	case MBB_COMMAND_SENT:
		mbb_channel_queue_host_error(mbb, cmd->wire_id, MBIM_ERROR_CANCEL);
		fallthrough;
	case MBB_COMMAND_QUEUED:
		mbb_count(mbb, MBB_STAT_commands_cancelled);
		mbb_command_finish(mbb, cmd, -ECANCELED);
		break;
	case MBB_COMMAND_SENDING:
		/* Half a command would cost the function its fragment time-out. */
		mbb_count(mbb, MBB_STAT_commands_cancelled);
		cmd->err = -ECANCELED;
		break;
	}
}

void mbb_command_cancel(struct mbb_device *mbb, struct mbb_command *cmd)
{
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	mbb_command_cancel_locked(mbb, cmd);
	spin_unlock_irqrestore(&mbb->lock, flags);
}

void mbb_command_withdraw(struct mbb_device *mbb, struct mbb_command *cmd)
{
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	if (cmd->state == MBB_COMMAND_QUEUED)
		mbb_command_cancel_locked(mbb, cmd);
	spin_unlock_irqrestore(&mbb->lock, flags);
}

static bool mbb_source_idle(struct mbb_device *mbb, struct mbb_source *source)
{
	unsigned long flags;
	bool idle;

	spin_lock_irqsave(&mbb->lock, flags);
	idle = !source->live;
	spin_unlock_irqrestore(&mbb->lock, flags);
	return idle;
}

void mbb_source_drain(struct mbb_device *mbb, struct mbb_source *source)
{
	struct mbb_command *cmd, *tmp;
	unsigned long flags;

	might_sleep();
	spin_lock_irqsave(&mbb->lock, flags);
	list_for_each_entry_safe(cmd, tmp, &source->queue, node)
		mbb_command_cancel_locked(mbb, cmd);
	list_for_each_entry_safe(cmd, tmp, &mbb->inflight, node)
		if (cmd->source == source)
			mbb_command_cancel_locked(mbb, cmd);
	spin_unlock_irqrestore(&mbb->lock, flags);
	wait_event(mbb->wait, mbb_source_idle(mbb, source));
}

static void mbb_source_fail(struct mbb_device *mbb, struct mbb_source *source, int err)
{
	struct mbb_command *cmd, *tmp;

	list_for_each_entry_safe(cmd, tmp, &source->queue, node)
		mbb_command_finish(mbb, cmd, err);
}

/**
 * mbb_commands_fail() - end many commands at once
 * @mbb: device; lock held
 * @which: MBB_FAIL_*
 * @err: for done()
 * @function_error: for those in flight, 0 if the function did not say anything
 *
 * Nothing is told to the function: it was closed, lost or unplugged.
 */
void mbb_commands_fail(struct mbb_device *mbb, unsigned int which, int err, u32 function_error)
{
	struct mbb_source *source, *next;
	struct mbb_command *cmd, *tmp;

	lockdep_assert_held(&mbb->lock);
	if (which & MBB_FAIL_INFLIGHT) {
		list_for_each_entry_safe(cmd, tmp, &mbb->inflight, node) {
			cmd->function_error = function_error;
			mbb_command_finish(mbb, cmd, err);
		}
	}
	if (which & (MBB_FAIL_OWN | MBB_FAIL_QUEUED))
		mbb_source_fail(mbb, &mbb->own, err);
	if (which & MBB_FAIL_QUEUED) {
		list_for_each_entry_safe(source, next, &mbb->sources, node)
			mbb_source_fail(mbb, source, err);
	}
}

/*
 * End what is in flight, and tell the function so.
 */
void mbb_commands_abandon(struct mbb_device *mbb, int err)
{
	struct mbb_command *cmd, *tmp;

	lockdep_assert_held(&mbb->lock);
	list_for_each_entry_safe(cmd, tmp, &mbb->inflight, node) {
		if (cmd->state == MBB_COMMAND_SENT)
			mbb_channel_queue_host_error(mbb, cmd->wire_id, MBIM_ERROR_CANCEL);
		mbb_command_finish(mbb, cmd, err);
	}
}

static bool mbb_commands_none(struct mbb_device *mbb)
{
	unsigned long flags;
	bool none;

	spin_lock_irqsave(&mbb->lock, flags);
	none = mbb->gone || !mbb->inflight_count;
	spin_unlock_irqrestore(&mbb->lock, flags);
	return none;
}

/* Return: false if something is still in flight after @timeout_ms. */
bool mbb_commands_idle_wait(struct mbb_device *mbb, unsigned int timeout_ms)
{
	return wait_event_timeout(mbb->wait, mbb_commands_none(mbb),
				  msecs_to_jiffies(timeout_ms));
}
