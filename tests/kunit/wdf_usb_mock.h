/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A modem on the mock host controller and a client driver bound to it: what the
 * cases of USB targets start from.
 */
#ifndef _KUNIT_WDF_USB_MOCK_H
#define _KUNIT_WDF_USB_MOCK_H

#include "wdf_mock.h"

#include <wdfusb.h>

#include "mock_hcd.h"

#define CONTROL_IN	0x81
#define DATA_IN		0x82
#define DATA_OUT	0x02
#define ISO_IN		0x83

/* A function of two interfaces, 1 and 2, in a device that has another one. */
static const u8 usb_config[] = {
	9, USB_DT_CONFIG, 93, 0, 3, 1, 0, 0xe0, 1,
	9, USB_DT_INTERFACE, 0, 0, 0, 0xff, 0, 0, 0,
	8, USB_DT_INTERFACE_ASSOCIATION, 1, 2, 2, 14, 0, 0,
	9, USB_DT_INTERFACE, 1, 0, 1, 2, 14, 0, 0,
	5, 0x24, 0, 0x10, 1,
	5, 0x24, 6, 1, 2,
	7, USB_DT_ENDPOINT, CONTROL_IN, 3, 64, 0, 5,
	9, USB_DT_INTERFACE, 2, 0, 0, 10, 0, 2, 0,
	9, USB_DT_INTERFACE, 2, 1, 2, 10, 0, 2, 0,
	7, USB_DT_ENDPOINT, DATA_IN, 2, 0, 2, 0,
	7, USB_DT_ENDPOINT, DATA_OUT, 2, 0, 2, 0,
	9, USB_DT_INTERFACE, 0, 1, 0, 0xff, 0, 0, 0,
};

/* The same, with an isochronous pipe in a third setting of interface 2. */
static const u8 urb_config[] __maybe_unused = {
	9, USB_DT_CONFIG, 109, 0, 3, 1, 0, 0xe0, 1,
	9, USB_DT_INTERFACE, 0, 0, 0, 0xff, 0, 0, 0,
	8, USB_DT_INTERFACE_ASSOCIATION, 1, 2, 2, 14, 0, 0,
	9, USB_DT_INTERFACE, 1, 0, 1, 2, 14, 0, 0,
	5, 0x24, 0, 0x10, 1,
	5, 0x24, 6, 1, 2,
	7, USB_DT_ENDPOINT, CONTROL_IN, 3, 64, 0, 5,
	9, USB_DT_INTERFACE, 2, 0, 0, 10, 0, 2, 0,
	9, USB_DT_INTERFACE, 2, 1, 2, 10, 0, 2, 0,
	7, USB_DT_ENDPOINT, DATA_IN, 2, 0, 2, 0,
	7, USB_DT_ENDPOINT, DATA_OUT, 2, 0, 2, 0,
	9, USB_DT_INTERFACE, 2, 2, 1, 10, 0, 2, 0,
	7, USB_DT_ENDPOINT, ISO_IN, 1, 192, 0, 1,
	9, USB_DT_INTERFACE, 0, 1, 0, 0xff, 0, 0, 0,
};

static const char * const usb_strings[] = { "Maker", "Modem", NULL };

static const struct usb_device_id usb_ids[] = {
	{ USB_DEVICE_INTERFACE_NUMBER(0x1234, 0xabcd, 1) },
	{}
};

static struct usb_fixture {
	struct mock_hcd *hcd;
	struct mock_hcd_device device;
	struct nt_module module;
	WDFUSBDEVICE usb;
	WDFUSBPIPE in;
	WDFUSBPIPE out;
	/* what the device saw, and what it is to answer */
	struct usb_ctrlrequest setup;
	u8 data[1024];
	unsigned int length;
	unsigned int writes;
	int result;
	int read_result;	/* errno of every read; 0: reads wait */
} fx;

/* Other than the above, for a suite that needs it; before usb_setup(). */
static const u8 *usb_other_config;
static const struct usb_device_id *usb_other_ids;
/* More for EvtDriverDeviceAdd to do; before usb_setup(). */
static void (*usb_adding)(PWDFDEVICE_INIT init);

static int device_control(struct mock_hcd *hcd, const struct usb_ctrlrequest *setup, void *data)
{
	u16 length = le16_to_cpu(setup->wLength);

	fx.setup = *setup;
	if (fx.result < 0)
		return fx.result;
	if (setup->bRequestType & USB_DIR_IN) {
		memset(data, 0x77, min_t(u32, length, fx.result));
		return min_t(u32, length, fx.result);
	}
	fx.length = length;
	memcpy(fx.data, data, min_t(u32, length, sizeof(fx.data)));
	return length;
}

