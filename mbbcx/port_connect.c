// SPDX-License-Identifier: GPL-2.0
/*
 * CONNECT through a port: before the function sees one, the session has its
 * adapter. Making that takes RTNL and the client's time, which the writer must
 * not wait for: such a command is parked, and a worker makes the adapter and
 * sends it on. The port's other commands go by.
 */
#include "mbim_basic.h"
#include "port_command.h"

/*
 * CONNECT set: false if it was refused. A session is held from here on, so that
 * the link made for this command is not taken for an unused one before it is
 * answered.
 *
 * This is the one place where a port's user makes network interfaces appear,
 * which takes more than the right to open the port. Whose right counts is known
 * only now: the interface is made by a worker.
 */
bool mbb_port_connect(struct mbb_port_command *pc)
{
	const struct mbim_command_msg *head = (const void *)pc->msg;
	struct mbb_device *mbb = pc->port->mbb;
	struct mbim_connect_set set;

	if (mbim_connect_set_read(head->InformationBuffer, pc->cmd.len - sizeof(*head), &set)) {
		mbb_port_command_refuse(pc, MBIM_STATUS_INVALID_PARAMETERS);
		return false;
	}
	if (set.session >= min_t(u32, MBB_MAX_SESSIONS, mbb_device_max_sessions(mbb))) {
		/* No adapter can be made; to deactivate it takes none. */
		if (!set.activate)
			return true;
		mbb_port_command_refuse(pc, MBIM_STATUS_MAX_ACTIVATED_CONTEXTS);
		return false;
	}
	pc->connect = true;
	pc->activate = set.activate;
	/* Session 0's link is the device's. Nobody is asked, and audited, for it. */
	pc->may_link = !set.session || (set.activate && pc->port->ops->may_make_links());
	pc->session = set.session;
	mbb_session_hold(mbb, set.session);
	return true;
}

static bool port_has_parked(struct mbb_port *port, u32 session)
{
	struct mbb_port_command *pc;

	lockdep_assert_held(&port->lock);
	list_for_each_entry(pc, &port->parked, parked)
		if (pc->session == session)
			return true;
	return false;
}

/* Wait for the worker? Its reference to what it parks is the list's. */
bool mbb_port_park(struct mbb_port_command *pc)
{
	struct mbb_port *port = pc->port;
	bool park;

	if (!pc->connect)
		return false;
	park = pc->activate && !mbb_session_ready(port->mbb, pc->session);
	spin_lock_bh(&port->lock);
	/* One session's commands stay in order. */
	park = park || port_has_parked(port, pc->session);
	if (park) {
		kref_get(&pc->ref);
		list_add_tail(&pc->parked, &port->parked);
		queue_work(mbb_device_wq(port->mbb), &port->connect_work);
	}
	spin_unlock_bh(&port->lock);
	return park;
}

static struct mbb_port_command *port_parked_first(struct mbb_port *port)
{
	struct mbb_port_command *pc;

	spin_lock_bh(&port->lock);
	pc = list_first_entry_or_null(&port->parked, struct mbb_port_command, parked);
	spin_unlock_bh(&port->lock);
	return pc;
}

static bool port_command_cancelled(struct mbb_port_command *pc)
{
	bool cancelled;

	spin_lock_bh(&pc->port->lock);
	cancelled = pc->cancelled;
	spin_unlock_bh(&pc->port->lock);
	return cancelled;
}

static void port_unpark(struct mbb_port_command *pc)
{
	struct mbb_port *port = pc->port;

	spin_lock_bh(&port->lock);
	list_del_init(&pc->parked);
	spin_unlock_bh(&port->lock);
	mbb_port_command_put(pc);
}

/* The session is held: a link that is there stays, unless somebody deletes it. */
static int port_connect_prepare(struct mbb_port_command *pc)
{
	struct mbb_device *mbb = pc->port->mbb;

	if (!pc->activate || port_command_cancelled(pc))
		return 0;
	if (pc->may_link)
		return mbb_session_ensure(mbb, pc->session, true);
	return mbb_session_ready(mbb, pc->session) ? 0 : -EPERM;
}

/*
 * One at a time, in order. A command leaves the list only after it was
 * submitted, so that later ones for its session queue up behind it. Whoever
 * cancels one does not touch the list, nor free anything: this is the only
 * place where parked commands end, mbb_port_drop_parked() after this has been
 * cancelled excepted.
 */
void mbb_port_connect_work(struct work_struct *work)
{
	struct mbb_port *port = container_of(work, struct mbb_port, connect_work);
	struct mbb_port_command *pc;
	int err;

	while ((pc = port_parked_first(port))) {
		err = port_connect_prepare(pc);
		/* Making an adapter takes time, which the user may not have had. */
		if (!err && port_command_cancelled(pc))
			err = -ECANCELED;
		if (err)
			mbb_port_command_end(pc, err, NULL, 0);
		else
			mbb_port_command_submit(pc);
		port_unpark(pc);
	}
}

void mbb_port_drop_parked(struct mbb_port *port)
{
	struct mbb_port_command *pc;

	while ((pc = port_parked_first(port))) {
		mbb_port_command_end(pc, -ENODEV, NULL, 0);
		port_unpark(pc);
	}
}
