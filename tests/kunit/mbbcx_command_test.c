// SPDX-License-Identifier: GPL-2.0
/*
 * Transactions: whose turn it is, ids, answers that are late, wrong or say BUSY,
 * and every way in which a command can end. The channel is played by the case:
 * it picks a command, says that it was sent, and answers it.
 */
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "../../mbbcx/command.c"
#include "../../mbbcx/command_end.c"
#include "../../mbbcx/command_run.c"
#include "../../mbbcx/hang.c"
#include "../../mbbcx/mbim_msg.c"

#define COMMANDS	12

struct bed;

struct test_command {
	struct mbb_command cmd;
	u8 msg[64];
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
	unsigned int host_errors, lost, connects, kicks;
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

void mbb_deliver_command(struct mbb_device *mbb, struct mbb_command *cmd)
{
	list_add_tail(&cmd->event.node, &mbb->events);
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

/* ---- cases ---- */

static void answer_reaches_its_command(struct kunit *test)
{
	struct mbb_command *cmd;

	KUNIT_EXPECT_EQ(test, submit(&bed->c[0], &bed->a), 0);
	KUNIT_EXPECT_EQ(test, bed->power, 1);
	cmd = pick_and_send();
	KUNIT_ASSERT_PTR_EQ(test, cmd, &bed->c[0].cmd);
	KUNIT_EXPECT_NE(test, cmd->wire_id, 0U);
	answer(cmd, MBIM_STATUS_FAILURE);
	KUNIT_EXPECT_EQ(test, bed->c[0].done, 0);	/* not from inside */
	deliver();
	KUNIT_EXPECT_EQ(test, bed->c[0].done, 1);
	KUNIT_EXPECT_EQ(test, bed->c[0].err, 0);
	KUNIT_EXPECT_EQ(test, bed->c[0].status, (u32)MBIM_STATUS_FAILURE);
	KUNIT_EXPECT_EQ(test, bed->power, 0);
	/* the issuer's id is its own business */
	KUNIT_EXPECT_EQ(test, get_unaligned_le32(bed->c[0].msg + 8), 99U);
}

static void answers_in_any_order(struct kunit *test)
{
	struct mbb_command *cmd[3];
	int i;

	for (i = 0; i < 3; i++) {
		submit(&bed->c[i], &bed->a);
		cmd[i] = pick_and_send();
		KUNIT_ASSERT_PTR_EQ(test, cmd[i], &bed->c[i].cmd);
	}
	for (i = 2; i >= 0; i--)
		answer(cmd[i], MBIM_STATUS_FAILURE + i);
	deliver();
	for (i = 0; i < 3; i++)
		KUNIT_EXPECT_EQ(test, bed->c[i].status, (u32)MBIM_STATUS_FAILURE + i);
}

static void ids_skip_0_and_those_in_use(struct kunit *test)
{
	struct mbb_command *first, *second;

	bed->mbb.next_id = ~0U;
	submit(&bed->c[0], &bed->a);
	first = pick_and_send();
	KUNIT_EXPECT_EQ(test, first->wire_id, 1U);
	bed->mbb.next_id = 0;
	submit(&bed->c[1], &bed->a);
	second = pick_and_send();
	KUNIT_EXPECT_EQ(test, second->wire_id, 2U);
}

static void sources_take_turns(struct kunit *test)
{
	int i;

	bed->mbb.window = MBB_WINDOW_MAX;
	for (i = 0; i < 3; i++)
		submit(&bed->c[i], &bed->a);
	for (i = 3; i < 5; i++)
		submit(&bed->c[i], &bed->b);
	KUNIT_EXPECT_PTR_EQ(test, pick_and_send(), &bed->c[0].cmd);
	KUNIT_EXPECT_PTR_EQ(test, pick_and_send(), &bed->c[3].cmd);
	submit(&bed->own, &bed->mbb.own);
	KUNIT_EXPECT_PTR_EQ(test, pick_and_send(), &bed->own.cmd);
	KUNIT_EXPECT_PTR_EQ(test, pick_and_send(), &bed->c[1].cmd);
	KUNIT_EXPECT_PTR_EQ(test, pick_and_send(), &bed->c[4].cmd);
	KUNIT_EXPECT_PTR_EQ(test, pick_and_send(), &bed->c[2].cmd);
	KUNIT_EXPECT_NULL(test, pick());
}

static void a_paused_source_waits(struct kunit *test)
{
	struct mbb_command *first;
	unsigned int kicks;

	submit(&bed->c[0], &bed->a);
	submit(&bed->c[1], &bed->a);
	submit(&bed->c[2], &bed->b);
	first = pick_and_send();
	mbb_source_pause(&bed->mbb, &bed->a, true);
	KUNIT_EXPECT_PTR_EQ(test, pick_and_send(), &bed->c[2].cmd);
	KUNIT_EXPECT_NULL(test, pick());
	/* what has been sent is answered all the same */
	answer(first, 0);
	deliver();
	KUNIT_EXPECT_EQ(test, bed->c[0].done, 1);
	kicks = bed->kicks;
	mbb_source_pause(&bed->mbb, &bed->a, false);
	KUNIT_EXPECT_GT(test, bed->kicks, kicks);
	KUNIT_EXPECT_PTR_EQ(test, pick_and_send(), &bed->c[1].cmd);
}

static void window_bounds_what_is_in_flight(struct kunit *test)
{
	struct mbb_command *first;
	int i;

	for (i = 0; i < MBB_WINDOW_START; i++)
		submit(&bed->c[i], &bed->a);
	first = pick_and_send();
	for (i = 1; i < MBB_WINDOW_START - 1; i++)
		KUNIT_EXPECT_NOT_NULL(test, pick_and_send());
	submit(&bed->c[MBB_WINDOW_START], &bed->b);
	KUNIT_EXPECT_NOT_NULL(test, pick_and_send());
	submit(&bed->own, &bed->mbb.own);
	KUNIT_EXPECT_NULL(test, pick());
	answer(first, 0);
	KUNIT_EXPECT_PTR_EQ(test, pick_and_send(), &bed->own.cmd);
	KUNIT_EXPECT_NULL(test, pick());
}

/* One program's scans do not hold up the others. */
static void a_place_is_kept_for_the_others(struct kunit *test)
{
	int i;

	for (i = 0; i < MBB_WINDOW_START; i++)
		submit(&bed->c[i], &bed->a);
	for (i = 1; i < MBB_WINDOW_START; i++)
		KUNIT_EXPECT_NOT_NULL(test, pick_and_send());
	KUNIT_EXPECT_NULL(test, pick());
	submit(&bed->c[i], &bed->b);
	KUNIT_EXPECT_PTR_EQ(test, pick_and_send(), &bed->c[i].cmd);
	KUNIT_EXPECT_NULL(test, pick());
	/* no choice where there is only one place */
	fail(MBB_FAIL_INFLIGHT, -EIO);
	bed->mbb.window = 1;
	KUNIT_EXPECT_NOT_NULL(test, pick_and_send());
}

static void busy_shrinks_the_window(struct kunit *test)
{
	struct mbb_command *cmd[3], *again;
	u32 id;
	int i;

	for (i = 0; i < 3; i++) {
		submit(&bed->c[i], i == 2 ? &bed->b : &bed->a);
		cmd[i] = pick_and_send();
	}
	id = cmd[2]->wire_id;
	answer(cmd[2], MBIM_STATUS_BUSY);
	deliver();
	KUNIT_EXPECT_EQ(test, bed->c[2].done, 0);
	KUNIT_EXPECT_EQ(test, bed->mbb.window, 2U);
	KUNIT_EXPECT_NULL(test, pick());
	answer(cmd[0], 0);
	again = pick_and_send();
	KUNIT_ASSERT_PTR_EQ(test, again, &bed->c[2].cmd);
	KUNIT_EXPECT_NE(test, again->wire_id, id);
	answer(cmd[1], 0);
	/* alone in flight: BUSY is the answer, not a matter of how many */
	answer(again, MBIM_STATUS_BUSY);
	deliver();
	KUNIT_EXPECT_EQ(test, bed->c[2].done, 1);
	KUNIT_EXPECT_EQ(test, bed->c[2].status, (u32)MBIM_STATUS_BUSY);
}

static void window_grows_slowly(struct kunit *test)
{
	int i;

	for (i = 0; i < MBB_WINDOW_GROW; i++) {
		KUNIT_EXPECT_EQ(test, bed->mbb.window, (unsigned int)MBB_WINDOW_START);
		submit(&bed->c[0], &bed->a);
		answer(pick_and_send(), 0);
		deliver();
	}
	KUNIT_EXPECT_EQ(test, bed->mbb.window, MBB_WINDOW_START + 1U);
}

static void late_and_unknown_answers_are_dropped(struct kunit *test)
{
	struct mbb_command *cmd;
	u32 id;

	submit(&bed->c[0], &bed->a);
	cmd = pick_and_send();
	id = cmd->wire_id;
	answer_as(cmd, id + 1, 0);
	answer_as(cmd, 0, 0);
	deliver();
	KUNIT_EXPECT_EQ(test, bed->c[0].done, 0);
	answer(cmd, 0);
	answer_as(cmd, id, 0);
	deliver();
	KUNIT_EXPECT_EQ(test, bed->c[0].done, 1);
	KUNIT_EXPECT_EQ(test, mbb_stat(&bed->mbb, MBB_STAT_answers_unknown), 3ULL);
}

static void answer_to_another_question(struct kunit *test)
{
	struct mbb_command *cmd;
	struct mbb_command other;
	u8 msg[64];

	submit(&bed->c[0], &bed->a);
	cmd = pick_and_send();
	mbim_build_command(msg, 0, mbim_uuid_basic_connect, MBIM_CID_PIN, false, NULL, 0);
	other = *cmd;
	other.msg = msg;
	answer(&other, 0);
	deliver();
	KUNIT_EXPECT_EQ(test, bed->c[0].err, -EPROTO);
}

static void function_error_fails_its_command(struct kunit *test)
{
	submit(&bed->c[0], &bed->a);
	submit(&bed->c[1], &bed->a);
	mbb_command_function_error(&bed->mbb, pick_and_send()->wire_id,
				   MBIM_ERROR_LENGTH_MISMATCH);
	deliver();
	KUNIT_EXPECT_EQ(test, bed->c[0].err, -EPROTO);
	KUNIT_EXPECT_EQ(test, bed->c[0].cmd.function_error, (u32)MBIM_ERROR_LENGTH_MISMATCH);
	KUNIT_EXPECT_EQ(test, bed->c[1].done, 0);
	KUNIT_EXPECT_EQ(test, bed->lost, 0U);
}

static void not_opened_is_a_lost_function(struct kunit *test)
{
	mbb_command_function_error(&bed->mbb, 12345, MBIM_ERROR_NOT_OPENED);
	KUNIT_EXPECT_EQ(test, bed->lost, 1U);
}

static void cancel_of_a_queued_command(struct kunit *test)
{
	submit(&bed->c[0], &bed->a);
	mbb_command_cancel(&bed->mbb, &bed->c[0].cmd);
	mbb_command_cancel(&bed->mbb, &bed->c[0].cmd);
	deliver();
	KUNIT_EXPECT_EQ(test, bed->c[0].done, 1);
	KUNIT_EXPECT_EQ(test, bed->c[0].err, -ECANCELED);
	KUNIT_EXPECT_EQ(test, bed->host_errors, 0U);
	KUNIT_EXPECT_NULL(test, pick());
}

static void cancel_of_a_sent_command(struct kunit *test)
{
	struct mbb_command *cmd;

	submit(&bed->c[0], &bed->a);
	cmd = pick_and_send();
	mbb_command_cancel(&bed->mbb, cmd);
	deliver();
	KUNIT_EXPECT_EQ(test, bed->c[0].err, -ECANCELED);
	KUNIT_EXPECT_EQ(test, bed->host_error_tid, cmd->wire_id);
	KUNIT_EXPECT_EQ(test, bed->host_error, (u32)MBIM_ERROR_CANCEL);
	mbb_command_cancel(&bed->mbb, cmd);
	answer(cmd, 0);
	deliver();
	KUNIT_EXPECT_EQ(test, bed->c[0].done, 1);
}

/* All its fragments go out first: half a command is worse than one too many. */
static void cancel_in_the_middle_of_sending(struct kunit *test)
{
	struct mbb_command *cmd;

	submit(&bed->c[0], &bed->a);
	cmd = pick();
	mbb_command_cancel(&bed->mbb, cmd);
	deliver();
	KUNIT_EXPECT_EQ(test, bed->c[0].done, 0);
	sent(cmd);
	deliver();
	KUNIT_EXPECT_EQ(test, bed->c[0].err, -ECANCELED);
	KUNIT_EXPECT_EQ(test, bed->host_errors, 1U);
}

static void withdrawn_only_before_it_is_sent(struct kunit *test)
{
	submit(&bed->c[0], &bed->a);
	submit(&bed->c[1], &bed->a);
	submit(&bed->c[2], &bed->a);
	pick_and_send();
	pick();
	mbb_command_withdraw(&bed->mbb, &bed->c[0].cmd);
	mbb_command_withdraw(&bed->mbb, &bed->c[1].cmd);
	mbb_command_withdraw(&bed->mbb, &bed->c[2].cmd);
	deliver();
	KUNIT_EXPECT_EQ(test, bed->c[0].done, 0);
	KUNIT_EXPECT_EQ(test, bed->c[1].done, 0);
	KUNIT_EXPECT_EQ(test, bed->c[1].cmd.err, 0);
	KUNIT_EXPECT_EQ(test, bed->c[2].done, 1);
	KUNIT_EXPECT_EQ(test, bed->c[2].err, -ECANCELED);
	KUNIT_EXPECT_EQ(test, bed->host_errors, 0U);
}

static void timeouts_start_when_sent(struct kunit *test)
{
	submit(&bed->c[0], &bed->a);
	submit(&bed->c[1], &bed->a);
	bed->c[0].cmd.timeout_ms = 50;
	bed->c[1].cmd.timeout_ms = 300;
	msleep(100);
	KUNIT_EXPECT_TRUE(test, list_empty(&bed->mbb.events));
	pick_and_send();
	pick_and_send();
	msleep(150);
	deliver();
	KUNIT_EXPECT_EQ(test, bed->c[0].err, -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, bed->c[1].done, 0);
	msleep(250);
	deliver();
	KUNIT_EXPECT_EQ(test, bed->c[1].err, -ETIMEDOUT);
}

static void timeouts_narrow_the_window(struct kunit *test)
{
	int i;

	for (i = 0; i < 3; i++) {
		submit(&bed->c[i], &bed->a);
		bed->c[i].cmd.timeout_ms = i ? 10000 : 20;
		pick_and_send();
	}
	msleep(100);
	KUNIT_EXPECT_EQ(test, bed->mbb.window, 2U);
	fail(MBB_FAIL_ALL, -EIO);
	deliver();
	bed->mbb.window = MBB_WINDOW_START;
	submit(&bed->c[0], &bed->a);
	bed->c[0].cmd.timeout_ms = 20;
	pick_and_send();
	msleep(100);
	KUNIT_EXPECT_EQ(test, bed->mbb.window, (unsigned int)MBB_WINDOW_START);
}

/* A command that is over in no time, unanswered. */
static void let_one_time_out(struct kunit *test, unsigned int i)
{
	submit(&bed->c[i], &bed->a);
	bed->c[i].cmd.timeout_ms = 20;
	KUNIT_ASSERT_PTR_EQ(test, pick_and_send(), &bed->c[i].cmd);
	msleep(100);
	deliver();
	KUNIT_EXPECT_EQ(test, bed->c[i].err, -ETIMEDOUT);
}

static void a_silent_function_is_asked(struct kunit *test)
{
	struct mbb_command *question;

	msleep(50);
	let_one_time_out(test, 0);
	question = pick_and_send();
	KUNIT_ASSERT_NOT_NULL(test, question);
	KUNIT_EXPECT_PTR_EQ(test, question->source, &bed->mbb.own);
	mbb_hang_heard(&bed->mbb);
	answer(question, MBIM_STATUS_FAILURE);
	deliver();
	KUNIT_EXPECT_EQ(test, bed->lost, 0U);
	/* and is asked again when it is silent again */
	msleep(50);
	let_one_time_out(test, 1);
	KUNIT_EXPECT_NOT_NULL(test, pick_and_send());
	KUNIT_EXPECT_EQ(test, mbb_stat(&bed->mbb, MBB_STAT_hangs_suspected), 2ULL);
}

static void no_answer_to_that_is_a_hang(struct kunit *test)
{
	int i;

	msleep(50);
	let_one_time_out(test, 0);
	for (i = 0; i < MBB_HANG_TRIES; i++) {
		KUNIT_EXPECT_EQ(test, bed->lost, 0U);
		KUNIT_ASSERT_NOT_NULL(test, pick_and_send());
		msleep(MBB_HANG_ASK_MS + 100);
		deliver();
	}
	KUNIT_EXPECT_EQ(test, bed->lost, 1U);
	KUNIT_EXPECT_NULL(test, pick());
}

/* An indication at the right time is as good as an answer. */
static void a_word_ends_the_suspicion(struct kunit *test)
{
	msleep(50);
	let_one_time_out(test, 0);
	KUNIT_ASSERT_NOT_NULL(test, pick_and_send());
	msleep(MBB_HANG_ASK_MS / 2);
	mbb_hang_heard(&bed->mbb);
	msleep(MBB_HANG_ASK_MS);
	deliver();
	KUNIT_EXPECT_EQ(test, bed->lost, 0U);
	KUNIT_EXPECT_NULL(test, pick());
}

/* What one program waits for in vain is not the others' concern. */
static void others_are_answered_so_it_lives(struct kunit *test)
{
	submit(&bed->c[0], &bed->a);
	bed->c[0].cmd.timeout_ms = 50;
	pick_and_send();
	msleep(20);
	mbb_hang_heard(&bed->mbb);
	msleep(100);
	deliver();
	KUNIT_EXPECT_EQ(test, bed->c[0].err, -ETIMEDOUT);
	KUNIT_EXPECT_NULL(test, pick());
	KUNIT_EXPECT_EQ(test, mbb_stat(&bed->mbb, MBB_STAT_hangs_suspected), 0ULL);
}

static void unplug_ends_everything_at_once(struct kunit *test)
{
	struct mbb_command *cmd;
	int i;

	for (i = 0; i < 3; i++)
		submit(&bed->c[i], i == 2 ? &bed->b : &bed->a);
	pick_and_send();
	cmd = pick();		/* in the middle of sending */
	KUNIT_EXPECT_NOT_NULL(test, cmd);
	bed->mbb.gone = true;
	fail(MBB_FAIL_ALL, -ENODEV);
	KUNIT_EXPECT_NULL(test, bed->mbb.ch.tx_cmd);
	deliver();
	for (i = 0; i < 3; i++) {
		KUNIT_EXPECT_EQ(test, bed->c[i].done, 1);
		KUNIT_EXPECT_EQ(test, bed->c[i].err, -ENODEV);
	}
	KUNIT_EXPECT_EQ(test, submit(&bed->c[3], &bed->a), -ENODEV);
	KUNIT_EXPECT_EQ(test, bed->c[3].done, 0);
}

static void nothing_is_taken_when_failed(struct kunit *test)
{
	bed->mbb.state = MBB_STATE_FAILED;
	KUNIT_EXPECT_EQ(test, submit(&bed->c[0], &bed->a), -ESHUTDOWN);
	bed->mbb.state = MBB_STATE_OPEN;
	bed->mbb.stopping = true;
	KUNIT_EXPECT_EQ(test, submit(&bed->c[0], &bed->a), -ESHUTDOWN);
}

static void commands_wait_while_opening(struct kunit *test)
{
	bed->mbb.fn_open = false;
	bed->mbb.admitted = false;
	submit(&bed->c[0], &bed->a);
	KUNIT_EXPECT_NULL(test, pick());
	/* open, but MbbCx asks first */
	bed->mbb.fn_open = true;
	KUNIT_EXPECT_NULL(test, pick());
	submit(&bed->own, &bed->mbb.own);
	KUNIT_EXPECT_PTR_EQ(test, pick_and_send(), &bed->own.cmd);
	bed->mbb.admitted = true;
	KUNIT_EXPECT_PTR_EQ(test, pick_and_send(), &bed->c[0].cmd);
}

static void power_commands_pass_the_others(struct kunit *test)
{
	bed->mbb.hold = true;
	submit(&bed->own, &bed->mbb.own);
	submit(&bed->c[0], &bed->mbb.own);
	KUNIT_EXPECT_NULL(test, pick());
	bed->c[0].cmd.during_power = true;
	KUNIT_EXPECT_PTR_EQ(test, pick_and_send(), &bed->c[0].cmd);
	bed->mbb.hold = false;
	KUNIT_EXPECT_PTR_EQ(test, pick_and_send(), &bed->own.cmd);
}

/* Nobody would ever send it, and a power transition would wait for ever. */
static void a_closed_function_takes_no_power_command(struct kunit *test)
{
	u32 status;

	bed->mbb.hold = true;
	bed->mbb.fn_open = false;
	KUNIT_EXPECT_EQ(test, mbb_command_run(&bed->mbb, mbim_uuid_basic_connect,
					      MBIM_CID_IP_PACKET_FILTERS, true, NULL, 0, true,
					      &status, NULL, NULL), -ESHUTDOWN);
	/* others wait for it to be opened */
	KUNIT_EXPECT_EQ(test, submit(&bed->c[0], &bed->a), 0);
}

static void drain_leaves_nothing(struct kunit *test)
{
	submit(&bed->c[0], &bed->a);
	submit(&bed->c[1], &bed->a);
	submit(&bed->c[2], &bed->b);
	pick_and_send();
	mbb_command_cancel(&bed->mbb, &bed->c[0].cmd);
	mbb_command_cancel(&bed->mbb, &bed->c[1].cmd);
	deliver();
	mbb_source_drain(&bed->mbb, &bed->a);
	KUNIT_EXPECT_EQ(test, bed->a.live, 0U);
	KUNIT_EXPECT_EQ(test, bed->c[2].done, 0);
}

static void connect_answers_pass_by_the_sessions(struct kunit *test)
{
	submit_cid(&bed->c[0], &bed->a, MBIM_CID_CONNECT, true);
	answer(pick_and_send(), 0);
	KUNIT_EXPECT_EQ(test, bed->connects, 0U);
	deliver();
	KUNIT_EXPECT_EQ(test, bed->connects, 1U);
	/* a query says nothing new */
	submit_cid(&bed->c[0], &bed->a, MBIM_CID_CONNECT, false);
	answer(pick_and_send(), 0);
	deliver();
	KUNIT_EXPECT_EQ(test, bed->connects, 1U);
}

struct run_thread {
	bool during_power;
	int err;
	u32 status;
	void *answer;
	size_t len;
	struct completion over;
};

static int run_thread(void *data)
{
	struct run_thread *r = data;

	r->err = mbb_command_run(&bed->mbb, mbim_uuid_basic_connect, MBIM_CID_DEVICE_CAPS, false,
				 NULL, 0, r->during_power, &r->status, &r->answer, &r->len);
	complete(&r->over);
	return 0;
}

/* Ends without the delivery worker, which may be the one that waits. */
static void run_waits_for_the_answer(struct kunit *test)
{
	struct run_thread r = {};
	struct mbb_command *cmd = NULL;
	int i;

	init_completion(&r.over);
	KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(run_thread, &r, "mbb_run")));
	for (i = 0; i < 100 && !cmd; i++) {
		msleep(20);
		cmd = pick_and_send();
	}
	KUNIT_ASSERT_NOT_NULL(test, cmd);
	answer(cmd, MBIM_STATUS_NO_DEVICE_SUPPORT);
	wait_for_completion(&r.over);
	KUNIT_EXPECT_EQ(test, r.err, 0);
	KUNIT_EXPECT_EQ(test, r.status, (u32)MBIM_STATUS_NO_DEVICE_SUPPORT);
	KUNIT_EXPECT_EQ(test, r.len, (size_t)48);
	kvfree(r.answer);
}

