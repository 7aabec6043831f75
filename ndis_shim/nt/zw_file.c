// SPDX-License-Identifier: GPL-2.0
/*
 * Opening and closing files: those of Linux with the kernel's own rights, from the
 * root that the first process has, whoever it is that calls; and device objects of
 * drivers, in which case the handle is of the file that dispatch routines see.
 */
#include "nt/zw.h"

#include <linux/cred.h>
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <kunit/visibility.h>

#include <compat_fs.h>

#include "nt/nt_internal.h"
#include "verifier.h"

/* What means something else for a file than for the rest of the NT base. */
static const struct {
	int err;
	NTSTATUS status;
} nt_zw_errors[] = {
	{ -ENOTDIR, STATUS_OBJECT_PATH_NOT_FOUND },
	{ -EISDIR, STATUS_FILE_IS_A_DIRECTORY },
	{ -EPERM, STATUS_ACCESS_DENIED },
	{ -EROFS, STATUS_MEDIA_WRITE_PROTECTED },
	{ -ENOSPC, STATUS_DISK_FULL },
	{ -EDQUOT, STATUS_DISK_FULL },
	{ -EFBIG, STATUS_DISK_FULL },
	{ -ENXIO, STATUS_NO_SUCH_DEVICE },
	{ -EBUSY, STATUS_SHARING_VIOLATION },
	{ -ETXTBSY, STATUS_SHARING_VIOLATION },
	{ -ENAMETOOLONG, STATUS_OBJECT_NAME_INVALID },
	{ -ELOOP, STATUS_OBJECT_NAME_INVALID },
	{ -ESPIPE, STATUS_INVALID_DEVICE_REQUEST },
	{ -ENOTEMPTY, STATUS_DIRECTORY_NOT_EMPTY },
	{ -ENODEV, STATUS_DEVICE_NOT_CONNECTED },
	{ -ESHUTDOWN, STATUS_DEVICE_NOT_CONNECTED },
	{ -EPIPE, STATUS_CONNECTION_DISCONNECTED },
	{ -EIO, STATUS_IO_DEVICE_ERROR },
};

NTSTATUS nt_zw_status(ssize_t result)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(nt_zw_errors); i++)
		if (nt_zw_errors[i].err == result)
			return nt_zw_errors[i].status;
	return nt_status_from_errno(min_t(ssize_t, result, 0));
}

/* ---- with the kernel's own rights ---- */

static const struct cred *nt_zw_become_kernel(struct cred **own)
{
	*own = prepare_kernel_cred(&init_task);
	return *own ? override_creds(*own) : NULL;
}

static void nt_zw_become_caller(const struct cred *old, struct cred *own)
{
	revert_creds(old);
	put_cred(own);
}

static struct file *nt_zw_open_at(const struct path *root, const char *path, int flags)
{
	const struct cred *old;
	struct file *filp;
	struct cred *own;

	old = nt_zw_become_kernel(&own);
	if (!old)
		return ERR_PTR(-ENOMEM);
	filp = file_open_root(root, path, flags | O_LARGEFILE, 0600);
	nt_zw_become_caller(old, own);
	return filp;
}

static void nt_zw_initial_root(struct path *root)
{
	task_lock(&init_task);
	get_fs_root(init_task.fs, root);
	task_unlock(&init_task);
}

/* A node by its name in /dev, or by the lower-case one that symlink.c would make. */
static struct file *nt_zw_open_path(char *path, int flags)
{
	struct file *filp;
	struct path root;
	char *c;

	nt_zw_initial_root(&root);
	filp = nt_zw_open_at(&root, path, flags);
	if (filp == ERR_PTR(-ENOENT) && !(flags & O_CREAT) && !strncmp(path, "/dev/", 5)) {
		for (c = path; *c; c++)
			*c = tolower(*c);
		filp = nt_zw_open_at(&root, path, flags);
	}
	path_put(&root);
	return filp;
}

int nt_zw_unlink(const struct path *path)
{
	const struct cred *old;
	struct cred *own;
	int err;

	if (d_is_dir(path->dentry))
		return -EISDIR;
	old = nt_zw_become_kernel(&own);
	if (!old)
		return -ENOMEM;
	/* A name that only its file still refers to would lose its inode with it. */
	path_get(path);
	err = mnt_want_write(path->mnt);
	if (!err) {
		err = compat_unlink(path);
		mnt_drop_write(path->mnt);
	}
	path_put(path);
	nt_zw_become_caller(old, own);
	return err;
}

