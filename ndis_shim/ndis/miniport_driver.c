// SPDX-License-Identifier: GPL-2.0
/*
 * Registered miniports: the checks of their characteristics, the association
 * with a protocol, and their end.
 *
 * Not here: device instances (instance.c).
 */
#include "ndis/miniport_internal.h"

#include <linux/export.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/wait.h>

#include <kunit/visibility.h>

/* The list of drivers, their instances and wrappers, and the state of each. */
DEFINE_MUTEX(ndis_instances_lock);
static LIST_HEAD(ndis_miniport_drivers);
static DECLARE_WAIT_QUEUE_HEAD(ndis_miniports_gone);

static void ndis_miniport_driver_release(struct ndis_object *object)
{
	struct ndis_miniport_driver *miniport =
		container_of(object, struct ndis_miniport_driver, object);

	kfree_rcu(miniport, object.rcu);
}

struct ndis_miniport_driver *ndis_miniport_driver_get(NDIS_HANDLE handle, const char *who)
{
	struct ndis_object *object = ndis_object_get(handle, NDIS_HANDLE_MINIPORT_DRIVER, who);

	return object ? container_of(object, struct ndis_miniport_driver, object) : NULL;
}

/* Bytes that a version's structure has; 0: there is no such version. */
static size_t ndis_miniport_chars_size(const NDIS51_MINIPORT_CHARACTERISTICS *chars)
{
	switch (chars->MajorNdisVersion) {
	case 3:
		return sizeof(NDIS30_MINIPORT_CHARACTERISTICS);
	case 4:
		return sizeof(NDIS40_MINIPORT_CHARACTERISTICS);
	case 5:
		return chars->MinorNdisVersion ? sizeof(NDIS51_MINIPORT_CHARACTERISTICS) :
						 sizeof(NDIS50_MINIPORT_CHARACTERISTICS);
	default:
		return 0;
	}
}

/* Only what belongs to the version is looked at. */
static NDIS_STATUS ndis_miniport_check(PNDIS_MINIPORT_CHARACTERISTICS from, UINT length,
				       NDIS51_MINIPORT_CHARACTERISTICS *chars)
{
	size_t size;

	memset(chars, 0, sizeof(*chars));
	if (!ndis_given(from, "registration of a miniport") ||
	    length < offsetof(NDIS51_MINIPORT_CHARACTERISTICS, CheckForHangHandler))
		return NDIS_STATUS_BAD_CHARACTERISTICS;
	chars->MajorNdisVersion = from->MajorNdisVersion;
	chars->MinorNdisVersion = from->MinorNdisVersion;
	size = ndis_miniport_chars_size(chars);
	if (!size)
		return NDIS_STATUS_BAD_VERSION;
	if (length < size)
		return NDIS_STATUS_BAD_CHARACTERISTICS;
	memcpy(chars, from, size);

	if (!chars->InitializeHandler || !chars->HaltHandler || !chars->QueryInformationHandler ||
	    !chars->SetInformationHandler || (!chars->SendHandler && !chars->SendPacketsHandler))
		return NDIS_STATUS_BAD_CHARACTERISTICS;
	return NDIS_STATUS_SUCCESS;
}

static NDIS_STATUS ndis_miniport_register(struct nt_driver *driver,
					  PNDIS_MINIPORT_CHARACTERISTICS chars, UINT length,
					  NDIS_HANDLE *handle)
{
	struct ndis_miniport_driver *miniport;
	NDIS_STATUS status;

	miniport = kzalloc(sizeof(*miniport), GFP_KERNEL);
	if (!miniport)
		return NDIS_STATUS_RESOURCES;
	status = ndis_miniport_check(chars, length, &miniport->chars);
	if (status != NDIS_STATUS_SUCCESS)
		goto err_free;
	miniport->driver = driver;
	INIT_LIST_HEAD(&miniport->instances);
	INIT_LIST_HEAD(&miniport->node);
	status = NDIS_STATUS_RESOURCES;
	if (ndis_object_init(&miniport->object, NDIS_HANDLE_MINIPORT_DRIVER,
			     ndis_miniport_driver_release))
		goto err_free;
	mutex_lock(&ndis_instances_lock);
	list_add_tail(&miniport->node, &ndis_miniport_drivers);
	mutex_unlock(&ndis_instances_lock);
	if (handle)
		*handle = miniport->object.handle;
	return NDIS_STATUS_SUCCESS;

err_free:
	kfree(miniport);
	return status;
}

