// SPDX-License-Identifier: GPL-2.0
/*
 * Life of objects: creation, the tree of parents and children, deletion.
 *
 * A deletion takes a whole subtree through four passes:
 *
 *	claim		every object in it is marked, so that nobody else deletes
 *			one of them and none gets a new child
 *	quiesce		whatever could still call the client stops
 *	dispose		children before parents: EvtCleanup
 *	drop		children before parents: the creation reference; at the
 *			last reference EvtDestroy, then the memory
 *
 * One pass over the tree after the other, because siblings use each other: the
 * callback of a timer takes a spin lock that hangs under the same parent, a
 * cleanup callback deletes what it made. Handles stay valid until the last
 * pass, so neither can meet a dead one.
 *
 * Two counts, because a reference on a child must not hold back its parent's
 * EvtDestroy, only its memory: @refs are references, @holds keep memory.
 *
 * Not here: handles (object_table.c), contexts (context.c), entry points
 * (object_api.c).
 */
#include "wdf/object_internal.h"

#include <kunit/visibility.h>
#include <linux/bug.h>
#include <linux/sched.h>
#include <linux/wait_bit.h>

#include "nt/nt_internal.h"
#include "verifier.h"

/* Protects every object's @parent, @children, @sibling and WDF_OBJECT_DELETED;
 * taken from any context. One lock: the trees are small and change rarely.
 */
static DEFINE_SPINLOCK(wdf_tree_lock);

/* Disposals that could not run where they were asked for. Not freezable: power
 * callbacks may wait for them. Unbound: one may wait for another.
 */
static struct workqueue_struct *wdf_dispose_wq;

static void wdf_object_deferred(struct work_struct *work);

/**
 * wdf_object_init() - first step of creation
 * @obj: zeroed memory
 * @cls: type of object
 * @driver: client that asked for it; NULL: that of the parent
 *
 * Context: any.
 */
void wdf_object_init(struct wdf_object *obj, const struct wdf_object_class *cls,
		     struct nt_driver *driver)
{
	obj->cls = cls;
	obj->driver = driver;
	refcount_set(&obj->refs, 1);
	refcount_set(&obj->holds, 1);
	INIT_LIST_HEAD(&obj->children);
	INIT_LIST_HEAD(&obj->sibling);
	INIT_HLIST_NODE(&obj->table);
	INIT_WORK(&obj->deferred, wdf_object_deferred);
	if (cls->flags & WDF_CLASS_PASSIVE_DISPOSE)
		__set_bit(WDF_OBJECT_PASSIVE, &obj->state);
	if (cls->flags & WDF_CLASS_FRAMEWORK_OWNED)
		__set_bit(WDF_OBJECT_OWNED, &obj->state);
}

void wdf_object_set_passive(struct wdf_object *obj)
{
	__set_bit(WDF_OBJECT_PASSIVE, &obj->state);
}

void wdf_object_set_owned(struct wdf_object *obj)
{
	set_bit(WDF_OBJECT_OWNED, &obj->state);
}

bool wdf_object_deleted(const struct wdf_object *obj)
{
	return test_bit(WDF_OBJECT_DELETED, &obj->state);
}

/**
 * wdf_object_check_attributes() - what is wrong with attributes by themselves
 * @attributes: the client's; NULL is fine
 *
 * Return: STATUS_SUCCESS or why not.
 */
NTSTATUS wdf_object_check_attributes(PWDF_OBJECT_ATTRIBUTES attributes)
{
	if (!attributes)
		return STATUS_SUCCESS;
	if (attributes->Size != sizeof(*attributes))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (attributes->ExecutionLevel < WdfExecutionLevelInheritFromParent ||
	    attributes->ExecutionLevel > WdfExecutionLevelDispatch)
		return STATUS_INVALID_PARAMETER;
	if (attributes->SynchronizationScope < WdfSynchronizationScopeInheritFromParent ||
	    attributes->SynchronizationScope > WdfSynchronizationScopeNone)
		return STATUS_INVALID_PARAMETER;
	return STATUS_SUCCESS;
}

