// SPDX-License-Identifier: GPL-2.0
/*
 * Answers to a CONNECT set that come when nobody waits for them any more: its
 * issuer was told of a failure, but a context has come up, or gone. Everybody has
 * to hear of that, as if the function had indicated it; what nobody wants is
 * undone by the sessions. Any other late answer is dropped.
 */
#include "device.h"

#include <linux/mm.h>

#include "mbim_host.h"

static bool mbb_late_matters(const struct mbb_command *cmd)
{
	const struct mbim_command_msg *msg = cmd->msg;

	return mbim_msg_is_about(msg, cmd->len, mbim_uuid_basic_connect, MBIM_CID_CONNECT) &&
	       get_unaligned_le32(&msg->CommandType) == MBIM_COMMAND_SET;
}

void mbb_late_remember(struct mbb_device *mbb, const struct mbb_command *cmd)
{
	struct mbb_late *late = &mbb->late;

	lockdep_assert_held(&mbb->lock);
	if (!mbb->fn_open || cmd->state != MBB_COMMAND_SENT || !mbb_late_matters(cmd))
		return;
	/* The oldest makes room: so many CONNECTs do not time out in a row. */
	late->wire_id[late->next] = cmd->wire_id;
	late->next = (late->next + 1) % MBB_LATE_MAX;
}

void mbb_late_forget(struct mbb_device *mbb)
{
	lockdep_assert_held(&mbb->lock);
	memset(&mbb->late, 0, sizeof(mbb->late));
}

bool mbb_late_is(struct mbb_device *mbb, u32 wire_id)
{
	struct mbb_late *late = &mbb->late;
	unsigned int i;

	lockdep_assert_held(&mbb->lock);
	for (i = 0; i < MBB_LATE_MAX; i++) {
		if (!wire_id || late->wire_id[i] != wire_id)
			continue;
		late->wire_id[i] = 0;
		return true;
	}
	return false;
}

void mbb_late_answer(struct mbb_device *mbb, const void *answer, size_t len)
{
	const struct mbim_command_done *done = answer;
	size_t info_len = len - sizeof(*done);
	size_t size = sizeof(struct mbim_indicate_status_msg) + info_len;
	void *msg;

	mbb_count(mbb, MBB_STAT_answers_late);
	if (!mbim_msg_is_about(answer, len, mbim_uuid_basic_connect, MBIM_CID_CONNECT) ||
	    !info_len || get_unaligned_le32(&done->Status) != MBIM_STATUS_SUCCESS)
		return;
	msg = kvmalloc(size, GFP_NOIO);
	if (!msg)
		return;
	mbim_build_indication(msg, mbim_uuid_basic_connect, MBIM_CID_CONNECT,
			      done->InformationBuffer, info_len);
	mbb_deliver_late(mbb, msg, size);
}
