// SPDX-License-Identifier: GPL-2.0
/*
 * URBs of a client's own making: what URB_FUNCTION_* asks for, done over USB
 * core, and the answers written back.
 *
 * The URB is read when its request is sent: until then it is the client's to
 * change. What is wrong with it ends the request with the code that the bus of
 * Windows has for it. What needs process context (pipes, configurations) is done
 * by a work item; the rest is one URB of Linux.
 *
 * Not here: setup packets (urb_setup.c), the exported names (urb_api.c).
 */
#include <linux/minmax.h>
#include <linux/slab.h>
#include <linux/usb.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/usb/usb_internal.h"

/* USBPORT takes no more in one URB of a high-speed device. */
#define WDF_USB_MAX_ISO_PACKETS		1024

/**
 * struct wdf_usb_client - a formatted request and its URB
 * @req: its request
 * @target: where it is going
 * @usb: the device behind @target
 * @client: the client's URB; pinned through the request's WDFMEMORY, or by the
 *	sleeping caller of a synchronous operation
 * @room: bytes of memory that @client has
 * @memory: handle for the completion parameters
 * @linux_urb: made by submit(); NULL for what is no transfer
 * @setup: of control transfers; DMA memory of its own
 * @data: the client's buffer, or NULL with @chain
 * @chain: the client's buffer, in pieces
 * @length: of either
 * @bounce: used instead of it, or NULL
 * @in: data moves from the device
 * @pipe: for @work; referenced
 * @work: does what is no transfer
 * @usbd: result of what is no transfer
 * @status: the same
 */
struct wdf_usb_client {
	struct wdf_request *req;
	struct wdf_iotarget *target;
	struct wdf_usb_device *usb;
	PURB client;
	size_t room;
	WDFMEMORY memory;
	struct urb *linux_urb;
	struct usb_ctrlrequest *setup;
	void *data;
	PMDL chain;
	u32 length;
	void *bounce;
	bool in;
	struct wdf_usb_pipe *pipe;
	struct work_struct work;
	USBD_STATUS usbd;
	NTSTATUS status;
};

static struct wdf_usb_client *wdf_usb_client_of(struct wdf_request *req)
{
	return req->io_data;
}

/* ---- the client's buffer ---- */

/* Between the pieces of a chain and the bounce buffer. */
static void wdf_usb_client_copy_chain(struct wdf_usb_client *c, u32 length, bool to_client)
{
	PMDL mdl = c->chain;
	u8 *at = c->bounce;
	void *piece;
	u32 size;

	for (; mdl && length; mdl = mdl->Next) {
		piece = MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority);
		size = min_t(u32, length, MmGetMdlByteCount(mdl));
		if (!piece)
			return;
		if (to_client)
			memcpy(piece, at, size);
		else
			memcpy(at, piece, size);
		at += size;
		length -= size;
	}
}

static bool wdf_usb_chain_holds(PMDL mdl, u32 length)
{
	size_t bytes = 0;

	for (; mdl && bytes < length; mdl = mdl->Next) {
		if (!MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority))
			return false;
		bytes += MmGetMdlByteCount(mdl);
	}
	return bytes >= length;
}

/*
 * The buffer of any URB that has one: all of them have its fields in the same
 * place. An MDL comes first if there is one.
 */
