// SPDX-License-Identifier: GPL-2.0
/*
 * Receive filters: what an interface wants becomes what the client's hardware can
 * do, and the client is told of each change.
 */
#include "netcx_ether_mock.h"

#include "../../ndis_shim/netadapter/filter_rules.c"

#define D	NetPacketFilterFlagDirected
#define M	NetPacketFilterFlagMulticast
#define A	NetPacketFilterFlagAllMulticast
#define B	NetPacketFilterFlagBroadcast
#define P	NetPacketFilterFlagPromiscuous

/* What the client was told last. */
static struct {
	unsigned int calls, lists;
	u32 flags;
	SIZE_T count;
	u8 address[4][ETH_ALEN];
	NETRECEIVEFILTER handle;
} told;

static u32 can_filter;
static SIZE_T can_list_of;

static void remember(SIZE_T count, NET_ADAPTER_LINK_LAYER_ADDRESS const *list)
{
	SIZE_T i;

	told.count = count;
	for (i = 0; i < count && i < ARRAY_SIZE(told.address); i++)
		ether_addr_copy(told.address[i], list[i].Address);
}

static VOID set_filter(NETADAPTER adapter, NETRECEIVEFILTER filter)
{
	told.flags = NetReceiveFilterGetPacketFilter(filter);
	remember(NetReceiveFilterGetMulticastAddressCount(filter),
		 NetReceiveFilterGetMulticastAddressList(filter));
	told.handle = filter;
	WRITE_ONCE(told.calls, told.calls + 1);
}

static void prepare(NETADAPTER adapter)
{
	NET_ADAPTER_RECEIVE_FILTER_CAPABILITIES caps;

	NET_ADAPTER_RECEIVE_FILTER_CAPABILITIES_INIT(&caps, set_filter);
	caps.SupportedPacketFilters = can_filter;
	caps.MaximumMulticastAddresses = can_list_of;
	NetAdapterSetReceiveFilterCapabilities(adapter, &caps);
}

static VOID set_packet_filter(NETADAPTER adapter, NET_PACKET_FILTER_FLAGS filter)
{
	told.flags = filter;
	WRITE_ONCE(told.calls, told.calls + 1);
}

static VOID set_multicast_list(NETADAPTER adapter, ULONG count,
			       NET_ADAPTER_LINK_LAYER_ADDRESS *list)
{
	remember(count, list);
	told.lists++;
}

static void prepare_old(NETADAPTER adapter)
{
	NET_ADAPTER_PACKET_FILTER_CAPABILITIES filter;
	NET_ADAPTER_MULTICAST_CAPABILITIES multicast;

	NET_ADAPTER_PACKET_FILTER_CAPABILITIES_INIT(&filter, D | M | B, set_packet_filter);
	NetAdapterSetPacketFilterCapabilities(adapter, &filter);
	NET_ADAPTER_MULTICAST_CAPABILITIES_INIT(&multicast, 64, set_multicast_list);
	NetAdapterSetMulticastCapabilities(adapter, &multicast);
}

static int filter_test_init(struct kunit *test)
{
	memset(&told, 0, sizeof(told));
	can_filter = D | M | A | B | P;
	can_list_of = 64;
	ether.prepare = NULL;
	ether_test_init(test);
	ether.prepare = prepare;
	return 0;
}

static bool told_of(const u8 *address)
{
	SIZE_T i;

	for (i = 0; i < told.count && i < ARRAY_SIZE(told.address); i++) {
		if (ether_addr_equal(told.address[i], address))
			return true;
	}
	return false;
}

/* ---- what is asked for ---- */

struct flags_case {
	const char *name;
	u32 supported;
	SIZE_T max;
	struct netcx_filter_wanted wanted;
	u32 flags;
};

static NET_ADAPTER_LINK_LAYER_ADDRESS some_list[1];

