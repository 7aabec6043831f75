// SPDX-License-Identifier: GPL-2.0
/*
 * Commands of a port's user: which are answered here, which wait for an adapter
 * first, which go to the engine as they are; and their answers.
 *
 *	VERSION			answered here: negotiated once, the same for all
 *	DEVICE_CAPS		answered with the sessions that can be had
 *	SUBSCRIBE_LIST set	sent as the union of all ports' wishes
 *	CONNECT set		sent when the session has an adapter (port_connect.c)
 *	DSS_CONNECT set		sent as it is; the answer makes or unmakes a device (port_dss.c)
 *	everything else		sent as it is
 */
#include <linux/slab.h>
#include <linux/string.h>

#include "mbim_basic.h"
#include "mbim_host.h"
#include "port_command.h"

/* A scan takes more than three minutes where there are many networks. */
#define PORT_SCAN_TIMEOUT_MS	(300 * 1000)

static void port_command_done(struct mbb_command *cmd, int err, const void *answer, size_t len);

static struct mbb_port_command *port_command_alloc(struct mbb_port *port, const void *msg,
						   size_t len)
{
	const struct mbim_command_msg *head = msg;
	struct mbb_port_command *pc;

	/* Those that an OPEN or CLOSE has made nobody's: a CONNECT may take long. */
	if (atomic_inc_return(&port->alive) > MBB_PORT_PENDING_HARD)
		goto err_count;
	pc = kvmalloc(struct_size(pc, msg, len), GFP_KERNEL);
	if (!pc)
		goto err_count;
	memset(pc, 0, sizeof(*pc));
	kref_init(&pc->ref);
	pc->port = mbb_port_get(port);
	INIT_LIST_HEAD(&pc->node);
	INIT_LIST_HEAD(&pc->parked);
	pc->tid = get_unaligned_le32(&head->header.TransactionId);
	pc->set = get_unaligned_le32(&head->CommandType) == MBIM_COMMAND_SET;
	memcpy(pc->msg, msg, len);
	pc->cmd.msg = pc->msg;
	pc->cmd.len = len;
	pc->cmd.done = port_command_done;
	if (mbim_msg_is_about(msg, len, mbim_uuid_basic_connect, MBIM_CID_VISIBLE_PROVIDERS))
		pc->cmd.timeout_ms = PORT_SCAN_TIMEOUT_MS;
	mbb_port_charge(port, len);
	return pc;

err_count:
	atomic_dec(&port->alive);
	return NULL;
}

static void port_command_free(struct kref *ref)
{
	struct mbb_port_command *pc = container_of(ref, struct mbb_port_command, ref);

	mbb_port_uncharge(pc->port, pc->cmd.len);
	if (pc->connect)
		mbb_session_release(pc->port->mbb, pc->session);
	if (pc->expected)
		mbb_dss_forget(pc->expected);
	atomic_dec(&pc->port->alive);
	mbb_port_put(pc->port);
	kfree(pc->wish);
	kfree(pc->force);
	kfree(pc->echo);
	kvfree(pc);
}

void mbb_port_command_put(struct mbb_port_command *pc)
{
	kref_put(&pc->ref, port_command_free);
}

/* ---- answers ---- */

void mbb_port_command_refuse(struct mbb_port_command *pc, u32 status)
{
	const struct mbim_command_msg *head = (const void *)pc->msg;
	u8 msg[sizeof(struct mbim_command_done)];
	size_t len = mbim_build_command_done(msg, pc->tid, head->DeviceServiceId,
					     get_unaligned_le32(&head->CID), status, NULL, 0);

	mbb_port_answer(pc->port, pc->life, msg, len, pc->tid);
}

/*
 * Which errors of the function are the user's doing? Those about fragments, ids
 * and transfer sizes are ours alone, and NOT_OPENED is mended below.
 */
static bool function_error_is_users(u32 error)
{
	return error == MBIM_ERROR_LENGTH_MISMATCH || error == MBIM_ERROR_UNKNOWN;
}

