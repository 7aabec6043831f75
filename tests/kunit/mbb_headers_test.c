// SPDX-License-Identifier: GPL-2.0
/*
 * MbbCx's headers as a client relies on them: values, what the ..._INIT helpers
 * leave behind, both forms and both spellings of what has two.
 */
#include <kunit/test.h>
#include <linux/string.h>

#include <ntmodule.h>
#include <wdf.h>
#include <netadaptercx.h>
#include <mbbcx.h>

static VOID evt_send(WDFDEVICE device, MBBREQUEST request) { }
static VOID evt_receive(WDFDEVICE device, MBBREQUEST request) { }
static VOID evt_dss(WDFDEVICE device, DSS_SESSION_ID id, WDFMEMORY data) { }

static NTSTATUS evt_old_dss(WDFDEVICE device, DSS_SESSION_ID id, WDFMEMORY data)
{
	return STATUS_SUCCESS;
}

static NTSTATUS evt_create_adapter(WDFDEVICE device, NETADAPTER_INIT *init)
{
	return STATUS_SUCCESS;
}

static void device_config_init(struct kunit *test)
{
	MBB_DEVICE_CONFIG config;

	memset(&config, 0xff, sizeof(config));
	MBB_DEVICE_CONFIG_INIT(&config, evt_send, evt_receive, evt_dss, evt_create_adapter);
	KUNIT_EXPECT_EQ(test, config.Size, (ULONG)sizeof(config));
	KUNIT_EXPECT_PTR_EQ(test, config.SendMbimFragment, &evt_send);
	KUNIT_EXPECT_PTR_EQ(test, config.ReceiveMbimFragment, &evt_receive);
	KUNIT_EXPECT_PTR_EQ(test, config.SendDeviceServiceSessionData, &evt_dss);
	KUNIT_EXPECT_PTR_EQ(test, config.CreateAdapter, &evt_create_adapter);
	KUNIT_EXPECT_PTR_EQ(test, config.NtSendServiceSessionData, NULL);
}

/* The older callback returns an NTSTATUS and is called through its own type. */
static void device_config_init_with_an_older_callback(struct kunit *test)
{
	MBB_DEVICE_CONFIG config;

	MBB_DEVICE_CONFIG_INIT(&config, evt_send, evt_receive, evt_old_dss, evt_create_adapter);
	KUNIT_EXPECT_PTR_EQ(test, config.SendDeviceServiceSessionData, NULL);
	KUNIT_EXPECT_PTR_EQ(test, config.NtSendServiceSessionData, &evt_old_dss);
	MBB_DEVICE_CONFIG_INIT(&config, evt_send, evt_receive, NULL, evt_create_adapter);
	KUNIT_EXPECT_PTR_EQ(test, config.SendDeviceServiceSessionData, NULL);
	KUNIT_EXPECT_PTR_EQ(test, config.NtSendServiceSessionData, NULL);
	KUNIT_EXPECT_PTR_EQ(test, config.CreateAdapter, &evt_create_adapter);
}

/* The helper's order of arguments is not that of the structure. */
static void mbim_parameters_init_in_both_forms(struct kunit *test)
{
	MBB_DEVICE_MBIM_PARAMETERS parameters;

	memset(&parameters, 0xff, sizeof(parameters));
	MBB_DEVICE_MBIM_PARAMETERS_INIT(&parameters, MbbMbimVersion1Dot0Errata, 4096,
					MbbMbimExtendedVersion3Dot0);
	KUNIT_EXPECT_EQ(test, parameters.Size, (ULONG)sizeof(parameters));
	KUNIT_EXPECT_EQ(test, (int)parameters.Version, 1);
	KUNIT_EXPECT_EQ(test, parameters.MaximumFragmentSize, 4096u);
	KUNIT_EXPECT_EQ(test, (int)parameters.ExtendedVersion, 2);

	MBB_DEVICE_MBIM_PARAMETERS_INIT(&parameters, MbbMbimVersion1Dot0, 512);
	KUNIT_EXPECT_EQ(test, (int)parameters.Version, 0);
	KUNIT_EXPECT_EQ(test, parameters.MaximumFragmentSize, 512u);
	KUNIT_EXPECT_EQ(test, (int)parameters.ExtendedVersion, 0);
}

