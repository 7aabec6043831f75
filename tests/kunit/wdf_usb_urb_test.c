// SPDX-License-Identifier: GPL-2.0
/*
 * URBs of a client's own, and what is left of USB targets: operations and
 * strings by request, selections by descriptor and by URB, isochronous pipes,
 * whole devices.
 */
#include "wdf_usb_mock.h"

#include <usbdi.h>

static PUSB_CONFIGURATION_DESCRIPTOR config_descriptor(void)
{
	return (PUSB_CONFIGURATION_DESCRIPTOR)urb_config;
}

static struct urb_done {
	unsigned int calls;
	NTSTATUS status;
	ULONG_PTR information;
	WDF_USB_REQUEST_COMPLETION_PARAMS usb;
} done;

static VOID urb_completion(WDFREQUEST request, WDFIOTARGET target,
			   PWDF_REQUEST_COMPLETION_PARAMS params, WDFCONTEXT context)
{
	done.status = params->IoStatus.Status;
	done.information = params->IoStatus.Information;
	done.usb = *params->Parameters.Usb.Completion;
	done.calls++;
}

static WDFREQUEST urb_request(struct kunit *test)
{
	WDFREQUEST request;

	memset(&done, 0, sizeof(done));
	KUNIT_ASSERT_EQ(test, WdfRequestCreate(NULL, NULL, &request), STATUS_SUCCESS);
	WdfRequestSetCompletionRoutine(request, urb_completion, NULL);
	return request;
}

static WDFIOTARGET device_target(void)
{
	return WdfUsbTargetDeviceGetIoTarget(fx.usb);
}

static NTSTATUS send_urb(PURB urb)
{
	return WdfUsbTargetDeviceSendUrbSynchronously(fx.usb, NULL, NULL, urb);
}

/* ---- endpoint 0 ---- */

static void vendor_requests(struct kunit *test)
{
	u8 buffer[16] = { 1, 2, 3 };
	URB urb = {};

	UsbBuildVendorRequest(&urb, URB_FUNCTION_VENDOR_INTERFACE,
			      sizeof(struct _URB_CONTROL_VENDOR_OR_CLASS_REQUEST), 0, 0, 0x43,
			      0x0405, 1, buffer, NULL, 3, NULL);
	KUNIT_EXPECT_EQ(test, send_urb(&urb), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(&fx.setup, "\x41\x43\x05\x04\x01\x00\x03\x00", 8), 0);
	KUNIT_EXPECT_EQ(test, memcmp(fx.data, buffer, 3), 0);
	KUNIT_EXPECT_EQ(test, urb.UrbHeader.Status, USBD_STATUS_SUCCESS);

	UsbBuildVendorRequest(&urb, URB_FUNCTION_CLASS_DEVICE,
			      sizeof(struct _URB_CONTROL_VENDOR_OR_CLASS_REQUEST),
			      USBD_TRANSFER_DIRECTION_IN | USBD_SHORT_TRANSFER_OK, 0, 7, 0, 0,
			      buffer, NULL, 16, NULL);
	fx.result = 5;
	KUNIT_EXPECT_EQ(test, send_urb(&urb), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(&fx.setup, "\xa0\x07\x00\x00\x00\x00\x10\x00", 8), 0);
	KUNIT_EXPECT_EQ(test, urb.UrbControlVendorClassRequest.TransferBufferLength, 5u);
	KUNIT_EXPECT_EQ(test, memcmp(buffer, "wwwww\0", 6), 0);

	fx.result = -EPIPE;
	KUNIT_EXPECT_EQ(test, send_urb(&urb), STATUS_UNSUCCESSFUL);
	KUNIT_EXPECT_EQ(test, urb.UrbHeader.Status, USBD_STATUS_STALL_PID);
}

static void standard_requests(struct kunit *test)
{
	USB_DEVICE_DESCRIPTOR descriptor;
	USHORT status = 0xffff;
	URB urb = {};
	u8 value = 0;

	UsbBuildGetDescriptorRequest(&urb, sizeof(struct _URB_CONTROL_DESCRIPTOR_REQUEST),
				     USB_DEVICE_DESCRIPTOR_TYPE, 0, 0, &descriptor, NULL,
				     sizeof(descriptor), NULL);
	KUNIT_EXPECT_EQ(test, send_urb(&urb), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(&descriptor, &fx.device.descriptor, sizeof(descriptor)), 0);

	UsbBuildGetStatusRequest(&urb, URB_FUNCTION_GET_STATUS_FROM_DEVICE, 0, &status, NULL, NULL);
	KUNIT_EXPECT_EQ(test, send_urb(&urb), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, (int)status, 0);

	memset(&urb, 0, sizeof(urb));
	urb.UrbHeader.Function = URB_FUNCTION_GET_CONFIGURATION;
	urb.UrbHeader.Length = sizeof(struct _URB_CONTROL_GET_CONFIGURATION_REQUEST);
	urb.UrbControlGetConfigurationRequest.TransferBuffer = &value;
	urb.UrbControlGetConfigurationRequest.TransferBufferLength = 1;
	KUNIT_EXPECT_EQ(test, send_urb(&urb), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, (int)value, 1);

	memset(&urb, 0xa5, sizeof(urb));
	UsbBuildFeatureRequest(&urb, URB_FUNCTION_CLEAR_FEATURE_TO_ENDPOINT,
			       USB_FEATURE_ENDPOINT_STALL, DATA_IN, NULL);
	KUNIT_EXPECT_EQ(test, send_urb(&urb), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, (int)mock_hcd_seen(fx.hcd)->halt_cleared, DATA_IN);
}

