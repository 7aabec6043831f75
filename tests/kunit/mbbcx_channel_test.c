// SPDX-License-Identifier: GPL-2.0
/*
 * MbbCx's control channel: one MBBREQUEST at a time, OPEN and CLOSE at their
 * places, fragments, notifications, a client's mistakes.
 */
#include "mbb_mock.h"

/* numbers of mbbcx/rules.def */
#define RULE_PARAMETERS			602
#define RULE_REQUEST_KIND		604
#define RULE_REQUEST_NOT_OUTSTANDING	605
#define RULE_WAKE_TIME			608

/* ---- cases ---- */

static void open_is_first_and_close_is_last(struct kunit *test)
{
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	KUNIT_EXPECT_EQ(test, mock.log[0].type, MBIM_OPEN_MSG);
	KUNIT_EXPECT_NE(test, mock.log[0].tid, 0U);
	KUNIT_EXPECT_EQ(test, mock.max_transfer, 512U);
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_OPEN_MSG, 0), 1U);
	stop(test);
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_CLOSE_MSG, 0), 1U);
	KUNIT_EXPECT_EQ(test, mock.log[mock.logged - 1].type, MBIM_CLOSE_MSG);
	expect_manners(test);
}

static void requests_completed_later(struct kunit *test)
{
	mock.later = true;
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	stop(test);
	KUNIT_EXPECT_EQ(test, mock.log[mock.logged - 1].type, MBIM_CLOSE_MSG);
	expect_manners(test);
}

static void notify_in_softirq(void)
{
	local_bh_disable();
	MbbDeviceResponseAvailable(mock.device);
	local_bh_enable();
}

/* Unless its glue says otherwise, a client is called where it may sleep. */
static void fragments_are_passive(struct kunit *test)
{
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	notify_in_softirq();
	msleep(50);
	KUNIT_EXPECT_FALSE(test, mock.called_atomic);
	KUNIT_EXPECT_EQ(test, mock.empty_receives, 1U);
	expect_manners(test);
}

static void fragments_anywhere(struct kunit *test)
{
	mock_module.mbb_fragments_anywhere = true;
	mock.later = true;
	start(test);
	mock_module.mbb_fragments_anywhere = false;
	KUNIT_ASSERT_TRUE(test, wait_open());
	mock.later = false;
	notify_in_softirq();
	KUNIT_EXPECT_TRUE(test, mock.called_atomic);
	KUNIT_EXPECT_EQ(test, mock.empty_receives, 1U);
	stop(test);
	KUNIT_EXPECT_EQ(test, mock.log[mock.logged - 1].type, MBIM_CLOSE_MSG);
	expect_manners(test);
}

static void ids_are_unique(struct kunit *test)
{
	unsigned int i, j;

	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	for (i = 0; i < mock.logged; i++) {
		KUNIT_EXPECT_NE(test, mock.log[i].tid, 0U);
		for (j = 0; j < i; j++)
			if (mock.log[j].total == 1 && mock.log[i].total == 1)
				KUNIT_EXPECT_NE(test, mock.log[i].tid, mock.log[j].tid);
	}
}

/* What the client is told for its logs: one id for a command, another for the next. */
static void commands_can_be_told_apart(struct kunit *test)
{
	unsigned int i, j, pairs = 0;

	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	for (i = 0; i < mock.logged; i++) {
		for (j = 0; j < i; j++, pairs++)
			if (mock.log[i].tid != mock.log[j].tid)
				KUNIT_EXPECT_FALSE(test, IsEqualGUID(&mock.log[i].id,
								     &mock.log[j].id));
	}
	KUNIT_EXPECT_GT(test, pairs, 0U);
}

/* Whatever was sent in parts was sent in a row. */
static void expect_parts_together(struct kunit *test)
{
	unsigned int i, parts = 0;

	for (i = 0; i < mock.logged; i++) {
		if (!mock.log[i].frag)
			continue;
		parts++;
		KUNIT_EXPECT_EQ(test, mock.log[i].tid, mock.log[i - 1].tid);
		KUNIT_EXPECT_EQ(test, mock.log[i].frag, mock.log[i - 1].frag + 1);
		KUNIT_EXPECT_TRUE(test, IsEqualGUID(&mock.log[i].id, &mock.log[i - 1].id));
	}
	KUNIT_EXPECT_GT(test, parts, 0U);
}

/* 64 bytes: the subscription list is sent, and the capabilities come, in parts. */
static void long_messages_in_fragments(struct kunit *test)
{
	mock.max_fragment = 64;
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	KUNIT_EXPECT_TRUE(test, wait_drained());
	KUNIT_EXPECT_GE(test, mock.smallest_buffer, (size_t)64);
	expect_parts_together(test);
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_HOST_ERROR_MSG, 0), 0U);
	expect_manners(test);
}

