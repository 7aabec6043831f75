// SPDX-License-Identifier: GPL-2.0
/*
 * What a function is told when it is armed, how that is undone, and what becomes
 * of a context over each kind of sleep: kept, found to have ended, or lost with
 * the function's memory, and then reported once.
 */
#include <linux/ethtool.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>

#include "mbb_mock.h"

#define ACTIVATED	1
#define DEACTIVATED	3
#define RULE_BAD_ARGUMENT	610

static void can_wake(void)
{
	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS idle;
	MBB_DEVICE_WAKE_CAPABILITIES wake;

	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS_INIT(&idle, IdleCanWakeFromS0);
	idle.IdleTimeout = 600000;	/* the cases say when */
	WdfDeviceAssignS0IdleSettings(mock.device, &idle);
	MBB_DEVICE_WAKE_CAPABILITIES_INIT(&wake);
	wake.RegisterState = TRUE;
	MbbDeviceSetWakeCapabilities(mock.device, &wake);
}

static bool carrier(void)
{
	struct net_device *dev = dev_get_by_name(&init_net, "wwan0");
	bool on = dev && netif_carrier_ok(dev);

	dev_put(dev);
	return on;
}

static void connect_is(u32 state)
{
	u8 info[36] = {};

	put_unaligned_le32(state, info + 4);
	indicate(MBIM_CID_CONNECT, info, sizeof(info));
	msleep(100);
}

static unsigned int lists(void)
{
	return count_sent(MBIM_COMMAND_MSG, MBIM_CID_DEVICE_SERVICE_SUBSCRIBE_LIST);
}

static unsigned int connect_queries(void)
{
	return count_info(MBIM_CID_CONNECT, false, 0, 0);
}

/* Open, and session 0 is up. */
static void start_connected(struct kunit *test)
{
	mock.prepare = can_wake;
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	connect_is(ACTIVATED);
	KUNIT_ASSERT_TRUE(test, carrier());
}

static void sleep_and_wake(struct kunit *test, bool system, bool lost)
{
	KUNIT_ASSERT_EQ(test, wdf_root_suspend(root_device(), system, true), 0);
	KUNIT_EXPECT_FALSE(test, mock.in_d0);
	KUNIT_ASSERT_EQ(test, wdf_root_resume(root_device(), lost, false), 0);
	msleep(100);
}

/* Session 0 has a context, the others have none: they get no filters. */
static void idle_wakes_for_every_packet(struct kunit *test)
{
	unsigned int before;

	start_connected(test);
	before = lists();
	sleep_and_wake(test, false, false);
	KUNIT_EXPECT_EQ(test, count_info(MBIM_CID_IP_PACKET_FILTERS, true, 0, 1), 1U);
	KUNIT_EXPECT_EQ(test, count_info(MBIM_CID_IP_PACKET_FILTERS, true, 0, 0), 1U);
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_COMMAND_MSG, MBIM_CID_IP_PACKET_FILTERS), 2U);
	KUNIT_EXPECT_EQ(test, lists(), before + 2);
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_OPEN_MSG, 0), 1U);
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_CLOSE_MSG, 0), 0U);
	KUNIT_EXPECT_EQ(test, connect_queries(), 0U);	/* it would have told */
	KUNIT_EXPECT_TRUE(test, carrier());
	expect_manners(test);
}

static void no_context_no_filter(struct kunit *test)
{
	start_connected(test);
	connect_is(DEACTIVATED);
	sleep_and_wake(test, false, false);
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_COMMAND_MSG, MBIM_CID_IP_PACKET_FILTERS), 0U);
}

static void sleep_keeps_a_context(struct kunit *test)
{
	start_connected(test);
	mock.context = ACTIVATED;
	sleep_and_wake(test, true, false);
	KUNIT_EXPECT_EQ(test, connect_queries(), 1U);
	KUNIT_EXPECT_EQ(test, count_info(MBIM_CID_REGISTER_STATE, false, 0, 0), 1U);
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_COMMAND_MSG, MBIM_CID_IP_PACKET_FILTERS), 0U);
	KUNIT_EXPECT_TRUE(test, carrier());
	sleep_and_wake(test, false, false);	/* each sleep by itself */
	KUNIT_EXPECT_EQ(test, connect_queries(), 1U);
	expect_manners(test);
}

