// SPDX-License-Identifier: GPL-2.0
/*
 * The table of live handles. A handle is looked up here before anything is
 * read through it: a stale or forged one costs its user a violation and no
 * memory error, unless it becomes stale while it is in use on another processor.
 * Contexts are listed beside the objects, so that the way back from a context to
 * its object is checked as well.
 *
 * Buckets have spin locks rather than RCU: an object's memory may then go at
 * its last reference, in the context of whoever dropped it, and nothing of a
 * client outlives the client by a grace period.
 */
#include "wdf/object_internal.h"

#include <linux/atomic.h>
#include <linux/debugfs.h>
#include <linux/hash.h>
#include <linux/printk.h>
#include <linux/seq_file.h>

#include "nt/nt_internal.h"
#include "verifier.h"

#define WDF_TABLE_BITS	10

/**
 * struct wdf_bucket - objects and contexts whose addresses hash alike
 * @lock: protects both lists, and an object found in @objects from going away
 *	while it is held; also the entries of wdf_recent[] that @objects may be in; any
 *	context, inside the tree lock
 * @objects: of wdf_object.table
 * @contexts: of wdf_context.table
 */
struct wdf_bucket {
	spinlock_t lock;
	struct hlist_head objects;
	struct hlist_head contexts;
};

static struct wdf_bucket wdf_table[1 << WDF_TABLE_BITS];
struct wdf_object *wdf_recent[1 << WDF_RECENT_BITS];
static atomic_t wdf_live[WDF_TYPE_MAX];

static const char * const wdf_type_names[WDF_TYPE_MAX] = {
	[WDF_TYPE_ANY] = "any",
	[WDF_TYPE_OBJECT] = "WDFOBJECT",
	[WDF_TYPE_DRIVER] = "WDFDRIVER",
	[WDF_TYPE_DEVICE] = "WDFDEVICE",
	[WDF_TYPE_MEMORY] = "WDFMEMORY",
	[WDF_TYPE_LOOKASIDE] = "WDFLOOKASIDE",
	[WDF_TYPE_COLLECTION] = "WDFCOLLECTION",
	[WDF_TYPE_SPINLOCK] = "WDFSPINLOCK",
	[WDF_TYPE_WAITLOCK] = "WDFWAITLOCK",
	[WDF_TYPE_TIMER] = "WDFTIMER",
	[WDF_TYPE_WORKITEM] = "WDFWORKITEM",
	[WDF_TYPE_DPC] = "WDFDPC",
	[WDF_TYPE_STRING] = "WDFSTRING",
	[WDF_TYPE_KEY] = "WDFKEY",
	[WDF_TYPE_REQUEST] = "WDFREQUEST",
	[WDF_TYPE_IOTARGET] = "WDFIOTARGET",
	[WDF_TYPE_USBDEVICE] = "WDFUSBDEVICE",
	[WDF_TYPE_USBINTERFACE] = "WDFUSBINTERFACE",
	[WDF_TYPE_USBPIPE] = "WDFUSBPIPE",
	[WDF_TYPE_QUEUE] = "WDFQUEUE",
	[WDF_TYPE_FILEOBJECT] = "WDFFILEOBJECT",
	[WDF_TYPE_NETADAPTER] = "NETADAPTER",
	[WDF_TYPE_NETPACKETQUEUE] = "NETPACKETQUEUE",
	[WDF_TYPE_NETCONFIGURATION] = "NETCONFIGURATION",
	[WDF_TYPE_NETPOWERSETTINGS] = "NETPOWERSETTINGS",
	[WDF_TYPE_CX] = "class extension",
	[WDF_TYPE_INTERRUPT] = "WDFINTERRUPT",
	[WDF_TYPE_CMRESLIST] = "WDFCMRESLIST",
	[WDF_TYPE_DMAENABLER] = "WDFDMAENABLER",
	[WDF_TYPE_COMMONBUFFER] = "WDFCOMMONBUFFER",
	[WDF_TYPE_WMI] = "WDFWMIINSTANCE",
	[WDF_TYPE_CHILDLIST] = "WDFCHILDLIST",
	[WDF_TYPE_DMATRANSACTION] = "WDFDMATRANSACTION",
	[WDF_TYPE_IORESREQLIST] = "WDFIORESREQLIST",
	[WDF_TYPE_IORESLIST] = "WDFIORESLIST",
};