static void control_transfer_ends_in_time(struct kunit *test)
{
	static const u8 setup[] = { 0xc0, 9, 0, 0, 0, 0, 99, 0 };
	u8 buffer[8];
	URB urb = {};

	urb.UrbHeader.Function = URB_FUNCTION_CONTROL_TRANSFER;
	urb.UrbHeader.Length = sizeof(struct _URB_CONTROL_TRANSFER);
	urb.UrbControlTransfer.TransferFlags = USBD_DEFAULT_PIPE_TRANSFER;
	urb.UrbControlTransfer.TransferBuffer = buffer;
	urb.UrbControlTransfer.TransferBufferLength = 8;
	memcpy(urb.UrbControlTransfer.SetupPacket, setup, 8);
	fx.result = 8;
	KUNIT_EXPECT_EQ(test, send_urb(&urb), STATUS_SUCCESS);
	/* Never more than the buffer holds. */
	KUNIT_EXPECT_EQ(test, (int)le16_to_cpu(fx.setup.wLength), 8);

	fx.result = MOCK_HCD_LATER;
	urb.UrbHeader.Function = URB_FUNCTION_CONTROL_TRANSFER_EX;
	urb.UrbControlTransferEx.Timeout = 30;
	KUNIT_EXPECT_EQ(test, send_urb(&urb), STATUS_IO_TIMEOUT);
	KUNIT_EXPECT_EQ(test, urb.UrbHeader.Status, USBD_STATUS_CANCELED);
}

/* ---- pipes ---- */

static void write_urb(PURB urb, void *data, u32 length)
{
	memset(urb, 0, sizeof(*urb));
	UsbBuildInterruptOrBulkTransferRequest(urb, sizeof(struct _URB_BULK_OR_INTERRUPT_TRANSFER),
					       WdfUsbTargetPipeWdmGetPipeHandle(fx.out), data, NULL,
					       length, USBD_TRANSFER_DIRECTION_OUT, NULL);
}

static void bulk_urbs(struct kunit *test)
{
	u8 data[4] = "abcd";
	URB urb;

	select_pipes(test);
	write_urb(&urb, data, 4);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetPipeSendUrbSynchronously(fx.out, NULL, NULL, &urb),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, fx.length, 4u);
	KUNIT_EXPECT_EQ(test, memcmp(fx.data, data, 4), 0);
	KUNIT_EXPECT_EQ(test, urb.UrbBulkOrInterruptTransfer.TransferBufferLength, 4u);
}

static void chained_mdls_are_one_transfer(struct kunit *test)
{
	u8 *first = kunit_kzalloc(test, 3, GFP_KERNEL);
	u8 *second = kunit_kzalloc(test, 5, GFP_KERNEL);
	PMDL mdl = IoAllocateMdl(first, 3, FALSE, FALSE, NULL);
	PMDL next = IoAllocateMdl(second, 5, FALSE, FALSE, NULL);
	URB urb;

	select_pipes(test);
	memcpy(first, "abc", 3);
	memcpy(second, "defgh", 5);
	MmBuildMdlForNonPagedPool(mdl);
	MmBuildMdlForNonPagedPool(next);
	mdl->Next = next;
	write_urb(&urb, NULL, 7);
	urb.UrbHeader.Function = URB_FUNCTION_BULK_OR_INTERRUPT_TRANSFER_USING_CHAINED_MDL;
	urb.UrbBulkOrInterruptTransfer.TransferBufferMDL = mdl;
	KUNIT_EXPECT_EQ(test, send_urb(&urb), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, fx.length, 7u);
	KUNIT_EXPECT_EQ(test, memcmp(fx.data, "abcdefg", 7), 0);
	urb.UrbBulkOrInterruptTransfer.TransferBufferLength = 9;
	KUNIT_EXPECT_EQ(test, send_urb(&urb), STATUS_INVALID_PARAMETER);
	IoFreeMdl(mdl);
	IoFreeMdl(next);
}

/* An URB in memory of the framework's, sent as a read that waits. */
static WDFREQUEST start_read_urb(struct kunit *test, PURB *urb, u8 **buffer, WDFMEMORY *memory)
{
	WDFREQUEST request = urb_request(test);

	*buffer = kunit_kzalloc(test, 512, GFP_KERNEL);
	KUNIT_ASSERT_EQ(test, WdfUsbTargetDeviceCreateUrb(fx.usb, NULL, memory, urb),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetPipeFormatRequestForUrb(fx.in, request, *memory, NULL),
			STATUS_SUCCESS);
	/* It is read when it is sent, not before. */
	UsbBuildInterruptOrBulkTransferRequest(*urb, sizeof(struct _URB_BULK_OR_INTERRUPT_TRANSFER),
					       WdfUsbTargetPipeWdmGetPipeHandle(fx.in), *buffer,
					       NULL, 512, USBD_TRANSFER_DIRECTION_IN, NULL);
	KUNIT_EXPECT_TRUE(test, WdfRequestSend(request, WdfUsbTargetPipeGetIoTarget(fx.in), NULL));
	USB_WAIT(test, mock_hcd_waiting(fx.hcd, DATA_IN));
	return request;
}

