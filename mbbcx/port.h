/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Ports inside: each is an MBIM function of its own to whoever opens it.
 * Included by the port files, subscribe.c and linux/port.c. No WWAN types: the
 * character device is reached through struct mbb_port_ops, which a test can
 * provide as well.
 *
 *	linux/port.c --tx--> port.c (messages) --> port_command.c, port_connect.c --> the engine
 *	linux/port.c <--rx-- port_queue.c <-- answers, indications
 *
 * Contexts
 *	tx, start, stop	the character device, one at a time for a port
 *	done		the engine's delivery worker
 *	soon		where an answer came, up to softirq; never beside done
 *	connect_work	makes adapters for CONNECT
 *	read		the skb's destructor, wherever a reader drops it
 *
 * Locks: mbb_ports.in_force_lock, then mbb_port.lock, which is a leaf but for the
 * character device's own. The engine is called without it, mbb_source_pause()
 * excepted.
 */
#ifndef _MBBCX_PORT_H
#define _MBBCX_PORT_H

#include <linux/rcupdate.h>
#include <linux/skbuff.h>

#include "mbbcx_internal.h"
#include "mbim_frag.h"
#include "mbim_subscribe.h"
#include "upper.h"

#define MBB_PORTS_MAX		8

/* One write: more than any program sends at once, less than a nuisance. */
#define MBB_PORT_WRITE_MAX	(64 * 1024)
/* Messages of the user that are unanswered, or whose answers are unread: the
 * write side is stopped at HIGH, goes on at LOW, and breaks at HARD. There are
 * never more commands in memory than HARD, waited for or not.
 */
#define MBB_PORT_PENDING_HIGH	32
#define MBB_PORT_PENDING_LOW	16
#define MBB_PORT_PENDING_HARD	128
/* The same for their bytes: commands until they end, answers until they are read.
 * While it has HIGH of unread answers, no further command of the port's is sent.
 */
#define MBB_PORT_BYTES_HIGH	(256 * 1024)
#define MBB_PORT_BYTES_LOW	(64 * 1024)
#define MBB_PORT_BYTES_HARD	(1024 * 1024)
/* Fragments that the character device has at a time. Its queue has no bound and
 * no memory of who reads, so it gets little; the rest waits here.
 */
#define MBB_PORT_WINDOW		4
/* Unread indications, and the memory they take: beyond, the oldest go. Answers
 * are never dropped.
 */
#define MBB_PORT_INDICATIONS	128
#define MBB_PORT_INDICATION_BYTES	(1024 * 1024)

/**
 * struct mbb_port_ops - the character device behind a port
 * @create: make it; mbb_port_start() and the rest may be called before it
 *	returns. Process context.
 * @remove: unmake it, with mbb_port_stop() if it is open. On return nobody is
 *	in mbb_port_tx(), start or stop, or will be. Process context.
 * @rx: hand a message to the reader, whose dropping it must lead to
 *	mbb_port_read(). mbb_port.lock held.
 * @txoff, @txon: stop writers and let them go on. mbb_port.lock held.
 * @may_make_links: may whoever is writing make network interfaces? Inside
 *	mbb_port_tx().
 */
struct mbb_port_ops {
	int (*create)(struct mbb_port *port, struct device *parent);
	void (*remove)(struct mbb_port *port);
	void (*rx)(struct mbb_port *port, struct sk_buff *skb);
	void (*txoff)(struct mbb_port *port);
	void (*txon)(struct mbb_port *port);
	bool (*may_make_links)(void);
};

enum mbb_port_state {
	MBB_PORT_CLOSED,	/* commands are answered NOT_OPENED */
	MBB_PORT_OPENING,	/* OPEN waits for the function */
	MBB_PORT_OPEN,
};

/* In skb->cb of what goes to the reader. */
struct mbb_rx_cb {
	struct mbb_port *port;
	unsigned int life;	/* mbb_port.life when it was queued */
	bool indication;
	bool first;		/* of its message's fragments */
	bool last;
};

