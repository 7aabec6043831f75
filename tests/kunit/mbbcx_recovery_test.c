// SPDX-License-Identifier: GPL-2.0
/*
 * What MbbCx does about a function that is lost, silent or refuses: one remedy
 * after the other, each once, and an end to it. No case may take five minutes.
 */
#include "mbb_mock.h"

#define MINUTES		(60 * MSEC_PER_SEC)

static unsigned int prepared, entered;

static void count_prepare(void)
{
	prepared++;
}

static void count_entry(void)
{
	entered++;
}

static int recovery_init(struct kunit *test)
{
	prepared = 0;
	entered = 0;
	mock_init(test);
	mock.prepare = count_prepare;
	mock.d0_entry = count_entry;
	return 0;
}

/* The first remedy for a function that refuses, is mute or forgets. */
static void open_that_is_refused_ends_in_a_power_cycle(struct kunit *test)
{
	mock.open_fault = FAULT_REFUSE;
	mock.open_faults = 2;
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_sent_for(MBIM_OPEN_MSG, 0, 4, MINUTES));
	KUNIT_EXPECT_TRUE(test, wait_open());
	KUNIT_EXPECT_EQ(test, entered, 2U);
	KUNIT_EXPECT_EQ(test, prepared, 1U);
	msleep(2 * MINUTES);
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_OPEN_MSG, 0), 4U);
	/* never open: there was nothing to close */
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_CLOSE_MSG, 0), 0U);
	expect_manners(test);
}

static void mute_function_is_told_before_its_power_cycle(struct kunit *test)
{
	mock.open_fault = FAULT_MUTE;
	mock.open_faults = 2;
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_sent_for(MBIM_OPEN_MSG, 0, 4, 3 * MINUTES));
	KUNIT_EXPECT_TRUE(test, wait_open());
	KUNIT_EXPECT_EQ(test, entered, 2U);
	/* it may have heard one of them */
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_CLOSE_MSG, 0), 1U);
	expect_manners(test);
}

/* One that has never worked is not restarted: its ports stay, to say so. */
static void function_that_never_opens_is_left_alone(struct kunit *test)
{
	mock.open_fault = FAULT_REFUSE;
	mock.open_faults = 1000;
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_sent_for(MBIM_OPEN_MSG, 0, 6, MINUTES));
	msleep(3 * MINUTES);
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_OPEN_MSG, 0), 6U);
	KUNIT_EXPECT_EQ(test, entered, 2U);
	KUNIT_EXPECT_EQ(test, prepared, 1U);
	/* sleep and wake give it another chance */
	mock.open_fault = FAULT_NONE;
	KUNIT_ASSERT_EQ(test, wdf_root_suspend(root_device(), true, false), 0);
	KUNIT_ASSERT_EQ(test, wdf_root_resume(root_device(), false, false), 0);
	KUNIT_EXPECT_TRUE(test, wait_open());
	expect_manners(test);
}

/* OPEN again, then a power cycle, then a restart. */
static void function_that_forgets_over_and_over(struct kunit *test)
{
	mock.command_fault = FAULT_NOT_OPENED;
	mock.command_faults = 2;
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_sent_for(MBIM_COMMAND_MSG, MBIM_CID_DEVICE_CAPS, 4, MINUTES));
	msleep(MINUTES);
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_OPEN_MSG, 0), 4U);
	KUNIT_EXPECT_EQ(test, entered, 3U);
	KUNIT_EXPECT_EQ(test, prepared, 2U);
	expect_manners(test);
}

/* What happened long ago does not make the next remedy a harder one. */
static void remedy_that_helped_is_forgotten(struct kunit *test)
{
	unsigned int i;

	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	for (i = 1; i <= 2; i++) {
		u32 notify;

		msleep(2 * MINUTES + 5 * MSEC_PER_SEC);
		spin_lock_bh(&mock.lock);
		notify = mock_done(MBIM_FUNCTION_ERROR_MSG, 0, MBIM_ERROR_NOT_OPENED);
		spin_unlock_bh(&mock.lock);
		while (notify--)
			MbbDeviceResponseAvailable(mock.device);
		KUNIT_EXPECT_TRUE(test, wait_sent(MBIM_OPEN_MSG, 0, i + 1));
	}
	msleep(5 * MSEC_PER_SEC);
	KUNIT_EXPECT_EQ(test, entered, 1U);
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_OPEN_MSG, 0), 3U);
}

/* Unplugged while it is being recovered: nothing comes after it. */
static void unplug_ends_the_recovery(struct kunit *test)
{
	unsigned int closes;
	unsigned long before;

	mock.open_fault = FAULT_MUTE;
	mock.open_faults = 1000;
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_sent_for(MBIM_OPEN_MSG, 0, 3, 3 * MINUTES));
	msleep(31 * MSEC_PER_SEC);
	closes = count_sent(MBIM_CLOSE_MSG, 0);
	before = jiffies;
	wdf_root_surprise_remove(root_device());
	KUNIT_EXPECT_TRUE(test, time_before(jiffies, before + 2 * HZ));
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_CLOSE_MSG, 0), closes);
	KUNIT_EXPECT_LE(test, count_sent(MBIM_OPEN_MSG, 0), 4U);
	msleep(MINUTES);
	KUNIT_EXPECT_LE(test, count_sent(MBIM_OPEN_MSG, 0), 4U);
	KUNIT_EXPECT_FALSE(test, mock.outside_d0);
}

static struct kunit_case recovery_cases[] = {
	KUNIT_CASE(open_that_is_refused_ends_in_a_power_cycle),
	KUNIT_CASE(mute_function_is_told_before_its_power_cycle),
	KUNIT_CASE(function_that_never_opens_is_left_alone),
	KUNIT_CASE(function_that_forgets_over_and_over),
	KUNIT_CASE(remedy_that_helped_is_forgotten),
	KUNIT_CASE(unplug_ends_the_recovery),
	{}
};

static struct kunit_suite recovery_suite = {
	.name = "mbbcx_recovery",
	.init = recovery_init,
	.exit = mock_exit,
	.test_cases = recovery_cases,
};

kunit_test_suite(recovery_suite);

MODULE_IMPORT_NS(MBBCX);
MODULE_IMPORT_NS(NDIS_SHIM);
MODULE_IMPORT_NS(NDIS_SHIM_INTERNAL);
MODULE_LICENSE("GPL");
