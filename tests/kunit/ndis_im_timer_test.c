// SPDX-License-Identifier: GPL-2.0
/*
 * Timers of a miniport: one MiniportXxx at a time includes their functions, and
 * none runs when the miniport has halted.
 */
#include "ndis_im_mock.h"

static NDIS_MINIPORT_TIMER timer;
static atomic_t runs;
static bool other_context, other_level;

static VOID function(PVOID one, PVOID context, PVOID two, PVOID three)
{
	other_context |= context != IM_CONTEXT || one || two || three;
	other_level |= KeGetCurrentIrql() != DISPATCH_LEVEL;
	atomic_inc(&runs);
}

static struct ndis_instance *instance;

static void start(struct kunit *test, bool serialized)
{
	if (serialized)
		im.attributes &= ~NDIS_ATTRIBUTE_DESERIALIZE;
	KUNIT_ASSERT_EQ(test, im_register(), NDIS_STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, im_start_name(IM_NAME), NDIS_STATUS_SUCCESS);
	NdisMInitializeTimer(&timer, im.handle, function, IM_CONTEXT);
	instance = ndis_instance_get(im.handle, __func__);
	KUNIT_ASSERT_NOT_NULL(test, instance);
}

static void stop(struct kunit *test)
{
	ndis_instance_put(instance);
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_FALSE(test, other_context);
	KUNIT_EXPECT_FALSE(test, other_level);
}

static void begin_handler(void)
{
	im_begin_handler(instance);
}

static void end_handler(void)
{
	im_end_handler(instance);
}

static bool cancel(void)
{
	BOOLEAN cancelled = 2;

	NdisMCancelTimer(&timer, &cancelled);
	return cancelled;
}

static void periodic(struct kunit *test)
{
	u64 begin = ktime_get_ns();
	int count;

	start(test, false);
	NdisMSetPeriodicTimer(&timer, 50);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&runs) >= 3));
	KUNIT_EXPECT_GE(test, ktime_get_ns() - begin, 150 * (u64)NSEC_PER_MSEC);
	KUNIT_EXPECT_TRUE(test, cancel());
	count = atomic_read(&runs);
	msleep(160);
	KUNIT_EXPECT_EQ(test, atomic_read(&runs), count);

	/* The same timer once. */
	NdisMSetTimer(&timer, 1);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&runs) == count + 1));
	msleep(80);
	KUNIT_EXPECT_EQ(test, atomic_read(&runs), count + 1);
	KUNIT_EXPECT_FALSE(test, cancel());
	stop(test);
}

static void serialized_once_and_periodic(struct kunit *test)
{
	start(test, true);
	NdisMSetTimer(&timer, 1);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&runs) == 1));
	KUNIT_EXPECT_FALSE(test, cancel());
	NdisMSetPeriodicTimer(&timer, 10);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&runs) >= 4));
	KUNIT_EXPECT_TRUE(test, cancel());
	stop(test);
}

static void serialized_waits_for_its_turn(struct kunit *test)
{
	start(test, true);
	begin_handler();
	NdisMSetTimer(&timer, 1);
	msleep(60);
	KUNIT_EXPECT_EQ(test, atomic_read(&runs), 0);
	end_handler();
	KUNIT_EXPECT_EQ(test, atomic_read(&runs), 1);
	/* A periodic one that is late runs once, and goes on. */
	begin_handler();
	NdisMSetPeriodicTimer(&timer, 5);
	msleep(60);
	KUNIT_EXPECT_EQ(test, atomic_read(&runs), 1);
	end_handler();
	KUNIT_EXPECT_EQ(test, atomic_read(&runs), 2);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&runs) >= 4));
	KUNIT_EXPECT_TRUE(test, cancel());
	stop(test);
}

static void deserialized_waits_for_nobody(struct kunit *test)
{
	start(test, false);
	begin_handler();
	NdisMSetTimer(&timer, 1);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&runs) == 1));
	instance->token.owner = NULL;
	stop(test);
}

/* It has not run: to the driver it is set. */
static void cancelled_while_it_waits(struct kunit *test)
{
	start(test, true);
	begin_handler();
	NdisMSetTimer(&timer, 1);
	msleep(60);
	KUNIT_EXPECT_TRUE(test, cancel());
	KUNIT_EXPECT_FALSE(test, cancel());
	end_handler();
	KUNIT_EXPECT_EQ(test, atomic_read(&runs), 0);
	stop(test);
}

/* It stays where it waits until its turn comes, however long that takes. */
static void cancelled_and_not_freed(struct kunit *test)
{
	static const size_t sizes[] = { 96, 128, 192, 256 };
	static u8 *memory[128];
	struct list_head *entry;
	unsigned int i, seen = 0;

	start(test, true);
	begin_handler();
	NdisMSetTimer(&timer, 1);
	msleep(60);
	entry = instance->token.timers.next;
	KUNIT_EXPECT_PTR_NE(test, entry, &instance->token.timers);
	KUNIT_EXPECT_TRUE(test, cancel());
	rcu_barrier();
	for (i = 0; i < ARRAY_SIZE(memory); i++) {
		size_t size = sizes[i % ARRAY_SIZE(sizes)];

		memory[i] = kmalloc(size, GFP_KERNEL);
		seen += memory[i] && (u8 *)entry >= memory[i] && (u8 *)entry < memory[i] + size;
	}
	for (i = 0; i < ARRAY_SIZE(memory); i++)
		kfree(memory[i]);
	KUNIT_EXPECT_EQ(test, seen, 0u);
	if (seen)
		INIT_LIST_HEAD(&instance->token.timers);
	end_handler();
	KUNIT_EXPECT_TRUE(test, list_empty(&instance->token.timers));
	KUNIT_EXPECT_EQ(test, atomic_read(&runs), 0);
	stop(test);
}

