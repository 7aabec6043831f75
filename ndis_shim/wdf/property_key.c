// SPDX-License-Identifier: GPL-2.0
/*
 * Device properties by key: what a client has assigned, and behind that what the bus
 * knows under the keys that are older properties as well.
 */
#include <linux/export.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "nt/nt_internal.h"
#include "wdf/device_init.h"
#include "wdf/device_internal.h"
#include "wdf/driver.h"
#include "wdf/memory.h"
#include "wdf/property.h"

/* A value longer than this is no property. */
#define WDF_PROPERTY_MAX	0x10000

/* ---- values ---- */

/* Bytes of one of this type; 0: any number. */
static const u8 wdf_property_sizes[MAX_DEVPROP_TYPE + 1] = {
	[DEVPROP_TYPE_SBYTE] = 1,
	[DEVPROP_TYPE_BYTE] = 1,
	[DEVPROP_TYPE_INT16] = 2,
	[DEVPROP_TYPE_UINT16] = 2,
	[DEVPROP_TYPE_INT32] = 4,
	[DEVPROP_TYPE_UINT32] = 4,
	[DEVPROP_TYPE_INT64] = 8,
	[DEVPROP_TYPE_UINT64] = 8,
	[DEVPROP_TYPE_FLOAT] = 4,
	[DEVPROP_TYPE_DOUBLE] = 8,
	[DEVPROP_TYPE_DECIMAL] = 16,
	[DEVPROP_TYPE_GUID] = sizeof(GUID),
	[DEVPROP_TYPE_CURRENCY] = 8,
	[DEVPROP_TYPE_DATE] = 8,
	[DEVPROP_TYPE_FILETIME] = 8,
	[DEVPROP_TYPE_BOOLEAN] = 1,
	[DEVPROP_TYPE_DEVPROPKEY] = sizeof(DEVPROPKEY),
	[DEVPROP_TYPE_DEVPROPTYPE] = sizeof(DEVPROPTYPE),
	[DEVPROP_TYPE_ERROR] = 4,
	[DEVPROP_TYPE_NTSTATUS] = 4,
};

static bool wdf_property_is_text(ULONG base)
{
	return base == DEVPROP_TYPE_STRING || base == DEVPROP_TYPE_STRING_INDIRECT ||
	       base == DEVPROP_TYPE_SECURITY_DESCRIPTOR_STRING;
}

/* Arrays are of values of one size, lists of text. */
static bool wdf_property_valid(const struct wdf_property_value *value)
{
	ULONG base = value->type & DEVPROP_MASK_TYPE, mod = value->type & DEVPROP_MASK_TYPEMOD;
	u32 one;

	if (value->type & ~(DEVPROP_MASK_TYPE | DEVPROP_MASK_TYPEMOD) ||
	    base <= DEVPROP_TYPE_NULL || base > MAX_DEVPROP_TYPE ||
	    !value->size || value->size > WDF_PROPERTY_MAX)
		return false;
	one = wdf_property_sizes[base];
	if (wdf_property_is_text(base))
		return (!mod || mod == DEVPROP_TYPEMOD_LIST) && !(value->size % sizeof(WCHAR));
	if (mod == DEVPROP_TYPEMOD_ARRAY)
		return one && !(value->size % one);
	return !mod && (!one || value->size == one);
}

/* Keys of the first model's properties, which the older functions number. */
static const struct {
	DEVPROPID pid;
	DEVICE_REGISTRY_PROPERTY property;
} wdf_property_ids[] = {
	{ 2, DevicePropertyDeviceDescription },
	{ 3, DevicePropertyHardwareID },
	{ 4, DevicePropertyCompatibleIDs },
	{ 6, DevicePropertyDriverKeyName },	/* the service */
	{ 9, DevicePropertyClassName },
	{ 11, DevicePropertyDriverKeyName },
	{ 14, DevicePropertyFriendlyName },
	{ 15, DevicePropertyLocationInformation },
	{ 16, DevicePropertyPhysicalDeviceObjectName },
	{ 24, DevicePropertyEnumeratorName },
	{ 30, DevicePropertyAddress },
};