/* The parent @obj is to have, with a reference, in *@parent; NULL: none. */
static NTSTATUS wdf_object_choose_parent(struct wdf_object *obj,
					 PWDF_OBJECT_ATTRIBUTES attributes,
					 struct wdf_object *default_parent,
					 struct wdf_object **parent)
{
	const struct wdf_object_class *cls = obj->cls;
	void *handle = attributes ? attributes->ParentObject : NULL;

	*parent = NULL;
	if (handle) {
		if (cls->flags & WDF_CLASS_FIXED_PARENT)
			return STATUS_WDF_PARENT_ASSIGNMENT_NOT_ALLOWED;
		*parent = wdf_table_get(handle);
		if (!*parent) {
			nt_violation(obj->driver, NT_RULE_BAD_HANDLE,
				     "ParentObject %p of a %s", handle, cls->name);
			return STATUS_INVALID_HANDLE;
		}
	} else if (cls->flags & WDF_CLASS_NEEDS_DEVICE) {
		return STATUS_WDF_PARENT_NOT_SPECIFIED;
	} else if (default_parent) {
		*parent = wdf_object_get(default_parent);
	} else if (cls->type != WDF_TYPE_DRIVER) {
		return STATUS_WDF_PARENT_NOT_SPECIFIED;
	}

	if ((cls->flags & WDF_CLASS_NEEDS_DEVICE) && !wdf_object_device(*parent)) {
		wdf_object_put(*parent);
		*parent = NULL;
		return STATUS_INVALID_DEVICE_REQUEST;
	}
	return STATUS_SUCCESS;
}

/**
 * wdf_object_inherit() - execution level and synchronization scope
 * @obj: not published yet
 * @attributes: checked, or NULL
 * @parent: its parent to be, or NULL
 */
void wdf_object_inherit(struct wdf_object *obj, PWDF_OBJECT_ATTRIBUTES attributes,
			struct wdf_object *parent)
{
	WDF_EXECUTION_LEVEL level = WdfExecutionLevelInheritFromParent;
	WDF_SYNCHRONIZATION_SCOPE scope = WdfSynchronizationScopeInheritFromParent;

	if (attributes) {
		level = attributes->ExecutionLevel;
		scope = attributes->SynchronizationScope;
	}
	if (level == WdfExecutionLevelInheritFromParent)
		level = parent ? parent->execution_level : WdfExecutionLevelDispatch;
	if (scope == WdfSynchronizationScopeInheritFromParent)
		scope = parent ? parent->sync_scope : WdfSynchronizationScopeNone;
	obj->execution_level = level;
	obj->sync_scope = scope;
	if (!obj->driver && parent)
		obj->driver = parent->driver;
}

/* Makes @obj a child of @parent unless that is being deleted. */
static bool wdf_object_link(struct wdf_object *obj, struct wdf_object *parent)
{
	unsigned long flags;
	bool linked;

	spin_lock_irqsave(&wdf_tree_lock, flags);
	linked = !test_bit(WDF_OBJECT_DELETED, &parent->state);
	if (linked) {
		obj->parent = parent;
		wdf_object_hold(parent);
		/* Newest first: what was made last goes first. */
		list_add(&obj->sibling, &parent->children);
	}
	spin_unlock_irqrestore(&wdf_tree_lock, flags);
	return linked;
}

/**
 * wdf_object_publish() - last step of creation: a valid handle in the tree
 * @obj: complete in every other respect
 * @attributes: the client's; NULL: none
 * @default_parent: parent when @attributes name none; NULL: there is no default
 *
 * Return: STATUS_SUCCESS; otherwise nothing has happened, no callback of the
 * client will run, and the caller frees @obj.
 * Context: any.
 */
NTSTATUS wdf_object_publish(struct wdf_object *obj, PWDF_OBJECT_ATTRIBUTES attributes,
			    struct wdf_object *default_parent)
{
	struct wdf_context *ctx;
	struct wdf_object *parent;
	NTSTATUS status;

