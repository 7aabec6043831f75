// SPDX-License-Identifier: GPL-2.0
/*
 * IRPs: completion, cancellation, reads ahead, requests that are passed on, and
 * every way to get one wrong.
 */
#include "nt_device_mock.h"

/* ---- a program in a thread of its own ---- */

static struct program {
	struct task_struct *task;
	struct nt_file *file;
	struct completion started, done;
	char buffer[16];
	ssize_t result;
} program;

static int program_main(void *unused)
{
	allow_signal(SIGUSR1);
	allow_signal(SIGKILL);
	complete(&program.started);
	program.result = mock_read(program.file, program.buffer, sizeof(program.buffer));
	complete_all(&program.done);
	while (!kthread_should_stop()) {
		flush_signals(current);
		schedule_timeout_uninterruptible(1);
	}
	return 0;
}

/* Reads; returns when the driver has the request. */
static void program_start(struct kunit *test, struct nt_file *file)
{
	unsigned int i;

	init_completion(&program.started);
	init_completion(&program.done);
	program.file = file;
	program.result = 1234;
	program.task = kthread_run(program_main, NULL, "kunit_program");
	KUNIT_ASSERT_FALSE(test, IS_ERR(program.task));
	wait_for_completion(&program.started);
	for (i = 0; i < 200 && !READ_ONCE(mock.kept); i++)
		msleep(20);
	KUNIT_ASSERT_NOT_NULL(test, READ_ONCE(mock.kept));
	/* And waits for it. */
	msleep(20);
}

static ssize_t program_end(struct kunit *test)
{
	KUNIT_EXPECT_NE(test, wait_for_completion_timeout(&program.done, 15 * HZ), 0ul);
	kthread_stop(program.task);
	return program.result;
}

static void keep_reads(PDRIVER_CANCEL cancel)
{
	mock.does[IRP_MJ_READ] = mock_keep;
	mock.cancel = cancel;
}

/* Four bytes for a kept read. */
static void complete_kept(const char *data)
{
	PIRP irp = mock_take();

	if (!irp)
		return;
	memcpy(irp->AssociatedIrp.SystemBuffer, data, strlen(data));
	mock_complete(irp, STATUS_SUCCESS, strlen(data));
}

/* ---- completion ---- */

static void read_is_completed_later(struct kunit *test)
{
	struct nt_file *file = mock_open(test);

	keep_reads(mock_cancel);
	program_start(test, file);
	local_bh_disable();
	complete_kept("late");
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, program_end(test), 4l);
	KUNIT_EXPECT_EQ(test, memcmp(program.buffer, "late", 4), 0);
	nt_file_close(file);
	MOCK_EXPECT_LOG(test, "create read cleanup close");
}

static NTSTATUS complete_and_pend(PDEVICE_OBJECT object, PIRP irp)
{
	IoMarkIrpPending(irp);
	mock_complete(irp, STATUS_SUCCESS, 2);
	return STATUS_PENDING;
}

static void completed_before_pending_is_returned(struct kunit *test)
{
	struct nt_file *file = mock_open(test);
	char buffer[4];

	mock.does[IRP_MJ_READ] = complete_and_pend;
	KUNIT_EXPECT_EQ(test, mock_read(file, buffer, 4), 2l);
	nt_file_close(file);
}

static NTSTATUS complete_twice(PDEVICE_OBJECT object, PIRP irp)
{
	NTSTATUS status = mock_complete(irp, STATUS_SUCCESS, 2);

	IoCompleteRequest(irp, IO_NO_INCREMENT);
	return status;
}

static void completed_twice(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_IRP_NOT_LIVE);
	struct nt_file *file = mock_open(test);
	char buffer[4];

	mock.does[IRP_MJ_READ] = complete_twice;
	KUNIT_EXPECT_EQ(test, mock_read(file, buffer, 4), 2l);
	MOCK_EXPECT_RULE(test, before, NT_RULE_IRP_NOT_LIVE);
	nt_file_close(file);
}

static NTSTATUS complete_and_remember(PDEVICE_OBJECT object, PIRP irp)
{
	mock.kept = irp;
	return mock_complete(irp, STATUS_SUCCESS, 2);
}

