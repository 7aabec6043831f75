// SPDX-License-Identifier: GPL-2.0
/*
 * Transactions: commands of all sources wait here for their turn, get an id on
 * the wire, and are matched with their answers.
 *
 *	QUEUED  on its source's queue
 *	SENDING on mbb->inflight, its fragments are going out (channel.c)
 *	SENT    on mbb->inflight, the clock runs
 *	ENDED   done() is queued in deliver.c, or running, or soon() is
 *
 * Every way to end (answer, error, time-out, cancel, shutdown, unplug) goes
 * through mbb_command_finish() under mbb->lock, and only for a command that is
 * on one of the two lists: done() is called exactly once, or soon() and nothing more
 * if that says so.
 *
 * Not here: time-outs, cancelling, shutdown (command_end.c), and MbbCx's own
 * commands (command_run.c).
 */
#include "device.h"

#include <linux/device.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/slab.h>

#define MBB_BUSY_RETRIES	3
#define MBB_WINDOW_GROW		32	/* answers without BUSY before one more is tried */

void mbb_source_init(struct mbb_source *source)
{
	INIT_LIST_HEAD(&source->node);
	INIT_LIST_HEAD(&source->queue);
	source->queued = 0;
	source->inflight = 0;
	source->live = 0;
	source->paused = false;
}

