// SPDX-License-Identifier: GPL-2.0
/* Names of adapters for people: allocated here, freed by the driver. */
#include "ndis/core.h"

#include <linux/export.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "ndis/miniport_internal.h"
#include "ndis/support_internal.h"

#define NDIS_TAG_NAME	0x6d4e644e	/* "NdNm" */

/* Charged to the driver, which frees it with NdisFreeMemory(). */
static NDIS_STATUS ndis_instance_name(PNDIS_STRING name, struct nt_driver *driver,
				      struct ndis_adapter *adapter)
{
	const char *text = NULL;
	NDIS_STRING made;

	if (adapter->ops->instance_name)
		text = adapter->ops->instance_name(adapter);
	if (ndis_string_create(&made, text ?: adapter->name))
		return NDIS_STATUS_RESOURCES;
	*name = made;
	name->Buffer = ndis_alloc_fails() ? NULL :
		       nt_pool_alloc(driver, POOL_FLAG_NON_PAGED, made.MaximumLength,
				     NDIS_TAG_NAME);
	if (name->Buffer)
		memcpy(name->Buffer, made.Buffer, made.MaximumLength);
	else
		memset(name, 0, sizeof(*name));
	kfree(made.Buffer);
	return name->Buffer ? NDIS_STATUS_SUCCESS : NDIS_STATUS_RESOURCES;
}

/* False, and the violation, for what cannot be asked. */
static bool ndis_instance_name_ask(PNDIS_STRING name, const char *who)
{
	if (!name) {
		nt_violation(NULL, NT_RULE_NDIS_ARGUMENT, "%s: NULL", who);
		return false;
	}
	memset(name, 0, sizeof(*name));
	return !nt_irql_violation(NULL, who);
}

NDIS_STATUS NdisQueryAdapterInstanceName(PNDIS_STRING AdapterInstanceName,
					 NDIS_HANDLE NdisBindingHandle)
{
	struct ndis_binding *binding;
	NDIS_STATUS status;

	if (!ndis_instance_name_ask(AdapterInstanceName, __func__))
		return NDIS_STATUS_FAILURE;
	binding = ndis_binding_enter(NdisBindingHandle, __func__, &status);
	if (!binding)
		return status;
	status = ndis_instance_name(AdapterInstanceName, binding->protocol->driver,
				    binding->adapter);
	ndis_binding_put(binding);
	return status;
}
EXPORT_SYMBOL_NS_GPL(NdisQueryAdapterInstanceName, NDIS_SHIM);

/* What those above are told of the instance. */
NDIS_STATUS NdisMQueryAdapterInstanceName(PNDIS_STRING AdapterInstanceName,
					  NDIS_HANDLE MiniportAdapterHandle)
{
	struct ndis_instance *instance;
	NDIS_STATUS status;

	if (!ndis_instance_name_ask(AdapterInstanceName, __func__))
		return NDIS_STATUS_FAILURE;
	instance = ndis_instance_get(MiniportAdapterHandle, __func__);
	if (!instance)
		return NDIS_STATUS_FAILURE;
	status = ndis_instance_name(AdapterInstanceName, ndis_instance_client(instance),
				    &instance->adapter);
	ndis_instance_put(instance);
	return status;
}
EXPORT_SYMBOL_NS_GPL(NdisMQueryAdapterInstanceName, NDIS_SHIM);

/* @BindingContext: the BindContext of a Bind that is under way. */
NDIS_STATUS NdisQueryBindInstanceName(PNDIS_STRING AdapterInstanceName,
				      NDIS_HANDLE BindingContext)
{
	struct ndis_object *object;
	struct ndis_pair *pair;
	NDIS_STATUS status;

	if (!ndis_instance_name_ask(AdapterInstanceName, __func__))
		return NDIS_STATUS_FAILURE;
	object = ndis_object_get(BindingContext, NDIS_HANDLE_BIND_CONTEXT, __func__);
	if (!object)
		return NDIS_STATUS_FAILURE;
	pair = container_of(object, struct ndis_bind_context, object)->pair;
	status = ndis_instance_name(AdapterInstanceName, pair->protocol->driver, pair->adapter);
	ndis_object_put(object);
	return status;
}
EXPORT_SYMBOL_NS_GPL(NdisQueryBindInstanceName, NDIS_SHIM);
