// SPDX-License-Identifier: GPL-2.0
/*
 * Queues that stop and go: at the client's word, with the device's power, at its
 * removal; and the callbacks' level and serialisation.
 */
#include "wdf_queue_mock.h"

static VOID q_stop(WDFQUEUE queue, WDFREQUEST request, ULONG action)
{
	mock_log("stop:%x", action);
	if (q.in_callback)
		q.in_callback(request);
}

static VOID q_resume(WDFQUEUE queue, WDFREQUEST request)
{
	mock_log("resume");
}

static void q_start_as(struct kunit *test, WDF_IO_QUEUE_CONFIG *config,
		       PWDF_OBJECT_ATTRIBUTES attributes)
{
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	q_create_as(test, config, attributes, &q.queue);
	q_open(test);
	mock.log[0] = '\0';
}

static void q_start(struct kunit *test, WDF_IO_QUEUE_DISPATCH_TYPE type)
{
	WDF_IO_QUEUE_CONFIG config;

	q_config(&config, type);
	config.EvtIoStop = q_stop;
	config.EvtIoResume = q_resume;
	q_start_as(test, &config, WDF_NO_OBJECT_ATTRIBUTES);
}

static VOID q_gone(WDFOBJECT object)
{
	mock_log("gone");
}

static VOID q_done(WDFQUEUE queue, WDFCONTEXT context)
{
	mock_log("%s", (char *)context);
}

/* ---- the client's word ---- */