static USBD_STATUS wdf_usb_client_buffer(struct wdf_usb_client *c, u32 max, bool chained)
{
	struct _URB_BULK_OR_INTERRUPT_TRANSFER *urb = &c->client->UrbBulkOrInterruptTransfer;
	PMDL mdl = urb->TransferBufferMDL;

	c->length = urb->TransferBufferLength;
	if (!c->length)
		return USBD_STATUS_SUCCESS;
	if (c->length > max)
		return USBD_STATUS_INVALID_PARAMETER;
	if (chained) {
		if (!wdf_usb_chain_holds(mdl, c->length))
			return USBD_STATUS_INVALID_PARAMETER;
		c->chain = mdl;
	} else if (mdl) {
		if (c->length > MmGetMdlByteCount(mdl))
			return USBD_STATUS_INVALID_PARAMETER;
		c->data = MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority);
	} else {
		c->data = urb->TransferBuffer;
	}
	if (!c->data && !c->chain)
		return USBD_STATUS_INVALID_PARAMETER;
	if (c->data && wdf_usb_dma_able(c->data, c->length))
		return USBD_STATUS_SUCCESS;

	/* Zeroed: what a device leaves out must not show old memory. */
	c->bounce = kzalloc(c->length, GFP_ATOMIC | __GFP_NOWARN);
	if (!c->bounce)
		return USBD_STATUS_INSUFFICIENT_RESOURCES;
	if (c->in)
		return USBD_STATUS_SUCCESS;
	if (c->chain)
		wdf_usb_client_copy_chain(c, c->length, false);
	else
		memcpy(c->bounce, c->data, c->length);
	return USBD_STATUS_SUCCESS;
}

/* What was needed for one flight only. */
static void wdf_usb_client_clear(struct wdf_usb_client *c)
{
	usb_free_urb(c->linux_urb);
	c->linux_urb = NULL;
	kfree(c->bounce);
	c->bounce = NULL;
	c->data = NULL;
	c->chain = NULL;
	c->length = 0;
	if (c->pipe)
		wdf_object_put(&c->pipe->target.base);
	c->pipe = NULL;
}

/* ---- transfers ---- */

static void wdf_usb_client_complete(struct urb *urb)
{
	wdf_request_io_done(urb->context);
}

static bool wdf_usb_client_fits(struct wdf_usb_client *c, size_t needed)
{
	return c->client->UrbHeader.Length >= needed && c->room >= needed;
}

/* The pipe that an URB names, if it is one of this device. */
static struct wdf_usb_pipe *wdf_usb_client_pipe(struct wdf_usb_client *c, USBD_PIPE_HANDLE handle)
{
	struct wdf_usb_pipe *pipe;

	if (!handle)
		return NULL;
	pipe = wdf_usb_pipe_from_handle(handle, "URB");
	return pipe && pipe->owner->usb == c->usb ? pipe : NULL;
}

/* A canceller may look at it from now on. */
static struct urb *wdf_usb_client_alloc(struct wdf_usb_client *c, unsigned int packets)
{
	struct urb *urb = usb_alloc_urb(packets, GFP_ATOMIC);

	/* Pairs with the loads of wdf_usb_client_unlink() and wdf_usb_client_urb(). */
	smp_store_release(&c->linux_urb, urb);
	return urb;
}

static USBD_STATUS wdf_usb_client_start(struct wdf_usb_client *c)
{
	int err = usb_submit_urb(c->linux_urb, GFP_ATOMIC);

	if (!err)
		return USBD_STATUS_SUCCESS;
	c->status = wdf_usb_status(err);
	return wdf_usb_usbd_status(err);
}

/* Such a request has no data, and other things in the fields for it. */
static bool wdf_usb_setup_is_feature(const struct usb_ctrlrequest *setup)
{
	return (setup->bRequestType & USB_TYPE_MASK) == USB_TYPE_STANDARD &&
	       (setup->bRequest == USB_REQ_SET_FEATURE ||
		setup->bRequest == USB_REQ_CLEAR_FEATURE);
}

static USBD_STATUS wdf_usb_client_control(struct wdf_usb_client *c,
					  const struct usb_ctrlrequest *setup,
					  struct wdf_usb_pipe *pipe)
{
	struct usb_device *udev = c->usb->fn->udev;
	unsigned int number = pipe ? usb_endpoint_num(&pipe->desc) : 0;
	USBD_STATUS status;

	c->in = setup->bRequestType & USB_DIR_IN;
	if (!wdf_usb_setup_is_feature(setup)) {
		status = wdf_usb_client_buffer(c, U16_MAX, false);
		if (!USBD_SUCCESS(status))
			return status;
	}
	if (!wdf_usb_client_alloc(c, 0))
		return USBD_STATUS_INSUFFICIENT_RESOURCES;

