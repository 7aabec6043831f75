// SPDX-License-Identifier: GPL-2.0
/*
 * WDFCOLLECTION: an ordered list of objects, each held by a reference. Callers
 * do their own locking on Windows; the lock here only keeps the list itself
 * whole when they forget it.
 */
#include <linux/export.h>
#include <linux/list.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/driver.h"
#include "wdf/object_internal.h"

struct wdf_collection_item {
	struct list_head node;
	struct wdf_object *obj;
};

/**
 * struct wdf_collection - a WDFCOLLECTION
 * @base: object
 * @lock: protects @items, @count; any context
 * @items: in the order of addition
 * @count: of @items
 */
struct wdf_collection {
	struct wdf_object base;
	spinlock_t lock;
	struct list_head items;
	ULONG count;
};

static void wdf_collection_drop(struct wdf_collection_item *item)
{
	if (!item)
		return;
	wdf_object_put(item->obj);
	kfree(item);
}

static void wdf_collection_dispose(struct wdf_object *obj)
{
	struct wdf_collection *col = container_of(obj, struct wdf_collection, base);
	struct wdf_collection_item *item, *next;
	unsigned long flags;
	LIST_HEAD(items);

	spin_lock_irqsave(&col->lock, flags);
	list_splice_init(&col->items, &items);
	col->count = 0;
	spin_unlock_irqrestore(&col->lock, flags);

	list_for_each_entry_safe(item, next, &items, node)
		wdf_collection_drop(item);
}

static void wdf_collection_release(struct wdf_object *obj)
{
	kfree(container_of(obj, struct wdf_collection, base));
}

static const struct wdf_object_class wdf_collection_class = {
	.name = "WDFCOLLECTION",
	.type = WDF_TYPE_COLLECTION,
	.dispose = wdf_collection_dispose,
	.release = wdf_collection_release,
};

static struct wdf_collection *wdf_collection_from_handle(WDFCOLLECTION handle, const char *who)
{
	struct wdf_object *obj = wdf_object_from_handle(handle, WDF_TYPE_COLLECTION, who);

	return obj ? container_of(obj, struct wdf_collection, base) : NULL;
}

NTSTATUS WdfCollectionCreateWorker(PWDF_DRIVER_GLOBALS Globals,
				   PWDF_OBJECT_ATTRIBUTES CollectionAttributes,
				   WDFCOLLECTION *Collection)
{
	struct wdf_creator creator;
	struct wdf_collection *col;
	NTSTATUS status;

	if (!Collection)
		return STATUS_INVALID_PARAMETER;
	*Collection = NULL;
	wdf_creator_init(&creator, Globals);
	col = kzalloc(sizeof(*col), nt_gfp());
	if (!col)
		return STATUS_INSUFFICIENT_RESOURCES;
	spin_lock_init(&col->lock);
	INIT_LIST_HEAD(&col->items);
	wdf_object_init(&col->base, &wdf_collection_class, creator.driver);
	status = wdf_object_publish(&col->base, CollectionAttributes, creator.parent);
	if (!NT_SUCCESS(status)) {
		kfree(col);
		return status;
	}
	*Collection = wdf_object_to_handle(&col->base);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfCollectionCreateWorker, NDIS_SHIM);

ULONG WdfCollectionGetCount(WDFCOLLECTION Collection)
{
	struct wdf_collection *col = wdf_collection_from_handle(Collection, __func__);

	return col ? READ_ONCE(col->count) : 0;
}
EXPORT_SYMBOL_NS_GPL(WdfCollectionGetCount, NDIS_SHIM);