/* DEVPKEY_Device_DeviceDesc and those that follow it. */
static const GUID wdf_property_device = {
	0xa45c254e, 0xdf1c, 0x4efd, { 0x80, 0x20, 0x67, 0xd1, 0x46, 0xa8, 0x50, 0xe0 }
};

/* DEVPKEY_NAME */
static const DEVPROPKEY wdf_property_name_key = {
	{ 0xb725f130, 0x47ef, 0x101a, { 0xa5, 0xf1, 0x02, 0x60, 0x8c, 0x9e, 0xeb, 0xac } }, 10
};

/* DEVPKEY_Device_InstanceId */
static const DEVPROPKEY wdf_property_instance_key = {
	{ 0x78c34fc8, 0x104a, 0x4aca, { 0x9e, 0xa4, 0x52, 0x4d, 0x52, 0x99, 0x6e, 0x57 } }, 256
};

/* False: no key of a property that the bus could know. */
static bool wdf_property_from_key(const DEVPROPKEY *key, DEVICE_REGISTRY_PROPERTY *property)
{
	unsigned int i;

	if (IsEqualDevPropKey(*key, wdf_property_name_key)) {
		*property = DevicePropertyFriendlyName;
		return true;
	}
	if (IsEqualDevPropKey(*key, wdf_property_instance_key)) {
		*property = DevicePropertyPhysicalDeviceObjectName;
		return true;
	}
	if (memcmp(&key->fmtid, &wdf_property_device, sizeof(key->fmtid)))
		return false;
	for (i = 0; i < ARRAY_SIZE(wdf_property_ids); i++) {
		if (wdf_property_ids[i].pid == key->pid) {
			*property = wdf_property_ids[i].property;
			return true;
		}
	}
	return false;
}

static NTSTATUS wdf_property_known(struct wdf_pdo *pdo, const struct wdf_property_name *name,
				   struct wdf_property_value *value)
{
	DEVICE_REGISTRY_PROPERTY property;
	struct wdf_property known;

	if (name->interface || !wdf_property_from_key(&name->key, &property) ||
	    !wdf_property_get(pdo, property, &known))
		return STATUS_OBJECT_NAME_NOT_FOUND;
	value->type = DEVPROP_TYPE_UINT32;
	if (known.text)
		value->type = known.multi ? DEVPROP_TYPE_STRING_LIST : DEVPROP_TYPE_STRING;
	value->size = wdf_property_size(&known);
	value->data = kmalloc(value->size, GFP_KERNEL);
	if (!value->data)
		return STATUS_INSUFFICIENT_RESOURCES;
	wdf_property_put(&known, value->data);
	return STATUS_SUCCESS;
}

/* ---- of a device ---- */

NTSTATUS wdf_property_assign(struct wdf_device *dev, const struct wdf_property_name *name,
			     const struct wdf_property_value *value)
{
	if (value->data && !wdf_property_valid(value))
		return STATUS_INVALID_PARAMETER;
	return wdf_properties_set(&dev->properties, name, value);
}

NTSTATUS wdf_property_fetch(struct wdf_device *dev, const struct wdf_property_name *name,
			    struct wdf_property_value *value)
{
	NTSTATUS status = wdf_properties_get(&dev->properties, name, value);

	if (status != STATUS_OBJECT_NAME_NOT_FOUND)
		return status;
	if (!wdf_device_enter(dev))
		return STATUS_OBJECT_NAME_NOT_FOUND;
	status = wdf_property_known(dev->pdo, name, value);
	wdf_device_leave(dev);
	return status;
}

NTSTATUS wdf_property_copy_out(struct wdf_property_value *value, ULONG length, void *buffer,
			       PULONG required, PDEVPROPTYPE type)
{
	NTSTATUS status = STATUS_BUFFER_TOO_SMALL;

	*required = value->size;
	*type = value->type;
	if (length >= value->size) {
		memcpy(buffer, value->data, value->size);
		status = STATUS_SUCCESS;
	}
	kfree(value->data);
	return status;
}

