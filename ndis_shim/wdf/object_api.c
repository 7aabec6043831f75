// SPDX-License-Identifier: GPL-2.0
/*
 * Entry points for objects of every type: WdfObject*().
 */
#include <linux/export.h>
#include <linux/slab.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/device_internal.h"
#include "wdf/driver.h"
#include "wdf/object_internal.h"
#include "wdf/queue.h"

/* WdfObjectCreate(): nothing but its contexts. */
static void wdf_plain_release(struct wdf_object *obj)
{
	kfree(obj);
}

static const struct wdf_object_class wdf_plain_class = {
	.name = "WDFOBJECT",
	.type = WDF_TYPE_OBJECT,
	.release = wdf_plain_release,
};

NTSTATUS WdfObjectCreateWorker(PWDF_DRIVER_GLOBALS Globals, PWDF_OBJECT_ATTRIBUTES Attributes,
			       WDFOBJECT *Object)
{
	struct wdf_creator creator;
	struct wdf_object *obj;
	NTSTATUS status;

	if (!Object)
		return STATUS_INVALID_PARAMETER;
	*Object = NULL;
	wdf_creator_init(&creator, Globals);

	obj = kzalloc(sizeof(*obj), nt_gfp());
	if (!obj)
		return STATUS_INSUFFICIENT_RESOURCES;
	wdf_object_init(obj, &wdf_plain_class, creator.driver);
	status = wdf_object_publish(obj, Attributes, creator.parent);
	if (!NT_SUCCESS(status)) {
		kfree(obj);
		return status;
	}
	*Object = wdf_object_to_handle(obj);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfObjectCreateWorker, NDIS_SHIM);

VOID WdfObjectDelete(WDFOBJECT Object)
{
	struct wdf_object *obj = wdf_table_get(Object);

	if (!obj) {
		nt_violation(NULL, NT_RULE_BAD_HANDLE, "%s: handle %p", __func__, Object);
		return;
	}
	if (test_bit(WDF_OBJECT_OWNED, &obj->state))
		nt_violation(obj->driver, NT_RULE_DELETE_NOT_ALLOWED, "%s: a %s", __func__,
			     obj->cls->name);
	else if (test_and_set_bit(WDF_OBJECT_CLIENT_DELETED, &obj->state))
		nt_violation(obj->driver, NT_RULE_DOUBLE_DELETE, "%s: a %s", __func__,
			     obj->cls->name);
	else
		wdf_object_delete(obj);
	wdf_object_put(obj);
}
EXPORT_SYMBOL_NS_GPL(WdfObjectDelete, NDIS_SHIM);

/* Tag, line and file are for a debugger on Windows; ignored. */
VOID WdfObjectReferenceActual(WDFOBJECT Handle, PVOID Tag, LONG Line, PCCH File)
{
	struct wdf_object *obj = wdf_table_get(Handle);

	if (!obj) {
		nt_violation(NULL, NT_RULE_BAD_HANDLE, "WdfObjectReference: handle %p", Handle);
		return;
	}
	atomic_inc(&obj->client_refs);
}
EXPORT_SYMBOL_NS_GPL(WdfObjectReferenceActual, NDIS_SHIM);

VOID WdfObjectDereferenceActual(WDFOBJECT Handle, PVOID Tag, LONG Line, PCCH File)
{
	struct wdf_object *obj;

	obj = wdf_object_from_handle(Handle, WDF_TYPE_ANY, "WdfObjectDereference");
	if (!obj)
		return;
	/* References of the framework's own are not the client's to drop. */
	if (atomic_dec_if_positive(&obj->client_refs) < 0) {
		nt_violation(obj->driver, NT_RULE_REFERENCE_UNDERFLOW, "a %s", obj->cls->name);
		return;
	}
	wdf_object_put(obj);
}
EXPORT_SYMBOL_NS_GPL(WdfObjectDereferenceActual, NDIS_SHIM);

