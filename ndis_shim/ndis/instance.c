// SPDX-License-Identifier: GPL-2.0
/*
 * Device instances as an intermediate driver starts and ends them, and its way
 * to one from a handle.
 *
 * States change under ndis_instances_lock, which no driver is called under: who
 * moves an instance to INITIALIZING or HALTING has it for himself until he moves
 * it on, and others wait for that. A thread that would wait for itself, out of
 * its own MiniportInitialize or MiniportHalt, is refused.
 *
 * Not here: what happens at both ends (instance_state.c).
 */
#include "ndis/miniport_internal.h"

#include <linux/export.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include <kunit/visibility.h>

#include "compat_workqueue.h"
#include "ndis/support_internal.h"

struct ndis_instance *ndis_instance_get(NDIS_HANDLE handle, const char *who)
{
	struct ndis_object *object = ndis_object_get(handle, NDIS_HANDLE_MINIPORT, who);

	return object ? container_of(object, struct ndis_instance, object) : NULL;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_instance_get);

struct ndis_instance *ndis_instance_peek(NDIS_HANDLE handle, const char *who)
{
	struct ndis_object *object = ndis_object_peek(handle, NDIS_HANDLE_MINIPORT);
	struct ndis_instance *instance;

	if (likely(object))
		return container_of(object, struct ndis_instance, object);
	instance = ndis_instance_get(handle, who);
	/* Its memory stays all the same. */
	if (instance)
		ndis_instance_put(instance);
	return instance;
}

/* ---- states ---- */

static void ndis_instance_set_state(struct ndis_instance *instance, enum ndis_instance_state state)
{
	mutex_lock(&ndis_instances_lock);
	WRITE_ONCE(instance->state, state);
	instance->starter = NULL;
	if (state == NDIS_INSTANCE_HALTED)
		list_del_init(&instance->node);
	mutex_unlock(&ndis_instances_lock);
	wake_up_all(&instance->changed);
}

/* Out of WAITING or RUNNING to @state: true, and the instance is the caller's. */
static bool ndis_instance_claim(struct ndis_instance *instance, enum ndis_instance_state from,
				enum ndis_instance_state to)
{
	bool mine;

	mutex_lock(&ndis_instances_lock);
	mine = instance->state == from;
	if (mine) {
		WRITE_ONCE(instance->state, to);
		instance->starter = current;
	}
	mutex_unlock(&ndis_instances_lock);
	return mine;
}

static bool ndis_instance_settled(struct ndis_instance *instance)
{
	enum ndis_instance_state state = READ_ONCE(instance->state);

	return state != NDIS_INSTANCE_INITIALIZING && state != NDIS_INSTANCE_HALTING;
}

/* False: this thread is in its MiniportInitialize or MiniportHalt. */
static bool ndis_instance_wait(struct ndis_instance *instance)
{
	bool self;

	mutex_lock(&ndis_instances_lock);
	self = instance->starter == current;
	mutex_unlock(&ndis_instances_lock);
	if (self)
		return false;
	wait_event(instance->changed, ndis_instance_settled(instance));
	return true;
}

/* ---- beginning ---- */

/*
 * The last part of every end, whose first parts are over: nobody above knows it.
 * @halt: what MiniportInitialize has made, MiniportHalt takes down.
 */
static void ndis_instance_end(struct ndis_instance *instance, bool halt)
{
	unsigned int timers;

	ndis_instance_quiesce(instance);
	if (halt)
		instance->driver->chars.HaltHandler(instance->context);
	ndis_object_unpublish(&instance->object);
	/* The driver's memory that they have as their context may be gone. */
	timers = ndis_timers_halt(instance->object.handle);
	if (timers)
		nt_violation(ndis_instance_client(instance), NT_RULE_NDIS_TIMER_LEAK,
			     "%u of %s", timers, instance->adapter.name);
	ndis_miniport_reclaim_reset(instance);
	ndis_miniport_reclaim_request(instance);
	ndis_miniport_reclaim_sends(instance);
	ndis_miniport_reclaim_transfers(instance);
	ndis_virtual_free(instance);
	ndis_instance_set_state(instance, NDIS_INSTANCE_HALTED);
	ndis_adapter_put(&instance->adapter);
}

/* No protocol sees it before its miniport has done its part, nor after a failure. */
static NDIS_STATUS ndis_instance_start(struct ndis_instance *instance)
{
	NDIS_STATUS status;
	bool initialized;

	status = ndis_instance_initialize(instance, &initialized);
	if (status == NDIS_STATUS_SUCCESS && instance->doomed)
		status = NDIS_STATUS_CLOSING;
	if (status == NDIS_STATUS_SUCCESS) {
		ndis_instance_arrive(instance);
		ndis_instance_set_state(instance, NDIS_INSTANCE_RUNNING);
		return status;
	}
	ndis_instance_claim(instance, NDIS_INSTANCE_INITIALIZING, NDIS_INSTANCE_HALTING);
	ndis_instance_end(instance, initialized);
	return status;
}