/* Writes are taken at once, reads wait. */
static int device_transfer(struct mock_hcd *hcd, u8 address, void *data, u32 length)
{
	if (address & USB_DIR_IN && fx.read_result)
		return fx.read_result;
	if (address & USB_DIR_IN || fx.result == MOCK_HCD_LATER)
		return MOCK_HCD_LATER;
	if (fx.result < 0)
		return fx.result;
	fx.writes++;
	fx.length = length;
	memcpy(fx.data, data, min_t(u32, length, sizeof(fx.data)));
	return length;
}

/*
 * Six seconds are enough for anything; after the first time they were not, a
 * suite that is broken throughout should end soon.
 */
static unsigned int usb_patience = 300;

#define USB_WAIT(test, condition)					\
	do {								\
		unsigned int __i;					\
									\
		for (__i = 0; __i < usb_patience && !(condition); __i++)	\
			msleep(20);					\
		if (!(condition))					\
			usb_patience = 20;				\
		KUNIT_EXPECT_TRUE(test, condition);			\
	} while (0)

static int usb_setup(struct kunit *test)
{
	(void)mock_setup;
	(void)mock_teardown;
	memset(&mock, 0, sizeof(mock));
	memset(&fx, 0, sizeof(fx));
	mock_look();
	mock.adding = usb_adding;

	fx.device.descriptor = (struct usb_device_descriptor) {
		.bLength = USB_DT_DEVICE_SIZE,
		.bDescriptorType = USB_DT_DEVICE,
		.bcdUSB = cpu_to_le16(0x0200),
		.bMaxPacketSize0 = 64,
		.idVendor = cpu_to_le16(0x1234),
		.idProduct = cpu_to_le16(0xabcd),
		.bcdDevice = cpu_to_le16(0x0102),
		.iManufacturer = 1,
		.iProduct = 2,
		.bNumConfigurations = 1,
	};
	fx.device.config = usb_other_config ?: usb_config;
	fx.device.strings = usb_strings;
	fx.device.control = device_control;
	fx.device.transfer = device_transfer;
	fx.hcd = mock_hcd_create(&fx.device);
	if (IS_ERR(fx.hcd))
		return PTR_ERR(fx.hcd);
	/* No owner: cases run before the module has its place in sysfs. */
	fx.module.name = "kunit_usb";
	fx.module.entry = mock_driver_entry;
	fx.module.globals = &nt_module_globals;
	fx.module.usb_ids = usb_other_ids ?: usb_ids;
	KUNIT_ASSERT_EQ(test, nt_module_load(&fx.module), 0);
	USB_WAIT(test, strstr(mock.log, "init"));
	KUNIT_ASSERT_EQ(test, WdfUsbTargetDeviceCreate(mock.device, WDF_NO_OBJECT_ATTRIBUTES,
						       &fx.usb), STATUS_SUCCESS);
	mock.log[0] = '\0';
	return 0;
}

static void usb_teardown(struct kunit *test)
{
	if (fx.module.priv)
		nt_module_unload(&fx.module);
	if (!IS_ERR_OR_NULL(fx.hcd))
		mock_hcd_destroy(fx.hcd);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

/* As a client does it: the data interface's second setting has the pipes. */
static __maybe_unused void select_pipes(struct kunit *test)
{
	WDF_USB_DEVICE_SELECT_CONFIG_PARAMS params;
	WDF_USB_INTERFACE_SETTING_PAIR pairs[2];

	pairs[0].UsbInterface = WdfUsbTargetDeviceGetInterface(fx.usb, 0);
	pairs[0].SettingIndex = 0;
	pairs[1].UsbInterface = WdfUsbTargetDeviceGetInterface(fx.usb, 1);
	pairs[1].SettingIndex = 1;
	WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_MULTIPLE_INTERFACES(&params, 2, pairs);
	KUNIT_ASSERT_EQ(test, WdfUsbTargetDeviceSelectConfig(fx.usb, NULL, &params),
			STATUS_SUCCESS);
	fx.in = WdfUsbInterfaceGetConfiguredPipe(pairs[1].UsbInterface, 0, NULL);
	fx.out = WdfUsbInterfaceGetConfiguredPipe(pairs[1].UsbInterface, 1, NULL);
	KUNIT_ASSERT_NOT_NULL(test, fx.in);
	KUNIT_ASSERT_NOT_NULL(test, fx.out);
}

#endif
