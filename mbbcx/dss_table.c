// SPDX-License-Identifier: GPL-2.0
/*
 * Which device service sessions there are: they come with the answer to a
 * DSS_CONNECT and go with another one, when the function forgets them, or with
 * the device. And the work item that lends to the client what was written.
 *
 * A session has ended when it is off table->sessions; whoever took it off cleans
 * up behind it, which may sleep. What may still hold it then: files, which get
 * errors; commands on their way; rx() and sent(), which mbb_dss_close() waits for.
 */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/slab.h>

#include "dss_session.h"
#include "mbim_basic.h"
#include "mbim_msg.h"

static void table_free(struct kref *ref)
{
	struct mbb_dss_table *table = container_of(ref, struct mbb_dss_table, ref);

	mbb_device_put(table->mbb);
	kfree_rcu(table, rcu);
}

void mbb_dss_table_put(struct mbb_dss_table *table)
{
	kref_put(&table->ref, table_free);
}

struct mbb_dss_table *mbb_dss_table_get(struct mbb_device *mbb)
{
	struct mbb_dss_table *table;

	/* mbb_dss_stop() clears the pointer before it drops its reference. */
	rcu_read_lock();
	table = mbb_device_dss(mbb);
	if (table && !kref_get_unless_zero(&table->ref))
		table = NULL;
	rcu_read_unlock();
	return table;
}

void mbb_dss_table_kick(struct mbb_dss_table *table)
{
	queue_work(mbb_device_wq(table->mbb), &table->tx_work);
}

/* ---- the list; table->lock ---- */

static struct mbb_dss_session *table_find(struct mbb_dss_table *table, u32 id)
{
	struct mbb_dss_session *session;

	lockdep_assert_held(&table->lock);
	list_for_each_entry(session, &table->sessions, node)
		if (session->user.session == id)
			return session;
	return NULL;
}

/* The end: from here on the id may be taken anew. The list's reference is the
 * caller's, for session_cleanup().
 */
static void table_unlink(struct mbb_dss_table *table, struct mbb_dss_session *session)
{
	lockdep_assert_held(&table->lock);
	if (session->live)
		mbb_trace_session(table->mbb, true, session->user.session, "closed");
	list_del_init(&session->node);
	mbb_dss_leave(table->mbb, &session->user);
	mbb_dss_session_end(session);
	/* There may be nothing left that power is held for. */
	if (!table->stopping)
		mbb_dss_table_kick(table);
}

/* What is left to do for a session that was unlinked. Sleeps. */
static void session_cleanup(struct mbb_dss_session *session)
{
	if (session->chardev)
		mbb_dss_node_remove(session->chardev);
	mbb_dss_close(session->table->mbb, &session->user);
	mbb_dss_session_put(session);
}

static struct mbb_dss_session *table_doomed(struct mbb_dss_table *table)
{
	struct mbb_dss_session *session;

	spin_lock_bh(&table->lock);
	session = list_first_entry_or_null(&table->doomed, struct mbb_dss_session, node);
	if (session)
		list_del_init(&session->node);
	spin_unlock_bh(&table->lock);
	return session;
}

static void table_reap(struct mbb_dss_table *table)
{
	struct mbb_dss_session *session;

	while ((session = table_doomed(table)))
		session_cleanup(session);
}

static void table_reap_work(struct work_struct *work)
{
	table_reap(container_of(work, struct mbb_dss_table, reap_work));
}

/* ---- DSS_CONNECT ---- */

/* The session of @id with one more hold, made if there is none. */
static struct mbb_dss_session *table_hold(struct mbb_dss_table *table, u32 id)
{
	struct mbb_dss_session *session, *fresh = mbb_dss_session_alloc(table, id);
	int err = 0;

	if (!fresh)
		return ERR_PTR(-ENOMEM);
	spin_lock_bh(&table->lock);
	session = table_find(table, id);
	if (table->stopping) {
		err = -ENODEV;
	} else if (!session) {
		err = mbb_dss_open(table->mbb, &fresh->user);
		if (!err) {
			list_add_tail(&fresh->node, &table->sessions);
			session = fresh;
			fresh = NULL;
		}
	}
	if (!err) {
		kref_get(&session->ref);
		session->holds++;
	}
	spin_unlock_bh(&table->lock);
	if (fresh)
		mbb_dss_session_put(fresh);
	return err ? ERR_PTR(err) : session;
}

struct mbb_dss_session *mbb_dss_expect(struct mbb_device *mbb, u32 id)
{
	const MBB_DEVICE_CONFIG *config = mbb_device_config(mbb);
	struct mbb_dss_session *session;
	struct mbb_dss_table *table;

