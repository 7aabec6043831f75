// SPDX-License-Identifier: GPL-2.0
/*
 * WDFFILEOBJECT: one open of a device, from EvtDeviceFileCreate to EvtFileClose.
 *
 * It ends with the program's handle, or with the device, whichever is first: a
 * device that is removed closes its files before its own callbacks are over, and
 * what the program's close sends later finds nothing.
 */
#include "wdf/file.h"

#include <linux/export.h>
#include <linux/slab.h>

#include "nt/io.h"
#include "nt/nt_internal.h"
#include "wdf/device_internal.h"

static void wdf_file_dispose(struct wdf_object *obj)
{
	struct wdf_file *file = container_of(obj, struct wdf_file, base);
	unsigned long flags;

	spin_lock_irqsave(&file->dev->io.lock, flags);
	list_del_init(&file->node);
	file->object = NULL;
	spin_unlock_irqrestore(&file->dev->io.lock, flags);
}

static void wdf_file_release(struct wdf_object *obj)
{
	kfree(container_of(obj, struct wdf_file, base));
}

static const struct wdf_object_class wdf_file_class = {
	.name = "WDFFILEOBJECT",
	.type = WDF_TYPE_FILEOBJECT,
	.flags = WDF_CLASS_FRAMEWORK_OWNED | WDF_CLASS_PASSIVE_DISPOSE | WDF_CLASS_FIXED_PARENT,
	.dispose = wdf_file_dispose,
	.release = wdf_file_release,
};

struct wdf_file *wdf_file_from_handle(WDFFILEOBJECT handle, const char *who)
{
	struct wdf_object *obj = wdf_object_from_handle(handle, WDF_TYPE_FILEOBJECT, who);

	return obj ? container_of(obj, struct wdf_file, base) : NULL;
}

WDFFILEOBJECT wdf_file_handle(struct wdf_file *file)
{
	return wdf_object_to_handle(&file->base);
}

NTSTATUS wdf_file_create(struct wdf_device *dev, struct nt_file *nt, struct wdf_file **out)
{
	struct wdf_io_settings *set = &dev->io.set;
	ULONG class = (ULONG)set->file.FileObjectClass & ~(ULONG)WdfFileObjectCanBeOptional;
	struct wdf_file *file;
	NTSTATUS status;

	*out = NULL;
	if (!set->file.Size || class == WdfFileObjectNotRequired)
		return STATUS_SUCCESS;
	file = kzalloc(sizeof(*file), GFP_KERNEL);
	if (!file)
		return STATUS_INSUFFICIENT_RESOURCES;
	file->dev = dev;
	file->object = &nt->object;
	INIT_LIST_HEAD(&file->node);
	wdf_object_init(&file->base, &wdf_file_class, dev->base.driver);
	status = wdf_object_publish(&file->base,
				    set->file_attributes.Size ? &set->file_attributes : NULL,
				    &dev->base);
	if (!NT_SUCCESS(status)) {
		kfree(file);
		return status;
	}
	spin_lock_irq(&dev->io.lock);
	list_add_tail(&file->node, &dev->io.files);
	spin_unlock_irq(&dev->io.lock);
	nt->framework = file;
	*out = file;
	return STATUS_SUCCESS;
}

void wdf_file_created(struct wdf_file *file, struct nt_file *nt, bool success)
{
	unsigned long flags;

	spin_lock_irqsave(&file->dev->io.lock, flags);
	file->created = success;
	spin_unlock_irqrestore(&file->dev->io.lock, flags);
	if (success)
		return;
	nt->framework = NULL;
	wdf_object_delete(&file->base);
}

void wdf_file_cleanup(struct wdf_file *file)
{
	struct wdf_io *io = &file->dev->io;
	bool call;

	spin_lock_irq(&io->lock);
	call = file->created && !file->cleaned;
	file->cleaned = true;
	spin_unlock_irq(&io->lock);
	if (call && io->set.file.EvtFileCleanup)
		io->set.file.EvtFileCleanup(wdf_file_handle(file));
}

void wdf_file_close(struct wdf_file *file)
{
	struct wdf_io *io = &file->dev->io;
	bool call;

	spin_lock_irq(&io->lock);
	call = file->created;
	file->created = false;
	spin_unlock_irq(&io->lock);
	if (call && io->set.file.EvtFileClose)
		io->set.file.EvtFileClose(wdf_file_handle(file));
	wdf_object_delete(&file->base);
}

/* ---- entry points ---- */

/* What follows the device's name in the name that was opened: nothing here. */
PUNICODE_STRING WdfFileObjectGetFileName(WDFFILEOBJECT FileObject)
{
	struct wdf_file *file = wdf_file_from_handle(FileObject, __func__);
	PFILE_OBJECT object = file ? READ_ONCE(file->object) : NULL;

	return object ? &object->FileName : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfFileObjectGetFileName, NDIS_SHIM);

ULONG WdfFileObjectGetFlags(WDFFILEOBJECT FileObject)
{
	struct wdf_file *file = wdf_file_from_handle(FileObject, __func__);
	PFILE_OBJECT object = file ? READ_ONCE(file->object) : NULL;

	return object ? object->Flags : 0;
}
EXPORT_SYMBOL_NS_GPL(WdfFileObjectGetFlags, NDIS_SHIM);

WDFDEVICE WdfFileObjectGetDevice(WDFFILEOBJECT FileObject)
{
	struct wdf_file *file = wdf_file_from_handle(FileObject, __func__);

	return file ? wdf_device_to_handle(file->dev) : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfFileObjectGetDevice, NDIS_SHIM);

PFILE_OBJECT WdfFileObjectWdmGetFileObject(WDFFILEOBJECT FileObject)
{
	struct wdf_file *file = wdf_file_from_handle(FileObject, __func__);

	return file ? READ_ONCE(file->object) : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfFileObjectWdmGetFileObject, NDIS_SHIM);

WDFFILEOBJECT WdfDeviceGetFileObject(WDFDEVICE Device, PFILE_OBJECT FileObject)
{
	struct wdf_device *dev = wdf_device_from_handle(Device, __func__);
	struct wdf_file *file, *found = NULL;
	unsigned long flags;

	if (!dev || !FileObject)
		return NULL;
	spin_lock_irqsave(&dev->io.lock, flags);
	list_for_each_entry(file, &dev->io.files, node) {
		if (file->object == FileObject)
			found = file;
	}
	spin_unlock_irqrestore(&dev->io.lock, flags);
	return found ? wdf_file_handle(found) : NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfDeviceGetFileObject, NDIS_SHIM);
