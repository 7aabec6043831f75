// SPDX-License-Identifier: GPL-2.0
/*
 * What the function sent: transfers are cut into messages, fragments are put
 * together, and each message goes to whom it concerns. Everything here runs in
 * the channel worker or in work of the same ordered workqueue, with the channel's
 * token; but for answers in one piece, which are nearly all and need no collector:
 * those are taken wherever the client has brought them.
 *
 * All bytes are a device's: lengths are checked in mbim_msg.c and mbim_frag.c,
 * what cannot be used is counted and dropped.
 */
#include "device.h"

#include <linux/device.h>
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "trace.h"

static bool mbb_receive_expect_answers(struct mbb_device *mbb)
{
	unsigned long flags;
	bool ret;

	spin_lock_irqsave(&mbb->lock, flags);
	ret = mbb->fn_open;
	spin_unlock_irqrestore(&mbb->lock, flags);
	return ret;
}

/* A whole COMMAND_DONE or INDICATE_STATUS; @msg is kvmalloc'd and given away. */
static void mbb_receive_message(struct mbb_device *mbb, u32 type, void *msg, size_t len)
{
	/* Before OPEN_DONE and after CLOSE it is an echo of another life. */
	if (!mbb_receive_expect_answers(mbb)) {
		mbb_count(mbb, MBB_STAT_messages_unexpected);
		kvfree(msg);
	} else if (type == MBIM_COMMAND_DONE) {
		mbb_command_answer(mbb, msg, len);
	} else {
		mbb_count(mbb, MBB_STAT_indications);
		mbb_wake_word(mbb, msg, len);
		mbb_deliver_indication(mbb, msg, len);
	}
}

static void mbb_receive_broken(struct mbb_device *mbb, u32 type, u32 tid, u32 error)
{
	mbb_count(mbb, MBB_STAT_fragment_errors);
	dev_dbg(mbb->dev, "message of transaction %u is broken: error %u\n", tid, error);
	mbb_channel_host_error(mbb, tid, error);
	if (type == MBIM_COMMAND_DONE)
		mbb_command_broken(mbb, tid, error);
}

/* ---- fragments ---- */

static struct mbim_collector *mbb_collector_find(struct mbb_channel *ch,
						 const struct mbim_msg_info *info)
{
	unsigned int i;

	for (i = 0; i < MBB_COLLECTORS; i++)
		if (mbim_collector_is_for(&ch->collectors[i], info))
			return &ch->collectors[i];
	return NULL;
}

/* An idle collector, or else the one that has waited longest. */
static struct mbim_collector *mbb_collector_choose(struct mbb_channel *ch)
{
	struct mbim_collector *c, *oldest = &ch->collectors[0];
	unsigned int i;

	for (i = 0; i < MBB_COLLECTORS; i++) {
		c = &ch->collectors[i];
		if (!mbim_collector_busy(c))
			return c;
		if (c->last_ms < oldest->last_ms)
			oldest = c;
	}
	return oldest;
}

static bool mbb_collector_grow(struct mbim_collector *c)
{
	/* Twice what is needed: a long message must not be copied for each of
	 * its fragments.
	 */
	size_t size = min_t(size_t, max_t(size_t, 2 * c->need, 4096), MBIM_MESSAGE_MAX);
	u8 *buf = kvmalloc(size, GFP_NOIO);

	if (!buf)
		return false;
	if (c->used)
		memcpy(buf, c->buf, c->used);
	kvfree(c->buf);
	c->buf = buf;
	c->size = size;
	return true;
}