void mbb_source_pause(struct mbb_device *mbb, struct mbb_source *source, bool paused)
{
	if (READ_ONCE(source->paused) == paused)
		return;
	WRITE_ONCE(source->paused, paused);
	if (!paused)
		mbb_channel_kick(mbb);
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
 * answers to a previous life of the driver are not taken for ours.
 */
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

/*
 * Is there a place for one more of @source's? The last one is for whoever has none
 * yet: some commands take minutes, and the others must not wait behind one
 * program's.
 */
static bool mbb_source_has_place(struct mbb_device *mbb, const struct mbb_source *source)
{
	unsigned int places = mbb->window;

	if (source->inflight && places > 1)
		places--;
	return mbb->inflight_count < places;
}

/* May @cmd be sent in the present state? */
static bool mbb_command_admitted(struct mbb_device *mbb, struct mbb_command *cmd)
{
	if (!mbb->fn_open)
		return false;
	if (mbb->hold)
		return cmd->during_power;
	if ((!mbb->admitted && cmd->source != &mbb->own) || READ_ONCE(cmd->source->paused))
		return false;
	return mbb_source_has_place(mbb, cmd->source);
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
	source->inflight++;
	cmd->together = ++mbb->inflight_count;
	return cmd;
}

int mbb_command_submit(struct mbb_device *mbb, struct mbb_source *source,
		       struct mbb_command *cmd)
{
	bool at_once = cmd->at_once, write = false;
	unsigned long flags;
	bool powered;
	int err = 0;

	if (WARN_ON_ONCE(!mbim_command_complete(cmd->msg, cmd->len)))
		return -EINVAL;
	/* Wakes a sleeping device; held until the command is over, since some
	 * modems lose an answer that is due while they sleep.
	 */
	powered = !cmd->during_power && mbb_power_get(mbb);

	spin_lock_irqsave(&mbb->lock, flags);
	if (mbb->gone)
		err = -ENODEV;
	else if (mbb->stopping || mbb->state == MBB_STATE_FAILED)
		err = -ESHUTDOWN;
	/* Nobody opens the function before the transition that waits is over. */
	else if (cmd->during_power && !mbb->fn_open)
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
		write = at_once && mbb_channel_take_idle(mbb);
		if (!write)
			mbb_channel_changed(mbb);
	}
	spin_unlock_irqrestore(&mbb->lock, flags);

	if (err && powered)
		mbb_power_put(mbb);
	if (write)
		mbb_channel_write(mbb);		/* @cmd may be over meanwhile */
	return err;
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

/* ---- the end of a command ---- */

/* Take @cmd from whichever list it is on. */
static void mbb_command_unlink(struct mbb_device *mbb, struct mbb_command *cmd)
{
	if (cmd->state == MBB_COMMAND_QUEUED) {
		mbb_command_dequeue(mbb, cmd);
		return;
	}
	list_del_init(&cmd->node);
	cmd->source->inflight--;
	mbb->inflight_count--;
	if (mbb->ch.tx_cmd == cmd)
		mbb->ch.tx_cmd = NULL;
	mbb_channel_changed(mbb);	/* there is room for another one */
}

static void mbb_command_wake(struct mbb_device *mbb)
{
	lockdep_assert_held(&mbb->lock);
	/* Who waits looks under the lock that is held here, so none is missed. */
	if (waitqueue_active(&mbb->wait))
		wake_up_all(&mbb->wait);
}

static void mbb_source_release(struct mbb_device *mbb, struct mbb_source *source)
{
	source->live--;
	mbb_command_wake(mbb);
}

/*
 * A command's power reference: the request that is out may count on it, and gives it
 * back without mbb->lock, when it is back itself.
 */
static void mbb_command_pass_power(struct mbb_device *mbb)
{
	struct mbb_request *req = mbb->ch.req;

	lockdep_assert_held(&mbb->lock);
	if (req && !req->powered)
		req->powered = true;
	else
		mbb_power_put_later(mbb);
}

/* It is over but for whoever waits for it; lock held. */
static void mbb_command_close(struct mbb_device *mbb, struct mbb_command *cmd, int err)
{
	lockdep_assert_held(&mbb->lock);
	if (err)
		mbb_late_remember(mbb, cmd);
	mbb_command_unlink(mbb, cmd);
	cmd->state = MBB_COMMAND_ENDED;
	cmd->err = err;
	if (err)
		mbb_count(mbb, MBB_STAT_commands_failed);
	if (cmd->powered)
		mbb_command_pass_power(mbb);
	cmd->powered = false;
	mbb_command_wake(mbb);
}

void mbb_command_finish(struct mbb_device *mbb, struct mbb_command *cmd, int err)
{
	struct mbb_source *source = cmd->source;

	mbb_command_close(mbb, cmd, err);
	if (!cmd->direct) {
		mbb_deliver_command(mbb, cmd);
		return;
	}
	/* mbb_command_run(): nothing but complete(), and @cmd is gone then. */
	cmd->done(cmd, err, cmd->rx, cmd->rx_len);
	mbb_source_release(mbb, source);
}

/* What becomes of sessions does not depend on who asked. */
static void mbb_command_tell_sessions(struct mbb_device *mbb, struct mbb_command *cmd)
{
	const struct mbim_command_msg *msg = cmd->msg;

	if (get_unaligned_le32(&msg->CommandType) != MBIM_COMMAND_SET)
		return;
	if (mbim_msg_is_about(msg, cmd->len, mbim_uuid_dss, MBIM_CID_DSS_CONNECT)) {
		if (cmd->err == -ETIMEDOUT)
			mbb_dss_connect_lost(mbb, msg->InformationBuffer,
					     cmd->len - sizeof(*msg));
	} else if (mbim_msg_is_about(msg, cmd->len, mbim_uuid_basic_connect, MBIM_CID_CONNECT) &&
		   READ_ONCE(mbb->sessions_up)) {
		if (!cmd->err)
			mbb_sessions_connect_answer(mbb, msg, cmd->len, cmd->rx, cmd->rx_len);
		else if (cmd->err == -ETIMEDOUT)
			mbb_sessions_connect_lost(mbb, msg, cmd->len);
	}
}

void mbb_command_deliver(struct mbb_device *mbb, struct mbb_command *cmd)
{
	struct mbb_source *source = cmd->source;
	size_t len = cmd->rx_len;
	void *rx = cmd->rx;
	unsigned long flags;

	mbb_command_tell_sessions(mbb, cmd);
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
	    cmd->together < 2 || cmd->retries >= MBB_BUSY_RETRIES || mbb->hold)
		return false;

	mbb_count(mbb, MBB_STAT_commands_busy);
	mbb->window = min(mbb->window, cmd->together - 1);
	mbb->window_good = 0;
	cmd->retries++;
	mbb_command_unlink(mbb, cmd);
	mbb_command_enqueue(mbb, cmd, true);
	return true;
}