static void completed_after_its_end(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_IRP_NOT_LIVE);
	struct nt_file *file = mock_open(test);
	char buffer[4];

	mock.does[IRP_MJ_READ] = complete_and_remember;
	KUNIT_EXPECT_EQ(test, mock_read(file, buffer, 4), 2l);
	/* Only the address is looked at. */
	IoCompleteRequest(mock.kept, IO_NO_INCREMENT);
	MOCK_EXPECT_RULE(test, before, NT_RULE_IRP_NOT_LIVE);
	nt_file_close(file);
}

static void requests_of_nobody(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_IRP_NOT_LIVE);
	IRP forged = { .Type = IO_TYPE_IRP };

	IoCompleteRequest(NULL, IO_NO_INCREMENT);
	MOCK_EXPECT_RULE(test, before, NT_RULE_IRP_NOT_LIVE);
	IoCompleteRequest(&forged, IO_NO_INCREMENT);
	MOCK_EXPECT_RULE(test, before + 1, NT_RULE_IRP_NOT_LIVE);
	KUNIT_EXPECT_EQ(test, IoCallDriver(mock.object, &forged), STATUS_INVALID_PARAMETER);
	MOCK_EXPECT_RULE(test, before + 2, NT_RULE_IRP_NOT_LIVE);
	KUNIT_EXPECT_FALSE(test, IoCancelIrp(&forged));
	MOCK_EXPECT_RULE(test, before + 3, NT_RULE_IRP_NOT_LIVE);
	KUNIT_EXPECT_NULL(test, IoAllocateMdl(&forged, 8, FALSE, FALSE, &forged));
	MOCK_EXPECT_RULE(test, before + 4, NT_RULE_IRP_NOT_LIVE);
	KUNIT_EXPECT_NULL(test, IoGetRequestorProcess(&forged));
}

static NTSTATUS pend_unmarked(PDEVICE_OBJECT object, PIRP irp)
{
	mock_complete(irp, STATUS_SUCCESS, 2);
	return STATUS_PENDING;
}

static NTSTATUS mark_and_return(PDEVICE_OBJECT object, PIRP irp)
{
	IoMarkIrpPending(irp);
	return mock_complete(irp, STATUS_SUCCESS, 2);
}

static NTSTATUS return_something_else(PDEVICE_OBJECT object, PIRP irp)
{
	mock_complete(irp, STATUS_SUCCESS, 2);
	return STATUS_UNSUCCESSFUL;
}

static NTSTATUS return_uncompleted(PDEVICE_OBJECT object, PIRP irp)
{
	mock.kept = irp;
	return STATUS_SUCCESS;
}

struct status_case {
	const char *name;
	PDRIVER_DISPATCH does;
	ssize_t result;
};

static NTSTATUS complete_as_pending(PDEVICE_OBJECT object, PIRP irp)
{
	mock_complete(irp, STATUS_PENDING, 2);
	return STATUS_UNSUCCESSFUL;
}

static const struct status_case status_cases[] = {
	{ "pending_unmarked", pend_unmarked, 2 },
	{ "marked_not_pending", mark_and_return, 2 },
	{ "other_status", return_something_else, 2 },
	{ "completed_as_pending", complete_as_pending, -EIO },
};

static void status_name(const struct status_case *c, char *name)
{
	strscpy(name, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(status, status_cases, status_name);

static void statuses_that_do_not_fit(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_IRP_STATUS);
	const struct status_case *c = test->param_value;
	struct nt_file *file = mock_open(test);
	char buffer[4];

	mock.does[IRP_MJ_READ] = c->does;
	KUNIT_EXPECT_EQ(test, mock_read(file, buffer, 4), c->result);
	MOCK_EXPECT_RULE(test, before, NT_RULE_IRP_STATUS);
	nt_file_close(file);
}

static NTSTATUS keep_unmarked(PDEVICE_OBJECT object, PIRP irp)
{
	mock.kept = irp;
	return STATUS_PENDING;
}

static void pending_is_marked_at_the_latest_when_it_ends(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_IRP_STATUS);
	struct nt_file *file = mock_open(test);

	mock.does[IRP_MJ_READ] = keep_unmarked;
	program_start(test, file);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	IoMarkIrpPending(mock.kept);
	complete_kept("ok");
	KUNIT_EXPECT_EQ(test, program_end(test), 2l);
	program_start(test, file);
	complete_kept("ok");
	KUNIT_EXPECT_EQ(test, program_end(test), 2l);
	MOCK_EXPECT_RULE(test, before, NT_RULE_IRP_STATUS);
	nt_file_close(file);
}