static struct wdf_bucket *wdf_bucket(const void *key)
{
	return &wdf_table[hash_ptr(key, WDF_TABLE_BITS)];
}

/*
 * The bucket's lock is held. @obj leaves the table. Whatever is in its entry of wdf_recent[]
 * is of the same bucket: both are beginnings of one hash.
 */
static void wdf_bucket_remove(struct wdf_bucket *bucket, struct wdf_object *obj)
{
	struct wdf_object **recent = wdf_recent_entry(obj);

	BUILD_BUG_ON(WDF_RECENT_BITS < WDF_TABLE_BITS);
	lockdep_assert_held(&bucket->lock);

	hlist_del_init(&obj->table);
	if (*recent == obj)
		WRITE_ONCE(*recent, NULL);
}

/* The bucket's lock is held. */
static struct wdf_object *wdf_bucket_find(struct wdf_bucket *bucket, const void *handle)
{
	struct wdf_object *obj;

	lockdep_assert_held(&bucket->lock);

	hlist_for_each_entry(obj, &bucket->objects, table) {
		if (obj == handle)
			return obj;
	}
	return NULL;
}

/**
 * wdf_table_add() - make a handle valid
 * @obj: complete object
 *
 * Context: any.
 */
void wdf_table_add(struct wdf_object *obj)
{
	struct wdf_bucket *bucket = wdf_bucket(obj);
	unsigned long flags;

	spin_lock_irqsave(&bucket->lock, flags);
	hlist_add_head(&obj->table, &bucket->objects);
	spin_unlock_irqrestore(&bucket->lock, flags);

	atomic_inc(&wdf_live[obj->cls->type]);
	if (obj->driver)
		atomic_inc(&obj->driver->objects);
}

/**
 * wdf_table_del() - make a handle invalid
 * @obj: object whose EvtDestroy has run
 *
 * An orphan (see wdf_objects_orphan()) left the table before, and its driver's
 * count with it.
 *
 * Context: any.
 */
void wdf_table_del(struct wdf_object *obj)
{
	struct wdf_bucket *bucket = wdf_bucket(obj);
	struct nt_driver *driver;
	unsigned long flags;

	spin_lock_irqsave(&bucket->lock, flags);
	wdf_bucket_remove(bucket, obj);
	driver = obj->driver;
	spin_unlock_irqrestore(&bucket->lock, flags);

	atomic_dec(&wdf_live[obj->cls->type]);
	if (driver)
		atomic_dec(&driver->objects);
}

struct wdf_object *wdf_table_get(const void *handle)
{
	struct wdf_bucket *bucket = wdf_bucket(handle);
	struct wdf_object *obj;
	unsigned long flags;

	spin_lock_irqsave(&bucket->lock, flags);
	obj = wdf_bucket_find(bucket, handle);
	if (obj && !refcount_inc_not_zero(&obj->refs))
		obj = NULL;
	spin_unlock_irqrestore(&bucket->lock, flags);
	return obj;
}

/**
 * wdf_object_look_up() - the long way of wdf_object_from_handle(), once for each handle
 * @handle: likewise
 * @type: likewise
 * @who: likewise
 */
struct wdf_object *wdf_object_look_up(const void *handle, enum wdf_type type, const char *who)
{
	struct wdf_bucket *bucket = wdf_bucket(handle);
	struct nt_driver *driver = NULL;
	const char *name = NULL;
	struct wdf_object *obj;
	bool matches = false;
	unsigned long flags;

	spin_lock_irqsave(&bucket->lock, flags);
	obj = wdf_bucket_find(bucket, handle);
	if (obj) {
		WRITE_ONCE(*wdf_recent_entry(obj), obj);
		driver = obj->driver;
		name = obj->cls->name;
		matches = type == WDF_TYPE_ANY || obj->cls->type == type;
	}
	spin_unlock_irqrestore(&bucket->lock, flags);

	if (matches)
		return obj;

