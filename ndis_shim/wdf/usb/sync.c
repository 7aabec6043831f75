// SPDX-License-Identifier: GPL-2.0
/*
 * Synchronous USB operations: a request, the client's or one of our own, sent
 * and waited for. URBs of ours instead of usb_control_msg(), so that an unplug
 * ends them and nobody sits out a timeout.
 */
#include <linux/usb.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/queue.h"
#include "wdf/usb/usb_internal.h"

/**
 * wdf_usb_request_begin() - the request a synchronous call works with
 * @driver: client
 * @handle: the client's request, or NULL
 * @req: result, referenced: wdf_request_put(); ready to be formatted
 * @who: API, for reports
 *
 * Context: process; anything else is a violation.
 */
NTSTATUS wdf_usb_request_begin(struct nt_driver *driver, WDFREQUEST handle,
			       struct wdf_request **req, const char *who)
{
	NTSTATUS status;

	*req = NULL;
	if (nt_irql_violation(driver, who))
		return STATUS_INVALID_DEVICE_STATE;

	if (!handle) {
		*req = wdf_request_alloc_internal(driver);
		return *req ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
	}

	*req = wdf_request_from_handle(handle, who);
	if (!*req)
		return STATUS_INVALID_HANDLE;
	status = wdf_request_format_begin(*req, who);
	if (!NT_SUCCESS(status)) {
		*req = NULL;
		return status;
	}
	wdf_request_get(*req);
	return STATUS_SUCCESS;
}

/**
 * wdf_usb_request_run() - send a formatted request and wait
 * @target: target
 * @req: formatted
 * @flags: of the send options
 * @timeout: jiffies, 0 = none
 * @transferred: bytes moved, may be NULL
 *
 * A program's request is on its way to a target meanwhile, as by WdfRequestSend():
 * it is cancelled with its program, and nobody completes it.
 *
 * Return: the operation's status.
 */
NTSTATUS wdf_usb_request_run(struct wdf_iotarget *target, struct wdf_request *req,
			     ULONG flags, unsigned long timeout, PULONG transferred)
{
	bool ignore = flags & WDF_REQUEST_SEND_OPTION_IGNORE_TARGET_STATE;
	bool sent;

	if (req->incoming && !wdf_incoming_send(req->incoming))
		return STATUS_INVALID_DEVICE_REQUEST;
	sent = wdf_iotarget_send_sync(target, req, ignore, timeout);
	if (req->incoming && !sent)
		wdf_incoming_back(req->incoming);
	if (sent && transferred)
		*transferred = req->information;
	return req->status;
}

/**
 * wdf_usb_control_sync() - a control transfer, waited for
 * @usb: device
 * @request: the client's request, or NULL
 * @options: may be NULL
 * @setup: setup packet
 * @buffer: data stage; may be stack memory
 * @transferred: bytes moved, may be NULL
 * @who: API, for reports
 *
 * Context: process.
 */
NTSTATUS wdf_usb_control_sync(struct wdf_usb_device *usb, WDFREQUEST request,
			      PWDF_REQUEST_SEND_OPTIONS options,
			      const struct usb_ctrlrequest *setup,
			      const struct wdf_buffer *buffer, PULONG transferred,
			      const char *who)
{
	struct wdf_request *req;
	unsigned long timeout;
	NTSTATUS status;
	ULONG flags;

	if (transferred)
		*transferred = 0;
	status = wdf_send_options_parse(options, &flags, &timeout);
	if (!NT_SUCCESS(status))
		return status;
	status = wdf_usb_request_begin(usb->target.base.driver, request, &req, who);
	if (!NT_SUCCESS(status))
		return status;

	status = wdf_usb_format_control(usb, req, setup, buffer);
	if (NT_SUCCESS(status))
		status = wdf_usb_request_run(&usb->target, req, flags,
					     timeout ?: WDF_USB_CONTROL_TIMEOUT, transferred);
	wdf_request_put(req);
	return status;
}

/**
 * wdf_usb_clear_stall() - CLEAR_FEATURE(ENDPOINT_HALT), the device's side alone
 * @pipe: pipe
 * @request: the client's request, or NULL
 * @options: may be NULL
 *
 * Context: process.
 */
NTSTATUS wdf_usb_clear_stall(struct wdf_usb_pipe *pipe, WDFREQUEST request,
			     PWDF_REQUEST_SEND_OPTIONS options)
{
	const struct usb_ctrlrequest setup = {
		.bRequestType = USB_RECIP_ENDPOINT,
		.bRequest = USB_REQ_CLEAR_FEATURE,
		.wValue = cpu_to_le16(USB_ENDPOINT_HALT),
		.wIndex = cpu_to_le16(pipe->desc.bEndpointAddress),
	};
	const struct wdf_buffer none = {};

	return wdf_usb_control_sync(pipe->owner->usb, request, options, &setup, &none, NULL,
				    __func__);
}

/**
 * wdf_usb_clear_halt() - CLEAR_FEATURE(ENDPOINT_HALT) and data toggle
 * @pipe: nothing of it is in flight
 * @request: the client's request, or NULL
 * @options: may be NULL
 *
 * Context: process.
 */
NTSTATUS wdf_usb_clear_halt(struct wdf_usb_pipe *pipe, WDFREQUEST request,
			    PWDF_REQUEST_SEND_OPTIONS options)
{
	NTSTATUS status = wdf_usb_clear_stall(pipe, request, options);

	/* As usb_clear_halt(): the host's side only if the device did its own. */
	if (NT_SUCCESS(status))
		usb_reset_endpoint(pipe->owner->usb->fn->udev, pipe->desc.bEndpointAddress);
	return status;
}
