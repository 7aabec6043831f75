/* SPDX-License-Identifier: GPL-2.0 */
/* What differs between kernel versions in files and their names. */
#ifndef _COMPAT_FS_H
#define _COMPAT_FS_H

#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/mount.h>
#include <linux/path.h>
#include <linux/version.h>

static inline int __compat_unlink(const struct path *path, struct inode *dir)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 3, 0)
	return vfs_unlink(mnt_idmap(path->mnt), dir, path->dentry, NULL);
#else
	return vfs_unlink(mnt_user_ns(path->mnt), dir, path->dentry, NULL);
#endif
}

/* Of a file that is not a directory; the mount is held for writing. */
static inline int compat_unlink(const struct path *path)
{
	struct dentry *parent = dget_parent(path->dentry);
	struct inode *dir = d_inode(parent);
	int err = -ENOENT;

	inode_lock_nested(dir, I_MUTEX_PARENT);
	if (path->dentry->d_parent == parent && !d_unhashed(path->dentry))
		err = __compat_unlink(path, dir);
	inode_unlock(dir);
	dput(parent);
	return err;
}

#endif
