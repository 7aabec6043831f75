// SPDX-License-Identifier: GPL-2.0
/*
 * The node in /dev: what a program does with it, in terms of file.c.
 *
 * Nodes are root's, mode 0600; udev rules find them in the subsystem ntdevice.
 * An open file holds the client's module: the node's cdev is the client's.
 */
#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/idr.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include <ntmodule.h>

#include "nt/io.h"
#include "nt/nt_internal.h"
#include "uapi/ntdevice.h"

#define NT_MINORS	256

/**
 * struct nt_chardev - a node
 * @cdev: number and file operations
 * @dev: name; its release frees this
 * @device: where it leads, NULL when the link is gone; nt_io_lock
 */
struct nt_chardev {
	struct cdev cdev;
	struct device dev;
	struct nt_device *device;
};

static dev_t nt_devt;
static DEFINE_IDA(nt_minors);
static struct class nt_class = { .name = "ntdevice" };

static int nt_chardev_open(struct inode *inode, struct file *filp)
{
	struct nt_chardev *chardev = container_of(inode->i_cdev, struct nt_chardev, cdev);
	struct nt_device *device;
	struct nt_file *file;
	int err;

	mutex_lock(&nt_io_lock);
	device = chardev->device;
	if (device)
		kref_get(&device->ref);
	mutex_unlock(&nt_io_lock);
	if (!device)
		return -ENXIO;
	err = nt_file_open(device, filp->f_mode, &file);
	nt_device_put(device);
	if (err)
		return err;
	filp->private_data = file;
	return stream_open(inode, filp);
}

static int nt_chardev_release(struct inode *inode, struct file *filp)
{
	nt_file_close(filp->private_data);
	return 0;
}

static ssize_t nt_chardev_read(struct kiocb *iocb, struct iov_iter *to)
{
	struct file *filp = iocb->ki_filp;

	return nt_file_read(filp->private_data, to,
			    (filp->f_flags & O_NONBLOCK) || (iocb->ki_flags & IOCB_NOWAIT));
}

static ssize_t nt_chardev_write(struct kiocb *iocb, struct iov_iter *from)
{
	if (iocb->ki_flags & IOCB_NOWAIT)
		return -EAGAIN;
	return nt_file_write(iocb->ki_filp->private_data, from);
}

static long nt_chardev_ioctl(struct file *filp, unsigned int cmd, unsigned long arg)
{
	struct nt_ioctl_device_control __user *user = (void __user *)arg;
	struct nt_ioctl_device_control request;
	struct nt_control control;
	int err;

	if (cmd != NT_IOCTL_DEVICE_CONTROL)
		return -ENOTTY;
	if (copy_from_user(&request, user, sizeof(request)))
		return -EFAULT;
	if (request.reserved)
		return -EINVAL;
	control.code = request.code;
	control.in_len = request.in_len;
	control.out_len = request.out_len;
	control.in = USER_SOCKPTR(u64_to_user_ptr(request.in));
	control.out = USER_SOCKPTR(u64_to_user_ptr(request.out));

	err = nt_file_control(filp->private_data, &control);
	if (put_user(control.returned, &user->returned) || put_user(control.status, &user->status))
		return -EFAULT;
	return err;
}

static __poll_t nt_chardev_poll(struct file *filp, poll_table *table)
{
	struct nt_file *file = filp->private_data;

	poll_wait(filp, &file->device->wait, table);
	return nt_file_poll(file, poll_requested_events(table));
}

static const struct file_operations nt_chardev_fops = {
	.owner = THIS_MODULE,
	.open = nt_chardev_open,
	.release = nt_chardev_release,
	.read_iter = nt_chardev_read,
	.write_iter = nt_chardev_write,
	.unlocked_ioctl = nt_chardev_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
	.poll = nt_chardev_poll,
};

static void nt_chardev_free(struct device *dev)
{
	ida_free(&nt_minors, MINOR(dev->devt));
	kfree(container_of(dev, struct nt_chardev, dev));
}

struct nt_chardev *nt_chardev_create(struct nt_device *device, const char *name)
{
	struct nt_chardev *chardev;
	int minor, err;

	lockdep_assert_held(&nt_io_lock);
	chardev = kzalloc(sizeof(*chardev), GFP_KERNEL);
	if (!chardev)
		return ERR_PTR(-ENOMEM);
	minor = ida_alloc_max(&nt_minors, NT_MINORS - 1, GFP_KERNEL);
	if (minor < 0) {
		kfree(chardev);
		return ERR_PTR(minor);
	}
	chardev->device = device;
	cdev_init(&chardev->cdev, &nt_chardev_fops);
	chardev->cdev.owner = device->driver->module->owner;
	device_initialize(&chardev->dev);
	chardev->dev.class = &nt_class;
	chardev->dev.devt = MKDEV(MAJOR(nt_devt), minor);
	chardev->dev.release = nt_chardev_free;
	err = dev_set_name(&chardev->dev, "%s", name);
	if (!err)
		err = cdev_device_add(&chardev->cdev, &chardev->dev);
	if (err) {
		put_device(&chardev->dev);
		return ERR_PTR(err);
	}
	return chardev;
}

void nt_chardev_destroy(struct nt_chardev *chardev)
{
	lockdep_assert_held(&nt_io_lock);
	chardev->device = NULL;
	cdev_device_del(&chardev->cdev, &chardev->dev);
	put_device(&chardev->dev);
}

int nt_chardev_init(void)
{
	int err;

	err = alloc_chrdev_region(&nt_devt, 0, NT_MINORS, "ntdevice");
	if (err)
		return err;
	err = class_register(&nt_class);
	if (err)
		unregister_chrdev_region(nt_devt, NT_MINORS);
	return err;
}

void nt_chardev_exit(void)
{
	class_unregister(&nt_class);
	unregister_chrdev_region(nt_devt, NT_MINORS);
	ida_destroy(&nt_minors);
}