static void returned_without_completing(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_IRP_STATUS);
	struct nt_file *file = mock_open(test);

	mock.does[IRP_MJ_READ] = return_uncompleted;
	program_start(test, file);
	MOCK_EXPECT_RULE(test, before, NT_RULE_IRP_STATUS);
	/* It is waited for all the same. */
	complete_kept("ok");
	KUNIT_EXPECT_EQ(test, program_end(test), 2l);
	nt_file_close(file);
}

/* ---- cancellation ---- */

static void signal_cancels_once(struct kunit *test)
{
	struct nt_file *file = mock_open(test);

	keep_reads(mock_cancel);
	program_start(test, file);
	send_sig(SIGUSR1, program.task, 1);
	KUNIT_EXPECT_EQ(test, program_end(test), (ssize_t)-ERESTARTSYS);
	nt_file_close(file);
	MOCK_EXPECT_LOG(test, "create read cancel cleanup close");
}

static VOID cancel_with_data(PDEVICE_OBJECT object, PIRP irp)
{
	KIRQL irql;

	IoReleaseCancelSpinLock(irp->CancelIrql);
	irql = KeGetCurrentIrql();
	mock_log("cancel:%d:%d", irp->Cancel, irql);
	mock.kept = NULL;
	memcpy(irp->AssociatedIrp.SystemBuffer, "data", 4);
	mock_complete(irp, STATUS_SUCCESS, 4);
}

static void data_of_a_cancelled_read_are_not_lost(struct kunit *test)
{
	struct nt_file *file = mock_open(test);

	keep_reads(cancel_with_data);
	program_start(test, file);
	send_sig(SIGUSR1, program.task, 1);
	KUNIT_EXPECT_EQ(test, program_end(test), 4l);
	KUNIT_EXPECT_EQ(test, memcmp(program.buffer, "data", 4), 0);
	nt_file_close(file);
	MOCK_EXPECT_LOG(test, "create read cancel:1:0 cleanup close");
}

static void read_that_cannot_be_cancelled_is_waited_for(struct kunit *test)
{
	struct nt_file *file = mock_open(test);

	keep_reads(NULL);
	program_start(test, file);
	send_sig(SIGUSR1, program.task, 1);
	KUNIT_EXPECT_EQ(test, wait_for_completion_timeout(&program.done, HZ / 5), 0ul);
	KUNIT_EXPECT_TRUE(test, mock.kept->Cancel);
	complete_kept("late");
	KUNIT_EXPECT_EQ(test, program_end(test), 4l);
	nt_file_close(file);
	MOCK_EXPECT_LOG(test, "create read cleanup close");
}

static void killed_program_leaves_its_request_with_the_file(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_IRP_STUCK);
	struct nt_file *file = mock_open(test);
	unsigned int i;

	keep_reads(NULL);
	program_start(test, file);
	send_sig(SIGKILL, program.task, 1);
	KUNIT_EXPECT_EQ(test, program_end(test), (ssize_t)-EINTR);
	MOCK_EXPECT_RULE(test, before, NT_RULE_IRP_STUCK);
	nt_file_close(file);
	/* The file ends with its last request, not before. */
	MOCK_EXPECT_LOG(test, "create read cleanup");
	KUNIT_EXPECT_EQ(test, mock.object->ReferenceCount, 1);
	complete_kept("late");
	for (i = 0; i < 200 && READ_ONCE(mock.object->ReferenceCount); i++)
		msleep(20);
	MOCK_EXPECT_LOG(test, "close");
	KUNIT_EXPECT_EQ(test, mock.object->ReferenceCount, 0);
}

static NTSTATUS cancel_by_hand(PDEVICE_OBJECT object, PIRP irp)
{
	mock_keep(object, irp);
	/* Once is all there is. */
	mock_log("%d", IoCancelIrp(irp));
	return STATUS_PENDING;
}

static int open_main(void *unused)
{
	int err;

	allow_signal(SIGKILL);
	complete(&program.started);
	program.file = mock_open_as(FMODE_READ, &err);
	program.result = err;
	complete_all(&program.done);
	while (!kthread_should_stop()) {
		flush_signals(current);
		schedule_timeout_uninterruptible(1);
	}
	return 0;
}

