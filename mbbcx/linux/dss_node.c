// SPDX-License-Identifier: GPL-2.0
/*
 * Device service sessions as character devices, /dev/wwan<N>dss<id>, and what
 * /sys/class/wwan_dss shows of them. What reads and writes mean is in
 * dss_session.c.
 *
 * A node refers to its session, and an open file to the node: the file's cdev
 * holds this module, and the cdev the node's device. So a file may stay open
 * over the end of the session and of the modem.
 */
#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/idr.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <asm/ioctls.h>

#include "dss_session.h"

#define DSS_MINORS	1024

struct mbb_dss_node {
	struct cdev cdev;
	struct device dev;
	struct mbb_dss_session *session;
};

static dev_t dss_devt;
static DEFINE_IDA(dss_minors);

/* ---- files ---- */

static struct mbb_dss_session *file_session(struct file *filp)
{
	return filp->private_data;
}

static int dss_node_open(struct inode *inode, struct file *filp)
{
	struct mbb_dss_node *node = container_of(inode->i_cdev, struct mbb_dss_node, cdev);
	int err = mbb_dss_opened(node->session);

	if (err)
		return err;
	filp->private_data = node->session;
	return stream_open(inode, filp);
}

static int dss_node_release(struct inode *inode, struct file *filp)
{
	mbb_dss_closed(file_session(filp));
	return 0;
}

static bool file_nonblock(struct kiocb *iocb)
{
	return iocb->ki_filp->f_flags & O_NONBLOCK || iocb->ki_flags & IOCB_NOWAIT;
}

static ssize_t dss_node_read(struct kiocb *iocb, struct iov_iter *to)
{
	return mbb_dss_read(file_session(iocb->ki_filp), to, file_nonblock(iocb));
}

static ssize_t dss_node_write(struct kiocb *iocb, struct iov_iter *from)
{
	return mbb_dss_write(file_session(iocb->ki_filp), from, file_nonblock(iocb));
}

static __poll_t dss_node_poll(struct file *filp, poll_table *table)
{
	struct mbb_dss_session *session = file_session(filp);

	poll_wait(filp, &session->wait, table);
	return mbb_dss_poll(session);
}

static int dss_node_fsync(struct file *filp, loff_t start, loff_t end, int datasync)
{
	return mbb_dss_sync(file_session(filp));
}

static long dss_node_ioctl(struct file *filp, unsigned int cmd, unsigned long arg)
{
	if (cmd != FIONREAD)
		return -ENOTTY;
	return put_user((int)mbb_dss_next_len(file_session(filp)), (int __user *)arg);
}

static const struct file_operations dss_node_fops = {
	.owner = THIS_MODULE,
	.open = dss_node_open,
	.release = dss_node_release,
	.read_iter = dss_node_read,
	.write_iter = dss_node_write,
	.poll = dss_node_poll,
	.fsync = dss_node_fsync,
	.unlocked_ioctl = dss_node_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

/* ---- sysfs ---- */

static struct mbb_dss_session *dev_session(struct device *dev)
{
	return container_of(dev, struct mbb_dss_node, dev)->session;
}

static ssize_t session_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%u\n", dev_session(dev)->user.session);
}
static DEVICE_ATTR_RO(session);

/* The bytes on the wire are in the order in which they are written down. */
static ssize_t service_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%pUb\n", dev_session(dev)->service);
}
static DEVICE_ATTR_RO(service);

static ssize_t rx_dropped_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%lu\n", READ_ONCE(dev_session(dev)->rx_dropped));
}
static DEVICE_ATTR_RO(rx_dropped);

static ssize_t tx_failed_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%lu\n", READ_ONCE(dev_session(dev)->tx_failed));
}
static DEVICE_ATTR_RO(tx_failed);

static struct attribute *dss_attrs[] = {
	&dev_attr_session.attr,
	&dev_attr_service.attr,
	&dev_attr_rx_dropped.attr,
	&dev_attr_tx_failed.attr,
	NULL
};
ATTRIBUTE_GROUPS(dss);

/* No devnode(): nodes are root's, mode 0600. */
static struct class dss_class = {
	.name = "wwan_dss",
	.dev_groups = dss_groups,
};

/* ---- nodes ---- */

static void dss_node_free(struct device *dev)
{
	struct mbb_dss_node *node = container_of(dev, struct mbb_dss_node, dev);

	ida_free(&dss_minors, MINOR(dev->devt));
	mbb_dss_session_put(node->session);
	kfree(node);
}

/* Below the wwan_dev, beside its ports; sessions are over before that goes. */
static int dss_node_place(struct mbb_dss_node *node)
{
	struct mbb_dss_session *session = node->session;
	struct device *parent = mbb_links_parent(session->table->mbb);

	if (!parent)
		return -ENODEV;
	node->dev.parent = parent;
	return dev_set_name(&node->dev, "%sdss%u", dev_name(parent), session->user.session);
}

struct mbb_dss_node *mbb_dss_node_create(struct mbb_dss_session *session)
{
	struct mbb_dss_node *node;
	int minor, err;

	node = kzalloc(sizeof(*node), GFP_KERNEL);
	if (!node)
		return ERR_PTR(-ENOMEM);
	minor = ida_alloc_max(&dss_minors, DSS_MINORS - 1, GFP_KERNEL);
	if (minor < 0) {
		kfree(node);
		return ERR_PTR(minor);
	}
	kref_get(&session->ref);
	node->session = session;
	cdev_init(&node->cdev, &dss_node_fops);
	node->cdev.owner = THIS_MODULE;
	device_initialize(&node->dev);
	node->dev.class = &dss_class;
	node->dev.devt = MKDEV(MAJOR(dss_devt), minor);
	node->dev.release = dss_node_free;
	err = dss_node_place(node);
	if (!err)
		err = cdev_device_add(&node->cdev, &node->dev);
	if (err) {
		put_device(&node->dev);
		return ERR_PTR(err);
	}
	return node;
}

void mbb_dss_node_remove(struct mbb_dss_node *node)
{
	cdev_device_del(&node->cdev, &node->dev);
	put_device(&node->dev);
}

int mbb_dss_nodes_init(void)
{
	int err;

	err = alloc_chrdev_region(&dss_devt, 0, DSS_MINORS, "wwan_dss");
	if (err)
		return err;
	err = class_register(&dss_class);
	if (err)
		unregister_chrdev_region(dss_devt, DSS_MINORS);
	return err;
}

void mbb_dss_nodes_exit(void)
{
	class_unregister(&dss_class);
	unregister_chrdev_region(dss_devt, DSS_MINORS);
	ida_destroy(&dss_minors);
}
