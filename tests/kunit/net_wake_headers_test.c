// SPDX-License-Identifier: GPL-2.0
/*
 * Structures of wake-up and of the MDL extension: what the ..._INIT functions leave
 * behind, values that stand for a reason, types of the callbacks.
 */
#include <kunit/test.h>
#include <linux/string.h>

#include <ntmodule.h>
#include <wdf.h>
#include <netadaptercx.h>

/* All of @name zeroed but its size. */
#define EXPECT_SIZED(test, name)						\
	do {									\
		name value, zero = {};						\
										\
		memset(&value, 0xff, sizeof(value));				\
		name##_INIT(&value);						\
		zero.Size = sizeof(zero);					\
		KUNIT_EXPECT_EQ(test, value.Size, (ULONG)sizeof(value));	\
		KUNIT_EXPECT_EQ(test, memcmp(&value, &zero, sizeof(zero)), 0);	\
	} while (0)

static void structures_of_wake_sources(struct kunit *test)
{
	EXPECT_SIZED(test, NET_ADAPTER_WAKE_BITMAP_CAPABILITIES);
	EXPECT_SIZED(test, NET_ADAPTER_WAKE_MEDIA_CHANGE_CAPABILITIES);
	EXPECT_SIZED(test, NET_ADAPTER_WAKE_MAGIC_PACKET_CAPABILITIES);
	EXPECT_SIZED(test, NET_ADAPTER_WAKE_PACKET_FILTER_CAPABILITIES);
	EXPECT_SIZED(test, NET_ADAPTER_WAKE_EAPOL_PACKET_CAPABILITIES);
	EXPECT_SIZED(test, NET_WAKE_SOURCE_LIST);
	EXPECT_SIZED(test, NET_WAKE_SOURCE_BITMAP_PARAMETERS);
	EXPECT_SIZED(test, NET_WAKE_SOURCE_MEDIA_CHANGE_PARAMETERS);
	EXPECT_SIZED(test, NET_DEVICE_POWER_POLICY_EVENT_CALLBACKS);
}

static void reasons_without_a_pattern(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, (int)NetWakeReasonPatternIdMagicPacket, 0xfffe);
	KUNIT_EXPECT_EQ(test, (int)NetWakeReasonPatternIdEapolPacket, 0xfffd);
	KUNIT_EXPECT_EQ(test, (int)NetWakeReasonPatternIdPacketFilter, 0xfffc);
}

static void power_capabilities_init(struct kunit *test)
{
	NET_ADAPTER_POWER_CAPABILITIES caps;

	memset(&caps, 0xff, sizeof(caps));
	NET_ADAPTER_POWER_CAPABILITIES_INIT(&caps);
	KUNIT_EXPECT_EQ(test, caps.Size, (ULONG)sizeof(caps));
	KUNIT_EXPECT_EQ(test, caps.SupportedWakePatterns, 0U);
	KUNIT_EXPECT_EQ(test, caps.SupportedMediaSpecificWakeUpEvents, 0U);
	KUNIT_EXPECT_TRUE(test, !caps.EvtAdapterPreviewWakePattern);
	KUNIT_EXPECT_EQ(test, (int)caps.ManageS0IdlePowerReferences, (int)WdfTrue);
	KUNIT_EXPECT_EQ(test, offsetof(NET_ADAPTER_POWER_CAPABILITIES,
				       EvtAdapterPreviewWakePattern), (size_t)48);
}

static NTSTATUS evt_wake_source(WDFDEVICE device, NETWAKESOURCE source)
{
	return STATUS_SUCCESS;
}

static NTSTATUS evt_wake_pattern(NETADAPTER adapter, NETPOWERSETTINGS settings,
				 PNDIS_PM_WOL_PATTERN pattern)
{
	return STATUS_SUCCESS;
}

static NTSTATUS evt_protocol_offload(NETADAPTER adapter, NETPOWERSETTINGS settings,
				     PNDIS_PM_PROTOCOL_OFFLOAD offload)
{
	return STATUS_SUCCESS;
}

static void callbacks_have_their_types(struct kunit *test)
{
	NET_DEVICE_POWER_POLICY_EVENT_CALLBACKS callbacks;

	memset(&callbacks, 0xff, sizeof(callbacks));
	NET_DEVICE_POWER_POLICY_EVENT_CALLBACKS_INIT(&callbacks);
	KUNIT_EXPECT_EQ(test, callbacks.Size, (ULONG)sizeof(callbacks));
	callbacks.Size = 0;
	KUNIT_EXPECT_NULL(test, memchr_inv(&callbacks, 0, sizeof(callbacks)));
	KUNIT_EXPECT_TRUE(test, __same_type(EVT_NET_DEVICE_PREVIEW_WAKE_SOURCE, evt_wake_source));
	KUNIT_EXPECT_TRUE(test, __same_type(EVT_NET_ADAPTER_PREVIEW_WAKE_PATTERN,
					    evt_wake_pattern));
	KUNIT_EXPECT_TRUE(test, __same_type(EVT_NET_ADAPTER_PREVIEW_PROTOCOL_OFFLOAD,
					    evt_protocol_offload));
}

static void mdl_extension(struct kunit *test)
{
	static const WCHAR name[] = NET_FRAGMENT_EXTENSION_MDL_NAME;
	static const char ascii[] = "ms_fragment_mdl";
	NET_FRAGMENT_MDL data[2] = {};
	NET_EXTENSION ext = { .Reserved = { data, (void *)sizeof(data[0]) } };
	unsigned int i;

	KUNIT_ASSERT_EQ(test, ARRAY_SIZE(name), ARRAY_SIZE(ascii));
	for (i = 0; i < ARRAY_SIZE(name); i++)
		KUNIT_EXPECT_EQ(test, (int)name[i], (int)ascii[i]);
	KUNIT_EXPECT_EQ(test, NET_FRAGMENT_EXTENSION_MDL_VERSION_1, 1U);
	KUNIT_EXPECT_EQ(test, NET_FRAGMENT_EXTENSION_MDL_VERSION_1_SIZE, sizeof(void *));
	NetExtensionGetFragmentMdl(&ext, 1)->Mdl = (void *)&ext;
	KUNIT_EXPECT_PTR_EQ(test, (void *)data[1].Mdl, (void *)&ext);
}

static struct kunit_case wake_headers_cases[] = {
	KUNIT_CASE(structures_of_wake_sources),
	KUNIT_CASE(reasons_without_a_pattern),
	KUNIT_CASE(power_capabilities_init),
	KUNIT_CASE(callbacks_have_their_types),
	KUNIT_CASE(mdl_extension),
	{}
};

static struct kunit_suite wake_headers_suite = {
	.name = "ndis_shim_net_wake_headers",
	.test_cases = wake_headers_cases,
};

kunit_test_suite(wake_headers_suite);

MODULE_IMPORT_NS(NDIS_SHIM);
MODULE_DESCRIPTION("KUnit: structures of wake-up");
MODULE_LICENSE("GPL");