static void port_command_fail(struct mbb_port_command *pc, int err)
{
	u8 msg[sizeof(struct mbim_error_msg)];

	if (err == -EPROTO && function_error_is_users(pc->cmd.function_error))
		mbb_port_answer(pc->port, pc->life, msg,
				mbim_build_function_error(msg, pc->tid, pc->cmd.function_error),
				pc->tid);
	else if (pc->activate && (err == -ERANGE || err == -EBUSY))
		mbb_port_command_refuse(pc, MBIM_STATUS_MAX_ACTIVATED_CONTEXTS);
	else if (pc->activate && err == -EPERM)
		mbb_port_command_refuse(pc, MBIM_STATUS_OPERATION_NOT_ALLOWED);
	else
		mbb_port_command_refuse(pc, MBIM_STATUS_FAILURE);
}

/* The function said yes to a list: it is the port's now, and in force. The user
 * gets back its own, not the union.
 */
static void port_subscribe_answered(struct mbb_port_command *pc, u32 status, bool waiting)
{
	const struct mbim_command_msg *head = (const void *)pc->msg;
	struct mbb_ports *ports = mbb_ports_get(pc->port->mbb);
	struct mbb_port *port = pc->port;
	u8 *msg;

	if (status == MBIM_STATUS_SUCCESS && ports) {
		spin_lock_bh(&port->lock);
		if (pc->life == port->life)
			swap(port->subscribed, pc->wish);
		spin_unlock_bh(&port->lock);
		mbb_subscriptions_accepted(ports, pc->force);
		pc->force = NULL;
		/* Another port's wish may have been granted between the asking
		 * and the answer, and was not in our union.
		 */
		mbb_subscriptions_refresh(ports);
	}
	if (ports)
		mbb_ports_put(ports);
	if (!waiting)
		return;

	msg = kvmalloc(pc->echo_len + sizeof(struct mbim_command_done), GFP_KERNEL);
	if (!msg || status != MBIM_STATUS_SUCCESS) {
		mbb_port_command_refuse(pc, status);
	} else {
		size_t len = mbim_build_command_done(msg, pc->tid, head->DeviceServiceId,
						     get_unaligned_le32(&head->CID), status,
						     pc->echo, pc->echo_len);

		mbb_port_answer(port, pc->life, msg, len, pc->tid);
	}
	kvfree(msg);
}

/* Where the answer says how many sessions there are, 0: nowhere. */
static size_t port_caps_sessions(struct mbb_port_command *pc, const void *answer, size_t len)
{
	const struct mbim_command_done *done = answer;
	size_t info_len = len - sizeof(*done);
	size_t at = 0;

	if (mbim_msg_is_about(answer, len, mbim_uuid_basic_connect, MBIM_CID_DEVICE_CAPS))
		at = mbim_device_caps_sessions(info_len, false, 0);
	else if (mbim_msg_is_about(answer, len, mbim_uuid_ms_extensions, MBIM_CID_MS_DEVICE_CAPS))
		at = mbim_device_caps_sessions(info_len, true,
					       mbb_device_mbimex(pc->port->mbb));
	return at ? sizeof(*done) + at : 0;
}

/*
 * A program takes the function's word for how many sessions there are, but some
 * functions count to 255: it gets the number that CONNECT will be measured by.
 * Return: where that has to be put, 0: nowhere.
 */
static size_t port_caps_too_many(struct mbb_port_command *pc, const void *answer, size_t len,
				 u32 *max)
{
	size_t at = port_caps_sessions(pc, answer, len);

	*max = min_t(u32, MBB_MAX_SESSIONS, mbb_device_max_sessions(pc->port->mbb));
	return at && get_unaligned_le32(answer + at) > *max ? at : 0;
}

/* In place. */
static void port_limit_sessions(struct mbb_port_command *pc, u8 *answer, size_t len)
{
	u32 max;
	size_t at = port_caps_too_many(pc, answer, len, &max);

	if (at)
		put_unaligned_le32(max, answer + at);
}

static void port_answer_caps(struct mbb_port_command *pc, const void *answer, size_t len)
{
	u32 max;
	size_t at = port_caps_too_many(pc, answer, len, &max);
	u8 *copy = at ? kvmalloc(len, GFP_KERNEL) : NULL;

	if (copy) {
		memcpy(copy, answer, len);
		put_unaligned_le32(max, copy + at);
	}
	mbb_port_answer(pc->port, pc->life, copy ?: answer, len, pc->tid);
	kvfree(copy);
}

