// SPDX-License-Identifier: GPL-2.0
/*
 * Handles: numbers that name a live object of one kind, and nothing else.
 */
#include <linux/slab.h>

#include "ndis_client.h"

struct thing {
	struct ndis_object object;
};

static unsigned int released;

static void thing_release(struct ndis_object *object)
{
	released++;
	kfree_rcu(container_of(object, struct thing, object), object.rcu);
}

static struct thing *thing_create(struct kunit *test, enum ndis_handle_type type)
{
	struct thing *thing = kzalloc(sizeof(*thing), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, thing);
	KUNIT_ASSERT_EQ(test, ndis_object_init(&thing->object, type, thing_release), 0);
	return thing;
}

static void handle_is_a_number(struct kunit *test)
{
	struct thing *thing = thing_create(test, NDIS_HANDLE_PROTOCOL);
	NDIS_HANDLE handle = thing->object.handle;

	KUNIT_EXPECT_NOT_NULL(test, handle);
	KUNIT_EXPECT_PTR_NE(test, handle, (NDIS_HANDLE)thing);
	/* Not what lies beside NULL, nor an address of the kernel's. */
	KUNIT_EXPECT_GE(test, (unsigned long)handle, 0x1000ul);
	KUNIT_EXPECT_LE(test, (unsigned long)handle, (unsigned long)INT_MAX);
	ndis_object_put(&thing->object);
}

static void handle_names_its_object(struct kunit *test)
{
	struct thing *one = thing_create(test, NDIS_HANDLE_PROTOCOL);
	struct thing *two = thing_create(test, NDIS_HANDLE_PROTOCOL);

	KUNIT_EXPECT_PTR_NE(test, one->object.handle, two->object.handle);
	KUNIT_EXPECT_PTR_EQ(test, ndis_object_get(one->object.handle, NDIS_HANDLE_PROTOCOL, "t"),
			    &one->object);
	KUNIT_EXPECT_PTR_EQ(test, ndis_object_get(two->object.handle, NDIS_HANDLE_PROTOCOL, "t"),
			    &two->object);
	KUNIT_EXPECT_EQ(test, kref_read(&one->object.ref), 2u);
	ndis_object_put(&one->object);
	ndis_object_put(&two->object);
	EXPECT_NO_VIOLATION(test);
	ndis_object_put(&one->object);
	ndis_object_put(&two->object);
}

static void forged_handles_are_violations(struct kunit *test)
{
	struct thing *thing = thing_create(test, NDIS_HANDLE_PROTOCOL);
	unsigned long number = (unsigned long)thing->object.handle;
	NDIS_HANDLE forged[] = {
		NULL, (NDIS_HANDLE)1, (NDIS_HANDLE)(number + 1), (NDIS_HANDLE)(number | 1ul << 40),
		thing, (NDIS_HANDLE)-1l, (NDIS_HANDLE)&thing->object.handle,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(forged); i++) {
		KUNIT_EXPECT_NULL(test, ndis_object_get(forged[i], NDIS_HANDLE_PROTOCOL, "t"));
		EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
	}
	ndis_object_put(&thing->object);
}

static void kinds_are_not_mixed_up(struct kunit *test)
{
	struct thing *thing = thing_create(test, NDIS_HANDLE_PROTOCOL);

	KUNIT_EXPECT_NULL(test, ndis_object_get(thing->object.handle, NDIS_HANDLE_BINDING, "t"));
	EXPECT_VIOLATIONS(test, NDIS_WRONG_HANDLE_TYPE, 1);
	KUNIT_EXPECT_EQ(test, kref_read(&thing->object.ref), 1u);
	ndis_object_put(&thing->object);
}

static void unpublished_is_dead_but_in_memory(struct kunit *test)
{
	struct thing *thing = thing_create(test, NDIS_HANDLE_PROTOCOL);
	NDIS_HANDLE handle = thing->object.handle;

	released = 0;
	ndis_object_unpublish(&thing->object);
	KUNIT_EXPECT_NULL(test, ndis_object_get(handle, NDIS_HANDLE_PROTOCOL, "t"));
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
	KUNIT_EXPECT_EQ(test, released, 0u);
	/* Again: does no harm. */
	ndis_object_unpublish(&thing->object);
	ndis_object_put(&thing->object);
	KUNIT_EXPECT_EQ(test, released, 1u);
}

/* An owner that forgets to unpublish leaves no handle to freed memory. */
static void last_put_ends_the_handle(struct kunit *test)
{
	struct thing *thing = thing_create(test, NDIS_HANDLE_PROTOCOL);
	NDIS_HANDLE handle = thing->object.handle;

	released = 0;
	ndis_object_put(ndis_object_get(handle, NDIS_HANDLE_PROTOCOL, "t"));
	KUNIT_EXPECT_EQ(test, released, 0u);
	ndis_object_put(&thing->object);
	KUNIT_EXPECT_EQ(test, released, 1u);
	KUNIT_EXPECT_NULL(test, ndis_object_get(handle, NDIS_HANDLE_PROTOCOL, "t"));
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
}

