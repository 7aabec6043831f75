// SPDX-License-Identifier: GPL-2.0
/*
 * Receive scaling: the key and the table that user space sees and changes are the
 * client's, and name queues that there are.
 */
#include "netcx_ether_mock.h"

#include <linux/ethtool.h>

#include "compat_ethtool.h"

static int get(u32 *table, u8 *key)
{
	int err;

	rtnl_lock();
	err = nt_rxfh_get(ether_dev, table, key);
	rtnl_unlock();
	return err;
}

static int set(u32 *table, u8 *key)
{
	int err;

	rtnl_lock();
	err = nt_rxfh_set(ether_dev, table, key);
	rtnl_unlock();
	return err;
}

static u32 table_size(void)
{
	u32 size;

	rtnl_lock();
	size = ether_dev->ethtool_ops->get_rxfh_indir_size(ether_dev);
	rtnl_unlock();
	return size;
}

static int scaling_test_init(struct kunit *test)
{
	ether_test_init(test);
	ether.rx_queues = 3;
	return 0;
}

static void on_with_the_queues(struct kunit *test)
{
	u32 table[8], i;
	u8 key[40];

	ether_load(test);
	KUNIT_EXPECT_EQ(test, ether.enabled, 1U);
	KUNIT_EXPECT_EQ(test, ether.keys, 1U);
	KUNIT_EXPECT_EQ(test, ether.tables, 1U);
	KUNIT_EXPECT_EQ(test, ether.key_length, 40ULL);
	KUNIT_EXPECT_EQ(test, ether.table_length, 8ULL);
	KUNIT_ASSERT_EQ(test, table_size(), 8U);
	KUNIT_EXPECT_EQ(test, get(table, key), 0);
	KUNIT_EXPECT_EQ(test, memcmp(key, ether.key, sizeof(key)), 0);
	for (i = 0; i < 8; i++) {
		KUNIT_EXPECT_EQ(test, table[i], i % 3);
		KUNIT_EXPECT_EQ(test, (u32)ether.table[i], i % 3);
	}
}

static void off_before_the_queues_go(struct kunit *test)
{
	ether_load(test);
	NetAdapterStop(ether.adapter);
	KUNIT_EXPECT_EQ(test, ether.disabled, 1U);
	KUNIT_EXPECT_EQ(test, NetAdapterStart(ether.adapter), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ether.enabled, 2U);
	/* 99 would be one that does not run. */
	KUNIT_EXPECT_EQ(test, ether.table[2], 2);
}

static void user_space_changes_the_table(struct kunit *test)
{
	u32 table[8] = { 2, 2, 2, 2, 1, 1, 1, 1 };
	u32 seen[8];

	ether_load(test);
	KUNIT_EXPECT_EQ(test, set(table, NULL), 0);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(READ_ONCE(ether.tables) == 2));
	KUNIT_EXPECT_EQ(test, ether.table[0], 2);
	KUNIT_EXPECT_EQ(test, ether.table[7], 1);
	KUNIT_EXPECT_EQ(test, ether.enabled, 1U);
	KUNIT_EXPECT_EQ(test, get(seen, NULL), 0);
	KUNIT_EXPECT_EQ(test, memcmp(seen, table, sizeof(seen)), 0);
}

static void user_space_changes_the_key(struct kunit *test)
{
	u8 key[40];

	ether_load(test);
	memset(key, 0x5a, sizeof(key));
	KUNIT_EXPECT_EQ(test, set(NULL, key), 0);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(READ_ONCE(ether.keys) == 2));
	KUNIT_EXPECT_EQ(test, memcmp(key, ether.key, sizeof(key)), 0);
}

static void only_queues_that_there_are(struct kunit *test)
{
	u32 table[8] = { 0, 1, 2, 3 };

	ether_load(test);
	KUNIT_EXPECT_EQ(test, set(table, NULL), -EINVAL);
	KUNIT_EXPECT_EQ(test, get(table, NULL), 0);
	KUNIT_EXPECT_EQ(test, table[3], 0U);
}

static void hashing(bool on)
{
	rtnl_lock();
	if (on)
		ether_dev->wanted_features |= NETIF_F_RXHASH;
	else
		ether_dev->wanted_features &= ~NETIF_F_RXHASH;
	netdev_update_features(ether_dev);
	rtnl_unlock();
}

static void switched_off_and_on(struct kunit *test)
{
	ether_load(test);
	hashing(false);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(READ_ONCE(ether.disabled) == 1));
	hashing(true);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(READ_ONCE(ether.enabled) == 2));
	KUNIT_EXPECT_EQ(test, ether.tables, 2U);
}

/* It works unscaled, and is not told of tables. */
static void client_refuses(struct kunit *test)
{
	ether.enable_status = STATUS_UNSUCCESSFUL;
	ether_load(test);
	KUNIT_EXPECT_EQ(test, ether.enabled, 1U);
	KUNIT_EXPECT_EQ(test, ether.tables, 0U);
	KUNIT_EXPECT_TRUE(test, ether.rx[2].running);
	NetAdapterStop(ether.adapter);
	KUNIT_EXPECT_EQ(test, ether.disabled, 0U);
}

static void impossible_table(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_ADAPTER_BAD_CAPABILITIES);

	ether.table_size = 6;
	ether_load(test);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_ADAPTER_BAD_CAPABILITIES), before + 1);
	KUNIT_EXPECT_EQ(test, table_size(), 0U);
	KUNIT_EXPECT_EQ(test, set(NULL, NULL), -EOPNOTSUPP);
	KUNIT_EXPECT_STREQ(test, ether.trace, "C0c0S0s0");
}

static struct kunit_case scaling_cases[] = {
	KUNIT_CASE(on_with_the_queues),
	KUNIT_CASE(off_before_the_queues_go),
	KUNIT_CASE(user_space_changes_the_table),
	KUNIT_CASE(user_space_changes_the_key),
	KUNIT_CASE(only_queues_that_there_are),
	KUNIT_CASE(switched_off_and_on),
	KUNIT_CASE(client_refuses),
	KUNIT_CASE(impossible_table),
	{}
};

static struct kunit_suite scaling_suite = {
	.name = "ndis_shim_netcx_scaling",
	.init = scaling_test_init,
	.exit = ether_test_exit,
	.test_cases = scaling_cases,
};

kunit_test_suite(scaling_suite);

MODULE_LICENSE("GPL");
MODULE_IMPORT_NS(NDIS_SHIM);
MODULE_IMPORT_NS(NDIS_SHIM_INTERNAL);
