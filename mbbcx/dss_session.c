// SPDX-License-Identifier: GPL-2.0
/*
 * One device service session: the messages between its files and the engine.
 * A write is one message, a read gets one. Nothing here knows when a session
 * begins or ends; that is dss_table.c's.
 */
#include <linux/mm.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "dss_session.h"

static void messages_free(struct list_head *list)
{
	struct mbb_dss_message *msg, *tmp;

	list_for_each_entry_safe(msg, tmp, list, node)
		kvfree(msg);
}

/* ---- from the client; any context ---- */

static bool session_rx(struct mbb_dss_user *user, const void *data, size_t len)
{
	struct mbb_dss_session *session = container_of(user, struct mbb_dss_session, user);
	struct mbb_dss_message *msg = NULL;
	unsigned long flags;
	bool taken;

	/* A reader would take an empty one for the end. */
	if (len)
		msg = kmalloc(struct_size(msg, data, len), GFP_ATOMIC | __GFP_NOWARN);
	if (msg) {
		msg->len = len;
		memcpy(msg->data, data, len);
	}

	spin_lock_irqsave(&session->lock, flags);
	taken = msg && !session->ended && session->rx_count < MBB_DSS_RX_MESSAGES &&
		session->rx_bytes + len <= MBB_DSS_RX_BYTES;
	if (taken) {
		list_add_tail(&msg->node, &session->rx);
		session->rx_count++;
		session->rx_bytes += len;
	} else {
		session->rx_dropped++;
	}
	spin_unlock_irqrestore(&session->lock, flags);

	if (taken)
		wake_up_interruptible_poll(&session->wait, EPOLLIN | EPOLLRDNORM);
	else
		kfree(msg);
	return taken;
}

/* A message has left the queue for good. Lock held. */
static void session_tx_over(struct mbb_dss_session *session, size_t len, int err)
{
	lockdep_assert_held(&session->lock);
	session->lent--;
	session->tx_count--;
	session->tx_bytes -= len;
	if (err) {
		session->tx_failed++;
		session->error = err;
	}
}

static void session_sent(struct mbb_dss_user *user, size_t len, int err)
{
	struct mbb_dss_session *session = container_of(user, struct mbb_dss_session, user);
	unsigned long flags;

	spin_lock_irqsave(&session->lock, flags);
	session_tx_over(session, len, err);
	/* Under the lock: once @ended is set nobody kicks, and stop may cancel. */
	if (!session->ended && !list_empty(&session->tx))
		mbb_dss_table_kick(session->table);
	spin_unlock_irqrestore(&session->lock, flags);
	wake_up_interruptible_poll(&session->wait, EPOLLOUT | EPOLLWRNORM);
}

/* ---- life ---- */

struct mbb_dss_session *mbb_dss_session_alloc(struct mbb_dss_table *table, u32 id)
{
	struct mbb_dss_session *session = kzalloc(sizeof(*session), GFP_KERNEL);

	if (!session)
		return NULL;
	kref_init(&session->ref);
	kref_get(&table->ref);
	session->table = table;
	session->user.session = id;
	session->user.rx = session_rx;
	session->user.sent = session_sent;
	INIT_LIST_HEAD(&session->node);
	spin_lock_init(&session->lock);
	INIT_LIST_HEAD(&session->rx);
	INIT_LIST_HEAD(&session->tx);
	init_waitqueue_head(&session->wait);
	return session;
}

static void session_free(struct kref *ref)
{
	struct mbb_dss_session *session = container_of(ref, struct mbb_dss_session, ref);

	messages_free(&session->rx);
	messages_free(&session->tx);
	mbb_dss_table_put(session->table);
	kfree(session);
}

void mbb_dss_session_put(struct mbb_dss_session *session)
{
	kref_put(&session->ref, session_free);
}

void mbb_dss_session_end(struct mbb_dss_session *session)
{
	struct mbb_dss_message *msg;
	unsigned long flags;
	LIST_HEAD(unsent);

	spin_lock_irqsave(&session->lock, flags);
	session->ended = true;
	list_splice_init(&session->tx, &unsent);
	list_for_each_entry(msg, &unsent, node) {
		session->tx_count--;
		session->tx_bytes -= msg->len;
		session->tx_failed++;
	}
	spin_unlock_irqrestore(&session->lock, flags);
	wake_up_interruptible_all(&session->wait);
	messages_free(&unsent);
}

