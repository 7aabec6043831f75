/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A device with two users for the suites of commands. The channel is played by
 * the case: it picks a command, says that it was sent, and answers it. Included
 * once by each.
 */
#ifndef _TESTS_KUNIT_MBB_COMMAND_MOCK_H
#define _TESTS_KUNIT_MBB_COMMAND_MOCK_H

#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "../../mbbcx/command.c"
#include "../../mbbcx/command_end.c"
#include "../../mbbcx/command_run.c"
#include "../../mbbcx/hang.c"
#include "../../mbbcx/late.c"
#include "../../mbbcx/mbim_host.c"
#define build_header host_build_header	/* each file has its own */
#include "../../mbbcx/mbim_msg.c"
#undef build_header

#define COMMANDS	12

struct bed;

struct test_command {
	struct mbb_command cmd;
	u8 msg[72];
	int done;
	int err;
	u32 status;
	struct bed *bed;
};

/* One device, two users of it. */
struct bed {
	struct mbb_device mbb;
	struct mbb_source a, b;
	struct test_command c[COMMANDS];
	struct test_command own;
	unsigned int host_errors, lost, connects, kicks, writes, undone, dss_undone, told;
	u32 host_error_tid, host_error;
	int power;
};

static struct bed *bed;

/* ---- the rest of the engine ---- */

void mbb_count(struct mbb_device *mbb, enum mbb_stat stat)
{
	atomic64_inc(&mbb->stats.value[stat]);
}

u64 mbb_stat(struct mbb_device *mbb, enum mbb_stat stat)
{
	return atomic64_read(&mbb->stats.value[stat]);
}

void mbb_channel_kick(struct mbb_device *mbb)
{
	bed->kicks++;
}

void mbb_channel_changed(struct mbb_device *mbb)
{
	lockdep_assert_held(&mbb->lock);
	bed->kicks++;
}

bool mbb_channel_take(struct mbb_device *mbb)
{
	bool mine = !mbb->ch.stepping;

	lockdep_assert_held(&mbb->lock);
	mbb->ch.stepping = true;
	return mine;
}

bool mbb_channel_take_idle(struct mbb_device *mbb)
{
	return mbb_channel_take(mbb);
}

void mbb_channel_write(struct mbb_device *mbb)
{
	bed->writes++;
	mbb->ch.stepping = false;
}

void mbb_channel_queue_host_error(struct mbb_device *mbb, u32 tid, u32 error)
{
	bed->host_errors++;
	bed->host_error_tid = tid;
	bed->host_error = error;
}

bool mbb_power_get(struct mbb_device *mbb)
{
	bed->power++;
	return true;
}

void mbb_power_put(struct mbb_device *mbb)
{
	bed->power--;
}

void mbb_power_put_later(struct mbb_device *mbb)
{
	bed->power--;
}

bool mbb_open_error(struct mbb_device *mbb, u32 tid, u32 error)
{
	return false;
}

void mbb_open_lost(struct mbb_device *mbb, const char *why)
{
	bed->lost++;
}

void mbb_bringup_note(struct mbb_device *mbb, const void *msg, size_t len, u32 status)
{
}

void mbb_sessions_connect_answer(struct mbb_device *mbb, const void *asked, size_t asked_len,
				 const void *msg, size_t len)
{
	bed->connects++;
}

void mbb_sessions_connect_lost(struct mbb_device *mbb, const void *asked, size_t asked_len)
{
	bed->undone++;
}

void mbb_dss_connect_lost(struct mbb_device *mbb, const void *info, size_t len)
{
	if (len == MBIM_DSS_CONNECT_SIZE)
		bed->dss_undone++;
}

void mbb_deliver_late(struct mbb_device *mbb, void *msg, size_t len)
{
	bed->told += get_unaligned_le32((u8 *)msg + 44);
	kvfree(msg);
}

void mbb_deliver_command(struct mbb_device *mbb, struct mbb_command *cmd)
{
	list_add_tail(&cmd->event.node, &mbb->events);
}

bool mbb_deliver_begin(struct mbb_device *mbb)
{
	if (mbb->delivering || !list_empty(&mbb->events))
		return false;
	mbb->delivering = true;
	return true;
}

void mbb_deliver_end(struct mbb_device *mbb, struct mbb_command *cmd)
{
	mbb->delivering = false;
	if (cmd)
		list_add(&cmd->event.node, &mbb->events);
}

