// SPDX-License-Identifier: GPL-2.0
/*
 * The control channel as the client sees it: at most one MBBREQUEST at a time,
 * sent fragments of one message in a row, a fetch for every notification.
 *
 *	IDLE --client's send callback------> SENDING   --completion--> IDLE
 *	     --client's receive callback---> RECEIVING --completion--> IDLE
 *
 * Who makes the steps: whoever has the token, ch->stepping. That is
 *
 *	the worker	a work item on an ordered workqueue; makes any step
 *	a writer	a program in write() on a port, which may sleep and holds no lock
 *			of ours: sends one fragment, if the client does not keep it waiting;
 *			nothing in a power transition, which no program shall hold up
 *	the client	in its completion of a request, up to softirq, perhaps below locks
 *			of its own: puts away what has come back, if that is simple, and
 *			calls nothing of the client's; unless its glue says that it may be
 *			called there (nt_module.mbb_fragments_anywhere): then it also fetches
 *			and sends, from its notifications, too, outside of power transitions
 *
 * No wake-up is lost: whatever could be a reason for a step (a completion, a
 * notification, a command, the end of a pause) changes state under mbb->lock, and
 * then either takes the token, or finds it taken, or queues the worker. Who has it
 * gives it up under the same lock only after a look at all state, so what was found
 * taken is seen; and what it sees and may not do itself, it leaves to the worker.
 * A worker that finds the token taken can rest for the same reason. (What changes
 * without the lock, mbb_source.paused, queues the worker always.)
 *
 * No recursion: the token is held over the client's callback, so a completion inside
 * of it only leaves its mark, and the callback's caller goes on from there.
 *
 * Order: one holder at a time means one request at a time, and answers in the order
 * in which they were fetched.
 *
 * The end: mbb_channel_stop() waits until no request is out and nobody has the token,
 * a client that keeps either excepted; mbb_channel_exit() waits without a bound, so
 * whoever gives the token up finds the device's memory there. A writer is gone
 * earlier, since the removal of its port waits for it: the WWAN core's lock of the
 * port is held over write(), and so over the client's callback, which must not wait for
 * PnP any more than it may in the worker, for which mbb_channel_stop() waits.
 *
 * Not here: what the bytes mean (receive.c), which command is next
 * (command.c), how the channel goes up and down (channel_stop.c), and when
 * (power.c).
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

u64 mbb_now_ms(void)
{
	return ktime_to_ms(ktime_get());
}

/* Who may do what: see above. */
enum mbb_stepper { MBB_STEPPER_CLIENT, MBB_STEPPER_WRITER, MBB_STEPPER_WORKER };

enum mbb_step {
	MBB_STEP_NONE,
	MBB_STEP_SETTLE,	/* the client has completed ch->req */
	MBB_STEP_RECEIVE,
	MBB_STEP_SEND,
};

void mbb_channel_kick(struct mbb_device *mbb)
{
	queue_work(mbb->ch.wq, &mbb->ch.work);
}

/* Lock held. */
static bool mbb_channel_is_out(const struct mbb_channel *ch)
{
	return ch->req && ch->req->state != MBB_REQUEST_COMPLETED;
}

void mbb_channel_changed(struct mbb_device *mbb)
{
	lockdep_assert_held(&mbb->lock);
	/* While the client has a request there are no steps: its completion looks again. */
	if (!mbb->ch.stepping && !mbb_channel_is_out(&mbb->ch))
		mbb_channel_kick(mbb);
}

bool mbb_channel_take(struct mbb_device *mbb)
{
	lockdep_assert_held(&mbb->lock);
	if (mbb->ch.stepping)
		return false;
	mbb->ch.stepping = true;
	return true;
}

static void mbb_channel_give(struct mbb_device *mbb)
{
	lockdep_assert_held(&mbb->lock);
	mbb->ch.stepping = false;
	/* Who waits for this looks under the lock that is held here, so none is missed. */
	if (waitqueue_active(&mbb->wait))
		wake_up_all(&mbb->wait);
}

bool mbb_channel_enter(struct mbb_device *mbb)
{
	unsigned long flags;
	bool mine;

	spin_lock_irqsave(&mbb->lock, flags);
	mine = mbb_channel_take(mbb);
	spin_unlock_irqrestore(&mbb->lock, flags);
	return mine;
}

void mbb_channel_leave(struct mbb_device *mbb)
{
	unsigned long flags;

	spin_lock_irqsave(&mbb->lock, flags);
	mbb_channel_give(mbb);
	mbb_channel_kick(mbb);
	spin_unlock_irqrestore(&mbb->lock, flags);
}

