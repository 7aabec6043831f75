// SPDX-License-Identifier: GPL-2.0
/*
 * Transactions: commands of all sources wait here for their turn, get an id on
 * the wire, and are matched with their answers.
 *
 *	QUEUED  on its source's queue
 *	SENDING on mbb->inflight, its fragments are going out (channel.c)
 *	SENT    on mbb->inflight, the clock runs
 *	ENDED   done() is queued in deliver.c, or running
 *
 * Every way to end (answer, error, time-out, cancel, shutdown, unplug) goes
 * through mbb_command_finish() under mbb->lock, and only for a command that is
 * on one of the two lists: done() is called exactly once.
 */
#include "device.h"

#include <linux/completion.h>
#include <linux/device.h>
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/slab.h>

#define MBB_BUSY_RETRIES	3
#define MBB_WINDOW_GROW		32	/* answers without BUSY before one more is tried */
#define MBB_HANG_TIMEOUTS	5	/* in a row: the function hangs */

enum mbb_command_state {
	MBB_COMMAND_IDLE,
	MBB_COMMAND_QUEUED,
	MBB_COMMAND_SENDING,
	MBB_COMMAND_SENT,
	MBB_COMMAND_ENDED,
};

void mbb_source_init(struct mbb_source *source)
{
	INIT_LIST_HEAD(&source->node);
	INIT_LIST_HEAD(&source->queue);
	source->queued = 0;
	source->live = 0;
}

/* ---- ids ---- */

struct mbb_command *mbb_command_find(struct mbb_device *mbb, u32 wire_id)
{
	struct mbb_command *cmd;

	lockdep_assert_held(&mbb->lock);
	list_for_each_entry(cmd, &mbb->inflight, node)
		if (cmd->wire_id == wire_id)
			return cmd;
	return NULL;
}

/* Not 0, which indications carry, and not in use. The start is random, so that
 * answers to a previous life of the driver are not taken for ours. */
u32 mbb_command_new_id(struct mbb_device *mbb)
{
	lockdep_assert_held(&mbb->lock);
	do {
		mbb->next_id++;
	} while (!mbb->next_id || mbb->next_id == mbb->open.tid ||
		 mbb_command_find(mbb, mbb->next_id));
	return mbb->next_id;
}

struct mbb_command *mbb_command_oldest(struct mbb_device *mbb)
{
	lockdep_assert_held(&mbb->lock);
	return list_first_entry_or_null(&mbb->inflight, struct mbb_command, node);
}

/* ---- queues and turns ---- */

static void mbb_command_enqueue(struct mbb_device *mbb, struct mbb_command *cmd, bool first)
{
	struct mbb_source *source = cmd->source;

	cmd->state = MBB_COMMAND_QUEUED;
	if (first)
		list_add(&cmd->node, &source->queue);
	else
		list_add_tail(&cmd->node, &source->queue);
	source->queued++;
	if (source != &mbb->own && list_empty(&source->node))
		list_add_tail(&source->node, &mbb->sources);
}

static void mbb_command_dequeue(struct mbb_device *mbb, struct mbb_command *cmd)
{
	struct mbb_source *source = cmd->source;

	list_del_init(&cmd->node);
	source->queued--;
	if (!source->queued)
		list_del_init(&source->node);
}

/* May @cmd be sent in the present state? */
static bool mbb_command_admitted(struct mbb_device *mbb, struct mbb_command *cmd)
{
	if (!mbb->fn_open)
		return false;
	if (mbb->hold)
		return cmd->during_power;
	if (!mbb->admitted && cmd->source != &mbb->own)
		return false;
	return mbb->inflight_count < mbb->window;
}

/* The command whose turn it is: our own first, then the sources in turn. */
static struct mbb_command *mbb_command_next(struct mbb_device *mbb)
{
	struct mbb_source *source;
	struct mbb_command *cmd;

	list_for_each_entry(cmd, &mbb->own.queue, node)
		if (mbb_command_admitted(mbb, cmd))
			return cmd;
	list_for_each_entry(source, &mbb->sources, node) {
		cmd = list_first_entry(&source->queue, struct mbb_command, node);
		if (mbb_command_admitted(mbb, cmd))
			return cmd;
	}
	return NULL;
}

bool mbb_command_ready(struct mbb_device *mbb)
{
	lockdep_assert_held(&mbb->lock);
	return mbb_command_next(mbb);
}

/*
 * Take the next command; its fragments are sent now.
 *
 * Return: the command, with a new id, or NULL.
 */
struct mbb_command *mbb_command_pick(struct mbb_device *mbb)
{
	struct mbb_command *cmd = mbb_command_next(mbb);
	struct mbb_source *source;

