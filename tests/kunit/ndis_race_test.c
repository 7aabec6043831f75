// SPDX-License-Identifier: GPL-2.0
/*
 * Ends that meet: UnbindAdapter and NdisCloseAdapter in two threads, the end of a
 * protocol inside another's handlers, adapters and the shim itself.
 */
#include "ndis_mock.h"

#include <linux/sched.h>

static struct mock_adapter *adapter0;
static struct mock_open *open0;

/* Bound to mock0, which UnbindAdapter leaves open. */
static void bind(struct kunit *test)
{
	adapter0 = mock_arrive(test, "mock0");
	mock.unbind = UNBIND_LEAVES;
	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_ASSERT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 1));
	open0 = &mock.open[0];
}

/* ---- an open that fails ---- */

/* The Bind is over before OpenAdapterComplete has returned. */
static void open_complete_lingers(struct mock_open *open)
{
	complete(&open->opened);
	msleep(100);
}

static void failed_open_is_not_left_open(struct kunit *test)
{
	struct mock_adapter *adapter = mock_adapter(test, "mock0");

	adapter->attach = NDIS_STATUS_OPEN_FAILED;
	ndis_adapter_arrive(&adapter->adapter);
	mock.in_open_complete = open_complete_lingers;
	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds_complete) == 1));
	KUNIT_EXPECT_EQ(test, mock.open[0].status, NDIS_STATUS_OPEN_FAILED);
	EXPECT_NO_VIOLATION(test);
	mock_leave(adapter);
}

/* ---- a close of the driver's own ---- */

static struct completion close_now;
static bool close_began;
static int closes_inside;

static int close_elsewhere(void *unused)
{
	wait_for_completion(&close_now);
	if (mock_close(open0, false) == NDIS_STATUS_PENDING)
		WRITE_ONCE(close_began, true);
	return 0;
}

static void start_closer(struct kunit *test)
{
	init_completion(&close_now);
	close_began = false;
	KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(close_elsewhere, NULL, "closer")));
}

/* The others run, but nobody takes it for asleep. */
static void stay_awake(struct mock_open *open)
{
	unsigned long end = jiffies + HZ / 2;

	complete(&close_now);
	while (!atomic_read(&open->closes) && time_before(jiffies, end))
		cond_resched();
	closes_inside = close_began ? atomic_read(&open->closes) : -1;
}

/* The context is there until the handler has got hold of it. */
static void unbind_against_a_close(struct kunit *test)
{
	bind(test);
	start_closer(test);
	mock.in_unbind = stay_awake;
	mock_leave(adapter0);
	KUNIT_EXPECT_EQ(test, atomic_read(&open0->unbinds), 1);
	KUNIT_EXPECT_EQ(test, closes_inside, 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&open0->closes), 1);
	EXPECT_NO_VIOLATION(test);
}

static void wait_for_closed(struct mock_open *open)
{
	complete(&close_now);
	closes_inside = wait_for_completion_timeout(&open->closed, MOCK_PATIENCE) ? 1 : 0;
}

/* A handler that waits for the close has got hold of it. */
static void unbind_waits_for_a_close(struct kunit *test)
{
	bind(test);
	start_closer(test);
	mock.in_unbind = wait_for_closed;
	mock_leave(adapter0);
	KUNIT_EXPECT_EQ(test, closes_inside, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&open0->closes), 1);
	EXPECT_NO_VIOLATION(test);
}

static void close_here(struct mock_open *open)
{
	unsigned long end = jiffies + 5 * HZ;

	if (mock_close(open, false) != NDIS_STATUS_PENDING)
		return;
	while (!atomic_read(&open->closes) && time_before(jiffies, end))
		cond_resched();
	closes_inside = atomic_read(&open->closes);
}

/* It knows what it does, and need not sleep. */
static void unbind_closes_and_stays_awake(struct kunit *test)
{
	bind(test);
	mock.in_unbind = close_here;
	mock_leave(adapter0);
	KUNIT_EXPECT_EQ(test, closes_inside, 1);
	EXPECT_NO_VIOLATION(test);
}

