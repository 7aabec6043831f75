// SPDX-License-Identifier: GPL-2.0
/*
 * The headers for USB: status values, descriptors, setup packets on the wire,
 * and initialisers.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/string.h>

#include <wdf.h>
#include <wdfusb.h>

#include "headers.h"

MODULE_LICENSE("GPL");

static WDF_DRIVER_GLOBALS globals;
PWDF_DRIVER_GLOBALS WdfDriverGlobals = &globals;

static const struct header_row usb_enum_rows[] = {
	/* WDF_USB_DEVICE_TRAITS */
	VALUE(WDF_USB_DEVICE_TRAIT_SELF_POWERED, 1),
	VALUE(WDF_USB_DEVICE_TRAIT_REMOTE_WAKE_CAPABLE, 2),
	VALUE(WDF_USB_DEVICE_TRAIT_AT_HIGH_SPEED, 4),
	/* WdfUsbTargetDeviceSelectConfigType */
	VALUE(WdfUsbTargetDeviceSelectConfigTypeInvalid, 0),
	VALUE(WdfUsbTargetDeviceSelectConfigTypeDeconfig, 1),
	VALUE(WdfUsbTargetDeviceSelectConfigTypeSingleInterface, 2),
	VALUE(WdfUsbTargetDeviceSelectConfigTypeMultiInterface, 3),
	VALUE(WdfUsbTargetDeviceSelectConfigTypeInterfacesPairs, 4),
	VALUE(WdfUsbTargetDeviceSelectConfigTypeInterfacesDescriptor, 5),
	VALUE(WdfUsbTargetDeviceSelectConfigTypeUrb, 6),
	/* WdfUsbTargetDeviceSelectSettingType */
	VALUE(WdfUsbInterfaceSelectSettingTypeDescriptor, 16),
	VALUE(WdfUsbInterfaceSelectSettingTypeSetting, 17),
	VALUE(WdfUsbInterfaceSelectSettingTypeUrb, 18),
	/* WDF_USB_PIPE_TYPE */
	VALUE(WdfUsbPipeTypeInvalid, 0),
	VALUE(WdfUsbPipeTypeControl, 1),
	VALUE(WdfUsbPipeTypeIsochronous, 2),
	VALUE(WdfUsbPipeTypeBulk, 3),
	VALUE(WdfUsbPipeTypeInterrupt, 4),
	/* WDF_USB_BMREQUEST_DIRECTION */
	VALUE(BmRequestHostToDevice, 0),
	VALUE(BmRequestDeviceToHost, 1),
	/* WDF_USB_BMREQUEST_TYPE */
	VALUE(BmRequestStandard, 0),
	VALUE(BmRequestClass, 1),
	VALUE(BmRequestVendor, 2),
	/* WDF_USB_BMREQUEST_RECIPIENT */
	VALUE(BmRequestToDevice, 0),
	VALUE(BmRequestToInterface, 1),
	VALUE(BmRequestToEndpoint, 2),
	VALUE(BmRequestToOther, 3),
	/* WDF_USB_REQUEST_TYPE */
	VALUE(WdfUsbRequestTypeInvalid, 0),
	VALUE(WdfUsbRequestTypeNoFormat, 1),
	VALUE(WdfUsbRequestTypeDeviceString, 2),
	VALUE(WdfUsbRequestTypeDeviceControlTransfer, 3),
	VALUE(WdfUsbRequestTypeDeviceUrb, 4),
	VALUE(WdfUsbRequestTypePipeWrite, 5),
	VALUE(WdfUsbRequestTypePipeRead, 6),
	VALUE(WdfUsbRequestTypePipeAbort, 7),
	VALUE(WdfUsbRequestTypePipeReset, 8),
	VALUE(WdfUsbRequestTypePipeUrb, 9),
	/* USBD_PIPE_TYPE */
	VALUE(UsbdPipeTypeControl, 0),
	VALUE(UsbdPipeTypeIsochronous, 1),
	VALUE(UsbdPipeTypeBulk, 2),
	VALUE(UsbdPipeTypeInterrupt, 3),
};

static void usb_enumerations(struct kunit *test)
{
	EXPECT_ROWS(test, usb_enum_rows);
}

static const struct header_row reader_rows[] = {
	SAME(EVT_WDF_USB_READER_COMPLETION_ROUTINE,
	     VOID (WDFUSBPIPE, WDFMEMORY, size_t, WDFCONTEXT)),
	SAME(EVT_WDF_USB_READERS_FAILED, BOOLEAN (WDFUSBPIPE, NTSTATUS, USBD_STATUS)),
};

