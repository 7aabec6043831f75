// SPDX-License-Identifier: GPL-2.0
/*
 * The control channel as the client sees it: at most one MBBREQUEST at a time,
 * sent fragments of one message in a row, a fetch for every notification.
 *
 *	IDLE --client's send callback------> SENDING   --completion--> IDLE
 *	     --client's receive callback---> RECEIVING --completion--> IDLE
 *
 * One work item on an ordered workqueue makes every step. Whatever could be a
 * reason for a step (a completion, a notification, a command, the end of a
 * pause) changes state under mbb->lock and then queues the work, and the worker
 * looks at all state again before it rests: no wake-up can be lost.
 *
 * Not here: what the bytes mean (receive.c), which command is next
 * (command.c), when the channel is up (power.c).
 */
#include "device.h"

#include <linux/device.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "trace.h"

/*
 * A device raises one notification for each fragment of its answer, says the
 * specification; some raise one for the whole answer. A pause before fetching
 * unasked keeps requests that come too early away from the former.
 */
#define MBB_FETCH_PAUSE_MS	100

#define MBB_STOP_TIMEOUT_MS	15000	/* power-down: longer than a USB transfer's time-out */
#define MBB_GONE_TIMEOUT_MS	5000	/* unplugged: transfers end by themselves */

u64 mbb_now_ms(void)
{
	return ktime_to_ms(ktime_get());
}

void mbb_channel_kick(struct mbb_device *mbb)
{
	queue_work(mbb->ch.wq, &mbb->ch.work);
}

/* ---- what there is to do ---- */

static bool mbb_channel_wants_receive(struct mbb_channel *ch)
{
	return ch->rx_on && (ch->pending || ch->fetch_unasked);
}

static bool mbb_channel_wants_send(struct mbb_device *mbb)
{
	struct mbb_channel *ch = &mbb->ch;

	return ch->tx_cmd || ch->have_ctl || ch->host_errors || mbb_command_ready(mbb);
}

/*
 * The client says that a response can be fetched.
 *
 * Context: any.
 */
void mbb_channel_notify(struct mbb_device *mbb)
{
	struct mbb_channel *ch = &mbb->ch;
	unsigned long flags;

	mbb_count(mbb, MBB_STAT_notifications);
	spin_lock_irqsave(&mbb->lock, flags);
	if (!ch->listening || mbb->gone) {
		mbb_count(mbb, MBB_STAT_notifications_ignored);
	} else if (ch->pending >= MBB_PENDING_MAX) {
		mbb_count(mbb, MBB_STAT_notifications_flood);
	} else {
		if (!ch->pending++)
			ch->notified_ms = mbb_now_ms();
		mbb_channel_kick(mbb);
	}
	spin_unlock_irqrestore(&mbb->lock, flags);
}

void mbb_channel_queue_ctl(struct mbb_device *mbb, u32 type, u32 tid, u32 value)
{
	struct mbb_channel *ch = &mbb->ch;

	lockdep_assert_held(&mbb->lock);
	ch->ctl = (struct mbb_ctl){ .type = type, .tid = tid, .value = value };
	ch->have_ctl = true;
	mbb_channel_kick(mbb);
}

void mbb_channel_queue_host_error(struct mbb_device *mbb, u32 tid, u32 error)
{
	struct mbb_channel *ch = &mbb->ch;

	lockdep_assert_held(&mbb->lock);
	if (!mbb->fn_open)
		return;
	/* A device that sends nothing but nonsense must not keep us busy. */
	if (ch->host_errors == MBB_HOST_ERRORS) {
		mbb_count(mbb, MBB_STAT_host_errors_dropped);
		return;
	}
	ch->host_error[ch->host_errors++] = (struct mbb_ctl){
		.type = MBIM_HOST_ERROR_MSG, .tid = tid, .value = error,
	};
	mbb_channel_kick(mbb);
}

void mbb_channel_host_error(struct mbb_device *mbb, u32 tid, u32 error)
{
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	mbb_channel_queue_host_error(mbb, tid, error);
	spin_unlock_irqrestore(&mbb->lock, flags);
}

/* ---- sending ---- */

