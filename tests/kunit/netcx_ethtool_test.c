// SPDX-License-Identifier: GPL-2.0
/*
 * What ethtool says of an interface: whose it is, its own counters, and those that
 * the client's glue has for the device.
 */
#include <kunit/test.h>
#include <linux/ethtool.h>

#include "netcx_mock.h"

static bool loaded;
static const char * const names[] = { NULL, "blocks", NULL, "name_of_24_characters_xx" };

static bool counter(WDFDEVICE device, u32 index, const char **name, u64 *value)
{
	if (index >= ARRAY_SIZE(names) || device != mock.device)
		return false;
	*name = names[index];
	*value = 100 + index;
	return true;
}

/* One that never says that it is enough. */
static bool counter_endless(WDFDEVICE device, u32 index, const char **name, u64 *value)
{
	*name = "again";
	*value = index;
	return true;
}

static struct nt_coalesce coalesce;

static int get_coalesce(WDFDEVICE device, struct nt_coalesce *now)
{
	*now = coalesce;
	return device == mock.device ? 0 : -EINVAL;
}

static int set_coalesce(WDFDEVICE device, const struct nt_coalesce *wanted)
{
	if (wanted->tx_usecs > 1000)
		return -ERANGE;
	coalesce = *wanted;
	return device == mock.device ? 0 : -EINVAL;
}

static void ethtool_test_exit(struct kunit *test)
{
	if (loaded)
		nt_module_unload(&mock_module);
	loaded = false;
	mock_module.counter = NULL;
	mock_module.get_coalesce = NULL;
	mock_module.set_coalesce = NULL;
}

static struct net_device *interface(struct kunit *test, typeof(mock_module.counter) glue)
{
	struct net_device *dev = NULL;
	unsigned int i;

	memset(&mock, 0, sizeof(mock));
	spin_lock_init(&mock.lock);
	mock_module.counter = glue;
	KUNIT_ASSERT_EQ(test, nt_module_load(&mock_module), 0);
	loaded = true;
	for (i = 0; i < 300 && !dev; i++) {
		msleep(20);
		dev = cx_adapter_netdev_get(mock.adapter);
	}
	KUNIT_ASSERT_NOT_NULL(test, dev);
	dev_put(dev);
	return dev;
}

/* As the core asks: the number, then room for as much, under one RTNL. */
struct shown {
	int count;
	char (*text)[ETH_GSTRING_LEN];
	u64 *data;
};

static struct shown show(struct kunit *test, struct net_device *dev)
{
	struct ethtool_stats stats = {};
	struct shown s = {};

	rtnl_lock();
	s.count = dev->ethtool_ops->get_sset_count(dev, ETH_SS_STATS);
	stats.n_stats = s.count;
	/* One more, which nobody may touch. */
	s.text = kunit_kcalloc(test, s.count + 1, sizeof(*s.text), GFP_KERNEL);
	s.data = kunit_kcalloc(test, s.count + 1, sizeof(*s.data), GFP_KERNEL);
	if (s.text && s.data) {
		dev->ethtool_ops->get_strings(dev, ETH_SS_STATS, (u8 *)s.text);
		dev->ethtool_ops->get_ethtool_stats(dev, &stats, s.data);
	}
	rtnl_unlock();
	KUNIT_ASSERT_NOT_NULL(test, s.text);
	KUNIT_ASSERT_NOT_NULL(test, s.data);
	KUNIT_EXPECT_EQ(test, s.text[s.count][0], 0);
	KUNIT_EXPECT_EQ(test, s.data[s.count], 0ULL);
	return s;
}

static void driver_and_bus(struct kunit *test)
{
	struct net_device *dev = interface(test, NULL);
	struct ethtool_drvinfo info = {};

	rtnl_lock();
	dev->ethtool_ops->get_drvinfo(dev, &info);
	rtnl_unlock();
	KUNIT_EXPECT_STREQ(test, info.driver, mock_module.name);
	KUNIT_EXPECT_STREQ(test, info.bus_info, dev_name(cx_device_linux(mock.device)));
}