/* Its reference is the instance's first. */
static void ndis_instance_start_work(struct work_struct *work)
{
	struct ndis_instance *instance = container_of(work, struct ndis_instance, init_work);
	NDIS_STATUS status;

	if (!ndis_instance_claim(instance, NDIS_INSTANCE_WAITING, NDIS_INSTANCE_INITIALIZING))
		return;
	kref_get(&instance->object.ref);
	status = ndis_instance_start(instance);
	if (status != NDIS_STATUS_SUCCESS) {
		pr_err("%s: %s: MiniportInitialize failed with %08x\n",
		       nt_driver_name(ndis_instance_client(instance)), instance->adapter.name,
		       status);
		ndis_instance_put(instance);
	}
	ndis_instance_put(instance);
}

static struct ndis_instance *ndis_instance_named(struct ndis_miniport_driver *driver,
						 const char *name)
{
	struct ndis_instance *instance;

	lockdep_assert_held(&ndis_instances_lock);
	list_for_each_entry(instance, &driver->instances, node) {
		if (!strcmp(instance->adapter.name, name))
			return instance;
	}
	return NULL;
}

/* Of any driver's: two that begin at the same time both see no adapter yet. */
static bool ndis_instance_name_used(struct ndis_miniport_driver *other, void *name)
{
	return ndis_instance_named(other, name);
}

static bool ndis_instance_name(PNDIS_STRING string, char *name, size_t size)
{
	static const char prefix[] = "\\Device\\";
	char text[sizeof(prefix) + sizeof_field(struct ndis_adapter, name)];
	const char *begin = text;

	if (!string || !ndis_string_to_text(string, text, sizeof(text)))
		return false;
	if (!strncasecmp(text, prefix, strlen(prefix)))
		begin += strlen(prefix);
	return !strchr(begin, '\\') && strscpy(name, begin, size) > 0;
}

/* Adds it to its driver, unless there is one of that name already, whoever's. */
static NDIS_STATUS ndis_instance_list(struct ndis_instance *instance, bool deferred)
{
	struct ndis_miniport_driver *driver = instance->driver;
	NDIS_STATUS status = NDIS_STATUS_SUCCESS;

	mutex_lock(&ndis_instances_lock);
	if (driver->closing)
		status = NDIS_STATUS_CLOSING;
	else if (ndis_miniport_drivers_any(ndis_instance_name_used, instance->adapter.name))
		status = NDIS_STATUS_NOT_ACCEPTED;
	if (status == NDIS_STATUS_SUCCESS) {
		list_add_tail(&instance->node, &driver->instances);
		instance->state = deferred ? NDIS_INSTANCE_WAITING : NDIS_INSTANCE_INITIALIZING;
		instance->starter = deferred ? NULL : current;
	}
	mutex_unlock(&ndis_instances_lock);
	return status;
}

/* It never began: its adapter has the one reference. */
static void ndis_instance_discard(struct ndis_instance *instance)
{
	ndis_instance_end(instance, false);
	ndis_instance_put(instance);
}

static NDIS_STATUS ndis_instance_begin(struct ndis_miniport_driver *driver, const char *name,
				       NDIS_HANDLE context)
{
	bool deferred = ndis_knob(NDIS_KNOB_DEFER_IM_INIT);
	struct ndis_instance *instance;
	struct ndis_adapter *other;
	NDIS_STATUS status;

	instance = ndis_instance_create(driver, name, context);
	if (!instance)
		return NDIS_STATUS_RESOURCES;
	status = NDIS_STATUS_RESOURCES;
	if (instance->adapter.depth > NDIS_DEPTH_MAX) {
		pr_err("%s: %s: more than %u intermediate drivers on one another\n",
		       nt_driver_name(driver->driver), name, NDIS_DEPTH_MAX);
		goto err_discard;
	}
	status = NDIS_STATUS_NOT_ACCEPTED;
	other = ndis_adapter_find(&instance->adapter.device_name);
	if (other) {
		ndis_adapter_put(other);
		goto err_discard;
	}
	status = ndis_instance_list(instance, deferred);
	if (status != NDIS_STATUS_SUCCESS)
		goto err_discard;
	if (deferred) {
		INIT_WORK(&instance->init_work, ndis_instance_start_work);
		queue_work(system_dfl_wq, &instance->init_work);
		return NDIS_STATUS_SUCCESS;
	}
	status = ndis_instance_start(instance);
	if (status != NDIS_STATUS_SUCCESS)
		ndis_instance_put(instance);
	return status;

err_discard:
	ndis_instance_discard(instance);
	return status;
}

