// SPDX-License-Identifier: GPL-2.0
/*
 * Reads, writes and control requests of a file: from lengths and buffers of a
 * program to IRPs, and back.
 *
 * Every transfer goes through memory of the request, so a driver never sees an
 * address of a program's, and a request can outlive the program. What a driver
 * says to have transferred is checked against the length that it was given.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched/signal.h>
#include <linux/uio.h>

#include <wdm.h>

#include "nt/io.h"
#include "nt/nt_internal.h"
#include "verifier.h"

/* A program's length that nobody refuses: what it pins it pays for. */
static void *nt_io_alloc(u32 length)
{
	return kvzalloc(length, GFP_KERNEL_ACCOUNT);
}

/**
 * nt_irp_result() - what came of a request
 * @nt: completed
 * @limit: most bytes that it can have transferred
 * @err: 0, or -errno for a request that has transferred nothing
 *
 * STATUS_BUFFER_OVERFLOW is data, cut off; an error is no data, whatever
 * IoStatus.Information says.
 *
 * Return: bytes.
 */
u32 nt_irp_result(struct nt_irp *nt, u32 limit, int *err)
{
	ULONG_PTR bytes = nt->information;

	*err = nt->status == STATUS_END_OF_FILE ? 0 : nt_errno_from_status(nt->status);
	if (nt->status == STATUS_CANCELLED && signal_pending(current))
		*err = -ERESTARTSYS;
	if (NT_ERROR(nt->status))
		return 0;
	if (bytes > limit) {
		nt_violation(nt_irp_driver(nt), NT_RULE_IRP_INFORMATION, "%lu of %u bytes",
			     bytes, limit);
		bytes = limit;
	}
	if (bytes)
		*err = 0;
	return bytes;
}

struct nt_irp *nt_file_prepare_read(struct nt_file *file, u32 length)
{
	struct nt_irp *nt = nt_irp_alloc(file, IRP_MJ_READ);

	if (!nt)
		return NULL;
	nt->irp.Flags = IRP_READ_OPERATION | IRP_INPUT_OPERATION;
	nt_irp_next(nt)->Parameters.Read.Length = length;
	nt->buffer = nt_io_alloc(length);
	if (!nt->buffer ||
	    nt_irp_describe(nt, nt->buffer, length, file->device->object.Flags)) {
		nt_irp_put(nt);
		return NULL;
	}
	return nt;
}

/**
 * nt_file_read() - IRP_MJ_READ
 * @file: open for reading
 * @to: where to; what is longer than NT_IO_MAX is read in part
 * @nonblock: do not wait for a request that pends
 *
 * A read of no bytes asks nothing of the driver.
 *
 * Context: process. Return: bytes or -errno.
 */
ssize_t nt_file_read(struct nt_file *file, struct iov_iter *to, bool nonblock)
{
	u32 bytes, length = min_t(size_t, iov_iter_count(to), NT_IO_MAX);
	struct nt_irp *nt;
	ssize_t result;
	int err;

	if (READ_ONCE(file->device->deleted))
		return -ENODEV;
	if (!length)
		return 0;
	if (nt_ahead_read(file, to, nonblock, &result))
		return result;

	nt = nt_file_prepare_read(file, length);
	if (!nt)
		return -ENOMEM;
	nt_irp_send(nt);
	err = nt_irp_wait(nt);
	if (err)
		goto out;
	bytes = nt_irp_result(nt, length, &err);
	if (bytes && copy_to_iter(nt->buffer, bytes, to) != bytes)
		err = -EFAULT;
	if (!err)
		err = bytes;
out:
	nt_irp_put(nt);
	return err;
}
EXPORT_SYMBOL_NS_GPL(nt_file_read, NDIS_SHIM_INTERNAL);

/**
 * nt_file_write() - IRP_MJ_WRITE
 * @file: open for writing
 * @from: all of it is one request: what is longer than NT_IO_MAX is refused
 *
 * Waits for the driver also where the file is non-blocking: a write that had
 * been given up half way could not be told from one that was made.
 *
 * Context: process. Return: bytes or -errno.
 */
ssize_t nt_file_write(struct nt_file *file, struct iov_iter *from)
{
	size_t length = iov_iter_count(from);
	struct nt_irp *nt;
	int err;

	if (READ_ONCE(file->device->deleted))
		return -ENODEV;
	if (length > NT_IO_MAX)
		return -EMSGSIZE;
	if (!length)
		return 0;

	nt = nt_irp_alloc(file, IRP_MJ_WRITE);
	if (!nt)
		return -ENOMEM;
	nt->irp.Flags = IRP_WRITE_OPERATION;
	nt_irp_next(nt)->Parameters.Write.Length = length;
	err = -ENOMEM;
	nt->buffer = nt_io_alloc(length);
	if (!nt->buffer)
		goto out;
	err = -EFAULT;
	if (!copy_from_iter_full(nt->buffer, length, from))
		goto out;
	err = nt_irp_describe(nt, nt->buffer, length, file->device->object.Flags);
	if (err)
		goto out;

	nt_irp_send(nt);
	err = nt_irp_wait(nt);
	if (!err) {
		u32 bytes = nt_irp_result(nt, length, &err);

		err = err ?: bytes;
	}
out:
	nt_irp_put(nt);
	return err;
}
EXPORT_SYMBOL_NS_GPL(nt_file_write, NDIS_SHIM_INTERNAL);