/* As a memory object; frees @value->data. */
static NTSTATUS wdf_property_memory(const struct wdf_creator *creator,
				    struct wdf_property_value *value, POOL_TYPE pool,
				    PWDF_OBJECT_ATTRIBUTES attributes, WDFMEMORY *out,
				    PDEVPROPTYPE type)
{
	struct wdf_memory *memory;
	NTSTATUS status;

	status = wdf_memory_create(creator, attributes, pool, WDF_TAG_PROPERTY, value->size,
				   &memory);
	if (NT_SUCCESS(status)) {
		memcpy(memory->buffer, value->data, value->size);
		*out = wdf_object_to_handle(&memory->base);
		*type = value->type;
	}
	kfree(value->data);
	return status;
}

/* ---- what is looked up goes out in one of two ways; the value is freed in both ---- */

static NTSTATUS wdf_property_query(struct wdf_device *dev, const struct wdf_property_name *name,
				   ULONG length, void *buffer, PULONG required, PDEVPROPTYPE type)
{
	struct wdf_property_value value;
	NTSTATUS status = wdf_property_fetch(dev, name, &value);

	if (!NT_SUCCESS(status))
		return status;
	return wdf_property_copy_out(&value, length, buffer, required, type);
}

static NTSTATUS wdf_property_alloc(struct wdf_device *dev, const struct wdf_property_name *name,
				   POOL_TYPE pool, PWDF_OBJECT_ATTRIBUTES attributes,
				   WDFMEMORY *out, PDEVPROPTYPE type)
{
	struct wdf_creator creator = {
		.driver = dev->base.driver,
		.parent = dev->base.parent,
	};
	struct wdf_property_value value;
	NTSTATUS status = wdf_property_fetch(dev, name, &value);

	if (!NT_SUCCESS(status))
		return status;
	return wdf_property_memory(&creator, &value, pool, attributes, out, type);
}

/* ---- the client's names ---- */

static NTSTATUS wdf_property_name(PWDF_DEVICE_PROPERTY_DATA data, struct wdf_property_name *name)
{
	if (!data)
		return STATUS_INVALID_PARAMETER;
	if (data->Size != sizeof(*data))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (!data->PropertyKey || data->Flags & ~PLUGPLAY_PROPERTY_PERSISTENT)
		return STATUS_INVALID_PARAMETER;
	memset(name, 0, sizeof(*name));
	name->key = *data->PropertyKey;
	name->lcid = data->Lcid;
	return STATUS_SUCCESS;
}

static NTSTATUS wdf_property_interface(struct wdf_device *dev,
				       PWDF_DEVICE_INTERFACE_PROPERTY_DATA data,
				       struct wdf_property_name *name)
{
	if (!data)
		return STATUS_INVALID_PARAMETER;
	if (data->Size != sizeof(*data))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (!data->PropertyKey || !data->InterfaceClassGUID ||
	    data->Flags & ~PLUGPLAY_PROPERTY_PERSISTENT)
		return STATUS_INVALID_PARAMETER;
	memset(name, 0, sizeof(*name));
	name->key = *data->PropertyKey;
	name->lcid = data->Lcid;
	return wdf_interface_name_property(dev, data->InterfaceClassGUID, data->ReferenceString,
					   name);
}

/* A client's device for a call at PASSIVE_LEVEL, or why not. Control devices have none. */
static NTSTATUS wdf_property_device_get(WDFDEVICE handle, struct wdf_device **dev,
					const char *who)
{
	*dev = wdf_device_from_handle(handle, who);
	if (!*dev)
		return STATUS_INVALID_HANDLE;
	if (nt_irql_violation((*dev)->base.driver, who))
		return STATUS_INVALID_DEVICE_STATE;
	return (*dev)->pdo ? STATUS_SUCCESS : STATUS_INVALID_DEVICE_REQUEST;
}

static bool wdf_property_results(ULONG length, void *buffer, PULONG required, PDEVPROPTYPE type)
{
	if (!required || !type || (length && !buffer))
		return false;
	*required = 0;
	*type = DEVPROP_TYPE_EMPTY;
	return true;
}

/* ---- the device ---- */