	*c->setup = *setup;
	c->setup->wLength = cpu_to_le16(c->length);
	/* USB core counts a request without data stage as OUT. */
	c->in = c->in && c->length;
	usb_fill_control_urb(c->linux_urb, udev,
			     c->in ? usb_rcvctrlpipe(udev, number) : usb_sndctrlpipe(udev, number),
			     (u8 *)c->setup, c->bounce ?: c->data, c->length,
			     wdf_usb_client_complete, c->req);
	return wdf_usb_client_start(c);
}

/* With a setup packet of the client's; its wLength is the buffer's. */
static USBD_STATUS wdf_usb_client_control_transfer(struct wdf_usb_client *c, bool ex)
{
	struct _URB_CONTROL_TRANSFER *urb = &c->client->UrbControlTransfer;
	struct wdf_usb_pipe *pipe = NULL;
	struct usb_ctrlrequest setup;
	ULONG timeout;

	static_assert(offsetof(URB, UrbControlTransfer.SetupPacket) ==
		      offsetof(URB, UrbControlTransferEx.SetupPacket));
	if (!wdf_usb_client_fits(c, sizeof(*urb)))
		return USBD_STATUS_INVALID_PARAMETER;
	if (urb->PipeHandle && !(urb->TransferFlags & USBD_DEFAULT_PIPE_TRANSFER)) {
		pipe = wdf_usb_client_pipe(c, urb->PipeHandle);
		if (!pipe || !usb_endpoint_xfer_control(&pipe->desc))
			return USBD_STATUS_INVALID_PIPE_HANDLE;
	}
	memcpy(&setup, urb->SetupPacket, sizeof(setup));
	timeout = ex ? c->client->UrbControlTransferEx.Timeout : 0;
	/* Unless the send option was faster to set one. */
	if (timeout && !c->req->armed && !c->req->timed)
		wdf_request_arm(c->req, msecs_to_jiffies(timeout));
	return wdf_usb_client_control(c, &setup, pipe);
}

/* A pipe for data of the URB's kind, that nobody else is reading. */
static USBD_STATUS wdf_usb_client_data_pipe(struct wdf_usb_client *c, bool iso,
					    struct wdf_usb_pipe **out)
{
	USBD_PIPE_HANDLE handle = c->client->UrbBulkOrInterruptTransfer.PipeHandle;
	struct wdf_usb_pipe *pipe = wdf_usb_client_pipe(c, handle);

	if (!pipe || usb_endpoint_xfer_isoc(&pipe->desc) != iso ||
	    usb_endpoint_xfer_control(&pipe->desc))
		return USBD_STATUS_INVALID_PIPE_HANDLE;
	c->in = usb_endpoint_dir_in(&pipe->desc);
	if (c->in && pipe->reader && wdf_usb_reader_running(pipe->reader)) {
		nt_violation(c->req->base.driver, NT_RULE_READER_MISUSE, "URB sent");
		return USBD_STATUS_INVALID_PARAMETER;
	}
	*out = pipe;
	return USBD_STATUS_SUCCESS;
}

static USBD_STATUS wdf_usb_client_bulk(struct wdf_usb_client *c, bool chained)
{
	struct usb_device *udev = c->usb->fn->udev;
	struct wdf_usb_pipe *pipe;
	USBD_STATUS status;

	if (!wdf_usb_client_fits(c, sizeof(struct _URB_BULK_OR_INTERRUPT_TRANSFER)))
		return USBD_STATUS_INVALID_PARAMETER;
	status = wdf_usb_client_data_pipe(c, false, &pipe);
	if (USBD_SUCCESS(status))
		status = wdf_usb_client_buffer(c, WDF_USB_MAX_TRANSFER, chained);
	if (!USBD_SUCCESS(status))
		return status;

	if (!wdf_usb_client_alloc(c, 0))
		return USBD_STATUS_INSUFFICIENT_RESOURCES;
	if (usb_endpoint_xfer_int(&pipe->desc))
		usb_fill_int_urb(c->linux_urb, udev, pipe->urb_pipe, c->bounce ?: c->data,
				 c->length, wdf_usb_client_complete, c->req,
				 pipe->desc.bInterval);
	else
		usb_fill_bulk_urb(c->linux_urb, udev, pipe->urb_pipe, c->bounce ?: c->data,
				  c->length, wdf_usb_client_complete, c->req);
	return wdf_usb_client_start(c);
}