int nt_zw_truncate(const struct path *path, loff_t length)
{
	const struct cred *old;
	struct cred *own;
	int err;

	old = nt_zw_become_kernel(&own);
	if (!old)
		return -ENOMEM;
	err = vfs_truncate(path, length);
	nt_zw_become_caller(old, own);
	return err;
}

/* ---- the end of a file ---- */

static void nt_zw_release(struct nt_ob *ob)
{
	kfree(container_of(ob, struct nt_zw_file, ob));
}

/*
 * The last handle is gone. Nobody can begin a request: that takes a handle, or a
 * reference taken with one, and NT_ZW_CLOSING is looked at under the lock. Those
 * that had begun are through when nt_zw_cancel() returns; synchronous transfers of
 * file systems, which are in no list, hold the mutex.
 */
static void nt_zw_closed(struct nt_ob *ob)
{
	struct nt_zw_file *file = container_of(ob, struct nt_zw_file, ob);
	struct file *filp;

	nt_zw_cancel(file);
	mutex_lock(&file->position);
	filp = file->filp;
	file->filp = NULL;
	mutex_unlock(&file->position);
	if (test_bit(NT_ZW_DELETE, &file->flags))
		nt_zw_unlink(&filp->f_path);
	filp_close(filp, NULL);
	/* A kernel thread's files end in a work item: not before the handle does. */
	if (current->flags & PF_KTHREAD)
		flush_delayed_fput();
}

/* Of a driver's device. */
static void nt_zw_device_closed(struct nt_ob *ob)
{
	nt_file_close(container_of(ob, struct nt_file, ob));
}

/* ---- handles ---- */

NTSTATUS nt_zw_get(HANDLE handle, const char *who, struct nt_ob **ob, struct nt_file **device,
		   struct nt_zw_file **zw)
{
	NTSTATUS status;

