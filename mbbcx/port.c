// SPDX-License-Identifier: GPL-2.0
/*
 * One port: the messages its user writes, and the user's idea of whether the
 * function is open. OPEN and CLOSE are answered here, since the function is
 * opened once, for all; so one program's CLOSE ends nobody's session. Commands
 * go to port_command.c.
 */
#include <linux/jiffies.h>
#include <linux/slab.h>

#include "mbim_host.h"
#include "port.h"

static void port_answer_done(struct mbb_port *port, unsigned int life, u32 type, u32 tid,
			     u32 status)
{
	u8 msg[sizeof(struct mbim_done)];

	mbb_port_answer(port, life, msg, mbim_build_done(msg, type, tid, status), tid);
}

/* FUNCTION_ERROR, owed and paid at once. */
static void port_error(struct mbb_port *port, u32 tid, u32 error)
{
	u8 msg[sizeof(struct mbim_error_msg)];
	unsigned int life;

	spin_lock_bh(&port->lock);
	life = port->life;
	mbb_port_owe(port);
	spin_unlock_bh(&port->lock);
	mbb_port_answer(port, life, msg, mbim_build_function_error(msg, tid, error), tid);
}

/*
 * The user begins anew: OPEN, CLOSE, or nobody has the port open any more.
 * What was under way is no longer waited for, what is unread is forgotten.
 * tx context, or after it.
 */
static void port_renew(struct mbb_port *port)
{
	struct mbim_subscribe_set *subscribed;
	struct sk_buff_head doomed;
	bool powered;

	mbb_port_cancel_all(port);
	mbim_collector_reset(&port->collector);

	__skb_queue_head_init(&doomed);
	spin_lock_bh(&port->lock);
	mbb_port_flush(port, &doomed);
	port->state = MBB_PORT_CLOSED;
	subscribed = port->subscribed;
	port->subscribed = NULL;
	powered = port->powered;
	port->powered = false;
	spin_unlock_bh(&port->lock);

	__skb_queue_purge(&doomed);
	kfree(subscribed);
	if (powered)
		cx_device_power_put(mbb_device_wdf(port->mbb));
}

int mbb_port_start(struct mbb_port *port, void *chardev)
{
	int err = 0;

	port_renew(port);
	spin_lock_bh(&port->lock);
	if (port->removed) {
		err = -ENODEV;
	} else {
		port->chardev = chardev;
		port->max_transfer = MBIM_FRAGMENT_MIN;
	}
	spin_unlock_bh(&port->lock);
	return err;
}

void mbb_port_stop(struct mbb_port *port)
{
	port_renew(port);
}

/* ---- OPEN and CLOSE ---- */

/* What a function in @state answers to an OPEN: -1 nothing yet. */
static int open_status(enum mbb_state state)
{
	switch (state) {
	case MBB_STATE_OPEN:
	case MBB_STATE_ARMED:
		return MBIM_STATUS_SUCCESS;
	case MBB_STATE_FAILED:
	case MBB_STATE_GONE:
		return MBIM_STATUS_FAILURE;
	default:
		return -1;
	}
}

/* Answer the OPEN that waits, if the function's state allows. */
static void port_open_decide(struct mbb_port *port, enum mbb_state state)
{
	int status = open_status(state);
	bool answer = false, powered = false;
	unsigned int life = 0;
	u32 tid = 0;

	if (status < 0)
		return;
	spin_lock_bh(&port->lock);
	if (port->state == MBB_PORT_OPENING) {
		answer = true;
		life = port->life;
		tid = port->open_tid;
		powered = port->powered;
		port->powered = false;
		port->state = status ? MBB_PORT_CLOSED : MBB_PORT_OPEN;
	}
	spin_unlock_bh(&port->lock);

	if (answer)
		port_answer_done(port, life, MBIM_OPEN_DONE, tid, status);
	if (powered)
		cx_device_power_put(mbb_device_wdf(port->mbb));
}