static void open_that_succeeds_after_its_program_is_gone(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_IRP_STUCK);
	PIRP irp;

	mock.does[IRP_MJ_CREATE] = mock_keep;
	init_completion(&program.started);
	init_completion(&program.done);
	program.task = kthread_run(open_main, NULL, "kunit_program");
	KUNIT_ASSERT_FALSE(test, IS_ERR(program.task));
	wait_for_completion(&program.started);
	msleep(50);
	send_sig(SIGKILL, program.task, 1);
	KUNIT_EXPECT_EQ(test, program_end(test), (ssize_t)-EINTR);
	MOCK_EXPECT_RULE(test, before, NT_RULE_IRP_STUCK);
	MOCK_EXPECT_LOG(test, "create");
	irp = mock_take();
	KUNIT_ASSERT_NOT_NULL(test, irp);
	mock_complete(irp, STATUS_SUCCESS, 0);
	while (READ_ONCE(mock.object->ReferenceCount))
		msleep(20);
	MOCK_EXPECT_LOG(test, "cleanup close");
}

static void driver_cancels_by_itself(struct kunit *test)
{
	struct nt_file *file = mock_open(test);
	char buffer[4];

	mock.cancel = mock_cancel;
	mock.does[IRP_MJ_READ] = cancel_by_hand;
	KUNIT_EXPECT_EQ(test, mock_read(file, buffer, 4), (ssize_t)-ECANCELED);
	nt_file_close(file);
	MOCK_EXPECT_LOG(test, "create read cancel 1 cleanup close");
}

static NTSTATUS cancel_before_it_is_kept(PDEVICE_OBJECT object, PIRP irp)
{
	mock_log("%d", IoCancelIrp(irp));
	return mock_keep(object, irp);
}

static void cancelled_before_the_routine_is_set(struct kunit *test)
{
	struct nt_file *file = mock_open(test);
	char buffer[4];

	mock.cancel = mock_cancel;
	mock.does[IRP_MJ_READ] = cancel_before_it_is_kept;
	KUNIT_EXPECT_EQ(test, mock_read(file, buffer, 4), (ssize_t)-ECANCELED);
	nt_file_close(file);
	/* The driver saw Cancel; its routine was not called. */
	MOCK_EXPECT_LOG(test, "create read 0 cleanup close");
}

static VOID cancel_and_keep_the_lock(PDEVICE_OBJECT object, PIRP irp)
{
	mock.kept = NULL;
	mock_complete(irp, STATUS_CANCELLED, 0);
}

static void cancel_routine_keeps_the_lock(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_LOCK_MISUSE);
	struct nt_file *file = mock_open(test);
	char buffer[4];
	KIRQL irql;

	mock.cancel = cancel_and_keep_the_lock;
	mock.does[IRP_MJ_READ] = cancel_by_hand;
	KUNIT_EXPECT_EQ(test, mock_read(file, buffer, 4), (ssize_t)-ECANCELED);
	MOCK_EXPECT_RULE(test, before, NT_RULE_LOCK_MISUSE);
	/* It was released for the driver. */
	IoAcquireCancelSpinLock(&irql);
	KUNIT_EXPECT_EQ(test, irql, PASSIVE_LEVEL);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), DISPATCH_LEVEL);
	IoReleaseCancelSpinLock(irql);
	nt_file_close(file);
}

static void cancel_lock_is_not_recursive(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_LOCK_MISUSE);
	KIRQL irql, again;

	IoReleaseCancelSpinLock(PASSIVE_LEVEL);
	MOCK_EXPECT_RULE(test, before, NT_RULE_LOCK_MISUSE);
	IoAcquireCancelSpinLock(&irql);
	IoAcquireCancelSpinLock(&again);
	IoReleaseCancelSpinLock(irql);
	MOCK_EXPECT_RULE(test, before + 1, NT_RULE_LOCK_MISUSE);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
}

static NTSTATUS complete_with_routine(PDEVICE_OBJECT object, PIRP irp)
{
	IoSetCancelRoutine(irp, mock_cancel);
	return mock_complete(irp, STATUS_SUCCESS, 1);
}

static void completed_with_a_cancel_routine(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_IRP_CANCEL_ROUTINE);
	struct nt_file *file = mock_open(test);
	char buffer[4];

	mock.does[IRP_MJ_READ] = complete_with_routine;
	KUNIT_EXPECT_EQ(test, mock_read(file, buffer, 4), 1l);
	MOCK_EXPECT_RULE(test, before, NT_RULE_IRP_CANCEL_ROUTINE);
	nt_file_close(file);
	MOCK_EXPECT_LOG(test, "create read cleanup close");
}

