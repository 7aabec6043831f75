/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Device objects, private side.
 *
 *	program
 *	    | open, read, write, ioctl, poll, close
 *	chardev.c	the node in /dev: one for each symbolic link
 *	    | nt_file_*()
 *	file.c, file_io.c, file_ahead.c		one open of a device
 *	    | struct nt_irp
 *	irp.c, irp_cancel.c	who has a request, completion, cancellation
 *	    | dispatch routines, IoXxx
 *	driver
 *
 * Contexts. Dispatch routines run in the program's own thread, in process
 * context, with no lock held. Requests may be completed and cancelled at
 * DISPATCH_LEVEL.
 *
 * Lifetimes. A device lives until it is deleted and its last file is gone. A
 * file keeps the client module loaded. It has users: the program's handle and
 * every request but IRP_MJ_CLOSE; the last one to go sends IRP_MJ_CLOSE, from a
 * work item unless it is the handle. Its memory lives as long as its requests'.
 * A request belongs to its issuer and, until it is completed, to the driver;
 * its buffers are the shim's, so an issuer may be killed at any time.
 *
 * Locks: nt_io_lock (mutex: devices, links, open counts), the cancel lock,
 * file->lock, the two table locks (all _bh). Only the cancel lock is held when
 * a driver is called, since that is what a cancel routine is promised.
 */
#ifndef _NDIS_SHIM_NT_IO_H
#define _NDIS_SHIM_NT_IO_H

#include <linux/completion.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/refcount.h>
#include <linux/sockptr.h>
#include <linux/spinlock.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include <wdm.h>

#include "nt/ob.h"

struct iov_iter;
struct module;
struct nt_chardev;
struct nt_driver;

#define NT_IO_NAME	128		/* longest object name, with its zero */
#define NT_IO_MAX	(1024u << 10)	/* longest transfer */
#define NT_IO_AHEAD	(64u << 10)	/* first read-ahead of a polled file */
/* How long a killed program and a closed file wait for a driver. */
#define NT_IO_GRACE	(5 * HZ)

extern struct mutex nt_io_lock;
extern struct workqueue_struct *nt_io_wq;

int nt_io_init(void);
void nt_io_exit(void);

/* --- device_object.c --- */

/**
 * struct nt_device - a device object
 * @object: what the driver sees
 * @ref: memory
 * @ob: what drivers refer to; holds one of @ref
 * @driver: who made it; alive while a file is open or the device not deleted
 * @dispatch: MajorFunction table: the driver object's, or @own_dispatch
 * @own_dispatch: of a device that NdisMRegisterDevice() made
 * @node: in the table of devices
 * @links: symbolic links that lead here; nt_io_lock
 * @wait: programs that poll or read ahead
 * @deleted: IoDeleteDevice() was called; written under nt_io_lock
 * @opens: files; nt_io_lock
 * @name: in upper case; empty: the device has none
 * @framework: the WDFDEVICE's I/O side that it belongs to, or NULL: wdf/io.c
 */
struct nt_device {
	DEVICE_OBJECT object;
	struct kref ref;
	struct nt_ob ob;
	struct nt_driver *driver;
	const PDRIVER_DISPATCH *dispatch;
	PDRIVER_DISPATCH own_dispatch[IRP_MJ_MAXIMUM_FUNCTION + 1];
	struct list_head node;
	struct list_head links;
	wait_queue_head_t wait;
	bool deleted;
	unsigned int opens;
	char name[NT_IO_NAME];
	void *framework;
};

/**
 * struct nt_device_config - arguments of IoCreateDevice() and its relatives
 * @name: may be NULL
 * @dispatch: table of its own, or NULL: the driver object's
 */
struct nt_device_config {
	PCUNICODE_STRING name;
	const PDRIVER_DISPATCH *dispatch;
	ULONG extension;
	DEVICE_TYPE type;
	ULONG characteristics;
	bool exclusive;
};

/* Process context. The caller owns no reference: nt_device_delete() ends it. */
NTSTATUS nt_device_create(struct nt_driver *driver, const struct nt_device_config *config,
			  struct nt_device **device);
/* False and a violation naming @who if it is no live device. Process context. */
bool nt_device_delete(PDEVICE_OBJECT object, const char *who);
/* A reference, or NULL with a violation naming @who. Any context. */
struct nt_device *nt_device_get(PDEVICE_OBJECT object, const char *who);
void nt_device_put(struct nt_device *device);
/* Under nt_io_lock; no reference. */
struct nt_device *nt_device_by_name(const char *name);
/* After DriverEntry: what it created can be opened from now on. */
void nt_devices_ready(struct nt_driver *driver);
/* After the unload routine: reports and removes what @driver leaves behind. */
void nt_devices_remove(struct nt_driver *driver);
/**
 * struct nt_device_fake - a device object of the framework's that no IRP is sent to
 * @node: in the list of them
 * @object: what drivers get
 * @framework: the framework's handle of the device that it stands for, or NULL
 */