static void port_command_answered(struct mbb_port_command *pc, const void *answer, size_t len,
				  bool waiting)
{
	const struct mbim_command_done *done = answer;
	struct mbb_device *mbb = pc->port->mbb;
	u32 status = get_unaligned_le32(&done->Status);

	if (pc->wish) {
		port_subscribe_answered(pc, status, waiting);
		return;
	}
	if (pc->dss && mbb_port_dss_answered(pc, status)) {
		if (waiting)
			mbb_port_command_refuse(pc, MBIM_STATUS_FAILURE);
		return;
	}
	if (status == MBIM_STATUS_SUCCESS &&
	    mbim_msg_is_about(answer, len, mbim_uuid_basic_connect, MBIM_CID_PACKET_SERVICE))
		mbb_sessions_packet_service(mbb, done->InformationBuffer, len - sizeof(*done));
	if (status == MBIM_STATUS_SUCCESS &&
	    mbim_msg_is_about(answer, len, mbim_uuid_basic_connect, MBIM_CID_IP_CONFIGURATION))
		mbb_sessions_ip_configuration(mbb, done->InformationBuffer, len - sizeof(*done));
	/* The asking port first: its user learns from its answer. */
	if (waiting)
		port_answer_caps(pc, answer, len);
	if (pc->set)
		mbb_ports_publish(mbb, pc->port, answer, len);
}

void mbb_port_command_end(struct mbb_port_command *pc, int err, const void *answer, size_t len)
{
	struct mbb_port *port = pc->port;
	bool waiting;

	spin_lock_bh(&port->lock);
	waiting = !list_empty(&pc->node);
	list_del_init(&pc->node);
	spin_unlock_bh(&port->lock);

	if (!err && len < sizeof(struct mbim_command_done))
		err = -EIO;
	if (!err)
		port_command_answered(pc, answer, len, waiting);
	else if (waiting)
		port_command_fail(pc, err);
	mbb_port_command_put(pc);
}

static void port_command_done(struct mbb_command *cmd, int err, const void *answer, size_t len)
{
	mbb_port_command_end(container_of(cmd, struct mbb_port_command, cmd), err, answer, len);
}

/*
 * An answer that concerns nobody but its user, as nearly all are: to the reader from
 * where it came. False: it waits for port_command_done(), and nothing has changed.
 */
static bool port_command_soon(struct mbb_command *cmd, const void *answer, size_t len)
{
	struct mbb_port_command *pc = container_of(cmd, struct mbb_port_command, cmd);
	struct mbb_port *port = pc->port;
	struct sk_buff *skb;
	bool taken;

	if (len < sizeof(struct mbim_command_done))
		return false;
	skb = mbb_port_answer_build(port, pc->life, answer, len, pc->tid);
	if (!skb)
		return false;
	port_limit_sessions(pc, skb->data, len);

	spin_lock_bh(&port->lock);
	taken = !list_empty(&pc->node) && mbb_port_answer_queue(port, skb);
	if (taken)
		list_del_init(&pc->node);
	spin_unlock_bh(&port->lock);
	if (!taken)
		kfree_skb(skb);
	else
		mbb_port_command_put(pc);
	return taken;
}

static bool port_command_is_plain(const struct mbb_port_command *pc)
{
	return !pc->set && !mbim_msg_is_about(pc->msg, pc->cmd.len, mbim_uuid_basic_connect,
					      MBIM_CID_PACKET_SERVICE) &&
	       !mbim_msg_is_about(pc->msg, pc->cmd.len, mbim_uuid_basic_connect,
				  MBIM_CID_IP_CONFIGURATION);
}

/* ---- requests ---- */

void mbb_port_command_submit(struct mbb_port_command *pc)
{
	struct mbb_port *port = pc->port;
	int err;

	if (port_command_is_plain(pc))
		pc->cmd.soon = port_command_soon;
	err = mbb_command_submit(port->mbb, &port->source, &pc->cmd);
	if (err)
		mbb_port_command_end(pc, err, NULL, 0);
}