	*device = NULL;
	*zw = NULL;
	if (nt_irql_violation(NULL, who))
		return STATUS_INVALID_DEVICE_STATE;
	*ob = nt_handle_get(handle, NT_OB_FILE, &status);
	if (!*ob)
		return status;
	if ((*ob)->closed == nt_zw_closed) {
		*zw = container_of(*ob, struct nt_zw_file, ob);
		return STATUS_SUCCESS;
	}
	if ((*ob)->closed == nt_zw_device_closed) {
		*device = container_of(*ob, struct nt_file, ob);
		return STATUS_SUCCESS;
	}
	/* Somebody else's file of a device, by ObOpenObjectByPointer(). */
	nt_ob_put(*ob);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_IF_KUNIT(nt_zw_get);

NTSTATUS nt_zw_event(HANDLE handle, struct nt_ob **event)
{
	NTSTATUS status;

	*event = NULL;
	if (!handle)
		return STATUS_SUCCESS;
	*event = nt_handle_get(handle, NT_OB_EVENT, &status);
	if (*event)
		KeResetEvent((*event)->body);
	return status;
}

/* The event last: whoever waits for it frees what @iosb is in. */
void nt_zw_tell(PIO_STATUS_BLOCK iosb, struct nt_ob *event, NTSTATUS status, ULONG_PTR bytes)
{
	if (iosb) {
		iosb->Information = bytes;
		WRITE_ONCE(iosb->Status, status);
	}
	if (!event)
		return;
	KeSetEvent(event->body, IO_NO_INCREMENT, FALSE);
	nt_ob_put(event);
}

/* ---- opening ---- */

/**
 * struct nt_zw_open - arguments of ZwCreateFile()
 * @access: what is to be done with it
 * @disposition: FILE_OPEN and so on
 * @options: FILE_*
 */
struct nt_zw_open {
	ACCESS_MASK access;
	u32 disposition;
	u32 options;
};

static bool nt_zw_may_read(const struct nt_zw_open *open)
{
	return open->access & (FILE_READ_DATA | GENERIC_READ | GENERIC_ALL | MAXIMUM_ALLOWED |
			       FILE_EXECUTE | GENERIC_EXECUTE);
}

static bool nt_zw_may_write(const struct nt_zw_open *open)
{
	return open->access & (FILE_WRITE_DATA | FILE_APPEND_DATA | GENERIC_WRITE | GENERIC_ALL |
			       MAXIMUM_ALLOWED);
}

static bool nt_zw_is_sync(const struct nt_zw_open *open)
{
	return open->options & (FILE_SYNCHRONOUS_IO_ALERT | FILE_SYNCHRONOUS_IO_NONALERT);
}

static NTSTATUS nt_zw_open_is_valid(const struct nt_zw_open *open)
{
	static const u32 both = FILE_SYNCHRONOUS_IO_ALERT | FILE_SYNCHRONOUS_IO_NONALERT;

	if (open->disposition > FILE_MAXIMUM_DISPOSITION ||
	    (open->options & ~FILE_VALID_OPTION_FLAGS) || (open->options & both) == both)
		return STATUS_INVALID_PARAMETER;
	if (nt_zw_is_sync(open) &&
	    !(open->access & (SYNCHRONIZE | GENERIC_READ | GENERIC_WRITE | GENERIC_EXECUTE |
			      GENERIC_ALL | MAXIMUM_ALLOWED)))
		return STATUS_INVALID_PARAMETER;
	if ((open->options & FILE_DIRECTORY_FILE) && (open->options & FILE_NON_DIRECTORY_FILE))
		return STATUS_INVALID_PARAMETER;
	if ((open->options & FILE_DELETE_ON_CLOSE) && !(open->access & (DELETE | GENERIC_ALL)))
		return STATUS_INVALID_PARAMETER;
	if (open->options & FILE_OPEN_BY_FILE_ID)
		return STATUS_NOT_SUPPORTED;
	if ((open->options & FILE_DIRECTORY_FILE) && open->disposition != FILE_OPEN &&
	    open->disposition != FILE_OPEN_IF)
		return STATUS_NOT_SUPPORTED;
	return STATUS_SUCCESS;
}

static int nt_zw_open_flags(const struct nt_zw_open *open)
{
	bool read = nt_zw_may_read(open), write = nt_zw_may_write(open);
	int flags = write ? read ? O_RDWR : O_WRONLY : O_RDONLY;

	/* Nothing that touches what it contains. */
	if (!read && !write && open->disposition == FILE_OPEN)
		return O_PATH;
	if (open->options & FILE_DIRECTORY_FILE)
		return O_RDONLY | O_DIRECTORY;
	/* A node is never waited for in its own functions: zw_wait.c. */
	flags |= O_NONBLOCK | O_NOCTTY;
	if (open->options & FILE_WRITE_THROUGH)
		flags |= O_DSYNC;
	if (write && !(open->access & (FILE_WRITE_DATA | GENERIC_WRITE | GENERIC_ALL |
				       MAXIMUM_ALLOWED)))
		flags |= O_APPEND;
	switch (open->disposition) {
	case FILE_CREATE:
		return flags | O_CREAT | O_EXCL;
	case FILE_OPEN_IF:
		return flags | O_CREAT;
	case FILE_OVERWRITE:
		return flags | O_TRUNC;
	case FILE_SUPERSEDE:
	case FILE_OVERWRITE_IF:
		return flags | O_CREAT | O_TRUNC;
	default:
		return flags;
	}
}

static ULONG_PTR nt_zw_open_result(const struct nt_zw_open *open, const struct file *filp)
{
	if (filp->f_mode & FMODE_CREATED)
		return FILE_CREATED;
	switch (open->disposition) {
	case FILE_SUPERSEDE:
		return FILE_SUPERSEDED;
	case FILE_OVERWRITE:
	case FILE_OVERWRITE_IF:
		return FILE_OVERWRITTEN;
	default:
		return FILE_OPENED;
	}
}

static void nt_zw_file_init(struct nt_zw_file *file, struct nt_driver *driver,
			    const struct nt_zw_open *open, struct file *filp)
{
	umode_t mode = file_inode(filp)->i_mode;

	file->filp = filp;
	file->options = open->options;
	spin_lock_init(&file->lock);
	INIT_LIST_HEAD(&file->requests);
	init_waitqueue_head(&file->idle);
	mutex_init(&file->position);
	if (filp->f_mode & FMODE_READ)
		__set_bit(NT_ZW_READ, &file->flags);
	if (filp->f_mode & FMODE_WRITE)
		__set_bit(NT_ZW_WRITE, &file->flags);
	if (nt_zw_is_sync(open))
		__set_bit(NT_ZW_SYNC, &file->flags);
	if (!S_ISREG(mode) && !S_ISDIR(mode))
		__set_bit(NT_ZW_NODE, &file->flags);
	if (open->options & FILE_DELETE_ON_CLOSE)
		__set_bit(NT_ZW_DELETE, &file->flags);
	file->object.Type = IO_TYPE_FILE;
	file->object.Size = sizeof(file->object);
	file->object.Flags = FO_FILE_OPEN | (nt_zw_is_sync(open) ? FO_SYNCHRONOUS_IO : 0);
	file->object.ReadAccess = !!(filp->f_mode & FMODE_READ);
	file->object.WriteAccess = !!(filp->f_mode & FMODE_WRITE);
	nt_ob_init(&file->ob, NT_OB_FILE, driver, &file->object, nt_zw_release);
	file->ob.closed = nt_zw_closed;
}

/* A file of Linux, as @open has it; the caller's still if this fails. */
static NTSTATUS nt_zw_publish(struct nt_driver *driver, const struct nt_zw_open *open,
			      struct file *filp, PHANDLE handle)
{
	struct nt_zw_file *file;
	NTSTATUS status;