static size_t mbb_channel_build_ctl(void *buf, const struct mbb_ctl *ctl)
{
	switch (ctl->type) {
	case MBIM_OPEN_MSG:
		return mbim_build_open(buf, ctl->tid, ctl->value);
	case MBIM_CLOSE_MSG:
		return mbim_build_close(buf, ctl->tid);
	default:
		return mbim_build_host_error(buf, ctl->tid, ctl->value);
	}
}

static bool mbb_channel_take_ctl(struct mbb_channel *ch, struct mbb_ctl *ctl)
{
	if (ch->have_ctl) {
		*ctl = ch->ctl;
		ch->have_ctl = false;
		return true;
	}
	if (ch->host_errors) {
		*ctl = ch->host_error[0];
		ch->host_errors--;
		memmove(&ch->host_error[0], &ch->host_error[1],
			ch->host_errors * sizeof(ch->host_error[0]));
		return true;
	}
	return false;
}

/*
 * Fill @req with the next fragment. Fragments of a command that was begun come
 * before anything else: nothing may be sent in between. The bytes are copied
 * under the lock, so that a command can be ended by others at any time.
 */
static bool mbb_channel_next_fragment(struct mbb_device *mbb, struct mbb_request *req)
{
	struct mbb_channel *ch = &mbb->ch;
	struct mbb_command *cmd;

	lockdep_assert_held(&mbb->lock);
	if (!ch->tx_cmd && mbb_channel_take_ctl(ch, &req->ctl)) {
		if (req->ctl.type == MBIM_OPEN_MSG)
			mbb->open.asked = true;
		req->len = mbb_channel_build_ctl(req->buf, &req->ctl);
		trace_mbb_message(mbb_device_name(mbb), true, req->ctl.type, req->ctl.tid,
				  req->len, 0, 1);
		return true;
	}
	if (!ch->tx_cmd) {
		cmd = mbb_command_pick(mbb);
		if (!cmd)
			return false;
		ch->tx_cmd = cmd;
		ch->tx_index = 0;
		ch->tx_total = mbim_split_count(cmd->len, mbb->max_fragment);
		mbb_request_correlate(mbb, &cmd->correlation);
	}
	cmd = ch->tx_cmd;
	req->correlation = cmd->correlation;
	req->len = mbim_split(req->buf, mbb->max_fragment, cmd->msg, cmd->len, cmd->wire_id,
			      ch->tx_index);
	trace_mbb_message(mbb_device_name(mbb), true, MBIM_COMMAND_MSG, cmd->wire_id, req->len,
			  ch->tx_index, ch->tx_total);
	return true;
}

/*
 * Inside a power transition no reference is taken: a get there would ask for
 * the device back and turn the transition into a bounce. The transition itself
 * waits for the channel.
 */
static bool mbb_channel_power_get(struct mbb_device *mbb)
{
	return !READ_ONCE(mbb->hold) && mbb_power_get(mbb);
}

/* Hand @req over. @set up under the lock by the caller: ch->req, OUTSTANDING. */
static void mbb_channel_issue(struct mbb_device *mbb, struct mbb_request *req)
{
	MBBREQUEST handle = mbb_request_handle(req);

	trace_mbb_request(mbb_device_name(mbb), req->kind, "issued", 0,
			  req->kind == MBB_REQUEST_SEND ? req->len : req->capacity);
	if (req->kind == MBB_REQUEST_SEND) {
		mbb_trace_fragment(mbb, true, req->buf, req->len);
		mbb->config.SendMbimFragment(mbb->wdf, handle);
	} else {
		mbb->config.ReceiveMbimFragment(mbb->wdf, handle);
	}
}

static void mbb_channel_discard(struct mbb_device *mbb, struct mbb_request *req)
{
	if (req->powered)
		mbb_power_put(mbb);
	req->powered = false;
	mbb_request_destroy(req);
}

/* No memory for a request: try again soon, forget nothing. */
static bool mbb_channel_retry(struct mbb_device *mbb)
{
	queue_delayed_work(mbb->ch.wq, &mbb->ch.fetch_work, msecs_to_jiffies(MBB_FETCH_PAUSE_MS));
	return false;
}