static void mbb_receive_fragment(struct mbb_device *mbb, const void *frag,
				 const struct mbim_msg_info *info, u64 when)
{
	struct mbim_collector *c = mbb_collector_find(&mbb->ch, info);
	enum mbim_collect result;
	size_t len;
	void *msg;

	if (!c && info->current_frag) {
		mbb_receive_broken(mbb, info->type, info->tid,
				   MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE);
		return;
	}
	if (!c) {
		c = mbb_collector_choose(&mbb->ch);
		/* More messages at a time than we keep: the oldest has to go. */
		if (mbim_collector_busy(c))
			mbb_receive_broken(mbb, c->type, c->tid,
					   MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE);
		mbim_collector_reset(c);
	}

	result = mbim_collect(c, frag, info, when);
	if (result == MBIM_COLLECT_GROW) {
		if (!mbb_collector_grow(c)) {
			mbim_collector_reset(c);
			mbb_receive_broken(mbb, info->type, info->tid,
					   MBIM_ERROR_LENGTH_MISMATCH);
			return;
		}
		result = mbim_collect(c, frag, info, when);
	}
	if (result == MBIM_COLLECT_ERROR) {
		mbb_receive_broken(mbb, info->type, info->tid, c->error);
		return;
	}
	if (result != MBIM_COLLECT_DONE) {
		/* The gap to the next one is the device's only from now on, and only
		 * until it notifies: fetches may be slow, or wait for sends of ours.
		 */
		c->last_ms = mbb_now_ms();
		return;
	}

	msg = c->buf;
	len = c->used;
	c->buf = NULL;
	c->size = 0;
	mbim_collector_reset(c);
	mbb_receive_message(mbb, info->type, msg, len);
}

/* Not fragmented, the usual case: one copy, no collector. */
static void mbb_receive_single(struct mbb_device *mbb, const void *buf,
			       const struct mbim_msg_info *info)
{
	struct mbim_collector *c = mbb_collector_find(&mbb->ch, info);
	void *msg;

	if (c)
		mbim_collector_reset(c);	/* started anew */
	if (info->current_frag) {
		mbb_receive_broken(mbb, info->type, info->tid,
				   MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE);
		return;
	}
	if (!mbim_msg_complete(buf, info->len)) {
		mbb_receive_broken(mbb, info->type, info->tid, MBIM_ERROR_LENGTH_MISMATCH);
		return;
	}
	msg = kvmalloc(info->len, GFP_NOIO);
	if (!msg) {
		if (info->type == MBIM_COMMAND_DONE)
			mbb_command_broken(mbb, info->tid, 0);
		return;
	}
	memcpy(msg, buf, info->len);
	mbb_receive_message(mbb, info->type, msg, info->len);
}

/* ---- messages ---- */

static void mbb_receive_dispatch(struct mbb_device *mbb, const void *buf,
				 const struct mbim_msg_info *info, u64 when)
{
	const struct mbim_done *done = buf;
	const struct mbim_error_msg *error = buf;

	trace_mbb_message(mbb_device_name(mbb), false, info->type, info->tid, info->len,
			  info->current_frag, info->total);
	mbb_hang_heard(mbb);
	switch (info->type) {
	case MBIM_OPEN_DONE:
		mbb_open_done(mbb, info->tid, get_unaligned_le32(&done->Status));
		break;
	case MBIM_CLOSE_DONE:
		mbb_close_done(mbb, info->tid, get_unaligned_le32(&done->Status));
		break;
	case MBIM_FUNCTION_ERROR_MSG:
		mbb_count(mbb, MBB_STAT_function_errors);
		mbb_command_function_error(mbb, info->tid,
					   get_unaligned_le32(&error->ErrorStatusCode));
		break;
	default:
		if (info->total > 1)
			mbb_receive_fragment(mbb, buf, info, when);
		else
			mbb_receive_single(mbb, buf, info);
		break;
	}
}

static void mbb_receive_reset(struct mbb_device *mbb)
{
	unsigned int i;

	for (i = 0; i < MBB_COLLECTORS; i++)
		mbim_collector_reset(&mbb->ch.collectors[i]);
}

/**
 * mbb_receive_transfer() - bytes that a receive request brought
 * @mbb: device
 * @buf: what the device sent
 * @len: how much, at least 1
 * @when_ms: since when there was something to fetch, as far as is known
 *
 * One transfer holds one message or fragment. Several back to back are not
 * what MBIM allows, but can be read and so are.
 */
