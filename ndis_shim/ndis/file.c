// SPDX-License-Identifier: GPL-2.0
/*
 * Files for the device: what NdisOpenFile() names is firmware, read at once and
 * kept until NdisCloseFile(). The driver gets a copy, for it may write to what it
 * maps, and the memory of the firmware loader may be read-only.
 *
 * Windows does not tell capitals in names of files: where there is none of that
 * name, there may be one in small letters.
 *
 * Not here: where the kernel looks for firmware (/lib/firmware, and
 * firmware_class.path=).
 */
#include <linux/atomic.h>
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/limits.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <kunit/visibility.h>

#include "ndis/support_internal.h"

#define NDIS_FILE_NAME		128

/**
 * struct ndis_file - an open one
 * @object: handle and memory
 * @node: in ndis_files until it is closed; ndis_files_lock
 * @driver: whose
 * @data: all of it
 * @mapped: between NdisMapFile() and NdisUnmapFile()
 */
struct ndis_file {
	struct ndis_object object;
	struct list_head node;
	struct nt_driver *driver;
	void *data;
	atomic_t mapped;
};

static DEFINE_MUTEX(ndis_files_lock);	/* process context */
static LIST_HEAD(ndis_files);

int (*ndis_file_source)(const struct firmware **firmware, const char *name,
			struct device *device) = firmware_request_nowarn;
EXPORT_SYMBOL_IF_KUNIT(ndis_file_source);

/* Any context: who maps a file while it is closed has the last reference. */
static void ndis_file_release(struct ndis_object *object)
{
	struct ndis_file *file = container_of(object, struct ndis_file, object);

	kvfree(file->data);
	kfree_rcu(file, object.rcu);
}

static struct ndis_file *ndis_file_get(NDIS_HANDLE handle, const char *who)
{
	struct ndis_object *object = ndis_object_get(handle, NDIS_HANDLE_FILE, who);

	return object ? container_of(object, struct ndis_file, object) : NULL;
}

/* A name alone: no way leads out of the folders for firmware. */
static bool ndis_file_name_ok(const char *name)
{
	return *name && *name != '.' && !strpbrk(name, "\\/:");
}

static NDIS_STATUS ndis_file_load(char *name, const struct firmware **firmware)
{
	char *letter;
	int err;

	err = ndis_file_source(firmware, name, NULL);
	if (err == -ENOENT) {
		for (letter = name; *letter; letter++)
			*letter = tolower(*letter);
		err = ndis_file_source(firmware, name, NULL);
	}
	if (!err)
		return NDIS_STATUS_SUCCESS;
	if (err == -ENOENT)
		return NDIS_STATUS_FILE_NOT_FOUND;
	return err == -ENOMEM ? NDIS_STATUS_RESOURCES : NDIS_STATUS_ERROR_READING_FILE;
}

static NDIS_STATUS ndis_file_create(struct nt_driver *driver, const struct firmware *firmware,
				    NDIS_HANDLE *handle)
{
	struct ndis_file *file;

	if (firmware->size > INT_MAX)
		return NDIS_STATUS_ERROR_READING_FILE;
	if (ndis_alloc_fails())
		return NDIS_STATUS_RESOURCES;
	file = kzalloc(sizeof(*file), GFP_KERNEL);
	if (!file)
		return NDIS_STATUS_RESOURCES;
	file->driver = driver;
	/* Of an empty file there is a byte to map. */
	file->data = kvmalloc(max_t(size_t, firmware->size, 1), GFP_KERNEL);
	if (!file->data)
		goto err_free;
	memcpy(file->data, firmware->data, firmware->size);
	if (ndis_object_init(&file->object, NDIS_HANDLE_FILE, ndis_file_release))
		goto err_free_data;
	mutex_lock(&ndis_files_lock);
	list_add_tail(&file->node, &ndis_files);
	mutex_unlock(&ndis_files_lock);
	*handle = file->object.handle;
	return NDIS_STATUS_SUCCESS;

err_free_data:
	kvfree(file->data);
err_free:
	kfree(file);
	return NDIS_STATUS_RESOURCES;
}