/* ---- control ---- */

#define NT_CODE_METHOD(code)	((code) & 3)
#define NT_CODE_ACCESS(code)	((code) >> 14 & 3)

static bool nt_control_is_allowed(const struct nt_file *file, u32 code)
{
	u32 access = NT_CODE_ACCESS(code);

	return (file->object.ReadAccess || !(access & FILE_READ_ACCESS)) &&
	       (file->object.WriteAccess || !(access & FILE_WRITE_ACCESS));
}

/* Buffered: one buffer, input first, output in its place. */
static int nt_control_buffered(struct nt_irp *nt, const struct nt_control *control)
{
	u32 length = max(control->in_len, control->out_len);

	if (!length)
		return 0;
	nt->buffer = nt_io_alloc(length);
	if (!nt->buffer)
		return -ENOMEM;
	if (control->in_len && copy_from_sockptr(nt->buffer, control->in, control->in_len))
		return -EFAULT;
	return nt_irp_describe(nt, nt->buffer, length, DO_BUFFERED_IO);
}

/* All others: input and output apart. */
static int nt_control_separate(struct nt_irp *nt, const struct nt_control *control)
{
	u32 method = NT_CODE_METHOD(control->code);

	if (control->in_len) {
		nt->buffer = nt_io_alloc(control->in_len);
		if (!nt->buffer)
			return -ENOMEM;
		if (copy_from_sockptr(nt->buffer, control->in, control->in_len))
			return -EFAULT;
	}
	if (control->out_len) {
		nt->out = nt_io_alloc(control->out_len);
		if (!nt->out)
			return -ENOMEM;
		if (method == METHOD_IN_DIRECT &&
		    copy_from_sockptr(nt->out, control->out, control->out_len))
			return -EFAULT;
	}
	if (method == METHOD_NEITHER) {
		nt_irp_next(nt)->Parameters.DeviceIoControl.Type3InputBuffer = nt->buffer;
		return nt_irp_describe(nt, nt->out, control->out_len, 0);
	}
	nt->irp.AssociatedIrp.SystemBuffer = nt->buffer;
	return nt_irp_describe(nt, nt->out, control->out_len, DO_DIRECT_IO);
}

static struct nt_irp *nt_control_irp(struct nt_file *file, const struct nt_control *control)
{
	struct nt_irp *nt = nt_irp_alloc(file, IRP_MJ_DEVICE_CONTROL);
	PIO_STACK_LOCATION location;
	int err;

	if (!nt)
		return ERR_PTR(-ENOMEM);
	location = nt_irp_next(nt);
	location->Parameters.DeviceIoControl.OutputBufferLength = control->out_len;
	location->Parameters.DeviceIoControl.InputBufferLength = control->in_len;
	location->Parameters.DeviceIoControl.IoControlCode = control->code;
	if (NT_CODE_METHOD(control->code) == METHOD_BUFFERED)
		err = nt_control_buffered(nt, control);
	else
		err = nt_control_separate(nt, control);
	if (!err)
		return nt;
	nt_irp_put(nt);
	return ERR_PTR(err);
}

/* Warnings, STATUS_BUFFER_OVERFLOW first of all, come with data; errors do not. */
static int nt_control_result(struct nt_irp *nt, struct nt_control *control)
{
	void *data = nt->out ?: nt->buffer;
	int err;

	control->status = nt->status;
	control->returned = nt_irp_result(nt, control->out_len, &err);
	if (control->returned && NT_CODE_METHOD(control->code) != METHOD_IN_DIRECT &&
	    copy_to_sockptr(control->out, data, control->returned))
		return -EFAULT;
	if (err == -ERESTARTSYS)
		return err;
	return nt_errno_from_status(nt->status);
}

/**
 * nt_file_control() - IRP_MJ_DEVICE_CONTROL
 * @file: open as the code's access bits demand
 * @control: @returned and @status are filled in
 *
 * Also METHOD_NEITHER is buffered: Type3InputBuffer and UserBuffer are copies.
 *
 * Context: process. Return: 0 or -errno; @control->status is the driver's own
 * word, and STATUS_PENDING if there is none.
 */
int nt_file_control(struct nt_file *file, struct nt_control *control)
{
	struct nt_irp *nt;
	int err;

	control->returned = 0;
	control->status = STATUS_PENDING;
	if (READ_ONCE(file->device->deleted))
		return -ENODEV;
	if (control->in_len > NT_IO_MAX || control->out_len > NT_IO_MAX)
		return -EMSGSIZE;
	if (!nt_control_is_allowed(file, control->code))
		return -EACCES;

	nt = nt_control_irp(file, control);
	if (IS_ERR(nt))
		return PTR_ERR(nt);
	nt_irp_send(nt);
	err = nt_irp_wait(nt);
	if (!err)
		err = nt_control_result(nt, control);
	nt_irp_put(nt);
	return err;
}
EXPORT_SYMBOL_NS_GPL(nt_file_control, NDIS_SHIM_INTERNAL);
