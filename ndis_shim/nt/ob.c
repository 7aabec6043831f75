// SPDX-License-Identifier: GPL-2.0
/*
 * Handles, and references to what is behind them.
 *
 * A handle is a number that Windows' kernel handles look like: the upper half set
 * and a multiple of four. What is closed or was never opened is not found.
 */
#include "nt/ob.h"

#include <linux/export.h>
#include <linux/hashtable.h>
#include <linux/idr.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "nt/io.h"
#include "nt/nt_internal.h"
#include "verifier.h"

#define NT_HANDLE_BASE		(~0UL << 31)
#define NT_HANDLE_LIMIT		0x100000

/**
 * struct nt_handle - what a handle stands for
 * @ob: with a reference
 * @driver: who opened it
 */
struct nt_handle {
	struct nt_ob *ob;
	struct nt_driver *driver;
};

static DEFINE_SPINLOCK(nt_ob_lock);	/* both tables; any context */
static DEFINE_HASHTABLE(nt_obs, 6);
static DEFINE_IDR(nt_handles);

/* A type is the address of its place in here. */
struct _OBJECT_TYPE {
	char unused;
};

static OBJECT_TYPE nt_ob_types[NT_OB_TYPES + 1];

#define NT_OB_TYPE(name, number)					\
	static POBJECT_TYPE nt_##name = &nt_ob_types[number];		\
	POBJECT_TYPE *name = &nt_##name;				\
	EXPORT_SYMBOL_NS_GPL(name, NDIS_SHIM)

NT_OB_TYPE(IoFileObjectType, NT_OB_FILE);
NT_OB_TYPE(ExEventObjectType, NT_OB_EVENT);
NT_OB_TYPE(PsThreadType, NT_OB_THREAD);
NT_OB_TYPE(CmKeyObjectType, NT_OB_KEY);
/* There are none of these here: nothing is of such a type. */
NT_OB_TYPE(ExSemaphoreObjectType, NT_OB_TYPES);
NT_OB_TYPE(PsProcessType, NT_OB_TYPES);

/* ---- objects ---- */

void nt_ob_init(struct nt_ob *ob, enum nt_ob_type type, struct nt_driver *driver, void *body,
		void (*release)(struct nt_ob *ob))
{
	unsigned long flags;

	kref_init(&ob->ref);
	atomic_set(&ob->client_refs, 0);
	ob->type = type;
	ob->driver = driver;
	ob->body = body;
	ob->handles = 0;
	ob->closed = NULL;
	ob->release = release;
	spin_lock_irqsave(&nt_ob_lock, flags);
	hash_add(nt_obs, &ob->node, (unsigned long)body);
	spin_unlock_irqrestore(&nt_ob_lock, flags);
}
EXPORT_SYMBOL_NS_GPL(nt_ob_init, NDIS_SHIM_INTERNAL);

/* Out of the table first: nobody finds what is about to be freed. */
static void nt_ob_free(struct kref *ref)
{
	struct nt_ob *ob = container_of(ref, struct nt_ob, ref);
	unsigned long flags;

	spin_lock_irqsave(&nt_ob_lock, flags);
	hash_del(&ob->node);
	spin_unlock_irqrestore(&nt_ob_lock, flags);
	ob->release(ob);
}

void nt_ob_put(struct nt_ob *ob)
{
	kref_put(&ob->ref, nt_ob_free);
}
EXPORT_SYMBOL_NS_GPL(nt_ob_put, NDIS_SHIM_INTERNAL);

static struct nt_ob *nt_ob_find(const void *body)
{
	struct nt_ob *ob;

	hash_for_each_possible(nt_obs, ob, node, (unsigned long)body) {
		if (ob->body == body && kref_get_unless_zero(&ob->ref))
			return ob;
	}
	return NULL;
}

struct nt_ob *nt_ob_get(const void *body)
{
	unsigned long flags;
	struct nt_ob *ob;

	spin_lock_irqsave(&nt_ob_lock, flags);
	ob = nt_ob_find(body);
	spin_unlock_irqrestore(&nt_ob_lock, flags);
	return ob;
}

/* ---- handles ---- */

static HANDLE nt_handle_value(int id)
{
	return (HANDLE)(NT_HANDLE_BASE | (unsigned long)id << 2);
}

/* 0: no handle. */
static int nt_handle_id(HANDLE handle)
{
	unsigned long value = (unsigned long)handle;

	if ((value & NT_HANDLE_BASE) != NT_HANDLE_BASE || (value & 3))
		return 0;
	return (value & ~NT_HANDLE_BASE) >> 2;
}