static void usb_callback_types(struct kunit *test)
{
	EXPECT_ROWS(test, reader_rows);
}

static VOID some_read(WDFUSBPIPE pipe, WDFMEMORY memory, size_t bytes, WDFCONTEXT context)
{
}

static const struct header_row usb_rows[] = {
	VALUE32(USBD_STATUS_SUCCESS, 0x00000000),
	VALUE32(USBD_STATUS_PENDING, 0x40000000),
	VALUE32(USBD_STATUS_CRC, 0xc0000001),
	VALUE32(USBD_STATUS_STALL_PID, 0xc0000004),
	VALUE32(USBD_STATUS_DEV_NOT_RESPONDING, 0xc0000005),
	VALUE32(USBD_STATUS_DATA_OVERRUN, 0xc0000008),
	VALUE32(USBD_STATUS_DATA_UNDERRUN, 0xc0000009),
	VALUE32(USBD_STATUS_XACT_ERROR, 0xc0000011),
	VALUE32(USBD_STATUS_BABBLE_DETECTED, 0xc0000012),
	VALUE32(USBD_STATUS_ENDPOINT_HALTED, 0xc0000030),
	VALUE32(USBD_STATUS_INVALID_PARAMETER, 0x80000300),
	VALUE32(USBD_STATUS_REQUEST_FAILED, 0x80000500),
	VALUE32(USBD_STATUS_INTERNAL_HC_ERROR, 0x80000800),
	VALUE32(USBD_STATUS_NOT_SUPPORTED, 0xc0000e00),
	VALUE32(USBD_STATUS_INSUFFICIENT_RESOURCES, 0xc0001000),
	VALUE32(USBD_STATUS_TIMEOUT, 0xc0006000),
	VALUE32(USBD_STATUS_DEVICE_GONE, 0xc0007000),
	VALUE32(USBD_STATUS_CANCELED, 0xc0010000),
	VALUE32(USBD_CLIENT_CONTRACT_VERSION_INVALID, 0xffffffff),
	VALUE32(USBD_CLIENT_CONTRACT_VERSION_602, 0x602),
	VALUE32(USBD_TRANSFER_DIRECTION_OUT, 0),
	VALUE32(USBD_TRANSFER_DIRECTION_IN, 1),
	VALUE32(USBD_SHORT_TRANSFER_OK, 2),
	VALUE32(USBD_DEFAULT_MAXIMUM_TRANSFER_SIZE, 0xffffffff),
	SIGNED(USBD_STATUS, 4),
	SAME(USBD_PIPE_HANDLE, void *), SAME(USBD_CONFIGURATION_HANDLE, void *),
	SAME(USBD_INTERFACE_HANDLE, void *),
};

static void usbd_values(struct kunit *test)
{
	EXPECT_ROWS(test, usb_rows);
}

static void usbd_status_classes(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, USBD_SUCCESS(USBD_STATUS_SUCCESS));
	KUNIT_EXPECT_TRUE(test, USBD_SUCCESS(USBD_STATUS_PENDING));
	KUNIT_EXPECT_FALSE(test, USBD_SUCCESS(USBD_STATUS_STALL_PID));
	KUNIT_EXPECT_TRUE(test, USBD_PENDING(USBD_STATUS_PENDING));
	KUNIT_EXPECT_FALSE(test, USBD_PENDING(USBD_STATUS_SUCCESS));
	KUNIT_EXPECT_FALSE(test, USBD_PENDING(USBD_STATUS_STALL_PID));
	KUNIT_EXPECT_TRUE(test, USBD_ERROR(USBD_STATUS_STALL_PID));
	KUNIT_EXPECT_TRUE(test, USBD_ERROR(USBD_STATUS_INVALID_PARAMETER));
	KUNIT_EXPECT_FALSE(test, USBD_ERROR(USBD_STATUS_PENDING));
}

