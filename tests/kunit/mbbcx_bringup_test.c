// SPDX-License-Identifier: GPL-2.0
/*
 * What MbbCx asks and tells a function that it has just opened: in which order,
 * what it makes of the answers, and what of an older life it restores.
 */
#include <kunit/test.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../../mbbcx/bringup.c"
#include "../../mbbcx/mbim_basic.c"
#include "../../mbbcx/mbim_host.c"
#define build_header host_build_header	/* each file has its own */
#include "../../mbbcx/mbim_msg.c"
#undef build_header

#define GENERATION	7

struct asked {
	u32 cid;
	bool set;
	size_t len;
	u8 info[16];
};

/* The function. CIDs of different services have different numbers here. */
static struct {
	struct asked asked[8];
	unsigned int count;
	bool extensions;		/* it has a VERSION to be asked for */
	u16 speaks;			/* MBIMEx */
	u32 sessions;
	u32 refuses, mute;		/* this CID */
	u32 forgets;			/* everything, OPEN included, when asked this */
	unsigned int finished;
} fn;

static struct mbb_device *mbb;
static const u8 list[] = { 1, 2, 3, 4, 5 };
unsigned int mbb_mbimex;

/* ---- what bringup.c needs of the engine ---- */

static size_t services_build(u8 *info)
{
	memset(info, 0, 48);
	put_unaligned_le32(1, info);
	put_unaligned_le32(16, info + 8);
	put_unaligned_le32(32, info + 12);
	memcpy(info + 16, fn.extensions ? mbim_uuid_ms_extensions : mbim_uuid_sms, 16);
	put_unaligned_le32(1, info + 40);
	put_unaligned_le32(MBIM_CID_MS_VERSION, info + 44);
	return 48;
}

static size_t info_build(u32 cid, u8 *info)
{
	const struct mbim_version version = { .mbim = 0x0100, .extended = fn.speaks };

	switch (cid) {
	case MBIM_CID_DEVICE_SERVICES:
		return services_build(info);
	case MBIM_CID_MS_VERSION:
		mbim_version_build(info, &version);
		return MBIM_VERSION_SIZE;
	case MBIM_CID_DEVICE_CAPS:
		memset(info, 0, 64);
		put_unaligned_le32(fn.sessions, info + 28);
		return 64;
	default:
		return 0;
	}
}

int mbb_command_run(struct mbb_device *device, const u8 service[16], u32 cid, bool set,
		    const void *info, size_t info_len, bool during_power, u32 *mbim_status,
		    void **answer, size_t *answer_len)
{
	struct asked *asked = &fn.asked[fn.count++];
	u8 buf[64];

	asked->cid = cid;
	asked->set = set;
	asked->len = info_len;
	if (info_len)
		memcpy(asked->info, info, min(info_len, sizeof(asked->info)));
	if (cid == fn.mute)
		return -ETIMEDOUT;
	if (cid == fn.forgets)
		mbb->open.generation++;
	*mbim_status = cid == fn.refuses ? MBIM_STATUS_FAILURE : MBIM_STATUS_SUCCESS;
	if (!answer)
		return 0;
	*answer = kvzalloc(sizeof(buf) + sizeof(struct mbim_command_done), GFP_KERNEL);
	if (!*answer)
		return -ENOMEM;
	*answer_len = mbim_build_command_done(*answer, 1, service, cid, *mbim_status, buf,
					      info_build(cid, buf));
	return 0;
}

void *mbb_subscriptions_build(struct mbb_device *device, enum mbb_listen listen, size_t *len)
{
	*len = sizeof(list);
	return listen == MBB_LISTEN_AWAKE ? kmemdup(list, sizeof(list), GFP_KERNEL) : NULL;
}

void mbb_open_finish(struct mbb_device *device, unsigned int generation)
{
	fn.finished += generation == mbb->open.generation;
}

/* ---- fixture ---- */