static const struct flags_case flags_cases[] = {
	{ "down", D | M | A | B | P, 8, { .up = false, .promiscuous = true }, 0 },
	{ "plain", D | M | A | B | P, 8, { .up = true }, D | B },
	{ "list", D | M | A | B | P, 8, { .up = true, .count = 8, .list = some_list },
	  D | B | M },
	{ "list_too_long", D | M | A | B | P, 8, { .up = true, .count = 9, .list = some_list },
	  D | B | A },
	{ "no_memory_for_list", D | M | A | B | P, 8, { .up = true, .count = 2 }, D | B | A },
	{ "no_list", D | A | B | P, 0, { .up = true, .count = 1, .list = some_list },
	  D | B | A },
	{ "nothing_but_promiscuous", D | B | P, 0,
	  { .up = true, .count = 1, .list = some_list }, D | B | P },
	{ "nothing_for_multicast", D | B, 0, { .up = true, .count = 1, .list = some_list },
	  D | B },
	{ "all_multicast", D | M | A | B | P, 8,
	  { .up = true, .all_multicast = true, .count = 1, .list = some_list }, D | B | A },
	{ "promiscuous", D | M | A | B | P, 8, { .up = true, .promiscuous = true }, D | B | P },
	{ "promiscuous_impossible", D | B, 0, { .up = true, .promiscuous = true }, D | B },
};

static void flags_case_name(const struct flags_case *c, char *name)
{
	strscpy(name, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(flags, flags_cases, flags_case_name);

static void what_hardware_can_do(struct kunit *test)
{
	const struct flags_case *c = test->param_value;
	struct netcx_filter filter = { .supported = c->supported, .max_multicast = c->max };

	KUNIT_EXPECT_EQ(test, (u32)netcx_filter_flags(&filter, &c->wanted), c->flags);
}

/* ---- when ---- */

static void up_and_down(struct kunit *test)
{
	ether_load(test);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(READ_ONCE(told.calls)));
	KUNIT_EXPECT_EQ(test, told.flags, 0U);
	KUNIT_ASSERT_EQ(test, ether_set_up(true), 0);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR((READ_ONCE(told.flags) & (D | B)) == (D | B)));
	KUNIT_EXPECT_FALSE(test, told.flags & P);
	ether_set_up(false);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(!READ_ONCE(told.flags)));
}

static void lists_and_modes(struct kunit *test)
{
	static const u8 group[ETH_ALEN] = { 0x01, 0x00, 0x5e, 1, 2, 3 };

	ether_load(test);
	KUNIT_ASSERT_EQ(test, ether_set_up(true), 0);
	rtnl_lock();
	dev_mc_add(ether_dev, group);
	rtnl_unlock();
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(told_of(group) && (told.flags & M)));
	rtnl_lock();
	dev_mc_del(ether_dev, group);
	dev_set_promiscuity(ether_dev, 1);
	rtnl_unlock();
	KUNIT_EXPECT_TRUE(test, WAIT_FOR((READ_ONCE(told.flags) & P) && !told_of(group)));
	rtnl_lock();
	dev_set_promiscuity(ether_dev, -1);
	dev_set_allmulti(ether_dev, 1);
	rtnl_unlock();
	KUNIT_EXPECT_TRUE(test, WAIT_FOR((READ_ONCE(told.flags) & (P | A | M)) == A));
	rtnl_lock();
	dev_set_allmulti(ether_dev, -1);
	rtnl_unlock();
}

static void told_again_by_a_new_datapath(struct kunit *test)
{
	unsigned int before;

	ether_load(test);
	KUNIT_ASSERT_EQ(test, ether_set_up(true), 0);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(READ_ONCE(told.flags)));
	msleep(20);
	before = told.calls;
	NetAdapterSetLinkLayerMtuSize(ether.adapter, 1400);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(READ_ONCE(told.calls) > before));
	KUNIT_EXPECT_TRUE(test, told.flags & D);
}

static void older_callbacks(struct kunit *test)
{
	static const u8 group[ETH_ALEN] = { 0x01, 0x00, 0x5e, 1, 2, 3 };

	ether.prepare = prepare_old;
	ether_load(test);
	KUNIT_ASSERT_EQ(test, ether_set_up(true), 0);
	rtnl_lock();
	dev_mc_add(ether_dev, group);
	rtnl_unlock();
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(told_of(group) && told.flags == (D | M | B)));
	KUNIT_EXPECT_GT(test, told.lists, 0U);
}

