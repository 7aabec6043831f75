// SPDX-License-Identifier: GPL-2.0
/*
 * Internal control requests that USB targets take: what a driver of WDM's times
 * sends its bus, in a request of WDF's. Argument 1 is what they are about.
 */
#include <linux/usb.h>

#include <wdf.h>
#include <usbdi.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/usb/usb_internal.h"

/**
 * wdf_usb_port_status() - what IOCTL_INTERNAL_USB_GET_PORT_STATUS answers
 * @usb: device
 *
 * Context: any. Return: USBD_PORT_*.
 */
ULONG wdf_usb_port_status(struct wdf_usb_device *usb)
{
	switch (READ_ONCE(usb->fn->udev->state)) {
	case USB_STATE_NOTATTACHED:
		return 0;
	case USB_STATE_ADDRESS:
	case USB_STATE_CONFIGURED:
	case USB_STATE_SUSPENDED:
		return USBD_PORT_CONNECTED | USBD_PORT_ENABLED;
	default:
		return USBD_PORT_CONNECTED;
	}
}

/* The USB target behind a handle; others take no such requests. */
static NTSTATUS wdf_usb_internal_target(WDFIOTARGET handle, struct wdf_iotarget **out,
					const char *who)
{
	struct wdf_iotarget *target = wdf_iotarget_from_handle(handle, who);

	*out = target;
	if (!target)
		return STATUS_INVALID_HANDLE;
	if (target->base.cls->type != WDF_TYPE_USBDEVICE &&
	    target->base.cls->type != WDF_TYPE_USBPIPE) {
		pr_info_once("%s: only USB targets take such requests\n", who);
		return STATUS_NOT_SUPPORTED;
	}
	return STATUS_SUCCESS;
}

/* @req is idle and ready to be formatted. Any context up to softirq. */
static NTSTATUS wdf_usb_format_internal(struct wdf_iotarget *target, struct wdf_request *req,
					ULONG code, const struct wdf_buffer *arg1)
{
	switch (code) {
	case IOCTL_INTERNAL_USB_SUBMIT_URB:
		if (arg1->length < sizeof(struct _URB_HEADER))
			return STATUS_INVALID_PARAMETER;
		return wdf_usb_format_urb(target, req, arg1->data, arg1->length, arg1->memory);
	case IOCTL_INTERNAL_USB_GET_PORT_STATUS:
		if (arg1->length < sizeof(ULONG))
			return STATUS_BUFFER_TOO_SMALL;
		return wdf_usb_format_port_op(target, req, WDF_USB_OP_PORT_STATUS, arg1);
	case IOCTL_INTERNAL_USB_RESET_PORT:
		return wdf_usb_format_port_op(target, req, WDF_USB_OP_RESET_PORT, NULL);
	case IOCTL_INTERNAL_USB_CYCLE_PORT:
		return wdf_usb_format_port_op(target, req, WDF_USB_OP_CYCLE_PORT, NULL);
	default:	/* hubs, controllers, idle notifications */
		pr_info_once("internal control request %#x is not supported\n", code);
		return STATUS_NOT_SUPPORTED;
	}
}

NTSTATUS WdfIoTargetSendInternalIoctlOthersSynchronously(
	WDFIOTARGET IoTarget, WDFREQUEST Request, ULONG IoctlCode, PWDF_MEMORY_DESCRIPTOR OtherArg1,
	PWDF_MEMORY_DESCRIPTOR OtherArg2, PWDF_MEMORY_DESCRIPTOR OtherArg4,
	PWDF_REQUEST_SEND_OPTIONS RequestOptions, PULONG_PTR BytesReturned)
{
	struct wdf_iotarget *target;
	struct wdf_buffer arg1;
	struct wdf_request *req;
	unsigned long timeout;
	NTSTATUS status;
	ULONG flags;

	if (BytesReturned)
		*BytesReturned = 0;
	status = wdf_usb_internal_target(IoTarget, &target, __func__);
	if (NT_SUCCESS(status))
		status = wdf_send_options_parse(RequestOptions, &flags, &timeout);
	if (NT_SUCCESS(status))
		status = wdf_buffer_from_descriptor(OtherArg1, &arg1, __func__);
	if (NT_SUCCESS(status))
		status = wdf_usb_request_begin(target->base.driver, Request, &req, __func__);
	if (!NT_SUCCESS(status))
		return status;

	status = wdf_usb_format_internal(target, req, IoctlCode, &arg1);
	if (NT_SUCCESS(status))
		status = wdf_usb_request_run(target, req, flags, timeout, NULL);
	wdf_request_put(req);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfIoTargetSendInternalIoctlOthersSynchronously, NDIS_SHIM);

NTSTATUS WdfIoTargetFormatRequestForInternalIoctlOthers(
	WDFIOTARGET IoTarget, WDFREQUEST Request, ULONG IoctlCode, WDFMEMORY OtherArg1,
	PWDFMEMORY_OFFSET OtherArg1Offset, WDFMEMORY OtherArg2, PWDFMEMORY_OFFSET OtherArg2Offset,
	WDFMEMORY OtherArg4, PWDFMEMORY_OFFSET OtherArg4Offset)
{
	struct wdf_iotarget *target;
	struct wdf_buffer arg1;
	struct wdf_request *req;
	NTSTATUS status;

	status = wdf_usb_internal_target(IoTarget, &target, __func__);
	if (!NT_SUCCESS(status))
		return status;
	req = wdf_request_from_handle(Request, __func__);
	if (!req)
		return STATUS_INVALID_HANDLE;
	status = wdf_buffer_from_memory(OtherArg1, OtherArg1Offset, &arg1, __func__);
	if (NT_SUCCESS(status))
		status = wdf_request_format_begin(req, __func__);
	if (!NT_SUCCESS(status))
		return status;
	return wdf_usb_format_internal(target, req, IoctlCode, &arg1);
}
EXPORT_SYMBOL_NS_GPL(WdfIoTargetFormatRequestForInternalIoctlOthers, NDIS_SHIM);