/* ---- reads ahead ---- */

static void close_cancels_what_is_left(struct kunit *test)
{
	struct nt_file *file = mock_open(test);
	char buffer[4];

	keep_reads(mock_cancel);
	KUNIT_EXPECT_EQ(test, mock_read_as(file, buffer, 4, true), (ssize_t)-EAGAIN);
	nt_file_close(file);
	MOCK_EXPECT_LOG(test, "create read cleanup cancel close");
}

static NTSTATUS cleanup_completes(PDEVICE_OBJECT object, PIRP irp)
{
	PIRP kept = mock_take();

	if (kept)
		mock_complete(kept, STATUS_CANCELLED, 0);
	return mock_complete(irp, STATUS_SUCCESS, 0);
}

static void cleanup_comes_before_cancellation(struct kunit *test)
{
	struct nt_file *file = mock_open(test);

	keep_reads(mock_cancel);
	mock.does[IRP_MJ_CLEANUP] = cleanup_completes;
	KUNIT_EXPECT_EQ(test, nt_file_poll(file, EPOLLIN) & EPOLLIN, (__poll_t)0);
	nt_file_close(file);
	MOCK_EXPECT_LOG(test, "create read cleanup close");
}

static void poll_reads_ahead(struct kunit *test)
{
	struct nt_file *file = mock_open(test);
	__poll_t out = EPOLLOUT | EPOLLWRNORM, in = EPOLLIN | EPOLLRDNORM;
	char buffer[8];

	keep_reads(mock_cancel);
	/* Only whoever wants to read has something read. */
	KUNIT_EXPECT_EQ(test, nt_file_poll(file, EPOLLOUT), out);
	MOCK_EXPECT_LOG(test, "create");
	KUNIT_EXPECT_EQ(test, nt_file_poll(file, EPOLLIN), out);
	KUNIT_EXPECT_EQ(test, nt_file_poll(file, EPOLLIN), out);
	KUNIT_EXPECT_EQ(test, mock_read_as(file, buffer, 8, true), (ssize_t)-EAGAIN);
	MOCK_EXPECT_LOG(test, "read");
	complete_kept("sixsix");
	KUNIT_EXPECT_EQ(test, nt_file_poll(file, EPOLLIN), out | in);
	/* In pieces, if that is how it is asked for. */
	KUNIT_EXPECT_EQ(test, mock_read_as(file, buffer, 4, true), 4l);
	KUNIT_EXPECT_EQ(test, nt_file_poll(file, EPOLLIN), out | in);
	KUNIT_EXPECT_EQ(test, mock_read_as(file, buffer, 4, true), 2l);
	MOCK_EXPECT_LOG(test, "");
	KUNIT_EXPECT_EQ(test, nt_file_poll(file, EPOLLIN), out);
	/* As long as the last read was. */
	KUNIT_EXPECT_EQ(test, IoGetCurrentIrpStackLocation(mock.kept)->Parameters.Read.Length, 4u);
	nt_file_close(file);
	MOCK_EXPECT_LOG(test, "read cleanup cancel close");
}

static void blocking_read_waits_for_what_is_read_ahead(struct kunit *test)
{
	struct nt_file *file = mock_open(test);

	keep_reads(mock_cancel);
	nt_file_poll(file, EPOLLIN);
	program_start(test, file);
	complete_kept("data");
	KUNIT_EXPECT_EQ(test, program_end(test), 4l);
	KUNIT_EXPECT_EQ(test, memcmp(program.buffer, "data", 4), 0);
	MOCK_EXPECT_LOG(test, "create read");
	nt_file_close(file);
}

static void signal_leaves_the_read_ahead_alone(struct kunit *test)
{
	struct nt_file *file = mock_open(test);
	char buffer[8];

	keep_reads(mock_cancel);
	nt_file_poll(file, EPOLLIN);
	program_start(test, file);
	send_sig(SIGUSR1, program.task, 1);
	KUNIT_EXPECT_EQ(test, program_end(test), (ssize_t)-ERESTARTSYS);
	complete_kept("data");
	KUNIT_EXPECT_EQ(test, mock_read(file, buffer, 8), 4l);
	nt_file_close(file);
	MOCK_EXPECT_LOG(test, "create read cleanup close");
}

