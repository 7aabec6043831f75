// SPDX-License-Identifier: GPL-2.0
/*
 * MbbCx in the power sequence: CLOSE where it must be, wake armed and undone,
 * OPEN again, and an unplugged device that nobody waits for.
 */
#include "mbb_mock.h"

#define RULE_REQUEST_KEPT	607	/* mbbcx/rules.def */

static void sleep_unarmed_closes(struct kunit *test)
{
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	KUNIT_ASSERT_EQ(test, wdf_root_suspend(root_device(), true, false), 0);
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_CLOSE_MSG, 0), 1U);
	KUNIT_EXPECT_FALSE(test, mock.in_d0);
	MbbDeviceResponseAvailable(mock.device);	/* too late: ignored */
	KUNIT_ASSERT_EQ(test, wdf_root_resume(root_device(), false, false), 0);
	KUNIT_EXPECT_TRUE(test, wait_sent(MBIM_OPEN_MSG, 0, 2));
	msleep(100);
	KUNIT_EXPECT_EQ(test, mock.empty_receives, 0U);
	expect_manners(test);
}

static void sleep_armed_stays_open(struct kunit *test)
{
	unsigned int lists;

	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	lists = count_sent(MBIM_COMMAND_MSG, MBIM_CID_DEVICE_SERVICE_SUBSCRIBE_LIST);
	KUNIT_ASSERT_EQ(test, wdf_root_suspend(root_device(), true, true), 0);
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_CLOSE_MSG, 0), 0U);
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_COMMAND_MSG,
					 MBIM_CID_DEVICE_SERVICE_SUBSCRIBE_LIST), lists + 1);
	KUNIT_ASSERT_EQ(test, wdf_root_resume(root_device(), false, true), 0);
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_COMMAND_MSG,
					 MBIM_CID_DEVICE_SERVICE_SUBSCRIBE_LIST), lists + 2);
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_OPEN_MSG, 0), 1U);
	expect_manners(test);
}

/* What woke us is announced as soon as the client listens, and only once. */
static void notify_at_once(void)
{
	u32 notify;

	spin_lock_bh(&mock.lock);
	notify = mock_done(MBIM_FUNCTION_ERROR_MSG, 0, MBIM_ERROR_UNKNOWN);
	spin_unlock_bh(&mock.lock);
	while (notify--)
		MbbDeviceResponseAvailable(mock.device);
}

static void notification_inside_d0_entry_counts(struct kunit *test)
{
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	KUNIT_ASSERT_EQ(test, wdf_root_suspend(root_device(), true, true), 0);
	mock.d0_entry = notify_at_once;
	KUNIT_ASSERT_EQ(test, wdf_root_resume(root_device(), false, true), 0);
	KUNIT_EXPECT_TRUE(test, wait_drained());
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_OPEN_MSG, 0), 1U);
	expect_manners(test);
}

static void sleep_that_cannot_be_armed_closes(struct kunit *test)
{
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	mock.wake_refused = true;
	KUNIT_ASSERT_EQ(test, wdf_root_suspend(root_device(), true, true), 0);
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_CLOSE_MSG, 0), 1U);
	KUNIT_ASSERT_EQ(test, wdf_root_resume(root_device(), false, false), 0);
	KUNIT_EXPECT_TRUE(test, wait_sent(MBIM_OPEN_MSG, 0, 2));
}

static void sleep_of_a_function_that_forgets(struct kunit *test)
{
	unsigned long before;

	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	mock.list_fault = FAULT_NOT_OPENED;
	before = jiffies;
	KUNIT_ASSERT_EQ(test, wdf_root_suspend(root_device(), true, true), 0);
	KUNIT_EXPECT_TRUE(test, time_before(jiffies, before + 20 * HZ));
	KUNIT_ASSERT_EQ(test, wdf_root_resume(root_device(), false, false), 0);
	KUNIT_EXPECT_TRUE(test, wait_sent(MBIM_OPEN_MSG, 0, 2));
}

static void lost_power_opens_again(struct kunit *test)
{
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	KUNIT_ASSERT_EQ(test, wdf_root_suspend(root_device(), true, true), 0);
	KUNIT_ASSERT_EQ(test, wdf_root_resume(root_device(), true, false), 0);
	KUNIT_EXPECT_TRUE(test, wait_sent(MBIM_OPEN_MSG, 0, 2));
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_CLOSE_MSG, 0), 0U);
}

static void shutdown_closes(struct kunit *test)
{
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	wdf_root_shutdown(root_device());
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_CLOSE_MSG, 0), 1U);
}

static void unplugged_sends_nothing(struct kunit *test)
{
	unsigned long before;

	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	before = jiffies;
	wdf_root_surprise_remove(root_device());
	KUNIT_EXPECT_TRUE(test, time_before(jiffies, before + 2 * HZ));
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_CLOSE_MSG, 0), 0U);
	expect_manners(test);
}

/* The client keeps its request for a while after the device is gone. */
static void unplugged_with_a_request(struct kunit *test)
{
	unsigned long before;

	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	mock.later = true;
	MbbDeviceResponseAvailable(mock.device);
	before = jiffies;
	wdf_root_surprise_remove(root_device());
	KUNIT_EXPECT_TRUE(test, time_before(jiffies, before + 2 * HZ));
	expect_manners(test);
}

/* The client never gives it back in time: the device goes, the memory stays. */
static void unplugged_and_the_request_is_kept(struct kunit *test)
{
	u64 kept = nt_violation_count(RULE_REQUEST_KEPT);
	unsigned long before;

	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	mock.hold = true;
	MbbDeviceResponseAvailable(mock.device);
	KUNIT_ASSERT_TRUE(test, wait_event_timeout(mock.wait, mock.held,
						   msecs_to_jiffies(WAIT_MS)));
	before = jiffies;
	wdf_root_surprise_remove(root_device());
	KUNIT_EXPECT_TRUE(test, time_before(jiffies, before + 20 * HZ));
	KUNIT_EXPECT_EQ(test, nt_violation_count(RULE_REQUEST_KEPT), kept + 1);
	memset(MbbRequestGetBuffer(mock.held, NULL), 0xff, mock.max_fragment);
	MbbRequestCompleteWithInformation(mock.held, STATUS_CANCELLED, 0);
}

static struct kunit_case power_cases[] = {
	KUNIT_CASE(sleep_unarmed_closes),
	KUNIT_CASE(sleep_armed_stays_open),
	KUNIT_CASE(notification_inside_d0_entry_counts),
	KUNIT_CASE(sleep_that_cannot_be_armed_closes),
	KUNIT_CASE(sleep_of_a_function_that_forgets),
	KUNIT_CASE(lost_power_opens_again),
	KUNIT_CASE(shutdown_closes),
	KUNIT_CASE(unplugged_sends_nothing),
	KUNIT_CASE(unplugged_with_a_request),
	KUNIT_CASE(unplugged_and_the_request_is_kept),
	{}
};

static struct kunit_suite power_suite = {
	.name = "mbbcx_power",
	.init = mock_init,
	.exit = mock_exit,
	.test_cases = power_cases,
};

kunit_test_suite(power_suite);

MODULE_IMPORT_NS(MBBCX);
MODULE_IMPORT_NS(NDIS_SHIM);
MODULE_IMPORT_NS(NDIS_SHIM_INTERNAL);
MODULE_LICENSE("GPL");
