// SPDX-License-Identifier: GPL-2.0
/*
 * WDFMEMORY: buffers that are objects. The buffer is pool of the client, the
 * client's own, or for continuous readers a page that may go up the network stack.
 */
#include "wdf/memory.h"

#include <linux/export.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "nt/nt_internal.h"
#include "nt/rx_page.h"
#include "wdf/driver.h"
#include "wdf/object_internal.h"

static void wdf_memory_release(struct wdf_object *obj)
{
	struct wdf_memory *memory = container_of(obj, struct wdf_memory, base);

	if (memory->page)
		put_page(memory->page);
	else if (memory->owned)
		nt_pool_free(memory->buffer);
	kfree(memory);
}

static const struct wdf_object_class wdf_memory_class = {
	.name = "WDFMEMORY",
	.type = WDF_TYPE_MEMORY,
	.release = wdf_memory_release,
};

static struct wdf_memory *wdf_memory_from_handle(WDFMEMORY handle, const char *who)
{
	struct wdf_object *obj = wdf_object_from_handle(handle, WDF_TYPE_MEMORY, who);

	return obj ? container_of(obj, struct wdf_memory, base) : NULL;
}

NTSTATUS wdf_memory_create(const struct wdf_creator *creator, PWDF_OBJECT_ATTRIBUTES attributes,
			   POOL_TYPE pool, ULONG tag, size_t size,
			   struct wdf_memory **out)
{
	/* Contents are undefined on Windows; zeroes tell nobody's secrets. */
	POOL_FLAGS flags = NtPoolFlagsFromType(pool);
	struct wdf_memory *memory;
	NTSTATUS status;

	*out = NULL;
	if (!size)
		return STATUS_INVALID_PARAMETER;
	memory = kzalloc(sizeof(*memory), nt_gfp());
	if (!memory)
		return STATUS_INSUFFICIENT_RESOURCES;
	memory->buffer = nt_pool_alloc(creator->driver, flags, size, tag);
	if (!memory->buffer) {
		status = STATUS_INSUFFICIENT_RESOURCES;
		goto err_free;
	}
	memory->size = size;
	memory->owned = true;

	wdf_object_init(&memory->base, &wdf_memory_class, creator->driver);
	if (flags & POOL_FLAG_PAGED)
		wdf_object_set_passive(&memory->base);
	status = wdf_object_publish(&memory->base, attributes, creator->parent);
	if (!NT_SUCCESS(status))
		goto err_free_buffer;
	*out = memory;
	return STATUS_SUCCESS;

err_free_buffer:
	nt_pool_free(memory->buffer);
err_free:
	kfree(memory);
	return status;
}

bool wdf_memory_change_page(struct wdf_memory *memory)
{
	struct page *page = nt_rx_page_alloc(memory->size);

	if (!page)
		return false;
	if (memory->page)
		put_page(memory->page);
	memory->page = page;
	memory->buffer = page_address(page);
	memory->fresh = true;
	return true;
}

NTSTATUS wdf_memory_create_page(PWDF_OBJECT_ATTRIBUTES attributes, size_t size,
				struct wdf_memory **out)
{
	struct wdf_memory *memory;
	NTSTATUS status;

	*out = NULL;
	memory = kzalloc(sizeof(*memory), nt_gfp());
	if (!memory)
		return STATUS_INSUFFICIENT_RESOURCES;
	memory->size = size;
	memory->owned = true;
	status = STATUS_INSUFFICIENT_RESOURCES;
	if (!wdf_memory_change_page(memory))
		goto err_free;
	wdf_object_init(&memory->base, &wdf_memory_class, NULL);
	status = wdf_object_publish(&memory->base, attributes, NULL);
	if (!NT_SUCCESS(status))
		goto err_put_page;
	*out = memory;
	return STATUS_SUCCESS;

err_put_page:
	put_page(memory->page);
err_free:
	kfree(memory);
	return status;
}

NTSTATUS wdf_memory_wrap(struct wdf_object *parent, void *buffer, size_t size,
			 struct wdf_memory **out)
{
	struct wdf_memory *memory;
	NTSTATUS status;

	*out = NULL;
	memory = kzalloc(sizeof(*memory), nt_gfp());
	if (!memory)
		return STATUS_INSUFFICIENT_RESOURCES;
	memory->buffer = buffer;
	memory->size = size;
	wdf_object_init(&memory->base, &wdf_memory_class, parent->driver);
	wdf_object_set_owned(&memory->base);
	status = wdf_object_publish(&memory->base, NULL, parent);
	if (!NT_SUCCESS(status)) {
		kfree(memory);
		return status;
	}
	wdf_object_hold(&memory->base);
	*out = memory;
	return STATUS_SUCCESS;
}

void wdf_memory_unwrap(struct wdf_memory *memory)
{
	memory->buffer = NULL;
	memory->size = 0;
	wdf_object_unhold(&memory->base);
}

WDFMEMORY wdf_memory_handle(struct wdf_memory *memory)
{
	return wdf_object_to_handle(&memory->base);
}

