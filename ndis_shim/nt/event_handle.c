// SPDX-License-Identifier: GPL-2.0
/*
 * Events with a handle. Those with a name are found again by it, whoever made
 * them, until the last handle and reference are gone.
 */
#include <linux/export.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "nt/dispatcher.h"
#include "nt/io.h"
#include "nt/nt_internal.h"
#include "nt/ob.h"

/**
 * struct nt_event_object - an event with a handle
 * @ob: handle and memory
 * @event: what its pointer is
 * @node: in nt_named_events, if it has a name
 * @name: in upper case, or ""
 */
struct nt_event_object {
	struct nt_ob ob;
	KEVENT event;
	struct list_head node;
	char name[NT_IO_NAME];
};

static DEFINE_SPINLOCK(nt_events_lock);	/* any context */
static LIST_HEAD(nt_named_events);

static void nt_event_object_release(struct nt_ob *ob)
{
	struct nt_event_object *event = container_of(ob, struct nt_event_object, ob);
	unsigned long flags;

	spin_lock_irqsave(&nt_events_lock, flags);
	list_del(&event->node);
	spin_unlock_irqrestore(&nt_events_lock, flags);
	kfree(event);
}

/* With a reference. One whose last is going is not there any more. */
static struct nt_event_object *nt_event_find(const char *name)
{
	struct nt_event_object *event;
	unsigned long flags;

	spin_lock_irqsave(&nt_events_lock, flags);
	list_for_each_entry(event, &nt_named_events, node) {
		if (!strcmp(event->name, name) && kref_get_unless_zero(&event->ob.ref)) {
			spin_unlock_irqrestore(&nt_events_lock, flags);
			return event;
		}
	}
	spin_unlock_irqrestore(&nt_events_lock, flags);
	return NULL;
}

static struct nt_event_object *nt_event_make(struct nt_driver *driver, const char *name,
					     EVENT_TYPE type, bool state)
{
	struct nt_event_object *event = kzalloc(sizeof(*event), GFP_KERNEL);
	unsigned long flags;

	if (!event)
		return NULL;
	KeInitializeEvent(&event->event, type, state);
	strscpy(event->name, name, sizeof(event->name));
	INIT_LIST_HEAD(&event->node);
	nt_ob_init(&event->ob, NT_OB_EVENT, driver, &event->event, nt_event_object_release);
	spin_lock_irqsave(&nt_events_lock, flags);
	if (*name)
		list_add(&event->node, &nt_named_events);
	spin_unlock_irqrestore(&nt_events_lock, flags);
	return event;
}

/* Names are looked up and made under this: of two that make one, one finds it. */
static DEFINE_MUTEX(nt_event_names_lock);

static NTSTATUS nt_event_open(struct nt_driver *driver, PCUNICODE_STRING name, EVENT_TYPE type,
			      bool state, PHANDLE handle, PKEVENT *pointer)
{
	struct nt_event_object *event = NULL;
	char text[NT_IO_NAME] = "";
	NTSTATUS status;
	bool existed;

	*handle = NULL;
	if (name && name->Length && !nt_object_name(name, text))
		return STATUS_OBJECT_NAME_INVALID;
	mutex_lock(&nt_event_names_lock);
	if (*text)
		event = nt_event_find(text);
	existed = event;
	if (!event)
		event = nt_event_make(driver, text, type, state);
	mutex_unlock(&nt_event_names_lock);
	if (!event)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = nt_handle_create(&event->ob, driver, handle);
	if (NT_SUCCESS(status) && pointer)
		*pointer = &event->event;
	nt_ob_put(&event->ob);
	if (!NT_SUCCESS(status))
		return status;
	return existed ? STATUS_OBJECT_NAME_EXISTS : STATUS_SUCCESS;
}

static PKEVENT nt_event_create(PWDF_DRIVER_GLOBALS globals, PUNICODE_STRING name, EVENT_TYPE type,
			       PHANDLE handle, const char *who)
{
	struct nt_driver *driver = nt_driver_from_globals(globals);
	PKEVENT event = NULL;

	if (!handle || nt_irql_violation(driver, who))
		return NULL;
	nt_event_open(driver, name, type, true, handle, &event);
	return event;
}

/* Set at first, as documented. The pointer is good while the handle is open. */
PKEVENT IoCreateNotificationEventWorker(PWDF_DRIVER_GLOBALS Globals, PUNICODE_STRING EventName,
					PHANDLE EventHandle)
{
	return nt_event_create(Globals, EventName, NotificationEvent, EventHandle,
			       "IoCreateNotificationEvent");
}
EXPORT_SYMBOL_NS_GPL(IoCreateNotificationEventWorker, NDIS_SHIM);

PKEVENT IoCreateSynchronizationEventWorker(PWDF_DRIVER_GLOBALS Globals,
					   PUNICODE_STRING EventName, PHANDLE EventHandle)
{
	return nt_event_create(Globals, EventName, SynchronizationEvent, EventHandle,
			       "IoCreateSynchronizationEvent");
}
EXPORT_SYMBOL_NS_GPL(IoCreateSynchronizationEventWorker, NDIS_SHIM);

NTSTATUS ZwCreateEventWorker(PWDF_DRIVER_GLOBALS Globals, PHANDLE EventHandle,
			     ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes,
			     EVENT_TYPE EventType, BOOLEAN InitialState)
{
	struct nt_driver *driver = nt_driver_from_globals(Globals);
	PUNICODE_STRING name = ObjectAttributes ? ObjectAttributes->ObjectName : NULL;

	if (!EventHandle || (EventType != NotificationEvent && EventType != SynchronizationEvent))
		return STATUS_INVALID_PARAMETER;
	if (nt_irql_violation(driver, "ZwCreateEvent"))
		return STATUS_INVALID_DEVICE_STATE;
	return nt_event_open(driver, name, EventType, InitialState, EventHandle, NULL);
}
EXPORT_SYMBOL_NS_GPL(ZwCreateEventWorker, NDIS_SHIM);

static NTSTATUS nt_event_change_handle(HANDLE handle, PLONG previous,
				       LONG (*change)(PRKEVENT event))
{
	NTSTATUS status;
	struct nt_ob *ob = nt_handle_get(handle, NT_OB_EVENT, &status);
	LONG old;

	if (!ob)
		return status;
	old = change(ob->body);
	if (previous)
		*previous = old;
	nt_ob_put(ob);
	return STATUS_SUCCESS;
}

static LONG nt_event_set(PRKEVENT event)
{
	return KeSetEvent(event, EVENT_INCREMENT, FALSE);
}

NTSTATUS ZwSetEvent(HANDLE EventHandle, PLONG PreviousState)
{
	return nt_event_change_handle(EventHandle, PreviousState, nt_event_set);
}
EXPORT_SYMBOL_NS_GPL(ZwSetEvent, NDIS_SHIM);

NTSTATUS ZwResetEvent(HANDLE EventHandle, PLONG PreviousState)
{
	return nt_event_change_handle(EventHandle, PreviousState, KeResetEvent);
}
EXPORT_SYMBOL_NS_GPL(ZwResetEvent, NDIS_SHIM);

NTSTATUS ZwClearEvent(HANDLE EventHandle)
{
	return nt_event_change_handle(EventHandle, NULL, KeResetEvent);
}
EXPORT_SYMBOL_NS_GPL(ZwClearEvent, NDIS_SHIM);