/* ---- to the client: dss_table.c's tx_work ---- */

struct mbb_dss_message *mbb_dss_session_take(struct mbb_dss_session *session)
{
	struct mbb_dss_message *msg = NULL;
	unsigned long flags;

	spin_lock_irqsave(&session->lock, flags);
	if (session->lent < MBB_DSS_LENT)
		msg = list_first_entry_or_null(&session->tx, struct mbb_dss_message, node);
	if (msg) {
		list_del(&msg->node);
		session->lent++;
	}
	spin_unlock_irqrestore(&session->lock, flags);
	return msg;
}

void mbb_dss_session_untake(struct mbb_dss_session *session, struct mbb_dss_message *msg)
{
	unsigned long flags;

	spin_lock_irqsave(&session->lock, flags);
	if (session->ended) {
		session_tx_over(session, msg->len, -EPIPE);
	} else {
		session->lent--;
		list_add(&msg->node, &session->tx);
		msg = NULL;
	}
	spin_unlock_irqrestore(&session->lock, flags);
	kvfree(msg);
}

void mbb_dss_session_failed(struct mbb_dss_session *session, size_t len, int err)
{
	session_sent(&session->user, len, err);
}

/* ---- files ---- */

int mbb_dss_opened(struct mbb_dss_session *session)
{
	unsigned long flags;
	int err = 0;

	spin_lock_irqsave(&session->lock, flags);
	if (session->ended)
		err = -ENXIO;
	else
		session->openers++;
	spin_unlock_irqrestore(&session->lock, flags);
	return err;
}

/* What nobody reads any more is not the next program's. What was written goes
 * out all the same.
 */
void mbb_dss_closed(struct mbb_dss_session *session)
{
	unsigned long flags;
	LIST_HEAD(unread);

	spin_lock_irqsave(&session->lock, flags);
	if (!--session->openers) {
		list_splice_init(&session->rx, &unread);
		session->rx_count = 0;
		session->rx_bytes = 0;
	}
	spin_unlock_irqrestore(&session->lock, flags);
	messages_free(&unread);
}

/* Lock held. */
static bool session_writable(struct mbb_dss_session *session)
{
	lockdep_assert_held(&session->lock);
	return session->tx_count < MBB_DSS_TX_MESSAGES && session->tx_bytes < MBB_DSS_TX_BYTES;
}

__poll_t mbb_dss_poll(struct mbb_dss_session *session)
{
	unsigned long flags;
	__poll_t mask = 0;

	spin_lock_irqsave(&session->lock, flags);
	if (!list_empty(&session->rx))
		mask |= EPOLLIN | EPOLLRDNORM;
	if (session->ended)
		mask |= EPOLLIN | EPOLLRDNORM | EPOLLRDHUP | EPOLLHUP | EPOLLERR;
	else if (session_writable(session))
		mask |= EPOLLOUT | EPOLLWRNORM;
	if (session->error)
		mask |= EPOLLERR;
	spin_unlock_irqrestore(&session->lock, flags);
	return mask;
}

size_t mbb_dss_next_len(struct mbb_dss_session *session)
{
	struct mbb_dss_message *msg;
	unsigned long flags;
	size_t len = 0;

	spin_lock_irqsave(&session->lock, flags);
	msg = list_first_entry_or_null(&session->rx, struct mbb_dss_message, node);
	if (msg)
		len = msg->len;
	spin_unlock_irqrestore(&session->lock, flags);
	return len;
}

/* 1: *@out is the reader's; 0: the end; -EAGAIN; -EMSGSIZE: half a message is no
 * message, it waits for a reader with more room.
 */
static int session_receive(struct mbb_dss_session *session, size_t room,
			   struct mbb_dss_message **out)
{
	struct mbb_dss_message *msg;
	unsigned long flags;
	int ret = 1;

