// SPDX-License-Identifier: GPL-2.0
/*
 * USB targets: device, interfaces and pipes of a client that is bound to a
 * device of the mock host controller, through USB core and the usb bus of WDF.
 *
 * The client's callbacks only write their log; the cases call the functions
 * that it would call from them.
 */
#include "wdf_usb_mock.h"

/* ---- the device ---- */

static void created_with_parameters(struct kunit *test)
{
	WDF_USB_DEVICE_CREATE_CONFIG config;
	WDFUSBDEVICE usb;

	WDF_USB_DEVICE_CREATE_CONFIG_INIT(&config, USBD_CLIENT_CONTRACT_VERSION_602);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceCreateWithParameters(mock.device, &config, NULL,
								     &usb), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, (int)WdfUsbTargetDeviceGetNumInterfaces(usb), 2);
	WdfObjectDelete(usb);
	config.Size--;
	usb = fx.usb;
	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceCreateWithParameters(mock.device, &config, NULL,
								     &usb),
			STATUS_INFO_LENGTH_MISMATCH);
	KUNIT_EXPECT_NULL(test, usb);
}

static void created_without_parameters(struct kunit *test)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFUSBDEVICE usb;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = mock_evt_cleanup;
	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceCreate(mock.device, &attributes, &usb),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, (int)WdfUsbTargetDeviceGetNumInterfaces(usb), 2);
	WdfObjectDelete(usb);
	MOCK_EXPECT_LOG(test, "evt-cleanup");
}

static void device_descriptor(struct kunit *test)
{
	USB_DEVICE_DESCRIPTOR descriptor;

	WdfUsbTargetDeviceGetDeviceDescriptor(fx.usb, &descriptor);
	KUNIT_EXPECT_EQ(test, memcmp(&descriptor, &fx.device.descriptor, sizeof(descriptor)), 0);
}

static void device_information(struct kunit *test)
{
	WDF_USB_DEVICE_INFORMATION information;

	WDF_USB_DEVICE_INFORMATION_INIT(&information);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceRetrieveInformation(fx.usb, &information),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, information.Traits, 7u);
	KUNIT_EXPECT_EQ(test, information.UsbdVersionInformation.Supported_USB_Version, 0x200u);
	information.Size++;
	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceRetrieveInformation(fx.usb, &information),
			STATUS_INFO_LENGTH_MISMATCH);
}

static void configuration_of_the_function(struct kunit *test)
{
	u8 bytes[sizeof(usb_config)];
	USHORT length = 0;

	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceRetrieveConfigDescriptor(fx.usb, NULL, &length),
			STATUS_BUFFER_TOO_SMALL);
	/* Without the two settings of interface 0. */
	KUNIT_EXPECT_EQ(test, (size_t)length, sizeof(usb_config) - 18);
	length--;
	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceRetrieveConfigDescriptor(fx.usb, bytes, &length),
			STATUS_BUFFER_TOO_SMALL);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceRetrieveConfigDescriptor(fx.usb, bytes, &length),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, (int)bytes[2], (int)length);
	KUNIT_EXPECT_EQ(test, (int)bytes[4], 2);
	KUNIT_EXPECT_EQ(test, memcmp(bytes + 9, usb_config + 18, length - 9), 0);
}

static NTSTATUS capability(const GUID *guid, ULONG *length)
{
	return WdfUsbTargetDeviceQueryUsbCapability(fx.usb, guid, 0, NULL, length);
}