/* ---- another address ---- */

static int set_address(u8 last)
{
	struct sockaddr_storage to = { .ss_family = ether_dev->type };
	u8 *address = ((struct sockaddr *)&to)->sa_data;
	int err;

	ether_addr_copy(address, ether.address);
	address[5] = last;
	rtnl_lock();
	err = ether_dev->netdev_ops->ndo_set_mac_address(ether_dev, &to);
	rtnl_unlock();
	return err;
}

static void another_address_is_promiscuous(struct kunit *test)
{
	ether_load(test);
	KUNIT_EXPECT_EQ(test, set_address(0x55), 0);
	KUNIT_ASSERT_EQ(test, ether_set_up(true), 0);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(READ_ONCE(told.flags) & P));
	/* Not while it is up. */
	KUNIT_EXPECT_EQ(test, set_address(ether.address[5]), -EBUSY);
	ether_set_up(false);
	KUNIT_EXPECT_EQ(test, set_address(ether.address[5]), 0);
	KUNIT_ASSERT_EQ(test, ether_set_up(true), 0);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(READ_ONCE(told.flags) && !(READ_ONCE(told.flags) & P)));
}

static void another_address_without_promiscuous(struct kunit *test)
{
	can_filter = D | B;
	can_list_of = 0;
	ether_load(test);
	KUNIT_EXPECT_EQ(test, set_address(0x55), -EOPNOTSUPP);
	KUNIT_EXPECT_TRUE(test, ether_addr_equal(ether_dev->dev_addr, ether.address));
}

/* ---- mistakes ---- */

static void capabilities_are_judged(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_ADAPTER_BAD_CAPABILITIES);

	can_filter = D | B | M;
	can_list_of = 0;
	ether_load(test);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_ADAPTER_BAD_CAPABILITIES), before + 1);
	KUNIT_ASSERT_EQ(test, ether_set_up(true), 0);
	msleep(50);
	KUNIT_EXPECT_EQ(test, told.calls, 0U);
}

static void after_the_start(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_ADAPTER_WRONG_STATE);

	ether_load(test);
	prepare(ether.adapter);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_ADAPTER_WRONG_STATE), before + 1);
}

static void handle_is_for_its_callback(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_CALLBACK_HANDLE);

	ether_load(test);
	KUNIT_ASSERT_EQ(test, ether_set_up(true), 0);
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(READ_ONCE(told.calls)));
	KUNIT_EXPECT_EQ(test, (u32)NetReceiveFilterGetPacketFilter(told.handle), 0U);
	KUNIT_EXPECT_EQ(test, NetReceiveFilterGetMulticastAddressCount(told.handle), 0ULL);
	KUNIT_EXPECT_PTR_EQ(test, NetReceiveFilterGetMulticastAddressList(NULL), NULL);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_CALLBACK_HANDLE), before + 3);
}

static struct kunit_case filter_cases[] = {
	KUNIT_CASE_PARAM(what_hardware_can_do, flags_gen_params),
	KUNIT_CASE(up_and_down),
	KUNIT_CASE(lists_and_modes),
	KUNIT_CASE(told_again_by_a_new_datapath),
	KUNIT_CASE(older_callbacks),
	KUNIT_CASE(another_address_is_promiscuous),
	KUNIT_CASE(another_address_without_promiscuous),
	KUNIT_CASE(capabilities_are_judged),
	KUNIT_CASE(after_the_start),
	KUNIT_CASE(handle_is_for_its_callback),
	{}
};

static struct kunit_suite filter_suite = {
	.name = "ndis_shim_netcx_filter",
	.init = filter_test_init,
	.exit = ether_test_exit,
	.test_cases = filter_cases,
};

kunit_test_suite(filter_suite);

MODULE_LICENSE("GPL");
MODULE_IMPORT_NS(NDIS_SHIM);
MODULE_IMPORT_NS(NDIS_SHIM_INTERNAL);
