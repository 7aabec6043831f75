// SPDX-License-Identifier: GPL-2.0
/*
 * Control transfers, and what is asked of the port. Check, convert, call; the
 * transfers are in transfer.c and sync.c, strings in string.c.
 */
#include <linux/usb.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/usb/usb_internal.h"

/* Both are the 8 bytes of USB 2.0 §9.3 on the wire. */
static void wdf_usb_setup_from_client(const WDF_USB_CONTROL_SETUP_PACKET *packet,
				      struct usb_ctrlrequest *setup)
{
	static_assert(sizeof(packet->Generic.Bytes) == sizeof(*setup));
	memcpy(setup, packet->Generic.Bytes, sizeof(*setup));
}

NTSTATUS WdfUsbTargetDeviceSendControlTransferSynchronously(
	WDFUSBDEVICE UsbDevice, WDFREQUEST Request, PWDF_REQUEST_SEND_OPTIONS RequestOptions,
	PWDF_USB_CONTROL_SETUP_PACKET SetupPacket, PWDF_MEMORY_DESCRIPTOR MemoryDescriptor,
	PULONG BytesTransferred)
{
	struct wdf_usb_device *usb = wdf_usb_device_from_handle(UsbDevice, __func__);
	struct usb_ctrlrequest setup;
	struct wdf_buffer buffer;
	NTSTATUS status;

	if (BytesTransferred)
		*BytesTransferred = 0;
	if (!usb)
		return STATUS_INVALID_HANDLE;
	if (!SetupPacket)
		return STATUS_INVALID_PARAMETER;
	status = wdf_buffer_from_descriptor(MemoryDescriptor, &buffer, __func__);
	if (!NT_SUCCESS(status))
		return status;

	wdf_usb_setup_from_client(SetupPacket, &setup);
	return wdf_usb_control_sync(usb, Request, RequestOptions, &setup, &buffer,
				    BytesTransferred, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetDeviceSendControlTransferSynchronously, NDIS_SHIM);

NTSTATUS WdfUsbTargetDeviceFormatRequestForControlTransfer(
	WDFUSBDEVICE UsbDevice, WDFREQUEST Request, PWDF_USB_CONTROL_SETUP_PACKET SetupPacket,
	WDFMEMORY TransferMemory, PWDFMEMORY_OFFSET TransferOffset)
{
	struct wdf_usb_device *usb = wdf_usb_device_from_handle(UsbDevice, __func__);
	struct usb_ctrlrequest setup;
	struct wdf_buffer buffer;
	struct wdf_request *req;
	NTSTATUS status;

	if (!usb)
		return STATUS_INVALID_HANDLE;
	req = wdf_request_from_handle(Request, __func__);
	if (!req)
		return STATUS_INVALID_HANDLE;
	if (!SetupPacket)
		return STATUS_INVALID_PARAMETER;
	status = wdf_buffer_from_memory(TransferMemory, TransferOffset, &buffer, __func__);
	if (!NT_SUCCESS(status))
		return status;
	status = wdf_request_format_begin(req, __func__);
	if (!NT_SUCCESS(status))
		return status;

	wdf_usb_setup_from_client(SetupPacket, &setup);
	return wdf_usb_format_control(usb, req, &setup, &buffer);
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetDeviceFormatRequestForControlTransfer, NDIS_SHIM);

/**
 * wdf_usb_frame_number() - the frame that the bus is in
 * @usb: device
 * @frame: result
 *
 * Context: any.
 */
NTSTATUS wdf_usb_frame_number(struct wdf_usb_device *usb, ULONG *frame)
{
	int number;

	if (!wdf_usb_present(&usb->target))
		return STATUS_DEVICE_REMOVED;
	number = usb_get_current_frame_number(usb->fn->udev);
	if (number < 0)
		return wdf_usb_status(number);
	*frame = number;
	return STATUS_SUCCESS;
}

/*
 * Both leave the device to its own callbacks: USB core calls pre_reset(), which
 * powers the device down and cannot while the caller, quite likely one of its
 * power callbacks, has not returned. So the reset comes later, and the answer
 * says only that it was asked for.
 */
static NTSTATUS wdf_usb_queue_reset(WDFUSBDEVICE handle, const char *who)
{
	struct wdf_usb_device *usb = wdf_usb_device_from_handle(handle, who);

	if (!usb)
		return STATUS_INVALID_HANDLE;
	if (!wdf_usb_present(&usb->target))
		return STATUS_DEVICE_REMOVED;
	usb_queue_reset_device(usb->fn->control);
	return STATUS_SUCCESS;
}

NTSTATUS WdfUsbTargetDeviceResetPortSynchronously(WDFUSBDEVICE UsbDevice)
{
	return wdf_usb_queue_reset(UsbDevice, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetDeviceResetPortSynchronously, NDIS_SHIM);

/* Windows unplugs and replugs the device logically; a restart is that. */
NTSTATUS WdfUsbTargetDeviceCyclePortSynchronously(WDFUSBDEVICE UsbDevice)
{
	struct wdf_usb_device *usb = wdf_usb_device_from_handle(UsbDevice, __func__);

	if (!usb)
		return STATUS_INVALID_HANDLE;
	if (!wdf_usb_present(&usb->target))
		return STATUS_DEVICE_REMOVED;
	wdf_usb_restart(&usb->fn->pdo, true);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetDeviceCyclePortSynchronously, NDIS_SHIM);

/* The request's completion, too, says only that it was asked for. */
NTSTATUS WdfUsbTargetDeviceFormatRequestForCyclePort(WDFUSBDEVICE UsbDevice, WDFREQUEST Request)
{
	struct wdf_usb_device *usb = wdf_usb_device_from_handle(UsbDevice, __func__);

	if (!usb)
		return STATUS_INVALID_HANDLE;
	return wdf_usb_format_op(&usb->target, Request, WDF_USB_OP_CYCLE_PORT, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetDeviceFormatRequestForCyclePort, NDIS_SHIM);

NTSTATUS WdfUsbTargetDeviceIsConnectedSynchronous(WDFUSBDEVICE UsbDevice)
{
	struct wdf_usb_device *usb = wdf_usb_device_from_handle(UsbDevice, __func__);

	if (!usb)
		return STATUS_INVALID_HANDLE;
	return wdf_usb_present(&usb->target) ? STATUS_SUCCESS : STATUS_DEVICE_DOES_NOT_EXIST;
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetDeviceIsConnectedSynchronous, NDIS_SHIM);

NTSTATUS WdfUsbTargetDeviceRetrieveCurrentFrameNumber(WDFUSBDEVICE UsbDevice,
						      PULONG CurrentFrameNumber)
{
	struct wdf_usb_device *usb = wdf_usb_device_from_handle(UsbDevice, __func__);

	if (!usb)
		return STATUS_INVALID_HANDLE;
	if (!CurrentFrameNumber)
		return STATUS_INVALID_PARAMETER;
	*CurrentFrameNumber = 0;
	return wdf_usb_frame_number(usb, CurrentFrameNumber);
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetDeviceRetrieveCurrentFrameNumber, NDIS_SHIM);
