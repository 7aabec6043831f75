// SPDX-License-Identifier: GPL-2.0
/*
 * Transfers of device nodes, in the thread of a request.
 *
 * A node is waited for by its poll function and only then read or written, without
 * blocking: so a thread that waits can always be told to stop, whatever the node's
 * driver thinks of signals. It is sent one as well, for those that block anyway.
 *
 * Many nodes (cdc-wdm, the ports of WWAN devices) have no read_iter and write_iter: they
 * copy to and from a program's memory only, and the kernel has none. Modules can make
 * no address space, so one has to be borrowed. That of whoever loaded the driver, or
 * called it, would be kept from ending with its program for as long as a read waits, and
 * is not there when a kernel thread calls. The first process has one at any time: a
 * reference is taken for one call that does not block, when it is ready to be made.
 * Then the thread maps pages of its own there, which nothing else of that process knows
 * of, and unmaps them. The first process may meanwhile
 *
 *	execute something else: the reference keeps the old address space for the call;
 *	fork: the child has a copy of the pages until it executes something, it is root's;
 *	hold the lock of its mappings: it is waited for, below no lock of ours.
 *
 * It never sees a fault, a signal or a limit of its own for it: those are the thread's.
 */
#include "nt/zw.h"

#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/mman.h>
#include <linux/mm.h>
#include <linux/pid.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/uaccess.h>

#include "nt/nt_internal.h"

#define NT_ZW_QUEUES	4	/* wait queues that one node's poll function uses */

struct nt_zw_waiter;

struct nt_zw_queue {
	wait_queue_entry_t entry;
	wait_queue_head_t *head;
	struct nt_zw_waiter *waiter;
};

/**
 * struct nt_zw_waiter - a thread that waits for a node
 * @table: what poll functions get
 * @task: it
 * @woken: since it was last looked at
 * @count: of @queue
 * @queue: where it waits
 */
struct nt_zw_waiter {
	poll_table table;
	struct task_struct *task;
	bool woken;
	unsigned int count;
	struct nt_zw_queue queue[NT_ZW_QUEUES];
};

static int nt_zw_wake(wait_queue_entry_t *entry, unsigned int mode, int sync, void *key)
{
	struct nt_zw_queue *queue = container_of(entry, struct nt_zw_queue, entry);

	WRITE_ONCE(queue->waiter->woken, true);
	wake_up_process(queue->waiter->task);
	return 0;
}

static void nt_zw_enqueue(struct file *filp, wait_queue_head_t *head, poll_table *table)
{
	struct nt_zw_waiter *waiter = container_of(table, struct nt_zw_waiter, table);
	struct nt_zw_queue *queue;

	if (waiter->count == NT_ZW_QUEUES)
		return;
	queue = &waiter->queue[waiter->count++];
	queue->head = head;
	queue->waiter = waiter;
	init_waitqueue_func_entry(&queue->entry, nt_zw_wake);
	add_wait_queue(head, &queue->entry);
}

static void nt_zw_dequeue(struct nt_zw_waiter *waiter)
{
	while (waiter->count) {
		struct nt_zw_queue *queue = &waiter->queue[--waiter->count];

		remove_wait_queue(queue->head, &queue->entry);
	}
}

void nt_zw_transfer_wake(struct nt_zw_request *request)
{
	WRITE_ONCE(request->cancelled, true);
	send_sig(SIGKILL, request->task, 1);
	wake_up_process(request->task);
}

static bool nt_zw_is_cancelled(const struct nt_zw_request *request)
{
	return READ_ONCE(request->cancelled) || signal_pending(current);
}

