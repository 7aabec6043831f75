// SPDX-License-Identifier: GPL-2.0
/*
 * One USB transfer for one WDFREQUEST: the URB, its setup packet, a bounce
 * buffer where the client's memory is not fit for DMA, and the result.
 *
 * A transfer stays with its request over reuse. Not here: when a request is
 * sent, cancelled and delivered (wdf/request.c, wdf/iotarget.c).
 */
#include <linux/mm.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <linux/usb.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/usb/usb_internal.h"

enum wdf_usb_xfer_kind {
	WDF_USB_XFER_CONTROL,
	WDF_USB_XFER_STRING,
	WDF_USB_XFER_READ,
	WDF_USB_XFER_WRITE,
};

/**
 * struct wdf_usb_xfer - what a formatted request is to do
 * @req: its request
 * @urb: filled at every format
 * @setup: control only; DMA memory of its own
 * @kind: which
 * @in: data moves from the device
 * @pipe: reads and writes only; compared with the target at send
 * @data: the client's memory, pinned through the request's WDFMEMORY, or by
 *	the sleeping caller of a synchronous operation
 * @length: of @data
 * @bounce: used instead of @data, or NULL; the whole descriptor of a string
 * @memory: handle for the completion parameters
 * @offset: of @data in it
 */
struct wdf_usb_xfer {
	struct wdf_request *req;
	struct urb *urb;
	struct usb_ctrlrequest *setup;
	enum wdf_usb_xfer_kind kind;
	bool in;
	struct wdf_usb_pipe *pipe;
	void *data;
	u32 length;
	void *bounce;
	WDFMEMORY memory;
	size_t offset;
};

/**
 * wdf_usb_dma_able() - may a host controller reach this memory?
 * @data: kernel address
 * @length: bytes, not 0
 *
 * Clients pass what Windows allows: stack, globals, vmalloc'd paged pool.
 */
bool wdf_usb_dma_able(const void *data, size_t length)
{
	return virt_addr_valid(data) && virt_addr_valid(data + length - 1) &&
	       !object_is_on_stack(data);
}

/* Any context, often hard interrupt: nothing but moving it to softirq. */
static void wdf_usb_xfer_complete(struct urb *urb)
{
	wdf_request_io_done(urb->context);
}

static NTSTATUS wdf_usb_xfer_submit(struct wdf_request *req)
{
	struct wdf_usb_xfer *xfer = req->io_data;
	int err;

	if (xfer->kind == WDF_USB_XFER_READ && xfer->pipe->reader &&
	    wdf_usb_reader_running(xfer->pipe->reader)) {
		nt_violation(req->base.driver, NT_RULE_READER_MISUSE, "read request sent");
		return STATUS_INVALID_DEVICE_STATE;
	}

	/* At the last moment: the client may write until it sends. */
	if (xfer->bounce && !xfer->in)
		memcpy(xfer->bounce, xfer->data, xfer->length);

	err = usb_submit_urb(xfer->urb, GFP_ATOMIC);
	if (err)
		req->usb_params.UsbdStatus = wdf_usb_usbd_status(err);
	return wdf_usb_status(err);
}

static void wdf_usb_xfer_unlink(struct wdf_request *req)
{
	struct wdf_usb_xfer *xfer = req->io_data;

	usb_unlink_urb(xfer->urb);
}

/* The descriptor is in the bounce buffer; the client gets the characters. */
static void wdf_usb_xfer_finish_string(struct wdf_request *req)
{
	WDF_USB_REQUEST_COMPLETION_PARAMS *params = &req->usb_params;
	struct wdf_usb_xfer *xfer = req->io_data;
	unsigned int characters = 0;
	int err = xfer->urb->status;

	req->status = wdf_usb_status(err);
	if (!err)
		req->status = wdf_usb_string_decode(xfer->bounce, xfer->urb->actual_length,
						    xfer->data, xfer->length / sizeof(WCHAR),
						    &characters);
	req->information = min_t(u32, characters * sizeof(WCHAR), xfer->length);
	params->UsbdStatus = wdf_usb_usbd_status(err);
	params->Type = WdfUsbRequestTypeDeviceString;
	params->Parameters.DeviceString.Buffer = xfer->memory;
	params->Parameters.DeviceString.LangID = le16_to_cpu(xfer->setup->wIndex);
	params->Parameters.DeviceString.StringIndex = le16_to_cpu(xfer->setup->wValue) & 0xff;
	params->Parameters.DeviceString.RequiredSize = characters * sizeof(WCHAR);
}