/* ---- isochronous transfers ---- */

/* Bytes that an endpoint moves in one interval. */
static u32 wdf_usb_iso_packet_max(struct wdf_usb_client *c, struct wdf_usb_pipe *pipe)
{
	struct usb_device *udev = c->usb->fn->udev;
	unsigned int number = usb_endpoint_num(&pipe->desc);
	struct usb_host_endpoint *ep = c->in ? udev->ep_in[number] : udev->ep_out[number];

	if (!ep)
		return 0;
	if (udev->speed >= USB_SPEED_SUPER)
		return le16_to_cpu(ep->ss_ep_comp.wBytesPerInterval);
	return usb_endpoint_maxp(&pipe->desc) * usb_endpoint_maxp_mult(&pipe->desc);
}

/* A packet begins at its offset and ends where the next one begins. */
static USBD_STATUS wdf_usb_iso_packets(struct wdf_usb_client *c, struct urb *urb, u32 max)
{
	struct _URB_ISOCH_TRANSFER *iso = &c->client->UrbIsochronousTransfer;
	u32 i, offset, end;

	for (i = 0; i < iso->NumberOfPackets; i++) {
		offset = iso->IsoPacket[i].Offset;
		end = i + 1 < iso->NumberOfPackets ? iso->IsoPacket[i + 1].Offset : c->length;
		if (offset > end || end > c->length || (!c->in && end - offset > max))
			return USBD_STATUS_INVALID_PARAMETER;
		urb->iso_frame_desc[i].offset = offset;
		urb->iso_frame_desc[i].length = min(end - offset, max);
	}
	return USBD_STATUS_SUCCESS;
}

static USBD_STATUS wdf_usb_client_iso(struct wdf_usb_client *c, bool chained)
{
	struct _URB_ISOCH_TRANSFER *iso = &c->client->UrbIsochronousTransfer;
	struct usb_device *udev = c->usb->fn->udev;
	struct wdf_usb_pipe *pipe;
	USBD_STATUS status;
	struct urb *urb;

	if (!wdf_usb_client_fits(c, sizeof(*iso)) || !iso->NumberOfPackets ||
	    iso->NumberOfPackets > WDF_USB_MAX_ISO_PACKETS ||
	    !wdf_usb_client_fits(c, offsetof(struct _URB_ISOCH_TRANSFER, IsoPacket) +
				    iso->NumberOfPackets * sizeof(iso->IsoPacket[0])))
		return USBD_STATUS_INVALID_PARAMETER;
	status = wdf_usb_client_data_pipe(c, true, &pipe);
	if (USBD_SUCCESS(status))
		status = wdf_usb_client_buffer(c, WDF_USB_MAX_TRANSFER, chained);
	if (!USBD_SUCCESS(status))
		return status;

	urb = wdf_usb_client_alloc(c, iso->NumberOfPackets);
	if (!urb)
		return USBD_STATUS_INSUFFICIENT_RESOURCES;
	urb->dev = udev;
	urb->pipe = pipe->urb_pipe;
	urb->transfer_buffer = c->bounce ?: c->data;
	urb->transfer_buffer_length = c->length;
	urb->complete = wdf_usb_client_complete;
	urb->context = c->req;
	urb->number_of_packets = iso->NumberOfPackets;
	urb->interval = 1 << (clamp_t(int, pipe->desc.bInterval, 1, 16) - 1);
	/* No host controller of Linux starts at a frame that was asked for: the
	 * next one that is free follows those before without a gap, or with
	 * the flag comes soon.
	 */
	urb->start_frame = iso->StartFrame;
	if (iso->TransferFlags & USBD_START_ISO_TRANSFER_ASAP)
		urb->transfer_flags |= URB_ISO_ASAP;
	status = wdf_usb_iso_packets(c, urb, wdf_usb_iso_packet_max(c, pipe));
	if (!USBD_SUCCESS(status))
		return status;
	return wdf_usb_client_start(c);
}