/* A HOST_ERROR is due while a command is under way: it waits for the last part. */
static void nothing_between_fragments(struct kunit *test)
{
	const struct sent *before;
	unsigned int i;

	mock.max_fragment = 64;
	mock.interrupts = true;
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	KUNIT_EXPECT_TRUE(test, wait_drained());
	KUNIT_ASSERT_EQ(test, count_sent(MBIM_HOST_ERROR_MSG, 0), 1U);
	expect_parts_together(test);
	for (i = 1; mock.log[i].type != MBIM_HOST_ERROR_MSG; i++)
		;
	before = &mock.log[i - 1];
	KUNIT_EXPECT_GT(test, before->total, 1U);
	KUNIT_EXPECT_EQ(test, before->frag + 1, before->total);
	expect_manners(test);
}

/* Fetches take longer than a function may take between fragments: it is not late. */
static void slow_fetches(struct kunit *test, unsigned int errors)
{
	mock.max_fragment = 64;
	mock.later = true;
	mock.slow = true;
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	KUNIT_EXPECT_TRUE(test, wait_drained());
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_HOST_ERROR_MSG, 0), errors);
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_OPEN_MSG, 0), 1U);
}

/* All are announced at once, and there is other news while an error is sent. */
static void slow_fetches_of_what_waits(struct kunit *test)
{
	mock.interrupted = true;
	slow_fetches(test, 1);
}

/* Each is announced when the one before has been fetched. */
static void slow_fetches_one_by_one(struct kunit *test)
{
	mock.coalesce = true;
	slow_fetches(test, 0);
}

static void one_notification_for_all_fragments(struct kunit *test)
{
	mock.max_fragment = 64;
	mock.coalesce = true;
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	KUNIT_EXPECT_TRUE(test, wait_drained());
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_HOST_ERROR_MSG, 0), 0U);
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_OPEN_MSG, 0), 1U);
	expect_manners(test);
}

static void no_fetch_without_notification(struct kunit *test)
{
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	KUNIT_EXPECT_EQ(test, mock.empty_receives, 0U);
}

/* More notifications than responses: each costs one empty fetch, no more. */
static void notification_without_response(struct kunit *test)
{
	unsigned int i;

	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	for (i = 0; i < 10; i++)
		MbbDeviceResponseAvailable(mock.device);
	msleep(200);
	KUNIT_EXPECT_EQ(test, mock.empty_receives, 10U);
	stop(test);
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_CLOSE_MSG, 0), 1U);
}

static void fragments_out_of_order(struct kunit *test)
{
	unsigned int i;

	mock.max_fragment = 64;
	mock.command_fault = FAULT_ORDER;
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_sent(MBIM_HOST_ERROR_MSG, 0, 1));
	for (i = 0; i < mock.logged; i++)
		if (mock.log[i].type == MBIM_HOST_ERROR_MSG)
			KUNIT_EXPECT_EQ(test, mock.log[i].error,
					(u32)MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE);
	expect_manners(test);
}

static void open_refused_is_tried_again(struct kunit *test)
{
	mock.open_fault = FAULT_REFUSE;
	start(test);
	KUNIT_EXPECT_TRUE(test, wait_sent(MBIM_OPEN_MSG, 0, 2));
	KUNIT_EXPECT_TRUE(test, wait_open());
	KUNIT_EXPECT_NE(test, mock.log[0].tid, mock.log[1].tid);
}

static void open_with_another_size(struct kunit *test)
{
	mock.open_fault = FAULT_MAX_TRANSFER;
	start(test);
	KUNIT_EXPECT_TRUE(test, wait_open());
	KUNIT_EXPECT_EQ(test, mock.log[0].error, 512U);
	KUNIT_EXPECT_EQ(test, mock.log[1].error, 4096U);
}

static void function_that_forgot_is_opened_again(struct kunit *test)
{
	mock.command_fault = FAULT_NOT_OPENED;
	start(test);
	KUNIT_EXPECT_TRUE(test, wait_sent(MBIM_OPEN_MSG, 0, 2));
	KUNIT_EXPECT_TRUE(test, wait_sent(MBIM_COMMAND_MSG, MBIM_CID_DEVICE_CAPS, 2));
	msleep(100);
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_OPEN_MSG, 0), 2U);
}

/* Start-up does not wait for a function that is silent; removal not for long. */
static void silent_function(struct kunit *test)
{
	unsigned long before = jiffies;

	mock.open_fault = FAULT_MUTE;
	start(test);
	KUNIT_EXPECT_TRUE(test, time_before(jiffies, before + 5 * HZ));
	KUNIT_EXPECT_TRUE(test, wait_sent(MBIM_OPEN_MSG, 0, 1));
	stop(test);
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_CLOSE_MSG, 0), 1U);
	KUNIT_EXPECT_TRUE(test, time_before(jiffies, before + 20 * HZ));
}

/* ---- a client's mistakes ---- */

