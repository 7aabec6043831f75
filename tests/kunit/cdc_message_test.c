// SPDX-License-Identifier: GPL-2.0
/* Where mbim_cdc cuts what it reads from the stock driver's node. */
#include <kunit/test.h>
#include <linux/module.h>

#include "../../drivers/mbim_cdc/message.c"

static u8 bytes[64];

static void message(u8 *at, u32 length)
{
	LePut32(at, 0x80000003);
	LePut32(at + 4, length);
	LePut32(at + 8, 1);
}

static void one_message(struct kunit *test)
{
	message(bytes, 48);
	KUNIT_EXPECT_EQ(test, CdcMessageLength(bytes, 48), 48u);
	message(bytes, CDC_MESSAGE_HEADER);
	KUNIT_EXPECT_EQ(test, CdcMessageLength(bytes, CDC_MESSAGE_HEADER), CDC_MESSAGE_HEADER);
}

static void the_first_of_several(struct kunit *test)
{
	message(bytes, 20);
	message(bytes + 20, 44);
	KUNIT_EXPECT_EQ(test, CdcMessageLength(bytes, 64), 20u);
	KUNIT_EXPECT_EQ(test, CdcMessageLength(bytes + 20, 44), 44u);
}

static void what_is_none(struct kunit *test)
{
	message(bytes, 48);
	KUNIT_EXPECT_EQ(test, CdcMessageLength(bytes, 0), 0u);
	KUNIT_EXPECT_EQ(test, CdcMessageLength(bytes, CDC_MESSAGE_HEADER - 1), 0u);
	KUNIT_EXPECT_EQ(test, CdcMessageLength(bytes, 47), 0u);
	message(bytes, CDC_MESSAGE_HEADER - 1);
	KUNIT_EXPECT_EQ(test, CdcMessageLength(bytes, 64), 0u);
	message(bytes, 0);
	KUNIT_EXPECT_EQ(test, CdcMessageLength(bytes, 64), 0u);
	message(bytes, 0xffffffff);
	KUNIT_EXPECT_EQ(test, CdcMessageLength(bytes, 64), 0u);
}

static struct kunit_case cdc_message_cases[] = {
	KUNIT_CASE(one_message),
	KUNIT_CASE(the_first_of_several),
	KUNIT_CASE(what_is_none),
	{}
};

static struct kunit_suite cdc_message_suite = {
	.name = "mbim_cdc_message",
	.test_cases = cdc_message_cases,
};

kunit_test_suite(cdc_message_suite);

MODULE_LICENSE("GPL");