static void closed_handles_do_not_come_back_soon(struct kunit *test)
{
	struct thing *thing = thing_create(test, NDIS_HANDLE_PROTOCOL);
	NDIS_HANDLE first = thing->object.handle, last = first;
	unsigned int i;

	ndis_object_put(&thing->object);
	for (i = 0; i < 3000; i++) {
		thing = thing_create(test, NDIS_HANDLE_PROTOCOL);
		KUNIT_ASSERT_GT(test, (unsigned long)thing->object.handle, (unsigned long)last);
		last = thing->object.handle;
		ndis_object_put(&thing->object);
	}
	KUNIT_EXPECT_NULL(test, ndis_object_get(first, NDIS_HANDLE_PROTOCOL, "t"));
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
}

static bool is_found(struct thing *thing)
{
	struct ndis_object *object = ndis_object_get(thing->object.handle,
						     NDIS_HANDLE_PROTOCOL, "t");

	if (object)
		ndis_object_put(object);
	return object == &thing->object;
}

/* However many there are, and whichever were made last. */
static void many_handles_are_told_apart(struct kunit *test)
{
	static struct thing *things[600];
	unsigned int i, wrong = 0;

	for (i = 0; i < ARRAY_SIZE(things); i++)
		things[i] = thing_create(test, NDIS_HANDLE_PROTOCOL);
	for (i = 0; i < ARRAY_SIZE(things); i++)
		wrong += !is_found(things[i]);
	KUNIT_EXPECT_EQ(test, wrong, 0u);
	/* One that goes takes nobody else's place away, nor stays in its own. */
	for (i = 0; i < ARRAY_SIZE(things); i += 2)
		ndis_object_unpublish(&things[i]->object);
	for (i = 1; i < ARRAY_SIZE(things); i += 2)
		wrong += !is_found(things[i]);
	KUNIT_EXPECT_EQ(test, wrong, 0u);
	EXPECT_NO_VIOLATION(test);
	KUNIT_EXPECT_NULL(test, ndis_object_get(things[598]->object.handle,
						NDIS_HANDLE_PROTOCOL, "t"));
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
	for (i = 0; i < ARRAY_SIZE(things); i++)
		ndis_object_put(&things[i]->object);
}

static void live_objects_are_counted(struct kunit *test)
{
	unsigned int before = ndis_objects_live();
	struct thing *thing = thing_create(test, NDIS_HANDLE_PROTOCOL);

	KUNIT_EXPECT_EQ(test, ndis_objects_live(), before + 1);
	ndis_object_unpublish(&thing->object);
	KUNIT_EXPECT_EQ(test, ndis_objects_live(), before + 1);
	ndis_object_put(&thing->object);
	KUNIT_EXPECT_EQ(test, ndis_objects_live(), before);
}

/* Publishing and looking up while bottom halves, or interrupts, are off. */
static void handles_in_any_context(struct kunit *test)
{
	struct thing *thing = kzalloc(sizeof(*thing), GFP_KERNEL);
	unsigned long flags;

	KUNIT_ASSERT_NOT_NULL(test, thing);
	local_irq_save(flags);
	KUNIT_EXPECT_EQ(test, ndis_object_init(&thing->object, NDIS_HANDLE_BINDING,
					       thing_release), 0);
	KUNIT_EXPECT_TRUE(test, irqs_disabled());
	KUNIT_EXPECT_PTR_EQ(test, ndis_object_get(thing->object.handle, NDIS_HANDLE_BINDING, "t"),
			    &thing->object);
	ndis_object_put(&thing->object);
	ndis_object_put(&thing->object);
	KUNIT_EXPECT_TRUE(test, irqs_disabled());
	local_irq_restore(flags);
	EXPECT_NO_VIOLATION(test);
}

static struct kunit_case handle_cases[] = {
	KUNIT_CASE(handle_is_a_number),
	KUNIT_CASE(handle_names_its_object),
	KUNIT_CASE(forged_handles_are_violations),
	KUNIT_CASE(kinds_are_not_mixed_up),
	KUNIT_CASE(unpublished_is_dead_but_in_memory),
	KUNIT_CASE(last_put_ends_the_handle),
	KUNIT_CASE(closed_handles_do_not_come_back_soon),
	KUNIT_CASE(many_handles_are_told_apart),
	KUNIT_CASE(live_objects_are_counted),
	KUNIT_CASE(handles_in_any_context),
	{}
};

static struct kunit_suite handle_suite = {
	.name = "ndis_handle",
	.init = client_setup,
	.exit = client_teardown,
	.test_cases = handle_cases,
};

kunit_test_suite(handle_suite);