/* ---- Wake-on-LAN ---- */

static NTSTATUS adapter_that_wakes(NETADAPTER_INIT *init)
{
	NET_ADAPTER_WAKE_MEDIA_CHANGE_CAPABILITIES media;
	NET_ADAPTER_WAKE_PACKET_FILTER_CAPABILITIES filter;
	NETADAPTER adapter;
	NTSTATUS status;

	status = NetAdapterCreate(init, WDF_NO_OBJECT_ATTRIBUTES, &adapter);
	if (!NT_SUCCESS(status))
		return status;
	NET_ADAPTER_WAKE_PACKET_FILTER_CAPABILITIES_INIT(&filter);
	filter.PacketFilterMatch = TRUE;
	NetAdapterWakeSetPacketFilterCapabilities(adapter, &filter);
	NET_ADAPTER_WAKE_MEDIA_CHANGE_CAPABILITIES_INIT(&media);
	media.MediaDisconnect = TRUE;
	NetAdapterWakeSetMediaChangeCapabilities(adapter, &media);
	return MbbAdapterInitialize(adapter);
}

static void wake_on(struct kunit *test, u32 what)
{
	struct net_device *dev = dev_get_by_name(&init_net, "wwan0");
	struct ethtool_wolinfo wol = { .wolopts = what };

	KUNIT_ASSERT_NOT_NULL(test, dev);
	rtnl_lock();
	KUNIT_EXPECT_EQ(test, dev->ethtool_ops->set_wol(dev, &wol), 0);
	rtnl_unlock();
	dev_put(dev);
}

static void machine_wakes_for_what_is_switched_on(struct kunit *test)
{
	mock.create_adapter = adapter_that_wakes;
	start_connected(test);
	mock.context = ACTIVATED;
	sleep_and_wake(test, true, false);
	KUNIT_EXPECT_EQ(test, mock.wake_list, 1U);	/* REGISTER_STATE */
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_COMMAND_MSG, MBIM_CID_IP_PACKET_FILTERS), 0U);
	wake_on(test, WAKE_UCAST);
	sleep_and_wake(test, true, false);
	KUNIT_EXPECT_EQ(test, mock.wake_list, 1U);
	KUNIT_EXPECT_EQ(test, count_info(MBIM_CID_IP_PACKET_FILTERS, true, 0, 1), 1U);
	KUNIT_EXPECT_EQ(test, count_info(MBIM_CID_IP_PACKET_FILTERS, true, 0, 0), 1U);
	wake_on(test, WAKE_PHY);
	sleep_and_wake(test, true, false);
	KUNIT_EXPECT_EQ(test, mock.wake_list, 3U);	/* and what MbbCx needs */
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_COMMAND_MSG, MBIM_CID_IP_PACKET_FILTERS), 2U);
	KUNIT_EXPECT_TRUE(test, carrier());
}

static void context_that_ended_in_sleep(struct kunit *test)
{
	start_connected(test);
	mock.context = DEACTIVATED;
	sleep_and_wake(test, true, false);
	KUNIT_EXPECT_EQ(test, connect_queries(), 1U);
	KUNIT_EXPECT_FALSE(test, carrier());
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_OPEN_MSG, 0), 1U);
}

/* Armed, and power was lost all the same. */
static void context_is_lost_with_power(struct kunit *test)
{
	unsigned int before;
	u32 list;

	start_connected(test);
	before = lists();
	list = mock.list;
	sleep_and_wake(test, true, true);
	KUNIT_EXPECT_TRUE(test, wait_sent(MBIM_OPEN_MSG, 0, 2));
	KUNIT_EXPECT_TRUE(test, wait_sent(MBIM_COMMAND_MSG,
					  MBIM_CID_DEVICE_SERVICE_SUBSCRIBE_LIST, before + 2));
	msleep(100);
	KUNIT_EXPECT_NE(test, mock.wake_list, list);
	KUNIT_EXPECT_EQ(test, mock.list, list);		/* all of it again */
	KUNIT_EXPECT_FALSE(test, carrier());
	KUNIT_EXPECT_EQ(test, connect_queries(), 0U);
	connect_is(ACTIVATED);
	KUNIT_EXPECT_TRUE(test, carrier());
}