NDIS_STATUS NdisIMRegisterLayeredMiniport(NDIS_HANDLE NdisWrapperHandle,
					  PNDIS_MINIPORT_CHARACTERISTICS MiniportCharacteristics,
					  UINT CharacteristicsLength, PNDIS_HANDLE DriverHandle)
{
	struct ndis_wrapper *wrapper;
	NDIS_STATUS status;

	if (!ndis_given(DriverHandle, __func__))
		return NDIS_STATUS_FAILURE;
	*DriverHandle = NULL;
	if (nt_irql_violation(NULL, __func__))
		return NDIS_STATUS_FAILURE;
	wrapper = ndis_wrapper_get(NdisWrapperHandle, __func__);
	if (!wrapper)
		return NDIS_STATUS_FAILURE;
	status = ndis_miniport_register(wrapper->driver, MiniportCharacteristics,
					CharacteristicsLength, DriverHandle);
	/* Before its protocol registers: what that binds to depends on it. */
	if (status == NDIS_STATUS_SUCCESS)
		wrapper->driver->intermediate = true;
	ndis_object_put(&wrapper->object);
	return status;
}
EXPORT_SYMBOL_NS_GPL(NdisIMRegisterLayeredMiniport, NDIS_SHIM);

/*
 * Without a handle there is nothing to start a device instance with, and hardware
 * is not enumerated here: the registration is checked, kept, and all there is.
 */
NDIS_STATUS NdisMRegisterMiniport(NDIS_HANDLE NdisWrapperHandle,
				  PNDIS_MINIPORT_CHARACTERISTICS MiniportCharacteristics,
				  UINT CharacteristicsLength)
{
	struct ndis_wrapper *wrapper;
	NDIS_STATUS status;

	if (nt_irql_violation(NULL, __func__))
		return NDIS_STATUS_FAILURE;
	wrapper = ndis_wrapper_get(NdisWrapperHandle, __func__);
	if (!wrapper)
		return NDIS_STATUS_FAILURE;
	status = ndis_miniport_register(wrapper->driver, MiniportCharacteristics,
					CharacteristicsLength, NULL);
	ndis_object_put(&wrapper->object);
	return status;
}
EXPORT_SYMBOL_NS_GPL(NdisMRegisterMiniport, NDIS_SHIM);

/* The protocol's side of an association ends before the miniport does. */
static void ndis_miniport_dissociate(struct ndis_miniport_driver *miniport)
{
	struct ndis_protocol *protocol;

	mutex_lock(&ndis_instances_lock);
	protocol = miniport->protocol;
	miniport->protocol = NULL;
	if (protocol) {
		mutex_lock(&ndis_table_lock);
		protocol->miniport = NULL;
		mutex_unlock(&ndis_table_lock);
	}
	mutex_unlock(&ndis_instances_lock);
	if (protocol)
		ndis_object_put(&protocol->object);
}

/* The protocol is the lower edge of the miniport, from here on. */
VOID NdisIMAssociateMiniport(NDIS_HANDLE DriverHandle, NDIS_HANDLE ProtocolHandle)
{
	struct ndis_miniport_driver *miniport;
	struct ndis_protocol *protocol;
	struct ndis_object *object;

	if (nt_irql_violation(NULL, __func__))
		return;
	miniport = ndis_miniport_driver_get(DriverHandle, __func__);
	if (!miniport)
		return;
	object = ndis_object_get(ProtocolHandle, NDIS_HANDLE_PROTOCOL, __func__);
	if (!object)
		goto out;
	protocol = container_of(object, struct ndis_protocol, object);

	mutex_lock(&ndis_instances_lock);
	mutex_lock(&ndis_table_lock);
	if (!miniport->protocol && !protocol->miniport && !miniport->closing &&
	    miniport->driver == protocol->driver) {
		miniport->protocol = protocol;
		protocol->miniport = miniport;
		object = NULL;
	}
	mutex_unlock(&ndis_table_lock);
	mutex_unlock(&ndis_instances_lock);
	if (object) {
		nt_violation(miniport->driver, NT_RULE_NDIS_ARGUMENT,
			     "%s: associated already, or another driver's", __func__);
		ndis_object_put(object);
	}
out:
	ndis_object_put(&miniport->object);
}
EXPORT_SYMBOL_NS_GPL(NdisIMAssociateMiniport, NDIS_SHIM);

/* Its instances are halted, its protocol is one like any other; the first time. */
static void ndis_miniport_deregister(struct ndis_miniport_driver *miniport)
{
	unsigned int left;
	bool first;

	ndis_object_unpublish(&miniport->object);
	mutex_lock(&ndis_instances_lock);
	first = !miniport->closing;
	miniport->closing = true;
	if (first)
		miniport->closer = current;
	mutex_unlock(&ndis_instances_lock);
	if (!first)
		return;

	left = ndis_instances_remove(miniport);
	if (left)
		nt_violation(miniport->driver, NT_RULE_NDIS_INSTANCE_LEAK, "%u", left);
	ndis_miniport_dissociate(miniport);
	mutex_lock(&ndis_instances_lock);
	list_del_init(&miniport->node);
	mutex_unlock(&ndis_instances_lock);
	wake_up_all(&ndis_miniports_gone);
	ndis_object_put(&miniport->object);
}

