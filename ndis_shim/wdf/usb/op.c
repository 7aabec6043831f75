// SPDX-License-Identifier: GPL-2.0
/*
 * What a pipe or the port is asked to do that is no transfer: abort, reset,
 * cycle. Done in process context by a work item, on behalf of a request that may
 * have been sent from anywhere.
 *
 * A request stays in flight until its work item has finished: whoever deletes
 * the target waits for it, and it ends soon, since its control transfers have a
 * timeout and end with the device. Cancelling has nothing to stop.
 */
#include <linux/slab.h>
#include <linux/usb.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/usb/usb_internal.h"

/**
 * struct wdf_usb_op - what a formatted request is to do
 * @req: its request
 * @target: the pipe or the device
 * @usb: the device behind it
 * @kind: what
 * @answer: for WDF_USB_OP_PORT_STATUS; pinned like any transfer's memory
 * @work: does it
 * @status: result
 */
struct wdf_usb_op {
	struct wdf_request *req;
	struct wdf_iotarget *target;
	struct wdf_usb_device *usb;
	enum wdf_usb_op_kind kind;
	void *answer;
	struct work_struct work;
	NTSTATUS status;
};

static struct urb *wdf_usb_request_urb(struct wdf_request *req)
{
	return wdf_usb_xfer_urb(req) ?: wdf_usb_client_urb(req);
}

/* A transfer of the target that nobody has asked to end yet, pinned. */
static struct wdf_request *wdf_usb_pin_transfer(struct wdf_iotarget *target)
{
	struct wdf_request *req, *found = NULL;
	unsigned long flags;

	spin_lock_irqsave(&target->lock, flags);
	list_for_each_entry(req, &target->sent, node) {
		if (wdf_usb_request_urb(req) && wdf_request_pin(req)) {
			found = req;
			break;
		}
	}
	spin_unlock_irqrestore(&target->lock, flags);
	return found;
}

/**
 * wdf_usb_pipe_abort() - end what was sent to a pipe
 * @pipe: kept by the caller
 *
 * Transfers only: the operation that asks for this is in the same list. Their
 * deliveries are queued on return, before that of the operation.
 *
 * Context: process.
 */
void wdf_usb_pipe_abort(struct wdf_usb_pipe *pipe)
{
	struct wdf_request *req;

	while ((req = wdf_usb_pin_transfer(&pipe->target))) {
		usb_kill_urb(wdf_usb_request_urb(req));
		wdf_request_unpin(req);
	}
}

/**
 * wdf_usb_pipe_check() - may a pipe be aborted or reset?
 * @pipe: pipe
 * @who: API, for reports
 *
 * Context: any.
 */
NTSTATUS wdf_usb_pipe_check(struct wdf_usb_pipe *pipe, const char *who)
{
	if (pipe->reader && wdf_usb_reader_running(pipe->reader)) {
		nt_violation(pipe->target.base.driver, NT_RULE_READER_MISUSE,
			     "%s while the reader runs", who);
		return STATUS_INVALID_DEVICE_STATE;
	}
	return wdf_usb_present(&pipe->target) ? STATUS_SUCCESS : STATUS_DEVICE_REMOVED;
}

static bool wdf_usb_op_is_pipes(const struct wdf_usb_op *op)
{
	return op->kind == WDF_USB_OP_PIPE_ABORT || op->kind == WDF_USB_OP_PIPE_RESET;
}

static NTSTATUS wdf_usb_op_run_pipe(struct wdf_usb_op *op)
{
	struct wdf_usb_pipe *pipe = container_of(op->target, struct wdf_usb_pipe, target);

	wdf_usb_pipe_abort(pipe);
	if (op->kind == WDF_USB_OP_PIPE_ABORT)
		return STATUS_SUCCESS;
	return wdf_usb_clear_halt(pipe, NULL, NULL);
}

static NTSTATUS wdf_usb_op_run(struct wdf_usb_op *op)
{
	ULONG port;

	if (wdf_usb_op_is_pipes(op))
		return wdf_usb_op_run_pipe(op);
	if (op->kind == WDF_USB_OP_PORT_STATUS) {
		port = wdf_usb_port_status(op->usb);
		memcpy(op->answer, &port, sizeof(port));
		return STATUS_SUCCESS;
	}
	if (!wdf_usb_present(op->target))
		return STATUS_DEVICE_REMOVED;
	/* Both come later, by themselves. */
	if (op->kind == WDF_USB_OP_RESET_PORT)
		usb_queue_reset_device(op->usb->fn->control);
	else
		wdf_usb_restart(&op->usb->fn->pdo, true);
	return STATUS_SUCCESS;
}

/* Last word to wdf_request_io_done(): @op may be gone after it. */
static void wdf_usb_op_work(struct work_struct *work)
{
	struct wdf_usb_op *op = container_of(work, struct wdf_usb_op, work);

	op->status = wdf_usb_op_run(op);
	wdf_request_io_done(op->req);
}

