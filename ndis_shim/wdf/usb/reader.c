// SPDX-License-Identifier: GPL-2.0
/*
 * The continuous reader of an IN pipe: keeps reads pending, hands each buffer
 * to the client in the order of completion, and gets over failures.
 *
 *	STOPPED --start--> RUNNING --read failed--> FAILED --recover--> RUNNING
 *	   ^------------------+------- stop --------+
 *
 * A buffer returns to the reader when the client's callback does, unless somebody
 * goes on using it: then another one replaces it (reader_pool.c). Where there is no
 * memory for one, that read rests and the others go on: it is no failure of the
 * device's, and no reason to cancel what the device is sending.
 *
 * Contexts that hold a pointer to the reader, and what ends them when the pipe
 * is deleted (wdf_iotarget_quiesce(), then wdf_usb_reader_free()):
 * - URBs: STOPPED lets none start, stop unlinks those under way and waits until
 *   @active is 0, which counts them until their client callback has returned;
 * - the pipe's tasklet: killed after that wait;
 * - the recover work: cancelled and waited for by the same stop.
 */
#include <linux/slab.h>
#include <linux/usb.h>

#include <wdf.h>

#include "compat_workqueue.h"
#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/usb/reader_pool.h"
#include "wdf/usb/usb_internal.h"

#define READER_DEFAULT_READS	2
#define READER_MAX_READS	10
/* 1, 2, 4 ... ms up to half a second; about four seconds until it gives up. */
#define READER_MAX_BACKOFF	512u
#define READER_MAX_FAILURES	16
/* Unplugging begins with bus errors; give the hub time to notice (ms). */
#define READER_BUS_ERROR_DELAY	100u
/* Until memory is looked for again (ms). */
#define READER_MEMORY_DELAY	10u

enum wdf_usb_reader_state {
	READER_STOPPED,
	READER_RUNNING,
	READER_FAILED,
};

/**
 * struct wdf_usb_read - one pending read
 * @reader: its reader
 * @done: completion on its way to softirq
 * @urb: the transfer
 * @memory: its buffer, header first; NULL while it could not be replaced
 * @active: somebody's: being filled, submitted, or not delivered yet; the
 *	reader's lock
 */
struct wdf_usb_read {
	struct wdf_usb_reader *reader;
	struct wdf_done done;
	struct urb *urb;
	struct wdf_memory *memory;
	bool active;
};

/**
 * struct wdf_usb_reader - the reader of a pipe
 * @pipe: owner
 * @config: the client's; attributes are in @pool
 * @pool: where buffers come from
 * @lock: protects @state, @active, @error and the reads' active; any context,
 *	irqsave
 * @state: see the top of the file
 * @leave: STOPPED, but reads under way go on to their end
 * @active: active reads
 * @idle: woken when @active drops to 0
 * @error: what made the state FAILED
 * @failures: in a row; written by the recover work and the pipe's tasklet
 * @recover: after a failure, or to find memory for a read without a buffer
 * @callback_task: is inside EvtUsbTargetPipeReadersFailed
 * @num: number of @reads
 * @reads: the reads
 */
struct wdf_usb_reader {
	struct wdf_usb_pipe *pipe;
	WDF_USB_CONTINUOUS_READER_CONFIG config;
	struct wdf_usb_pool pool;
	spinlock_t lock;
	enum wdf_usb_reader_state state;
	bool leave;
	unsigned int active;
	wait_queue_head_t idle;
	int error;
	unsigned int failures;
	struct delayed_work recover;
	struct task_struct *callback_task;
	unsigned int num;
	struct wdf_usb_read reads[READER_MAX_READS];
};

static struct nt_driver *reader_driver(struct wdf_usb_reader *reader)
{
	return reader->pipe->target.base.driver;
}

static bool reader_present(struct wdf_usb_reader *reader)
{
	return wdf_usb_present(&reader->pipe->target);
}

/* Give a read a buffer. False: no memory. Any context up to softirq. */
static bool reader_fill(struct wdf_usb_read *read)
{
	read->memory = wdf_usb_pool_get(&read->reader->pool);
	return read->memory;
}

/* The state was changed before. Each of us writes first and looks then, so reader_submit()
 * sees the new state, or its transfer is seen here, or both.
 */