static void stopped_queue_collects(struct kunit *test)
{
	struct nt_irp *first, *second;

	q_start(test, WdfIoQueueDispatchParallel);
	first = q_send_read(test, 1);
	WdfIoQueueStop(q.queue, q_done, "stopped");
	second = q_send_read(test, 2);
	MOCK_EXPECT_LOG(test, "read:1");
	WdfIoQueueStop(q.queue, q_done, "again");
	MOCK_EXPECT_RULE(test, QUEUE_STATE_PENDING, 1);
	q_complete(STATUS_SUCCESS);
	MOCK_EXPECT_LOG(test, "stopped");
	Q_EXPECT_DONE(test, first, STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, WDF_IO_QUEUE_STOPPED(WdfIoQueueGetState(q.queue, NULL, NULL)));
	WdfIoQueueStart(q.queue);
	MOCK_EXPECT_LOG(test, "read:2");
	q_complete(STATUS_SUCCESS);
	Q_EXPECT_DONE(test, second, STATUS_SUCCESS);
	WdfIoQueueStopSynchronously(q.queue);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void drained_queue_finishes_what_it_has(struct kunit *test)
{
	struct nt_irp *first, *second, *late;

	q_start(test, WdfIoQueueDispatchSequential);
	first = q_send_read(test, 1);
	second = q_send_read(test, 2);
	WdfIoQueueDrain(q.queue, q_done, "drained");
	late = q_send_read(test, 3);
	Q_EXPECT_DONE(test, late, STATUS_INVALID_DEVICE_STATE);
	q_complete(STATUS_SUCCESS);
	MOCK_EXPECT_LOG(test, "read:1 read:2");
	q_complete(STATUS_SUCCESS);
	MOCK_EXPECT_LOG(test, "drained");
	Q_EXPECT_DONE(test, first, STATUS_SUCCESS);
	Q_EXPECT_DONE(test, second, STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, WDF_IO_QUEUE_DRAINED(WdfIoQueueGetState(q.queue, NULL, NULL)));
	WdfIoQueueDrainSynchronously(q.queue);
	WdfIoQueueStart(q.queue);
	late = q_send_read(test, 4);
	MOCK_EXPECT_LOG(test, "read:4");
	q_complete(STATUS_SUCCESS);
	Q_EXPECT_DONE(test, late, STATUS_SUCCESS);
}

static VOID q_cancel(WDFREQUEST request)
{
	mock_log("cancel");
	q_take();
	WdfRequestComplete(request, STATUS_CANCELLED);
}

static void purged_queue_cancels_what_it_can(struct kunit *test)
{
	struct nt_irp *first, *second, *late;

	q_start(test, WdfIoQueueDispatchSequential);
	first = q_send_read(test, 1);
	second = q_send_read(test, 2);
	WdfRequestMarkCancelable(q.kept[0], q_cancel);
	WdfIoQueuePurge(q.queue, q_done, "purged");
	MOCK_EXPECT_LOG(test, "read:1 cancel purged");
	Q_EXPECT_DONE(test, first, STATUS_CANCELLED);
	Q_EXPECT_DONE(test, second, STATUS_CANCELLED);
	late = q_send_read(test, 3);
	Q_EXPECT_DONE(test, late, STATUS_INVALID_DEVICE_STATE);

	/* Stopped and purged it takes new ones in. */
	WdfIoQueueStopAndPurgeSynchronously(q.queue);
	late = q_send_read(test, 4);
	KUNIT_EXPECT_FALSE(test, nt_irp_is_done(late));
	WdfIoQueueStopAndPurge(q.queue, q_done, "both");
	MOCK_EXPECT_LOG(test, "both");
	Q_EXPECT_DONE(test, late, STATUS_CANCELLED);
}

static VOID q_done_at(WDFQUEUE queue, WDFCONTEXT context)
{
	mock_log("%s:%d", (char *)context, (KeGetCurrentIrql() != PASSIVE_LEVEL));
}

/* A queue at execution level passive hears of it there, whoever asks. */
static void passive_queue_is_told_of_its_state(struct kunit *test)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_IO_QUEUE_CONFIG config;
	struct nt_irp *nt;

	q_config(&config, WdfIoQueueDispatchParallel);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ExecutionLevel = WdfExecutionLevelPassive;
	q_start_as(test, &config, &attributes);
	nt = q_send_read(test, 1);
	WdfIoQueueStop(q.queue, q_done_at, "stopped");
	MOCK_EXPECT_LOG(test, "read:1");
	q_complete(STATUS_SUCCESS);
	MOCK_EXPECT_LOG(test, "stopped:0");
	Q_EXPECT_DONE(test, nt, STATUS_SUCCESS);
	local_bh_disable();
	WdfIoQueuePurge(q.queue, q_done_at, "purged");
	local_bh_enable();
	Q_WAIT(*mock.log);
	MOCK_EXPECT_LOG(test, "purged:0");
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static VOID q_delete_purged(WDFQUEUE queue, WDFCONTEXT context)
{
	mock_log("purged:%d", (KeGetCurrentIrql() != PASSIVE_LEVEL));
	WdfObjectDelete(queue);
}

/* A queue that is purged may go, also where a work item says that it is. */
static void purged_queue_is_deleted_by_its_callback(struct kunit *test)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_IO_QUEUE_CONFIG config;
	struct nt_irp *nt;

	q_start(test, WdfIoQueueDispatchParallel);
	WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchManual);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ExecutionLevel = WdfExecutionLevelPassive;
	attributes.EvtDestroyCallback = q_gone;
	q_create_as(test, &config, &attributes, &q.other);
	nt = q_send_read(test, 1);
	KUNIT_ASSERT_EQ(test, WdfRequestForwardToIoQueue(q_take(), q.other), STATUS_SUCCESS);
	mock.log[0] = '\0';
	local_bh_disable();
	WdfIoQueuePurge(q.other, q_delete_purged, NULL);
	local_bh_enable();
	Q_WAIT(strstr(mock.log, "gone"));
	MOCK_EXPECT_LOG(test, "purged:0 gone");
	Q_EXPECT_DONE(test, nt, STATUS_CANCELLED);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void stop_myself(WDFREQUEST request)
{
	WdfIoQueueStopSynchronously(q.queue);
	WdfRequestComplete(request, STATUS_SUCCESS);
}