NTSTATUS WdfCollectionAdd(WDFCOLLECTION Collection, WDFOBJECT Object)
{
	struct wdf_collection *col = wdf_collection_from_handle(Collection, __func__);
	struct wdf_collection_item *item;
	unsigned long flags;
	bool added;

	if (!col)
		return STATUS_INVALID_HANDLE;
	item = kmalloc(sizeof(*item), nt_gfp());
	if (!item)
		return STATUS_INSUFFICIENT_RESOURCES;
	/* None inside EvtDestroy: there is no reference to be had any more. */
	item->obj = wdf_table_get(Object);
	if (!item->obj) {
		kfree(item);
		nt_violation(col->base.driver, NT_RULE_BAD_HANDLE, "%s: handle %p", __func__,
			     Object);
		return STATUS_INVALID_PARAMETER;
	}

	spin_lock_irqsave(&col->lock, flags);
	added = !wdf_object_deleted(&col->base);
	if (added) {
		list_add_tail(&item->node, &col->items);
		col->count++;
	}
	spin_unlock_irqrestore(&col->lock, flags);

	if (!added) {
		wdf_collection_drop(item);
		return STATUS_DELETE_PENDING;
	}
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfCollectionAdd, NDIS_SHIM);

/* The lock is held. */
static struct wdf_collection_item *wdf_collection_at(struct wdf_collection *col, ULONG index)
{
	struct wdf_collection_item *item;

	lockdep_assert_held(&col->lock);

	list_for_each_entry(item, &col->items, node) {
		if (!index--)
			return item;
	}
	return NULL;
}

static struct wdf_collection_item *wdf_collection_unlink(struct wdf_collection *col,
							 struct wdf_collection_item *item)
{
	lockdep_assert_held(&col->lock);

	if (item) {
		list_del(&item->node);
		col->count--;
	}
	return item;
}

VOID WdfCollectionRemove(WDFCOLLECTION Collection, WDFOBJECT Item)
{
	struct wdf_collection *col = wdf_collection_from_handle(Collection, __func__);
	struct wdf_collection_item *item, *found = NULL;
	unsigned long flags;

	if (!col)
		return;
	spin_lock_irqsave(&col->lock, flags);
	list_for_each_entry(item, &col->items, node) {
		if (item->obj == Item) {
			found = wdf_collection_unlink(col, item);
			break;
		}
	}
	spin_unlock_irqrestore(&col->lock, flags);
	wdf_collection_drop(found);
}
EXPORT_SYMBOL_NS_GPL(WdfCollectionRemove, NDIS_SHIM);

VOID WdfCollectionRemoveItem(WDFCOLLECTION Collection, ULONG Index)
{
	struct wdf_collection *col = wdf_collection_from_handle(Collection, __func__);
	struct wdf_collection_item *item;
	unsigned long flags;

	if (!col)
		return;
	spin_lock_irqsave(&col->lock, flags);
	item = wdf_collection_unlink(col, wdf_collection_at(col, Index));
	spin_unlock_irqrestore(&col->lock, flags);
	wdf_collection_drop(item);
}
EXPORT_SYMBOL_NS_GPL(WdfCollectionRemoveItem, NDIS_SHIM);

static WDFOBJECT wdf_collection_get(struct wdf_collection *col, ULONG index)
{
	struct wdf_collection_item *item;
	WDFOBJECT handle = NULL;
	unsigned long flags;

	spin_lock_irqsave(&col->lock, flags);
	item = wdf_collection_at(col, index);
	if (item)
		handle = wdf_object_to_handle(item->obj);
	spin_unlock_irqrestore(&col->lock, flags);
	return handle;
}

WDFOBJECT WdfCollectionGetItem(WDFCOLLECTION Collection, ULONG Index)
{
	struct wdf_collection *col = wdf_collection_from_handle(Collection, __func__);

	return col ? wdf_collection_get(col, Index) : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfCollectionGetItem, NDIS_SHIM);

WDFOBJECT WdfCollectionGetFirstItem(WDFCOLLECTION Collection)
{
	struct wdf_collection *col = wdf_collection_from_handle(Collection, __func__);

	return col ? wdf_collection_get(col, 0) : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfCollectionGetFirstItem, NDIS_SHIM);

WDFOBJECT WdfCollectionGetLastItem(WDFCOLLECTION Collection)
{
	struct wdf_collection *col = wdf_collection_from_handle(Collection, __func__);
	ULONG count = col ? READ_ONCE(col->count) : 0;

	return count ? wdf_collection_get(col, count - 1) : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfCollectionGetLastItem, NDIS_SHIM);