static void wdf_usb_xfer_finish(struct wdf_request *req)
{
	WDF_USB_REQUEST_COMPLETION_PARAMS *params = &req->usb_params;
	struct wdf_usb_xfer *xfer = req->io_data;
	int err = xfer->urb->status;
	u32 actual = min_t(u32, xfer->urb->actual_length, xfer->length);

	if (xfer->kind == WDF_USB_XFER_STRING) {
		wdf_usb_xfer_finish_string(req);
		return;
	}
	if (xfer->bounce && xfer->in)
		memcpy(xfer->data, xfer->bounce, actual);

	req->status = wdf_usb_status(err);
	req->information = actual;
	params->UsbdStatus = wdf_usb_usbd_status(err);
	switch (xfer->kind) {
	case WDF_USB_XFER_STRING:
		break;
	case WDF_USB_XFER_CONTROL:
		params->Type = WdfUsbRequestTypeDeviceControlTransfer;
		params->Parameters.DeviceControlTransfer.Buffer = xfer->memory;
		memcpy(params->Parameters.DeviceControlTransfer.SetupPacket.Generic.Bytes,
		       xfer->setup, sizeof(*xfer->setup));
		params->Parameters.DeviceControlTransfer.Length = actual;
		break;
	case WDF_USB_XFER_READ:
		params->Type = WdfUsbRequestTypePipeRead;
		params->Parameters.PipeRead.Buffer = xfer->memory;
		params->Parameters.PipeRead.Length = actual;
		params->Parameters.PipeRead.Offset = xfer->offset;
		break;
	case WDF_USB_XFER_WRITE:
		params->Type = WdfUsbRequestTypePipeWrite;
		params->Parameters.PipeWrite.Buffer = xfer->memory;
		params->Parameters.PipeWrite.Length = actual;
		params->Parameters.PipeWrite.Offset = xfer->offset;
		break;
	}
}

static void wdf_usb_xfer_release(struct wdf_request *req)
{
	struct wdf_usb_xfer *xfer = req->io_data;

	kfree(xfer->bounce);
	kfree(xfer->setup);
	usb_free_urb(xfer->urb);
	kfree(xfer);
	req->io_data = NULL;
	req->io_ops = NULL;
}

static const struct wdf_request_io wdf_usb_xfer_io = {
	.submit = wdf_usb_xfer_submit,
	.unlink = wdf_usb_xfer_unlink,
	.finish = wdf_usb_xfer_finish,
	.release = wdf_usb_xfer_release,
};

/**
 * wdf_usb_xfer_urb() - the URB of a request that a function of this file formatted
 * @req: in its target's sent list
 *
 * Return: NULL if something else did.
 */
struct urb *wdf_usb_xfer_urb(struct wdf_request *req)
{
	struct wdf_usb_xfer *xfer = req->io_data;

	return req->io == &wdf_usb_xfer_io ? xfer->urb : NULL;
}

/* The request's transfer, made at its first format. Idle requests only. */
static struct wdf_usb_xfer *wdf_usb_xfer_get(struct wdf_request *req)
{
	struct wdf_usb_xfer *xfer;
	gfp_t gfp = nt_gfp();

	if (req->io_ops == &wdf_usb_xfer_io)
		return req->io_data;
	if (req->io_ops)
		req->io_ops->release(req);

	xfer = kzalloc(sizeof(*xfer), gfp);
	if (!xfer)
		return NULL;
	xfer->urb = usb_alloc_urb(0, gfp);
	if (!xfer->urb)
		goto err_free_xfer;
	xfer->setup = kmalloc(sizeof(*xfer->setup), gfp);
	if (!xfer->setup)
		goto err_free_urb;

	xfer->req = req;
	req->io_data = xfer;
	req->io_ops = &wdf_usb_xfer_io;
	return xfer;

err_free_urb:
	usb_free_urb(xfer->urb);
err_free_xfer:
	kfree(xfer);
	return NULL;
}

/* Where the data is and where the controller gets at it. */
static NTSTATUS wdf_usb_xfer_set_buffer(struct wdf_usb_xfer *xfer,
					const struct wdf_buffer *buffer)
{
	kfree(xfer->bounce);
	xfer->bounce = NULL;
	xfer->data = buffer->data;
	xfer->length = buffer->length;
	xfer->memory = (WDFMEMORY)buffer->memory;
	xfer->offset = buffer->offset;
	if (!buffer->length || wdf_usb_dma_able(buffer->data, buffer->length))
		return STATUS_SUCCESS;

	/* Zeroed: what a device leaves out must not show old memory. */
	xfer->bounce = kzalloc(buffer->length, nt_gfp() | __GFP_NOWARN);
	return xfer->bounce ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}

/**
 * wdf_usb_format_control() - make a request a control transfer
 * @usb: target
 * @req: idle, wdf_request_format_begin() succeeded
 * @setup: wLength is taken from @buffer
 * @buffer: data stage
 *
 * Context: any up to softirq.
 */
