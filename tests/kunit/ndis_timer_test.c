// SPDX-License-Identifier: GPL-2.0
/*
 * Timers and work items: that they run, when, where and how often, and what is
 * left of them when their driver is unloaded. Those of miniports: ndis_im_timer.
 */
#include <linux/atomic.h>
#include <linux/completion.h>

#include "ndis_client.h"

static struct runs {
	atomic_t count;
	PVOID context;
	KIRQL irql;
	bool extra;			/* a SystemSpecific argument was not NULL */
	u64 at;
	PNDIS_TIMER again;		/* set again from the function */
	unsigned int again_ms;
	struct completion done;
	struct completion go;
} runs;

static int timer_setup_case(struct kunit *test)
{
	memset(&runs, 0, sizeof(runs));
	init_completion(&runs.done);
	init_completion(&runs.go);
	return client_setup(test);
}

static VOID timer_function(PVOID one, PVOID context, PVOID two, PVOID three)
{
	runs.context = context;
	runs.irql = KeGetCurrentIrql();
	runs.extra |= one || two || three;
	runs.at = ktime_get_ns();
	atomic_inc(&runs.count);
	if (runs.again)
		NdisSetTimer(runs.again, runs.again_ms);
	complete(&runs.done);
}

/* It runs within seconds, however slow the machine is. */
static void expect_run(struct kunit *test, struct completion *done)
{
	KUNIT_EXPECT_NE(test, wait_for_completion_timeout(done, 20 * HZ), 0ul);
}

/* ---- timers ---- */

static void timer_runs_once_and_late_enough(struct kunit *test)
{
	u64 start = ktime_get_ns();
	NDIS_TIMER timer;
	BOOLEAN cancelled = TRUE;

	NdisInitializeTimer(&timer, timer_function, &start);
	NdisSetTimer(&timer, 40);
	expect_run(test, &runs.done);
	KUNIT_EXPECT_GE(test, runs.at - start, 40 * (u64)NSEC_PER_MSEC);
	KUNIT_EXPECT_PTR_EQ(test, runs.context, (PVOID)&start);
	KUNIT_EXPECT_EQ(test, runs.irql, (KIRQL)DISPATCH_LEVEL);
	KUNIT_EXPECT_FALSE(test, runs.extra);
	msleep(100);
	KUNIT_EXPECT_EQ(test, atomic_read(&runs.count), 1);
	NdisCancelTimer(&timer, &cancelled);
	KUNIT_EXPECT_EQ(test, cancelled, FALSE);
	EXPECT_NO_VIOLATION(test);
}

static void timer_of_no_time(struct kunit *test)
{
	NDIS_TIMER timer;

	NdisInitializeTimer(&timer, timer_function, NULL);
	NdisSetTimer(&timer, 0);
	expect_run(test, &runs.done);
	KUNIT_EXPECT_EQ(test, atomic_read(&runs.count), 1);
}

static void timer_that_was_cancelled(struct kunit *test)
{
	NDIS_TIMER timer;
	BOOLEAN cancelled = TRUE;

	NdisInitializeTimer(&timer, timer_function, NULL);
	NdisCancelTimer(&timer, &cancelled);
	KUNIT_EXPECT_EQ(test, cancelled, FALSE);
	NdisSetTimer(&timer, 50);
	NdisCancelTimer(&timer, &cancelled);
	KUNIT_EXPECT_EQ(test, cancelled, TRUE);
	NdisCancelTimer(&timer, &cancelled);
	KUNIT_EXPECT_EQ(test, cancelled, FALSE);
	msleep(120);
	KUNIT_EXPECT_EQ(test, atomic_read(&runs.count), 0);
	EXPECT_NO_VIOLATION(test);
}

static void timer_set_again_begins_again(struct kunit *test)
{
	u64 start = ktime_get_ns();
	NDIS_TIMER timer;

	NdisInitializeTimer(&timer, timer_function, NULL);
	NdisSetTimer(&timer, 30000);
	NdisSetTimer(&timer, 60);
	expect_run(test, &runs.done);
	KUNIT_EXPECT_GE(test, runs.at - start, 60 * (u64)NSEC_PER_MSEC);
	NdisSetTimer(&timer, 20);
	NdisSetTimer(&timer, 30000);
	msleep(120);
	KUNIT_EXPECT_EQ(test, atomic_read(&runs.count), 1);
	NdisCancelTimer(&timer, &(BOOLEAN){ FALSE });
	EXPECT_NO_VIOLATION(test);
}