static void urb_by_request(struct kunit *test)
{
	WDFREQUEST request;
	WDFMEMORY memory;
	u8 *buffer;
	PURB urb;

	select_pipes(test);
	request = start_read_urb(test, &urb, &buffer, &memory);
	mock_hcd_complete(fx.hcd, DATA_IN, "abc", 3);
	USB_WAIT(test, READ_ONCE(done.calls));
	/* Shorter than asked for, and the URB has not said that it may be. */
	KUNIT_EXPECT_EQ(test, done.status, STATUS_UNSUCCESSFUL);
	KUNIT_EXPECT_EQ(test, urb->UrbHeader.Status, USBD_STATUS_ERROR_SHORT_TRANSFER);
	KUNIT_EXPECT_EQ(test, urb->UrbBulkOrInterruptTransfer.TransferBufferLength, 3u);
	KUNIT_EXPECT_EQ(test, done.usb.Type, WdfUsbRequestTypePipeUrb);
	KUNIT_EXPECT_EQ(test, done.usb.UsbdStatus, USBD_STATUS_ERROR_SHORT_TRANSFER);
	KUNIT_EXPECT_PTR_EQ(test, done.usb.Parameters.PipeUrb.Buffer, memory);
	KUNIT_EXPECT_EQ(test, memcmp(buffer, "abc", 3), 0);
	WdfObjectDelete(request);
	WdfObjectDelete(memory);

	request = start_read_urb(test, &urb, &buffer, &memory);
	KUNIT_EXPECT_TRUE(test, WdfRequestCancelSentRequest(request));
	USB_WAIT(test, READ_ONCE(done.calls));
	KUNIT_EXPECT_EQ(test, done.status, STATUS_CANCELLED);
	KUNIT_EXPECT_EQ(test, urb->UrbHeader.Status, USBD_STATUS_CANCELED);
	WdfObjectDelete(request);
	WdfObjectDelete(memory);
}

static void expect_refused(struct kunit *test, PURB urb, USBD_STATUS usbd, NTSTATUS status)
{
	KUNIT_EXPECT_EQ(test, send_urb(urb), status);
	KUNIT_EXPECT_EQ(test, urb->UrbHeader.Status, usbd);
}

static void urbs_are_checked(struct kunit *test)
{
	static const USHORT unsupported[] = {
		URB_FUNCTION_GET_FRAME_LENGTH, URB_FUNCTION_OPEN_STATIC_STREAMS,
		URB_FUNCTION_GET_MS_FEATURE_DESCRIPTOR,
	};
	USHORT function, length;
	unsigned int i;
	URB urb;

	select_pipes(test);
	for (i = 0; i < ARRAY_SIZE(unsupported); i++) {
		write_urb(&urb, fx.data, 1);
		urb.UrbHeader.Function = unsupported[i];
		expect_refused(test, &urb, USBD_STATUS_NOT_SUPPORTED, STATUS_NOT_SUPPORTED);
	}
	write_urb(&urb, fx.data, 1);
	urb.UrbHeader.Function = 0x99;
	expect_refused(test, &urb, USBD_STATUS_INVALID_URB_FUNCTION, STATUS_INVALID_PARAMETER);
	/* No function believes in more than the header says is there. */
	for (function = 0; function < 0x40; function++) {
		for (length = 0; length <= sizeof(struct _URB_HEADER); length += 8) {
			memset(&urb, 0, sizeof(urb));
			urb.UrbHeader.Function = function;
			urb.UrbHeader.Length = length;
			KUNIT_EXPECT_FALSE(test, NT_SUCCESS(send_urb(&urb)));
		}
	}
	write_urb(&urb, NULL, 1);
	expect_refused(test, &urb, USBD_STATUS_INVALID_PARAMETER, STATUS_INVALID_PARAMETER);
	write_urb(&urb, fx.data, 1);
	urb.UrbBulkOrInterruptTransfer.PipeHandle = NULL;
	expect_refused(test, &urb, USBD_STATUS_INVALID_PIPE_HANDLE, STATUS_INVALID_PARAMETER);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	urb.UrbBulkOrInterruptTransfer.PipeHandle = &urb;
	expect_refused(test, &urb, USBD_STATUS_INVALID_PIPE_HANDLE, STATUS_INVALID_PARAMETER);
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

static void urb_requests_are_checked(struct kunit *test)
{
	WDFREQUEST request = urb_request(test);
	WDFMEMORY memory;
	PURB urb;

	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceFormatRequestForUrb(fx.usb, request, NULL, NULL),
			STATUS_INVALID_PARAMETER);
	/* The header claims more than its memory has. */
	KUNIT_ASSERT_EQ(test, WdfMemoryCreate(NULL, NonPagedPoolNx, 0,
					      sizeof(struct _URB_HEADER), &memory,
					      (PVOID *)&urb), STATUS_SUCCESS);
	memset(urb, 0, sizeof(struct _URB_HEADER));
	urb->UrbHeader.Function = URB_FUNCTION_GET_DESCRIPTOR_FROM_DEVICE;
	urb->UrbHeader.Length = sizeof(URB);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceFormatRequestForUrb(fx.usb, request, memory, NULL),
			STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, WdfRequestSend(request, device_target(), NULL));
	USB_WAIT(test, READ_ONCE(done.calls));
	KUNIT_EXPECT_EQ(test, done.status, STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, urb->UrbHeader.Status, USBD_STATUS_INVALID_PARAMETER);
	WdfObjectDelete(request);
	WdfObjectDelete(memory);
}