	spin_lock_irqsave(&session->lock, flags);
	msg = list_first_entry_or_null(&session->rx, struct mbb_dss_message, node);
	if (!msg) {
		ret = session->ended ? 0 : -EAGAIN;
	} else if (msg->len > room) {
		ret = -EMSGSIZE;
	} else {
		list_del(&msg->node);
		session->rx_count--;
		session->rx_bytes -= msg->len;
		*out = msg;
	}
	spin_unlock_irqrestore(&session->lock, flags);
	return ret;
}

static void session_unreceive(struct mbb_dss_session *session, struct mbb_dss_message *msg)
{
	unsigned long flags;

	spin_lock_irqsave(&session->lock, flags);
	list_add(&msg->node, &session->rx);
	session->rx_count++;
	session->rx_bytes += msg->len;
	spin_unlock_irqrestore(&session->lock, flags);
}

ssize_t mbb_dss_read(struct mbb_dss_session *session, struct iov_iter *to, bool nonblock)
{
	struct mbb_dss_message *msg;
	ssize_t ret;

	if (!iov_iter_count(to))
		return 0;
	while ((ret = session_receive(session, iov_iter_count(to), &msg)) == -EAGAIN) {
		if (nonblock)
			return -EAGAIN;
		if (wait_event_interruptible(session->wait, mbb_dss_poll(session) & EPOLLIN))
			return -ERESTARTSYS;
	}
	if (ret <= 0)
		return ret;

	ret = msg->len;
	if (copy_to_iter(msg->data, msg->len, to) != msg->len) {
		session_unreceive(session, msg);
		return -EFAULT;
	}
	kvfree(msg);
	return ret;
}

/* 0: @msg is the session's. The error of an earlier message comes first, once. */
static int session_send(struct mbb_dss_session *session, struct mbb_dss_message *msg)
{
	unsigned long flags;
	int err = 0;

	spin_lock_irqsave(&session->lock, flags);
	if (session->ended) {
		err = -EPIPE;
	} else if (session->error) {
		err = session->error;
		session->error = 0;
	} else if (!session_writable(session)) {
		err = -EAGAIN;
	} else {
		list_add_tail(&msg->node, &session->tx);
		session->tx_count++;
		session->tx_bytes += msg->len;
		mbb_dss_table_kick(session->table);
	}
	spin_unlock_irqrestore(&session->lock, flags);
	return err;
}

ssize_t mbb_dss_write(struct mbb_dss_session *session, struct iov_iter *from, bool nonblock)
{
	size_t len = iov_iter_count(from);
	struct mbb_dss_message *msg;
	int err;

	if (!len)
		return 0;
	if (len > MBB_DSS_MAX)
		return -EMSGSIZE;
	msg = kvmalloc(struct_size(msg, data, len), GFP_KERNEL_ACCOUNT);
	if (!msg)
		return -ENOMEM;
	msg->len = len;
	if (!copy_from_iter_full(msg->data, len, from)) {
		err = -EFAULT;
		goto err_free;
	}
	while ((err = session_send(session, msg)) == -EAGAIN && !nonblock) {
		if (wait_event_interruptible(session->wait, mbb_dss_poll(session) &
					     (EPOLLOUT | EPOLLERR))) {
			err = -ERESTARTSYS;
			break;
		}
	}
	if (!err)
		return len;
err_free:
	kvfree(msg);
	return err;
}

/* Has all that was written arrived? -errno: not all of it has. */
static bool session_synced(struct mbb_dss_session *session, int *err)
{
	unsigned long flags;
	bool over;

	spin_lock_irqsave(&session->lock, flags);
	over = session->ended || session->error || !session->tx_count;
	if (over) {
		*err = session->error;
		session->error = 0;
		if (session->ended && !*err)
			*err = -EPIPE;
	}
	spin_unlock_irqrestore(&session->lock, flags);
	return over;
}

int mbb_dss_sync(struct mbb_dss_session *session)
{
	int err = 0;

	if (wait_event_interruptible(session->wait, session_synced(session, &err)))
		return -ERESTARTSYS;
	return err;
}