static bool mbb_channel_send(struct mbb_device *mbb)
{
	struct mbb_channel *ch = &mbb->ch;
	struct mbb_request *req;
	unsigned long flags;
	bool issue;

	req = mbb_request_create(mbb, MBB_REQUEST_SEND, mbb->max_fragment);
	if (!req)
		return mbb_channel_retry(mbb);
	req->powered = mbb_channel_power_get(mbb);

	spin_lock_irqsave(&mbb->lock, flags);
	issue = ch->up && !mbb->gone && mbb_channel_next_fragment(mbb, req);
	if (issue) {
		req->state = MBB_REQUEST_OUTSTANDING;
		ch->req = req;
		ch->rx_last = false;
	}
	spin_unlock_irqrestore(&mbb->lock, flags);

	if (!issue) {
		mbb_channel_discard(mbb, req);
		return true;	/* look again: something changed meanwhile */
	}
	mbb_count(mbb, MBB_STAT_fragments_sent);
	mbb_channel_issue(mbb, req);
	return true;
}

static void mbb_channel_sent(struct mbb_device *mbb, struct mbb_request *req)
{
	struct mbb_channel *ch = &mbb->ch;
	bool ok = NT_SUCCESS(req->status);
	struct mbb_command *cmd;
	unsigned long flags;

	if (!ok)
		mbb_count(mbb, MBB_STAT_send_failures);
	if (req->ctl.type) {
		if (req->ctl.type == MBIM_HOST_ERROR_MSG)
			mbb_count(mbb, MBB_STAT_host_errors_sent);
		else
			mbb_open_ctl_sent(mbb, &req->ctl, ok);
		return;
	}

	spin_lock_irqsave(&mbb->lock, flags);
	cmd = ch->tx_cmd;		/* NULL: ended while the client had the fragment */
	if (cmd && !ok) {
		ch->tx_cmd = NULL;
		mbb_command_finish(mbb, cmd, cmd->err ?: -EIO);
	} else if (cmd && ++ch->tx_index == ch->tx_total) {
		ch->tx_cmd = NULL;
		mbb_command_sent(mbb, cmd);
	}
	spin_unlock_irqrestore(&mbb->lock, flags);
	if (!ok)
		mbb_hang_suspect(mbb);
}

/* ---- receiving ---- */

static bool mbb_channel_receive(struct mbb_device *mbb)
{
	struct mbb_channel *ch = &mbb->ch;
	struct mbb_request *req;
	struct mbb_command *cmd;
	unsigned long flags;
	bool issue;

	req = mbb_request_create(mbb, MBB_REQUEST_RECEIVE,
				 max(mbb->max_fragment, READ_ONCE(mbb->open.max_transfer)));
	if (!req)
		return mbb_channel_retry(mbb);
	req->powered = mbb_channel_power_get(mbb);

	spin_lock_irqsave(&mbb->lock, flags);
	issue = ch->up && !mbb->gone && mbb_channel_wants_receive(ch);
	if (issue) {
		req->unasked = !ch->pending;
		req->notified_ms = ch->notified_ms;
		if (ch->pending)
			ch->pending--;
		ch->fetch_unasked = false;
		/* Which command the answer is for is not known yet: the oldest. */
		cmd = mbb_command_oldest(mbb);
		if (cmd)
			req->correlation = cmd->correlation;
		req->state = MBB_REQUEST_OUTSTANDING;
		ch->req = req;
		ch->rx_last = true;
	}
	spin_unlock_irqrestore(&mbb->lock, flags);

	if (!issue) {
		mbb_channel_discard(mbb, req);
		return true;
	}
	if (req->unasked)
		mbb_count(mbb, MBB_STAT_fetches_unasked);
	mbb_channel_issue(mbb, req);
	return true;
}

/* Fragments are missing and nothing was notified: fetch anyway, a little later
 * if this device has always notified. The gap timer decides when to give up.
 */
static void mbb_channel_expect_more(struct mbb_device *mbb)
{
	struct mbb_channel *ch = &mbb->ch;
	bool expecting = mbb_receive_expecting(mbb);
	unsigned long flags;

	if (!expecting) {
		cancel_delayed_work(&ch->gap_work);
		return;
	}
	mod_delayed_work(ch->wq, &ch->gap_work, msecs_to_jiffies(MBIM_FRAGMENT_GAP_MS) + 1);

	spin_lock_irqsave(&mbb->lock, flags);
	if (!ch->pending && ch->coalesces)
		ch->fetch_unasked = true;
	else if (!ch->pending)
		mod_delayed_work(ch->wq, &ch->fetch_work, msecs_to_jiffies(MBB_FETCH_PAUSE_MS));
	spin_unlock_irqrestore(&mbb->lock, flags);
}