struct nt_device_fake {
	struct list_head node;
	DEVICE_OBJECT object;
	void *framework;
};

/* @fake: zeroed; removed before its memory goes. Any context. */
void nt_device_fake_add(struct nt_device_fake *fake, struct nt_driver *driver);
void nt_device_fake_remove(struct nt_device_fake *fake);
/* @object may be anything: it is not looked at. Any context. */
bool nt_device_is_fake(const void *object);
/* Its framework handle, which may be a stale one; NULL: no fake. @object may be anything. */
void *nt_device_fake_framework(const void *object);
/* ASCII, upper case, into NT_IO_NAME bytes; false if it is not such a name. */
bool nt_object_name(PCUNICODE_STRING string, char *name);

/* --- symlink.c; under nt_io_lock --- */
void nt_links_attach(struct nt_device *device);
void nt_links_detach(struct nt_device *device);
/* Where a link leads, by its whole name; no reference. NULL: nowhere. */
struct nt_device *nt_link_device(PCUNICODE_STRING string);
unsigned int nt_links_remove(struct nt_driver *driver);
/* IoCreateSymbolicLink() for @driver. Process context, nt_io_lock not held. */
NTSTATUS nt_link_create(struct nt_driver *driver, PCUNICODE_STRING name, PCUNICODE_STRING target);

/* --- chardev.c --- */
int nt_chardev_init(void);
void nt_chardev_exit(void);
/* /dev/@name for @device, or an ERR_PTR. Under nt_io_lock. */
struct nt_chardev *nt_chardev_create(struct nt_device *device, const char *name);
void nt_chardev_destroy(struct nt_chardev *chardev);

/* --- file.c --- */

/**
 * struct nt_file - one open of a device
 * @object: what the driver sees
 * @ref: memory
 * @ob: what drivers refer to; holds one of @ref
 * @users: handle and requests; 0: IRP_MJ_CLOSE is due
 * @device: holds a reference
 * @owner: client module, held
 * @lock: @irps
 * @irps: requests that are not completed
 * @created: IRP_MJ_CREATE succeeded, IRP_MJ_CLEANUP and _CLOSE have to follow
 * @cleaned: IRP_MJ_CLEANUP was sent
 * @close_work: sends IRP_MJ_CLOSE
 * @ahead_lock: the members below
 * @ahead: a read that nobody waits for, or NULL: file_ahead.c
 * @ahead_taken: bytes of its data that were read
 * @read_size: of the last read, or NT_IO_AHEAD
 * @framework: its WDFFILEOBJECT, or NULL: wdf/file.c
 */
struct nt_file {
	FILE_OBJECT object;
	struct kref ref;
	struct nt_ob ob;
	refcount_t users;
	struct nt_device *device;
	struct module *owner;
	spinlock_t lock;
	struct list_head irps;
	bool created;
	bool cleaned;
	struct work_struct close_work;
	struct mutex ahead_lock;
	struct nt_irp *ahead;
	u32 ahead_taken;
	u32 read_size;
	void *framework;
};

/* IRP_MJ_CREATE. 0 or -errno. Process context. */
int nt_file_open(struct nt_device *device, fmode_t mode, struct nt_file **file);
/* IRP_MJ_CLEANUP and, once no request is left, IRP_MJ_CLOSE. Process context. */
void nt_file_close(struct nt_file *file);
void nt_file_get(struct nt_file *file);
void nt_file_put(struct nt_file *file);
void nt_file_unuse(struct nt_file *file);

/* --- file_io.c: bytes or -errno. Process context. --- */
ssize_t nt_file_read(struct nt_file *file, struct iov_iter *to, bool nonblock);
ssize_t nt_file_write(struct nt_file *file, struct iov_iter *from);

/**
 * struct nt_control - one IRP_MJ_DEVICE_CONTROL
 * @code: CTL_CODE()
 * @in: @in_len bytes
 * @out: @out_len bytes; input, too, with METHOD_IN_DIRECT
 * @returned: bytes of @out that are valid
 * @status: what the driver said
 */
struct nt_control {
	u32 code;
	u32 in_len;
	u32 out_len;
	u32 returned;
	NTSTATUS status;
	sockptr_t in;
	sockptr_t out;
};

int nt_file_control(struct nt_file *file, struct nt_control *control);
/* For file_ahead.c: a read request of @length bytes that is not sent yet. */
struct nt_irp *nt_file_prepare_read(struct nt_file *file, u32 length);
/* What a completed read gave: bytes, 0 with *@err what read() returns for none. */
u32 nt_irp_result(struct nt_irp *nt, u32 limit, int *err);

