/* SPDX-License-Identifier: GPL-2.0 */
/*
 * WDFQUEUE, and the requests that it presents.
 *
 *	program
 *	    | IRP
 *	io.c		dispatch routines of the device object
 *	    | struct wdf_incoming: incoming.c
 *	queue.c		waiting, presenting
 *	    | EvtIo..., WdfIoQueueRetrieve...
 *	client
 *	    | WdfRequestComplete
 *	incoming.c	the IRP's completion
 *
 * Who has a request: its queue (WDF_IN_QUEUED), the client (WDF_IN_DRIVER), or
 * whoever is about to complete it (WDF_IN_ENDING). A change is made under io->lock,
 * so each request is completed exactly once. A request that waits has a cancel
 * routine; whoever gets the routine out of the IRP by an exchange has the request.
 *
 * Lifetimes. A request is an object below the device, and has a reference of the
 * framework's until its IRP is completed: a client that keeps one past the removal
 * of its device keeps the request's memory, its queue's and its device's, nothing
 * else. Callbacks run with no lock of the shim's held.
 */
#ifndef _NDIS_SHIM_WDF_QUEUE_H
#define _NDIS_SHIM_WDF_QUEUE_H

#include <linux/workqueue.h>

#include "nt/io.h"
#include "wdf/callback.h"
#include "wdf/io.h"
#include "wdf/presentation.h"
#include "wdf/request.h"

struct wdf_device;
struct wdf_file;
struct wdf_memory;

enum wdf_queue_notify_kind {
	WDF_NOTIFY_NONE,
	WDF_NOTIFY_STOP,	/* the client has none */
	WDF_NOTIFY_EMPTY,	/* and none waits */
};

/**
 * struct wdf_presenter - a thread that is handing out requests of a queue
 * @node: in queue->presenters
 * @task: it
 */
struct wdf_presenter {
	struct list_head node;
	struct task_struct *task;
};

/**
 * struct wdf_queue - a WDFQUEUE
 * @base: object
 * @dev: its device; below it in the tree
 * @config: copied
 * @power_managed: presents in D0 only
 * @passive: callbacks need process context
 * @presentation: what @sync points at for scope queue, and the client's lock
 * @sync: serialises callbacks, or NULL
 * @work: presents, where the context that found something to do must not
 * @worker: who runs @work just now
 *
 * The rest is under io->lock.
 * @node: in io->queues
 * @waiting: requests that the queue has
 * @owned: requests of the queue that are not @waiting and not completed
 * @num_waiting: of @waiting
 * @num_owned: of @owned
 * @presenters: who is in a callback, or about to be
 * @accepting: takes requests in
 * @dispatching: hands them out
 * @dead: is being deleted
 * @ready: WdfIoQueueReadyNotify()
 * @ready_context: its argument
 * @ready_due: it has not been told yet
 * @notify: what @done waits for
 * @done: WdfIoQueueStop() and its relatives
 * @done_context: its argument
 * @generation: last walk that came by
 */
struct wdf_queue {
	struct wdf_object base;
	struct wdf_device *dev;
	WDF_IO_QUEUE_CONFIG config;
	bool power_managed;
	bool passive;
	struct wdf_presentation presentation;
	struct wdf_presentation *sync;
	struct work_struct work;
	struct wdf_caller worker;

	struct list_head node;
	struct list_head waiting;
	struct list_head owned;
	unsigned int num_waiting;
	unsigned int num_owned;
	struct list_head presenters;
	bool accepting;
	bool dispatching;
	bool dead;
	PFN_WDF_IO_QUEUE_STATE ready;
	WDFCONTEXT ready_context;
	bool ready_due;
	enum wdf_queue_notify_kind notify;
	PFN_WDF_IO_QUEUE_STATE done;
	WDFCONTEXT done_context;
	unsigned int generation;
};

enum wdf_incoming_state {
	WDF_IN_ARRIVED,		/* io.c's */
	WDF_IN_QUEUED,		/* its queue's */
	WDF_IN_DRIVER,		/* the client's */
	WDF_IN_ENDING,		/* somebody's who is going to complete it */
};

enum { WDF_IN_INPUT, WDF_IN_OUTPUT, WDF_IN_NUM_BUFFERS };

/**
 * struct wdf_incoming - a WDFREQUEST that came from a program
 * @req: the request; it may be sent on to a target
 * @dev: its device, whose memory it keeps
 * @nt: its IRP; not after WDF_IN_ENDING
 * @type: what is asked for
 * @file: of the program, a reference, or NULL
 * @work: a cancellation that could not be told in its context
 * @telling: @work is about EvtIoCanceledOnQueue
 * @memory: WdfRequestRetrieve...Memory(), memory held
 * @mdl: of a buffered request
 *
 * The rest is under io->lock.
 * @node: in queue->waiting, queue->owned or io->loose
 * @queue: which it is or was in last, memory held, or NULL
 * @state: who has it
 * @caller_context: EvtIoInCallerContext has it
 * @delivered: the client has had it before
 * @retrieved: by a WdfIoQueueRetrieve...(), not by a callback
 * @power: a reference on D0
 * @sent: to a target
 * @armed: @cancel is to be called
 * @purged: was cancelled by its queue
 * @stopping: EvtIoStop was called
 * @acked: and answered
 * @cancel: EvtRequestCancel
 */
