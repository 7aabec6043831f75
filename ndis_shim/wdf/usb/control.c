// SPDX-License-Identifier: GPL-2.0
/*
 * Control transfers and what is made of them: strings, port reset. Check,
 * convert, call; the transfers are in transfer.c and sync.c.
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

NTSTATUS WdfUsbTargetDeviceQueryString(WDFUSBDEVICE UsbDevice, WDFREQUEST Request,
				       PWDF_REQUEST_SEND_OPTIONS RequestOptions, PUSHORT String,
				       PUSHORT NumCharacters, UCHAR StringIndex, USHORT LangID)
{
	struct wdf_usb_device *usb = wdf_usb_device_from_handle(UsbDevice, __func__);
	u8 descriptor[255] = {};
	const struct usb_ctrlrequest setup = {
		.bRequestType = USB_DIR_IN,
		.bRequest = USB_REQ_GET_DESCRIPTOR,
		.wValue = cpu_to_le16((USB_DT_STRING << 8) | StringIndex),
		.wIndex = cpu_to_le16(LangID),
	};
	const struct wdf_buffer buffer = { .data = descriptor, .length = sizeof(descriptor) };
	unsigned int characters;
	ULONG length;
	NTSTATUS status;

	if (!usb)
		return STATUS_INVALID_HANDLE;
	if (!NumCharacters)
		return STATUS_INVALID_PARAMETER;

	status = wdf_usb_control_sync(usb, Request, RequestOptions, &setup, &buffer, &length,
				      __func__);
	if (!NT_SUCCESS(status))
		return status;
	if (length < 2 || descriptor[1] != USB_DT_STRING || descriptor[0] < 2 ||
	    descriptor[0] > length)
		return STATUS_UNSUCCESSFUL;

	/* UTF-16 little-endian, without a terminator; String gets as much as
	 * it has room for.
	 */
	characters = (descriptor[0] - 2) / 2;
	if (String) {
		unsigned int room = min_t(unsigned int, *NumCharacters, characters);
		unsigned int i;

		for (i = 0; i < room; i++)
			String[i] = descriptor[2 + 2 * i] | descriptor[3 + 2 * i] << 8;
		if (room < characters)
			status = STATUS_BUFFER_OVERFLOW;
	}
	*NumCharacters = characters;
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetDeviceQueryString, NDIS_SHIM);

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

/* See WdfUsbTargetPipeFormatRequestForUrb(). */
NTSTATUS WdfUsbTargetDeviceCreateUrb(WDFUSBDEVICE UsbDevice, PWDF_OBJECT_ATTRIBUTES Attributes,
				     WDFMEMORY *UrbMemory, PURB *Urb)
{
	if (UrbMemory)
		*UrbMemory = NULL;
	if (Urb)
		*Urb = NULL;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetDeviceCreateUrb, NDIS_SHIM);