static const struct header_row usb_layout_rows[] = {
	SIZE(USB_COMMON_DESCRIPTOR, 2), OFFSET(USB_COMMON_DESCRIPTOR, bDescriptorType, 1),
	SIZE(USB_DEVICE_DESCRIPTOR, 18), OFFSET(USB_DEVICE_DESCRIPTOR, idVendor, 8),
	OFFSET(USB_DEVICE_DESCRIPTOR, bcdDevice, 12),
	OFFSET(USB_DEVICE_DESCRIPTOR, bNumConfigurations, 17),
	SIZE(USB_CONFIGURATION_DESCRIPTOR, 9), OFFSET(USB_CONFIGURATION_DESCRIPTOR, wTotalLength, 2),
	OFFSET(USB_CONFIGURATION_DESCRIPTOR, MaxPower, 8),
	SIZE(USB_INTERFACE_ASSOCIATION_DESCRIPTOR, 8),
	OFFSET(USB_INTERFACE_ASSOCIATION_DESCRIPTOR, bFirstInterface, 2),
	OFFSET(USB_INTERFACE_ASSOCIATION_DESCRIPTOR, iFunction, 7),
	SIZE(USB_INTERFACE_DESCRIPTOR, 9), OFFSET(USB_INTERFACE_DESCRIPTOR, bAlternateSetting, 3),
	OFFSET(USB_INTERFACE_DESCRIPTOR, iInterface, 8),
	SIZE(USB_ENDPOINT_DESCRIPTOR, 7), OFFSET(USB_ENDPOINT_DESCRIPTOR, wMaxPacketSize, 4),
	OFFSET(USB_ENDPOINT_DESCRIPTOR, bInterval, 6),
	SIZE(USB_STRING_DESCRIPTOR, 4), OFFSET(USB_STRING_DESCRIPTOR, bString, 2),
	SIZE(USBD_VERSION_INFORMATION, 8), OFFSET(USBD_VERSION_INFORMATION, Supported_USB_Version, 4),
	OFFSET(URB, UrbHeader.Function, 2), OFFSET(URB, UrbHeader.Status, 4),
	OFFSET(URB, UrbBulkOrInterruptTransfer.PipeHandle, 24),
	OFFSET(URB, UrbBulkOrInterruptTransfer.TransferBufferLength, 36),
	OFFSET(URB, UrbBulkOrInterruptTransfer.TransferBuffer, 40),
	OFFSET(URB, UrbBulkOrInterruptTransfer.UrbLink, 56), SIZE(URB, 128),
	SIZE(WDF_USB_DEVICE_CREATE_CONFIG, 8),
	OFFSET(WDF_USB_DEVICE_CREATE_CONFIG, USBDClientContractVersion, 4),
	SIZE(WDF_USB_DEVICE_INFORMATION, 20), OFFSET(WDF_USB_DEVICE_INFORMATION, Traits, 16),
	SIZE(WDF_USB_INTERFACE_SETTING_PAIR, 16),
	OFFSET(WDF_USB_INTERFACE_SETTING_PAIR, SettingIndex, 8),
	SIZE(WDF_USB_DEVICE_SELECT_CONFIG_PARAMS, 32),
	OFFSET(WDF_USB_DEVICE_SELECT_CONFIG_PARAMS, Types.MultiInterface.Pairs, 16),
	OFFSET(WDF_USB_DEVICE_SELECT_CONFIG_PARAMS,
	       Types.SingleInterface.ConfiguredUsbInterface, 16),
	SIZE(WDF_USB_INTERFACE_SELECT_SETTING_PARAMS, 16),
	OFFSET(WDF_USB_INTERFACE_SELECT_SETTING_PARAMS, Types, 8),
	SIZE(WDF_USB_PIPE_INFORMATION, 20), OFFSET(WDF_USB_PIPE_INFORMATION, EndpointAddress, 8),
	OFFSET(WDF_USB_PIPE_INFORMATION, PipeType, 12),
	OFFSET(WDF_USB_PIPE_INFORMATION, MaximumTransferSize, 16),
	SIZE(WDF_USB_CONTINUOUS_READER_CONFIG, 72),
	OFFSET(WDF_USB_CONTINUOUS_READER_CONFIG, TransferLength, 8),
	OFFSET(WDF_USB_CONTINUOUS_READER_CONFIG, NumPendingReads, 32),
	OFFSET(WDF_USB_CONTINUOUS_READER_CONFIG, EvtUsbTargetPipeReadersFailed, 64),
	SIZE(WDF_USB_CONTROL_SETUP_PACKET, 8),
	OFFSET(WDF_USB_CONTROL_SETUP_PACKET, Packet.wValue, 2),
	OFFSET(WDF_USB_CONTROL_SETUP_PACKET, Packet.wIndex, 4),
	SIZE(WDF_USB_REQUEST_COMPLETION_PARAMS, 32),
	OFFSET(WDF_USB_REQUEST_COMPLETION_PARAMS, Parameters.PipeRead.Length, 16),
};

static void usb_structures(struct kunit *test)
{
	EXPECT_ROWS(test, usb_layout_rows);
}