	if (obj)
		nt_violation(driver, NT_RULE_WRONG_HANDLE_TYPE, "%s: got a %s, wants a %s",
			     who, name, wdf_type_names[type]);
	else
		nt_violation(NULL, NT_RULE_BAD_HANDLE, "%s: %s handle %p",
			     who, wdf_type_names[type], handle);
	return NULL;
}

void wdf_table_add_context(struct wdf_context *ctx)
{
	struct wdf_bucket *bucket = wdf_bucket(ctx->data);
	unsigned long flags;

	spin_lock_irqsave(&bucket->lock, flags);
	hlist_add_head(&ctx->table, &bucket->contexts);
	spin_unlock_irqrestore(&bucket->lock, flags);
}

void wdf_table_del_context(struct wdf_context *ctx)
{
	struct wdf_bucket *bucket = wdf_bucket(ctx->data);
	unsigned long flags;

	spin_lock_irqsave(&bucket->lock, flags);
	hlist_del_init(&ctx->table);
	spin_unlock_irqrestore(&bucket->lock, flags);
}

/* The object that the context at @data belongs to, or NULL. */
struct wdf_object *wdf_table_context_owner(const void *data)
{
	struct wdf_bucket *bucket = wdf_bucket(data);
	struct wdf_object *owner = NULL;
	struct wdf_context *ctx;
	unsigned long flags;

	spin_lock_irqsave(&bucket->lock, flags);
	hlist_for_each_entry(ctx, &bucket->contexts, table) {
		if (ctx->data == data) {
			owner = ctx->obj;
			break;
		}
	}
	spin_unlock_irqrestore(&bucket->lock, flags);
	return owner;
}

/* The bucket's lock is held. */
static void wdf_object_cut_off(struct wdf_bucket *bucket, struct wdf_object *obj)
{
	struct wdf_context *ctx;

	wdf_bucket_remove(bucket, obj);
	obj->driver = NULL;
	for (ctx = obj->contexts; ctx; ctx = ctx->next) {
		ctx->type = NULL;
		ctx->cleanup = NULL;
		ctx->destroy = NULL;
	}
}

/**
 * wdf_objects_orphan() - cut leaked objects off from a client that unloads
 * @driver: the client; none of its code runs any more, its WDFDRIVER and all
 *	below it were deleted, so what is left has a reference too many
 *
 * Return: the number of objects.
 * Context: process.
 */
unsigned int wdf_objects_orphan(struct nt_driver *driver)
{
	unsigned int i, count = 0;

	for (i = 0; i < ARRAY_SIZE(wdf_table); i++) {
		struct wdf_bucket *bucket = &wdf_table[i];
		struct wdf_object *obj;
		struct hlist_node *next;

		spin_lock_irq(&bucket->lock);
		hlist_for_each_entry_safe(obj, next, &bucket->objects, table) {
			if (obj->driver != driver)
				continue;
			nt_violation(driver, NT_RULE_OBJECT_LEAK,
				     "a %s still has %u references", obj->cls->name,
				     refcount_read(&obj->refs));
			wdf_object_cut_off(bucket, obj);
			count++;
		}
		spin_unlock_irq(&bucket->lock);
	}
	atomic_sub(count, &driver->objects);
	return count;
}

static int wdf_objects_show(struct seq_file *m, void *unused)
{
	unsigned int type;

	for (type = WDF_TYPE_OBJECT; type < WDF_TYPE_MAX; type++)
		seq_printf(m, "%-18s %d\n", wdf_type_names[type],
			   atomic_read(&wdf_live[type]));
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(wdf_objects);

void wdf_table_init(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(wdf_table); i++)
		spin_lock_init(&wdf_table[i].lock);
	debugfs_create_file("objects", 0444, nt_debugfs_root, NULL, &wdf_objects_fops);
}

/**
 * wdf_objects_live() - number of objects of all types
 */
unsigned int wdf_objects_live(void)
{
	unsigned int type, sum = 0;

	for (type = 0; type < WDF_TYPE_MAX; type++) {
		int live = atomic_read(&wdf_live[type]);

		if (live)
			pr_info("left at unload: %d objects of type %s\n",
				live, wdf_type_names[type]);
		sum += live;
	}
	return sum;
}
