// SPDX-License-Identifier: GPL-2.0
/*
 * Which interfaces form a function, and what of the configuration descriptor
 * its driver sees: real devices' layouts, and what must not be believed.
 */
#include <kunit/test.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "wdf/usb/descriptor.c"

MODULE_LICENSE("GPL");

struct config {
	u8 bytes[512];
	u32 length;
};

static void add(struct config *c, const u8 *bytes, size_t length)
{
	memcpy(c->bytes + c->length, bytes, length);
	c->length += length;
	c->bytes[2] = c->length & 0xff;
	c->bytes[3] = c->length >> 8;
}

#define ADD(c, ...)	add(c, (const u8 []){ __VA_ARGS__ }, sizeof((const u8 []){ __VA_ARGS__ }))

static void begin(struct config *c, u8 interfaces)
{
	c->length = 0;
	ADD(c, 9, 2, 0, 0, interfaces, 1, 0, 0xa0, 250);
}

static void interface(struct config *c, u8 number, u8 setting, u8 class)
{
	ADD(c, 9, 4, number, setting, 1, class, 0, 0, 0);
}

static void endpoint(struct config *c, u8 address)
{
	ADD(c, 7, 5, address, 2, 0, 2, 0);
}

/* An MBIM function with an association and a Union descriptor. */
static void mbim(struct config *c, u8 control, u8 data)
{
	ADD(c, 8, 11, control, 2, 2, 14, 0, 0);
	interface(c, control, 0, 2);
	ADD(c, 5, 0x24, 0, 0x10, 1);
	ADD(c, 5, 0x24, 6, control, data);
	ADD(c, 12, 0x24, 0x1b, 0, 1, 0, 2, 32, 128, 0, 8, 0x20);
	endpoint(c, 0x81);
	interface(c, data, 0, 10);
	interface(c, data, 1, 10);
	endpoint(c, 0x82);
	endpoint(c, 0x02);
}

static int config_setup(struct kunit *test)
{
	test->priv = kunit_kzalloc(test, sizeof(struct config), GFP_KERNEL);
	return test->priv ? 0 : -ENOMEM;
}

#define EXPECT_FUNCTION(test, c, control, ...)					\
	do {									\
		static const u8 expected[] = { __VA_ARGS__ };			\
		struct wdf_usb_ifset found;					\
										\
		wdf_usb_find_function((c)->bytes, (c)->length, control, &found);	\
		KUNIT_EXPECT_EQ(test, found.count, (unsigned int)sizeof(expected));	\
		KUNIT_EXPECT_EQ(test, memcmp(found.number, expected,		\
					     sizeof(expected)), 0);		\
	} while (0)

static void function_by_union(struct kunit *test)
{
	struct config *c = test->priv;

	begin(c, 2);
	mbim(c, 0, 1);
	EXPECT_FUNCTION(test, c, 0, 0, 1);
}

/* Sierra: 12 and 13, with holes before them. */
static void function_with_high_numbers(struct kunit *test)
{
	struct config *c = test->priv;

	begin(c, 4);
	interface(c, 0, 0, 0xff);
	interface(c, 3, 0, 0xff);
	mbim(c, 12, 13);
	EXPECT_FUNCTION(test, c, 12, 12, 13);
	EXPECT_FUNCTION(test, c, 3, 3);
}

/* Sierra MC7710: no Union. */
static void function_by_association(struct kunit *test)
{
	struct config *c = test->priv;

	begin(c, 2);
	ADD(c, 8, 11, 4, 2, 2, 14, 0, 0);
	interface(c, 4, 0, 2);
	interface(c, 5, 0, 10);
	EXPECT_FUNCTION(test, c, 4, 4, 5);
}

static void function_by_next_number(struct kunit *test)
{
	struct config *c = test->priv;

	begin(c, 3);
	interface(c, 0, 0, 2);
	interface(c, 1, 0, 10);
	interface(c, 2, 0, 0xff);
	EXPECT_FUNCTION(test, c, 0, 0, 1);
	EXPECT_FUNCTION(test, c, 2, 2);
}

static void next_number_must_be_data(struct kunit *test)
{
	struct config *c = test->priv;

	begin(c, 2);
	interface(c, 0, 0, 2);
	interface(c, 1, 0, 3);
	EXPECT_FUNCTION(test, c, 0, 0);
	EXPECT_FUNCTION(test, c, 200, 200);
}

/* A Union that names itself, a stranger's, a missing interface, cut short. */
static void bad_unions_are_ignored(struct kunit *test)
{
	struct config *c = test->priv;

	begin(c, 2);
	interface(c, 0, 0, 2);
	ADD(c, 5, 0x24, 6, 0, 0);
	ADD(c, 5, 0x24, 6, 1, 0);
	ADD(c, 5, 0x24, 6, 0, 77);
	ADD(c, 4, 0x24, 6, 0);
	interface(c, 1, 0, 10);
	EXPECT_FUNCTION(test, c, 0, 0, 1);
}

