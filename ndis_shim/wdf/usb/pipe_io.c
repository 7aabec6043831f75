// SPDX-License-Identifier: GPL-2.0
/*
 * Reads and writes of pipes, abort and reset: check, convert, call. Transfers
 * themselves are in transfer.c, waiting for them in sync.c, URBs in urb_api.c.
 */
#include <linux/usb.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/usb/usb_internal.h"

static NTSTATUS wdf_usb_pipe_format(WDFUSBPIPE handle, bool in, WDFREQUEST request,
				    WDFMEMORY memory, PWDFMEMORY_OFFSET offset, const char *who)
{
	struct wdf_usb_pipe *pipe = wdf_usb_pipe_from_handle(handle, who);
	struct wdf_buffer buffer;
	struct wdf_request *req;
	NTSTATUS status;

	if (!pipe)
		return STATUS_INVALID_HANDLE;
	req = wdf_request_from_handle(request, who);
	if (!req)
		return STATUS_INVALID_HANDLE;
	if (usb_endpoint_dir_in(&pipe->desc) != in)
		return STATUS_INVALID_DEVICE_REQUEST;
	status = wdf_buffer_from_memory(memory, offset, &buffer, who);
	if (!NT_SUCCESS(status))
		return status;
	status = wdf_request_format_begin(req, who);
	if (!NT_SUCCESS(status))
		return status;
	return wdf_usb_format_pipe(pipe, req, &buffer);
}