static void usb_capability_guids(struct kunit *test)
{
	static const GUID *guid[] = {
		&GUID_USB_CAPABILITY_CHAINED_MDLS,
		&GUID_USB_CAPABILITY_STATIC_STREAMS,
		&GUID_USB_CAPABILITY_SELECTIVE_SUSPEND,
		&GUID_USB_CAPABILITY_FUNCTION_SUSPEND,
		&GUID_USB_CAPABILITY_DEVICE_CONNECTION_HIGH_SPEED_COMPATIBLE,
		&GUID_USB_CAPABILITY_DEVICE_CONNECTION_SUPER_SPEED_COMPATIBLE,
	};
	int i, j;

	for (i = 0; i < ARRAY_SIZE(guid); i++) {
		for (j = 0; j < ARRAY_SIZE(guid); j++)
			KUNIT_EXPECT_EQ(test, IsEqualGUID(guid[i], guid[j]), i == j);
	}
}

static void urb_of_the_clients_own(struct kunit *test)
{
	URB urb = {}, next;
	MDL mdl;

	UsbBuildInterruptOrBulkTransferRequest(&urb, sizeof(urb), test, &next, &mdl, 512,
					       USBD_TRANSFER_DIRECTION_IN, &next);
	KUNIT_EXPECT_EQ(test, (size_t)urb.UrbHeader.Length, sizeof(urb));
	KUNIT_EXPECT_EQ(test, (int)urb.UrbHeader.Function, 9);
	KUNIT_EXPECT_PTR_EQ(test, urb.UrbBulkOrInterruptTransfer.PipeHandle, (PVOID)test);
	KUNIT_EXPECT_PTR_EQ(test, urb.UrbBulkOrInterruptTransfer.TransferBuffer, (PVOID)&next);
	KUNIT_EXPECT_PTR_EQ(test, urb.UrbBulkOrInterruptTransfer.TransferBufferMDL, &mdl);
	KUNIT_EXPECT_EQ(test, urb.UrbBulkOrInterruptTransfer.TransferBufferLength, 512u);
	KUNIT_EXPECT_EQ(test, urb.UrbBulkOrInterruptTransfer.TransferFlags, 1u);
	KUNIT_EXPECT_PTR_EQ(test, urb.UrbBulkOrInterruptTransfer.UrbLink, &next);
}

#define EXPECT_SETUP(test, packet, ...)							\
	do {										\
		static const u8 expected[8] = { __VA_ARGS__ };				\
											\
		KUNIT_EXPECT_EQ(test, memcmp((packet).Generic.Bytes, expected, 8), 0);	\
		DIRTY(packet);								\
	} while (0)

static void setup_packets(struct kunit *test)
{
	WDF_USB_CONTROL_SETUP_PACKET packet;

	DIRTY(packet);
	WDF_USB_CONTROL_SETUP_PACKET_INIT(&packet, BmRequestDeviceToHost, BmRequestToDevice, 6,
					  0x0302, 0x0409);
	EXPECT_SETUP(test, packet, 0x80, 6, 2, 3, 9, 4);
	WDF_USB_CONTROL_SETUP_PACKET_INIT_CLASS(&packet, BmRequestHostToDevice,
						BmRequestToInterface, 0x43, 0x1234, 12);
	EXPECT_SETUP(test, packet, 0x21, 0x43, 0x34, 0x12, 12);
	WDF_USB_CONTROL_SETUP_PACKET_INIT_VENDOR(&packet, BmRequestDeviceToHost,
						 BmRequestToOther, 0xff, 0, 0x0102);
	EXPECT_SETUP(test, packet, 0xc3, 0xff, 0, 0, 2, 1);
	WDF_USB_CONTROL_SETUP_PACKET_INIT_GET_STATUS(&packet, BmRequestToEndpoint, 0x81);
	EXPECT_SETUP(test, packet, 0x82, 0, 0, 0, 0x81);
	WDF_USB_CONTROL_SETUP_PACKET_INIT_FEATURE(&packet, BmRequestToEndpoint, 0, 0x81, FALSE);
	EXPECT_SETUP(test, packet, 0x02, 1, 0, 0, 0x81);
	WDF_USB_CONTROL_SETUP_PACKET_INIT_FEATURE(&packet, BmRequestToDevice, 1, 0, TRUE);
	EXPECT_SETUP(test, packet, 0x00, 3, 1);
}

