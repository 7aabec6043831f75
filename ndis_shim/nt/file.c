// SPDX-License-Identifier: GPL-2.0
/*
 * One open of a device, from IRP_MJ_CREATE to IRP_MJ_CLOSE.
 *
 * The end has an order that holds whatever the driver does. The handle goes:
 * IRP_MJ_CLEANUP, then every request that the driver did not complete by then
 * is cancelled. The last request goes: IRP_MJ_CLOSE. A driver that sits on a
 * request holds up neither the program nor anything else, only its own
 * IRP_MJ_CLOSE and with it its module.
 */
#include <linux/export.h>
#include <linux/module.h>
#include <linux/slab.h>

#include <ntmodule.h>

#include "nt/io.h"
#include "nt/nt_internal.h"

struct workqueue_struct *nt_io_wq;
EXPORT_SYMBOL_NS_GPL(nt_io_wq, NDIS_SHIM_INTERNAL);

static void nt_file_free(struct kref *ref)
{
	struct nt_file *file = container_of(ref, struct nt_file, ref);

	nt_device_put(file->device);
	module_put(file->owner);
	kfree(file);
}

void nt_file_get(struct nt_file *file)
{
	kref_get(&file->ref);
}

void nt_file_put(struct nt_file *file)
{
	kref_put(&file->ref, nt_file_free);
}

/* A request without data that must not be interrupted. */
static void nt_file_notify(struct nt_file *file, UCHAR major)
{
	struct nt_irp *nt;

	/* Optional: what has no dispatch routine is of no interest. */
	if (!READ_ONCE(file->device->dispatch[major]))
		return;
	nt = nt_irp_alloc(file, major);
	if (!nt) {
		pr_warn("%s: no memory to tell it of major function %#x\n",
			nt_driver_name(file->device->driver), major);
		return;
	}
	nt_irp_send(nt);
	nt_irp_wait_bounded(nt);
	nt_irp_put(nt);
}

static void nt_file_cleanup(struct nt_file *file)
{
	file->cleaned = true;
	nt_file_notify(file, IRP_MJ_CLEANUP);
	file->object.Flags |= FO_CLEANUP_COMPLETE;
}

static void nt_device_closed(struct nt_device *device)
{
	mutex_lock(&nt_io_lock);
	device->opens--;
	device->object.ReferenceCount = device->opens;
	mutex_unlock(&nt_io_lock);
}

/* Without users. An open that was given up may have succeeded since. */
static void nt_file_finish(struct nt_file *file)
{
	if (READ_ONCE(file->created) && !file->cleaned) {
		refcount_set(&file->users, 1);
		nt_file_cleanup(file);
		if (!refcount_dec_and_test(&file->users))
			return;
	}
	if (READ_ONCE(file->created))
		nt_file_notify(file, IRP_MJ_CLOSE);
	nt_device_closed(file->device);
	nt_ob_put(&file->ob);
	nt_file_put(file);
}

static void nt_file_close_work(struct work_struct *work)
{
	nt_file_finish(container_of(work, struct nt_file, close_work));
}

void nt_file_unuse(struct nt_file *file)
{
	if (refcount_dec_and_test(&file->users))
		queue_work(nt_io_wq, &file->close_work);
}

static void nt_file_ob_release(struct nt_ob *ob)
{
	nt_file_put(container_of(ob, struct nt_file, ob));
}

static struct nt_file *nt_file_alloc(struct nt_device *device, fmode_t mode)
{
	struct nt_file *file = kzalloc(sizeof(*file), GFP_KERNEL);

	if (!file)
		return NULL;
	kref_init(&file->ref);
	refcount_set(&file->users, 1);
	kref_get(&device->ref);
	file->device = device;
	file->owner = device->driver->module->owner;
	__module_get(file->owner);
	spin_lock_init(&file->lock);
	INIT_LIST_HEAD(&file->irps);
	INIT_WORK(&file->close_work, nt_file_close_work);
	mutex_init(&file->ahead_lock);
	file->read_size = NT_IO_AHEAD;
	file->object.Type = IO_TYPE_FILE;
	file->object.Size = sizeof(file->object);
	file->object.DeviceObject = &device->object;
	file->object.Flags = FO_SYNCHRONOUS_IO | FO_FILE_OPEN;
	file->object.ReadAccess = !!(mode & FMODE_READ);
	file->object.WriteAccess = !!(mode & FMODE_WRITE);
	file->object.SharedRead = TRUE;
	file->object.SharedWrite = TRUE;
	nt_file_get(file);
	nt_ob_init(&file->ob, NT_OB_FILE, device->driver, &file->object, nt_file_ob_release);
	return file;
}

/* May it be opened now? Counts the open if so. */
static int nt_device_opened(struct nt_device *device)
{
	int err = 0;

	mutex_lock(&nt_io_lock);
	if (device->deleted || (device->object.Flags & DO_DEVICE_INITIALIZING))
		err = -ENODEV;
	else if (device->opens && (device->object.Flags & DO_EXCLUSIVE))
		err = -EBUSY;
	if (!err)
		device->object.ReferenceCount = ++device->opens;
	mutex_unlock(&nt_io_lock);
	return err;
}

static int nt_file_create(struct nt_file *file)
{
	struct nt_irp *nt = nt_irp_alloc(file, IRP_MJ_CREATE);
	PIO_STACK_LOCATION location;
	int err;

	if (!nt)
		return -ENOMEM;
	nt->irp.Flags = IRP_CREATE_OPERATION | IRP_SYNCHRONOUS_API;
	location = nt_irp_next(nt);
	location->Parameters.Create.ShareAccess = FILE_SHARE_READ | FILE_SHARE_WRITE;
	location->Parameters.Create.Options = FILE_OPEN << 24;
	nt_irp_send(nt);
	err = nt_irp_wait(nt);
	if (!err && !NT_SUCCESS(nt->status)) {
		err = nt_errno_from_status(nt->status);
		if (nt->status == STATUS_CANCELLED && signal_pending(current))
			err = -ERESTARTSYS;
	}
	nt_irp_put(nt);
	return err;
}

int nt_file_open(struct nt_device *device, fmode_t mode, struct nt_file **out)
{
	struct nt_file *file;
	int err;

	err = nt_device_opened(device);
	if (err)
		return err;
	file = nt_file_alloc(device, mode);
	if (!file) {
		nt_device_closed(device);
		return -ENOMEM;
	}
	err = nt_file_create(file);
	if (err) {
		/* Closed as soon as the driver has answered, if it has not yet. */
		if (refcount_dec_and_test(&file->users))
			nt_file_finish(file);
		return err;
	}
	*out = file;
	return 0;
}
EXPORT_SYMBOL_NS_GPL(nt_file_open, NDIS_SHIM_INTERNAL);

void nt_file_close(struct nt_file *file)
{
	nt_file_cleanup(file);
	nt_file_cancel(file);
	nt_ahead_drop(file);
	if (refcount_dec_and_test(&file->users))
		nt_file_finish(file);
}
EXPORT_SYMBOL_NS_GPL(nt_file_close, NDIS_SHIM_INTERNAL);

int nt_io_init(void)
{
	int err;

	nt_io_wq = alloc_workqueue("nt_io", WQ_UNBOUND, 0);
	if (!nt_io_wq)
		return -ENOMEM;
	err = nt_chardev_init();
	if (err)
		destroy_workqueue(nt_io_wq);
	return err;
}

/* A file holds a client module, so no file is left; its last work item may be. */
void nt_io_exit(void)
{
	destroy_workqueue(nt_io_wq);
	nt_chardev_exit();
}