void mbb_receive_transfer(struct mbb_device *mbb, const void *buf, size_t len, u64 when_ms)
{
	struct mbim_msg_info info;
	unsigned long flags;
	bool reset, more = false;
	int err;

	spin_lock_irqsave(&mbb->lock, flags);
	reset = mbb->ch.rx_reset;
	mbb->ch.rx_reset = false;
	spin_unlock_irqrestore(&mbb->lock, flags);
	if (reset)
		mbb_receive_reset(mbb);

	mbb_count(mbb, MBB_STAT_fragments_received);
	mbb_trace_fragment(mbb, false, buf, len);
	while (len) {
		err = mbim_msg_check(buf, len, &info);
		if (err == -1) {
			mbb_count(mbb, MBB_STAT_transfers_malformed);
			dev_dbg_ratelimited(mbb->dev, "%zu bytes that are no message\n", len);
			return;
		}
		if (err)
			mbb_count(mbb, MBB_STAT_messages_unexpected);
		else
			mbb_receive_dispatch(mbb, buf, &info, when_ms);
		if (more)
			mbb_count(mbb, MBB_STAT_messages_back_to_back);
		more = true;
		buf += info.len;
		len -= info.len;
	}
}

static bool mbb_receive_copy(struct mbb_device *mbb, const void *buf, size_t len)
{
	void *msg = kmemdup(buf, len, GFP_ATOMIC | __GFP_NOWARN);

	if (msg && mbb_command_answer_simple(mbb, msg, len))
		return true;
	kfree(msg);
	return false;
}

/*
 * A transfer that is the whole answer to a command. What is anything else, or finds
 * no memory, is left as it is for the worker.
 */
bool mbb_receive_simple(struct mbb_device *mbb, const void *buf, size_t len)
{
	struct mbim_msg_info info;

	if (mbim_msg_check(buf, len, &info) || info.len != len ||
	    info.type != MBIM_COMMAND_DONE || info.total != 1 || info.current_frag ||
	    !mbim_msg_complete(buf, len))
		return false;
	/* before its program goes on */
	mbb_hang_heard(mbb);
	if (!mbb_command_answer_soon(mbb, buf, len) && !mbb_receive_copy(mbb, buf, len))
		return false;
	mbb_count(mbb, MBB_STAT_fragments_received);
	mbb_trace_fragment(mbb, false, buf, len);
	trace_mbb_message(mbb_device_name(mbb), false, info.type, info.tid, info.len, 0, 1);
	return true;
}

bool mbb_receive_expecting(struct mbb_device *mbb)
{
	unsigned int i;

	for (i = 0; i < MBB_COLLECTORS; i++)
		if (mbim_collector_busy(&mbb->ch.collectors[i]))
			return true;
	return false;
}

/* A fetch failed: nobody knows which fragment was lost, so none is kept. */
void mbb_receive_drop(struct mbb_device *mbb)
{
	struct mbim_collector *c;
	unsigned int i;

	for (i = 0; i < MBB_COLLECTORS; i++) {
		c = &mbb->ch.collectors[i];
		if (!mbim_collector_busy(c))
			continue;
		mbb_receive_broken(mbb, c->type, c->tid, MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE);
		mbim_collector_reset(c);
	}
}

/* The next fragment did not come in time. Ordered with the channel worker. */
void mbb_receive_gap_work(struct work_struct *work)
{
	struct mbb_device *mbb = container_of(to_delayed_work(work), struct mbb_device,
					      ch.gap_work);
	struct mbim_collector *c;
	unsigned long flags;
	bool ours;
	u64 now = mbb_now_ms();
	unsigned int i;

	if (!mbb_channel_enter(mbb)) {
		mod_delayed_work(mbb->ch.wq, &mbb->ch.gap_work, 1);
		return;
	}
	/* Something waits to be fetched, and it is us who have not: not a gap. */
	spin_lock_irqsave(&mbb->lock, flags);
	ours = mbb->ch.up && (mbb->ch.pending || mbb->ch.req);
	spin_unlock_irqrestore(&mbb->lock, flags);

	for (i = 0; i < MBB_COLLECTORS && !ours; i++) {
		c = &mbb->ch.collectors[i];
		if (!mbim_collector_expired(c, now))
			continue;
		mbb_receive_broken(mbb, c->type, c->tid, MBIM_ERROR_TIMEOUT_FRAGMENT);
		mbim_collector_reset(c);
	}
	if (mbb_receive_expecting(mbb))
		mod_delayed_work(mbb->ch.wq, &mbb->ch.gap_work,
				 msecs_to_jiffies(MBIM_FRAGMENT_GAP_MS) / 4);
	mbb_channel_leave(mbb);
}