static void port_subscriptions_refresh(struct mbb_port *port)
{
	struct mbb_ports *ports = mbb_ports_get(port->mbb);

	if (!ports)
		return;
	mbb_subscriptions_refresh(ports);
	mbb_ports_put(ports);
}

/*
 * OPEN, also of a port that is open: the user is out of step (MBIM 1.0 §9.3.1).
 * The function's state is looked at after the port has begun to wait, so a
 * change in between is not missed: mbb_port_function_state() finds it waiting.
 */
static void port_open(struct mbb_port *port, const void *msg, const struct mbim_msg_info *info)
{
	const struct mbim_open_msg *open = msg;
	u32 max = get_unaligned_le32(&open->MaxControlTransfer);
	bool powered;

	port_renew(port);
	if (max < MBIM_FRAGMENT_MIN) {
		port_error(port, info->tid, MBIM_ERROR_MAX_TRANSFER);
		return;
	}

	/* A function that sleeps closed has to be woken to answer. */
	powered = !cx_device_power_get(mbb_device_wdf(port->mbb), false);
	spin_lock_bh(&port->lock);
	port->max_transfer = min(max, MBIM_FRAGMENT_MAX);
	port->open_tid = info->tid;
	port->powered = powered;
	port->state = MBB_PORT_OPENING;
	mbb_port_owe(port);
	spin_unlock_bh(&port->lock);

	mbb_device_want_open(port->mbb);
	port_open_decide(port, mbb_device_state(port->mbb));
	port_subscriptions_refresh(port);
}

static void port_close(struct mbb_port *port, const struct mbim_msg_info *info)
{
	unsigned int life;

	port_renew(port);
	spin_lock_bh(&port->lock);
	life = port->life;
	mbb_port_owe(port);
	spin_unlock_bh(&port->lock);
	port_answer_done(port, life, MBIM_CLOSE_DONE, info->tid, MBIM_STATUS_SUCCESS);
}

void mbb_port_function_state(struct mbb_port *port, enum mbb_state state)
{
	/* Closed under the user's feet for good: commands are answered NOT_OPENED
	 * until the user sends OPEN, and learns. What is outstanding is ended by
	 * the engine. While it sleeps or is opened anew, commands just wait.
	 */
	if (state == MBB_STATE_FAILED || state == MBB_STATE_GONE) {
		spin_lock_bh(&port->lock);
		if (port->state == MBB_PORT_OPEN)
			port->state = MBB_PORT_CLOSED;
		spin_unlock_bh(&port->lock);
	}
	port_open_decide(port, state);
}

/* ---- messages ---- */

/* Room for c->need bytes, with some to spare: fragments may be small and many. */
static bool port_collector_grow(struct mbim_collector *c)
{
	size_t size = min_t(size_t, max(c->need, 2 * c->size), MBIM_MESSAGE_MAX);
	u8 *buf = kvmalloc(size, GFP_KERNEL);

	if (!buf)
		return false;
	if (c->used)
		memcpy(buf, c->buf, c->used);
	kvfree(c->buf);
	c->buf = buf;
	c->size = size;
	return true;
}

/*
 * A fragment of a longer command. The time between two is no matter here: nothing
 * gets lost between a program and its port, but it may be kept waiting, and most of
 * all by the port itself, which stops its writing while there is no room.
 */