static void mbb_channel_fetch_work(struct work_struct *work)
{
	struct mbb_device *mbb = container_of(to_delayed_work(work), struct mbb_device,
					      ch.fetch_work);
	bool expecting = mbb_receive_expecting(mbb);
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	if (expecting && !mbb->ch.pending)
		mbb->ch.fetch_unasked = true;
	spin_unlock_irqrestore(&mbb->lock, flags);
	mbb_channel_kick(mbb);
}

static void mbb_channel_received(struct mbb_device *mbb, struct mbb_request *req)
{
	struct mbb_channel *ch = &mbb->ch;
	u64 when = req->unasked ? mbb_now_ms() : req->notified_ms;
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	if (req->unasked && NT_SUCCESS(req->status) && req->information)
		ch->coalesces = true;
	spin_unlock_irqrestore(&mbb->lock, flags);

	if (!NT_SUCCESS(req->status)) {
		mbb_count(mbb, MBB_STAT_receive_failures);
		/* An unasked one was a guess: it breaks nothing. */
		if (!req->unasked)
			mbb_receive_drop(mbb);
	} else if (!req->information) {
		mbb_count(mbb, MBB_STAT_receives_empty);
	} else {
		mbb_receive_transfer(mbb, req->buf, req->information, when);
	}
	/* After a wrong guess the gap timer goes on, but is not started anew. */
	if (!req->unasked || req->information)
		mbb_channel_expect_more(mbb);
	else if (mbb_receive_expecting(mbb))
		mbb_channel_retry(mbb);
}

/* ---- the worker ---- */

/* One step. Return: true if there may be more to do. */
static bool mbb_channel_step(struct mbb_device *mbb)
{
	struct mbb_channel *ch = &mbb->ch;
	struct mbb_request *req;
	bool receive, send, up;
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	req = ch->req;
	if (req && req->state != MBB_REQUEST_COMPLETED) {
		spin_unlock_irqrestore(&mbb->lock, flags);
		return false;
	}
	up = ch->up && !mbb->gone;
	receive = up && mbb_channel_wants_receive(ch);
	send = up && mbb_channel_wants_send(mbb);
	spin_unlock_irqrestore(&mbb->lock, flags);

	if (req) {
		if (req->kind == MBB_REQUEST_SEND)
			mbb_channel_sent(mbb, req);
		else
			mbb_channel_received(mbb, req);
		/* Only now: who waits for an idle channel waits for the result. */
		spin_lock_irqsave(&mbb->lock, flags);
		ch->req = NULL;
		spin_unlock_irqrestore(&mbb->lock, flags);
		mbb_channel_discard(mbb, req);
		wake_up_all(&mbb->wait);
		return true;
	}

	/* In turns, so that neither a flood of indications nor one of commands
	 * holds up the other direction.
	 */
	if (receive && !(send && ch->rx_last))
		return mbb_channel_receive(mbb);
	if (send)
		return mbb_channel_send(mbb);
	return false;
}

static void mbb_channel_work(struct work_struct *work)
{
	struct mbb_device *mbb = container_of(work, struct mbb_device, ch.work);

	while (mbb_channel_step(mbb))
		cond_resched();
}

/* ---- up and down ---- */

/*
 * D0Entry begins: notifications count from here on. A function that was left
 * open to wake us notifies as soon as the client's D0Entry has its pipe running,
 * and only once.
 */
void mbb_channel_listen(struct mbb_device *mbb)
{
	struct mbb_channel *ch = &mbb->ch;
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	ch->pending = 0;
	ch->fetch_unasked = false;
	ch->rx_reset = true;
	ch->listening = true;
	spin_unlock_irqrestore(&mbb->lock, flags);
}

/* D0: callbacks may come. */
void mbb_channel_start(struct mbb_device *mbb)
{
	struct mbb_channel *ch = &mbb->ch;
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	ch->rx_on = mbb->fn_open;
	ch->up = true;
	spin_unlock_irqrestore(&mbb->lock, flags);
	mbb_channel_kick(mbb);
}

