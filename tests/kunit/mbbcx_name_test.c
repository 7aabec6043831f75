// SPDX-License-Identifier: GPL-2.0
/* A modem is not called like somebody else's interface. */
#include <kunit/test.h>
#include <linux/etherdevice.h>
#include <linux/module.h>

#include "../../mbbcx/linux/name.c"

static struct device *modem;
static struct net_device *foreign;

static int name_copy(struct device *dev, void *name)
{
	if (!names_is_wwan(dev))
		return 0;
	strscpy(name, dev_name(dev), IFNAMSIZ);
	return 1;
}

/* The name that a modem gets now, into @name. */
static void name_of_modem(struct kunit *test, char name[IFNAMSIZ])
{
	struct mbb_names names;
	int err;

	mbb_names_reserve(&names);
	err = wwan_register_ops(modem, &names_ops, NULL, WWAN_NO_DEFAULT_LINK);
	mbb_names_release(&names);
	KUNIT_ASSERT_EQ(test, err, 0);
	KUNIT_EXPECT_EQ(test, device_for_each_child(modem, name, name_copy), 1);
	wwan_unregister_ops(modem);
}

static void foreign_setup(struct net_device *dev)
{
	ether_setup(dev);
	dev->needs_free_netdev = true;
}

static const struct net_device_ops foreign_ops = {
};

static void names_of_others_are_avoided(struct kunit *test)
{
	char free[IFNAMSIZ] = "", other[IFNAMSIZ] = "", again[IFNAMSIZ] = "";

	name_of_modem(test, free);
	KUNIT_EXPECT_EQ(test, strncmp(free, "wwan", 4), 0);
	foreign = alloc_netdev(0, free, NET_NAME_USER, foreign_setup);
	KUNIT_ASSERT_NOT_NULL(test, foreign);
	foreign->netdev_ops = &foreign_ops;
	eth_hw_addr_random(foreign);
	KUNIT_ASSERT_EQ(test, register_netdev(foreign), 0);
	name_of_modem(test, other);
	KUNIT_EXPECT_STRNEQ(test, free, other);
	unregister_netdev(foreign);
	foreign = NULL;
	/* Nothing is held back for later. */
	name_of_modem(test, again);
	KUNIT_EXPECT_STREQ(test, free, again);
}

static int name_init(struct kunit *test)
{
	/* No owner: suites run before their module is in sysfs. */
	modem = __root_device_register("kunit_modem", NULL);
	return PTR_ERR_OR_ZERO(modem);
}

static void name_exit(struct kunit *test)
{
	if (foreign)
		unregister_netdev(foreign);
	foreign = NULL;
	if (!IS_ERR(modem))
		root_device_unregister(modem);
}

static struct kunit_case name_cases[] = {
	KUNIT_CASE(names_of_others_are_avoided),
	{}
};

static struct kunit_suite name_suite = {
	.name = "mbbcx_name",
	.init = name_init,
	.exit = name_exit,
	.test_cases = name_cases,
};

kunit_test_suite(name_suite);

MODULE_LICENSE("GPL");