	status = wdf_object_check_attributes(attributes);
	if (!NT_SUCCESS(status))
		return status;

	status = wdf_object_choose_parent(obj, attributes, default_parent, &parent);
	if (!NT_SUCCESS(status))
		return status;

	status = wdf_context_alloc(attributes, &ctx);
	if (!NT_SUCCESS(status))
		goto out_put_parent;

	wdf_object_inherit(obj, attributes, parent);
	if (ctx)
		wdf_context_attach(obj, ctx);
	/* The handle works before the parent can reach, and delete, the object. */
	wdf_table_add(obj);
	if (parent && !wdf_object_link(obj, parent)) {
		wdf_table_del(obj);
		obj->contexts = NULL;
		wdf_context_free(ctx);
		status = STATUS_DELETE_PENDING;
	}

out_put_parent:
	if (parent)
		wdf_object_put(parent);
	return status;
}
EXPORT_SYMBOL_IF_KUNIT(wdf_object_publish);

/**
 * wdf_object_add_context() - WdfObjectAllocateContext()
 * @obj: object
 * @attributes: checked; have a context type
 * @data: the context, also if the object had one of this type before
 *
 * Return: STATUS_SUCCESS, STATUS_OBJECT_NAME_EXISTS (had it before),
 * STATUS_DELETE_PENDING, or why there is none.
 * Context: any.
 */
NTSTATUS wdf_object_add_context(struct wdf_object *obj, PWDF_OBJECT_ATTRIBUTES attributes,
				void **data)
{
	struct wdf_context *ctx, *old;
	unsigned long flags;
	NTSTATUS status;

	status = wdf_context_alloc(attributes, &ctx);
	if (!NT_SUCCESS(status))
		return status;

	spin_lock_irqsave(&wdf_tree_lock, flags);
	old = wdf_context_find(obj, ctx->type);
	if (old) {
		*data = old->data;
		status = STATUS_OBJECT_NAME_EXISTS;
	} else if (test_bit(WDF_OBJECT_DELETED, &obj->state)) {
		status = STATUS_DELETE_PENDING;
	} else {
		wdf_context_attach(obj, ctx);
		*data = ctx->data;
	}
	spin_unlock_irqrestore(&wdf_tree_lock, flags);

	if (status != STATUS_SUCCESS)
		wdf_context_free(ctx);
	return status;
}

struct wdf_object *wdf_object_get(struct wdf_object *obj)
{
	refcount_inc(&obj->refs);
	return obj;
}

void wdf_object_hold(struct wdf_object *obj)
{
	refcount_inc(&obj->holds);
}

/* The last one frees the object, and lets go of its parent's memory. */
void wdf_object_unhold(struct wdf_object *obj)
{
	while (obj && refcount_dec_and_test(&obj->holds)) {
		struct wdf_object *parent = obj->parent;
		struct wdf_context *ctx, *next;

		for (ctx = obj->contexts; ctx; ctx = next) {
			next = ctx->next;
			wdf_context_free(ctx);
		}
		obj->cls->release(obj);
		obj = parent;
	}
}

/**
 * wdf_object_put() - drop a reference
 * @obj: object; may be gone on return
 *
 * Context: any; the client's EvtDestroy runs here at the last one.
 */
void wdf_object_put(struct wdf_object *obj)
{
	struct wdf_context *ctx;

	if (!refcount_dec_and_test(&obj->refs))
		return;

	/* The handle and the contexts still work inside the callback. */
	for (ctx = obj->contexts; ctx; ctx = ctx->next) {
		if (ctx->destroy)
			ctx->destroy(wdf_object_to_handle(obj));
	}
	wdf_table_del(obj);
	set_bit(WDF_OBJECT_DESTROYED, &obj->state);
	/* Before it is looked whether anybody waits: pairs with wait_var_event(). */
	smp_mb__after_atomic();
	wake_up_var(&obj->state);
	wdf_object_unhold(obj);
}
EXPORT_SYMBOL_IF_KUNIT(wdf_object_put);