static int bringup_init(struct kunit *test)
{
	memset(&fn, 0, sizeof(fn));
	fn.extensions = true;
	fn.speaks = 0x0400;
	fn.sessions = 5;
	mbb_mbimex = 0x0200;
	mbb = kunit_kzalloc(test, sizeof(*mbb), GFP_KERNEL);
	if (!mbb)
		return -ENOMEM;
	spin_lock_init(&mbb->lock);
	mbb_bringup_init(mbb);
	return 0;
}

static void bringup_exit(struct kunit *test)
{
	kfree(mbb->caps.services);
}

static void bring_up(void)
{
	fn.count = 0;
	fn.finished = 0;
	mbb->fn_open = true;
	mbb->open.phase = MBB_OPEN_BRINGUP;
	mbb->open.generation = GENERATION;
	mbb_bringup_work(&mbb->bringup_work);
}

/* Which of the questions was about @cid, or NULL. */
static const struct asked *asked_about(u32 cid)
{
	unsigned int i;

	for (i = 0; i < fn.count; i++)
		if (fn.asked[i].cid == cid)
			return &fn.asked[i];
	return NULL;
}

/* ---- cases ---- */

static void everything_in_its_order(struct kunit *test)
{
	static const u32 order[] = {
		MBIM_CID_DEVICE_SERVICES, MBIM_CID_MS_VERSION, MBIM_CID_DEVICE_CAPS,
		MBIM_CID_DEVICE_SERVICE_SUBSCRIBE_LIST,
	};
	unsigned int i;

	bring_up();
	KUNIT_ASSERT_EQ(test, fn.count, (unsigned int)ARRAY_SIZE(order));
	for (i = 0; i < ARRAY_SIZE(order); i++)
		KUNIT_EXPECT_EQ(test, fn.asked[i].cid, order[i]);
	KUNIT_EXPECT_EQ(test, mbb_device_max_sessions(mbb), 5U);
	KUNIT_EXPECT_EQ(test, fn.finished, 1U);
}

static void both_speak_the_lower_version(struct kunit *test)
{
	static const struct { u16 host, function, both; } rows[] = {
		{ 0x0200, 0x0400, 0x0200 },
		{ 0x0300, 0x0200, 0x0200 },
		{ 0x0200, 0x0000, 0x0100 },	/* no version at all */
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		mbb_mbimex = rows[i].host;
		fn.speaks = rows[i].function;
		bring_up();
		KUNIT_ASSERT_NOT_NULL(test, asked_about(MBIM_CID_MS_VERSION));
		KUNIT_EXPECT_EQ(test, mbb_device_mbimex(mbb), rows[i].both);
	}
	/* of an older life */
	fn.extensions = false;
	bring_up();
	KUNIT_EXPECT_NULL(test, asked_about(MBIM_CID_MS_VERSION));
	KUNIT_EXPECT_EQ(test, mbb_device_mbimex(mbb), (u16)0x0100);
	fn.extensions = true;
	mbb_mbimex = 0x0100;
	bring_up();
	KUNIT_EXPECT_NULL(test, asked_about(MBIM_CID_MS_VERSION));
}

static void sessions_have_bounds(struct kunit *test)
{
	fn.sessions = 0;
	bring_up();
	KUNIT_EXPECT_EQ(test, mbb_device_max_sessions(mbb), 1U);
	fn.sessions = 255;
	bring_up();
	KUNIT_EXPECT_EQ(test, mbb_device_max_sessions(mbb), (u32)MBB_MAX_SESSIONS);
}

/* A function that was opened again has forgotten its list. */
static void the_list_is_sent_each_time(struct kunit *test)
{
	const struct asked *asked;
	int i;

	for (i = 0; i < 2; i++) {
		bring_up();
		asked = asked_about(MBIM_CID_DEVICE_SERVICE_SUBSCRIBE_LIST);
		KUNIT_ASSERT_NOT_NULL(test, asked);
		KUNIT_EXPECT_TRUE(test, asked->set);
		KUNIT_EXPECT_EQ(test, asked->len, sizeof(list));
		KUNIT_EXPECT_EQ(test, memcmp(asked->info, list, sizeof(list)), 0);
	}
}