	lockdep_assert_held(&mbb->lock);
	if (!cmd)
		return NULL;
	source = cmd->source;
	mbb_command_dequeue(mbb, cmd);
	if (source != &mbb->own && source->queued)
		list_move_tail(&source->node, &mbb->sources);

	cmd->wire_id = mbb_command_new_id(mbb);
	cmd->state = MBB_COMMAND_SENDING;
	list_add_tail(&cmd->node, &mbb->inflight);
	mbb->inflight_count++;
	return cmd;
}

int mbb_command_submit(struct mbb_device *mbb, struct mbb_source *source,
		       struct mbb_command *cmd)
{
	unsigned long flags;
	bool powered;
	int err = 0;

	if (WARN_ON_ONCE(!mbim_command_complete(cmd->msg, cmd->len)))
		return -EINVAL;
	/* Wakes a sleeping device; held until the command is over, since some
	 * modems lose an answer that is due while they sleep. */
	powered = !cmd->during_power && mbb_power_get(mbb);

	spin_lock_irqsave(&mbb->lock, flags);
	if (mbb->gone)
		err = -ENODEV;
	else if (mbb->stopping || mbb->state == MBB_STATE_FAILED)
		err = -ESHUTDOWN;
	if (!err) {
		cmd->source = source;
		cmd->err = 0;
		cmd->function_error = 0;
		cmd->retries = 0;
		cmd->wire_id = 0;
		cmd->rx = NULL;
		cmd->rx_len = 0;
		cmd->powered = powered;
		memset(&cmd->correlation, 0, sizeof(cmd->correlation));
		source->live++;
		mbb_command_enqueue(mbb, cmd, false);
		mbb_count(mbb, MBB_STAT_commands);
		mbb_channel_kick(mbb);
	}
	spin_unlock_irqrestore(&mbb->lock, flags);

	if (err && powered)
		mbb_power_put(mbb);
	return err;
}

/* ---- the end of a command ---- */

/* Take @cmd from whichever list it is on. */
static void mbb_command_unlink(struct mbb_device *mbb, struct mbb_command *cmd)
{
	if (cmd->state == MBB_COMMAND_QUEUED) {
		mbb_command_dequeue(mbb, cmd);
		return;
	}
	list_del_init(&cmd->node);
	mbb->inflight_count--;
	if (mbb->ch.tx_cmd == cmd)
		mbb->ch.tx_cmd = NULL;
	mbb_channel_kick(mbb);		/* there is room for another one */
}

static void mbb_source_release(struct mbb_device *mbb, struct mbb_source *source)
{
	source->live--;
	wake_up_all(&mbb->wait);
}

void mbb_command_finish(struct mbb_device *mbb, struct mbb_command *cmd, int err)
{
	struct mbb_source *source = cmd->source;

	lockdep_assert_held(&mbb->lock);
	mbb_command_unlink(mbb, cmd);
	cmd->state = MBB_COMMAND_ENDED;
	cmd->err = err;
	if (err)
		mbb_count(mbb, MBB_STAT_commands_failed);
	if (cmd->powered)
		mbb_power_put_later(mbb);
	cmd->powered = false;
	wake_up_all(&mbb->wait);

	if (!cmd->direct) {
		mbb_deliver_command(mbb, cmd);
		return;
	}
	/* mbb_command_run(): nothing but complete(), and @cmd is gone then. */
	cmd->done(cmd, err, cmd->rx, cmd->rx_len);
	mbb_source_release(mbb, source);
}

void mbb_command_deliver(struct mbb_device *mbb, struct mbb_command *cmd)
{
	struct mbb_source *source = cmd->source;
	const struct mbim_command_msg *msg = cmd->msg;
	size_t len = cmd->rx_len;
	void *rx = cmd->rx;
	unsigned long flags;

	if (!cmd->err &&
	    mbim_msg_is_about(msg, cmd->len, mbim_uuid_basic_connect, MBIM_CID_CONNECT) &&
	    get_unaligned_le32(&msg->CommandType) == MBIM_COMMAND_SET &&
	    READ_ONCE(mbb->sessions_up))
		mbb_sessions_connect_answer(mbb, rx, len);

	cmd->rx = NULL;
	cmd->state = MBB_COMMAND_IDLE;
	cmd->done(cmd, cmd->err, rx, len);	/* may free or submit it */
	kvfree(rx);

	spin_lock_irqsave(&mbb->lock, flags);
	mbb_source_release(mbb, source);
	spin_unlock_irqrestore(&mbb->lock, flags);
}

/* ---- answers ---- */

