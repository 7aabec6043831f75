// SPDX-License-Identifier: GPL-2.0
/*
 * The class-extension interface: attaching to a device, asking about it, and
 * framework objects of an extension. The hooks are called by step.c.
 */
#include "cx.h"

#include <linux/export.h>
#include <linux/module.h>
#include <linux/slab.h>

#include <ntmodule.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/device_internal.h"

void *wdf_extensions_find(const struct wdf_extensions *ext, const struct cx_device_ops *ops)
{
	unsigned int i;

	for (i = 0; i < ext->count; i++) {
		if (ext->entry[i].ops == ops)
			return ext->entry[i].ctx;
	}
	return NULL;
}

/* In reverse order: a later one may build on an earlier one. */
void wdf_extensions_destroy(struct wdf_extensions *ext)
{
	while (ext->count) {
		const struct cx_device_ops *ops;
		void *ctx;

		ext->count--;
		ops = ext->entry[ext->count].ops;
		ctx = ext->entry[ext->count].ctx;
		if (ops->destroy)
			ops->destroy(ctx);
		module_put(ops->owner);
	}
}

/**
 * cx_device_attach() - become part of a device to be created
 * @handle: init structure, from the client
 * @ops: the extension
 * @ctx: its context; @ops->destroy frees it, also if no device is made
 *
 * Return: STATUS_SUCCESS; STATUS_INVALID_PARAMETER (no init structure),
 * STATUS_OBJECT_NAME_COLLISION (attached before), STATUS_INSUFFICIENT_RESOURCES,
 * STATUS_DELETE_PENDING (the extension is being unloaded): @ctx is the caller's.
 * Context: process.
 */
