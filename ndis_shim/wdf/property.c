// SPDX-License-Identifier: GPL-2.0
/*
 * Device properties: what the plug and play manager knows of a device, before
 * and after there is a WDFDEVICE.
 */
#include <linux/device.h>
#include <linux/export.h>
#include <linux/string.h>

#include "nt/nt_internal.h"
#include "wdf/device_init.h"
#include "wdf/device_internal.h"
#include "wdf/driver.h"
#include "wdf/memory.h"
#include "wdf/property.h"

bool wdf_property_get(struct wdf_pdo *pdo, DEVICE_REGISTRY_PROPERTY property,
		      struct wdf_property *value)
{
	const char *id = NULL;

	memset(value, 0, sizeof(*value));
	if (pdo->bus->identify)
		id = pdo->bus->identify(pdo, &value->number);
	switch (property) {
	case DevicePropertyDeviceDescription:
	case DevicePropertyFriendlyName:
	case DevicePropertyDriverKeyName:
		value->text = nt_driver_name(pdo->driver);
		return true;
	case DevicePropertyHardwareID:
	case DevicePropertyCompatibleIDs:
		value->text = id ?: dev_name(pdo->dev);
		value->multi = true;
		return true;
	case DevicePropertyLocationInformation:
	case DevicePropertyPhysicalDeviceObjectName:
		value->text = dev_name(pdo->dev);
		return true;
	case DevicePropertyClassName:
		value->text = "Net";
		return true;
	case DevicePropertyClassGuid:
		value->text = WDF_PROPERTY_NET_CLASS;
		return true;
	case DevicePropertyEnumeratorName:
		value->text = pdo->bus->name;
		return true;
	case DevicePropertyAddress:
		return id;
	default:
		return false;
	}
}

size_t wdf_property_size(const struct wdf_property *value)
{
	if (!value->text)
		return sizeof(value->number);
	return (strlen(value->text) + 1 + value->multi) * sizeof(WCHAR);
}

void wdf_property_put(const struct wdf_property *value, void *buffer)
{
	WCHAR *wide = buffer;
	size_t i, len;

	if (!value->text) {
		memcpy(buffer, &value->number, sizeof(value->number));
		return;
	}
	len = strlen(value->text);
	for (i = 0; i < len; i++)
		wide[i] = value->text[i];
	wide[len] = 0;
	if (value->multi)
		wide[len + 1] = 0;
}

NTSTATUS WdfFdoInitQueryProperty(PWDFDEVICE_INIT DeviceInit,
				 DEVICE_REGISTRY_PROPERTY DeviceProperty, ULONG BufferLength,
				 PVOID PropertyBuffer, PULONG ResultLength)
{
	struct WDFDEVICE_INIT *init = wdf_init_check(DeviceInit, __func__);
	struct wdf_property value;

	if (!init || !ResultLength || (BufferLength && !PropertyBuffer))
		return STATUS_INVALID_PARAMETER;
	*ResultLength = 0;
	if (!init->pdo || !wdf_property_get(init->pdo, DeviceProperty, &value))
		return STATUS_OBJECT_NAME_NOT_FOUND;
	*ResultLength = wdf_property_size(&value);
	if (BufferLength < *ResultLength)
		return STATUS_BUFFER_TOO_SMALL;
	wdf_property_put(&value, PropertyBuffer);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfFdoInitQueryProperty, NDIS_SHIM);

NTSTATUS WdfDeviceQueryProperty(WDFDEVICE Device, DEVICE_REGISTRY_PROPERTY DeviceProperty,
				ULONG BufferLength, PVOID PropertyBuffer, PULONG ResultLength)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);
	NTSTATUS status = STATUS_OBJECT_NAME_NOT_FOUND;
	struct wdf_property value;

	if (!ResultLength || (BufferLength && !PropertyBuffer))
		return STATUS_INVALID_PARAMETER;
	*ResultLength = 0;
	if (!dev)
		return STATUS_INVALID_HANDLE;
	if (!wdf_device_enter(dev))
		return STATUS_INVALID_DEVICE_STATE;
	if (wdf_property_get(dev->pdo, DeviceProperty, &value)) {
		*ResultLength = wdf_property_size(&value);
		status = BufferLength < *ResultLength ? STATUS_BUFFER_TOO_SMALL : STATUS_SUCCESS;
		if (NT_SUCCESS(status))
			wdf_property_put(&value, PropertyBuffer);
	}
	wdf_device_leave(dev);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceQueryProperty, NDIS_SHIM);

NTSTATUS WdfFdoInitAllocAndQueryProperty(PWDFDEVICE_INIT DeviceInit,
					 DEVICE_REGISTRY_PROPERTY DeviceProperty,
					 POOL_TYPE PoolType,
					 PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes,
					 WDFMEMORY *PropertyMemory)
{
	struct WDFDEVICE_INIT *init = wdf_init_check(DeviceInit, __func__);
	struct wdf_creator creator;
	struct wdf_property value;
	struct wdf_memory *memory;
	NTSTATUS status;

	if (!PropertyMemory)
		return STATUS_INVALID_PARAMETER;
	*PropertyMemory = NULL;
	if (!init || !init->pdo || !init->driver->wdf)
		return STATUS_INVALID_PARAMETER;
	if (!wdf_property_get(init->pdo, DeviceProperty, &value))
		return STATUS_OBJECT_NAME_NOT_FOUND;
	creator.driver = init->driver;
	creator.parent = wdf_driver_object(init->driver->wdf);
	status = wdf_memory_create(&creator, PropertyMemoryAttributes, PoolType,
				   WDF_TAG_PROPERTY, wdf_property_size(&value), &memory);
	if (!NT_SUCCESS(status))
		return status;
	wdf_property_put(&value, memory->buffer);
	*PropertyMemory = wdf_object_to_handle(&memory->base);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfFdoInitAllocAndQueryProperty, NDIS_SHIM);

NTSTATUS WdfDeviceAllocAndQueryProperty(WDFDEVICE Device,
					DEVICE_REGISTRY_PROPERTY DeviceProperty,
					POOL_TYPE PoolType,
					PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes,
					WDFMEMORY *PropertyMemory)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);
	struct wdf_creator creator;
	struct wdf_property value;
	struct wdf_memory *memory;
	NTSTATUS status;

	if (!PropertyMemory)
		return STATUS_INVALID_PARAMETER;
	*PropertyMemory = NULL;
	if (!dev)
		return STATUS_INVALID_HANDLE;
	if (!wdf_device_enter(dev))
		return STATUS_INVALID_DEVICE_STATE;
	status = STATUS_OBJECT_NAME_NOT_FOUND;
	if (!wdf_property_get(dev->pdo, DeviceProperty, &value))
		goto out;

	creator.driver = dev->base.driver;
	creator.parent = dev->base.parent;
	status = wdf_memory_create(&creator, PropertyMemoryAttributes, PoolType,
				   WDF_TAG_PROPERTY, wdf_property_size(&value), &memory);
	if (!NT_SUCCESS(status))
		goto out;
	wdf_property_put(&value, memory->buffer);
	*PropertyMemory = wdf_object_to_handle(&memory->base);
out:
	wdf_device_leave(dev);
	return status;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceAllocAndQueryProperty, NDIS_SHIM);
