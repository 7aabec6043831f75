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

/* A message's head: type, TransactionId, and what follows it. */
static void message(u8 msg[20], u32 type, u32 id, u32 first, u32 second)
{
	memset(msg, 0, 20);
	LePut32(msg, type);
	LePut32(msg + 8, id);
	LePut32(msg + 12, first);
	LePut32(msg + 16, second);
}

static u32 send(u32 type, u32 id, u32 first, u32 second)
{
	u8 msg[20];

	message(msg, type, id, first, second);
	return MissedSent(&missed, msg, sizeof(msg));
}

static u32 receive(u32 type, u32 id, u32 first, u32 second)
{
	u8 msg[20];

	message(msg, type, id, first, second);
	return MissedRead(&missed, msg, sizeof(msg));
}

static u32 command(u32 id)
{
	return send(MBIM_COMMAND_MSG, id, 1, 0);
}

static u32 answer(u32 id)
{
	return receive(MBIM_COMMAND_DONE, id, 1, 0);
}

static u32 indication(void)
{
	return receive(0x80000007, 0, 1, 0);
}

static u32 nothing(void)
{
	return MissedRead(&missed, NULL, 0);
}

static void healthy_devices_are_not_asked(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, command(1), MISSED_PATIENCE_MS);
	KUNIT_EXPECT_EQ(test, command(2), MISSED_PATIENCE_MS);
	KUNIT_EXPECT_EQ(test, MissedAnnounced(&missed), MISSED_PATIENCE_MS);
	KUNIT_EXPECT_EQ(test, answer(1), MISSED_PATIENCE_MS);
	KUNIT_EXPECT_EQ(test, indication(), MISSED_PATIENCE_MS);
	KUNIT_EXPECT_EQ(test, answer(2), 0U);
	KUNIT_EXPECT_FALSE(test, MissedExpired(&missed));
	/* an announcement of nothing is not a guess of ours */
	KUNIT_EXPECT_EQ(test, MissedAnnounced(&missed), 0U);
	KUNIT_EXPECT_EQ(test, nothing(), 0U);
	KUNIT_EXPECT_EQ(test, missed.Delay, MISSED_PATIENCE_MS);
}

static void every_kind_of_answer_counts(struct kunit *test)
{
	command(1);
	KUNIT_EXPECT_NE(test, receive(MBIM_COMMAND_DONE, 1, 3, 0), 0U);
	KUNIT_EXPECT_NE(test, receive(MBIM_COMMAND_DONE, 1, 3, 1), 0U);
	KUNIT_EXPECT_EQ(test, receive(MBIM_COMMAND_DONE, 1, 3, 2), 0U);
	send(MBIM_COMMAND_MSG, 2, 2, 0);
	send(MBIM_COMMAND_MSG, 2, 2, 1);
	KUNIT_EXPECT_EQ(test, missed.Owed, 1U);
	KUNIT_EXPECT_EQ(test, receive(MBIM_FUNCTION_ERROR_MSG, 2, 6, 0), 0U);
	command(3);
	KUNIT_EXPECT_NE(test, send(MBIM_HOST_ERROR_MSG, 3, 1, 0), 0U);
	KUNIT_EXPECT_EQ(test, send(MBIM_HOST_ERROR_MSG, 3, MBIM_ERROR_CANCEL, 0), 0U);
	/* OPEN forgets what came before it, CLOSE_DONE as well */
	command(4);
	command(5);
	send(MBIM_OPEN_MSG, 6, 4096, 0);
	KUNIT_EXPECT_EQ(test, receive(MBIM_OPEN_DONE, 6, 0, 0), 0U);
	command(7);
	KUNIT_EXPECT_NE(test, send(MBIM_CLOSE_MSG, 8, 0, 0), 0U);
	KUNIT_EXPECT_EQ(test, receive(MBIM_CLOSE_DONE, 8, 0, 0), 0U);
	KUNIT_EXPECT_NE(test, send(MBIM_CLOSE_MSG, 9, 0, 0), 0U);
}

/* One answer does not pay for another. */
static void answers_are_told_apart(struct kunit *test)
{
	u32 i;

	command(1);
	command(2);
	/* twice, to nobody, and an error about nothing that was asked */
	KUNIT_EXPECT_NE(test, answer(2), 0U);
	KUNIT_EXPECT_NE(test, answer(2), 0U);
	KUNIT_EXPECT_NE(test, answer(77), 0U);
	KUNIT_EXPECT_NE(test, receive(MBIM_FUNCTION_ERROR_MSG, 0, 6, 0), 0U);
	KUNIT_EXPECT_EQ(test, answer(1), 0U);
	/* more than is ever under way: the oldest is given up */
	for (i = 0; i <= MISSED_MAXIMUM_OWED; i++)
		command(i);
	for (i = MISSED_MAXIMUM_OWED; i > 1; i--)
		KUNIT_EXPECT_NE(test, answer(i), 0U);
	KUNIT_EXPECT_EQ(test, answer(1), 0U);
}

