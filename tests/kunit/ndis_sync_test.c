// SPDX-License-Identifier: GPL-2.0
/*
 * Spin locks, read-write locks, events and what is interlocked.
 */
#include <linux/kthread.h>

#include "ndis_client.h"

/* ---- spin locks ---- */

static void spin_lock_raises_the_level(struct kunit *test)
{
	NDIS_SPIN_LOCK lock;

	NdisAllocateSpinLock(&lock);
	NdisAcquireSpinLock(&lock);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), (KIRQL)DISPATCH_LEVEL);
	KUNIT_EXPECT_EQ(test, lock.OldIrql, (KIRQL)PASSIVE_LEVEL);
	NdisReleaseSpinLock(&lock);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), (KIRQL)PASSIVE_LEVEL);
	/* A driver that is not at DISPATCH_LEVEL although it says so. */
	NdisDprAcquireSpinLock(&lock);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), (KIRQL)DISPATCH_LEVEL);
	NdisDprReleaseSpinLock(&lock);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), (KIRQL)PASSIVE_LEVEL);
	NdisFreeSpinLock(&lock);
	EXPECT_NO_VIOLATION(test);
}

static void spin_locks_are_released_in_any_order(struct kunit *test)
{
	NDIS_SPIN_LOCK outer, inner;

	NdisAllocateSpinLock(&outer);
	NdisAllocateSpinLock(&inner);
	NdisAcquireSpinLock(&outer);
	NdisDprAcquireSpinLock(&inner);
	NdisReleaseSpinLock(&outer);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), (KIRQL)DISPATCH_LEVEL);
	NdisDprReleaseSpinLock(&inner);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), (KIRQL)PASSIVE_LEVEL);
	EXPECT_NO_VIOLATION(test);
}

static void spin_lock_misuse(struct kunit *test)
{
	NDIS_SPIN_LOCK lock;

	NdisAllocateSpinLock(&lock);
	NdisReleaseSpinLock(&lock);
	EXPECT_VIOLATIONS(test, LOCK_MISUSE, 1);
	NdisAcquireSpinLock(&lock);
	NdisAcquireSpinLock(&lock);
	EXPECT_VIOLATIONS(test, LOCK_MISUSE, 1);
	NdisDprAcquireSpinLock(&lock);
	EXPECT_VIOLATIONS(test, LOCK_MISUSE, 1);
	NdisFreeSpinLock(&lock);
	EXPECT_VIOLATIONS(test, LOCK_MISUSE, 1);
	NdisReleaseSpinLock(&lock);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), (KIRQL)PASSIVE_LEVEL);
	EXPECT_NO_VIOLATION(test);
	NdisDprReleaseSpinLock(&lock);
	EXPECT_VIOLATIONS(test, LOCK_MISUSE, 1);
}

struct contest {
	NDIS_SPIN_LOCK spin;
	NDIS_RW_LOCK rw;
	unsigned int inside;		/* who is in the critical section */
	unsigned int most;
	unsigned long sum;
	bool write;
	struct completion done;
};

static void contest_inside(struct contest *c)
{
	unsigned int inside = READ_ONCE(c->inside) + 1;

	WRITE_ONCE(c->inside, inside);
	c->most = max(c->most, inside);
	cpu_relax();
	c->sum++;
	WRITE_ONCE(c->inside, c->inside - 1);
}

static int contest_spin(void *data)
{
	struct contest *c = data;
	int i;

	for (i = 0; i < 20000; i++) {
		NdisAcquireSpinLock(&c->spin);
		contest_inside(c);
		NdisReleaseSpinLock(&c->spin);
		if (!(i % 1000))
			cond_resched();
	}
	complete(&c->done);
	return 0;
}

static int contest_write(void *data)
{
	struct contest *c = data;
	LOCK_STATE state;
	int i;

	for (i = 0; i < 20000; i++) {
		NdisAcquireReadWriteLock(&c->rw, TRUE, &state);
		contest_inside(c);
		NdisReleaseReadWriteLock(&c->rw, &state);
		if (!(i % 1000))
			cond_resched();
	}
	complete(&c->done);
	return 0;
}

static void contest(struct kunit *test, int (*thread)(void *))
{
	static struct contest c;
	int i;

	memset(&c, 0, sizeof(c));
	NdisAllocateSpinLock(&c.spin);
	NdisInitializeReadWriteLock(&c.rw);
	init_completion(&c.done);
	for (i = 0; i < 3; i++)
		KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(thread, &c, "kunit")));
	for (i = 0; i < 3; i++)
		wait_for_completion(&c.done);
	KUNIT_EXPECT_EQ(test, c.sum, 60000ul);
	KUNIT_EXPECT_EQ(test, c.most, 1u);
	EXPECT_NO_VIOLATION(test);
}