/* Events of @wanted, or the bad ones. 0: cancelled. */
static __poll_t nt_zw_ready(struct nt_zw_request *request, __poll_t wanted)
{
	struct nt_zw_waiter waiter = { .task = current };
	struct file *filp = request->file->filp;
	__poll_t events;

	wanted |= EPOLLERR | EPOLLHUP;
	init_poll_funcptr(&waiter.table, nt_zw_enqueue);
	events = vfs_poll(filp, &waiter.table);
	waiter.table._qproc = NULL;
	while (!(events & wanted) && !nt_zw_is_cancelled(request)) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (!READ_ONCE(waiter.woken) && !nt_zw_is_cancelled(request))
			schedule();
		__set_current_state(TASK_RUNNING);
		WRITE_ONCE(waiter.woken, false);
		/* Before the events are looked at that it may have been about. */
		smp_mb();
		events = vfs_poll(filp, &waiter.table);
	}
	nt_zw_dequeue(&waiter);
	return nt_zw_is_cancelled(request) ? 0 : events & wanted;
}

/* ---- nodes that know programs' memory only ---- */

static struct mm_struct *nt_zw_borrow(void)
{
	struct mm_struct *mm = NULL;
	struct task_struct *task;

	rcu_read_lock();
	task = pid_task(find_pid_ns(1, &init_pid_ns), PIDTYPE_PID);
	if (task)
		get_task_struct(task);
	rcu_read_unlock();
	if (task) {
		mm = get_task_mm(task);
		put_task_struct(task);
	}
	return mm;
}

/* In the borrowed address space; pages are there from @address on. */
static ssize_t nt_zw_user_call(struct nt_zw_request *request, unsigned long address)
{
	char __user *user = (char __user *)address;
	struct file *filp = request->file->filp;
	loff_t position = 0;
	ssize_t result;

	if (request->write) {
		if (copy_to_user(user, request->buffer, request->length))
			return -EFAULT;
		return filp->f_op->write(filp, user, request->length, &position);
	}
	result = filp->f_op->read(filp, user, request->length, &position);
	if (result > 0 && copy_from_user(request->buffer, user,
					 min_t(size_t, result, request->length)))
		return -EFAULT;
	return result;
}

static ssize_t nt_zw_user_transfer(struct nt_zw_request *request)
{
	size_t size = PAGE_ALIGN(request->length);
	struct mm_struct *mm = nt_zw_borrow();
	unsigned long address;
	ssize_t result;

	if (!mm)
		return -EOPNOTSUPP;
	kthread_use_mm(mm);
	address = vm_mmap(NULL, 0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, 0);
	if (IS_ERR_VALUE(address)) {
		result = (ssize_t)address;
	} else {
		result = nt_zw_user_call(request, address);
		/* Who is told to stop would not wait for the lock, and leave the pages. */
		do
			flush_signals(current);
		while (vm_munmap(address, size) == -EINTR);
	}
	kthread_unuse_mm(mm);
	mmput(mm);
	return result;
}

/* ---- one attempt, and as many as it takes ---- */

static ssize_t nt_zw_attempt(struct nt_zw_request *request)
{
	struct file *filp = request->file->filp;
	loff_t position = 0;

	if (request->write) {
		if (filp->f_op->write)
			return nt_zw_user_transfer(request);
		return kernel_write(filp, request->buffer, request->length, &position);
	}
	if (filp->f_op->read)
		return nt_zw_user_transfer(request);
	return kernel_read(filp, request->buffer, request->length, &position);
}

/* Somebody else may have been faster: then it is waited for again, not at once. */
ssize_t nt_zw_transfer(struct nt_zw_request *request)
{
	__poll_t wanted = request->write ? EPOLLOUT | EPOLLWRNORM : EPOLLIN | EPOLLRDNORM;
	__poll_t events;
	ssize_t result;

	for (;;) {
		events = nt_zw_ready(request, wanted);
		if (!events)
			return -ECANCELED;
		result = nt_zw_attempt(request);
		if (result != -EAGAIN)
			break;
		if (events & (EPOLLERR | EPOLLHUP))
			return -EIO;
		schedule_timeout_interruptible(1);
	}
	if (result < 0 && nt_zw_is_cancelled(request))
		return -ECANCELED;
	return result;
}