static void lost_notification_is_found_out(struct kunit *test)
{
	command(1);
	KUNIT_EXPECT_TRUE(test, MissedExpired(&missed));
	/* right: what else is there? */
	KUNIT_EXPECT_EQ(test, answer(1), MISSED_AT_ONCE_MS);
	KUNIT_EXPECT_TRUE(test, MissedLoses(&missed));
	KUNIT_EXPECT_TRUE(test, MissedExpired(&missed));
	KUNIT_EXPECT_EQ(test, indication(), MISSED_AT_ONCE_MS);
	KUNIT_EXPECT_TRUE(test, MissedExpired(&missed));
	KUNIT_EXPECT_EQ(test, nothing(), 0U);
	/* and the next time it is asked sooner */
	KUNIT_EXPECT_EQ(test, command(2), MISSED_SHORT_MS);
	KUNIT_EXPECT_EQ(test, answer(2), 0U);
}

/* An answer that is announced while it is being guessed at proves no loss. */
static void announced_answer_is_no_right_guess(struct kunit *test)
{
	command(1);
	command(2);
	KUNIT_EXPECT_TRUE(test, MissedExpired(&missed));
	KUNIT_EXPECT_EQ(test, MissedAnnounced(&missed), MISSED_PATIENCE_MS);
	KUNIT_EXPECT_EQ(test, answer(1), MISSED_PATIENCE_MS);
	/* nor does the other read that is under way say anything */
	KUNIT_EXPECT_EQ(test, nothing(), MISSED_PATIENCE_MS);
	KUNIT_EXPECT_EQ(test, missed.Answer[0].Empty, 0U);
	/* while it is drained, the same: announced ones need their time */
	KUNIT_EXPECT_TRUE(test, MissedExpired(&missed));
	KUNIT_EXPECT_EQ(test, indication(), MISSED_AT_ONCE_MS);
	KUNIT_EXPECT_EQ(test, MissedAnnounced(&missed), MISSED_SHORT_MS);
	KUNIT_EXPECT_EQ(test, answer(2), 0U);
	KUNIT_EXPECT_FALSE(test, MissedExpired(&missed));
}

static void wrong_guesses_become_rare(struct kunit *test)
{
	u32 wait, id = 2;

	command(1);
	MissedExpired(&missed);
	answer(1);
	MissedExpired(&missed);
	nothing();
	for (wait = command(id); wait < MISSED_PATIENCE_MS; wait = command(++id)) {
		KUNIT_EXPECT_TRUE(test, MissedExpired(&missed));
		KUNIT_EXPECT_EQ(test, nothing(), min(2 * wait, MISSED_PATIENCE_MS));
	}
}

static void answer_that_never_comes(struct kunit *test)
{
	unsigned int i;

	command(1);
	for (i = 1; i < MISSED_MAXIMUM_EMPTY; i++) {
		KUNIT_EXPECT_TRUE(test, MissedExpired(&missed));
		KUNIT_EXPECT_NE(test, nothing(), 0U);
	}
	KUNIT_EXPECT_TRUE(test, MissedExpired(&missed));
	KUNIT_EXPECT_EQ(test, nothing(), 0U);
	KUNIT_EXPECT_FALSE(test, MissedExpired(&missed));
	/* the next one is worth asking for again */
	KUNIT_EXPECT_NE(test, command(2), 0U);
}

/* However much else is asked and answered meanwhile. */
static void answer_that_never_comes_in_traffic(struct kunit *test)
{
	unsigned int i;

	command(1);
	for (i = 0; i < MISSED_MAXIMUM_EMPTY; i++) {
		KUNIT_EXPECT_TRUE(test, MissedExpired(&missed));
		nothing();
		command(10 + i);
		answer(10 + i);
	}
	KUNIT_EXPECT_FALSE(test, MissedExpired(&missed));
	/* each has its own number of guesses */
	command(1);
	for (i = 1; i < MISSED_MAXIMUM_EMPTY; i++) {
		MissedExpired(&missed);
		nothing();
	}
	command(2);
	MissedExpired(&missed);
	KUNIT_EXPECT_NE(test, nothing(), 0U);
	KUNIT_EXPECT_EQ(test, answer(2), 0U);
	/* a right one says that the others may be lost, too */
	command(1);
	MissedExpired(&missed);
	nothing();
	MissedExpired(&missed);
	indication();
	KUNIT_EXPECT_EQ(test, missed.Answer[0].Empty, 0U);
}