static void spin_lock_excludes(struct kunit *test)
{
	contest(test, contest_spin);
}

/* ---- read-write locks ---- */

static void writers_exclude(struct kunit *test)
{
	contest(test, contest_write);
}

static void readers_share_and_nest(struct kunit *test)
{
	LOCK_STATE one, two;
	NDIS_RW_LOCK lock;

	NdisInitializeReadWriteLock(&lock);
	NdisAcquireReadWriteLock(&lock, FALSE, &one);
	KUNIT_EXPECT_EQ(test, one.OldIrql, (KIRQL)PASSIVE_LEVEL);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), (KIRQL)DISPATCH_LEVEL);
	NdisAcquireReadWriteLock(&lock, FALSE, &two);
	KUNIT_EXPECT_EQ(test, two.OldIrql, (KIRQL)DISPATCH_LEVEL);
	NdisReleaseReadWriteLock(&lock, &two);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), (KIRQL)DISPATCH_LEVEL);
	NdisReleaseReadWriteLock(&lock, &one);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), (KIRQL)PASSIVE_LEVEL);
	EXPECT_NO_VIOLATION(test);
}

static void writer_may_take_it_again(struct kunit *test)
{
	LOCK_STATE one, two, three;
	NDIS_RW_LOCK lock;

	NdisInitializeReadWriteLock(&lock);
	NdisAcquireReadWriteLock(&lock, TRUE, &one);
	NdisAcquireReadWriteLock(&lock, TRUE, &two);
	NdisAcquireReadWriteLock(&lock, FALSE, &three);
	NdisReleaseReadWriteLock(&lock, &three);
	NdisReleaseReadWriteLock(&lock, &two);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), (KIRQL)DISPATCH_LEVEL);
	NdisReleaseReadWriteLock(&lock, &one);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), (KIRQL)PASSIVE_LEVEL);
	EXPECT_NO_VIOLATION(test);
}

static void rw_lock_misuse(struct kunit *test)
{
	LOCK_STATE state = {};
	NDIS_RW_LOCK lock;

	NdisInitializeReadWriteLock(&lock);
	NdisReleaseReadWriteLock(&lock, &state);
	EXPECT_VIOLATIONS(test, LOCK_MISUSE, 1);
	NdisAcquireReadWriteLock(&lock, TRUE, &state);
	NdisReleaseReadWriteLock(&lock, &state);
	EXPECT_NO_VIOLATION(test);
	NdisReleaseReadWriteLock(&lock, &state);
	EXPECT_VIOLATIONS(test, LOCK_MISUSE, 1);
	NdisAcquireReadWriteLock(&lock, FALSE, &state);
	NdisReleaseReadWriteLock(&lock, &state);
	NdisReleaseReadWriteLock(&lock, &state);
	EXPECT_VIOLATIONS(test, LOCK_MISUSE, 1);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), (KIRQL)PASSIVE_LEVEL);
}

/* ---- events ---- */

static void event_stays_set(struct kunit *test)
{
	NDIS_EVENT event;

	NdisInitializeEvent(&event);
	KUNIT_EXPECT_EQ(test, NdisWaitEvent(&event, 1), FALSE);
	NdisSetEvent(&event);
	KUNIT_EXPECT_EQ(test, NdisWaitEvent(&event, 0), TRUE);
	KUNIT_EXPECT_EQ(test, NdisWaitEvent(&event, 1), TRUE);
	NdisResetEvent(&event);
	KUNIT_EXPECT_EQ(test, NdisWaitEvent(&event, 1), FALSE);
	/* Drivers arm one anew by initialising it. */
	NdisSetEvent(&event);
	NdisInitializeEvent(&event);
	KUNIT_EXPECT_EQ(test, NdisWaitEvent(&event, 1), FALSE);
	EXPECT_NO_VIOLATION(test);
}

static void event_wait_takes_its_time(struct kunit *test)
{
	u64 start = ktime_get_ns();
	NDIS_EVENT event;

	NdisInitializeEvent(&event);
	KUNIT_EXPECT_EQ(test, NdisWaitEvent(&event, 50), FALSE);
	KUNIT_EXPECT_GE(test, ktime_get_ns() - start, 50 * (u64)NSEC_PER_MSEC);
	KUNIT_EXPECT_LE(test, ktime_get_ns() - start, 20 * (u64)NSEC_PER_SEC);
}

