// SPDX-License-Identifier: GPL-2.0
/*
 * Who makes the steps of MbbCx's control channel, and where: the worker, a program in
 * write(), the client in its completions; and the way of an answer up.
 */
#include "mbb_step_mock.h"

/* ---- cases: sending ---- */

/* Nothing is known of the client, then that it returns before the fragment is sent. */
static void write_sends_where_it_is(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, write_command(&bed->c[0], &bed->a), 0);
	KUNIT_ASSERT_TRUE(test, wait_out());
	KUNIT_EXPECT_PTR_NE(test, bed->caller, current);
	bed->manner = LATER;
	complete_here(bed->out);
	KUNIT_ASSERT_TRUE(test, wait_over(&bed->c[0]));

	bed->manner = KEEP;
	be_prompt(test);
	KUNIT_ASSERT_EQ(test, write_command(&bed->c[1], &bed->a), 0);
	KUNIT_EXPECT_NOT_NULL(test, bed->out);
	KUNIT_EXPECT_PTR_EQ(test, bed->caller, current);
	complete_here(bed->out);
	KUNIT_ASSERT_TRUE(test, wait_out());	/* the fetch is the worker's */
	KUNIT_EXPECT_PTR_NE(test, bed->caller, current);
	complete_here(bed->out);
	KUNIT_EXPECT_TRUE(test, wait_over(&bed->c[1]));
}

/* Completed inside the callback: nobody recurses, and no program is kept there. */
static void client_that_keeps_its_caller(struct kunit *test)
{
	unsigned int i;

	bed->manner = AT_ONCE;
	for (i = 0; i < COMMANDS; i++) {
		KUNIT_ASSERT_EQ(test, write_command(&bed->c[i], &bed->a), 0);
		KUNIT_ASSERT_TRUE(test, wait_over(&bed->c[i]));
		KUNIT_EXPECT_PTR_NE(test, bed->caller, current);
	}
	KUNIT_EXPECT_FALSE(test, bed->mbb.ch.prompt);
	KUNIT_EXPECT_EQ(test, bed->sends, (unsigned int)COMMANDS);
}

/* It was prompt until now: one write() learns that it is not, and leaves the rest. */
static void client_that_keeps_its_caller_now(struct kunit *test)
{
	unsigned int i;

	be_prompt(test);
	bed->manner = AT_ONCE;
	for (i = 0; i < 3; i++)
		KUNIT_ASSERT_EQ(test, write_command(&bed->c[i], &bed->a), 0);
	for (i = 0; i < 3; i++)
		KUNIT_EXPECT_TRUE(test, wait_over(&bed->c[i]));
	KUNIT_EXPECT_FALSE(test, bed->mbb.ch.prompt);
	KUNIT_EXPECT_EQ(test, bed->sends, 3U);
}

static void write_waits_for_its_turn(struct kunit *test)
{
	be_prompt(test);
	KUNIT_ASSERT_EQ(test, write_command(&bed->c[0], &bed->a), 0);
	KUNIT_ASSERT_EQ(test, write_command(&bed->c[1], &bed->b), 0);
	KUNIT_EXPECT_EQ(test, bed->sends, 1U);
	bed->manner = LATER;
	complete_here(bed->out);
	KUNIT_EXPECT_TRUE(test, wait_over(&bed->c[0]));
	KUNIT_EXPECT_TRUE(test, wait_over(&bed->c[1]));
	KUNIT_EXPECT_EQ(test, bed->sends, 2U);
}

/* What is sent in the middle of one, the worker sends. */
static void write_in_a_power_transition(struct kunit *test)
{
	struct mbb_device *mbb = &bed->mbb;
	unsigned long flags;

	be_prompt(test);
	spin_lock_irqsave(&mbb->lock, flags);
	mbb->hold = true;
	spin_unlock_irqrestore(&mbb->lock, flags);
	bed->c[0].cmd.during_power = true;
	KUNIT_ASSERT_EQ(test, write_command(&bed->c[0], &mbb->own), 0);
	KUNIT_ASSERT_TRUE(test, wait_out());
	KUNIT_EXPECT_PTR_NE(test, bed->caller, current);
	bed->manner = LATER;
	complete_here(bed->out);
	KUNIT_EXPECT_TRUE(test, wait_over(&bed->c[0]));
}

struct writer {
	struct mbb_source *source;
	struct completion over;
	unsigned int answered;
};