/*
 * MiniportInitialize runs before this returns, and its failure is this one's.
 * May wait for RTNL.
 */
NDIS_STATUS NdisIMInitializeDeviceInstanceEx(NDIS_HANDLE DriverHandle,
					     PNDIS_STRING DriverInstance,
					     NDIS_HANDLE DeviceContext)
{
	char name[sizeof_field(struct ndis_adapter, name)];
	struct ndis_miniport_driver *driver;
	NDIS_STATUS status = NDIS_STATUS_FAILURE;

	if (nt_irql_violation(NULL, "NdisIMInitializeDeviceInstance"))
		return NDIS_STATUS_FAILURE;
	driver = ndis_miniport_driver_get(DriverHandle, "NdisIMInitializeDeviceInstance");
	if (!driver)
		return NDIS_STATUS_FAILURE;
	if (ndis_instance_name(DriverInstance, name, sizeof(name)))
		status = ndis_instance_begin(driver, name, DeviceContext);
	else
		nt_violation(driver->driver, NT_RULE_NDIS_ARGUMENT,
			     "NdisIMInitializeDeviceInstance: not a name");
	ndis_object_put(&driver->object);
	return status;
}
EXPORT_SYMBOL_NS_GPL(NdisIMInitializeDeviceInstanceEx, NDIS_SHIM);

NDIS_STATUS NdisIMInitializeDeviceInstance(NDIS_HANDLE DriverHandle, PNDIS_STRING DriverInstance)
{
	return NdisIMInitializeDeviceInstanceEx(DriverHandle, DriverInstance, NULL);
}
EXPORT_SYMBOL_NS_GPL(NdisIMInitializeDeviceInstance, NDIS_SHIM);

/* ---- end ---- */

/* The caller has claimed it out of WAITING. */
static void ndis_instance_cancel(struct ndis_instance *instance)
{
	/* It finds that it is no longer WAITING, and touches nothing. */
	cancel_work_sync(&instance->init_work);
	ndis_instance_end(instance, false);
	ndis_instance_put(instance);
}

NDIS_STATUS NdisIMCancelInitializeDeviceInstance(NDIS_HANDLE DriverHandle,
						 PNDIS_STRING DeviceInstance)
{
	char name[sizeof_field(struct ndis_adapter, name)];
	struct ndis_miniport_driver *driver;
	struct ndis_instance *instance = NULL;
	NDIS_STATUS status = NDIS_STATUS_FAILURE;

	if (nt_irql_violation(NULL, __func__))
		return NDIS_STATUS_FAILURE;
	driver = ndis_miniport_driver_get(DriverHandle, __func__);
	if (!driver)
		return NDIS_STATUS_FAILURE;
	if (ndis_instance_name(DeviceInstance, name, sizeof(name))) {
		mutex_lock(&ndis_instances_lock);
		instance = ndis_instance_named(driver, name);
		if (instance)
			kref_get(&instance->object.ref);
		mutex_unlock(&ndis_instances_lock);
	}
	if (instance) {
		if (ndis_instance_claim(instance, NDIS_INSTANCE_WAITING, NDIS_INSTANCE_HALTING)) {
			ndis_instance_cancel(instance);
			status = NDIS_STATUS_SUCCESS;
		}
		ndis_instance_put(instance);
	}
	ndis_object_put(&driver->object);
	return status;
}
EXPORT_SYMBOL_NS_GPL(NdisIMCancelInitializeDeviceInstance, NDIS_SHIM);

/*
 * From the top down: protocols unbind, the net_device goes, the miniport is
 * called for the last time, and by halting it closes its binding below.
 *
 * The handle stays good throughout MiniportHalt, since what pends down there
 * completes meanwhile and the driver passes it on. The first lines below are what
 * ends new operations and those that wait here, or bindings would wait for ever for
 * what a miniport that has stopped working is not given any more. The wait inside
 * quiesce is what ends the others: sends of protocols are over with their bindings,
 * packets that it indicated have come back, none of its handlers runs. What pends of
 * the net_device's own, the driver may complete within MiniportHalt; then it is taken
 * away from it.
 */
static void ndis_instance_halt(struct ndis_instance *instance)
{
	ndis_instance_watch(instance);
	ndis_adapter_leave(&instance->adapter);
	ndis_miniport_abort_sends(instance, NDIS_STATUS_ADAPTER_REMOVED);
	ndis_miniport_abort_requests(instance, NDIS_STATUS_ADAPTER_REMOVED, true);
	ndis_adapter_drain(&instance->adapter);
	ndis_virtual_unregister(instance);
	ndis_instance_end(instance, true);
	ndis_instance_unwatch(instance);
	ndis_instance_put(instance);
}