static void pipe_urb(PURB urb, USHORT function, WDFUSBPIPE pipe)
{
	memset(urb, 0, sizeof(*urb));
	urb->UrbHeader.Function = function;
	urb->UrbHeader.Length = sizeof(struct _URB_PIPE_REQUEST);
	urb->UrbPipeRequest.PipeHandle = WdfUsbTargetPipeWdmGetPipeHandle(pipe);
}

static void pipe_requests_by_urb(struct kunit *test)
{
	WDFREQUEST request;
	WDFMEMORY memory;
	PURB reading;
	u8 *buffer;
	URB urb;

	select_pipes(test);
	request = start_read_urb(test, &reading, &buffer, &memory);
	pipe_urb(&urb, URB_FUNCTION_ABORT_PIPE, fx.in);
	KUNIT_EXPECT_EQ(test, send_urb(&urb), STATUS_SUCCESS);
	USB_WAIT(test, READ_ONCE(done.calls));
	KUNIT_EXPECT_EQ(test, done.status, STATUS_CANCELLED);
	KUNIT_EXPECT_EQ(test, mock_hcd_waiting(fx.hcd, DATA_IN), 0u);
	KUNIT_EXPECT_EQ(test, mock_hcd_seen(fx.hcd)->halts_cleared, 0u);

	pipe_urb(&urb, URB_FUNCTION_SYNC_RESET_PIPE_AND_CLEAR_STALL, fx.in);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetPipeSendUrbSynchronously(fx.in, NULL, NULL, &urb),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, mock_hcd_seen(fx.hcd)->halts_cleared, 1u);
	pipe_urb(&urb, URB_FUNCTION_SYNC_RESET_PIPE, fx.in);
	KUNIT_EXPECT_EQ(test, send_urb(&urb), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, mock_hcd_seen(fx.hcd)->halts_cleared, 1u);
	pipe_urb(&urb, URB_FUNCTION_SYNC_CLEAR_STALL, fx.in);
	KUNIT_EXPECT_EQ(test, send_urb(&urb), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, mock_hcd_seen(fx.hcd)->halts_cleared, 2u);
	WdfObjectDelete(request);
	WdfObjectDelete(memory);
}

static void frame_numbers(struct kunit *test)
{
	ULONG frame = 0xffffffff;
	URB urb = {};

	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceRetrieveCurrentFrameNumber(fx.usb, &frame),
			STATUS_SUCCESS);
	KUNIT_EXPECT_LE(test, frame, 0x7ffu);
	urb.UrbHeader.Function = URB_FUNCTION_GET_CURRENT_FRAME_NUMBER;
	urb.UrbHeader.Length = sizeof(struct _URB_GET_CURRENT_FRAME_NUMBER);
	urb.UrbGetCurrentFrameNumber.FrameNumber = 0xffffffff;
	KUNIT_EXPECT_EQ(test, send_urb(&urb), STATUS_SUCCESS);
	KUNIT_EXPECT_LE(test, urb.UrbGetCurrentFrameNumber.FrameNumber, 0x7ffu);
}

/* ---- operations by request ---- */

static void abort_and_reset_requests(struct kunit *test)
{
	WDFIOTARGET target;
	WDFREQUEST read, op;
	WDFMEMORY memory;
	u8 *buffer;
	PURB urb;

	select_pipes(test);
	target = WdfUsbTargetPipeGetIoTarget(fx.in);
	read = start_read_urb(test, &urb, &buffer, &memory);
	WdfRequestSetCompletionRoutine(read, NULL, NULL);
	op = urb_request(test);
	MOCK_EXPECT_VIOLATIONS(test, 1);	/* it was in flight already */
	KUNIT_EXPECT_EQ(test, WdfUsbTargetPipeFormatRequestForAbort(fx.in, op), STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, WdfRequestSend(op, target, NULL));
	USB_WAIT(test, READ_ONCE(done.calls) == 2);
	/* What it has ended comes before it. */
	KUNIT_EXPECT_EQ(test, done.usb.Type, WdfUsbRequestTypePipeAbort);
	KUNIT_EXPECT_EQ(test, done.status, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfRequestGetStatus(read), STATUS_CANCELLED);

	KUNIT_EXPECT_EQ(test, WdfUsbTargetPipeFormatRequestForReset(fx.in, op), STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, WdfRequestSend(op, target, NULL));
	USB_WAIT(test, READ_ONCE(done.calls) == 3);
	KUNIT_EXPECT_EQ(test, done.usb.Type, WdfUsbRequestTypePipeReset);
	KUNIT_EXPECT_EQ(test, done.status, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, (int)mock_hcd_seen(fx.hcd)->halt_cleared, DATA_IN);
	KUNIT_EXPECT_EQ(test, mock_hcd_seen(fx.hcd)->halts_cleared, 1u);
	WdfObjectDelete(op);
	WdfObjectDelete(read);
	WdfObjectDelete(memory);
}

