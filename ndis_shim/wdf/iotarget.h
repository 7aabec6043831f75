/* SPDX-License-Identifier: GPL-2.0 */
/*
 * WDFIOTARGET inside: states, the requests that were sent, and the way a
 * completion takes from any context into softirq.
 *
 * WDFUSBDEVICE and WDFUSBPIPE embed struct wdf_iotarget first: as in KMDF, such
 * a handle is a WDFIOTARGET, too.
 */
#ifndef _NDIS_SHIM_WDF_IOTARGET_H
#define _NDIS_SHIM_WDF_IOTARGET_H

#include <linux/completion.h>
#include <linux/interrupt.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

#include <wdf.h>

#include "wdf/object.h"

struct wdf_device;
struct wdf_iotarget;
struct wdf_request;

/**
 * struct wdf_done - something that finished and is to be seen in softirq
 * @node: place in the target's list
 * @fn: called in softirq, in the order of queueing, no lock held
 */
struct wdf_done {
	struct list_head node;
	void (*fn)(struct wdf_done *done);
};

/* What becomes of reads that a continuous reader has under way. */
enum wdf_iotarget_stop {
	WDF_STOP_LEAVE,		/* they end when they end, and are delivered */
	WDF_STOP_UNLINK,	/* they are told to end, nobody waits for it */
	WDF_STOP_WAIT,		/* they have ended on return */
};

/**
 * struct wdf_iotarget_ops - what a kind of target adds
 * @present: the hardware is still attached. Any context.
 * @start: optional, WdfIoTargetStart(): start the continuous reader.
 * @stop: optional, WdfIoTargetStop(): stop it. Sleeps for WDF_STOP_WAIT only.
 */
struct wdf_iotarget_ops {
	bool (*present)(struct wdf_iotarget *target);
	NTSTATUS (*start)(struct wdf_iotarget *target);
	void (*stop)(struct wdf_iotarget *target, enum wdf_iotarget_stop how);
};

enum wdf_iotarget_state {
	WDF_TARGET_STARTED,
	WDF_TARGET_STOPPED,
	WDF_TARGET_PURGED,	/* until it is started again */
	WDF_TARGET_DELETED,	/* being disposed, or its hardware is gone */
};

/**
 * struct wdf_iotarget - head of every target
 * @base: the object
 * @ops: the kind of target
 * @device: owner, pinned by the object tree
 * @lock: protects @state, @held, @sent, @in_flight; any context, irqsave.
 *	Taken before a request's lock.
 * @held: requests sent while stopped, in order
 * @sent: requests that hardware has, or whose completion waits in @done
 * @in_flight: number of requests in @sent, plus the one being delivered
 * @idle: woken when @in_flight drops to 0
 * @done_lock: protects @done; any context, irqsave, innermost
 * @done: completions on their way to softirq
 * @bh: walks @done
 */
struct wdf_iotarget {
	struct wdf_object base;
	const struct wdf_iotarget_ops *ops;
	struct wdf_device *device;
	spinlock_t lock;
	enum wdf_iotarget_state state;
	struct list_head held;
	struct list_head sent;
	unsigned int in_flight;
	wait_queue_head_t idle;
	spinlock_t done_lock;
	struct list_head done;
	struct tasklet_struct bh;
};

/* iotarget.c */
void wdf_iotarget_init(struct wdf_iotarget *target, const struct wdf_object_class *cls,
		       const struct wdf_iotarget_ops *ops, struct wdf_device *device);
struct wdf_iotarget *wdf_iotarget_from_handle(const void *handle, const char *who);
WDFIOTARGET wdf_iotarget_to_handle(struct wdf_iotarget *target);
bool wdf_iotarget_send(struct wdf_iotarget *target, struct wdf_request *req, bool ignore_state,
		       unsigned long timeout, struct completion *sync);
bool wdf_iotarget_send_sync(struct wdf_iotarget *target, struct wdf_request *req,
			    bool ignore_state, unsigned long timeout);
void wdf_iotarget_done(struct wdf_iotarget *target, struct wdf_done *done);
void wdf_iotarget_finished(struct wdf_iotarget *target, struct wdf_request *req);
void wdf_iotarget_cancel_all(struct wdf_iotarget *target);
void wdf_iotarget_cancel_held(struct wdf_iotarget *target, struct wdf_request *req);
NTSTATUS wdf_iotarget_start(struct wdf_iotarget *target);
void wdf_iotarget_stop(struct wdf_iotarget *target, WDF_IO_TARGET_SENT_IO_ACTION action);
void wdf_iotarget_purge(struct wdf_iotarget *target, bool wait);
void wdf_iotarget_wait_idle(struct wdf_iotarget *target);
void wdf_iotarget_kill(struct wdf_iotarget *target);
void wdf_iotarget_quiesce(struct wdf_object *obj);

/* iotarget_local.c: the target of WdfDeviceGetIoTarget(). Process context. */
struct wdf_iotarget *wdf_iotarget_local_get(struct wdf_device *device);

#endif
