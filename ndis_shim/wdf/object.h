/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The object every WDF handle points to: one reference count, a parent, a
 * list of children, contexts, and a type that is checked at the API boundary.
 *
 * Not here: what the single object types do (device.h, memory.c, timer.c...).
 */
#ifndef _NDIS_SHIM_WDF_OBJECT_H
#define _NDIS_SHIM_WDF_OBJECT_H

#include <linux/hash.h>
#include <linux/list.h>
#include <linux/refcount.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/workqueue.h>

#include <wdf.h>

struct nt_driver;
struct wdf_context;
struct wdf_object;

/* Values show up in violation reports and in debugfs: append only. */
enum wdf_type {
	WDF_TYPE_ANY = 0,	/* wdf_object_from_handle(): any live object */
	WDF_TYPE_OBJECT,	/* WdfObjectCreate() */
	WDF_TYPE_DRIVER,
	WDF_TYPE_DEVICE,
	WDF_TYPE_MEMORY,
	WDF_TYPE_LOOKASIDE,
	WDF_TYPE_COLLECTION,
	WDF_TYPE_SPINLOCK,
	WDF_TYPE_WAITLOCK,
	WDF_TYPE_TIMER,
	WDF_TYPE_WORKITEM,
	WDF_TYPE_DPC,
	WDF_TYPE_STRING,
	WDF_TYPE_KEY,
	WDF_TYPE_REQUEST,
	WDF_TYPE_IOTARGET,
	WDF_TYPE_USBDEVICE,
	WDF_TYPE_USBINTERFACE,
	WDF_TYPE_USBPIPE,
	WDF_TYPE_QUEUE,
	WDF_TYPE_FILEOBJECT,
	WDF_TYPE_NETADAPTER,
	WDF_TYPE_NETPACKETQUEUE,
	WDF_TYPE_NETCONFIGURATION,
	WDF_TYPE_NETPOWERSETTINGS,
	WDF_TYPE_CX,		/* objects of a class extension: cx.h */
	WDF_TYPE_INTERRUPT,
	WDF_TYPE_CMRESLIST,
	WDF_TYPE_DMAENABLER,
	WDF_TYPE_COMMONBUFFER,
	WDF_TYPE_WMI,
	WDF_TYPE_CHILDLIST,
	WDF_TYPE_DMATRANSACTION,
	WDF_TYPE_IORESREQLIST,
	WDF_TYPE_IORESLIST,
	WDF_TYPE_MAX,
};

/* A client may not WdfObjectDelete() objects of this class. */
#define WDF_CLASS_FRAMEWORK_OWNED	BIT(0)
/* Disposal (children, dispose(), EvtCleanup) must run in process context. */
#define WDF_CLASS_PASSIVE_DISPOSE	BIT(1)
/* ParentObject in the attributes is refused. */
#define WDF_CLASS_FIXED_PARENT		BIT(2)
/* A parent is mandatory and must lead to a device (timer, work item, DPC). */
#define WDF_CLASS_NEEDS_DEVICE		BIT(3)

/**
 * struct wdf_object_class - what a type of object adds to the common rules
 * @name: the handle type's Windows name, for reports ("WDFMEMORY")
 * @type: tag checked by wdf_object_from_handle()
 * @flags: WDF_CLASS_*
 * @in_callback: optional, "the current context is inside a client callback
 *	that @quiesce would wait for": deletion is then left to a work item.
 *	Any context, called under the tree lock.
 * @quiesce: optional, first step of deletion, before any child is touched:
 *	stop whatever could still call the client (timers, readers). Runs in
 *	process context if the class has WDF_CLASS_PASSIVE_DISPOSE. All objects
 *	of a dying tree are quiesced before the first one is disposed.
 * @dispose: optional, after the children were disposed and before the
 *	client's EvtCleanup.
 * @release: the last reference is gone, EvtDestroy has run and no child's
 *	memory is left: free @obj. Any context. Required.
 */
struct wdf_object_class {
	const char *name;
	enum wdf_type type;
	u32 flags;
	bool (*in_callback)(struct wdf_object *obj);
	void (*quiesce)(struct wdf_object *obj);
	void (*dispose)(struct wdf_object *obj);
	void (*release)(struct wdf_object *obj);
};

/**
 * struct wdf_object - head of every object; embed it as the first member
 *
 * A handle given to a client is the address of this struct. Handles are
 * looked up in a table before they are dereferenced, so a stale or forged one
 * is a verifier violation and no memory error.
 */
struct wdf_object {
	const struct wdf_object_class *cls;
	struct nt_driver *driver;	/* the client module that owns it */
	refcount_t refs;		/* creation + references; 0: EvtDestroy */
	refcount_t holds;		/* refs != 0, + children's memory; 0: release() */
	atomic_t client_refs;		/* WdfObjectReference() still to be undone */
	unsigned long state;		/* WDF_OBJECT_* bits, atomic bitops */
	struct wdf_object *parent;	/* holds its memory, not its EvtDestroy */
	struct list_head children;	/* of sibling; lock of the tree */
	struct list_head sibling;
	struct wdf_context *contexts;	/* published with release semantics */
	WDF_EXECUTION_LEVEL execution_level;
	WDF_SYNCHRONIZATION_SCOPE sync_scope;
	struct hlist_node table;	/* handle table */
	struct work_struct deferred;	/* disposal in process context */
};

