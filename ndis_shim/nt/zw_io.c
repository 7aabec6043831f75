// SPDX-License-Identifier: GPL-2.0
/*
 * Reads and writes. Who does the work is in zw.h; what a caller waits for, and what
 * it is told, is the same for all: a result in bytes or -errno, and one place that
 * makes a status of it.
 */
#include "nt/zw.h"

#include <linux/export.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uio.h>

#include "nt/nt_internal.h"

/**
 * struct nt_zw_io - arguments of ZwReadFile() and ZwWriteFile()
 * @who: the function's name
 * @event: a handle, or NULL
 * @apc: refused
 * @iosb: where the end is told
 * @buffer: the caller's
 * @length: bytes of it
 * @offset: NULL: where the last transfer ended
 * @write: else a read
 */
struct nt_zw_io {
	const char *who;
	HANDLE event;
	PIO_APC_ROUTINE apc;
	PIO_STATUS_BLOCK iosb;
	void *buffer;
	u32 length;
	PLARGE_INTEGER offset;
	bool write;
};

/* A read that gave nothing was the last. */
static NTSTATUS nt_zw_io_status(ssize_t result, bool write, u32 length)
{
	if (!result && length && !write)
		return STATUS_END_OF_FILE;
	return nt_zw_status(result);
}

/* ---- requests ---- */

static void nt_zw_request_free(struct kref *ref)
{
	struct nt_zw_request *request = container_of(ref, struct nt_zw_request, ref);

	nt_ob_put(&request->file->ob);
	kfree(request);
}

/*
 * Out of the list first, so that nobody signals a thread that may be gone; but the
 * file may be gone right after, so who waits for the list is woken under its lock.
 */
static void nt_zw_request_end(struct nt_zw_request *request)
{
	NTSTATUS status = nt_zw_io_status(request->result, request->write, request->length);
	struct nt_zw_file *file = request->file;

	nt_zw_tell(request->iosb, request->event, status, max_t(ssize_t, request->result, 0));
	complete(&request->done);
	spin_lock(&file->lock);
	list_del(&request->node);
	wake_up_all(&file->idle);
	spin_unlock(&file->lock);
	kref_put(&request->ref, nt_zw_request_free);
}

static int nt_zw_thread(void *data)
{
	struct nt_zw_request *request = data;

	allow_signal(SIGKILL);
	request->result = nt_zw_transfer(request);
	nt_zw_request_end(request);
	module_put_and_kthread_exit(0);
	return 0;
}

/* To its thread, unless the file is being closed. */
static int nt_zw_request_start(struct nt_zw_request *request)
{
	struct nt_zw_file *file = request->file;
	bool closing;

	request->task = kthread_create(nt_zw_thread, request, "nt_%s",
				       request->write ? "write" : "read");
	if (IS_ERR(request->task))
		return PTR_ERR(request->task);
	spin_lock(&file->lock);
	closing = test_bit(NT_ZW_CLOSING, &file->flags);
	if (!closing) {
		__module_get(THIS_MODULE);
		kref_get(&request->ref);
		list_add_tail(&request->node, &file->requests);
	}
	spin_unlock(&file->lock);
	if (closing) {
		/* It has never run, and will not. */
		kthread_stop(request->task);
		return -ESHUTDOWN;
	}
	wake_up_process(request->task);
	return 0;
}

static struct nt_zw_request *nt_zw_request_alloc(struct nt_zw_file *file,
						 const struct nt_zw_io *io)
{
	struct nt_zw_request *request = kzalloc(sizeof(*request), GFP_KERNEL);

	if (!request)
		return NULL;
	kref_init(&request->ref);
	init_completion(&request->done);
	kref_get(&file->ob.ref);
	request->file = file;
	request->write = io->write;
	request->buffer = io->buffer;
	request->length = io->length;
	return request;
}

void nt_zw_cancel(struct nt_zw_file *file)
{
	struct nt_zw_request *request;

	spin_lock(&file->lock);
	set_bit(NT_ZW_CLOSING, &file->flags);
	list_for_each_entry(request, &file->requests, node)
		nt_zw_transfer_wake(request);
	spin_unlock(&file->lock);
	wait_event(file->idle, list_empty_careful(&file->requests));
	/* Whoever emptied the list is out of it when this can be had. */
	spin_lock(&file->lock);
	spin_unlock(&file->lock);
}

/* ---- nodes ---- */