/* Filters are gone with the function's memory: there are none to take back. */
static void filters_are_lost_with_power(struct kunit *test)
{
	start_connected(test);
	sleep_and_wake(test, false, true);
	KUNIT_EXPECT_TRUE(test, wait_sent(MBIM_OPEN_MSG, 0, 2));
	msleep(100);
	sleep_and_wake(test, false, false);		/* no context, no filter */
	KUNIT_EXPECT_EQ(test, count_info(MBIM_CID_IP_PACKET_FILTERS, true, 0, 0), 0U);
	connect_is(ACTIVATED);
	sleep_and_wake(test, false, false);
	KUNIT_EXPECT_EQ(test, count_info(MBIM_CID_IP_PACKET_FILTERS, true, 0, 1), 2U);
	KUNIT_EXPECT_EQ(test, count_info(MBIM_CID_IP_PACKET_FILTERS, true, 0, 0), 1U);
	expect_manners(test);
}

/* It forgot all by itself, which is found out by talking to it. */
static void context_is_lost_without_a_word(struct kunit *test)
{
	start_connected(test);
	KUNIT_ASSERT_EQ(test, wdf_root_suspend(root_device(), true, true), 0);
	mock.list_fault = FAULT_NOT_OPENED;
	KUNIT_ASSERT_EQ(test, wdf_root_resume(root_device(), false, false), 0);
	KUNIT_EXPECT_TRUE(test, wait_sent(MBIM_OPEN_MSG, 0, 2));
	msleep(100);
	KUNIT_EXPECT_FALSE(test, carrier());
}

/* A function that woke up deaf is not left to the next program to find. */
static void function_that_is_silent_after_sleep(struct kunit *test)
{
	unsigned int before;

	start_connected(test);
	before = count_sent(MBIM_COMMAND_MSG, MBIM_CID_DEVICE_CAPS);
	KUNIT_ASSERT_EQ(test, wdf_root_suspend(root_device(), true, true), 0);
	mock.list_fault = FAULT_MUTE;
	KUNIT_ASSERT_EQ(test, wdf_root_resume(root_device(), false, false), 0);
	KUNIT_EXPECT_TRUE(test, wait_sent(MBIM_COMMAND_MSG, MBIM_CID_DEVICE_CAPS, before + 1));
	KUNIT_EXPECT_TRUE(test, carrier());	/* it does answer */
}

/* The client says what woke the device; what is no reason is a mistake of its own. */
static void client_reports_a_reason(struct kunit *test)
{
	u64 before = nt_violation_count(RULE_BAD_ARGUMENT);

	start_connected(test);
	MbbDeviceReportWakeReason(mock.device, MbbWakeReasonTypePacketState);
	KUNIT_EXPECT_EQ(test, nt_violation_count(RULE_BAD_ARGUMENT), before);
	MbbDeviceReportWakeReason(mock.device, MbbWakeReasonTypeUiccChange + 1);
	KUNIT_EXPECT_EQ(test, nt_violation_count(RULE_BAD_ARGUMENT), before + 1);
}

static struct kunit_case wake_cases[] = {
	KUNIT_CASE(idle_wakes_for_every_packet),
	KUNIT_CASE(no_context_no_filter),
	KUNIT_CASE(sleep_keeps_a_context),
	KUNIT_CASE(machine_wakes_for_what_is_switched_on),
	KUNIT_CASE(context_that_ended_in_sleep),
	KUNIT_CASE(context_is_lost_with_power),
	KUNIT_CASE(filters_are_lost_with_power),
	KUNIT_CASE(context_is_lost_without_a_word),
	KUNIT_CASE(function_that_is_silent_after_sleep),
	KUNIT_CASE(client_reports_a_reason),
	{}
};

static struct kunit_suite wake_suite = {
	.name = "mbbcx_wake",
	.init = mock_init,
	.exit = mock_exit,
	.test_cases = wake_cases,
};

kunit_test_suite(wake_suite);

MODULE_IMPORT_NS(MBBCX);
MODULE_IMPORT_NS(NDIS_SHIM);
MODULE_IMPORT_NS(NDIS_SHIM_INTERNAL);
MODULE_LICENSE("GPL");