static void error_of_a_read_ahead_is_told_once(struct kunit *test)
{
	struct nt_file *file = mock_open(test);
	char buffer[8];

	mock.does[IRP_MJ_READ] = mock_answer;
	mock.status = STATUS_DEVICE_NOT_CONNECTED;
	KUNIT_EXPECT_TRUE(test, nt_file_poll(file, EPOLLIN) & EPOLLIN);
	mock.status = STATUS_SUCCESS;
	mock.information = 3;
	KUNIT_EXPECT_EQ(test, mock_read(file, buffer, 8), (ssize_t)-ENODEV);
	KUNIT_EXPECT_EQ(test, mock_read(file, buffer, 8), 3l);
	nt_file_close(file);
}

/* ---- passing on ---- */

static struct lower {
	PDEVICE_OBJECT object;
	NTSTATUS keep;		/* of the completion routine */
} lower;

static NTSTATUS lower_done(PDEVICE_OBJECT object, PIRP irp, PVOID context)
{
	mock_log("%s:%08x", (char *)context, (u32)irp->IoStatus.Status);
	if (object != mock.object)
		mock_log("wrong device");
	if (irp->PendingReturned)
		IoMarkIrpPending(irp);
	return lower.keep;
}

static NTSTATUS pass_on(PDEVICE_OBJECT object, PIRP irp)
{
	NTSTATUS status;

	if (object == lower.object) {
		mock_log("lower");
		return mock_complete(irp, STATUS_SUCCESS, 3);
	}
	IoCopyCurrentIrpStackLocationToNext(irp);
	IoSetCompletionRoutine(irp, lower_done, "upper", TRUE, TRUE, TRUE);
	status = IoCallDriver(lower.object, irp);
	if (lower.keep != STATUS_MORE_PROCESSING_REQUIRED)
		return status;
	mock_log("mine");
	return mock_complete(irp, STATUS_SUCCESS, 2);
}

static NTSTATUS skip(PDEVICE_OBJECT object, PIRP irp)
{
	if (object == lower.object) {
		mock_log("lower");
		return mock_complete(irp, STATUS_SUCCESS, 3);
	}
	IoSkipCurrentIrpStackLocation(irp);
	return IoCallDriver(lower.object, irp);
}

static void lower_create(struct kunit *test)
{
	NTSTATUS status = IoCreateDevice(mock.driver, 0, NULL, FILE_DEVICE_NETWORK, 0, FALSE,
					 &lower.object);

	KUNIT_ASSERT_EQ(test, status, STATUS_SUCCESS);
	lower.keep = STATUS_SUCCESS;
}

static void request_is_passed_on(struct kunit *test)
{
	struct nt_file *file;
	char buffer[4];

	lower_create(test);
	mock.object->StackSize = 2;
	file = mock_open(test);
	mock.does[IRP_MJ_READ] = pass_on;
	KUNIT_EXPECT_EQ(test, mock_read(file, buffer, 4), 3l);
	MOCK_EXPECT_LOG(test, "create read read lower upper:00000000");
	lower.keep = STATUS_MORE_PROCESSING_REQUIRED;
	KUNIT_EXPECT_EQ(test, mock_read(file, buffer, 4), 2l);
	MOCK_EXPECT_LOG(test, "read read lower upper:00000000 mine");
	mock.does[IRP_MJ_READ] = skip;
	KUNIT_EXPECT_EQ(test, mock_read(file, buffer, 4), 3l);
	MOCK_EXPECT_LOG(test, "read read lower");
	nt_file_close(file);
	IoDeleteDevice(lower.object);
}

static NTSTATUS pass_too_far(PDEVICE_OBJECT object, PIRP irp)
{
	return IoCallDriver(lower.object, irp);
}

static void no_location_for_the_next_driver(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_IRP_STACK);
	struct nt_file *file;
	char buffer[4];

	lower_create(test);
	file = mock_open(test);
	mock.does[IRP_MJ_READ] = pass_too_far;
	KUNIT_EXPECT_EQ(test, mock_read(file, buffer, 4), (ssize_t)-EOPNOTSUPP);
	MOCK_EXPECT_RULE(test, before, NT_RULE_IRP_STACK);
	nt_file_close(file);
	IoDeleteDevice(lower.object);
}

static NTSTATUS shift_the_stack(PDEVICE_OBJECT object, PIRP irp)
{
	irp->Tail.Overlay.CurrentStackLocation += 100;
	return mock_complete(irp, STATUS_SUCCESS, 1);
}