static NTSTATUS nt_zw_node_io(struct nt_zw_file *file, const struct nt_zw_io *io)
{
	struct nt_zw_request *request;
	struct nt_ob *event;
	ssize_t result;
	NTSTATUS status;
	int err;

	if (io->length > NT_IO_MAX)
		return STATUS_INVALID_BUFFER_SIZE;
	status = nt_zw_event(io->event, &event);
	if (!NT_SUCCESS(status))
		return status;
	request = nt_zw_request_alloc(file, io);
	if (!request) {
		status = STATUS_INSUFFICIENT_RESOURCES;
		goto err_put_event;
	}
	if (!test_bit(NT_ZW_SYNC, &file->flags)) {
		request->event = event;
		request->iosb = io->iosb;
		io->iosb->Status = STATUS_PENDING;
	}
	err = nt_zw_request_start(request);
	if (err) {
		kref_put(&request->ref, nt_zw_request_free);
		status = err == -ESHUTDOWN ? STATUS_FILE_CLOSED : STATUS_INSUFFICIENT_RESOURCES;
		goto err_put_event;
	}
	if (!test_bit(NT_ZW_SYNC, &file->flags)) {
		kref_put(&request->ref, nt_zw_request_free);
		return STATUS_PENDING;
	}
	wait_for_completion(&request->done);
	result = request->result;
	kref_put(&request->ref, nt_zw_request_free);
	status = nt_zw_io_status(result, io->write, io->length);
	nt_zw_tell(io->iosb, event, status, max_t(ssize_t, result, 0));
	return status;

err_put_event:
	if (event)
		nt_ob_put(event);
	return status;
}

/* ---- files of file systems ---- */

static bool nt_zw_offset_is(PLARGE_INTEGER offset, u32 special)
{
	return offset && offset->HighPart == -1 && offset->LowPart == special;
}

/* Where a transfer begins, or false. */
static bool nt_zw_position(struct nt_zw_file *file, const struct nt_zw_io *io, loff_t *position)
{
	bool sync = test_bit(NT_ZW_SYNC, &file->flags);

	if (!io->offset || nt_zw_offset_is(io->offset, FILE_USE_FILE_POINTER_POSITION)) {
		*position = file->object.CurrentByteOffset.QuadPart;
		return sync;
	}
	if (io->write && nt_zw_offset_is(io->offset, FILE_WRITE_TO_END_OF_FILE)) {
		*position = i_size_read(file_inode(file->filp));
		return true;
	}
	*position = io->offset->QuadPart;
	return *position >= 0;
}

/* All of it, or as much as there is. */
static ssize_t nt_zw_file_transfer(struct file *filp, const struct nt_zw_io *io,
				   loff_t *position)
{
	size_t total = 0;
	ssize_t result = 0;

	while (total < io->length) {
		size_t length = min_t(size_t, io->length - total, MAX_RW_COUNT);

		if (io->write)
			result = kernel_write(filp, io->buffer + total, length, position);
		else
			result = kernel_read(filp, io->buffer + total, length, position);
		if (result <= 0)
			break;
		total += result;
	}
	return total ?: result;
}

static NTSTATUS nt_zw_regular_io(struct nt_zw_file *file, const struct nt_zw_io *io)
{
	struct nt_ob *event;
	loff_t position;
	ssize_t result;
	NTSTATUS status;

	status = nt_zw_event(io->event, &event);
	if (!NT_SUCCESS(status))
		return status;
	mutex_lock(&file->position);
	status = STATUS_FILE_CLOSED;
	if (!file->filp)
		goto err_unlock;
	status = STATUS_INVALID_DEVICE_REQUEST;
	if (S_ISDIR(file_inode(file->filp)->i_mode))
		goto err_unlock;
	status = STATUS_INVALID_PARAMETER;
	if (!nt_zw_position(file, io, &position))
		goto err_unlock;
	result = nt_zw_file_transfer(file->filp, io, &position);
	if (result >= 0 && test_bit(NT_ZW_SYNC, &file->flags))
		file->object.CurrentByteOffset.QuadPart = position;
	mutex_unlock(&file->position);
	status = nt_zw_io_status(result, io->write, io->length);
	nt_zw_tell(io->iosb, event, status, max_t(ssize_t, result, 0));
	return status;

err_unlock:
	mutex_unlock(&file->position);
	if (event)
		nt_ob_put(event);
	return status;
}

/* ---- devices of drivers ---- */

static NTSTATUS nt_zw_device_io(struct nt_file *device, const struct nt_zw_io *io)
{
	struct kvec vec = { io->buffer, io->length };
	struct iov_iter iter;
	struct nt_ob *event;
	ssize_t result;
	NTSTATUS status;

	if (io->length > NT_IO_MAX)
		return STATUS_INVALID_BUFFER_SIZE;
	status = nt_zw_event(io->event, &event);
	if (!NT_SUCCESS(status))
		return status;
	iov_iter_kvec(&iter, io->write ? WRITE : READ, &vec, 1, io->length);
	result = io->write ? nt_file_write(device, &iter) : nt_file_read(device, &iter, false);
	status = nt_zw_io_status(result, io->write, io->length);
	nt_zw_tell(io->iosb, event, status, max_t(ssize_t, result, 0));
	return status;
}