static bool mbb_channel_idle(struct mbb_device *mbb)
{
	unsigned long flags;
	bool idle;

	spin_lock_irqsave(&mbb->lock, flags);
	idle = mbb->gone || (!mbb->ch.req && !mbb_channel_wants_receive(&mbb->ch) &&
			     !mbb->ch.have_ctl && !mbb->ch.host_errors && !mbb->ch.tx_cmd);
	spin_unlock_irqrestore(&mbb->lock, flags);
	return idle;
}

/*
 * Wait until nothing is left to fetch or to send.
 *
 * Return: false if it took longer than @timeout_ms.
 */
bool mbb_channel_drain(struct mbb_device *mbb, unsigned int timeout_ms)
{
	return wait_event_timeout(mbb->wait, mbb_channel_idle(mbb),
				  msecs_to_jiffies(timeout_ms));
}

static bool mbb_channel_free(struct mbb_device *mbb)
{
	unsigned long flags;
	bool ret;

	spin_lock_irqsave(&mbb->lock, flags);
	ret = !mbb->ch.req;
	spin_unlock_irqrestore(&mbb->lock, flags);
	return ret;
}

/*
 * The client kept the request. It stays the client's; what was to follow from
 * its completion is done here instead.
 */
static void mbb_channel_abandon(struct mbb_device *mbb)
{
	struct mbb_channel *ch = &mbb->ch;
	struct mbb_request *req;
	bool powered = false;
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	req = ch->req;
	if (req && req->state == MBB_REQUEST_OUTSTANDING) {
		req->state = MBB_REQUEST_ABANDONED;
		powered = req->powered;
		req->powered = false;
		ch->req = NULL;
		if (ch->tx_cmd)
			mbb_command_finish(mbb, ch->tx_cmd, ch->tx_cmd->err ?: -EIO);
	} else {
		req = NULL;
	}
	spin_unlock_irqrestore(&mbb->lock, flags);
	if (!req)
		return;

	if (powered)
		mbb_power_put(mbb);
	mbb_count(mbb, MBB_STAT_requests_abandoned);
	mbb_violation(mbb->wdf, MBB_REQUEST_KEPT, "a %s request is still with the driver",
		      req->kind == MBB_REQUEST_SEND ? "send" : "receive");
}

/*
 * No callback any more.
 *
 * The outstanding request is the client's: it is waited for, but not for ever.
 *
 * Context: process; not from the channel's own worker.
 */
void mbb_channel_stop(struct mbb_device *mbb)
{
	struct mbb_channel *ch = &mbb->ch;
	unsigned int bound = MBB_STOP_TIMEOUT_MS;
	unsigned long flags;

	might_sleep();
	spin_lock_irqsave(&mbb->lock, flags);
	ch->listening = false;
	ch->up = false;
	ch->rx_on = false;
	ch->pending = 0;
	ch->fetch_unasked = false;
	ch->have_ctl = false;
	ch->host_errors = 0;
	if (mbb->gone)
		bound = MBB_GONE_TIMEOUT_MS;
	spin_unlock_irqrestore(&mbb->lock, flags);

	if (!wait_event_timeout(mbb->wait, mbb_channel_free(mbb), msecs_to_jiffies(bound)))
		mbb_channel_abandon(mbb);
}

int mbb_channel_init(struct mbb_device *mbb)
{
	struct mbb_channel *ch = &mbb->ch;

	INIT_WORK(&ch->work, mbb_channel_work);
	INIT_DELAYED_WORK(&ch->fetch_work, mbb_channel_fetch_work);
	INIT_DELAYED_WORK(&ch->gap_work, mbb_receive_gap_work);
	ch->wq = alloc_ordered_workqueue("mbbcx_ch", 0);
	return ch->wq ? 0 : -ENOMEM;
}

void mbb_channel_exit(struct mbb_device *mbb)
{
	struct mbb_channel *ch = &mbb->ch;
	unsigned int i;

	cancel_delayed_work_sync(&ch->fetch_work);
	cancel_delayed_work_sync(&ch->gap_work);
	destroy_workqueue(ch->wq);
	for (i = 0; i < MBB_COLLECTORS; i++)
		kvfree(ch->collectors[i].buf);
}
