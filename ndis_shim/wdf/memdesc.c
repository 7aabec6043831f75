// SPDX-License-Identifier: GPL-2.0
/*
 * What a client says about memory for a transfer (WDFMEMORY with offsets,
 * WDF_MEMORY_DESCRIPTOR), checked and turned into an address and a length.
 *
 * Not here: whether the memory is fit for DMA (usb/transfer.c).
 */
#include <wdf.h>

#include "verifier.h"
#include "wdf/object.h"
#include "wdf/request.h"

/**
 * wdf_buffer_from_memory() - a WDFMEMORY, or a part of it
 * @memory: handle, NULL for no data at all
 * @offsets: part of it, NULL for the whole; length 0 = up to the end
 * @buffer: result
 * @who: API, for reports
 *
 * Context: any.
 */
NTSTATUS wdf_buffer_from_memory(WDFMEMORY memory, PWDFMEMORY_OFFSET offsets,
				struct wdf_buffer *buffer, const char *who)
{
	size_t size = 0, offset = 0, length;
	struct wdf_object *obj;
	u8 *data;

	memset(buffer, 0, sizeof(*buffer));
	if (!memory)
		return STATUS_SUCCESS;

	obj = wdf_object_from_handle(memory, WDF_TYPE_MEMORY, who);
	if (!obj)
		return STATUS_INVALID_HANDLE;
	data = WdfMemoryGetBuffer(memory, &size);
	if (!data)
		return STATUS_INVALID_PARAMETER;

	length = size;
	if (offsets) {
		offset = offsets->BufferOffset;
		if (offset > size)
			return STATUS_INVALID_BUFFER_SIZE;
		length = offsets->BufferLength ? offsets->BufferLength : size - offset;
		if (length > size - offset)
			return STATUS_INVALID_BUFFER_SIZE;
	}

	buffer->data = length ? data + offset : NULL;
	buffer->length = length;
	buffer->memory = obj;
	buffer->offset = offset;
	return STATUS_SUCCESS;
}

/**
 * wdf_buffer_from_descriptor() - any kind of WDF_MEMORY_DESCRIPTOR
 * @descriptor: NULL for no data at all
 * @buffer: result
 * @who: API, for reports
 *
 * Context: any.
 */
NTSTATUS wdf_buffer_from_descriptor(PWDF_MEMORY_DESCRIPTOR descriptor,
				    struct wdf_buffer *buffer, const char *who)
{
	PMDL mdl;

	memset(buffer, 0, sizeof(*buffer));
	if (!descriptor)
		return STATUS_SUCCESS;

	switch (descriptor->Type) {
	case WdfMemoryDescriptorTypeBuffer:
		buffer->data = descriptor->u.BufferType.Buffer;
		buffer->length = descriptor->u.BufferType.Length;
		break;
	case WdfMemoryDescriptorTypeMdl:
		mdl = descriptor->u.MdlType.Mdl;
		if (!mdl)
			return STATUS_INVALID_PARAMETER;
		buffer->data = MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority);
		buffer->length = descriptor->u.MdlType.BufferLength;
		if (buffer->length > MmGetMdlByteCount(mdl))
			return STATUS_INVALID_BUFFER_SIZE;
		break;
	case WdfMemoryDescriptorTypeHandle:
		if (!descriptor->u.HandleType.Memory)
			return STATUS_INVALID_PARAMETER;
		return wdf_buffer_from_memory(descriptor->u.HandleType.Memory,
					      descriptor->u.HandleType.Offsets, buffer, who);
	default:
		return STATUS_INVALID_PARAMETER;
	}

	if (!buffer->length)
		buffer->data = NULL;
	else if (!buffer->data)
		return STATUS_INVALID_PARAMETER;
	return STATUS_SUCCESS;
}
