// SPDX-License-Identifier: GPL-2.0
/*
 * Buffers of requests that come from a queue.
 *
 * Whatever the method, the memory is the kernel's and the request's: nt/file_io.c
 * has copied it. What methods differ in is where the IRP says that it is.
 */
#include <linux/export.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/device_internal.h"
#include "wdf/memory.h"
#include "wdf/queue.h"

#define WDF_CODE_METHOD(code)	((code) & 3)

/**
 * struct wdf_io_buffer - one of the two buffers of a request
 * @data: first byte
 * @length: bytes
 * @mdl: describes it, or NULL
 */
struct wdf_io_buffer {
	void *data;
	size_t length;
	PMDL mdl;
};

static void wdf_buffer_from_mdl(struct wdf_io_buffer *buffer, PMDL mdl)
{
	buffer->mdl = mdl;
	buffer->data = mdl ? MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority) : NULL;
}

/* Reads and writes: as the device's type says. */
static NTSTATUS wdf_buffer_of_transfer(PIRP irp, u32 length, struct wdf_io_buffer *buffer)
{
	buffer->length = length;
	if (irp->MdlAddress)
		wdf_buffer_from_mdl(buffer, irp->MdlAddress);
	else
		buffer->data = irp->AssociatedIrp.SystemBuffer;
	/* Method neither has its address where nobody may look. */
	return !buffer->data && irp->UserBuffer ? STATUS_INVALID_DEVICE_REQUEST : STATUS_SUCCESS;
}

static NTSTATUS wdf_buffer_of_control(PIRP irp, const IO_STACK_LOCATION *location, int which,
				      struct wdf_io_buffer *buffer)
{
	u32 method = WDF_CODE_METHOD(location->Parameters.DeviceIoControl.IoControlCode);

	if (method == METHOD_NEITHER)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (which == WDF_IN_INPUT) {
		buffer->length = location->Parameters.DeviceIoControl.InputBufferLength;
		buffer->data = irp->AssociatedIrp.SystemBuffer;
		return STATUS_SUCCESS;
	}
	buffer->length = location->Parameters.DeviceIoControl.OutputBufferLength;
	if (method == METHOD_BUFFERED)
		buffer->data = irp->AssociatedIrp.SystemBuffer;
	else
		wdf_buffer_from_mdl(buffer, irp->MdlAddress);
	return STATUS_SUCCESS;
}

static NTSTATUS wdf_buffer_get(struct wdf_incoming *in, int which, struct wdf_io_buffer *buffer)
{
	PIRP irp = wdf_incoming_irp(in);
	const IO_STACK_LOCATION *location = IoGetCurrentIrpStackLocation(irp);
	NTSTATUS status = STATUS_INVALID_DEVICE_REQUEST;

	memset(buffer, 0, sizeof(*buffer));
	switch (in->type) {
	case WdfRequestTypeRead:
		if (which == WDF_IN_OUTPUT)
			status = wdf_buffer_of_transfer(irp, location->Parameters.Read.Length,
							buffer);
		break;
	case WdfRequestTypeWrite:
		if (which == WDF_IN_INPUT)
			status = wdf_buffer_of_transfer(irp, location->Parameters.Write.Length,
							buffer);
		break;
	case WdfRequestTypeDeviceControl:
	case WdfRequestTypeDeviceControlInternal:
		status = wdf_buffer_of_control(irp, location, which, buffer);
		break;
	default:
		break;
	}
	if (!NT_SUCCESS(status))
		return status;
	return buffer->length && buffer->data ? STATUS_SUCCESS : STATUS_BUFFER_TOO_SMALL;
}

static NTSTATUS wdf_buffer_retrieve(WDFREQUEST request, int which, size_t minimum, PVOID *data,
				    size_t *length, const char *who)
{
	struct wdf_incoming *in;
	struct wdf_io_buffer buffer;
	NTSTATUS status;

	if (length)
		*length = 0;
	if (!data)
		return STATUS_INVALID_PARAMETER;
	*data = NULL;
	in = wdf_incoming_from_handle(request, who);
	if (!in)
		return STATUS_INVALID_DEVICE_REQUEST;
	status = wdf_buffer_get(in, which, &buffer);
	if (NT_SUCCESS(status) && buffer.length < minimum)
		status = STATUS_BUFFER_TOO_SMALL;
	if (!NT_SUCCESS(status))
		return status;
	*data = buffer.data;
	if (length)
		*length = buffer.length;
	return STATUS_SUCCESS;
}