NTSTATUS WdfMemoryCreateWorker(PWDF_DRIVER_GLOBALS Globals, PWDF_OBJECT_ATTRIBUTES Attributes,
			       POOL_TYPE PoolType, ULONG PoolTag, size_t BufferSize,
			       WDFMEMORY *Memory, PVOID *Buffer)
{
	struct wdf_creator creator;
	struct wdf_memory *memory;
	NTSTATUS status;

	if (Buffer)
		*Buffer = NULL;
	if (!Memory)
		return STATUS_INVALID_PARAMETER;
	*Memory = NULL;
	wdf_creator_init(&creator, Globals);
	status = wdf_memory_create(&creator, Attributes, PoolType, PoolTag, BufferSize,
				   &memory);
	if (!NT_SUCCESS(status))
		return status;
	*Memory = wdf_object_to_handle(&memory->base);
	if (Buffer)
		*Buffer = memory->buffer;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfMemoryCreateWorker, NDIS_SHIM);

NTSTATUS WdfMemoryCreatePreallocatedWorker(PWDF_DRIVER_GLOBALS Globals,
					   PWDF_OBJECT_ATTRIBUTES Attributes, PVOID Buffer,
					   size_t BufferSize, WDFMEMORY *Memory)
{
	struct wdf_creator creator;
	struct wdf_memory *memory;
	NTSTATUS status;

	if (!Memory)
		return STATUS_INVALID_PARAMETER;
	*Memory = NULL;
	if (!Buffer || !BufferSize)
		return STATUS_INVALID_PARAMETER;
	memory = kzalloc(sizeof(*memory), nt_gfp());
	if (!memory)
		return STATUS_INSUFFICIENT_RESOURCES;
	memory->buffer = Buffer;
	memory->size = BufferSize;
	wdf_creator_init(&creator, Globals);
	wdf_object_init(&memory->base, &wdf_memory_class, creator.driver);
	status = wdf_object_publish(&memory->base, Attributes, creator.parent);
	if (!NT_SUCCESS(status)) {
		kfree(memory);
		return status;
	}
	*Memory = wdf_object_to_handle(&memory->base);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfMemoryCreatePreallocatedWorker, NDIS_SHIM);

PVOID WdfMemoryGetBuffer(WDFMEMORY Memory, size_t *BufferSize)
{
	struct wdf_memory *memory = wdf_memory_from_handle(Memory, __func__);

	if (BufferSize)
		*BufferSize = memory ? memory->size : 0;
	return memory ? memory->buffer : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfMemoryGetBuffer, NDIS_SHIM);

/* Only for memory that the framework did not allocate. */
NTSTATUS WdfMemoryAssignBuffer(WDFMEMORY Memory, PVOID Buffer, size_t BufferSize)
{
	struct wdf_memory *memory = wdf_memory_from_handle(Memory, __func__);

	if (!memory)
		return STATUS_INVALID_HANDLE;
	if (!Buffer || !BufferSize)
		return STATUS_INVALID_PARAMETER;
	if (memory->owned)
		return STATUS_INVALID_DEVICE_REQUEST;
	memory->buffer = Buffer;
	memory->size = BufferSize;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfMemoryAssignBuffer, NDIS_SHIM);

static bool wdf_memory_fits(const struct wdf_memory *memory, size_t offset, size_t length)
{
	return offset <= memory->size && length <= memory->size - offset;
}

NTSTATUS WdfMemoryCopyToBuffer(WDFMEMORY SourceMemory, size_t SourceOffset, PVOID Buffer,
			       size_t NumBytesToCopyTo)
{
	struct wdf_memory *memory = wdf_memory_from_handle(SourceMemory, __func__);

	if (!memory)
		return STATUS_INVALID_HANDLE;
	if (!Buffer || !NumBytesToCopyTo)
		return STATUS_INVALID_PARAMETER;
	if (!wdf_memory_fits(memory, SourceOffset, NumBytesToCopyTo))
		return STATUS_BUFFER_TOO_SMALL;
	memcpy(Buffer, (u8 *)memory->buffer + SourceOffset, NumBytesToCopyTo);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfMemoryCopyToBuffer, NDIS_SHIM);

NTSTATUS WdfMemoryCopyFromBuffer(WDFMEMORY DestinationMemory, size_t DestinationOffset,
				 PVOID Buffer, size_t NumBytesToCopyFrom)
{
	struct wdf_memory *memory = wdf_memory_from_handle(DestinationMemory, __func__);

	if (!memory)
		return STATUS_INVALID_HANDLE;
	if (!Buffer || !NumBytesToCopyFrom)
		return STATUS_INVALID_PARAMETER;
	if (!wdf_memory_fits(memory, DestinationOffset, NumBytesToCopyFrom))
		return STATUS_BUFFER_TOO_SMALL;
	memcpy((u8 *)memory->buffer + DestinationOffset, Buffer, NumBytesToCopyFrom);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfMemoryCopyFromBuffer, NDIS_SHIM);