/* Parents first. The tree lock is held, or the subtree was claimed. */
static struct wdf_object *wdf_tree_next(struct wdf_object *root, struct wdf_object *obj)
{
	if (!list_empty(&obj->children))
		return list_first_entry(&obj->children, struct wdf_object, sibling);
	while (obj != root) {
		if (!list_is_last(&obj->sibling, &obj->parent->children))
			return list_next_entry(obj, sibling);
		obj = obj->parent;
	}
	return NULL;
}

static struct wdf_object *wdf_tree_first_leaf(struct wdf_object *obj)
{
	while (!list_empty(&obj->children))
		obj = list_first_entry(&obj->children, struct wdf_object, sibling);
	return obj;
}

/* Children first, beginning at wdf_tree_first_leaf(@root). */
static struct wdf_object *wdf_tree_next_up(struct wdf_object *root, struct wdf_object *obj)
{
	if (obj == root)
		return NULL;
	if (list_is_last(&obj->sibling, &obj->parent->children))
		return obj->parent;
	return wdf_tree_first_leaf(list_next_entry(obj, sibling));
}

enum wdf_claim {
	WDF_CLAIMED,	/* the subtree is the caller's to dispose of */
	WDF_DEFER,	/* not in this context */
	WDF_BUSY,	/* part of it is being disposed of by somebody else */
};

/*
 * Take over the subtree below @root, which is the caller's already. With
 * WDF_BUSY, *@busy is the object to wait for.
 */
static enum wdf_claim wdf_tree_claim(struct wdf_object *root, bool may_sleep,
				     struct wdf_object **busy)
{
	struct wdf_object *obj;

	lockdep_assert_held(&wdf_tree_lock);

	for (obj = root; obj; obj = wdf_tree_next(root, obj)) {
		if (obj != root && test_bit(WDF_OBJECT_DELETED, &obj->state)) {
			*busy = obj;
			return WDF_BUSY;
		}
		if (!may_sleep && test_bit(WDF_OBJECT_PASSIVE, &obj->state))
			return WDF_DEFER;
		if (obj->cls->in_callback && obj->cls->in_callback(obj))
			return WDF_DEFER;
	}
	for (obj = root; obj; obj = wdf_tree_next(root, obj))
		set_bit(WDF_OBJECT_DELETED, &obj->state);
	return WDF_CLAIMED;
}

static void wdf_object_cleanup(struct wdf_object *obj)
{
	struct wdf_context *ctx;

	if (obj->cls->dispose)
		obj->cls->dispose(obj);
	for (ctx = obj->contexts; ctx; ctx = ctx->next) {
		if (ctx->cleanup)
			ctx->cleanup(wdf_object_to_handle(obj));
	}
	set_bit(WDF_OBJECT_DISPOSED, &obj->state);
	/* Before it is looked whether anybody waits: pairs with wait_var_event(). */
	smp_mb__after_atomic();
	wake_up_var(&obj->state);
}

/* EvtDestroy comes before the parent can see that the child is unlinked: the
 * parent's EvtDestroy follows it.
 */
static void wdf_object_drop(struct wdf_object *obj)
{
	unsigned long flags;

	wdf_object_hold(obj);
	wdf_object_put(obj);

	spin_lock_irqsave(&wdf_tree_lock, flags);
	list_del_init(&obj->sibling);
	set_bit(WDF_OBJECT_UNLINKED, &obj->state);
	spin_unlock_irqrestore(&wdf_tree_lock, flags);
	/* Pairs with wait_var_event(), as above. */
	smp_mb__after_atomic();
	wake_up_var(&obj->state);
	wdf_object_unhold(obj);
}

/*
 * A claimed subtree does not change under us: no child is added to a marked
 * object, and only its owner unlinks one.
 */
