// SPDX-License-Identifier: GPL-2.0
/*
 * poll() and non-blocking reads. Windows has neither: a program there leaves a
 * read pending and is told when it is done. So does this, in its name: the first
 * poll for input, or a non-blocking read, sends a read request that nobody waits
 * for. Its completion is what poll() reports, and its data are what the next
 * read gets; what is longer than that read is kept for the one after.
 *
 * A read ahead is as long as the last read of the file was, NT_IO_AHEAD before
 * the first one. It ends with the file: IRP_MJ_CLEANUP, or cancelled after it.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/sched/signal.h>
#include <linux/uio.h>

#include <wdm.h>

#include "nt/io.h"
#include "nt/nt_internal.h"

/*
 * Gives the lock up while the driver has its say: somebody else may have taken
 * the data by the time it is back.
 */
static bool nt_ahead_start(struct nt_file *file, u32 length)
{
	struct nt_irp *nt;

	lockdep_assert_held(&file->ahead_lock);
	if (file->ahead)
		return true;
	nt = nt_file_prepare_read(file, length);
	if (!nt)
		return false;
	set_bit(NT_IRP_AHEAD, &nt->flags);
	file->ahead = nt;
	file->ahead_taken = 0;
	kref_get(&nt->ref);
	mutex_unlock(&file->ahead_lock);
	nt_irp_send(nt);
	nt_irp_put(nt);
	mutex_lock(&file->ahead_lock);
	return true;
}

static bool nt_ahead_is_done(struct nt_file *file)
{
	return file->ahead && nt_irp_is_done(file->ahead);
}

static void nt_ahead_end(struct nt_file *file)
{
	nt_irp_put(file->ahead);
	file->ahead = NULL;
}

/* From a read ahead that is completed. */
static ssize_t nt_ahead_take(struct nt_file *file, struct iov_iter *to)
{
	struct nt_irp *nt = file->ahead;
	size_t copied;
	u32 bytes;
	int err;

	bytes = nt_irp_result(nt, nt->stack[nt->locations - 1].Parameters.Read.Length, &err);
	bytes -= min(bytes, file->ahead_taken);
	if (!bytes) {
		nt_ahead_end(file);
		return err;
	}
	copied = copy_to_iter(nt->buffer + file->ahead_taken,
			      min_t(size_t, bytes, iov_iter_count(to)), to);
	if (!copied)
		return -EFAULT;
	file->ahead_taken += copied;
	if (copied == bytes)
		nt_ahead_end(file);
	return copied;
}

/* Nothing is read ahead, or that read is completed. */
static bool nt_ahead_is_settled(struct nt_file *file)
{
	bool settled;

	mutex_lock(&file->ahead_lock);
	settled = !file->ahead || nt_ahead_is_done(file) || READ_ONCE(file->device->deleted);
	mutex_unlock(&file->ahead_lock);
	return settled;
}

/* Sleeps in the condition, which wait_event() does not allow. */
static int nt_ahead_wait(struct nt_file *file)
{
	DEFINE_WAIT_FUNC(wait, woken_wake_function);
	int err = 0;

	add_wait_queue(&file->device->wait, &wait);
	while (!nt_ahead_is_settled(file)) {
		if (signal_pending(current)) {
			err = -ERESTARTSYS;
			break;
		}
		wait_woken(&wait, TASK_INTERRUPTIBLE, MAX_SCHEDULE_TIMEOUT);
	}
	remove_wait_queue(&file->device->wait, &wait);
	if (!err && READ_ONCE(file->device->deleted))
		err = -ENODEV;
	return err;
}

bool nt_ahead_read(struct nt_file *file, struct iov_iter *to, bool nonblock, ssize_t *result)
{
	u32 length = min_t(size_t, iov_iter_count(to), NT_IO_MAX);
	bool served = true;

	*result = 0;
	mutex_lock(&file->ahead_lock);
	file->read_size = length;
	while (file->ahead && !nt_ahead_is_done(file) && !nonblock) {
		mutex_unlock(&file->ahead_lock);
		*result = nt_ahead_wait(file);
		if (*result)
			return true;
		mutex_lock(&file->ahead_lock);
	}
	if (!file->ahead && !nonblock) {
		served = false;
		goto unlock;
	}
	if (!nt_ahead_start(file, length))
		*result = -ENOMEM;
	else if (nt_ahead_is_done(file))
		*result = nt_ahead_take(file, to);
	else
		*result = -EAGAIN;
unlock:
	mutex_unlock(&file->ahead_lock);
	return served;
}

__poll_t nt_file_poll(struct nt_file *file, __poll_t events)
{
	__poll_t mask = EPOLLOUT | EPOLLWRNORM;

	if (READ_ONCE(file->device->deleted))
		return EPOLLHUP | EPOLLERR;
	if (!(events & (EPOLLIN | EPOLLRDNORM)) || !file->object.ReadAccess)
		return mask;
	mutex_lock(&file->ahead_lock);
	/* Without memory for it the read that follows says so. */
	if (!nt_ahead_start(file, file->read_size) || nt_ahead_is_done(file))
		mask |= EPOLLIN | EPOLLRDNORM;
	mutex_unlock(&file->ahead_lock);
	return mask;
}
EXPORT_SYMBOL_NS_GPL(nt_file_poll, NDIS_SHIM_INTERNAL);

/* The handle is gone. */
void nt_ahead_drop(struct nt_file *file)
{
	mutex_lock(&file->ahead_lock);
	if (file->ahead)
		nt_ahead_end(file);
	mutex_unlock(&file->ahead_lock);
}
