// SPDX-License-Identifier: GPL-2.0
/*
 * Is a session's context up? What CONNECT answers and indications say, the
 * carrier that follows from it, and the CONNECT deactivate that MbbCx sends
 * when a user deletes the interface of a live context.
 *
 * The state is kept by session id, whether there is an adapter or not: a link
 * made after the fact finds it.
 */
#include <linux/device.h>
#include <linux/slab.h>

#include "mbim_basic.h"
#include "mbim_host.h"
#include "session.h"

void mbb_session_apply(struct mbb_session *session)
{
	struct mbb_sessions *table = session->table;

	lockdep_assert_held(&table->lock);
	if (session->state != MBB_SESSION_LIVE)
		return;
	cx_adapter_set_speed(session->adapter, table->tx_speed, table->rx_speed);
	cx_adapter_set_carrier(session->adapter, session->active && !session->broken);
}

void mbb_session_set_active(struct mbb_session *session, bool active, bool host)
{
	lockdep_assert_held(&session->table->lock);
	if (session->active != active)
		mbb_trace_session(session->table->mbb, false, session->id, active ? "activated" :
				  host ? "deactivated by the host" : "deactivated by the function");
	session->active = active;
	if (active)
		session->used = true;
	else
		session->mtu = 0;	/* the next context may have the same: it counts anew */
	/* The host's word ends an on-demand link, the network's only its carrier:
	 * addresses and routes are still there when it comes back.
	 */
	session->expire = !active && host;
	if (!active)
		mbb_session_ip_forget(session);
	mbb_session_apply(session);
}

static void state_from_info(struct mbb_sessions *table, const void *info, size_t len, bool host)
{
	struct mbim_connect_info connect;
	struct mbb_session *session;
	bool unlinked = false;

	if (mbim_connect_info_read(info, len, &connect)) {
		dev_warn_ratelimited(mbb_device_linux(table->mbb),
				     "malformed CONNECT from the modem, %zu bytes\n", len);
		return;
	}
	if (connect.session >= MBB_MAX_SESSIONS) {
		dev_warn_ratelimited(mbb_device_linux(table->mbb),
				     "CONNECT for session %u, which there cannot be\n",
				     connect.session);
		return;
	}

	session = &table->session[connect.session];
	spin_lock_bh(&table->lock);
	switch (connect.state) {
	case MBIM_ACTIVATION_ACTIVATED:
		memcpy(session->context, connect.context, sizeof(session->context));
		mbb_session_set_active(session, true, host);
		/* Deleted while the CONNECT was on its way: its owner wants none. */
		unlinked = host && session->id && !session->linked;
		break;
	case MBIM_ACTIVATION_DEACTIVATED:
		mbb_session_set_active(session, false, host);
		break;
	default:
		break;	/* on its way: the end of it will be told */
	}
	spin_unlock_bh(&table->lock);
	mbb_session_kick(session);
	if (unlinked)
		mbb_session_deactivate(session);
}

/* An answer without information: only the end of a context is certain then. */
static void state_from_status(struct mbb_sessions *table, const void *asked, size_t asked_len,
			      u32 status)
{
	const struct mbim_command_msg *cmd = asked;
	struct mbim_connect_set set;
	struct mbb_session *session;

	if (status != MBIM_STATUS_SUCCESS && status != MBIM_STATUS_CONTEXT_NOT_ACTIVATED)
		return;
	if (asked_len < sizeof(*cmd) ||
	    mbim_connect_set_read(cmd->InformationBuffer, asked_len - sizeof(*cmd), &set) ||
	    set.activate || set.session >= MBB_MAX_SESSIONS)
		return;
	session = &table->session[set.session];
	spin_lock_bh(&table->lock);
	mbb_session_set_active(session, false, true);
	spin_unlock_bh(&table->lock);
	mbb_session_kick(session);
}

void mbb_sessions_connect_answer(struct mbb_device *mbb, const void *asked, size_t asked_len,
				 const void *msg, size_t len)
{
	struct mbb_sessions *table = mbb_sessions_get(mbb);
	const struct mbim_command_done *done = msg;

	if (!table)
		return;
	/* A failure may come with information, too, and it counts. */
	if (mbim_msg_complete(msg, len) && len > sizeof(*done))
		state_from_info(table, done->InformationBuffer, len - sizeof(*done), true);
	else if (mbim_msg_complete(msg, len))
		state_from_status(table, asked, asked_len, get_unaligned_le32(&done->Status));
	mbb_sessions_put(table);
}