static int writer(void *context)
{
	struct writer *w = context;
	struct test_command *c = kzalloc(sizeof(*c), GFP_KERNEL);
	unsigned int i;

	for (i = 0; c && i < WRITES; i++) {
		if (write_command(c, w->source) || !wait_over(c) || c->err)
			break;
		w->answered++;
	}
	/* the rest of what delivers it */
	mbb_source_drain(&bed->mbb, w->source);
	kfree(c);
	complete(&w->over);
	return 0;
}

/* Whoever has the token when the other comes: nothing is forgotten, nothing twice. */
static void two_writers(struct kunit *test, enum manner manner)
{
	struct writer w[2] = { { .source = &bed->a }, { .source = &bed->b } };
	struct task_struct *task;
	unsigned int i;

	bed->manner = manner;
	for (i = 0; i < 2; i++) {
		init_completion(&w[i].over);
		task = kthread_run(writer, &w[i], "step_writer%u", i);
		if (IS_ERR(task))
			complete(&w[i].over);
	}
	for (i = 0; i < 2; i++) {
		wait_for_completion(&w[i].over);
		KUNIT_EXPECT_EQ(test, w[i].answered, (unsigned int)WRITES);
	}
	KUNIT_EXPECT_EQ(test, bed->sends, 2U * WRITES);
	KUNIT_EXPECT_EQ(test, bed->receives, 2U * WRITES);
}

static void two_writers_at_once(struct kunit *test)
{
	two_writers(test, LATER);
}

static void two_writers_and_a_slow_client(struct kunit *test)
{
	two_writers(test, AT_ONCE);
}

/* ---- cases: what comes back ---- */

/* A command of c[0] is sent, and its fetch is out. */
static void fetch(struct kunit *test)
{
	be_prompt(test);
	KUNIT_ASSERT_EQ(test, write_command(&bed->c[0], &bed->a), 0);
	KUNIT_ASSERT_NOT_NULL(test, bed->out);
	complete_here(bed->out);
	KUNIT_ASSERT_TRUE(test, wait_out());
	KUNIT_ASSERT_EQ(test, bed->receives, 1U);
}

static void answer_goes_up_from_where_it_came(struct kunit *test)
{
	fetch(test);
	complete_here(bed->out);
	/* no waiting */
	KUNIT_EXPECT_TRUE(test, try_wait_for_completion(&bed->c[0].over));
	KUNIT_EXPECT_TRUE(test, bed->c[0].told_soon);
	KUNIT_EXPECT_PTR_EQ(test, bed->c[0].told_by, current);
	KUNIT_EXPECT_EQ(test, bed->a.live, 0U);
	KUNIT_EXPECT_EQ(test, atomic_read(&bed->power), 0);
	KUNIT_EXPECT_FALSE(test, bed->mbb.ch.stepping);
}

/* With interrupts off, or in one, nothing of that may be done. */
static void answer_in_an_interrupt_is_the_workers(struct kunit *test)
{
	unsigned long flags;

	fetch(test);
	local_irq_save(flags);
	client_complete(bed->out);
	local_irq_restore(flags);
	KUNIT_EXPECT_TRUE(test, wait_over(&bed->c[0]));
	KUNIT_EXPECT_PTR_NE(test, bed->c[0].told_by, current);
}

/* Deleting such a one calls the client, which must not be where it completes it. */
static void request_with_things_of_the_clients(struct kunit *test)
{
	fetch(test);
	bed->dressed = true;
	complete_here(bed->out);
	KUNIT_EXPECT_TRUE(test, wait_over(&bed->c[0]));
	KUNIT_EXPECT_PTR_NE(test, bed->c[0].told_by, current);
}

static void port_may_want_its_answer_later(struct kunit *test)
{
	bed->c[0].refuses = true;
	fetch(test);
	complete_here(bed->out);
	KUNIT_EXPECT_TRUE(test, wait_over(&bed->c[0]));
	KUNIT_EXPECT_FALSE(test, bed->c[0].told_soon);
	KUNIT_EXPECT_EQ(test, bed->c[0].err, 0);
	KUNIT_EXPECT_STREQ(test, bed->order, "d");
}

static void indication(void)
{
	void *msg = kvzalloc(64, GFP_KERNEL);

	if (msg)
		mbb_deliver_indication(&bed->mbb, msg, 64);
}

