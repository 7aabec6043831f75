// SPDX-License-Identifier: GPL-2.0
/*
 * Spin locks, wait locks, timers and work items of the framework.
 */
#include <linux/kthread.h>

#include "wdf_mock.h"

static WDF_OBJECT_ATTRIBUTES device_child(void)
{
	WDF_OBJECT_ATTRIBUTES attributes;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = mock.device;
	return attributes;
}

static int sync_setup(struct kunit *test)
{
	int err = mock_setup(test);

	if (err)
		return err;
	err = mock_add();
	mock.log[0] = '\0';
	return err;
}

/* Until @condition, or a second. */
#define SYNC_WAIT(condition)				\
	do {						\
		int __i;				\
							\
		for (__i = 0; __i < 100 && !(condition); __i++)	\
			msleep(20);			\
	} while (0)

/* ---- locks ---- */

static void spin_lock_raises(struct kunit *test)
{
	WDFSPINLOCK lock;

	KUNIT_ASSERT_EQ(test, WdfSpinLockCreate(NULL, &lock), STATUS_SUCCESS);
	WdfSpinLockAcquire(lock);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), (KIRQL)DISPATCH_LEVEL);
	WdfSpinLockAcquire(lock);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	WdfSpinLockRelease(lock);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), (KIRQL)PASSIVE_LEVEL);
	WdfSpinLockRelease(lock);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	WdfObjectDelete(lock);
}

struct wait_try {
	WDFWAITLOCK lock;
	LONGLONG timeout;
	NTSTATUS status;
	struct completion done;
};

static int wait_try_thread(void *data)
{
	struct wait_try *try = data;

	try->status = WdfWaitLockAcquire(try->lock, &try->timeout);
	if (try->status == STATUS_SUCCESS)
		WdfWaitLockRelease(try->lock);
	complete(&try->done);
	return 0;
}

static void wait_lock_times_out(struct kunit *test)
{
	struct wait_try try = { .timeout = WDF_REL_TIMEOUT_IN_MS(30) };
	struct task_struct *task;

	KUNIT_ASSERT_EQ(test, WdfWaitLockCreate(NULL, &try.lock), STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, WdfWaitLockAcquire(try.lock, NULL), STATUS_SUCCESS);
	init_completion(&try.done);
	task = kthread_run(wait_try_thread, &try, "kunit");
	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	wait_for_completion(&try.done);
	KUNIT_EXPECT_EQ(test, try.status, STATUS_TIMEOUT);

	try.timeout = 0;
	reinit_completion(&try.done);
	task = kthread_run(wait_try_thread, &try, "kunit");
	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	wait_for_completion(&try.done);
	KUNIT_EXPECT_EQ(test, try.status, STATUS_TIMEOUT);

	try.timeout = WDF_REL_TIMEOUT_IN_SEC(10);
	reinit_completion(&try.done);
	task = kthread_run(wait_try_thread, &try, "kunit");
	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	msleep(30);
	WdfWaitLockRelease(try.lock);
	KUNIT_EXPECT_GT(test, wait_for_completion_timeout(&try.done, HZ), 0ul);
	KUNIT_EXPECT_EQ(test, try.status, STATUS_SUCCESS);
	WdfObjectDelete(try.lock);
}