static void port_cycle_request(struct kunit *test)
{
	WDFREQUEST request = urb_request(test);

	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceIsConnectedSynchronous(fx.usb), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceFormatRequestForCyclePort(fx.usb, request),
			STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, WdfRequestSend(request, device_target(), NULL));
	USB_WAIT(test, READ_ONCE(done.calls));
	KUNIT_EXPECT_EQ(test, done.status, STATUS_SUCCESS);
	USB_WAIT(test, strstr(mock.log, "init"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(mock.log, "evt-destroy add prepare"));
	WdfObjectDelete(request);
}

static void unplugged_is_not_connected(struct kunit *test)
{
	WdfObjectReference(fx.usb);
	mock_hcd_plug(fx.hcd, false);
	USB_WAIT(test, WdfUsbTargetDeviceIsConnectedSynchronous(fx.usb) ==
		       STATUS_DEVICE_DOES_NOT_EXIST);
	WdfObjectDereference(fx.usb);
}

/* ---- internal control requests ---- */

static NTSTATUS send_internal(WDFIOTARGET target, ULONG code, PVOID data, ULONG length)
{
	WDF_MEMORY_DESCRIPTOR memory;

	WDF_MEMORY_DESCRIPTOR_INIT_BUFFER(&memory, data, length);
	return WdfIoTargetSendInternalIoctlOthersSynchronously(target, NULL, code, &memory, NULL,
							       NULL, NULL, NULL);
}

static void internal_requests(struct kunit *test)
{
	unsigned int resets = mock_hcd_seen(fx.hcd)->resets;
	u8 data[2] = "ab";
	ULONG port = 0;
	URB urb;

	select_pipes(test);
	KUNIT_EXPECT_EQ(test, send_internal(device_target(), IOCTL_INTERNAL_USB_GET_PORT_STATUS,
					    &port, sizeof(port)), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, port, (ULONG)(USBD_PORT_CONNECTED | USBD_PORT_ENABLED));
	KUNIT_EXPECT_EQ(test, send_internal(device_target(), IOCTL_INTERNAL_USB_GET_PORT_STATUS,
					    &port, 3), STATUS_BUFFER_TOO_SMALL);
	write_urb(&urb, data, 2);
	KUNIT_EXPECT_EQ(test, send_internal(WdfUsbTargetPipeGetIoTarget(fx.out),
					    IOCTL_INTERNAL_USB_SUBMIT_URB, &urb, sizeof(urb)),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, fx.length, 2u);
	/* The URB says that it is longer than the memory that it is in. */
	KUNIT_EXPECT_EQ(test, send_internal(device_target(), IOCTL_INTERNAL_USB_SUBMIT_URB, &urb,
					    sizeof(struct _URB_HEADER)), STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, send_internal(device_target(), IOCTL_INTERNAL_USB_GET_HUB_COUNT,
					    &port, sizeof(port)), STATUS_NOT_SUPPORTED);
	KUNIT_EXPECT_EQ(test, send_internal(device_target(), IOCTL_INTERNAL_USB_RESET_PORT, NULL,
					    0), STATUS_SUCCESS);
	USB_WAIT(test, strstr(mock.log, "restart"));
	KUNIT_EXPECT_GT(test, mock_hcd_seen(fx.hcd)->resets, resets);
}

static void internal_request_by_request(struct kunit *test)
{
	WDFREQUEST request = urb_request(test);
	WDFMEMORY memory;
	PULONG port;

	KUNIT_ASSERT_EQ(test, WdfMemoryCreate(NULL, NonPagedPoolNx, 0, sizeof(*port), &memory,
					      (PVOID *)&port), STATUS_SUCCESS);
	*port = 0;
	KUNIT_EXPECT_EQ(test,
			WdfIoTargetFormatRequestForInternalIoctlOthers(
				device_target(), request, IOCTL_INTERNAL_USB_GET_PORT_STATUS,
				memory, NULL, NULL, NULL, NULL, NULL),
			STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, WdfRequestSend(request, device_target(), NULL));
	USB_WAIT(test, READ_ONCE(done.calls));
	KUNIT_EXPECT_EQ(test, done.status, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, *port, (ULONG)(USBD_PORT_CONNECTED | USBD_PORT_ENABLED));
	WdfObjectDelete(request);
	WdfObjectDelete(memory);
}

/* ---- strings ---- */

static NTSTATUS format_string(WDFREQUEST request, WDFMEMORY memory, WDFMEMORY_OFFSET *part)
{
	return WdfUsbTargetDeviceFormatRequestForString(fx.usb, request, memory, part, 2, 0x409);
}