NTSTATUS nt_handle_create(struct nt_ob *ob, struct nt_driver *driver, PHANDLE handle)
{
	struct nt_handle *entry = kmalloc(sizeof(*entry), GFP_KERNEL);
	unsigned long flags;
	int id;

	*handle = NULL;
	if (!entry)
		return STATUS_INSUFFICIENT_RESOURCES;
	entry->ob = ob;
	entry->driver = driver;
	idr_preload(GFP_KERNEL);
	spin_lock_irqsave(&nt_ob_lock, flags);
	id = idr_alloc_cyclic(&nt_handles, entry, 1, NT_HANDLE_LIMIT, GFP_NOWAIT);
	if (id > 0) {
		kref_get(&ob->ref);
		ob->handles++;
	}
	spin_unlock_irqrestore(&nt_ob_lock, flags);
	idr_preload_end();
	if (id < 0) {
		kfree(entry);
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	*handle = nt_handle_value(id);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(nt_handle_create, NDIS_SHIM_INTERNAL);

/* @type NT_OB_TYPES: any. */
struct nt_ob *nt_handle_get(HANDLE handle, enum nt_ob_type type, NTSTATUS *status)
{
	struct nt_handle *entry;
	struct nt_ob *ob = NULL;
	unsigned long flags;

	spin_lock_irqsave(&nt_ob_lock, flags);
	entry = idr_find(&nt_handles, nt_handle_id(handle));
	if (!entry) {
		*status = STATUS_INVALID_HANDLE;
	} else if (type != NT_OB_TYPES && entry->ob->type != type) {
		*status = STATUS_OBJECT_TYPE_MISMATCH;
	} else {
		ob = entry->ob;
		kref_get(&ob->ref);
		*status = STATUS_SUCCESS;
	}
	spin_unlock_irqrestore(&nt_ob_lock, flags);
	return ob;
}

/* @entry is out of the table. */
static void nt_handle_free(struct nt_handle *entry)
{
	unsigned long flags;
	bool last;

	spin_lock_irqsave(&nt_ob_lock, flags);
	last = !--entry->ob->handles;
	spin_unlock_irqrestore(&nt_ob_lock, flags);
	if (last && entry->ob->closed)
		entry->ob->closed(entry->ob);
	nt_ob_put(entry->ob);
	kfree(entry);
}

NTSTATUS ZwClose(HANDLE Handle)
{
	struct nt_handle *entry = NULL;
	int id = nt_handle_id(Handle);
	unsigned long flags;

	if (nt_irql_violation(NULL, __func__))
		return STATUS_INVALID_DEVICE_STATE;
	spin_lock_irqsave(&nt_ob_lock, flags);
	if (id)
		entry = idr_remove(&nt_handles, id);
	spin_unlock_irqrestore(&nt_ob_lock, flags);
	if (!entry)
		return STATUS_INVALID_HANDLE;
	nt_handle_free(entry);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(ZwClose, NDIS_SHIM);

/* One of @driver's, taken out of the table; NULL: no more. */
static struct nt_handle *nt_handle_take(struct nt_driver *driver)
{
	struct nt_handle *entry;
	unsigned long flags;
	int id;

	spin_lock_irqsave(&nt_ob_lock, flags);
	idr_for_each_entry(&nt_handles, entry, id) {
		if (entry->driver == driver)
			break;
	}
	if (entry)
		idr_remove(&nt_handles, id);
	spin_unlock_irqrestore(&nt_ob_lock, flags);
	return entry;
}

/**
 * nt_handles_orphan() - handles that an unloading client left open
 * @driver: none of its code runs any more
 *
 * Context: process.
 */
void nt_handles_orphan(struct nt_driver *driver)
{
	struct nt_handle *entry;
	unsigned int count = 0;

	while ((entry = nt_handle_take(driver))) {
		nt_handle_free(entry);
		count++;
	}
	if (count)
		nt_violation(driver, NT_RULE_HANDLE_LEAK, "%u handles", count);
}
EXPORT_SYMBOL_NS_GPL(nt_handles_orphan, NDIS_SHIM_INTERNAL);

void nt_handles_exit(void)
{
	idr_destroy(&nt_handles);
}

/* ---- what drivers call ---- */

static bool nt_ob_type_is(const struct nt_ob *ob, POBJECT_TYPE type)
{
	return !type || type == &nt_ob_types[ob->type];
}

NTSTATUS ObReferenceObjectByHandle(HANDLE Handle, ACCESS_MASK DesiredAccess,
				   POBJECT_TYPE ObjectType, KPROCESSOR_MODE AccessMode,
				   PVOID *Object, POBJECT_HANDLE_INFORMATION HandleInformation)
{
	struct nt_ob *ob;
	NTSTATUS status;

	if (!Object)
		return STATUS_INVALID_PARAMETER;
	*Object = NULL;
	ob = nt_handle_get(Handle, NT_OB_TYPES, &status);
	if (!ob)
		return status;
	if (!nt_ob_type_is(ob, ObjectType)) {
		nt_ob_put(ob);
		return STATUS_OBJECT_TYPE_MISMATCH;
	}
	if (HandleInformation) {
		HandleInformation->HandleAttributes = 0;
		HandleInformation->GrantedAccess = DesiredAccess;
	}
	nt_ob_give(ob);
	*Object = ob->body;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(ObReferenceObjectByHandle, NDIS_SHIM);

NTSTATUS ObReferenceObjectByPointer(PVOID Object, ACCESS_MASK DesiredAccess,
				    POBJECT_TYPE ObjectType, KPROCESSOR_MODE AccessMode)
{
	struct nt_ob *ob = nt_ob_get(Object);

	if (!ob) {
		nt_violation(NULL, NT_RULE_BAD_OBJECT, "%s", __func__);
		return STATUS_INVALID_PARAMETER;
	}
	if (!nt_ob_type_is(ob, ObjectType)) {
		nt_ob_put(ob);
		return STATUS_OBJECT_TYPE_MISMATCH;
	}
	nt_ob_give(ob);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(ObReferenceObjectByPointer, NDIS_SHIM);

NTSTATUS ObOpenObjectByPointer(PVOID Object, ULONG HandleAttributes, PVOID PassedAccessState,
			       ACCESS_MASK DesiredAccess, POBJECT_TYPE ObjectType,
			       KPROCESSOR_MODE AccessMode, PHANDLE Handle)
{
	NTSTATUS status;
	struct nt_ob *ob;

	if (!Handle)
		return STATUS_INVALID_PARAMETER;
	*Handle = NULL;
	if (nt_irql_violation(NULL, __func__))
		return STATUS_INVALID_DEVICE_STATE;
	ob = nt_ob_get(Object);
	if (!ob) {
		nt_violation(NULL, NT_RULE_BAD_OBJECT, "%s", __func__);
		return STATUS_INVALID_PARAMETER;
	}
	status = STATUS_OBJECT_TYPE_MISMATCH;
	if (nt_ob_type_is(ob, ObjectType))
		status = nt_handle_create(ob, ob->driver, Handle);
	nt_ob_put(ob);
	return status;
}
EXPORT_SYMBOL_NS_GPL(ObOpenObjectByPointer, NDIS_SHIM);

LONG_PTR ObfReferenceObject(PVOID Object)
{
	struct nt_ob *ob = nt_ob_get(Object);

	if (ob) {
		nt_ob_give(ob);
		return kref_read(&ob->ref);
	}
	if (!nt_device_is_fake(Object))
		nt_violation(NULL, NT_RULE_BAD_OBJECT, "%s", __func__);
	return 1;
}
EXPORT_SYMBOL_NS_GPL(ObfReferenceObject, NDIS_SHIM);

LONG_PTR ObfDereferenceObject(PVOID Object)
{
	struct nt_ob *ob = nt_ob_get(Object);
	LONG_PTR left;

	if (!ob) {
		if (!nt_device_is_fake(Object))
			nt_violation(NULL, NT_RULE_BAD_OBJECT, "%s", __func__);
		return 1;
	}
	/* What others have, the handle's and the device's own, is not the driver's. */
	if (atomic_dec_if_positive(&ob->client_refs) < 0) {
		nt_violation(ob->driver, NT_RULE_REFERENCE_UNDERFLOW, "%s", __func__);
		nt_ob_put(ob);
		return 1;
	}
	/* The one that found it, and the one that the driver gives back. */
	nt_ob_put(ob);
	left = kref_read(&ob->ref) - 1;
	nt_ob_put(ob);
	return left;
}
EXPORT_SYMBOL_NS_GPL(ObfDereferenceObject, NDIS_SHIM);
