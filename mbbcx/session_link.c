// SPDX-License-Identifier: GPL-2.0
/*
 * A session and its link: what a session remembers of the link it has or had,
 * whether the link may go by itself, and what the network wants of it. The
 * net_device is linux/link.c's.
 */
#include "session.h"

void mbb_session_linked(struct mbb_session *session, struct net_device *dev)
{
	struct mbb_sessions *table = session->table;

	spin_lock_bh(&table->lock);
	session->dev = dev;
	session->linked = true;
	session->demand = false;
	session->used = session->active;
	session->expire = false;
	session->mtu_due = session->mtu;
	mbb_session_apply(session);
	spin_unlock_bh(&table->lock);
}

/*
 * A link that goes takes its context along: the function is to send no more for
 * it. Unless session 0's goes because its network namespace died: nobody wanted
 * that, and it comes back in the initial namespace.
 */
bool mbb_session_unlinked(struct mbb_session *session, bool namespace_dies)
{
	struct mbb_sessions *table = session->table;
	bool deactivate;

	spin_lock_bh(&table->lock);
	session->dev = NULL;
	session->linked = false;
	session->relink = namespace_dies && !session->id;
	deactivate = session->active && !table->stopping && !session->relink;
	spin_unlock_bh(&table->lock);
	return deactivate;
}

bool mbb_session_claim_relink(struct mbb_session *session)
{
	struct mbb_sessions *table = session->table;
	bool relink;

	spin_lock_bh(&table->lock);
	relink = session->relink && !session->linked;
	session->relink = false;
	spin_unlock_bh(&table->lock);
	return relink;
}

/* Could the link go, if it is down? Lock held. */
static bool session_idle(struct mbb_session *session)
{
	return session->linked && session->demand && !session->active && !session->holds;
}

bool mbb_session_may_expire(struct mbb_session *session)
{
	struct mbb_sessions *table = session->table;
	bool may;

	spin_lock_bh(&table->lock);
	may = session_idle(session);
	spin_unlock_bh(&table->lock);
	return may;
}

bool mbb_session_claim_unwanted(struct mbb_session *session)
{
	struct mbb_sessions *table = session->table;
	bool up = mbb_link_is_up(session);
	bool unwanted;

	spin_lock_bh(&table->lock);
	unwanted = session_idle(session) && (session->expire || !up);
	/* Decided: a CONNECT that comes now finds no link, and waits for another. */
	if (unwanted)
		session->linked = false;
	spin_unlock_bh(&table->lock);
	return unwanted;
}

/*
 * Each new value is set once: a user who sets another one afterwards keeps it,
 * however often programs ask for the same configuration. Lock held.
 */
void mbb_session_set_mtu(struct mbb_session *session, u32 mtu)
{
	lockdep_assert_held(&session->table->lock);
	if (!mtu || mtu == session->mtu)
		return;
	session->mtu = mtu;
	session->mtu_due = true;
}

bool mbb_session_mtu_due(struct mbb_session *session)
{
	struct mbb_sessions *table = session->table;
	bool due;

	spin_lock_bh(&table->lock);
	due = session->mtu_due && session->linked;
	spin_unlock_bh(&table->lock);
	return due;
}

u32 mbb_session_claim_mtu(struct mbb_session *session)
{
	struct mbb_sessions *table = session->table;
	u32 mtu = 0;

	spin_lock_bh(&table->lock);
	if (session->mtu_due && session->linked) {
		mtu = session->mtu;
		session->mtu_due = false;
	}
	spin_unlock_bh(&table->lock);
	return mtu;
}