static void init_usb_device(struct kunit *test)
{
	WDF_USB_DEVICE_INFORMATION information;
	WDF_USB_DEVICE_CREATE_CONFIG create;
	WDF_USB_PIPE_INFORMATION pipe;

	DIRTY(create);
	WDF_USB_DEVICE_CREATE_CONFIG_INIT(&create, USBD_CLIENT_CONTRACT_VERSION_602);
	EXPECT_INIT_SIZE(test, create);
	KUNIT_EXPECT_EQ(test, create.USBDClientContractVersion, 0x602u);
	DIRTY(information);
	WDF_USB_DEVICE_INFORMATION_INIT(&information);
	EXPECT_INIT_SIZE(test, information);
	EXPECT_REST_ZERO(test, information);
	DIRTY(pipe);
	WDF_USB_PIPE_INFORMATION_INIT(&pipe);
	EXPECT_INIT_SIZE(test, pipe);
	EXPECT_REST_ZERO(test, pipe);
}

static void init_usb_selections(struct kunit *test)
{
	WDF_USB_INTERFACE_SELECT_SETTING_PARAMS setting;
	WDF_USB_DEVICE_SELECT_CONFIG_PARAMS config;
	WDF_USB_INTERFACE_SETTING_PAIR pair;

	DIRTY(config);
	WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_DECONFIG(&config);
	EXPECT_INIT_SIZE(test, config);
	KUNIT_EXPECT_EQ(test, (int)config.Type, 1);
	DIRTY(config);
	WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_SINGLE_INTERFACE(&config);
	EXPECT_INIT_SIZE(test, config);
	KUNIT_EXPECT_EQ(test, (int)config.Type, 2);
	KUNIT_EXPECT_NULL(test, config.Types.SingleInterface.ConfiguredUsbInterface);
	DIRTY(config);
	WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_MULTIPLE_INTERFACES(&config);
	EXPECT_INIT_SIZE(test, config);
	KUNIT_EXPECT_EQ(test, (int)config.Type, 3);
	KUNIT_EXPECT_NULL(test, config.Types.MultiInterface.Pairs);
	DIRTY(config);
	WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_MULTIPLE_INTERFACES(&config, 1, &pair);
	EXPECT_INIT_SIZE(test, config);
	KUNIT_EXPECT_EQ(test, (int)config.Type, 4);
	KUNIT_EXPECT_EQ(test, (int)config.Types.MultiInterface.NumberInterfaces, 1);
	KUNIT_EXPECT_PTR_EQ(test, config.Types.MultiInterface.Pairs, &pair);
	DIRTY(setting);
	WDF_USB_INTERFACE_SELECT_SETTING_PARAMS_INIT_SETTING(&setting, 1);
	EXPECT_INIT_SIZE(test, setting);
	KUNIT_EXPECT_EQ(test, (int)setting.Type, 0x11);
	KUNIT_EXPECT_EQ(test, (int)setting.Types.Interface.SettingIndex, 1);
}

static void init_continuous_reader(struct kunit *test)
{
	WDF_USB_CONTINUOUS_READER_CONFIG config;

	DIRTY(config);
	WDF_USB_CONTINUOUS_READER_CONFIG_INIT(
		&config, (PFN_WDF_USB_READER_COMPLETION_ROUTINE)some_read, (WDFCONTEXT)test, 1024);
	EXPECT_INIT_SIZE(test, config);
	KUNIT_EXPECT_TRUE(test, (void *)config.EvtUsbTargetPipeReadComplete == (void *)some_read);
	KUNIT_EXPECT_PTR_EQ(test, config.EvtUsbTargetPipeReadCompleteContext, (WDFCONTEXT)test);
	KUNIT_EXPECT_EQ(test, config.TransferLength, (size_t)1024);
	config.EvtUsbTargetPipeReadComplete = NULL;
	config.EvtUsbTargetPipeReadCompleteContext = NULL;
	config.TransferLength = 0;
	EXPECT_REST_ZERO(test, config);
}

static struct kunit_case usb_headers_cases[] = {
	KUNIT_CASE(usb_enumerations),
	KUNIT_CASE(usb_callback_types),
	KUNIT_CASE(usbd_values),
	KUNIT_CASE(usbd_status_classes),
	KUNIT_CASE(usb_structures),
	KUNIT_CASE(usb_capability_guids),
	KUNIT_CASE(urb_of_the_clients_own),
	KUNIT_CASE(setup_packets),
	KUNIT_CASE(init_usb_device),
	KUNIT_CASE(init_usb_selections),
	KUNIT_CASE(init_continuous_reader),
	{}
};

static struct kunit_suite usb_headers_suite = {
	.name = "ndis_shim_usb_headers",
	.test_cases = usb_headers_cases,
};
kunit_test_suite(usb_headers_suite);
