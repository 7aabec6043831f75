// SPDX-License-Identifier: GPL-2.0
/*
 * What the I/O manager does for a driver: work items, remove locks, cancel-safe
 * queues, callback objects, ExTimers, sequenced lists, bug checks.
 */
#include "nt_device_mock.h"

#include "nt/dpc.h"

static struct {
	unsigned int calls;
	PVOID object, context, item;
	bool passive;
	KEVENT event;
	PIO_WORKITEM free_me;
} seen;

static void seen_reset(void)
{
	memset(&seen, 0, sizeof(seen));
	KeInitializeEvent(&seen.event, NotificationEvent, FALSE);
}

static NTSTATUS seen_wait(void)
{
	return KeWaitForSingleObject(&seen.event, Executive, KernelMode, FALSE, NULL);
}

/* ---- work items ---- */

static VOID work_routine(PDEVICE_OBJECT object, PVOID context)
{
	seen.calls++;
	seen.object = object;
	seen.context = context;
	seen.passive = KeGetCurrentIrql() == PASSIVE_LEVEL;
	if (seen.free_me)
		IoFreeWorkItem(seen.free_me);
	KeSetEvent(&seen.event, 0, FALSE);
}

static VOID work_routine_ex(PVOID object, PVOID context, PIO_WORKITEM item)
{
	seen.item = item;
	work_routine(object, context);
}

static void work_items_run_and_free_themselves(struct kunit *test)
{
	PIO_WORKITEM item = IoAllocateWorkItem(mock.object);

	seen_reset();
	KUNIT_ASSERT_NOT_NULL(test, item);
	local_bh_disable();
	IoQueueWorkItem(item, work_routine, DelayedWorkQueue, test);
	local_bh_enable();
	seen_wait();
	KUNIT_EXPECT_PTR_EQ(test, seen.object, (PVOID)mock.object);
	KUNIT_EXPECT_PTR_EQ(test, seen.context, (PVOID)test);
	KUNIT_EXPECT_TRUE(test, seen.passive);
	seen_reset();
	seen.free_me = item;
	IoQueueWorkItemEx(item, work_routine_ex, DelayedWorkQueue, NULL);
	seen_wait();
	KUNIT_EXPECT_PTR_EQ(test, seen.item, (PVOID)item);
	flush_workqueue(nt_io_wq);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	IoFreeWorkItem(item);
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

static void work_items_left_are_reported(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_WORK_LEAK);
	PIO_WORKITEM item = IoAllocateWorkItem(mock.object);

	seen_reset();
	IoQueueWorkItem(item, work_routine, DelayedWorkQueue, NULL);
	nt_work_items_orphan(mock.module.priv);
	MOCK_EXPECT_RULE(test, before, NT_RULE_WORK_LEAK);
	KUNIT_EXPECT_EQ(test, seen.calls, 1u);
}

static PIO_WORKITEM restless;

static VOID queue_again(PDEVICE_OBJECT object, PVOID context)
{
	seen.calls++;
	IoTryQueueWorkItem(restless, (PIO_WORKITEM_ROUTINE_EX)context, DelayedWorkQueue, context);
}

static VOID queue_again_ex(PVOID object, PVOID context, PIO_WORKITEM item)
{
	queue_again(object, context);
}

/* One that queues itself again ends where it is not found any more. */
static void restless_work_items_are_stopped(struct kunit *test)
{
	unsigned int calls;

	seen_reset();
	restless = IoAllocateWorkItem(mock.object);
	KUNIT_ASSERT_NOT_NULL(test, restless);
	IoTryQueueWorkItem(restless, queue_again_ex, DelayedWorkQueue, queue_again_ex);
	KUNIT_EXPECT_EQ(test, nt_work_items_orphan(mock.module.priv), 1u);
	calls = seen.calls;
	msleep(20);
	KUNIT_EXPECT_EQ(test, seen.calls, calls);
	KUNIT_EXPECT_GT(test, calls, 1u);
	mock.violations = nt_violation_count(0);
}

/* ---- remove locks ---- */

static IO_REMOVE_LOCK remove_lock;

static VOID release_later(PDEVICE_OBJECT object, PVOID context)
{
	msleep(20);
	seen.calls++;
	IoReleaseRemoveLock(&remove_lock, context);
}