/* --- file_ahead.c --- */
/* True: the read is served, *@result says how. */
bool nt_ahead_read(struct nt_file *file, struct iov_iter *to, bool nonblock, ssize_t *result);
/* Events that are there; a read is started if @events ask for input. */
__poll_t nt_file_poll(struct nt_file *file, __poll_t events);
void nt_ahead_drop(struct nt_file *file);

/* --- irp.c --- */

/**
 * struct nt_irp - a request
 * @ref: issuer, and the driver until it completes the request
 * @hash: in the table of live requests
 * @node: in file->irps
 * @file: whose; a memory reference; NULL: a driver's own
 * @target: of a driver's own that was built for a device: where output goes, and
 *	how much fits
 * @target_size: see @target
 * @flags: NT_IRP_*
 * @done: the driver completed it
 * @status: as completed
 * @information: as completed
 * @buffer: data, or input of a control request, kernel memory
 * @out: output of a control request that is not buffered
 * @irp: what the driver sees
 * @framework: its WDFREQUEST while the framework has it: wdf/incoming.c
 * @activity: IoSetActivityIdIrp(), while NT_IRP_ACTIVITY; the driver's to serialise
 * @locations: as many as the device asked for
 * @stack: they
 */
struct nt_irp {
	struct kref ref;
	struct hlist_node hash;
	struct list_head node;
	struct nt_file *file;
	void *target;
	u32 target_size;
	unsigned long flags;
	struct completion done;
	NTSTATUS status;
	ULONG_PTR information;
	void *buffer;
	void *out;
	IRP irp;
	void *framework;
	GUID activity;
	int locations;
	IO_STACK_LOCATION stack[];
};

#define NT_IRP_COMPLETING	0	/* IoCompleteRequest() is at it */
#define NT_IRP_COUNTED		1	/* is a user of its file */
#define NT_IRP_CANCELLED	2	/* once is enough */
#define NT_IRP_AHEAD		3	/* pollers wait for it */
#define NT_IRP_PENDED		4	/* the dispatch routine returned STATUS_PENDING */
#define NT_IRP_UNMARKED		5	/* reported that nobody marked it pending */
#define NT_IRP_BUILT		6	/* completion frees it and tells its event */
#define NT_IRP_ACTIVITY		7	/* has an id */

/* One reference. Process context. */
struct nt_irp *nt_irp_alloc(struct nt_file *file, UCHAR major);
void nt_irp_put(struct nt_irp *nt);
/* One of a driver's own, live at once, with one reference. Any context. */
struct nt_irp *nt_irp_alloc_own(int locations);
/* Above its stack again, as it was when it was allocated. */
void nt_irp_reset_own(struct nt_irp *nt);
/* Not live any more; true for whoever made it so, who puts it. */
bool nt_irp_retire_own(struct nt_irp *nt);
/* Completed with nobody above who keeps it. */
void nt_irp_finish_own(struct nt_irp *nt);
/* Who is told of its violations; NULL: not known. */
struct nt_driver *nt_irp_driver(const struct nt_irp *nt);
/* A reference to a request that the driver has, or NULL. Any context. */
struct nt_irp *nt_irp_get(PIRP irp);
/* The location that the driver's dispatch routine will see. */
static inline PIO_STACK_LOCATION nt_irp_next(struct nt_irp *nt)
{
	return IoGetNextIrpStackLocation(&nt->irp);
}

PIO_STACK_LOCATION nt_irp_location(struct nt_irp *nt);
/* Memory that is already in @nt, as the flags of a device want to see it. */
int nt_irp_describe(struct nt_irp *nt, void *data, u32 length, ULONG flags);
/* One that is in no table: every IoXxx() says that it is not live. */
void nt_irp_fake(PIRP irp, PIO_STACK_LOCATION locations, unsigned int count);
/* To the driver; once. Process context. */
void nt_irp_send(struct nt_irp *nt);
/* 0: completed. -EINTR: killed, and the driver still has it. */
int nt_irp_wait(struct nt_irp *nt);
/* The same for one that must not be interrupted; -ETIMEDOUT after NT_IO_GRACE. */
int nt_irp_wait_bounded(struct nt_irp *nt);
static inline bool nt_irp_is_done(struct nt_irp *nt)
{
	return completion_done(&nt->done);
}

unsigned int nt_irps_live(void);

/* --- irp_cancel.c --- */
/* Calls the cancel routine, if there is one; true: it was called. */
bool nt_irp_cancel(struct nt_irp *nt);
/* All of a file's that the driver still has. Process context. */
void nt_file_cancel(struct nt_file *file);

#endif