/* VERSION: a program's wish must not change the bytes that another one parses. */
static void port_version(struct mbb_port_command *pc)
{
	const struct mbim_command_msg *head = (const void *)pc->msg;
	u8 msg[sizeof(struct mbim_command_done) + MBIM_VERSION_SIZE];
	u8 info[MBIM_VERSION_SIZE];
	struct mbim_version version;

	if (pc->set || mbim_version_read(head->InformationBuffer, pc->cmd.len - sizeof(*head),
					 &version)) {
		mbb_port_command_refuse(pc, MBIM_STATUS_INVALID_PARAMETERS);
		return;
	}
	version.mbim = 0x0100;
	version.extended = mbb_device_mbimex(pc->port->mbb);
	mbim_version_build(info, &version);
	mbb_port_answer(pc->port, pc->life, msg,
			mbim_build_command_done(msg, pc->tid, head->DeviceServiceId,
						get_unaligned_le32(&head->CID),
						MBIM_STATUS_SUCCESS, info, sizeof(info)),
			pc->tid);
}

/* Replace the message by one that asks for everybody's subscriptions. */
static struct mbb_port_command *port_subscribe_rewrite(struct mbb_port_command *pc,
						       struct mbim_subscribe_set *wish)
{
	const struct mbim_command_msg *head = (const void *)pc->msg;
	size_t echo_len = pc->cmd.len - sizeof(*head);
	struct mbb_ports *ports = mbb_ports_get(pc->port->mbb);
	struct mbim_subscribe_set *force = NULL;
	struct mbb_port_command *new = NULL;
	size_t info_len, len;
	u8 *msg = NULL;

	if (ports) {
		force = mbb_subscriptions_union(ports, pc->port, wish);
		mbb_ports_put(ports);
	}
	if (!force)
		return NULL;
	info_len = mbim_subscribe_size(force);
	len = sizeof(*head) + info_len;
	msg = kvzalloc(len, GFP_KERNEL);
	if (!msg)
		goto out_free;
	mbim_build_command(msg, pc->tid, mbim_uuid_basic_connect,
			   MBIM_CID_DEVICE_SERVICE_SUBSCRIBE_LIST, true, NULL, info_len);
	mbim_subscribe_build(force, msg + sizeof(*head));

	new = port_command_alloc(pc->port, msg, len);
	if (!new)
		goto out_free;
	new->life = pc->life;
	new->echo = kmemdup(head->InformationBuffer, echo_len, GFP_KERNEL);
	if (!new->echo) {
		mbb_port_command_put(new);
		new = NULL;
		goto out_free;
	}
	new->echo_len = echo_len;
	new->wish = wish;
	new->force = force;
	force = NULL;
out_free:
	kvfree(msg);
	kfree(force);
	return new;
}

/* Returns the command to submit in place of @pc, or NULL: refused. */
static struct mbb_port_command *port_subscribe(struct mbb_port_command *pc)
{
	const struct mbim_command_msg *head = (const void *)pc->msg;
	u32 status = MBIM_STATUS_FAILURE;
	struct mbim_subscribe_set *wish;
	struct mbb_port_command *new = NULL;
	int err;

	wish = kzalloc(sizeof(*wish), GFP_KERNEL);
	if (!wish)
		goto refuse;
	err = mbim_subscribe_read(wish, head->InformationBuffer, pc->cmd.len - sizeof(*head));
	if (err) {
		status = err == MBIM_SUBSCRIBE_TOO_LONG ? MBIM_STATUS_PARAMETER_TOO_LONG :
							  MBIM_STATUS_INVALID_PARAMETERS;
		goto refuse;
	}
	new = port_subscribe_rewrite(pc, wish);
	if (new) {
		mbb_port_command_put(pc);
		return new;
	}
refuse:
	kfree(wish);
	mbb_port_command_refuse(pc, status);
	mbb_port_command_put(pc);
	return NULL;
}

/* A new transaction of the user's: owed an answer. False: its id is in use. */
static bool port_command_admit(struct mbb_port_command *pc)
{
	struct mbb_port *port = pc->port;
	struct mbb_port_command *other;
	bool unique = true;

	spin_lock_bh(&port->lock);
	mbb_port_owe(port);
	pc->life = port->life;
	list_for_each_entry(other, &port->commands, node)
		if (other->tid == pc->tid)
			unique = false;
	spin_unlock_bh(&port->lock);
	return unique;
}