/* ---- what there is to do ---- */

bool mbb_channel_wants_receive(const struct mbb_channel *ch)
{
	return ch->rx_on && (ch->pending || ch->fetch_unasked);
}

static bool mbb_channel_wants_send(struct mbb_device *mbb)
{
	struct mbb_channel *ch = &mbb->ch;

	return ch->tx_cmd || ch->have_ctl || ch->host_errors || mbb_command_ready(mbb);
}

void mbb_channel_queue_ctl(struct mbb_device *mbb, u32 type, u32 tid, u32 value)
{
	struct mbb_channel *ch = &mbb->ch;

	lockdep_assert_held(&mbb->lock);
	ch->ctl = (struct mbb_ctl){ .type = type, .tid = tid, .value = value };
	ch->have_ctl = true;
	mbb_channel_changed(mbb);
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
	mbb_channel_changed(mbb);
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
 * Does a command keep the device in D0 for as long as ch->req is out? One that ends
 * meanwhile leaves its reference to the request (mbb_command_close()); lock held.
 */
static bool mbb_channel_is_lent(struct mbb_device *mbb)
{
	struct mbb_command *cmd = mbb->ch.tx_cmd ?: mbb_command_oldest(mbb);

	return cmd && cmd->powered;
}

/*
 * Otherwise @req, which has become ch->req, gets a reference of its own. It need not
 * be there before: power-down waits for ch->req.
 *
 * Inside a power transition none is taken: a get there would ask for the device back
 * and turn the transition into a bounce. The transition itself waits for the channel.
 */
static void mbb_channel_power_get(struct mbb_device *mbb, struct mbb_request *req)
{
	unsigned long flags;
	bool mine;

	if (READ_ONCE(mbb->hold) || !mbb_power_get(mbb))
		return;
	spin_lock_irqsave(&mbb->lock, flags);
	mine = mbb->ch.req == req && !req->powered;
	if (mine)
		req->powered = true;
	spin_unlock_irqrestore(&mbb->lock, flags);
	if (!mine)
		mbb_power_put(mbb);
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
	mbb_request_put_away(req);
}

static gfp_t mbb_channel_gfp(enum mbb_stepper who)
{
	return who == MBB_STEPPER_CLIENT ? GFP_ATOMIC | __GFP_NOWARN : GFP_NOIO;
}

/* No memory for a request: try again soon, forget nothing. The worker's. */
static bool mbb_channel_retry(struct mbb_device *mbb)
{
	queue_delayed_work(mbb->ch.wq, &mbb->ch.fetch_work, msecs_to_jiffies(MBB_FETCH_PAUSE_MS));
	return false;
}

static bool mbb_channel_send(struct mbb_device *mbb, enum mbb_stepper who)
{
	struct mbb_channel *ch = &mbb->ch;
	bool issue, lent = false;
	struct mbb_request *req;
	unsigned long flags;

	req = mbb_request_create(mbb, MBB_REQUEST_SEND, mbb->max_fragment, mbb_channel_gfp(who));
	if (!req)
		return who == MBB_STEPPER_WORKER && mbb_channel_retry(mbb);

	spin_lock_irqsave(&mbb->lock, flags);
	issue = ch->up && !mbb->gone && mbb_channel_next_fragment(mbb, req);
	if (issue) {
		req->state = MBB_REQUEST_OUTSTANDING;
		ch->req = req;
		ch->rx_last = false;
		lent = mbb_channel_is_lent(mbb);
	}
	spin_unlock_irqrestore(&mbb->lock, flags);

	if (!issue) {
		mbb_channel_discard(mbb, req);
		return true;	/* look again: something changed meanwhile */
	}
	mbb_count(mbb, MBB_STAT_fragments_sent);
	if (!lent)
		mbb_channel_power_get(mbb, req);
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

static bool mbb_channel_receive(struct mbb_device *mbb, enum mbb_stepper who)
{
	struct mbb_channel *ch = &mbb->ch;
	struct mbb_request *req;
	bool issue, lent = false;
	struct mbb_command *cmd;
	unsigned long flags;

	req = mbb_request_create(mbb, MBB_REQUEST_RECEIVE,
				 max(mbb->max_fragment, READ_ONCE(mbb->open.max_transfer)),
				 mbb_channel_gfp(who));
	if (!req)
		return who == MBB_STEPPER_WORKER && mbb_channel_retry(mbb);

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
		lent = mbb_channel_is_lent(mbb);
	}
	spin_unlock_irqrestore(&mbb->lock, flags);

	if (!issue) {
		mbb_channel_discard(mbb, req);
		return true;
	}
	if (req->unasked)
		mbb_count(mbb, MBB_STAT_fetches_unasked);
	if (!lent)
		mbb_channel_power_get(mbb, req);
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

/* ---- steps ---- */

/*
 * Is there nothing to do about the request that has come back but to say that it has?
 * The holder of the token asks, so the collectors are not being changed.
 */
static bool mbb_channel_is_simple(struct mbb_device *mbb, const struct mbb_request *req)
{
	lockdep_assert_held(&mbb->lock);
	if (!NT_SUCCESS(req->status))
		return false;
	if (req->kind == MBB_REQUEST_SEND)
		return !req->ctl.type;
	return req->information && !req->unasked && !mbb->ch.rx_reset &&
	       !mbb_receive_expecting(mbb);
}

/* What is next; lock held. */
static enum mbb_step mbb_channel_next(struct mbb_device *mbb)
{
	struct mbb_channel *ch = &mbb->ch;
	bool receive, send;

	lockdep_assert_held(&mbb->lock);
	if (mbb_channel_is_out(ch))
		return MBB_STEP_NONE;
	if (ch->req)
		return MBB_STEP_SETTLE;
	if (!ch->up || mbb->gone)
		return MBB_STEP_NONE;
	receive = mbb_channel_wants_receive(ch);
	send = mbb_channel_wants_send(mbb);
	/* In turns, so that neither a flood of indications nor one of commands
	 * holds up the other direction.
	 */
	if (receive && !(send && ch->rx_last))
		return MBB_STEP_RECEIVE;
	return send ? MBB_STEP_SEND : MBB_STEP_NONE;
}

/* May @who make @step? Lock held. */
static bool mbb_channel_may(struct mbb_device *mbb, enum mbb_stepper who, enum mbb_step step)
{
	struct mbb_channel *ch = &mbb->ch;

	lockdep_assert_held(&mbb->lock);
	if (who == MBB_STEPPER_WORKER)
		return true;
	if (step == MBB_STEP_SETTLE)
		return mbb_channel_is_simple(mbb, ch->req);
	if (mbb->hold)
		return false;
	return mbb->fragments_anywhere ||
	       (who == MBB_STEPPER_WRITER && step == MBB_STEP_SEND && ch->prompt);
}

/* False: it takes the worker. Nobody else ends a request that is COMPLETED. */
static bool mbb_channel_settle(struct mbb_device *mbb, enum mbb_stepper who)
{
	struct mbb_channel *ch = &mbb->ch;
	struct mbb_request *req = ch->req;
	unsigned long flags;

	if (req->kind == MBB_REQUEST_SEND)
		mbb_channel_sent(mbb, req);
	else if (who == MBB_STEPPER_WORKER)
		mbb_channel_received(mbb, req);
	else if (!mbb_receive_simple(mbb, req->buf, req->information))
		return false;

	/* Only now: who waits for an idle channel waits for the result. */
	spin_lock_irqsave(&mbb->lock, flags);
	ch->req = NULL;
	spin_unlock_irqrestore(&mbb->lock, flags);
	mbb_channel_discard(mbb, req);
	return true;
}

/* Return: false if there is no going on, for now and for @who. */
static bool mbb_channel_step(struct mbb_device *mbb, enum mbb_stepper who, enum mbb_step step)
{
	switch (step) {
	case MBB_STEP_SETTLE:
		return mbb_channel_settle(mbb, who);
	case MBB_STEP_RECEIVE:
		return mbb_channel_receive(mbb, who);
	default:
		return mbb_channel_send(mbb, who);
	}
}

/*
 * All that there is to do now, and that @who may do. With the token, which is given
 * up: @mbb may be gone on return unless the caller keeps it.
 */
static void mbb_channel_go(struct mbb_device *mbb, enum mbb_stepper who)
{
	struct mbb_channel *ch = &mbb->ch;
	enum mbb_step step;
	unsigned long flags;
	bool more = true;

	spin_lock_irqsave(&mbb->lock, flags);
	for (;;) {
		step = mbb_channel_next(mbb);
		if (step == MBB_STEP_NONE || !mbb_channel_may(mbb, who, step))
			break;
		spin_unlock_irqrestore(&mbb->lock, flags);
		more = mbb_channel_step(mbb, who, step);
		if (who == MBB_STEPPER_WORKER)
			cond_resched();
		spin_lock_irqsave(&mbb->lock, flags);
		if (!more)
			break;
		if (step != MBB_STEP_SEND)
			continue;
		/* Does the client keep its caller until the fragment is sent? Then
		 * no program shall wait there that asked not to. And one fragment is
		 * enough: a write() does not work for all others.
		 */
		if (ch->req)
			ch->prompt = ch->req->state != MBB_REQUEST_COMPLETED;
		if (who == MBB_STEPPER_WRITER)
			who = MBB_STEPPER_CLIENT;
	}
	if (step != MBB_STEP_NONE && who != MBB_STEPPER_WORKER)
		mbb_channel_kick(mbb);
	mbb_channel_give(mbb);
	spin_unlock_irqrestore(&mbb->lock, flags);
}

static void mbb_channel_work(struct work_struct *work)
{
	struct mbb_device *mbb = container_of(work, struct mbb_device, ch.work);

	if (mbb_channel_enter(mbb))
		mbb_channel_go(mbb, MBB_STEPPER_WORKER);
}

/* Is there anything that somebody with the token could do? Then take it; lock held. */
bool mbb_channel_take_idle(struct mbb_device *mbb)
{
	return !mbb->ch.req && mbb_channel_take(mbb);
}

/* A program's write(): it has queued a command, and took the token. */
void mbb_channel_write(struct mbb_device *mbb)
{
	might_sleep();
	mbb_channel_go(mbb, MBB_STEPPER_WRITER);
}

/*
 * The client says that a response can be fetched.
 *
 * Context: any.
 */
void mbb_channel_notify(struct mbb_device *mbb)
{
	bool here = mbb->fragments_anywhere && !in_hardirq() && !irqs_disabled();
	struct mbb_channel *ch = &mbb->ch;
	unsigned long flags;
	bool mine = false;

	mbb_count(mbb, MBB_STAT_notifications);
	spin_lock_irqsave(&mbb->lock, flags);
	if (!ch->listening || mbb->gone) {
		mbb_count(mbb, MBB_STAT_notifications_ignored);
	} else if (ch->pending >= MBB_PENDING_MAX) {
		mbb_count(mbb, MBB_STAT_notifications_flood);
	} else {
		if (!ch->pending++)
			ch->notified_ms = mbb_now_ms();
		mine = here && mbb_channel_take_idle(mbb);
		if (!mine)
			mbb_channel_changed(mbb);
	}
	spin_unlock_irqrestore(&mbb->lock, flags);
	if (mine)
		mbb_channel_go(mbb, MBB_STEPPER_CLIENT);
}

/*
 * The client has completed ch->req. @here: in a context in which it may be put away,
 * softirq at the most.
 *
 * Return: true: the token was taken, and the caller has to mbb_channel_settle_here().
 */
bool mbb_channel_completed(struct mbb_device *mbb, bool here)
{
	lockdep_assert_held(&mbb->lock);
	if (here && !mbb->ch.stepping &&
	    mbb_channel_may(mbb, MBB_STEPPER_CLIENT, MBB_STEP_SETTLE))
		return mbb_channel_take(mbb);
	mbb_channel_changed(mbb);
	return false;
}

void mbb_channel_settle_here(struct mbb_device *mbb)
{
	mbb_channel_go(mbb, MBB_STEPPER_CLIENT);
}

/* ---- the beginning and the end ---- */

int mbb_channel_init(struct mbb_device *mbb)
{
	struct mbb_channel *ch = &mbb->ch;

	INIT_WORK(&ch->work, mbb_channel_work);
	INIT_DELAYED_WORK(&ch->fetch_work, mbb_channel_fetch_work);
	INIT_DELAYED_WORK(&ch->gap_work, mbb_receive_gap_work);
	ch->wq = alloc_ordered_workqueue("mbbcx_ch", 0);
	return ch->wq ? 0 : -ENOMEM;
}

static bool mbb_channel_left(struct mbb_device *mbb)
{
	unsigned long flags;
	bool ret;

	spin_lock_irqsave(&mbb->lock, flags);
	ret = !mbb->ch.stepping;
	spin_unlock_irqrestore(&mbb->lock, flags);
	return ret;
}

void mbb_channel_exit(struct mbb_device *mbb)
{
	struct mbb_channel *ch = &mbb->ch;
	unsigned int i;

	cancel_delayed_work_sync(&ch->fetch_work);
	cancel_delayed_work_sync(&ch->gap_work);
	wait_event(mbb->wait, mbb_channel_left(mbb));
	destroy_workqueue(ch->wq);
	mbb_requests_free(mbb);
	for (i = 0; i < MBB_COLLECTORS; i++)
		kvfree(ch->collectors[i].buf);
}
