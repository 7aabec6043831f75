// SPDX-License-Identifier: GPL-2.0
/*
 * System threads.
 *
 * A thread ends in code of this module and with a reference to it, after the last
 * instruction of its client: that is what makes it possible to unload both.
 */
#include <linux/export.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/wait.h>

#include "nt/dispatcher.h"
#include "nt/dpc.h"
#include "nt/nt_internal.h"
#include "nt/ob.h"
#include "verifier.h"

#define NT_PRIORITY_NORMAL	8

/**
 * struct nt_thread - a system thread
 * @ob: handles and references; the thread itself has one
 * @head: signalled when it has ended; what its pointer is
 * @node: in nt_threads until then
 * @task: who runs it; dereferenced by itself and, under nt_threads_lock, until it ends
 * @pid: its id
 * @start: the client's routine
 * @context: for that
 * @priority: as the client has set it
 */
struct nt_thread {
	struct nt_ob ob;
	struct nt_dispatcher head;
	struct list_head node;
	struct task_struct *task;
	pid_t pid;
	PKSTART_ROUTINE start;
	PVOID context;
	KPRIORITY priority;
};

static DEFINE_SPINLOCK(nt_threads_lock);	/* process context and softirq */
static LIST_HEAD(nt_threads);
static DECLARE_WAIT_QUEUE_HEAD(nt_threads_wait);

static void nt_thread_release(struct nt_ob *ob)
{
	kfree(container_of(ob, struct nt_thread, ob));
}

static struct nt_thread *nt_thread_of(const struct task_struct *task)
{
	struct nt_thread *thread, *found = NULL;

	spin_lock_bh(&nt_threads_lock);
	list_for_each_entry(thread, &nt_threads, node) {
		if (thread->task == task) {
			found = thread;
			break;
		}
	}
	spin_unlock_bh(&nt_threads_lock);
	return found;
}

/* No code of the client's runs in it from here on. */
static void __noreturn nt_thread_end(struct nt_thread *thread)
{
	unsigned long flags;

	spin_lock_bh(&nt_threads_lock);
	list_del(&thread->node);
	thread->task = NULL;
	spin_unlock_bh(&nt_threads_lock);
	spin_lock_irqsave(&nt_dispatch_lock, flags);
	thread->head.signal = 1;
	nt_dispatcher_signal(&thread->head);
	spin_unlock_irqrestore(&nt_dispatch_lock, flags);
	nt_ob_put(&thread->ob);
	wake_up_all(&nt_threads_wait);
	module_put_and_kthread_exit(0);
}

static int nt_thread_run(void *data)
{
	struct nt_thread *thread = data;

	thread->start(thread->context);
	nt_thread_end(thread);
}

NTSTATUS PsCreateSystemThreadWorker(PWDF_DRIVER_GLOBALS Globals, PHANDLE ThreadHandle,
				    ULONG DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes,
				    HANDLE ProcessHandle, PCLIENT_ID ClientId,
				    PKSTART_ROUTINE StartRoutine, PVOID StartContext)
{
	struct nt_driver *driver = nt_driver_from_globals(Globals);
	struct nt_thread *thread;
	struct task_struct *task;
	NTSTATUS status;

	if (!ThreadHandle || !StartRoutine)
		return STATUS_INVALID_PARAMETER;
	*ThreadHandle = NULL;
	if (nt_irql_violation(driver, "PsCreateSystemThread"))
		return STATUS_INVALID_DEVICE_STATE;
	thread = kzalloc(sizeof(*thread), GFP_KERNEL);
	if (!thread)
		return STATUS_INSUFFICIENT_RESOURCES;
	nt_dispatcher_init(&thread->head, NT_THREAD, 0);
	thread->start = StartRoutine;
	thread->context = StartContext;
	thread->priority = NT_PRIORITY_NORMAL;
	nt_ob_init(&thread->ob, NT_OB_THREAD, driver, &thread->head, nt_thread_release);
	status = nt_handle_create(&thread->ob, driver, ThreadHandle);
	if (!NT_SUCCESS(status))
		goto err_put;
	task = kthread_create(nt_thread_run, thread, "nt/%s", nt_driver_name(driver));
	if (IS_ERR(task)) {
		status = STATUS_INSUFFICIENT_RESOURCES;
		goto err_close;
	}
	__module_get(THIS_MODULE);
	thread->task = task;
	thread->pid = task->pid;
	if (ClientId) {
		ClientId->UniqueProcess = NULL;
		ClientId->UniqueThread = (HANDLE)(long)task->pid;
	}
	spin_lock_bh(&nt_threads_lock);
	list_add_tail(&thread->node, &nt_threads);
	spin_unlock_bh(&nt_threads_lock);
	wake_up_process(task);
	return STATUS_SUCCESS;

err_close:
	ZwClose(*ThreadHandle);
	*ThreadHandle = NULL;
err_put:
	nt_ob_put(&thread->ob);
	return status;
}
EXPORT_SYMBOL_NS_GPL(PsCreateSystemThreadWorker, NDIS_SHIM);

NTSTATUS PsTerminateSystemThread(NTSTATUS ExitStatus)
{
	struct nt_thread *thread = nt_thread_of(current);

	if (!thread) {
		nt_violation(NULL, NT_RULE_NT_ARGUMENT, "%s: not a system thread", __func__);
		return STATUS_INVALID_PARAMETER;
	}
	nt_thread_end(thread);
}
EXPORT_SYMBOL_NS_GPL(PsTerminateSystemThread, NDIS_SHIM);

