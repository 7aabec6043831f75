// SPDX-License-Identifier: GPL-2.0
/*
 * What a client says of its device: that it has to be reset, what woke it; and what
 * an adapter is called by.
 */
#include "netcx_ether_mock.h"

static struct {
	unsigned int collected;
	WDFDEVICE device;
	SIZE_T size;
	u64 violations;
} saw;

static VOID collect(WDFDEVICE device)
{
	static const UINT8 bytes[16] = "hung";

	saw.device = device;
	saw.violations = nt_violation_count(NT_RULE_RESET_DIAGNOSTICS);
	NetDeviceStoreResetDiagnostics(device, sizeof(bytes), bytes);
	saw.violations = nt_violation_count(NT_RULE_RESET_DIAGNOSTICS) - saw.violations;
	NetDeviceStoreResetDiagnostics(device, 0, bytes);
	WRITE_ONCE(saw.collected, saw.collected + 1);
}

static VOID configure(PWDFDEVICE_INIT init)
{
	NET_DEVICE_RESET_CAPABILITIES reset;

	NET_DEVICE_RESET_CAPABILITIES_INIT(&reset, collect);
	NetDeviceInitSetResetCapabilities(init, &reset);
}

static int reset_test_init(struct kunit *test)
{
	memset(&saw, 0, sizeof(saw));
	return ether_test_init(test);
}

/* The device comes back: its adapter is another one. */
static void reset_restarts_the_device(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_RESET_DIAGNOSTICS);
	WDFDEVICE device;

	ether.configure = configure;
	ether_load(test);
	device = ether.device;
	KUNIT_EXPECT_EQ(test, ether.prepared, 1U);
	NetDeviceRequestReset(device);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(READ_ONCE(ether.prepared) == 2));
	KUNIT_EXPECT_EQ(test, saw.collected, 1U);
	KUNIT_EXPECT_PTR_EQ(test, saw.device, device);
	KUNIT_EXPECT_EQ(test, saw.violations, 0ULL);
	/* The empty ones. */
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_RESET_DIAGNOSTICS), before + 1);
}

static void reset_without_diagnostics(struct kunit *test)
{
	ether_load(test);
	NetDeviceRequestReset(ether.device);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(READ_ONCE(ether.prepared) == 2));
}

static void diagnostics_have_their_time(struct kunit *test)
{
	static const UINT8 bytes[4];
	u64 before = nt_violation_count(NT_RULE_RESET_DIAGNOSTICS);

	ether.configure = configure;
	ether_load(test);
	NetDeviceStoreResetDiagnostics(ether.device, sizeof(bytes), bytes);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_RESET_DIAGNOSTICS), before + 1);
}

static void wake_reasons_are_judged(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_WAKE_BAD_ARGUMENT);
	NET_ADAPTER_WAKE_REASON_PACKET reason;

	ether_load(test);
	NET_ADAPTER_WAKE_REASON_PACKET_INIT(&reason);
	reason.PatternId = NetWakeReasonPatternIdMagicPacket;
	NetAdapterReportWakeReasonPacket(ether.adapter, &reason);
	NetAdapterReportWakeReasonMediaChange(ether.adapter, MediaConnectStateConnected);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_WAKE_BAD_ARGUMENT), before);
	reason.Size++;
	NetAdapterReportWakeReasonPacket(ether.adapter, &reason);
	NetAdapterReportWakeReasonPacket(ether.adapter, NULL);
	NetAdapterReportWakeReasonMediaChange(ether.adapter, MediaConnectStateUnknown);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_WAKE_BAD_ARGUMENT), before + 3);
}

static void each_adapter_has_its_luid(struct kunit *test)
{
	NET_LUID first, second;

	ether_load(test);
	first = NetAdapterGetNetLuid(ether.adapter);
	KUNIT_EXPECT_NE(test, first.Value, 0ULL);
	KUNIT_EXPECT_TRUE(test, first.Info.IfType == IF_TYPE_ETHERNET_CSMACD);
	KUNIT_EXPECT_EQ(test, NetAdapterGetNetLuid(ether.adapter).Value, first.Value);
	NetDeviceRequestReset(ether.device);
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(READ_ONCE(ether.prepared) == 2));
	second = NetAdapterGetNetLuid(ether.adapter);
	KUNIT_EXPECT_NE(test, second.Value, first.Value);
}

/* Nothing is asked for, so a list is a mistake outside a transition and empty in it. */
static void no_power_offloads(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_WAKE_OUTSIDE_TRANSITION);
	u64 bad = nt_violation_count(NT_RULE_WAKE_BAD_ARGUMENT);
	u64 state = nt_violation_count(NT_RULE_ADAPTER_WRONG_STATE);
	NET_ADAPTER_POWER_OFFLOAD_ARP_CAPABILITIES arp_caps;
	NET_ADAPTER_POWER_OFFLOAD_NS_CAPABILITIES ns_caps;
	NET_POWER_OFFLOAD_ARP_PARAMETERS arp;
	NET_POWER_OFFLOAD_NS_PARAMETERS ns;
	NET_POWER_OFFLOAD_LIST list;

	ether_load(test);
	NET_POWER_OFFLOAD_LIST_INIT(&list);
	NetDeviceGetPowerOffloadList(ether.device, &list);
	list.Reserved[0] = ether.device;
	KUNIT_EXPECT_EQ(test, NetPowerOffloadListGetCount(&list), 0ULL);
	KUNIT_EXPECT_PTR_EQ(test, NetPowerOffloadListGetElement(&list, 0), NULL);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_WAKE_OUTSIDE_TRANSITION), before + 3);
	NET_POWER_OFFLOAD_ARP_PARAMETERS_INIT(&arp);
	NetPowerOffloadGetArpParameters(NULL, &arp);
	KUNIT_EXPECT_PTR_EQ(test, NetPowerOffloadGetAdapter(NULL), NULL);
	NET_POWER_OFFLOAD_NS_PARAMETERS_INIT(&ns);
	NetPowerOffloadGetNSParameters(NULL, &ns);
	KUNIT_EXPECT_EQ(test, (u32)NetPowerOffloadGetType(NULL), 0U);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_WAKE_BAD_ARGUMENT), bad + 4);
	/* Capabilities come before the start. */
	NET_ADAPTER_POWER_OFFLOAD_ARP_CAPABILITIES_INIT(&arp_caps);
	NetAdapterPowerOffloadSetArpCapabilities(ether.adapter, &arp_caps);
	NET_ADAPTER_POWER_OFFLOAD_NS_CAPABILITIES_INIT(&ns_caps);
	NetAdapterPowerOffloadSetNSCapabilities(ether.adapter, &ns_caps);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_ADAPTER_WRONG_STATE), state + 2);
}

static struct kunit_case reset_cases[] = {
	KUNIT_CASE(reset_restarts_the_device),
	KUNIT_CASE(reset_without_diagnostics),
	KUNIT_CASE(diagnostics_have_their_time),
	KUNIT_CASE(wake_reasons_are_judged),
	KUNIT_CASE(each_adapter_has_its_luid),
	KUNIT_CASE(no_power_offloads),
	{}
};

static struct kunit_suite reset_suite = {
	.name = "ndis_shim_netcx_reset",
	.init = reset_test_init,
	.exit = ether_test_exit,
	.test_cases = reset_cases,
};

kunit_test_suite(reset_suite);

MODULE_LICENSE("GPL");
MODULE_IMPORT_NS(NDIS_SHIM);
MODULE_IMPORT_NS(NDIS_SHIM_INTERNAL);
