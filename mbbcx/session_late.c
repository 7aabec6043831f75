// SPDX-License-Identifier: GPL-2.0
/*
 * Contexts that nobody has: a CONNECT whose issuer was told that it failed, since
 * no answer came, may have been carried out all the same. It is undone, at once
 * and again when a late answer says that it is up; unless somebody else has the
 * session by then, or is about to.
 */
#include "mbim_basic.h"
#include "mbim_host.h"
#include "session.h"

void mbb_sessions_connect_lost(struct mbb_device *mbb, const void *asked, size_t asked_len)
{
	const struct mbim_command_msg *cmd = asked;
	struct mbim_connect_set set;
	struct mbb_sessions *table;
	struct mbb_session *session;
	bool undo;

	if (asked_len < sizeof(*cmd) ||
	    mbim_connect_set_read(cmd->InformationBuffer, asked_len - sizeof(*cmd), &set) ||
	    !set.activate || set.session >= MBB_MAX_SESSIONS)
		return;
	table = mbb_sessions_get(mbb);
	if (!table)
		return;
	session = &table->session[set.session];
	spin_lock_bh(&table->lock);
	/* One hold is the lost command's own. */
	undo = !session->active && session->holds <= 1;
	if (undo)
		memcpy(session->context, mbim_context_internet, sizeof(session->context));
	spin_unlock_bh(&table->lock);
	if (undo)
		mbb_session_deactivate(session);
	mbb_sessions_put(table);
}

void mbb_sessions_connect_late(struct mbb_device *mbb, const void *msg, size_t len)
{
	const struct mbim_indicate_status_msg *ind = msg;
	struct mbim_connect_info connect;
	struct mbb_sessions *table;
	struct mbb_session *session;
	bool undo;

	if (!mbim_msg_complete(msg, len) ||
	    mbim_connect_info_read(ind->InformationBuffer, len - sizeof(*ind), &connect) ||
	    connect.session >= MBB_MAX_SESSIONS)
		return;
	table = mbb_sessions_get(mbb);
	if (!table)
		return;
	session = &table->session[connect.session];
	spin_lock_bh(&table->lock);
	undo = session->active && !session->holds &&
	       connect.state == MBIM_ACTIVATION_ACTIVATED;
	spin_unlock_bh(&table->lock);
	if (undo)
		mbb_session_deactivate(session);
	mbb_sessions_put(table);
}