NTSTATUS WdfDeviceAssignProperty(WDFDEVICE Device, PWDF_DEVICE_PROPERTY_DATA PropertyData,
				 DEVPROPTYPE Type, ULONG BufferLength, PVOID PropertyBuffer)
{
	struct wdf_property_value value = { Type, BufferLength, PropertyBuffer };
	struct wdf_property_name name;
	struct wdf_device *dev;
	NTSTATUS status;

	status = wdf_property_device_get(Device, &dev, __func__);
	if (NT_SUCCESS(status))
		status = wdf_property_name(PropertyData, &name);
	return NT_SUCCESS(status) ? wdf_property_assign(dev, &name, &value) : status;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceAssignProperty, NDIS_SHIM);

NTSTATUS WdfDeviceQueryPropertyEx(WDFDEVICE Device, PWDF_DEVICE_PROPERTY_DATA DeviceProperty,
				  ULONG BufferLength, PVOID PropertyBuffer, PULONG RequiredSize,
				  PDEVPROPTYPE Type)
{
	struct wdf_property_name name;
	struct wdf_device *dev;
	NTSTATUS status;

	if (!wdf_property_results(BufferLength, PropertyBuffer, RequiredSize, Type))
		return STATUS_INVALID_PARAMETER;
	status = wdf_property_device_get(Device, &dev, __func__);
	if (NT_SUCCESS(status))
		status = wdf_property_name(DeviceProperty, &name);
	if (!NT_SUCCESS(status))
		return status;
	return wdf_property_query(dev, &name, BufferLength, PropertyBuffer, RequiredSize, Type);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceQueryPropertyEx, NDIS_SHIM);

NTSTATUS WdfDeviceAllocAndQueryPropertyEx(WDFDEVICE Device,
					  PWDF_DEVICE_PROPERTY_DATA DeviceProperty,
					  POOL_TYPE PoolType,
					  PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes,
					  WDFMEMORY *PropertyMemory, PDEVPROPTYPE Type)
{
	struct wdf_property_name name;
	struct wdf_device *dev;
	NTSTATUS status;

	if (!PropertyMemory || !Type)
		return STATUS_INVALID_PARAMETER;
	*PropertyMemory = NULL;
	status = wdf_property_device_get(Device, &dev, __func__);
	if (NT_SUCCESS(status))
		status = wdf_property_name(DeviceProperty, &name);
	if (!NT_SUCCESS(status))
		return status;
	return wdf_property_alloc(dev, &name, PoolType, PropertyMemoryAttributes, PropertyMemory,
				  Type);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceAllocAndQueryPropertyEx, NDIS_SHIM);

/* ---- before there is one ---- */

static NTSTATUS wdf_property_of_init(PWDFDEVICE_INIT handle, PWDF_DEVICE_PROPERTY_DATA data,
				     struct WDFDEVICE_INIT **init,
				     struct wdf_property_value *value, const char *who)
{
	struct wdf_property_name name;
	NTSTATUS status;

	*init = wdf_init_check(handle, who);
	if (!*init || !(*init)->pdo || !(*init)->driver->wdf)
		return STATUS_INVALID_PARAMETER;
	if (nt_irql_violation((*init)->driver, who))
		return STATUS_INVALID_DEVICE_STATE;
	status = wdf_property_name(data, &name);
	return NT_SUCCESS(status) ? wdf_property_known((*init)->pdo, &name, value) : status;
}

NTSTATUS WdfFdoInitQueryPropertyEx(PWDFDEVICE_INIT DeviceInit,
				   PWDF_DEVICE_PROPERTY_DATA DeviceProperty, ULONG BufferLength,
				   PVOID PropertyBuffer, PULONG ResultLength, PDEVPROPTYPE Type)
{
	struct wdf_property_value value;
	struct WDFDEVICE_INIT *init;
	NTSTATUS status;

	if (!wdf_property_results(BufferLength, PropertyBuffer, ResultLength, Type))
		return STATUS_INVALID_PARAMETER;
	status = wdf_property_of_init(DeviceInit, DeviceProperty, &init, &value, __func__);
	if (!NT_SUCCESS(status))
		return status;
	return wdf_property_copy_out(&value, BufferLength, PropertyBuffer, ResultLength, Type);
}
EXPORT_SYMBOL_NS_GPL(WdfFdoInitQueryPropertyEx, NDIS_SHIM);

