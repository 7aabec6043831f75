// SPDX-License-Identifier: GPL-2.0
/*
 * Transactions: whose turn it is, ids, answers that are wrong or say BUSY, cancelling
 * and shutdown. Time-outs and what follows from them: mbbcx_command_end_test.c.
 */
#include "mbb_command_mock.h"

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
	struct mbb_command *first, *second, *third;

	bed->mbb.open.tid = 3;
	bed->mbb.next_id = ~0U;
	submit(&bed->c[0], &bed->a);
	first = pick_and_send();
	KUNIT_EXPECT_EQ(test, first->wire_id, 1U);
	bed->mbb.next_id = 0;
	submit(&bed->c[1], &bed->a);
	second = pick_and_send();
	KUNIT_EXPECT_EQ(test, second->wire_id, 2U);
	submit(&bed->c[2], &bed->a);
	third = pick_and_send();
	KUNIT_EXPECT_EQ(test, third->wire_id, 4U);
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
	answer(cmd[1], 0);
	again = pick_and_send();
	KUNIT_ASSERT_PTR_EQ(test, again, &bed->c[2].cmd);
	KUNIT_EXPECT_NE(test, again->wire_id, id);
	/* alone in flight: BUSY is the answer, not a matter of how many */
	answer(again, MBIM_STATUS_BUSY);
	deliver();
	KUNIT_EXPECT_EQ(test, bed->c[2].done, 1);
	KUNIT_EXPECT_EQ(test, bed->c[2].status, (u32)MBIM_STATUS_BUSY);
}

/* The others may have been answered by then. */
static void busy_is_about_when_it_was_sent(struct kunit *test)
{
	struct mbb_command *first, *second;

	submit(&bed->c[0], &bed->a);
	submit(&bed->c[1], &bed->b);
	first = pick_and_send();
	second = pick_and_send();
	answer(first, 0);
	answer(second, MBIM_STATUS_BUSY);
	deliver();
	KUNIT_EXPECT_EQ(test, bed->c[0].done, 1);
	KUNIT_EXPECT_EQ(test, bed->c[1].done, 0);
	KUNIT_EXPECT_EQ(test, bed->mbb.window, 1U);
	KUNIT_EXPECT_PTR_EQ(test, pick_and_send(), second);
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

static struct kunit_case command_cases[] = {
	KUNIT_CASE(answer_reaches_its_command),
	KUNIT_CASE(answers_in_any_order),
	KUNIT_CASE(ids_skip_0_and_those_in_use),
	KUNIT_CASE(sources_take_turns),
	KUNIT_CASE(a_paused_source_waits),
	KUNIT_CASE(window_bounds_what_is_in_flight),
	KUNIT_CASE(a_place_is_kept_for_the_others),
	KUNIT_CASE(busy_shrinks_the_window),
	KUNIT_CASE(busy_is_about_when_it_was_sent),
	KUNIT_CASE(window_grows_slowly),
	KUNIT_CASE(late_and_unknown_answers_are_dropped),
	KUNIT_CASE(answer_to_another_question),
	KUNIT_CASE(function_error_fails_its_command),
	KUNIT_CASE(not_opened_is_a_lost_function),
	KUNIT_CASE(cancel_of_a_queued_command),
	KUNIT_CASE(cancel_of_a_sent_command),
	KUNIT_CASE(cancel_in_the_middle_of_sending),
	KUNIT_CASE(withdrawn_only_before_it_is_sent),
	KUNIT_CASE(nothing_is_taken_when_failed),
	KUNIT_CASE(commands_wait_while_opening),
	KUNIT_CASE(power_commands_pass_the_others),
	KUNIT_CASE(a_closed_function_takes_no_power_command),
	KUNIT_CASE(drain_leaves_nothing),
	KUNIT_CASE(connect_answers_pass_by_the_sessions),
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