VOID NdisIMDeregisterLayeredMiniport(NDIS_HANDLE DriverHandle)
{
	struct ndis_miniport_driver *miniport;

	if (nt_irql_violation(NULL, __func__))
		return;
	miniport = ndis_miniport_driver_get(DriverHandle, __func__);
	if (!miniport)
		return;
	ndis_miniport_deregister(miniport);
	ndis_object_put(&miniport->object);
}
EXPORT_SYMBOL_NS_GPL(NdisIMDeregisterLayeredMiniport, NDIS_SHIM);

static struct ndis_miniport_driver *ndis_miniport_of(struct nt_driver *driver)
{
	struct ndis_miniport_driver *miniport, *found = NULL;

	mutex_lock(&ndis_instances_lock);
	list_for_each_entry(miniport, &ndis_miniport_drivers, node) {
		if (miniport->driver != driver || miniport->closing)
			continue;
		kref_get(&miniport->object.ref);
		found = miniport;
		break;
	}
	mutex_unlock(&ndis_instances_lock);
	return found;
}

bool ndis_miniport_drivers_any(bool (*is)(struct ndis_miniport_driver *miniport, void *context),
			       void *context)
{
	struct ndis_miniport_driver *miniport;

	lockdep_assert_held(&ndis_instances_lock);
	list_for_each_entry(miniport, &ndis_miniport_drivers, node) {
		if (is(miniport, context))
			return true;
	}
	return false;
}

/* Another thread deregisters one of @driver's. */
static bool ndis_miniport_closes(struct nt_driver *driver)
{
	struct ndis_miniport_driver *miniport;
	bool closes = false;

	mutex_lock(&ndis_instances_lock);
	list_for_each_entry(miniport, &ndis_miniport_drivers, node)
		closes |= miniport->driver == driver && miniport->closer != current;
	mutex_unlock(&ndis_instances_lock);
	return closes;
}

/* Drivers for NDIS 4.0 leave the miniport itself to NDIS: no violation. */
void ndis_miniport_orphan(struct nt_driver *driver)
{
	DEFINE_WAIT_FUNC(wait, woken_wake_function);
	struct ndis_miniport_driver *miniport;

	while ((miniport = ndis_miniport_of(driver))) {
		ndis_miniport_deregister(miniport);
		ndis_object_put(&miniport->object);
	}
	add_wait_queue(&ndis_miniports_gone, &wait);
	while (ndis_miniport_closes(driver))
		wait_woken(&wait, TASK_UNINTERRUPTIBLE, MAX_SCHEDULE_TIMEOUT);
	remove_wait_queue(&ndis_miniports_gone, &wait);
	ndis_wrappers_orphan(driver);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_miniport_orphan);

struct nt_driver *ndis_instance_client(const struct ndis_instance *instance)
{
	return instance->driver->driver;
}

int ndis_miniport_init(void)
{
	return ndis_instance_power_init();
}

void ndis_miniport_exit(void)
{
	ndis_instance_power_exit();
}

/* The @number-th instance that runs, entered in no way but referenced; or NULL. */
static struct ndis_instance *ndis_instance_nth(unsigned int number)
{
	struct ndis_miniport_driver *miniport;
	struct ndis_instance *instance;

	lockdep_assert_held(&ndis_instances_lock);
	list_for_each_entry(miniport, &ndis_miniport_drivers, node) {
		list_for_each_entry(instance, &miniport->instances, node) {
			if (instance->state == NDIS_INSTANCE_RUNNING && !number--) {
				kref_get(&instance->object.ref);
				return instance;
			}
		}
	}
	return NULL;
}

/* One that comes or goes meanwhile may be left out: it has no state to lose. */
void ndis_instances_each(void (*each)(struct ndis_instance *instance, void *context),
			 void *context)
{
	struct ndis_instance *instance;
	unsigned int number = 0;

	for (;;) {
		mutex_lock(&ndis_instances_lock);
		instance = ndis_instance_nth(number++);
		mutex_unlock(&ndis_instances_lock);
		if (!instance)
			return;
		each(instance, context);
		ndis_instance_put(instance);
	}
}
EXPORT_SYMBOL_IF_KUNIT(ndis_instances_each);