/* Synchronous. May wait for RTNL. */
NDIS_STATUS NdisIMDeInitializeDeviceInstance(NDIS_HANDLE NdisMiniportHandle)
{
	struct ndis_instance *instance;
	NDIS_STATUS status = NDIS_STATUS_FAILURE;

	if (nt_irql_violation(NULL, __func__))
		return NDIS_STATUS_FAILURE;
	instance = ndis_instance_get(NdisMiniportHandle, __func__);
	if (!instance)
		return NDIS_STATUS_FAILURE;
	if (!ndis_instance_wait(instance)) {
		nt_violation(ndis_instance_client(instance), NT_RULE_NDIS_INSTANCE_STATE,
			     "%s out of MiniportInitialize or MiniportHalt", __func__);
	} else if (ndis_instance_claim(instance, NDIS_INSTANCE_RUNNING, NDIS_INSTANCE_HALTING)) {
		ndis_instance_halt(instance);
		status = NDIS_STATUS_SUCCESS;
	}
	ndis_instance_put(instance);
	return status;
}
EXPORT_SYMBOL_NS_GPL(NdisIMDeInitializeDeviceInstance, NDIS_SHIM);

/* One that is not sure to end already, or NULL. */
static struct ndis_instance *ndis_instance_next(struct ndis_miniport_driver *driver)
{
	struct ndis_instance *instance, *found = NULL;

	mutex_lock(&ndis_instances_lock);
	list_for_each_entry(instance, &driver->instances, node) {
		if (instance->doomed)
			continue;
		kref_get(&instance->object.ref);
		found = instance;
		break;
	}
	mutex_unlock(&ndis_instances_lock);
	return found;
}

unsigned int ndis_instances_remove(struct ndis_miniport_driver *driver)
{
	struct ndis_instance *instance;
	unsigned int count = 0;

	while ((instance = ndis_instance_next(driver))) {
		if (ndis_instance_claim(instance, NDIS_INSTANCE_WAITING, NDIS_INSTANCE_HALTING)) {
			ndis_instance_cancel(instance);
		} else if (ndis_instance_claim(instance, NDIS_INSTANCE_RUNNING,
					       NDIS_INSTANCE_HALTING)) {
			ndis_instance_halt(instance);
			count++;
		} else if (!ndis_instance_wait(instance)) {
			/* This very thread ends it, when its handler has returned. */
			WRITE_ONCE(instance->doomed, true);
		}
		ndis_instance_put(instance);
	}
	return count;
}

/* ---- what a driver asks about one ---- */

NDIS_HANDLE NdisIMGetDeviceContext(NDIS_HANDLE MiniportAdapterHandle)
{
	struct ndis_instance *instance = ndis_instance_get(MiniportAdapterHandle, __func__);
	NDIS_HANDLE context;

	if (!instance)
		return NULL;
	context = instance->device_context;
	ndis_instance_put(instance);
	return context;
}
EXPORT_SYMBOL_NS_GPL(NdisIMGetDeviceContext, NDIS_SHIM);

/* For a protocol above: of the instance that it is bound to, if it is one. */
NDIS_HANDLE NdisIMGetBindingContext(NDIS_HANDLE NdisBindingHandle)
{
	struct ndis_object *object = ndis_object_get(NdisBindingHandle, NDIS_HANDLE_BINDING,
						     __func__);
	struct ndis_binding *binding;
	NDIS_HANDLE context = NULL;

	if (!object)
		return NULL;
	binding = container_of(object, struct ndis_binding, object);
	if (binding->adapter && binding->adapter->instance)
		context = binding->adapter->instance->device_context;
	ndis_object_put(object);
	return context;
}
EXPORT_SYMBOL_NS_GPL(NdisIMGetBindingContext, NDIS_SHIM);

VOID NdisMSetAttributesEx(NDIS_HANDLE MiniportAdapterHandle, NDIS_HANDLE MiniportAdapterContext,
			  UINT CheckForHangTimeInSeconds, ULONG AttributeFlags,
			  NDIS_INTERFACE_TYPE AdapterType)
{
	struct ndis_instance *instance = ndis_instance_get(MiniportAdapterHandle, __func__);

	if (!instance)
		return;
	if (READ_ONCE(instance->state) != NDIS_INSTANCE_INITIALIZING) {
		nt_violation(ndis_instance_client(instance), NT_RULE_NDIS_INSTANCE_STATE,
			     "%s outside MiniportInitialize", __func__);
	} else {
		instance->context = MiniportAdapterContext;
		instance->attributes = AttributeFlags;
		if (CheckForHangTimeInSeconds)
			instance->hang_seconds = CheckForHangTimeInSeconds;
		instance->has_context = true;
	}
	ndis_instance_put(instance);
}
EXPORT_SYMBOL_NS_GPL(NdisMSetAttributesEx, NDIS_SHIM);