static int event_setter(void *event)
{
	msleep(30);
	local_bh_disable();
	NdisSetEvent(event);
	local_bh_enable();
	return 0;
}

static void event_wakes_who_waits_for_ever(struct kunit *test)
{
	NDIS_EVENT event;

	NdisInitializeEvent(&event);
	KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(event_setter, &event, "kunit")));
	KUNIT_EXPECT_EQ(test, NdisWaitEvent(&event, 0), TRUE);
	EXPECT_NO_VIOLATION(test);
}

static void waiting_at_dispatch_level(struct kunit *test)
{
	NDIS_EVENT event;

	NdisInitializeEvent(&event);
	local_bh_disable();
	KUNIT_EXPECT_EQ(test, NdisWaitEvent(&event, 0), FALSE);
	local_bh_enable();
	EXPECT_VIOLATIONS(test, IRQL_TOO_HIGH, 1);
}

/* ---- interlocked ---- */

static void numbers_are_added_and_counted(struct kunit *test)
{
	NDIS_SPIN_LOCK lock;
	LONG number = 4;
	ULONG sum = 10;

	NdisAllocateSpinLock(&lock);
	KUNIT_EXPECT_EQ(test, NdisInterlockedIncrement(&number), 5);
	KUNIT_EXPECT_EQ(test, NdisInterlockedDecrement(&number), 4);
	KUNIT_EXPECT_EQ(test, NdisInterlockedAddUlong(&sum, 5, &lock), 10u);
	KUNIT_EXPECT_EQ(test, sum, 15u);
	KUNIT_EXPECT_EQ(test, NdisInterlockedAddUlong(&sum, (ULONG)-16, &lock), 15u);
	KUNIT_EXPECT_EQ(test, sum, UINT_MAX);
}

static void lists_under_a_lock(struct kunit *test)
{
	LIST_ENTRY head, one, two, three;
	NDIS_SPIN_LOCK lock;

	NdisAllocateSpinLock(&lock);
	InitializeListHead(&head);
	KUNIT_EXPECT_NULL(test, NdisInterlockedRemoveHeadList(&head, &lock));
	KUNIT_EXPECT_NULL(test, NdisInterlockedInsertHeadList(&head, &two, &lock));
	KUNIT_EXPECT_PTR_EQ(test, NdisInterlockedInsertHeadList(&head, &one, &lock), &two);
	KUNIT_EXPECT_PTR_EQ(test, NdisInterlockedInsertTailList(&head, &three, &lock), &two);
	KUNIT_EXPECT_PTR_EQ(test, NdisInterlockedRemoveHeadList(&head, &lock), &one);
	KUNIT_EXPECT_PTR_EQ(test, NdisInterlockedRemoveHeadList(&head, &lock), &two);
	KUNIT_EXPECT_PTR_EQ(test, NdisInterlockedRemoveHeadList(&head, &lock), &three);
	KUNIT_EXPECT_NULL(test, NdisInterlockedRemoveHeadList(&head, &lock));
	KUNIT_EXPECT_NULL(test, NdisInterlockedInsertTailList(&head, &two, &lock));
	KUNIT_EXPECT_PTR_EQ(test, NdisInterlockedInsertTailList(&head, &three, &lock), &two);
	EXPECT_NO_VIOLATION(test);
}

static struct kunit_case sync_cases[] = {
	KUNIT_CASE(spin_lock_raises_the_level),
	KUNIT_CASE(spin_locks_are_released_in_any_order),
	KUNIT_CASE(spin_lock_misuse),
	KUNIT_CASE(spin_lock_excludes),
	KUNIT_CASE(writers_exclude),
	KUNIT_CASE(readers_share_and_nest),
	KUNIT_CASE(writer_may_take_it_again),
	KUNIT_CASE(rw_lock_misuse),
	KUNIT_CASE(event_stays_set),
	KUNIT_CASE(event_wait_takes_its_time),
	KUNIT_CASE(event_wakes_who_waits_for_ever),
	KUNIT_CASE(waiting_at_dispatch_level),
	KUNIT_CASE(numbers_are_added_and_counted),
	KUNIT_CASE(lists_under_a_lock),
	{}
};

static struct kunit_suite sync_suite = {
	.name = "ndis_sync",
	.init = client_setup,
	.exit = client_teardown,
	.test_cases = sync_cases,
};

kunit_test_suite(sync_suite);