/* The mock's device is a fast one, and nothing more. */
static void capabilities(struct kunit *test)
{
	const GUID *high = &GUID_USB_CAPABILITY_DEVICE_CONNECTION_HIGH_SPEED_COMPATIBLE;
	const GUID *super = &GUID_USB_CAPABILITY_DEVICE_CONNECTION_SUPER_SPEED_COMPATIBLE;
	ULONG length = 3;

	KUNIT_EXPECT_EQ(test, capability(&GUID_USB_CAPABILITY_CHAINED_MDLS, &length),
			STATUS_NOT_SUPPORTED);
	KUNIT_EXPECT_EQ(test, length, 0u);
	KUNIT_EXPECT_EQ(test, capability(high, NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, capability(super, NULL), STATUS_NOT_SUPPORTED);
	KUNIT_EXPECT_EQ(test, capability(&GUID_USB_CAPABILITY_SELECTIVE_SUSPEND, NULL),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, capability(NULL, NULL), STATUS_INVALID_PARAMETER);
}

static void device_is_a_started_target(struct kunit *test)
{
	WDFIOTARGET target = WdfUsbTargetDeviceGetIoTarget(fx.usb);

	KUNIT_ASSERT_NOT_NULL(test, target);
	KUNIT_EXPECT_EQ(test, WdfIoTargetGetState(target), WdfIoTargetStarted);
	KUNIT_EXPECT_PTR_EQ(test, WdfIoTargetGetDevice(target), mock.device);
}

/* ---- interfaces ---- */

static void interfaces_by_position(struct kunit *test)
{
	WDFUSBINTERFACE data;

	KUNIT_EXPECT_EQ(test, (int)WdfUsbTargetDeviceGetNumInterfaces(fx.usb), 2);
	data = WdfUsbTargetDeviceGetInterface(fx.usb, 1);
	KUNIT_EXPECT_EQ(test, (int)WdfUsbInterfaceGetInterfaceNumber(data), 2);
	KUNIT_EXPECT_EQ(test, (int)WdfUsbInterfaceGetInterfaceNumber(
			WdfUsbTargetDeviceGetInterface(fx.usb, 0)), 1);
	KUNIT_EXPECT_NULL(test, WdfUsbTargetDeviceGetInterface(fx.usb, 2));
	KUNIT_EXPECT_EQ(test, (int)WdfUsbInterfaceGetNumSettings(data), 2);
	KUNIT_EXPECT_EQ(test, (int)WdfUsbInterfaceGetNumEndpoints(data, 0), 0);
	KUNIT_EXPECT_EQ(test, (int)WdfUsbInterfaceGetNumEndpoints(data, 1), 2);
	KUNIT_EXPECT_EQ(test, (int)WdfUsbInterfaceGetNumEndpoints(data, 2), 0);
}

static void interface_descriptors(struct kunit *test)
{
	WDFUSBINTERFACE data = WdfUsbTargetDeviceGetInterface(fx.usb, 1);
	USB_INTERFACE_DESCRIPTOR descriptor;

	WdfUsbInterfaceGetDescriptor(data, 1, &descriptor);
	KUNIT_EXPECT_EQ(test, (int)descriptor.bInterfaceNumber, 2);
	KUNIT_EXPECT_EQ(test, (int)descriptor.bAlternateSetting, 1);
	KUNIT_EXPECT_EQ(test, (int)descriptor.bInterfaceProtocol, 2);
	WdfUsbInterfaceGetDescriptor(data, 9, &descriptor);
	KUNIT_EXPECT_EQ(test, (int)descriptor.bLength, 0);
}

static void endpoint_information(struct kunit *test)
{
	WDFUSBINTERFACE data = WdfUsbTargetDeviceGetInterface(fx.usb, 1);
	WDF_USB_PIPE_INFORMATION information;

	WDF_USB_PIPE_INFORMATION_INIT(&information);
	WdfUsbInterfaceGetEndpointInformation(data, 1, 1, &information);
	KUNIT_EXPECT_EQ(test, (int)information.EndpointAddress, DATA_OUT);
	KUNIT_EXPECT_EQ(test, information.MaximumPacketSize, 512u);
	KUNIT_EXPECT_EQ(test, (int)information.SettingIndex, 1);
	information.Size--;
	WdfUsbInterfaceGetEndpointInformation(data, 1, 0, &information);
	KUNIT_EXPECT_EQ(test, (int)information.EndpointAddress, DATA_OUT);
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

static void configurations(struct kunit *test)
{
	WDFUSBINTERFACE control = WdfUsbTargetDeviceGetInterface(fx.usb, 0);
	WDFUSBINTERFACE data = WdfUsbTargetDeviceGetInterface(fx.usb, 1);
	WDF_USB_DEVICE_SELECT_CONFIG_PARAMS params;

	KUNIT_EXPECT_EQ(test, (int)WdfUsbInterfaceGetNumConfiguredPipes(control), 0);
	WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_SINGLE_INTERFACE(&params);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceSelectConfig(fx.usb, NULL, &params),
			STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, params.Types.SingleInterface.ConfiguredUsbInterface, control);
	KUNIT_EXPECT_EQ(test, (int)params.Types.SingleInterface.NumberConfiguredPipes, 1);

	WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_MULTIPLE_INTERFACES(&params);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceSelectConfig(fx.usb, NULL, &params),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, (int)params.Types.MultiInterface.NumberOfConfiguredInterfaces, 2);
	KUNIT_EXPECT_EQ(test, (int)WdfUsbInterfaceGetNumConfiguredPipes(control), 1);
	KUNIT_EXPECT_EQ(test, (int)WdfUsbInterfaceGetNumConfiguredPipes(data), 0);

	select_pipes(test);
	KUNIT_EXPECT_EQ(test, (int)WdfUsbInterfaceGetConfiguredSettingIndex(data), 1);
	KUNIT_EXPECT_EQ(test, (int)WdfUsbInterfaceGetNumConfiguredPipes(data), 2);
	KUNIT_EXPECT_EQ(test, (int)mock_hcd_seen(fx.hcd)->setting[2], 1);

	WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_DECONFIG(&params);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceSelectConfig(fx.usb, NULL, &params),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, (int)WdfUsbInterfaceGetNumConfiguredPipes(control), 0);
	KUNIT_EXPECT_EQ(test, (int)WdfUsbInterfaceGetNumConfiguredPipes(data), 0);
	params.Size--;
	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceSelectConfig(fx.usb, NULL, &params),
			STATUS_INFO_LENGTH_MISMATCH);
}