NTSTATUS wdf_usb_format_control(struct wdf_usb_device *usb, struct wdf_request *req,
				const struct usb_ctrlrequest *setup,
				const struct wdf_buffer *buffer)
{
	struct usb_device *udev = usb->fn->udev;
	struct wdf_usb_xfer *xfer;
	NTSTATUS status;

	if (buffer->length > U16_MAX)
		return STATUS_INVALID_BUFFER_SIZE;
	xfer = wdf_usb_xfer_get(req);
	if (!xfer)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = wdf_usb_xfer_set_buffer(xfer, buffer);
	if (!NT_SUCCESS(status))
		return status;

	*xfer->setup = *setup;
	xfer->setup->wLength = cpu_to_le16(buffer->length);
	xfer->kind = WDF_USB_XFER_CONTROL;
	xfer->pipe = NULL;
	/* USB core counts a request without data stage as OUT. */
	xfer->in = buffer->length && (setup->bRequestType & USB_DIR_IN);
	usb_fill_control_urb(xfer->urb, udev,
			     xfer->in ? usb_rcvctrlpipe(udev, 0) : usb_sndctrlpipe(udev, 0),
			     (u8 *)xfer->setup, xfer->bounce ?: xfer->data, xfer->length,
			     wdf_usb_xfer_complete, req);
	wdf_request_format_end(req, &usb->target, &wdf_usb_xfer_io, buffer->memory,
			       WdfRequestTypeUsb);
	return STATUS_SUCCESS;
}

/**
 * wdf_usb_format_string() - make a request ask for a string
 * @usb: target
 * @req: idle, wdf_request_format_begin() succeeded
 * @buffer: for the characters
 * @index: of the string
 * @language: LANGID
 *
 * Context: any up to softirq.
 */
NTSTATUS wdf_usb_format_string(struct wdf_usb_device *usb, struct wdf_request *req,
			       const struct wdf_buffer *buffer, u8 index, u16 language)
{
	struct usb_device *udev = usb->fn->udev;
	struct wdf_usb_xfer *xfer = wdf_usb_xfer_get(req);

	if (!xfer)
		return STATUS_INSUFFICIENT_RESOURCES;
	kfree(xfer->bounce);
	xfer->bounce = kzalloc(WDF_USB_STRING_MAX, nt_gfp());
	if (!xfer->bounce)
		return STATUS_INSUFFICIENT_RESOURCES;
	xfer->data = buffer->data;
	xfer->length = buffer->length;
	xfer->memory = (WDFMEMORY)buffer->memory;
	xfer->offset = buffer->offset;
	xfer->kind = WDF_USB_XFER_STRING;
	xfer->pipe = NULL;
	xfer->in = true;
	wdf_usb_string_setup(xfer->setup, index, language);
	xfer->setup->wLength = cpu_to_le16(WDF_USB_STRING_MAX);
	usb_fill_control_urb(xfer->urb, udev, usb_rcvctrlpipe(udev, 0), (u8 *)xfer->setup,
			     xfer->bounce, WDF_USB_STRING_MAX, wdf_usb_xfer_complete, req);
	wdf_request_format_end(req, &usb->target, &wdf_usb_xfer_io, buffer->memory,
			       WdfRequestTypeUsb);
	return STATUS_SUCCESS;
}

/**
 * wdf_usb_format_pipe() - make a request a read from or write to a pipe
 * @pipe: target; its direction decides
 * @req: idle, wdf_request_format_begin() succeeded
 * @buffer: data; none for a zero-length transfer
 *
 * Context: any up to softirq.
 */
NTSTATUS wdf_usb_format_pipe(struct wdf_usb_pipe *pipe, struct wdf_request *req,
			     const struct wdf_buffer *buffer)
{
	struct usb_device *udev = pipe->owner->usb->fn->udev;
	bool in = usb_endpoint_dir_in(&pipe->desc);
	struct wdf_usb_xfer *xfer;
	NTSTATUS status;

	if (!usb_endpoint_xfer_bulk(&pipe->desc) && !usb_endpoint_xfer_int(&pipe->desc))
		return STATUS_NOT_SUPPORTED;
	if (buffer->length > WDF_USB_MAX_TRANSFER)
		return STATUS_INVALID_BUFFER_SIZE;
	/* A shorter buffer invites an overrun. */
	if (in && !pipe->no_size_check &&
	    (!buffer->length || buffer->length % usb_endpoint_maxp(&pipe->desc)))
		return STATUS_INVALID_BUFFER_SIZE;

	xfer = wdf_usb_xfer_get(req);
	if (!xfer)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = wdf_usb_xfer_set_buffer(xfer, buffer);
	if (!NT_SUCCESS(status))
		return status;

	xfer->kind = in ? WDF_USB_XFER_READ : WDF_USB_XFER_WRITE;
	xfer->pipe = pipe;
	xfer->in = in;
	if (usb_endpoint_xfer_int(&pipe->desc))
		usb_fill_int_urb(xfer->urb, udev, pipe->urb_pipe, xfer->bounce ?: xfer->data,
				 xfer->length, wdf_usb_xfer_complete, req, pipe->desc.bInterval);
	else
		usb_fill_bulk_urb(xfer->urb, udev, pipe->urb_pipe, xfer->bounce ?: xfer->data,
				  xfer->length, wdf_usb_xfer_complete, req);
	wdf_request_format_end(req, &pipe->target, &wdf_usb_xfer_io, buffer->memory,
			       WdfRequestTypeUsb);
	return STATUS_SUCCESS;
}
