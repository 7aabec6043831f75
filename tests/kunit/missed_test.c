// SPDX-License-Identifier: GPL-2.0
/*
 * mbim_usb's search for answers that were not announced: when a device is asked,
 * and when it is left alone.
 */
#include <kunit/test.h>
#include <linux/module.h>
#include <linux/string.h>

#include "../../drivers/mbim_usb/missed.c"

static MISSED missed;

static int missed_init(struct kunit *test)
{
	MissedReset(&missed);
	return 0;
}

/* A message's head: type, and what follows the TransactionId. */
static u32 send(u32 type, u32 first, u32 second)
{
	u8 msg[20] = {};

	LePut32(msg, type);
	LePut32(msg + 12, first);
	LePut32(msg + 16, second);
	return MissedSent(&missed, msg, sizeof(msg));
}

static u32 receive(u32 type, u32 first, u32 second)
{
	u8 msg[20] = {};

	LePut32(msg, type);
	LePut32(msg + 12, first);
	LePut32(msg + 16, second);
	return MissedRead(&missed, msg, sizeof(msg));
}

static u32 command(void)
{
	return send(MBIM_COMMAND_MSG, 1, 0);
}

static u32 answer(void)
{
	return receive(MBIM_COMMAND_DONE, 1, 0);
}

static u32 nothing(void)
{
	return MissedRead(&missed, NULL, 0);
}

static void healthy_devices_are_not_asked(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, command(), MISSED_PATIENCE_MS);
	KUNIT_EXPECT_EQ(test, command(), MISSED_PATIENCE_MS);
	KUNIT_EXPECT_EQ(test, answer(), MISSED_PATIENCE_MS);
	KUNIT_EXPECT_EQ(test, receive(0x80000007, 1, 0), MISSED_PATIENCE_MS);
	KUNIT_EXPECT_EQ(test, answer(), 0U);
	KUNIT_EXPECT_FALSE(test, MissedExpired(&missed));
	/* an announcement of nothing is not a guess of ours */
	KUNIT_EXPECT_EQ(test, nothing(), 0U);
	KUNIT_EXPECT_EQ(test, missed.Delay, MISSED_PATIENCE_MS);
}

static void every_kind_of_answer_counts(struct kunit *test)
{
	command();
	KUNIT_EXPECT_NE(test, receive(MBIM_COMMAND_DONE, 3, 0), 0U);
	KUNIT_EXPECT_NE(test, receive(MBIM_COMMAND_DONE, 3, 1), 0U);
	KUNIT_EXPECT_EQ(test, receive(MBIM_COMMAND_DONE, 3, 2), 0U);
	send(MBIM_COMMAND_MSG, 2, 0);
	send(MBIM_COMMAND_MSG, 2, 1);
	KUNIT_EXPECT_EQ(test, missed.Owed, 1U);
	KUNIT_EXPECT_EQ(test, receive(MBIM_FUNCTION_ERROR_MSG, 6, 0), 0U);
	KUNIT_EXPECT_NE(test, send(MBIM_CLOSE_MSG, 0, 0), 0U);
	KUNIT_EXPECT_EQ(test, receive(MBIM_CLOSE_DONE, 0, 0), 0U);
	command();
	KUNIT_EXPECT_NE(test, send(MBIM_HOST_ERROR_MSG, 1, 0), 0U);
	KUNIT_EXPECT_EQ(test, send(MBIM_HOST_ERROR_MSG, MBIM_ERROR_CANCEL, 0), 0U);
	/* OPEN forgets what came before it */
	command();
	command();
	send(MBIM_OPEN_MSG, 4096, 0);
	KUNIT_EXPECT_EQ(test, receive(MBIM_OPEN_DONE, 0, 0), 0U);
	/* a device that answers twice owes no less than nothing */
	answer();
	KUNIT_EXPECT_NE(test, command(), 0U);
	KUNIT_EXPECT_EQ(test, answer(), 0U);
}

