// SPDX-License-Identifier: GPL-2.0
/*
 * WDFDRIVER: a client module after WdfDriverCreate(), and its end.
 *
 * Not here: loading a module and enumerating its devices (nt/module.c).
 */
#include "wdf/driver.h"

#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/printk.h>
#include <linux/slab.h>

#include <ntmodule.h>

#include "ndis/support_internal.h"
#include "nt/dpc.h"
#include "nt/nt_internal.h"
#include "nt/ob.h"
#include "verifier.h"
#include "wdf/object_internal.h"
#include "wdf/string.h"
#include "wdf/usb/usb_driver.h"

/* What is provided here is of this version. */
#define WDF_VERSION_MAJOR	1
#define WDF_VERSION_MINOR	33

/* How long a client may keep references after EvtDriverUnload. */
#define WDF_DRIVER_TIMEOUT	(5 * HZ)

/**
 * struct wdf_driver - a WDFDRIVER
 * @base: object
 * @nt: the client module
 * @config: copied
 * @path: the registry path that DriverEntry got, terminated
 */
struct wdf_driver {
	struct wdf_object base;
	struct nt_driver *nt;
	WDF_DRIVER_CONFIG config;
	WCHAR *path;
};

static void wdf_driver_release(struct wdf_object *obj)
{
	struct wdf_driver *driver = container_of(obj, struct wdf_driver, base);

	kfree(driver->path);
	kfree(driver);
}

static const struct wdf_object_class wdf_driver_class = {
	.name = "WDFDRIVER",
	.type = WDF_TYPE_DRIVER,
	.flags = WDF_CLASS_FRAMEWORK_OWNED | WDF_CLASS_PASSIVE_DISPOSE | WDF_CLASS_FIXED_PARENT,
	.release = wdf_driver_release,
};

void wdf_driver_bind_globals(PWDF_DRIVER_GLOBALS globals, struct nt_driver *driver)
{
	globals->Driver = NULL;
	globals->Private = driver;
}

void wdf_driver_unbind_globals(PWDF_DRIVER_GLOBALS globals)
{
	globals->Driver = NULL;
	globals->Private = NULL;
}

struct wdf_object *wdf_driver_object(struct wdf_driver *driver)
{
	return &driver->base;
}

void wdf_creator_init(struct wdf_creator *creator, PWDF_DRIVER_GLOBALS globals)
{
	creator->driver = nt_driver_from_globals(globals);
	creator->parent = NULL;
	if (creator->driver && creator->driver->wdf)
		creator->parent = &creator->driver->wdf->base;
}

static NTSTATUS wdf_driver_keep_path(struct wdf_driver *driver, PCUNICODE_STRING path)
{
	size_t bytes = path && path->Buffer ? path->Length & ~1u : 0;

	driver->path = kzalloc(bytes + sizeof(WCHAR), GFP_KERNEL);
	if (!driver->path)
		return STATUS_INSUFFICIENT_RESOURCES;
	if (bytes)
		memcpy(driver->path, path->Buffer, bytes);
	return STATUS_SUCCESS;
}

/* @RegistryPath: kept for WdfDriverGetRegistryPath(). */
NTSTATUS WdfDriverCreate(PDRIVER_OBJECT DriverObject, PCUNICODE_STRING RegistryPath,
			 PWDF_OBJECT_ATTRIBUTES DriverAttributes, PWDF_DRIVER_CONFIG DriverConfig,
			 WDFDRIVER *Driver)
{
	struct nt_driver *nt;
	struct wdf_driver *driver;
	NTSTATUS status;

	if (Driver)
		*Driver = NULL;
	if (!DriverObject || !DriverConfig)
		return STATUS_INVALID_PARAMETER;
	if (DriverConfig->Size != sizeof(*DriverConfig))
		return STATUS_INFO_LENGTH_MISMATCH;
	nt = container_of(DriverObject, struct nt_driver, object);
	if (nt_irql_violation(nt, __func__))
		return STATUS_INVALID_DEVICE_STATE;
	if (nt->wdf)
		return STATUS_INVALID_DEVICE_STATE;

	driver = kzalloc(sizeof(*driver), GFP_KERNEL);
	if (!driver)
		return STATUS_INSUFFICIENT_RESOURCES;
	driver->nt = nt;
	driver->config = *DriverConfig;
	wdf_object_init(&driver->base, &wdf_driver_class, nt);
	status = wdf_driver_keep_path(driver, RegistryPath);
	if (NT_SUCCESS(status))
		status = wdf_object_publish(&driver->base, DriverAttributes, NULL);
	if (!NT_SUCCESS(status)) {
		wdf_driver_release(&driver->base);
		return status;
	}
	nt->wdf = driver;
	if (nt->module && nt->module->globals)
		nt->module->globals->Driver = wdf_object_to_handle(&driver->base);
	if (Driver)
		*Driver = wdf_object_to_handle(&driver->base);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfDriverCreate, NDIS_SHIM);

