// SPDX-License-Identifier: GPL-2.0
/*
 * Which of a function's first words is told as the reason for a wake-up, and when
 * none is.
 */
#include <kunit/test.h>
#include <linux/device.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

static int note_uevent(struct kobject *kobj, enum kobject_action action, char *env[]);

#include "../../mbbcx/mbim_msg.c"
#define kobject_uevent_env note_uevent
#include "../../mbbcx/wake_reason.c"

static struct mbb_device *fake;
static unsigned int told;
static char uevent[64];			/* the last one */

static int note_uevent(struct kobject *kobj, enum kobject_action action, char *env[])
{
	strscpy(uevent, action == KOBJ_CHANGE ? env[0] : "", sizeof(uevent));
	return 0;
}

void mbb_count(struct mbb_device *mbb, enum mbb_stat stat)
{
	told += stat == MBB_STAT_wakes_told;
}

static void word(const u8 *service, u32 cid)
{
	u8 msg[44] = {};

	put_unaligned_le32(MBIM_INDICATE_STATUS_MSG, msg);
	put_unaligned_le32(sizeof(msg), msg + 4);
	put_unaligned_le32(1, msg + 12);
	memcpy(msg + 20, service, 16);
	put_unaligned_le32(cid, msg + 36);
	mbb_wake_word(fake, msg, sizeof(msg));
}

static void reasons_are_told_by_name(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, mbb_wake_report(fake, MbbWakeReasonTypeUiccChange));
	KUNIT_EXPECT_EQ(test, told, 1U);
	KUNIT_EXPECT_STREQ(test, uevent, "MBB_WAKE_REASON=UICC_CHANGE");
	KUNIT_EXPECT_FALSE(test, mbb_wake_report(fake, MbbWakeReasonTypeUiccChange + 1));
	KUNIT_EXPECT_EQ(test, told, 1U);
}

static void first_word_after_a_wake(struct kunit *test)
{
	word(mbim_uuid_sms, MBIM_CID_SMS_READ);
	KUNIT_EXPECT_EQ(test, told, 0U);	/* nobody has woken up */
	fake->wake.listening = true;
	word(mbim_uuid_sms, MBIM_CID_SMS_READ);
	KUNIT_EXPECT_EQ(test, told, 1U);
	fake->wake.told = false;
	word(mbim_uuid_sms, MBIM_CID_SMS_READ);		/* not the first */
	KUNIT_EXPECT_EQ(test, told, 1U);
}

static void every_word_that_may_wake(struct kunit *test)
{
	static const struct { const u8 *service; u32 cid; const char *reason; } words[] = {
		{ mbim_uuid_basic_connect, MBIM_CID_REGISTER_STATE, "REGISTER_STATE" },
		{ mbim_uuid_basic_connect, MBIM_CID_PACKET_SERVICE, "PACKET_STATE" },
		{ mbim_uuid_basic_connect, MBIM_CID_CONNECT, "PACKET_STATE" },
		{ mbim_uuid_basic_connect, MBIM_CID_SUBSCRIBER_READY_STATUS, "UICC_CHANGE" },
		{ mbim_uuid_sms, MBIM_CID_SMS_READ, "SMS_RECEIVE" },
		{ mbim_uuid_sms, MBIM_CID_SMS_MESSAGE_STORE_STATUS, "SMS_RECEIVE" },
		{ mbim_uuid_ussd, MBIM_CID_USSD, "USSD_RECEIVE" },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(words); i++) {
		fake->wake.listening = true;
		fake->wake.told = false;
		word(words[i].service, words[i].cid);
		KUNIT_EXPECT_EQ(test, told, i + 1);
		KUNIT_EXPECT_STREQ(test, uevent + strlen("MBB_WAKE_REASON="), words[i].reason);
	}
	fake->wake.listening = true;
	fake->wake.told = false;
	word(mbim_uuid_basic_connect, MBIM_CID_SIGNAL_STATE);
	KUNIT_EXPECT_EQ(test, told, i);
}

static void client_that_knows_is_believed(struct kunit *test)
{
	mbb_wake_report(fake, MbbWakeReasonTypeSmsReceive);
	fake->wake.listening = true;
	word(mbim_uuid_basic_connect, MBIM_CID_REGISTER_STATE);
	KUNIT_EXPECT_EQ(test, told, 1U);
}

static int reason_init(struct kunit *test)
{
	told = 0;
	fake = kunit_kzalloc(test, sizeof(*fake), GFP_KERNEL);
	if (!fake)
		return -ENOMEM;
	/* no owner: suites run before their module is in sysfs */
	fake->dev = __root_device_register("mbbcx_wake_reason", NULL);
	return PTR_ERR_OR_ZERO(fake->dev);
}

static void reason_exit(struct kunit *test)
{
	if (!IS_ERR_OR_NULL(fake->dev))
		root_device_unregister(fake->dev);
}

static struct kunit_case reason_cases[] = {
	KUNIT_CASE(reasons_are_told_by_name),
	KUNIT_CASE(first_word_after_a_wake),
	KUNIT_CASE(every_word_that_may_wake),
	KUNIT_CASE(client_that_knows_is_believed),
	{}
};

static struct kunit_suite reason_suite = {
	.name = "mbbcx_wake_reason",
	.init = reason_init,
	.exit = reason_exit,
	.test_cases = reason_cases,
};

kunit_test_suite(reason_suite);

MODULE_LICENSE("GPL");