/* What was before it goes up before it. */
static void answer_overtakes_nothing(struct kunit *test)
{
	fetch(test);
	bed->blocks = true;
	indication();
	wait_for_completion(&bed->blocked);
	complete_here(bed->out);
	KUNIT_EXPECT_FALSE(test, try_wait_for_completion(&bed->c[0].over));
	bed->blocks = false;
	complete(&bed->block);
	KUNIT_EXPECT_TRUE(test, wait_over(&bed->c[0]));
	KUNIT_EXPECT_STREQ(test, bed->order, "id");
}

/* And what comes while it goes up comes after it. */
static void nothing_overtakes_an_answer(struct kunit *test)
{
	unsigned long flags;

	fetch(test);
	spin_lock_irqsave(&bed->mbb.lock, flags);
	KUNIT_EXPECT_TRUE(test, mbb_deliver_begin(&bed->mbb));
	spin_unlock_irqrestore(&bed->mbb.lock, flags);
	indication();
	msleep(50);
	KUNIT_EXPECT_STREQ(test, bed->order, "");
	spin_lock_irqsave(&bed->mbb.lock, flags);
	KUNIT_EXPECT_FALSE(test, mbb_deliver_begin(&bed->mbb));
	mbb_deliver_end(&bed->mbb, NULL);
	spin_unlock_irqrestore(&bed->mbb.lock, flags);
	mbb_deliver_flush(&bed->mbb);
	KUNIT_EXPECT_TRUE(test, list_empty(&bed->mbb.events));
	complete_here(bed->out);
	KUNIT_EXPECT_TRUE(test, wait_over(&bed->c[0]));
	KUNIT_EXPECT_STREQ(test, bed->order, "is");
}

/* One that its port wants later is still the first, before what came meanwhile. */
static void answer_put_off_keeps_its_place(struct kunit *test)
{
	struct mbb_command *cmd;
	unsigned long flags;

	fetch(test);
	spin_lock_irqsave(&bed->mbb.lock, flags);
	KUNIT_EXPECT_TRUE(test, mbb_deliver_begin(&bed->mbb));
	cmd = mbb_command_oldest(&bed->mbb);
	mbb_command_close(&bed->mbb, cmd, 0);
	spin_unlock_irqrestore(&bed->mbb.lock, flags);
	indication();
	spin_lock_irqsave(&bed->mbb.lock, flags);
	mbb_deliver_end(&bed->mbb, cmd);
	spin_unlock_irqrestore(&bed->mbb.lock, flags);
	mbb_deliver_flush(&bed->mbb);
	KUNIT_EXPECT_STREQ(test, bed->order, "di");
	complete_here(bed->out);
}

static int flusher(void *context)
{
	mbb_deliver_flush(&bed->mbb);
	complete(context);
	return 0;
}

/* The ports go only after the last answer, whoever brings it. */
static void flush_waits_for_an_answer(struct kunit *test)
{
	struct completion flushed;
	unsigned long flags;

	init_completion(&flushed);
	spin_lock_irqsave(&bed->mbb.lock, flags);
	KUNIT_EXPECT_TRUE(test, mbb_deliver_begin(&bed->mbb));
	spin_unlock_irqrestore(&bed->mbb.lock, flags);
	KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(flusher, &flushed, "step_flush")));
	indication();
	msleep(50);
	KUNIT_EXPECT_FALSE(test, try_wait_for_completion(&flushed));
	spin_lock_irqsave(&bed->mbb.lock, flags);
	mbb_deliver_end(&bed->mbb, NULL);
	spin_unlock_irqrestore(&bed->mbb.lock, flags);
	wait_for_completion(&flushed);
	KUNIT_EXPECT_STREQ(test, bed->order, "i");
}

/* One reference is enough, and lasts until the request is back. */
static void command_keeps_the_device_awake_for_its_requests(struct kunit *test)
{
	int gets;

	be_prompt(test);
	gets = atomic_read(&bed->gets);
	KUNIT_ASSERT_EQ(test, write_command(&bed->c[0], &bed->a), 0);
	complete_here(bed->out);
	KUNIT_ASSERT_TRUE(test, wait_out());
	KUNIT_EXPECT_EQ(test, atomic_read(&bed->gets), gets + 1);
	/* it ends while the fetch is out */
	mbb_command_cancel(&bed->mbb, &bed->c[0].cmd);
	KUNIT_ASSERT_TRUE(test, wait_over(&bed->c[0]));
	KUNIT_EXPECT_EQ(test, atomic_read(&bed->power), 1);
	/* a HOST_ERROR is sent then, for which nobody lends one */
	complete_here(bed->out);
	KUNIT_ASSERT_TRUE(test, wait_out());
	KUNIT_EXPECT_EQ(test, atomic_read(&bed->power), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&bed->gets), gets + 2);
}