static inline struct mbb_rx_cb *mbb_rx_cb(struct sk_buff *skb)
{
	BUILD_BUG_ON(sizeof(struct mbb_rx_cb) > sizeof_field(struct sk_buff, cb));
	return (struct mbb_rx_cb *)skb->cb;
}

/**
 * struct mbb_port - one port
 * @ref: the table, each command, each skb at the reader's side
 * @mbb: referenced
 * @index: constant, from 0
 * @ops: constant
 * @source: to the engine
 *
 * @lock: protects what follows up to @parked; process and softirq
 * @chardev: linux/port.c's; NULL: removed, or not there yet
 * @removed: no start any more
 * @life: counts start, OPEN and CLOSE: what belongs to an older one is stale
 * @state: the user's OPEN and CLOSE
 * @open_tid: OPENING: the OPEN to be answered
 * @powered: OPENING: keeps the device awake meanwhile
 * @max_transfer: MaxControlTransfer of the OPEN: how answers are cut
 * @subscribed: the user's last SUBSCRIBE_LIST, NULL: none, the standard services
 * @commands: of mbb_port_command.node, whose answers the user waits for
 * @pending: see MBB_PORT_PENDING_HIGH
 * @command_bytes: memory of commands, also of those whose user has gone
 * @answer_bytes: memory of answers among @rxq
 * @tx_off: writers are stopped
 * @rxq: for the reader; the list's own lock is not used
 * @rx_indications: messages among @rxq that are indications, first fragment and all
 * @rx_indication_bytes: memory of all of @rxq that belongs to indications
 * @rx_window: fragments at the character device
 * @dropped: indications, for ever
 * @parked: CONNECTs waiting for an adapter, in order
 *
 * @collector: tx only: the fragments of a command so far
 * @connect_work: serves @parked
 * @alive: commands in memory, also those whose user has gone
 */
struct mbb_port {
	struct kref ref;
	struct mbb_device *mbb;
	unsigned int index;
	const struct mbb_port_ops *ops;
	struct mbb_source source;

	spinlock_t lock;	/* see above */
	void *chardev;
	bool removed;
	unsigned int life;
	enum mbb_port_state state;
	u32 open_tid;
	bool powered;
	u32 max_transfer;
	struct mbim_subscribe_set *subscribed;
	struct list_head commands;
	unsigned int pending;
	size_t command_bytes;
	size_t answer_bytes;
	bool tx_off;
	struct sk_buff_head rxq;
	unsigned int rx_indications;
	size_t rx_indication_bytes;
	unsigned int rx_window;
	unsigned long dropped;
	struct list_head parked;

	struct mbim_collector collector;
	struct work_struct connect_work;
	atomic_t alive;
};

/**
 * struct mbb_ports - the ports of a device
 * @ref: the device, and whoever looks at the table
 * @in_force_lock: protects the next three; process
 * @in_force: the function's subscriptions as far as we know
 * @refreshing: it is being told more on our own account
 * @again: and has to be looked at once more when that is over
 */
struct mbb_ports {
	struct kref ref;
	struct rcu_head rcu;
	struct mbb_device *mbb;
	struct mutex in_force_lock;	/* see above */
	struct mbim_subscribe_set *in_force;	/* NULL: the standard ones, as after OPEN */
	bool refreshing;
	bool again;
	unsigned int count;
	struct mbb_port *port[MBB_PORTS_MAX];
};

/* ---- ports.c ---- */
struct mbb_ports *mbb_ports_get(struct mbb_device *mbb);	/* NULL: none */
void mbb_ports_put(struct mbb_ports *ports);
struct mbb_port *mbb_port_alloc(struct mbb_device *mbb, unsigned int index,
				const struct mbb_port_ops *ops);