NTSTATUS WdfFdoInitAllocAndQueryPropertyEx(PWDFDEVICE_INIT DeviceInit,
					   PWDF_DEVICE_PROPERTY_DATA DeviceProperty,
					   POOL_TYPE PoolType,
					   PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes,
					   WDFMEMORY *PropertyMemory, PDEVPROPTYPE Type)
{
	struct wdf_property_value value;
	struct WDFDEVICE_INIT *init;
	struct wdf_creator creator;
	NTSTATUS status;

	if (!PropertyMemory || !Type)
		return STATUS_INVALID_PARAMETER;
	*PropertyMemory = NULL;
	status = wdf_property_of_init(DeviceInit, DeviceProperty, &init, &value, __func__);
	if (!NT_SUCCESS(status))
		return status;
	creator.driver = init->driver;
	creator.parent = wdf_driver_object(init->driver->wdf);
	return wdf_property_memory(&creator, &value, PoolType, PropertyMemoryAttributes,
				   PropertyMemory, Type);
}
EXPORT_SYMBOL_NS_GPL(WdfFdoInitAllocAndQueryPropertyEx, NDIS_SHIM);

/* ---- its interfaces ---- */

NTSTATUS WdfDeviceAssignInterfaceProperty(WDFDEVICE Device,
					  PWDF_DEVICE_INTERFACE_PROPERTY_DATA PropertyData,
					  DEVPROPTYPE Type, ULONG BufferLength,
					  PVOID PropertyBuffer)
{
	struct wdf_property_value value = { Type, BufferLength, PropertyBuffer };
	struct wdf_property_name name;
	struct wdf_device *dev;
	NTSTATUS status;

	status = wdf_property_device_get(Device, &dev, __func__);
	if (NT_SUCCESS(status))
		status = wdf_property_interface(dev, PropertyData, &name);
	return NT_SUCCESS(status) ? wdf_property_assign(dev, &name, &value) : status;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceAssignInterfaceProperty, NDIS_SHIM);

NTSTATUS WdfDeviceQueryInterfaceProperty(WDFDEVICE Device,
					 PWDF_DEVICE_INTERFACE_PROPERTY_DATA PropertyData,
					 ULONG BufferLength, PVOID PropertyBuffer,
					 PULONG ResultLength, PDEVPROPTYPE Type)
{
	struct wdf_property_name name;
	struct wdf_device *dev;
	NTSTATUS status;

	if (!wdf_property_results(BufferLength, PropertyBuffer, ResultLength, Type))
		return STATUS_INVALID_PARAMETER;
	status = wdf_property_device_get(Device, &dev, __func__);
	if (NT_SUCCESS(status))
		status = wdf_property_interface(dev, PropertyData, &name);
	if (!NT_SUCCESS(status))
		return status;
	return wdf_property_query(dev, &name, BufferLength, PropertyBuffer, ResultLength, Type);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceQueryInterfaceProperty, NDIS_SHIM);

NTSTATUS
WdfDeviceAllocAndQueryInterfaceProperty(WDFDEVICE Device,
					PWDF_DEVICE_INTERFACE_PROPERTY_DATA PropertyData,
					POOL_TYPE PoolType,
					PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes,
					WDFMEMORY *PropertyMemory, PDEVPROPTYPE Type)
{
	struct wdf_property_name name;
	struct wdf_device *dev;
	NTSTATUS status;

	if (!PropertyMemory || !Type)
		return STATUS_INVALID_PARAMETER;
	*PropertyMemory = NULL;
	status = wdf_property_device_get(Device, &dev, __func__);
	if (NT_SUCCESS(status))
		status = wdf_property_interface(dev, PropertyData, &name);
	if (!NT_SUCCESS(status))
		return status;
	return wdf_property_alloc(dev, &name, PoolType, PropertyMemoryAttributes, PropertyMemory,
				  Type);
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceAllocAndQueryInterfaceProperty, NDIS_SHIM);
