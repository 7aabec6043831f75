// SPDX-License-Identifier: GPL-2.0
/*
 * Properties asked for by a physical device object: that of WdfDeviceWdmGetPhysicalDevice()
 * has its framework device's. No other device object here has a PnP manager that would
 * know anything of it: STATUS_INVALID_DEVICE_REQUEST, as for what is no PDO.
 */
#include <linux/export.h>

#include "nt/io.h"
#include "nt/nt_internal.h"
#include "wdf/device_internal.h"
#include "wdf/property.h"

/* NULL: no physical device. The caller of such a function has a reference. */
static WDFDEVICE wdf_property_physical(PDEVICE_OBJECT object)
{
	return nt_device_fake_framework(object);
}

static bool wdf_property_wdm_name(const DEVPROPKEY *key, LCID lcid,
				  struct wdf_property_name *name)
{
	if (!key)
		return false;
	memset(name, 0, sizeof(*name));
	name->key = *key;
	name->lcid = lcid;
	return true;
}

NTSTATUS IoGetDeviceProperty(PDEVICE_OBJECT DeviceObject, DEVICE_REGISTRY_PROPERTY DeviceProperty,
			     ULONG BufferLength, PVOID PropertyBuffer, PULONG ResultLength)
{
	WDFDEVICE device = wdf_property_physical(DeviceObject);

	if (ResultLength)
		*ResultLength = 0;
	if (!device)
		return STATUS_INVALID_DEVICE_REQUEST;
	return WdfDeviceQueryProperty(device, DeviceProperty, BufferLength, PropertyBuffer,
				      ResultLength);
}
EXPORT_SYMBOL_NS_GPL(IoGetDeviceProperty, NDIS_SHIM);

NTSTATUS IoGetDevicePropertyData(PDEVICE_OBJECT Pdo, const DEVPROPKEY *PropertyKey, LCID Lcid,
				 ULONG Flags, ULONG Size, PVOID Data, PULONG RequiredSize,
				 PDEVPROPTYPE Type)
{
	WDFDEVICE device = wdf_property_physical(Pdo);
	struct wdf_property_value value;
	struct wdf_property_name name;
	struct wdf_device *dev;
	NTSTATUS status;

	if (!RequiredSize || !Type || (Size && !Data) || Flags ||
	    !wdf_property_wdm_name(PropertyKey, Lcid, &name))
		return STATUS_INVALID_PARAMETER;
	*RequiredSize = 0;
	*Type = DEVPROP_TYPE_EMPTY;
	dev = device ? wdf_device_from_handle(device, __func__) : NULL;
	if (!dev || nt_irql_violation(dev->base.driver, __func__))
		return STATUS_INVALID_DEVICE_REQUEST;
	status = wdf_property_fetch(dev, &name, &value);
	if (!NT_SUCCESS(status))
		return status;
	return wdf_property_copy_out(&value, Size, Data, RequiredSize, Type);
}
EXPORT_SYMBOL_NS_GPL(IoGetDevicePropertyData, NDIS_SHIM);

NTSTATUS IoSetDevicePropertyData(PDEVICE_OBJECT Pdo, const DEVPROPKEY *PropertyKey, LCID Lcid,
				 ULONG Flags, DEVPROPTYPE Type, ULONG Size, PVOID Data)
{
	struct wdf_property_value value = { Type, Size, Data };
	WDFDEVICE device = wdf_property_physical(Pdo);
	struct wdf_property_name name;
	struct wdf_device *dev;

	if (Flags & ~PLUGPLAY_PROPERTY_PERSISTENT ||
	    !wdf_property_wdm_name(PropertyKey, Lcid, &name))
		return STATUS_INVALID_PARAMETER;
	dev = device ? wdf_device_from_handle(device, __func__) : NULL;
	if (!dev || nt_irql_violation(dev->base.driver, __func__))
		return STATUS_INVALID_DEVICE_REQUEST;
	return wdf_property_assign(dev, &name, &value);
}
EXPORT_SYMBOL_NS_GPL(IoSetDevicePropertyData, NDIS_SHIM);
