// SPDX-License-Identifier: GPL-2.0
/*
 * The client's adapter of a session: having it made through
 * EvtMbbDeviceCreateAdapter, judging the result, starting and deleting it, and
 * what NetAdapterCx tells of it. When that happens is decided in session.c and
 * linux/link.c.
 */
#include <linux/device.h>
#include <linux/sched.h>

#include "session.h"
#include "violation.h"

/* Brought down: the last reason to keep an unused on-demand link is gone. */
static void adapter_stop(void *ctx, NETADAPTER adapter)
{
	struct mbb_session *session = ctx;
	bool demand;

	spin_lock_bh(&session->table->lock);
	demand = session->demand && !session->active;
	spin_unlock_bh(&session->table->lock);
	if (demand)
		mbb_session_kick(session);
}

/* EvtDestroy has run: the id is free, and the adapter's reference is dropped. */
static void adapter_released(void *ctx)
{
	struct mbb_session *session = ctx;
	struct mbb_sessions *table = session->table;

	spin_lock_bh(&table->lock);
	session->state = MBB_SESSION_FREE;
	session->adapter = NULL;
	spin_unlock_bh(&table->lock);
	mbb_sessions_put(table);
}

static const struct cx_adapter_ops mbb_adapter_ops = {
	.name = "MbbCx",
	.stop = adapter_stop,
	.released = adapter_released,
	.collects = true,
};

struct mbb_session *mbb_session_from_adapter(NETADAPTER adapter, const char *who)
{
	return cx_adapter_context(adapter, &mbb_adapter_ops, who);
}

/* Is this the client's create-adapter callback, of whatever session? Lock held. */
static bool sessions_creating(struct mbb_sessions *table)
{
	u32 id;

	for (id = 0; id < MBB_MAX_SESSIONS; id++)
		if (table->session[id].creator == current)
			return true;
	return false;
}

NTSTATUS mbb_session_offer_adapter(struct mbb_session *session, NETADAPTER adapter)
{
	struct mbb_sessions *table = session->table;
	NTSTATUS status = STATUS_SUCCESS;

	spin_lock_bh(&table->lock);
	if (session->creator != current && sessions_creating(table))
		status = STATUS_INVALID_PARAMETER;	/* of another AdapterInit */
	else if (session->creator != current || session->offered)
		status = STATUS_INVALID_DEVICE_STATE;
	else
		session->offered = adapter;
	spin_unlock_bh(&table->lock);
	return status;
}

/* FREE -> CREATING */
static bool session_begin(struct mbb_session *session)
{
	struct mbb_sessions *table = session->table;
	bool free;

	spin_lock_bh(&table->lock);
	free = session->state == MBB_SESSION_FREE;
	if (free) {
		session->state = MBB_SESSION_CREATING;
		session->creator = current;
		session->offered = NULL;
		session->started = false;
		session->broken = false;
	}
	spin_unlock_bh(&table->lock);
	return free;
}

/*
 * CREATING -> LIVE, DOOMED or FREE, by what the client left behind. Returns
 * what is missing, NULL if the adapter is good.
 */
static const char *session_judge(struct mbb_session *session, NTSTATUS status,
				 NETADAPTER adapter)
{
	struct mbb_sessions *table = session->table;
	const char *missing = NULL;

	spin_lock_bh(&table->lock);
	if (!NT_SUCCESS(status))
		missing = "it failed";
	else if (!adapter)
		missing = "it created no adapter";
	else if (session->offered != adapter)
		missing = "it did not call MbbAdapterInitialize";

	session->creator = NULL;
	session->adapter = adapter;
	if (!missing)
		session->state = MBB_SESSION_LIVE;
	else
		session->state = adapter ? MBB_SESSION_DOOMED : MBB_SESSION_FREE;
	spin_unlock_bh(&table->lock);
	return missing;
}

int mbb_session_create_adapter(struct mbb_session *session)
{
	struct mbb_sessions *table = session->table;
	struct mbb_device *mbb = table->mbb;
	WDFDEVICE device = mbb_device_wdf(mbb);
	NETADAPTER_INIT *init;
	NETADAPTER adapter;
	const char *missing;
	NTSTATUS status;

	might_sleep();
	if (!session_begin(session))
		return -EBUSY;

	/* The adapter's, dropped in adapter_released(). */
	kref_get(&table->ref);
	init = cx_adapter_init_alloc(device, &mbb_adapter_ops, session);
	if (!init) {
		session_judge(session, STATUS_INSUFFICIENT_RESOURCES, NULL);
		mbb_sessions_put(table);
		return -ENOMEM;
	}

	status = mbb_device_config(mbb)->CreateAdapter(device, init);
	adapter = cx_adapter_init_created(init);
	missing = session_judge(session, status, adapter);
	cx_adapter_init_free(init);
	if (!adapter)
		mbb_sessions_put(table);	/* nobody will call adapter_released() */
	if (!missing)
		return 0;

	if (NT_SUCCESS(status))
		mbb_violation(device, MBB_CREATE_ADAPTER, "EvtMbbDeviceCreateAdapter: %s",
			      missing);
	dev_warn(mbb_device_linux(mbb), "session %u: EvtMbbDeviceCreateAdapter: %s (%#x)\n",
		 session->id, missing, status);
	return status == STATUS_INSUFFICIENT_RESOURCES ? -ENOMEM : -EIO;
}

int mbb_session_start_adapter(struct mbb_session *session)
{
	struct mbb_sessions *table = session->table;
	NETADAPTER adapter = NULL;
	NTSTATUS status;

	spin_lock_bh(&table->lock);
	if (session->state == MBB_SESSION_LIVE && !session->started)
		adapter = session->adapter;
	spin_unlock_bh(&table->lock);
	if (!adapter)
		return 0;

	/* The adapter stays: only this work item, or the end of all sessions,
	 * which waits for it, deletes adapters.
	 */
	status = cx_adapter_start(adapter);

	spin_lock_bh(&table->lock);
	session->started = true;
	session->broken = !NT_SUCCESS(status);
	mbb_session_apply(session);
	spin_unlock_bh(&table->lock);
	if (NT_SUCCESS(status))
		return 0;
	dev_warn(mbb_device_linux(table->mbb), "session %u: the datapath does not start (%#x)\n",
		 session->id, status);
	return -EIO;
}

void mbb_session_delete_adapter(struct mbb_session *session)
{
	struct mbb_sessions *table = session->table;
	NETADAPTER adapter = NULL;

	might_sleep();
	spin_lock_bh(&table->lock);
	if (session->state == MBB_SESSION_DOOMED) {
		session->state = MBB_SESSION_DELETING;
		adapter = session->adapter;
	}
	spin_unlock_bh(&table->lock);
	if (adapter)
		cx_adapter_delete(adapter);
}