static void removal_waits_for_holders(struct kunit *test)
{
	PIO_WORKITEM item = IoAllocateWorkItem(mock.object);

	seen_reset();
	IoInitializeRemoveLock(&remove_lock, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, IoAcquireRemoveLock(&remove_lock, test), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, IoAcquireRemoveLock(&remove_lock, item), STATUS_SUCCESS);
	IoQueueWorkItem(item, release_later, DelayedWorkQueue, test);
	IoReleaseRemoveLockAndWait(&remove_lock, item);
	KUNIT_EXPECT_EQ(test, seen.calls, 1u);
	KUNIT_EXPECT_EQ(test, IoAcquireRemoveLock(&remove_lock, test), STATUS_DELETE_PENDING);
	IoFreeWorkItem(item);
	IoInitializeRemoveLock(&remove_lock, 0, 0, 0);
	IoReleaseRemoveLock(&remove_lock, test);
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

/* ---- cancel-safe queues ---- */

static struct {
	IO_CSQ csq;
	LIST_ENTRY irps;
	KSPIN_LOCK lock;
	unsigned int cancelled;
	int result;
	KEVENT done;
} queue;

static VOID csq_insert(PIO_CSQ csq, PIRP irp)
{
	InsertTailList(&queue.irps, &irp->Tail.Overlay.ListEntry);
}

static VOID csq_remove(PIO_CSQ csq, PIRP irp)
{
	RemoveEntryList(&irp->Tail.Overlay.ListEntry);
}

static PIRP csq_peek(PIO_CSQ csq, PIRP irp, PVOID context)
{
	PLIST_ENTRY next = irp ? irp->Tail.Overlay.ListEntry.Flink : queue.irps.Flink;

	return next == &queue.irps ? NULL : CONTAINING_RECORD(next, IRP, Tail.Overlay.ListEntry);
}

static VOID csq_acquire(PIO_CSQ csq, PKIRQL irql)
{
	*irql = KeAcquireSpinLockRaiseToDpc(&queue.lock);
}

static VOID csq_release(PIO_CSQ csq, KIRQL irql)
{
	KeReleaseSpinLock(&queue.lock, irql);
}

static VOID csq_cancelled(PIO_CSQ csq, PIRP irp)
{
	queue.cancelled++;
	mock_complete(irp, STATUS_CANCELLED, 0);
}

static NTSTATUS csq_keep(PDEVICE_OBJECT object, PIRP irp)
{
	IoCsqInsertIrp(&queue.csq, irp, NULL);
	return STATUS_PENDING;
}

static int csq_reader(void *data)
{
	char buffer[4];

	queue.result = mock_read(data, buffer, sizeof(buffer));
	KeSetEvent(&queue.done, 0, FALSE);
	return 0;
}

static void queues_lose_no_request(struct kunit *test)
{
	struct nt_file *file = mock_open(test);
	struct task_struct *reader;
	PIRP irp = NULL;

	memset(&queue, 0, sizeof(queue));
	KeInitializeEvent(&queue.done, NotificationEvent, FALSE);
	InitializeListHead(&queue.irps);
	KeInitializeSpinLock(&queue.lock);
	IoCsqInitialize(&queue.csq, csq_insert, csq_remove, csq_peek, csq_acquire, csq_release,
			csq_cancelled);
	mock.does[IRP_MJ_READ] = csq_keep;
	reader = kthread_run(csq_reader, file, "csq");
	KUNIT_ASSERT_FALSE(test, IS_ERR(reader));
	get_task_struct(reader);
	while (!(irp = IoCsqRemoveNextIrp(&queue.csq, NULL)))
		msleep(20);
	KUNIT_EXPECT_PTR_EQ(test, (PVOID)irp->CancelRoutine, NULL);
	KUNIT_EXPECT_TRUE(test, IsListEmpty(&queue.irps));
	/* Back, and then the file is closed: cancelled by nobody but the queue. */
	IoCsqInsertIrp(&queue.csq, irp, NULL);
	KUNIT_EXPECT_TRUE(test, IoCancelIrp(irp));
	KUNIT_EXPECT_EQ(test, queue.cancelled, 1u);
	KUNIT_EXPECT_PTR_EQ(test, IoCsqRemoveNextIrp(&queue.csq, NULL), (PIRP)NULL);
	KeWaitForSingleObject(&queue.done, Executive, KernelMode, FALSE, NULL);
	KUNIT_EXPECT_EQ(test, queue.result, -ECANCELED);
	kthread_stop(reader);
	put_task_struct(reader);
	nt_file_close(file);
	flush_workqueue(nt_io_wq);
}

/* ---- callback objects ---- */

static PVOID second_registration;

static VOID first_callback(PVOID context, PVOID one, PVOID two)
{
	seen.calls++;
	seen.context = one;
}

static VOID second_callback(PVOID context, PVOID one, PVOID two)
{
	seen.calls += 10;
}

static void callbacks_are_notified(struct kunit *test)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"\\Callback\\Kunit");
	OBJECT_ATTRIBUTES attributes;
	PCALLBACK_OBJECT object, same;
	PVOID first;

	seen_reset();
	InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
	KUNIT_EXPECT_EQ(test, ExCreateCallback(&object, &attributes, FALSE, TRUE),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, ExCreateCallback(&object, &attributes, TRUE, TRUE), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ExCreateCallback(&same, &attributes, FALSE, TRUE), STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, (PVOID)same, (PVOID)object);
	first = ExRegisterCallback(object, first_callback, NULL);
	second_registration = ExRegisterCallback(same, second_callback, NULL);
	ExNotifyCallback(object, test, NULL);
	KUNIT_EXPECT_EQ(test, seen.calls, 11u);
	KUNIT_EXPECT_PTR_EQ(test, seen.context, (PVOID)test);
	ExUnregisterCallback(first);
	ExNotifyCallback(object, NULL, NULL);
	KUNIT_EXPECT_EQ(test, seen.calls, 21u);
	ExUnregisterCallback(second_registration);
	ObDereferenceObject(same);
	ObDereferenceObject(object);
	KUNIT_EXPECT_EQ(test, ExCreateCallback(&object, NULL, TRUE, FALSE), STATUS_SUCCESS);
	first = ExRegisterCallback(object, first_callback, NULL);
	KUNIT_EXPECT_NULL(test, ExRegisterCallback(object, second_callback, NULL));
	ExUnregisterCallback(first);
	ObDereferenceObject(object);
	ExNotifyCallback(object, NULL, NULL);
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