static void wait_lock_misuse(struct kunit *test)
{
	WDFWAITLOCK lock;

	KUNIT_ASSERT_EQ(test, WdfWaitLockCreate(NULL, &lock), STATUS_SUCCESS);
	WdfWaitLockRelease(lock);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	KUNIT_EXPECT_EQ(test, WdfWaitLockAcquire(lock, NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_NE(test, WdfWaitLockAcquire(lock, NULL), STATUS_SUCCESS);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	WdfWaitLockRelease(lock);
	local_bh_disable();
	KUNIT_EXPECT_NE(test, WdfWaitLockAcquire(lock, NULL), STATUS_SUCCESS);
	local_bh_enable();
	MOCK_EXPECT_VIOLATIONS(test, 1);
	WdfObjectDelete(lock);
}

/* ---- timers ---- */

static atomic_t fired;
static KIRQL fired_at;

static VOID timer_fires(WDFTIMER timer)
{
	fired_at = KeGetCurrentIrql();
	atomic_inc(&fired);
}

static WDFTIMER timer_make(struct kunit *test, PFN_WDF_TIMER func, ULONG period,
			   WDF_EXECUTION_LEVEL level)
{
	WDF_OBJECT_ATTRIBUTES attributes = device_child();
	WDF_TIMER_CONFIG config;
	WDFTIMER timer;

	atomic_set(&fired, 0);
	fired_at = HIGH_LEVEL;
	attributes.ExecutionLevel = level;
	WDF_TIMER_CONFIG_INIT_PERIODIC(&config, func, period);
	KUNIT_ASSERT_EQ(test, WdfTimerCreate(&config, &attributes, &timer), STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, WdfTimerGetParentObject(timer), (WDFOBJECT)mock.device);
	return timer;
}

static void timer_fires_once_at_dispatch(struct kunit *test)
{
	WDFTIMER timer = timer_make(test, timer_fires, 0, WdfExecutionLevelInheritFromParent);

	KUNIT_EXPECT_FALSE(test, WdfTimerStart(timer, WDF_REL_TIMEOUT_IN_SEC(100)));
	KUNIT_EXPECT_TRUE(test, WdfTimerStart(timer, WDF_REL_TIMEOUT_IN_MS(10)));
	SYNC_WAIT(atomic_read(&fired));
	msleep(50);
	KUNIT_EXPECT_EQ(test, atomic_read(&fired), 1);
	KUNIT_EXPECT_EQ(test, fired_at, (KIRQL)DISPATCH_LEVEL);
	KUNIT_EXPECT_FALSE(test, WdfTimerStop(timer, TRUE));
	WdfObjectDelete(timer);
}

static void passive_timer_may_sleep(struct kunit *test)
{
	WDFTIMER timer = timer_make(test, timer_fires, 0, WdfExecutionLevelPassive);

	WdfTimerStart(timer, WDF_REL_TIMEOUT_IN_MS(10));
	SYNC_WAIT(atomic_read(&fired));
	KUNIT_EXPECT_EQ(test, atomic_read(&fired), 1);
	KUNIT_EXPECT_EQ(test, fired_at, (KIRQL)PASSIVE_LEVEL);
	WdfObjectDelete(timer);
}

static void stopped_timer_does_not_fire(struct kunit *test)
{
	WDFTIMER timer = timer_make(test, timer_fires, 0, WdfExecutionLevelInheritFromParent);

	WdfTimerStart(timer, WDF_REL_TIMEOUT_IN_MS(40));
	KUNIT_EXPECT_TRUE(test, WdfTimerStop(timer, FALSE));
	KUNIT_EXPECT_FALSE(test, WdfTimerStop(timer, TRUE));
	msleep(80);
	KUNIT_EXPECT_EQ(test, atomic_read(&fired), 0);
	WdfObjectDelete(timer);
}

static void periodic_timer_repeats_until_deleted(struct kunit *test)
{
	WDFTIMER timer = timer_make(test, timer_fires, 5, WdfExecutionLevelInheritFromParent);
	int count;

	WdfTimerStart(timer, WDF_REL_TIMEOUT_IN_MS(5));
	SYNC_WAIT(atomic_read(&fired) >= 3);
	KUNIT_EXPECT_GE(test, atomic_read(&fired), 3);
	WdfObjectDelete(timer);
	count = atomic_read(&fired);
	msleep(50);
	KUNIT_EXPECT_EQ(test, atomic_read(&fired), count);
}

static VOID timer_stops_itself(WDFTIMER timer)
{
	if (atomic_inc_return(&fired) == 2)
		WdfTimerStop(timer, FALSE);
}

static void callback_may_stop_its_timer(struct kunit *test)
{
	WDFTIMER timer = timer_make(test, timer_stops_itself, 5,
				    WdfExecutionLevelInheritFromParent);

	WdfTimerStart(timer, WDF_REL_TIMEOUT_IN_MS(5));
	SYNC_WAIT(atomic_read(&fired) >= 2);
	msleep(50);
	KUNIT_EXPECT_EQ(test, atomic_read(&fired), 2);
	WdfObjectDelete(timer);
}

static VOID timer_restarts_itself(WDFTIMER timer)
{
	if (atomic_inc_return(&fired) < 3)
		WdfTimerStart(timer, WDF_REL_TIMEOUT_IN_MS(2));
}

static void callback_may_restart_its_timer(struct kunit *test)
{
	WDFTIMER timer = timer_make(test, timer_restarts_itself, 0,
				    WdfExecutionLevelInheritFromParent);

	WdfTimerStart(timer, 0);
	SYNC_WAIT(atomic_read(&fired) >= 3);
	msleep(30);
	KUNIT_EXPECT_EQ(test, atomic_read(&fired), 3);
	WdfObjectDelete(timer);
}

static VOID timer_waits_for_itself(WDFTIMER timer)
{
	WdfTimerStop(timer, TRUE);
	atomic_inc(&fired);
}

static void waiting_for_itself_is_a_violation(struct kunit *test)
{
	WDFTIMER timer = timer_make(test, timer_waits_for_itself, 0, WdfExecutionLevelPassive);

	WdfTimerStart(timer, 0);
	SYNC_WAIT(atomic_read(&fired));
	KUNIT_EXPECT_EQ(test, atomic_read(&fired), 1);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	WdfObjectDelete(timer);
}

static void timer_config_is_checked(struct kunit *test)
{
	WDF_OBJECT_ATTRIBUTES attributes = device_child();
	WDF_TIMER_CONFIG config;
	WDFTIMER timer;

	WDF_TIMER_CONFIG_INIT(&config, timer_fires);
	config.Size = 1;
	KUNIT_EXPECT_EQ(test, WdfTimerCreate(&config, &attributes, &timer),
			STATUS_INFO_LENGTH_MISMATCH);
	WDF_TIMER_CONFIG_INIT(&config, timer_fires);
	config.TolerableDelay = 5;
	config.UseHighResolutionTimer = TRUE;
	KUNIT_EXPECT_EQ(test, WdfTimerCreate(&config, &attributes, &timer),
			STATUS_INVALID_PARAMETER);
}

/* ---- work items ---- */

static struct completion work_go;

static VOID work_counts(WDFWORKITEM item)
{
	fired_at = KeGetCurrentIrql();
	atomic_inc(&fired);
}

static VOID work_waits(WDFWORKITEM item)
{
	wait_for_completion(&work_go);
	atomic_inc(&fired);
}

static VOID work_deletes_itself(WDFWORKITEM item)
{
	WdfObjectDelete(item);
	atomic_inc(&fired);
}

static VOID work_flushes_itself(WDFWORKITEM item)
{
	WdfWorkItemFlush(item);
	atomic_inc(&fired);
}

static WDFWORKITEM work_make(struct kunit *test, PFN_WDF_WORKITEM func)
{
	WDF_OBJECT_ATTRIBUTES attributes = device_child();
	WDF_WORKITEM_CONFIG config;
	WDFWORKITEM item;

	atomic_set(&fired, 0);
	init_completion(&work_go);
	attributes.EvtCleanupCallback = mock_evt_cleanup;
	WDF_WORKITEM_CONFIG_INIT(&config, func);
	KUNIT_ASSERT_EQ(test, WdfWorkItemCreate(&config, &attributes, &item), STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, WdfWorkItemGetParentObject(item), (WDFOBJECT)mock.device);
	return item;
}

static void work_runs_passive_and_flush_waits(struct kunit *test)
{
	WDFWORKITEM item = work_make(test, work_counts);

	local_bh_disable();
	WdfWorkItemEnqueue(item);
	local_bh_enable();
	WdfWorkItemFlush(item);
	KUNIT_EXPECT_EQ(test, atomic_read(&fired), 1);
	KUNIT_EXPECT_EQ(test, fired_at, (KIRQL)PASSIVE_LEVEL);
	WdfObjectDelete(item);
}

static void pending_work_is_queued_once(struct kunit *test)
{
	WDFWORKITEM item = work_make(test, work_waits);

	WdfWorkItemEnqueue(item);
	msleep(20);
	/* Running; two more make one. */
	WdfWorkItemEnqueue(item);
	WdfWorkItemEnqueue(item);
	complete_all(&work_go);
	WdfWorkItemFlush(item);
	KUNIT_EXPECT_EQ(test, atomic_read(&fired), 2);
	WdfObjectDelete(item);
}

static int work_go_later(void *unused)
{
	msleep(50);
	complete_all(&work_go);
	return 0;
}

static void delete_waits_for_the_callback(struct kunit *test)
{
	WDFWORKITEM item = work_make(test, work_waits);

	mock.log[0] = '\0';
	WdfWorkItemEnqueue(item);
	msleep(20);
	KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(work_go_later, NULL, "kunit")));
	WdfObjectDelete(item);
	KUNIT_EXPECT_EQ(test, atomic_read(&fired), 1);
	MOCK_EXPECT_LOG(test, "evt-cleanup");
	msleep(20);	/* the thread's end */
}