NTSTATUS WdfUsbTargetPipeFormatRequestForRead(WDFUSBPIPE Pipe, WDFREQUEST Request,
					      WDFMEMORY ReadMemory, PWDFMEMORY_OFFSET ReadOffset)
{
	return wdf_usb_pipe_format(Pipe, true, Request, ReadMemory, ReadOffset, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetPipeFormatRequestForRead, NDIS_SHIM);

NTSTATUS WdfUsbTargetPipeFormatRequestForWrite(WDFUSBPIPE Pipe, WDFREQUEST Request,
					       WDFMEMORY WriteMemory,
					       PWDFMEMORY_OFFSET WriteOffset)
{
	return wdf_usb_pipe_format(Pipe, false, Request, WriteMemory, WriteOffset, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetPipeFormatRequestForWrite, NDIS_SHIM);

static NTSTATUS wdf_usb_pipe_sync(WDFUSBPIPE handle, bool in, WDFREQUEST request,
				  PWDF_REQUEST_SEND_OPTIONS options,
				  PWDF_MEMORY_DESCRIPTOR descriptor, PULONG transferred,
				  const char *who)
{
	struct wdf_usb_pipe *pipe = wdf_usb_pipe_from_handle(handle, who);
	struct wdf_buffer buffer;
	struct wdf_request *req;
	unsigned long timeout;
	NTSTATUS status;
	ULONG flags;

	if (transferred)
		*transferred = 0;
	if (!pipe)
		return STATUS_INVALID_HANDLE;
	if (usb_endpoint_dir_in(&pipe->desc) != in)
		return STATUS_INVALID_DEVICE_REQUEST;
	status = wdf_send_options_parse(options, &flags, &timeout);
	if (!NT_SUCCESS(status))
		return status;
	/* A stopped reader is as good as a stopped target: the read would wait
	 * for the reader's start, and then not be allowed.
	 */
	if (in && pipe->reader && (wdf_usb_reader_running(pipe->reader) ||
				   !(flags & WDF_REQUEST_SEND_OPTION_IGNORE_TARGET_STATE))) {
		nt_violation(pipe->target.base.driver, NT_RULE_READER_MISUSE, "%s", who);
		return STATUS_INVALID_DEVICE_STATE;
	}
	status = wdf_buffer_from_descriptor(descriptor, &buffer, who);
	if (!NT_SUCCESS(status))
		return status;
	status = wdf_usb_request_begin(pipe->target.base.driver, request, &req, who);
	if (!NT_SUCCESS(status))
		return status;

	status = wdf_usb_format_pipe(pipe, req, &buffer);
	if (NT_SUCCESS(status))
		status = wdf_usb_request_run(&pipe->target, req, flags, timeout, transferred);
	wdf_request_put(req);
	return status;
}

NTSTATUS WdfUsbTargetPipeReadSynchronously(WDFUSBPIPE Pipe, WDFREQUEST Request,
					   PWDF_REQUEST_SEND_OPTIONS RequestOptions,
					   PWDF_MEMORY_DESCRIPTOR MemoryDescriptor,
					   PULONG BytesRead)
{
	return wdf_usb_pipe_sync(Pipe, true, Request, RequestOptions, MemoryDescriptor, BytesRead,
				 __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetPipeReadSynchronously, NDIS_SHIM);

NTSTATUS WdfUsbTargetPipeWriteSynchronously(WDFUSBPIPE Pipe, WDFREQUEST Request,
					    PWDF_REQUEST_SEND_OPTIONS RequestOptions,
					    PWDF_MEMORY_DESCRIPTOR MemoryDescriptor,
					    PULONG BytesWritten)
{
	return wdf_usb_pipe_sync(Pipe, false, Request, RequestOptions, MemoryDescriptor,
				 BytesWritten, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetPipeWriteSynchronously, NDIS_SHIM);

/*
 * Common to abort and reset: end everything that was sent and hold what comes
 * meanwhile; wdf_usb_pipe_go_on() lets it through.
 */
static NTSTATUS wdf_usb_pipe_flush(struct wdf_usb_pipe *pipe, bool *started, const char *who)
{
	NTSTATUS status;

	if (nt_irql_violation(pipe->target.base.driver, who))
		return STATUS_INVALID_DEVICE_STATE;
	status = wdf_usb_pipe_check(pipe, who);
	if (!NT_SUCCESS(status))
		return status;

	*started = READ_ONCE(pipe->target.state) == WDF_TARGET_STARTED;
	wdf_iotarget_stop(&pipe->target, WdfIoTargetCancelSentIo);
	return STATUS_SUCCESS;
}

static void wdf_usb_pipe_go_on(struct wdf_usb_pipe *pipe, bool started)
{
	/* A reader that gave up is started again by the client, not by this. */
	if (started && !pipe->reader)
		wdf_iotarget_start(&pipe->target);
}

/* The request, if one is given, has nothing to do here: there is no operation
 * that could be cancelled.
 */
NTSTATUS WdfUsbTargetPipeAbortSynchronously(WDFUSBPIPE Pipe, WDFREQUEST Request,
					    PWDF_REQUEST_SEND_OPTIONS RequestOptions)
{
	struct wdf_usb_pipe *pipe = wdf_usb_pipe_from_handle(Pipe, __func__);
	NTSTATUS status;
	bool started;

	if (!pipe)
		return STATUS_INVALID_HANDLE;
	status = wdf_usb_pipe_flush(pipe, &started, __func__);
	if (NT_SUCCESS(status))
		wdf_usb_pipe_go_on(pipe, started);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetPipeAbortSynchronously, NDIS_SHIM);

NTSTATUS WdfUsbTargetPipeResetSynchronously(WDFUSBPIPE Pipe, WDFREQUEST Request,
					    PWDF_REQUEST_SEND_OPTIONS RequestOptions)
{
	struct wdf_usb_pipe *pipe = wdf_usb_pipe_from_handle(Pipe, __func__);
	NTSTATUS status;
	bool started;

	if (!pipe)
		return STATUS_INVALID_HANDLE;
	status = wdf_usb_pipe_flush(pipe, &started, __func__);
	if (!NT_SUCCESS(status))
		return status;
	status = wdf_usb_clear_halt(pipe, Request, RequestOptions);
	wdf_usb_pipe_go_on(pipe, started);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetPipeResetSynchronously, NDIS_SHIM);

NTSTATUS WdfUsbTargetPipeFormatRequestForAbort(WDFUSBPIPE Pipe, WDFREQUEST Request)
{
	struct wdf_usb_pipe *pipe = wdf_usb_pipe_from_handle(Pipe, __func__);

	if (!pipe)
		return STATUS_INVALID_HANDLE;
	return wdf_usb_format_op(&pipe->target, Request, WDF_USB_OP_PIPE_ABORT, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetPipeFormatRequestForAbort, NDIS_SHIM);

NTSTATUS WdfUsbTargetPipeFormatRequestForReset(WDFUSBPIPE Pipe, WDFREQUEST Request)
{
	struct wdf_usb_pipe *pipe = wdf_usb_pipe_from_handle(Pipe, __func__);

	if (!pipe)
		return STATUS_INVALID_HANDLE;
	return wdf_usb_format_op(&pipe->target, Request, WDF_USB_OP_PIPE_RESET, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetPipeFormatRequestForReset, NDIS_SHIM);