	if (S_ISDIR(file_inode(filp)->i_mode) && (open->options & FILE_NON_DIRECTORY_FILE))
		return STATUS_FILE_IS_A_DIRECTORY;
	if (!S_ISDIR(file_inode(filp)->i_mode) && (open->options & FILE_DIRECTORY_FILE))
		return STATUS_NOT_A_DIRECTORY;
	file = kzalloc(sizeof(*file), GFP_KERNEL);
	if (!file)
		return STATUS_INSUFFICIENT_RESOURCES;
	nt_zw_file_init(file, driver, open, filp);
	status = nt_handle_create(&file->ob, driver, handle);
	nt_ob_put(&file->ob);
	return status;
}

static struct file *nt_zw_open_relative(HANDLE directory, char *path, int flags)
{
	struct nt_file *device;
	struct nt_zw_file *zw;
	struct file *filp;
	struct nt_ob *ob;
	NTSTATUS status;

	status = nt_zw_get(directory, "ZwCreateFile", &ob, &device, &zw);
	if (!NT_SUCCESS(status))
		return ERR_PTR(-EBADF);
	filp = ERR_PTR(-ENOTDIR);
	if (zw) {
		mutex_lock(&zw->position);
		if (zw->filp && d_is_dir(zw->filp->f_path.dentry))
			filp = nt_zw_open_at(&zw->filp->f_path, path, flags);
		mutex_unlock(&zw->position);
	}
	nt_ob_put(ob);
	return filp;
}

static NTSTATUS nt_zw_open_linux(struct nt_driver *driver, const struct nt_zw_open *open,
				 POBJECT_ATTRIBUTES attributes, PHANDLE handle,
				 ULONG_PTR *information)
{
	char *path = kmalloc(NT_ZW_PATH, GFP_KERNEL);
	struct file *filp;
	NTSTATUS status;

	if (!path)
		return STATUS_INSUFFICIENT_RESOURCES;
	if (attributes->RootDirectory)
		status = nt_zw_relative_path(attributes->ObjectName, path);
	else
		status = nt_zw_path(attributes->ObjectName, path);
	if (!NT_SUCCESS(status))
		goto out;
	if (attributes->RootDirectory)
		filp = nt_zw_open_relative(attributes->RootDirectory, path, nt_zw_open_flags(open));
	else
		filp = nt_zw_open_path(path, nt_zw_open_flags(open));
	if (IS_ERR(filp)) {
		status = nt_zw_status(PTR_ERR(filp));
		if (status == STATUS_OBJECT_NAME_COLLISION)
			*information = FILE_EXISTS;
		else if (status == STATUS_OBJECT_NAME_NOT_FOUND)
			*information = FILE_DOES_NOT_EXIST;
		goto out;
	}
	*information = nt_zw_open_result(open, filp);
	status = nt_zw_publish(driver, open, filp, handle);
	if (!NT_SUCCESS(status))
		filp_close(filp, NULL);
out:
	kfree(path);
	return status;
}

/* ---- devices of drivers ---- */

/* The device that a name leads to, with a reference, or NULL. */
static struct nt_device *nt_zw_device(PCUNICODE_STRING string)
{
	struct nt_device *device;
	char name[NT_IO_NAME];