static void reader_unlink_all(struct wdf_usb_reader *reader)
{
	unsigned int i;

	smp_mb();	/* pairs with that in reader_submit() */
	/* Nothing happens to those that are not under way. */
	for (i = 0; i < reader->num; i++)
		usb_unlink_urb(reader->reads[i].urb);
}

/* True: the read, with its buffer, is the caller's up to reader_inactive().
 * False: it is somebody else's, or the reader does not run.
 */
static bool reader_claim(struct wdf_usb_read *read)
{
	struct wdf_usb_reader *reader = read->reader;
	unsigned long flags;
	bool claimed;

	spin_lock_irqsave(&reader->lock, flags);
	claimed = reader->state == READER_RUNNING && !read->active;
	if (claimed) {
		read->active = true;
		reader->active++;
	}
	spin_unlock_irqrestore(&reader->lock, flags);
	return claimed;
}

/* End of a read: what the submitter, or the softirq, does last with it. With @again and
 * a reader that runs it is none, says true: the read stays the caller's, to be submitted.
 */
static bool reader_end(struct wdf_usb_read *read, bool again)
{
	struct wdf_usb_reader *reader = read->reader;
	unsigned long flags;

	spin_lock_irqsave(&reader->lock, flags);
	again = again && reader->state == READER_RUNNING;
	if (!again) {
		read->active = false;
		if (!--reader->active)
			wake_up_all(&reader->idle);
	}
	spin_unlock_irqrestore(&reader->lock, flags);
	return again;
}

static void reader_inactive(struct wdf_usb_read *read)
{
	reader_end(read, false);
}

/*
 * The first failure ends all reads; the rest happens in process context.
 *
 * What may be the beginning of an unplug ends none of them yet. They do so by
 * themselves then, and are left alone for the sake of vhci_hcd: while its connection
 * goes down it forgets a transfer that is unlinked before it was sent, and whoever
 * waits for that one, USB core included, waits for ever.
 */
static void reader_fail(struct wdf_usb_reader *reader, int error)
{
	bool quiet = error == -ENODEV || error == -ESHUTDOWN || !reader_present(reader);
	bool bus = error == -EPROTO || error == -EILSEQ || error == -ETIME;
	unsigned int delay = min(1u << min(reader->failures, 31u), READER_MAX_BACKOFF);
	unsigned long flags;
	bool first;

	if (bus)
		delay = max(delay, READER_BUS_ERROR_DELAY);

	spin_lock_irqsave(&reader->lock, flags);
	first = reader->state == READER_RUNNING;
	if (first) {
		reader->error = error;
		reader->state = quiet ? READER_STOPPED : READER_FAILED;
		if (!quiet)
			mod_delayed_work(system_dfl_wq, &reader->recover,
					 msecs_to_jiffies(delay));
	}
	spin_unlock_irqrestore(&reader->lock, flags);

	if (first && !quiet && !bus)
		reader_unlink_all(reader);
}

/* Some read rests for want of memory: try again in process context. */
static void reader_starve(struct wdf_usb_reader *reader)
{
	unsigned long flags;

	spin_lock_irqsave(&reader->lock, flags);
	if (reader->state == READER_RUNNING)
		queue_delayed_work(system_dfl_wq, &reader->recover,
				   msecs_to_jiffies(READER_MEMORY_DELAY));
	spin_unlock_irqrestore(&reader->lock, flags);
}

static void reader_urb_complete(struct urb *urb)
{
	struct wdf_usb_read *read = urb->context;

	wdf_iotarget_done(&read->reader->pipe->target, &read->done);
}

/* A stop between the claim and the submission has unlinked nothing. */
static void reader_late(struct wdf_usb_read *read)
{
	struct wdf_usb_reader *reader = read->reader;
	unsigned long flags;
	bool stopped;

	/* What kind of stop goes with the state that it made. */
	spin_lock_irqsave(&reader->lock, flags);
	stopped = reader->state != READER_RUNNING && !reader->leave;
	spin_unlock_irqrestore(&reader->lock, flags);
	if (stopped)
		usb_unlink_urb(read->urb);
}

