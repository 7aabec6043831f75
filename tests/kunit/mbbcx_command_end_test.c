// SPDX-License-Identifier: GPL-2.0
/*
 * Transactions that end without their answer: time-outs, functions that hang or
 * seem to, answers that come too late, and MbbCx's own waiting.
 */
#include "mbb_command_mock.h"

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
		msleep(20);
	}
	KUNIT_EXPECT_EQ(test, bed->lost, 1U);
	KUNIT_EXPECT_NULL(test, pick());
}

/* Nor is a function alive that takes no command. */
static void nothing_can_be_sent(struct kunit *test)
{
	struct mbb_command *question;
	unsigned long flags;
	int i;

	msleep(50);
	mbb_hang_suspect(&bed->mbb);
	for (i = 0; i < MBB_HANG_TRIES; i++) {
		KUNIT_EXPECT_EQ(test, bed->lost, 0U);
		question = pick();
		KUNIT_ASSERT_NOT_NULL(test, question);
		spin_lock_irqsave(&bed->mbb.lock, flags);
		mbb_command_finish(&bed->mbb, question, -EIO);
		spin_unlock_irqrestore(&bed->mbb.lock, flags);
		deliver();
		KUNIT_EXPECT_NULL(test, pick());
		msleep(MBB_HANG_PAUSE_MS + 100);
	}
	KUNIT_EXPECT_EQ(test, bed->lost, 1U);
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
	msleep(20);		/* another question would come from a work item */
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

/* The answer to a CONNECT set, with an information buffer of four bytes. */
static void answer_connect(struct mbb_command *cmd, u32 wire_id, u32 value)
{
	__le32 info = cpu_to_le32(value);
	u8 *msg = kvmalloc(52, GFP_KERNEL);

	if (!msg)
		return;
	mbim_build_command_done(msg, wire_id, mbim_uuid_basic_connect, MBIM_CID_CONNECT, 0, &info,
				sizeof(info));
	mbb_command_answer(&bed->mbb, msg, 52);
}

static u32 let_connect_time_out(struct kunit *test, bool set)
{
	struct mbb_command *cmd;
	u32 wire_id;

	submit_cid(&bed->c[0], &bed->a, MBIM_CID_CONNECT, set);
	bed->c[0].cmd.timeout_ms = 20;
	cmd = pick_and_send();
	KUNIT_EXPECT_PTR_EQ(test, cmd, &bed->c[0].cmd);
	wire_id = cmd->wire_id;
	usleep_range(10000, 11000);
	mbb_hang_heard(&bed->mbb);	/* it does not hang */
	msleep(100);
	deliver();
	KUNIT_EXPECT_EQ(test, bed->c[0].err, -ETIMEDOUT);
	return wire_id;
}

/* Its issuer was told that it failed; the context is up all the same. */
static void late_answer_to_connect_is_told(struct kunit *test)
{
	u32 wire_id = let_connect_time_out(test, true);

	KUNIT_EXPECT_EQ(test, bed->undone, 1U);
	answer_connect(&bed->c[0].cmd, wire_id, 5);
	KUNIT_EXPECT_EQ(test, bed->told, 5U);
	KUNIT_EXPECT_EQ(test, mbb_stat(&bed->mbb, MBB_STAT_answers_late), 1ULL);
	/* once */
	answer_connect(&bed->c[0].cmd, wire_id, 5);
	KUNIT_EXPECT_EQ(test, bed->told, 5U);
	KUNIT_EXPECT_EQ(test, mbb_stat(&bed->mbb, MBB_STAT_answers_unknown), 1ULL);
}

static void late_answers_that_change_nothing(struct kunit *test)
{
	unsigned long flags;
	u32 wire_id;

	wire_id = let_connect_time_out(test, false);
	KUNIT_EXPECT_EQ(test, bed->undone, 0U);
	answer_connect(&bed->c[0].cmd, wire_id, 5);
	fail(MBB_FAIL_ALL, -EIO);
	deliver();
	/* nor those of an older life of the function */
	wire_id = let_connect_time_out(test, true);
	spin_lock_irqsave(&bed->mbb.lock, flags);
	mbb_late_forget(&bed->mbb);
	spin_unlock_irqrestore(&bed->mbb.lock, flags);
	answer_connect(&bed->c[0].cmd, wire_id, 5);
	KUNIT_EXPECT_EQ(test, bed->told, 0U);
	KUNIT_EXPECT_EQ(test, mbb_stat(&bed->mbb, MBB_STAT_answers_unknown), 2ULL);
}

/* The answer to a DSS_CONNECT says nothing: what was asked is told. */
static void late_answer_to_dss_connect_is_told(struct kunit *test)
{
	u8 info[MBIM_DSS_CONNECT_SIZE] = { 7 };
	struct test_command *c = &bed->c[0];
	struct mbb_command *cmd;
	u32 wire_id;
	u8 *msg;

	BUILD_BUG_ON(sizeof(c->msg) < sizeof(struct mbim_command_msg) + sizeof(info));
	c->cmd.msg = c->msg;
	c->cmd.len = mbim_build_command(c->msg, 99, mbim_uuid_dss, MBIM_CID_DSS_CONNECT, true, info,
					sizeof(info));
	c->cmd.done = test_done;
	c->cmd.timeout_ms = 20;
	KUNIT_ASSERT_EQ(test, mbb_command_submit(&bed->mbb, &bed->a, &c->cmd), 0);
	cmd = pick_and_send();
	KUNIT_ASSERT_PTR_EQ(test, cmd, &c->cmd);
	wire_id = cmd->wire_id;
	usleep_range(10000, 11000);
	mbb_hang_heard(&bed->mbb);
	msleep(100);
	deliver();
	KUNIT_EXPECT_EQ(test, c->err, -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, bed->dss_undone, 1U);
	KUNIT_EXPECT_EQ(test, bed->undone, 0U);

	msg = kvmalloc(48, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, msg);
	mbim_build_command_done(msg, wire_id, mbim_uuid_dss, MBIM_CID_DSS_CONNECT, 0, NULL, 0);
	mbb_command_answer(&bed->mbb, msg, 48);
	KUNIT_EXPECT_EQ(test, bed->told, 7U);
	KUNIT_EXPECT_EQ(test, mbb_stat(&bed->mbb, MBB_STAT_answers_late), 1ULL);
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

static struct kunit_case command_end_cases[] = {
	KUNIT_CASE(timeouts_start_when_sent),
	KUNIT_CASE(timeouts_narrow_the_window),
	KUNIT_CASE(a_silent_function_is_asked),
	KUNIT_CASE(no_answer_to_that_is_a_hang),
	KUNIT_CASE(nothing_can_be_sent),
	KUNIT_CASE(a_word_ends_the_suspicion),
	KUNIT_CASE(others_are_answered_so_it_lives),
	KUNIT_CASE(unplug_ends_everything_at_once),
	KUNIT_CASE(late_answer_to_connect_is_told),
	KUNIT_CASE(late_answers_that_change_nothing),
	KUNIT_CASE(late_answer_to_dss_connect_is_told),
	KUNIT_CASE(run_waits_for_the_answer),
	KUNIT_CASE(run_ends_with_the_device),
	KUNIT_CASE(a_power_command_is_not_kept_waiting),
	{}
};

static struct kunit_suite command_end_suite = {
	.name = "mbbcx_command_end",
	.init = command_init,
	.exit = command_exit,
	.test_cases = command_end_cases,
};

kunit_test_suite(command_end_suite);

MODULE_LICENSE("GPL");