/* Nobody is notified whose code is gone, and nothing is ended twice. */
static void callbacks_left_are_reported(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_WORK_LEAK);
	PCALLBACK_OBJECT object;
	PVOID first;

	seen_reset();
	KUNIT_ASSERT_EQ(test, ExCreateCallback(&object, NULL, TRUE, TRUE), STATUS_SUCCESS);
	first = ExRegisterCallback(object, first_callback, NULL);
	KUNIT_EXPECT_NOT_NULL(test, ExRegisterCallback(object, second_callback, NULL));
	nt_callbacks_orphan(mock.module.priv);
	MOCK_EXPECT_RULE(test, before, NT_RULE_WORK_LEAK);
	ExNotifyCallback(object, test, NULL);
	KUNIT_EXPECT_EQ(test, seen.calls, 0u);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	ExUnregisterCallback(first);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	ObDereferenceObject(object);
}

/* ---- ExTimers, lists, bug checks ---- */

static VOID ex_timer(PEX_TIMER timer, PVOID context)
{
	seen.calls++;
	seen.context = context;
	KeSetEvent(&seen.event, 0, FALSE);
}

static void ex_timers_expire(struct kunit *test)
{
	PEX_TIMER timer = ExAllocateTimer(ex_timer, test, EX_TIMER_HIGH_RESOLUTION);

	seen_reset();
	KUNIT_ASSERT_NOT_NULL(test, timer);
	KUNIT_EXPECT_FALSE(test, ExSetTimer(timer, -100000, 0, NULL));
	seen_wait();
	KUNIT_EXPECT_PTR_EQ(test, seen.context, (PVOID)test);
	KUNIT_EXPECT_FALSE(test, ExSetTimer(timer, -600000000, 0, NULL));
	KUNIT_EXPECT_TRUE(test, ExCancelTimer(timer, NULL));
	KUNIT_EXPECT_FALSE(test, ExDeleteTimer(timer, TRUE, TRUE, NULL));
	KUNIT_EXPECT_EQ(test, seen.calls, 1u);
}

static void sequenced_lists_are_stacks(struct kunit *test)
{
	SLIST_ENTRY a, b;
	SLIST_HEADER head;

	InitializeSListHead(&head);
	KUNIT_EXPECT_NULL(test, InterlockedPushEntrySList(&head, &a));
	KUNIT_EXPECT_PTR_EQ(test, InterlockedPushEntrySList(&head, &b), &a);
	KUNIT_EXPECT_EQ(test, ExQueryDepthSList(&head), 2);
	KUNIT_EXPECT_PTR_EQ(test, InterlockedPopEntrySList(&head), &b);
	KUNIT_EXPECT_PTR_EQ(test, InterlockedFlushSList(&head), &a);
	KUNIT_EXPECT_NULL(test, InterlockedPopEntrySList(&head));
	KUNIT_EXPECT_EQ(test, ExQueryDepthSList(&head), 0);
}

static void bug_checks_stop_nobody(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_BUG_CHECK);

	KeBugCheckEx(0xe2, 1, 2, 3, 4);
	MOCK_EXPECT_RULE(test, before, NT_RULE_BUG_CHECK);
}

static struct kunit_case iosup_cases[] = {
	KUNIT_CASE(work_items_run_and_free_themselves),
	KUNIT_CASE(work_items_left_are_reported),
	KUNIT_CASE(restless_work_items_are_stopped),
	KUNIT_CASE(removal_waits_for_holders),
	KUNIT_CASE(queues_lose_no_request),
	KUNIT_CASE(callbacks_are_notified),
	KUNIT_CASE(callbacks_left_are_reported),
	KUNIT_CASE(ex_timers_expire),
	KUNIT_CASE(sequenced_lists_are_stacks),
	KUNIT_CASE(bug_checks_stop_nobody),
	{}
};

static struct kunit_suite iosup_suite = {
	.name = "nt_iosup",
	.init = mock_setup,
	.exit = mock_teardown,
	.test_cases = iosup_cases,
};

kunit_test_suite(iosup_suite);
