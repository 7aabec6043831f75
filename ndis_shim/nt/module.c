// SPDX-License-Identifier: GPL-2.0
/*
 * Loading and unloading client modules: DriverEntry, then devices; devices
 * removed, then what undoes DriverEntry.
 *
 * Not here: what a WDFDRIVER is (wdf/driver.c), how devices are found
 * (wdf/usb/driver.c, wdf/root_bus.c).
 */
#include <linux/export.h>
#include <linux/slab.h>

#include <ntmodule.h>
#include <wdf.h>

#include "ndis/ndis_internal.h"
#include "nt/io.h"
#include "nt/nt_internal.h"
#include "wdf/driver.h"
#include "wdf/root_bus.h"
#include "wdf/usb/usb_driver.h"

static const char nt_services_key[] =
	"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\";
static const char nt_driver_directory[] = "\\Driver\\";

/* prefix + name as a terminated UNICODE_STRING; ASCII. */
static int nt_make_string(PUNICODE_STRING string, const char *prefix, const char *name)
{
	size_t split = strlen(prefix), length = split + strlen(name), i;
	WCHAR *buffer;

	if (length >= U16_MAX / sizeof(WCHAR))
		return -ENAMETOOLONG;
	buffer = kcalloc(length + 1, sizeof(WCHAR), GFP_KERNEL);
	if (!buffer)
		return -ENOMEM;

	for (i = 0; i < length; i++)
		buffer[i] = i < split ? prefix[i] : name[i - split];
	string->Buffer = buffer;
	string->Length = length * sizeof(WCHAR);
	string->MaximumLength = (length + 1) * sizeof(WCHAR);
	return 0;
}

static void nt_driver_free(struct nt_driver *driver)
{
	driver->module->priv = NULL;
	kfree(driver->object.DriverName.Buffer);
	kfree(driver);
}

static struct nt_driver *nt_driver_alloc(struct nt_module *module)
{
	struct nt_driver *driver = kzalloc(sizeof(*driver), GFP_KERNEL);
	int err;

	if (!driver)
		return ERR_PTR(-ENOMEM);

	err = nt_make_string(&driver->object.DriverName, nt_driver_directory, module->name);
	if (err) {
		kfree(driver);
		return ERR_PTR(err);
	}
	driver->module = module;
	driver->object.Size = sizeof(driver->object);
	driver->object.DriverInit = module->entry;
	module->priv = driver;
	return driver;
}

/* DriverEntry; whatever it leaves behind when it fails is reported and gone. */
static int nt_driver_enter(struct nt_driver *driver)
{
	UNICODE_STRING path;
	NTSTATUS status;
	int err;

	err = nt_make_string(&path, nt_services_key, driver->module->name);
	if (err)
		return err;
	status = driver->module->entry(&driver->object, &path);
	kfree(path.Buffer);
	if (NT_SUCCESS(status)) {
		nt_devices_ready(driver);
		return 0;
	}

	pr_err("%s: DriverEntry failed with %08x\n", driver->module->name, status);
	wdf_driver_remove(driver, false);
	nt_devices_remove(driver);
	return nt_errno_from_status(status) ?: -EIO;
}

/**
 * nt_module_load() - the module_init() of a client
 * @module: what its glue declares
 *
 * On return its protocols are bound to the adapters that there are.
 *
 * Context: process. Return: 0, or -errno with all undone.
 */
int nt_module_load(struct nt_module *module)
{
	struct nt_driver *driver;
	int err;

	driver = nt_driver_alloc(module);
	if (IS_ERR(driver))
		return PTR_ERR(driver);
	if (module->globals)
		wdf_driver_bind_globals(module->globals, driver);

	err = nt_driver_enter(driver);
	if (err)
		goto err_free_driver;
	err = wdf_root_register(driver);
	if (err)
		goto err_remove_driver;
	err = wdf_usb_register(driver);
	if (err)
		goto err_unregister_root;
	/* Last: nothing that can fail comes after a driver is bound. */
	ndis_pnp_driver_ready(driver);
	return 0;

err_unregister_root:
	wdf_root_unregister(driver);
err_remove_driver:
	wdf_driver_remove(driver, true);
	nt_devices_remove(driver);
err_free_driver:
	if (module->globals)
		wdf_driver_unbind_globals(module->globals);
	nt_driver_free(driver);
	return err;
}
EXPORT_SYMBOL_NS_GPL(nt_module_load, NDIS_SHIM);

/**
 * nt_module_unload() - the module_exit() of a client
 * @module: nt_module_load() succeeded
 *
 * On return no function of the module is called any more: its devices are
 * removed, its driver object is deleted, and objects that it leaked have been
 * cut off from their callbacks.
 *
 * Context: process.
 */
void nt_module_unload(struct nt_module *module)
{
	struct nt_driver *driver = module->priv;

	wdf_usb_unregister(driver);
	wdf_root_unregister(driver);
	wdf_driver_remove(driver, true);
	nt_devices_remove(driver);
	if (module->globals)
		wdf_driver_unbind_globals(module->globals);
	nt_driver_free(driver);
}
EXPORT_SYMBOL_NS_GPL(nt_module_unload, NDIS_SHIM);
