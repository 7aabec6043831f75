// SPDX-License-Identifier: GPL-2.0
/*
 * Names of the USB headers that are older than those which drivers are told to use,
 * and what is made of others: masks, control codes, GUIDs under two names.
 */
#include <linux/kernel.h>
#include <linux/module.h>

#include <wdf.h>
#include <wdfusb.h>
#include <usbbusif.h>
#include <usbdi.h>

#include "headers.h"

MODULE_LICENSE("GPL");

static WDF_DRIVER_GLOBALS globals;
PWDF_DRIVER_GLOBALS WdfDriverGlobals = &globals;

static const struct header_row usb_old_rows[] = {
	VALUE32(USBDI_VERSION, 0x600),
	VALUE32(URB_FUNCTION_RESET_PIPE, 0x1E),
	VALUE32(USBD_TRANSFER_DIRECTION_FLAG(0xFF), 1),
	VALUE32(VALID_TRANSFER_FLAGS_MASK, 0xF),
	VALUE32(FILE_DEVICE_USB, 0x22),
	VALUE32(USB_CTL(5), 0x220014), VALUE32(USB_KERNEL_CTL_BUFFERED(5), 0x220014),
	VALUE32(USB_KERNEL_CTL(5), 0x220017),
	VALUE32(USB_ENDPOINT_DIRECTION_IN(0x81), 0x80), VALUE(USB_ENDPOINT_DIRECTION_IN(1), 0),
	VALUE(USB_ENDPOINT_DIRECTION_OUT(0x81), 0), VALUE(USB_ENDPOINT_DIRECTION_OUT(2), 1),
	SAME(USBD_HANDLE, struct USBD_HANDLE__ *),
	SAME(USB_IDLE_CALLBACK, VOID (*)(PVOID)),
};

static void usb_older_names(struct kunit *test)
{
	static const WCHAR signature[] = MS_OS_STRING_SIGNATURE;
	USBD_PIPE_INFORMATION pipe = { .EndpointAddress = 0x83 };

	EXPECT_ROWS(test, usb_old_rows);
	KUNIT_EXPECT_TRUE(test, USBD_HALTED(0xC0000004));
	KUNIT_EXPECT_FALSE(test, USBD_HALTED(0x80000200));
	KUNIT_EXPECT_EQ(test, USBD_PF_VALID_MASK & USBD_PF_CHANGE_MAX_PACKET,
			USBD_PF_CHANGE_MAX_PACKET);
	KUNIT_EXPECT_EQ(test, (int)signature[0], 'M');
	KUNIT_EXPECT_EQ(test, ARRAY_SIZE(signature), ARRAY_SIZE("MSFT100"));
	KUNIT_EXPECT_TRUE(test, USBD_PIPE_DIRECTION_IN(&pipe));
	pipe.EndpointAddress = 3;
	KUNIT_EXPECT_FALSE(test, USBD_PIPE_DIRECTION_IN(&pipe));
	KUNIT_EXPECT_PTR_EQ(test, &GUID_CLASS_USBHUB, &GUID_DEVINTERFACE_USB_HUB);
	KUNIT_EXPECT_PTR_EQ(test, &GUID_CLASS_USB_DEVICE, &GUID_DEVINTERFACE_USB_DEVICE);
	KUNIT_EXPECT_PTR_EQ(test, &GUID_CLASS_USB_HOST_CONTROLLER,
			    &GUID_DEVINTERFACE_USB_HOST_CONTROLLER);
}

static struct kunit_case usb_names_cases[] = {
	KUNIT_CASE(usb_older_names),
	{}
};

static struct kunit_suite usb_names_suite = {
	.name = "ndis_shim_usb_names",
	.test_cases = usb_names_cases,
};

kunit_test_suite(usb_names_suite);
