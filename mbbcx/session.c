// SPDX-License-Identifier: GPL-2.0
/*
 * The session table: its life, the start and stop of all sessions, making one
 * for a CONNECT, and the work item in which everything happens that may not
 * happen under RTNL. What the function says about a session's context is in
 * session_state.c, the client's adapter in session_adapter.c, what becomes of the
 * link in session_link.c, the net_device in linux/link.c.
 */
#include <linux/device.h>
#include <linux/slab.h>

#include "compat_workqueue.h"
#include "session.h"

/*
 * Works run on a queue that is neither freezable nor ours: they may be flushed
 * by power callbacks and by whoever unregisters a link, MbbCx's other work
 * items included.
 */
#define session_wq	system_dfl_wq

static void mbb_session_work(struct work_struct *work);

static struct mbb_sessions *sessions_alloc(struct mbb_device *mbb)
{
	struct mbb_sessions *table;
	u32 id;

	table = kzalloc(sizeof(*table), GFP_KERNEL);
	if (!table)
		return NULL;
	kref_init(&table->ref);
	spin_lock_init(&table->lock);
	table->mbb = mbb_device_get(mbb);
	for (id = 0; id < MBB_MAX_SESSIONS; id++) {
		struct mbb_session *session = &table->session[id];

		session->table = table;
		session->id = id;
		INIT_WORK(&session->work, mbb_session_work);
	}
	return table;
}

static void sessions_free(struct kref *ref)
{
	struct mbb_sessions *table = container_of(ref, struct mbb_sessions, ref);

	mbb_device_put(table->mbb);
	kfree_rcu(table, rcu);
}

void mbb_sessions_put(struct mbb_sessions *table)
{
	kref_put(&table->ref, sessions_free);
}

struct mbb_sessions *mbb_sessions_get(struct mbb_device *mbb)
{
	struct mbb_sessions *table;

	/* mbb_sessions_stop() clears the pointer before it drops its reference. */
	rcu_read_lock();
	table = mbb_device_sessions(mbb);
	if (table && !kref_get_unless_zero(&table->ref))
		table = NULL;
	rcu_read_unlock();
	return table;
}

void mbb_session_kick(struct mbb_session *session)
{
	struct mbb_sessions *table = session->table;

	/* Queueing under the lock that @stopping is set under: once it is set,
	 * mbb_sessions_stop() cancels the works and none comes back.
	 */
	spin_lock_bh(&table->lock);
	if (!table->stopping)
		queue_work(session_wq, &session->work);
	spin_unlock_bh(&table->lock);
}

/*
 * An adapter whose link has gone is of no use, session 0's excepted. But a
 * CONNECT that is on its way was promised one: it stays until that is answered.
 * Lock held.
 */
static bool session_reapable(struct mbb_session *session)
{
	return session->state == MBB_SESSION_LIVE && !session->linked && !session->holds &&
	       session->id;
}

static void session_reap(struct mbb_session *session)
{
	struct mbb_sessions *table = session->table;
	bool doomed;

	spin_lock_bh(&table->lock);
	doomed = session->state == MBB_SESSION_DOOMED || session_reapable(session);
	spin_unlock_bh(&table->lock);
	if (!doomed)
		return;

	/* dellink ran under RTNL, and so did the rest of the unregistering: with
	 * RTNL in our hands the adapter is unbound. A newlink that was faster has
	 * taken the adapter over, hence the second look.
	 */
	mbb_links_lock();
	spin_lock_bh(&table->lock);
	if (session_reapable(session))
		session->state = MBB_SESSION_DOOMED;
	doomed = session->state == MBB_SESSION_DOOMED;
	spin_unlock_bh(&table->lock);
	mbb_links_unlock();

	if (doomed)
		mbb_session_delete_adapter(session);
}

static void session_relink(struct mbb_session *session)
{
	int err;

	if (!mbb_session_claim_relink(session))
		return;
	err = mbb_link_create(session, false);
	if (err)
		dev_warn(mbb_device_linux(session->table->mbb),
			 "session %u: no interface in place of the one lost: %d\n",
			 session->id, err);
}

/* Whatever a session needs done without RTNL; every step looks for itself. */
static void mbb_session_work(struct work_struct *work)
{
	struct mbb_session *session = container_of(work, struct mbb_session, work);

	mbb_session_start_adapter(session);
	if (mbb_session_may_expire(session))
		mbb_link_remove_unwanted(session);
	session_reap(session);
	session_relink(session);
	if (mbb_session_mtu_due(session))
		mbb_link_apply_mtu(session);
}

/* Nobody but us can reach the slots: their adapters go, session 0's last. */
static void sessions_delete_adapters(struct mbb_sessions *table)
{
	u32 id;

	for (id = MBB_MAX_SESSIONS; id-- > 0; ) {
		struct mbb_session *session = &table->session[id];

		spin_lock_bh(&table->lock);
		if (session->state == MBB_SESSION_LIVE)
			session->state = MBB_SESSION_DOOMED;
		spin_unlock_bh(&table->lock);
		mbb_session_delete_adapter(session);
	}
}