static void string_request(struct kunit *test)
{
	WDFREQUEST request = urb_request(test);
	WDFMEMORY_OFFSET part = { .BufferOffset = 2, .BufferLength = 4 };
	WDFMEMORY memory;
	WCHAR *text;

	KUNIT_ASSERT_EQ(test, WdfMemoryCreate(NULL, NonPagedPoolNx, 0, 32, &memory,
					      (PVOID *)&text), STATUS_SUCCESS);
	memset(text, 0, 32);
	KUNIT_EXPECT_EQ(test, format_string(request, memory, NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, WdfRequestSend(request, device_target(), NULL));
	USB_WAIT(test, READ_ONCE(done.calls) == 1);
	KUNIT_EXPECT_EQ(test, done.status, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, done.usb.Type, WdfUsbRequestTypeDeviceString);
	KUNIT_EXPECT_EQ(test, (int)done.usb.Parameters.DeviceString.RequiredSize, 10);
	KUNIT_EXPECT_EQ(test, (int)done.usb.Parameters.DeviceString.StringIndex, 2);
	KUNIT_EXPECT_EQ(test, (int)done.usb.Parameters.DeviceString.LangID, 0x409);
	KUNIT_EXPECT_EQ(test, memcmp(text, L"Modem\0", 14), 0);

	memset(text, 0, 32);
	KUNIT_EXPECT_EQ(test, format_string(request, memory, &part), STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, WdfRequestSend(request, device_target(), NULL));
	USB_WAIT(test, READ_ONCE(done.calls) == 2);
	KUNIT_EXPECT_EQ(test, done.status, STATUS_BUFFER_OVERFLOW);
	KUNIT_EXPECT_EQ(test, memcmp(text, L"\0Mo\0", 8), 0);
	part.BufferLength = 3;
	KUNIT_EXPECT_EQ(test, format_string(request, memory, &part), STATUS_INVALID_BUFFER_SIZE);
	WdfObjectDelete(request);
	WdfObjectDelete(memory);
}

static void string_in_memory_of_its_own(struct kunit *test)
{
	WDFMEMORY memory;
	USHORT count = 0;
	NTSTATUS status;
	size_t size;
	void *text;

	KUNIT_ASSERT_EQ(test, WdfUsbTargetDeviceAllocAndQueryString(fx.usb, NULL, &memory, &count,
								    1, 0x409), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, (int)count, 5);
	text = WdfMemoryGetBuffer(memory, &size);
	KUNIT_EXPECT_EQ(test, size, (size_t)10);
	KUNIT_EXPECT_EQ(test, memcmp(text, L"Maker", 10), 0);
	WdfObjectDelete(memory);
	status = WdfUsbTargetDeviceAllocAndQueryString(fx.usb, NULL, &memory, &count, 9, 0x409);
	KUNIT_EXPECT_FALSE(test, NT_SUCCESS(status));
	KUNIT_EXPECT_NULL(test, memory);
}

/* ---- selections ---- */

static void select_by_descriptors(struct kunit *test)
{
	WDFUSBINTERFACE data = WdfUsbTargetDeviceGetInterface(fx.usb, 1);
	WDF_USB_DEVICE_SELECT_CONFIG_PARAMS params;
	WDF_USB_INTERFACE_SELECT_SETTING_PARAMS setting;
	PUSB_INTERFACE_DESCRIPTOR list[1];

	KUNIT_EXPECT_NULL(test, WdfUsbTargetDeviceWdmGetConfigurationHandle(fx.usb));
	list[0] = USBD_ParseConfigurationDescriptorEx(config_descriptor(), config_descriptor(), 2,
						      1, -1, -1, -1);
	WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_INTERFACES_DESCRIPTORS(&params,
									config_descriptor(), list,
									1);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceSelectConfig(fx.usb, NULL, &params),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, (int)WdfUsbInterfaceGetNumConfiguredPipes(data), 2);
	KUNIT_EXPECT_NOT_NULL(test, WdfUsbTargetDeviceWdmGetConfigurationHandle(fx.usb));

	list[0] = USBD_ParseConfigurationDescriptor(config_descriptor(), 2, 2);
	WDF_USB_INTERFACE_SELECT_SETTING_PARAMS_INIT_DESCRIPTOR(&setting, list[0]);
	KUNIT_EXPECT_EQ(test, WdfUsbInterfaceSelectSetting(data, NULL, &setting), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, (int)WdfUsbInterfaceGetConfiguredSettingIndex(data), 2);

	/* An interface of the device, but not of this function. */
	list[0] = USBD_ParseConfigurationDescriptor(config_descriptor(), 0, 0);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceSelectConfig(fx.usb, NULL, &params),
			STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_NULL(test, WdfUsbTargetDeviceWdmGetConfigurationHandle(fx.usb));
}

