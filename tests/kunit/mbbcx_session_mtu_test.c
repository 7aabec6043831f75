// SPDX-License-Identifier: GPL-2.0
/*
 * What the network says about packet sizes, and when the interfaces of mbbcx's
 * sessions get it.
 */
#include "mbb_session_mock.h"

static void ip_configuration(u32 id, u32 mtu)
{
	u8 info[60] = {};

	put_unaligned_le32(id, info);
	put_unaligned_le32(MBIM_IP_HAS_MTU, info + 4);
	put_unaligned_le32(mtu, info + 52);
	mbb_sessions_ip_configuration(&mock, info, sizeof(info));
	if (id < MBB_MAX_SESSIONS)
		flush_work(&slot(id)->work);
}

static void the_networks_mtu_is_applied_once(struct kunit *test)
{
	start(test);
	connect_answer(0, MBIM_ACTIVATION_ACTIVATED);
	KUNIT_EXPECT_TRUE(test, carrier(0));
	ip_configuration(0, 1400);
	KUNIT_EXPECT_EQ(test, mock.mtu[0], 1400);
	mock.mtu[0] = 1300;	/* a user's own wish survives further queries */
	ip_configuration(0, 1400);
	ip_configuration(0, 0);
	KUNIT_EXPECT_EQ(test, mock.mtu[0], 1300);
	ip_configuration(0, 1360);
	KUNIT_EXPECT_EQ(test, mock.mtu[0], 1360);
	/* another context is another network */
	mock.mtu[0] = 1300;
	connect_answer(0, MBIM_ACTIVATION_DEACTIVATED);
	connect_answer(0, MBIM_ACTIVATION_ACTIVATED);
	ip_configuration(0, 1360);
	KUNIT_EXPECT_EQ(test, mock.mtu[0], 1360);
}

static void the_networks_mtu_waits_for_a_link(struct kunit *test)
{
	start(test);
	connect_indication(1, MBIM_ACTIVATION_ACTIVATED);
	ip_configuration(1, 1400);
	ip_configuration(U32_MAX, 1400);
	mbb_sessions_ip_configuration(&mock, &mock, 59);
	KUNIT_EXPECT_EQ(test, mock.mtu[1], 0);
	KUNIT_ASSERT_EQ(test, mbb_session_ensure(&mock, 1, false), 0);
	flush_work(&slot(1)->work);
	KUNIT_EXPECT_EQ(test, mock.mtu[1], 1400);
	KUNIT_EXPECT_EQ(test, mock.mtu[0], 0);
}

static struct kunit_case session_mtu_cases[] = {
	KUNIT_CASE(the_networks_mtu_is_applied_once),
	KUNIT_CASE(the_networks_mtu_waits_for_a_link),
	{}
};

static struct kunit_suite session_mtu_suite = {
	.name = "mbbcx_session_mtu",
	.init = session_test_init,
	.exit = session_test_exit,
	.test_cases = session_mtu_cases,
};

kunit_test_suite(session_mtu_suite);

MODULE_LICENSE("GPL");