/* What the delivery worker does. */
static void deliver(void)
{
	struct mbb_event *event;
	unsigned long flags;

	for (;;) {
		spin_lock_irqsave(&bed->mbb.lock, flags);
		event = list_first_entry_or_null(&bed->mbb.events, struct mbb_event, node);
		if (event)
			list_del_init(&event->node);
		spin_unlock_irqrestore(&bed->mbb.lock, flags);
		if (!event)
			return;
		mbb_command_deliver(&bed->mbb, container_of(event, struct mbb_command, event));
	}
}

/* ---- helpers ---- */

static void test_done(struct mbb_command *cmd, int err, const void *answer, size_t len)
{
	struct test_command *c = container_of(cmd, struct test_command, cmd);

	c->done++;
	c->err = err;
	if (!err)
		c->status = get_unaligned_le32((const u8 *)answer + 40);
}

static int submit_cid(struct test_command *c, struct mbb_source *source, u32 cid, bool set)
{
	memset(&c->cmd, 0, sizeof(c->cmd));
	c->cmd.msg = c->msg;
	c->cmd.len = mbim_build_command(c->msg, 99, mbim_uuid_basic_connect, cid, set, NULL, 0);
	c->cmd.done = test_done;
	c->done = 0;
	return mbb_command_submit(&bed->mbb, source, &c->cmd);
}

static int submit(struct test_command *c, struct mbb_source *source)
{
	return submit_cid(c, source, MBIM_CID_RADIO_STATE, false);
}

static struct mbb_command *pick(void)
{
	struct mbb_command *cmd;
	unsigned long flags;

	spin_lock_irqsave(&bed->mbb.lock, flags);
	cmd = mbb_command_pick(&bed->mbb);
	bed->mbb.ch.tx_cmd = cmd;
	spin_unlock_irqrestore(&bed->mbb.lock, flags);
	return cmd;
}

static void sent(struct mbb_command *cmd)
{
	unsigned long flags;

	spin_lock_irqsave(&bed->mbb.lock, flags);
	bed->mbb.ch.tx_cmd = NULL;
	mbb_command_sent(&bed->mbb, cmd);
	spin_unlock_irqrestore(&bed->mbb.lock, flags);
}

static struct mbb_command *pick_and_send(void)
{
	struct mbb_command *cmd = pick();

	if (cmd)
		sent(cmd);
	return cmd;
}

static void answer_as(struct mbb_command *cmd, u32 tid, u32 status)
{
	u8 *msg = kvmalloc(48, GFP_KERNEL);

	if (!msg)
		return;
	memcpy(msg, cmd->msg, 40);
	put_unaligned_le32(MBIM_COMMAND_DONE, msg);
	put_unaligned_le32(48, msg + 4);
	put_unaligned_le32(tid, msg + 8);
	put_unaligned_le32(status, msg + 40);
	put_unaligned_le32(0, msg + 44);
	mbb_command_answer(&bed->mbb, msg, 48);
}

static void answer(struct mbb_command *cmd, u32 status)
{
	answer_as(cmd, cmd->wire_id, status);
}

static void fail(unsigned int which, int err)
{
	unsigned long flags;

	spin_lock_irqsave(&bed->mbb.lock, flags);
	mbb_commands_fail(&bed->mbb, which, err, 0);
	spin_unlock_irqrestore(&bed->mbb.lock, flags);
}

static int command_init(struct kunit *test)
{
	struct mbb_device *mbb;

	bed = kzalloc(sizeof(*bed), GFP_KERNEL);
	if (!bed)
		return -ENOMEM;
	mbb = &bed->mbb;
	spin_lock_init(&mbb->lock);
	init_waitqueue_head(&mbb->wait);
	INIT_LIST_HEAD(&mbb->events);
	mbb->wq = alloc_workqueue("mbbcx_test", WQ_UNBOUND, 0);
	mbb_commands_init(mbb);
	mbb_source_init(&bed->a);
	mbb_source_init(&bed->b);
	mbb->state = MBB_STATE_OPEN;
	mbb->fn_open = true;
	mbb->admitted = true;
	mbb->sessions_up = true;
	return mbb->wq ? 0 : -ENOMEM;
}

static void command_exit(struct kunit *test)
{
	fail(MBB_FAIL_ALL, -ENODEV);
	deliver();
	KUNIT_EXPECT_EQ(test, bed->power, 0);
	KUNIT_EXPECT_EQ(test, bed->a.live + bed->b.live + bed->mbb.own.live, 0U);
	mbb_commands_exit(&bed->mbb);
	destroy_workqueue(bed->mbb.wq);
	kfree(bed);
}

#endif