/* The Union of a dual function may stand in its second setting. */
static void union_in_another_setting(struct kunit *test)
{
	struct config *c = test->priv;

	begin(c, 2);
	interface(c, 0, 0, 2);
	interface(c, 0, 1, 2);
	ADD(c, 5, 0x24, 6, 0, 3);
	interface(c, 3, 0, 10);
	EXPECT_FUNCTION(test, c, 0, 0, 3);
}

static void slice_of_a_composite_device(struct kunit *test)
{
	static const struct wdf_usb_ifset set = { .count = 2, .number = { 2, 3 } };
	struct config *c = test->priv, *expected;
	size_t needed;
	u8 *out;

	expected = kunit_kzalloc(test, sizeof(*expected), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, expected);
	begin(expected, 2);
	mbim(expected, 2, 3);

	begin(c, 5);
	ADD(c, 3, 9, 1);		/* of the configuration: not ours */
	interface(c, 0, 0, 0xff);
	endpoint(c, 0x85);
	ADD(c, 8, 11, 7, 2, 3, 0, 0, 0);	/* somebody else's association */
	interface(c, 7, 0, 3);
	mbim(c, 2, 3);
	interface(c, 4, 0, 8);
	endpoint(c, 0x86);

	needed = wdf_usb_slice_config(c->bytes, c->length, &set, NULL, 0);
	KUNIT_ASSERT_EQ(test, needed, (size_t)expected->length);
	/* Exactly as large as said, so that KASAN sees one byte more. */
	out = kunit_kmalloc(test, needed, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, out);
	KUNIT_EXPECT_EQ(test, wdf_usb_slice_config(c->bytes, c->length, &set, out, needed),
			needed);
	KUNIT_EXPECT_EQ(test, memcmp(out, expected->bytes, needed), 0);
}

static void slice_of_everything_is_everything(struct kunit *test)
{
	static const struct wdf_usb_ifset set = { .count = 2, .number = { 0, 1 } };
	struct config *c = test->priv;
	u8 *out = kunit_kmalloc(test, sizeof(c->bytes), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, out);
	begin(c, 2);
	mbim(c, 0, 1);
	KUNIT_EXPECT_EQ(test, wdf_usb_slice_config(c->bytes, c->length, &set, out,
						   sizeof(c->bytes)), (size_t)c->length);
	KUNIT_EXPECT_EQ(test, memcmp(out, c->bytes, c->length), 0);
}

/* Every length, cut off anywhere: KASAN is the judge. */
static void truncated_descriptors_end_the_walk(struct kunit *test)
{
	static const struct wdf_usb_ifset set = { .count = 2, .number = { 0, 1 } };
	struct config *c = test->priv;
	struct wdf_usb_ifset found;
	u32 length, room;
	u8 *cut, *out;

	begin(c, 2);
	mbim(c, 0, 1);
	for (length = 0; length < c->length; length++) {
		cut = kmemdup(c->bytes, length, GFP_KERNEL);
		for (room = 0; cut && room <= c->length; room += 3) {
			out = kmalloc(room, GFP_KERNEL);
			wdf_usb_slice_config(cut, length, &set, out, room);
			wdf_usb_find_function(cut, length, 0, &found);
			KUNIT_EXPECT_GE(test, found.count, 1u);
			kfree(out);
		}
		kfree(cut);
	}
}

static void no_configuration_no_slice(struct kunit *test)
{
	static const struct wdf_usb_ifset set = { .count = 1, .number = { 0 } };
	static const u8 device[] = { 18, 1, 0, 2, 0, 0, 0, 64, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 };
	static const u8 zero[] = { 0, 2, 0, 0, 0, 0, 0, 0, 0 };

	KUNIT_EXPECT_EQ(test, wdf_usb_slice_config(device, sizeof(device), &set, NULL, 0),
			(size_t)0);
	KUNIT_EXPECT_EQ(test, wdf_usb_slice_config(zero, sizeof(zero), &set, NULL, 0), (size_t)0);
	KUNIT_EXPECT_EQ(test, wdf_usb_slice_config(zero, 0, &set, NULL, 0), (size_t)0);
}

static struct kunit_case usb_config_cases[] = {
	KUNIT_CASE(function_by_union),
	KUNIT_CASE(function_with_high_numbers),
	KUNIT_CASE(function_by_association),
	KUNIT_CASE(function_by_next_number),
	KUNIT_CASE(next_number_must_be_data),
	KUNIT_CASE(bad_unions_are_ignored),
	KUNIT_CASE(union_in_another_setting),
	KUNIT_CASE(slice_of_a_composite_device),
	KUNIT_CASE(slice_of_everything_is_everything),
	KUNIT_CASE(truncated_descriptors_end_the_walk),
	KUNIT_CASE(no_configuration_no_slice),
	{}
};

static struct kunit_suite usb_config_suite = {
	.name = "ndis_shim_usb_config",
	.init = config_setup,
	.test_cases = usb_config_cases,
};

kunit_test_suite(usb_config_suite);
