/* SPDX-License-Identifier: GPL-2.0 */
/*
 * WDFREQUEST inside: one I/O operation on its way to an I/O target and back.
 *
 * A target's code (wdf/usb/) formats a request by attaching a struct
 * wdf_request_io to it; sending, cancelling, timing out and completing are the
 * same for all of them: request.c and iotarget.c.
 */
#ifndef _NDIS_SHIM_WDF_REQUEST_H
#define _NDIS_SHIM_WDF_REQUEST_H

#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/spinlock.h>
#include <linux/timer.h>

#include <wdfusb.h>

#include "wdf/iotarget.h"
#include "wdf/object.h"

struct wdf_incoming;
struct wdf_request;

/**
 * struct wdf_request_io - how a formatted request reaches its hardware
 * @submit: hand it over. On success the owner calls wdf_request_io_done() once,
 *	possibly before this returns. On failure it never does. Any context.
 * @unlink: ask for early completion; must tolerate an operation that has not
 *	been submitted yet or is finished. Any context, no lock held.
 * @finish: fill status, information and parameters from the result. Softirq.
 * @release: free wdf_request.io_data. Any context.
 */
struct wdf_request_io {
	NTSTATUS (*submit)(struct wdf_request *req);
	void (*unlink)(struct wdf_request *req);
	void (*finish)(struct wdf_request *req);
	void (*release)(struct wdf_request *req);
};

enum wdf_request_state {
	WDF_REQ_IDLE,		/* the client's: format, reuse, delete */
	WDF_REQ_HELD,		/* in a stopped target's list */
	WDF_REQ_SENT,		/* until just before the completion routine */
};

/**
 * struct wdf_request - one operation
 * @base: the object; for an internal request it was never published
 * @incoming: it came from a program and is part of this, or NULL: queue.h
 * @internal: made by the shim for a call without a WDFREQUEST
 * @internal_refs: references on an internal request
 * @lock: protects @state, @target, @cancelled, @timed_out; any context,
 *	irqsave, inside a target's lock
 * @state: see there
 * @target: while not idle; holds a reference
 * @node: in the target's @held or @sent; the target's lock
 * @pins: why it may not be delivered yet: 1 for the hardware, 1 for whoever is
 *	inside submit() or unlink(). The last one to drop his queues delivery.
 *	So a canceller never touches an operation that was reused meanwhile.
 * @done: delivery in softirq
 * @timer: the send option's timeout
 * @armed: @timer was started by this send, and ends with it
 * @timed: this send is over at @deadline, of which @timer need not know: a transfer
 *	that goes well should not cost the setting of a timer. It is set when it is not
 *	running, and looks at @deadline when it expires
 * @deadline: in jiffies
 * @cancelled: unlink() was asked for
 * @timed_out: by @timer, not by the client
 * @sync: a synchronous sender waits here instead of the completion routine
 * @io: set while formatted
 * @io_data: @io's, kept over reuse; @io_ops says who frees it
 * @io_ops: owner of @io_data
 * @format_target: what it was formatted for, compared only, never dereferenced
 * @memory: reference on the client's WDFMEMORY while formatted or in flight
 * @routine: completion routine
 * @routine_context: its argument
 * @status: result; STATUS_PENDING in flight
 * @information: result
 * @params: for WdfRequestGetCompletionParams()
 * @usb_params: what @params points at
 * @irp: for WdfRequestWdmGetIrp(): nothing comes from it, it goes nowhere
 * @locations: of @irp, the upper one current
 */
struct wdf_request {
	struct wdf_object base;
	struct wdf_incoming *incoming;
	bool internal;
	refcount_t internal_refs;

	spinlock_t lock;
	enum wdf_request_state state;
	struct wdf_iotarget *target;
	struct list_head node;
	atomic_t pins;
	struct wdf_done done;
	struct timer_list timer;
	bool armed;
	bool timed;
	unsigned long deadline;
	bool cancelled;
	bool timed_out;
	struct completion *sync;

	const struct wdf_request_io *io;
	void *io_data;
	const struct wdf_request_io *io_ops;
	struct wdf_iotarget *format_target;
	struct wdf_object *memory;

	PFN_WDF_REQUEST_COMPLETION_ROUTINE routine;
	WDFCONTEXT routine_context;
	NTSTATUS status;
	ULONG_PTR information;
	WDF_REQUEST_COMPLETION_PARAMS params;
	WDF_USB_REQUEST_COMPLETION_PARAMS usb_params;
	IRP irp;
	IO_STACK_LOCATION locations[2];
};

/* request.c */
/* Everything but the object's publication, in zeroed memory. */
void wdf_request_init(struct wdf_request *req, const struct wdf_object_class *cls,
		      struct nt_driver *driver);
/* What a target's format left in it; its memory is about to go. */
void wdf_request_release_io(struct wdf_request *req);
/* For the classes of requests. */
void wdf_request_object_quiesce(struct wdf_object *obj);
void wdf_request_object_dispose(struct wdf_object *obj);
struct wdf_request *wdf_request_from_handle(WDFREQUEST handle, const char *who);
WDFREQUEST wdf_request_to_handle(struct wdf_request *req);
struct wdf_request *wdf_request_alloc_internal(struct nt_driver *driver);
void wdf_request_get(struct wdf_request *req);
void wdf_request_put(struct wdf_request *req);
NTSTATUS wdf_request_format_begin(struct wdf_request *req, const char *who);
void wdf_request_format_end(struct wdf_request *req, struct wdf_iotarget *target,
			    const struct wdf_request_io *io, struct wdf_object *memory,
			    WDF_REQUEST_TYPE type);
bool wdf_request_unformat(struct wdf_request *req);
void wdf_request_arm(struct wdf_request *req, unsigned long timeout);
void wdf_request_set_timeout(struct wdf_request *req, unsigned long timeout);
bool wdf_request_cancel(struct wdf_request *req, bool timed_out);
bool wdf_request_pin(struct wdf_request *req);
void wdf_request_unpin(struct wdf_request *req);
void wdf_request_submit(struct wdf_request *req);
void wdf_request_io_done(struct wdf_request *req);

/* Check and take apart send options; NULL options are none. */
NTSTATUS wdf_send_options_parse(PWDF_REQUEST_SEND_OPTIONS options, ULONG *flags,
				unsigned long *timeout);

/* memdesc.c */
/**
 * struct wdf_buffer - a piece of client memory after all checks
 * @data: first byte, NULL if @length is 0
 * @length: bytes
 * @memory: the WDFMEMORY it is part of, or NULL; not referenced
 * @offset: of @data in @memory
 */
struct wdf_buffer {
	void *data;
	size_t length;
	struct wdf_object *memory;
	size_t offset;
};

NTSTATUS wdf_buffer_from_memory(WDFMEMORY memory, PWDFMEMORY_OFFSET offsets,
				struct wdf_buffer *buffer, const char *who);
NTSTATUS wdf_buffer_from_descriptor(PWDF_MEMORY_DESCRIPTOR descriptor,
				    struct wdf_buffer *buffer, const char *who);

#endif
