// SPDX-License-Identifier: GPL-2.0
/*
 * NdisMRegisterDevice: a device object of a miniport driver's, with a dispatch
 * table of its own, since NDIS has the driver object's. It may be there before
 * DriverEntry returns and after it, as adapters come and go.
 *
 * Not here: what a device object is (nt/device_object.c).
 */
#include <linux/export.h>
#include <linux/mutex.h>
#include <linux/slab.h>

#include "ndis/ndis_internal.h"
#include "ndis/support_internal.h"
#include "nt/io.h"

/**
 * struct ndis_control_device - what NdisMRegisterDevice() made
 * @object: handle and memory
 * @node: in ndis_control_devices
 * @driver: whose
 * @device: its device object
 * @link: name of its symbolic link, to delete it by
 */
struct ndis_control_device {
	struct ndis_object object;
	struct list_head node;
	struct nt_driver *driver;
	PDEVICE_OBJECT device;
	UNICODE_STRING link;
};

static DEFINE_MUTEX(ndis_control_lock);		/* the list below */
static LIST_HEAD(ndis_control_devices);

static void ndis_control_release(struct ndis_object *object)
{
	struct ndis_control_device *control;

	control = container_of(object, struct ndis_control_device, object);
	kfree(control->link.Buffer);
	kfree_rcu(control, object.rcu);
}

static int ndis_control_copy_link(struct ndis_control_device *control, PCUNICODE_STRING link)
{
	control->link.Length = link->Length;
	control->link.MaximumLength = link->Length;
	control->link.Buffer = kmemdup(link->Buffer, link->Length, GFP_KERNEL);
	return control->link.Buffer ? 0 : -ENOMEM;
}

static NTSTATUS ndis_control_create(struct ndis_control_device *control, PNDIS_STRING name,
				    PNDIS_STRING link, PDRIVER_DISPATCH *dispatch)
{
	const struct nt_device_config config = {
		.name = name,
		.dispatch = dispatch,
		.type = FILE_DEVICE_NETWORK,
		.characteristics = FILE_DEVICE_SECURE_OPEN,
	};
	struct nt_device *device;
	NTSTATUS status;

	status = nt_device_create(control->driver, &config, &device);
	if (!NT_SUCCESS(status))
		return status;
	control->device = &device->object;
	status = nt_link_create(control->driver, link, name);
	if (!NT_SUCCESS(status)) {
		nt_device_delete(control->device, __func__);
		return status;
	}
	/* There is nothing left that the driver could do before it is opened. */
	control->device->Flags &= ~DO_DEVICE_INITIALIZING;
	return STATUS_SUCCESS;
}

/* Nobody opens it any more; what is open is told so. */
static void ndis_control_destroy(struct ndis_control_device *control)
{
	ndis_object_unpublish(&control->object);
	IoDeleteSymbolicLink(&control->link);
	nt_device_delete(control->device, "NdisMDeregisterDevice");
	ndis_object_put(&control->object);
}

/* @NdisWrapperHandle: a live one; which driver it is, its globals say. */
static struct nt_driver *ndis_control_driver(PWDF_DRIVER_GLOBALS globals, NDIS_HANDLE wrapper)
{
	struct ndis_object *object;

	object = ndis_object_get(wrapper, NDIS_HANDLE_WRAPPER, "NdisMRegisterDevice");
	if (!object)
		return NULL;
	ndis_object_put(object);
	return nt_driver_from_globals(globals);
}