	if (!config->SendDeviceServiceSessionData && !config->NtSendServiceSessionData)
		return ERR_PTR(-EOPNOTSUPP);
	if (id >= MBB_DSS_SESSIONS)
		return ERR_PTR(-ERANGE);
	table = mbb_dss_table_get(mbb);
	if (!table)
		return ERR_PTR(-ENODEV);
	session = table_hold(table, id);
	mbb_dss_table_put(table);
	return session;
}

bool mbb_dss_table_wants(struct mbb_dss_table *table, u32 id, unsigned int holds)
{
	struct mbb_dss_session *session;
	bool wants;

	spin_lock_bh(&table->lock);
	session = table_find(table, id);
	wants = session && (session->live || session->holds > holds);
	spin_unlock_bh(&table->lock);
	return wants;
}

void mbb_dss_forget(struct mbb_dss_session *session)
{
	struct mbb_dss_table *table = session->table;

	spin_lock_bh(&table->lock);
	/* Not listed: somebody has ended it, or is about to. */
	if (!--session->holds && !session->live && !list_empty(&session->node)) {
		table_unlink(table, session);
		list_add_tail(&session->node, &table->doomed);
		queue_work(mbb_device_wq(table->mbb), &table->reap_work);
	}
	spin_unlock_bh(&table->lock);
	mbb_dss_session_put(session);
}

/* Take the live session of @id, or of any id, off the list. */
static struct mbb_dss_session *table_take_live(struct mbb_dss_table *table, u32 id, bool any)
{
	struct mbb_dss_session *session;

	spin_lock_bh(&table->lock);
	list_for_each_entry(session, &table->sessions, node) {
		if (!session->live || (!any && session->user.session != id))
			continue;
		table_unlink(table, session);
		spin_unlock_bh(&table->lock);
		return session;
	}
	spin_unlock_bh(&table->lock);
	return NULL;
}

/* The function has a session that nobody here can use: close it again. */
static void table_refuse(struct mbb_dss_table *table, u32 id, const u8 service[16], int err)
{
	u8 info[MBIM_DSS_CONNECT_SIZE];
	u32 status;

	dev_warn(mbb_device_linux(table->mbb), "service session %u: no device, closing it: %d\n",
		 id, err);
	mbim_dss_deactivate_build(info, service, id);
	mbb_command_run(table->mbb, mbim_uuid_dss, MBIM_CID_DSS_CONNECT, true, info, sizeof(info),
			false, &status, NULL, NULL);
}

static int table_activate(struct mbb_dss_table *table, u32 id, const u8 service[16])
{
	struct mbb_dss_session *session, *old;
	struct mbb_dss_node *chardev;

	session = table_hold(table, id);
	if (IS_ERR(session))
		return PTR_ERR(session);
	if (session->live && memcmp(session->service, service, sizeof(session->service))) {
		/* The function gave the number to another service. */
		mbb_dss_forget(session);
		old = table_take_live(table, id, false);
		if (old)
			session_cleanup(old);
		session = table_hold(table, id);
		if (IS_ERR(session))
			return PTR_ERR(session);
	}
	if (!session->live) {
		memcpy(session->service, service, sizeof(session->service));
		chardev = mbb_dss_node_create(session);
		if (IS_ERR(chardev)) {
			mbb_dss_forget(session);
			return PTR_ERR(chardev);
		}
		session->chardev = chardev;
		/* Only this worker and the device's stop, which waits for it, end
		 * sessions that are held.
		 */
		spin_lock_bh(&table->lock);
		session->live = true;
		mbb_trace_session(table->mbb, true, id, "opened");
		spin_unlock_bh(&table->lock);
	}
	mbb_dss_forget(session);
	return 0;
}

int mbb_dss_activated(struct mbb_device *mbb, u32 id, const u8 service[16])
{
	struct mbb_dss_table *table = mbb_dss_table_get(mbb);
	int err;

	if (!table)
		return -ENODEV;
	err = table_activate(table, id, service);
	if (err)
		table_refuse(table, id, service, err);
	mbb_dss_table_put(table);
	return err;
}

static void table_end_live(struct mbb_device *mbb, u32 id, bool any)
{
	struct mbb_dss_table *table = mbb_dss_table_get(mbb);
	struct mbb_dss_session *session;

	if (!table)
		return;
	while ((session = table_take_live(table, id, any)))
		session_cleanup(session);
	mbb_dss_table_put(table);
}