/*
 * The end of all sessions, in an order in which nothing can come back:
 *
 * - @stopping is set under RTNL and the lock: a newlink that was running is
 *   over, later ones refuse; no work is queued any more;
 * - works that were queued run to their end or never;
 * - links are unregistered: on return no net_device is bound to an adapter,
 *   ndo_*, NAPI and the adapter's open and stop are over, and so are newlink and
 *   dellink;
 * - adapters are deleted. A client that holds a reference to one delays its
 *   EvtDestroy; the slot, and with it the table, stays until then.
 *
 * What may still hold the table: upward calls of the engine and ports in the
 * middle of a call (they have a reference, and find no session with an
 * adapter), and netdevs that somebody else still refers to.
 */
static void sessions_shutdown(struct mbb_sessions *table, bool links)
{
	u32 id;

	mbb_links_lock();
	spin_lock_bh(&table->lock);
	table->stopping = true;
	spin_unlock_bh(&table->lock);
	mbb_links_unlock();

	for (id = 0; id < MBB_MAX_SESSIONS; id++)
		cancel_work_sync(&table->session[id].work);
	if (links)
		mbb_links_unregister(table);
	mbb_device_set_sessions(table->mbb, NULL);
	sessions_delete_adapters(table);
	mbb_sessions_put(table);
}

int mbb_sessions_start(struct mbb_device *mbb)
{
	struct mbb_session *primary;
	struct mbb_sessions *table;
	int err;

	table = sessions_alloc(mbb);
	if (!table)
		return -ENOMEM;
	mbb_device_set_sessions(mbb, table);

	primary = &table->session[0];
	err = mbb_session_create_adapter(primary);
	if (!err)
		err = mbb_session_start_adapter(primary);
	if (!err)
		err = mbb_links_register(table);
	if (err)
		sessions_shutdown(table, false);
	return err;
}

void mbb_sessions_stop(struct mbb_device *mbb)
{
	struct mbb_sessions *table = mbb_device_sessions(mbb);

	if (table)
		sessions_shutdown(table, true);
}

int mbb_session_ensure(struct mbb_device *mbb, u32 id, bool demand)
{
	struct mbb_sessions *table;
	struct mbb_session *session;
	int err = -ENODEV;

	might_sleep();
	if (id >= MBB_MAX_SESSIONS || id >= mbb_device_max_sessions(mbb))
		return -ERANGE;
	if (!mbb_device_enter(mbb))
		return -ENODEV;
	table = mbb_sessions_get(mbb);
	if (!table)
		goto out_leave;

	session = &table->session[id];
	/* Session 0 has had its adapter since the device started. Whether it has
	 * a link is its owner's business: who deleted wwan0 wants none.
	 */
	err = 0;
	if (id) {
		mbb_session_slot_hold(session);	/* or the link is taken for unused */
		flush_work(&session->work);	/* an older one may be on its way out */
		err = mbb_link_create(session, demand);
		flush_work(&session->work);	/* starts the datapath */
		if (!err && !mbb_session_ready(mbb, id))
			err = -EIO;
		mbb_session_slot_unhold(session);
	}
	mbb_sessions_put(table);
out_leave:
	mbb_device_leave(mbb);
	return err;
}

bool mbb_session_ready(struct mbb_device *mbb, u32 id)
{
	struct mbb_sessions *table = mbb_sessions_get(mbb);
	struct mbb_session *session;
	bool ready = false;

	if (!table)
		return false;
	if (id < MBB_MAX_SESSIONS) {
		session = &table->session[id];
		spin_lock_bh(&table->lock);
		ready = session->state == MBB_SESSION_LIVE && session->started &&
			!session->broken && (session->linked || !id);
		spin_unlock_bh(&table->lock);
	}
	mbb_sessions_put(table);
	return ready;
}

void mbb_session_slot_hold(struct mbb_session *session)
{
	struct mbb_sessions *table = session->table;

	spin_lock_bh(&table->lock);
	session->holds++;
	spin_unlock_bh(&table->lock);
}

void mbb_session_slot_unhold(struct mbb_session *session)
{
	struct mbb_sessions *table = session->table;

	spin_lock_bh(&table->lock);
	if (session->holds)	/* 0: held in a table that is no more */
		session->holds--;
	spin_unlock_bh(&table->lock);
}

void mbb_session_hold(struct mbb_device *mbb, u32 id)
{
	struct mbb_sessions *table = mbb_sessions_get(mbb);

	if (!table)
		return;
	if (id < MBB_MAX_SESSIONS)
		mbb_session_slot_hold(&table->session[id]);
	mbb_sessions_put(table);
}

void mbb_session_release(struct mbb_device *mbb, u32 id)
{
	struct mbb_sessions *table = mbb_sessions_get(mbb);
	struct mbb_session *session;

	if (!table)
		return;
	if (id < MBB_MAX_SESSIONS) {
		session = &table->session[id];
		mbb_session_slot_unhold(session);
		spin_lock_bh(&table->lock);
		/* The CONNECT that the link was made for came to nothing. */
		if (!session->holds && !session->active && !session->used)
			session->expire = true;
		spin_unlock_bh(&table->lock);
		mbb_session_kick(session);
	}
	mbb_sessions_put(table);
}