/* Whoever closes first is not asked to unbind. */
static void no_unbind_after_a_close(struct kunit *test)
{
	struct ndis_binding *binding;
	NDIS_STATUS status;

	bind(test);
	binding = ndis_binding_enter(open0->handle, "t", &status);
	KUNIT_ASSERT_NOT_NULL(test, binding);
	KUNIT_EXPECT_EQ(test, mock_close(open0, false), NDIS_STATUS_PENDING);
	ndis_adapter_leave(&adapter0->adapter);
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(binding->asked)));
	msleep(50);
	KUNIT_EXPECT_EQ(test, atomic_read(&open0->unbinds), 0);
	ndis_binding_put(binding);
	mock_leave(adapter0);
	KUNIT_EXPECT_EQ(test, atomic_read(&open0->unbinds), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&open0->closes), 1);
	EXPECT_NO_VIOLATION(test);
}

/* ---- two protocols ---- */

static NDIS_HANDLE other;
static NDIS_STATUS other_status;

static void deregister_other(struct mock_open *open)
{
	mock.in_close_complete = NULL;
	NdisDeregisterProtocol(&other_status, other);
}

/* Its binding there would close behind the handler that waits for it. */
static void protocol_ends_inside_anothers_handler(struct kunit *test)
{
	struct mock_adapter *adapter1;
	NDIS_STATUS status;

	adapter0 = mock_arrive(test, "mock0");
	adapter1 = mock_arrive(test, "mock1");
	KUNIT_ASSERT_EQ(test, mock_register(3), NDIS_STATUS_SUCCESS);
	mock_open_text("mock0", true);
	other = mock.protocol;
	KUNIT_ASSERT_EQ(test, mock_register(3), NDIS_STATUS_SUCCESS);

	open0 = mock_open_text("mock0", true);
	mock.in_close_complete = deregister_other;
	mock_close(open0, true);
	KUNIT_EXPECT_EQ(test, other_status, NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_WAITS_FOR_ITSELF, 1);

	/* Not in the way of the other one. */
	open0 = mock_open_text("mock1", true);
	mock.in_close_complete = deregister_other;
	mock_close(open0, true);
	KUNIT_EXPECT_EQ(test, other_status, NDIS_STATUS_SUCCESS);
	EXPECT_NO_VIOLATION(test);
	NdisDeregisterProtocol(&status, other);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
	mock_leave(adapter0);
	mock_leave(adapter1);
}

/* ---- the end of the shim ---- */

/* It does not go while one is held, nor before its memory has been given back. */
static void adapters_are_counted(struct kunit *test)
{
	unsigned int before = ndis_adapters_live();

	adapter0 = mock_arrive(test, "mock0");
	KUNIT_EXPECT_EQ(test, ndis_adapters_live(), before + 1);
	ndis_adapter_get(&adapter0->adapter);
	mock_leave(adapter0);
	msleep(20);
	KUNIT_EXPECT_EQ(test, ndis_adapters_live(), before + 1);
	ndis_adapter_put(&adapter0->adapter);
	KUNIT_EXPECT_TRUE(test, mock_wait(ndis_adapters_live() == before));
}

static struct kunit_case race_cases[] = {
	KUNIT_CASE(failed_open_is_not_left_open),
	KUNIT_CASE(unbind_against_a_close),
	KUNIT_CASE(unbind_waits_for_a_close),
	KUNIT_CASE(unbind_closes_and_stays_awake),
	KUNIT_CASE(no_unbind_after_a_close),
	KUNIT_CASE(protocol_ends_inside_anothers_handler),
	KUNIT_CASE(adapters_are_counted),
	{}
};

static struct kunit_suite race_suite = {
	.name = "ndis_race",
	.init = mock_setup,
	.exit = mock_teardown,
	.test_cases = race_cases,
};

kunit_test_suite(race_suite);
