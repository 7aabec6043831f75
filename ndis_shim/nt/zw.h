/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Files behind handles, private side.
 *
 *	zw_path.c	what a name leads to
 *	zw_file.c	opening, closing, deleting; devices of drivers
 *	zw_io.c		reads and writes
 *	zw_wait.c	readiness of a node; nodes that know programs' memory only
 *	zw_info.c	what is known of a file
 *
 * Threads. Files of a file system are read and written by whoever calls. Nodes are
 * by a thread for each request, because anything may block there, and because a
 * thread can be told to stop: the last handle's end does that, and waits.
 *
 * Lifetimes. A handle has a reference on the object, and so has each request. With
 * the last handle requests are cancelled and waited for, then the Linux file goes,
 * so the memory alone may outlive that, held by ObReferenceObjectByHandle().
 */
#ifndef _NDIS_SHIM_NT_ZW_H
#define _NDIS_SHIM_NT_ZW_H

#include <linux/completion.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/wait.h>

#include "nt/io.h"

struct file;
struct path;
struct task_struct;

#define NT_ZW_PATH	1024	/* longest path, with its zero */

/* What is open. */
#define NT_ZW_READ	0
#define NT_ZW_WRITE	1
#define NT_ZW_SYNC	2	/* has a position, waits */
#define NT_ZW_NODE	3	/* a device's: no position */
#define NT_ZW_DELETE	4	/* on close */
#define NT_ZW_CLOSING	5	/* no more requests; lock */

/**
 * struct nt_zw_file - a file of Linux
 * @object: what ObReferenceObjectByHandle() gives
 * @ob: its references
 * @filp: NULL once the last handle is gone
 * @flags: NT_ZW_*
 * @options: FILE_* that it was opened with
 * @lock: @requests, and NT_ZW_CLOSING
 * @requests: under way
 * @idle: somebody waits for @requests to become empty
 * @position: protects object.CurrentByteOffset; held during a synchronous transfer
 */
struct nt_zw_file {
	FILE_OBJECT object;
	struct nt_ob ob;
	struct file *filp;
	unsigned long flags;
	u32 options;
	spinlock_t lock;
	struct list_head requests;
	wait_queue_head_t idle;
	struct mutex position;
};

/**
 * struct nt_zw_request - a transfer that a thread is at
 * @ref: the thread, and who waits
 * @node: in file->requests
 * @file: a reference
 * @task: the thread
 * @write: else a read
 * @cancelled: the file is being closed
 * @buffer: the caller's
 * @length: bytes of it
 * @event: with a reference, or NULL
 * @iosb: the caller's, of a request that nobody waits for; else NULL
 * @done: for who waits
 * @result: bytes or -errno
 */
struct nt_zw_request {
	struct kref ref;
	struct list_head node;
	struct nt_zw_file *file;
	struct task_struct *task;
	bool write;
	bool cancelled;
	void *buffer;
	u32 length;
	struct nt_ob *event;
	PIO_STATUS_BLOCK iosb;
	struct completion done;
	ssize_t result;
};

/* zw_path.c: into @path, NT_ZW_PATH bytes; touches no file. */
NTSTATUS nt_zw_path(PCUNICODE_STRING name, char *path);
/* A component or more below an open directory. */
NTSTATUS nt_zw_relative_path(PCUNICODE_STRING name, char *path);
extern char *nt_zw_system_root;

/* zw_file.c */
NTSTATUS nt_zw_status(ssize_t result);
/* Either of the two, with a reference on *@ob: a device's file, else *@zw. */
NTSTATUS nt_zw_get(HANDLE handle, const char *who, struct nt_ob **ob, struct nt_file **device,
		   struct nt_zw_file **zw);
/* Checks an event handle and resets it. *@event has a reference, or is NULL. */
NTSTATUS nt_zw_event(HANDLE handle, struct nt_ob **event);
/* @iosb, then @event, whose reference goes. */
void nt_zw_tell(PIO_STATUS_BLOCK iosb, struct nt_ob *event, NTSTATUS status, ULONG_PTR bytes);
/* With the kernel's own rights. 0 or -errno. */
int nt_zw_unlink(const struct path *path);
int nt_zw_truncate(const struct path *path, loff_t length);

/* zw_io.c: cancels what is under way; returns when nothing is. Process context. */
void nt_zw_cancel(struct nt_zw_file *file);

/* zw_wait.c: bytes or -errno; -ECANCELED when told so. In a request's thread. */
ssize_t nt_zw_transfer(struct nt_zw_request *request);
void nt_zw_transfer_wake(struct nt_zw_request *request);

#endif