static void wdf_tree_dispose(struct wdf_object *root)
{
	struct wdf_object *obj, *next;

	for (obj = root; obj; obj = wdf_tree_next(root, obj)) {
		if (obj->cls->quiesce)
			obj->cls->quiesce(obj);
	}

	for (obj = wdf_tree_first_leaf(root); obj; obj = wdf_tree_next_up(root, obj))
		wdf_object_cleanup(obj);

	for (obj = wdf_tree_first_leaf(root); obj; obj = next) {
		next = wdf_tree_next_up(root, obj);
		wdf_object_drop(obj);
	}
}

/* Process context: waits for others that dispose of parts of the subtree. */
static void wdf_object_deferred(struct work_struct *work)
{
	struct wdf_object *root = container_of(work, struct wdf_object, deferred);
	struct wdf_object *busy;
	enum wdf_claim claim;

	for (;;) {
		spin_lock_irq(&wdf_tree_lock);
		claim = wdf_tree_claim(root, true, &busy);
		if (claim == WDF_BUSY)
			wdf_object_hold(busy);
		spin_unlock_irq(&wdf_tree_lock);

		if (claim == WDF_CLAIMED)
			break;
		/* No callback of a client runs in this thread. */
		if (WARN_ON_ONCE(claim == WDF_DEFER))
			return;
		wait_var_event(&busy->state, test_bit(WDF_OBJECT_UNLINKED, &busy->state));
		wdf_object_unhold(busy);
	}
	wdf_tree_dispose(root);
}

/**
 * wdf_object_delete() - begin the end of an object and all below it
 * @obj: object; nothing happens if its deletion has begun before
 *
 * Done on return when the context allows it; otherwise, and when somebody else
 * is just disposing of a child (perhaps further up on this very stack), a work
 * item does it.
 *
 * Context: any.
 */
void wdf_object_delete(struct wdf_object *obj)
{
	enum wdf_claim claim = WDF_CLAIMED;
	bool may_sleep = nt_may_sleep();
	struct wdf_object *busy;
	unsigned long flags;
	bool mine;

	spin_lock_irqsave(&wdf_tree_lock, flags);
	mine = !test_and_set_bit(WDF_OBJECT_DELETED, &obj->state);
	if (mine)
		claim = wdf_tree_claim(obj, may_sleep, &busy);
	spin_unlock_irqrestore(&wdf_tree_lock, flags);

	if (!mine)
		return;
	if (claim == WDF_CLAIMED)
		wdf_tree_dispose(obj);
	else
		queue_work(wdf_dispose_wq, &obj->deferred);
}

/**
 * wdf_object_delete_wait() - delete, and wait for EvtDestroy
 * @obj: object
 * @timeout: jiffies
 *
 * However long callbacks keep the disposal waiting, it is over on return, also
 * where somebody else does it; @timeout is for references only.
 *
 * Return: false if somebody still held a reference after @timeout.
 * Context: process, not inside a callback of the object or its children.
 */
bool wdf_object_delete_wait(struct wdf_object *obj, unsigned long timeout)
{
	bool destroyed;

	might_sleep();
	wdf_object_hold(obj);
	wdf_object_delete(obj);
	wait_var_event(&obj->state, test_bit(WDF_OBJECT_DISPOSED, &obj->state));
	destroyed = wait_var_event_timeout(&obj->state,
					   test_bit(WDF_OBJECT_DESTROYED, &obj->state),
					   timeout);
	wdf_object_unhold(obj);
	return destroyed;
}
EXPORT_SYMBOL_IF_KUNIT(wdf_object_delete_wait);

int wdf_objects_init(void)
{
	wdf_dispose_wq = alloc_workqueue("ndis_shim_dispose", WQ_UNBOUND, 0);
	if (!wdf_dispose_wq)
		return -ENOMEM;
	wdf_table_init();
	return 0;
}

void wdf_objects_exit(void)
{
	destroy_workqueue(wdf_dispose_wq);
}