static void mbb_command_good(struct mbb_device *mbb)
{
	mbb->recovery.worked = true;
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

/* @cmd has its answer, which is @answer if that is to stay; lock held. */
static void mbb_command_accept(struct mbb_device *mbb, struct mbb_command *cmd, void *answer,
			       size_t len, u32 status)
{
	lockdep_assert_held(&mbb->lock);
	mbb_count(mbb, MBB_STAT_answers);
	mbb_command_good(mbb);
	mbb_bringup_note(mbb, cmd->msg, cmd->len, status);
	cmd->rx = answer;
	cmd->rx_len = len;
}

/*
 * The answer to whoever asked, without the delivery worker. It is ENDED, so nobody
 * can end it once more; its source is not released before it is over. @answer is the
 * command's own (cmd->rx), or the caller's for as long as this takes: then it is copied
 * for the worker, or the command has failed.
 */
static void mbb_command_deliver_here(struct mbb_device *mbb, struct mbb_command *cmd,
				     const void *answer, size_t len)
{
	struct mbb_source *source = cmd->source;
	void *rx = cmd->rx;
	unsigned long flags;
	bool taken;

	taken = cmd->soon(cmd, answer, len);
	if (taken) {
		kvfree(rx);
	} else if (!rx) {
		cmd->rx = kmemdup(answer, len, GFP_ATOMIC | __GFP_NOWARN);
		if (!cmd->rx)
			cmd->err = -ENOMEM;
	}
	spin_lock_irqsave(&mbb->lock, flags);
	mbb_deliver_end(mbb, taken ? NULL : cmd);
	if (taken)
		mbb_source_release(mbb, source);
	spin_unlock_irqrestore(&mbb->lock, flags);
}

/* The command that @done answers, if there is nothing more to it; lock held. */
static struct mbb_command *mbb_command_simple(struct mbb_device *mbb,
					      const struct mbim_command_done *done)
{
	struct mbb_command *cmd = NULL;

	if (mbb->fn_open)
		cmd = mbb_command_find(mbb, get_unaligned_le32(&done->header.TransactionId));
	if (cmd && mbb_command_matches(cmd, done) &&
	    get_unaligned_le32(&done->Status) != MBIM_STATUS_BUSY)
		return cmd;
	return NULL;
}

bool mbb_command_answer_soon(struct mbb_device *mbb, const void *buf, size_t len)
{
	const struct mbim_command_done *done = buf;
	struct mbb_command *cmd;
	unsigned long flags;
	bool here;

	spin_lock_irqsave(&mbb->lock, flags);
	cmd = mbb_command_simple(mbb, done);
	here = cmd && cmd->soon && mbb_deliver_begin(mbb);
	if (here) {
		mbb_command_accept(mbb, cmd, NULL, len, get_unaligned_le32(&done->Status));
		mbb_command_close(mbb, cmd, 0);
	}
	spin_unlock_irqrestore(&mbb->lock, flags);
	if (here)
		mbb_command_deliver_here(mbb, cmd, buf, len);
	return here;
}

bool mbb_command_answer_simple(struct mbb_device *mbb, void *buf, size_t len)
{
	const struct mbim_command_done *done = buf;
	struct mbb_command *cmd;
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	cmd = mbb_command_simple(mbb, done);
	if (cmd) {
		mbb_command_accept(mbb, cmd, buf, len, get_unaligned_le32(&done->Status));
		mbb_command_finish(mbb, cmd, 0);
	}
	spin_unlock_irqrestore(&mbb->lock, flags);
	return cmd;
}

void mbb_command_answer(struct mbb_device *mbb, void *buf, size_t len)
{
	struct mbim_command_done *done = buf;
	u32 status = get_unaligned_le32(&done->Status);
	u32 wire_id = get_unaligned_le32(&done->header.TransactionId);
	struct mbb_late_set set;
	struct mbb_command *cmd;
	void *answer = NULL;
	bool late = false, here = false;
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	cmd = mbb_command_find(mbb, wire_id);
	if (!cmd) {
		/* late, a second one, or never asked for */
		late = mbb_late_take(mbb, wire_id, &set);
		if (!late)
			mbb_count(mbb, MBB_STAT_answers_unknown);
	} else if (!mbb_command_matches(cmd, done)) {
		mbb_count(mbb, MBB_STAT_answers_mismatched);
		cmd->function_error = MBIM_ERROR_UNKNOWN;
		mbb_command_finish(mbb, cmd, -EPROTO);
	} else if (!mbb_command_busy(mbb, cmd, status)) {
		mbb_command_accept(mbb, cmd, buf, len, status);
		here = cmd->soon && mbb_deliver_begin(mbb);
		if (here)
			mbb_command_close(mbb, cmd, 0);
		else
			mbb_command_finish(mbb, cmd, 0);
		answer = buf;
		buf = NULL;
	}
	spin_unlock_irqrestore(&mbb->lock, flags);
	if (here)
		mbb_command_deliver_here(mbb, cmd, answer, len);
	if (late)
		mbb_late_answer(mbb, &set, buf, len);
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

void mbb_commands_init(struct mbb_device *mbb)
{
	mbb_source_init(&mbb->own);
	INIT_LIST_HEAD(&mbb->sources);
	INIT_LIST_HEAD(&mbb->inflight);
	INIT_DELAYED_WORK(&mbb->timeout_work, mbb_command_timeout_work);
	mbb->window = MBB_WINDOW_START;
	mbb_hang_init(mbb);
	mbb->next_id = get_random_u32();
}

void mbb_commands_exit(struct mbb_device *mbb)
{
	WARN_ON(!list_empty(&mbb->inflight) || mbb->own.queued || !list_empty(&mbb->sources));
	cancel_delayed_work_sync(&mbb->timeout_work);
	mbb_hang_exit(mbb);
}