/* ---- cases: a client that may be called anywhere ---- */

static void client_that_may_be_called_anywhere(struct kunit *test)
{
	be_prompt(test);
	bed->mbb.fragments_anywhere = true;
	KUNIT_ASSERT_EQ(test, write_command(&bed->c[0], &bed->a), 0);
	KUNIT_ASSERT_NOT_NULL(test, bed->out);
	KUNIT_EXPECT_PTR_EQ(test, bed->caller, current);
	KUNIT_EXPECT_TRUE(test, bed->passive);
	KUNIT_ASSERT_EQ(test, write_command(&bed->c[1], &bed->a), 0);
	KUNIT_EXPECT_EQ(test, bed->sends, 1U);

	/* the next one goes out from the completion, the fetch from the notification */
	complete_here(bed->out);
	KUNIT_EXPECT_EQ(test, bed->sends, 2U);
	KUNIT_ASSERT_NOT_NULL(test, bed->out);
	KUNIT_EXPECT_EQ(test, bed->receives, 0U);
	complete_here(bed->out);
	KUNIT_ASSERT_EQ(test, bed->receives, 1U);
	KUNIT_EXPECT_FALSE(test, bed->passive);
	complete_here(bed->out);
	KUNIT_EXPECT_TRUE(test, try_wait_for_completion(&bed->c[0].over));
	KUNIT_ASSERT_EQ(test, bed->receives, 2U);
	complete_here(bed->out);
	KUNIT_EXPECT_TRUE(test, try_wait_for_completion(&bed->c[1].over));
	KUNIT_EXPECT_STREQ(test, bed->order, "ss");
	KUNIT_EXPECT_PTR_EQ(test, bed->caller, current);
	KUNIT_EXPECT_FALSE(test, bed->mbb.ch.stepping);
	KUNIT_EXPECT_EQ(test, bed->a.live, 0U);
}

/* Nor does it recurse when it completes at once. */
static void anywhere_and_at_once(struct kunit *test)
{
	unsigned int i;

	bed->mbb.fragments_anywhere = true;
	bed->manner = AT_ONCE;
	for (i = 0; i < COMMANDS; i++) {
		KUNIT_ASSERT_EQ(test, write_command(&bed->c[i], &bed->a), 0);
		KUNIT_EXPECT_TRUE(test, wait_over(&bed->c[i]));
	}
	KUNIT_EXPECT_EQ(test, bed->sends, (unsigned int)COMMANDS);
	KUNIT_EXPECT_EQ(test, bed->receives, (unsigned int)COMMANDS);
}

static void two_writers_anywhere(struct kunit *test)
{
	bed->mbb.fragments_anywhere = true;
	two_writers(test, LATER);
}

static void notify_in_softirq(void)
{
	local_bh_disable();
	mbb_channel_notify(&bed->mbb);
	local_bh_enable();
}

static void anywhere_but_in_a_power_transition(struct kunit *test)
{
	bed->mbb.fragments_anywhere = true;
	WRITE_ONCE(bed->mbb.hold, true);
	notify_in_softirq();
	KUNIT_ASSERT_TRUE(test, wait_out());
	KUNIT_EXPECT_PTR_NE(test, bed->caller, current);
	KUNIT_EXPECT_TRUE(test, bed->passive);
	WRITE_ONCE(bed->mbb.hold, false);
	complete_here(bed->out);
}

static void anywhere_but_in_an_interrupt(struct kunit *test)
{
	unsigned long flags;

	bed->mbb.fragments_anywhere = true;
	local_irq_save(flags);
	mbb_channel_notify(&bed->mbb);
	local_irq_restore(flags);
	KUNIT_ASSERT_TRUE(test, wait_out());
	KUNIT_EXPECT_PTR_NE(test, bed->caller, current);
	KUNIT_EXPECT_TRUE(test, bed->passive);
	complete_here(bed->out);
}

