// SPDX-License-Identifier: GPL-2.0
/*
 * What may wake the device: what the client says its hardware can do, what user
 * space switches on with ethtool, and what the client is told of it while it
 * arms and disarms.
 */
#include <kunit/test.h>
#include <linux/ethtool.h>

#include "netcx_mock.h"
#include "wdf/root_bus.h"

#define SOURCES_MAX	4

/* What the client saw in one of its callbacks. */
struct seen {
	unsigned int calls;
	SIZE_T count;
	NET_WAKE_SOURCE_TYPE type[SOURCES_MAX];
	NETADAPTER adapter[SOURCES_MAX];
	NET_WAKE_SOURCE_MEDIA_CHANGE_PARAMETERS media;
	NETWAKESOURCE past_the_end;
	ULONG wake_up, patterns, offloads, media_specific;
	ULONG pattern_count, offload_count;
};

static bool loaded;
static struct seen armed, disarmed;
static void (*mistake)(NET_WAKE_SOURCE_LIST *list);

static void see_settings(struct seen *seen)
{
	NETPOWERSETTINGS settings = NetAdapterGetPowerSettings(mock.adapter);

	seen->wake_up = NetPowerSettingsGetEnabledWakeUpFlags(settings);
	seen->patterns = NetPowerSettingsGetEnabledWakePatternFlags(settings);
	seen->offloads = NetPowerSettingsGetEnabledProtocolOffloadFlags(settings);
	seen->media_specific = NetPowerSettingsGetEnabledMediaSpecificWakeUpEvents(settings);
	seen->pattern_count = NetPowerSettingsGetWakePatternCount(settings);
	seen->offload_count = NetPowerSettingsGetProtocolOffloadCount(settings);
}

static void see(struct seen *seen)
{
	NET_WAKE_SOURCE_LIST list;
	SIZE_T i;

	seen->calls++;
	NET_WAKE_SOURCE_LIST_INIT(&list);
	NetDeviceGetWakeSourceList(mock.device, &list);
	seen->count = NetWakeSourceListGetCount(&list);
	for (i = 0; i < seen->count && i < SOURCES_MAX; i++) {
		NETWAKESOURCE source = NetWakeSourceListGetElement(&list, i);

		seen->type[i] = NetWakeSourceGetType(source);
		seen->adapter[i] = NetWakeSourceGetAdapter(source);
		if (seen->type[i] != NetWakeSourceTypeMediaChange)
			continue;
		NET_WAKE_SOURCE_MEDIA_CHANGE_PARAMETERS_INIT(&seen->media);
		NetWakeSourceGetMediaChangeParameters(source, &seen->media);
	}
	see_settings(seen);
	if (mistake)
		mistake(&list);
}

static void arm(void)
{
	see(&armed);
}

static void disarm(void)
{
	see(&disarmed);
}

static int wake_test_init(struct kunit *test)
{
	memset(&mock, 0, sizeof(mock));
	memset(&armed, 0, sizeof(armed));
	memset(&disarmed, 0, sizeof(disarmed));
	spin_lock_init(&mock.lock);
	mistake = NULL;
	mock.arm = arm;
	mock.disarm = disarm;
	mock.no_start = true;
	if (nt_module_load(&mock_module))
		return -EIO;
	loaded = true;
	return 0;
}

static void wake_test_exit(struct kunit *test)
{
	if (loaded)
		nt_module_unload(&mock_module);
	loaded = false;
}