static void set_again_while_it_waits(struct kunit *test)
{
	start(test, true);
	begin_handler();
	NdisMSetTimer(&timer, 1);
	msleep(60);
	NdisMSetTimer(&timer, 150);
	end_handler();
	KUNIT_EXPECT_EQ(test, atomic_read(&runs), 0);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&runs) == 1));
	msleep(60);
	KUNIT_EXPECT_EQ(test, atomic_read(&runs), 1);
	stop(test);
}

static void expired_again_while_it_waits(struct kunit *test)
{
	start(test, true);
	begin_handler();
	NdisMSetTimer(&timer, 1);
	msleep(60);
	NdisMSetTimer(&timer, 1);
	msleep(60);
	end_handler();
	KUNIT_EXPECT_EQ(test, atomic_read(&runs), 1);
	end_handler();
	KUNIT_EXPECT_EQ(test, atomic_read(&runs), 1);
	stop(test);
}

static bool ran_in_halt, cancelled_in_halt;

static void wait_in_halt(void)
{
	int before = atomic_read(&runs);

	ran_in_halt = im_wait(atomic_read(&runs) > before + 1);
	cancelled_in_halt = cancel();
}

/* MiniportHalt may wait for one before it cancels it. */
static void runs_until_halt_cancels(struct kunit *test, bool serialized)
{
	ran_in_halt = false;
	cancelled_in_halt = false;
	start(test, serialized);
	im.in_halt = wait_in_halt;
	NdisMSetPeriodicTimer(&timer, 5);
	stop(test);
	KUNIT_EXPECT_TRUE(test, ran_in_halt);
	KUNIT_EXPECT_TRUE(test, cancelled_in_halt);
}

static void halt_deserialized(struct kunit *test)
{
	runs_until_halt_cancels(test, false);
}

static void halt_serialized(struct kunit *test)
{
	runs_until_halt_cancels(test, true);
}

static void left_at_halt(struct kunit *test)
{
	int count;

	start(test, false);
	NdisMSetPeriodicTimer(&timer, 20);
	stop(test);
	EXPECT_VIOLATIONS(test, NDIS_TIMER_LEAK, 1);
	count = atomic_read(&runs);
	msleep(100);
	KUNIT_EXPECT_EQ(test, atomic_read(&runs), count);
	/* Without a miniport there is nothing to set. */
	NdisMSetTimer(&timer, 1);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
	msleep(60);
	KUNIT_EXPECT_EQ(test, atomic_read(&runs), count);
}

/* Set by a thread that had seen the miniport alive. */
static void expired_after_halt(struct kunit *test)
{
	struct ndis_object *object;

	start(test, true);
	object = &instance->object;
	NdisMSetTimer(&timer, 60);
	ndis_object_unpublish(object);
	msleep(150);
	KUNIT_EXPECT_EQ(test, atomic_read(&runs), 0);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
	KUNIT_EXPECT_FALSE(test, cancel());
	ndis_instance_put(instance);
	NdisIMDeregisterLayeredMiniport(im.driver);
	im.driver = NULL;
	EXPECT_VIOLATIONS(test, NDIS_INSTANCE_LEAK, 1);
}

static void misuse(struct kunit *test)
{
	NDIS_MINIPORT_TIMER other;

	start(test, false);
	NdisMInitializeTimer(NULL, im.handle, function, NULL);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
	NdisMInitializeTimer(&other, NULL, function, NULL);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
	NdisMSetTimer(&other, 1);
	NdisMSetPeriodicTimer(NULL, 1);
	EXPECT_VIOLATIONS(test, NDIS_TIMER_MISUSE, 2);
	NdisMCancelTimer(&timer, NULL);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
	stop(test);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(periodic),
	KUNIT_CASE(serialized_once_and_periodic),
	KUNIT_CASE(serialized_waits_for_its_turn),
	KUNIT_CASE(deserialized_waits_for_nobody),
	KUNIT_CASE(cancelled_while_it_waits),
	KUNIT_CASE(cancelled_and_not_freed),
	KUNIT_CASE(set_again_while_it_waits),
	KUNIT_CASE(expired_again_while_it_waits),
	KUNIT_CASE(halt_deserialized),
	KUNIT_CASE(halt_serialized),
	KUNIT_CASE(left_at_halt),
	KUNIT_CASE(expired_after_halt),
	KUNIT_CASE(misuse),
	{}
};

static int setup(struct kunit *test)
{
	atomic_set(&runs, 0);
	other_context = false;
	other_level = false;
	return im_setup(test);
}

static struct kunit_suite suite = {
	.name = "ndis_shim_ndis_im_timer",
	.init = setup,
	.exit = im_teardown,
	.test_cases = cases,
};

kunit_test_suite(suite);