/* More than the function can take at once: fewer from now on. */
static bool mbb_command_busy(struct mbb_device *mbb, struct mbb_command *cmd, u32 status)
{
	if (status != MBIM_STATUS_BUSY || cmd->state != MBB_COMMAND_SENT || cmd->err ||
	    mbb->inflight_count < 2 || cmd->retries >= MBB_BUSY_RETRIES || mbb->hold)
		return false;

	mbb_count(mbb, MBB_STAT_commands_busy);
	mbb->window = max(1U, mbb->inflight_count - 1);
	mbb->window_good = 0;
	cmd->retries++;
	mbb_command_unlink(mbb, cmd);
	mbb_command_enqueue(mbb, cmd, true);
	return true;
}

static void mbb_command_good(struct mbb_device *mbb)
{
	mbb->timeouts = 0;
	if (++mbb->window_good < MBB_WINDOW_GROW || mbb->window >= MBB_WINDOW_MAX)
		return;
	mbb->window++;
	mbb->window_good = 0;
}

static bool mbb_command_matches(const struct mbb_command *cmd, const struct mbim_command_done *done)
{
	const struct mbim_command_msg *msg = cmd->msg;

	return !memcmp(msg->DeviceServiceId, done->DeviceServiceId,
		       sizeof(msg->DeviceServiceId)) && msg->CID == done->CID;
}

void mbb_command_answer(struct mbb_device *mbb, void *buf, size_t len)
{
	struct mbim_command_done *done = buf;
	u32 status = get_unaligned_le32(&done->Status);
	struct mbb_command *cmd;
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	cmd = mbb_command_find(mbb, get_unaligned_le32(&done->header.TransactionId));
	if (!cmd) {
		/* late, a second one, or never asked for */
		mbb_count(mbb, MBB_STAT_answers_unknown);
	} else if (!mbb_command_matches(cmd, done)) {
		mbb_count(mbb, MBB_STAT_answers_mismatched);
		cmd->function_error = MBIM_ERROR_UNKNOWN;
		mbb_command_finish(mbb, cmd, -EPROTO);
	} else if (!mbb_command_busy(mbb, cmd, status)) {
		mbb_count(mbb, MBB_STAT_answers);
		mbb_command_good(mbb);
		mbb_bringup_note(mbb, cmd->msg, cmd->len, status);
		cmd->rx = buf;
		cmd->rx_len = len;
		buf = NULL;
		mbb_command_finish(mbb, cmd, 0);
	}
	spin_unlock_irqrestore(&mbb->lock, flags);
	kvfree(buf);
}

void mbb_command_function_error(struct mbb_device *mbb, u32 tid, u32 error)
{
	struct mbb_command *cmd;
	unsigned long flags;

	dev_dbg(mbb->dev, "function error %u for transaction %u\n", error, tid);
	if (mbb_open_error(mbb, tid, error))
		return;

	spin_lock_irqsave(&mbb->lock, flags);
	cmd = mbb_command_find(mbb, tid);
	if (cmd) {
		cmd->function_error = error;
		mbb_command_finish(mbb, cmd, cmd->err ?: -EPROTO);
	}
	spin_unlock_irqrestore(&mbb->lock, flags);

	if (error == MBIM_ERROR_NOT_OPENED)
		mbb_open_lost(mbb, "function says it is not open");
}

void mbb_command_broken(struct mbb_device *mbb, u32 tid, u32 error)
{
	struct mbb_command *cmd;
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	cmd = mbb_command_find(mbb, tid);
	if (cmd) {
		cmd->function_error = error;
		mbb_command_finish(mbb, cmd, error ? -EPROTO : -ENOMEM);
	}
	spin_unlock_irqrestore(&mbb->lock, flags);
}

/* ---- time-outs ---- */