/* Today's five calls. */
static void set_capabilities(bool magic, bool connect, bool disconnect, bool filter)
{
	NET_ADAPTER_WAKE_MEDIA_CHANGE_CAPABILITIES m;
	NET_ADAPTER_WAKE_PACKET_FILTER_CAPABILITIES f;
	NET_ADAPTER_WAKE_MAGIC_PACKET_CAPABILITIES g;
	NET_ADAPTER_WAKE_EAPOL_PACKET_CAPABILITIES e;
	NET_ADAPTER_WAKE_BITMAP_CAPABILITIES b;

	NET_ADAPTER_WAKE_MAGIC_PACKET_CAPABILITIES_INIT(&g);
	g.MagicPacket = magic;
	NetAdapterWakeSetMagicPacketCapabilities(mock.adapter, &g);
	NET_ADAPTER_WAKE_MEDIA_CHANGE_CAPABILITIES_INIT(&m);
	m.MediaConnect = connect;
	m.MediaDisconnect = disconnect;
	NetAdapterWakeSetMediaChangeCapabilities(mock.adapter, &m);
	NET_ADAPTER_WAKE_PACKET_FILTER_CAPABILITIES_INIT(&f);
	f.PacketFilterMatch = filter;
	NetAdapterWakeSetPacketFilterCapabilities(mock.adapter, &f);
	/* Nobody can ask for these: they never show. */
	NET_ADAPTER_WAKE_EAPOL_PACKET_CAPABILITIES_INIT(&e);
	e.EapolPacket = TRUE;
	NetAdapterWakeSetEapolPacketCapabilities(mock.adapter, &e);
	NET_ADAPTER_WAKE_BITMAP_CAPABILITIES_INIT(&b);
	b.BitmapPattern = TRUE;
	b.MaximumPatternCount = 4;
	b.MaximumPatternSize = 128;
	NetAdapterWakeSetBitmapCapabilities(mock.adapter, &b);
}

static struct net_device *interface(struct kunit *test)
{
	struct net_device *dev = NULL;
	unsigned int i;

	KUNIT_ASSERT_EQ(test, NetAdapterStart(mock.adapter), STATUS_SUCCESS);
	for (i = 0; i < 300 && !dev; i++) {
		msleep(20);
		dev = cx_adapter_netdev_get(mock.adapter);
	}
	KUNIT_ASSERT_NOT_NULL(test, dev);
	dev_put(dev);
	return dev;
}

/* ethtool -s wol */
static int set_wol(struct net_device *dev, u32 options)
{
	struct ethtool_wolinfo wol = { .wolopts = options };
	int err;

	rtnl_lock();
	err = dev->ethtool_ops->set_wol(dev, &wol);
	rtnl_unlock();
	return err;
}

static struct ethtool_wolinfo get_wol(struct net_device *dev)
{
	struct ethtool_wolinfo wol = {};

	rtnl_lock();
	dev->ethtool_ops->get_wol(dev, &wol);
	rtnl_unlock();
	return wol;
}

static void sleep_and_wake(struct kunit *test)
{
	struct wdf_root_device *dev = wdf_root_find(mock_module.priv, 0);

	KUNIT_ASSERT_EQ(test, wdf_root_suspend(dev, true, true), 0);
	KUNIT_ASSERT_EQ(test, wdf_root_resume(dev, false, true), 0);
	KUNIT_EXPECT_EQ(test, armed.calls, 1u);
	KUNIT_EXPECT_EQ(test, disarmed.calls, 1u);
}

/* ---- cases ---- */

static void nothing_wakes_that_nobody_asked_for(struct kunit *test)
{
	set_capabilities(true, true, true, true);
	interface(test);
	sleep_and_wake(test);
	KUNIT_EXPECT_EQ(test, armed.count, (SIZE_T)0);
	KUNIT_EXPECT_EQ(test, armed.wake_up | armed.patterns, 0u);
}

static void list_is_what_ethtool_switched_on(struct kunit *test)
{
	struct net_device *dev;

	set_capabilities(true, true, false, true);
	dev = interface(test);
	KUNIT_EXPECT_EQ(test, get_wol(dev).supported, (u32)(WAKE_MAGIC | WAKE_PHY | WAKE_UCAST));
	KUNIT_EXPECT_EQ(test, set_wol(dev, WAKE_MAGIC | WAKE_PHY | WAKE_UCAST), 0);
	KUNIT_EXPECT_EQ(test, get_wol(dev).wolopts, (u32)(WAKE_MAGIC | WAKE_PHY | WAKE_UCAST));
	sleep_and_wake(test);
	KUNIT_ASSERT_EQ(test, armed.count, (SIZE_T)3);
	KUNIT_EXPECT_EQ(test, (int)armed.type[0], (int)NetWakeSourceTypeMagicPacket);
	KUNIT_EXPECT_EQ(test, (int)armed.type[1], (int)NetWakeSourceTypeMediaChange);
	KUNIT_EXPECT_EQ(test, (int)armed.type[2], (int)NetWakeSourceTypePacketFilterMatch);
	KUNIT_EXPECT_PTR_EQ(test, armed.adapter[0], mock.adapter);
	KUNIT_EXPECT_TRUE(test, armed.media.MediaConnect);
	KUNIT_EXPECT_FALSE(test, armed.media.MediaDisconnect);
	/* What was armed is what is disarmed. */
	KUNIT_EXPECT_EQ(test, disarmed.count, (SIZE_T)3);
}