static void broken_stack_is_not_followed(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_IRP_STACK);
	struct nt_file *file = mock_open(test);
	char buffer[4];

	mock.does[IRP_MJ_READ] = shift_the_stack;
	KUNIT_EXPECT_EQ(test, mock_read(file, buffer, 4), 1l);
	MOCK_EXPECT_RULE(test, before, NT_RULE_IRP_STACK);
	nt_file_close(file);
}

/* ---- memory descriptor lists ---- */

static NTSTATUS attach_lists(PDEVICE_OBJECT object, PIRP irp)
{
	static char data[8];
	PMDL first, second;

	first = IoAllocateMdl(data, 4, FALSE, FALSE, irp);
	second = IoAllocateMdl(data + 4, 4, TRUE, FALSE, irp);
	if (!first || irp->MdlAddress != first || first->Next != second || !second)
		mock_log("wrong");
	return mock_complete(irp, STATUS_SUCCESS, 0);
}

static NTSTATUS attach_over_another(PDEVICE_OBJECT object, PIRP irp)
{
	if (IoAllocateMdl(object, 4, FALSE, FALSE, irp))
		mock_log("wrong");
	return mock_complete(irp, STATUS_SUCCESS, 0);
}

static void lists_go_with_their_request(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_BAD_MDL);
	struct nt_file *file = mock_open(test);
	unsigned int blocks = nt_pool_blocks();
	char buffer[4];

	mock.does[IRP_MJ_READ] = attach_lists;
	KUNIT_EXPECT_EQ(test, mock_read(file, buffer, 4), 0l);
	KUNIT_EXPECT_EQ(test, nt_pool_blocks(), blocks);
	/* The list of a direct transfer is not lost for one of the driver's. */
	mock.object->Flags &= ~DO_BUFFERED_IO;
	mock.object->Flags |= DO_DIRECT_IO;
	mock.does[IRP_MJ_READ] = attach_over_another;
	KUNIT_EXPECT_EQ(test, mock_read(file, buffer, 4), 0l);
	MOCK_EXPECT_RULE(test, before, NT_RULE_BAD_MDL);
	KUNIT_EXPECT_EQ(test, nt_pool_blocks(), blocks);
	nt_file_close(file);
	MOCK_EXPECT_LOG(test, "create read read cleanup close");
}

static struct kunit_case nt_irp_cases[] = {
	KUNIT_CASE(read_is_completed_later),
	KUNIT_CASE(completed_before_pending_is_returned),
	KUNIT_CASE(completed_twice),
	KUNIT_CASE(completed_after_its_end),
	KUNIT_CASE(requests_of_nobody),
	KUNIT_CASE_PARAM(statuses_that_do_not_fit, status_gen_params),
	KUNIT_CASE(pending_is_marked_at_the_latest_when_it_ends),
	KUNIT_CASE(returned_without_completing),
	KUNIT_CASE(signal_cancels_once),
	KUNIT_CASE(data_of_a_cancelled_read_are_not_lost),
	KUNIT_CASE(read_that_cannot_be_cancelled_is_waited_for),
	KUNIT_CASE(killed_program_leaves_its_request_with_the_file),
	KUNIT_CASE(open_that_succeeds_after_its_program_is_gone),
	KUNIT_CASE(driver_cancels_by_itself),
	KUNIT_CASE(cancelled_before_the_routine_is_set),
	KUNIT_CASE(cancel_routine_keeps_the_lock),
	KUNIT_CASE(cancel_lock_is_not_recursive),
	KUNIT_CASE(completed_with_a_cancel_routine),
	KUNIT_CASE(close_cancels_what_is_left),
	KUNIT_CASE(cleanup_comes_before_cancellation),
	KUNIT_CASE(poll_reads_ahead),
	KUNIT_CASE(blocking_read_waits_for_what_is_read_ahead),
	KUNIT_CASE(signal_leaves_the_read_ahead_alone),
	KUNIT_CASE(error_of_a_read_ahead_is_told_once),
	KUNIT_CASE(request_is_passed_on),
	KUNIT_CASE(no_location_for_the_next_driver),
	KUNIT_CASE(broken_stack_is_not_followed),
	KUNIT_CASE(lists_go_with_their_request),
	{}
};

static struct kunit_suite nt_irp_suite = {
	.name = "ndis_shim_nt_irp",
	.init = mock_setup,
	.exit = mock_teardown,
	.test_cases = nt_irp_cases,
};

kunit_test_suite(nt_irp_suite);
