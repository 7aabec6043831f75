// SPDX-License-Identifier: GPL-2.0
/*
 * Callback objects, and ExTimers.
 *
 * A notification runs over a snapshot of registrations that it holds references to,
 * with no lock held; ending a registration waits for those.
 */
#include <linux/export.h>
#include <linux/list.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/wait.h>

#include <wdm.h>

#include "nt/dpc.h"
#include "nt/io.h"
#include "nt/nt_internal.h"
#include "nt/ob.h"
#include "verifier.h"

/**
 * struct _CALLBACK_OBJECT - an object to notify through
 * @ob: references
 * @node: in nt_callbacks, if it has a name
 * @registrations: struct nt_registration
 * @multiple: there may be more than one
 * @name: in upper case, or ""
 */
struct _CALLBACK_OBJECT {
	struct nt_ob ob;
	struct list_head node;
	struct list_head registrations;
	bool multiple;
	char name[NT_IO_NAME];
};

/**
 * struct nt_registration - a function that is called
 * @node: in its object; empty: ended
 * @all: in nt_registrations; empty: ended
 * @object: with a reference
 * @driver: whose
 * @function: the client's
 * @context: its own
 * @running: calls that are under way
 */
struct nt_registration {
	struct list_head node;
	struct list_head all;
	PCALLBACK_OBJECT object;
	struct nt_driver *driver;
	PCALLBACK_FUNCTION function;
	PVOID context;
	unsigned int running;
};

static DEFINE_SPINLOCK(nt_callback_lock);	/* all of it; any context */
static LIST_HEAD(nt_callbacks);
static LIST_HEAD(nt_registrations);
static DECLARE_WAIT_QUEUE_HEAD(nt_callback_wait);

static void nt_callback_release(struct nt_ob *ob)
{
	PCALLBACK_OBJECT object = container_of(ob, struct _CALLBACK_OBJECT, ob);
	unsigned long flags;

	spin_lock_irqsave(&nt_callback_lock, flags);
	list_del(&object->node);
	spin_unlock_irqrestore(&nt_callback_lock, flags);
	kfree(object);
}

static PCALLBACK_OBJECT nt_callback_find(const char *name)
{
	PCALLBACK_OBJECT object;

	lockdep_assert_held(&nt_callback_lock);
	list_for_each_entry(object, &nt_callbacks, node) {
		if (!strcmp(object->name, name) && kref_get_unless_zero(&object->ob.ref))
			return object;
	}
	return NULL;
}

NTSTATUS ExCreateCallbackWorker(PWDF_DRIVER_GLOBALS Globals, PCALLBACK_OBJECT *CallbackObject,
				POBJECT_ATTRIBUTES ObjectAttributes, BOOLEAN Create,
				BOOLEAN AllowMultipleCallbacks)
{
	PUNICODE_STRING string = ObjectAttributes ? ObjectAttributes->ObjectName : NULL;
	struct nt_driver *driver = nt_driver_from_globals(Globals);
	PCALLBACK_OBJECT object, found = NULL;
	char name[NT_IO_NAME] = "";

	if (!CallbackObject)
		return STATUS_INVALID_PARAMETER;
	*CallbackObject = NULL;
	if (nt_irql_violation(driver, "ExCreateCallback"))
		return STATUS_INVALID_DEVICE_STATE;
	if (string && string->Length && !nt_object_name(string, name))
		return STATUS_OBJECT_NAME_INVALID;
	object = kzalloc(sizeof(*object), GFP_KERNEL);
	if (!object)
		return STATUS_INSUFFICIENT_RESOURCES;
	INIT_LIST_HEAD(&object->node);
	INIT_LIST_HEAD(&object->registrations);
	object->multiple = AllowMultipleCallbacks;
	strscpy(object->name, name, sizeof(object->name));
	nt_ob_init(&object->ob, NT_OB_CALLBACK, driver, object, nt_callback_release);

	spin_lock_irq(&nt_callback_lock);
	if (*name)
		found = nt_callback_find(name);
	if (!found && *name && Create)
		list_add(&object->node, &nt_callbacks);
	spin_unlock_irq(&nt_callback_lock);
	if (!found && Create) {
		nt_ob_give(&object->ob);
		*CallbackObject = object;
		return STATUS_SUCCESS;
	}
	nt_ob_put(&object->ob);
	if (found)
		nt_ob_give(&found->ob);
	*CallbackObject = found;
	return found ? STATUS_SUCCESS : STATUS_OBJECT_NAME_NOT_FOUND;
}
EXPORT_SYMBOL_NS_GPL(ExCreateCallbackWorker, NDIS_SHIM);

