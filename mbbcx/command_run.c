// SPDX-License-Identifier: GPL-2.0
/*
 * MbbCx's own commands: send one and wait for its answer.
 */
#include "device.h"

#include <linux/completion.h>
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct mbb_run {
	struct mbb_command cmd;
	struct completion over;
	int err;
	void *answer;
	size_t len;
};

/* Direct: under mbb->lock, and the answer is taken along; else it is copied. */
static void mbb_run_done(struct mbb_command *cmd, int err, const void *answer, size_t len)
{
	struct mbb_run *run = container_of(cmd, struct mbb_run, cmd);

	run->err = err;
	run->len = len;
	if (cmd->direct) {
		run->answer = cmd->rx;
		cmd->rx = NULL;
	} else if (!err) {
		run->answer = kvmalloc(len, GFP_NOIO);
		if (run->answer)
			memcpy(run->answer, answer, len);
		else
			run->err = -ENOMEM;
	}
	complete(&run->over);
}

/*
 * Ended by a time-out, or by power-down; in pieces, because a command may rest
 * for as long as the device sleeps. One that holds up a power transition may
 * not: a client that keeps its request would keep the machine awake.
 */
static void mbb_run_wait(struct mbb_device *mbb, struct mbb_run *run)
{
	unsigned int piece = run->cmd.during_power ? MBB_WAKE_TIMEOUT_MS : 30 * MSEC_PER_SEC;

	while (!wait_for_completion_timeout(&run->over, msecs_to_jiffies(piece)))
		if (run->cmd.during_power)
			mbb_command_expire_unsent(mbb, &run->cmd);
}

int mbb_command_run(struct mbb_device *mbb, const u8 service[16], u32 cid, bool set,
		    const void *info, size_t info_len, bool during_power,
		    u32 *mbim_status, void **answer, size_t *answer_len)
{
	struct mbb_run run = {
		.cmd.done = mbb_run_done,
		.cmd.timeout_ms = during_power ? MBB_WAKE_TIMEOUT_MS : MBB_OWN_TIMEOUT_MS,
		.cmd.during_power = during_power,
	};
	const struct mbim_command_done *done;
	void *msg;
	int err;

	might_sleep();
	if (answer)
		*answer = NULL;
	if (info_len > MBIM_MESSAGE_MAX - sizeof(struct mbim_command_msg))
		return -EMSGSIZE;
	msg = kvmalloc(info_len + sizeof(struct mbim_command_msg), GFP_NOIO);
	if (!msg)
		return -ENOMEM;
	init_completion(&run.over);
	/* The answer to a CONNECT has to pass by the sessions, in its place. */
	run.cmd.direct = !set || cid != MBIM_CID_CONNECT ||
			 memcmp(service, mbim_uuid_basic_connect, 16);
	run.cmd.msg = msg;
	run.cmd.len = mbim_build_command(msg, 0, service, cid, set, info, info_len);

	err = mbb_command_submit(mbb, &mbb->own, &run.cmd);
	if (!err) {
		mbb_run_wait(mbb, &run);
		err = run.err;
	}
	if (!err) {
		done = run.answer;
		*mbim_status = get_unaligned_le32(&done->Status);
		if (answer) {
			*answer = run.answer;
			*answer_len = run.len;
			run.answer = NULL;
		}
	}
	kvfree(run.answer);
	kvfree(msg);
	return err;
}