NDIS_STATUS NdisMRegisterDeviceWorker(PWDF_DRIVER_GLOBALS Globals, NDIS_HANDLE NdisWrapperHandle,
				      PNDIS_STRING DeviceName, PNDIS_STRING SymbolicName,
				      PDRIVER_DISPATCH MajorFunctions[],
				      PDEVICE_OBJECT *DeviceObject, NDIS_HANDLE *NdisDeviceHandle)
{
	struct ndis_control_device *control;
	struct nt_driver *driver;
	NDIS_STATUS status;

	if (DeviceObject)
		*DeviceObject = NULL;
	if (NdisDeviceHandle)
		*NdisDeviceHandle = NULL;
	if (!DeviceObject || !NdisDeviceHandle || !DeviceName || !SymbolicName ||
	    !SymbolicName->Buffer || !MajorFunctions) {
		nt_violation(nt_driver_from_globals(Globals), NT_RULE_NDIS_ARGUMENT,
			     "NdisMRegisterDevice: NULL");
		return NDIS_STATUS_FAILURE;
	}
	driver = ndis_control_driver(Globals, NdisWrapperHandle);
	if (!driver || nt_irql_violation(driver, "NdisMRegisterDevice"))
		return NDIS_STATUS_FAILURE;

	control = kzalloc(sizeof(*control), GFP_KERNEL);
	if (!control)
		return NDIS_STATUS_RESOURCES;
	control->driver = driver;
	status = NDIS_STATUS_RESOURCES;
	if (ndis_control_copy_link(control, SymbolicName))
		goto err_free;
	status = ndis_control_create(control, DeviceName, SymbolicName, MajorFunctions);
	if (!NT_SUCCESS(status))
		goto err_free;
	status = NDIS_STATUS_RESOURCES;
	if (ndis_object_init(&control->object, NDIS_HANDLE_DEVICE, ndis_control_release))
		goto err_delete;
	mutex_lock(&ndis_control_lock);
	list_add_tail(&control->node, &ndis_control_devices);
	mutex_unlock(&ndis_control_lock);
	*DeviceObject = control->device;
	*NdisDeviceHandle = control->object.handle;
	return NDIS_STATUS_SUCCESS;

err_delete:
	IoDeleteSymbolicLink(&control->link);
	nt_device_delete(control->device, __func__);
err_free:
	kfree(control->link.Buffer);
	kfree(control);
	return status;
}
EXPORT_SYMBOL_NS_GPL(NdisMRegisterDeviceWorker, NDIS_SHIM);

NDIS_STATUS NdisMDeregisterDevice(NDIS_HANDLE NdisDeviceHandle)
{
	struct ndis_control_device *control, *found = NULL;
	struct ndis_object *object;

	if (nt_irql_violation(NULL, __func__))
		return NDIS_STATUS_FAILURE;
	object = ndis_object_get(NdisDeviceHandle, NDIS_HANDLE_DEVICE, __func__);
	if (!object)
		return NDIS_STATUS_FAILURE;
	mutex_lock(&ndis_control_lock);
	list_for_each_entry(control, &ndis_control_devices, node) {
		if (&control->object != object)
			continue;
		list_del(&control->node);
		found = control;
		break;
	}
	mutex_unlock(&ndis_control_lock);
	ndis_object_put(object);
	/* Somebody else was first. */
	if (!found)
		return NDIS_STATUS_FAILURE;
	ndis_control_destroy(found);
	return NDIS_STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(NdisMDeregisterDevice, NDIS_SHIM);

/* The next one of an unloading driver's, out of the list, or NULL. */
static struct ndis_control_device *ndis_control_take(struct nt_driver *driver)
{
	struct ndis_control_device *control, *found = NULL;

	mutex_lock(&ndis_control_lock);
	list_for_each_entry(control, &ndis_control_devices, node) {
		if (control->driver != driver)
			continue;
		list_del(&control->node);
		found = control;
		break;
	}
	mutex_unlock(&ndis_control_lock);
	return found;
}

void ndis_control_devices_orphan(struct nt_driver *driver)
{
	struct ndis_control_device *control;

	while ((control = ndis_control_take(driver))) {
		nt_violation(driver, NT_RULE_DEVICE_LEAK, "NdisMRegisterDevice");
		ndis_control_destroy(control);
	}
}