static void work_may_delete_itself(struct kunit *test)
{
	WDFWORKITEM item = work_make(test, work_deletes_itself);

	mock.log[0] = '\0';
	WdfWorkItemEnqueue(item);
	SYNC_WAIT(mock.log[0]);
	KUNIT_EXPECT_EQ(test, atomic_read(&fired), 1);
	MOCK_EXPECT_LOG(test, "evt-cleanup");
}

static void work_cannot_wait_for_itself(struct kunit *test)
{
	WDFWORKITEM item = work_make(test, work_flushes_itself);

	WdfWorkItemEnqueue(item);
	SYNC_WAIT(atomic_read(&fired));
	KUNIT_EXPECT_EQ(test, atomic_read(&fired), 1);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	WdfObjectDelete(item);
}

static WDFWORKITEM work_other;

static VOID work_ends_another(WDFWORKITEM item)
{
	WdfWorkItemFlush(work_other);
	WdfObjectDelete(work_other);
	atomic_inc(&fired);
}

/* Lockdep must not take the two for the same. */
static void work_may_wait_for_other_work(struct kunit *test)
{
	WDFWORKITEM item;

	work_other = work_make(test, work_counts);
	item = work_make(test, work_ends_another);
	mock.log[0] = '\0';
	WdfWorkItemEnqueue(work_other);
	WdfWorkItemEnqueue(item);
	WdfWorkItemFlush(item);
	KUNIT_EXPECT_EQ(test, atomic_read(&fired), 2);
	MOCK_EXPECT_LOG(test, "evt-cleanup");
	WdfObjectDelete(item);
}