static void wdf_usb_client_finish_iso(struct wdf_usb_client *c)
{
	struct _URB_ISOCH_TRANSFER *iso = &c->client->UrbIsochronousTransfer;
	struct urb *urb = c->linux_urb;
	u32 i, total = 0, errors = 0;

	for (i = 0; i < urb->number_of_packets; i++) {
		struct usb_iso_packet_descriptor *packet = &urb->iso_frame_desc[i];
		u32 actual = min(packet->actual_length, packet->length);

		if (c->bounce && c->in && c->data)
			memcpy(c->data + packet->offset, c->bounce + packet->offset, actual);
		if (c->in)
			iso->IsoPacket[i].Length = actual;
		/* -EXDEV and the like: it was not its turn any more. */
		iso->IsoPacket[i].Status = packet->status == -EXDEV ?
			USBD_STATUS_ISO_NOT_ACCESSED_LATE : wdf_usb_usbd_status(packet->status);
		errors += packet->status != 0;
		total += actual;
	}
	if (c->bounce && c->in && c->chain)
		wdf_usb_client_copy_chain(c, c->length, true);
	iso->TransferBufferLength = total;
	iso->ErrorCount = errors;
	iso->StartFrame = urb->start_frame;
	if (!urb->status && errors == urb->number_of_packets) {
		c->usbd = USBD_STATUS_ISOCH_REQUEST_FAILED;
		c->status = STATUS_UNSUCCESSFUL;
	}
}

/* ---- what is no transfer ---- */

static void wdf_usb_client_set(struct wdf_usb_client *c, NTSTATUS status)
{
	c->status = status;
	if (NT_SUCCESS(status))
		c->usbd = USBD_STATUS_SUCCESS;
	else if (status == STATUS_INVALID_PARAMETER)
		c->usbd = USBD_STATUS_INVALID_PARAMETER;
	else if (status == STATUS_DEVICE_REMOVED)
		c->usbd = USBD_STATUS_DEVICE_GONE;
	else
		c->usbd = USBD_STATUS_REQUEST_FAILED;
}

static NTSTATUS wdf_usb_client_select(struct wdf_usb_client *c)
{
	NTSTATUS status;

	mutex_lock(&c->usb->lock);
	if (c->client->UrbHeader.Function == URB_FUNCTION_SELECT_CONFIGURATION)
		status = wdf_usb_select_by_urb(c->usb, NULL, c->client);
	else
		status = wdf_usb_select_interface_by_urb(c->usb, NULL, NULL, c->client);
	mutex_unlock(&c->usb->lock);
	return status;
}

static NTSTATUS wdf_usb_client_pipe_request(struct wdf_usb_client *c)
{
	switch (c->client->UrbHeader.Function) {
	case URB_FUNCTION_ABORT_PIPE:
		wdf_usb_pipe_abort(c->pipe);
		return STATUS_SUCCESS;
	case URB_FUNCTION_SYNC_CLEAR_STALL:
		return wdf_usb_clear_stall(c->pipe, NULL, NULL);
	case URB_FUNCTION_SYNC_RESET_PIPE:
		usb_reset_endpoint(c->usb->fn->udev, c->pipe->desc.bEndpointAddress);
		return STATUS_SUCCESS;
	default:
		wdf_usb_pipe_abort(c->pipe);
		return wdf_usb_clear_halt(c->pipe, NULL, NULL);
	}
}