struct wdf_incoming {
	struct wdf_request req;
	struct wdf_device *dev;
	struct nt_irp *nt;
	WDF_REQUEST_TYPE type;
	struct wdf_file *file;
	struct work_struct work;
	bool telling;
	struct wdf_memory *memory[WDF_IN_NUM_BUFFERS];
	PMDL mdl[WDF_IN_NUM_BUFFERS];

	struct list_head node;
	struct wdf_queue *queue;
	enum wdf_incoming_state state;
	bool caller_context;
	bool delivered;
	bool retrieved;
	bool power;
	bool sent;
	bool armed;
	bool purged;
	bool stopping;
	bool acked;
	PFN_WDF_REQUEST_CANCEL cancel;
};

static inline WDFREQUEST wdf_incoming_handle(struct wdf_incoming *in)
{
	return wdf_request_to_handle(&in->req);
}

static inline PIRP wdf_incoming_irp(struct wdf_incoming *in)
{
	return &in->nt->irp;
}

/* ---- incoming.c ---- */
/* The request for an IRP that was dispatched to @dev. NULL: no memory. */
struct wdf_incoming *wdf_incoming_create(struct wdf_device *dev, struct nt_irp *nt,
					 struct wdf_file *file);
/* NULL and a violation naming @who if it is none that the client has. */
struct wdf_incoming *wdf_incoming_from_handle(WDFREQUEST handle, const char *who);
/* Completes a request in state WDF_IN_ENDING. Any context up to softirq. */
void wdf_incoming_finish(struct wdf_incoming *in, NTSTATUS status, ULONG_PTR information);
/* Was cancelled while it waited; state WDF_IN_ENDING, counted as owned. */
void wdf_incoming_cancelled(struct wdf_incoming *in);
/* The cancel routine of one that waits. */
DRIVER_CANCEL wdf_incoming_cancel_queued;
/* Before a request is sent to a target; false and a violation: not in this state. */
bool wdf_incoming_send(struct wdf_incoming *in);
/* It was sent: cancels it if its program has meanwhile. */
void wdf_incoming_sent(struct wdf_incoming *in);
/* It is back, or was not sent. Any context. */
void wdf_incoming_back(struct wdf_incoming *in);
/* Completion routine of a request that was sent and forgotten. */
EVT_WDF_REQUEST_COMPLETION_ROUTINE wdf_incoming_forgotten;
/* WdfRequestGetParameters(); @in is not completed meanwhile. */
void wdf_incoming_parameters(struct wdf_incoming *in, PWDF_REQUEST_PARAMETERS parameters);
/* Drops a reference on D0. */
void wdf_incoming_power_put(struct wdf_device *dev);

/* ---- queue.c ---- */
struct wdf_queue *wdf_queue_from_handle(WDFQUEUE handle, const char *who);
static inline WDFQUEUE wdf_queue_handle(struct wdf_queue *queue)
{
	return (WDFQUEUE)&queue->base;
}

/**
 * wdf_queue_insert() - a request becomes the queue's
 * @queue: of the same device
 * @in: arrived, or the client's
 * @head: before all others
 * @back: it had been the queue's: taken also by one that takes no new ones
 *
 * Presents what can be presented. @in may be gone on return.
 *
 * Context: any up to softirq.
 * Return: STATUS_SUCCESS, or why @in is where it was: STATUS_WDF_BUSY,
 * STATUS_INVALID_DEVICE_REQUEST after a violation.
 */
NTSTATUS wdf_queue_insert(struct wdf_queue *queue, struct wdf_incoming *in, bool head, bool back);
/* Hands out what may be handed out. Any context up to softirq. */
void wdf_queue_run(struct wdf_queue *queue);
/* The same, by a work item. */
void wdf_queue_run_later(struct wdf_queue *queue);
/* Under io->lock: takes the first waiting request, of @file unless NULL. */
struct wdf_incoming *wdf_queue_take(struct wdf_queue *queue, struct wdf_file *file);
/* Under io->lock: takes this one; false: it is being cancelled. */
bool wdf_queue_take_one(struct wdf_queue *queue, struct wdf_incoming *in);
/* Under io->lock. */
bool wdf_queue_may_present(const struct wdf_queue *queue);
/* The current context is in a callback of the queue's. */
bool wdf_queue_is_presenting(struct wdf_queue *queue);

/* ---- queue_state.c ---- */
/* Tells who waits for the queue to stop, drain or be purged. Any context. */
void wdf_queue_settle(struct wdf_queue *queue);
/* Cancels what waits, and what the client has made cancelable. */
void wdf_queue_cancel_all(struct wdf_queue *queue);

#endif