static void select_by_urb(struct kunit *test)
{
	USBD_INTERFACE_LIST_ENTRY list[3] = {};
	WDF_USB_DEVICE_SELECT_CONFIG_PARAMS params;
	u8 data[2] = "xy";
	PURB urb;
	URB write;

	list[0].InterfaceDescriptor = USBD_ParseConfigurationDescriptor(config_descriptor(), 1, 0);
	list[1].InterfaceDescriptor = USBD_ParseConfigurationDescriptor(config_descriptor(), 2, 1);
	urb = USBD_CreateConfigurationRequestEx(config_descriptor(), list);
	KUNIT_ASSERT_NOT_NULL(test, urb);
	KUNIT_EXPECT_EQ(test, (int)urb->UrbHeader.Length,
			(int)GET_SELECT_CONFIGURATION_REQUEST_SIZE(2, 3));
	WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_URB(&params, urb);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceSelectConfig(fx.usb, NULL, &params),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, list[0].Interface->NumberOfPipes, 1u);
	KUNIT_EXPECT_EQ(test, (int)list[0].Interface->Class, 2);
	KUNIT_EXPECT_EQ(test, list[0].Interface->Pipes[0].PipeType, UsbdPipeTypeInterrupt);
	KUNIT_EXPECT_EQ(test, list[1].Interface->NumberOfPipes, 2u);
	KUNIT_EXPECT_EQ(test, (int)list[1].Interface->Pipes[1].EndpointAddress, DATA_OUT);
	KUNIT_EXPECT_EQ(test, (int)list[1].Interface->Pipes[1].MaximumPacketSize, 512);
	KUNIT_EXPECT_PTR_EQ(test, urb->UrbSelectConfiguration.ConfigurationHandle,
			    WdfUsbTargetDeviceWdmGetConfigurationHandle(fx.usb));

	/* The handle of the answer is one to send URBs to. */
	memset(&write, 0, sizeof(write));
	UsbBuildInterruptOrBulkTransferRequest(&write,
					       sizeof(struct _URB_BULK_OR_INTERRUPT_TRANSFER),
					       list[1].Interface->Pipes[1].PipeHandle, data, NULL,
					       2, 0, NULL);
	KUNIT_EXPECT_EQ(test, send_urb(&write), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, fx.length, 2u);

	/* The second interface begins behind what the URB says it has. */
	list[0].Interface->Length = 0xfff0;
	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceSelectConfig(fx.usb, NULL, &params),
			STATUS_INVALID_PARAMETER);
	list[0].Interface->Length = GET_USBD_INTERFACE_SIZE(1);
	list[1].Interface->InterfaceNumber = 7;
	KUNIT_EXPECT_EQ(test, send_urb(urb), STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, (int)WdfUsbInterfaceGetNumConfiguredPipes(
			WdfUsbTargetDeviceGetInterface(fx.usb, 0)), 0);
	ExFreePool(urb);
}

/* The other way: sent like any URB, from an URB of USBD_UrbAllocate()'s kind. */
static void select_urbs_can_be_sent(struct kunit *test)
{
	WDFUSBINTERFACE data = WdfUsbTargetDeviceGetInterface(fx.usb, 1);
	PDEVICE_OBJECT object = WdfDeviceWdmGetDeviceObject(mock.device);
	USBD_INTERFACE_LIST_ENTRY list[2] = {};
	USBD_HANDLE handle;
	PURB urb, other;

	KUNIT_ASSERT_EQ(test, USBD_CreateHandle(object, WdfDeviceWdmGetAttachedDevice(mock.device),
						USBD_CLIENT_CONTRACT_VERSION_602, 0, &handle),
			STATUS_SUCCESS);
	list[0].InterfaceDescriptor = USBD_ParseConfigurationDescriptor(config_descriptor(), 2, 1);
	KUNIT_ASSERT_EQ(test, USBD_SelectConfigUrbAllocateAndBuild(handle, config_descriptor(),
								   list, &urb), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, send_urb(urb), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, (int)WdfUsbInterfaceGetNumConfiguredPipes(data), 2);

	list[0].InterfaceDescriptor = USBD_ParseConfigurationDescriptor(config_descriptor(), 2, 2);
	KUNIT_ASSERT_EQ(test,
			USBD_SelectInterfaceUrbAllocateAndBuild(
				handle, urb->UrbSelectConfiguration.ConfigurationHandle, list,
				&other),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, send_urb(other), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, list[0].Interface->NumberOfPipes, 1u);
	KUNIT_EXPECT_EQ(test, list[0].Interface->Pipes[0].PipeType, UsbdPipeTypeIsochronous);
	KUNIT_EXPECT_EQ(test, (int)mock_hcd_seen(fx.hcd)->setting[2], 2);

	/* Not through a pipe that the selection would delete. */
	KUNIT_EXPECT_EQ(test, WdfUsbTargetPipeSendUrbSynchronously(
			WdfUsbInterfaceGetConfiguredPipe(data, 0, NULL), NULL, NULL, other),
			STATUS_INVALID_PARAMETER);
	USBD_UrbFree(handle, other);
	USBD_UrbFree(handle, urb);
	USBD_CloseHandle(handle);
}

/* ---- isochronous ---- */

