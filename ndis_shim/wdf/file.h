/* SPDX-License-Identifier: GPL-2.0 */
/* WDFFILEOBJECT inside: one open of a device. */
#ifndef _NDIS_SHIM_WDF_FILE_H
#define _NDIS_SHIM_WDF_FILE_H

#include "wdf/object.h"

struct nt_file;
struct wdf_device;

/**
 * struct wdf_file - a WDFFILEOBJECT
 * @base: object, below its device
 * @dev: it
 * @object: the FILE_OBJECT, valid until IRP_MJ_CLOSE; NULL after
 * @node: in io->files; io->lock
 * @created: the client has it: cleanup and close are due; io->lock
 * @cleaned: EvtFileCleanup was called; io->lock
 */
struct wdf_file {
	struct wdf_object base;
	struct wdf_device *dev;
	PFILE_OBJECT object;
	struct list_head node;
	bool created;
	bool cleaned;
};

/* STATUS_SUCCESS with *@file NULL: the client wants no file objects. Process context. */
NTSTATUS wdf_file_create(struct wdf_device *dev, struct nt_file *nt, struct wdf_file **file);
/* What the client said to its creation. Any context. */
void wdf_file_created(struct wdf_file *file, struct nt_file *nt, bool success);
/* IRP_MJ_CLEANUP and IRP_MJ_CLOSE, each once. Process context. */
void wdf_file_cleanup(struct wdf_file *file);
void wdf_file_close(struct wdf_file *file);
WDFFILEOBJECT wdf_file_handle(struct wdf_file *file);
struct wdf_file *wdf_file_from_handle(WDFFILEOBJECT handle, const char *who);

#endif
