// SPDX-License-Identifier: GPL-2.0
/*
 * Handles of NDIS objects: numbers that a client has instead of pointers.
 *
 * A lookup runs under RCU and takes a reference, so it needs no lock and meets
 * neither a freed object nor another one that took its place: numbers go up,
 * and one that was closed comes round again after two thousand million others.
 *
 * Drivers name a few objects over and over, with each packet: those that were made
 * last are found by the low bits of their handles, without a walk of the table.
 *
 * The table has no reference of its own. An object's last put takes the handle
 * out of it before the memory goes, in case its owner has not done so.
 */
#include <linux/export.h>
#include <linux/limits.h>
#include <linux/rcupdate.h>
#include <linux/xarray.h>

#include <kunit/visibility.h>

#include "ndis/ndis_internal.h"

/* Above what a client may have in an uninitialised variable, or gets by adding
 * to NULL; nothing is mapped there.
 */
#define NDIS_HANDLE_MIN		0x1000
#define NDIS_HANDLE_LIMIT	XA_LIMIT(NDIS_HANDLE_MIN, INT_MAX)

/* More objects than a few drivers have; a power of two. */
#define NDIS_HANDLE_RECENT	256

static DEFINE_XARRAY_FLAGS(ndis_handles, XA_FLAGS_ALLOC | XA_FLAGS_LOCK_IRQ);
/* Of published objects; changed under the table's lock, read under RCU. */
static struct ndis_object __rcu *ndis_handles_recent[NDIS_HANDLE_RECENT];
static u32 ndis_handle_next = NDIS_HANDLE_MIN;	/* the table's lock */
static atomic_t ndis_object_count;

static const char * const ndis_handle_names[] = {
	[NDIS_HANDLE_PROTOCOL] = "protocol",
	[NDIS_HANDLE_BINDING] = "binding",
	[NDIS_HANDLE_BIND_CONTEXT] = "bind context",
	[NDIS_HANDLE_WRAPPER] = "wrapper",
	[NDIS_HANDLE_MINIPORT_DRIVER] = "miniport driver",
	[NDIS_HANDLE_MINIPORT] = "miniport",
	[NDIS_HANDLE_CONFIGURATION] = "configuration",
	[NDIS_HANDLE_CONFIG_CONTEXT] = "configuration context",
	[NDIS_HANDLE_PACKET_POOL] = "packet pool",
	[NDIS_HANDLE_BUFFER_POOL] = "buffer pool",
	[NDIS_HANDLE_DEVICE] = "device",
	[NDIS_HANDLE_FILE] = "file",
};

static const char *ndis_handle_name(enum ndis_handle_type type)
{
	return type < ARRAY_SIZE(ndis_handle_names) && ndis_handle_names[type] ?
	       ndis_handle_names[type] : "?";
}

static struct ndis_object __rcu **ndis_handle_recent(unsigned long id)
{
	return &ndis_handles_recent[id % NDIS_HANDLE_RECENT];
}

/* RCU, or BH disabled: an object's handle is its own for as long as there is the memory. */
static struct ndis_object *ndis_handle_find(unsigned long id)
{
	struct ndis_object *object = rcu_dereference_check(*ndis_handle_recent(id),
							   rcu_read_lock_bh_held());

	if (likely(object && (unsigned long)object->handle == id))
		return object;
	return xa_load(&ndis_handles, id);
}

/**
 * ndis_object_init() - give an object a handle
 * @object: member of the real object, complete but for this
 * @type: which kind
 * @release: frees the real object by kfree_rcu() or after a grace period
 *
 * Context: any. Return: 0, the caller having the one reference; or -errno, the
 * caller freeing the memory itself.
 */
int ndis_object_init(struct ndis_object *object, enum ndis_handle_type type,
		     void (*release)(struct ndis_object *object))
{
	gfp_t gfp = nt_gfp();
	unsigned long flags;
	u32 id;
	int err;

	object->handle = NULL;
	object->type = type;
	object->release = release;
	kref_init(&object->ref);

	/* Reserved first and filled when it is complete. The table drops its lock
	 * where it has to sleep for memory.
	 */
	xa_lock_irqsave(&ndis_handles, flags);
	err = __xa_alloc_cyclic(&ndis_handles, &id, XA_ZERO_ENTRY, NDIS_HANDLE_LIMIT,
				&ndis_handle_next, gfp);
	if (err >= 0) {
		object->handle = (NDIS_HANDLE)(unsigned long)id;
		__xa_store(&ndis_handles, id, object, 0);
		rcu_assign_pointer(*ndis_handle_recent(id), object);
	}
	xa_unlock_irqrestore(&ndis_handles, flags);
	if (err < 0)
		return err;
	atomic_inc(&ndis_object_count);
	return 0;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_object_init);

void ndis_object_unpublish(struct ndis_object *object)
{
	unsigned long id = (unsigned long)object->handle;
	unsigned long flags;

	/* Whatever else is there by now is not taken out. */
	xa_lock_irqsave(&ndis_handles, flags);
	__xa_cmpxchg(&ndis_handles, id, object, NULL, 0);
	if (rcu_access_pointer(*ndis_handle_recent(id)) == object)
		RCU_INIT_POINTER(*ndis_handle_recent(id), NULL);
	xa_unlock_irqrestore(&ndis_handles, flags);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_object_unpublish);

struct ndis_object *ndis_object_peek(NDIS_HANDLE handle, enum ndis_handle_type type)
{
	struct ndis_object *object = ndis_handle_find((unsigned long)handle);

	return object && object->type == type ? object : NULL;
}

struct ndis_object *ndis_object_get(NDIS_HANDLE handle, enum ndis_handle_type type,
				    const char *who)
{
	unsigned long id = (unsigned long)handle;
	enum ndis_handle_type other = 0;
	struct ndis_object *object;

	rcu_read_lock();
	object = ndis_handle_find(id);
	if (object && object->type != type) {
		other = object->type;
		object = NULL;
	} else if (object && !kref_get_unless_zero(&object->ref)) {
		object = NULL;
	}
	rcu_read_unlock();
	if (object)
		return object;

	if (other)
		nt_violation(NULL, NT_RULE_NDIS_WRONG_HANDLE_TYPE, "%s: %#lx is a %s, not a %s",
			     who, id, ndis_handle_name(other), ndis_handle_name(type));
	else
		nt_violation(NULL, NT_RULE_NDIS_BAD_HANDLE, "%s: %#lx is no %s", who, id,
			     ndis_handle_name(type));
	return NULL;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_object_get);

static void ndis_object_free(struct kref *ref)
{
	struct ndis_object *object = container_of(ref, struct ndis_object, ref);

	ndis_object_unpublish(object);
	atomic_dec(&ndis_object_count);
	object->release(object);
}

void ndis_object_put(struct ndis_object *object)
{
	kref_put(&object->ref, ndis_object_free);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_object_put);

unsigned int ndis_objects_live(void)
{
	return atomic_read(&ndis_object_count);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_objects_live);