NTSTATUS WdfRequestRetrieveInputBuffer(WDFREQUEST Request, size_t MinimumRequiredLength,
				       PVOID *Buffer, size_t *Length)
{
	return wdf_buffer_retrieve(Request, WDF_IN_INPUT, MinimumRequiredLength, Buffer, Length,
				   __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestRetrieveInputBuffer, NDIS_SHIM);

NTSTATUS WdfRequestRetrieveOutputBuffer(WDFREQUEST Request, size_t MinimumRequiredSize,
					PVOID *Buffer, size_t *Length)
{
	return wdf_buffer_retrieve(Request, WDF_IN_OUTPUT, MinimumRequiredSize, Buffer, Length,
				   __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestRetrieveOutputBuffer, NDIS_SHIM);

/* One object for each buffer, made when it is first asked for. */
static NTSTATUS wdf_buffer_memory(WDFREQUEST request, int which, WDFMEMORY *memory,
				  const char *who)
{
	struct wdf_incoming *in;
	struct wdf_io_buffer buffer;
	NTSTATUS status;

	if (!memory)
		return STATUS_INVALID_PARAMETER;
	*memory = NULL;
	in = wdf_incoming_from_handle(request, who);
	if (!in)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (!in->memory[which]) {
		status = wdf_buffer_get(in, which, &buffer);
		if (NT_SUCCESS(status))
			status = wdf_memory_wrap(&in->req.base, buffer.data, buffer.length,
						 &in->memory[which]);
		if (!NT_SUCCESS(status))
			return status;
	}
	*memory = wdf_memory_handle(in->memory[which]);
	return STATUS_SUCCESS;
}

NTSTATUS WdfRequestRetrieveInputMemory(WDFREQUEST Request, WDFMEMORY *Memory)
{
	return wdf_buffer_memory(Request, WDF_IN_INPUT, Memory, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestRetrieveInputMemory, NDIS_SHIM);

NTSTATUS WdfRequestRetrieveOutputMemory(WDFREQUEST Request, WDFMEMORY *Memory)
{
	return wdf_buffer_memory(Request, WDF_IN_OUTPUT, Memory, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestRetrieveOutputMemory, NDIS_SHIM);

static NTSTATUS wdf_buffer_mdl(WDFREQUEST request, int which, PMDL *mdl, const char *who)
{
	struct wdf_incoming *in;
	struct wdf_io_buffer buffer;
	NTSTATUS status;

	if (!mdl)
		return STATUS_INVALID_PARAMETER;
	*mdl = NULL;
	in = wdf_incoming_from_handle(request, who);
	if (!in)
		return STATUS_INVALID_DEVICE_REQUEST;
	status = wdf_buffer_get(in, which, &buffer);
	if (!NT_SUCCESS(status))
		return status;
	if (!buffer.mdl && !in->mdl[which]) {
		in->mdl[which] = IoAllocateMdl(buffer.data, buffer.length, FALSE, FALSE, NULL);
		if (!in->mdl[which])
			return STATUS_INSUFFICIENT_RESOURCES;
		MmBuildMdlForNonPagedPool(in->mdl[which]);
	}
	*mdl = buffer.mdl ?: in->mdl[which];
	return STATUS_SUCCESS;
}

NTSTATUS WdfRequestRetrieveInputWdmMdl(WDFREQUEST Request, PMDL *Mdl)
{
	return wdf_buffer_mdl(Request, WDF_IN_INPUT, Mdl, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestRetrieveInputWdmMdl, NDIS_SHIM);

NTSTATUS WdfRequestRetrieveOutputWdmMdl(WDFREQUEST Request, PMDL *Mdl)
{
	return wdf_buffer_mdl(Request, WDF_IN_OUTPUT, Mdl, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestRetrieveOutputWdmMdl, NDIS_SHIM);

/* ---- method neither ---- */

/* STATUS_INVALID_DEVICE_REQUEST: it is not of that method, or has no such buffer. */
static NTSTATUS wdf_buffer_get_unsafe(struct wdf_incoming *in, int which,
				      struct wdf_io_buffer *buffer)
{
	PIRP irp = wdf_incoming_irp(in);
	const IO_STACK_LOCATION *location = IoGetCurrentIrpStackLocation(irp);
	bool control = in->type == WdfRequestTypeDeviceControl ||
		       in->type == WdfRequestTypeDeviceControlInternal;

	memset(buffer, 0, sizeof(*buffer));
	if (control) {
		if (WDF_CODE_METHOD(location->Parameters.DeviceIoControl.IoControlCode) !=
		    METHOD_NEITHER)
			return STATUS_INVALID_DEVICE_REQUEST;
		if (which == WDF_IN_INPUT) {
			buffer->data = location->Parameters.DeviceIoControl.Type3InputBuffer;
			buffer->length = location->Parameters.DeviceIoControl.InputBufferLength;
		} else {
			buffer->data = irp->UserBuffer;
			buffer->length = location->Parameters.DeviceIoControl.OutputBufferLength;
		}
	} else if (irp->AssociatedIrp.SystemBuffer || irp->MdlAddress) {
		return STATUS_INVALID_DEVICE_REQUEST;
	} else if (in->type == WdfRequestTypeRead && which == WDF_IN_OUTPUT) {
		buffer->data = irp->UserBuffer;
		buffer->length = location->Parameters.Read.Length;
	} else if (in->type == WdfRequestTypeWrite && which == WDF_IN_INPUT) {
		buffer->data = irp->UserBuffer;
		buffer->length = location->Parameters.Write.Length;
	} else {
		return STATUS_INVALID_DEVICE_REQUEST;
	}
	return buffer->data && buffer->length ? STATUS_SUCCESS : STATUS_BUFFER_TOO_SMALL;
}

static NTSTATUS wdf_buffer_retrieve_unsafe(WDFREQUEST request, int which, size_t minimum,
					   PVOID *data, size_t *length, const char *who)
{
	struct wdf_incoming *in;
	struct wdf_io_buffer buffer;
	NTSTATUS status;

	if (length)
		*length = 0;
	if (!data)
		return STATUS_INVALID_PARAMETER;
	*data = NULL;
	in = wdf_incoming_from_handle(request, who);
	if (!in || !in->caller_context)
		return STATUS_INVALID_DEVICE_REQUEST;
	status = wdf_buffer_get_unsafe(in, which, &buffer);
	if (NT_SUCCESS(status) && buffer.length < minimum)
		status = STATUS_BUFFER_TOO_SMALL;
	if (!NT_SUCCESS(status))
		return status;
	*data = buffer.data;
	if (length)
		*length = buffer.length;
	return STATUS_SUCCESS;
}

NTSTATUS WdfRequestRetrieveUnsafeUserInputBuffer(WDFREQUEST Request, size_t MinimumRequiredLength,
						 PVOID *InputBuffer, size_t *Length)
{
	return wdf_buffer_retrieve_unsafe(Request, WDF_IN_INPUT, MinimumRequiredLength,
					  InputBuffer, Length, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestRetrieveUnsafeUserInputBuffer, NDIS_SHIM);

NTSTATUS WdfRequestRetrieveUnsafeUserOutputBuffer(WDFREQUEST Request, size_t MinimumRequiredLength,
						  PVOID *OutputBuffer, size_t *Length)
{
	return wdf_buffer_retrieve_unsafe(Request, WDF_IN_OUTPUT, MinimumRequiredLength,
					  OutputBuffer, Length, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestRetrieveUnsafeUserOutputBuffer, NDIS_SHIM);

static bool wdf_buffer_contains(const struct wdf_io_buffer *buffer, const void *data,
				size_t length)
{
	size_t offset = (const u8 *)data - (const u8 *)buffer->data;

	return buffer->data && (const u8 *)data >= (const u8 *)buffer->data &&
	       offset <= buffer->length && length <= buffer->length - offset;
}

/* The addresses that a client may know are those of the request's own buffers. */
static NTSTATUS wdf_buffer_probe(WDFREQUEST request, PVOID data, size_t length,
				 WDFMEMORY *object, const char *who)
{
	struct wdf_incoming *in;
	struct wdf_io_buffer buffer;
	NTSTATUS status = STATUS_ACCESS_VIOLATION;
	int which;

	if (!object)
		return STATUS_INVALID_PARAMETER;
	*object = NULL;
	if (!data || !length)
		return STATUS_INVALID_USER_BUFFER;
	in = wdf_incoming_from_handle(request, who);
	if (!in || !in->caller_context || nt_irql_violation(in->req.base.driver, who))
		return STATUS_INVALID_DEVICE_REQUEST;
	for (which = 0; which < WDF_IN_NUM_BUFFERS; which++) {
		struct wdf_memory *memory;

		if (!NT_SUCCESS(wdf_buffer_get_unsafe(in, which, &buffer)) ||
		    !wdf_buffer_contains(&buffer, data, length))
			continue;
		if (in->memory[which])
			return STATUS_INVALID_DEVICE_REQUEST;
		status = wdf_memory_wrap(&in->req.base, data, length, &memory);
		if (!NT_SUCCESS(status))
			return status;
		in->memory[which] = memory;
		*object = wdf_memory_handle(memory);
		break;
	}
	return status;
}

NTSTATUS WdfRequestProbeAndLockUserBufferForRead(WDFREQUEST Request, PVOID Buffer, size_t Length,
						 WDFMEMORY *MemoryObject)
{
	return wdf_buffer_probe(Request, Buffer, Length, MemoryObject, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestProbeAndLockUserBufferForRead, NDIS_SHIM);

NTSTATUS WdfRequestProbeAndLockUserBufferForWrite(WDFREQUEST Request, PVOID Buffer, size_t Length,
						  WDFMEMORY *MemoryObject)
{
	return wdf_buffer_probe(Request, Buffer, Length, MemoryObject, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfRequestProbeAndLockUserBufferForWrite, NDIS_SHIM);