static void version_values(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, (int)MbbMbimVersion1Dot0, 0);
	KUNIT_EXPECT_EQ(test, (int)MbbMbimVersion1Dot0Errata, 1);
	KUNIT_EXPECT_EQ(test, (int)MbbMbimExtendedVersion1Dot0, 0);
	KUNIT_EXPECT_EQ(test, (int)MbbMbimExtendedVersion2Dot0, 1);
	KUNIT_EXPECT_EQ(test, (int)MbbMbimExtendedVersion3Dot0, 2);
	KUNIT_EXPECT_EQ(test, (int)MbbMbimExtendedVersion4Dot0, 3);
	KUNIT_EXPECT_EQ(test, (int)MBB_MBIM_VERSION1_0, (int)MbbMbimVersion1Dot0);
	KUNIT_EXPECT_EQ(test, (int)MBB_MBIM_VERSION1_0_ERRATA, (int)MbbMbimVersion1Dot0Errata);
	KUNIT_EXPECT_EQ(test, (int)MBB_MBIM_EXTENDED_VERSION1_0,
			(int)MbbMbimExtendedVersion1Dot0);
	KUNIT_EXPECT_EQ(test, (int)MBB_MBIM_EXTENDED_VERSION2_0,
			(int)MbbMbimExtendedVersion2Dot0);
	KUNIT_EXPECT_EQ(test, (int)MBB_MBIM_EXTENDED_VERSION3_0,
			(int)MbbMbimExtendedVersion3Dot0);
	KUNIT_EXPECT_EQ(test, (int)MBB_MBIM_EXTENDED_VERSION4_0,
			(int)MbbMbimExtendedVersion4Dot0);
}

static void wake_capabilities_init(struct kunit *test)
{
	MBB_DEVICE_WAKE_CAPABILITIES caps;

	memset(&caps, 0xff, sizeof(caps));
	MBB_DEVICE_WAKE_CAPABILITIES_INIT(&caps);
	KUNIT_EXPECT_EQ(test, caps.Size, (ULONG)sizeof(caps));
	KUNIT_EXPECT_FALSE(test, caps.RegisterState);
	KUNIT_EXPECT_FALSE(test, caps.UiccChange);
	KUNIT_EXPECT_EQ(test, (int)MbbWakeReasonTypeSmsReceive, 1);
	KUNIT_EXPECT_EQ(test, (int)MbbWakeReasonTypePacketState, 3);
}

static void callbacks_have_their_types(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, __same_type(EVT_MBB_DEVICE_SEND_MBIM_FRAGMENT, evt_send));
	KUNIT_EXPECT_TRUE(test, __same_type(EVT_MBB_DEVICE_RECEIVE_MBIM_FRAGMENT, evt_receive));
	KUNIT_EXPECT_TRUE(test, __same_type(EVT_MBIM_DEVICE_RECEIVE_MBIM_FRAGMENT, evt_receive));
	KUNIT_EXPECT_TRUE(test, __same_type(EVT_MBB_DEVICE_SEND_DEVICE_SERVICE_SESSION_DATA,
					    evt_dss));
	KUNIT_EXPECT_TRUE(test, __same_type(EVT_MBB_DEVICE_SEND_SERVICE_SESSION_DATA,
					    evt_old_dss));
	KUNIT_EXPECT_TRUE(test, __same_type(EVT_MBB_DEVICE_CREATE_ADAPTER, evt_create_adapter));
}

static void types_of_handle_and_id(struct kunit *test)
{
	KUNIT_EXPECT_FALSE(test, __same_type(MBBREQUEST, WDFREQUEST));
	KUNIT_EXPECT_FALSE(test, __same_type(MBBREQUEST, void *));
	KUNIT_EXPECT_TRUE(test, __same_type(DSS_SESSION_ID, ULONG));
}

static void both_spellings_are_one_function(struct kunit *test)
{
	KUNIT_EXPECT_PTR_EQ(test, &MbbRequestGetActivityId, &MbbRequestGetCorrelationId);
	KUNIT_EXPECT_PTR_EQ(test, &MbbDeviceSendServiceSessionDataComplete,
			    &MbbDeviceSendDeviceServiceSessionDataComplete);
	KUNIT_EXPECT_PTR_EQ(test, &MbbDeviceReceiveServiceSessionData,
			    &MbbDeviceReceiveDeviceServiceSessionData);
}

static struct kunit_case mbb_headers_cases[] = {
	KUNIT_CASE(device_config_init),
	KUNIT_CASE(device_config_init_with_an_older_callback),
	KUNIT_CASE(mbim_parameters_init_in_both_forms),
	KUNIT_CASE(version_values),
	KUNIT_CASE(wake_capabilities_init),
	KUNIT_CASE(callbacks_have_their_types),
	KUNIT_CASE(types_of_handle_and_id),
	KUNIT_CASE(both_spellings_are_one_function),
	{ }
};

static struct kunit_suite mbb_headers_suite = {
	.name = "mbbcx_headers",
	.test_cases = mbb_headers_cases,
};

kunit_test_suite(mbb_headers_suite);

MODULE_IMPORT_NS(MBBCX);
MODULE_IMPORT_NS(NDIS_SHIM);
MODULE_LICENSE("GPL");