static PCALLBACK_OBJECT nt_callback_get(PVOID pointer, const char *who)
{
	struct nt_ob *ob = nt_ob_get(pointer);

	if (ob && ob->type == NT_OB_CALLBACK)
		return container_of(ob, struct _CALLBACK_OBJECT, ob);
	if (ob)
		nt_ob_put(ob);
	nt_violation(NULL, NT_RULE_BAD_OBJECT, "%s", who);
	return NULL;
}

PVOID ExRegisterCallbackWorker(PWDF_DRIVER_GLOBALS Globals, PCALLBACK_OBJECT CallbackObject,
			       PCALLBACK_FUNCTION CallbackFunction, PVOID CallbackContext)
{
	PCALLBACK_OBJECT object = nt_callback_get(CallbackObject, "ExRegisterCallback");
	struct nt_registration *new;
	bool taken;

	if (!object)
		return NULL;
	new = CallbackFunction ? kzalloc(sizeof(*new), nt_gfp()) : NULL;
	if (!new) {
		nt_ob_put(&object->ob);
		return NULL;
	}
	new->object = object;
	new->driver = nt_driver_from_globals(Globals);
	new->function = CallbackFunction;
	new->context = CallbackContext;
	spin_lock_bh(&nt_callback_lock);
	taken = object->multiple || list_empty(&object->registrations);
	if (taken) {
		list_add_tail(&new->node, &object->registrations);
		list_add_tail(&new->all, &nt_registrations);
	}
	spin_unlock_bh(&nt_callback_lock);
	if (taken)
		return new;
	nt_ob_put(&object->ob);
	kfree(new);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(ExRegisterCallbackWorker, NDIS_SHIM);

static bool nt_registration_idle(struct nt_registration *registration)
{
	bool idle;

	spin_lock_irq(&nt_callback_lock);
	idle = !registration->running;
	spin_unlock_irq(&nt_callback_lock);
	return idle;
}

/* The one at @pointer, or with NULL any of @driver's, ended; NULL: there is none. */
static struct nt_registration *nt_registration_take(const void *pointer, struct nt_driver *driver)
{
	struct nt_registration *registration, *found = NULL;

	spin_lock_irq(&nt_callback_lock);
	list_for_each_entry(registration, &nt_registrations, all) {
		if (pointer ? registration != pointer : registration->driver != driver)
			continue;
		list_del_init(&registration->node);
		list_del_init(&registration->all);
		found = registration;
		break;
	}
	spin_unlock_irq(&nt_callback_lock);
	return found;
}

static void nt_registration_free(struct nt_registration *registration)
{
	wait_event(nt_callback_wait, nt_registration_idle(registration));
	nt_ob_put(&registration->object->ob);
	kfree(registration);
}

VOID ExUnregisterCallback(PVOID CallbackRegistration)
{
	struct nt_registration *registration;

	if (!CallbackRegistration || nt_irql_violation(NULL, __func__))
		return;
	registration = nt_registration_take(CallbackRegistration, NULL);
	if (registration)
		nt_registration_free(registration);
	else
		nt_violation(NULL, NT_RULE_BAD_OBJECT, "%s", __func__);
}
EXPORT_SYMBOL_NS_GPL(ExUnregisterCallback, NDIS_SHIM);

/**
 * nt_callbacks_orphan() - registrations that an unloading client left behind
 * @driver: its unload routine has returned
 *
 * An object with a name may be another driver's, who would notify code that is gone.
 *
 * Context: process.
 */
void nt_callbacks_orphan(struct nt_driver *driver)
{
	struct nt_registration *registration;
	unsigned int count = 0;

	while ((registration = nt_registration_take(NULL, driver))) {
		nt_registration_free(registration);
		count++;
	}
	if (count)
		nt_violation(driver, NT_RULE_WORK_LEAK, "%u callbacks", count);
}
EXPORT_SYMBOL_NS_GPL(nt_callbacks_orphan, NDIS_SHIM_INTERNAL);

/* A registration that runs is not freed, and one that ended has no next: start over
 * would call some twice, so the next is held as well before this one is let go.
 */
VOID ExNotifyCallback(PVOID CallbackObject, PVOID Argument1, PVOID Argument2)
{
	PCALLBACK_OBJECT object = nt_callback_get(CallbackObject, __func__);
	struct nt_registration *now, *next;
	unsigned long flags;

	if (!object)
		return;
	spin_lock_irqsave(&nt_callback_lock, flags);
	now = list_first_entry_or_null(&object->registrations, struct nt_registration, node);
	if (now)
		now->running++;
	while (now) {
		next = list_is_last(&now->node, &object->registrations) ? NULL :
			list_next_entry(now, node);
		if (next)
			next->running++;
		spin_unlock_irqrestore(&nt_callback_lock, flags);
		now->function(now->context, Argument1, Argument2);
		spin_lock_irqsave(&nt_callback_lock, flags);
		now->running--;
		wake_up_all(&nt_callback_wait);
		/* Ended meanwhile: it was held, but nothing follows it any more. */
		if (next && list_empty(&next->node)) {
			next->running--;
			next = NULL;
		}
		now = next;
	}
	spin_unlock_irqrestore(&nt_callback_lock, flags);
	nt_ob_put(&object->ob);
}
EXPORT_SYMBOL_NS_GPL(ExNotifyCallback, NDIS_SHIM);

/* ---- ExTimers: a timer, and a deferred call that is the callback ---- */

/**
 * struct _EX_TIMER - an ExTimer
 * @timer: expires; first, so that it can be waited for
 * @dpc: calls @callback
 * @callback: the client's, or NULL
 * @context: for that
 * @end: what its deletion is to call
 * @work: frees it
 */
struct _EX_TIMER {
	KTIMER timer;
	KDPC dpc;
	PEXT_CALLBACK callback;
	PVOID context;
	EXT_DELETE_PARAMETERS end;
	struct work_struct work;
};

static VOID nt_ex_timer_expired(PKDPC dpc, PVOID context, PVOID one, PVOID two)
{
	PEX_TIMER timer = context;

	timer->callback(timer, timer->context);
}

PEX_TIMER ExAllocateTimerWorker(PWDF_DRIVER_GLOBALS Globals, PEXT_CALLBACK Callback,
				PVOID CallbackContext, ULONG Attributes)
{
	PEX_TIMER timer = kzalloc(sizeof(*timer), nt_gfp());

	if (!timer)
		return NULL;
	KeInitializeTimerExWorker(Globals, &timer->timer, Attributes & EX_TIMER_NOTIFICATION ?
							  NotificationTimer :
							  SynchronizationTimer);
	KeInitializeDpcWorker(Globals, &timer->dpc, nt_ex_timer_expired, timer);
	timer->callback = Callback;
	timer->context = CallbackContext;
	return timer;
}
EXPORT_SYMBOL_NS_GPL(ExAllocateTimerWorker, NDIS_SHIM);

BOOLEAN ExSetTimer(PEX_TIMER Timer, LONGLONG DueTime, LONGLONG Period,
		   PEXT_SET_PARAMETERS Parameters)
{
	LARGE_INTEGER due = { .QuadPart = DueTime };
	LONG ms = 0;

	if (Period > 0)
		ms = min_t(LONGLONG, DIV_ROUND_UP_ULL(Period, 10000), S32_MAX);
	return KeSetTimerEx(&Timer->timer, due, ms, Timer->callback ? &Timer->dpc : NULL);
}
EXPORT_SYMBOL_NS_GPL(ExSetTimer, NDIS_SHIM);

BOOLEAN ExCancelTimer(PEX_TIMER Timer, PVOID Parameters)
{
	bool was_set = KeCancelTimer(&Timer->timer);

	return KeRemoveQueueDpc(&Timer->dpc) || was_set;
}
EXPORT_SYMBOL_NS_GPL(ExCancelTimer, NDIS_SHIM);

static void nt_ex_timer_free(PEX_TIMER timer)
{
	EXT_DELETE_PARAMETERS parameters = timer->end;

	KeFlushQueuedDpcs();
	kfree(timer);
	if (parameters.DeleteCallback)
		parameters.DeleteCallback(parameters.DeleteContext);
}

static void nt_ex_timer_free_work(struct work_struct *work)
{
	nt_ex_timer_free(container_of(work, struct _EX_TIMER, work));
}

/* Cancelled in any case: one that may still expire could not be freed. */
BOOLEAN ExDeleteTimer(PEX_TIMER Timer, BOOLEAN Cancel, BOOLEAN Wait,
		      PEXT_DELETE_PARAMETERS Parameters)
{
	bool was_set = ExCancelTimer(Timer, NULL);

	if (Parameters)
		Timer->end = *Parameters;
	if (Wait && !nt_irql_violation(NULL, __func__)) {
		nt_ex_timer_free(Timer);
		return was_set;
	}
	/* The memory goes where the callback's end can be waited for. */
	INIT_WORK(&Timer->work, nt_ex_timer_free_work);
	queue_work(nt_io_wq, &Timer->work);
	return was_set;
}
EXPORT_SYMBOL_NS_GPL(ExDeleteTimer, NDIS_SHIM);