void mbb_dss_deactivated(struct mbb_device *mbb, u32 id)
{
	table_end_live(mbb, id, false);
}

/* Those that are only expected depend on answers that are still to come. */
void mbb_dss_reset(struct mbb_device *mbb)
{
	table_end_live(mbb, 0, true);
}

/* ---- written data ---- */

/* Some session's next message, the sessions in turn. */
static struct mbb_dss_session *table_next(struct mbb_dss_table *table,
					  struct mbb_dss_message **msg)
{
	struct mbb_dss_session *session;

	spin_lock_bh(&table->lock);
	list_for_each_entry(session, &table->sessions, node) {
		*msg = mbb_dss_session_take(session);
		if (!*msg)
			continue;
		kref_get(&session->ref);
		list_move_tail(&session->node, &table->sessions);
		spin_unlock_bh(&table->lock);
		return session;
	}
	spin_unlock_bh(&table->lock);
	return NULL;
}

/*
 * Data that cannot be lent now ask for the device and wait: mbb_dss_kick() comes
 * when it is there. The writer was told that they are on their way.
 */
static void table_power(struct mbb_dss_table *table, bool want)
{
	WDFDEVICE device = mbb_device_wdf(table->mbb);

	if (want && !table->powered)
		table->powered = !cx_device_power_get(device, false);
	else if (!want && table->powered)
		cx_device_power_put(device);
	table->powered = want && table->powered;
}

static void table_tx_work(struct work_struct *work)
{
	struct mbb_dss_table *table = container_of(work, struct mbb_dss_table, tx_work);
	struct mbb_dss_session *session;
	struct mbb_dss_message *msg;
	int err = 0;

	while (err != -EAGAIN && (session = table_next(table, &msg))) {
		err = mbb_dss_send(table->mbb, &session->user, msg->data, msg->len);
		if (err == -EAGAIN) {
			mbb_dss_session_untake(session, msg);
		} else {
			if (err)
				mbb_dss_session_failed(session, msg->len, err);
			kvfree(msg);
		}
		mbb_dss_session_put(session);
		cond_resched();
	}
	table_power(table, err == -EAGAIN);
}

void mbb_dss_kick(struct mbb_device *mbb)
{
	struct mbb_dss_table *table = mbb_dss_table_get(mbb);

	if (!table)
		return;
	mbb_dss_table_kick(table);
	mbb_dss_table_put(table);
}

void mbb_dss_quiesce(struct mbb_device *mbb)
{
	struct mbb_dss_table *table = mbb_dss_table_get(mbb);

	if (!table)
		return;
	flush_work(&table->tx_work);
	mbb_dss_table_put(table);
}

/* ---- start and stop: PnP ---- */

int mbb_dss_start(struct mbb_device *mbb)
{
	struct mbb_dss_table *table = kzalloc(sizeof(*table), GFP_KERNEL);

	if (!table)
		return -ENOMEM;
	kref_init(&table->ref);
	table->mbb = mbb_device_get(mbb);
	spin_lock_init(&table->lock);
	INIT_LIST_HEAD(&table->sessions);
	INIT_LIST_HEAD(&table->doomed);
	INIT_WORK(&table->tx_work, table_tx_work);
	INIT_WORK(&table->reap_work, table_reap_work);
	mbb_device_set_dss(mbb, table);
	return 0;
}

/*
 * The ports are gone, and with them every DSS_CONNECT, and nothing is delivered
 * upwards any more. What else could touch a session:
 *
 * - files: an ended session takes nothing from them, and kicks no work. All
 *   sessions have ended once the lock was released, also those that the delivery
 *   worker is just cleaning up;
 * - the client: mbb_dss_close() waits for its calls, later data find no user;
 * - tx_work, reap_work: cancelled when nobody queues them any more. A message
 *   that tx_work has in hand is lent before, or refused: removal has begun.
 */
void mbb_dss_stop(struct mbb_device *mbb)
{
	struct mbb_dss_table *table = mbb_device_dss(mbb);
	struct mbb_dss_session *session, *tmp;

	if (!table)
		return;
	mbb_device_set_dss(mbb, NULL);
	spin_lock_bh(&table->lock);
	table->stopping = true;
	list_for_each_entry_safe(session, tmp, &table->sessions, node) {
		table_unlink(table, session);
		list_add_tail(&session->node, &table->doomed);
	}
	spin_unlock_bh(&table->lock);

	cancel_work_sync(&table->tx_work);
	cancel_work_sync(&table->reap_work);
	table_power(table, false);
	table_reap(table);
	mbb_dss_table_put(table);
}