static void setting_brings_new_pipes(struct kunit *test)
{
	WDFUSBINTERFACE data = WdfUsbTargetDeviceGetInterface(fx.usb, 1);
	WDF_USB_INTERFACE_SELECT_SETTING_PARAMS params;
	WDF_OBJECT_ATTRIBUTES attributes;
	unsigned int settings;

	select_pipes(test);
	settings = mock_hcd_seen(fx.hcd)->settings;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = mock_evt_cleanup;
	WDF_USB_INTERFACE_SELECT_SETTING_PARAMS_INIT_SETTING(&params, 1);
	KUNIT_EXPECT_EQ(test, WdfUsbInterfaceSelectSetting(data, &attributes, &params),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, mock_hcd_seen(fx.hcd)->settings, settings + 1);
	KUNIT_EXPECT_EQ(test, (int)WdfUsbInterfaceGetNumConfiguredPipes(data), 2);
	fx.out = WdfUsbInterfaceGetConfiguredPipe(data, 1, NULL);
	params.Types.Interface.SettingIndex = 0;
	KUNIT_EXPECT_EQ(test, WdfUsbInterfaceSelectSetting(data, NULL, &params), STATUS_SUCCESS);
	/* The old ones are gone: their handles are none any more. */
	MOCK_EXPECT_LOG(test, "evt-cleanup evt-cleanup");
	MOCK_EXPECT_VIOLATIONS(test, 0);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetPipeGetType(fx.out), WdfUsbPipeTypeInvalid);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	KUNIT_EXPECT_EQ(test, (int)WdfUsbInterfaceGetConfiguredSettingIndex(data), 0);
	KUNIT_EXPECT_EQ(test, (int)mock_hcd_seen(fx.hcd)->setting[2], 0);
	params.Types.Interface.SettingIndex = 7;
	KUNIT_EXPECT_EQ(test, WdfUsbInterfaceSelectSetting(data, NULL, &params),
			STATUS_INVALID_PARAMETER);
}

/* ---- pipes ---- */