/* A read that is the caller's and has a buffer. */
static void reader_submit(struct wdf_usb_read *read)
{
	struct wdf_usb_reader *reader = read->reader;
	struct wdf_usb_pipe *pipe = reader->pipe;
	struct usb_device *udev = pipe->owner->usb->fn->udev;
	u8 *data = (u8 *)read->memory->buffer + reader->config.HeaderLength;
	int err;

	if (usb_endpoint_xfer_int(&pipe->desc))
		usb_fill_int_urb(read->urb, udev, pipe->urb_pipe, data,
				 reader->config.TransferLength, reader_urb_complete, read,
				 pipe->desc.bInterval);
	else
		usb_fill_bulk_urb(read->urb, udev, pipe->urb_pipe, data,
				  reader->config.TransferLength, reader_urb_complete, read);
	err = usb_submit_urb(read->urb, GFP_ATOMIC);
	if (err) {
		reader_inactive(read);
		if (err == -ENOMEM)
			reader_starve(reader);
		else
			reader_fail(reader, err);
		return;
	}

	smp_mb();	/* pairs with that in reader_unlink_all() */
	if (READ_ONCE(reader->state) != READER_RUNNING)
		reader_late(read);
}

/* Fill and submit what is neither. False: no memory. Up to softirq. */
static bool reader_submit_all(struct wdf_usb_reader *reader)
{
	bool complete = true;
	unsigned int i;

	for (i = 0; i < reader->num; i++) {
		struct wdf_usb_read *read = &reader->reads[i];

		if (!reader_claim(read))
			continue;
		if (read->memory || reader_fill(read)) {
			reader_submit(read);
		} else {
			reader_inactive(read);
			complete = false;
		}
	}
	return complete;
}

/* Softirq: a read is finished. */
static void reader_read_done(struct wdf_done *done)
{
	struct wdf_usb_read *read = container_of(done, struct wdf_usb_read, done);
	struct wdf_usb_reader *reader = read->reader;
	WDF_USB_CONTINUOUS_READER_CONFIG *config = &reader->config;
	int error = read->urb->status;
	bool starved = false, failed;

	if (!error) {
		reader->failures = 0;
		wdf_usb_pool_filled(read->memory, config->HeaderLength, read->urb->actual_length);
		config->EvtUsbTargetPipeReadComplete(wdf_usb_pipe_to_handle(reader->pipe),
						     wdf_memory_handle(read->memory),
						     read->urb->actual_length,
						     config->EvtUsbTargetPipeReadCompleteContext);
		if (wdf_usb_pool_busy(read->memory)) {
			wdf_usb_pool_lend(&reader->pool, read->memory);
			starved = !reader_fill(read);
		}
	}

	/* Unlinked by a stop that a start has overtaken: go on. */
	failed = error && error != -ENOENT && error != -ECONNRESET;
	if (reader_end(read, !failed && !starved))
		reader_submit(read);
	else if (starved)
		reader_starve(reader);
	else if (failed)
		reader_fail(reader, error);
}

/* Ask the client. True: it wants the reader restarted. */
static bool reader_ask_client(struct wdf_usb_reader *reader)
{
	PFN_WDF_USB_READERS_FAILED failed = reader->config.EvtUsbTargetPipeReadersFailed;
	bool restart;

	if (!failed)
		return true;

	WRITE_ONCE(reader->callback_task, current);
	restart = failed(wdf_usb_pipe_to_handle(reader->pipe), wdf_usb_status(reader->error),
			 wdf_usb_usbd_status(reader->error));
	WRITE_ONCE(reader->callback_task, NULL);
	return restart;
}

/* Leave FAILED; false if a stop came first. */
static bool reader_leave_failed(struct wdf_usb_reader *reader, enum wdf_usb_reader_state state)
{
	unsigned long flags;
	bool left;

	spin_lock_irqsave(&reader->lock, flags);
	left = reader->state == READER_FAILED;
	if (left)
		reader->state = state;
	spin_unlock_irqrestore(&reader->lock, flags);
	return left;
}

/* Windows resets the port in the end, which is a power cycle; here the number of
 * attempts is limited.
 */
static void reader_give_up(struct wdf_usb_reader *reader)
{
	struct wdf_device *device = reader->pipe->target.device;

	if (!reader_leave_failed(reader, READER_STOPPED))
		return;
	dev_err(wdf_device_linux(device), "endpoint %02x: reads keep failing, last error %d\n",
		reader->pipe->desc.bEndpointAddress, reader->error);
	wdf_device_fail(device, true, "reads keep failing");
}