/* ---- what drivers call ---- */

static NTSTATUS nt_zw_is_open_for(const struct nt_zw_file *file, const struct nt_file *device,
				  bool write)
{
	bool yes;

	if (device)
		yes = write ? device->object.WriteAccess : device->object.ReadAccess;
	else
		yes = test_bit(write ? NT_ZW_WRITE : NT_ZW_READ, &file->flags);
	return yes ? STATUS_SUCCESS : STATUS_ACCESS_DENIED;
}

static NTSTATUS nt_zw_io(HANDLE handle, const struct nt_zw_io *io)
{
	struct nt_file *device;
	struct nt_zw_file *file;
	struct nt_ob *ob;
	NTSTATUS status;

	if (!io->iosb || (io->length && !io->buffer))
		return STATUS_INVALID_PARAMETER;
	if (io->apc) {
		pr_info_once("%s: asynchronous procedure calls are not supported\n", io->who);
		return STATUS_NOT_SUPPORTED;
	}
	status = nt_zw_get(handle, io->who, &ob, &device, &file);
	if (!NT_SUCCESS(status))
		return status;
	status = nt_zw_is_open_for(file, device, io->write);
	if (!NT_SUCCESS(status))
		goto out;
	if (device)
		status = nt_zw_device_io(device, io);
	else if (test_bit(NT_ZW_NODE, &file->flags))
		status = nt_zw_node_io(file, io);
	else
		status = nt_zw_regular_io(file, io);
out:
	nt_ob_put(ob);
	return status;
}

NTSTATUS ZwReadFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine,
		    PVOID ApcContext, PIO_STATUS_BLOCK IoStatusBlock, PVOID Buffer, ULONG Length,
		    PLARGE_INTEGER ByteOffset, PULONG Key)
{
	struct nt_zw_io io = {
		.who = __func__, .event = Event, .apc = ApcRoutine, .iosb = IoStatusBlock,
		.buffer = Buffer, .length = Length, .offset = ByteOffset,
	};

	return nt_zw_io(FileHandle, &io);
}
EXPORT_SYMBOL_NS_GPL(ZwReadFile, NDIS_SHIM);

NTSTATUS ZwWriteFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine,
		     PVOID ApcContext, PIO_STATUS_BLOCK IoStatusBlock, PVOID Buffer, ULONG Length,
		     PLARGE_INTEGER ByteOffset, PULONG Key)
{
	struct nt_zw_io io = {
		.who = __func__, .event = Event, .apc = ApcRoutine, .iosb = IoStatusBlock,
		.buffer = Buffer, .length = Length, .offset = ByteOffset, .write = true,
	};

	return nt_zw_io(FileHandle, &io);
}
EXPORT_SYMBOL_NS_GPL(ZwWriteFile, NDIS_SHIM);

NTSTATUS ZwDeviceIoControlFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine,
			       PVOID ApcContext, PIO_STATUS_BLOCK IoStatusBlock,
			       ULONG IoControlCode, PVOID InputBuffer, ULONG InputBufferLength,
			       PVOID OutputBuffer, ULONG OutputBufferLength)
{
	struct nt_control control = {
		.code = IoControlCode, .in_len = InputBufferLength, .out_len = OutputBufferLength,
		.in = KERNEL_SOCKPTR(InputBuffer), .out = KERNEL_SOCKPTR(OutputBuffer),
	};
	struct nt_file *device;
	struct nt_zw_file *file;
	struct nt_ob *ob, *event;
	NTSTATUS status;
	int err;

	if (!IoStatusBlock || (InputBufferLength && !InputBuffer) ||
	    (OutputBufferLength && !OutputBuffer))
		return STATUS_INVALID_PARAMETER;
	if (ApcRoutine)
		return STATUS_NOT_SUPPORTED;
	status = nt_zw_get(FileHandle, __func__, &ob, &device, &file);
	if (!NT_SUCCESS(status))
		return status;
	if (!device) {
		pr_info_once("%s: not for files of Linux\n", __func__);
		status = STATUS_NOT_SUPPORTED;
		goto out;
	}
	status = nt_zw_event(Event, &event);
	if (!NT_SUCCESS(status))
		goto out;
	err = nt_file_control(device, &control);
	status = control.status == STATUS_PENDING ? nt_zw_status(err) : control.status;
	nt_zw_tell(IoStatusBlock, event, status, control.returned);
out:
	nt_ob_put(ob);
	return status;
}
EXPORT_SYMBOL_NS_GPL(ZwDeviceIoControlFile, NDIS_SHIM);