static void pipes_by_position(struct kunit *test)
{
	WDFUSBINTERFACE data = WdfUsbTargetDeviceGetInterface(fx.usb, 1);
	WDF_USB_PIPE_INFORMATION information;

	select_pipes(test);
	WDF_USB_PIPE_INFORMATION_INIT(&information);
	KUNIT_EXPECT_PTR_EQ(test, WdfUsbInterfaceGetConfiguredPipe(data, 0, &information), fx.in);
	KUNIT_EXPECT_EQ(test, (int)information.EndpointAddress, DATA_IN);
	KUNIT_EXPECT_NULL(test, WdfUsbInterfaceGetConfiguredPipe(data, 2, NULL));
	information.Size--;
	KUNIT_EXPECT_NULL(test, WdfUsbInterfaceGetConfiguredPipe(data, 0, &information));
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

static void pipe_information(struct kunit *test)
{
	WDF_USB_PIPE_INFORMATION information;
	WDFUSBPIPE interrupt;
	WDFIOTARGET target;

	select_pipes(test);
	interrupt = WdfUsbInterfaceGetConfiguredPipe(WdfUsbTargetDeviceGetInterface(fx.usb, 0), 0,
						     NULL);
	WDF_USB_PIPE_INFORMATION_INIT(&information);
	WdfUsbTargetPipeGetInformation(interrupt, &information);
	KUNIT_EXPECT_EQ(test, (int)information.EndpointAddress, CONTROL_IN);
	KUNIT_EXPECT_EQ(test, information.MaximumPacketSize, 64u);
	KUNIT_EXPECT_EQ(test, (int)information.Interval, 5);
	KUNIT_EXPECT_EQ(test, information.PipeType, WdfUsbPipeTypeInterrupt);
	KUNIT_EXPECT_GE(test, information.MaximumTransferSize, 65536u);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetPipeGetType(interrupt), WdfUsbPipeTypeInterrupt);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetPipeGetType(fx.in), WdfUsbPipeTypeBulk);
	KUNIT_EXPECT_TRUE(test, WdfUsbTargetPipeIsInEndpoint(fx.in));
	KUNIT_EXPECT_FALSE(test, WdfUsbTargetPipeIsInEndpoint(fx.out));
	KUNIT_EXPECT_TRUE(test, WdfUsbTargetPipeIsOutEndpoint(fx.out));
	KUNIT_EXPECT_FALSE(test, WdfUsbTargetPipeIsOutEndpoint(fx.in));
	target = WdfUsbTargetPipeGetIoTarget(fx.in);
	KUNIT_EXPECT_EQ(test, WdfIoTargetGetState(target), WdfIoTargetStarted);
	KUNIT_EXPECT_PTR_EQ(test, WdfIoTargetGetDevice(target), mock.device);
}

/* ---- endpoint 0 ---- */

static NTSTATUS control(PWDF_REQUEST_SEND_OPTIONS options, PWDF_USB_CONTROL_SETUP_PACKET setup,
			PWDF_MEMORY_DESCRIPTOR memory, ULONG *bytes)
{
	return WdfUsbTargetDeviceSendControlTransferSynchronously(fx.usb, NULL, options, setup,
								  memory, bytes);
}

static void control_transfers(struct kunit *test)
{
	WDF_USB_CONTROL_SETUP_PACKET setup;
	WDF_REQUEST_SEND_OPTIONS options;
	WDF_MEMORY_DESCRIPTOR memory;
	u8 buffer[16] = { 1, 2, 3 };	/* on the stack, as clients do */
	ULONG bytes = 99;

	WDF_MEMORY_DESCRIPTOR_INIT_BUFFER(&memory, buffer, 3);
	WDF_USB_CONTROL_SETUP_PACKET_INIT_CLASS(&setup, BmRequestHostToDevice,
						BmRequestToInterface, 0x43, 0x0405, 1);
	fx.result = 0;
	KUNIT_EXPECT_EQ(test, control(NULL, &setup, &memory, &bytes), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, bytes, 3u);
	KUNIT_EXPECT_EQ(test, memcmp(&fx.setup, "\x21\x43\x05\x04\x01\x00\x03\x00", 8), 0);
	KUNIT_EXPECT_EQ(test, memcmp(fx.data, buffer, 3), 0);

	WDF_MEMORY_DESCRIPTOR_INIT_BUFFER(&memory, buffer, 16);
	WDF_USB_CONTROL_SETUP_PACKET_INIT_VENDOR(&setup, BmRequestDeviceToHost,
						 BmRequestToDevice, 9, 0, 0);
	fx.result = 5;
	memset(buffer, 0, sizeof(buffer));
	KUNIT_EXPECT_EQ(test, control(NULL, &setup, &memory, &bytes), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, bytes, 5u);
	KUNIT_EXPECT_EQ(test, memcmp(buffer, "wwwww\0", 6), 0);

	fx.result = -EPIPE;
	KUNIT_EXPECT_EQ(test, control(NULL, &setup, &memory, &bytes), STATUS_UNSUCCESSFUL);
	KUNIT_EXPECT_EQ(test, bytes, 0u);

	fx.result = MOCK_HCD_LATER;
	WDF_REQUEST_SEND_OPTIONS_INIT(&options, 0);
	WDF_REQUEST_SEND_OPTIONS_SET_TIMEOUT(&options, WDF_REL_TIMEOUT_IN_MS(30));
	KUNIT_EXPECT_EQ(test, control(&options, &setup, &memory, &bytes), STATUS_IO_TIMEOUT);
}