static void user_sets_radio(u32 cid, bool set, u32 value, u32 status)
{
	u8 msg[sizeof(struct mbim_command_msg) + 4];
	__le32 info = cpu_to_le32(value);
	size_t len = mbim_build_command(msg, 9, mbim_uuid_basic_connect, cid, set, &info, 4);

	mbb_bringup_note(mbb, msg, len, status);
}

static void the_radio_is_as_it_was_set(struct kunit *test)
{
	const struct asked *asked;

	/* not that it was asked for, refused, or of something else */
	user_sets_radio(MBIM_CID_RADIO_STATE, false, 1, MBIM_STATUS_SUCCESS);
	user_sets_radio(MBIM_CID_RADIO_STATE, true, 1, MBIM_STATUS_FAILURE);
	user_sets_radio(MBIM_CID_PIN, true, 1, MBIM_STATUS_SUCCESS);
	bring_up();
	KUNIT_EXPECT_NULL(test, asked_about(MBIM_CID_RADIO_STATE));

	user_sets_radio(MBIM_CID_RADIO_STATE, true, 0, MBIM_STATUS_SUCCESS);
	bring_up();
	asked = asked_about(MBIM_CID_RADIO_STATE);
	KUNIT_ASSERT_NOT_NULL(test, asked);
	KUNIT_EXPECT_TRUE(test, asked->set);
	KUNIT_EXPECT_EQ(test, asked->len, (size_t)4);
	KUNIT_EXPECT_EQ(test, get_unaligned_le32(asked->info), 0U);
	user_sets_radio(MBIM_CID_RADIO_STATE, true, 1, MBIM_STATUS_SUCCESS);
	bring_up();
	asked = asked_about(MBIM_CID_RADIO_STATE);
	KUNIT_ASSERT_NOT_NULL(test, asked);
	KUNIT_EXPECT_EQ(test, get_unaligned_le32(asked->info), 1U);
}

/* Every one of the questions may be refused. */
static void refusals_hold_nothing_up(struct kunit *test)
{
	static const u32 cids[] = {
		MBIM_CID_DEVICE_CAPS, MBIM_CID_DEVICE_SERVICES, MBIM_CID_MS_VERSION,
		MBIM_CID_DEVICE_SERVICE_SUBSCRIBE_LIST,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cids); i++) {
		fn.refuses = cids[i];
		bring_up();
		KUNIT_EXPECT_EQ(test, fn.finished, 1U);
		KUNIT_EXPECT_EQ(test, fn.count, 4U);
	}
	KUNIT_EXPECT_EQ(test, mbb_device_max_sessions(mbb), 5U);
}

static void silence_is_for_users_to_find_out(struct kunit *test)
{
	fn.mute = MBIM_CID_MS_VERSION;
	bring_up();
	KUNIT_EXPECT_EQ(test, fn.count, 2U);
	KUNIT_EXPECT_EQ(test, fn.finished, 1U);
}

static void an_opening_that_is_over_asks_no_more(struct kunit *test)
{
	fn.forgets = MBIM_CID_DEVICE_SERVICES;
	bring_up();
	KUNIT_EXPECT_EQ(test, fn.count, 1U);
	KUNIT_EXPECT_EQ(test, fn.finished, 0U);
}

static struct kunit_case bringup_cases[] = {
	KUNIT_CASE(everything_in_its_order),
	KUNIT_CASE(both_speak_the_lower_version),
	KUNIT_CASE(sessions_have_bounds),
	KUNIT_CASE(the_list_is_sent_each_time),
	KUNIT_CASE(the_radio_is_as_it_was_set),
	KUNIT_CASE(refusals_hold_nothing_up),
	KUNIT_CASE(silence_is_for_users_to_find_out),
	KUNIT_CASE(an_opening_that_is_over_asks_no_more),
	{}
};

static struct kunit_suite bringup_suite = {
	.name = "mbbcx_bringup",
	.init = bringup_init,
	.exit = bringup_exit,
	.test_cases = bringup_cases,
};

kunit_test_suite(bringup_suite);

MODULE_LICENSE("GPL");