/* The clock starts when the last fragment is out. */
void mbb_command_sent(struct mbb_device *mbb, struct mbb_command *cmd)
{
	unsigned long delay = msecs_to_jiffies(cmd->timeout_ms ?: MBB_COMMAND_TIMEOUT_MS);

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

static void mbb_command_timeout_work(struct work_struct *work)
{
	struct mbb_device *mbb = container_of(to_delayed_work(work), struct mbb_device,
					      timeout_work);
	unsigned long flags, next = 0, now = jiffies;
	struct mbb_command *cmd, *tmp;
	bool any = false, hangs = false;

	spin_lock_irqsave(&mbb->lock, flags);
	list_for_each_entry_safe(cmd, tmp, &mbb->inflight, node) {
		if (cmd->state != MBB_COMMAND_SENT)
			continue;
		if (time_after_eq(now, cmd->deadline)) {
			mbb_count(mbb, MBB_STAT_commands_timed_out);
			hangs = ++mbb->timeouts >= MBB_HANG_TIMEOUTS;
			mbb_command_finish(mbb, cmd, -ETIMEDOUT);
		} else if (!any || time_before(cmd->deadline, next)) {
			next = cmd->deadline;
			any = true;
		}
	}
	if (any)
		mod_delayed_work(mbb->wq, &mbb->timeout_work, next - now);
	if (hangs)
		mbb->timeouts = 0;
	spin_unlock_irqrestore(&mbb->lock, flags);

	if (hangs)
		mbb_open_lost(mbb, "function does not answer");
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

static struct mbb_command *mbb_source_unpowered(struct mbb_source *source)
{
	struct mbb_command *cmd;

	list_for_each_entry(cmd, &source->queue, node)
		if (!cmd->powered && !cmd->during_power)
			return cmd;
	return NULL;
}

/* Lock held. */
static struct mbb_command *mbb_command_unpowered(struct mbb_device *mbb)
{
	struct mbb_command *cmd = mbb_source_unpowered(&mbb->own);
	struct mbb_source *source;

	list_for_each_entry(source, &mbb->sources, node) {
		if (cmd)
			break;
		cmd = mbb_source_unpowered(source);
	}
	return cmd;
}

void mbb_commands_power(struct mbb_device *mbb)
{
	struct mbb_command *cmd;
	unsigned long flags;

	do {
		if (!mbb_power_get(mbb))
			return;
		spin_lock_irqsave(&mbb->lock, flags);
		cmd = mbb_command_unpowered(mbb);
		if (cmd)
			cmd->powered = true;
		spin_unlock_irqrestore(&mbb->lock, flags);
	} while (cmd);
	mbb_power_put(mbb);
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

/* ---- MbbCx's own commands, with somebody waiting ---- */

struct mbb_run {
	struct mbb_command cmd;
	struct completion over;
	int err;
	void *answer;
	size_t len;
};

/* Direct: under mbb->lock, and the answer is taken along; else it is copied. */
static void mbb_run_done(struct mbb_command *cmd, int err, const void *answer, size_t len)
{
	struct mbb_run *run = container_of(cmd, struct mbb_run, cmd);

	run->err = err;
	run->len = len;
	if (cmd->direct) {
		run->answer = cmd->rx;
		cmd->rx = NULL;
	} else if (!err) {
		run->answer = kvmalloc(len, GFP_NOIO);
		if (run->answer)
			memcpy(run->answer, answer, len);
		else
			run->err = -ENOMEM;
	}
	complete(&run->over);
}

int mbb_command_run(struct mbb_device *mbb, const u8 service[16], u32 cid, bool set,
		    const void *info, size_t info_len, bool during_power,
		    u32 *mbim_status, void **answer, size_t *answer_len)
{
	struct mbb_run run = {
		.cmd.done = mbb_run_done,
		.cmd.timeout_ms = during_power ? MBB_WAKE_TIMEOUT_MS : MBB_OWN_TIMEOUT_MS,
		.cmd.during_power = during_power,
	};
	const struct mbim_command_done *done;
	void *msg;
	int err;

	might_sleep();
	if (answer)
		*answer = NULL;
	if (info_len > MBIM_MESSAGE_MAX - sizeof(struct mbim_command_msg))
		return -EMSGSIZE;
	msg = kvmalloc(sizeof(struct mbim_command_msg) + info_len, GFP_NOIO);
	if (!msg)
		return -ENOMEM;
	init_completion(&run.over);
	/* The answer to a CONNECT has to pass by the sessions, in its place. */
	run.cmd.direct = !set || cid != MBIM_CID_CONNECT ||
			 memcmp(service, mbim_uuid_basic_connect, 16);
	run.cmd.msg = msg;
	run.cmd.len = mbim_build_command(msg, 0, service, cid, set, info, info_len);

	err = mbb_command_submit(mbb, &mbb->own, &run.cmd);
	if (!err) {
		/* Ended by a time-out, or by power-down; in pieces, because a
		 * command may rest for as long as the device sleeps. */
		while (!wait_for_completion_timeout(&run.over, 30 * HZ))
			;
		err = run.err;
	}
	if (!err) {
		done = run.answer;
		*mbim_status = get_unaligned_le32(&done->Status);
		if (answer) {
			*answer = run.answer;
			*answer_len = run.len;
			run.answer = NULL;
		}
	}
	kvfree(run.answer);
	kvfree(msg);
	return err;
}

void mbb_commands_init(struct mbb_device *mbb)
{
	mbb_source_init(&mbb->own);
	INIT_LIST_HEAD(&mbb->sources);
	INIT_LIST_HEAD(&mbb->inflight);
	INIT_DELAYED_WORK(&mbb->timeout_work, mbb_command_timeout_work);
	mbb->window = MBB_WINDOW_START;
	mbb->next_id = get_random_u32();
}

void mbb_commands_exit(struct mbb_device *mbb)
{
	WARN_ON(!list_empty(&mbb->inflight) || mbb->own.queued || !list_empty(&mbb->sources));
	cancel_delayed_work_sync(&mbb->timeout_work);
}