/* Last word to wdf_request_io_done(): @c may be gone after it. */
static void wdf_usb_client_work(struct work_struct *work)
{
	struct wdf_usb_client *c = container_of(work, struct wdf_usb_client, work);

	wdf_usb_client_set(c, c->pipe ? wdf_usb_client_pipe_request(c) :
					wdf_usb_client_select(c));
	wdf_request_io_done(c->req);
}

static USBD_STATUS wdf_usb_client_queue_pipe(struct wdf_usb_client *c)
{
	struct wdf_usb_pipe *pipe;

	if (!wdf_usb_client_fits(c, sizeof(struct _URB_PIPE_REQUEST)))
		return USBD_STATUS_INVALID_PARAMETER;
	pipe = wdf_usb_client_pipe(c, c->client->UrbPipeRequest.PipeHandle);
	if (!pipe)
		return USBD_STATUS_INVALID_PIPE_HANDLE;
	if (!NT_SUCCESS(wdf_usb_pipe_check(pipe, "URB")))
		return USBD_STATUS_INVALID_PARAMETER;
	wdf_object_get(&pipe->target.base);
	c->pipe = pipe;
	queue_work(wdf_usb_op_wq, &c->work);
	return USBD_STATUS_SUCCESS;
}

/*
 * Through the device's own target only: a selection deletes pipes, and a pipe's
 * deletion waits for what was sent to it.
 */
static USBD_STATUS wdf_usb_client_queue_select(struct wdf_usb_client *c, size_t needed)
{
	if (c->target != &c->usb->target || !wdf_usb_client_fits(c, needed) ||
	    !wdf_usb_client_fits(c, c->client->UrbHeader.Length))
		return USBD_STATUS_INVALID_PARAMETER;
	queue_work(wdf_usb_op_wq, &c->work);
	return USBD_STATUS_SUCCESS;
}

static USBD_STATUS wdf_usb_client_frame_number(struct wdf_usb_client *c)
{
	ULONG frame = 0;
	NTSTATUS status;

	if (!wdf_usb_client_fits(c, sizeof(struct _URB_GET_CURRENT_FRAME_NUMBER)))
		return USBD_STATUS_INVALID_PARAMETER;
	status = wdf_usb_frame_number(c->usb, &frame);
	if (!NT_SUCCESS(status))
		return USBD_STATUS_REQUEST_FAILED;
	c->client->UrbGetCurrentFrameNumber.FrameNumber = frame;
	wdf_usb_client_set(c, STATUS_SUCCESS);
	wdf_request_io_done(c->req);
	return USBD_STATUS_SUCCESS;
}

/* ---- the request ---- */