/* Everything of the port's ends; its character device is gone. Sleeps. */
void mbb_port_shutdown(struct mbb_port *port);
struct mbb_port *mbb_port_get(struct mbb_port *port);
void mbb_port_put(struct mbb_port *port);

/* ---- port.c: the character device's calls ---- */
int mbb_port_start(struct mbb_port *port, void *chardev);
void mbb_port_stop(struct mbb_port *port);
/* One write. Copies; 0 or -errno. Process context, never waits for the device. */
int mbb_port_tx(struct mbb_port *port, const void *data, size_t len);
/* The function's state changed. Process context. */
void mbb_port_function_state(struct mbb_port *port, enum mbb_state state);

/* ---- port_command.c ---- */
/* A whole command of the user's, in state OPEN. tx context. */
void mbb_port_command(struct mbb_port *port, const void *msg, size_t len);
/* HOST_ERROR CANCEL, or any other that ends a transaction. */
void mbb_port_cancel(struct mbb_port *port, u32 tid);
/* Nobody waits for answers any more. tx context, or the end. */
void mbb_port_cancel_all(struct mbb_port *port);

/* ---- port_connect.c ---- */
void mbb_port_connect_work(struct work_struct *work);
/* Free what is parked: the worker will not. */
void mbb_port_drop_parked(struct mbb_port *port);

/* ---- port_queue.c ---- */
/* May the user write so much at once? -ENOBUFS beyond all bounds. */
int mbb_port_check_room(struct mbb_port *port, unsigned int messages, size_t bytes);
/* A command of @bytes is in memory, or is not any more. */
void mbb_port_charge(struct mbb_port *port, size_t bytes);
void mbb_port_uncharge(struct mbb_port *port, size_t bytes);
/* One more message of the user is owed an answer; lock held. */
void mbb_port_owe(struct mbb_port *port);
/* The answer will not come; lock held. */
void mbb_port_forgive(struct mbb_port *port);
/* Queue a whole message (TotalFragments 1) as fragments that the user can take.
 * An answer pays what is owed, even when there is no memory for it. @life:
 * dropped if the port has begun a new one. Process context.
 */
void mbb_port_answer(struct mbb_port *port, unsigned int life, const void *msg, size_t len,
		     u32 tid);
/* The same in pieces, for an answer that needs no cutting; any context but hard
 * interrupts. NULL: no memory.
 */
struct sk_buff *mbb_port_answer_build(struct mbb_port *port, unsigned int life,
				      const void *msg, size_t len, u32 tid);
/* Lock held. False: the port takes it only in parts, or has begun a new life. */
bool mbb_port_answer_queue(struct mbb_port *port, struct sk_buff *skb);
void mbb_port_indicate(struct mbb_port *port, const void *msg, size_t len);
/* The reader dropped @skb: more may follow. Any context but hard interrupts. */
void mbb_port_read(struct mbb_port *port, struct sk_buff *skb);
/* Forget what is queued and owed; lock held. What @doomed gets is freed by the
 * caller without it.
 */
void mbb_port_flush(struct mbb_port *port, struct sk_buff_head *doomed);

/* ---- subscribe.c ---- */
/* Is the user of @port to be told? port->lock held. */
bool mbb_port_subscribed(struct mbb_port *port, const u8 service[16], u32 cid);
/* What the function should be told if @port subscribes to @wish (NULL: as it
 * is): kmalloc'd set or NULL. Process context.
 */
struct mbim_subscribe_set *mbb_subscriptions_union(struct mbb_ports *ports,
						   const struct mbb_port *port,
						   const struct mbim_subscribe_set *wish);
/* The function accepted @set (taken over). */
void mbb_subscriptions_accepted(struct mbb_ports *ports, struct mbim_subscribe_set *set);
/* Tell the function if it lacks something that ports want. Process context. */
void mbb_subscriptions_refresh(struct mbb_ports *ports);

/* ---- linux/port.c ---- */
extern const struct mbb_port_ops mbb_wwan_port_ops;

#endif