/* NdisSetTimerEx() sets it with another context, for that time and later ones. */
static void timer_with_another_context(struct kunit *test)
{
	u64 start = ktime_get_ns();
	NDIS_TIMER timer;

	NdisInitializeTimer(&timer, timer_function, &timer);
	NdisSetTimerEx(&timer, 30, &start);
	expect_run(test, &runs.done);
	KUNIT_EXPECT_PTR_EQ(test, runs.context, (PVOID)&start);
	KUNIT_EXPECT_GE(test, runs.at - start, 30 * (u64)NSEC_PER_MSEC);
	NdisSetTimer(&timer, 1);
	expect_run(test, &runs.done);
	KUNIT_EXPECT_PTR_EQ(test, runs.context, (PVOID)&start);
	EXPECT_NO_VIOLATION(test);
	memset(&timer, 0, sizeof(timer));
	NdisSetTimerEx(&timer, 30, &start);
	EXPECT_VIOLATIONS(test, NDIS_TIMER_MISUSE, 1);
}

/* Until it is cancelled; a period of no time is one all the same. */
static void timer_with_a_period(struct kunit *test)
{
	BOOLEAN cancelled = FALSE;
	NDIS_TIMER timer;
	unsigned int i;

	NdisInitializeTimer(&timer, timer_function, NULL);
	for (i = 0; i <= 10; i += 10) {
		u64 start = ktime_get_ns();

		atomic_set(&runs.count, 0);
		NdisSetPeriodicTimer(&timer, i);
		while (atomic_read(&runs.count) < 4)
			expect_run(test, &runs.done);
		KUNIT_EXPECT_GE(test, ktime_get_ns() - start, 4 * i * (u64)NSEC_PER_MSEC);
		NdisCancelTimer(&timer, &cancelled);
		KUNIT_EXPECT_EQ(test, cancelled, TRUE);
	}
	EXPECT_NO_VIOLATION(test);
}

static void timer_sets_itself(struct kunit *test)
{
	NDIS_TIMER timer;
	BOOLEAN cancelled = FALSE;

	NdisInitializeTimer(&timer, timer_function, NULL);
	runs.again = &timer;
	runs.again_ms = 1;
	NdisSetTimer(&timer, 1);
	while (atomic_read(&runs.count) < 3)
		expect_run(test, &runs.done);
	runs.again_ms = 30000;
	msleep(100);
	NdisCancelTimer(&timer, &cancelled);
	KUNIT_EXPECT_EQ(test, cancelled, TRUE);
	EXPECT_NO_VIOLATION(test);
}

static void timers_do_not_mix(struct kunit *test)
{
	static NDIS_TIMER timers[100];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(timers); i++) {
		NdisInitializeTimer(&timers[i], timer_function, NULL);
		NdisSetTimer(&timers[i], i & 1 ? 20 : 30000);
	}
	for (i = 0; i < ARRAY_SIZE(timers) / 2; i++)
		expect_run(test, &runs.done);
	msleep(60);
	KUNIT_EXPECT_EQ(test, atomic_read(&runs.count), 50);
	for (i = 0; i < ARRAY_SIZE(timers); i++) {
		BOOLEAN cancelled;

		NdisCancelTimer(&timers[i], &cancelled);
		KUNIT_EXPECT_EQ(test, (int)cancelled, i & 1 ? 0 : 1);
	}
}

static void timer_misuse(struct kunit *test)
{
	NDIS_TIMER timer = {};
	BOOLEAN cancelled = TRUE;

	NdisSetTimer(&timer, 1);
	EXPECT_VIOLATIONS(test, NDIS_TIMER_MISUSE, 1);
	NdisCancelTimer(&timer, &cancelled);
	EXPECT_VIOLATIONS(test, NDIS_TIMER_MISUSE, 1);
	KUNIT_EXPECT_EQ(test, cancelled, FALSE);
	/* Memory that was freed with a set timer in it, and is used again. */
	NdisInitializeTimer(&timer, timer_function, NULL);
	NdisSetTimer(&timer, 30);
	NdisInitializeTimer(&timer, timer_function, NULL);
	EXPECT_VIOLATIONS(test, NDIS_TIMER_MISUSE, 1);
	msleep(80);
	KUNIT_EXPECT_EQ(test, atomic_read(&runs.count), 0);
	NdisInitializeTimer(&timer, NULL, NULL);
	NdisSetTimer(&timer, 1);
	EXPECT_VIOLATIONS(test, NDIS_TIMER_MISUSE, 1);
}

