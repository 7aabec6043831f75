// SPDX-License-Identifier: GPL-2.0
/*
 * USBD_*: descriptors that a driver walks itself, handles with the USB stack, and
 * the URBs that come from them. What such URBs do is with the URBs.
 */
#include "wdf_usb_mock.h"

#include "wdf/usb/usb_driver.h"

static PUSB_CONFIGURATION_DESCRIPTOR config_descriptor(void)
{
	return (PUSB_CONFIGURATION_DESCRIPTOR)urb_config;
}

static void parsed_descriptors(struct kunit *test)
{
	PUSB_CONFIGURATION_DESCRIPTOR config = config_descriptor();
	PUSB_INTERFACE_DESCRIPTOR intf;
	PUSB_COMMON_DESCRIPTOR desc;

	intf = USBD_ParseConfigurationDescriptorEx(config, config, -1, -1, 10, -1, -1);
	KUNIT_ASSERT_NOT_NULL(test, intf);
	KUNIT_EXPECT_EQ(test, (int)((u8 *)intf - urb_config), 52);
	intf = USBD_ParseConfigurationDescriptorEx(config, (u8 *)intf + intf->bLength, -1, -1, 10,
						   -1, -1);
	KUNIT_EXPECT_EQ(test, (int)intf->bAlternateSetting, 1);
	/* With both of its endpoints. */
	KUNIT_EXPECT_EQ(test, USBD_GetInterfaceLength(intf, (u8 *)urb_config + 109), 23u);
	KUNIT_EXPECT_EQ(test, USBD_GetInterfaceLength(intf, (u8 *)intf + 12), 9u);
	KUNIT_EXPECT_NULL(test, USBD_ParseConfigurationDescriptorEx(config, config, 1, 1, -1, -1,
								    -1));
	desc = USBD_ParseDescriptors(config, 109, NULL, USB_ENDPOINT_DESCRIPTOR_TYPE);
	KUNIT_EXPECT_EQ(test, (int)((PUSB_ENDPOINT_DESCRIPTOR)desc)->bEndpointAddress, CONTROL_IN);
	KUNIT_EXPECT_NULL(test, USBD_ParseDescriptors(config, 50, NULL,
						      USB_ENDPOINT_DESCRIPTOR_TYPE));
	KUNIT_EXPECT_NULL(test, USBD_ParseDescriptors(config, 109, (u8 *)config - 1,
						      USB_ENDPOINT_DESCRIPTOR_TYPE));
}

static void expect_invalid(struct kunit *test, unsigned int at, u8 value, USHORT level,
			   USBD_STATUS status)
{
	u8 *bytes = kunit_kmalloc(test, sizeof(urb_config), GFP_KERNEL);
	PUCHAR where;

	memcpy(bytes, urb_config, sizeof(urb_config));
	bytes[at] = value;
	KUNIT_EXPECT_EQ_MSG(test,
			    USBD_ValidateConfigurationDescriptor(
				    (void *)bytes, sizeof(urb_config), level, &where, 0),
			    status, "byte %u", at);
	if (!USBD_SUCCESS(status))
		KUNIT_EXPECT_TRUE(test, where >= bytes && where <= bytes + sizeof(urb_config));
}

static void validated_descriptors(struct kunit *test)
{
	static const u8 good[] = {
		9, USB_DT_CONFIG, 25, 0, 1, 1, 0, 0x80, 1,
		9, USB_DT_INTERFACE, 0, 0, 1, 0xff, 0, 0, 0,
		7, USB_DT_ENDPOINT, 0x81, 2, 0, 2, 0,
	};
	PUCHAR where = NULL;

	KUNIT_EXPECT_EQ(test, USBD_ValidateConfigurationDescriptor((void *)good, sizeof(good), 3,
								   &where, 0), USBD_STATUS_SUCCESS);
	KUNIT_EXPECT_NULL(test, where);
	expect_invalid(test, 1, 9, 1, USBD_STATUS_BAD_DESCRIPTOR_TYPE);
	expect_invalid(test, 2, 110, 1, USBD_STATUS_BAD_CONFIG_DESC_LENGTH);
	expect_invalid(test, 9, 8, 1, USBD_STATUS_BAD_INTERFACE_DESCRIPTOR);
	expect_invalid(test, 18, 1, 1, USBD_STATUS_BAD_DESCRIPTOR_BLEN);
	expect_invalid(test, 4, 2, 2, USBD_STATUS_BAD_NUMBER_OF_INTERFACES);
	expect_invalid(test, 4, 2, 1, USBD_STATUS_SUCCESS);
	expect_invalid(test, 13, 1, 2, USBD_STATUS_BAD_NUMBER_OF_ENDPOINTS);
	expect_invalid(test, 72, 0x80, 3, USBD_STATUS_BAD_ENDPOINT_ADDRESS);
	expect_invalid(test, 72, 0x80, 2, USBD_STATUS_SUCCESS);
}