void mbb_sessions_packet_service(struct mbb_device *mbb, const void *info, size_t len)
{
	struct mbb_sessions *table = mbb_sessions_get(mbb);
	struct mbim_packet_service ps;
	bool detached = false;
	u32 id;

	if (!table)
		return;
	if (!mbim_packet_service_read(info, len, &ps)) {
		detached = ps.state == MBIM_PACKET_SERVICE_DETACHED;
		spin_lock_bh(&table->lock);
		table->tx_speed = ps.uplink;
		table->rx_speed = ps.downlink;
		for (id = 0; id < MBB_MAX_SESSIONS; id++)
			mbb_session_apply(&table->session[id]);
		spin_unlock_bh(&table->lock);
	}
	mbb_sessions_put(table);
	/* No context outlives it; some functions think that goes without saying. */
	if (detached && mbb_sessions_active(mbb))
		mbb_catch_up_contexts(mbb);
}

void mbb_sessions_indication(struct mbb_device *mbb, const void *msg, size_t len)
{
	const struct mbim_indicate_status_msg *ind = msg;
	struct mbb_sessions *table;
	size_t info_len;

	if (!mbim_msg_complete(msg, len))
		return;
	info_len = len - sizeof(*ind);
	if (mbim_msg_is_about(msg, len, mbim_uuid_basic_connect, MBIM_CID_CONNECT)) {
		table = mbb_sessions_get(mbb);
		if (!table)
			return;
		state_from_info(table, ind->InformationBuffer, info_len, false);
		mbb_sessions_put(table);
	} else if (mbim_msg_is_about(msg, len, mbim_uuid_basic_connect,
				     MBIM_CID_PACKET_SERVICE)) {
		mbb_sessions_packet_service(mbb, ind->InformationBuffer, info_len);
	} else if (mbim_msg_is_about(msg, len, mbim_uuid_basic_connect,
				     MBIM_CID_IP_CONFIGURATION)) {
		mbb_sessions_ip_configuration(mbb, ind->InformationBuffer, info_len);
	}
}

/* The function has forgotten a context without a word: say it to the ports. */
static void indicate_lost(struct mbb_device *mbb, u32 id, const u8 context[16])
{
	u8 msg[sizeof(struct mbim_indicate_status_msg) + MBIM_CONNECT_BUF_SIZE];
	u8 info[MBIM_CONNECT_BUF_SIZE];
	struct mbim_connect_info connect = {
		.session = id,
		.state = MBIM_ACTIVATION_DEACTIVATED,
	};
	size_t len;

	memcpy(connect.context, context, sizeof(connect.context));
	len = mbim_connect_info_build(info, mbb_device_mbimex(mbb), &connect);
	len = mbim_build_indication(msg, mbim_uuid_basic_connect, MBIM_CID_CONNECT, info, len);
	mbb_ports_indication(mbb, msg, len);
}

static void session_lost(struct mbb_session *session)
{
	struct mbb_sessions *table = session->table;
	u8 context[16];
	bool lost;

	spin_lock_bh(&table->lock);
	lost = session->active;
	memcpy(context, session->context, sizeof(context));
	if (lost)
		mbb_session_set_active(session, false, false);
	spin_unlock_bh(&table->lock);
	if (!lost)
		return;
	indicate_lost(table->mbb, session->id, context);
	mbb_session_kick(session);
}

void mbb_sessions_lost(struct mbb_device *mbb, u32 id)
{
	struct mbb_sessions *table = mbb_sessions_get(mbb);

	if (!table)
		return;
	session_lost(&table->session[id]);
	mbb_sessions_put(table);
}

void mbb_sessions_reset(struct mbb_device *mbb, bool kept)
{
	struct mbb_sessions *table;
	u32 id;

	if (kept)
		return;
	mbb_subscriptions_reset(mbb);
	table = mbb_sessions_get(mbb);
	if (!table)
		return;
	for (id = 0; id < MBB_MAX_SESSIONS; id++)
		session_lost(&table->session[id]);
	mbb_sessions_put(table);
}