static void timer_without_pointers(struct kunit *test)
{
	NDIS_TIMER timer;

	NdisInitializeTimer(NULL, timer_function, NULL);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
	NdisSetTimer(NULL, 1);
	EXPECT_VIOLATIONS(test, NDIS_TIMER_MISUSE, 1);
	NdisInitializeTimer(&timer, timer_function, NULL);
	NdisSetTimer(&timer, 50);
	NdisCancelTimer(&timer, NULL);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
	msleep(120);
	KUNIT_EXPECT_EQ(test, atomic_read(&runs.count), 0);
}

/* What the kernel queues is not in the driver's memory. */
static void timer_whose_memory_is_gone(struct kunit *test)
{
	PNDIS_TIMER timer;

	timer = kzalloc(sizeof(*timer), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, timer);
	NdisInitializeTimer(timer, timer_function, &runs);
	NdisSetTimer(timer, 30);
	memset(timer, 0xff, sizeof(*timer));
	kfree(timer);
	expect_run(test, &runs.done);
	KUNIT_EXPECT_PTR_EQ(test, runs.context, (PVOID)&runs);
}

static void timers_are_stopped_at_unload(struct kunit *test)
{
	NDIS_TIMER once;

	NdisInitializeTimer(&once, timer_function, NULL);
	NdisSetTimer(&once, 50);
	client_unload();
	EXPECT_VIOLATIONS(test, NDIS_TIMER_LEAK, 1);
	atomic_set(&runs.count, 0);
	msleep(120);
	KUNIT_EXPECT_EQ(test, atomic_read(&runs.count), 0);
}

/* ---- work items ---- */

struct job {
	NDIS_WORK_ITEM item;
	PNDIS_WORK_ITEM again;
	NDIS_STATUS status;
};

static VOID work_routine(PNDIS_WORK_ITEM item, PVOID context)
{
	runs.context = context;
	runs.irql = KeGetCurrentIrql();
	runs.extra |= item != context;
	atomic_inc(&runs.count);
	complete(&runs.done);
}

static void work_runs_in_process_context(struct kunit *test)
{
	NDIS_WORK_ITEM item;

	NdisInitializeWorkItem(&item, work_routine, &item);
	KUNIT_EXPECT_EQ(test, NdisScheduleWorkItem(&item), NDIS_STATUS_SUCCESS);
	expect_run(test, &runs.done);
	KUNIT_EXPECT_PTR_EQ(test, runs.context, (PVOID)&item);
	KUNIT_EXPECT_FALSE(test, runs.extra);
	KUNIT_EXPECT_EQ(test, runs.irql, (KIRQL)PASSIVE_LEVEL);
	/* At DISPATCH_LEVEL, too; and again. */
	local_bh_disable();
	KUNIT_EXPECT_EQ(test, NdisScheduleWorkItem(&item), NDIS_STATUS_SUCCESS);
	local_bh_enable();
	expect_run(test, &runs.done);
	KUNIT_EXPECT_EQ(test, atomic_read(&runs.count), 2);
	EXPECT_NO_VIOLATION(test);
}

static VOID work_frees(PNDIS_WORK_ITEM item, PVOID context)
{
	memset(item, 0xff, sizeof(*item));
	NdisFreeMemory(item, 0, 0);
	complete(context);
}

static void work_frees_its_item(struct kunit *test)
{
	PNDIS_WORK_ITEM item;

	KUNIT_ASSERT_EQ(test, NdisAllocateMemoryWithTag(&item, sizeof(*item), CLIENT_TAG),
			NDIS_STATUS_SUCCESS);
	NdisInitializeWorkItem(item, work_frees, &runs.done);
	KUNIT_EXPECT_EQ(test, NdisScheduleWorkItem(item), NDIS_STATUS_SUCCESS);
	expect_run(test, &runs.done);
	msleep(20);
	EXPECT_NO_VIOLATION(test);
}

static VOID work_schedules(PNDIS_WORK_ITEM item, PVOID context)
{
	if (atomic_inc_return(&runs.count) < 3)
		NdisScheduleWorkItem(item);
	else
		complete(&runs.done);
}

static void work_schedules_itself(struct kunit *test)
{
	NDIS_WORK_ITEM item;

	NdisInitializeWorkItem(&item, work_schedules, NULL);
	KUNIT_EXPECT_EQ(test, NdisScheduleWorkItem(&item), NDIS_STATUS_SUCCESS);
	expect_run(test, &runs.done);
	KUNIT_EXPECT_EQ(test, atomic_read(&runs.count), 3);
}

static VOID work_waits(PNDIS_WORK_ITEM item, PVOID context)
{
	atomic_inc(&runs.count);
	wait_for_completion(&runs.go);
	complete(&runs.done);
}