static void counters_of_its_own(struct kunit *test)
{
	struct net_device *dev = interface(test, NULL);
	struct shown s = show(test, dev);
	int i;

	rtnl_lock();
	KUNIT_EXPECT_EQ(test, dev->ethtool_ops->get_sset_count(dev, ETH_SS_TEST), -EOPNOTSUPP);
	rtnl_unlock();
	KUNIT_EXPECT_STREQ(test, s.text[0], "violations");
	for (i = 0; i < s.count; i++)
		KUNIT_EXPECT_NE(test, s.text[i][0], 0);
}

static void counters_of_the_device(struct kunit *test)
{
	struct net_device *dev = interface(test, counter);
	struct shown s = show(test, dev);

	KUNIT_ASSERT_GT(test, s.count, 2);
	KUNIT_EXPECT_STREQ(test, s.text[s.count - 2], "device_blocks");
	KUNIT_EXPECT_STREQ(test, s.text[s.count - 1], "device_name_of_24_characters_xx");
	KUNIT_EXPECT_EQ(test, s.data[s.count - 2], 101ULL);
	KUNIT_EXPECT_EQ(test, s.data[s.count - 1], 103ULL);
	/* The gaps left no trace. */
	KUNIT_EXPECT_EQ(test, strncmp(s.text[s.count - 3], "device_", 7) == 0, 0);
}

/* The core has made room for as many as there were. */
static void counters_that_grow(struct kunit *test)
{
	struct net_device *dev = interface(test, counter);
	struct shown before, after;

	before = show(test, dev);
	mock_module.counter = counter_endless;
	after = show(test, dev);
	KUNIT_EXPECT_EQ(test, after.count, before.count);
}

static void counters_without_end(struct kunit *test)
{
	struct shown s = show(test, interface(test, counter_endless));

	KUNIT_EXPECT_STREQ(test, s.text[s.count - 1], "device_again");
	KUNIT_EXPECT_EQ(test, s.data[s.count - 1], 255ULL);
}

static u32 elements(bool tx)
{
	const NET_RING_COLLECTION *rings = tx ? NetTxQueueGetRingCollection(mock.txq) :
						NetRxQueueGetRingCollection(mock.rxq);

	return NetRingCollectionGetPacketRing(rings)->NumberOfElements;
}

static int set_rings(struct net_device *dev, u32 tx, u32 rx)
{
	struct kernel_ethtool_ringparam kernel = {};
	struct ethtool_ringparam ring = { .tx_pending = tx, .rx_pending = rx };
	int err;

	rtnl_lock();
	err = dev->ethtool_ops->set_ringparam(dev, &ring, &kernel, NULL);
	memset(&ring, 0, sizeof(ring));
	dev->ethtool_ops->get_ringparam(dev, &ring, &kernel, NULL);
	rtnl_unlock();
	/* They say what is so, or will be in a moment. */
	if (!err && (ring.tx_pending != roundup_pow_of_two(max(tx, 64U)) ||
		     ring.rx_pending != roundup_pow_of_two(max(rx, 64U)) ||
		     ring.tx_max_pending != 4096 || ring.rx_max_pending != 4096))
		return -ERANGE;
	return err;
}

static bool rings_become(u32 tx, u32 rx)
{
	unsigned int i;

	for (i = 0; i < 300; i++) {
		msleep(20);
		if (mock.tx_running && mock.rx_running && elements(true) == tx &&
		    elements(false) == rx)
			return true;
	}
	return false;
}

static void rings_are_as_long_as_asked(struct kunit *test)
{
	struct net_device *dev = interface(test, NULL);
	char before[sizeof(mock.trace)];

	KUNIT_ASSERT_TRUE(test, rings_become(256, 256));
	KUNIT_EXPECT_EQ(test, set_rings(dev, 1000, 65), 0);
	KUNIT_EXPECT_TRUE(test, rings_become(1024, 128));
	KUNIT_EXPECT_EQ(test, set_rings(dev, 1, 4096), 0);
	KUNIT_EXPECT_TRUE(test, rings_become(64, 4096));
	KUNIT_EXPECT_EQ(test, set_rings(dev, 0, 256), -EINVAL);
	KUNIT_EXPECT_EQ(test, set_rings(dev, 256, 0), -EINVAL);
	/* What is so already makes nothing again. */
	strscpy(before, mock.trace, sizeof(before));
	KUNIT_EXPECT_EQ(test, set_rings(dev, 33, 4000), 0);
	msleep(100);
	KUNIT_EXPECT_STREQ(test, mock.trace, before);
}