NTSTATUS cx_device_attach(PWDFDEVICE_INIT handle, const struct cx_device_ops *ops, void *ctx)
{
	struct WDFDEVICE_INIT *init = wdf_init_check(handle, __func__);

	if (!init)
		return STATUS_INVALID_PARAMETER;
	if (wdf_extensions_find(&init->ext, ops))
		return STATUS_OBJECT_NAME_COLLISION;
	if (init->ext.count == WDF_MAX_EXTENSIONS)
		return STATUS_INSUFFICIENT_RESOURCES;
	if (!try_module_get(ops->owner))
		return STATUS_DELETE_PENDING;
	init->ext.entry[init->ext.count].ops = ops;
	init->ext.entry[init->ext.count].ctx = ctx;
	init->ext.count++;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(cx_device_attach, NDIS_SHIM_INTERNAL);

void *cx_init_context(PWDFDEVICE_INIT handle, const struct cx_device_ops *ops)
{
	struct WDFDEVICE_INIT *init = wdf_init_check(handle, __func__);

	return init ? wdf_extensions_find(&init->ext, ops) : NULL;
}
EXPORT_SYMBOL_NS_GPL(cx_init_context, NDIS_SHIM_INTERNAL);

void *cx_device_context(WDFDEVICE device, const struct cx_device_ops *ops)
{
	struct wdf_device *dev = wdf_device_from_handle(device, __func__);

	return dev ? wdf_extensions_find(&dev->ext, ops) : NULL;
}
EXPORT_SYMBOL_NS_GPL(cx_device_context, NDIS_SHIM_INTERNAL);

struct device *cx_device_linux(WDFDEVICE device)
{
	struct wdf_device *dev = wdf_device_from_handle(device, __func__);

	return dev ? dev->linux_dev : NULL;
}
EXPORT_SYMBOL_NS_GPL(cx_device_linux, NDIS_SHIM_INTERNAL);

const char *cx_device_driver_name(WDFDEVICE device)
{
	struct wdf_device *dev = wdf_device_from_handle(device, __func__);

	return nt_driver_name(dev ? dev->base.driver : NULL);
}
EXPORT_SYMBOL_NS_GPL(cx_device_driver_name, NDIS_SHIM_INTERNAL);

struct module *cx_device_module(WDFDEVICE device)
{
	struct wdf_device *dev = wdf_device_from_handle(device, __func__);

	if (!dev || !dev->base.driver || !dev->base.driver->module)
		return NULL;
	return dev->base.driver->module->owner;
}
EXPORT_SYMBOL_NS_GPL(cx_device_module, NDIS_SHIM_INTERNAL);

bool cx_device_counter(WDFDEVICE device, u32 index, const char **name, u64 *value)
{
	struct wdf_device *dev = wdf_device_from_handle(device, __func__);
	struct nt_driver *driver = dev ? dev->base.driver : NULL;

	return driver && driver->module && driver->module->counter &&
	       driver->module->counter(device, index, name, value);
}

/* The client's module if it has both functions, else NULL. */
static const struct nt_module *cx_device_coalesces(WDFDEVICE device)
{
	struct wdf_device *dev = wdf_device_from_handle(device, __func__);
	const struct nt_module *module = dev && dev->base.driver ? dev->base.driver->module : NULL;

	return module && module->get_coalesce && module->set_coalesce ? module : NULL;
}

int cx_device_get_coalesce(WDFDEVICE device, struct nt_coalesce *coalesce)
{
	const struct nt_module *module = cx_device_coalesces(device);

	return module ? module->get_coalesce(device, coalesce) : -EOPNOTSUPP;
}

int cx_device_set_coalesce(WDFDEVICE device, const struct nt_coalesce *coalesce)
{
	const struct nt_module *module = cx_device_coalesces(device);

	return module ? module->set_coalesce(device, coalesce) : -EOPNOTSUPP;
}

bool cx_device_fragments_anywhere(WDFDEVICE device)
{
	struct wdf_device *dev = wdf_device_from_handle(device, __func__);
	const struct nt_module *module = dev && dev->base.driver ? dev->base.driver->module : NULL;

	return module && module->mbb_fragments_anywhere;
}
EXPORT_SYMBOL_NS_GPL(cx_device_fragments_anywhere, NDIS_SHIM_INTERNAL);

bool cx_device_gone(WDFDEVICE device)
{
	struct wdf_device *dev = wdf_device_from_handle(device, __func__);

	return !dev || wdf_device_gone(dev);
}
EXPORT_SYMBOL_NS_GPL(cx_device_gone, NDIS_SHIM_INTERNAL);

/* ---- objects ---- */

/**
 * struct cx_object - an extension's object
 * @base: object
 * @type: the extension's description
 * @data: the extension's memory
 */
struct cx_object {
	struct wdf_object base;
	const struct cx_object_type *type;
	u8 data[] __aligned(16);
};

static struct cx_object *cx_object_from_data(void *data)
{
	return container_of(data, struct cx_object, data[0]);
}

static void cx_object_release(struct wdf_object *base)
{
	struct cx_object *obj = container_of(base, struct cx_object, base);

	if (obj->type->release)
		obj->type->release(obj->data);
	kfree(obj);
}

static const struct wdf_object_class cx_object_class = {
	.name = "class extension object",
	.type = WDF_TYPE_CX,
	.flags = WDF_CLASS_FRAMEWORK_OWNED,
	.release = cx_object_release,
};

/**
 * cx_object_create() - a framework object of an extension's
 * @type: description
 * @parent: the client's device
 * @gfp: how to allocate
 *
 * Return: @type->size zeroed bytes, or NULL.
 */
void *cx_object_create(const struct cx_object_type *type, WDFDEVICE parent, gfp_t gfp)
{
	struct wdf_device *dev = wdf_device_from_handle(parent, __func__);
	struct cx_object *obj;

	if (!dev)
		return NULL;
	obj = kzalloc(struct_size(obj, data, type->size), gfp);
	if (!obj)
		return NULL;
	obj->type = type;
	wdf_object_init(&obj->base, &cx_object_class, dev->base.driver);
	if (!NT_SUCCESS(wdf_object_publish(&obj->base, WDF_NO_OBJECT_ATTRIBUTES, &dev->base))) {
		kfree(obj);
		return NULL;
	}
	return obj->data;
}
EXPORT_SYMBOL_NS_GPL(cx_object_create, NDIS_SHIM_INTERNAL);

void *cx_object_handle(void *data)
{
	return wdf_object_to_handle(&cx_object_from_data(data)->base);
}
EXPORT_SYMBOL_NS_GPL(cx_object_handle, NDIS_SHIM_INTERNAL);

void *cx_object_from_handle(const void *handle, const struct cx_object_type *type,
			    const char *who)
{
	struct wdf_object *base = wdf_object_from_handle(handle, WDF_TYPE_CX, who);
	struct cx_object *obj;

	if (!base)
		return NULL;
	obj = container_of(base, struct cx_object, base);
	if (obj->type != type) {
		nt_violation(base->driver, NT_RULE_WRONG_HANDLE_TYPE, "%s: got a %s, wants a %s",
			     who, obj->type->name, type->name);
		return NULL;
	}
	return obj->data;
}
EXPORT_SYMBOL_NS_GPL(cx_object_from_handle, NDIS_SHIM_INTERNAL);

bool cx_object_is_bare(void *data)
{
	struct wdf_object *base = &cx_object_from_data(data)->base;

	return list_empty_careful(&base->children) && !READ_ONCE(base->contexts);
}
EXPORT_SYMBOL_NS_GPL(cx_object_is_bare, NDIS_SHIM_INTERNAL);

bool cx_object_is_ours(void *data, unsigned int references)
{
	struct wdf_object *base = &cx_object_from_data(data)->base;

	return refcount_read(&base->refs) == references && !wdf_object_deleted(base);
}
EXPORT_SYMBOL_NS_GPL(cx_object_is_ours, NDIS_SHIM_INTERNAL);

void cx_object_get(void *data)
{
	wdf_object_get(&cx_object_from_data(data)->base);
}
EXPORT_SYMBOL_NS_GPL(cx_object_get, NDIS_SHIM_INTERNAL);

void cx_object_put(void *data)
{
	wdf_object_put(&cx_object_from_data(data)->base);
}
EXPORT_SYMBOL_NS_GPL(cx_object_put, NDIS_SHIM_INTERNAL);

void cx_object_delete(void *data)
{
	wdf_object_delete(&cx_object_from_data(data)->base);
}
EXPORT_SYMBOL_NS_GPL(cx_object_delete, NDIS_SHIM_INTERNAL);
