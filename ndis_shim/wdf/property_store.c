// SPDX-License-Identifier: GPL-2.0
/*
 * Values that a client has assigned to its device or to an interface of it. They
 * last as long as the device.
 */
#include "wdf/property.h"

#include <linux/slab.h>
#include <linux/string.h>

/* A client that assigns more has lost count. */
#define WDF_PROPERTIES_MAX	256

/**
 * struct wdf_property_entry - an assigned value
 * @node: in wdf_properties.list
 * @name: what it is called
 * @type: DEVPROP_TYPE_*
 * @size: bytes of @data
 * @data: the value
 */
struct wdf_property_entry {
	struct list_head node;
	struct wdf_property_name name;
	DEVPROPTYPE type;
	u32 size;
	u8 data[];
};

void wdf_properties_init(struct wdf_properties *properties)
{
	mutex_init(&properties->lock);
	INIT_LIST_HEAD(&properties->list);
}

void wdf_properties_free(struct wdf_properties *properties)
{
	struct wdf_property_entry *entry, *next;

	list_for_each_entry_safe(entry, next, &properties->list, node)
		kfree(entry);
	INIT_LIST_HEAD(&properties->list);
	properties->count = 0;
}

static bool wdf_property_same(const struct wdf_property_name *a,
			      const struct wdf_property_name *b)
{
	if (!IsEqualDevPropKey(a->key, b->key) || a->lcid != b->lcid ||
	    a->interface != b->interface)
		return false;
	return !a->interface || (!memcmp(&a->class, &b->class, sizeof(a->class)) &&
				 !strcmp(a->reference, b->reference));
}

static struct wdf_property_entry *wdf_properties_find(struct wdf_properties *properties,
						      const struct wdf_property_name *name)
{
	struct wdf_property_entry *entry;

	lockdep_assert_held(&properties->lock);
	list_for_each_entry(entry, &properties->list, node) {
		if (wdf_property_same(&entry->name, name))
			return entry;
	}
	return NULL;
}

static struct wdf_property_entry *wdf_property_entry(const struct wdf_property_name *name,
						     const struct wdf_property_value *value)
{
	struct wdf_property_entry *entry;

	entry = kzalloc(struct_size(entry, data, value->size), GFP_KERNEL);
	if (!entry)
		return NULL;
	entry->name = *name;
	entry->type = value->type;
	entry->size = value->size;
	memcpy(entry->data, value->data, value->size);
	return entry;
}

NTSTATUS wdf_properties_set(struct wdf_properties *properties,
			    const struct wdf_property_name *name,
			    const struct wdf_property_value *value)
{
	struct wdf_property_entry *old, *new = NULL;
	NTSTATUS status = STATUS_SUCCESS;

	if (value->data) {
		new = wdf_property_entry(name, value);
		if (!new)
			return STATUS_INSUFFICIENT_RESOURCES;
	}
	mutex_lock(&properties->lock);
	old = wdf_properties_find(properties, name);
	if (!new && !old)
		status = STATUS_OBJECT_NAME_NOT_FOUND;
	else if (new && !old && properties->count >= WDF_PROPERTIES_MAX)
		status = STATUS_INSUFFICIENT_RESOURCES;
	if (!NT_SUCCESS(status)) {
		mutex_unlock(&properties->lock);
		kfree(new);
		return status;
	}
	if (old)
		list_del(&old->node);
	if (new)
		list_add_tail(&new->node, &properties->list);
	properties->count += !!new - !!old;
	mutex_unlock(&properties->lock);
	kfree(old);
	return STATUS_SUCCESS;
}

NTSTATUS wdf_properties_get(struct wdf_properties *properties,
			    const struct wdf_property_name *name,
			    struct wdf_property_value *value)
{
	NTSTATUS status = STATUS_OBJECT_NAME_NOT_FOUND;
	struct wdf_property_entry *entry;

	mutex_lock(&properties->lock);
	entry = wdf_properties_find(properties, name);
	if (entry) {
		value->type = entry->type;
		value->size = entry->size;
		value->data = kmemdup(entry->data, entry->size, GFP_KERNEL);
		status = value->data ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
	}
	mutex_unlock(&properties->lock);
	return status;
}