static void reader_recover_work(struct work_struct *work)
{
	struct wdf_usb_reader *reader = container_of(to_delayed_work(work),
						     struct wdf_usb_reader, recover);
	WDF_REQUEST_SEND_OPTIONS options;

	if (READ_ONCE(reader->state) == READER_RUNNING) {
		if (!reader_submit_all(reader))
			reader_starve(reader);
		return;
	}

	/* Those that reader_fail() has left, unless a stop and a start came in between. */
	if (READ_ONCE(reader->state) == READER_FAILED && reader_present(reader))
		reader_unlink_all(reader);
	wait_event(reader->idle, !READ_ONCE(reader->active) ||
		   READ_ONCE(reader->state) != READER_FAILED);
	if (READ_ONCE(reader->state) != READER_FAILED)
		return;
	if (!reader_present(reader)) {
		reader_leave_failed(reader, READER_STOPPED);
		return;
	}

	if (++reader->failures > READER_MAX_FAILURES) {
		reader_give_up(reader);
		return;
	}
	if (!reader_ask_client(reader)) {
		reader_leave_failed(reader, READER_STOPPED);
		return;
	}

	WDF_REQUEST_SEND_OPTIONS_INIT(&options, WDF_REQUEST_SEND_OPTION_TIMEOUT |
				      WDF_REQUEST_SEND_OPTION_IGNORE_TARGET_STATE);
	options.Timeout = WDF_REL_TIMEOUT_IN_SEC(1);
	/* If it fails, so will the next read, and the back-off grows. */
	wdf_usb_clear_halt(reader->pipe, NULL, &options);
	if (reader_leave_failed(reader, READER_RUNNING) && !reader_submit_all(reader))
		reader_starve(reader);
}

/**
 * wdf_usb_reader_start() - WdfIoTargetStart()
 * @reader: any state; a running one is left alone
 *
 * The target is started already. A stop, or the target's end, that came after
 * that has stopped the reader, or will: it marks the target first.
 *
 * Context: process or softirq.
 */