static struct usb_done {
	unsigned int calls;
	WDF_REQUEST_COMPLETION_PARAMS params;
	WDF_USB_REQUEST_COMPLETION_PARAMS usb;
} done;

static VOID usb_completion(WDFREQUEST request, WDFIOTARGET target,
			   PWDF_REQUEST_COMPLETION_PARAMS params, WDFCONTEXT context)
{
	done.params = *params;
	done.usb = *params->Parameters.Usb.Completion;
	done.calls++;
}

static WDFREQUEST usb_request(struct kunit *test, WDFIOTARGET target)
{
	WDFREQUEST request;

	memset(&done, 0, sizeof(done));
	KUNIT_ASSERT_EQ(test, WdfRequestCreate(NULL, target, &request), STATUS_SUCCESS);
	WdfRequestSetCompletionRoutine(request, usb_completion, NULL);
	return request;
}

static void control_request(struct kunit *test)
{
	WDFIOTARGET target = WdfUsbTargetDeviceGetIoTarget(fx.usb);
	WDFREQUEST request = usb_request(test, target);
	WDFMEMORY_OFFSET offset = { .BufferOffset = 4, .BufferLength = 8 };
	WDF_USB_CONTROL_SETUP_PACKET setup;
	WDFMEMORY memory;
	u8 *buffer;

	KUNIT_ASSERT_EQ(test, WdfMemoryCreate(NULL, NonPagedPoolNx, 0, 16, &memory,
					      (PVOID *)&buffer), STATUS_SUCCESS);
	memset(buffer, 0, 16);
	WDF_USB_CONTROL_SETUP_PACKET_INIT_CLASS(&setup, BmRequestDeviceToHost,
						BmRequestToInterface, 1, 0, 1);
	fx.result = 6;
	KUNIT_EXPECT_EQ(test,
			WdfUsbTargetDeviceFormatRequestForControlTransfer(
				fx.usb, request, &setup, memory, &offset),
			STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, WdfRequestSend(request, target, WDF_NO_SEND_OPTIONS));
	USB_WAIT(test, READ_ONCE(done.calls));
	KUNIT_EXPECT_EQ(test, done.params.IoStatus.Status, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, done.params.Type, WdfRequestTypeUsb);
	KUNIT_EXPECT_EQ(test, done.usb.Type, WdfUsbRequestTypeDeviceControlTransfer);
	KUNIT_EXPECT_EQ(test, done.usb.UsbdStatus, USBD_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, done.usb.Parameters.DeviceControlTransfer.Length, 6u);
	KUNIT_EXPECT_PTR_EQ(test, done.usb.Parameters.DeviceControlTransfer.Buffer, memory);
	KUNIT_EXPECT_EQ(test, (int)fx.setup.wLength, 8);
	KUNIT_EXPECT_EQ(test, memcmp(buffer, "\0\0\0\0wwwwww\0\0", 12), 0);
	offset.BufferLength = 13;
	KUNIT_EXPECT_FALSE(test, NT_SUCCESS(WdfUsbTargetDeviceFormatRequestForControlTransfer(
			   fx.usb, request, &setup, memory, &offset)));
	WdfObjectDelete(request);
	WdfObjectDelete(memory);
}

static void strings(struct kunit *test)
{
	USHORT text[8] = {}, count = 0;

	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceQueryString(fx.usb, NULL, NULL, NULL, &count, 2,
							    0x409), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, (int)count, 5);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceQueryString(fx.usb, NULL, NULL, text, &count, 2,
							    0x409), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(text, L"Modem", 12), 0);
	count = 2;
	memset(text, 0, sizeof(text));
	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceQueryString(fx.usb, NULL, NULL, text, &count, 2,
							    0x409), STATUS_BUFFER_OVERFLOW);
	KUNIT_EXPECT_EQ(test, (int)count, 5);
	KUNIT_EXPECT_EQ(test, memcmp(text, L"Mo", 6), 0);
	KUNIT_EXPECT_FALSE(test, NT_SUCCESS(WdfUsbTargetDeviceQueryString(fx.usb, NULL, NULL, text,
									  &count, 9, 0x409)));
}