u32 mbb_sessions_active(struct mbb_device *mbb)
{
	struct mbb_sessions *table = mbb_sessions_get(mbb);
	u32 active = 0;
	u32 id;

	if (!table)
		return 0;
	spin_lock_bh(&table->lock);
	for (id = 0; id < MBB_MAX_SESSIONS; id++)
		if (table->session[id].active)
			active |= BIT(id);
	spin_unlock_bh(&table->lock);
	mbb_sessions_put(table);
	return active;
}

u32 mbb_sessions_waking(struct mbb_device *mbb, bool packets)
{
	struct mbb_sessions *table = mbb_sessions_get(mbb);
	struct mbb_session *session;
	u32 waking = 0;
	u32 id;

	if (!table)
		return 0;
	spin_lock_bh(&table->lock);
	for (id = 0; id < MBB_MAX_SESSIONS; id++) {
		session = &table->session[id];
		if (session->state != MBB_SESSION_LIVE || !session->active)
			continue;
		if (packets ? cx_adapter_wakes_for_packets(session->adapter) :
			      cx_adapter_wakes_for_media(session->adapter))
			waking |= BIT(id);
	}
	spin_unlock_bh(&table->lock);
	mbb_sessions_put(table);
	return waking;
}

/* ---- MbbCx's own CONNECT deactivate ---- */

/* The session is held until the answer: the context ends first, then the
 * adapter.
 */
struct deactivation {
	struct mbb_command cmd;
	struct mbb_sessions *table;
	u32 id;
	u8 msg[sizeof(struct mbim_command_msg) + MBIM_CONNECT_BUF_SIZE];
};

static void deactivation_free(struct deactivation *d)
{
	struct mbb_session *session = &d->table->session[d->id];

	mbb_session_slot_unhold(session);
	mbb_session_kick(session);
	mbb_sessions_put(d->table);
	kfree(d);
}

/* What the answer says of the context has gone through mbb_sessions_connect_answer(). */
static void deactivation_done(struct mbb_command *cmd, int err, const void *answer, size_t len)
{
	struct deactivation *d = container_of(cmd, struct deactivation, cmd);
	const struct mbim_command_done *done = answer;
	struct mbb_device *mbb = d->table->mbb;
	u32 status = MBIM_STATUS_FAILURE;

	if (!err && len >= sizeof(*done))
		status = get_unaligned_le32(&done->Status);
	if (status == MBIM_STATUS_SUCCESS) {
		mbb_ports_publish(mbb, NULL, answer, len);
	} else if (status != MBIM_STATUS_CONTEXT_NOT_ACTIVATED && err != -ENODEV &&
		   err != -ESHUTDOWN) {
		dev_warn(mbb_device_linux(mbb),
			 "session %u: interface deleted, but the context stays (%d, status %u)\n",
			 d->id, err, status);
	}
	deactivation_free(d);
}

void mbb_session_deactivate(struct mbb_session *session)
{
	struct mbb_sessions *table = session->table;
	u8 set[MBIM_CONNECT_BUF_SIZE];
	struct deactivation *d;
	size_t len;

	d = kzalloc(sizeof(*d), GFP_KERNEL);
	if (!d) {
		dev_warn(mbb_device_linux(table->mbb),
			 "session %u: no memory to deactivate it: its context stays\n",
			 session->id);
		return;
	}
	d->table = table;
	d->id = session->id;
	kref_get(&table->ref);
	mbb_session_slot_hold(session);
	len = mbim_connect_deactivate_build(set, mbb_device_mbimex(table->mbb), session->id,
					    session->context);
	d->cmd.msg = d->msg;
	d->cmd.len = mbim_build_command(d->msg, 1, mbim_uuid_basic_connect, MBIM_CID_CONNECT, true,
					set, len);
	d->cmd.done = deactivation_done;
	if (!mbb_command_submit(table->mbb, mbb_device_own_source(table->mbb), &d->cmd))
		return;

	/* Closed or gone: there is no context any more either. */
	deactivation_free(d);
}
