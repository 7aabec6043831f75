// SPDX-License-Identifier: GPL-2.0
/*
 * Names that programs find a device by: device interfaces and symbolic links.
 *
 * An interface of a device that has no name of its own on Linux is a node:
 *
 *	/dev/<module>.<Linux device>[.<reference string>]
 *
 * the first interface; further classes of the same device have .1, .2... in front
 * of the reference string. The node is there while the device is started and the
 * client has not disabled the interface. A symbolic link is there from its creation
 * to the end of the device.
 *
 * Locks: io->names_lock, then nt_io_lock.
 */
#include <linux/device.h>
#include <linux/export.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "nt/io.h"
#include "nt/nt_internal.h"
#include "wdf/device_internal.h"
#include "wdf/driver.h"
#include "wdf/property.h"
#include "wdf/string.h"

/**
 * struct wdf_name - an interface or a symbolic link
 * @node: in io->names
 * @interface: what it is
 * @class: of an interface
 * @enabled: the client wants the interface; FALSE is heard of before the start, too
 * @linked: it exists
 * @reference: of an interface, ASCII
 * @link: \??\ and the name
 * @text: memory of @link
 */
struct wdf_name {
	struct list_head node;
	bool interface;
	GUID class;
	bool enabled;
	bool linked;
	char reference[NT_IO_NAME];
	UNICODE_STRING link;
	WCHAR text[NT_IO_NAME];
};

static void wdf_name_widen(UNICODE_STRING *string, WCHAR *text, const char *ascii)
{
	unsigned int i;

	for (i = 0; ascii[i]; i++)
		text[i] = ascii[i];
	string->Buffer = text;
	string->Length = i * sizeof(WCHAR);
	string->MaximumLength = NT_IO_NAME * sizeof(WCHAR);
}

static NTSTATUS wdf_name_link(struct wdf_device *dev, struct wdf_name *name)
{
	WCHAR text[NT_IO_NAME];
	UNICODE_STRING target;
	NTSTATUS status;

	lockdep_assert_held(&dev->io.names_lock);

	if (name->linked)
		return STATUS_SUCCESS;
	wdf_name_widen(&target, text, dev->io.nt->name);
	status = nt_link_create(dev->base.driver, &name->link, &target);
	name->linked = NT_SUCCESS(status);
	return status;
}

static void wdf_name_unlink(struct wdf_name *name)
{
	if (name->linked)
		IoDeleteSymbolicLink(&name->link);
	name->linked = false;
}

void wdf_io_names_start(struct wdf_device *dev)
{
	struct wdf_name *name;
	NTSTATUS status;

	mutex_lock(&dev->io.names_lock);
	dev->io.names_live = true;
	list_for_each_entry(name, &dev->io.names, node) {
		if (!name->interface || !name->enabled)
			continue;
		status = wdf_name_link(dev, name);
		if (!NT_SUCCESS(status))
			dev_warn(dev->linux_dev, "no node for an interface: status %#x\n",
				 (u32)status);
	}
	mutex_unlock(&dev->io.names_lock);
}

void wdf_io_names_stop(struct wdf_device *dev, bool links)
{
	struct wdf_name *name;

	mutex_lock(&dev->io.names_lock);
	dev->io.names_live = false;
	list_for_each_entry(name, &dev->io.names, node) {
		if (name->interface || links)
			wdf_name_unlink(name);
	}
	mutex_unlock(&dev->io.names_lock);
}

void wdf_io_names_free(struct wdf_device *dev)
{
	struct wdf_name *name, *next;

	list_for_each_entry_safe(name, next, &dev->io.names, node)
		kfree(name);
}

/* ---- interfaces ---- */

/* False: nothing that a node could be called. */
static bool wdf_reference_copy(PCUNICODE_STRING string, char *reference)
{
	*reference = '\0';
	if (!string || !string->Length)
		return true;
	return nt_object_name(string, reference);
}