static NTSTATUS wdf_usb_op_submit(struct wdf_request *req)
{
	struct wdf_usb_op *op = req->io_data;
	NTSTATUS status = STATUS_SUCCESS;

	if (wdf_usb_op_is_pipes(op))
		status = wdf_usb_pipe_check(container_of(op->target, struct wdf_usb_pipe, target),
					    "abort or reset");
	if (NT_SUCCESS(status))
		queue_work(wdf_usb_op_wq, &op->work);
	return status;
}

static void wdf_usb_op_unlink(struct wdf_request *req)
{
}

static void wdf_usb_op_finish(struct wdf_request *req)
{
	static const WDF_USB_REQUEST_TYPE types[] = {
		[WDF_USB_OP_PIPE_ABORT] = WdfUsbRequestTypePipeAbort,
		[WDF_USB_OP_PIPE_RESET] = WdfUsbRequestTypePipeReset,
		[WDF_USB_OP_CYCLE_PORT] = WdfUsbRequestTypeNoFormat,
		[WDF_USB_OP_RESET_PORT] = WdfUsbRequestTypeNoFormat,
		[WDF_USB_OP_PORT_STATUS] = WdfUsbRequestTypeNoFormat,
	};
	struct wdf_usb_op *op = req->io_data;

	req->status = op->status;
	req->usb_params.Type = types[op->kind];
	req->usb_params.UsbdStatus = NT_SUCCESS(op->status) ? USBD_STATUS_SUCCESS :
							      USBD_STATUS_REQUEST_FAILED;
}

static void wdf_usb_op_release(struct wdf_request *req)
{
	kfree(req->io_data);
	req->io_data = NULL;
	req->io_ops = NULL;
}

static const struct wdf_request_io wdf_usb_op_io = {
	.submit = wdf_usb_op_submit,
	.unlink = wdf_usb_op_unlink,
	.finish = wdf_usb_op_finish,
	.release = wdf_usb_op_release,
};

static struct wdf_usb_op *wdf_usb_op_get(struct wdf_request *req, struct wdf_iotarget *target,
					 enum wdf_usb_op_kind kind)
{
	struct wdf_usb_op *op;

	if (req->io_ops && req->io_ops != &wdf_usb_op_io)
		req->io_ops->release(req);
	op = req->io_data;
	if (!op) {
		op = kzalloc(sizeof(*op), nt_gfp());
		if (!op)
			return NULL;
		INIT_WORK(&op->work, wdf_usb_op_work);
		op->req = req;
		req->io_data = op;
		req->io_ops = &wdf_usb_op_io;
	}
	op->target = target;
	if (target->base.cls->type == WDF_TYPE_USBPIPE)
		op->usb = container_of(target, struct wdf_usb_pipe, target)->owner->usb;
	else
		op->usb = container_of(target, struct wdf_usb_device, target);
	op->kind = kind;
	op->answer = NULL;
	return op;
}

/**
 * wdf_usb_format_op() - make a client's request an operation
 * @target: a pipe's target, or the device's for WDF_USB_OP_CYCLE_PORT
 * @request: the client's
 * @kind: what to do
 * @who: API, for reports
 *
 * Context: any up to softirq.
 */
NTSTATUS wdf_usb_format_op(struct wdf_iotarget *target, WDFREQUEST request,
			   enum wdf_usb_op_kind kind, const char *who)
{
	struct wdf_request *req = wdf_request_from_handle(request, who);
	NTSTATUS status;

	if (!req)
		return STATUS_INVALID_HANDLE;
	status = wdf_request_format_begin(req, who);
	if (!NT_SUCCESS(status))
		return status;
	if (!wdf_usb_op_get(req, target, kind))
		return STATUS_INSUFFICIENT_RESOURCES;
	wdf_request_format_end(req, target, &wdf_usb_op_io, NULL, WdfRequestTypeUsb);
	return STATUS_SUCCESS;
}

/**
 * wdf_usb_format_port_op() - make a request an operation on the device's port
 * @target: of the device or of one of its pipes
 * @req: idle, wdf_request_format_begin() succeeded
 * @kind: not one for pipes
 * @answer: memory for a ULONG, or NULL if there is no answer
 *
 * Context: any up to softirq.
 */
NTSTATUS wdf_usb_format_port_op(struct wdf_iotarget *target, struct wdf_request *req,
				enum wdf_usb_op_kind kind, const struct wdf_buffer *answer)
{
	struct wdf_usb_op *op = wdf_usb_op_get(req, target, kind);

	if (!op)
		return STATUS_INSUFFICIENT_RESOURCES;
	op->answer = answer ? answer->data : NULL;
	wdf_request_format_end(req, target, &wdf_usb_op_io, answer ? answer->memory : NULL,
			       WdfRequestTypeDeviceControlInternal);
	return STATUS_SUCCESS;
}
