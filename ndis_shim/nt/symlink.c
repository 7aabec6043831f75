// SPDX-License-Identifier: GPL-2.0
/*
 * Symbolic links: the names that programs know devices by.
 *
 * \DosDevices\X and \??\X, also with Global\ before X, become /dev/x: the name
 * in lower case, and '_' for all but letters, digits and "-._+@:", and for a
 * dot in front. A node that belongs to somebody else in /dev stays his. As on
 * Windows a link may be made before the device it leads to, and outlive it; the
 * node is there while both are.
 */
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "nt/io.h"
#include "nt/nt_internal.h"
#include "verifier.h"

/**
 * struct nt_symlink - a link
 * @node: in nt_links
 * @device_node: in device->links
 * @driver: who made it
 * @device: where it leads, or NULL while there is no such device
 * @chardev: the node, or NULL
 * @name: without the directory, upper case
 * @target: name of the device
 */
struct nt_symlink {
	struct list_head node;
	struct list_head device_node;
	struct nt_driver *driver;
	struct nt_device *device;
	struct nt_chardev *chardev;
	char name[NT_IO_NAME];
	char target[NT_IO_NAME];
};

static LIST_HEAD(nt_links);	/* nt_io_lock */

static const char * const nt_link_directories[] = {
	"\\DOSDEVICES\\GLOBAL\\", "\\??\\GLOBAL\\", "\\DOSDEVICES\\", "\\??\\", "\\GLOBAL??\\",
};

/* The part of a link's name that is its own. */
static bool nt_link_name(PCUNICODE_STRING string, char *name)
{
	unsigned int i;

	if (!nt_object_name(string, name))
		return false;
	for (i = 0; i < ARRAY_SIZE(nt_link_directories); i++) {
		size_t length = strlen(nt_link_directories[i]);

		if (strncmp(name, nt_link_directories[i], length))
			continue;
		memmove(name, name + length, strlen(name + length) + 1);
		return *name;
	}
	return false;
}

static void nt_link_node_name(const char *name, char *node)
{
	unsigned int i;

	for (i = 0; name[i]; i++) {
		bool fine = isalnum(name[i]) || strchr("-_+@:", name[i]) || (name[i] == '.' && i);

		node[i] = fine ? tolower(name[i]) : '_';
	}
	node[i] = '\0';
}

static struct nt_symlink *nt_link_find(const char *name)
{
	struct nt_symlink *link;

	list_for_each_entry(link, &nt_links, node) {
		if (!strcmp(link->name, name))
			return link;
	}
	return NULL;
}

static int nt_link_attach(struct nt_symlink *link, struct nt_device *device)
{
	struct nt_chardev *chardev;
	char node[NT_IO_NAME];

	nt_link_node_name(link->name, node);
	chardev = nt_chardev_create(device, node);
	if (IS_ERR(chardev))
		return PTR_ERR(chardev);
	link->chardev = chardev;
	link->device = device;
	list_add_tail(&link->device_node, &device->links);
	return 0;
}

static void nt_link_detach(struct nt_symlink *link)
{
	if (!link->device)
		return;
	list_del(&link->device_node);
	link->device = NULL;
	nt_chardev_destroy(link->chardev);
	link->chardev = NULL;
}

struct nt_device *nt_link_device(PCUNICODE_STRING string)
{
	struct nt_symlink *link;
	char name[NT_IO_NAME];

	lockdep_assert_held(&nt_io_lock);
	if (!nt_link_name(string, name))
		return NULL;
	link = nt_link_find(name);
	return link ? link->device : NULL;
}

static void nt_link_free(struct nt_symlink *link)
{
	nt_link_detach(link);
	list_del(&link->node);
	kfree(link);
}

void nt_links_attach(struct nt_device *device)
{
	struct nt_symlink *link;
	int err;

	lockdep_assert_held(&nt_io_lock);
	list_for_each_entry(link, &nt_links, node) {
		if (link->device || strcmp(link->target, device->name))
			continue;
		err = nt_link_attach(link, device);
		if (err)
			pr_warn("%s: no node for %s: %d\n", nt_driver_name(link->driver),
				link->name, err);
	}
}

void nt_links_detach(struct nt_device *device)
{
	struct nt_symlink *link, *next;

	lockdep_assert_held(&nt_io_lock);
	list_for_each_entry_safe(link, next, &device->links, device_node)
		nt_link_detach(link);
}

unsigned int nt_links_remove(struct nt_driver *driver)
{
	struct nt_symlink *link, *next;
	unsigned int count = 0;

	lockdep_assert_held(&nt_io_lock);
	list_for_each_entry_safe(link, next, &nt_links, node) {
		if (link->driver != driver)
			continue;
		nt_link_free(link);
		count++;
	}
	return count;
}

NTSTATUS nt_link_create(struct nt_driver *driver, PCUNICODE_STRING name, PCUNICODE_STRING target)
{
	struct nt_device *device;
	struct nt_symlink *link;
	NTSTATUS status;
	int err = 0;

	link = kzalloc(sizeof(*link), GFP_KERNEL);
	if (!link)
		return STATUS_INSUFFICIENT_RESOURCES;
	link->driver = driver;
	status = STATUS_OBJECT_NAME_INVALID;
	if (!nt_link_name(name, link->name) || !nt_object_name(target, link->target))
		goto err_free;

	mutex_lock(&nt_io_lock);
	status = STATUS_OBJECT_NAME_COLLISION;
	if (nt_link_find(link->name))
		goto err_unlock;
	device = nt_device_by_name(link->target);
	if (device)
		err = nt_link_attach(link, device);
	if (err) {
		status = nt_status_from_errno(err);
		goto err_unlock;
	}
	list_add_tail(&link->node, &nt_links);
	mutex_unlock(&nt_io_lock);
	return STATUS_SUCCESS;

err_unlock:
	mutex_unlock(&nt_io_lock);
err_free:
	kfree(link);
	return status;
}

NTSTATUS IoCreateSymbolicLinkWorker(PWDF_DRIVER_GLOBALS Globals, PUNICODE_STRING SymbolicLinkName,
				    PUNICODE_STRING DeviceName)
{
	struct nt_driver *driver = nt_driver_from_globals(Globals);

	if (nt_irql_violation(driver, "IoCreateSymbolicLink"))
		return STATUS_INVALID_DEVICE_STATE;
	return nt_link_create(driver, SymbolicLinkName, DeviceName);
}
EXPORT_SYMBOL_NS_GPL(IoCreateSymbolicLinkWorker, NDIS_SHIM);

NTSTATUS IoDeleteSymbolicLink(PUNICODE_STRING SymbolicLinkName)
{
	struct nt_symlink *link;
	char name[NT_IO_NAME];

	if (nt_irql_violation(NULL, __func__))
		return STATUS_INVALID_DEVICE_STATE;
	if (!nt_link_name(SymbolicLinkName, name))
		return STATUS_OBJECT_NAME_INVALID;

	mutex_lock(&nt_io_lock);
	link = nt_link_find(name);
	if (link)
		nt_link_free(link);
	mutex_unlock(&nt_io_lock);
	return link ? STATUS_SUCCESS : STATUS_OBJECT_NAME_NOT_FOUND;
}
EXPORT_SYMBOL_NS_GPL(IoDeleteSymbolicLink, NDIS_SHIM);