static struct wdf_name *wdf_interface_find(struct wdf_device *dev, const GUID *class,
					   const char *reference)
{
	struct wdf_name *name;

	lockdep_assert_held(&dev->io.names_lock);

	list_for_each_entry(name, &dev->io.names, node) {
		if (name->interface && !memcmp(&name->class, class, sizeof(*class)) &&
		    !strcmp(name->reference, reference))
			return name;
	}
	return NULL;
}

/* Of those with this reference string. */
static unsigned int wdf_interface_number(struct wdf_device *dev, const char *reference)
{
	struct wdf_name *name;
	unsigned int number = 0;

	list_for_each_entry(name, &dev->io.names, node) {
		if (name->interface && !strcmp(name->reference, reference))
			number++;
	}
	return number;
}

static bool wdf_interface_name(struct wdf_device *dev, struct wdf_name *name)
{
	unsigned int number = wdf_interface_number(dev, name->reference);
	const char *device = dev->linux_dev ? dev_name(dev->linux_dev) : "control";
	char ascii[NT_IO_NAME], index[16] = "";
	int length;

	if (number)
		snprintf(index, sizeof(index), ".%u", number);
	length = snprintf(ascii, sizeof(ascii), "\\??\\%s.%s%s%s%s",
			  nt_driver_name(dev->base.driver), device, index,
			  *name->reference ? "." : "", name->reference);
	if (length >= sizeof(ascii))
		return false;
	wdf_name_widen(&name->link, name->text, ascii);
	return true;
}

NTSTATUS WdfDeviceCreateDeviceInterface(WDFDEVICE Device, CONST GUID *InterfaceClassGUID,
					PCUNICODE_STRING ReferenceString)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);
	struct wdf_name *name;
	NTSTATUS status;

	if (!dev)
		return STATUS_INVALID_HANDLE;
	if (!InterfaceClassGUID || !dev->pdo)
		return STATUS_INVALID_PARAMETER;
	if (nt_irql_violation(dev->base.driver, __func__))
		return STATUS_INVALID_DEVICE_STATE;
	name = kzalloc(sizeof(*name), GFP_KERNEL);
	if (!name)
		return STATUS_INSUFFICIENT_RESOURCES;
	name->interface = true;
	name->enabled = true;
	name->class = *InterfaceClassGUID;

	mutex_lock(&dev->io.names_lock);
	status = STATUS_OBJECT_NAME_INVALID;
	if (!wdf_reference_copy(ReferenceString, name->reference) ||
	    !wdf_interface_name(dev, name))
		goto err_unlock;
	status = STATUS_SUCCESS;
	/* The second time it is the same interface. */
	if (wdf_interface_find(dev, &name->class, name->reference))
		goto err_unlock;
	if (dev->io.names_live)
		status = wdf_name_link(dev, name);
	if (!NT_SUCCESS(status))
		goto err_unlock;
	list_add_tail(&name->node, &dev->io.names);
	mutex_unlock(&dev->io.names_lock);
	return STATUS_SUCCESS;

err_unlock:
	mutex_unlock(&dev->io.names_lock);
	kfree(name);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceCreateDeviceInterface, NDIS_SHIM);

NTSTATUS WdfDeviceSetDeviceInterfaceStateEx(WDFDEVICE Device, CONST GUID *InterfaceClassGUID,
					    PCUNICODE_STRING ReferenceString,
					    BOOLEAN IsInterfaceEnabled)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);
	NTSTATUS status = STATUS_OBJECT_NAME_NOT_FOUND;
	char reference[NT_IO_NAME];
	struct wdf_name *name;

	if (!dev)
		return STATUS_INVALID_HANDLE;
	if (!InterfaceClassGUID || !wdf_reference_copy(ReferenceString, reference))
		return STATUS_INVALID_PARAMETER;
	if (nt_irql_violation(dev->base.driver, __func__))
		return STATUS_INVALID_DEVICE_STATE;

	mutex_lock(&dev->io.names_lock);
	name = wdf_interface_find(dev, InterfaceClassGUID, reference);
	if (name) {
		status = STATUS_SUCCESS;
		name->enabled = IsInterfaceEnabled;
		if (!name->enabled)
			wdf_name_unlink(name);
		else if (dev->io.names_live)
			status = wdf_name_link(dev, name);
	}
	mutex_unlock(&dev->io.names_lock);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceSetDeviceInterfaceStateEx, NDIS_SHIM);