static int query_coalesce(struct net_device *dev, struct ethtool_coalesce *shown)
{
	struct kernel_ethtool_coalesce kernel = {};
	int err;

	memset(shown, 0, sizeof(*shown));
	rtnl_lock();
	err = dev->ethtool_ops->get_coalesce(dev, shown, &kernel, NULL);
	rtnl_unlock();
	return err;
}

/* As the core does: what is not named is as it was shown. */
static int wish_coalesce(struct net_device *dev, u32 usecs, u32 frames)
{
	struct kernel_ethtool_coalesce kernel = {};
	struct ethtool_coalesce wanted = {};
	int err;

	rtnl_lock();
	err = dev->ethtool_ops->get_coalesce(dev, &wanted, &kernel, NULL);
	wanted.tx_coalesce_usecs = usecs;
	wanted.tx_max_coalesced_frames = frames;
	if (!err)
		err = dev->ethtool_ops->set_coalesce(dev, &wanted, &kernel, NULL);
	rtnl_unlock();
	return err;
}

static void coalescing_is_the_clients(struct kunit *test)
{
	struct ethtool_coalesce shown;
	struct net_device *dev;

	mock_module.get_coalesce = get_coalesce;
	mock_module.set_coalesce = set_coalesce;
	coalesce.tx_usecs = 100;
	coalesce.tx_frames = 0;
	dev = interface(test, NULL);
	KUNIT_ASSERT_EQ(test, query_coalesce(dev, &shown), 0);
	KUNIT_EXPECT_EQ(test, shown.tx_coalesce_usecs, 100U);
	KUNIT_EXPECT_EQ(test, shown.tx_max_coalesced_frames, 0U);
	KUNIT_EXPECT_EQ(test, wish_coalesce(dev, 250, 16), 0);
	KUNIT_EXPECT_EQ(test, coalesce.tx_usecs, 250U);
	KUNIT_EXPECT_EQ(test, coalesce.tx_frames, 16U);
	KUNIT_EXPECT_EQ(test, wish_coalesce(dev, 1001, 7), -ERANGE);
	KUNIT_ASSERT_EQ(test, query_coalesce(dev, &shown), 0);
	KUNIT_EXPECT_EQ(test, shown.tx_coalesce_usecs, 250U);
	KUNIT_EXPECT_EQ(test, shown.tx_max_coalesced_frames, 16U);
}

static void no_coalescing_without_a_client(struct kunit *test)
{
	struct ethtool_coalesce shown;
	struct net_device *dev;

	mock_module.set_coalesce = set_coalesce;
	dev = interface(test, NULL);
	KUNIT_EXPECT_EQ(test, query_coalesce(dev, &shown), -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, wish_coalesce(dev, 1, 1), -EOPNOTSUPP);
}

static struct kunit_case ethtool_cases[] = {
	KUNIT_CASE(driver_and_bus),
	KUNIT_CASE(counters_of_its_own),
	KUNIT_CASE(counters_of_the_device),
	KUNIT_CASE(counters_that_grow),
	KUNIT_CASE(counters_without_end),
	KUNIT_CASE(rings_are_as_long_as_asked),
	KUNIT_CASE(coalescing_is_the_clients),
	KUNIT_CASE(no_coalescing_without_a_client),
	{}
};

static struct kunit_suite ethtool_suite = {
	.name = "ndis_shim_netcx_ethtool",
	.exit = ethtool_test_exit,
	.test_cases = ethtool_cases,
};

kunit_test_suite(ethtool_suite);

MODULE_LICENSE("GPL");
MODULE_IMPORT_NS(NDIS_SHIM);
MODULE_IMPORT_NS(NDIS_SHIM_INTERNAL);