static void request_is_used_again(struct kunit *test)
{
	struct mbb_request *first;

	bed->mbb.fragments_anywhere = true;
	function_owes(1);
	notify_in_softirq();
	first = bed->out;
	KUNIT_ASSERT_NOT_NULL(test, first);
	complete_here(first);
	flush_work(&bed->mbb.ch.work);
	notify_in_softirq();
	KUNIT_ASSERT_PTR_EQ(test, bed->out, first);
	/* nothing is left of what was read */
	KUNIT_EXPECT_NULL(test, memchr_inv(first->buf, 0, first->capacity));
	KUNIT_EXPECT_EQ(test, first->information, (size_t)0);
	/* the client keeps a reference */
	cx_object_get(first);
	complete_here(first);
	flush_work(&bed->mbb.ch.work);
	notify_in_softirq();
	KUNIT_ASSERT_NOT_NULL(test, bed->out);
	KUNIT_EXPECT_PTR_NE(test, bed->out, first);
	cx_object_put(first);
	complete_here(bed->out);
	flush_work(&bed->mbb.ch.work);
	/* the function takes longer messages now */
	bed->mbb.open.max_transfer = 2048;
	notify_in_softirq();
	KUNIT_ASSERT_NOT_NULL(test, bed->out);
	KUNIT_EXPECT_EQ(test, bed->out->capacity, (size_t)2048);
	complete_here(bed->out);
}

/* Whoever completes one twice has to find one that is gone. */
static void request_of_others_is_not_used_again(struct kunit *test)
{
	function_owes(1);
	notify_in_softirq();
	flush_work(&bed->mbb.ch.work);
	KUNIT_ASSERT_NOT_NULL(test, bed->out);
	complete_here(bed->out);
	flush_work(&bed->mbb.ch.work);
	KUNIT_EXPECT_NULL(test, bed->mbb.ch.spare[MBB_REQUEST_RECEIVE]);
}

/* ---- cases: the end ---- */

static int stopper(void *context)
{
	mbb_channel_stop(&bed->mbb);
	complete(context);
	return 0;
}

/* Does mbb_channel_stop() wait until @end has been called? */
static void stop_waits(struct kunit *test, void (*end)(void))
{
	struct completion stopped;
	unsigned int calls;

	init_completion(&stopped);
	KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(stopper, &stopped, "step_stop")));
	msleep(50);
	calls = bed->sends + bed->receives;
	KUNIT_EXPECT_FALSE(test, try_wait_for_completion(&stopped));
	end();
	wait_for_completion(&stopped);		/* it has a bound of its own */
	KUNIT_EXPECT_FALSE(test, bed->mbb.ch.stepping);
	KUNIT_EXPECT_NULL(test, bed->mbb.ch.req);
	msleep(20);
	KUNIT_EXPECT_EQ(test, bed->sends + bed->receives, calls);	/* no callback after */
}

static void end_request(void)
{
	complete_here(bed->out);
}

static void end_step(void)
{
	mbb_channel_leave(&bed->mbb);
}

static void stop_while_it_is_sent(struct kunit *test)
{
	be_prompt(test);
	KUNIT_ASSERT_EQ(test, write_command(&bed->c[0], &bed->a), 0);
	KUNIT_ASSERT_NOT_NULL(test, bed->out);
	stop_waits(test, end_request);
}

static void stop_while_it_is_fetched(struct kunit *test)
{
	fetch(test);
	stop_waits(test, end_request);
	KUNIT_EXPECT_TRUE(test, wait_over(&bed->c[0]));
}

static void stop_while_a_step_is_made(struct kunit *test)
{
	KUNIT_ASSERT_TRUE(test, mbb_channel_enter(&bed->mbb));
	KUNIT_ASSERT_EQ(test, write_command(&bed->c[0], &bed->a), 0);
	stop_waits(test, end_step);
	KUNIT_EXPECT_EQ(test, bed->sends, 0U);
}

/* What came while somebody was at it is found. */
static void step_is_made_when_the_token_is_back(struct kunit *test)
{
	bed->manner = LATER;
	KUNIT_ASSERT_TRUE(test, mbb_channel_enter(&bed->mbb));
	KUNIT_EXPECT_FALSE(test, mbb_channel_enter(&bed->mbb));
	KUNIT_ASSERT_EQ(test, write_command(&bed->c[0], &bed->a), 0);
	msleep(20);
	KUNIT_EXPECT_EQ(test, bed->sends, 0U);
	mbb_channel_leave(&bed->mbb);
	KUNIT_EXPECT_TRUE(test, wait_over(&bed->c[0]));
}