VOID WdfDeviceSetDeviceInterfaceState(WDFDEVICE Device, CONST GUID *InterfaceClassGUID,
				      PCUNICODE_STRING ReferenceString, BOOLEAN IsInterfaceEnabled)
{
	WdfDeviceSetDeviceInterfaceStateEx(Device, InterfaceClassGUID, ReferenceString,
					   IsInterfaceEnabled);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceSetDeviceInterfaceState, NDIS_SHIM);

NTSTATUS WdfDeviceRetrieveDeviceInterfaceString(WDFDEVICE Device, CONST GUID *InterfaceClassGUID,
						PCUNICODE_STRING ReferenceString, WDFSTRING String)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);
	struct wdf_string *string = wdf_string_from_handle(String, __func__);
	NTSTATUS status = STATUS_OBJECT_NAME_NOT_FOUND;
	char reference[NT_IO_NAME];
	struct wdf_name *name;

	if (!dev || !string)
		return STATUS_INVALID_HANDLE;
	if (!InterfaceClassGUID || !wdf_reference_copy(ReferenceString, reference))
		return STATUS_INVALID_PARAMETER;
	if (nt_irql_violation(dev->base.driver, __func__))
		return STATUS_INVALID_DEVICE_STATE;

	mutex_lock(&dev->io.names_lock);
	name = wdf_interface_find(dev, InterfaceClassGUID, reference);
	if (name)
		status = wdf_string_assign(string, name->link.Buffer, name->link.Length);
	mutex_unlock(&dev->io.names_lock);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceRetrieveDeviceInterfaceString, NDIS_SHIM);

NTSTATUS wdf_interface_name_property(struct wdf_device *dev, const GUID *class,
				     PCUNICODE_STRING reference, struct wdf_property_name *name)
{
	bool found;

	if (!wdf_reference_copy(reference, name->reference))
		return STATUS_INVALID_PARAMETER;
	name->interface = true;
	name->class = *class;
	mutex_lock(&dev->io.names_lock);
	found = wdf_interface_find(dev, class, name->reference);
	mutex_unlock(&dev->io.names_lock);
	return found ? STATUS_SUCCESS : STATUS_OBJECT_NAME_NOT_FOUND;
}

/* ---- links and the device's own name ---- */

NTSTATUS WdfDeviceCreateSymbolicLink(WDFDEVICE Device, PCUNICODE_STRING SymbolicLinkName)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);
	char ascii[NT_IO_NAME];
	struct wdf_name *name;
	NTSTATUS status;

	if (!dev)
		return STATUS_INVALID_HANDLE;
	if (nt_irql_violation(dev->base.driver, __func__))
		return STATUS_INVALID_DEVICE_STATE;
	if (!nt_object_name(SymbolicLinkName, ascii))
		return STATUS_OBJECT_NAME_INVALID;
	name = kzalloc(sizeof(*name), GFP_KERNEL);
	if (!name)
		return STATUS_INSUFFICIENT_RESOURCES;
	wdf_name_widen(&name->link, name->text, ascii);

	mutex_lock(&dev->io.names_lock);
	status = wdf_name_link(dev, name);
	if (NT_SUCCESS(status))
		list_add_tail(&name->node, &dev->io.names);
	mutex_unlock(&dev->io.names_lock);
	if (!NT_SUCCESS(status))
		kfree(name);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceCreateSymbolicLink, NDIS_SHIM);

NTSTATUS WdfDeviceRetrieveDeviceName(WDFDEVICE Device, WDFSTRING String)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);
	struct wdf_string *string = wdf_string_from_handle(String, __func__);
	WCHAR text[NT_IO_NAME];
	UNICODE_STRING name;

	if (!dev || !string)
		return STATUS_INVALID_HANDLE;
	wdf_name_widen(&name, text, dev->io.nt->name);
	return wdf_string_assign(string, name.Buffer, name.Length);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceRetrieveDeviceName, NDIS_SHIM);