static void run_ends_with_the_device(struct kunit *test)
{
	struct run_thread r = {};
	int i;

	init_completion(&r.over);
	KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(run_thread, &r, "mbb_run")));
	for (i = 0; i < 100 && !bed->mbb.own.queued; i++)
		msleep(20);
	fail(MBB_FAIL_ALL, -ENODEV);
	wait_for_completion(&r.over);
	KUNIT_EXPECT_EQ(test, r.err, -ENODEV);
	KUNIT_EXPECT_NULL(test, r.answer);
}

/* The client keeps its request, so its turn never comes. */
static void a_power_command_is_not_kept_waiting(struct kunit *test)
{
	unsigned long before = jiffies;
	struct run_thread r = { .during_power = true };

	init_completion(&r.over);
	bed->mbb.hold = true;
	KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(run_thread, &r, "mbb_run")));
	wait_for_completion(&r.over);
	KUNIT_EXPECT_EQ(test, r.err, -ETIMEDOUT);
	KUNIT_EXPECT_TRUE(test, time_before(jiffies, before + 20 * HZ));
	KUNIT_EXPECT_EQ(test, bed->mbb.own.queued, 0U);
}

static struct kunit_case command_cases[] = {
	KUNIT_CASE(answer_reaches_its_command),
	KUNIT_CASE(answers_in_any_order),
	KUNIT_CASE(ids_skip_0_and_those_in_use),
	KUNIT_CASE(sources_take_turns),
	KUNIT_CASE(a_paused_source_waits),
	KUNIT_CASE(window_bounds_what_is_in_flight),
	KUNIT_CASE(a_place_is_kept_for_the_others),
	KUNIT_CASE(busy_shrinks_the_window),
	KUNIT_CASE(window_grows_slowly),
	KUNIT_CASE(late_and_unknown_answers_are_dropped),
	KUNIT_CASE(answer_to_another_question),
	KUNIT_CASE(function_error_fails_its_command),
	KUNIT_CASE(not_opened_is_a_lost_function),
	KUNIT_CASE(cancel_of_a_queued_command),
	KUNIT_CASE(cancel_of_a_sent_command),
	KUNIT_CASE(cancel_in_the_middle_of_sending),
	KUNIT_CASE(withdrawn_only_before_it_is_sent),
	KUNIT_CASE(timeouts_start_when_sent),
	KUNIT_CASE(timeouts_narrow_the_window),
	KUNIT_CASE(a_silent_function_is_asked),
	KUNIT_CASE(no_answer_to_that_is_a_hang),
	KUNIT_CASE(a_word_ends_the_suspicion),
	KUNIT_CASE(others_are_answered_so_it_lives),
	KUNIT_CASE(unplug_ends_everything_at_once),
	KUNIT_CASE(nothing_is_taken_when_failed),
	KUNIT_CASE(commands_wait_while_opening),
	KUNIT_CASE(power_commands_pass_the_others),
	KUNIT_CASE(a_closed_function_takes_no_power_command),
	KUNIT_CASE(drain_leaves_nothing),
	KUNIT_CASE(connect_answers_pass_by_the_sessions),
	KUNIT_CASE(run_waits_for_the_answer),
	KUNIT_CASE(run_ends_with_the_device),
	KUNIT_CASE(a_power_command_is_not_kept_waiting),
	{}
};

static struct kunit_suite command_suite = {
	.name = "mbbcx_command",
	.init = command_init,
	.exit = command_exit,
	.test_cases = command_cases,
};
kunit_test_suite(command_suite);

MODULE_LICENSE("GPL");
