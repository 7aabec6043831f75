/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Device service sessions above the engine: a session is opened and closed by
 * the DSS_CONNECT of any port's user, and while it is open it is a character
 * device, /dev/wwan<N>dss<id>, that whoever may open it reads and writes.
 *
 *	port_dss.c --DSS_CONNECT--> dss_table.c (which sessions there are)
 *	linux/dss_node.c --read, write--> dss_session.c (one session's queues)
 *	dss.c (the engine: loans to the client, data from it)
 *
 * A session's way:
 *
 *	expected --answer: yes--> live --deactivated, reset, device gone--> ended
 *	   \-------answer: no, nobody waits any more-------------------------/
 *
 * It takes data from the moment it is expected: the function may send before
 * its answer has been read. The node is there when the user reads the answer.
 *
 * Contexts
 *	read, write, poll	the node's files
 *	expect, forget		a port's tx, which may not wait; delivery worker
 *	activated and so on	the engine's delivery worker
 *	rx, sent		the client: any context
 *
 * Locks: mbb_dss_table.lock, then the engine's dss_lock or mbb_dss_session.lock,
 * which are leaves, taken with interrupts off.
 */
#ifndef _MBBCX_DSS_SESSION_H
#define _MBBCX_DSS_SESSION_H

#include <linux/poll.h>
#include <linux/rcupdate.h>
#include <linux/uio.h>
#include <linux/wait.h>

#include "mbbcx_internal.h"
#include "upper.h"

struct mbb_dss_node;

#define MBB_DSS_SESSIONS	256	/* an NTB names a session with one byte */

/* Unread messages of a session: beyond, new ones are dropped, since the client
 * has no way to tell the function to wait.
 */
#define MBB_DSS_RX_MESSAGES	256
#define MBB_DSS_RX_BYTES	(256 * 1024)
/* Messages that were written and are not with the function yet: a writer waits
 * while there are as many. One more may exceed the bytes.
 */
#define MBB_DSS_TX_MESSAGES	32
#define MBB_DSS_TX_BYTES	(128 * 1024)
/* Of these, those that the client has: it keeps them in memory of its own. */
#define MBB_DSS_LENT		4

struct mbb_dss_message {
	struct list_head node;
	size_t len;
	u8 data[];
};

/**
 * struct mbb_dss_session - one session
 * @ref: the table's list, those who hold it, the node
 * @table: referenced
 * @user: to the engine; its session is the id
 *
 * table->lock:
 * @node: in table->sessions, or it has ended; then table->doomed, or empty
 * @holds: DSS_CONNECTs on their way
 * @live: the function says it is open
 *
 * The delivery worker, and the end of the session:
 * @service: that it belongs to
 * @chardev: linux/dss_node.c's; set once before @live
 *
 * @lock: what follows
 * @ended: no more data; what was received may still be read
 * @openers: files
 * @rx, @rx_count, @rx_bytes: received, not read
 * @rx_dropped: for want of room or memory, for ever
 * @tx: written, not lent yet
 * @tx_count, @tx_bytes: the same, and those that are lent
 * @lent: with the client
 * @tx_failed: that did not arrive, for ever
 * @error: of one that did not arrive, for the next writer
 *
 * @wait: readers, writers, poll()
 */
struct mbb_dss_session {
	struct kref ref;
	struct mbb_dss_table *table;
	struct mbb_dss_user user;

	struct list_head node;
	unsigned int holds;
	bool live;

	u8 service[16];
	struct mbb_dss_node *chardev;

	spinlock_t lock;	/* see above */
	bool ended;
	unsigned int openers;
	struct list_head rx;
	unsigned int rx_count;
	size_t rx_bytes;
	unsigned long rx_dropped;
	struct list_head tx;
	unsigned int tx_count;
	size_t tx_bytes;
	unsigned int lent;
	unsigned long tx_failed;
	int error;

	wait_queue_head_t wait;
};

/**
 * struct mbb_dss_table - the sessions of a device, from start to stop
 * @ref: the device until stop, each session, whoever looks at it
 * @mbb: referenced
 * @lock: the lists and what sessions say of it; process
 * @stopping: no session is added any more
 * @sessions: expected or live
 * @doomed: ended, to be cleaned up by @reap_work
 * @tx_work: lends what was written
 * @powered: holds a power reference: written data wait for D0; tx_work only, and
 *	stop
 */
struct mbb_dss_table {
	struct kref ref;
	struct rcu_head rcu;
	struct mbb_device *mbb;
	spinlock_t lock;	/* see above */
	bool stopping;
	struct list_head sessions;
	struct list_head doomed;
	struct work_struct tx_work;
	struct work_struct reap_work;
	bool powered;
};

/* ---- dss_table.c ---- */
struct mbb_dss_table *mbb_dss_table_get(struct mbb_device *mbb);	/* NULL: stopped */
void mbb_dss_table_put(struct mbb_dss_table *table);
/* Is the session open, or waited for by more than @holds? */
bool mbb_dss_table_wants(struct mbb_dss_table *table, u32 id, unsigned int holds);
/* There is something to lend. Any context; for sessions that have not ended. */
void mbb_dss_table_kick(struct mbb_dss_table *table);

/* ---- dss_session.c ---- */
struct mbb_dss_session *mbb_dss_session_alloc(struct mbb_dss_table *table, u32 id);
void mbb_dss_session_put(struct mbb_dss_session *session);
/* Readers read what is left, writers get EPIPE. table->lock held. */
void mbb_dss_session_end(struct mbb_dss_session *session);
/* The oldest message that may be lent, or NULL; it counts as lent from here on. */
struct mbb_dss_message *mbb_dss_session_take(struct mbb_dss_session *session);
/* It was not lent: back to the front, or given up with @err. */
void mbb_dss_session_untake(struct mbb_dss_session *session, struct mbb_dss_message *msg);
void mbb_dss_session_failed(struct mbb_dss_session *session, size_t len, int err);
/* A file of the node: process context, may sleep unless @nonblock. */
int mbb_dss_opened(struct mbb_dss_session *session);
void mbb_dss_closed(struct mbb_dss_session *session);
ssize_t mbb_dss_read(struct mbb_dss_session *session, struct iov_iter *to, bool nonblock);
ssize_t mbb_dss_write(struct mbb_dss_session *session, struct iov_iter *from, bool nonblock);
int mbb_dss_sync(struct mbb_dss_session *session);
__poll_t mbb_dss_poll(struct mbb_dss_session *session);
size_t mbb_dss_next_len(struct mbb_dss_session *session);	/* of what a read would get */

/* ---- linux/dss_node.c ---- */
/* Makes the node in /dev; it refers to @session. ERR_PTR. */
struct mbb_dss_node *mbb_dss_node_create(struct mbb_dss_session *session);
/* Takes it away from /dev. Open files stay usable until they are closed. */
void mbb_dss_node_remove(struct mbb_dss_node *node);
int mbb_dss_nodes_init(void);
void mbb_dss_nodes_exit(void);

#endif