static void request_details(struct kunit *test)
{
	WDFREQUEST request = usb_request(test, WdfUsbTargetDeviceGetIoTarget(fx.usb));

	/* Nothing is left to fail when the request is sent with a timeout. */
	KUNIT_EXPECT_EQ(test, WdfRequestAllocateTimer(request), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfRequestGetInformation(request), (ULONG_PTR)0);
	WdfRequestSetInformation(request, 4711);
	KUNIT_EXPECT_EQ(test, WdfRequestGetInformation(request), (ULONG_PTR)4711);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	KUNIT_EXPECT_EQ(test, WdfRequestAllocateTimer((WDFREQUEST)mock.device),
			STATUS_INVALID_HANDLE);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	WdfObjectDelete(request);
}

/* ---- transfers ---- */

static void synchronous_writes(struct kunit *test)
{
	WDF_MEMORY_DESCRIPTOR memory;
	u8 buffer[3] = "abc";
	ULONG bytes = 0;

	select_pipes(test);
	WDF_MEMORY_DESCRIPTOR_INIT_BUFFER(&memory, buffer, 3);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetPipeWriteSynchronously(fx.out, NULL, NULL, &memory,
								 &bytes), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, bytes, 3u);
	KUNIT_EXPECT_EQ(test, memcmp(fx.data, "abc", 3), 0);
	/* Nothing at all is a packet, too. */
	KUNIT_EXPECT_EQ(test, WdfUsbTargetPipeWriteSynchronously(fx.out, NULL, NULL, NULL, &bytes),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, fx.writes, 2u);
	KUNIT_EXPECT_EQ(test, fx.length, 0u);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetPipeWriteSynchronously(fx.in, NULL, NULL, &memory,
								 &bytes),
			STATUS_INVALID_DEVICE_REQUEST);
}

struct completer {
	struct delayed_work work;
	int length;
};

static void complete_later(struct work_struct *work)
{
	struct completer *completer = container_of(to_delayed_work(work), struct completer, work);

	mock_hcd_complete(fx.hcd, DATA_IN, "0123456789", completer->length);
}

static NTSTATUS read_sync(int length, void *buffer, ULONG size, ULONG *bytes)
{
	WDF_MEMORY_DESCRIPTOR memory;
	WDF_REQUEST_SEND_OPTIONS options;
	struct completer completer;
	NTSTATUS status;

	completer.length = length;
	INIT_DELAYED_WORK_ONSTACK(&completer.work, complete_later);
	schedule_delayed_work(&completer.work, HZ / 20);
	WDF_MEMORY_DESCRIPTOR_INIT_BUFFER(&memory, buffer, size);
	WDF_REQUEST_SEND_OPTIONS_INIT(&options, 0);
	WDF_REQUEST_SEND_OPTIONS_SET_TIMEOUT(&options, WDF_REL_TIMEOUT_IN_SEC(2));
	status = WdfUsbTargetPipeReadSynchronously(fx.in, NULL, &options, &memory, bytes);
	cancel_delayed_work_sync(&completer.work);
	destroy_delayed_work_on_stack(&completer.work);
	return status;
}

static void synchronous_reads(struct kunit *test)
{
	u8 *buffer = kunit_kzalloc(test, 512, GFP_KERNEL);
	ULONG bytes;

	select_pipes(test);
	KUNIT_EXPECT_EQ(test, read_sync(10, buffer, 512, &bytes), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, bytes, 10u);
	KUNIT_EXPECT_EQ(test, memcmp(buffer, "0123456789\0", 11), 0);
	KUNIT_EXPECT_EQ(test, read_sync(-EOVERFLOW, buffer, 512, &bytes), STATUS_UNSUCCESSFUL);
	KUNIT_EXPECT_EQ(test, bytes, 0u);
}