PDRIVER_OBJECT WdfDriverWdmGetDriverObject(WDFDRIVER Driver)
{
	struct wdf_object *obj = wdf_object_from_handle(Driver, WDF_TYPE_DRIVER, __func__);

	return obj ? &container_of(obj, struct wdf_driver, base)->nt->object : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfDriverWdmGetDriverObject, NDIS_SHIM);

static struct wdf_driver *wdf_driver_from_handle(WDFDRIVER handle, const char *who)
{
	struct wdf_object *obj = wdf_object_from_handle(handle, WDF_TYPE_DRIVER, who);

	return obj ? container_of(obj, struct wdf_driver, base) : NULL;
}

WDFDRIVER WdfWdmDriverGetWdfDriverHandle(PDRIVER_OBJECT DriverObject)
{
	struct wdf_driver *driver = NULL;

	if (DriverObject)
		driver = container_of(DriverObject, struct nt_driver, object)->wdf;
	return driver ? wdf_object_to_handle(&driver->base) : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfWdmDriverGetWdfDriverHandle, NDIS_SHIM);

PWSTR WdfDriverGetRegistryPath(WDFDRIVER Driver)
{
	struct wdf_driver *driver = wdf_driver_from_handle(Driver, __func__);

	return driver ? driver->path : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfDriverGetRegistryPath, NDIS_SHIM);

NTSTATUS WdfDriverRetrieveVersionString(WDFDRIVER Driver, WDFSTRING String)
{
	static const WCHAR version[] = L"Kernel Mode Driver Framework version 1.33.0";
	struct wdf_string *string = wdf_string_from_handle(String, __func__);

	if (!wdf_driver_from_handle(Driver, __func__) || !string)
		return STATUS_INVALID_HANDLE;
	return wdf_string_assign(string, version, sizeof(version) - sizeof(WCHAR));
}
EXPORT_SYMBOL_NS_GPL(WdfDriverRetrieveVersionString, NDIS_SHIM);

BOOLEAN WdfDriverIsVersionAvailable(WDFDRIVER Driver,
				    PWDF_DRIVER_VERSION_AVAILABLE_PARAMS VersionAvailableParams)
{
	struct wdf_driver *driver = wdf_driver_from_handle(Driver, __func__);

	if (!driver || !VersionAvailableParams)
		return FALSE;
	if (VersionAvailableParams->Size != sizeof(*VersionAvailableParams)) {
		nt_violation(driver->nt, NT_RULE_BAD_STRUCT_SIZE, "%s: %u", __func__,
			     VersionAvailableParams->Size);
		return FALSE;
	}
	return VersionAvailableParams->MajorVersion == WDF_VERSION_MAJOR &&
	       VersionAvailableParams->MinorVersion <= WDF_VERSION_MINOR;
}
EXPORT_SYMBOL_NS_GPL(WdfDriverIsVersionAvailable, NDIS_SHIM);

NTSTATUS wdf_driver_device_add(struct nt_driver *driver, PWDFDEVICE_INIT init)
{
	struct wdf_driver *wdf = driver->wdf;

	if (!wdf || !wdf->config.EvtDriverDeviceAdd)
		return STATUS_INVALID_DEVICE_STATE;
	return wdf->config.EvtDriverDeviceAdd(wdf_object_to_handle(&wdf->base), init);
}

/*
 * What could still call the client, before what it calls is taken away. A call may
 * have set its timer again, a work item have queued a call: until nothing is found,
 * and once more after what was under way at first.
 */
static void wdf_driver_silence(struct nt_driver *driver)
{
	unsigned int pass, left = 0;

	nt_threads_orphan(driver);
	nt_callbacks_orphan(driver);
	for (pass = 0; pass < 2 || left; pass++) {
		left = nt_timers_orphan(driver);
		left += nt_work_items_orphan(driver);
		left += nt_dpcs_orphan(driver);
	}
}

void wdf_driver_remove(struct nt_driver *driver, bool unload)
{
	struct wdf_driver *wdf = driver->wdf;
	unsigned int leaked;

	if (unload && wdf && wdf->config.EvtDriverUnload)
		wdf->config.EvtDriverUnload(wdf_object_to_handle(&wdf->base));
	else if (unload && !wdf && driver->object.DriverUnload)
		driver->object.DriverUnload(&driver->object);
	wdf_driver_silence(driver);

	if (wdf) {
		if (!wdf_object_delete_wait(&wdf->base, WDF_DRIVER_TIMEOUT))
			pr_warn("%s: driver object is still referenced at unload\n",
				nt_driver_name(driver));
		driver->wdf = NULL;
	}
	leaked = wdf_objects_orphan(driver);
	if (leaked)
		pr_warn("%s: left %u objects behind\n", nt_driver_name(driver), leaked);
	ndis_driver_orphan(driver);
	ndis_miniport_orphan(driver);
	ndis_support_orphan(driver);
	nt_handles_orphan(driver);
	wdf_usbd_orphan(driver);
	nt_pool_orphan(driver);
}
