/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The I/O side of a WDFDEVICE: the device object that programs reach it by, what
 * the client said about it before it was created, and its queues.
 */
#ifndef _NDIS_SHIM_WDF_IO_H
#define _NDIS_SHIM_WDF_IO_H

#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/refcount.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

#include <wdf.h>

struct nt_device;
struct nt_driver;
struct wdf_device;
struct wdf_incoming;
struct wdf_queue;

/* Request types that a queue can be chosen by: values of IRP_MJ_*. */
#define WDF_IO_NUM_TYPES	(WdfRequestTypeDeviceControlInternal + 1)

/**
 * struct wdf_io_settings - what WdfDeviceInit*() says about I/O
 * @types: buffer methods
 * @in_caller: EvtIoInCallerContext, or NULL
 * @request_attributes: of the requests that queues present; Size 0: none
 * @file: callbacks for file objects; Size 0: none
 * @file_attributes: of file objects; Size 0: none
 * @preprocess: gets the IRPs of its major function first, or NULL
 * @filter: queues are not power-managed by default
 * @flags: more for the device object: DO_POWER_*
 * @exclusive: one file at a time
 * @type: FILE_DEVICE_*
 * @characteristics: FILE_*
 * @name: counted string of the client's, copied, or empty
 */
struct wdf_io_settings {
	WDF_IO_TYPE_CONFIG types;
	PFN_WDF_IO_IN_CALLER_CONTEXT in_caller;
	WDF_OBJECT_ATTRIBUTES request_attributes;
	WDF_FILEOBJECT_CONFIG file;
	WDF_OBJECT_ATTRIBUTES file_attributes;
	PFN_WDFDEVICE_WDM_IRP_PREPROCESS preprocess[WDF_IO_NUM_TYPES];
	bool filter;
	ULONG flags;
	bool exclusive;
	DEVICE_TYPE type;
	ULONG characteristics;
	UNICODE_STRING name;
};

/**
 * struct wdf_io - the I/O side of a device
 * @set: settings
 * @nt: device object, a reference
 * @published: @nt is not deleted yet; process context, one caller at a time
 * @users: rundown of what comes from @nt; 1 while it may come
 * @users_gone: @users is 0
 * @names_lock: protects the two members below and what they list
 * @names: interfaces and symbolic links, of wdf_name.node
 * @names_live: the device is started: interfaces have their nodes
 * @power: references on D0 by requests in power-managed queues
 * @callers: of wdf_io_caller.node; @lock
 * @lock: protects all below, and of each queue and request what says so; any
 *	context, innermost but for a request's own lock
 * @wait: something below has changed
 * @queues: of wdf_queue.node
 * @loose: requests that the client has from no queue
 * @files: of wdf_file.node
 * @default_queue: or NULL
 * @dispatch: queues for single types of request
 * @powered: power-managed queues may present
 * @removed: no queue takes anything in any more
 * @generation: of a walk over @queues that lets go of @lock
 */
struct wdf_io {
	struct wdf_io_settings set;
	struct nt_device *nt;
	bool published;
	refcount_t users;
	struct completion users_gone;
	struct mutex names_lock;
	struct list_head names;
	bool names_live;
	atomic_t power;
	struct list_head callers;

	spinlock_t lock;
	wait_queue_head_t wait;
	struct list_head queues;
	struct list_head loose;
	struct list_head files;
	struct wdf_queue *default_queue;
	struct wdf_queue *dispatch[WDF_IO_NUM_TYPES];
	bool powered;
	bool removed;
	unsigned int generation;
};

/* ---- io.c; process context ---- */
void wdf_io_settings_init(struct wdf_io_settings *set);
/* Makes the device object. The settings move to the device. */
NTSTATUS wdf_io_init(struct wdf_device *dev, struct wdf_io_settings *set,
		     struct nt_driver *driver);
/* What wdf_io_init() made; nothing uses it any more. */
void wdf_io_release(struct wdf_device *dev);
/* Programs may open it from now on. */
void wdf_io_ready(struct wdf_device *dev);
/* No program comes any more. */
void wdf_io_unpublish(struct wdf_device *dev);
/* After that, and after wdf_io_purge(): ends the files that are still open. */
void wdf_io_shutdown(struct wdf_device *dev);
/* The current thread is in a dispatch routine of the device. Any context. */
bool wdf_io_is_calling(struct wdf_device *dev);
/* To the queue for its type, which may complete it. Any context. */
void wdf_io_route(struct wdf_incoming *in);

/* ---- interface.c; process context ---- */
/* The device is started, or is not any more; @links: symbolic links go as well. */
void wdf_io_names_start(struct wdf_device *dev);
void wdf_io_names_stop(struct wdf_device *dev, bool links);
void wdf_io_names_free(struct wdf_device *dev);

/* ---- queue_state.c; process context, the PnP lock held ---- */
/* Entering D0: power-managed queues go on. */
void wdf_io_resume(struct wdf_device *dev);
/* Leaving D0: they stop. @purge: for good, and what they have is cancelled. */
void wdf_io_suspend(struct wdf_device *dev, bool purge);
/* Removal: every queue is emptied for good. */
void wdf_io_purge(struct wdf_device *dev);

#endif