static void removal_waits_for_work(struct kunit *test)
{
	WDFWORKITEM item = work_make(test, work_waits);

	WdfWorkItemEnqueue(item);
	msleep(20);
	KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(work_go_later, NULL, "kunit")));
	mock_remove();
	KUNIT_EXPECT_EQ(test, atomic_read(&fired), 1);
	msleep(20);
}

/* ---- deletion meets callbacks ---- */

static VOID timer_waits_and_restarts(WDFTIMER timer)
{
	atomic_inc(&fired);
	wait_for_completion(&work_go);
	WdfTimerStart(timer, WDF_REL_TIMEOUT_IN_MS(1));
}

static void deletion_meets_a_timer_that_restarts(struct kunit *test)
{
	WDFTIMER timer = timer_make(test, timer_waits_and_restarts, 0, WdfExecutionLevelPassive);

	init_completion(&work_go);
	WdfObjectReference(timer);
	WdfTimerStart(timer, 0);
	SYNC_WAIT(atomic_read(&fired));
	KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(work_go_later, NULL, "kunit")));
	WdfObjectDelete(timer);
	msleep(20);
	KUNIT_EXPECT_EQ(test, atomic_read(&fired), 1);
	/* The callback could not know; whoever comes afterwards does. */
	MOCK_EXPECT_VIOLATIONS(test, 0);
	KUNIT_EXPECT_FALSE(test, WdfTimerStart(timer, 0));
	MOCK_EXPECT_VIOLATIONS(test, 1);
	WdfObjectDereference(timer);
}