/*
 * Creation is in two steps so that a failure never runs client callbacks:
 *
 *	obj = kzalloc(...); wdf_object_init(&obj->base, &class, driver);
 *	... everything else that can fail ...
 *	status = wdf_object_publish(&obj->base, attributes, default_parent);
 *	if (!NT_SUCCESS(status)) { undo; kfree(obj); }
 */
void wdf_object_init(struct wdf_object *obj, const struct wdf_object_class *cls,
		     struct nt_driver *driver);
/* Checks the attributes, allocates the context, links to the parent, makes the
 * handle valid. Any context; allocates with GFP_ATOMIC when atomic.
 */
NTSTATUS wdf_object_publish(struct wdf_object *obj, PWDF_OBJECT_ATTRIBUTES attributes,
			    struct wdf_object *default_parent);

/* Objects whose handles were looked up last, by a hash. Written under the lock of the bucket
 * that the object is in, read without.
 */
#define WDF_RECENT_BITS	12
extern struct wdf_object *wdf_recent[1 << WDF_RECENT_BITS];

static inline struct wdf_object **wdf_recent_entry(const void *handle)
{
	return &wdf_recent[hash_ptr(handle, WDF_RECENT_BITS)];
}

/*
 * The object behind @handle if it was looked up lately, without a lock: the caller has to
 * keep it alive for as long as it uses it anyway. A handle that is not valid any more is not
 * found here either.
 */
static inline struct wdf_object *wdf_object_recent(const void *handle, enum wdf_type type)
{
	struct wdf_object *obj = READ_ONCE(*wdf_recent_entry(handle));

	if (!obj || obj != handle || (type != WDF_TYPE_ANY && obj->cls->type != type))
		return NULL;
	return obj;
}

struct wdf_object *wdf_object_look_up(const void *handle, enum wdf_type type, const char *who);

/**
 * wdf_object_from_handle() - the object behind a client's handle
 * @handle: anything a client may have passed
 * @type: type of handle that @who takes
 * @who: name of the API function, for the report
 *
 * No reference is taken: whoever calls an API function with a handle must keep
 * it alive until the function returns, on Windows as here.
 *
 * Return: the object, or NULL after a violation.
 * Context: any.
 */
static inline struct wdf_object *wdf_object_from_handle(const void *handle, enum wdf_type type,
							const char *who)
{
	struct wdf_object *obj = wdf_object_recent(handle, type);

	return likely(obj) ? obj : wdf_object_look_up(handle, type, who);
}

struct wdf_object *wdf_object_get(struct wdf_object *obj);
void wdf_object_put(struct wdf_object *obj);
/* Keep the memory alone, past EvtDestroy: for whoever waits or cleans up. */
void wdf_object_hold(struct wdf_object *obj);
void wdf_object_unhold(struct wdf_object *obj);
/* Marks, quiesces, disposes children then the object (EvtCleanup), drops the
 * creation reference. Deferred to process context when that is needed.
 */
void wdf_object_delete(struct wdf_object *obj);
/* The same, and returns only when the object's EvtDestroy has run, or @timeout
 * jiffies after its EvtCleanup (false: somebody still holds a reference). May
 * sleep.
 */
bool wdf_object_delete_wait(struct wdf_object *obj, unsigned long timeout);

/* Deletion has begun: no children, no contexts, no new work. Any context. */
bool wdf_object_deleted(const struct wdf_object *obj);
/* Disposal of this one object needs process context (paged memory), whatever
 * its class says. Between wdf_object_init() and wdf_object_publish().
 */
void wdf_object_set_passive(struct wdf_object *obj);
/* WdfObjectDelete() of this one object is refused, whatever its class says. Any
 * context, before the client gets the handle.
 */
void wdf_object_set_owned(struct wdf_object *obj);

/* Make an object that only its creator still refers to look like a new one made
 * with @attributes. False: it cannot, since its end would be seen, or something
 * hangs on it: delete it. Any context.
 */
bool wdf_object_renew(struct wdf_object *obj, const WDF_OBJECT_ATTRIBUTES *attributes);

/* Nearest WDFDEVICE at or above @obj, or NULL. */
struct wdf_device *wdf_object_device(struct wdf_object *obj);

/* The client's text is about to vanish: every object that @driver still has is
 * reported, cut off from its callbacks and made unreachable. Its number.
 */
unsigned int wdf_objects_orphan(struct nt_driver *driver);

int wdf_objects_init(void);
void wdf_objects_exit(void);
/* Live objects of all types; at unload a number above zero is a leak. Lists
 * the types that have any in the log.
 */
unsigned int wdf_objects_live(void);

#endif
