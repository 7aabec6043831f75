// SPDX-License-Identifier: GPL-2.0
/*
 * Answers to a CONNECT or DSS_CONNECT set that come when nobody waits for them any
 * more: its issuer was told of a failure, but a session has come up, or gone.
 * Everybody has to hear of a context, as if the function had indicated it; what
 * nobody wants is undone by the sessions. Of a device service session there is no
 * indication, and its answer says nothing: what was asked is kept for those. Any
 * other late answer is dropped.
 */
#include "device.h"

#include <linux/mm.h>

#include "mbim_host.h"

static bool mbb_late_is_about(const void *msg, size_t len, bool dss)
{
	return dss ? mbim_msg_is_about(msg, len, mbim_uuid_dss, MBIM_CID_DSS_CONNECT) :
		     mbim_msg_is_about(msg, len, mbim_uuid_basic_connect, MBIM_CID_CONNECT);
}

static bool mbb_late_matters(const struct mbb_command *cmd, bool *dss)
{
	const struct mbim_command_msg *msg = cmd->msg;

	if (get_unaligned_le32(&msg->CommandType) != MBIM_COMMAND_SET)
		return false;
	*dss = mbb_late_is_about(msg, cmd->len, true);
	if (*dss)
		return cmd->len >= sizeof(*msg) + MBIM_DSS_CONNECT_SIZE;
	return mbb_late_is_about(msg, cmd->len, false);
}

void mbb_late_remember(struct mbb_device *mbb, const struct mbb_command *cmd)
{
	const struct mbim_command_msg *msg = cmd->msg;
	struct mbb_late *late = &mbb->late;
	struct mbb_late_set *set;
	bool dss;

	lockdep_assert_held(&mbb->lock);
	if (!mbb->fn_open || cmd->state != MBB_COMMAND_SENT || !mbb_late_matters(cmd, &dss))
		return;
	/* The oldest makes room: so many do not time out in a row. */
	set = &late->set[late->next];
	late->next = (late->next + 1) % MBB_LATE_MAX;
	set->wire_id = cmd->wire_id;
	set->dss = dss;
	if (dss)
		memcpy(set->info, msg->InformationBuffer, sizeof(set->info));
}

void mbb_late_forget(struct mbb_device *mbb)
{
	lockdep_assert_held(&mbb->lock);
	memset(&mbb->late, 0, sizeof(mbb->late));
}

bool mbb_late_take(struct mbb_device *mbb, u32 wire_id, struct mbb_late_set *set)
{
	struct mbb_late *late = &mbb->late;
	unsigned int i;

	lockdep_assert_held(&mbb->lock);
	for (i = 0; i < MBB_LATE_MAX; i++) {
		if (!wire_id || late->set[i].wire_id != wire_id)
			continue;
		*set = late->set[i];
		late->set[i].wire_id = 0;
		return true;
	}
	return false;
}

void mbb_late_answer(struct mbb_device *mbb, const struct mbb_late_set *set, const void *answer,
		     size_t len)
{
	const struct mbim_command_done *done = answer;
	const void *info = set->dss ? set->info : done->InformationBuffer;
	size_t info_len = set->dss ? sizeof(set->info) : len - sizeof(*done);
	size_t size = sizeof(struct mbim_indicate_status_msg) + info_len;
	void *msg;

	mbb_count(mbb, MBB_STAT_answers_late);
	if (!mbb_late_is_about(answer, len, set->dss) || !info_len ||
	    get_unaligned_le32(&done->Status) != MBIM_STATUS_SUCCESS)
		return;
	msg = kvmalloc(size, GFP_NOIO);
	if (!msg)
		return;
	if (set->dss)
		mbim_build_indication(msg, mbim_uuid_dss, MBIM_CID_DSS_CONNECT, info, info_len);
	else
		mbim_build_indication(msg, mbim_uuid_basic_connect, MBIM_CID_CONNECT, info,
				      info_len);
	mbb_deliver_late(mbb, msg, size);
}
