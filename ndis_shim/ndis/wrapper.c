// SPDX-License-Identifier: GPL-2.0
/*
 * The wrapper: a miniport driver's first handle, with which it registers all
 * else, and its unload handler.
 *
 * A driver terminates its wrapper only when DriverEntry fails. Otherwise it goes
 * with the driver, which is no leak.
 */
#include "ndis/miniport_internal.h"

#include <linux/export.h>
#include <linux/slab.h>

static LIST_HEAD(ndis_wrappers);	/* ndis_instances_lock */

static void ndis_wrapper_release(struct ndis_object *object)
{
	struct ndis_wrapper *wrapper = container_of(object, struct ndis_wrapper, object);

	kfree_rcu(wrapper, object.rcu);
}

struct ndis_wrapper *ndis_wrapper_get(NDIS_HANDLE handle, const char *who)
{
	struct ndis_object *object = ndis_object_get(handle, NDIS_HANDLE_WRAPPER, who);

	return object ? container_of(object, struct ndis_wrapper, object) : NULL;
}

VOID NdisInitializeWrapper(PNDIS_HANDLE NdisWrapperHandle, PVOID SystemSpecific1,
			   PVOID SystemSpecific2, PVOID SystemSpecific3)
{
	PDRIVER_OBJECT object = SystemSpecific1;
	struct ndis_wrapper *wrapper;

	if (!ndis_given(NdisWrapperHandle, __func__))
		return;
	*NdisWrapperHandle = NULL;
	if (nt_irql_violation(NULL, __func__))
		return;
	if (!object) {
		nt_violation(NULL, NT_RULE_NDIS_ARGUMENT, "%s: no driver object", __func__);
		return;
	}
	wrapper = kzalloc(sizeof(*wrapper), GFP_KERNEL);
	if (!wrapper)
		return;
	wrapper->driver = container_of(object, struct nt_driver, object);
	if (ndis_object_init(&wrapper->object, NDIS_HANDLE_WRAPPER, ndis_wrapper_release)) {
		kfree(wrapper);
		return;
	}
	mutex_lock(&ndis_instances_lock);
	list_add_tail(&wrapper->node, &ndis_wrappers);
	mutex_unlock(&ndis_instances_lock);
	*NdisWrapperHandle = wrapper->object.handle;
}
EXPORT_SYMBOL_NS_GPL(NdisInitializeWrapper, NDIS_SHIM);

/* True for the one that takes it off the list: the creator's reference is its. */
static bool ndis_wrapper_unlist(struct ndis_wrapper *wrapper)
{
	bool listed;

	ndis_object_unpublish(&wrapper->object);
	mutex_lock(&ndis_instances_lock);
	listed = !list_empty(&wrapper->node);
	list_del_init(&wrapper->node);
	mutex_unlock(&ndis_instances_lock);
	return listed;
}

/*
 * Ends what was registered with it, too: a DriverEntry that fails after
 * NdisIMRegisterLayeredMiniport() may do no more than this.
 */
VOID NdisTerminateWrapper(NDIS_HANDLE NdisWrapperHandle, PVOID SystemSpecific)
{
	struct ndis_wrapper *wrapper;

	if (nt_irql_violation(NULL, __func__))
		return;
	wrapper = ndis_wrapper_get(NdisWrapperHandle, __func__);
	if (!wrapper)
		return;
	if (ndis_wrapper_unlist(wrapper)) {
		ndis_miniport_orphan(wrapper->driver);
		ndis_object_put(&wrapper->object);
	}
	ndis_object_put(&wrapper->object);
}
EXPORT_SYMBOL_NS_GPL(NdisTerminateWrapper, NDIS_SHIM);

/* The same as DriverUnload of the driver object, to NDIS: the last one set runs. */
VOID NdisMRegisterUnloadHandler(NDIS_HANDLE NdisWrapperHandle, PDRIVER_UNLOAD UnloadHandler)
{
	struct ndis_wrapper *wrapper = ndis_wrapper_get(NdisWrapperHandle, __func__);

	if (!wrapper)
		return;
	wrapper->driver->object.DriverUnload = UnloadHandler;
	ndis_object_put(&wrapper->object);
}
EXPORT_SYMBOL_NS_GPL(NdisMRegisterUnloadHandler, NDIS_SHIM);

/* The next one of an unloading driver's, or NULL. */
static struct ndis_wrapper *ndis_wrapper_of(struct nt_driver *driver)
{
	struct ndis_wrapper *wrapper, *found = NULL;

	mutex_lock(&ndis_instances_lock);
	list_for_each_entry(wrapper, &ndis_wrappers, node) {
		if (wrapper->driver != driver)
			continue;
		kref_get(&wrapper->object.ref);
		found = wrapper;
		break;
	}
	mutex_unlock(&ndis_instances_lock);
	return found;
}

void ndis_wrappers_orphan(struct nt_driver *driver)
{
	struct ndis_wrapper *wrapper;

	while ((wrapper = ndis_wrapper_of(driver))) {
		if (ndis_wrapper_unlist(wrapper))
			ndis_object_put(&wrapper->object);
		ndis_object_put(&wrapper->object);
	}
}