/* On success the flight has begun, and may be over. */
static USBD_STATUS wdf_usb_client_dispatch(struct wdf_usb_client *c)
{
	struct usb_ctrlrequest setup;
	size_t needed;

	if (c->room < sizeof(struct _URB_HEADER))
		return USBD_STATUS_INVALID_PARAMETER;

	switch (c->client->UrbHeader.Function) {
	case URB_FUNCTION_SELECT_CONFIGURATION:
		return wdf_usb_client_queue_select(c, offsetof(struct _URB_SELECT_CONFIGURATION,
							       Interface));
	case URB_FUNCTION_SELECT_INTERFACE:
		return wdf_usb_client_queue_select(c, offsetof(struct _URB_SELECT_INTERFACE,
							       Interface.Pipes));
	case URB_FUNCTION_ABORT_PIPE:
	case URB_FUNCTION_SYNC_RESET_PIPE_AND_CLEAR_STALL:
	case URB_FUNCTION_SYNC_RESET_PIPE:
	case URB_FUNCTION_SYNC_CLEAR_STALL:
		return wdf_usb_client_queue_pipe(c);
	case URB_FUNCTION_GET_CURRENT_FRAME_NUMBER:
		return wdf_usb_client_frame_number(c);
	case URB_FUNCTION_CONTROL_TRANSFER:
		return wdf_usb_client_control_transfer(c, false);
	case URB_FUNCTION_CONTROL_TRANSFER_EX:
		return wdf_usb_client_control_transfer(c, true);
	case URB_FUNCTION_BULK_OR_INTERRUPT_TRANSFER:
		return wdf_usb_client_bulk(c, false);
	case URB_FUNCTION_BULK_OR_INTERRUPT_TRANSFER_USING_CHAINED_MDL:
		return wdf_usb_client_bulk(c, true);
	case URB_FUNCTION_ISOCH_TRANSFER:
		return wdf_usb_client_iso(c, false);
	case URB_FUNCTION_ISOCH_TRANSFER_USING_CHAINED_MDL:
		return wdf_usb_client_iso(c, true);
	case URB_FUNCTION_TAKE_FRAME_LENGTH_CONTROL:
	case URB_FUNCTION_RELEASE_FRAME_LENGTH_CONTROL:
	case URB_FUNCTION_GET_FRAME_LENGTH:
	case URB_FUNCTION_SET_FRAME_LENGTH:
	case URB_FUNCTION_GET_MS_FEATURE_DESCRIPTOR:
	case URB_FUNCTION_OPEN_STATIC_STREAMS:
	case URB_FUNCTION_CLOSE_STATIC_STREAMS:
	case URB_FUNCTION_GET_ISOCH_PIPE_TRANSFER_PATH_DELAYS:
		pr_info_once("URB function %#x is not supported\n",
			     c->client->UrbHeader.Function);
		return USBD_STATUS_NOT_SUPPORTED;
	}
	if (!wdf_usb_urb_setup(c->client, c->room, &setup, &needed))
		return USBD_STATUS_INVALID_URB_FUNCTION;
	if (!wdf_usb_client_fits(c, needed))
		return USBD_STATUS_INVALID_PARAMETER;
	return wdf_usb_client_control(c, &setup, NULL);
}

static NTSTATUS wdf_usb_client_submit(struct wdf_request *req)
{
	struct wdf_usb_client *c = wdf_usb_client_of(req);
	USBD_STATUS usbd;
	NTSTATUS status;

	c->status = STATUS_PENDING;
	usbd = wdf_usb_client_dispatch(c);
	if (USBD_SUCCESS(usbd))
		return STATUS_SUCCESS;	/* @c is in flight: not ours any more */

	status = c->status == STATUS_PENDING ? wdf_usb_status_of_usbd(usbd) : c->status;
	if (c->room >= sizeof(struct _URB_HEADER))
		c->client->UrbHeader.Status = usbd;
	req->usb_params.UsbdStatus = usbd;
	return status;
}

static void wdf_usb_client_unlink(struct wdf_request *req)
{
	/* It stays as long as the canceller's pin is on the flight. Pairs with
	 * wdf_usb_client_alloc().
	 */
	struct urb *urb = smp_load_acquire(&wdf_usb_client_of(req)->linux_urb);

	if (urb)
		usb_unlink_urb(urb);
}

static void wdf_usb_client_finish_transfer(struct wdf_usb_client *c)
{
	struct _URB_BULK_OR_INTERRUPT_TRANSFER *urb = &c->client->UrbBulkOrInterruptTransfer;
	u32 actual = min_t(u32, c->linux_urb->actual_length, c->length);
	int err = c->linux_urb->status;

	c->status = wdf_usb_status(err);
	c->usbd = wdf_usb_usbd_status(err);
	if (usb_pipeisoc(c->linux_urb->pipe)) {
		wdf_usb_client_finish_iso(c);
		return;
	}
	if (c->bounce && c->in) {
		if (c->chain)
			wdf_usb_client_copy_chain(c, actual, true);
		else
			memcpy(c->data, c->bounce, actual);
	}
	if (!c->length)
		return;		/* a feature request has other things there */
	/* Standard requests have no flags; they may be short. */
	if (!err && c->in && actual < c->length && !usb_pipecontrol(c->linux_urb->pipe) &&
	    !(urb->TransferFlags & USBD_SHORT_TRANSFER_OK)) {
		c->usbd = USBD_STATUS_ERROR_SHORT_TRANSFER;
		c->status = wdf_usb_status_of_usbd(c->usbd);
	}
	urb->TransferBufferLength = actual;
}