static void wrong_completion(struct kunit *test)
{
	u64 kind = nt_violation_count(RULE_REQUEST_KIND);
	u64 twice = nt_violation_count(RULE_REQUEST_NOT_OUTSTANDING);
	MBBREQUEST request;

	mock.hold = true;
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_event_timeout(mock.wait, mock.held,
						   msecs_to_jiffies(WAIT_MS)));
	request = mock.held;
	/* keeps the handle valid, and does not delay the completion */
	WdfObjectReference(request);
	MbbRequestCompleteWithInformation(request, STATUS_SUCCESS, 0);
	KUNIT_EXPECT_EQ(test, nt_violation_count(RULE_REQUEST_KIND), kind + 1);
	mock_complete(request, false, 0, 0);
	MbbRequestComplete(request, STATUS_SUCCESS);
	KUNIT_EXPECT_GE(test, nt_violation_count(RULE_REQUEST_NOT_OUTSTANDING), twice + 1);
	msleep(100);
	KUNIT_EXPECT_NULL(test, MbbRequestGetBuffer(request, NULL));
	WdfObjectDereference(request);
	expect_manners(test);
}

/* The next callback comes only after the completion. */
static void held_request_holds_the_channel(struct kunit *test)
{
	mock.hold = true;
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_event_timeout(mock.wait, mock.held,
						   msecs_to_jiffies(WAIT_MS)));
	MbbDeviceResponseAvailable(mock.device);
	msleep(200);
	KUNIT_EXPECT_EQ(test, mock.receives, 0U);
	mock_complete(mock.held, false, 0, 0);
	msleep(200);
	KUNIT_EXPECT_EQ(test, mock.receives, 1U);
	expect_manners(test);
}

static void failed_send_of_open_is_repeated(struct kunit *test)
{
	mock.hold = true;
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_event_timeout(mock.wait, mock.held,
						   msecs_to_jiffies(WAIT_MS)));
	mock.outstanding--;
	MbbRequestComplete(mock.held, STATUS_UNSUCCESSFUL);
	KUNIT_EXPECT_TRUE(test, wait_open());
}

static void start_without_parameters(struct kunit *test)
{
	u64 before = nt_violation_count(RULE_PARAMETERS);

	mock.no_parameters = true;
	start(test);
	KUNIT_EXPECT_EQ(test, nt_violation_count(RULE_PARAMETERS), before + 1);
	KUNIT_EXPECT_FALSE(test, mock.in_d0);
	KUNIT_EXPECT_EQ(test, mock.logged, 0U);
}

static void start_with_a_tiny_fragment(struct kunit *test)
{
	mock.max_fragment = 63;
	start(test);
	KUNIT_EXPECT_FALSE(test, mock.in_d0);
}

static void no_adapter_no_start(struct kunit *test)
{
	mock.no_adapter = true;
	start(test);
	KUNIT_EXPECT_FALSE(test, mock.in_d0);
	KUNIT_EXPECT_EQ(test, mock.logged, 0U);
}

static void wake_calls_at_the_wrong_time(struct kunit *test)
{
	u64 before = nt_violation_count(RULE_WAKE_TIME);

	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	MbbDeviceArmWake(mock.device);
	MbbDeviceDisarmWake(mock.device);
	KUNIT_EXPECT_EQ(test, nt_violation_count(RULE_WAKE_TIME), before + 2);
}

static void init_config_without_init(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, MbbDeviceInitConfig(NULL), STATUS_INVALID_PARAMETER);
}

static struct kunit_case channel_cases[] = {
	KUNIT_CASE(open_is_first_and_close_is_last),
	KUNIT_CASE(requests_completed_later),
	KUNIT_CASE(fragments_are_passive),
	KUNIT_CASE(fragments_anywhere),
	KUNIT_CASE(ids_are_unique),
	KUNIT_CASE(commands_can_be_told_apart),
	KUNIT_CASE(long_messages_in_fragments),
	KUNIT_CASE(nothing_between_fragments),
	KUNIT_CASE(slow_fetches_of_what_waits),
	KUNIT_CASE(slow_fetches_one_by_one),
	KUNIT_CASE(one_notification_for_all_fragments),
	KUNIT_CASE(no_fetch_without_notification),
	KUNIT_CASE(notification_without_response),
	KUNIT_CASE(fragments_out_of_order),
	KUNIT_CASE(open_refused_is_tried_again),
	KUNIT_CASE(open_with_another_size),
	KUNIT_CASE(function_that_forgot_is_opened_again),
	KUNIT_CASE(silent_function),
	KUNIT_CASE(wrong_completion),
	KUNIT_CASE(held_request_holds_the_channel),
	KUNIT_CASE(failed_send_of_open_is_repeated),
	KUNIT_CASE(start_without_parameters),
	KUNIT_CASE(start_with_a_tiny_fragment),
	KUNIT_CASE(no_adapter_no_start),
	KUNIT_CASE(wake_calls_at_the_wrong_time),
	KUNIT_CASE(init_config_without_init),
	{}
};

static struct kunit_suite channel_suite = {
	.name = "mbbcx_channel",
	.init = mock_init,
	.exit = mock_exit,
	.test_cases = channel_cases,
};

kunit_test_suite(channel_suite);

MODULE_IMPORT_NS(MBBCX);
MODULE_IMPORT_NS(NDIS_SHIM);
MODULE_IMPORT_NS(NDIS_SHIM_INTERNAL);
MODULE_LICENSE("GPL");