NTSTATUS WdfObjectAllocateContext(WDFOBJECT Handle, PWDF_OBJECT_ATTRIBUTES ContextAttributes,
				  PVOID *Context)
{
	struct wdf_object *obj;
	PVOID data = NULL;
	NTSTATUS status;

	if (Context)
		*Context = NULL;
	obj = wdf_object_from_handle(Handle, WDF_TYPE_ANY, __func__);
	if (!obj)
		return STATUS_INVALID_HANDLE;
	if (!ContextAttributes)
		return STATUS_INVALID_PARAMETER;
	status = wdf_object_check_attributes(ContextAttributes);
	if (!NT_SUCCESS(status))
		return status;
	if (!ContextAttributes->ContextTypeInfo)
		return STATUS_OBJECT_NAME_INVALID;
	if (ContextAttributes->ParentObject)
		return STATUS_WDF_PARENT_ASSIGNMENT_NOT_ALLOWED;

	status = wdf_object_add_context(obj, ContextAttributes, &data);
	if (Context)
		*Context = data;
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfObjectAllocateContext, NDIS_SHIM);

PVOID WdfObjectGetTypedContextWorker(WDFOBJECT Handle, PCWDF_OBJECT_CONTEXT_TYPE_INFO TypeInfo)
{
	struct wdf_object *obj = wdf_object_from_handle(Handle, WDF_TYPE_ANY,
							"WdfObjectGetTypedContext");
	struct wdf_context *ctx;

	if (!obj)
		return NULL;
	/* Mostly there is one, and asked for by who has made it. */
	ctx = smp_load_acquire(&obj->contexts);
	if (likely(ctx && ctx->type == TypeInfo && TypeInfo))
		return ctx->data;
	ctx = TypeInfo ? wdf_context_find(obj, TypeInfo) : NULL;
	return ctx ? ctx->data : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfObjectGetTypedContextWorker, NDIS_SHIM);

WDFOBJECT WdfObjectContextGetObject(PVOID ContextPointer)
{
	struct wdf_object *obj = wdf_table_context_owner(ContextPointer);

	if (!obj) {
		nt_violation(NULL, NT_RULE_BAD_HANDLE, "%s: %p is no context", __func__,
			     ContextPointer);
		return NULL;
	}
	return wdf_object_to_handle(obj);
}
EXPORT_SYMBOL_NS_GPL(WdfObjectContextGetObject, NDIS_SHIM);

/* The lock behind WdfObjectAcquireLock(), or NULL: nothing to lock, or to unlock
 * if @held.
 */
static struct wdf_presentation *wdf_object_lockable(WDFOBJECT handle, bool held, const char *who)
{
	struct wdf_object *obj = wdf_object_from_handle(handle, WDF_TYPE_ANY, who);
	struct wdf_presentation *lock;

	if (!obj)
		return NULL;
	if (obj->cls->type == WDF_TYPE_DEVICE) {
		lock = &container_of(obj, struct wdf_device, base)->presentation;
	} else if (obj->cls->type == WDF_TYPE_QUEUE) {
		struct wdf_queue *queue = container_of(obj, struct wdf_queue, base);

		lock = queue->sync ?: &queue->presentation;
	} else {
		nt_violation(obj->driver, NT_RULE_NO_OBJECT_LOCK, "%s: a %s", who, obj->cls->name);
		return NULL;
	}
	if (held != (wdf_presentation_is_mine(lock) && lock->by_client)) {
		nt_violation(obj->driver, NT_RULE_LOCK_MISUSE, "%s: %s", who,
			     held ? "not held" : "not recursive");
		return NULL;
	}
	if (lock->passive && nt_irql_violation(obj->driver, who))
		return NULL;
	return lock;
}

/* The presentation lock: callbacks with synchronization scope wait for it. In one
 * of them it is held already, and taken once more.
 */
VOID WdfObjectAcquireLock(WDFOBJECT Object)
	__acquires(Object)
{
	struct wdf_presentation *lock = wdf_object_lockable(Object, false, __func__);

	__acquire(Object);
	if (!lock)
		return;
	wdf_presentation_enter(lock);
	lock->by_client = true;
}
EXPORT_SYMBOL_NS_GPL(WdfObjectAcquireLock, NDIS_SHIM);

VOID WdfObjectReleaseLock(WDFOBJECT Object)
	__releases(Object)
{
	struct wdf_presentation *lock = wdf_object_lockable(Object, true, __func__);

	__release(Object);
	if (!lock)
		return;
	lock->by_client = false;
	wdf_presentation_leave(lock);
}
EXPORT_SYMBOL_NS_GPL(WdfObjectReleaseLock, NDIS_SHIM);