static void port_command_route(struct mbb_port_command *pc)
{
	struct mbb_port *port = pc->port;
	const void *msg = pc->msg;
	size_t len = pc->cmd.len;

	if (mbim_msg_is_about(msg, len, mbim_uuid_ms_extensions, MBIM_CID_MS_VERSION)) {
		port_version(pc);
		mbb_port_command_put(pc);
		return;
	}
	if (pc->set && mbim_msg_is_about(msg, len, mbim_uuid_basic_connect,
					 MBIM_CID_DEVICE_SERVICE_SUBSCRIBE_LIST)) {
		pc = port_subscribe(pc);
		if (!pc)
			return;
	} else if (pc->set && mbim_msg_is_about(msg, len, mbim_uuid_basic_connect,
						MBIM_CID_CONNECT)) {
		if (!mbb_port_connect(pc)) {
			mbb_port_command_put(pc);
			return;
		}
	} else if (pc->set && mbim_msg_is_about(msg, len, mbim_uuid_dss, MBIM_CID_DSS_CONNECT)) {
		if (!mbb_port_dss(pc)) {
			mbb_port_command_put(pc);
			return;
		}
	}

	spin_lock_bh(&port->lock);
	list_add_tail(&pc->node, &port->commands);
	spin_unlock_bh(&port->lock);
	if (mbb_port_park(pc))
		return;
	/* This is its program, in write(). */
	pc->cmd.at_once = true;
	mbb_port_command_submit(pc);
}

void mbb_port_command(struct mbb_port *port, const void *msg, size_t len)
{
	const struct mbim_command_msg *head = msg;
	u8 error[sizeof(struct mbim_error_msg)];
	struct mbb_port_command *pc;
	unsigned int life;
	u32 tid;

	pc = port_command_alloc(port, msg, len);
	if (!pc) {
		tid = get_unaligned_le32(&head->header.TransactionId);
		spin_lock_bh(&port->lock);
		life = port->life;
		mbb_port_owe(port);
		spin_unlock_bh(&port->lock);
		mbb_port_answer(port, life, error,
				mbim_build_function_error(error, tid, MBIM_ERROR_UNKNOWN), tid);
		return;
	}
	if (!port_command_admit(pc)) {
		mbb_port_answer(port, pc->life, error,
				mbim_build_function_error(error, pc->tid,
							  MBIM_ERROR_DUPLICATED_TID), pc->tid);
		mbb_port_command_put(pc);
		return;
	}
	port_command_route(pc);
}

/* ---- the user does not wait any more ---- */

/*
 * Forget the transaction, and take it back from the engine. A CONNECT set, or
 * one of DSS_CONNECT, is never taken back once it has been sent: whether the
 * context is up would be anybody's guess. It runs to its end, unheard, and the
 * session follows.
 * Called with a reference to @pc, which has left port->commands.
 */
static void port_command_abandon(struct mbb_port_command *pc)
{
	struct mbb_port *port = pc->port;

	if (pc->connect || pc->dss) {
		spin_lock_bh(&port->lock);
		pc->cancelled = true;
		spin_unlock_bh(&port->lock);
		mbb_command_withdraw(port->mbb, &pc->cmd);
	} else {
		mbb_command_cancel(port->mbb, &pc->cmd);
	}
	mbb_port_command_put(pc);
}

void mbb_port_cancel(struct mbb_port *port, u32 tid)
{
	struct mbb_port_command *pc, *found = NULL;

	spin_lock_bh(&port->lock);
	list_for_each_entry(pc, &port->commands, node)
		if (pc->tid == tid)
			found = pc;
	if (found) {
		kref_get(&found->ref);
		list_del_init(&found->node);
		mbb_port_forgive(port);
	}
	spin_unlock_bh(&port->lock);
	if (found)
		port_command_abandon(found);
}

void mbb_port_cancel_all(struct mbb_port *port)
{
	struct mbb_port_command *pc;

	for (;;) {
		spin_lock_bh(&port->lock);
		pc = list_first_entry_or_null(&port->commands, struct mbb_port_command, node);
		if (pc) {
			kref_get(&pc->ref);
			list_del_init(&pc->node);
		}
		spin_unlock_bh(&port->lock);
		if (!pc)
			return;
		port_command_abandon(pc);
	}
}