static void lost_notification_is_found_out(struct kunit *test)
{
	command();
	KUNIT_EXPECT_TRUE(test, MissedExpired(&missed));
	/* right: what else is there? */
	KUNIT_EXPECT_EQ(test, answer(), MISSED_AT_ONCE_MS);
	KUNIT_EXPECT_TRUE(test, MissedLoses(&missed));
	KUNIT_EXPECT_TRUE(test, MissedExpired(&missed));
	KUNIT_EXPECT_EQ(test, receive(0x80000007, 1, 0), MISSED_AT_ONCE_MS);
	KUNIT_EXPECT_TRUE(test, MissedExpired(&missed));
	KUNIT_EXPECT_EQ(test, nothing(), 0U);
	/* and the next time it is asked sooner */
	KUNIT_EXPECT_EQ(test, command(), MISSED_SHORT_MS);
	KUNIT_EXPECT_EQ(test, answer(), 0U);
}

static void wrong_guesses_become_rare(struct kunit *test)
{
	u32 wait;

	command();
	MissedExpired(&missed);
	answer();
	MissedExpired(&missed);
	nothing();
	for (wait = command(); wait < MISSED_PATIENCE_MS; wait = command()) {
		KUNIT_EXPECT_TRUE(test, MissedExpired(&missed));
		KUNIT_EXPECT_EQ(test, nothing(), min(2 * wait, MISSED_PATIENCE_MS));
	}
}

static void answer_that_never_comes(struct kunit *test)
{
	unsigned int i;

	command();
	for (i = 1; i < MISSED_MAXIMUM_EMPTY; i++) {
		KUNIT_EXPECT_TRUE(test, MissedExpired(&missed));
		KUNIT_EXPECT_NE(test, nothing(), 0U);
	}
	KUNIT_EXPECT_TRUE(test, MissedExpired(&missed));
	KUNIT_EXPECT_EQ(test, nothing(), 0U);
	KUNIT_EXPECT_FALSE(test, MissedExpired(&missed));
	/* the next one is worth asking for again */
	KUNIT_EXPECT_NE(test, command(), 0U);
}

static void failed_pipe_is_a_reason(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, MissedSuspect(&missed), 0U);
	MissedReset(&missed);
	command();
	KUNIT_EXPECT_EQ(test, MissedSuspect(&missed), MISSED_SHORT_MS);
	KUNIT_EXPECT_EQ(test, answer(), 0U);
}

static void short_messages_are_nothing(struct kunit *test)
{
	u8 msg[20] = {};

	LePut32(msg, MBIM_COMMAND_MSG);
	KUNIT_EXPECT_EQ(test, MissedSent(&missed, msg, 19), 0U);
	KUNIT_EXPECT_EQ(test, MissedSent(&missed, msg, 11), 0U);
	command();
	LePut32(msg, MBIM_COMMAND_DONE);
	LePut32(msg + 12, 1);
	KUNIT_EXPECT_NE(test, MissedRead(&missed, msg, 19), 0U);
	LePut32(msg, MBIM_FUNCTION_ERROR_MSG);
	KUNIT_EXPECT_NE(test, MissedRead(&missed, msg, 11), 0U);
}

static struct kunit_case missed_cases[] = {
	KUNIT_CASE(healthy_devices_are_not_asked),
	KUNIT_CASE(every_kind_of_answer_counts),
	KUNIT_CASE(lost_notification_is_found_out),
	KUNIT_CASE(wrong_guesses_become_rare),
	KUNIT_CASE(answer_that_never_comes),
	KUNIT_CASE(failed_pipe_is_a_reason),
	KUNIT_CASE(short_messages_are_nothing),
	{}
};

static struct kunit_suite missed_suite = {
	.name = "mbim_usb_missed",
	.init = missed_init,
	.test_cases = missed_cases,
};
kunit_test_suite(missed_suite);

MODULE_LICENSE("GPL");