static void usbd_handles_left_are_reported(struct kunit *test)
{
	PDEVICE_OBJECT object = WdfDeviceWdmGetDeviceObject(mock.device);
	u64 before = nt_violation_count(NT_RULE_HANDLE_LEAK);
	USBD_HANDLE handle;
	PURB urb;

	KUNIT_ASSERT_EQ(test, USBD_CreateHandle(object, WdfDeviceWdmGetAttachedDevice(mock.device),
						USBD_CLIENT_CONTRACT_VERSION_602, 0, &handle),
			STATUS_SUCCESS);
	wdf_usbd_orphan(fx.module.priv);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_HANDLE_LEAK), before + 1);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	KUNIT_EXPECT_EQ(test, USBD_UrbAllocate(handle, &urb), STATUS_INVALID_HANDLE);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	wdf_usbd_orphan(fx.module.priv);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void usbd_handles(struct kunit *test)
{
	const GUID *high = &GUID_USB_CAPABILITY_DEVICE_CONNECTION_HIGH_SPEED_COMPATIBLE;
	PDEVICE_OBJECT object = WdfDeviceWdmGetDeviceObject(mock.device);
	IO_STACK_LOCATION location = {};
	USBD_HANDLE handle;
	PURB urb;

	KUNIT_EXPECT_EQ(test, USBD_CreateHandle(object, NULL, USBD_CLIENT_CONTRACT_VERSION_602, 0,
						&handle), STATUS_INVALID_PARAMETER);
	KUNIT_ASSERT_EQ(test, USBD_CreateHandle(object, WdfDeviceWdmGetAttachedDevice(mock.device),
						USBD_CLIENT_CONTRACT_VERSION_602, 0, &handle),
			STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, USBD_IsInterfaceVersionSupported(handle,
								 USBD_INTERFACE_VERSION_600));
	KUNIT_EXPECT_EQ(test, USBD_QueryUsbCapability(handle, high, 0, NULL, NULL),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, USBD_QueryUsbCapability(handle, &GUID_USB_CAPABILITY_STATIC_STREAMS,
						      0, NULL, NULL), STATUS_NOT_SUPPORTED);
	KUNIT_EXPECT_EQ(test, USBD_IsochUrbAllocate(handle, 100000, &urb),
			STATUS_INVALID_PARAMETER);
	KUNIT_ASSERT_EQ(test, USBD_IsochUrbAllocate(handle, 4, &urb), STATUS_SUCCESS);
	USBD_AssignUrbToIoStackLocation(handle, &location, urb);
	KUNIT_EXPECT_PTR_EQ(test, location.Parameters.Others.Argument1, (PVOID)urb);
	USBD_UrbFree(handle, urb);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	USBD_UrbFree(handle, urb);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	KUNIT_ASSERT_EQ(test, USBD_UrbAllocate(handle, &urb), STATUS_SUCCESS);
	USBD_CloseHandle(handle);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	KUNIT_EXPECT_EQ(test, USBD_UrbAllocate(handle, &urb), STATUS_INVALID_HANDLE);
	KUNIT_EXPECT_NULL(test, urb);
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

static void usbdi_version(struct kunit *test)
{
	USBD_VERSION_INFORMATION version = {};

	USBD_GetUSBDIVersion(&version);
	KUNIT_EXPECT_EQ(test, version.USBDI_Version, (ULONG)USBDI_VERSION);
	KUNIT_EXPECT_EQ(test, version.Supported_USB_Version, 0x200u);
}

static void first_settings_of_a_configuration(struct kunit *test)
{
	USHORT size = 0;
	PURB urb;

	urb = USBD_CreateConfigurationRequest(config_descriptor(), &size);
	KUNIT_ASSERT_NOT_NULL(test, urb);
	KUNIT_EXPECT_EQ(test, (int)size, (int)urb->UrbHeader.Length);
	KUNIT_EXPECT_EQ(test, (int)size, (int)GET_SELECT_CONFIGURATION_REQUEST_SIZE(3, 1));
	KUNIT_EXPECT_EQ(test, (int)urb->UrbSelectConfiguration.Interface.InterfaceNumber, 0);
	ExFreePool(urb);
}

static int usbd_setup(struct kunit *test)
{
	usb_other_config = urb_config;
	return usb_setup(test);
}

static struct kunit_case wdf_usbd_cases[] = {
	KUNIT_CASE(parsed_descriptors),
	KUNIT_CASE(validated_descriptors),
	KUNIT_CASE(usbd_handles_left_are_reported),
	KUNIT_CASE(usbd_handles),
	KUNIT_CASE(usbdi_version),
	KUNIT_CASE(first_settings_of_a_configuration),
	{}
};

static struct kunit_suite wdf_usbd_suite = {
	.name = "ndis_shim_usbd",
	.init = usbd_setup,
	.exit = usb_teardown,
	.test_cases = wdf_usbd_cases,
};

kunit_test_suite(wdf_usbd_suite);