static void only_what_the_hardware_can(struct kunit *test)
{
	struct net_device *dev;

	set_capabilities(true, false, false, false);
	dev = interface(test);
	KUNIT_EXPECT_EQ(test, get_wol(dev).supported, (u32)WAKE_MAGIC);
	KUNIT_EXPECT_EQ(test, set_wol(dev, WAKE_MAGIC | WAKE_PHY), -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, set_wol(dev, WAKE_ARP), -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, get_wol(dev).wolopts, 0u);
	KUNIT_EXPECT_EQ(test, set_wol(dev, WAKE_MAGIC), 0);
	sleep_and_wake(test);
	KUNIT_EXPECT_EQ(test, armed.count, (SIZE_T)1);
}

/* NetAdapterCx 1.x: one call for all, and a view of the same list. */
static void power_settings_are_the_same_list(struct kunit *test)
{
	NET_ADAPTER_POWER_CAPABILITIES caps;
	struct net_device *dev;

	NET_ADAPTER_POWER_CAPABILITIES_INIT(&caps);
	caps.SupportedWakePatterns = 2;		/* magic packet */
	caps.SupportedWakeUpEvents = 2;		/* media disconnect */
	caps.SupportedProtocolOffloads = 3;	/* never asked for */
	NetAdapterSetPowerCapabilities(mock.adapter, &caps);
	dev = interface(test);
	KUNIT_EXPECT_EQ(test, get_wol(dev).supported, (u32)(WAKE_MAGIC | WAKE_PHY));
	KUNIT_EXPECT_EQ(test, set_wol(dev, WAKE_MAGIC | WAKE_PHY), 0);
	sleep_and_wake(test);
	KUNIT_EXPECT_EQ(test, armed.count, (SIZE_T)2);
	KUNIT_EXPECT_EQ(test, armed.wake_up, 2u);
	KUNIT_EXPECT_EQ(test, armed.patterns, 2u);
	KUNIT_EXPECT_EQ(test, armed.offloads | armed.media_specific, 0u);
	KUNIT_EXPECT_EQ(test, armed.pattern_count | armed.offload_count, 0u);
}

static void capabilities_come_in_time_and_whole(struct kunit *test)
{
	u64 state = nt_violation_count(NT_RULE_ADAPTER_WRONG_STATE);
	u64 size = nt_violation_count(NT_RULE_ADAPTER_BAD_CAPABILITIES);
	NET_ADAPTER_WAKE_MAGIC_PACKET_CAPABILITIES g = { .MagicPacket = TRUE };
	NET_ADAPTER_POWER_CAPABILITIES caps = { .SupportedWakePatterns = 2 };
	struct net_device *dev;

	NetAdapterWakeSetMagicPacketCapabilities(mock.adapter, &g);
	NetAdapterWakeSetMagicPacketCapabilities(mock.adapter, NULL);
	NetAdapterSetPowerCapabilities(mock.adapter, &caps);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_ADAPTER_BAD_CAPABILITIES), size + 3);
	dev = interface(test);
	set_capabilities(true, true, true, true);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_ADAPTER_WRONG_STATE), state + 5);
	KUNIT_EXPECT_EQ(test, get_wol(dev).supported, 0u);
}