PETHREAD PsGetCurrentThread(VOID)
{
	struct nt_thread *thread = nt_thread_of(current);

	return thread ? (PETHREAD)&thread->head : (PETHREAD)current;
}
EXPORT_SYMBOL_NS_GPL(PsGetCurrentThread, NDIS_SHIM);

HANDLE PsGetCurrentThreadId(VOID)
{
	return (HANDLE)(long)current->pid;
}
EXPORT_SYMBOL_NS_GPL(PsGetCurrentThreadId, NDIS_SHIM);

HANDLE PsGetCurrentProcessId(VOID)
{
	return (HANDLE)(long)current->tgid;
}
EXPORT_SYMBOL_NS_GPL(PsGetCurrentProcessId, NDIS_SHIM);

/* An address that only compares. */
PEPROCESS PsGetCurrentProcess(VOID)
{
	return (PEPROCESS)current->group_leader;
}
EXPORT_SYMBOL_NS_GPL(PsGetCurrentProcess, NDIS_SHIM);

/* A live system thread's, with a reference, or NULL. */
static struct nt_thread *nt_thread_get(PVOID pointer)
{
	struct nt_ob *ob = nt_ob_get(pointer);

	if (ob && ob->type == NT_OB_THREAD)
		return container_of(ob, struct nt_thread, ob);
	if (ob)
		nt_ob_put(ob);
	return NULL;
}

HANDLE PsGetThreadId(PETHREAD Thread)
{
	struct nt_thread *thread = nt_thread_get(Thread);
	HANDLE id;

	if (!thread)
		return (PVOID)Thread == (PVOID)current ? PsGetCurrentThreadId() : NULL;
	id = (HANDLE)(long)thread->pid;
	nt_ob_put(&thread->ob);
	return id;
}
EXPORT_SYMBOL_NS_GPL(PsGetThreadId, NDIS_SHIM);

BOOLEAN PsIsSystemThread(PETHREAD Thread)
{
	struct nt_thread *thread = nt_thread_get(Thread);

	if (!thread)
		return (PVOID)Thread == (PVOID)current && (current->flags & PF_KTHREAD);
	nt_ob_put(&thread->ob);
	return TRUE;
}
EXPORT_SYMBOL_NS_GPL(PsIsSystemThread, NDIS_SHIM);

/* Up to LOW_REALTIME_PRIORITY and beyond: the least nice there is. */
static int nt_priority_to_nice(KPRIORITY priority)
{
	if (priority <= NT_PRIORITY_NORMAL)
		return clamp((NT_PRIORITY_NORMAL - priority) * 2, 0, MAX_NICE);
	return clamp((NT_PRIORITY_NORMAL - priority) * 2, MIN_NICE, 0);
}

KPRIORITY KeSetPriorityThread(PKTHREAD Thread, KPRIORITY Priority)
{
	struct nt_thread *thread = nt_thread_get(Thread);
	struct task_struct *task;
	KPRIORITY old;

	if (!thread)
		return NT_PRIORITY_NORMAL;
	spin_lock_bh(&nt_threads_lock);
	old = thread->priority;
	thread->priority = Priority;
	task = thread->task;
	if (task)
		get_task_struct(task);
	spin_unlock_bh(&nt_threads_lock);
	if (task) {
		set_user_nice(task, nt_priority_to_nice(Priority));
		put_task_struct(task);
	}
	nt_ob_put(&thread->ob);
	return old;
}
EXPORT_SYMBOL_NS_GPL(KeSetPriorityThread, NDIS_SHIM);

KPRIORITY KeQueryPriorityThread(PKTHREAD Thread)
{
	struct nt_thread *thread = nt_thread_get(Thread);
	KPRIORITY priority = NT_PRIORITY_NORMAL;

	if (!thread)
		return priority;
	priority = READ_ONCE(thread->priority);
	nt_ob_put(&thread->ob);
	return priority;
}
EXPORT_SYMBOL_NS_GPL(KeQueryPriorityThread, NDIS_SHIM);

/* The old increment; there is no base other than the normal priority. */
LONG KeSetBasePriorityThread(PKTHREAD Thread, LONG Increment)
{
	return KeSetPriorityThread(Thread, NT_PRIORITY_NORMAL + Increment) - NT_PRIORITY_NORMAL;
}
EXPORT_SYMBOL_NS_GPL(KeSetBasePriorityThread, NDIS_SHIM);

static unsigned int nt_threads_of(const struct nt_driver *driver)
{
	struct nt_thread *thread;
	unsigned int count = 0;

	spin_lock_bh(&nt_threads_lock);
	list_for_each_entry(thread, &nt_threads, node)
		count += thread->ob.driver == driver;
	spin_unlock_bh(&nt_threads_lock);
	return count;
}

/**
 * nt_threads_orphan() - threads that an unloading client left running
 * @driver: its unload routine has returned
 *
 * The code that such a thread runs goes with the module, so it is waited for,
 * however long that takes: Windows stops the machine instead.
 *
 * Context: process.
 */
void nt_threads_orphan(struct nt_driver *driver)
{
	unsigned int count = nt_threads_of(driver);

	if (!count)
		return;
	nt_violation(driver, NT_RULE_THREAD_LEAK, "%u threads", count);
	while (!wait_event_idle_timeout(nt_threads_wait, !nt_threads_of(driver), 60 * HZ))
		pr_warn("%s: unloading waits for threads of the driver\n", nt_driver_name(driver));
}
EXPORT_SYMBOL_NS_GPL(nt_threads_orphan, NDIS_SHIM_INTERNAL);