NTSTATUS wdf_usb_reader_start(struct wdf_usb_reader *reader)
{
	unsigned long flags;
	bool start;

	spin_lock_irqsave(&reader->lock, flags);
	start = reader->state == READER_STOPPED &&
		READ_ONCE(reader->pipe->target.state) == WDF_TARGET_STARTED;
	if (start) {
		reader->state = READER_RUNNING;
		reader->leave = false;
		reader->failures = 0;
	}
	spin_unlock_irqrestore(&reader->lock, flags);

	if (start && !reader_submit_all(reader)) {
		wdf_usb_reader_stop(reader, WDF_STOP_UNLINK);
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	return STATUS_SUCCESS;
}

/**
 * wdf_usb_reader_stop() - WdfIoTargetStop(), surprise removal, deletion
 * @reader: any state
 * @how: LEAVE: no new read starts, and those under way still reach the client;
 *	WAIT: on return no callback of the client runs and none will
 *
 * Context: process for WAIT, else any.
 */
void wdf_usb_reader_stop(struct wdf_usb_reader *reader, enum wdf_iotarget_stop how)
{
	unsigned long flags;

	spin_lock_irqsave(&reader->lock, flags);
	reader->state = READER_STOPPED;
	reader->leave = how == WDF_STOP_LEAVE;
	spin_unlock_irqrestore(&reader->lock, flags);
	if (how == WDF_STOP_LEAVE)
		return;
	reader_unlink_all(reader);
	if (how == WDF_STOP_UNLINK)
		return;

	if (wdf_usb_reader_in_callback(reader)) {
		nt_violation(reader_driver(reader), NT_RULE_READER_MISUSE,
			     "stopped inside EvtUsbTargetPipeReadersFailed");
		return;
	}
	cancel_delayed_work_sync(&reader->recover);
	wait_event(reader->idle, !READ_ONCE(reader->active));
}

/* Reads belong to the reader; also while it recovers. Any context. */
bool wdf_usb_reader_running(struct wdf_usb_reader *reader)
{
	return READ_ONCE(reader->state) != READER_STOPPED;
}

/* The caller is the client's EvtUsbTargetPipeReadersFailed. Any context. */
bool wdf_usb_reader_in_callback(struct wdf_usb_reader *reader)
{
	return READ_ONCE(reader->callback_task) == current;
}

/**
 * wdf_usb_reader_free() - the pipe's last reference is gone
 * @reader: stopped, with everything waited for
 *
 * The buffers were children of the pipe and went with it. Context: any.
 */
void wdf_usb_reader_free(struct wdf_usb_reader *reader)
{
	unsigned int i;

	for (i = 0; i < reader->num; i++)
		usb_free_urb(reader->reads[i].urb);
	kfree(reader);
}

static NTSTATUS reader_check_config(struct wdf_usb_pipe *pipe,
				    PWDF_USB_CONTINUOUS_READER_CONFIG config)
{
	size_t room = WDF_USB_MAX_TRANSFER;

	if (!config || !config->EvtUsbTargetPipeReadComplete || !config->TransferLength)
		return STATUS_INVALID_PARAMETER;
	if (config->Size != sizeof(*config))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (!usb_endpoint_is_bulk_in(&pipe->desc) && !usb_endpoint_is_int_in(&pipe->desc))
		return STATUS_INVALID_DEVICE_REQUEST;
	if (config->TransferLength > room || config->HeaderLength > room ||
	    config->TrailerLength > room ||
	    config->TransferLength + config->HeaderLength + config->TrailerLength > room)
		return STATUS_INVALID_BUFFER_SIZE;
	if (!pipe->no_size_check && config->TransferLength % usb_endpoint_maxp(&pipe->desc))
		return STATUS_INVALID_BUFFER_SIZE;
	if (config->BufferAttributes &&
	    config->BufferAttributes->Size != sizeof(*config->BufferAttributes))
		return STATUS_INFO_LENGTH_MISMATCH;
	return STATUS_SUCCESS;
}

static struct wdf_usb_reader *reader_alloc(struct wdf_usb_pipe *pipe,
					   PWDF_USB_CONTINUOUS_READER_CONFIG config)
{
	struct wdf_usb_reader *reader = kzalloc(sizeof(*reader), GFP_KERNEL);
	unsigned int num = config->NumPendingReads ?: READER_DEFAULT_READS;

	if (!reader)
		return NULL;

	reader->pipe = pipe;
	reader->config = *config;
	spin_lock_init(&reader->lock);
	init_waitqueue_head(&reader->idle);
	INIT_DELAYED_WORK(&reader->recover, reader_recover_work);
	wdf_usb_pool_init(&reader->pool, config->BufferAttributes, wdf_usb_pipe_to_handle(pipe),
			  config->HeaderLength + config->TransferLength + config->TrailerLength);
	reader->config.BufferAttributes = NULL;

	for (; reader->num < min_t(unsigned int, num, READER_MAX_READS); reader->num++) {
		struct wdf_usb_read *read = &reader->reads[reader->num];

		read->reader = reader;
		INIT_LIST_HEAD(&read->done.node);
		read->done.fn = reader_read_done;
		read->urb = usb_alloc_urb(0, GFP_KERNEL);
		if (!read->urb)
			goto err_free_reader;
	}
	return reader;

err_free_reader:
	wdf_usb_reader_free(reader);
	return NULL;
}

NTSTATUS WdfUsbTargetPipeConfigContinuousReader(WDFUSBPIPE Pipe,
						PWDF_USB_CONTINUOUS_READER_CONFIG Config)
{
	struct wdf_usb_pipe *pipe = wdf_usb_pipe_from_handle(Pipe, __func__);
	struct wdf_usb_reader *reader;
	NTSTATUS status;

	if (!pipe)
		return STATUS_INVALID_HANDLE;
	if (nt_irql_violation(pipe->target.base.driver, __func__))
		return STATUS_INVALID_DEVICE_STATE;
	status = reader_check_config(pipe, Config);
	if (!NT_SUCCESS(status))
		return status;

	reader = reader_alloc(pipe, Config);
	if (!reader)
		return STATUS_INSUFFICIENT_RESOURCES;

	if (cmpxchg(&pipe->reader, NULL, reader)) {
		wdf_usb_reader_free(reader);
		return STATUS_INVALID_DEVICE_STATE;
	}
	/* From now on it is WdfIoTargetStart() that starts the reads. */
	wdf_iotarget_stop(&pipe->target, WdfIoTargetLeaveSentIoPending);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(WdfUsbTargetPipeConfigContinuousReader, NDIS_SHIM);