static void failed_pipe_is_a_reason(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, MissedSuspect(&missed), 0U);
	MissedReset(&missed);
	command(1);
	KUNIT_EXPECT_EQ(test, MissedSuspect(&missed), MISSED_SHORT_MS);
	KUNIT_EXPECT_EQ(test, answer(1), 0U);
}

/* Ten answers are there, and the first one is announced. */
static void what_waits_is_read_ahead(struct kunit *test)
{
	unsigned int i;

	for (i = 1; i <= 10; i++)
		command(i);
	MissedAnnounced(&missed);
	for (i = 1; i < 10; i++) {
		answer(i);
		KUNIT_EXPECT_TRUE(test, MissedReadAhead(&missed));
		/* it proves no loss */
		KUNIT_EXPECT_FALSE(test, missed.Guess);
		KUNIT_EXPECT_EQ(test, missed.Delay, MISSED_PATIENCE_MS);
	}
	/* nothing more is owed */
	answer(10);
	KUNIT_EXPECT_FALSE(test, MissedReadAhead(&missed));
	/* the late announcements find nothing, and that is no wrong guess */
	for (i = 1; i < 10; i++) {
		MissedAnnounced(&missed);
		KUNIT_EXPECT_EQ(test, nothing(), 0U);
	}
	KUNIT_EXPECT_EQ(test, missed.Delay, MISSED_PATIENCE_MS);
	KUNIT_EXPECT_EQ(test, missed.Skip, 0U);
}

#define INTERVAL	32	/* of the interrupt pipe, in times that a read takes */

/*
 * Ten answers are there, announced one each interval, and MbbCx reads what is
 * announced or read ahead. Return: how long it takes, from the first announcement.
 */
static unsigned int drain(bool ahead)
{
	unsigned int now = 0, announced = 0, due = 0, id = 0;

	while (id < 10) {
		for (; announced < 10 && announced * INTERVAL <= now; announced++, due++)
			MissedAnnounced(&missed);
		if (!due) {
			now = announced * INTERVAL;
			continue;
		}
		due--;
		now++;
		answer(++id);
		if (ahead && MissedReadAhead(&missed))
			due++;
	}
	return now;
}

static void ten_answers_do_not_take_ten_intervals(struct kunit *test)
{
	unsigned int id;

	for (id = 1; id <= 10; id++)
		command(id);
	KUNIT_EXPECT_EQ(test, drain(false), 9U * INTERVAL + 1);
	MissedReset(&missed);
	for (id = 1; id <= 10; id++)
		command(id);
	KUNIT_EXPECT_EQ(test, drain(true), 10U);
}

static void what_is_announced_is_not_read_ahead(struct kunit *test)
{
	command(1);
	command(2);
	command(3);
	MissedAnnounced(&missed);
	MissedAnnounced(&missed);
	answer(1);
	KUNIT_EXPECT_FALSE(test, MissedReadAhead(&missed));
	answer(2);
	KUNIT_EXPECT_TRUE(test, MissedReadAhead(&missed));
	/* announced while it is read: whichever read finds nothing, nothing is learnt */
	MissedAnnounced(&missed);
	answer(3);
	KUNIT_EXPECT_EQ(test, missed.Announced, 0U);
	nothing();
	KUNIT_EXPECT_EQ(test, missed.Skip, 0U);
	/* a pipe that failed, a guess: what was announced is perhaps lost */
	command(4);
	MissedAnnounced(&missed);
	MissedSuspect(&missed);
	indication();
	KUNIT_EXPECT_TRUE(test, MissedReadAhead(&missed));
	nothing();
	MissedAnnounced(&missed);
	MissedExpired(&missed);
	KUNIT_EXPECT_EQ(test, missed.Announced, 0U);
	KUNIT_EXPECT_FALSE(test, MissedReadAhead(&missed));
}

/* A device that has one answer at a time is not asked for the next one. */
static void reading_ahead_is_learnt(struct kunit *test)
{
	u32 asked = 0, id, last = 0, gap = 0;

	command(0);
	for (id = 1; id < 1000; id++) {
		command(id);
		MissedAnnounced(&missed);
		answer(id - 1);
		if (!MissedReadAhead(&missed))
			continue;
		nothing();
		asked++;
		gap = id - last;
		last = id;
	}
	KUNIT_EXPECT_LE(test, asked, 22U);
	KUNIT_EXPECT_EQ(test, gap, MISSED_MAXIMUM_SKIP + 1);
	/* until it finds something */
	missed.Skip = 0;
	MissedAnnounced(&missed);
	indication();
	KUNIT_EXPECT_TRUE(test, MissedReadAhead(&missed));
	indication();
	KUNIT_EXPECT_TRUE(test, MissedReadAhead(&missed));
	nothing();
	KUNIT_EXPECT_EQ(test, missed.Skip, 1U);
}