static void port_collect(struct mbb_port *port, const void *msg, const struct mbim_msg_info *info)
{
	struct mbim_collector *c = &port->collector;
	enum mbim_collect result;

	/* Fragments of another command in between: a command that begins ends the
	 * one that was not finished, any other fragment belongs to nothing.
	 */
	if (mbim_collector_busy(c) && !mbim_collector_is_for(c, info)) {
		port_error(port, info->current_frag ? info->tid : c->tid,
			   MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE);
		if (info->current_frag)
			return;
		mbim_collector_reset(c);
	}

	result = mbim_collect(c, msg, info, 0);
	if (result == MBIM_COLLECT_GROW) {
		if (!port_collector_grow(c)) {
			mbim_collector_reset(c);
			port_error(port, info->tid, MBIM_ERROR_UNKNOWN);
			return;
		}
		result = mbim_collect(c, msg, info, 0);
	}
	if (result == MBIM_COLLECT_ERROR) {
		port_error(port, info->tid, c->error);
	} else if (result == MBIM_COLLECT_DONE) {
		mbb_port_command(port, c->buf, c->used);
		mbim_collector_reset(c);
	}
}

static void port_command_fragment(struct mbb_port *port, const void *msg,
				  const struct mbim_msg_info *info)
{
	bool open;

	spin_lock_bh(&port->lock);
	open = port->state == MBB_PORT_OPEN;
	spin_unlock_bh(&port->lock);
	if (!open)
		port_error(port, info->tid, MBIM_ERROR_NOT_OPENED);
	else if (info->total > 1 || info->current_frag)
		port_collect(port, msg, info);
	else if (!mbim_command_complete(msg, info->len))
		port_error(port, info->tid, MBIM_ERROR_LENGTH_MISMATCH);
	else
		mbb_port_command(port, msg, info->len);
}

/* Length good, content not. */
static void port_bad_message(struct mbb_port *port, const struct mbim_msg_info *info)
{
	switch (info->type) {
	case MBIM_OPEN_MSG:
		port_error(port, info->tid, MBIM_ERROR_LENGTH_MISMATCH);
		break;
	case MBIM_COMMAND_MSG:
		port_error(port, info->tid, info->len < sizeof(struct mbim_fragment) ?
			   MBIM_ERROR_LENGTH_MISMATCH : MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE);
		break;
	case MBIM_HOST_ERROR_MSG:
		break;		/* nobody answers an error */
	default:
		port_error(port, info->tid, MBIM_ERROR_UNKNOWN);
	}
}

static void port_message(struct mbb_port *port, const void *msg, const struct mbim_msg_info *info)
{
	switch (info->type) {
	case MBIM_OPEN_MSG:
		port_open(port, msg, info);
		break;
	case MBIM_CLOSE_MSG:
		port_close(port, info);
		break;
	case MBIM_COMMAND_MSG:
		port_command_fragment(port, msg, info);
		break;
	case MBIM_HOST_ERROR_MSG:
		/* CANCEL, or the user could not read an answer: either way it
		 * does not wait for this transaction any more.
		 */
		mbb_port_cancel(port, info->tid);
		break;
	}
}

/* How many messages are there in a write? The rest of one that is not an MBIM
 * stream counts as one, for its FUNCTION_ERROR.
 */
static unsigned int count_messages(const u8 *data, size_t len)
{
	struct mbim_msg_info info;
	unsigned int count = 0;

	for (; len; data += info.len, len -= info.len, count++)
		if (mbim_host_msg_check(data, len, &info) == -1)
			return count + 1;
	return count;
}

/*
 * A write is one message as a rule; several back to back are taken, too, since
 * programs treat the port as a stream. A message cut in two by the writer is
 * not: where it would go on is anybody's guess.
 */
int mbb_port_tx(struct mbb_port *port, const void *data, size_t len)
{
	struct mbim_msg_info info;
	const u8 *at = data;
	int err;

	might_sleep();
	if (len > MBB_PORT_WRITE_MAX)
		return -EMSGSIZE;
	err = mbb_port_check_room(port, count_messages(data, len), len);
	if (err)
		return err;

	while (len) {
		err = mbim_host_msg_check(at, len, &info);
		if (err == -1) {
			port_error(port, info.tid, MBIM_ERROR_LENGTH_MISMATCH);
			break;
		}
		if (err)
			port_bad_message(port, &info);
		else
			port_message(port, at, &info);
		at += info.len;
		len -= info.len;
	}
	return 0;
}