static void wdf_usb_client_finish(struct wdf_request *req)
{
	struct wdf_usb_client *c = wdf_usb_client_of(req);
	bool pipe = c->target != &c->usb->target;

	if (c->linux_urb)
		wdf_usb_client_finish_transfer(c);
	req->status = c->status;
	req->usb_params.UsbdStatus = c->usbd;
	req->usb_params.Type = pipe ? WdfUsbRequestTypePipeUrb : WdfUsbRequestTypeDeviceUrb;
	if (pipe)
		req->usb_params.Parameters.PipeUrb.Buffer = c->memory;
	else
		req->usb_params.Parameters.DeviceUrb.Buffer = c->memory;
	c->client->UrbHeader.Status = c->usbd;
	wdf_usb_client_clear(c);
}

static void wdf_usb_client_release(struct wdf_request *req)
{
	struct wdf_usb_client *c = wdf_usb_client_of(req);

	wdf_usb_client_clear(c);
	kfree(c->setup);
	kfree(c);
	req->io_data = NULL;
	req->io_ops = NULL;
}

static const struct wdf_request_io wdf_usb_client_io = {
	.submit = wdf_usb_client_submit,
	.unlink = wdf_usb_client_unlink,
	.finish = wdf_usb_client_finish,
	.release = wdf_usb_client_release,
};

/**
 * wdf_usb_client_urb() - the URB of a request that wdf_usb_format_urb() formatted
 * @req: in its target's sent list
 *
 * Return: NULL if something else did, or if it is no transfer.
 */
struct urb *wdf_usb_client_urb(struct wdf_request *req)
{
	if (req->io != &wdf_usb_client_io)
		return NULL;
	/* Pairs with wdf_usb_client_alloc(). */
	return smp_load_acquire(&wdf_usb_client_of(req)->linux_urb);
}

static struct wdf_usb_client *wdf_usb_client_get(struct wdf_request *req)
{
	struct wdf_usb_client *c;

	if (req->io_ops == &wdf_usb_client_io)
		return wdf_usb_client_of(req);
	if (req->io_ops)
		req->io_ops->release(req);

	c = kzalloc(sizeof(*c), nt_gfp());
	if (!c)
		return NULL;
	c->setup = kmalloc(sizeof(*c->setup), nt_gfp());
	if (!c->setup) {
		kfree(c);
		return NULL;
	}
	INIT_WORK(&c->work, wdf_usb_client_work);
	c->req = req;
	req->io_data = c;
	req->io_ops = &wdf_usb_client_io;
	return c;
}

/**
 * wdf_usb_format_urb() - make a request carry an URB of the client's
 * @target: of a device or of a pipe
 * @req: idle, wdf_request_format_begin() succeeded
 * @urb: the client's
 * @room: bytes of memory there
 * @memory: the WDFMEMORY that it is in, or NULL
 *
 * Context: any up to softirq.
 */
NTSTATUS wdf_usb_format_urb(struct wdf_iotarget *target, struct wdf_request *req, PURB urb,
			    size_t room, struct wdf_object *memory)
{
	struct wdf_usb_client *c = wdf_usb_client_get(req);

	if (!c)
		return STATUS_INSUFFICIENT_RESOURCES;
	if (target->base.cls->type == WDF_TYPE_USBPIPE)
		c->usb = container_of(target, struct wdf_usb_pipe, target)->owner->usb;
	else
		c->usb = container_of(target, struct wdf_usb_device, target);
	/* Not at the end of a flight that failed to begin: a canceller may be
	 * looking at it. Nobody looks at an idle request.
	 */
	wdf_usb_client_clear(c);
	c->target = target;
	c->client = urb;
	c->room = room;
	c->memory = (WDFMEMORY)memory;
	wdf_request_format_end(req, target, &wdf_usb_client_io, memory, WdfRequestTypeUsb);
	return STATUS_SUCCESS;
}