static void queue_does_not_wait_for_its_own_callback(struct kunit *test)
{
	struct nt_irp *nt;

	q_start(test, WdfIoQueueDispatchParallel);
	q.in_callback = stop_myself;
	nt = q_send_read(test, 1);
	Q_EXPECT_DONE(test, nt, STATUS_SUCCESS);
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

/* ---- power ---- */

static void keep_over_sleep(WDFREQUEST request)
{
	WdfRequestStopAcknowledge(request, FALSE);
}

static void give_back(WDFREQUEST request)
{
	q_take();
	WdfRequestStopAcknowledge(request, TRUE);
}

static void sleep_waits_for_an_answer(struct kunit *test)
{
	struct nt_irp *nt, *late;

	q_start(test, WdfIoQueueDispatchParallel);
	nt = q_send_read(test, 1);
	q.in_callback = keep_over_sleep;
	KUNIT_EXPECT_EQ(test, wdf_pdo_suspend(&mock.pdo, true, false), 0);
	MOCK_EXPECT_LOG(test, "read:1 suspend stop:1 pre:4 exit:4");
	q.in_callback = NULL;
	late = q_send_read(test, 2);
	KUNIT_EXPECT_TRUE(test, WdfIoQueueGetState(q.queue, NULL, NULL) & WdfIoQueuePnpHeld);
	MOCK_EXPECT_LOG(test, "");
	KUNIT_EXPECT_EQ(test, wdf_pdo_resume(&mock.pdo, false, false), 0);
	Q_WAIT(READ_ONCE(q.count) == 2);
	KUNIT_EXPECT_NOT_NULL(test, strstr(mock.log, "resume"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(mock.log, "read:2"));
	KUNIT_EXPECT_EQ(test, q.count, 2u);
	q_complete(STATUS_SUCCESS);
	q_complete(STATUS_SUCCESS);
	Q_EXPECT_DONE(test, nt, STATUS_SUCCESS);
	Q_EXPECT_DONE(test, late, STATUS_SUCCESS);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void requests_come_back_after_sleep(struct kunit *test)
{
	struct nt_irp *nt;

	q_start(test, WdfIoQueueDispatchSequential);
	nt = q_send_read(test, 1);
	q.in_callback = give_back;
	KUNIT_EXPECT_EQ(test, wdf_pdo_suspend(&mock.pdo, true, false), 0);
	q.in_callback = NULL;
	mock.log[0] = '\0';
	KUNIT_EXPECT_EQ(test, wdf_pdo_resume(&mock.pdo, false, false), 0);
	Q_WAIT(READ_ONCE(q.count) == 1);
	KUNIT_EXPECT_NULL(test, strstr(mock.log, "resume"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(mock.log, "read:1"));
	q_complete(STATUS_SUCCESS);
	Q_EXPECT_DONE(test, nt, STATUS_SUCCESS);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static VOID give_back_later(WDFWORKITEM item)
{
	/* Not before EvtIoStop has returned: nobody else has a reference then. */
	msleep(20);
	WdfRequestStopAcknowledge(q_take(), TRUE);
}

static WDFWORKITEM stop_work;

static void answer_later(WDFREQUEST request)
{
	WdfWorkItemEnqueue(stop_work);
}

/* Cancelled while the client had it, it ends as soon as it is the queue's again. */
static void cancelled_request_given_back_ends(struct kunit *test)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_WORKITEM_CONFIG config;
	struct nt_irp *nt;

	q_start(test, WdfIoQueueDispatchSequential);
	WDF_WORKITEM_CONFIG_INIT(&config, give_back_later);
	config.AutomaticSerialization = FALSE;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = mock.device;
	KUNIT_ASSERT_EQ(test, WdfWorkItemCreate(&config, &attributes, &stop_work),
			STATUS_SUCCESS);
	nt = q_send_read(test, 1);
	nt_irp_cancel(nt);
	KUNIT_EXPECT_FALSE(test, nt_irp_is_done(nt));
	q.in_callback = answer_later;
	KUNIT_EXPECT_EQ(test, wdf_pdo_suspend(&mock.pdo, true, false), 0);
	MOCK_EXPECT_LOG(test, "read:1 suspend stop:1 pre:4 exit:4");
	WdfWorkItemFlush(stop_work);
	Q_EXPECT_DONE(test, nt, STATUS_CANCELLED);
	KUNIT_EXPECT_EQ(test, wdf_pdo_resume(&mock.pdo, false, false), 0);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void requests_keep_the_device_in_d0(struct kunit *test)
{
	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS idle;
	WDF_IO_QUEUE_CONFIG config;
	struct nt_irp *nt, *other;
	WDFREQUEST request;

	q_start(test, WdfIoQueueDispatchManual);
	WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchManual);
	config.PowerManaged = WdfFalse;
	q_create_as(test, &config, NULL, &q.other);
	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS_INIT(&idle, IdleCannotWakeFromS0);
	KUNIT_EXPECT_EQ(test, WdfDeviceAssignS0IdleSettings(mock.device, &idle), STATUS_SUCCESS);
	nt = q_send_read(test, 1);
	KUNIT_EXPECT_EQ(test, mock.pm_refs, 1);
	KUNIT_EXPECT_EQ(test, wdf_pdo_suspend(&mock.pdo, false, false), -EBUSY);
	other = q_send_read(test, 2);
	KUNIT_EXPECT_EQ(test, mock.pm_refs, 2);
	KUNIT_ASSERT_EQ(test, WdfIoQueueRetrieveNextRequest(q.queue, &request), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, mock.pm_refs, 2);
	WdfRequestComplete(request, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, mock.pm_refs, 1);
	Q_EXPECT_DONE(test, nt, STATUS_SUCCESS);
	/* What waits in a queue that is not power-managed does not. */
	KUNIT_ASSERT_EQ(test, WdfIoQueueRetrieveNextRequest(q.queue, &request), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfRequestForwardToIoQueue(request, q.other), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, mock.pm_refs, 0);
	KUNIT_EXPECT_EQ(test, wdf_pdo_suspend(&mock.pdo, false, false), 0);
	KUNIT_EXPECT_EQ(test, WdfIoQueueRetrieveNextRequest(q.queue, &request),
			STATUS_WDF_PAUSED);
	KUNIT_EXPECT_EQ(test, WdfIoQueueRetrieveNextRequest(q.other, &request), STATUS_SUCCESS);
	WdfRequestComplete(request, STATUS_SUCCESS);
	Q_EXPECT_DONE(test, other, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, wdf_pdo_resume(&mock.pdo, false, false), 0);
}

/* ---- removal ---- */

static void complete_at_stop(WDFREQUEST request)
{
	q_take();
	WdfRequestComplete(request, STATUS_CANCELLED);
}

static void removal_empties_queues(struct kunit *test)
{
	WDF_IO_QUEUE_CONFIG config;
	struct nt_irp *owned, *waiting, *unmanaged;
	char byte;
	struct kvec vec = { &byte, 1 };
	struct iov_iter iter;

	q_start(test, WdfIoQueueDispatchSequential);
	WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchManual);
	config.PowerManaged = WdfFalse;
	q_create_as(test, &config, NULL, &q.other);
	KUNIT_EXPECT_EQ(test, WdfDeviceConfigureRequestDispatching(mock.device, q.other,
								   WdfRequestTypeWrite),
			STATUS_SUCCESS);
	owned = q_send_read(test, 1);
	waiting = q_send_read(test, 2);
	unmanaged = q_send(test, IRP_MJ_WRITE, 3);
	q.in_callback = complete_at_stop;
	mock_remove();
	MOCK_EXPECT_LOG(test,
			"read:1 query-remove suspend stop:2 pre:5 exit:5 release flush cleanup evt-cleanup evt-destroy");
	Q_EXPECT_DONE(test, owned, STATUS_CANCELLED);
	Q_EXPECT_DONE(test, waiting, STATUS_CANCELLED);
	Q_EXPECT_DONE(test, unmanaged, STATUS_CANCELLED);
	KUNIT_EXPECT_EQ(test, mock.pm_refs, 0);
	/* The file outlives the device. */
	iov_iter_kvec(&iter, READ, &vec, 1, 1);
	KUNIT_EXPECT_EQ(test, nt_file_read(q.file, &iter, false), -ENODEV);
	q_close();
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static VOID q_cancel_at_removal(WDFREQUEST request)
{
	mock_log("cancel");
	WdfRequestComplete(request, STATUS_CANCELLED);
}

static void removal_cancels_what_the_client_has(struct kunit *test)
{
	WDF_IO_QUEUE_CONFIG config;
	struct nt_irp *nt;

	q_config(&config, WdfIoQueueDispatchParallel);
	config.PowerManaged = WdfFalse;
	q_start_as(test, &config, NULL);
	nt = q_send_read(test, 1);
	WdfRequestMarkCancelable(q.kept[0], q_cancel_at_removal);
	mock_remove();
	KUNIT_EXPECT_NOT_NULL(test, strstr(mock.log, "flush cancel cleanup"));
	Q_EXPECT_DONE(test, nt, STATUS_CANCELLED);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

/* A request that is kept is reported, and may still be completed. */
static void kept_request_outlives_its_device(struct kunit *test)
{
	WDF_IO_QUEUE_CONFIG config;
	struct nt_irp *nt;
	u64 before = nt_violation_count(NT_RULE_REQUEST_KEPT);

	q_config(&config, WdfIoQueueDispatchParallel);
	config.PowerManaged = WdfFalse;
	q_start_as(test, &config, NULL);
	nt = q_send_read(test, 1);
	mock_remove();
	KUNIT_EXPECT_GT(test, nt_violation_count(NT_RULE_REQUEST_KEPT), before);
	mock_look();
	KUNIT_EXPECT_FALSE(test, nt_irp_is_done(nt));
	q_complete(STATUS_SUCCESS);
	Q_EXPECT_DONE(test, nt, STATUS_SUCCESS);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

/* ---- file objects ---- */

static VOID q_file_create(WDFDEVICE device, WDFREQUEST request, WDFFILEOBJECT file)
{
	mock_log("create:%d", WdfRequestGetFileObject(request) == file && file);
	if (!q.complete)
		WdfRequestComplete(request, STATUS_SUCCESS);
	else
		WdfRequestComplete(request, q.status);
}

static VOID q_file_cleanup(WDFFILEOBJECT file)
{
	mock_log("file-cleanup");
}

static VOID q_file_close(WDFFILEOBJECT file)
{
	mock_log("file-close");
}

static VOID q_file_gone(WDFOBJECT object)
{
	mock_log("file-gone");
}

static void set_file_config(PWDFDEVICE_INIT init)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_FILEOBJECT_CONFIG config;

	WDF_FILEOBJECT_CONFIG_INIT(&config, q_file_create, q_file_close, q_file_cleanup);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtDestroyCallback = q_file_gone;
	WdfDeviceInitSetFileObjectConfig(init, &config, &attributes);
}

static void files_are_created_and_closed(struct kunit *test)
{
	struct nt_file *refused;

	mock.adding = set_file_config;
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	mock.log[0] = '\0';
	q_open(test);
	MOCK_EXPECT_LOG(test, "create:1");
	nt_file_close(q.file);
	q.file = NULL;
	MOCK_EXPECT_LOG(test, "file-cleanup file-close file-gone");
	q.complete = true;
	q.status = STATUS_ACCESS_DENIED;
	KUNIT_EXPECT_EQ(test, nt_file_open(q.device, FMODE_READ, &refused), -EACCES);
	MOCK_EXPECT_LOG(test, "create:1 file-gone");
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void removal_closes_files(struct kunit *test)
{
	mock.adding = set_file_config;
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	q_open(test);
	mock.log[0] = '\0';
	mock_remove();
	KUNIT_EXPECT_NOT_NULL(test, strstr(mock.log, "cleanup file-cleanup file-close file-gone"));
	mock.log[0] = '\0';
	q_close();
	MOCK_EXPECT_LOG(test, "");
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void requests_are_found_by_their_file(struct kunit *test)
{
	struct nt_file *mine, *other;
	struct nt_irp *nt, *theirs;
	WDFREQUEST request, taken;
	WDFFILEOBJECT file;

	mock.adding = set_file_config;
	q_start(test, WdfIoQueueDispatchManual);
	mine = q.file;
	KUNIT_ASSERT_EQ(test, nt_file_open(q.device, FMODE_READ, &other), 0);
	nt = q_send_read(test, 1);
	q.file = other;
	theirs = q_send_read(test, 2);
	q.file = mine;
	KUNIT_ASSERT_EQ(test, WdfIoQueueFindRequest(q.queue, NULL, NULL, NULL, &request),
			STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, WdfIoQueueFindRequest(q.queue, request, NULL, NULL, &taken),
			STATUS_SUCCESS);
	file = WdfRequestGetFileObject(taken);
	KUNIT_ASSERT_NOT_NULL(test, file);
	WdfObjectDereference(request);
	WdfObjectDereference(taken);
	KUNIT_ASSERT_EQ(test, WdfIoQueueRetrieveRequestByFileObject(q.queue, file, &taken),
			STATUS_SUCCESS);
	WdfRequestComplete(taken, STATUS_SUCCESS);
	Q_EXPECT_DONE(test, theirs, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfIoQueueRetrieveRequestByFileObject(q.queue, file, &taken),
			STATUS_NO_MORE_ENTRIES);
	/* Its file goes, and with it what waits. */
	nt_file_close(other);
	KUNIT_EXPECT_FALSE(test, nt_irp_is_done(nt));
	nt_file_close(q.file);
	q.file = NULL;
	Q_EXPECT_DONE(test, nt, STATUS_CANCELLED);
}

/* ---- level and serialisation ---- */

static void passive_queue_stays_passive(struct kunit *test)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_IO_QUEUE_CONFIG config;
	struct nt_irp *first, *second;

	q_config(&config, WdfIoQueueDispatchSequential);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ExecutionLevel = WdfExecutionLevelPassive;
	q_start_as(test, &config, &attributes);
	first = q_send_read(test, 1);
	second = q_send_read(test, 2);
	local_bh_disable();
	q_complete(STATUS_SUCCESS);
	local_bh_enable();
	Q_WAIT(READ_ONCE(q.count) == 1);
	MOCK_EXPECT_LOG(test, "read:1 read:2");
	KUNIT_EXPECT_FALSE(test, q.atomic);
	q_complete(STATUS_SUCCESS);
	Q_EXPECT_DONE(test, first, STATUS_SUCCESS);
	Q_EXPECT_DONE(test, second, STATUS_SUCCESS);
}

static VOID q_note_cancel(WDFREQUEST request)
{
	mock_log("cancel:%d", (KeGetCurrentIrql() != PASSIVE_LEVEL));
	WdfRequestComplete(request, STATUS_CANCELLED);
}

static VOID q_keep_canceled(WDFQUEUE queue, WDFREQUEST request)
{
	mock_log("canceled-on-queue:%d", (KeGetCurrentIrql() != PASSIVE_LEVEL));
	WdfRequestMarkCancelable(request, q_note_cancel);
}

/* Purged while it waits, then cancelled while the client has it: each is told once,
 * by a work item.
 */
static void passive_queue_tells_of_both_ends(struct kunit *test)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_IO_QUEUE_CONFIG config;
	struct nt_irp *nt;
	WDFREQUEST request;

	q_config(&config, WdfIoQueueDispatchManual);
	config.EvtIoCanceledOnQueue = q_keep_canceled;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ExecutionLevel = WdfExecutionLevelPassive;
	q_start_as(test, &config, &attributes);
	nt = q_send_read(test, 1);
	KUNIT_ASSERT_EQ(test, WdfIoQueueRetrieveNextRequest(q.queue, &request), STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, WdfRequestRequeue(request), STATUS_SUCCESS);
	local_bh_disable();
	WdfIoQueuePurge(q.queue, NULL, NULL);
	local_bh_enable();
	Q_WAIT(*mock.log);
	MOCK_EXPECT_LOG(test, "canceled-on-queue:0");
	local_bh_disable();
	nt_irp_cancel(nt);
	local_bh_enable();
	Q_WAIT(nt_irp_is_done(nt));
	MOCK_EXPECT_LOG(test, "cancel:0");
	Q_EXPECT_DONE(test, nt, STATUS_CANCELLED);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static bool held;

static void look_at_lock(WDFREQUEST request)
{
	/* Taken once more by whoever has it. */
	WdfObjectAcquireLock(q.queue);
	held = (KeGetCurrentIrql() != PASSIVE_LEVEL);
	WdfObjectReleaseLock(q.queue);
	held &= (KeGetCurrentIrql() != PASSIVE_LEVEL);
	WdfRequestComplete(request, STATUS_SUCCESS);
}

static void scope_serialises_callbacks(struct kunit *test)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_IO_QUEUE_CONFIG config;
	struct nt_irp *nt;

	q_config(&config, WdfIoQueueDispatchParallel);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.SynchronizationScope = WdfSynchronizationScopeQueue;
	q_start_as(test, &config, &attributes);
	q.in_callback = look_at_lock;
	nt = q_send_read(test, 1);
	Q_EXPECT_DONE(test, nt, STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, held);
	/* Whoever has the lock gets no callback below it. */
	q.in_callback = NULL;
	WdfIoQueueStop(q.queue, NULL, NULL);
	nt = q_send_read(test, 2);
	mock.log[0] = '\0';
	WdfObjectAcquireLock(q.queue);
	WdfIoQueueStart(q.queue);
	MOCK_EXPECT_LOG(test, "");
	WdfObjectReleaseLock(q.queue);
	Q_WAIT(READ_ONCE(q.count) == 1);
	MOCK_EXPECT_LOG(test, "read:2");
	q_complete(STATUS_SUCCESS);
	Q_EXPECT_DONE(test, nt, STATUS_SUCCESS);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static VOID q_work(WDFWORKITEM item)
{
	mock_log("work");
}

static VOID q_timer(WDFTIMER timer)
{
	mock_log("timer");
}

static VOID q_dpc(WDFDPC dpc)
{
	mock_log("dpc:%d", (KeGetCurrentIrql() != PASSIVE_LEVEL));
}

/* A queue with scope queue at the execution level passive, and its lock held. */
static void q_start_locked(struct kunit *test, WDF_OBJECT_ATTRIBUTES *child)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_IO_QUEUE_CONFIG config;

	q_config(&config, WdfIoQueueDispatchParallel);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ExecutionLevel = WdfExecutionLevelPassive;
	attributes.SynchronizationScope = WdfSynchronizationScopeQueue;
	q_start_as(test, &config, &attributes);
	WDF_OBJECT_ATTRIBUTES_INIT(child);
	child->ParentObject = q.queue;
	WdfObjectAcquireLock(q.queue);
}

static void work_is_serialised(struct kunit *test)
{
	WDF_OBJECT_ATTRIBUTES child;
	WDF_WORKITEM_CONFIG config;
	u64 before = nt_violation_count(NT_RULE_CALLBACK_DEADLOCK);
	WDFWORKITEM item, other;

	q_start_locked(test, &child);
	WDF_WORKITEM_CONFIG_INIT(&config, q_work);
	KUNIT_ASSERT_EQ(test, WdfWorkItemCreate(&config, &child, &item), STATUS_SUCCESS);
	config.AutomaticSerialization = FALSE;
	KUNIT_ASSERT_EQ(test, WdfWorkItemCreate(&config, &child, &other), STATUS_SUCCESS);
	WdfWorkItemEnqueue(item);
	WdfWorkItemEnqueue(other);
	WdfWorkItemFlush(other);
	msleep(20);
	MOCK_EXPECT_LOG(test, "work");
	/* It waits for whoever would wait for it. */
	WdfWorkItemFlush(item);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_CALLBACK_DEADLOCK), before + 1);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	/* Deleted by whoever it waits for. */
	WdfObjectDelete(item);
	WdfObjectReleaseLock(q.queue);
	Q_WAIT(*mock.log);
	MOCK_EXPECT_LOG(test, "work");
}

static void passive_timers_are_serialised(struct kunit *test)
{
	WDF_OBJECT_ATTRIBUTES child;
	WDF_TIMER_CONFIG config;
	WDFTIMER timer;
	u64 before = nt_violation_count(NT_RULE_CALLBACK_DEADLOCK);

	q_start_locked(test, &child);
	WDF_TIMER_CONFIG_INIT(&config, q_timer);
	/* A callback that may not sleep cannot wait for a mutex. */
	child.ExecutionLevel = WdfExecutionLevelDispatch;
	KUNIT_EXPECT_EQ(test, WdfTimerCreate(&config, &child, &timer),
			STATUS_WDF_INCOMPATIBLE_EXECUTION_LEVEL);
	child.ExecutionLevel = WdfExecutionLevelInheritFromParent;
	KUNIT_ASSERT_EQ(test, WdfTimerCreate(&config, &child, &timer), STATUS_SUCCESS);
	WdfTimerStart(timer, WDF_REL_TIMEOUT_IN_MS(1));
	msleep(50);
	MOCK_EXPECT_LOG(test, "");
	WdfObjectReleaseLock(q.queue);
	Q_WAIT(*mock.log);
	MOCK_EXPECT_LOG(test, "timer");
	MOCK_EXPECT_VIOLATIONS(test, 0);
	/* Whoever the callback waits for does not wait for it. */
	WdfObjectAcquireLock(q.queue);
	WdfTimerStart(timer, WDF_REL_TIMEOUT_IN_MS(1));
	msleep(50);
	WdfTimerStop(timer, TRUE);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_CALLBACK_DEADLOCK), before + 1);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	WdfObjectReleaseLock(q.queue);
	WdfTimerStop(timer, TRUE);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void dpcs_run_once_at_dispatch_level(struct kunit *test)
{
	WDF_OBJECT_ATTRIBUTES child;
	WDF_DPC_CONFIG config;
	WDFDPC dpc;

	q_start_locked(test, &child);
	WDF_DPC_CONFIG_INIT(&config, q_dpc);
	KUNIT_EXPECT_EQ(test, WdfDpcCreate(&config, &child, &dpc),
			STATUS_WDF_INCOMPATIBLE_EXECUTION_LEVEL);
	KUNIT_EXPECT_NULL(test, dpc);
	WdfObjectReleaseLock(q.queue);
	config.AutomaticSerialization = FALSE;
	KUNIT_ASSERT_EQ(test, WdfDpcCreate(&config, &child, &dpc), STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, WdfDpcGetParentObject(dpc), (WDFOBJECT)q.queue);
	local_bh_disable();
	KUNIT_EXPECT_TRUE(test, WdfDpcEnqueue(dpc));
	KUNIT_EXPECT_FALSE(test, WdfDpcEnqueue(dpc));
	local_bh_enable();
	Q_WAIT(*mock.log);
	MOCK_EXPECT_LOG(test, "dpc:1");
	local_bh_disable();
	KUNIT_EXPECT_TRUE(test, WdfDpcEnqueue(dpc));
	KUNIT_EXPECT_TRUE(test, WdfDpcCancel(dpc, FALSE));
	local_bh_enable();
	KUNIT_EXPECT_FALSE(test, WdfDpcCancel(dpc, TRUE));
	msleep(20);
	MOCK_EXPECT_LOG(test, "");
}

static struct kunit_case wdf_queue_state_cases[] = {
	KUNIT_CASE(stopped_queue_collects),
	KUNIT_CASE(drained_queue_finishes_what_it_has),
	KUNIT_CASE(purged_queue_cancels_what_it_can),
	KUNIT_CASE(passive_queue_is_told_of_its_state),
	KUNIT_CASE(purged_queue_is_deleted_by_its_callback),
	KUNIT_CASE(queue_does_not_wait_for_its_own_callback),
	KUNIT_CASE(sleep_waits_for_an_answer),
	KUNIT_CASE(requests_come_back_after_sleep),
	KUNIT_CASE(cancelled_request_given_back_ends),
	KUNIT_CASE(requests_keep_the_device_in_d0),
	KUNIT_CASE(removal_empties_queues),
	KUNIT_CASE(removal_cancels_what_the_client_has),
	KUNIT_CASE(kept_request_outlives_its_device),
	KUNIT_CASE(files_are_created_and_closed),
	KUNIT_CASE(removal_closes_files),
	KUNIT_CASE(requests_are_found_by_their_file),
	KUNIT_CASE(passive_queue_stays_passive),
	KUNIT_CASE(passive_queue_tells_of_both_ends),
	KUNIT_CASE(scope_serialises_callbacks),
	KUNIT_CASE(work_is_serialised),
	KUNIT_CASE(passive_timers_are_serialised),
	KUNIT_CASE(dpcs_run_once_at_dispatch_level),
	{}
};

static struct kunit_suite wdf_queue_state_suite = {
	.name = "ndis_shim_queue_state",
	.init = q_setup,
	.exit = q_teardown,
	.test_cases = wdf_queue_state_cases,
};

kunit_test_suite(wdf_queue_state_suite);