/* Unplugged: what is out comes back, and is the last. */
static void gone_while_it_is_sent(struct kunit *test)
{
	unsigned long flags;

	be_prompt(test);
	KUNIT_ASSERT_EQ(test, write_command(&bed->c[0], &bed->a), 0);
	KUNIT_ASSERT_EQ(test, write_command(&bed->c[1], &bed->b), 0);
	spin_lock_irqsave(&bed->mbb.lock, flags);
	bed->mbb.gone = true;
	bed->mbb.fn_open = false;
	mbb_commands_fail(&bed->mbb, MBB_FAIL_ALL, -ENODEV, 0);
	spin_unlock_irqrestore(&bed->mbb.lock, flags);
	KUNIT_EXPECT_TRUE(test, wait_over(&bed->c[0]));
	KUNIT_EXPECT_TRUE(test, wait_over(&bed->c[1]));
	KUNIT_EXPECT_EQ(test, bed->c[0].err, -ENODEV);
	stop_waits(test, end_request);
	KUNIT_EXPECT_EQ(test, bed->sends, 1U);
}

static void gone_while_it_is_fetched(struct kunit *test)
{
	unsigned long flags;

	fetch(test);
	spin_lock_irqsave(&bed->mbb.lock, flags);
	bed->mbb.gone = true;
	bed->mbb.fn_open = false;
	mbb_commands_fail(&bed->mbb, MBB_FAIL_ALL, -ENODEV, 0);
	spin_unlock_irqrestore(&bed->mbb.lock, flags);
	KUNIT_EXPECT_TRUE(test, wait_over(&bed->c[0]));
	stop_waits(test, end_request);
	KUNIT_EXPECT_FALSE(test, bed->c[0].told_soon);
}

/* ---- the suite ---- */

static struct kunit_case step_cases[] = {
	KUNIT_CASE(write_sends_where_it_is),
	KUNIT_CASE(client_that_keeps_its_caller),
	KUNIT_CASE(client_that_keeps_its_caller_now),
	KUNIT_CASE(write_waits_for_its_turn),
	KUNIT_CASE(write_in_a_power_transition),
	KUNIT_CASE(two_writers_at_once),
	KUNIT_CASE(two_writers_and_a_slow_client),
	KUNIT_CASE(answer_goes_up_from_where_it_came),
	KUNIT_CASE(answer_in_an_interrupt_is_the_workers),
	KUNIT_CASE(request_with_things_of_the_clients),
	KUNIT_CASE(port_may_want_its_answer_later),
	KUNIT_CASE(answer_overtakes_nothing),
	KUNIT_CASE(nothing_overtakes_an_answer),
	KUNIT_CASE(answer_put_off_keeps_its_place),
	KUNIT_CASE(flush_waits_for_an_answer),
	KUNIT_CASE(command_keeps_the_device_awake_for_its_requests),
	KUNIT_CASE(client_that_may_be_called_anywhere),
	KUNIT_CASE(anywhere_and_at_once),
	KUNIT_CASE(two_writers_anywhere),
	KUNIT_CASE(anywhere_but_in_a_power_transition),
	KUNIT_CASE(anywhere_but_in_an_interrupt),
	KUNIT_CASE(request_is_used_again),
	KUNIT_CASE(request_of_others_is_not_used_again),
	KUNIT_CASE(stop_while_it_is_sent),
	KUNIT_CASE(stop_while_it_is_fetched),
	KUNIT_CASE(stop_while_a_step_is_made),
	KUNIT_CASE(step_is_made_when_the_token_is_back),
	KUNIT_CASE(gone_while_it_is_sent),
	KUNIT_CASE(gone_while_it_is_fetched),
	{}
};

static struct kunit_suite step_suite = {
	.name = "mbbcx_step",
	.init = step_init,
	.exit = step_exit,
	.test_cases = step_cases,
};

kunit_test_suite(step_suite);

MODULE_IMPORT_NS(NDIS_SHIM);
MODULE_IMPORT_NS(NDIS_SHIM_INTERNAL);
MODULE_LICENSE("GPL");