	if (!string || !nt_object_name(string, name))
		return NULL;
	mutex_lock(&nt_io_lock);
	device = nt_device_by_name(name) ?: nt_link_device(string);
	if (device)
		kref_get(&device->ref);
	mutex_unlock(&nt_io_lock);
	return device;
}

static NTSTATUS nt_zw_open_device(struct nt_driver *driver, const struct nt_zw_open *open,
				  struct nt_device *device, PHANDLE handle)
{
	struct nt_file *file;
	NTSTATUS status;
	fmode_t mode;
	int err;

	if (open->options & FILE_DIRECTORY_FILE)
		return STATUS_NOT_A_DIRECTORY;
	mode = (nt_zw_may_read(open) ? FMODE_READ : 0) | (nt_zw_may_write(open) ? FMODE_WRITE : 0);
	err = nt_file_open(device, mode, &file);
	if (err)
		return nt_zw_status(err);
	file->ob.closed = nt_zw_device_closed;
	status = nt_handle_create(&file->ob, driver, handle);
	if (!NT_SUCCESS(status))
		nt_file_close(file);
	return status;
}

/* ---- what drivers call ---- */

NTSTATUS ZwCreateFileWorker(PWDF_DRIVER_GLOBALS Globals, PHANDLE FileHandle,
			    ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes,
			    PIO_STATUS_BLOCK IoStatusBlock, PLARGE_INTEGER AllocationSize,
			    ULONG FileAttributes, ULONG ShareAccess, ULONG CreateDisposition,
			    ULONG CreateOptions, PVOID EaBuffer, ULONG EaLength)
{
	struct nt_zw_open open = { DesiredAccess, CreateDisposition, CreateOptions };
	struct nt_driver *driver = nt_driver_from_globals(Globals);
	ULONG_PTR information = 0;
	struct nt_device *device = NULL;
	NTSTATUS status;

	if (!FileHandle || !ObjectAttributes || !IoStatusBlock)
		return STATUS_INVALID_PARAMETER;
	*FileHandle = NULL;
	if (nt_irql_violation(driver, "ZwCreateFile"))
		return STATUS_INVALID_DEVICE_STATE;
	status = nt_zw_open_is_valid(&open);
	if (NT_SUCCESS(status) && (EaBuffer || EaLength))
		status = STATUS_NOT_SUPPORTED;
	if (!NT_SUCCESS(status))
		goto out;
	if (!ObjectAttributes->RootDirectory)
		device = nt_zw_device(ObjectAttributes->ObjectName);
	if (device) {
		status = nt_zw_open_device(driver, &open, device, FileHandle);
		information = FILE_OPENED;
		nt_device_put(device);
	} else {
		status = nt_zw_open_linux(driver, &open, ObjectAttributes, FileHandle,
					  &information);
	}
out:
	IoStatusBlock->Information = information;
	IoStatusBlock->Status = status;
	return status;
}
EXPORT_SYMBOL_NS_GPL(ZwCreateFileWorker, NDIS_SHIM);

/* A name is removed through a handle that is for nothing else. */
NTSTATUS ZwDeleteFile(POBJECT_ATTRIBUTES ObjectAttributes)
{
	char *path;
	struct file *filp;
	NTSTATUS status;

	if (!ObjectAttributes)
		return STATUS_INVALID_PARAMETER;
	if (nt_irql_violation(NULL, __func__))
		return STATUS_INVALID_DEVICE_STATE;
	path = kmalloc(NT_ZW_PATH, GFP_KERNEL);
	if (!path)
		return STATUS_INSUFFICIENT_RESOURCES;
	if (ObjectAttributes->RootDirectory)
		status = nt_zw_relative_path(ObjectAttributes->ObjectName, path);
	else
		status = nt_zw_path(ObjectAttributes->ObjectName, path);
	if (!NT_SUCCESS(status))
		goto out;
	if (ObjectAttributes->RootDirectory)
		filp = nt_zw_open_relative(ObjectAttributes->RootDirectory, path,
					   O_PATH | O_NOFOLLOW);
	else
		filp = nt_zw_open_path(path, O_PATH | O_NOFOLLOW);
	if (IS_ERR(filp)) {
		status = nt_zw_status(PTR_ERR(filp));
		goto out;
	}
	status = nt_zw_status(nt_zw_unlink(&filp->f_path));
	filp_close(filp, NULL);
out:
	kfree(path);
	return status;
}
EXPORT_SYMBOL_NS_GPL(ZwDeleteFile, NDIS_SHIM);