/* Before and after, and with a list from then. */
static void lists_are_for_arming_alone(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_WAKE_OUTSIDE_TRANSITION);
	NETPOWERSETTINGS settings = NetAdapterGetPowerSettings(mock.adapter);
	NET_WAKE_SOURCE_LIST list;

	KUNIT_ASSERT_NOT_NULL(test, settings);
	KUNIT_EXPECT_PTR_EQ(test, NetAdapterGetPowerSettings(mock.adapter), settings);
	NET_WAKE_SOURCE_LIST_INIT(&list);
	NetDeviceGetWakeSourceList(mock.device, &list);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_WAKE_OUTSIDE_TRANSITION), before + 1);
	list.Reserved[0] = mock.device;
	KUNIT_EXPECT_EQ(test, NetWakeSourceListGetCount(&list), (SIZE_T)0);
	KUNIT_EXPECT_PTR_EQ(test, NetWakeSourceListGetElement(&list, 0), NULL);
	KUNIT_EXPECT_EQ(test, NetPowerSettingsGetEnabledWakeUpFlags(settings), 0u);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_WAKE_OUTSIDE_TRANSITION), before + 4);
}

static void make_mistakes(NET_WAKE_SOURCE_LIST *list)
{
	NETPOWERSETTINGS settings = NetAdapterGetPowerSettings(mock.adapter);
	NET_WAKE_SOURCE_MEDIA_CHANGE_PARAMETERS media;
	NET_WAKE_SOURCE_BITMAP_PARAMETERS bitmap;
	NETWAKESOURCE source = NetWakeSourceListGetElement(list, 0);

	armed.past_the_end = NetWakeSourceListGetElement(list, armed.count);	/* 1 */
	NetWakeSourceGetType(NULL);						/* 2 */
	NetWakeSourceGetAdapter(NULL);						/* 3 */
	NET_WAKE_SOURCE_BITMAP_PARAMETERS_INIT(&bitmap);
	NetWakeSourceGetBitmapParameters(source, &bitmap);			/* 4 */
	NET_WAKE_SOURCE_MEDIA_CHANGE_PARAMETERS_INIT(&media);
	NetWakeSourceGetMediaChangeParameters(source, &media);			/* 5 */
	NetPowerSettingsGetWakePattern(settings, 0);				/* 6 */
	NetPowerSettingsGetProtocolOffload(settings, 0);			/* 7 */
	list->Size--;
	NetWakeSourceListGetCount(list);					/* 8 */
	NetDeviceGetWakeSourceList(mock.device, list);				/* 9 */
	if (NetPowerSettingsIsWakePatternEnabled(settings, NULL) ||
	    NetPowerSettingsIsProtocolOffloadEnabled(settings, NULL))
		armed.past_the_end = source;
	mistake = NULL;
}

static void mistakes_are_violations(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_WAKE_BAD_ARGUMENT);

	set_capabilities(true, false, false, false);
	KUNIT_EXPECT_EQ(test, set_wol(interface(test), WAKE_MAGIC), 0);
	mistake = make_mistakes;
	sleep_and_wake(test);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_WAKE_BAD_ARGUMENT), before + 9);
	KUNIT_EXPECT_PTR_EQ(test, armed.past_the_end, NULL);
}

static struct kunit_case wake_cases[] = {
	KUNIT_CASE(nothing_wakes_that_nobody_asked_for),
	KUNIT_CASE(list_is_what_ethtool_switched_on),
	KUNIT_CASE(only_what_the_hardware_can),
	KUNIT_CASE(power_settings_are_the_same_list),
	KUNIT_CASE(capabilities_come_in_time_and_whole),
	KUNIT_CASE(lists_are_for_arming_alone),
	KUNIT_CASE(mistakes_are_violations),
	{ }
};

static struct kunit_suite wake_suite = {
	.name = "ndis_shim_wake",
	.init = wake_test_init,
	.exit = wake_test_exit,
	.test_cases = wake_cases,
};

kunit_test_suite(wake_suite);

MODULE_IMPORT_NS(NDIS_SHIM);
MODULE_IMPORT_NS(NDIS_SHIM_INTERNAL);
MODULE_LICENSE("GPL");