static void short_messages_are_nothing(struct kunit *test)
{
	u8 msg[20] = {};

	LePut32(msg, MBIM_COMMAND_MSG);
	KUNIT_EXPECT_EQ(test, MissedSent(&missed, msg, 19), 0U);
	KUNIT_EXPECT_EQ(test, MissedSent(&missed, msg, 11), 0U);
	command(0);
	LePut32(msg, MBIM_COMMAND_DONE);
	LePut32(msg + 12, 1);
	KUNIT_EXPECT_NE(test, MissedRead(&missed, msg, 19), 0U);
	LePut32(msg, MBIM_FUNCTION_ERROR_MSG);
	KUNIT_EXPECT_NE(test, MissedRead(&missed, msg, 11), 0U);
}

/* Messages move the time, and leave the timer alone. */
static void timer_is_lazy(struct kunit *test)
{
	MISSED_WATCH watch = {};
	ULONGLONG again;

	KUNIT_EXPECT_EQ(test, MissedWatch(&watch, 1000, 30), 300000ULL);
	KUNIT_EXPECT_EQ(test, MissedWatch(&watch, 2000, 0), 0ULL);
	KUNIT_EXPECT_EQ(test, MissedWatch(&watch, 3000, 30), 0ULL);
	/* when it was started for, there was no hurry */
	KUNIT_EXPECT_FALSE(test, MissedFired(&watch, 301000, &again));
	KUNIT_EXPECT_EQ(test, again, 2000ULL);
	KUNIT_EXPECT_TRUE(test, MissedFired(&watch, 303000, &again));
	KUNIT_EXPECT_EQ(test, again, 0ULL);
	/* once only, and started anew for the next time */
	KUNIT_EXPECT_FALSE(test, MissedFired(&watch, 303001, &again));
	KUNIT_EXPECT_EQ(test, again, 0ULL);
	KUNIT_EXPECT_EQ(test, MissedWatch(&watch, 400000, 30), 300000ULL);
}

static void timer_for_nothing(struct kunit *test)
{
	MISSED_WATCH watch = {};
	ULONGLONG again;

	KUNIT_EXPECT_EQ(test, MissedWatch(&watch, 1000, 30), 300000ULL);
	KUNIT_EXPECT_EQ(test, MissedWatch(&watch, 2000, 0), 0ULL);
	KUNIT_EXPECT_FALSE(test, MissedFired(&watch, 301000, &again));
	KUNIT_EXPECT_EQ(test, again, 0ULL);
	KUNIT_EXPECT_EQ(test, MissedWatch(&watch, 302000, 1), 10000ULL);
}

/* What is wanted earlier is not left to a timer that fires later. */
static void timer_is_never_late(struct kunit *test)
{
	MISSED_WATCH watch = {};
	ULONGLONG again;

	KUNIT_EXPECT_EQ(test, MissedWatch(&watch, 1000, 30), 300000ULL);
	KUNIT_EXPECT_EQ(test, MissedWatch(&watch, 2000, 1), 10000ULL);
	KUNIT_EXPECT_TRUE(test, MissedFired(&watch, 12000, &again));
}

static struct kunit_case missed_cases[] = {
	KUNIT_CASE(healthy_devices_are_not_asked),
	KUNIT_CASE(every_kind_of_answer_counts),
	KUNIT_CASE(answers_are_told_apart),
	KUNIT_CASE(lost_notification_is_found_out),
	KUNIT_CASE(announced_answer_is_no_right_guess),
	KUNIT_CASE(wrong_guesses_become_rare),
	KUNIT_CASE(answer_that_never_comes),
	KUNIT_CASE(answer_that_never_comes_in_traffic),
	KUNIT_CASE(failed_pipe_is_a_reason),
	KUNIT_CASE(what_waits_is_read_ahead),
	KUNIT_CASE(ten_answers_do_not_take_ten_intervals),
	KUNIT_CASE(what_is_announced_is_not_read_ahead),
	KUNIT_CASE(reading_ahead_is_learnt),
	KUNIT_CASE(short_messages_are_nothing),
	KUNIT_CASE(timer_is_lazy),
	KUNIT_CASE(timer_for_nothing),
	KUNIT_CASE(timer_is_never_late),
	{}
};

static struct kunit_suite missed_suite = {
	.name = "mbim_usb_missed",
	.init = missed_init,
	.test_cases = missed_cases,
};

kunit_test_suite(missed_suite);

MODULE_LICENSE("GPL");