static void packet_size_check(struct kunit *test)
{
	u8 *buffer = kunit_kzalloc(test, 512, GFP_KERNEL);
	ULONG bytes;

	select_pipes(test);
	KUNIT_EXPECT_EQ(test, read_sync(10, buffer, 100, &bytes), STATUS_INVALID_BUFFER_SIZE);
	WdfUsbTargetPipeSetNoMaximumPacketSizeCheck(fx.in);
	KUNIT_EXPECT_EQ(test, read_sync(10, buffer, 100, &bytes), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, bytes, 10u);
}

static void write_request(struct kunit *test)
{
	WDFIOTARGET target;
	WDFMEMORY_OFFSET offset = { .BufferOffset = 2, .BufferLength = 4 };
	WDFREQUEST request;
	WDFMEMORY memory;
	PVOID buffer;

	select_pipes(test);
	target = WdfUsbTargetPipeGetIoTarget(fx.out);
	request = usb_request(test, target);
	KUNIT_ASSERT_EQ(test, WdfMemoryCreate(NULL, NonPagedPoolNx, 0, 8, &memory, &buffer),
			STATUS_SUCCESS);
	memcpy(buffer, "01234567", 8);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetPipeFormatRequestForWrite(fx.in, request, memory,
								    &offset),
			STATUS_INVALID_DEVICE_REQUEST);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetPipeFormatRequestForWrite(fx.out, request, memory,
								    &offset), STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, WdfRequestSend(request, target, WDF_NO_SEND_OPTIONS));
	USB_WAIT(test, READ_ONCE(done.calls));
	KUNIT_EXPECT_EQ(test, memcmp(fx.data, "2345", 4), 0);
	KUNIT_EXPECT_EQ(test, fx.length, 4u);
	KUNIT_EXPECT_EQ(test, done.usb.Type, WdfUsbRequestTypePipeWrite);
	KUNIT_EXPECT_PTR_EQ(test, done.usb.Parameters.PipeWrite.Buffer, memory);
	KUNIT_EXPECT_EQ(test, done.usb.Parameters.PipeWrite.Length, (size_t)4);
	KUNIT_EXPECT_EQ(test, done.usb.Parameters.PipeWrite.Offset, (size_t)2);
	WdfObjectDelete(request);
	WdfObjectDelete(memory);
}

static void read_request(struct kunit *test)
{
	WDFIOTARGET target;
	WDFREQUEST request;
	WDFMEMORY memory;
	PVOID buffer;

	select_pipes(test);
	target = WdfUsbTargetPipeGetIoTarget(fx.in);
	request = usb_request(test, target);
	KUNIT_ASSERT_EQ(test, WdfMemoryCreate(NULL, NonPagedPoolNx, 0, 512, &memory, &buffer),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetPipeFormatRequestForRead(fx.out, request, memory, NULL),
			STATUS_INVALID_DEVICE_REQUEST);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetPipeFormatRequestForRead(fx.in, request, memory, NULL),
			STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, WdfRequestSend(request, target, WDF_NO_SEND_OPTIONS));
	USB_WAIT(test, mock_hcd_waiting(fx.hcd, DATA_IN));
	KUNIT_EXPECT_EQ(test, done.calls, 0u);
	mock_hcd_complete(fx.hcd, DATA_IN, "abc", 3);
	USB_WAIT(test, READ_ONCE(done.calls));
	KUNIT_EXPECT_EQ(test, done.params.IoStatus.Information, (ULONG_PTR)3);
	KUNIT_EXPECT_EQ(test, done.usb.Type, WdfUsbRequestTypePipeRead);
	KUNIT_EXPECT_EQ(test, done.usb.Parameters.PipeRead.Length, (size_t)3);
	KUNIT_EXPECT_EQ(test, memcmp(buffer, "abc", 3), 0);
	WdfObjectDelete(request);
	WdfObjectDelete(memory);
}

static WDFREQUEST start_read(struct kunit *test, WDFMEMORY *memory)
{
	WDFIOTARGET target = WdfUsbTargetPipeGetIoTarget(fx.in);
	WDFREQUEST request = usb_request(test, target);

	KUNIT_ASSERT_EQ(test, WdfMemoryCreate(NULL, NonPagedPoolNx, 0, 512, memory, NULL),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetPipeFormatRequestForRead(fx.in, request, *memory, NULL),
			STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, WdfRequestSend(request, target, WDF_NO_SEND_OPTIONS));
	USB_WAIT(test, mock_hcd_waiting(fx.hcd, DATA_IN));
	return request;
}