VOID NdisOpenFileWorker(PWDF_DRIVER_GLOBALS Globals, PNDIS_STATUS Status,
			PNDIS_HANDLE FileHandle, PUINT FileLength, PNDIS_STRING FileName,
			NDIS_PHYSICAL_ADDRESS HighestAcceptableAddress)
{
	struct nt_driver *driver = nt_driver_from_globals(Globals);
	const struct firmware *firmware = NULL;
	char name[NDIS_FILE_NAME];

	if (!Status || !FileHandle || !FileLength || !FileName) {
		nt_violation(driver, NT_RULE_NDIS_ARGUMENT, "NdisOpenFile: NULL");
		if (Status)
			*Status = NDIS_STATUS_FAILURE;
		return;
	}
	*FileHandle = NULL;
	*FileLength = 0;
	*Status = NDIS_STATUS_FAILURE;
	if (nt_irql_violation(driver, "NdisOpenFile"))
		return;
	*Status = NDIS_STATUS_FILE_NOT_FOUND;
	if (!ndis_string_to_text(FileName, name, sizeof(name)) || !ndis_file_name_ok(name))
		return;
	*Status = ndis_file_load(name, &firmware);
	if (*Status != NDIS_STATUS_SUCCESS)
		return;
	*Status = ndis_file_create(driver, firmware, FileHandle);
	if (*Status == NDIS_STATUS_SUCCESS)
		*FileLength = firmware->size;
	release_firmware(firmware);
}
EXPORT_SYMBOL_NS_GPL(NdisOpenFileWorker, NDIS_SHIM);

/* The list's reference, for one of those who close it. */
static bool ndis_file_unlist(struct ndis_file *file)
{
	bool listed;

	ndis_object_unpublish(&file->object);
	mutex_lock(&ndis_files_lock);
	listed = !list_empty(&file->node);
	list_del_init(&file->node);
	mutex_unlock(&ndis_files_lock);
	return listed;
}

/* Also while it is mapped: what was mapped is gone then. */
VOID NdisCloseFile(NDIS_HANDLE FileHandle)
{
	struct ndis_file *file;

	if (nt_irql_violation(NULL, __func__))
		return;
	file = ndis_file_get(FileHandle, __func__);
	if (!file)
		return;
	if (ndis_file_unlist(file))
		ndis_object_put(&file->object);
	ndis_object_put(&file->object);
}
EXPORT_SYMBOL_NS_GPL(NdisCloseFile, NDIS_SHIM);

VOID NdisMapFile(PNDIS_STATUS Status, PVOID *MappedBuffer, NDIS_HANDLE FileHandle)
{
	struct ndis_file *file;

	if (!Status || !MappedBuffer) {
		nt_violation(NULL, NT_RULE_NDIS_ARGUMENT, "%s: NULL", __func__);
		return;
	}
	*MappedBuffer = NULL;
	*Status = NDIS_STATUS_FAILURE;
	file = ndis_file_get(FileHandle, __func__);
	if (!file)
		return;
	*Status = NDIS_STATUS_ALREADY_MAPPED;
	if (!atomic_xchg(&file->mapped, 1)) {
		*MappedBuffer = file->data;
		*Status = NDIS_STATUS_SUCCESS;
	}
	ndis_object_put(&file->object);
}
EXPORT_SYMBOL_NS_GPL(NdisMapFile, NDIS_SHIM);

VOID NdisUnmapFile(NDIS_HANDLE FileHandle)
{
	struct ndis_file *file = ndis_file_get(FileHandle, __func__);

	if (!file)
		return;
	atomic_set(&file->mapped, 0);
	ndis_object_put(&file->object);
}
EXPORT_SYMBOL_NS_GPL(NdisUnmapFile, NDIS_SHIM);

/* The driver calls nothing any more: nobody else takes them off the list. */
void ndis_files_orphan(struct nt_driver *driver)
{
	struct ndis_file *file, *next;
	LIST_HEAD(left);

	mutex_lock(&ndis_files_lock);
	list_for_each_entry_safe(file, next, &ndis_files, node) {
		if (file->driver == driver)
			list_move_tail(&file->node, &left);
	}
	mutex_unlock(&ndis_files_lock);
	list_for_each_entry_safe(file, next, &left, node) {
		nt_violation(driver, NT_RULE_NDIS_OBJECT_LEAK, "file");
		list_del_init(&file->node);
		ndis_object_unpublish(&file->object);
		ndis_object_put(&file->object);
	}
}
