// SPDX-License-Identifier: GPL-2.0
/*
 * What is kept of an IP_CONFIGURATION, to be shown.
 */
#include <kunit/test.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../../mbbcx/mbim_basic.c"
#include "../../mbbcx/session_ip.c"

static struct mbb_sessions *table;

struct mbb_sessions *mbb_sessions_get(struct mbb_device *mbb) { return table; }
void mbb_sessions_put(struct mbb_sessions *t) { }
struct device *mbb_device_linux(struct mbb_device *mbb) { return NULL; }
/* The MTU goes its own way: mbbcx_session_mtu_test.c. */
void mbb_session_set_mtu(struct mbb_session *session, u32 mtu) { }
bool mbb_session_mtu_due(struct mbb_session *session) { return false; }
void mbb_session_kick(struct mbb_session *session) { }

/* Session 3: 10.64.1.2/29 gw .1 dns 192.0.2.53 mtu 1500; 2001:db8:0:1::1/64 gw
 * fe80::a dns 2001:db8:0:53::53 mtu 1480
 */
static const u8 configuration[128] = {
	0x03, 0x00, 0x00, 0x00, 0x0f, 0x00, 0x00, 0x00, 0x0f, 0x00, 0x00, 0x00, 0x01, 0x00,
	0x00, 0x00, 0x3c, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x44, 0x00, 0x00, 0x00,
	0x58, 0x00, 0x00, 0x00, 0x5c, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x6c, 0x00,
	0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x70, 0x00, 0x00, 0x00, 0xdc, 0x05, 0x00, 0x00,
	0xc8, 0x05, 0x00, 0x00, 0x1d, 0x00, 0x00, 0x00, 0x0a, 0x40, 0x01, 0x02, 0x40, 0x00,
	0x00, 0x00, 0x20, 0x01, 0x0d, 0xb8, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x01, 0x0a, 0x40, 0x01, 0x01, 0xfe, 0x80, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x0a, 0xc0, 0x00, 0x02, 0x35,
	0x20, 0x01, 0x0d, 0xb8, 0x00, 0x00, 0x00, 0x53, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x53,
};

static int session_ip_test_init(struct kunit *test)
{
	u32 id;

	table = kunit_kzalloc(test, sizeof(*table), GFP_KERNEL);
	if (!table)
		return -ENOMEM;
	spin_lock_init(&table->lock);
	for (id = 0; id < MBB_MAX_SESSIONS; id++)
		table->session[id].table = table;
	return 0;
}

static void both_families_are_kept(struct kunit *test)
{
	struct mbb_session *session = &table->session[3];

	mbb_sessions_ip_configuration(NULL, configuration, sizeof(configuration));
	KUNIT_ASSERT_EQ(test, session->ip4.addresses, 1U);
	KUNIT_EXPECT_EQ(test, session->ip4.address[0].prefix, 29U);
	KUNIT_EXPECT_EQ(test, memcmp(session->ip4.address[0].addr, "\x0a\x40\x01\x02", 4), 0);
	KUNIT_EXPECT_TRUE(test, session->ip4.has_gateway);
	KUNIT_EXPECT_EQ(test, memcmp(session->ip4.gateway, "\x0a\x40\x01\x01", 4), 0);
	KUNIT_ASSERT_EQ(test, session->ip4.dns_servers, 1U);
	KUNIT_EXPECT_EQ(test, memcmp(session->ip4.dns[0], "\xc0\x00\x02\x35", 4), 0);
	KUNIT_EXPECT_EQ(test, session->ip4.mtu, 1500U);
	KUNIT_ASSERT_EQ(test, session->ip6.addresses, 1U);
	KUNIT_EXPECT_EQ(test, session->ip6.address[0].prefix, 64U);
	KUNIT_EXPECT_EQ(test, memcmp(session->ip6.address[0].addr, configuration + 72, 16), 0);
	KUNIT_EXPECT_EQ(test, memcmp(session->ip6.gateway, configuration + 92, 16), 0);
	KUNIT_EXPECT_EQ(test, session->ip6.mtu, 1480U);
	KUNIT_EXPECT_EQ(test, table->session[0].ip4.addresses, 0U);

	spin_lock_bh(&table->lock);
	mbb_session_ip_forget(session);
	spin_unlock_bh(&table->lock);
	KUNIT_EXPECT_EQ(test, session->ip4.addresses, 0U);
	KUNIT_EXPECT_EQ(test, session->ip6.mtu, 0U);
}

/* More addresses than are kept. */
static void lists_are_cut(struct kunit *test)
{
	u8 *info = kunit_kzalloc(test, 60 + 6 * 8, GFP_KERNEL);
	struct mbb_session *session = &table->session[0];

	KUNIT_ASSERT_NOT_NULL(test, info);
	put_unaligned_le32(MBIM_IP_HAS_ADDRESS, info + 4);
	put_unaligned_le32(6, info + 12);
	put_unaligned_le32(60, info + 16);
	mbb_sessions_ip_configuration(NULL, info, 60 + 6 * 8);
	KUNIT_EXPECT_EQ(test, session->ip4.addresses, (unsigned int)MBB_IP_SHOWN);
	KUNIT_EXPECT_FALSE(test, session->ip4.has_gateway);
	KUNIT_EXPECT_EQ(test, session->ip6.addresses, 0U);
}

static void malformed_is_ignored(struct kunit *test)
{
	u8 *info = kunit_kzalloc(test, sizeof(configuration), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, info);
	memcpy(info, configuration, sizeof(configuration));
	put_unaligned_le32(MBB_MAX_SESSIONS, info);
	mbb_sessions_ip_configuration(NULL, info, sizeof(configuration));
	put_unaligned_le32(0, info);
	mbb_sessions_ip_configuration(NULL, info, 59);
	KUNIT_EXPECT_EQ(test, table->session[0].ip4.addresses, 0U);
}

static struct kunit_case session_ip_cases[] = {
	KUNIT_CASE(both_families_are_kept),
	KUNIT_CASE(lists_are_cut),
	KUNIT_CASE(malformed_is_ignored),
	{}
};

static struct kunit_suite session_ip_suite = {
	.name = "mbbcx_session_ip",
	.init = session_ip_test_init,
	.test_cases = session_ip_cases,
};

kunit_test_suite(session_ip_suite);

MODULE_LICENSE("GPL");
