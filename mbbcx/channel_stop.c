// SPDX-License-Identifier: GPL-2.0
/*
 * The control channel goes up and down: from when on notifications count, when the
 * client may be called, and what is waited for before it may not.
 */
#include "device.h"

#include <linux/jiffies.h>
#include <linux/sched.h>

#define MBB_STOP_TIMEOUT_MS	15000	/* power-down: longer than a USB transfer's time-out */
#define MBB_GONE_TIMEOUT_MS	5000	/* unplugged: transfers end by themselves */

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
	ret = !mbb->ch.req && !mbb->ch.stepping;
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
 * The outstanding request is the client's: it is waited for, but not for ever. With
 * the token goes whoever puts an answer away, power reference and all.
 *
 * Context: process; not with the token.
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
	mbb_requests_free(mbb);
}