static void abort_cancels_what_was_sent(struct kunit *test)
{
	WDFREQUEST request;
	WDFMEMORY memory;

	select_pipes(test);
	request = start_read(test, &memory);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetPipeAbortSynchronously(fx.in, NULL, NULL),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, done.calls, 1u);
	KUNIT_EXPECT_EQ(test, done.params.IoStatus.Status, STATUS_CANCELLED);
	KUNIT_EXPECT_EQ(test, done.usb.UsbdStatus, USBD_STATUS_CANCELED);
	KUNIT_EXPECT_EQ(test, mock_hcd_waiting(fx.hcd, DATA_IN), 0u);
	WdfObjectDelete(request);
	WdfObjectDelete(memory);
}

static void reset_clears_the_halt(struct kunit *test)
{
	select_pipes(test);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetPipeResetSynchronously(fx.in, NULL, NULL),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, mock_hcd_seen(fx.hcd)->halts_cleared, 1u);
	KUNIT_EXPECT_EQ(test, (int)mock_hcd_seen(fx.hcd)->halt_cleared, DATA_IN);
}

static void unplug_ends_transfers(struct kunit *test)
{
	WDFREQUEST request;
	WDFMEMORY memory;

	select_pipes(test);
	request = start_read(test, &memory);
	mock_hcd_plug(fx.hcd, false);
	USB_WAIT(test, READ_ONCE(done.calls));
	KUNIT_EXPECT_FALSE(test, NT_SUCCESS(done.params.IoStatus.Status));
	USB_WAIT(test, strstr(mock.log, "evt-destroy"));
	MOCK_EXPECT_LOG(test,
			"surprise suspend pre:5 exit:5 release flush cleanup evt-cleanup evt-destroy");
	WdfObjectDelete(request);
	WdfObjectDelete(memory);
}

/* ---- the port ---- */

static void port_reset_is_a_power_cycle(struct kunit *test)
{
	unsigned int resets = mock_hcd_seen(fx.hcd)->resets;

	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceResetPortSynchronously(fx.usb), STATUS_SUCCESS);
	USB_WAIT(test, strstr(mock.log, "restart"));
	KUNIT_EXPECT_GT(test, mock_hcd_seen(fx.hcd)->resets, resets);
	KUNIT_EXPECT_NOT_NULL(test, strstr(mock.log, "suspend pre:4 exit:4"));
}

static void port_cycle_is_a_restart(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceCyclePortSynchronously(fx.usb), STATUS_SUCCESS);
	USB_WAIT(test, strstr(mock.log, "init"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(mock.log, "evt-destroy add prepare"));
}

static struct kunit_case wdf_usb_cases[] = {
	KUNIT_CASE(created_with_parameters),
	KUNIT_CASE(created_without_parameters),
	KUNIT_CASE(device_descriptor),
	KUNIT_CASE(device_information),
	KUNIT_CASE(configuration_of_the_function),
	KUNIT_CASE(capabilities),
	KUNIT_CASE(device_is_a_started_target),
	KUNIT_CASE(interfaces_by_position),
	KUNIT_CASE(interface_descriptors),
	KUNIT_CASE(endpoint_information),
	KUNIT_CASE(configurations),
	KUNIT_CASE(setting_brings_new_pipes),
	KUNIT_CASE(pipes_by_position),
	KUNIT_CASE(pipe_information),
	KUNIT_CASE(control_transfers),
	KUNIT_CASE(control_request),
	KUNIT_CASE(strings),
	KUNIT_CASE(request_details),
	KUNIT_CASE(synchronous_writes),
	KUNIT_CASE(synchronous_reads),
	KUNIT_CASE(packet_size_check),
	KUNIT_CASE(write_request),
	KUNIT_CASE(read_request),
	KUNIT_CASE(abort_cancels_what_was_sent),
	KUNIT_CASE(reset_clears_the_halt),
	KUNIT_CASE(unplug_ends_transfers),
	KUNIT_CASE(port_reset_is_a_power_cycle),
	KUNIT_CASE(port_cycle_is_a_restart),
	{}
};

static struct kunit_suite wdf_usb_suite = {
	.name = "ndis_shim_usb",
	.init = usb_setup,
	.exit = usb_teardown,
	.test_cases = wdf_usb_cases,
};

kunit_test_suite(wdf_usb_suite);