/* One that waits does not keep the others from running. */
static void work_items_run_side_by_side(struct kunit *test)
{
	NDIS_WORK_ITEM slow, quick;

	NdisInitializeWorkItem(&slow, work_waits, NULL);
	NdisInitializeWorkItem(&quick, work_routine, &quick);
	NdisScheduleWorkItem(&slow);
	NdisScheduleWorkItem(&quick);
	expect_run(test, &runs.done);
	complete(&runs.go);
	expect_run(test, &runs.done);
	KUNIT_EXPECT_EQ(test, atomic_read(&runs.count), 2);
	msleep(20);
}

static void work_without_a_routine(struct kunit *test)
{
	NDIS_WORK_ITEM item;

	NdisInitializeWorkItem(&item, NULL, NULL);
	KUNIT_EXPECT_EQ(test, NdisScheduleWorkItem(&item), NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
}

static VOID work_is_slow(PNDIS_WORK_ITEM item, PVOID context)
{
	struct job *job = container_of(item, struct job, item);

	msleep(100);
	/* Too late for another one. */
	if (job->again)
		job->status = NdisScheduleWorkItem(job->again);
	atomic_inc(&runs.count);
}

static void unload_waits_for_work(struct kunit *test)
{
	static struct job job;

	NdisInitializeWorkItem(&job.item, work_is_slow, NULL);
	job.again = NULL;
	NdisScheduleWorkItem(&job.item);
	client_unload();
	KUNIT_EXPECT_EQ(test, atomic_read(&runs.count), 1);
	EXPECT_VIOLATIONS(test, NDIS_WORK_LEAK, 1);
}

static void unload_ends_work_that_goes_on(struct kunit *test)
{
	static NDIS_TIMER timer;
	static struct job job;

	NdisInitializeWorkItem(&job.item, work_is_slow, NULL);
	NdisInitializeTimer(&timer, timer_function, NULL);
	job.again = &job.item;
	NdisScheduleWorkItem(&job.item);
	client_unload();
	KUNIT_EXPECT_EQ(test, atomic_read(&runs.count), 1);
	KUNIT_EXPECT_EQ(test, job.status, NDIS_STATUS_CLOSING);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_NDIS_WORK_LEAK) -
			client.of_rule[NT_RULE_NDIS_WORK_LEAK], 1ull);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_USE_AFTER_DELETE) -
			client.of_rule[NT_RULE_USE_AFTER_DELETE], 1ull);
	client_look();
}

static VOID work_sets_a_timer(PNDIS_WORK_ITEM item, PVOID context)
{
	msleep(100);
	NdisSetTimer(context, 1);
}

static void unload_ends_timers_of_work(struct kunit *test)
{
	static NDIS_WORK_ITEM item;
	static NDIS_TIMER timer;

	NdisInitializeTimer(&timer, timer_function, NULL);
	NdisInitializeWorkItem(&item, work_sets_a_timer, &timer);
	NdisScheduleWorkItem(&item);
	client_unload();
	msleep(60);
	KUNIT_EXPECT_EQ(test, atomic_read(&runs.count), 0);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_USE_AFTER_DELETE) -
			client.of_rule[NT_RULE_USE_AFTER_DELETE], 1ull);
	client_look();
}

static struct kunit_case timer_cases[] = {
	KUNIT_CASE(timer_runs_once_and_late_enough),
	KUNIT_CASE(timer_of_no_time),
	KUNIT_CASE(timer_that_was_cancelled),
	KUNIT_CASE(timer_set_again_begins_again),
	KUNIT_CASE(timer_with_another_context),
	KUNIT_CASE(timer_with_a_period),
	KUNIT_CASE(timer_sets_itself),
	KUNIT_CASE(timers_do_not_mix),
	KUNIT_CASE(timer_misuse),
	KUNIT_CASE(timer_without_pointers),
	KUNIT_CASE(timer_whose_memory_is_gone),
	KUNIT_CASE(timers_are_stopped_at_unload),
	KUNIT_CASE(work_runs_in_process_context),
	KUNIT_CASE(work_frees_its_item),
	KUNIT_CASE(work_schedules_itself),
	KUNIT_CASE(work_items_run_side_by_side),
	KUNIT_CASE(work_without_a_routine),
	KUNIT_CASE(unload_waits_for_work),
	KUNIT_CASE(unload_ends_work_that_goes_on),
	KUNIT_CASE(unload_ends_timers_of_work),
	{}
};

static struct kunit_suite timer_suite = {
	.name = "ndis_timer",
	.init = timer_setup_case,
	.exit = client_teardown,
	.test_cases = timer_cases,
};

kunit_test_suite(timer_suite);
