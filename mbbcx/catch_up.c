// SPDX-License-Identifier: GPL-2.0
/*
 * Asking a function for what it may have kept to itself: while the machine slept
 * it was to speak of little, and of the end of a context least of all; and when it
 * loses the packet service, some functions do not speak of the contexts. An answer
 * is passed on as the indication that did not come.
 */
#include <linux/bits.h>
#include <linux/slab.h>

#include "mbim_basic.h"
#include "mbim_host.h"
#include "mbbcx_internal.h"

struct mbb_question {
	struct mbb_command cmd;
	struct mbb_device *mbb;
	u32 cid;
	u32 session;		/* CONNECT's */
	u8 msg[sizeof(struct mbim_command_msg) + MBIM_CONNECT_BUF_SIZE];
};

static void catch_up_context(struct mbb_question *q, u32 status, const void *info, size_t len)
{
	struct mbim_connect_info connect;
	bool lost = status == MBIM_STATUS_CONTEXT_NOT_ACTIVATED;

	if (status == MBIM_STATUS_SUCCESS && !mbim_connect_info_read(info, len, &connect))
		lost = connect.session == q->session &&
		       connect.state == MBIM_ACTIVATION_DEACTIVATED;
	if (lost)
		mbb_sessions_lost(q->mbb, q->session);
}

static void catch_up_state(struct mbb_question *q, const void *info, size_t info_len)
{
	size_t len = sizeof(struct mbim_indicate_status_msg) + info_len;
	void *msg = kvmalloc(len, GFP_KERNEL);

	if (!msg)
		return;
	mbim_build_indication(msg, mbim_uuid_basic_connect, q->cid, info, info_len);
	mbb_sessions_indication(q->mbb, msg, len);
	mbb_ports_indication(q->mbb, msg, len);
	kvfree(msg);
}

/* In its place among answers and indications. */
static void question_done(struct mbb_command *cmd, int err, const void *answer, size_t len)
{
	struct mbb_question *q = container_of(cmd, struct mbb_question, cmd);
	const struct mbim_command_done *done = answer;

	if (!err && mbim_msg_complete(answer, len)) {
		u32 status = get_unaligned_le32(&done->Status);
		size_t info_len = len - sizeof(*done);

		if (q->cid == MBIM_CID_CONNECT)
			catch_up_context(q, status, done->InformationBuffer, info_len);
		else if (status == MBIM_STATUS_SUCCESS && info_len)
			catch_up_state(q, done->InformationBuffer, info_len);
	}
	mbb_device_put(q->mbb);
	kfree(q);
}

static void catch_up_ask(struct mbb_device *mbb, u32 cid, u32 session)
{
	const struct mbim_connect_info connect = { .session = session };
	struct mbb_question *q = kzalloc(sizeof(*q), GFP_KERNEL);
	u8 info[MBIM_CONNECT_BUF_SIZE];
	size_t len = 0;

	if (!q)
		return;
	/* A query of CONNECT is an answer with nothing but the session filled in. */
	if (cid == MBIM_CID_CONNECT)
		len = mbim_connect_info_build(info, mbb_device_mbimex(mbb), &connect);
	q->mbb = mbb_device_get(mbb);
	q->cid = cid;
	q->session = session;
	q->cmd.msg = q->msg;
	q->cmd.len = mbim_build_command(q->msg, 1, mbim_uuid_basic_connect, cid, false, info, len);
	q->cmd.done = question_done;
	if (!mbb_command_submit(mbb, mbb_device_own_source(mbb), &q->cmd))
		return;
	/* Closed or gone, and everybody hears of that. */
	mbb_device_put(mbb);
	kfree(q);
}

void mbb_catch_up_contexts(struct mbb_device *mbb)
{
	u32 active = mbb_sessions_active(mbb);
	u32 id;

	might_sleep();
	for (id = 0; id < MBB_MAX_SESSIONS; id++)
		if (active & BIT(id))
			catch_up_ask(mbb, MBIM_CID_CONNECT, id);
}

void mbb_catch_up(struct mbb_device *mbb)
{
	static const u32 states[] = {
		MBIM_CID_SUBSCRIBER_READY_STATUS,
		MBIM_CID_RADIO_STATE,
		MBIM_CID_REGISTER_STATE,
		MBIM_CID_PACKET_SERVICE,
		MBIM_CID_SIGNAL_STATE,
	};
	unsigned int i;

	mbb_catch_up_contexts(mbb);
	for (i = 0; i < ARRAY_SIZE(states); i++)
		catch_up_ask(mbb, states[i], 0);
}