static void iso_transfer(struct kunit *test)
{
	WDFUSBINTERFACE data = WdfUsbTargetDeviceGetInterface(fx.usb, 1);
	WDF_USB_INTERFACE_SELECT_SETTING_PARAMS setting;
	struct _URB_ISOCH_TRANSFER *iso;
	WDFREQUEST request;
	WDFMEMORY memory;
	WDFUSBPIPE pipe;
	u8 *buffer;
	PURB urb;
	int i;

	WDF_USB_INTERFACE_SELECT_SETTING_PARAMS_INIT_SETTING(&setting, 2);
	KUNIT_ASSERT_EQ(test, WdfUsbInterfaceSelectSetting(data, NULL, &setting), STATUS_SUCCESS);
	pipe = WdfUsbInterfaceGetConfiguredPipe(data, 0, NULL);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetPipeGetType(pipe), WdfUsbPipeTypeIsochronous);
	KUNIT_ASSERT_EQ(test, WdfUsbTargetDeviceCreateIsochUrb(fx.usb, NULL, 8, &memory, &urb),
			STATUS_SUCCESS);
	buffer = kunit_kzalloc(test, 8 * 192, GFP_KERNEL);
	iso = &urb->UrbIsochronousTransfer;
	iso->Hdr.Length = GET_ISO_URB_SIZE(8);
	iso->Hdr.Function = URB_FUNCTION_ISOCH_TRANSFER;
	iso->PipeHandle = WdfUsbTargetPipeWdmGetPipeHandle(pipe);
	iso->TransferFlags = USBD_TRANSFER_DIRECTION_IN | USBD_START_ISO_TRANSFER_ASAP;
	iso->TransferBuffer = buffer;
	iso->TransferBufferLength = 8 * 192;
	iso->NumberOfPackets = 8;
	for (i = 0; i < 8; i++)
		iso->IsoPacket[i].Offset = i * 192;

	request = urb_request(test);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetPipeFormatRequestForUrb(pipe, request, memory, NULL),
			STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, WdfRequestSend(request, WdfUsbTargetPipeGetIoTarget(pipe), NULL));
	USB_WAIT(test, mock_hcd_waiting(fx.hcd, ISO_IN));
	mock_hcd_complete(fx.hcd, ISO_IN, NULL, 6 * 192);
	USB_WAIT(test, READ_ONCE(done.calls));
	KUNIT_EXPECT_EQ(test, done.status, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, iso->TransferBufferLength, 6u * 192);
	KUNIT_EXPECT_EQ(test, iso->ErrorCount, 2u);
	KUNIT_EXPECT_EQ(test, iso->StartFrame, 77u);
	KUNIT_EXPECT_EQ(test, iso->IsoPacket[5].Length, 192u);
	KUNIT_EXPECT_EQ(test, iso->IsoPacket[5].Status, USBD_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, iso->IsoPacket[7].Length, 0u);
	KUNIT_EXPECT_EQ(test, iso->IsoPacket[7].Status, USBD_STATUS_ISO_NOT_ACCESSED_LATE);

	/* Packets in the wrong order, more of them than the URB has. */
	iso->TransferBufferLength = 8 * 192;
	iso->IsoPacket[3].Offset = 0;
	KUNIT_EXPECT_EQ(test, send_urb(urb), STATUS_INVALID_PARAMETER);
	iso->IsoPacket[3].Offset = 3 * 192;
	iso->NumberOfPackets = 20;
	KUNIT_EXPECT_EQ(test, send_urb(urb), STATUS_INVALID_PARAMETER);
	WdfObjectDelete(request);
	WdfObjectDelete(memory);
}

/* ---- whole devices ---- */

static const struct usb_device_id device_ids[] = {
	{ USB_DEVICE(0x1234, 0xabcd) },
	{}
};

static int device_setup(struct kunit *test)
{
	usb_other_config = urb_config;
	usb_other_ids = device_ids;
	return usb_setup(test);
}

static void whole_device(struct kunit *test)
{
	u8 bytes[sizeof(urb_config)];
	USHORT length = sizeof(bytes);

	KUNIT_EXPECT_EQ(test, (int)WdfUsbTargetDeviceGetNumInterfaces(fx.usb), 3);
	KUNIT_EXPECT_EQ(test, (int)WdfUsbInterfaceGetInterfaceNumber(
			WdfUsbTargetDeviceGetInterface(fx.usb, 0)), 0);
	KUNIT_EXPECT_EQ(test, (int)WdfUsbInterfaceGetInterfaceNumber(
			WdfUsbTargetDeviceGetInterface(fx.usb, 2)), 2);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceRetrieveConfigDescriptor(fx.usb, bytes, &length),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, (int)bytes[4], 3);
	KUNIT_EXPECT_EQ(test, memcmp(bytes + 9, urb_config + 9, 9), 0);
}

static int urb_setup(struct kunit *test)
{
	usb_other_config = urb_config;
	usb_other_ids = NULL;
	return usb_setup(test);
}

static struct kunit_case wdf_usb_urb_cases[] = {
	KUNIT_CASE(vendor_requests),
	KUNIT_CASE(standard_requests),
	KUNIT_CASE(control_transfer_ends_in_time),
	KUNIT_CASE(bulk_urbs),
	KUNIT_CASE(chained_mdls_are_one_transfer),
	KUNIT_CASE(urb_by_request),
	KUNIT_CASE(urbs_are_checked),
	KUNIT_CASE(urb_requests_are_checked),
	KUNIT_CASE(pipe_requests_by_urb),
	KUNIT_CASE(frame_numbers),
	KUNIT_CASE(abort_and_reset_requests),
	KUNIT_CASE(port_cycle_request),
	KUNIT_CASE(unplugged_is_not_connected),
	KUNIT_CASE(internal_requests),
	KUNIT_CASE(internal_request_by_request),
	KUNIT_CASE(string_request),
	KUNIT_CASE(string_in_memory_of_its_own),
	KUNIT_CASE(select_by_descriptors),
	KUNIT_CASE(select_by_urb),
	KUNIT_CASE(select_urbs_can_be_sent),
	KUNIT_CASE(iso_transfer),
	{}
};

static struct kunit_suite wdf_usb_urb_suite = {
	.name = "ndis_shim_usb_urb",
	.init = urb_setup,
	.exit = usb_teardown,
	.test_cases = wdf_usb_urb_cases,
};

static struct kunit_case wdf_usb_whole_cases[] = {
	KUNIT_CASE(whole_device),
	{}
};

static struct kunit_suite wdf_usb_whole_suite = {
	.name = "ndis_shim_usb_whole",
	.init = device_setup,
	.exit = usb_teardown,
	.test_cases = wdf_usb_whole_cases,
};

kunit_test_suites(&wdf_usb_urb_suite, &wdf_usb_whole_suite);