static VOID work_waits_and_goes_on(WDFWORKITEM item)
{
	atomic_inc(&fired);
	wait_for_completion(&work_go);
	WdfWorkItemEnqueue(item);
}

static void deletion_meets_work_that_goes_on(struct kunit *test)
{
	WDFWORKITEM item = work_make(test, work_waits_and_goes_on);

	WdfObjectReference(item);
	WdfWorkItemEnqueue(item);
	SYNC_WAIT(atomic_read(&fired));
	KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(work_go_later, NULL, "kunit")));
	WdfObjectDelete(item);
	msleep(20);
	KUNIT_EXPECT_EQ(test, atomic_read(&fired), 1);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	WdfWorkItemEnqueue(item);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	WdfObjectDereference(item);
}

/*
 * The work item is being deleted by somebody else, who waits for its callback;
 * the parent's deletion waits for him, and its patience is for references.
 */
static void deletion_outlasts_a_slow_callback(struct kunit *test)
{
	WDF_OBJECT_ATTRIBUTES attributes = device_child();
	WDF_WORKITEM_CONFIG config;
	WDFWORKITEM item;
	WDFOBJECT parent;

	KUNIT_ASSERT_EQ(test, WdfObjectCreate(&attributes, &parent), STATUS_SUCCESS);
	attributes.ParentObject = parent;
	WDF_WORKITEM_CONFIG_INIT(&config, work_waits);
	KUNIT_ASSERT_EQ(test, WdfWorkItemCreate(&config, &attributes, &item), STATUS_SUCCESS);
	atomic_set(&fired, 0);
	init_completion(&work_go);
	WdfWorkItemEnqueue(item);
	msleep(20);
	local_bh_disable();
	WdfObjectDelete(item);
	local_bh_enable();
	KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(work_go_later, NULL, "kunit")));
	KUNIT_EXPECT_TRUE(test, wdf_object_delete_wait(parent, 1));
	KUNIT_EXPECT_EQ(test, atomic_read(&fired), 1);
	msleep(20);

	attributes = device_child();
	KUNIT_ASSERT_EQ(test, WdfObjectCreate(&attributes, &parent), STATUS_SUCCESS);
	WdfObjectReference(parent);
	KUNIT_EXPECT_FALSE(test, wdf_object_delete_wait(parent, 1));
	WdfObjectDereference(parent);
}

static struct kunit_case wdf_sync_cases[] = {
	KUNIT_CASE(spin_lock_raises),
	KUNIT_CASE(wait_lock_times_out),
	KUNIT_CASE(wait_lock_misuse),
	KUNIT_CASE(timer_fires_once_at_dispatch),
	KUNIT_CASE(passive_timer_may_sleep),
	KUNIT_CASE(stopped_timer_does_not_fire),
	KUNIT_CASE(periodic_timer_repeats_until_deleted),
	KUNIT_CASE(callback_may_stop_its_timer),
	KUNIT_CASE(callback_may_restart_its_timer),
	KUNIT_CASE(waiting_for_itself_is_a_violation),
	KUNIT_CASE(timer_config_is_checked),
	KUNIT_CASE(work_runs_passive_and_flush_waits),
	KUNIT_CASE(pending_work_is_queued_once),
	KUNIT_CASE(delete_waits_for_the_callback),
	KUNIT_CASE(work_may_delete_itself),
	KUNIT_CASE(work_cannot_wait_for_itself),
	KUNIT_CASE(work_may_wait_for_other_work),
	KUNIT_CASE(removal_waits_for_work),
	KUNIT_CASE(deletion_meets_a_timer_that_restarts),
	KUNIT_CASE(deletion_meets_work_that_goes_on),
	KUNIT_CASE(deletion_outlasts_a_slow_callback),
	{}
};

static struct kunit_suite wdf_sync_suite = {
	.name = "ndis_shim_sync",
	.init = sync_setup,
	.exit = mock_teardown,
	.test_cases = wdf_sync_cases,
};

kunit_test_suite(wdf_sync_suite);
