// SPDX-License-Identifier: GPL-2.0
/*
 * WDFLOOKASIDE: memory objects of one size with one set of attributes. The
 * allocator below keeps lists of free blocks of each size anyway, so an element
 * is made anew each time; a slab cache of its own could not be destroyed from
 * the contexts in which the last element may die.
 */
#include <linux/export.h>
#include <linux/slab.h>

#include "nt/nt_internal.h"
#include "wdf/driver.h"
#include "wdf/memory.h"
#include "wdf/object_internal.h"

/**
 * struct wdf_lookaside - a WDFLOOKASIDE
 * @base: object
 * @size: of an element's buffer
 * @pool: where it comes from
 * @tag: pool tag
 * @attributes: of each element
 * @has_attributes: @attributes were given
 */
struct wdf_lookaside {
	struct wdf_object base;
	size_t size;
	POOL_TYPE pool;
	ULONG tag;
	WDF_OBJECT_ATTRIBUTES attributes;
	bool has_attributes;
};

static void wdf_lookaside_release(struct wdf_object *obj)
{
	kfree(container_of(obj, struct wdf_lookaside, base));
}

static const struct wdf_object_class wdf_lookaside_class = {
	.name = "WDFLOOKASIDE",
	.type = WDF_TYPE_LOOKASIDE,
	.release = wdf_lookaside_release,
};

NTSTATUS WdfLookasideListCreateWorker(PWDF_DRIVER_GLOBALS Globals,
				      PWDF_OBJECT_ATTRIBUTES LookasideAttributes,
				      size_t BufferSize, POOL_TYPE PoolType,
				      PWDF_OBJECT_ATTRIBUTES MemoryAttributes,
				      ULONG PoolTag, WDFLOOKASIDE *Lookaside)
{
	struct wdf_creator creator;
	struct wdf_lookaside *list;
	NTSTATUS status;

	if (!Lookaside)
		return STATUS_INVALID_PARAMETER;
	*Lookaside = NULL;
	if (!BufferSize)
		return STATUS_INVALID_PARAMETER;
	status = wdf_object_check_attributes(MemoryAttributes);
	if (!NT_SUCCESS(status))
		return status;
	wdf_creator_init(&creator, Globals);
	if (nt_irql_violation(creator.driver, "WdfLookasideListCreate"))
		return STATUS_INVALID_DEVICE_STATE;

	list = kzalloc(sizeof(*list), GFP_KERNEL);
	if (!list)
		return STATUS_INSUFFICIENT_RESOURCES;
	list->size = BufferSize;
	list->pool = PoolType;
	list->tag = PoolTag;
	if (MemoryAttributes) {
		list->attributes = *MemoryAttributes;
		list->has_attributes = true;
	}
	wdf_object_init(&list->base, &wdf_lookaside_class, creator.driver);
	status = wdf_object_publish(&list->base, LookasideAttributes, creator.parent);
	if (!NT_SUCCESS(status)) {
		kfree(list);
		return status;
	}
	*Lookaside = wdf_object_to_handle(&list->base);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfLookasideListCreateWorker, NDIS_SHIM);

/* Without a parent in the list's memory attributes an element hangs below the
 * driver, as any memory object does.
 */
NTSTATUS WdfMemoryCreateFromLookaside(WDFLOOKASIDE Lookaside, WDFMEMORY *Memory)
{
	struct wdf_lookaside *list;
	struct wdf_creator creator;
	struct wdf_memory *memory;
	struct wdf_object *obj;
	NTSTATUS status;

	if (!Memory)
		return STATUS_INVALID_PARAMETER;
	*Memory = NULL;
	obj = wdf_object_from_handle(Lookaside, WDF_TYPE_LOOKASIDE, __func__);
	if (!obj)
		return STATUS_INVALID_HANDLE;
	list = container_of(obj, struct wdf_lookaside, base);
	if (wdf_object_deleted(obj))
		return STATUS_DELETE_PENDING;

	creator.driver = obj->driver;
	creator.parent = obj->driver && obj->driver->wdf ?
			 wdf_driver_object(obj->driver->wdf) : obj->parent;
	status = wdf_memory_create(&creator, list->has_attributes ? &list->attributes : NULL,
				   list->pool, list->tag, list->size, &memory);
	if (NT_SUCCESS(status))
		*Memory = wdf_object_to_handle(&memory->base);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfMemoryCreateFromLookaside, NDIS_SHIM);
